"""What can go wrong with a platform's calls, planned by a test and taken in order."""

from __future__ import annotations

import threading
from dataclasses import dataclass

FAULTS = ("500", "502", "429", "hang", "hang_after", "drop_before", "drop_after", "slow")


@dataclass
class Fault:
    """What goes wrong with the next `times` calls of `method` ("*": of any).

    `drop_before` and `hang` lose the call, `drop_after` and `hang_after` do it and lose the
    answer; `slow` waits `seconds` and then goes on; 429 carries `seconds` as retry_after.
    """

    kind: str
    method: str
    times: int
    seconds: float


class Faults:
    """The planned faults, taken in order; `kinds` are those this server knows."""

    def __init__(self, kinds: tuple[str, ...] = FAULTS) -> None:
        self._kinds = kinds
        self._lock = threading.Lock()
        self._planned: list[Fault] = []

    def plan(self, method: str, kind: str, times: int, seconds: float) -> None:
        if kind not in self._kinds:
            raise ValueError(f"no such fault: {kind}")
        with self._lock:
            self._planned.append(Fault(kind, method.lower(), times, seconds))

    def take(self, method: str) -> Fault | None:
        with self._lock:
            for fault in self._planned:
                if fault.times > 0 and fault.method in ("*", method.lower()):
                    fault.times -= 1
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._planned.clear()

    @property
    def left(self) -> int:
        with self._lock:
            return sum(fault.times for fault in self._planned)
