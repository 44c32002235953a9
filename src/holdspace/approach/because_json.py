"""The evidence of a line as plain values, the same wherever a line is shown."""

from holdspace.approach.lines import Because


def because_json(because: Because) -> dict[str, object]:
    """Return the client's words a line rests on, with their word on them."""
    return {
        "passage": because.passage,
        "start": because.start,
        "end": because.end,
        "quote": because.quote,
        "told_on": because.told_on.isoformat(),
        "verdict": because.verdict.value if because.verdict else None,
        "correction": because.correction,
        "about": because.about,
        "language": because.language,
        "translation": because.translation or None,
        "translated_into": because.translated_into or None,
        "session": because.session_number or None,
    }
