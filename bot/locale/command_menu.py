"""The slash commands that Telegram lists, with their descriptions."""

from __future__ import annotations

from bot.locale.say import say

ANYBODY = ("hoi", "trogiup", "trangweb", "dulieu")
REPORTER = (
    "tiep", "lui", "boqua", "xem", "sua", "nop", "anh", "hoantac", "han", "bang", "tamdung", *ANYBODY,
)  # fmt: skip
COMMANDS: dict[str, tuple[str, ...]] = {
    "": REPORTER,
    "reporter": REPORTER,
    "approver": ("xem", "duyet", "tralai", *ANYBODY),
    "viewer": ("xem", *ANYBODY[1:]),
    "coordinator": (
        "tiendo", "bang", "hinh", "nhac", "traloi", "xuat", "bantonghop", "nhan", "tralai",
        "giahan", "moi", *ANYBODY[1:],
    ),
}  # fmt: skip
"""Commands by role, in the order in which they are shown; "" is everybody whose role is not known."""


def command_menu(role: str = "") -> tuple[tuple[str, str], ...]:
    """Return (command, description) pairs of a role in the order they are shown."""
    return tuple((name, say(f"menu.{name}")) for name in COMMANDS[role])
