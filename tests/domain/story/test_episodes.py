import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.story.boundaries import Boundary
from holdspace.story.episodes import EpisodeKind, EpisodeOfCare
from holdspace.vocabulary.answers import BOUNDARIES, Answer
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import EpisodeRunsBackwards


def help_from_to(began: str | None, ended: str | None) -> EpisodeOfCare:
    return EpisodeOfCare(
        "e",
        EpisodeKind.EARLIER,
        "Counselor at work",
        began and PartialDate.read(began),
        ended and PartialDate.read(ended),
    )


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("2018", "2019"),
        ("2019", "2019"),
        ("June 2019", "2019"),
        ("14 June 2019", "June 2019"),
        (None, "2019"),
        ("2019", None),
        (None, None),
        ("about 2020", "2019"),
        ("2020", "about 2019"),
    ],
)
def test_help_may_begin_and_end_as_roughly_as_it_is_remembered(began, ended):
    assert help_from_to(began, ended)


@pytest.mark.parametrize(
    ("began", "ended"),
    [("2020", "2019"), ("June 2019", "May 2019"), ("2 June 2019", "1 June 2019")],
)
def test_help_cannot_end_before_it_began(began, ended):
    with pytest.raises(EpisodeRunsBackwards, match="Check both dates"):
        help_from_to(began, ended)


@given(st.dates(), st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3]))
def test_help_of_one_day_never_runs_backwards_however_little_is_known(day, one, other):
    parts = (day.year, day.month, day.day)
    began, ended = PartialDate(*parts[:one]), PartialDate(*parts[:other])
    assert EpisodeOfCare("e", EpisodeKind.PRESENT, "", began, ended)


@pytest.mark.parametrize("kind", sorted(BOUNDARIES))
def test_a_boundary_is_one_of_the_answers_a_worker_respects(kind, on):
    assert Boundary("b", kind, "The day of the burial", on).kind is kind


@pytest.mark.parametrize("kind", [Answer.TOLD, Answer.SKIP])
def test_telling_or_skipping_sets_no_boundary(kind, on):
    with pytest.raises(ValueError, match="is not a boundary"):
        Boundary("b", kind, "The day of the burial", on)
