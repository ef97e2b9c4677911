"""Messages that the coordinator switches on: each once, and only for those whom it concerns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.errors import OperatorError
from bot.model.commands import MendUnit
from bot.model.message import Urgency
from bot.model.person import Role, Seat
from bot.model.submission import Status
from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import announce, announcements
from bot.use_cases.turns.run_command import Acting, execute
from tests.office import TZ, Installation, Person, said, sent_now
from tests.use_cases.test_finishing import finish
from tests.use_cases.test_publish import campaign_of, sent
from tests.use_cases.test_remind import extend

SLUG = "muong-te-2022"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.close()


@pytest.fixture
def sender(desk: Installation) -> Person:
    person = desk.joined()
    person.says("1.1: 3 lớp 45 người; còn lại không")
    person.says("đúng")
    for _ in range(3):
        person.says("nộp")
    return person


def tell(desk: Installation, what: Announcement) -> int:
    with desk.store.transaction() as tx:
        return announce(tx, desk.office, SLUG, what)


def test_nobody_is_told_anything_before_it_is_switched_on(
    desk: Installation, sender: Person
) -> None:
    with desk.store.reading() as tx:
        assert len(announcements(tx, desk.office, SLUG, Announcement.KICK_OFF)) == 14
    assert sender.listen() == []


def test_half_way_only_those_who_have_not_sent_are_told(
    desk: Installation, sender: Person
) -> None:
    late = desk.joined("03454", "Chị Mai")
    assert tell(desk, Announcement.HALF_WAY) == 1
    assert sender.listen() == []
    (urged,) = late.listen()
    assert "1/14 đơn vị" in urged.text
    assert urged.urgency is Urgency.REMINDER  # a kill may lose it, and never doubles it


def test_a_half_way_message_that_was_held_up_is_not_sent_after_the_report(
    desk: Installation,
) -> None:
    late = desk.joined()
    tell(desk, Announcement.HALF_WAY)
    late.says("1.1: 3 lớp 45 người; còn lại không")
    late.says("đúng")
    for _ in range(3):
        late.says("nộp")
    assert not any("0/14 đơn vị" in text for text in sent_now(desk))


@pytest.mark.parametrize("what", [Announcement.CLOSING, Announcement.FEEDBACK])
def test_thanks_that_were_held_up_are_not_sent_after_the_report_went_back(
    desk: Installation, sender: Person, what: Announcement
) -> None:
    coordinator = desk.coordinator("Điều phối")
    tell(desk, what)
    (waiting,) = map(said, sender.listen())
    assert waiting in sent_now(desk)
    coordinator.says("trả lại Xã Bum Nưa vì số liệu sai")
    coordinator.says("đúng")
    assert desk.submission().status is Status.RETURNED
    assert waiting not in sent_now(desk)


def test_results_hold_the_units_own_figures_beside_everybodys(
    desk: Installation, sender: Person
) -> None:
    tell(desk, Announcement.FEEDBACK)
    (reply,) = sender.listen()
    assert "đơn vị 3 lớp, 45 người; toàn đợt 3 lớp, 45 người" in reply.text


def test_the_same_message_is_sent_once(desk: Installation, sender: Person) -> None:
    assert [tell(desk, Announcement.CLOSING), tell(desk, Announcement.CLOSING)] == [1, 0]
    assert len(sender.listen()) == 1


def test_results_say_what_the_unit_itself_had_last_year(desk: Installation) -> None:
    sent(desk, "03436", count=2)
    sent(desk, "03466", count=9)
    later = campaign_of(desk, "nam-sau", 2023, '"phu-luc-ii-2022"')
    sent(desk, "03436", later, 6)
    with desk.store.reading() as tx:
        (told,) = announcements(tx, desk.office, "nam-sau", Announcement.FEEDBACK)
    assert "đơn vị 6 lớp, 160 người (năm trước 2 lớp, 160 người); toàn đợt 6 lớp" in told.text


def texts(desk: Installation, what: Announcement) -> dict[str, str]:
    with desk.store.reading() as tx:
        return {each.unit_name: each.text for each in announcements(tx, desk.office, SLUG, what)}


@pytest.mark.parametrize("what", [Announcement.KICK_OFF, Announcement.HALF_WAY])
def test_every_unit_is_told_its_own_last_day(desk: Installation, what: Announcement) -> None:
    until = datetime(2022, 10, 17, 23, 59, tzinfo=TZ)
    extend(desk, "03454", until)
    told = texts(desk, what)
    assert "17/10/2022" in told["Xã Bum Tở"]
    assert "13/10/2022" in told["Xã Bum Nưa"]


def test_nobody_is_urged_once_the_campaign_is_over(desk: Installation, sender: Person) -> None:
    desk.joined("03454", "Chị Mai")
    assert tell(desk, Announcement.HALF_WAY) == 1
    finish(desk)
    assert not any("1/14 đơn vị" in text for text in sent_now(desk))
    with pytest.raises(OperatorError, match="đã kết thúc"):
        tell(desk, Announcement.HALF_WAY)
    assert tell(desk, Announcement.CLOSING) == 1


def test_results_name_the_row_by_its_number_and_say_what_is_counted(
    desk: Installation, sender: Person
) -> None:
    (text,) = texts(desk, Announcement.FEEDBACK).values()
    assert "– 1.1 " in text
    assert "đơn vị 3 lớp, 45 người; toàn đợt 3 lớp, 45 người" in text


def test_a_unit_that_was_mended_is_told_once_and_not_forgotten(desk: Installation) -> None:
    """The message that waits for office hours goes out, and the same one is not queued again."""
    person = desk.joined()
    desk.now = datetime(2022, 10, 8, 20, tzinfo=TZ)  # a Saturday evening
    assert tell(desk, Announcement.HALF_WAY) == 1
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        unit = next(u for u in tx.campaigns.members(desk.campaign.id) if u.code == "03466")
        done = execute(Acting(tx, desk.office, seat), [MendUnit(unit.id, kind="thị trấn")])
        assert done.may, done.text
    assert tell(desk, Announcement.HALF_WAY) == 0
    person.listen()
    sent = sent_now(desk, datetime(2022, 10, 10, 8, tzinfo=TZ))
    assert any("Xã Bum Nưa" in text and "13/10/2022" in text for text in sent), sent


def test_nobody_is_urged_half_way_before_the_campaign_is_open(tmp_path: Path) -> None:
    made = Installation(tmp_path, open_=False)
    with made.store.reading() as tx, pytest.raises(OperatorError, match="chưa mở"):
        announcements(tx, made.office, SLUG, Announcement.HALF_WAY)
    made.close()
