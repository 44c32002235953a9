"""Where a client's own pages are."""

from django.urls import path

from holdspace_site.web.client import (
    app,
    devices,
    export,
    hand_off,
    letter,
    own,
    recordings,
    sharing,
    summary,
    telling,
)

app_name = "client"
urlpatterns = [
    path("", own.home, name="home"),
    path("looks/", own.looks, name="looks"),
    path("devices/", devices.devices, name="devices"),
    path("devices/forget/", devices.forget_this, name="forget-device"),
    path("devices/others/", devices.end_others, name="end-other-devices"),
    path("devices/another/", devices.another, name="another-device"),
    path("devices/pin/", devices.change, name="change-pin"),
    path("devices/<int:device_id>/end/", devices.end, name="end-device"),
    path("sharing/", sharing.sharing, name="sharing"),
    path("sharing/choose/", sharing.choose, name="choose-sharing"),
    path("told/<uuid:passage_id>/", sharing.keep_back, name="hold-back"),
    path("ask/look/<int:look_id>/", sharing.ask_about_look, name="ask-look"),
    path(
        "ask/line/<uuid:reading_id>/", sharing.ask_about_reading, name="ask-reading"
    ),
    path(
        "ask/told/<uuid:passage_id>/", sharing.ask_about_passage, name="ask-passage"
    ),
    path("summary/", summary.summary, name="summary"),
    path("help/", hand_off.help_now, name="help-now"),
    path("help/ask/", hand_off.gentle_ask, name="gentle-ask"),
    path("help/options/", hand_off.options, name="options"),
    path("help/<uuid:hand_off_id>/", hand_off.choice, name="hand-off-choice"),
    path("export/", export.export_readable, name="export-readable"),
    path("export.json", export.export_json, name="export"),
    path("readings/<uuid:reading_id>/", own.verdict, name="verdict"),
    path("letters/<uuid:letter_id>/", letter.letter, name="letter"),
    path("letters/<uuid:letter_id>/letter.pdf", letter.as_pdf, name="letter-pdf"),
    path(
        "letters/<uuid:letter_id>/lines/<uuid:line_id>/",
        letter.answer,
        name="answer-line",
    ),
    path("letters/<uuid:letter_id>/missed/", letter.missed, name="letter-missed"),
    path("letters/<uuid:letter_id>/send/", letter.send, name="send-letter"),
    path("telling/", telling.telling, name="telling"),
    path("telling/state.json", telling.state, name="telling-state"),
    path("telling/keep/", telling.keep, name="keep"),
    path("telling/drop/", telling.drop, name="let-go"),
    path("telling/answer/", telling.answer, name="answer"),
    path("telling/way/", telling.way, name="way"),
    path("telling/recordings/", recordings.keep, name="keep-recording"),
    path("telling/recordings/<uuid:recording_id>/", recordings.hear, name="recording"),
    path(
        "telling/recordings/<uuid:recording_id>/drop/",
        recordings.drop,
        name="drop-recording",
    ),
    path("telling/q/<str:key>/", telling.question, name="telling-question"),
    path("service-worker.js", app.service_worker, name="service-worker"),
    path("app.webmanifest", app.manifest, name="manifest"),
]
