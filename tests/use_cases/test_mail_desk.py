"""Files that units mail: matched to their units, read like their own upload, nothing wrong stored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.imports.match_filled import open_file
from bot.model.person import Role, Seat
from bot.use_cases.mail import mail_desk
from bot.use_cases.mail.mail_desk import MailReading
from bot.use_cases.turns.run_command import Acting
from tests.imports.filled_files import body, fill, sheet, workbook
from tests.office import Installation
from tests.use_cases.mailed_files import FIGURES, Mailed, message, twenty

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
    assert reading.not_read[-1] == "tệp “anh.jpg” trong thư chưa được đọc"


def test_a_table_over_several_pages_of_a_pdf_is_one(files: list[Mailed], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(files[4].body)
    opened = open_file(path)
    heads = [line for grid in opened.grids for line in grid.lines if "Ghi chú" in line.values]
    assert (len(opened.grids), len(heads)) == (1, 1)
