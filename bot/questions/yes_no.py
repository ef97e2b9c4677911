"""Có or không at the reporting unit: stored as 1 or nil, so that units can be counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.model.answer import Answer, AnswerState, value
from bot.model.form import Indicator
from bot.questions import count
from bot.questions.base import Ambiguous, Reading, Understood
from bot.questions.echo import echo_figures, echo_state
from bot.questions.found import Scan
from bot.questions.front import open_answer
from bot.questions.guess import conclude
from bot.questions.remark import remark
from bot.questions.scan import LINKING
from bot.vietnamese import words
from bot.vietnamese.date import may_be_day_and_month
from bot.vietnamese.phrases import Phrases
from bot.vietnamese.tokens import Sort

_YES = Phrases((word, True) for word in words.YES)
_TAIL = Phrases((word, True) for word in (*words.YES_TAIL, *words.YES))
_PLACE = Phrases((word, True) for word in ("tại", "ở"))


@dataclass(frozen=True, slots=True)
class YesNoType:
    """Rows that a single unit answers with có or không."""

    def read(self, row: Indicator, text: str) -> Reading:
        """Read "có", "đã tổ chức sáng 01/10", "1 xã"."""
        opened = open_answer(row, text, spoken=_spoken)
        if isinstance(opened, Ambiguous) and opened.reason == "yes_without_number":
            return Understood(value(row, count=1))
        if not isinstance(opened, Scan):
            return opened
        if _is_date(opened):
            spoken = _spoken(row, _without_figures(opened))
            return spoken or Ambiguous("date_or_value")
        reading = conclude(row, opened, count.settle(row, opened))
        return _limited(row, opened, reading)

    def echo(self, row: Indicator, answer: Answer) -> str:
        """As in "có" and "không" for a single unit, a number where units were counted."""
        if answer.state is AnswerState.VALUE and row.at_most == 1 and answer.count in (0, 1):
            return words.YES_WORD if answer.count else words.NO_WORD
        return echo_state(answer) or echo_figures(row, answer)


def _spoken(row: Indicator, scan: Scan) -> Reading | None:
    """A yes in a longer sentence without figures."""
    place = _after_polite(scan, 0)
    found = _YES.match(scan.tokens, place, plain=scan.plain)
    if found is None:
        return None
    scan.used.update(range(found[1]))
    answer = value(row, count=1)
    if scan.warnings or not _adds_nothing(scan, found[1]):
        reason = scan.warnings[0].reason if scan.warnings else "yes_with_words"
        return Ambiguous(reason, candidates=(answer,))
    return Understood(replace(answer, note=remark(row, scan)))


def _is_date(scan: Scan) -> bool:
    """As in "đã khai mạc 1/10": in this family a bare day and month is a date."""
    if len(scan.quantities) != 2 or scan.quantities[1].joint != "/":
        return False
    figures = [one.number.value for one in scan.quantities if one.term is None]
    return (
        len(figures) == 2
        and None not in figures
        and may_be_day_and_month(int(figures[0] or 0), int(figures[1] or 0))
    )


def _without_figures(scan: Scan) -> Scan:
    first, last = scan.quantities[0].start, scan.quantities[1].end
    dated = scan.dated | set(range(first, last))
    kept = [one for one in scan.warnings if one.reason != "loose_number"]
    return replace(
        scan, quantities=[], dated=dated, used=scan.used - set(range(first, last)), warnings=kept
    )


def _after_polite(scan: Scan, place: int) -> int:
    while True:
        if place < len(scan.tokens) and scan.tokens[place].is_mark(",.:!"):
            place += 1
            continue
        found = LINKING.match(scan.tokens, place, plain=scan.plain)
        if found is None or _YES.match(scan.tokens, place, plain=scan.plain):
            return place
        place = found[1]


def _adds_nothing(scan: Scan, place: int) -> bool:
    """Whether the rest only says when, where or how, not that something else happened."""
    while place < len(scan.tokens):
        token = scan.tokens[place]
        found = _TAIL.match(scan.tokens, place, plain=scan.plain)
        link = LINKING.match(scan.tokens, place, plain=scan.plain)
        if place in scan.dated or token.sort in (Sort.MARK, Sort.BREAK, Sort.PICTURE):
            place += 1
        elif _PLACE.match(scan.tokens, place, plain=scan.plain):
            return True
        elif found or link:
            place = max(one[1] for one in (found, link) if one)
        else:
            return False
    return True


def _limited(row: Indicator, scan: Scan, reading: Reading) -> Reading:
    """A single unit cannot answer with more than its maximum."""
    most = row.at_most
    if most is None:
        return reading
    if isinstance(reading, Understood) and (reading.answer.count or 0) > most:
        return Ambiguous("above_most", (("word", str(reading.answer.count)),))
    if not isinstance(reading, Ambiguous):
        return reading
    fitting = tuple(one for one in reading.candidates if (one.count or 0) <= most)
    said_yes = _YES.match(scan.tokens, _after_polite(scan, 0), plain=scan.plain)
    if not fitting and said_yes:
        fitting = (value(row, count=1),)
    shown = (fitting[0].count, None) if fitting else (None, None)
    return replace(reading, candidates=fitting, proposed=shown)
