"""The letter back: drafted from what was told, worked on, looked at, given."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRedirect

from holdspace.privacy.access import Role
from holdspace_site.actions.errors import EditedMeanwhile, NothingToHear
from holdspace_site.actions.give_letter import give_letter
from holdspace_site.actions.read_letters import (
    HeardLine,
    OpenLetter,
    read_letter,
    read_letters,
)
from holdspace_site.actions.see_letter import see_letter
from holdspace_site.actions.write_letter import (
    LetterChanges,
    Move,
    change_letter,
    start_letter,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.letter_forms import letter_as_pdf
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for
from holdspace_site.web.worker.drafts import let_go_of_form

_LINE = "line-"


@dataclass(frozen=True, slots=True)
class TypedBefore:
    """What somebody typed into a letter that was changed meanwhile."""

    label: str
    words: str = field(repr=False)


@only_for(Role.WORKER)
def letters(request: HttpRequest, client_id: int) -> HttpResponse:
    """List a client's letters: drafts of one's own, given, answered."""
    client, found = read_letters(client_id, by=request.user, now=timezone.now())
    context = {
        "client": client,
        "answered": [one for one in found if one.answered_at],
        "given": [one for one in found if one.given_at and not one.answered_at],
        "drafts": [one for one in found if not one.given_at],
    }
    return render(request, "worker/letters.html", context)


@require_POST
@only_for(Role.WORKER)
def start(request: HttpRequest, client_id: int) -> HttpResponse:
    """Draft a letter; where there is nothing to write of, say so on the list."""
    tender = bool(request.POST.get("tender"))
    now = timezone.now()
    try:
        made = start_letter(client_id, tender=tender, by=request.user, now=now)
    except NothingToHear as nothing:
        messages.warning(request, str(nothing))
        return redirect("worker:letters", client_id)
    return redirect("worker:letter", client_id, made.pk)


@only_for(Role.WORKER)
def letter(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Show a letter: to work on while it is a draft, with its answers once given."""
    if request.method == "POST":
        return _change(request, client_id, letter_id)
    opened = _opened(request, client_id, letter_id)
    page = "worker/letter_given.html" if opened.given_at else "worker/letter.html"
    return render(request, page, _context(opened))


def _opened(request: HttpRequest, client_id: int, letter_id: str) -> OpenLetter:
    return read_letter(client_id, letter_id, by=request.user, now=timezone.now())


def _context(opened: OpenLetter) -> dict[str, object]:
    return {"client": opened.client, "letter": opened}


def _change(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Keep what was typed, whatever button it came with."""
    version = whole_number(request.POST.get("version", ""))
    button, _between, line = request.POST.get("do", "").partition(":")
    move = next((one for one in Move if one.value == button), None)
    changes = LetterChanges(
        opening=request.POST.get("opening", ""),
        closing=request.POST.get("closing", ""),
        texts={
            name.removeprefix(_LINE): words
            for name, words in request.POST.items()
            if name.startswith(_LINE)
        },
        move=move,
        moved=line,
    )
    try:
        change_letter(
            client_id,
            letter_id,
            changes=changes,
            version=version or 0,
            by=request.user,
            now=timezone.now(),
        )
    except EditedMeanwhile as problem:
        return _too_late(request, client_id, letter_id, changes, problem)
    let_go_of_form(request, client_id)
    if button == "preview":
        return _to(
            request, reverse("worker:letter-preview", args=[client_id, letter_id])
        )
    if not request.htmx:
        return redirect("worker:letter", client_id, letter_id)
    opened = _opened(request, client_id, letter_id)
    context = _context(opened) | {"fresh": True, "moved": line, "button": button}
    return render(request, "worker/_letter_draft.html", context)


def _to(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _too_late(
    request: HttpRequest,
    client_id: int,
    letter_id: str,
    changes: LetterChanges,
    problem: EditedMeanwhile,
) -> HttpResponse:
    """Show the letter as it is kept now, and beside it what was typed."""
    opened = _opened(request, client_id, letter_id)
    context = _context(opened) | {
        "problem": str(problem),
        "typed_before": _typed_otherwise(opened, changes),
    }
    if request.htmx:
        return render(request, "worker/_letter_draft.html", context)
    return render(request, "worker/letter.html", context, status=409)


def _typed_otherwise(opened: OpenLetter, changes: LetterChanges) -> list[TypedBefore]:
    by_id: dict[str, HeardLine] = {str(line.id): line for line in opened.lines}
    pairs = [
        (_("The beginning"), changes.opening, opened.opening),
        (_("The end"), changes.closing, opened.closing),
    ]
    for line_id, words in changes.texts.items():
        if line_id in by_id:
            pairs.append((_("A line"), words, by_id[line_id].text))
    return [
        TypedBefore(label, words)
        for label, words, kept in pairs
        if words.split() != kept.split()
    ]


@only_for(Role.WORKER)
@require_GET
def preview(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Show a draft as its client will see it, with the button to give it."""
    opened = _opened(request, client_id, letter_id)
    return render(request, "worker/letter_preview.html", _context(opened))


@require_POST
@only_for(Role.WORKER)
def give(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Give the letter to the client."""
    version = whole_number(request.POST.get("version", ""))
    try:
        give_letter(
            client_id,
            letter_id,
            version=version or 0,
            by=request.user,
            now=timezone.now(),
        )
    except (EditedMeanwhile, NothingToHear) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Given. It is on their page now."))
    return redirect("worker:letter", client_id, letter_id)


@require_POST
@only_for(Role.WORKER)
def seen(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Take the answers from the list of what is new."""
    see_letter(client_id, letter_id, by=request.user, now=timezone.now())
    messages.success(request, _("Noted. It is no longer among what is new."))
    return redirect("worker:letter", client_id, letter_id)


@only_for(Role.WORKER)
@require_GET
def as_pdf(request: HttpRequest, client_id: int, letter_id: str) -> HttpResponse:
    """Hand out a given letter as paper to tick."""
    opened = _opened(request, client_id, letter_id)
    if not opened.given_at:
        raise NoSuchRecord
    return letter_as_pdf(opened)
