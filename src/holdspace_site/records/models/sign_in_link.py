"""A link that signs one person in, once."""

from django.db import models


class SignInLink(models.Model):
    """One link; only a digest of its secret is kept."""

    person = models.ForeignKey("records.Person", models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"
