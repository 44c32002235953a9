"""The brief as a page to keep and as a PDF to print, and its check-in in words."""

from collections.abc import Iterator
from importlib import resources

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from holdspace.alliance.sessions import Promise
from holdspace.approach.brief import Brief
from holdspace.approach.brief_json import brief_json
from holdspace.approach.brief_text import verdict_words
from holdspace.approach.lines import Because
from holdspace.approach.trust import now_words
from holdspace.content.wording import Wording, wording
from holdspace_site.web.check_in_words import in_words
from holdspace_site.web.cycle_words import watch_in_words
from holdspace_site.web.paper import on_paper
from holdspace_site.web.trust_figure import NARROW, WIDE, figure
from holdspace_site.web.trust_words import title_of

_STYLES = (
    *("tokens.css", "frame.css", "parts.css"),
    *("brief.css", "trust.css", "cycles.css"),
)


def brief_html(brief: Brief) -> str:
    """Return the brief as one page that needs no other file."""
    page = render_to_string(
        "worker/brief_alone.html",
        {
            "brief": brief,
            "client": {"name": brief.name},
            "check_in_answers": check_in_answers(brief),
        }
        | trust_in_words(brief)
        | cycle_in_brief(brief),
    )
    return page.replace("<style></style>", f"<style>{_style()}</style>")


def _style() -> str:
    folder = resources.files(__package__) / "static" / "holdspace"
    screen = "\n".join((folder / name).read_text("utf-8") for name in _STYLES)
    paper = (folder / "print.css").read_text("utf-8")
    return f"{screen}\n@media print {{\n{paper}\n}}"


def brief_pdf(brief: Brief, printed_by: str = "") -> bytes:
    """Return the brief as a tagged PDF (PDF/UA-1) on A4."""
    return on_paper("brief", brief=_for_paper(brief, printed_by))


def _for_paper(brief: Brief, printed_by: str) -> dict[str, object]:
    """Return the brief's JSON with what paper needs in words: days, verdicts."""
    say = wording()
    told = brief_json(brief)
    for lines, made in ((told["do"], brief.do), (told["avoid"], brief.avoid)):
        for line, source in zip(lines, made, strict=True):
            key = "agreed_on" if source.agreed_on else "still_so"
            key = "still_so" if source.still_so else key
            line["still_so_words"] = say.say(key, on=say.day(source.affirmed_on))
            for because, rests_on in zip(line["because"], source.because, strict=True):
                because["said"] = " \u00b7 ".join(_said(rests_on, brief.name, say))
    for trigger, read in zip(told["triggers"], brief.triggers, strict=True):
        trigger.update(read.parts)
    for promise, source in zip(told["promises"], brief.promises, strict=True):
        promise["due_words"] = due_words(source, say)
    for boundary, kept in zip(told["boundaries"], brief.boundaries, strict=True):
        boundary["kind_words"] = say.say(f"boundary_{kept.kind.value}")
    last = brief.last_session.session if brief.last_session else None
    return told | {
        "last_words": (last.last_words if last else "") or None,
        "session_words": _session_words(brief),
        "trust_now": now_words(brief.trust.line, say) if brief.trust else None,
        "printed": _printed(printed_by),
        "labels": _labels(brief.name),
    }


def _said(rests_on: Because, name: str, say: Wording) -> Iterator[str]:
    yield say.say("told_on", on=say.day(rests_on.told_on))
    if rests_on.translation:
        yield _("through an interpreter")
    yield verdict_words(rests_on.verdict, name, say)


def due_words(promise: Promise, say: Wording) -> str:
    """Return when a promise is due, in words."""
    if promise.due_on is None:
        return say.say("promise_no_day")
    return say.say("promise_due_on", on=say.day(promise.due_on))


def _session_words(brief: Brief) -> str:
    say = wording()
    if brief.session is None:
        return say.day(brief.on)
    at = brief.session.at
    return say.say(
        "session_at",
        number=str(brief.session.number),
        on=say.day(at.date()),
        time=f"{at:%H:%M}",
    )


def _labels(name: str) -> dict[str, object]:
    say = wording()
    return {
        "title": _("Brief: %(name)s") % {"name": name},
        "first": _("If you read one thing"),
        "could_say": _("You could say"),
        "not_told": _("not told"),
        "trigger_heads": [
            _("When"),
            _("It feels like"),
            _("What they do then"),
            _("Early sign"),
            _("What helps then"),
        ],
        "helped": _("Helped before"),
        "hurt": _("Hurt before"),
        "worse": say.say("label_makes_worse"),
        "if_then": say.say("title_if_then"),
        "tries": say.say("title_tries", name=name),
        "no_helped": _("Nothing told yet."),
        "no_hurt": _("Nothing told yet."),
        "no_left": say.say("no_unfinished"),
        "trust": say.say("title_trust"),
        "cycle": say.say("title_cycle"),
        **{
            key: say.say(f"title_{key}")
            for key in (
                "do",
                "avoid",
                "ask_first",
                "triggers",
                "boundaries",
                "left",
                "promises",
            )
        },
        **{
            f"no_{key}": say.say(f"no_{key}")
            for key in ("do", "avoid", "boundaries", "promises")
        },
    }


def check_in_answers(brief: Brief) -> list[tuple[str, str]]:
    """Return the last session's shared answers, each with the question as it was asked.

    Empty when there was none, or the client kept it to themselves.
    """
    last = brief.last_session
    answers = last.check_in.answers if last and last.check_in else {}
    return [(str(one["asked"]), str(one["answer"])) for one in in_words(answers)]


def trust_in_words(brief: Brief) -> dict[str, object]:
    """Return what worker/_brief_trust.html shows beside the brief itself."""
    if brief.trust is None:
        return {}
    line = brief.trust.line
    return {
        "trust_title": title_of(line),
        "trust_now": now_words(line, wording()),
        "trust_wide": figure(line, WIDE),
        "trust_narrow": figure(line, NARROW),
    }


def cycle_in_brief(brief: Brief) -> dict[str, object]:
    """Return what worker/_brief_cycle.html shows, nothing where there is no cycle."""
    watch = brief.cycle
    if watch is None or not watch.because:
        return {}
    return {"cycle_told": watch_in_words(watch)}


def _printed(by: str) -> str:
    when = timezone.localtime()
    return _(
        "Printed by %(who)s, %(day)s %(year)s, %(time)s. The client can see that it "
        "was printed. Shred after the session."
    ) % {
        "who": by or _("somebody at the machine"),
        "day": wording().day(when.date()),
        "year": when.year,
        "time": f"{when:%H:%M}",
    }
