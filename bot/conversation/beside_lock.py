"""What may still come to a report that an accepted total holds: what a unit owes besides its figures. It is
reminded of these parts, and no figure is changed by them."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import part_talk, photo_talk, standing_items
from bot.conversation.bulk_confirm import is_line_of_a_row
from bot.conversation.command_words import Word, read_command
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.report_standing import over_text
from bot.conversation.state import Stage, State
from bot.conversation.written_parts import first_open, is_of_part, taken_back, written
from bot.item_types import item_type
from bot.locale.say import say
from bot.model.events import AnswerCleared, AnswerRecorded, Change
from bot.model.message import Incoming, IncomingKind, Reply


def hear(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a duty, a line of a list, a photo, the unit's own file or its words; None for
    anything else, and where the campaign is over."""
    if desk.campaign.state.is_over:
        return None
    without_figures = replace(desk, form=None)
    listed = standing_items.hear_items(situation, without_figures, state, incoming)
    if listed is not None:
        return listed
    if incoming.kind is IncomingKind.PHOTO:
        return photo_talk.keep_photo(desk, state, incoming)
    if incoming.kind is IncomingKind.FILE and photo_talk.is_report_file(desk, incoming):
        return photo_talk.keep_file(desk, state, incoming)
    if incoming.kind is IncomingKind.TEXT and written(desk) and not desk.submission.draft:
        return _words(desk, state, incoming)
    return None


def _words(desk: ReportContext, state: State, incoming: Incoming) -> Turn | None:
    """Return the turn of a part in words, which goes with what was sent and is not handed in anew; None for
    anything else."""
    told = _told(desk, state, incoming)
    if told is None:
        return None
    return replace(told, changes=tuple(map(_with_the_sent, told.changes)))


def _told(desk: ReportContext, state: State, incoming: Incoming) -> Turn | None:
    command = read_command(incoming.text, desk.form)
    word = command.word if command is not None else None
    if command is not None and word is Word.WRITE:
        return part_talk.begin(desk, state, command.rest)
    if word is Word.UNDO and is_of_part(state):
        return _take_back(desk, state)
    titled = part_talk.hear_titled(desk, state, incoming, _refused)
    if titled is not None or state.stage is not Stage.TELLING:
        return titled
    if word in part_talk.ENDING:
        return _end(desk, state)
    return None if _is_figures(desk, incoming.text) else part_talk.hear(desk, state, incoming.text)


def _end(desk: ReportContext, state: State) -> Turn | None:
    """Go on with the next part that has no words; without one say that what came goes with the report."""
    left = first_open(desk, written(desk))
    if left is not None and left.key != state.row:
        return part_talk.begin(desk, state, item_type(left).title(left))
    told = over_text(desk) if left is not None else say("part.with_the_sent")
    return Turn(state.at(Stage.IDLE, row=""), (), (Reply(told),))


def _refused(desk: ReportContext, state: State, _rest: Incoming) -> Turn:
    return Turn(state, (), (Reply(over_text(desk)),))


def _is_figures(desk: ReportContext, text: str) -> bool:
    return desk.form is not None and is_line_of_a_row(desk, text)


def _take_back(desk: ReportContext, state: State) -> Turn:
    """Undo the last words, unless they were changed since."""
    step = state.undo[0]
    if desk.submission.answers.get(step.code) != step.after:
        return Turn(state.taken_back(), (), (Reply(say("no_form.changed")),))
    return Turn(state.taken_back(), (taken_back(desk, step),), (Reply(say("no_form.undone")),))


def _with_the_sent(fact: Change) -> Change:
    """Return a fact about words as one that opens no draft."""
    return (
        replace(fact, is_beside=True) if isinstance(fact, AnswerRecorded | AnswerCleared) else fact
    )
