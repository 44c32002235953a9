"""The brief as plain text for a terminal, every line with the words it rests on."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from textwrap import wrap

from holdspace.alliance.sessions import Promise
from holdspace.approach.brief import Brief, Experience
from holdspace.approach.lines import Because, Line
from holdspace.approach.triggers import Trigger
from holdspace.approach.trust import now_words
from holdspace.content.wording import Wording
from holdspace.story.readings import Verdict

WIDTH = 78

MOST_QUOTES = 6
"""Quotes a line shows; of more it says how many there are."""


def brief_text(brief: Brief, wording: Wording) -> str:
    """Return the brief as text of at most 78 characters a line, ending in a newline."""
    return "\n".join(_rows(brief, wording)) + "\n"


def _rows(brief: Brief, wording: Wording) -> Iterator[str]:
    say = wording.say
    on = say("day_and_year", day=wording.day(brief.on), year=str(brief.on.year))
    yield from _wrapped(f"{brief.name} · {on}")
    if brief.session:
        at = brief.session.at
        yield say(
            "session_at",
            number=str(brief.session.number),
            on=_day(at.date(), brief.on, wording),
            time=f"{at:%H:%M}",
        )
    yield ""
    yield from _wrapped(brief.headline.words)
    yield from _wrapped(say("you_could_say", words=brief.headline.could_say), "  ")
    yield from _wrapped(brief.headline.why, "  ")
    sections = (
        ("do", "no_do", _lines(brief.do, brief, wording)),
        ("avoid", "no_avoid", _lines(brief.avoid, brief, wording)),
        ("ask_first", "", _lines(brief.ask_first, brief, wording)),
        ("if_then", "", _lines(brief.if_then, brief, wording)),
        ("tries", "", _lines(brief.tries, brief, wording)),
        ("triggers", "no_triggers", _triggers(brief, wording)),
        ("cycle", "", _cycle(brief, wording)),
        ("boundaries", "no_boundaries", _boundaries(brief, wording)),
        ("left", "no_last_session", _left(brief, wording)),
        ("promises", "no_promises", _promises(brief, wording)),
        ("trust", "no_trust", _trust(brief, wording)),
        ("helped", "", _experiences(brief.helped, brief, wording)),
        ("hurt", "", _experiences(brief.hurt, brief, wording)),
    )
    for name, empty, rows in sections:
        title = wording.say(f"title_{name}", name=brief.name)
        yield from _section(wording, title, empty, list(rows))
    if any(line.how or not line.asked_for for line in (*brief.do, *brief.avoid)):
        yield ""
        yield from _wrapped(say("starting_suggestion", name=brief.name))


def _section(
    wording: Wording, title: str, empty: str, rows: list[str]
) -> Iterator[str]:
    if not rows and not empty:
        return
    yield ""
    yield title.upper()
    yield from rows or _wrapped(wording.say(empty), "  ")


def _trust(brief: Brief, wording: Wording) -> Iterator[str]:
    """Say the question, where the answers stand, and what stands out of late."""
    if brief.trust is None:
        return
    line = brief.trust.line
    asked = wording.say(
        "trust_asked",
        question=line.question,
        describes=wording.say("describes_the_sessions"),
    )
    yield from _wrapped(asked, "  ")
    yield from _wrapped(now_words(line, wording), "  ")
    for signal in brief.trust.signals:
        yield from _wrapped(signal.words, "    ", "  * ")


def _wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    return wrap(
        _without_controls(words),
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
    )


def _without_controls(words: str) -> str:
    """Leave out the characters with which a quote could steer a terminal."""
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in words)


def _day(on: date, seen_on: date, wording: Wording) -> str:
    """Say a day, with its year where that is not the year of the brief."""
    day = wording.day(on)
    if on.year == seen_on.year:
        return day
    return wording.say("day_and_year", day=day, year=str(on.year))


def _lines(lines: Iterable[Line], brief: Brief, wording: Wording) -> Iterator[str]:
    for line in lines:
        yield from _first_row(line.line, line, brief, wording)
        if line.how:
            how = wording.say("as_a_suggestion", words=line.how)
            yield from _wrapped(how, "    ")
        yield from _quotes(line.because, brief, wording)


def _first_row(
    words: str, item: Line | Trigger, brief: Brief, wording: Wording
) -> list[str]:
    day = _day(item.affirmed_on, brief.on, wording)
    asides = [wording.say("still_so", on=day)] if item.still_so else []
    if isinstance(item, Line) and item.agreed_on and not item.still_so:
        asides = [wording.say("agreed_on", on=day)]
    asides += [wording.say("line_not_quite")] if item.not_quite else []
    said = "".join(f" ({aside})" for aside in asides)
    return _wrapped(f"{words}{said}", "    ", "  * ")


def _quotes(
    evidence: Iterable[Because], brief: Brief, wording: Wording
) -> Iterator[str]:
    quotes = list(evidence)
    for because in quotes[:MOST_QUOTES]:
        yield from _quote(because, wording)
        told = wording.say("told_on", on=_day(because.told_on, brief.on, wording))
        verdict = verdict_words(because.verdict, brief.name, wording)
        yield from _wrapped(f"{told} · {verdict}", "      ")
        if because.correction:
            yield from _wrapped(f"“{because.correction}”", "      ", "    > ")
    if (left := len(quotes) - MOST_QUOTES) > 0:
        yield from _wrapped(wording.say("more_quotes", number=str(left)), "      ")


def _quote(because: Because, wording: Wording) -> Iterator[str]:
    yield from _wrapped(f"“{because.quote}”", "      ", "    > ")
    if because.translation:
        made_of_it = wording.say("interpreted", words=f"“{because.translation}”")
        yield from _wrapped(made_of_it, "      ")


def verdict_words(verdict: Verdict | None, name: str, wording: Wording) -> str:
    """Return the client's verdict in words; None reads as not yet confirmed."""
    if verdict is None:
        return wording.say("not_yet_confirmed", name=name)
    return wording.say(f"verdict_{verdict.value}", name=name)


def _triggers(brief: Brief, wording: Wording) -> Iterator[str]:
    for trigger in brief.triggers:
        parts = trigger.parts
        yield from _first_row(parts.pop("cue") or "", trigger, brief, wording)
        if parts["what_helps"] and trigger.helps_is_suggested:
            helps = wording.say("as_a_suggestion", words=parts["what_helps"])
            parts["what_helps"] = helps
        for key, told in parts.items():
            if told:
                label = wording.say(f"label_{key}")
                yield from _wrapped(f"{label}: {told}", "      ", "    ")
        yield from _quotes(trigger.because, brief, wording)


def _cycle(brief: Brief, wording: Wording) -> Iterator[str]:
    """Say each step, with the words of now where it has happened again."""
    watch = brief.cycle
    if watch is None:
        return
    yield from _wrapped(watch.words, "  ")
    for place, step in enumerate(watch.cycle.steps):
        row = f"{place + 1}. {step.own.quote if step.own else step.plain_words}"
        again = watch.happened[place] if place < len(watch.happened) else None
        if again and again.on:
            happened = wording.say("cycle_again", on=_day(again.on, brief.on, wording))
            row = f"{row} ({happened})"
        yield from _wrapped(row, "     ", "  ")
        before = next((b for b in step.because if b != step.own), step.because[0])
        said = again.because if again and again.because else before
        yield from _quotes([said], brief, wording)
    for one in watch.helps:
        yield from _wrapped(wording.say("cycle_helps", words=one.words), "    ", "  * ")
        yield from _quotes([one.because], brief, wording)


def _boundaries(brief: Brief, wording: Wording) -> Iterator[str]:
    for boundary in brief.boundaries:
        kind = wording.say(f"boundary_{boundary.kind.value}")
        yield from _wrapped(f"{kind}: {boundary.topic}", "    ", "  * ")


def _left(brief: Brief, wording: Wording) -> Iterator[str]:
    last = brief.last_session
    if last and last.session.last_words:
        yield from _wrapped(f"“{last.session.last_words}”", "    ", "  > ")
    for left in (*brief.unfinished, *brief.coming):
        yield from _wrapped(left, "    ", "  * ")
    if last and not last.session.last_words and not brief.unfinished:
        yield from _wrapped(wording.say("no_unfinished"), "  ")


def _promises(brief: Brief, wording: Wording) -> Iterator[str]:
    for promise in brief.promises:
        due = _due(promise, brief.on, wording)
        yield from _wrapped(f"{promise.words} ({due})", "    ", "  * ")


def _due(promise: Promise, on: date, wording: Wording) -> str:
    if promise.due_on is None:
        return wording.say("promise_no_day")
    if promise.due_on == on:
        return wording.say("promise_due_today")
    key = "promise_was_due" if promise.due_on < on else "promise_due_on"
    return wording.say(key, on=_day(promise.due_on, on, wording))


def _experiences(
    experiences: Iterable[Experience], brief: Brief, wording: Wording
) -> Iterator[str]:
    """Say each in one line and its first quote: the rest stand in the story."""
    for experience in experiences:
        times = len(experience.because)
        many = f" ({wording.say('told_times', times=str(times))})" if times > 1 else ""
        yield from _wrapped(f"{experience.plain_words}{many}", "    ", "  * ")
        yield from _quote(experience.because[0], wording)
