"""How the pieces hang together, as a client and a worker wrote it: a row a version."""

import uuid

from django.db import models

from holdspace.story.readings import Verdict
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Formulation(OfOneClient, models.Model):
    """One version; its words change no more, a newer one comes after it.

    Who sees it is a matter of its writer and the client's word on it: see
    records/formulations.py.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="formulations"
    )
    words_sealed = models.BinaryField()
    words = SealedWords("words_sealed")
    written_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=12, blank=True, choices=[(v.value, v.value) for v in Verdict]
    )
    own_words_sealed = models.BinaryField(default=b"")
    own_words = SealedWords("own_words_sealed")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were written."""

        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"formulation {self.pk}"
