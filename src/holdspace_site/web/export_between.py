"""Puts repairs, promises and notices of a copy of the record in words."""

from datetime import date, datetime

from django.utils import timezone

from holdspace.alliance.notices import NoticeKind
from holdspace.alliance.repairs import ClientsWord, Ground, RepairStatus
from holdspace.alliance.sessions import PromiseStatus, PromiseStep
from holdspace_site.web.notice_words import KINDS_TO_CLIENT
from holdspace_site.web.promise_words import STATUSES as PROMISES
from holdspace_site.web.promise_words import STEPS
from holdspace_site.web.repair_words import GROUNDS_TO_CLIENT, STATUSES, WORDS
from holdspace_site.web.templatetags.said import verdict_words

Told = dict[str, object]


def promise_in_words(one: Told) -> Told:
    """Return a promise with its days and what became of it in words."""
    return one | {
        "made_on": date.fromisoformat(one["made_on"]),
        "due_on": _day(one["due_on"]),
        "status_words": PROMISES[PromiseStatus(one["status"])],
        "changes": [
            change
            | {
                "step_words": STEPS[PromiseStep(change["step"])],
                "due_before": _day(change["due_before"]),
                "at": _moment(change["at"]),
            }
            for change in one["changes"]
        ],
    }


def repair_in_words(one: Told) -> Told:
    """Return a repair with where it stands and its history in words."""
    return one | {
        "opened_on": date.fromisoformat(one["opened_on"]),
        "status_words": STATUSES[RepairStatus(one["status"])],
        "rests_on": [
            ground | {"ground_words": GROUNDS_TO_CLIENT[Ground(ground["ground"])]}
            for ground in one["rests_on"]
        ],
        "history": [
            step
            | {
                "at": _moment(step["at"]),
                "to_words": STATUSES[RepairStatus(step["to"])] if step["to"] else "",
                "word": WORDS[ClientsWord(step["client_says"])]
                if step["client_says"]
                else "",
            }
            for step in one["history"]
        ],
    }


def formulation_in_words(one: Told) -> Told:
    """Return a version of how the pieces hang together as its page takes it."""
    return one | {
        "written_on": date.fromisoformat(one["written_on"]),
        "writer_name": one["by"],
        "verdict": one["client_says"],
        "own_words": one["client_says_in_words"],
    }


def notice_in_words(one: Told) -> Told:
    """Return a notice with what it is of and its days."""
    return one | {
        "kind_words": KINDS_TO_CLIENT[NoticeKind(one["kind"])],
        "begins_on": date.fromisoformat(one["begins_on"]),
        "ends_on": _day(one["ends_on"]),
        "called_off_at": _moment(one["called_off_at"]),
    }


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _moment(written: str | None) -> datetime | None:
    return timezone.localtime(datetime.fromisoformat(written)) if written else None


def cycle_in_words(one: Told) -> Told:
    """Return a cycle with its day and the client's word on it."""
    return one | {
        "since": date.fromisoformat(one["since"]),
        "verdict_words": verdict_words(one["verdict"]) if one["verdict"] else "",
    }
