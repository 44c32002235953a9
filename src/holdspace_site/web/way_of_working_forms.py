"""The way of working on paper: what is agreed, and what waits, with boxes to tick."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.approach.lines import Because
from holdspace.approach.way_of_working import LineStanding, WayLine
from holdspace.content.wording import wording
from holdspace_site.actions.read_way_of_working import OpenWay
from holdspace_site.web.paper import on_paper
from holdspace_site.web.way_of_working_words import Group, groups

_WAITING = (LineStanding.WAITS, LineStanding.PROPOSED, LineStanding.NOT_QUITE)
_MOST_QUOTES = 2


def way_as_pdf(opened: OpenWay) -> HttpResponse:
    """Return the way of working as a file to print."""
    return HttpResponse(
        way_pdf(opened),
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="way-of-working.pdf"'},
    )


def way_pdf(opened: OpenWay) -> bytes:
    """Return it as a tagged PDF in large type, on A4.

    It is one paper for the two, and speaks to the client as the lines do. A draft
    nobody has seen, a line taken back and one that is to be looked at again are on no
    paper, whoever prints it.
    """
    on, say = timezone.localdate(), wording()
    way = opened.way
    agreed = groups(opened, way.agreed(on), on=on, to_client=True)
    waiting = groups(opened, way.at(*_WAITING), on=on, to_client=True)
    put_on = way.put_on or on
    return on_paper(
        "way_of_working",
        way={
            "agreed": [_group(one) for one in agreed],
            "waiting": [_group(one) for one in waiting],
            "labels": {
                "title": _("How we work together"),
                "from": _("Version %(number)s, %(day)s %(year)s")
                % {
                    "number": way.version,
                    "day": say.day(put_on),
                    "year": put_on.year,
                },
                "agreed": _("Agreed"),
                "none_agreed": _("Nothing is agreed yet."),
                "waiting": _("Not agreed yet"),
                "yes": _("Yes"),
                "not_quite": _("Not quite"),
                "taken_back": _("Take it back"),
                "choice": _(
                    "“I” is your worker, “you” is you. Nothing here has to be "
                    "answered. Each line can change."
                ),
                "foot": _("Keep this where only you find it, or give it back."),
            },
        },
    )


def _group(group: Group) -> dict[str, object]:
    return {
        "title": group.title,
        "lines": [_line(one.line, still_so=one.still_so) for one in group.lines],
    }


def _line(line: WayLine, *, still_so: bool) -> dict[str, object]:
    say = wording()
    note = ""
    if line.agreed and line.agreed_on:
        key = "still_so" if still_so else "agreed_on"
        note = say.say(key, on=say.day(line.agreed_on))
    return {
        "words": line.words,
        "note": note,
        "instead": line.instead,
        "quotes": [_quote(one) for one in line.because[:_MOST_QUOTES]],
    }


def _quote(because: Because) -> dict[str, str]:
    return {
        "words": because.correction or because.quote,
        "language": because.language.partition("-")[0] or "en",
    }
