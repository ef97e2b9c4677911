"""Our pages as messages of an Official Account: words, buttons, pictures, files. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from bot.channels.base import Page
from bot.channels.render import plain_text
from bot.channels.zalo_oa_message import BUTTON
from bot.locale import channel_words
from bot.model.message import PICTURES, Choice

MOST_BUTTONS = 5
LONGEST_TITLE = 100
PAPERS = (".pdf", ".doc", ".docx")
OPENED = ("file", "board")  # pages of ours that have a button of their own name
LONGEST_HEADER = 100  # of a transaction message
LONGEST_WORDS = 250


def is_picture(name: str) -> bool:
    """Tell whether a file goes as a picture."""
    return PurePath(name).suffix.lower() in PICTURES


def text_message(page: Page, site: str = "") -> dict[str, Any]:
    """Return a page's words; choices are buttons where the platform takes them, else words to type.
    What the words say of our own `site` is opened by a button as well, where there is room."""
    fits = _fit_buttons(page.choices)
    labels = () if fits else tuple(choice.label for choice in page.choices)
    parts = (plain_text(page), channel_words.words_to_type(labels))
    text = "\n\n".join(filter(None, parts))
    buttons = _buttons(page.choices) if fits else []
    buttons += _openers(text, site)[: MOST_BUTTONS - len(buttons)]
    if not buttons:
        return {"text": text}
    attachment = {"type": "template", "payload": {"buttons": buttons}}
    words = text or channel_words.words_to_type(_labels(page.choices))
    return {"text": words, "attachment": attachment}


def _openers(text: str, site: str) -> list[dict[str, Any]]:
    """Return a button for each address of our own site in a text; the words of others open nothing."""
    if not site:
        return []
    found = re.findall(rf"{re.escape(site)}/[\w./?=&%-]*\w", text)
    return [
        {"title": _opens(address), "type": "oa.open.url", "payload": {"url": address}}
        for address in dict.fromkeys(found)
    ]


def _opens(address: str) -> str:
    """Return what stands on the button that opens an address."""
    return channel_words.opener(next((kind for kind in OPENED if f"/{kind}/" in address), "page"))


def file_message(token: str) -> dict[str, Any]:
    """Return a message that is a file which was uploaded."""
    return {"attachment": {"type": "file", "payload": {"token": token}}}


def picture_message(attachment: str, page: Page) -> dict[str, Any]:
    """Return a picture which was uploaded, under its words."""
    element = {"media_type": "image", "attachment_id": attachment}
    payload = {"template_type": "media", "elements": [element]}
    return {"text": plain_text(page), "attachment": {"type": "template", "payload": payload}}


def transaction_message(page: Page, template: str) -> dict[str, Any]:
    """Return a page as a transaction message: a header, then as much of its words as there is room
    for; `template` is the platform's name of the kind."""
    header, _, rest = plain_text(page).partition("\n")
    elements = [
        {"type": "header", "align": "left", "content": _cut(header, LONGEST_HEADER)},
        {"type": "text", "align": "left", "content": _cut(rest or header, LONGEST_WORDS)},
    ]
    payload = {"template_type": template, "language": "VI", "elements": elements}
    return {"attachment": {"type": "template", "payload": payload}}


def _cut(text: str, room: int) -> str:
    words = " ".join(text.split())
    return words if len(words) <= room else f"{words[: room - 1].rstrip()}…"


def _labels(choices: Sequence[Choice]) -> tuple[str, ...]:
    return tuple(choice.label for choice in choices)


def _fit_buttons(choices: Sequence[Choice]) -> bool:
    return len(choices) <= MOST_BUTTONS and all(
        len(choice.label) <= LONGEST_TITLE for choice in choices
    )


def _buttons(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    return [
        {"title": choice.label, "type": "oa.query.hide", "payload": f"{BUTTON}{choice.key}"}
        for choice in choices
    ]
