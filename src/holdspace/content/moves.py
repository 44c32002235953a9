"""Gives the listed rules by which moves are found, with an example for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack

DISMISSALS = (
    "minimising",
    "silver_lining",
    "comparing",
    "quick_advice",
    "blaming",
    "labelling",
    "changing_subject",
    "disbelief",
    "false_reassurance",
)
"""The kinds of dismissal there are rules for."""

RULED_MOVES = (
    "question_open",
    "question_closed",
    "reflection",
    "validation",
    "affirmation",
    "information",
    "advice",
    "dismissal",
)
"""The moves that rules can find, as they are written in a pack."""


@dataclass(frozen=True, slots=True)
class MoveRule:
    """Patterns of one kind that say: this sentence does that.

    `unless` are patterns that undo it in the same sentence. `guarded` says that it does
    not count where it is denied, quoted, or told of somebody else. `maybe` says that
    what it finds is never more than a maybe.
    """

    id: str
    move: str
    kind: str | None
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    guarded: bool
    maybe: bool
    example: str
    counter_example: str
    source: str


@dataclass(frozen=True, slots=True)
class TellingRule:
    """Patterns of something hard, or of a feeling, that a client tells."""

    id: str
    patterns: tuple[str, ...]
    unless: tuple[str, ...]
    example: str
    counter_example: str


@dataclass(frozen=True, slots=True)
class Guards:
    """What undoes a rule that stands behind it: a no, somebody else's words, a sorry.

    They reach to a word of `contrasts`; one of `directly_before` only to the next word.
    """

    patterns: tuple[str, ...]
    contrasts: frozenset[str]
    directly_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class MovesPack:
    """All rules over sentences, and the words they share.

    `words` are lists that patterns name in braces, `short_forms` what "dont" and the
    like are written out as (`with_apostrophe`: only where one stands in the text).
    """

    info: PackInfo
    words: Mapping[str, frozenset[str]] = field(repr=False)
    short_forms: Mapping[str, str] = field(repr=False)
    with_apostrophe: Mapping[str, str] = field(repr=False)
    guards: Guards
    openers: frozenset[str]
    common_words: frozenset[str]
    own_language: frozenset[str]
    other_languages: frozenset[str]
    rules: tuple[MoveRule, ...]
    tellings: tuple[TellingRule, ...]
    kinds: Mapping[str, str]
    speakers: Mapping[str, tuple[str, ...]]
    missed_question: str
    patterns_we_know: str


@cache
def moves_pack(language: str = "en") -> MovesPack:
    """Return the rules in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return moves_pack_from(read_pack("moves", language))


def moves_pack_from(pack: Table) -> MovesPack:
    """Return the rules written in `pack`. Raises PackBroken if it has a fault."""
    words = pack.table("words")
    speakers, languages = pack.table("speakers"), pack.table("language")
    shown, guards = pack.table("shown"), pack.table("guards")
    made = MovesPack(
        info=pack.info(),
        words={key: frozenset(words.texts(key)) for key in words.keys()},  # noqa: SIM118
        short_forms=pack.text_by_key("short_forms"),
        with_apostrophe=pack.text_by_key("short_forms_with_apostrophe"),
        guards=Guards(
            guards.texts("patterns"),
            frozenset(guards.texts("contrasts")),
            frozenset(guards.texts("directly_before")),
        ),
        openers=frozenset(guards.texts("openers")),
        common_words=frozenset(languages.text("common_words").split()),
        own_language=frozenset(languages.text("own_language").split()),
        other_languages=frozenset(languages.text("other_languages").split()),
        rules=tuple(_rule(each) for each in pack.tables("rules")),
        tellings=tuple(_telling(each) for each in pack.tables("tellings")),
        kinds=pack.text_by_key("kinds"),
        speakers={who: speakers.texts(who) for who in ("worker", "client")},
        missed_question=shown.text("missed_question"),
        patterns_we_know=shown.text("patterns_we_know"),
    )
    _check(pack, made)
    return made


def _rule(table: Table) -> MoveRule:
    move, kind = table.text("move"), table.text_or_none("kind")
    if move not in RULED_MOVES:
        raise table.broken(f"{move[:20]!r} is no move a rule can find")
    if (move == "dismissal") != (kind in DISMISSALS):
        raise table.broken("a dismissal, and nothing else, is of one of the kinds")
    return MoveRule(
        id=table.text("id"),
        move=move,
        kind=kind,
        patterns=_patterns(table, "patterns"),
        unless=table.texts("unless"),
        guarded=not table.is_true("unguarded"),
        maybe=table.is_true("maybe"),
        example=table.text("example"),
        counter_example=table.text("counter_example"),
        source=table.text_or_empty("source"),
    )


def _telling(table: Table) -> TellingRule:
    return TellingRule(
        id=table.text("id"),
        patterns=_patterns(table, "patterns"),
        unless=table.texts("unless"),
        example=table.text("example"),
        counter_example=table.text("counter_example"),
    )


def _patterns(table: Table, key: str) -> tuple[str, ...]:
    patterns = table.texts(key)
    if not patterns:
        raise table.broken(f"{key!r} has no pattern")
    return patterns


def _check(pack: Table, made: MovesPack) -> None:
    ids = [rule.id for rule in made.rules] + [rule.id for rule in made.tellings]
    if len(ids) != len(set(ids)):
        raise pack.broken("two rules have the same id")
    if set(made.kinds) != set(DISMISSALS):
        raise pack.broken("not every kind of dismissal has its words")
