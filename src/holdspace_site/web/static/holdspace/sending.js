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

  // Send drafts, then answers. What was taken by us goes from the device, or, on a
  // device of one's own, stays until it is told.
  async function sendWaiting(store, urls, state) {
    for (const { name, value } of await store.all("draft")) {
      if (value.kept) continue;
      const { name: text } = value;
      const kept = await post(urls.keep, state.token, draftBody(text, value));
      const now = await store.get("draft", name);
      if (now && now.step !== value.step) continue; // written on meanwhile
      if (state.stays) await store.put("draft", name, { ...value, kept: true, revision: kept.revision });
      else await store.remove("draft", name);
    }
    const answers = (await store.all("answer")).sort((a, b) => a.value.order - b.value.order);
    for (const { name, value } of answers) {
      if (value.problem) continue; // refused before: the person decides
      try {
        await post(urls.answer, state.token, value.body);
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

  return { Refused, draftBody, post, readState, sendWaiting };
})();
