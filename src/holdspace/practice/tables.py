"""Says what stands in an extract: each table, each column, and what it may hold.

This is fixed: whoever built on an extract of this schema can read every later one of
it. A change that breaks that needs a new `SCHEMA` and a decision record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from holdspace.alliance.repairs import ClientsWord, RepairStatus, RuptureKind
from holdspace.alliance.sessions import Course, PromiseStatus, SessionStatus, Side
from holdspace.approach.way_of_working import LineKind

SCHEMA: Final = 1
"""Which wording of the tables this is; it stands in the manifest."""

MANIFEST: Final = "manifest.json"
"""The file that is written last: a folder without it is no whole extract."""

SCHEMA_KEY: Final = "holdspace_extract"
"""Under which name the manifest says its schema."""

ANSWERS: Final[Mapping[str, tuple[int, int]]] = {
    "listened": (0, 3),
    "say": (0, 3),
    "between": (0, 10),
}
"""The lowest and the highest answer to each question of the check-in with numbers."""

LARGEST_SCORE: Final = 1_000_000
"""No score of a questionnaire is further from 0 than this."""

FIRST_DAY: Final = date(1900, 1, 1)
"""No day in an extract lies before this one."""

MOST_DAYS: Final = 364
"""A client's days are moved by at most this much, in either direction."""

DUE_DAYS_AHEAD: Final = 5 * 366
"""A promise is due at most so many days after the last day seen."""

ENDINGS: Final = ("agreed", "left", "service_ended", "outside", "other")
"""How the present help ended, in few words, as many codes of domain E say it."""

KEPT_ANSWERS: Final = ("yes", "partly", "no", "did_not_come_up")
"""What a client may answer when asked whether a line was kept."""

STRING, DAY, NUMBER = pa.string(), pa.date32(), pa.int32()
WIDE, YES_NO, SCORE = pa.int64(), pa.bool_(), pa.float64()


@dataclass(frozen=True, slots=True)
class ExtractColumn:
    """One column: its name, its Arrow type, and in plain words what stands in it.

    `one_of` are the only values there are; empty where any value of the type may
    stand. `lowest` is the smallest number; None where there is no such limit.
    """

    name: str
    kind: pa.DataType
    says: str
    may_be_empty: bool = False
    one_of: tuple[str, ...] = ()
    lowest: int | None = None


@dataclass(frozen=True, slots=True)
class ExtractTable:
    """One table: what a row is, its columns in their order, and what names a row.

    `key` are the columns that no two rows have in common; empty where rows may repeat.
    """

    name: str
    a_row_is: str
    columns: tuple[ExtractColumn, ...]
    key: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its file in the folder."""
        return f"{self.name}.parquet"

    @property
    def schema(self) -> pa.Schema:
        """Its columns as Arrow has them."""
        return pa.schema(
            [pa.field(one.name, one.kind, one.may_be_empty) for one in self.columns]
        )

    @property
    def days(self) -> tuple[str, ...]:
        """The columns that hold a day."""
        return tuple(one.name for one in self.columns if one.kind == DAY)


_CLIENT = ExtractColumn(
    "client",
    WIDE,
    "The client: a number drawn for this extract alone. It is no number of the record.",
    lowest=1,
)

_CLIENTS = ExtractTable(
    "clients",
    "one client who said yes to this use of their record",
    (
        _CLIENT,
        ExtractColumn(
            "hurt_before",
            YES_NO,
            "Whether they told of something that hurt in earlier help. Empty: they "
            "told nothing of earlier help.",
            may_be_empty=True,
        ),
        ExtractColumn("asked_on", DAY, "When they came to this agency."),
        ExtractColumn(
            "first_on",
            DAY,
            "The first session that was held. Empty: none yet.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "last_on",
            DAY,
            "The last session that was held. Empty: none yet.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "ended_on",
            DAY,
            "When the present help ended. Empty: it goes on, or nobody wrote it down.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "ending",
            STRING,
            "How it ended: agreed, the client left, the worker or the service ended "
            "it, something outside did, or something else. Empty: it goes on, or "
            "nobody said.",
            may_be_empty=True,
            one_of=ENDINGS,
        ),
        ExtractColumn(
            "seen_until",
            DAY,
            "The last day that was looked at for this client. Nothing that happened on "
            "a later day is in the extract.",
        ),
    ),
    key=("client",),
)

_SESSIONS = ExtractTable(
    "sessions",
    "one session that was held, missed or cancelled",
    (
        _CLIENT,
        ExtractColumn(
            "number",
            NUMBER,
            "Counts with each client from 1, by date. It is no number of the record.",
            lowest=0,
        ),
        ExtractColumn("on", DAY, "Its day."),
        ExtractColumn(
            "status",
            STRING,
            "What became of it.",
            one_of=tuple(s.value for s in SessionStatus if s.value != "planned"),
        ),
        ExtractColumn(
            "course",
            STRING,
            "How it went by the clock.",
            one_of=tuple(one.value for one in Course),
        ),
        ExtractColumn(
            "side",
            STRING,
            "Whose doing it was that it was late, cut short, missed or cancelled. "
            "Empty: nothing was, or nobody said.",
            may_be_empty=True,
            one_of=tuple(one.value for one in Side),
        ),
    ),
    key=("client", "number"),
)

_RATINGS = ExtractTable(
    "ratings",
    "one question with numbers that a client was asked",
    (
        _CLIENT,
        ExtractColumn(
            "session",
            NUMBER,
            "The number of the session it is about. Empty: it is about none that is "
            "in here.",
            may_be_empty=True,
            lowest=0,
        ),
        ExtractColumn("on", DAY, "When it was answered, or asked if it was not."),
        ExtractColumn(
            "measure",
            STRING,
            "What was asked: listened or say (0 to 3), between (0 to 10), all three of "
            "the check-in; or a questionnaire and its scale, with a dot between.",
        ),
        ExtractColumn(
            "score",
            SCORE,
            "The answer in the measure's own numbers. Empty: it was asked, and there "
            "is no answer to see.",
            may_be_empty=True,
        ),
    ),
)

_REPAIRS = ExtractTable(
    "repairs",
    "one strain between client and worker, and what was done about it",
    (
        _CLIENT,
        ExtractColumn("repair", NUMBER, "Counts with each client from 1.", lowest=1),
        ExtractColumn(
            "kind",
            STRING,
            "How the strain showed.",
            one_of=tuple(one.value for one in RuptureKind),
        ),
        ExtractColumn(
            "status",
            STRING,
            "Where the repair stands.",
            one_of=tuple(one.value for one in RepairStatus),
        ),
        ExtractColumn("opened_on", DAY, "When it was opened."),
        ExtractColumn(
            "closed_on",
            DAY,
            "When it was repaired or let go. Empty: it is not.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "word",
            STRING,
            "The client's newest word on whether it is mended. Empty: none yet.",
            may_be_empty=True,
            one_of=tuple(one.value for one in ClientsWord),
        ),
    ),
    key=("client", "repair"),
)

_PROMISES = ExtractTable(
    "promises",
    "one thing a worker said they would do",
    (
        _CLIENT,
        ExtractColumn("promise", NUMBER, "Counts with each client from 1.", lowest=1),
        ExtractColumn(
            "status",
            STRING,
            "What became of it, as the worker says.",
            one_of=tuple(one.value for one in PromiseStatus),
        ),
        ExtractColumn("made_on", DAY, "When it was made."),
        ExtractColumn(
            "due_on",
            DAY,
            "By when; it may lie after the last day seen. Empty: no day was set.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "settled_on",
            DAY,
            "When it was kept or broken. Empty: it is open.",
            may_be_empty=True,
        ),
        ExtractColumn(
            "disputed", YES_NO, "Whether the client says that it was not kept."
        ),
    ),
    key=("client", "promise"),
)

_LINES = ExtractTable(
    "lines",
    "one line of the way of working that both agreed to",
    (
        _CLIENT,
        ExtractColumn("line", NUMBER, "Counts with each client from 1.", lowest=1),
        ExtractColumn(
            "kind",
            STRING,
            "What kind of line it is.",
            one_of=tuple(one.value for one in LineKind),
        ),
        ExtractColumn("agreed_on", DAY, "When the client agreed to it."),
    ),
    key=("client", "line"),
)

_LINE_ANSWERS = ExtractTable(
    "line_answers",
    "one answer of a client's to whether a line was kept in a session",
    (
        _CLIENT,
        ExtractColumn("line", NUMBER, "Which line, as in lines.", lowest=1),
        ExtractColumn("on", DAY, "The day of the session."),
        ExtractColumn("answer", STRING, "What they answered.", one_of=KEPT_ANSWERS),
    ),
)

_CODES = ExtractTable(
    "codes",
    "one code of the codebook that a client's story has",
    (
        _CLIENT,
        ExtractColumn("code", STRING, "The code, such as X.DISMISSED."),
        ExtractColumn(
            "earlier",
            NUMBER,
            "Of how many earlier times of help it was told.",
            lowest=0,
        ),
        ExtractColumn(
            "here",
            NUMBER,
            "How many times it was told or noticed of the present help.",
            lowest=0,
        ),
    ),
    key=("client", "code"),
)

EXTRACT_TABLES: Final[tuple[ExtractTable, ...]] = (
    _CLIENTS,
    _SESSIONS,
    _RATINGS,
    _REPAIRS,
    _PROMISES,
    _LINES,
    _LINE_ANSWERS,
    _CODES,
)
"""All tables, in the order they are written and read."""

TABLES: Final[Mapping[str, pa.Schema]] = {
    table.name: table.schema for table in EXTRACT_TABLES
}
"""The Arrow schema of each table, by name."""

MAY_LIE_AHEAD: Final[Mapping[tuple[str, str], int]] = {
    ("promises", "due_on"): DUE_DAYS_AHEAD
}
"""The only days that may lie after `seen_until`, and by how many days at most: what is
due is still to come."""

NOT_BEFORE: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "clients": (
        ("first_on", "asked_on"),
        ("last_on", "first_on"),
        ("ended_on", "asked_on"),
        ("seen_until", "asked_on"),
    ),
    "repairs": (("closed_on", "opened_on"),),
    "promises": (("settled_on", "made_on"),),
}
"""Days of a table, the second of which never comes after the first."""
