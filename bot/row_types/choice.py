"""One of the values that the form lists. A total says how many units gave each."""

from __future__ import annotations

from bot.model.answer import Answer
from bot.model.form import Indicator
from bot.row_types.base import Asked, InTotal
from bot.row_types.doubt import Doubt
from bot.row_types.worded import WordedType
from bot.vietnamese.normalise import unaccented


class ChoiceType(WordedType):
    """Rows answered with one of their `choices`."""

    name = "choice"
    has_choices = True
    wanted = Doubt.CHOICE_WANTED
    in_total = InTotal.COUNTED
    leads = ("xếp loại", "loại", "mức", "kết quả", "là", "chọn", "xep loai", "loai", "chon")

    def ask(self, row: Indicator) -> list[Asked]:
        """Return the choices that the form lists."""
        return [("ask.choices", {"choices": ", ".join(row.choices)}), *super().ask(row)]

    def value_of(self, row: Indicator, text: str) -> str:
        """Return the choice as the form writes it; without accents only where one alone fits."""
        said = " ".join(text.split()).casefold()
        exact = [choice for choice in row.choices if choice.casefold() == said]
        plain = [choice for choice in row.choices if unaccented(choice.casefold()) == said]
        found = exact or plain
        return found[0] if len(found) == 1 else ""

    def said(self, row: Indicator, answer: Answer) -> str:  # noqa: ARG002
        """Return the choice."""
        return answer.text
