"""The coordinator's morning message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.model.calendar import WorkingCalendar
from bot.model.campaign import Upward
from bot.reminders.digest import CampaignDay, compose_digest

TZ = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = WorkingCalendar()
NOW = datetime(2021, 10, 12, 7, 45, tzinfo=TZ)
DAY = CampaignDay(
    "Tuần lễ 2021",
    datetime(2021, 10, 11, 23, 59, 59, tzinfo=TZ),
    sent=11,
    total=14,
    sent_since=("TTHTCĐ phường Phú Cường", "TTHTCĐ phường Phú Thọ"),
    in_progress=("TTHTCĐ phường Phú Lợi 12/34",),
    not_joined=("TTHTCĐ phường Tân An",),
    call_list=("TTHTCĐ phường Phú Lợi",),
    upward=Upward(datetime(2021, 10, 14, 23, 59, 59, tzinfo=TZ), ("UBND thành phố",)),
)


def lines(*days: CampaignDay) -> list[str]:
    reply = compose_digest("Hoa", days, NOW, TZ, CALENDAR)
    return [] if reply is None else [reply.head, *reply.text.splitlines()]


def test_a_whole_morning() -> None:
    assert lines(DAY) == [
        "Tình hình sáng nay: Tuần lễ 2021",
        "Kính gửi anh/chị Hoa:",
        "Đã gửi: 11/14 đơn vị.",
        "Đã quá hạn 1 ngày (hạn cuối: hết thứ Hai 11/10/2021).",
        "Cần gọi điện (1): TTHTCĐ phường Phú Lợi.",
        "Mới gửi từ hôm qua (2): TTHTCĐ phường Phú Cường, TTHTCĐ phường Phú Thọ.",
        "Đang nhập (1): TTHTCĐ phường Phú Lợi 12/34.",
        "Chưa có người tham gia (1): TTHTCĐ phường Tân An.",
        (
            "Báo cáo của anh/chị gửi UBND thành phố: còn 2 ngày làm việc "
            "(hạn cuối: hết thứ Năm 14/10/2021)."
        ),
        "Anh/chị gõ “tiến độ” để xem tình hình, “nhắc” để nhắc ngay.",
    ]


def test_two_campaigns_are_one_message() -> None:
    said = lines(DAY, replace(DAY, campaign_title="Đợt hai"))
    assert said[0] == "Tình hình sáng nay: 2 đợt báo cáo"
    assert [line for line in said if line in ("Tuần lễ 2021", "Đợt hai")] == [
        "Tuần lễ 2021", "Đợt hai",
    ]  # fmt: skip


def test_a_finished_campaign_is_silent() -> None:
    done = CampaignDay("Tuần lễ 2021", DAY.deadline, sent=14, total=14)
    assert lines(done) == []


def test_the_countdown_to_the_level_above_goes_on_when_all_units_have_sent() -> None:
    done = replace(DAY, sent=14, call_list=(), in_progress=(), not_joined=())
    assert "Đã quá hạn" not in "\n".join(lines(done))
    assert any(line.startswith("Báo cáo của anh/chị gửi UBND thành phố") for line in lines(done))


def test_long_lists_of_names_are_cut_with_their_number() -> None:
    many = tuple(f"Xã {number}" for number in range(168))
    (line,) = [line for line in lines(replace(DAY, not_started=many)) if "chưa nhập" in line]
    assert line.startswith("Chưa gửi, chưa nhập (168): Xã 0, Xã 1,")
    assert line.endswith("Xã 39 và 128 đơn vị khác.")
