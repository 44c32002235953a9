"""Where a supervisor's pages are."""

from django.urls import path

from holdspace_site.web import hand_offs, supervision_hours
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
    path(
        "<int:person_id>/hours/new/",
        supervision_hours.supervisor_new,
        name="new-supervision-hour",
    ),
    path(
        "<int:person_id>/hours/<uuid:hour_id>/",
        supervision_hours.supervisor_mend,
        name="supervision-hour",
    ),
    path(
        "<int:person_id>/agreed/<uuid:point_id>/",
        supervision_hours.supervisor_tick,
        name="tick-agreed-point",
    ),
    path(
        "<int:person_id>/drafts/",
        supervision_hours.supervisor_drafts,
        name="supervision-drafts",
    ),
    path(
        "<int:person_id>/drafts/gone/",
        supervision_hours.supervisor_gone,
        name="supervision-drafts-gone",
    ),
]
