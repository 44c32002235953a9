"""How often the phrase list notices what it should, and what it should not.

Run it with `.venv/bin/python benchmarks/phrase_rules.py`. It tries the list on
sentences of our own writing (tests/domain/safety/sentences.toml) and prints counts,
shares and their 95 % Wilson intervals. With `--write` it also writes the page
docs/reference/safety-words.md, with the whole list as it is in the content pack.
"""

import argparse
import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from holdspace.content.safety import PhraseGroup, SafetyPack, safety
from holdspace.safety.phrases import About, noticed, starts_hand_off

CHECKOUT = Path(__file__).parents[1]
SENTENCES = CHECKOUT / "tests" / "domain" / "safety" / "sentences.toml"
PAGE = CHECKOUT / "docs" / "reference" / "safety-words.md"
NORMAL_95 = 1.959964

SETS = {
    "shaping": "Sentences the list was changed with in view",
    "aside": "Sentences kept aside: the list was not changed for them",
}
_INTRO = (
    "Holdspace looks for these phrases in what a client sends. When it finds one that",
    "is about now and about the writer, it shows calm help to the client and asks a",
    "person to read. It never rates, predicts or decides, and it sorts nobody. Words",
    "about earlier days or about somebody else are shown to the worker who reads them,",
    "and start nothing. What carries no time is taken as about now.",
)
_LIMITS = (
    "These are sentences we made up. Nobody said them, and no clinician has judged",
    "them. The figures show that the rules do what they say, not how often they would",
    "notice a person in need. Real words are more varied, so expect more misses.",
    "Metaphors, hints, slang, spelling mistakes and other languages are missed. Both",
    "sets have the same authors as the list, which makes the figures look better.",
)
NOT_NOW = ("before", "somebody_else", "denied", "unrelated")


@dataclass(frozen=True)
class Count:
    """So many of so many, with a 95 % Wilson interval."""

    what: str
    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end, each from 0 to 1."""
        share, z = self.hits / self.of, NORMAL_95
        middle = share + z * z / (2 * self.of)
        half = z * math.sqrt(share * (1 - share) / self.of + z * z / (4 * self.of**2))
        whole = 1 + z * z / self.of
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)

    def row(self) -> str:
        """One line of a table."""
        low, high = self.interval
        share = 100 * self.hits / self.of
        interval = f"{100 * low:.0f} to {100 * high:.0f} %"
        return (
            f"| {self.what} | {self.hits} of {self.of} | {share:.0f} % | {interval} |"
        )


@dataclass(frozen=True)
class Measured:
    """The counts of one set of sentences, and what the list got wrong in it."""

    counts: tuple[Count, ...]
    missed: tuple[str, ...] = field(repr=False)
    needless: tuple[str, ...] = field(repr=False)


def measured(told: dict[str, list[str]], pack: SafetyPack) -> Measured:
    """Try the list on one set of labelled sentences."""
    handed_over = {
        label: [one for one in lines if starts_hand_off(noticed(one, pack))]
        for label, lines in told.items()
    }
    others = [(label, told[label]) for label in NOT_NOW]
    counts = [
        Count("about now: handed over", len(handed_over["now"]), len(told["now"])),
        Count(
            "not about now: handed over without need",
            sum(len(handed_over[label]) for label in NOT_NOW),
            sum(len(lines) for _, lines in others),
        ),
        *(Count(f"… {one}", len(handed_over[one]), len(told[one])) for one in NOT_NOW),
        _shown("before", About.BEFORE, told, pack),
        _shown("somebody_else", About.SOMEBODY_ELSE, told, pack),
    ]
    return Measured(
        counts=tuple(counts),
        missed=tuple(one for one in told["now"] if one not in handed_over["now"]),
        needless=tuple(one for label in NOT_NOW for one in handed_over[label]),
    )


def _shown(
    label: str, about: About, told: dict[str, list[str]], pack: SafetyPack
) -> Count:
    lines = told[label]
    seen = sum(any(n.about is about for n in noticed(one, pack)) for one in lines)
    return Count(f"{label}: shown to the worker as such", seen, len(lines))


def sentences() -> dict[str, dict[str, list[str]]]:
    """Return the labelled sentences by set and label."""
    return tomllib.loads(SENTENCES.read_text("utf-8"))


def page(pack: SafetyPack) -> str:
    """Return the whole reference page: what the list is, its figures, its phrases."""
    lines = [
        "# Words that may need a person",
        "",
        pack.label,
        "",
        *_INTRO,
        "",
        f"List version {pack.info.version}, language {pack.info.language}. Written by",
        "`benchmarks/phrase_rules.py --write` from the content pack.",
        "",
        "## How well it does on our own sentences",
        "",
        *_LIMITS,
    ]
    for name, told in sentences().items():
        lines += ["", f"### {SETS[name]}", "", *_table(measured(told, pack))]
    lines += ["", "## Answers that lead to a gentle ask, and to no hand-off", ""]
    for rule in pack.item_rules:
        picked = ", ".join(f"`{one}`" for one in (*rule.cards, *rule.choices))
        lines.append(f"- Question {rule.question}: {picked}")
    lines += ["", "## The phrases", "", "a/b: one of these words stands here."]
    for group in pack.groups:
        said = _phrases(group) if group.phrases else [_NO_WORDS]
        lines += ["", f"### {group.words}", "", *said]
    lines += ["", "## The words around a phrase", "", *_cues(pack)]
    return "\n".join(lines) + "\n"


_NO_WORDS = (
    "No words: an answer that a questionnaire itself names, such as question 9 of the "
    "PHQ-9. A fixed rule too; see `[[hand_over]]` in instrument-format.md."
)


def _table(found: Measured) -> list[str]:
    lines = ["| | count | share | 95 % Wilson interval |", "| --- | --- | --- | --- |"]
    lines += [count.row() for count in found.counts]
    lines += ["", "Missed:", ""] + [f"- {one}" for one in found.missed or ("none",)]
    lines += ["", "Handed over without need:", ""]
    return lines + [f"- {one}" for one in found.needless or ("none",)]


def _phrases(group: PhraseGroup) -> Iterable[str]:
    named = {
        "": group.phrases,
        "About earlier days, unless a cue says just now: ": group.told_as_past,
        "About somebody else: ": group.about_others,
    }
    for name, phrases in named.items():
        if name and phrases:
            yield from ("", name.strip(), "")
        yield from (f"- {phrase}" for phrase in phrases)


def _cues(pack: SafetyPack) -> Iterable[str]:
    cues = pack.cues
    named = {
        "Left out when phrases are looked for": sorted(cues.fillers),
        "A no": sorted(cues.negations),
        "Looks like a no and is none": cues.not_negations,
        "Earlier days (a year in figures counts too)": cues.past,
        "Now": cues.recent,
        "Just now; goes before earlier days": cues.just_now,
        "It came back; goes before all others": cues.comes_back,
        "The writer": sorted(cues.selves),
        "Somebody else": sorted(cues.others),
        "Somebody else’s words, right after one of these": sorted(cues.reports),
        "Idioms, not noticed": cues.idioms,
    }
    for name, words in named.items():
        yield f"- {name}: {'; '.join(words)}"


def main() -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page too")
    pack = safety()
    for name, told in sentences().items():
        print(SETS[name], *_table(measured(told, pack)), sep="\n", end="\n\n")
    if parser.parse_args().write:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(pack), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
