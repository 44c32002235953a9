"""Which supervisor helps which worker work well, and what the two keep of it."""

import uuid

from django.db import models

from holdspace_site.records.sealed import (
    OfOneAgency,
    OfOneClient,
    SealedAnswers,
    SealedWords,
)


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


class SupervisionSession(OfOneAgency, models.Model):
    """One hour the two had: when, what they talked about, when the next one is.

    Both see it and both may mend it. It holds no client's words: it is sealed for the
    agency, so the erasure of a client does not reach it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    supervisor = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="hours_given"
    )
    supervisee = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="hours_had"
    )
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    written_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        """Newest first."""

        ordering = ("-held_on", "-written_at")

    def __str__(self) -> str:
        return f"supervision session {self.pk}"


class AgreedPoint(OfOneAgency, models.Model):
    """One thing agreed in an hour: what, who of the two does it, and by when.

    `due_on` None is no set day. Since `done_at` it is done, as `done_by` ticked it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    hour = models.ForeignKey(
        SupervisionSession, models.CASCADE, related_name="agreed_points"
    )
    position = models.PositiveSmallIntegerField()
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    who = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        "records.Person", models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        """In the order they were written down: nothing ranks them."""

        ordering = ("hour", "position")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="somebody_ticked_it",
            ),
        )

    def __str__(self) -> str:
        return f"agreed point {self.pk}"


class SupervisionDraft(OfOneAgency, models.Model):
    """Notes of an hour that one of the two is writing and has not kept: theirs alone.

    It is what `Draft` is for a text in a client's record; see there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("records.Agency", models.PROTECT, related_name="+")
    writer = models.ForeignKey("records.Person", models.CASCADE, related_name="+")
    other = models.ForeignKey("records.Person", models.CASCADE, related_name="+")
    slot = models.CharField(max_length=64)
    lane = models.CharField(max_length=36)
    step = models.BigIntegerField()
    revision = models.BigIntegerField()
    written_sealed = models.BinaryField(default=b"")
    written = SealedAnswers("written_sealed")
    kept_at = models.DateTimeField()

    class Meta:
        """One row a window and text."""

        constraints = (
            models.UniqueConstraint(
                fields=("writer", "other", "slot", "lane"),
                name="one_supervision_draft_a_window",
            ),
        )

    def __str__(self) -> str:
        return f"supervision draft {self.pk}"


class SharedFigures(OfOneClient, models.Model):
    """Counts of a worker's own words that they let their supervisor see.

    No text and no quote. Whose record the words were for is kept, so that the counts
    go with a no to supervision and with the record; nobody is shown it. Taken back, the
    row is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="shared_figures"
    )
    worker = models.ForeignKey(
        "records.Person", models.PROTECT, related_name="shared_figures"
    )
    counts_sealed = models.BinaryField(default=b"")
    counts = SealedAnswers("counts_sealed")
    shared_at = models.DateTimeField()

    class Meta:
        """Newest first."""

        ordering = ("-shared_at", "pk")

    def __str__(self) -> str:
        return f"shared figures {self.pk}"
