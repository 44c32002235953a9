"""A questionnaire a client was asked to fill in, and what they answered if they did."""

import uuid

from django.db import models

from holdspace.alliance.sessions import CheckInWay, SharedWith
from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class Questionnaire(OfOneClient, models.Model):
    """One asking of one instrument.

    `answers` maps a question to the number of its answer; an open question is not in
    it. `declined_at`: the client said they would rather not; it stays so for whoever a
    later answer is kept from. `let_go_at`: the worker asks for it no more; what was
    given before stays. Answers that were set aside, so that it can be asked for anew,
    stand in a row that was let go the moment it was asked. What is taken back keeps its
    row
    without its answers. `typed_by` is the worker who typed it in from paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="questionnaires"
    )
    session = models.ForeignKey(
        "records.Session", models.SET_NULL, null=True, related_name="questionnaires"
    )
    instrument = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    asked_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answers_sealed = models.BinaryField(default=b"")
    answers = SealedAnswers("answers_sealed")
    shared_with = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SharedWith], blank=True
    )
    way = models.CharField(
        max_length=10, choices=[(w.value, w.value) for w in CheckInWay], blank=True
    )
    typed_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    let_go_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; nothing is answered before it is given or after it is back."""

        ordering = ("asked_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(given_at__isnull=False, taken_back_at=None)
                | models.Q(answers_sealed=b""),
                name="answers_only_while_given",
            ),
        )

    def __str__(self) -> str:
        return f"questionnaire {self.pk}"
