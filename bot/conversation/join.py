"""Invite code, notice on personal data, consent, choosing and switching the unit.

A code binds only when "Đồng ý" is sent: links are fetched by gateways that never answer.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.conversation import device_code, link_chat, waiting_seat
from bot.conversation.command_words import bare_words
from bot.conversation.context import InviteResult, NoticeToPeople, Turn, TurnContext
from bot.conversation.opening_card import coordinator_names
from bot.conversation.state import Stage, State
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import end_of_day_in
from bot.model.events import Change, InviteMade, Joined, JoinRefused
from bot.model.message import Choice, Incoming, IncomingKind, Reply, Urgency
from bot.model.optional import first, sure
from bot.model.person import Invite, InviteState, Role, Seat
from bot.vietnamese.normalise import unaccented

HAND_OVER_DAYS = 7
LEADS = ("/start ", "lien ket", "lienket")  # in front of a code
CODE = re.compile("(?=[A-Za-z]{0,9}[0-9])[0-9A-Za-z]{10}")
NOTICE = "2026-11"  # which text of the notice was shown; kept with the consent


def presented_code(incoming: Incoming, known: bool) -> str | None:
    """Return the invite code a message presents: a deep link, "LIENKET CODE", or, from a stranger, a
    lone word that looks like one."""
    text = incoming.text.strip()
    if incoming.kind is IncomingKind.START:
        return text or None
    if incoming.kind not in (IncomingKind.TEXT, IncomingKind.FORWARDED):
        return None
    plain = unaccented(text)
    for lead in LEADS:
        if plain.startswith(lead):
            return text[len(lead) :].strip(" :.-") or None
    return None if known else _lone_code(text)


def _lone_code(text: str) -> str | None:
    """Return the code that a whole message is: six digits of another device, or ten signs of an invite."""
    if device_code.is_one(text):
        return device_code.squeezed(text)
    return text if CODE.fullmatch(re.sub("[ -]", "", text)) else None


def offer_seat(situation: TurnContext, state: State, code: str) -> Turn:
    """Show the unit, the role and the notice, or say politely why the code does not work."""
    shown = situation.offer or InviteResult(None)
    if shown.locked:
        return Turn(state, (), (Reply(say("join.locked")),))
    if shown.visit is not None:
        return link_chat.offer_link(situation, state, shown.visit, code)
    invite = shown.invite
    if invite is None:
        return _unknown(state, code)
    own = _own_seat(situation, invite)
    if own is not None and own in situation.waiting:
        return waiting_seat.say_not_open(situation, state)
    if own is not None:
        return enter(situation, replace(state, seat=own.id))
    if invite.state is not InviteState.VALID:
        refusal = f"{say(f'join.{invite.state.value}')} {_whom(situation, shown)}".strip()
        return Turn(state, (JoinRefused(invite.state.value),), (Reply(refusal),))
    state = state.at(Stage.CONSENT, invite=code, row="", section="")
    issuer = shown.desk.campaign.issuer if shown.desk is not None else ""
    notice = _notice(state, invite, issuer, buttons=situation.medium.buttons)
    return Turn(state, (), (replace(notice, text=f"{_as_whom(situation)}{notice.text}"),))


def _as_whom(situation: TurnContext) -> str:
    """Return whose name a browser bears already, before another seat is taken in it: on a shared computer it
    may be a colleague's; "" for nobody's, and where a chat is one person's."""
    person = situation.person if situation.medium.fetches_files else None
    return f"{say('join.as_person', name=person.name)}\n" if person and person.name else ""


def _unknown(state: State, code: str) -> Turn:
    """Return that nobody made such a code."""
    if device_code.is_one(code):
        refused, sentence = JoinRefused(device_code.WRONG), say("device.unknown")
    else:
        refused, sentence = JoinRefused("unknown"), say("join.unknown")
    return Turn(state, (refused,), (Reply(sentence),))


def _whom(situation: TurnContext, shown: InviteResult) -> str:
    """Return who gives out new codes for the campaign of an invite that cannot be used any more."""
    if shown.desk is None:
        return ""
    campaign = shown.desk.campaign
    office = campaign.issuer or campaign.receiver or campaign.title
    names = coordinator_names(situation)
    return say("join.whom_named" if names else "join.whom", names=names, office=office)


def _own_seat(situation: TurnContext, invite: Invite) -> Seat | None:
    """Return the seat this person took with this very code before (the link is opened again)."""
    if situation.person is None or invite.used_by != situation.person.id:
        return None
    return first(
        lambda seat: (
            (seat.campaign_id, seat.unit_id, seat.role)
            == (invite.campaign_id, invite.unit_id, invite.role)
        ),
        (*situation.seats, *situation.waiting),
    )


def _notice(state: State, invite: Invite, issuer: str, *, buttons: bool) -> Reply:
    role = say(f"role.{invite.role.value}")
    if invite.role is Role.COORDINATOR:
        key = "join.head_branch" if invite.unit_id is not None else "join.head_coordinator"
        head = say(key, campaign=invite.campaign_title, unit=invite.unit_name)
    else:
        head = say("join.head", unit=invite.unit_name)
    invited = say("join.invited_by" if issuer else "join.invited", campaign=invite.campaign_title,
                  role=role, issuer=issuer)  # fmt: skip
    if invite.role is Role.DEPUTY:
        invited = f"{invited} {say('join.deputy')}"
    text = f"{invited}\n{say('join.notice')}\n" + say(
        "join.agree" if buttons else "join.agree_words"
    )
    agree = Choice(f"0|{invite.id}|{state.prompt}|agree", say("button.agree"))
    return Reply(text, head, choices=(agree,))


def accept_seat(situation: TurnContext, state: State) -> Turn:
    """Answer "Đồng ý": the invite is used up and the seat taken, in the transaction of this turn."""
    shown = situation.offer
    if shown is not None and shown.visit is not None:
        return link_chat.accept_link(situation, shown, state)
    turn = _taken(situation, shown, state)
    if (
        shown is None
        or shown.invite is None
        or not any(isinstance(fact, Joined) for fact in turn.changes)
    ):
        return turn
    first, *others = turn.replies
    return replace(turn, replies=(replace(first, menu=shown.invite.role.acts_as.value), *others))


def _taken(situation: TurnContext, shown: InviteResult | None, state: State) -> Turn:
    """Return the seat taken by an invite, or why it cannot be."""
    invite = shown.invite if shown is not None else None
    if invite is None or invite.state is not InviteState.VALID:
        reason = invite.state.value if invite is not None else "unknown"
        fresh = state.at(Stage.IDLE, invite="")
        return Turn(fresh, (JoinRefused(reason),), (Reply(say(f"join.{reason}")),))
    joined: tuple[Change, ...] = (
        Joined(invite.id, situation.sender_name or say("person.unnamed"), NOTICE),
    )
    state = State(prompt=state.prompt + 1)  # the seat is filled in when the facts are stored
    if not invite.is_open or invite.role.acts_as is not Role.REPORTER:
        return Turn(state, joined, (Reply(_welcome(invite)),))
    assert shown is not None and shown.desk is not None
    opened = link_chat.begin(situation, shown.desk, state, first=True)
    return Turn(opened.state, (*joined, *opened.changes), opened.replies)


def _welcome(invite: Invite) -> str:
    """Return what somebody is told who has nothing to fill in for now."""
    role, unit, campaign = invite.role.value, invite.unit_name, invite.campaign_title
    if not invite.is_open:
        where = unit or say("wait.this_campaign")
        text = say("welcome.not_open", role=say(f"role.{role}"), where=where, campaign=campaign)
        return f"{text}\n{waiting_seat.will_be_told(invite.opens)}"
    if invite.role is Role.COORDINATOR:
        key = "welcome.branch" if invite.unit_id is not None else "welcome.coordinator"
        return say(key, campaign=campaign, unit=unit)
    return say(f"welcome.{role}", unit=unit)


def enter(situation: TurnContext, state: State) -> Turn:
    """Go on in the seat of `state`; its desk is loaded when it is the current one."""
    desk = situation.desk
    if desk is not None and desk.seat.id == state.seat and desk.seat.reports:
        return link_chat.begin(situation, desk, state.only_waiting(state.prompt), first=False)
    seat = situation.held_seat(state.seat)
    fresh = State(seat=state.seat, prompt=state.prompt + 1)
    if seat is None:
        return Turn(fresh, (), (Reply(say("join.need_code")),))
    unit = seat.place
    return Turn(fresh, (), (Reply(say("desk.switched", unit=unit)),))


def invite_colleague(situation: TurnContext, state: State, role: Role | None = None) -> Turn:
    """Make a code by which a colleague enters the same report beside this person, in their role if no
    other is given; the coordinators are told, and end it by making another."""
    seat = sure(situation.held_seat(state.seat))
    code = situation.fresh[-1]
    expires = end_of_day_in(HAND_OVER_DAYS, situation.now, situation.tz)
    role = role or seat.role
    fact = InviteMade(seat.campaign_id, seat.unit_id, role.value, code, expires, beside=True)
    until = day(situation.day_of(expires))
    kind = "colleague" if role is Role.REPORTER else role.value
    text = say(f"{kind}.code", unit=seat.unit_name, code=code, day=until)
    told = say(f"{kind}.told", unit=seat.unit_name, who=situation.the_person.name, day=until)
    notice = NoticeToPeople(
        seat.campaign_id, None, Role.COORDINATOR, Reply(told, urgency=Urgency.NOTICE)
    )
    return Turn(
        state, (fact,), (Reply(f"{text}\n{situation.links_with(code)}".strip()),), (notice,)
    )


def hand_over(situation: TurnContext, state: State) -> Turn:
    """Answer "bàn giao": a code for the successor; the seat moves when the code is used."""
    seat = sure(situation.held_seat(state.seat))
    code = situation.fresh[-1]
    expires = end_of_day_in(HAND_OVER_DAYS, situation.now, situation.tz)
    fact = InviteMade(
        seat.campaign_id, seat.unit_id, seat.role.value, code, expires, hands_over=seat.id
    )
    text = say(
        "hand_over.code",
        seat=seat.place,
        role=say(f"role.{seat.role.value}"),
        code=code,
        day=day(situation.day_of(expires)),
    )
    return Turn(state, (fact,), (Reply(f"{text}\n{situation.links_with(code)}".strip()),))


def ask_which_seat(situation: TurnContext, state: State, lead: str = "") -> Turn:
    """Ask a person with several seats for which one now: names as buttons, or typed. Who sits somewhere
    already stays there, with what is asked, until one is chosen."""
    if situation.held_seat(state.seat) is not None:
        state = replace(state, choosing=True)
    else:
        state = state.at(Stage.CHOOSING, row="", section="")
    choices = tuple(
        Choice(f"0|{seat.id}|{state.prompt}|seat", _seat_name(situation, seat))
        for seat in situation.seats
    )
    names = "\n".join(f"– {choice.label}" for choice in choices)
    return Turn(state, (), (Reply(say("desk.which", names=names), lead=lead, choices=choices),))


def _seat_name(situation: TurnContext, seat: Seat) -> str:
    name = seat.unit_name or say("role.coordinator")
    same = [other for other in situation.seats if other.unit_id == seat.unit_id]
    if len({other.campaign_id for other in situation.seats}) > 1 and len(same) > 1:
        return f"{name} – {seat.campaign_title}"
    if len({other.role for other in same}) > 1:
        return f"{name} ({say(f'role.{seat.role.value}')})"
    return name


def _is_name(plain: str) -> bool:
    """Tell whether words are more than a figure."""
    return any(map(str.isalpha, plain))


def chosen_seat(situation: TurnContext, text: str) -> Seat | None:
    """Return the one seat whose unit's name or code fits what was typed."""
    plain = bare_words(text)
    fits = [
        seat
        for seat in situation.seats
        if (_is_name(plain) and plain in unaccented(_seat_name(situation, seat)))
        or (plain and plain == seat.unit_code.casefold())
    ]
    exact = [seat for seat in fits if plain == unaccented(_seat_name(situation, seat))]
    found = exact or fits
    return found[0] if len(found) == 1 else None
