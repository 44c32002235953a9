"""Looks up what a code means, in plain words, and finds codes as somebody types."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.pack import PackInfo, Table, read_pack
from holdspace.vocabulary.errors import UnknownCode

_PLAIN_WORDS, _ALSO, _DEFINITION, _ID = 0, 2, 4, 6
_PREFIX = 1


@dataclass(frozen=True, slots=True)
class Domain:
    """One letter of the codebook: what its codes are about, and what they are not.

    `boundary` is the one question that tells this domain from its neighbours.
    """

    letter: str
    title: str
    about: str
    boundary: str


@dataclass(frozen=True, slots=True)
class Code:
    """One code: an id such as "X.DISMISSED" and what it means in plain words.

    `maps_to` names the research terms it answers to, "" when there are none.
    `ends` holds the two ends of a slider, None when the code is no slider. A code
    of `level` 3 is tender: shown as a card only after its own yes. `also` are everyday
    words somebody may look for it by; they are not shown.
    """

    id: str
    domain: str
    plain_words: str
    definition: str
    maps_to: str
    slider: bool = False
    ends: tuple[str, str] | None = None
    level: int = 1
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """All codes in their order, with the domains they belong to.

    `chain` is the order in which one chain of events is read, as domain letters;
    letters in one entry stand for "this or that".
    """

    info: PackInfo
    domains: tuple[Domain, ...]
    codes: tuple[Code, ...]
    chain: tuple[str, ...] = ()
    _by_id: dict[str, Code] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        self._by_id.update({code.id: code for code in self.codes})

    def has(self, code_id: str) -> bool:
        """Return whether the codebook has a code with this id."""
        return code_id in self._by_id

    def code(self, code_id: str) -> Code:
        """Return the code with this id. Raises UnknownCode if there is none."""
        if code_id not in self._by_id:
            raise UnknownCode(code_id)
        return self._by_id[code_id]

    def domain(self, letter: str) -> Domain:
        """Return the domain with this letter. Raises UnknownCode if there is none."""
        for domain in self.domains:
            if domain.letter == letter:
                return domain
        raise UnknownCode(letter)

    def in_domain(self, letter: str) -> tuple[Code, ...]:
        """Return the codes of one domain in order, empty if there is no such letter."""
        return tuple(code for code in self.codes if code.domain == letter)

    def search(self, text: str, limit: int = 12) -> tuple[Code, ...]:
        """Return the codes that fit what somebody typed so far, best first.

        Each typed word must begin a word of the code. A find in the plain words
        comes before one in the everyday words, then the definition, then the id; whole
        words before beginnings; equals stay in the order of the codebook. Capitals
        and accents do not count. Text with a dot that begins an id puts that code
        first. Empty text returns all codes, whatever the limit.
        """
        typed = _tokens(text)
        if not typed:
            return self.codes if not text.strip() else ()
        part = text.strip().casefold()
        ranked = [
            (not _begins_id(part, code), rank, place, code)
            for place, code in enumerate(self.codes)
            if (rank := _rank(typed, code)) is not None
        ]
        ranked.sort(key=lambda entry: entry[:3])
        return tuple(code for *_, code in ranked[: max(limit, 0)])

    def expand(self, patterns: Iterable[str]) -> tuple[str, ...]:
        """Return the code ids that `patterns` name, each once; "H.*" is all of H.

        Raises:
            UnknownCode: if a pattern names no code.
        """
        found: dict[str, None] = {}
        for pattern in patterns:
            letter, dot, rest = pattern.partition(".")
            if dot and rest == "*":
                ids = [code.id for code in self.in_domain(letter)]
            else:
                ids = [self.code(pattern).id]
            if not ids:
                raise UnknownCode(pattern)
            found.update(dict.fromkeys(ids))
        return tuple(found)


@cache
def codebook(language: str = "en") -> Codebook:
    """Return the codebook in `language`; read once, then kept.

    Raises:
        PackNotFound: if there is none in this language.
        PackBroken: if it cannot be used.
    """
    return codebook_from(read_pack("codebook", language))


def codebook_from(pack: Table) -> Codebook:
    """Return the codebook written in `pack`. Raises PackBroken if it has a fault."""
    domains = tuple(
        Domain(
            table.text("letter"),
            table.text("title"),
            table.text("about"),
            table.text("boundary"),
        )
        for table in pack.tables("domains")
    )
    letters = {domain.letter for domain in domains}
    codes: dict[str, Code] = {}
    for table in pack.tables("codes"):
        code = _code_from(table)
        if code.id in codes:
            raise table.broken(f"{code.id} is there twice")
        if code.domain not in letters:
            raise table.broken(f"{code.id} is in no domain")
        codes[code.id] = code
    return Codebook(
        pack.info(),
        domains,
        tuple(codes.values()),
        pack.table("reading").texts("chain"),
    )


def _code_from(table: Table) -> Code:
    code_id = table.text("id")
    ends = table.texts("ends")
    if ends and len(ends) != 2:
        raise table.broken(f"the slider {code_id} needs two ends")
    return Code(
        id=code_id,
        domain=code_id.partition(".")[0],
        plain_words=table.text("plain_words"),
        definition=table.text("definition"),
        maps_to=table.text_or_empty("maps_to"),
        slider=bool(ends),
        ends=(ends[0], ends[1]) if ends else None,
        level=table.number_or_none("level") or 1,
        also=table.texts("also"),
    )


def _rank(typed: tuple[str, ...], code: Code) -> int | None:
    """Return how well a code fits, lower is better; None when a word is not in it."""
    fields = (
        (_PLAIN_WORDS, _tokens(code.plain_words)),
        (_ALSO, _tokens(" ".join(code.also))),
        (_DEFINITION, _tokens(code.definition)),
        (_ID, _tokens(code.id)),
    )
    total = 0
    for word in typed:
        ranks = [
            weight + (0 if token == word else _PREFIX)
            for weight, tokens in fields
            for token in tokens
            if token.startswith(word)
        ]
        if not ranks:
            return None
        total += min(ranks)
    return total


def _begins_id(part: str, code: Code) -> bool:
    return "." in part and code.id.casefold().startswith(part)


@cache
def _tokens(text: str) -> tuple[str, ...]:
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in folded if not unicodedata.combining(mark))
    return tuple(re.findall(r"\w+", re.sub(r"['’]", "", bare)))
