"""Every reason a reading can have has its sentence, in both languages."""

from __future__ import annotations

from bot.forms.form_loader import load_builtin
from bot.locale.clarifications import doubt_sentence
from bot.model.form import Cell
from bot.reading import Ambiguous, Doubt
from tests.locale.catalogues import CATALOGUES

VIETNAMESE = {key for key in CATALOGUES["vi"] if key.startswith("doubt.")}
FORM = load_builtin("phu-luc-ii-2022")
NOT_REASONS = {"propose", "propose_half", "check_year", "no_such_row", "unused"}


def test_every_doubt_has_its_sentence_and_no_sentence_is_left_over() -> None:
    reasons = {key.removeprefix("doubt.") for key in VIETNAMESE} - NOT_REASONS
    assert reasons == {doubt.value for doubt in Doubt}


def test_every_reason_renders_for_every_kind_of_row() -> None:
    for key in VIETNAMESE:
        reason = key.removeprefix("doubt.")
        if reason in NOT_REASONS:
            continue
        for row in FORM.rows:
            half = Ambiguous(Doubt(reason), (("word", "abc"),), proposed=((Cell.COUNT, 3),))
            assert doubt_sentence(row, half), (reason, row.code)


def test_cells_of_the_row_are_named() -> None:
    row = FORM.by_code["1.1"]
    assert Cell.PEOPLE in row.cells
    sentence = doubt_sentence(row, Ambiguous(Doubt.MISSING_PEOPLE, proposed=((Cell.COUNT, 3),)))
    assert "3 lớp, ? người" in sentence
