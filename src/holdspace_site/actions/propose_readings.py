"""Offer words of a passage that could be marked; nothing of it is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from holdspace.content.codebook import codebook
from holdspace.content.pack import PackNotFound
from holdspace.content.proposals import proposal_rules
from holdspace.language.proposals import Proposal, proposals_in
from holdspace.story.readings import Reading
from holdspace.vocabulary.text import Span
from holdspace_site.actions.read_story import OpenPassage
from holdspace_site.records import as_library

MOST_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class OfferedReading:
    """Words that could be marked, what they may say, and why a rule thinks so.

    `because` are the words the rule `rule` is about, `notices` what it looks for.
    """

    code: str
    plain_words: str
    definition: str
    start: int
    end: int
    quote: str = field(repr=False)
    rule: str
    notices: str
    because: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfferedReadings:
    """What the rules offer on one passage, the surest first.

    `more` counts what waits behind them. `version` is that of the rules, None where
    there are none in the language of the passage.
    """

    offered: tuple[OfferedReading, ...]
    more: int
    version: str | None


def propose_readings(opened: OpenPassage, put_away: Iterable[Span]) -> OfferedReadings:
    """Return what could be marked in a passage somebody has opened.

    Left out are words in `put_away`, what is marked already, and what the client took
    back: nothing suggests that again.
    """
    try:
        rules = proposal_rules(opened.row.language.partition("-")[0])
    except PackNotFound:
        return OfferedReadings((), 0, None)
    aside = set(put_away)
    standing = [kept.reading for kept in as_library.readings_in(opened.row)]
    left = [
        one
        for one in proposals_in(opened.words, rules)
        if one.span not in aside and not any(_is_said(one, by) for by in standing)
    ]
    offered = []
    for one in left[:MOST_AT_ONCE]:
        code = codebook().code(one.code)
        offered.append(
            OfferedReading(
                code=code.id,
                plain_words=code.plain_words,
                definition=code.definition,
                start=one.span.start,
                end=one.span.end,
                quote=one.span.words_in(opened.words),
                rule=one.rule,
                notices=rules.rule(one.rule).notices,
                because=one.because.words_in(opened.words),
            )
        )
    return OfferedReadings(tuple(offered), len(left) - len(offered), rules.info.version)


def _is_said(one: Proposal, reading: Reading) -> bool:
    """Return whether a reading already says this, or the client took it back."""
    shares = one.span.start < reading.span.end and reading.span.start < one.span.end
    if reading.taken_back:
        return shares and reading.code == one.code
    return shares and reading.domain == one.code.partition(".")[0]
