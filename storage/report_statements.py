"""The statements by which a report is read and written, built once: building one takes longer than
running it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from bot.model.submission import SENT
from storage.arrivals import insert_for
from storage.belonging import in_campaign
from storage.connection import Prepared
from storage.tables import (
    ANSWER,
    FILE,
    KEPT,
    REVISION,
    SUBMISSION,
)

FIGURES = ("code", "state", "count", "people", "text", "note", "source", "parts", "cells")


def answer_selection(table: Any) -> list[Any]:
    """Return columns for `answer_from`; count and text are renamed, a Row has methods of those names."""
    return [
        table.c.code,
        table.c.state,
        table.c.count.label("count_"),
        table.c.people,
        table.c.text.label("text_"),
        table.c.note,
        table.c.source,
        table.c.parts,
        table.c.cells,
    ]


BY_ID = Prepared(select(SUBMISSION).where(SUBMISSION.c.id == bindparam("submission_id")))
OF_UNIT = Prepared(
    select(SUBMISSION).where(
        in_campaign(bindparam("campaign_id")),
        SUBMISSION.c.unit_id == bindparam("unit_id"),
    )
)
DRAFT = Prepared(
    select(*answer_selection(ANSWER)).where(ANSWER.c.submission_id == bindparam("submission_id"))
)
FILES = Prepared(
    select(FILE.c.id, FILE.c.kind, FILE.c.path, FILE.c.caption, FILE.c.code, FILE.c.name,
           FILE.c.received_at)
    .where(FILE.c.submission_id == bindparam("submission_id"), FILE.c.removed_at.is_(None))
    .order_by(FILE.c.id)
)  # fmt: skip
EXTENDED_UNTIL = Prepared(
    select(SUBMISSION.c.extended_until).where(SUBMISSION.c.id == bindparam("submission_id"))
)


def _report(values: Mapping[str, Any]) -> Iterable[Hashable]:
    """Return what a change of a report makes untrue."""
    return [("report", values["submission_id"])]


def _told(_: Mapping[str, Any]) -> Iterable[Hashable]:
    """Return nothing: what is untrue is told beside the statement (`Connection.forget`)."""
    return ()


OF_REPORT = SUBMISSION.c.id == bindparam("submission_id")
WRITE_STATUS = Prepared(update(SUBMISSION).where(OF_REPORT), touches=_report)
EXTEND = Prepared(
    update(SUBMISSION).where(OF_REPORT),
    touches=lambda values: [*_report(values), ("frame", values["submission_id"])],
)
CLEAR_ANSWER = Prepared(
    delete(ANSWER).where(
        ANSWER.c.submission_id == bindparam("submission_id"), ANSWER.c.code == bindparam("code")
    ),
    touches=_report,
)
KEEP_FILE = Prepared(FILE.insert(), touches=_report)
KEEP_REVISION = Prepared(REVISION.insert(), touches=_told)
KEEP_SENT = Prepared(
    KEPT.insert().from_select(
        ["revision_id", *FIGURES],
        select(bindparam("revision_id", type_=KEPT.c.revision_id.type),
               *[ANSWER.c[name] for name in FIGURES])
        .where(ANSWER.c.submission_id == bindparam("submission_id")),
    ),
    touches=_told,
)  # fmt: skip


@cache
def keep_answer(dialect: str) -> Any:
    """Return an answer's insert, which takes the place of an earlier answer to the same row."""
    statement = insert_for(dialect, ANSWER)
    fresh = {
        name: getattr(statement.excluded, name)
        for name in (*FIGURES[1:], "person_id", "changed_at")
    }
    once = statement.on_conflict_do_update(index_elements=["submission_id", "code"], set_=fresh)
    return Prepared(once, touches=_report)


COUNT_SENT = Prepared(
    select(func.count())
    .select_from(SUBMISSION)
    .where(
        in_campaign(bindparam("campaign_id")),
        SUBMISSION.c.status.in_([state.value for state in SENT]),
    )
)
