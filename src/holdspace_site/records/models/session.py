"""A meeting: planned, held, and what it left."""

import uuid

from django.db import models

from holdspace.alliance.sessions import Course, SessionStatus, Side
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Session(OfOneClient, models.Model):
    """One meeting between a client and a worker.

    `side` says whose doing it was that it was late, cut short or called off, empty
    where nobody said. `did` is the worker's note of what they did together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="sessions"
    )
    worker = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="sessions"
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    place = models.CharField(max_length=100, blank=True)
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in SessionStatus]
    )
    course = models.CharField(
        max_length=12,
        choices=[(c.value, c.value) for c in Course],
        default=Course.AS_PLANNED.value,
    )
    side = models.CharField(
        max_length=8, choices=[(s.value, s.value) for s in Side], blank=True
    )
    did_sealed = models.BinaryField(default=b"")
    did = SealedWords("did_sealed")
    left_open_sealed = models.BinaryField(default=b"")
    left_open = SealedWords("left_open_sealed")
    last_words_sealed = models.BinaryField(default=b"")
    last_words = SealedWords("last_words_sealed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Oldest first; a number names one meeting of a client."""

        ordering = ("at", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("client", "number"), name="one_session_per_number"
            ),
        )
        indexes = (models.Index(fields=("worker", "at")),)

    def __str__(self) -> str:
        return f"session {self.pk}"


class SessionMove(OfOneClient, models.Model):
    """That a planned meeting was moved; never changed again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="moves")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    moved_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("moved_at", "pk")

    def __str__(self) -> str:
        return f"session move {self.pk}"
