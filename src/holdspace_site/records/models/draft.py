"""What somebody is writing and has not sent: theirs alone until they send it."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class Draft(OfOneClient, models.Model):
    """One text being written, in one window.

    `slot` names what it answers, as a digest only the client's key makes, so that the
    row does not tell which questions somebody is writing on. `lane` is the window it
    is written in, `step` counts that window's saves, `revision` all saves of the slot.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="drafts")
    writer = models.ForeignKey("records.Person", models.CASCADE, related_name="drafts")
    slot = models.CharField(max_length=64)
    lane = models.CharField(max_length=36)
    step = models.BigIntegerField()
    revision = models.BigIntegerField()
    written_sealed = models.BinaryField(default=b"")
    written = SealedAnswers("written_sealed")
    kept_at = models.DateTimeField()

    class Meta:
        """One row a window and slot."""

        constraints = (
            models.UniqueConstraint(
                fields=("client", "writer", "slot", "lane"), name="one_draft_a_window"
            ),
        )

    def __str__(self) -> str:
        return f"draft {self.pk}"
