"""A cycle to watch as plain values, for other tools; the fields are fixed ones."""

from holdspace.approach.because_json import because_json
from holdspace.approach.cycle_watch import CycleWatch
from holdspace.approach.cycles import TimeRound
from holdspace.approach.history import Happening


def cycle_json(watch: CycleWatch | None) -> dict[str, object] | None:
    """Return a cycle to watch; None where there is none, or no word it rests on."""
    if watch is None or not watch.because:
        return None
    cycle = watch.cycle
    return {
        "words": watch.words,
        "steps": [
            {
                "code": step.code,
                "plain_words": step.plain_words,
                "own_words": step.own.quote if step.own else None,
                "happened_again": place < len(watch.happened),
                "because": [because_json(one) for one in step.because],
            }
            for place, step in enumerate(cycle.steps)
        ],
        "begun": watch.begun,
        "matched": len(watch.happened),
        "of": len(cycle.steps),
        "happened": [_happening(one) for one in watch.happened],
        "next": watch.next_step.code if watch.next_step else None,
        "before": [
            {
                "steps": [_happening(step) for step in one.steps],
                "then": _happening(one.then) if one.then else None,
                "went_on": one.went_on,
            }
            for one in watch.before
        ],
        "times": [_time(one) for one in cycle.times],
        "stopped": [_time(one) for one in cycle.stopped],
        "elsewhere": [
            {"about": one.about, "because": [because_json(one.because)]}
            for one in cycle.elsewhere
        ],
        "helps": [
            {"words": one.words, "because": [because_json(one.because)]}
            for one in watch.helps
        ],
        "confirmed_on": cycle.said_on.isoformat() if cycle.said_on else None,
        "because": [because_json(one) for one in watch.because],
    }


def _happening(one: Happening) -> dict[str, object]:
    return {
        "code": one.code,
        "on": one.on.isoformat() if one.on else None,
        "session": one.session_number or None,
        "seen_in_the_meeting": one.met.value if one.met else None,
        "because": [because_json(one.because)] if one.because else [],
    }


def _time(one: TimeRound) -> dict[str, object]:
    return {
        "about": one.about,
        "here": one.of_present,
        "on": one.on.isoformat() if one.on else None,
        "steps": [_happening(step) for step in one.steps],
        "then": _happening(one.then) if one.then else None,
    }
