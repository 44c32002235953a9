"""`holdspace practice`: the report on the whole practice, also as a page and paper."""

import argparse
import getpass
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdspace.command_line.practice import PracticeCommand
from holdspace.command_line.tables.out_file import Progress
from holdspace_site.commands.opening import NoPractice, open_practice

if TYPE_CHECKING:
    from holdspace.practice.report import PracticeReport


_ALL = 100  # per cent of the clients


class PracticeOfTheSite(PracticeCommand):
    """The command with a practice's own database, and with pages and paper."""

    forms: tuple[str, ...] = (*PracticeCommand.forms, "html")
    endings: Mapping[str, str] = MappingProxyType(
        {**PracticeCommand.endings, ".html": "html", ".pdf": "pdf"}
    )

    def report_of_the_practice(self, arguments: argparse.Namespace) -> "PracticeReport":
        """Return the report of the practice in the data folder; the look is logged.

        Raises:
            NoPractice: if there is none, and what opening one raises.
        """
        home = open_practice()
        from django.utils import timezone

        from holdspace_site.actions.read_practice import read_practice
        from holdspace_site.records.scope import the_agency
        from holdspace_site.records.who import AtTheMachine

        agency = the_agency()
        if agency is None:
            raise NoPractice(home)
        by = AtTheMachine(agency_id=agency.pk, os_user=getpass.getuser())
        bar = Progress(_ALL)
        try:
            return read_practice(
                by=by,
                now=timezone.now(),
                epsilon=arguments.private,
                told=lambda done, total: bar.reach(_ALL * done // max(total, 1)),
            )
        finally:
            bar.close()

    def rendered(self, report: "PracticeReport", form: str) -> bytes:
        """Return a report as the bytes of a file in one of `forms`, or as PDF."""
        if form not in {"html", "pdf"}:
            return super().rendered(report, form)
        _start_templates()
        from holdspace_site.web.practice_forms import practice_html, practice_pdf

        if form == "html":
            return practice_html(report).encode()
        return practice_pdf(report, on=datetime.now(UTC).astimezone().date())


def _start_templates() -> None:
    """Make pages possible where no practice was opened: no database, no key."""
    import os

    import django
    from django.apps import apps

    if not apps.ready:
        os.environ["DJANGO_SETTINGS_MODULE"] = "holdspace_site.settings.base"
        django.setup()


practice = PracticeOfTheSite()
