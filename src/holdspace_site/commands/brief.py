"""`holdspace brief CLIENT`: the one-page brief as text, JSON, HTML or PDF."""

import argparse
import getpass
import json
import sys
from datetime import date
from pathlib import Path

from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.commands.opening import open_practice


class NoSuchClient(HoldspaceError):
    """No client has this number or name."""

    next_step = "Give the number from the client's page, or the exact name."

    def __init__(self) -> None:
        super().__init__("There is no client with this number or name.")


class SeveralClients(HoldspaceError):
    """More than one client has this name."""

    next_step = "Give the number instead."

    def __init__(self, numbers: list[int]) -> None:
        listed = ", ".join(str(number) for number in numbers)
        super().__init__(f"More than one client has this name: {listed}.")


class CannotWrite(HoldspaceError):
    """The file the brief should go to cannot be made."""

    next_step = "Check that its folder is there, is yours, and has room."

    def __init__(self, file: Path) -> None:
        super().__init__(f"The brief could not be written to {file}.")


class BriefCommand:
    """Prints one client's brief and leaves an access entry."""

    help = (
        "The pre-session brief of one client. Reading it here is written in the "
        "client's access log."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument("client", metavar="CLIENT", help="number or exact name")
        parser.add_argument("--on", metavar="DATE", help="day, like 2026-11-24")
        parser.add_argument(
            "--format", choices=("text", "json", "html", "pdf"), default=None
        )
        parser.add_argument(
            "--out", metavar="FILE", help="write there; the ending says the format"
        )

    def run(self, arguments: argparse.Namespace) -> int:
        """Print the brief, or write it to a file."""
        try:
            on = date.fromisoformat(arguments.on) if arguments.on else None
        except ValueError:
            print(
                f"holdspace brief: {arguments.on[:20]!r} is no date; "
                "write it like 2026-11-24.",
                file=sys.stderr,
            )
            return 2
        form = arguments.format or _form_of(arguments.out)
        if form is None:
            print(
                "holdspace brief: --out must end in .txt, .json, .html or .pdf.",
                file=sys.stderr,
            )
            return 2
        open_practice()
        _put(_rendered(arguments.client, on, form), arguments.out)
        return 0


def _form_of(out: str | None) -> str | None:
    if out is None:
        return "text"
    endings = {"txt": "text", "json": "json", "html": "html", "pdf": "pdf"}
    return endings.get(out.rpartition(".")[2].lower())


def _rendered(named: str, on: date | None, form: str) -> bytes:
    from django.utils import timezone

    from holdspace.approach.brief_json import brief_json
    from holdspace.approach.brief_text import brief_text
    from holdspace_site.actions.read_brief import brief_content, read_brief
    from holdspace_site.records.scope import the_agency
    from holdspace_site.records.who import AtTheMachine
    from holdspace_site.web.brief_forms import brief_html, brief_pdf

    agency = the_agency()
    if agency is None:
        raise NoSuchClient
    by = AtTheMachine(agency_id=agency.pk, os_user=getpass.getuser())
    now = timezone.now()
    client_id = _client_id(named, by)
    _, brief = read_brief(client_id, by=by, on=on or timezone.localdate(now), now=now)
    if form == "json":
        return (json.dumps(brief_json(brief), ensure_ascii=False) + "\n").encode()
    if form == "text":
        return brief_text(brief, brief_content().wording).encode()
    if form == "html":
        return brief_html(brief).encode()
    return brief_pdf(brief)


def _client_id(named: str, by: object) -> int:
    from holdspace_site.records.keyring import read_keys
    from holdspace_site.records.scope import clients_of

    clients = list(clients_of(by))
    if named.isdigit():
        if any(client.pk == int(named) for client in clients):
            return int(named)
        raise NoSuchClient
    read_keys(client.pk for client in clients)
    found = [client.pk for client in clients if _name_of(client) == named]
    if not found:
        raise NoSuchClient
    if len(found) > 1:
        raise SeveralClients(found)
    return found[0]


def _name_of(client: object) -> str | None:
    """Return a client's name; None where their key is missing, so others are found."""
    from holdspace_site.records.keyring import KeyDestroyed

    try:
        return client.name
    except KeyDestroyed:
        return None


def _put(rendered: bytes, out: str | None) -> None:
    if out is None:
        sys.stdout.buffer.write(rendered)
        sys.stdout.buffer.flush()
        return
    from holdspace_site.home import write_whole

    try:
        write_whole(Path(out), rendered)
    except OSError:
        raise CannotWrite(Path(out)) from None


brief = BriefCommand()
