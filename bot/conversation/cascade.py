"""A request that goes on to the units below, by an earlier day: the plan travels along."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.conversation.chat_commands import pass_on_asked
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import (
    CampaignContext,
    NoticeToPeople,
    ReportContext,
    Turn,
    TurnContext,
)
from bot.conversation.state import State
from bot.deadlines.deadline_words import until_in_words
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.commands import PassOn
from bot.model.events import Extended
from bot.model.message import Reply, Urgency
from bot.model.optional import sure
from bot.model.person import Role
from bot.model.unit import Unit

SAID = "pass on: "  # in `shown`, with the day and the words: what was shown before it is done


def check(situation: TurnContext, board: CampaignContext, asked: PassOn) -> Preview | Refusal:
    """Return what would go on and to whom; a day must lie ahead, and before the unit's own."""
    desk = _desk(board, asked)
    return Refusal(say("act.dropped")) if desk is None else _checked(situation, desk, asked)


def _checked(situation: TurnContext, desk: ReportContext, asked: PassOn) -> Preview | Refusal:
    below = _directly_below(desk)
    if not below:
        return Refusal(say("branch.nobody_below", unit=desk.unit.called))
    shown = day(situation.day_of(asked.until))
    if asked.until <= situation.now:
        return Refusal(say("pass_on.past", day=shown), wrong_value=True)
    if desk.deadline is not None and asked.until >= desk.deadline:
        named = {
            "day": shown,
            "last": day(situation.day_of(desk.deadline)),
            "unit": desk.unit.called,
        }
        return Refusal(say("pass_on.not_earlier", **named), wrong_value=True)
    lines = [
        say(
            "pass_on.confirm",
            unit=desk.unit.called,
            until=until_in_words(asked.until, situation.tz),
            count=len(below),
            names=", ".join(unit.called for unit in below),
        )
    ]
    if desk.deadline is not None and _is_close(situation, asked.until, desk.deadline):
        lines.append(say("pass_on.too_close", last=day(situation.day_of(desk.deadline))))
    return Preview("\n".join(lines))


def carry_out(situation: TurnContext, board: CampaignContext, asked: PassOn) -> Turn:
    """Give the units below the earlier day, and tell their people, with how to read the plan."""
    desk = sure(_desk(board, asked))
    return _carried_out(situation, desk, asked)


def by_own_people(situation: TurnContext, desk: ReportContext, state: State, words: str) -> Turn:
    """Pass a request on for the unit that received it, once its people said so twice in the same words."""
    asked = pass_on_asked(situation, desk.campaign, desk.unit.id, words)
    if isinstance(asked, str):
        return Turn(state, (), (Reply(say("pass_on.how_own")),))
    found = _checked(situation, desk, asked)
    said = f"{SAID}{asked.until.isoformat()} {asked.words}"
    if isinstance(found, Refusal):
        return Turn(state, (), (Reply(found.text),))
    if said not in state.shown:
        told = Reply(f"{found.text}\n{say('pass_on.say_again')}")
        return Turn(replace(state, shown=(*state.shown, said)), (), (told,))
    left = tuple(each for each in state.shown if each != said)
    return replace(_carried_out(situation, desk, asked), state=replace(state, shown=left))


def _carried_out(situation: TurnContext, desk: ReportContext, asked: PassOn) -> Turn:
    until = until_in_words(asked.until, situation.tz)
    below = _directly_below(desk)
    reason = say("pass_on.reason", unit=desk.unit.called)
    campaign = desk.campaign
    facts = tuple(Extended(campaign.id, unit.id, asked.until, reason) for unit in below)
    told = say(
        "pass_on.told",
        unit=desk.unit.called,
        campaign=campaign.title,
        until=until,
        words=asked.words,
    ).strip()
    reply = Reply(told, urgency=Urgency.NOTICE)
    notices = tuple(
        NoticeToPeople(campaign.id, unit.id, role, reply)
        for unit in below
        for role in (Role.REPORTER, Role.COORDINATOR)
    )
    done = say("pass_on.done", count=len(below), until=until)
    if desk.deadline is not None and _is_close(situation, asked.until, desk.deadline):
        done = f"{done}\n{say('pass_on.too_close', last=day(situation.day_of(desk.deadline)))}"
    return Turn(State(), facts, (Reply(done),), notices)


def _desk(board: CampaignContext, asked: PassOn) -> ReportContext | None:
    return board.report_of(asked.unit_id) if board.report_of is not None else None


def _directly_below(desk: ReportContext) -> list[Unit]:
    """Return the units whose parent the unit is."""
    units = [unit for unit, _ in desk.below()] if desk.below is not None else []
    return [unit for unit in units if unit.parent == desk.unit.code]


def _is_close(situation: TurnContext, below: datetime, own: datetime) -> bool:
    """Return whether no working day lies between the two (Nghị định 09/2019/NĐ-CP, Điều 8 khoản 5)."""
    days = [*map(situation.day_of, (below, own))]
    return situation.calendar.working_days_between(days[0], days[1]) < 1
