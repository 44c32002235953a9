"""Gives the listed rules that propose what words in a passage may say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from holdspace.content.codebook import codebook
from holdspace.content.pack import PackInfo, Table, read_pack


class RuleKind(StrEnum):
    """Who has to do what a rule is about, or in what sort of clause it has to stand."""

    HELPER = "helper"
    SELF = "self"
    ANY = "any"
    CUE = "cue"
    NEED = "need"


@dataclass(frozen=True, slots=True)
class ProposalRule:
    """One rule: patterns that may say what a code says, where they stand in a clause.

    `notices` is what it looks for, in words for a worker. Where one of `guards` stands
    in the sentence it stays silent. `with_no` says that its words may follow a no,
    `whole_sentence` that they may reach over several clauses.
    """

    id: str
    code: str
    kind: RuleKind
    notices: str
    patterns: tuple[str, ...]
    guards: tuple[str, ...]
    with_no: bool
    whole_sentence: bool
    example: str
    counter_example: str
    source: str


@dataclass(frozen=True, slots=True)
class ClauseWords:
    """The words by which a sentence is cut into clauses, and what sort they are."""

    joiners: frozenset[str]
    subjects: frozenset[str]
    loose: frozenset[str]
    openers: frozenset[str]
    times: frozenset[str]
    imperatives: frozenset[str]
    past: frozenset[str]
    not_needs: frozenset[str]
    effects: tuple[str, ...]
    effect_first: tuple[str, ...]
    cue_words: tuple[str, ...]
    needs: tuple[str, ...]
    unreal: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProposalPack:
    """All rules with the lists of words they share.

    Of the short forms, those with an apostrophe are words of their own without it.
    """

    info: PackInfo
    kinds: Mapping[str, str]
    lists: Mapping[str, frozenset[str]]
    short_forms: Mapping[str, str]
    short_forms_with_apostrophe: Mapping[str, str]
    clauses: ClauseWords
    rules: tuple[ProposalRule, ...]
    _by_id: dict[str, ProposalRule] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        self._by_id.update({rule.id: rule for rule in self.rules})

    def __hash__(self) -> int:
        return hash((self.info.version, self.info.language, len(self.rules)))

    def rule(self, rule_id: str) -> ProposalRule:
        """Return the rule with this id. Raises KeyError if there is none."""
        return self._by_id[rule_id]


@cache
def proposal_rules(language: str = "en") -> ProposalPack:
    """Return the rules in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return proposal_rules_from(read_pack("proposals", language))


def proposal_rules_from(pack: Table) -> ProposalPack:
    """Return the rules written in `pack`. Raises PackBroken if it has a fault."""
    rules: dict[str, ProposalRule] = {}
    for table in pack.tables("rules"):
        rule = _rule(table)
        if rule.id in rules:
            raise table.broken(f"{rule.id} is there twice")
        rules[rule.id] = rule
    lists = pack.table("lists")
    return ProposalPack(
        info=pack.info(),
        kinds=pack.text_by_key("kinds"),
        lists={name: frozenset(lists.texts(name)) for name in lists.keys()},  # noqa: SIM118
        short_forms=pack.text_by_key("short_forms"),
        short_forms_with_apostrophe=pack.text_by_key("short_forms_with_apostrophe"),
        clauses=_clause_words(pack.table("clauses"), lists),
        rules=tuple(rules.values()),
    )


def _rule(table: Table) -> ProposalRule:
    code, kind = table.text("code"), table.text("kind")
    if not codebook().has(code):
        raise table.broken("it names a code the codebook does not have")
    if kind not in {one.value for one in RuleKind}:
        raise table.broken(f"{kind[:20]!r} is no kind of rule")
    if not table.texts("patterns"):
        raise table.broken("it has no patterns")
    return ProposalRule(
        id=table.text("id"),
        code=code,
        kind=RuleKind(kind),
        notices=table.text("notices"),
        patterns=table.texts("patterns"),
        guards=table.texts("guards"),
        with_no=table.is_true("with_no"),
        whole_sentence=table.is_true("whole_sentence"),
        example=table.text("example"),
        counter_example=table.text("counter_example"),
        source=table.text("source"),
    )


def _clause_words(table: Table, lists: Table) -> ClauseWords:
    return ClauseWords(
        joiners=frozenset(table.texts("joiners")),
        subjects=frozenset(table.texts("subjects")),
        loose=frozenset(table.texts("loose")),
        openers=frozenset(table.texts("openers")),
        times=frozenset(table.texts("times")),
        imperatives=frozenset(lists.texts("imperatives")),
        past=frozenset(table.texts("past")),
        not_needs=frozenset(table.texts("not_needs")),
        effects=table.texts("effects"),
        effect_first=table.texts("effect_first"),
        cue_words=table.texts("cue_words"),
        needs=table.texts("needs"),
        unreal=table.texts("unreal"),
    )
