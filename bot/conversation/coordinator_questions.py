"""What a coordinator asks or wishes in words of their own: how the units stand, or one of them, what a row
comes to so far, whom to telephone, when the report to the level above is due, a file, the board.

The words are data (`coordinator_topics.toml`). Nothing is done to a unit's report here: for that stand the
words of the commands, which are confirmed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.command_words import Command, Word
from bot.conversation.context import CampaignContext, TurnContext, UnitProgress
from bot.conversation.intents import hear, heard_in_passing
from bot.conversation.phrase_forms import PhraseTable
from bot.conversation.questions import plan_in_words, rows_spoken_of
from bot.conversation.topics import Topics
from bot.conversation.unit_names import units_mentioned, without_names
from bot.deadlines.deadline_words import until_in_words
from bot.figures.rollup import RowTotal
from bot.locale.board_text import board_state_words
from bot.locale.say import say
from bot.model.export_kinds import campaign_exports
from bot.model.form import Form, Indicator
from bot.model.submission import SENT, Status
from bot.model.unit import Unit
from bot.row_types import row_type

OF_COORDINATORS = Topics("coordinator_topics.toml")
NAMED = 20  # units named in one answer
BEGUN = (Status.IN_PROGRESS, Status.RETURNED, Status.AWAITING_APPROVAL)
_SOCIAL = {Word.THANKS, Word.GREETING, Word.WHO_ARE_YOU, Word.UPSET, Word.HELP, Word.MEANING}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coordinator wrote, and the lines of the units that are named in it."""

    situation: TurnContext
    board: CampaignContext
    text: str
    lines: tuple[UnitProgress, ...]


def answer(situation: TurnContext, board: CampaignContext, text: str) -> Command | str | None:
    """Return the command that a message amounts to, or the answer to it; None where nothing is known."""
    named = units_mentioned([line.unit for line in board.lines], text)
    lines = tuple(line for line in board.lines if line.unit in named)
    reader = _ANSWERS.get(_about(board, text, lines))
    return reader(Asked(situation, board, text, lines)) if reader is not None else None


def _about(board: CampaignContext, text: str, named: Sequence[UnitProgress]) -> Word | None:
    """Return what a message is about, the names of units aside."""
    if named:
        about = without_names([line.unit for line in named], text)
        return OF_COORDINATORS.about(about, but=Word.PROGRESS) or _social(text)
    word = OF_COORDINATORS.about(text, but=Word.SENT_STATUS)
    if word is Word.PROGRESS and board.form is not None and rows_spoken_of(board.form, text):
        return Word.ROW_VALUE  # "mục 1.1 cả huyện được bao nhiêu"
    return word or _social(text)


def _social(text: str) -> Word | None:
    """Return thanks, a greeting or a cry for help, as reporters say them too."""
    heard = next(iter(hear(text)), None) or heard_in_passing(text)
    return heard.word if heard is not None and heard.word in _SOCIAL else None


def thanks_in(text: str) -> str:
    """Return the answer to thanks, also beside a yes ("ok cảm ơn"); "" where there are none."""
    is_thanks = OF_COORDINATORS.about(text) is Word.THANKS
    return say("coordinator.thanks") if is_thanks else ""


# -- the units -------------------------------------------------------------------------------------


def _progress(asked: Asked) -> Command | str:
    """Return how the named units stand, or else all of them."""
    if not asked.lines:
        return Command(Word.PROGRESS)
    return _standings(asked)


def _standings(asked: Asked) -> str:
    return "\n".join(_standing(asked, line) for line in asked.lines[:NAMED])


def _standing(asked: Asked, line: UnitProgress) -> str:
    parts = [board_state_words(line, asked.board.total)]
    if line.lacks and line.submission.status in BEGUN:
        parts.append(say("board.lacks", parts=", ".join(line.lacks)))
    if line.asked:
        parts.append(say("board.asked"))
    told = say("coordinator.standing", unit=line.unit.called, state="; ".join(parts))
    return " ".join(filter(None, (told, _own_deadline(asked, line), _people(line))))


def _own_deadline(asked: Asked, line: UnitProgress) -> str:
    if line.deadline is None or line.submission.status in SENT:
        return ""
    return say("coordinator.until", until=until_in_words(line.deadline, asked.situation.tz))


def _people(line: UnitProgress) -> str:
    if not line.contacts:
        return say("coordinator.nobody", unit=line.unit.called)
    return say("coordinator.people", names=", ".join(line.contacts))


def _deadline(asked: Asked) -> str:
    if asked.lines:
        return _standings(asked)
    words = asked.board.deadline_words
    return say("deadline.line", deadline=words) if words else say("answer.no_deadline")


def _contact(asked: Asked) -> str:
    """Return how the named units stand, or else which ones have nobody who can be told anything."""
    if asked.lines:
        return _standings(asked)
    waiting = [line for line in asked.board.lines if line.submission.status not in SENT]
    absent = [line.unit for line in waiting if not line.contacts]
    unreached = [line.unit for line in waiting if line.unreached]
    told = _counted("coordinator.absent", absent) + _counted("coordinator.unreached", unreached)
    return told.strip() or say("coordinator.all_reached")


def _counted(key: str, units: Sequence[Unit]) -> str:
    """Return a line with the number and the names of some units; "" for none."""
    names = [unit.called for unit in units[:NAMED]] + ["…"] * (len(units) > NAMED)
    return say(key, count=len(units), units=", ".join(names)) + "\n" if units else ""


# -- figures and papers ----------------------------------------------------------------------------


def _sum(asked: Asked) -> Command | str:
    """Return what the named rows come to so far, and of how many units."""
    board = asked.board
    if board.is_branch:
        return Command(Word.TOTAL)
    if board.sums is None or board.form is None:
        return say("coordinator.no_sum")
    form, total = board.sums()
    spoken = rows_spoken_of(form, asked.text) or _rows_counting(form, asked.text)
    rows = [row for row in spoken if row.code in total.totals]
    if not rows:
        return say("coordinator.which_row")
    sent = sum(line.submission.status in SENT for line in board.lines)
    lines = [_row_sum(row, total.totals[row.code]) for row in rows]
    return "\n".join([*lines, say("coordinator.of_units", sent=sent, all=len(board.lines))])


def _rows_counting(form: Form, text: str) -> Sequence[Indicator]:
    """Return the one row that counts what is asked for ("bao nhiêu sách"), or the total of several such."""
    pieces = OF_COORDINATORS.pieces(text)
    for rows in (form.totals, form.rows):
        counting = [row for row in rows if _nouns(row).places(pieces)]
        if len(counting) == 1:
            return counting
    return ()


def _nouns(row: Indicator) -> PhraseTable:
    """Return the words for what a row counts first."""
    return PhraseTable(word for each in row.measures[:1] for word in (each.word, *each.accepted))


def _row_sum(row: Indicator, total: RowTotal) -> str:
    figures = row_type(row).figures_in_words(row, total.figures)
    told = figures or say("coordinator.no_figure")
    return say("coordinator.row_sum", code=row.code, name=row.name, figures=told)


def _above(asked: Asked) -> str:
    told = asked.board.upward() if asked.board.upward is not None else ""
    return told or say("coordinator.no_upward")


def _export(asked: Asked) -> Command:
    """Return the kind of file that is named, or the first."""
    pieces = OF_COORDINATORS.pieces(asked.text)
    exports = campaign_exports()
    named = [each for each in exports if PhraseTable(each.words).places(pieces)]
    return Command(Word.EXPORT, (named or exports)[0].words[0])


def _plan(asked: Asked) -> str:
    return plan_in_words(asked.board.campaign)[0]


# -- the rest --------------------------------------------------------------------------------------


def _for_units(word: Word) -> Callable[[Asked], Command]:
    """Return the command for the units that are named."""
    return lambda asked: Command(word, ", ".join(line.unit.code for line in asked.lines))


def _who_are_you(asked: Asked) -> str:
    campaign = asked.board.campaign
    return say(
        "answer.who_am_i", issuer=campaign.issuer or campaign.title, campaign=campaign.title
    )


_ANSWERS: dict[Word | None, Callable[[Asked], Command | str]] = {
    Word.PROGRESS: _progress,
    Word.SENT_STATUS: _progress,
    Word.DEADLINE: _deadline,
    Word.CONTACT: _contact,
    Word.ROW_VALUE: _sum,
    Word.RECEIVER: _above,
    Word.EXPORT: _export,
    Word.PLAN: _plan,
    Word.BOARD: lambda _: Command(Word.BOARD),
    Word.PICTURE: lambda _: Command(Word.PICTURE),
    Word.REMIND: _for_units(Word.REMIND),
    Word.INVITE: _for_units(Word.INVITE),
    Word.HELP: lambda _: say("coordinator.help"),
    Word.MEANING: lambda _: say("coordinator.help"),
    Word.THANKS: lambda _: say("coordinator.thanks"),
    Word.GREETING: lambda asked: say("coordinator.greeting", campaign=asked.board.campaign.title),
    Word.WHO_ARE_YOU: _who_are_you,
    Word.UPSET: lambda _: say("coordinator.sorry"),
}
