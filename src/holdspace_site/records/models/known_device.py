"""How a client comes back: a device that is known, and a short PIN."""

from django.db import models


class KnownDevice(models.Model):
    """A phone or computer a client opened their invitation on.

    Only a digest of the secret it holds is kept. `shared` says that other people use
    it too, so that nothing stays on it once it is sent.
    """

    person = models.ForeignKey("records.Person", models.CASCADE, related_name="devices")
    digest = models.CharField(max_length=64, unique=True)
    shared = models.BooleanField(default=False)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"known device {self.pk}"


class Pin(models.Model):
    """A client's PIN as a slow hash, and how often it was typed wrong since it fit.

    `worker_told_at` is when the worker saw that somebody kept trying; None before.
    """

    person = models.OneToOneField(
        "records.Person", models.CASCADE, related_name="pin", primary_key=True
    )
    hash = models.CharField(max_length=128)
    set_at = models.DateTimeField()
    wrong_tries = models.PositiveIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True)
    worker_told_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"PIN {self.pk}"
