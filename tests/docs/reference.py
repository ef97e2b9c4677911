"""Everything that the program's own registries know, as one page of Markdown."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from inspect import getdoc
from pathlib import Path
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args

import click

if TYPE_CHECKING:
    from bot.model.export_kinds import Export

ROOT = Path(__file__).parents[2]
HEAD = """# Reference

Made from the program's own registries by `python -m tests.docs.write`; a test compares it. Do not edit.

## Commands

Every command also takes `--config FILE`, `--clock T`, `--debug` and `--help`.
"""


def reference() -> str:
    """The page; the English catalogue must be in use."""
    parts = [
        HEAD,
        *_commands(),
        *_words(),
        *_settings(),
        *_families(),
        *_values("Acts", "What a coordinator can do, from chat, board and command line.", "bot.model.commands", ("UnitCommand", "CampaignCommand")),
        *_values("Facts", "What is stored, one line of the audit each.", "bot.model.events", ("Change",)),
        *_doubts(),
    ]  # fmt: skip
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _commands() -> Iterator[str]:
    from bot.cli.main import program

    group = program()
    with click.Context(group, info_name="baocao") as context:
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from _command(f"baocao {name}", found, context)


def _command(name: str, command: click.Command, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name.split()[-1], parent=parent)
    if isinstance(command, click.Group):
        for member in command.list_commands(context):
            inner = command.get_command(context, member)
            assert inner is not None
            yield from _command(f"{name} {member}", inner, context)
        return
    arguments = [
        parameter.make_metavar(context)
        for parameter in command.params
        if isinstance(parameter, click.Argument)
    ]
    yield f"### `{' '.join([name, *arguments])}`\n\n{command.help or ''}\n"
    options = [
        (", ".join(f"`{name}`" for name in option.opts), option.help or "")
        for option in command.params
        if isinstance(option, click.Option) and option.name not in ("config", "clock", "debug")
    ]
    if options:
        yield _table(("option", ""), options)


def _words() -> Iterator[str]:
    from bot.conversation import command_words as words
    from bot.locale.command_menu import COMMANDS, command_menu

    menu = {name: text for role in COMMANDS for name, text in command_menu(role)}
    yield (
        "## Words in the chat\n\nAccepted with or without accents, in any case, also as slash "
        "commands; “…” stands for what follows.\n"
    )
    rows = []
    for word in words.Word:
        slash = [name for name, found in words.SLASH.items() if found is word]
        said = [name for name, found in words.WHOLE.items() if found is word]
        said += [name for name, found in words.COORDINATOR_WHOLE.items() if found is word]
        leading = (*words.LEADING, *words.COORDINATOR_LEADING)
        said += [f"{name}…" for name, found in leading if found is word]
        described = next((menu[name] for name in slash if name in menu), "")
        rows.append((word.value, ", ".join([*said, *(f"/{name}" for name in slash)]), described))
    rows += [("", f"/{name}", menu[name]) for name in menu if name not in words.SLASH]
    yield _table(("act", "words", ""), rows)


def _settings() -> Iterator[str]:
    from bot.config import PREFIX, Config

    told = _remarks((ROOT / "config.example.toml").read_text("utf-8"))
    yield "## Settings\n\nOf `config.toml`; each is also an environment variable.\n"
    rows = []
    for section, part in Config.model_fields.items():
        for key, field in getattr(part.annotation, "model_fields", {}).items():
            default = field.get_default(call_default_factory=True)
            shown = default.get_secret_value() if hasattr(default, "get_secret_value") else default
            variable = f"{PREFIX}{section}__{key}".upper()
            rows.append(
                (f"`[{section}] {key}`", f"`{variable}`", str(shown), told.get((section, key), ""))
            )
    yield _table(("key", "variable", "default", ""), rows)


def _remarks(example: str) -> dict[tuple[str, str], str]:
    """(section, key) -> what the example of the settings says beside it."""
    told, section = {}, ""
    for line in example.splitlines():
        if head := re.match(r"\[([a-z_]+)\]", line):
            section = head[1]
        elif remark := re.match(r"# ([a-z_]+) = .*?  +# (.*)$", line):
            told[section, remark[1]] = remark[2]
    return told


def _families() -> Iterator[str]:
    from bot.channels import CHANNELS
    from bot.figures.warnings import RULES
    from bot.model.export_kinds import EXPORTS
    from bot.row_types import ROW_TYPES

    kinds = [(name, _first(type(kind))) for name, kind in ROW_TYPES.items()]
    yield "## Kinds of row\n"
    yield _table(("`type` in a form", ""), kinds)
    yield "## Checks across rows\n\nFindings are named before sending; they never block.\n"
    yield _table(("check", ""), [(rule.__name__.strip("_"), _first(rule)) for rule in RULES])
    yield "## Channels\n"
    channels = [
        (f"`[{name}]`", spec.label, f"`{type(spec).__module__}`")
        for name, spec in CHANNELS.items()
    ]
    yield _table(("section", "channel", "module"), channels)
    yield "## Files that are exported\n"
    made = [
        (
            export.suffix,
            ", ".join(f"xuất {word}" for word in export.words if export.module),
            " or ".join(_sources(export)),
        )
        for export in EXPORTS
    ]
    yield _table(("ending", "words in chat", "made from"), made)


def _sources(export: Export) -> Iterator[str]:
    """Say what a kind of file is made from."""
    from bot.model.export_kinds import DocumentKind

    if export.module:
        yield export.source.value
    if export.source is DocumentKind.CAMPAIGN:
        yield "one unit"


def _values(title: str, lead: str, module: str, unions: tuple[str, ...]) -> Iterator[str]:
    yield f"## {title}\n\n{lead}\n"
    rows = []
    for union in unions:
        for kind in _members(getattr(importlib.import_module(module), union)):
            assert is_dataclass(kind)
            names = ", ".join(field.name for field in fields(kind))
            rows.append((f"`{kind.__name__}`", names, _first(kind)))
    yield _table(("name", "fields", ""), rows)


def _members(union: UnionType | type) -> list[Any]:
    return list(get_args(union)) or [union]


def _doubts() -> Iterator[str]:
    from bot.row_types.doubt import Doubt
    from tests.locale.catalogues import CATALOGUES

    english = CATALOGUES["en"]

    yield "## Why an answer is asked about\n\nThe question for each doubt; the reader's codes.\n"
    yield _table(
        ("code", "question"),
        [(doubt.value, english.get(f"doubt.{doubt.value}", "")) for doubt in Doubt],
    )


def _first(thing: Any) -> str:
    """The first paragraph of its own docstring; of a dataclass without one, nothing."""
    told = getdoc(thing) or ""
    name = getattr(thing, "__name__", "")
    return "" if told.startswith(f"{name}(") else " ".join(told.split("\n\n")[0].split())


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    cells = (
        [cell.replace("|", "\\|").replace("\n", " ").strip() for cell in line] for line in lines
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in cells) + "\n"
