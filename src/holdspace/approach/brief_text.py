"""The brief as plain text for a terminal, every line with the words it rests on."""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from holdspace.approach.brief import Brief
from holdspace.approach.lines import Because, Line
from holdspace.approach.triggers import Trigger
from holdspace.content.wording import Wording
from holdspace.story.readings import Verdict

WIDTH = 78


def brief_text(brief: Brief, wording: Wording) -> str:
    """Return the brief as text of at most 78 characters a line, ending in a newline."""
    return "\n".join(_rows(brief, wording)) + "\n"


def _rows(brief: Brief, wording: Wording) -> Iterator[str]:
    say = wording.say
    yield f"{brief.name} · {wording.day(brief.on)} {brief.on.year}"
    if brief.session:
        at = brief.session.at
        yield say(
            "session_at",
            number=str(brief.session.number),
            on=wording.day(at.date()),
            time=f"{at:%H:%M}",
        )
    yield ""
    yield from _wrapped(brief.headline.words)
    yield from _wrapped(say("you_could_say", words=brief.headline.could_say), "  ")
    yield from _wrapped(brief.headline.why, "  ")
    sections = (
        ("do", "no_do", _lines(brief.do, brief.name, wording)),
        ("avoid", "no_avoid", _lines(brief.avoid, brief.name, wording)),
        ("ask_first", "", _lines(brief.ask_first, brief.name, wording)),
        ("triggers", "no_triggers", _triggers(brief.triggers, brief.name, wording)),
        ("boundaries", "no_boundaries", _boundaries(brief, wording)),
        ("left", "no_last_session", _left(brief, wording)),
        ("promises", "no_promises", _promises(brief, wording)),
    )
    for name, empty, rows in sections:
        yield from _section(wording, name, empty, list(rows))


def _section(wording: Wording, name: str, empty: str, rows: list[str]) -> Iterator[str]:
    if not rows and not empty:
        return
    yield ""
    yield wording.say(f"title_{name}").upper()
    yield from rows or _wrapped(wording.say(empty), "  ")


def _wrapped(words: str, indent: str = "", first: str | None = None) -> list[str]:
    return wrap(
        words,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
    )


def _lines(lines: Iterable[Line], name: str, wording: Wording) -> Iterator[str]:
    for line in lines:
        still_so = wording.say("still_so", on=wording.day(line.affirmed_on))
        aside = f" ({still_so})" if line.still_so else ""
        yield from _wrapped(f"{line.line}{aside}", "    ", "  * ")
        if line.how:
            yield from _wrapped(line.how, "    ")
        yield from _quotes(line.because, name, wording)


def _quotes(evidence: Iterable[Because], name: str, wording: Wording) -> Iterator[str]:
    for because in evidence:
        yield from _wrapped(f"“{because.quote}”", "      ", "    > ")
        told = wording.say("told_on", on=wording.day(because.told_on))
        verdict = verdict_words(because.verdict, name, wording)
        yield from _wrapped(f"{told} · {verdict}", "      ")
        if because.correction:
            yield from _wrapped(f"“{because.correction}”", "      ", "    > ")


def verdict_words(verdict: Verdict | None, name: str, wording: Wording) -> str:
    """Return the client's verdict in words; None reads as not yet confirmed."""
    if verdict is None:
        return wording.say("not_yet_confirmed", name=name)
    return wording.say(f"verdict_{verdict.value}", name=name)


def _triggers(
    triggers: Iterable[Trigger], name: str, wording: Wording
) -> Iterator[str]:
    for trigger in triggers:
        yield from _wrapped(trigger.cue, "    ", "  * ")
        for key in ("felt_reaction", "early_sign", "what_helps"):
            if told := getattr(trigger, key):
                yield from _wrapped(
                    f"{wording.say(f'label_{key}')}: {told}", "      ", "    "
                )
        yield from _quotes(trigger.because, name, wording)


def _boundaries(brief: Brief, wording: Wording) -> Iterator[str]:
    for boundary in brief.boundaries:
        kind = wording.say(f"boundary_{boundary.kind.value}")
        yield from _wrapped(f"{kind}: {boundary.topic}", "    ", "  * ")


def _left(brief: Brief, wording: Wording) -> Iterator[str]:
    if brief.last_session is None:
        return
    if words := brief.last_session.session.last_words:
        yield from _wrapped(f"“{words}”", "    ", "  > ")
    for left in brief.unfinished:
        yield from _wrapped(left, "    ", "  * ")


def _promises(brief: Brief, wording: Wording) -> Iterator[str]:
    for promise in brief.promises:
        due = (
            wording.say("promise_due_on", on=wording.day(promise.due_on))
            if promise.due_on
            else wording.say("promise_no_day")
        )
        yield from _wrapped(f"{promise.words} ({due})", "    ", "  * ")
