"""What clients told is on the page it belongs to and nowhere else."""

import logging
import runpy
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session as BrowserSession
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace_site.records.models import AccessEntry
from holdspace_site.settings import base as base_settings
from holdspace_site.web.quiet_log import QuietHandler

CANARY = "quetzalcoatlus"
WORDS = f"He said the {CANARY} would come back."


@pytest.fixture
def handlers():
    """What the settings made: the handlers that write to standard error."""
    names = ("", *settings.LOGGING["loggers"])
    made = [h for name in names for h in logging.getLogger(name).handlers]
    ours = [h for h in made if isinstance(h, QuietHandler)]
    assert len(ours) == len(names)
    return ours


@pytest.fixture
def logged(handlers, monkeypatch, capsys):
    """All that is said outside of pages: in logs and on standard error."""
    told = StringIO()
    for handler in handlers:
        monkeypatch.setattr(handler, "stream", told)
    return lambda: told.getvalue() + "".join(capsys.readouterr())


@pytest.fixture
def as_ruth_unlucky(ruth):
    """Ruth's browser on a site where things go wrong: errors become pages."""
    browser = Browser(raise_request_exception=False)
    browser.force_login(ruth)
    return browser


def typed_words():
    return {
        "words": WORDS,
        "told_on": timezone.localdate().isoformat(),
        "told_by": "client",
        "setting": "session",
        "language": "en",
        "sensitivity": "1",
    }


def kept_in_browsers():
    return str([one.get_decoded() for one in BrowserSession.objects.all()])


def send_words(browser, client, **typed):
    place = reverse("worker:add-passage", args=[client.pk])
    return browser.post(place, typed_words() | typed)


# --- When something goes wrong ------------------------------------------------


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(WORDS),
        ValueError(f"invalid literal: {WORDS!r}"),
        KeyError(WORDS),
        DatabaseError(f"DETAIL: Failing row contains ({WORDS})."),
        SuspiciousOperation(WORDS),
        UnicodeDecodeError("utf-8", WORDS.encode(), 0, 1, WORDS),
        type(CANARY, (Exception,), {"__str__": lambda self: WORDS})(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_that_quotes_a_client_is_not_repeated(
    as_ruth_unlucky, amara, monkeypatch, logged, error
):
    def fail(client_id, new, **named):
        words = new.words  # as a traceback with its variables would show
        assert words
        raise error

    monkeypatch.setattr("holdspace_site.web.worker.story.add_passage", fail)
    answer = send_words(as_ruth_unlucky, amara)
    told = logged()
    assert answer.status_code in {400, 500}
    assert CANARY not in answer.content.decode()
    assert WORDS not in told
    if type(error).__name__ != CANARY:  # an error's type is named, nothing else is
        assert CANARY not in told
    if answer.status_code == 500:
        assert f"{type(error).__name__} in fail:" in told


def test_an_error_while_a_page_is_drawn_quotes_nobody(
    as_ruth_unlucky, amara, monkeypatch, logged
):
    def fail(*args, **named):
        raise RuntimeError(WORDS)

    send_words(as_ruth_unlucky, amara)
    monkeypatch.setattr("holdspace_site.web.worker.story.render", fail)
    answer = as_ruth_unlucky.get(reverse("worker:story", args=[amara.pk]))
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode() + logged()


def test_the_page_of_an_error_is_calm_and_says_what_to_do(
    as_ruth_unlucky, amara, monkeypatch
):
    def fail(*args, **named):
        raise RuntimeError(WORDS)

    monkeypatch.setattr("holdspace_site.web.worker.story.read_story", fail)
    page = as_ruth_unlucky.get(reverse("worker:story", args=[amara.pk]))
    assert page.status_code == 500
    assert "What you saved before is safe." in page.content.decode()
    assert "Traceback" not in page.content.decode()


@pytest.mark.parametrize(
    "say",
    [
        lambda log: log.error("The words were %s", WORDS),
        lambda log: log.error(WORDS),
        lambda log: log.error("The words were {}".format(WORDS)),  # noqa: UP032
        lambda log: log.error("%(words)s", {"words": WORDS}),
        lambda log: log.error(RuntimeError(WORDS)),
        lambda log: log.error("x", exc_info=RuntimeError(WORDS)),
        lambda log: log.error("x", exc_info=RuntimeError(WORDS), stack_info=True),
    ],
)
@pytest.mark.parametrize(
    "name", ["django", "django.request", "django.security.csrf", "gunicorn.error", "x"]
)
def test_nothing_said_to_a_log_carries_words(logged, say, name):
    say(logging.getLogger(name))
    told = logged()
    assert told.strip()
    assert CANARY not in told


def test_a_log_that_cannot_be_written_says_nothing_at_all(
    handlers, monkeypatch, capsys
):
    gone = StringIO()
    gone.close()
    for handler in handlers:
        monkeypatch.setattr(handler, "stream", gone)
    for name in ("django.request", "x"):
        logging.getLogger(name).error("%s", WORDS, exc_info=RuntimeError(WORDS))
    assert "".join(capsys.readouterr()) == ""


def test_a_log_still_says_what_failed_and_where(logged):
    def open_the_door():
        raise PermissionError(WORDS)

    try:
        open_the_door()
    except PermissionError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", 1)
    assert "PermissionError in open_the_door:" in logged()


def test_an_unknown_address_and_a_form_from_elsewhere_are_not_quoted(
    ruth, amara, logged
):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(ruth)
    answers = [
        browser.get(f"/{CANARY}/", {"q": CANARY}),
        send_words(browser, amara),
        browser.post(reverse("sign-in"), {"username": CANARY, "password": CANARY}),
        browser.get("/", headers={"Host": f"{CANARY}.example"}),
        browser.get(reverse("sign-in-link", args=[CANARY])),
    ]
    assert [answer.status_code for answer in answers] == [404, 403, 403, 400, 410]
    for answer in answers:
        assert CANARY not in answer.content.decode()
    assert CANARY not in logged()


# --- When all goes well -------------------------------------------------------


def test_what_was_typed_is_in_no_address_and_no_browser_session(as_ruth, amara, logged):
    answers = [send_words(as_ruth, amara)]
    passage = amara.passages.latest("added_at")
    on_passage = [amara.pk, passage.pk]
    answers += [
        as_ruth.post(
            reverse("worker:add-reading", args=on_passage),
            {"quote": CANARY, "code": "H.HEARD", "certainty": "said"},
        ),
        as_ruth.post(
            reverse("worker:correct-passage", args=on_passage),
            {"words": WORDS + " Soon.", "version": "1"},
        ),
        as_ruth.post(
            reverse("worker:add-boundary", args=[amara.pk]),
            {"kind": "never", "topic": CANARY},
        ),
    ]
    assert [answer.status_code for answer in answers] == [302] * 4
    assert not [a for a in answers if CANARY in a.headers["Location"]]
    assert CANARY not in kept_in_browsers()
    assert CANARY not in str(AccessEntry.objects.values_list())
    assert CANARY not in logged()
    story = as_ruth.get(reverse("worker:story", args=[amara.pk])).content.decode()
    assert CANARY in story  # it is where it belongs
    assert CANARY not in story[story.index("<title>") : story.index("</title>")]


def test_a_clients_correction_is_in_no_address_and_no_browser_session(as_amara, amara):
    reading = amara.readings.get(code="H.HEARD")
    answer = as_amara.post(
        reverse("client:verdict", args=[reading.pk]),
        {"verdict": "not_quite", "correction": WORDS, "version": reading.version},
    )
    assert CANARY not in answer.headers["Location"]
    assert CANARY not in kept_in_browsers()
    assert CANARY in as_amara.get(reverse("client:home")).content.decode()


def test_the_message_after_saving_quotes_nobody(as_ruth, amara):
    send_words(as_ruth, amara)
    page = as_ruth.get(reverse("worker:clients")).content.decode()
    assert "Kept." in page
    assert CANARY not in page


# --- What browsers are asked to keep ------------------------------------------


@pytest.fixture
def answers(as_ruth_unlucky, as_amara, visitor, amara, monkeypatch):
    """A page of each kind, by what it is."""

    def fail(*args, **named):
        raise RuntimeError(WORDS)

    brief = reverse("worker:brief", args=[amara.pk])
    story = reverse("worker:story", args=[amara.pk])
    strict = Browser(enforce_csrf_checks=True)
    told = {
        "today": as_ruth_unlucky.get("/"),
        "brief": as_ruth_unlucky.get(brief),
        "pdf": as_ruth_unlucky.get(reverse("worker:brief-pdf", args=[amara.pk])),
        "export": as_ruth_unlucky.get(reverse("worker:export", args=[amara.pk])),
        "own page": as_amara.get(reverse("client:home")),
        "sign in": visitor.get(reverse("sign-in")),
        "sent to sign in": visitor.get(brief),
        "link": visitor.get(reverse("sign-in-link", args=["never-was"])),
        "well": visitor.get(reverse("healthz")),
        "not theirs": as_amara.get(brief),
        "unknown": as_ruth_unlucky.get("/nowhere/"),
        "another way": as_ruth_unlucky.get(reverse("sign-out")),
        "wrong day": as_ruth_unlucky.get(brief, {"on": "x"}),
        "forged": strict.post(reverse("sign-in")),
        "wrong host": visitor.get("/", headers={"Host": "elsewhere.example"}),
        "signed out": as_amara.post(reverse("sign-out"), {"alone": "yes"}),
    }
    monkeypatch.setattr("holdspace_site.web.worker.story.read_story", fail)
    return told | {"broken": as_ruth_unlucky.get(story)}


def test_no_browser_keeps_a_page(answers):
    assert {a.status_code for a in answers.values()} == {
        *(200, 302, 400, 403, 404, 405, 410, 500)
    }
    kept = {
        k for k, a in answers.items() if "no-store" not in a.headers["Cache-Control"]
    }
    assert not kept


def test_every_answer_says_what_a_page_may_load_and_do(answers):
    for kind, answer in answers.items():
        policy = dict(
            part.strip().split(" ", 1)
            for part in answer.headers["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'", kind
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", kind
        assert policy["form-action"] == policy["script-src"] == "'self'", kind
        for unsafe in ("unsafe-inline", "unsafe-eval", "http:", "https:", "*", "data:"):
            assert unsafe not in str(policy), kind


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
def test_every_answer_keeps_to_itself(answers, header, value):
    other = {k: a.headers.get(header) for k, a in answers.items()}
    assert set(other.values()) == {value}, other


def test_no_page_lends_out_a_device(answers):
    for answer in answers.values():
        assert "camera=()" in answer.headers["Permissions-Policy"]
        assert "microphone=()" in answer.headers["Permissions-Policy"]


def test_no_page_has_script_or_style_of_its_own(answers):
    for kind, answer in answers.items():
        if "html" in answer.headers.get("Content-Type", ""):
            page = answer.content.decode().lower()
            assert "<style" not in page, kind
            assert " style=" not in page, kind
            assert " onclick=" not in page, kind
            assert page.count("<script") == page.count("<script src="), kind


def test_signing_out_asks_the_browser_to_forget(answers, as_amara):
    assert answers["signed out"].headers["Clear-Site-Data"] == '"cache", "storage"'
    assert as_amara.get(reverse("client:home")).status_code == 302


def test_where_somebody_else_keeps_something_it_stays(as_amara):
    answer = as_amara.post(reverse("sign-out"))
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(ruth):
    browser = Browser()
    browser.force_login(ruth)
    browser.get(reverse("worker:clients"))
    signed_in = browser.cookies[settings.SESSION_COOKIE_NAME]
    form = Browser().get(reverse("sign-in")).cookies[settings.CSRF_COOKIE_NAME]
    for cookie in (signed_in, form):
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def production(monkeypatch, tmp_path, **environment):
    monkeypatch.setenv("HOLDSPACE_HOME", str(tmp_path))
    for name in ("HOLDSPACE_TLS", "HOLDSPACE_DATABASE", "HOLDSPACE_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_module("holdspace_site.settings.production")


def test_behind_a_certificate_cookies_travel_encrypted_only(monkeypatch, tmp_path):
    used = production(monkeypatch, tmp_path, HOLDSPACE_TLS="1")
    assert used["SESSION_COOKIE_SECURE"]
    assert used["CSRF_COOKIE_SECURE"]
    assert used["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert used["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert used["SECURE_HSTS_SECONDS"] > 0


def test_in_use_nothing_is_debugged_and_only_this_machine_is_answered(
    monkeypatch, tmp_path
):
    used = production(monkeypatch, tmp_path)
    assert used["DEBUG"] is False
    assert used["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert used["LOGGING"] is base_settings.LOGGING
    assert used["DATABASES"]["default"]["ENGINE"] == "holdspace_site.records.sqlcipher"
