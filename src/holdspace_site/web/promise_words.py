"""Says in plain words what became of a promise; a test holds each table to its enum."""

from django.utils.translation import gettext_lazy

from holdspace.alliance.sessions import PromiseStatus, PromiseStep

STATUSES = {
    PromiseStatus.OPEN: gettext_lazy("open"),
    PromiseStatus.KEPT: gettext_lazy("kept"),
    PromiseStatus.BROKEN: gettext_lazy("could not be kept"),
}
STEPS = {
    PromiseStep.RENEGOTIATED: gettext_lazy("put in other words or on another day"),
    PromiseStep.KEPT: gettext_lazy("kept"),
    PromiseStep.BROKEN: gettext_lazy("could not be kept"),
    PromiseStep.OPEN_AGAIN: gettext_lazy("open again"),
}
