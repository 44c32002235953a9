"""Puts the way of working and the trigger map of a copy of the record in words."""

from datetime import date, datetime

from django.utils import timezone

from holdspace.approach.triggers import TriggerPart
from holdspace.approach.way_of_working import LineKind, LineStanding
from holdspace.content.way_of_working import way_pack
from holdspace_site.web.trigger_words import PARTS_TO_CLIENT
from holdspace_site.web.way_of_working_words import (
    KINDS_TO_CLIENT,
    STANDINGS_TO_CLIENT,
    STEPS,
)

Told = dict[str, object]


def way_in_words(way: Told | None) -> Told | None:
    """Return a way of working with its kinds, standings and days in words."""
    if way is None:
        return None
    said = {one.id: one.words for one in way_pack().kept.answers}
    return way | {
        "put_on": date.fromisoformat(way["put_on"]) if way["put_on"] else None,
        "lines": [_line(one, said) for one in way["lines"]],
    }


def _line(one: Told, said: dict[str, str]) -> Told:
    return one | {
        "kind_words": KINDS_TO_CLIENT[LineKind(one["kind"])],
        "standing_words": STANDINGS_TO_CLIENT[LineStanding(one["standing"])],
        "kept": [
            {
                "on": date.fromisoformat(each["on"]),
                "words": said.get(each["answer"], each["answer"]),
            }
            for each in one["kept"]
        ],
        "history": [
            step | {"step_words": STEPS[step["step"]], "at": _moment(step["at"])}
            for step in one["history"]
        ],
    }


def trigger_part_in_words(one: Told) -> Told:
    """Return one part of a trigger with each wording of it."""
    return one | {
        "part_words": PARTS_TO_CLIENT[TriggerPart(one["part"])],
        "wordings": [
            each | {"written_at": _moment(each["written_at"])}
            for each in one["wordings"]
        ],
    }


def _moment(written: str) -> datetime:
    return timezone.localtime(datetime.fromisoformat(written))
