"""Command-line mistakes and help pages in the installation's language.

click speaks English only; what people see of it is worded here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from bot.locale.say import say

# click's own words in help pages -> sentence
LABELS = {"Options": "cli.options", "Commands": "cli.commands", "Arguments": "cli.arguments"}
ENDINGS = {
    "Show this message and exit.": "cli.show_help",
    "[required]": "cli.required",
    "[default: ": "cli.default",
}
# click's words for what a person types in a place; values that are typed as they stand stay
PLACES = {
    "[OPTIONS]": "options", "COMMAND": "command", "[ARGS]...": "arguments", "TEXT": "text",
    "INTEGER": "number", "INTEGER RANGE": "number", "FLOAT": "number", "NUMBER": "number",
    "PATH": "file", "FILE": "file",
    "FOLDER": "folder", "SLUG": "slug", "FORM": "form", "NAME": "name", "PROVINCE": "province",
    "PHRASE": "phrase", "CODE": "code", "OLD": "old", "NEW": "new", "FILES": "file",
    "%Y-%m-%d": "day",
}  # fmt: skip
PLACE = re.compile(r"INTEGER RANGE|\[OPTIONS\]|\[ARGS\]\.\.\.|%Y-%m-%d|\b[A-Z]{3,}\b")
EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


class HelpPage(click.HelpFormatter):
    """A help page whose labels are in the installation's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        label = say("cli.usage_label") if prefix is None else prefix
        super().write_usage(prog, _placed(args), label)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        with super().section(say(LABELS[name]) if name in LABELS else name):
            yield

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        worded = [(_placed(term), _worded(words)) for term, words in rows]
        super().write_dl(worded, col_max, col_spacing)


def _placed(text: str) -> str:
    """Return `--unit MÃ` for `--unit CODE`: what is typed in a place, in the person's language."""
    return PLACE.sub(
        lambda found: say(f"cli.place.{PLACES[found[0]]}") if found[0] in PLACES else found[0],
        text,
    )


def _worded(words: str) -> str:
    for ending, sentence in ENDINGS.items():
        words = words.replace(ending, say(sentence))
    return words


def in_words(error: click.ClickException) -> str:
    """Return a mistake on the command line as one sentence."""
    context = getattr(error, "ctx", None)
    where = context.command_path if context is not None else "baocao"
    match error:
        case click.NoSuchOption():
            return say("cli.no_such_option", option=error.option_name, command=where)
        case click.MissingParameter():
            return say("cli.missing", name=_parameter(error), command=where)
        case click.BadOptionUsage():
            return say("cli.no_value", option=error.option_name, command=where)
        case click.BadParameter():
            reason = _wanted(error)
            return say("cli.bad_value", name=_parameter(error), reason=reason, command=where)
        case click.FileError():
            return say("file.missing", file=error.ui_filename)
        case click.UsageError() if error.message.startswith("No such command"):
            return say("cli.no_such_command", text=error.message.split("'")[1], command=where)
        case click.UsageError():
            extra = EXTRA.fullmatch(error.message)
            reason = say("cli.extra", text=extra[1]) if extra else error.message
            return say("cli.usage", reason=reason, command=where)
    return error.format_message()


def _wanted(error: click.BadParameter) -> str:
    """Return what a value should have been, where its type says so."""
    kind = error.param.type if error.param is not None else None
    if isinstance(kind, click.Choice):
        return say("cli.wanted_one_of", known=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.types.IntParamType):
        return say("cli.wanted_integer")
    if isinstance(kind, click.types.FloatParamType):
        return say("cli.wanted_number")
    return error.message


def _parameter(error: Any) -> str:
    if error.param is None:
        return str(error.param_hint or "")
    name = str(error.param.opts[0] if error.param.opts else error.param.name)
    return name if name.startswith("-") else _placed(name.upper())
