"""Wrapped keys; none of them opens anything without the master key."""

from django.db import models


class AgencyKey(models.Model):
    """The key that wraps the keys of one agency's clients."""

    agency_id = models.BigIntegerField(primary_key=True)
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of agency {self.agency_id}"


class ClientKey(models.Model):
    """The key that seals one client's words."""

    client_id = models.BigIntegerField(primary_key=True)
    agency_id = models.BigIntegerField()
    wrapped = models.BinaryField()

    def __str__(self) -> str:
        return f"key of client {self.client_id}"


class DestroyedKey(models.Model):
    """A trace that a client was erased, so that no backup brings the key back."""

    client_id = models.BigIntegerField(primary_key=True)
    destroyed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"destroyed key of client {self.client_id}"
