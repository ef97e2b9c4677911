"""What a tired person tells in passing: figures that no row was found for are not lost behind a "không"."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation.context import ReportContext
from bot.conversation.state import State
from bot.conversation.untaken import still_unread
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.person import Role, Seat
from bot.model.submission import Submission
from bot.model.unit import Unit
from tests.office import Installation

SCHOLARSHIPS = "có trao 15 suất học bổng trị giá 7tr5"
GIFTS = "quyên góp thì có ông Tình tặng 100 quyển, công ty may tặng 5 triệu"


@pytest.mark.parametrize("where", ["mục 1.1", "tiếp", "tạm dừng", "2 lớp tin học cho 45 bà con"])
def test_the_rest_is_none_only_after_what_was_told_and_not_stored_is_named(
    desk: Installation, where: str
) -> None:
    person = desk.told(where, SCHOLARSHIPS, "còn lại không có gì nữa")
    assert f"“{SCHOLARSHIPS}”" in person.last
    assert "5.1" not in desk.submission().answers


def test_rows_that_were_named_are_no_part_of_the_rest(desk: Installation) -> None:
    desk.told(
        "mục 1.1", "văn nghệ thì xã mời đoàn về diễn 2 đêm đông lắm", "còn lại không", "đúng"
    )
    answers = desk.submission().answers
    assert ("6.2" in answers, "6.1" in answers) == (False, True)


def test_what_was_told_is_named_once_more_before_the_report_is_sent(desk: Installation) -> None:
    person = desk.told("mục 1.1", SCHOLARSHIPS, "còn lại không", "đúng", "xem", "nộp")
    assert f"“{SCHOLARSHIPS}”" in person.last
    person.says("nộp")
    assert desk.submission().is_given


def test_figures_that_were_stored_in_the_end_are_not_named_again(desk: Installation) -> None:
    person = desk.told("mục 1.1", SCHOLARSHIPS, "10.2: 7tr5", "còn lại không")
    assert SCHOLARSHIPS not in person.last


@pytest.mark.parametrize("first", ["khoảng 20", "5", "3 lớp"])
def test_an_answer_to_the_question_that_was_asked_about_is_none_of_these(
    desk: Installation, first: str
) -> None:
    person = desk.told("mục 1.1", first, "1 lớp 22 người", "đúng", "còn lại không")
    assert f"“{first}”" not in person.last


def test_a_correction_in_passing_changes_the_figures_that_wait(desk: Installation) -> None:
    desk.told(
        "mở được 2 lớp tin học cho 45 bà con, 1 lớp tiếng Anh 20 cháu",
        "à tiếng anh là 25 cháu nhé",
        "đúng",
    )
    found = desk.submission().answers["1.2"]
    assert (found.count, found.people) == (1, 25)


def test_a_row_that_is_named_is_asked_about_wherever_one_is(desk: Installation) -> None:
    for where in ("mục 1.1", "tiếp", "xem"):
        person = desk.told(where, "khai mạc thì xã tổ chức hôm mùng 2, 120 người dự")
        assert "7.1: có" in person.last
        assert desk.submission().answers == {}
        desk = Installation(desk.folder / where)


def test_books_are_read_beside_a_gift_of_money(desk: Installation) -> None:
    person = desk.told("mục 1.1", GIFTS)
    assert "4.3: 100 quyển" in person.last
    assert "công ty may tặng 5 triệu" in person.last


def test_a_sum_that_is_shown_leaves_no_part_unused(desk: Installation) -> None:
    person = desk.told("mục 1.1", "treo 10 băng rôn, in 200 tờ rơi")
    assert "3: 210 quyển/tờ" in person.last
    assert not any("Chưa dùng đến" in reply.lead for reply in person.heard[-1:])


def test_a_figure_of_another_section_completes_none_that_waits(desk: Installation) -> None:
    """ "Khen thưởng 3 em" made "6.2: 1 cuộc, 300 người" wait as "1 cuộc, 3 người"."""
    person = desk.told("văn nghệ 1 đêm, bà con đến đông khoảng 300", "khen thưởng các em, 3 em")
    assert "1 cuộc, 3 người" not in person.last
    person.says("khen thưởng 3 em học giỏi")
    person.says("đúng")
    answers = desk.submission().answers
    assert (answers["9.2"].people, answers["9.2"].note) == (3, "học giỏi")
    assert (answers["6.2"].count, answers["6.2"].people) == (1, 300)


@pytest.mark.parametrize("where", ["tiếp", "mục 1.1", "mục 1 và 2"])
def test_one_row_that_is_named_in_words_is_offered_wherever_one_is(
    desk: Installation, where: str
) -> None:
    person = desk.told(where, "văn nghệ 1 đêm, bà con đến đông khoảng 300")
    assert "Ghi 6.2: 1 cuộc, 300 người (ghi chú: bà con đến đông)?" in person.last


def test_figures_of_a_section_that_is_named_are_kept_for_no_other_row(desk: Installation) -> None:
    person = desk.told("kinh phí thì chưa biết, khoảng 5 triệu", "tiếp", "có")
    assert "5 triệu" not in person.last


@pytest.mark.parametrize(
    "words",
    ["hết rồi em", "thế thôi", "vậy thôi ạ", "chỉ có thế thôi", "xã em chỉ có vậy",
     "ngoài ra không có gì nữa", "ko còn gì nữa", "đủ rồi"],
)  # fmt: skip
def test_who_says_that_this_was_all_is_offered_the_rest_as_nothing(
    desk: Installation, words: str
) -> None:
    person = desk.told("mục 1.3", "2 lớp 30 người", words)
    assert "Mục 9. Khen thưởng: không có" in person.last
    assert list(desk.submission().answers) == ["1.3"]
    person.says("đúng")
    assert len(desk.submission().answers) == len(desk.form.questions)


@pytest.mark.parametrize("words", ["hết rồi em", "thế thôi", "chỉ có vậy thôi"])
def test_figures_that_wait_go_on_waiting_or_are_asked_about(
    desk: Installation, words: str
) -> None:
    person = desk.told("mục 1.3", "2 lớp khoảng 30 người", words)
    assert desk.submission().answers == {}
    assert "không tổ chức" not in person.last


def test_more_of_what_was_stored_last_is_offered_together_with_it(desk: Installation) -> None:
    person = desk.told(
        "4.3: 45 quyển", "mục 1.1", "4.3: 45 quyển", "ngoài ra phụ huynh tặng 20 quyển nữa"
    )
    assert "Cộng thêm 20 quyển thành 4.3: 65 quyển? Đang ghi: 45 quyển." in person.last
    person.says("đúng")
    assert desk.submission().answers["4.3"].count == 65


def test_a_total_of_what_was_stored_last_takes_its_place_after_a_yes(desk: Installation) -> None:
    person = desk.told("mục 1.1", "4.3: 45 quyển", "tổng 65 quyển")
    assert "Sửa thành 4.3: 65 quyển?" in person.last
    assert desk.submission().answers["4.3"].count == 45
    person.says("đúng")
    assert desk.submission().answers["4.3"].count == 65


def test_more_of_both_columns_is_added_in_each(desk: Installation) -> None:
    desk.told("mục 1.1", "1.1: 2 lớp 40 người", "mục 1.1", "1 lớp 20 người nữa", "đúng")
    found = desk.submission().answers["1.1"]
    assert (found.count, found.people) == (3, 60)


def test_a_sum_that_waited_before_hides_no_number_of_another_message(desk: Installation) -> None:
    person = desk.told("mục 1.1", "văn nghệ 1 buổi khoảng 45 người", "treo 1 băng rôn tại 44 thôn")
    assert "44" in "".join(f"{reply.lead} {reply.text}" for reply in person.heard[-1:])


def test_rows_that_a_message_may_be_about_are_no_part_of_the_rest(desk: Installation) -> None:
    person = desk.told(
        "1.1: 2 lớp 60 người", "kinh phí nhà trường chi 2 triệu mua quà", "còn lại không"
    )
    assert "10.1: không" not in person.last
    person.says("đúng")
    answers = desk.submission().answers
    assert ("10.1" in answers, "9.1" in answers) == (False, True)


def test_a_row_that_the_form_has_no_more_is_not_named(desk: Installation) -> None:
    day = date(2022, 10, 1)
    campaign = Campaign(1, "nam", "Năm", CampaignState.OPEN, day, day, "", None)
    seat = Seat(0, Role.REPORTER, campaign.id, campaign.title, 0)
    report = ReportContext(seat, campaign, Unit(0, "", ""), desk.form, Submission(0, 1, 0))
    (told,) = still_unread(report, State(spoken_of=("1.1", "9.9")))
    assert told == say("batch.still_open", codes="1.1")
