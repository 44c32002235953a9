"""The letter a client got: what was heard, their word on each line, what it missed."""

from django.contrib import messages
from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace_site.actions.answer_letter import (
    LineAnswer,
    answer_line,
    send_answers,
    tell_missed,
)
from holdspace_site.actions.errors import NothingWritten, NotPossible
from holdspace_site.actions.read_letters import OpenLetter, open_for_client, read_letter
from holdspace_site.actions.read_record import own_record
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.letter_forms import letter_as_pdf
from holdspace_site.web.people import only_for

_BRING_BACK = "bring_back"


@only_for(Role.CLIENT)
@require_GET
def letter(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Show the letter, each line with its three answers."""
    client = own_record(request.user)
    opened = read_letter(client.pk, letter_id, by=request.user, now=timezone.now())
    return render(request, "own/letter.html", _context(opened))


@only_for(Role.CLIENT)
@require_GET
def as_pdf(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Hand out the letter as paper to tick."""
    client = own_record(request.user)
    return letter_as_pdf(
        read_letter(client.pk, letter_id, by=request.user, now=timezone.now())
    )


@require_POST
@only_for(Role.CLIENT)
def answer(request: HttpRequest, letter_id: str, line_id: str) -> HttpResponse:
    """Keep the client's word on one line; answer with that line alone if asked so."""
    client = own_record(request.user)
    hand_off = answer_line(
        client.pk,
        letter_id,
        line_id,
        answer=_answer(request),
        by=request.user,
        now=timezone.now(),
    )
    let_go_of_own_form(request)
    card = card_for(request, hand_off)
    if not request.htmx:
        return _go_on(request, letter_id, card)
    opened = open_for_client(client, letter_id, by=request.user)
    line = next(one for one in opened.in_it if str(one.id) == str(line_id))
    context = _context(opened) | card | {"line": line, "fresh": True}
    return render(request, "own/_letter_line_alone.html", context)


def _answer(request: HttpRequest) -> LineAnswer:
    said = request.POST.get("verdict", "")
    if said == _BRING_BACK:
        return LineAnswer(None)
    try:
        return LineAnswer(Verdict(said), request.POST.get("words"))
    except ValueError:
        raise NotPossible("answer") from None


@require_POST
@only_for(Role.CLIENT)
def missed(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Keep what the letter missed."""
    client = own_record(request.user)
    problem, hand_off = "", None
    try:
        hand_off = tell_missed(
            client.pk,
            letter_id,
            words=request.POST.get("words", ""),
            by=request.user,
            now=timezone.now(),
        )
    except NothingWritten as error:
        problem = str(error)
    else:
        let_go_of_own_form(request)
    card = card_for(request, hand_off)
    if request.htmx:
        opened = open_for_client(client, letter_id, by=request.user)
        context = _context(opened) | card | {"fresh": not problem, "problem": problem}
        return render(request, "own/_letter_missed.html", context)
    if problem:
        messages.error(request, problem)
    return _go_on(request, letter_id, card)


def _go_on(
    request: HttpRequest, letter_id: str, card: dict[str, object]
) -> HttpResponse:
    on = reverse("client:letter", args=[letter_id])
    return calm_page(request, card, on) if card else redirect(on)


@require_POST
@only_for(Role.CLIENT)
def send(request: HttpRequest, letter_id: str) -> HttpResponse:
    """Tell the worker that the client is done for now."""
    client = own_record(request.user)
    send_answers(client.pk, letter_id, by=request.user, now=timezone.now())
    messages.success(
        request,
        _("Sent. Thank you. You can still change each line, whenever you want."),
    )
    return redirect("client:letter", letter_id)


def _context(opened: OpenLetter) -> dict[str, object]:
    return {"letter": opened, "progress": _progress(opened)}


def _progress(opened: OpenLetter) -> str:
    """Say how many lines have the client's word, and that the others can wait."""
    done = opened.answered_count
    left = len(opened.in_it) - done
    if not done:
        return _("No line has your word yet. All of them can wait.")
    said = ngettext(
        "%(number)s line has your word.", "%(number)s lines have your word.", done
    ) % {"number": capfirst(str(apnumber(done)))}
    if not left:
        return said
    return f"{said} {ngettext('The other can wait.', 'The others can wait.', left)}"
