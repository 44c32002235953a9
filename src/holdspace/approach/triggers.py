"""What sets this person off, how one would notice, and what helps then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from holdspace.approach.lines import (
    Because,
    because,
    may_have_changed,
    own_words_first,
)
from holdspace.content.lessons import Lessons
from holdspace.story.readings import Reading, Verdict


@dataclass(frozen=True, slots=True)
class Trigger:
    """Cue, felt reaction and protective response, as the client told them.

    `felt_reaction`, `protective_response` and `early_sign` are None while nothing was
    told. `what_helps` is what the client asked for, or else a suggestion from the
    lessons map (`suggested` says which); None when neither is there.
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


def triggers_of(
    readings: Sequence[Reading], lessons: Lessons, on: date
) -> tuple[Trigger, ...]:
    """Return the client's triggers; those that may have changed come last.

    `readings` are those that count, in the order of telling. What was felt, done and
    asked for belongs to the cue told before it in the same passage, up to the next cue.
    """
    chains: dict[str, list[Reading]] = defaultdict(list)
    cue: Reading | None = None
    for reading in readings:
        if reading.domain == "T":
            cue = reading
            chains[cue.code].append(reading)
        elif cue and cue.passage.id == reading.passage.id:
            chains[cue.code].append(reading)
    hurt = {reading.code for reading in readings if reading.domain == "X"}
    triggers = [
        _trigger(code, chain, lessons, hurt, on) for code, chain in chains.items()
    ]
    return tuple(
        sorted(
            triggers,
            key=lambda t: (t.still_so, not t.confirmed, -t.affirmed_on.toordinal()),
        )
    )


def _trigger(
    code: str, chain: Sequence[Reading], lessons: Lessons, hurt: set[str], on: date
) -> Trigger:
    cues = [reading for reading in chain if reading.domain == "T"]
    felt, responses, needs = (_first_of(chain, domains) for domains in ("F", "P", "NM"))
    helps, suggested = _what_helps(code, needs, lessons, hurt)
    rests_on = [*own_words_first(code, cues), *filter(None, (felt, responses, needs))]
    affirmed_on = max(reading.affirmed_on for reading in cues)
    return Trigger(
        code=code,
        cue=lessons.cue(code) or code,
        felt_reaction=lessons.feels(felt.code) if felt else None,
        protective_response=responses.code if responses else None,
        early_sign=lessons.early_sign(responses.code) if responses else None,
        what_helps=helps,
        suggested=suggested,
        because=tuple(because(reading) for reading in rests_on),
        confirmed=any(reading.verdict is Verdict.YES for reading in cues),
        affirmed_on=affirmed_on,
        still_so=may_have_changed(affirmed_on, on),
    )


def _first_of(chain: Iterable[Reading], domains: str) -> Reading | None:
    return next((reading for reading in chain if reading.domain in domains), None)


def _what_helps(
    code: str, need: Reading | None, lessons: Lessons, hurt: set[str]
) -> tuple[str | None, bool]:
    """Prefer the client's own ask; suggest only what answers something told."""
    if need:
        return lessons.do(need.code) or lessons.first_move(need.code), False
    for lesson in lessons.lessons_that_watch(code):
        if lesson.code in hurt:
            return lesson.offer, True
    return None, False
