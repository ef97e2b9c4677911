"""The program ends again and again: while it starts, some time later, or just after one of its calls."""

from __future__ import annotations

import random
import threading
import time
from typing import Protocol

from tests.e2e.installed import Running
from tests.fakes.platform_server import PlatformServer

UP_WITHIN = 300.0  # seconds


class Office(Protocol):
    """Whose program it is."""

    servers: tuple[PlatformServer, ...]

    def starts(self) -> Running: ...

    def something_fails(self, chance: random.Random) -> None: ...

    def was_killed(self) -> None: ...


class Killer(threading.Thread):
    """Kills an office's program so many times; then one stays up."""

    def __init__(self, office: Office, kills: int, chance: random.Random) -> None:
        super().__init__(name="killer", daemon=True)
        self.office, self.left, self.chance = office, kills, chance
        self.running = office.starts()
        self.trouble: BaseException | None = None
        self._peace = threading.Event()

    def run(self) -> None:
        try:
            while self.left > 0 and not self._peace.is_set():
                self._one_life()
        except BaseException as error:  # shown by the office
            self.trouble = error

    def end(self) -> Running:
        """Let the program live; the one that is up."""
        self._peace.set()
        self.join()
        if self.trouble is not None:
            raise self.trouble
        self.running.wait_for("running:", UP_WITHIN)
        return self.running

    def _one_life(self) -> None:
        moment = self.chance.choice(("up", "up", "calling", "calling", "starting"))
        if moment == "starting":
            self._peace.wait(self.chance.uniform(0.2, 1.2))
        else:
            began = time.monotonic()
            self.running.wait_for("running:", UP_WITHIN)
            slow = max(time.monotonic() - began, 2.0)  # a busy machine does less in a second
            self._peace.wait(self.chance.uniform(0.2, 2.0) * slow)
            self.office.something_fails(self.chance)
        if moment == "calling":
            self._after_a_call()
        if self._peace.is_set():
            return
        assert self.running.is_up, self.running.text[-2000:]
        self.running.kill()
        self.left -= 1
        self.office.was_killed()
        self.running = self.office.starts()

    def _after_a_call(self) -> None:
        """A few milliseconds after one of the program's calls arrived somewhere."""
        server = self.chance.choice(self.office.servers)
        known, end = len(server.calls), time.monotonic() + 2.0
        while len(server.calls) == known and time.monotonic() < end:
            time.sleep(0.001)
        time.sleep(self.chance.uniform(0.0, 0.03))
