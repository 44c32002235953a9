"""Writes the tables of `docs/reference/extract.md` anew from what the library says.

Run it with `.venv/bin/python docs/extract_tables.py` after the tables changed.
"""

from pathlib import Path

from holdspace.practice.tables import EXTRACT_TABLES, ExtractColumn, ExtractTable

PAGE = Path(__file__).parent / "reference" / "extract.md"
BEGIN, END = "<!-- the tables begin -->\n", "<!-- the tables end -->\n"
KINDS = {
    "string": "text",
    "date32[day]": "day (date32)",
    "int32": "whole number (int32)",
    "int64": "whole number (int64)",
    "double": "number (float64)",
    "bool": "yes or no (bool)",
}


def page_with_tables(page: str) -> str:
    """Return the page with its tables as the library has them now."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    tables = "\n".join(map(_section, EXTRACT_TABLES))
    return f"{before}{BEGIN}\n{tables}\n{END}{after}"


def _section(table: ExtractTable) -> str:
    rows = "\n".join(map(_row, table.columns))
    key = " and ".join(f"`{name}`" for name in table.key)
    once = f" No two rows have the same {key}." if key else ""
    return (
        f"### {table.file}\n\nA row is {table.a_row_is}.{once}\n\n"
        f"| column | type | empty | what it says |\n| --- | --- | --- | --- |\n{rows}\n"
    )


def _row(column: ExtractColumn) -> str:
    values = ", ".join(f"`{one}`" for one in column.one_of)
    says = f"{column.says} One of {values}." if values else column.says
    empty = "may be" if column.may_be_empty else "never"
    return f"| `{column.name}` | {KINDS[str(column.kind)]} | {empty} | {says} |"


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text("utf-8")), "utf-8")
