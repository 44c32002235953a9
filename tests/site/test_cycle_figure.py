"""The drawing of a cycle: every step apart, in sight, and large enough to read."""

from itertools import combinations
from types import SimpleNamespace

import pytest

from holdspace_site.web.cycle_figure import WIDTH, loop_of

PHONE_CARD = 292  # a card on a phone of 360 px, inside its margins


def loop(many):
    words = "They brushed it off, and more"
    return loop_of([SimpleNamespace(own=None, plain_words=words)] * many)


def box(node):
    return node.left, node.top, node.left + node.width, node.top + node.height


@pytest.mark.parametrize("many", range(2, 7))
def test_no_step_lies_on_another_and_all_are_in_sight(many):
    drawn = loop(many)
    for one, other in combinations(map(box, drawn.nodes), 2):
        assert (
            one[2] <= other[0]
            or other[2] <= one[0]
            or one[3] <= other[1]
            or other[3] <= one[1]
        )
    for left, top, right, bottom in map(box, drawn.nodes):
        assert left >= 0
        assert top >= 0
        assert right <= drawn.width
        assert bottom <= drawn.height


@pytest.mark.parametrize("many", range(2, 7))
def test_every_arrow_is_seen_between_two_steps(many):
    drawn = loop(many)
    for x, y, _turn in drawn.arrows:
        for left, top, right, bottom in map(box, drawn.nodes):
            assert not (left < x < right and top < y < bottom)


def test_a_drawing_is_not_made_smaller_on_a_small_phone():
    assert WIDTH <= PHONE_CARD
