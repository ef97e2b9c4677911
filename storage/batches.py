"""Long lists of ids in pieces: a statement may carry only so many values (SQLite 32,766, PostgreSQL
65,535), and a campaign of a province with its schools has more units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

AT_ONCE = 10_000


def batches(ids: Sequence[int]) -> Iterator[list[int]]:
    """Give the same ids, at most `AT_ONCE` at a time."""
    for start in range(0, len(ids), AT_ONCE):
        yield list(ids[start : start + AT_ONCE])
