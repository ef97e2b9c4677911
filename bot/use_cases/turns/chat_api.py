"""What the web pages see of the conversations: history, waiting, and files that are theirs."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.channels.web_chat import ChatHistory, ChatLine, Waiters, own_line
from bot.errors import OperatorError
from bot.model.documents import Document
from bot.model.export_kinds import DocumentKind, media_type
from bot.model.message import Address, Choice, Incoming
from bot.model.optional import sure
from bot.model.person import Role, Seat
from bot.model.row_id import row_id
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers.export_documents import Documents
from bot.use_cases.turns.turn_runner import Turns
from storage import Store, Transaction, document_from


class ChatApi:
    """The backend of `bot.web` (see `bot.web.backend.WebBackend`)."""

    def __init__(
        self,
        store: Store,
        office: AppContext,
        turns: Turns,
        documents: Documents,
        waiters: Waiters,
    ) -> None:
        self.store = store
        self.office = office
        self.turns = turns
        self.documents = documents
        self.waiters = waiters

    @property
    def incoming_folder(self) -> Path:
        return self.office.folder / "incoming"

    def now(self) -> datetime:
        return self.office.now().astimezone(self.office.tz)

    async def receive(self, incomings: Sequence[Incoming]) -> None:
        await self.turns.receive(incomings)

    async def has_seat(self, address: Address) -> bool:
        return await self.turns.admission.member(address) is not None

    async def may_send(self, address: Address, size: int) -> bool:
        return await self.turns.admission.may_send(address, size)

    async def wait(self, address: Address, after: int, seen: int | None, timeout: float) -> None:
        with self.waiters.listening(address.chat) as changed:
            if not await self.store.look(lambda tx: _has_news(tx, address, after, seen)):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), timeout)

    async def lines(
        self, address: Address, after: int = 0, seen: int | None = None
    ) -> ChatHistory:
        """Return the bot's lines after an id; with 0, or where the page has not seen as many as there
        are up to it, everything, the person's own words among it."""
        return await self.store.look(lambda tx: self._lines(tx, address, after, seen))

    def _lines(
        self, tx: Transaction, address: Address, after: int, seen: int | None
    ) -> ChatHistory:
        chat = tx.messages.known_address(address)
        if chat is None:
            return ChatHistory()
        before = tx.messages.count_said(chat, after) if after else 0
        if seen is not None and before != seen:
            after = before = 0
        said = tx.messages.history(chat, after)
        heard = tx.messages.heard(chat) if after == 0 else []
        last = max([after, *(number for number, *_ in said)])
        return ChatHistory(self._in_order(said, heard), last, before + len(said))

    def _in_order(
        self,
        said: Sequence[tuple[int, str, datetime, str]],
        heard: Sequence[tuple[Incoming, datetime]],
    ) -> Sequence[ChatLine]:
        lines = [(at, 1, number, self._line(number, body, at)) for number, body, at, _ in said]
        labels = {choice.key: choice.label for *_, line in lines for choice in line.choices}
        mine = [
            (at, 0, place, line)
            for place, (incoming, at) in enumerate(heard)
            if (line := own_line(incoming, at.astimezone(self.office.tz), labels)) is not None
        ]
        ordered = [line for *_, line in sorted(lines + mine, key=lambda entry: entry[:3])]
        return in_their_places(ordered)

    def _line(self, number: int, body: str, at: datetime) -> ChatLine:
        reply = json.loads(body)
        document = reply.get("document")
        return ChatLine(
            number,
            "bot",
            reply["text"],
            at.astimezone(self.office.tz),
            head=reply.get("head", ""),
            lead=reply.get("lead", ""),
            choices=tuple(Choice(key, label) for key, label in reply.get("choices", ())),
            document=str(number) if document else None,
            document_name=document["name"] if document else "",
            replaces=reply.get("replaces", 0),
        )

    async def document(self, address: Address, token: str) -> tuple[Path, str, str] | None:
        """Return the file behind one of this chat's own lines; nobody else's."""
        number = row_id(token)
        if number is None:
            return None
        with self.store.reading() as tx:
            chat = tx.messages.known_address(address)
        return await self.offered(chat, number) if chat is not None else None

    async def offered(self, address_id: int, outbox_id: int) -> tuple[Path, str, str] | None:
        """Return the file of one message, as long as its reader has a seat in what it is about, or its group
        follows that campaign."""
        with self.store.reading() as tx:
            body = tx.messages.body_of(address_id, outbox_id)
            kept = json.loads(body).get("document") if body is not None else None
            if kept is None or not _may_read(tx, address_id, document_from(kept)):
                return None
        path = await self._file_of(document_from(kept))
        return (path, kept["name"], media_type(kept["name"])) if path is not None else None

    async def _file_of(self, document: Document) -> Path | None:
        """Return a document's file: the one that there is, or one made now; None where it is gone."""
        if document.path:
            path = Path(document.path)
            return path if path.is_file() else None
        try:
            return await self.documents.make(document)
        except OperatorError:
            return None


def _may_read(tx: Transaction, address_id: int, document: Document) -> bool:
    """Tell whether a chat may have a document now: the seat for which it was offered may have ended."""
    seats, group = tx.people.seats_of_chat(address_id), tx.groups.at(address_id)
    request = document.request
    if request is None:
        return bool(seats or group)
    if request.kind is DocumentKind.FORM:
        submission = sure(tx.submissions.load(request.about))
        return any(_sees(seat, submission.campaign_id, submission.unit_id) for seat in seats)
    follows = group is not None and group.campaign_id == request.about
    return follows or any(_sees(seat, request.about, None) for seat in seats)


def _sees(seat: Seat, campaign_id: int, unit_id: int | None) -> bool:
    """Tell whether a seat is a coordinator's of a campaign, or one for the unit."""
    is_mine = seat.role is Role.COORDINATOR or seat.unit_id == unit_id
    return is_mine and seat.campaign_id == campaign_id


def _has_news(tx: Transaction, address: Address, after: int, seen: int | None) -> bool:
    chat = tx.messages.known_address(address)
    if chat is None:
        return False
    late = seen is not None and tx.messages.count_said(chat, after) != seen
    return late or bool(tx.messages.history(chat, after))


def in_their_places(lines: Sequence[ChatLine]) -> list[ChatLine]:
    """Return lines in order, each that was changed once, as it is now, where it first stood."""
    latest = {line.replaces: line for line in lines if line.replaces}
    shown = []
    for line in lines:
        if line.replaces:
            continue
        is_changed = line.who == "bot" and line.id in latest
        shown.append(latest.pop(line.id) if is_changed else line)
    return [*shown, *latest.values()]
