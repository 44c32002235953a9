"""Says who does something in a clause: the teller, a helper, or somebody else."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

_SELF = frozenset({"i", "we"})
_OWN = frozenset({"my", "me", "myself", "mine", "us", "our"})
_ARTICLES = frozenset({"the", "a", "an", "this", "these", "those", "each", "every"})
_FIRST = 3  # words within which "my" says that a clause is about the teller
_HE, _SHE, _THEY = "he", "she", "they"
_PRONOUNS = frozenset({_HE, _SHE, _THEY})


class Subject(StrEnum):
    """Who does what a clause tells of, as far as its words say."""

    SELF = "self"
    HELPER = "helper"
    SOMEBODY_ELSE = "somebody_else"
    THING = "thing"
    UNKNOWN = "unknown"


class Subjects:
    """Follows through a text who is meant by "he", "she" or "they".

    A pronoun is a helper, the people a story of help is about, unless the person last
    named before it is somebody else whom that pronoun fits.
    """

    def __init__(self, lists: Mapping[str, frozenset[str]]) -> None:
        """Take the lists of words for helpers and for other people."""
        self._helpers = lists["helpers"]
        self._others = {
            **dict.fromkeys(lists["others_he"], _HE),
            **dict.fromkeys(lists["others_she"], _SHE),
            **dict.fromkeys(lists["others_they"], _THEY),
        }
        self._pronoun_of_other = ""
        self._own_first = False
        self._last = self._here = Subject.UNKNOWN

    def begin_sentence(self) -> None:
        """Forget who did the last thing: a new sentence names somebody anew."""
        self._last = self._here = Subject.UNKNOWN

    def enter(self, words: Sequence[str]) -> None:
        """Take in the next clause: whom it names first, and whether a helper."""
        self._own_first = bool(_OWN & set(words[:_FIRST]))
        named = (self._named(word) for word in words)
        self._last = self._here if self._here is not Subject.UNKNOWN else self._last
        self._here = next((w for w in named if w is not Subject.UNKNOWN), self._last)
        for word in words:
            if word in self._helpers:
                self._pronoun_of_other = ""
                break
            if word in _SELF or word in _PRONOUNS:
                break
            if word in self._others:
                self._pronoun_of_other = self._others[word]
                break
        if any(word in self._helpers for word in words):
            self._pronoun_of_other = ""

    def of(self, words: Sequence[str], start: int, end: int) -> Subject:
        """Return who does what stands from word `start` up to `end`.

        Whoever is named last before it or begins it, else who did the last thing.
        """
        for number in (*range(start, -1, -1), *range(start + 1, min(start + 2, end))):
            who = self._named(words[number])
            if who is not Subject.UNKNOWN:
                return who
        if self._own_first:
            return Subject.SELF
        if words[0] in _ARTICLES and start > 0:
            return Subject.THING
        return self._last

    def _named(self, word: str) -> Subject:
        if word in _SELF:
            return Subject.SELF
        if word in _PRONOUNS:
            other = word == self._pronoun_of_other
            return Subject.SOMEBODY_ELSE if other else Subject.HELPER
        if word in self._helpers:
            return Subject.HELPER
        if word in self._others:
            return Subject.SOMEBODY_ELSE
        return Subject.UNKNOWN
