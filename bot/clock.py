"""The only reader of the wall clock. A clock may start elsewhere and run faster, for rehearsals.

While `run` or `demo` has such a clock, its setting lies in the data folder, so that other commands
on the same data see the same time.
"""

from __future__ import annotations

import functools
import json
import os
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.errors import UsageError
from bot.locale.say import say

FILE = "clock.json"
BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Clock:
    """`start` was the program's time at the real moment `began` (Unix seconds)."""

    start: datetime | None = None
    speed: float = 1.0
    began: float = 0.0

    @property
    def is_real(self) -> bool:
        return self.start is None

    def now(self) -> datetime:
        """Return the program's time, aware, in UTC."""
        if self.start is None:
            return datetime.now(UTC)
        passed = (time.time() - self.began) * self.speed
        return (self.start + timedelta(seconds=passed)).astimezone(UTC)

    def publish(self, folder: Path) -> None:
        """Let other commands on this data folder see this clock."""
        if self.start is None:
            return
        body = {
            "start": self.start.isoformat(),
            "speed": self.speed,
            "began": self.began,
            "process": os.getpid(),
        }
        folder.mkdir(parents=True, exist_ok=True)
        (folder / FILE).write_text(json.dumps(body), encoding="utf-8")

    def withdraw(self, folder: Path) -> None:
        """Take the clock away as the program stops; that of another program stays."""
        if self.start is not None and _setting(folder).get("process") == os.getpid():
            (folder / FILE).unlink(missing_ok=True)


def steady() -> tuple[float, str]:
    """Return (seconds since the machine started, which start that was). The counter goes on while the
    machine sleeps and nobody can set it; where the system tells none, it is this process's own."""
    boot = _boot()
    if boot:
        return time.clock_gettime(time.CLOCK_BOOTTIME), boot
    return time.monotonic(), f"process {os.getpid()}"


@functools.cache
def _boot() -> str:
    try:
        return BOOT.read_text(encoding="ascii").strip() if hasattr(time, "CLOCK_BOOTTIME") else ""
    except OSError:
        return ""


def make(text: str | None, speed: float = 1.0) -> Clock:
    """Return a clock from `--clock` and `--speed`; without them the real one. Raises UsageError."""
    if speed <= 0:
        raise UsageError(say("clock.bad_speed", speed=speed))
    if not text:
        if speed == 1.0:
            return Clock()
        return Clock(datetime.now(UTC), speed, time.time())
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(say("clock.bad", text=text)) from None
    if start.tzinfo is None:
        raise UsageError(say("clock.no_offset", text=text))
    return Clock(start, speed, time.time())


def published(folder: Path) -> Clock | None:
    """Return the clock of a `run` that is up on this folder, or None."""
    body = _setting(folder)
    try:
        os.kill(body["process"], 0)
        return Clock(datetime.fromisoformat(body["start"]), body["speed"], body["began"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _setting(folder: Path) -> dict[str, Any]:
    """Return what lies in the folder, empty where there is nothing to read."""
    try:
        body = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return body if isinstance(body, dict) else {}
