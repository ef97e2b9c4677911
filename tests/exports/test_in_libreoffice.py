"""What LibreOffice makes of our workbooks: the same sums, codes still text, no line cut off."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from pypdf import PdfReader

from bot.exports.word_report import write_campaign
from bot.figures.rollup import roll_up
from tests.exports.dump import opened
from tests.exports.samples import (
    FORM,
    INJECTION,
    campaign_sheet,
    campaign_workbook,
    one_unit_workbook,
    unit_sheet,
)
from tests.exports.test_official_form import table

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]
CAMPAIGN = campaign_sheet()
TOTALS = roll_up(FORM, CAMPAIGN.units).totals


@pytest.fixture(scope="module")
def saved(tmp_path_factory) -> Path:
    """A folder with what LibreOffice saved or printed of each workbook."""
    made = tmp_path_factory.mktemp("made")
    done = tmp_path_factory.mktemp("done")
    (made / "unit.xlsx").write_bytes(one_unit_workbook(unit_sheet()))
    with (made / "report.docx").open("wb") as report:
        write_campaign(CAMPAIGN, report)
    with_sums(campaign_workbook(CAMPAIGN)).save(made / "sums.xlsx")
    files = sorted(made.glob("*.xlsx"))
    convert("xlsx", files, done)
    convert("pdf", [made / "unit.xlsx", made / "report.docx"], done)
    with_heights_left_to_libreoffice(done)
    return done


def convert(ending: str, files: list[Path], done: Path) -> None:
    profile = (done / "profile").as_uri()
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(done),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )


def with_sums(body: bytes) -> Workbook:
    """A check sheet: the sums of `Theo đơn vị`, and of the children printed in `Tổng hợp`."""
    book = opened(body)
    check = book.create_sheet("check")
    units = book["Theo đơn vị"]
    for column in range(5, units.max_column):
        letter = get_column_letter(column)
        check[f"{letter}1"] = f"=SUM('Theo đơn vị'!{letter}3:{letter}{units.max_row})"
    cells = table(book["Tổng hợp"])
    for at, code in enumerate(("1", "6"), start=1):
        for place, column in ((3, "A"), (4, "B")):
            below = [cells[row.code][place].coordinate for row in FORM.children(code)]
            check[f"{column}{at + 1}"] = f"=SUM('Tổng hợp'!{below[0]}:{below[-1]})"
    return book


def with_heights_left_to_libreoffice(done: Path) -> None:
    """`heights.xlsx`: our unit's form with each row as high as LibreOffice finds best. It measures
    rows only when it opens a file of its own format that asks for it."""
    convert("fods", [done / "unit.xlsx"], done)
    flat = (done / "unit.fods").read_text(encoding="utf-8")
    asked = re.sub(r'style:row-height="[^"]*"', "", flat).replace(
        'style:use-optimal-row-height="false"', 'style:use-optimal-row-height="true"'
    )
    (done / "heights.fods").write_text(asked, encoding="utf-8")
    convert("xlsx", [done / "heights.fods"], done)


def test_libreoffice_adds_the_units_up_to_our_totals(saved):
    check = load_workbook(saved / "sums.xlsx", data_only=True)["check"]
    figures = [getattr(TOTALS[row.code], cell) for row in FORM.rows for cell in row.cells]
    assert [cell.value for cell in check[1][4:]] == figures


def test_libreoffice_computes_every_formula_of_the_total_to_our_figure(saved):
    """The file went through a program that drops stored results: nothing but formulas was left."""
    cells = table(load_workbook(saved / "sums.xlsx", data_only=True)["Tổng hợp"])
    computed = {code: (cells[code][3].value, cells[code][4].value) for code in TOTALS}
    assert computed == {code: (total.count, total.people) for code, total in TOTALS.items()}


def test_libreoffice_adds_the_children_up_to_rows_1_and_6(saved):
    check = load_workbook(saved / "sums.xlsx", data_only=True)["check"]
    assert [(check[f"A{row}"].value, check[f"B{row}"].value) for row in (2, 3)] == [
        (TOTALS[code].count, TOTALS[code].people) for code in ("1", "6")
    ]


def test_codes_are_still_text_after_libreoffice_saved_the_file(saved):
    cells = table(load_workbook(saved / "unit.xlsx").active)
    codes = [cells[row.code][0].value for row in FORM.rows]
    assert codes == [row.printed or None for row in FORM.rows]
    assert isinstance(cells["1.10"][0].value, str)


def test_text_like_a_formula_is_still_text_after_libreoffice_saved_the_file(saved):
    sheet = load_workbook(saved / "unit.xlsx").active
    assert table(sheet)["1.1"][5].value == "=1+1"
    assert [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def test_our_rows_are_as_high_as_libreoffice_needs(saved):
    ours = opened(one_unit_workbook(unit_sheet())).active.row_dimensions
    needed = load_workbook(saved / "heights.xlsx").active.row_dimensions
    rows = range(8, 8 + len(FORM.rows))
    assert max(needed[at].height for at in rows) > 60  # 5.4 takes several lines
    assert [at for at in rows if needed[at].height > ours[at].height] == []


def test_the_print_out_shows_every_label_grouped_figures_and_page_numbers(saved):
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(saved / "unit.pdf").pages]
    text = "".join(" ".join(pages).split())
    missing = [row.code for row in FORM.rows if "".join(row.label.split()) not in text]
    assert missing == []
    assert "1.250.000.000" in text
    assert "".join(INJECTION.split()) in text
    assert "Thủtrưởngđơnvị" in text
    assert len(pages) == 3
    assert ["Nội dung các hoạt động" in page for page in pages] == [True, True, True]


def test_the_printed_report_numbers_its_pages_and_leaves_no_page_empty(saved):
    pages = [page.extract_text().split() for page in PdfReader(saved / "report.pdf").pages]
    annex = next(at for at, words in enumerate(pages) if words[:3] == ["Phụ", "lục", "MẪU"])
    numbers = [words[0] for words in pages]
    assert numbers[1:annex] == [str(at) for at in range(2, annex + 1)]
    assert numbers[annex + 1 :] == [str(at) for at in range(2, len(pages) - annex + 1)]
    assert min(map(len, pages)) > 40
    assert "DỰ THẢO" in " ".join(pages[0])
