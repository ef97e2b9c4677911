"""A percentage, with at most two decimals.

A total shows each unit's value by its name: shares of different wholes have no sum, and their mean
would be true only with the wholes, which the form does not ask for.
"""

from __future__ import annotations

import re
from decimal import Decimal

from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types.base import Spoken
from bot.row_types.doubt import Doubt
from bot.row_types.worded import WordedType

PERCENT = re.compile(
    r"([0-9]{1,4}(?:[.,][0-9]{1,2})?)\s*(?:%|phần trăm|phan tram|pt)?", re.IGNORECASE
)
ABOUT = ("khoảng", "gần", "hơn", "trên", "dưới", "xấp xỉ", "khoang", "gan", "hon", "tren", "duoi")
SIGNS = ("%", "phần trăm", "phan tram", "pt")
WHOLE = 100  # above it the figure may still be meant (120% of a plan), and is asked about


class PercentType(WordedType):
    """Rows answered with a percentage."""

    name = "percent"
    example = "85,5%"
    list_words = "list.percent"
    odd_cells = ("percent",)
    wanted = Doubt.PERCENT_WANTED
    leads = ("đạt", "tỷ lệ", "tỉ lệ", "là", "được", "dat", "ty le", "ti le", "la", "duoc")

    def value_of(self, row: Indicator, text: str) -> str:  # noqa: ARG002
        """Return the number with a decimal point: "85,50%" is "85.5"."""
        found = PERCENT.fullmatch(text)
        if found is None:
            return ""
        number = Decimal(found[1].replace(",", "."))
        return f"{number.normalize():f}"

    def read_value(self, row: Indicator, text: str) -> Spoken | None:
        """Return the percentage; about one, above a hundred, or a part of one without a sign ("0,85" may be
        85%), it is asked back first."""
        said = text.casefold().strip()
        about = next((each for each in ABOUT if said.startswith(f"{each} ")), "")
        found = super().read_value(row, said[len(about) :].strip())
        if found is None:
            return None
        number = Decimal(found.answer.text)
        if number > WHOLE:
            return Spoken(found.answer, Doubt.ABOVE_WHOLE)
        if 0 < number < 1 and not any(sign in said for sign in SIGNS):
            return Spoken(found.answer, Doubt.BELOW_ONE)
        return Spoken(found.answer, Doubt.APPROXIMATE) if about else found

    def said(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return "85,5%"."""
        return f"{answer.text.replace('.', ',')}%" if answer.text else ""
