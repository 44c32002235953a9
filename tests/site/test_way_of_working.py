"""How two people work together: drafted, put, answered line by line, kept or not."""

import json
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from holdspace.approach.brief_json import brief_json
from holdspace.approach.way_of_working import LineKind, LineStanding, mark_of
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_passage import NewPassage, add_passage
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
    propose_line,
)
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.errors import (
    EditedMeanwhile,
    NothingToPut,
    NothingUnderLine,
    NotPossible,
    TooLong,
)
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.kept_lines import lines_asked
from holdspace_site.actions.mark_reading import Chosen, Meaning, mark_reading
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_summary import read_summary
from holdspace_site.actions.read_way_of_working import read_way_of_working
from holdspace_site.actions.write_way_of_working import (
    NewLine,
    WayChanges,
    add_line,
    change_way_of_working,
    draft_way_of_working,
    put_way_of_working,
    take_as_said,
)
from holdspace_site.records.models import Session, WayLine, WayStep
from holdspace_site.records.models.way_of_working import STEPS
from holdspace_site.web.way_of_working_words import (
    KINDS,
    KINDS_TO_CLIENT,
    STANDINGS,
    STANDINGS_TO_CLIENT,
)
from holdspace_site.web.way_of_working_words import STEPS as STEP_WORDS

from .conftest import signed_in

CANARY = "quetzalcoatlus"


def seen(client, by, now):
    return read_way_of_working(client.pk, by=by, now=now)


def row_of(client, key):
    return client.way_lines.get(key=key)


def line_of(client, by, now, row):
    lines = seen(client, by, now).way.lines
    return next(line for line in lines if line.id == str(row.pk))


def put(client, by, now):
    draft_way_of_working(client.pk, by=by, now=now)
    put_way_of_working(
        client.pk, revision=seen(client, by, now).revision, by=by, now=now
    )


def says(client, row, verdict, now, words=""):
    answer = WayAnswer(verdict, words)
    return answer_way_of_working(client.pk, row.pk, answer, by=client.person, now=now)


@pytest.fixture
def way(mateo, ruth, now):
    """Mateo's way of working, put to him and not answered yet."""
    put(mateo, ruth, now)
    return mateo


@pytest.fixture
def as_mateo(mateo):
    return signed_in(mateo.person)


# --- Drafting and putting -----------------------------------------------------


def test_a_draft_rests_on_words_and_only_the_worker_sees_it(mateo, ruth, now, as_mateo):
    assert draft_way_of_working(mateo.pk, by=ruth, now=now) > 4
    lines = seen(mateo, ruth, now).way.lines
    assert all(line.because and line.words for line in lines)
    assert {line.standing for line in lines} == {LineStanding.DRAFTED}
    assert seen(mateo, mateo.person, now).way.lines == ()
    page = as_mateo.get(reverse("client:way-of-working")).text
    assert not any(line.words in page for line in lines)


def test_what_was_drafted_is_not_drafted_again(mateo, ruth, now):
    draft_way_of_working(mateo.pk, by=ruth, now=now)
    assert draft_way_of_working(mateo.pk, by=ruth, now=now) == 0


def test_put_lines_are_a_version_with_a_day_and_wait_for_the_client(way, now):
    opened = seen(way, way.person, now)
    assert (opened.way.version, opened.put_by) == (1, "Ruth Adler")
    assert {line.standing for line in opened.way.lines} == {LineStanding.WAITS}


def test_with_nothing_new_nothing_is_put(way, ruth, now):
    with pytest.raises(NothingToPut):
        put_way_of_working(
            way.pk, revision=seen(way, ruth, now).revision, by=ruth, now=now
        )


def test_nobody_writes_over_what_changed_meanwhile(way, ruth, now):
    changes = WayChanges({})
    with pytest.raises(EditedMeanwhile):
        change_way_of_working(way.pk, changes, revision=1, by=ruth, now=now)
    revision = seen(way, ruth, now).revision
    says(way, way.way_lines.first(), Verdict.YES, now)
    with pytest.raises(EditedMeanwhile):
        put_way_of_working(way.pk, revision=revision, by=ruth, now=now)


def test_a_line_the_worker_writes_rests_on_words_they_may_read(way, ruth, jordan, now):
    reading = way.readings.get(code="N.PACE")
    row = add_line(
        way.pk, NewLine(LineKind.DO, "I wait.", str(reading.pk)), by=ruth, now=now
    )
    assert line_of(way, ruth, now, row).because[0].quote == "do not push on my dad."
    for other in ("", "x", str(jordan.readings.first().pk)):
        with pytest.raises(NotPossible):
            add_line(way.pk, NewLine(LineKind.DO, "I wait.", other), by=ruth, now=now)
    new = NewLine(LineKind.DO, "x" * 301, str(reading.pk))
    with pytest.raises(TooLong):
        add_line(way.pk, new, by=ruth, now=now)


def test_a_drawing_the_client_confirmed_becomes_something_to_say_aloud(
    jordan, ruth, now
):
    steps = [NewStep("T.GAP", "A late reply"), NewStep("P.AVOID", "I cancel")]
    draw_cycle(jordan.pk, steps, by=jordan.person, now=now)
    draft_way_of_working(jordan.pk, by=ruth, now=now)
    row = row_of(jordan, "if_then:T.GAP-P.AVOID")
    line = line_of(jordan, ruth, now, row)
    assert "we say so aloud before it goes on" in line.words
    assert [one.quote for one in line.because] == ["A late reply", "I cancel"]


# --- Agreeing -----------------------------------------------------------------


def test_a_yes_makes_it_agreed_and_first_in_the_brief(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    _, before = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    assert not any(line.agreed_on for line in before.do)
    says(way, row, Verdict.YES, now)
    _, brief = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    assert brief.do[0].line == row.words.rstrip(".")
    assert brief.do[0].agreed_on
    assert brief.do[0].because[0].quote == "do not push on my dad."
    assert len(brief.do) <= 3


def test_not_quite_in_own_words_is_agreed_once_the_worker_takes_it(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.NOT_QUITE, now, "Leave my dad out until I bring him up.")
    line = line_of(way, ruth, now, row)
    assert line.standing is LineStanding.NOT_QUITE
    assert line.instead == "Leave my dad out until I bring him up."
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    line = line_of(way, ruth, now, row)
    assert (line.standing, line.words) == (
        LineStanding.AGREED,
        "Leave my dad out until I bring him up.",
    )
    assert [one.quote for one in line.because] == [line.words]


def test_a_yes_is_on_the_words_that_stood_on_the_page(way, ruth, now, as_mateo):
    row = row_of(way, "do:N.PACE")
    seen_mark = line_of(way, way.person, now, row).mark
    page = reverse("client:answer-way-line", args=[row.pk])
    revision = seen(way, ruth, now).revision
    changes = WayChanges({str(row.pk): "I decide how fast we go."})
    change_way_of_working(way.pk, changes, revision=revision, by=ruth, now=now)
    put_way_of_working(way.pk, revision=revision + 1, by=ruth, now=now)
    for verdict in ("yes", "not_quite"):
        answer = as_mateo.post(page, {"verdict": verdict, "seen": seen_mark})
        assert answer.status_code == 400
        assert "changed by somebody else" in answer.text
        assert "I decide how fast we go." in answer.text
    assert line_of(way, ruth, now, row).standing is LineStanding.WAITS
    words = {"verdict": "not_quite", "seen": seen_mark, "words": "My own pace."}
    assert as_mateo.post(page, words).status_code == 302
    assert line_of(way, ruth, now, row).instead == "My own pace."
    mark = line_of(way, way.person, now, row).mark
    assert f'name="seen" value="{mark}"' in as_mateo.get("/me/way-of-working/").text
    assert as_mateo.post(page, {"verdict": "yes", "seen": mark}).status_code == 302
    assert line_of(way, ruth, now, row).agreed


def test_a_worker_agrees_to_the_words_that_stood_on_the_page(way, ruth, as_ruth, now):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.NOT_QUITE, now, "Slowly.")
    mark = line_of(way, ruth, now, row).said_mark
    page = as_ruth.get(reverse("worker:way-of-working", args=[way.pk])).text
    assert f'name="seen" value="{mark}"' in page
    says(way, row, Verdict.NOT_QUITE, now, "Not at all.")
    take = reverse("worker:take-as-said", args=[way.pk, row.pk])
    answer = as_ruth.post(take, {"seen": mark}, follow=True)
    assert "changed by somebody else" in answer.text
    assert line_of(way, ruth, now, row).standing is LineStanding.NOT_QUITE
    take_as_said(way.pk, row.pk, seen=mark_of("Not at all."), by=ruth, now=now)
    assert line_of(way, ruth, now, row).words == "Not at all."


def test_the_same_line_sent_twice_is_one(way, ruth, now):
    before = way.way_lines.count()
    for _ in range(2):
        propose_line(way.pk, LineKind.DO, "Ask me.", by=way.person, now=now)
    reading = str(way.readings.get(code="N.PACE").pk)
    for _ in range(2):
        add_line(way.pk, NewLine(LineKind.DO, "I wait.", reading), by=ruth, now=now)
    assert way.way_lines.count() == before + 2


def test_how_a_line_was_drafted_is_the_workers_own(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    steps = seen(way, way.person, now).history[str(row.pk)]
    assert [(one.step, bool(one.words)) for one in steps] == [
        ("drafted", False),
        ("put", True),
    ]
    assert seen(way, ruth, now).history[str(row.pk)][0].words


def test_what_the_client_says_is_not_quite_so_is_drafted_as_they_say_it(
    mateo, ruth, now
):
    reading = mateo.readings.get(code="N.PACE")
    give_verdict(
        mateo.pk, reading.pk, verdict=Verdict.NOT_QUITE, by=mateo.person, now=now
    )
    draft_way_of_working(mateo.pk, by=ruth, now=now)
    assert not mateo.way_lines.filter(key="do:N.PACE").exists()


def test_a_proposal_of_the_clients_is_agreed_once_the_worker_agrees(way, ruth, now):
    row, hand_off = propose_line(
        way.pk, LineKind.CLIENT_TRIES, "Say pass.", by=way.person, now=now
    )
    assert hand_off is None
    assert line_of(way, ruth, now, row).standing is LineStanding.PROPOSED
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    assert line_of(way, ruth, now, row).agreed
    _, brief = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    assert [line.line for line in brief.tries] == ["Say pass"]


def test_words_that_may_need_a_person_reach_one(way, now):
    _, hand_off = propose_line(
        way.pk, LineKind.DO, "I want to die.", by=way.person, now=now
    )
    assert hand_off
    row = row_of(way, "do:N.PACE")
    assert says(way, row, Verdict.NOT_QUITE, now, "I want to die.")


def test_new_words_wait_and_the_old_ones_stay_agreed_until_they_are_put(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.YES, now)
    revision = seen(way, ruth, now).revision
    changes = WayChanges({str(row.pk): "We go at your pace."})
    change_way_of_working(way.pk, changes, revision=revision, by=ruth, now=now)
    line = line_of(way, ruth, now, row)
    assert line.agreed
    assert line.draft == "We go at your pace."
    assert line_of(way, way.person, now, row).draft == ""
    put_way_of_working(way.pk, revision=revision + 1, by=ruth, now=now)
    line = line_of(way, way.person, now, row)
    assert (line.standing, line.words) == (LineStanding.WAITS, "We go at your pace.")
    assert seen(way, ruth, now).way.version == 2
    steps = [step.step for step in seen(way, ruth, now).history[line.id]]
    assert steps == ["drafted", "put", "yes", "reworded"]


def test_what_was_left_out_is_gone_from_the_brief_and_told_to_the_client(
    way, ruth, now
):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.YES, now)
    revision = seen(way, ruth, now).revision
    changes = WayChanges({}, left_out=str(row.pk))
    change_way_of_working(way.pk, changes, revision=revision, by=ruth, now=now)
    _, brief = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    assert not any(line.agreed_on for line in brief.do)
    assert [one.words for one in seen(way, way.person, now).left_out] == [row.words]
    changes = WayChanges({}, put_back=str(row.pk))
    change_way_of_working(way.pk, changes, revision=revision + 1, by=ruth, now=now)
    assert line_of(way, ruth, now, row).standing is LineStanding.DRAFTED


# --- What is taken back or held back ------------------------------------------


def all_a_worker_gets(client, ruth, now):
    browser = signed_in(ruth)
    names = (
        "brief",
        "way-of-working",
        "trigger-map",
        "export",
        "export-readable",
        "record",
    )
    pages = [browser.get(reverse(f"worker:{n}", args=[client.pk])) for n in names]
    assert all(page.status_code == 200 for page in pages)
    _, brief = read_brief(client.pk, by=ruth, on=now.date(), now=now)
    return "\n".join([*(page.text for page in pages), json.dumps(brief_json(brief))])


def reworded(client, ruth, now, row):
    """The line, worded by the worker with a word that would show anywhere, and put."""
    revision = seen(client, ruth, now).revision
    changes = WayChanges({str(row.pk): f"I {CANARY} for you."})
    change_way_of_working(client.pk, changes, revision=revision, by=ruth, now=now)
    put_way_of_working(client.pk, revision=revision + 1, by=ruth, now=now)
    says(client, row, Verdict.YES, now)


def test_a_reason_taken_back_takes_the_line_from_everybody_else(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    reworded(way, ruth, now, row)
    assert CANARY in all_a_worker_gets(way, ruth, now)
    reading = way.readings.get(code="N.PACE")
    give_verdict(way.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=way.person, now=now)
    assert CANARY not in all_a_worker_gets(way, ruth, now)
    assert line_of(way, ruth, now, row).standing is LineStanding.LOOK_AGAIN
    line = line_of(way, way.person, now, row)
    assert (line.standing, CANARY in line.words) == (LineStanding.LOOK_AGAIN, True)
    with pytest.raises(NothingUnderLine):
        says(way, row, Verdict.YES, now)


def test_a_line_with_nothing_under_it_stands_again_in_the_clients_own_words(
    way, ruth, now
):
    row = row_of(way, "do:N.PACE")
    reading = way.readings.get(code="N.PACE")
    give_verdict(way.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=way.person, now=now)
    says(way, row, Verdict.NOT_QUITE, now, "Slowly, please.")
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    assert line_of(way, ruth, now, row).agreed
    assert way.way_lines.get(pk=row.pk).reasons.count() == 1


def test_a_reason_held_back_takes_the_line_from_everybody_else(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    reworded(way, ruth, now, row)
    passage = way.readings.get(code="N.PACE").passage_id
    hold_back(way.pk, passage, held_back=True, by=way.person, now=now)
    assert CANARY not in all_a_worker_gets(way, ruth, now)
    assert line_of(way, way.person, now, row).standing is LineStanding.LOOK_AGAIN
    offered = read_summary(by=way.person, now=now)
    assert not any(CANARY in item.words for item in offered.helps)
    hold_back(way.pk, passage, held_back=False, by=way.person, now=now)
    assert line_of(way, ruth, now, row).agreed


def test_with_one_reason_gone_a_yes_lets_it_go_and_old_wordings_with_it(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    reworded(way, ruth, now, row)
    other = way.readings.filter(code="N.CLEAR").first()
    row.reasons.create(client=way, reading=other)
    give_verdict(way.pk, other.pk, verdict=Verdict.TAKEN_BACK, by=way.person, now=now)
    assert line_of(way, ruth, now, row).standing is LineStanding.LOOK_AGAIN
    _, brief = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    assert not any(line.agreed_on for line in brief.do)
    says(way, row, Verdict.YES, now)
    assert line_of(way, ruth, now, row).agreed
    steps = seen(way, ruth, now).history[str(row.pk)]
    assert [step.words for step in steps[:-1]] == [""] * (len(steps) - 1)


def test_a_line_taken_back_is_gone_for_everybody_else_and_comes_back(way, ruth, now):
    row, _ = propose_line(
        way.pk, LineKind.DO, f"Ask about {CANARY}.", by=way.person, now=now
    )
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    assert CANARY in all_a_worker_gets(way, ruth, now)
    says(way, row, Verdict.TAKEN_BACK, now)
    assert CANARY not in all_a_worker_gets(way, ruth, now)
    assert (
        CANARY not in signed_in(ruth).get(reverse("worker:story", args=[way.pk])).text
    )
    says(way, row, None, now)
    assert line_of(way, ruth, now, row).standing is LineStanding.WAITS
    says(way, row, Verdict.YES, now)
    assert line_of(way, ruth, now, row).agreed


def test_own_words_held_back_take_the_line_along(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.NOT_QUITE, now, f"With {CANARY}.")
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    passage = way.passages.order_by("-added_at").first()
    assert CANARY in passage.words
    hold_back(way.pk, passage.pk, held_back=True, by=way.person, now=now)
    assert CANARY not in all_a_worker_gets(way, ruth, now)


def test_taken_back_twice_is_taken_back_once(way, ruth, now):
    row, _ = propose_line(way.pk, LineKind.DO, "Ask me.", by=way.person, now=now)
    for minute in (1, 2):
        says(way, row, Verdict.TAKEN_BACK, now + timedelta(minutes=minute))
    says(way, row, None, now + timedelta(minutes=3))
    assert line_of(way, ruth, now, row).words == "Ask me."
    take_as_said(way.pk, row.pk, by=ruth, now=now)
    says(way, row, None, now + timedelta(minutes=4))  # an old page's "bring it back"
    assert line_of(way, ruth, now, row).agreed


def test_of_a_line_the_worker_had_no_part_in_there_is_no_trace(way, ruth, as_ruth, now):
    page = reverse("worker:way-of-working", args=[way.pk])
    row, _ = propose_line(way.pk, LineKind.DO, "Ask me.", by=way.person, now=now)
    says(way, row, Verdict.TAKEN_BACK, now)
    assert "rests on words that were taken back" not in as_ruth.get(page).text
    lines = export_client(way.pk, by=ruth, now=now)["way_of_working"]["lines"]
    assert all(line["words"] for line in lines)
    says(way, row_of(way, "do:N.PACE"), Verdict.TAKEN_BACK, now)
    assert "1 line rests on words that were taken back" in as_ruth.get(page).text
    out = export_client(way.pk, by=ruth, now=now)["way_of_working"]["lines"]
    assert len(out) == len(lines) - 1


# --- The next worker ------------------------------------------------------------


@pytest.fixture
def next_worker(way, ruth, samuel, now):
    """Nils comes after Ruth, and Mateo has not said yes to passing on."""
    for row in way.way_lines.all():
        says(way, row, Verdict.YES, now)
    nils = add_person(
        name="Nils", role=Role.WORKER, sign_in_name="nils", by=samuel, now=now
    )
    choose_sharing(
        way.pk, purpose=Purpose.NEXT_WORKER, allowed=False, by=way.person, now=now
    )
    join_care_team(way.pk, nils.pk, by=samuel, now=now + timedelta(hours=1))
    return nils


def test_the_next_worker_without_a_yes_finds_no_trace_of_an_agreement(
    way, next_worker, now
):
    opened = seen(way, next_worker, now)
    assert (opened.way.lines, opened.hidden) == ((), 0)
    out = export_client(way.pk, by=next_worker, now=now)["way_of_working"]
    assert not out or out["lines"] == []
    page = signed_in(next_worker).get(reverse("worker:way-of-working", args=[way.pk]))
    assert "rest on words that were taken back" not in page.text


def test_what_the_next_worker_is_told_is_drafted_as_if_for_the_first_time(
    way, next_worker, now
):
    told = add_passage(
        way.pk,
        NewPassage("Go slow with me.", now.date()),
        by=next_worker,
        now=now + timedelta(hours=2),
    )
    mark_reading(
        way.pk,
        told.pk,
        chosen=Chosen("Go slow"),
        meaning=Meaning("N.PACE"),
        by=next_worker,
        now=now + timedelta(hours=2),
    )
    assert draft_way_of_working(way.pk, by=next_worker, now=now) == 1
    [line] = seen(way, next_worker, now).way.lines
    assert [one.quote for one in line.because] == ["Go slow"]


def test_nobody_is_asked_whether_lines_were_kept_that_their_worker_may_not_read(
    way, next_worker, ruth, now
):
    def session(worker, number):
        at = now - timedelta(hours=3)
        return Session.objects.create(
            client=way, worker=worker, number=number, at=at, status="held"
        )

    with_ruth, with_nils = session(ruth, 41), session(next_worker, 42)
    asked = lines_asked(way, [with_ruth, with_nils])
    assert len(asked[str(with_ruth.pk)]) == 2
    assert asked[str(with_nils.pk)] == ()


# --- Older than four weeks ----------------------------------------------------


def test_after_four_weeks_it_asks_whether_it_is_still_so(way, ruth, now, as_mateo):
    row = row_of(way, "do:N.PACE")
    long_ago = now - timedelta(days=40)
    says(way, row, Verdict.YES, long_ago)
    page = as_mateo.get(reverse("client:way-of-working")).text
    assert "Is it still so?" in page
    _, brief = read_brief(way.pk, by=ruth, on=now.date(), now=now)
    agreed = next(line for line in brief.do if line.agreed_on)
    assert agreed.still_so
    assert brief.do[-1] == agreed
    says(way, row, Verdict.YES, now)
    assert "Is it still so?" not in as_mateo.get(reverse("client:way-of-working")).text


# --- Taken out, taken along, erased -------------------------------------------


def test_it_is_in_the_export_and_agreed_lines_in_the_summary(way, ruth, now):
    row = row_of(way, "do:N.PACE")
    says(way, row, Verdict.YES, now)
    out = export_client(way.pk, by=way.person, now=now)["way_of_working"]
    told = next(one for one in out["lines"] if one["words"] == row.words)
    assert told["standing"] == "agreed"
    assert told["because"] == ["do not push on my dad."]
    assert [step["step"] for step in told["history"]] == ["drafted", "put", "yes"]
    offered = read_summary(by=way.person, now=now)
    assert row.words.rstrip(".") in [item.words for item in offered.helps]
    ids = [item.id for _, items in offered.parts() for item in items]
    assert len(ids) == len(set(ids))


def test_there_is_nothing_of_it_in_the_export_of_somebody_without_one(jordan, now):
    out = export_client(jordan.pk, by=jordan.person, now=now)
    assert out["way_of_working"] is None


def test_erasing_takes_all_of_it(way, samuel, now):
    from holdspace_site.actions.erase_client import erase_client

    erase_client(way.pk, typed_number=str(way.pk), by=samuel, now=now)
    assert not WayLine.objects.filter(client_id=way.pk).exists()
    assert not WayStep.objects.filter(client_id=way.pk).exists()


def test_the_readable_copy_says_it_in_words(way, as_ruth, as_mateo, now):
    says(way, row_of(way, "do:N.PACE"), Verdict.YES, now)
    page = as_mateo.get(reverse("client:export-readable")).text
    assert "How you work together" in page
    assert "What your worker does" in page
    assert "answered: yes" in page


def test_every_kind_standing_and_step_has_its_words():
    assert set(KINDS) == set(KINDS_TO_CLIENT) == set(LineKind)
    assert set(STANDINGS) == set(STANDINGS_TO_CLIENT) == set(LineStanding)
    assert set(STEP_WORDS) == set(STEPS)


# --- The pages ----------------------------------------------------------------


def test_a_draft_becomes_an_agreement_through_the_pages(mateo, as_ruth, as_mateo):
    page = reverse("worker:way-of-working", args=[mateo.pk])
    as_ruth.post(reverse("worker:draft-way-of-working", args=[mateo.pk]))
    row = row_of(mateo, "do:N.PACE")
    sent = {
        "revision": str(mateo.way_of_working.revision),
        f"line-{row.pk}": "We go at your pace.",
        "do": "put",
    }
    answer = as_ruth.post(page, sent, follow=True)
    assert "lines are on their page now" in answer.text
    own = as_mateo.get(reverse("client:way-of-working")).text
    assert "We go at your pace." in own
    assert "do not push on my dad." in own
    address = reverse("client:answer-way-line", args=[row.pk])
    as_mateo.post(address, {"verdict": "yes"})
    assert "agreed" in as_ruth.get(page).text
    brief = as_ruth.get(reverse("worker:brief", args=[mateo.pk])).text
    assert "We go at your pace" in brief


def test_what_was_typed_too_late_stands_beside_what_is_kept(way, as_ruth, now):
    row = row_of(way, "do:N.PACE")
    page = reverse("worker:way-of-working", args=[way.pk])
    sent = {"revision": "1", f"line-{row.pk}": CANARY, "do": "save"}
    answer = as_ruth.post(page, sent)
    assert answer.status_code == 409
    assert CANARY in answer.text
    assert row_of(way, "do:N.PACE").draft == ""


def test_a_line_too_long_keeps_what_was_typed_in_all_lines(way, as_ruth):
    row, other = row_of(way, "do:N.PACE"), way.way_lines.exclude(key="do:N.PACE")[0]
    page = reverse("worker:way-of-working", args=[way.pk])
    sent = {
        "revision": str(way.way_of_working.revision),
        f"line-{row.pk}": CANARY,
        f"line-{other.pk}": "x" * 301,
        "do": "save",
    }
    answer = as_ruth.post(page, sent)
    assert answer.status_code == 400
    assert "more than 300 characters" in answer.text
    assert CANARY in answer.text
    assert "x" * 301 in answer.text


def test_refused_words_of_the_client_stand_on_the_page(way, as_mateo):
    page = reverse("client:answer-way-line", args=[row_of(way, "do:N.PACE").pk])
    answer = as_mateo.post(page, {"verdict": "not_quite", "words": "y" * 301})
    assert answer.status_code == 400
    assert "y" * 301 in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": "x", "words": "I wait."}, "not a possible kind of line"),
        ({"kind": "do", "words": "  "}, "no text yet"),
        ({"kind": "do", "words": "I wait."}, "pick the words it rests on"),
    ],
)
def test_a_line_that_cannot_be_says_why_and_keeps_what_was_typed(
    way, as_ruth, typed, said
):
    answer = as_ruth.post(reverse("worker:add-way-line", args=[way.pk]), typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert typed["words"].strip() in answer.text


def test_a_proposal_through_the_page(way, as_mateo, as_ruth):
    page = reverse("client:way-of-working")
    as_mateo.post(page, {"kind": "if_then", "words": "If I go cold, we box."})
    seen_by_ruth = as_ruth.get(reverse("worker:way-of-working", args=[way.pk])).text
    assert "If I go cold, we box." in seen_by_ruth
    row = WayLine.objects.latest("made_at")
    as_ruth.post(reverse("worker:take-as-said", args=[way.pk, row.pk]))
    assert "agreed" in as_mateo.get(page).text
    assert as_mateo.post(page, {"kind": "x", "words": "?"}).status_code == 400
    bad = as_mateo.post(
        reverse("client:answer-way-line", args=[row.pk]), {"verdict": "maybe"}
    )
    assert bad.status_code == 400


def test_a_line_never_put_forward_cannot_be_answered(mateo, ruth, now, as_mateo):
    draft_way_of_working(mateo.pk, by=ruth, now=now)
    row = row_of(mateo, "do:N.PACE")
    address = reverse("client:answer-way-line", args=[row.pk])
    assert as_mateo.post(address, {"verdict": "yes"}).status_code == 404
    other = reverse("client:answer-way-line", args=[uuid.uuid4()])
    assert as_mateo.post(other, {"verdict": "yes"}).status_code == 404


def test_it_can_be_printed_by_both(way, as_ruth, as_mateo, now):
    says(way, row_of(way, "do:N.PACE"), Verdict.YES, now)
    for browser, address in (
        (as_ruth, reverse("worker:way-of-working-pdf", args=[way.pk])),
        (as_mateo, reverse("client:way-of-working-pdf")),
    ):
        answer = browser.get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
