"""Files that a coordinator sends in chat: a unit's form that came by mail, with the unit's name or not.

Whose it is says the caption, else the file itself; where neither does, it is asked. Several files
wait together and are entered after one "đúng".
"""

from __future__ import annotations

import re
from itertools import chain

from bot.conversation import photo_talk
from bot.conversation.chat_commands import source_and_words, unit_named
from bot.conversation.command_words import Command, Word, read_command
from bot.conversation.context import CampaignContext, UnitProgress
from bot.conversation.coordinator_questions import exports_named
from bot.conversation.state import Choosing, State, Waiting
from bot.locale.say import say
from bot.model.commands import EnterFor, UnitCommand, units_of
from bot.model.export_kinds import Export, campaign_exports
from bot.model.message import FileRef, Incoming, IncomingKind
from bot.model.optional import first
from bot.vietnamese.normalise import unaccented

_NO_KIND = (
    "file", "tệp", "bản", "cái", "báo cáo", "tổng hợp", "số liệu", "ra", "cho", "giúp", "anh", "chị",
    "em", "với", "đi",
)  # fmt: skip
_ANY_FILE = re.compile(rf"\b(?:{'|'.join(_NO_KIND)})\b", re.IGNORECASE)


def refusal(incoming: Incoming) -> str:
    """Return why a coordinator's file cannot be read; "" where it can."""
    if refused := photo_talk.refused(incoming.the_file):
        return refused
    is_table = incoming.kind is IncomingKind.FILE
    return "" if is_table else say("coordinator.file")


def whose_file(board: CampaignContext, incoming: Incoming) -> tuple[list[UnitProgress], Choosing]:
    """Return the units that fit a file (none: unclear; several: the caption's and the one that the file
    names) and what is done for the one that is meant."""
    caption = read_command(incoming.own_caption, None, coordinator=True)
    words = caption.rest if caption is not None and _is_entry(caption) else incoming.text
    fits, rest = unit_named(board.units, words)
    named = board.whose(incoming.the_file) if board.whose is not None else None
    if named is not None and named not in fits:
        fits = (*fits, named)  # where the caption says another, it is asked
    source, _ = source_and_words(f"{rest}\n")
    waiting = Choosing(
        Word.ENTER_FOR, source or _source(incoming.the_file), file=incoming.the_file
    )
    return board.lines_of(fits), waiting


def _is_entry(command: Command) -> bool:
    return command.word is Word.ENTER_FOR


def _source(file: FileRef) -> str:
    return say("mail.from_file", name=file.name)


def waiting_entries(state: State, unit_id: int) -> tuple[Waiting, ...]:
    """Return the files that wait for "đúng" already, but for one of the same unit."""
    if state.waits is None:
        return ()
    last, *others = state.waits.together
    return tuple(each for each in (*others, last) if _is_file_of_another(each.command, unit_id))


def _is_file_of_another(command: UnitCommand, unit_id: int) -> bool:
    is_file = isinstance(command, EnterFor) and command.file is not None
    return is_file and unit_id not in units_of(command)


def unit_names(board: CampaignContext, entries: tuple[Waiting, ...]) -> str:
    """Return the names of the units whose files wait."""
    units = chain.from_iterable(units_of(each.command) for each in entries)
    return ", ".join(board.by_id[each].called for each in units if each in board.by_id)


def export_meant(what: str) -> Export | None:
    """Return the kind of file that a person names by one of its words or by its ending; None for
    one that does not exist. Words that name no kind are the first."""
    wanted = unaccented(what).strip().removeprefix(".")
    known = campaign_exports()
    if not wanted:
        return known[0]
    for export in known:
        if wanted == export.key or wanted in map(unaccented, export.words):
            return export
    if not _ANY_FILE.sub("", what).strip():
        return known[0]
    return first(lambda _: True, exports_named(what))
