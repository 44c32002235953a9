"""The brief as one JSON document, for other tools; the fields are a fixed interface."""

from datetime import date

from holdspace.alliance.sessions import Promise, Session
from holdspace.approach.because_json import because_json as _because
from holdspace.approach.brief import Brief, Experience
from holdspace.approach.cycle_json import cycle_json
from holdspace.approach.headline import LastSession
from holdspace.approach.lines import Line
from holdspace.approach.triggers import Trigger
from holdspace.approach.trust import Trust
from holdspace.approach.trust_sentences import TrustSignal
from holdspace.story.boundaries import Boundary


def brief_json(brief: Brief) -> dict[str, object]:
    """Return the brief as plain values: dates are ISO 8601, None is null."""
    return {
        "client": brief.name,
        "on": brief.on.isoformat(),
        "headline": brief.headline.words,
        "could_say": brief.headline.could_say,
        "why_headline": brief.headline.why,
        "do": [_line(line) for line in brief.do],
        "avoid": [_line(line) for line in brief.avoid],
        "ask_first": [_line(line) for line in brief.ask_first],
        "if_then": [_line(line) for line in brief.if_then],
        "tries": [_line(line) for line in brief.tries],
        "triggers": [_trigger(trigger) for trigger in brief.triggers],
        "helped": [_experience(experience) for experience in brief.helped],
        "hurt": [_experience(experience) for experience in brief.hurt],
        "cycle_watch": cycle_json(brief.cycle),
        "trust": _trust(brief.trust),
        "promises": [_promise(promise, brief.on) for promise in brief.promises],
        "unfinished": list(brief.unfinished),
        "coming": list(brief.coming),
        "session": _session(brief.session),
        "last_session": _last_session(brief.last_session),
        "boundaries": [_boundary(boundary) for boundary in brief.boundaries],
    }


def _line(line: Line) -> dict[str, object]:
    return {
        "line": line.line,
        "how": line.how,
        "codes": list(line.codes),
        "confirmed": line.confirmed,
        "not_quite": line.not_quite,
        "affirmed_on": line.affirmed_on.isoformat(),
        "still_so": line.still_so,
        "agreed_on": line.agreed_on.isoformat() if line.agreed_on else None,
        "because": [_because(because) for because in line.because],
    }


def _trigger(trigger: Trigger) -> dict[str, object]:
    return {
        "cue": trigger.cue,
        "code": trigger.code,
        "felt_reaction": trigger.felt_reaction,
        "protective_response": trigger.protective_response,
        "early_sign": trigger.early_sign,
        "what_helps": trigger.what_helps,
        "suggested": trigger.suggested,
        "makes_worse": trigger.makes_worse,
        "own_words": {part.value: words for part, words in trigger.own_words.items()},
        "confirmed": trigger.confirmed,
        "not_quite": trigger.not_quite,
        "affirmed_on": trigger.affirmed_on.isoformat(),
        "still_so": trigger.still_so,
        "because": [_because(because) for because in trigger.because],
    }


def _experience(experience: Experience) -> dict[str, object]:
    return {
        "code": experience.code,
        "plain_words": experience.plain_words,
        "because": [_because(because) for because in experience.because],
    }


def _trust(trust: Trust | None) -> dict[str, object] | None:
    """Return where the answers stand, in their own numbers, with two digits."""
    if trust is None:
        return None
    return {
        "measure": trust.line.measure,
        "question": trust.line.question,
        "level": round(trust.level, 2),
        "lower": round(trust.lower, 2),
        "upper": round(trust.upper, 2),
        "trend": trust.trend.value,
        "signals": [_signal(signal) for signal in trust.signals],
    }


def _signal(signal: TrustSignal) -> dict[str, object]:
    return {
        "kind": signal.kind.value,
        "session": signal.number,
        "on": signal.on.isoformat(),
        "words": signal.words,
        "points": None if signal.points is None else round(signal.points, 2),
        "because": [_because(because) for because in signal.because],
    }


def _promise(promise: Promise, on: date) -> dict[str, object]:
    return {
        "words": promise.words,
        "made_on": promise.made_on.isoformat(),
        "due_on": promise.due_on.isoformat() if promise.due_on else None,
        "due": promise.due_on is not None and promise.due_on <= on,
    }


def _session(session: Session | None) -> dict[str, object] | None:
    if session is None:
        return None
    return {
        "number": session.number,
        "at": session.at.isoformat(),
        "place": session.place,
    }


def _last_session(last: LastSession | None) -> dict[str, object] | None:
    if last is None:
        return None
    return {
        "number": last.session.number,
        "at": last.session.at.isoformat(),
        "left_open": last.session.left_open or None,
        "last_words": last.session.last_words or None,
        "check_in": dict(last.check_in.answers) if last.check_in else None,
    }


def _boundary(boundary: Boundary) -> dict[str, object]:
    return {
        "kind": boundary.kind.value,
        "topic": boundary.topic,
        "set_on": boundary.set_on.isoformat(),
        "question": boundary.question,
    }
