"""Planned steps and the one message a person gets on a day."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from bot.model.message import Reply
from storage import DailyReminder, NoticeMessage, NoticeState, ReminderPart, Store, Transaction
from tests.storage.samples import NOW, Set, join, later, set_up

Outside = Callable[..., list[Any]]
STEPS = [("three", later(days=1)), ("one", later(days=3)), ("last", later(days=4))]
THREE = ReminderPart(1, "three")
MONDAY, TUESDAY = date(2022, 10, 10), date(2022, 10, 11)


def waiting(tx: Transaction, office: Set) -> list[tuple[int, str]]:
    return [(step.unit_id, step.step) for step in tx.reminders.planned(office.campaign_id)]


def test_steps_are_planned_for_each_unit_in_time_order(store: Store, office: Set) -> None:
    first, second, _ = office.unit_ids
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, [first, second], STEPS)
        found = tx.reminders.planned(office.campaign_id)
    assert [(step.unit_id, step.step, step.due_at) for step in found] == [
        (unit, step, due_at) for step, due_at in STEPS for unit in (first, second)
    ]


def test_only_steps_whose_time_has_come_are_due_oldest_first(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, office.unit_ids[:1], STEPS)
        due = [tx.reminders.due(later(days=days), 10) for days in (0, 1, 3, 30)]
        limited = tx.reminders.due(later(days=30), 1)
    assert [[step.step for step in steps] for steps in due] == [
        [],
        ["three"],
        ["three", "one"],
        ["three", "one", "last"],
    ]
    assert limited == due[-1][:1]


def test_nothing_is_reminded_after_cancelling_and_others_are_left(
    store: Store, office: Set
) -> None:
    first, second, third = office.unit_ids
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, office.unit_ids, STEPS[:1])
        tx.reminders.cancel(office.campaign_id, [first], NOW)
        each = waiting(tx, office)
        tx.reminders.cancel(office.campaign_id, None, NOW)
        nobody = (waiting(tx, office), tx.reminders.due(later(days=30), 10))
    assert (each, nobody) == ([(second, "three"), (third, "three")], ([], []))


def test_planning_anew_replaces_what_waits_and_keeps_what_is_done(
    store: Store, office: Set, outside: Outside
) -> None:
    unit = office.unit_ids[0]
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, [unit], STEPS)
        (due,) = tx.reminders.due(later(days=1), 10)
        assert tx.reminders.finish([due.id], "done", NOW) == 1
        moved = [(step, due_at.replace(month=11)) for step, due_at in STEPS]
        tx.reminders.plan(office.campaign_id, [unit], moved)
        found = [(step.step, step.due_at) for step in tx.reminders.planned(office.campaign_id)]
    assert found == moved
    states = outside("SELECT state, count(*) FROM reminder GROUP BY state ORDER BY state")
    assert states == [("cancelled", 2), ("done", 1), ("planned", 3)]


def test_a_step_is_finished_once(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, office.unit_ids, STEPS[:1])
        ids = [step.id for step in tx.reminders.planned(office.campaign_id)]
        assert tx.reminders.finish(ids[:2], "done", NOW) == 2
        assert tx.reminders.finish(ids, "dropped", NOW) == 1
        assert tx.reminders.finish([], "done", NOW) == 0


def test_putting_off_moves_only_what_still_waits(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, office.unit_ids, STEPS[:1])
        ids = [step.id for step in tx.reminders.planned(office.campaign_id)]
        tx.reminders.finish(ids[:1], "done", NOW)
        tx.reminders.postpone(ids, later(days=2))
        assert tx.reminders.due(later(days=1), 10) == []
        assert [step.id for step in tx.reminders.due(later(days=2), 10)] == ids[1:]


def test_a_coordinators_own_words_come_beside_the_planned_steps(store: Store, office: Set) -> None:
    unit = office.unit_ids[0]
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, [unit], STEPS[:1])
        for words in ("gấp", "rất gấp"):
            tx.reminders.add(office.campaign_id, [unit], "manual", NOW, words)
        found = [(step.step, step.words) for step in tx.reminders.planned(office.campaign_id)]
    assert found == [("manual", "gấp"), ("manual", "rất gấp"), ("three", "")]


def test_campaigns_have_their_own_steps(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        other = set_up(tx, slug="another")
        for made in (office, other):
            tx.reminders.plan(made.campaign_id, made.unit_ids[:1], STEPS[:1])
        tx.reminders.cancel(other.campaign_id, None, NOW)
        assert waiting(tx, office) == [(office.unit_ids[0], "three")]
        assert waiting(tx, other) == []


def person(tx: Transaction, office: Set, chat: str = "an") -> int:
    return join(tx, office.campaign_id, office.unit_ids[0], chat)[0]


def make(tx: Transaction, who: int, day: date) -> int | None:
    return tx.notices.make(day, {who: [THREE]}, NOW).get(who)


def told(tx: Transaction, notice_id: int) -> tuple[int, date, tuple[ReminderPart, ...]]:
    notice = tx.notices.get(notice_id)
    return notice.person_id, notice.day, notice.duties


def test_a_person_gets_one_reminder_a_day(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        me, other = person(tx, office, "an"), person(tx, office, "bình")
        numbers = [
            make(tx, who, day)
            for who, day in ((me, MONDAY), (me, MONDAY), (me, TUESDAY), (other, MONDAY))
        ]
        assert told(tx, 1) == (me, MONDAY, (THREE,))
    assert [number is not None for number in numbers] == [True, False, True, True]


def test_many_people_get_theirs_in_one_statement_but_those_who_have_one(
    store: Store, office: Set
) -> None:
    with store.transaction() as tx:
        people = [person(tx, office, name) for name in ("an", "bình", "cúc")]
        first = make(tx, people[1], MONDAY)
        made = tx.notices.make(MONDAY, {who: [THREE] for who in people}, NOW)
        known = tx.notices.of_day(MONDAY, people)
    assert (first, sorted(made)) == (1, [people[0], people[2]])
    assert {who: notice.duties for who, notice in known.items()} == dict.fromkeys(people, (THREE,))


def test_a_notice_says_what_became_of_its_message(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        me = person(tx, office)
        number = make(tx, me, MONDAY)
        assert number is not None
        chat = tx.people.addresses(me)[0]
        tx.notices.queue([NoticeMessage(chat.id, "telegram", Reply("a"), number, "k")], NOW)
        fates = [tx.notices.get(number).fate]
        for state in ("sending", "unknown", "failed", "sent", "cancelled"):
            tx.messages.finish(1, state, NOW)
            fates.append(tx.notices.get(number).fate)
    assert fates == [NoticeState.OPEN, *[NoticeState.SPENT] * 4, NoticeState.FREE]


def test_a_report_is_told_about_with_the_words_that_came_with_it() -> None:
    notice = DailyReminder(1, 1, MONDAY, (ReminderPart(1, "three", "gấp"), ReminderPart(2, "one")))
    asked = [ReminderPart(1, "one"), ReminderPart(1, "manual", "gấp"), ReminderPart(1, "one", "rất gấp"),
             ReminderPart(2, "manual", "gấp"), ReminderPart(3, "one")]  # fmt: skip
    assert [notice.covers(duty) for duty in asked] == [True, True, False, False, False]


def test_a_persons_steps_are_those_of_their_units(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        me = person(tx, office)
        tx.reminders.plan(office.campaign_id, office.unit_ids, STEPS)
        found = [
            [(step.unit_id, step.step) for step in tx.reminders.of_person(who, later(days=3))]
            for who in (me, me + 1)
        ]
    assert found == [[(office.unit_ids[0], "three"), (office.unit_ids[0], "one")], []]


def test_two_ticks_at_once_still_make_one_reminder(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        me = person(tx, office)

    def tick(_number: int) -> int | None:
        with store.transaction() as tx:
            return make(tx, me, MONDAY)

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(tick, range(8)))
    assert [number for number in made if number is not None] == [1]


def test_a_reminder_that_was_not_sent_takes_a_free_day_only(store: Store, office: Set) -> None:
    with store.transaction() as tx:
        me = person(tx, office)
        monday = make(tx, me, MONDAY)
        assert monday is not None
        assert tx.notices.move(tx.notices.get(monday), TUESDAY) is True
        assert told(tx, monday) == (me, TUESDAY, (THREE,))
        again = make(tx, me, MONDAY)
        assert again is not None
        assert tx.notices.move(tx.notices.get(again), TUESDAY) is False
        assert told(tx, again) == (me, MONDAY, (THREE,))


def test_steps_named_to_be_kept_outlive_a_new_plan(store: Store, office: Set) -> None:
    unit = office.unit_ids[0]
    with store.transaction() as tx:
        tx.reminders.plan(office.campaign_id, [unit], STEPS)
        tx.reminders.add(office.campaign_id, [unit], "manual", NOW, "gấp")
        tx.reminders.plan(office.campaign_id, [unit], STEPS[:1], NOW, keep=("manual", "last"))
        found = [step.step for step in tx.reminders.planned(office.campaign_id)]
    assert found == ["manual", "three", "last"]
