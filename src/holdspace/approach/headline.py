"""The one sentence to read if there is time for only one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from holdspace.alliance.sessions import CheckIn, Promise, Session
from holdspace.approach.lines import Line
from holdspace.content.wording import Wording


@dataclass(frozen=True, slots=True)
class Headline:
    """What to read first, what one could say, and why it stands here."""

    kind: str
    words: str = field(repr=False)
    could_say: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class LastSession:
    """The newest meeting that took place; `check_in` is None unless it was shared."""

    session: Session
    check_in: CheckIn | None


def strain_in(check_in: CheckIn | None) -> str | None:
    """Return what kind of strain the client reported; None when they reported none.

    "Rather not say" is an answer, not a strain.
    """
    answers = check_in.answers if check_in else {}
    if answers.get("off") == "yes_big":
        return "big_off_moment"
    if answers.get("off") == "yes_small":
        return "off_moment"
    if answers.get("before") == "yes":
        return "before"
    return None


def headline(
    *,
    last: LastSession | None,
    promises: Sequence[Promise],
    do: Sequence[Line],
    on: date,
    wording: Wording,
) -> Headline:
    """Return the first that there is: a strain, a promise due, what was left, a do.

    `promises` are those still open, `do` the lines of the same brief.
    """
    held_on = wording.day(last.session.at.date()) if last else ""
    if last and (strain := strain_in(last.check_in)):
        return _say(strain, wording, on=held_on)
    if any(promise.due_on and promise.due_on <= on for promise in promises):
        return _say("promise_due", wording)
    if last and (last.session.left_open or last.session.last_words):
        return _say("left", wording, on=held_on)
    if do:
        return _say("first_do", wording, line=do[0].line)
    return _say("nothing_told", wording)


def _say(kind: str, wording: Wording, **values: str) -> Headline:
    return Headline(
        kind=kind,
        words=wording.say(f"headline_{kind}", **values),
        could_say=wording.say(f"could_say_{kind}"),
        why=wording.say(f"why_{kind}", **values),
    )
