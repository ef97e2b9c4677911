"""What a reminder says at the moment it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.calendar import WorkingCalendar
from bot.model.message import Urgency
from bot.reminders.reminder_item import minutes_for
from bot.reminders.reminder_text import (
    LONGEST,
    ReminderItem,
    compose_reminder,
    duty_in_words,
)

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkingCalendar()
DEADLINE = datetime(2026, 10, 13, 23, 59, 59, tzinfo=TZ)  # a Tuesday
MORNING = datetime(2026, 10, 9, 8, tzinfo=TZ)  # the Friday before
DUTY = ReminderItem("Tuần lễ 2026", "Xã Bum Nưa", "not_started", 0, 34, deadline=DEADLINE)
HALF = replace(DUTY, state="in_progress", answered=31, missing=("5.1", "5.2", "11"))


def text(*duties: ReminderItem, now: datetime = MORNING, name: str = "Ân") -> str:
    reply = compose_reminder(name, duties, now, TZ, CALENDAR)
    return f"{reply.head}\n{reply.text}"


def test_a_whole_reminder() -> None:
    assert text(replace(HALF, lacks=("2 ảnh",))).splitlines() == [
        "Nhắc báo cáo: Tuần lễ 2026",
        "Kính gửi anh/chị Ân:",
        (
            "Xã Bum Nưa đã nhập 31/34 câu, khoảng 1 phút nữa là xong; còn mục 5.1, 5.2, 11; "
            "còn thiếu 2 ảnh."
        ),
        "Còn 2 ngày làm việc (hạn cuối: hết thứ Ba 13/10/2026).",
        "Anh/chị gõ “tiếp” để nhập, xong thì gõ “nộp”.",
    ]


def test_a_report_file_that_is_asked_for_is_named_while_it_is_missing() -> None:
    told = text(replace(HALF, lacks=("2 ảnh", "tệp báo cáo")))
    assert "còn thiếu 2 ảnh, tệp báo cáo." in told


@pytest.mark.parametrize(
    ("duty", "expected"),
    [
        (DUTY, "Xã Bum Nưa chưa nhập số liệu (34 câu, khoảng 15 phút)"),
        (
            replace(DUTY, total=0, lacks=("tệp báo cáo",)),
            "Xã Bum Nưa chưa gửi báo cáo; còn thiếu tệp báo cáo",
        ),
        (replace(DUTY, total=0), "Xã Bum Nưa đã có đủ nội dung cần gửi, chỉ còn nộp"),
        (replace(DUTY, joined=False), "Xã Bum Nưa chưa có người tham gia"),
        (
            replace(HALF, answered=34, missing=()),
            "Xã Bum Nưa đã nhập đủ 34 câu nhưng chưa nộp",
        ),
        (
            replace(HALF, state="returned", missing=(), returned_reason="1.6 chưa khớp"),
            "Xã Bum Nưa có báo cáo được trả lại: 1.6 chưa khớp",
        ),
        (
            replace(HALF, state="awaiting_approval"),
            "Xã Bum Nưa có báo cáo chờ anh/chị duyệt",
        ),
        (
            replace(HALF, answered=0, missing=tuple(str(row) for row in range(1, 15))),
            (
                "Xã Bum Nưa đã nhập 0/34 câu, khoảng 15 phút nữa là xong; "
                "còn mục 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 và 2 mục khác"
            ),
        ),
    ],
)
def test_the_state_decides_the_words(duty: ReminderItem, expected: str) -> None:
    assert duty_in_words(duty) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-10-09 08:00", "Còn 2 ngày làm việc (hạn cuối: hết thứ Ba 13/10/2026)."),
        ("2026-10-12 08:00", "Còn 1 ngày làm việc (hạn cuối: hết thứ Ba 13/10/2026)."),
        ("2026-10-13 08:00", "Hôm nay là hạn cuối: hết thứ Ba 13/10/2026."),
        ("2026-10-14 08:00", "Đã quá hạn 1 ngày (hạn cuối: hết thứ Ba 13/10/2026)."),
        ("2026-10-19 08:00", "Đã quá hạn 6 ngày (hạn cuối: hết thứ Ba 13/10/2026)."),
    ],
)
def test_the_time_left_is_that_of_the_moment_of_sending(now: str, expected: str) -> None:
    assert expected in text(DUTY, now=datetime.fromisoformat(now).replace(tzinfo=TZ)).splitlines()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (
            "2026-10-08 08:00",
            (
                "Còn 1 ngày làm việc (hạn cuối: hết Chủ nhật 11/10/2026; "
                "ngày làm việc cuối cùng: thứ Sáu 09/10/2026)."
            ),
        ),
        (
            "2026-10-09 08:00",
            "Hôm nay là ngày làm việc cuối cùng trước hạn (hạn cuối: hết Chủ nhật 11/10/2026).",
        ),
        (
            "2026-10-10 08:00",
            "Không còn ngày làm việc nào trước hạn (hạn cuối: hết Chủ nhật 11/10/2026).",
        ),
    ],
)
def test_a_deadline_on_a_sunday_points_at_friday(now: str, expected: str) -> None:
    sunday = replace(DUTY, deadline=datetime(2026, 10, 11, 23, 59, 59, tzinfo=TZ))
    assert (
        expected in text(sunday, now=datetime.fromisoformat(now).replace(tzinfo=TZ)).splitlines()
    )


def test_an_hour_that_has_passed_today_is_overdue() -> None:
    noon = replace(DUTY, deadline=datetime(2026, 10, 9, 10, tzinfo=TZ))
    assert "Đã quá hạn từ hôm nay (hạn cuối: 10 giờ 00 thứ Sáu 09/10/2026)." in text(
        noon, now=MORNING.replace(hour=14)
    )
    assert "Hôm nay là hạn cuối: 10 giờ 00 thứ Sáu 09/10/2026." in text(noon, now=MORNING)


def test_late_reports_are_said_to_be_welcome() -> None:
    assert "Báo cáo nộp muộn vẫn được nhận." in text(DUTY, now=DEADLINE + timedelta(hours=9))
    assert "nộp muộn" not in text(DUTY)


def test_a_campaign_without_a_deadline_says_so() -> None:
    assert "Đợt báo cáo này không ấn định hạn nộp; xin nộp khi đã xong." in text(
        replace(DUTY, deadline=None)
    )


def test_several_units_of_a_campaign_share_one_deadline_line() -> None:
    other = replace(HALF, unit_name="Xã Tá Bạ", missing=())
    assert text(DUTY, other).splitlines() == [
        "Nhắc báo cáo: Tuần lễ 2026",
        "Kính gửi anh/chị Ân, các báo cáo còn lại:",
        "– Xã Bum Nưa chưa nhập số liệu (34 câu, khoảng 15 phút)",
        "– Xã Tá Bạ đã nhập 31/34 câu, khoảng 1 phút nữa là xong",
        "Còn 2 ngày làm việc (hạn cuối: hết thứ Ba 13/10/2026).",
        "Anh/chị gõ “tiếp” để nhập tiếp, “đổi đơn vị” để chọn đơn vị khác.",
    ]


def test_several_campaigns_stand_in_order_of_their_deadlines() -> None:
    later = replace(HALF, campaign_title="Đợt hai", deadline=DEADLINE + timedelta(days=7))
    never = replace(HALF, campaign_title="Đợt ba", deadline=None)
    lines = text(never, later, DUTY).splitlines()
    assert lines[0] == "Nhắc 3 báo cáo"
    assert [line.split(":")[0] for line in lines if not line.startswith("–")][2:5] == [
        "Tuần lễ 2026", "Đợt hai", "Đợt ba",
    ]  # fmt: skip


def test_one_report_is_named_once_with_its_most_urgent_step() -> None:
    early, late = (replace(DUTY, step=step) for step in ("period_end+1", "deadline-0"))
    assert text(early, late).count("Xã Bum Nưa") == 1


def test_the_coordinators_own_words_are_added() -> None:
    assert "Lời nhắn của người tổng hợp: Họp lúc 9 giờ." in text(
        replace(DUTY, words="Họp lúc\n9 giờ."), replace(HALF, unit_name="Xã Tá Bạ")
    )


def test_the_approver_is_told_what_to_type() -> None:
    waiting = replace(HALF, state="awaiting_approval")
    assert text(waiting).splitlines()[-1] == ("Anh/chị gõ “xem” để xem báo cáo, “duyệt” để duyệt.")


def test_nobody_joined_is_the_coordinators_business() -> None:
    assert text(replace(DUTY, joined=False)).splitlines()[-1] == (
        "Anh/chị gõ “mời” kèm tên đơn vị để lấy mã mời."
    )


def test_a_link_is_given_where_there_is_one() -> None:
    link = "https://example.vn/chat/ABC"
    assert text(replace(DUTY, link_hint=link)).splitlines()[-1] == link


def test_a_reminder_is_marked_as_one() -> None:
    assert compose_reminder("", (DUTY,), MORNING, TZ, CALENDAR).urgency is Urgency.REMINDER


def test_ten_duties_are_all_named_in_one_message() -> None:
    title = "Tuần lễ hưởng ứng học tập suốt đời năm 2026 trên địa bàn tỉnh Lai Châu, đợt {}"
    duties = [
        replace(
            HALF,
            campaign_title=title.format(number),
            unit_name=f"Trung tâm Văn hóa, Thể thao và Học tập cộng đồng xã số {number}",
            missing=tuple(f"{number}.{row}" for row in range(30)),
            returned_reason="Số liệu chưa khớp với biểu của Phòng. " * 9,
            state="returned" if number % 2 else "in_progress",
            deadline=DEADLINE + timedelta(days=number),
            words="Đề nghị các đơn vị gửi sớm. " * 20,
        )
        for number in range(10)
    ]
    said = text(*duties, name="Nguyễn Thị " * 30)
    assert len(said.encode("utf-16-le")) // 2 <= LONGEST
    assert sum(line.startswith("–") for line in said.splitlines()) == 10


NAMES = st.text(max_size=200)
DUTIES = st.builds(
    ReminderItem,
    campaign_title=NAMES,
    unit_name=NAMES,
    state=st.sampled_from(
        ["not_started", "in_progress", "returned", "awaiting_approval", "submitted", "accepted"]
    ),
    answered=st.integers(0, 40),
    total=st.integers(0, 34),
    missing=st.lists(NAMES, max_size=40).map(tuple),
    lacks=st.sampled_from(((), ("1 ảnh",), ("9 ảnh", "tệp báo cáo"))),
    returned_reason=st.text(max_size=600),
    deadline=st.none()
    | st.builds(
        lambda days, seconds: DEADLINE + timedelta(days=days, seconds=seconds),
        st.integers(-40, 40),
        st.integers(-80_000, 0),
    ),
    step=st.sampled_from(["", "manual", "deadline-1", "deadline+1", "period_end+1"]),
    link_hint=NAMES,
    words=st.text(max_size=500),
    joined=st.booleans(),
)


@given(st.text(max_size=100), st.lists(DUTIES, min_size=1, max_size=14))
def test_every_reminder_fits_one_message(name: str, duties: list[ReminderItem]) -> None:
    said = text(*duties, name=name)
    assert len(said.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST


@pytest.mark.parametrize(
    ("questions", "minutes"), [(0, 1), (1, 1), (6, 2), (24, 8), (30, 10), (33, 15), (34, 15)]
)
def test_minutes_are_rough(questions: int, minutes: int) -> None:
    assert minutes_for(questions) == minutes


def test_units_of_one_name_are_both_told_of_with_their_codes() -> None:
    """A person may sit for two schools of one name in two communes: none of them is lost."""
    two = [replace(DUTY, unit_name="Trường Số 1", unit_code=code) for code in ("T1", "T2")]
    told = text(*two)
    assert "Trường Số 1 (T1)" in told and "Trường Số 1 (T2)" in told
