"""What a unit already sent in other reports to the same body about the same days: it may be offered
where a row asks the same, and is never taken over by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.figures.merged_form import PAIRS, same_quantity
from bot.model.answer import Answer, AnswerState
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator, form_line
from bot.model.given_figure import GivenFigure
from bot.model.unit import Unit
from bot.row_types import takes_words
from bot.use_cases.app_context import AppContext
from bot.vietnamese.normalise import unaccented
from storage import Transaction

FIGURES = (AnswerState.VALUE, AnswerState.NIL)


@dataclass(frozen=True, slots=True)
class _Sent:
    """A report that a unit sent in another campaign; `codes` leads from a row here to the row there."""

    campaign_title: str
    sent_on: date
    answers: Mapping[str, Answer]
    codes: Mapping[str, str]

    def given(self, code: str) -> GivenFigure | None:
        """Return the figure of a row here; None where it was not asked or holds none."""
        answer = self.answers.get(self.codes.get(code, ""))
        if answer is None or answer.state not in FIGURES:
            return None
        return GivenFigure(answer, self.campaign_title, self.sent_on)


class _GivenFigures(Mapping[str, GivenFigure]):
    """Figures by row, looked for when they are asked for: a turn asks about one row of many."""

    def __init__(self, sent: Sequence[_Sent]) -> None:
        self._latest_first = sent

    def __getitem__(self, code: str) -> GivenFigure:
        for sent in self._latest_first:
            given = sent.given(code)
            if given is not None:
                return given
        raise KeyError(code)

    def __iter__(self) -> Iterator[str]:
        codes = dict.fromkeys(code for sent in self._latest_first for code in sent.codes)
        return (code for code in codes if code in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)


def given_elsewhere(
    tx: Transaction, office: AppContext, others: Sequence[Campaign], unit: Unit, form: Form
) -> Mapping[str, GivenFigure]:
    """Return by row what a unit last sent in other campaigns of its body about the same period."""
    found = []
    for other in others:
        sent = tx.views.last_sent(unit.id, other.id)
        theirs = office.shelf.get(tx, other.form_for(unit.kind)) if sent.sent_at else None
        if theirs is not None and sent.sent_at is not None:
            day = office.day_of(sent.sent_at)
            codes = _asked_in_both(theirs, form)
            found.append((sent.sent_at, _Sent(other.title, day, sent.answers, codes)))
    found.sort(key=lambda each: each[0], reverse=True)
    return _GivenFigures([sent for _, sent in found]) if found else {}


@lru_cache(maxsize=PAIRS)
def _asked_in_both(theirs: Form, form: Form) -> Mapping[str, str]:
    """Return code here -> code there of each row of figures that another form asks as well."""
    rows = {row.key: row for row in theirs.rows if not takes_words(row)}
    pairs = ((row, rows[row.key]) for row in form.questions if row.key in rows)
    return {row.code: same.code for row, same in pairs if _asks_the_same(same, theirs, row, form)}


def _asks_the_same(theirs: Indicator, their_form: Form, row: Indicator, form: Form) -> bool:
    """Return whether rows of one key ask the same: the forms are of one line, one of the rows names the
    other, or both bear the same words. A number alone ("1.1") is in every form."""
    if not same_quantity(theirs, row):
        return False
    return (
        form_line(their_form.slug) == form_line(form.slug)
        or bool(theirs.same_as or row.same_as)
        or unaccented(theirs.label) == unaccented(row.label)
    )
