// Says aloud what a swapped part has to say, and says so when an answer did not arrive.
"use strict";

const aloud = document.getElementById("said-aloud");
const messages = document.getElementById("messages");

document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.elt;
  const speaker = part.matches("[data-say]") ? part : part.querySelector("[data-say]");
  if (event.detail.target === messages) messages.scrollIntoView({ block: "nearest" });
  else messages.replaceChildren();
  if (speaker) aloud.textContent = speaker.dataset.say;
});

function sayItIsLost() {
  const line = document.createElement("p");
  line.className = "warning";
  line.textContent = messages.dataset.lost;
  messages.replaceChildren(line);
  messages.scrollIntoView({ block: "nearest" });
}

// Who signs in again in another tab gets a new token against forged forms. What stands
// open here fetches it before it is sent again.
let signedOut = false;

document.addEventListener("htmx:confirm", async (event) => {
  if (!signedOut) return;
  event.preventDefault();
  try {
    const answer = await fetch(messages.dataset.token, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headers = page.body.getAttribute("hx-headers");
    const token = JSON.parse(headers)["X-CSRFToken"];
    document.body.setAttribute("hx-headers", headers);
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  } catch {
    sayItIsLost();
    return;
  }
  event.detail.issueRequest(true);
});

// A page that says what happened is shown in place; anything else counts as lost.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.isError) return;
  signedOut = event.detail.xhr.status === 401;
  if (!event.detail.serverResponse.includes('id="what-happened"')) {
    event.detail.shouldSwap = false;
    sayItIsLost();
  }
});
document.addEventListener("htmx:sendError", sayItIsLost);
document.addEventListener("htmx:timeout", sayItIsLost);

// A form that leads to another page is sent once the practice answers; while it does
// not, the page stays, and with it what was typed.
let asking = false;
let answeredFor = null;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (answeredFor === form) {
    answeredFor = null;
    return;
  }
  event.preventDefault();
  if (asking) return;
  asking = true;
  try {
    await fetch(messages.dataset.well, { cache: "no-store" });
  } catch {
    sayItIsLost();
    return;
  } finally {
    asking = false;
  }
  answeredFor = form;
  form.requestSubmit(event.submitter);
});

// After a form came back with something to look at again, start there.
document.querySelector(".look-again")?.focus();
