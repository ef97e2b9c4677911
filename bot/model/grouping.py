"""Values under what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Kept = TypeVar("Kept")


def grouped_by(key: Callable[[Kept], Key], values: Iterable[Kept]) -> dict[Key, list[Kept]]:
    """Return values by their keys, the keys and the values of each in the order in which they come."""
    found: dict[Key, list[Kept]] = {}
    for value in values:
        found.setdefault(key(value), []).append(value)
    return found
