"""Where a client's own pages are."""

from django.urls import path

from holdspace_site.web.client import export, own

app_name = "client"
urlpatterns = [
    path("", own.home, name="home"),
    path("looks/", own.looks, name="looks"),
    path("export/", export.export_readable, name="export-readable"),
    path("export.json", export.export_json, name="export"),
    path("readings/<uuid:reading_id>/", own.verdict, name="verdict"),
]
