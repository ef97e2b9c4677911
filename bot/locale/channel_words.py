"""The few words a channel itself puts around a message: page marks and choices to type."""

from __future__ import annotations

from bot.locale.say import say


def page_mark(page: int, pages: int) -> str:
    """Return which part of a long message this is, e.g. "(1/2)"."""
    return say("menu.page", page=page, pages=pages)


def words_to_type(labels: tuple[str, ...]) -> str:
    """Return the choices of a message, for a channel that has no buttons; "" without choices."""
    if not labels:
        return ""
    words = ", ".join(f'"{label}"' for label in labels)
    return say("menu.type_this" if len(labels) == 1 else "menu.type_one", words=words)


def opener(kind: str) -> str:
    """Return what stands on a button that opens one of our pages."""
    return say(f"opens.{kind}")
