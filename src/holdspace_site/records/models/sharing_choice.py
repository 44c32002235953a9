"""What a client lets be done with their record, reason by reason."""

from django.db import models

from holdspace.privacy.sharing import Purpose


class SharingChoice(models.Model):
    """One choice; the newest of a purpose counts, the older ones stay as history."""

    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="sharing_choices"
    )
    purpose = models.CharField(
        max_length=20, choices=[(one.value, one.value) for one in Purpose]
    )
    allowed = models.BooleanField()
    chosen_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("chosen_at", "pk")

    def __str__(self) -> str:
        return f"sharing choice {self.pk}"
