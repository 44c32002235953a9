"""What a client answered after a session, and whom they let see it."""

import uuid

from django.db import models

from holdspace.alliance.sessions import CheckInWay, SharedWith
from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class CheckIn(OfOneClient, models.Model):
    """One check-in; of a session the newest answers count, for whoever may see them.

    A session may have several: one kept back never stands in the way of another, so
    that giving one says nothing of the other. What is taken back keeps its row without
    its answers, so that a phone that sends it late does not bring it back. `typed_by`
    is the worker who typed it in from paper.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="check_ins"
    )
    session = models.ForeignKey(
        "records.Session", models.CASCADE, related_name="check_ins"
    )
    answers_sealed = models.BinaryField(default=b"")
    answers = SealedAnswers("answers_sealed")
    shared_with = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SharedWith]
    )
    way = models.CharField(
        max_length=10,
        choices=[(w.value, w.value) for w in CheckInWay],
        default=CheckInWay.PHONE.value,
    )
    typed_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; a row taken back holds no answers."""

        ordering = ("given_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | models.Q(answers_sealed=b""),
                name="taken_back_is_empty",
            ),
        )

    def __str__(self) -> str:
        return f"check-in {self.pk}"
