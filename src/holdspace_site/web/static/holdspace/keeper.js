// Keeps every keystroke of one window: sealed on this device first, then with the
// practice. Holds the drafts of the page; shows nothing itself.
"use strict";

self.holdspaceKeeper = ({ store, place, changed }) => {
  const { Refused, answerAt, draftBody, post, readState, sendAnswer, sendWaiting } = holdspaceSending;
  const QUIET_MS = 400; // after the last key
  const LONGEST_MS = 2000; // while keys keep coming
  const RETRY_MS = [1000, 2000, 5000, 15_000, 30_000];
  const urls = { state: place.dataset.state, keep: place.dataset.keep, answer: place.dataset.answer, checkIn: place.dataset.checkIn, letGo: place.dataset.letGo, recordings: place.dataset.recordings };
  const lane = [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, "0")).join("");
  const drafts = new Map(); // key -> what is written there, as this window knows it
  const steps = new Map(); // key -> how often it was written on before it was given
  let token = "";
  let stays = false;
  let online = false;
  let signedOut = false;
  let failures = 0;
  let retry = 0;
  let order = Date.now();

  const blank = () => ({ written: {}, lane, step: 0, based_on: 0, here: 0, there: 0, versions: [], recalled: [], chars: 0 });

  function draftOf(key) {
    if (!drafts.has(key)) drafts.set(key, blank());
    return drafts.get(key);
  }

  // --- On this device ---------------------------------------------------------

  const pieceOf = (key, draft) => ({
    name: key, lane, step: draft.step, based_on: draft.based_on, written: draft.written,
    kept: draft.there >= draft.step, at: Date.now(),
  });

  // One write at a time for each text; what came meanwhile goes with the next one.
  async function keepHere(key) {
    const draft = draftOf(key);
    if (!store || draft.writing) return;
    draft.writing = true;
    try {
      while (draft.here < draft.step) {
        const piece = pieceOf(key, draft);
        await store.put("draft", `${key} ${lane}`, piece);
        draft.here = piece.step;
        // What an earlier window left here was put back in this one, and goes on in it.
        for (const old of draft.isTakenOn ? [] : draft.recalled) await store.remove("draft", `${key} ${old}`);
        draft.isTakenOn = true;
        draft.chars = (piece.written.words ?? "").length;
        changed(key);
      }
    } catch {
      draft.full = true; // no room left on the device: the practice is asked at once
      push(key);
    } finally {
      draft.writing = false;
    }
  }

  // --- With the practice --------------------------------------------------------

  function written(key, content) {
    const draft = draftOf(key);
    draft.written = content;
    draft.step = Math.max(draft.step, steps.get(key) ?? 0) + 1; // the practice counts on
    draft.at = Date.now();
    draft.since ??= draft.at;
    draft.problem = "";
    keepHere(key);
    clearTimeout(draft.timer);
    const rest = Math.max(0, LONGEST_MS - (draft.at - draft.since));
    draft.timer = setTimeout(() => push(key), Math.min(QUIET_MS, rest));
  }

  async function push(key, options = {}) {
    const draft = draftOf(key);
    clearTimeout(draft.timer);
    if (draft.pushing) { draft.again = true; return; }
    if (draft.there >= draft.step || draft.problem) return;
    draft.pushing = true;
    draft.since = undefined;
    const sent = draft.step;
    try {
      if (!token) await refresh();
      const kept = await post(urls.keep, token, draftBody(key, { ...draft, lane }), options);
      draft.there = sent;
      // What this window saw stays what it saw: others may have written meanwhile.
      draft.revision = kept.others ? draft.based_on : kept.revision;
      answered();
      await settleHere(key);
    } catch (error) {
      failed(error, draft);
    } finally {
      draft.pushing = false;
      changed(key);
    }
    if (draft.again) { draft.again = false; push(key); }
  }

  async function settleHere(key) {
    const draft = draftOf(key);
    if (!store || draft.step > draft.there || draft.gone) return;
    if (stays) await store.put("draft", `${key} ${lane}`, { ...pieceOf(key, draft), revision: draft.revision });
    else await store.remove("draft", `${key} ${lane}`);
  }

  function answered() {
    online = true;
    signedOut = false;
    failures = 0;
  }

  function failed(error, draft) {
    if (error instanceof Refused && error.status === 403) token = ""; // fetched anew
    if (error instanceof Refused && error.problem && error.status !== 401) {
      if (draft) draft.problem = error.problem; // said to the person; their text stays
      return;
    }
    signedOut = error instanceof Refused && error.status === 401;
    online = false;
    later();
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("send")).catch(() => {});
  }

  function later() {
    clearTimeout(retry);
    retry = setTimeout(sendAll, RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
    failures += 1;
  }

  async function refresh() {
    const state = await readState(urls.state);
    if (state.own !== place.dataset.own) { // somebody else signed in on this device
      location.reload();
      throw new Error("another person");
    }
    token = state.token;
    stays = state.stays;
    answered();
    return state;
  }

  // Everything that waits: what other windows left, this window's drafts, the answers.
  let sending = null;

  function sendAll() {
    sending ??= (async () => {
      try {
        const state = await refresh();
        if (store) await sendWaiting(store, urls, state);
        for (const key of drafts.keys()) await push(key);
        await pushAnswers();
        changed();
        return state;
      } catch (error) {
        failed(error);
        changed();
        return null;
      } finally {
        sending = null;
      }
    })();
    return sending;
  }

  // --- Answers --------------------------------------------------------------------

  const unsent = new Map(); // where nothing can be kept on the device: this page alone

  // `more` is kept beside the answer while it waits, and not sent.
  async function give(key, answer, content, more = {}) {
    const draft = draftOf(key);
    clearTimeout(draft.timer);
    const lanes = [...new Set([lane, ...draft.recalled, ...draft.versions.map((one) => one.lane)])];
    const id = crypto.randomUUID?.() ?? uuid();
    const body = { answer_id: id, key, answer, lanes };
    if (answer === "told") body.written = content;
    const value = { order: order++, body, ...more };
    if (store) await store.put("answer", id, value);
    unsent.set(id, value);
    if (answer === "told") {
      draft.gone = true;
      steps.set(key, Math.max(draft.step, steps.get(key) ?? 0));
      drafts.delete(key);
    }
    return id;
  }

  async function send(id) {
    const value = unsent.get(id);
    try {
      if (!token) await refresh();
      const opened = await sendAnswer(store, urls, token, value);
      unsent.delete(id);
      answered();
      return opened;
    } catch (error) {
      if (error instanceof Refused && error.problem && error.status !== 401 && error.status < 500) {
        unsent.delete(id);
        if (store) await store.remove("answer", id);
        throw Object.assign(error, { value });
      }
      failed(error);
      return null;
    }
  }

  async function pushAnswers() {
    if (store) {
      const waiting = new Set((await store.all("answer")).map((one) => one.name));
      for (const id of unsent.keys()) if (!waiting.has(id)) unsent.delete(id);
      return;
    }
    for (const [id, value] of unsent) {
      await post(answerAt(urls, value.body), token, value.body);
      unsent.delete(id);
    }
  }

  const waiting = async () => (store ? (await store.all("answer")).map((one) => one.value) : [...unsent.values()]);

  async function takeBack(id) {
    unsent.delete(id);
    if (store) await store.remove("answer", id);
  }

  async function letGo(key, lanes) {
    if (store) for (const one of lanes) await store.remove("draft", `${key} ${one}`);
    if (online) await post(urls.letGo, token, { name: key, lanes }).catch(failed);
  }

  function uuid() {
    const random = crypto.getRandomValues(new Uint8Array(16));
    random[6] = (random[6] & 15) | 64;
    random[8] = (random[8] & 63) | 128;
    const hex = [...random].map((n) => n.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function flush() {
    for (const [key, draft] of drafts) if (draft.there < draft.step) push(key, { keepalive: true, signal: undefined });
  }

  window.addEventListener("online", sendAll);
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) flush();
    else if (!holdspaceStore.opensFor(place)) location.reload(); // somebody else signed in
    else if (!online) sendAll();
  });

  return {
    lane, drafts, draftOf, written, give, send, sendAll, waiting, takeBack, letGo, flush,
    get online() { return online; },
    get signedOut() { return signedOut; },
  };
};
