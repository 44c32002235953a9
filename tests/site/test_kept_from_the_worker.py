"""What a client keeps from their worker is in nothing the worker can get at.

Every page, file and command of a worker answers exactly as if the check-in had never
been given. That is asked of the whole answer, so that nothing shows by what is missing,
counted, sorted or left blank either.
"""

import difflib
import re
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from holdspace.alliance.repairs import RuptureKind
from holdspace.alliance.sessions import SharedWith
from holdspace.content.check_in import check_in
from holdspace_site.actions.answer_cycle import keep_cycle_back
from holdspace_site.actions.ask_questionnaire import ask_questionnaire
from holdspace_site.actions.change_check_in import (
    change_check_in,
    share_check_in,
    take_back_check_in,
)
from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.give_check_in import (
    Answered,
    give_check_in,
    give_on_tablet,
)
from holdspace_site.actions.give_questionnaire import (
    FilledIn,
    decline_questionnaire,
    give_questionnaire,
)
from holdspace_site.actions.open_repair import notice_rupture, open_after_signal
from holdspace_site.actions.read_questionnaires import hand_over_questionnaire
from holdspace_site.actions.set_up_instruments import switch_instrument
from holdspace_site.commands.brief import _rendered
from holdspace_site.records.keyring import forget
from holdspace_site.records.models import RepairGround, Session

from .conftest import signed_in

WAYS = st.sampled_from(["phone", "tablet"])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question.id: st.sampled_from([one.id for one in question.answers])
        for question in (*check_in().questions, *check_in().follow_ups)
        if question.answers
    }
    | {
        "keep": st.sampled_from(["Sundays.", "I want to die.", "Line\none"]),
        "change": st.sampled_from(["Quetzalcoatlus.", "Nothing"]),
    },
).filter(check_in().kept_of)
CHANGING = re.compile(
    # Two worlds have another id for the same repair.
    r'repairs/[0-9a-f-]{36}/|"id": "[0-9a-f-]{36}"|'
    r'name="(csrfmiddlewaretoken|check_in_id|answer_id|lane|promise_id)" value="[^"]*"'
    r'|"X-CSRFToken": "[^"]*"|"exported_at": "[^"]*"|Printed by [^<]*'
    r"|sent [^<]* ago"
    # What a worker and their supervisor call it follows from its id.
    r"|\b[B-DF-HJ-NPR-TV-XZ]{2}\d\d\b"
)
pytestmark = pytest.mark.slow
EXAMPLES = settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],  # a world takes seconds: no shrinking
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


class _Undo(Exception):
    """Ends a world."""


def world_of(ruth, amara, session, happens):
    """Let something happen, return all a worker can get, and undo everything."""
    answers = {}
    try:
        with transaction.atomic():
            happens()
            answers = all_a_worker_gets(ruth, amara, session)
            raise _Undo
    except _Undo:
        forget()
    return answers


def all_a_worker_gets(ruth, amara, session):
    worker = signed_in(ruth)
    answers = {path: worker.get(path) for path in pages(amara, session)}
    told = {path: plain(answer) for path, answer in answers.items()}
    for form in ("json", "text", "html"):
        told[f"brief --format {form}"] = _rendered(str(amara.pk), None, form)
    return told


def assert_same(one, other):
    """Say which answer differs, and where."""
    for path in other:
        if one[path] != other[path]:
            lines = [str(each[path]).splitlines() for each in (one, other)]
            differ = list(difflib.unified_diff(*lines, lineterm="", n=0))
            pytest.fail("\n".join([str(path), *differ[:20]]))


def plain(answer):
    assert answer.status_code == 200
    if answer["Content-Type"].startswith("application/pdf"):
        return answer.content
    return CHANGING.sub("", answer.text)


def pages(amara, session):
    own = (
        "brief",
        "brief-pdf",
        "story",
        "way-of-working",
        "trigger-map",
        "trust",
        "cycles",
        "draw-cycle",
        "sessions",
        "record",
        "export",
        "export-readable",
        "letters",
        "telling",
        "drafts",
        "questionnaires",
    )
    of_session = (
        *("session", "check-in", "type-in-check-in"),
        "check-in-paper-of-session",
    )
    return [
        reverse("worker:today"),
        reverse("worker:clients"),
        reverse("worker:supervision"),
        *(reverse(f"worker:{name}", args=[amara.pk]) for name in own),
        *(
            reverse(f"worker:{name}", args=[amara.pk, session.pk])
            for name in of_session
        ),
    ]


@pytest.fixture
def still(monkeypatch):
    """A moment at which the clock stands: two worlds are looked at in the same one."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.fixture(params=["no other", "another given before"])
def session(request, amara, ruth, still):
    """The newest session, with and without a check-in that the worker sees."""
    row = Session.objects.create(
        client=amara,
        worker=ruth,
        number=40,
        at=still - timedelta(hours=3),
        status="held",
    )
    if request.param != "no other":
        answered = _answered(row, {"listened": "mostly", "between": "7"}, "worker")
        give_check_in(answered, by=amara.person, now=still - timedelta(hours=2))
    return row


@pytest.fixture
def never(ruth, amara, session):
    """What a worker gets if nothing happens: the world all others are held against."""
    return world_of(ruth, amara, session, lambda: None)


def _answered(session, answers, shared_with):
    return Answered(
        check_in_id=uuid.uuid4(),
        session_id=str(session.pk),
        answers=answers,
        shared_with=SharedWith(shared_with),
    )


def gives(session, answers, shared_with, *, way="phone"):
    answered, now = _answered(session, answers, shared_with), timezone.now()
    if way == "phone":
        return give_check_in(answered, by=session.client.person, now=now).check_in
    return give_on_tablet(session, answered, now=now).check_in


@EXAMPLES
@given(answers=ANSWERS, shared_with=st.sampled_from(["nobody", "supervisor"]), way=WAYS)
def test_one_kept_back_is_as_if_it_was_never_given(
    ruth, amara, session, never, answers, shared_with, way
):
    kept = world_of(
        ruth, amara, session, lambda: gives(session, answers, shared_with, way=way)
    )
    assert_same(kept, never)


@EXAMPLES
@given(answers=ANSWERS.filter(lambda one: "die" not in one.get("keep", "")))
def test_one_taken_back_or_hidden_later_leaves_nothing(
    ruth, amara, session, never, answers
):
    def taken_back():
        row = gives(session, answers, "worker")
        take_back_check_in(row.pk, by=amara.person, now=timezone.now())

    def hidden_later():
        row = gives(session, answers, "worker")
        share_check_in(row.pk, SharedWith.NOBODY, by=amara.person, now=timezone.now())

    def changed_and_hidden():
        row = gives(session, answers, "worker")
        change_check_in(
            row.pk,
            {"listened": "yes"},
            SharedWith.SUPERVISOR,
            by=amara.person,
            now=timezone.now(),
        )

    for happens in (taken_back, hidden_later, changed_and_hidden):
        assert_same(world_of(ruth, amara, session, happens), never)


@EXAMPLES
@given(answers=ANSWERS.filter(lambda one: "die" not in one.get("keep", "")))
def test_nor_does_it_on_a_repair_that_rests_on_something_else_too(
    ruth, amara, session, answers
):
    """The repair stays, and nothing tells that it opened earlier, or how it showed."""
    earlier = timezone.now() - timedelta(hours=1)

    def noticed():
        return notice_rupture(
            amara.pk,
            kind=RuptureKind.UNCLEAR,
            words="She went quiet.",
            session_id=str(session.pk),
            by=ruth,
            now=timezone.now(),
        )

    def after_one_that_is_hidden():
        row = gives(session, answers, "worker")
        RepairGround.objects.filter(check_in=row).update(noticed_at=earlier)
        noticed()
        kind = RuptureKind.WITHDRAWAL
        open_after_signal(row, kind=kind, by=amara.person, now=timezone.now())
        share_check_in(row.pk, SharedWith.NOBODY, by=amara.person, now=timezone.now())

    never = world_of(ruth, amara, session, noticed)
    hidden = world_of(ruth, amara, session, after_one_that_is_hidden)
    assert_same(hidden, never)


@pytest.mark.parametrize("was_declined", [False, True])
@pytest.mark.parametrize("shared_with", [SharedWith.NOBODY, SharedWith.SUPERVISOR])
def test_a_questionnaire_answered_for_oneself_is_as_if_it_was_only_asked(
    ruth, amara, samuel, still, shared_with, was_declined
):
    """Nor does it show when the worker then hands the device over for it."""
    switch_instrument("gad-7", on=True, by=samuel, now=still)
    then = still - timedelta(days=5)
    asked = str(ask_questionnaire(amara.pk, "gad-7", "", by=ruth, now=then).pk)
    if was_declined:
        decline_questionnaire(asked, by=amara.person, now=then)
    session = amara.sessions.filter(status="held").last()
    filled = FilledIn({str(n): 0 for n in range(1, 8)}, shared_with)

    def handed():
        if not was_declined:
            hand_over_questionnaire(amara.pk, asked, by=ruth, now=still)

    def answered_and_handed():
        give_questionnaire(asked, filled, by=amara.person, now=still)
        handed()

    never = world_of(ruth, amara, session, handed)
    assert_same(world_of(ruth, amara, session, answered_and_handed), never)


def test_a_drawing_kept_to_oneself_is_as_if_it_was_never_drawn(ruth, amara, still):
    """Nor does one that was shown, and then kept back or taken back."""
    session = amara.sessions.filter(status="held").last()
    steps = [NewStep("X.JUDGED", "Quetzalcoatlus."), NewStep("P.AVOID")]

    def draws(*, only_me):
        drawn = draw_cycle(amara.pk, steps, only_me=only_me, by=amara.person, now=still)
        return drawn.cycle.pk

    def shown_then_kept_back():
        keep_cycle_back(
            amara.pk, draws(only_me=False), held_back=True, by=amara.person, now=still
        )

    never = world_of(ruth, amara, session, lambda: None)
    kept = world_of(ruth, amara, session, lambda: draws(only_me=True))
    assert_same(kept, never)
    assert_same(world_of(ruth, amara, session, shown_then_kept_back), never)
    shown = world_of(ruth, amara, session, lambda: draws(only_me=False))
    assert "Quetzalcoatlus" in shown[reverse("worker:cycles", args=[amara.pk])]


def test_one_shared_with_the_worker_is_there(ruth, amara, session, never):
    """The comparison would find it: it is not blind."""
    given_to_her = world_of(
        ruth,
        amara,
        session,
        lambda: gives(session, {"off": "big", "keep": "Quetzalcoatlus."}, "worker"),
    )
    changed = {path for path in never if given_to_her[path] != never[path]}
    assert reverse("worker:brief", args=[amara.pk]) in changed
    assert reverse("worker:check-in", args=[amara.pk, session.pk]) in changed
    assert reverse("worker:export", args=[amara.pk]) in changed


def test_the_supervisor_sees_one_shared_with_her_and_no_word_of_it(
    ruth, deborah, session
):
    gives(session, {"between": "3", "keep": "Quetzalcoatlus."}, "supervisor")
    page = signed_in(deborah).get(reverse("supervision:worker", args=[ruth.pk]))
    assert "3 of 10" in page.text
    assert "Quetzalcoatlus" not in page.text
