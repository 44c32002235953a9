"""What sets this person off, how one would notice, and what helps then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from holdspace.approach.lines import (
    Because,
    because,
    confirmed,
    may_have_changed,
    only_not_quite,
    own_words_first,
    weight,
)
from holdspace.content.codebook import Codebook
from holdspace.content.lessons import Lessons
from holdspace.story.readings import Reading


class TriggerPart(StrEnum):
    """One part of a trigger that can be put in the client's own plain words."""

    CUE = "cue"
    FELT_REACTION = "felt_reaction"
    PROTECTIVE_RESPONSE = "protective_response"
    EARLY_SIGN = "early_sign"
    WHAT_HELPS = "what_helps"
    MAKES_WORSE = "makes_worse"


@dataclass(frozen=True, slots=True)
class OwnWording:
    """How a client puts one part of a trigger; it counts once they said yes to it.

    `code` is the cue it belongs to.
    """

    code: str
    part: TriggerPart
    words: str = field(repr=False)
    agreed_on: date


@dataclass(frozen=True, slots=True)
class Trigger:
    """Cue, felt reaction and protective response, as the client told them.

    `felt_reaction`, `protective_response` and `early_sign` are None while nothing was
    told. `what_helps` is what the client asked for or what mended it, or else a
    suggestion: from the lessons map, or an ask that was told right after the cue and
    need not belong to it (`suggested` says so); None when there is none of these.
    `makes_worse` is what somebody did right after the cue and the client says hurt,
    None where they told none. Each part rests on a quote in `because`: the cue's first,
    then those of the other parts, then the cue told at other times. `own_words` are
    how the client puts a part, beside what was read in their words.
    """

    code: str
    cue: str
    felt_reaction: str | None
    protective_response: str | None
    early_sign: str | None
    what_helps: str | None
    suggested: bool
    because: tuple[Because, ...]
    confirmed: bool
    affirmed_on: date
    still_so: bool
    not_quite: bool = False
    makes_worse: str | None = None
    own_words: Mapping[TriggerPart, str] = field(default_factory=dict, repr=False)

    def said(self, part: TriggerPart) -> str | None:
        """Return a part as the client puts it, or else as it was read; None if not."""
        read: str | None = getattr(self, part.value)
        return self.own_words.get(part) or read

    @property
    def parts(self) -> dict[str, str | None]:
        """Every part by its name, as it is said."""
        return {part.value: self.said(part) for part in TriggerPart}

    @property
    def helps_is_suggested(self) -> bool:
        """Whether what helps is a suggestion, and not how the client puts it."""
        return self.suggested and TriggerPart.WHAT_HELPS not in self.own_words


@dataclass(slots=True)
class _Chain:
    """One telling of a cue, and what was told after it, up to the next cue."""

    cue: Reading
    after: list[Reading]


@dataclass(frozen=True, slots=True)
class _Help:
    """What may help, the readings it rests on, and whether the pairing is ours."""

    words: str | None = None
    rests_on: tuple[Reading, ...] = ()
    suggested: bool = False


def triggers_of(
    readings: Sequence[Reading], codebook: Codebook, lessons: Lessons, on: date
) -> tuple[Trigger, ...]:
    """Return the client's triggers; those that may have changed come last.

    `readings` are those that count. What was felt, done and asked for belongs to the
    cue told before it in the same passage, up to the next cue.
    """
    chains: dict[str, list[_Chain]] = defaultdict(list)
    for chain in _chains(readings):
        chains[chain.cue.code].append(chain)
    hurts = [reading for reading in readings if reading.domain == "X"]
    triggers = [
        _trigger(told, _what_helps(told, hurts, lessons), codebook, lessons, on)
        for told in chains.values()
    ]
    return tuple(
        sorted(
            triggers,
            key=lambda t: (
                t.still_so,
                not t.confirmed,
                -t.affirmed_on.toordinal(),
                t.code,
            ),
        )
    )


def in_own_words(
    triggers: Iterable[Trigger], wordings: Iterable[OwnWording], on: date
) -> tuple[Trigger, ...]:
    """Return the triggers with how the client puts their parts, as known on a day.

    A wording for a cue that is no trigger any more is left out: nothing is under it.
    """
    by_code: dict[str, dict[TriggerPart, str]] = defaultdict(dict)
    for one in sorted(wordings, key=lambda wording: wording.agreed_on):
        if one.agreed_on <= on:
            by_code[one.code][one.part] = one.words
    return tuple(
        replace(one, own_words=by_code[one.code]) if one.code in by_code else one
        for one in triggers
    )


def _chains(readings: Sequence[Reading]) -> list[_Chain]:
    chains: list[_Chain] = []
    for reading in sorted(readings, key=_order_in_passage):
        if reading.domain == "T":
            chains.append(_Chain(reading, []))
        elif chains and chains[-1].cue.passage.id == reading.passage.id:
            chains[-1].after.append(reading)
    return chains


def _order_in_passage(reading: Reading) -> tuple[str, int, bool, int, str, str]:
    """Order by where the words begin; a cue comes before what begins with it."""
    return (
        reading.passage.id,
        reading.span.start,
        reading.domain != "T",
        reading.span.end,
        reading.code,
        reading.id,
    )


def _trigger(
    told: Sequence[_Chain],
    helps: _Help,
    codebook: Codebook,
    lessons: Lessons,
    on: date,
) -> Trigger:
    cues = [chain.cue for chain in told]
    code = cues[0].code
    felt = next(iter(_best_first(told, "F")), None)
    response = next(iter(_best_first(told, "P")), None)
    worse = next(iter(_best_first(told, "X")), None)
    parts = [reading for reading in (felt, response) if reading]
    hurt = [worse] if worse and worse not in helps.rests_on else []
    first, *others = own_words_first(code, cues)
    rests_on = [first, *parts, *helps.rests_on, *hurt, *others]
    affirmed_on = max(cue.affirmed_on for cue in cues)
    return Trigger(
        code=code,
        cue=lessons.cue(code) or codebook.code(code).plain_words,
        felt_reaction=_felt_words(felt, codebook, lessons),
        protective_response=(
            codebook.code(response.code).plain_words if response else None
        ),
        early_sign=lessons.early_sign(response.code) if response else None,
        what_helps=helps.words,
        suggested=helps.suggested,
        because=tuple(because(reading) for reading in rests_on),
        confirmed=confirmed(cues),
        affirmed_on=affirmed_on,
        still_so=may_have_changed(affirmed_on, on),
        not_quite=only_not_quite(cues),
        makes_worse=codebook.code(worse.code).plain_words if worse else None,
    )


def _felt_words(
    felt: Reading | None, codebook: Codebook, lessons: Lessons
) -> str | None:
    if felt is None:
        return None
    return lessons.feels(felt.code) or codebook.code(felt.code).plain_words


def _best_first(told: Sequence[_Chain], domain: str) -> list[Reading]:
    """Return what was told after the cue: the surest, then the newest, go first.

    Sure is first what the client says of the words themselves, then what they say of
    the cue they came after.
    """
    after = [
        (chain.cue, reading)
        for chain in told
        for reading in chain.after
        if reading.domain == domain
    ]
    after.sort(
        key=lambda pair: (
            -weight(pair[1]),
            -weight(pair[0]),
            -pair[1].affirmed_on.toordinal(),
        )
    )
    return [reading for _, reading in after]


def _what_helps(
    told: Sequence[_Chain], hurts: Sequence[Reading], lessons: Lessons
) -> _Help:
    """Prefer the client's own ask and what mended it; then suggest, and say so."""
    watching = lessons.lessons_that_watch(told[0].cue.code)
    answering = {need for lesson in watching for need in lesson.offers}
    asks = [
        (words, reading)
        for reading in _best_first(told, "N")
        if (words := lessons.do(reading.code))
    ]
    mended = [
        (words, reading)
        for reading in _best_first(told, "M")
        if (words := lessons.first_move(reading.code))
    ]
    answers = [(words, reading) for words, reading in asks if reading.code in answering]
    for words, reading in (*answers, *mended):
        return _Help(words, (reading,))
    for lesson in watching:
        if because_of := [hurt for hurt in hurts if hurt.code == lesson.code]:
            first = own_words_first(lesson.code, because_of)[0]
            return _Help(lesson.offer, (first,), suggested=True)
    for words, reading in asks:
        return _Help(words, (reading,), suggested=True)
    return _Help()
