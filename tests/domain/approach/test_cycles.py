"""A cycle with its words, and one that has begun again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.approach.brief import Told
from holdspace.approach.brief_text import brief_text
from holdspace.approach.cycle_json import cycle_json
from holdspace.approach.cycle_watch import WatchContent, cycle_watch, cycles_to_watch
from holdspace.approach.cycles import (
    KeptCycle,
    KeptStep,
    found_cycles,
    shown_cycle,
    times_round,
)
from holdspace.approach.summary import summary_of
from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons
from holdspace.content.wording import wording
from holdspace.patterns import sequences
from holdspace.story.readings import NoticedBy, Verdict
from holdspace.vocabulary.text import Span

from .test_history import ON, ago, echo, history, told

CODES = ("X.DISMISSED", "P.QUIET", "E.FADED")
CONTENT = WatchContent(codebook(), lessons(), wording())


def kept(codes=CODES, verdict=Verdict.YES, **more):
    steps = tuple(map(KeptStep, codes))
    return KeptCycle("k", steps, ago(20), verdict=verdict, **more)


def two_before():
    return told("X.DISMISSED P.QUIET E.FADED", episode="a", passage="a") + told(
        "X.DISMISSED F.HURT P.QUIET E.FADED", episode="b", passage="b"
    )


def here(codes, days=3, passage="now"):
    return told(codes, present=True, passage=passage, days=days)


def shown(cycle, readings, **more):
    by_id = {one.id: one for one in readings}
    return shown_cycle(cycle, history(readings, **more), by_id, codebook())


def watch(readings, *cycles, check_ins=()):
    return cycle_watch(
        cycles or [kept()],
        history(readings, check_ins),
        readings,
        name="Amara",
        on=ON,
        content=CONTENT,
    )


# --- Shown ------------------------------------------------------------------------


def test_each_step_has_its_words_and_each_time_its_help():
    cycle = shown(kept(), two_before())
    assert cycle.codes == CODES
    assert [len(step.because) for step in cycle.steps] == [2, 2, 2]
    assert [[one.code for one in time.steps] for time in cycle.times] == [[*CODES]] * 2
    assert cycle.confirmed


def test_a_step_without_words_takes_the_cycle_away():
    readings = [one for one in two_before() if one.code != "P.QUIET"]
    assert shown(kept(), readings) is None


def test_words_drawn_for_a_step_are_its_words():
    drawn = told("P.QUIET", passage="drawn")
    steps = (KeptStep("X.DISMISSED"), KeptStep("P.QUIET", "drawn 0"))
    cycle = replace(kept(), steps=steps)
    readings = told("X.DISMISSED", episode="a", passage="a") + drawn
    made = shown(cycle, readings, drawn=["drawn 0"])
    assert made.steps[1].own.quote == "word0"
    assert made.steps[0].own is None
    assert made.times == ()


def test_a_card_is_words_of_a_step_and_nobodys_own_wording():
    plain_words = codebook().code("P.QUIET").plain_words
    [card] = told("P.QUIET", passage="card")
    passage = replace(card.passage, words=plain_words)
    card = replace(card, passage=passage, span=Span(0, len(plain_words)))
    cycle = replace(
        kept(), steps=(KeptStep("X.DISMISSED"), KeptStep("P.QUIET", card.id))
    )
    readings = [*told("X.DISMISSED", episode="a", passage="a"), card]
    step = shown(cycle, readings, drawn=[card.id]).steps[1]
    assert step.own is None
    assert [one.quote for one in step.because] == [plain_words]


def test_one_that_was_found_stands_where_it_is_seen_often_enough():
    found = kept(found=True, fewest=3)
    assert shown(found, two_before()) is None
    assert shown(replace(found, fewest=2), two_before())
    assert shown(kept(fewest=3), two_before())  # drawn: it is theirs to say


def test_one_that_was_found_stands_only_where_it_is_seen_whole():
    apart = told("X.DISMISSED", episode="a", passage="a") + told(
        "P.QUIET E.FADED", episode="b", passage="b"
    )
    assert shown(kept(), apart) is not None
    assert shown(kept(found=True), apart) is None
    assert shown(kept(found=True), two_before()) is not None


def test_a_code_of_no_codebook_is_no_step():
    assert shown(kept(("X.DISMISSED", "Z.NEVER")), two_before()) is None


def test_where_it_stopped_says_what_came_then():
    readings = two_before() + here("X.DISMISSED P.QUIET M.NAME")
    cycle = shown(kept(), readings)
    [stopped] = cycle.stopped
    assert [one.code for one in stopped.steps] == ["X.DISMISSED", "P.QUIET"]
    assert stopped.then.code == "M.NAME"
    assert stopped.of_present
    assert stopped.on == ago(3)
    assert [time.then for time in cycle.times] == [None, None]
    assert cycle.times[0].about is None


def test_a_help_with_something_good_and_no_step_is_the_other_example():
    readings = two_before() + told("H.HEARD H.FEEL", episode="c", passage="c")
    [other] = shown(kept(), readings).elsewhere
    assert other.because.reading == "c 0"
    assert shown(kept(), two_before()).elsewhere == ()


def test_a_sequence_that_never_began_has_no_times():
    assert times_round(history(two_before()), ("T.DIG", "P.QUIET")) == ((), ())
    assert times_round(history(two_before()), ("X.DISMISSED",)) == ((), ())


# --- Found ------------------------------------------------------------------------


def many_rounds():
    """Five helps, each with the same three steps among others."""
    fill = ["H.WARM", "F.ANGER", "T.DIG", "C.OTHERS", "R.AIM"]
    readings = []
    for number in range(5):
        codes = f"{fill[number]} X.DISMISSED P.QUIET P.AVOID {fill[number - 1]}"
        readings += told(codes, episode=f"e{number}", passage=f"p{number}")
    return readings


def test_what_comes_back_beyond_chance_is_a_question_with_words_under_each_step():
    found = found_cycles(history(many_rounds()), (), codebook())
    assert [one.codes for one in found] == [("X.DISMISSED", "P.QUIET", "P.AVOID")]
    assert found[0].verdict is None
    assert not found[0].id
    assert len(found[0].times) == 5
    assert all(len(step.because) == 5 for step in found[0].steps)


@pytest.mark.parametrize("verdict", Verdict)
def test_what_was_answered_is_not_asked_again(verdict):
    answered = kept(("X.DISMISSED", "P.QUIET", "P.AVOID"), verdict)
    assert found_cycles(history(many_rounds()), (answered,), codebook()) == ()


@pytest.mark.parametrize(
    "readings",
    [[], told("X.DISMISSED"), two_before(), told(" ".join(["X.DISMISSED"] * 1000))],
    ids=["nothing", "one", "two rounds", "a thousand the same"],
)
def test_too_little_or_nothing_but_the_same_finds_nothing(readings):
    assert found_cycles(history(readings), (), codebook()) == ()


def test_too_much_recurs_finds_nothing(monkeypatch):
    monkeypatch.setattr(sequences, "MOST_SEQUENCES", 0)
    assert found_cycles(history(many_rounds()), (), codebook()) == ()


def test_a_step_in_nobodys_words_is_not_asked_about(monkeypatch):
    wordless = history(many_rounds())
    happened = tuple(
        replace(one, source=None) if one.code == "P.QUIET" else one
        for one in wordless.happened
    )
    assert found_cycles(replace(wordless, happened=happened), (), codebook()) == ()


# --- Begun again ------------------------------------------------------------------


def test_two_of_three_steps_again_are_a_signal_with_what_came_next():
    begun = watch(two_before() + here("X.DISMISSED P.QUIET"))
    assert begun.begun
    assert [one.code for one in begun.happened] == ["X.DISMISSED", "P.QUIET"]
    assert begun.next_step.code == "E.FADED"
    assert begun.words.startswith("2 of 3 steps that Amara knows")
    assert "The next step would be “I just stopped going”." in begun.words
    assert "Before, it went on like that 2 of 2 times." in begun.words
    assert [one.reading for one in begun.because[:2]] == ["now 0", "now 1"]


def test_what_came_then_is_said_of_the_times_before_and_of_no_others():
    stopped = told("X.DISMISSED P.QUIET H.WARM", episode="c", passage="c")
    begun = watch(two_before() + stopped + here("X.DISMISSED P.QUIET"))
    assert [(one.went_on, one.then.code) for one in begun.before] == [
        (True, "E.FADED"),
        (True, "E.FADED"),
        (False, "H.WARM"),
    ]
    assert "Before, it went on like that 2 of 3 times." in begun.words
    drawn = watch(told("E.FADED", episode="a") + here("X.DISMISSED P.QUIET"))
    assert drawn.begun
    assert drawn.before == ()
    assert "before" not in drawn.words
    as_json = cycle_json(begun)["before"]
    assert [one["then"]["code"] for one in as_json] == ["E.FADED", "E.FADED", "H.WARM"]


@pytest.mark.parametrize(
    "now",
    ["X.DISMISSED", "P.QUIET", "X.DISMISSED P.QUIET M.NAME M.OWN H.WARM", ""],
    ids=["one step", "not the first", "more came since", "nothing"],
)
def test_less_is_no_signal_and_the_cycle_still_stands(now):
    standing = watch(two_before() + (here(now) if now else []))
    assert not standing.begun
    assert standing.next_step is None
    assert "not begun again" in standing.words


def test_what_began_long_ago_is_not_told_as_of_now():
    assert not watch(two_before() + here("X.DISMISSED P.QUIET", days=29)).begun
    assert watch(two_before() + here("X.DISMISSED P.QUIET", days=28)).begun


def test_an_earlier_help_that_stopped_half_way_is_not_now():
    half = two_before() + told("X.DISMISSED P.QUIET", episode="c", passage="c")
    assert not watch(half).begun


def test_an_echo_from_the_check_in_is_a_step():
    cycle = kept(("X.DISMISSED", "R.ECHO", "P.AVOID"))
    readings = told("X.DISMISSED P.AVOID", episode="a", passage="a")
    readings += here("X.DISMISSED")
    begun = watch(readings, cycle, check_ins=[echo(days=2)])
    assert [one.code for one in begun.happened] == ["X.DISMISSED", "R.ECHO"]
    assert begun.happened[1].because.quote == "yes"


@pytest.mark.parametrize("verdict", [None, Verdict.NOT_QUITE, Verdict.TAKEN_BACK])
def test_only_what_the_client_said_yes_to_is_watched(verdict):
    readings = two_before() + here("X.DISMISSED P.QUIET")
    assert watch(readings, kept(verdict=verdict)) is None
    assert watch(readings, replace(kept(), said_on=ON + timedelta(days=1))) is None


def test_the_one_that_came_furthest_goes_first_then_the_newest():
    other = replace(kept(("P.QUIET", "E.FADED")), id="other", said_on=ago(1))
    readings = two_before() + here("X.DISMISSED P.QUIET")
    assert watch(readings, other, kept()).cycle.id == "k"
    assert watch(two_before(), other, kept()).cycle.id == "other"
    both = cycles_to_watch(
        [other, kept()],
        history(readings),
        readings,
        name="Amara",
        on=ON,
        content=CONTENT,
    )
    assert [one.cycle.id for one in both] == ["k", "other"]


def test_what_helps_is_only_what_this_client_said():
    readings = two_before() + here("X.DISMISSED P.QUIET")
    assert watch(readings).helps == ()
    asked = readings + told("N.LISTEN M.NAME N.PACE", passage="wish")
    helps = watch(asked).helps
    assert [one.because.reading for one in helps] == ["wish 0", "wish 1"]
    cue = kept(("T.DIG", "P.QUIET"))
    dug = here("T.DIG P.QUIET") + told("N.PACE", passage="wish")
    assert [one.because.reading for one in watch(dug, cue).helps] == ["wish 0"]


def test_the_json_of_none_is_none_and_each_part_carries_its_words():
    assert cycle_json(None) is None
    readings = two_before() + here("X.DISMISSED P.QUIET M.NAME")
    readings += told("H.HEARD", episode="c", passage="c")
    told_as_json = cycle_json(watch(readings))
    assert told_as_json["begun"] is True
    assert (told_as_json["matched"], told_as_json["of"]) == (2, 3)
    assert told_as_json["next"] == "E.FADED"
    assert all(step["because"] for step in told_as_json["steps"])
    assert all(one["because"] for one in told_as_json["helps"])
    assert told_as_json["because"]
    assert told_as_json["stopped"][0]["then"]["code"] == "M.NAME"
    assert told_as_json["elsewhere"][0]["because"]
    still = cycle_json(watch(two_before()))
    assert (still["begun"], still["next"], still["happened"]) == (False, None, [])


@given(gone=st.sets(st.integers(0, 9)))
def test_whatever_is_taken_back_no_word_of_it_is_left(gone):
    whole = two_before() + here("X.DISMISSED P.QUIET M.NAME")
    left = [one for number, one in enumerate(whole) if number not in gone]
    made = watch(left)
    if made is None:
        return
    ids = {one.id for one in left}
    times = (*made.cycle.times, *made.cycle.stopped)
    used = [*made.because, *(one.because for one in made.helps)]
    used += [one.because for time in times for one in time.steps if one.because]
    assert {one.reading for one in used} <= ids


def test_words_drawn_for_a_step_are_no_line_of_a_brief(brief):
    drawn = told("X.DISMISSED T.DIG", passage="drawn")
    steps = (KeptStep("X.DISMISSED", "drawn 0"), KeptStep("T.DIG", "drawn 1"))
    cycle = replace(kept(), steps=steps)
    ids = frozenset(one.id for one in drawn)
    made = brief(drawn, cycles=[cycle], drawn=ids)
    assert made.cycle.cycle.id == "k"
    assert (made.avoid, made.hurt, made.triggers) == ((), (), ())


def test_a_brief_as_text_says_each_step_and_what_happened_again(brief):
    readings = two_before() + here("X.DISMISSED P.QUIET")
    readings += told("N.LISTEN", passage="wish")
    text = brief_text(brief(readings, cycles=[kept()]), wording())
    assert "A CYCLE TO WATCH" in text
    assert "1. They brushed it off (again, 21 November)" in text
    assert "3. I just stopped going\n" in text
    assert "What they said helps here:" in text
    assert "A CYCLE TO WATCH" not in brief_text(brief(readings), wording())


def test_what_goes_along_are_the_steps_in_order(content):
    theirs = [replace(one, noticed_by=NoticedBy.CLIENT) for one in two_before()]
    record = Told("Amara", theirs, cycles=[kept(), kept(verdict=None)])
    [item] = summary_of(record, on=ON, content=content).cycles
    assert item.id == "cycle-k"
    assert item.words.splitlines()[0] == "1. They brushed it off"
    assert len(item.words.splitlines()) == 3
