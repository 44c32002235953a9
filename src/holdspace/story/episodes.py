"""Periods of help with one service, earlier ones and the present one."""

from dataclasses import dataclass, field
from enum import StrEnum

from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import EpisodeRunsBackwards


class EpisodeKind(StrEnum):
    """Whether a period of help is over or is the one going on here."""

    EARLIER = "earlier"
    PRESENT = "present"


@dataclass(frozen=True, slots=True)
class EpisodeOfCare:
    """One period of help with one service.

    `began` and `ended` are None when not known or, for `ended`, not over. `ending`
    is a code of domain E, None when not told. `hoped_for` is in the client's words.
    """

    id: str
    kind: EpisodeKind
    title: str = field(repr=False)
    began: PartialDate | None = None
    ended: PartialDate | None = None
    chosen: bool | None = None
    ending: str | None = None
    hoped_for: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if self.began is None or self.ended is None:
            return
        a_guess = self.began.about or self.ended.about
        if self.ended.latest_on < self.began.earliest_on and not a_guess:
            raise EpisodeRunsBackwards
