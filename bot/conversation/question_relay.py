"""Questions on their way up and answers on their way down.

A coordinator who cannot answer passes a unit's question to the level above; whoever answers is heard by the
unit and by everybody it went through. Beyond the last coordinator stands the office whose plan it is.
"""

from __future__ import annotations

import re
from itertools import takewhile

from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.context import (
    CampaignContext,
    NoticeToPeople,
    Turn,
    TurnContext,
    UnitProgress,
)
from bot.conversation.state import State
from bot.conversation.unit_names import units_mentioned
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.commands import Tell
from bot.model.events import QuestionAsked, QuestionPassedUp, UnitTold
from bot.model.message import Reply, Urgency
from bot.model.optional import sure
from bot.model.person import Role
from bot.model.question_route import Station
from bot.model.unit import Unit

QUOTED = 160  # characters of a question that is repeated with its answer
UNITS_PEOPLE = (Role.REPORTER, Role.APPROVER, Role.COORDINATOR)
_FOR_ALL = re.compile(r"\(?\s{0,5}(?:dùng\s{1,5})?chung\s{0,5}\)?\s{0,5}:\s{0,5}", re.IGNORECASE)


def read_answer_for(unit_id: int, rest: str) -> Tell:
    """Return words to a unit; "(chung): …" in front of them makes them help for every unit."""
    mark = _FOR_ALL.match(rest)
    words = rest[mark.end() :].strip() if mark is not None else rest
    return Tell(unit_id, words or rest, is_for_all=mark is not None and bool(words))


# -- answers go down ------------------------------------------------------------------------------


def check_answer(line: UnitProgress, asked: Tell) -> Preview | Refusal:
    """Return what would be told; only an answer about a row can be help for all."""
    name = line.unit.called
    if line.alone and not line.asked:
        return Refusal(say("act.tell.nobody", unit=name))
    if asked.is_for_all and not line.asked_row:
        return Refusal(say("act.tell.no_row", unit=name))
    shown = say("act.tell.confirm", unit=name, rest=asked.words)
    if asked.is_for_all:
        shown = f"{shown}\n{say('act.tell.for_all', code=line.asked_row)}"
    return Preview(shown)


def answer(
    situation: TurnContext, board: CampaignContext, line: UnitProgress, asked: Tell
) -> Turn:
    """Tell the unit's people; an answer is also told to those whom the question went through."""
    key = "unit.answered" if line.asked else "unit.told"
    named = {"unit": line.unit.called, "words": asked.words, "who": who(situation)}
    told = say(key, **named, asked=_short(line.question))
    urgency = Urgency.REPLY if line.asked else Urgency.NOTICE  # they wait for an answer
    notices = [
        NoticeToPeople(board.campaign.id, line.unit.id, role, Reply(told, urgency=urgency))
        for role in UNITS_PEOPLE
    ]
    if line.asked:
        passed = Reply(say("unit.answered_above", **named, asked=_short(line.question)),
                       urgency=Urgency.NOTICE)  # fmt: skip
        notices += [_to(board, station, passed) for station in _between(board, line)]
    fact = UnitTold(board.campaign.id, line.submission.id, asked.words, asked.is_for_all)
    done = [say("act.tell.done", unit=line.unit.called)]
    if asked.is_for_all:
        done.append(say("act.tell.done_for_all", code=line.asked_row))
    return Turn(State(), (fact,), (Reply("\n".join(done)),), tuple(notices))


def _between(board: CampaignContext, line: UnitProgress) -> list[Station]:
    """Return the stations between a unit and whoever answers."""
    stations = board.stations(line.unit) if board.stations is not None else ()
    return list(takewhile(lambda each: each.unit_id != board.seat.unit_id, stations))


# -- questions go up ------------------------------------------------------------------------------


def check_pass_up(board: CampaignContext, line: UnitProgress) -> Preview | Refusal:
    """Return to whom a unit's question would go on."""
    named = {"unit": line.unit.called, "words": _short(line.question)}
    if not line.asked:
        return Refusal(say("act.pass_up.no_question", unit=line.unit.called))
    above = _next_above(board, line.unit)
    if above is not None:
        return Preview(say("act.pass_up.confirm", **named, above=above.name), line.question)
    beyond = _office_beyond(board)
    if beyond:
        return Preview(say("act.pass_up.outside", **named, above=beyond), line.question)
    return Refusal(say("act.pass_up.nobody", unit=line.unit.called))


def pass_up(situation: TurnContext, board: CampaignContext, line: UnitProgress) -> Turn:
    """Send a unit's question to the level above and say so to the unit."""
    above = _next_above(board, line.unit)
    name = above.name if above is not None else _office_beyond(board)
    named = {"unit": line.unit.called, "above": name}
    told = Reply(
        say("unit.passed_up", **named, words=_short(line.question)), urgency=Urgency.NOTICE
    )
    notices = [
        NoticeToPeople(board.campaign.id, line.unit.id, role, told) for role in UNITS_PEOPLE
    ]
    if above is not None:
        notices.append(_to(board, above, _question(situation, board, line)))
    fact = QuestionPassedUp(board.campaign.id, line.submission.id, line.question, name)
    key = "act.pass_up.done" if above is not None else "act.pass_up.done_outside"
    return Turn(State(), (fact,), (Reply(say(key, **named)),), tuple(notices))


def to_unit(board: CampaignContext, asked: str, text: str) -> Tell | None:
    """Return a coordinator's question as words to the one unit that it names, where nobody is above whom it
    could be for."""
    named = units_mentioned(board.units, asked)
    return Tell(named[0].id, text) if len(named) == 1 and board.seat.unit_id is None else None


def ask_above(situation: TurnContext, board: CampaignContext, state: State, words: str) -> Turn:
    """Send a coordinator's own question to the level above."""
    unit_id = board.seat.unit_id
    if unit_id is None or board.report_of is None:
        beyond = _office_beyond(board)
        told = say("question.nobody_above", above=beyond) if beyond else say("question.alone")
        return Turn(state, (), (Reply(told),))
    desk = sure(board.report_of(unit_id))
    if not words:
        return Turn(state, (), (Reply(say("question.how_above")),))
    above = _next_above(board, desk.unit)
    fact = QuestionAsked(board.campaign.id, desk.submission.id, words)
    if above is None:
        return Turn(state, (fact,), (Reply(say("question.kept")),))
    text = say("question.text", words=words, who=_name(situation), place="",
               unit=desk.unit.called, campaign=board.campaign.title)  # fmt: skip
    sent = Reply(say("question.sent_to", above=above.name))
    asked = Reply(text, say("question.told", unit=desk.unit.called))
    return Turn(state, (fact,), (sent,), (_to(board, above, asked),))


def _question(situation: TurnContext, board: CampaignContext, line: UnitProgress) -> Reply:
    """Return a unit's question as the level above reads it: who passed it on, how to answer."""
    row, unit = line.asked_row, line.unit.called
    place = say("question.place", code=row) if row else ""
    text = say("question.passed", words=line.question, who=who(situation), place=place,
               unit=unit, campaign=board.campaign.title)  # fmt: skip
    lines = [text, say("question.how_for_all", unit=unit)] if row else [text]
    return Reply("\n".join(lines), say("question.told", unit=unit))


def _next_above(board: CampaignContext, unit: Unit) -> Station | None:
    """Return who comes after the board's own station on a unit's way up; None after the last."""
    stations = board.stations(unit) if board.stations is not None else ()
    own = board.seat.unit_id
    if own is None:
        return None
    places = [place for place, each in enumerate(stations) if each.unit_id == own]
    later = stations[places[0] + 1 :] if places else stations
    return next(iter(later), None)


def _to(board: CampaignContext, station: Station, reply: Reply) -> NoticeToPeople:
    return NoticeToPeople(board.campaign.id, station.unit_id, Role.COORDINATOR, reply)


def _office_beyond(board: CampaignContext) -> str:
    return board.beyond() if board.beyond is not None else ""


def who(situation: TurnContext) -> str:
    """Return the coordinator by office and name, as far as the name is known."""
    name = _name(situation)
    return say("unit.by_coordinator_named", name=name) if name else say("unit.by_coordinator")


def _name(situation: TurnContext) -> str:
    person = situation.person
    return "" if person is None or is_unnamed(person.name) else person.name


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTED else f"{flat[:QUOTED]}…"
