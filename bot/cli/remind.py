"""`baocao remind`: what will be reminded, sending what is due, the letter to late units."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, export_for, instant, json_option, show_json
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.export_kinds import export_named


@click.command("remind", help=say("cli.help.remind"))
@click.argument("slug")
@json_option
@click.option("--now", "now_text", help=say("cli.remind_now"))
@click.option("--send", is_flag=True, help=say("cli.remind_send"))
@click.option("--letter", type=click.Path(path_type=Path), help=say("cli.remind_letter"))
@common
def remind(
    setup: Bootstrap,
    slug: str,
    as_json: bool,
    now_text: str | None,
    send: bool,
    letter: Path | None,
) -> None:
    """Show what will be reminded, to whom, when; with --send what is due goes out now, with --letter
    the draft of a letter to the late units is written."""
    from bot.use_cases.reminding.reminder_forecast import forecast

    now = instant(setup, now_text) if now_text else setup.clock.now()
    if letter is not None:
        _write_letter(setup, slug, now, letter)
        return
    if send:
        from bot.app import send_due

        count = send_due(setup, now, slug)
        if as_json:
            show_json({"sent": count})
        else:
            click.echo(say("remind.sent", count=count))
        return
    with setup.store.reading() as tx:
        rows = forecast(tx, setup.office, slug, now)
    if as_json:
        show_json(rows)
        return
    if not rows:
        click.echo(say("remind.nothing"), err=True)
    for line in _messages(rows):
        click.echo(line)


def _messages(rows: list[dict[str, Any]]) -> Iterator[str]:
    """Return each message once, with its text; then, by moment, the units that nobody sits for."""
    shown: set[tuple[str, str, str]] = set()
    nobody: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["person"] is None and row["unit_code"] is None:
            continue  # the report upward, of which no coordinator is there to be told
        if row["person"] is None:
            nobody.setdefault((row["due_at"], _step(row)), []).append(row["unit_code"])
            continue
        message = (row["person"], row["due_at"], row["text"])
        if message in shown:
            continue
        shown.add(message)
        yield say(
            "remind.message",
            at=_at(row), person=row["person"], channel=row["channel"], step=_step(row),
        )  # fmt: skip
        yield textwrap.indent(row["text"], "    ") + "\n"
    for (due_at, step), codes in nobody.items():
        units = ", ".join(codes)
        at = moment(datetime.fromisoformat(due_at))
        yield say("remind.to_nobody", at=at, step=step, units=units)


def _step(row: dict[str, Any]) -> str:
    """Return what a message is about, in words: a step, or the coordinators' own report upward."""
    from bot.reminders.step_words import step_in_words
    from bot.use_cases.reminding.upward_forecast import KIND

    is_upward = row["kind"].startswith(KIND)
    return say("wizard.upward") if is_upward else step_in_words(row["kind"])


def _at(row: dict[str, Any]) -> str:
    return moment(datetime.fromisoformat(row["due_at"]))


def _write_letter(setup: Bootstrap, slug: str, now: datetime, file: Path) -> None:
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.campaign_export import write_file
    from bot.use_cases.reminding.reminder_letter_data import letter_sheet

    kind = export_for(file, [export_named("letter")])
    with setup.store.reading() as tx:
        sheet = letter_sheet(tx, setup.office, find_campaign(tx, slug), now)
    write_file(kind, sheet, None, file)
    click.echo(say("letter.written", file=file))
