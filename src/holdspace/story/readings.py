"""What a passage says and where, how sure we are, and the client's word on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum, StrEnum
from itertools import pairwise

from holdspace.vocabulary.text import Span


class Certainty(StrEnum):
    """How a reading follows from the words: only `SAID` stands on its own."""

    SAID = "said"
    IMPLIED = "implied"
    GUESSED = "guessed"


class NoticedBy(StrEnum):
    """Who saw that the words say this."""

    CLIENT = "client"
    WORKER = "worker"
    OTHER = "other"


class Verdict(StrEnum):
    """The client's word on a reading."""

    YES = "yes"
    NOT_QUITE = "not_quite"
    TAKEN_BACK = "taken_back"


class Sensitivity(IntEnum):
    """How tender a passage is: 1 easy, 2 may stir feelings, 3 tender."""

    EASY = 1
    STIRRING = 2
    TENDER = 3


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """One verdict in a reading's history.

    `correction` is how the client would say it; None when they only said not quite.
    """

    verdict: Verdict
    given_on: date
    correction: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text somebody told, kept as it was said.

    `translation` is what an interpreter made of it, in the language `translated_into`;
    both are empty where nobody interpreted. Of what was told on one day, what has the
    higher `place` was told later; all are 0 where that is not known.
    """

    id: str
    words: str = field(repr=False)
    told_on: date
    language: str = "en"
    sensitivity: Sensitivity = Sensitivity.EASY
    translation: str = field(default="", repr=False)
    translated_into: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """A coded span of a passage, with the client's verdicts from oldest to newest.

    `strength` is 0 (not told) to 4 (very strong). `about` names the episode of care
    the words tell of; None when they tell of none. `episode` is its id, "" for none,
    and `of_present` says that it is the help here.
    """

    id: str
    passage: Passage
    span: Span
    code: str
    certainty: Certainty = Certainty.SAID
    noticed_by: NoticedBy = NoticedBy.WORKER
    strength: int = 0
    about: str | None = field(default=None, repr=False)
    verdicts: tuple[GivenVerdict, ...] = ()
    episode: str = ""
    of_present: bool = False

    def __post_init__(self) -> None:
        self.span.check_inside(self.passage.words)
        if not 0 <= self.strength <= 4:
            raise ValueError(f"Strength runs from 0 to 4, not {self.strength}.")

    @property
    def quote(self) -> str:
        """The client's words under the reading."""
        return self.span.words_in(self.passage.words)

    @property
    def domain(self) -> str:
        """The letter of the code's domain, such as "H" for what helped."""
        return self.code.partition(".")[0]

    @property
    def latest(self) -> GivenVerdict | None:
        """The verdict that counts now; None while the client has not given one."""
        return self.verdicts[-1] if self.verdicts else None

    @property
    def verdict(self) -> Verdict | None:
        """The client's word that counts now; None while they have not given one."""
        return self.latest.verdict if self.latest else None

    @property
    def taken_back(self) -> bool:
        """Whether nothing may be derived from this reading any more."""
        return self.verdict is Verdict.TAKEN_BACK

    @property
    def affirmed_on(self) -> date:
        """The last day the client told it, said yes to it or put it in other words."""
        said_again = [
            given.given_on
            for given in self.verdicts
            if given.verdict is Verdict.YES or given.correction
        ]
        return max([self.passage.told_on, *said_again])

    def as_known_on(self, on: date) -> "Reading":
        """Return the reading with the verdicts given up to the end of the day `on`."""
        given = tuple(one for one in self.verdicts if one.given_on <= on)
        if len(given) == len(self.verdicts):
            return self
        return replace(self, verdicts=given)


def readings_that_count(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return the readings something may be derived from, oldest telling first.

    What the client said counts until they take it back; what is only implied counts
    once they said yes to it; a guess never counts.
    """
    return tuple(sorted(filter(counts, readings), key=_order_of_telling))


def counts(reading: Reading) -> bool:
    """Return whether something may be derived from a reading."""
    verdict = reading.verdict
    if verdict is Verdict.TAKEN_BACK or reading.certainty is Certainty.GUESSED:
        return False
    return reading.certainty is Certainty.SAID or verdict is Verdict.YES


def is_theirs(reading: Reading) -> bool:
    """Return whether a client said yes to a reading or put it in their own words."""
    latest = reading.latest
    if latest is None:
        return reading.noticed_by is NoticedBy.CLIENT
    if latest.verdict is Verdict.NOT_QUITE:
        return bool(latest.correction)
    return latest.verdict is Verdict.YES


def put_anew(readings: Iterable[Reading]) -> dict[str, Reading]:
    """Return the reading a correction became, by the id of the one it corrects.

    It is the client's own: the same code, over the whole of what they said instead.
    One taken back since is found too, so that what it corrected does not come back.
    """
    told = sorted(readings, key=lambda reading: not reading.taken_back)
    own = {
        (reading.code, reading.passage.words): reading
        for reading in told
        if reading.noticed_by is NoticedBy.CLIENT
        and reading.quote == reading.passage.words
    }
    found = {}
    for reading in told:
        latest = reading.latest
        if latest and latest.verdict is Verdict.NOT_QUITE and latest.correction:
            instead = own.get((reading.code, latest.correction))
            if instead and instead.id != reading.id:
                found[reading.id] = instead
    return found


def said_once(
    readings: Iterable[Reading], among: Iterable[Reading]
) -> tuple[Reading, ...]:
    """Return `readings` without those that the client put in a reading of their own.

    What they said not quite to stays in its history; the words they said instead speak
    for themselves. `among` is all that is on record, taken back or not.
    """
    anew = put_anew(among)
    return tuple(reading for reading in readings if reading.id not in anew)


def in_their_place(
    known: Sequence[Reading], by_then: Sequence[Reading]
) -> tuple[Reading, ...]:
    """Return what counts with each correction where the first words were told.

    What sets something off is read from what was told before and after it, so a cue
    put better stays in its place, with the newer words beside it.
    """
    anew = put_anew(by_then)
    standing = {reading.id for reading in known}
    in_place = {r.id: new for r in known if (new := anew.get(r.id))}
    instead = {new.id for new in in_place.values()}
    return tuple(
        reading
        for reading in known
        if reading.id not in instead
        and (reading.id not in in_place or in_place[reading.id].id in standing)
    )


def _order_of_telling(reading: Reading) -> tuple[date, str, Span, str, str]:
    return (
        reading.passage.told_on,
        reading.passage.id,
        reading.span,
        reading.code,
        reading.id,
    )


@dataclass(frozen=True, slots=True)
class Stretch:
    """A run of characters that the same readings cover.

    `readings` are indexes into the readings the text was cut by, outermost first;
    empty where nothing is marked. `begins` are those that start here.
    """

    words: str = field(repr=False)
    start: int
    readings: tuple[int, ...]
    begins: tuple[int, ...]


def stretches(words: str, spans: Sequence[Span]) -> tuple[Stretch, ...]:
    """Cut `words` so that overlapping spans can be shown side by side.

    The stretches follow one another without gap and together are `words`.

    >>> [(s.words, s.readings) for s in stretches("abcd", [Span(0, 3), Span(1, 4)])]
    [('a', (0,)), ('bc', (0, 1)), ('d', (1,))]

    Raises:
        SpanOutsidePassage: if a span ends after the words do.
    """
    for span in spans:
        span.check_inside(words)
    cuts = {0, len(words)} | {edge for span in spans for edge in (span.start, span.end)}
    edges = sorted(cuts)
    by_length = sorted(
        range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end, i)
    )
    return tuple(
        Stretch(
            words=words[start:end],
            start=start,
            readings=tuple(
                i for i in by_length if spans[i].start <= start and end <= spans[i].end
            ),
            begins=tuple(i for i in by_length if spans[i].start == start),
        )
        for start, end in pairwise(edges)
    )


def layers(spans: Sequence[Span]) -> tuple[int, ...]:
    """Return a layer for each span, counted from 1, so that none overlap in a layer.

    Each span takes the lowest layer that is free; spans that start first go first.

    >>> layers([Span(0, 5), Span(3, 8), Span(5, 9)])
    (1, 2, 1)
    """
    taken: list[int] = []
    layer_of = [0] * len(spans)
    for i in sorted(range(len(spans)), key=lambda i: (spans[i].start, -spans[i].end)):
        free = next(
            (n for n, end in enumerate(taken) if end <= spans[i].start), len(taken)
        )
        taken[free : free + 1] = [spans[i].end]
        layer_of[i] = free + 1
    return tuple(layer_of)
