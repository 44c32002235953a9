"""A made-up practice as plain rows, and the same figures worked out the slow way."""

import random
from datetime import date, timedelta
from itertools import pairwise

import ibis
import pyarrow as pa

from holdspace.practice.bounds import BREAK_DAYS, SILENT_DAYS
from holdspace.practice.tables import TABLES

FIRST_DAY = date(2025, 1, 6)
CODES = ("X.DISMISSED", "X.NOTHEARD", "X.JUDGED", "H.HEARD", "E.LEFTME")


def day(number):
    return FIRST_DAY + timedelta(days=number)


class Rows:
    """Tables of an extract that stand in memory, for whoever reads an extract."""

    def __init__(self, rows):
        self.rows = rows

    def table(self, name):
        made = pa.Table.from_pylist(self.rows.get(name, []), schema=TABLES[name])
        return ibis.memtable(made)


def practice_of(clients, seed=1):
    """Return the rows of so many clients, each drawn by chance."""
    chance = random.Random(seed)  # noqa: S311 - the same practice each time
    rows = {name: [] for name in TABLES}
    for client in range(1, clients + 1):
        _add(client, chance, rows)
    return Rows(rows)


def _add(client, chance, rows):
    def put(table, **columns):
        rows[table].append({"client": client, **columns})

    asked, first = 0, chance.choice([None, 3, 10, 20, 20, 30])
    held = sorted(chance.sample(range(30), chance.randint(1, 12)))
    until = chance.choice([100, 200, 300, 500])
    days = [] if first is None else [first + 7 * week for week in held]
    days = [one - days[0] + first for one in days]
    days = [one for one in days if one <= until]
    ended = chance.random() < 0.5 and days
    put(
        "clients",
        hurt_before=chance.choice([True, True, False, False, None]),
        asked_on=day(asked),
        first_on=day(days[0]) if days else None,
        last_on=day(days[-1]) if days else None,
        ended_on=day(min(until, days[-1] + 5)) if ended else None,
        ending=chance.choice(["agreed", "left", "outside", None]) if ended else None,
        seen_until=day(until),
    )
    for number, on in enumerate(days, start=1):
        course = chance.choice(["as_planned", "as_planned", "late"])
        side = chance.choice(["worker", "client", None])
        put(
            "sessions",
            number=number,
            on=day(on),
            status="held",
            course=course,
            side=side,
        )
        if chance.random() < 0.7:
            for measure, most in (("listened", 3), ("say", 3), ("between", 10)):
                score = chance.choice([None, *map(float, range(most + 1))])
                for _ in range(chance.choice([1, 1, 1, 2])):  # a row may be there twice
                    put(
                        "ratings",
                        session=number,
                        on=day(on),
                        measure=measure,
                        score=score,
                    )
    for number in range(len(days) + 1, len(days) + 1 + chance.randint(0, 2)):
        status, side = (
            chance.choice(["missed", "cancelled"]),
            chance.choice(["worker", "client"]),
        )
        put(
            "sessions",
            number=number,
            on=day(chance.choice(days or [until])),
            status=status,
            course="as_planned",
            side=side,
        )
    if days:
        _add_work(chance, put, days, until)


def _add_work(chance, put, days, until):
    for number in range(1, 1 + chance.choice([0, 0, 1, 2])):
        opened = chance.choice(days)
        status = chance.choice(["open", "named", "repaired", "repaired", "let_go"])
        closed = min(until, opened + chance.randint(0, 60))
        put(
            "repairs",
            repair=number,
            kind="unclear",
            status=status,
            opened_on=day(opened),
            closed_on=day(closed) if status in {"repaired", "let_go"} else None,
            word=chance.choice([None, "yes", "partly", "no", "rather_not_say"]),
        )
    for number in range(1, 1 + chance.randint(0, 4)):
        status, made = chance.choice(["open", "kept", "kept", "broken"]), days[0]
        due = chance.choice([None, made + 20, made + 200])
        settled = (
            None if status == "open" else day(min(until, made + chance.randint(0, 40)))
        )
        put(
            "promises",
            promise=number,
            status=status,
            made_on=day(made),
            due_on=None if due is None else day(due),
            settled_on=settled,
            disputed=chance.random() < 0.2,
        )
    for number in range(1, 1 + chance.choice([0, 1, 3])):
        put("lines", line=number, kind="do", agreed_on=day(chance.choice(days)))
        for on in days[:4]:
            answer = chance.choice(["yes", "yes", "partly", "no", "did_not_come_up"])
            put("line_answers", line=number, on=day(on), answer=answer)
    for code in chance.sample(CODES, chance.randint(0, len(CODES))):
        put("codes", code=code, earlier=chance.randint(0, 2), here=chance.randint(0, 2))


# --- The slow way -------------------------------------------------------------


class Client:
    """One client, asked in plain Python what the figures ask in bulk."""

    def __init__(self, practice, row):
        self.row, self.practice = row, practice

    def of(self, table):
        number = self.row["client"]
        return [one for one in self.practice.rows[table] if one["client"] == number]

    @property
    def came(self):
        return self.row["first_on"] is not None

    @property
    def held(self):
        days = [one["on"] for one in self.of("sessions") if one["status"] == "held"]
        return sorted(days)

    @property
    def stay(self):
        """Days from first session until they left, or were seen, and which it was."""
        row = self.row
        bound = row["seen_until"] - timedelta(days=SILENT_DAYS)
        over = row["ended_on"] is not None or row["ending"] is not None
        gone = row["ending"] == "left" or not over
        if gone and row["last_on"] <= bound:
            return max(0, (row["last_on"] - row["first_on"]).days), True
        until = min(bound, row["ended_on"]) if over else bound
        return max(0, (until - row["first_on"]).days), False

    @property
    def early(self):
        """Sessions held until they left, or as far as anybody can say, and which."""
        row, left = self.row, self.stay[1]
        over = left or row["ended_on"] is not None or row["ending"] is not None
        return len(self.held) - (0 if over else 1), left

    @property
    def long_break(self):
        apart = ((b - a).days for a, b in pairwise(self.held))
        return any(days >= BREAK_DAYS for days in apart)

    @property
    def promises(self):
        """How many were kept in time, and how many were due or settled."""
        kept = due = 0
        for one in self.of("promises"):
            settled, by = one["status"] != "open", one["due_on"]
            due += settled or (by is not None and by < self.row["seen_until"])
            in_time = by is None or (settled and one["settled_on"] <= by)
            kept += one["status"] == "kept" and in_time and not one["disputed"]
        return kept, due


def clients_of(practice):
    return [Client(practice, row) for row in practice.rows["clients"]]
