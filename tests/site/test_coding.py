"""Marking what somebody's words say, and the client's last word on it."""

import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from holdspace.privacy.access import Role
from holdspace.story.readings import Certainty, Verdict
from holdspace.vocabulary.errors import SpanOutsidePassage, UnknownCode
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.correct_passage import correct_passage
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    HasVerdict,
    NotPossible,
    WordsNotFound,
)
from holdspace_site.actions.give_verdict import bring_back, give_verdict
from holdspace_site.actions.mark_reading import (
    Chosen,
    Meaning,
    change_reading,
    mark_reading,
    remove_reading,
)
from holdspace_site.actions.read_story import read_passage
from holdspace_site.records.models import Passage, Reading
from holdspace_site.records.scope import NoSuchRecord

WORDS = "She never asked 👩‍👧 how the night was. Nobody called."


@pytest.fixture
def passage(amara, ruth, now):
    new = NewPassage(words=WORDS, told_on=timezone.localdate(now))
    return add_passage(amara.pk, new, by=ruth, now=now)


@pytest.fixture
def mark(amara, passage, ruth, now):
    def mark(quote, code="X.NOTHEARD", **values):
        start = passage.words.index(quote)
        return mark_reading(
            amara.pk,
            passage.pk,
            chosen=Chosen(quote=quote, start=start, end=start + len(quote)),
            meaning=Meaning(code=code, **values),
            by=ruth,
            now=now,
        )

    return mark


@pytest.fixture
def answer(amara, now):
    def answer(reading, verdict, correction="", version=None):
        return give_verdict(
            amara.pk,
            reading.pk,
            verdict=verdict,
            correction=correction,
            version=version,
            by=amara.person,
            now=now,
        )

    return answer


def send_mark(browser, passage, **typed):
    place = reverse("worker:add-reading", args=[passage.client_id, passage.pk])
    typed = {"code": "X.NOTHEARD", "certainty": "said", "strength": "2"} | typed
    return browser.post(place, typed)


def quotes(passage):
    kept = passage.readings.filter(ended_at__isnull=True)
    words = Passage.objects.get(pk=passage.pk).words
    return [words[reading.start : reading.end] for reading in kept]


# --- Marking ------------------------------------------------------------------


def test_words_are_marked_where_they_were_selected(as_ruth, passage):
    second_called = WORDS.rindex("called")
    typed = {"quote": "called", "start": second_called, "end": second_called + 6}
    assert send_mark(as_ruth, passage, **typed).status_code == 302
    reading = passage.readings.get()
    assert (reading.start, reading.end, reading.strength) == (
        second_called,
        second_called + 6,
        2,
    )


def test_words_are_marked_by_copying_them_without_a_script(as_ruth, passage):
    typed = {"quote": "  Nobody called. \r\n", "start": "", "end": ""}
    assert send_mark(as_ruth, passage, **typed).status_code == 302
    assert quotes(passage) == ["Nobody called."]


def test_places_count_characters_and_not_bytes(as_ruth, passage):
    family = WORDS.index("👩")
    typed = {"quote": "👩‍👧", "start": family, "end": family + 3}
    send_mark(as_ruth, passage, **typed)
    send_mark(as_ruth, passage, quote="how", start=family + 4, end=family + 7)
    assert quotes(passage) == ["👩‍👧", "how"]


def test_combining_characters_count_one_each(as_ruth, amara, ruth, now):
    decomposed = "Me\u0301 ma\u0301 never asked."  # five signs in the first two words
    passage = add_passage(
        amara.pk,
        NewPassage(words=decomposed, told_on=timezone.localdate(now)),
        by=ruth,
        now=now,
    )
    assert Passage.objects.get(pk=passage.pk).words == decomposed
    send_mark(as_ruth, passage, quote="ma\u0301", start=4, end=7)
    assert quotes(passage) == ["ma\u0301"]


def test_lines_typed_into_a_form_count_one_for_each_line_end(as_ruth, amara):
    as_ruth.post(
        reverse("worker:add-passage", args=[amara.pk]),
        {
            "words": "First line.\r\n\r\nSecond line.",
            "told_on": timezone.localdate().isoformat(),
            "told_by": "client",
            "setting": "session",
            "language": "en",
            "sensitivity": "1",
        },
    )
    passage = amara.passages.latest("added_at")
    assert passage.words == "First line.\n\nSecond line."
    send_mark(as_ruth, passage, quote="Second", start=13, end=19)
    assert quotes(passage) == ["Second"]


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        (Chosen(quote="", start=0, end=len(WORDS) + 1), SpanOutsidePassage),
        (Chosen(quote="x", start=10**8, end=10**8 + 1), SpanOutsidePassage),
        (Chosen(quote="never said"), WordsNotFound),
        (Chosen(quote=""), WordsNotFound),
        (Chosen(quote=" \n"), WordsNotFound),
        (Chosen(quote=" ", start=3, end=4), WordsNotFound),
        (Chosen(quote="asked", start=4, end=9), WordsNotFound),
        (Chosen(quote="", start=9, end=4), WordsNotFound),
    ],
)
def test_words_that_are_not_there_are_not_marked(
    amara, passage, ruth, now, chosen, refusal
):
    with pytest.raises(refusal):
        mark_reading(
            amara.pk,
            passage.pk,
            chosen=chosen,
            meaning=Meaning(code="X.NOTHEARD"),
            by=ruth,
            now=now,
        )
    assert not passage.readings.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"quote": "never said"},
        {"quote": "asked", "start": "0", "end": "999999"},
        {"quote": "asked", "start": "1" * 5000, "end": "²"},
        {"quote": "asked", "code": "NO.SUCH"},
        {"quote": "asked", "code": ""},
        {"quote": "asked", "certainty": "sure"},
        {"quote": "asked", "strength": "5"},
        {"quote": "asked", "strength": "-1"},
        {"quote": "asked", "strength": "9" * 5000},
        {},
    ],
)
def test_what_cannot_be_marked_is_said_and_nothing_is_kept(as_ruth, passage, typed):
    answer = send_mark(as_ruth, passage, **typed)
    page = answer.content.decode()
    if "1" * 50 in typed.get("start", ""):
        assert answer.status_code == 302  # no place at all: the copied words count
        return
    assert answer.status_code in {400, 409}
    assert 'role="alert"' in page or "<p>" in page
    assert not passage.readings.exists()


def test_a_code_that_does_not_exist_is_refused_by_the_action_too(
    amara, passage, ruth, now
):
    with pytest.raises(UnknownCode):
        mark_reading(
            amara.pk,
            passage.pk,
            chosen=Chosen(quote="asked"),
            meaning=Meaning(code="NO.SUCH"),
            by=ruth,
            now=now,
        )


def test_a_passage_corrected_meanwhile_is_not_marked_in_the_wrong_place(
    as_ruth, amara, passage, ruth, now
):
    start = WORDS.index("asked")
    correct_passage(
        amara.pk, passage.pk, words="So: " + WORDS, version=1, by=ruth, now=now
    )
    answer = send_mark(as_ruth, passage, quote="asked", start=start, end=start + 5)
    assert answer.status_code == 409
    assert "These words are not in this passage" in answer.content.decode()
    assert not passage.readings.exists()


def test_overlapping_readings_are_all_shown(as_ruth, amara, passage, mark):
    mark("She never asked")
    mark("never asked 👩‍👧 how", code="F.HURT")
    mark("never", code="X.DISMISSED")
    page = as_ruth.get(
        reverse("worker:passage", args=[amara.pk, passage.pk])
    ).content.decode()
    assert len(re.findall(r'<li class="card" id="reading-', page)) == 3
    inside = page[page.index('id="passage-words"') :]
    inside = inside[: inside.index("</div>")]
    layers = re.findall(r'data-start="(\d+)">((?:<span class="mark[^>]*>)*)', inside)
    never = str(WORDS.index("never"))
    assert [found.count("mark") for start, found in layers if start == never] == [3]
    shown = re.sub(r"<sup.*?</sup>|<[^>]*>", "", inside.partition(">")[2])
    assert shown == WORDS


def test_the_stretches_of_overlapping_readings_are_the_passage(
    amara, passage, mark, ruth, now
):
    mark("She never asked")
    mark("asked 👩‍👧 how the night was. Nobody", code="F.HURT")
    opened = read_passage(amara.pk, passage.pk, by=ruth, now=now)
    assert "".join(stretch.words for stretch in opened.stretches) == WORDS


# --- Two at once --------------------------------------------------------------


@pytest.fixture
def as_tomas(amara, ruth, samuel, now):
    """Another worker in Amara's care team."""
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    browser = Browser()
    browser.force_login(tomas)
    return browser


def test_of_two_changes_the_second_is_told_and_overwrites_nothing(
    as_ruth, as_tomas, amara, mark
):
    reading = mark("never asked")
    place = reverse("worker:change-reading", args=[amara.pk, reading.pk])
    typed = {"version": "1", "certainty": "said", "strength": "0"}
    assert as_ruth.post(place, typed | {"code": "F.HURT"}).status_code == 302
    second = as_tomas.post(place, typed | {"code": "X.DISMISSED"})
    assert second.status_code == 409
    assert "changed by somebody else" in second.content.decode()
    assert Reading.objects.get(pk=reading.pk).code == "F.HURT"


def test_a_removal_after_a_change_is_told(as_ruth, as_tomas, amara, mark):
    reading = mark("never asked")
    change = reverse("worker:change-reading", args=[amara.pk, reading.pk])
    as_ruth.post(change, {"version": "1", "code": "F.HURT", "certainty": "said"})
    remove = reverse("worker:remove-reading", args=[amara.pk, reading.pk])
    assert as_tomas.post(remove, {"version": "1"}).status_code == 409
    assert Reading.objects.get(pk=reading.pk).ended_at is None


def test_a_change_after_a_removal_is_told(amara, mark, ruth, now):
    reading = mark("never asked")
    remove_reading(amara.pk, reading.pk, version=1, by=ruth, now=now)
    with pytest.raises(EditedMeanwhile):
        change_reading(
            amara.pk,
            reading.pk,
            meaning=Meaning(code="F.HURT"),
            version=1,
            by=ruth,
            now=now,
        )
    assert Reading.objects.get(pk=reading.pk).code == "X.NOTHEARD"


def test_a_removed_reading_stays_as_history_and_counts_no_more(
    as_ruth, amara, passage, mark
):
    reading = mark("never asked")
    place = reverse("worker:remove-reading", args=[amara.pk, reading.pk])
    assert as_ruth.post(place, {"version": "1"}).status_code == 302
    assert passage.readings.get().ended_at is not None
    assert quotes(passage) == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_what_the_client_answered_is_changed_by_nobody(
    amara, mark, answer, ruth, now, verdict
):
    reading = mark("never asked")
    answer(reading, verdict)
    with pytest.raises(HasVerdict, match="mark the words anew"):
        change_reading(
            amara.pk,
            reading.pk,
            meaning=Meaning(code="F.HURT"),
            version=1,
            by=ruth,
            now=now,
        )
    assert Reading.objects.get(pk=reading.pk).code == "X.NOTHEARD"


# --- Mending a slip -----------------------------------------------------------


def send_correction(browser, passage, words, version="1"):
    place = reverse("worker:correct-passage", args=[passage.client_id, passage.pk])
    return browser.post(place, {"words": words, "version": version})


def test_readings_move_with_their_words(as_ruth, passage, mark):
    mark("never asked")
    mark("Nobody called.", code="E.FADED")
    answer = send_correction(as_ruth, passage, WORDS.replace("She", "My first worker"))
    assert answer.status_code == 302
    assert quotes(passage) == ["never asked", "Nobody called."]


def test_a_reading_whose_own_words_changed_ends(as_ruth, passage, mark):
    mark("never asked")
    mark("Nobody called.", code="E.FADED")
    place = reverse("worker:correct-passage", args=[passage.client_id, passage.pk])
    answer = as_ruth.post(
        place,
        {"words": WORDS.replace("never", "hardly ever"), "version": "1"},
        follow=True,
    )
    assert quotes(passage) == ["Nobody called."]
    assert "please mark them again" in answer.content.decode()


def test_the_earlier_wording_is_kept(as_ruth, passage):
    send_correction(as_ruth, passage, WORDS + " Once.")
    send_correction(as_ruth, passage, WORDS + " Twice.", version="2")
    kept = [(one.version, one.words) for one in passage.revisions.all()]
    assert kept == [(2, WORDS + " Once."), (1, WORDS)]
    assert Passage.objects.get(pk=passage.pk).words == WORDS + " Twice."


def test_of_two_corrections_the_second_is_told(as_ruth, as_tomas, passage):
    assert send_correction(as_ruth, passage, WORDS + " Once.").status_code == 302
    second = send_correction(as_tomas, passage, WORDS + " Never.")
    page = second.content.decode()
    assert "changed by somebody else" in page
    assert "Never." in page  # what the second typed is still on the page
    assert "Once." in page  # and so is what stands there now
    assert Passage.objects.get(pk=passage.pk).words == WORDS + " Once."
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    again = send_correction(as_tomas, passage, WORDS + " Never.", version=version)
    assert again.status_code == 302
    assert Passage.objects.get(pk=passage.pk).words == WORDS + " Never."


def test_a_passage_with_several_lines_sent_back_as_it_was_is_no_correction(
    as_ruth, amara, ruth, now
):
    new = NewPassage(words="One.\nTwo.", told_on=timezone.localdate(now))
    passage = add_passage(amara.pk, new, by=ruth, now=now)
    assert send_correction(as_ruth, passage, "One.\r\nTwo.").status_code == 302
    assert not passage.revisions.exists()
    assert Passage.objects.get(pk=passage.pk).version == 1


def test_a_correction_to_nothing_is_refused(as_ruth, passage):
    for words in ("", "  \r\n "):
        assert send_correction(as_ruth, passage, words).status_code == 200
    assert Passage.objects.get(pk=passage.pk).words == WORDS


def test_telling_of_a_day_that_has_not_come_is_refused(amara, ruth, now):
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    with pytest.raises(NotPossible, match="has not come"):
        add_passage(
            amara.pk, NewPassage(words="Later.", told_on=tomorrow), by=ruth, now=now
        )


@pytest.mark.parametrize("place", ["Pacific/Auckland", "Pacific/Honolulu"])
def test_today_is_the_practices_own_day(amara, ruth, place):
    """In the morning in Auckland it is still yesterday by UTC."""
    with timezone.override(place):
        for hour in (1, 13, 23):
            here = timezone.localtime().replace(hour=hour)
            new = NewPassage(words="Today.", told_on=here.date())
            add_passage(amara.pk, new, by=ruth, now=here.astimezone(UTC))
            tomorrow = replace(new, told_on=here.date() + timedelta(days=1))
            with pytest.raises(NotPossible):
                add_passage(amara.pk, tomorrow, by=ruth, now=here.astimezone(UTC))


# --- The client's word --------------------------------------------------------


def send_verdict(browser, reading, verdict, *, version="1", htmx=False, **typed):
    place = reverse("client:verdict", args=[reading.pk])
    headers = {"HX-Request": "true"} if htmx else {}
    typed = {"verdict": verdict, "version": version} | typed
    return browser.post(place, typed, headers=headers)


def own_page(browser):
    return browser.get(reverse("client:home")).content.decode()


@pytest.mark.parametrize("verdict", ["yes", "not_quite", "taken_back"])
def test_an_answer_is_kept_and_only_its_line_comes_back(as_amara, mark, verdict):
    reading = mark("never asked")
    answer = send_verdict(as_amara, reading, verdict, htmx=True)
    assert answer.status_code == 200
    assert f'id="card-{reading.pk}"' in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert reading.verdicts.get().verdict == verdict


def test_without_a_script_the_whole_page_comes_back_at_the_line(as_amara, mark):
    reading = mark("never asked")
    answer = send_verdict(as_amara, reading, "yes")
    line = f"?line={reading.pk}#card-{reading.pk}"
    assert answer.headers["Location"] == reverse("client:home") + line


def test_not_quite_keeps_how_the_client_would_say_it(as_amara, mark):
    reading = mark("never asked")
    send_verdict(as_amara, reading, "not_quite", correction="  She asked once.  ")
    assert reading.verdicts.get().correction == "She asked once."
    assert "She asked once." in own_page(as_amara)


def test_a_correction_beside_a_yes_is_not_kept(as_amara, mark):
    reading = mark("never asked")
    send_verdict(as_amara, reading, "yes", correction="left over in the form")
    assert reading.verdicts.get().correction == ""


def test_every_answer_stays_in_the_history(amara, mark, answer, now):
    reading = mark("never asked")
    answer(reading, Verdict.YES)
    answer(reading, Verdict.NOT_QUITE, "Once.")
    answer(reading, Verdict.TAKEN_BACK)
    bring_back(amara.pk, reading.pk, by=amara.person, now=now)
    given = [(one.verdict, one.undone_at is not None) for one in reading.verdicts.all()]
    assert sorted(given) == [
        ("not_quite", False),
        ("taken_back", True),
        ("yes", False),
    ]


def test_what_is_brought_back_stands_as_it_stood(as_amara, mark):
    reading = mark("never asked")
    send_verdict(as_amara, reading, "not_quite", correction="She asked once.")
    send_verdict(as_amara, reading, "taken_back")
    send_verdict(as_amara, reading, "bring_back", htmx=True)
    counting = reading.verdicts.filter(undone_at__isnull=True)
    assert [one.correction for one in counting] == ["She asked once."]


def test_what_is_taken_back_is_nowhere_on_the_workers_pages(
    as_amara, as_ruth, amara, passage, mark
):
    reading = mark("never asked", code="X.DISMISSED")
    story = reverse("worker:passage", args=[amara.pk, passage.pk])
    assert f"reading-{reading.pk}" in as_ruth.get(story).content.decode()
    send_verdict(as_amara, reading, "taken_back")
    assert f"reading-{reading.pk}" not in as_ruth.get(story).content.decode()


def test_a_line_changed_meanwhile_is_shown_again_before_it_is_answered(
    as_amara, amara, mark, ruth, now
):
    reading = mark("never asked")
    change_reading(
        amara.pk,
        reading.pk,
        meaning=Meaning(code="X.DISMISSED"),
        version=1,
        by=ruth,
        now=now,
    )
    answer = send_verdict(as_amara, reading, "yes", htmx=True).content.decode()
    assert "changed by somebody else" in answer
    assert f'id="card-{reading.pk}"' in answer
    assert 'name="version" value="2"' in answer
    assert not reading.verdicts.exists()


def test_without_a_script_a_line_changed_meanwhile_is_shown_on_a_whole_page(
    as_amara, amara, mark, ruth, now
):
    reading = mark("never asked")
    change_reading(
        amara.pk,
        reading.pk,
        meaning=Meaning(code="X.DISMISSED"),
        version=1,
        by=ruth,
        now=now,
    )
    send_verdict(as_amara, reading, "yes")
    page = own_page(as_amara)
    assert "changed by somebody else" in page
    assert "<html" in page
    assert not reading.verdicts.exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_line_removed_meanwhile_is_said_to_be_changed(
    as_amara, amara, mark, ruth, now, htmx
):
    reading = mark("never asked")
    remove_reading(amara.pk, reading.pk, version=1, by=ruth, now=now)
    answer = send_verdict(as_amara, reading, "yes", htmx=htmx)
    place = answer.headers["HX-Redirect" if htmx else "Location"]
    assert place == reverse("client:home")
    assert "changed by somebody else" in own_page(as_amara)
    assert not reading.verdicts.exists()


@pytest.mark.parametrize("version", ["", "²", "x", "9" * 5000])
def test_a_version_that_is_no_number_breaks_nothing(as_amara, mark, version):
    answer = send_verdict(as_amara, mark("never asked"), "yes", version=version)
    assert answer.status_code == 302


def test_an_answer_that_is_none_is_refused(as_amara, mark):
    reading = mark("never asked")
    for said in ("", "perhaps"):
        assert send_verdict(as_amara, reading, said).status_code == 400
    assert not reading.verdicts.exists()


def test_a_guess_is_never_shown_to_the_client(as_amara, mark):
    guess = mark("never asked", certainty=Certainty.GUESSED)
    assert str(guess.pk) not in own_page(as_amara)


def test_a_guess_cannot_be_answered_either(as_amara, amara, mark, now):
    guess = mark("never asked", certainty=Certainty.GUESSED)
    for htmx in (True, False):
        assert send_verdict(as_amara, guess, "yes", htmx=htmx).status_code == 404
    with pytest.raises(NoSuchRecord):
        bring_back(amara.pk, guess.pk, by=amara.person, now=now)
    assert not guess.verdicts.exists()


def test_a_slip_is_corrected_from_the_passage_and_the_earlier_wording_is_shown(
    as_ruth, amara
):
    passage = amara.passages.first()
    page = reverse("worker:passage", args=[amara.pk, passage.pk])
    correct = reverse("worker:correct-passage", args=[amara.pk, passage.pk])
    assert f'href="{correct}"' in as_ruth.get(page).content.decode()

    mended = passage.words.replace("easier", "much easier")
    as_ruth.post(correct, {"words": mended, "version": passage.version})

    shown = as_ruth.get(page).content.decode()
    assert "1 earlier wording" in shown
    assert "corrected by Ruth Adler" in shown
