// Which questions of the intake come next, for a page without a network.
//
// The same as holdspace/story/telling.py, which says why; tests/browser/test_route_agrees.py
// holds the two together. `rules` come from rules_for_page. `given` are plain objects
// { key, answer, on, choices, cards }, `way` is { pace, tender_yes }, days are ISO dates
// such as "2026-11-24", and a step is its key, such as "D1" or "B2.1".
"use strict";

(() => {
  const DAY_MS = 24 * 60 * 60 * 1000;
  const C_LITE = "c_lite";

  const questionOf = (key) => key.split(".")[0];

  function newestOf(given) {
    const newest = new Map();
    for (const one of given) {
      const before = newest.get(one.key);
      if (!before || before.on <= one.on) newest.set(one.key, one);
    }
    return newest;
  }

  // What was tapped counts only when it was told.
  function choicesOf(newest, key) {
    const one = newest.get(key);
    return one?.answer === "told" ? one.choices ?? [] : [];
  }

  function holds(newest, condition) {
    if (newest.get(condition.question)?.answer !== "told") return false;
    const tapped = choicesOf(newest, condition.question);
    return !condition.choices.length || condition.choices.some((each) => tapped.includes(each));
  }

  function makesSense(newest, question) {
    if (question.only_if && !holds(newest, question.only_if)) return false;
    return !question.unless || !holds(newest, question.unless);
  }

  // Pairs of part and kind, in order.
  function helpersOf(rules, newest) {
    const loop = rules.loop;
    const tapped = choicesOf(newest, loop.asked_in);
    const found = loop.kinds.map((kind, at) => [at + 2, kind]).filter(([, kind]) => tapped.includes(kind));
    if (!found.length) {
      if (tapped.includes(loop.none)) return [];
      found.push([1, ""]);
    }
    const saysAnother = (part) => choicesOf(newest, `${loop.another_in}.${part}`).includes(loop.another);
    let asked = found.map(([part]) => part);
    for (let more = loop.kinds.length + 2; asked.some(saysAnother); more += 1) {
      found.push([more, ""]);
      asked = [more];
    }
    return found;
  }

  function isNothingHard(rules, newest) {
    const hard = rules.hard_parts;
    return helpersOf(rules, newest).every(([part]) => {
      const told = choicesOf(newest, `${hard.asked_in}.${part}`);
      return told.length && told.every((each) => hard.nothing_hard.includes(each));
    });
  }

  function stepsOf(rules, newest, way, withHardParts) {
    const highest = way.tender_yes ? 3 : rules.highest_level;
    const apply = rules.questions.filter((question) =>
      question.level <= highest &&
      (withHardParts || !question.hard) &&
      makesSense(newest, question));
    const helpers = helpersOf(rules, newest);
    if (!helpers.length) {
      return rules.lite_order.filter((id) => apply.some((question) => question.id === id));
    }
    const looped = apply.filter((question) => question.looped);
    return apply.flatMap((question) => {
      if (!question.looped) return [question.id];
      if (question !== looped[0]) return [];
      return helpers.flatMap(([part]) => looped.map((each) => `${each.id}.${part}`));
    });
  }

  function leftOut(rules, newest, way) {
    if (!isNothingHard(rules, newest)) return [];
    const isHard = (id) => rules.questions.some((each) => each.id === id && each.hard);
    return stepsOf(rules, newest, way, true).filter((key) => isHard(questionOf(key)));
  }

  function backOn(rules, way, on) {
    const days = rules.pace_days[way.pace];
    if (days === null) return null;
    return new Date(Date.parse(on) + days * DAY_MS).toISOString().slice(0, 10);
  }

  function groupOf(rules, key, hadNoHelp) {
    if (hadNoHelp && rules.c_lite.includes(questionOf(key))) return C_LITE;
    return rules.questions.find((question) => question.id === questionOf(key)).group;
  }

  // The kind of helper of each earlier time of help, "" when it is not known which;
  // none when the client said that there was no help before.
  const helpers = (rules, given) => helpersOf(rules, newestOf(given));

  // All steps that apply, in order, answered or not.
  function route(rules, given, way) {
    const newest = newestOf(given);
    return stepsOf(rules, newest, way, !isNothingHard(rules, newest));
  }

  // Unanswered steps about hard parts, left out because nothing hurt.
  function offeredIfWanted(rules, given, way) {
    const newest = newestOf(given);
    return leftOut(rules, newest, way).filter((key) => !newest.has(key));
  }

  // Steps answered with "not now", as { key, back_on, due }.
  function keptForLater(rules, given, way, on) {
    const newest = newestOf(given);
    const steps = route(rules, given, way);
    return [...steps, ...leftOut(rules, newest, way)]
      .filter((key) => newest.get(key)?.answer === "not_now")
      .map((key) => {
        const back = steps.includes(key) ? backOn(rules, way, newest.get(key).on) : null;
        return { key, back_on: back, due: back !== null && back <= on };
      });
  }

  // Steps to ask on this day: unanswered, then each "not now" that is due.
  function openSteps(rules, given, way, on) {
    const newest = newestOf(given);
    const steps = route(rules, given, way);
    const due = keptForLater(rules, given, way, on).filter((kept) => kept.due);
    return [...steps.filter((key) => !newest.has(key)), ...due.map((kept) => kept.key)];
  }

  // The next sitting: what the client asked for, then open steps of one group.
  function sitting(rules, given, way, on, wanted = []) {
    const newest = newestOf(given);
    const steps = [...route(rules, given, way), ...leftOut(rules, newest, way)];
    const mayAsk = (key) => !newest.has(key) || newest.get(key).answer === "not_now";
    const askedFor = [...new Set(wanted)].filter((key) => steps.includes(key) && mayAsk(key));
    const rest = openSteps(rules, given, way, on).filter((key) => !askedFor.includes(key));
    const hadNoHelp = helpersOf(rules, newest).length === 0;
    const group = (key) => groupOf(rules, key, hadNoHelp);
    const same = rest.filter((key) => group(key) === group(rest[0]));
    return [...askedFor, ...same].slice(0, rules.most_questions);
  }

  self.holdspaceRoute = {
    helpers, route, openSteps, sitting, keptForLater, offeredIfWanted,
  };
})();
