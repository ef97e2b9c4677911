"""Telegram's reading of HTML in messages: the text people see, its entities, its complaints.

Follows the Bot API manual, "HTML style", and the error texts of the Bot API server.
"""

from __future__ import annotations

import html
import re
from typing import Any

TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "code": "code", "pre": "pre", "a": "text_link", "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
}  # fmt: skip
TOKEN = re.compile(
    r"<(/?)([a-zA-Z][a-zA-Z0-9-]*|)([^>]*)>|<|&(#\d+|#x[0-9a-fA-F]+|lt|gt|amp|quot);"
)
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")


class EntityError(Exception):
    """The markup cannot be read; the text is Telegram's complaint."""


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities (offsets in UTF-16 units) of a message in HTML."""
    text = ""
    entities: list[dict[str, Any]] = []
    open_tags: list[tuple[str, int, str]] = []  # name, where it began, its attributes
    place = 0
    for token in TOKEN.finditer(source):
        text += source[place : token.start()]
        place = token.end()
        at = len(source[: token.start()].encode())
        if token.group(4):
            text += html.unescape(token.group())
        elif token.group(1) is None or not token.group(2):
            raise EntityError(f'Unsupported start tag "" at byte offset {at}')
        elif token.group(1):
            _close(token.group(2).lower(), at, open_tags, entities, text)
        else:
            name = token.group(2).lower()
            if name not in TAGS:
                raise EntityError(f'Unsupported start tag "{name}" at byte offset {at}')
            open_tags.append((name, utf16_length(text), token.group(3)))
    if open_tags:
        raise EntityError(f'Can\'t find end tag corresponding to start tag "{open_tags[-1][0]}"')
    return text + source[place:], entities


def _close(
    name: str,
    at: int,
    open_tags: list[tuple[str, int, str]],
    entities: list[dict[str, Any]],
    text: str,
) -> None:
    if not open_tags:
        raise EntityError(f"Unexpected end tag at byte offset {at}")
    opened, start, attributes = open_tags.pop()
    if opened != name:
        raise EntityError(
            f'Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{name}>"'
        )
    entity: dict[str, Any] = {
        "type": TAGS[name], "offset": start, "length": utf16_length(text) - start,
    }  # fmt: skip
    if name == "a":
        found = HREF.search(attributes)
        entity["url"] = html.unescape(found.group(1) or found.group(2) or "") if found else ""
    if entity["length"]:
        entities.append(entity)


def marked(text: str, entities: list[dict[str, Any]], kind: str) -> tuple[str, ...]:
    """The parts of a text that carry an entity, e.g. what is bold."""
    units = text.encode("utf-16-le")
    return tuple(
        units[2 * each["offset"] : 2 * (each["offset"] + each["length"])].decode("utf-16-le")
        for each in entities
        if each["type"] == kind
    )
