"""What a span of a passage says, and the client's verdicts on it."""

import uuid

from django.db import models

from holdspace.story.readings import Certainty, NoticedBy, Verdict
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Reading(OfOneClient, models.Model):
    """A coded span. It has ended once somebody removed it or its words changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="readings"
    )
    passage = models.ForeignKey(
        "records.Passage", models.CASCADE, related_name="readings"
    )
    episode = models.ForeignKey(
        "records.Episode", models.SET_NULL, null=True, related_name="readings"
    )
    code = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    certainty = models.CharField(
        max_length=10, choices=[(c.value, c.value) for c in Certainty]
    )
    strength = models.PositiveSmallIntegerField(default=0)
    noticed_by = models.CharField(
        max_length=10, choices=[(n.value, n.value) for n in NoticedBy]
    )
    marked_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order of the text."""

        ordering = ("start", "-end", "code")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="reading_covers_words",
            ),
            models.CheckConstraint(
                condition=models.Q(strength__range=(0, 4)),
                name="strength_is_0_to_4",
            ),
        )

    def __str__(self) -> str:
        return f"reading {self.pk}"


class GivenVerdict(OfOneClient, models.Model):
    """One verdict; the newest not undone counts, the older ones stay as history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    reading = models.ForeignKey(Reading, models.CASCADE, related_name="verdicts")
    verdict = models.CharField(
        max_length=12, choices=[(v.value, v.value) for v in Verdict]
    )
    correction_sealed = models.BinaryField(default=b"")
    correction = SealedWords("correction_sealed")
    given_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first."""

        ordering = ("given_at",)

    def __str__(self) -> str:
        return f"verdict {self.pk}"
