// Sends what waits on this device, in the order it was given. Works in a page and in a
// service worker. Sending something twice is harmless: a draft counts its steps, an
// answer has a number of its own.
"use strict";

self.holdspaceSending = (() => {
  const LONG_ENOUGH_MS = 15_000;

  class Refused extends Error {
    constructor(status, problem) {
      super("refused");
      this.status = status;
      this.problem = problem;
    }
  }

  // One at a time, of all windows and the service worker: what one has just sent and put
  // away, another would still find half of. Without locks this page is alone with it.
  const inTurn = (work) => (navigator.locks ? navigator.locks.request("holdspace sending", work) : work());

  // Nobody there is an ordinary error; an answer that says no is a Refused.
  async function post(url, token, body, options = {}) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token, "X-Holdspace-Keeps": "draft" },
      body: JSON.stringify(body),
      cache: "no-store",
      signal: AbortSignal.timeout(LONG_ENOUGH_MS),
      ...options,
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.ok && isJson && !answer.redirected) return answer.json();
    if (answer.redirected || answer.status === 401) throw new Refused(401, "signed_out");
    if (answer.status >= 500 || !isJson) throw new Refused(answer.status, "");
    throw new Refused(answer.status, (await answer.json()).problem ?? "");
  }

  async function readState(url) {
    const answer = await fetch(url, {
      headers: { "X-Holdspace-Keeps": "draft" },
      cache: "no-store",
      signal: AbortSignal.timeout(LONG_ENOUGH_MS),
    });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.redirected || answer.status === 401) throw new Refused(401, "signed_out");
    if (!answer.ok || !isJson) throw new Refused(answer.status, "");
    return answer.json();
  }

  const draftBody = (name, draft) => ({
    name,
    lane: draft.lane,
    step: draft.step,
    based_on: draft.based_on,
    written: draft.written,
  });

  // A check-in after a session has an address of its own; see check-in.js.
  const answerAt = (urls, body) => (body.key.startsWith("check-in ") ? urls.checkIn : urls.answer);

  // --- What was said aloud: see voice.js ----------------------------------------

  const VOICE_MS = 300_000; // a slow line may take its time with half an hour of sound
  const asBytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const isNo = (error) => error instanceof Refused && error.problem && error.status !== 401 && error.status < 500;

  function sendVoice(urls, token, id, { key, kind, seconds }, sound) {
    const headers = {
      "Content-Type": kind,
      "X-CSRFToken": token,
      "X-Holdspace-Keeps": "draft",
      "X-Holdspace-Recording": id,
      "X-Holdspace-Key": key,
      "X-Holdspace-Seconds": String(seconds),
    };
    return post(urls.recordings, token, null, { headers, body: sound, signal: AbortSignal.timeout(VOICE_MS) });
  }

  async function dropVoice(urls, token, id) {
    try {
      await post(`${urls.recordings}${id}/drop/`, token, {});
    } catch (error) { // not there, or told meanwhile
      if (!(error instanceof Refused) || error.status === 401 || error.status >= 500) throw error;
    }
  }

  async function forgetVoice(store, id) {
    const pieces = (await store.all("voice-piece")).filter((one) => one.name.startsWith(`${id} `));
    for (const piece of pieces) await store.remove("voice-piece", piece.name);
    await store.remove("voice", id);
  }

  // Sent before whatever refers to it. What the practice has goes from the device.
  const sendVoices = (store, urls, token) => inTurn(() => voicesOf(store, urls, token));

  async function voicesOf(store, urls, token) {
    for (const { name: id, value } of await store.all("voice")) {
      if (value.state === "open" || value.problem) continue;
      if (value.state === "kept") {
        const pieces = (await store.all("voice-piece")).filter((one) => one.name.startsWith(`${id} `));
        await store.put("voice", id, { ...value, tried: true });
        try {
          await sendVoice(urls, token, id, value, new Blob(pieces.map((one) => asBytes(one.value))));
        } catch (error) {
          if (!isNo(error)) throw error;
          await store.put("voice", id, { ...value, problem: error.problem }); // the person decides
          continue;
        }
      }
      const now = await store.get("voice", id);
      if (now?.state === "gone" && now.tried) await dropVoice(urls, token, id);
      await forgetVoice(store, id);
    }
  }

  // Send what was said, drafts, then answers. What was taken by us goes from the device, or, on a
  // device of one's own, stays until it is told.
  const sendWaiting = (store, urls, state) => inTurn(() => waitingOf(store, urls, state));

  async function waitingOf(store, urls, state) {
    if (urls.recordings) await voicesOf(store, urls, state.token);
    for (const { name, value } of await store.all("draft")) {
      if (value.kept) continue;
      const { name: text } = value;
      let kept;
      try {
        kept = await post(urls.keep, state.token, draftBody(text, value));
      } catch (error) {
        if (!isNo(error)) throw error;
        continue; // it stays on the device, and holds nothing else up
      }
      const now = await store.get("draft", name);
      if (now && now.step !== value.step) continue; // written on meanwhile
      if (state.stays) await store.put("draft", name, { ...value, kept: true, revision: kept.others ? value.based_on : kept.revision });
      else await store.remove("draft", name);
    }
    const answers = (await store.all("answer")).sort((a, b) => a.value.order - b.value.order);
    for (const { name, value } of answers) {
      if (value.problem) continue; // refused before: the person decides
      try {
        await post(answerAt(urls, value.body), state.token, value.body);
      } catch (error) {
        if (!(error instanceof Refused) || error.status === 401 || error.status >= 500 || !error.problem) throw error;
        await store.put("answer", name, { ...value, problem: error.problem });
        continue;
      }
      await store.remove("answer", name);
      if (value.body.answer !== "told") continue;
      for (const lane of value.body.lanes) await store.remove("draft", `${value.body.key} ${lane}`);
    }
  }

  // Whether anything on this device is not with the practice yet.
  async function waits(store) {
    if (!store) return false;
    const drafts = await store.all("draft");
    const others = [...await store.all("answer"), ...await store.all("voice")];
    return others.length > 0 || drafts.some((one) => !one.value.kept);
  }

  // One answer, after what was said aloud with it; then no window has it left to send.
  const sendAnswer = (store, urls, token, { body }) => inTurn(async () => {
    if (store && urls.recordings) await voicesOf(store, urls, token);
    const taken = await post(answerAt(urls, body), token, body);
    if (!store) return taken;
    await store.remove("answer", body.answer_id);
    if (body.answer === "told") for (const lane of body.lanes) await store.remove("draft", `${body.key} ${lane}`);
    return taken;
  });

  return { Refused, answerAt, asBytes, draftBody, dropVoice, forgetVoice, post, readState, sendAnswer, sendVoice, sendVoices, sendWaiting, waits };
})();
