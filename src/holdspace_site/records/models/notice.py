"""Word given before a break, a change of worker or an ending."""

import uuid

from django.db import models

from holdspace.alliance.notices import NoticeKind
from holdspace_site.records.sealed import OfOneClient, SealedWords


class AdvanceNotice(OfOneClient, models.Model):
    """One notice, with a reason in words the client sees; over once called off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="notices")
    worker = models.ForeignKey("records.Person", models.PROTECT, related_name="notices")
    kind = models.CharField(
        max_length=12, choices=[(kind.value, kind.value) for kind in NoticeKind]
    )
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    reason_sealed = models.BinaryField(default=b"")
    reason = SealedWords("reason_sealed")
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """The soonest first; nothing ends before it begins."""

        ordering = ("begins_on", "given_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("begins_on")),
                name="nothing_ends_before_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"advance notice {self.pk}"
