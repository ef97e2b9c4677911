"""`baocao mail`: files and messages that units mailed, read and entered for them."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.acts import acting_as_coordinator, units_named
from bot.cli.options import common, json_option, show_json
from bot.errors import UsageError
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.conversation.mailed_form import MailedRow
    from bot.use_cases.mail.mail_desk import MailedFile, MailReading


@click.command("mail", help=say("cli.help.mail"))
@click.argument("slug")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--source", default="", help=say("cli.mail_source"))
@click.option("--unit", "code", default=None, help=say("cli.mail_unit"))
@click.option("--inbox", is_flag=True, help=say("cli.mail_inbox"))
@click.option("--yes", "sure", is_flag=True, help=say("cli.mail_yes"))
@click.option("--send", is_flag=True, help=say("cli.mail_send"))
@json_option
@common
def mail(
    setup: Bootstrap,
    slug: str,
    files: tuple[Path, ...],
    source: str,
    code: str | None,
    inbox: bool,
    sure: bool,
    send: bool,
    as_json: bool,
) -> None:
    """Read mailed files; with --yes what is certain is stored, with --send it is handed in as well."""
    from bot.use_cases.mail.mail_desk import read_all, store

    stores = sure or send
    waiting = _from_mailbox(setup, slug, sure=stores) if inbox else ()
    if not (inbox or files):
        raise UsageError(say("cli.mail_what"))
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        chosen = units_named(acting, slug, [code])[0] if code is not None else None
        mailed = _taken_in(setup, (*files, *waiting), source.strip())
        readings = read_all(acting, mailed, [chosen] * len(mailed))
        done = store(acting, readings, send=send) if stores else []
    if stores:
        _put_aside(setup, (*waiting, *files), readings)
    if as_json:
        show_json(list(map(as_plain, readings)))
    else:
        _tell(readings, list(map(attrgetter("text"), done)))


def _put_aside(setup: Bootstrap, files: Sequence[Path], readings: Sequence[MailReading]) -> None:
    """Take the messages out of the mailbox's folder of which something was stored."""
    from bot.use_cases.mail.mailbox import FOLDER, put_aside

    kept = (setup.office.folder / FOLDER).resolve()
    open_still = _open_still(readings)
    fetched = (each for each in files if kept in each.resolve().parents)
    put_aside(path for path in fetched if path.name not in open_still)


def _open_still(readings: Sequence[MailReading]) -> set[str]:
    """Return the messages that say something of which nothing was stored: nobody knows yet whose it is, or
    all of it has to be asked."""
    return {
        each.mailed.name
        for each in readings
        if each.command is None and any(row.outcome != "same" for row in each.rows)
    }


def _tell(readings: Sequence[MailReading], done: Sequence[str]) -> None:
    """Print what was done, and what was read of every file with which nothing was done."""
    certain = [each for each in readings if each.command is not None]
    for each in readings:
        if not done or each not in certain:
            click.echo(_in_words(each))
    for text in done:
        click.echo(f"{text}\n")
    if certain and not done:
        click.echo(say("mail.type_yes"))


def _from_mailbox(setup: Bootstrap, slug: str, *, sure: bool) -> tuple[Path, ...]:
    """Return what came to the office's mailbox since the campaign's period began and waits; says where it
    lies, and what could not be fetched. Where it is stored at once (`sure`), it does not wait any more."""
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.mail.mailbox import FOLDER, Mailbox, fetch_new

    box = setup.config.mail
    if not box.host:
        raise UsageError(say("mail.no_box"))
    with setup.store.reading() as tx:
        since = find_campaign(tx, slug).period_start
    known = Mailbox(box.host, box.user, box.password.get_secret_value(), box.port, box.mailbox)
    found = fetch_new(known, setup.office.folder, slug, since)
    told = {
        "mail.box_empty": not found.waiting,
        "mail.box_seen" if sure else "mail.box_kept": len(found.waiting),
        "mail.box_too_large": found.too_large,
        "mail.box_left": found.left,
    }
    place = setup.office.folder / FOLDER / slug
    for key, count in told.items():
        if count:
            click.echo(say(key, count=int(count), folder=place), err=True)
    return found.waiting


def _taken_in(setup: Bootstrap, files: Sequence[Path], source: str) -> list[MailedFile]:
    """Return every document in the files, folders and messages that were named."""
    from bot.use_cases.mail.mail_desk import files_in, take_in

    missing = [path for path in files if not path.exists()]
    if missing:
        raise UsageError(say("file.missing", file=missing[0]))
    found = [path for each in files for path in files_in(each)]
    office = setup.office
    return [
        mailed
        for path in found
        for mailed in take_in(path, path.name, office.folder, office.tz, source)
    ]


def as_plain(reading: MailReading) -> dict[str, Any]:
    """Return a document's reading as plain values for JSON."""
    unit = reading.unit
    return {
        "file": reading.mailed.name,
        "attachment": reading.mailed.attachment or None,
        "source": reading.mailed.source,
        "unit_code": unit.code if unit is not None else None,
        "unit_name": unit.name if unit is not None else None,
        "rows": {row.code: _row_as_plain(row) for row in reading.rows},
        "not_read": list(reading.not_read),
    }


def _row_as_plain(row: MailedRow) -> dict[str, Any]:
    from bot.model.answer import Answer, AnswerState

    answer = row.answer or Answer(AnswerState.PENDING)  # without figures
    return {
        "outcome": row.outcome,
        "count": answer.count,
        "people": answer.people,
        "cells": dict(answer.cells),
        "note": answer.note or answer.text or None,
        "question": row.question or None,
    }


def _in_words(reading: MailReading) -> str:
    name = reading.unit.called if reading.unit is not None else say("mail.whose")
    head = say("mail.head", file=reading.mailed.shown, unit=name)
    whose = [say("mail.name_unit")] if reading.unit is None and reading.rows else []
    return "\n".join((head, reading.text, *reading.mailed.left, *whose, ""))
