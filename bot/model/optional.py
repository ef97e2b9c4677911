"""What is made of a value that may be missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")
Made = TypeVar("Made")


def optional(make: Callable[[Given], Made], value: Given | None) -> Made | None:
    """Return what is made of a value; None where it is None or a text without letters."""
    return None if value is None or value == "" else make(value)
