"""What is done about a strain: what it rests on, each step, and the client's word."""

import uuid

from django.db import models

from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus, RuptureKind
from holdspace_site.records.sealed import OfOneClient, SealedWords

_STATUSES = [(status.value, status.value) for status in RepairStatus]


class Repair(OfOneClient, models.Model):
    """One repair. `session` is the meeting the strain belongs to, if to one.

    `kind` is how it shows as its worker says. Who sees it, since when and of what kind
    is a matter of its grounds: see records/repairs.py.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="repairs")
    worker = models.ForeignKey("records.Person", models.PROTECT, related_name="repairs")
    session = models.ForeignKey(
        "records.Session", models.SET_NULL, null=True, related_name="repairs"
    )
    kind = models.CharField(
        max_length=15, choices=[(kind.value, kind.value) for kind in RuptureKind]
    )
    status = models.CharField(max_length=10, choices=_STATUSES)
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """In the order they were opened: nothing ranks them."""

        ordering = ("opened_at", "pk")
        indexes = (models.Index(fields=("client", "status")),)

    def __str__(self) -> str:
        return f"repair {self.pk}"


class RepairGround(OfOneClient, models.Model):
    """One thing a repair rests on; gone with the check-in or the reading it names.

    `words` are the worker's, where they noticed it themselves; a signal keeps there how
    the strain shows, so that it goes with the answers it rests on.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="grounds")
    ground = models.CharField(
        max_length=10, choices=[(ground.value, ground.value) for ground in Ground]
    )
    check_in = models.ForeignKey(
        "records.CheckIn", models.CASCADE, null=True, related_name="repair_grounds"
    )
    reading = models.ForeignKey(
        "records.Reading", models.CASCADE, null=True, related_name="repair_grounds"
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    noticed_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    noticed_at = models.DateTimeField()

    class Meta:
        """Oldest first; a repair rests on one thing once."""

        ordering = ("noticed_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("repair", "ground", "check_in"), name="one_ground_a_check_in"
            ),
            models.UniqueConstraint(
                fields=("repair", "ground", "reading"), name="one_ground_a_reading"
            ),
        )

    def __str__(self) -> str:
        return f"repair ground {self.pk}"


class RepairStep(OfOneClient, models.Model):
    """One step, or something said on the way; never changed again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=10, choices=_STATUSES)
    to_status = models.CharField(max_length=10, choices=_STATUSES)
    said_sealed = models.BinaryField(default=b"")
    said = SealedWords("said_sealed")
    taken_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("taken_at", "pk")

    def __str__(self) -> str:
        return f"repair step {self.pk}"


class RepairWord(OfOneClient, models.Model):
    """The client's word on a repair; the newest counts, the older stay as history."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    repair = models.ForeignKey(Repair, models.CASCADE, related_name="client_words")
    word = models.CharField(
        max_length=15, choices=[(word.value, word.value) for word in ClientsWord]
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    given_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        """Oldest first."""

        ordering = ("given_at", "pk")

    def __str__(self) -> str:
        return f"repair word {self.pk}"
