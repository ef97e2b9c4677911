"""Figures and acts are what people meant: corrections go to their own row, both rows' figures are asked about,
nothing is dropped in silence, and no act of a coordinator is done by half."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from bot.model.submission import Status
from tests.office import Installation, Person, said

ROW = ("bỏ qua", "mục 1.1", "3 lớp 45 người")
ROUGH = (*ROW, "2 lớp khoảng 220 người")
BATCH = ("1.1: 3 lớp 45 người; 1.6: 4 lớp 160 người; 5.1: 2 hội sách",)
SENT = ("1.1: 3 lớp 45 người; 1.6: 2 lớp 30 người; 10.1: 5 triệu; còn lại không", "đúng") + 3 * (
    "nộp",
)
BUM_NUA, KA_LANG, THU_LUM = "03466", "03439", "03436"


def heard(person: Person) -> str:
    return said(person.heard[-1])


@pytest.mark.parametrize(
    ("before", "words", "told"),
    [
        (ROW, "1.1 em ghi lộn, phải là 4 lớp chứ ko phải 3", "Sửa thành 1.1: 4 lớp, 45 người?"),
        (ROW, "e gõ nhầm, ý e là 2 lớp", "Sửa thành 1.1: 2 lớp, 45 người?"),
        (ROW, "nhập nhầm dòng rồi, 3 lớp 45 người là của 1.3", "Sửa thành 1.3: 3 lớp, 45 người?"),
        (ROW, "2 lớp 30 người là của mục 1.3", "Sửa thành 1.3: 2 lớp, 30 người?"),
        (ROW, "à quên 1.1 còn thiếu 15 người nữa", "thành 1.1: 3 lớp, 60 người?"),
        (ROW, "sửa 1.1 thành 50", "Sửa thành 1.1: 3 lớp, 50 người?"),
        (ROW, "cái này giống câu trên đó em", "Ghi 1.2: 3 lớp, 45 người như mục 1.1?"),
        (ROW, "tất cả 4 lớp 70 người cho cả ngoại ngữ lẫn tin học", "Riêng mục 1.2 là bao nhiêu?"),
        (
            ROW,
            "4 lớp 70 người tin học và ngoại ngữ",
            "Số này gồm cả “Tin học cho cán bộ” (mục 1.3)",
        ),
        (ROW, "3 lớp 50 người, có cả lớp tin học", "Riêng mục 1.2 là bao nhiêu?"),
        (ROW, "sửa mục 1 thành 5 lớp", "Chưa dùng đến: 5 lớp"),
        (ROW, "số người thì đúng, số lớp thì sai", "Hiện đang ghi: 3 lớp, 45 người"),
        (ROW, "nhầm, ko phải xã tôi", "nhập cho Xã Bum Nưa"),
        (ROW, "khoan đã đừng gửi vội, chị chưa coi kỹ", "Chưa gửi gì lên"),
        (ROW, "ko rõ số người, chỉ biết số lớp", "cần đủ cả hai mới ghi được"),
        (ROW, "mấy câu sau bên xã k có j hết", 'Gõ "đúng" để ghi'),
        (ROUGH, "ừ mà 210 thôi", "Sửa thành 1.2: 2 lớp, 210 người?"),
        (ROUGH, "k phải, 120", "Sửa thành 1.2: 2 lớp, 120 người?"),
        (ROUGH, "để chị coi lại sổ cái đã rồi trả lời", "1.2: 2 lớp, 220 người vẫn chờ"),
        (BATCH, "1.6 có 150 thôi", "1.6: 4 lớp, 150 người"),
        (BATCH, "ừ ghi đi nhưng 5.1 là 3", "5.1: 3 cuộc"),
        (BATCH, "bỏ cái 5.1 ra còn lại ghi", "Còn 2 dòng chờ xác nhận"),
        (BATCH, "đúng hết trừ 1.1", "Đã bỏ số liệu chờ xác nhận của mục 1.1"),
        (BATCH, "chờ chút chị hỏi kế toán", "Còn 3 dòng chờ xác nhận"),
    ],
)
def test_what_is_meant_is_shown_and_nothing_is_stored(
    desk: Installation, before: tuple[str, ...], words: str, told: str
) -> None:
    person = desk.joined()
    for text in before:
        person.says(text)
    kept = desk.submission().answers
    person.says(words)
    assert told in heard(person)
    assert desk.submission().answers == kept


def test_all_but_a_row_that_is_stored_shows_that_row(desk: Installation) -> None:
    person = desk.joined()
    for text in (*BATCH, "đúng", "đúng hết trừ 1.1"):
        person.says(text)
    assert "Hiện đang ghi: 3 lớp, 45 người" in heard(person)
    assert desk.submission().answers["1.1"].people == 45


def test_one_new_figure_of_a_row_that_is_shown_again_keeps_the_other(desk: Installation) -> None:
    person = desk.joined()
    for text in (*ROW, "số người thì đúng, số lớp thì sai", "4 lớp"):
        person.says(text)
    assert "1.1: 4 lớp, 45 người?" in heard(person)
    person.says("đúng")
    assert (desk.submission().answers["1.1"].count, desk.submission().answers["1.1"].people) == (
        4,
        45,
    )


# -- coordinators ------------------------------------------------------------------------------------


@pytest.fixture
def hoa(desk: Installation) -> Person:
    hoa = desk.coordinator("Nguyễn Thị Hoa")
    person = desk.joined(BUM_NUA)
    for text in SENT:
        person.says(text)
    for unit, name in ((KA_LANG, "Anh Sừ"), (THU_LUM, "Chị Lan")):
        desk.joined(unit, name)
    hoa.listen()
    return hoa


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("cả huyện có bao nhiêu người học", "Các lớp bồi dưỡng, tập huấn: 5 lớp, 75 người"),
        ("nhắc hết đi trừ Ka Lăng", "Sẽ nhắc 1 đơn vị: Xã Thu Lũm."),
        ("nhắc các xã chưa nộp, trừ Ka Lăng và Thu Lũm", "nên không nhắc được"),
        ("Bum Nưa ok rồi, chốt", "Nhận báo cáo của Xã Bum Nưa (Đã gửi)?"),
        ("nhận Bum Nưa và trả Ka Lăng", "chưa thực hiện gì. Xin gõ từng việc một."),
        ("ai là đầu mối các xã, cho xin sđt", "Xã Thu Lũm: Chị Lan"),
        ("em xem Bum Nưa nộp lần mấy rồi", "lần nộp 1, gửi lúc 08:30 ngày 10/10/2022"),
        ("năm ngoái cả huyện bao nhiêu lớp", "không có số liệu cộng của đợt trước"),
        ("đợt này kéo dài tới 20/10 nhé", "còn thiếu lý do"),
    ],
)
def test_what_a_coordinator_means_is_told_or_shown(
    desk: Installation, hoa: Person, words: str, told: str
) -> None:
    hoa.says(words)
    assert told in heard(hoa)
    assert desk.submission().status is Status.SUBMITTED


def test_a_report_accepted_by_mistake_waits_again(desk: Installation, hoa: Person) -> None:
    for text in ("nhận Bum Nưa", "đúng", "nhận nhầm Bum Nưa rồi, hủy đi"):
        hoa.says(text)
    assert "Bỏ nhận báo cáo của Xã Bum Nưa (trở lại “Đã gửi”), lý do: “nhận nhầm”?" in heard(hoa)
    hoa.says("đúng")
    assert desk.submission().status is Status.SUBMITTED


def test_units_reminded_today_are_named(desk: Installation, hoa: Person) -> None:
    hoa.says("hôm nay nhắc ai rồi")
    assert "Hôm nay chưa nhắc đơn vị nào." in heard(hoa)
    assert "Lần nhắc tự động kế tiếp: 08:00 ngày 12/10/2022." in heard(hoa)
    with desk.store.transaction() as tx:
        steps = [step for step in tx.reminders.planned(desk.campaign.id) if step.unit_id]
        tx.reminders.finish([steps[0].id], "done", desk.now)
        unit = next(u for u in tx.campaigns.members(desk.campaign.id) if u.id == steps[0].unit_id)
    hoa.says("hôm nay nhắc ai rồi")
    assert f"Hôm nay đã nhắc: {unit.called}." in heard(hoa)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_figures_told_by_telephone_are_whole_however_accents_are_written(
    hoa: Person, form: Literal["NFC", "NFD"]
) -> None:
    hoa.says(unicodedata.normalize(form, "Can Hồ gọi điện báo 1.1 là 2 lớp 1305"))
    assert "1.1: 2 lớp, 1.305 người" in heard(hoa)
