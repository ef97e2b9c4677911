"""Telegram's conventions for text and buttons, without its library. Pure."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.channels.base import Page
from bot.model.message import Choice

ROW_WIDTHS = ((3, 10), (2, 18))  # buttons in a row, and the longest label that fits so many


def as_html(page: Page) -> str:
    """Return a page in Telegram's HTML: the head bold, every other sign literal."""
    head = f"<b>{_literal(page.head)}</b>" if page.head else ""
    body = "\n".join(filter(None, (head, _literal(page.text))))
    return "\n\n".join(filter(None, (_literal(page.lead), body)))


def _literal(text: str) -> str:
    return html.escape(text, quote=False)


def button_rows(choices: Sequence[Choice]) -> list[list[Choice]]:
    """Return choices in rows of one to three by the length of their labels, in order."""
    rows: list[list[Choice]] = []
    for choice in choices:
        if rows and _fits_beside(rows[-1], choice):
            rows[-1].append(choice)
        else:
            rows.append([choice])
    return rows


def _fits_beside(row: Sequence[Choice], choice: Choice) -> bool:
    widest = max(len(button.label) for button in (*row, choice))
    return any(len(row) < count and widest <= width for count, width in ROW_WIDTHS)
