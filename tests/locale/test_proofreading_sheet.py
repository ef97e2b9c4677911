"""A proofreader gets every sentence once, beside its English."""

from __future__ import annotations

from tests.locale.catalogues import CATALOGUES
from tests.locale.proofreading_sheet import proofreading_sheet


def test_every_sentence_stands_on_a_line_with_its_english() -> None:
    (_, *lines) = proofreading_sheet().active.iter_rows(values_only=True)
    assert {line[0]: line[2] for line in lines} == CATALOGUES["vi"]
    assert {line[0]: line[3] for line in lines} == CATALOGUES["en"]
