"""Take out how two people work together, and how triggers are put in plain words."""

from collections.abc import Iterable

from holdspace.approach.triggers import Trigger
from holdspace_site.actions.read_way_of_working import OpenWay, StepTaken, open_way
from holdspace_site.actions.word_trigger import Worded, trigger_map
from holdspace_site.records.models import Client
from holdspace_site.records.scope import Who


def way_of_working_out(client: Client, by: Who) -> dict[str, object] | None:
    """Return the way of working as somebody may see it; None where there is none."""
    opened = open_way(client, by)
    if not opened.way.lines and not opened.left_out:
        return None
    put_on = opened.way.put_on
    return {
        "version": opened.way.version,
        "put_on": put_on.isoformat() if put_on else None,
        "put_by": opened.put_by or None,
        "lines": [
            {
                "kind": line.kind.value,
                "words": line.words or None,
                "standing": line.standing.value,
                "verdict": line.verdict.value if line.verdict else None,
                "agreed_on": line.agreed_on.isoformat() if line.agreed_on else None,
                "said_instead": line.instead or None,
                "worded_anew": line.draft or None,
                "because": [one.quote for one in line.because],
                "kept": [
                    {
                        "session": one.session_number,
                        "on": one.on.isoformat(),
                        "answer": one.answer,
                    }
                    for one in line.kept
                ],
                "history": [_step(one) for one in _steps(opened, line.id)],
            }
            for line in opened.way.lines
            if line.words or line.instead
        ],
        "left_out": [line.words for line in opened.left_out],
    }


def _steps(opened: OpenWay, line_id: str) -> tuple[StepTaken, ...]:
    return opened.history.get(line_id, ())


def _step(one: StepTaken) -> dict[str, object]:
    return {
        "step": one.step,
        "words": one.words or None,
        "version": one.version or None,
        "by": one.by_name,
        "by_client": one.by_client,
        "at": one.at.isoformat(),
    }


def trigger_map_out(
    client: Client, by: Who, triggers: Iterable[Trigger]
) -> list[dict[str, object]]:
    """Return each part of a trigger that is put in plain words, with its history.

    `triggers` are those of the brief that is made for whoever takes it out.
    """
    return [
        {
            "cue": one.trigger.cue,
            "part": part.part.value,
            "read": part.read,
            "wordings": [_wording(each) for each in told],
        }
        for one in trigger_map(client, triggers, by=by).triggers
        for part in one.parts
        if (told := [*part.earlier, *filter(None, (part.agreed, part.waits))])
    ]


def _wording(one: Worded) -> dict[str, object]:
    return {
        "words": one.words or None,
        "by_client": one.by_client,
        "verdict": one.verdict.value if one.verdict else None,
        "written_at": one.written_at.isoformat(),
    }
