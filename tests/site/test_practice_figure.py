"""Drawings of the whole practice: nothing across a gap, nothing on top of another."""

import re
from itertools import pairwise

import pytest
from django.template.loader import render_to_string

from holdspace_site.web.practice_figure import (
    APART,
    NARROW,
    WIDE,
    Axis,
    Curve,
    CurvePoint,
    curves_figure,
    rate_figure,
)

ACROSS = Axis(0, 365, ((0, "0"), (90, "90"), (365, "365 days")))
UP = Axis(0, 1, ((0, "0"), (1, "100 of 100")))


def curve(*values, words="hurt before"):
    points = tuple(
        CurvePoint(90.0 * number, value, value and value - 0.1, value and value + 0.1)
        for number, value in enumerate(values)
    )
    return Curve(words, points)


def drawn(*curves, frame=WIDE):
    return curves_figure(curves, ACROSS, UP, frame)


def test_nothing_is_drawn_across_a_point_that_is_not_shown():
    (one,) = drawn(curve(0.9, 0.8, None, 0.6, 0.5))["curves"]
    assert len(one["pieces"]) == 2
    before, after = (
        [float(dot["x"]) for dot in piece["dots"]] for piece in one["pieces"]
    )
    assert max(before) < min(after)


def test_a_point_alone_is_a_dot_and_has_no_band():
    (one,) = drawn(curve(None, 0.8, None))["curves"]
    (piece,) = one["pieces"]
    assert len(piece["dots"]) == 1
    assert piece["line"] == piece["band"] == ""


def test_a_curve_of_which_nothing_is_shown_draws_nothing_and_has_no_name():
    (one,) = drawn(curve(None, None))["curves"]
    assert one["pieces"] == []
    assert one["name_y"] is None


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_everything_lies_in_the_frame(frame):
    figure = drawn(curve(1.4, -0.3, 0.5), frame=frame)
    (one,) = figure["curves"]
    numbers = re.findall(r"(-?[\d.]+) (-?[\d.]+)", one["pieces"][0]["band"])
    assert numbers
    assert all(0 <= float(x) <= frame.width for x, _ in numbers)
    assert all(0 <= float(y) <= figure["height"] for _, y in numbers)


def test_the_names_of_curves_that_end_together_stand_apart():
    curves = [curve(1.0, end) for end in (0.5, 0.51, 0.49)]
    heights = sorted(float(one["name_y"]) for one in drawn(*curves)["curves"])
    assert all(below - above >= APART for above, below in pairwise(heights))


def test_a_rate_without_an_interval_is_a_dot():
    figure = rate_figure(0.5, None, None, 1.0)
    assert figure["from"] == figure["to"] == figure["x"] == "80"


def test_a_drawing_says_its_sentence_and_has_no_style_of_its_own():
    figure = drawn(curve(0.9, 0.8), curve(0.7, 0.6, words="not hurt before"))
    told = {"drawn": figure, "sentence": "More stay.", "id": "staying"}
    made = render_to_string("practice/_curves.html", told)
    assert '<title id="fig-staying">More stay.</title>' in made
    assert "not hurt before" in made
    assert "style" not in made.partition("<svg")[2]
