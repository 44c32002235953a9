"""The client's check-in after a session: give it, see it over time, take it back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.content.check_in import OWN_WORDS
from holdspace.content.safety import safety
from holdspace.privacy.access import Role
from holdspace.safety.phrases import phrases_for_page
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.change_check_in import (
    change_check_in,
    own_check_in,
    share_check_in,
    take_back_check_in,
)
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.find_supervisors import all_have_supervisor
from holdspace_site.actions.give_check_in import (
    Kept,
    as_kept_now,
    draft_name,
    give_check_in,
)
from holdspace_site.actions.kept_lines import lines_asked, lines_of
from holdspace_site.actions.notice_words import may_need_a_person
from holdspace_site.actions.own_cues import own_cues
from holdspace_site.actions.read_check_ins import (
    read_own_check_ins,
    read_to_answer,
    seen_by,
    session_to_answer,
)
from holdspace_site.actions.read_record import own_record
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.check_in_form import (
    WHO_SEES,
    answered_from,
    answered_in,
    answers_in,
    form_context,
    shared_in,
)
from holdspace_site.web.check_in_words import in_words
from holdspace_site.web.client.check_in_words import words_for_page
from holdspace_site.web.client.hand_off import calm_context
from holdspace_site.web.keeping import as_json, body_of, refused
from holdspace_site.web.known_device import stays_on_device
from holdspace_site.web.people import only_for
from holdspace_site.web.whose import whose_page

own_pages_only = only_for(Role.CLIENT)


@require_GET
@own_pages_only
def check_in(request: HttpRequest) -> HttpResponse:
    """Show the check-in as one page that also works without a network.

    No answer and no word of anybody's is in it: a copy of it stays on the device.
    """
    asked = read_to_answer(by=request.user, now=timezone.now())
    context = form_context(()) | calm_context(request) | whose_page(request)
    context |= {
        "own": asked.own,
        "supervised": all_have_supervisor(asked.sessions),
        "calm_lines": (),
        "phrases": phrases_for_page(safety()),
        "page_words": words_for_page(),
    }
    return render(request, "own/check_in.html", context)


@require_GET
@own_pages_only
def state(request: HttpRequest) -> JsonResponse:
    """Hand out what the page needs: sessions, the client's triggers, their drafts."""
    asked = read_to_answer(by=request.user, now=timezone.now())
    lines = lines_asked(asked.client, asked.sessions)
    return JsonResponse(
        {
            "own": asked.own,
            "token": get_token(request),
            "stays": stays_on_device(request),
            "sessions": [
                {
                    "id": str(one.pk),
                    "number": one.number,
                    "on": timezone.localdate(one.at).isoformat(),
                    "kept": [
                        {"id": line.id, "words": line.words}
                        for line in lines[str(one.pk)]
                    ],
                }
                for one in asked.sessions
            ],
            "cues": [{"id": one.reading_id, "words": one.words} for one in asked.cues],
            "calm": list(calm_context(request)["calm_lines"]),
            "drafts": as_json(asked.drafts),
        }
    )


@require_POST
@own_pages_only
def answer(request: HttpRequest) -> JsonResponse:
    """Take a check-in the page sends, now or when the network is back."""
    try:
        body = body_of(request)
        session_id = str(body.get("key", "")).removeprefix(draft_name(""))
        kept = give_check_in(
            answered_from(body, session_id), by=request.user, now=timezone.now()
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as problem:
        return refused(problem)
    said: dict[str, object] = {}
    if kept.hand_off:
        card = calm_context(request, str(kept.hand_off.pk))
        said["card"] = render_to_string("own/_calm_card.html", card, request)
    elif _needs_calm(kept):
        said["calm"] = True
    return JsonResponse(said)


@require_GET
@own_pages_only
def plain(request: HttpRequest) -> HttpResponse:
    """Lead to the newest session's own page, where there are no scripts."""
    asked = read_to_answer(by=request.user, now=timezone.now())
    if not asked.sessions:
        return redirect("client:check-ins")
    return redirect("client:check-in-session", asked.sessions[0].pk)


@own_pages_only
def one_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """Show the check-in of one session as a plain form, and take it."""
    now = timezone.now()
    session, cues = session_to_answer(session_id, by=request.user, now=now)
    context = form_context(cues, lines=_lines(session))
    if request.method == "POST":
        try:
            answered = answered_in(request, session.pk)
            kept = give_check_in(answered, by=request.user, now=now)
        except NoSuchRecord:
            raise
        except HoldspaceError as problem:
            context = _typed(request, cues, _lines(session))
            context |= {"problem": str(problem)}
        else:
            return _kept_page(request, kept)
    context |= {"session": session, "check_in_id": _id_of(request)}
    context["supervised"] = all_have_supervisor([session])
    status = 400 if "problem" in context else 200
    return render(request, "own/check_in_plain.html", context, status=status)


@require_GET
@own_pages_only
def check_ins(request: HttpRequest) -> HttpResponse:
    """Show a client their own answers over time, as the words they tapped."""
    now = timezone.now()
    asked = read_to_answer(by=request.user, now=now)
    given = read_own_check_ins(by=request.user, now=now)
    answers = {key: "" for one in given for key in one.answers}
    lines = lines_of(own_record(request.user), answers, by=request.user)
    context = {
        "given": [
            {"row": one, "told": in_words(one.answers, lines=lines)} for one in given
        ],
        "who_sees": [
            {"value": who.value, "words": words} for who, words, _means in WHO_SEES
        ],
        "supervised": all_have_supervisor(asked.client.sessions.all()),
        "waits": bool(asked.sessions),
    }
    return render(request, "own/check_ins.html", context)


@own_pages_only
def change(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Change the answers of one check-in, for a day after it was given."""
    now = timezone.now()
    row = own_check_in(check_in_id, by=request.user, now=now)
    seen, cues = seen_by(row, request.user, now=now), own_cues(row.client)
    lines = _lines(row.session) | lines_of(row.client, seen.answers, by=request.user)
    context = form_context(
        cues,
        lines=lines,
        answers=seen.answers,
        shared_with=seen.shared_with.value,
        cue_of=seen.cue_of,
    )
    if request.method == "POST":
        try:
            changed = change_check_in(
                check_in_id,
                answers_in(request.POST),
                shared_in(request.POST.get("shared_with", "")),
                cue_of=request.POST.get("cue_of", ""),
                by=request.user,
                now=now,
            )
        except HoldspaceError as problem:
            context = _typed(request, cues, lines) | {"problem": str(problem)}
        else:
            return _kept_page(request, as_kept_now(changed))
    context |= {"session": row.session, "changing": True, "check_in_id": row.pk}
    context["supervised"] = all_have_supervisor([row.session])
    status = 400 if "problem" in context else 200
    return render(request, "own/check_in_plain.html", context, status=status)


@require_POST
@own_pages_only
def share(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Choose anew who sees one check-in."""
    chosen = request.POST.get("shared_with", "")
    if not chosen:
        raise NotPossible("choice of who sees it")
    share_check_in(check_in_id, shared_in(chosen), by=request.user, now=timezone.now())
    messages.success(request, _("It holds from now on."))
    return redirect("client:check-ins")


@require_POST
@own_pages_only
def take_back(request: HttpRequest, check_in_id: uuid.UUID) -> HttpResponse:
    """Take one check-in back, without asking twice."""
    take_back_check_in(check_in_id, by=request.user, now=timezone.now())
    messages.success(request, _("Taken back. It is gone from everywhere."))
    return redirect("client:check-ins")


def _lines(session: Any) -> dict[str, str]:
    """Return the agreed lines asked about after a session, words by id."""
    asked = lines_asked(session.client, [session])[str(session.pk)]
    return {line.id: line.words for line in asked}


def _typed(
    request: HttpRequest, cues: object, lines: dict[str, str]
) -> dict[str, object]:
    sent = request.POST
    return form_context(
        cues,
        lines=lines,
        answers=answers_in(sent),
        shared_with=sent.get("shared_with", ""),
        cue_of=sent.get("cue_of", ""),
    )


def _id_of(request: HttpRequest) -> str:
    return request.POST.get("check_in_id") or str(uuid.uuid4())


def _needs_calm(kept: Kept) -> bool:
    """Return whether words stay with the client that otherwise somebody would read."""
    answers = kept.check_in.answers
    return any(may_need_a_person(answers.get(name, "")) for name in OWN_WORDS)


def _kept_page(request: HttpRequest, kept: Kept) -> HttpResponse:
    if kept.hand_off or _needs_calm(kept):
        hand_off_id = str(kept.hand_off.pk) if kept.hand_off else None
        context = calm_context(request, hand_off_id)
        return render(request, "own/check_in_calm.html", context)
    messages.success(request, _("Kept. Thank you. You can change or take it back."))
    return redirect("client:check-ins")
