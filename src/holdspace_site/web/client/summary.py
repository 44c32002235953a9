"""The page a client takes along, to tell it once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.approach.summary import (
    Summary,
    summary_text,
    title_of,
    whose_choice,
)
from holdspace.content.wording import wording
from holdspace.privacy.access import Role
from holdspace_site.actions.errors import NothingChosen
from holdspace_site.actions.read_record import own_record
from holdspace_site.actions.read_summary import read_summary, take_summary
from holdspace_site.web.paper import on_paper
from holdspace_site.web.people import only_for

_TICKED_AT_FIRST = {"helps", "avoid", "boundaries"}


@only_for(Role.CLIENT)
def summary(request: HttpRequest) -> HttpResponse:
    """Let the client tick what goes along; hand it out as a PDF or as plain text."""
    now, problem = timezone.now(), ""
    if request.method == "POST":
        ids = set(request.POST.getlist("take"))
        client = own_record(request.user)
        try:
            taken = take_summary(client.pk, ids, by=request.user, now=now)
        except NothingChosen as error:
            problem = f"{error} {error.next_step}"
        else:
            return _handed_out(taken, as_text=request.POST.get("form") == "text")
    offered = read_summary(by=request.user, now=now)
    say = wording()
    parts = [
        {
            "name": part,
            "title": title_of(part, offered, say),
            "items": items,
            "ticked": part in _TICKED_AT_FIRST and not problem,
            "folded": part == "told",
        }
        for part, items in offered.parts()
        if items
    ]
    return render(request, "own/summary.html", {"parts": parts, "problem": problem})


def _handed_out(taken: Summary, *, as_text: bool) -> HttpResponse:
    if as_text:
        body, kind = (
            summary_text(taken, wording()).encode(),
            "text/plain; charset=utf-8",
        )
    else:
        body, kind = summary_pdf(taken), "application/pdf"
    name = "my-page.txt" if as_text else "my-page.pdf"
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": disposition}
    )


def summary_pdf(taken: Summary) -> bytes:
    """Return what a client chose to take along as a tagged PDF."""
    say = wording()
    return on_paper(
        "summary",
        summary={
            "title": say.say("summary_title", name=taken.name),
            "whose": whose_choice(taken, say),
            "page": _("page"),
            "parts": [
                {
                    "title": title_of(part, taken, say),
                    "own": part == "told",
                    "items": [
                        {
                            "words": item.words,
                            "quotes": list(item.quotes),
                            "note": item.note,
                            "language": item.language,
                        }
                        for item in items
                    ],
                }
                for part, items in taken.parts()
                if items
            ],
        },
    )
