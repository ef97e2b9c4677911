"""One unit's report for a coordinator: figures with their history, versions, files, the thread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.conversation import branch_talk
from bot.conversation.context import ReportContext, TurnContext
from bot.figures.rollup import derived_totals
from bot.locale.board_text import source_words
from bot.locale.form_text import note_words
from bot.locale.say import say
from bot.model.answer import NARRATIVE, Answer, AnswerState, note_of
from bot.model.campaign import Campaign
from bot.model.commands import ASKED_TO_ACT
from bot.model.form import Form, Indicator, row_in
from bot.model.person import Role, Seat
from bot.model.question_route import OpenQuestion
from bot.model.submission import Status, Submission
from bot.model.unit import Unit
from bot.reading import echo_answer
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.board_query import BoardUnit, counted_unit, unit_line, version_marks
from bot.use_cases.campaigns.mend_plan import kinds_known
from bot.use_cases.turns.load_context import load_desk
from bot.use_cases.turns.overwriting import contested_lines
from storage import HistoryLine, KeptFile, LoggedMessage, Transaction, Version

CHOICES = 200  # units in a list to choose from
FIGURE_FACTS = ("AnswerRecorded", "AnswerCleared")
TALK = {
    "QuestionAsked": "unit",
    "UnitTold": "coordinator",
    "UnitInformed": "coordinator",
    "QuestionPassedUp": "coordinator",
}
EVENTS = {
    "Submitted": "submitted",
    "TotalHandedUp": "handed_up",
    "SentForApproval": "sent_for_approval",
    "ApprovalDenied": "denied",
    "SentBack": "returned",
    "Accepted": "accepted",
    "AcceptanceWithdrawn": "unaccepted",
    "Extended": "extended",
    "ReportMoved": "moved",
    "UnitAdded": "unit_added",
    "UnitTakenOut": "taken_out",
    "UnitMended": "mended",
    "PhotoKept": "photo",
    "ReportFileKept": "file",
    "SourceKept": "source",
}


@dataclass(frozen=True, slots=True)
class ReportChange:
    """A figure before and after, with who said it, where, and in which words."""

    at: datetime
    who: str
    channel: str
    words: str
    before: str
    after: str
    files: tuple[KeptFile, ...] = ()  # that were kept with it


@dataclass(frozen=True, slots=True)
class RowView:
    """One printed row. `state` is the row's state or "unanswered"; `sent` is what the last version
    says where the draft says something else."""

    row: Indicator
    figures: str
    state: str
    note: str
    source: str
    sent: str
    is_returned: bool
    changes: tuple[ReportChange, ...]


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """A line of the thread or of the report's life."""

    at: datetime
    who: str
    what: str
    words: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class ListChoices:
    """The kinds that a unit may be given, and the units that may stand above it; () where they are too many
    to choose from."""

    kinds: tuple[str, ...]
    above: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class UnitPage:
    campaign: Campaign
    unit: Unit
    line: BoardUnit
    submission: Submission
    deadline_words: str
    rows: tuple[RowView, ...]
    questions: tuple[Indicator, ...]
    versions: tuple[Version, ...]
    files: tuple[KeptFile, ...]
    talk: tuple[ThreadEntry, ...]
    events: tuple[ThreadEntry, ...]
    can_accept: bool
    can_unaccept: bool
    can_send_back: bool
    can_remind: bool
    has_form: bool
    words: str = ""  # the unit's own, in a campaign without a form
    branch: tuple[str, ...] = ()  # the total of the unit and those below it, in words
    messages: tuple[LoggedMessage, ...] = ()  # all that was written, the latest first
    open_question: OpenQuestion | None = None  # that nobody has answered
    list_choices: ListChoices | None = None  # for who may change the campaign's list
    contested: tuple[str, ...] = ()  # rows that two people of the unit do not agree about


def unit_page(tx: Transaction, office: AppContext, seat: Seat, unit_id: int) -> UnitPage | None:
    """Return a unit of the coordinator's campaign; None for any other."""
    views = tx.views.board(seat.campaign_id, [unit_id])
    own = Seat(0, Role.REPORTER, seat.campaign_id, seat.campaign_title, unit_id)
    desk = load_desk(tx, office, own) if views else None
    if desk is None:
        return None
    submission, form = desk.submission, desk.form
    own_words = submission.answers.get(NARRATIVE)
    history = tx.history.of_report(submission.id)
    files = tuple(tx.history.files(submission.id))
    last = tx.submissions.last_sent(submission.id) if submission.version else None
    sent = last[1] if last is not None and submission.draft else None
    known = version_marks(views[0], tx.campaigns.form_changes(seat.campaign_id), ())
    stands = counted_unit(desk.campaign, views[0], len(form.questions) if form else 0, known)
    line = unit_line(desk.campaign, stands)
    return UnitPage(
        desk.campaign,
        desk.unit,
        line,
        submission,
        desk.deadline_words,
        _rows(form, submission, sent, _by_row(form, history, files)) if form else (),
        form.questions if form else (),
        tuple(tx.history.versions(submission.id)),
        files,
        _told_by(history, TALK),
        _told_by(history, EVENTS)[::-1],
        can_accept=line.status is Status.SUBMITTED,
        can_unaccept=line.status is Status.ACCEPTED,
        can_send_back=submission.version > 0 and line.status is not Status.RETURNED,
        can_remind=line.status in ASKED_TO_ACT and desk.asks_anything,
        has_form=form is not None,
        words=own_words.text if own_words is not None else "",
        branch=_branch(office, desk),
        list_choices=_list_choices(tx, desk) if seat.unit_id is None else None,
        open_question=tx.audit.open_questions(seat.campaign_id).get(submission.id),
        contested=tuple(contested_lines(tx, office, [submission.id]).get(submission.id, ())),
        messages=tuple(tx.message_log.of_unit(seat.campaign_id, unit_id, submission.id)),
    )


def _list_choices(tx: Transaction, desk: ReportContext) -> ListChoices:
    """Return what the unit may be mended to."""
    members = tx.campaigns.members(desk.campaign.id)
    others = tuple(member for member in members if member.id != desk.unit.id)
    kinds = (desk.unit.kind, *kinds_known(tx, desk.campaign))
    return ListChoices(tuple(dict.fromkeys(kinds)), others if len(others) <= CHOICES else ())


def _branch(office: AppContext, desk: ReportContext) -> tuple[str, ...]:
    """Return the total of a unit that others stand below, () for any other."""
    branch = branch_talk.branch_of(desk)
    if branch is None:
        return ()
    return tuple(branch_talk.in_words(branch, TurnContext(office.now(), office.tz)))


def _rows(
    form: Form,
    submission: Submission,
    sent: Mapping[str, Answer] | None,
    changes: Mapping[str, Sequence[ReportChange]],
) -> tuple[RowView, ...]:
    totals = derived_totals(form, submission.answers)
    return tuple(
        _total_row(row, totals.get(row.code), submission.answers.get(row.code))
        if not row.is_leaf
        else _row(row, submission, sent, changes.get(row.code, ()))
        for row in form.rows
    )


def _total_row(row: Indicator, figures: Any, stated: Answer | None) -> RowView:
    words = ""
    if figures:
        words = echo_answer(row, Answer(AnswerState.VALUE).with_figures(figures))
    return RowView(row, words, "total", note_of(stated), "", "", False, ())


def _row(
    row: Indicator,
    submission: Submission,
    sent: Mapping[str, Answer] | None,
    changes: Sequence[ReportChange],
) -> RowView:
    answer = submission.answers.get(row.code)
    before = sent.get(row.code) if sent is not None else None
    differs = sent is not None and not _same(answer, before)
    return RowView(
        row,
        echo_answer(row, answer) if answer is not None else "",
        answer.state.value if answer is not None else "unanswered",
        note_words(row, answer) if answer is not None and answer.note else "",
        source_words(answer),
        _figures(row, before) if differs else "",
        bool(submission.returned_reason) and row.code in submission.returned_rows,
        tuple(changes),
    )


def _same(answer: Answer | None, before: Answer | None) -> bool:
    return answer is before is None or (answer is not None and answer.same_figures(before))


def _figures(row: Indicator, answer: Answer | None) -> str:
    return echo_answer(row, answer) if answer is not None else say("board_page.unanswered")


def _by_row(
    form: Form | None, history: Sequence[HistoryLine], files: Sequence[KeptFile]
) -> dict[str, list[ReportChange]]:
    """Return code -> what was said about the row, the latest first, with the files behind it."""
    sources: dict[tuple[str, datetime | None], list[KeptFile]] = defaultdict(list)
    for kept in files:
        if kept.kind == "source":
            sources[kept.row, kept.at].append(kept)
    found: dict[str, list[ReportChange]] = defaultdict(list)
    for line in reversed(history):
        row = row_in(form, line.code)
        if line.fact in FIGURE_FACTS and row is not None:
            found[line.code].append(
                ReportChange(line.at, line.who, line.channel, line.words,
                       _kept_figures(row, line.before), _kept_figures(row, line.after),
                       tuple(sources[line.code, line.at]))
            )  # fmt: skip
    return found


def _kept_figures(row: Indicator, kept: Mapping[str, Any]) -> str:
    """Return what the audit keeps of an answer, in words."""
    if not kept:
        return say("board_page.unanswered")
    answer = Answer(
        AnswerState(kept["state"]), kept.get("count"), kept.get("people"), kept.get("text", ""),
        kept.get("note", ""),
        cells=tuple((key, number) for key, number in kept.get("cells", ())),
    )  # fmt: skip
    words = echo_answer(row, answer)
    known = source_words(Answer(AnswerState.VALUE, source=kept.get("source", "chat")))
    return f"{words} ({known})" if known else words


def _rows_of(kept: Mapping[str, Any]) -> str:
    """Return the codes that an entry is about, in words; older returns name one row."""
    return ", ".join((kept.get("rows") or kept.get("row", "")).split())


def _told_by(history: Sequence[HistoryLine], words: Mapping[str, str]) -> tuple[ThreadEntry, ...]:
    """Return those of a report's events that have words, in their order."""
    return tuple(_said(event, words[event.fact]) for event in history if event.fact in words)


def _said(line: HistoryLine, what: str) -> ThreadEntry:
    kept = line.after
    words = kept.get("words") or kept.get("reason") or kept.get("caption") or ""
    if what == "submitted":
        words = kept.get("receipt", "")
    if what == "mended":
        words = _mended_words(kept)
    if what == "moved":
        units = f"{kept.get('from_unit', '')} → {kept.get('to_unit', '')}"
        words = f"{units}: {words}"
    return ThreadEntry(line.at, line.who, what, words, _rows_of(kept))


def _mended_words(kept: Mapping[str, Any]) -> str:
    """Return what a kind or a parent was before and became, of those that changed."""
    pairs = ((kept.get(f"{name}_before", ""), kept.get(name, "")) for name in ("kind", "parent"))
    return "; ".join(f"{was or '–'} → {now or '–'}" for was, now in pairs if was != now)
