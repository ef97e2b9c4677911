"""Reads the lines of a coordinator's board: of all units, or of those that are meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from bot.conversation.context import UnitProgress
from bot.item_types import ledger
from bot.model.campaign import Campaign
from bot.model.form_change import FormChange, changes_since
from bot.model.person import Role, Seat
from bot.model.question_route import OpenQuestion
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.board import reach
from bot.use_cases.campaigns.forms_in_use import question_counts
from bot.use_cases.reminding.reminder_content import deadline_of
from storage import Transaction, UnitRecord


def units_of(
    tx: Transaction,
    office: AppContext,
    seat: Seat,
    campaign: Campaign,
    unit_ids: Sequence[int] | None,
) -> tuple[tuple[Unit, ...], Callable[[Sequence[int] | None], tuple[UnitProgress, ...]]]:
    """Return the units of a coordinator's campaign, and what reads a line for each of them or for some; the
    named ones are read at once."""
    read = partial(_read_lines, tx, office, seat, campaign)
    if unit_ids is not None:
        lines = read(unit_ids)
        return tuple(line.unit for line in lines), lambda _: lines
    own, members = reach.units_coordinated(tx, seat), tx.campaigns.members(campaign.id)
    inside = {unit.id for unit in members} if own is None else set(own)
    return tuple(unit for unit in members if unit.id in inside), read


def _read_lines(
    tx: Transaction,
    office: AppContext,
    seat: Seat,
    campaign: Campaign,
    unit_ids: Sequence[int] | None,
) -> tuple[UnitProgress, ...]:
    line = partial(
        _line,
        question_counts(tx, office, campaign),
        tx.campaigns.form_changes(campaign.id),
        tx.audit.open_questions(campaign.id),
    )
    views = tx.views.board(campaign.id, reach.narrowed(tx, seat, unit_ids))
    return tuple(line(view, campaign) for view in views)


def _line(
    total: Callable[[str], int],
    changes: Sequence[FormChange],
    asked: Mapping[int, OpenQuestion],
    view: UnitRecord,
    campaign: Campaign,
) -> UnitProgress:
    question = asked.get(view.submission_id, OpenQuestion(""))
    submission = Submission(
        view.submission_id,
        campaign.id,
        view.unit.id,
        view.status,
        view.version,
        view.draft,
        view.submitted_at,
        view.late_days,
        view.returned_reason,
        report_files=view.report_files,
    )
    return UnitProgress(
        view.unit,
        submission,
        view.answered,
        view.photos,
        _reporting(view),
        view.is_unreached,
        view.extended_until,
        total(view.unit.kind),
        any(
            change.asked
            for change in changes_since(changes, view.unit.kind, view.unit.code, view.submitted_at)
        ),
        question.words,
        question.row,
        not any(person.reports or person.role == "approver" for person in view.contacts),
        tuple(person.name for person in view.contacts if person.role == "approver"),
        ledger.lacks(campaign, view.unit, view.given(total(view.unit.kind))),
        deadline_of(campaign, view),
        ledger.lacks_part(campaign, view.unit, view.given(0)),
        ledger.owes_tasks_alone(campaign, view.unit),
        view.standing,
        view.is_sent,
    )


def _reporting(view: UnitRecord) -> tuple[str, ...]:
    """Return the names of those who fill in a unit's report, its reporters before its deputies."""
    people = sorted(view.contacts, key=lambda person: person.role == Role.DEPUTY)
    return tuple(person.name for person in people if person.reports)
