"""What holds for every brief, whoever it is about and whatever they told."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from holdspace.alliance.sessions import (
    CheckIn,
    Promise,
    PromiseStatus,
    Session,
    SessionStatus,
    SharedWith,
)
from holdspace.approach.brief import BriefContent, Told, brief_of
from holdspace.approach.brief_json import brief_json
from holdspace.approach.brief_text import MOST_QUOTES, brief_text
from holdspace.approach.lines import FRESH_FOR, MOST_LINES
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons
from holdspace.content.wording import wording
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import (
    Certainty,
    GivenVerdict,
    Passage,
    Reading,
    Verdict,
    readings_that_count,
)
from holdspace.vocabulary.answers import BOUNDARIES
from holdspace.vocabulary.text import Span

ON = date(2026, 11, 24)
CONTENT = BriefContent(codebook(), lessons(), wording())
CODES = [code.id for code in CONTENT.codebook.codes if code.domain in "HXTFPNM"]
ANSWERS = {
    question.id: st.sampled_from([answer.id for answer in question.answers])
    for question in check_in().questions + check_in().follow_ups
    if question.answers
}
LINES = ("do", "avoid", "ask_first", "triggers")

days = st.one_of(st.integers(-70, 0), st.integers(1, 4)).map(
    lambda day: ON + timedelta(days=day)
)


@st.composite
def readings(draw):
    """Up to four passages; each reading stands on words of its own."""
    made = []
    for place in range(draw(st.integers(0, 4))):
        said = [f"quote{place}{letter}" for letter in "abcd"[: draw(st.integers(1, 4))]]
        passage = Passage(f"passage {place}", " ".join(said), draw(days))
        made += [
            Reading(
                id=f"reading of {words}",
                passage=passage,
                span=Span(at := passage.words.index(words), at + len(words)),
                code=draw(st.sampled_from(CODES)),
                certainty=draw(st.sampled_from([Certainty.SAID, *Certainty])),
                strength=draw(st.integers(0, 4)),
                verdicts=draw(histories()),
            )
            for words in said
        ]
    return made


@st.composite
def histories(draw):
    given_on = sorted(draw(st.lists(days, max_size=2)))
    return tuple(
        GivenVerdict(
            draw(st.sampled_from(Verdict)),
            day,
            draw(st.sampled_from([None, "put another way"])),
        )
        for day in given_on
    )


@st.composite
def records(draw):
    sessions = [
        Session(
            f"session {place}",
            place,
            datetime(day.year, day.month, day.day, 10, tzinfo=UTC),
            draw(st.sampled_from(SessionStatus)),
            left_open=draw(st.sampled_from(["", "the phone call"])),
        )
        for place, day in enumerate(draw(st.lists(days, max_size=3)))
    ]
    return Told(
        name="Amara",
        readings=draw(readings()),
        sessions=sessions,
        check_ins=[
            CheckIn(
                session.id,
                draw(days),
                draw(st.fixed_dictionaries({}, optional=ANSWERS)),
                draw(st.sampled_from(SharedWith)),
            )
            for session in sessions
        ],
        promises=[
            Promise(str(place), f"promise {place}", made_on, draw(st.none() | days))
            for place, made_on in enumerate(draw(st.lists(days, max_size=3)))
        ],
        boundaries=[
            Boundary(str(place), draw(st.sampled_from(sorted(BOUNDARIES))), "it", day)
            for place, day in enumerate(draw(st.lists(days, max_size=3)))
        ],
    )


def brief(told: Told):
    return brief_of(told, on=ON, content=CONTENT)


def as_json(told: Told) -> dict:
    return brief_json(brief(told))


# --- Taking back, order, time, privacy ------------------------------------------


@given(records(), st.data())
def test_taking_back_a_reading_leaves_nothing_derived_from_it(told, data):
    assume(told.readings)
    one = data.draw(st.sampled_from(told.readings))
    back = replace(
        one, verdicts=(*one.verdicts, GivenVerdict(Verdict.TAKEN_BACK, date.max))
    )
    rest = [reading for reading in told.readings if reading is not one]
    after = replace(told, readings=[back, *rest])
    assert brief(after) == brief(replace(told, readings=rest))
    assert one.quote not in json.dumps(as_json(after))
    assert one.id not in repr(brief(after))


@given(records(), st.randoms(use_true_random=False))
def test_the_order_of_what_is_on_record_does_not_matter(told, chance):
    shuffled = {
        kind: chance.sample(entries := getattr(told, kind), len(entries))
        for kind in ("readings", "sessions", "check_ins", "promises", "boundaries")
    }
    assert brief(replace(told, **shuffled)) == brief(told)


@given(records())
def test_nothing_told_answered_or_agreed_after_the_day_is_used(told):
    known = replace(
        told,
        readings=[
            replace(r, verdicts=tuple(v for v in r.verdicts if v.given_on <= ON))
            for r in readings_that_count(told.readings)
            if r.passage.told_on <= ON
        ],
        check_ins=[c for c in told.check_ins if c.given_on <= ON],
        promises=[p for p in told.promises if p.made_on <= ON],
        boundaries=[b for b in told.boundaries if b.set_on <= ON],
    )
    assert brief(told) == brief(known)


@given(records(), st.sampled_from([SharedWith.SUPERVISOR, SharedWith.NOBODY]))
def test_a_check_in_kept_from_the_worker_changes_nothing(told, shared_with):
    kept = [replace(one, shared_with=shared_with) for one in told.check_ins]
    without = replace(told, check_ins=[])
    assert brief(replace(told, check_ins=kept)) == brief(without)


@given(records())
def test_a_guess_changes_nothing(told):
    guessed = [replace(r, certainty=Certainty.GUESSED) for r in told.readings]
    assert brief(replace(told, readings=guessed)) == brief(replace(told, readings=[]))


# --- Evidence or silence --------------------------------------------------------


@given(records())
def test_every_item_rests_on_words_that_stand_exactly_there(told):
    words = {r.passage.id: r.passage.words for r in told.readings}
    made = as_json(told)
    for item in [one for kind in (*LINES, "helped", "hurt") for one in made[kind]]:
        assert item["because"]
        for because in item["because"]:
            at = slice(because["start"], because["end"])
            assert because["quote"] == words[because["passage"]][at]
            assert because["verdict"] in {None, "yes", "not_quite"}


@given(records())
def test_every_code_of_a_line_has_its_quote_in_that_line(told):
    codes = {reading.quote: reading.code for reading in told.readings}
    made = brief(told)
    for line in (*made.do, *made.avoid, *made.ask_first):
        assert {codes[because.quote] for because in line.because} == set(line.codes)


@given(records())
def test_every_part_of_a_trigger_has_its_quote(told):
    codes = {reading.quote: reading.code for reading in told.readings}
    book, map_ = CONTENT.codebook, CONTENT.lessons
    for trigger in brief(told).triggers:
        resting = {codes[because.quote] for because in trigger.because}
        assert trigger.code in resting
        for code in resting - {trigger.code}:
            part = {
                "F": (trigger.felt_reaction, map_.feels(code)),
                "P": (trigger.protective_response, book.code(code).plain_words),
                "N": (trigger.what_helps, map_.do(code)),
                "M": (trigger.what_helps, map_.first_move(code)),
                "X": (trigger.what_helps, getattr(map_.lesson(code), "offer", None)),
            }[code[0]]
            assert part[0] == part[1]
        parts = (
            trigger.felt_reaction,
            trigger.protective_response,
            trigger.what_helps,
        )
        assert len(resting) == 1 + sum(part is not None for part in parts)
        assert (trigger.early_sign is None) == (trigger.protective_response is None)


@given(records())
def test_nothing_is_said_twice_among_the_things_to_do(told):
    said = [words for line in brief(told).do for words in (line.line, line.how)]
    said = [words for words in said if words]
    assert len(said) == len(set(said))


# --- Few lines, none of them lost to age ----------------------------------------


@given(records())
def test_there_are_at_most_three_things_to_do_and_three_to_avoid(told):
    made = brief(told)
    assert len(made.do) <= MOST_LINES == 3
    assert len(made.avoid) <= MOST_LINES


@given(records())
def test_lines_that_may_have_changed_stand_below_the_others(told):
    made = brief(told)
    for kind in LINES:
        items = getattr(made, kind)
        still_so = [item.still_so for item in items]
        assert still_so == sorted(still_so)
        for item in items:
            assert item.still_so == (item.affirmed_on < ON - FRESH_FOR)


def aged(reading: Reading, by: timedelta) -> Reading:
    passage = replace(reading.passage, told_on=reading.passage.told_on - by)
    verdicts = [replace(v, given_on=v.given_on - by) for v in reading.verdicts]
    return replace(reading, passage=passage, verdicts=tuple(verdicts))


@given(records(), st.integers(1, 900), st.data())
def test_no_line_is_dropped_for_age_alone(told, age, data):
    counting = readings_that_count(told.readings)
    known = [aged(reading, timedelta(days=10)) for reading in counting]
    assume(known)
    old = data.draw(st.sampled_from(sorted({r.passage.id for r in known})))
    older = [aged(r, timedelta(days=age)) if r.passage.id == old else r for r in known]
    before, after = (brief(replace(told, readings=rs)) for rs in (known, older))
    for kind in ("do", "avoid", "ask_first"):
        assert {line.line for line in getattr(after, kind)} == {
            line.line for line in getattr(before, kind)
        }
    assert {t.code for t in after.triggers} == {t.code for t in before.triggers}


# --- As JSON and as text --------------------------------------------------------

BECAUSE = {"passage": str, "start": int, "end": int, "quote": str, "told_on": "date"}
ITEM = {"because": [BECAUSE], "still_so": bool, "confirmed": bool, "not_quite": bool}
LINE = {**ITEM, "line": str, "how": (str, None), "codes": [str]}
FIELDS = {
    "client": str,
    "on": "date",
    "headline": str,
    "do": [LINE],
    "avoid": [LINE],
    "ask_first": [LINE],
    "triggers": [{**ITEM, "cue": str, "code": str, "protective_response": (str, None)}],
    "cycle_watch": (dict, None),
    "trust": (dict, None),
    "promises": [{"words": str, "made_on": "date", "due": bool}],
    "unfinished": [str],
    "last_session": (dict, None),
    "boundaries": [{"kind": str, "topic": str, "set_on": "date"}],
}


def fits(value, kind) -> bool:
    if isinstance(kind, tuple):
        return any(value is None if one is None else fits(value, one) for one in kind)
    if isinstance(kind, list):
        return isinstance(value, list) and all(fits(one, kind[0]) for one in value)
    if isinstance(kind, dict):
        return all(name in value and fits(value[name], kind[name]) for name in kind)
    if kind == "date":
        return date.fromisoformat(value).isoformat() == value
    return type(value) is kind


@given(records())
def test_the_json_has_every_field_that_other_tools_read(told):
    made = as_json(told)
    assert json.loads(json.dumps(made)) == made
    for name, kind in FIELDS.items():
        assert name in made
        assert fits(made[name], kind), name


@given(records())
def test_the_text_is_narrow_and_quotes_every_word_it_rests_on(told):
    made = brief(told)
    text = brief_text(made, CONTENT.wording)
    assert max(len(row) for row in text.splitlines()) <= 78
    for item in (*made.do, *made.avoid, *made.ask_first, *made.triggers):
        for because in item.because[:MOST_QUOTES]:
            assert f"“{because.quote}”" in text
    for experience in (*made.helped, *made.hurt):
        assert experience.plain_words in text.replace("\n    ", " ")


@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=200))
def test_the_text_stays_narrow_and_harmless_whatever_was_typed(name, words):
    assume(words.strip())
    passage = Passage("p", words, ON)
    reading = Reading("r", passage, Span(0, len(words)), "X.NOTHEARD")
    text = brief_text(brief(Told(name, [reading])), CONTENT.wording)
    rows = text.split("\n")
    assert all(len(row) <= 78 for row in rows)
    assert all(row.isprintable() or not any(ord(c) < 32 for c in row) for row in rows)


@pytest.mark.parametrize("status", PromiseStatus)
def test_only_an_open_promise_is_in_the_brief(status):
    told = Told("Amara", promises=[Promise("p", "Ask the ward", ON, status=status)])
    assert bool(as_json(told)["promises"]) == (status is PromiseStatus.OPEN)
