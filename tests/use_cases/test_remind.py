"""Reminding on real tables: who gets what on which day, and what is checked as it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest

from bot.model.commands import Extend
from bot.model.message import Reply
from bot.model.person import Role, Seat
from bot.reminders.schedule import parse_ladder
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding import (
    daily_digest,
    pre_send_check,
    reminder_forecast,
    reminder_schedule,
    send_reminders,
)
from bot.use_cases.turns.run_command import Acting, execute
from storage import Store
from tests.office import Installation, deadline_of, said, unit_by_code
from tests.storage.peek import OUTBOX
from tests.use_cases.reminding_desk import (
    BOTS,
    OTHER,
    UNIT,
    ask,
    claim,
    coordinates,
    extend,
    falls_due,
    leave,
    leaves,
    on,
    opened,
    reminded,
    returned,
    sits_too,
    steps,
    tick,
    units_named,
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    yield from opened(tmp_path)


def test_two_units_of_one_person_are_one_message(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sits_too(desk, person, OTHER)
    assert units_named(reminded(desk, on(10))) == [["Xã Bum Nưa", "Xã Tà Tổng"]]


def test_a_second_tick_and_a_second_program_add_nothing(desk: Installation) -> None:
    desk.joined(UNIT)
    assert len(reminded(desk, on(10))) == 1
    other = Store.open(str(desk.store.engine.url), desk.now)
    with other.transaction() as tx:
        assert send_reminders.reminder_tick(tx, desk.office, desk.now) == 0
    other.close()
    assert reminded(desk, on(10, 9)) == []


def test_two_programs_at_the_same_moment_make_one_message_for_each_person(
    desk: Installation,
) -> None:
    for number, unit in enumerate((UNIT, OTHER, "03436", "03439")):
        desk.joined(unit, f"Người {number}")
    leaves(desk)
    desk.now = on(10)
    stores = [Store.open(str(desk.store.engine.url), desk.now) for _ in range(2)]
    together = Barrier(2)

    def run(store: Store) -> None:
        together.wait()
        for _ in range(3):
            store.write(
                lambda tx: send_reminders.reminder_tick(tx, desk.office, desk.now)
            ).result()

    threads = [Thread(target=run, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for store in stores:
        store.close()
    with desk.store.reading() as tx:
        rows = tx.connection.execute(OUTBOX.select().where(OUTBOX.c.notice_id.isnot(None))).all()
    assert len({row.address_id for row in rows}) == len(rows) == 4


def test_nothing_leaves_after_the_report_was_sent_although_it_was_queued(
    desk: Installation,
) -> None:
    person = desk.joined(UNIT)
    falls_due(desk, on(10))
    person.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        person.says("nộp")
    assert desk.submission(UNIT).is_sent
    assert (leaves(desk), steps(desk)) == ([], [])


def test_a_reminder_that_waited_says_the_time_that_is_left_now(desk: Installation) -> None:
    desk.joined(UNIT)
    falls_due(desk, on(10))
    desk.now = on(12)
    (text,) = leaves(desk)
    assert "Còn 1 ngày làm việc" in text


@pytest.mark.parametrize(("report_file", "named"), [("required", True), ("optional", False)])
def test_a_report_file_that_has_not_come_is_named(
    tmp_path: Path, report_file: str, named: bool
) -> None:
    asking = Installation(tmp_path, open_=False, report_file=report_file)
    asking.now = on(3)
    with asking.store.transaction() as tx:
        asking.campaign = campaign_setup.open_campaign(tx, asking.office, asking.campaign.slug)
    asking.joined(UNIT)
    (text,) = reminded(asking, on(10))
    assert ("còn thiếu tệp báo cáo" in text) is named
    asking.close()


def test_after_downtime_one_message_comes_for_all_that_was_missed(desk: Installation) -> None:
    desk.joined(UNIT)
    assert len(reminded(desk, on(12, 15))) == 1
    assert [step for step, _ in steps(desk)] == ["deadline-0", "deadline+1", "call_list+2"]


def test_after_downtime_the_call_list_does_not_take_the_units_own_reminder(
    desk: Installation,
) -> None:
    """Down from the deadline until the day the unit is to be telephoned."""
    desk.joined(UNIT)
    assert len(reminded(desk, on(13))) == 1
    (text,) = reminded(desk, on(17))
    assert "quá hạn" in text


def test_a_step_before_the_deadline_is_dropped_after_it(desk: Installation) -> None:
    desk.joined(UNIT)
    (text,) = reminded(desk, on(14))
    assert ("Đã quá hạn 1 ngày" in text, steps(desk)) == (True, [("call_list+2", "17/10 08:00")])


@pytest.mark.parametrize(
    "moment", [on(8), on(9), on(10, 7, 10), on(10, 12), on(10, 17), on(10, 22)]
)
def test_nothing_leaves_while_the_office_is_closed(desk: Installation, moment: datetime) -> None:
    desk.joined(UNIT)
    leaves(desk)
    ask(desk)
    assert reminded(desk, moment) == []


def test_what_was_queued_before_closing_leaves_the_next_morning(desk: Installation) -> None:
    desk.joined(UNIT)
    ask(desk, "Xin gửi sớm")
    falls_due(desk, on(10, 16, 59))
    desk.now = on(10, 17, 1)
    late = leaves(desk)
    desk.now = on(11, 7, 31)
    assert (late, ["Xin gửi sớm" in text for text in leaves(desk)]) == ([], [True])


def test_a_coordinators_words_reach_the_people(desk: Installation) -> None:
    desk.joined(UNIT)
    ask(desk, "Mai họp giao ban")
    assert ["Mai họp giao ban" in text for text in reminded(desk, on(10))] == [True]


def test_words_that_come_after_todays_message_wait_for_the_next_working_day(
    desk: Installation,
) -> None:
    desk.joined(UNIT)
    reminded(desk, on(7, 9))
    desk.now = on(10, 9)
    first = reminded(desk, on(10, 9))
    ask(desk, "Mai họp giao ban")
    again = reminded(desk, on(10, 10))
    (tomorrow,) = reminded(desk, on(11, 7, 35))
    assert (len(first), again, "Mai họp giao ban" in tomorrow) == (1, [], True)


def test_the_last_morning_of_one_unit_is_not_lost_behind_another_units_message(
    desk: Installation,
) -> None:
    """The person's message of the day leaves at eight; what falls due at half past one is in it."""
    ladder = parse_ladder(["deadline-1@8:00", "deadline-0@13:30", "deadline+1"])
    desk.office = replace(desk.office, ladder=ladder)
    with desk.store.transaction() as tx:
        reminder_schedule.plan_campaign(tx, desk.office, desk.campaign)
    person = desk.joined(UNIT)
    sits_too(desk, person, OTHER)
    extend(desk, OTHER, on(14, 23, 59))
    morning = reminded(desk, on(13, 8, 5))
    afternoon = reminded(desk, on(13, 13, 35))
    assert (units_named(morning), afternoon) == ([["Xã Bum Nưa", "Xã Tà Tổng"]], [])


def test_todays_message_tells_what_a_slow_channel_holds_up(desk: Installation) -> None:
    person = desk.joined(UNIT)
    falls_due(desk, on(10))
    with desk.store.transaction() as tx:  # the channel is slow until tomorrow at nine
        held = tx.connection.execute(OUTBOX.select().where(OUTBOX.c.notice_id.isnot(None))).one()
        tx.messages.postpone(held.id, on(11, 9), "slow")
    sits_too(desk, person, OTHER)
    desk.now = on(11)
    ask(desk, "mai họp giao ban", OTHER)
    tick(desk)
    assert units_named(leaves(desk)) == [["Xã Bum Nưa", "Xã Tà Tổng"]]
    desk.now = on(11, 10)
    assert leaves(desk) == []


def test_a_duty_that_comes_while_todays_message_waits_is_told_in_it(desk: Installation) -> None:
    person = desk.joined(UNIT)
    falls_due(desk, on(10))
    sits_too(desk, person, OTHER)
    ask(desk, unit=OTHER)
    tick(desk)
    assert units_named(leaves(desk)) == [["Xã Bum Nưa", "Xã Tà Tổng"]]


def test_a_day_whose_message_was_cancelled_can_be_used_again(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sits_too(desk, person, OTHER)
    desk.now = on(7, 9)
    ask(desk, unit=UNIT)
    tick(desk)
    with desk.store.transaction() as tx:
        tx.reminders.cancel(desk.campaign.id, None, desk.now)
        unit = unit_by_code(tx, UNIT)
        chat = tx.messages.known_address(person.address)
        (seat,) = [seat for seat in tx.people.seats_of_chat(chat) if seat.unit_id == unit.id]
        tx.people.leave(seat.id, desk.now)
    nothing = leaves(desk)
    ask(desk, unit=OTHER)
    assert (nothing, units_named(reminded(desk, on(7, 10)))) == ([], [["Xã Tà Tổng"]])


def test_a_seat_handed_over_before_the_message_left_reminds_the_successor(
    desk: Installation,
) -> None:
    old = desk.joined(UNIT, "Người cũ")
    falls_due(desk, on(10))
    leave(desk, old)
    desk.joined(UNIT, "Người mới")
    told = leaves(desk) + reminded(desk, on(10, 8, 35))
    assert [text.splitlines()[1] for text in told] == ["Kính gửi anh/chị Người mới:"]


def test_a_message_that_cannot_be_delivered_goes_to_the_persons_other_chat_once(
    desk: Installation,
) -> None:
    person = desk.joined(UNIT)
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(person.address)
        me = tx.people.chat(chat).person
        spare = tx.messages.address_id(replace(person.address, channel="web"), desk.now)
        tx.connection.exec_driver_sql(f"UPDATE address SET person_id = {me.id} WHERE id = {spare}")
    leaves(desk)
    falls_due(desk, on(10))
    copies = []
    for _ in range(3):
        with desk.store.reading() as tx:
            due = tx.messages.due(BOTS, desk.now, 50, urgent=False)
        for one in due:
            queued = claim(desk, one.id)
            assert queued is not None
            copies.append(queued.address.channel)
            with desk.store.transaction() as tx:
                tx.messages.finish(queued.id, "failed", desk.now, failure="Blocked")
                tx.messages.unreached(queued.address_id, desk.now, "Blocked")
                pre_send_check.try_other_channel(tx, queued, desk.now)
    assert sorted(copies) == ["telegram", "web"]


def test_an_extension_moves_the_steps_and_keeps_those_after_a_return(desk: Installation) -> None:
    returned(desk, on(11, 9))
    assert ("returned+2", "13/10 08:00") in steps(desk)
    extend(desk, UNIT, on(20, 23, 59))
    assert steps(desk) == [
        ("returned+2", "13/10 08:00"),
        ("deadline-5", "13/10 08:00"),
        ("deadline-3", "17/10 08:00"),
        ("deadline-1", "19/10 08:00"),
        ("deputy-1", "19/10 13:30"),
        ("deadline-0", "20/10 08:00"),
        ("deadline+1", "21/10 08:00"),
        ("call_list+2", "24/10 08:00"),
    ]


def test_a_later_deadline_for_all_ends_shorter_extensions(desk: Installation) -> None:
    extend(desk, UNIT, on(14, 23, 59))
    with desk.store.transaction() as tx:
        seat = Seat(0, Role.COORDINATOR, desk.campaign.id, desk.campaign.title)
        longer = Extend(None, on(20, 23, 59), "bão")
        assert execute(Acting(tx, desk.office, seat), [longer]).may
        unit = unit_by_code(tx, UNIT)
        assert deadline_of(tx, desk.campaign.id, unit.id) == on(20, 23, 59)
    assert steps(desk)[-1] == ("call_list+2", "24/10 08:00")


def test_closing_the_campaign_cancels_what_is_queued_too(desk: Installation) -> None:
    desk.joined(UNIT)
    falls_due(desk, on(10))
    with desk.store.transaction() as tx:
        campaign_setup.close_campaign(tx, desk.office, desk.campaign.slug)
    assert (leaves(desk), steps(desk)) == ([], [])


def test_a_clock_that_jumps_back_repeats_nothing(desk: Installation) -> None:
    desk.joined(UNIT)
    first = reminded(desk, on(10))
    back = [reminded(desk, on(day)) for day in (7, 10)]
    assert (len(first), back) == (1, [[], []])


def test_the_dry_run_shows_one_text_for_a_persons_units_of_a_day(desk: Installation) -> None:
    person = desk.joined(UNIT)
    sits_too(desk, person, OTHER)
    with desk.store.reading() as tx:
        rows = reminder_forecast.forecast(tx, desk.office, desk.campaign.slug, on(10, 7))
    mine = [row for row in rows if row["person"] and row["due_at"].startswith("2022-10-10")]
    assert ({row["unit_code"] for row in mine}, len({row["text"] for row in mine})) == (
        {UNIT, OTHER},
        1,
    )


def test_the_dry_run_and_the_sending_agree(desk: Installation) -> None:
    desk.joined(UNIT)
    with desk.store.reading() as tx:
        rows = reminder_forecast.forecast(tx, desk.office, desk.campaign.slug, on(10, 7))
    planned = [row["due_at"] for row in rows if row["person"]]
    moments = [(day, hour) for day in range(10, 22) for hour in (7, 8, 14)]
    sent = [
        on(day, 8, 0).isoformat() for day, hour in moments if reminded(desk, on(day, hour, 31))
    ]
    assert sent == [at for at in planned if not at.startswith("2022-10-17")]


def test_the_morning_message_comes_once_in_office_hours(desk: Installation) -> None:
    coordinates(desk)
    told = []
    for moment in (
        on(10, 7, 31),
        on(10, 7, 50),
        on(10, 8),
        on(11, 6),
        on(11, 12),
        on(11, 14),
        on(11, 20),
    ):
        desk.now = moment
        with desk.store.transaction() as tx:
            daily_digest.digest_tick(tx, desk.office, desk.now)
        told.append(len(leaves(desk)))
    assert told == [0, 1, 0, 0, 0, 1, 0]


def test_a_morning_message_that_waited_until_another_day_is_cancelled(desk: Installation) -> None:
    coordinates(desk)
    desk.now = on(10, 16, 59)
    with desk.store.transaction() as tx:
        assert daily_digest.digest_tick(tx, desk.office, desk.now) == 1
    desk.now = on(11, 7, 31)
    assert leaves(desk) == []


def test_late_units_come_to_the_call_list_on_the_ladders_day(desk: Installation) -> None:
    desk.joined(UNIT)
    listed = []
    for day in (13, 14, 17):
        with desk.store.reading() as tx:
            found = daily_digest.campaign_day(tx, desk.office, desk.campaign, on(3), on(day))
        listed.append(len(found.call_list))
    assert listed == [0, 0, 14]


def test_a_preview_is_the_text_that_is_sent(desk: Installation) -> None:
    desk.joined(UNIT)
    coordinator = coordinates(desk)
    desk.now = on(10, 7, 40)
    shown: list[Reply] = coordinator.says("nhắc chưa gửi: mai họp")
    coordinator.says("đúng")
    (text,) = [text for text in reminded(desk, on(10, 7, 45)) if "Nhắc" in text]
    assert text in said(shown[0])
