"""What can go wrong with an action, said so that a person knows what to do next."""

from datetime import timedelta

from holdspace.vocabulary.errors import HoldspaceError


class EditedMeanwhile(HoldspaceError):
    """Somebody else changed the same thing since it was opened."""

    next_step = (
        "Nothing of theirs was overwritten. Look at it as it is now, then decide."
    )

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This {what} was changed by somebody else while you had it open."
        )


class WordsNotFound(HoldspaceError):
    """The words to mark are not in the passage as they were given."""

    next_step = "Copy them exactly as they stand, or select them in the text."

    def __init__(self) -> None:
        super().__init__("These words are not in this passage.")


class AlreadyMarked(HoldspaceError):
    """The same words already have a reading of this kind; one of a kind is enough."""

    next_step = "Change or remove the one that is there. Nothing was saved."

    def __init__(self) -> None:
        super().__init__("These words are already marked with a code of this kind.")


class TakenBackBefore(HoldspaceError):
    """The client took back this very reading of these words; their no is kept."""

    next_step = "Leave it as they want it, or ask them in person."

    def __init__(self) -> None:
        super().__init__("The client took this reading of these words back.")


class NothingWritten(HoldspaceError):
    """Something that needs words came without any."""

    next_step = "Write at least one word. Nothing was saved."

    def __init__(self) -> None:
        super().__init__("There is no text yet.")


class TooLong(HoldspaceError):
    """A text is longer than one piece may be."""

    next_step = (
        "It still stands on your page. Cut a part out, keep it elsewhere, and send it "
        "as a second piece."
    )

    def __init__(self, longest: int) -> None:
        super().__init__(f"This text has more than {longest:,} characters.")


class TooLongToHear(HoldspaceError):
    """A recording is longer, or takes more room, than one may."""

    next_step = "Keep it to half an hour. You can tell the rest another time."

    def __init__(self) -> None:
        super().__init__("This recording is too long to be kept in one piece.")


class NothingToHear(HoldspaceError):
    """A letter was to be written with no line to put in it."""

    next_step = (
        "Mark what their words say on the story page, or put a line back. Nothing was "
        "sent."
    )

    def __init__(self) -> None:
        super().__init__("There is no line to write a letter from yet.")


class NothingToPut(HoldspaceError):
    """A way of working was to be put to its client with no new or changed line."""

    next_step = "Change a line, add one, or draft some. Nothing was sent."

    def __init__(self) -> None:
        super().__init__("No line is new or changed.")


class NothingUnderLine(HoldspaceError):
    """A client said yes to a line that rests on no words any more."""

    next_step = "Say it in your own words, with “not quite”. Nothing was changed."

    def __init__(self) -> None:
        super().__init__("The words this line rested on are gone.")


class NothingChosen(HoldspaceError):
    """Somebody asked for a copy and ticked nothing to be in it."""

    next_step = "Tick at least one thing. Nothing was made."

    def __init__(self) -> None:
        super().__init__("Nothing is ticked yet.")


class NotPossible(HoldspaceError):
    """A value is outside what it can be."""

    next_step = "Pick one of the choices on the page. Nothing was saved."

    def __init__(self, what: str) -> None:
        super().__init__(f"This is not a possible {what}.")


class WrongTime(NotPossible):
    """A day or a time is outside what it can be."""

    next_step = "Check the day and the time. Nothing was saved."


class NotYetHeld(HoldspaceError):
    """A session that lies ahead was said to have taken place, or to be missed."""

    next_step = (
        "If you met on another day, write that session down too. If it will not take "
        "place, call it off. Nothing was saved."
    )

    def __init__(self) -> None:
        super().__init__(
            "This session still lies ahead, so nobody can say yet how it went."
        )


class KeptFromYou(HoldspaceError):
    """Somebody wrote where something stands that its client keeps from them now."""

    next_step = (
        "Your text still stands in the field. Keep it somewhere else, or add it as "
        "words of theirs on the story page. Then empty the field and save the rest. "
        "Nothing was saved."
    )

    def __init__(self) -> None:
        super().__init__(
            "They keep what stood here to themselves now, so nobody writes over it."
        )


class HasVerdict(HoldspaceError):
    """The client already gave their word on a reading somebody wants to change."""

    next_step = (
        "Remove it and mark the words anew, so that they can answer the new one."
    )

    def __init__(self) -> None:
        super().__init__("The client has already answered this reading.")


class InGivenLetter(HoldspaceError):
    """A reading somebody wants to change stands in a letter its client was given."""

    next_step = "Remove it and mark the words anew. The letter stays as it was."

    def __init__(self) -> None:
        super().__init__("The client was asked about this reading in a letter.")


class LinkNotValid(HoldspaceError):
    """A sign-in link was used before, is too old, or never was one."""

    next_step = "Ask for a new link."

    def __init__(self) -> None:
        super().__init__("This link does not work any more.")


class TooManyTries(HoldspaceError):
    """A name was tried too often at the sign-in page."""

    next_step = "Wait a quarter of an hour, or ask your administrator for a link."

    def __init__(self) -> None:
        super().__init__("There were too many tries with this name.")


class PinTooEasy(HoldspaceError):
    """A new PIN is not six digits, or somebody would try it among their first."""

    next_step = "Choose six other digits."

    def __init__(self) -> None:
        super().__init__("This PIN is easy to guess.")


class PinWrong(HoldspaceError):
    """A PIN does not fit. Whose it would be is not said."""

    next_step = "Try again."

    def __init__(self) -> None:
        super().__init__("This PIN does not fit.")


class PinHasToWait(HoldspaceError):
    """A PIN came too soon after wrong ones; right or wrong, it was not looked at."""

    next_step = "Wait, then try again."

    def __init__(self, left: timedelta) -> None:
        super().__init__("It is too soon for another try.")
        self.left = left


class NotOpenToPin(HoldspaceError):
    """A device is not one a PIN signs in on: never was, was ended, or stopped."""

    next_step = "Ask your worker for a new link."

    def __init__(self) -> None:
        super().__init__("This phone cannot be opened with a PIN.")


class NameTaken(HoldspaceError):
    """Somebody else already signs in with this name."""

    next_step = "Choose another sign-in name."

    def __init__(self) -> None:
        super().__init__("This sign-in name is taken.")


class AlreadySetUp(HoldspaceError):
    """The first-run page was sent for a practice that has its administrator."""

    next_step = "Sign in, or ask the administrator for a link."

    def __init__(self) -> None:
        super().__init__("This practice is already set up.")
