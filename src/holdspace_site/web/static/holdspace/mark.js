// Choosing words in a passage, by mouse, by touch or with the keys.
//
// What is chosen goes into the form as `start` and `end`, counted in characters as the
// server counts them (code points, so that an emoji is one), and as `quote`.
"use strict";

(() => {
  const SCRIPTS_WITHOUT_SPACES =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
  const aloud = document.getElementById("said-aloud");
  const codePoints = (text) => Array.from(text).length;

  // The parts of the page, found anew after each swap.
  let page = null;

  function findParts() {
    const box = document.getElementById("passage-words");
    const form = document.getElementById("mark-form");
    if (!box || !form || page?.box === box) return;
    const part = (name) => document.querySelector(`[data-mark="${name}"]`);
    page = {
      box, form,
      panel: document.getElementById("say-what"),
      none: part("none"), chosen: part("chosen"), typed: part("typed"),
      meaning: part("meaning"), clear: part("clear"), keys: part("keys"), bar: part("bar"),
      search: form.querySelector('[data-mark="search"]'),
      pieces: piecesOf(box),
      words: [], at: 0, from: 0,
    };
    page.words = wordsOf(page.pieces.map((piece) => piece.node.data).join(""), box.lang);
    page.typed.hidden = true;
    page.keys.hidden = false;
    page.keys.addEventListener("click", startByKeys);
    page.clear.addEventListener("click", letGo);
    box.addEventListener("keydown", onKey);
    box.addEventListener("blur", endByKeys);
    show(null);
  }

  // The text nodes that hold the passage, without the small numbers between them.
  // `at` counts as the browser does, `start` as the server does.
  function piecesOf(box) {
    const pieces = [];
    let at = 0;
    for (const stretch of box.querySelectorAll("[data-start]")) {
      const walker = document.createTreeWalker(stretch, NodeFilter.SHOW_TEXT);
      let start = Number(stretch.dataset.start);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        pieces.push({ node, at, start });
        at += node.length;
        start += codePoints(node.data);
      }
    }
    return pieces;
  }

  // Words as runs without spaces; where a script has no spaces, as the browser cuts them.
  function wordsOf(text, language) {
    if (SCRIPTS_WITHOUT_SPACES.test(text) && Intl.Segmenter) {
      const cut = new Intl.Segmenter(language || undefined, { granularity: "word" });
      return Array.from(cut.segment(text))
        .filter((part) => part.isWordLike)
        .map((part) => [part.index, part.index + part.segment.length]);
    }
    return Array.from(text.matchAll(/\S+/gu), (hit) => [hit.index, hit.index + hit[0].length]);
  }

  // A place in the page (node, offset) as a place in the passage, in the browser's count.
  function placeOf(node, offset) {
    const own = page.pieces.find((piece) => piece.node === node);
    if (own) return own.at + offset;
    const here = document.createRange();
    here.setStart(node, offset);
    const next = page.pieces.find((piece) => here.comparePoint(piece.node, 0) >= 0);
    const last = page.pieces.at(-1);
    return next ? next.at : last.at + last.node.length;
  }

  function pieceAt(place, asEnd) {
    const within = (piece) =>
      asEnd ? place <= piece.at + piece.node.length : place < piece.at + piece.node.length;
    return page.pieces.find(within) ?? page.pieces.at(-1);
  }

  function serverCount(place, asEnd) {
    const piece = pieceAt(place, asEnd);
    return piece.start + codePoints(piece.node.data.slice(0, place - piece.at));
  }

  function rangeOf(start, end) {
    const range = document.createRange();
    const [first, last] = [pieceAt(start, false), pieceAt(end, true)];
    range.setStart(first.node, start - first.at);
    range.setEnd(last.node, end - last.at);
    return range;
  }

  const passageText = () => page.pieces.map((piece) => piece.node.data).join("");

  // What is selected now, without the spaces at its edges; null if nothing is.
  function selected() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(page.box)) return null;
    const inside = document.createRange();
    inside.selectNodeContents(page.box);
    const before = range.compareBoundaryPoints(Range.START_TO_START, inside) < 0;
    const after = range.compareBoundaryPoints(Range.END_TO_END, inside) > 0;
    const text = passageText();
    let start = before ? 0 : placeOf(range.startContainer, range.startOffset);
    let end = after ? text.length : placeOf(range.endContainer, range.endOffset);
    if ((before && end === 0) || (after && start === text.length)) return null;
    while (start < end && /\s/u.test(text[start])) start += 1;
    while (end > start && /\s/u.test(text[end - 1])) end -= 1;
    // Never cut a character in two.
    if (/[\uDC00-\uDFFF]/.test(text[start] ?? "") && start > 0) start -= 1;
    if (/[\uDC00-\uDFFF]/.test(text[end] ?? "")) end += 1;
    return start < end ? { start, end, quote: text.slice(start, end) } : null;
  }

  function show(choice) {
    const { form, none, chosen, meaning, panel, bar } = page;
    form.elements.start.value = choice ? serverCount(choice.start, false) : "";
    form.elements.end.value = choice ? serverCount(choice.end, true) : "";
    form.elements.quote.value = choice ? choice.quote : "";
    chosen.querySelector("q").textContent = choice ? choice.quote : "";
    chosen.hidden = !choice;
    none.hidden = Boolean(choice);
    meaning.disabled = !choice;
    bar.hidden = !choice;
    panel.classList.toggle("choosing", Boolean(choice));
    keepInSight(choice);
  }

  // The chosen words stay tinted while the reader types in the panel.
  function keepInSight(choice) {
    if (!window.Highlight || !CSS.highlights) return;
    CSS.highlights.delete("chosen");
    if (choice) CSS.highlights.set("chosen", new Highlight(rangeOf(choice.start, choice.end)));
  }

  function letGo() {
    window.getSelection().removeAllRanges();
    show(null);
    aloud.textContent = page.box.dataset.letGo;
    page.box.focus();
  }

  // By mouse and touch: wait until the selection rests.
  let resting = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const choice = page && document.contains(page.box) ? selected() : null;
      if (choice) show(choice);
    }, 150);
  });

  // By keys: the button tells screen readers to pass the arrow keys on to the text.
  function startByKeys() {
    page.box.setAttribute("role", "application");
    page.box.focus();
    aloud.textContent = page.box.dataset.keys;
    choose(page.at, page.at, false);
  }

  function endByKeys() {
    page.box.setAttribute("role", "group");
    page.box.classList.remove("by-keys");
  }

  function choose(from, to, say = true) {
    if (!page.words.length) return;
    page.from = from;
    page.at = to;
    page.box.classList.add("by-keys");
    const start = page.words[Math.min(from, to)][0];
    const end = page.words[Math.max(from, to)][1];
    const range = rangeOf(start, end);
    const selection = window.getSelection();
    const [a, b] = from <= to ? ["start", "end"] : ["end", "start"];
    selection.setBaseAndExtent(
      range[`${a}Container`], range[`${a}Offset`], range[`${b}Container`], range[`${b}Offset`]);
    if (say) aloud.textContent = passageText().slice(start, end);
    rangeOf(...page.words[to]).startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }

  // The word on the row above or below that stands nearest.
  function onRow(step) {
    const box = (index) => rangeOf(...page.words[index]).getClientRects()[0];
    const here = box(page.at);
    let best = page.at;
    let row = null;
    for (let i = page.at + step; page.words[i]; i += step) {
      const there = box(i);
      if (row === null && Math.abs(there.top - here.top) > here.height / 2) row = there.top;
      if (row === null) continue;
      if (Math.abs(there.top - row) > here.height / 2) break;
      const nearer = best === page.at ||
        Math.abs(there.left - here.left) < Math.abs(box(best).left - here.left);
      if (nearer) best = i;
    }
    return best;
  }

  function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== page.box) return;
    const forward = getComputedStyle(page.box).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const last = page.words.length - 1;
    const started = page.box.classList.contains("by-keys");
    const to = {
      ArrowLeft: () => page.at + (forward === "ArrowLeft" ? 1 : -1),
      ArrowRight: () => page.at + (forward === "ArrowRight" ? 1 : -1),
      ArrowUp: () => onRow(-1),
      ArrowDown: () => onRow(1),
      Home: () => 0,
      End: () => last,
    }[event.key];
    if (to) {
      const next = started ? Math.min(Math.max(to(), 0), last) : page.at;
      choose(event.shiftKey && started ? page.from : next, next);
    } else if (event.key === "Enter") {
      const choice = selected();
      if (!choice) return;
      show(choice);
      aloud.textContent = `${page.box.dataset.chosen} ${choice.quote}`;
      page.search.focus();
    } else if (event.key === "Escape") {
      letGo();
    } else {
      return;
    }
    event.preventDefault();
  }

  // After a mark was saved the text is new: go back to it, or to the list of words that
  // could be marked where it came from there.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.id !== "passage") return;
    findParts();
    const fromList = event.detail.requestConfig?.elt.closest(".could-be");
    const list = document.getElementById("could-be-title");
    if (fromList && list) list.focus();
    else page.box.focus({ preventScroll: true });
  });

  findParts();
})();
