"""Submissions: the draft, its revisions, its files. Every change comes through `record`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Subquery, and_, func, or_, select, update

from bot.model.answer import Answer, AnswerState
from bot.model.changing import replace
from bot.model.events import (
    AcceptanceWithdrawn,
    Accepted,
    AnswerCleared,
    AnswerRecorded,
    ApprovalDenied,
    Change,
    Extended,
    PhotoDropped,
    PhotoKept,
    ReportFileKept,
    SentBack,
    SentForApproval,
    SourceKept,
    Submitted,
    TotalHandedUp,
)
from bot.model.optional import optional
from bot.model.submission import Photo, Submission, apply, moved
from storage.audit import Author
from storage.belonging import UnitIds, among, in_campaign
from storage.campaigns import Campaigns
from storage.codec import answer_columns, answer_from, new_id, submission_from
from storage.connection import InTransaction, remembered
from storage.report_statements import (
    BY_ID,
    CLEAR_ANSWER,
    COUNT_SENT,
    DRAFT,
    EXTEND,
    EXTENDED_UNTIL,
    FILES,
    KEEP_FILE,
    KEEP_REVISION,
    KEEP_SENT,
    OF_UNIT,
    WRITE_STATUS,
    answer_selection,
    keep_answer,
)
from storage.tables import (
    ANSWER,
    FILE,
    KEPT,
    PERSON,
    REVISION,
    SOURCE,
    SUBMISSION,
    TYPED,
)

FILE_KINDS = {PhotoKept: "photo", ReportFileKept: "report", SourceKept: "source"}


def counted_versions(campaign_id: int, unit_ids: UnitIds = None, *, own: bool = False) -> Subquery:
    """Return what totals are made from: of each report (submission_id) the latest version not returned, or
    the latest of the unit's own figures."""
    found = (
        select(REVISION.c.submission_id, func.max(REVISION.c.version).label("version"))
        .join(SUBMISSION, SUBMISSION.c.id == REVISION.c.submission_id)
        .where(in_campaign(campaign_id), *among(unit_ids), REVISION.c.returned.is_(False))
        .group_by(REVISION.c.submission_id)
    )
    return (found.where(REVISION.c.of_branch.is_(False)) if own else found).subquery()


class Submissions(InTransaction):
    def load(self, submission_id: int) -> Submission | None:
        """Return one report with its draft and files."""
        row = self.connection.execute(BY_ID, {"submission_id": submission_id}).one_or_none()
        return optional(self._whole, row)

    @remembered("report", group=lambda found, *_: None if found is None else ("report", found.id))
    def of_unit(self, campaign_id: int, unit_id: int) -> Submission | None:
        """Return the report of a unit, None where it has none in a campaign."""
        row = self.connection.execute(
            OF_UNIT, {"campaign_id": campaign_id, "unit_id": unit_id}
        ).one_or_none()
        return None if row is None else self._whole(row)

    def _whole(self, row: Any) -> Submission:
        answers = self.connection.execute(DRAFT, {"submission_id": row.id})
        files = self.connection.execute(FILES, {"submission_id": row.id}).all()
        photos = tuple(
            Photo(file.id, file.path, file.caption, file.code, file.name, file.received_at)
            for file in files
            if file.kind == "photo"
        )
        return submission_from(
            row,
            {kept.code: answer_from(kept) for kept in answers},
            photos,
            sum(file.kind == "report" for file in files),
        )

    def open_all(self, campaign_id: int, unit_ids: Sequence[int]) -> None:
        """Open one empty report for each unit that has none yet."""
        known = set(
            self.connection.execute(
                select(SUBMISSION.c.unit_id).where(SUBMISSION.c.campaign_id == campaign_id)
            ).scalars()
        )
        rows = [
            {
                "campaign_id": campaign_id,
                "unit_id": unit_id,
                "status": "not_started",
                "version": 0,
                "draft": False,
                "late_days": 0,
                "returned_reason": "",
                "returned_row": "",
                "extension_reason": "",
                "extension_author": "",
                "answered": 0,
                "left_reason": "",
            }
            for unit_id in unit_ids
            if unit_id not in known
        ]
        if rows:
            self.connection.execute(SUBMISSION.insert(), rows)
            Campaigns(self.connection).lists_changed()

    def record(self, before: Submission, facts: Sequence[Change], author: Author) -> Submission:
        """Apply facts to one report in their order and write the result; returns it as it now
        stands."""
        after = before
        figures: dict[str, AnswerRecorded | AnswerCleared] = {}  # not yet written
        for fact in facts:
            after = apply(after, fact)
            if isinstance(fact, AnswerRecorded | AnswerCleared):
                figures[fact.code] = fact
                if fact.is_beside:
                    self._keep_beside(after, fact)
                continue
            self.write_figures(before.id, figures, author)
            self._write_fact(after, fact, author)
        self.write_figures(before.id, figures, author)
        self.write_status(before, after, author.now)
        if all(isinstance(fact, AnswerRecorded | AnswerCleared) for fact in facts):
            self._remember(after)
        return after

    def _keep_beside(self, after: Submission, fact: AnswerRecorded | AnswerCleared) -> None:
        """Let the version that was handed in last say this in a part in words, and nothing else of it."""
        version = select(REVISION.c.id).where(
            REVISION.c.submission_id == after.id, REVISION.c.version == after.version
        )
        (number,) = self.connection.execute(version).one()
        self.connection.execute(
            KEPT.delete().where(KEPT.c.revision_id == number, KEPT.c.code == fact.code)
        )
        if isinstance(fact, AnswerRecorded):
            row = {"revision_id": number, "code": fact.code, **answer_columns(fact.answer)}
            self.connection.execute(KEPT.insert(), [row])

    def _remember(self, after: Submission) -> None:
        """Keep a report of which figures were written as the next turn would read it."""
        stored = replace(after, answers=dict(sorted(after.answers.items())))
        self.connection.keep(
            ("report", after.campaign_id, after.unit_id), stored, ("report", after.id)
        )

    def write_figures(
        self,
        submission_id: int,
        figures: dict[str, AnswerRecorded | AnswerCleared],
        author: Author,
    ) -> None:
        """Store or clear rows of a draft (by code) and forget the facts; its state stays."""
        recorded = [fact for fact in figures.values() if isinstance(fact, AnswerRecorded)]
        cleared = [fact.code for fact in figures.values() if isinstance(fact, AnswerCleared)]
        if cleared:
            named = [{"submission_id": submission_id, "code": code} for code in cleared]
            self.connection.execute(CLEAR_ANSWER, named)
        if recorded:
            self._keep_answers(recorded, author)
        figures.clear()

    def _keep_answers(self, facts: Sequence[AnswerRecorded], author: Author) -> None:
        self.connection.execute(
            keep_answer(self.connection.dialect.name),
            [
                {
                    "submission_id": fact.submission_id,
                    "code": fact.code,
                    **answer_columns(fact.answer),
                    "person_id": author.person_id,
                    "changed_at": author.now,
                }
                for fact in facts
            ],
        )

    def write_status(self, before: Submission, after: Submission, now: datetime) -> None:
        """Store the state of a report that changed to `after`; its answers stay."""
        self.connection.execute(
            WRITE_STATUS,
            {
                "submission_id": before.id,
                "status": after.status.value,
                "version": after.version,
                "draft": after.draft,
                "submitted_at": after.submitted_at,
                "late_days": after.late_days,
                "returned_reason": after.returned_reason,
                "returned_row": " ".join(after.returned_rows),
                "answered": after.answered,
                "changed_at": now,
            },
        )

    def _write_fact(self, after: Submission, fact: Change, author: Author) -> None:
        match fact:
            case Submitted():
                self._keep_revision(after, fact, author)
            case TotalHandedUp():
                self._keep_total(fact, author)
            case SentBack():
                self._mark(after, returned=True, accepted=False)
            case Accepted():
                self._accept(after)
            case AcceptanceWithdrawn():
                self._withdraw_acceptance(after)
            case PhotoKept() | ReportFileKept() | SourceKept():
                self._keep_file(after, fact, author)
            case PhotoDropped():
                self.connection.execute(
                    update(FILE)
                    .where(FILE.c.id == fact.photo_id, FILE.c.submission_id == after.id)
                    .values(removed_at=author.now)
                )
            case SentForApproval() | ApprovalDenied():
                pass
            case Extended():
                self.connection.execute(
                    EXTEND,
                    {
                        "submission_id": after.id,
                        "extended_until": fact.until,
                        "extension_reason": fact.reason,
                        "extension_author": author.actor,
                    },
                )
            case _:
                raise ValueError(f"not a fact about a submission: {type(fact).__name__}")

    def _keep_revision(self, after: Submission, fact: Submitted, author: Author) -> None:
        """Keep the draft as it stands as a version."""
        self.connection.forget(("sent in", after.campaign_id))
        revision_id = self._add_revision(fact, author, attested_nil=fact.attested_nil)
        kept = {"revision_id": revision_id, "submission_id": fact.submission_id}
        self.connection.execute(KEEP_SENT, kept)

    def _add_revision(self, fact: Submitted | TotalHandedUp, author: Author, **more: bool) -> int:
        made = self.connection.execute(
            KEEP_REVISION,
            {
                "submission_id": fact.submission_id,
                "version": fact.version,
                "submitted_at": fact.at,
                "late_days": fact.late_days,
                "receipt": fact.receipt,
                "person_id": author.person_id,
                "attested_nil": False,
                "returned": False,
                "accepted": False,
                "of_branch": False,
                **more,
            },
        )
        return new_id(made)

    def _keep_total(self, fact: TotalHandedUp, author: Author) -> None:
        """Keep a branch's total as a version; an earlier total of the unit is accepted no more."""
        self.connection.execute(
            update(REVISION)
            .where(REVISION.c.submission_id == fact.submission_id, REVISION.c.of_branch)
            .values(accepted=False)
        )
        revision_id = self._add_revision(fact, author, of_branch=True)
        answers = [
            {"revision_id": revision_id, "code": code, **answer_columns(answer)}
            for code, answer in fact.answers
        ]
        sources = [{"revision_id": revision_id, "source_id": each} for each in fact.sources]
        self.insert(KEPT, answers)
        self.insert(SOURCE, sources)

    def _accept(self, after: Submission) -> None:
        """Mark all that was handed in and waited: the last version and, where that is a total, the unit's
        own figures that were sent before it."""
        own = (
            select(func.max(REVISION.c.version))
            .where(REVISION.c.submission_id == after.id, REVISION.c.of_branch.is_(False))
            .scalar_subquery()
        )
        waits = and_(REVISION.c.version == own, REVISION.c.returned.is_(False))
        self.connection.execute(
            update(REVISION)
            .where(
                REVISION.c.submission_id == after.id,
                or_(REVISION.c.version == after.version, waits),
            )
            .values(accepted=True)
        )

    def _withdraw_acceptance(self, after: Submission) -> None:
        """No version of what was handed in last (own figures, or the total) is accepted any more."""
        last = select(REVISION.c.of_branch).where(
            REVISION.c.submission_id == after.id, REVISION.c.version == after.version
        )
        self.connection.execute(
            update(REVISION)
            .where(
                REVISION.c.submission_id == after.id,
                REVISION.c.of_branch == last.scalar_subquery(),
            )
            .values(accepted=False)
        )

    def _mark(self, after: Submission, **marks: bool) -> None:
        """Mark the version that was handed in last."""
        self.connection.execute(
            update(REVISION)
            .where(REVISION.c.submission_id == after.id, REVISION.c.version == after.version)
            .values(**marks)
        )

    def _keep_file(
        self, after: Submission, fact: PhotoKept | ReportFileKept | SourceKept, author: Author
    ) -> None:
        """Keep a file with the version it is a copy of, else the one that is being written or was sent."""
        is_current = after.is_sent and not after.draft
        self.connection.execute(
            KEEP_FILE,
            {
                "submission_id": fact.submission_id,
                "kind": FILE_KINDS[type(fact)],
                "path": fact.file.path,
                "name": fact.file.name,
                "mime": fact.file.mime,
                "sha256": fact.file.sha256,
                "size": fact.file.size,
                "caption": fact.caption,
                "code": getattr(fact, "row", ""),
                "album": getattr(fact, "album", ""),
                "person_id": author.person_id,
                "received_at": author.now,
                "version": getattr(fact, "version", 0) or after.version + (not is_current),
            },
        )

    def count_sent(self, campaign_id: int) -> int:
        """Return how many reports of a campaign are sent, accepted or not."""
        found = self.connection.execute(COUNT_SENT, {"campaign_id": campaign_id})
        return int(found.scalar() or 0)

    def move(
        self, source: Submission, target: Submission, now: datetime
    ) -> tuple[Submission, Submission]:
        """Return answers, versions and files of one report become another's, which must be empty."""
        for table in (ANSWER, REVISION, FILE, TYPED):
            self.connection.execute(
                update(table)
                .where(table.c.submission_id == source.id)
                .values(submission_id=target.id)
            )
        emptied, filled = moved(source, target)
        self.write_status(source, emptied, now)
        self.write_status(target, filled, now)
        return emptied, filled

    def place(self, submission_id: int) -> tuple[int, int] | None:
        """Return (campaign id, unit id) of a report."""
        row = self.connection.execute(BY_ID, {"submission_id": submission_id}).one_or_none()
        return optional(attrgetter("campaign_id", "unit_id"), row)

    def end_extension(self, submission_id: int) -> None:
        """End the deadline that a unit was given of its own."""
        self.set_columns(SUBMISSION, submission_id, extended_until=None)

    def set_late_days(self, submission_id: int, days: int) -> None:
        """Say how late a report stands by a deadline that holds for it since it was sent."""
        self.set_columns(SUBMISSION, submission_id, late_days=days)

    def outrun_extensions(self, campaign_id: int, until: datetime) -> None:
        """End the earlier deadlines of single units: the whole campaign has a later one."""
        self.connection.execute(
            update(SUBMISSION)
            .where(SUBMISSION.c.campaign_id == campaign_id, SUBMISSION.c.extended_until < until)
            .values(extended_until=None)
        )

    def answered_codes(self, submission_id: int) -> set[str]:
        """Return rows of the draft with a settled answer."""
        found = select(ANSWER.c.code).where(
            ANSWER.c.submission_id == submission_id, ANSWER.c.state != AnswerState.PENDING.value
        )
        return set(self.connection.execute(found).scalars())

    def written(self, submission_id: int) -> dict[str, tuple[str, int | None]]:
        """Return for each row of the draft who wrote it last: a name, or "", and the person's id."""
        rows = self.connection.execute(
            select(ANSWER.c.code, PERSON.c.name, ANSWER.c.person_id)
            .outerjoin(PERSON, PERSON.c.id == ANSWER.c.person_id)
            .where(ANSWER.c.submission_id == submission_id)
        )
        return {row.code: (row.name or "", row.person_id) for row in rows}

    def writers(self, submission_id: int) -> dict[str, int]:
        """Return for each row of the draft which person wrote it last."""
        rows = self.connection.execute(
            select(ANSWER.c.code, ANSWER.c.person_id).where(
                ANSWER.c.submission_id == submission_id, ANSWER.c.person_id.is_not(None)
            )
        )
        return {row.code: row.person_id for row in rows}

    def other_writer(self, submission_id: int, person_id: int, code: str) -> str:
        """Return the name of whoever wrote a row last, where that is not this person; else ""."""
        found = self.connection.execute(
            select(PERSON.c.name)
            .join(ANSWER, ANSWER.c.person_id == PERSON.c.id)
            .where(
                ANSWER.c.submission_id == submission_id,
                ANSWER.c.code == code,
                PERSON.c.id != person_id,
            )
        ).scalar()
        return found or ""

    def extended_until(self, submission_id: int) -> datetime | None:
        """Return the unit's own later deadline, where one was given."""
        return self.connection.execute(EXTENDED_UNTIL, {"submission_id": submission_id}).scalar()

    def longest_extension(self, campaign_id: int) -> datetime | None:
        """Return the latest deadline that a unit of a campaign was given of its own."""
        return self.connection.execute(
            select(SUBMISSION.c.extended_until)
            .where(in_campaign(campaign_id), SUBMISSION.c.extended_until.is_not(None))
            .order_by(SUBMISSION.c.extended_until.desc())
            .limit(1)
        ).scalar()

    def last_sent(self, submission_id: int) -> tuple[int, dict[str, Answer]] | None:
        """Return (version, answers) of the latest version of a unit's own figures that was not returned."""
        row = self.connection.execute(
            select(REVISION.c.id, REVISION.c.version)
            .where(
                REVISION.c.submission_id == submission_id,
                REVISION.c.returned.is_(False),
                REVISION.c.of_branch.is_(False),
            )
            .order_by(REVISION.c.version.desc())
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        answers = self.connection.execute(
            select(*answer_selection(KEPT)).where(KEPT.c.revision_id == row.id)
        )
        return row.version, {kept.code: answer_from(kept) for kept in answers}
