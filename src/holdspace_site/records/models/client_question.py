"""Something a client asks about what is kept or who looked."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedWords


class ClientQuestion(OfOneClient, models.Model):
    """One question and its answer; `about` and `record_id` say what it is about."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="questions"
    )
    about = models.CharField(max_length=20)
    record_id = models.CharField(max_length=40)
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    asked_at = models.DateTimeField()
    answer_sealed = models.BinaryField(default=b"")
    answer = SealedWords("answer_sealed")
    answered_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first."""

        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"client question {self.pk}"
