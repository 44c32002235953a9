"""How often a name was tried lately, so that guessing a password takes years."""

from django.db import models


class SignInTries(models.Model):
    """Tries since the last that worked; of name and address only a digest is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "tries to sign in"
