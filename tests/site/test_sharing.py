"""The client holds it: who looked and why, who may, and what they ask about."""

import ast
import html
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

import holdspace_site
from holdspace.approach.brief_json import brief_json
from holdspace.privacy.access import Role, Verb
from holdspace.privacy.sharing import ONLY_WITH_CARE, Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import (
    add_client,
    add_person,
    join_care_team,
    leave_care_team,
)
from holdspace_site.actions.answer_question import answer_question
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.count_follow_through import count_follow_through
from holdspace_site.actions.errors import EditedMeanwhile, NotPossible
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.keep_episode import ToldOfHelp, add_episode
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_today import read_today
from holdspace_site.records.access_log import write_down
from holdspace_site.records.models import (
    AccessEntry,
    ClientQuestion,
    HandOff,
    SharingChoice,
)
from holdspace_site.records.scope import OPEN_RECORD
from holdspace_site.records.sharing import (
    StoryClosed,
    passages_open_to,
    purposes_allowed,
    told_to_earlier_workers,
)
from holdspace_site.records.supervision import repairs_followed
from holdspace_site.records.who import AtTheMachine
from holdspace_site.web.look_reasons import WHY
from holdspace_site.web.looks import WHAT

from .conftest import signed_in

CANARY = "quetzalcoatlus"
SITE = Path(holdspace_site.__file__).parent


def plain(page):
    """What a page says, in one line."""
    main = page.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)).replace(" .", ".")


def choose(client, purpose, allowed, now):
    choose_sharing(
        client.pk, purpose=purpose, allowed=allowed, by=client.person, now=now
    )


def closed(client, now):
    choose(client, Purpose.CARE, False, now)


def words_of(passage):
    return [part for part in re.split(r"(?<=[.?])\s+", passage.words) if len(part) > 15]


@pytest.fixture
def first_told(amara):
    """The story Amara told first."""
    return amara.passages.order_by("told_on").first()


@pytest.fixture
def tomas(samuel, amara, now):
    """A worker who joins Amara's care team today, after Ruth."""
    worker = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, worker.pk, by=samuel, now=now)
    return worker


# --- One thing held back ------------------------------------------------------


def pages_of(client, browser):
    """All a worker sees of a client, in all its forms."""
    for name in ("brief", "story", "sessions", "record", "export", "export-readable"):
        yield browser.get(reverse(f"worker:{name}", args=[client.pk])).content.decode()
    quotes = reverse("worker:quotes", args=[client.pk])
    codes = ",".join(set(client.readings.values_list("code", flat=True)))
    yield browser.get(quotes, {"codes": codes}).content.decode()
    yield browser.get("/").content.decode()


def test_what_is_held_back_is_gone_from_all_a_worker_sees_and_comes_back(
    as_ruth, as_amara, as_samuel, amara, first_told, ruth, now
):
    told = words_of(first_told)
    assert any(words in page for page in pages_of(amara, as_ruth) for words in told)

    address = reverse("client:hold-back", args=[first_told.pk])
    as_amara.post(address, {"allowed": "no"})
    at_the_machine = AtTheMachine(agency_id=amara.agency_id, os_user="root")
    for by in (ruth, at_the_machine):
        _, brief = read_brief(amara.pk, by=by, on=timezone.localdate(now), now=now)
        told_in_brief = json.dumps(brief_json(brief), ensure_ascii=False)
        assert not any(words in told_in_brief for words in told)
        assert str(first_told.pk) not in told_in_brief
    for page in pages_of(amara, as_ruth):
        assert not any(words in page for words in told)
        assert str(first_told.pk) not in page

    as_amara.post(address, {"allowed": "yes"})
    assert any(words in page for page in pages_of(amara, as_ruth) for words in told)


@pytest.mark.parametrize("name", ["passage", "correct-passage"])
def test_the_address_of_what_is_held_back_answers_like_an_unknown_one(
    as_ruth, amara, first_told, now, name
):
    hold_back(amara.pk, first_told.pk, held_back=True, by=amara.person, now=now)
    address = reverse(f"worker:{name}", args=[amara.pk, first_told.pk])
    assert as_ruth.get(address).status_code == 404
    assert AccessEntry.objects.filter(client_id=amara.pk, refused=True).count() == 1


def test_nothing_can_be_marked_in_what_is_held_back(as_ruth, amara, first_told, now):
    reading = first_told.readings.first()
    before = first_told.readings.count()
    hold_back(amara.pk, first_told.pk, held_back=True, by=amara.person, now=now)
    add = reverse("worker:add-reading", args=[amara.pk, first_told.pk])
    remove = reverse("worker:remove-reading", args=[amara.pk, reading.pk])
    assert as_ruth.post(add, {"quote": "laptop", "code": "H.WARM"}).status_code == 404
    assert as_ruth.post(remove, {"version": reading.version}).status_code == 404
    assert first_told.readings.count() == before


def test_the_client_still_reads_what_they_hold_back(as_amara, amara, first_told, now):
    hold_back(amara.pk, first_told.pk, held_back=True, by=amara.person, now=now)
    assert (
        words_of(first_told)[0]
        in as_amara.get(reverse("client:export")).json()["passages"][-1]["words"]
    )
    page = as_amara.get(reverse("client:sharing")).content.decode()
    told = page.partition(f'id="told-{first_told.pk}"')[2]
    assert 'aria-checked="false"' in told


def test_an_answer_given_anew_stays_set_aside(amara, first_told, now):
    first_told.question, first_told.held_back_at = "Q7", now
    first_told.save()
    amara.given_answers.create(
        question="Q7",
        answer="told",
        given_by=amara.person,
        given_at=now,
        replaced_at=now,
    )
    with pytest.raises(NotPossible):
        hold_back(amara.pk, first_told.pk, held_back=False, by=amara.person, now=now)


# --- The story closed ---------------------------------------------------------


CLOSED = ["brief", "brief-pdf", "story", "add-passage", "export", "export-readable"]


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_story_opens_for_no_worker_and_the_client_sees_the_try(
    as_ruth, as_amara, amara, now, name
):
    closed(amara, now)
    answer = as_ruth.get(reverse(f"worker:{name}", args=[amara.pk]))
    assert answer.status_code == 403
    assert "Amara has closed their story for now." in plain(answer)
    assert "Ask them in person." in plain(answer)
    refused = AccessEntry.objects.get(client_id=amara.pk, refused=True)
    assert refused.who_id == as_ruth.session["_auth_user_id"] or refused.who
    seen = plain(as_amara.get(reverse("client:sharing")))
    assert "Ruth Adler , your worker, was refused. Nothing was shown." in seen


def test_name_sessions_and_boundaries_stay_and_the_words_do_not(
    as_ruth, amara, ruth, now
):
    closed(amara, now)
    page = plain(as_ruth.get(reverse("worker:sessions", args=[amara.pk])))
    assert "Sessions with Amara" in page
    for boundary in amara.boundaries.all():
        assert boundary.topic in page.replace("&#x27;", "'")
    held = [row for row in amara.sessions.all() if row.last_words]
    assert held
    assert not any(row.last_words in page for row in held)
    assert not any(row.left_open in page for row in held if row.left_open)
    day = read_today(by=ruth, on=timezone.localdate(now), now=now)
    hers = [one for one in day.sessions if one.client_id == amara.pk]
    assert all(one.closed and not one.because for one in hers)


def test_writing_a_session_down_keeps_the_words_nobody_saw(as_ruth, amara, now):
    closed(amara, now)
    row = next(row for row in amara.sessions.all() if row.last_words)
    page = as_ruth.get(reverse("worker:session", args=[amara.pk, row.pk]))
    assert row.last_words not in page.content.decode()
    answer = as_ruth.post(
        reverse("worker:session", args=[amara.pk, row.pk]),
        {"status": "missed", "version": row.version},
    )
    assert answer.status_code == 302
    kept = amara.sessions.get(pk=row.pk)
    assert (kept.status, kept.last_words) == ("missed", row.last_words)


def test_no_copy_goes_out_while_it_is_closed_and_the_client_takes_their_own(
    as_amara, amara, now
):
    closed(amara, now)
    by = AtTheMachine(agency_id=amara.agency_id, os_user="root")
    with pytest.raises(StoryClosed) as problem:
        read_brief(amara.pk, by=by, on=timezone.localdate(now), now=now)
    assert "Amara" not in str(problem.value)
    assert as_amara.get(reverse("client:export")).status_code == 200


def test_it_is_open_again_on_the_next_request(as_ruth, as_amara, amara):
    brief, choice = (
        reverse("worker:brief", args=[amara.pk]),
        reverse("client:choose-sharing"),
    )
    for allowed, status in (("no", 403), ("yes", 200)):
        as_amara.post(choice, {"purpose": "care", "allowed": allowed})
        assert as_ruth.get(brief).status_code == status


def test_nothing_that_shows_what_was_told_works_without_care():
    stays = {Verb.READ_SESSIONS, Verb.PLAN_SESSION, Verb.SET_BOUNDARY}
    assert not stays & ONLY_WITH_CARE
    assert {Verb.READ_STORY, Verb.READ_BRIEF, Verb.EXPORT} <= ONLY_WITH_CARE


# --- The next worker ----------------------------------------------------------


def test_the_next_worker_reads_what_was_told_before_only_with_a_yes(amara, tomas, now):
    choose(amara, Purpose.NEXT_WORKER, False, now)
    assert not passages_open_to(amara, tomas).exists()
    page = plain(signed_in(tomas).get(reverse("worker:story", args=[amara.pk])))
    told = amara.passages.count()
    assert f"Told to an earlier worker; kept back: {told} things." in page
    assert "Please do not ask again; ask whether you may read them." in page

    choose(amara, Purpose.NEXT_WORKER, True, now + timedelta(minutes=1))
    assert passages_open_to(amara, tomas).count() == told
    assert told_to_earlier_workers(amara, tomas) == 0


def test_the_next_worker_reads_of_earlier_help_only_with_a_yes(amara, tomas, now):
    earlier = list(amara.episodes.filter(kind="earlier"))
    words = {one.title for one in earlier} | {one.hoped_for for one in earlier}
    browser = signed_in(tomas)
    pages = [reverse(f"worker:{name}", args=[amara.pk]) for name in ("story", "export")]
    pages.append(reverse("worker:telling", args=[amara.pk]))

    def seen():
        told = [html.unescape(browser.get(one).content.decode()) for one in pages]
        opened = [
            browser.get(reverse("worker:episode", args=[amara.pk, one.pk])).status_code
            for one in earlier
        ]
        told[1] = json.dumps(json.loads(told[1]), ensure_ascii=False)
        return {one for one in words if one and one in "".join(told)}, {*opened}

    choose(amara, Purpose.NEXT_WORKER, False, now)
    assert seen() == (set(), {404})
    choose(amara, Purpose.NEXT_WORKER, True, now + timedelta(minutes=1))
    assert seen() == (words - {""}, {200})


def test_the_next_worker_reads_of_the_help_they_were_told_of(amara, tomas, now):
    choose(amara, Purpose.NEXT_WORKER, False, now)
    told = ToldOfHelp(title="A group in the church hall")
    add_episode(amara.pk, told, by=tomas, now=now)
    page = plain(signed_in(tomas).get(reverse("worker:story", args=[amara.pk])))
    assert "A group in the church hall" in page


def test_what_earlier_sessions_left_is_the_next_workers_only_with_a_yes(
    amara, tomas, now
):
    left = [row.last_words for row in amara.sessions.all() if row.last_words]
    answered = amara.check_ins.filter(shared_with="worker").first().answers
    assert left
    assert answered
    on = timezone.localdate(now)
    browser = signed_in(tomas)

    def seen():
        _, brief = read_brief(amara.pk, by=tomas, on=on, now=now)
        copy = browser.get(reverse("worker:export", args=[amara.pk])).json()
        page = browser.get(reverse("worker:sessions", args=[amara.pk])).content.decode()
        told = json.dumps(copy["sessions"], ensure_ascii=False) + page
        words = sum(words in told for words in left)
        answers = sum(
            bool(one["check_in"]["answers"])
            for one in copy["sessions"]
            if one["check_in"]
        )
        return words, answers, bool(brief.last_session and brief.last_session.check_in)

    choose(amara, Purpose.NEXT_WORKER, False, now)
    assert seen() == (0, 0, False)
    choose(amara, Purpose.NEXT_WORKER, True, now + timedelta(minutes=1))
    words, answers, _ = seen()
    assert words == len(left)
    assert answers


def test_the_first_worker_reads_what_was_told_before_they_came(samuel, ruth, now):
    noor = add_client(name="Noor", by=samuel, now=now)
    noor.passages.create(
        told_by="client",
        typed_by=noor.person,
        told_on=timezone.localdate(now),
        setting="alone",
        added_at=now - timedelta(hours=1),
    )
    join_care_team(noor.pk, ruth.pk, by=samuel, now=now)
    assert passages_open_to(noor, ruth).count() == 1


def test_somebody_who_is_in_no_care_team_has_nothing_open(
    amara, mateo, ruth, deborah, samuel, now
):
    leave_care_team(amara.pk, ruth.pk, by=samuel, now=now)
    for person in (ruth, deborah, mateo.person):
        assert not passages_open_to(amara, person).exists()


def test_what_is_held_back_leaves_no_trace_in_the_count(amara, tomas, first_told, now):
    choose(amara, Purpose.NEXT_WORKER, False, now)
    hold_back(amara.pk, first_told.pk, held_back=True, by=amara.person, now=now)
    assert told_to_earlier_workers(amara, tomas) == amara.passages.count() - 1


# --- Supervision --------------------------------------------------------------


def test_only_who_said_yes_to_supervision_is_counted(amara, linh, ruth, now):
    on = timezone.localdate(now)

    def held():
        return count_follow_through(ruth, repairs_followed(ruth), on)[1].sessions_held

    with_amara = held()
    choose(amara, Purpose.SUPERVISION, False, now)
    without = held()
    assert without < with_amara
    choose(linh, Purpose.SUPERVISION, True, now)
    assert held() > without


# --- The choices themselves ---------------------------------------------------


def test_a_refusal_stays_in_the_history_and_the_same_again_adds_nothing(amara, now):
    amara.sharing_choices.all().delete()
    for minute, allowed in enumerate([True, False, False, True]):
        choose(amara, Purpose.NEXT_WORKER, allowed, now + timedelta(minutes=minute))
    kept = amara.sharing_choices.filter(purpose="next_worker")
    assert [choice.allowed for choice in kept] == [True, False, True]
    assert Purpose.NEXT_WORKER in purposes_allowed(amara)


def test_nobody_but_the_client_chooses(as_ruth, as_samuel, amara, first_told):
    before = SharingChoice.objects.count()
    for browser in (as_ruth, as_samuel):
        for name, arguments in (
            ("client:choose-sharing", []),
            ("client:hold-back", [first_told.pk]),
        ):
            said = {"purpose": "care", "allowed": "no"}
            answer = browser.post(reverse(name, args=arguments), said)
            assert answer.status_code == 404
    assert SharingChoice.objects.count() == before
    first_told.refresh_from_db()
    assert first_told.held_back_at is None


@pytest.mark.parametrize(
    "said", [{}, {"purpose": "research", "allowed": "yes"}, {"purpose": "care"}]
)
def test_what_is_no_choice_changes_nothing(as_amara, said):
    before = SharingChoice.objects.count()
    answer = as_amara.post(reverse("client:choose-sharing"), said)
    assert answer.status_code == 400
    assert SharingChoice.objects.count() == before


def test_who_works_here_sees_which_switches_are_on_and_not_when(
    as_ruth, as_amara, amara, now
):
    choose(amara, Purpose.NEXT_WORKER, False, now)
    page = plain(as_ruth.get(reverse("worker:record", args=[amara.pk])))
    assert "Passing it on to their next worker: no" in page
    assert "chose who may read what" not in page
    copy = as_ruth.get(reverse("worker:export", args=[amara.pk])).json()
    assert "choose_sharing" not in {look["verb"] for look in copy["access_log"]}
    assert "chose who may read what" in plain(as_amara.get(reverse("client:looks")))


def test_one_switch_answers_alone_when_the_page_asks_so(as_amara):
    answer = as_amara.post(
        reverse("client:choose-sharing"),
        {"purpose": "care", "allowed": "no"},
        headers={"HX-Request": "true"},
    )
    part = answer.content.decode()
    assert "<main" not in part
    assert part.count('role="switch"') == 1
    assert 'aria-checked="false"' in part
    assert "The first switch is off." in part


# --- Who looked, and why ------------------------------------------------------


def test_each_look_says_who_what_and_what_for(as_ruth, as_amara, amara, ruth, now):
    amara.sessions.filter(status="planned").delete()
    soon = timezone.localtime(now).replace(hour=23, minute=59, second=0, microsecond=0)
    amara.sessions.create(worker=ruth, number=99, at=soon, place="", status="planned")
    passage = amara.passages.order_by("told_on").last()
    as_ruth.get(reverse("worker:passage", args=[amara.pk, passage.pk]))
    as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    page = plain(as_amara.get(reverse("client:sharing")))
    told_on = f"{passage.told_on.day} {passage.told_on:%B}"
    assert "Ruth Adler , your worker, read the one-page brief." in page
    assert "To be ready for you at 23:59." in page
    assert f"Ruth Adler , your worker, opened one thing you said on {told_on}." in page


def written_verbs():
    """Every word the code writes in the log about a client's record."""
    for folder in ("actions", "records", "web", "commands"):
        for file in (SITE / folder).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text("utf-8"))):
                is_call = isinstance(call, ast.Call)
                if not is_call or ast.unparse(call.func) != "write_down":
                    continue
                about_a_client = any(word.arg == "client_id" for word in call.keywords)
                if about_a_client and isinstance(call.args[0], ast.Constant):
                    yield call.args[0].value


def test_every_look_has_words_and_a_reason():
    verbs = {verb.value for verb in Verb} | set(written_verbs()) | {OPEN_RECORD}
    verbs |= {f"{Verb.GIVE_VERDICT.value}_{verdict.value}" for verdict in Verdict}
    assert verbs - WHAT.keys() == set()
    assert verbs - WHY.keys() == set()


def test_the_words_of_a_line_taken_back_are_not_shown_with_the_look(
    as_amara, amara, ruth, now
):
    reading = amara.readings.filter(code="X.DISMISSED").first()
    write_down(
        "mark_reading",
        by=ruth,
        now=now,
        client_id=amara.pk,
        record=("reading", reading.pk),
    )
    quote = reading.passage.words[reading.start : reading.end]

    def looks():
        page = as_amara.get(reverse("client:sharing")).content.decode()
        return page.partition('class="looks"')[2].partition("</ol>")[0]

    assert quote[:30] in looks()
    verdict = {"verdict": "taken_back", "version": reading.version}
    as_amara.post(reverse("client:verdict", args=[reading.pk]), verdict)
    assert quote[:30] not in looks()
    assert "marked what some words say" in looks()


def test_it_counts_the_looks_since_the_last_visit(as_amara, amara, ruth, deborah, now):
    a_week_ago = now - timedelta(days=7)
    write_down("read_access_log", by=amara.person, now=a_week_ago, client_id=amara.pk)
    for hours, verb in ((90, "read_brief"), (60, "read_story"), (30, "read_sessions")):
        write_down(verb, by=ruth, now=now - timedelta(hours=hours), client_id=amara.pk)
    write_down("read_story", by=deborah, now=now, client_id=amara.pk, refused=True)
    page = plain(as_amara.get(reverse("client:sharing")))
    expected = "Since your last visit, a week ago: 3 looks, and one that was refused."
    assert expected in page


# --- Asking and answering -----------------------------------------------------


def test_a_question_reaches_the_worker_and_the_answer_comes_back(
    as_ruth, as_amara, amara, ruth, now
):
    as_ruth.get(reverse("worker:brief", args=[amara.pk]))
    look = AccessEntry.objects.filter(client_id=amara.pk, who=ruth).last()
    ask = reverse("client:ask-look", args=[look.pk])
    assert as_amara.get(ask).status_code == 200
    as_amara.post(ask, {"words": f"Why was this read, {CANARY}?"})
    question = ClientQuestion.objects.get()
    assert (question.about, question.record_id) == ("look", str(look.pk))

    assert "asks about something you looked at" in plain(as_ruth.get("/"))
    assert CANARY not in as_ruth.get("/").content.decode()
    record = plain(as_ruth.get(reverse("worker:record", args=[amara.pk])))
    assert CANARY in record
    assert "about this look: Ruth Adler, worker read the one-page brief" in record
    assert "No answer yet." in plain(as_amara.get(reverse("client:sharing")))

    answer = reverse("worker:answer", args=[amara.pk, question.pk])
    as_ruth.post(answer, {"words": "To be ready for Tuesday."})
    page = plain(as_amara.get(reverse("client:sharing")))
    assert CANARY in page
    assert "To be ready for Tuesday." in page
    assert "Ruth Adler answered on" in page
    assert "asks about something" not in plain(as_ruth.get("/"))


def test_a_line_and_a_told_thing_can_be_asked_about(as_amara, amara, first_told):
    reading = amara.readings.first()
    for name, record in (("ask-reading", reading), ("ask-passage", first_told)):
        address = reverse(f"client:{name}", args=[record.pk])
        assert as_amara.get(address).status_code == 200
        assert (
            as_amara.post(address, {"words": "What does it mean?"}).status_code == 302
        )
    assert set(ClientQuestion.objects.values_list("about", flat=True)) == {
        "reading",
        "passage",
    }


def test_a_question_without_words_is_not_kept_and_the_page_says_so(as_amara, amara):
    address = reverse("client:ask-reading", args=[amara.readings.first().pk])
    page = as_amara.post(address, {"words": "  "})
    assert "There is no text yet." in page.content.decode()
    assert not ClientQuestion.objects.exists()


def test_a_question_that_may_need_a_person_is_handed_to_one(
    as_amara, amara, first_told
):
    HandOff.objects.all().delete()
    hard = f"Why do you keep this? I want to kill myself. {CANARY}"
    place = reverse("client:ask-passage", args=[first_told.pk])
    calm = as_amara.post(place, {"words": hard})
    assert HandOff.objects.get().passage.words == hard
    assert "You are not in trouble." in plain(calm)
    assert f"{reverse('client:sharing')}#asked" in calm.content.decode()
    assert amara.questions.first().words == hard


def test_any_other_question_hands_nothing_over(as_amara, amara, first_told):
    before = HandOff.objects.count(), amara.passages.count()
    place = reverse("client:ask-passage", args=[first_told.pk])
    assert as_amara.post(place, {"words": "Who read this?"}).status_code == 302
    assert (HandOff.objects.count(), amara.passages.count()) == before


def test_nobody_asks_about_a_look_at_somebody_else(as_amara, mateo, ruth, now):
    write_down("read_brief", by=ruth, now=now, client_id=mateo.pk)
    theirs = AccessEntry.objects.filter(client_id=mateo.pk).last()
    for send in (as_amara.get, as_amara.post):
        address = reverse("client:ask-look", args=[theirs.pk])
        assert send(address, {"words": "?"}).status_code == 404
    assert not ClientQuestion.objects.exists()


def test_a_question_is_answered_once(amara, ruth, now):
    question = ClientQuestion(
        client=amara, about="passage", record_id="x", asked_at=now
    )
    question.words = "Why?"
    question.save(force_insert=True)
    answer_question(amara.pk, question.pk, words="First", by=ruth, now=now)
    with pytest.raises(EditedMeanwhile):
        answer_question(amara.pk, question.pk, words="Second", by=ruth, now=now)
    question.refresh_from_db()
    assert question.answer == "First"
