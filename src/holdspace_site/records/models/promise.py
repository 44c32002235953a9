"""What a worker said they would do."""

import uuid

from django.db import models

from holdspace.alliance.sessions import PromiseStatus
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Promise(OfOneClient, models.Model):
    """One promise, and what became of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="promises"
    )
    worker = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="promises"
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    made_on = models.DateField()
    due_on = models.DateField(null=True)
    status = models.CharField(
        max_length=12, choices=[(s.value, s.value) for s in PromiseStatus]
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        """Due soonest first."""

        ordering = ("due_on", "made_on")
        indexes = (models.Index(fields=("worker", "status")),)

    def __str__(self) -> str:
        return f"promise {self.pk}"
