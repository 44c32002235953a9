"""The page as a whole: what stands on it, also for somebody who told nothing."""

import dataclasses
import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest

import holdspace.alliance
import holdspace.approach
import holdspace.story
from holdspace.alliance.notices import AdvanceNotice, NoticeKind
from holdspace.alliance.repairs import (
    Ground,
    Repair,
    RepairStatus,
    RepairStep,
    Rupture,
    RuptureKind,
)
from holdspace.alliance.sessions import Promise
from holdspace.approach.brief import Told, brief_of
from holdspace.approach.brief_json import brief_json
from holdspace.approach.brief_text import brief_text, verdict_words
from holdspace.approach.cycle_watch import WatchContent
from holdspace.approach.cycles import KeptCycle, KeptStep
from holdspace.approach.episode_board import episode_board
from holdspace.approach.formulation import Formulation
from holdspace.approach.history import WhatIsKnown, history_of
from holdspace.approach.lines import because
from holdspace.approach.summary import summary_of
from holdspace.approach.touches import cues_of
from holdspace.approach.triggers import OwnWording, TriggerPart
from holdspace.approach.way_draft import WayContent, draft_way
from holdspace.approach.way_of_working import (
    KeptToday,
    LineKind,
    WayLine,
    WayOfWorking,
)
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.content.farewell import farewell_pack
from holdspace.content.lessons import lessons
from holdspace.content.letter import letter_pack
from holdspace.content.way_of_working import way_pack
from holdspace.content.wording import wording
from holdspace.story.boundaries import Boundary
from holdspace.story.episodes import EpisodeKind, EpisodeOfCare
from holdspace.story.farewell import FarewellWords, Occasion, draft_goodbye
from holdspace.story.letter import LetterWords, draft_letter
from holdspace.story.readings import Verdict, stretches
from holdspace.story.telling import Given, Kept, Step, Way
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.dates import PartialDate

LISTS = (
    "do",
    "avoid",
    "ask_first",
    "triggers",
    "helped",
    "hurt",
    "promises",
    "unfinished",
    "boundaries",
)


def quoted(item):
    return [because.quote for because in item.because]


@pytest.fixture(scope="session")
def as_text(content):
    return lambda brief: brief_text(brief, content.wording)


# --- Nothing told ---------------------------------------------------------------


def test_somebody_who_told_nothing_gets_no_invented_line(brief):
    made = brief_json(brief())
    assert all(made[kind] == [] for kind in LISTS)
    assert (made["last_session"], made["session"]) == (None, None)
    assert brief().nothing_told


def test_somebody_who_told_nothing_gets_a_short_honest_page(brief, as_text):
    text = as_text(brief())
    assert "“You do not need to tell me anything today." in text
    assert "does not mean that anything goes" in text
    assert "No session is written down yet." in text
    assert ">" not in text
    assert "suggestion from practice logic" not in text
    assert len(text.splitlines()) < 40


# --- Sessions -------------------------------------------------------------------


def test_the_page_is_for_the_next_session_and_after_the_last(brief, held):
    made = brief(sessions=[held(-7, status="planned"), held(7), held(14), held(0.0)])
    assert made.session is None or made.session.id == "session -7"
    assert made.last_session.session.id == "session 0.0"


def test_a_session_missed_or_called_off_is_not_the_last(brief, held):
    made = brief(
        sessions=[held(14), held(7, status="missed"), held(3, status="cancelled")]
    )
    assert made.last_session.session.id == "session 14"


def test_only_the_check_in_of_the_last_session_is_shown(brief, held, answered):
    made = brief(
        sessions=[held(14), held(7)], check_ins=[answered(held(14), off="big")]
    )
    assert made.last_session.check_in is None
    assert made.headline.kind == "nothing_told"


def test_of_two_answers_to_one_session_the_newer_is_shown(brief, held, answered):
    first = answered(held(7), off="big")
    later = dataclasses.replace(
        first, given_on=first.given_on + timedelta(days=1), answers={"off": "no"}
    )
    made = brief(sessions=[held(7)], check_ins=[later, first])
    assert made.last_session.check_in == later
    shown = brief_json(made)["last_session"]
    assert shown["check_in"] == {"off": "no"}


# --- What helped, what hurt -----------------------------------------------------


def test_what_came_back_most_is_the_first_that_helped(brief, told):
    made = brief(
        [*told("H.HEARD|a"), *told("H.SAY|b"), *told("H.SAY|c"), *told("X.RAW|d")]
    )
    assert [helped.code for helped in made.helped] == ["H.SAY", "H.HEARD"]
    assert [quoted(hurt) for hurt in made.hurt] == [["d"]]


# --- As text --------------------------------------------------------------------


def test_the_text_reads_like_the_page(brief, told, said, held, days_ago, as_text):
    text = as_text(
        brief(
            [
                *told("H.HEARD|he let me tell it"),
                *told("H.HEARD|she heard me out"),
                *told("N.PACE|slowly", verdicts=(said("not_quite", 3, "at my speed"),)),
                *told("X.PUSHED|every detail", verdicts=(said("yes"),)),
                *told("T.DIG|the boat", "P.HOLDBACK|only my back", days=400),
            ],
            sessions=[
                held(7, last_words="Next week.", left_open="A call"),
                held(0, status="planned"),
            ],
            promises=[
                Promise("1", "Ask the ward", days_ago(9), days_ago(0)),
                Promise("2", "Send the letter", days_ago(9), days_ago(-2)),
                Promise("3", "Find a room", days_ago(9), days_ago(2)),
                Promise("4", "Bring tea", days_ago(9)),
            ],
            boundaries=[Boundary("b", Answer.NEVER, "The burial", days_ago(3))],
        )
    )
    for row in (
        "Amara · 24 November 2026",
        "Session 90, 24 November at 10:00",
        "  * Go slow; offer a pause or a skip (not quite: see their words)",
        "    Ask for the headline only; agree on a stop sign (a suggestion)",
        "    > “slowly”",
        "      told 17 November · Amara: not quite",
        "    > “at my speed”",
        "      told 17 November · Not yet confirmed by Amara",
        "  * Questions about the past (Still so? (20 October 2025))",
        "    What they do then: I keep things to myself",
        "    Early sign: A story that stops short",
        "      told 20 October 2025 · Not yet confirmed by Amara",
        "  * Never: The burial",
        "  > “Next week.”",
        "  * A call",
        "  * Find a room (Was due on 22 November)",
        "  * Ask the ward (Due today)",
        "  * Send the letter (By 26 November)",
        "  * Bring tea (no day set)",
        "  * They really listened (told 2 times)",
        "HELPED BEFORE",
        "HURT BEFORE",
    ):
        assert row in text.splitlines()


def test_a_suggested_help_says_so(brief, told, as_text):
    text = as_text(brief([*told("X.PUSHED|the boat"), *told("T.DIG|the sea")]))
    assert "agree on a stop sign (a\n      suggestion)" in text


def test_a_session_that_left_nothing_open_says_so(brief, held, as_text):
    assert "Nothing was noted as left open." in as_text(brief(sessions=[held(7)]))


def test_without_a_suggestion_there_is_no_caveat(brief, told, as_text):
    assert "starting suggestion" not in as_text(brief(told("N.PACE|slowly")))


@pytest.mark.parametrize("verdict", ["yes", "not_quite", "taken_back"])
def test_every_verdict_can_be_said(said, content, verdict):
    assert verdict_words(said(verdict).verdict, "Amara", content.wording)


# --- Nobody's words in a traceback ------------------------------------------------

CANARY = "Zebulon"


def everything_in(value, seen):
    if dataclasses.is_dataclass(value):
        seen.append(value)
        for field in dataclasses.fields(value):
            everything_in(getattr(value, field.name), seen)
    elif isinstance(value, tuple | list):
        for one in value:
            everything_in(one, seen)
    return seen


def a_repair(words, on):
    rupture = Rupture(RuptureKind.WITHDRAWAL, Ground.NOTICED, on, words=words)
    return Repair("r", (rupture,), on, (RepairStep(RepairStatus.NAMED, on),))


def a_break(reason, begins_on, ends_on):
    return AdvanceNotice(
        "n", NoticeKind.BREAK, begins_on, ends_on, begins_on, reason=reason
    )


def a_farewell(readings, words):
    occasion = Occasion("ending", "3 May", reason=words)
    worded = FarewellWords(
        farewell_pack(), letter_pack(), lessons(), codebook(), words, words
    )
    return [occasion, worded, draft_goodbye(readings, occasion, worded)]


@pytest.fixture(scope="module")
def full_of_words(told, said, held, answered, days_ago, content):
    """One of each, with the canary wherever somebody's words can stand."""
    verdicts = (said("not_quite", 3, CANARY),)
    session = held(7, place=CANARY, left_open=CANARY, last_words=CANARY)
    earlier = [held(days) for days in (14, 21, 28, 35)]
    record = Told(
        name=CANARY,
        readings=[
            dataclasses.replace(reading, about=CANARY)
            for part in ("N.PACE|", "H.SAY|", "X.PUSHED|", "T.DIG|")
            for reading in told(part + CANARY, verdicts=verdicts, passage_id="p")
        ],
        sessions=[session, *earlier, held(0, status="planned", place=CANARY)],
        check_ins=[
            *(answered(one, between="8") for one in earlier),
            answered(session, off="big", between="1", keep_change=CANARY),
        ],
        promises=[Promise("p", CANARY, days_ago(3))],
        boundaries=[Boundary("b", Answer.NEVER, CANARY, days_ago(3))],
        repairs=[a_repair(CANARY, days_ago(3))],
        notices=[a_break(CANARY, days_ago(3), days_ago(-3))],
        wordings=[OwnWording("T.DIG", TriggerPart.CUE, CANARY, days_ago(3))],
    )
    way = [a_line(CANARY, one, days_ago(3)) for one in record.readings]
    goes_round = [
        dataclasses.replace(one, about=CANARY, of_present=True)
        for one in told(
            "X.PUSHED|" + CANARY, "P.QUIET|" + CANARY, days=2, passage_id="q"
        )
    ]
    codes = ("X.PUSHED", "P.QUIET", "E.FADED")
    ended = told("E.FADED|" + CANARY, passage_id="r")
    [better] = told("H.WARM|" + CANARY, passage_id="s")
    better = dataclasses.replace(better, episode="h")
    cycle = KeptCycle(
        "k",
        tuple(map(KeptStep, codes)),
        days_ago(3),
        verdict=Verdict.YES,
        own_words=CANARY,
    )
    record = dataclasses.replace(
        record,
        readings=[*record.readings, *goes_round, *ended, better],
        cycles=[cycle],
    )
    record = dataclasses.replace(record, way=way)
    brief = brief_of(record, on=days_ago(0), content=content)
    summary = summary_of(record, on=days_ago(0), content=content)
    began = PartialDate(2019)
    episode = EpisodeOfCare("e", EpisodeKind.EARLIER, CANARY, began, hoped_for=CANARY)
    step = Step("D1")
    given = Given(step, Answer.TOLD, days_ago(3), (CANARY,), (CANARY,))
    telling = [given, Kept(step, None, due=False), Way()]
    letter_words = LetterWords(letter_pack(), codebook(), CANARY, CANARY)
    telling += [letter_words, draft_letter(record.readings, letter_words)]
    telling += a_farewell(record.readings, CANARY)
    way_content = WayContent(way_pack(), lessons(), codebook())
    drafted = draft_way(record.readings, way_content, on=days_ago(0))
    telling += [way_content, WayOfWorking(tuple(way), 1), *drafted]
    assert brief.trust.signals  # so that one of these is looked at, too
    assert brief.cycle.begun
    known = WhatIsKnown(record.readings)
    seen = history_of(known, on=days_ago(0), codebook=codebook(), pack=check_in())
    telling.append(known)
    telling += [seen, *episode_board(seen, [episode], codebook())]
    telling += [WatchContent(codebook(), lessons(), wording()), *cues_of(brief)]
    telling.append(
        Formulation("f", CANARY, days_ago(3), by_client=False, writer_name=CANARY)
    )
    whole = [record, brief, summary, episode, *stretches(CANARY, []), *telling]
    return everything_in(whole, [content])


def a_line(words, reading, on):
    return WayLine(
        id="line",
        kind=LineKind.DO,
        words=words,
        because=(because(reading),),
        draft=words,
        instead=words,
        kept=(KeptToday(3, on, "yes"),),
    )


def test_nobodys_words_stand_in_a_repr(full_of_words):
    for thing in full_of_words:
        assert CANARY not in repr(thing), type(thing).__name__
        assert CANARY not in str(thing), type(thing).__name__


def test_every_public_dataclass_was_looked_at(full_of_words):
    packages = (holdspace.story, holdspace.alliance, holdspace.approach)
    public = {
        found
        for package in packages
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + ".")
        for name, found in inspect.getmembers(importlib.import_module(module.name))
        if dataclasses.is_dataclass(found)
        if found.__module__ == module.name and not name.startswith("_")
        if any("str" in str(field.type) for field in dataclasses.fields(found))
    }
    assert public <= {type(thing) for thing in full_of_words}


def test_a_session_in_another_year_says_which(brief, held, as_text):
    assert "Session 128, 1 January 2027 at" in as_text(
        brief(sessions=[held(-38, status="planned")])
    )
