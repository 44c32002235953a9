"""What a client asked us not to touch, or not now, or not here."""

import uuid

from django.db import models

from holdspace.vocabulary.answers import BOUNDARIES
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Boundary(OfOneClient, models.Model):
    """One topic and the client's answer; over once it was lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="boundaries"
    )
    kind = models.CharField(
        max_length=15, choices=[(kind.value, kind.value) for kind in sorted(BOUNDARIES)]
    )
    topic_sealed = models.BinaryField(default=b"")
    topic = SealedWords("topic_sealed")
    question = models.CharField(max_length=10, blank=True)
    set_on = models.DateField()
    set_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were set."""

        ordering = ("set_on", "kind")

    def __str__(self) -> str:
        return f"boundary {self.pk}"
