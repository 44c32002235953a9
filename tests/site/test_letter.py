"""The letter "What I heard": drafted, given, answered, and what follows from it."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.answer_letter import (
    LineAnswer,
    answer_line,
    send_answers,
    tell_missed,
)
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    InGivenLetter,
    NothingToHear,
)
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_letter import give_letter
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.mark_reading import Meaning, change_reading, remove_reading
from holdspace_site.actions.own_words import own_words_ids
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_letters import read_letter, read_letters
from holdspace_site.actions.read_today import read_today
from holdspace_site.actions.see_letter import see_letter
from holdspace_site.actions.write_letter import (
    LetterChanges,
    Move,
    change_letter,
    start_letter,
)
from holdspace_site.records.models import HandOff, Letter, LetterLine, Passage, Reading
from holdspace_site.records.scope import NoSuchRecord

HER_WORDS = "Only for the first ten minutes. Then you can write."
YES = LineAnswer(Verdict.YES)
TAKE_BACK = LineAnswer(Verdict.TAKEN_BACK)
NOT_QUITE = LineAnswer(Verdict.NOT_QUITE, HER_WORDS)


@pytest.fixture
def draft(amara, ruth, now):
    return start_letter(amara.pk, by=ruth, now=now)


@pytest.fixture
def given(draft, amara, ruth, now):
    give_letter(amara.pk, draft.pk, version=1, by=ruth, now=now)
    return Letter.objects.get(pk=draft.pk)


@pytest.fixture
def line(given):
    """A line on something the brief says to do or to avoid."""
    return next(one for one in given.lines.all() if one.reading.code[0] in "NX")


@pytest.fixture
def answers(amara, given, now):
    def answer(line, word, at=now):
        answer_line(amara.pk, given.pk, line.pk, answer=word, by=amara.person, now=at)
        line.refresh_from_db()

    return answer


def quotes_in_brief(client, by, now):
    brief = read_brief(client.pk, by=by, on=timezone.localdate(now), now=now)[1]
    groups = (*brief.do, *brief.avoid, *brief.ask_first, *brief.triggers)
    groups += (*brief.helped, *brief.hurt)
    return {because.quote for line in groups for because in line.because}


def quote_of(line):
    reading = line.reading
    return reading.passage.words[reading.start : reading.end]


def page(browser, name, *arguments):
    return browser.get(reverse(name, args=arguments)).content.decode()


def changes(letter, **more):
    kept = {"opening": letter.opening, "closing": letter.closing, "texts": {}}
    return LetterChanges(**{**kept, **more})


# --- The draft --------------------------------------------------------------------


def test_a_draft_says_back_what_was_told_in_the_clients_own_words(
    draft, amara, ruth, now
):
    opened = read_letter(amara.pk, draft.pk, by=ruth, now=now)
    assert 1 <= len(opened.in_it) <= 8
    words = [passage.words for passage in amara.passages.all()]
    for line in opened.in_it:
        assert line.text
        assert any(line.quote in told for told in words)
    assert opened.opening.startswith("Dear Amara,")
    assert opened.given_at is None


def test_where_nothing_is_marked_the_page_says_so(as_ruth, amara, ruth, now):
    amara.readings.update(ended_at=now)
    with pytest.raises(NothingToHear):
        start_letter(amara.pk, by=ruth, now=now)
    place = reverse("worker:start-letter", args=[amara.pk])
    answer = as_ruth.post(place, follow=True)
    assert "There is no line to write a letter from yet." in answer.content.decode()
    assert not amara.letters.exists()


def test_nothing_held_back_is_ever_in_a_draft(amara, ruth, now):
    amara.passages.update(held_back_at=now)
    with pytest.raises(NothingToHear):
        start_letter(amara.pk, by=ruth, now=now)


def test_a_draft_is_for_its_writers_eyes_only(draft, as_amara, amara, samuel, now):
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    with pytest.raises(NoSuchRecord):
        read_letter(amara.pk, draft.pk, by=tomas, now=now)
    assert read_letters(amara.pk, by=tomas, now=now)[1] == ()
    assert as_amara.get(reverse("client:letter", args=[draft.pk])).status_code == 404
    assert "A letter from" not in page(as_amara, "client:home")


def test_lines_are_changed_moved_left_out_and_put_back(draft, amara, ruth, now):
    first, second, *_ = draft.lines.all()

    def change(version, **more):
        letter = Letter.objects.get(pk=draft.pk)
        change_letter(
            amara.pk,
            draft.pk,
            changes=changes(letter, **more),
            version=version,
            by=ruth,
            now=now,
        )
        return [one.pk for one in letter.lines.all() if not one.left_out]

    kept = change(1, texts={str(first.pk): "I  typed.\nYou saw."}, opening="Dear A.")
    assert LetterLine.objects.get(pk=first.pk).text == "I typed. You saw."
    assert Letter.objects.get(pk=draft.pk).opening == "Dear A."
    assert change(2, move=Move.DOWN, moved=str(first.pk))[:2] == [second.pk, first.pk]
    assert change(3, move=Move.UP, moved=str(first.pk)) == kept
    assert change(4, move=Move.UP, moved=str(first.pk)) == kept
    assert first.pk not in change(5, move=Move.LEAVE_OUT, moved=str(first.pk))
    assert first.pk in change(6, move=Move.PUT_BACK, moved=str(first.pk))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    as_ruth, draft, amara, ruth, now
):
    change_letter(
        amara.pk,
        draft.pk,
        changes=changes(draft, opening="The newer one."),
        version=1,
        by=ruth,
        now=now,
    )
    answer = as_ruth.post(
        reverse("worker:letter", args=[amara.pk, draft.pk]),
        {"version": "1", "opening": "What I typed.", "closing": draft.closing},
    )
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "What I typed." in said
    assert "The newer one." in said
    assert Letter.objects.get(pk=draft.pk).opening == "The newer one."


def test_each_button_keeps_all_that_was_typed(as_ruth, draft, amara):
    first, second, *_ = draft.lines.all()
    typed = {
        "version": "1",
        "opening": "Dear you,",
        "closing": "Ruth",
        f"line-{first.pk}": "I looked away.",
        f"line-{second.pk}": "You were alone.",
        "do": f"down:{first.pk}",
    }
    place = reverse("worker:letter", args=[amara.pk, draft.pk])
    assert as_ruth.post(place, typed).status_code == 302
    said = page(as_ruth, "worker:letter", amara.pk, draft.pk)
    assert said.index("You were alone.") < said.index("I looked away.")
    assert "Dear you," in said


def test_a_given_letter_changes_no_more(given, amara, ruth, now):
    with pytest.raises(EditedMeanwhile):
        change_letter(
            amara.pk,
            given.pk,
            changes=changes(given, opening="Other"),
            version=given.version,
            by=ruth,
            now=now,
        )
    with pytest.raises(EditedMeanwhile):
        give_letter(amara.pk, given.pk, version=given.version, by=ruth, now=now)


def test_what_was_taken_back_before_it_was_given_is_not_in_it(draft, amara, ruth, now):
    gone = draft.lines.first()
    give_verdict(
        amara.pk, gone.reading_id, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now
    )
    give_letter(amara.pk, draft.pk, version=1, by=ruth, now=now)
    opened = read_letter(amara.pk, draft.pk, by=amara.person, now=now)
    assert gone.pk not in {line.id for line in opened.in_it}


def recode(reading, by, now):
    change_reading(
        reading.client_id,
        reading.pk,
        meaning=Meaning(code="F.HURT"),
        version=reading.version,
        by=by,
        now=now,
    )


@pytest.fixture
def unanswered(draft):
    return next(
        one for one in draft.lines.all() if not one.reading.verdicts.exists()
    ).reading


def test_what_a_given_letter_asks_about_is_not_changed_under_it(
    unanswered, given, as_ruth, amara, ruth, now
):
    before = unanswered.code
    with pytest.raises(InGivenLetter, match="mark the words anew"):
        recode(unanswered, ruth, now)
    place = reverse("worker:change-reading", args=[amara.pk, unanswered.pk])
    sent = {"code": "F.HURT", "version": unanswered.version, "certainty": "said"}
    assert "asked about this reading" in as_ruth.post(place, sent).content.decode()
    unanswered.refresh_from_db()
    assert unanswered.code == before


def test_a_line_is_left_out_of_a_draft_once_its_reading_says_something_else(
    unanswered, draft, amara, ruth, now
):
    recode(unanswered, ruth, now)
    opened = read_letter(amara.pk, draft.pk, by=ruth, now=now)
    line = draft.lines.get(reading=unanswered)
    assert line.pk not in {one.id for one in opened.in_it}
    assert line.text in {one.text for one in opened.left_out}
    with pytest.raises(EditedMeanwhile):
        give_letter(amara.pk, draft.pk, version=1, by=ruth, now=now)


# --- The answers ------------------------------------------------------------------


def test_the_client_finds_the_letter_on_their_page(given, as_amara, ruth):
    assert f"A letter from {ruth.name}" in page(as_amara, "client:home")
    said = page(as_amara, "client:letter", given.pk)
    assert "<title>My page</title>" in said
    assert "What I heard" in said
    assert "No line has your word yet." in said


def test_a_yes_confirms_the_reading(line, answers):
    answers(line, YES)
    assert line.verdict == "yes"
    assert [given.verdict for given in line.reading.verdicts.all()][-1] == "yes"


def test_what_is_taken_back_leaves_the_brief_and_the_workers_page(
    line, answers, given, amara, ruth, as_ruth, now
):
    quote, text = quote_of(line), line.text
    assert quote in quotes_in_brief(amara, ruth, now)
    answers(line, TAKE_BACK)
    assert quote not in quotes_in_brief(amara, ruth, now)
    said = page(as_ruth, "worker:letter", amara.pk, given.pk)
    assert "A line was taken back." in said
    assert text not in said
    assert quote not in said
    answers(line, LineAnswer(None))
    assert line.verdict == ""
    assert quote in quotes_in_brief(amara, ruth, now)


def test_what_she_says_instead_stands_in_the_brief_once(
    line, answers, amara, ruth, now
):
    quote = quote_of(line)
    answers(line, NOT_QUITE)
    quotes = quotes_in_brief(amara, ruth, now)
    assert HER_WORDS in quotes
    assert quote not in quotes
    passage_id, reading_id = own_words_ids(line.reading_id)
    own = Reading.objects.get(pk=reading_id)
    assert (own.code, own.certainty, own.noticed_by) == (
        line.reading.code,
        "said",
        "client",
    )
    assert own.verdicts.get().verdict == "yes"
    passage = Passage.objects.get(pk=passage_id)
    assert (passage.told_by, passage.setting) == ("client", "letter")
    history = line.reading.verdicts.order_by("given_at").last()
    assert (history.verdict, history.correction) == ("not_quite", HER_WORDS)


def test_pressing_not_quite_again_loses_no_words(line, answers):
    answers(line, NOT_QUITE)
    answers(line, LineAnswer(Verdict.NOT_QUITE))
    assert line.correction == HER_WORDS


def test_other_words_take_the_place_of_earlier_ones(line, answers, amara, ruth, now):
    answers(line, NOT_QUITE)
    later = now + timedelta(minutes=1)
    answers(line, LineAnswer(Verdict.NOT_QUITE, "Ask me twice."), later)
    quotes = quotes_in_brief(amara, ruth, later)
    assert "Ask me twice." in quotes
    assert HER_WORDS not in quotes
    passage = Passage.objects.get(pk=own_words_ids(line.reading_id)[0])
    assert [old.words for old in passage.revisions.all()] == [HER_WORDS]


def test_a_yes_after_all_ends_what_was_said_instead(line, answers, amara, ruth, now):
    answers(line, NOT_QUITE)
    later = now + timedelta(minutes=1)
    answers(line, YES, later)
    quotes = quotes_in_brief(amara, ruth, later)
    assert quote_of(line) in quotes
    assert HER_WORDS not in quotes


def test_her_own_words_go_and_come_back_with_the_line(
    line, answers, given, amara, ruth, as_ruth, now
):
    answers(line, NOT_QUITE)
    answers(line, TAKE_BACK, now + timedelta(minutes=1))
    later = now + timedelta(minutes=2)
    assert HER_WORDS not in quotes_in_brief(amara, ruth, later)
    for name in ("worker:letter", "worker:story"):
        arguments = [amara.pk, given.pk] if name == "worker:letter" else [amara.pk]
        assert HER_WORDS not in page(as_ruth, name, *arguments)
    answers(line, LineAnswer(None), later)
    assert (line.verdict, line.correction) == ("not_quite", HER_WORDS)
    assert HER_WORDS in quotes_in_brief(amara, ruth, later)


@pytest.fixture
def held_back(line, answers, amara, now):
    """Her own words instead of a line, which she then holds back by their switch."""
    answers(line, NOT_QUITE)
    kept = own_words_ids(line.reading_id)[0]
    held_at = now + timedelta(minutes=1)
    hold_back(amara.pk, kept, held_back=True, by=amara.person, now=held_at)
    return Passage.objects.get(pk=kept)


@pytest.mark.parametrize("word", [LineAnswer(Verdict.NOT_QUITE), NOT_QUITE, TAKE_BACK])
def test_what_she_holds_back_herself_stays_so_whatever_becomes_of_the_line(
    held_back, line, answers, now, word
):
    before = held_back.held_back_at
    answers(line, word, now + timedelta(minutes=2))
    answers(line, LineAnswer(None), now + timedelta(minutes=3))
    held_back.refresh_from_db()
    assert held_back.held_back_at == before


def test_words_she_holds_back_stand_nowhere_the_worker_looks(
    held_back, line, given, as_ruth, as_amara, amara, ruth, now
):
    passage = line.reading.passage_id
    assert HER_WORDS not in page(as_ruth, "worker:passage", amara.pk, passage)
    assert HER_WORDS in page(as_amara, "client:letter", given.pk)
    assert HER_WORDS not in quotes_in_brief(amara, ruth, now + timedelta(minutes=2))
    assert HER_WORDS not in page(as_ruth, "worker:letter", amara.pk, given.pk)
    assert HER_WORDS not in page(as_ruth, "worker:brief", amara.pk)
    assert HER_WORDS not in page(as_ruth, "worker:story", amara.pk)
    assert HER_WORDS not in page(as_ruth, "worker:export", amara.pk)


def test_what_she_says_no_more_is_no_earlier_wording_to_the_worker(
    line, answers, as_ruth, as_amara, amara, now
):
    answers(line, NOT_QUITE)
    answers(line, TAKE_BACK, now + timedelta(minutes=1))
    said = LineAnswer(Verdict.NOT_QUITE, "Ask me twice.")
    answers(line, said, now + timedelta(minutes=2))
    own = own_words_ids(line.reading_id)[0]
    assert HER_WORDS not in page(as_ruth, "worker:passage", amara.pk, own)
    copy = as_ruth.get(reverse("worker:export", args=[amara.pk])).json()["passages"]
    (told,) = (one for one in copy if one["id"] == str(own))
    assert told["words"] == "Ask me twice."
    assert told["earlier_wordings"] == []
    assert HER_WORDS in as_amara.get(reverse("client:export")).content.decode()


def test_other_words_on_her_own_page_take_the_place_of_those_in_the_letter(
    line, answers, amara, ruth, now
):
    answers(line, NOT_QUITE)
    later = now + timedelta(minutes=1)

    def says(verdict, words="", at=later):
        give_verdict(
            amara.pk,
            line.reading_id,
            verdict=verdict,
            correction=words,
            by=amara.person,
            now=at,
        )

    says(Verdict.NOT_QUITE, "Ask me\r\ntwice.")
    quotes = quotes_in_brief(amara, ruth, later)
    assert "Ask me\ntwice." in quotes
    assert not {HER_WORDS, quote_of(line)} & quotes
    says(Verdict.TAKEN_BACK, at=later + timedelta(minutes=1))
    assert not {HER_WORDS, "Ask me\ntwice."} & quotes_in_brief(amara, ruth, later)


def test_a_line_the_worker_unmarked_has_nothing_to_answer(
    line, given, amara, ruth, as_amara, now
):
    remove_reading(
        amara.pk, line.reading_id, version=line.reading.version, by=ruth, now=now
    )
    assert "There is nothing to answer." in page(as_amara, "client:letter", given.pk)
    place = reverse("client:answer-line", args=[given.pk, line.pk])
    assert as_amara.post(place, {"verdict": "yes"}).status_code == 404


def test_what_the_letter_missed_becomes_a_passage(given, amara, as_ruth, now):
    tell_missed(
        amara.pk, given.pk, words="You forgot the bus.", by=amara.person, now=now
    )
    assert amara.passages.filter(setting="letter").count() == 1
    assert "You forgot the bus." in page(as_ruth, "worker:story", amara.pk)
    assert "You forgot the bus." in page(as_ruth, "worker:letter", amara.pk, given.pk)
    tell_missed(amara.pk, given.pk, words=" ", by=amara.person, now=now)
    assert "You forgot the bus." not in page(as_ruth, "worker:story", amara.pk)


HARD = "It would be better if I was gone."


def test_words_in_an_answer_that_may_need_a_person_are_handed_to_one(
    line, given, as_amara
):
    HandOff.objects.all().delete()
    place = reverse("client:answer-line", args=[given.pk, line.pk])
    calm = as_amara.post(place, {"verdict": "not_quite", "words": HARD})
    assert HandOff.objects.get().passage.words == HARD
    assert "You are not in trouble." in calm.content.decode()
    assert reverse("client:letter", args=[given.pk]) in calm.content.decode()


def test_words_on_what_was_missed_that_may_need_a_person_show_the_card_in_place(
    given, as_amara
):
    HandOff.objects.all().delete()
    place = reverse("client:letter-missed", args=[given.pk])
    part = as_amara.post(place, {"words": HARD}, headers={"HX-Request": "true"})
    assert HandOff.objects.get().passage.words == HARD
    assert "You are not in trouble." in part.content.decode()


def test_other_answers_hand_nothing_over(line, given, as_amara):
    HandOff.objects.all().delete()
    place = reverse("client:answer-line", args=[given.pk, line.pk])
    answer = as_amara.post(place, {"verdict": "not_quite", "words": "Ask me twice."})
    assert answer.status_code == 302
    assert not HandOff.objects.exists()


def test_an_answered_letter_is_new_until_the_worker_noted_it(
    given, line, answers, amara, ruth, as_ruth, now
):
    answers(line, NOT_QUITE)
    send_answers(amara.pk, given.pk, by=amara.person, now=now)
    day = read_today(by=ruth, on=timezone.localdate(now), now=now)
    mine = [new for new in day.new if new.client_id == amara.pk and new.letter_id]
    assert [new.letter_id for new in mine] == [str(given.pk)]
    said = page(as_ruth, "worker:today")
    assert "answered your letter" in said
    assert reverse("worker:letter", args=[amara.pk, given.pk]) in said
    see_letter(amara.pk, given.pk, by=ruth, now=now)
    assert "answered your letter" not in page(as_ruth, "worker:today")


def test_without_a_script_the_same_answers_lead_back_to_the_letter(
    given, line, as_amara
):
    place = reverse("client:answer-line", args=[given.pk, line.pk])
    answer = as_amara.post(place, {"verdict": "not_quite", "words": HER_WORDS})
    assert answer.headers["Location"] == reverse("client:letter", args=[given.pk])
    said = page(as_amara, "client:letter", given.pk)
    assert HER_WORDS in said
    assert "One line has your word. The others can wait." in said


def test_nobody_answers_another_clients_letter(given, line, mateo):
    browser = Browser()
    browser.force_login(mateo.person)
    place = reverse("client:answer-line", args=[given.pk, line.pk])
    assert browser.post(place, {"verdict": "yes"}).status_code == 404
    line.refresh_from_db()
    assert line.verdict == ""


# --- Paper and copies -------------------------------------------------------------


def test_a_given_letter_can_be_printed_by_both(given, amara, as_ruth, as_amara):
    for answer in (
        as_ruth.get(reverse("worker:letter-pdf", args=[amara.pk, given.pk])),
        as_amara.get(reverse("client:letter-pdf", args=[given.pk])),
    ):
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
        assert b"/MarkInfo" in answer.content


def test_a_draft_is_on_no_paper(draft, amara, as_ruth):
    place = reverse("worker:letter-pdf", args=[amara.pk, draft.pk])
    assert as_ruth.get(place).status_code == 404


def test_a_copy_holds_the_letter_with_its_answers(
    given, line, answers, amara, ruth, as_ruth, now
):
    answers(line, NOT_QUITE)
    (letter,) = export_client(amara.pk, by=ruth, now=now)["letters"]
    said = next(one for one in letter["lines"] if one["text"] == line.text)
    assert (said["verdict"], said["correction"]) == ("not_quite", HER_WORDS)
    assert "Letters to you" in page(as_ruth, "worker:export-readable", amara.pk)
    answers(line, TAKE_BACK, now + timedelta(minutes=1))
    (letter,) = export_client(amara.pk, by=ruth, now=now)["letters"]
    assert line.text not in {one["text"] for one in letter["lines"]}
    own = export_client(amara.pk, by=amara.person, now=now)["letters"]
    assert line.text in {one["text"] for one in own[0]["lines"]}
