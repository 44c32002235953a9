"""Turns an earlier hurt into what a worker can watch for, avoid and offer instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from holdspace.content.codebook import codebook
from holdspace.content.pack import PackInfo, Table, read_pack


@dataclass(frozen=True, slots=True)
class Lesson:
    """What one earlier hurt suggests; a starting point, not a tested rule.

    `code` is the hurt, `watch` the cues to look out for, `offers` the needs it
    answers, `offer` and `avoid` short lines to a worker, `first_repair` the repair
    moves to try first.
    """

    code: str
    watch: tuple[str, ...]
    offers: tuple[str, ...]
    offer: str
    avoid: str
    first_repair: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Every lesson and short line for a worker, looked up by code.

    Each look-up returns None when the pack has no such line for the code. The
    `caveat` must stand wherever a lesson is shown as a suggestion.
    """

    info: PackInfo
    caveat: str
    lessons: tuple[Lesson, ...]
    by_code: Mapping[str, Lesson] = field(repr=False)
    lines: Mapping[str, Mapping[str, str]] = field(repr=False)

    def lesson(self, x_code: str) -> Lesson | None:
        """Return the lesson of one earlier hurt, None when there is none."""
        return self.by_code.get(x_code)

    def do(self, code: str) -> str | None:
        """Return what to do for a need (N) or for more of what helped (H)."""
        return self.lines["do"].get(code)

    def early_sign(self, code: str) -> str | None:
        """Return what a worker could notice when somebody protects themself (P)."""
        return self.lines["early_sign"].get(code)

    def cue(self, code: str) -> str | None:
        """Return a trigger (T) in a few words."""
        return self.lines["cue"].get(code)

    def feels(self, code: str) -> str | None:
        """Return a felt reaction (F) in two to four words."""
        return self.lines["feels"].get(code)

    def first_move(self, code: str) -> str | None:
        """Return the first thing to do in a repair (M)."""
        return self.lines["first_move"].get(code)

    def ask_first(self, code: str) -> str | None:
        """Return what to ask before acting, None when nothing needs asking."""
        return self.lines["ask_first"].get(code)

    def lessons_that_watch(self, t_code: str) -> tuple[Lesson, ...]:
        """Return the lessons that tell a worker to watch this cue, in order."""
        return tuple(lesson for lesson in self.lessons if t_code in lesson.watch)


_KINDS = ("do", "early_sign", "cue", "feels", "first_move", "ask_first")


@cache
def lessons(language: str = "en") -> Lessons:
    """Return the lessons in `language`; read once, then kept.

    Raises:
        PackNotFound: if there are none in this language.
        PackBroken: if they cannot be used.
        UnknownCode: if they name a code the codebook does not have.
    """
    return lessons_from(read_pack("lessons", language))


def lessons_from(pack: Table) -> Lessons:
    """Return the lessons written in `pack`.

    Raises:
        PackBroken: if the pack has a fault.
        UnknownCode: if it names a code the codebook does not have.
    """
    each = tuple(_lesson(table) for table in pack.tables("lessons"))
    made = Lessons(
        info=pack.info(),
        caveat=pack.table("map").text("caveat"),
        lessons=each,
        by_code={lesson.code: lesson for lesson in each},
        lines={kind: pack.text_by_key(kind) for kind in _KINDS},
    )
    book = codebook()
    for lesson in made.lessons:
        book.expand((lesson.code, *lesson.watch, *lesson.offers, *lesson.first_repair))
    for by_code in made.lines.values():
        book.expand(by_code)
    return made


def _lesson(table: Table) -> Lesson:
    return Lesson(
        code=table.text("code"),
        watch=table.texts("watch"),
        offers=table.texts("offers"),
        offer=table.text("offer"),
        avoid=table.text("avoid"),
        first_repair=table.texts("first_repair"),
    )
