"""Answer what a client asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from holdspace.privacy.access import Verb
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import ClientQuestion, Person
from holdspace_site.records.scope import client_for, one_of


def answer_question(
    client_id: int, question_id: str | UUID, *, words: str, by: Person, now: datetime
) -> None:
    """Keep the answer, once; the client reads it with the name of who gave it.

    Raises:
        EditedMeanwhile: if somebody answered it already.
        NothingWritten, NoSuchRecord.
    """
    client = client_for(by, client_id, Verb.ANSWER_QUESTION, now=now)
    question = one_of(ClientQuestion, client, question_id, by=by, now=now)
    if not words.strip():
        raise NothingWritten
    question.answer = words.strip()
    with transaction.atomic():
        answered = ClientQuestion.objects.filter(
            pk=question.pk, answered_at__isnull=True
        ).update(answer_sealed=question.answer_sealed, answered_by=by, answered_at=now)
        if not answered:
            raise EditedMeanwhile("question")
        write_down(
            Verb.ANSWER_QUESTION.value,
            by=by,
            now=now,
            client_id=client.pk,
            record=("question", question.pk),
        )
