"""The slash commands that Telegram lists, with their descriptions."""

from __future__ import annotations

from bot.locale.say import say

COMMANDS = (
    "tiep",
    "lui",
    "boqua",
    "xem",
    "sua",
    "nop",
    "anh",
    "hoantac",
    "hoi",
    "trogiup",
    "tamdung",
    "trangweb",
    "dulieu",
    "duyet",
    "tiendo",
    "bang",
    "hinh",
    "nhac",
    "traloi",
    "xuat",
    "bantonghop",
    "nhan",
    "tralai",
    "giahan",
    "moi",
)


def command_menu() -> tuple[tuple[str, str], ...]:
    """Return (command, description) pairs in the order they are shown."""
    return tuple((name, say(f"menu.{name}")) for name in COMMANDS)
