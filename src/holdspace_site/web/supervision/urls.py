"""Where a supervisor's pages are."""

from django.urls import path

from holdspace_site.web.supervision import follow_through

app_name = "supervision"
urlpatterns = [
    path("", follow_through.home, name="home"),
    path("<int:person_id>/", follow_through.worker, name="worker"),
]
