// Says aloud what a swapped part has to say, and says so when an answer did not arrive.
"use strict";

const aloud = document.getElementById("said-aloud");
const messages = document.getElementById("messages");

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const speaker = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
  if (event.detail.target !== messages) messages.replaceChildren();
  if (speaker) aloud.textContent = speaker.dataset.say;
});

function sayItIsLost() {
  const line = document.createElement("p");
  line.className = "warning";
  line.textContent = messages.dataset.lost;
  messages.replaceChildren(line);
  messages.scrollIntoView({ block: "nearest" });
}

// A page that says what happened is shown in place; anything else counts as lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.isError) return;
  if (!event.detail.serverResponse.includes('id="what-happened"')) {
    event.detail.shouldSwap = false;
    sayItIsLost();
  }
});
document.addEventListener("htmx:sendError", sayItIsLost);
document.addEventListener("htmx:timeout", sayItIsLost);

// After a form came back with something to look at again, start there.
document.querySelector(".look-again")?.focus();
