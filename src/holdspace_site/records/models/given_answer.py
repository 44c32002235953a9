"""What somebody chose to do with a question of the intake; each is a full answer."""

import uuid

from django.db import models

from holdspace.vocabulary.answers import Answer
from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class GivenAnswer(OfOneClient, models.Model):
    """One answer to one question; over once a newer one replaced it.

    `part` counts earlier periods of help from 1 where a question is asked of each; 0
    where it is asked once. `tapped` holds cards, choices and sliders.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="given_answers"
    )
    question = models.CharField(max_length=10)
    part = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(
        max_length=15, choices=[(one.value, one.value) for one in Answer]
    )
    tapped_sealed = models.BinaryField(default=b"")
    tapped = SealedAnswers("tapped_sealed")
    passage = models.ForeignKey(
        "records.Passage", models.SET_NULL, null=True, related_name="given_answers"
    )
    setting = models.CharField(max_length=20)
    given_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first; one that counts per question and period of help."""

        ordering = ("given_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("client", "question", "part"),
                condition=models.Q(replaced_at__isnull=True),
                name="one_answer_counts",
            ),
        )

    def __str__(self) -> str:
        return f"given answer {self.pk}"
