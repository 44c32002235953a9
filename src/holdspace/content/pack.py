"""Opens a content pack and says clearly what is wrong with one that cannot be used."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from holdspace.vocabulary.errors import HoldspaceError


class PackNotFound(HoldspaceError):
    """A content pack was asked for that is not part of this installation."""

    next_step = "Check the name and the language, or install Holdspace again."

    def __init__(self, name: str, language: str) -> None:
        super().__init__(
            f"There is no content pack {name[:40]!r} in language {language[:20]!r}."
        )


class PackBroken(HoldspaceError):
    """A content pack is there, but something in it cannot be used."""

    next_step = "Put the shipped pack back, or mend the place named here."

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"The content pack {name!r} cannot be used: {why}.")


@dataclass(frozen=True, slots=True)
class PackInfo:
    """What a pack is, where its words come from and who may use them."""

    name: str
    version: str
    language: str
    title: str
    source: str
    licence: str
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a pack, read by key and kind; a wrong kind raises PackBroken.

    `where` is the path to this table inside the pack, used only in messages; a
    message names the place and never the words that stand there.
    """

    pack: str
    where: str
    values: Mapping[str, object] = field(repr=False)

    def broken(self, why: str) -> PackBroken:
        """Return the error that names this pack and this place in it."""
        return PackBroken(self.pack, f"{why}, in {self.where}" if self.where else why)

    def has(self, key: str) -> bool:
        """Return whether the table has this key."""
        return key in self.values

    def keys(self) -> tuple[str, ...]:
        """Return the keys, in the order of the pack."""
        return tuple(self.values)

    def text(self, key: str) -> str:
        """Return the text under `key`. Raises PackBroken if it is missing."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self.broken(f"{key!r} is not text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """Return the text under `key`, None when the pack leaves it out."""
        return self.text(key) if key in self.values else None

    def text_or_empty(self, key: str) -> str:
        """Return the text under `key`, "" when the pack leaves it out."""
        return self.text(key) if key in self.values else ""

    def number(self, key: str) -> int:
        """Return the whole number under `key`. Raises PackBroken if missing."""
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.broken(f"{key!r} is not a whole number")
        return value

    def number_or_none(self, key: str) -> int | None:
        """Return the whole number under `key`, None when the pack leaves it out."""
        return self.number(key) if key in self.values else None

    def decimal(self, key: str) -> float:
        """Return the number under `key`, whole or not. Raises PackBroken if missing."""
        value = self._value(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.broken(f"{key!r} is not a number")
        return float(value)

    def decimal_or_none(self, key: str) -> float | None:
        """Return the number under `key`, None when the pack leaves it out."""
        return self.decimal(key) if key in self.values else None

    def is_true(self, key: str) -> bool:
        """Return the true or false under `key`, False when it is left out."""
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            raise self.broken(f"{key!r} is neither true nor false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the list of texts under `key`, empty when it is left out."""
        found: list[str] = []
        for value in self._list(key):
            if not isinstance(value, str):
                raise self.broken(f"{key!r} is not a list of texts")
            found.append(value)
        return tuple(found)

    def check_keys(self, known: Collection[str]) -> None:
        """Raise PackBroken if the table has a key that `known` does not name."""
        for key in self.values:
            if key not in known:
                raise self.broken(f"{key[:40]!r} is no key of this format")

    def table(self, key: str) -> "Table":
        """Return the table under `key`. Raises PackBroken if it is missing."""
        return self._as_table(self._value(key), key)

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the list of tables under `key`, empty when it is left out."""
        return tuple(
            self._as_table(value, f"{key} {number}")
            for number, value in enumerate(self._list(key), start=1)
        )

    def text_by_key(self, key: str) -> dict[str, str]:
        """Return the table under `key` as texts by key, in the order of the pack."""
        table = self.table(key)
        return {name: table.text(name) for name in table.keys()}  # noqa: SIM118

    def info(self) -> PackInfo:
        """Return the facts of the `[pack]` table at the head of the pack."""
        head = self.table("pack")
        return PackInfo(
            name=head.text("name"),
            version=head.text("version"),
            language=head.text("language"),
            title=head.text("title"),
            source=head.text("source"),
            licence=head.text("licence"),
            note=head.text("note"),
        )

    def _value(self, key: str) -> object:
        if key not in self.values:
            raise self.broken(f"{key!r} is missing")
        return self.values[key]

    def _list(self, key: str) -> list[object]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise self.broken(f"{key!r} is not a list")
        return value

    def _as_table(self, value: object, name: str) -> "Table":
        if not isinstance(value, dict):
            raise self.broken(f"{name!r} is not a table")
        return Table(self.pack, f"{self.where} {name}".strip(), value)


def parse_pack(name: str, text: str) -> Table:
    """Return the pack written in `text`; `name` is used only in messages.

    Raises:
        PackBroken: if `text` is not TOML.
    """
    try:
        values: dict[str, object] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as reason:
        place = str(reason).rpartition("(")[2].rstrip(")")
        raise PackBroken(name, f"it is not valid TOML ({place})") from None
    return Table(name, "", values)


@cache
def read_text(file_name: str, language: str = "en", folder: str = "") -> str:
    """Return the text of a file that ships with the packs of `language`.

    `folder` is a folder beside the packs, "" for none.

    Raises:
        PackNotFound: if there is no such file, or the name is not a plain name.
    """
    file = _packs_of(language, folder, file_name) / file_name
    if "/" in file_name or "\\" in file_name or not file.is_file():
        raise PackNotFound(file_name, language)
    return file.read_text(encoding="utf-8")


def file_names(folder: str, language: str = "en") -> tuple[str, ...]:
    """Return the names of the packs in a folder, without ".toml", in their order."""
    files = _packs_of(language, folder, folder)
    if not files.is_dir():
        return ()
    names = (file.name for file in files.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n.endswith(".toml")))


def _packs_of(language: str, folder: str, name: str) -> Traversable:
    plain = language.replace("-", "").isalnum()
    if not plain or not (folder.isalnum() or not folder):
        raise PackNotFound(name, language)
    packs = resources.files("holdspace.content") / "packs" / language
    return packs / folder if folder else packs


@cache
def read_pack(name: str, language: str = "en", folder: str = "") -> Table:
    """Return the pack `name` of `language`; read once, then kept.

    Raises:
        PackNotFound: if there is no such pack.
        PackBroken: if it is not TOML.
    """
    return parse_pack(name, read_text(f"{name}.toml", language, folder))
