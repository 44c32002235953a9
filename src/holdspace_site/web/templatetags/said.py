"""What stands beside a client's words: when they told them, and what they say since.

A brief has a hundred quotes. Each of these is said by a filter, since the same in
template tags takes longer than finding the quotes.
"""

from collections.abc import Sized
from datetime import date
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from holdspace.story.readings import Verdict

register = template.Library()


@register.filter
def told_words(day: date) -> str:
    """Return when something was told."""
    return _told_words(day, get_language())


@lru_cache(maxsize=4096)
def _told_words(day: date, _language: str | None) -> str:
    return _("told %(day)s") % {"day": date_format(day, "j M Y")}


@register.filter
def verdict_words(verdict: Verdict | str | None) -> str:
    """Return a client's word on a reading; None stands for none so far."""
    if verdict == Verdict.YES:
        return pgettext("verdict", "yes")
    if verdict == Verdict.NOT_QUITE:
        return pgettext("verdict", "not quite")
    if verdict == Verdict.TAKEN_BACK:
        return pgettext("verdict", "taken back")
    return pgettext("verdict", "not yet confirmed")


@register.filter
def you_told_words(day: date) -> str:
    """Return when the reader told something."""
    return _("you told this on %(day)s") % {"day": date_format(day, "j M Y")}


@register.filter
def your_verdict_words(verdict: Verdict | str | None) -> str:
    """Return the reader's own word on a reading; None stands for none so far."""
    if not verdict:
        return _("no word from you yet")
    return _("you said: %(answer)s") % {"answer": verdict_words(verdict)}


@register.filter
def quotes_count(quotes: Sized) -> str:
    """Return how many quotes a line rests on."""
    number = len(quotes)
    return ngettext("%(number)s quote", "%(number)s quotes", number) % {
        "number": number
    }
