"""Writes the figures of `docs/reference/practice-figures.md` anew from the library.

Run it with `.venv/bin/python docs/practice_figures.py` after a figure or its words
changed.
"""

from collections.abc import Mapping
from pathlib import Path

from holdspace.content.practice import FigureWords, PracticePack, practice_words
from holdspace.practice import bounds
from holdspace.practice.small_numbers import SMALLEST

PAGE = Path(__file__).parent / "reference" / "practice-figures.md"
BEGIN, END = "<!-- the figures begin -->\n", "<!-- the figures end -->\n"

EACH: Mapping[str, str] = {
    "time": "N",
    "code": "CODE",
    "code_words": "what it says",
    "code_meaning": "what it means.",
    "measure": "a question with numbers of the check-in",
    "measure_id": "QUESTION",
    "low": "lowest",
    "high": "highest",
    "exposure": "something was done",
    "exposure_id": "EXPOSURE",
    "smallest": str(SMALLEST),
    **bounds.in_sentences(),
}
"""What stands on the page where each figure has a word of its own."""


def _listed(numbers: tuple[int, ...]) -> str:
    *first, last = map(str, sorted(numbers))
    return f"{', '.join(first)} and {last}"


PLACES: Mapping[str, str] = {
    "staying.day": f"N is {_listed(bounds.STAYING_DAYS)} days.",
    "early.session": f"N is {_listed(bounds.EARLY_SESSIONS)} sessions.",
    "mending.day": f"N is {_listed(bounds.MENDING_DAYS)} days.",
    "waiting.day": f"N is {_listed(bounds.WAITING_DAYS)} days.",
    "alliance.session": f"N is 1 to {bounds.FIRST_SESSIONS}.",
}


def page_with_figures(page: str) -> str:
    """Return the page with its figures as the library has them now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    words = practice_words()
    parts = "\n".join(
        _part(part.title, part.about, [f for f in _of(words, part.id)])
        for part in words.parts
    )
    done = "\n".join(
        f"- `{name}`: {said.format(**EACH)}" for name, said in words.exposures.items()
    )
    exposures = f"What may stand for EXPOSURE:\n\n{done}\n"
    return f"{before}{BEGIN}\n{parts}\n{exposures}\n{END}{after}"


def _of(words: PracticePack, part: str) -> list[FigureWords]:
    return [one for one in words.figures.values() if one.part == part]


def _part(title: str, about: str, figures: list[FigureWords]) -> str:
    each = "\n".join(map(_figure, figures))
    return f"### {title}\n\n{about.format(**EACH)}\n\n{each}"


def _figure(figure: FigureWords) -> str:
    places = f" {PLACES[figure.id]}" if figure.id in PLACES else ""
    lines = {
        "Unit": figure.unit,
        "How": figure.worked_out,
        "Limits": figure.limits,
        "Source": figure.source,
    }
    said = "\n".join(
        f"- {head}: {text.format(**EACH)}" for head, text in lines.items() if text
    )
    return (
        f"#### `{figure.name.format(**EACH)}`\n\n"
        f"{figure.definition.format(**EACH)}{places}\n\n{said}\n"
    )


if __name__ == "__main__":
    PAGE.write_text(page_with_figures(PAGE.read_text("utf-8")), "utf-8")
