"""The client's page of who looked, why, and who may; and asking about it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.privacy.access import Role, Verb
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.ask_about import AskedAbout, ask_about
from holdspace_site.actions.choose_sharing import choose_sharing
from holdspace_site.actions.errors import NothingWritten, NotPossible
from holdspace_site.actions.hold_back import hold_back
from holdspace_site.actions.read_questions import Subject, read_subject
from holdspace_site.actions.read_record import Look, own_record
from holdspace_site.actions.read_sharing import (
    SharingPage,
    Switches,
    ToldThing,
    read_sharing,
    read_switches,
    told_thing,
)
from holdspace_site.web.client.drafts import let_go_of_own_form
from holdspace_site.web.client.hand_off import calm_page, card_for
from holdspace_site.web.client.sharing_words import (
    part_of,
    purpose_words,
    since_last_visit,
    team_words,
)
from holdspace_site.web.look_reasons import WHY
from holdspace_site.web.looks import WHAT, folded
from holdspace_site.web.people import only_for

_MOST_LINES = 12
_AT_LEAST = 4


@require_GET
@only_for(Role.CLIENT)
def sharing(request: HttpRequest) -> HttpResponse:
    """Show who looked and why, who may, and what was asked."""
    now = timezone.now()
    page = read_sharing(by=request.user, now=now)
    lines = list(folded(page.looks))
    newer = [same for same in lines if _is_newer(same[0], page.last_visit)]
    shown = lines[: min(max(len(newer), _AT_LEAST), _MOST_LINES)]
    return render(
        request,
        "own/sharing.html",
        {
            "since": since_last_visit([one[0] for one in newer], page.last_visit, now),
            "looks": [_line(same, page, now) for same in shown],
            "switches": [_switch(one, page.switches) for one in Purpose],
            "care": Purpose.CARE in page.switches.allowed,
            "told": [_told(one, page.switches.worker_names) for one in page.told],
            "questions": page.questions,
            "team": team_words(page.switches.worker_names),
        },
    )


def _is_newer(look: Look, last_visit: datetime | None) -> bool:
    return last_visit is None or look.at > last_visit


def _line(same: Sequence[Look], page: SharingPage, now: datetime) -> dict[str, object]:
    """Return one look, or the same one several times within an hour, in words."""
    look = same[0]
    at = timezone.localtime(look.at)
    one_thing = {(each.record_kind, each.record_id) for each in same}
    item = page.looked_at.get(look.position) if len(one_thing) == 1 else None
    return {
        "position": look.position,
        "at": at,
        "today": at.date() == timezone.localdate(now),
        "who": look.name or _("Somebody at the machine itself"),
        "part": part_of(look),
        "what": WHAT.get(look.verb, _("looked at the record")),
        "opened": look.verb == Verb.READ_STORY.value,
        "why": _why(look, page),
        "refused": look.refused,
        "times": len(same),
        "item": item,
    }


def _why(look: Look, page: SharingPage) -> str:
    """Return what a look was for, with the session it was for where there was one."""
    at = timezone.localtime(look.at)
    later = [one for one in page.sessions.get(at.date(), ()) if one >= at]
    if look.verb == Verb.READ_BRIEF.value and later:
        return _("To be ready for you at %(time)s.") % {"time": f"{later[0]:%H:%M}"}
    return WHY.get(look.verb, "")


def _switch(purpose: Purpose, switches: Switches) -> dict[str, object]:
    title, text = purpose_words(purpose, switches)
    return {
        "id": purpose.value,
        "action": reverse("client:choose-sharing"),
        "purpose": purpose.value,
        "title": title,
        "text": text,
        "on": purpose in switches.allowed,
        "chosen_at": switches.choices.get(purpose),
    }


def _told(thing: ToldThing, worker_names: Iterable[str]) -> dict[str, object]:
    return {
        "thing": thing,
        "id": thing.passage_id,
        "action": reverse("client:hold-back", args=[thing.passage_id]),
        "title": _("%(names)s may read this") % {"names": team_words(worker_names)},
        "on": not thing.held_back,
    }


@require_POST
@only_for(Role.CLIENT)
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a yes or no to one purpose; answer with that switch alone if asked so."""
    client = own_record(request.user)
    try:
        purpose = Purpose(request.POST.get("purpose", ""))
    except ValueError:
        raise NotPossible("reason") from None
    allowed = _said_yes(request)
    choose_sharing(
        client.pk, purpose=purpose, allowed=allowed, by=request.user, now=timezone.now()
    )
    if not request.htmx:
        return redirect(f"{reverse('client:sharing')}#switch-{purpose.value}")
    switches = read_switches(client)
    context = {
        "switch": _switch(purpose, switches),
        "fresh": True,
        "care": Purpose.CARE in switches.allowed,
        "with_note": purpose is Purpose.CARE,
    }
    return render(request, "own/_switch.html", context)


@require_POST
@only_for(Role.CLIENT)
def keep_back(request: HttpRequest, passage_id: UUID) -> HttpResponse:
    """Hold one thing back or open it; answer with that switch alone if asked so."""
    client = own_record(request.user)
    held_back = not _said_yes(request)
    hold_back(
        client.pk, passage_id, held_back=held_back, by=request.user, now=timezone.now()
    )
    if not request.htmx:
        return redirect(f"{reverse('client:sharing')}#told-{passage_id}")
    names = read_switches(client).worker_names
    context = {"switch": _told(told_thing(client, passage_id), names), "fresh": True}
    return render(request, "own/_switch.html", context)


def _said_yes(request: HttpRequest) -> bool:
    said = request.POST.get("allowed", "")
    if said not in {"yes", "no"}:
        raise NotPossible("answer")
    return said == "yes"


@only_for(Role.CLIENT)
def ask_about_look(request: HttpRequest, look_id: int) -> HttpResponse:
    """Ask about a look."""
    return _ask(request, AskedAbout.LOOK, look_id)


@only_for(Role.CLIENT)
def ask_about_reading(request: HttpRequest, reading_id: UUID) -> HttpResponse:
    """Ask about a line."""
    return _ask(request, AskedAbout.READING, reading_id)


@only_for(Role.CLIENT)
def ask_about_passage(request: HttpRequest, passage_id: UUID) -> HttpResponse:
    """Ask about something told."""
    return _ask(request, AskedAbout.PASSAGE, passage_id)


def _ask(request: HttpRequest, about: AskedAbout, record_id: object) -> HttpResponse:
    now = timezone.now()
    subject = read_subject(about, record_id, by=request.user, now=now)
    problem = ""
    if request.method == "POST":
        words = request.POST.get("words", "")
        try:
            asked = ask_about(
                subject.client.pk,
                about,
                record_id,
                words=words,
                by=request.user,
                now=now,
            )
        except NothingWritten as error:
            problem = f"{error} {error.next_step}"
        else:
            let_go_of_own_form(request)
            if card := card_for(request, asked.hand_off):
                return calm_page(request, card, f"{reverse('client:sharing')}#asked")
            messages.success(
                request, _("Sent. The answer will stand under “You asked”.")
            )
            return redirect(f"{reverse('client:sharing')}#asked")
    return render(
        request, "own/ask.html", _about(subject, about) | {"problem": problem}
    )


def _about(subject: Subject, about: AskedAbout) -> dict[str, object]:
    look = subject.look
    return {
        "about": about.value,
        "subject": subject,
        "at": timezone.localtime(look.at) if look else None,
        "who": (look.name or _("Somebody at the machine itself")) if look else "",
        "what": WHAT.get(look.verb, _("looked at the record")) if look else "",
    }
