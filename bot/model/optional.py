"""Values that may be missing: what is made of one, and the first that fits."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def optional(make: Callable[[Given], Made], value: Given | None) -> Made | None:
    """Return what is made of a value; None where it is None or a text without letters."""
    return None if value is None or value == "" else make(value)


def first(fits: Callable[[Given], object], values: Iterable[Given]) -> Given | None:
    """Return the first of some values that fits; None where none does."""
    return next(filter(fits, values), None)


def sure(value: Given | None) -> Given:
    """Return a value that is there for certain, where its type cannot say so. Raises AssertionError, a fault
    of the program, where it is not."""
    assert value is not None
    return value
