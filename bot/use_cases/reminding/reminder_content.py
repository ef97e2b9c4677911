"""Whom a step goes to and what it has to say, as the tables stand at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from operator import attrgetter

from bot.item_types import item_type, ledger
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.form import Form
from bot.model.grouping import grouped_by
from bot.model.person import Role
from bot.model.submission import REMINDED, SENT, Status
from bot.reminders.plan_steps import deputys_turn, urgency
from bot.reminders.recipients import roles_to_remind
from bot.reminders.reminder_item import ReminderItem
from bot.reminders.schedule import Anchor, Audience, is_for, step_of
from bot.reminders.timing import step_is_stale
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.forms_in_use import form_of
from storage import ContactView, Planned, ReminderPart, Transaction, UnitRecord

TOO_LATE = timedelta(days=14)  # a step told later than this would come out of the blue
MANUAL = "manual"  # a step a coordinator asked for
_OTHERS = (Audience.DEPUTY, Audience.COORDINATOR)
OWN_REQUEST = (9, 0)  # a coordinator's own goes before every rung of the ladder


def recipients(
    office: AppContext, campaign: Campaign, view: UnitRecord, mark: ReminderPart, at: datetime
) -> list[ContactView]:
    """Return the people a step goes to at a time in the report's present state; nobody once what it asks
    for is given.

    Where no reporter can be reached, the unit's deputies hear of it at once, and where they cannot be
    either, its approver. What falls to the coordinator is told in the morning digest."""
    status = _status_for(campaign, view, mark.item_key, mark.step)
    is_turn = _is_deputys_turn(office, campaign, view, mark.item_key, at)
    roles = roles_to_remind(mark.step, status, view.has_reporter, is_deputys_turn=is_turn)
    found = _in_roles(view, roles)
    if Role.REPORTER not in roles:
        return found
    for next_role in (Role.DEPUTY, Role.APPROVER):
        if all(person.unreached for person in found):
            roles = (*roles, next_role)
            found = _in_roles(view, roles)
    return found


def _is_deputys_turn(
    office: AppContext, campaign: Campaign, view: UnitRecord, item_key: str, at: datetime
) -> bool:
    """Return whether the reporters have had their time: a unit's deputies are told too from now on. It
    counts to the day that the message tells, once the report was sent that of what is still to come."""
    if all(person.role != Role.DEPUTY for person in view.contacts):
        return False
    until = due_of(campaign, view, item_key) if item_key else _next_day(campaign, view)
    turn = deputys_turn(
        office.ladder,
        campaign.period_end,
        until,
        office.calendar,
        office.hours,
        office.tz,
    )
    return turn is not None and at >= turn


def waits_for_somebody(
    campaign: Campaign, view: UnitRecord, item_key: str, step: str = ""
) -> bool:
    """Return whether what is due by a step is still to come from anybody."""
    return _status_for(campaign, view, item_key, step) not in SENT


def waits_for_reporters(campaign: Campaign, view: UnitRecord, item_key: str) -> bool:
    """Return whether what is due by a step is still to come from the unit's reporters."""
    return _status_for(campaign, view, item_key) in REMINDED


def _status_for(campaign: Campaign, view: UnitRecord, item_key: str, step: str = "") -> Status:
    """Return the status by which a step finds its people: a report that was sent and lacks a part is its
    reporters' again, and a part with a day of its own asks nobody once it is there."""
    to_come = ledger.parts_to_come(campaign, view.unit, view.given(0), item_key)
    if item_key:
        return Status.IN_PROGRESS if to_come else Status.SUBMITTED
    if step == MANUAL and view.standing in SENT:
        lacks = ledger.lacks_part(campaign, view.unit, view.given(0))
        return Status.IN_PROGRESS if lacks else view.standing
    return Status.IN_PROGRESS if to_come and view.standing in SENT else view.standing


def due_of(campaign: Campaign, view: UnitRecord, item_key: str) -> datetime | None:
    """Return the last instant that a step counts to: the item's own, or the report's."""
    until = deadline_of(campaign, view)
    own = dict(ledger.own_days(campaign, view.unit, until)) if item_key else {}
    return own.get(item_key, until)


def _in_roles(view: UnitRecord, roles: Sequence[Role]) -> list[ContactView]:
    return [person for person in view.contacts if person.role in roles and person.channels]


def deadline_of(campaign: Campaign, view: UnitRecord) -> datetime | None:
    """Return the unit's own last instant."""
    return view.extended_until or campaign.deadline_for(view.unit).last_instant


def most_pressing(steps: Sequence[Planned | ReminderPart]) -> ReminderPart | None:
    """Of several steps for one report the one that is told, with a coordinator's last words if any
    came; the submission id is filled in by the caller. A step for the coordinator's call list, which
    the digest tells, never takes the place of one for the unit; nor does one for its deputies, who from
    then on hear what its reporters hear."""
    if not steps:
        return None
    words = next((step.words for step in reversed(steps) if step.words), "")
    names = [step.step for step in steps]
    for_unit = [name for name in names if not any(is_for(name, each) for each in _OTHERS)]
    told = max(for_unit or names, key=_rank)
    item_key = next(step.item_key for step in steps if step.step == told)
    return ReminderPart(0, told, words, item_key)


def by_audience(
    campaign: Campaign, view: UnitRecord, steps: Sequence[Planned]
) -> list[list[Planned]]:
    """Return a report's steps apart for those who are to approve it and for those who still owe something:
    telling the one does not tell the other."""
    for_approver: list[Planned] = []
    for_reporters: list[Planned] = []
    for step in steps:
        status = _status_for(campaign, view, step.item_key, step.step)
        waits = status is Status.AWAITING_APPROVAL
        (for_approver if waits else for_reporters).append(step)
    return list(filter(None, (for_approver, for_reporters)))


def by_item(steps: Iterable[Planned]) -> list[list[Planned]]:
    """Return a report's steps apart by what they are about, the report or a part with a day of its own:
    when the one is given the other is still told."""
    return list(grouped_by(attrgetter("item_key"), steps).values())


def merged(marks: Iterable[ReminderPart]) -> list[ReminderPart]:
    """Return what two messages of one person were to tell as one: each report, and each part with a day of
    its own, by its most pressing step."""
    grouped = grouped_by(attrgetter("about"), marks)
    found = ((about[0], most_pressing(same)) for about, same in grouped.items())
    return [told._replace(submission_id=number) for number, told in found if told is not None]


def _rank(step: str) -> tuple[int, int]:
    rung = step_of(step)
    return OWN_REQUEST if rung is None else urgency(rung)


def in_time(
    campaign: Campaign, view: UnitRecord, steps: Iterable[Planned], now: datetime
) -> list[Planned]:
    """Without the steps whose time is over: a "còn 1 ngày" after the deadline, and whatever a long
    downtime held up; what a coordinator asked for is told all the same."""
    if campaign.state is not CampaignState.OPEN or not ledger.asks_anything(campaign, view.unit):
        return []
    return [
        step
        for step in steps
        if waits_for_somebody(campaign, view, step.item_key, step.step)
        and not step_is_stale(step.step, now, due_of(campaign, view, step.item_key))
        and (now - step.due_at <= TOO_LATE or step_of(step.step) is None)
    ]


def make_duty(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    view: UnitRecord,
    mark: ReminderPart,
) -> ReminderItem:
    """Return what one unit still has to do, as the text needs it."""
    form = _form_owed(tx, office, campaign, view)
    total = len(form.questions) if form is not None else 0
    lacking = ledger.lacks(campaign, view.unit, view.given(0))
    missing: tuple[str, ...] = ()
    if form is not None and 0 < view.answered < total:
        answers = tx.submissions.answered_codes(view.submission_id)
        missing = tuple(row.code for row in form.questions if row.code not in answers)
    return ReminderItem(
        campaign_title=campaign.title,
        unit_name=view.unit.called,
        state=view.standing.value,
        answered=view.answered,
        total=total,
        missing=missing,
        lacks=tuple(_lacks(office, campaign, view)),
        returned_reason=view.returned_reason,
        deadline=_next_day(campaign, view),
        step=mark.step,
        words=mark.words,
        joined=view.has_reporter,
        period_end=campaign.period_end,
        unit_code=view.unit.code,
        owes_total=ledger.lacks_total(campaign, view.unit, lacking),
        has_other_days=view.standing not in SENT and bool(_days_to_come(campaign, view)),
    )


def _form_owed(
    tx: Transaction, office: AppContext, campaign: Campaign, view: UnitRecord
) -> Form | None:
    """Return the form that a unit has to fill in; None where it only adds up what those below it sent."""
    if not ledger.owes_figures(campaign, view.unit):
        return None
    return form_of(tx, office, campaign, view.unit.kind)


def _lacks(office: AppContext, campaign: Campaign, view: UnitRecord) -> Iterator[str]:
    """Return what is missing besides the figures, with its day where it has one of its own."""
    given = view.given(0)
    for asked in ledger.beside_figures(campaign, view.unit, given):
        words = item_type(asked).missing(asked, given)
        due = ledger.due_of(campaign, view.unit, asked, deadline_of(campaign, view))
        has_own_day = asked.due is not None and not ledger.is_report(asked)
        if words and has_own_day and due is not None:
            until = day(office.day_of(due))
            words = say("reminder.lack_until", what=words, day=until)
        if words:
            yield words


def _next_day(campaign: Campaign, view: UnitRecord) -> datetime | None:
    """Return the last instant that is told: the report's, or once it was sent the nearest of what is
    still to come."""
    own = deadline_of(campaign, view)
    if view.standing not in SENT:
        return own
    days = _days_to_come(campaign, view)
    if own is not None and waits_for_somebody(campaign, view, ""):
        days.append(own)
    return min(days, default=own)


def _days_to_come(campaign: Campaign, view: UnitRecord) -> list[datetime]:
    """Return the last instants of what is missing and has a day of its own."""
    own_days = ledger.own_days(campaign, view.unit, deadline_of(campaign, view))
    return [due for key, due in own_days if waits_for_somebody(campaign, view, key)]


def view_of(tx: Transaction, submission_id: int) -> tuple[Campaign, UnitRecord] | None:
    """Return a report's campaign and line of the board."""
    place = tx.submissions.place(submission_id)
    if place is None:
        return None
    views = tx.views.board(place[0], [place[1]])
    return (tx.campaigns.by_id(place[0]), views[0]) if views else None


def end_of_day(office: AppContext, now: datetime) -> datetime:
    """Return the last instant of today."""
    local = now.astimezone(office.tz)
    return datetime.combine(local.date() + timedelta(days=1), time(0), office.tz) - timedelta(
        microseconds=1
    )


def due_today(
    tx: Transaction, office: AppContext, person_id: int, now: datetime
) -> list[tuple[ReminderPart, ReminderItem]]:
    """Return everything a person is to be told by the end of today: one message must hold it all."""
    planned = tx.reminders.of_person(person_id, end_of_day(office, now))
    grouped = grouped_by(attrgetter("campaign_id", "unit_id"), planned)
    found = []
    for (campaign_id, unit_id), steps in grouped.items():
        campaign = tx.campaigns.by_id(campaign_id)
        for view in tx.views.board(campaign_id, [unit_id]):
            waiting = [step for step in steps if not _comes_later(step, now)]
            for same in by_item(in_time(campaign, view, waiting, now)):
                told = most_pressing(same)
                if told is not None and _is_for(person_id, office, campaign, view, told, now):
                    duty = make_duty(tx, office, campaign, view, told)
                    found.append((told._replace(submission_id=view.submission_id), duty))
    return found


def still_open(
    tx: Transaction,
    office: AppContext,
    person_id: int,
    told: Sequence[ReminderPart],
    now: datetime,
) -> list[tuple[ReminderPart, ReminderItem]]:
    """Return those of a notice's duties that the person still has, by the days as they are now."""
    found = []
    for waiting in told:
        known = view_of(tx, waiting.submission_id)
        if known is None or known[0].state is not CampaignState.OPEN:
            continue
        campaign, view = known
        mark = _by_present_day(office, campaign, view, waiting, now)
        if mark is not None and _is_for(person_id, office, campaign, view, mark, now):
            found.append((mark, make_duty(tx, office, campaign, view, mark)))
    return found


def _by_present_day(
    office: AppContext, campaign: Campaign, view: UnitRecord, mark: ReminderPart, now: datetime
) -> ReminderPart | None:
    """Return what a message that waited tells, by the deadline as it is now: nothing of a step whose time is
    over, as an extension planned it anew; but a report that was sent back is asked for all the same, for its
    own step may have been told by the one that is over."""
    if not ledger.asks_anything(campaign, view.unit):
        return None
    if not step_is_stale(mark.step, now, due_of(campaign, view, mark.item_key)):
        return mark
    after_return = (step.key for step in office.ladder if step.anchor is Anchor.RETURNED)
    key = next(after_return, None) if view.standing is Status.RETURNED else None
    return mark._replace(step=key) if key is not None and not mark.item_key else None


def _comes_later(step: Planned, now: datetime) -> bool:
    """Return whether a step is its deputies' and the reporters' time is not over: no other message of the
    day tells it before."""
    return step.due_at > now and is_for(step.step, Audience.DEPUTY)


def _is_for(
    person_id: int,
    office: AppContext,
    campaign: Campaign,
    view: UnitRecord,
    mark: ReminderPart,
    now: datetime,
) -> bool:
    people = recipients(office, campaign, view, mark, now)
    return any(person.person_id == person_id for person in people)
