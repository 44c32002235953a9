// The client's check-in: one page, the same with and without a network. What is tapped
// goes to the keeper, sealed on this device; it is sent when the network is there.
"use strict";

(async () => {
  const place = document.getElementById("check-in");
  const words = JSON.parse(document.getElementById("check-in-words").textContent);
  const phrases = JSON.parse(document.getElementById("check-in-phrases").textContent);
  const OWN_WORDS = ["keep", "change"];
  const WAIT_MS = 3000;
  const screens = [...place.querySelectorAll("[data-screen]")];
  const form = place.querySelector("form");
  const which = form.querySelector("#which");
  const say = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
  const language = document.documentElement.lang;
  const clock = () => new Date().toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayOf = (iso) => {
    const date = new Date(`${iso}T12:00`);
    return `${date.getDate()} ${date.toLocaleDateString(language, { month: "long" })}`;
  };

  let known = { sessions: [], cues: [], calm: [] };
  let here = ""; // the draft on the page
  let offered = []; // the sessions the page asks about
  let refused = []; // what the practice did not take: it waits here for the person
  if (!holdspaceStore.opensFor(place)) {
    showScreen("not_yours");
    await holdspaceStore.dropPages();
    return;
  }
  const store = await holdspaceStore.open(place.dataset.own);
  const keeper = holdspaceKeeper({ store, place, changed: showKept });

  // --- What is known ------------------------------------------------------------------

  async function take(state) {
    known = { sessions: state.sessions, cues: state.cues, calm: state.calm };
    for (const [key, versions] of Object.entries(state.drafts)) {
      const draft = keeper.draftOf(key);
      if (draft.step) continue; // this window is writing there
      draft.versions = versions;
      // Put back is what the practice has; what it did not take stays here, unsent.
      draft.recalled = draft.recalled.filter((lane) => versions.some((one) => one.lane === lane));
      putTogether(draft, versions);
      draft.based_on = versions[0].revision;
    }
    await store?.put("state", "check-in", known);
  }

  async function recall() {
    if (!store) return;
    known = (await store.get("state", "check-in")) ?? known;
    const pieces = (await store.all("draft")).map((one) => one.value).sort((a, b) => b.at - a.at);
    for (const name of new Set(pieces.map((one) => one.name))) {
      const draft = keeper.draftOf(name);
      if (!name.startsWith("check-in ") || draft.step) continue;
      const left = pieces.filter((one) => one.name === name);
      draft.recalled = left.map((one) => one.lane);
      putTogether(draft, left);
      draft.based_on = Math.max(...left.map((one) => one.revision ?? 0));
    }
  }

  // What several windows left, the newest first: all of it comes back in one, so that
  // nothing is let go unseen. Of two taps the newer one counts; own words stand together.
  function putTogether(draft, versions) {
    const [newest, ...others] = versions.map((one) => one.written);
    draft.written = others.reduce((newer, older) => {
      const both = { ...older, ...newer, picked: { ...older.picked, ...newer.picked } };
      for (const name of OWN_WORDS) both[name] = joined(older[name] ?? "", newer[name] ?? "");
      return both;
    }, newest);
    draft.isTwo = others.some((one) => isOther(one, newest));
  }

  const joined = (older, newer) => (newer.includes(older) ? newer : older.includes(newer) ? older : `${older}\n\n${newer}`);
  const isOther = (one, newest) => OWN_WORDS.some((name) => (one[name] ?? "") !== (newest[name] ?? ""))
    || Object.entries(one.picked ?? {}).some(([name, value]) => newest.picked?.[name] !== value);

  // A session whose answers wait on this device is answered. One whose answers were not
  // taken is shown again first, even where the practice would not ask about it any more.
  async function openSessions() {
    const waiting = (await keeper.waiting()).filter(({ body }) => body.key.startsWith("check-in "));
    refused = waiting.filter((one) => one.problem);
    const given = new Set(waiting.filter((one) => !one.problem).map(({ body }) => body.key));
    const isBack = new Set(refused.map(({ body }) => body.key));
    const back = [...isBack].map((key) => known.sessions.find((one) => nameOf(one) === key) ?? sessionOf(key));
    return [...back, ...known.sessions.filter((one) => !given.has(nameOf(one)) && !isBack.has(nameOf(one)))];
  }

  const sessionOf = (key) => refusedAt(key)[0].about ?? { id: key.replace("check-in ", "") };
  const refusedAt = (key) => refused.filter(({ body }) => body.key === key);

  const nameOf = (session) => `check-in ${session.id}`;

  // --- Screens --------------------------------------------------------------------------

  function showScreen(name, focus = true) {
    const target = screens.find((one) => one.dataset.screen === name);
    for (const one of screens) one.hidden = one !== target;
    if (!focus) return target;
    window.scrollTo(0, 0);
    target.querySelector("h1").focus({ preventScroll: true });
    return target;
  }

  async function showStart(focus = false) {
    const sessions = await openSessions();
    if (!sessions.length) return showScreen("none", focus);
    offered = sessions;
    which.replaceChildren(...sessions.map((one) => new Option(about(one), one.id)));
    which.parentElement.hidden = sessions.length < 2;
    open(sessions[0]);
    form.hidden = false;
    return showScreen("ask", focus);
  }

  const about = (session) => (session.number ? say("about", { n: session.number, day: dayOf(session.on) }) : say("about_another"));

  function open(session) {
    here = nameOf(session);
    form.querySelector(".about-session").textContent = about(session);
    form.querySelector(".about-session").hidden = !which.parentElement.hidden;
    offerCues();
    offerKept(session.kept ?? []);
    const draft = keeper.draftOf(here);
    const [back] = refusedAt(here);
    const hasDraft = Object.keys(draft.written).length > 0;
    fill(hasDraft ? draft.written : back?.body.written ?? {});
    const isOld = (hasDraft || back) && !draft.step;
    const note = form.querySelector(".put-back");
    note.textContent = isOld ? say(draft.isTwo ? "put_back_two" : "put_back") : "";
    note.hidden = !isOld;
    form.querySelector(".let-go").hidden = !back;
    sayProblem(back ? say("not_taken", { problem: back.problem }) : "");
    showKept(here);
  }

  function offerCues() {
    const list = form.querySelector(".cues .taps");
    list.replaceChildren(...known.cues.map(({ id, words: cue }) => {
      const label = document.createElement("label");
      const quote = document.createElement("q");
      label.className = "tap";
      quote.className = "words";
      quote.dir = "auto";
      quote.textContent = cue;
      label.append(Object.assign(document.createElement("input"), { type: "radio", name: "cue_of", value: id }), quote);
      return label;
    }));
  }

  // One or two lines of how the two work together, in turn: was it kept?
  function offerKept(lines) {
    const empty = document.getElementById("kept-line").content;
    form.querySelector(".kept-lines").replaceChildren(...lines.map(({ id, words: line }) => {
      const one = empty.cloneNode(true);
      one.querySelector(".kept-line").textContent = line;
      for (const radio of one.querySelectorAll("input")) radio.name = `answer-kept-${id}`;
      return one;
    }));
  }

  // --- What is tapped ---------------------------------------------------------------------

  function fill(written) {
    const picked = written.picked ?? {};
    for (const radio of form.querySelectorAll("input[type=radio]")) {
      const name = radio.name.replace(/^answer-/, "");
      radio.checked = (radio.name.startsWith("answer-") ? picked[name] : written[name]) === radio.value;
    }
    for (const name of OWN_WORDS) form.elements[name].value = written[name] ?? "";
    follow();
  }

  function contentOf() {
    const content = { picked: {} };
    for (const radio of form.querySelectorAll("input[type=radio]:checked")) {
      if (radio.closest(".after[hidden]")) continue;
      if (radio.name.startsWith("answer-")) content.picked[radio.name.replace("answer-", "")] = radio.value;
      else content[radio.name] = radio.value;
    }
    for (const name of OWN_WORDS) if (form.elements[name].value) content[name] = form.elements[name].value;
    return content;
  }

  const isEmpty = (content) => !Object.keys(content.picked).length && !OWN_WORDS.some((name) => content[name]?.trim());

  // What follows an answer shows with it.
  function follow() {
    for (const after of form.querySelectorAll(".after")) {
      const chosen = form.querySelector(`input[name="answer-${after.dataset.follows}"]:checked`)?.value;
      const isNothing = after.matches(".cues") && !known.cues.length;
      after.hidden = isNothing || !after.dataset.after.split(" ").includes(chosen);
    }
  }

  function showKept(key = here) {
    if (!key || key !== here) return;
    const draft = keeper.draftOf(key);
    const line = form.querySelector(".saved");
    const isHere = draft.here >= draft.step;
    const isThere = draft.there >= draft.step;
    line.hidden = !draft.step;
    line.classList.toggle("waits", !isHere && !isThere);
    if (isThere) line.textContent = say("saved", { time: clock() });
    else if (isHere && !keeper.online) line.textContent = say("saved_here", { time: clock() });
    else if (!keeper.online && !isHere && !store) line.textContent = say("not_saved");
    if (draft.problem) sayProblem(say("not_taken", { problem: draft.problem }));
  }

  function sayProblem(problem) {
    const line = form.querySelector(":scope > .problem");
    line.textContent = problem;
    line.hidden = !problem;
    if (problem) line.scrollIntoView({ block: "nearest" });
  }

  form.addEventListener("input", (event) => {
    if (event.target === which) return;
    follow();
    keeper.written(here, contentOf());
  });

  which.addEventListener("change", () => {
    const session = offered.find((one) => one.id === which.value);
    if (session) open(session);
  });

  form.querySelector(".let-go").addEventListener("click", async () => {
    const key = here;
    for (const { body } of refusedAt(key)) {
      await keeper.takeBack(body.answer_id);
      await keeper.letGo(key, [keeper.lane, ...body.lanes]);
    }
    clearTimeout(keeper.draftOf(key).timer);
    keeper.drafts.delete(key);
    here = "";
    await showStart(true);
  });

  // --- Done ---------------------------------------------------------------------------------

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (form.dataset.busy) return;
    const content = contentOf();
    if (isEmpty(content)) return sayProblem(say("nothing_yet"));
    form.dataset.busy = "yes";
    try {
      await done(content);
    } finally {
      delete form.dataset.busy;
    }
  }, true);

  async function done(content) {
    const key = here;
    const before = refusedAt(key);
    const session = offered.find((one) => nameOf(one) === key);
    const id = await keeper.give(key, "told", content, { about: session });
    for (const { body } of before) await keeper.takeBack(body.answer_id);
    let answer = null;
    try {
      answer = await soon(keeper.send(id));
    } catch (error) { // the practice says no: what was tapped stays, here and on the page
      const { problem = "", value } = error;
      if (value) await store?.put("answer", id, { ...value, problem });
      await openSessions();
      form.querySelector(".let-go").hidden = !refusedAt(key).length;
      if (value) keeper.draftOf(key).recalled = value.body.lanes.filter((lane) => lane !== keeper.lane);
      keeper.written(key, content);
      sayProblem(say("not_taken", { problem }));
      return;
    }
    here = "";
    if (answer) known.sessions = known.sessions.filter((one) => nameOf(one) !== key);
    await store?.put("state", "check-in", known);
    finish(content, answer);
  }

  function finish(content, answer) {
    const own = OWN_WORDS.map((name) => content[name] ?? "").join("\n");
    const needsCalm = answer ? answer.calm : holdspacePhrases.mayNeedAPerson(own, phrases);
    const target = showScreen(needsCalm ? "calm_now" : "done");
    const isWaiting = keeper.signedOut ? "waits_signed_out" : "waits";
    target.querySelector(".done-says").textContent = say(answer ? "sent" : isWaiting);
    target.querySelector(".done-seen").textContent = say(`seen_by_${content.shared_with ?? "nobody"}`);
    const card = target.querySelector(".card-place");
    showCalm(target);
    if (!answer?.card || !card) return;
    card.replaceChildren(...new DOMParser().parseFromString(answer.card, "text/html").body.childNodes);
    htmx.process(card);
  }

  // What calms them, in their own words: never in the page that stays on the device.
  function showCalm(target) {
    const lines = known.calm ?? [];
    for (const list of target.querySelectorAll("[data-calm]")) {
      list.replaceChildren(...lines.map((words) => Object.assign(document.createElement("li"), { dir: "auto", textContent: words })));
      list.hidden = list.previousElementSibling.hidden = !lines.length;
    }
  }

  // An answer is not held up by a slow network: it waits on the device.
  const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, WAIT_MS, null))]);

  // --- Begin --------------------------------------------------------------------------------

  if (self.isSecureContext && navigator.serviceWorker) {
    navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.home }).catch(() => {});
  }
  await recall();
  const sending = keeper.sendAll();
  if (await soon(sending)) await learn();
  else sending.then(learnLate);
  await showStart();
  place.dataset.ready = "yes";

  // What waited was sent just now: ask once more, so that it is in what we know.
  async function learn() {
    const state = await holdspaceSending.readState(place.dataset.state).catch(() => null);
    if (state) await take(state);
    return Boolean(state);
  }

  // A slow network is no reason to say there is nothing to answer. What somebody has
  // begun to tap meanwhile stays as it is.
  async function learnLate(answered) {
    if (!answered || !(await learn())) return;
    const isAtStart = screens.some((one) => !one.hidden && ["ask", "none"].includes(one.dataset.screen));
    if (isAtStart && !(here && keeper.draftOf(here).step)) await showStart();
  }
})();
