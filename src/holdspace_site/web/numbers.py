"""Reads numbers that pages send along."""

_LONGEST = 9


def whole_number(text: str) -> int | None:
    """Return the number written in plain digits; None if it is none, or absurd."""
    plain = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    return int(text) if plain else None
