"""Writing a part in words beside a form: "viết" begins it, each message is kept, "xong" goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.conversation import navigation
from bot.conversation.command_words import Command, Word, names_a_row, read_command
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import lead_with
from bot.conversation.written_parts import (
    current,
    first_open,
    more_words,
    shortened,
    taken_back,
    title_of,
    under_titles,
    written,
)
from bot.item_types import item_type
from bot.locale.say import say
from bot.model.campaign_item import CampaignItem
from bot.model.events import Change
from bot.model.message import Incoming, IncomingKind, Reply
from bot.vietnamese.normalise import unaccented

GoOn = Callable[[ReportContext, State, Incoming], Turn]
"""What becomes of the rest of a message."""

ENDING = (Word.DONE, Word.THAT_IS_ALL, Word.NEXT)
SAID = (Word.YES, Word.NO, Word.BARE_YES, Word.BARE_NO, Word.AGREE)


def begin(desk: ReportContext, state: State, wanted: str) -> Turn | None:
    """Answer "viết", or "viết" with a title: ask for that part, or keep what follows the title; None where
    no part is meant."""
    named = _named(desk, wanted)
    title, _, words = wanted.partition(":")
    if not named and words.strip():
        named = _named(desk, title) if title.strip() else []
    if not named:
        return None
    chosen = first_open(desk, named) or named[0]
    begun = state.at(Stage.TELLING, row=chosen.key, section="")
    told = hear(desk, begun, words.strip()) if words.strip() and len(named) == 1 else None
    return told or _ask(desk, begun, chosen)


def hear_titled(desk: ReportContext, state: State, incoming: Incoming, go_on: GoOn) -> Turn | None:
    """Keep the lines of a message that begin with the title of a part ("Khó khăn: thiếu kinh phí") and go on
    with the others; None for a message without such lines."""
    if incoming.kind is not IncomingKind.TEXT or ":" not in incoming.text:
        return None
    told, others = under_titles(desk, incoming.text)
    if not told:
        return None
    facts: tuple[Change, ...] = ()
    lines = []
    for code, words in told.items():
        state, fact = more_words(desk, state, code, words)
        facts = (*facts, fact)
        lines.append(say("part.kept_titled", title=title_of(desk, code), words=shortened(words)))
    if desk.submission.is_sent and desk.lock is None:
        lines.append(say("part.send_again"))
    rest = Turn(state)
    if others.strip():
        rest = go_on(navigation.after(desk, facts), state, replace(incoming, text=others))
    return lead_with(rest.after(facts), "\n".join(lines))


def _named(desk: ReportContext, title: str) -> list[CampaignItem]:
    """Return the parts whose title holds some words; all of them for none."""
    plain = unaccented(title.strip(' “”".:'))
    return [each for each in written(desk) if plain in unaccented(item_type(each).title(each))]


def _ask(
    desk: ReportContext,
    state: State,
    asked: CampaignItem,
    changes: tuple[Change, ...] = (),
    lead: str = "",
) -> Turn:
    kept = desk.submission.answers.get(asked.answer_code)
    text = say("part.ask", title=item_type(asked).title(asked))
    if kept is not None:
        text += "\n" + say("part.so_far", words=shortened(kept.text))
    return Turn(state, changes, (Reply(text, lead=lead),))


def hear(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return what is said while a part is written: kept as its words; None for another command, which
    ends the writing."""
    asked = current(desk, state)
    command = _command(desk, text)
    if asked is None or (command is not None and command.word not in ENDING):
        return None
    if command is not None:
        return _end(desk, state)
    state, fact = more_words(desk, state, asked.answer_code, text)
    title = item_type(asked).title(asked)
    told = say("part.kept", title=title, words=shortened(text))
    if desk.submission.is_sent and desk.lock is None:
        told += " " + say("part.send_again")
    return Turn(state.at(Stage.TELLING), (fact,), (Reply(told),))


def _command(desk: ReportContext, text: str) -> Command | None:
    """Return a command word; None for what is part of a text: a yes or no, a "sửa" that names no row."""
    command = read_command(text, desk.form)
    if command is None or command.word in SAID:
        return None
    is_edit = command.word is Word.EDIT and not names_a_row(command.rest)
    return None if is_edit else command


def _end(desk: ReportContext, state: State) -> Turn:
    """Return the next part that has no words; after the last, where the report stands."""
    left = first_open(desk, written(desk))
    if left is not None and left.key != state.row:
        return _ask(desk, state.at(Stage.TELLING, row=left.key), left)
    return navigation.resume(desk, replace(state, row="", section=""))


def undo(desk: ReportContext, state: State) -> Turn:
    """Take the last words of a part back, unless they were changed since."""
    step = state.undo[0]
    if desk.submission.answers.get(step.code) != step.after:
        return navigation.again(desk, state.taken_back(), say("no_form.changed"))
    fact = taken_back(desk, step)
    turn = navigation.again(
        navigation.after(desk, (fact,)), state.taken_back(), say("no_form.undone")
    )
    return turn.after((fact,))
