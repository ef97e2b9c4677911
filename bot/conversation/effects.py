"""What a coordinator's command does: checked and shown first, then its facts, replies and notices.

The chat, the board and the command line all come through `check` and `carry_out`; what an act says
and stores is therefore the same from each of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import chain
from operator import attrgetter
from typing import assert_never

from bot.conversation import (
    branch_talk,
    cascade,
    mailed_form,
    navigation,
    on_behalf,
    question_relay,
    reminder_request,
    roster_acts,
    told_units,
)
from bot.conversation.checked_act import Preview, Refusal, refused_by_state
from bot.conversation.context import (
    CampaignContext,
    NoticeToPeople,
    ReportContext,
    Turn,
    TurnContext,
    UnitProgress,
)
from bot.conversation.fresh_invites import fresh_invite
from bot.conversation.state import State
from bot.deadlines.deadline_words import until_in_words
from bot.locale.board_text import board_state_words
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.commands import (
    Accept,
    AddUnit,
    EnterFor,
    Extend,
    HandUpTotal,
    Invite,
    MendUnit,
    MoveReport,
    PassOn,
    PassUp,
    Remind,
    SendBack,
    SendFor,
    TakeOut,
    Tell,
    TellUnits,
    Unaccept,
    UnitCommand,
    units_of,
)
from bot.model.events import (
    AcceptanceWithdrawn,
    Accepted,
    Change,
    Extended,
    ReportMoved,
    SentBack,
)
from bot.model.form import row_in
from bot.model.message import Choice, Reply, Urgency, lasting_key
from bot.model.optional import optional, sure
from bot.model.person import Role
from bot.model.submission import Status, may_move

FIXES = 6  # returned rows with a button each
WRITTEN_FOR = (EnterFor, SendFor, MoveReport)  # for which the unit's whole report is looked at
ON_FIGURES = (*WRITTEN_FOR, Unaccept, SendBack)  # what an accepted total was made from stays


def check(
    situation: TurnContext, board: CampaignContext, command: UnitCommand
) -> Preview | Refusal:
    """Return what a command would do, or why it cannot be done; changes nothing."""
    if (refused := refused_by_state(board.campaign, command)) is not None:
        return refused
    if isinstance(command, Remind):
        if not board.by_id.keys() >= set(command.unit_ids):
            return Refusal(say("board_page.choose_units"))
        text = reminder_request.preview(situation, board, command)
        absent = reminder_request.absent(board, command)
        nobody = f"{absent}\n{reminder_request.settled(board, command)}".strip()
        return Preview(text) if text else Refusal(nobody or reminder_request.nobody(command))
    if isinstance(command, TellUnits):
        return told_units.check(board, command)
    if isinstance(command, Extend):
        return _check_extension(situation, board, command)
    if isinstance(command, HandUpTotal):
        return _check_total(situation, board, command)
    if isinstance(command, PassOn):
        return cascade.check(situation, board, command)
    if isinstance(command, roster_acts.ON_ROSTER):
        return roster_acts.check(situation, board, command)
    line = board.line_of(command.unit_id)
    if line is None:
        return Refusal(say("board_page.choose_units"))
    if holder := _locked_by(board, command):
        return Refusal(say("act.locked", unit=line.unit.called, above=holder))
    if isinstance(command, WRITTEN_FOR):
        desk = desk_of(board, command.unit_id)
        return _check_on_report(board, desk, command) if desk else Refusal(say("act.dropped"))
    return _check_on_line(board, line, command)


def _check_on_line(
    board: CampaignContext,
    line: UnitProgress,
    command: Accept | Unaccept | SendBack | Invite | Tell | PassUp,
) -> Preview | Refusal:
    """Check a command for which the unit's line of the board says enough."""
    status = line.standing
    named = {"unit": line.unit.called, "state": board_state_words(line)}
    match command:
        case Accept():
            if status is not Status.SUBMITTED:
                return Refusal(say("act.not_sent", **named))
            desk = desk_of(board, command.unit_id)
            notes = branch_talk.stale_lines(desk) if desk is not None else []
            return Preview(
                "\n".join([say("act.accept.confirm", **named), *notes]), _version_seen(line)
            )
        case Unaccept(reason=reason):
            if status is not Status.ACCEPTED:
                return Refusal(say("act.not_accepted", **named))
            text = say("act.unaccept.confirm", **named, reason=reason)
            return Preview(text, _version_seen(line))
        case SendBack():
            if not line.submission.version:
                return Refusal(say("act.not_sent", **named))
            unknown = _unknown_row(board, command)
            if unknown:
                return Refusal(say("jump.unknown", code=unknown), wrong_value=True)
            text = say("act.send_back.confirm", **named, rest=_reason(command))
            return Preview(text, _version_seen(line))
        case Invite(is_for_deputy=is_for_deputy):
            asked = "act.invite_deputy.confirm" if is_for_deputy else "act.invite.confirm"
            return Preview(say(asked, **named))
        case Tell():
            return question_relay.check_answer(line, command)
        case PassUp():
            return question_relay.check_pass_up(board, line)
        case _:
            assert_never(command)


def _locked_by(board: CampaignContext, command: UnitCommand) -> str:
    """Return the unit whose accepted total was made from the report that a command would change, "" for
    none. A unit's own total is taken back itself."""
    desk = desk_of(board, command.unit_id) if isinstance(command, ON_FIGURES) else None
    lock = optional(attrgetter("lock"), desk)
    if lock is None:
        return ""
    return "" if isinstance(command, Unaccept | SendBack) and not lock.is_above else lock.by


def _check_total(
    situation: TurnContext, board: CampaignContext, command: HandUpTotal
) -> Preview | Refusal:
    """Let a unit's total go up where others stand below it and something of it is known."""
    desk = desk_of(board, command.unit_id)
    if desk is None:
        return Refusal(say("act.dropped"))
    typed = branch_talk.typed_rows(desk, command, board.read_file)
    refusal = branch_talk.refusal(situation, desk, command, typed)
    if refusal:
        return Refusal(refusal)
    return Preview(branch_talk.preview(desk, command, typed), branch_talk.seen(desk))


def _check_on_report(
    board: CampaignContext, desk: ReportContext, command: EnterFor | SendFor | MoveReport
) -> Preview | Refusal:
    """Check a command for which the unit's whole report has to be looked at."""
    name = desk.unit.called
    match command:
        case EnterFor():
            return _check_entry(board, desk, command)
        case SendFor():
            refusal = on_behalf.send_refusal(desk)
            if refusal:
                return Refusal(refusal)
            text = f"{say('board_page.send_confirm', unit=name)}\n{on_behalf.send_preview(desk)}"
            return Preview(text.strip(), _report_seen(desk))
        case MoveReport(to_unit_id=to, reason=reason):
            target = desk_of(board, to)
            if target is None:
                return Refusal(say("board_page.move_how"), wrong_value=True)
            if not (_asks_alike(desk, target) and may_move(desk.submission, target.submission)):
                return Refusal(say("board_page.move_refused", unit=target.unit.called))
            named = {"unit": name, "to": target.unit.called, "reason": reason}
            return Preview(say("board_page.move_confirm", **named), _report_seen(desk))
        case _:
            assert_never(command)


def _check_entry(
    board: CampaignContext, desk: ReportContext, command: EnterFor
) -> Preview | Refusal:
    """Show what a coordinator enters for a unit, with the file that it stands in."""
    entry = entry_of(board, desk, command)
    if not entry.has_any:
        return Refusal(entry.text)
    named = {"unit": desk.unit.called, "source": command.source}
    lines = [say("board_page.enter_confirm", **named), entry.text]
    if command.file is not None:
        lines.append(say("board_page.attached", name=command.file.name))
    return Preview("\n".join(lines), _entry_seen(desk, command))


def _asks_alike(desk: ReportContext, target: ReportContext) -> bool:
    """Tell whether two units have one form, and every row that the first answered asks both the same."""
    forms = {desk.campaign.form_for(unit.kind) for unit in (desk.unit, target.unit)}
    rows = [form.by_code if form is not None else {} for form in (desk.form, target.form)]
    return len(forms) == 1 and all(
        rows[0].get(code) == rows[1].get(code) for code in desk.submission.answers
    )


def entry_of(
    board: CampaignContext, desk: ReportContext, command: EnterFor
) -> on_behalf.EntryOnBehalf:
    """Return what a coordinator's words come to for a unit, or the file where there are no words."""
    reads_file = command.file is not None and not command.text and board.read_file is not None
    if not reads_file or desk.form is None:
        return on_behalf.read_entry(desk, command)
    assert command.file is not None and board.read_file is not None
    return mailed_form.read_mailed(desk, board.read_file(command.file, desk.form), command)


def _check_extension(
    situation: TurnContext, board: CampaignContext, asked: Extend
) -> Preview | Refusal:
    """Return a new last instant lies ahead, and beyond the one that holds for everybody."""
    line = board.line_of(asked.unit_id) if asked.unit_id is not None else None
    if line is None and (asked.unit_id is not None or board.is_branch):
        return Refusal(say("board_page.choose_units"))
    shown = day(situation.day_of(asked.until))
    if asked.until <= situation.now:
        return Refusal(say("act.extend.past", day=shown), wrong_value=True)
    campaign = board.campaign
    last = campaign.last_instant
    if line is not None:
        last = campaign.deadline_for(line.unit).last_instant
    if last is not None and asked.until <= last:
        named = {"day": shown, "last": day(situation.day_of(last))}
        return Refusal(say("act.extend.not_later", **named), wrong_value=True)
    name = line.unit.called if line is not None else say("act.extend.everybody")
    until = until_in_words(asked.until, situation.tz)
    confirm = say("act.extend.confirm", unit=name, until=until, rest=asked.reason)
    if line is not None and line.is_sent:
        confirm = f"{confirm}\n{say('act.extend.sent', unit=name)}"
    return Preview("\n".join([confirm, *_shortens(situation, line, asked.until)]))


def _shortens(situation: TurnContext, line: UnitProgress | None, until: datetime) -> Iterator[str]:
    """Say that a unit has more time of its own already, which a new last instant takes away."""
    if line is None or line.deadline is None or until >= line.deadline:
        return
    last = until_in_words(line.deadline, situation.tz)
    yield say("act.extend.sooner", unit=line.unit.called, last=last)


def desk_of(board: CampaignContext, unit_id: int) -> ReportContext | None:
    """Return the unit's report as its own people see it; None for a unit of another campaign."""
    return board.report_of(unit_id) if board.report_of is not None else None


def _unknown_row(board: CampaignContext, command: SendBack) -> str:
    """Return the first named row that the unit's form does not have; "" where all are known."""
    desk = desk_of(board, command.unit_id) if command.rows else None
    form = desk.form if desk is not None else board.form
    return next((row for row in command.rows if form is None or form.find(row) is None), "")


def _reason(command: SendBack) -> str:
    """Return the reason as the unit reads it: the rows that are meant, then the words. A row that the words
    name is not named twice; a code without a dot may be any number ("thiếu 5 người")."""
    named = {word.strip(",;:()") for word in command.reason.split() if "." in word.strip(".")}
    rows = ", ".join(row for row in command.rows if row not in named)
    return f"{rows} {command.reason}".strip()


def _digest(*shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _version_seen(line: UnitProgress) -> str:
    own = line.submission
    return _digest(own.status.value, own.version, own.submitted_at)


def _report_seen(desk: ReportContext) -> str:
    own = desk.submission
    photos = tuple(photo.path for photo in own.photos)
    answers = tuple(sorted(own.answers.items()))
    return _digest(
        own.status, own.version, own.draft, own.submitted_at, answers, photos, own.report_files
    )


def _entry_seen(desk: ReportContext, command: EnterFor) -> str:
    """Return one row as it stands; all of the report where all of it is entered."""
    own = desk.submission
    row = row_in(desk.form, command.row)
    if row is None:
        return _report_seen(desk)
    begun = own.status in (Status.NOT_STARTED, Status.IN_PROGRESS)  # by another row, perhaps
    stands = "" if begun else own.status
    return _digest(row.code, row.label, row.kind, own.answers.get(row.code), own.version, stands)


def changed_text(board: CampaignContext, command: UnitCommand) -> str:
    """Say that a report is no more what somebody looked at, and what it is now."""
    if isinstance(command, TellUnits):
        return say("act.tell_units.changed")
    unit_id = next(iter(units_of(command)), None)
    line = optional(board.line_of, unit_id)
    if line is None:
        return say("act.dropped")
    if isinstance(command, EnterFor | SendFor | MoveReport):
        return say("board_page.changed", unit=line.unit.called)
    key = "act.changed" if line.submission.version else "act.changed_unsent"
    details = {"version": line.submission.version} if line.submission.version else {}
    return say(key, unit=line.unit.called, state=board_state_words(line), **details)


def carry_out(situation: TurnContext, board: CampaignContext, command: UnitCommand) -> Turn:
    """Do what `check` allowed: facts to store, the sentence that says so, messages to the unit."""
    match command:
        case Remind():
            fact = reminder_request.request(board, command)
            return _done(say("remind.done", count=len(fact.unit_ids)), fact)
        case TellUnits():
            return told_units.carry_out(situation, board, command)
        case Extend():
            return _extend(situation, board, command)
        case PassOn():
            return cascade.carry_out(situation, board, command)
        case AddUnit() | TakeOut() | MendUnit():
            return roster_acts.carry_out(situation, board, command)
        case HandUpTotal():
            desk = sure(desk_of(board, command.unit_id))
            typed = branch_talk.typed_rows(desk, command, board.read_file)
            return branch_talk.hand_up(situation, desk, State(), command, typed)
        case EnterFor() | SendFor() | MoveReport():
            desk = sure(desk_of(board, command.unit_id))
            return _on_report(situation, board, desk, command)
        case Accept() | Unaccept() | SendBack() | Invite() | Tell() | PassUp():
            line = sure(board.line_of(command.unit_id))
            return _on_line(situation, board, line, command)
        case _:
            assert_never(command)


def _done(sentence: str, *facts: Change, notices: tuple[NoticeToPeople, ...] = ()) -> Turn:
    return Turn(State(), facts, (Reply(sentence),), notices)


def _on_line(
    situation: TurnContext,
    board: CampaignContext,
    line: UnitProgress,
    command: Accept | Unaccept | SendBack | Invite | Tell | PassUp,
) -> Turn:
    name, own = line.unit.called, line.submission
    match command:
        case Accept():
            told = say("unit.accepted", unit=name, campaign=board.campaign.title)
            done = say("act.accept.done", unit=name)
            return _done(done, Accepted(own.id), notices=_to_unit(board, line, told))
        case Unaccept(reason=reason):
            told = say("unit.unaccepted", unit=name, reason=reason)
            fact = AcceptanceWithdrawn(own.id, reason)
            done = say("act.unaccept.done", unit=name)
            return _done(done, fact, notices=_to_unit(board, line, told))
        case SendBack():
            reason = _reason(command)
            key = "unit.returned" if command.rows else "unit.returned_whole"
            told = say(key, unit=name, reason=reason, who=question_relay.who(situation))
            back = SentBack(own.id, reason, command.rows)
            done = say(f"act.send_back.{'alone' if line.alone else 'done'}", unit=name)
            fixes = tuple(_fix_button(own.id, code) for code in command.rows[:FIXES])
            return _done(done, back, notices=_to_unit(board, line, told, fixes))
        case Invite():
            invite, told = fresh_invite(situation, board.campaign.id, line.unit, command.role)
            return _done(told, invite)
        case Tell():
            return question_relay.answer(situation, board, line, command)
        case PassUp():
            return question_relay.pass_up(situation, board, line)
        case _:
            assert_never(command)


def _on_report(
    situation: TurnContext,
    board: CampaignContext,
    desk: ReportContext,
    command: EnterFor | SendFor | MoveReport,
) -> Turn:
    match command:
        case EnterFor():
            entry = entry_of(board, desk, command)
            facts = on_behalf.record_entry(desk, command, entry)
            done = say("entry.done", unit=desk.unit.called, source=command.source)
            entered = _done(f"{done}\n{entry.text}", *facts)
            if not command.send or entry.copy is not None:
                return entered
            sent = on_behalf.send(situation, navigation.after(desk, facts))
            return replace(sent, replies=(*entered.replies, *sent.replies)).after(facts)
        case SendFor():
            return on_behalf.send(situation, desk)
        case MoveReport(to_unit_id=to, reason=reason):
            target = sure(desk_of(board, to))
            return _move(desk, target, reason)
        case _:
            assert_never(command)


def _extend(situation: TurnContext, board: CampaignContext, asked: Extend) -> Turn:
    until = until_in_words(asked.until, situation.tz)
    fact = Extended(board.campaign.id, asked.unit_id, asked.until, asked.reason)
    line = board.line_of(asked.unit_id) if asked.unit_id is not None else None
    gaining = [line] if line is not None else _who_gains(board, asked.until)
    notices = [
        _to_unit(board, each, _extended_words(each, until, asked.reason)) for each in gaining
    ]
    name = line.unit.called if line is not None else say("act.extend.everybody")
    done = say("act.extend.done", unit=name, until=until)
    done = "\n".join([done, *_shortens(situation, line, asked.until)])
    return _done(done, fact, notices=tuple(chain.from_iterable(notices)))


def _who_gains(board: CampaignContext, until: datetime) -> list[UnitProgress]:
    """Return the units that a later deadline for all gives more time: they have not sent, and have no later
    day of their own."""
    return [
        line
        for line in board.lines
        if not line.is_sent and (line.deadline is None or line.deadline < until)
    ]


def _extended_words(line: UnitProgress, until: str, reason: str) -> str:
    return say("unit.extended", unit=line.unit.called, until=until, reason=reason)


def _move(desk: ReportContext, target: ReportContext, reason: str) -> Turn:
    """Return one fact for each of the two reports, and a word to the people of both units."""
    before, given = desk.submission, target.submission
    facts = [
        ReportMoved(
            before.campaign_id, own, before.id, given.id, desk.unit.code, target.unit.code, reason
        )
        for own in (before.id, given.id)
    ]
    named = {"unit": desk.unit.called, "to": target.unit.called, "reason": reason}
    notices = tuple(
        NoticeToPeople(desk.campaign.id, unit.id, Role.REPORTER,
               Reply(say(sentence, **named), urgency=Urgency.NOTICE))
        for unit, sentence in ((desk.unit, "unit.moved_away"), (target.unit, "unit.moved_here"))
    )  # fmt: skip
    return _done(say("board_page.move_done", **named), *facts, notices=notices)


def _fix_button(submission_id: int, code: str) -> Choice:
    return Choice(lasting_key(submission_id, f"fix_{code}"), say("button.row", code=code))


def _to_unit(
    board: CampaignContext, line: UnitProgress, text: str, choices: tuple[Choice, ...] = ()
) -> tuple[NoticeToPeople, ...]:
    reply = Reply(text, choices=choices, urgency=Urgency.NOTICE)
    return (NoticeToPeople(board.campaign.id, line.unit.id, Role.REPORTER, reply),)
