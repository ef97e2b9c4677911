"""A coordinator's turns: look, remind, accept, send back, extend, invite, export.

An act on a unit is always confirmed before it is done.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.conversation import reminder_request
from bot.conversation.command_words import Command, Word, read_command, split_target
from bot.conversation.context import (
    CampaignContext,
    NoticeToPeople,
    Turn,
    TurnContext,
    UnitProgress,
)
from bot.conversation.state import Stage, State
from bot.conversation.unit_names import match_unit
from bot.locale.board_text import board_state_words, board_text
from bot.locale.dates import day
from bot.locale.say import say
from bot.locale.snapshot_words import difference_text, list_text
from bot.model.campaign import CampaignState
from bot.model.events import Accepted, BoardLinkMade, Extended, InviteMade, SentBack, UnitTold
from bot.model.message import Choice, Document, Incoming, IncomingKind, Reply, Urgency
from bot.model.person import Role
from bot.model.submission import SENT, Status
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented

INVITE_DAYS = 30
LINK_MINUTES = 15
_DATE = re.compile(
    r"(?:đến|den|hết|het|ngày|ngay|\s)*([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?"
)
_NUMBER = re.compile(r"[0-9]{1,6}")
_ACTS = {
    Word.ACCEPT: "accept",
    Word.SEND_BACK: "send_back",
    Word.EXTEND: "extend",
    Word.INVITE: "invite",
    Word.TELL: "tell",
}
NOT_WHEN = {  # what the unit could not act on any more, or what was ended
    CampaignState.CLOSED: ("send_back", "extend", "remind"),
    CampaignState.FINISHED: ("extend", "remind"),
}
ON_A_VERSION = ("accept", "send_back")


def coordinator_turn(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    """A coordinator's message."""
    board = situation.board
    if board is None:
        return Turn(state, (), (Reply(say("join.need_code")),))
    if incoming.kind is IncomingKind.CHOICE:
        return _tapped(situation, board, state, incoming.choice)
    if incoming.kind in (IncomingKind.PHOTO, IncomingKind.FILE):
        return Turn(state, (), (Reply(say("coordinator.file")),))
    command = read_command(incoming.text, None, coordinator=True)
    if command is None:
        named = _typed(situation, board, state, incoming.text)
        return named or Turn(state, (), (Reply(say("coordinator.help")),))
    return _command(situation, board, state, command)


def prepare(situation: TurnContext, board: CampaignContext, act: str, rest: str) -> Turn:
    """An act asked for on a page, checked like the same words in the chat. The board's lines are
    the units it is about; it may be done where the turn's state has kept it in `act`."""
    if act == "remind":  # its units were chosen: the words are nothing but words
        return _remind_asked(
            situation, board, State(), reminder_request.ReminderRequest(rest.strip())
        )
    return _prepare(situation, board, State(), act, board.lines[0], rest)


def perform(situation: TurnContext, board: CampaignContext, waiting: State) -> Turn:
    """Do what `prepare` checked."""
    return _done(situation, board, waiting)


def _tapped(situation: TurnContext, board: CampaignContext, state: State, key: str) -> Turn:
    parts = key.split("|")
    if len(parts) != 4 or parts[0] != f"c{board.campaign.id}" or parts[2] != str(state.prompt):
        return Turn(state, (), (Reply(say("button.old")),))
    if parts[3] == "unit" and state.act:
        line = next((line for line in board.lines if str(line.unit.id) == parts[1]), None)
        if line is not None:
            return _chosen(situation, board, state, line)
    words = {
        "yes": Word.YES,
        "no": Word.NO,
        "remind": Word.REMIND,
        "export": Word.EXPORT,
        "picture": Word.PICTURE,
    }
    if parts[3] in words:
        return _command(situation, board, state, Command(words[parts[3]]))
    return Turn(state, (), (Reply(say("button.old")),))


def _typed(situation: TurnContext, board: CampaignContext, state: State, text: str) -> Turn | None:
    """A unit's name or code where several fitted, for channels without buttons."""
    waits = state.stage is Stage.ACT and (
        state.act[0] == reminder_request.ONE_OF
        or (len(state.act) == 2 and state.act[0] in _ACTS.values())
    )
    if not waits:
        return None
    fits, rest = match_unit([line.unit for line in board.lines], text)
    if len(fits) != 1 or rest:
        return None
    (line,) = [line for line in board.lines if line.unit in fits]
    return _chosen(situation, board, state, line)


def _chosen(
    situation: TurnContext, board: CampaignContext, state: State, line: UnitProgress
) -> Turn:
    """One of the units that an act was asked for."""
    if state.act[0] == reminder_request.ONE_OF:
        asked = reminder_request.asked_with(state.act, line.unit.id)
        return _remind_asked(situation, board, state, asked)
    return _prepare(situation, board, state, state.act[0], line, state.act[1])


def _command(
    situation: TurnContext, board: CampaignContext, state: State, command: Command
) -> Turn:
    match command.word:
        case Word.PROGRESS | Word.VIEW:
            return _progress(board, state)
        case Word.REMIND:
            return _remind(situation, board, state, command.rest)
        case Word.EXPORT:
            return _export(situation, board, state, command.rest)
        case Word.BOARD:
            return _board_link(situation, board, state)
        case Word.PICTURE:
            return _picture(board, state)
        case Word.SNAPSHOTS:
            return _snapshots(situation, board, state, command.rest)
        case Word.ACCEPT | Word.SEND_BACK | Word.EXTEND | Word.INVITE | Word.TELL:
            return _on_unit(situation, board, state, command)
        case Word.YES if state.act:
            return _done(situation, board, state)
        case Word.NO if state.act:
            return Turn(state.at(Stage.IDLE, act=()), (), (Reply(say("act.dropped")),))
    return Turn(state, (), (Reply(say("coordinator.help")),))


def _button(board: CampaignContext, state: State, action: str, unit: int = 0) -> Choice:
    return Choice(f"c{board.campaign.id}|{unit}|{state.prompt}|{action}", say(f"button.{action}"))


def _progress(board: CampaignContext, state: State) -> Turn:
    state = state.at(Stage.IDLE, act=())
    choices = tuple(_button(board, state, action) for action in ("remind", "picture", "export"))
    text = "\n".join([board_text(board), *board.quota])
    reply = Reply(text, board.campaign.title, choices=choices)
    return Turn(state, (), (reply,))


def _remind(situation: TurnContext, board: CampaignContext, state: State, text: str) -> Turn:
    """Who is meant; units of one name become buttons."""
    asked = reminder_request.read_request(board, text)
    if asked is None:
        return _refuse(state, say("act.remind.how"))
    if isinstance(asked, reminder_request.RequestedUnits):
        lines = [line for line in board.lines if line.unit in asked.fits]
        return _which(board, state, asked.kept(), lines)
    return _remind_asked(situation, board, state, asked)


def _remind_asked(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    asked: reminder_request.ReminderRequest,
) -> Turn:
    """Preview who would be reminded, and how; "đúng" does it."""
    if _is_shut(board, "remind"):
        return _refuse_closed(board, state)
    preview = reminder_request.preview(situation, board, asked)
    if not preview:
        return _refuse(state, reminder_request.absent(board, asked) or say("remind.nobody"))
    return _wait(board, state, asked.kept(), preview)


def _export(situation: TurnContext, board: CampaignContext, state: State, what: str) -> Turn:
    """The campaign's workbook, or another kind by its word."""
    kinds = {
        "": "xlsx",
        "excel": "xlsx",
        "word": "docx",
        "csv": "csv",
        "json": "json",
        "anh": "zip",
        "ảnh": "zip",
        "zip": "zip",
    }
    wanted = unaccented(what).strip()
    if wanted in ("cong van", "cong van don doc"):
        name = f"{board.campaign.slug}-cong-van.docx"
        letter = Document(name, kind=f"letter:{board.campaign.id}:docx")
        if not any(line.submission.status not in SENT for line in board.lines):
            return Turn(state, (), (Reply(say("letter.nobody")),))
        return Turn(state, (), (Reply(say("export.ready", name=name), document=letter),))
    ending = kinds.get(what.strip().casefold(), "xlsx")
    name = f"{board.campaign.slug}.{ending}"
    who = situation.person.id if situation.person is not None else ""
    document = Document(name, kind=f"campaign:{board.campaign.id}:{ending}:{who}")
    return Turn(state, (), (Reply(say("export.ready", name=name), document=document),))


def _snapshots(situation: TurnContext, board: CampaignContext, state: State, asked: str) -> Turn:
    """Which totals left as documents and whether they still fit; with a number, what differs."""
    standings = board.issued() if board.issued is not None else ()
    wanted = _NUMBER.search(asked)
    if wanted is None:
        return Turn(state, (), (Reply(list_text(standings, situation.tz), say("snapshot.title")),))
    number = int(wanted[0])
    found = next((each for each in standings if each.snapshot.number == number), None)
    if found is None or board.differs is None:
        return Turn(state, (), (Reply(say("snapshot.unknown", number=number)),))
    return Turn(state, (), (Reply(difference_text(board.differs(found), situation.tz)),))


def _on_unit(
    situation: TurnContext, board: CampaignContext, state: State, command: Command
) -> Turn:
    """Find the unit; several fits become buttons."""
    act = _ACTS[command.word]
    fits, rest = _unit_named([line.unit for line in board.lines], command.rest)
    if not fits:
        return _refuse(state, say(f"act.{act}.how"))
    lines = [line for line in board.lines if line.unit in fits]
    if len(lines) == 1:
        return _prepare(situation, board, state, act, lines[0], rest)
    return _which(board, state, (act, rest), lines)


def _which(
    board: CampaignContext, state: State, act: tuple[str, ...], lines: list[UnitProgress]
) -> Turn:
    """Several units fit: a button for each."""
    state = state.at(Stage.ACT, act=act)
    choices = tuple(
        Choice(f"c{board.campaign.id}|{line.unit.id}|{state.prompt}|unit", line.unit.name)
        for line in lines[:20]
    )
    names = "\n".join(f"– {line.unit.name} ({line.unit.code})" for line in lines[:20])
    return Turn(state, (), (Reply(say("act.which", names=names), choices=choices),))


def _unit_named(units: list[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """The unit and what follows; a colon ends its name for certain."""
    before, colon, after = text.partition(":")
    if colon:
        fits, left = match_unit(units, before)
        if fits and not left:
            return fits, after.strip()
    return match_unit(units, text)


def _prepare(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    act: str,
    line: UnitProgress,
    rest: str,
) -> Turn:
    """Check what is asked and wait for "đúng"."""
    unit, status = line.unit, line.submission.status
    named = {"unit": unit.name, "state": board_state_words(line, board.total)}
    if _is_shut(board, act):
        return _refuse_closed(board, state)
    if act == "accept" and status is not Status.SUBMITTED:
        return _refuse(state, say("act.not_sent", **named))
    if act == "send_back" and line.submission.version == 0:
        return _refuse(state, say("act.not_sent", **named))
    if act in ("send_back", "tell") and not rest.strip():
        return _refuse(state, say(f"act.{act}.how"))
    if act == "tell" and line.alone:
        return _refuse(state, say("act.tell.nobody", unit=unit.name))
    if act == "extend":
        return _prepare_extension(situation, board, state, line, rest)
    text = say(f"act.{act}.confirm", **named, rest=rest)
    seen = (_seen(line),) if act in ON_A_VERSION else ()
    return _wait(board, state, (act, str(unit.id), rest, *seen), text)


def _seen(line: UnitProgress) -> str:
    """What an act on a version is about: another version needs another "đúng"."""
    submission = line.submission
    sent = submission.submitted_at.isoformat() if submission.submitted_at else ""
    return f"{submission.status.value} {submission.version} {sent}"


def changed_text(board: CampaignContext, line: UnitProgress) -> str:
    """That a report is no more what somebody looked at, and what it is now."""
    key = "act.changed" if line.submission.version else "act.changed_unsent"
    details = {"version": line.submission.version} if line.submission.version else {}
    return say(key, unit=line.unit.name, state=board_state_words(line, board.total), **details)


def _prepare_extension(
    situation: TurnContext, board: CampaignContext, state: State, line: UnitProgress, rest: str
) -> Turn:
    until, reason = _until(situation, board, rest), _reason(rest)
    if until is None or not reason:
        return _refuse(state, say("act.extend.how"))
    last = board.campaign.last_instant
    if until <= situation.now:
        return _refuse(state, say("act.extend.past", day=day(until.date())))
    if last is not None and until <= last:
        now_last = day(last.astimezone(situation.tz).date())
        return _refuse(state, say("act.extend.not_later", day=day(until.date()), last=now_last))
    text = say("act.extend.confirm", unit=line.unit.name, day=day(until.date()), rest=reason)
    kept = f"{until.date().isoformat()} {reason}"
    return _wait(board, state, ("extend", str(line.unit.id), kept), text)


def _refuse(state: State, sentence: str) -> Turn:
    return Turn(state.at(Stage.IDLE, act=()), (), (Reply(sentence),))


def _is_shut(board: CampaignContext, act: str) -> bool:
    return act in NOT_WHEN.get(board.campaign.state, ())


def _refuse_closed(board: CampaignContext, state: State) -> Turn:
    return _refuse(state, say(f"act.{board.campaign.state}", campaign=board.campaign.title))


def _until(situation: TurnContext, board: CampaignContext, text: str) -> datetime | None:
    """The end of the day a coordinator names; a missing year is that of the deadline or of now."""
    found = _DATE.match(text)
    if found is None:
        return None
    anchor = board.campaign.last_instant or situation.now
    year = int(found.group(3)) if found.group(3) else anchor.astimezone(situation.tz).year
    try:
        last = date(year, int(found.group(2)), int(found.group(1)))
    except ValueError:
        return None
    return datetime.combine(last, time(23, 59, 59), situation.tz)


def _reason(text: str) -> str:
    """The words after the date."""
    found = _DATE.match(text)
    return text[found.end() :].strip(" ,.:;") if found is not None else text.strip()


def _wait(board: CampaignContext, state: State, act: tuple[str, ...], text: str) -> Turn:
    state = state.at(Stage.ACT, act=act)
    reply = Reply(
        f"{text}\n{say('act.type_yes')}",
        choices=(_button(board, state, "yes"), _button(board, state, "no")),
    )
    return Turn(state, (), (reply,))


def _done(situation: TurnContext, board: CampaignContext, state: State) -> Turn:
    """ "đúng": the act itself."""
    act, *rest = state.act
    fresh = state.at(Stage.IDLE, act=())
    if _is_shut(board, act):
        return _refuse_closed(board, state)
    if act == "remind":
        fact = reminder_request.request(board, reminder_request.asked_before(state.act))
        return Turn(fresh, (fact,), (Reply(say("remind.done", count=len(fact.unit_ids))),))
    line = next((line for line in board.lines if str(line.unit.id) == rest[0]), None)
    if line is None or len(rest) < 2:
        return Turn(fresh, (), (Reply(say("act.dropped")),))
    if act in ON_A_VERSION and rest[2:] != [_seen(line)]:
        return _asked_anew(situation, board, state, line)
    return _act(situation, board, fresh, act, line, rest[1])


def _asked_anew(
    situation: TurnContext, board: CampaignContext, state: State, line: UnitProgress
) -> Turn:
    """The report is another than the one that was asked about: nothing is done, and the same is
    asked about the present one."""
    again = _prepare(situation, board, state, state.act[0], line, state.act[2])
    first, *others = again.replies
    text = f"{changed_text(board, line)}\n{first.text}"
    return replace(again, replies=(replace(first, text=text), *others))


def _act(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    act: str,
    line: UnitProgress,
    rest: str,
) -> Turn:
    unit, submission = line.unit, line.submission
    if act == "accept" and submission.status is Status.SUBMITTED:
        told = say("unit.accepted", unit=unit.name, campaign=board.campaign.title)
        return Turn(
            state,
            (Accepted(submission.id),),
            (Reply(say("act.accept.done", unit=unit.name)),),
            (_to_unit(board, line, told),),
        )
    if act == "send_back" and submission.version:
        return _send_back(board, state, line, rest)
    if act == "extend":
        until = datetime.combine(date.fromisoformat(rest[:10]), time(23, 59, 59), situation.tz)
        fact = Extended(board.campaign.id, unit.id, until, rest[10:].strip())
        told = say("unit.extended", unit=unit.name, day=day(until.date()), reason=fact.reason)
        done = say("act.extend.done", unit=unit.name, day=day(until.date()))
        return Turn(state, (fact,), (Reply(done),), (_to_unit(board, line, told),))
    if act == "invite":
        return _invite(situation, board, state, line)
    if act == "tell":
        asked = UnitTold(board.campaign.id, submission.id, rest)
        told = say("unit.told", unit=unit.name, words=rest)
        done = say("act.tell.done", unit=unit.name)
        urgency = Urgency.REPLY if line.asked else Urgency.NOTICE  # they wait for an answer
        notices = tuple(
            NoticeToPeople(board.campaign.id, unit.id, role, Reply(told, urgency=urgency))
            for role in (Role.REPORTER, Role.APPROVER)
        )
        return Turn(state, (asked,), (Reply(done),), notices)
    return Turn(state, (), (Reply(say("act.dropped")),))


def _send_back(board: CampaignContext, state: State, line: UnitProgress, reason: str) -> Turn:
    target = split_target(reason, board.form) if board.form is not None else None
    row = target[0] if target is not None else ""
    fact = SentBack(line.submission.id, reason, row)
    told = say("unit.returned", unit=line.unit.name, reason=reason)
    outcome = "alone" if line.alone else "done"
    done = Reply(say(f"act.send_back.{outcome}", unit=line.unit.name))
    return Turn(state, (fact,), (done,), (_to_unit(board, line, told),))


def _board_link(situation: TurnContext, board: CampaignContext, state: State) -> Turn:
    """A personal way into the pages, for a few minutes and for one opening."""
    if not situation.board_link or situation.person is None:
        return Turn(state, (), (Reply(say("board_link.none")),))
    code = "".join(situation.fresh)
    expires = situation.now + timedelta(minutes=LINK_MINUTES)
    fact = BoardLinkMade(situation.person.id, board.campaign.id, code, expires)
    address = situation.board_link.format(code=code)
    text = say("board_link.text", address=address, minutes=LINK_MINUTES)
    choices = (_button(board, state, "picture"),)
    return Turn(state, (fact,), (Reply(text, choices=choices),))


def _picture(board: CampaignContext, state: State) -> Turn:
    """The board as a picture without names, for a group."""
    name = f"{board.campaign.slug}-tien-do.png"
    document = Document(name, kind=f"picture:{board.campaign.id}:png")
    text = say("picture.ready", campaign=board.campaign.title)
    return Turn(state, (), (Reply(text, document=document),))


def _to_unit(board: CampaignContext, line: UnitProgress, text: str) -> NoticeToPeople:
    reply = Reply(text, urgency=Urgency.NOTICE)
    return NoticeToPeople(board.campaign.id, line.unit.id, Role.REPORTER, reply)


def _invite(
    situation: TurnContext, board: CampaignContext, state: State, line: UnitProgress
) -> Turn:
    code = situation.fresh[-1]
    expires = situation.now + timedelta(days=INVITE_DAYS)
    fact = InviteMade(board.campaign.id, line.unit.id, Role.REPORTER.value, code, expires)
    links = "\n".join(
        f"{name}: {address.format(code=code)}" for name, address in situation.invite_links
    )
    text = say(
        "act.invite.done",
        unit=line.unit.name,
        code=code,
        day=day(expires.astimezone(situation.tz).date()),
        links=links,
    )
    return Turn(state, (fact,), (Reply(text),))
