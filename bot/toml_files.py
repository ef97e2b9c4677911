"""Reading a TOML file that a person wrote: what is wrong with it is told in one sentence."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from bot.errors import UsageError
from bot.locale.say import say

PLACE = re.compile(r"at line (\d+), column (\d+)")


def read_toml(path: Path) -> tuple[dict[str, Any], str]:
    """Return the file's tables and its text; UsageError when it cannot be read. A byte order mark, which
    Windows editors leave, is passed over."""
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(say("file.not_utf8", file=path)) from None
    except OSError:
        raise UsageError(say("file.missing", file=path)) from None
    try:
        return tomllib.loads(source), source
    except tomllib.TOMLDecodeError as error:
        place = PLACE.search(str(error))
        line, column = place.groups() if place else (str(len(source.splitlines())), "1")
        raise UsageError(say("file.not_toml", file=path, line=line, column=column)) from None
