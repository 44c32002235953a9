"""What a client answered after a session, and whom they let see it."""

import uuid

from django.db import models

from holdspace.alliance.sessions import SharedWith
from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class CheckIn(OfOneClient, models.Model):
    """One check-in; a session has at most one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="check_ins"
    )
    session = models.OneToOneField(
        "records.Session", models.CASCADE, related_name="check_in"
    )
    answers_sealed = models.BinaryField(default=b"")
    answers = SealedAnswers("answers_sealed")
    shared_with = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SharedWith]
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"check-in {self.pk}"
