"""How many gold spans the proposing rules find, and how much they propose besides.

Run it with `.venv/bin/python benchmarks/proposals_report.py`. A gold span is found when
a proposal has its code and shares at least half of the characters that either covers.
It prints counts, shares with their 95 % Wilson intervals, and the mean share of
characters in common; with `--write` also the page docs/reference/proposals-accuracy.md.
Of the passages that are held out it says counts only, never a word.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phrase_rules import Count

from holdspace.content.codebook import codebook
from holdspace.content.proposals import ProposalPack, proposal_rules
from holdspace.content.stories import GoldSpan, Story, parse_stories, shipped_stories
from holdspace.language.proposals import proposals_in
from holdspace.vocabulary.text import Span

CHECKOUT = Path(__file__).parents[1]
PASSAGES = CHECKOUT / "benchmarks" / "proposals"
PAGE = CHECKOUT / "docs" / "reference" / "proposals-accuracy.md"
ENOUGH_IN_COMMON = 0.5
HELD_OUT = ("held-out-plain", "held-out-hard")
SETS = {
    "stories": "The four shipped stories (in the open)",
    "open-plain": "Codes the stories do not have, said plainly (in the open)",
    "open-hard": "The same codes, hard to notice (in the open)",
    "open-all-plain": "All codes, said plainly (in the open)",
    "open-all-hard": "All codes, only hinted at (in the open)",
    "open-later-plain": "All codes, said plainly, once held out (in the open)",
    "open-later-hard": "All codes, only hinted at, once held out (in the open)",
    "open-told": "All codes, told with detours (in the open)",
    "held-out-plain": "All codes, said plainly (held out)",
    "held-out-hard": "All codes, told with detours (held out)",
}


@dataclass
class Tally:
    """What was found and proposed in one set of passages."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    in_common: list[float] = field(default_factory=list)
    characters: int = 0

    def take_in(self, words: str, gold: Sequence[GoldSpan], pack: ProposalPack) -> None:
        """Count one passage."""
        proposals = proposals_in(words, pack)
        self.characters += len(words)
        self.proposed.update(one.code for one in proposals)
        self.gold.update(one.code for one in gold)
        for one in gold:
            shared = [
                (share, proposal)
                for proposal in proposals
                if proposal.code == one.code
                and (share := in_common(proposal.span, one.span)) >= ENOUGH_IN_COMMON
            ]
            if shared:
                share, proposal = max(shared, key=lambda pair: pair[0])
                self.found[one.code] += 1
                self.right[proposal.code] += 1
                self.in_common.append(share)

    def rows(self) -> Iterable[str]:
        """Yield the lines of its table."""
        yield Count("gold spans found", self.found.total(), self.gold.total()).row()
        proposed = self.proposed.total()
        yield Count("proposals that are gold", self.right.total(), proposed).row()
        mean = sum(self.in_common) / max(1, len(self.in_common))
        yield f"| characters in common, mean of those found | | {100 * mean:.0f} % | |"


def in_common(one: Span, other: Span) -> float:
    """Return the share of characters both cover among those either covers, 0 to 1."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return max(0, shared) / either


def stories_of(name: str) -> tuple[Story, ...]:
    """Return the passages of a set."""
    if name == "stories":
        return shipped_stories()
    return parse_stories((PASSAGES / f"{name}.md").read_text("utf-8"))


def measured(pack: ProposalPack) -> dict[str, Tally]:
    """Return what was counted in each set."""
    tallies = {name: Tally() for name in SETS}
    for name, tally in tallies.items():
        for story in stories_of(name):
            tally.take_in(story.words, story.spans, pack)
    return tallies


def by_code(tallies: dict[str, Tally]) -> Iterable[str]:
    """Yield a table of the codes: found of all, held out and in the open."""
    yield "| code | plain words | in the open | held out | proposed besides |"
    yield "| --- | --- | --- | --- | --- |"
    for code in codebook().codes:
        cells = []
        for names in ([n for n in SETS if n not in HELD_OUT], HELD_OUT):
            found = sum(tallies[name].found[code.id] for name in names)
            gold = sum(tallies[name].gold[code.id] for name in names)
            cells.append(f"{found} of {gold}")
        besides = sum(
            one.proposed[code.id] - one.right[code.id] for one in tallies.values()
        )
        told = (code.id, code.plain_words, *cells, str(besides))
        yield f"| {' | '.join(told)} |"


def speed(pack: ProposalPack) -> str:
    """Return how fast passages are read."""
    words = "\n\n".join(story.words for story in shipped_stories()) * 25
    began = time.perf_counter()
    proposals_in(words, pack)
    seconds = time.perf_counter() - began
    return (
        f"{len(words.split()) / seconds:,.0f} words a second on one core "
        f"({len(words):,} characters in {seconds:.2f} s)"
    )


def page(pack: ProposalPack, tallies: dict[str, Tally]) -> str:
    """Return the reference page."""
    lines = [
        "# What proposals find and miss",
        "",
        "On request, the page of a passage offers words that could be marked. Fixed",
        "rules propose; a worker marks or not; the client has the last word. These",
        "figures say how often the rules are right on passages we made up. Nobody said",
        "them. The same author wrote rules and passages, so expect less on real words.",
        "",
        "Found means: a proposal with the same code shares at least half of the",
        "characters. What is proposed besides is not always wrong: a clause may say",
        "two things, and only one was marked. Held-out passages were written after the",
        "rules, and no rule was changed for them. There each code stands once plainly",
        "and once as people tell it with detours. Rules that know only words find such",
        "telling almost never: what they find in the open, they were shown. That",
        "nothing is proposed says nothing about a passage.",
        "",
        f"Rules version {pack.info.version}, {len(pack.rules)} rules,",
        f"{sum(len(rule.patterns) for rule in pack.rules)} patterns. Written by",
        "`benchmarks/proposals_report.py --write`; the rules are in the content pack",
        "`proposals.toml`.",
    ]
    for name, title in SETS.items():
        lines += ["", f"## {title}", "", *table(tallies[name])]
    return "\n".join([*lines, "", "## Code by code", "", *by_code(tallies)]) + "\n"


def table(tally: Tally) -> Iterable[str]:
    """Yield a table of one set."""
    yield "| | count | share | 95 % Wilson interval |"
    yield "| --- | --- | --- | --- |"
    yield from tally.rows()


def main() -> int:
    """Measure, print, and write the page if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the page too")
    write = parser.parse_args().write
    pack = proposal_rules()
    tallies = measured(pack)
    for name, title in SETS.items():
        print(title, *table(tallies[name]), sep="\n", end="\n\n")
    print(*by_code(tallies), "", speed(pack), sep="\n")
    if write:
        PAGE.write_text(page(pack, tallies), "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
