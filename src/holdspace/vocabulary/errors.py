"""Errors that say what happened and what a person can do next, never whose words."""


class HoldspaceError(Exception):
    """Something could not be done; the message says what, `next_step` what to do."""

    next_step = ""

    def __str__(self) -> str:
        said = super().__str__()
        return f"{said} {self.next_step}".strip()


class SpanOutsidePassage(HoldspaceError):
    """A reading points at characters its passage does not have."""

    next_step = "Select the words again in the passage as it stands now."

    def __init__(self, start: int, end: int, length: int) -> None:
        super().__init__(
            f"Characters {start} to {end} are not inside a passage of {length}."
        )


class UnknownCode(HoldspaceError):
    """A code was named that the codebook does not have."""

    next_step = "Pick a code from the codebook's list."

    def __init__(self, code: str) -> None:
        super().__init__(f"The codebook has no code {code[:20]!r}.")


class UnreadableDate(HoldspaceError):
    """A date could not be understood."""

    next_step = 'Write it like "2019", "about 2019", "March 2019" or "2019-03-14".'

    def __init__(self) -> None:
        super().__init__("This date could not be read.")


class EpisodeRunsBackwards(HoldspaceError):
    """A period of help was said to end before it began."""

    next_step = 'Check both dates, or write "about" before the one that is a guess.'

    def __init__(self) -> None:
        super().__init__("This help would end before it began.")


class ScaleCannotBeUsed(HoldspaceError):
    """A scale was described that nothing can be rated on."""

    next_step = "Give its lowest score, a higher highest one, and an error above 0."

    def __init__(self) -> None:
        super().__init__("This scale has no range or no error.")


class ScoreOutsideScale(HoldspaceError):
    """A score was given that its scale does not have."""

    next_step = "Correct the score, or leave it empty if none was given."

    def __init__(self, low: float, high: float) -> None:
        super().__init__(f"The score is not a number from {low:g} to {high:g}.")


class TwoRatingsAtOneTime(HoldspaceError):
    """Two ratings of one client and measure were said to be of the same moment."""

    next_step = "Keep the right one of the two."

    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"Ratings {first + 1} and {second + 1} have the same time.")
