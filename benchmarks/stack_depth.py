"""What room on Python's stack is worth (docs/decisions/0007).

Run it with `.venv/bin/python benchmarks/stack_depth.py`. It makes a small practice, and
answers the brief page of one client with 500 readings inside this process, at several
depths of the call stack, with and without `roomy`, taking turns. It prints the median
times in ms and their ratio at each depth.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable

import brief_page

DEPTHS = (0, 10, 20, 30, 40, 60, 80, 120, 200)


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=12, help="a depth and way")
    turns = parser.parse_args().turns
    sizes = argparse.Namespace(clients=3, readings=500, sessions=60, seed=20261122)
    with tempfile.TemporaryDirectory(prefix="holdspace-benchmark-") as folder:
        os.environ["HOLDSPACE_HOME"] = folder
        cookie, client_id, _ = brief_page.build(sizes)
        plain, with_room = ways(cookie, client_id)
        print(f"{'depth':>6}{'plain':>10}{'roomy':>10}{'ratio':>8}")
        for depth in DEPTHS:
            times: dict[str, list[float]] = {"plain": [], "roomy": []}
            for _ in range(turns):
                times["plain"].append(timed(depth, plain))
                times["roomy"].append(timed(depth, with_room))
            slow, quick = (statistics.median(one) for one in times.values())
            print(f"{depth:>6}{slow:>8.1f}ms{quick:>8.1f}ms{slow / quick:>8.2f}")
    return 0


def ways(cookie: str, client_id: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return the page asked for plainly and with room."""
    from django.core.wsgi import get_wsgi_application
    from django.test import RequestFactory

    from holdspace_site.roomy_stack import roomy

    application = get_wsgi_application()
    factory = RequestFactory(headers={"host": "localhost", "cookie": cookie_of(cookie)})

    def ask(served: Callable[..., object]) -> None:
        status: list[str] = []
        request = factory.get(f"/clients/{client_id}/")
        answer = served(request.environ, lambda said, *_: status.append(said))
        b"".join(answer)
        answer.close()
        assert status == ["200 OK"], status

    return lambda: ask(application), lambda: ask(roomy(application))


def cookie_of(session: str) -> str:
    """Return the header a browser would send."""
    return f"holdspace={session}"


def timed(depth: int, work: Callable[[], None]) -> float:
    """Return how long `work` takes in ms, called `depth` frames further down."""
    if depth:
        return timed(depth - 1, work)
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    raise SystemExit(main())
