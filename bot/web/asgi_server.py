"""uvicorn inside a loop that runs already: own socket, no signal handlers, no access log."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from bot.errors import OperatorError
from bot.locale.say import say
from bot.web.connections import Connection, raise_descriptor_limit

GRACE = 2  # seconds that running requests get when the program stops
BACKLOG = 128  # connections accepted at a stroke, before any can be closed


class _Quiet(uvicorn.Server):
    """The program handles its signals itself."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebServer:
    """One listening socket. `port` is the real one after `start`, also where 0 was asked for."""

    def __init__(self, app: Starlette, host: str, port: int) -> None:
        self.app = app
        self.host = host
        self.port = port
        self._server = _Quiet(
            uvicorn.Config(
                app,
                http=Connection,
                access_log=False,  # addresses hold invite codes
                log_config=None,
                lifespan="off",
                ws="none",
                server_header=False,
                date_header=True,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=GRACE,
                backlog=BACKLOG,
            )
        )
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; returns as soon as connections are taken. Raises OperatorError."""
        raise_descriptor_limit()
        opened = _listen(self.host, self.port)
        logging.getLogger("uvicorn.access").disabled = True  # whatever handlers others add
        self.port = opened.getsockname()[1]
        self._running = asyncio.create_task(self._server.serve(sockets=[opened]))
        while not self._server.started and not self._running.done():
            await asyncio.sleep(0.01)
        if self._running.done():
            opened.close()
            await self._running

    async def stop(self) -> None:
        """End waiting requests, let running ones finish within two seconds, close."""
        self.app.state.stopping.set()
        self._server.should_exit = True
        if self._running is not None:
            await self._running


def _listen(host: str, port: int) -> socket.socket:
    """Return a bound socket, or a sentence that says why not."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        opened = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would share the port with its owner
                opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            opened.bind(address)
            opened.listen(BACKLOG)
        except OSError:
            opened.close()
            raise
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise OperatorError(say("page.port_taken", host=host, port=port)) from None
        reason = error.strerror or error
        raise OperatorError(
            say("page.cannot_listen", host=host, port=port, reason=reason)
        ) from None
    opened.setblocking(False)
    return opened
