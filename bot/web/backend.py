"""What the web server asks of the program behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bot.channels.web_chat import ChatHistory, ChatLine
from bot.model.message import Address, Incoming

__all__ = ["ChatHistory", "ChatLine", "WebBackend"]


class WebBackend(Protocol):
    """The conversations and files behind the pages."""

    @property
    def incoming_folder(self) -> Path:
        """Where uploads arrive. It lies directly in the data folder, to which the `path` of a
        FileRef is relative."""
        ...

    async def receive(self, incomings: Sequence[Incoming]) -> None:
        """Store messages; returns only after they are committed. A known key changes nothing."""
        ...

    async def has_seat(self, address: Address) -> bool:
        """Return whether somebody of the campaigns writes here; a stranger's files are not taken."""
        ...

    async def may_send(self, address: Address, size: int) -> bool:
        """Return whether somebody may send so many bytes more today, and count them if so."""
        ...

    async def lines(
        self, address: Address, after: int = 0, seen: int | None = None
    ) -> ChatHistory:
        """With `after` 0 the whole history, the person's own messages among it, oldest first;
        else the bot's lines with a higher id, and the whole history where the page's `seen` is not
        how many there are up to it. Reads only: a chat that is not known has none."""
        ...

    async def wait(self, address: Address, after: int, seen: int | None, timeout: float) -> None:
        """Return when `lines` may have something new, at the latest after `timeout` seconds."""
        ...

    async def document(self, address: Address, token: str) -> tuple[Path, str, str] | None:
        """Return (path, file name, media type) of a file offered in this chat; None when it is not
        theirs or no longer there."""
        ...

    async def offered(self, address_id: int, outbox_id: int) -> tuple[Path, str, str] | None:
        """Return the same for the file of one message, whatever channel it went to."""
        ...

    def now(self) -> datetime:
        """Return the program's time, aware, in the office's time zone."""
        ...
