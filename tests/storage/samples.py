"""A small office in a database: a campaign, its units, people who joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.model.answer import Answer, AnswerState
from bot.model.campaign import Campaign, CampaignState
from bot.model.events import AnswerRecorded, Change, Submitted
from bot.model.message import Address, Incoming, IncomingKind, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import Submission
from bot.model.unit import Unit
from storage import Author, FreshCode, Transaction

NOW = datetime(2022, 10, 10, 1, 30, tzinfo=UTC)
AUTHOR = Author(NOW, actor="test")


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def a_campaign(slug: str = "tuan-le") -> Campaign:
    return Campaign(
        0,
        slug,
        "Tuần lễ học tập",
        CampaignState.OPEN,
        date(2022, 10, 1),
        date(2022, 10, 7),
        "trước ngày 14/10",
        datetime(2022, 10, 13, 16, 59, 59, tzinfo=UTC),
    )


def a_unit(number: int) -> Unit:
    return Unit(0, f"X{number:05d}", f"Xã số {number}", "xã", "Huyện", (f"số {number}",))


@dataclass(frozen=True)
class Set:
    """Ids of a campaign and its units, in list order."""

    campaign_id: int
    unit_ids: tuple[int, ...]

    def submission(self, tx: Transaction, place: int = 0) -> Submission:
        found = tx.submissions.of_unit(self.campaign_id, self.unit_ids[place])
        assert found is not None
        return found


def set_up(tx: Transaction, units: int = 3, slug: str = "tuan-le") -> Set:
    """A campaign with so many units; the units are shared by all campaigns of a test."""
    tx.campaigns.keep_units([a_unit(number) for number in range(units)])
    codes = {unit.code: unit.id for unit in tx.campaigns.units()}
    campaign_id = tx.campaigns.create(a_campaign(slug), "", NOW)
    ids = tuple(codes[a_unit(number).code] for number in range(units))
    tx.submissions.open_all(campaign_id, ids)
    return Set(campaign_id, ids)


def a_text(text: str, key: str, chat: str = "an", channel: str = "telegram") -> Incoming:
    return Incoming(Address(channel, "bot", chat), key, IncomingKind.TEXT, text, message=key)


def chat_of(tx: Transaction, chat: str = "an", channel: str = "telegram") -> int:
    return tx.messages.address_id(Address(channel, "bot", chat), NOW, "Ân")


def hand_out(
    tx: Transaction, campaign_id: int, fresh: FreshCode, role: Role, until: datetime
) -> None:
    """Keep a fresh code in the place of the unused ones of its unit and role."""
    tx.invites.void(campaign_id, [fresh.unit_id], role, NOW)
    tx.invites.add([fresh], campaign_id, role, NOW, until)


def join(
    tx: Transaction,
    campaign_id: int,
    unit_id: int | None,
    chat: str = "an",
    role: Role = Role.REPORTER,
    name: str = "Lò Văn Ân",
) -> tuple[int, int]:
    """(person id, seat id) of somebody who used a fresh invite from a chat."""
    code = f"{campaign_id}-{unit_id}-{chat}-{role}"
    hand_out(tx, campaign_id, FreshCode(code, unit_id), role, later(days=30))
    invite = tx.invites.find(code, NOW)
    assert invite is not None
    joined = tx.people.join(tx.people.chat(chat_of(tx, chat)), invite.id, name, "2022", NOW)
    assert joined is not None
    return joined


def value(count: int | None = None, people: int | None = None, **more: str) -> Answer:
    return Answer(AnswerState.VALUE, count, people, **more)


def recorded(submission: Submission, **answers: Answer) -> list[Change]:
    """Facts for rows named `r1_1`, as keyword arguments cannot hold dots."""
    return [
        AnswerRecorded(submission.id, name[1:].replace("_", "."), answer)
        for name, answer in answers.items()
    ]


def sent(submission: Submission, version: int = 1, **more: int) -> Submitted:
    return Submitted(
        submission.id, version, NOW, more.get("late_days", 0), f"R{submission.id}-{version}"
    )


def do(tx: Transaction, submission: Submission, *facts: Change) -> Submission:
    """Record facts and read the report back."""
    tx.submissions.record(submission, facts, AUTHOR)
    found = tx.submissions.load(submission.id)
    assert found is not None
    return found


def put(
    tx: Transaction,
    texts: Sequence[str],
    chat: str = "an",
    urgency: Urgency = Urgency.REPLY,
    now: datetime = NOW,
) -> list[int]:
    """Queue messages to a chat; returns their outbox ids."""
    from storage.tables import OUTBOX

    address = chat_of(tx, chat)
    tx.messages.put(address, "telegram", [Reply(text, urgency=urgency) for text in texts], now)
    ids = tx.connection.execute(OUTBOX.select().order_by(OUTBOX.c.id)).all()
    return [row.id for row in ids][-len(texts) :]
