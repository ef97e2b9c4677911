"""The code of a version on the office's own workbook: in the foot of the page and as a picture below what is
printed, with nothing of the office's moved, and readable on the print."""

import io
import re
import shutil
import zipfile
from dataclasses import replace

import openpyxl
import pypdfium2
import pytest
import zxingcpp
from openpyxl.drawing.image import Image as Picture
from openpyxl.worksheet.page import PageMargins
from PIL import Image
from pypdf import PdfReader

from bot.exports.official_form import unit_page
from bot.exports.sheet_data import UnitSheet
from bot.exports.sheet_footer import LONGEST, parts_of, with_words
from bot.exports.template_fill import fill_template
from bot.imports.printed_marks import code_on
from bot.imports.template_places import find_places
from bot.model.template import Template
from tests.exports.dump import opened
from tests.exports.samples import FORM, unit_sheet
from tests.exports.test_in_libreoffice import convert
from tests.exports.test_template_fill import FIRST, drawn

CODE = "BN0H4PQ2Z7"
PAGE = replace(unit_page(unit_sheet()), code=CODE, foot=f"Lần nộp 1. Mã biên nhận: {CODE}")
LAST = FIRST + 45  # the line with who signs
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


def plain(book):
    """A form that prints all that stands on it."""
    book.active.print_area = None


def to_the_last_line(book):
    """A printed area that ends with the line of who signs: there is no room in it."""
    book.active.print_area = f"B1:G{LAST}"


def one_page(book):
    """A form that must fit on one page, in portrait."""
    book.active.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(
        fitToPage=True
    )
    book.active.page_setup.orientation = "portrait"
    book.active.print_area = f"B1:G{LAST + 6}"


def full_foot(book):
    """A foot with words on all three sides, on the first page too."""
    sheet = book.active
    sheet.HeaderFooter.differentFirst = True
    for foot in (sheet.oddFooter, sheet.firstFooter):
        foot.left.text, foot.center.text, foot.right.text = "Mẫu 02/KH", "Trang &P/&N", "Sở GDĐT"


def narrow(book):
    """A form that leaves no room for a foot: it had none."""
    book.active.page_margins = PageMargins(left=0.33, right=0.44, bottom=0.3, footer=0.3)


def with_seal(book):
    """A form with a picture of its own below the words."""
    body = io.BytesIO()
    Image.new("RGB", (80, 80), "red").save(body, "PNG")
    book.active.add_image(Picture(body), f"C{LAST + 1}")


def words_below(book):
    """Words of the office that are not to be printed, right below what is."""
    to_the_last_line(book)
    book.active[f"B{LAST + 2}"] = "Lưu ý: không in phần này"


def two_areas(book):
    book.active.print_area = f"B1:G20,B21:G{LAST}"


SHAPES = (
    drawn, plain, to_the_last_line, one_page, full_foot, narrow, with_seal, words_below, two_areas,
)  # fmt: skip


def template(tmp_path, shape=drawn) -> Template:
    book = drawn()
    if shape is not drawn:
        shape(book)
    path = tmp_path / "mau.xlsx"
    book.save(path)
    places = find_places(path, FORM)
    assert places is not None
    return Template(path.read_bytes(), places)


def seen_on(pdf) -> list[str]:
    """What the codes on the pages of a print say, as a scanner at 150 dots an inch sees them."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=150 / 72).to_pil().convert("L") for page in document]
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


@needs_office
@pytest.mark.office
def test_the_print_carries_the_code_on_every_page_and_once_as_a_picture(tmp_path):
    files = []
    for shape in SHAPES:
        files.append(tmp_path / f"{shape.__name__}.xlsx")
        files[-1].write_bytes(fill_template(template(tmp_path, shape), PAGE))
    convert("pdf", files, tmp_path)
    for shape in SHAPES:
        pdf = tmp_path / f"{shape.__name__}.pdf"
        pages = [page.extract_text() for page in PdfReader(pdf).pages]
        form = [text for text in pages if "Không sửa trang này" not in text]
        assert all(CODE in text for text in form), shape.__name__
        assert "Lưu ý" not in "".join(form)
        assert seen_on(pdf) == [f"BAOCAO:{CODE}"], shape.__name__
        scanned = tmp_path / f"{shape.__name__}-scan.pdf"
        first, *rest = [
            page.render(scale=2).to_pil().convert("L") for page in pypdfium2.PdfDocument(pdf)
        ]
        first.save(scanned, "PDF", save_all=True, append_images=rest)
        assert code_on(scanned) == CODE, shape.__name__


@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_of_the_offices_is_moved_but_the_end_of_the_printed_area(tmp_path, shape):
    own = template(tmp_path, shape)
    before, after = opened(own.body).active, opened(fill_template(own, PAGE)).active
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert {at: size.height for at, size in after.row_dimensions.items()} == {
        at: size.height for at, size in before.row_dimensions.items()
    }
    for side in ("left", "center", "right"):
        there, now = getattr(before.oddFooter, side).text, getattr(after.oddFooter, side).text
        assert there is None or now.startswith(there)
    assert len(after._images) == len(before._images) + 1
    if before.print_area:
        (first, last), (first_now, last_now) = (
            re.findall(r"\$([A-Z]+)\$", each.print_area)[:2] for each in (before, after)
        )
        assert (first, last) == (first_now, last_now)


@pytest.mark.parametrize(
    ("shape", "areas"),
    [
        (drawn, "$B$1:$G$64"),
        (to_the_last_line, f"$B$1:$G${LAST + 4}"),
        (two_areas, f"$B$1:$G$20,$B$21:$G${LAST + 4}"),
        (words_below, f"$B$1:$G${LAST},$B${LAST + 3}:$G${LAST + 6}"),
    ],
)
def test_the_area_grows_only_where_it_has_no_room(tmp_path, shape, areas):
    made = opened(fill_template(template(tmp_path, shape), PAGE)).active
    assert made.print_area.replace("'Mẫu 02'!", "") == areas


def test_the_picture_leaves_room_for_hand_and_seal_and_lies_on_no_words(tmp_path):
    for shape in SHAPES:
        sheet = opened(fill_template(template(tmp_path, shape), PAGE)).active
        at = sheet._images[-1].anchor._from.row + 1
        taken = [row[0].row for row in sheet.iter_rows() if any(cell.value for cell in row)]
        assert at > max(taken), shape.__name__
        if shape is plain:
            assert at - max(taken) >= 4


@pytest.mark.parametrize(
    ("shape", "margins"), [(drawn, (1.0, 0.5)), (full_foot, (1.0, 0.5)), (narrow, (0.45, 0.25))]
)
def test_the_margin_grows_only_where_a_new_foot_has_no_line(tmp_path, shape, margins):
    made = opened(fill_template(template(tmp_path, shape), PAGE)).active.page_margins
    assert (made.bottom, made.footer) == pytest.approx(margins)


def test_a_draft_and_a_blank_form_carry_no_code(tmp_path):
    own = template(tmp_path)
    draft = opened(fill_template(own, replace(PAGE, code="", foot="Bản nháp, chưa gửi"))).active
    assert draft.oddFooter.left.text == "Bản nháp, chưa gửi"
    blank = fill_template(own, unit_page(UnitSheet(FORM, "Xã Bum Nưa")))
    assert draft._images == []
    assert b"headerFooter" not in sheet_xml(blank)


def sheet_xml(body: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return package.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("earlier", [PAGE, replace(PAGE, code="", foot="Bản nháp, chưa gửi")])
@pytest.mark.parametrize("shape", [drawn, full_foot, with_seal])
def test_a_workbook_that_was_handed_out_before_carries_the_new_code_alone(
    tmp_path, shape, earlier
):
    own = template(tmp_path, shape)
    again = replace(own, body=fill_template(own, earlier))
    fresh = replace(PAGE, code="ZZ99999999", foot="Lần nộp 2. Mã biên nhận: ZZ99999999")
    twice, once = fill_template(again, fresh), fill_template(own, fresh)
    texts = [
        re.search(rb"<headerFooter.*</headerFooter>", sheet_xml(body), re.DOTALL)
        for body in (twice, once)
    ]
    assert texts[0] is not None
    assert texts[1] is not None
    assert texts[0][0] == texts[1][0]
    sheets = [opened(body).active for body in (twice, once)]
    assert len(sheets[0]._images) == len(sheets[1]._images)
    assert sheets[0].print_area == sheets[1].print_area


def test_a_foot_takes_words_beside_what_stands_in_it():
    full, short = "Lần nộp 1. Mã biên nhận: A", "Mã biên nhận: A"
    look = '&"Times New Roman,Italic"&9'
    assert with_words("", full, short) == f"&L{look}{full}"
    assert with_words("Trang &P", full, short) == f"&L{look}{short}&CTrang &P"
    assert with_words("&Lx&Ry", full, short) == f"&Lx&C{look}{short}&Ry"
    assert with_words("&La&Cb&Rc", full, short) == f"&La\n{look}{short}&Cb&Rc"
    assert parts_of('&L&"Arial,Bold"A && B&C&P') == {
        "L": '&"Arial,Bold"A && B',
        "C": "&P",
        "R": "",
    }
    long = "&L" + "x" * (LONGEST - 10) + "&Cb&Rc"
    assert with_words(long, full, short) == long
