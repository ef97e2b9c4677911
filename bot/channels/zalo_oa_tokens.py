"""The tokens of an Official Account: an access token of about a day, and a refresh token of about
three months that works once.

They lie in a file of their own, outside the database and its backups. Whoever refreshes holds the
file's lock, looks first whether another process did it meanwhile, and writes the new pair whole
before anything is sent with it: a used refresh token is worth nothing (error -14020).
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import AsyncFileLock

from bot.put_in_place import put_in_place

REFRESH_LASTS = timedelta(days=90)
LOCK_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the platform gave out; `given_at` is ISO 8601."""

    access: str
    refresh: str
    given_at: str

    def runs_out(self) -> datetime:
        """Return when the refresh token works no more, if nobody uses it."""
        return datetime.fromisoformat(self.given_at) + REFRESH_LASTS


Exchange = Callable[[str], Awaitable[TokenPair]]
"""Asks the platform for a new pair with a refresh token."""


class TokenFile:
    """The pair of one account, shared by all processes on a data folder."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def read(self) -> TokenPair | None:
        """Return the pair; None before the account was connected, or where the file is spoilt."""
        try:
            kept = json.loads(self.file.read_text("utf-8"))
            return TokenPair(kept["access"], kept["refresh"], kept["given_at"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, pair: TokenPair) -> None:
        """Store a pair, whole or not at all, for the owner alone."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_name(self.file.name + ".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(asdict(pair), stream)
        put_in_place(part, self.file)

    async def refreshed(self, refused: str, exchange: Exchange) -> TokenPair | None:
        """Return a pair whose access token is another than the refused one: another process's, or
        a fresh one; None before the account was connected."""
        lock = AsyncFileLock(self.file.with_name(self.file.name + ".lock"), timeout=LOCK_SECONDS)
        async with lock:
            pair = self.read()
            if pair is None or pair.access != refused:
                return pair
            fresh = await exchange(pair.refresh)
            self.write(fresh)
            return fresh
