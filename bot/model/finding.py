"""Something about a report that a careful reader would ask about. Findings warn, they never block."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`rule` is a stable code; `details` are the named values of its sentence."""

    rule: str
    code: str
    details: tuple[tuple[str, object], ...] = ()
