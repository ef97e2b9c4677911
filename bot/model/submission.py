"""One unit's report in one campaign, its life as one transition table, and `apply`.

A correction after sending opens a draft of the next version while the last sent one goes on
counting; late is a label, not a status.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.answer import NARRATIVE, Answer, AnswerState, stands_alone
from bot.model.changing import replace
from bot.model.events import (
    AcceptanceWithdrawn,
    Accepted,
    AnswerCleared,
    AnswerRecorded,
    ApprovalDenied,
    Change,
    PhotoDropped,
    PhotoKept,
    ReportFileKept,
    SentBack,
    SentForApproval,
    Submitted,
    TotalHandedUp,
)


class Status(StrEnum):
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    AWAITING_APPROVAL = "awaiting_approval"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    RETURNED = "returned"


SENT = (Status.SUBMITTED, Status.ACCEPTED)
REMINDED = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.RETURNED)


@dataclass(frozen=True, slots=True)
class Photo:
    """A kept picture; `row` is the indicator it shows, empty for the report as a whole."""

    id: int
    path: str
    caption: str = ""
    row: str = ""
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lock:
    """What holds a report: the accepted total of a unit (`by`), another one above it or its own."""

    by: str
    is_above: bool


@dataclass(frozen=True)
class Submission:
    """The draft as it stands, and what was last sent. `draft` is true while a correction of a sent
    version is open."""

    id: int
    campaign_id: int
    unit_id: int
    status: Status = Status.NOT_STARTED
    version: int = 0
    draft: bool = False
    submitted_at: datetime | None = None
    late_days: int = 0
    returned_reason: str = ""
    returned_rows: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)
    photos: tuple[Photo, ...] = ()
    report_files: int = 0

    @property
    def answered(self) -> int:
        """Questions with a settled answer: "chưa có số liệu" and stated totals do not count."""
        settled = [
            code
            for code, answer in self.answers.items()
            if answer.state is not AnswerState.PENDING
            and answer.source != "total"
            and not code.startswith(NARRATIVE)
        ]
        return len(settled)

    @property
    def is_sent(self) -> bool:
        """Whether the last version counts as handed in."""
        return self.status in SENT

    @property
    def is_given(self) -> bool:
        """Return whether the report was handed in and nothing was changed since."""
        return self.is_sent and not self.draft

    @property
    def holds_anything(self) -> bool:
        """Return whether anything was given: figures, a version, photos, a file."""
        return any((self.answers, self.version, self.photos, self.report_files))


def may_move(source: Submission, target: Submission) -> bool:
    """Tell whether a report given for the wrong unit can become another's: it holds something, and the
    other unit has given nothing yet, so that no figure is lost or mixed."""
    is_other = source.id != target.id and source.campaign_id == target.campaign_id
    is_free = not target.holds_anything and target.status is Status.NOT_STARTED
    return is_other and source.holds_anything and is_free


def moved(source: Submission, target: Submission) -> tuple[Submission, Submission]:
    """Return (the source, empty again; the target with all that was the source's)."""
    emptied = Submission(source.id, source.campaign_id, source.unit_id)
    return emptied, replace(source, id=target.id, unit_id=target.unit_id)


def apply(submission: Submission, change: Change) -> Submission:
    """Return the submission after a fact; facts about other things leave it as it is."""
    match change:
        case AnswerRecorded(code=code, answer=answer):
            return _edited(submission, change, {**submission.answers, code: answer})
        case AnswerCleared(code=code):
            left = {key: kept for key, kept in submission.answers.items() if key != code}
            return _edited(submission, change, left)
        case PhotoKept() | PhotoDropped() | ReportFileKept():
            return _with_file(submission, change)
        case Submitted() | TotalHandedUp():
            return _handed_in(submission, change)
        case ApprovalDenied() | SentBack():
            return _refused(submission, change)
        case SentForApproval():
            waits = Status.AWAITING_APPROVAL
            return replace(submission, status=waits, returned_reason="", returned_rows=())
        case Accepted():
            return replace(submission, status=Status.ACCEPTED)
        case AcceptanceWithdrawn():
            return replace(submission, status=Status.SUBMITTED)
        case _:
            return submission


def _with_file(
    submission: Submission, fact: PhotoKept | PhotoDropped | ReportFileKept
) -> Submission:
    """Return a report with a picture or file more, or a picture fewer."""
    photos = submission.photos
    match fact:
        case PhotoKept(file=file, caption=caption, row=row):
            kept = Photo(0, file.path, caption, row, file.name)
            return replace(submission, photos=(*photos, kept))
        case PhotoDropped(path=path):
            return replace(submission, photos=tuple(each for each in photos if each.path != path))
        case ReportFileKept():
            return replace(submission, report_files=submission.report_files + 1)


def _refused(submission: Submission, fact: ApprovalDenied | SentBack) -> Submission:
    """Return a report that is its reporters' again: from the unit's approver before it left, or sent back,
    while what was sent before stays what it was."""
    is_back = isinstance(fact, SentBack)
    return replace(
        submission,
        status=Status.RETURNED if is_back else Status.IN_PROGRESS,
        returned_reason=fact.reason,
        returned_rows=fact.rows,
        draft=submission.version > 0 if is_back else submission.draft,
    )


def _handed_in(submission: Submission, fact: Submitted | TotalHandedUp) -> Submission:
    """Make the next version the one that counts; a total leaves the unit's own unsent figures a draft."""
    return replace(
        submission,
        status=Status.SUBMITTED,
        version=fact.version,
        submitted_at=fact.at,
        late_days=fact.late_days,
        draft=isinstance(fact, TotalHandedUp) and _leaves_draft(submission, fact),
        returned_reason="",
        returned_rows=(),
    )


def _leaves_draft(submission: Submission, fact: TotalHandedUp) -> bool:
    looked_at = fact.leaves_draft
    return has_unsent_figures(submission) if looked_at is None else looked_at


def differs_from(submission: Submission, sent: Mapping[str, Answer]) -> bool:
    """Whether the unit's own figures say something else than it sent: those of a report whose total alone
    went back do not."""
    if not has_unsent_figures(submission):
        return False
    own = {code: each for code, each in submission.answers.items() if not stands_alone(code)}
    same = all(code in sent and sent[code].same_figures(each) for code, each in own.items())
    return not same or any(code not in own for code in sent if not stands_alone(code))


def has_unsent_figures(submission: Submission) -> bool:
    """Whether the unit's own figures were changed since it sent them last, if ever."""
    own = [code for code in submission.answers if not stands_alone(code)]
    return submission.draft or (not submission.is_sent and bool(own))


def _edited(
    submission: Submission, fact: AnswerRecorded | AnswerCleared, answers: Mapping[str, Answer]
) -> Submission:
    """Return new figures: a sent report gets a draft beside it, an unsent one is in progress.

    A draft that waits for approval goes back to its reporters when they change it."""
    if stands_alone(fact.code) or fact.is_beside:
        return replace(submission, answers=answers)
    if submission.is_sent:
        return replace(submission, answers=answers, draft=True)
    if submission.status is Status.RETURNED:
        return replace(submission, answers=answers)
    empty = not answers and submission.version == 0
    status = Status.NOT_STARTED if empty else Status.IN_PROGRESS
    return replace(submission, answers=answers, status=status)
