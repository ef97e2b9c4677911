"""Numbers of stored things as people send them: in addresses of pages, in forms, in buttons."""

from __future__ import annotations

LONGEST = 18  # digits; every database's keys have room for them, and for no 20


def row_id(text: str) -> int | None:
    """Return the number that a text is; None where it can be no stored thing's."""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST
    return int(text) if is_number else None
