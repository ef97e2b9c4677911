"""The tokens of an Official Account: an access token of about a day, and a refresh token of about
three months that works once.

They lie in a file of their own, outside the database and its backups. Whoever refreshes holds the
file's lock, looks first whether another process did it meanwhile, and writes the new pair whole
before anything is sent with it: a used refresh token is worth nothing (error -14020). That the platform
refused one is kept beside the pair, so that everybody who looks knows: a person has to connect again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from filelock import AsyncFileLock

from bot.errors import Disconnected
from bot.locale.dates import day
from bot.locale.say import say
from bot.put_in_place import put_in_place

REFRESH_LASTS = timedelta(days=90)
LOCK_SECONDS = 60.0
ASK_AGAIN = timedelta(minutes=10)  # after the platform refused to renew


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the platform gave out; `given_at` is ISO 8601, and so is `refused_at`, since when the platform
    takes the refresh token no more ("" while it does)."""

    access: str
    refresh: str
    given_at: str
    refused_at: str = ""

    def runs_out(self) -> datetime:
        """Return when the refresh token works no more, if nobody uses it."""
        return datetime.fromisoformat(self.given_at) + REFRESH_LASTS

    def was_refused_since(self, moment: datetime) -> bool:
        """Return whether the platform refused to renew it after a moment."""
        return bool(self.refused_at) and datetime.fromisoformat(self.refused_at) > moment


def what_to_do(pair: TokenPair | None, now: datetime, warn_before: timedelta) -> str:
    """Return what a person has to do for an account to go on; "" where nothing is needed."""
    if pair is None:
        return say("zalo_oa.not_connected")
    if pair.refused_at:
        return say("zalo_oa.lost", day=day(datetime.fromisoformat(pair.refused_at).date()))
    if pair.runs_out() - now < warn_before:
        return say("zalo_oa.runs_out", day=day(pair.runs_out().date()))
    return ""


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
            refused = kept.get("refused_at", "")
            return TokenPair(kept["access"], kept["refresh"], kept["given_at"], refused)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, pair: TokenPair) -> None:
        """Store a pair, whole or not at all, for the owner alone."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        part = self.file.with_name(self.file.name + ".part")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            json.dump(asdict(pair), stream)
        put_in_place(part, self.file)

    async def refreshed(self, refused: str, exchange: Exchange, now: datetime) -> TokenPair | None:
        """Return a pair whose access token is another than the refused one: another process's, or
        a fresh one; None before the account was connected. Raise Disconnected where the platform gives
        none; who asks within ten minutes of that is told so without asking the platform again."""
        async with self._lock():
            pair = self.read()
            if pair is None or pair.access != refused:
                return pair
            if pair.was_refused_since(now - ASK_AGAIN):
                raise Disconnected(ASK_AGAIN.total_seconds(), "no token is given")
            try:
                fresh = await exchange(pair.refresh)
            except Disconnected:
                self.write(replace(pair, refused_at=now.isoformat()))
                raise
            self.write(fresh)
            return fresh

    async def connected(self, pair: TokenPair) -> None:
        """Store the pair of an account that was just connected; a refresh under way ends first."""
        async with self._lock():
            self.write(pair)

    def _lock(self) -> AsyncFileLock:
        return AsyncFileLock(self.file.with_name(self.file.name + ".lock"), timeout=LOCK_SECONDS)
