"""A client's record: the thread everything else hangs on."""

from django.db import models

from holdspace_site.records.sealed import SealedWords


class Client(models.Model):
    """One client. Once erased, only the number and the day are left."""

    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="clients")
    person = models.OneToOneField(
        "records.Person", models.PROTECT, null=True, related_name="own_record"
    )
    name_sealed = models.BinaryField(default=b"")
    name = SealedWords("name_sealed")
    added_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Newest numbers last."""

        ordering = ("pk",)

    def __str__(self) -> str:
        return f"client {self.pk}"

    @property
    def sealed_for(self) -> int:
        """A client's name is sealed with their own key."""
        return self.pk
