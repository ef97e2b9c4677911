"""The append-only record: who changed what, when, from which message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.domain.answer import Answer
from bot.domain.change import AnswerCleared, AnswerRecorded, Change
from storage.codec import dumps
from storage.tables import AuditRow, InboxRow

AUDIT = AuditRow.__table__  # type: ignore[attr-defined]
INBOX = InboxRow.__table__  # type: ignore[attr-defined]

WRITE = AUDIT.insert()  # built once


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: a person in a chat (with the message), or a named process."""

    now: datetime
    person_id: int | None = None
    actor: str = ""
    inbox_id: int | None = None


class Audit:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def write(self, facts: Sequence[Change], author: Author, campaign_id: int | None) -> None:
        """One line a fact."""
        if facts:
            self.connection.execute(
                WRITE, [_line(fact, author, campaign_id) for fact in facts]
            )

    def row_of_message(self, address_id: int, message: str) -> str:
        """Code of the one row that an earlier message of a chat had answered; empty where it
        answered none, or several at once."""
        found = self.connection.execute(
            select(AUDIT.c.code)
            .distinct()
            .join(INBOX, INBOX.c.id == AUDIT.c.inbox_id)
            .where(
                INBOX.c.address_id == address_id,
                INBOX.c.body.contains(f'"message":"{message}"', autoescape=True),
                AUDIT.c.code != "",
            )
            .limit(2)
        ).scalars()
        codes = list(found)
        return str(codes[0]) if len(codes) == 1 else ""

    def last_answer(self, submission_id: int) -> tuple[str, datetime] | None:
        """Code of the row that was stored last in a report, and when."""
        row = self.connection.execute(
            select(AUDIT.c.code, AUDIT.c.at)
            .where(AUDIT.c.submission_id == submission_id, AUDIT.c.fact == "AnswerRecorded")
            .order_by(AUDIT.c.id.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else (row.code, row.at)

    def reports_with(self, fact: str, campaign_id: int, since: datetime) -> set[int]:
        """Reports about which a fact was written since a moment."""
        found = select(AUDIT.c.submission_id).where(
            AUDIT.c.campaign_id == campaign_id, AUDIT.c.fact == fact, AUDIT.c.at >= since
        )
        return set(self.connection.execute(found).scalars())

    def reports_begun(self, campaign_id: int, since: datetime) -> set[int]:
        """Reports whose first answer came since a moment."""
        found = (
            select(AUDIT.c.submission_id)
            .where(AUDIT.c.campaign_id == campaign_id, AUDIT.c.fact == "AnswerRecorded")
            .group_by(AUDIT.c.submission_id)
            .having(func.min(AUDIT.c.at) >= since)
        )
        return set(self.connection.execute(found).scalars())

    def of_submission(self, submission_id: int) -> list[dict[str, Any]]:
        """The whole history of one report, oldest first."""
        rows = self.connection.execute(
            select(AUDIT).where(AUDIT.c.submission_id == submission_id).order_by(AUDIT.c.id)
        )
        return [dict(row._mapping) for row in rows]


def _line(fact: Change, author: Author, campaign_id: int | None) -> dict[str, Any]:
    before, after = "", ""
    if isinstance(fact, AnswerRecorded | AnswerCleared):
        before = _figures(fact.previous)
        after = _figures(fact.answer) if isinstance(fact, AnswerRecorded) else ""
    else:
        plain = {key: kept for key, kept in asdict(fact).items() if key != "code"}
        after = dumps({key: str(kept) for key, kept in plain.items()})
    return {
        "at": author.now,
        "person_id": author.person_id,
        "actor": author.actor,
        "inbox_id": author.inbox_id,
        "campaign_id": campaign_id,
        "submission_id": getattr(fact, "submission_id", None),
        "fact": type(fact).__name__,
        "code": getattr(fact, "code", "") if isinstance(fact, AnswerRecorded | AnswerCleared) else "",
        "before": before,
        "after": after,
    }


def _figures(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return dumps({key: kept for key, kept in asdict(answer).items() if kept not in (None, "")})
