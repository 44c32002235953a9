"""The words of the client's page of who looked and who may."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from holdspace.privacy.access import Role
from holdspace.privacy.sharing import Purpose
from holdspace_site.actions.read_record import Look
from holdspace_site.actions.read_sharing import Switches

_WEEK = 7


def team_words(names: Iterable[str]) -> str:
    """Return who works with the client, by name where somebody does."""
    return get_text_list(list(names), _("and")) or _("Your worker")


def part_of(look: Look) -> str:
    """Return what somebody who looked is to the client; "" where nobody knows."""
    return {
        Role.WORKER.value: _("your worker"),
        Role.SUPERVISOR.value: _("a supervisor"),
        Role.ADMINISTRATOR.value: _("an administrator"),
    }.get(look.role, "")


def purpose_words(purpose: Purpose, switches: Switches) -> tuple[str, str]:
    """Return what a switch is for, and what it does, in two short texts."""
    workers = team_words(switches.worker_names)
    if purpose is Purpose.CARE:
        return (
            _("%(names)s, for your sessions") % {"names": workers},
            _(
                "What you told, and the brief made from it. When this is off, they see "
                "your name, your sessions, what was promised and what to leave alone."
            ),
        )
    if purpose is Purpose.SUPERVISION:
        helper = get_text_list(list(switches.supervisor_names), _("and"))
        return (
            _("%(helper)s, who helps %(names)s work well")
            % {"helper": helper or _("A supervisor"), "names": workers},
            _(
                "What the worker does: how often you met, which promises are kept or "
                "late, what went wrong between you and is not settled, what waits to "
                "be read, what you agreed on long ago, what ends soon.\n"
                "Not your name and no word of yours. What you say about a repair is "
                "not in it, only what your worker wrote down. Nothing you keep back is "
                "in it, and nothing you share with your worker alone after a session.\n"
                "When you change this later, it counts at once, and they may notice "
                "that something came or went."
            ),
        )
    if purpose is Purpose.QUALITY:
        return (
            _("Those who run this place, to learn how it goes for people"),
            _(
                "You are counted in numbers put together with those of others. They "
                "may also keep files in which you are rows without your name.\n\n"
                "In them: how often you met and how it ended, what you tapped after a "
                "session, your points in questionnaires, what went wrong with your "
                "worker and what you said about it, what was promised and if it was "
                "kept, and what kinds of things hurt or helped you, the hardest too. "
                "Not your name, no word of yours, nothing you keep back.\n\n"
                "Your dates are all moved by as much. Their rhythm stays, so somebody "
                "who knows you well may still know you again.\n\n"
                "A yes counts from the next month on, a no at once. Who looks before "
                "and after a no may notice. A copy made before stays as it is."
            ),
        )
    return (
        _("Your next worker, so you tell it once"),
        _(
            "They could read what you told before they came. When this is off, they "
            "see when you had help and how many things you told, and are asked not to "
            "ask again."
        ),
    )


def since_last_visit(
    newer: Sequence[Look], last_visit: datetime | None, now: datetime
) -> str:
    """Return how many looks there were since the client was here, in one sentence."""
    refused = sum(look.refused for look in newer)
    shown = len(newer) - refused
    looks = ngettext("%(number)s look", "%(number)s looks", shown) % {"number": shown}
    if refused:
        looks = _("%(looks)s, and %(refused)s") % {
            "looks": looks,
            "refused": ngettext(
                "one that was refused", "%(number)s that were refused", refused
            )
            % {"number": refused},
        }
    if last_visit is None:
        return _("So far: %(looks)s.") % {"looks": looks}
    return _("Since your last visit, %(ago)s: %(looks)s.") % {
        "ago": _ago(last_visit, now),
        "looks": looks,
    }


def _ago(then: datetime, now: datetime) -> str:
    day = timezone.localdate(then)
    days = (timezone.localdate(now) - day).days
    if days == 0:
        return _("earlier today")
    if days == 1:
        return _("yesterday")
    if days == _WEEK:
        return _("a week ago")
    if days < 2 * _WEEK:
        return _("%(days)s days ago") % {"days": days}
    return _("on %(day)s") % {"day": date_format(day, "j F Y")}
