"""The official form as a table of cells: what each shows, and what is doubtful about it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from bot.conversation.context import ReportContext
from bot.conversation.period_days import period_in_words
from bot.conversation.table_cells import (
    NOTE,
    TEXT,
    RowReading,
    cells_of,
    mark,
    read_row,
    stored_text,
)
from bot.conversation.unusual_figures import without_reason
from bot.figures.warnings import findings
from bot.locale.form_text import is_held
from bot.locale.given_words import given_line
from bot.locale.say import say
from bot.locale.warning_words import finding_sentence
from bot.model.answer import UNANSWERED, Answer, AnswerState, state_of
from bot.model.form import Cell, Indicator, Section
from bot.model.given_figure import offered_given
from bot.model.submission import Status
from bot.reading import echo_answer
from bot.row_types import row_type
from bot.vietnamese.spell import grouped, money_in_words
from storage import TypedCell

OFFER = "."  # stands between the version of a row and what a "confirm" stores
Waiting = Mapping[str, Sequence[TypedCell]]
"""Row code to the texts that stand in its cells and are not stored."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell. `version` is what it was shown with: a change says over which one it was typed."""

    name: str
    cell: str
    text: str
    version: str
    word: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row. `doubt` says why what stands in its cells is not stored; `propose` is what the button
    beside it stores, "" where nothing can be; `odd` is what a careful reader asks about."""

    code: str
    number: str
    name: str
    state: str
    cells: tuple[CellView, ...]
    note: CellView | None
    stored: str = ""
    said: str = ""
    money: str = ""
    last_year: str = ""
    given: str = ""  # what another report says, with its name
    doubt: str = ""
    propose: str = ""
    odd: str = ""
    who: str = ""
    version: str = ""
    offer: str = ""  # the version of the button that stores what is proposed


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of the form with its rows; `sums` are shown where its head carries a total."""

    code: str
    name: str
    rows: tuple[RowView, ...]
    alone: bool
    filled: int
    sums: tuple[tuple[str, str, str], ...] = ()  # cell, number, word


@dataclass(frozen=True, slots=True)
class HeadView:
    """What stands above the table, and above the chat."""

    unit: str
    campaign: str
    deadline: str
    left: str
    answered: int
    total: int
    saved: str
    state: str
    last: str = ""  # the row that was stored last, with its figures
    editable: bool = True
    period: str = ""  # the days that are reported


@dataclass(frozen=True, slots=True)
class TableView:
    head: HeadView
    sections: tuple[SectionView, ...]
    mark: str
    notice: str = ""
    warnings: tuple[str, ...] = field(default=())
    made_for: int = 0  # whose table it is: what is typed here belongs to no other

    @property
    def rows(self) -> tuple[RowView, ...]:
        return tuple(row for section in self.sections for row in section.rows)

    def plain(self) -> dict[str, Any]:
        """Return everything as plain values, for the page's script."""
        return asdict(self)


def version_of(state: str, text: str) -> str:
    """Return what a cell was shown with; the text's part tells whether it was changed since."""
    return f"{state}-{text_mark(text)}"


def text_mark(text: str) -> str:
    """Return a short mark of a text as browsers send it back."""
    flat = text.replace("\r\n", "\n").strip()
    return f"{zlib.crc32(flat.encode()):08x}"


def row_version(shown: Mapping[str, CellView]) -> str:
    """Return the version of a whole row: those of its cells. Its remark is none of them: a button leaves
    that as it is."""
    return text_mark("|".join(cell.version for name, cell in shown.items() if name != NOTE))


def offer_mark(answer: Answer | None) -> str:
    """Return what tells the figures apart that a "confirm" stores; "" for none."""
    if answer is None:
        return ""
    return text_mark(repr((answer.state, sorted(answer.figures.items()), answer.text)))


def live(texts: Sequence[TypedCell], stored: Answer | None) -> dict[str, str]:
    """Return the texts that still stand in a row's cells: typed over what is stored now."""
    return {each.cell: each.text for each in texts if each.over == mark(stored)}


def cells_shown(
    row: Indicator, stored: Answer | None, texts: Sequence[TypedCell]
) -> dict[str, CellView]:
    """Return each cell as it stands: what was typed and is not stored, else what is stored."""
    typed = live(texts, stored)
    state = state_of(stored)
    half = any(cell != NOTE for cell in typed) and state != AnswerState.VALUE.value
    shown = {}
    for cell in cells_of(row):
        text = "" if half and cell != NOTE else stored_text(row, stored, cell)
        text = typed.get(cell, text)
        word, label = _cell_words(row, cell)
        name = f"{row.code}:{cell}"
        shown[cell] = CellView(name, cell, text, version_of(state, text), word, label)
    return shown


def _cell_words(row: Indicator, cell: str) -> tuple[str, str]:
    """Return what stands under a cell, and its whole name for a screen reader."""
    if cell == NOTE:
        word = say("table.note")
    elif cell == TEXT:
        word = say("table.text")
    else:
        word = row.word_for(Cell(cell))
    return word, f"{row.code} {row.name}: {word}"


def row_view(
    desk: ReportContext, row: Indicator, texts: Sequence[TypedCell], odd: str, who: str
) -> RowView:
    """Return one row as it stands."""
    stored = desk.submission.answers.get(row.code)
    given = offered_given(desk.elsewhere, row.code, stored)
    shown = cells_shown(row, stored, texts)
    typed = live(texts, stored)
    found = read_row(row, typed, stored, desk) if typed else RowReading()
    gone = [each.text for each in texts if each.text and each.cell not in typed]
    version = row_version(shown)
    overtaken = say("table.overtaken", text=", ".join(gone)) if gone else ""
    return RowView(
        row.code,
        row.number,
        row.name,
        state_of(stored),
        tuple(view for cell, view in shown.items() if cell != NOTE),
        shown.get(NOTE),
        _echo(row, stored),
        _state_said(row, stored),
        _money_said(row, stored),
        _echo(row, desk.last_year.get(row.code)),
        given_line(given, echo_answer(row, given.answer)) if given is not None else "",
        overtaken or found.doubt or found.told,
        _echo(row, found.proposal),
        odd,
        who,
        version,
        f"{version}{OFFER}{offer_mark(found.proposal)}",
    )


def _echo(row: Indicator, answer: Answer | None) -> str:
    """Return an answer in words, "" for none."""
    return echo_answer(row, answer) if answer is not None else ""


def _money_said(row: Indicator, stored: Answer | None) -> str:
    """Return an amount of money in full words, "" for any other answer."""
    if stored is None or not stored.count or not row_type(row).counts_money:
        return ""
    return money_in_words(stored.count)


def _state_said(row: Indicator, stored: Answer | None) -> str:
    """Return a state without figures in words."""
    if stored is None or stored.state is AnswerState.VALUE:
        return ""
    is_none = stored.state is AnswerState.NIL and not is_held(row)
    return say("table.state_nil_nothing" if is_none else f"table.state_{stored.state.value}")


def sections_of(
    desk: ReportContext, waiting: Waiting, authors: Mapping[str, tuple[str, int | None]], me: int
) -> tuple[SectionView, ...]:
    """Return all rows of the unit's form as they stand."""
    odd: dict[str, list[str]] = {}
    for finding in findings(desk.the_form, desk.submission.answers, desk.unit.kind):
        odd.setdefault(finding.code, []).append(finding_sentence(finding))
    for code, asked in without_reason(desk).items():
        odd.setdefault(code, []).append(say("table.reason", asked=asked))
    sections = []
    for section in desk.the_form.sections:
        if not section.questions:
            continue
        rows = []
        for row in section.questions:
            name, person = authors.get(row.code, ("", None))
            who = name if person != me else ""
            texts = waiting.get(row.code, ())
            rows.append(row_view(desk, row, texts, " ".join(odd.get(row.code, ())), who))
        sections.append(_section(desk, section, tuple(rows)))
    return tuple(sections)


def _section(desk: ReportContext, section: Section, rows: tuple[RowView, ...]) -> SectionView:
    first = section.questions[0]
    alone = len(section.questions) == 1 and first.code == section.code
    sums = () if alone else tuple(_sum(desk, section, cell) for cell in section.head.cells)
    filled = sum(row.state not in (UNANSWERED, AnswerState.PENDING.value) for row in rows)
    return SectionView(section.code, section.head.name, rows, alone, filled, sums)


def _sum(desk: ReportContext, section: Section, cell: Cell) -> tuple[str, str, str]:
    """Return a cell of a section's head, what the rows below it come to so far, and what it counts."""
    answers = desk.submission.answers
    kept = [
        answers[row.code] for row in desk.the_form.children(section.code) if row.code in answers
    ]
    total = grouped(sum(each.figure(cell) or 0 for each in kept))
    return cell, total, section.head.word_for(cell)


def head_of(
    desk: ReportContext, now: datetime, tz: tzinfo, saved_at: datetime | None, last: str
) -> HeadView:
    """Return what stands above the table."""
    return HeadView(
        desk.unit.called,
        desk.campaign.title,
        desk.deadline_words,
        days_left(desk.deadline, now, tz),
        desk.submission.answered,
        len(desk.the_form.questions),
        saved_words(saved_at, now, tz),
        standing(desk),
        last,
        not desk.is_over,
        say("table.period", period=period_in_words(desk)),
    )


def days_left(deadline: datetime | None, now: datetime, tz: tzinfo) -> str:
    """Return the days to a deadline in words: "còn 3 ngày"; "" without one."""
    if deadline is None:
        return ""
    days = (deadline.astimezone(tz).date() - now.astimezone(tz).date()).days
    if now > deadline:
        return say("table.late", days=max(-days, 1))
    return say("table.left", days=days) if days else say("table.last_day")


def saved_words(at: datetime | None, now: datetime, tz: tzinfo) -> str:
    """Return when something was last committed: "đã lưu 09:41"."""
    if at is None:
        return say("table.nothing_saved")
    local = at.astimezone(tz)
    today = local.date() == now.astimezone(tz).date()
    return say("table.saved", time=f"{local:%H:%M}" if today else f"{local:%H:%M %d/%m}")


def standing(desk: ReportContext) -> str:
    """Return in words what became of the report so far; "" while it is being filled in."""
    own = desk.submission
    if own.is_sent:
        return say("table.draft_of_sent" if own.draft else "table.sent", version=own.version)
    if own.status is Status.AWAITING_APPROVAL:
        return say("table.awaiting")
    if own.status is Status.RETURNED or own.returned_reason:
        code = ", ".join(own.returned_rows)
        returned = "table.returned_row" if code else "table.returned"
        return say(returned, reason=own.returned_reason, code=code)
    return ""
