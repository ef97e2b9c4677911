"""The workbook of a branch's total, sent in chat with "tổng hợp" or "nộp tổng hợp": shown beside the
sum, or handed up in its place with what differs and where it comes from."""

from __future__ import annotations

from bot.conversation import branch_talk
from bot.conversation.command_words import Word, read_command
from bot.conversation.context import CampaignContext, ReportContext, Turn, TurnContext
from bot.conversation.state import State
from bot.figures.total_form import total_form
from bot.locale.say import say
from bot.model.commands import HandUpTotal
from bot.model.form import Form
from bot.model.message import Incoming, IncomingKind
from bot.model.person import Role

ON_TOTALS = (Word.TOTAL, Word.SUBMIT_TOTAL)


def form_to_read(desk: ReportContext, incoming: Incoming) -> Form | None:
    """Return with which form a file is read that somebody of a unit sends: that of the branch's total where
    its words say so, else the unit's own. None where the person sends no forms."""
    if word_on_file(incoming) and desk.branch is not None:
        return total_form(desk.the_form)
    return desk.form if desk.seat.reports else None


def word_on_file(incoming: Incoming) -> Word | None:
    """Return the word on totals that a file comes with; None for any other message."""
    if incoming.kind is not IncomingKind.FILE:
        return None
    caption = read_command(incoming.own_caption, None)
    return caption.word if caption is not None and caption.word in ON_TOTALS else None


def hear(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a total's workbook; None for any other message."""
    word = word_on_file(incoming)
    if word is None or situation.filled is None or desk.seat.role is Role.VIEWER:
        return None
    filled = situation.filled
    return branch_talk.hand_up_typed(
        situation,
        desk,
        state,
        asked_by(desk.unit.id, incoming),
        lambda _file, _form: filled,
        is_shown_only=word is Word.TOTAL,
    )


def asked_by(unit_id: int, incoming: Incoming) -> HandUpTotal:
    """Return the act that a file asks for: the file is the source that is kept with its figures."""
    source = say("mail.from_file", name=incoming.the_file.name)
    return HandUpTotal(unit_id, source=source, file=incoming.the_file)


def asked_of_branch(board: CampaignContext, incoming: Incoming) -> HandUpTotal | None:
    """Return the act that a coordinator of a branch asks for with a file; None for any other file."""
    unit_id = board.seat.unit_id
    if not board.is_branch or unit_id is None or word_on_file(incoming) is None:
        return None
    return asked_by(unit_id, incoming)
