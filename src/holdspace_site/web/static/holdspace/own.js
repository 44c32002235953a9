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
