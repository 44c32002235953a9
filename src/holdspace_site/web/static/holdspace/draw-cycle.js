// Draws the list of steps as a loop, and lets a step be placed and moved on it: by touch,
// by mouse or with the keys. The list stays the form; the loop only changes the list.
"use strict";

(() => {
  const form = document.querySelector("[data-draw]");
  if (!form) return;
  const SVG = "http://www.w3.org/2000/svg";
  const CENTRE = { x: 146, y: 172 }, ACROSS = 82, DOWN = 138, TO_THE_SIDES = Math.PI / 12;
  const WIDTH = 116, HEIGHT = 60, LINE = 16, LETTERS = 14, MOST_LINES = 3;
  const FAR_ENOUGH = 8;

  const drawing = form.querySelector(".drawing");
  const svg = drawing.querySelector("svg");
  const places = drawing.querySelector(".places");
  const cards = drawing.querySelector(".cards");
  const aloud = document.getElementById("said-aloud");
  const rows = [...form.querySelectorAll("[data-step]")].map((box) => ({
    box, code: box.querySelector("select"), words: box.querySelector("input"),
  }));
  let held = null;

  const fill = (text, values) => text.replace(/{(\w+)}/g, (all, name) => values[name] ?? all);
  const say = (name, values) => { aloud.textContent = fill(form.dataset[name], values); };
  const label = (row) => row.words.value.trim() || row.code.selectedOptions[0]?.textContent || "";
  const used = () => rows.filter((row) => row.code.value);

  function at(place, many) {
    const even = (2 * Math.PI * place) / many;
    const angle = even + (many > 3 ? TO_THE_SIDES * Math.sin(2 * even) : 0) - Math.PI / 2;
    return { x: CENTRE.x + ACROSS * Math.cos(angle), y: CENTRE.y + DOWN * Math.sin(angle), angle };
  }

  function make(name, attributes, parent, text = "") {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    parent.append(element);
    return element;
  }

  function lines(text) {
    const cut = [];
    for (const word of text.split(/\s+/)) {
      const last = cut.at(-1);
      if (last !== undefined && last.length + word.length < LETTERS) cut[cut.length - 1] = `${last} ${word}`;
      else cut.push(word.length > LETTERS ? `${word.slice(0, LETTERS - 1)}…` : word);
    }
    if (cut.length > MOST_LINES) {
      cut.length = MOST_LINES;
      cut[MOST_LINES - 1] = `${cut[MOST_LINES - 1].slice(0, LETTERS - 3)} …`;
    }
    return cut;
  }

  // Puts the filled rows first, in an order, and empties the others.
  function reorder(kept) {
    const values = kept.map((row) => [row.code.value, row.words.value]);
    rows.forEach((row, place) => {
      const [code, words] = values[place] ?? ["", ""];
      row.code.value = code;
      row.words.value = words;
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  function move(place, to, { focus = true } = {}) {
    const kept = used();
    const many = kept.length;
    const goal = (to + many) % many;
    const [row] = kept.splice(place, 1);
    const words = label(row);
    kept.splice(goal, 0, row);
    reorder(kept);
    say("moved", { words, number: goal + 1, of: many });
    if (focus) places.children[goal]?.focus();
  }

  function takeOff(place) {
    const kept = used();
    const words = label(kept[place]);
    kept.splice(place, 1);
    reorder(kept);
    say("gone", { words });
    (places.children[Math.min(place, kept.length - 1)] ?? cards.firstElementChild)?.focus();
  }

  function put(code) {
    const kept = used();
    if (kept.length === rows.length) {
      say("full", {});
      return;
    }
    reorder(kept);
    rows[kept.length].code.value = code;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    show();
    say("put", { words: label(rows[kept.length]), number: kept.length + 1, of: kept.length + 1 });
  }

  function show() {
    const kept = used();
    places.replaceChildren();
    kept.forEach((row, place) => {
      const { x, y } = at(place, kept.length);
      const words = label(row);
      const node = make("g", {
        class: "place", tabindex: "0", role: "button", "data-place": place,
        transform: `translate(${x} ${y})`,
        "aria-label": fill(form.dataset.place, { number: place + 1, words }),
      }, places);
      make("rect", { class: "node", x: -WIDTH / 2, y: -HEIGHT / 2, width: WIDTH, height: HEIGHT, rx: 22 }, node);
      const text = lines(words);
      text.forEach((line, number) => make("text", {
        class: row.words.value.trim() ? "mid words" : "mid",
        y: (number - (text.length - 1) / 2) * LINE + 4.5,
      }, node, line));
    });
    if (kept.length > 1) arrows(kept.length);
    rows.forEach((row, place) => {
      // One empty row is at hand; the others come as they are needed.
      const wrong = row.box.querySelector(".problem");
      row.box.hidden = place > Math.max(kept.length, 1) && !row.words.value && !row.code.value && !wrong;
      buttons(row, place, kept.length);
    });
  }

  function arrows(many) {
    for (let place = 0; place < many; place += 1) {
      const { x, y, angle } = at(place + 0.5, many);
      const turn = (Math.atan2(DOWN * Math.cos(angle), -ACROSS * Math.sin(angle)) * 180) / Math.PI;
      make("path", { class: "arrow", d: "M-5-6 6 0-5 6z", transform: `translate(${x} ${y}) rotate(${turn})` }, places);
    }
  }

  function buttons(row, place, many) {
    row.box.querySelector(".acts")?.remove();
    if (!row.code.value || place >= many) return;
    const acts = document.createElement("p");
    acts.className = "acts";
    const offers = [["earlier", () => move(place, place - 1, { focus: false })], ["later", () => move(place, place + 1, { focus: false })], ["off", () => takeOff(place)]];
    for (const [name, work] of offers) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn";
      button.textContent = form.dataset[name];
      const which = document.createElement("span");
      which.className = "unseen";
      which.textContent = ` ${label(row)}`;
      button.append(which);
      button.addEventListener("click", work);
      acts.append(button);
    }
    row.box.append(acts);
  }

  // Where on the drawing a pointer is, in the drawing's own numbers.
  function pointAt(event) {
    const point = new DOMPoint(event.clientX, event.clientY);
    return point.matrixTransform(svg.getScreenCTM().inverse());
  }

  function nearest(point, many) {
    const distances = Array.from({ length: many }, (_, place) => {
      const { x, y } = at(place, many);
      return Math.hypot(point.x - x, point.y - y);
    });
    return distances.indexOf(Math.min(...distances));
  }

  places.addEventListener("pointerdown", (event) => {
    const node = event.target.closest(".place");
    if (!node || event.button) return;
    held = { node, place: Number(node.dataset.place), from: pointAt(event), moved: false };
    node.setPointerCapture(event.pointerId);
  });
  places.addEventListener("pointermove", (event) => {
    if (!held) return;
    const point = pointAt(event);
    held.moved ||= Math.hypot(point.x - held.from.x, point.y - held.from.y) > FAR_ENOUGH;
    if (!held.moved) return;
    held.node.classList.add("held");
    held.node.setAttribute("transform", `translate(${point.x} ${point.y})`);
  });
  const letGo = (event) => {
    if (!held) return;
    const { place, moved } = held;
    held = null;
    if (!moved) return;
    if (event.type === "pointercancel") show();
    else move(place, nearest(pointAt(event), used().length));
  };
  places.addEventListener("pointerup", letGo);
  places.addEventListener("pointercancel", letGo);
  places.addEventListener("keydown", (event) => {
    const node = event.target.closest(".place");
    if (!node) return;
    const place = Number(node.dataset.place);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) move(place, place + step);
    else if (event.key === "Delete" || event.key === "Backspace") takeOff(place);
    else if (event.key === "Enter" || event.key === " ") rows[place].words.focus();
    else return;
    event.preventDefault();
  });

  for (const option of rows[0].code.querySelectorAll("optgroup:first-of-type option")) {
    const card = document.createElement("button");
    card.type = "button";
    card.className = "card";
    card.textContent = option.textContent;
    card.addEventListener("click", () => put(option.value));
    cards.append(card);
  }
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, .step input")) show();
  });
  form.addEventListener("filled", show); // kept.js put a draft back
  drawing.hidden = false;
  show();
})();
