// Client pages: leaving replaces the page, so that "back" does not bring it up again;
// pausing puts the focus on the quiet screen.
"use strict";

document.querySelector(".leave")?.addEventListener("click", (event) => {
  event.preventDefault();
  document.body.hidden = true;
  window.location.replace(event.currentTarget.href);
});

function focusOnPause() {
  if (window.location.hash === "#pause") document.getElementById("pause").focus();
}

window.addEventListener("hashchange", focusOnPause);
focusOnPause();
