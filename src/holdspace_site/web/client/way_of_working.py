"""How the two work together, for the client: their word on each line, own lines."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from holdspace.approach.way_of_working import LineKind, LineStanding, WayLine
from holdspace.privacy.access import Role
from holdspace.story.readings import Verdict
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.answer_way_of_working import (
    WayAnswer,
    answer_way_of_working,
    propose_line,
)
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.read_way_of_working import OpenWay, read_way_of_working
from holdspace_site.actions.write_way_of_working import LONGEST
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.people import only_for
from holdspace_site.web.typed_before import typed_in
from holdspace_site.web.way_of_working_forms import way_as_pdf
from holdspace_site.web.way_of_working_words import KINDS_TO_CLIENT, groups, line_shown

_BRING_BACK = "bring_back"
_SAID = {
    Verdict.YES: gettext_lazy("Saved: yes."),
    Verdict.NOT_QUITE: gettext_lazy("Saved: not quite."),
    Verdict.TAKEN_BACK: gettext_lazy("Taken back. Nobody else sees it now."),
    None: gettext_lazy("It is back."),
}


@only_for(Role.CLIENT)
def way_of_working(request: HttpRequest) -> HttpResponse:
    """Show the client every line with its answers, and keep one they propose."""
    client, now = own_record(request.user), timezone.now()
    typed: dict[str, str] = {}
    problem, hand_off = "", None
    if request.method == "POST":
        typed = {name: request.POST.get(name, "") for name in ("kind", "words")}
        try:
            _line, hand_off = propose_line(
                client.pk,
                _kind(typed["kind"]),
                typed["words"],
                by=request.user,
                now=now,
            )
        except HoldspaceError as refusal:
            problem = str(refusal)
        else:
            let_go_of_own_form(request)
            messages.success(request, _("Kept. Your worker can see it."))
            return _go_on(request, hand_off, "")
    return _page(request, typed=typed, problem=problem)


def _page(request: HttpRequest, **more: object) -> HttpResponse:
    """Show the page; `more` is why something was refused, and what was typed."""
    client = own_record(request.user)
    opened = read_way_of_working(client.pk, by=request.user, now=timezone.now())
    refused = more.get("problem") or more.get("not_kept")
    page = "own/way_of_working.html"
    status = 400 if refused else 200
    return render(request, page, _context(opened) | more, status=status)


def _context(opened: OpenWay) -> dict[str, object]:
    on = timezone.localdate()
    taken_back = opened.way.at(LineStanding.TAKEN_BACK)
    standing = [line for line in opened.way.lines if line not in taken_back]
    return {
        "opened": opened,
        "waiting": groups(
            opened,
            [line for line in standing if not _has_answer(line, on)],
            on=on,
            to_client=True,
        ),
        "groups": groups(
            opened,
            [line for line in standing if _has_answer(line, on)],
            on=on,
            to_client=True,
        ),
        "taken_back": [
            line_shown(opened, line, on=on, to_client=True) for line in taken_back
        ],
        "kinds": [(kind.value, words) for kind, words in KINDS_TO_CLIENT.items()],
        "longest": LONGEST,
    }


def _has_answer(line: WayLine, on: date) -> bool:
    """Return whether nothing is asked of the client about a line right now."""
    to_look_at = line.standing is LineStanding.LOOK_AGAIN or line.still_so(on)
    return line.verdict is not None and not to_look_at


def _kind(value: str) -> LineKind:
    try:
        return LineKind(value)
    except ValueError:
        raise NotPossible("kind of line") from None


def _go_on(request: HttpRequest, hand_off: object, line_id: str) -> HttpResponse:
    on = reverse("client:way-of-working")
    if line_id:
        on += f"?line={line_id}#line-{line_id}"
    card = card_for(request, hand_off)
    return calm_page(request, card, on) if card else redirect(on)


@require_POST
@only_for(Role.CLIENT)
def answer(request: HttpRequest, way_line_id: str) -> HttpResponse:
    """Keep the client's word on one line."""
    try:
        verdict = _verdict(request)
        client = own_record(request.user)
        hand_off = answer_way_of_working(
            client.pk,
            way_line_id,
            WayAnswer(verdict, request.POST.get("words", ""), request.POST.get("seen")),
            by=request.user,
            now=timezone.now(),
        )
    except NoSuchRecord:
        raise
    except HoldspaceError as refusal:
        said = typed_in(request, "words")
        return _page(request, not_kept=str(refusal), typed_before=said)
    let_go_of_own_form(request)
    messages.success(request, str(_SAID[verdict]))
    return _go_on(request, hand_off, way_line_id)


def _verdict(request: HttpRequest) -> Verdict | None:
    said = request.POST.get("verdict", "")
    try:
        return None if said == _BRING_BACK else Verdict(said)
    except ValueError:
        raise NotPossible("answer") from None


@require_GET
@only_for(Role.CLIENT)
def as_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out what is agreed, and what waits, as paper."""
    client = own_record(request.user)
    opened = read_way_of_working(client.pk, by=request.user, now=timezone.now())
    return way_as_pdf(opened)
