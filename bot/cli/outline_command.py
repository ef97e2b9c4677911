"""`baocao campaign outline SLUG`: what the report in words says, as a file of the coordinator."""

from __future__ import annotations

from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, need_file
from bot.errors import UsageError
from bot.locale.say import say


@click.command("outline", help=say("cli.help.campaign_outline"))
@click.argument("slug")
@click.option("--set", "file", type=click.Path(path_type=Path), help=say("cli.outline_set"))
@click.option("--drop", is_flag=True, help=say("cli.outline_drop"))
@common
def outline(setup: Bootstrap, slug: str, file: Path | None, drop: bool) -> None:
    """Print the outline that the report follows; keep another one, or none."""
    from bot.use_cases.papers.campaign_outline import keep_outline, outline_text

    if file is None and not drop:
        with setup.store.reading() as tx:
            click.echo(outline_text(tx, setup.office, slug), nl=False)
        return
    text = _text(file) if file is not None else ""
    with setup.store.transaction() as tx:
        keep_outline(tx, setup.office, slug, text)
    click.echo(say("outline.kept" if text else "outline.dropped", slug=slug))


def _text(file: Path) -> str:
    need_file(file)
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(say("outline.broken", reason="UTF-8")) from None
