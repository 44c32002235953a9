"""Sentences that the check-in page says by itself, also without a network."""

from django.utils.translation import gettext as _


def words_for_page() -> dict[str, object]:
    """Return what the page's script says, by name; `{day}` and the like are filled."""
    return {
        "about": _("About session {n}, {day}"),
        "saved": _("Saved at {time}. Not sent to anyone."),
        "saved_here": _("Saved on this phone at {time}. Not sent to anyone."),
        "not_saved": _(
            "Not saved yet: there is no connection. What you tapped is still on this "
            "page. Please leave it open."
        ),
        "nothing_yet": _("Nothing is tapped or written yet. Tap one answer, or leave."),
        "not_taken": _("This could not be kept by us: {problem}"),
        "sent": _("Kept. Thank you."),
        "waits": _(
            "Kept on this phone, locked. It goes to us by itself once you are "
            "connected."
        ),
        "waits_signed_out": _(
            "Kept on this phone, locked. Sign in again, and it goes to us."
        ),
        "seen_by_worker": _("Your worker sees it."),
        "seen_by_supervisor": _("Their supervisor sees what you tapped, nobody else."),
        "seen_by_nobody": _("Nobody but you sees it."),
        "put_back": _("You had begun this before. It is here again."),
        "put_back_two": _(
            "You had begun this in two places. Both are here together. Where you "
            "tapped two answers, the newer one is here."
        ),
        "about_another": _("About an earlier session"),
    }
