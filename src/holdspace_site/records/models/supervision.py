"""Which supervisor helps which worker work well."""

from django.db import models


class Supervision(models.Model):
    """A supervisor and one of their supervisees; over once `until` is set."""

    supervisor = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="supervises"
    )
    supervisee = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="supervised_by"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"supervision {self.pk}"
