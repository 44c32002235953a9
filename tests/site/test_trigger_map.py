"""What sets a client off: read in their words, put in plain words, theirs to answer."""

from datetime import timedelta

import pytest
from django.urls import reverse

from holdspace.approach.triggers import TriggerPart
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.errors import NothingUnderLine, NotPossible
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_summary import read_summary
from holdspace_site.actions.word_trigger import (
    answer_wording,
    read_trigger_map,
    word_trigger,
)
from holdspace_site.records.models import TriggerWording
from holdspace_site.web.trigger_words import PARTS, PARTS_TO_CLIENT

from .conftest import signed_in
from .test_cycles import tells

CODE = "T.SHARP"
CANARY = "quetzalcoatlus"


@pytest.fixture
def as_mateo(mateo):
    return signed_in(mateo.person)


def word(client, by, now, part, words=f"When {CANARY} starts"):
    return word_trigger(client.pk, CODE, part, words, by=by, now=now)


def part_of(client, by, now, part):
    found = read_trigger_map(client.pk, by=by, now=now).triggers
    trigger = next(one for one in found if one.trigger.code == CODE)
    return next(one for one in trigger.parts if one.part is part)


def in_brief(client, ruth, now):
    _, brief = read_brief(client.pk, by=ruth, on=now.date(), now=now)
    return next(one for one in brief.triggers if one.code == CODE)


def pages_of(client, ruth):
    browser = signed_in(ruth)
    names = ("brief", "trigger-map", "export", "export-readable", "story")
    return "".join(
        browser.get(reverse(f"worker:{name}", args=[client.pk])).text for name in names
    )


def test_the_map_shows_every_part_with_the_words_it_was_read_in(mateo, as_ruth):
    page = as_ruth.get(reverse("worker:trigger-map", args=[mateo.pk])).text
    assert "Hard tone or “why”" in page
    assert "When someone raises their voice or starts with why" in page
    assert "What makes it worse" in page
    assert "not told" in page


def test_a_worker_puts_a_part_in_words_and_it_waits_for_the_client(mateo, ruth, now):
    assert word(mateo, ruth, now, TriggerPart.CUE) is None
    part = part_of(mateo, mateo.person, now, TriggerPart.CUE)
    assert part.agreed is None
    assert CANARY in part.waits.words
    assert CANARY not in str(in_brief(mateo, ruth, now).parts)
    answer_wording(mateo.pk, part.waits.id, Verdict.YES, by=mateo.person, now=now)
    trigger = in_brief(mateo, ruth, now)
    assert CANARY in trigger.said(TriggerPart.CUE)
    assert trigger.cue == "Hard tone or “why”"
    offered = read_summary(by=mateo.person, now=now)
    assert any(CANARY in item.words for item in offered.triggers)


def test_the_clients_own_wording_counts_at_once_and_replaces_the_older(
    mateo, ruth, now
):
    word(mateo, mateo.person, now, TriggerPart.MAKES_WORSE, "Standing over me.")
    word(mateo, mateo.person, now, TriggerPart.MAKES_WORSE, "Blocking the door.")
    trigger = in_brief(mateo, ruth, now)
    assert trigger.said(TriggerPart.MAKES_WORSE) == "Blocking the door."
    assert trigger.makes_worse is None
    part = part_of(mateo, mateo.person, now, TriggerPart.MAKES_WORSE)
    assert [one.words for one in part.earlier] == ["Standing over me."]
    assert part_of(mateo, ruth, now, TriggerPart.MAKES_WORSE).earlier == ()


def test_an_agreed_wording_stays_while_a_newer_one_waits(mateo, ruth, now):
    word(mateo, mateo.person, now, TriggerPart.WHAT_HELPS, "Say my bad.")
    word(mateo, ruth, now, TriggerPart.WHAT_HELPS, "Say sorry first.")
    part = part_of(mateo, ruth, now, TriggerPart.WHAT_HELPS)
    assert (part.agreed.words, part.waits.words) == ("Say my bad.", "Say sorry first.")
    answer_wording(
        mateo.pk, part.waits.id, Verdict.TAKEN_BACK, by=mateo.person, now=now
    )
    assert part_of(mateo, ruth, now, TriggerPart.WHAT_HELPS).waits is None
    helps = in_brief(mateo, ruth, now).said(TriggerPart.WHAT_HELPS)
    assert helps == "Say my bad."


def test_words_that_may_need_a_person_reach_one(mateo, now):
    assert word(mateo, mateo.person, now, TriggerPart.CUE, "I want to die.")


def test_what_it_was_worded_for_taken_back_hides_it_from_everybody_else(
    mateo, ruth, now
):
    word(mateo, ruth, now, TriggerPart.CUE)
    waits = part_of(mateo, mateo.person, now, TriggerPart.CUE).waits
    answer_wording(mateo.pk, waits.id, Verdict.YES, by=mateo.person, now=now)
    assert CANARY in pages_of(mateo, ruth)
    reading = mateo.readings.filter(code=CODE).first()
    give_verdict(
        mateo.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=mateo.person, now=now
    )
    assert CANARY not in pages_of(mateo, ruth)


def test_own_words_held_back_or_taken_back_are_gone_for_everybody_else(
    mateo, ruth, now
):
    word(mateo, mateo.person, now, TriggerPart.CUE)
    assert CANARY in pages_of(mateo, ruth)
    passage = mateo.passages.order_by("-added_at").first()
    hold_back(mateo.pk, passage.pk, held_back=True, by=mateo.person, now=now)
    assert CANARY not in pages_of(mateo, ruth)
    hold_back(mateo.pk, passage.pk, held_back=False, by=mateo.person, now=now)
    assert CANARY in pages_of(mateo, ruth)
    row = TriggerWording.objects.get(ended_at=None)
    answer_wording(mateo.pk, row.pk, Verdict.TAKEN_BACK, by=mateo.person, now=now)
    assert CANARY not in pages_of(mateo, ruth)


def test_a_trigger_that_is_none_of_theirs_cannot_be_worded(mateo, ruth, now):
    with pytest.raises(NotPossible):
        word_trigger(
            mateo.pk, "T.CLOSE", TriggerPart.CUE, "Too close", by=ruth, now=now
        )


def test_it_is_in_the_export_with_its_history(mateo, now):
    word(mateo, mateo.person, now, TriggerPart.CUE, "Loud voices")
    word(mateo, mateo.person, now, TriggerPart.CUE, "Loud voices, or why")
    (told,) = export_client(mateo.pk, by=mateo.person, now=now)["trigger_map"]
    assert told["part"] == "cue"
    assert [one["words"] for one in told["wordings"]] == [
        "Loud voices",
        "Loud voices, or why",
    ]


def test_every_part_has_its_words():
    assert set(PARTS) == set(PARTS_TO_CLIENT) == set(TriggerPart)


def test_through_the_pages(mateo, as_ruth, as_mateo):
    page = reverse("worker:trigger-map", args=[mateo.pk])
    typed = {"code": CODE, "part": "felt_reaction", "words": "I go cold."}
    assert as_ruth.post(page, typed).status_code == 302
    own = reverse("client:trigger-map")
    assert "I go cold." in as_mateo.get(own).text
    row = TriggerWording.objects.get()
    as_mateo.post(
        reverse("client:answer-trigger-wording", args=[row.pk]), {"verdict": "yes"}
    )
    assert "I go cold." in as_ruth.get(reverse("worker:brief", args=[mateo.pk])).text
    refused = as_ruth.post(page, typed | {"part": "x"})
    assert refused.status_code == 400
    assert "I go cold." in refused.text
    assert as_mateo.post(own, typed | {"words": " "}).status_code == 400
    as_mateo.post(own, typed | {"words": "Ice."})
    assert "Ice." in as_mateo.get(own).text
    bad = as_mateo.post(
        reverse("client:answer-trigger-wording", args=[row.pk]), {"verdict": "?"}
    )
    assert bad.status_code == 400


# --- What a wording rests on ----------------------------------------------------------


@pytest.fixture
def next_worker(mateo, samuel, now):
    """Nils comes after Ruth; Mateo said no to passing on, and told him of one cue."""
    nils = add_person(
        name="Nils", role=Role.WORKER, sign_in_name="nils", by=samuel, now=now
    )
    choose_sharing(
        mateo.pk, purpose=Purpose.NEXT_WORKER, allowed=False, by=mateo.person, now=now
    )
    later = now + timedelta(hours=1)
    join_care_team(mateo.pk, nils.pk, by=samuel, now=later)
    tells(mateo, later, CODE)
    return nils


def test_the_next_worker_finds_no_trace_of_wordings_not_passed_on(
    mateo, ruth, next_worker, now
):
    word(mateo, ruth, now, TriggerPart.MAKES_WORSE, f"{CANARY} one")
    for part in (TriggerPart.CUE, TriggerPart.FELT_REACTION):
        word(mateo, mateo.person, now, part, f"{CANARY} two")
    wait = part_of(mateo, mateo.person, now, TriggerPart.MAKES_WORSE).waits
    answer_wording(mateo.pk, wait.id, Verdict.YES, by=mateo.person, now=now)
    assert CANARY in pages_of(mateo, ruth)
    assert CANARY not in pages_of(mateo, next_worker)
    for part in TriggerPart:
        found = part_of(mateo, next_worker, now, part)
        assert (found.agreed, found.waits) == (None, None)
    assert export_client(mateo.pk, by=next_worker, now=now)["trigger_map"] == []


def test_a_wording_of_what_was_not_told_rests_on_the_cue(mateo, ruth, now):
    word(mateo, ruth, now, TriggerPart.MAKES_WORSE)
    row = TriggerWording.objects.get()
    cues = {str(one.pk) for one in mateo.readings.filter(code=CODE)}
    assert set(row.reading_ids) == cues
    answer_wording(mateo.pk, row.pk, Verdict.YES, by=mateo.person, now=now)
    assert CANARY in pages_of(mateo, ruth)
    for told in mateo.readings.filter(code=CODE):
        give_verdict(
            mateo.pk, told.pk, verdict=Verdict.TAKEN_BACK, by=mateo.person, now=now
        )
    tells(mateo, now, CODE)
    assert CANARY not in pages_of(mateo, ruth)
    # It is told once more, so a yes is on that.
    answer_wording(mateo.pk, row.pk, Verdict.YES, by=mateo.person, now=now)
    assert CANARY in pages_of(mateo, ruth)
    for told in mateo.readings.filter(code=CODE):
        give_verdict(
            mateo.pk, told.pk, verdict=Verdict.TAKEN_BACK, by=mateo.person, now=now
        )
    with pytest.raises(NothingUnderLine):
        answer_wording(mateo.pk, row.pk, Verdict.YES, by=mateo.person, now=now)


def test_own_words_about_what_is_held_back_are_for_own_eyes(mateo, ruth, now):
    for reading in mateo.readings.filter(code=CODE):
        hold_back(
            mateo.pk, reading.passage_id, held_back=True, by=mateo.person, now=now
        )
    assert not word(mateo, mateo.person, now, TriggerPart.CUE, "I want to die.")
    word(mateo, mateo.person, now, TriggerPart.FELT_REACTION)
    assert CANARY not in pages_of(mateo, ruth)
    tells(mateo, now, CODE)
    assert CANARY not in pages_of(mateo, ruth)


def test_the_same_wording_sent_twice_is_one(mateo, ruth, now):
    for by in (ruth, ruth, mateo.person, mateo.person):
        word(mateo, by, now, TriggerPart.CUE)
    assert TriggerWording.objects.count() == 2


def test_a_worker_does_not_ask_again_in_words_the_client_put_aside(mateo, ruth, now):
    word(mateo, ruth, now, TriggerPart.CUE)
    row = TriggerWording.objects.get()
    answer_wording(mateo.pk, row.pk, Verdict.NOT_QUITE, by=mateo.person, now=now)
    word(mateo, ruth, now, TriggerPart.CUE)
    assert TriggerWording.objects.get().verdict == Verdict.NOT_QUITE.value


def test_an_answer_in_an_older_window_says_why_it_is_not_kept(
    mateo, ruth, as_mateo, now
):
    word(mateo, ruth, now, TriggerPart.CUE)
    row = TriggerWording.objects.get()
    page = reverse("client:answer-trigger-wording", args=[row.pk])
    word(mateo, ruth, now, TriggerPart.CUE, "Another way.")
    answer = as_mateo.post(page, {"verdict": "yes"}, follow=True)
    assert "changed by somebody else" in answer.text
    assert as_mateo.post(page, {"verdict": "taken_back"}).status_code == 302
    assert not TriggerWording.objects.filter(verdict="yes").exists()


def test_own_words_put_aside_are_not_said_to_be_the_workers(mateo, now, as_mateo):
    word(mateo, mateo.person, now, TriggerPart.CUE)
    row = TriggerWording.objects.get()
    answer_wording(mateo.pk, row.pk, Verdict.NOT_QUITE, by=mateo.person, now=now)
    page = as_mateo.get(reverse("client:trigger-map")).text
    assert "You said:" in page
    assert "Your worker would say:" not in page
