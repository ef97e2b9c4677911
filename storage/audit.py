"""The append-only record: who changed what, when, from which message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import func, or_, select, text

from bot.model.answer import Answer
from bot.model.events import AnswerCleared, AnswerRecorded, Change
from bot.model.optional import optional
from bot.model.question_route import OpenQuestion, RowHelp
from storage.codec import dumps
from storage.connection import InTransaction, Prepared
from storage.tables import (
    AUDIT,
    INBOX,
    SEAT,
    SUBMISSION,
    TALK,
)

SENT_BACK = ("SentBack", "ApprovalDenied")
MENDED = ("AnswerRecorded", "AnswerCleared", "PhotoKept", "ReportFileKept", "SourceKept")

KEPT_ELSEWHERE = ("code", "answers")  # in a column of its own, in the version itself

WRITE = Prepared(AUDIT.insert())


@dataclass(frozen=True, slots=True)
class OldMessage:
    """An earlier message: its words as they were last, the one row it had answered (or several:
    ""), of which report (None: of several), when; whether it had changed only a remark, and whether
    the row was written again since."""

    words: str = ""
    code: str = ""
    submission_id: int | None = 0  # 0: it had stored nothing
    at: datetime | None = None
    remarked: bool = False
    overtaken: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: a person in a chat (with the message), or a named process. A fact that names the
    message its figures came from is kept with that one."""

    now: datetime
    person_id: int | None = None
    actor: str = ""
    inbox_id: int | None = None


class Audit(InTransaction):
    def write(self, facts: Sequence[Change], author: Author, campaign_id: int | None) -> None:
        """Write one line a fact."""
        if facts:
            self.connection.execute(WRITE, [_line(fact, author, campaign_id) for fact in facts])

    def of_message(self, address_id: int, message: str) -> OldMessage:
        """Return what an earlier message of a chat had done, for one that is changed now."""
        same = or_(
            *(
                INBOX.c.body.contains(f'"{name}":"{message}"', autoescape=True)
                for name in ("message", "edits")
            )
        )
        mine = INBOX.c.address_id == address_id
        said = self.connection.execute(
            select(INBOX.c.body).where(mine, same).order_by(INBOX.c.id.desc()).offset(1).limit(1)
        ).scalar()
        words = "" if said is None else str(json.loads(said).get("text", ""))
        lines = self.connection.execute(
            select(AUDIT.c.id, AUDIT.c.at, AUDIT.c.submission_id, AUDIT.c.code, AUDIT.c.before,
                   AUDIT.c.after)
            .join(INBOX, INBOX.c.id == AUDIT.c.inbox_id)
            .where(mine, same, AUDIT.c.code != "")
            .order_by(AUDIT.c.id.desc())
        ).all()  # fmt: skip
        if not lines:
            return OldMessage(words)
        last = lines[0]
        codes = {line.code for line in lines}
        reports = {line.submission_id for line in lines}
        return OldMessage(
            words,
            str(last.code) if len(codes) == 1 else "",
            last.submission_id if len(reports) == 1 else None,
            last.at,
            remarked=_without_note(last.before) == _without_note(last.after),
            overtaken=self._is_overtaken(last.submission_id, last.code, last.id),
        )

    def _is_overtaken(self, submission_id: int, code: str, line: int) -> bool:
        """Tell whether a row was written again after a line of the record."""
        later = select(AUDIT.c.id).where(
            AUDIT.c.submission_id == submission_id, AUDIT.c.code == code, AUDIT.c.id > line
        )
        return self.connection.execute(later.limit(1)).scalar() is not None

    def last_at(self) -> datetime | None:
        """Return when anything was last changed."""
        newest = select(AUDIT.c.at).order_by(AUDIT.c.id.desc()).limit(1)
        found: datetime | None = self.connection.execute(newest).scalar()
        return found

    def last_answer(self, submission_id: int) -> tuple[str, datetime] | None:
        """Return code of the row that was stored last in a report, and when."""
        row = self.connection.execute(
            select(AUDIT.c.code, AUDIT.c.at)
            .where(AUDIT.c.submission_id == submission_id, AUDIT.c.fact == "AnswerRecorded")
            .order_by(AUDIT.c.id.desc())
            .limit(1)
        ).one_or_none()
        return optional(attrgetter("code", "at"), row)

    def last_line(self, submission_id: int) -> tuple[int, datetime | None]:
        """Return the number of the last fact about a report's figures and files, and its time;
        (0, None) for none."""
        row = self.connection.execute(
            select(AUDIT.c.id, AUDIT.c.at)
            .where(AUDIT.c.submission_id == submission_id)
            .order_by(AUDIT.c.id.desc())
            .limit(1)
        ).one_or_none()
        return (0, None) if row is None else (row.id, row.at)

    def is_mended(self, submission_id: int, codes: Sequence[str] = ()) -> bool:
        """Tell whether a report was changed after it was last sent back: one of the named rows, or
        anything of it where none is named."""
        sent_back = select(func.max(AUDIT.c.id)).where(
            AUDIT.c.submission_id == submission_id, AUDIT.c.fact.in_(SENT_BACK)
        )
        later = select(AUDIT.c.id).where(
            AUDIT.c.submission_id == submission_id,
            AUDIT.c.fact.in_(MENDED),
            AUDIT.c.id > sent_back.scalar_subquery(),
        )
        if codes:
            later = later.where(AUDIT.c.code.in_(codes))
        return self.connection.execute(later.limit(1)).scalar() is not None

    def reports_with(self, facts: Sequence[str], campaign_id: int, since: datetime) -> set[int]:
        """Return reports about which one of some facts was written since a moment."""
        found = select(AUDIT.c.submission_id).where(
            AUDIT.c.campaign_id == campaign_id, AUDIT.c.fact.in_(facts), AUDIT.c.at >= since
        )
        return set(self.connection.execute(found).scalars())

    def questions_of(self, person_id: int, since: datetime) -> int:
        """Return how many questions a person asked since a moment, for the units they sit for."""
        theirs = (
            select(SUBMISSION.c.id)
            .join(
                SEAT,
                (SEAT.c.campaign_id == SUBMISSION.c.campaign_id)
                & (SEAT.c.unit_id == SUBMISSION.c.unit_id),
            )
            .where(SEAT.c.person_id == person_id)
        )
        found = select(func.count()).where(
            AUDIT.c.submission_id.in_(theirs),
            AUDIT.c.fact == "QuestionAsked",
            AUDIT.c.person_id == person_id,
            AUDIT.c.at >= since,
        )
        return int(self.connection.execute(found).scalar_one())

    def open_questions(self, campaign_id: int) -> dict[int, OpenQuestion]:
        """Return reports whose unit asked something that no coordinator has written back to, with the
        last question."""
        talk = text(TALK)
        last = (
            select(func.max(AUDIT.c.id))
            .where(AUDIT.c.campaign_id == campaign_id, talk)
            .group_by(AUDIT.c.submission_id)
        )
        found = select(AUDIT.c.submission_id, AUDIT.c.after).where(
            AUDIT.c.id.in_(last), AUDIT.c.fact == "QuestionAsked"
        )
        rows = self.connection.execute(found)
        kept = ((row.submission_id, json.loads(row.after)) for row in rows)
        return {
            number: OpenQuestion(said.get("words", ""), said.get("row", ""))
            for number, said in kept
        }

    def answers_about(self, campaign_id: int, row: str) -> list[RowHelp]:
        """Return what coordinators wrote back to questions about a row, the latest first; each question's
        first answer."""
        talk = self.connection.execute(
            select(AUDIT.c.submission_id, AUDIT.c.fact, AUDIT.c.after)
            .where(AUDIT.c.campaign_id == campaign_id, text(TALK))
            .order_by(AUDIT.c.id)
        )
        asked: dict[int, str] = {}
        told: list[RowHelp] = []
        for line in talk:
            kept = json.loads(line.after)
            if line.fact == "QuestionAsked":
                asked[line.submission_id] = kept.get("row", "")
            elif asked.pop(line.submission_id, None) == row:
                is_for_all = kept.get("is_for_all") == str(True)
                told.append(RowHelp(line.submission_id, kept["words"], is_for_all))
        return told[::-1]

    def reports_begun(self, campaign_id: int, since: datetime) -> set[int]:
        """Return reports whose first answer came since a moment."""
        found = (
            select(AUDIT.c.submission_id)
            .where(AUDIT.c.campaign_id == campaign_id, AUDIT.c.fact == "AnswerRecorded")
            .group_by(AUDIT.c.submission_id)
            .having(func.min(AUDIT.c.at) >= since)
        )
        return set(self.connection.execute(found).scalars())


def _plain(value: object) -> str:
    """Return a fact's value as text; several codes with spaces between them."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _line(fact: Change, author: Author, campaign_id: int | None) -> dict[str, Any]:
    before, after = "", ""
    if isinstance(fact, AnswerRecorded | AnswerCleared):
        before = _figures(fact.previous)
        after = _figures(fact.answer) if isinstance(fact, AnswerRecorded) else ""
    else:
        plain = {key: kept for key, kept in asdict(fact).items() if key not in KEPT_ELSEWHERE}
        after = dumps({key: _plain(kept) for key, kept in plain.items()})
    return {
        "at": author.now,
        "person_id": author.person_id,
        "actor": author.actor,
        "inbox_id": getattr(fact, "told_in", None) or author.inbox_id,
        "campaign_id": campaign_id,
        "submission_id": getattr(fact, "submission_id", None),
        "fact": type(fact).__name__,
        "code": getattr(fact, "code", "")
        if isinstance(fact, AnswerRecorded | AnswerCleared)
        else "",
        "before": before,
        "after": after,
    }


def _figures(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return dumps(answer.told())


def _without_note(figures: str) -> dict[str, Any]:
    kept = json.loads(figures) if figures else {}
    return {name: value for name, value in kept.items() if name != "note"}
