"""Reads the two training files into what the models look at."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdspace.language.features import SaidSentence, said
from holdspace.language.listed import listed_moves
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in
from holdspace.vocabulary.text import Span

MAIN_OF = {"question": 0, "reflection": 1, "therapist_input": 2, "other": 3}
"""The place of each label of the file in `holdspace.language.models.MAINS`."""

ASKS = ("question_subtype", {"open", "closed"})
ASKS_OPENLY = ("question_subtype", {"open"})
REFLECTS = ("reflection_subtype", {"simple", "complex"})
TELLS = (
    "therapist_input_subtype",
    {"information", "advice", "negotiation", "options"},
)
ADVISES = ("therapist_input_subtype", {"advice"})


@dataclass(frozen=True)
class Talk:
    """One turn of a worker: its sentences, and what most people who labelled it saw."""

    transcript: str
    words: str
    sentences: tuple[SaidSentence, ...]
    main: int
    asks: bool
    asks_openly: bool
    reflects: bool
    tells: bool
    advises: bool


@dataclass(frozen=True)
class Post:
    """One sentence of an answer to somebody who asked for help."""

    words: str
    sentence: SaidSentence
    advises: bool
    part: str
    forum: str


def as_said(words: str) -> tuple[SaidSentence, ...]:
    """Return the sentences of a text as the models look at them."""
    return tuple(_said(words, span) for span in sentences_of(words))


def _said(words: str, span: Span) -> SaidSentence:
    listed = listed_moves()
    tokens = tokens_in(words, span)
    sentence = listed.sentence(tokens)
    rules = [mark.because for mark in listed.marks_in(sentence, span)]
    return said((token.text for token in tokens), rules)


def talks_in(path: Path) -> list[Talk]:
    """Return the worker's turns; a turn that several people labelled is there once."""
    rows: defaultdict[tuple[str, int], list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["interlocutor"] == "therapist":
                turn = row["transcript_id"], int(row["utterance_id"])
                rows[turn].append(row)
    ordered = sorted(rows.items(), key=lambda one: (int(one[0][0]), one[0][1]))
    return list(_talks(ordered))


def _talks(
    ordered: Sequence[tuple[tuple[str, int], list[dict[str, str]]]],
) -> Iterator[Talk]:
    for (transcript, _), rows in ordered:
        words = rows[0]["utterance_text"]
        sentences = as_said(words)
        if not sentences:
            continue
        mains = Counter(row["main_therapist_behaviour"] for row in rows)
        yield Talk(
            transcript,
            words,
            sentences,
            MAIN_OF[mains.most_common(1)[0][0]],
            *(
                _most_saw(rows, *what)
                for what in (ASKS, ASKS_OPENLY, REFLECTS, TELLS, ADVISES)
            ),
        )


def _most_saw(rows: Sequence[dict[str, str]], column: str, labels: set[str]) -> bool:
    return 2 * sum(row[column] in labels for row in rows) >= len(rows)


def posts_in(path: Path) -> list[Post]:
    """Return the sentences of the posts."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Post(
                row["Sentence"],
                whole,
                row["Majority_label"] == "1",
                row["split"],
                row["subreddit"],
            )
            for row in csv.DictReader(file)
            if (whole := _one_sentence(row["Sentence"])) is not None
        ]


def _one_sentence(words: str) -> SaidSentence | None:
    """Return a text as the one sentence it is said to be, None if it has no word."""
    words = words.strip()
    return _said(words, Span(0, len(words))) if words else None
