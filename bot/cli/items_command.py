"""`baocao items`: the duties and lists of a campaign's units, and what is entered on their behalf."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_result
from bot.errors import UsageError
from bot.locale.say import say


@click.command("items", help=say("cli.help.items"))
@click.argument("slug")
@click.option("--unit", "code", default="", help=say("cli.unit"))
@click.option("--item", "key", default="", help=say("cli.item_key"))
@click.option("--text", default="", help=say("cli.item_text"))
@click.option("--source", default="", help=say("cli.source"))
@click.option("--out", type=click.Path(path_type=Path), default=None, help=say("cli.items_out"))
@json_option
@common
def show_standing(
    setup: Bootstrap,
    slug: str,
    code: str,
    key: str,
    text: str,
    source: str,
    out: Path | None,
    as_json: bool,
) -> None:
    """List duties and lists; with --unit, --item and --text enter one of them, with --out print them."""
    from bot.use_cases.board.standing_ledger import enter_item, standing_items

    if text.strip():
        if not (code and key and source.strip()):
            raise UsageError(say("cli.item_needs"))
        words = (text.strip(), source.strip())
        with setup.store.transaction() as tx:
            click.echo(enter_item(tx, setup.office, slug, (code, key), words))
        return
    if out is not None:
        _print(setup, slug, code, out)
        return
    with setup.store.reading() as tx:
        found = standing_items(tx, setup.office, slug)
    found = [each for each in found if code in ("", each["unit_code"])]
    show_result(found, map(_in_words, found), as_json=as_json)


def _print(setup: Bootstrap, slug: str, code: str, out: Path) -> None:
    """Write the duties and lists of all units, or of one, as a file."""
    from bot.use_cases.papers.duty_paper import MODULES, write_duty_paper

    ending = out.suffix.lower()
    if ending not in MODULES or not out.resolve().parent.is_dir():
        raise UsageError(say("export.bad_ending", file=out, known=" ".join(MODULES)))
    with setup.store.reading() as tx:
        body = write_duty_paper(tx, setup.office, slug, code, ending)
    out.write_bytes(body)
    click.echo(say("export.written", file=out))


def _in_words(found: dict[str, Any]) -> str:
    """Return one line of the list."""
    from bot.locale.entry_words import total_words
    from bot.reading.entry_lines import read_entries

    stands = say("standing.open")
    if found["text"] and found["item"] == "entries":
        stands = total_words(read_entries(found["text"]))
    elif found["text"]:
        stands = say("standing.done", words=found["text"])
    place = f"{found['unit_name']} ({found['unit_code']}, {found['key']})"
    return say("standing.line", place=place, title=found["title"], due="", stands=stands)
