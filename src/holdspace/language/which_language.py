"""Says which sentences are in the language that rules and models can read."""

from collections.abc import Sequence

from holdspace.content.moves import MovesPack
from holdspace.language.tokens import Token
from holdspace.vocabulary.text import Span

FEW_WORDS = 1  # of another language can be a name, or borrowed
ENOUGH_WORDS = 12
LEAST_SHARE = 0.1
"""Of common words; in English mostly a third or more are."""
SURE_WORDS = 2
"""Of a language, in one sentence: against what is written around it."""

Sentences = Sequence[tuple[Span, Sequence[Token]]]


def read_in(
    turns: Sequence[tuple[str, Sentences]], pack: MovesPack
) -> list[tuple[bool, ...]]:
    """Return of each sentence whether it is in the pack's language.

    Each turn is its words and its sentences. A sentence that does not show it goes with
    its paragraph, and one such goes with all there is: so "Ja." in a letter in German
    is not read, and a letter half in English and half in Spanish is read by half.
    """
    spoken = [[_words(tokens) for _, tokens in sentences] for _, sentences in turns]
    whole = is_read([word for turn in spoken for one in turn for word in one], pack)
    return [
        tuple(
            verdict
            for paragraph in _paragraphs(words, sentences, told)
            for verdict in _of_paragraph(paragraph, pack, whole=whole)
        )
        for (words, sentences), told in zip(turns, spoken, strict=True)
    ]


def is_read(words: Sequence[str], pack: MovesPack) -> bool:
    """Return whether words are in the pack's language, as far as can be told.

    They are not if common words of other languages outnumber its own, if hardly any
    common word is there among a dozen, or if no letter is of its alphabet.
    """
    if _is_of_another_alphabet(words):
        return False
    own, others = _counted(words, pack)
    if others > max(own, FEW_WORDS):
        return False
    return not _has_few_common_words(words, pack)


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.text for token in tokens if token.is_word]


def _counted(words: Sequence[str], pack: MovesPack) -> tuple[int, int]:
    own = sum(map(pack.own_language.__contains__, words))
    return own, sum(map(pack.other_languages.__contains__, words))


def _has_few_common_words(words: Sequence[str], pack: MovesPack) -> bool:
    if len(words) < ENOUGH_WORDS:
        return False
    common = sum(map(pack.common_words.__contains__, words))
    return common < LEAST_SHARE * len(words)


def _paragraphs(
    words: str, sentences: Sentences, told: Sequence[list[str]]
) -> list[list[list[str]]]:
    """Return the words of the sentences, by lines of the text."""
    if "\n" not in words:
        return [list(told)]
    lines: list[list[list[str]]] = []
    before = 0
    for (span, _), one in zip(sentences, told, strict=True):
        if not lines or words.find("\n", before, span.start) >= 0:
            lines.append([])
        lines[-1].append(one)
        before = span.start
    return lines


def _of_paragraph(
    sentences: Sequence[list[str]], pack: MovesPack, *, whole: bool
) -> list[bool]:
    together = [word for one in sentences for word in one]
    around = _shown_by(together, pack)
    if around is None:
        around = not _has_few_common_words(together, pack) and whole
    if len(sentences) == 1:
        return [around]
    return [
        around if (own := _shown_by(one, pack)) is None else own for one in sentences
    ]


def _shown_by(words: Sequence[str], pack: MovesPack) -> bool | None:
    """Return whether words show that they are in the language; None if neither way."""
    own, others = _counted(words, pack)
    if max(own, others) < SURE_WORDS or own == others:
        return False if _is_of_another_alphabet(words) else None
    return own > others


def _is_of_another_alphabet(words: Sequence[str]) -> bool:
    return bool(words) and not any(
        letter.isascii() for word in words for letter in word
    )
