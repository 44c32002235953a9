"""Says in plain words how a session went; a test holds each table to its enum."""

from django.utils.translation import gettext, gettext_lazy

from holdspace.alliance.sessions import Course, SessionStatus, Side

STATUSES = {
    SessionStatus.PLANNED: gettext_lazy("planned"),
    SessionStatus.HELD: gettext_lazy("took place"),
    SessionStatus.MISSED: gettext_lazy("they did not come"),
    SessionStatus.CANCELLED: gettext_lazy("called off"),
}
COURSES = {
    Course.AS_PLANNED: gettext_lazy("took place"),
    Course.LATE: gettext_lazy("took place, began late"),
    Course.ENDED_EARLY: gettext_lazy("took place, ended early"),
}
SIDES = {
    Side.CLIENT: gettext_lazy("by them"),
    Side.WORKER: gettext_lazy("by you"),
    Side.NEITHER: gettext_lazy("by nobody here"),
}
SIDES_TO_CLIENT = {
    Side.CLIENT: gettext_lazy("by you"),
    Side.WORKER: gettext_lazy("by your worker"),
    Side.NEITHER: gettext_lazy("by nobody here"),
}


def went_words(status: str, course: str, side: str, *, to_client: bool = False) -> str:
    """Return how a session went, and whose doing it was where that was said.

    It is said to the worker, or to the client.
    """
    if status == SessionStatus.HELD.value:
        words = str(COURSES[Course(course)])
    elif to_client and status == SessionStatus.MISSED.value:
        words = gettext("did not take place")
    else:
        words = str(STATUSES[SessionStatus(status)])
    if not side:
        return words
    whose = SIDES_TO_CLIENT if to_client else SIDES
    return gettext("%(what)s, %(whose)s") % {"what": words, "whose": whose[Side(side)]}
