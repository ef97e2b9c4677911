"""Issued totals: append-only, each with the versions and the sums it was made from."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Subquery, bindparam, func, null, select, true

from bot.model.answer import Answer
from bot.model.form import FIRST_CELLS, Cell
from bot.model.grouping import grouped_by
from bot.model.snapshot import (
    NO_UNIT,
    CellSum,
    ColumnSum,
    IssuedTotal,
    Snapshot,
    SnapshotRef,
    UsedRevision,
)
from storage.codec import answer_from, dumps, new_id
from storage.connection import AT_ONCE, InTransaction
from storage.namesakes import called
from storage.report_statements import answer_selection
from storage.submissions import counted_versions
from storage.tables import (
    KEPT,
    PERSON,
    REVISION,
    SNAPSHOT,
    SUBMISSION,
    UNIT,
)
from storage.tables import SNAPSHOT_CELL as CELL
from storage.tables import SNAPSHOT_UNIT as USED

LAST = (
    select(SNAPSHOT.c.id, SNAPSHOT.c.number, SNAPSHOT.c.made_at, SNAPSHOT.c.digest)
    .where(SNAPSHOT.c.campaign_id == bindparam("campaign_id"))
    .order_by(SNAPSHOT.c.number.desc())
    .limit(1)
)
COUNTED_OF = (
    select(REVISION.c.id)
    .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
    .where(
        REVISION.c.submission_id == bindparam("submission_id"),
        REVISION.c.returned.is_(False),
        SUBMISSION.c.left_at.is_(None),
    )
    .order_by(REVISION.c.version.desc())
    .limit(1)
)
USED_OF = select(USED.c.revision_id).where(
    USED.c.snapshot_id == bindparam("snapshot_id"), USED.c.unit_id == bindparam("unit_id")
)
Mine = dict[int, list[UsedRevision]]


class Snapshots(InTransaction):
    def counted(self, campaign_id: int) -> dict[int, int]:
        """Return unit id -> id of the version that totals are made from now."""
        counts = _counted(campaign_id)
        rows = self.connection.execute(select(counts.c.unit_id, counts.c.revision_id))
        return {row.unit_id: row.revision_id for row in rows}

    def keep(
        self,
        campaign_id: int,
        total: IssuedTotal,
        kind: str,
        person_id: int | None,
        made_at: datetime,
    ) -> SnapshotRef:
        """Give a total its number; one that equals the campaign's latest shares that one's."""
        last = self.connection.execute(LAST, {"campaign_id": campaign_id}).one_or_none()
        digest = _digest(total)
        if last is not None and last.digest == digest:
            return SnapshotRef(last.number, last.made_at)
        number = 1 if last is None else last.number + 1
        made = self.connection.execute(
            SNAPSHOT.insert().values(
                campaign_id=campaign_id, number=number, made_at=made_at, person_id=person_id,
                kind=kind, digest=digest,
            )
        )  # fmt: skip
        self._keep_parts(new_id(made), total)
        return SnapshotRef(number, made_at)

    def _keep_parts(self, snapshot_id: int, total: IssuedTotal) -> None:
        used = [
            {"snapshot_id": snapshot_id, "unit_id": unit, "revision_id": revision}
            for unit, revision in total.used.items()
        ]
        cells = [
            {"snapshot_id": snapshot_id, "form": form, "code": code, **_sum_columns(row_sum)}
            for form, sums in total.sums.items()
            for code, row_sum in sums.items()
        ]
        self.insert(USED, used)
        self.insert(CELL, cells)

    def all(self, campaign_id: int) -> list[Snapshot]:
        """Return a campaign's snapshots, the latest first."""
        rows = self.connection.execute(
            select(SNAPSHOT, PERSON.c.name.label("who"))
            .outerjoin(PERSON, PERSON.c.id == SNAPSHOT.c.person_id)
            .where(SNAPSHOT.c.campaign_id == campaign_id)
            .order_by(SNAPSHOT.c.number.desc())
        )
        return [Snapshot(row.id, row.number, row.made_at, row.who, row.kind) for row in rows]

    def outdated(self, campaign_id: int) -> Mine:
        """Return snapshot id -> its units whose version is not the one that counts now, in the campaign's
        order: two statements for all snapshots and units."""
        rows = [*self._no_more(campaign_id), *self._not_yet(campaign_id)]
        found = grouped_by(attrgetter("snapshot_id"), sorted(rows, key=attrgetter("place")))
        return {snapshot_id: list(map(_use, own)) for snapshot_id, own in found.items()}

    def _no_more(self, campaign_id: int) -> Any:
        """Return versions that were used and do not count now, or count for another unit."""
        counts = _counted(campaign_id)
        holder, owner = SUBMISSION.alias("holder"), UNIT.alias("owner")
        own = SUBMISSION.alias("own")
        return self.connection.execute(
            select(USED.c.snapshot_id, USED.c.unit_id, func.coalesce(own.c.id, holder.c.id).label("place"),
                   UNIT.c.code, called(UNIT).label("name"), UNIT.c.kind,
                   USED.c.revision_id.label("used"), REVISION.c.version.label("used_version"),
                   REVISION.c.returned, holder.c.unit_id.label("now_at"), called(owner).label("owner"),
                   owner.c.code.label("owner_code"), own.c.left_at,
                   counts.c.revision_id.label("counts"), counts.c.version.label("counts_version"))
            .select_from(SNAPSHOT)
            .join(USED, USED.c.snapshot_id == SNAPSHOT.c.id)
            .join(REVISION, REVISION.c.id == USED.c.revision_id)
            .join(holder, holder.c.id == REVISION.c.submission_id)
            .join(owner, owner.c.id == holder.c.unit_id)
            .join(UNIT, UNIT.c.id == USED.c.unit_id)
            .outerjoin(own, (own.c.campaign_id == campaign_id) & (own.c.unit_id == USED.c.unit_id))
            .outerjoin(counts, counts.c.unit_id == USED.c.unit_id)
            .where(
                SNAPSHOT.c.campaign_id == campaign_id,
                counts.c.revision_id.is_distinct_from(USED.c.revision_id),
            )
        ).all()  # fmt: skip

    def _not_yet(self, campaign_id: int) -> Any:
        """Return versions that count now, of units that were not in the snapshot."""
        counts = _counted(campaign_id)
        return self.connection.execute(
            select(SNAPSHOT.c.id.label("snapshot_id"), counts.c.unit_id,
                   counts.c.submission_id.label("place"), UNIT.c.code,
                   called(UNIT).label("name"), UNIT.c.kind,
                   USED.c.revision_id.label("used"), USED.c.revision_id.label("used_version"),
                   counts.c.returned, counts.c.unit_id.label("now_at"), called(UNIT).label("owner"),
                   UNIT.c.code.label("owner_code"), null().label("left_at"),
                   counts.c.revision_id.label("counts"), counts.c.version.label("counts_version"))
            .select_from(SNAPSHOT)
            .join(counts, true())
            .join(UNIT, UNIT.c.id == counts.c.unit_id)
            .outerjoin(
                USED, (USED.c.snapshot_id == SNAPSHOT.c.id) & (USED.c.unit_id == counts.c.unit_id)
            )
            .where(SNAPSHOT.c.campaign_id == campaign_id, USED.c.unit_id.is_(None))
        ).all()  # fmt: skip

    def sums(self, campaign_id: int) -> dict[int, dict[str, dict[str, CellSum]]]:
        """Return snapshot id -> form -> row -> what its cells said."""
        rows = self.connection.execute(
            select(CELL.c.snapshot_id, CELL.c.form, CELL.c.code, CELL.c.count.label("count_"),
                   CELL.c.count_units, CELL.c.people, CELL.c.people_units, CELL.c.cells)
            .join(SNAPSHOT, SNAPSHOT.c.id == CELL.c.snapshot_id)
            .where(SNAPSHOT.c.campaign_id == campaign_id)
        )  # fmt: skip
        found: dict[int, dict[str, dict[str, CellSum]]] = defaultdict(dict)
        for row in rows:
            found[row.snapshot_id].setdefault(row.form, {})[row.code] = _sum_from(row)
        return dict(found)

    def answers(
        self, campaign_id: int, revision_ids: Collection[int]
    ) -> dict[int, dict[str, Answer]]:
        """Return version id -> its answers; one statement, however many are asked for."""
        wanted = set(revision_ids)
        statement = (
            select(KEPT.c.revision_id, *answer_selection(KEPT))
            .join(REVISION, REVISION.c.id == KEPT.c.revision_id)
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .where(SUBMISSION.c.campaign_id == campaign_id)
        )
        if len(wanted) <= AT_ONCE:  # a very long list is cheaper read whole and sifted after
            statement = statement.where(KEPT.c.revision_id.in_(wanted))
        found: dict[int, dict[str, Answer]] = {each: {} for each in wanted}
        for row in self.connection.execute(statement):
            if row.revision_id in wanted:
                found[row.revision_id][row.code] = answer_from(row)
        return found

    def outrun(self, campaign_id: int, unit_id: int, submission_id: int) -> SnapshotRef | None:
        """Return the campaign's latest snapshot, if what it used of one unit counts no more."""
        last = self.connection.execute(LAST, {"campaign_id": campaign_id}).one_or_none()
        if last is None:
            return None
        used = self.connection.execute(
            USED_OF, {"snapshot_id": last.id, "unit_id": unit_id}
        ).scalar()
        counts = self.connection.execute(COUNTED_OF, {"submission_id": submission_id}).scalar()
        return (
            SnapshotRef(last.number, last.made_at) if used is not None and used != counts else None
        )


def _sum_columns(row_sum: CellSum) -> dict[str, Any]:
    first, second = (row_sum.columns.get(cell, NO_UNIT) for cell in FIRST_CELLS)
    further = [
        (cell, each.number, each.units)
        for cell, each in row_sum.columns.items()
        if cell not in FIRST_CELLS
    ]
    return {
        "count": first.number,
        "count_units": first.units,
        "people": second.number,
        "people_units": second.units,
        "cells": dumps(further) if further else "",
    }


def _told(row_sum: CellSum) -> list[Any]:
    """Return a row's sums as its digest tells them: the first two columns' as ever, then others'."""
    columns = _sum_columns(row_sum)
    first = [columns[name] for name in ("count", "count_units", "people", "people_units")]
    return [*first, columns["cells"]] if columns["cells"] else first


def _sum_from(row: Any) -> CellSum:
    first = (
        (Cell.COUNT, row.count_, row.count_units),
        (Cell.PEOPLE, row.people, row.people_units),
    )
    kept = (*first, *(json.loads(row.cells) if row.cells else ()))
    return CellSum({Cell(key): ColumnSum(number, units) for key, number, units in kept})


def _counted(campaign_id: int) -> Subquery:
    """Return the latest version of each unit that was not returned."""
    latest = counted_versions(campaign_id)
    return (
        select(SUBMISSION.c.unit_id, REVISION.c.submission_id, REVISION.c.id.label("revision_id"),
               REVISION.c.version, REVISION.c.returned)
        .select_from(latest)
        .join(
            REVISION,
            (REVISION.c.submission_id == latest.c.submission_id)
            & (REVISION.c.version == latest.c.version),
        )
        .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
        .subquery()
    )  # fmt: skip


def _use(row: Any) -> UsedRevision:
    return UsedRevision(
        row.unit_id,
        row.code,
        row.name,
        row.kind,
        row.used,
        row.used_version,
        bool(row.returned),
        row.owner if row.owner_code != row.code else "",
        row.counts,
        row.counts_version,
        row.left_at is not None,
        row.now_at != row.unit_id and row.owner_code == row.code,
    )


def _digest(total: IssuedTotal) -> str:
    sums = {
        form: {code: _told(row_sum) for code, row_sum in sorted(cells.items())}
        for form, cells in sorted(total.sums.items())
    }
    return hashlib.sha256(dumps([sorted(total.used.items()), sums]).encode()).hexdigest()
