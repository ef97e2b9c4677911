"""Which units sent late or owe past their day, and which have the most of something: told to coordinators."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import filterfalse

from bot.conversation.context import CampaignContext, ReportContext, UnitProgress
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Cell, Indicator
from bot.row_types import row_type
from bot.vietnamese.normalise import unaccented

PLACES = 5  # of a ranking
LISTED = 30  # of a list
_LEAST = re.compile(r"\b(?:it|thap|kem|bet)\b")
_NONE = re.compile(r"\b(?:khong|ko|k|chua) (?:he )?(?:to chuc|co|lam|mo|chi|treo|tang|khai mac)\b")
_EACH = re.compile(r"\b(?:tung|moi|danh sach|liet ke|nhung|theo|to chuc)\b")
_PEOPLE = re.compile(r"\b(?:nguoi|hoc vien|hoc sinh)\b")


def late(board: CampaignContext, now: datetime) -> str:
    """Return which units sent after their day, with by how many days, and which still owe past it."""
    sent = list(map(_late_by, filter(_is_late, board.lines)))
    owing = list(map(_name, filter(partial(_owes, now), board.lines)))
    told = _listed("coordinator.sent_late", sent) + _listed("coordinator.past_due", owing)
    return told.strip() or say("coordinator.none_late")


def _is_late(line: UnitProgress) -> bool:
    return line.submission.late_days > 0


def _late_by(line: UnitProgress) -> str:
    days = line.submission.late_days
    return say("coordinator.late_by", unit=line.unit.called, days=days)


def _owes(now: datetime, line: UnitProgress) -> bool:
    is_past = line.deadline is not None and line.deadline < now
    return is_past and not line.is_sent and not line.tasks_alone


def _name(line: UnitProgress) -> str:
    return line.unit.called


def _listed(key: str, names: Sequence[str]) -> str:
    """Return a line with the number and the names of some units; "" for none."""
    line = say(key, count=len(names), units=", ".join(names))
    return f"{line}\n" * bool(names)


def most(
    board: CampaignContext, lines: Sequence[UnitProgress], rows: Sequence[Indicator], text: str
) -> str:
    """Return the units that have the most (or the least) in a row, of those of some lines that sent."""
    if not rows or board.report_of is None:
        return say("coordinator.which_row")
    row, plain = rows[0], unaccented(text)
    cell = row.cells[-1 if _PEOPLE.search(plain) else 0]
    sent = [line.unit.id for line in lines if line.is_sent]
    desks = [*filter(None, map(board.report_of, sent))]
    open_in = [desk.unit.called for desk in desks if _is_open(row, desk)]
    known = [(desk.unit.called, _figures(row, desk)) for desk in desks]
    if _NONE.search(plain):
        figures = dict(known)
        names = list(filterfalse(open_in.__contains__, figures))
        without = [*filterfalse(lambda name: figures[name][cell], names)]
        units = {"count": len(without), "sent": len(known), "units": ", ".join(without)}
        told = say("coordinator.without", code=row.code, name=row.name, **units).strip()
        left = say("coordinator.without_pending", units=", ".join(open_in))
        return f"{told}\n{left}" if open_in else told
    is_most = _LEAST.search(plain) is None
    ranked = sorted(known, key=lambda each: each[1][cell], reverse=is_most)
    in_words = row_type(row).figures_in_words
    places = LISTED if _EACH.search(plain) else PLACES
    told = "; ".join(f"{name} ({in_words(row, each)})" for name, each in ranked[:places])
    if not told:
        return say("coordinator.none_sent")
    return say("coordinator.most", code=row.code, name=row.name, units=told)


def _is_open(row: Indicator, desk: ReportContext) -> bool:
    """Tell whether a unit has no figure yet in a row: its answer is missing, or that it comes later."""
    found = map(_sent_by(desk).get, _codes(row, desk))
    return any(answer is None or answer.state is AnswerState.PENDING for answer in found)


def _codes(row: Indicator, desk: ReportContext) -> list[str]:
    """Return a row's code, or those of the rows below a total."""
    return [each.code for each in desk.the_form.children(row.code)] or [row.code]


def _sent_by(desk: ReportContext) -> Mapping[str, Answer]:
    """Return what a unit sent last."""
    return desk.sent() if desk.sent is not None else desk.submission.answers


def _figures(row: Indicator, desk: ReportContext) -> Counter[Cell]:
    """Return what a unit sent in a row, or in the rows below a total."""
    total: Counter[Cell] = Counter()
    for answer in filter(None, map(_sent_by(desk).get, _codes(row, desk))):
        total.update(answer.figures)
    return total
