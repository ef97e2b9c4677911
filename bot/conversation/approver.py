"""A unit's approver and viewers: look, approve, send back to the reporters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversation import (
    about_report,
    forwarded,
    helpdesk,
    prompts,
    questions,
    report_card,
    report_standing,
    review,
    wishes,
)
from bot.conversation.chat_commands import NAMES, rows_named
from bot.conversation.command_words import Command, Word, read_command, word_of
from bot.conversation.context import NoticeToPeople, ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.intents import (
    asks,
    heard_in_passing,
    says_yes,
    understand,
)
from bot.conversation.nearest import of_reporters
from bot.conversation.phrase_forms import WORDS, PhraseTable, pieces_of
from bot.conversation.report_standing import over_text
from bot.conversation.state import Stage, State
from bot.conversation.topics import topic_of
from bot.locale.say import say
from bot.model.events import ApprovalDenied
from bot.model.message import Choice, Incoming, IncomingKind, Reply, Urgency
from bot.model.optional import first, optional
from bot.model.person import Role
from bot.model.submission import Status
from bot.vietnamese.normalise import unaccented

_ACTS = {Word.REMIND, *NAMES} - {Word.TOTAL}
_OF_WHO_WRITES = (Word.EDIT, Word.EDIT_LAST, Word.CLEAR, Word.ADD, Word.UNDO, Word.NOTE)
_INSTEAD = {
    Word.WHAT_FILES: Word.SHOW_PHOTOS,
    Word.WHO_SEES: Word.VIEW,
}  # of somebody who only looks
_LEAD = "tra lai"
_ABOUT = {
    "role.own_unit_only": re.compile(
        r"\b(?:xa|don vi|truong|phuong) (?:nao|khac|ban)\b|\b(?:cac|may) (?:xa|don vi|truong)\b"
    ),
    "role.who_entered": re.compile(
        r"\bai\b[^.?!\n]{0,40}\b(?:nhap|ghi|lam|khai|bao cao|sua|viet|gui|nop)\b"
        r"|\b(?:nguoi|can bo) (?:nao )?(?:nhap|lam)\b"
    ),
}
_RETURNS = PhraseTable(WORDS["no"]["returns"])


def approver_turn(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn:
    """Return an approver's message. What somebody else wrote approves nothing and returns nothing."""
    if incoming.kind is IncomingKind.FORWARDED:
        return show_report(desk, state, forwarded.source_of(incoming))
    tapped = incoming.kind is IncomingKind.CHOICE and incoming.choice.endswith("|approve")
    if tapped and incoming.choice != prompts.key(desk, state, "approve"):
        return show_report(desk, state, say("button.old"))
    approves = tapped or _approves(incoming.own_caption)
    command = Command(Word.APPROVE) if approves else _wanted(desk, incoming)
    waits = desk.submission.status is Status.AWAITING_APPROVAL
    match word_of(command):
        case Word.APPROVE | Word.SEND_BACK if not waits:
            return _nothing(desk, state)
        case Word.APPROVE | Word.SEND_BACK if desk.is_over:
            return Turn(state, (), (Reply(over_text(desk)),))
        case Word.APPROVE:
            return _approve(situation, desk, state)
        case Word.SEND_BACK if command is not None:
            return _deny(desk, state, command.rest)
    if waits and _is_not_content(incoming):
        reason = _reason_behind(incoming.text)
        return _deny(desk, state, reason) if reason else _ask_to_deny(desk, state, incoming.text)
    told = _of_people(desk, state, incoming.text) or _told(situation, desk, state, command)
    if told is not None:
        return told
    return show_report(desk, state) if waits else Turn(state, (), (Reply(say("approve.help")),))


def viewer_turn(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn:
    """Return a viewer's message: whatever is asked is answered, or the report is shown."""
    if _acts_on_units(incoming):
        return show_report(desk, state, say("role.not_yours"))
    told = _of_people(desk, state, incoming.text)
    told = told or _told(situation, desk, state, _wanted(desk, incoming))
    if told is not None:
        return told
    refused = say("role.not_yours") if helpdesk.concerns(state, incoming) else ""
    return show_report(desk, state, refused)


def _of_people(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return whose report alone is seen here, to a question about other units, or how it is learnt who
    entered a figure; None for anything else."""
    if not of_reporters().asks(text):
        return None
    key = first(lambda key: _ABOUT[key].search(unaccented(text)) is not None, _ABOUT)
    standing = about_report.standing_of(desk)
    told = say(key, unit=desk.unit.called, standing=standing) if key else ""
    return Turn(state, (), (Reply(told),)) if told else None


def _acts_on_units(incoming: Incoming) -> bool:
    """Tell whether words are a coordinator's act: "nhắc Xã A"."""
    command = read_command(incoming.text, None, coordinator=True)
    return command is not None and command.word in _ACTS and bool(command.rest)


def _wanted(desk: ReportContext, incoming: Incoming) -> Command | None:
    """Return what a message wants, as reporters ask for it too; None for anything else."""
    if incoming.kind is not IncomingKind.TEXT:
        return None
    text = incoming.text
    heard = understand(text, desk.form) or heard_in_passing(text)
    if heard is not None or desk.form is None:
        return heard or topic_of(text)
    return optional(_instead, questions.topic_or_guess(desk.form, text))


def _instead(asked: Command) -> Command:
    """Return what somebody means who only looks."""
    return replace(asked, word=_INSTEAD.get(asked.word, asked.word))


def _told(
    situation: TurnContext, desk: ReportContext, state: State, asked: Command | None
) -> Turn | None:
    """Return the report, its form as a file, or the answer to a question or to thanks; None for anything
    else, as what only those who enter figures may do."""
    if asked is None:
        return None
    if asked.word is Word.VIEW or (asked.word in SHOWN and desk.form is not None):
        return SHOWN[asked.word](desk, state)
    if asked.word in (Word.THANKS, Word.GREETING, Word.SORRY):
        return Turn(state, (), (Reply(wishes.courtesy(desk, asked.word)),))
    told = questions.answer_in_words(situation, desk, asked)
    if not told and asked.word in _OF_WHO_WRITES:
        told = say("role.only_reporters")
    return Turn(state, (), (Reply(told),)) if told else None


def _approves(text: str) -> bool:
    """Tell whether a yes names the approval: "ok duyệt nhé em". A bare "ok" may only have been read."""
    return bool(says_yes(text)) and "duyet" in unaccented(text)


def _is_not_content(incoming: Incoming) -> bool:
    """Tell whether words refuse the report without the command: "chưa được, thiếu ảnh". How it is sent back
    is said then."""
    if incoming.kind is not IncomingKind.TEXT or asks(incoming.text):
        return False
    return bool(_RETURNS.places(pieces_of(incoming.text)))


def _reason_behind(text: str) -> str:
    """Return the reason of a message that begins with "trả lại, …"; "" for any other."""
    lead, comma, reason = text.partition(",")
    return reason.strip() if comma and unaccented(lead).strip() == _LEAD else ""


def _ask_to_deny(desk: ReportContext, state: State, text: str) -> Turn:
    """Ask for the words that send a report back; the reason that was said is repeated in them."""
    lead, _, reason = text.partition(",")
    if not reason.strip() or not _RETURNS.places(pieces_of(lead)):
        return _deny(desk, state, "")
    return Turn(state, (), (Reply(say("approve.deny_so", reason=reason.strip(" .!"))),))


def show_report(desk: ReportContext, state: State, lead: str = "") -> Turn:
    """Return the summary as it stands, with the button where it waits."""
    head = say("review.head", unit=desk.unit.called)
    choices: tuple[Choice, ...] = ()
    foot = say("approve.look")
    if desk.seat.role is Role.APPROVER:
        foot = say("approve.help")
        if desk.submission.status is Status.AWAITING_APPROVAL:
            choices = (prompts.button(desk, state, "approve"),)
    text = f"{report_standing.summary(desk) if desk.form is None else report_card.summary(desk)}\n\n{foot}"
    return Turn(state, (), (Reply(text, head, lead=lead, choices=choices),))


def _nothing(desk: ReportContext, state: State) -> Turn:
    return Turn(state, (), (Reply(say("approve.nothing", unit=desk.unit.called)),))


def _approve(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Approve: approved is handed in: the receipt goes to the reporters too. Figures that wait in a chat of
    theirs are named once before."""
    warned = state.stage is Stage.WARNED
    waiting = () if warned or desk.left_waiting is None else desk.left_waiting()
    if waiting:
        state = state.at(Stage.WARNED)
        told = "\n".join((*waiting, say("approve.all_the_same")))
        return Turn(state, (), (Reply(told, choices=(prompts.button(desk, state, "approve"),)),))
    done = review.hand_in(situation, desk, state)
    receipt = done.replies[0]
    notice = NoticeToPeople(desk.campaign.id, desk.unit.id, Role.REPORTER, receipt)
    return Turn(done.state, done.changes, done.replies, (notice,))


def _deny(desk: ReportContext, state: State, reason: str) -> Turn:
    if not reason:
        return Turn(state, (), (Reply(say_for(desk.form, "approve.reason")),))
    rows, said = rows_named(reason, desk.form)
    line = f"{', '.join(rows)}: {said}" if rows and said else reason
    told = Reply(say("approve.denied", unit=desk.unit.called, reason=line), urgency=Urgency.NOTICE)
    return Turn(
        state,
        (ApprovalDenied(desk.submission.id, said or reason, rows),),
        (Reply(say("approve.returned")),),
        (NoticeToPeople(desk.campaign.id, desk.unit.id, Role.REPORTER, told),),
    )


SHOWN: dict[Word, Callable[[ReportContext, State], Turn]] = {
    Word.VIEW: show_report,
    Word.FORM: lambda desk, state: Turn(
        state, (), (Reply(say("document.form"), document=review.form_document(desk)),)
    ),
    Word.FORM_WORD: review.form_as_word,
    Word.FORM_PDF: review.form_as_pdf,
}
"""What of a report is shown to whoever may only look at it."""
