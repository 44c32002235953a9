"""Words that may need a person soon: whom we asked to read them, what came of it."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedAnswers, SealedWords


class HandOff(OfOneClient, models.Model):
    """One hand-off to a person; it rates nothing and predicts nothing.

    `rule` is the fixed rule that noticed the words, `spans` where they stand: in the
    passage, or in the own words of the check-in. `client_chose` is what the client
    pressed when it was shown to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="hand_offs"
    )
    passage = models.ForeignKey(
        "records.Passage", models.CASCADE, null=True, related_name="hand_offs"
    )
    check_in = models.ForeignKey(
        "records.CheckIn", models.CASCADE, null=True, related_name="hand_offs"
    )
    questionnaire = models.ForeignKey(
        "records.Questionnaire", models.CASCADE, null=True, related_name="hand_offs"
    )
    rule = models.CharField(max_length=40)
    spans_sealed = models.BinaryField(default=b"")
    spans = SealedAnswers("spans_sealed")
    noticed_at = models.DateTimeField()
    client_chose = models.CharField(max_length=20, blank=True)
    first_reader = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    next_reader = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    next_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    read_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=30, blank=True)
    because_sealed = models.BinaryField(default=b"")
    because = SealedWords("because_sealed")
    decided_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        """Oldest first: nobody is ranked."""

        ordering = ("noticed_at",)

    def __str__(self) -> str:
        return f"hand-off {self.pk}"
