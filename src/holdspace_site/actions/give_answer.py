"""Give one answer to a question of the intake: tell it, or say what to do instead."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from holdspace.content.intake import Question, intake
from holdspace.privacy.access import Role, Verb
from holdspace.story.telling import Step
from holdspace.vocabulary.answers import BOUNDARIES, Answer
from holdspace_site.actions.add_passage import Setting, as_kept
from holdspace_site.actions.errors import NothingWritten, NotPossible, TooLong
from holdspace_site.actions.keep_draft import LONGEST, let_go_in
from holdspace_site.actions.notice_words import hand_off_for
from holdspace_site.actions.told_answer import Teller, Told
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    Boundary,
    Client,
    GivenAnswer,
    HandOff,
    Passage,
    Person,
)
from holdspace_site.records.scope import client_for

LEAVE_ALONE = "A5"
"""The question whose words are a topic to leave alone."""


@dataclass(frozen=True, slots=True)
class Answering:
    """One answer as it was sent.

    `answer_id` is made where it was given, so that an answer sent twice is one answer.
    `told` is what was told, empty with every answer but "told". `lanes` are the windows
    whose drafts this answer sends, so that they can be let go.
    """

    answer_id: UUID
    step: Step
    answer: Answer
    told: Told = field(default_factory=Told, repr=False)
    lanes: tuple[str, ...] = ()
    setting: Setting = Setting.ALONE


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of an answer: passages in order, none if nothing was told.

    `hand_off` is there when own words may need a person soon.
    """

    row: GivenAnswer
    passages: tuple[Passage, ...] = ()
    hand_off: HandOff | None = None


def give_answer(
    client_id: int, answering: Answering, *, by: Person, now: datetime
) -> Answered:
    """Keep an answer; an earlier one to the same question stays as history.

    What an earlier answer told is held back then: it is for the client's eyes alone.
    Drafts stay unless the answer is "told": what was typed and not told is the
    writer's own.

    Raises:
        NothingWritten: if the answer is "told" and nothing was.
        TooLong: if there is more text than one piece may have.
        NotPossible: if a card or choice does not belong to the question.
        UnknownIntakeQuestion, NoSuchRecord.
    """
    client = client_for(by, client_id, _verb(by), now=now)
    question = intake().question(answering.step.question)
    before = GivenAnswer.objects.filter(pk=answering.answer_id, client=client).first()
    if before:
        return Answered(before)
    _check(question, answering)
    with transaction.atomic():
        _replace(client, answering.step, now)
        row = GivenAnswer(
            pk=answering.answer_id,
            client=client,
            question=question.id,
            part=answering.step.part,
            answer=answering.answer.value,
            setting=answering.setting.value,
            given_by=by,
            given_at=now,
        )
        row.tapped = answering.told.tapped()
        passages: tuple[Passage, ...] = ()
        hand_off = None
        if answering.answer is Answer.TOLD:
            teller = Teller(client, answering.setting, by=by, now=now)
            passages = teller.tell(question, answering.step, answering.told)
            row.passage = passages[0] if passages else None
            hand_off = _handed_over(answering, passages, by, now)
            let_go_in(client, answering.step.key, answering.lanes, by=by)
        row.save(force_insert=True)
        _keep_boundary(client, question, answering, by=by, now=now)
        write_down(
            _verb(by).value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("answer", row.pk),
        )
    return Answered(row, passages, hand_off)


def _handed_over(
    answering: Answering, passages: tuple[Passage, ...], by: Person, now: datetime
) -> HandOff | None:
    """Have the own words looked at; cards and choices are the pack's, not theirs."""
    if not answering.told.words.strip():
        return None
    return hand_off_for(passages[0], by=by, now=now)


def _verb(by: Person) -> Verb:
    return Verb.TELL if by.role == Role.CLIENT.value else Verb.LEAD_TELLING


def _check(question: Question, answering: Answering) -> None:
    told = answering.told
    if answering.answer is not Answer.TOLD:
        return
    if told.is_empty:
        raise NothingWritten
    if max(len(told.words), len(told.translation)) > LONGEST:
        raise TooLong(LONGEST)
    if not question.free_text and told.words.strip():
        raise NotPossible("answer: this question asks for no words")
    choices = {choice.id for choice in question.choices}
    sliders = {slider.code for slider in question.sliders}
    if not (set(told.choices) <= choices and set(told.sliders) <= sliders):
        raise NotPossible("answer to this question")


def _replace(client: Client, step: Step, now: datetime) -> None:
    """Put the answer that counted so far into the history, with what it told."""
    counting = client.given_answers.filter(
        question=step.question, part=step.part, replaced_at__isnull=True
    )
    if not counting.update(replaced_at=now):
        return
    client.passages.filter(
        question=step.question, part=step.part, held_back_at__isnull=True
    ).update(held_back_at=now)


def _keep_boundary(
    client: Client,
    question: Question,
    answering: Answering,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Let an answer that asks us to wait or to leave it stand as a boundary."""
    client.boundaries.filter(
        question=answering.step.key, lifted_at__isnull=True
    ).update(lifted_at=now)
    kind, topic = answering.answer, question.words
    if answering.answer is Answer.TOLD and question.id == LEAVE_ALONE:
        kind, topic = Answer.NOT_NOW, as_kept(answering.told.words).strip()
    if kind not in BOUNDARIES or not topic:
        return
    boundary = Boundary(
        client=client,
        kind=kind.value,
        question=answering.step.key,
        set_on=timezone.localdate(now),
        set_by=by,
    )
    boundary.topic = topic
    boundary.save(force_insert=True)
