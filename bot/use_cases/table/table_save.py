"""One save of the table: what of it is stored, kept where it was typed, or left alone, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversation import answering, navigation, report_card, undoing
from bot.conversation import state as states
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import Stage, State, Undo
from bot.conversation.table_cells import NOTE, RowReading, mark, read_row
from bot.conversation.turn_notices import notice_reopened
from bot.locale.say import say
from bot.model.answer import UNANSWERED, Answer, note_of
from bot.model.events import AnswerCleared, Change
from bot.model.form import Form, Indicator
from bot.model.message import USUAL, Placing
from bot.model.optional import first, sure
from bot.use_cases.app_context import AppContext
from bot.use_cases.table.row_acts import answer_of
from bot.use_cases.table.table_view import (
    OFFER,
    CellView,
    cells_shown,
    live,
    offer_mark,
    row_version,
    text_mark,
    version_of,
)
from bot.use_cases.turns.process_message import ConcurrentTurn, apply_changes, send_notices
from storage import Author, Chat, Transaction, TypedCell

ASKED = "asked"  # the card of a question that followed what the table stored


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


@dataclass
class OpenedTable:
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


def mark_of(tx: Transaction, submission_id: int) -> str:
    """Return what changes whenever a table must be drawn anew."""
    line, _ = tx.audit.last_line(submission_id)
    typed = tx.typed_cells.of_report(submission_id)
    return f"{line}.{text_mark(repr([(each.code, each.cell, each.text) for each in typed]))}"


def by_row(
    form: Form, edits: Sequence[CellEdit]
) -> Sequence[tuple[Indicator, dict[str, CellEdit]]]:
    """Group edits by their row; names of rows that the unit is not asked are left out."""
    grouped: dict[str, dict[str, CellEdit]] = {}
    for edit in edits:
        code, _, cell = edit.name.rpartition(":")
        grouped.setdefault(code, {})[cell] = edit
    known = form.places
    return [(form.by_code[code], own) for code, own in grouped.items() if code in known]


class TableSave:
    """One save within its transaction: what is to be stored, kept and refused."""

    def __init__(self, tx: Transaction, opened: OpenedTable, author: Author) -> None:
        self.tx = tx
        self.opened = opened
        self.author = author
        self.stored: dict[str, Answer] = {}
        self.cleared: list[str] = []
        self.conflicts: list[Conflict] = []
        self.edited: dict[str, Mapping[str, str]] = {}  # figures, by row and cell
        self.noted: dict[str, str] = {}  # remarks that came without figures of their row
        self.mark = mark_of(tx, opened.desk.submission.id)
        self._undo = False

    def change(self, row: Indicator, edits: Mapping[str, CellEdit]) -> None:
        """Take in the new texts of a row's cells, all of them or, in a conflict, none."""
        shown = self.opened.shown(row)
        news = {name: kept for name, kept in edits.items() if _is_news(kept, shown.get(name))}
        against = [cell for cell, edit in news.items() if _is_stale(edit, shown[cell])]
        texts = {cell: edit.text.strip() for cell, edit in news.items()}
        if not news or self._says_the_same(row, texts, against):
            return
        if texts.keys() - {NOTE}:
            self.edited[row.code] = texts
        elif not against:
            self.noted[row.code] = texts[NOTE]
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
        who = self._whose(row, shown)
        sentence = say(
            "table.conflict",
            label=shown.label,
            theirs=shown.text or _state_in_words(shown),
            mine=edit.text.strip() or say("table.empty"),
            who=who,
        )
        return Conflict(edit.name, edit.text, shown.text, shown.version, who, sentence)

    def _whose(self, row: Indicator, shown: CellView) -> str:
        """Return who wrote what a cell shows, in words: one's own hand, on another page, is told as such."""
        me = sure(self.opened.chat.person)
        written = self.tx.submissions.written(self.opened.desk.submission.id)
        who, person = written.get(row.code, ("", None))
        texts = self.opened.waiting.get(row.code, ())
        typed = first(lambda each: (each.cell, each.text) == (shown.cell, shown.text), texts)
        if typed is not None:
            person = typed.person_id
            who = self.tx.people.name(person) if person else ""
        return say("table.own_hand") if person == me.id else who or say("table.somebody")

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
            self._press(form.by_code[act.code], act)
            return
        rows = form.questions
        if act.code:
            rows = next((each.questions for each in form.sections if each.code == act.code), ())
        for row in rows:
            if self._is_open(row):
                self._act_on(row, act.act)

    def _press(self, row: Indicator, act: RowAct) -> None:
        """Do what a row's button says, unless the row is another by now than the button was shown with."""
        seen, _, offered = (act.version or "").partition(OFFER)
        is_as_shown = seen in ("", row_version(self.opened.shown(row)))
        if is_as_shown and row.code not in self.edited:
            self._act_on(row, act.act)
        elif not self._is_done(row, act.act, offered):
            self.conflicts.append(self._overtaken(row, act.act))

    def _is_done(self, row: Indicator, act: str, offered: str) -> bool:
        """Tell whether a row holds already what a button stores: it was sent a second time. A "confirm" says
        itself what it was `offered` to store."""
        before = self._answer(row)
        if row.code in {*self.edited, *self.opened.waiting}:
            return False
        if offered:
            return offered == offer_mark(before)
        found = answer_of(act, self.opened.desk, row, {})
        return found is not None and replace(found, note=note_of(before)).same_figures(before)

    def _overtaken(self, row: Indicator, act: str) -> Conflict:
        """Return the conflict of a button with the figures that its row was given since, or with it."""
        shown = self.opened.shown(row)
        texts = {name: view.text for name, view in shown.items()}
        theirs = ", ".join(filter(None, {**texts, **self.edited.get(row.code, {})}.values()))
        first = next(iter(shown.values()))
        edit = CellEdit(first.name, say(f"table.act_{act}", answer="…"))
        return replace(self._conflict(row, replace(first, text=theirs), edit), act=act)

    def _is_open(self, row: Indicator) -> bool:
        taken = (self.opened.waiting, self.stored, self.edited, self.noted)
        return self._answer(row) is None and not any(row.code in each for each in taken)

    def _act_on(self, row: Indicator, act: str) -> None:
        before = self._answer(row)
        typed = live(self.opened.waiting.get(row.code, ()), before)
        if row.code in self.noted:
            typed[NOTE] = self.noted[row.code]
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
