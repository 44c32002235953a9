// Keeps what somebody types in a form of a client's record until they save it: with the
// practice while it can be reached, else on this device, sealed by store.js. What is kept
// comes back when the form is opened again. Nothing is ever stored here in plain text.
"use strict";

(() => {
  const SAVE_AFTER_MS = 1500;
  const SEAL_AFTER_MS = 300;
  const TRY_AGAIN_MS = 5000;
  const PATIENCE_MS = 8000;
  const boxes = [...document.querySelectorAll("[data-keep]")];
  if (!boxes.length) return;
  const frame = document.getElementById("messages");
  let token = JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  const asText = (written) => JSON.stringify(Object.entries(written).sort(([a], [b]) => (a < b ? -1 : 1)));
  const newLane = () => crypto.randomUUID?.() ?? Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  function when(date) {
    const locale = document.documentElement.lang;
    const month = date.toLocaleDateString(locale, { month: "long" });
    return `${date.getDate()} ${month}, ${clock(date)}`;
  }

  function clock(date) {
    const two = (number) => String(number).padStart(2, "0");
    return `${two(date.getHours())}:${two(date.getMinutes())}`;
  }

  // Who signed in again in another window has a new token against forged forms.
  async function fetchToken() {
    const answer = await fetch(frame.dataset.token, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headers = page.body.getAttribute("hx-headers");
    if (!headers) return;
    token = JSON.parse(headers)["X-CSRFToken"];
    document.body.setAttribute("hx-headers", headers);
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  }

  // The answer, or null while nobody can be reached or the visit has run out.
  async function send(at, body, { keepalive = false } = {}) {
    const post = () => fetch(at, {
      method: "POST", redirect: "manual", cache: "no-store", keepalive,
      signal: keepalive ? undefined : AbortSignal.timeout(PATIENCE_MS),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
    try {
      let answer = await post();
      if (answer.status === 403) {
        await fetchToken();
        answer = await post();
      }
      if (answer.type === "opaqueredirect" || answer.status >= 500 || answer.status === 403) return null;
      return { ok: answer.ok, said: await answer.json().catch(() => ({})) };
    } catch {
      return null;
    }
  }

  class Keeper {
    constructor(box, store) {
      this.box = box;
      this.form = box.closest("form");
      this.store = store;
      this.name = box.dataset.keep;
      this.before = box.querySelector(".kept-before");
      this.lane = newLane();
      this.lanes = new Set(); // known to the practice, let go of when the form is saved
      this.replaces = new Set(); // put back here, let go of once this window's own is kept
      this.step = 0;
      this.offers = 0;
      this.empty = asText(this.written());
      this.kept = this.empty;
      this.busy = null;
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("change", () => this.changed());
      this.form.addEventListener("focusout", () => this.save());
      document.addEventListener("visibilitychange", () => document.hidden && this.save({ keepalive: true }));
      window.addEventListener("pagehide", () => this.save({ keepalive: true }));
      window.addEventListener("online", () => this.save());
      window.addEventListener("submit", (event) => event.target === this.form && this.beforeSending(event), true);
    }

    fields() {
      return [...this.form.elements].filter((one) => one.name && !["hidden", "submit", "button", "password", "file"].includes(one.type));
    }

    written() {
      const written = {};
      for (const field of this.fields()) {
        const key = `=${field.name}`;
        if (["checkbox", "radio"].includes(field.type)) {
          written[key] ??= [];
          if (field.checked) written[key].push(field.value);
        } else written[key] = field.value;
      }
      return written;
    }

    fill(written) {
      for (const field of this.fields()) {
        const value = written[`=${field.name}`];
        if (value === undefined) continue;
        if (["checkbox", "radio"].includes(field.type)) field.checked = value.includes(field.value);
        else field.value = value;
        for (let fold = field.closest("details"); fold && field.checked; fold = fold.parentElement.closest("details")) fold.open = true;
      }
      this.form.dispatchEvent(new Event("filled"));
      this.changed();
    }

    changed() {
      clearTimeout(this.sealing);
      this.sealing = setTimeout(() => this.seal(), SEAL_AFTER_MS);
      this.saving ??= setTimeout(() => this.save(), SAVE_AFTER_MS);
    }

    get piece() { return `${this.name} ${this.lane}`; }

    async seal() {
      const written = this.written();
      if (!this.store || asText(written) === this.kept) return Boolean(this.store);
      try {
        await this.store.put(this.box.dataset.at, this.piece, {
          name: this.name, lane: this.lane, step: this.step + 1, kept_at: new Date().toISOString(), written,
        });
        return true;
      } catch {
        return false;
      }
    }

    // One save at a time; what is typed meanwhile goes with the next.
    async save(how) {
      clearTimeout(this.saving);
      this.saving = undefined;
      if (asText(this.written()) === this.kept) return true;
      if (this.busy && !how?.keepalive) await this.busy;
      const saved = this.saveNow(how);
      this.busy = saved;
      return saved;
    }

    async saveNow(how) {
      const written = this.written(), text = asText(written);
      if (text === this.kept) return true;
      this.step = Math.max(this.step + 1, 1);
      const body = { name: this.name, lane: this.lane, step: this.step, based_on: 0, written };
      const answer = await send(this.box.dataset.at, body, how);
      if (answer?.ok) {
        this.kept = text;
        this.lanes.add(this.lane);
        if (asText(this.written()) === text) await this.store?.remove(this.box.dataset.at, this.piece).catch(() => {});
        const others = answer.said.others - this.replaces.size - this.offers;
        await this.letGo([...this.replaces]);
        this.say(others > 0 ? "others" : "kept", new Date());
        return true;
      }
      const sealed = await this.seal();
      this.say(sealed ? "waits" : "lost", new Date(), answer?.said.problem);
      clearTimeout(this.again);
      this.again = setTimeout(() => this.save(), TRY_AGAIN_MS);
      return false;
    }

    async letGo(lanes) {
      if (!lanes.length) return;
      for (const lane of lanes) await this.store?.remove(this.box.dataset.at, `${this.name} ${lane}`).catch(() => {});
      if (await send(this.box.dataset.gone, { name: this.name, lanes })) for (const lane of lanes) this.replaces.delete(lane);
    }

    // The newest words are kept first, so that a crash while sending loses nothing.
    async beforeSending(event) {
      if (this.sent) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (this.sending) return;
      this.sending = true;
      clearTimeout(this.again);
      await this.save();
      clearTimeout(this.sealing);
      clearTimeout(this.again);
      for (const old of this.form.querySelectorAll("[name=kept-lane], [name=kept-name]")) old.remove();
      for (const lane of [...this.lanes, ...this.replaces]) this.hide("kept-lane", lane);
      this.hide("kept-name", this.name);
      await new Promise((resolve) => { setTimeout(resolve); }); // not while it is being sent
      this.sending = false;
      this.sent = true;
      this.form.requestSubmit(event.submitter);
      setTimeout(() => { this.sent = false; }, 0);
    }

    hide(field, value) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: field, value });
      this.form.append(input);
    }

    say(what, date, problem = "") {
      const line = this.box.querySelector(".saved");
      const words = [problem, this.box.dataset[what].replace("{when}", clock(date))].filter(Boolean).join(" ");
      if (line.textContent !== words) line.textContent = words;
      line.classList.toggle("waits", what === "waits" || what === "lost");
      line.hidden = false;
    }

    // --- What was left here before -------------------------------------------

    offer(versions) {
      const unlike = versions.filter((one) => !this.isHere(one) && asText(one.written) !== this.empty);
      const place = this.before;
      this.offers = unlike.length;
      place.replaceChildren();
      place.hidden = !unlike.length;
      if (unlike.length > 1) place.append(paragraph(this.box.dataset.several));
      for (const version of unlike) place.append(this.offered(version, unlike));
      if (unlike.length) this.form.prepend(place);
    }

    // The page came back with what was typed, and something to look at again.
    isHere(version) {
      if (asText(version.written) !== asText(this.written())) return false;
      this.replaces.add(version.lane);
      return true;
    }

    offered(version, all) {
      const part = document.createElement("div");
      const { before, putBack, letGo } = this.box.dataset;
      part.append(paragraph(before.replace("{when}", when(new Date(version.kept_at)))));
      if (all.length > 1) part.append(excerpt(version.written));
      const acts = paragraph("");
      acts.className = "acts";
      const rest = all.filter((one) => one !== version);
      acts.append(
        button(putBack, async () => {
          await this.save();
          this.lane = newLane();
          this.step = 0;
          this.kept = this.empty;
          this.replaces.add(version.lane);
          this.fill(version.written);
          this.offer(rest);
          this.fields().find((one) => one.localName === "textarea")?.focus();
        }),
        " ",
        button(letGo, async () => {
          await this.letGo([version.lane]);
          this.offer(rest);
        }),
      );
      part.append(acts);
      return part;
    }
  }

  function paragraph(words) {
    const line = document.createElement("p");
    line.textContent = words;
    return line;
  }

  function excerpt(written) {
    const texts = Object.values(written).filter((one) => typeof one === "string");
    const line = paragraph(texts.sort((a, b) => b.length - a.length)[0] ?? "");
    line.className = "words";
    line.dir = "auto";
    return line;
  }

  function button(words, work) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "btn", textContent: words });
    made.addEventListener("click", work);
    return made;
  }

  // What waits on this device goes to the practice first; it comes back from there.
  async function sendWhatWaits(store, at) {
    const waiting = [];
    for (const { name: place, value } of await store.all(at).catch(() => [])) {
      const answer = await send(at, { name: value.name, lane: value.lane, step: value.step, based_on: 0, written: value.written });
      if (answer?.ok) await store.remove(at, place).catch(() => {});
      else waiting.push(value);
    }
    return waiting;
  }

  async function begin() {
    const { own, at } = boxes[0].dataset;
    const store = await self.holdspaceStore?.open(own) ?? null;
    const keepers = boxes.map((box) => new Keeper(box, store));
    keepWhatComes(store);
    const waiting = store ? await sendWhatWaits(store, at) : [];
    let drafts = {};
    try {
      const answer = await fetch(at, { cache: "no-store", redirect: "manual" });
      if (answer.ok) ({ drafts } = await answer.json());
    } catch {
      // offered the next time
    }
    for (const keeper of keepers) {
      const known = drafts[keeper.name] ?? [];
      const here = waiting.filter((one) => one.name === keeper.name);
      const lanes = new Set(here.map((one) => one.lane));
      keeper.offer([...here, ...known.filter((one) => !lanes.has(one.lane))].filter((one) => one.lane !== keeper.lane));
    }
  }

  // A form that was saved in place comes anew; what is typed next is kept as well.
  function keepWhatComes(store) {
    const known = new WeakSet(boxes);
    document.addEventListener("htmx:afterSettle", () => {
      for (const box of document.querySelectorAll("[data-keep]")) {
        if (!known.has(box)) new Keeper(box, store);
        known.add(box);
      }
    });
  }

  begin();
})();
