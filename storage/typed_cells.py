"""Texts that stand in cells of the table and are not stored yet, because something is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.codec import read_as
from storage.connection import InTransaction, Prepared
from storage.tables import TYPED

OF_REPORT = Prepared(
    select(TYPED).where(TYPED.c.submission_id == bindparam("report")).order_by(TYPED.c.code)
)


@dataclass(frozen=True, slots=True)
class TypedCell:
    """A text of a row's cell, and whose it is; `over` marks the answer that was stored when it was typed."""

    code: str
    cell: str
    text: str
    over: str
    person_id: int | None = None


class TypedCells(InTransaction):
    def of_report(self, submission_id: int) -> tuple[TypedCell, ...]:
        """Return what waits in the cells of one report."""
        rows = self.connection.execute(OF_REPORT, {"report": submission_id})
        return tuple(read_as(TypedCell, row) for row in rows)

    def keep(
        self,
        submission_id: int,
        code: str,
        texts: Mapping[str, str],
        over: str,
        person_id: int | None,
        now: datetime,
    ) -> None:
        """Let these texts, and no others, stand in the cells of a row."""
        self.drop(submission_id, code)
        rows = [
            {
                "submission_id": submission_id,
                "code": code,
                "cell": cell,
                "text": text,
                "over": over,
                "person_id": person_id,
                "typed_at": now,
            }
            for cell, text in texts.items()
        ]
        self.insert(TYPED, rows)

    def drop(self, submission_id: int, code: str) -> None:
        """Forget the texts of a row, which is stored now."""
        self.connection.execute(
            delete(TYPED).where(TYPED.c.submission_id == submission_id, TYPED.c.code == code)
        )
