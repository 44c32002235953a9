"""Where a worker's pages are."""

from django.urls import path

from holdspace_site.web import (
    hand_offs,
    handed_check_in,
    handed_questionnaire,
    supervision_hours,
)
from holdspace_site.web.worker import (
    booklet,
    brief,
    check_in,
    cycles,
    drafts,
    episodes,
    formulation,
    letters,
    marking,
    notices,
    promises,
    questionnaires,
    record,
    rehearse,
    repairs,
    sessions,
    story,
    supervision,
    telling,
    today,
    trigger_map,
    trust,
    way_of_working,
    wrap_up,
)

app_name = "worker"
urlpatterns = [
    path("", today.today, name="today"),
    path("clients/", today.clients, name="clients"),
    path("hand-offs/<uuid:hand_off_id>/", hand_offs.worker_hand_off, name="hand-off"),
    path(
        "hand-offs/<uuid:hand_off_id>/read/",
        hand_offs.worker_acknowledge,
        name="acknowledge-hand-off",
    ),
    path("codes/", marking.codes, name="codes"),
    path("my-supervision/", supervision.supervision, name="supervision"),
    path(
        "my-supervision/<int:supervisor_id>/",
        supervision.supervision,
        name="supervision-with",
    ),
    path(
        "my-supervision/<int:supervisor_id>/hours/new/",
        supervision_hours.worker_new,
        name="new-supervision-hour",
    ),
    path(
        "my-supervision/<int:supervisor_id>/hours/<uuid:hour_id>/",
        supervision_hours.worker_mend,
        name="supervision-hour",
    ),
    path(
        "my-supervision/<int:supervisor_id>/agreed/<uuid:point_id>/",
        supervision_hours.worker_tick,
        name="tick-agreed-point",
    ),
    path(
        "my-supervision/<int:supervisor_id>/drafts/",
        supervision_hours.worker_drafts,
        name="supervision-drafts",
    ),
    path(
        "my-supervision/<int:supervisor_id>/drafts/gone/",
        supervision_hours.worker_gone,
        name="supervision-drafts-gone",
    ),
    path(
        "my-supervision/figures/<uuid:figures_id>/take-back/",
        supervision.take_back,
        name="take-figures-back",
    ),
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
    path(
        "clients/<int:client_id>/recordings/<uuid:recording_id>/",
        marking.hear,
        name="recording",
    ),
    path(
        "clients/<int:client_id>/how-it-hangs-together/",
        formulation.formulation,
        name="formulation",
    ),
    path(
        "clients/<int:client_id>/way-of-working/",
        way_of_working.way_of_working,
        name="way-of-working",
    ),
    path(
        "clients/<int:client_id>/way-of-working/draft/",
        way_of_working.draft,
        name="draft-way-of-working",
    ),
    path(
        "clients/<int:client_id>/way-of-working/new/",
        way_of_working.add,
        name="add-way-line",
    ),
    path(
        "clients/<int:client_id>/way-of-working/way-of-working.pdf",
        way_of_working.as_pdf,
        name="way-of-working-pdf",
    ),
    path(
        "clients/<int:client_id>/way-of-working/<uuid:way_line_id>/take/",
        way_of_working.take,
        name="take-as-said",
    ),
    path(
        "clients/<int:client_id>/trigger-map/",
        trigger_map.trigger_map,
        name="trigger-map",
    ),
    path("clients/<int:client_id>/rehearse/", rehearse.rehearse_page, name="rehearse"),
    path(
        "clients/<int:client_id>/rehearse/share/",
        supervision.share,
        name="share-figures",
    ),
    path("clients/<int:client_id>/telling/", telling.telling, name="telling"),
    path("clients/<int:client_id>/telling/room/", telling.room, name="telling-room"),
    path(
        "clients/<int:client_id>/telling/tender/",
        telling.tender,
        name="telling-tender",
    ),
    path(
        "clients/<int:client_id>/telling/booklet.pdf", booklet.booklet, name="booklet"
    ),
    path("telling/booklet.pdf", booklet.blank, name="blank-booklet"),
    path("clients/<int:client_id>/drafts/", drafts.drafts, name="drafts"),
    path("clients/<int:client_id>/drafts/gone/", drafts.gone, name="drafts-gone"),
    path("clients/<int:client_id>/help/new/", episodes.add, name="add-episode"),
    path(
        "clients/<int:client_id>/help/<uuid:episode_id>/",
        episodes.episode,
        name="episode",
    ),
    path("clients/<int:client_id>/letters/", letters.letters, name="letters"),
    path("clients/<int:client_id>/letters/new/", letters.start, name="start-letter"),
    path(
        "clients/<int:client_id>/letters/<uuid:letter_id>/",
        letters.letter,
        name="letter",
    ),
    path(
        "clients/<int:client_id>/letters/<uuid:letter_id>/preview/",
        letters.preview,
        name="letter-preview",
    ),
    path(
        "clients/<int:client_id>/letters/<uuid:letter_id>/give/",
        letters.give,
        name="give-letter",
    ),
    path(
        "clients/<int:client_id>/letters/<uuid:letter_id>/seen/",
        letters.seen,
        name="letter-seen",
    ),
    path(
        "clients/<int:client_id>/letters/<uuid:letter_id>/letter.pdf",
        letters.as_pdf,
        name="letter-pdf",
    ),
    path("clients/<int:client_id>/sessions/", sessions.sessions, name="sessions"),
    path("clients/<int:client_id>/sessions/new/", sessions.plan, name="plan-session"),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/",
        wrap_up.session,
        name="session",
    ),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/move/",
        sessions.move,
        name="move-session",
    ),
    path(
        "clients/<int:client_id>/repairs/new/",
        repairs.notice,
        name="notice-rupture",
    ),
    path(
        "clients/<int:client_id>/repairs/<uuid:repair_id>/",
        repairs.repair,
        name="repair",
    ),
    path("clients/<int:client_id>/notices/new/", notices.give, name="give-notice"),
    path(
        "clients/<int:client_id>/notices/<uuid:notice_id>/",
        notices.notice,
        name="notice",
    ),
    path(
        "clients/<int:client_id>/notices/<uuid:notice_id>/goodbye/",
        notices.goodbye,
        name="start-goodbye",
    ),
    path(
        "clients/<int:client_id>/notices/<uuid:notice_id>/hand-over/",
        notices.hand_over,
        name="start-hand-over",
    ),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/check-in/",
        check_in.check_in,
        name="check-in",
    ),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/check-in/paper/",
        check_in.from_paper,
        name="type-in-check-in",
    ),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/check-in.pdf",
        check_in.of_session_on_paper,
        name="check-in-paper-of-session",
    ),
    path(
        "clients/<int:client_id>/sessions/<uuid:session_id>/check-in/hand-over/",
        handed_check_in.hand_over,
        name="hand-over-check-in",
    ),
    path("clients/<int:client_id>/trust/", trust.trust, name="trust"),
    path("clients/<int:client_id>/cycles/", cycles.cycles, name="cycles"),
    path("clients/<int:client_id>/cycles/draw/", cycles.draw, name="draw-cycle"),
    path("check-in.pdf", check_in.on_paper, name="check-in-paper"),
    path(
        "clients/<int:client_id>/questionnaires/",
        questionnaires.questionnaires,
        name="questionnaires",
    ),
    path(
        "clients/<int:client_id>/questionnaires/<uuid:questionnaire_id>/",
        questionnaires.questionnaire,
        name="questionnaire",
    ),
    path(
        "clients/<int:client_id>/questionnaires/<uuid:questionnaire_id>/paper/",
        questionnaires.from_paper,
        name="type-in-questionnaire",
    ),
    path(
        "clients/<int:client_id>/questionnaires/<uuid:questionnaire_id>/hand-over/",
        handed_questionnaire.hand_over,
        name="hand-over-questionnaire",
    ),
    path(
        "clients/<int:client_id>/questionnaires/<uuid:questionnaire_id>/let-go/",
        questionnaires.let_go,
        name="let-questionnaire-go",
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
        promises.settle,
        name="promise",
    ),
    path(
        "clients/<int:client_id>/promises/<uuid:promise_id>/change/",
        promises.page,
        name="promise-page",
    ),
    path("clients/<int:client_id>/record/", record.record, name="record"),
    path(
        "clients/<int:client_id>/record/questions/<uuid:question_id>/",
        record.answer,
        name="answer",
    ),
    path("clients/<int:client_id>/record/invite/", record.invite, name="invite"),
    path("clients/<int:client_id>/record/pin/", record.seen_pin, name="seen-pin"),
    path("clients/<int:client_id>/record/export.json", record.export, name="export"),
    path(
        "clients/<int:client_id>/record/export/",
        record.export_readable,
        name="export-readable",
    ),
]
