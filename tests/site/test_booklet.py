"""The intake on paper: what stands in a booklet, and what must not."""

import json
import uuid

import pytest
from django.urls import reverse

from holdspace.content.intake import intake
from holdspace.story.telling import Step
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.read_telling import (
    hear_tender_yes,
    prepare_telling,
    read_telling,
)
from holdspace_site.actions.told_answer import Told
from holdspace_site.web.booklet import booklet_context, booklet_pdf

PRACTICE = {
    "passed_on_by_law": "If a child is in danger.",
    "help_numbers": [{"label": "Emergency", "number": "999"}],
    "opening_hours": "",
}
WORDS = "quetzalcoatlus"


@pytest.fixture
def in_booklet(jordan, ruth, now):
    """All that stands in Jordan's own booklet, as one text."""

    def text():
        told = read_telling(jordan.pk, by=ruth, now=now, together=True)
        return json.dumps(booklet_context(told, PRACTICE), ensure_ascii=False)

    return text


@pytest.fixture
def answers(jordan, ruth, now):
    def give(key, answer, words=""):
        answering = Answering(uuid.uuid4(), Step.read(key), answer, Told(words=words))
        give_answer(jordan.pk, answering, by=ruth, now=now)

    return give


def asked(key):
    return intake().question(key).words


def test_an_empty_booklet_asks_all_but_the_tender_ones():
    booklet = booklet_context(None, PRACTICE)
    text = json.dumps(booklet, ensure_ascii=False)
    for question in intake().questions:
        assert (question.words in text) == (question.level < 3), question.id
        assert question.level == 3 or question.why in text
    assert intake().frame in text
    assert "999" in text
    assert "If a child is in danger." in text


def test_many_cards_become_eight_and_another_one():
    for section in booklet_context(None, PRACTICE)["sections"]:
        for question in section["questions"]:
            assert len(question["boxes"]) <= 8 + 1 + 10
            if len(question["boxes"]) > 12:
                assert question["boxes"][-1] == "other"


@pytest.mark.parametrize("answer", [Answer.NEVER, Answer.ALREADY_TOLD, Answer.TOLD])
def test_what_was_answered_is_not_asked_again_on_paper(in_booklet, answers, answer):
    assert asked("F3") in in_booklet()
    answers("F3", answer, WORDS if answer is Answer.TOLD else "")
    assert asked("F3") not in in_booklet()
    assert WORDS not in in_booklet()


def test_a_tender_question_needs_the_clients_yes_on_paper_too(
    in_booklet, jordan, ruth, now
):
    assert asked("D9") not in in_booklet()
    hear_tender_yes(jordan.pk, yes=True, by=ruth, now=now)
    assert asked("D9") in in_booklet()


def test_nobody_under_18_is_asked_the_tender_one_by_paper(
    in_booklet, jordan, ruth, now
):
    hear_tender_yes(jordan.pk, yes=True, by=ruth, now=now)
    prepare_telling(jordan.pk, age=16, through_interpreter=False, by=ruth, now=now)
    assert asked("D9") not in in_booklet()
    assert "Grown-ups talked about me without me" in in_booklet()


def test_a_booklet_is_a_tagged_pdf():
    made = booklet_pdf(booklet_context(None, PRACTICE))
    assert made.startswith(b"%PDF")
    assert b"pdfuaid" in made


def test_both_booklets_are_handed_out(as_ruth, jordan):
    for address in (
        reverse("worker:booklet", args=[jordan.pk]),
        reverse("worker:blank-booklet"),
    ):
        answer = as_ruth.get(address)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert "Jordan" not in answer.headers["Content-Disposition"]
