"""Hands out one client's whole record: as a page to read and print, and as JSON."""

import json
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from holdspace.alliance.sessions import CheckInWay
from holdspace.content.codebook import Codebook, codebook
from holdspace.content.intake import UnknownIntakeQuestion, intake
from holdspace.content.safety import safety
from holdspace.vocabulary.dates import PartialDate
from holdspace.vocabulary.errors import UnknownCode
from holdspace_site.web.check_in_words import in_words as in_words_of
from holdspace_site.web.export_between import (
    cycle_in_words,
    formulation_in_words,
    notice_in_words,
    promise_in_words,
    repair_in_words,
)
from holdspace_site.web.export_way import trigger_part_in_words, way_in_words
from holdspace_site.web.looks import ROLES, WHAT
from holdspace_site.web.session_words import went_words

Told = dict[str, object]

# The record is the client's own, so it speaks to them, whoever printed it.
_TOLD_BY = {
    "client": gettext_lazy("told by you"),
    "worker": gettext_lazy("in the words of your worker"),
    "other": gettext_lazy("told by somebody else"),
}
_SETTINGS = {
    "session": gettext_lazy("in a session"),
    "alone": gettext_lazy("on your own"),
    "phone": gettext_lazy("on the phone"),
    "paper": gettext_lazy("on paper"),
    "letter": gettext_lazy("in answer to a letter"),
}
_BOUNDARIES = {
    "not_now": gettext_lazy("Not now"),
    "never": gettext_lazy("Never"),
    "in_person": gettext_lazy("Only in person"),
    "already_told": gettext_lazy("Told once"),
}
_ANSWERS = {
    "told": gettext_lazy("told"),
    "skip": gettext_lazy("skipped"),
    "not_now": gettext_lazy("not now"),
    "never": gettext_lazy("never"),
    "in_person": gettext_lazy("rather in person"),
    "already_told": gettext_lazy("already told"),
}
_SHARED = {
    "worker": gettext_lazy("you shared this with your worker"),
    "supervisor": gettext_lazy("you shared this with your worker’s supervisor"),
    "nobody": gettext_lazy("you kept this to yourself"),
}
_VERDICTS = {
    "yes": pgettext_lazy("verdict", "yes"),
    "not_quite": pgettext_lazy("verdict", "not quite"),
    "taken_back": pgettext_lazy("verdict", "taken back"),
}
_CERTAINTIES = {
    "implied": gettext_lazy("implied, not said outright"),
    "guessed": gettext_lazy("a guess of your worker’s"),
}


def json_export(exported: Told) -> HttpResponse:
    """Return a record as a file to keep or to hand to the next helper."""
    number = exported["client"]["number"]
    name = f"holdspace-record-{number}.json"
    return HttpResponse(
        json.dumps(exported, ensure_ascii=False, indent=2),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def readable_export(
    request: HttpRequest, exported: Told, *, frame: str, back: str, as_json: str = ""
) -> HttpResponse:
    """Return a record as one page; `frame` is the template the reader is used to."""
    client = exported["client"]
    return render(
        request,
        "export.html",
        {
            "frame": frame,
            "back": back,
            "as_json": as_json,
            "client": {"id": client["number"], "name": client["name"]},
            "record": in_words(exported),
        },
    )


def in_words(exported: Told) -> Told:
    """Return an exported record with every code, kind and moment put in words."""
    titles = {
        one["id"]: one["title"] or _("the help here") for one in exported["episodes"]
    }
    return {
        "exported_at": _moment(exported["exported_at"]),
        "brief": exported["brief"],
        "episodes": [_episode(one, titles) for one in exported["episodes"]],
        "passages": [_passage(one, titles) for one in exported["passages"]],
        "recordings": [_recording(one) for one in exported["recordings"]],
        "given_answers": [_given_answer(one) for one in exported["given_answers"]],
        "letters": [_letter(one) for one in exported["letters"]],
        "sessions": [_session(one) for one in exported["sessions"]],
        "questionnaires": [_questionnaire(one) for one in exported["questionnaires"]],
        "promises": [promise_in_words(one) for one in exported["promises"]],
        "repairs": [repair_in_words(one) for one in exported["repairs"]],
        "notices": [notice_in_words(one) for one in exported["notices"]],
        "formulations": [formulation_in_words(one) for one in exported["formulations"]],
        "cycles": [cycle_in_words(one) for one in exported["cycles"]],
        "way_of_working": way_in_words(exported["way_of_working"]),
        "trigger_map": [trigger_part_in_words(one) for one in exported["trigger_map"]],
        "boundaries": [_boundary(one) for one in exported["boundaries"]],
        "hand_offs": [_hand_off(one) for one in exported["hand_offs"]],
        "looks": [_look(one) for one in exported["access_log"]],
    }


def _episode(one: Told, titles: dict[str, str]) -> Told:
    return one | {
        "title": titles[one["id"]],
        "began": _partial(one["began"]),
        "ended": _partial(one["ended"]),
        "ending_words": _plain(codebook(), one["ending"]) if one["ending"] else "",
    }


def _passage(one: Told, titles: dict[str, str]) -> Told:
    return one | {
        "told_on": date.fromisoformat(one["told_on"]),
        "told_by": _TOLD_BY.get(one["told_by"], one["told_by"]),
        "setting": _SETTINGS.get(one["setting"], one["setting"]),
        "about": titles.get(one["episode"], ""),
        "asked": _asked(one["question"]) if one["question"] else "",
        "earlier_wordings": [
            old | {"replaced_at": _moment(old["replaced_at"])}
            for old in one["earlier_wordings"]
        ],
        "readings": [
            _reading(reading, one)
            for reading in sorted(one["readings"], key=lambda each: each["start"])
        ],
    }


def _recording(one: Told) -> Told:
    return {
        "id": one["id"],
        "is_told": one["passage"] is not None,
        "made_at": _moment(one["made_at"]),
        "minutes": f"{one['seconds'] // 60}:{one['seconds'] % 60:02d}",
    }


def _given_answer(one: Told) -> Told:
    return {
        "asked": _asked(one["question"]),
        "answer": _ANSWERS.get(one["answer"], one["answer"]),
        "given_at": _moment(one["given_at"]),
        "replaced_at": _moment(one["replaced_at"]),
    }


def _asked(question_id: str) -> str:
    try:
        return intake().question(question_id).words
    except UnknownIntakeQuestion:
        return question_id


def _reading(reading: Told, passage: Told) -> Told:
    words = _wording_at(passage, reading["removed_at"])
    return {
        "plain_words": _plain(codebook(), reading["code"]),
        "quote": words[reading["start"] : reading["end"]],
        "certainty": _CERTAINTIES.get(reading["certainty"], ""),
        "strength": reading["strength"],
        "removed_at": _moment(reading["removed_at"]),
        "verdicts": [
            given
            | {
                "words": _VERDICTS.get(given["verdict"], given["verdict"]),
                "given_at": _moment(given["given_at"]),
                "undone_at": _moment(given.get("undone_at")),
            }
            for given in reading["verdicts"]
        ],
    }


def _wording_at(passage: Told, moment: str | None) -> str:
    """Return the wording a reading stood in until `moment`, when it was removed."""
    if moment is None:
        return passage["words"]
    later = [old for old in passage["earlier_wordings"] if old["replaced_at"] >= moment]
    if not later:
        return passage["words"]
    return min(later, key=lambda old: old["replaced_at"])["words"]


def _letter(one: Told) -> Told:
    return one | {
        "made_at": _moment(one["made_at"]),
        "given_at": _moment(one["given_at"]),
        "answered_at": _moment(one["answered_at"]),
        "lines": [
            line | {"words": _VERDICTS.get(line["verdict"], "")}
            for line in one["lines"]
        ],
    }


def _session(one: Told) -> Told:
    given = [one["check_in"], *one["earlier_check_ins"]]
    return one | {
        "at": _moment(one["at"]),
        "status_words": went_words(
            one["status"], one["course"], one["side"] or "", to_client=True
        ),
        "check_ins": [_check_in(each) for each in given if each],
    }


def _check_in(one: Told) -> Told:
    return {
        "answers": in_words_of(one["answers"]),
        "shared": _SHARED.get(one["shared_with"], ""),
        "on_paper": one["way"] == CheckInWay.PAPER.value,
        "given_at": _moment(one["given_at"]),
    }


def _questionnaire(one: Told) -> Told:
    return one | {
        "asked_at": _moment(one["asked_at"]),
        "given_at": _moment(one["given_at"]),
        "declined_at": _moment(one["declined_at"]),
        "shared": _SHARED.get(one.get("shared_with"), ""),
        "on_paper": one.get("way") == CheckInWay.PAPER.value,
    }


def _boundary(one: Told) -> Told:
    return one | {
        "kind_words": _BOUNDARIES.get(one["kind"], one["kind"]),
        "set_on": date.fromisoformat(one["set_on"]),
        "lifted_at": _moment(one["lifted_at"]),
    }


def _hand_off(one: Told) -> Told:
    """Put what came of words handed to a person as somebody would say it."""
    pack = safety()
    group = pack.group(str(one["rule"]))
    pressed = pack.choice(str(one["you_pressed"]))
    decided = pack.decision(str(one["decision"]))
    return one | {
        "noticed_at": _moment(one["noticed_at"]),
        "read_at": _moment(one["read_at"]),
        "rule_words": group.words if group else "",
        "pressed_words": pressed.words if pressed else "",
        "decision_words": decided.words if decided else "",
    }


def _look(one: Told) -> Told:
    own = one["role"] == "client"
    return {
        "at": _moment(one["at"]),
        "who": _("You") if own else f"{one['who']}, {ROLES[one['role']]}",
        "what": WHAT.get(one["verb"], _("opened the record")),
        "refused": one["refused"],
    }


def _plain(book: Codebook, code: str) -> str:
    try:
        return book.code(code).plain_words
    except UnknownCode:
        return code


def _partial(written: str) -> str:
    return str(PartialDate.read(written)) if written else ""


def _moment(written: str | None) -> datetime | None:
    return timezone.localtime(datetime.fromisoformat(written)) if written else None
