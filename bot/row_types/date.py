"""A day. A total shows each unit's by its name."""

from __future__ import annotations

import re
from datetime import date

from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types.doubt import Doubt
from bot.row_types.worded import WordedType

DAY = re.compile(
    r"([0-9]{1,2})\s*(?:[/.-]|tháng|thang)\s*([0-9]{1,2})\s*(?:[/.-]|năm|nam)\s*([0-9]{4})"
    r"(?: 00:00(?::00)?)?",
    re.IGNORECASE,
)
ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")


class DateType(WordedType):
    """Rows answered with a day, its year included."""

    name = "date"
    example = "03/10/2026"
    list_words = "list.date"
    odd_cells = ("date",)
    wanted = Doubt.DATE_WANTED
    leads = ("từ ngày", "vào ngày", "ngày", "hôm", "tu ngay", "vao ngay", "ngay")

    def value_of(self, row: Indicator, text: str) -> str:  # noqa: ARG002
        """Return the day as 2026-10-03; one that no calendar has is none."""
        if found := DAY.fullmatch(text):
            day, month, year = map(int, found.groups())
        elif found := ISO.fullmatch(text):
            year, month, day = map(int, found.groups())
        else:
            return ""
        try:
            return date(year, month, day).isoformat()
        except ValueError:
            return ""

    def said(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the day as Vietnamese papers write it: 03/10/2026."""
        return "/".join(reversed(answer.text.split("-")))
