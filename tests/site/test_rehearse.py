"""A worker's own words, looked over: nothing is kept, and nothing held back shows."""

import io
import tempfile
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.vocabulary.answers import Answer
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.rehearse import LONGEST, LONGEST_FILE, switch_listening
from holdspace_site.actions.set_boundary import set_boundary
from holdspace_site.records.models import AccessEntry, Agency
from holdspace_site.web.uploads import MOST_BYTES

from .conftest import signed_in

DRAFT = "Dear Amara, at least you have the flat. What would you like to do first?"


@pytest.fixture
def page(amara):
    return reverse("worker:rehearse", args=[amara.pk])


def found(browser, page, words=DRAFT):
    answer = browser.post(page, {"words": words})
    assert answer.status_code == 200
    return answer.text


def test_a_draft_comes_back_with_what_it_does_and_what_to_look_at_again(as_ruth, page):
    shown = found(as_ruth, page)
    assert "Look at these again" in shown
    assert "Dear Amara, <mark>at least you" in shown
    assert "A pattern that often points to something good in it" in shown
    assert "asks openly" in shown
    assert DRAFT in shown  # it still stands in the form


# --- Files --------------------------------------------------------------------

TALK = "worker,How was it?\nclient,I was so scared.\nAunt Bisi,She was.\n"
CAPTIONS = """WEBVTT

00:01.000 --> 00:02.000
<v Ruth>How was it?

00:03.000 --> 00:04.000
<v Amara>I was so scared.
"""
SUBRIP = """1
00:00:01,000 --> 00:00:02,000
Ruth: How was it?

2
00:00:03,000 --> 00:00:04,000
Amara: I was so scared.
"""


def word_file(*lines):
    paragraphs = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{paragraphs}</w:body></w:document>',
        )
    return packed.getvalue()


def of_file(browser, page, name, content, words=""):
    content = content if isinstance(content, bytes) else content.encode()
    sent = {"words": words, "file": SimpleUploadedFile(name, content)}
    answer = browser.post(page, sent)
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("talk.csv", "speaker,text\n" + TALK),
        ("talk.vtt", CAPTIONS),
        ("talk.SRT", SUBRIP),
        ("talk.docx", word_file("Ruth: How was it?", "Amara: I was so scared.")),
        ("talk.txt", "Ruth: How was it?\nAmara: I was so scared.\n"),
    ],
)
def test_a_conversation_in_a_file_is_read_as_the_command_reads_it(
    as_ruth, page, name, content
):
    shown = of_file(as_ruth, page, name, content)
    assert "Your turns: 1. Turns of the other side: 1." in shown
    assert "asks openly" in shown
    assert ("1 turn was not read" in shown) == (name == "talk.csv")


def test_a_letter_in_a_file_is_a_draft(as_ruth, page):
    shown = of_file(as_ruth, page, "letter.docx", word_file(DRAFT))
    assert "Dear Amara, <mark>at least you" in shown
    assert "Your turns" not in shown


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("t.txt", b"", "empty"),
        ("t.txt", b" ", "no words in it"),
        ("t.txt", "Müde".encode("latin-1"), "not text in UTF-8"),
        ("t.docx", b"PK no", "cannot be read as a Word file"),
        ("t.csv", b"a,b\nc,d\n", "no column speaker"),
        ("t.csv", b"speaker,text\nDana,Hi\nBea,Hi\n", "not clear which of these"),
        ("t.txt", b"We talk on. " * (2 * LONGEST_FILE // 12), "200,000 characters"),
        ("t.txt", b"a" * (MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    as_ruth, page, name, content, why
):
    shown = of_file(as_ruth, page, name, content)
    assert why in shown
    assert "What was found" not in shown


def test_words_and_a_file_at_once_are_not_clear(as_ruth, page):
    shown = of_file(as_ruth, page, "t.txt", "I hear you.", words=DRAFT)
    assert "Both at once is not clear" in shown
    assert DRAFT in shown
    assert "What was found" not in shown


def test_a_file_never_touches_the_disk(as_ruth, page, monkeypatch):
    def refuse(*given, **named):
        raise AssertionError("a temporary file")

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    for size in (10, MOST_BYTES, 3 * MOST_BYTES):
        assert of_file(as_ruth, page, "t.txt", b"I hear you. " * (size // 12))


def test_a_draft_that_looks_like_a_talk_is_said_to_be_read_as_hers(as_ruth, page):
    shown = found(as_ruth, page, f"Client: Amara Okafor\n\n{DRAFT}\n{DRAFT}")
    assert "Line 1 begins as if somebody speaks" in shown
    captions = CAPTIONS.replace("<v Ruth>", "").replace("<v Amara>", "")
    shown = of_file(as_ruth, page, "t.vtt", captions)
    assert "The captions name no speaker" in shown


def test_what_no_listed_word_can_show_is_named(as_ruth, page, amara, ruth, now):
    set_boundary(amara.pk, kind=Answer.NEVER, topic="That time", by=ruth, now=now)
    shown = found(as_ruth, page)
    assert "What listed words cannot show" in shown
    assert "That time" in shown


def test_of_two_languages_the_english_is_read_and_the_rest_counted(as_ruth, page):
    spanish = "Lo siento mucho. Yo creo todo lo que me has contado."
    shown = found(as_ruth, page, f"{DRAFT}\n\n{spanish}")
    assert "2 sentences do not look like English" in shown
    assert "Look at these again" in shown


# --- Beside what this client told -----------------------------------------------


def test_what_this_client_told_stands_beside_it_in_their_words(as_ruth, page):
    shown = found(as_ruth, page, "I will type it in while we talk.")
    assert "This may touch what sets Amara off" in shown
    assert "<blockquote" in shown


def test_a_boundary_is_pointed_out(as_ruth, page, amara, ruth, now):
    topic = "The flat in Peckham"
    set_boundary(amara.pk, kind=Answer.NEVER, topic=topic, by=ruth, now=now)
    shown = found(as_ruth, page, "How was it in Peckham?")
    assert "Amara set a limit that has these words in it" in shown
    assert "The flat in Peckham" in shown


def test_what_is_held_back_is_not_pointed_at(as_ruth, page, amara, now):
    words = "I will type it in while we talk."
    assert "sets Amara off" in found(as_ruth, page, words)
    for passage in amara.passages.all():
        hold_back(amara.pk, passage.pk, held_back=True, by=amara.person, now=now)
    assert "sets Amara off" not in found(as_ruth, page, words)


def test_a_conversation_is_counted_and_asked_about(as_ruth, page):
    told = (
        "Worker: How was the week?\n"
        "Client: I felt so ashamed, I cried all night and I told nobody.\n"
        "Worker: Did you bring the letter?\nClient: Yes.\nWorker: Good. And the form?\n"
    )
    shown = found(as_ruth, page, told)
    assert "Was this picked up later?" in shown
    assert "Your turns: 3. Turns of the other side: 2." in shown
    assert "there are counts only" in shown


def test_the_two_are_known_by_their_names_and_others_are_left_out(as_ruth, page):
    told = "Ruth: How was it?\nAmara: I cried.\nAunt Bisi: She did.\nAunt Bisi: Yes.\n"
    shown = found(as_ruth, page, told)
    assert "Your turns: 1. Turns of the other side: 1." in shown
    assert "2 turns were not read" in shown


def test_words_are_never_taken_for_hers_by_guess(as_ruth, page):
    told = "Dana: How was it?\nBea: I cried.\nDana: When?\nBea: Friday.\n"
    shown = found(as_ruth, page, told)
    assert "not clear which of these words are yours" in shown
    assert "What was found" not in shown


def test_the_next_worker_sees_what_is_touched_only_with_her_yes(
    amara, samuel, page, now
):
    def lets(*, allowed):
        choose_sharing(
            amara.pk,
            purpose=Purpose.NEXT_WORKER,
            allowed=allowed,
            by=amara.person,
            now=now,
        )

    lets(allowed=False)
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    words = "I will type it in while we talk."
    assert "sets Amara off" not in found(signed_in(tomas), page, words)
    lets(allowed=True)
    assert "sets Amara off" in found(signed_in(tomas), page, words)


def test_nothing_is_held_against_a_closed_story(as_ruth, page, amara, now):
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    assert as_ruth.post(page, {"words": DRAFT}).status_code == 403


def test_nothing_of_it_is_kept_but_that_it_was_done(as_ruth, page, amara):
    before = amara.passages.count(), amara.drafts.count()
    looks = AccessEntry.objects.filter(client_id=amara.pk, verb="rehearse")
    assert not looks.exists()
    found(as_ruth, page)
    assert looks.count() == 1
    assert (amara.passages.count(), amara.drafts.count()) == before


def test_what_was_typed_is_let_go_when_she_is_done(as_ruth, page, amara, now):
    lane = str(uuid.uuid4())
    kept = {
        "name": page,
        "lane": lane,
        "step": 1,
        "based_on": 0,
        "written": {"=words": DRAFT},
    }
    drafts = reverse("worker:drafts", args=[amara.pk])
    assert (
        as_ruth.post(drafts, kept, content_type="application/json").status_code == 200
    )
    found(as_ruth, page)
    assert amara.drafts.count() == 1
    sent = {"words": DRAFT, "done": "yes", "kept-name": page, "kept-lane": lane}
    assert as_ruth.post(page, sent).status_code == 302
    assert not amara.drafts.exists()


@pytest.mark.parametrize("words", ["", "  \n "])
def test_no_words_are_asked_for(as_ruth, page, words):
    shown = found(as_ruth, page, words)
    assert "What was found" not in shown
    assert 'class="field wrong"' in shown


def test_too_much_at_once_is_refused_and_stays_on_the_page(as_ruth, page):
    words = "We talk on. " * (LONGEST // 12 + 2)
    shown = found(as_ruth, page, words)
    assert "What was found" not in shown
    assert words.strip()[-100:] in shown


def test_another_language_is_said_to_be_one(as_ruth, page):
    words = "Wie geht es dir heute? Du hast doch wenigstens eine Wohnung und Arbeit."
    shown = found(as_ruth, page, words)
    assert "do not look like English" in shown
    assert "Look at these again" not in shown


def test_it_is_off_until_the_agency_chooses(as_ruth, page, samuel, amara, now):
    assert Agency._meta.get_field("listening_on").default is False
    switch_listening(on=False, by=samuel, now=now)
    answer = as_ruth.get(page)
    assert answer.status_code == 400
    assert "switched off in this practice" in answer.text
    assert as_ruth.post(page, {"words": DRAFT}).status_code == 400
    assert page not in as_ruth.get(reverse("worker:brief", args=[amara.pk])).text


def test_the_administrator_is_told_what_it_is_and_chooses(as_samuel):
    place = reverse("administration:listening")
    assert "It is on now." in as_samuel.get(place).text
    assert "no score of anybody" in as_samuel.get(place).text
    as_samuel.post(place, {})
    assert "It is off now." in as_samuel.get(place).text
    assert AccessEntry.objects.filter(verb="switch_listening").count() == 1
    as_samuel.post(place, {"on": "on"})
    assert "It is on now." in as_samuel.get(place).text


def test_nobody_else_rehearses_or_chooses(deborah, amara, as_ruth, as_amara, page):
    assert signed_in(deborah).get(page).status_code == 404
    assert as_amara.get(page).status_code == 404
    assert as_ruth.get(reverse("administration:listening")).status_code == 404
