"""What a coordinator asks about figures: what rows come to so far and came to in the campaign before, what
named units say in them, who has the most."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import starmap

from bot.conversation import report_card, unit_rankings
from bot.conversation.command_words import Command, Word
from bot.conversation.context import CampaignContext, ReportContext, TurnContext, UnitProgress
from bot.conversation.phrase_forms import PhraseTable
from bot.conversation.questions import answer_in_words, rows_spoken_of
from bot.conversation.topics import Topics
from bot.figures.rollup import RollUp, RowTotal
from bot.locale.say import say
from bot.model.form import Form, Indicator
from bot.row_types import row_type

OF_COORDINATORS = Topics("coordinator_topics.toml")
FEW = 3  # rows told where all of them count what is asked
VIEWED = 3  # reports shown in one answer
_UNITS = ("xã", "phường", "đơn vị", "trường", "huyện", "tỉnh")
_OF_UNITS = re.compile(rf"\b(?:các|mấy|những|toàn|cả)\s+(?:{'|'.join(_UNITS)})\b", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:kinh phí|tiền)\b", re.IGNORECASE)  # counted in đồng


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coordinator wrote, the names of units that stand in it, and the lines of these units."""

    situation: TurnContext
    board: CampaignContext
    text: str
    names: tuple[str, ...]
    lines: tuple[UnitProgress, ...]

    @property
    def besides(self) -> str:
        """Return the words without the names."""
        rest = self.text
        for name in self.names:
            rest = rest.replace(name, "", 1)
        return rest


def row_value(asked: Asked) -> Command | str:
    """Return what the named rows come to so far, and of how many units."""
    board = asked.board
    if asked.lines:
        return _rows_of_units(asked)
    if board.is_branch:
        return Command(Word.TOTAL)
    if board.sums is None or board.form is None:
        return say("coordinator.no_sum")
    form, total = board.sums()
    return _totals_in_words(asked, form, total) or _sections_in_words(form, total)


def all_rows(board: CampaignContext) -> str:
    """Return what every section comes to so far, or its rows where they are not added up, but for those
    where nothing happened."""
    if board.sums is None:
        return say("coordinator.no_sum")
    return _sections_in_words(*board.sums())


def _sections_in_words(form: Form, total: RollUp) -> str:
    rows = [
        row
        for section in form.sections
        for row in ((section.head,) if section.code in total.totals else section.questions)
        if any(total.totals[row.code].figures.values())
    ]
    return _added_up(rows, total)


def _totals_in_words(asked: Asked, form: Form, total: RollUp) -> str:
    """Return what the named rows come to in a total, and of how many units; "" where none is named."""
    spoken = rows_spoken_of(form, asked.text) or _rows_counting(form, asked.text)
    rows = [
        each
        for row in spoken
        for each in (row, *form.children(row.code))
        if each.code in total.totals and (each is row or row.code not in total.totals)
    ]
    return _added_up(rows, total) if rows else ""


def _added_up(rows: Sequence[Indicator], total: RollUp) -> str:
    """Return the rows of a total, and of how many units it is."""
    counted, missing = len(total.counted), len(total.missing)
    lines = [_row_sum(row, total.totals[row.code]) for row in rows]
    return "\n".join([*lines, say("coordinator.of_units", counted=counted, all=counted + missing)])


def last_year(asked: Asked) -> Command | str:
    """Return what the named rows came to in the campaign before, and what they come to so far; of named units
    what each sent then."""
    if asked.lines:
        return "\n".join(starmap(partial(_last_year_of, asked), desks_of(asked)))
    before = asked.board.sums_before()
    if before is None:
        return say("coordinator.no_last_year")
    title, form, total = before
    told = _totals_in_words(asked, form, total)
    then = say("coordinator.last_year", campaign=title, totals=told)
    now = say("coordinator.this_year", totals=row_value(asked))
    return f"{then}\n{now}" if told else say("coordinator.which_row")


def _last_year_of(asked: Asked, line: UnitProgress, desk: ReportContext) -> str:
    """Return what one unit sent in the campaign before in the row that is named, or in all."""
    rows = rows_spoken_of(desk.the_form, asked.besides)
    command = Command(Word.LAST_YEAR, "".join(row.code for row in rows[:1]))
    told = answer_in_words(asked.situation, desk, command)
    return f"{line.unit.called}: {told}"


def _rows_of_units(asked: Asked) -> str:
    """Return what the named rows say in the reports of the named units."""
    told = []
    for line, desk in desks_of(asked):
        form = desk.the_form
        rows = rows_spoken_of(form, asked.besides) or _rows_counting(form, asked.besides)
        shown = [
            report_card.row_line(desk, row)
            if row.is_asked
            else report_card.section_line(desk, form.section_of(row.code))
            for row in rows
        ]
        told.append("\n".join([f"{line.unit.called}:", *(shown or [report_card.summary(desk)])]))
    return "\n".join(told) or say("coordinator.no_sum")


def view(asked: Asked) -> str:
    """Return the reports of the named units as their people see them."""
    shown = [f"{line.unit.called}:\n{report_card.summary(desk)}" for line, desk in desks_of(asked)]
    return "\n\n".join(shown) or say("coordinator.no_sum")


def desks_of(asked: Asked) -> Iterator[tuple[UnitProgress, ReportContext]]:
    """Yield the named units that have a form, each with its report."""
    for line in asked.lines[:VIEWED]:
        desk = asked.board.report_of(line.unit.id) if asked.board.report_of is not None else None
        if desk is not None and desk.form is not None:
            yield line, desk


def _rows_counting(form: Form, text: str) -> Sequence[Indicator]:
    """Return the row that counts what is asked for ("bao nhiêu sách"), or the total of several such, or the
    few of them."""
    pieces = OF_COORDINATORS.pieces(_MONEY.sub("đồng", _OF_UNITS.sub("", text)))
    for rows in (form.totals, form.rows):
        counting = [row for row in rows if _nouns(row, 1 + (rows is form.totals)).places(pieces)]
        if 1 <= len(counting) <= FEW:
            return counting
    return ()


def _nouns(row: Indicator, columns: int) -> PhraseTable:
    """Return the words for what a row counts in its first columns."""
    measures = row.measures[:columns]
    return PhraseTable(word for each in measures for word in (each.word, *each.accepted))


def _row_sum(row: Indicator, total: RowTotal) -> str:
    figures = row_type(row).figures_in_words(row, total.figures)
    told = figures or say("coordinator.no_figure")
    return say("coordinator.row_sum", code=row.code, name=row.name, figures=told)


def most(asked: Asked) -> str:
    """Return who has the most in the row that is named, or in the one that counts what is named."""
    form = asked.board.form
    if form is None:
        return say("coordinator.no_sum")
    rows = rows_spoken_of(form, asked.text) or _rows_counting(form, asked.text)
    return unit_rankings.most(asked.board, asked.lines or asked.board.lines, rows, asked.text)
