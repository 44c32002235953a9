"""Says in plain words what is coming; a test holds the table to its enum."""

from django.utils.translation import gettext_lazy

from holdspace.alliance.notices import NoticeKind

KINDS = {
    NoticeKind.BREAK: gettext_lazy("A break"),
    NoticeKind.NEW_WORKER: gettext_lazy("Somebody else works with them"),
    NoticeKind.ENDING: gettext_lazy("Our work together ends"),
}
KINDS_TO_CLIENT = {
    NoticeKind.BREAK: gettext_lazy("A break"),
    NoticeKind.NEW_WORKER: gettext_lazy("Somebody else works with you"),
    NoticeKind.ENDING: gettext_lazy("The work together ends"),
}
