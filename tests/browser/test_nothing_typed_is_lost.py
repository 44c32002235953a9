"""The browser, the server and the network die in the middle; every character is back.

Twenty times here, hundreds of times in `benchmarks/lost_characters.py`.
"""

import pytest

from .accidents import ACCIDENTS, Writer, trial
from .served import ServedPractice

TIMES = 20


@pytest.fixture(scope="module")
def writer(made, tmp_path_factory, chromium):
    """Amara at her own browser, on her second visit."""
    folder = tmp_path_factory.mktemp("writing")
    practice = ServedPractice.copy_of(made, folder / "practice")
    practice.start()
    writer = Writer(chromium.playwright, practice, folder / "profile")
    writer.sign_in(made.link_of("Amara"))
    yield writer
    writer.close()
    writer.wire.close()
    practice.stop()


@pytest.mark.parametrize("seed", range(TIMES))
def test_every_character_comes_back(writer, seed):
    outcome = trial(writer, ACCIDENTS[seed % len(ACCIDENTS)], seed)
    assert outcome.typed
    assert outcome.lost == 0, outcome
