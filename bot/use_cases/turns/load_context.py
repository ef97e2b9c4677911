"""Loads what one turn may know: the person, the seat's desk or board, the presented invite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from typing import Any

from bot.conversation import device_code, helpdesk, total_file
from bot.conversation.context import (
    CampaignContext,
    ChatLink,
    ConsultedDesk,
    EditedMessage,
    InviteResult,
    QuestionQuota,
    ReportContext,
    TurnContext,
    UnitBelow,
)
from bot.conversation.join import presented_code
from bot.conversation.state import Stage, State
from bot.conversation.table_cells import mark
from bot.deadlines.deadline_words import own_deadline_in_words
from bot.imports.grid import OpenedFile
from bot.model.campaign import Campaign
from bot.model.changing import replace
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.form_change import changes_since
from bot.model.message import USUAL, Capabilities, FileRef, Incoming, IncomingKind
from bot.model.person import Person, Role, Seat
from bot.model.snapshot import SnapshotDifference, SnapshotStatus
from bot.model.submission import Submission
from bot.model.unit import Unit
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.board import branch_reports, reach
from bot.use_cases.board.comparison import last_year_of
from bot.use_cases.campaigns import campaign_roster
from bot.use_cases.campaigns.campaign_days import deadlines_in_words
from bot.use_cases.papers import consultations
from bot.use_cases.reminding.reminder_preview import reminder_preview
from bot.use_cases.sending import message_windows
from bot.use_cases.turns import (
    board_lines,
    campaign_answers,
    device_codes,
    left_waiting,
    overwriting,
    presented_codes,
    read_upload,
)
from bot.use_cases.turns.question_stations import office_beyond, stations_above, told_about
from bot.use_cases.turns.rounds_to_open import at_opening, rounds_to_open
from storage import Chat, LeadsTo, OneTimeLink, Transaction

TRIES = 5  # wrong codes from one chat before it has to wait
WAIT = timedelta(minutes=15)
LINK_HOLDS = timedelta(days=2)  # a personal link to the web chat


def load_context(
    tx: Transaction,
    office: AppContext,
    chat: Chat,
    state: State,
    incoming: Incoming,
    now: datetime,
    opened: OpenedFile | None = None,
    message: int = 0,
) -> TurnContext:
    """Return the situation of one message, stored under a number; a fixed number of reads."""
    seats, waiting = _seats_of(tx, chat.person)
    joined = bool(seats or waiting)
    medium = office.capabilities.get(chat.channel, USUAL)
    web_link = _web_link(office, medium) if joined and office.personal_link else ""
    desk, board = _here(tx, office, _current(seats, state), medium, web_link, chat)
    code = _code(incoming, state, joined=joined)
    offer = _offer(tx, office, chat, code, now, medium) if code is not None else None
    to_open = rounds_to_open(tx, chat.person, state, incoming)
    is_edited = incoming.kind is IncomingKind.EDITED
    return TurnContext(
        now=now,
        tz=office.tz,
        message=message,
        person=chat.person,
        seats=seats,
        desk=desk,
        board=board,
        offer=offer,
        to_open=to_open,
        at_opening=at_opening(tx, office, to_open, now) if to_open else {},
        fresh=(office.fresh_code(), office.fresh_code()),
        fresh_digits=partial(device_codes.fresh, tx, office, now),
        edited=_edited(tx, chat, desk, incoming) if is_edited else EditedMessage(),
        medium=medium,
        web_link=web_link,
        sender_name=incoming.sender_name or chat.sender_name,
        invite_links=office.invite_links,
        board_link=office.board_link,
        calendar=office.calendar,
        table_link=_table_link(office) if chat.channel == "web" else "",
        has_page=bool(office.personal_link) and not medium.fetches_files,
        filled=_filled(tx, office, desk, incoming, opened) if incoming.file else None,
        inquiry=_inquiry(tx, chat, desk, state, incoming, now),
        waiting=waiting,
        file_lines=partial(read_upload.lines_of_kept, office.folder, incoming),
        **_of_report(tx, office, desk, offer, now),
    )


def _seats_of(tx: Transaction, person: Person | None) -> tuple[tuple[Seat, ...], tuple[Seat, ...]]:
    """Return a person's seats in open campaigns and, where there are none, those in campaigns that wait."""
    if person is None:
        return (), ()
    seats = tx.people.seats(person.id)
    return seats, (() if seats else tx.people.waiting_seats(person.id))


def _here(
    tx: Transaction, office: AppContext, seat: Seat | None, medium: Capabilities, web_link: str,
    chat: Chat,
) -> tuple[ReportContext | None, CampaignContext | None]:  # fmt: skip
    """Return the report, or the campaign, that a seat works on."""
    if seat is None:
        return None, None
    if seat.role is Role.COORDINATOR:
        return None, load_board(tx, office, seat)
    return load_desk(tx, office, seat, medium, web_link, chat), None


def _of_report(
    tx: Transaction,
    office: AppContext,
    desk: ReportContext | None,
    offer: InviteResult | None,
    now: datetime,
) -> dict[str, Any]:
    """Return what may be read about the report of a seat, or of the one that is offered, by the names of
    `TurnContext`."""
    begins = desk or (offer.desk if offer is not None else None)
    if begins is None:
        return {}
    found: dict[str, Any] = {"coordinators": partial(_coordinators, tx, begins)}
    if begins.campaign.asked_items:  # else nobody is asked about a draft
        found["consulted"] = _consulted(tx, desk, offer, now)
    if desk is not None:
        found["unit_names"] = partial(office.unit_names.of, tx, desk.campaign.id)
        found["told_about"] = partial(told_about, tx, desk)
    return found


def _table_link(office: AppContext) -> str:
    return office.board_link.replace("/board/{code}", "/table")


def _code(incoming: Incoming, state: State, *, joined: bool) -> str | None:
    """Return the code that a message presents, or that its person is asked to agree to."""
    code = presented_code(incoming, joined)
    if code is not None or state.stage is not Stage.CONSENT:
        return code
    return presented_codes.remembered(state)


def _consulted(
    tx: Transaction, desk: ReportContext | None, offer: InviteResult | None, now: datetime
) -> ConsultedDesk | None:
    """Return what the unit of a seat, or of an invite that is taken now, is asked about a draft."""
    offered = offer.desk if offer is not None and offer.invite is not None else None
    own = desk or offered
    return consultations.consulted_desk(tx, own, now) if own is not None else None


def _coordinators(tx: Transaction, desk: ReportContext) -> Sequence[str]:
    """Return the names of those who coordinate a campaign."""
    seats = tx.people.seats_of_unit(desk.campaign.id, None)
    return [person.name for seat, person in seats if seat.role is Role.COORDINATOR]


def _inquiry(
    tx: Transaction,
    chat: Chat,
    desk: ReportContext | None,
    state: State,
    incoming: Incoming,
    now: datetime,
) -> QuestionQuota | None:
    """Read only where the message may be a question."""
    if desk is None or chat.person is None or not helpdesk.concerns(state, incoming):
        return None
    stations = stations_above(tx, desk.campaign, desk.unit)
    return QuestionQuota(tx.audit.questions_of(chat.person.id, now - helpdesk.SPAN), stations)


def _edited(
    tx: Transaction, chat: Chat, desk: ReportContext | None, incoming: Incoming
) -> EditedMessage:
    """Return a message of another report, of an older form, or a mere remark is not known here: its
    figures belong elsewhere."""
    old = tx.audit.of_message(chat.id, incoming.edits)
    if desk is None or old.at is None:
        return EditedMessage(old.words)
    changes = tx.campaigns.form_changes(desk.campaign.id)
    own = ((), (desk.unit.code,))  # of all of its kind, or of this unit alone
    is_old = any(change.at > old.at and change.units in own for change in changes)
    known = old.submission_id == desk.submission.id and not is_old and not old.remarked
    return EditedMessage(old.words, old.code, known, old.overtaken)


def _filled(
    tx: Transaction, office: AppContext, desk: ReportContext | None, incoming: Incoming,
    opened: OpenedFile | None,
) -> FilledForm | None:  # fmt: skip
    """Return the form somebody of a unit sent as a file, as far as it can be read."""
    form = total_file.form_to_read(desk, incoming) if desk is not None and desk.form else None
    return read_upload.filled_form(tx, office.folder, form, incoming, opened) if form else None


def current_seat(tx: Transaction, chat: Chat, state: State) -> Seat | None:
    """Return the seat that a chat works on; None while none is chosen or its person has none."""
    return _current(tx.people.seats(chat.person.id), state) if chat.person is not None else None


def _current(seats: tuple[Seat, ...], state: State) -> Seat | None:
    for seat in seats:
        if seat.id == state.seat:
            return seat
    return seats[0] if len(seats) == 1 else None


def _visit(
    tx: Transaction, office: AppContext, link: OneTimeLink, medium: Capabilities
) -> InviteResult:
    """Return a personal link, with the report it continues where the person has just one."""
    visit = ChatLink(link.id, link.state, link.person_id, link.person_name)
    seats = tx.people.seats(link.person_id)
    only = seats[0] if len(seats) == 1 and seats[0].reports else None
    desk = load_desk(tx, office, only, medium) if only is not None else None
    return InviteResult(None, desk, visit=visit)


def _web_link(office: AppContext, medium: Capabilities) -> str:
    """Return a personal way to the web chat for somebody who sits somewhere and is not on it."""
    if medium.fetches_files:
        return ""
    return office.personal_link.format(code=office.fresh_code())


def _offer(
    tx: Transaction, office: AppContext, chat: Chat, code: str, now: datetime, medium: Capabilities
) -> InviteResult:
    recent = chat.refused_at is not None and now - chat.refused_at < WAIT
    if recent and chat.refused_joins >= TRIES:
        return InviteResult(None, locked=True)
    if device_code.is_one(code):
        short = device_codes.find(tx, office, code, now)
        return _visit(tx, office, short, medium) if short is not None else InviteResult(None)
    invite = tx.invites.find(code, now)
    if invite is None:
        link = tx.one_time_links.find(LeadsTo.CHAT, code, now)
        return InviteResult(None) if link is None else _visit(tx, office, link, medium)
    if invite.unit_id is None:
        return InviteResult(invite)
    campaign = (invite.campaign_id, invite.campaign_title)
    seat = Seat(0, invite.role, *campaign, invite.unit_id, invite.unit_code, invite.unit_name)
    return InviteResult(invite, load_desk(tx, office, seat, medium))


def load_desk(
    tx: Transaction,
    office: AppContext,
    seat: Seat,
    medium: Capabilities = USUAL,
    web_link: str = "",
    writer: Chat | None = None,
) -> ReportContext | None:
    """Return the report of a seat's unit with everything needed to ask and to send, as whoever writes from a
    chat sees it."""
    assert seat.unit_id is not None
    submission = tx.submissions.of_unit(seat.campaign_id, seat.unit_id)
    if submission is None:
        return None
    frame = tx.views.frame(submission.id)
    campaign, extended = frame.campaign, frame.extended_until
    usual = campaign.deadline_for(frame.unit)
    last = usual.phrase, usual.last_instant
    form = office.shelf.get(tx, campaign.form_for(frame.unit.kind))
    if form is not None:
        form = form.for_unit(frame.unit.kind, frame.below)
    returned = submission.returned_rows
    unmended_rows = _unmended_rows(tx, submission, form) if returned else ()
    last_year = last_year_of(tx, office, campaign, frame.unit, form)
    person = writer.person if writer is not None else None
    others = partial(tx.submissions.other_writer, submission.id, person.id) if person else None
    return ReportContext(
        seat,
        campaign,
        frame.unit,
        form,
        submission,
        extended or usual.last_instant,
        partial(own_deadline_in_words, *last, extended, office.tz, office.calendar),
        last_year=last_year.answers,
        merged_last_year=last_year.merged,
        elsewhere=last_year.elsewhere,
        receipt=tx.views.receipt(submission.id) if submission.version else "",
        unmended=bool(submission.returned_reason)
        and (bool(unmended_rows) or _is_unmended(tx, submission)),
        unmended_rows=unmended_rows,
        has_approver=tx.people.has_role(seat.campaign_id, seat.unit_id, Role.APPROVER),
        reopened=_reopened(tx, submission, frame.unit) if submission.version else (),
        typed=partial(_typed, tx, submission),
        left_waiting=partial(left_waiting.in_words, tx, submission, writer),
        lock=frame.lock,
        branch=cache(partial(branch_reports.branch_of, tx, office, campaign, frame.unit)),
        below=partial(_below, tx, office, seat, frame.unit),
        sent=partial(tx.views.sent_by, frame.unit.id, campaign.id),
        usual=partial(office.peers.of, tx, office, campaign, frame.unit.kind),
        kinds_below=frame.below,
        medium=medium,
        web_link=web_link,
        other_writer=others,
        today=office.now().astimezone(office.tz).date(),
    )


def _typed(tx: Transaction, submission: Submission) -> Sequence[tuple[str, str]]:
    """Return what stands in cells of the table, typed over what their rows hold now, and is not stored."""
    return [
        (each.code, each.text)
        for each in tx.typed_cells.of_report(submission.id)
        if each.text and each.over == mark(submission.answers.get(each.code))
    ]


def _with_those_below(form: Form | None, code: str) -> tuple[str, ...]:
    """Return a row's code and, for the head of several rows, theirs."""
    below = form.questions_of(code) if form is not None else ()
    return tuple(dict.fromkeys((code, *(row.code for row in below))))


def _is_unmended(tx: Transaction, submission: Submission) -> bool:
    """Return whether a report that came back as a whole was not changed since."""
    return not submission.returned_rows and not tx.audit.is_mended(submission.id)


def _unmended_rows(tx: Transaction, submission: Submission, form: Form | None) -> tuple[str, ...]:
    """Return the rows a report was sent back for that were not changed since."""
    return tuple(
        code
        for code in submission.returned_rows
        if not tx.audit.is_mended(submission.id, _with_those_below(form, code))
    )


def _reopened(tx: Transaction, submission: Submission, unit: Unit) -> tuple[str, ...]:
    """Return rows of the form that changed after a report was sent, by their present codes."""
    open_rows: list[str] = []
    changes = tx.campaigns.form_changes(submission.campaign_id)
    for change in changes_since(changes, unit.kind, unit.code, submission.submitted_at):
        places = dict(change.moved)
        left = [places.get(row, row) for row in open_rows if row not in change.dropped]
        open_rows = list(dict.fromkeys([*left, *change.asked]))
    return tuple(open_rows)


def load_board(
    tx: Transaction, office: AppContext, seat: Seat, unit_ids: Sequence[int] | None = None
) -> CampaignContext:
    """Return a coordinator's campaign with its units (or the named ones); their lines, without figures, are
    read when asked for."""
    campaign = tx.campaigns.by_id(seat.campaign_id)
    units, read_lines = board_lines.units_of(tx, office, seat, campaign, unit_ids)
    slug = campaign.form_for("") or (campaign.forms[0][1] if campaign.forms else None)
    form = office.shelf.get(tx, slug)
    return CampaignContext(
        seat,
        campaign,
        units,
        read_lines,
        deadlines_in_words(office, campaign),
        form,
        partial(reminder_preview, office, office.now()),
        quota=()
        if seat.unit_id
        else message_windows.usage_lines(tx, office, office.now(), campaign.id),
        issued=None
        if seat.unit_id
        else partial(snapshot_status.snapshot_statuses, tx, office, campaign.id),
        differs=partial(_differs, tx, office, campaign),
        report_of=partial(_report_of, tx, office, seat),
        read_file=partial(read_upload.read_kept, tx, office.folder),
        whose=partial(_whose, tx, office, campaign, units),
        reminded=partial(_reminded, tx, office, campaign),
        sums=partial(campaign_answers.total_so_far, tx, office, campaign),
        sums_before=partial(campaign_answers.total_before, tx, office, campaign, seat),
        upward=partial(campaign_answers.upward_in_words, tx, office, campaign),
        contested=partial(overwriting.contested_units, tx, office),
        stations=partial(stations_above, tx, campaign),
        beyond=partial(office_beyond, tx, campaign),
        roster=campaign_roster.roster_of(tx, office, campaign) if seat.unit_id is None else None,
    )


def _reminded(
    tx: Transaction, office: AppContext, campaign: Campaign, days_ago: int
) -> tuple[frozenset[int], datetime | None]:
    today = office.now().astimezone(office.tz).replace(hour=0, minute=0, second=0, microsecond=0)
    since = today - timedelta(days=days_ago)
    told = tx.reminders.done_between(campaign.id, since, since + timedelta(days=1))
    coming = (
        step.due_at for step in tx.reminders.planned(campaign.id) if step.unit_id is not None
    )
    return frozenset(told), min(coming, default=None)


def _report_of(
    tx: Transaction, office: AppContext, seat: Seat, unit_id: int
) -> ReportContext | None:
    in_reach = reach.units_coordinated(tx, seat)
    if in_reach is not None and unit_id not in (*in_reach, seat.unit_id):
        return None
    own = Seat(0, Role.REPORTER, seat.campaign_id, seat.campaign_title, unit_id)
    return load_desk(tx, office, own)


def _whose(
    tx: Transaction, office: AppContext, campaign: Campaign, units: Sequence[Unit], file: FileRef
) -> Unit | None:
    forms = campaign_forms(tx, office, campaign)
    return read_upload.unit_of_kept(tx, office.folder, file, forms, units)


def campaign_forms(tx: Transaction, office: AppContext, campaign: Campaign) -> list[Form]:
    """Return the forms of a campaign, each once."""
    slugs = dict.fromkeys(slug for _, slug in campaign.forms)
    return [form for slug in slugs if (form := office.shelf.get(tx, slug)) is not None]


def _below(tx: Transaction, office: AppContext, seat: Seat, own: Unit) -> Sequence[UnitBelow]:
    """Return the units below a seat's own, each with its report, read when asked for."""
    if not tx.campaigns.has_below(seat.campaign_id, own):
        return ()
    ids = reach.units_below(tx, seat.campaign_id, seat.the_unit_id)
    return [
        (unit, partial(load_desk, tx, office, replace(seat, unit_id=unit.id)))
        for unit in tx.campaigns.members(seat.campaign_id)
        if unit.id in ids
    ]


def _differs(
    tx: Transaction, office: AppContext, campaign: Campaign, standing: SnapshotStatus
) -> SnapshotDifference:
    return snapshot_status.differences(tx, office, campaign, [standing])[0]
