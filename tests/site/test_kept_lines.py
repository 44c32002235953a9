"""Whether agreed lines were kept: asked lightly after a session, shown over time."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.sessions import SharedWith
from holdspace.content.check_in import UnknownAnswer
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
)
from holdspace_site.actions.change_check_in import share_check_in, take_back_check_in
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.give_check_in import Answered, give_check_in
from holdspace_site.actions.kept_lines import lines_asked, lines_on_paper
from holdspace_site.actions.read_way_of_working import read_way_of_working
from holdspace_site.actions.write_way_of_working import (
    draft_way_of_working,
    put_way_of_working,
)
from holdspace_site.records.models import Session
from holdspace_site.web.check_in_paper import check_in_pdf
from holdspace_site.web.worker import check_in

from .conftest import signed_in
from .test_kept_from_the_worker import assert_same, world_of


@pytest.fixture
def agreed(mateo, ruth, now):
    """Mateo said yes to all his lines."""
    draft_way_of_working(mateo.pk, by=ruth, now=now)
    revision = mateo.way_of_working.revision
    put_way_of_working(mateo.pk, revision=revision, by=ruth, now=now)
    for row in mateo.way_lines.all():
        answer_way_of_working(
            mateo.pk, row.pk, WayAnswer(Verdict.YES), by=mateo.person, now=now
        )
    return mateo


@pytest.fixture
def session(agreed, ruth, now):
    return Session.objects.create(
        client=agreed,
        worker=ruth,
        number=40,
        at=now - timedelta(hours=3),
        status="held",
    )


@pytest.fixture
def as_mateo(mateo):
    return signed_in(mateo.person)


def asked(session):
    return lines_asked(session.client, [session])[str(session.pk)]


def gives(session, answers, shared_with, now):
    answered = Answered(uuid.uuid4(), str(session.pk), answers, SharedWith(shared_with))
    return give_check_in(answered, by=session.client.person, now=now).check_in


def kept_seen(client, by, now):
    lines = read_way_of_working(client.pk, by=by, now=now).way.lines
    return {
        line.words: [one.answer for one in line.kept] for line in lines if line.kept
    }


def test_two_agreed_lines_are_asked_about_and_others_the_next_time(session):
    first = asked(session)
    assert len(first) == 2
    session.number += 1
    assert {one.id for one in first}.isdisjoint(one.id for one in asked(session))


def test_whose_turn_it_is_tells_nothing_of_what_was_answered(session, now):
    before = asked(session)
    gives(session, {f"kept-{before[0].id}": "no"}, "nobody", now)
    assert asked(session) == before


def test_with_nothing_agreed_nothing_is_asked(jordan):
    session = jordan.sessions.first()
    assert lines_asked(jordan, [session]) == {str(session.pk): ()}


def test_an_answer_shared_with_the_worker_shows_over_time(
    session, ruth, now, as_mateo, as_ruth
):
    line = asked(session)[0]
    gives(session, {f"kept-{line.id}": "partly"}, "worker", now)
    assert kept_seen(session.client, ruth, now) == {line.words: ["partly"]}
    page = as_ruth.get(reverse("worker:way-of-working", args=[session.client_id]))
    assert "partly" in page.text
    assert "partly" in as_mateo.get(reverse("client:way-of-working")).text
    own = as_mateo.get(reverse("client:check-ins")).text
    assert f"Was this kept today? {line.words}" in own
    of_session = reverse("worker:check-in", args=[session.client_id, session.pk])
    assert f"Was this kept today? {line.words}" in as_ruth.get(of_session).text


def test_an_answer_kept_from_the_worker_never_was_for_them(session, ruth, now):
    client, line = session.client, asked(session)[0]
    row = gives(session, {f"kept-{line.id}": "no"}, "nobody", now)
    assert kept_seen(client, ruth, now) == {}
    assert kept_seen(client, client.person, now) == {line.words: ["no"]}
    share_check_in(row.pk, SharedWith.WORKER, by=client.person, now=now)
    assert kept_seen(client, ruth, now) == {line.words: ["no"]}
    take_back_check_in(row.pk, by=client.person, now=now)
    assert kept_seen(client, ruth, now) == {}


def test_an_answer_that_is_none_is_refused_and_a_line_of_nobody_left_out(session, now):
    line = asked(session)[0]
    with pytest.raises(UnknownAnswer):
        gives(session, {f"kept-{line.id}": "always"}, "nobody", now)
    answers = {f"kept-{uuid.uuid4()}": "yes", "listened": "yes"}
    assert gives(session, answers, "nobody", now).answers == {"listened": "yes"}


def test_the_form_asks_and_keeps_and_can_be_changed(session, as_mateo):
    line = asked(session)[0]
    page = reverse("client:check-in-session", args=[session.pk])
    assert line.words in as_mateo.get(page).text
    sent = {
        "check_in_id": str(uuid.uuid4()),
        f"answer-kept-{line.id}": "yes",
        "shared_with": "worker",
    }
    as_mateo.post(page, sent)
    row = session.check_ins.get()
    assert row.answers == {f"kept-{line.id}": "yes"}
    change = as_mateo.get(reverse("client:change-check-in", args=[row.pk])).text
    assert f'name="answer-kept-{line.id}" value="yes" checked' in change


def test_the_page_without_a_network_knows_the_lines_and_holds_none(session, as_mateo):
    state = as_mateo.get(reverse("client:check-in-state")).json()
    told = next(one for one in state["sessions"] if one["id"] == str(session.pk))
    assert told["kept"] == [{"id": o.id, "words": o.words} for o in asked(session)]
    shell = as_mateo.get(reverse("client:check-in")).text
    assert not any(one.words in shell for one in asked(session))
    line = asked(session)[1]
    body = {
        "answer_id": str(uuid.uuid4()),
        "key": f"check-in {session.pk}",
        "written": {"picked": {f"kept-{line.id}": "did_not_come_up"}},
        "lanes": [],
    }
    answer = as_mateo.post(
        reverse("client:check-in-answer"),
        json.dumps(body),
        content_type="application/json",
    )
    assert answer.status_code == 200
    assert session.check_ins.get().answers == {f"kept-{line.id}": "did_not_come_up"}


@pytest.mark.slow
def test_in_all_a_worker_gets_one_kept_back_never_was(session, ruth, monkeypatch):
    """Every page, file and command answers as if it had not been given."""
    still = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: still)
    answers = {f"kept-{line.id}": "no" for line in asked(session)}

    def world(happens):
        return world_of(ruth, session.client, session, happens)

    never = world(lambda: None)
    for who in ("nobody", "supervisor"):
        kept = world(lambda who=who: gives(session, answers, who, still))
        assert_same(kept, never)
    shared = world(lambda: gives(session, answers, "worker", still))
    changed = {path for path in never if shared[path] != never[path]}
    assert reverse("worker:way-of-working", args=[session.client_id]) in changed


# --- On paper -------------------------------------------------------------------------


def test_a_paper_of_a_session_asks_about_the_same_lines(session, as_ruth, monkeypatch):
    place = reverse(
        "worker:check-in-paper-of-session", args=[session.client_id, session.pk]
    )
    link = reverse("worker:check-in", args=[session.client_id, session.pk])
    assert place in as_ruth.get(link).text
    printed = []

    def typeset(paper, practice, lines):
        printed.append([*lines])
        return check_in_pdf(paper, practice, printed[-1])

    monkeypatch.setattr(check_in, "check_in_pdf", typeset)
    paper = as_ruth.get(place, {"paper": "a5"})
    assert paper["Content-Type"] == "application/pdf"
    assert printed == [[line.words for line in asked(session)]]
    without = as_ruth.get(reverse("worker:check-in-paper"), {"paper": "a5"})
    assert len(paper.content) > len(without.content)
    assert as_ruth.get(place, {"paper": "a3"}).status_code == 400


def test_what_was_ticked_on_paper_is_typed_in(session, ruth, as_ruth, now):
    place = reverse("worker:type-in-check-in", args=[session.client_id, session.pk])
    first, second = asked(session)
    page = as_ruth.get(place).text
    assert first.words in page
    assert second.words in page
    sent = {"check_in_id": str(uuid.uuid4()), f"answer-kept-{first.id}": "partly"}
    refused = as_ruth.post(place, sent | {"answer-kept-" + second.id: "always"})
    assert refused.status_code == 400
    assert f'name="answer-kept-{first.id}" value="partly" checked' in refused.text
    assert as_ruth.post(place, sent).status_code == 302
    assert kept_seen(session.client, ruth, now) == {first.words: ["partly"]}


def test_what_is_typed_in_later_replaces_nothing_the_client_said(
    session, ruth, as_ruth, now
):
    line = asked(session)[0]
    gives(session, {f"kept-{line.id}": "no"}, "worker", now)
    place = reverse("worker:type-in-check-in", args=[session.client_id, session.pk])
    sent = {"check_in_id": str(uuid.uuid4()), f"answer-kept-{line.id}": "yes"}
    as_ruth.post(place, sent)
    assert session.check_ins.count() == 2
    assert kept_seen(session.client, ruth, now) == {line.words: ["no"]}


def test_a_paper_has_no_line_that_whoever_prints_it_may_not_read(
    session, samuel, ruth, now
):
    client = session.client
    nils = add_person(
        name="Nils", role=Role.WORKER, sign_in_name="nils", by=samuel, now=now
    )
    choose_sharing(
        client.pk, purpose=Purpose.NEXT_WORKER, allowed=False, by=client.person, now=now
    )
    join_care_team(client.pk, nils.pk, by=samuel, now=now + timedelta(hours=1))
    assert len(lines_on_paper(client, session, by=ruth)) == 2
    assert lines_on_paper(client, session, by=nils) == {}
