"""`holdspace extract DIR`: tables of how it goes here, without words or names."""

import argparse
import getpass
import json
from pathlib import Path

from holdspace.command_line.tables.out_file import Progress, stopping_tidily
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.commands.opening import open_practice


class NoPracticeYet(HoldspaceError):
    """The practice has no agency yet, so there is nobody to learn from."""

    next_step = "Start it first: holdspace serve."

    def __init__(self) -> None:
        super().__init__("This practice is not set up yet.")


class ExtractCommand:
    """Makes an extract, and leaves an access entry."""

    help = (
        "Put how it goes here into a folder of Parquet tables: no words, no names, "
        "each client's dates moved, and only clients who said yes to it before this "
        "month. It goes up to the last day of last month, less some days. It still "
        "tells of people: keep it as safe as a record. DIR must be empty or not there "
        "yet. Making one is written in the access log."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("folder", metavar="DIR", help="where to write it")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, arguments: argparse.Namespace) -> int:
        """Make the extract and say what is in it."""
        open_practice()

        from django.utils import timezone

        from holdspace.practice.tables import SCHEMA
        from holdspace_site.actions.make_extract import make_extract
        from holdspace_site.records.scope import the_agency
        from holdspace_site.records.who import AtTheMachine

        agency = the_agency()
        if agency is None:
            raise NoPracticeYet
        by = AtTheMachine(agency_id=agency.pk, os_user=getpass.getuser())
        folder = Path(arguments.folder).absolute()
        bar = Progress(100)
        try:
            with stopping_tidily():
                rows = make_extract(
                    folder,
                    by=by,
                    now=timezone.now(),
                    told=lambda done, total: bar.reach(100 * done // total),
                )
        finally:
            bar.close()
        made = {"folder": str(folder), "schema": SCHEMA, "rows": rows}
        _put(made, arguments.format)
        return 0


def _put(made: dict[str, object], form: str) -> None:
    if form == "json":
        print(json.dumps(made, ensure_ascii=False))
        return
    rows = made["rows"]
    print(f"The extract is in {made['folder']}:")
    for table, count in rows.items():
        print(f"  {table}: {count} rows")
    if not rows["clients"]:
        print(
            "Nobody said yes to this use before this month, so its tables are empty: "
            "a yes counts from the next month on."
        )
        return
    print(
        "It has no names and no words, and still tells of people: keep it as safe as "
        "a record, and delete it when it is not needed any more."
    )


extract = ExtractCommand()
