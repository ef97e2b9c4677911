"""A campaign's list of units changes while it runs: a forgotten unit comes in, one that was named by mistake
goes out. What would change and what stays is shown first; the opposite act undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.conversation import mending_acts
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import CampaignContext, Newcomer, Turn, TurnContext, UnitProgress
from bot.conversation.fresh_invites import fresh_invite
from bot.conversation.state import State
from bot.conversation.unit_names import match_unit
from bot.item_types import item_type, ledger
from bot.item_types.opinion import OpinionType
from bot.locale.board_text import board_state_words
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.commands import AddUnit, MendUnit, TakeOut
from bot.model.events import UnitAdded, UnitTakenOut
from bot.model.listed_unit import ListedUnit
from bot.model.message import Reply
from bot.model.optional import first, sure
from bot.model.person import Role
from bot.model.submission import Status
from bot.model.unit import Unit

NAMED = 10  # units that are not in the campaign, where none is understood
RosterCommand = AddUnit | TakeOut | MendUnit
ON_ROSTER = (AddUnit, TakeOut, MendUnit)


def check(
    situation: TurnContext, board: CampaignContext, command: RosterCommand
) -> Preview | Refusal:
    """Return what would become of the campaign's list, or why it cannot be changed so. Only who coordinates
    all of a campaign changes it."""
    if board.roster is None:
        return Refusal(say("roster.whole_campaign"))
    if board.campaign.trial_of:
        return Refusal(say("roster.trial"))
    match command:
        case AddUnit():
            return _check_addition(situation, board, command)
        case TakeOut():
            return _check_leaving(board, command)
        case MendUnit():
            return mending_acts.check(board, command)
        case _:
            assert_never(command)


def listed_unit(board: CampaignContext, unit_id: int) -> ListedUnit | None:
    """Return a unit of the body's list that the campaign does not have; None for any other."""
    if board.roster is None:
        return None
    return first(lambda each: each.unit.id == unit_id, board.roster.listed())


def how_to_add(board: CampaignContext, asked: str, listed: Sequence[Unit]) -> str:
    """Return why no unit is added by some words: one that is there already, one that no list has, or that
    none is named."""
    there, _ = match_unit(board.units, asked)
    if there:
        return say("roster.add.there", unit=there[0].called)
    names = ", ".join(unit.called for unit in listed[:NAMED]) or say("roster.add.none_left")
    return say("roster.add.how", names=names)


def _check_addition(
    situation: TurnContext, board: CampaignContext, command: AddUnit
) -> Preview | Refusal:
    roster = sure(board.roster)
    found = listed_unit(board, command.unit_id)
    if found is None:
        return Refusal(say("roster.not_listed"))
    meets = roster.newcomer(found.unit)
    lines = [say("roster.add.confirm", unit=found.unit.called, campaign=board.campaign.title)]
    lines += [f"– {line}" for line in _what_it_owes(board.campaign, found.unit, meets)]
    if found.left is not None:
        left = found.left
        named = {"day": day(situation.day_of(left.at)), "reason": left.reason}
        lines.append(f"– {say('roster.add.was_there', **named)}")
    state = "runs" if board.campaign.state is CampaignState.OPEN else "rests"
    lines.append(f"– {say(f'roster.add.{state}')}")
    return Preview("\n".join(lines))


def _what_it_owes(campaign: Campaign, unit: Unit, meets: Newcomer) -> list[str]:
    """Return where a unit stands, by when it reports, and what it owes, a line each."""
    above = meets.above.called if meets.above is not None else say("roster.root")
    owed = ", ".join(item_type(asked).title(asked) for asked in ledger.asked_of(campaign, unit))
    owes = "owes" if meets.questions else "owes_no_form"
    return [
        say("roster.place", kind=unit.kind or "–", above=above),
        say("roster.deadline", deadline=meets.deadline_words or say("campaign.no_day")),
        say(f"roster.{owes}", items=owed or "–", questions=meets.questions),
    ]


def _check_leaving(board: CampaignContext, command: TakeOut) -> Preview | Refusal:
    roster = sure(board.roster)
    line = board.line_of(command.unit_id)
    if line is None:
        return Refusal(say("board_page.choose_units"))
    refused = _cannot_leave(board, line)
    if refused:
        return Refusal(refused)
    named = {"unit": line.unit.called, "campaign": board.campaign.title}
    lines = [
        say("roster.out.confirm", **named, reason=command.reason),
        f"– {say('roster.out.kept', state=board_state_words(line))}",
        f"– {say('roster.out.ends')}",
        f"– {_who_is_told(line)}",
    ]
    papers = roster.issued(command.unit_id)
    if papers:
        lines.append(f"– {say('roster.papers', numbers=', '.join(map(str, papers)))}")
    own = line.submission
    return Preview("\n".join(lines), f"{own.status}:{own.version}:{line.answered}")


def _cannot_leave(board: CampaignContext, line: UnitProgress) -> str:
    """Return why a unit's report cannot stop counting yet, and what is to be done first; "" where it can."""
    roster = sure(board.roster)
    unit = line.unit.called
    if line.standing is Status.ACCEPTED:
        return say("roster.accepted", unit=unit)
    holders = roster.holders(line.unit.id)
    if holders:
        return say("roster.held", unit=unit, above=", ".join(holders))
    below = roster.below(line.unit.code)
    if below:
        return say("roster.has_below", unit=unit, below=", ".join(below))
    opinions = (each for each in board.campaign.asked_items if each.type == OpinionType.name)
    if any(each.is_asked_of(line.unit) for each in opinions):
        return say("roster.consulted", unit=unit)
    return ""


def _who_is_told(line: UnitProgress) -> str:
    people = ", ".join(dict.fromkeys((*line.contacts, *line.approvers)))
    return say("roster.out.told", people=people) if people else say("roster.out.nobody")


def carry_out(situation: TurnContext, board: CampaignContext, command: RosterCommand) -> Turn:
    """Return the facts of what `check` allowed, with the sentence that says so."""
    match command:
        case AddUnit():
            return _add(situation, board, command)
        case TakeOut(unit_id=unit_id, reason=reason):
            line = sure(board.line_of(unit_id))
            unit, own = line.unit, line.submission
            fact = UnitTakenOut(board.campaign.id, own.id, unit.id, unit.code, reason)
            return Turn(State(), (fact,), (Reply(say("roster.out.done", unit=unit.called)),))
        case MendUnit():
            return mending_acts.carry_out(board, command)
        case _:
            assert_never(command)


def _add(situation: TurnContext, board: CampaignContext, command: AddUnit) -> Turn:
    """Return a unit's coming in, with a code for its reporter as all units have one."""
    found = sure(listed_unit(board, command.unit_id))
    unit = found.unit
    fact = UnitAdded(board.campaign.id, unit.id, unit.code)
    invite, told = fresh_invite(situation, board.campaign.id, unit, Role.REPORTER)
    done = say("roster.add.done", unit=unit.called)
    return Turn(State(), (fact, invite), (Reply(f"{done}\n{told}".strip()),))
