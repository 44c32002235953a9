"""The check-in as a form: on a phone, on a handed-over tablet, typed in from paper."""

import uuid
from collections.abc import Iterable, Mapping

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy

from holdspace.alliance.sessions import SharedWith
from holdspace.content.check_in import OWN_WORDS, CheckInQuestion, check_in
from holdspace.content.way_of_working import KEPT_OF, way_pack
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.give_check_in import Answered
from holdspace_site.actions.own_cues import Cue

WHO_SEES = (
    (
        SharedWith.WORKER,
        gettext_lazy("My worker"),
        gettext_lazy("They see these answers before you meet again."),
    ),
    (
        SharedWith.SUPERVISOR,
        gettext_lazy("Their supervisor, not my worker"),
        gettext_lazy("The supervisor sees what you tapped, not your own words."),
    ),
    (
        SharedWith.NOBODY,
        gettext_lazy("Nobody"),
        gettext_lazy("It stays on your page, for you alone."),
    ),
)
"""Who may see a check-in, each with what that means; none is chosen beforehand."""


def form_context(
    cues: Iterable[Cue],
    *,
    answers: Mapping[str, str] | None = None,
    shared_with: str = "",
    cue_of: str = "",
    lines: Mapping[str, str] | None = None,
) -> dict[str, object]:
    """Return what check_in/_form.html needs; without answers nothing is chosen.

    `lines` are those asked about, whether they were kept: words by id.
    """
    pack, given = check_in(), answers or {}
    return {
        "intro": pack.intro,
        "label": pack.label,
        "questions": [_question(one, given, pack.follow_ups) for one in pack.questions],
        "cues": [
            {"id": cue.reading_id, "words": cue.words, "on": cue.reading_id == cue_of}
            for cue in cues
        ],
        "kept_asks": way_pack().kept.words,
        "kept_answers": way_pack().kept.answers,
        "kept_lines": [
            {"name": KEPT_OF + line, "words": words, "on": given.get(KEPT_OF + line)}
            for line, words in (lines or {}).items()
        ],
        "who_sees": [
            {"value": who.value, "words": words, "means": means}
            | {"on": who.value == shared_with}
            for who, words, means in WHO_SEES
        ],
    }


def _question(
    question: CheckInQuestion,
    given: Mapping[str, str],
    follow_ups: Iterable[CheckInQuestion] = (),
) -> dict[str, object]:
    chosen = given.get(question.id, "")
    halves = zip(OWN_WORDS, (question.words, question.second_words), strict=True)
    is_row = bool(question.ends[0])
    return {
        "id": question.id,
        "words": question.words,
        "ends": question.ends if is_row else None,
        "answers": [
            {
                "id": answer.id,
                "words": answer.id if is_row else answer.words,
                "on": answer.id == chosen,
            }
            for answer in question.answers
        ],
        "after": [
            _question(one, given) | {"asks_after": " ".join(one.asks_after)}
            for one in follow_ups
            if one.follows == question.id
        ],
        "has_cues": question.picks_from == "own_triggers",
        "own_words": [
            {"name": name, "words": words, "written": given.get(name, "")}
            for name, words in halves
        ]
        if question.second_words
        else [],
    }


def answered_in(request: HttpRequest, session_id: object) -> Answered:
    """Return a check-in sent as a form.

    Raises:
        NotPossible: if it does not say which it is, or who sees it cannot be.
    """
    sent = request.POST
    return Answered(
        check_in_id=_uuid(sent.get("check_in_id", "")),
        session_id=str(session_id),
        answers=answers_in(sent),
        shared_with=shared_in(sent.get("shared_with", "")),
        cue_of=sent.get("cue_of", ""),
        lanes=tuple(sent.getlist("kept-lane")),
    )


def answers_in(sent: QueryDict) -> dict[str, str]:
    """Return the answers of a sent form by question."""
    picked = {
        name.removeprefix("answer-"): value
        for name, value in sent.items()
        if name.startswith("answer-")
    }
    return picked | {name: sent.get(name, "") for name in OWN_WORDS}


def shared_in(value: str) -> SharedWith:
    """Return who sees it; nobody but the client, where they chose nothing."""
    if not value:
        return SharedWith.NOBODY
    try:
        return SharedWith(value)
    except ValueError:
        raise NotPossible("choice of who sees it") from None


def answered_from(body: Mapping[str, object], session_id: str) -> Answered:
    """Return a check-in sent by the page's script. Raises NotPossible if it is none."""
    written = body.get("written")
    if not isinstance(written, dict):
        raise NotPossible("check-in")
    picked, lanes = written.get("picked", {}), body.get("lanes", [])
    own = {name: written.get(name, "") for name in OWN_WORDS}
    if not isinstance(picked, dict) or not isinstance(lanes, list):
        raise NotPossible("check-in")
    texts = [*picked.values(), *own.values(), *lanes, written.get("cue_of", "")]
    if not all(isinstance(one, str) for one in texts):
        raise NotPossible("check-in")
    return Answered(
        check_in_id=_uuid(str(body.get("answer_id", ""))),
        session_id=session_id,
        answers={str(key): value for key, value in picked.items()} | own,
        shared_with=shared_in(str(written.get("shared_with", ""))),
        cue_of=str(written.get("cue_of", "")),
        lanes=tuple(lanes),
    )


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotPossible("check-in") from None
