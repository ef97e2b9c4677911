"""Plans of other shapes: two deadlines in one sentence, drafts with blanks, Word, misprints."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from docx import Document

from bot.plans.plan_json import proposal_json
from bot.use_cases.campaigns.plan_reading import read_plan_file

DISTRICT = """ỦY BAN NHÂN DÂN
HUYỆN THỬ
Số: 145/KH-UBND
Thử, ngày 20 tháng 9 năm 2019
KẾ HOẠCH
Tổ chức "Tuần lễ hưởng ứng học tập suốt đời" năm 2019
Căn cứ Công văn số 4080/BGDĐT-GDTX ngày 10/9/2019 của Bộ GDĐT;
UBND huyện ban hành kế hoạch như sau:
I. THỜI GIAN
Thời gian: Từ ngày 01/10/2019 đến ngày 07/10/2018.
Khai mạc lúc 7 giờ 30 phút, thứ Hai, ngày 02/10/2019 tại Nhà văn hóa huyện.
II. CHẾ ĐỘ BÁO CÁO
Yêu cầu UBND các xã, thị trấn báo cáo kết quả về Phòng Giáo dục và Đào tạo trước ngày 15/10/2019; các trường THPT trước ngày 12/10/2019. Phòng Giáo dục và Đào tạo tổng hợp báo cáo UBND huyện trước ngày 14/10/2019.
"""
DRAFT = """ỦY BAN NHÂN DÂN TỈNH THỬ
Số:          /KH-UBND
Thử, ngày      tháng      năm 2026
KẾ HOẠCH
Tổ chức Tuần lễ hưởng ứng học tập suốt đời năm 2026 trên địa bàn tỉnh
1. Thời gian tổ chức: từ ngày      /10/2026 đến ngày     /10/2026.
2. Chế độ báo cáo
Các sở, ban, ngành gửi báo cáo kết quả về UBND tỉnh (qua Sở Giáo dục và Đào tạo) trước ngày     /10/2026 để tổng hợp.
"""


def read(folder: Path, text: str) -> dict[str, Any]:
    file = folder / "plan.txt"
    file.write_text(text, encoding="utf-8")
    return proposal_json(read_plan_file(file))


def test_two_deadlines_of_one_sentence_share_their_receiver(tmp_path: Path) -> None:
    found = read(tmp_path, DISTRICT)["report_deadlines"]
    assert [(due["date"], due["who"], due["to"]) for due in found] == [
        ("2019-10-12", ["các trường THPT"], "Phòng Giáo dục và Đào tạo"),
        ("2019-10-15", ["UBND các xã, thị trấn"], "Phòng Giáo dục và Đào tạo"),
        ("2019-10-14", ["Phòng Giáo dục và Đào tạo"], "UBND huyện"),
    ]


def test_what_is_told_of_last_years_reports_is_no_deadline(tmp_path: Path) -> None:
    told = "Năm 2018, các xã gửi báo cáo về Phòng Giáo dục và Đào tạo trước ngày 14/10/2018, đạt tỷ lệ 100%."
    found = read(tmp_path, DISTRICT.replace("I. THỜI GIAN", f"{told}\nI. THỜI GIAN"))
    days = ["2019-10-12", "2019-10-15", "2019-10-14"]
    assert [due["date"] for due in found["report_deadlines"]] == days


def test_no_year_is_made_up_for_a_day_of_next_year(tmp_path: Path) -> None:
    found = read(tmp_path, DISTRICT.replace("14/10/2019", "14/10 năm sau"))["report_deadlines"]
    assert [(due["date"], due["phrase"]) for due in found if not due["date"]] == [
        (None, "trước ngày 14/10 năm sau")
    ]


@pytest.mark.parametrize("desk", ["Sở", "Bộ", "Hội", "Phòng"])
def test_an_office_of_one_short_word_hands_in_itself(tmp_path: Path, desk: str) -> None:
    text = DISTRICT.replace(
        "Phòng Giáo dục và Đào tạo tổng hợp báo cáo", f"{desk} tổng hợp, báo cáo"
    )
    assert [desk] in [due["who"] for due in read(tmp_path, text)["report_deadlines"]]


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("Mỗi đơn vị gửi kèm ít nhất 05 ảnh hoạt động.", True),
        ("Báo cáo gửi kèm tối thiểu 3 hình ảnh tiêu biểu về địa chỉ thư điện tử.", True),
        ("Báo cáo không quá 03 trang; kèm 5 ảnh.", True),
        ("Các đơn vị gửi kèm theo ảnh.", True),
        ("Báo cáo viên giới thiệu hình ảnh về học tập suốt đời.", False),
        ("Tuyên truyền bằng hình ảnh, video clip trên trang thông tin.", False),
        ("Bài dự thi nộp kèm 02 ảnh của tác giả.", False),
        ("Báo cáo phản ánh đúng kết quả, nêu những ảnh hưởng của dịch bệnh.", False),
        ("Thông tin báo cáo: liên hệ 2 anh chị ở Phòng Giáo dục.", False),
    ],
)
def test_photos_that_a_plan_asks_for_are_found(tmp_path: Path, said: str, asks: bool) -> None:
    assert read(tmp_path, f"{DISTRICT}{said}\n")["photos_required"] is asks


@pytest.mark.parametrize(("said", "asks"), [("kèm ít nhất 05 ảnh", True), ("bằng văn bản", False)])
def test_photos_are_found_in_the_sentence_of_a_deadline(
    tmp_path: Path, said: str, asks: bool
) -> None:
    text = DISTRICT.replace("báo cáo kết quả về Phòng", f"báo cáo kết quả {said} về Phòng")
    assert read(tmp_path, text)["photos_required"] is asks


def test_a_deadline_with_a_misprinted_year_is_listed_and_asked_for(tmp_path: Path) -> None:
    found = read(tmp_path, DRAFT.replace("trước ngày     /10/2026", "trước ngày 12/10/2025"))
    assert found["report_deadlines"] == []
    assert "deadline" in " ".join(found["must_ask_coordinator"])
    assert any("năm 2025" in each["text"] for each in found["contradictions"])


def test_misprints_are_listed_and_the_printed_values_stand(tmp_path: Path) -> None:
    found = read(tmp_path, DISTRICT)
    assert found["period"] == {"start": "2019-10-01", "end": "2018-10-07"}
    texts = " ".join(each["text"] for each in found["contradictions"])
    for said in ("năm 2018", "Cấp trên nộp trước ngày 14/10/2019", "không phải thứ Hai"):
        assert said in texts


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("2 giờ 30 phút chiều", "14:30"), ("2h30 chiều", "14:30"), ("7 giờ (buổi tối)", "19:00"),
        ("7 giờ tối", "19:00"), ("14 giờ chiều", "14:00"), ("7 giờ tới 9 giờ", "07:00"), ("7:00 tới 9:30", "07:00"),
        ("7 giờ 30 phút sáng", "07:30"), ("7 giờ 30 phút", "07:30"),
    ],
)  # fmt: skip
def test_an_opening_in_the_afternoon_is_not_at_night(tmp_path: Path, said: str, time: str) -> None:
    text = DISTRICT.replace("7 giờ 30 phút, thứ Hai,", said)
    assert [each["time"] for each in read(tmp_path, text)["opening"]] == [time]


def test_blanks_of_a_draft_stay_blank(tmp_path: Path) -> None:
    found = read(tmp_path, DRAFT)
    assert [found[key] for key in ("plan_number", "issued", "period")] == [None, None, None]
    assert [due["date"] for due in found["report_deadlines"]] == [None]
    asked = {"plan number", "day of issue", "period", "deadline"}
    assert asked <= set(found["must_ask_coordinator"])


def test_a_word_document_says_the_same_as_its_text(tmp_path: Path) -> None:
    document = Document()
    for line in DISTRICT.splitlines():
        document.add_paragraph().add_run(line).bold = line.isupper()
    document.save(str(tmp_path / "plan.docx"))
    found = proposal_json(read_plan_file(tmp_path / "plan.docx"))
    assert found["report_deadlines"] == read(tmp_path, DISTRICT)["report_deadlines"]
