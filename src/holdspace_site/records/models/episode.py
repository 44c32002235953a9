"""A period of help with one service."""

import uuid

from django.db import models

from holdspace.story.episodes import EpisodeKind
from holdspace_site.records.sealed import OfOneClient, SealedWords


class Episode(OfOneClient, models.Model):
    """An earlier period of help, or the present one; dates as partial dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="episodes"
    )
    kind = models.CharField(
        max_length=10, choices=[(kind.value, kind.value) for kind in EpisodeKind]
    )
    title_sealed = models.BinaryField(default=b"")
    title = SealedWords("title_sealed")
    hoped_for_sealed = models.BinaryField(default=b"")
    hoped_for = SealedWords("hoped_for_sealed")
    began = models.CharField(max_length=12, blank=True)
    ended = models.CharField(max_length=12, blank=True)
    chosen = models.BooleanField(null=True)
    ending = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"episode {self.pk}"
