"""The habits of this project that no linter knows, each as one small test."""

import ast
import os
import re
import socket
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
LIBRARY = CHECKOUT / "src" / "holdspace"
SITE = CHECKOUT / "src" / "holdspace_site"
PACKS = LIBRARY / "content" / "packs"

LONGEST_FILE_LINES = 400
LONGEST_FUNCTION_LINES = 60

BLAME = re.compile(r"\b(resistan(t|ce)|non-?complian(t|ce)|manipulative)\b", re.I)
# The list of patterns by which such words are found in a worker's draft.
LISTS_THEM = {"moves.toml"}
UNESCAPED = re.compile(r"mark_safe|SafeString|\|\s*safe\b|autoescape\s+off")
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(root|work|home|Users)(/|\b(?=[\s'\"]))")
# What stands in a page and is not read: comments, scripts, style, tags.
UNREAD = re.compile(
    r"{#.*?#}|{% *comment.*?endcomment *%}|<!--.*?-->"
    r"|<(script|style)\b.*?</\1>|{%.*?%}|{{.*?}}|<[^>]*>",
    re.DOTALL,
)
READ_FROM_TAGS = re.compile(
    r"""{% *trans(?:late)? +["']([^"']*)"""
    r"""|(?:alt|title|placeholder|aria-label)="([^"]*)"""
)


# --- Looking around -----------------------------------------------------------


def python_files() -> Iterator[Path]:
    for folder in (LIBRARY, SITE):
        for file in sorted(folder.rglob("*.py")):
            if "migrations" not in file.parts:  # made by Django
                yield file


def syntax_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), filename=str(file))


def templates() -> Iterator[Path]:
    for file in sorted(SITE.rglob("*")):
        if "templates" in file.parts and file.is_file():
            yield file


def read_by_people(template: Path) -> str:
    """What is left of a template once everything that is not text is gone."""
    text = template.read_text("utf-8")
    from_tags = (part for found in READ_FROM_TAGS.findall(text) for part in found)
    return "\n".join([UNREAD.sub(" ", text), *from_tags])


def pack_files() -> Iterator[Path]:
    return (file for file in sorted(PACKS.rglob("*.*")) if file.is_file())


def strings_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings_in(part)


def our_text_files() -> Iterator[tuple[Path, str]]:
    for folder, folders, names in os.walk(CHECKOUT):
        folders[:] = [f for f in folders if f == ".ci" or is_ours(f)]
        for name in names:
            try:
                yield Path(folder, name), Path(folder, name).read_text("utf-8")
            except (UnicodeDecodeError, FileNotFoundError):
                continue  # a picture, or gone meanwhile


def is_ours(folder: str) -> bool:
    made = {"__pycache__", "node_modules", "dist", "screenshots"}
    return not folder.startswith(".") and folder not in made


def shown(file: Path, what: object = "") -> str:
    return f"{file.relative_to(CHECKOUT)} {what}".rstrip()


# --- Code ---------------------------------------------------------------------


def test_no_file_is_too_long_to_read_in_one_sitting():
    too_long = [
        shown(file, lines)
        for file in python_files()
        if (lines := len(file.read_text("utf-8").splitlines())) > LONGEST_FILE_LINES
    ]
    assert not too_long


def test_no_function_is_longer_than_a_screen():
    too_long = [
        shown(file, node.name)
        for file in python_files()
        for node in ast.walk(syntax_of(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION_LINES
    ]
    assert not too_long


def test_every_module_says_what_a_person_gets_from_it():
    silent = [
        shown(file) for file in python_files() if not ast.get_docstring(syntax_of(file))
    ]
    assert not silent


def test_every_public_class_of_the_library_is_in_the_glossary():
    glossary = (CHECKOUT / "GLOSSARY.md").read_text("utf-8")
    missing = [
        shown(file, node.name)
        for file in sorted(LIBRARY.rglob("*.py"))
        for node in syntax_of(file).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
        if not re.search(rf"`{node.name}\b", glossary)
    ]
    assert not missing


def test_nothing_reaches_a_page_unescaped():
    files = [*templates(), *(f for f in python_files() if SITE in f.parents)]
    unescaped = [
        shown(file, found.group())
        for file in files
        if (found := UNESCAPED.search(file.read_text("utf-8")))
    ]
    assert not unescaped


# --- What people read ---------------------------------------------------------


def test_templates_stay_calm():
    loud = [shown(file) for file in templates() if "!" in read_by_people(file)]
    assert not loud


def test_packs_stay_calm():
    loud = [
        shown(file, text)
        for file in PACKS.rglob("*.toml")
        for text in strings_in(tomllib.loads(file.read_text("utf-8")))
        if "!" in text
    ]
    assert not loud


def test_nobody_is_blamed():
    blaming = [
        shown(file, found.group())
        for file in [*templates(), *pack_files()]
        if file.name not in LISTS_THEM
        if (found := BLAME.search(file.read_text("utf-8")))
    ]
    assert not blaming


def test_every_pack_names_its_source_and_licence():
    nameless = [
        shown(file, word)
        for file in PACKS.rglob("*.toml")
        for word in ("source", "licence")
        if not tomllib.loads(file.read_text("utf-8")).get("pack", {}).get(word)
    ]
    nameless += [
        shown(file)
        for file in pack_files()
        if file.suffix != ".toml" and "Licence:" not in file.read_text("utf-8")
    ]
    assert not nameless


# --- The checkout -------------------------------------------------------------


def test_requirements_name_no_host():
    naming = [
        shown(file, found.group())
        for file in sorted((CHECKOUT / "requirements").iterdir())
        if (found := re.search(r"https?://|--(extra-)?index-url", file.read_text()))
    ]
    assert not naming


def test_every_requirement_is_pinned_by_its_hash():
    for file in sorted((CHECKOUT / "requirements").glob("*.txt")):
        packages = re.split(r"\n(?=[a-z0-9])", file.read_text())
        loose = [p for p in packages if "==" not in p or "--hash=sha256:" not in p]
        assert not loose, file.name


def test_no_file_names_a_path_of_somebodys_machine():
    naming = [
        shown(file, found.group())
        for file, text in our_text_files()
        if (found := MACHINE_PATH.search(text))
    ]
    assert not naming


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_past_this_machine():
    address_of_nobody = ("203.0.113.1", 9)  # set aside for examples: RFC 5737
    with pytest.raises(RuntimeError, match="socket"):
        socket.create_connection(address_of_nobody, timeout=1)
