"""Something said aloud, kept as it was said."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedBytes


class Recording(OfOneClient, models.Model):
    """A voice recording; a draft of its writer's alone until a passage holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="recordings"
    )
    writer = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    passage = models.OneToOneField(
        "records.Passage", models.CASCADE, null=True, related_name="recording"
    )
    slot = models.CharField(max_length=64)
    sound_sealed = models.BinaryField(default=b"")
    sound = SealedBytes("sound_sealed")
    kind = models.CharField(max_length=40)
    seconds = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"recording {self.pk}"
