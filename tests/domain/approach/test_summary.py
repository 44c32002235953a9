from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.approach.brief import BriefContent, Told
from holdspace.approach.summary import (
    WIDTH,
    summary_of,
    summary_text,
    whose_choice,
)
from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons
from holdspace.content.wording import wording
from holdspace.story.boundaries import Boundary
from holdspace.story.readings import (
    Certainty,
    GivenVerdict,
    NoticedBy,
    Passage,
    Reading,
    Verdict,
    is_theirs,
)
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.text import Span

DAY = date(2026, 11, 22)
TOLD_ON = date(2026, 11, 2)
WORDS = "She typed the whole hour. Please put the laptop away. He let me finish."
CONTENT = BriefContent(codebook=codebook(), lessons=lessons(), wording=wording())
PASSAGE = Passage(id="p1", words=WORDS, told_on=TOLD_ON)


def reading(code="N.LISTEN", quote="put the laptop away", *verdicts, by="worker"):
    start = WORDS.index(quote)
    return Reading(
        id=f"{code}-{start}",
        passage=PASSAGE,
        span=Span(start, start + len(quote)),
        code=code,
        certainty=Certainty.SAID,
        noticed_by=NoticedBy(by),
        verdicts=verdicts,
    )


def said(verdict, correction=None):
    return GivenVerdict(verdict=verdict, given_on=TOLD_ON, correction=correction)


YES, NO = said(Verdict.YES), said(Verdict.TAKEN_BACK)
NOT_QUITE = said(Verdict.NOT_QUITE)
PUT_BETTER = said(Verdict.NOT_QUITE, "Only at first.")


def offered(*readings, boundaries=()):
    told = Told(
        name="Amara", passages=[PASSAGE], readings=readings, boundaries=boundaries
    )
    return summary_of(told, on=DAY, content=CONTENT)


@pytest.mark.parametrize(
    ("verdicts", "by", "theirs"),
    [
        ([], "worker", False),
        ([], "client", True),
        ([YES], "worker", True),
        ([NOT_QUITE], "worker", False),
        ([PUT_BETTER], "worker", True),
        ([NO], "client", False),
        ([YES, NO], "worker", False),
        ([NOT_QUITE, YES], "worker", True),
    ],
)
def test_only_what_they_said_yes_to_or_put_in_their_words_is_theirs(
    verdicts, by, theirs
):
    assert is_theirs(reading("N.LISTEN", "laptop", *verdicts, by=by)) is theirs


def test_an_unconfirmed_line_is_not_offered():
    assert offered(reading()).helps == ()
    (line,) = offered(reading("N.LISTEN", "put the laptop away", YES)).helps
    assert line.quotes == ("put the laptop away",)


def test_the_newer_words_stand_for_the_older():
    (line,) = offered(reading("N.LISTEN", "put the laptop away", PUT_BETTER)).helps
    assert line.quotes == ("Only at first.",)


def test_a_hurt_they_confirmed_says_what_to_leave_out():
    (line,) = offered(reading("X.NOTHEARD", "She typed the whole hour", YES)).avoid
    assert line.quotes == ("She typed the whole hour",)


def test_a_boundary_says_how_to_leave_it_alone():
    kept = Boundary(id="b", kind=Answer.IN_PERSON, topic="The ward", set_on=TOLD_ON)
    (item,) = offered(boundaries=[kept]).boundaries
    assert (item.words, item.note) == ("The ward", "only in person")


def everything():
    kept = Boundary(id="b", kind=Answer.NEVER, topic="The ward", set_on=TOLD_ON)
    return offered(
        reading("N.LISTEN", "put the laptop away", YES),
        reading("X.NOTHEARD", "She typed the whole hour", YES),
        reading("T.DISTRACT", "typed", YES),
        boundaries=[kept],
    )


ALL = everything()
IDS = [item.id for _, items in ALL.parts() for item in items]


def test_every_item_can_be_named_apart():
    assert len(IDS) == len(set(IDS)) >= 4


@given(st.sets(st.sampled_from([*IDS, "told-of-somebody-else", ""])))
def test_exactly_what_was_chosen_is_in_it(ids):
    chosen = ALL.only(ids)
    found = {item.id for _, items in chosen.parts() for item in items}
    assert found == ids & set(IDS)
    assert chosen.is_empty == (not found)
    text = summary_text(chosen, wording())
    assert ("The ward" in text) == ("boundary-b" in ids)
    assert ("He let me finish." in text) == ("told-p1" in ids)


def test_the_first_line_says_whose_choice_it_is_and_when():
    text = summary_text(ALL, wording())
    assert text.startswith("Amara chose on 22 November 2026 what stands here.")
    assert whose_choice(ALL, wording()).startswith("Amara chose on 22 November 2026")
    assert all(len(row) <= WIDTH for row in text.splitlines())


def test_the_lines_of_what_was_told_stay_lines():
    poem = replace(PASSAGE, words="One.\nTwo.\n\nThree.")
    told = Told(name="Amara", passages=[poem])
    text = summary_text(summary_of(told, on=DAY, content=CONTENT), wording())
    assert "- One.\n  Two.\n  Three." in text


def test_no_words_are_shown_when_it_is_printed():
    assert "laptop" not in repr(ALL)
    assert "Amara" not in repr(ALL)
