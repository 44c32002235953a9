// The same list of phrases the practice has, without its care for "not" and "before":
// all it does is to show whom to call. The practice decides who reads.
"use strict";

self.holdspacePhrases = {
  mayNeedAPerson(words, { phrases, fillers }) {
    const plain = words.toLowerCase().replace(/['’‘`´]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").split(" ")
      .filter((word) => word && !fillers.includes(word)).join(" ");
    return Object.values(phrases).flat().some((phrase) => ` ${plain} `.includes(` ${phrase} `));
  },
};
