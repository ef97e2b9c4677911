"""Sets a database back to the moment before one message, inside a transaction that is given up.

A turn reads the conversation, the report and the record. The conversation is kept with the message;
figures, versions, states and seats are taken back by the audit, which holds every change with what
stood before it. Nothing here may ever be committed: see `Store.rehearsal`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from bot.model.events import (
    AcceptanceWithdrawn,
    Accepted,
    AnswerCleared,
    AnswerRecorded,
    ApprovalDenied,
    Change,
    SentBack,
    SentForApproval,
    Submitted,
    TotalHandedUp,
)
from bot.model.message import Address, Incoming, Reply
from bot.model.optional import optional, sure
from bot.model.submission import Submission, apply
from storage.audit import Author
from storage.codec import answer_from_plain, incoming_from_json, reply_from_json
from storage.connection import InTransaction
from storage.history import History, HistoryLine
from storage.messages import Arrived
from storage.purge import HEARD
from storage.submissions import Submissions
from storage.tables import (
    ADDRESS,
    AUDIT,
    CAMPAIGN,
    FILE,
    INBOX,
    INVITE,
    LINK,
    OUTBOX,
    REVISION,
    SEAT,
    SUBMISSION,
)

HANDED_IN = ("Submitted", "TotalHandedUp")


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """A message as the inbox keeps it. `began_from` is None where it is not known from which
    conversation its turn began; `is_emptied` tells that its words were deleted; `done_at` is None
    while it waits for its turn."""

    id: int
    address_id: int
    incoming: Incoming
    received_at: datetime
    done_at: datetime | None
    failure: str
    began_from: str | None
    is_emptied: bool


class Rewind(InTransaction):
    """Looks a message up and sets back what its turn read."""

    def message(self, inbox_id: int) -> KeptMessage | None:
        """Return a message of the inbox; None where there is none of this number."""
        row = self.connection.execute(
            select(INBOX, ADDRESS.c.chat)
            .join(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
            .where(INBOX.c.id == inbox_id)
        ).one_or_none()
        if row is None:
            return None
        incoming = incoming_from_json(Address(row.channel, row.bot, row.chat), row.key, row.body)
        return KeptMessage(
            row.id, row.address_id, incoming, row.received_at, row.done_at, row.failure,
            row.began_from, row.body == HEARD,
        )  # fmt: skip

    def message_of_failure(self, code: str) -> int | None:
        """Return the message whose turn broke under a code; None where none did."""
        broken = select(INBOX.c.id).where(INBOX.c.failure == code.upper(), INBOX.c.failure != "")
        found = self.connection.execute(broken.order_by(INBOX.c.id.desc()).limit(1)).scalar()
        return optional(int, found)

    def message_of_receipt(self, receipt: str) -> tuple[bool, int | None]:
        """Return whether a receipt exists, and the message that handed the report in (None where it
        was handed in elsewhere than in a chat)."""
        version = self.connection.execute(
            select(REVISION.c.submission_id, REVISION.c.version).where(
                func.upper(REVISION.c.receipt) == receipt.upper()
            )
        ).one_or_none()
        if version is None:
            return False, None
        lines = self.connection.execute(
            select(AUDIT.c.inbox_id, AUDIT.c.after)
            .where(AUDIT.c.submission_id == version.submission_id, AUDIT.c.fact.in_(HANDED_IN))
            .order_by(AUDIT.c.id.desc())
        )
        found = (
            line.inbox_id
            for line in lines
            if json.loads(line.after).get("version") == str(version.version)
        )
        return True, next(found, None)

    def to_before(self, message: KeptMessage) -> Arrived:
        """Set back what the message's turn read, and return the message as one that waits for it."""
        done_at = sure(message.done_at)
        first = self._first_line(message.id, done_at)
        people = self._people(message.address_id)
        if first is not None:
            for submission_id in self._reports(people):
                self._set_report_back(submission_id, first, done_at)
            self._set_campaigns_back(first)
            self._set_lists_back(first)
            self._unjoin(message.address_id, first)
            self.connection.execute(delete(AUDIT).where(AUDIT.c.id >= first))
        self._give_seats_back(people, done_at)
        self.set_columns(ADDRESS, message.address_id, conversation=sure(message.began_from))
        self.set_columns(INBOX, message.id, done_at=None, failure="")
        return Arrived(message.id, message.address_id, message.incoming)

    def last_ids(self) -> tuple[int, int]:
        """Return the latest number of the audit and of the outbox, to tell later what is new."""
        ids = [
            int(self.connection.execute(select(func.max(table.c.id))).scalar() or 0)
            for table in (AUDIT, OUTBOX)
        ]
        return ids[0], ids[1]

    def facts_after(self, audit_id: int) -> list[dict[str, Any]]:
        """Return the facts of the audit behind a number, with what each changed."""
        rows = self.connection.execute(
            select(AUDIT.c.fact, AUDIT.c.code, AUDIT.c.before, AUDIT.c.after)
            .where(AUDIT.c.id > audit_id)
            .order_by(AUDIT.c.id)
        )
        return [
            {
                "fact": row.fact,
                "code": row.code,
                "before": json.loads(row.before or "{}"),
                "after": json.loads(row.after or "{}"),
            }
            for row in rows
        ]

    def replies_after(self, outbox_id: int) -> list[tuple[int, Reply]]:
        """Return (chat, message) of what the outbox holds behind a number."""
        rows = self.connection.execute(
            select(OUTBOX.c.address_id, OUTBOX.c.body, OUTBOX.c.urgency)
            .where(OUTBOX.c.id > outbox_id)
            .order_by(OUTBOX.c.id)
        )
        return [(row.address_id, reply_from_json(row.body, row.urgency)) for row in rows]

    def _first_line(self, inbox_id: int, done_at: datetime) -> int | None:
        """Return the first line of the audit that the turn, or anything after it, wrote."""
        earlier = select(INBOX.c.id).where(INBOX.c.id < inbox_id, INBOX.c.done_at == done_at)
        same = AUDIT.c.inbox_id.is_(None) | AUDIT.c.inbox_id.not_in(earlier)
        found = self.connection.execute(
            select(func.min(AUDIT.c.id)).where(
                (AUDIT.c.at > done_at) | ((AUDIT.c.at == done_at) & same)
            )
        ).scalar()
        return optional(int, found)

    def _people(self, address_id: int) -> list[int]:
        found = select(ADDRESS.c.person_id).where(ADDRESS.c.id == address_id)
        return list(filter(None, self.connection.execute(found).scalars()))

    def _reports(self, people: Sequence[int]) -> list[int]:
        """Return the reports that the seats of a person show: a unit's, or all of a campaign."""
        same_unit = SEAT.c.unit_id.is_(None) | (SEAT.c.unit_id == SUBMISSION.c.unit_id)
        found = (
            select(SUBMISSION.c.id)
            .join(SEAT, (SEAT.c.campaign_id == SUBMISSION.c.campaign_id) & same_unit)
            .where(SEAT.c.person_id.in_(people))
            .distinct()
        )
        return list(map(int, self.connection.execute(found).scalars()))

    def _set_report_back(self, submission_id: int, first: int, now: datetime) -> None:
        """Take the changes of one report back, the latest first, and find its state again."""
        lines = History(self.connection).of_report(submission_id)
        later = [line for line in lines if line.id >= first]
        if not later:
            return
        reports = Submissions(self.connection)
        undone = {
            line.code: _taken_back(line, submission_id) for line in reversed(later) if line.code
        }
        reports.write_figures(submission_id, undone, Author(now))
        self.connection.execute(
            update(FILE)
            .where(FILE.c.submission_id == submission_id, FILE.c.received_at >= now)
            .values(removed_at=now)
        )
        present = sure(reports.load(submission_id))
        earlier = _replayed(submission_id, present, [line for line in lines if line.id < first])
        self.connection.execute(
            update(REVISION)
            .where(REVISION.c.submission_id == submission_id, REVISION.c.version > earlier.version)
            .values(version=-REVISION.c.version, returned=True)
        )
        reports.write_status(present, earlier, now)
        if any(line.fact == "Extended" for line in later):
            until = [
                line.after["until"]
                for line in lines
                if line.fact == "Extended" and line.id < first
            ]
            self.set_columns(
                SUBMISSION,
                submission_id,
                extended_until=datetime.fromisoformat(until[-1]) if until else None,
            )

    def _set_campaigns_back(self, first: int) -> None:
        """Give campaigns that were moved later the state that they were in."""
        moves = self.connection.execute(
            select(AUDIT.c.id, AUDIT.c.campaign_id, AUDIT.c.after)
            .where(AUDIT.c.fact == "CampaignMoved")
            .order_by(AUDIT.c.id)
        ).all()
        for campaign_id in {move.campaign_id for move in moves if move.id >= first}:
            states = [
                json.loads(move.after)["state"]
                for move in moves
                if move.campaign_id == campaign_id and move.id < first
            ]
            self.set_columns(CAMPAIGN, campaign_id, state=states[-1] if states else "open")

    def _set_lists_back(self, first: int) -> None:
        """Let units be in their campaigns again that were taken out later."""
        left = select(AUDIT.c.submission_id).where(
            AUDIT.c.fact == "UnitTakenOut", AUDIT.c.id >= first
        )
        self.connection.execute(
            update(SUBMISSION).where(SUBMISSION.c.id.in_(left)).values(left_at=None)
        )

    def _unjoin(self, address_id: int, first: int) -> None:
        """Make the chat nobody's again where its person joined with this message or a later one."""
        joins = self.connection.execute(
            select(AUDIT.c.fact, AUDIT.c.after)
            .join(INBOX, INBOX.c.id == AUDIT.c.inbox_id)
            .where(
                AUDIT.c.id >= first,
                AUDIT.c.fact.in_(("Joined", "ChatLinked")),
                INBOX.c.address_id == address_id,
            )
        ).all()
        for join in joins:
            after = json.loads(join.after)
            table, name = (INVITE, "invite_id") if join.fact == "Joined" else (LINK, "link_id")
            unused = {"used_at": None, "used_by": None} if table is INVITE else {"used_at": None}
            self.connection.execute(
                update(table).where(table.c.id == int(after[name])).values(**unused)
            )
        if joins:
            self.set_columns(ADDRESS, address_id, person_id=None)

    def _give_seats_back(self, people: Sequence[int], done_at: datetime) -> None:
        """In the campaigns of these people, end seats that were taken later, and take up those that
        were left since."""
        campaigns = select(SEAT.c.campaign_id).where(SEAT.c.person_id.in_(people))
        theirs = SEAT.c.campaign_id.in_(campaigns)
        later, held = SEAT.c.since >= done_at, SEAT.c.since < done_at
        self.connection.execute(
            update(SEAT).where(theirs, held, SEAT.c.until >= done_at).values(until=None)
        )
        self.connection.execute(update(SEAT).where(theirs, later).values(until=done_at))


def _taken_back(line: HistoryLine, submission_id: int) -> AnswerRecorded | AnswerCleared:
    """Return the fact that undoes a changed row."""
    if not line.before:
        return AnswerCleared(submission_id, line.code)
    return AnswerRecorded(submission_id, line.code, answer_from_plain(line.before))


def _rows_of(line: HistoryLine) -> tuple[str, ...]:
    """Return the rows that a return names; older lines have one, under `row`."""
    return tuple((line.after.get("rows") or line.after.get("row", "")).split())


Revive = Callable[[int, HistoryLine], Change]

FACTS: dict[str, Revive] = {
    "AnswerRecorded": lambda own, line: AnswerRecorded(
        own, line.code, answer_from_plain(line.after)
    ),
    "AnswerCleared": lambda own, line: AnswerCleared(own, line.code),
    "SentForApproval": lambda own, _: SentForApproval(own),
    "ApprovalDenied": lambda own, line: ApprovalDenied(own, line.after["reason"], _rows_of(line)),
    "Submitted": lambda own, line: Submitted(
        own,
        int(line.after["version"]),
        datetime.fromisoformat(line.after["at"]),
        int(line.after["late_days"]),
        line.after["receipt"],
    ),
    "TotalHandedUp": lambda own, line: TotalHandedUp(
        own,
        int(line.after["version"]),
        datetime.fromisoformat(line.after["at"]),
        int(line.after["late_days"]),
        line.after["receipt"],
        (),
        (),
        line.after.get("source", ""),
        {"True": True, "False": False}.get(line.after.get("leaves_draft", "")),
    ),
    "SentBack": lambda own, line: SentBack(own, line.after["reason"], _rows_of(line)),
    "Accepted": lambda own, _: Accepted(own),
    "AcceptanceWithdrawn": lambda own, line: AcceptanceWithdrawn(own, line.after["reason"]),
}
"""The facts that move a report from state to state, out of their lines in the audit."""


def _replayed(submission_id: int, present: Submission, lines: Sequence[HistoryLine]) -> Submission:
    """Return a report with the state that its facts lead to and the answers it has at present."""
    earlier = Submission(submission_id, present.campaign_id, present.unit_id)
    for line in lines:
        if line.fact in FACTS:
            earlier = apply(earlier, FACTS[line.fact](submission_id, line))
    return replace(earlier, answers=present.answers)
