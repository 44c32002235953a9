"""Who looked at or changed what, chained so that nobody can quietly take a line out."""

from django.db import models


class AccessEntry(models.Model):
    """One look or change, allowed or refused; holds no word of the client's.

    `digest` is an HMAC over this entry and the digest before it.
    """

    position = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    who = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    os_user = models.CharField(max_length=100, blank=True)
    verb = models.CharField(max_length=40)
    client_id = models.BigIntegerField(null=True)
    record_kind = models.CharField(max_length=30, blank=True)
    record_id = models.CharField(max_length=40, blank=True)
    refused = models.BooleanField(default=False)
    digest = models.BinaryField()

    class Meta:
        """In the order they happened."""

        ordering = ("position",)
        indexes = (models.Index(fields=("client_id", "-position")),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(who__isnull=False) | ~models.Q(os_user=""),
                name="somebody_did_it",
            ),
        )

    def __str__(self) -> str:
        return f"access entry {self.position}"


class AccessLogHead(models.Model):
    """The newest entry's position and digest: what the next one is chained to."""

    position = models.BigIntegerField(default=0)
    digest = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"access log head {self.position}"
