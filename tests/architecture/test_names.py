"""Words that mean too much or nothing are not names in the code.

A word is banned as a part of a name ("session_id"), or only as the whole name ("handle").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from tests.architecture.tree import sources

# Word -> folders or files in which it has its own meaning.
PARTS: dict[str, tuple[str, ...]] = {
    "session": ("storage/",),  # chat, database and training all claim it; SQLModel has its own
    "manager": (),
    "helper": (),
    "helpers": (),
    "util": (),
    "utils": (),
    "misc": (),
    "user": (
        "bot/channels/telegram_",  # Telegram's own word
        "bot/config.py",  # Zalo's limit, as its plans call it
    ),
}
WHOLE: dict[str, tuple[str, ...]] = {
    "data": ("bot/cli/",),  # the option --data
    "info": (),
    "item": (),
    "items": (),
    "handle": (),
    "report": (
        "bot/cli/",
        "bot/row_types/",
        "bot/reading/",
    ),  # the option --report, and what it reads
    "update": ("storage/", "bot/channels/telegram_", "bot/channels/zalo_"),  # theirs, SQL's
    "updates": ("bot/channels/telegram_", "bot/channels/zalo_"),
    "obj": (),
    "tmp": (),
    "foo": (),
}
FILES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "base_utils"}


def defined(tree: ast.Module) -> Iterator[str]:
    """Every name that a file gives: functions, classes, parameters, variables, attributes."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.alias(asname=str(name)):
                yield name


def words(name: str) -> list[str]:
    """`UserSession_id` -> user, session, id."""
    return [part.lower() for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def offenders(bans: dict[str, tuple[str, ...]], *, whole: bool) -> list[str]:
    return sorted(
        {
            f"{file}: {name}"
            for file, tree in sources().items()
            for name in defined(tree)
            for word in ([name.lower()] if whole else words(name))
            if word in bans and not file.startswith(bans[word] or ("nowhere",))
        }
    )


def test_no_name_contains_a_banned_word() -> None:
    assert offenders(PARTS, whole=False) == []


def test_no_name_is_a_banned_word() -> None:
    assert offenders(WHOLE, whole=True) == []


def test_no_file_is_a_drawer_for_everything() -> None:
    stems = {name: PurePosixPath(name).stem for name in sources("bot", "storage", "tests")}
    assert [name for name, stem in stems.items() if stem in FILES] == []


def test_names_are_ascii() -> None:
    """Vietnamese has diacritics or it is not Vietnamese; code speaks English."""
    found = {name for tree in sources().values() for name in defined(tree)}
    assert [name for name in sorted(found) if not name.isascii()] == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("session_id", ["session", "id"]),
        ("UserSession", ["user", "session"]),
        ("HTTPSession", ["http", "session"]),
        ("_possession", ["possession"]),
    ],
)
def test_names_are_taken_apart_into_words(name: str, expected: list[str]) -> None:
    assert words(name) == expected
