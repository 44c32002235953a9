"""Answers that are answers: told, skipped, not now, never, in person, already told."""

from enum import StrEnum


class Answer(StrEnum):
    """What a person chose to do with a question; each is a full answer."""

    TOLD = "told"
    SKIP = "skip"
    NOT_NOW = "not_now"
    NEVER = "never"
    IN_PERSON = "in_person"
    ALREADY_TOLD = "already_told"


BOUNDARIES = frozenset(
    {Answer.NOT_NOW, Answer.NEVER, Answer.IN_PERSON, Answer.ALREADY_TOLD}
)
"""The answers a worker has to respect in the room."""
