"""Reply -> pages: cut to the channel's length, choices as buttons or as words to type. Pure.

Lengths are UTF-16 code units, the unit of Telegram's limits; they are those of the plain text,
since Telegram counts "after entities parsing" (Bot API, sendMessage), so escaping costs nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

from bot.channels.base import Page
from bot.locale import channel_words
from bot.model.message import Capabilities, Reply

ROOM_FOR_MARK = 10  # a line break and "(99/999)"
BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…;:])\s"))
SPACE = re.compile(r"\s")


def length(text: str) -> int:
    """UTF-16 code units of a text."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def plain_text(page: Page) -> str:
    """Return what a page says, as every channel lays it out: lead, an empty line, head, text."""
    body = "\n".join(filter(None, (page.head, page.text)))
    return "\n\n".join(filter(None, (page.lead, body)))


def render(reply: Reply, capabilities: Capabilities) -> tuple[Page, ...]:
    """Return a reply as platform messages, each within `capabilities.max_text`.

    A document that was made already (it has a `path`) goes with the last page: with the text where
    that fits a caption, else after it. The same reply always gives the same pages, so that sending
    can go on after a restart with the first page that was not sent.
    """
    whole = _whole(reply, capabilities)
    file = reply.document if capabilities.files_out else None
    attached = (
        Page("")
        if file is None or not file.path
        else Page("", file=Path(file.path), file_name=file.name)
    )
    pages = _paged(whole, capabilities.max_text)
    fits_caption = length(plain_text(whole)) <= capabilities.max_caption
    if attached.file is not None and not fits_caption:
        pages = (*pages, attached)
    choices = reply.choices if capabilities.buttons else ()
    last = replace(pages[-1], choices=choices, file=attached.file, file_name=attached.file_name)
    return (*pages[:-1], last)


def _whole(reply: Reply, capabilities: Capabilities) -> Page:
    """Return the reply on one page of any length, choices as words where there are no buttons."""
    text = _clean(reply.text)
    if not capabilities.buttons:
        missing = tuple(
            choice.label for choice in reply.choices if not _quotes(text, choice.label)
        )
        text = "\n\n".join(filter(None, (text, channel_words.words_to_type(missing))))
    return Page(text, head=_clean(reply.head), lead=_clean(reply.lead))


def _quotes(text: str, label: str) -> bool:
    """Tell whether a text names the word to type already, in whatever quotation marks."""
    told = text.casefold()
    return any(f"{left}{label.casefold()}{right}" in told for left, right in ('""', "“”"))


def _clean(text: str) -> str:
    """NFC, and free of half surrogate pairs, which no platform can transport."""
    sound = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", sound).strip()


def _paged(whole: Page, limit: int) -> tuple[Page, ...]:
    if length(plain_text(whole)) <= limit:
        return (whole,)
    top = length(plain_text(replace(whole, text="x")))
    if top > limit // 2:  # too long to stand above the first page: cut it like the rest
        whole, top = Page(plain_text(whole)), 0
    room = limit - ROOM_FOR_MARK
    chunks = cut_to_length(whole.text, room - top, room)
    marked = tuple(
        f"{chunk}\n{channel_words.page_mark(place, len(chunks))}"
        for place, chunk in enumerate(chunks, 1)
    )
    return (replace(whole, text=marked[0]), *map(Page, marked[1:]))


def cut_to_length(text: str, first: int, rest: int) -> tuple[str, ...]:
    """Return pieces of at most `first`, then `rest` UTF-16 units each, cut at a paragraph, else at a
    line, a sentence, a word; only a longer word is cut inside, never inside what one sees as one
    character. White space at the cuts is dropped, nothing else."""
    pieces = []
    room = first
    while length(text) > room:
        end = _fitting(text, room)
        place = _best_break(text, end)
        pieces.append(text[:place].rstrip())
        text = text[place:].lstrip()
        room = rest
    return (*pieces, text) if text else tuple(pieces)


def _fitting(text: str, room: int) -> int:
    """Return how many code points from the start fit into `room` UTF-16 units (at least one)."""
    for place, letter in enumerate(text):
        room -= 2 if ord(letter) > 0xFFFF else 1
        if room < 0:
            return max(place, 1)
    return len(text)


def _best_break(text: str, end: int) -> int:
    """Return where to cut at or before `end`: the last break of the coarsest kind that leaves a page at
    least half full, else the last word that fits, else between two visible characters."""
    for kind in BREAKS:
        found = [match.start() for match in kind.finditer(text, 0, end + 1)]
        if found and found[-1] >= end // 2:
            return found[-1]
    spaces = [match.start() for match in SPACE.finditer(text, 0, end + 1)]
    if spaces and spaces[-1] > 0:
        return spaces[-1]
    return next((at for at in range(end, max(end - 64, 0), -1) if not _joined(text, at)), end)


def _joined(text: str, at: int) -> bool:
    """Tell whether the code points around a place are seen as one character."""
    if at >= len(text):
        return False
    before, after = text[at - 1], text[at]
    return (
        unicodedata.category(after).startswith("M")
        or "\u200d" in (before, after)
        or 0x1F3FB <= ord(after) <= 0x1F3FF  # skin tones
        or (_is_flag_half(before) and _is_flag_half(after))
    )


def _is_flag_half(letter: str) -> bool:
    return 0x1F1E6 <= ord(letter) <= 0x1F1FF
