"""The days and numbers the practice report is worked out with, each said once."""

from typing import Final

SILENT_DAYS: Final = 90
"""So long without a session, and with no ending noted, counts as having left."""

BREAK_DAYS: Final = 42
"""Between two sessions held that follow each other: a long break from here on."""

STAYING_DAYS: Final = (90, 180, 360, 30, 60, 120, 270)
"""Where the curve of staying has points. The first are the last to be left out."""

EARLY_SESSIONS: Final = (2, 4, 6, 3, 1)
"""After how many sessions held early leaving is shown, likewise."""

MENDING_DAYS: Final = (30, 90, 14, 60)
WAITING_DAYS: Final = (28, 84, 14, 7, 56)

FIRST_SESSIONS: Final = 12
"""The last session number whose answers are shown."""

SESSIONS_DIFFER: Final = 0.1
"""How far means of sessions are thought to differ before looking, of the scale."""

GROUPS_DIFFER: Final = 0.1
"""The same for differences between two shares."""

LANDMARK_DAY: Final = 60
"""What was done by then is set beside who stayed after it."""

OUTCOME_DAY: Final = 180
"""By when somebody had left or not."""

SOON_DAYS: Final = 14
"""A first session within so many days came soon."""

MOST_QUESTIONS: Final = 5
"""More questions than a team can talk about in one meeting help nobody."""

MOST_OF_ONE: Final = 2
"""So many of them may be about the same thing that was done."""

HURT_DOMAIN: Final = "X"
"""The domain of the codebook for what hurt or got in the way."""

EXPOSURES: Final = ("agreement", "check_in", "soon", "promises_kept", "mended")
"""What a practice does that is set beside staying."""


def in_sentences() -> dict[str, str]:
    """Return the numbers that definitions name, by the places they fill."""
    return {
        "silent_days": str(SILENT_DAYS),
        "break_days": str(BREAK_DAYS),
        "landmark": str(LANDMARK_DAY),
        "outcome_day": str(OUTCOME_DAY),
        "soon_days": str(SOON_DAYS),
    }
