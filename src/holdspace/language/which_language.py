"""Says whether words are in the language that rules and models can read."""

from collections.abc import Sequence

from holdspace.content.moves import MovesPack
from holdspace.language.tokens import Token, is_word

FEW_WORDS = 1  # of another language can be a name, or borrowed
ENOUGH_WORDS = 12
LEAST_SHARE = 0.1
"""Of common words; in English mostly a third or more are."""


def is_read(sentences: Sequence[Sequence[Token]], pack: MovesPack) -> bool:
    """Return whether words are in the pack's language, as far as can be told.

    They are not if common words of other languages outnumber its own, if hardly any
    common word is there among a dozen, or if no word has a letter of its alphabet.
    """
    words = [one.text for tokens in sentences for one in tokens if is_word(one)]
    if words and not any(word.isascii() for word in words):
        return False
    own = sum(word in pack.own_language for word in words)
    others = sum(word in pack.other_languages for word in words)
    if others > max(own, FEW_WORDS):
        return False
    common = sum(word in pack.common_words for word in words)
    return len(words) < ENOUGH_WORDS or common >= LEAST_SHARE * len(words)
