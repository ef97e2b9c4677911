"""A form read from an annex is corrected on its page before it is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.form import Cell, Form
from bot.use_cases.campaigns.form_correction import Corrections, correct_form, form_in
from bot.use_cases.campaigns.form_files import read_annex, write_form
from tests.imports.unlike_files import UNLIKE
from tests.web.board_site import BoardSite
from tests.web.office_visitor import OfficeVisitor


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A form with one column of numbers, as it was read."""
    source = UNLIKE["groups of their own"].make(tmp_path)
    return write_form(source, read_annex(source, "bieu"), tmp_path / "bieu.toml").file


def corrected(file: Path, **rows: tuple[str, str]) -> Form:
    return correct_form(
        file, Corrections({}, {code.lstrip("_"): row for code, row in rows.items()})
    )


@pytest.mark.parametrize("kind", ["money", "yes_no", "percent", "date", "text", "count"])
def test_a_row_becomes_of_another_kind_and_the_form_stays_whole(file: Path, kind: str) -> None:
    corrected(file, _1a=(kind, "Bao nhiêu thư viện?"))
    row = form_in(file).by_code["1a"]
    assert (row.kind, row.question) == (kind, "Bao nhiêu thư viện?")


def test_a_kind_is_taken_back(file: Path) -> None:
    before = form_in(file).by_code["1a"].cells
    corrected(file, _1a=("text", ""))
    corrected(file, _1a=("count", ""))
    assert form_in(file).by_code["1a"].cells == before == (Cell.COUNT,)


def test_columns_get_other_words_and_roles(tmp_path: Path) -> None:
    source = UNLIKE["parts below"].make(tmp_path)
    file = write_form(source, read_annex(source, "bieu"), tmp_path / "bieu.toml").file
    correct_form(file, Corrections({"people": ("trẻ mầm non", "people", "count")}, {}))
    column = form_in(file).quantities[1]
    assert (column.measure.word, column.role, column.part_of) == ("trẻ mầm non", "people", "count")
    assert form_in(file).questions[0].columns[1].measure.word == "trẻ mầm non"


def test_what_would_be_no_form_is_not_written(tmp_path: Path) -> None:
    source = UNLIKE["parts below"].make(tmp_path)
    file = write_form(source, read_annex(source, "bieu"), tmp_path / "bieu.toml").file
    before = file.read_text("utf-8")
    with pytest.raises(OperatorError):
        correct_form(file, Corrections({"people": ("", "no-such-role", "")}, {}))
    assert file.read_text("utf-8") == before


def test_the_page_corrects_a_form_and_shows_it_again(
    board_site: BoardSite, tmp_path: Path
) -> None:
    clerk = OfficeVisitor(board_site).comes_in()
    draft = clerk.begins()
    clerk.goes(f"{draft}/forms")
    clerk.drops_file(f"{draft}/forms", UNLIKE["groups of their own"].make(tmp_path), kind="")
    clerk.goes(f"{draft}/forms")
    slug = clerk.field("slug")
    clerk.posts_form(
        f"{draft}/forms", act="correct", slug=slug,
        **{"question-1a": "Mấy thư viện?", "kind-1a": "text"},
    )  # fmt: skip
    assert 'value="Mấy thư viện?"' in clerk.page.text
    assert '<option value="text" selected>' in clerk.page.text
