"""How often the listed rules notice dismissing sentences, and how often needlessly.

`.venv/bin/python benchmarks/dismissal_report.py` tries them on both parts of the
challenge set in benchmarks/dismissal: the open part, which the rules were written with
in view, and the locked third, which nobody who writes rules has read. It prints counts,
shares and 95 % Wilson intervals, never a sentence. `--write` also writes them as
docs/reference/dismissal-accuracy.md.
"""

import argparse
import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from holdspace.content.moves import DISMISSALS, moves_pack
from holdspace.language.listed import listed_moves
from holdspace.language.moves import Move
from holdspace.language.sentences import sentences_of
from holdspace.language.tokens import tokens_in

CHECKOUT = Path(__file__).parents[1]
SETS = CHECKOUT / "benchmarks" / "dismissal"
PAGE = CHECKOUT / "docs" / "reference" / "dismissal-accuracy.md"
NORMAL_95 = 1.959964

PARTS = {
    "locked": "The locked third: no one who wrote a rule has read it",
    "open": "The open part: the rules were written with these sentences in view",
}
_INTRO = (
    "# How well dismissal is noticed",
    "",
    "Dismissal has no public data. These are sentences we made up, in pairs: one",
    "dismisses, the other looks much like it and does not. Half of them dismiss, so",
    "this is no sample of how workers talk, and these are no figures of practice. One",
    "author labelled them; how well people would agree is not known. What is marked",
    "are patterns we know. Nothing marked never means that nothing dismisses.",
    "",
    "The rules were widened once after the first counts of the locked third were",
    "seen (precision .90, recall .44), from what we know of such words and without a",
    "look at one of its sentences. They were changed twice more after reviews of other",
    "sentences: to mark less where words only look like dismissing (a quotation, a no,",
    "a plain courtesy), and to mark four more wordings. No sentence of the locked",
    "third was read for it; one less of them is marked since. The figures may still",
    "be a little too good.",
    "",
)


@dataclass(frozen=True)
class Tried:
    """One sentence of the set: what it is, and what the rules said of it."""

    kind: str
    variant: str
    dismisses: bool
    marked: frozenset[str]


def tried(part: str) -> list[Tried]:
    """Try the rules on one part of the set."""
    with (SETS / f"{part}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Tried(
                row["kind"],
                row["variant"],
                row["dismissing"] == "yes",
                kinds_in(row["text"]),
            )
            for row in csv.DictReader(file)
        ]


def kinds_in(words: str) -> frozenset[str]:
    """Return the kinds of dismissal that the rules mark in a text."""
    listed = listed_moves()
    return frozenset(
        mark.kind
        for span in sentences_of(words)
        for mark in listed.marks_in(listed.sentence(tokens_in(words, span)), span)
        if mark.move is Move.DISMISSAL and mark.kind is not None
    )


def share(hits: int, of: int) -> str:
    """Return a count with its share and 95 % interval (Wilson)."""
    if not of:
        return "none"
    part, z = hits / of, NORMAL_95
    whole = 1 + z * z / of
    middle = (part + z * z / (2 * of)) / whole
    half = z * math.sqrt(part * (1 - part) / of + z * z / (4 * of * of)) / whole
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return f"{hits} of {of}, {part:.2f} ({low:.2f} to {high:.2f})"


def table(many: Sequence[Tried]) -> list[str]:
    """Return precision and recall, of all and by kind."""
    lines = [
        "| | marked, and dismisses (precision) | dismisses, and marked (recall) "
        "| marked as its own kind |",
        "| --- | --- | --- | --- |",
        _row("all kinds", many),
    ]
    lines += [
        _row(kind, [one for one in many if one.kind == kind]) for kind in DISMISSALS
    ]
    return lines


def _row(name: str, many: Sequence[Tried]) -> str:
    right = [one for one in many if one.dismisses and one.marked]
    marked = sum(bool(one.marked) for one in many)
    dismissing = sum(one.dismisses for one in many)
    own = sum(one.kind in one.marked for one in right)
    cells = (
        share(len(right), marked),
        share(len(right), dismissing),
        share(own, len(right)),
    )
    return f"| {name.replace('_', ' ')} | {' | '.join(cells)} |"


def by_variant(many: Sequence[Tried]) -> list[str]:
    """Return how often each way of putting it is marked."""
    lines = ["| how it is put | marked |", "| --- | --- |"]
    for dismisses, what in ((True, "dismisses"), (False, "does not")):
        for variant in sorted(
            {one.variant for one in many if one.dismisses is dismisses}
        ):
            here = [
                one
                for one in many
                if (one.variant, one.dismisses) == (variant, dismisses)
            ]
            count = share(sum(bool(one.marked) for one in here), len(here))
            lines.append(f"| {what}: {variant.replace('_', ' ')} | {count} |")
    return lines


def page() -> str:
    """Return the page."""
    lines = [
        *_INTRO,
        f"Rules version {moves_pack().info.version}. Written by",
        "`benchmarks/dismissal_report.py --write`; the set is described in",
        "`benchmarks/dismissal/README.md`.",
    ]
    for part, title in PARTS.items():
        many = tried(part)
        lines += ["", f"## {title}", "", *table(many), "", *by_variant(many)]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Print the page, and write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page")
    asked = parser.parse_args()
    print(page())
    if asked.write:
        PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
