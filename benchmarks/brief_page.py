"""How fast the brief page answers, in a practice of 2,000 clients.

Run it with `.venv/bin/python benchmarks/brief_page.py`. It makes a practice of the size
asked for in a temporary folder, serves it with `holdspace serve`, and reads the brief
of one client with 60 sessions, a check-in after each, and 500 readings over HTTP.
Beside it, in the same run and taking turns: the brief of a client with nothing told
(what a page costs at least)
and `/healthz` (what a request costs at least). It prints medians, 95th percentiles and
their spread over the rounds, the ratios, and the database queries of each page.
"""

import argparse
import http.client
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from itertools import chain
from pathlib import Path

WORDS = ("she", "he", "they", "listened", "waited", "typed", "again", "slowly", "room")


Times = dict[str, list[list[float]]]


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=2000)
    parser.add_argument("--readings", type=int, default=500)
    parser.add_argument("--sessions", type=int, default=60)
    parser.add_argument("--requests", type=int, default=100, help="a round and page")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="holdspace-benchmark-") as folder:
        os.environ["HOLDSPACE_HOME"] = folder
        build_s = -time.perf_counter()
        cookie, big, empty = build(arguments)
        build_s += time.perf_counter()
        queries = count_queries(big, empty)
        size_mb = sum(f.stat().st_size for f in Path(folder).iterdir()) / 1e6
        print(
            f"practice: {arguments.clients} clients, seed {arguments.seed}, "
            f"{size_mb:.0f} MB, made in {build_s:.0f} s"
        )
        with served() as port:
            rounds = measure(port, cookie, big, empty, arguments)
    report(rounds, queries)
    return 0


def build(arguments: argparse.Namespace) -> tuple[str, int, int]:
    """Make the practice; return a worker's cookie and the two clients to read."""
    from holdspace_site.commands.opening import bring_up_to_date, start_django, unlock
    from holdspace_site.commands.serve import start_folder
    from holdspace_site.home import Home

    home = Home.chosen()
    start_folder(home)
    unlock(home)
    start_django(home)
    bring_up_to_date(home)

    from django.contrib.auth import SESSION_KEY
    from django.test import Client as Browser
    from django.utils import timezone

    from holdspace.privacy.access import Role
    from holdspace_site.actions.add_people import (
        add_client,
        add_person,
        join_care_team,
    )
    from holdspace_site.actions.set_up_practice import FirstRun, set_up_practice

    random.seed(arguments.seed)
    now = timezone.now()
    samuel = set_up_practice(
        FirstRun("Benchmark", "Samuel", "samuel", "a long enough passphrase"), now=now
    )
    ruth = add_person(
        name="Ruth", role=Role.WORKER, sign_in_name="ruth", by=samuel, now=now
    )
    ruth.set_password("another long enough passphrase")
    ruth.save()
    ids = [
        add_client(name=f"Client {number}", by=samuel, now=now).pk
        for number in range(arguments.clients)
    ]
    big, empty = ids[len(ids) // 2], ids[len(ids) // 2 + 1]
    for client_id in (big, empty):
        join_care_team(client_id, ruth.pk, by=samuel, now=now)
    fill(ids, big, empty, ruth, now, arguments)
    browser = Browser()
    browser.force_login(ruth)
    assert SESSION_KEY in browser.session
    return browser.cookies["holdspace"].value, big, empty


def fill(ids, big, empty, ruth, now, arguments) -> None:  # noqa: ANN001
    """Give every client sessions, passages and readings; the big one the most."""
    from django.db import transaction

    with transaction.atomic():
        for client_id in ids:
            if client_id == big:
                fill_one(client_id, ruth, now, arguments.sessions, arguments.readings)
            elif client_id != empty:
                fill_one(client_id, ruth, now, 12, random.randint(10, 80))


def fill_one(client_id, ruth, now, sessions, readings) -> None:  # noqa: ANN001
    """Give one client weekly sessions, a passage in each, and readings in those."""
    from holdspace.content.codebook import codebook
    from holdspace_site.records.models import (
        CheckIn,
        GivenVerdict,
        Passage,
        Reading,
        Session,
    )

    codes = [code.id for code in codebook().codes]
    rows = {Session: [], CheckIn: [], Passage: [], Reading: [], GivenVerdict: []}
    for number in range(1, sessions + 1):
        at = now - timedelta(weeks=sessions - number, hours=3)
        session = Session(
            client_id=client_id, worker=ruth, number=number, at=at, status="held"
        )
        session.left_open = sentence()
        check_in = CheckIn(
            client_id=client_id, session=session, shared_with="worker", given_at=at
        )
        check_in.answers = {
            "listened": "mostly",
            "speed": "right",
            "off": "no",
            "between": str(random.randint(5, 9)),
        }
        passage = Passage(
            client_id=client_id,
            told_by="client",
            typed_by=ruth,
            told_on=at.date(),
            setting="session",
            sensitivity=1,
            added_at=at,
        )
        passage.words = " ".join(sentence() for _ in range(10))
        rows[Session].append(session)
        rows[CheckIn].append(check_in)
        rows[Passage].append((passage, passage.words))
    told = rows.pop(Passage)
    for _ in range(readings):
        passage, words = random.choice(told)
        start = random.randrange(len(words) - 40)
        reading = Reading(
            client_id=client_id,
            passage=passage,
            code=random.choice(codes),
            start=start,
            end=start + random.randint(8, 40),
            certainty="said",
            strength=random.randint(0, 4),
            noticed_by="worker",
            marked_by=ruth,
            marked_at=now,
        )
        rows[Reading].append(reading)
        if random.random() < 0.6:
            given = GivenVerdict(
                client_id=client_id,
                reading=reading,
                verdict=random.choice(["yes", "yes", "not_quite"]),
                given_by=ruth,
                given_at=now - timedelta(days=random.randint(0, 60)),
            )
            if given.verdict == "not_quite":
                given.correction = sentence()
            rows[GivenVerdict].append(given)
    Session.objects.bulk_create(rows[Session])
    CheckIn.objects.bulk_create(rows[CheckIn])
    Passage.objects.bulk_create([passage for passage, _ in told])
    Reading.objects.bulk_create(rows[Reading])
    GivenVerdict.objects.bulk_create(rows[GivenVerdict])


def sentence() -> str:
    """Return a sentence of made-up words."""
    return " ".join(random.choices(WORDS, k=12)).capitalize() + "."


def count_queries(big: int, empty: int) -> dict[str, int]:
    """Count the database queries of each page, on both databases."""
    from django.db import connections
    from django.test import Client as Browser
    from django.test.utils import CaptureQueriesContext

    from holdspace_site.records.models import Person

    browser = Browser(headers={"host": "localhost"})
    browser.force_login(Person.objects.get(sign_in_name="ruth"))
    counted = {}
    for name, path in pages(big, empty).items():
        with (
            CaptureQueriesContext(connections["default"]) as records,
            CaptureQueriesContext(connections["keys"]) as keys,
        ):
            assert browser.get(path).status_code == 200
        counted[name] = len(records) + len(keys)
    connections.close_all()
    return counted


def pages(big: int, empty: int) -> dict[str, str]:
    """Return the pages that take turns."""
    return {
        "brief, 500 readings": f"/clients/{big}/",
        "brief, nothing told": f"/clients/{empty}/",
        "trust, every session": f"/clients/{big}/trust/",
        "healthz": "/healthz",
    }


class served:  # noqa: N801 - reads as what it does
    """The practice, served by the real command on a free port."""

    def __enter__(self) -> int:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = Path(sys.executable).parent / "holdspace"
        self.server = subprocess.Popen(  # noqa: S603 - our own command
            [str(command), "serve", "--port", str(port)], stderr=subprocess.DEVNULL
        )
        for _ in range(100):
            try:
                if get(port, "/healthz", "")[0] == 200:
                    return port
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not start")

    def __exit__(self, *_: object) -> None:
        self.server.terminate()
        self.server.wait()


def get(port: int, path: str, cookie: str) -> tuple[int, float]:
    """Read one page on a new connection; return its status and the time in ms."""
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    connection.request("GET", path, headers={"Cookie": f"holdspace={cookie}"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, (time.perf_counter() - begun) * 1000


def measure(port, cookie, big, empty, arguments) -> Times:  # noqa: ANN001
    """Return the times in ms by page, a list a round; pages take turns."""
    rounds: Times = {name: [] for name in pages(big, empty)}
    for name, path in pages(big, empty).items():
        assert get(port, path, cookie)[0] == 200, name
    for _ in range(arguments.rounds):
        times: dict[str, list[float]] = {name: [] for name in rounds}
        for _ in range(arguments.requests):
            for name, path in pages(big, empty).items():
                status, taken = get(port, path, cookie)
                assert status == 200, name
                times[name].append(taken)
        for name, taken in times.items():
            rounds[name].append(taken)
    return rounds


def report(rounds: Times, queries: dict[str, int]) -> None:
    """Print what was measured."""
    base = statistics.median(chain.from_iterable(rounds["healthz"]))
    heads = f"{'page':<22}{'queries':>8}{'median':>10}{'p95':>10}"
    print(f"{heads}{'p95 by round':>22}{'x healthz':>11}")
    for name, taken in rounds.items():
        everything = sorted(chain.from_iterable(taken))
        p95s = [sorted(one)[int(len(one) * 0.95) - 1] for one in taken]
        median = statistics.median(everything)
        p95 = everything[int(len(everything) * 0.95) - 1]
        spread = f"{min(p95s):.1f} to {max(p95s):.1f}"
        print(
            f"{name:<22}{queries[name]:>8}{median:>8.1f}ms{p95:>8.1f}ms{spread:>20}ms"
            f"{median / base:>10.1f}x"
        )


if __name__ == "__main__":
    raise SystemExit(main())
