"""What happened, in an order that nobody made up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.alliance.sessions import CheckIn, Course, Session, SessionStatus, Side
from holdspace.approach.episode_board import episode_board
from holdspace.approach.history import ECHO, Met, WhatIsKnown, history_of
from holdspace.content.check_in import check_in
from holdspace.content.codebook import codebook
from holdspace.story.episodes import EpisodeKind, EpisodeOfCare
from holdspace.story.readings import GivenVerdict, Passage, Reading, Verdict
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.text import Span

ON = date(2026, 11, 24)
CODES = [code.id for code in codebook().codes]


def ago(days):
    return ON - timedelta(days=days)


def told(codes, *, days=3, episode="", present=False, passage="p", place=0):
    """Readings of one passage, a word each, in the order of the words."""
    codes = codes.split()
    words = [f"word{number}" for number in range(len(codes))]
    text = Passage(passage, " ".join(words), ago(days), place=place)
    return [
        Reading(
            id=f"{passage} {number}",
            passage=text,
            span=Span(at := text.words.index(word), at + len(word)),
            code=code,
            episode=episode,
            of_present=present,
        )
        for number, (code, word) in enumerate(zip(codes, words, strict=True))
    ]


def history(readings=(), check_ins=(), sessions=(), drawn=(), on=ON):
    known = WhatIsKnown(readings, check_ins, sessions, frozenset(drawn))
    return history_of(known, on=on, codebook=codebook(), pack=check_in())


def codes_of(made):
    return [one.code for one in made.happened]


def met(status, side, days=2, course=Course.AS_PLANNED):
    day = ago(days)
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return Session("s", 7, at, status, course=course, side=side)


def echo(days=1, cue_of="", **answers):
    given = {"before": "yes"} | answers
    return CheckIn(
        "s",
        ago(days),
        given,
        id="c",
        session_number=9,
        session_on=ago(days),
        cue_of=cue_of,
    )


def test_words_stand_in_the_order_of_their_passage_and_an_ending_at_the_end():
    made = history(told("E.FADED X.DISMISSED P.QUIET", episode="a"))
    assert codes_of(made) == ["X.DISMISSED", "P.QUIET", "E.FADED"]


def test_what_one_span_says_at_once_stands_in_the_order_of_a_chain():
    [first] = told("P.QUIET", episode="a")
    both = [first, replace(first, id="other", code="F.HURT")]
    assert codes_of(history(both)) == ["F.HURT", "P.QUIET"]


def test_of_one_day_what_was_told_first_comes_first():
    later = told("P.QUIET", episode="a", passage="a", place=0)
    sooner = told("X.DISMISSED", episode="a", passage="z", place=-1)
    assert codes_of(history(later + sooner)) == ["X.DISMISSED", "P.QUIET"]


def test_each_help_stands_by_itself_and_the_one_here_last():
    made = history(
        told("P.AVOID", present=True, passage="now", days=1)
        + told("X.PUSHED", episode="b", passage="b")
        + told("X.DISMISSED", episode="a", passage="a", days=9)
    )
    assert codes_of(made) == ["X.DISMISSED", "X.PUSHED", "P.AVOID"]
    assert made.timeline.episode_ends == (1, 2, 3)
    assert made.timeline.newest == 2
    assert made.goes_on


def test_words_of_no_one_help_are_never_joined_across_passages():
    made = history(told("X.DISMISSED", passage="a") + told("P.QUIET", passage="b"))
    assert made.timeline.episode_ends == (1, 2)
    assert not made.goes_on


def test_earlier_help_gets_no_date_and_the_help_here_has_days():
    made = history(
        told("X.DISMISSED", episode="a", passage="a")
        + told("P.QUIET", present=True, passage="b", days=4)
    )
    assert [one.on for one in made.happened] == [None, ago(4)]
    assert made.timeline.events[0].day is None


def test_a_wish_and_a_code_of_no_codebook_are_no_part_of_what_happened():
    made = history(told("N.LISTEN X.DISMISSED Z.NEVER", episode="a"))
    assert codes_of(made) == ["X.DISMISSED"]


def test_the_words_of_a_drawing_tell_of_no_one_time():
    readings = told("X.DISMISSED P.QUIET", episode="a")
    assert codes_of(history(readings, drawn=["p 0"])) == ["P.QUIET"]


def test_what_was_told_later_is_not_known_yet():
    made = history(
        told("X.DISMISSED", days=-2, episode="a"),
        [echo(days=-1)],
        [met(SessionStatus.MISSED, Side.CLIENT, days=-1)],
    )
    assert made.happened == ()


def test_an_answer_that_it_felt_like_before_is_a_step_with_the_answer_as_its_words():
    [one] = history(check_ins=[echo()]).happened
    assert (one.code, one.on, one.session_number) == (ECHO, ago(1), 9)
    assert (one.because.quote, one.because.passage) == ("yes", "c")
    assert history(check_ins=[echo(before="no")]).happened == ()


def test_what_it_pointed_at_is_a_step_before_it_while_that_counts():
    cue = told("T.DISTRACT", passage="cue")
    made = history(cue, [echo(cue_of="cue 0")])
    here = [one for one in made.happened if one.of_present]
    assert [one.code for one in here] == ["T.DISTRACT", ECHO]
    assert {one.because.quote for one in here} == {"word0"}
    gone = history([], [echo(cue_of="cue 0")])
    assert [(one.code, one.because.quote) for one in gone.happened] == [(ECHO, "yes")]


@pytest.mark.parametrize(
    ("status", "side", "course", "step"),
    [
        (SessionStatus.MISSED, Side.CLIENT, Course.AS_PLANNED, "P.AVOID stayed_away"),
        (SessionStatus.CANCELLED, Side.WORKER, Course.AS_PLANNED, "T.GAP called_off"),
        (SessionStatus.HELD, Side.CLIENT, Course.ENDED_EARLY, "P.AVOID cut_short"),
        (SessionStatus.MISSED, None, Course.AS_PLANNED, ""),
        (SessionStatus.MISSED, Side.NEITHER, Course.AS_PLANNED, ""),
        (SessionStatus.HELD, Side.CLIENT, Course.LATE, ""),
        (SessionStatus.PLANNED, None, Course.AS_PLANNED, ""),
    ],
)
def test_a_meeting_is_a_step_only_where_somebody_said_whose_doing_it_was(
    status, side, course, step
):
    made = history(sessions=[met(status, side, course=course)])
    seen = [f"{one.code} {one.met.value}" for one in made.happened if one.met]
    assert seen == ([step] if step else [])
    assert all(one.because is None for one in made.happened)


def test_on_one_day_the_meeting_comes_first_then_the_words_then_the_answer():
    made = history(
        told("P.QUIET", present=True, days=1),
        [echo(days=1)],
        [met(SessionStatus.HELD, Side.CLIENT, 1, Course.ENDED_EARLY)],
    )
    assert codes_of(made) == ["P.AVOID", "P.QUIET", ECHO]
    assert made.happened[0].met is Met.CUT_SHORT


@given(
    codes=st.lists(st.sampled_from(CODES), max_size=12),
    shuffle=st.randoms(use_true_random=False),
)
def test_the_order_readings_are_handed_in_does_not_matter(codes, shuffle):
    readings = []
    for number, code in enumerate(codes):
        readings += told(
            code,
            passage=f"p{number}",
            place=number,
            episode="ab "[number % 3].strip(),
            present=number % 4 == 0,
        )
    mixed = list(readings)
    shuffle.shuffle(mixed)
    assert history(mixed) == history(readings)
    rows = [event.row for event in history(readings).timeline.events]
    assert rows == list(range(len(rows)))


def test_the_board_puts_helps_by_when_they_began_and_the_one_here_last():
    episodes = [
        EpisodeOfCare("now", EpisodeKind.PRESENT, "Here"),
        EpisodeOfCare("unknown", EpisodeKind.EARLIER, "Some time"),
        EpisodeOfCare("old", EpisodeKind.EARLIER, "Old", PartialDate(2019)),
        EpisodeOfCare("new", EpisodeKind.EARLIER, "New", PartialDate(2023)),
    ]
    made = history(
        told("X.DISMISSED E.FADED", episode="old", passage="a")
        + told("T.DIG", passage="b")
        + told("P.QUIET", present=True, episode="now", passage="c")
    )
    board = episode_board(made, episodes, codebook())
    titles = [one.episode.title if one.episode else None for one in board]
    assert titles == ["Old", "New", "Some time", None, "Here"]
    assert [one.code for one in board[0].ended] == ["E.FADED"]
    assert [one.code for one in board[0].happened] == ["X.DISMISSED"]
    assert [one.code for one in board[-1].happened] == ["P.QUIET"]


def test_a_picked_ending_is_said_where_there_are_no_words_for_it():
    picked = EpisodeOfCare("a", EpisodeKind.EARLIER, "A", ending="E.FADED")
    [column] = episode_board(history(), [picked], codebook())
    assert column.ending == codebook().code("E.FADED").plain_words
    unknown = replace(picked, ending="E.NEVER")
    assert episode_board(history(), [unknown], codebook())[0].ending == ""
    in_words = history(told("E.FADED", episode="a"))
    assert episode_board(in_words, [picked], codebook())[0].ending == ""


def test_without_words_of_no_one_help_there_is_no_column_for_them():
    assert episode_board(history(), [], codebook()) == ()


@pytest.mark.parametrize(
    ("correction", "happened"), [(None, 1), ("More that they sighed.", 2)]
)
def test_what_is_only_not_quite_so_did_not_happen(correction, happened):
    first, second = told("X.DISMISSED P.QUIET", episode="a")
    said = GivenVerdict(Verdict.NOT_QUITE, ago(1), correction)
    first = replace(first, verdicts=(said,))
    assert len(history([first, second]).happened) == happened
