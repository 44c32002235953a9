// Brings the chosen prompt into sight in its list, and lets the words follow the language.
"use strict";

const chosen = document.querySelector(".prompts .chosen");
const list = chosen?.closest(".prompts");
if (list) list.scrollTop = chosen.offsetTop - list.offsetTop - list.clientHeight / 3;

document.getElementById("language")?.addEventListener("change", (event) => {
  document.getElementById("own").lang = event.target.value;
});
