"""Word given in advance, a goodbye, and a hand-over that goes on only with a tick."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.notices import AlreadyOver, EndsBeforeItBegins, NoticeKind
from holdspace.content.wording import wording
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.letter import LetterKind
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingToHear,
    NothingWritten,
    NotPossible,
    WrongTime,
)
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_letter import give_letter
from holdspace_site.actions.give_notice import (
    NewNotice,
    change_notice,
    give_notice,
    notices_of,
)
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.pass_on import pass_on
from holdspace_site.actions.read_letters import read_letter
from holdspace_site.actions.write_farewell import CalledOff, start_farewell
from holdspace_site.records.models import AccessEntry, AdvanceNotice, Letter
from holdspace_site.records.scope import NoSuchRecord

WHY = "I move to another town."


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def today(now):
    return timezone.localdate(now)


def coming(today, kind=NoticeKind.ENDING, begins=21, ends=None, reason=WHY):
    last = None if ends is None else today + timedelta(days=ends)
    return NewNotice(kind, today + timedelta(days=begins), last, reason)


@pytest.fixture
def ending(amara, ruth, now, today):
    return give_notice(amara.pk, coming(today), by=ruth, now=now)


# --- Word in advance --------------------------------------------------------------


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_it_is_on_her_page_and_on_the_brief_at_once(
    as_ruth, as_amara, amara, today, kind
):
    begins, ends = today + timedelta(days=21), today + timedelta(days=28)
    answer = as_ruth.post(
        reverse("worker:give-notice", args=[amara.pk]),
        {
            "kind": kind.value,
            "begins_on": f"{begins:%Y-%m-%d}",
            "ends_on": f"{ends:%Y-%m-%d}" if kind is NoticeKind.BREAK else "",
            "reason": WHY,
        },
    )
    assert answer.status_code == 302
    own = page(as_amara, "client:home")
    assert WHY in own
    assert f"{begins.day} {begins:%B}" in own
    assert f"{begins.day} {begins:%B}" in page(as_ruth, "worker:brief", amara.pk)
    entry = AccessEntry.objects.filter(client_id=amara.pk, verb="give_notice").get()
    assert entry.record_kind == "notice"


@pytest.mark.parametrize(
    ("new", "error"),
    [
        ({"reason": "  "}, NothingWritten),
        ({"begins": -1}, AlreadyOver),
        ({"kind": NoticeKind.BREAK}, EndsBeforeItBegins),
        ({"kind": NoticeKind.BREAK, "ends": 20}, EndsBeforeItBegins),
        ({"kind": NoticeKind.BREAK, "ends": 9000}, WrongTime),
    ],
)
def test_what_cannot_be_is_refused(amara, ruth, now, today, new, error):
    with pytest.raises(error):
        give_notice(amara.pk, coming(today, **new), by=ruth, now=now)
    assert not amara.notices.exists()


def test_a_break_that_ends_before_it_begins_is_still_in_the_form(as_ruth, amara, today):
    answer = as_ruth.post(
        reverse("worker:give-notice", args=[amara.pk]),
        {
            "kind": "break",
            "begins_on": f"{today + timedelta(days=9):%Y-%m-%d}",
            "ends_on": f"{today + timedelta(days=2):%Y-%m-%d}",
            "reason": WHY,
        },
    ).content.decode()
    assert "A break ends on the day it begins, or later." in answer
    assert WHY in answer


def test_called_off_it_is_gone_from_her_page(ending, as_ruth, as_amara, amara, today):
    place = reverse("worker:notice", args=[amara.pk, ending.pk])
    typed = {
        "kind": "ending",
        "begins_on": f"{ending.begins_on:%Y-%m-%d}",
        "reason": WHY,
        "version": "1",
    }
    as_ruth.post(place, typed | {"do": "call_off"})
    assert WHY not in page(as_amara, "client:home")
    assert notices_of(amara, today) == ()
    assert AdvanceNotice.objects.get(pk=ending.pk).called_off_at


def test_of_two_who_change_it_the_second_is_told(
    ending, as_ruth, amara, ruth, now, today
):
    new = coming(today, begins=30)
    change_notice(amara.pk, ending.pk, new, version=1, by=ruth, now=now)
    answer = as_ruth.post(
        reverse("worker:notice", args=[amara.pk, ending.pk]),
        {
            "kind": "ending",
            "begins_on": f"{today + timedelta(days=40):%Y-%m-%d}",
            "reason": "Another reason.",
            "version": "1",
        },
    ).content.decode()
    assert "changed by somebody else" in answer
    assert "Another reason." in answer
    kept = AdvanceNotice.objects.get(pk=ending.pk)
    assert kept.begins_on == today + timedelta(days=30)
    with pytest.raises(EditedMeanwhile):
        change_notice(amara.pk, ending.pk, None, version=1, by=ruth, now=now)


def test_a_running_break_may_be_made_shorter(amara, ruth, now, today):
    long = coming(today, NoticeKind.BREAK, begins=0, ends=9)
    given = give_notice(amara.pk, long, by=ruth, now=now)
    shorter = coming(today, NoticeKind.BREAK, begins=0, ends=4)
    in_two_days = now + timedelta(days=2)
    change_notice(amara.pk, given.pk, shorter, version=1, by=ruth, now=in_two_days)
    kept = AdvanceNotice.objects.get(pk=given.pk)
    assert kept.ends_on == today + timedelta(days=4)


# --- A goodbye --------------------------------------------------------------------


def start(notice, kind, by, now):
    return start_farewell(notice.client_id, notice.pk, kind=kind, by=by, now=now)


def give(letter, by, now):
    give_letter(letter.client_id, letter.pk, version=1, by=by, now=now)
    return letter


def test_a_goodbye_is_drafted_from_what_she_said_yes_to(
    ending, as_ruth, as_amara, amara, ruth, now
):
    answer = as_ruth.post(reverse("worker:start-goodbye", args=[amara.pk, ending.pk]))
    letter = Letter.objects.get(notice=ending)
    assert answer["Location"] == reverse("worker:letter", args=[amara.pk, letter.pk])
    assert WHY in letter.opening
    assert letter.lines.exists()
    yes = Verdict.YES.value
    for line in letter.lines.all():
        assert line.reading.verdicts.filter(undone_at=None).last().verdict == yes
    assert "A goodbye to Amara" in page(as_ruth, "worker:letter", amara.pk, letter.pk)
    give(letter, ruth, now)
    own = page(as_amara, "client:letter", letter.pk)
    assert "A goodbye" in own
    assert "Did I miss something" not in own
    assert "A goodbye from Ruth Adler" in page(as_amara, "client:home")


def test_there_is_one_goodbye_a_notice(ending, ruth, now):
    first = start(ending, LetterKind.GOODBYE, ruth, now)
    assert start(ending, LetterKind.GOODBYE, ruth, now).pk == first.pk


def move(notice, by, now, today, **to):
    new = coming(today, **to)
    change_notice(notice.client_id, notice.pk, new, version=1, by=by, now=now)


def day_of(notice):
    return wording().day(AdvanceNotice.objects.get(pk=notice.pk).begins_on)


def test_a_goodbye_that_is_not_given_follows_its_notice(ending, ruth, now, today):
    letter = start(ending, LetterKind.GOODBYE, ruth, now)
    old = day_of(ending)
    assert old in letter.opening
    move(ending, ruth, now, today, begins=60)
    followed = start(ending, LetterKind.GOODBYE, ruth, now)
    assert followed.pk == letter.pk
    assert day_of(ending) in followed.opening
    assert old not in followed.opening
    assert followed.version == letter.version + 1


def test_of_an_opening_the_worker_wrote_only_the_day_follows(ending, ruth, now, today):
    letter = start(ending, LetterKind.GOODBYE, ruth, now)
    letter.opening = f"We meet for the last time on {day_of(ending)}, as we said."
    letter.save()
    move(ending, ruth, now, today, begins=60)
    kept = Letter.objects.get(pk=letter.pk).opening
    assert kept == f"We meet for the last time on {day_of(ending)}, as we said."


def test_a_goodbye_that_was_given_stays_as_it_was_read(ending, ruth, now, today):
    letter = give(start(ending, LetterKind.GOODBYE, ruth, now), ruth, now)
    move(ending, ruth, now, today, begins=60)
    assert Letter.objects.get(pk=letter.pk).opening == letter.opening


@pytest.mark.parametrize("kind", [LetterKind.GOODBYE, LetterKind.HAND_OVER])
def test_nothing_is_written_for_what_was_called_off(
    ending, as_ruth, amara, ruth, now, kind
):
    change_notice(amara.pk, ending.pk, None, version=1, by=ruth, now=now)
    with pytest.raises(CalledOff):
        start(ending, kind, ruth, now)
    name = kind.value.replace("_", "-")
    place = reverse(f"worker:start-{name}", args=[amara.pk, ending.pk])
    told = as_ruth.post(place, follow=True).text
    assert "They were told that this is called off." in told
    assert not Letter.objects.filter(notice=ending).exists()


def test_a_goodbye_goes_without_a_line_too(ending, ruth, amara, now):
    amara.readings.all().delete()
    letter = give(start(ending, LetterKind.GOODBYE, ruth, now), ruth, now)
    assert Letter.objects.get(pk=letter.pk).given_at


def test_a_line_taken_back_is_gone_from_a_goodbye(ending, as_ruth, amara, ruth, now):
    letter = give(start(ending, LetterKind.GOODBYE, ruth, now), ruth, now)
    line = letter.lines.first()
    text = line.text
    assert text in page(as_ruth, "worker:letter", amara.pk, letter.pk)
    give_verdict(
        amara.pk,
        line.reading_id,
        verdict=Verdict.TAKEN_BACK,
        by=amara.person,
        now=now,
    )
    assert text not in page(as_ruth, "worker:letter", amara.pk, letter.pk)


# --- A hand-over ------------------------------------------------------------------


@pytest.fixture
def hand_over(ending, ruth, now):
    return give(start(ending, LetterKind.HAND_OVER, ruth, now), ruth, now)


@pytest.fixture
def tomas(samuel, amara, now):
    """Her next worker."""
    worker = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, worker.pk, by=samuel, now=now + timedelta(hours=1))
    return worker


@pytest.fixture
def as_tomas(tomas, visitor):
    visitor.force_login(tomas)
    return visitor


def tick(letter, now, *, allowed=True):
    client = letter.client
    pass_on(client.pk, letter.pk, allowed=allowed, by=client.person, now=now)


def next_worker_no(client, now):
    choose_sharing(
        client.pk,
        purpose=Purpose.NEXT_WORKER,
        allowed=False,
        by=client.person,
        now=now,
    )


def test_without_her_tick_the_next_worker_sees_only_that_she_keeps_it(
    hand_over, tomas, as_tomas, amara, now
):
    shown = page(as_tomas, "worker:letters", amara.pk)
    assert "Amara keeps this" in shown
    place = reverse("worker:letter", args=[amara.pk, hand_over.pk])
    assert place not in shown
    assert as_tomas.get(place).status_code == 404
    for name in ("worker:letter-pdf", "worker:letter-preview"):
        answer = as_tomas.get(reverse(name, args=[amara.pk, hand_over.pk]))
        assert answer.status_code == 404
    copy = export_client(amara.pk, by=tomas, now=now)
    assert "hand_over" not in {letter["kind"] for letter in copy["letters"]}
    with pytest.raises(NoSuchRecord):
        read_letter(amara.pk, hand_over.pk, by=tomas, now=now)


def test_with_her_tick_they_read_it_though_all_else_she_told_stays_shut(
    hand_over, tomas, as_tomas, as_amara, amara, now
):
    next_worker_no(amara, now)
    as_amara.post(reverse("client:pass-on", args=[hand_over.pk]), {"allowed": "yes"})
    shown = page(as_tomas, "worker:letter", amara.pk, hand_over.pk)
    for line in hand_over.lines.filter(left_out=False):
        assert line.text in shown
    assert "laptop" not in page(as_tomas, "worker:story", amara.pk)
    as_amara.post(reverse("client:pass-on", args=[hand_over.pk]), {"allowed": "no"})
    place = reverse("worker:letter", args=[amara.pk, hand_over.pk])
    assert as_tomas.get(place).status_code == 404


def test_what_she_takes_back_or_holds_back_is_in_no_hand_over(
    hand_over, tomas, as_tomas, amara, now
):
    tick(hand_over, now)
    first, second = hand_over.lines.filter(left_out=False)[:2]
    give_verdict(
        amara.pk,
        first.reading_id,
        verdict=Verdict.TAKEN_BACK,
        by=amara.person,
        now=now,
    )
    passage_id = second.reading.passage_id
    hold_back(amara.pk, passage_id, held_back=True, by=amara.person, now=now)
    shown = page(as_tomas, "worker:letter", amara.pk, hand_over.pk)
    assert first.text not in shown
    assert second.text not in shown


def test_while_her_story_is_closed_nobody_reads_it(
    hand_over, tomas, as_tomas, amara, now
):
    tick(hand_over, now)
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    place = reverse("worker:letter", args=[amara.pk, hand_over.pk])
    assert hand_over.lines.first().text not in as_tomas.get(place).content.decode()


def test_only_a_hand_over_is_passed_on_and_only_by_her(
    hand_over, ending, amara, mateo, ruth, now
):
    goodbye = give(start(ending, LetterKind.GOODBYE, ruth, now), ruth, now)
    with pytest.raises(NoSuchRecord):
        tick(goodbye, now)
    for by in (ruth, mateo.person):
        with pytest.raises(NoSuchRecord):
            pass_on(amara.pk, hand_over.pk, allowed=True, by=by, now=now)
    assert not Letter.objects.filter(passed_on_at__isnull=False).exists()


def test_a_break_hands_nothing_over(amara, ruth, now, today):
    new = coming(today, NoticeKind.BREAK, ends=28)
    away = give_notice(amara.pk, new, by=ruth, now=now)
    with pytest.raises(NotPossible):
        start(away, LetterKind.HAND_OVER, ruth, now)


def test_where_nothing_is_confirmed_there_is_nothing_to_hand_over(
    ending, as_ruth, amara, ruth, now
):
    amara.readings.all().delete()
    with pytest.raises(NothingToHear):
        start(ending, LetterKind.HAND_OVER, ruth, now)
    place = reverse("worker:start-hand-over", args=[amara.pk, ending.pk])
    told = as_ruth.post(place, follow=True).content.decode()
    assert "There is no line to write a letter from yet." in told


def test_her_copy_says_what_she_was_told_in_advance(ending, as_amara, amara, now):
    (copy,) = export_client(amara.pk, by=amara.person, now=now)["notices"]
    assert copy["reason"] == WHY
    assert WHY in page(as_amara, "client:export-readable")


def test_the_demo_has_a_planned_break(jordan, today):
    (one,) = notices_of(jordan, today)
    assert one.kind is NoticeKind.BREAK
    assert one.days_ahead(today) == 22
