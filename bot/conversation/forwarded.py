"""Words that somebody else wrote and the person handed on: material for the report, never a command, a
yes or a question of theirs. What is read in them is shown with its source before it is stored."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from bot.conversation import answering, bulk_confirm, navigation
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import WRITING, State
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say
from bot.model.message import Incoming, IncomingKind
from bot.reading import Understood, read_answer
from bot.row_types import takes_words
from bot.vietnamese.normalise import clean, unaccented

_ONSET = re.compile(  # a second thought: "à khoan, trả lại …"
    r"(?:(?:a|u|um|o)(?: khoan| quen)?|khoan(?: da)?|quen)[,.…]{1,3} (?=\w)"
    r"|(?:(?:a |o )?(?:khong|ko|k|thoi|nham|lon)(?: (?:roi|phai|a|em))*+)[,.…]{1,3} "
    r"(?=(?:nhan|duyet|tra lai|tra|nhac|gia han|moi|xuat) "  # "không, nhận Xã A thôi", not "không, duyệt đi"
    r"(?!(?:di|luon|nhe|nha|em|a|giup|cho|ngay|lai|het|tat)\b))"
)


def as_own_words(incoming: Incoming) -> Incoming:
    """Return a message as if its person had written it, where it makes no difference who did, with as
    many letters as its words without accents have: what is found in those is cut out of the text itself."""
    is_forwarded = incoming.kind is IncomingKind.FORWARDED
    kind = IncomingKind.TEXT if is_forwarded else incoming.kind
    text = clean(incoming.text)
    onset = _ONSET.match(unaccented(text))
    return replace(incoming, kind=kind, text=text[onset.end() :] if onset else text)


def source_of(incoming: Incoming) -> str:
    """Return whose words they are, in a sentence."""
    origin = "forwarded.file" if incoming.file is not None else "forwarded.from"
    return say(origin, name=incoming.written_by or say("forwarded.unknown"))


def hear(
    desk: ReportContext, state: State, incoming: Incoming, write: Callable[..., Turn]
) -> Turn:
    """Return what forwarded words lead to: figures that are shown, or a word that none were found.
    Where free words are being written, `write` takes them."""
    source = source_of(incoming)
    if state.stage in WRITING:
        return lead_with(write(desk, state, incoming.text), source)
    several = bulk_confirm.read(desk, state, incoming.text)
    if several is not None and several.pairs:
        return lead_with(bulk_confirm.show(desk, state, several), source)
    row = desk.the_form.find(state.row)
    reading = read_answer(row, incoming.text) if row is not None else None
    if row is not None and isinstance(reading, Understood) and not takes_words(row):
        return lead_with(answering.propose(desk, state, row, reading.answer), source)
    doubts = several.doubts if several is not None else ()
    told = "\n".join([source, say("batch.nothing"), *doubts])
    return navigation.again(desk, state, told)
