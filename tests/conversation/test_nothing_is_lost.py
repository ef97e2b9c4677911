"""Figures that wait, figures that were written since, reports that are not this one: nothing of them
is lost, overwritten or misplaced without a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.form import Form, Indicator
from bot.model.person import Role
from bot.model.submission import Status
from bot.use_cases.change_form import change_form
from tests.office import Installation, Person

REPORT = "1.2: 1 lớp 20 người; 1.6: 4 lớp 160 em"


def told(person: Person, *texts: str) -> str:
    """The last message's key."""
    for text in texts:
        person.says(text)
    return person.sent[-1].message


def figures(desk: Installation, unit: str = "03466") -> dict[str, tuple[int | None, int | None]]:
    answers = desk.submission(unit).answers
    return {code: (one.count, one.people) for code, one in answers.items()}


# -- a message is changed that belongs elsewhere ----------------------------------------------------


def test_an_edit_never_reaches_another_unit(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "3 lớp 54 người")
    person.starts(desk.code("03433"))
    told(person, "Đồng ý", "mục 1.2")
    person.edits(message, "3 lớp 45 người")
    assert (figures(desk), figures(desk, "03433")) == ({"1.1": (3, 54)}, {})
    assert "thuộc báo cáo khác" in person.last


def renumbered(form: Form) -> tuple[Indicator, ...]:
    fresh = replace(form.by_code["1.12"], code="1.6", printed="1.6", label="Lớp trực tuyến")
    rows = []
    for row in form.rows:
        rows += [fresh, replace(row, code="1.13", printed="1.13")] if row.code == "1.6" else [row]
    return tuple(rows)


def dropped(form: Form) -> tuple[Indicator, ...]:
    return tuple(row for row in form.rows if row.code != "1.6")


@pytest.mark.parametrize(("make", "kept"), [(renumbered, {"1.13": (4, 160)}), (dropped, {})])
def test_an_edit_of_an_older_form_changes_nothing(
    desk: Installation, make: object, kept: object
) -> None:
    person = desk.joined()
    message = told(person, "mục 1.6", "4 lớp 160 em")
    desk.now += timedelta(minutes=5)
    with desk.store.transaction() as tx:
        changed = replace(desk.form, rows=make(desk.form))  # type: ignore[operator]
        change_form(tx, desk.office, desk.campaign.slug, changed, "", "mẫu mới")
    person.edits(message, "5 lớp 160 em")
    shown = {code: pair for code, pair in figures(desk).items() if code in ("1.6", "1.13")}
    assert (shown, "thuộc báo cáo khác" in person.last) == (kept, True)


def test_an_edited_remark_leaves_the_figures_alone(desk: Installation) -> None:
    person = desk.joined()
    message = told(
        person, "mục 1.1", "10 lớp 540 người", "ghi chú 1.1", "2 lớp 20 người học online"
    )
    person.edits(message, "2 lớp 25 người học trực tuyến")
    assert figures(desk) == {"1.1": (10, 540)}


def test_an_edit_does_not_undo_what_was_written_since(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "3 lớp 54 người")
    person.says("sửa 1.1 thành 5 lớp 100 người")
    person.edits(message, "3 lớp, 54 người")
    assert figures(desk) == {"1.1": (5, 100)}
    person.says("đúng")
    assert figures(desk) == {"1.1": (3, 54)}


@pytest.mark.parametrize("text", ["nộp", "xong", "không", "hỏi có tính không"])
def test_a_piece_of_a_text_is_not_changed_into_a_command(desk: Installation, text: str) -> None:
    person = desk.joined()
    message = told(person, "mục 11", "Trao 10 suất học bổng")
    person.edits(message, text)
    assert desk.submission().answers["11"].text == "Trao 10 suất học bổng"


# -- figures that wait for "đúng" -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["xem", "ảnh", "mục 5", "lùi", "tiếp", "bỏ qua", "tạm dừng", "nộp", "ghi chú 1.2 thử"]
)
def test_a_report_that_waits_outlives_other_words(desk: Installation, text: str) -> None:
    person = desk.joined()
    told(person, REPORT, text, "đúng")
    assert figures(desk) == {"1.2": (1, 20), "1.6": (4, 160)}


def test_an_older_message_is_corrected_after_the_report_that_waits(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "3 lớp 54 người")
    person.says(REPORT)
    person.edits(message, "3 lớp 45 người")
    assert "xác nhận trước" in person.last
    person.says("đúng")
    assert figures(desk) == {"1.1": (3, 54), "1.2": (1, 20), "1.6": (4, 160)}


def test_an_edited_report_that_waits_says_only_what_it_says_now(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "1.1: 3 lớp 54 người; 1.5: 4 lớp 160 em")
    person.edits(message, "1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    person.says("đúng")
    assert figures(desk) == {"1.1": (3, 54), "1.6": (4, 160)}


def test_a_report_of_two_messages_keeps_the_one_that_was_not_edited(desk: Installation) -> None:
    person = desk.joined()
    told(person, "1.1: 3 lớp 54 người; 1.2: 1 lớp 20 người")
    second = told(person, "1.5: 4 lớp 160 em")
    person.edits(second, "1.6: 4 lớp 160 em")
    person.says("đúng")
    assert set(figures(desk)) == {"1.1", "1.2", "1.6"}


def test_a_correction_that_waits_comes_before_sending(desk: Installation) -> None:
    person = desk.joined()
    told(person, "mục 1.1", "3 lớp 54 người", "à nhầm, 45 chứ không phải 54", "nộp")
    assert "đang chờ xác nhận" in person.last
    told(person, "nộp", "đúng", "nộp", "nộp", "nộp")
    assert (figures(desk), desk.submission().version) == ({"1.1": (3, 45)}, 1)


def test_changing_the_unit_says_what_was_not_stored(desk: Installation) -> None:
    person = desk.joined()
    told(person, REPORT, "đổi đơn vị")
    assert "Chưa ghi số liệu đang chờ xác nhận của mục 1.2, 1.6" in person.last


def test_a_yes_does_not_overwrite_what_a_colleague_wrote_meanwhile(desk: Installation) -> None:
    first, second = desk.joined(), desk.joined(name="Vàng A Sử")
    told(first, "mục 1.1", "khoảng 3 lớp 54 người")
    second.says("sửa 1.1 thành 7 lớp 77 người")
    first.says("đúng")
    assert figures(desk) == {"1.1": (7, 77)}
    assert "có người vừa ghi 1.1: 7 lớp, 77 người" in first.last
    first.says("đúng")
    assert figures(desk) == {"1.1": (3, 54)}


@pytest.mark.parametrize("note", ['=HYPERLINK("x")', "-5+3", "– thiếu 2 xóm", "thành lập 2 CLB"])
def test_a_remark_keeps_every_sign(desk: Installation, note: str) -> None:
    person = desk.joined()
    told(person, "mục 1.1", "3 lớp 54 người", f"ghi chú 1.1: {note}")
    assert desk.submission().answers["1.1"].note == note


# -- words of a text, and approval ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Sửa 8 phòng học cho 3 trường",
        "Sửa 3 cổng trường, làm 5 băng rôn",
        "Sửa chữa 5 phòng học",
        "mục 5 tổ chức thêm 2 cuộc tọa đàm",
        "Mục 1: xã tổ chức thêm phần hội",
    ],
)
def test_what_was_done_is_text_whatever_it_begins_with(desk: Installation, text: str) -> None:
    person = desk.joined()
    told(person, "mục 8", "2 đơn vị", "mục 11", text)
    answers = desk.submission().answers
    assert (answers["8"].count, answers["11"].text) == (2, text)


def test_a_row_that_is_clearly_named_is_corrected_in_the_middle_of_a_text(
    desk: Installation,
) -> None:
    person = desk.joined()
    told(person, "mục 8", "2 đơn vị", "mục 11", "Họp dân", "sửa 8 thành 3 đơn vị")
    assert desk.submission().answers["8"].count == 3


def test_a_correction_takes_the_report_back_from_the_approver_and_says_so(
    desk: Installation,
) -> None:
    reporter, approver = desk.joined(), desk.person("Bà Duyên")
    approver.starts(desk.code("03466", Role.APPROVER))
    approver.says("Đồng ý")
    told(reporter, "mục 1.1", "3 lớp 54 người", "nộp", "nộp", "nộp")
    assert desk.submission().status is Status.AWAITING_APPROVAL
    approver.listen()
    reporter.says("sửa 1.1 thành 3 lớp 45 người")
    assert "gõ “nộp” để gửi duyệt lại" in reporter.last
    assert ["đang sửa lại báo cáo" in reply.text for reply in approver.listen()] == [True]
