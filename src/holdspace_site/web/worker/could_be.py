"""The list of words that could be marked: opened by the worker, kept nowhere.

What was put away stands in the address, as places only: no word and no code.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict

from holdspace.vocabulary.text import Span
from holdspace_site.actions.propose_readings import propose_readings
from holdspace_site.actions.read_story import OpenPassage
from holdspace_site.web.numbers import whole_number

OPEN = "could_be"
PUT_AWAY = "not"
_MOST_PUT_AWAY = 200


@dataclass(frozen=True, slots=True)
class CouldBe:
    """Whether the list is open, and which places were put away from it."""

    is_open: bool
    put_away: tuple[Span, ...]

    @property
    def after(self) -> str:
        """What stands after a passage's address so that the list is as it was."""
        if not self.is_open:
            return ""
        places = [(PUT_AWAY, f"{one.start}-{one.end}") for one in self.put_away]
        return f"?{urlencode([(OPEN, '1'), *places])}#could-be"


def asked_in(request: HttpRequest) -> CouldBe:
    """Return what a request says about the list; what is no place is passed over."""
    sent: QueryDict = request.POST if request.method == "POST" else request.GET
    places = [_place(text) for text in sent.getlist(PUT_AWAY)[:_MOST_PUT_AWAY]]
    return CouldBe(
        is_open=sent.get(OPEN) == "1",
        put_away=tuple(dict.fromkeys(place for place in places if place)),
    )


def could_be_context(opened: OpenPassage, asked: CouldBe) -> dict[str, object]:
    """Return what the list on the page of a passage shows; None while it is closed."""
    if not asked.is_open:
        return {"could_be": None}
    found = propose_readings(opened, asked.put_away)
    return {
        "could_be": {
            "offered": found.offered,
            "more": found.more,
            "version": found.version,
            "put_away": [f"{one.start}-{one.end}" for one in asked.put_away],
        }
    }


def _place(text: str) -> Span | None:
    first, _, last = text.partition("-")
    start, end = whole_number(first), whole_number(last)
    if start is None or end is None or start >= end:
        return None
    return Span(start, end)
