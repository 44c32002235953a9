"""Takes what a page keeps while somebody writes: drafts and answers, sent as JSON.

Both the client's own pages and the worker's page for telling together send these.
"""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from holdspace.story.telling import Step
from holdspace.vocabulary.answers import Answer
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_passage import Setting
from holdspace_site.actions.errors import NotPossible, TooLong
from holdspace_site.actions.give_answer import Answering
from holdspace_site.actions.keep_draft import LONGEST, Kept, Version, Writing
from holdspace_site.actions.told_answer import Told

_PLACES = 5  # a slider has this many, its ends included


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object a page sent.

    Raises NotPossible if it is none, TooLong if it is more than anybody takes in.
    """
    try:
        body = json.loads(request.body)
    except RequestDataTooBig:
        raise TooLong(LONGEST) from None
    except ValueError:
        raise NotPossible("message") from None
    if not isinstance(body, dict):
        raise NotPossible("message")
    return body


def writing_from(body: dict[str, Any]) -> Writing:
    """Return one save of one window. Raises NotPossible if it does not say which."""
    written = body.get("written")
    if not isinstance(written, dict):
        raise NotPossible("text to keep")
    return Writing(
        name=_text(body, "name"),
        lane=_text(body, "lane"),
        step=_number(body, "step"),
        based_on=_number(body, "based_on"),
        written=written,
    )


def lanes_from(request: HttpRequest) -> tuple[str, list[str]]:
    """Return of which text a page lets go, and in which windows; nothing unreadable."""
    try:
        body = body_of(request)
    except NotPossible:
        return "", []
    name, lanes = body.get("name"), body.get("lanes")
    if not isinstance(name, str) or not isinstance(lanes, list):
        return "", []
    return name, [lane for lane in lanes if isinstance(lane, str)]


def answering_from(body: dict[str, Any], *, setting: Setting) -> Answering:
    """Return one answer. Raises NotPossible or UnreadableStep if it is none."""
    try:
        answer_id, answer = UUID(_text(body, "answer_id")), Answer(body.get("answer"))
    except ValueError:
        raise NotPossible("answer") from None
    return Answering(
        answer_id=answer_id,
        step=Step.read(_text(body, "key")),
        answer=answer,
        told=told_from(body.get("written") or {}),
        lanes=tuple(_texts(body, "lanes")),
        setting=setting,
    )


def told_from(written: dict[str, Any]) -> Told:
    """Return what was told. Raises NotPossible if a value is of the wrong kind."""
    sliders = written.get("sliders") or {}
    if not isinstance(sliders, dict) or not all(
        type(place) is int and 0 <= place < _PLACES for place in sliders.values()
    ):
        raise NotPossible("place on a slider")
    return Told(
        words=_text(written, "words"),
        cards=tuple(_texts(written, "cards")),
        choices=tuple(_texts(written, "choices")),
        sliders=sliders,
        about=_number(written, "about"),
        began=_text(written, "began"),
        ended=_text(written, "ended"),
        language=_text(written, "language") or "en",
        translation=_text(written, "translation"),
        supported_by=_text(written, "supported_by"),
        recording=_text(written, "recording"),
    )


def as_json(versions: dict[str, tuple[Version, ...]]) -> dict[str, list[dict]]:
    """Return drafts as a page takes them back, each with where it stands."""
    return {
        name: [
            {
                "lane": one.lane,
                "revision": one.revision,
                "kept_at": timezone.localtime(one.kept_at).isoformat(),
                "written": one.written,
            }
            for one in group
        ]
        for name, group in versions.items()
    }


def kept_answer(kept: Kept) -> JsonResponse:
    """Answer a save with where the text stands now."""
    return JsonResponse(
        {
            "revision": kept.revision,
            "others": kept.others,
            "at": f"{timezone.localtime():%H:%M}",
        }
    )


def refused(problem: HoldspaceError, status: int = 400) -> JsonResponse:
    """Answer that something was not kept, and what to do."""
    return JsonResponse({"problem": str(problem)}, status=status)


def _text(body: dict[str, Any], key: str) -> str:
    value = body.get(key, "")
    if not isinstance(value, str):
        raise NotPossible("text")
    return value


def _texts(body: dict[str, Any], key: str) -> list[str]:
    values = body.get(key) or []
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise NotPossible("choice")
    return values


def _number(body: dict[str, Any], key: str) -> int:
    value = body.get(key, 0)
    if type(value) is not int or value < 0:
        raise NotPossible("number")
    return value
