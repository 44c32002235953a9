"""What a trigger map's page shows, and what is typed into it, for either person."""

from django.http import HttpRequest

from holdspace.approach.triggers import TriggerPart
from holdspace_site.actions.errors import NotPossible
from holdspace_site.actions.word_trigger import OpenTrigger, TriggerMap
from holdspace_site.actions.write_way_of_working import LONGEST
from holdspace_site.web.trigger_words import PARTS, PARTS_TO_CLIENT


def map_context(
    found: TriggerMap, typed: dict[str, str], problem: str, *, to_client: bool
) -> dict[str, object]:
    """Return what the page shows; `typed` is what was refused, by field."""
    words = PARTS_TO_CLIENT if to_client else PARTS
    return {
        "client": found.client,
        "triggers": [_shown(one, words) for one in found.triggers],
        "parts": [(part.value, label) for part, label in words.items()],
        "longest": LONGEST,
        "typed": typed,
        "problem": problem,
    }


def _shown(one: OpenTrigger, words: dict[TriggerPart, object]) -> dict[str, object]:
    return {
        "trigger": one.trigger,
        "said": one.trigger.said(TriggerPart.CUE),
        "parts": [{"label": words[part.part], "one": part} for part in one.parts],
    }


def typed_in(request: HttpRequest) -> dict[str, str]:
    """Return what was typed for one part of one trigger."""
    return {name: request.POST.get(name, "") for name in ("code", "part", "words")}


def part_in(typed: dict[str, str]) -> TriggerPart:
    """Return the part that was picked. Raises NotPossible if it is none."""
    try:
        return TriggerPart(typed["part"])
    except ValueError:
        raise NotPossible("part of a trigger") from None
