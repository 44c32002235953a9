"""Puts the helps of one client side by side: hoped for, what happened, how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from holdspace.approach.history import Happening, History
from holdspace.content.codebook import Codebook
from holdspace.story.episodes import EpisodeKind, EpisodeOfCare


@dataclass(frozen=True, slots=True)
class EpisodeColumn:
    """One help on the board; `episode` is None for what belongs to no one help.

    `happened` is in order. `ended` are the client's words of how it ended, `ending` is
    the same as a code in plain words, where somebody picked one; both may be missing.
    """

    episode: EpisodeOfCare | None
    happened: tuple[Happening, ...]
    ended: tuple[Happening, ...]
    ending: str = field(default="", repr=False)

    @property
    def is_present(self) -> bool:
        """Whether it is the help here."""
        kind = self.episode.kind if self.episode else None
        return kind is EpisodeKind.PRESENT


def episode_board(
    history: History, episodes: Sequence[EpisodeOfCare], codebook: Codebook
) -> tuple[EpisodeColumn, ...]:
    """Return a column a help: earlier ones by when they began, then the help here.

    Help whose beginning nobody knows comes after those with one; what was told of no
    one help comes before the help here, and only if there is any.
    """
    ordered = sorted(episodes, key=_order)
    columns = [_column(one, history, codebook) for one in ordered]
    known = {one.id for one in episodes}
    loose = [
        one
        for one in history.happened
        if not one.of_present and one.episode not in known
    ]
    if loose:
        place = sum(not column.is_present for column in columns)
        columns.insert(place, EpisodeColumn(None, tuple(loose), ()))
    return tuple(columns)


def _order(episode: EpisodeOfCare) -> tuple[bool, date]:
    began = episode.began.earliest_on if episode.began else date.max
    return (episode.kind is EpisodeKind.PRESENT, began)


def _column(
    episode: EpisodeOfCare, history: History, codebook: Codebook
) -> EpisodeColumn:
    present = episode.kind is EpisodeKind.PRESENT
    here = [
        one
        for one in history.happened
        if (one.of_present if present else one.episode == episode.id)
    ]
    ended = tuple(one for one in here if one.code.startswith("E."))
    ending = episode.ending if episode.ending and not ended else None
    known = ending is not None and codebook.has(ending)
    return EpisodeColumn(
        episode=episode,
        happened=tuple(one for one in here if one not in ended),
        ended=ended,
        ending=codebook.code(ending).plain_words if ending and known else "",
    )
