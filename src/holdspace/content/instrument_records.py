"""The parts an instrument is made of: questions, scales, bands and who holds rights."""

from dataclasses import dataclass, field
from enum import StrEnum

from holdspace.content.pack import PackInfo
from holdspace.vocabulary.errors import HoldspaceError


class UnknownItem(HoldspaceError):
    """A question was named that the instrument does not have."""

    next_step = "Use the ids of the instrument's own questions."

    def __init__(self, instrument: str, item: str) -> None:
        super().__init__(f"{instrument!r} has no question {item[:20]!r}.")


class UnknownScale(HoldspaceError):
    """A scale was named that the instrument does not have."""

    next_step = "Use the id of one of the instrument's scales."

    def __init__(self, instrument: str, scale: str) -> None:
        super().__init__(f"{instrument!r} has no scale {scale[:20]!r}.")


class ScaleMethod(StrEnum):
    """How a scale is made from its answers."""

    SUM = "sum"
    MEAN = "mean"


class BetterEnd(StrEnum):
    """Which end of a scale is the better one; NEITHER where no end is."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer: the number it counts as, and its words, "" in a skeleton."""

    value: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """The answers some questions share.

    `is_line` is a line to mark anywhere from `low` to `high`, to one decimal; then
    there are no options.
    """

    id: str
    low: float
    high: float
    options: tuple[AnswerOption, ...] = ()
    is_line: bool = False

    def offers(self, value: float) -> bool:
        """Return whether this is one of the answers."""
        if self.is_line:
            return self.low <= value <= self.high and round(value, 1) == value
        return any(option.value == value for option in self.options)

    def words_of(self, value: float) -> str:
        """Return an answer as it is shown: its words, or its number without any."""
        words = next((o.words for o in self.options if o.value == value), "")
        return words or f"{value:g}"


@dataclass(frozen=True, slots=True)
class InstrumentItem:
    """One question; `words` is "" in a skeleton, where it is shown by its number.

    `is_gate`: if it is answered with the lowest answer, no other question is asked
    and every scale is at its lowest. `is_reversed`: it counts from the other end.
    """

    id: str
    answers: AnswerSet
    words: str = ""
    is_scored: bool = True
    is_reversed: bool = False
    is_gate: bool = False

    def points(self, value: float) -> float:
        """Return what an answer counts, turned around where the item is reversed."""
        if self.is_reversed:
            return self.answers.low + self.answers.high - value
        return value


@dataclass(frozen=True, slots=True)
class Band:
    """A range of a scale that a study gave a name; it holds for that population.

    Both ends belong to it. One that nobody has checked against its source
    (`is_verified` false) is carried along and never shown.
    """

    low: float
    high: float
    words: str
    source: str
    population: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """How many points of change are more than measurement error, and who says so.

    `most_points` is what the strictest study asks for, the same as `points` where
    only one was found. One that is not verified is carried along and never used.
    """

    points: float
    most_points: float
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class MeasurementError:
    """The standard error of measurement of a scale, in its points, with its source."""

    sem_points: float
    source: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class MissingRule:
    """How many unanswered questions a scale bears; 0 means no total if one is open.

    Where some are borne, the scale is their mean times the number of questions.
    """

    most_missing: int
    source: str


@dataclass(frozen=True, slots=True)
class Scale:
    """One score of an instrument, with what is published about it."""

    id: str
    title: str
    item_ids: tuple[str, ...]
    method: ScaleMethod
    better: BetterEnd
    low: float
    high: float
    missing: MissingRule
    bands: tuple[Band, ...] = ()
    reliable_change: ReliableChange | None = None
    error: MeasurementError | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """Questions whose answer is handed to a person to read; it rates nothing."""

    item_ids: tuple[str, ...]
    at_least: float


@dataclass(frozen=True, slots=True)
class LoincCodes:
    """LOINC codes of an instrument; `is_checked` says if somebody compared them."""

    panel: str
    total: str
    items: dict[str, str] = field(default_factory=dict)
    is_checked: bool = False


@dataclass(frozen=True, slots=True)
class WordingSource:
    """A place where the wording was read, and what was compared there."""

    name: str
    place: str
    read_on: str
    agrees_on: str


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the rights in an instrument, what they allow, and where they say so.

    `wording` lists the places whose wording agreed; empty in a skeleton.
    """

    owner: str
    basis: str
    statement: str
    url: str
    read_on: str
    contexts: tuple[str, ...]
    needs_notice: bool
    may_edit: bool
    may_translate: bool
    caution: str = ""
    wording: tuple[WordingSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """One questionnaire as data.

    `stem` is read before the questions. `sensitivity` is 1 easy, 2 may stir feelings,
    3 tender: asked for first. `unverified` says in words what of it nobody has
    checked. `licensed_to` names who holds the licence of a text that was loaded, ""
    where the text is ours to give or there is none.
    """

    info: PackInfo
    id: str
    short: str
    title: str
    about: str
    stem: str
    sensitivity: int
    items: tuple[InstrumentItem, ...]
    scales: tuple[Scale, ...]
    hand_overs: tuple[HandOver, ...]
    rights: Rights
    loinc: LoincCodes | None = None
    notices: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    licensed_to: str = field(default="", repr=False)

    @property
    def is_skeleton(self) -> bool:
        """Whether the words of the questions are missing."""
        return not all(item.words for item in self.items)

    @property
    def main_scale(self) -> Scale | None:
        """The scale that stands for the whole; None where nothing is scored."""
        return self.scales[0] if self.scales else None

    def item(self, item_id: str) -> InstrumentItem:
        """Return a question by id. Raises UnknownItem if there is none."""
        for item in self.items:
            if item.id == item_id:
                return item
        raise UnknownItem(self.id, item_id)

    def scale(self, scale_id: str) -> Scale:
        """Return a scale by id. Raises UnknownScale if there is none."""
        for scale in self.scales:
            if scale.id == scale_id:
                return scale
        raise UnknownScale(self.id, scale_id)
