"""What lies between an Official Account's people and the program: events that come late, twice, or out of
their order, and some that never come."""

from __future__ import annotations

import heapq
import itertools
import random
import threading
import time
from collections import Counter
from typing import Any

import httpx

from tests.fakes.zalo_oa_server import OaPerson, ZaloOaServer

LOST, TWICE = 0.02, 0.15  # of the events
SOONEST, LATEST = 0.2, 1.2  # seconds until an event that nobody took is pushed again
LONG_AFTER = 5.0  # seconds after which, at the latest, an event that was taken comes once more


class Gateway(threading.Thread):
    """Pushes an account's events until somebody takes them, as the platform does."""

    def __init__(self, server: ZaloOaServer, seed: int) -> None:
        super().__init__(name="gateway", daemon=True)
        self.server = server
        self.did: Counter[str] = Counter()
        self._chance = random.Random(seed)
        self._waiting: list[tuple[float, int, dict[str, Any], bool]] = []
        self._number = itertools.count()
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def takes(self, raw: dict[str, Any]) -> None:
        """Take an event from somebody's telephone."""
        if self._chance.random() < LOST:
            self.did["lost"] += 1
        else:
            self._later(0.0, raw, first=True)

    def run(self) -> None:
        while not self._ended.is_set():
            due = self._due()
            if due is None:
                time.sleep(0.02)
                continue
            self._push(*due)

    def end(self) -> None:
        self._ended.set()
        self.join()

    def _later(self, seconds: float, raw: dict[str, Any], *, first: bool) -> None:
        entry = (time.monotonic() + seconds, next(self._number), raw, first)
        with self._lock:
            heapq.heappush(self._waiting, entry)

    def _due(self) -> tuple[dict[str, Any], bool] | None:
        with self._lock:
            if not self._waiting or self._waiting[0][0] > time.monotonic():
                return None
            _, _, raw, first = heapq.heappop(self._waiting)
        return raw, first

    def _push(self, raw: dict[str, Any], first: bool) -> None:
        try:
            is_taken = self.server.push(raw).status_code == 200
        except httpx.HTTPError:
            is_taken = False
        if not is_taken:
            self.did["late"] += 1
            self._later(self._chance.uniform(SOONEST, LATEST), raw, first=first)
        elif first:
            self.did["taken"] += 1
            if self._chance.random() < TWICE:
                self.did["again"] += 1
                self._later(self._chance.uniform(0.0, LONG_AFTER), raw, first=False)


class ByAccount:
    """Somebody's chat with the account, through the gateway."""

    def __init__(self, person: OaPerson, gateway: Gateway) -> None:
        self.person, self.gateway = person, gateway

    def says(self, text: str) -> None:
        self.gateway.takes(self.person.raw("user_send_text", {"text": text}))

    def sends(self, sort: str, name: str, content: bytes) -> None:
        """Send a picture ("image") or a document ("file")."""
        self.person.server.files[name] = content
        payload = {"url": f"{self.person.server.api_base}/files/{name}", "name": name}
        attachments = [{"type": sort, "payload": payload}]
        self.gateway.takes(self.person.raw(f"user_send_{sort}", {"attachments": attachments}))

    def inbox(self) -> list[str]:
        return [each["text"] for each in list(self.person.inbox)]
