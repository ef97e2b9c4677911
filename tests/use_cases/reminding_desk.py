"""The sample campaign on real tables, and what the tests of its reminders do with it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bot.model.events import Extended, ReminderRequested
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.reminding import (
    reminder_schedule,
    send_reminders,
)
from bot.use_cases.sending.deliver import claim_for_sending
from bot.use_cases.turns.process_message import apply_changes
from storage import Author, Queued
from tests.office import TZ, Installation, Person, said, unit_by_code

UNIT, OTHER = "03466", "03463"
BOTS = [("telegram", "bot"), ("web", "bot")]


def on(day: int, hour: int = 8, minute: int = 5) -> datetime:
    return datetime(2022, 10, day, hour, minute, tzinfo=TZ)


def opened(tmp_path: Path) -> Iterator[Installation]:
    """Give the sample campaign, opened on Monday 3 October; its last day is Thursday the 13th."""
    made = Installation(tmp_path, open_=False)
    made.now = on(3)
    with made.store.transaction() as tx:
        made.campaign = campaign_setup.open_campaign(tx, made.office, made.campaign.slug)
    yield made
    made.close()


def tick(desk: Installation) -> int:
    with desk.store.transaction() as tx:
        return send_reminders.reminder_tick(tx, desk.office, desk.now)


def leaves(desk: Installation, outcome: str = "sent") -> list[str]:
    """Send what is due, as the platform would see it: the texts, in order."""
    texts = []
    while True:
        with desk.store.reading() as tx:
            due = [
                each
                for urgent in (True, False)
                for each in tx.messages.due(BOTS, desk.now, 50, urgent)
            ]
        if not due:
            return texts
        for each in due:
            queued = claim(desk, each.id)
            if queued is None:
                continue
            with desk.store.transaction() as tx:
                tx.messages.finish(queued.id, outcome, desk.now)
            if queued.notice_id is not None or queued.key:
                texts.append(said(queued.reply))


def claim(desk: Installation, outbox_id: int) -> Queued | None:
    with desk.store.transaction() as tx:
        return claim_for_sending(tx, desk.office, outbox_id)


def falls_due(desk: Installation, at: datetime) -> None:
    """A moment at which everything due is queued."""
    desk.now = at
    while tick(desk):
        pass


def reminded(desk: Installation, at: datetime) -> list[str]:
    """The texts that leave at one moment."""
    falls_due(desk, at)
    return leaves(desk)


def units_named(texts: list[str]) -> list[list[str]]:
    names = ("Xã Bum Nưa", "Xã Tà Tổng")
    return [[name for name in names if name in text] for text in texts]


def extend(desk: Installation, unit: str, until: datetime) -> None:
    with desk.store.transaction() as tx:
        found = unit_by_code(tx, unit)
        fact = Extended(desk.campaign.id, found.id, until, "mất điện")
        apply_changes(tx, desk.office, [fact], Author(desk.now, actor="test"))


def ask(desk: Installation, words: str = "", unit: str = UNIT) -> None:
    with desk.store.transaction() as tx:
        found = unit_by_code(tx, unit)
        reminder_schedule.remind_now(
            tx, ReminderRequested(desk.campaign.id, (found.id,), words), desk.now
        )


def sits_too(desk: Installation, person: Person, unit: str) -> None:
    person.starts(desk.code(unit))
    person.says("Đồng ý")


def coordinates(desk: Installation) -> Person:
    """A coordinator who has heard everything so far."""
    coordinator = desk.coordinator("Điều phối")
    leaves(desk)
    return coordinator


def sent_for_approval(desk: Installation) -> Person:
    """The unit's reporter, whose report waits for "Người duyệt"."""
    reporter, approver = desk.joined(UNIT, "Người nhập"), desk.person("Người duyệt")
    approver.starts(desk.code(UNIT, Role.APPROVER))
    approver.says("Đồng ý")
    reporter.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        reporter.says("nộp")
    assert desk.submission(UNIT).status.value == "awaiting_approval"
    return reporter


def returned(desk: Installation, at: datetime) -> None:
    """The unit's reporter sent the report, and the coordinator sends it back; then an approver joins."""
    reporter, coordinator = desk.joined(UNIT, "Người nhập"), desk.person("Điều phối")
    reporter.says("sửa 1.1 3 lớp 45 người")
    for _ in range(3):
        reporter.says("nộp")
    coordinator.starts(desk.code(None, Role.COORDINATOR))
    coordinator.says("Đồng ý")
    desk.now = at
    coordinator.says(f"trả lại {UNIT} 1.1 chưa khớp")
    coordinator.says("đúng")
    assert desk.submission(UNIT).status.value == "returned"
    approver = desk.person("Người duyệt")
    approver.starts(desk.code(UNIT, Role.APPROVER))
    approver.says("Đồng ý")


def leave(desk: Installation, person: Person) -> None:
    with desk.store.transaction() as tx:
        chat = tx.messages.known_address(person.address)
        for seat in tx.people.seats_of_chat(chat):
            tx.people.leave(seat.id, desk.now)


def steps(desk: Installation) -> list[tuple[str, str]]:
    """What is still planned for the unit: step and day."""
    with desk.store.reading() as tx:
        found = unit_by_code(tx, UNIT)
        return [
            (step.step, f"{step.due_at.astimezone(TZ):%d/%m %H:%M}")
            for step in tx.reminders.planned(desk.campaign.id)
            if step.unit_id == found.id
        ]
