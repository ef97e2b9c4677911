"""The bytes of a file that a function writes."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TypeVar

Sheet = TypeVar("Sheet")


def bytes_of(write: Callable[[Sheet, BytesIO], None], sheet: Sheet) -> bytes:
    """Return what is written of a sheet's values."""
    target = BytesIO()
    write(sheet, target)
    return target.getvalue()
