"""The table of a unit's report: opened, looked at again, and saved cell by cell.

A cell goes the way of a chat message: read by the same reader, stored as the same facts by the same
author, with the reminders and notices that follow from them. What is doubtful is not stored but kept
where it was typed. Each cell names the version it was typed over; where another was stored meanwhile
nothing of its row is touched, and both are shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.conversation import (
    prompts,
    report_standing,
)
from bot.conversation import state as states
from bot.conversation.table_paste import read_pasted
from bot.locale.say import say
from bot.model.grouping import grouped_by
from bot.model.message import Address, Incoming, IncomingKind
from bot.model.optional import optional, sure
from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from bot.use_cases.table.other_device import OtherDevice, lead_there
from bot.use_cases.table.table_save import (
    CellEdit,
    Conflict,
    OpenedTable,
    RowAct,
    TableSave,
    by_row,
    mark_of,
)
from bot.use_cases.table.table_view import (
    TableView,
    head_of,
    sections_of,
    text_mark,
)
from bot.use_cases.turns import load_context
from bot.use_cases.turns.process_message import ConcurrentTurn
from storage import Author, Chat, Store, Transaction

SEND = "nộp"  # the chat word that never changes; the button beside the table says it
TRIES = 3  # times a save is taken again after a turn of the same conversation


class NoTable(Exception):
    """There is nothing to show in this chat; `reason` is a sentence for its person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Saved:
    """The table after a save, and the cells that were left alone."""

    table: TableView
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedChange:
    """A cell that a pasted text would change, and over which version."""

    name: str
    label: str
    before: str
    after: str
    version: str


@dataclass(frozen=True, slots=True)
class PastedView:
    """What a pasted text would change, and what of it was not understood."""

    changes: tuple[PastedChange, ...]
    doubts: tuple[str, ...]


class TableApi:
    """`done` is called after a commit that may have queued messages; `receive` takes what a button
    says in the chat."""

    def __init__(
        self,
        store: Store,
        office: Callable[[], AppContext],
        done: Callable[[], None],
        receive: Callable[[Sequence[Incoming]], Awaitable[None]],
    ) -> None:
        self.store = store
        self.office = office
        self.done = done
        self.receive = receive

    async def table(self, address: Address) -> TableView:
        """Return the table of a chat's report. Raises NoTable."""
        return await self.store.look(lambda tx: self._view(tx, self._open(tx, address)))

    async def news(self, address: Address, seen: str) -> TableView | None:
        """Return the table where it is another than was seen. Raises NoTable."""
        if await self.store.look(lambda tx: self._mark(tx, address)) == seen:
            return None
        return await self.table(address)

    async def read(self, address: Address, text: str, start: str) -> PastedView:
        """Return what a text pasted into a cell would change; stores nothing. Raises NoTable."""
        return await self.store.look(lambda tx: self._read(tx, address, text, start))

    def _read(self, tx: Transaction, address: Address, text: str, start: str) -> PastedView:
        opened = self._open(tx, address)
        pasted = read_pasted(opened.desk, text, start)
        changes = []
        for name, after in pasted.texts.items():
            code, _, cell = name.rpartition(":")
            shown = opened.shown(opened.form.by_code[code])[cell]
            if text_mark(shown.text) != text_mark(after):
                changes.append(PastedChange(name, shown.label, shown.text, after, shown.version))
        return PastedView(tuple(changes), pasted.doubts)

    async def other_device(self, address: Address) -> OtherDevice:
        """Make the way of this person to another device. Raises NoTable."""

        def make(tx: Transaction) -> OtherDevice:
            opened = self._open(tx, address)
            return lead_there(tx, self.office(), sure(opened.chat.person).id)

        return await self.store.hand_in(make)

    async def send(self, address: Address, key: str) -> None:
        """Say "nộp" in the chat, where the summary is shown and asked about. Raises NoTable, so that nobody
        without a seat fills the inbox from here."""
        await self.store.look(lambda tx: self._open(tx, address))
        said = Incoming(address, key, IncomingKind.TEXT, text=SEND)
        await self.receive([said])

    async def save(
        self,
        address: Address,
        edits: Sequence[CellEdit],
        acts: Sequence[RowAct] = (),
        made_for: str = "",
    ) -> Saved:
        """Store what is certain, keep what is not, and return the table after the commit. Raises
        NoTable, also where the page was made for another report than the chat works on by now."""
        for attempt in range(TRIES):
            try:
                conflicts = await self.store.hand_in(
                    lambda tx: self._save(tx, address, edits, acts, made_for)
                )
            except ConcurrentTurn:
                if attempt == TRIES - 1:
                    raise
                continue
            break
        self.done()
        return Saved(await self.table(address), conflicts)

    def _mark(self, tx: Transaction, address: Address) -> str:
        chat = self._chat(tx, address)
        seat = load_context.current_seat(tx, chat, states.from_json(chat.conversation))
        if seat is None or seat.unit_id is None:
            return ""
        submission = tx.submissions.of_unit(seat.campaign_id, seat.unit_id)
        return mark_of(tx, submission.id) if submission is not None else ""

    def _chat(self, tx: Transaction, address: Address) -> Chat:
        known = tx.messages.known_address(address)
        chat = optional(tx.people.chat, known)
        if chat is None or chat.person is None:
            raise NoTable(say("table.no_seat"))
        return chat

    def _open(self, tx: Transaction, address: Address) -> OpenedTable:
        """Read a chat's report; every reading asks anew whether its person still has the seat."""
        chat = self._chat(tx, address)
        state = states.from_json(chat.conversation)
        seat = load_context.current_seat(tx, chat, state)
        if seat is None or chat.person is None:
            several = chat.person is not None and tx.people.seats(chat.person.id)
            raise NoTable(say("table.choose_unit" if several else "table.no_seat"))
        if seat.role is Role.COORDINATOR or seat.unit_id is None:
            raise NoTable(say("table.for_units"))
        desk = load_context.load_desk(tx, self.office(), seat)
        if desk is None or desk.form is None:
            raise NoTable(say("table.no_form"))
        waiting = grouped_by(attrgetter("code"), tx.typed_cells.of_report(desk.submission.id))
        return OpenedTable(chat, replace(state, seat=seat.id), desk, waiting)

    def _view(self, tx: Transaction, opened: OpenedTable) -> TableView:
        office, desk = self.office(), opened.desk
        me = opened.chat.person.id if opened.chat.person is not None else 0
        authors = tx.submissions.written(desk.submission.id)
        last = tx.audit.last_answer(desk.submission.id)
        row = opened.form.find(last[0]) if last is not None else None
        stored = desk.submission.answers.get(row.code) if row is not None else None
        echo = prompts.echo(row, stored) if row is not None and stored is not None else ""
        _, saved_at = tx.audit.last_line(desk.submission.id)
        head = head_of(desk, office.now(), office.tz, saved_at, echo)
        head = replace(head, editable=head.editable and desk.seat.reports)
        return TableView(
            head,
            sections_of(desk, opened.waiting, authors, me),
            mark_of(tx, desk.submission.id),
            made_for=desk.submission.id,
        )

    def _save(
        self, tx: Transaction, address: Address, edits: Sequence[CellEdit], acts: Sequence[RowAct],
        made_for: str,
    ) -> tuple[Conflict, ...]:  # fmt: skip
        opened = self._open(tx, address)
        if made_for not in ("", str(opened.desk.submission.id)):
            raise NoTable(say("table.other_report", unit=opened.desk.unit.called))
        if not opened.desk.seat.reports:
            raise NoTable(say("table.read_only"))
        if opened.desk.is_over:
            raise NoTable(report_standing.over_text(opened.desk))
        author = Author(self.office().now(), sure(opened.chat.person).id)
        done = TableSave(tx, opened, author)
        for row, own in by_row(opened.form, edits):
            done.change(row, own)
        for act in acts:
            done.do(act)
        done.write(self.office())
        return tuple(done.conflicts)
