"""Tells Django about the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The one app that stores anything."""

    name = "holdspace_site.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"
