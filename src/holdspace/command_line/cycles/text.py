"""Writes cycles as text, as one JSON document, or as JSON Lines."""

import json
from collections.abc import Iterable, Iterator

from holdspace.command_line.cycles.found import CyclesOfClient
from holdspace.content.codebook import codebook
from holdspace.patterns.cycles import Cycle

DECIMALS = 4  # of a p


def as_text(clients: Iterable[CyclesOfClient], form: str) -> Iterator[str]:
    """Return the pieces of a file in the form `text`, `json` or `jsonl`."""
    if form == "text":
        yield from _as_lines(clients)
    elif form == "jsonl":
        yield from (_as_json(one) + "\n" for one in clients)
    else:
        yield '{"clients": ['
        for place, one in enumerate(clients):
            yield (",\n" if place else "\n") + _as_json(one)
        yield "\n]}\n"


def _as_json(of: CyclesOfClient) -> str:
    document = {"client": of.client, "cycles": [as_object(one) for one in of.cycles]}
    return json.dumps(document, ensure_ascii=False)


def as_object(cycle: Cycle) -> dict[str, object]:
    """Return a cycle as JSON has it."""
    running = cycle.running
    return {
        "codes": list(cycle.codes),
        "occurrences": [list(rows) for rows in cycle.occurrences],
        "support": cycle.support,
        "episodes": cycle.episodes,
        "p_value": round(cycle.p_value, DECIMALS),
        "running": None
        if running is None
        else {"matched": running.matched, "of": running.of, "next": running.next},
    }


def _as_lines(clients: Iterable[CyclesOfClient]) -> Iterator[str]:
    silent = 0
    for of in clients:
        silent += not of.cycles
        for cycle in of.cycles:
            yield f"{of.client}: {_how_often(cycle)}, p {cycle.p_value:.3g}\n"
            yield from _steps(cycle)
            yield from _now(cycle)
            yield "\n"
    if silent:
        who = "1 client" if silent == 1 else f"{silent:,} clients"
        yield f"{who}: nothing comes back more often than chance explains.\n"


def _how_often(cycle: Cycle) -> str:
    if cycle.episodes == 1:
        return f"{cycle.support} times in one episode"
    return f"{cycle.support} times in {cycle.episodes} episodes"


def _steps(cycle: Cycle) -> Iterator[str]:
    words = [codebook().code(code).plain_words for code in cycle.codes]
    wide, wider = max(map(len, cycle.codes)), max(map(len, words))
    for step, (code, plain) in enumerate(zip(cycle.codes, words, strict=True)):
        rows = ", ".join(str(rows[step]) for rows in cycle.occurrences)
        yield f"  {code:<{wide}}  {plain:<{wider}}  rows {rows}\n"


def _now(cycle: Cycle) -> Iterator[str]:
    running = cycle.running
    if running is not None:
        yield f"  now: {running.matched} of {running.of}; next {running.next}\n"
