"""The one sentence to read if there is time for only one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from holdspace.alliance.sessions import CheckIn, Promise, Session
from holdspace.approach.lines import Line
from holdspace.approach.trust_sentences import TrustSignal
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
    """The newest meeting that took place; `check_in` is None unless it was shared.

    `signal` is a strain that the line of answers shows to begin there, None for none.
    """

    session: Session
    check_in: CheckIn | None
    signal: TrustSignal | None = None


def strain_in(check_in: CheckIn | None) -> str | None:
    """Return what kind of strain the client reported; None when they reported none.

    "Rather not say" is an answer, not a strain.
    """
    answers = check_in.answers if check_in else {}
    if answers.get("off") == "big":
        return "big_off_moment"
    if answers.get("off") == "small":
        return "off_moment"
    return "before" if answers.get("before") == "yes" else None


def wants_to_talk(check_in: CheckIn | None) -> bool:
    """Return whether the client asked to talk about the moment that felt off."""
    return check_in is not None and check_in.answers.get("talk") in {"now", "next_time"}


def headline(
    *,
    name: str,
    last: LastSession | None,
    promises: Sequence[Promise],
    do: Sequence[Line],
    nothing_told: bool,
    on: date,
    wording: Wording,
) -> Headline:
    """Return the first that there is: a strain, a promise due, what was left, a do.

    A strain the client reported goes before one that the line of their answers shows.
    `promises` are those still open, soonest first, `do` the lines of the same brief.
    `nothing_told` says that there is no word of the client's yet.
    """
    if last and strain_in(last.check_in):
        return _strain(name, last, wording)
    if last and last.signal:
        return _from_signal(name, last.signal, wording)
    due = next((p for p in promises if p.due_on and p.due_on <= on), None)
    if due and due.due_on:
        kind = "promise_due" if due.due_on == on else "promise_open"
        return Headline(
            kind=kind,
            words=wording.say(
                f"headline_{kind}", name=name, on=wording.day(due.due_on)
            ),
            could_say=wording.say(f"could_say_{kind}"),
            why=wording.say("headline_because_promise", on=wording.day(due.made_on)),
        )
    if last and last.session.left_open:
        held_on = wording.day(last.session.at.date())
        return Headline(
            kind="left",
            words=wording.say("headline_left", on=held_on),
            could_say=wording.say("could_say_left"),
            why=wording.say("headline_because_left", on=held_on),
        )
    return _from_what_was_told(name, do, nothing_told, wording)


def _from_what_was_told(
    name: str, do: Sequence[Line], nothing_told: bool, wording: Wording
) -> Headline:
    """Say "asked for" only of what the client asked for; never guess."""
    if do:
        key = _how_to_start(do[0])
        return Headline(
            kind="first_do",
            words=wording.say(f"headline_{key}", name=name, do=do[0].line),
            could_say=wording.say(f"could_say_{key}"),
            why=wording.say("suggestion_not_rule"),
        )
    kind = "nothing_told" if nothing_told else "little_told"
    why = "helps_first_meeting" if nothing_told else "suggestion_not_rule"
    return Headline(
        kind=kind,
        words=wording.say(f"headline_{kind}", name=name),
        could_say=wording.say(f"could_say_{kind}"),
        why=wording.say(why),
    )


def _from_signal(name: str, signal: TrustSignal, wording: Wording) -> Headline:
    kind = f"trust_{signal.kind.value}"
    because = wording.say("headline_because_answers", name=name)
    return Headline(
        kind=kind,
        words=wording.say(
            f"headline_{kind}",
            on=wording.day(signal.on),
            answer=signal.because[0].quote,
        ),
        could_say=wording.say(f"could_say_{kind}"),
        why=f"{because} {wording.say('suggestion_not_rule')}",
    )


def _how_to_start(line: Line) -> str:
    if line.agreed_on:
        return "first_do_agreed"
    if line.asked_for:
        return "first_do"
    return "first_do_from_hurt" if line.from_hurt_alone else "first_do_suggested"


def _strain(name: str, last: LastSession, wording: Wording) -> Headline:
    """Say all the client told of the moment: how big, like before, wants to talk."""
    held_on = wording.day(last.session.at.date())
    kind = strain_in(last.check_in) or ""
    sentences = [wording.say(f"headline_{kind}", on=held_on)]
    answers = last.check_in.answers if last.check_in else {}
    if kind != "before" and answers.get("before") == "yes":
        sentences.append(wording.say("headline_like_before"))
    if wants_to_talk(last.check_in):
        sentences.append(wording.say("headline_asked_to_talk", name=name))
    could_say = "wants_to_talk" if wants_to_talk(last.check_in) else kind
    return Headline(
        kind=kind,
        words=" ".join(sentences),
        could_say=wording.say(f"could_say_{could_say}"),
        why=" ".join(
            (
                wording.say("headline_because_check_in", on=held_on),
                wording.say("suggestion_not_rule"),
            )
        ),
    )
