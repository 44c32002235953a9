"""Where a worker's pages are."""

from django.urls import path

from holdspace_site.web.worker import (
    brief,
    episodes,
    marking,
    record,
    sessions,
    story,
    today,
)

app_name = "worker"
urlpatterns = [
    path("", today.today, name="today"),
    path("clients/", today.clients, name="clients"),
    path("codes/", marking.codes, name="codes"),
    path("clients/<int:client_id>/", brief.brief, name="brief"),
    path("clients/<int:client_id>/brief.pdf", brief.brief_as_pdf, name="brief-pdf"),
    path("clients/<int:client_id>/quotes/", brief.quotes, name="quotes"),
    path("clients/<int:client_id>/story/", story.story, name="story"),
    path("clients/<int:client_id>/story/new/", story.add, name="add-passage"),
    path(
        "clients/<int:client_id>/story/<uuid:passage_id>/",
        marking.passage,
        name="passage",
    ),
    path(
        "clients/<int:client_id>/story/<uuid:passage_id>/correct/",
        story.correct,
        name="correct-passage",
    ),
    path(
        "clients/<int:client_id>/story/<uuid:passage_id>/readings/",
        marking.add_reading,
        name="add-reading",
    ),
    path(
        "clients/<int:client_id>/readings/<uuid:reading_id>/",
        marking.change,
        name="change-reading",
    ),
    path(
        "clients/<int:client_id>/readings/<uuid:reading_id>/remove/",
        marking.remove,
        name="remove-reading",
    ),
    path("clients/<int:client_id>/help/new/", episodes.add, name="add-episode"),
    path(
        "clients/<int:client_id>/help/<uuid:episode_id>/",
        episodes.episode,
        name="episode",
    ),
    path("clients/<int:client_id>/sessions/", sessions.sessions, name="sessions"),
    path("clients/<int:client_id>/sessions/new/", sessions.plan, name="plan-session"),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/",
        sessions.session,
        name="session",
    ),
    path(
        "clients/<int:client_id>/boundaries/new/",
        sessions.boundary,
        name="add-boundary",
    ),
    path(
        "clients/<int:client_id>/boundaries/<uuid:boundary_id>/lift/",
        sessions.lift,
        name="lift-boundary",
    ),
    path(
        "clients/<int:client_id>/promises/<uuid:promise_id>/",
        today.promise,
        name="promise",
    ),
    path("clients/<int:client_id>/record/", record.record, name="record"),
    path("clients/<int:client_id>/record/invite/", record.invite, name="invite"),
    path("clients/<int:client_id>/record/export.json", record.export, name="export"),
    path(
        "clients/<int:client_id>/record/export/",
        record.export_readable,
        name="export-readable",
    ),
]
