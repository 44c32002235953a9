"""Cycles that client and worker drew, or that were found and answered."""

import uuid

from django.db import models

from holdspace.story.readings import Verdict
from holdspace_site.records.sealed import OfOneClient, SealedWords

_VERDICTS = [(verdict.value, verdict.value) for verdict in Verdict]


class Cycle(OfOneClient, models.Model):
    """One cycle; what was found and nobody answered is no row, but worked out anew.

    `verdict` is the client's newest word on it, "" while there is none, and
    `own_words` are theirs. One the client keeps to themselves since `held_back_at` is
    for their own eyes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="cycles")
    found = models.BooleanField(default=False)
    made_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, choices=_VERDICTS, blank=True)
    own_words_sealed = models.BinaryField(default=b"")
    own_words = SealedWords("own_words_sealed")
    answered_at = models.DateTimeField(null=True)
    held_back_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first: nothing ranks them."""

        ordering = ("made_at", "pk")

    def __str__(self) -> str:
        return f"cycle {self.pk}"


class StepOfCycle(OfOneClient, models.Model):
    """One step. `reading` holds the client's own words for it, where they wrote any."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    reading = models.ForeignKey(
        "records.Reading", models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        """In the order they come."""

        ordering = ("cycle", "position")
        constraints = (
            models.UniqueConstraint(
                fields=("cycle", "position"), name="one_step_a_position"
            ),
        )

    def __str__(self) -> str:
        return f"step of cycle {self.pk}"
