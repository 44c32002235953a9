// Says aloud what a swapped part has to say, and says so when an answer did not arrive.
"use strict";

const aloud = document.getElementById("said-aloud");
const messages = document.getElementById("messages");

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const speaker = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
  messages.replaceChildren();
  if (speaker) aloud.textContent = speaker.dataset.say;
});

function sayItIsLost() {
  const line = document.createElement("p");
  line.className = "warning";
  line.textContent = messages.dataset.lost;
  messages.replaceChildren(line);
  messages.scrollIntoView({ block: "nearest" });
}

document.addEventListener("htmx:responseError", sayItIsLost);
document.addEventListener("htmx:sendError", sayItIsLost);
document.addEventListener("htmx:timeout", sayItIsLost);

// After a form came back with something to look at again, start there.
document.querySelector(".look-again")?.focus();
