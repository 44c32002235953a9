"""A questionnaire as one agency uses it: on or off, with its licensed words."""

from django.db import models


class PracticeInstrument(models.Model):
    """One instrument of one agency; without a row it is off.

    `licensed_text` is the file of an agency that holds the licence, kept apart from
    what ships. `licence_held_by` and `licensed_until` are what the agency said of it;
    None is a licence without an end.
    """

    agency = models.ForeignKey(
        "records.Agency", models.CASCADE, related_name="instruments"
    )
    instrument = models.CharField(max_length=40)
    is_on = models.BooleanField(default=False)
    licensed_text = models.TextField(blank=True)
    licence_held_by = models.CharField(max_length=200, blank=True)
    licensed_until = models.DateField(null=True)

    class Meta:
        """One row an instrument."""

        ordering = ("instrument",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "instrument"), name="one_row_an_instrument"
            ),
        )

    def __str__(self) -> str:
        return f"instrument {self.pk}"
