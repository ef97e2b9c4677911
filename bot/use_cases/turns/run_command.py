"""Runs a coordinator's commands from the board and from the command line.

`preview` says what would happen and changes nothing; `execute` looks again in its own transaction and
does it, so that a page that was open for an hour cannot do what no longer fits. What was shown travels
with the page as a digest (`seen`): a report that has changed since is shown anew instead. A forged
digest only lets people act on what they did not look at themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.conversation import effects
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import CampaignContext, TurnContext
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.commands import (
    BeginTrial,
    CampaignCommand,
    CloseCampaign,
    DropCampaign,
    EndTrial,
    Extend,
    FinishCampaign,
    MoveReport,
    OpenCampaign,
    Remind,
    ReopenCampaign,
    TellUnits,
    UnitCommand,
)
from bot.model.events import CampaignMoved
from bot.model.optional import sure
from bot.model.person import Person, Seat
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns import campaign_setup, trial_runs
from bot.use_cases.turns import load_context
from bot.use_cases.turns.process_message import carry_out
from storage import Author, Transaction


@dataclass(frozen=True, slots=True)
class Outcome:
    """`may` tells whether all of it can be done (or was done); `text` says so or why not. `seen` is
    the digest of what was looked at; `changed` means that nothing was done, because a report is
    another than was looked at; `wrong_value` that what was asked for is at fault."""

    may: bool
    text: str
    seen: str = ""
    changed: bool = False
    wrong_value: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, where, and in which transaction; `person` is None for the command line."""

    tx: Transaction
    office: AppContext
    seat: Seat
    person: Person | None = None

    def situation(self) -> TurnContext:
        """Return what a command may know besides the board, with fresh codes at every call."""
        office = self.office
        return TurnContext(
            now=office.now(),
            tz=office.tz,
            person=self.person,
            seats=(self.seat,),
            fresh=(office.fresh_code(), office.fresh_code()),
            invite_links=office.invite_links,
            board_link=office.board_link,
            calendar=office.calendar,
        )

    def author(self) -> Author:
        """Return who is written into the record."""
        if self.person is None:
            return self.office.command_author()
        return Author(self.office.now(), self.person.id)

    def whole_board(self) -> CampaignContext:
        """Return the campaign with a line for every unit."""
        return load_context.load_board(self.tx, self.office, self.seat)

    def board(self, commands: Sequence[UnitCommand]) -> CampaignContext:
        """Return the campaign with a line for each unit that is meant."""
        wanted = sorted({unit for command in commands for unit in _units(command)})
        to_many = (Remind, TellUnits)
        anybody = any(isinstance(each, to_many) and not each.unit_ids for each in commands)
        named = None if anybody else wanted
        return load_context.load_board(self.tx, self.office, self.seat, named)


def _units(command: UnitCommand) -> tuple[int, ...]:
    match command:
        case Remind(unit_ids=units) | TellUnits(unit_ids=units):
            return units
        case Extend(unit_id=None):
            return ()
        case MoveReport(unit_id=unit, to_unit_id=to):
            return (unit, to)
        case _:
            return (sure(command.unit_id),)


def preview(acting: Acting, commands: Sequence[UnitCommand]) -> Outcome:
    """Return what the commands would do, in words; reads only."""
    if not commands:
        return Outcome(False, say("board_page.choose_units"))
    board = acting.board(commands)
    return _outcome([effects.check(acting.situation(), board, each) for each in commands])


def _outcome(checked: Sequence[Preview | Refusal]) -> Outcome:
    refused = [each for each in checked if isinstance(each, Refusal)]
    seen = [each.seen for each in checked if isinstance(each, Preview)]
    return Outcome(
        not refused,
        "\n".join(each.text for each in refused or checked),
        hashlib.sha256("\n".join(seen).encode()).hexdigest()[:32] if any(seen) else "",
        wrong_value=bool(refused) and all(each.wrong_value for each in refused),
    )


def execute(acting: Acting, commands: Sequence[UnitCommand], seen: str | None = None) -> Outcome:
    """Do all the commands, or none where one of them cannot be done. With `seen` they are done only
    as they were looked at."""
    shown = preview(acting, commands)
    if not shown.may:
        return shown
    board = acting.board(commands)
    if seen is not None and seen != shown.seen:
        texts = [effects.changed_text(board, each) for each in commands]
        return replace(shown, text="\n".join([*texts, shown.text]), changed=True)
    texts = []
    for command in commands:
        turn = effects.carry_out(acting.situation(), board, command)
        carry_out(acting.tx, acting.office, turn, acting.author())
        texts += [reply.text for reply in turn.replies]
    return Outcome(True, "\n".join(texts), shown.seen)


def run_on_campaign(
    tx: Transaction, office: AppContext, slug: str, command: CampaignCommand
) -> Campaign:
    """Run an operator's command on a whole campaign; raises OperatorError where it cannot be done."""
    match command:
        case DropCampaign():
            moved = campaign_setup.drop_campaign(tx, office, slug)
        case BeginTrial():
            moved = trial_runs.begin_trial(tx, office, campaign_setup.find_campaign(tx, slug))
        case EndTrial():
            moved = trial_runs.end_trial(tx, office, campaign_setup.find_campaign(tx, slug))
        case OpenCampaign():
            moved = campaign_setup.open_campaign(tx, office, slug)
        case CloseCampaign():
            moved = campaign_setup.close_campaign(tx, office, slug)
        case FinishCampaign():
            moved = campaign_setup.finish_campaign(tx, office, slug)
        case ReopenCampaign():
            moved = campaign_setup.reopen_campaign(tx, office, slug)
        case _:
            assert_never(command)
    author = office.command_author()
    tx.audit.write([CampaignMoved(moved.id, moved.state.value)], author, moved.id)
    return moved
