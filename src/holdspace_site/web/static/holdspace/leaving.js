// Whoever ends their visit leaves nothing of theirs on the device. What only this device
// has is sent first; if that does not work, nothing goes before the person has said so.
// What somebody else left here, sealed, stays for them.
"use strict";

(() => {
  const PATIENCE_MS = 5000;

  const tokenOfPage = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  // Whose pieces these are, and whether some of them are nowhere else. A client has two
  // places: what is asked on their own pages, and what is typed in any form of theirs.
  async function sendOwn({ typed, state, save, answer, checkIn, recordings }) {
    const own = [typed];
    let waits = false;
    if (state) {
      const known = await holdspaceSending.readState(state);
      own.push(known.own);
      const store = await holdspaceStore.open(known.own);
      if (store) await holdspaceSending.sendWaiting(store, { keep: save, answer, checkIn, recordings }, known).catch(() => {});
      waits = await holdspaceSending.waits(store);
    }
    return { own, waits: !(await sendTyped(typed)) || waits };
  }

  // What kept.js sealed lies under the address it goes to.
  async function sendTyped(own) {
    const store = await holdspaceStore.open(own);
    let isAllSent = true;
    for (const at of store ? await holdspaceStore.kindsOf(own) : []) {
      for (const { name, value } of await store.all(at)) {
        try {
          await holdspaceSending.post(at, tokenOfPage(), { ...holdspaceSending.draftBody(value.name, value), based_on: 0 });
          await store.remove(at, name);
        } catch {
          isAllSent = false;
        }
      }
    }
    return isAllSent;
  }

  async function emptyDevice(form, own) {
    form.querySelector("[name=alone]")?.remove();
    const owners = await holdspaceStore.owners();
    if (owners.every((one) => own.includes(one))) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "alone", value: "yes" }));
      return;
    }
    for (const one of own) await holdspaceStore.forget(one);
    await holdspaceStore.dropPages();
  }

  const tooLong = () => new Promise((resolve) => { setTimeout(resolve, PATIENCE_MS, { own: [], waits: true }); });

  async function leaveBy(form, place, isSure) {
    const found = await Promise.race([sendOwn(place.dataset), tooLong()]).catch(() => ({ own: [], waits: true }));
    if (found.waits && !isSure) {
      place.hidden = false;
      return false;
    }
    await emptyDevice(form, found.own).catch(() => {}); // a browser that keeps nothing
    return true;
  }

  for (const place of document.querySelectorAll("form .waits[data-typed]")) {
    const form = place.closest("form");
    let isReady = false;
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      if (isReady) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isBusy) return;
      isBusy = true;
      isReady = await leaveBy(form, place, place.contains(event.submitter));
      isBusy = false;
      if (isReady) form.requestSubmit();
    }, true);
  }
})();
