"""Campaigns without a form: chat, reminders, board and papers say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.export_kinds import report_export
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.person import Role, Seat
from bot.model.submission import Status
from bot.use_cases.board.unit_page import unit_page
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.papers.campaign_export import campaign_sheet, write_file
from bot.use_cases.reminding.reminder_letter_data import letter_sheet
from tests.office import Installation, Person, said
from tests.use_cases.test_finishing import heard


def opened(folder: Path, **wanted: object) -> Installation:
    """The sample campaign without its form."""
    desk = Installation(folder, open_=False)
    desk.now = desk.now.replace(day=3)
    read = campaign_setup.read_campaign(folder / "campaign.toml", desk.office)
    plain = replace(read.campaign, slug="khong-bieu", forms=(), **wanted)  # type: ignore[arg-type]
    with desk.store.transaction() as tx:
        made = campaign_setup.create_campaign(
            tx, desk.office, replace(read, campaign=plain, forms=())
        )
        desk.campaign = campaign_setup.open_campaign(tx, desk.office, made.slug)
    return desk


@pytest.fixture
def with_file(tmp_path: Path) -> Iterator[Installation]:
    desk = opened(tmp_path, report_file="required", photos_min=0)
    yield desk
    desk.close()


@pytest.fixture
def with_nothing(tmp_path: Path) -> Iterator[Installation]:
    desk = opened(tmp_path, report_file="", photos_min=0)
    yield desk
    desk.close()


def sends_report(person: Person) -> str:
    file = FileRef(name="bao-cao.docx", mime="x", size=1, path="files/x.docx", sha256="0" * 64)
    return said(person._send(Incoming(person.address, "", IncomingKind.FILE, file=file))[-1])


def shown_on_the_board(desk: Installation) -> str:
    """The unit's own words as its coordinator's page has them."""
    report = desk.submission()
    seat = Seat(0, Role.COORDINATOR, desk.campaign.id, "", None)
    with desk.store.reading() as tx:
        page = unit_page(tx, desk.office, seat, report.unit_id)
    assert page is not None
    return page.words


def reminders(desk: Installation, days: int = 25) -> list[str]:
    return [text for _, text in heard(desk, days) if "Kính gửi anh/chị Lò Văn Ân" in text]


def test_a_report_of_a_file_alone_is_handed_in(with_file: Installation) -> None:
    official = with_file.joined()
    assert "tệp báo cáo" in said(official.heard[-1])
    assert "nộp" in sends_report(official)
    receipt = said(official.says("nộp")[-1])
    assert "Mã biên nhận" in receipt
    assert "Số tệp báo cáo: 1" in receipt
    assert with_file.submission().status is Status.SUBMITTED
    assert reminders(with_file) == []


def test_reminders_speak_of_what_is_owed_and_of_nothing_else(with_file: Installation) -> None:
    official = with_file.joined()
    first = reminders(with_file, 10)
    assert first
    assert all("còn thiếu tệp báo cáo" in text for text in first)
    assert not any(word in text for text in first for word in ("câu", "số liệu", "“tiếp”", "ảnh;"))
    sends_report(official)
    later = reminders(with_file)
    assert later
    assert all("chỉ còn nộp" in text and "thiếu" not in text for text in later)


def test_what_is_missing_is_named_once_and_nop_again_sends(with_file: Installation) -> None:
    official = with_file.joined()
    assert "chưa nộp được" in said(official.says("nộp")[-1])
    official.says("Đã tổ chức 02 lớp học cho phụ nữ.")
    assert "Còn thiếu tệp báo cáo" in said(official.says("nộp")[-1])
    assert "Mã biên nhận" in said(official.says("nộp")[-1])


def test_the_words_of_an_official_are_kept_corrected_and_sent(with_nothing: Installation) -> None:
    official = with_nothing.joined()
    official.says("Đã phát động Tuần lễ.")
    assert "Đã phát động Tuần lễ." in said(official.says("Có 200 người dự.")[-1])
    assert shown_on_the_board(with_nothing) == "Đã phát động Tuần lễ.\nCó 200 người dự."
    official.says("Nhầm ạ.")
    assert "hoàn tác" not in said(official.says("hoàn tác")[-1])
    kept = with_nothing.submission().answers["narrative"].text
    assert kept == "Đã phát động Tuần lễ.\nCó 200 người dự."
    assert "Mã biên nhận" in said(official.says("nộp")[-1])


def test_where_nothing_is_asked_the_chat_says_so_and_nobody_is_reminded(
    with_nothing: Installation,
) -> None:
    official = with_nothing.joined()
    boss = with_nothing.coordinator("Bà Bình")
    assert "chưa yêu cầu" in said(official.heard[-1])
    assert "không nhắc" in said(boss.says("tiến độ")[0])
    assert "Không còn đơn vị nào" in said(boss.says("nhắc")[-1])
    with with_nothing.store.reading() as tx, pytest.raises(OperatorError, match="không nhắc"):
        letter_sheet(tx, with_nothing.office, with_nothing.campaign, with_nothing.now)
    assert heard(with_nothing, 30) == []


def test_a_photo_gets_a_true_answer(with_nothing: Installation) -> None:
    reply = said(with_nothing.joined().sends_photo("Lễ phát động")[-1])
    assert "Đã nhận ảnh 1 – Lễ phát động" in reply
    assert "câu đang hỏi" not in reply


def test_the_papers_hold_the_words_and_who_is_missing(
    with_file: Installation, tmp_path: Path
) -> None:
    official = with_file.joined()
    official.says("Đã tổ chức 02 lớp học.")
    for _ in range(2):
        official.says("nộp")
    with with_file.store.reading() as tx:
        sheet = campaign_sheet(tx, with_file.office, with_file.campaign)
    for ending in ("json", "xlsx", "docx", "csv", "zip"):
        write_file(report_export(f"out.{ending}"), sheet, None, tmp_path / f"out.{ending}")
    body = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert (body["form"], len(body["missing_units"])) == (None, 13)
    sent = next(unit for unit in body["units"] if unit["state"] == "submitted")
    assert sent["rows"]["narrative"]["text"] == "Đã tổ chức 02 lớp học."


def test_an_approver_sees_the_words_before_they_are_sent(with_nothing: Installation) -> None:
    official = with_nothing.joined()
    chief = with_nothing.person("Ông Chủ tịch")
    chief.starts(with_nothing.code("03466", Role.APPROVER))
    chief.says("Đồng ý")
    official.says("Đã phát động Tuần lễ.")
    official.says("nộp")
    assert with_nothing.submission().status is Status.AWAITING_APPROVAL
    assert "Đã phát động" in said(chief.says("xem")[-1])
    assert "Mã biên nhận" in said(chief.says("duyệt")[-1])


def test_a_file_that_came_back_is_not_sent_again_without_a_word(with_file: Installation) -> None:
    official, hoa = with_file.joined(), with_file.person("Nguyễn Thị Hoa")
    sends_report(official)
    official.says("nộp")
    hoa.starts(with_file.code(None, Role.COORDINATOR))
    for words in ("Đồng ý", "trả lại Xã Bum Nưa thiếu chữ ký", "đúng"):
        hoa.says(words)
    assert "thiếu chữ ký" in said(official.says("nộp")[-1])
    assert with_file.submission().status is Status.RETURNED
    official.says("nộp")
    assert with_file.submission().status is Status.SUBMITTED
