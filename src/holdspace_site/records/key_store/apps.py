"""Tells Django about the key store."""

from django.apps import AppConfig


class KeyStoreConfig(AppConfig):
    """Keys, apart from what they open."""

    name = "holdspace_site.records.key_store"
    label = "key_store"
    default_auto_field = "django.db.models.BigAutoField"
