"""Cue, felt reaction, protective response, early sign, and what helps then."""

import dataclasses

import pytest

from holdspace.approach.triggers import OwnWording, TriggerPart
from holdspace.vocabulary.text import Span

YES, NOT_QUITE = "yes", "not_quite"


def quotes(item):
    return [because.quote for because in item.because]


@pytest.fixture(scope="session")
def only_trigger(brief):
    def made(readings):
        (trigger,) = brief(readings).triggers
        return trigger

    return made


def test_a_trigger_is_read_in_the_order_it_was_told(only_trigger, told):
    trigger = only_trigger(
        told(
            "T.DISTRACT|the sound of the keys",
            "makes",
            "F.BODY|my throat close",
            "P.QUIET|and I stop",
            "N.LISTEN|put the laptop away",
        )
    )
    assert trigger.cue == "Typing, clock, phone, looking away"
    assert trigger.felt_reaction == "Felt in the body"
    assert trigger.protective_response == "I go quiet or change the subject"
    assert trigger.early_sign == "Shorter answers, or a new subject"
    assert trigger.what_helps == "Hear it all before any advice"
    assert not trigger.suggested
    assert quotes(trigger) == [
        "the sound of the keys",
        "my throat close",
        "and I stop",
        "put the laptop away",
    ]


def test_a_cue_alone_is_a_trigger_with_nothing_made_up(only_trigger, told):
    trigger = only_trigger(told("T.GAP|a late reply"))
    assert (trigger.felt_reaction, trigger.protective_response) == (None, None)
    assert (trigger.early_sign, trigger.what_helps) == (None, None)
    assert not trigger.suggested


def test_what_was_told_before_the_cue_does_not_belong_to_it(only_trigger, told):
    trigger = only_trigger(told("F.SHAME|so small", "then", "T.GAP|a late reply"))
    assert trigger.felt_reaction is None


def test_what_was_told_in_another_passage_does_not_belong_to_it(only_trigger, told):
    trigger = only_trigger([*told("T.GAP|a late reply"), *told("F.SHAME|so small")])
    assert trigger.felt_reaction is None


def test_the_next_cue_ends_what_belongs_to_the_first(brief, told):
    gap, sharp = sorted(
        brief(told("T.GAP|late", "T.SHARP|why", "F.FEAR|cold")).triggers,
        key=lambda trigger: trigger.code,
    )
    assert (gap.felt_reaction, sharp.felt_reaction) == (None, "Scared, on edge")


def test_a_feeling_on_the_very_words_of_the_cue_belongs_to_it(only_trigger, told):
    (cue,) = told("T.SHARP|that voice makes me cold")
    (felt,) = told("F.FEAR|that voice makes me cold")
    assert only_trigger([felt, cue]).felt_reaction == "Scared, on edge"


def test_a_feeling_within_the_words_of_the_cue_belongs_to_it(only_trigger, told):
    both = told("T.SHARP|that voice makes me cold", "F.FEAR|brr")
    inside = type(both[1])("inside", both[1].passage, Span(11, 24), "F.FEAR")
    assert quotes(only_trigger([both[0], inside]))[1] == "makes me cold"


# --- Several tellings of one cue ------------------------------------------------


def test_several_tellings_of_one_cue_are_one_trigger(only_trigger, told):
    trigger = only_trigger([*told("T.GAP|late", days=9), *told("T.GAP|moved", days=2)])
    assert quotes(trigger) == ["moved", "late"]


def test_the_newest_telling_says_what_is_felt(only_trigger, told):
    trigger = only_trigger(
        [
            *told("T.GAP|late", "F.FEAR|scared", days=60),
            *told("T.GAP|moved", "F.ANGER|angry", days=2),
        ]
    )
    assert trigger.felt_reaction == "Angry, wronged"
    assert "scared" not in quotes(trigger)


def test_a_confirmed_telling_goes_before_a_newer_one(only_trigger, told, said):
    trigger = only_trigger(
        [
            *told("T.GAP|late", "F.FEAR|scared", days=20, verdicts=(said(YES),)),
            *told("T.GAP|moved", "F.ANGER|angry", days=2),
        ]
    )
    assert trigger.felt_reaction == "Scared, on edge"


def test_a_feeling_the_client_did_not_quite_mean_gives_way(only_trigger, told, said):
    unsure = told("T.GAP|moved", "F.ANGER|angry", days=2, verdicts=(said(NOT_QUITE),))
    trigger = only_trigger([*unsure, *told("T.GAP|late", "F.FEAR|scared", days=9)])
    assert trigger.felt_reaction == "Scared, on edge"


def test_a_feeling_taken_back_is_gone_from_the_trigger(only_trigger, told, said):
    cue, felt = told("T.GAP|late", "F.FEAR|scared")
    back = type(felt)(
        "back", felt.passage, felt.span, felt.code, verdicts=(said("taken_back"),)
    )
    trigger = only_trigger([cue, back])
    assert trigger.felt_reaction is None
    assert quotes(trigger) == ["late"]


# --- What helps then ------------------------------------------------------------


def test_an_ask_that_answers_the_cue_goes_before_one_told_sooner(only_trigger, told):
    trigger = only_trigger(
        told("T.PAPER|a form", "N.FIT|a woman, older", "N.NOTES|read it back to me")
    )
    assert trigger.what_helps == "Show what you write; read it back"
    assert not trigger.suggested
    assert quotes(trigger) == ["a form", "read it back to me"]


def test_what_mended_it_once_helps(only_trigger, told):
    trigger = only_trigger(told("T.SHARP|he got loud", "M.OWN|then he said, my bad"))
    assert trigger.what_helps == "Own one concrete thing; say sorry"
    assert not trigger.suggested


def test_a_suggestion_says_so_and_shows_the_hurt_it_comes_from(only_trigger, told):
    trigger = only_trigger(
        [*told("X.JUDGED|throwing my life away"), *told("T.SHARP|why")]
    )
    assert trigger.what_helps == "Keep a gentle tone; ask “what”, not “why”"
    assert trigger.suggested
    assert quotes(trigger) == ["why", "throwing my life away"]


def test_an_ask_that_only_stands_beside_the_cue_is_a_suggestion(only_trigger, told):
    trigger = only_trigger(told("T.SHARP|a raised voice", "N.CLEAR|tell me the rules"))
    assert trigger.what_helps == "Say the rules, the plan, and why"
    assert trigger.suggested


# --- Order and age --------------------------------------------------------------


def test_confirmed_triggers_come_first_and_old_ones_last(brief, told, said):
    made = brief(
        [
            *told("T.GAP|old", days=80),
            *told("T.SHARP|new", days=1),
            *told("T.DIG|yes to it", days=9, verdicts=(said(YES, 9),)),
        ]
    )
    assert [trigger.code for trigger in made.triggers] == ["T.DIG", "T.SHARP", "T.GAP"]
    assert [trigger.still_so for trigger in made.triggers] == [False, False, True]


@pytest.mark.parametrize(
    ("name", "code", "felt", "so", "helps", "suggested"),
    [
        (
            "Amara",
            "T.DISTRACT",
            "Felt in the body",
            None,
            "Hear it all before any advice",
            False,
        ),
        (
            "Mateo",
            "T.SHARP",
            None,
            None,
            "Keep a gentle tone; ask “what”, not “why”",
            True,
        ),
        (
            "Linh",
            "T.PAPER",
            "Scared, on edge",
            None,
            "Show what you write; read it back",
            False,
        ),
        (
            "Jordan",
            "T.GAP",
            None,
            "I come late, cancel, walk out",
            "Give notice before any change",
            False,
        ),
    ],
)
def test_the_four_stories(only_trigger, story, name, code, felt, so, helps, suggested):
    trigger = only_trigger(story(name))
    assert trigger.code == code
    assert (trigger.felt_reaction, trigger.protective_response) == (felt, so)
    assert (trigger.what_helps, trigger.suggested) == (helps, suggested)


# --- What makes it worse, and the client's own wording ------------------------------


def test_a_hurt_told_after_the_cue_is_what_makes_it_worse(only_trigger, told):
    trigger = only_trigger(
        told("T.SHARP|when he raised his voice", "X.JUDGED|he asked why, again")
    )
    assert trigger.makes_worse == "I felt blamed"
    assert quotes(trigger) == ["when he raised his voice", "he asked why, again"]


def test_a_hurt_told_elsewhere_makes_nothing_worse(only_trigger, told):
    before = told("X.JUDGED|he asked why", "T.SHARP|a hard tone")
    assert only_trigger(before).makes_worse is None
    another = [*told("T.SHARP|a hard tone"), *told("X.JUDGED|he asked why")]
    assert only_trigger(another).makes_worse is None


def test_a_hurt_taken_back_makes_nothing_worse(only_trigger, told, said):
    readings = told("T.SHARP|a hard tone", "X.JUDGED|he asked why")
    back = dataclasses.replace(readings[1], verdicts=(said("taken_back"),))
    assert only_trigger([readings[0], back]).makes_worse is None


def test_how_the_client_puts_a_part_stands_beside_what_was_read(brief, told, days_ago):
    readings = told("T.DISTRACT|the sound of the keys", "F.BODY|my throat close")
    own = OwnWording(
        "T.DISTRACT", TriggerPart.MAKES_WORSE, "Saying sorry a lot", days_ago(2)
    )
    (trigger,) = brief(readings, wordings=[own]).triggers
    assert trigger.said(TriggerPart.MAKES_WORSE) == "Saying sorry a lot"
    assert trigger.makes_worse is None
    assert trigger.said(TriggerPart.FELT_REACTION) == "Felt in the body"


def test_an_own_wording_says_that_nothing_is_only_suggested(brief, told, days_ago):
    readings = told("X.DISMISSED|at least", "T.SLIGHT|a quick but")
    own = OwnWording("T.SLIGHT", TriggerPart.WHAT_HELPS, "Just wait", days_ago(2))
    (trigger,) = brief(readings, wordings=[own]).triggers
    assert trigger.suggested
    assert not trigger.helps_is_suggested


def test_a_wording_of_later_or_of_a_trigger_that_is_gone_is_left_out(
    brief, told, days_ago
):
    later = OwnWording("T.GAP", TriggerPart.CUE, "A moved day", days_ago(-1))
    gone = OwnWording("T.DIG", TriggerPart.CUE, "Too many questions", days_ago(3))
    (trigger,) = brief(told("T.GAP|a late reply"), wordings=[later, gone]).triggers
    assert trigger.own_words == {}
    assert trigger.said(TriggerPart.CUE) == trigger.cue
