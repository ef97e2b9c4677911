"""A coordinator's turns: look, ask for an act on a unit, confirm it, take documents along.

An act is always confirmed before it is done; until then the conversation keeps it as a command.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from bot.conversation import (
    branch_talk,
    coordinator_figures,
    coordinator_files,
    coordinator_offers,
    coordinator_questions,
    effects,
    forwarded,
    group_acts,
    helpdesk,
    pages_link,
    question_relay,
    reminder_request,
    roster_acts,
    told_units,
    total_file,
    waiting_together,
    waiting_yes,
)
from bot.conversation.chat_commands import (
    NAME_SAYS_ALL,
    NAMES,
    asks_whether,
    day_instead,
    everybody_named,
    how_to_say,
    named_to_act,
    pass_on_asked,
    read_command_for,
    several_to_accept,
    unit_named,
    unit_within,
)
from bot.conversation.checked_act import Preview, Refusal
from bot.conversation.command_words import Command, Word, read_command
from bot.conversation.context import CampaignContext, Turn, TurnContext, UnitProgress
from bot.conversation.phrase_forms import behind_courtesies
from bot.conversation.state import Choosing, Stage, State, Waiting
from bot.conversation.unit_names import match_unit, nearly_named, units_mentioned
from bot.locale.board_text import board_text
from bot.locale.say import say
from bot.locale.snapshot_words import difference_text, list_text
from bot.model.commands import Accept, AddUnit, EnterFor, HandUpTotal, Remind, UnitCommand
from bot.model.documents import campaign_document
from bot.model.export_kinds import DocumentKind, campaign_exports
from bot.model.message import Choice, Incoming, IncomingKind, Reply
from bot.model.optional import first, sure
from bot.model.unit import Unit

TAPPED = ("yes", "no", "remind", "export", "picture")  # words, as the keys of buttons
_NUMBER = re.compile(r"[0-9]{1,6}")
_OF_ALL = re.compile(  # "tổng hợp toàn huyện tới giờ": no unit is named
    r"(?:(?:toàn|cả|huyện|tỉnh|xã|phường|thành|phố|đợt|chung|hết|tất|số|liệu|tới|đến|giờ|nay|này|đi|em|nhé|giúp|chị|anh"
    r"|được|bao|nhiêu|rồi|các|đơn|vị|của|thế|nào)(?:\s+|\Z))*+",
    re.IGNORECASE,
)


def coordinator_turn(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    """Return a coordinator's message; a yes that somebody else wrote and they handed on is none."""
    board, others_words = situation.board, incoming.kind is IncomingKind.FORWARDED
    incoming = forwarded.as_own_words(incoming)
    if board is None:
        return Turn(state, (), (Reply(say("join.need_code")),))
    if incoming.kind is IncomingKind.CHOICE:
        return _tapped(situation, board, state, incoming.choice)
    total = total_file.asked_of_branch(board, incoming)
    if total is not None:
        return _ask(situation, board, state, total)
    if incoming.kind in (IncomingKind.PHOTO, IncomingKind.FILE):
        return _file(situation, board, state, incoming)
    agreed = waiting_yes.agreed(board, state, incoming.text)
    if agreed is not None and state.stage is Stage.ACT:
        if others_words:
            again = Reply(say("act.type_yes"), lead=forwarded.source_of(incoming))
            return Turn(state, (), (again,))
        return _settled(situation, board, state, agreed=agreed)
    if agreed is not None and state.which_unit is None:
        told = coordinator_questions.thanks_in(incoming.text) or say("confirm.nothing")
        return Turn(state, (), (Reply(told),))
    text = incoming.text
    at_once = day_instead(situation, board, state.waits, text) or told_units.read(board, text)
    if at_once is not None:
        return _ask(situation, board, state, at_once)
    command = read_command(incoming.text, None, coordinator=True)
    if command is None:
        command = read_command(behind_courtesies(incoming.text), None, coordinator=True)
    asked = helpdesk.question_in(incoming.text)
    if asked is not None:
        return _question(situation, board, state, asked, incoming.text)
    if command is None or command.word is Word.EDIT:  # "sửa giúp Xã A mục 1.1 …"
        named = _typed(situation, board, state, incoming.text)
        return named or _in_own_words(situation, board, state, incoming.text)
    return _command(situation, board, state, command)


def _in_own_words(situation: TurnContext, board: CampaignContext, state: State, text: str) -> Turn:
    """Return what a message that is no command asks for, or that it was not understood."""
    wanted = coordinator_questions.answer(situation, board, text)
    if wanted is None:
        tell = partial(coordinator_questions.about, situation, board)
        return coordinator_offers.not_understood(board, state, text, tell)
    return _told(situation, board, state, wanted)


def _told(
    situation: TurnContext, board: CampaignContext, state: State, wanted: Command | str
) -> Turn:
    if isinstance(wanted, Command):
        return _command(situation, board, state, wanted)
    return Turn(state, (), (Reply(wanted),))


def _file(
    situation: TurnContext, board: CampaignContext, state: State, incoming: Incoming
) -> Turn:
    """Return what a unit's mailed form would store, or whose it is asked for."""
    if refused := coordinator_files.refusal(incoming):
        return Turn(state, (), (Reply(refused),))
    lines, waiting = coordinator_files.whose_file(board, incoming)
    if len(lines) == 1:
        return _chosen(situation, board, state, waiting, lines[0])
    whose = say("mail.whose_file", name=incoming.the_file.name)
    if others := coordinator_files.waiting_entries(state, 0):  # a question would drop them
        units = coordinator_files.unit_names(board, others)
        return Turn(state, (), (Reply(say("mail.send_again", whose=whose, units=units)),))
    asked = _which(board, state, waiting, lines)
    (reply,) = asked.replies
    shown = replace(reply, head=whose) if lines else Reply(whose)
    return replace(asked, replies=(shown,))


def _tapped(situation: TurnContext, board: CampaignContext, state: State, key: str) -> Turn:
    parts = key.split("|")
    if len(parts) != 4 or parts[0] != f"c{board.campaign.id}" or parts[2] != str(state.prompt):
        return Turn(state, (), (Reply(say("button.old")),))
    if parts[3] == "unit" and state.which_unit is not None and parts[1].isdigit():
        if state.which_unit.word is Word.ADD_UNIT:
            return _ask(situation, board, state, AddUnit(int(parts[1])))
        line = board.line_of(int(parts[1]))
        if line is not None:
            return _chosen(situation, board, state, state.which_unit, line)
    if parts[3].startswith(coordinator_offers.ABOUT):
        word = Word(parts[3].removeprefix(coordinator_offers.ABOUT))
        wanted = coordinator_questions.about(situation, board, word) or say("coordinator.unknown")
        return _told(situation, board, state, wanted)
    if parts[3] in TAPPED:
        return _command(situation, board, state, Command(Word(parts[3])))
    return Turn(state, (), (Reply(say("button.old")),))


def _typed(situation: TurnContext, board: CampaignContext, state: State, text: str) -> Turn | None:
    """Return a unit's name or code where several fitted, for channels without buttons."""
    if state.which_unit is None:
        return None
    if state.which_unit.word is Word.ADD_UNIT:
        listed = board.roster.listed() if board.roster is not None else ()
        known, _ = match_unit([each.unit for each in listed], text)
        return _add_unit(situation, board, state, text) if known else None
    fits, rest = match_unit(board.units, text)
    line = board.line_of(fits[0].id) if len(fits) == 1 and not rest else None
    return _chosen(situation, board, state, state.which_unit, line) if line is not None else None


def _chosen(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    asked: Choosing,
    line: UnitProgress,
) -> Turn:
    """Return one of the units that an act was asked for."""
    if asked.word is Word.REMIND:
        units = (*asked.unit_ids, line.unit.id)
        return _ask(situation, board, state, Remind(asked.rest, unit_ids=units))
    if asked.file is not None:
        entry = EnterFor(line.unit.id, "", asked.rest, file=asked.file)
        return _ask_with_others(situation, board, state, entry)
    return _read(situation, board, state, asked.word, line, asked.rest)


def _question(
    situation: TurnContext, board: CampaignContext, state: State, asked: str, text: str
) -> Turn:
    """Ask the one unit that a question names where nobody is above, else the level above."""
    told = question_relay.to_unit(board, asked, text)
    if told is not None:
        return _ask(situation, board, state, told)
    return question_relay.ask_above(situation, board, state, asked)


def _command(
    situation: TurnContext, board: CampaignContext, state: State, command: Command
) -> Turn:
    word, rest = command.word, command.rest
    if word in (Word.TOTAL, Word.SUBMIT_TOTAL) and _OF_ALL.fullmatch(rest):
        return _own_total(situation, board, state, command)
    if word in (Word.YES, Word.NO) and state.stage is Stage.ACT:
        return _settled(situation, board, state, agreed=word is Word.YES)
    if word in _ON_CAMPAIGN:
        return _ON_CAMPAIGN[word](situation, board, state, rest)
    if word in NAMES:
        return _on_unit(situation, board, state, command)
    told = "take_back" if word is Word.UNDO else "help"
    return Turn(state, (), (Reply(say(f"coordinator.{told}")),))


def _pass_on(situation: TurnContext, board: CampaignContext, state: State, rest: str) -> Turn:
    """Read "chuyển xuống [<unit>] trước ngày 10/10 <words>" and ask; a branch's coordinator need not name
    the unit."""
    fits, left = unit_named(board.units, rest)
    unit_id = fits[0].id if len(fits) == 1 else board.seat.unit_id
    asked = pass_on_asked(situation, board.campaign, unit_id, left if fits else rest)
    return (
        _refuse(state, asked) if isinstance(asked, str) else _ask(situation, board, state, asked)
    )


def _add_unit(situation: TurnContext, board: CampaignContext, state: State, rest: str) -> Turn:
    """Find the unit in the body's list, and ask; several of one name become buttons."""
    if board.roster is None:
        return _refuse(state, say("roster.whole_campaign"))
    listed = [each.unit for each in board.roster.listed()]
    fits, left = match_unit(listed, rest)
    if len(fits) == 1 and not left:
        return _ask(situation, board, state, AddUnit(fits[0].id))
    if fits and not left:
        return _which_unit(board, state, Choosing(Word.ADD_UNIT, ""), fits)
    return _refuse(state, roster_acts.how_to_add(board, rest, listed))


def _own_total(
    situation: TurnContext, board: CampaignContext, state: State, command: Command
) -> Turn:
    """Show or hand up the total of the branch that its coordinator has, or show that of the campaign."""
    is_shown = command.word is Word.TOTAL
    if not board.is_branch:
        total = Turn(state, (), (Reply(coordinator_figures.all_rows(board)),))
        return total if is_shown else _on_unit(situation, board, state, command)
    unit_id = sure(board.seat.unit_id)
    desk = sure(effects.desk_of(board, unit_id))
    if is_shown:
        return branch_talk.show(situation, desk, _idle(state))
    return _ask(situation, board, state, HandUpTotal(unit_id))


def _idle(state: State) -> State:
    """Return the state in which nothing waits any more."""
    return state.at(Stage.IDLE)


def _button(board: CampaignContext, state: State, action: str, unit: int = 0) -> Choice:
    return Choice(coordinator_offers.key(board, state, action, unit), say(f"button.{action}"))


def _progress(board: CampaignContext, state: State) -> Turn:
    choices = tuple(_button(board, state, action) for action in ("remind", "picture", "export"))
    contested = board.contested(board.lines) if board.contested is not None else ()
    text = "\n".join([board_text(board), *contested, *board.quota])
    reply = Reply(text, board.campaign.title, choices=choices)
    return Turn(state, (), (reply,))


def _remind(situation: TurnContext, board: CampaignContext, state: State, text: str) -> Turn:
    """Return who is meant; units of one name become buttons."""
    asked = reminder_request.read_request(board, text)
    if asked is None:
        return _refuse(state, how_to_say(situation, board, Word.REMIND))
    if asks_whether(asked.words):  # "nhắc Xã A chưa"
        return Turn(state, (), (Reply(coordinator_questions.reminders(situation, board)),))
    if isinstance(asked, reminder_request.RequestedUnits):
        lines = board.lines_of(asked.fits)
        waiting = Choosing(Word.REMIND, asked.asked.words, asked.asked.unit_ids)
        return _which(board, state, waiting, lines)
    return _ask(situation, board, state, asked)


def _export(situation: TurnContext, board: CampaignContext, state: State, what: str) -> Turn:
    """Return the campaign as the first kind of file, or as the one that is named."""
    export = coordinator_files.export_meant(what)
    if export is not None and board.is_branch and export.source is not DocumentKind.CAMPAIGN:
        return _refuse(state, say("branch.not_this_file"))
    if export is None:
        known = ", ".join(each.words[0] for each in campaign_exports())
        return Turn(state, (), (Reply(say("export.unknown", what=what.strip(), known=known)),))
    everybody_sent = all(line.is_sent for line in board.lines)
    if export.source is DocumentKind.LETTER and everybody_sent:
        return Turn(state, (), (Reply(say("letter.nobody")),))
    who = situation.person.id if situation.person is not None else None
    document = campaign_document(board.campaign, export, who, board.seat.unit_id)
    reply = Reply(say("export.ready", name=document.name), document=document)
    return Turn(state, (), (reply,))


def _snapshots(situation: TurnContext, board: CampaignContext, state: State, asked: str) -> Turn:
    """Return which totals left as documents and whether they still fit; with a number, what differs."""
    standings = board.issued() if board.issued is not None else ()
    wanted = _NUMBER.search(asked)
    if wanted is None:
        return Turn(state, (), (Reply(list_text(standings, situation.tz), say("snapshot.title")),))
    number = int(wanted[0])
    found = first(lambda each: each.snapshot.number == number, standings)
    if found is None or board.differs is None:
        return Turn(state, (), (Reply(say("snapshot.unknown", number=number)),))
    return Turn(state, (), (Reply(difference_text(board.differs(found), situation.tz)),))


def _on_unit(
    situation: TurnContext, board: CampaignContext, state: State, command: Command
) -> Turn:
    """Find the unit; several fits become buttons."""
    word, rest = command.word, command.rest
    units = board.units
    everybody = everybody_named(units, rest) if word is Word.EXTEND else None
    if everybody is not None:
        return _read(situation, board, state, word, None, everybody)
    if word is Word.ACCEPT and (several := several_to_accept(board, rest)):
        return _ask_several(situation, board, state, several)
    said = rest
    fits, rest = unit_named(units, rest)
    if not fits and word is Word.EXTEND:  # "gia hạn thêm 3 ngày cho Xã A vì …"
        fits, rest = unit_within(units, said)
    if not fits and word in NAME_SAYS_ALL:  # "mời lại cán bộ Xã A"
        fits, rest = named_to_act(units, rest), ""
    if not fits:
        return _nearly_named(situation, board, state, Choosing(word, said))
    if asks_whether(rest):
        return Turn(state, (), (Reply(coordinator_questions.standings(situation, board, fits)),))
    if word in NAME_SAYS_ALL and units_mentioned(units, rest):  # "nhận Xã A và trả Xã B"
        return _refuse(state, say("act.one_at_a_time"))
    lines = board.lines_of(fits)
    if len(lines) == 1:
        return _read(situation, board, state, word, lines[0], rest)
    return _which(board, state, Choosing(word, rest), lines)


def _nearly_named(
    situation: TurnContext, board: CampaignContext, state: State, asked: Choosing
) -> Turn:
    """Offer the units whose names are misspelt by little; else tell how an act is said."""
    fits, rest = nearly_named(board.units, asked.rest)
    if not fits:
        return _refuse(state, how_to_say(situation, board, asked.word))
    return _which_unit(board, state, replace(asked, rest=rest), fits, "act.which_nearly")


def _ask_several(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    several: tuple[Accept, ...],
) -> Turn:
    """Show several acts as one and wait for one "đúng"; those that cannot be done are named and left."""
    checked = [(command, effects.check(situation, board, command)) for command in several]
    refused = [each.text for _, each in checked if isinstance(each, Refusal)]
    able = [(command, each.seen) for command, each in checked if isinstance(each, Preview)]
    if not able:
        return _refuse(state, "\n".join(refused))
    names = ", ".join(board.by_id[each.unit_id].called for each, _ in able)
    ask = say("act.accept.several", count=len(able), names=names)
    (first, seen), *others = able
    waits = Waiting(first, seen, tuple(Waiting(*each) for each in others))
    state = state.at(Stage.ACT, waits=waits)
    choices = (_button(board, state, "yes"), _button(board, state, "no"))
    text = "\n".join([*refused, ask, say("act.type_yes")])
    return Turn(state, (), (Reply(text, choices=choices),))


def _which(
    board: CampaignContext, state: State, waiting: Choosing, lines: list[UnitProgress]
) -> Turn:
    """Ask which of several units of the campaign is meant."""
    return _which_unit(board, state, waiting, [line.unit for line in lines])


def _which_unit(
    board: CampaignContext,
    state: State,
    waiting: Choosing,
    units: Sequence[Unit],
    key: str = "act.which",
) -> Turn:
    """Ask which of several units that fit is meant: a button for each."""
    state = state.at(Stage.ACT, which_unit=waiting)
    choices = tuple(
        Choice(f"c{board.campaign.id}|{unit.id}|{state.prompt}|unit", unit.called)
        for unit in units[:20]
    )
    names = "\n".join(f"– {unit.called} ({unit.code})" for unit in units[:20])
    return Turn(state, (), (Reply(say(key, names=names), choices=choices),))


def _read(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    word: Word,
    line: UnitProgress | None,
    rest: str,
) -> Turn:
    """Return the words as a command, or what is missing in them."""
    if word is Word.TOTAL and line is not None:
        desk = sure(effects.desk_of(board, line.unit.id))
        return branch_talk.show(situation, desk, _idle(state))
    found = read_command_for(situation, board, word, line, rest)
    return (
        _refuse(state, found) if isinstance(found, str) else _ask(situation, board, state, found)
    )


def _ask(
    situation: TurnContext,
    board: CampaignContext,
    state: State,
    command: UnitCommand,
    before: str = "",
) -> Turn:
    """Show what would be done and wait for "đúng"."""
    checked = effects.check(situation, board, command)
    text = f"{before}\n{checked.text}".strip()
    if isinstance(checked, Refusal):
        return _refuse(state, text)
    state = state.at(Stage.ACT, waits=Waiting(command, checked.seen))
    reply = Reply(
        f"{text}\n{say('act.type_yes')}",
        choices=(_button(board, state, "yes"), _button(board, state, "no")),
    )
    return Turn(state, (), (reply,))


def _ask_with_others(
    situation: TurnContext, board: CampaignContext, state: State, entry: EnterFor
) -> Turn:
    """Show what a file would store; files that wait already go on waiting with it."""
    others = coordinator_files.waiting_entries(state, entry.unit_id)
    turn = _ask(situation, board, state, entry)
    if not others:
        return turn
    if turn.state.waits is None:  # this file stores nothing: the others still wait
        return replace(turn, state=replace(state, which_unit=None))
    also = say("mail.others_wait", units=coordinator_files.unit_names(board, others))
    replies = tuple(replace(reply, text=f"{reply.text}\n{also}") for reply in turn.replies)
    waits = replace(turn.state.waits, others=others)
    return replace(turn, state=replace(turn.state, waits=waits), replies=replies)


def _refuse(state: State, sentence: str) -> Turn:
    return Turn(_idle(state), (), (Reply(sentence),))


def _settled(
    situation: TurnContext, board: CampaignContext, state: State, *, agreed: bool
) -> Turn:
    """Answer "đúng" or "sai" to a command that waits. What is another than it was shown is asked anew."""
    waiting = state.waits
    if waiting is None or not agreed:
        return _refuse(state, say("act.dropped"))
    done, changed = waiting_together.carry_out(situation, board, waiting, _idle(state))
    for each in changed:
        done = _ask_besides(situation, board, done, each)
    return done


def _ask_besides(
    situation: TurnContext, board: CampaignContext, done: Turn, changed: Waiting
) -> Turn:
    """Ask about a command anew behind what was done; where another is asked about already, it waits for the
    same word, by which it is asked about in its turn."""
    waits = done.state.waits
    if waits is not None:
        waits = replace(waits, others=(*waits.others, changed))
        return replace(done, state=replace(done.state, waits=waits))
    told = effects.changed_text(board, changed.command)
    asked = _ask(situation, board, done.state, changed.command, told)
    return waiting_together.joined(done, asked)


def _board_link(situation: TurnContext, board: CampaignContext, state: State) -> Turn:
    """Return a personal way into the pages, with the picture of progress beside it."""
    turn = pages_link.way_to_pages(situation, board.campaign.id, state)
    if not turn.changes:
        return turn
    choices = (_button(board, state, "picture"),)
    return replace(turn, replies=tuple(replace(reply, choices=choices) for reply in turn.replies))


_Act = Callable[[TurnContext, CampaignContext, State, str], Turn]
_ON_CAMPAIGN: dict[Word, _Act] = {
    **dict.fromkeys(
        (Word.PROGRESS, Word.VIEW), lambda _, board, state, _rest: _progress(board, state)
    ),
    Word.REMIND: _remind,
    Word.EXPORT: _export,
    Word.BOARD: lambda situation, board, state, _rest: _board_link(situation, board, state),
    Word.PICTURE: lambda _, board, state, _rest: group_acts.picture(board, state),
    **{word: partial(group_acts.group_act, word) for word in group_acts.ON_GROUPS},
    Word.ADD_UNIT: _add_unit,
    Word.SNAPSHOTS: _snapshots,
    Word.PASS_ON: _pass_on,
}
"""What a coordinator asks of the whole campaign, with the words behind the command."""
