// Client pages: leaving replaces the page, so that "back" does not bring it up again;
// pausing puts the focus on the quiet screen.
"use strict";

document.querySelector(".leave")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.hidden = true;
  window.location.replace(event.currentTarget.href);
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
