"""The table of a unit's report: opened, looked at again, and saved cell by cell.

A cell goes the way of a chat message: read by the same reader, stored as the same facts by the same
author, with the reminders and notices that follow from them. What is doubtful is not stored but kept
where it was typed. Each cell names the version it was typed over; where another was stored meanwhile
nothing of its row is touched, and both are shown.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from bot.conversation import (
    answering,
    navigation,
    prompts,
    report_card,
    report_standing,
    undoing,
)
from bot.conversation import state as states
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import Stage, State, Undo
from bot.conversation.table_cells import NOTE, RowReading, mark, read_row
from bot.conversation.table_paste import read_pasted
from bot.conversation.turn_notices import notice_reopened
from bot.locale.say import say
from bot.model.answer import UNANSWERED, Answer, note_of
from bot.model.events import AnswerCleared, Change
from bot.model.form import Form, Indicator
from bot.model.grouping import grouped_by
from bot.model.message import USUAL, Address, Incoming, IncomingKind, Placing
from bot.model.optional import optional, sure
from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from bot.use_cases.table.other_device import OtherDevice, lead_there
from bot.use_cases.table.row_acts import answer_of
from bot.use_cases.table.table_view import (
    CellView,
    TableView,
    cells_shown,
    head_of,
    live,
    row_version,
    sections_of,
    text_mark,
    version_of,
)
from bot.use_cases.turns import load_context
from bot.use_cases.turns.process_message import ConcurrentTurn, apply_changes, send_notices
from storage import Author, Chat, Store, Transaction, TypedCell

ASKED = "asked"  # the card of a question that followed what the table stored
SEND = "nộp"  # the chat word that never changes; the button beside the table says it
TRIES = 3  # times a save is taken again after a turn of the same conversation


class NoTable(Exception):
    """There is nothing to show in this chat; `reason` is a sentence for its person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell's new text, and the version it was typed over (None where the page did not say)."""

    name: str
    text: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class RowAct:
    """What a button of a row, a section or the whole table does: "confirm", "nil",
    "not_applicable", "pending", "last_year", "given", "undo". `code` is a row's, a section's or ""; a row
    that was answered since the page showed `version` is left as it is. The `code` of "undo" is the mark of
    the table whose last recording is meant, so that one press takes back one."""

    act: str
    code: str = ""
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that another person's figure stands in by now, or a button (`act`) of such a row; for "undo"
    that the table is another by now."""

    name: str
    mine: str
    theirs: str
    version: str
    who: str
    sentence: str
    act: str = ""


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


@dataclass
class _Opened:
    """A chat's report while it is being looked at or changed."""

    chat: Chat
    state: State
    desk: ReportContext
    waiting: dict[str, list[TypedCell]]

    @property
    def form(self) -> Form:
        return self.desk.the_form

    def shown(self, row: Indicator) -> dict[str, CellView]:
        """Return the cells of a row as they stand."""
        stored = self.desk.submission.answers.get(row.code)
        return cells_shown(row, stored, self.waiting.get(row.code, ()))


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
        return _mark_of(tx, submission.id) if submission is not None else ""

    def _chat(self, tx: Transaction, address: Address) -> Chat:
        known = tx.messages.known_address(address)
        chat = optional(tx.people.chat, known)
        if chat is None or chat.person is None:
            raise NoTable(say("table.no_seat"))
        return chat

    def _open(self, tx: Transaction, address: Address) -> _Opened:
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
        return _Opened(chat, replace(state, seat=seat.id), desk, waiting)

    def _view(self, tx: Transaction, opened: _Opened) -> TableView:
        office, desk = self.office(), opened.desk
        me = opened.chat.person.name if opened.chat.person is not None else ""
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
            _mark_of(tx, desk.submission.id),
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
        done = _Save(tx, opened, author)
        for row, own in _by_row(opened.form, edits):
            done.change(row, own)
        for act in acts:
            done.do(act)
        done.write(self.office())
        return tuple(done.conflicts)


def _mark_of(tx: Transaction, submission_id: int) -> str:
    """Return what changes whenever a table must be drawn anew."""
    line, _ = tx.audit.last_line(submission_id)
    typed = tx.typed_cells.of_report(submission_id)
    return f"{line}.{text_mark(repr([(each.code, each.cell, each.text) for each in typed]))}"


def _by_row(
    form: Form, edits: Sequence[CellEdit]
) -> Sequence[tuple[Indicator, dict[str, CellEdit]]]:
    """Group edits by their row; names of rows that the unit is not asked are left out."""
    grouped: dict[str, dict[str, CellEdit]] = {}
    for edit in edits:
        code, _, cell = edit.name.rpartition(":")
        grouped.setdefault(code, {})[cell] = edit
    known = form.places
    return [(form.by_code[code], own) for code, own in grouped.items() if code in known]


class _Save:
    """One save within its transaction: what is to be stored, kept and refused."""

    def __init__(self, tx: Transaction, opened: _Opened, author: Author) -> None:
        self.tx = tx
        self.opened = opened
        self.author = author
        self.stored: dict[str, Answer] = {}
        self.cleared: list[str] = []
        self.conflicts: list[Conflict] = []
        self.edited: dict[str, Mapping[str, str]] = {}
        self.mark = _mark_of(tx, opened.desk.submission.id)
        self._undo = False

    def change(self, row: Indicator, edits: Mapping[str, CellEdit]) -> None:
        """Take in the new texts of a row's cells, all of them or, in a conflict, none."""
        shown = self.opened.shown(row)
        news = {name: kept for name, kept in edits.items() if _is_news(kept, shown.get(name))}
        against = [cell for cell, edit in news.items() if _is_stale(edit, shown[cell])]
        texts = {cell: edit.text.strip() for cell, edit in news.items()}
        if not news or self._says_the_same(row, texts, against):
            return
        self.edited[row.code] = texts
        self.conflicts += [self._conflict(row, shown[cell], news[cell]) for cell in against]
        if not against:
            self._take(row, texts)

    def _says_the_same(
        self, row: Indicator, texts: Mapping[str, str], against: Sequence[str]
    ) -> bool:
        """Tell whether a row holds already what its new texts come to, typed over an earlier state: they were
        sent a second time."""
        before = self._answer(row)
        found = read_row(row, texts, before)
        return bool(against and found.answer is not None and found.answer.same_figures(before))

    def _take(self, row: Indicator, texts: Mapping[str, str]) -> None:
        before = self._answer(row)
        typed = {**live(self.opened.waiting.get(row.code, ()), before), **texts}
        found = read_row(row, typed, before, self.opened.desk)
        self._settle(row, typed, found)

    def _settle(self, row: Indicator, typed: Mapping[str, str], found: RowReading) -> None:
        before, number = self._answer(row), self.opened.desk.submission.id
        if found.doubt:
            now, person = self.author.now, self.author.person_id
            self.tx.typed_cells.keep(number, row.code, typed, mark(before), person, now)
            return
        self.tx.typed_cells.drop(number, row.code)
        if found.answer is None:
            self.cleared += [row.code] if before is not None else []
        elif not found.answer.same_figures(before):
            self.stored[row.code] = found.answer

    def _answer(self, row: Indicator) -> Answer | None:
        return self.opened.desk.submission.answers.get(row.code)

    def _conflict(self, row: Indicator, shown: CellView, edit: CellEdit) -> Conflict:
        written = self.tx.submissions.written(self.opened.desk.submission.id)
        who = written.get(row.code, ("", None))[0]
        sentence = say(
            "table.conflict",
            label=shown.label,
            theirs=shown.text or _state_in_words(shown),
            mine=edit.text.strip() or say("table.empty"),
            who=who or say("table.somebody"),
        )
        return Conflict(edit.name, edit.text, shown.text, shown.version, who, sentence)

    def do(self, act: RowAct) -> None:
        """Do what a button says, for one row or for the open rows of a section or the table."""
        if act.act == "undo":
            self._undo = act.code in ("", self.mark)  # "": a page from before the marks
            if not self._undo:
                words = say("table.undo_moved")
                self.conflicts.append(Conflict("undo", "", "", "", "", words, act.act))
            return
        form = self.opened.form
        if act.code in form.places:
            row = form.by_code[act.code]
            is_as_shown = act.version in (None, row_version(self.opened.shown(row)))
            if is_as_shown and row.code not in self.edited:
                self._act_on(row, act.act)
            elif not self._is_done(row, act.act):
                self.conflicts.append(self._overtaken(row, act.act))
            return
        rows = form.questions
        if act.code:
            rows = next((each.questions for each in form.sections if each.code == act.code), ())
        for row in rows:
            if self._is_open(row):
                self._act_on(row, act.act)

    def _is_done(self, row: Indicator, act: str) -> bool:
        """Tell whether a row holds already what a button stores: it was sent a second time."""
        before = self._answer(row)
        found = answer_of(act, self.opened.desk, row, {})
        if found is None or row.code in {*self.edited, *self.opened.waiting}:
            return False
        return replace(found, note=note_of(before)).same_figures(before)

    def _overtaken(self, row: Indicator, act: str) -> Conflict:
        """Return the conflict of a button with the figures that its row was given since, or with it."""
        shown = self.opened.shown(row)
        texts = {name: view.text for name, view in shown.items()}
        theirs = ", ".join(filter(None, {**texts, **self.edited.get(row.code, {})}.values()))
        first = next(iter(shown.values()))
        edit = CellEdit(first.name, say(f"table.act_{act}", answer="…"))
        return replace(self._conflict(row, replace(first, text=theirs), edit), act=act)

    def _is_open(self, row: Indicator) -> bool:
        taken = (self.opened.waiting, self.stored, self.edited)
        return self._answer(row) is None and not any(row.code in each for each in taken)

    def _act_on(self, row: Indicator, act: str) -> None:
        before = self._answer(row)
        typed = live(self.opened.waiting.get(row.code, ()), before)
        found = answer_of(act, self.opened.desk, row, typed)
        if found is not None:
            note = typed.get(NOTE, note_of(before))
            self._settle(row, {}, RowReading(replace(found, note=found.note or note)))

    def write(self, office: AppContext) -> None:
        """Write the facts, and let the conversation know of them: its undo takes them back."""
        opened, tx = self.opened, self.tx
        desk, before = opened.desk, opened.desk.submission.answers
        rows = tuple((opened.form.by_code[code], found) for code, found in self.stored.items())
        state, facts = opened.state, tuple[Change, ...]()
        if rows:
            state, facts, _ = answering.record_answer(desk, state, rows)
        if self.cleared:
            steps = tuple(Undo(code, before[code], None) for code in self.cleared)
            state = replace(state, undo=(*state.undo, *steps)) if rows else state.recorded(steps)
            facts = (*facts, *self._gone(before))
        if self._undo and not facts:  # what comes with it is kept: the page shows that
            state, facts = self._taken_back(state)
        if facts:
            state = self._follow(office, state, facts)
        elif state == opened.state:
            return
        if not tx.people.keep_conversation(opened.chat, states.to_json(state), self.author.now):
            raise ConcurrentTurn

    def _follow(self, office: AppContext, state: State, facts: tuple[Change, ...]) -> State:
        """Write the facts and what the chat says of them; return the state after that."""
        opened, tx, desk = self.opened, self.tx, self.opened.desk
        turn = notice_reopened(desk, self._moved_on(office, state, facts))
        apply_changes(tx, office, facts, self.author, desk.submission)
        send_notices(tx, turn.notices, self.author.now, besides=self.author.person_id)
        tx.messages.put(opened.chat.id, opened.chat.channel, turn.replies, self.author.now)
        return turn.state

    def _gone(self, before: Mapping[str, Answer]) -> list[AnswerCleared]:
        """Return the facts of rows that were emptied."""
        number = self.opened.desk.submission.id
        return [AnswerCleared(number, code, before[code]) for code in self.cleared]

    def _moved_on(self, office: AppContext, state: State, facts: tuple[Change, ...]) -> Turn:
        """Return what the chat shows afterwards: its card with the new figures, and the next question
        where the row it asked about was filled in here. Several of those in a row are one message."""
        chat = self.opened.chat
        medium = office.capabilities.get(chat.channel, USUAL)
        desk = replace(self.opened.desk, medium=medium)
        if state.stage is not Stage.ASKING or state.row not in self.stored:
            return report_card.keep_up(desk, state, Turn(state, facts))
        turn = navigation.go_on(desk, state, facts)
        first, *others = turn.replies
        stands = self.tx.sent_messages.last_card(chat.id) == ASKED
        placing = Placing.IN_CARD if stands and medium.edits else Placing.BELOW
        asked = replace(first, card=first.card or ASKED, placing=placing)
        return report_card.keep_up(desk, state, replace(turn, replies=(asked, *others)))

    def _taken_back(self, state: State) -> tuple[State, tuple[Change, ...]]:
        """Take the last recording back as the chat's "hoàn tác" does; the one before it is the next."""
        turn = undoing.undo(self.opened.desk, state)
        left = turn.state
        return replace(state, undo=left.undo, earlier=left.earlier), turn.changes


def _is_news(edit: CellEdit, shown: CellView | None) -> bool:
    """Tell whether a text is another than the cell shows now and than it showed on the page; for no cell
    there is none."""
    if shown is None or text_mark(edit.text) == text_mark(shown.text):
        return False
    if edit.version is None:
        return bool(edit.text.strip())
    return edit.version.rpartition("-")[2] != text_mark(edit.text)


def _is_stale(edit: CellEdit, shown: CellView) -> bool:
    """Tell whether another text or state stands in the cell by now than the one that was typed over; an
    empty cell of the same state loses nothing."""
    typed_over = edit.version or version_of(UNANSWERED, "")
    same_state = typed_over.rpartition("-")[0] == shown.version.rpartition("-")[0]
    return typed_over != shown.version and bool(shown.text or not same_state)


def _state_in_words(shown: CellView) -> str:
    """Return what an empty cell says."""
    state = shown.version.rpartition("-")[0]
    return say("table.empty" if state in (UNANSWERED, "value") else f"table.state_{state}")
