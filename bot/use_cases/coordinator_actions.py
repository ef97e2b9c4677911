"""What coordinators do on pages: the same acts, checks and facts as their words in a chat.

`consider` says what would happen and changes nothing; `carry_out_act` looks again in its own
transaction and does it, so that a page that was open for an hour cannot do what no longer fits.
What it showed travels with the page as a digest (`seen`): a report that has changed since is shown
anew instead. A forged digest only lets people act on what they did not look at themselves.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.conversation import coordinator, on_behalf
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.campaign import CampaignState
from bot.model.events import ReportMoved
from bot.model.message import FileRef, Reply, Urgency
from bot.model.person import Person, Role, Seat
from bot.model.submission import Status, Submission, may_move
from bot.model.unit import Unit
from bot.snapshots import snapshot_status
from bot.use_cases import load_context, reminder_schedule
from bot.use_cases.app_context import AppContext
from bot.use_cases.change_form import leave_questions
from bot.use_cases.process_message import carry_out, send_notice
from storage import Author, Transaction

LONGEST = 2000  # characters of a reason, a message or a row's words
IN_CHAT = ("accept", "send_back", "extend", "invite", "tell", "remind")
FOR_UNIT = ("enter", "send_for", "move")
ACTS = (*IN_CHAT, *FOR_UNIT)


@dataclass(frozen=True, slots=True)
class Asked:
    """An act as a page asks for it: its units and what was filled in."""

    act: str
    unit_ids: tuple[int, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    file: FileRef | None = None  # behind an entry, kept already

    def said(self, name: str) -> str:
        """A field as it may be kept: composed letters, no control characters, not too long."""
        text = unicodedata.normalize("NFC", self.fields.get(name, ""))[:LONGEST]
        plain = (
            letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C"
        )
        return "".join(plain).strip()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`may` tells whether the act can be done (or was done); `text` says so or why not. `seen` is the
    digest of what was looked at; `changed` means that nothing was done, since that was another."""

    may: bool
    text: str
    seen: str = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, where, and in which transaction."""

    tx: Transaction
    office: AppContext
    seat: Seat
    person: Person

    def situation(self) -> TurnContext:
        office = self.office
        return TurnContext(
            now=office.now(),
            tz=office.tz,
            person=self.person,
            seats=(self.seat,),
            fresh=(office.fresh_code(), office.fresh_code()),
            invite_links=office.invite_links,
            board_link=office.board_link,
        )

    def author(self) -> Author:
        return Author(self.office.now(), self.person.id)

    def desk(self, unit_id: int) -> ReportContext | None:
        """A unit's report; None for a unit of another campaign."""
        own = Seat(0, Role.REPORTER, self.seat.campaign_id, self.seat.campaign_title, unit_id)
        if self.tx.submissions.of_unit(self.seat.campaign_id, unit_id) is None:
            return None
        return load_context.load_desk(self.tx, self.office, own)


def consider(acting: Acting, asked: Asked) -> Outcome:
    """What the act would do, in words; reads only."""
    return _run(acting, asked, sure=False)


def carry_out_act(acting: Acting, asked: Asked) -> Outcome:
    """Do it, if it still may be done."""
    return _run(acting, asked, sure=True)


def _run(acting: Acting, asked: Asked, *, sure: bool) -> Outcome:
    if asked.act in IN_CHAT:
        return _in_chat(acting, asked, sure)
    desk = acting.desk(asked.unit_ids[0]) if asked.unit_ids else None
    if desk is None or asked.act not in FOR_UNIT:
        return Outcome(False, say("act.dropped"))
    if desk.campaign.state is CampaignState.CLOSED:
        return Outcome(False, say("act.closed", campaign=desk.campaign.title))
    seen = _digest(_looked_at(desk, asked))
    if not sure or asked.said("seen") == seen:
        return replace(STEPS[asked.act](acting, desk, asked, sure), seen=seen)
    again = STEPS[asked.act](acting, desk, asked, False)
    text = f"{say('board_page.changed', unit=desk.unit.name)}\n{again.text}"
    return Outcome(again.may, text, seen, changed=True)


def _looked_at(desk: ReportContext, asked: Asked) -> tuple[object, ...]:
    """All that a page shows of the report before the act: one row, or the whole draft."""
    own = desk.submission
    if asked.act != "enter":
        photos = tuple(photo.path for photo in own.photos)
        answers = tuple(sorted(own.answers.items()))
        return (own.status, own.version, own.draft, own.submitted_at, answers, photos,
                own.report_files)  # fmt: skip
    row = desk.form.find(asked.said("row")) if desk.form is not None else None
    if row is None:
        return ()
    begun = own.status in (Status.NOT_STARTED, Status.IN_PROGRESS)  # by another row, perhaps
    stands = "" if begun else own.status
    return row.code, row.label, row.kind, own.answers.get(row.code), own.version, stands


def _digest(shown: object) -> str:
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


def _in_chat(acting: Acting, asked: Asked, sure: bool) -> Outcome:
    """The chat's own act for each unit; a reminder is one act for all of them."""
    board = load_context.load_board(acting.tx, acting.office, acting.seat, asked.unit_ids)
    if not board.lines or len(board.lines) != len(set(asked.unit_ids)):
        return Outcome(False, say("board_page.choose_units"))
    together = asked.act == "remind"
    boards = [board] if together else [replace(board, lines=(line,)) for line in board.lines]
    turns = [
        coordinator.prepare(acting.situation(), one, asked.act, _rest(asked)) for one in boards
    ]
    seen = _digest([turn.state.act for turn in turns])
    if sure and asked.act in coordinator.ON_A_VERSION and asked.said("seen") != seen:
        changed = [coordinator.changed_text(board, line) for line in board.lines]
        return replace(_told(turns, *changed), seen=seen, changed=True)
    if not sure:
        return replace(_told(turns), seen=seen)
    done = []
    for one, turn in zip(boards, turns, strict=True):
        if turn.state.act:
            turn = coordinator.perform(acting.situation(), one, turn.state)
            carry_out(acting.tx, acting.office, turn, acting.author())
        done.append(turn)
    return replace(_told(done), may=_told(turns).may)


def _told(turns: Sequence[Turn], *before: str) -> Outcome:
    """What checked acts say; they may be done where each waits for its "đúng"."""
    texts = [*before, *(reply.text for turn in turns for reply in turn.replies)]
    may = all(turn.state.act for turn in turns)
    return Outcome(may, "\n".join(_without_words_to_type(text) for text in texts))


def _without_words_to_type(text: str) -> str:
    """Pages have buttons for what a chat asks to type."""
    return text.removesuffix(say("act.type_yes")).rstrip()


def _rest(asked: Asked) -> str:
    """What follows the unit where the act is typed."""
    match asked.act:
        case "send_back":
            return (
                f"{asked.said('row')} {asked.said('reason')}".strip()
                if asked.said("reason")
                else ""
            )
        case "extend":
            return f"{_typed_day(asked.said('until'))} {asked.said('reason')}".strip()
        case "tell" | "remind":
            return asked.said("words")
    return ""


def _typed_day(value: str) -> str:
    """A date field's value as it is typed in a chat; nothing where there is none."""
    try:
        return day(date.fromisoformat(value))
    except ValueError:
        return ""


def _enter(acting: Acting, desk: ReportContext, asked: Asked, sure: bool) -> Outcome:
    """One row for the unit, with where it came from."""
    source = asked.said("source")
    if not source:
        return Outcome(False, say("board_page.need_source"))
    kept = say("board_page.entered_for", source=source)
    entry = on_behalf.read_entry(desk, asked.said("row"), asked.said("words"), kept)
    if entry is None:
        return Outcome(False, say("edit.unknown"))
    if entry.answer is None:
        return Outcome(False, entry.sentence)
    if not sure:
        head = say("board_page.enter_confirm", unit=desk.unit.name, source=source)
        lines = [head, entry.sentence]
        if asked.file is not None:
            lines.append(say("board_page.attached", name=asked.file.name))
        return Outcome(True, "\n".join(lines))
    turn = on_behalf.record_entry(desk, entry, asked.file)
    carry_out(acting.tx, acting.office, turn, acting.author())
    return Outcome(True, entry.sentence.splitlines()[0])


def _send_for(acting: Acting, desk: ReportContext, asked: Asked, sure: bool) -> Outcome:  # noqa: ARG001
    """Hand in what was entered, in the unit's name."""
    refusal = on_behalf.send_refusal(desk)
    if refusal:
        return Outcome(False, refusal)
    if not sure:
        head = say("board_page.send_confirm", unit=desk.unit.name)
        return Outcome(True, f"{head}\n{on_behalf.send_preview(desk)}".strip())
    turn = on_behalf.send(acting.situation(), desk)
    carry_out(acting.tx, acting.office, turn, acting.author())
    return Outcome(True, "\n".join(reply.text for reply in turn.replies))


def _move(acting: Acting, desk: ReportContext, asked: Asked, sure: bool) -> Outcome:
    """A report that was given for the wrong unit becomes the right one's."""
    reason, other = asked.said("reason"), asked.said("to")
    target = acting.desk(int(other)) if other.isascii() and other.isdigit() else None
    if target is None or not reason:
        return Outcome(False, say("board_page.move_how"))
    forms = {desk.campaign.form_for(unit.kind) for unit in (desk.unit, target.unit)}
    if len(forms) > 1 or not may_move(desk.submission, target.submission):
        return Outcome(False, say("board_page.move_refused", unit=target.unit.name))
    named = {"unit": desk.unit.name, "to": target.unit.name, "reason": reason}
    if not sure:
        return Outcome(True, say("board_page.move_confirm", **named))
    _write_move(acting, (desk.submission, desk.unit), (target.submission, target.unit), reason)
    for unit, sentence in ((desk.unit, "unit.moved_away"), (target.unit, "unit.moved_here")):
        notice = NoticeToPeople(
            desk.campaign.id, unit.id, Role.REPORTER,
            Reply(say(sentence, **named), urgency=Urgency.NOTICE),
        )  # fmt: skip
        leave_questions(acting.tx, desk.campaign, unit)
        send_notice(acting.tx, notice, acting.office.now(), besides=acting.person.id)
    return Outcome(True, say("board_page.move_done", **named))


def _write_move(
    acting: Acting, source: tuple[Submission, Unit], target: tuple[Submission, Unit], reason: str
) -> None:
    tx, now = acting.tx, acting.office.now()
    before, given = source[0], target[0]
    emptied, filled = tx.submissions.move(before, given, now)
    facts = [
        ReportMoved(
            before.campaign_id, own, before.id, given.id, source[1].code, target[1].code, reason
        )
        for own in (before.id, given.id)
    ]
    tx.audit.write(facts, acting.author(), before.campaign_id)
    reminder_schedule.reschedule(tx, acting.office, before, emptied, now, moved=True)
    reminder_schedule.reschedule(tx, acting.office, given, filled, now, moved=False)
    snapshot_status.tell_outdated(tx, emptied, acting.author())


STEPS: dict[str, Callable[[Acting, ReportContext, Asked, bool], Outcome]] = {
    "enter": _enter,
    "send_for": _send_for,
    "move": _move,
}
