"""Worker and client tell the story together: prompts, six answers, who is there."""

import json
import uuid

import pytest
from django.urls import reverse

from holdspace.approach.brief_json import brief_json
from holdspace.content.intake import intake
from holdspace.story.telling import Step
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_answer import Answering, give_answer
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_telling import hear_tender_yes, prepare_telling
from holdspace_site.actions.told_answer import Told
from holdspace_site.records.models import AccessEntry, Recording
from holdspace_site.web.worker.sittings import sittings

GOOD = "She wrote my name the right way."
OWN, MADE_OF_IT = "Cô ấy nhớ tên tôi.", "She remembered my name."


@pytest.fixture
def together(as_ruth, jordan):
    """The page for telling together, opened and answered as Ruth does."""
    address = reverse("worker:telling", args=[jordan.pk])

    class Page:
        def shown(self, **query):
            return as_ruth.get(address, query).content.decode()

        def answers(self, key, answer="told", query="", **typed):
            sent = {"key": key, "answer": answer, "answer_id": uuid.uuid4()} | typed
            return as_ruth.post(f"{address}?{query}", sent)

        def room(self, **typed):
            return as_ruth.post(reverse("worker:telling-room", args=[jordan.pk]), typed)

    return Page()


def asked_again(page, key):
    return f'href="?ask={key}"' in page


def question(key):
    return intake().question(key)


def test_each_prompt_says_why_and_how_tender_it_is(together):
    page = together.shown(ask="D1")
    assert question("D1").words in page
    assert question("D1").why in page
    assert "May stir feelings" in page
    for line in (*intake().worker_led.reflect_back, *intake().worker_led.validation):
        assert line in page


def test_what_they_said_is_theirs_though_the_worker_typed_it(together, jordan, ruth):
    answer = together.answers("C1", words=GOOD, card=["H.WARM"])
    assert answer.status_code == 302
    own, card = jordan.passages.filter(question="C1").order_by("pk")[:2]
    if own.words != GOOD:
        own, card = card, own
    assert (own.words, own.told_by, own.typed_by) == (GOOD, "client", ruth)
    assert own.setting == "session"
    assert card.readings.get().code == "H.WARM"
    assert not card.readings.get().verdicts.exists()  # only Jordan says yes to it


@pytest.mark.parametrize("answer", ["never", "already_told"])
def test_what_is_not_to_be_asked_is_struck_and_cannot_be_opened(together, answer):
    together.answers("F1", answer)
    page = together.shown()
    assert "<b>Do not ask</b>" in page
    assert f"<s>{question('F1').words}</s>" in page
    assert not asked_again(page, "F1")
    assert 'value="F1"' not in together.shown(ask="F1")
    assert together.answers("F1", words=GOOD).status_code == 200  # said, not kept


def test_every_other_answer_says_where_it_stands(together):
    for key, answer in (("A3", "skip"), ("A4", "not_now"), ("C5", "in_person")):
        together.answers(key, answer)
    page = together.shown()
    for words in ("skipped", "not now; may come back on", "would rather tell a person"):
        assert words in page
    assert all(asked_again(page, key) for key in ("A3", "A4", "C5"))


def test_a_new_answer_takes_the_place_of_what_was_told(together, jordan):
    together.answers("C1", words="The first time.")
    first = jordan.passages.get(question="C1")
    assert str(first.pk) in together.shown(ask="C1")
    together.answers("C1", words=GOOD)
    first.refresh_from_db()
    assert first.held_back_at
    page = together.shown(ask="C1")
    assert str(first.pk) not in page
    assert str(jordan.passages.get(question="C1", held_back_at=None).pk) in page


def test_no_words_that_were_told_stand_on_the_page(together):
    together.answers("C1", words=GOOD)
    assert GOOD not in together.shown(ask="C1")


def test_a_tender_question_waits_for_the_clients_yes(together, as_ruth, jordan):
    tender = question("D9").words
    assert tender not in together.shown(ask="D9")
    address = reverse("worker:telling-tender", args=[jordan.pk])
    as_ruth.post(address, {"tender": "yes"})
    assert tender in together.shown(ask="D9")
    as_ruth.post(address, {"tender": "no"})
    assert tender not in together.shown(ask="D9")


def test_under_18_only_a_person_asks_the_tender_one(together, jordan, ruth, now):
    together.room(age="15")
    hear_tender_yes(jordan.pk, yes=True, by=ruth, now=now)
    page = together.shown(ask="D9")
    assert "under your agency’s child protection steps" in page
    assert intake().youth.say_first in page
    assert "Whose idea was it?" in together.shown(ask="B3.1")


def test_a_child_has_an_adult_near_and_only_the_questions_for_the_age(together):
    together.room(age="9")
    page = together.shown()
    assert "With an adult near." in page
    assert not asked_again(page, "D1")
    assert asked_again(page, "C1")


def test_the_turned_screen_shows_the_question_and_nothing_else(together):
    page = together.shown(ask="D1", turn="1")
    assert question("D1").words in page
    assert question("D1").why in page
    for hidden in ("Sign out", "You could say it back", question("C1").words):
        assert hidden not in page
    assert page.count('name="answer"') == 6


def test_a_mistake_keeps_what_was_typed_and_tapped(together):
    page = together.answers(
        "B2.1", words=GOOD, began="nonsense", choice=["another_episode"]
    ).content.decode()
    assert GOOD in page
    assert 'value="another_episode" checked' in page
    assert 'role="alert"' in page


def test_what_came_back_on_paper_is_told_on_paper(together, jordan):
    answer = together.answers("C1", query="from=paper", words=GOOD)
    assert "from=paper" in answer.headers["Location"]
    assert jordan.passages.get(question="C1").setting == "paper"


def test_who_is_there_changes_nobodys_words_but_stands_beside_them(together, jordan):
    together.room(supported_by="her sister")
    together.answers("C1", words=GOOD)
    assert jordan.passages.get(question="C1").supported_by == "her sister"
    assert "her sister" not in str(AccessEntry.objects.values_list())


# --- Through an interpreter ---------------------------------------------------


@pytest.fixture
def interpreted(jordan, ruth, now):
    """A passage in both languages, marked so that the brief rests on it."""
    prepare_telling(
        jordan.pk,
        age=None,
        through_interpreter=True,
        language="vi",
        by=ruth,
        now=now,
    )
    told = Told(words=OWN, translation=MADE_OF_IT, language="vi")
    answering = Answering(uuid.uuid4(), Step("C2"), Answer.TOLD, told)
    passage = give_answer(jordan.pk, answering, by=ruth, now=now).passages[0]
    mark_reading(
        jordan.pk,
        passage.pk,
        chosen=Chosen(quote=OWN),
        meaning=Meaning(code="H.HEARD"),
        by=ruth,
        now=now,
    )
    return passage


def test_with_an_interpreter_there_is_a_place_for_both_languages(together):
    together.room(through_interpreter="on", language="vi")
    page = together.shown(ask="C2")
    assert 'name="words" rows="9" lang="vi" dir="auto"' in page
    assert 'name="translation" rows="5" lang="en" dir="auto"' in page
    assert "The interpreter was the problem" in together.shown(ask="D1")
    for rule in intake().interpreter.rules:
        assert rule in page


def test_both_languages_stand_wherever_staff_see_the_words(
    interpreted, as_ruth, jordan
):
    pages = [
        reverse("worker:story", args=[jordan.pk]),
        reverse("worker:passage", args=[jordan.pk, interpreted.pk]),
        reverse("worker:quotes", args=[jordan.pk]) + "?codes=H.HEARD",
        reverse("worker:brief", args=[jordan.pk]),
    ]
    for address in pages:
        page = as_ruth.get(address).content.decode()
        assert "Through an interpreter" in page, address
        assert 'lang="vi" dir="auto"' in page, address
        assert f'lang="en" dir="auto">{MADE_OF_IT}' in page, address


def test_the_client_sees_both_languages_too(interpreted, jordan):
    from .conftest import signed_in

    page = signed_in(jordan.person).get(reverse("client:home")).content.decode()
    assert OWN in page
    assert MADE_OF_IT in page


@pytest.mark.usefixtures("interpreted")
def test_the_brief_carries_the_translation_as_data(jordan, ruth, now, as_ruth):
    _, brief = read_brief(jordan.pk, by=ruth, on=now.date(), now=now)
    evidence = json.dumps(brief_json(brief), ensure_ascii=False)
    assert f'"translation": "{MADE_OF_IT}"' in evidence
    assert MADE_OF_IT not in repr(brief)
    printed = as_ruth.get(reverse("worker:brief-pdf", args=[jordan.pk]))
    assert printed.content.startswith(b"%PDF")


def test_a_copy_of_the_record_has_all_of_it(interpreted, jordan, ruth, now, as_ruth):
    taken = export_client(jordan.pk, by=ruth, now=now)
    passage = next(p for p in taken["passages"] if p["id"] == str(interpreted.pk))
    assert passage["translation"] == MADE_OF_IT
    assert (passage["language"], passage["question"]) == ("vi", "C2")
    given = next(a for a in taken["given_answers"] if a["question"] == "C2")
    assert (given["answer"], given["passage"]) == ("told", str(interpreted.pk))
    page = as_ruth.get(reverse("worker:export-readable", args=[jordan.pk]))
    assert MADE_OF_IT in page.content.decode()


def test_a_passage_told_freely_can_have_a_translation(jordan, ruth, now, as_ruth):
    sent = {
        "words": OWN,
        "told_on": now.date().isoformat(),
        "told_by": "client",
        "setting": "session",
        "language": "vi",
        "translation": MADE_OF_IT,
        "supported_by": "a friend",
        "sensitivity": "1",
    }
    as_ruth.post(reverse("worker:add-passage", args=[jordan.pk]), sent)
    passage = jordan.passages.order_by("-added_at").first()
    assert (passage.translation, passage.translated_into) == (MADE_OF_IT, "en")
    assert passage.supported_by == "a friend"


# --- The story, and what was said aloud ---------------------------------------


def test_a_sitting_reads_as_questions_with_their_answers(together, as_ruth, jordan):
    together.answers("C1", words=GOOD, card=["H.WARM", "H.HEARD"])
    together.answers("F3", words="A glass of water.")
    page = as_ruth.get(reverse("worker:story", args=[jordan.pk])).content.decode()
    assert "Told in a session" in page
    assert page.index(question("C1").words) < page.index(GOOD)
    assert page.index(GOOD) < page.index(question("F3").words)
    assert page.count("Tapped:") == 1


def test_what_was_told_freely_stays_as_it_was():
    free = {"question": "", "words": "Freely.", "told_on": 1, "setting": "", "part": 0}
    assert sittings([free]) == [{"passage": free}]


def test_a_worker_hears_what_was_said_aloud(as_ruth, jordan, ruth, now):
    passage = add_passage(
        jordan.pk, NewPassage(words=GOOD, told_on=now.date()), by=ruth, now=now
    )
    recording = Recording(
        client=jordan,
        writer=jordan.person,
        passage=passage,
        slot="x",
        kind="audio/webm",
        made_at=now,
    )
    recording.sound = b"a sound"
    recording.save(force_insert=True)
    address = reverse("worker:recording", args=[jordan.pk, recording.pk])
    page = as_ruth.get(reverse("worker:passage", args=[jordan.pk, passage.pk]))
    assert f'src="{address}"' in page.content.decode()
    heard = as_ruth.get(address)
    assert b"".join(heard) == b"a sound"
    assert AccessEntry.objects.last().verb == "read_story"
