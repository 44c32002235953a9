// Says the page's own sentences, and remembers nothing.
"use strict";

self.holdspaceWords = (() => {
  const words = JSON.parse(document.getElementById("telling-words").textContent);

  function say(name, values = {}) {
    return words[name].replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
  }

  const count = (name, n) => say(`${name}_${n === 1 ? "one" : "many"}`, { n });
  const clock = (at = new Date()) => at.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = (at) => at.toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long" });
  return { say, count, clock, day, answer: (name) => words.answers[name] };
})();
