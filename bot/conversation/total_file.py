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
from bot.model.filled_form import FilledForm
from bot.model.form import Form
from bot.model.message import Incoming, IncomingKind, Reply
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
    caption = read_command(incoming.text, None)
    return caption.word if caption is not None and caption.word in ON_TOTALS else None


def hear(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn | None:
    """Return the turn of a total's workbook; None for any other message."""
    word = word_on_file(incoming)
    if word is None or situation.filled is None or desk.seat.role is Role.VIEWER:
        return None
    return _told(situation, desk, state, word, situation.filled, asked_by(desk.unit.id, incoming))


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


def _told(
    situation: TurnContext,
    desk: ReportContext,
    state: State,
    word: Word,
    filled: FilledForm,
    asked: HandUpTotal,
) -> Turn:
    """Show a file beside the sum, or hand it up; a unit's approver hands up where there is one."""
    typed = branch_talk.typed_rows(desk, asked, lambda _file, _form: filled)
    refused = branch_talk.refusal(desk, asked, typed)
    if refused:
        return Turn(state, (), (Reply(refused),))
    waits_for_approver = desk.has_approver and desk.seat.reports
    if word is Word.SUBMIT_TOTAL and not waits_for_approver:
        return branch_talk.hand_up(situation, desk, state, asked, typed)
    how = say("branch.file_to_approver" if waits_for_approver else "branch.file_how")
    return Turn(state, (), (Reply(f"{branch_talk.preview(desk, asked, typed)}\n{how}"),))
