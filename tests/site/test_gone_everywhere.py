"""What a client holds back or takes back is gone from all that was made of it.

Of cycles, the helps side by side, the way of working and the trigger map: for whoever
may not read the words, nothing that rests on them is there, and nothing tells of it.
"""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.story.readings import Verdict
from holdspace_site.actions.answer_cycle import (
    answer_cycle,
    answer_found,
    keep_cycle_back,
)
from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.own_cues import own_cues
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_cycles import read_cycles
from holdspace_site.actions.write_formulation import (
    answer_formulation,
    formulations_shown,
    write_formulation,
)
from holdspace_site.actions.write_way_of_working import draft_way_of_working
from holdspace_site.records.models import (
    Cycle,
    Episode,
    GivenAnswer,
    Passage,
    Reading,
)

from .conftest import signed_in
from .test_cycles import earlier_help, tells

CANARY = "quetzalcoatlus"


def told(client, words, now, *, episode=None, question="", code=""):
    """Words the client told, with a reading of all of them where a code is given."""
    passage = Passage(
        client=client,
        episode=episode,
        told_by="client",
        typed_by=client.person,
        told_on=timezone.localdate(now),
        setting="alone",
        question=question,
        added_at=now,
    )
    passage.words = words
    passage.save(force_insert=True)
    if code:
        Reading.objects.create(
            client=client,
            passage=passage,
            episode=episode,
            code=code,
            start=0,
            end=len(words),
            certainty="said",
            noticed_by="client",
            marked_by=client.person,
            marked_at=now,
        )
    return passage


def pages_of(client, by):
    browser = signed_in(by)
    names = ("cycles", "story", "export", "export-readable", "brief", "way-of-working")
    addresses = [reverse(f"worker:{name}", args=[client.pk]) for name in names]
    episodes = client.episodes.exclude(kind="present")
    addresses += [
        reverse("worker:episode", args=[client.pk, one.pk]) for one in episodes
    ]
    return "".join(browser.get(address).text for address in addresses)


# --- An earlier help --------------------------------------------------------------


@pytest.fixture
def hoped(jordan, now):
    """An earlier help of Jordan's, with the answers its fields were filled from."""
    episode = Episode(client=jordan, kind="earlier", began="1987-03", chosen=True)
    episode.title, episode.hoped_for = "School nurse", f"A {CANARY}."
    episode.ending = "E.FADED"
    episode.save(force_insert=True)
    told(jordan, f"A {CANARY}.", now, episode=episode, question="C3")
    told(jordan, "It just stopped", now, episode=episode, code="E.FADED")
    dates = told(jordan, "It was spring.", now, episode=episode, question="C1")
    answer = GivenAnswer(
        client=jordan,
        question="C1",
        part=9,
        answer="answered",
        passage=dates,
        setting="alone",
        given_by=jordan.person,
        given_at=now,
    )
    answer.tapped = {"began": "1987-03"}
    answer.save(force_insert=True)
    return episode


def holds_back(client, words, now, held_back=True):
    one = next(p for p in client.passages.all() if words in p.words)
    hold_back(client.pk, one.pk, held_back=held_back, by=client.person, now=now)


@pytest.mark.parametrize(
    ("words", "shown"),
    [(CANARY, CANARY), ("It was spring.", "1987")],
    ids=["what was hoped for", "when it began"],
)
def test_what_an_answer_says_of_a_help_is_gone_with_the_answer(
    hoped, jordan, ruth, now, words, shown
):
    assert shown in pages_of(jordan, ruth)
    holds_back(jordan, words, now)
    assert shown not in pages_of(jordan, ruth)
    own = json.dumps(export_client(jordan.pk, by=jordan.person, now=now))
    assert shown in own
    holds_back(jordan, words, now, held_back=False)
    assert shown in pages_of(jordan, ruth)


def board_of(client, by):
    return signed_in(by).get(reverse("worker:cycles", args=[client.pk])).text


def ending_of(client, by, now):
    episodes = export_client(client.pk, by=by, now=now)["episodes"]
    return next(one for one in episodes if one["title"] == "School nurse")["ending"]


def test_an_ending_that_is_held_back_or_taken_back_is_gone(hoped, jordan, ruth, now):
    assert ending_of(jordan, ruth, now) == "E.FADED"
    holds_back(jordan, "It just stopped", now)
    assert ending_of(jordan, ruth, now) == ""
    assert "I just stopped going" not in board_of(jordan, ruth)
    assert ending_of(jordan, jordan.person, now) == "E.FADED"
    holds_back(jordan, "It just stopped", now, held_back=False)
    reading = jordan.readings.get(code="E.FADED", episode=hoped)
    give_verdict(
        jordan.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=jordan.person, now=now
    )
    for who in (ruth, jordan.person):
        assert ending_of(jordan, who, now) == ""


def test_an_ending_the_worker_wrote_down_stays(hoped, jordan, ruth, now):
    jordan.readings.filter(code="E.FADED").delete()
    assert ending_of(jordan, ruth, now) == "E.FADED"


def test_whoever_may_not_see_it_does_not_write_over_it(hoped, jordan, as_ruth, now):
    holds_back(jordan, CANARY, now)
    form = {"title": "School nurse", "began": "1988", "version": hoped.version}
    as_ruth.post(reverse("worker:episode", args=[jordan.pk, hoped.pk]), form)
    kept = Episode.objects.get(pk=hoped.pk)
    assert (kept.began, kept.hoped_for) == ("1988", f"A {CANARY}.")


# --- What goes round ----------------------------------------------------------------

FOUND = ("X.DISMISSED", "P.QUIET", "P.AVOID")


@pytest.fixture
def bare(jordan):
    """Jordan's record with nothing told in it yet."""
    Cycle.objects.filter(client=jordan).delete()
    jordan.passages.all().delete()
    jordan.check_ins.all().delete()
    return jordan


@pytest.fixture
def five_rounds(bare, now):
    """Five helps in which the same three things happened, one after the other."""
    fill = ["H.WARM", "F.ANGER", "T.DIG", "C.OTHERS", "R.AIM"]
    for number in range(5):
        codes = (fill[number], *FOUND, fill[number - 1])
        tells(bare, now, *codes, episode=earlier_help(bare, f"Help {number}"))
    return bare


def draws(client, now, *steps, by=None, **more):
    placed = [NewStep(code, words) for code, words in steps]
    return draw_cycle(client.pk, placed, by=by or client.person, now=now, **more).cycle


def answers(client, cycle, verdict, now, **more):
    return answer_cycle(
        client.pk, cycle.pk, verdict=verdict, by=client.person, now=now, **more
    )


def of_help(client, *numbers):
    titles = {f"Help {number}" for number in numbers}
    rows = client.passages.select_related("episode")
    return [one for one in rows if one.episode and one.episode.title in titles]


def test_one_that_was_found_says_nothing_of_times_that_are_kept_back(
    five_rounds, ruth, now
):
    answer_found(
        five_rounds.pk, FOUND, verdict=Verdict.YES, by=five_rounds.person, now=now
    )
    assert read_cycles(five_rounds.pk, by=ruth, now=now).watched
    for passage in of_help(five_rounds, 0, 1, 2):
        hold_back(
            five_rounds.pk, passage.pk, held_back=True, by=five_rounds.person, now=now
        )
    seen = read_cycles(five_rounds.pk, by=ruth, now=now)
    assert (seen.watched, seen.found) == ((), ())
    [own] = read_cycles(five_rounds.pk, by=five_rounds.person, now=now).watched
    assert len(own.cycle.times) == 5


def test_no_line_is_drafted_from_a_cycle_the_worker_is_not_shown(
    five_rounds, ruth, now
):
    answer_found(
        five_rounds.pk, FOUND, verdict=Verdict.YES, by=five_rounds.person, now=now
    )
    for passage in of_help(five_rounds, 0, 1, 2, 3):
        hold_back(
            five_rounds.pk, passage.pk, held_back=True, by=five_rounds.person, now=now
        )
    draft_way_of_working(five_rounds.pk, by=ruth, now=now)
    keys = set(five_rounds.way_lines.values_list("key", flat=True))
    assert not any("-" in key for key in keys)


def test_a_worker_learns_nothing_by_drawing_what_they_are_not_shown(
    five_rounds, ruth, now
):
    steps = (("X.DISMISSED", "a"), ("F.NUMB", "b"))
    hidden = draws(five_rounds, now, *steps, only_me=True)
    assert draws(five_rounds, now, *steps, by=ruth) != hidden
    shown_no_more = (("P.AVOID", ""), ("E.FADED", ""))
    draws(five_rounds, now, *shown_no_more)
    for passage in five_rounds.passages.filter(readings__code="E.FADED"):
        hold_back(
            five_rounds.pk, passage.pk, held_back=True, by=five_rounds.person, now=now
        )
    draws(five_rounds, now, ("P.AVOID", ""), ("E.FADED", "it fades"), by=ruth)


def test_with_a_drawing_the_words_drawn_for_it_are_taken_back(bare, ruth, now):
    later = now + timedelta(minutes=1)
    cycle = draws(bare, now, ("X.DISMISSED", CANARY), ("P.QUIET", "quiet"), by=ruth)
    assert CANARY in pages_of(bare, ruth)
    answers(bare, cycle, Verdict.TAKEN_BACK, now)
    answers(bare, cycle, Verdict.TAKEN_BACK, later)  # twice is once
    assert CANARY not in pages_of(bare, ruth)
    assert not own_cues(bare)
    answers(bare, cycle, Verdict.YES, later)
    assert CANARY in board_of(bare, ruth)


def test_words_held_back_by_themselves_stay_so_when_a_cycle_opens(bare, ruth, now):
    cycle = draws(bare, now, ("X.DISMISSED", CANARY), ("P.QUIET", "quiet"))
    passage = bare.passages.get()
    early, late = now + timedelta(minutes=1), now + timedelta(minutes=2)
    hold_back(bare.pk, passage.pk, held_back=True, by=bare.person, now=early)
    for held_back in (True, False):
        keep_cycle_back(
            bare.pk, cycle.pk, held_back=held_back, by=bare.person, now=late
        )
    for verdict in (Verdict.TAKEN_BACK, Verdict.YES):
        answers(bare, cycle, verdict, late)
    assert CANARY not in pages_of(bare, ruth)


@pytest.mark.parametrize("first", ["kept back", "taken back"])
def test_kept_back_and_taken_back_a_drawing_opens_when_neither_holds(
    bare, ruth, now, first
):
    moments = [now + timedelta(minutes=n) for n in range(5)]
    cycle = draws(bare, now, ("X.DISMISSED", CANARY), ("P.QUIET", "quiet"))

    def keep(held_back, at):
        keep_cycle_back(bare.pk, cycle.pk, held_back=held_back, by=bare.person, now=at)

    if first == "kept back":
        keep(True, moments[1])
        answers(bare, cycle, Verdict.TAKEN_BACK, moments[2])
    else:
        answers(bare, cycle, Verdict.TAKEN_BACK, moments[1])
        keep(True, moments[2])
    assert CANARY not in pages_of(bare, ruth)
    keep(False, moments[3])
    assert CANARY not in pages_of(bare, ruth)
    answers(bare, cycle, Verdict.YES, moments[4])
    assert CANARY in pages_of(bare, ruth)


WORRYING = "I do not want to live any more."


def test_words_beside_what_is_shut_are_handed_to_nobody(bare, now):
    cycle = draws(bare, now, ("X.DISMISSED", "a"), ("P.QUIET", "b"), only_me=True)
    assert answers(bare, cycle, Verdict.NOT_QUITE, now, own_words=WORRYING) is None
    assert answers(bare, cycle, Verdict.TAKEN_BACK, now, own_words=WORRYING) is None
    assert not any(WORRYING in one.words for one in bare.passages.all())


def test_the_same_words_beside_an_answer_are_handed_over_once(bare, ruth, now):
    cycle = draws(bare, now, ("X.DISMISSED", "a"), ("P.QUIET", "b"))
    assert answers(bare, cycle, Verdict.NOT_QUITE, now, own_words=WORRYING)
    assert not answers(bare, cycle, Verdict.NOT_QUITE, now, own_words=WORRYING)
    assert sum(WORRYING in one.words for one in bare.passages.all()) == 1
    assert bare.hand_offs.count() == 1
    answers(bare, cycle, Verdict.TAKEN_BACK, now, own_words=WORRYING)
    assert WORRYING not in pages_of(bare, ruth)


def test_an_answer_without_a_field_for_words_leaves_them(bare, now):
    cycle = draws(bare, now, ("X.DISMISSED", "a"), ("P.QUIET", "b"))
    answers(bare, cycle, Verdict.NOT_QUITE, now, own_words="Mostly in winter.")
    for verdict in ("taken_back", "yes"):
        signed_in(bare.person).post(
            reverse("client:answer-cycle", args=[cycle.pk]), {"verdict": verdict}
        )
    assert Cycle.objects.get(pk=cycle.pk).own_words == "Mostly in winter."


def test_nothing_a_worker_picks_is_told_by_the_client(bare, ruth, as_ruth, now):
    told(bare, "They laughed", now, code="X.DISMISSED")
    before = bare.passages.count()
    steps = (("X.DISMISSED", ""), ("P.QUIET", ""))
    with pytest.raises(NotPossible, match="step 2: they told nothing of it yet"):
        draws(bare, now, *steps, by=ruth)
    page = as_ruth.post(
        reverse("worker:draw-cycle", args=[bare.pk]),
        {"code-1": "X.DISMISSED", "code-2": "P.QUIET"},
    )
    assert "they told nothing of it yet" in page.text
    assert bare.passages.count() == before
    assert not bare.cycles.exists()
    draws(bare, now, ("X.DISMISSED", ""), ("P.QUIET", "I shut up"), by=ruth)
    assert [one.words for one in bare.passages.all() if one.added_at == now]


def test_a_drawn_step_put_better_is_no_line_of_a_brief(bare, ruth, now):
    draws(bare, now, ("X.DISMISSED", CANARY), ("P.QUIET", "b"))
    reading = bare.readings.get(code="X.DISMISSED")
    give_verdict(
        bare.pk,
        reading.pk,
        verdict=Verdict.NOT_QUITE,
        correction=WORRYING,
        by=bare.person,
        now=now,
    )
    _, brief = read_brief(bare.pk, by=ruth, on=timezone.localdate(now), now=now)
    assert (brief.avoid, brief.hurt) == ((), ())
    assert brief.cycle


# --- How it hangs together ----------------------------------------------------------


def test_a_version_taken_back_takes_along_what_was_handed_over_of_it(bare, ruth, now):
    kept = write_formulation(bare.pk, WORRYING, after="", by=bare.person, now=now)
    assert kept.hand_off
    assert WORRYING in pages_of(bare, ruth)

    def says(verdict, words, at=now):
        return answer_formulation(
            bare.pk,
            kept.row.pk,
            verdict=verdict,
            own_words=words,
            by=bare.person,
            now=at,
        )

    assert says(Verdict.NOT_QUITE, f"{WORRYING} {CANARY}").hand_off
    assert not says(Verdict.YES, f"{WORRYING} {CANARY}").hand_off
    assert bare.hand_offs.count() == 2
    for minute in (1, 2):
        says(Verdict.TAKEN_BACK, "", now + timedelta(minutes=minute))
        assert WORRYING not in pages_of(bare, ruth)
    says(Verdict.YES, "", now + timedelta(minutes=3))
    assert WORRYING in pages_of(bare, ruth)


def test_a_version_taken_back_can_be_written_again(bare, ruth, now):
    kept = write_formulation(bare.pk, "Mine.", after="", by=bare.person, now=now)
    answer_formulation(
        bare.pk, kept.row.pk, verdict=Verdict.TAKEN_BACK, by=bare.person, now=now
    )
    write_formulation(
        bare.pk,
        "Mine.",
        after=str(kept.row.pk),
        by=bare.person,
        now=now + timedelta(minutes=1),
    )
    assert [one.words for one in formulations_shown(bare, by=ruth)] == ["Mine."]
