"""Figures that wait, figures that were written since, reports that are not this one: nothing of them
is lost, overwritten or misplaced without a word."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.form import Form, Indicator
from bot.model.person import Role
from bot.model.submission import Status
from bot.use_cases.campaigns.change_form import change_form
from tests.office import Installation, Person

REPORT = "1.2: 1 lớp 20 người; 1.6: 4 lớp 160 em"


def told(person: Person, *texts: str) -> str:
    """The last message's key."""
    for text in texts:
        person.says(text)
    return person.sent[-1].message


def figures(desk: Installation, unit: str = "03466") -> dict[str, tuple[int | None, int | None]]:
    answers = desk.submission(unit).answers
    return {code: (each.count, each.people) for code, each in answers.items()}


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


def test_an_older_message_is_corrected_while_a_report_waits(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "3 lớp 54 người")
    person.says(REPORT)
    person.edits(message, "3 lớp 45 người")
    assert figures(desk) == {"1.1": (3, 45)}
    assert "vẫn chờ xác nhận" in person.last or 'Gõ "đúng" để ghi' in person.last
    person.says("đúng")
    assert figures(desk) == {"1.1": (3, 45), "1.2": (1, 20), "1.6": (4, 160)}


def test_an_edited_report_that_waits_says_only_what_it_says_now(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "1.1: 3 lớp 54 người; 1.5: 4 lớp 160 em")
    person.edits(message, "1.1: 3 lớp 54 người; 1.6: 4 lớp 160 em")
    person.says("đúng")
    assert figures(desk) == {"1.1": (3, 54), "1.6": (4, 160)}


def test_a_report_of_two_messages_keeps_the_one_that_was_not_edited(desk: Installation) -> None:
    person = desk.joined()
    told(person, "1.1: 3 lớp 54 người; 1.2: 1 lớp 20 người")
    second = told(person, "1.5: 4 lớp 160 em; 1.7: 1 lớp 30 người")
    person.edits(second, "1.6: 4 lớp 160 em; 1.7: 1 lớp 30 người")
    person.says("đúng")
    assert set(figures(desk)) == {"1.1", "1.2", "1.6", "1.7"}


def test_a_correction_that_waits_comes_before_sending(desk: Installation) -> None:
    person = desk.joined()
    told(person, "mục 1.1", "3 lớp 54 người", "à nhầm, 45 chứ không phải 54", "nộp")
    assert "đang chờ xác nhận" in person.last
    told(person, "nộp", "đúng", "nộp", "nộp", "nộp")
    assert (figures(desk), desk.submission().version) == ({"1.1": (3, 45)}, 1)


def seated_twice(desk: Installation) -> Person:
    """Somebody who sits for Xã Bum Nưa and for Thị trấn Mường Tè, and enters for the latter."""
    person = desk.joined()
    person.starts(desk.code("03433"))
    told(person, "Đồng ý")
    return person


def test_changing_the_unit_says_what_was_not_stored(desk: Installation) -> None:
    person = seated_twice(desk)
    told(person, REPORT, "đổi đơn vị")
    assert "1.6: 4 lớp, 160 người vẫn chờ xác nhận" in person.last
    told(person, "Xã Bum Nưa")
    assert "Chưa ghi số liệu đang chờ xác nhận của mục 1.2, 1.6" in person.last


def test_who_has_one_unit_loses_nothing_by_changing_it(desk: Installation) -> None:
    person = desk.joined()
    told(person, REPORT, "đổi đơn vị")
    assert "vẫn chờ xác nhận" in person.last
    told(person, "đúng")
    assert set(figures(desk)) == {"1.2", "1.6"}


@pytest.mark.parametrize("text", ["trợ giúp", "xem", "hủy", "mục 11", "1.7: 2 lớp 30 người"])
def test_the_list_of_units_swallows_nothing(desk: Installation, text: str) -> None:
    person = seated_twice(desk)
    told(person, "mục 1.1", "đổi đơn vị", text)
    assert "Anh/chị đang nhập cho đơn vị nào" not in person.last
    told(person, "mục 1.1", "3 lớp 54 người")
    assert figures(desk, "03433")["1.1"] == (3, 54)


def test_a_figure_and_a_file_reach_the_unit_that_still_holds(desk: Installation) -> None:
    person = seated_twice(desk)
    told(person, "mục 1.1", "đổi đơn vị", "3 lớp 54 người", "đổi đơn vị")
    person.sends_photo("lễ khai mạc")
    assert (figures(desk, "03433"), len(desk.submission("03433").photos)) == ({"1.1": (3, 54)}, 1)
    told(person, "đổi đơn vị xã bum nưa", "mục 1.2", "1 lớp 20 người")
    assert figures(desk) == {"1.2": (1, 20)}


@pytest.mark.parametrize(
    "text",
    ["tiến độ", "trợ giúp", "mục 5", "hỏi có tính không", "xem", "lùi", "ảnh", "tạm dừng", "abc",
     "bỏ qua", "nộp", "tiếp", "dữ liệu của tôi", "bàn giao", "trang web", "biểu mẫu"],
)  # fmt: skip
def test_a_figure_that_waits_is_named_and_outlives_other_words(
    desk: Installation, text: str
) -> None:
    person = desk.joined()
    told(person, "mục 1.3", "khoảng 20 người 1 lớp", text)
    assert "1.3: 1 lớp, 20 người" in person.last
    told(person, "đúng")
    assert figures(desk) == {"1.3": (1, 20)}


def test_a_new_answer_takes_the_place_of_the_one_that_waits(desk: Installation) -> None:
    person = desk.joined()
    told(person, "mục 1.3", "khoảng 20 người 1 lớp", "22 người")
    assert "1.3: 1 lớp, 22 người" in person.last
    told(person, "đúng")
    assert figures(desk) == {"1.3": (1, 22)}


def test_two_doubtful_rows_wait_side_by_side(desk: Installation) -> None:
    person = desk.joined()
    told(person, "mục 1.3", "khoảng 20 người 1 lớp", "mục 1.5", "khoảng 30 người 2 lớp")
    assert "1.3: 1 lớp, 20 người" in person.last
    assert "1.5: 2 lớp, 30 người" in person.last
    told(person, "đúng")
    assert figures(desk) == {"1.3": (1, 20), "1.5": (2, 30)}


def test_the_rest_never_overwrites_what_was_dictated(desk: Installation) -> None:
    person = desk.joined()
    told(person, "1.1: 2 lớp 60 người; 1.2: 1 lớp 30 người; còn lại không", "mục 11")
    told(person, "Trao 10 suất học bổng", "xong", "đúng")
    answers = desk.submission().answers
    assert (answers["11"].text, answers["1.1"].count) == ("Trao 10 suất học bổng", 2)
    assert (answers["9.1"].state.value, len(answers)) == ("nil", 34)


def test_a_remark_goes_to_the_figure_that_waits(desk: Installation) -> None:
    person = desk.joined()
    told(person, REPORT, "ghi chú 1.2: lớp buổi tối", "đúng")
    assert desk.submission().answers["1.2"].note == "lớp buổi tối"


# -- edits that change nothing, and reports that come back -------------------------------------------


def test_an_edit_without_change_is_silence_and_the_real_one_works(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "3 lớp 54 người")
    heard = len(person.heard)
    person.edits(message, "3 lớp 54 người")
    person.edits(message, "3 lớp, 54 người")
    assert len(person.heard) == heard
    person.edits(message, "3 lớp 45 người")
    assert figures(desk) == {"1.1": (3, 45)}


def test_a_doubtful_message_is_changed_before_it_is_confirmed(desk: Installation) -> None:
    person = desk.joined()
    message = told(person, "mục 1.1", "khoảng 3 lớp 54 người")
    person.edits(message, "3 lớp 45 người")
    assert figures(desk) == {"1.1": (3, 45)}


def approved(desk: Installation) -> tuple[Person, Person]:
    """A reporter whose report waits, and the approver."""
    reporter, approver = desk.joined(), desk.person("Bà Duyên")
    approver.starts(desk.code("03466", Role.APPROVER))
    approver.says("Đồng ý")
    told(reporter, "7.2: 3 trường", "nộp", "nộp", "nộp")
    assert desk.submission().status is Status.AWAITING_APPROVAL
    return reporter, approver


def test_an_approvers_return_leads_to_the_row_with_its_reason(desk: Installation) -> None:
    reporter, approver = approved(desk)
    told(approver, "trả lại 7.2 chỉ có 1 trường")
    told(reporter, "tiếp")
    assert "Mục 7.2 · Câu" in reporter.last
    assert "chỉ có 1 trường" in reporter.last


def test_a_report_that_came_back_is_not_sent_unchanged_without_a_word(desk: Installation) -> None:
    reporter, approver = approved(desk)
    told(approver, "trả lại 7.2 chỉ có 1 trường")
    told(reporter, "nộp", "nộp")
    assert "Mục 7.2 được trả lại với lý do “chỉ có 1 trường”" in reporter.last
    assert desk.submission().status is Status.IN_PROGRESS
    told(reporter, "nộp")
    assert desk.submission().status is Status.AWAITING_APPROVAL


def test_every_row_of_a_return_is_asked_again_and_named_until_it_is_mended(
    desk: Installation,
) -> None:
    reporter, approver = approved(desk)
    told(approver, "trả lại 7.1, 7.2 và 10.1: xem lại ba dòng này")
    assert desk.submission().returned_rows == ("7.1", "7.2", "10.1")
    told(reporter, "tiếp")
    assert "Mục 7.1 · Câu" in reporter.last
    reporter.says("có")
    assert "Mục 7.2 · Câu" in reporter.last
    reporter.says("1 trường")
    assert "Mục 10.1 · Câu" in reporter.last
    assert "xem lại ba dòng này" in reporter.last
    told(reporter, "xem", "nộp")
    assert "Mục 10.1 được trả lại với lý do" in reporter.last


def test_a_returned_head_opens_the_rows_below_it(desk: Installation) -> None:
    reporter, approver = approved(desk)
    told(approver, "trả lại mục 7 chưa rõ")
    told(reporter, "tiếp")
    assert "Mục 7.1 · Câu" in reporter.last
    assert "chưa rõ" in reporter.last
    told(reporter, "có")
    assert "Mục 7.2 · Câu" in reporter.last


def test_a_row_that_comes_back_a_second_time_is_asked_a_second_time(desk: Installation) -> None:
    reporter, approver = approved(desk)
    for figure in ("2 trường", "1 trường"):
        told(approver, "trả lại 7.2 xem lại số trường")
        told(reporter, "tiếp")
        assert "Mục 7.2 · Câu" in reporter.last
        told(reporter, figure, "nộp", "nộp", "nộp")
        assert desk.submission().status is Status.AWAITING_APPROVAL


def test_a_report_that_was_mended_is_not_held_up(desk: Installation) -> None:
    reporter, approver = approved(desk)
    told(approver, "trả lại 2 lớp này chưa rõ")
    assert (desk.submission().returned_rows, desk.submission().returned_reason) == (
        (), "2 lớp này chưa rõ",
    )  # fmt: skip
    told(reporter, "7.2: 1 trường", "nộp", "nộp")
    assert "trả lại" not in reporter.last


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


@pytest.mark.parametrize(
    "text", ["1.1: 57 lớp 57 người", "1.1 57 lớp, 57 người", "3: 15 băng rôn"]
)
@pytest.mark.parametrize("before", [(), ("Họp dân",)])
def test_a_line_of_another_row_is_never_a_piece_of_a_text(
    desk: Installation, text: str, before: tuple[str, ...]
) -> None:
    person = desk.joined()
    told(person, "1.1: 43 lớp 43 người", "mục 11", *before, text)
    answers = desk.submission().answers
    code = re.split("[: ]", text)[0]
    assert answers[code].count == int(re.findall("[0-9]+", text)[-1])
    assert answers["11"].text == "Họp dân" if before else "11" not in answers
    assert f"{code}: " in person.last and "11" in person.last


@pytest.mark.parametrize(
    "text",
    [
        "1.1: mở thêm 2 lớp vì dân cần",
        "57 lớp 57 người",
        "1. Trao 10 suất học bổng",
        "11: 3 lớp vẽ",
    ],
)
def test_words_beside_figures_are_a_piece_of_a_text(desk: Installation, text: str) -> None:
    person = desk.joined()
    told(person, "1.1: 43 lớp 43 người", "mục 11", text)
    answers = desk.submission().answers
    assert answers["1.1"].count == 43 and answers["11"].text == text.removeprefix("11: ")


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


# -- a row of words is asked, and a message is about other rows -------------------------------------


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("1.1: không", {"1.1"}),
        ("1.1 không tổ chức", {"1.1"}),
        ("1.3: không thuộc diện", {"1.3"}),
        ("dạ mục 4 không có ạ", {"4.1", "4.2", "4.3"}),
        ("câu 8 không có", {"8"}),
    ],
)
def test_no_figures_of_other_rows_are_no_words_of_the_row_that_is_asked(
    desk: Installation, words: str, stored: set[str]
) -> None:
    told(desk.joined(), "mục 11", words, "đúng")
    assert desk.submission().answers.keys() == stored


def test_the_rest_that_has_no_figures_is_no_word_of_the_row_that_is_asked(
    desk: Installation,
) -> None:
    told(desk.joined(), "mục 11", "Tổ chức ngày hội", "các mục khác không có", "đúng")
    answers = desk.submission().answers
    assert (answers["11"].text, len(answers)) == ("Tổ chức ngày hội", 34)


@pytest.mark.parametrize(
    "words", ["2. Không phát sinh", "Trường TH số 1 không tổ chức", "Mục tiêu không thay đổi"]
)
def test_words_that_may_be_a_narrative_stay_one(desk: Installation, words: str) -> None:
    told(desk.joined(), "mục 11", words)
    assert desk.submission().answers["11"].text == words


def test_a_part_of_a_stored_sum_is_put_right_within_the_sum(desk: Installation) -> None:
    person = desk.told("mục 3", "4 băng rôn, 400 tờ rơi", "tờ rơi là 450 chứ không phải 400")
    assert "3: 454 quyển/tờ (ghi chú: 4 băng rôn, 450 tờ rơi)" in person.last
    person.says("đúng")
    assert figures(desk) == {"3": (454, None)}


def test_a_day_among_figures_that_nobody_took_is_named_whole(desk: Installation) -> None:
    assert "3/10 khai mạc" in desk.told("ngày 3/10 khai mạc; 31; mục 5, 6 không").last
