"""What the pages about cycles show, in words and as drawings."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.approach.cycle_watch import CycleWatch
from holdspace.approach.cycles import ShownCycle
from holdspace.approach.history import Met
from holdspace_site.actions.read_cycles import CyclesSeen
from holdspace_site.web.cycle_figure import loop_of

MET = {
    Met.STAYED_AWAY: gettext_lazy("the meeting did not take place"),
    Met.CALLED_OFF: gettext_lazy("the meeting was called off"),
    Met.CUT_SHORT: gettext_lazy("the meeting ended early"),
}


def cycle_in_words(cycle: ShownCycle, happened: int = 0) -> dict[str, object]:
    """Return what _cycle.html shows of one cycle."""
    return {
        "cycle": cycle,
        "loop": loop_of(cycle.steps, happened),
        "key": cycle.id or "-".join(cycle.codes),
        "question": question_of(cycle),
        "codes": ",".join(cycle.codes),
    }


def watch_in_words(watch: CycleWatch) -> dict[str, object]:
    """Return the same of one to watch, with how far it has come again."""
    steps = [
        {
            "step": step,
            "again": watch.happened[place] if place < len(watch.happened) else None,
        }
        for place, step in enumerate(watch.cycle.steps)
    ]
    told = cycle_in_words(watch.cycle, len(watch.happened))
    return told | {"watch": watch, "steps": steps}


def question_of(cycle: ShownCycle) -> str:
    """Return a cycle as a question, its steps in plain words."""
    first, *later = (
        f"“{_step_words(cycle, place)}”" for place in range(len(cycle.steps))
    )
    said = [_("First %(step)s") % {"step": first}]
    said += [_("then %(step)s") % {"step": step} for step in later]
    steps = ", ".join(said)
    return _("Does this go round? %(steps)s.") % {"steps": steps}


def _step_words(cycle: ShownCycle, place: int) -> str:
    return cycle.steps[place].plain_words


def seen_in_words(seen: CyclesSeen) -> dict[str, object]:
    """Return what both pages show."""
    return {
        "client": seen.client,
        "watched": [watch_in_words(one) for one in seen.watched],
        "waiting": [cycle_in_words(one) for one in seen.waiting],
        "other": [cycle_in_words(one) for one in seen.other],
        "found": [cycle_in_words(one) for one in seen.found],
        "resting": seen.resting,
        "held_back": seen.held_back,
        "board": seen.board,
        "met": MET,
    }
