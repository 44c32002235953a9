"""A repair from opening to end: who sees it, whose word counts, what is left."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.alliance.repairs import (
    AgainstTheirWord,
    ClientsWord,
    Ground,
    NoSuchStep,
    RepairStatus,
    RuptureKind,
)
from holdspace.alliance.sessions import PromiseStatus, SharedWith
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.change_check_in import share_check_in, take_back_check_in
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import EditedMeanwhile, NothingWritten, WrongTime
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_check_in import heed
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.keep_repair import Talk, answer_repair, keep_talk
from holdspace_site.actions.mark_reading import (
    Chosen,
    Meaning,
    mark_reading,
    remove_reading,
)
from holdspace_site.actions.open_repair import (
    notice_rupture,
    open_after_check_in,
    open_after_signal,
)
from holdspace_site.actions.plan_session import plan_session
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_repairs import read_repair, unfinished_repairs
from holdspace_site.records import as_library
from holdspace_site.records.models import (
    AccessEntry,
    CheckIn,
    Passage,
    Promise,
    Repair,
    RepairGround,
    RepairStep,
    RepairWord,
)
from holdspace_site.records.repairs import repairs_of
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.records.supervision import own_steps

NOTED = "She went quiet when the phone rang."


def page(browser, name, *args):
    return browser.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def no_repairs():
    """A practice in which nothing went wrong yet."""
    Repair.objects.all().delete()


@pytest.fixture
def session(amara):
    return amara.sessions.filter(status="held").latest("at")


def give(session, now, *, shared_with="worker", **answers):
    """A check-in as it is given: kept, then heeded."""
    row = CheckIn(
        client=session.client, session=session, shared_with=shared_with, given_at=now
    )
    row.answers = answers
    row.save(force_insert=True)
    open_after_check_in(row, by=session.client.person, now=now)
    return row


@pytest.fixture
def strain(no_repairs, session, now):
    """Her answer that something felt off, shared with her worker."""
    return give(session, now, off="small", talk="next_time")


@pytest.fixture
def repair(strain):
    return Repair.objects.get()


def talk(repair, by, now, **what):
    version = what.pop("version", Repair.objects.get(pk=repair.pk).version)
    return keep_talk(
        repair.client_id, repair.pk, talk=Talk(**what), version=version, by=by, now=now
    )


def say(repair, word, now, words=""):
    client = repair.client
    return answer_repair(
        client.pk, repair.pk, word=word, words=words, by=client.person, now=now
    )


# --- What opens one ---------------------------------------------------------------


@pytest.mark.parametrize(
    "answers", [{"off": "small"}, {"off": "big"}, {"before": "yes"}]
)
def test_an_answer_that_says_of_a_strain_opens_a_repair(
    no_repairs, session, now, ruth, amara, answers
):
    give(session, now, **answers)
    (repair,) = repairs_of(ruth, amara)
    assert (repair.status, repair.session) == ("open", session)
    assert repair.grounds.get().ground == Ground.CHECK_IN


@pytest.mark.parametrize(
    "answers",
    [{"off": "no"}, {"off": "rather_not_say"}, {"before": "no"}, {"listened": "no"}],
)
def test_an_answer_that_does_not_opens_none(no_repairs, session, now, answers):
    give(session, now, **answers)
    assert not Repair.objects.exists()


@pytest.mark.parametrize("shared_with", ["nobody", "supervisor"])
def test_what_is_kept_from_the_worker_opens_nothing(
    no_repairs, session, now, shared_with
):
    row = give(session, now, shared_with=shared_with, off="big")
    open_after_signal(row, kind=RuptureKind.WITHDRAWAL, by=row.client.person, now=now)
    assert not Repair.objects.exists()


# --- What the answers over time open ----------------------------------------------


@pytest.fixture
def low(no_repairs, amara, ruth, now):
    """A session after many good ones, and an answer far below the others."""
    CheckIn.objects.filter(client=amara).delete()
    for days in range(80, 10, -7):
        answered(amara, ruth, now - timedelta(days=days), now, "8")
    return answered(amara, ruth, now - timedelta(days=1), now, "2")


def answered(client, worker, at, now, between):
    session = plan_session(client.pk, at=at, place="", by=worker, now=now)
    row = CheckIn(client=client, session=session, shared_with="worker", given_at=at)
    row.answers = {"between": between, "off": "no"}
    row.save(force_insert=True)
    heed(row, by=client.person, now=now)
    return row


def test_a_drop_no_error_of_measuring_explains_opens_one(low, ruth, amara, as_ruth):
    (repair,) = repairs_of(ruth, amara)
    assert (repair.session, repair.status) == (low.session, "open")
    assert repair.grounds.get().ground == Ground.SIGNAL
    shown = page(as_ruth, "worker:repair", amara.pk, repair.pk)
    assert "Their answers over time" in shown


def test_reading_the_signals_again_opens_nothing_twice(low, now):
    heed(low, by=low.client.person, now=now)
    assert RepairGround.objects.count() == 1


@pytest.mark.parametrize("shared_with", list(SharedWith))
def test_a_signal_holds_only_on_the_answers_that_are_left(low, now, shared_with):
    """Without the good ones before it, the low answer is no drop any more."""
    client = low.client
    for row in client.check_ins.exclude(pk=low.pk):
        share_check_in(row.pk, shared_with, by=client.person, now=now)
    stands = Repair.objects.exists() and RepairGround.objects.exists()
    assert stands == (shared_with is SharedWith.WORKER)


@pytest.fixture
def missing(low, amara, ruth, now):
    """The session before the low one, which nobody has answered for."""
    at = now - timedelta(days=8)
    return plan_session(amara.pk, at=at, place="", by=ruth, now=now)


def late(session, now, **answers):
    row = CheckIn(
        client=session.client, session=session, shared_with="worker", given_at=now
    )
    row.answers = answers
    row.save(force_insert=True)
    heed(row, by=session.client.person, now=now)
    return row


def test_a_late_answer_takes_no_repair_away_that_is_worked_on(
    low, missing, ruth, amara, now
):
    """With it, the drop begins a session earlier: the strain is the same."""
    (repair,) = repairs_of(ruth, amara)
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="I asked, and she told me.")
    given = late(missing, now + timedelta(minutes=1), between="2", off="no")
    assert [one.id for one in unfinished_repairs([amara], by=ruth)] == [repair.pk]
    heed(low, by=amara.person, now=now + timedelta(minutes=2))
    take_back_check_in(given.pk, by=amara.person, now=now + timedelta(minutes=3))
    assert [one.id for one in unfinished_repairs([amara], by=ruth)] == [repair.pk]


def test_an_answer_put_right_takes_its_signal_back(low, ruth, amara, now):
    assert repairs_of(ruth, amara)
    low.answers = {"between": "8", "off": "no"}
    low.save()
    heed(low, by=amara.person, now=now)
    assert not repairs_of(ruth, amara)


def test_a_newer_answer_for_the_same_session_takes_its_signal_back(
    low, ruth, amara, now
):
    assert repairs_of(ruth, amara)
    late(low.session, now + timedelta(minutes=1), between="8", off="no")
    assert not repairs_of(ruth, amara)


def test_an_answer_about_another_workers_session_leaves_the_repair_of_this_one(
    no_repairs, amara, ruth, tomas, now
):
    CheckIn.objects.filter(client=amara).delete()
    let_on(amara, now, allowed=False)
    old = answered(amara, ruth, now - timedelta(days=200), now, "8")
    joined_at = now - timedelta(days=150)
    amara.team.filter(person=tomas).update(since=joined_at)
    amara.team.filter(person=ruth).update(until=joined_at)
    for days in range(80, 10, -7):
        answered(amara, tomas, now - timedelta(days=days), now, "8")
    answered(amara, tomas, now - timedelta(days=1), now, "2")
    (repair,) = repairs_of(tomas, amara)
    share_check_in(old.pk, SharedWith.NOBODY, by=amara.person, now=now)
    assert list(repairs_of(tomas, amara)) == [repair]


def test_a_signal_is_gone_with_the_answer_it_began_in(low, ruth, amara, as_ruth, now):
    (repair,) = repairs_of(ruth, amara)
    take_back_check_in(low.pk, by=amara.person, now=now)
    assert is_nowhere(repair, as_ruth, ruth, now)


def test_one_session_has_one_repair_however_often_it_is_said(
    strain, repair, session, now, ruth
):
    open_after_check_in(strain, by=strain.client.person, now=now)
    soon, later = now + timedelta(minutes=1), now + timedelta(minutes=2)
    open_after_signal(strain, kind=RuptureKind.WITHDRAWAL, by=ruth, now=soon)
    notice_rupture(
        session.client_id,
        kind=RuptureKind.UNCLEAR,
        words=NOTED,
        session_id=str(session.pk),
        by=ruth,
        now=later,
    )
    shown = read_repair(session.client_id, repair.pk, by=ruth, now=later)
    assert shown.kind is RuptureKind.WITHDRAWAL
    assert [one.noted for one in shown.rests_on] == ["", "", NOTED]
    grounds = [ground.ground for ground in RepairGround.objects.all()]
    assert sorted(grounds) == ["check_in", "noticed", "signal"]


def notice_again(session, ruth, now):
    return notice_rupture(
        session.client_id,
        kind=RuptureKind.UNCLEAR,
        words=NOTED,
        session_id=str(session.pk),
        by=ruth,
        now=now,
    )


@pytest.mark.parametrize("way", [["let_go"], ["named", "repaired"]])
def test_what_comes_after_the_end_of_a_repair_opens_another(
    strain, repair, session, ruth, amara, now, way
):
    for status in way:
        talk(repair, ruth, now, to=RepairStatus(status))
    noticed = notice_again(session, ruth, now)
    assert noticed.pk != repair.pk
    assert [one.id for one in unfinished_repairs([amara], by=ruth)] == [noticed.pk]
    talk(noticed, ruth, now, to=RepairStatus.LET_GO)
    give(session, now, off="big")
    (opened,) = unfinished_repairs([amara], by=ruth)
    assert opened.id not in {repair.pk, noticed.pk}


def test_the_same_answer_heeded_again_opens_nothing_that_was_closed(
    strain, repair, amara, ruth, now
):
    talk(repair, ruth, now, to=RepairStatus.LET_GO)
    open_after_check_in(strain, by=amara.person, now=now)
    assert not unfinished_repairs([amara], by=ruth)


def test_a_worker_opens_one_from_what_they_noticed(as_ruth, no_repairs, amara, session):
    answer = as_ruth.post(
        reverse("worker:notice-rupture", args=[amara.pk]),
        {"words": NOTED, "kind": "withdrawal", "session": str(session.pk)},
    )
    repair = Repair.objects.get()
    assert answer["Location"] == reverse("worker:repair", args=[amara.pk, repair.pk])
    assert NOTED in page(as_ruth, "worker:repair", amara.pk, repair.pk)


def test_noticing_nothing_or_what_has_not_been_is_refused(no_repairs, amara, ruth, now):
    ahead = amara.sessions.filter(at__gt=now).first()
    for words, session, error in (
        (" ", None, NothingWritten),
        (NOTED, str(ahead.pk), WrongTime),
        (NOTED, "no such session", NoSuchRecord),
    ):
        with pytest.raises(error):
            notice_rupture(
                amara.pk,
                kind=RuptureKind.UNCLEAR,
                words=words,
                session_id=session,
                by=ruth,
                now=now,
            )
    assert not Repair.objects.exists()


@pytest.fixture
def words_of_strain(no_repairs, amara, ruth, now):
    """What she told about the help here, with a reading of what the strain is about."""
    passage = next(
        one
        for one in amara.passages.all()
        if one.episode and one.episode.kind == "present"
    )
    passage.readings.all().delete()
    quote = passage.words.split(".")[0]
    return mark_reading(
        amara.pk,
        passage.pk,
        chosen=Chosen(quote=quote),
        meaning=Meaning(code="R.BOND"),
        by=ruth,
        now=now,
    )


def test_words_about_a_strain_here_open_one(words_of_strain, amara, ruth, as_ruth):
    (repair,) = repairs_of(ruth, amara)
    assert repair.grounds.get().reading == words_of_strain
    quote = words_of_strain.passage.words[words_of_strain.start : words_of_strain.end]
    shown = page(as_ruth, "worker:repair", amara.pk, repair.pk)
    assert quote.replace("'", "&#x27;") in shown


def test_words_about_earlier_help_open_none(no_repairs, amara, ruth, now):
    passage = next(
        one for one in amara.passages.filter(episode=None) if "laptop" in one.words
    )
    mark_reading(
        amara.pk,
        passage.pk,
        chosen=Chosen(quote="laptop"),
        meaning=Meaning(code="R.BOND"),
        by=ruth,
        now=now,
    )
    assert not Repair.objects.exists()


# --- Who sees it ------------------------------------------------------------------


def is_nowhere(repair, browser, ruth, now):
    """Whether a worker meets a repair on none of their pages, nor in a copy."""
    client = repair.client
    place = reverse("worker:repair", args=[client.pk, repair.pk])
    shown = [
        page(browser, "home"),
        page(browser, "worker:brief", client.pk),
        page(browser, "worker:sessions", client.pk),
    ]
    brief = read_brief(client.pk, by=ruth, on=now.date(), now=now)[1]
    copy = export_client(client.pk, by=ruth, now=now)
    return (
        browser.get(place).status_code == 404
        and not any(str(repair.pk) in each for each in shown)
        and not any("repair" in line for line in brief.unfinished)
        and copy["repairs"] == []
        and not unfinished_repairs([client], by=ruth)
    )


def hide(strain):
    strain.shared_with = "nobody"
    strain.save()


def take_back(strain):
    strain.answers, strain.taken_back_at = {}, strain.given_at
    strain.save()


@pytest.mark.parametrize("go_away", [hide, take_back])
def test_what_rested_on_an_answer_alone_is_gone_with_it(
    strain, repair, as_ruth, as_amara, ruth, now, go_away
):
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="I asked, and she told me.")
    assert not is_nowhere(repair, as_ruth, ruth, now)
    go_away(strain)
    assert is_nowhere(repair, as_ruth, ruth, now)
    with pytest.raises(NoSuchRecord):
        talk(repair, ruth, now, to=RepairStatus.REPAIRED)
    own = as_amara.get(reverse("client:repair", args=[repair.pk]))
    assert own.status_code == 200
    assert "I asked, and she told me." in own.content.decode()


def test_her_word_on_what_is_hidden_shows_in_no_list_of_looks(
    strain, repair, as_ruth, as_amara, amara, now
):
    hide(strain)
    before = page(as_ruth, "worker:record", amara.pk)
    as_amara.get(reverse("client:repair", args=[repair.pk]))
    as_amara.post(reverse("client:repair", args=[repair.pk]), {"word": "no"})
    assert RepairWord.objects.get().word == "no"
    assert "how a repair is" not in before + page(as_ruth, "worker:record", amara.pk)


def test_what_rests_on_something_else_too_stays_with_that_alone(
    strain, repair, session, as_ruth, ruth, now
):
    notice_rupture(
        session.client_id,
        kind=RuptureKind.UNCLEAR,
        words=NOTED,
        session_id=str(session.pk),
        by=ruth,
        now=now,
    )
    hide(strain)
    (rests_on,) = read_repair(session.client_id, repair.pk, by=ruth, now=now).rests_on
    assert (rests_on.ground, rests_on.answers) == (Ground.NOTICED, ())


def test_how_a_signal_showed_and_since_when_goes_with_the_answer(
    strain, repair, session, as_ruth, amara, ruth, now
):
    """What the worker noticed later stays, with the day it was noticed."""
    RepairGround.objects.update(noticed_at=now - timedelta(days=2))
    by = amara.person
    open_after_signal(strain, kind=RuptureKind.WITHDRAWAL, by=by, now=now)
    notice_again(session, ruth, now)
    card = page(as_ruth, "worker:repair", amara.pk, repair.pk)
    talk(repair, ruth, now, to=RepairStatus.NAMED, kind=RuptureKind.WITHDRAWAL)

    def seen():
        shown = read_repair(amara.pk, repair.pk, by=ruth, now=now)
        (listed,) = unfinished_repairs([amara], by=ruth)
        assert listed.opened_on == shown.opened_on
        (copy,) = export_client(amara.pk, by=ruth, now=now)["repairs"]
        assert copy["kind"] == shown.kind.value
        return shown.kind, shown.opened_on

    assert '<option value="withdrawal" selected>' in card
    before = timezone.localdate(now - timedelta(days=2))
    assert seen() == (RuptureKind.WITHDRAWAL, before)
    hide(strain)
    assert seen() == (RuptureKind.UNCLEAR, timezone.localdate(now))


def test_how_it_shows_stays_once_its_worker_said_so(strain, repair, amara, ruth, now):
    by, kind = amara.person, RuptureKind.CONFRONTATION
    open_after_signal(strain, kind=RuptureKind.WITHDRAWAL, by=by, now=now)
    talk(repair, ruth, now, to=None, kind=kind)
    shown = read_repair(amara.pk, repair.pk, by=ruth, now=now)
    assert (shown.kind, Repair.objects.get().kind) == (kind, kind.value)


def test_an_answer_changed_to_no_strain_is_no_ground_any_more(
    strain, repair, as_ruth, ruth, now
):
    strain.answers = {"off": "no"}
    strain.save()
    open_after_check_in(strain, by=strain.client.person, now=now)
    assert is_nowhere(repair, as_ruth, ruth, now)


def test_a_reading_taken_back_is_no_ground_any_more(words_of_strain, amara, ruth, now):
    assert repairs_of(ruth, amara)
    give_verdict(
        amara.pk,
        words_of_strain.pk,
        verdict=Verdict.TAKEN_BACK,
        by=amara.person,
        now=now,
    )
    assert not repairs_of(ruth, amara)
    assert repairs_of(amara.person, amara)


def test_a_removed_reading_is_no_ground_any_more(words_of_strain, amara, ruth, now):
    assert repairs_of(ruth, amara)
    remove_reading(amara.pk, words_of_strain.pk, version=1, by=ruth, now=now)
    assert not repairs_of(ruth, amara)


def test_words_held_back_are_no_ground_any_more(words_of_strain, amara, ruth, now):
    assert repairs_of(ruth, amara)
    Passage.objects.filter(pk=words_of_strain.passage_id).update(held_back_at=now)
    assert not repairs_of(ruth, amara)


@pytest.fixture
def tomas(samuel, ruth, amara, now):
    """Her next worker."""
    worker = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, worker.pk, by=samuel, now=now)
    return worker


def let_on(client, now, *, allowed):
    choose_sharing(
        client.pk,
        purpose=Purpose.NEXT_WORKER,
        allowed=allowed,
        by=client.person,
        now=now,
    )


def test_the_next_worker_sees_what_was_before_them_only_with_her_yes(
    no_repairs, amara, session, ruth, tomas, now
):
    let_on(amara, now, allowed=False)
    give(session, session.at, off="small")
    notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words=NOTED,
        session_id=None,
        by=ruth,
        now=now - timedelta(days=1),
    )
    assert len(repairs_of(ruth, amara)) == 2
    assert not repairs_of(tomas, amara)
    let_on(amara, now + timedelta(1), allowed=True)
    assert len(repairs_of(tomas, amara)) == 2


SAID = "I forgot what you told me, and I am sorry."


@pytest.mark.parametrize("allowed", [False, True])
def test_noticing_something_opens_nobody_elses_repair(
    repair, session, amara, ruth, tomas, now, allowed
):
    """Nor does it keep one open to a worker after her yes to them has ended."""
    talk(repair, ruth, now, to=RepairStatus.NAMED, said=SAID)
    let_on(amara, now, allowed=allowed)
    made = notice_rupture(
        amara.pk,
        kind=RuptureKind.UNCLEAR,
        words=NOTED,
        session_id=str(session.pk),
        by=tomas,
        now=now,
    )
    let_on(amara, now + timedelta(1), allowed=False)
    (seen,) = repairs_of(tomas, amara)
    assert (seen, seen.worker) == (made, tomas)
    assert SAID not in str(read_repair(amara.pk, made.pk, by=tomas, now=now).history)


def test_words_written_down_by_the_next_worker_open_a_repair_of_their_own(
    repair, session, amara, ruth, tomas, now
):
    """The words are told to him, about a meeting that somebody else held."""
    talk(repair, ruth, now, to=RepairStatus.NAMED, said=SAID)
    let_on(amara, now, allowed=False)
    passage = Passage(
        client=amara,
        session=session,
        episode=amara.episodes.get(kind="present"),
        told_by="client",
        typed_by=tomas,
        told_on=now.date(),
        setting="session",
        language="en",
        added_at=now + timedelta(minutes=1),
    )
    passage.words = "You did not listen."
    passage.save(force_insert=True)
    mark_reading(
        amara.pk,
        passage.pk,
        chosen=Chosen(quote=passage.words),
        meaning=Meaning(code="R.BOND"),
        by=tomas,
        now=now,
    )
    (seen,) = repairs_of(tomas, amara)
    assert (seen.worker, seen.steps.count()) == (tomas, 0)


def test_nobody_but_she_sees_one_while_her_story_is_closed(
    repair, amara, ruth, deborah, now
):
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    assert not repairs_of(ruth, amara)
    assert not repairs_of(deborah, amara)
    assert repairs_of(amara.person, amara)
    with pytest.raises(StoryClosed):
        read_repair(amara.pk, repair.pk, by=ruth, now=now)


def test_a_client_sees_no_repair_of_somebody_else(repair, mateo, amara):
    assert not repairs_of(mateo.person, amara)


def test_a_look_at_a_repair_is_written_down(repair, amara, as_ruth, as_amara):
    page(as_ruth, "worker:repair", amara.pk, repair.pk)
    entry = AccessEntry.objects.filter(client_id=amara.pk).latest("position")
    assert (entry.verb, entry.record_id) == ("read_repair", str(repair.pk))
    assert "read what is being put right between you" in page(as_amara, "client:looks")


# --- Steps ------------------------------------------------------------------------


def test_steps_are_kept_with_who_when_from_and_to(repair, ruth, now):
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="I named it.")
    talk(repair, ruth, now + timedelta(1), to=RepairStatus.PARTLY)
    steps = [
        (step.from_status, step.to_status, step.said, step.taken_by)
        for step in RepairStep.objects.all()
    ]
    assert steps == [
        ("open", "named", "I named it.", ruth),
        ("named", "partly", "", ruth),
    ]


def test_nothing_is_repaired_that_was_not_named(repair, ruth, now):
    with pytest.raises(NoSuchStep):
        talk(repair, ruth, now, to=RepairStatus.REPAIRED)
    assert Repair.objects.get().status == "open"


def test_nothing_said_and_nothing_done_is_not_kept(repair, ruth, now):
    with pytest.raises(NothingWritten):
        talk(repair, ruth, now, to=RepairStatus.OPEN, said="  ")
    assert Repair.objects.get().version == 1


@pytest.mark.parametrize(
    ("way", "came_to"),
    [
        (["let_go"], ["open", "let go"]),
        (["named", "let_go"], ["open", "named", "let go"]),
        (["named", "partly"], ["open", "named", "partly repaired"]),
        (["named", "repaired"], ["open", "named", "repaired"]),
    ],
)
def test_only_what_it_came_to_is_shown_as_reached(
    repair, as_ruth, amara, ruth, now, way, came_to
):
    for hours, status in enumerate(way):
        talk(repair, ruth, now + timedelta(hours=hours), to=RepairStatus(status))
    place = reverse("worker:repair", args=[amara.pk, repair.pk])
    stages = as_ruth.get(place).context["stages"]
    assert [words for words, reached in stages if reached] == came_to


def test_what_was_said_is_kept_without_a_step(repair, ruth, now):
    talk(repair, ruth, now, to=None, said="We only sat.")
    step = RepairStep.objects.get()
    assert (step.from_status, step.to_status) == ("open", "open")


def test_what_was_promised_for_it_stands_on_the_card_and_on_today(
    repair, as_ruth, amara, now
):
    as_ruth.post(
        reverse("worker:repair", args=[amara.pk, repair.pk]),
        {
            "version": "1",
            "to": "named",
            "kind": "withdrawal",
            "said": "I said sorry.",
            "promise": "Switch the phone off",
            "promise_due_on": f"{now:%Y-%m-%d}",
        },
    )
    promise = next(p for p in Promise.objects.filter(repair=repair))
    assert promise.words == "Switch the phone off"
    assert promise.status == PromiseStatus.OPEN
    assert "Switch the phone off" in page(as_ruth, "worker:repair", amara.pk, repair.pk)
    assert "Switch the phone off" in page(as_ruth, "home")
    assert Repair.objects.get().kind == "withdrawal"


def test_of_two_who_write_the_second_is_told_and_nothing_is_lost(
    repair, as_ruth, amara, ruth, now
):
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="The first.")
    answer = as_ruth.post(
        reverse("worker:repair", args=[amara.pk, repair.pk]),
        {"version": "1", "to": "let_go", "said": "The second.", "kind": "unclear"},
    ).content.decode()
    assert "changed by somebody else" in answer
    assert "The second." in answer
    assert Repair.objects.get().status == "named"
    with pytest.raises(EditedMeanwhile):
        talk(repair, ruth, now, to=RepairStatus.LET_GO, version=1)


# --- Her word ---------------------------------------------------------------------


def test_her_word_counts_and_nobody_sets_it_against_her(
    repair, as_ruth, amara, ruth, now
):
    talk(repair, ruth, now, to=RepairStatus.NAMED)
    say(repair, ClientsWord.NO, now, words="It still hurts.")
    with pytest.raises(AgainstTheirWord):
        talk(repair, ruth, now, to=RepairStatus.REPAIRED)
    shown = page(as_ruth, "worker:repair", amara.pk, repair.pk)
    assert "It still hurts." in shown
    assert 'value="repaired"' not in shown
    assert "Their word counts." in shown
    refused = as_ruth.post(
        reverse("worker:repair", args=[amara.pk, repair.pk]),
        {"version": str(Repair.objects.get().version), "to": "repaired"},
    )
    assert refused.status_code == 200
    assert Repair.objects.get().status == "named"


def test_her_yes_mends_it_and_her_no_opens_it_again(repair, ruth, now):
    say(repair, ClientsWord.YES, now)
    assert Repair.objects.get().status == "repaired"
    step = RepairStep.objects.get()
    assert (step.to_status, step.taken_by) == ("repaired", repair.client.person)
    say(repair, ClientsWord.NO, now + timedelta(1))
    assert Repair.objects.get().status == "named"
    assert [given.word for given in RepairWord.objects.all()] == ["yes", "no"]


def test_rather_not_say_is_an_answer_and_moves_nothing(repair, as_amara):
    as_amara.post(
        reverse("client:repair", args=[repair.pk]), {"word": "rather_not_say"}
    )
    assert RepairWord.objects.get().word == "rather_not_say"
    assert Repair.objects.get().status == "open"
    assert not RepairStep.objects.exists()


def test_what_is_no_answer_is_refused(repair, as_amara):
    place = reverse("client:repair", args=[repair.pk])
    assert as_amara.post(place, {"word": "perhaps"}).status_code == 400
    assert not RepairWord.objects.exists()


def test_the_worker_says_so_too_and_it_closes_in_supervision(
    repair, as_ruth, amara, ruth, now
):
    """Supervision sees the worker's own steps alone; words are no step."""

    def stands():
        return own_steps(ruth, [Repair.objects.get()])[Repair.objects.get()].status

    def mended_on():
        row = Repair.objects.get()
        kept = as_library.repair(row, row.grounds.all())
        return [(step.status, step.by_client) for step in kept.steps]

    first, second, third, fourth = (now + timedelta(minutes=each) for each in range(4))
    talk(repair, ruth, first, to=RepairStatus.NAMED)
    assert read_repair(amara.pk, repair.pk, by=ruth, now=now).as_they_say is None
    say(repair, ClientsWord.YES, second)
    talk(repair, ruth, third, to=None, said="We were glad.")
    assert stands() is RepairStatus.NAMED
    assert "It is repaired, as they say" in page(
        as_ruth, "worker:repair", amara.pk, repair.pk
    )
    talk(repair, ruth, fourth, to=RepairStatus.REPAIRED)
    assert stands() is RepairStatus.REPAIRED
    assert mended_on() == [(RepairStatus.NAMED, False), (RepairStatus.REPAIRED, True)]
    with pytest.raises(NothingWritten):
        talk(repair, ruth, fourth, to=RepairStatus.REPAIRED)


def test_her_word_that_came_meanwhile_is_not_written_over(repair, ruth, now):
    version = repair.version
    say(repair, ClientsWord.LET_IT_GO, now)
    with pytest.raises(EditedMeanwhile):
        talk(repair, ruth, now, to=RepairStatus.NAMED, version=version)
    assert Repair.objects.get().status == "let_go"


# --- Until somebody closes it -----------------------------------------------------


def test_it_stays_in_the_brief_and_on_today_until_it_is_closed(
    repair, as_ruth, amara, ruth, now
):
    place = reverse("worker:repair", args=[amara.pk, repair.pk])
    for status in (None, RepairStatus.NAMED, RepairStatus.PARTLY):
        if status:
            talk(repair, ruth, now, to=status)
        assert place in page(as_ruth, "home")
        brief = read_brief(amara.pk, by=ruth, on=now.date(), now=now)[1]
        assert any("repair since" in line for line in brief.unfinished)
    talk(repair, ruth, now, to=RepairStatus.REPAIRED)
    assert place not in page(as_ruth, "home")
    assert place in page(as_ruth, "worker:sessions", amara.pk)


def test_today_lists_the_oldest_first_whoever_it_is(
    no_repairs, amara, mateo, linh, ruth, now
):
    for days, client in ((1, amara), (9, mateo), (4, linh)):
        notice_rupture(
            client.pk,
            kind=RuptureKind.UNCLEAR,
            words=NOTED,
            session_id=None,
            by=ruth,
            now=now - timedelta(days=days),
        )
    found = unfinished_repairs([amara, mateo, linh], by=ruth)
    assert [one.client_name for one in found] == ["Mateo", "Linh", "Amara"]


# --- Her copy, and being forgotten ------------------------------------------------


def test_her_copy_holds_all_of_it(repair, as_amara, amara, ruth, now):
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="I said sorry.")
    say(repair, ClientsWord.PARTLY, now, words="A bit.")
    (copy,) = export_client(amara.pk, by=amara.person, now=now)["repairs"]
    assert copy["status"] == "partly"
    assert {step["said"] for step in copy["history"]} >= {"I said sorry.", "A bit."}
    assert ["Was there a moment that felt off?", "yes, small"] in copy["rests_on"][0][
        "answers"
    ]
    readable = page(as_amara, "client:export-readable")
    assert "I said sorry." in readable
    assert "A bit." in readable


def test_erasing_her_leaves_nothing_of_it(repair, amara, samuel, ruth, now):
    talk(repair, ruth, now, to=RepairStatus.NAMED, said="I said sorry.")
    say(repair, ClientsWord.NO, now)
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    for kind in (Repair, RepairGround, RepairStep, RepairWord):
        assert not kind.objects.filter(client=amara).exists()


# --- The made-up practice ---------------------------------------------------------


def test_the_demo_has_an_open_repair_and_a_mended_one(amara, ruth):
    shown = {repair.status for repair in repairs_of(ruth, amara)}
    assert shown == {"open", "repaired"}
    mended = Repair.objects.get(client=amara, status="repaired")
    assert mended.client_words.get().word == "yes"
