"""The repair card and the words of a farewell: whole, calm and in plain words."""

import pytest

from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import RuptureKind
from holdspace.content.farewell import HAND_OVER_PARTS, farewell_pack
from holdspace.content.pack import PackBroken, read_pack
from holdspace.content.repair_card import STEPS, repair_card, repair_card_from


def test_a_card_has_nine_steps_and_five_things_to_leave_out():
    card = repair_card()
    assert (len(card.steps), len(card.donts)) == (STEPS, 5)
    assert all(step.words and step.how for step in card.steps)


def test_the_card_says_how_each_kind_of_strain_shows():
    assert set(repair_card().kinds) == {kind.value for kind in RuptureKind}


def test_a_card_of_another_length_is_refused():
    pack = read_pack("repair_card")
    shorter = type(pack)(
        pack.pack, pack.where, pack.values | {"steps": pack.values["steps"][:8]}
    )
    with pytest.raises(PackBroken, match="9 steps"):
        repair_card_from(shorter)


def test_the_card_does_not_break_its_own_rules():
    """It asks no "why", and comforts nobody fast."""
    said = " ".join(step.how for step in repair_card().steps).casefold()
    assert "why" not in said
    assert "at least" not in said


def test_there_is_a_goodbye_before_each_thing_that_can_come():
    assert {*farewell_pack().goodbye} == {kind.value for kind in NoticeKind} | {
        "closing"
    }


@pytest.mark.parametrize("part", HAND_OVER_PARTS)
def test_a_line_of_a_hand_over_ends_with_one_full_stop(part):
    line = farewell_pack().hand_over_line(part, "Hear them first.")
    assert line.endswith("Hear them first.")
    assert not line.endswith("..")
