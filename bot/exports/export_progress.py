"""How far a document is, told while it is made to whoever waits for it.

Those who make it say what they go through (`followed`) and up to which share of the whole a part of
the work goes (`stage`). While nobody listens both do nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Tell = Callable[[float], None]
"""Takes the share that is done, from 0 to 1; it never falls."""

T = TypeVar("T")


@dataclass(slots=True)
class _Part:
    """A stretch of the whole work, and how far it is."""

    tell: Tell
    start: float
    end: float
    at: float

    def reach(self, share: float) -> None:
        """Note that so much of this part is done."""
        at = self.start + share * (self.end - self.start)
        if _percent(at) > _percent(self.at):
            self.tell(at)
        self.at = max(self.at, at)


def _percent(share: float) -> int:
    """Return a share in whole percents, as a listener hears of it; those that a float falls just short of
    count."""
    return int(100 * share + 1e-6)


_part: ContextVar[_Part | None] = ContextVar("part", default=None)


@contextmanager
def told_to(tell: Tell) -> Iterator[None]:
    """Tell a listener of all work inside."""
    before = _part.set(_Part(tell, 0.0, 1.0, 0.0))
    try:
        yield
    finally:
        _part.reset(before)


@contextmanager
def stage(until: float) -> Iterator[None]:
    """Count all work inside as a part of what is being done; it begins where the one before it ended, and
    ends at this share."""
    whole = _part.get()
    if whole is None:
        yield
        return
    end = whole.start + until * (whole.end - whole.start)
    inner = _Part(whole.tell, whole.at, end, whole.at)
    before = _part.set(inner)
    try:
        yield
    finally:
        _part.reset(before)
    whole.at = inner.at  # what was told inside is not told again
    whole.reach(until)


def followed(steps: Sequence[T]) -> Iterator[T]:
    """Return the same steps; each counts as done when the next is asked for."""
    part = _part.get()
    for number, step in enumerate(steps, start=1):
        yield step
        if part is not None:
            part.reach(number / len(steps))
