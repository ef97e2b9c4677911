"""What the command line is given and prints is UTF-8, whatever the system's locale says."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from bot.errors import UsageError
from bot.locale.say import say

UTF8_MODE = "PYTHONUTF8"


def use_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the locale knows bytes only: otherwise Vietnamese
    words and file names arrive in pieces, and a deadline could be read without its "trước"."""
    if sys.getfilesystemencoding() == "utf-8" or os.environ.get(UTF8_MODE) == "1":
        return
    sys.stdout.flush()
    sys.stderr.flush()
    os.execve(sys.executable, sys.orig_argv, {**os.environ, UTF8_MODE: "1"})  # noqa: S606


def refuse_bytes(arguments: Sequence[str]) -> None:
    """Raise UsageError where an argument is no UTF-8 text: half of it would be read."""
    for place, argument in enumerate(arguments, start=1):
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            shown = argument.encode("utf-8", "replace").decode()
            raise UsageError(say("cli.not_utf8", place=place, text=shown)) from None


def print_anything() -> None:
    """Let no letter stop a command: files and pipes get UTF-8, a terminal of another encoding
    shows a question mark for what it has not."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if stream.isatty():
            stream.reconfigure(errors="replace")
        else:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
