"""Cuts a sentence into clauses: who did what, what sets something off, what is asked.

It knows no grammar, only short lists of words. A clause cut wrongly makes a proposal
too long or too short, never a reading: a person marks.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import pairwise

from holdspace.content.proposals import ClauseWords
from holdspace.language.patterns import ShortForms
from holdspace.language.tokens import Token, tokens_in
from holdspace.vocabulary.text import Span

_HARD = frozenset(';:–—()[]"“”«»')
_PEOPLE = ["someone", "somebody", "everyone", "everybody", "nobody"]
_PRONOUNS = frozenset(["i", "he", "she", "they", "we", "you", "it", "please", *_PEOPLE])
_LEADS_IN = frozenset({"that", "what", "how", "which", "who", "than", "why", "soon"})
_ASKS = frozenset({"ask", "asks", "asked", "me", "wondered", "checked", "know", "sure"})
_NOT_SET_OFF = frozenset({"not", "never", "to", "would", "could", "will", "can", "did"})
_FIRST_WORDS = 9  # words before which somebody has to be named after a time or a place
_LONGEST_PHRASE = 6


class ClauseKind(StrEnum):
    """What a clause does: tell, name what sets something off, or ask for something."""

    TOLD = "told"
    CUE = "cue"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class Clause:
    """Part of a sentence with one doing in it: its words, short forms written out.

    `goes_on` says that it is the rest of one asking: "and who decides it".
    """

    told: tuple[Token, ...] = field(repr=False)
    kind: ClauseKind = ClauseKind.TOLD
    goes_on: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The words as rules compare them."""
        return tuple(token.text for token in self.told)


def clauses_of(
    words: str, sentence: Span, cues: ClauseWords, short_forms: ShortForms
) -> tuple[Clause, ...]:
    """Return the clauses of one sentence in their order, each with its kind."""
    tokens = tokens_in(words, sentence)
    if not tokens:
        return ()
    cuts = sorted({0, *_cuts(tokens, words, cues), len(tokens)})
    found: list[Clause] = []
    for start, end in pairwise(cuts):
        part = tokens[start:end]
        told = tuple(
            Token(word, token.start, token.end)
            for token in part
            if token.is_word
            for word in (short_forms.written_out(token) or token.text).split()
        )
        if told:
            found.append(Clause(told))
    return _with_kinds(found, cues)


def trimmed(clause: Clause, cues: ClauseWords) -> Span:
    """Return where a clause stands without what only leads up to it.

    "So", "and" or "then" are left out, and so is a time or place before somebody is
    named: of "after four visits I stopped" this is "I stopped".
    """
    told = clause.told
    first = _after_openers(clause, cues)
    if clause.kind is ClauseKind.CUE:
        first += _length_of(told[first:], cues.effect_first)
    if clause.kind is ClauseKind.TOLD and told[first].text in cues.times:
        named = [
            number
            for number in range(first, min(first + _FIRST_WORDS, len(told) - 1))
            if told[number].text in _PRONOUNS
        ]
        first = named[-1] if named else first
    return Span(told[first].start, told[-1].end)


def _length_of(told: Sequence[Token], phrases: tuple[str, ...]) -> int:
    """Return how many words of a phrase it begins with, 0 if with none."""
    fits = [len(one.split()) for one in phrases if _begins_with(told, 0, (one,))]
    return max((one for one in fits if one < len(told)), default=0)


def _cuts(tokens: Sequence[Token], words: str, cues: ClauseWords) -> Iterable[int]:
    """Yield the numbers of the tokens that begin a clause."""
    cue_opens = _begins_with(tokens, 0, cues.cue_words)
    leads_up = cue_opens or tokens[0].text in cues.times
    asks = _has_phrase(tokens, cues.needs) or tokens[0].text in cues.imperatives
    named_first = _begins_with(tokens, 0, cues.effect_first)
    for number, token in enumerate(tokens[1:], start=1):
        if _is_hard(token, words):
            yield number
            yield number + 1
        elif "," in token.text:
            if _goes_on_anew(tokens, number + 1, cues, leads_up=leads_up):
                yield number + 1
                leads_up = _begins_with(tokens, number + 1, cues.cue_words)
        elif (
            _joins_anew(tokens, number, cues, asks=asks)
            or (not named_first and _sets_off(tokens, number, cues))
            or (cue_opens and _answers_cue(tokens, number, cues))
        ):
            yield number


def _is_hard(token: Token, words: str) -> bool:
    if set(token.text) & _HARD:
        return True
    start, end = token.start, token.end
    return (
        token.text.startswith("-")
        and words[start - 1 : start].isspace()
        and words[end : end + 1].isspace()
    )


def _goes_on_anew(
    tokens: Sequence[Token], after: int, cues: ClauseWords, *, leads_up: bool
) -> bool:
    """Return whether a clause begins after a comma."""
    texts = [token.text for token in tokens[after : after + 3]]
    if not texts:
        return False
    if leads_up or _begins_with(tokens, after, cues.cue_words):
        return True
    first, second = texts[0], texts[1] if len(texts) > 1 else ""
    if first in cues.joiners:
        return first not in {"and", "or"} or second in cues.subjects
    return first in _PRONOUNS or first in cues.imperatives or first in {"that", "this"}


def _joins_anew(
    tokens: Sequence[Token], number: int, cues: ClauseWords, *, asks: bool
) -> bool:
    """Return whether a clause begins at this joining word, without a comma."""
    first = tokens[number].text
    if first not in cues.joiners or first in cues.loose:
        return False
    if number + 1 >= len(tokens):
        return False
    if first == "if" and tokens[number - 1].text in _ASKS:
        return False
    second = tokens[number + 1].text
    if first in {"and", "but"}:
        return second in _PRONOUNS or (asks and second in cues.imperatives)
    return second in cues.subjects


def _sets_off(tokens: Sequence[Token], number: int, cues: ClauseWords) -> bool:
    """Return whether what stands before sets off what begins here.

    "She makes me wait" is what somebody does; "the keys make me jump" is a cue.
    """
    before = tokens[number - 1].text
    bare = before in _PRONOUNS if number == 1 else before in _NOT_SET_OFF
    return not bare and _begins_with(tokens, number, cues.effects)


def _answers_cue(tokens: Sequence[Token], number: int, cues: ClauseWords) -> bool:
    """Return whether "I" begins what follows a cue: "when they shout I freeze"."""
    before = tokens[number - 1].text
    leads_in = before in cues.joiners or before in _LEADS_IN
    return number > 1 and tokens[number].text == "i" and not leads_in


def _has_phrase(tokens: Sequence[Token], phrases: Iterable[str]) -> bool:
    text = f" {' '.join(token.text for token in tokens)} "
    return any(f" {phrase} " in text for phrase in phrases)


def _begins_with(tokens: Sequence[Token], at: int, phrases: tuple[str, ...]) -> bool:
    texts = [token.text for token in tokens[at : at + _LONGEST_PHRASE]]
    return (" ".join(texts) + " ").startswith(_whole(phrases))


@cache
def _whole(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Return phrases so that none fits the beginning of a longer word."""
    return tuple(f"{phrase} " for phrase in phrases)


def _with_kinds(clauses: Sequence[Clause], cues: ClauseWords) -> tuple[Clause, ...]:
    found: list[Clause] = []
    asked, may_ask = False, True
    for number, clause in enumerate(clauses):
        following = clauses[number + 1].told if number + 1 < len(clauses) else ()
        if _begins_with(following, 0, cues.effects) or _is_cue(clause, cues):
            found.append(replace(clause, kind=ClauseKind.CUE))
        elif _asks(clause, cues, may_ask=may_ask) or (
            asked and _still_asks(clause, cues)
        ):
            asked = True
            found.extend(_asked_for(clause))
        else:
            found.append(clause)
        may_ask = asked or found[-1].kind is ClauseKind.CUE
    return tuple(found)


def _is_cue(clause: Clause, cues: ClauseWords) -> bool:
    """Return whether it names what sets something off, now and not only once."""
    at = _after_openers(clause, cues)
    if _begins_with(clause.told, at, cues.effect_first):
        return True
    return _begins_with(clause.told, at, cues.cue_words) and not (
        set(clause.words) & cues.past
    )


def _asks(clause: Clause, cues: ClauseWords, *, may_ask: bool) -> bool:
    """Return whether it asks for something.

    A bare "let me finish" asks only where nobody was named before it: `may_ask`.
    """
    words = clause.words
    if set(words) & cues.not_needs:
        return False
    at = _after_openers(clause, cues)
    if may_ask and words[at] in cues.imperatives:
        return True
    return _has_phrase(clause.told, cues.needs)


def _after_openers(clause: Clause, cues: ClauseWords) -> int:
    """Return the number of the first word that says something."""
    at = 0
    while at < len(clause.told) - 1 and clause.told[at].text in cues.openers:
        at += 1
    return at


def _still_asks(clause: Clause, cues: ClauseWords) -> bool:
    """Return whether it goes on asking: nobody is named who does something else."""
    words = [word for word in clause.words if word not in cues.openers]
    return bool(words) and words[0] not in cues.subjects


def _asked_for(clause: Clause) -> Iterable[Clause]:
    """Yield each thing asked for: "captions" and "notice" may need a code each."""
    start = 0
    for number, token in enumerate(clause.told):
        if token.text == "and" and 0 < number < len(clause.told) - 1:
            yield _part(clause, start, number)
            start = number + 1
    yield _part(clause, start, len(clause.told))


def _part(clause: Clause, start: int, end: int) -> Clause:
    return Clause(clause.told[start:end], ClauseKind.NEED, goes_on=start > 0)
