"""Files that units mail: matched to their units, read like their own upload, nothing wrong stored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.imports import pdf_tables
from bot.imports.grid import Grid, GridLine
from bot.imports.match_filled import open_file
from bot.model.person import Role, Seat
from bot.use_cases.mail import mail_desk
from bot.use_cases.mail.mail_desk import MailReading
from bot.use_cases.turns.run_command import Acting
from tests.imports.filled_files import body, fill, sheet, workbook
from tests.office import Installation
from tests.use_cases.mailed_files import (
    CERTAIN,
    FIGURES,
    Mailed,
    message,
    packed,
    page_of,
    twenty,
    with_message,
    with_page,
    worded,
)

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed"),
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Mailed]:
    return twenty(tmp_path_factory.mktemp("mailed"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


def mail(
    desk: Installation, files: list[Mailed], *, store: bool = True, send: bool = False
) -> list[MailReading]:
    """Read files as the coordinator does, and enter what is certain."""
    inbox = desk.folder / "inbox"
    inbox.mkdir(exist_ok=True)
    mailed = []
    for file in files:
        (inbox / file.name).write_bytes(file.body)
        mailed += mail_desk.take_in(inbox / file.name, file.name, desk.folder, desk.office.tz)
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        acting = Acting(tx, desk.office, seat)
        readings = mail_desk.read_all(acting, mailed, [None] * len(mailed))
        if store:
            mail_desk.store(acting, readings, send=send)
    return readings


def test_twenty_files_of_mixed_quality_are_matched_and_nothing_is_guessed(
    desk: Installation, files: list[Mailed]
) -> None:
    readings = mail(desk, files, store=False)
    assert {each.mailed.name: each.unit.code if each.unit else None for each in readings} == {
        file.name: file.unit for file in files
    }


def test_of_twenty_files_exactly_what_is_certain_is_stored(
    desk: Installation, files: list[Mailed]
) -> None:
    mail(desk, files)
    wanted = {file.unit: file.certain for file in files if file.unit is not None}
    with desk.store.reading() as tx:
        codes = [unit.code for unit in tx.campaigns.members(desk.campaign.id)]
    for code in codes:
        stored = desk.submission(code).answers
        found = {row: (answer.count, answer.people) for row, answer in stored.items()}
        assert found == wanted.get(code, {}), code


def test_what_came_by_chat_and_again_by_mail_is_one_report(
    desk: Installation, files: list[Mailed]
) -> None:
    person = desk.joined("03436")
    person.says("1.1: 3 lớp 45 người; 1.9: 2 lớp 1250 người; 10.1: 12.500.000 đồng")
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")
    before = desk.submission("03436")
    mail(desk, files[:1])
    after = desk.submission("03436")
    assert (after.version, after.draft, after.answers) == (1, False, before.answers)


def test_a_mailed_correction_of_a_sent_report_is_its_next_version(
    desk: Installation, files: list[Mailed]
) -> None:
    mail(desk, files[9:10], send=True)
    (reading,) = mail(desk, files[10:11], send=True)
    found = desk.submission("03466")
    assert (found.version, found.answers["1.1"].count) == (2, 4)
    assert "hiện đang ghi: 3 lớp, 45 người" in reading.text


def test_the_file_and_its_source_are_kept_with_the_report(
    desk: Installation, files: list[Mailed]
) -> None:
    mail(desk, files[7:8])
    own = desk.submission("03463")
    with desk.store.reading() as tx:
        (kept,) = tx.history.files(own.id)
    assert own.answers["1.1"].source == "nhập hộ theo e-mail ngày 12/10/2022 của UBND xã Tà Tổng"
    assert (kept.kind, kept.name) == ("source", "so_lieu.xlsx")


def test_a_form_of_last_year_is_not_stored_as_this_years(desk: Installation) -> None:
    made = replace(sheet(), unit_name="Xã Bum Nưa", unit_code="", campaign="", year=2021)
    last = Mailed("a.xlsx", body(fill(workbook(made), FIGURES)), "03466", {})
    (reading,) = mail(desk, [last])
    assert "ghi năm 2021, còn đợt này là năm 2022" in reading.text
    assert {row.outcome for row in reading.rows} == {"ask"}
    assert desk.submission("03466").answers == {}


def test_what_is_quoted_in_a_message_is_not_read(desk: Installation) -> None:
    words = "1.1: 3 lớp 45 người\n\nVào 11/10/2022, Phòng GDĐT đã viết:\n> 1.9: 7 lớp 900 người"
    mail(desk, [Mailed("a.eml", message("UBND xã Bum Nưa", words=words), "03466", {})])
    assert set(desk.submission("03466").answers) == {"1.1"}


def test_files_of_a_message_that_nobody_reads_are_named(desk: Installation) -> None:
    raw = message("UBND xã Bum Nưa", words="1.1: 3 lớp 45 người", anh__jpg=b"\xff\xd8\xff\xe0")
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert reading.not_read[-1].startswith("ảnh “anh.jpg” trong thư chưa được đọc; ")


def test_a_table_over_several_pages_of_a_pdf_is_one(files: list[Mailed], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(files[4].body)
    opened = open_file(path)
    heads = [line for grid in opened.grids for line in grid.lines if "Ghi chú" in line.values]
    assert (len(opened.grids), len(heads)) == (1, 1)


def _stored(desk: Installation, code: str) -> dict[str, tuple[int | None, int | None]]:
    answers = desk.submission(code).answers
    return {row: (answer.count, answer.people) for row, answer in answers.items()}


def _form(unit: str) -> bytes:
    made = replace(sheet(), unit_name=unit, unit_code="", campaign="")
    return body(fill(workbook(made), FIGURES))


def test_a_table_pasted_into_a_message_is_read_as_a_file(desk: Installation) -> None:
    raw = with_page(message("Văn phòng", words="xem bảng"), page_of("UBND xã Bum Nưa"))
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert _stored(desk, "03466") == CERTAIN
    assert reading.mailed.attachment == "bảng trong thư.html"


def test_a_table_in_what_a_reply_quotes_is_not_read(desk: Installation) -> None:
    page = f"<p>Vâng ạ.</p><blockquote>{page_of('UBND xã Bum Nưa')}</blockquote>"
    mail(desk, [Mailed("a.eml", with_page(message(words="Vâng ạ."), page), None, {})])
    assert _stored(desk, "03466") == {}


def test_what_somebody_passed_on_in_a_message_is_read(desk: Installation) -> None:
    words = """Chuyển anh chị.

---------- Forwarded message ---------
Từ: UBND xã Bum Nưa <a@example.vn>
Date: Th 3, 11 thg 10, 2022
Subject: Báo cáo
To: <b@example.vn>

1.1: 3 lớp 45 người

Vào 10/10/2022, Phòng GDĐT đã viết:
> 1.9: 7 lớp 900 người"""
    mail(desk, [Mailed("a.eml", message("Chuyên viên", words=words), "03466", {})])
    assert _stored(desk, "03466") == {"1.1": (3, 45)}


@pytest.mark.parametrize("mark", ["-----Original Message-----", "_" * 32])
def test_what_is_below_the_line_is_read_only_where_the_subject_says_passed_on(
    desk: Installation, mark: str
) -> None:
    words = f"{mark}\nFrom: UBND xã Bum Nưa\nSubject: BC\n\n1.1: 3 lớp 45 người"
    mail(desk, [Mailed("a.eml", message("A", "Re: xã Bum Nưa", words), None, {})])
    assert _stored(desk, "03466") == {}
    mail(desk, [Mailed("b.eml", message("A", "FW: BC", words), None, {})])
    assert _stored(desk, "03466") == {"1.1": (3, 45)}


def test_an_attached_message_is_a_message_of_its_own(desk: Installation) -> None:
    inner = message("UBND xã Bum Nưa", so_lieu__xlsx=_form(""))
    raw = with_message(message("Chuyên viên", "Chuyển tiếp"), inner)
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert _stored(desk, "03466") == CERTAIN
    assert reading.mailed.source == "e-mail ngày 12/10/2022 của UBND xã Bum Nưa"


def test_messages_inside_messages_end_somewhere(desk: Installation) -> None:
    raw = message("UBND xã Bum Nưa", words="1.1: 3 lớp 45 người")
    for _ in range(30):
        raw = with_message(message("A", words=""), raw)
    readings = mail(desk, [Mailed("a.eml", raw, None, {})])
    assert _stored(desk, "03466") == {}
    assert len(readings) == 1
    assert "chưa được đọc" in readings[0].not_read[-1]


def test_the_files_of_a_packed_folder_are_read_each_for_its_unit(desk: Installation) -> None:
    folder = packed(a__xlsx=_form("Xã Bum Nưa"), b__xlsx=_form("Xã Mù Cả"))
    mail(desk, [Mailed("a.eml", message("Phòng", tep__zip=folder), None, {})])
    assert _stored(desk, "03466") == _stored(desk, "03451") == CERTAIN
    other = packed(c__xlsx=_form("Xã Thu Lũm"))
    mail(desk, [Mailed("tep.zip", other, None, {})])
    assert _stored(desk, "03436") == CERTAIN


def test_a_packed_folder_that_cannot_be_opened_is_named_with_what_to_do(
    desk: Installation,
) -> None:
    raw = message("UBND xã Bum Nưa", words="", tep__zip=b"PK\x03\x04 cut off")
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert "“tep.zip” trong thư chưa được đọc; anh/chị mở xem" in reading.not_read[-1]


def test_a_message_without_words_says_so(desk: Installation) -> None:
    (empty,) = mail(desk, [Mailed("a.eml", message("UBND xã Bum Nưa", words=""), None, {})])
    assert "không có chữ và không có tệp" in empty.text


def test_what_the_words_say_beside_a_file_raises_a_doubt_and_is_not_lost(
    desk: Installation,
) -> None:
    words = "Xin sửa: 1.1: 4 lớp 45 người\n1.2: 2 lớp 30 người"
    raw = message("UBND xã Bum Nưa", words=words, so_lieu__xlsx=_form(""))
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert _stored(desk, "03466") == {row: CERTAIN[row] for row in ("1.9", "10.1")}
    assert "Số nào đúng?" in next(row.question for row in reading.rows if row.code == "1.1")
    assert "1.2: 2 lớp 30 người" in reading.not_read[-1]


def test_a_row_that_a_file_and_another_message_give_differently_is_asked_in_both(
    desk: Installation,
) -> None:
    words = message("UBND xã Bum Nưa", words="1.1: 4 lớp 45 người\n1.2: 2 lớp 30 người")
    own = Mailed("a.xlsx", _form("Xã Bum Nưa"), "03466", {})
    mail(desk, [own, Mailed("b.eml", words, "03466", {})])
    rest = {row: CERTAIN[row] for row in ("1.9", "10.1")}
    assert _stored(desk, "03466") == {**rest, "1.2": (2, 30)}


def test_words_without_figures_beside_a_file_raise_no_doubt(desk: Installation) -> None:
    words = "Kính gửi Phòng.\n1. Báo cáo kết quả\n2. Ảnh minh họa\nTrân trọng."
    raw = message("UBND xã Bum Nưa", words=words, so_lieu__xlsx=_form(""))
    (reading,) = mail(desk, [Mailed("a.eml", raw, "03466", {})])
    assert (_stored(desk, "03466"), reading.not_read) == (CERTAIN, ())


def test_a_file_that_names_another_unit_than_its_message_says_which(desk: Installation) -> None:
    raw = message("UBND xã Mù Cả", so_lieu__xlsx=_form("Xã Bum Nưa"))
    (reading,) = mail(desk, [Mailed("a.eml", raw, None, {})])
    assert "các đơn vị khác nhau: Xã Bum Nưa, Xã Mù Cả." in reading.text
    assert _stored(desk, "03466") == _stored(desk, "03451") == {}


@pytest.mark.parametrize("head", ["Trường TH xã Bum Nưa", "TRUONG MAM NON XA BUM NUA"])
def test_the_form_of_a_school_is_not_that_of_the_commune_it_lies_in(
    desk: Installation, head: str
) -> None:
    (reading,) = mail(desk, [Mailed("a.xlsx", _form(head), None, {})])
    assert (reading.unit, _stored(desk, "03466")) == (None, {})


def test_a_school_writes_below_the_name_of_its_commune(desk: Installation) -> None:
    """As the decree has it: the office above on the first line, whoever writes on the second."""
    heads = ("UBND XÃ BUM NƯA\nTRƯỜNG TIỂU HỌC BUM NƯA", "UBND XÃ BUM NƯA\nTrường MN số 1")
    files = [Mailed(f"{n}.docx", worded("", head), None, {}) for n, head in enumerate(heads)]
    commune = Mailed("x.docx", worded("", "UBND HUYỆN MƯỜNG TÈ\nUBND XÃ BUM NƯA"), None, {})
    readings = mail(desk, [*files, commune], store=False)
    assert [each.unit and each.unit.code for each in readings] == [None, None, "03466"]


def test_a_damaged_file_is_told_with_the_unit_of_its_message(desk: Installation) -> None:
    raw = message("UBND xã Bum Nưa", so_lieu__xlsx=b"")
    (reading,) = mail(desk, [Mailed("a.eml", raw, None, {})])
    assert reading.unit is not None
    assert reading.unit.code == "03466"
    assert "xin gửi lại" in reading.text


def test_a_label_that_the_end_of_a_page_cut_in_two_is_one_again() -> None:
    first = Grid(
        "1", (GridLine(1, ("TT", "Nội dung")), GridLine(2, ("5.1", "Hội sách, đường", "7")))
    )
    rest = (
        GridLine(1001, (None, "sách, phố sách", None)),
        GridLine(1002, ("5.2", "Trưng bày", "3")),
    )
    (joined,) = map(pdf_tables._numbered, pdf_tables._joined(iter([first, Grid("2", rest)])))
    assert [(line.place, line.values) for line in joined.lines[1:]] == [
        (2, ("5.1", "Hội sách, đường sách, phố sách", "7")),
        (3, ("5.2", "Trưng bày", "3")),
    ]
