"""The whole life of an incoming message, from arrival to committed replies.

1. `take_at_once`: where nothing of the chat waits, arrival and turn are one transaction: the message
   becomes an inbox row, the situation is loaded, the dialogue asked, and its facts, audit,
   conversation state, replies and reminders are stored together. Only after that commit is the
   platform told that we have the message.
2. `Messages.keep`, then `process`: everything else (what must be fetched, opened or tried first, what waits
   behind it, what a turn broke at) is stored first and takes its turn later.
3. Sending happens afterwards, from the outbox (`deliver.py`).

A turn that raises keeps nothing; the person gets one plain sentence with a code, and the message is
marked with it, so that the conversation goes on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.conversation import device_code
from bot.conversation import state as states
from bot.conversation.context import NoticeToPeople, Turn, TurnContext
from bot.conversation.router import take_turn
from bot.imports.grid import OpenedFile
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.events import (
    Accepted,
    AnswerRecorded,
    BoardLinkMade,
    Change,
    ChatLinked,
    DeviceCodeShown,
    Extended,
    FiguresAgreed,
    GroupCodeMade,
    GroupsLeft,
    GroupsNamed,
    InviteMade,
    Joined,
    JoinRefused,
    OpinionKept,
    PersonalLinkMade,
    PersonForgotten,
    PersonRenamed,
    QuestionAsked,
    QuestionPassedUp,
    ReminderRequested,
    ReportMoved,
    RoundOpened,
    SentBack,
    Submitted,
    TotalHandedUp,
    UnitAdded,
    UnitInformed,
    UnitMended,
    UnitTakenOut,
    UnitTold,
)
from bot.model.message import Incoming, Reply
from bot.model.optional import sure
from bot.model.person import Role
from bot.model.submission import Submission
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup, trial_runs
from bot.use_cases.feeds import webhook_calls
from bot.use_cases.reminding import reminder_schedule
from bot.use_cases.sending import quota
from bot.use_cases.turns import (
    device_codes,
    group_talk,
    left_waiting,
    load_context,
    outages,
    overwriting,
    presented_codes,
    roster_changes,
)
from bot.use_cases.turns.moving import move_report
from bot.use_cases.turns.taken_ahead import NOTHING, Ahead, reads_many_units
from storage import Arrived, Author, Chat, FreshCode, LeadsTo, Transaction

START_SHOWN = 60  # characters of a message that was set aside


class ConcurrentTurn(Exception):
    """Another process had a turn in this conversation first; the message is taken again."""


def take_at_once(
    tx: Transaction, office: AppContext, incoming: Incoming, chat: Chat | None = None
) -> bool:
    """Store a message and take its turn; False where it has to be stored first. `chat` is the one it
    came from, where it was read before."""
    now = office.now()
    chat = chat or tx.people.chat_at(incoming.address)
    if chat is None:
        chat = tx.people.chat(tx.messages.address_id(incoming.address, now, incoming.sender_name))
    if reads_many_units(tx, chat, incoming):
        return False
    arrived = tx.messages.take_at_once(incoming, chat, now)
    if arrived is None:
        return False
    _take_turn(tx, office, chat, arrived, now)
    return True


def process(tx: Transaction, office: AppContext, arrived: Arrived, ahead: Ahead = NOTHING) -> bool:
    """Return one turn in one transaction; False when it was taken before. What was not found out
    `ahead` is found out here."""
    now = office.now()
    if not tx.messages.claim_turn(arrived.id, now):
        return False
    _take_turn(tx, office, tx.people.chat(arrived.address_id), arrived, now, ahead)
    return True


def _take_turn(
    tx: Transaction,
    office: AppContext,
    chat: Chat,
    arrived: Arrived,
    now: datetime,
    ahead: Ahead = NOTHING,
) -> None:
    """Ask the dialogue and store all that comes of it."""
    if arrived.incoming.speaker:
        group_talk.answer(tx, office, arrived, now)
        quota.count(tx, office, chat.channel, chat.bot, now, received=1)
        return
    turn, link, known = _led_to(tx, office, chat, arrived, now, ahead)
    known_as = chat.person.id if chat.person is not None else None
    author = Author(now, known_as, inbox_id=arrived.id)
    turn = _store(tx, office, chat, turn, author, known)
    if chat.channel in office.plans:
        quota.count(tx, office, chat.channel, chat.bot, now, received=1)
        turn = quota.shorten(tx, office, chat, link, turn, now)
    outages.tell_late(tx, office, chat, now)
    if link:
        _keep_link(tx, link, turn, author)
    address = arrived.incoming.address
    tx.messages.put(arrived.address_id, address.channel, turn.replies, now, inbox_id=arrived.id)
    if turn.notices:
        send_notices(tx, turn.notices, now, besides=author.person_id)
    state = presented_codes.without_code(turn.state) if turn.state.invite else turn.state
    if not tx.people.keep_conversation(chat, states.to_json(state), now):
        raise ConcurrentTurn


def _led_to(
    tx: Transaction, office: AppContext, chat: Chat, arrived: Arrived, now: datetime, ahead: Ahead
) -> tuple[Turn, str, Submission | None]:
    """Return what a message leads to, the personal link that may stand in its answers, and the report
    that was read for it."""
    before = ahead.considered
    if before is not None and before.turns_before == chat.turn:
        return before.turn, before.link, None
    situation, turn = consider(tx, office, chat, arrived, now, ahead.opened)
    desk = situation.desk
    return turn, situation.web_link, desk.submission if desk is not None else None


def consider(
    tx: Transaction,
    office: AppContext,
    chat: Chat,
    arrived: Arrived,
    now: datetime,
    opened: OpenedFile | None = None,
) -> tuple[TurnContext, Turn]:
    """Return what a message leads to, with the context it was read in; only reads."""
    state = states.from_json(chat.conversation)
    incoming, number = arrived.incoming, arrived.id
    situation = load_context.load_context(tx, office, chat, state, incoming, now, opened, number)
    return situation, take_turn(situation, state, incoming)


def _keep_link(tx: Transaction, link: str, turn: Turn, author: Author) -> None:
    """Store a personal link that a reply carries: it works from that moment on."""
    person_id = author.person_id
    if person_id is not None and any(link in f"{r.lead} {r.text}" for r in turn.replies):
        until = author.now + load_context.LINK_HOLDS
        tx.one_time_links.make(
            LeadsTo.CHAT, link.rsplit("/", 1)[1], author.now, until, person_id=person_id
        )
        tx.audit.write([PersonalLinkMade(person_id, until)], author, None)


def fail(tx: Transaction, office: AppContext, arrived: Arrived, code: str) -> None:
    """Mark a message whose turn broke: say so once, and let the conversation go on."""
    _give_up(tx, office, arrived, code, say("turn.failed", code=code))


def set_aside(tx: Transaction, office: AppContext, arrived: Arrived, code: str) -> None:
    """Mark a message whose turn never ended: say so once, and let the conversation go on."""
    words = " ".join(arrived.incoming.text.split())
    start = words if len(words) <= START_SHOWN else f"{words[:START_SHOWN]}…"
    file = arrived.incoming.file
    start = start or (file.name if file is not None else "")
    _give_up(tx, office, arrived, code, say("turn.set_aside", start=start, code=code))


def _give_up(tx: Transaction, office: AppContext, arrived: Arrived, code: str, words: str) -> None:
    now = office.now()
    if tx.messages.claim_turn(arrived.id, now, failure=code):
        sorry = Reply(words)
        channel = arrived.incoming.address.channel
        tx.messages.put(arrived.address_id, channel, (sorry,), now, inbox_id=arrived.id)


def _store(
    tx: Transaction,
    office: AppContext,
    chat: Chat | None,
    turn: Turn,
    author: Author,
    known: Submission | None,
) -> Turn:
    """Write a turn's facts; a join fills in the new seat (or says that somebody was faster)."""
    about_reports: list[Change] = []
    for change in turn.changes:
        match change:
            case AnswerRecorded():
                about_reports.append(change)
            case Joined() | ChatLinked():
                entered = _enter(tx, office, sure(chat), turn, change, author)
                if isinstance(entered, str):
                    return Turn(states.State(), (), (Reply(entered),))
                turn, author = entered
                tx.audit.write([change], author, None)
            case DeviceCodeShown():
                device_codes.keep(tx, office, change, author)
            case FiguresAgreed():
                overwriting.settle_of(tx, change.submission_id, author)
                tx.audit.write([change], author, known.campaign_id if known else None)
            case JoinRefused():
                _refuse(tx, sure(chat), change, author.now)
            case _ if not _store_one(tx, office, change, author):
                about_reports.append(change)
    apply_changes(tx, office, about_reports, author, known)
    return turn


def _enter(
    tx: Transaction, office: AppContext, chat: Chat, turn: Turn, change: Joined | ChatLinked,
    author: Author,
) -> tuple[Turn, Author] | str:  # fmt: skip
    """Seat somebody who takes an invite or follows a personal link; returns the turn, and who acts from
    now on, or the sentence for whoever comes too late."""
    if isinstance(change, ChatLinked):
        person_id = tx.one_time_links.bind(change.link_id, chat.id, author.now)
        if person_id is None:
            return say("visit.over")
        device_codes.tell_other_chats(tx, person_id, chat.id, author.now)
        return turn, replace(author, person_id=person_id)
    joined = tx.people.join(chat, change.invite_id, change.person_name, change.notice, author.now)
    if joined is None:
        return say("join.used")
    return _seated(tx, office, turn, *joined), replace(author, person_id=joined[0])


def _refuse(tx: Transaction, chat: Chat, change: JoinRefused, now: datetime) -> None:
    """Count a wrong code against the chat, and one of a device against the codes that are out."""
    if change.reason == device_code.WRONG:
        tx.one_time_links.miss(now)
    stale = chat.refused_at is None or now - chat.refused_at > load_context.WAIT
    tx.people.count_refusal(chat, now, fresh=stale)


def _seated(tx: Transaction, office: AppContext, turn: Turn, person_id: int, seat_id: int) -> Turn:
    """Return a turn in which somebody joined, on the new seat: that of the trial, while the campaign
    is only tried."""
    trial = trial_runs.seat_in_trial(tx, office, person_id, seat_id)
    if trial is None:
        return replace(turn, state=replace(turn.state, seat=seat_id))
    seat, words = trial
    return replace(
        turn, state=replace(turn.state, seat=seat), replies=(*turn.replies, Reply(words))
    )


def carry_out(tx: Transaction, office: AppContext, turn: Turn, author: Author) -> None:
    """Store what was done on a page instead of in a chat: the same facts, and the same notices."""
    _store(tx, office, None, turn, author, None)
    send_notices(tx, turn.notices, author.now, besides=author.person_id)


def _store_one(tx: Transaction, office: AppContext, change: Change, author: Author) -> bool:
    """Write a fact about people, links and messages; False for one about a report's figures."""
    match change:
        case GroupsLeft():
            tx.groups.end(tx.groups.of_campaign(change.campaign_id), author.now)
            tx.audit.write([change], author, change.campaign_id)
        case GroupsNamed():
            tx.groups.name_units(tx.groups.of_campaign(change.campaign_id), names=change.names)
            tx.audit.write([change], author, change.campaign_id)
        case InviteMade() | BoardLinkMade() | GroupCodeMade():
            _store_code(tx, office, change, author)
            tx.audit.write([change], author, change.campaign_id)
        case RoundOpened():
            campaign_setup.open_campaign(tx, office, tx.campaigns.by_id(change.campaign_id).slug)
            tx.audit.write([change], author, change.campaign_id)
        case ReminderRequested():
            reminder_schedule.remind_now(tx, change, author.now)
            tx.audit.write([change], author, change.campaign_id)
        case Extended(unit_id=None):
            reminder_schedule.extend_campaign(tx, office, change)
            tx.audit.write([change], author, change.campaign_id)
        case ReportMoved():
            if change.submission_id == change.from_submission_id:  # the first of the two facts
                move_report(tx, office, change, author)
            tx.audit.write([change], author, change.campaign_id)
        case UnitAdded() | UnitTakenOut() | UnitMended():
            roster_changes.change_list(tx, office, change, author)
        case OpinionKept(opinion=opinion):
            tx.opinions.keep(opinion)
            tx.audit.write([change], author, opinion.campaign_id)
        case UnitTold() | UnitInformed() | QuestionAsked() | QuestionPassedUp():
            tx.audit.write([change], author, change.campaign_id)
        case _:
            return _store_about_person(tx, change, author)
    return True


def _store_about_person(tx: Transaction, change: Change, author: Author) -> bool:
    """Write a fact about one person; False for any other."""
    match change:
        case PersonForgotten():
            tx.people.forget(change.person_id, author.now)
            tx.audit.write([change], author, None)
        case PersonRenamed():
            tx.people.rename(change.person_id, change.name)
            tx.audit.write([PersonRenamed(change.person_id, "")], author, None)
        case _:
            return False
    return True


def _store_code(
    tx: Transaction,
    office: AppContext,
    change: InviteMade | BoardLinkMade | GroupCodeMade,
    author: Author,
) -> None:
    """Keep a code that was handed out: an invitation; a link onto the board, which ends older ones; or a
    code for a group."""
    if isinstance(change, InviteMade):
        role, now = Role(change.role), author.now
        if not change.beside:
            tx.invites.void(change.campaign_id, [change.unit_id], role, now)
        sealed = office.seal.seal(change.code)
        fresh = FreshCode(change.code, change.unit_id, sealed, change.hands_over, author.person_id)
        tx.invites.add([fresh], change.campaign_id, role, now, change.expires_at)
        return
    leads_to = LeadsTo.GROUP
    if isinstance(change, BoardLinkMade):
        leads_to = LeadsTo.BOARD
        tx.one_time_links.void(leads_to, change.person_id, author.now)
    tx.one_time_links.make(
        leads_to,
        change.code,
        author.now,
        change.expires_at,
        person_id=change.person_id,
        campaign_id=change.campaign_id,
    )


def apply_changes(
    tx: Transaction,
    office: AppContext,
    facts: Sequence[Change],
    author: Author,
    known: Submission | None = None,
) -> None:
    """Apply facts about reports: written, audited, and the reminders that no longer apply cancelled, all
    in the caller's transaction. `known` is a report that was read in this very transaction."""
    for submission_id, own in _by_submission(tx, facts).items():
        before = known
        if before is None or before.id != submission_id:
            before = sure(tx.submissions.load(submission_id))
        if any(getattr(fact, "previous", None) is not None for fact in own):
            overwriting.tell_overwritten(tx, office, submission_id, own, author)
        after = tx.submissions.record(before, own, author)
        tx.audit.write(own, author, after.campaign_id)
        kinds = set(map(type, own))
        if kinds == {AnswerRecorded}:
            continue  # nothing follows from a figure before it is sent
        moved = bool(kinds & {Extended, SentBack})
        reminder_schedule.reschedule(tx, office, before, after, author.now, moved=moved)
        if kinds & {Submitted, Accepted}:
            overwriting.settle_with(tx, submission_id, own, author)
        if Submitted in kinds and len(tx.people.holders(after.campaign_id, after.unit_id)) > 1:
            left_waiting.tell(tx, after, author)
        if Accepted in kinds:
            webhook_calls.note_accepted(tx, office, after, author.now)
        if kinds & {Submitted, SentBack, TotalHandedUp}:
            snapshot_status.tell_outdated(tx, after, author)


def _by_submission(tx: Transaction, facts: Sequence[Change]) -> dict[int, list[Change]]:
    grouped: dict[int, list[Change]] = defaultdict(list)
    for fact in facts:
        if isinstance(fact, Extended):
            found = sure(tx.submissions.of_unit(fact.campaign_id, sure(fact.unit_id)))
            grouped[found.id].append(fact)
        else:
            grouped[fact.submission_id].append(fact)  # type: ignore[union-attr, index]
    return grouped


def send_notices(
    tx: Transaction, notices: Sequence[NoticeToPeople], now: datetime, besides: int | None = None
) -> None:
    """Queue messages for everybody who holds a role, each at the chat they were heard from last. What is told
    to several units of one person comes once and names them all."""
    told_together = defaultdict(list)
    for notice in notices:
        for chat in _reached(tx, notice, besides):
            key = (chat.id, chat.channel, notice.to_units or notice.reply)
            told_together[key].append(notice.unit_name)
    for (chat_id, channel, told), names in told_together.items():
        reply = told(", ".join(dict.fromkeys(names))) if callable(told) else told
        tx.messages.put(chat_id, channel, (reply,), now)


def _reached(tx: Transaction, notice: NoticeToPeople, besides: int | None) -> Iterator[Chat]:
    """Yield the chat of each person who is told."""
    for seat, person in tx.people.seats_of_unit(notice.campaign_id, notice.unit_id):
        if seat.role.acts_as is notice.role and person.id != besides:
            yield from tx.people.addresses(person.id)[:1]
