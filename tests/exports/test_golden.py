"""Workbooks, cell by cell, against kept dumps; BAOCAO_UPDATE_GOLDEN=1 writes them anew."""

import os
from pathlib import Path

import pytest

from tests.exports.dump import dump
from tests.exports.samples import (
    FORM,
    campaign_sheet,
    campaign_workbook,
    one_unit_workbook,
    unit_sheet,
)

GOLDEN = Path(__file__).parent / "golden"
WORKBOOKS = {
    "one_unit": lambda: one_unit_workbook(unit_sheet()),
    "blank_form": lambda: one_unit_workbook(type(unit_sheet())(FORM, "Xã Bum Nưa", year=2026)),
    "campaign": lambda: campaign_workbook(campaign_sheet()),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_what_it_was(name):
    file = GOLDEN / f"{name}.txt"
    actual = dump(WORKBOOKS[name]())
    if os.environ.get("BAOCAO_UPDATE_GOLDEN"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(actual, encoding="utf-8")
    assert actual == file.read_text(encoding="utf-8")
