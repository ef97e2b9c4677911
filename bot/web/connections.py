"""How long a connection may keep the server waiting, and how many there may be at once.

Whoever opens connections and says nothing takes a descriptor each; without these limits a thousand
of them stop the page for everybody.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Mapping
from operator import itemgetter
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = (
    20.0  # for the whole head of a request, from its first byte or the connection's start
)
BODY_PAUSE = 30.0  # between two pieces of a request's body
RESERVED = 400  # descriptors for the database, the channels and files
FEWEST, MOST = 50, 8_000  # connections
WAITS_SINCE = "baocao.waits_since"  # in the scope of a request that waits for news: when it began


def raise_descriptor_limit() -> None:
    """Use as many open files as the system allows this process, up to what the server needs."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST + RESERVED if hard == resource.RLIM_INFINITY else min(hard, MOST + RESERVED)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections() -> int:
    """Return how many connections may be open: some descriptors always stay for the program."""
    if sys.platform == "win32":
        return MOST
    import resource

    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST
    return min(max(soft - RESERVED, FEWEST), MOST)


class Connection(H11Protocol):
    """A connection that is closed when its request does not come; of too many, the one that has been
    silent for longest: there is always room for one more."""

    _timer: asyncio.TimerHandle | None = None
    _silent_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            self._longest_silent().transport.abort()
        self._expect(HEAD_SECONDS)

    def _longest_silent(self) -> H11Protocol:
        """Return the connection whose next piece is longest awaited, else the request that has waited
        longest for news, whose page asks again; this one where there is neither."""
        for silent_since in (_silent_since, _waits_for_news_since):
            silent = [(silent_since(line), line) for line in self._others()]
            known = [(since, line) for since, line in silent if since is not None]
            if known:
                return min(known, key=itemgetter(0))[1]
        return self

    def _others(self) -> Iterator[Connection]:
        for line in self.connections:
            if isinstance(line, Connection) and not line.transport.is_closing():
                yield line

    def data_received(self, piece: bytes) -> None:
        super().data_received(piece)
        if self.conn.their_state is h11.SEND_BODY:
            self._rest()
            self._expect(BODY_PAUSE)
        elif self.conn.their_state is h11.IDLE:
            self._expect(HEAD_SECONDS)
        else:
            self._rest()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _expect(self, seconds: float) -> None:
        """Give the rest of the head or the next piece of the body so long; a wait that runs
        already is not made longer."""
        if self._timer is None:
            self._silent_since = self.loop.time()
            self._timer = self.loop.call_later(seconds, self._give_up)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        """Close, unless it is the program that does not take the body fast enough."""
        self._timer = None
        if self.flow.read_paused:
            self._expect(BODY_PAUSE)
        else:
            self.transport.abort()


def _silent_since(line: Connection) -> float | None:
    """Return since when nothing has come of a request, or, on a connection that is kept alive, of the next
    one; None while one is answered."""
    if line._timer is not None:
        return line._silent_since
    kept = line.timeout_keep_alive_task
    return None if kept is None else kept.when() - line.timeout_keep_alive


def _waits_for_news_since(line: Connection) -> float | None:
    """Return since when a request waits for news; None for any other."""
    scope: Mapping[str, Any] = line.scope or {}
    found: float | None = scope.get(WAITS_SINCE)
    return found
