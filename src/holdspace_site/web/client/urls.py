"""Where a client's own pages are."""

from django.urls import path

from holdspace_site.web.client import own

app_name = "client"
urlpatterns = [
    path("", own.home, name="home"),
    path("looks/", own.looks, name="looks"),
    path("readings/<uuid:reading_id>/", own.verdict, name="verdict"),
]
