"""`holdspace demo`: make a made-up practice, fresh as today, and open it."""

import argparse
import json
import os
import sys
import threading
import webbrowser
from pathlib import Path

from holdspace.content.stories import Story, parse_stories, shipped_stories
from holdspace.vocabulary.errors import HoldspaceError
from holdspace_site.commands.opening import bring_up_to_date, start_django
from holdspace_site.commands.serve import PORT, check_free, port_number, serve_site
from holdspace_site.home import Home
from holdspace_site.records import master_key
from holdspace_site.records.practice_files import check_not_in_use

HOST = "127.0.0.1"


class StoriesUnreadable(HoldspaceError):
    """The file of stories is not there or is no text."""

    next_step = "Check the path; the file is UTF-8 text like the shipped stories."

    def __init__(self) -> None:
        super().__init__("The stories could not be read.")


class NoStories(HoldspaceError):
    """The file of stories holds none."""

    next_step = 'Begin each story with a line like "### Story 1 - Amara, 34, nurse".'

    def __init__(self) -> None:
        super().__init__("The file holds no story.")


class Demo:
    """Makes the demo practice anew each time, in a folder of its own."""

    help = "Make a fresh made-up practice and open it in the browser."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's own arguments."""
        parser.add_argument(
            "--port", type=port_number, default=PORT, help="default %(default)s"
        )
        parser.add_argument(
            "--no-browser", action="store_true", help="serve, but open no browser"
        )
        parser.add_argument(
            "--no-serve", action="store_true", help="only make it, and print"
        )
        parser.add_argument("--stories", metavar="FILE", help="take other stories")
        parser.add_argument("--format", choices=("text", "json"), default="text")

    def run(self, arguments: argparse.Namespace) -> int:
        """Make the practice, print how to sign in, and serve it."""
        stories = _stories(arguments.stories)
        home = Home.chosen(demo=True)
        if not arguments.no_serve:
            check_free(HOST, arguments.port)
        print("Making a fresh demo practice ...", file=sys.stderr)
        made = _make(home, stories)
        told = {"home": str(home.folder), **made}
        address = f"http://localhost:{arguments.port}"
        if arguments.format == "json":
            print(json.dumps(told, ensure_ascii=False), flush=True)
        else:
            print(_as_text(made, address), flush=True)
        if arguments.no_serve:
            return 0
        if not arguments.no_browser:
            _open_soon(address + _browser_path())
        print("Stop it with Ctrl+C.", file=sys.stderr)
        serve_site(HOST, arguments.port)
        return 0


def _stories(file: str | None) -> tuple[Story, ...]:
    if file is None:
        return shipped_stories()
    try:
        stories = parse_stories(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise StoriesUnreadable from None
    if not stories:
        raise NoStories
    return stories


def _make(home: Home, stories: tuple[Story, ...]) -> dict[str, list[dict[str, object]]]:
    home.check_demo()
    if home.exists and home.key_file.exists():
        master_key.hold(master_key.read_key(home.key_file))
        check_not_in_use(home)
    home.clear_demo()
    if home.key_file.exists():
        key = master_key.read_key(home.key_file)
    else:
        key = master_key.make_key_file(home.key_file)
    home.found(demo=True, key_fingerprint=master_key.fingerprint(key))
    master_key.unlock(home)
    start_django(home, demo=True)
    bring_up_to_date(home)

    from django.utils import timezone

    from holdspace_site.actions.make_demo import make_demo
    from holdspace_site.actions.sign_in_link import make_link

    now = timezone.now()
    people = make_demo(stories, now=now)
    sign_in = [
        {
            "role": role,
            "name": person.name,
            "path": f"/sign-in/{make_link(person, now=now)}/",
        }
        for role, person in people.staff.items()
    ]
    sign_in += [
        {
            "role": "client",
            "name": client.name,
            "path": f"/sign-in/{make_link(client.person, now=now)}/",
        }
        for client in people.clients
    ]
    return {
        "clients": [{"number": c.pk, "name": c.name} for c in people.clients],
        "sign_in": sign_in,
    }


def _browser_path() -> str:
    """Return a link for the browser alone, so that the printed ones stay unused."""
    from django.utils import timezone

    from holdspace_site.actions.sign_in_link import make_link
    from holdspace_site.records.models import Person

    worker = Person.objects.get(role="worker")
    return f"/sign-in/{make_link(worker, now=timezone.now())}/"


def _open_soon(address: str) -> None:
    """Open the browser once the server has had a moment to start."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        print(f"Open {address}", file=sys.stderr)
        return
    threading.Timer(1.5, webbrowser.open, (address,)).start()


def _as_text(made: dict[str, list[dict[str, object]]], address: str) -> str:
    rows = [
        "A made-up practice. Every person and story in it is fiction.",
        "Each link signs in once:",
    ]
    rows += [
        f"  {who['role']:<14} {who['name']:<16} {address}{who['path']}"
        for who in made["sign_in"]
    ]
    return "\n".join(rows)


demo = Demo()
