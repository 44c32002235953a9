"""The challenge set of dismissing sentences stays split as it says it is.

Messages name sentences by id: whoever writes rules may not read the locked third.
"""

import csv
import random
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "benchmarks" / "dismissal"
SEED = 20261126
KINDS = {
    "minimising",
    "silver_lining",
    "comparing",
    "quick_advice",
    "blaming",
    "labelling",
    "changing_subject",
    "disbelief",
    "false_reassurance",
}
HOW_IT_IS_PUT = {"plain", "softened", "message", "letter", "regional", "non_native"}
COUNTER_EXAMPLES = {
    "acknowledging",
    "negation",
    "quotation",
    "reported",
    "apology",
    "permission",
    "question",
    "lookalike",
    "message",
    "letter",
    "regional",
    "non_native",
}
NEARLY_THE_SAME = 0.6  # share of their words that two sentences have in common


def rows_of(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def open_rows():
    return rows_of("open")


@pytest.fixture(scope="module")
def locked_rows():
    return rows_of("locked")


def words_of(row):
    return frozenset(re.findall(r"[a-z']+", row["text"].lower()))


def test_each_pair_has_one_sentence_that_dismisses_and_one_that_does_not(
    open_rows, locked_rows
):
    answers = defaultdict(list)
    for row in open_rows + locked_rows:
        answers[row["pair"]].append((row["dismissing"], row["kind"]))
    assert len(answers) >= 210
    wrong = [
        pair
        for pair, given in answers.items()
        if sorted(answer for answer, _ in given) != ["no", "yes"]
        or len({kind for _, kind in given}) != 1
    ]
    assert not wrong


def test_every_row_is_one_of_the_kinds_and_variants(open_rows, locked_rows):
    variants = {"yes": HOW_IT_IS_PUT, "no": COUNTER_EXAMPLES}
    unknown = [
        row["id"]
        for row in open_rows + locked_rows
        if row["kind"] not in KINDS
        or row["variant"] not in variants[row["dismissing"]]
        or row["text"] != row["text"].strip()
        or not row["text"]
    ]
    assert not unknown
    assert {row["variant"] for row in open_rows} == HOW_IT_IS_PUT | COUNTER_EXAMPLES


def test_the_split_is_the_one_the_seed_gives(open_rows, locked_rows):
    pairs = defaultdict(set)
    for row in open_rows + locked_rows:
        pairs[row["kind"]].add(row["pair"])
    shuffle = random.Random(SEED).shuffle  # noqa: S311 - a split, no secret
    locked = set()
    for kind in sorted(pairs):
        in_order = sorted(pairs[kind])
        shuffle(in_order)
        locked |= set(in_order[: len(in_order) // 3])
    assert {row["pair"] for row in locked_rows} == locked
    assert not {row["pair"] for row in open_rows} & locked
    each = Counter(row["kind"] for row in locked_rows)
    assert len(set(each.values())) == 1


def test_no_sentence_is_on_both_sides_or_nearly_so(open_rows, locked_rows):
    told = [row["text"].casefold() for row in open_rows + locked_rows]
    assert len(set(told)) == len(told)
    known = [(row["id"], words_of(row)) for row in open_rows]
    alike = [
        (row["id"], other_id)
        for row in locked_rows
        for other_id, other in known
        if len(words_of(row) & other) / len(words_of(row) | other) >= NEARLY_THE_SAME
    ]
    assert not alike
