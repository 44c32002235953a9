"""Says in plain words what a client allows, for those who work with them."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy

from holdspace.privacy.sharing import Purpose

PURPOSES = {
    Purpose.CARE: gettext_lazy("Reading what they told, for your sessions"),
    Purpose.SUPERVISION: gettext_lazy("Following up your work in supervision"),
    Purpose.NEXT_WORKER: gettext_lazy("Passing it on to their next worker"),
}
"""Being counted in how it goes here is not among them: no worker needs to know it, and
beside a report it would say who is behind the numbers."""


def allows_in_words(allowed: Collection[Purpose]) -> list[tuple[str, bool]]:
    """Return each purpose workers need to know, and whether it is allowed now."""
    return [(words, purpose in allowed) for purpose, words in PURPOSES.items()]
