"""What happened to one report: every fact with its author and message, its versions, its files."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, func, select

from bot.model.answer import Answer
from bot.model.filled_form import PrintedVersion
from storage.codec import answer_from, answer_from_plain
from storage.connection import InTransaction
from storage.report_statements import answer_selection
from storage.tables import (
    ADDRESS,
    AUDIT,
    CAMPAIGN,
    FILE,
    INBOX,
    KEPT,
    PERSON,
    REVISION,
    SUBMISSION,
    UNIT,
)


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One fact. `before` and `after` are what the audit keeps, as JSON; `words` is the message it
    came from, as long as that is kept. A person who withdrew has no name."""

    id: int
    at: datetime
    who: str
    channel: str
    words: str
    fact: str
    code: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was handed in."""

    number: int
    at: datetime
    late_days: int
    receipt: str
    who: str
    returned: bool


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A photo or document of a report; `path` is relative to the data folder."""

    id: int
    kind: str
    path: str
    name: str
    mime: str
    caption: str
    row: str
    at: datetime | None = None
    version: int = 0  # of the report that it came with; 0 where that is not known


class History(InTransaction):
    def of_report(self, submission_id: int) -> list[HistoryLine]:
        """Return every fact about a report, oldest first. What happened to it before it was moved here
        from a wrong unit comes with it, and does not stay behind."""
        own = self._lines(submission_id)
        moves = [line for line in own if line.fact == "ReportMoved"]
        left = max((line.id for line in moves if _from(line) == submission_id), default=0)
        lines = [line for line in own if line.id >= left]
        for move in moves:
            if _from(move) != submission_id and move.id > left:
                lines += self._lines(_from(move), AUDIT.c.id < move.id)
        return sorted(lines, key=attrgetter("id"))

    def set_aside_with(
        self, submission_id: int, kind: str
    ) -> tuple[datetime | None, dict[str, Answer]]:
        """Return when a unit's kind was last mended away from a kind (None: never), and the answers that left
        the draft by it: the lines that follow at the same moment."""
        mends = self._lines(submission_id, AUDIT.c.fact == "UnitMended")
        away = [line for line in mends if line.after["kind_before"] == kind]
        if not away:
            return None, {}
        began = away[-1]
        ended = next((line.id for line in mends if line.id > began.id), math.inf)
        cleared = self._lines(
            submission_id,
            AUDIT.c.fact == "AnswerCleared",
            AUDIT.c.id > began.id,
            AUDIT.c.at == began.at,
        )
        return began.at, {
            line.code: answer_from_plain(line.before) for line in cleared if line.id < ended
        }

    def _lines(self, submission_id: int, *which: ColumnElement[bool]) -> list[HistoryLine]:
        rows = self.connection.execute(
            select(AUDIT, PERSON.c.name.label("who"), INBOX.c.body.label("message"),
                   ADDRESS.c.channel.label("channel"))
            .outerjoin(PERSON, PERSON.c.id == AUDIT.c.person_id)
            .outerjoin(INBOX, INBOX.c.id == AUDIT.c.inbox_id)
            .outerjoin(ADDRESS, ADDRESS.c.id == INBOX.c.address_id)
            .where(AUDIT.c.submission_id == submission_id, *which)
            .order_by(AUDIT.c.id)
        )  # fmt: skip
        return list(map(_line, rows))

    def versions(self, submission_id: int) -> list[Version]:
        """Return what was handed in, the latest first."""
        rows = self.connection.execute(
            select(REVISION, PERSON.c.name.label("who"))
            .outerjoin(PERSON, PERSON.c.id == REVISION.c.person_id)
            .where(REVISION.c.submission_id == submission_id)
            .order_by(REVISION.c.version.desc())
        )
        return [
            Version(row.version, row.submitted_at, row.late_days, row.receipt, row.who or "",
                    bool(row.returned))
            for row in rows
        ]  # fmt: skip

    def printed_version(self, code: str) -> PrintedVersion | None:
        """Return the version whose receipt has a code; None for a code of no version."""
        row = self.connection.execute(
            select(REVISION.c.id, REVISION.c.version, UNIT.c.code, CAMPAIGN.c.slug)
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .join(CAMPAIGN, CAMPAIGN.c.id == SUBMISSION.c.campaign_id)
            .where(func.upper(REVISION.c.receipt) == code.upper())
        ).one_or_none()
        if row is None:
            return None
        kept = self.connection.execute(
            select(*answer_selection(KEPT)).where(KEPT.c.revision_id == row.id)
        )
        answers = {each.code: answer_from(each) for each in kept}
        return PrintedVersion(row.code, row.slug, row.version, answers)

    def files(self, submission_id: int) -> list[KeptFile]:
        """Return a report's photos and documents in the order they came."""
        rows = self.connection.execute(
            select(FILE)
            .where(FILE.c.submission_id == submission_id, FILE.c.removed_at.is_(None))
            .order_by(FILE.c.id)
        )
        return list(map(_file, rows))

    def file(
        self, campaign_id: int, file_id: int, unit_ids: Sequence[int] | None = None
    ) -> KeptFile | None:
        """Return a file of any report of one campaign (or of some of its units); None for another's."""
        row = self.connection.execute(
            select(FILE, SUBMISSION.c.unit_id)
            .join(SUBMISSION, SUBMISSION.c.id == FILE.c.submission_id)
            .where(
                FILE.c.id == file_id,
                SUBMISSION.c.campaign_id == campaign_id,
                FILE.c.removed_at.is_(None),
            )
        ).one_or_none()
        if row is None or (unit_ids is not None and row.unit_id not in unit_ids):
            return None
        return _file(row)


def _line(row: Any) -> HistoryLine:
    return HistoryLine(
        row.id,
        row.at,
        row.who or row.actor or "",
        row.channel or "",
        _words(row.message),
        row.fact,
        row.code,
        _json(row.before),
        _json(row.after),
    )


def _words(body: str | None) -> str:
    return str(_json(body or "").get("text", ""))


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text) if text else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _file(row: Any) -> KeptFile:
    return KeptFile(
        row.id, row.kind, row.path, row.name, row.mime, row.caption, row.code, row.received_at,
        row.version,
    )  # fmt: skip


def _from(move: HistoryLine) -> int:
    return int(move.after.get("from_submission_id", 0))
