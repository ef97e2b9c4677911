"""Sums of merged units are kept only while the very same reports are read on the very same form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.answer import Answer, AnswerState
from bot.model.form import Form
from bot.use_cases.board.former_figures import FormerFigures

FORM = Form("mau", "Mẫu", ())
REPORT = {"1": Answer(AnswerState.VALUE, 2)}
OTHER = {"1": Answer(AnswerState.VALUE, 3)}
SUM = {"1": Answer(AnswerState.VALUE, 5)}
LATER = {"1": Answer(AnswerState.VALUE, 6)}


def test_the_same_reports_are_added_once() -> None:
    kept = FormerFigures()
    assert kept.of(1, FORM, (REPORT, OTHER), lambda: SUM) is SUM
    assert kept.of(1, FORM, (REPORT, OTHER), lambda: LATER) is SUM


@pytest.mark.parametrize(
    ("unit", "form", "reports"),
    [
        (1, FORM, (REPORT, dict(OTHER))),
        (1, FORM, (OTHER, REPORT)),
        (1, FORM, (REPORT,)),
        (1, replace(FORM, version=2), (REPORT, OTHER)),
        (2, FORM, (REPORT, OTHER)),
    ],
)
def test_other_reports_another_form_or_unit_are_added_anew(
    unit: int, form: Form, reports: tuple[dict[str, Answer], ...]
) -> None:
    kept = FormerFigures()
    kept.of(1, FORM, (REPORT, OTHER), lambda: SUM)
    assert kept.of(unit, form, reports, lambda: LATER) is LATER
