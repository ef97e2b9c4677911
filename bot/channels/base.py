"""What every channel offers to the program: parse what arrives, send what leaves, fetch a file."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from bot.channels.rate_limit import Pace
from bot.channels.webhook import Hook
from bot.errors import Rejected
from bot.model.message import Capabilities, Choice, FileRef, Incoming


@dataclass(frozen=True, slots=True)
class Page:
    """One platform message: at most `max_text` long, choices and file on the last page only."""

    text: str
    head: str = ""
    lead: str = ""
    choices: tuple[Choice, ...] = ()
    file: Path | None = None
    file_name: str = ""
    picture: str = ""  # the address of what the words stand under, where only addresses are shown
    as_transaction: bool = False  # by the platform's way for whoever was silent for long


def is_called(text: str, name: str) -> bool:
    """Tell whether words in a group call an account by its whole name after "@"; never where no name is
    known. Another account's name that only begins so is not ours."""
    return bool(name) and re.search(rf"@{re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None


def bot_of(token: str, unnumbered: str) -> str:
    """Return which bot a token belongs to: its public number, the part that a new token keeps;
    `unnumbered` for a token without one."""
    number, colon, _ = token.partition(":")
    return number if colon else unnumbered


async def bytes_to_send(file: Path) -> bytes:
    """Return what is in a file that goes out; raises Rejected where it is gone."""
    try:
        return await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        raise Rejected(f"the file to send cannot be read: {error.strerror}") from None


OnGap = Callable[[datetime, datetime], Awaitable[None]]
"""Told when polling works again: nobody listened from the first instant to the second."""

Receive = Callable[[Sequence[Incoming]], Awaitable[None]]
"""Stores incoming messages; returns only after they are committed."""


@runtime_checkable
class Editing(Protocol):
    """A channel whose messages can be changed after they were sent."""

    async def edit(self, chat: str, remote: str, page: Page) -> None:
        """Replace the text and the buttons of a message of ours that carries no file; `remote` is
        its id. Errors are those of `bot.errors`."""
        ...


@runtime_checkable
class Lively(Protocol):
    """A channel that shows what is going on, and a menu to each chat. Nothing of it is waited for."""

    async def show_menu(self, chat: str, role: str) -> None:
        """Show the commands of a role in a chat's menu."""
        ...

    async def show_typing(self, chat: str) -> None:
        """Show for some seconds that an answer is being made."""
        ...


@runtime_checkable
class NeedsCare(Protocol):
    """A channel that keeps something which runs out when nobody looks after it."""

    async def take_care(self, now: datetime) -> str:
        """Do once a day what keeps it alive; return what people have to do, "" for nothing."""
        ...


class Channel(Protocol):
    """One configured bot of one channel. Errors of `send` and `fetch` are those of `bot.errors`."""

    name: str
    bot: str
    capabilities: Capabilities
    pace: Pace
    hook: Hook | None = None  # where its platform calls us
    loses_unheard: bool = False  # what is written while nobody polls never arrives
    last_poll: datetime | None = None  # the end of the last poll that worked, where that is so
    on_gap: OnGap | None = None
    may_poll: Callable[[], bool] = staticmethod(lambda: True)  # of several programs only one polls
    trouble: str = ""  # why it takes in no messages at the moment, without tokens; "" when it does

    async def start(self, receive: Receive) -> None:
        """Begin taking messages in (a polling task, or a registered webhook); returns at once."""
        ...

    async def stop(self) -> None:
        """Stop taking messages in and close connections; whatever was not stored is not confirmed."""
        ...

    async def send(self, chat: str, page: Page) -> str:
        """Send one page; returns the platform's message id."""
        ...

    async def fetch(self, file: FileRef, into: Path) -> None:
        """Write a received file's bytes to `into`."""
        ...

    async def check(self) -> str:
        """Return one line for `doctor` (the bot's own name); raises a DeliveryError when it is not well."""
        ...
