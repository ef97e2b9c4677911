"""After an outage everybody concerned is told once: from when to when, and what was stored."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.use_cases.turns import outages
from tests.office import Installation, Person


def outage(desk: Installation, minutes: int = 40) -> tuple[datetime, datetime]:
    """Nobody listens for a while; then polling works again."""
    since = desk.now
    desk.later(minutes=minutes)
    with desk.store.transaction() as tx:
        outages.tell(tx, desk.office, "zalo", "bot", since, desk.now)
    return since, desk.now


def writing(desk: Installation, unit: str = "03466", channel: str = "zalo") -> Person:
    """Somebody in the middle of a report."""
    person = desk.joined(unit, name=f"Người {unit}", channel=channel)
    person.says("1.6: 4 lớp 160 em" if channel == "zalo" else "tiếp")
    person.listen()
    return person


def told(person: Person) -> list[str]:
    return [reply.text for reply in person.listen()]


def test_who_was_in_the_middle_is_told_from_when_to_when_and_what_is_stored(
    desk: Installation,
) -> None:
    person = writing(desk)
    desk.later(minutes=10)
    outage(desk)
    [text] = told(person)
    assert "Từ 08:40 ngày 10/10/2022 đến 09:20 ngày 10/10/2022" in text
    assert "Số liệu của Xã Bum Nưa ghi gần nhất: 1.6: 4 lớp, 160 người" in text


def test_nobody_is_told_twice_of_one_outage(desk: Installation) -> None:
    person = writing(desk)
    since, until = outage(desk)
    with desk.store.transaction() as tx:
        outages.tell(tx, desk.office, "zalo", "bot", since, until)
    assert len(told(person)) == 1
    heard = person.says("1.7: 1 buổi 80 người")
    assert [reply for reply in heard if "không nhận được tin" in reply.text] == []


def test_who_was_quiet_is_told_when_writing_again(desk: Installation) -> None:
    person = writing(desk)
    desk.later(hours=5)
    outage(desk)
    assert told(person) == []
    heard = person.says("1.7: 1 buổi 80 người")
    assert len([reply for reply in heard if "không nhận được tin" in reply.text]) == 1
    assert desk.submission().answers["1.7"].people == 80
    again = person.says("1.8: 2 lớp 46 giáo viên")
    assert [reply for reply in again if "không nhận được tin" in reply.text] == []


def test_a_report_that_was_sent_is_not_spoken_of(desk: Installation) -> None:
    person = writing(desk)
    person.says("tất cả các mục còn lại không")
    while "Mã biên nhận" not in person.last:
        person.says("nộp")
    outage(desk)
    assert told(person) == []


@pytest.mark.parametrize("channel", ["telegram", "web"])
def test_people_of_other_channels_lost_nothing(desk: Installation, channel: str) -> None:
    person = writing(desk, channel=channel)
    outage(desk)
    assert told(person) == []


def test_an_outage_long_ago_is_forgotten(desk: Installation) -> None:
    person = writing(desk)
    desk.later(hours=5)
    outage(desk)
    desk.now += timedelta(days=4)
    heard = person.says("1.7: 1 buổi 80 người")
    assert [reply for reply in heard if "không nhận được tin" in reply.text] == []


def test_the_last_poll_is_kept_for_the_time_after_a_crash(desk: Installation) -> None:
    with desk.store.transaction() as tx:
        assert outages.last_poll(tx, "zalo", "bot") is None
        outages.keep_last_poll(tx, "zalo", "bot", desk.now)
    with desk.store.reading() as tx:
        assert outages.last_poll(tx, "zalo", "bot") == desk.now
