"""A piece of text somebody told, kept as it was said, with every earlier wording."""

import uuid

from django.db import models

from holdspace_site.records.sealed import OfOneClient, SealedWords


class Passage(OfOneClient, models.Model):
    """The words, who told them, when and where.

    `question` and `part` name the question of the intake it answers, empty and 0 where
    it was told freely. `translation` is what an interpreter made of the words. A
    passage the client holds back since `held_back_at` is for their own eyes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(
        "records.Client", models.CASCADE, related_name="passages"
    )
    episode = models.ForeignKey(
        "records.Episode", models.SET_NULL, null=True, related_name="passages"
    )
    session = models.ForeignKey(
        "records.Session", models.SET_NULL, null=True, related_name="passages"
    )
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    told_by = models.CharField(max_length=10)
    typed_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")
    told_on = models.DateField()
    setting = models.CharField(max_length=20)
    question = models.CharField(max_length=10, blank=True)
    part = models.PositiveSmallIntegerField(default=0)
    supported_by_sealed = models.BinaryField(default=b"")
    supported_by = SealedWords("supported_by_sealed")
    translation_sealed = models.BinaryField(default=b"")
    translation = SealedWords("translation_sealed")
    translated_into = models.CharField(max_length=20, blank=True)
    held_back_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=20, default="en")
    sensitivity = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()

    class Meta:
        """Newest telling first."""

        ordering = ("-told_on", "-added_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(sensitivity__range=(1, 3)),
                name="sensitivity_is_1_to_3",
            ),
        )

    def __str__(self) -> str:
        return f"passage {self.pk}"


class PassageRevision(OfOneClient, models.Model):
    """How a passage read before a typing slip was mended; never changed again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey("records.Client", models.CASCADE, related_name="+")
    passage = models.ForeignKey(Passage, models.CASCADE, related_name="revisions")
    words_sealed = models.BinaryField(default=b"")
    words = SealedWords("words_sealed")
    version = models.PositiveIntegerField()
    replaced_at = models.DateTimeField()
    replaced_by = models.ForeignKey("records.Person", models.PROTECT, related_name="+")

    class Meta:
        """Newest first."""

        ordering = ("-version",)

    def __str__(self) -> str:
        return f"passage revision {self.pk}"
