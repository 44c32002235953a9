"""Reads turns from captions: WebVTT with voice tags, or SubRip."""

import re
from collections.abc import Iterator
from html import unescape

from holdspace.language.moves import Speaker
from holdspace.language.transcripts.speakers import (
    LONGEST_NAME,
    SpeakerNames,
    could_be_a_name,
)
from holdspace.language.transcripts.told import SpokenPart
from holdspace.rows.left_out import WhyLeftOut

_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMES = re.compile(rf"\s*{_TIME}\s+-->\s+{_TIME}(?:\s|\Z)")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,80})?\s++([^>]{1,80})>|</v>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,200}>|\{\\an\d\}")
_NAMED = re.compile(rf"([^\s:][^:]{{0,{LONGEST_NAME - 1}}}):(?:\s|\Z)")
_DASHES = ("-", "\N{EN DASH}", "\N{EM DASH}")
_LONGEST_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
_NOT_READ = ("WEBVTT", "NOTE", "STYLE", "REGION")


def looks_like_captions(words: str) -> bool:
    """Return whether a text begins as captions do."""
    if words.startswith("WEBVTT"):
        return True
    lines = [line for line in words[:400].splitlines() if line.strip()]
    return (
        len(lines) > 1 and lines[0].strip().isdigit() and bool(_TIMES.match(lines[1]))
    )


def captions_in(words: str, speakers: SpeakerNames) -> tuple[list[SpokenPart], bool]:
    """Return what each caption says, and whether any of them names a speaker.

    `speaker` is None where a caption names none that is known. A caption without a
    time that can be read is broken, and the others are still read.
    """
    parts: list[SpokenPart] = []
    named = False
    for line, block in _blocks(words):
        at = next((n for n, one in enumerate(block[:2]) if "-->" in one), None)
        if at is None or not _TIMES.match(block[at]):
            parts.append(SpokenPart(line, "", None, WhyLeftOut.CAPTION))
            continue
        for name, said in _voices("\n".join(block[at + 1 :])):
            named = named or name is not None
            if said:
                parts.append(SpokenPart(line, said, _known(name, speakers)))
    return parts, named


def _known(name: str | None, speakers: SpeakerNames) -> Speaker | None:
    return None if name is None else speakers.speaker(name)


def _blocks(words: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the blocks between empty lines that are captions, with their first line."""
    block: list[str] = []
    for number, line in enumerate([*words.splitlines(), ""], start=1):
        if line.strip():
            block.append(line)
        elif block:
            if not block[0].lstrip("\ufeff").startswith(_NOT_READ):
                yield number - len(block), block
            block = []


def _voices(payload: str) -> Iterator[tuple[str | None, str]]:
    """Yield who says what in one caption; the name is None where there is none."""
    name: str | None = None
    at = 0
    any_voice = False
    for found in _VOICE.finditer(payload):
        yield name, _said(payload[at : found.start()])
        name, at = found.group(1), found.end()
        any_voice = any_voice or name is not None
    rest = payload[at:]
    if any_voice:
        yield name, _said(rest)
    else:
        yield from _lines_of_speakers(_TAG.sub("", rest).split("\n"))


def _lines_of_speakers(lines: list[str]) -> Iterator[tuple[str | None, str]]:
    """Yield who says what where names stand before a colon.

    A dash at the start of a line is how captions show that another person speaks.
    """
    name: str | None = None
    said: list[str] = []
    for line in map(str.strip, lines):
        bare = line.lstrip("".join(_DASHES)).lstrip()
        found = _NAMED.match(bare)
        if found is not None and could_be_a_name(found.group(1)):
            yield name, _said(" ".join(said))
            name, said = found.group(1), [bare[found.end() :]]
        elif line.startswith(_DASHES):
            yield name, _said(" ".join(said))
            name, said = None, [bare]
        else:
            said.append(bare)
    yield name, _said(" ".join(said))


def _said(text: str) -> str:
    without_tags = _TAG.sub("", text)
    # No character has a number this long, and Python refuses to read it.
    return " ".join(unescape(_LONGEST_NUMBER.sub("\ufffd", without_tags)).split())
