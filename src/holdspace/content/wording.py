"""Says the sentences the library itself needs, each written once and by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from string import Formatter

from holdspace.content.pack import PackInfo, Table, read_pack
from holdspace.vocabulary.errors import HoldspaceError


class UnknownWording(HoldspaceError):
    """A sentence was asked for that the wording pack does not have."""

    next_step = "Add the sentence to the wording pack, or use a name it has."

    def __init__(self, key: str) -> None:
        super().__init__(f"There is no sentence called {key[:40]!r}.")


class WordingIncomplete(HoldspaceError):
    """A sentence needs a value that was not given."""

    next_step = "Give every value that stands in braces in the sentence."

    def __init__(self, key: str, missing: tuple[str, ...]) -> None:
        super().__init__(f"The sentence {key!r} also needs: {', '.join(missing)}.")


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences by name, with the places in them that are filled in."""

    info: PackInfo
    sentences: Mapping[str, str] = field(repr=False)

    def needs(self, key: str) -> tuple[str, ...]:
        """Return the values a sentence needs. Raises UnknownWording if none such."""
        return tuple(dict.fromkeys(_places(self._sentence(key))))

    def say(self, key: str, **values: str) -> str:
        """Return the sentence `key` with its places filled in; more values are fine.

        Raises:
            UnknownWording: if there is no such sentence.
            WordingIncomplete: if a value is missing.
        """
        missing = tuple(name for name in self.needs(key) if name not in values)
        if missing:
            raise WordingIncomplete(key, missing)
        return self._sentence(key).format_map(values)

    def day(self, on: date) -> str:
        """Return a day and its month in words, such as "17 November"."""
        return self.say("day", day=str(on.day), month=self.say(f"month_{on.month}"))

    def _sentence(self, key: str) -> str:
        if key not in self.sentences:
            raise UnknownWording(key)
        return self.sentences[key]


@cache
def wording(language: str = "en") -> Wording:
    """Return the sentences in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
    """
    return wording_from(read_pack("wording", language))


def wording_from(pack: Table) -> Wording:
    """Return the sentences written in `pack`. Raises PackBroken if it has a fault."""
    sentences = pack.text_by_key("sentences")
    for key, sentence in sentences.items():
        try:
            places = _places(sentence)
        except ValueError:
            raise pack.broken(f"the braces of {key!r} do not match") from None
        if not all(place.isidentifier() for place in places):
            raise pack.broken(f"{key!r} has a place without a plain name")
    return Wording(pack.info(), sentences)


def _places(sentence: str) -> tuple[str, ...]:
    return tuple(
        name for _, name, _, _ in Formatter().parse(sentence) if name is not None
    )
