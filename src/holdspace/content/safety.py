"""Gives the phrase list, and every sentence said when words may need a person."""

from dataclasses import dataclass
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """Phrases of one kind; `steps` names which of the agency's steps stand beside.

    `own` says that the phrases are about the writer unless somebody else is named.
    """

    id: str
    words: str
    steps: str
    own: bool
    phrases: tuple[str, ...]
    told_as_past: tuple[str, ...]
    about_others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """The words around a phrase that say whether it is about now and the writer."""

    fillers: frozenset[str]
    negations: frozenset[str]
    not_negations: tuple[str, ...]
    breaks: frozenset[str]
    contrasts: frozenset[str]
    past: tuple[str, ...]
    recent: tuple[str, ...]
    just_now: tuple[str, ...]
    comes_back: tuple[str, ...]
    selves: frozenset[str]
    others: frozenset[str]
    reports: frozenset[str]
    idioms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemRule:
    """Cards and choices of one question after which we ask gently."""

    question: str
    cards: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CalmChoice:
    """Something a client can press, and what is said to them then."""

    id: str
    words: str
    says: str
    opens_calm_card: bool = False


@dataclass(frozen=True, slots=True)
class HandOffChoice:
    """Something a worker can decide about words that needed a person."""

    id: str
    words: str
    needs_words: bool


@dataclass(frozen=True, slots=True)
class HarmOption:
    """One thing that is open to somebody hurt by an earlier professional."""

    id: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CalmText:
    """What a client reads at once when their words may need a person."""

    lines: tuple[str, ...]
    choose: str
    choices: tuple[CalmChoice, ...]


@dataclass(frozen=True, slots=True)
class GentleAsk:
    """The question after an answer that sounds heavy; it starts no hand-off."""

    words: str
    why: str
    choices: tuple[CalmChoice, ...]


@dataclass(frozen=True, slots=True)
class HarmOptions:
    """The page for somebody hurt by an earlier professional."""

    title: str
    intro: str
    told_first: str
    name_rule: str
    items: tuple[HarmOption, ...]


@dataclass(frozen=True, slots=True)
class SafetyPack:
    """The whole pack: rules that notice, and all that is said and offered then."""

    info: PackInfo
    label: str
    short_label: str
    notice: str
    notice_without_hours: str
    calm: CalmText
    gentle_ask: GentleAsk
    check_in_offer: str
    person_offer: str
    options: HarmOptions
    decisions: tuple[HandOffChoice, ...]
    item_rules: tuple[ItemRule, ...]
    groups: tuple[PhraseGroup, ...]
    cues: Cues

    def group(self, group_id: str) -> PhraseGroup | None:
        """Return a group by id, None if this version of the pack has none such."""
        return next((one for one in self.groups if one.id == group_id), None)

    def choice(self, choice_id: str) -> CalmChoice | None:
        """Return what a client pressed by its id, None if there is no such."""
        return next((one for one in self.calm.choices if one.id == choice_id), None)

    def decision(self, decision_id: str) -> HandOffChoice | None:
        """Return what a worker decided by its id, None if there is no such."""
        return next((one for one in self.decisions if one.id == decision_id), None)

    def notice_for(self, hours: str, number: str) -> str:
        """Return the notice before a free text, with the agency's hours and number."""
        if not hours.strip():
            return self.notice_without_hours.format(number=number)
        return self.notice.format(hours=hours.strip(), number=number)


@cache
def safety(language: str = "en") -> SafetyPack:
    """Return the safety pack in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used.
    """
    return safety_from(read_pack("safety", language))


def safety_from(pack: Table) -> SafetyPack:
    """Return what is written in `pack`. Raises PackBroken if it has a fault."""
    shown, offers = pack.table("shown"), pack.table("offers")
    return SafetyPack(
        info=pack.info(),
        label=shown.text("label"),
        short_label=shown.text("short_label"),
        notice=shown.text("notice"),
        notice_without_hours=shown.text("notice_without_hours"),
        calm=_calm(pack.table("calm")),
        gentle_ask=_gentle_ask(pack.table("gentle_ask")),
        check_in_offer=offers.text("check_in"),
        person_offer=offers.text("a_person"),
        options=_options(pack.table("options")),
        decisions=tuple(
            HandOffChoice(each.text("id"), each.text("words"), each.is_true(_WORDS))
            for each in pack.table("decide").tables("choices")
        ),
        item_rules=tuple(
            ItemRule(each.text("question"), each.texts("cards"), each.texts("choices"))
            for each in pack.tables("item_rules")
        ),
        groups=tuple(_group(each) for each in pack.tables("groups")),
        cues=_cues(pack.table("cues")),
    )


_WORDS = "needs_words"
_STEPS = ("escalation", "protection")


def _calm(table: Table) -> CalmText:
    return CalmText(table.texts("lines"), table.text("choose"), _choices(table))


def _gentle_ask(table: Table) -> GentleAsk:
    return GentleAsk(table.text("words"), table.text("why"), _choices(table))


def _choices(table: Table) -> tuple[CalmChoice, ...]:
    return tuple(
        CalmChoice(
            each.text("id"),
            each.text("words"),
            each.text("says"),
            each.is_true("opens_calm_card"),
        )
        for each in table.tables("choices")
    )


def _options(table: Table) -> HarmOptions:
    return HarmOptions(
        title=table.text("title"),
        intro=table.text("intro"),
        told_first=table.text("told_first"),
        name_rule=table.text("name_rule"),
        items=tuple(
            HarmOption(each.text("id"), each.text("words"), each.text("sentence"))
            for each in table.tables("items")
        ),
    )


def _group(table: Table) -> PhraseGroup:
    steps = table.text("steps")
    if steps not in _STEPS:
        raise table.broken(f"'steps' must be one of: {', '.join(_STEPS)}")
    return PhraseGroup(
        id=table.text("id"),
        words=table.text("words"),
        steps=steps,
        own=table.is_true("own"),
        phrases=_phrases(table, "phrases"),
        told_as_past=_phrases(table, "told_as_past"),
        about_others=_phrases(table, "about_others"),
    )


def _phrases(table: Table, key: str) -> tuple[str, ...]:
    """Return phrases, each of small letters, digits, spaces and slashes only."""
    phrases = table.texts(key)
    for number, phrase in enumerate(phrases, start=1):
        words = phrase.replace("/", " ").split(" ")
        if not all(word.isalnum() and word == word.lower() for word in words):
            raise table.broken(f"{key!r} {number} is not written as a phrase")
    return phrases


def _cues(table: Table) -> Cues:
    return Cues(
        fillers=frozenset(table.texts("fillers")),
        negations=frozenset(table.texts("negations")),
        not_negations=_phrases(table, "not_negations"),
        breaks=frozenset(table.texts("breaks")),
        contrasts=frozenset(table.texts("contrasts")),
        past=_phrases(table, "past"),
        recent=_phrases(table, "recent"),
        just_now=_phrases(table, "just_now"),
        comes_back=_phrases(table, "comes_back"),
        selves=frozenset(table.texts("selves")),
        others=frozenset(table.texts("others")),
        reports=frozenset(table.texts("reports")),
        idioms=_phrases(table, "idioms"),
    )
