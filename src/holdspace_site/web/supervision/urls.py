"""Where a supervisor's pages are."""

from django.urls import path

from holdspace_site.web import hand_offs
from holdspace_site.web.supervision import follow_through

app_name = "supervision"
urlpatterns = [
    path("", follow_through.home, name="home"),
    path(
        "hand-offs/<uuid:hand_off_id>/",
        hand_offs.supervisor_hand_off,
        name="hand-off",
    ),
    path(
        "hand-offs/<uuid:hand_off_id>/read/",
        hand_offs.supervisor_acknowledge,
        name="acknowledge-hand-off",
    ),
    path("<int:person_id>/", follow_through.worker, name="worker"),
]
