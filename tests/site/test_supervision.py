"""What a supervisor sees: a worker's follow-through, never a client."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import RepairStatus, RuptureKind
from holdspace.alliance.sessions import PromiseStatus
from holdspace.practice.supervision import Due, FollowUpKind
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.add_people import add_person, supervise
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.count_follow_through import count_follow_through
from holdspace_site.actions.keep_repair import Talk, keep_talk
from holdspace_site.actions.make_promise import make_promise, settle_promise
from holdspace_site.actions.open_repair import notice_rupture
from holdspace_site.actions.read_supervision import read_shared_check_ins
from holdspace_site.records.models import (
    AccessEntry,
    CheckIn,
    Client,
    Passage,
    Promise,
    RepairGround,
    Session,
    Supervision,
)
from holdspace_site.records.supervision import repairs_followed
from holdspace_site.web import supervision_words


def read(browser, *arguments):
    name = "supervision:worker" if arguments else "supervision:home"
    return browser.get(reverse(name, args=arguments))


def words_of_clients():
    yield from (client.name for client in Client.objects.all())
    for passage in Passage.objects.all():
        yield from re.split(r"(?<=[.?])\s+", passage.words)
    for session in Session.objects.all():
        yield from filter(None, (session.left_open, session.last_words))
    yield from (promise.words for promise in Promise.objects.all())
    for check_in in CheckIn.objects.all():
        own = ("keep", "change", "before_cue")
        yield from (check_in.answers[key] for key in own if key in check_in.answers)


def test_no_page_of_hers_holds_a_clients_name_or_words(as_deborah, ruth):
    CheckIn.objects.update(shared_with="supervisor")
    pages = [
        read(as_deborah).content.decode(),
        read(as_deborah, ruth.pk).content.decode(),
    ]
    assert all("Ruth Adler" in page for page in pages)
    for words in words_of_clients():
        assert not any(words in page for page in pages), words


def test_no_clients_page_opens_for_her_and_each_try_is_written_down(
    as_deborah, deborah, amara
):
    pages = ("brief", "story", "sessions", "record", "export", "export-readable")
    for name in pages:
        address = reverse(f"worker:{name}", args=[amara.pk])
        assert as_deborah.get(address).status_code == 404
    looks = AccessEntry.objects.filter(who=deborah, client_id=amara.pk)
    assert [look.refused for look in looks] == [True] * len(pages)


def test_the_counts_follow_the_promises(ruth, amara, now):
    on = timezone.localdate(now) + timedelta(weeks=1)

    def counted():
        return count_follow_through(ruth, repairs_followed(ruth), on)[0]

    before = counted()
    due_on = timezone.localdate(now) - timedelta(days=1)
    then = now - timedelta(days=2)
    kept, late = (
        make_promise(amara.pk, words=words, due_on=due_on, by=ruth, now=then)
        for words in ("Call the ward", "Send the letter")
    )
    settle_promise(amara.pk, kept.pk, status=PromiseStatus.KEPT, by=ruth, now=now)
    after = counted()

    assert after.promises_made == before.promises_made + 2
    assert after.kept == before.kept + 1
    assert after.still_open == before.still_open + 1
    settle_promise(amara.pk, late.pk, status=PromiseStatus.BROKEN, by=ruth, now=now)
    assert counted().cannot_keep == before.cannot_keep + 1


def test_the_counts_are_of_whole_weeks_up_to_last_sunday(ruth, amara, now):
    """A session of today would tell by being counted whether its client said yes."""
    today = timezone.localdate(now)

    def held(on):
        spans = count_follow_through(ruth, repairs_followed(ruth), on)
        return [(span.sessions_held, span.until) for span in spans]

    monday = today - timedelta(days=today.weekday())
    before, after = held(today), held(monday + timedelta(weeks=1))
    Session.objects.create(client=amara, worker=ruth, number=40, at=now, status="held")
    assert held(today) == before == held(monday)
    assert before[0][1] == monday - timedelta(days=1)
    now_held = held(monday + timedelta(weeks=1))
    assert [one for one, _ in now_held] == [one + 1 for one, _ in after]


def test_the_counts_follow_the_repairs_the_worker_sees(ruth, amara, now):
    on = timezone.localdate(now) + timedelta(weeks=1)

    def counted():
        return count_follow_through(ruth, repairs_followed(ruth), on)[1]

    before = counted()
    repair = notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words="She went quiet.",
        session_id=None,
        by=ruth,
        now=now,
    )
    assert counted().repairs_opened == before.repairs_opened + 1
    assert counted().not_finished == before.not_finished + 1
    talk = Talk(to=RepairStatus.LET_GO)
    keep_talk(amara.pk, repair.pk, talk=talk, version=repair.version, by=ruth, now=now)
    assert counted().let_go == before.let_go + 1
    assert counted().not_finished == before.not_finished
    RepairGround.objects.all().delete()  # as when all of them are kept from the worker
    assert counted().repairs_opened == 0


def test_repairs_with_who_said_no_to_supervision_are_not_counted(ruth, now):
    on = timezone.localdate(now)
    for client in Client.objects.all():
        choose_sharing(
            client.pk,
            purpose=Purpose.SUPERVISION,
            allowed=False,
            by=client.person,
            now=now,
        )
    assert count_follow_through(ruth, repairs_followed(ruth), on)[1].repairs_opened == 0


def test_she_reads_only_what_was_shared_with_her(as_deborah, ruth):
    CheckIn.objects.update(shared_with="worker")
    assert "No client shared a check-in" in read(as_deborah, ruth.pk).text
    shared = CheckIn.objects.order_by("-given_at").first()
    shared.shared_with = "supervisor"
    shared.answers = {"listened": "a_bit", "keep": "My own secret words"}
    shared.save()

    told = read(as_deborah, ruth.pk).content.decode()
    assert told.count("Did you feel listened to today?") == 1
    assert "My own secret words" not in told


def test_what_was_shared_with_her_is_shut_with_the_story(
    as_deborah, deborah, ruth, amara, now
):
    """As long as its client says no to care, and neither counted nor looked at."""
    CheckIn.objects.exclude(client=amara).delete()
    CheckIn.objects.update(shared_with="supervisor")

    def choose(allowed, at):
        by = amara.person
        choose_sharing(amara.pk, purpose=Purpose.CARE, allowed=allowed, by=by, now=at)

    def told():
        return len(read_shared_check_ins(ruth.pk, by=deborah, now=now))

    before = told()
    assert before
    looks = AccessEntry.objects.filter(verb="read_shared_check_ins").count()
    choose(allowed=False, at=now)
    assert told() == 0
    assert "No client shared a check-in" in read(as_deborah, ruth.pk).text
    entries = AccessEntry.objects.filter(verb="read_shared_check_ins")
    assert entries.count() == looks
    choose(allowed=True, at=now + timedelta(seconds=1))
    assert told() == before


def test_the_client_finds_her_look_in_their_own_log(as_deborah, deborah, ruth):
    CheckIn.objects.update(shared_with="worker")
    shared = CheckIn.objects.first()
    CheckIn.objects.filter(pk=shared.pk).update(
        shared_with="supervisor", given_at=timezone.now()
    )
    Session.objects.filter(pk=shared.session_id).update(at=timezone.now())

    read(as_deborah, ruth.pk)
    looks = AccessEntry.objects.filter(who=deborah, client_id__isnull=False)
    assert [(look.client_id, look.verb) for look in looks] == [
        (shared.client_id, "read_shared_check_ins")
    ]


def test_the_look_at_a_workers_counts_is_written_down(as_deborah, deborah, ruth):
    read(as_deborah, ruth.pk)
    entry = AccessEntry.objects.filter(who=deborah, verb="read_supervision").get()
    assert (entry.record_kind, entry.record_id) == ("person", str(ruth.pk))


def test_without_a_pair_there_is_nothing_to_see(as_deborah, ruth, now):
    Supervision.objects.update(until=now)
    assert "No worker is paired with you yet." in read(as_deborah).content.decode()
    assert read(as_deborah, ruth.pk).status_code == 404


def test_an_administrator_makes_and_ends_a_pair(
    as_samuel, as_deborah, samuel, deborah, ruth, now
):
    pair = Supervision.objects.get()
    as_samuel.post(reverse("administration:end-pair", args=[pair.pk]))
    assert read(as_deborah, ruth.pk).status_code == 404
    typed = {"supervisor": deborah.pk, "worker": ruth.pk}
    as_samuel.post(reverse("administration:add-pair"), typed)
    assert read(as_deborah, ruth.pk).status_code == 200
    supervise(deborah.pk, ruth.pk, by=samuel, now=now)
    assert Supervision.objects.filter(until__isnull=True).count() == 1


@pytest.mark.parametrize("who", ["as_ruth", "as_amara", "as_samuel"])
def test_only_a_supervisor_opens_these_pages(request, who, ruth):
    browser = request.getfixturevalue(who)
    assert read(browser).status_code == 404
    assert read(browser, ruth.pk).status_code == 404


def test_nobody_is_ranked(as_deborah, samuel, deborah, now):
    """Side by side there are names alone: no number of anybody's work."""
    for name in ("Zoe", "adam", "Bea"):
        worker = add_person(
            name=name,
            role=Role.WORKER,
            sign_in_name=name.lower(),
            by=samuel,
            now=now,
        )
        supervise(deborah.pk, worker.pk, by=samuel, now=now)
    page = read(as_deborah).text
    assert "In the order of their names." in page
    workers = page[page.index('<ul class="lines">', page.index("order of their")) :]
    workers = workers[: workers.index("</ul>")]
    found = re.findall(r'supervision/\d+/">([^<]*)<', workers)
    assert found == ["adam", "Bea", "Ruth Adler", "Zoe"]
    days = re.sub(r"<time.*?</time>|<[^>]*>", "", workers)
    assert not re.search(r"\d|%", days)


def test_the_supervisor_has_no_other_address():
    """But for words they are asked to read because a person should."""
    pages = get_resolver("holdspace_site.web.supervision.urls").url_patterns
    names = {page.name for page in pages}
    assert names == {
        *("home", "worker", "hand-off", "acknowledge-hand-off"),
        *("new-supervision-hour", "supervision-hour", "tick-agreed-point"),
        *("supervision-drafts", "supervision-drafts-gone"),
    }


@pytest.mark.parametrize(
    ("table", "of"),
    [
        (supervision_words.HEADINGS, FollowUpKind),
        (supervision_words.CALLED, FollowUpKind),
        (supervision_words.BEGAN, FollowUpKind),
        (supervision_words.PLACES, FollowUpKind),
        (supervision_words.DUE, Due),
        (supervision_words.ENDINGS, NoticeKind),
    ],
)
def test_every_member_is_in_its_table(table, of):
    assert set(table) == set(of)
