"""Cycles: who sees which, what stands under them, and what taking back takes away."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from holdspace.approach.brief_json import brief_json
from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace.story.readings import Verdict
from holdspace_site.actions.add_people import add_person, join_care_team
from holdspace_site.actions.answer_cycle import (
    answer_cycle,
    answer_found,
    keep_cycle_back,
)
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.draw_cycle import NewStep, draw_cycle
from holdspace_site.actions.erase_client import erase_client
from holdspace_site.actions.errors import NotPossible, TooLong
from holdspace_site.actions.export_client import export_client
from holdspace_site.actions.give_verdict import give_verdict
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.read_brief import read_brief
from holdspace_site.actions.read_cycles import read_cycles
from holdspace_site.actions.read_summary import read_summary
from holdspace_site.actions.read_today import read_today
from holdspace_site.actions.say_what_helps import say_what_helps
from holdspace_site.records.models import (
    AccessEntry,
    Cycle,
    Episode,
    HandOff,
    Passage,
    Reading,
    StepOfCycle,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed

CODES = ("X.DISMISSED", "P.QUIET", "E.FADED")
SAID = "they wave it away"


@pytest.fixture
def no_cycles(amara):
    """A record in which nobody drew anything yet."""
    Cycle.objects.all().delete()
    return amara


def draws(client, now, *codes, words=(), **more):
    steps = [
        NewStep(code, words[place] if place < len(words) else "")
        for place, code in enumerate(codes or CODES)
    ]
    return draw_cycle(client.pk, steps, by=client.person, now=now, **more).cycle


def tells(client, now, *codes, episode=None, days_ago=0):
    """Words told about one help, a reading a word."""
    words = [f"word{place}of{code}" for place, code in enumerate(codes)]
    passage = Passage(
        client=client,
        episode=episode,
        told_by="client",
        typed_by=client.person,
        told_on=timezone.localdate(now) - timedelta(days=days_ago),
        setting="alone",
        added_at=now - timedelta(days=days_ago),
    )
    passage.words = " ".join(words)
    passage.save(force_insert=True)
    for code, word in zip(codes, words, strict=True):
        start = passage.words.index(word)
        Reading.objects.create(
            client=client,
            passage=passage,
            episode=episode,
            code=code,
            start=start,
            end=start + len(word),
            certainty="said",
            noticed_by="client",
            marked_by=client.person,
            marked_at=now,
        )
    return passage


def earlier_help(client, title):
    episode = Episode(client=client, kind="earlier")
    episode.title = title
    episode.save(force_insert=True)
    return episode


def here(client):
    return client.episodes.get(kind="present")


def in_brief(client, by, now):
    _, brief = read_brief(client.pk, by=by, on=timezone.localdate(now), now=now)
    return brief_json(brief)["cycle_watch"]


@pytest.fixture
def twice_before(no_cycles, now):
    """Two earlier helps that went the same way; the helps are made for this test."""
    amara = no_cycles
    amara.passages.all().delete()
    amara.check_ins.all().delete()
    for title in ("First", "Second"):
        tells(amara, now, *CODES, episode=earlier_help(amara, title), days_ago=9)
    return amara


# --- The made-up practice ---------------------------------------------------------


def test_amara_drew_one_and_it_has_begun_again_last_week(amara, ruth, now):
    watch = in_brief(amara, ruth, now)
    assert (watch["matched"], watch["of"], watch["begun"]) == (2, 3, True)
    assert watch["steps"][0]["own_words"] == "Somebody makes it small"
    assert [time["about"] for time in watch["times"]] == [
        "Counselor at work",
        "Grief line, by phone",
    ]
    assert watch["elsewhere"][0]["about"] == "Hospital chaplain"


# --- Drawing ----------------------------------------------------------------------


def test_what_the_client_draws_is_confirmed_and_its_words_are_told(
    twice_before, ruth, now
):
    amara = twice_before
    cycle = draws(amara, now, words=(SAID, "", "then I am gone"))
    assert cycle.verdict == Verdict.YES.value
    told = amara.passages.get(words_sealed__gt=b"", added_at=now, episode=None)
    assert told.words == f"{SAID}\nthen I am gone"
    [watch] = read_cycles(amara.pk, by=ruth, now=now).watched
    steps = watch.cycle.steps
    assert [step.own.quote if step.own else None for step in steps] == [
        SAID,
        None,
        "then I am gone",
    ]
    assert len(watch.cycle.times) == 2


def test_a_card_nobody_told_of_is_told_as_it_was_shown(no_cycles, ruth, now):
    amara = no_cycles
    amara.passages.all().delete()
    draws(amara, now, "R.AIM", "P.AVOID", words=(SAID,))
    [watch] = read_cycles(amara.pk, by=ruth, now=now).watched
    assert watch.cycle.steps[1].because[0].quote == watch.cycle.steps[1].plain_words
    assert watch.cycle.steps[1].own is None


def test_words_of_a_drawing_are_no_time_of_their_own(twice_before, ruth, now):
    draws(twice_before, now, words=("a", "b", "c"))
    [watch] = read_cycles(twice_before.pk, by=ruth, now=now).watched
    assert len(watch.cycle.times) == 2
    assert not watch.cycle.stopped


def test_what_the_two_draw_together_waits_for_the_clients_word(twice_before, ruth, now):
    amara = twice_before
    steps = [NewStep(code) for code in CODES]
    drawn = draw_cycle(amara.pk, steps, by=ruth, now=now).cycle
    seen = read_cycles(amara.pk, by=ruth, now=now)
    assert (len(seen.waiting), len(seen.watched)) == (1, 0)
    assert in_brief(amara, ruth, now) is None
    answer_cycle(amara.pk, drawn.pk, verdict=Verdict.YES, by=amara.person, now=now)
    assert in_brief(amara, ruth, now)["confirmed_on"] == str(timezone.localdate(now))


@pytest.mark.parametrize(
    "codes",
    [
        ("X.DISMISSED",),
        (),
        ("P.QUIET", "P.AVOID") * 3 + ("P.QUIET",),
        ("P.QUIET", "P.QUIET"),
        ("P.QUIET", "Z.NEVER"),
        ("P.QUIET", "N.LISTEN"),
    ],
    ids=["one", "none", "seven", "twice the same", "no such code", "a wish"],
)
def test_what_is_no_cycle_is_not_kept(no_cycles, now, codes):
    steps = [NewStep(code) for code in codes]
    with pytest.raises(NotPossible):
        draw_cycle(no_cycles.pk, steps, by=no_cycles.person, now=now)
    assert not Cycle.objects.exists()


def test_a_step_too_long_and_the_same_cycle_again_are_refused(no_cycles, now):
    with pytest.raises(TooLong):
        draws(no_cycles, now, words=("x" * 301,))
    draws(no_cycles, now)
    with pytest.raises(NotPossible, match="same one"):
        draws(no_cycles, now)


def test_words_that_may_need_a_person_are_handed_to_one(no_cycles, as_amara, now):
    form = {"code-1": "X.DISMISSED", "words-1": "I want to die.", "code-2": "P.QUIET"}
    answer = as_amara.post(reverse("client:draw-cycle"), form)
    assert HandOff.objects.filter(client=no_cycles, passage__added_at__gte=now).exists()
    assert "Talk to a person" in answer.text


# --- Who sees which ---------------------------------------------------------------


def test_what_she_keeps_to_herself_never_was_for_her_worker(
    twice_before, ruth, as_ruth, as_amara, now
):
    amara = twice_before
    before = as_ruth.get(reverse("worker:cycles", args=[amara.pk])).text
    cycle = draws(amara, now, words=(SAID,), only_me=True)
    after = as_ruth.get(reverse("worker:cycles", args=[amara.pk])).text
    assert _same(before) == _same(after)
    assert in_brief(amara, ruth, now) is None
    exported = json.dumps(export_client(amara.pk, by=ruth, now=now))
    assert SAID not in exported
    assert "draw_cycle" not in exported
    assert SAID in as_amara.get(reverse("client:cycles")).text
    keep_cycle_back(amara.pk, cycle.pk, held_back=False, by=amara.person, now=now)
    assert SAID in as_ruth.get(reverse("worker:cycles", args=[amara.pk])).text
    keep_cycle_back(amara.pk, cycle.pk, held_back=True, by=amara.person, now=now)
    assert SAID not in as_ruth.get(reverse("worker:cycles", args=[amara.pk])).text


def _same(page):
    """A page without the token that is new each time."""
    start = page.index("csrfmiddlewaretoken")
    return page[: page.index("hx-headers")] + page[start + 120 :]


def test_a_step_that_is_taken_back_takes_the_cycle_away_at_once(
    twice_before, ruth, now
):
    amara = twice_before
    draws(amara, now)
    assert in_brief(amara, ruth, now)
    for reading in amara.readings.filter(code="P.QUIET"):
        give_verdict(
            amara.pk, reading.pk, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now
        )
    assert in_brief(amara, ruth, now) is None
    seen = read_cycles(amara.pk, by=ruth, now=now)
    nothing = (seen.watched, seen.waiting, seen.other, seen.resting)
    assert nothing == ((), (), (), ())
    own = read_cycles(amara.pk, by=amara.person, now=now)
    assert [one.taken_back for one in own.resting] == [False]


def test_words_held_back_are_under_no_step_and_in_no_time(twice_before, ruth, now):
    amara = twice_before
    draws(amara, now)
    one, *_ = amara.passages.all()
    hold_back(amara.pk, one.pk, held_back=True, by=amara.person, now=now)
    watch = in_brief(amara, ruth, now)
    assert len(watch["times"]) == 1
    assert str(one.pk) not in json.dumps(watch)
    own = read_cycles(amara.pk, by=amara.person, now=now)
    assert len(own.watched[0].cycle.times) == 2


def test_one_she_takes_back_is_gone_and_can_come_again(twice_before, ruth, now):
    amara = twice_before
    cycle = draws(amara, now, words=(SAID,))
    for verdict, seen in ((Verdict.TAKEN_BACK, False), (Verdict.YES, True)):
        answer_cycle(amara.pk, cycle.pk, verdict=verdict, by=amara.person, now=now)
        assert bool(in_brief(amara, ruth, now)) is seen
    answer_cycle(
        amara.pk,
        cycle.pk,
        verdict=Verdict.NOT_QUITE,
        own_words="only on bad days",
        by=amara.person,
        now=now,
    )
    assert in_brief(amara, ruth, now) is None
    [other] = read_cycles(amara.pk, by=ruth, now=now).other
    assert other.own_words == "only on bad days"


def test_the_next_worker_sees_it_only_with_her_yes(twice_before, samuel, now):
    amara = twice_before
    draws(amara, now - timedelta(days=1))
    choose_sharing(
        amara.pk, purpose=Purpose.NEXT_WORKER, allowed=False, by=amara.person, now=now
    )
    tomas = add_person(
        name="Tomas", role=Role.WORKER, sign_in_name="tomas", by=samuel, now=now
    )
    join_care_team(amara.pk, tomas.pk, by=samuel, now=now)
    # What he was told himself would do for every step.
    tells(amara, now + timedelta(hours=1), *CODES, episode=earlier_help(amara, "Third"))
    assert not read_cycles(amara.pk, by=tomas, now=now).watched
    choose_sharing(
        amara.pk, purpose=Purpose.NEXT_WORKER, allowed=True, by=amara.person, now=now
    )
    assert len(read_cycles(amara.pk, by=tomas, now=now).watched) == 1


def test_a_closed_story_shows_none_and_nobody_else_may_look(
    twice_before, ruth, samuel, deborah, mateo, now
):
    amara = twice_before
    cycle = draws(amara, now)
    for who in (samuel, deborah, mateo.person):
        with pytest.raises(NoSuchRecord):
            read_cycles(amara.pk, by=who, now=now)
    with pytest.raises(NoSuchRecord):
        answer_cycle(amara.pk, cycle.pk, verdict=Verdict.YES, by=ruth, now=now)
    choose_sharing(
        amara.pk, purpose=Purpose.CARE, allowed=False, by=amara.person, now=now
    )
    with pytest.raises(StoryClosed):
        read_cycles(amara.pk, by=ruth, now=now)
    assert read_cycles(amara.pk, by=amara.person, now=now).watched


# --- Found ------------------------------------------------------------------------


@pytest.fixture
def five_rounds(no_cycles, now):
    amara = no_cycles
    amara.passages.all().delete()
    amara.check_ins.all().delete()
    fill = ["H.WARM", "F.ANGER", "T.DIG", "C.OTHERS", "R.AIM"]
    for number in range(5):
        codes = (fill[number], *CODES[:2], "P.AVOID", fill[number - 1])
        tells(amara, now, *codes, episode=earlier_help(amara, f"Help {number}"))
    return amara


FOUND = ("X.DISMISSED", "P.QUIET", "P.AVOID")


def test_what_is_found_is_a_question_that_only_she_answers(
    five_rounds, ruth, as_amara, as_ruth, now
):
    amara = five_rounds
    [asked] = read_cycles(amara.pk, by=ruth, now=now).found
    assert asked.codes == FOUND
    page = as_ruth.get(reverse("worker:cycles", args=[amara.pk])).text
    assert "Does this go round?" in page
    assert in_brief(amara, ruth, now) is None
    as_amara.post(
        reverse("client:answer-found-cycle"),
        {"codes": ",".join(FOUND), "verdict": "yes"},
    )
    seen = read_cycles(amara.pk, by=ruth, now=now)
    assert not seen.found
    assert [one.cycle.codes for one in seen.watched] == [FOUND]
    assert in_brief(amara, ruth, now)["matched"] == 0


def test_a_no_is_kept_and_nobody_asks_again(five_rounds, ruth, now):
    amara = five_rounds
    answer_found(amara.pk, FOUND, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now)
    for who in (ruth, amara.person):
        seen = read_cycles(amara.pk, by=who, now=now)
        assert (seen.found, seen.watched, seen.other) == ((), (), ())
    with pytest.raises(NotPossible):
        answer_found(amara.pk, FOUND, verdict=Verdict.YES, by=amara.person, now=now)


def test_nobody_confirms_what_was_not_found(five_rounds, as_amara, now):
    for codes in ("X.DISMISSED,E.FADED", "", "nonsense"):
        answer = as_amara.post(
            reverse("client:answer-found-cycle"), {"codes": codes, "verdict": "yes"}
        )
        assert answer.status_code == 400
    assert not Cycle.objects.exists()


def test_one_found_rests_on_what_whoever_looks_may_read(five_rounds, ruth, now):
    amara = five_rounds
    answer_found(amara.pk, FOUND, verdict=Verdict.YES, by=amara.person, now=now)
    for passage in amara.passages.all():
        hold_back(amara.pk, passage.pk, held_back=True, by=amara.person, now=now)
    assert in_brief(amara, ruth, now) is None
    assert not read_cycles(amara.pk, by=ruth, now=now).found


# --- Now --------------------------------------------------------------------------


def test_it_grows_with_what_is_told_here(twice_before, ruth, now):
    amara = twice_before
    draws(amara, now)
    assert in_brief(amara, ruth, now)["begun"] is False
    tells(amara, now, *CODES[:2], episode=here(amara))
    watch = in_brief(amara, ruth, now)
    assert (watch["begun"], watch["matched"], watch["next"]) == (True, 2, "E.FADED")
    assert len(watch["times"]) == 2
    assert all(one["because"] for one in watch["happened"])


def test_the_worker_reads_it_in_the_brief_and_on_today(
    twice_before, ruth, as_ruth, now
):
    amara = twice_before
    amara.repairs.all().delete()
    draws(amara, now)
    tells(amara, now, *CODES[:2], episode=here(amara))
    page = as_ruth.get(reverse("worker:brief", args=[amara.pk])).text
    assert "A cycle to watch" in page
    assert "2 of 3 steps that Amara knows" in page
    on = timezone.localdate(now)
    first = read_today(by=ruth, on=on, now=now).first
    assert first is not None
    pdf = as_ruth.get(reverse("worker:brief-pdf", args=[amara.pk]))
    assert pdf.content.startswith(b"%PDF")


def test_a_brief_asks_for_cycles_once(amara, ruth, now, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as with_one:
        in_brief(amara, ruth, now)
    Cycle.objects.all().delete()
    with django_assert_max_num_queries(60) as without:
        in_brief(amara, ruth, now)
    assert len(with_one.captured_queries) == len(without.captured_queries)


# --- What helps -------------------------------------------------------------------


def helps(client, cycle, now, *words):
    return say_what_helps(client.pk, cycle.pk, words, by=client.person, now=now)


def helps_in_brief(client, by, now):
    return [one["words"] for one in in_brief(client, by, now)["helps"]]


def test_what_she_says_helps_at_a_step_is_shown_when_it_comes_again(
    twice_before, ruth, as_ruth, as_amara, now
):
    amara = twice_before
    cycle = draws(amara, now)
    place = reverse("client:say-what-helps", args=[cycle.pk])
    sent = {"helps-1": "Ask me what it was.", "helps-2": "Wait with me.", "helps-3": ""}
    assert as_amara.post(place, sent).status_code == 302
    assert "Wait with me." in as_amara.get(reverse("client:cycles")).text
    assert helps_in_brief(amara, ruth, now) == ["Ask me what it was.", "Wait with me."]
    tells(amara, now, *CODES[:2], episode=here(amara))
    first, *_ = in_brief(amara, ruth, now)["helps"]
    assert first["words"] == "Wait with me."
    assert first["because"][0]["quote"] == "Wait with me."
    assert "Wait with me." in as_ruth.get(reverse("worker:brief", args=[amara.pk])).text
    [out] = export_client(amara.pk, by=ruth, now=now)["cycles"]
    said = [step["what_helps"] for step in out["steps"]]
    assert said == ["Ask me what it was.", "Wait with me.", None]


def test_what_helps_is_hers_to_change_and_to_put_aside(twice_before, ruth, now):
    amara = twice_before
    cycle = draws(amara, now)
    helps(amara, cycle, now, "Wait with me.")
    helps(amara, cycle, now, "Ask me.")
    assert helps_in_brief(amara, ruth, now) == ["Ask me."]
    helps(amara, cycle, now, " ")
    assert helps_in_brief(amara, ruth, now) == []
    [own] = read_cycles(amara.pk, by=amara.person, now=now).watched
    assert own.cycle.steps[0].helps is None
    helps(amara, cycle, now, "Ask me.")
    assert helps_in_brief(amara, ruth, now) == ["Ask me."]
    with pytest.raises(TooLong):
        helps(amara, cycle, now, "x" * 301)
    with pytest.raises(NoSuchRecord):
        say_what_helps(amara.pk, cycle.pk, ["I wait."], by=ruth, now=now)


def test_what_helps_goes_with_the_cycle_and_is_nobody_elses_then(
    twice_before, ruth, as_ruth, now
):
    amara = twice_before
    cycle = draws(amara, now)
    helps(amara, cycle, now, "Wait with me.")
    story = reverse("worker:story", args=[amara.pk])
    assert "Wait with me." in as_ruth.get(story).text
    answer_cycle(
        amara.pk, cycle.pk, verdict=Verdict.TAKEN_BACK, by=amara.person, now=now
    )
    assert "Wait with me." not in as_ruth.get(story).text
    assert helps(amara, cycle, now, "I want to die.") is None
    assert "I want to die." not in as_ruth.get(story).text
    answer_cycle(amara.pk, cycle.pk, verdict=Verdict.YES, by=amara.person, now=now)
    assert helps_in_brief(amara, ruth, now) == ["I want to die."]
    keep_cycle_back(amara.pk, cycle.pk, held_back=True, by=amara.person, now=now)
    assert "I want to die." not in as_ruth.get(story).text
    [own] = read_cycles(amara.pk, by=amara.person, now=now).watched
    assert own.cycle.steps[0].helps.quote == "I want to die."


def test_refused_words_of_what_helps_stand_on_the_page(twice_before, as_amara, now):
    cycle = draws(twice_before, now)
    place = reverse("client:say-what-helps", args=[cycle.pk])
    sent = {"helps-1": "Wait with me.", "helps-2": "x" * 301}
    answer = as_amara.post(place, sent)
    assert answer.status_code == 400
    assert "Wait with me." in answer.text
    assert "x" * 301 in answer.text
    worrying = as_amara.post(place, {"helps-1": "I want to die."})
    assert "999" in worrying.text
    assert HandOff.objects.filter(client=twice_before).exists()


# --- Taking out, taking along, erasing --------------------------------------------


def test_it_is_in_copies_and_goes_along_and_is_erased(
    twice_before, ruth, samuel, as_amara, now
):
    amara = twice_before
    draws(amara, now, words=(SAID,))
    for who in (ruth, amara.person):
        [cycle] = export_client(amara.pk, by=who, now=now)["cycles"]
        assert [step["code"] for step in cycle["steps"]] == [*CODES]
        assert cycle["verdict"] == "yes"
    assert SAID in as_amara.get(reverse("client:export-readable")).text
    [item] = read_summary(by=amara.person, now=now).cycles
    assert SAID in item.words
    erase_client(amara.pk, typed_number=str(amara.pk), by=samuel, now=now)
    assert not Cycle.objects.filter(client=amara.pk).exists()
    assert not StepOfCycle.objects.filter(client=amara.pk).exists()


def test_what_she_holds_back_does_not_go_along(twice_before, now):
    draws(twice_before, now, words=(SAID,), only_me=True)
    assert read_summary(by=twice_before.person, now=now).cycles == ()


# --- The pages --------------------------------------------------------------------


def test_the_list_draws_without_a_script(no_cycles, as_amara, as_ruth, now):
    form = {
        "code-1": "X.DISMISSED",
        "words-1": SAID,
        "code-3": "P.QUIET",
        "words-3": "I shut up",
    }
    answer = as_amara.post(reverse("client:draw-cycle"), form, follow=True)
    assert "Kept. You can take it back at any time." in answer.text
    assert SAID in answer.text
    [step, other] = StepOfCycle.objects.all()
    assert (step.code, other.code) == ("X.DISMISSED", "P.QUIET")
    place = reverse("worker:draw-cycle", args=[no_cycles.pk])
    form = {
        "code-1": "T.DIG",
        "words-1": "They dig",
        "code-2": "F.NUMB",
        "words-2": "I go numb",
    }
    again = as_ruth.post(place, form, follow=True)
    assert "has the last word on it" in again.text


def test_words_without_a_kind_of_step_stay_typed_and_are_asked_about(
    no_cycles, as_amara
):
    answer = as_amara.post(reverse("client:draw-cycle"), {"words-2": SAID})
    assert "Pick what kind of step 2 is." in answer.text
    assert f'value="{SAID}"' in answer.text
    alone = as_amara.post(reverse("client:draw-cycle"), {"code-1": "P.QUIET"})
    assert "It takes two steps or more." in alone.text


def test_what_is_tender_is_offered_only_to_whoever_told_it(no_cycles, as_amara, now):
    place = reverse("client:draw-cycle")
    assert "Something sexual happened" not in as_amara.get(place).text
    tells(no_cycles, now, "X.SEXUAL")
    assert "Something sexual happened" in as_amara.get(place).text


def test_an_answer_that_is_none_is_refused(no_cycles, as_amara, now):
    cycle = draws(no_cycles, now)
    place = reverse("client:answer-cycle", args=[cycle.pk])
    assert as_amara.post(place, {"verdict": "maybe"}).status_code == 400


def test_her_own_drawing_is_in_her_log_and_in_nobody_elses(
    no_cycles, as_amara, as_ruth, now
):
    draws(no_cycles, now)
    assert AccessEntry.objects.filter(verb="draw_cycle").count() >= 1
    assert "drew what goes round" in as_amara.get(reverse("client:looks")).text
    record = as_ruth.get(reverse("worker:record", args=[no_cycles.pk])).text
    assert "drew what goes round" not in record


def test_words_beside_an_answer_that_may_need_a_person_are_handed_to_one(
    as_amara, amara
):
    cycle = amara.cycles.first()
    worrying = {"verdict": "not_quite", "own_words": "I do not want to live any more."}
    before = amara.hand_offs.count()
    place = reverse("client:answer-cycle", args=[cycle.pk])
    assert "999" in as_amara.post(place, worrying).content.decode()
    assert amara.hand_offs.count() == before + 1
