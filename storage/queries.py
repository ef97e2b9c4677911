"""Reads that span tables, for boards, totals and exports; each a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Result, ScalarSelect, Subquery, and_, bindparam, func, select

from bot.model.answer import NARRATIVE, Answer
from bot.model.form_change import FormChange, carried, changes_since
from bot.model.grouping import grouped_by
from bot.model.obligations import Given
from bot.model.person import Role
from bot.model.submission import SENT, Photo, Status
from bot.model.unit import CONSULTED, Unit
from storage.belonging import UnitIds, among, in_campaign
from storage.campaigns import Campaigns
from storage.codec import answer_of, unit_from
from storage.connection import InTransaction, Prepared, remembered
from storage.report_frame import UNIT_COLUMNS, ReportFrame, report_frame, unit_in
from storage.report_statements import answer_selection
from storage.sent_figures import SentFigures, last_sent
from storage.submissions import counted_versions
from storage.tables import (
    ADDRESS,
    ANSWER,
    FILE,
    KEPT,
    PERSON,
    REVISION,
    SEAT,
    SUBMISSION,
    UNIT,
)


@dataclass(frozen=True, slots=True)
class ContactView:
    """One person of a unit as the coordinator sees them."""

    person_id: int
    name: str
    role: str
    channels: tuple[str, ...]
    unreached: bool
    heard_at: datetime | None

    @property
    def reports(self) -> bool:
        """Return whether the person fills in the unit's report."""
        return Role(self.role).acts_as is Role.REPORTER


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One line of the board; `answers` are those that count (last sent, else the draft)."""

    unit: Unit
    submission_id: int
    status: Status
    version: int
    draft: bool
    answered: int
    submitted_at: datetime | None
    late_days: int
    returned_reason: str
    extended_until: datetime | None
    photo_rows: Mapping[str, int]  # photos by the row they show, "" for the report as a whole
    report_files: int
    contacts: tuple[ContactView, ...] = ()
    has_approver: bool = False
    changed_at: datetime | None = None
    answers: dict[str, Answer] = field(default_factory=dict)
    words: frozenset[str] = frozenset()  # items that have words, by the codes of their answers
    has_total: bool = False  # handed up for its branch, and not returned
    has_own: bool = False  # its own figures were sent, and not returned
    counts: bool = False  # the last version was not returned, whatever becomes of its correction
    was_accepted: bool = False  # the last version, whatever becomes of its correction
    came_with: Mapping[str, int] = field(
        default_factory=dict
    )  # kind of file -> the version that the latest of them belongs to

    @property
    def standing(self) -> Status:
        """Return how the report stands, whatever became of a correction of it: one that went back from the
        unit's approver leaves the last version where it is, accepted or not."""
        if not self.counts or self.status is not Status.IN_PROGRESS:
            return self.status
        return Status.ACCEPTED if self.was_accepted else Status.SUBMITTED

    @property
    def is_sent(self) -> bool:
        """Return whether a version was handed in that counts, also while its correction waits for the unit's
        approver."""
        return self.standing in SENT or (self.counts and self.status is Status.AWAITING_APPROVAL)

    @property
    def has_reporter(self) -> bool:
        """Return whether somebody fills in the report."""
        return any(person.reports for person in self.contacts)

    @property
    def is_unreached(self) -> bool:
        """Return whether there are people, and nothing arrives at any of them."""
        return bool(self.contacts) and all(person.unreached for person in self.contacts)

    @property
    def photos(self) -> int:
        """Return how many photos there are."""
        return sum(self.photo_rows.values())

    def given(self, questions: int) -> Given:
        """Return what the unit has given so far; `questions` are those of its form."""
        return Given(
            self.standing,
            questions,
            self.answered,
            self.words,
            self.photo_rows,
            self.report_files,
            self.version,
            self.draft,
            self.has_total,
            self.has_own,
            self.came_with,
        )


@dataclass(frozen=True, slots=True)
class KeptSource:
    """A file behind the figure of a row; `words` say where the figure came from."""

    path: str
    name: str
    at: datetime
    row: str
    words: str


# Statements of the board, built once: building one takes longer than running it.
ITEM_WORDS = (
    select(func.aggregate_strings(ANSWER.c.code, "|"))
    .where(ANSWER.c.submission_id == SUBMISSION.c.id, ANSWER.c.code.like(f"{NARRATIVE}%"))
    .correlate(SUBMISSION)
    .scalar_subquery()
)


def _many(condition: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return how many versions of a report that were not returned fulfil a condition."""
    return (
        select(func.count())
        .select_from(REVISION)
        .where(
            REVISION.c.submission_id == SUBMISSION.c.id, condition, REVISION.c.returned.is_(False)
        )
        .correlate(SUBMISSION)
        .scalar_subquery()
    )


BOARD = (
    select(
        SUBMISSION,
        *UNIT_COLUMNS,
        ITEM_WORDS.label("item_words"),
        _many(REVISION.c.of_branch.is_(True)).label("has_total"),
        _many(REVISION.c.of_branch.is_(False)).label("has_own"),
        _many(REVISION.c.version == SUBMISSION.c.version).label("counts"),
        _many(and_(REVISION.c.version == SUBMISSION.c.version, REVISION.c.accepted)).label(
            "was_accepted"
        ),
    )
    .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
    .order_by(SUBMISSION.c.id)
)
CONTACTS = (
    select(
        SEAT.c.unit_id,
        SEAT.c.role,
        PERSON.c.id,
        PERSON.c.name,
        ADDRESS.c.channel,
        ADDRESS.c.failed_at,
        ADDRESS.c.heard_at,
    )
    .join(PERSON, PERSON.c.id == SEAT.c.person_id)
    .outerjoin(ADDRESS, ADDRESS.c.person_id == PERSON.c.id)
    .where(SEAT.c.until.is_(None))
    .order_by(SEAT.c.id)
)
OF_CAMPAIGN: Any = bindparam("campaign_id")
WHOLE_BOARD = Prepared(  # offices that are only asked about a draft owe no report
    BOARD.where(in_campaign(OF_CAMPAIGN), UNIT.c.kind != CONSULTED)
)
ALL_CONTACTS = Prepared(CONTACTS.where(SEAT.c.campaign_id == OF_CAMPAIGN))


class Queries(InTransaction):
    @remembered("frame")
    def frame(self, submission_id: int) -> ReportFrame:
        """Return a report's campaign, unit and own deadline."""
        return report_frame(self.connection, submission_id)

    def board(self, campaign_id: int, unit_ids: UnitIds = None) -> list[UnitRecord]:
        """Return every unit of a campaign (or the named ones) in list order, without figures: three
        statements."""
        files, came_with = self._file_counts(campaign_id, unit_ids)
        contacts = self._contacts(campaign_id, unit_ids)
        if unit_ids is None:
            rows = self.connection.execute(WHOLE_BOARD, {"campaign_id": campaign_id})
        else:
            named = BOARD.where(in_campaign(campaign_id), *among(unit_ids))
            rows = self.connection.execute(named)
        wanted = None if unit_ids is None else set(unit_ids)
        return [
            self._unit_view(row, files, contacts, came_with)
            for row in rows
            if wanted is None or row.unit_id in wanted
        ]

    def _unit_view(self, row: Any, files: Any, contacts: Any, came_with: Any) -> UnitRecord:
        people = tuple(contacts.get(row.unit_id, ()))
        return UnitRecord(
            unit_in(row),
            row.id,
            Status(row.status),
            row.version,
            bool(row.draft),
            row.answered,
            row.submitted_at,
            row.late_days,
            row.returned_reason,
            row.extended_until,
            files.get((row.id, "photo"), {}),
            sum(files.get((row.id, "report"), {}).values()),
            people,
            any(person.role == "approver" for person in people),
            row.changed_at,
            words=frozenset((row.item_words or "").split("|")) - {""},
            has_total=bool(row.has_total),
            has_own=bool(row.has_own),
            counts=bool(row.counts),
            was_accepted=bool(row.was_accepted),
            came_with=came_with.get(row.id, {}),
        )

    def _file_counts(
        self, campaign_id: int, unit_ids: UnitIds
    ) -> tuple[dict[tuple[int, str], dict[str, int]], dict[int, dict[str, int]]]:
        """Return how many files a report has, by its id and their kind, and by the row they belong to; and by
        its id with which version the latest of each kind came."""
        statement = (
            select(
                FILE.c.submission_id,
                FILE.c.kind,
                FILE.c.code.label("row"),
                func.count().label("many"),
                func.max(FILE.c.version).label("latest"),
            )
            .join(SUBMISSION, SUBMISSION.c.id == FILE.c.submission_id)
            .where(in_campaign(campaign_id), FILE.c.removed_at.is_(None))
            .group_by(FILE.c.submission_id, FILE.c.kind, FILE.c.code)
        )
        rows = self.connection.execute(statement.where(*among(unit_ids)))
        counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
        came_with: dict[int, dict[str, int]] = defaultdict(dict)
        for row in rows:
            counts[row.submission_id, row.kind][row.row] = row.many
            known = came_with[row.submission_id]
            known[row.kind] = max(row.latest, known.get(row.kind, 0))
        return counts, came_with

    def _contacts(self, campaign_id: int, unit_ids: UnitIds) -> dict[int, list[ContactView]]:
        if unit_ids is None:
            rows = self.connection.execute(ALL_CONTACTS, {"campaign_id": campaign_id})
        else:
            named = among(unit_ids, SEAT.c.unit_id)
            rows = self.connection.execute(
                CONTACTS.where(SEAT.c.campaign_id == campaign_id, *named)
            )
        grouped = grouped_by(attrgetter("unit_id", "id", "role"), rows)
        found: dict[int, list[ContactView]] = defaultdict(list)
        for (unit_id, person_id, role), chats in grouped.items():
            heard = [chat.heard_at for chat in chats if chat.heard_at is not None]
            found[unit_id].append(
                ContactView(
                    person_id,
                    chats[0].name,
                    role,
                    tuple(sorted({chat.channel for chat in chats if chat.channel})),
                    all(chat.failed_at is not None for chat in chats),
                    max(heard) if heard else None,
                )
            )
        return found

    def sent_answers(
        self, campaign_id: int, unit_ids: UnitIds = None
    ) -> dict[int, dict[str, Answer]]:
        """Return submission id -> answers of its latest version not returned: what totals (of the named
        units) are made from. A version sent without any answer is there, empty. What was sent on an older
        form is given by the rows of the present one; rows that changed since are left out."""
        latest = counted_versions(campaign_id, unit_ids)
        rows = self.connection.execute(
            select(REVISION.c.submission_id, *answer_selection(KEPT))
            .select_from(REVISION)
            .join(
                latest,
                (latest.c.submission_id == REVISION.c.submission_id)
                & (latest.c.version == REVISION.c.version),
            )
            .outerjoin(KEPT, KEPT.c.revision_id == REVISION.c.id)
        )
        return self._on_present_form(campaign_id, latest, _by_submission(rows))

    def sent_words(
        self, campaign_id: int, codes: Iterable[str], unit_ids: UnitIds = None
    ) -> dict[int, dict[str, Answer]]:
        """Return submission id -> the words that were sent under some codes: with the unit's own last version
        not returned, or beside a total that stands in its place; that one's return takes no words back."""
        own = counted_versions(campaign_id, unit_ids, own=True)
        rows = self.connection.execute(
            select(REVISION.c.submission_id, *answer_selection(KEPT))
            .join(KEPT, KEPT.c.revision_id == REVISION.c.id)
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .outerjoin(own, own.c.submission_id == REVISION.c.submission_id)
            .where(
                in_campaign(campaign_id),
                *among(unit_ids),
                REVISION.c.returned.is_(False) | REVISION.c.of_branch,
                REVISION.c.version >= func.coalesce(own.c.version, 0),
                KEPT.c.code.in_(list(codes)),
            )
            .order_by(REVISION.c.version)
        )
        return _by_submission(rows)

    def _on_present_form(
        self, campaign_id: int, latest: Subquery, found: dict[int, dict[str, Answer]]
    ) -> dict[int, dict[str, Answer]]:
        """Return what versions say by the rows of the present form; each was sent when it was, whatever
        was sent after it and sent back."""
        changes = Campaigns(self.connection).form_changes(campaign_id)
        if not changes:
            return found
        sent = self.connection.execute(
            select(SUBMISSION.c.id, REVISION.c.submitted_at, UNIT.c.kind, UNIT.c.code)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .join(latest, latest.c.submission_id == SUBMISSION.c.id)
            .join(
                REVISION,
                (REVISION.c.submission_id == SUBMISSION.c.id)
                & (REVISION.c.version == latest.c.version),
            )
            .where(in_campaign(campaign_id))
        )
        for row in sent:
            if row.id in found:
                found[row.id] = on_present_form(
                    changes, (row.kind, row.code), row.submitted_at, found[row.id]
                )
        return found

    def photos(self, campaign_id: int) -> list[tuple[Unit, Photo]]:
        """Return every kept photo with its unit, in order."""
        return [
            (
                unit_from(row),
                Photo(
                    row.file_id,
                    row.path,
                    row.caption,
                    row.row_code,
                    row.file_name,
                    row.received_at,
                ),
            )
            for row in self._files(campaign_id, "photo")
        ]

    def report_files(self, campaign_id: int) -> list[tuple[Unit, str, str, datetime]]:
        """Return every unit's own report with path, the sender's name for it and when it came, in order."""
        return [
            (unit_from(row), row.path, row.file_name, row.received_at)
            for row in self._files(campaign_id, "report")
        ]

    def source_files(self, campaign_id: int) -> list[tuple[Unit, KeptSource]]:
        """Return what is kept behind figures that were entered for units, in order."""
        return [
            (
                unit_from(row),
                KeptSource(row.path, row.file_name, row.received_at, row.row_code, row.caption),
            )
            for row in self._files(campaign_id, "source")
        ]

    def file_hashes(self, campaign_id: int) -> dict[str, str]:
        """Return the SHA-256 of every kept file by its path, as it was when the file came."""
        found = self.connection.execute(
            select(FILE.c.path, FILE.c.sha256)
            .join(SUBMISSION, SUBMISSION.c.id == FILE.c.submission_id)
            .where(in_campaign(campaign_id), FILE.c.removed_at.is_(None))
        )
        return {row.path: row.sha256 for row in found}

    def _files(self, campaign_id: int, kind: str) -> Result[Any]:
        """Return all files of a kind that were not removed, each with its unit."""
        return self.connection.execute(
            select(FILE.c.id.label("file_id"), FILE.c.path, FILE.c.caption,
                   FILE.c.code.label("row_code"), FILE.c.name.label("file_name"),
                   FILE.c.received_at, UNIT)
            .join(SUBMISSION, SUBMISSION.c.id == FILE.c.submission_id)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .where(
                in_campaign(campaign_id),
                FILE.c.kind == kind,
                FILE.c.removed_at.is_(None),
            )
            .order_by(SUBMISSION.c.id, FILE.c.id)
        )  # fmt: skip

    @remembered("sent", group=lambda _, __, campaign_id: ("sent in", campaign_id))
    def last_sent(self, unit_id: int, campaign_id: int) -> SentFigures:
        """Return what a unit last sent in a campaign, also under an earlier name of its, by the rows of the
        form as it is now; empty without."""
        sent = last_sent(self.connection, unit_id, campaign_id)
        if sent.sent_at is None or not sent.changes:
            return sent
        named = select(UNIT.c.kind, UNIT.c.code).where(UNIT.c.id == unit_id)
        unit = self.connection.execute(named).one()
        answers = on_present_form(
            sent.changes, (unit.kind, unit.code), sent.sent_at, dict(sent.answers)
        )
        return replace(sent, answers=answers)

    def sent_by(self, unit_id: int, campaign_id: int) -> Mapping[str, Answer]:
        """Return the figures that a unit last sent in a campaign."""
        return self.last_sent(unit_id, campaign_id).answers

    def receipt(self, submission_id: int) -> str:
        """Return code of the latest receipt, or empty."""
        found = self.connection.execute(
            select(REVISION.c.receipt)
            .where(REVISION.c.submission_id == submission_id)
            .order_by(REVISION.c.version.desc())
            .limit(1)
        ).scalar()
        return str(found or "")

    def receipts(self, campaign_id: int) -> dict[str, str]:
        """Return unit code -> code of the receipt of what it handed in last and was not sent back."""
        latest = counted_versions(campaign_id)
        found = self.connection.execute(
            select(UNIT.c.code, REVISION.c.receipt)
            .select_from(REVISION)
            .join(
                latest,
                (latest.c.submission_id == REVISION.c.submission_id)
                & (latest.c.version == REVISION.c.version),
            )
            .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
            .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
            .where(REVISION.c.version == SUBMISSION.c.version)
        )
        return {row.code: row.receipt for row in found}


def on_present_form(
    changes: Sequence[FormChange],
    unit: tuple[str, str],
    sent_at: datetime,
    answers: dict[str, Answer],
) -> dict[str, Answer]:
    """Return what a unit (its kind and code) sent, by the rows of the form as it is now."""
    for change in changes_since(changes, *unit, sent_at):
        gone = {*change.dropped, *change.asked} - set(change.removed)
        answers = carried(answers, tuple(gone), change.moved)
    return answers


def _by_submission(rows: Any) -> dict[int, dict[str, Answer]]:
    found: dict[int, dict[str, Answer]] = defaultdict(dict)
    for submission_id, code, *kept in rows:
        answers = found[submission_id]
        if code is not None:
            answers[code] = answer_of(*kept)
    return dict(found)
