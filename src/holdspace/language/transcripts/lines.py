"""Reads turns from plain text in which each speaker stands at the start of a line."""

import re
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from holdspace.language.moves import Speaker
from holdspace.language.transcripts.speakers import (
    LONGEST_NAME,
    SpeakerNames,
    could_be_a_name,
    plain,
)
from holdspace.language.transcripts.told import SpokenPart
from holdspace.rows.left_out import WhyLeftOut

_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]+(?:-[ \t]+)?"
_NAMED = re.compile(
    rf"^[ \t]*(?:{_CLOCK})?([^\s:][^:\r\n]{{0,{LONGEST_NAME - 1}}}):(?!//)[ \t]*",
    re.MULTILINE,
)
_MOST_NAMES = 6  # a conversation of more people is none of a worker with a client
_OFTEN = 2
_TAKING_TURNS = 3
"""How often the speaker changes at least where two take turns. A letter that names the
client and the worker at its head and is signed by the worker has two changes."""
_SPOKEN_SHARE = 0.5
_LONGEST_HEADING = 60


def parts_in(words: str, speakers: SpeakerNames) -> list[SpokenPart] | None:
    """Return what each says, to the character; None if it is no conversation.

    A letter names a client at its head or a worker at its end, too: so it is only a
    conversation where lines of named speakers are most of the text, or two take turns.
    A line without a speaker goes on with what the one before says. A short heading
    before the first speaker is not read. Somebody else who is named, or longer words
    before the first speaker, are parts without a speaker, to be left out.
    """
    lines = _NamedLines(words, speakers)
    if not lines.are_conversation:
        return None
    return [*lines.before_the_first, *_cut(words, lines.begins, speakers)]


def first_doubt(words: str, speakers: SpeakerNames) -> int | None:
    """Return the first line of a draft that begins as if somebody speaks, from 1.

    None where nothing is in doubt: no line names a worker or a client, and lines that
    begin with other names are less than half of the text.
    """
    lines = _NamedLines(words, speakers)
    doubtful = lines.known
    if not doubtful and len(lines.begins) > 1 and lines.share >= _SPOKEN_SHARE:
        doubtful = lines.begins
    return words.count("\n", 0, doubtful[0].start(1)) + 1 if doubtful else None


@dataclass(frozen=True)
class _NamedLines:
    """The lines of a text that begin with what may be a speaker."""

    words: str = field(repr=False)
    speakers: SpeakerNames

    @cached_property
    def begins(self) -> list[re.Match[str]]:
        """Where somebody known, or what looks like a name, stands before a colon."""
        counted = Counter(plain(found.group(1)) for found in self._found)
        often = {name for name, times in counted.items() if times >= _OFTEN}
        return [
            found
            for found in self._found
            if self._side(found) is not None or self._is_somebody(found, often)
        ]

    @cached_property
    def known(self) -> list[re.Match[str]]:
        """Those that name the worker or the client."""
        return [one for one in self.begins if self._side(one) is not None]

    @cached_property
    def share(self) -> float:
        """Which share of the text stands on the named lines, 0 to 1."""
        on_them = sum(len(self._line(one).strip()) for one in self.begins)
        return on_them / max(1, sum(map(len, map(str.strip, self._all()))))

    @property
    def are_conversation(self) -> bool:
        """Whether they are turns of people who talk, and no heading or signature."""
        if not self.begins:
            return False
        if self._take_turns():
            return True
        if not self.known:
            return self.share >= _SPOKEN_SHARE and self._of_few_who_recur()
        speaks = any(not _is_label(self._said_on_line(one)) for one in self.known)
        sides = Counter(self._side(one) for one in self.known)
        more = len(sides) > 1 or max(sides.values()) >= _OFTEN
        if self._nothing_else_stands_there():
            return speaks or more or self._of_few_who_recur()
        return speaks and more and self.share >= _SPOKEN_SHARE

    @property
    def before_the_first(self) -> list[SpokenPart]:
        """What stands before the first speaker and is more than a short heading."""
        before = self.words[: self.begins[0].start()]
        lines = before.split("\n")
        wordy = [n for n, line in enumerate(lines, start=1) if not _is_heading(line)]
        if not wordy:
            return []
        return [SpokenPart(wordy[0], before.strip(), None, WhyLeftOut.SPEAKER)]

    @cached_property
    def _found(self) -> list[re.Match[str]]:
        return list(_NAMED.finditer(self.words))

    @cached_property
    def _sides(self) -> dict[str, Speaker | None]:
        names = {found.group(1) for found in self._found}
        return {name: self.speakers.speaker(name) for name in names}

    def _side(self, found: re.Match[str]) -> Speaker | None:
        return self._sides[found.group(1)]

    def _is_somebody(self, found: re.Match[str], often: Container[str]) -> bool:
        name = found.group(1)
        if self.words[found.end(1) + 1 : found.end(1) + 2].isdigit():
            return False  # "Monday 10:30"
        return could_be_a_name(name) or (name[0].isupper() and plain(name) in often)

    def _take_turns(self) -> bool:
        """Whether two who are known, or named more than once, speak by turns."""
        who = [self._side(one) or plain(one.group(1)) for one in self.begins]
        counted = Counter(who)
        often = [one for one in who if counted[one] >= _OFTEN]
        changes = sum(one != other for one, other in pairwise(often))
        return changes >= _TAKING_TURNS and (bool(self.known) or self._are_few())

    def _are_few(self) -> bool:
        names = {plain(one.group(1)) for one in self.begins}
        return 1 < len(names) <= _MOST_NAMES

    def _of_few_who_recur(self) -> bool:
        return self._are_few() and len(self.begins) > len(
            {plain(one.group(1)) for one in self.begins}
        )

    def _nothing_else_stands_there(self) -> bool:
        lines = [line for line in self._all() if line.strip()]
        heading = self.words[: self.begins[0].start()].split("\n")
        before = sum(1 for line in heading if line.strip())
        return len(lines) == len(self.begins) + before and all(
            map(_is_heading, heading)
        )

    def _line(self, found: re.Match[str]) -> str:
        end = self.words.find("\n", found.end(1))
        return self.words[found.start() : end if end >= 0 else None]

    def _said_on_line(self, found: re.Match[str]) -> str:
        return self._line(found)[found.end() - found.start() :]

    def _all(self) -> list[str]:
        return self.words.split("\n")


def _is_heading(line: str) -> bool:
    """Return whether a line is short and no sentence, as "Session 4" is."""
    line = line.strip()
    return len(line) <= _LONGEST_HEADING and not line.endswith((".", ",", "?", "!"))


def _is_label(said: str) -> bool:
    """Return whether all that is said is a name, as "Ruth Ben (North team)" is."""
    said = said.strip()
    if said.endswith((".", "?", "!")):
        return False
    return all(word.lstrip("([")[:1].isupper() for word in said.split())


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
