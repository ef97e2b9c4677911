"""A message headed with another unit of the campaign is asked about before anything is stored."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest

from tests.office import Installation, Person

ASKS = "Tin này ghi Xã Thu Lũm; có đúng là số của Xã Bum Nưa không?"


def figures(desk: Installation, unit: str = "03466") -> dict[str, tuple[int | None, int | None]]:
    answers = desk.submission(unit).answers
    return {code: (answer.count, answer.people) for code, answer in answers.items()}


def says(person: Person, *texts: str) -> str:
    for text in texts:
        person.says(text)
    return person.last


@pytest.mark.parametrize(
    "text",
    [
        "Đơn vị: Xã Thu Lũm\n1.1: 2 lớp 60 người",
        "don vi: xa thu lum\n1.1: 2 lop 60 nguoi",
        "Xã Thu Lũm báo cáo: 1.1: 2 lớp 60 người",
        "Thu Lũm: 1.1: 2 lớp 60 người",
        "Xã Thu Lũm 1.1: 2 lớp 60 người",
        "UBND XÃ THU LŨM\nBÁO CÁO\n1.1: 2 lớp 60 người; 1.6: 4 lớp 160 em",
        "BÁO CÁO\nSố liệu của xã Thu Lũm, 2022\n1.1: 2 lớp 60 người",
        "dạ em bên Xã Thu Lũm, 2 lớp 60 người",
        "Xã Thu Lũm - 2 lớp 60 người",
    ],
)
def test_another_units_heading_is_asked_about(desk: Installation, text: str) -> None:
    person = desk.joined()
    assert ASKS in says(person, "mục 1.1", text)
    assert figures(desk) == {}
    says(person, "không")
    assert "Đã bỏ tin ghi Xã Thu Lũm" in person.last
    assert figures(desk) == {}


@pytest.mark.parametrize(
    "text",
    [
        "Xã Bum Nưa\n1.1: 2 lớp 60 người",
        "Đơn vị: Xã Bum Nưa, 1.1: 2 lớp 60 người",
        "1.1: 2 lớp 60 người, phối hợp với Xã Thu Lũm",
        "phối hợp với Xã Thu Lũm mở 2 lớp 60 người",
        "Kính gửi Xã Thu Lũm và các xã\n1.1: 2 lớp 60 người",
    ],
)
def test_ones_own_name_and_a_mention_hold_nothing_up(desk: Installation, text: str) -> None:
    assert "có đúng là số của" not in says(desk.joined(), "mục 1.1", text)


@pytest.mark.parametrize("yes", ["đúng", "vâng", "có", "phải"])
def test_a_yes_stores_it_as_ones_own(desk: Installation, yes: str) -> None:
    person = desk.joined()
    says(person, "Đơn vị: Xã Thu Lũm\n1.1: 2 lớp 60 người", yes)
    assert figures(desk) == {"1.1": (2, 60)}


def test_a_held_message_outlives_other_words_and_is_named(desk: Installation) -> None:
    person = desk.joined()
    says(person, "mục 1.2", "Xã Thu Lũm: 1.1: 2 lớp 60 người", "1 lớp 20 người")
    assert "Tin ghi Xã Thu Lũm vẫn chờ trả lời" in person.last
    says(person, "không")
    assert "1.3: không tổ chức" in person.last  # the answer to the row that is asked
    says(person, "đúng")
    assert figures(desk)["1.1"] == (2, 60)
    assert figures(desk)["1.2"] == (1, 20)


def test_it_is_handed_to_the_unit_that_one_may_enter_for(desk: Installation) -> None:
    person = desk.joined()
    person.starts(desk.code("03436"))
    says(person, "Đồng ý", "đổi đơn vị Xã Bum Nưa", "Đơn vị: Xã Thu Lũm\n1.1: 2 lớp 60 người")
    person.taps("Chuyển sang Xã Thu Lũm")
    assert "Đã chuyển sang nhập cho Xã Thu Lũm" in person.last
    says(person, "đúng")
    assert (figures(desk), figures(desk, "03436")) == ({}, {"1.1": (2, 60)})


def test_a_picture_with_another_units_caption_is_held(desk: Installation) -> None:
    person = desk.joined()
    person.sends_photo("Đơn vị: Xã Thu Lũm - lễ khai mạc")
    assert ASKS in person.last
    assert desk.submission().photos == ()
    person.taps("Đúng")
    assert [photo.caption for photo in desk.submission().photos] == [
        "Đơn vị: Xã Thu Lũm - lễ khai mạc"
    ]


def test_a_dictated_text_may_begin_with_any_unit(desk: Installation) -> None:
    person = desk.joined()
    says(person, "mục 11", "Xã Thu Lũm: tặng 20 suất quà")
    assert desk.submission().answers["11"].text == "Xã Thu Lũm: tặng 20 suất quà"


def test_an_edit_that_names_another_unit_changes_nothing(desk: Installation) -> None:
    person = desk.joined()
    says(person, "mục 1.5", "2 lớp 60 người")
    person.edits(person.sent[-1].message, "Đơn vị: Xã Thu Lũm\n1.5: 3 lớp 70 người")
    assert "chưa ghi, chưa nhận gì cho Xã Bum Nưa" in person.heard[-1].lead
    says(person, "đúng")
    assert figures(desk) == {"1.5": (2, 60)}


def test_a_document_whose_caption_names_another_unit_is_not_taken(tmp_path: Path) -> None:
    desk = Installation(tmp_path, report_file="required")
    person = desk.joined()
    for caption, kept in (("Xã Thu Lũm: báo cáo", 0), ("Xã Bum Nưa: báo cáo", 1)):
        person.sends_file(docx_bytes("báo cáo"), "bao-cao.docx", caption)
        assert desk.submission().report_files == kept
    desk.close()


def docx_bytes(text: str) -> bytes:
    document, target = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(target)
    return target.getvalue()
