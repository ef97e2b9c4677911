"""What a unit already sent in other reports to the same body about the same days: it may be offered
where a row asks the same, and is never taken over by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.figures.merged_form import PAIRS, same_quantity
from bot.model.answer import AnswerState
from bot.model.campaign import Campaign
from bot.model.form import Form, Indicator, form_line
from bot.model.given_figure import GivenFigure
from bot.model.unit import Unit
from bot.row_types import takes_words
from bot.use_cases.app_context import AppContext
from bot.vietnamese.normalise import unaccented
from storage import Transaction

FIGURES = (AnswerState.VALUE, AnswerState.NIL)


def given_elsewhere(
    tx: Transaction, office: AppContext, others: Sequence[Campaign], unit: Unit, form: Form
) -> dict[str, GivenFigure]:
    """Return by row what a unit last sent in other campaigns of its body about the same period."""
    found = [
        (figure.sent_on, code, figure)
        for other in others
        for code, figure in _sent_in(tx, office, other, unit, form)
    ]
    return {code: figure for _, code, figure in sorted(found, key=lambda each: each[0])}


def _sent_in(
    tx: Transaction, office: AppContext, other: Campaign, unit: Unit, form: Form
) -> Iterator[tuple[str, GivenFigure]]:
    """Return (code here, figure) of each row of another campaign that asks the same as one here."""
    sent = tx.views.last_sent(unit.id, other.id)
    theirs = office.shelf.get(tx, other.form_for(unit.kind))
    if theirs is None or sent.sent_at is None:
        return
    day, answers = sent.sent_at.astimezone(office.tz).date(), sent.answers
    for code, their_code in _asked_in_both(theirs, form):
        answer = answers.get(their_code)
        if answer is not None and answer.state in FIGURES:
            yield code, GivenFigure(answer, other.title, day)


@lru_cache(maxsize=PAIRS)
def _asked_in_both(theirs: Form, form: Form) -> tuple[tuple[str, str], ...]:
    """Return (code here, code there) of each row of figures that another form asks as well."""
    rows = {row.key: row for row in theirs.rows if not takes_words(row)}
    pairs = ((row, rows[row.key]) for row in form.questions if row.key in rows)
    return tuple(
        (row.code, same.code) for row, same in pairs if _asks_the_same(same, theirs, row, form)
    )


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
