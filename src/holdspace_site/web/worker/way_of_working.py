"""How the two work together: drafted, written, put to the client, taken as they say."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from holdspace.approach.way_of_working import LineKind, LineStanding
from holdspace.privacy.access import Role
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.errors import EditedMeanwhile, NothingToPut, NotPossible
from holdspace_site.actions.read_way_of_working import OpenWay, read_way_of_working
from holdspace_site.actions.write_way_of_working import (
    LONGEST,
    NewLine,
    WayChanges,
    add_line,
    change_way_of_working,
    draft_way_of_working,
    put_way_of_working,
    take_as_said,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.records.sharing import StoryClosed
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for
from holdspace_site.web.way_of_working_forms import way_as_pdf
from holdspace_site.web.way_of_working_words import KINDS, groups
from holdspace_site.web.worker.drafts import let_go_when_kept

_LINE = "line-"
_FROM_THEM = (LineStanding.NOT_QUITE, LineStanding.PROPOSED)
_GONE = (LineStanding.TAKEN_BACK,)


@only_for(Role.WORKER)
@let_go_when_kept
def way_of_working(request: HttpRequest, client_id: int) -> HttpResponse:
    """Show all lines to work on; keep what was typed, whatever button it came with."""
    if request.method == "POST":
        return _change(request, client_id)
    return _page(request, _opened(request, client_id))


def _opened(request: HttpRequest, client_id: int) -> OpenWay:
    return read_way_of_working(client_id, by=request.user, now=timezone.now())


def _page(request: HttpRequest, opened: OpenWay, **more: object) -> HttpResponse:
    on = timezone.localdate()
    lines = opened.way.lines
    shown = [one for one in lines if one.words and one.standing not in _GONE]
    context = {
        "client": opened.client,
        "opened": opened,
        "groups": groups(opened, shown, on=on, to_client=False),
        "from_them": [
            one for one in lines if one.standing in _FROM_THEM and _their_words(one)
        ],
        "hidden": opened.hidden,
        "kinds": [(kind.value, words) for kind, words in KINDS.items()],
        "longest": LONGEST,
    }
    status = more.pop("status", 400 if "problem" in more else 200)
    page = "worker/way_of_working.html"
    return render(request, page, context | more, status=status)


def _their_words(line: object) -> bool:
    is_put_anew = line.standing is LineStanding.NOT_QUITE
    return bool(line.instead if is_put_anew else line.words)


def _change(request: HttpRequest, client_id: int) -> HttpResponse:
    button, _between, line = request.POST.get("do", "").partition(":")
    revision = whole_number(request.POST.get("revision", "")) or 0
    changes = WayChanges(
        texts={
            name.removeprefix(_LINE): words
            for name, words in request.POST.items()
            if name.startswith(_LINE)
        },
        left_out=line if button == "out" else "",
        put_back=line if button == "in" else "",
    )
    by, now = request.user, timezone.now()
    try:
        change_way_of_working(client_id, changes, revision=revision, by=by, now=now)
        if button == "put":
            number = put_way_of_working(
                client_id, revision=revision + 1, by=by, now=now
            )
    except (NoSuchRecord, StoryClosed):
        raise
    except NothingToPut as problem:
        messages.warning(request, str(problem))
    except HoldspaceError as problem:
        return _not_kept(request, client_id, changes, problem)
    else:
        messages.success(request, _put(number) if button == "put" else _("Kept."))
    return redirect("worker:way-of-working", client_id)


def _put(number: int) -> str:
    return ngettext(
        "%(number)s line is on their page now. They can answer it, or leave it.",
        "%(number)s lines are on their page now. They can answer them, or leave them.",
        number,
    ) % {"number": number}


def _not_kept(
    request: HttpRequest, client_id: int, changes: WayChanges, problem: Exception
) -> HttpResponse:
    """Show the lines as they are kept now, and beside them what was typed."""
    opened = _opened(request, client_id)
    kept = {one.id: one.draft or one.words for one in opened.way.lines}
    typed = [
        words
        for line_id, words in changes.texts.items()
        if words.split() != kept.get(line_id, "").split()
    ]
    status = 409 if isinstance(problem, EditedMeanwhile) else 400
    return _page(
        request, opened, problem=str(problem), typed_before=typed, status=status
    )


@require_POST
@only_for(Role.WORKER)
def draft(request: HttpRequest, client_id: int) -> HttpResponse:
    """Draft lines from what was told; say so where there is nothing new."""
    number = draft_way_of_working(client_id, by=request.user, now=timezone.now())
    if number:
        said = ngettext(
            "%(number)s line is drafted. Only you see it.",
            "%(number)s lines are drafted. Only you see them.",
            number,
        )
        messages.success(request, said % {"number": number})
    else:
        messages.warning(request, _("Nothing new to draft from what is marked."))
    return redirect("worker:way-of-working", client_id)


@require_POST
@only_for(Role.WORKER)
@let_go_when_kept
def add(request: HttpRequest, client_id: int) -> HttpResponse:
    """Keep a line the worker writes, on words they pick."""
    typed = {name: request.POST.get(name, "") for name in ("kind", "words", "reading")}
    try:
        new = NewLine(_kind(typed["kind"]), typed["words"], typed["reading"])
        add_line(client_id, new, by=request.user, now=timezone.now())
    except (NoSuchRecord, StoryClosed):
        raise
    except HoldspaceError as problem:
        opened = _opened(request, client_id)
        return _page(request, opened, problem=str(problem), typed=typed)
    messages.success(request, _("Kept. Only you see it until you put it to them."))
    return redirect("worker:way-of-working", client_id)


def _kind(value: str) -> LineKind:
    try:
        return LineKind(value)
    except ValueError:
        raise NotPossible("kind of line") from None


@require_POST
@only_for(Role.WORKER)
def take(request: HttpRequest, client_id: int, way_line_id: str) -> HttpResponse:
    """Stand behind a line as the client says it."""
    try:
        take_as_said(
            client_id,
            way_line_id,
            seen=request.POST.get("seen"),
            by=request.user,
            now=timezone.now(),
        )
    except (NotPossible, EditedMeanwhile) as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Agreed, in their words."))
    return redirect("worker:way-of-working", client_id)


@require_GET
@only_for(Role.WORKER)
def as_pdf(request: HttpRequest, client_id: int) -> HttpResponse:
    """Hand out what is agreed, and what waits, as paper."""
    return way_as_pdf(_opened(request, client_id))
