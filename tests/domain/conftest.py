"""What every test of the library shares: no network, made-up people, small builders."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import settings
from pytest_socket import disable_socket, enable_socket

from holdspace.alliance.sessions import CheckIn, Session, SessionStatus, SharedWith
from holdspace.approach.brief import Brief, BriefContent, Told, brief_of
from holdspace.content.codebook import codebook
from holdspace.content.lessons import lessons
from holdspace.content.stories import shipped_stories
from holdspace.content.wording import wording
from holdspace.story.readings import Certainty, GivenVerdict, Passage, Reading, Verdict
from holdspace.vocabulary.text import Span

ON = date(2026, 11, 24)
CONTENT = BriefContent(codebook(), lessons(), wording())

settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("night", max_examples=1000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(autouse=True)
def no_network() -> Iterator[None]:
    disable_socket(allow_unix_socket=False)
    yield
    enable_socket()


@pytest.fixture(scope="session")
def on() -> date:
    """The day of the brief."""
    return ON


@pytest.fixture(scope="session")
def content() -> BriefContent:
    return CONTENT


@pytest.fixture(scope="session")
def days_ago() -> Callable[[int], date]:
    return lambda days: ON - timedelta(days=days)


@pytest.fixture(scope="session")
def told() -> Callable[..., list[Reading]]:
    """Readings of one passage: `told("T.GAP|a late reply", "makes me", "F.FEAR|...")`.

    A part with a code is a reading of its words, a part without one is only said.
    """

    number = count(1)

    def passage(
        *parts: str,
        days: int = 7,
        verdicts: tuple[GivenVerdict, ...] = (),
        certainty: Certainty = Certainty.SAID,
        strength: int = 0,
        passage_id: str = "",
    ) -> list[Reading]:
        cut = [part.rpartition("|")[::2] for part in parts]
        words = " ".join(said for _, said in cut)
        whole = Passage(passage_id or words, words, ON - timedelta(days=days))
        readings, at = [], 0
        for code, said in cut:
            if code:
                span = Span(at, at + len(said))
                readings.append(
                    Reading(
                        f"reading {next(number)}",
                        whole,
                        span,
                        code,
                        certainty,
                        strength=strength,
                        verdicts=verdicts,
                    )
                )
            at += len(said) + 1
        return readings

    return passage


@pytest.fixture(scope="session")
def said() -> Callable[..., GivenVerdict]:
    """A verdict: `said("yes", days=3)`."""

    def verdict(word: str, days: int = 3, correction: str | None = None):
        return GivenVerdict(Verdict(word), ON - timedelta(days=days), correction)

    return verdict


@pytest.fixture(scope="session")
def held() -> Callable[..., Session]:
    """A meeting so many days before the brief; a negative number is still to come."""

    def session(days: int, *, status: str = "held", **more: str) -> Session:
        at = datetime(2026, 11, 24, 10, tzinfo=UTC) - timedelta(days=days)
        return Session(f"session {days}", 90 - days, at, SessionStatus(status), **more)

    return session


@pytest.fixture(scope="session")
def answered() -> Callable[..., CheckIn]:
    """What the client answered on the day of a session."""

    def check_in(session: Session, shared_with: str = "worker", **answers: str):
        shared = SharedWith(shared_with)
        return CheckIn(session.id, session.at.date(), answers, shared)

    return check_in


@pytest.fixture(scope="session")
def brief() -> Callable[..., Brief]:
    """The brief of Amara on the day, from what is on record."""

    def made(readings=(), *, on: date = ON, **more: object) -> Brief:
        return brief_of(Told("Amara", list(readings), **more), on=on, content=CONTENT)

    return made


@pytest.fixture(scope="session")
def story() -> Callable[[str], list[Reading]]:
    """The gold readings of one of the four shipped stories."""

    def readings(name: str) -> list[Reading]:
        one = next(each for each in shipped_stories() if each.name == name)
        whole = Passage(name, one.words, ON - timedelta(days=10))
        return [
            Reading(f"{name} {place}", whole, gold.span, gold.code)
            for place, gold in enumerate(one.spans)
        ]

    return readings
