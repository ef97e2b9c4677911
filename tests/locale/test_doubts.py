"""Every reason a reading can have has its sentence, in both languages."""

from __future__ import annotations

import ast
from pathlib import Path

import bot.questions
from bot.forms.form_loader import load_builtin
from bot.locale.clarifications import doubt_sentence
from bot.model.form import Cell
from bot.questions.base import Ambiguous
from tests.locale.catalogues import CATALOGUES

VIETNAMESE = {key for key in CATALOGUES["vi"] if key.startswith("doubt.")}
FORM = load_builtin("phu-luc-ii-2022")
READING = Path(bot.questions.__file__).parent
NOT_REASONS = {"propose", "propose_half", "check_year", "no_such_row"}


def _texts_in_code() -> set[str]:
    """Every text constant of the reading code; a reason must be one of them."""
    found: set[str] = set()
    for file in [*READING.glob("*.py"), *(READING.parent / "vietnamese").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


def test_every_sentence_belongs_to_a_reason() -> None:
    reasons = {key.removeprefix("doubt.") for key in VIETNAMESE} - NOT_REASONS
    assert reasons - _texts_in_code() == set()


def test_every_reason_renders_for_every_kind_of_row() -> None:
    for key in VIETNAMESE:
        reason = key.removeprefix("doubt.")
        if reason in NOT_REASONS:
            continue
        for row in FORM.rows:
            half = Ambiguous(reason, (("word", "abc"),), proposed=(3, None))
            assert doubt_sentence(row, half), (reason, row.code)


def test_cells_of_the_row_are_named() -> None:
    row = FORM.by_code["1.1"]
    assert Cell.PEOPLE in row.cells
    sentence = doubt_sentence(row, Ambiguous("missing_people", proposed=(3, None)))
    assert "3 lớp, ? người" in sentence
