"""Puts what was found in a worker's words into sentences for the page."""

from dataclasses import dataclass, field

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from holdspace.approach.touches import Touch
from holdspace.language.figures import Figure, Figures
from holdspace.language.listening import HeardTurn
from holdspace.language.moves import HowSure, Main, Mark, Move, Speaker
from holdspace.language.sentences import sentences_of
from holdspace.rows.left_out import WhyLeftOut
from holdspace.vocabulary.text import Span
from holdspace_site.actions.rehearse import Rehearsed

MOVES: dict[Move, Lazy] = {
    Move.QUESTION_OPEN: gettext_lazy("asks openly"),
    Move.QUESTION_CLOSED: gettext_lazy("asks for yes, no or a fact"),
    Move.REFLECTION: gettext_lazy("says back what was heard"),
    Move.VALIDATION: gettext_lazy("acknowledges"),
    Move.AFFIRMATION: gettext_lazy("names a strength"),
    Move.INFORMATION: gettext_lazy("informs"),
    Move.ADVICE: gettext_lazy("advises"),
    Move.DISMISSAL: gettext_lazy("may dismiss"),
    Move.OTHER: gettext_lazy("something else"),
}

MAINS: dict[Main, Lazy] = {
    Main.QUESTION: gettext_lazy("mostly ask"),
    Main.REFLECTION: gettext_lazy("mostly say back or acknowledge"),
    Main.INPUT: gettext_lazy("mostly inform or advise"),
    Main.OTHER: gettext_lazy("do something else"),
}


KINDS: dict[str, Lazy] = {
    "minimising": gettext_lazy("A pattern that often makes it smaller than it is."),
    "silver_lining": gettext_lazy(
        "A pattern that often points to something good in it."
    ),
    "comparing": gettext_lazy("A pattern that often holds it against others’ burdens."),
    "quick_advice": gettext_lazy("A pattern that often gives a quick fix."),
    "blaming": gettext_lazy("A pattern that often puts it on the person."),
    "labelling": gettext_lazy(
        "A pattern that often names the person instead of what happened."
    ),
    "changing_subject": gettext_lazy("A pattern that often leaves the subject."),
    "disbelief": gettext_lazy("A pattern that often doubts that it was so."),
    "false_reassurance": gettext_lazy(
        "A pattern that often promises what nobody can know."
    ),
}
"""What each kind of dismissal often does, as a whole sentence to be translated."""


@dataclass(frozen=True, slots=True)
class Found:
    """One place: its words, what they do, whether that is only a maybe, and why."""

    words: str = field(repr=False)
    does: str
    maybe: bool
    why: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LookAgain:
    """One place to look at again: what it may do, and what it may touch.

    `before` and `after` are the rest of its sentence.
    """

    before: str = field(repr=False)
    words: str = field(repr=False)
    after: str = field(repr=False)
    does: tuple[Found, ...]
    touches: tuple[Touch, ...]


def page_context(done: Rehearsed) -> dict[str, object]:
    """Return what the page shows of one rehearsal."""
    heard = done.heard
    own = [each for each in heard.turns if each.turn.speaker is Speaker.WORKER]
    return {
        "heard": heard,
        **_not_read(done),
        "not_looked_for": done.not_looked_for,
        "again": _look_again(done),
        "does": [
            _found(each, mark)
            for each in own
            for mark in each.marks
            if mark.move not in {Move.DISMISSAL, Move.OTHER}
        ],
        "missed": [
            _in_its_sentence(each.turn.words, missed.span)
            for each in heard.turns
            for missed in each.missed
        ],
        "counts": _counts(heard.figures),
        "figures": _figures(heard.figures),
    }


def _not_read(done: Rehearsed) -> dict[str, object]:
    """Return how much of what was put in was not read, and what is in doubt."""
    others = sum(one.why is WhyLeftOut.SPEAKER for one in done.read.left_out)
    return {
        "of_others": others,
        "broken": len(done.read.left_out) - others,
        "doubtful_line": done.read.doubtful_line,
        "nobody_named": done.read.nobody_named,
    }


def _look_again(done: Rehearsed) -> list[LookAgain]:
    """Return dismissals and touches, those over the same words together."""
    turns = done.heard.turns
    found = [
        (number, mark.span, mark)
        for number, each in enumerate(turns)
        for mark in each.marks
        if mark.move is Move.DISMISSAL
    ]
    touched = [(touch.turn, touch.span, touch) for touch in done.touches]
    groups: list[tuple[int, Span, list[Mark | Touch]]] = []
    for turn, span, one in sorted([*found, *touched], key=lambda each: each[:2]):
        if groups and groups[-1][0] == turn and span.start < groups[-1][1].end:
            before = groups.pop()
            both = Span(before[1].start, max(before[1].end, span.end))
            groups.append((turn, both, [*before[2], one]))
        else:
            groups.append((turn, span, [one]))
    return [
        LookAgain(
            *_in_its_sentence(turns[turn].turn.words, span),
            does=tuple(
                _found(turns[turn], one) for one in these if isinstance(one, Mark)
            ),
            touches=tuple(one for one in these if isinstance(one, Touch)),
        )
        for turn, span, these in groups
    ]


def _in_its_sentence(words: str, span: Span) -> tuple[str, str, str]:
    around = [one for one in sentences_of(words) if one.end > span.start]
    whole = Span(
        min(span.start, around[0].start),
        max([span.end, *(one.end for one in around if one.start < span.end)]),
    )
    return (
        words[whole.start : span.start],
        span.words_in(words),
        words[span.end : whole.end],
    )


def _found(each: HeardTurn, mark: Mark) -> Found:
    does = KINDS[mark.kind] if mark.kind else MOVES[mark.move]
    weighed = mark.because.removeprefix("words: ")
    why = (
        _("The words that weighed most: %(words)s.") % {"words": weighed}
        if weighed != mark.because
        else _("The listed rule “%(rule)s”.") % {"rule": mark.because}
    )
    return Found(
        words=mark.span.words_in(each.turn.words),
        does=str(does),
        maybe=mark.how_sure is HowSure.MAYBE,
        why=why,
    )


def _counts(figures: Figures) -> list[dict[str, object]]:
    return [
        {"does": MAINS[main], "times": times}
        for main, times in figures.mains.items()
        if times
    ]


def _figures(figures: Figures) -> list[dict[str, object]]:
    """Return the figures of a long conversation; none of a short one."""
    shown: list[tuple[str, Figure | None, bool]] = [
        (
            _("Turns that say back, for each one that asks"),
            figures.reflections_to_questions,
            False,
        ),
        (_("Turns that inform or advise"), figures.telling_share, True),
        (_("Your share of the words"), figures.talk_share, True),
    ]
    return [
        {"name": name, **_in_numbers(figure, percent=percent)}
        for name, figure, percent in shown
        if figure is not None
    ]


def _in_numbers(figure: Figure, *, percent: bool) -> dict[str, object]:
    def said(value: float) -> str:
        return f"{value:.0%}" if percent else f"{value:.1f}"

    return {
        "value": said(figure.value),
        "lower": said(figure.lower),
        "upper": said(figure.upper),
        "is_exact": figure.lower == figure.upper,
    }
