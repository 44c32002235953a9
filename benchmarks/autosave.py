"""How fast a save answers while 200 people write, each saving every two seconds.

Run it with `.venv/bin/python benchmarks/autosave.py`. It makes a practice of clients in
a temporary folder, serves it with `holdspace serve` (SQLCipher), and lets
a load generator in a process of its own write as 200 clients at once: each types a text
that grows by some characters a save, in a rhythm of its own. Half of the writers have a
long story behind them (passages and drafts), half have none, in the same run, so that
both are under the same load. It prints medians and 95th percentiles of both halves and
their ratio, by round. `/healthz` is read beside it as what any request costs then.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from brief_page import sentence, served


def main() -> int:
    """Build, write, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=200)
    parser.add_argument(
        "--every", type=float, default=2.0, help="seconds between saves"
    )
    parser.add_argument("--seconds", type=float, default=30, help="a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--long", type=int, default=300, help="pieces of a long story")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--generate", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.generate:
        return generate(arguments)
    with tempfile.TemporaryDirectory(prefix="holdspace-benchmark-") as folder:
        os.environ["HOLDSPACE_HOME"] = folder
        writers = build(arguments)
        print(f"{len(writers)} writers, seed {arguments.seed}, {os.cpu_count()} cores")
        plan = Path(folder) / "plan.json"
        plan.write_text(json.dumps(writers))
        with served() as port:
            command = [sys.executable, __file__, *sys.argv[1:]]
            for number in range(1, arguments.rounds + 1):
                done = subprocess.run(  # noqa: S603 - this very file
                    [*command, "--generate", f"{port}:{plan}:{number}"],
                    capture_output=True,
                    text=True,
                    check=True,
                )
                report(number, json.loads(done.stdout))
    return 0


def build(arguments: argparse.Namespace) -> list[dict[str, object]]:
    """Make the practice; return each writer's cookie and token."""
    from holdspace_site.commands.opening import bring_up_to_date, start_django, unlock
    from holdspace_site.commands.serve import start_folder
    from holdspace_site.home import Home

    home = Home.chosen()
    start_folder(home)
    unlock(home)
    start_django(home)
    bring_up_to_date(home)

    from django.db import connections, transaction
    from django.test import Client as Browser
    from django.utils import timezone

    from holdspace_site.actions.add_people import add_client
    from holdspace_site.actions.set_up_practice import FirstRun, set_up_practice

    random.seed(arguments.seed)
    now = timezone.now()
    samuel = set_up_practice(
        FirstRun("Benchmark", "Samuel", "samuel", "a long enough passphrase"), now=now
    )
    writers = []
    with transaction.atomic():
        for number in range(arguments.writers):
            client = add_client(name=f"Client {number}", by=samuel, now=now)
            if is_long := number % 2 == 1:
                fill(client, arguments.long, now)
            browser = Browser(headers={"host": "localhost"})
            browser.force_login(client.person)
            begin_on_a_known_phone(browser, client.person, now)
            state = browser.get("/me/telling/state.json").json()
            cookies = "; ".join(f"{k}={v.value}" for k, v in browser.cookies.items())
            writers.append(
                {"cookies": cookies, "token": state["token"], "long": is_long}
            )
    connections.close_all()
    return writers


def begin_on_a_known_phone(browser, person, now) -> None:  # noqa: ANN001
    """Let the visit be on a phone that is known, as a client's is."""
    from holdspace_site.actions.known_device import know_device

    device, _secret = know_device(person, shared=False, now=now)
    visit = browser.session
    visit["device_id"] = device.id
    visit.save()


def fill(client, pieces, now) -> None:  # noqa: ANN001
    """Give a client a long story: passages, and drafts of many questions."""
    from holdspace_site.actions.keep_draft import Writing, keep_in
    from holdspace_site.records.models import Passage

    rows = []
    for _ in range(pieces):
        passage = Passage(
            client=client,
            told_by="client",
            typed_by=client.person,
            told_on=now.date(),
            setting="alone",
            added_at=now,
        )
        passage.words = " ".join(sentence() for _ in range(20))
        rows.append(passage)
    Passage.objects.bulk_create(rows)
    for number in range(60):
        words = " ".join(sentence() for _ in range(20))
        writing = Writing(f"old {number}", "window", 1, 0, {"words": words})
        keep_in(client, writing, by=client.person, now=now)


# --- The load generator, in a process of its own ------------------------------


def generate(arguments: argparse.Namespace) -> int:
    """Write as every writer at once; print the times in ms as JSON."""
    port, plan, number = arguments.generate.split(":")
    writers = json.loads(Path(plan).read_text())
    random.seed(arguments.seed + int(number))
    times = asyncio.run(write_all(int(port), writers, int(number), arguments))
    print(json.dumps(times))
    return 0


async def write_all(port, writers, number, arguments) -> dict[str, list[float]]:  # noqa: ANN001
    """Return how long each save took, of writers with a long and a short story."""
    times: dict[str, list[float]] = {"short": [], "long": [], "healthz": [], "slip": []}
    until = time.perf_counter() + arguments.seconds
    await asyncio.gather(
        *(write(port, each, number, until, arguments.every, times) for each in writers),
        look(port, until, times),
    )
    return times


async def write(port, writer, number, until, every, times) -> None:  # noqa: ANN001
    """Save a growing text, the next save `every` seconds after the one before."""
    line = Line(port, writer["cookies"])
    step, words = 0, ""
    await asyncio.sleep(random.uniform(0, every))
    while (begun := time.perf_counter()) < until:
        step += 1
        words += sentence()[: random.randint(4, 12)]
        body = {
            "name": "D1",
            "lane": f"round{number}",
            "step": step,
            "based_on": 0,
            "written": {"words": words, "cards": ["X.JUDGED"]},
        }
        status = await line.send("POST", "/me/telling/keep/", writer["token"], body)
        taken = (time.perf_counter() - begun) * 1000
        times["long" if writer["long"] else "short"].append(taken)
        if status != 200:
            times["slip"].append(status)
        await asyncio.sleep(max(0.0, begun + every - time.perf_counter()))
    line.close()


async def look(port, until, times) -> None:  # noqa: ANN001
    """Read `/healthz` now and then, as what any request costs under this load."""
    line = Line(port, "")
    while (begun := time.perf_counter()) < until:
        await line.send("GET", "/healthz")
        times["healthz"].append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.2)
    line.close()


class Line:
    """A connection as a browser has it: kept while the practice keeps it."""

    def __init__(self, port: int, cookies: str) -> None:
        self.port, self.cookies = port, cookies
        self.writer: asyncio.StreamWriter | None = None

    async def send(self, method: str, path: str, token: str = "", body=None) -> int:  # noqa: ANN001
        """Send one request and read the answer; return its status."""
        for _ in range(2):
            try:
                return await self._send(method, path, token, body)
            except (ConnectionError, asyncio.IncompleteReadError):
                self.close()  # the practice let the idle connection go
        return 0

    async def _send(self, method, path, token, body) -> int:  # noqa: ANN001
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection(
                "127.0.0.1", self.port
            )
        text = json.dumps(body).encode() if body else b""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\n"
            f"Cookie: {self.cookies}\r\nX-CSRFToken: {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        self.writer.write(head.encode() + text)
        await self.writer.drain()
        head = await self.reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        await self.reader.readexactly(length)
        if b"connection: close" in head.lower():
            self.close()
        return int(head.split()[1])

    def close(self) -> None:
        """Let the connection go."""
        if self.writer:
            self.writer.close()
        self.writer = None


# --- What it says -------------------------------------------------------------


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(len(times) * 0.95) - 1]


def report(number: int, times: dict[str, list[float]]) -> None:
    """Print one round."""
    both = times["short"] + times["long"]
    print(
        f"round {number}: {len(both)} saves, {len(times['slip'])} not taken; "
        f"median {statistics.median(both):.1f} ms, p95 {p95(both):.1f} ms; "
        f"long story {statistics.median(times['long']):.1f} / "
        f"{p95(times['long']):.1f} ms, none {statistics.median(times['short']):.1f} / "
        f"{p95(times['short']):.1f} ms, ratio of medians "
        f"{statistics.median(times['long']) / statistics.median(times['short']):.2f}; "
        f"healthz {statistics.median(times['healthz']):.1f} / "
        f"{p95(times['healthz']):.1f} ms"
    )


if __name__ == "__main__":
    raise SystemExit(main())
