"""What can be wrong with a kept file."""

from __future__ import annotations

from enum import StrEnum


class Fault(StrEnum):
    """LOST: it is not there. DAMAGED: it is not what came."""

    LOST = "lost"
    DAMAGED = "damaged"
