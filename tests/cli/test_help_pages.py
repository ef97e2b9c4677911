"""Help pages: whole sentences, and no word of the library's where the program speaks Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from bot.cli.main import program
from bot.cli.usage_errors import HelpPage


def pages(command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Give every command's page with the command."""
    yield command.get_help(context), command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from pages(below, click.Context(below, info_name=name, parent=context))


@pytest.fixture
def every_page(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, click.Command]]:
    monkeypatch.setattr(click.Context, "formatter_class", HelpPage)
    whole = program()
    return list(pages(whole, click.Context(whole, info_name="baocao")))


def test_every_help_text_is_a_sentence(every_page: list[tuple[str, click.Command]]) -> None:
    texts = [command.help or "" for _, command in every_page]
    for _, command in every_page:
        texts += [
            option.help or "" for option in command.params if isinstance(option, click.Option)
        ]
    bad = [text for text in texts if text[:1].islower() or not text.rstrip().endswith((".", "…"))]
    assert bad == []


def test_places_are_named_in_vietnamese(every_page: list[tuple[str, click.Command]]) -> None:
    english = r"\b(OPTIONS|COMMAND|ARGS|TEXT|INTEGER|FLOAT|PATH|FILES?|FOLDER|SLUG|NAME|CODE|RANGE|default|required)\b"
    assert [page for page, _ in every_page if re.search(english, page)] == []
