"""How a client and their worker work together: the lines, why, and what was done."""

import uuid

from django.db import models

from holdspace.approach.way_of_working import LineKind
from holdspace.story.readings import Verdict
from holdspace_site.records.sealed import OfOneClient, SealedWords

STEPS = (
    "drafted",
    "added",
    "proposed",
    "put",
    "reworded",
    "taken_as_said",
    "yes",
    "not_quite",
    "taken_back",
    "brought_back",
    "left_out",
    "put_back",
)
"""What can be done with a line; each is kept with the words it was done to."""


class WayOfWorking(OfOneClient, models.Model):
    """The agreement of one client.

    `version` counts how often new or changed lines were put to the client; `revision`
    counts every change, so that two people do not write over each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.OneToOneField(
        "records.Client", models.CASCADE, related_name="way_of_working"
    )
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    put_at = models.DateTimeField(null=True)
    put_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"way of working {self.pk}"


class WayLine(OfOneClient, models.Model):
    """One line: its present words, what the worker would put instead, what the client.

    `by_worker_at` is since when the worker stands behind the present words, and
    `shown_at` since when they are on the client's page; None is not yet. `key` names
    what it was drafted from. One left out keeps its words, for its history alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="way_lines"
    )
    kind = models.CharField(
        max_length=14, choices=[(kind.value, kind.value) for kind in LineKind]
    )
    key = models.CharField(max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    draft_sealed = models.BinaryField(default=b"")
    draft = SealedWords("draft_sealed")
    instead_sealed = models.BinaryField(default=b"")
    instead = SealedWords("instead_sealed")
    verdict = models.CharField(
        max_length=12, blank=True, choices=[(v.value, v.value) for v in Verdict]
    )
    answered_at = models.DateTimeField(null=True)
    by_worker_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)
    left_out_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """In the order of the page."""

        ordering = ("position", "made_at", "pk")

    def __str__(self) -> str:
        return f"line {self.pk}"


class WayReason(OfOneClient, models.Model):
    """Words a line rests on: a reading, or a whole passage of the client's own."""

    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    line = models.ForeignKey(WayLine, models.CASCADE, related_name="reasons")
    reading = models.ForeignKey(
        "records.Reading", models.CASCADE, null=True, related_name="+"
    )
    passage = models.ForeignKey(
        "records.Passage", models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        """In the order they were given."""

        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(reading__isnull=True)
                ^ models.Q(passage__isnull=True),
                name="reason_rests_on_one",
            ),
        )

    def __str__(self) -> str:
        return f"reason {self.pk}"


class WayStep(OfOneClient, models.Model):
    """One thing that was done with a line, with the words it was done to, for good.

    `number` counts the steps of a line from 1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    line = models.ForeignKey(WayLine, models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=14, choices=[(one, one) for one in STEPS])
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    version = models.PositiveIntegerField(default=0)
    taken_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        """In the order they were taken."""

        ordering = ("number",)

    def __str__(self) -> str:
        return f"step {self.pk}"


class TriggerWording(OfOneClient, models.Model):
    """How one part of a trigger is put in plain words; a newer row ends the older.

    It counts once the client said yes; `reading_ids` are what the part rested on when
    it was written: it is shown to nobody else once one of them is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="trigger_wordings"
    )
    code = models.CharField(max_length=20)
    part = models.CharField(max_length=20)
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    reading_ids = models.JSONField(default=list)
    written_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    verdict = models.CharField(
        max_length=12, blank=True, choices=[(v.value, v.value) for v in Verdict]
    )
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """In the order they were written."""

        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return f"wording {self.pk}"
