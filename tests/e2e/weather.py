"""What the program has to live through: SIGKILL at any moment, and a platform that has bad days.

Each life of `run` ends by SIGKILL at a moment drawn from a seeded chance: while it starts, some
time after it is up, or a few milliseconds after one of its calls reached the platform, so that the
gaps between storing, sending and noting are hit too.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter

from tests.e2e.installed import Installation, Running
from tests.fakes.telegram_server import TelegramServer

FAULTS = (
    ("500", "sendMessage"),
    ("502", "getUpdates"),
    ("502", "sendMessage"),
    ("429", "sendMessage"),
    ("429", "getUpdates"),
    ("drop_before", "sendMessage"),
    ("drop_after", "sendMessage"),
    ("drop_before", "getUpdates"),
    ("drop_after", "getUpdates"),
    ("drop_before", "file"),
    ("500", "getFile"),
    ("drop_after", "sendDocument"),
    ("slow", "sendMessage"),
)


EACH = ("up", "sending", "polling", "starting")  # what the first lives meet, before chance decides
FIRST_UPDATE = 731_204_001  # the fake counts from here


class Weather(threading.Thread):
    """Starts `run` again and again and kills it, `enough` times; then one stays up."""

    def __init__(
        self,
        baocao: Installation,
        server: TelegramServer,
        seed: int,
        words: tuple[str, ...],
        enough: int,
    ) -> None:
        super().__init__(name="weather", daemon=True)
        self.baocao = baocao
        self.server = server
        self.words = words
        self.enough = enough
        self.kills: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()
        self.last: Running | None = None
        self.trouble: BaseException | None = None
        self._chance = random.Random(seed)
        self._clear = threading.Event()

    def run(self) -> None:
        try:
            while self.kills.total() < self.enough and not self._clear.is_set():
                self._one_life()
            self.server.faults.clear()
            self.last = self.baocao.starts("run", *self.words)
            self.last.wait_for("running:")
        except BaseException as error:  # shown by the test
            self.trouble = error

    def clear(self) -> Running:
        """Let the program live from now on; the process that stays."""
        self._clear.set()
        self.join()
        if self.trouble is not None:
            raise self.trouble
        assert self.last is not None
        return self.last

    def _one_life(self) -> None:
        running = self.baocao.starts("run", *self.words)
        self._bad_day()
        moment = self._chance.choice(("starting", "up", "up", "sending", "sending", "polling"))
        if self.kills.total() < len(EACH):
            moment = EACH[self.kills.total()]
        getattr(self, f"_{moment}")(running)
        assert running.is_up, f"the program ended by itself:\n{running.text}"
        running.kill()
        self.kills[moment] += 1

    def _starting(self, running: Running) -> None:
        time.sleep(self._chance.uniform(0.2, 1.2))

    def _up(self, running: Running) -> None:
        running.wait_for("running:")
        time.sleep(self._chance.uniform(0.2, 2.5))

    def _sending(self, running: Running) -> None:
        running.wait_for("running:")
        self._after_calls("sendmessage", self._chance.randint(3, 25))

    def _polling(self, running: Running) -> None:
        running.wait_for("running:")
        self._after_calls("getupdates", self._chance.randint(2, 12))

    def _after_calls(self, method: str, count: int) -> None:
        """Some calls more, then a few milliseconds."""
        end = time.monotonic() + 3.0
        at = len(self.server.calls)
        while count > 0 and time.monotonic() < end:
            time.sleep(0.002)
            fresh = self.server.calls[at:]
            at += len(fresh)
            count -= sum(each.method.lower() == method for each in fresh)
        time.sleep(self._chance.uniform(0.0, 0.02))

    def _bad_day(self) -> None:
        if self._chance.random() < 0.5:
            kind, method = self._chance.choice(FAULTS)
            seconds = 1.0 if kind == "429" else 0.3
            self.server.fail(kind, method, times=self._chance.randint(1, 3), seconds=seconds)
            self.faults[f"{kind} {method}"] += 1
        last = self.server.last_update_id
        if last and self._chance.random() < 0.5:
            some = self._chance.randint(max(FIRST_UPDATE, last - 60), last)
            self.server.repeats(some)
            self.faults["repeated update"] += 1
