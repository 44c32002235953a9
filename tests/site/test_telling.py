"""Telling one's story, a question at a time: six answers, each kept as it was given."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from holdspace.content.intake import UnknownIntakeQuestion, intake
from holdspace.story.telling import Step, sitting
from holdspace.vocabulary.answers import BOUNDARIES, Answer
from holdspace_site.actions.errors import NothingWritten, NotPossible, TooLong
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.keep_draft import (
    LONGEST,
    Writing,
    keep_draft,
    read_drafts,
)
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_telling import choose_way, read_telling
from holdspace_site.actions.told_answer import Told
from holdspace_site.records.models import (
    AccessEntry,
    Agency,
    GivenAnswer,
    Reading,
    TellingSettings,
)
from holdspace_site.records.scope import NoSuchRecord

from .conftest import signed_in

CANARY = "quetzalcoatlus"


def answering(key, answer=Answer.TOLD, **told):
    return Answering(uuid.uuid4(), Step.read(key), answer, Told(**told))


@pytest.fixture
def tell(jordan, now):
    """Answer as Jordan, who told nothing yet in this way."""

    def give(key, answer=Answer.TOLD, at=now, **told):
        return give_answer(
            jordan.pk, answering(key, answer, **told), by=jordan.person, now=at
        )

    return give


@pytest.fixture
def where(jordan, now):
    def read(at=now):
        return read_telling(jordan.pk, by=jordan.person, now=at)

    return read


def coming(telling, on):
    return [step.key for step in sitting(telling.given, telling.way, on)]


# --- Telling ------------------------------------------------------------------


def test_own_words_become_a_passage_in_their_own_words(tell, jordan):
    passages = tell("D2", words="He looked\r\nat the clock.").passages
    assert [one.words for one in passages] == ["He looked\nat the clock."]
    kept = passages[0]
    assert (kept.question, kept.told_by, kept.setting) == ("D2", "client", "alone")
    assert kept.typed_by == jordan.person
    assert kept.sensitivity == intake().question("D2").level


def test_a_card_is_a_passage_too_with_the_clients_own_yes(tell):
    passages = tell("D1", cards=("X.NOTHEARD", "X.JUDGED")).passages
    readings = [one.readings.get() for one in passages]
    assert [one.code for one in readings] == ["X.NOTHEARD", "X.JUDGED"]
    for passage, reading in zip(passages, readings, strict=True):
        assert (reading.start, reading.end) == (0, len(passage.words))
        assert reading.noticed_by == "client"
        assert reading.verdicts.get().verdict == "yes"


def test_what_was_tapped_is_in_the_brief_at_once(tell, jordan, ruth, now):
    tell("D1", cards=("X.NOTHEARD",))
    _, brief = read_brief(jordan.pk, by=ruth, on=now.date(), now=now)
    quotes = {because.quote for line in brief.avoid for because in line.because}
    shown = {
        reading.passage.words
        for reading in Reading.objects.filter(client=jordan, code="X.NOTHEARD")
    }
    assert quotes & shown


def test_a_slider_says_in_words_where_it_stands(tell):
    passages = tell("F5", sliders={"N.LEAD": 1, "N.TONE": 4}).passages
    assert [one.words for one in passages] == [
        "Who leads?: rather: I lead",
        "Gentle, or a challenge?: Challenge me",
    ]
    assert {one.readings.get().code for one in passages} == {"N.LEAD", "N.TONE"}


def test_choices_are_kept_as_they_were_shown(tell):
    passages = tell("B3.1", choices=("had_to",)).passages
    assert [one.words for one in passages] == ["I had to"]


def test_each_kind_of_helper_is_a_time_of_help_of_its_own(tell, jordan, where):
    before = jordan.episodes.count()
    tell("B1", choices=("school", "doctor"))
    assert jordan.episodes.count() == before + 2
    assert where().helps == {5: "Doctor", 7: "School"}
    tell("B3.7", choices=("had_to",))
    tell("B2.7", began="2016", ended="2018", words="Two years.")
    tell("B7.7", words="That somebody would ask me.")
    school = next(e for e in jordan.episodes.all() if e.title == "School")
    assert (school.began, school.ended, school.chosen) == ("2016", "2018", False)
    assert school.hoped_for == "That somebody would ask me."
    assert {p.question for p in school.passages.all()} >= {"B2", "B3", "B7"}


def test_what_calms_them_is_on_their_pause_screen(tell, where):
    tell("A3", words="Cold water.\n\nMy song.")
    assert where().calm == ("Cold water.", "My song.")


def test_a_topic_to_leave_alone_stands_as_a_boundary(tell, jordan):
    tell("A5", words="My brother")
    boundary = jordan.boundaries.get(question="A5")
    assert (boundary.kind, boundary.topic) == ("not_now", "My brother")


def test_an_answer_told_anew_takes_the_place_of_the_old_one(tell, jordan):
    first = tell("D2", words="He looked away.").passages[0]
    tell("D2", words="He looked at the clock.")
    first.refresh_from_db()
    assert first.held_back_at
    assert GivenAnswer.objects.filter(client=jordan, question="D2").count() == 2
    counting = GivenAnswer.objects.filter(question="D2", replaced_at__isnull=True)
    assert counting.count() == 1


def test_the_same_answer_sent_twice_is_one_answer(jordan, now):
    once = answering("D2", words="He looked away.")
    for _ in range(2):
        give_answer(jordan.pk, once, by=jordan.person, now=now)
    assert jordan.given_answers.count() == 1
    assert jordan.passages.filter(question="D2").count() == 1


def test_telling_sends_the_drafts_it_was_made_of_and_no_others(jordan, now):
    for lane in ("phone", "tablet"):
        draft = Writing("D2", lane, 1, 0, {"words": lane})
        keep_draft(jordan.pk, draft, by=jordan.person, now=now)
    sent = Answering(
        uuid.uuid4(), Step("D2"), Answer.TOLD, Told(words="phone"), lanes=("phone",)
    )
    give_answer(jordan.pk, sent, by=jordan.person, now=now)
    left = read_drafts(jordan.pk, by=jordan.person, now=now)["D2"]
    assert [one.written["words"] for one in left] == ["tablet"]


# --- Answers that are answers ---------------------------------------------------


@pytest.mark.parametrize("answer", sorted(BOUNDARIES))
def test_what_is_not_told_stands_as_a_boundary_the_worker_sees(
    tell, jordan, as_ruth, answer
):
    tell("D4", answer)
    boundary = jordan.boundaries.get(question="D4", lifted_at__isnull=True)
    assert boundary.kind == answer.value
    page = as_ruth.get(reverse("worker:brief", args=[jordan.pk])).content.decode()
    assert "Was any part of who you are missed or put down" in page


def test_a_skip_is_kept_and_needs_no_reason(tell, jordan):
    tell("D4", Answer.SKIP)
    assert jordan.given_answers.get().answer == "skip"
    assert not jordan.boundaries.filter(question="D4").exists()


def test_a_changed_mind_lifts_the_boundary(tell, jordan):
    tell("D4", Answer.NEVER)
    tell("D4", cards=("X.MISMATCH",))
    assert not jordan.boundaries.filter(question="D4", lifted_at=None).exists()


@pytest.mark.parametrize("answer", sorted(set(Answer) - {Answer.NOT_NOW}))
def test_an_answered_question_is_never_asked_again(tell, where, now, answer):
    tell("A1", answer, words="J." if answer is Answer.TOLD else "")
    for days in (0, 8, 400):
        on = (now + timedelta(days=days)).date()
        assert "A1" not in coming(where(), on)


def test_not_now_comes_back_when_their_own_pace_says_so(tell, where, jordan, now):
    tell("A1", Answer.NOT_NOW)
    assert "A1" not in coming(where(), now.date())
    assert "A1" in coming_in_the_end(where(), (now + timedelta(days=8)).date())
    choose_way(jordan.pk, pace="only_if_i_ask", by=jordan.person, now=now)
    assert "A1" not in coming_in_the_end(where(), (now + timedelta(days=400)).date())


def coming_in_the_end(telling, on):
    from holdspace.story.telling import open_steps

    return [step.key for step in open_steps(telling.given, telling.way, on)]


def test_what_was_typed_and_not_told_stays_theirs(tell, jordan, now):
    draft = Writing("D4", "phone", 1, 0, {"words": CANARY})
    keep_draft(jordan.pk, draft, by=jordan.person, now=now)
    tell("D4", Answer.NEVER)
    assert read_drafts(jordan.pk, by=jordan.person, now=now)["D4"]


def test_tender_questions_open_only_by_their_own_yes(where, jordan, now):
    everything = {step.key for step in whole(where())}
    assert "D9" not in everything
    choose_way(jordan.pk, tender_yes=True, by=jordan.person, now=now)
    assert "D9" in {step.key for step in whole(where())}
    choose_way(jordan.pk, tender_yes=False, by=jordan.person, now=now)
    assert "D9" not in {step.key for step in whole(where())}


def whole(telling):
    from holdspace.story.telling import route

    return route(telling.given, telling.way)


def test_a_tender_question_has_no_page_without_that_yes(jordan, now):
    browser = signed_in(jordan.person)
    page = reverse("client:telling-question", args=["D9"])
    assert browser.get(page).url == reverse("client:telling")
    choose_way(jordan.pk, tender_yes=True, by=jordan.person, now=now)
    assert browser.get(page).status_code == 200
    TellingSettings.objects.filter(client=jordan).update(age=14)
    assert browser.get(page).url == reverse("client:telling")


def test_who_refuses_everything_still_reaches_a_good_end(tell, where, now):
    refusals = [a for a in Answer if a is not Answer.TOLD]
    for number in range(200):
        steps = coming(where(), now.date())
        if not steps:
            break
        tell(steps[0], refusals[number % len(refusals)])
    assert not coming(where(), now.date())
    assert number > 20


# --- Nothing but what is theirs -------------------------------------------------


def test_an_answer_is_written_down_without_a_word_of_it(tell, jordan):
    tell("D2", words=CANARY)
    entry = AccessEntry.objects.order_by("-position").first()
    assert (entry.verb, entry.client_id) == ("tell", jordan.pk)
    assert CANARY not in str(AccessEntry.objects.values())


def test_nobody_answers_for_another_client(jordan, mateo, samuel, now):
    for by in (mateo.person, samuel):
        with pytest.raises(NoSuchRecord):
            give_answer(jordan.pk, answering("D2", words="x"), by=by, now=now)
    assert not jordan.given_answers.exists()


@pytest.mark.parametrize(
    ("key", "told", "problem"),
    [
        ("D2", {}, NothingWritten),
        ("D2", {"words": "  \n "}, NothingWritten),
        ("D2", {"words": "x" * (LONGEST + 1)}, TooLong),
        ("D1", {"cards": ("X.NOSUCH",)}, NotPossible),
        ("B3.1", {"choices": ("forged",)}, NotPossible),
        ("F5", {"sliders": {"X.JUDGED": 1}}, NotPossible),
        ("D9", {"choices": ("yes",), "words": "more"}, NotPossible),
        ("D2", {"recording": str(uuid.uuid4())}, NotPossible),
        ("Z9", {"words": "x"}, UnknownIntakeQuestion),
    ],
)
def test_an_answer_that_cannot_be_changes_nothing(tell, jordan, key, told, problem):
    before = jordan.passages.count()
    with pytest.raises(problem):
        tell(key, **told)
    assert jordan.passages.count() == before
    assert not jordan.given_answers.exists()


# --- The pages -------------------------------------------------------------------


def test_the_page_that_stays_on_the_device_holds_no_word_of_theirs(tell, jordan, now):
    tell("A3", words=CANARY)
    tell("D2", words=CANARY)
    draft = Writing("D4", "phone", 1, 0, {"words": CANARY})
    keep_draft(jordan.pk, draft, by=jordan.person, now=now)
    page = signed_in(jordan.person).get(reverse("client:telling"))
    assert page.status_code == 200
    assert CANARY not in page.content.decode()


def test_every_question_says_why_and_who_sees_it_before_it_is_answered(jordan):
    page = signed_in(jordan.person).get(reverse("client:telling")).content.decode()
    forms = page.split('data-screen="question"')[1:]
    alone = [q for q in intake().questions if q.level < 3]
    assert len(forms) == len(alone)
    for question, form in zip(alone, forms, strict=True):
        assert page_text(question.why) in form
        why, answers = form.index("Why we ask"), form.index('class="six"')
        assert why < form.index("Ruth Adler", why) < answers


def page_text(words):
    from django.utils.html import escape

    return escape(words)


def test_every_question_can_be_answered_without_scripts(jordan):
    browser = signed_in(jordan.person)
    place = reverse("client:telling-question", args=["A1"])
    page = browser.get(place)
    field = page.context["answer_id"], page.context["lane"]
    typed = {"words": "Jo", "answer": "told", "answer_id": field[0], "lane": field[1]}
    answer = browser.post(place, typed)
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/A2/")
    assert jordan.passages.get(question="A1").words == "Jo"


def test_without_scripts_what_was_typed_is_kept_at_a_stop_and_after_a_mistake(jordan):
    browser = signed_in(jordan.person)
    place = reverse("client:telling-question", args=["B2.1"])
    page = browser.get(place)
    ids = {name: page.context[name] for name in ("answer_id", "lane", "based_on")}
    wrong = browser.post(place, ids | {"began": "soon", "words": "w", "answer": "told"})
    assert wrong.status_code == 400
    assert 'value="soon"' in wrong.content.decode()
    browser.post(place, ids | {"words": "half a", "answer": "", "lane": uuid.uuid4()})
    assert "half a" in browser.get(place).content.decode()


def test_markup_in_an_answer_is_shown_as_text(tell, jordan, as_ruth):
    tell("D2", words="<script>alert(1)</script>")
    page = as_ruth.get(reverse("worker:story", args=[jordan.pk])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_answer_over_the_wire_says_which_pages_it_leads_to(jordan):
    browser = signed_in(jordan.person)
    body = {
        "answer_id": str(uuid.uuid4()),
        "key": "D10",
        "answer": "told",
        "written": {"choices": ["yes"]},
        "lanes": [],
    }
    answer = browser.post(
        reverse("client:answer"), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 200
    assert "check_in_offer" in answer.json()["opens"]


def test_a_pasted_megabyte_is_refused_in_words_and_changes_nothing(jordan):
    body = {"name": "D2", "lane": "x", "step": 1, "based_on": 0}
    body["written"] = {"words": "x" * 1_500_000}
    answer = signed_in(jordan.person).post(
        reverse("client:keep"), json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 400
    assert "200,000" in answer.json()["problem"]


def test_the_service_worker_and_the_app_name_nothing(jordan):
    browser = signed_in(jordan.person)
    script = browser.get(reverse("client:service-worker"))
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "Jordan" not in script.content.decode()
    app = browser.get(reverse("client:manifest")).json()
    assert app["name"] == "My page"


def test_words_that_may_need_a_person_are_handed_over_and_the_client_sees_a_number(
    jordan,
):
    body = {
        "answer_id": str(uuid.uuid4()),
        "key": "D12",
        "answer": "told",
        "written": {"words": "I want to kill myself."},
        "lanes": [],
    }
    answer = signed_in(jordan.person).post(
        reverse("client:answer"), json.dumps(body), content_type="application/json"
    )
    assert "You are not in trouble" in answer.json()["card"]
    passage = jordan.passages.get(question="D12")
    assert passage.hand_offs.count() == 1


def test_no_question_has_a_page_while_telling_alone_is_off(jordan):
    Agency.objects.update(duty_person=None)
    page = reverse("client:telling-question", args=["A1"])
    assert signed_in(jordan.person).get(page).url == reverse("client:telling")


def test_telling_alone_stays_off_until_somebody_is_named_to_read(jordan, now):
    agency = jordan.agency
    agency.duty_person = None
    agency.save()
    page = signed_in(jordan.person).get(reverse("client:telling")).content.decode()
    assert "Not open yet" in page
    assert 'data-screen="question"' not in page


def test_what_a_client_holds_back_is_not_shown_by_what_was_tapped(
    tell, jordan, ruth, now
):
    tell("D1", cards=("X.JUDGED",))
    jordan.passages.filter(question="D1").update(held_back_at=now)
    seen = read_telling(jordan.pk, by=ruth, now=now, together=True)
    assert not any(one.cards for one in seen.given)
