"""What every page knows: whose practice this is and whom to call."""

from django.http import HttpRequest

from holdspace_site.actions.read_calm import read_calm
from holdspace_site.records.scope import the_agency


def practice(request: HttpRequest) -> dict[str, object]:
    """Return what every page shows of the agency; None before it is set up."""
    agency = the_agency()
    if agency is None:
        return {"practice": None}
    return {
        "practice": {
            "name": agency.name,
            "is_demo": agency.is_demo,
            "opening_hours": agency.opening_hours,
            "help_numbers": agency.numbers_to_call,
            "passed_on_by_law": agency.passed_on_by_law,
            "rehearses": agency.listening_on,
            "leave_address": agency.leave_address or "about:blank",
        }
    }


def own_calm(request: HttpRequest) -> dict[str, object]:
    """Return what calms the client who is signed in, read only if a page asks."""
    return {"own_calm": lambda: read_calm(by=request.user)}
