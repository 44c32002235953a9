"""Every address of the site, tried by everybody it is not for."""

import re
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client as Browser
from django.urls import URLPattern, get_resolver, reverse

from holdspace.alliance.notices import NoticeKind
from holdspace.approach.triggers import TriggerPart
from holdspace.practice.report import PracticeReport
from holdspace.privacy.access import Role
from holdspace_site.actions.add_people import (
    add_client,
    add_person,
    end_account,
    join_care_team,
    leave_care_team,
)
from holdspace_site.actions.ask_about import AskedAbout, ask_about
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.give_letter import give_letter
from holdspace_site.actions.give_notice import NewNotice, give_notice
from holdspace_site.actions.known_device import know_device
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.actions.share_figures import share_figures
from holdspace_site.actions.word_trigger import word_trigger
from holdspace_site.actions.write_formulation import write_formulation
from holdspace_site.actions.write_letter import start_letter
from holdspace_site.actions.write_way_of_working import (
    draft_way_of_working,
    put_way_of_working,
)
from holdspace_site.records.models import (
    AccessEntry,
    AccessLogHead,
    HandOff,
    Questionnaire,
    Recording,
    SignInTries,
)

# Whom the pages under a name are for. A page in no list here is a page nobody thought
# about: the first test fails until it is in one.
FOR_ROLE = {
    "worker": Role.WORKER,
    "client": Role.CLIENT,
    "supervision": Role.SUPERVISOR,
    "administration": Role.ADMINISTRATOR,
    "practice": Role.ADMINISTRATOR,
}
FOR_EVERYBODY = {"sign-in", "pin", "sign-in-link", "signed-out", "sign-out", "healthz"}
# The same for everybody, with nobody's name or words: a browser asks without a visit.
FOR_EVERYBODY |= {"client:service-worker", "client:manifest"}
# A device in a client's hands; without a handing over there is nothing on it.
FOR_EVERYBODY |= {"handed-questionnaire", "put-down-questionnaire"}
FOR_EVERYBODY |= {"handed-check-in", "put-down-check-in"}
FOR_WHOEVER_IS_SIGNED_IN = {"home", "worker:today"}
FOR_STAFF = {"choose-password"}
BEFORE_IT_IS_SET_UP = {"first-run"}
WHEN_ERASED = {"administration:erased"}
LEADS_ON = {"client:check-in-plain"}
ONLY_FOR_A_DAY = {"client:change-check-in"}

# Pages of clients about one thing of their record: a try at another's is written down.
OF_HER_RECORD = {
    "client:verdict",
    "client:hold-back",
    "client:ask-look",
    "client:ask-reading",
    "client:ask-passage",
    "client:recording",
    "client:drop-recording",
    "client:questionnaire",
    "client:decline-questionnaire",
    "client:share-questionnaire",
    "client:take-back-questionnaire",
    "client:repair",
    "client:promise",
    "client:answer-formulation",
    "client:answer-cycle",
    "client:keep-cycle-back",
    "client:answer-way-line",
    "client:answer-trigger-wording",
}

NEVER_WAS = {"int": 987_654_321, "uuid": uuid.UUID(int=7), "str": "never-was"}
NOBODY = "nobody"

# What the forms of the site ask for, so that a refusal is not one for a missing field.
TYPED = {
    "status": "kept",
    "verdict": "taken_back",
    "words": "Other words.",
    "quote": "laptop",
    "code": "H.HEARD",
    "version": "1",
    "kind": "never",
    "topic": "A topic",
    "title": "A ward",
    "told_on": "2026-01-02",
    "purpose": "care",
    "allowed": "no",
    "take": "told-1",
}


def patterns(of=None, namespace=""):
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            kinds = {
                name: type(converter).__name__.removesuffix("Converter").lower()
                for name, converter in one.pattern.converters.items()
            }
            kinds = {n: {"string": "str"}.get(k, k) for n, k in kinds.items()}
            yield (f"{namespace}:{one.name}" if namespace else one.name), kinds
        else:
            yield from patterns(one, one.namespace or namespace)


PAGES = dict(patterns())
FOR_ONE_KIND = {
    name: kinds
    for name, kinds in PAGES.items()
    if ":" in name and name not in FOR_WHOEVER_IS_SIGNED_IN | FOR_EVERYBODY
}


@pytest.fixture(autouse=True)
def quick_report(monkeypatch):
    """Who may open the whole practice is asked here, not what it says."""
    monkeypatch.setattr(
        "holdspace_site.actions.read_practice.worked_out",
        lambda folder, **told: PracticeReport(parts=()),
    )


@pytest.fixture
def ids_of_amara(amara, ruth, now):
    """The right id for every place in an address."""
    mark_reading(
        amara.pk,
        amara.passages.first().pk,
        chosen=Chosen(quote="laptop"),
        meaning=Meaning(code="T.DISTRACT"),
        by=ruth,
        now=now,
    )
    letter = start_letter(amara.pk, by=ruth, now=now)
    give_letter(amara.pk, letter.pk, version=1, by=ruth, now=now)
    question = ask_about(
        amara.pk,
        AskedAbout.READING,
        amara.readings.first().pk,
        words="Why?",
        by=amara.person,
        now=now,
    ).question
    return {
        "client_id": amara.pk,
        "passage_id": amara.passages.first().pk,
        "reading_id": amara.readings.first().pk,
        "episode_id": amara.episodes.first().pk,
        "session_id": amara.sessions.first().pk,
        "boundary_id": amara.boundaries.first().pk,
        "device_id": know_device(amara.person, shared=False, now=now)[0].id,
        "promise_id": amara.promises.first().pk,
        "repair_id": amara.repairs.first().pk,
        "version_id": write_formulation(
            amara.pk, "It hangs together.", after="", by=ruth, now=now
        ).row.pk,
        "way_line_id": a_way_line(amara, ruth, now).pk,
        "wording_id": a_wording(amara, ruth, now).pk,
        "cycle_id": amara.cycles.first().pk,
        "notice_id": a_break(amara, ruth, now).pk,
        "questionnaire_id": a_questionnaire(amara, ruth, now).pk,
        "instrument_id": "phq-9",
        "letter_id": letter.pk,
        "question_id": question.pk,
        "look_id": AccessEntry.objects.filter(client_id=amara.pk).last().pk,
        "line_id": letter.lines.first().pk,
        "hand_off_id": a_hand_off_that_waits(amara, now).pk,
        "key": "C4",
        "recording_id": a_recording(amara, now).pk,
        "person_id": ruth.pk,
        "worker_id": ruth.pk,
        "pair_id": ruth.supervised_by.get().pk,
        "supervisor_id": ruth.supervised_by.get().supervisor_id,
        "hour_id": ruth.hours_had.first().pk,
        "point_id": ruth.hours_had.first().agreed_points.first().pk,
        "figures_id": share_figures(amara.pk, {}, by=ruth, now=now).pk,
    }


def a_way_line(client, worker, now):
    """A line of the way of working that was put to her."""
    draft_way_of_working(client.pk, by=worker, now=now)
    revision = client.way_of_working.revision
    put_way_of_working(client.pk, revision=revision, by=worker, now=now)
    return client.way_lines.first()


def a_wording(client, worker, now):
    """How her worker would put a part of what sets her off."""
    word_trigger(
        client.pk, "T.DISTRACT", TriggerPart.CUE, "The keys.", by=worker, now=now
    )
    return client.trigger_wordings.get()


def a_break(client, worker, now):
    """Word of a break in three weeks."""
    begins_on = now.date() + timedelta(days=21)
    ends_on = begins_on + timedelta(days=7)
    new = NewNotice(NoticeKind.BREAK, begins_on, ends_on, "I am away.")
    return give_notice(client.pk, new, by=worker, now=now)


def a_questionnaire(client, worker, now):
    """One she was asked to fill in."""
    return Questionnaire.objects.create(
        client=client,
        instrument="phq-9",
        version="2026.1",
        asked_by=worker,
        asked_at=now,
    )


def a_recording(client, now):
    """Something she said aloud, and told."""
    recording = Recording(
        client=client,
        writer=client.person,
        passage=client.passages.first(),
        slot="x",
        kind="audio/webm",
        made_at=now,
    )
    recording.sound = b"a sound"
    recording.save(force_insert=True)
    return recording


def a_hand_off_that_waits(client, now):
    """One that nobody has read, for so long that the cover is asked too."""
    hour = timedelta(hours=1)
    return HandOff.objects.create(
        client=client,
        passage=client.passages.first(),
        rule="in_danger",
        noticed_at=now - 2 * hour,
        next_at=now - hour,
    )


@pytest.fixture
def tomas(samuel, ruth, now):
    """A worker of the same agency, with a client of his own but none of Ruth's."""
    worker = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    client = add_client(name="Noor", by=samuel, now=now)
    join_care_team(client.pk, worker.pk, by=samuel, now=now)
    return worker


@pytest.fixture
def everybody(tomas, deborah, samuel, mateo, amara, ruth):
    return {
        "worker of others": tomas,
        "supervisor": deborah,
        "administrator": samuel,
        "another client": mateo.person,
        "the client": amara.person,
        "the worker": ruth,
        NOBODY: None,
    }


def browser_of(person):
    browser = Browser(raise_request_exception=False)
    if person:
        browser.force_login(person)
    return browser


def both_ways(browser):
    return browser.get, lambda place: browser.post(place, TYPED)


def is_for(person, name, kinds):
    """Whether a page may open for this person at all."""
    role = FOR_ROLE[name.partition(":")[0]]
    if person is None or person.role != role:
        return False
    if role is Role.WORKER and {"client_id", "hand_off_id"} & kinds.keys():
        return person.sign_in_name != "tomas"
    if name in OF_HER_RECORD | {"client:end-device"} or (
        {"letter_id", "hand_off_id"} & kinds.keys()
    ):
        return not kinds.get("of another")
    return True


def address(name, kinds, ids):
    """The address of a page; an id nobody has thought of here is one that never was."""
    wanted = {key: ids.get(key, NEVER_WAS[kind]) for key, kind in kinds.items()}
    return reverse(name, kwargs=wanted)


def said(answer):
    """What an answer says: all but the secrets that are new each time."""
    body = re.sub(rb'X-CSRFToken": "\w+|value="\w{64}"', b"", answer.content)
    return answer.status_code, answer.headers.get("Location"), body


def stored():
    """Everything stored, but what is written about looking."""
    about_looking = {AccessEntry, AccessLogHead, SignInTries}
    return {
        model: sorted(map(repr, rows(model)))
        for model in apps.get_models()
        if model not in about_looking and model._meta.app_label != "sessions"
    }


def rows(model: type[Model]):
    for row in model._base_manager.values():
        yield {k: bytes(v) if isinstance(v, memoryview) else v for k, v in row.items()}


def test_somebody_thought_about_every_page():
    known = FOR_EVERYBODY | FOR_WHOEVER_IS_SIGNED_IN | FOR_STAFF | BEFORE_IT_IS_SET_UP
    unknown = {
        name
        for name in PAGES
        if name not in known and name.partition(":")[0] not in FOR_ROLE
    }
    assert not unknown


@pytest.mark.parametrize(
    "who",
    ["worker of others", "supervisor", "administrator", "another client", "the client"],
)
def test_nobody_opens_what_is_not_theirs_and_each_try_is_written_down(
    who, everybody, ids_of_amara, amara
):
    person = everybody[who]
    browser = browser_of(person)
    before, tried = stored(), 0
    for name, kinds in FOR_ONE_KIND.items():
        others = kinds | {"of another": True} if who == "another client" else kinds
        if is_for(person, name, others):
            continue
        for send in both_ways(browser):
            answer = send(address(name, kinds, ids_of_amara))
            assert answer.status_code in {404, 405}, name
            of_her_record = name in OF_HER_RECORD or "letter_id" in kinds
            her_reading = who == "another client" and of_her_record
            names_amara = "client_id" in kinds or her_reading
            is_their_kind = FOR_ROLE[name.partition(":")[0]] == person.role
            names_amara |= "hand_off_id" in kinds and is_their_kind
            tried += answer.status_code == 404 and names_amara
    assert stored() == before
    refused = AccessEntry.objects.filter(client_id=amara.pk, refused=True)
    assert refused.count() == tried
    assert {entry.who_id for entry in refused} == ({person.pk} if tried else set())


@pytest.mark.parametrize(
    "who", ["worker of others", "supervisor", "another client", "the client", NOBODY]
)
def test_a_wrong_id_answers_like_one_that_never_was(who, everybody, ids_of_amara):
    person = everybody[who]
    browser = browser_of(person)
    for name, kinds in FOR_ONE_KIND.items():
        others = kinds | {"of another": True} if who == "another client" else kinds
        if not kinds or is_for(person, name, others):
            continue
        real, never_was = address(name, kinds, ids_of_amara), address(name, kinds, {})
        for send in both_ways(browser):
            status, location, body = said(send(real))
            if location:
                location = location.replace(real, never_was)
            assert (status, location, body) == said(send(never_was)), name


def test_somebody_who_is_not_signed_in_is_asked_to_sign_in(ids_of_amara):
    browser, before = browser_of(None), stored()
    for name, kinds in PAGES.items():
        if name in FOR_EVERYBODY | BEFORE_IT_IS_SET_UP:
            continue
        for send in both_ways(browser):
            answer = send(address(name, kinds, ids_of_amara))
            if answer.status_code != 405:
                assert answer.status_code == 302, name
                assert answer.headers["Location"].startswith(reverse("sign-in")), name
    assert stored() == before


@pytest.mark.slow
def test_the_right_people_do_get_in(everybody, ids_of_amara):
    roles = {person.role: person for person in everybody.values() if person}
    del roles[Role.WORKER], roles[Role.CLIENT]
    roles[Role.WORKER], roles[Role.CLIENT] = (
        everybody["the worker"],
        everybody["the client"],
    )
    for name, kinds in FOR_ONE_KIND.items():
        person = roles[FOR_ROLE[name.partition(":")[0]]]
        answer = browser_of(person).get(address(name, kinds, ids_of_amara))
        expected = {404} if name in WHEN_ERASED | ONLY_FOR_A_DAY else {200, 405}
        expected = {302} if name in LEADS_ON else expected
        assert answer.status_code in expected, name


@pytest.mark.slow
def test_opening_a_page_changes_nothing(everybody, ids_of_amara):
    people = (everybody["the worker"], everybody["the client"])
    people += (everybody["supervisor"], everybody["administrator"])
    browsers = [browser_of(person) for person in people]
    before = stored()
    for browser in browsers:
        for name, kinds in PAGES.items():
            for send in (browser.get, browser.head):
                send(address(name, kinds, ids_of_amara))
    assert stored() == before


@pytest.mark.slow
def test_a_form_from_elsewhere_does_nothing(everybody, ids_of_amara):
    browsers = [Browser(enforce_csrf_checks=True) for _ in range(len(everybody))]
    for browser, person in zip(browsers, everybody.values(), strict=True):
        if person:
            browser.force_login(person)
    before = stored()
    for browser in browsers:
        for name, kinds in PAGES.items():
            answer = browser.post(address(name, kinds, ids_of_amara), TYPED)
            assert answer.status_code in {403, 405}, name
    assert stored() == before


def test_a_form_from_elsewhere_cannot_sign_anybody_in_or_out(ruth):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(ruth)
    assert browser.post(reverse("sign-out")).status_code == 403
    assert browser.get("/").status_code == 200


def test_a_part_in_a_care_team_that_ended_is_over_with_the_next_request(
    as_ruth, ruth, samuel, amara, now
):
    pages = [
        reverse("worker:brief", args=[amara.pk]),
        reverse("worker:story", args=[amara.pk]),
    ]
    assert [as_ruth.get(page).status_code for page in pages] == [200, 200]
    leave_care_team(amara.pk, ruth.pk, by=samuel, now=now)
    assert [as_ruth.get(page).status_code for page in pages] == [404, 404]
    assert "Amara" not in as_ruth.get("/").content.decode()
    assert "Amara" not in as_ruth.get(reverse("worker:clients")).content.decode()


def test_a_closed_account_is_out_with_the_next_request(tomas, samuel, now):
    browser = browser_of(tomas)
    assert browser.get("/").status_code == 200
    end_account(tomas.pk, by=samuel, now=now)
    answer = browser.get("/")
    assert answer.headers["Location"].startswith(reverse("sign-in"))


def test_an_erased_client_is_out_and_unknown_with_the_next_request(
    as_amara, as_ruth, samuel, amara, now
):
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert as_amara.get(reverse("client:home")).status_code == 302
    assert as_ruth.get(reverse("worker:brief", args=[amara.pk])).status_code == 404
    assert as_ruth.get("/").status_code == 200


def test_a_look_at_a_passage_through_another_clients_address_is_written_down(
    tomas, amara, ruth
):
    own = tomas.care.get().client_id
    browser = browser_of(tomas)
    passage = amara.passages.first().pk
    for name in ("worker:passage", "worker:correct-passage"):
        assert browser.get(reverse(name, args=[own, passage])).status_code == 404
    answer = browser.post(
        reverse("worker:add-reading", args=[own, passage]),
        {"quote": "laptop", "code": "H.HEARD"},
    )
    assert answer.status_code == 404
    refused = AccessEntry.objects.filter(client_id=amara.pk, refused=True)
    assert [entry.who_id for entry in refused] == [tomas.pk] * 3
    both_are_ruths = reverse("worker:passage", args=[own, passage])
    assert browser_of(ruth).get(both_are_ruths).status_code == 404
