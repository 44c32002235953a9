// Client pages: leaving replaces the page, and "back" to an earlier one leaves again;
// pausing puts the focus on the quiet screen.
"use strict";

const leave = document.querySelector(".leave");

function goAway() {
  sessionStorage.setItem("left", "yes");
  document.body.hidden = true;
  window.location.replace(leave.href);
}

function cameBackAfterLeaving(byBack) {
  if (byBack && sessionStorage.getItem("left")) goAway();
  else sessionStorage.removeItem("left");
}

leave.addEventListener("click", (event) => {
  event.preventDefault();
  goAway();
});
cameBackAfterLeaving(performance.getEntriesByType("navigation")[0]?.type === "back_forward");
window.addEventListener("pageshow", (event) => {
  if (event.persisted) cameBackAfterLeaving(true);
});

// When the pressed button is gone after an answer, stay with the line it belonged to.
document.addEventListener("htmx:afterSettle", (event) => {
  if (document.activeElement === document.body && event.detail.elt.matches(".heard")) {
    event.detail.elt.focus({ preventScroll: true });
  }
});

function focusOnPause() {
  if (window.location.hash === "#pause") document.getElementById("pause").focus();
}

window.addEventListener("hashchange", focusOnPause);
focusOnPause();

// Signing out empties this device. What only this device has is sent first; if that does
// not work, nothing is emptied before the person has said so.
const door = document.querySelector("form.sign-out");
let asked = false;

function whetherSomethingWaits(worker) {
  const channel = new MessageChannel();
  worker.postMessage("sign out", [channel.port2]);
  return Promise.race([
    new Promise((resolve) => { channel.port1.onmessage = (event) => resolve(event.data); }),
    new Promise((resolve) => setTimeout(resolve, 5000, true)),
  ]);
}

door?.addEventListener("submit", async (event) => {
  const worker = navigator.serviceWorker?.controller;
  if (asked || !worker) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await whetherSomethingWaits(worker)) door.querySelector(".waits").hidden = false;
  else go();
}, true);

function go() {
  asked = true;
  door.requestSubmit();
}

door?.querySelector(".waits button")?.addEventListener("click", () => { asked = true; });
