"""Figures of one person that another of the same unit replaced, until the two agree."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Field, SQLModel

from bot.model.answer import Answer
from storage.codec import answer_from_plain, dumps
from storage.column_kinds import ref, table_of, text, when
from storage.connection import InTransaction, Prepared
from storage.tables import PERSON


class ContestedRow(SQLModel, table=True):
    """A row of a report whose last two figures come from two people and differ."""

    __tablename__ = "contested"
    submission_id: int = Field(foreign_key="submission.id", primary_key=True)
    code: str = Field(primary_key=True)
    person_id: int = ref("person.id")  # whose figure was replaced
    before: str = text()  # that figure, as the audit keeps it
    replaced_at: datetime = when(null=False)


ROW = table_of(ContestedRow)


_ALL = delete(ROW).where(ROW.c.submission_id == bindparam("report"))
SETTLE_ALL = Prepared(_ALL)
SETTLE_OF = Prepared(_ALL.where(ROW.c.person_id == bindparam("person")))


@dataclass(frozen=True, slots=True)
class Contested:
    """A figure that was replaced by somebody else, and whose it was."""

    submission_id: int
    code: str
    person_id: int
    person_name: str
    before: Answer


class ContestedFigures(InTransaction):
    def keep(
        self, submission_id: int, code: str, person_id: int, before: Answer, now: datetime
    ) -> None:
        """Note whose figure was replaced; an earlier note on the row gives way."""
        self.settle(submission_id, [code])
        self.connection.execute(
            insert(ROW).values(
                submission_id=submission_id,
                code=code,
                person_id=person_id,
                before=dumps(before.told()),
                replaced_at=now,
            )
        )

    def settle(self, submission_id: int, codes: Iterable[str]) -> None:
        """Take the notes on some rows away."""
        self.connection.execute(
            delete(ROW).where(ROW.c.submission_id == submission_id, ROW.c.code.in_(list(codes)))
        )

    def settle_all(self, submission_id: int, person_id: int | None = None) -> None:
        """Take all notes on a report away, or those on figures of one person."""
        if person_id is None:
            self.connection.execute(SETTLE_ALL, {"report": submission_id})
        else:
            self.connection.execute(SETTLE_OF, {"report": submission_id, "person": person_id})

    def of_reports(self, submission_ids: Sequence[int]) -> list[Contested]:
        """Return what is contested in some reports, report by report."""
        rows = self.connection.execute(
            select(ROW, PERSON.c.name)
            .join(PERSON, PERSON.c.id == ROW.c.person_id)
            .where(ROW.c.submission_id.in_(submission_ids))
            .order_by(ROW.c.submission_id, ROW.c.replaced_at)
        )
        return [
            Contested(
                row.submission_id,
                row.code,
                row.person_id,
                row.name,
                answer_from_plain(json.loads(row.before)),
            )
            for row in rows
        ]
