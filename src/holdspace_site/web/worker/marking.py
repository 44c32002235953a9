"""The marking of what a passage says: its readings, and the search among the codes."""

from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.content.codebook import codebook
from holdspace.privacy.access import Role
from holdspace.story.readings import Certainty
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.actions.add_passage import ToldBy
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.keep_recording import hear_recording
from holdspace_site.actions.mark_reading import (
    Chosen,
    Meaning,
    change_reading,
    mark_reading,
    remove_reading,
)
from holdspace_site.actions.read_story import (
    OpenPassage,
    read_passage,
    read_passage_of,
)
from holdspace_site.records.scope import NoSuchRecord
from holdspace_site.web.numbers import whole_number
from holdspace_site.web.people import only_for
from holdspace_site.web.recordings import sound_answer
from holdspace_site.web.worker.could_be import asked_in, could_be_context
from holdspace_site.web.worker.sittings import asked_words
from holdspace_site.web.worker.story import TOLD_BY


@only_for(Role.WORKER)
def passage(request: HttpRequest, client_id: int, passage_id: str) -> HttpResponse:
    """Show one passage with its readings, ready to mark."""
    opened = read_passage(client_id, passage_id, by=request.user, now=timezone.now())
    context = _passage_context(request, opened)
    if request.htmx:
        context["said_aloud"] = _("Put aside. Nothing was kept.")
    return render(request, "worker/passage.html", context)


@require_GET
@only_for(Role.WORKER)
def hear(request: HttpRequest, client_id: int, recording_id: str) -> HttpResponse:
    """Let a worker hear what was said aloud."""
    now = timezone.now()
    heard = hear_recording(client_id, recording_id, by=request.user, now=now)
    return sound_answer(request, heard.sound, heard.kind)


@only_for(Role.WORKER)
def codes(request: HttpRequest) -> HttpResponse:
    """Answer a search among the codes, as somebody types."""
    found = _codes(request.GET.get("q", ""))
    return render(request, "worker/_codes.html", {"codes": found})


@require_POST
@only_for(Role.WORKER)
def add_reading(request: HttpRequest, client_id: int, passage_id: str) -> HttpResponse:
    """Mark the chosen words."""
    return _after(
        request,
        lambda: read_passage(
            client_id, passage_id, by=request.user, now=timezone.now()
        ),
        lambda: mark_reading(
            client_id,
            passage_id,
            chosen=Chosen(
                quote=request.POST.get("quote", "").replace("\r\n", "\n"),
                start=_number(request, "start"),
                end=_number(request, "end"),
            ),
            meaning=_meaning(request),
            by=request.user,
            now=timezone.now(),
        ),
    )


@require_POST
@only_for(Role.WORKER)
def change(request: HttpRequest, client_id: int, reading_id: str) -> HttpResponse:
    """Change what a reading says."""
    return _after(
        request,
        lambda: read_passage_of(
            client_id, reading_id, by=request.user, now=timezone.now()
        ),
        lambda: change_reading(
            client_id,
            reading_id,
            meaning=_meaning(request),
            version=_number(request, "version") or 0,
            by=request.user,
            now=timezone.now(),
        ),
    )


@require_POST
@only_for(Role.WORKER)
def remove(request: HttpRequest, client_id: int, reading_id: str) -> HttpResponse:
    """Take a reading out of the passage."""
    return _after(
        request,
        lambda: read_passage_of(
            client_id, reading_id, by=request.user, now=timezone.now()
        ),
        lambda: remove_reading(
            client_id,
            reading_id,
            version=_number(request, "version") or 0,
            by=request.user,
            now=timezone.now(),
        ),
    )


def _after(
    request: HttpRequest, reopen: Callable[[], OpenPassage], work: Callable[[], object]
) -> HttpResponse:
    """Do the work and show the passage as it is then, and what went wrong if it did."""
    problem = ""
    try:
        work()
    except NoSuchRecord:
        raise
    except HoldspaceError as error:
        problem = str(error)
    opened = reopen()
    if not request.htmx and not problem:
        place = reverse("worker:passage", args=[opened.client.pk, opened.row.pk])
        return redirect(place + asked_in(request).after)
    context = _passage_context(request, opened) | {"problem": problem}
    page = "worker/_passage.html" if request.htmx else "worker/passage.html"
    status = 200 if request.htmx or not problem else 409
    return render(request, page, context, status=status)


def _passage_context(request: HttpRequest, opened: OpenPassage) -> dict[str, object]:
    row = opened.row
    return could_be_context(opened, asked_in(request)) | {
        "client": opened.client,
        "can_mark": True,
        "codes": _codes(""),
        "passage": {
            "id": row.pk,
            "words": opened.words,
            "told_on": row.told_on,
            "told_by": TOLD_BY[ToldBy(row.told_by)],
            "about": opened.about,
            "language": row.language,
            "sensitivity": row.sensitivity,
            "version": row.version,
            "translation": row.translation,
            "translated_into": row.translated_into,
            "supported_by": row.supported_by,
            "asked": asked_words(row.question),
            "recording": opened.recording,
        },
        "stretches": opened.stretches,
        "earlier_wordings": opened.earlier,
        "readings": [
            asdict(read.mark)
            | {
                "id": read.mark.reading_id,
                "quote": read.reading.quote,
                "certainty": read.reading.certainty.value,
                "strength": read.reading.strength,
                "verdict": read.reading.verdict.value if read.reading.verdict else "",
                "correction": read.reading.latest.correction
                if read.reading.latest
                else None,
                "version": read.version,
                "noticed_by": read.reading.noticed_by.value,
            }
            for read in opened.readings
        ],
    }


def _codes(text: str) -> list[dict[str, str]]:
    book = codebook()
    return [
        {
            "id": code.id,
            "plain_words": code.plain_words,
            "definition": code.definition,
            "domain_title": book.domain(code.domain).title,
        }
        for code in (book.search(text) if text.strip() else book.codes)
    ]


def _meaning(request: HttpRequest) -> Meaning:
    """Return what was picked in the panel.

    Raises:
        NotPossible: if a choice is not one of those on the page.
    """
    try:
        meaning = Meaning(
            code=request.POST.get("code", ""),
            certainty=Certainty(request.POST.get("certainty", Certainty.SAID.value)),
            strength=int(request.POST.get("strength") or 0),
        )
    except ValueError:
        raise NotPossible("choice") from None
    if not 0 <= meaning.strength <= 4:
        raise NotPossible("strength")
    return meaning


def _number(request: HttpRequest, name: str) -> int | None:
    return whole_number(request.POST.get(name, ""))
