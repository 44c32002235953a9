"""The page finds the same way through the intake as the library, without a network."""

import json
import random
from datetime import date, timedelta
from pathlib import Path

import pytest

import holdspace_site
from holdspace.content.codebook import codebook
from holdspace.content.intake import intake
from holdspace.story.telling import (
    Given,
    Pace,
    Step,
    Way,
    helpers,
    kept_for_later,
    offered_if_wanted,
    open_steps,
    route,
    rules_for_page,
    sitting,
)
from holdspace.vocabulary.answers import Answer

SCRIPT = Path(holdspace_site.__file__).parent / "web/static/holdspace/route.js"
ON = date(2026, 11, 24)
STATES = 300
LIKELY = [Answer.TOLD, Answer.TOLD, Answer.NOT_NOW, *Answer]

FIND_WAY = """(asked) => JSON.parse(asked).map(({ rules, given, way, on, wanted }) => {
  const { helpers, route, openSteps, sitting, keptForLater, offeredIfWanted } =
    holdspaceRoute;
  return {
    helpers: helpers(rules, given),
    route: route(rules, given, way),
    open: openSteps(rules, given, way, on),
    sitting: sitting(rules, given, way, on),
    wanted: sitting(rules, given, way, on, wanted),
    kept: keptForLater(rules, given, way, on),
    offered: offeredIfWanted(rules, given, way),
  };
})"""


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def some(chance, options, most):
    return tuple(chance.sample(options, chance.randint(0, min(most, len(options)))))


def way_of_somebody(chance):
    return Way(
        pace=chance.choice(list(Pace)),
        tender_yes=chance.random() < 0.5,
        age=chance.choice([None, None, None, 7, 9, 14, 17, 18, 40]),
        interpreter=chance.random() < 0.5,
        together=chance.random() < 0.5,
    )


def given_by_somebody(chance):
    """Answers to some of the intake; often those that turn the way."""
    steps = [Step(each.id) for each in intake().questions]
    looped = intake().loop.questions
    steps += [Step(each, part) for each in looped for part in (1, 2, 3, 4)]
    codes = [code.id for code in codebook().codes]
    likely, nothing_hurt = chance.random(), chance.random() < 0.3
    all_of = chance.choice(["", "A", "AB", "ABC", "ABCD"])
    given = []
    for step in steps:
        ids = [choice.id for choice in intake().question(step.question).choices]
        day = ON - timedelta(days=chance.randint(-2, 40))
        answer = chance.choice(LIKELY)
        choices, cards = some(chance, ids, 2), some(chance, codes, 2)
        if step.question == "B1" and chance.random() < 0.2:
            choices = ("none",)
        if step.question == "B5" and nothing_hurt:
            answer, choices = Answer.TOLD, (chance.choice(["helped", "neither"]),)
        elif step.question[0] not in all_of and chance.random() > likely:
            continue
        given.append(Given(step, answer, day, choices, cards))
    chance.shuffle(given)
    return given


def as_plain(given):
    return {
        "key": given.step.key,
        "answer": given.answer.value,
        "on": given.on.isoformat(),
        "choices": list(given.choices),
        "cards": list(given.cards),
    }


def keys(steps):
    return [step.key for step in steps]


def test_page_and_library_find_the_same_way(page):
    chance = random.Random(44)  # noqa: S311 - the same states each time
    states, expected = [], []
    for _ in range(STATES):
        way, given = way_of_somebody(chance), given_by_somebody(chance)
        every = [each.step for each in given] + [Step(q.id) for q in intake().questions]
        wanted = some(chance, every, 5)
        states.append(
            {
                "rules": rules_for_page(intake(), way),
                "given": [as_plain(each) for each in given],
                "way": {"pace": way.pace.value, "tender_yes": way.tender_yes},
                "on": ON.isoformat(),
                "wanted": keys(wanted),
            }
        )
        expected.append(
            {
                "helpers": [list(pair) for pair in helpers(given).items()],
                "route": keys(route(given, way)),
                "open": keys(open_steps(given, way, ON)),
                "sitting": keys(sitting(given, way, ON)),
                "wanted": keys(sitting(given, way, ON, wanted)),
                "kept": [
                    {
                        "key": kept.step.key,
                        "back_on": kept.back_on and kept.back_on.isoformat(),
                        "due": kept.due,
                    }
                    for kept in kept_for_later(given, way, ON)
                ],
                "offered": keys(offered_if_wanted(given, way)),
            }
        )

    page.add_script_tag(content=SCRIPT.read_text("utf-8"))
    assert page.evaluate(FIND_WAY, json.dumps(states)) == expected

    # None of this is worth much where nothing turns the way.
    for what in ("route", "open", "sitting", "wanted", "kept", "offered"):
        assert sum(1 for each in expected if each[what]) > STATES / 20, what
    assert any(each["sitting"][0] == "C4" for each in expected if each["sitting"])
