"""Letters: "What I heard", a goodbye, a hand-over; the client's word on each line."""

import uuid

from django.db import models

from holdspace.story.letter import LetterKind
from holdspace.story.readings import Verdict
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Letter(OfOneClient, models.Model):
    """One letter; the worker's own until it is given, then it changes no more.

    A hand-over is given to the client first, and goes to the next worker only since
    `passed_on_at`, when the client ticked it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="letters")
    worker = models.ForeignKey("records.Person", models.PROTECT, related_name="letters")
    kind = models.CharField(
        max_length=10,
        choices=[(kind.value, kind.value) for kind in LetterKind],
        default=LetterKind.HEARD.value,
    )
    notice = models.ForeignKey(
        "records.AdvanceNotice", models.SET_NULL, null=True, related_name="letters"
    )
    opening_sealed = models.BinaryField(default=b"")
    opening = SealedWords("opening_sealed")
    closing_sealed = models.BinaryField(default=b"")
    closing = SealedWords("closing_sealed")
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    passed_on_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Newest first."""

        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"letter {self.pk}"


class LetterLine(OfOneClient, models.Model):
    """One line of a letter, resting on a reading, with the client's word on it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    letter = models.ForeignKey(Letter, models.CASCADE, related_name="lines")
    reading = models.ForeignKey("records.Reading", models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()
    text_sealed = models.BinaryField(default=b"")
    text = SealedWords("text_sealed")
    left_out = models.BooleanField(default=False)
    verdict = models.CharField(
        max_length=12, blank=True, choices=[(v.value, v.value) for v in Verdict]
    )
    correction_sealed = models.BinaryField(default=b"")
    correction = SealedWords("correction_sealed")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """In the order of the letter."""

        ordering = ("position",)

    def __str__(self) -> str:
        return f"letter line {self.pk}"
