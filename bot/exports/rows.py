"""Rows of a report as machines read them: the five states by name, absent numbers as None."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from bot.figures.rollup import UnitReport
from bot.model.answer import Answer
from bot.model.form import Form, Indicator


def reported_rows(form: Form, unit: UnitReport) -> Iterator[tuple[Indicator, Answer | None]]:
    """Return every question that the unit is asked, in form order, and a total only where it stated one."""
    for row in unit.form_of(form).rows:
        answer = unit.answers.get(row.code)
        if row.is_asked or answer is not None:
            yield row, answer


def instant(at: datetime | None, tz: tzinfo) -> str | None:
    """ISO 8601 with the offset of the office's zone."""
    return None if at is None else at.astimezone(tz).isoformat(timespec="seconds")
