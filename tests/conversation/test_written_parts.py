"""Parts of a report in words: beside a form with "viết", and in a campaign without a form."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.snapshots.issue_snapshot import export_file
from bot.use_cases.campaigns import campaign_setup
from tests.office import Installation, Person, said

PARTS = """
[[items]]
type = "narrative"
title = "Kết quả"
[[items]]
type = "narrative"
title = "Mô hình tốt"
[[items]]
type = "photos"
minimum = 1
"""


def opened(folder: Path, *, form: bool) -> Installation:
    made = Installation(folder)
    file = folder / "campaign.toml"
    text = file.read_text("utf-8").replace("muong-te-2022", "parts")
    text = text.replace("photos_min = 1", "")
    if not form:
        text = "\n".join(line for line in text.splitlines() if not line.startswith("form"))
    file.write_text(text + PARTS, "utf-8")
    read = campaign_setup.read_campaign(file, made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, "parts")
    return made


@pytest.fixture
def with_form(tmp_path: Path) -> Iterator[Installation]:
    made = opened(tmp_path, form=True)
    yield made
    made.close()


@pytest.fixture
def formless(tmp_path: Path) -> Iterator[Installation]:
    made = opened(tmp_path, form=False)
    yield made
    made.close()


def words(desk: Installation) -> dict[str, str]:
    """The words of each part, by its code."""
    answers = desk.submission().answers
    return {code: own.text for code, own in answers.items() if code.startswith("narrative")}


def talked(person: Person, *texts: str) -> str:
    for text in texts:
        person.says(text)
    return said(person.heard[-1])


def test_a_line_of_a_row_is_stored_there_while_a_part_is_written(with_form: Installation) -> None:
    person = with_form.joined()
    talked(person, "1.1: 43 lớp 43 người", "viết", "Đã mở 3 lớp, 45 người.")
    assert "1.1: 57 lớp, 57 người (trước đó" in talked(person, "1.1: 57 lớp 57 người")
    assert words(with_form) == {"narrative": "Đã mở 3 lớp, 45 người."}


def test_parts_are_written_one_after_the_other_and_the_form_goes_on(
    with_form: Installation,
) -> None:
    person = with_form.joined()
    assert "Phần “Kết quả”" in talked(person, "viết")
    told = talked(person, "Đã mở 3 lớp, 45 người.", "Cả xã hưởng ứng.", "xong")
    assert "Phần “Mô hình tốt”" in told
    assert "Mục 1" in talked(person, "Tủ sách dòng họ.", "xong")
    assert words(with_form) == {
        "narrative": "Đã mở 3 lớp, 45 người.\nCả xã hưởng ứng.",
        "narrative:narrative-2": "Tủ sách dòng họ.",
    }
    assert with_form.submission().answered == 0


def test_a_part_is_begun_by_its_title_and_another_answer_is_no_part(
    with_form: Installation,
) -> None:
    person = with_form.joined()
    assert "Phần “Mô hình tốt”" in talked(person, "viết mô hình tốt")
    talked(person, "Tủ sách.", "xong")
    talked(person, "mục 2.1", "viết 5 bài tin")
    assert words(with_form) == {"narrative:narrative-2": "Tủ sách."}


def test_words_of_a_part_are_taken_back(with_form: Installation) -> None:
    person = with_form.joined()
    told = talked(person, "viết", "Sai rồi.", "hoàn tác")
    assert "Đã bỏ nội dung vừa ghi." in told
    assert words(with_form) == {}


def test_the_review_shows_parts_and_names_those_that_are_missing(
    with_form: Installation,
) -> None:
    person = with_form.joined()
    talked(person, "sửa 1.1 thành 3 lớp 45 người", "viết", "Đã mở lớp.", "xong", "xong")
    told = talked(person, "xem")
    assert "Kết quả: “Đã mở lớp.”" in told
    assert "Còn thiếu phần “Mô hình tốt” (gõ “viết” để viết)." in told


def test_a_part_after_sending_goes_with_a_new_version(with_form: Installation) -> None:
    person = with_form.joined()
    talked(person, "sửa 1.1 thành 3 lớp 45 người", "nộp", "nộp", "nộp")
    assert with_form.submission().version == 1
    assert "Gõ “nộp” để gửi bản có phần này." in talked(person, "viết", "Đã mở lớp.")
    talked(person, "nộp", "nộp", "nộp")
    assert with_form.submission().version == 2


def test_without_a_form_each_part_has_its_turn(formless: Installation) -> None:
    person = formless.joined()
    assert "Đang viết phần “Kết quả”" in talked(person, "tiếp")
    told = talked(person, "Đã mở 3 lớp.", "Cả xã hưởng ứng.", "xong")
    assert "Đang viết phần “Mô hình tốt”" in told
    talked(person, "Tủ sách dòng họ.")
    person.sends_photo()
    for _ in range(3):
        person.says("nộp")
    assert "Mã biên nhận" in said(person.heard[-1]) or formless.submission().version == 1
    assert words(formless) == {
        "narrative": "Đã mở 3 lớp.\nCả xã hưởng ứng.",
        "narrative:narrative-2": "Tủ sách dòng họ.",
    }


def test_without_a_form_what_is_missing_is_named_before_it_is_sent(
    formless: Installation,
) -> None:
    person = formless.joined()
    told = talked(person, "Đã mở 3 lớp.", "nộp")
    assert "Còn thiếu phần “Mô hình tốt”" in told and "Còn thiếu 1 ảnh." in told


def test_parts_stand_in_the_json_and_the_word_report(
    with_form: Installation, tmp_path: Path
) -> None:
    person = with_form.joined()
    talked(person, "sửa 1.1 thành 3 lớp 45 người", "viết mô hình tốt", "Tủ sách.", "xong")
    talked(person, "nộp", "nộp", "nộp")
    for name in ("all.json", "all.docx"):
        export_file(with_form.store, with_form.office, "parts", None, tmp_path / name)
    body = json.loads((tmp_path / "all.json").read_text("utf-8"))
    rows = next(unit["rows"] for unit in body["units"] if unit["unit_code"] == "03466")
    assert rows["narrative:narrative-2"]["text"] == "Tủ sách."
    with zipfile.ZipFile(tmp_path / "all.docx") as packed:
        assert "Mô hình tốt: Tủ sách." in packed.read("word/document.xml").decode()
