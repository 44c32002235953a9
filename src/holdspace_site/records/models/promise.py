"""What a worker said they would do."""

import uuid

from django.db import models

from holdspace.alliance.sessions import PromiseStatus, PromiseStep
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Promise(OfOneClient, models.Model):
    """One promise, and what became of it.

    `session` is the meeting it was made in, `repair` what it is to mend, if either was
    said. Since `not_kept_at` the client says that it was not kept, in `not_kept_words`
    if they gave any; that stands beside the status and changes nothing of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="promises"
    )
    worker = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="promises"
    )
    session = models.ForeignKey(
        "records.Session", models.SET_NULL, null=True, related_name="promises"
    )
    repair = models.ForeignKey(
        "records.Repair", models.SET_NULL, null=True, related_name="promises"
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in PromiseStatus]
    )
    settled_at = models.DateTimeField(null=True)
    not_kept_at = models.DateTimeField(null=True)
    not_kept_words_sealed = models.BinaryField(default=b"")
    not_kept_words = SealedWords("not_kept_words_sealed")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Due soonest first."""

        ordering = ("due_on", "made_on")
        indexes = (models.Index(fields=("worker", "status")),)

    def __str__(self) -> str:
        return f"promise {self.pk}"


class PromiseChange(OfOneClient, models.Model):
    """One thing that was done with a promise; never changed again.

    `words` and `due_before` are the wording and the day until then where it was
    renegotiated, what the worker does instead where it was broken; empty otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    promise = models.ForeignKey(Promise, models.CASCADE, related_name="changes")
    step = models.CharField(
        max_length=12, choices=[(step.value, step.value) for step in PromiseStep]
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    due_before = models.DateField(null=True)
    changed_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("changed_at", "pk")

    def __str__(self) -> str:
        return f"promise change {self.pk}"
