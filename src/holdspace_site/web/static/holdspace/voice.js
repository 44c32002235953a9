// Saying it aloud instead of typing it. Each second is put away sealed on this device as
// it is said. Kept by the practice once the person says so; heard by nobody until told.
"use strict";

(async () => {
  const place = document.getElementById("telling");
  const template = document.getElementById("voice-panel");
  const kinds = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  const canRecord = self.isSecureContext && navigator.mediaDevices?.getUserMedia && self.MediaRecorder;
  const kind = canRecord && kinds.find((one) => MediaRecorder.isTypeSupported(one));
  if (!place || !template || !kind || !holdspaceStore.opensFor(place)) return;

  const SLICE_MS = 1000;
  const LONGEST_SECONDS = 30 * 60;
  const BITS_A_SECOND = 32_000; // speech is clear with it, and half an hour is 7 MB
  const urls = { recordings: place.dataset.recordings };
  const { asBytes, forgetVoice, dropVoice, sendVoices } = holdspaceSending;

  const panel = template.content.firstElementChild.cloneNode(true);
  const audio = panel.querySelector("audio");
  let form = null; // whose panel is open
  let key = "";
  let take = null; // what was or is being said: id, key, kind, pieces, seconds
  let recorder = null;
  let ticking = 0;
  let store = null;

  const opening = holdspaceStore.open(place.dataset.own);
  document.addEventListener("holdspace:shown", shown, true); // it does not bubble
  for (const button of place.querySelectorAll("[data-voice]")) button.hidden = false;

  // --- What is seen ---------------------------------------------------------------

  function show(state, notes = {}) {
    panel.dataset.state = state;
    for (const part of panel.querySelectorAll("[data-when]")) {
      const lacks = part.dataset.needs === "back" && !take?.pieces;
      part.hidden = lacks || !part.dataset.when.split(" ").includes(state);
    }
    for (const part of panel.querySelectorAll("[data-if]")) {
      part.hidden = !notes[part.dataset.if];
      if (part.dataset.if === "problem") part.textContent = notes.problem ?? "";
    }
    if (state !== "recording" && state !== "paused") clearInterval(ticking);
  }

  const state = () => (panel.isConnected ? panel.dataset.state : "");
  const isRecording = () => ["recording", "paused"].includes(state());
  const buttonOf = (of) => of.querySelector("[data-voice]");

  function openPanel(of, asked = "ready") {
    form = of;
    form.querySelector(".ways").after(panel);
    buttonOf(form).setAttribute("aria-expanded", "true");
    show(asked);
    hidden.disconnect();
    hidden.observe(form, { attributes: true, attributeFilter: ["hidden"] });
  }

  function closePanel() {
    if (isRecording()) stop();
    if (state() === "gone") sweep();
    setSound("");
    if (form) buttonOf(form).setAttribute("aria-expanded", "false");
    panel.remove();
    hidden.disconnect();
    form = null;
    take = null;
  }

  // Another screen: what was said so far stays on the device and is offered again.
  const hidden = new MutationObserver(() => { if (form?.hidden) closePanel(); });

  // A sound made piece by piece does not say how long it is: its end is looked for once.
  audio.addEventListener("loadedmetadata", () => {
    if (audio.duration !== Infinity) return;
    audio.addEventListener("timeupdate", () => { audio.currentTime = 0; }, { once: true });
    audio.currentTime = 1e7;
  });
  audio.addEventListener("error", () => { if (audio.getAttribute("src")) show(state(), { unheard: true }); });

  function setSound(source) {
    const before = audio.getAttribute("src") ?? "";
    if (before.startsWith("blob:")) URL.revokeObjectURL(before);
    if (source) audio.src = source;
    else audio.removeAttribute("src");
    audio.load();
  }

  const setPieces = () => setSound(URL.createObjectURL(new Blob(take.pieces, { type: take.kind })));

  // --- Recording --------------------------------------------------------------------

  async function start() {
    const where = form;
    show("asking");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      if (form === where) show("denied");
      return;
    }
    if (form !== where || state() !== "asking") return release(stream);
    sweep();
    store = await opening;
    const made = { id: crypto.randomUUID(), key, kind: kind.split(";")[0], pieces: [], seconds: 0, form, writing: Promise.resolve() };
    take = made;
    const mine = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: BITS_A_SECOND });
    recorder = mine;
    mine.addEventListener("dataavailable", ({ data }) => { if (data.size) putAway(made, data); });
    mine.addEventListener("stop", () => { release(stream); stopped(made); });
    stream.getAudioTracks()[0].addEventListener("ended", stop); // the microphone was pulled out
    navigator.locks?.request(lockOf(made.id), () => new Promise((resolve) => { made.unlock = resolve; }));
    mine.start(SLICE_MS);
    made.since = performance.now();
    show("recording");
    tick();
    ticking = setInterval(tick, SLICE_MS / 4);
    panel.querySelector('[data-press="stop"]').focus();
    return undefined;
  }

  const lockOf = (id) => `voice ${id}`;

  function release(stream) {
    for (const track of stream.getTracks()) track.stop();
  }

  const secondsOf = (one) => one.seconds + (one.since ? (performance.now() - one.since) / 1000 : 0);

  function tick() {
    const seconds = Math.floor(secondsOf(take));
    const shownTime = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    panel.querySelector(".time").textContent = shownTime;
    if (seconds >= LONGEST_SECONDS) {
      take.isLong = true;
      stop();
    }
  }

  function hold() {
    take.seconds = secondsOf(take);
    take.since = undefined;
  }

  function pause() {
    if (state() !== "recording") return;
    recorder.pause();
    recorder.requestData();
    hold();
    show("paused");
    panel.querySelector('[data-press="goOn"]').focus();
  }

  function goOn() {
    recorder.resume();
    take.since = performance.now();
    show("recording");
    panel.querySelector('[data-press="pause"]').focus();
  }

  function stop() {
    if (recorder && recorder.state !== "inactive") {
      hold();
      recorder.stop();
    }
    clearInterval(ticking);
  }

  function stopped(made) {
    made.unlock?.();
    if (take !== made || form !== made.form) return; // they went on to something else
    setPieces();
    show("done", { long: made.isLong, "no-room": made.isFull });
    panel.querySelector('[data-press="keep"]').focus();
  }

  // One write at a time, in the order it was said.
  function putAway(made, data) {
    const number = String(made.pieces.push(data) - 1).padStart(5, "0");
    const seconds = Math.max(1, Math.round(secondsOf(made)));
    made.writing = made.writing.then(async () => {
      if (!store || made.isFull) return;
      try {
        await store.put("voice-piece", `${made.id} ${number}`, await asText(data));
        if (!made.state) await store.put("voice", made.id, metaOf(made, "open", seconds));
      } catch {
        made.isFull = true;
      }
    });
  }

  const metaOf = (one, as, seconds = Math.max(1, Math.round(one.seconds))) => ({
    key: one.key, kind: one.kind, seconds, state: as, at: one.at ??= Date.now(), tried: one.tried ?? false,
  });

  async function asText(data) {
    const bytes = data instanceof Blob ? new Uint8Array(await data.arrayBuffer()) : data;
    let text = "";
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  }

  // --- What becomes of it -------------------------------------------------------------

  async function mark(as) {
    take.state = as;
    await take.writing;
    if (store && !take.isFull) await store.put("voice", take.id, metaOf(take, as));
  }

  function setInput(id) {
    const input = form.elements.recording;
    input.value = id;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function keep() {
    const mine = take;
    const where = form;
    mine.tried = true;
    await mark("kept");
    if (form !== where) return undefined;
    if (store && !mine.isFull) setInput(mine.id);
    show("waits");
    panel.focus();
    try {
      const { token } = await holdspaceSending.readState(place.dataset.state);
      if (!store || mine.isFull) await sendNow(mine, token);
      else await sendVoices(store, urls, token);
    } catch (error) {
      const isOver = form !== where || take !== mine || state() !== "waits";
      if (!isOver && (!store || mine.isFull)) show("done", { problem: error.problem, "no-room": true });
      return undefined;
    }
    const left = store && (await store.get("voice", mine.id));
    if (form !== where || take !== mine || state() !== "waits") return undefined;
    if (left?.problem) return show("done", { problem: left.problem });
    if (!form.elements.recording.value) setInput(mine.id);
    return show("kept");
  }

  // Where nothing can be kept on the device there is only this page to send it from.
  function sendNow(mine, token) {
    const meta = metaOf(mine, "kept");
    return holdspaceSending.sendVoice(urls, token, mine.id, meta, new Blob(mine.pieces));
  }

  async function letGo() {
    const mine = take;
    setInput("");
    setSound("");
    show("gone");
    panel.focus();
    if (mine.pieces) await mark("gone");
    else await drop(mine.id, mine.key);
  }

  async function drop(id, of) {
    try {
      const { token } = await holdspaceSending.readState(place.dataset.state);
      await dropVoice(urls, token, id);
    } catch { // sent with what waits, once there is somebody to send it to
      store = await opening;
      await store?.put("voice", id, { key: of, state: "gone", tried: true });
    }
  }

  // What was let go and not brought back goes for good.
  function sweep() {
    const mine = take;
    take = null;
    if (mine?.state !== "gone" || !mine.pieces) return;
    mine.writing.then(async () => {
      if (store) await forgetVoice(store, mine.id);
      if (mine.tried) await drop(mine.id, mine.key);
    });
  }

  async function bringBack() {
    const mine = take;
    mine.state = "open";
    mine.writing = Promise.resolve();
    if (store) {
      let number = 0;
      for (const piece of mine.pieces) await store.put("voice-piece", `${mine.id} ${String(number++).padStart(5, "0")}`, await asText(piece));
      await store.put("voice", mine.id, metaOf(mine, "open"));
    }
    if (take !== mine) return;
    setPieces();
    show("done");
    panel.focus();
  }

  // --- A question is shown ----------------------------------------------------------------

  async function shown(event) {
    const of = event.target;
    if (!of.elements?.recording) return;
    if (form) closePanel();
    key = event.detail.key;
    const wanted = key;
    const id = of.elements.recording.value;
    store = await opening;
    const found = id ? await localOf(id) : await foundOf(wanted);
    if (key !== wanted || of.hidden || form) return;
    if (found) {
      take = found;
      openPanel(of, found.state === "kept" ? "waits" : "found");
      setPieces();
    } else if (id) {
      take = { id, key, state: "there" };
      openPanel(of, "kept");
      setSound(`${urls.recordings}${id}/`);
    }
  }

  async function localOf(id) {
    const meta = store && (await store.get("voice", id));
    return meta && meta.state !== "gone" ? withPieces(id, meta) : null;
  }

  // What was being said when the page went away, but not what another window records now.
  async function foundOf(wanted) {
    if (!store) return null;
    const held = new Set(((await navigator.locks?.query())?.held ?? []).map((lock) => lock.name));
    const left = (await store.all("voice")).filter(({ name, value }) => value.key === wanted && value.state === "open" && !held.has(lockOf(name)));
    left.sort((a, b) => b.value.at - a.value.at);
    return left.length ? withPieces(left[0].name, left[0].value) : null;
  }

  async function withPieces(id, meta) {
    const pieces = (await store.all("voice-piece")).filter((one) => one.name.startsWith(`${id} `));
    if (!pieces.length) return null;
    return { ...meta, id, pieces: pieces.map((one) => asBytes(one.value)), writing: Promise.resolve() };
  }

  // --- What a person does --------------------------------------------------------------------

  const presses = { start, pause, goOn, stop, keep, letGo, bringBack, close: () => { const back = form; closePanel(); buttonOf(back).focus(); } };

  panel.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-press]");
    if (pressed) presses[pressed.dataset.press]();
  });

  place.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-voice]");
    if (!pressed) return;
    if (form !== pressed.form) openPanel(pressed.form);
    panel.focus();
  });

  // A recording that nobody decided on is not told by mistake, and not lost by one.
  place.addEventListener("submit", (event) => {
    if (form !== event.target || event.submitter?.value !== "told") return;
    if (isRecording()) stop();
    else if (!["done", "found"].includes(state())) return;
    event.preventDefault();
    event.stopPropagation();
    const before = state();
    const ask = () => { show("done", { undecided: true }); panel.focus(); };
    if (["recording", "paused"].includes(before)) recorder.addEventListener("stop", ask, { once: true });
    else ask();
  }, true);

  // On the quiet screen nothing listens.
  window.addEventListener("hashchange", () => {
    if (window.location.hash === "#pause") {
      pause();
      audio.pause();
      document.getElementById("pause").focus();
    }
  });
})();
