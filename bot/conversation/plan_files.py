"""The files that go with a plan (the plan itself, guides, slogans), sent to whoever asks for them."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.command_words import Command, Word
from bot.conversation.context import ReportContext, Turn
from bot.locale.say import say
from bot.model.documents import Document
from bot.model.message import Reply
from bot.vietnamese.normalise import unaccented

GUIDE = "huong dan"


def asks_for_files(desk: ReportContext, asked: Command, words: str) -> bool:
    """Tell whether somebody wants the plan or its guides, and there are any."""
    guide = asked.word is Word.HELP and GUIDE in unaccented(words)
    return bool(desk.campaign.plan.references) and (asked.word is Word.PLAN or guide)


def with_files(desk: ReportContext, turn: Turn) -> Turn:
    """Return a turn with the plan's files below it."""
    files = tuple(
        Reply(say("plan.file", name=file.name), document=Document(file.name, path=file.path))
        for file in desk.campaign.plan.references
    )
    return replace(turn, replies=(*turn.replies, *files))
