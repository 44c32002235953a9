"""How one client wants to be asked, and what calms them."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedAnswers


class TellingSettings(OfOneClient, models.Model):
    """One client's own settings: pace, their yes to tender questions, the calm list.

    `age` in years is set by the worker where it changes what is asked; None = adult.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.OneToOneField(
        "records.Client", models.CASCADE, related_name="telling_settings"
    )
    age = models.PositiveSmallIntegerField(null=True)
    through_interpreter = models.BooleanField(default=False)
    kept_sealed = models.BinaryField(default=b"")
    kept = SealedAnswers("kept_sealed")

    def __str__(self) -> str:
        return f"telling settings {self.pk}"
