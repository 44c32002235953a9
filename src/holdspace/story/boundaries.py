"""What a person asked us not to touch, or not now, or not here."""

from dataclasses import dataclass, field
from datetime import date

from holdspace.vocabulary.answers import BOUNDARIES, Answer


@dataclass(frozen=True, slots=True)
class Boundary:
    """One topic and the client's answer to it.

    `kind` is one of not now, never, in person, already told. `question` is the intake
    question it answers, None when it was said freely.
    """

    id: str
    kind: Answer
    topic: str = field(repr=False)
    set_on: date
    question: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in BOUNDARIES:
            raise ValueError(f"{self.kind.value} is not a boundary.")
