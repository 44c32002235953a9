"""Reads turns from plain text in which each speaker stands at the start of a line."""

import re
from collections import Counter
from collections.abc import Sequence

from holdspace.command_line.listen.speakers import LONGEST_NAME, SpeakerNames, plain
from holdspace.command_line.listen.told import SpokenPart
from holdspace.command_line.tables.left_out import WhyLeftOut

_NAMED = re.compile(
    rf"^[ \t]*([^\s:][^:\r\n]{{0,{LONGEST_NAME - 1}}}):(?!//)[ \t]*", re.MULTILINE
)
_MOST_NAMES = 6  # a conversation of more people is none of a worker with a client
_OFTEN = 2
_SPOKEN_SHARE = 0.6


def parts_in(words: str, speakers: SpeakerNames) -> list[SpokenPart] | None:
    """Return what each says, to the character; None if no speakers are named.

    A line without a speaker goes on with what the one before says. What stands before
    the first speaker is a heading, and is not read. Somebody else who is named again
    and again is a speaker who is neither worker nor client.
    """
    named = [found for found in _NAMED.finditer(words)]
    counted = Counter(plain(found.group(1)) for found in named)
    known = [found for found in named if speakers.speaker(found.group(1))]
    if not known and not _is_conversation(words, counted):
        return None
    begins = [
        found
        for found in named
        if speakers.speaker(found.group(1))
        or (counted[plain(found.group(1))] >= _OFTEN and found.group(1)[0].isupper())
    ]
    return _cut(words, begins, speakers)


def _is_conversation(words: str, counted: Counter[str]) -> bool:
    """Return whether most lines begin with one of few names."""
    lines = [line for line in words.splitlines() if line.strip()]
    often = {name: times for name, times in counted.items() if times >= _OFTEN}
    spoken = sum(often.values())
    return 1 < len(often) <= _MOST_NAMES and spoken >= _SPOKEN_SHARE * len(lines)


def _cut(
    words: str, begins: Sequence[re.Match[str]], speakers: SpeakerNames
) -> list[SpokenPart]:
    ends = [found.start() for found in begins[1:]] + [len(words)]
    parts = []
    line, counted_to = 1, 0
    for found, end in zip(begins, ends, strict=True):
        line += words.count("\n", counted_to, found.start())
        counted_to = found.start()
        said = words[found.end() : end].rstrip()
        speaker = speakers.speaker(found.group(1))
        broken = None if speaker is not None else WhyLeftOut.SPEAKER
        if speaker is not None and not said.strip():
            broken = WhyLeftOut.NO_TEXT
        parts.append(SpokenPart(line, said, speaker, broken))
    return parts
