// The client's page for telling: one screen at a time, the same with and without a
// network. What is typed goes to the keeper; what comes next is said by the route.
"use strict";

(async () => {
  const place = document.getElementById("telling");
  const { say, count, clock, day, answer: inWords } = holdspaceWords;
  const route = holdspaceRoute;
  const TENDER = 3;
  const HARD = "D";
  const isSecure = self.isSecureContext;

  const screens = [...place.querySelectorAll("[data-screen]")];
  const screen = (name) => screens.find((one) => one.dataset.screen === name);
  const formOf = (key) => screens.find((one) => one.dataset.question === key.split(".")[0]);
  const rules = JSON.parse(document.getElementById("telling-rules").textContent);
  const phrases = JSON.parse(document.getElementById("telling-phrases").textContent);
  const ruleOf = (key) => rules.questions.find((one) => one.id === key.split(".")[0]);

  let told = { given: [], way: { pace: "after_a_week", tender_yes: false }, helps: {}, calm: [], today: "" };
  let run = null; // the sitting going on
  let here = ""; // the step on the screen
  const seen = new Set(); // steps whose words were shown or written in this window

  if (!holdspaceStore.opensFor(place)) {
    showScreen("not_yours");
    await holdspaceStore.dropPages();
    return;
  }
  const store = await holdspaceStore.open(place.dataset.own);
  const keeper = holdspaceKeeper({ store, place, changed });

  // --- What is known --------------------------------------------------------------

  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };

  async function take(state) {
    const { given, way, helps, calm } = state;
    told = { given, way, helps, calm, today: state.today };
    for (const value of await waitingHere()) told.given.push(asGiven(value));
    for (const [key, versions] of Object.entries(state.drafts)) {
      if (!ruleOf(key)) continue; // a check-in: its own page shows it
      const draft = keeper.draftOf(key);
      if (draft.step) continue; // this window is writing there
      draft.versions = versions;
      // Put back is what the practice has; what it did not take stays here, unsent.
      draft.recalled = draft.recalled.filter((lane) => versions.some((one) => one.lane === lane));
      draft.written = versions[0].written;
      draft.based_on = versions[0].revision;
    }
    await remember();
  }

  const waitingHere = async () => (await keeper.waiting()).filter(({ body }) => ruleOf(body.key));

  const remember = () => store?.put("state", "told", told);

  async function recall() {
    if (!store) return;
    told = (await store.get("state", "told")) ?? told;
    const waiting = await waitingHere();
    const isSent = (piece) => waiting.some(({ body }) => body.answer === "told" && body.key === piece.name && body.lanes.includes(piece.lane));
    for (const value of waiting) {
      if (!told.given.some((one) => one.id === value.body.answer_id)) told.given.push(asGiven(value));
    }
    const pieces = (await store.all("draft")).map((one) => one.value).sort((a, b) => b.at - a.at);
    for (const piece of pieces.filter((one) => ruleOf(one.name) && !isSent(one))) {
      const draft = keeper.draftOf(piece.name);
      if (draft.step || draft.recalled.length) continue;
      draft.recalled.push(piece.lane);
      draft.written = piece.written;
      draft.based_on = piece.revision ?? 0;
    }
  }

  function asGiven({ body }) {
    return {
      id: body.answer_id, key: body.key, answer: body.answer, on: today(),
      choices: body.written?.choices ?? [], cards: body.written?.cards ?? [],
    };
  }

  // --- Screens --------------------------------------------------------------------

  function showScreen(name, focus = true) {
    const target = typeof name === "string" ? screen(name) : name;
    for (const one of screens) one.hidden = one !== target;
    if (!focus) return target;
    window.scrollTo(0, 0);
    [...target.querySelectorAll("h1")].find((one) => !one.hidden)?.focus({ preventScroll: true });
    return target;
  }

  function toggle(root, selector, show) {
    for (const one of root.querySelectorAll(selector)) one.hidden = !show;
  }

  function counts() {
    const lines = [];
    const later = route.keptForLater(rules, told.given, told.way, today()).length;
    const mine = [...keeper.drafts.values()].filter((one) => !isEmpty(one.written)).length;
    if (run?.told) lines.push(count("told", run.told));
    if (later) lines.push(count("later", later));
    if (mine) lines.push(count("drafts", mine));
    return lines.join(" ");
  }

  async function showStart(focus = true) {
    run = null;
    here = "";
    const start = screen("start");
    const begun = told.given.length > 0 || [...keeper.drafts.values()].some((one) => !isEmpty(one.written));
    toggle(start, ".first-time", !begun);
    toggle(start, ".welcome-back", begun);
    const note = start.querySelector(".counts");
    note.textContent = counts();
    note.hidden = !note.textContent;
    const left = route.openSteps(rules, told.given, told.way, today());
    start.querySelector('[data-do="go-on"]').hidden = !left.length;
    start.querySelector(".all-asked").hidden = left.length > 0;
    const later = route.keptForLater(rules, told.given, told.way, today());
    start.querySelector('[data-do="later"]').hidden = !later.length;
    start.querySelector(".only-online").hidden = isSecure;
    listAnswered(start.querySelector(".answered"));
    await listProblems(start.querySelector(".problem-list"));
    showScreen(start, focus);
  }

  function listAnswered(fold) {
    const list = fold.querySelector("ul");
    list.replaceChildren();
    for (const one of told.given) {
      const form = formOf(one.key);
      if (!form) continue;
      const item = document.createElement("li");
      const again = button(say("answer_anew"), "quiet", () => { run = { asked: new Set(), told: 0, single: true }; open(one.key); });
      item.append(`${form.querySelector("h1").textContent} `, small(inWords(one.answer)), " ", again);
      list.append(item);
    }
    fold.hidden = !list.children.length;
  }

  async function listProblems(section) {
    section.replaceChildren();
    for (const { body, problem } of await keeper.waiting()) {
      if (!problem) continue;
      const line = document.createElement("p");
      line.className = "problem";
      if (!ruleOf(body.key)) { // a check-in: its own page puts it back
        line.append(say("not_taken", { problem }), " ", checkInLink());
        section.append(line);
        continue;
      }
      const back = button(say("take_back"), "quiet", async () => { await keeper.takeBack(body.answer_id); forget(body.answer_id); showStart(); });
      line.append(say("not_taken", { problem }), " ", back);
      section.append(line);
    }
    section.hidden = !section.children.length;
  }

  function checkInLink() {
    return Object.assign(document.createElement("a"), { href: place.dataset.checkInPage, textContent: say("see_check_in") });
  }

  const forget = (id) => { told.given = told.given.filter((one) => one.id !== id); };

  function button(words, kind, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = kind;
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  }

  function small(words) {
    const made = document.createElement("small");
    made.textContent = words;
    return made;
  }

  // --- A sitting --------------------------------------------------------------------

  function begin(wanted = []) {
    const steps = route.sitting(rules, told.given, told.way, today(), wanted);
    run = { asked: new Set(), told: 0, of: steps.length, group: steps.length ? groupOf(steps[0]) : "", wanted };
    next();
  }

  const groupOf = (key) => ruleOf(key)?.group;

  // The next step of this sitting; of what was asked for, what is left of it first.
  function next() {
    if (run.single) return stop();
    const rest = route.sitting(rules, told.given, told.way, today(), run.wanted).filter((key) => !run.asked.has(key));
    const asked = rest.find((key) => run.wanted.includes(key)) ?? rest[0];
    const isOver = !asked || run.asked.size >= rules.most_questions || (!run.wanted.length && groupOf(asked) !== run.group && !isLite());
    if (isOver || (run.wanted.length && !run.wanted.includes(asked))) return stop();
    run.of = Math.min(rules.most_questions, Math.max(run.of, run.asked.size + 1));
    const rule = ruleOf(asked);
    if (rule.section === HARD && !run.hardYes) {
      run.coming = asked;
      return showScreen("opening");
    }
    if (rule.level >= TENDER && !run.tenderYes) {
      run.coming = asked;
      return showScreen("tender");
    }
    return open(asked);
  }

  const isLite = () => route.helpers(rules, told.given).length === 0;

  async function stop() {
    const end = screen("stop");
    run.over = true;
    end.querySelector(".counts").textContent = counts();
    const waits = (await waitingHere()).filter((one) => !one.problem);
    const note = end.querySelector(".waiting");
    note.hidden = !waits.length;
    note.textContent = waits.length ? count("waiting", waits.length) : "";
    const calm = end.querySelector(".calm-now");
    calm.querySelector("ul").replaceChildren(...told.calm.map(asItem));
    calm.hidden = !told.calm.length;
    end.querySelector('[data-do="next-part"]').hidden = !route.openSteps(rules, told.given, told.way, today()).length;
    showScreen(end);
  }

  function asItem(words) {
    const item = document.createElement("li");
    item.dir = "auto";
    item.textContent = words;
    return item;
  }

  // --- One question -------------------------------------------------------------------

  function open(key) {
    here = key;
    run.asked.add(key);
    const form = formOf(key);
    const draft = keeper.draftOf(key);
    form.reset();
    const title = form.querySelector(".where");
    const section = title.dataset.section ??= title.textContent.split(" · ")[0].split(".")[0];
    title.textContent = say("where", { section, n: run.asked.size, most: Math.max(run.of ?? 1, run.asked.size) });
    const asks = form.querySelector("h1"); // who had no help before is asked in other words
    asks.textContent = (isLite() && asks.dataset.lite) || asks.dataset.words;
    nameHelp(form, key);
    offerHelps(form);
    const isOld = !seen.has(key) && !isEmpty(draft.written);
    const isTwo = draft.versions.length > 1 && !seen.has(key);
    form.querySelector(".kept-before").hidden = !isOld;
    form.querySelector(".two-places").hidden = true;
    form.querySelector(".answering").hidden = isOld;
    const show = form.querySelector('[data-do="show-kept"]');
    show.textContent = isTwo ? say("show_both") : (show.dataset.words ??= show.textContent);
    sayProblem(form, "");
    if (!isOld) fill(form, draft.written, key);
    showScreen(form);
    showKept(key);
  }

  function nameHelp(form, key) {
    const part = Number(key.split(".")[1] ?? 0);
    const line = form.querySelector(".about-help");
    const helpers = route.helpers(rules, told.given);
    const at = helpers.findIndex(([each]) => each === part);
    const kind = helpers[at]?.[1];
    const shown = kind && document.querySelector(`[data-question="B1"] input[value="${kind}"]`)?.closest("label").textContent;
    const name = part && (told.helps[part] || shown);
    line.hidden = !part;
    line.textContent = name ? say("about_help", { name }) : part ? say("about_help_n", { n: at + 1 }) : "";
    const more = form.querySelector(`input[value="${rules.loop.another}"]`);
    if (more) more.closest("label").hidden = at !== helpers.length - 1;
  }

  function offerHelps(form) {
    const which = form.querySelector(".which-help");
    if (!which) return;
    const helps = Object.entries(told.helps);
    which.hidden = helps.length < 2;
    which.querySelector(".taps").replaceChildren(...helps.map(([part, name], at) => {
      const label = document.createElement("label");
      label.className = "tap";
      const radio = Object.assign(document.createElement("input"), { type: "radio", name: "about", value: part });
      label.append(radio, name || say("about_help_n", { n: at + 1 }));
      return label;
    }));
  }

  function fill(form, content, key) {
    const chosen = new Set([...(content.choices ?? []), ...(content.cards ?? [])]);
    for (const box of form.querySelectorAll("input[type=checkbox]")) box.checked = chosen.has(box.value);
    for (const radio of form.querySelectorAll("input[type=radio]")) {
      const code = radio.name.replace("slider-", "");
      radio.checked = radio.name === "about" ? Number(radio.value) === content.about : content.sliders?.[code] === Number(radio.value);
    }
    for (const name of ["words", "began", "ended", "recording"]) {
      if (form.elements[name]) form.elements[name].value = content[name] ?? "";
    }
    for (const fold of form.querySelectorAll("details")) fold.open = Boolean(fold.querySelector(":checked"));
    seen.add(key);
    form.dispatchEvent(new CustomEvent("holdspace:shown", { detail: { written: content, key } }));
  }

  function contentOf(form) {
    const checked = (name) => [...form.querySelectorAll(`input[name="${name}"]:checked`)].map((box) => box.value);
    const content = { choices: checked("choice"), cards: checked("card"), sliders: {} };
    for (const radio of form.querySelectorAll('input[name^="slider-"]:checked')) content.sliders[radio.name.replace("slider-", "")] = Number(radio.value);
    const about = checked("about");
    if (about.length) content.about = Number(about[0]);
    for (const name of ["words", "began", "ended", "recording"]) if (form.elements[name]) content[name] = form.elements[name].value;
    return content;
  }

  function isEmpty(content) {
    const texts = ["words", "began", "ended", "recording"].some((name) => content[name]?.trim());
    return !texts && !content.choices?.length && !content.cards?.length && !Object.keys(content.sliders ?? {}).length;
  }

  // --- What is saved, said where the thumb is -------------------------------------------

  function changed(key = here) {
    if (key && key === here) showKept(key);
  }

  function showKept(key) {
    const form = formOf(key);
    if (!form || form.hidden) return;
    const draft = keeper.draftOf(key);
    const line = form.querySelector(".saved");
    line.hidden = !draft.step;
    line.dataset.kept = Math.max(draft.chars, draft.there >= draft.step ? (draft.written.words ?? "").length : 0);
    const isHere = draft.here >= draft.step;
    const isThere = draft.there >= draft.step;
    line.classList.toggle("waits", !isHere && !isThere);
    const at = clock();
    if (isThere) line.textContent = say("saved", { time: at });
    else if (keeper.signedOut) line.replaceChildren(say(isHere ? "signed_out" : "signed_out_unsaved"), " ", signInLink());
    else if (isHere && !keeper.online) line.textContent = say("saved_here", { time: at });
    else if (!keeper.online && !isHere && !store) line.textContent = say("not_saved");
    if (draft.problem) sayProblem(form, say("not_taken", { problem: draft.problem }));
  }

  function signInLink() {
    const link = document.createElement("a");
    link.href = place.dataset.signIn;
    link.textContent = say("sign_in");
    return link;
  }

  function sayProblem(form, words) {
    const line = form.querySelector(":scope > .problem");
    line.textContent = words;
    line.hidden = !words;
  }

  // --- What a person does ------------------------------------------------------------

  place.addEventListener("input", (event) => {
    const form = event.target.closest("[data-question]");
    if (!form || !here) return;
    seen.add(here);
    keeper.written(here, contentOf(form));
  });

  place.addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-question]");
    if (!form) return;
    event.preventDefault();
    const answer = event.submitter?.value;
    if (!answer || form.dataset.busy) return;
    const isHidden = form.querySelector(".answering").hidden;
    const content = isHidden ? keeper.draftOf(here).written : contentOf(form);
    if (answer === "told" && isEmpty(content)) {
      sayProblem(form, say("nothing_yet"));
      form.querySelector(":scope > .problem").scrollIntoView({ block: "nearest" });
      return;
    }
    if (answer === "told" && isHidden) return showVersions(); // nothing is told unseen
    form.dataset.busy = "yes";
    try {
      await answerWith(form, answer, content);
    } finally {
      delete form.dataset.busy;
    }
  });

  async function answerWith(form, answer, content) {
    const key = here;
    const id = await keeper.give(key, answer, content);
    let opened = null;
    try {
      opened = await soon(keeper.send(id));
    } catch (error) { // the practice says no: the words stay on the page
      keeper.written(key, content);
      sayProblem(form, say("not_taken", { problem: error.problem ?? "" }));
      return;
    }
    told.given = told.given.filter((one) => one.key !== key);
    told.given.push(asGiven({ body: { answer_id: id, key, answer, written: answer === "told" ? content : undefined } }));
    if (answer === "told") run.told += 1;
    if (answer === "told" && ruleOf(key).id === "A3") told.calm.push(...(content.words ?? "").split("\n").filter(Boolean));
    fillCalm();
    await remember();
    here = "";
    document.dispatchEvent(new CustomEvent("holdspace:answered", { detail: { key, answer, content, opened, next } }));
    const pages = opened?.opens ?? opensOf(key, answer, content);
    if (!opened && answer === "told" && mayNeedAPerson(content.words ?? "")) pages.unshift("calm_now");
    if (!showPage(pages, opened)) next();
  }

  // An answer is not held up by a slow network: it waits on the device.
  const soon = (promise) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, 3000, null))]);

  const opensOf = (key, answer, content) => (answer === "told" ? rules.opens?.[key.split(".")[0]] ?? [] : [])
    .filter((one) => one.when.some((when) => [...(content.choices ?? []), ...(content.cards ?? [])].includes(when)))
    .flatMap((one) => one.then);

  // A page that an answer leads to; after it the sitting goes on.
  function showPage(names, opened) {
    const page = screen(opened?.card ? "hand_off" : names.find((name) => screen(name)));
    if (!page) return false;
    if (opened?.card) {
      const card = new DOMParser().parseFromString(opened.card, "text/html").body;
      page.querySelector(".card-place").replaceChildren(...card.childNodes);
      htmx.process(page);
    }
    showScreen(page);
    return true;
  }

  const mayNeedAPerson = (words) => holdspacePhrases.mayNeedAPerson(words, phrases);

  const presses = {
    "go-on": () => begin(),
    later: () => begin(route.keptForLater(rules, told.given, told.way, today()).map((one) => one.key)),
    "open-yes": () => { run.hardYes = true; next(); },
    "open-no": () => stop(),
    "tender-ready": () => { run.tenderYes = true; next(); },
    "tender-not-now": () => { run.tenderYes = true; run.asked.add(run.coming); next(); },
    "show-kept": () => showVersions(),
    "write-new": () => { // what was written before stands beside it, and stays when this is told
      const draft = keeper.draftOf(here);
      Object.assign(draft, { written: {}, based_on: 0, versions: [], recalled: [] });
      ready({});
    },
    enough: () => { window.location.href = place.dataset.home; },
    "next-part": () => begin(),
    "page-on": () => next(),
    "page-stop": () => stop(),
  };

  place.addEventListener("click", (event) => {
    const gentle = event.target.closest("[data-gentle]");
    if (gentle?.dataset.says) {
      event.preventDefault();
      gentle.closest("[data-screen]").querySelector(".gentle-says").textContent = gentle.dataset.says;
      if (gentle.pathname !== place.dataset.home) showScreen("calm_now");
    }
    const pressed = event.target.closest("[data-do]");
    const press = pressed && presses[pressed.dataset.do];
    if (!press) return;
    event.preventDefault();
    press();
  });

  function ready(content) {
    const form = formOf(here);
    form.querySelector(".kept-before").hidden = true;
    form.querySelector(".two-places").hidden = true;
    form.querySelector(".answering").hidden = false;
    fill(form, content, here);
  }

  // One version: it is shown. Two windows wrote: both stand side by side.
  function showVersions() {
    const key = here;
    const draft = keeper.draftOf(key);
    if (draft.versions.length < 2) return ready(draft.written);
    const form = formOf(key);
    const both = form.querySelector(".two-places");
    const intro = document.createElement("p");
    intro.textContent = say("two_places");
    both.replaceChildren(intro, ...draft.versions.map((version) => asVersion(key, version)));
    const joined = () => draft.versions.map((one) => one.written.words ?? "").filter(Boolean).reverse().join("\n\n");
    both.append(button(say("keep_both"), "btn", () => choose(key, { ...merged(draft.versions), words: joined() })));
    form.querySelector(".kept-before").hidden = true;
    both.hidden = false;
    return undefined;
  }

  function merged(versions) {
    const all = (name) => [...new Set(versions.flatMap((one) => one.written[name] ?? []))];
    return { ...versions[0].written, choices: all("choices"), cards: all("cards") };
  }

  function asVersion(key, version) {
    const article = document.createElement("article");
    const words = document.createElement("p");
    words.className = "words";
    words.dir = "auto";
    const tapped = [...(version.written.choices ?? []), ...(version.written.cards ?? [])]
      .map((value) => formOf(key).querySelector(`input[value="${CSS.escape(value)}"]`)?.closest("label").textContent).filter(Boolean);
    words.textContent = [version.written.words, ...tapped].filter(Boolean).join("\n");
    const at = new Date(version.kept_at);
    const when = document.createElement("p");
    when.className = "note";
    when.textContent = say("written_at", { day: day(at), time: clock(at) });
    article.append(when, words, button(say("keep_this"), "btn", () => choose(key, version.written)));
    return article;
  }

  // The chosen version is saved on top of all: what it stands on is then let go.
  function choose(key, content) {
    const draft = keeper.draftOf(key);
    draft.based_on = Math.max(...draft.versions.map((one) => one.revision));
    draft.versions = [];
    ready(content);
    keeper.written(key, content);
  }

  function fillCalm() {
    const own = document.getElementById("calm-list");
    own.value = told.calm.join("\n");
    own.form.hidden = false;
    for (const list of document.querySelectorAll("[data-calm]")) {
      list.replaceChildren(...told.calm.map(asItem));
      list.hidden = !told.calm.length;
      if (list.previousElementSibling?.matches("[data-calm-title]")) list.previousElementSibling.hidden = list.hidden;
    }
  }

  // --- Begin ------------------------------------------------------------------------

  if (isSecure && navigator.serviceWorker) {
    navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.home }).catch(() => {});
  }
  await recall();
  const state = await soon(keeper.sendAll());
  if (state) await take(await stateNow(state));
  fillCalm();
  for (const pace of document.getElementsByName("pace")) pace.checked = pace.value === told.way.pace;
  await showStart(false);
  place.dataset.ready = "yes";

  // What waited was sent just now: ask once more, so that it is in what we know.
  async function stateNow(before) {
    try {
      return await holdspaceSending.readState(place.dataset.state);
    } catch {
      return before;
    }
  }
})();
