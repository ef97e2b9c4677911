"""`baocao accept`, `unaccept`, `return`, `total`, `enter`, `campaign extend`: the coordinator's acts.

One of three parsers that build commands, beside the chat's words and the board's forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, instant, json_option, need_file, show_result
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.model.optional import sure

if TYPE_CHECKING:
    from bot.conversation.on_behalf import EntryOnBehalf
    from bot.figures.branch_totals import BranchTotal
    from bot.figures.rollup import RowTotal
    from bot.model.commands import EnterFor, UnitCommand
    from bot.model.message import FileRef
    from bot.use_cases.turns.run_command import Acting, Outcome
    from storage import Transaction

Made = Callable[[int], "UnitCommand"]


def acting_as_coordinator(
    setup: Bootstrap, tx: Transaction, slug: str, links: tuple[tuple[str, str], ...] = ()
) -> Acting:
    """Return the command line in the coordinator's place; `links` are what invitations made by it carry."""
    from bot.model.person import Role, Seat
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.turns.run_command import Acting

    campaign = find_campaign(tx, slug)
    office = replace(setup.office, invite_links=links)
    return Acting(tx, office, Seat(0, Role.COORDINATOR, campaign.id, campaign.title))


def units_named(acting: Acting, slug: str, codes: Sequence[str]) -> list[int]:
    """Return the named units, each once; OperatorError names one that is not in the campaign."""
    known = {unit.code: unit.id for unit in acting.tx.campaigns.members(acting.seat.campaign_id)}
    for code in codes:
        if code not in known:
            raise OperatorError(say("unit.unknown", code=code, slug=slug))
    return [known[code] for code in dict.fromkeys(codes)]


def run_acts(acting: Acting, commands: Sequence[UnitCommand]) -> Outcome:
    """Return all the commands or none: what cannot be done is one error."""
    from bot.use_cases.turns.run_command import execute

    outcome = execute(acting, commands)
    if not outcome.may:
        raise (UsageError if outcome.wrong_value else OperatorError)(outcome.text)
    return outcome


def _on_units(
    setup: Bootstrap, slug: str, codes: Sequence[str], as_json: bool, made: Made
) -> None:
    """Carry out one command for each unit; then what was done, or with --json how the reports stand."""
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        ids = units_named(acting, slug, codes)
        outcome = run_acts(acting, list(map(made, ids)))
        views = tx.views.board(acting.seat.campaign_id, ids)
    rows = [
        {"unit_code": view.unit.code, "unit_name": view.unit.name, "state": view.status.value}
        for view in views
    ]
    show_result(rows, [outcome.text], as_json=as_json)


def _units_option(command: Callable[..., Any]) -> Callable[..., Any]:
    option = click.option("--unit", "codes", multiple=True, required=True, help=say("cli.units"))
    return option(command)


def reason_given(text: str) -> str:
    """Return the reason, stripped; refuse one that says nothing."""
    if not text.strip():
        raise UsageError(say("cli.need_reason"))
    return text.strip()


@click.command("accept", help=say("cli.help.accept"))
@click.argument("slug")
@_units_option
@json_option
@common
def accept(setup: Bootstrap, slug: str, codes: tuple[str, ...], as_json: bool) -> None:
    """Receive the reports that were sent."""
    from bot.model.commands import Accept

    _on_units(setup, slug, codes, as_json, Accept)


@click.command("unaccept", help=say("cli.help.unaccept"))
@click.argument("slug")
@_units_option
@click.option("--reason", required=True, help=say("cli.act_reason"))
@json_option
@common
def unaccept(
    setup: Bootstrap, slug: str, codes: tuple[str, ...], reason: str, as_json: bool
) -> None:
    """Take the acceptance of reports back."""
    from bot.model.commands import Unaccept

    why = reason_given(reason)
    _on_units(setup, slug, codes, as_json, lambda unit: Unaccept(unit, why))


@click.command("return", help=say("cli.help.return"))
@click.argument("slug")
@_units_option
@click.option("--row", "rows", multiple=True, help=say("cli.rows"))
@click.option("--reason", required=True, help=say("cli.act_reason"))
@json_option
@common
def return_(
    setup: Bootstrap,
    slug: str,
    codes: tuple[str, ...],
    rows: tuple[str, ...],
    reason: str,
    as_json: bool,
) -> None:
    """Send reports back to their units, as a whole or because of some rows."""
    from bot.model.commands import SendBack

    why, named = reason_given(reason), tuple(dict.fromkeys(row.strip() for row in rows))
    _on_units(setup, slug, codes, as_json, lambda unit: SendBack(unit, why, named))


@click.command("pass-on", help=say("cli.help.pass-on"))
@click.argument("slug")
@click.option("--unit", "code", required=True, help=say("cli.pass_on_unit"))
@click.option("--until", required=True, help=say("cli.until"))
@click.option("--words", default="", help=say("cli.pass_on_words"))
@common
def pass_on(setup: Bootstrap, slug: str, code: str, until: str, words: str) -> None:
    """Pass the request on to the units below, by an earlier day."""
    from bot.model.commands import PassOn

    last = instant(setup, until)
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        (unit,) = units_named(acting, slug, [code])
        outcome = run_acts(acting, [PassOn(unit, last, words.strip())])
    click.echo(outcome.text)


@click.command("total", help=say("cli.help.total"))
@click.argument("slug")
@click.option("--unit", "code", required=True, help=say("cli.unit"))
@click.option("--send", is_flag=True, help=say("cli.total_send"))
@click.option("--source", default="", help=say("cli.source"))
@click.option("--file", "file", type=click.Path(path_type=Path), help=say("cli.total_file"))
@click.argument("text", required=False, default="")
@json_option
@common
def total(
    setup: Bootstrap,
    slug: str,
    code: str,
    send: bool,
    source: str,
    file: Path | None,
    text: str,
    as_json: bool,
) -> None:
    """Show the total of a unit and those below it, or hand it up; rows that are typed or stand in a file
    stand in the place of the sum, with their source."""
    from bot.conversation.branch_talk import in_words
    from bot.model.commands import HandUpTotal
    from bot.use_cases.board.branch_reports import branch_total
    from bot.use_cases.turns.run_command import execute

    if (text.strip() or file is not None) and not send:
        raise UsageError(say("branch.typed_needs_send"))
    kept = _kept(setup, file) if file is not None else None
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        (unit,) = units_named(acting, slug, [code])
        asked = HandUpTotal(unit, text.strip(), source.strip(), kept)
        campaign = tx.campaigns.by_id(acting.seat.campaign_id)
        handed = branch_total(tx, setup.office, campaign, code).handed
        is_up = not asked.is_typed and handed is not None and not handed.is_stale
        hand_up = execute if is_up else run_acts  # what is up and did not change is no error
        done = hand_up(acting, [asked]).text if send else ""
        found = branch_total(tx, setup.office, campaign, code)
        (view,) = tx.views.board(campaign.id, [unit])
        words = in_words(found, acting.situation())
    plain = {**_total_as_plain(found, setup.office.tz), "state": view.status.value}
    lines = [done] if done else [say("branch.head", unit=found.name), *words]
    show_result(plain, lines, as_json=as_json)


def _kept(setup: Bootstrap, file: Path) -> FileRef:
    """Return a file in the data folder; OperatorError for one that cannot be read."""
    from bot.use_cases.turns.file_store import keep_mailed

    need_file(file)
    kept = keep_mailed(file, file.name, setup.office.folder)
    if not kept.path:
        raise OperatorError(say(f"file.{kept.remote}"))
    return kept


def _total_as_plain(found: BranchTotal, tz: tzinfo) -> dict[str, Any]:
    """`rows` has every row of the form, `own` those that the unit itself has figures in; `handed_up` is
    what the unit handed up last."""
    handed = found.handed
    return {
        "unit": found.code,
        "rows": _sums(found.total.totals),
        "own": _sums(found.own),
        "units": [
            {"code": line.code, "name": line.name, "state": line.state.value,
             "counted": line.counted, "total": line.by_total}
            for line in found.lines
        ],
        "missing": [line.code for line in found.missing],
        "handed_up": handed and {
            "version": handed.version,
            "at": handed.at.astimezone(tz).isoformat(),
            "accepted": handed.accepted,
            "stale": handed.is_stale,
            "changed": [change.row.code for change in handed.changes],
        },
    }  # fmt: skip


def _sums(totals: Mapping[str, RowTotal]) -> dict[str, dict[str, Any]]:
    from bot.exports.json_file import sums_as_plain

    return {code: sums_as_plain(sums) for code, sums in totals.items()}


def extend(setup: Bootstrap, slug: str, unit_code: str | None, until: str, reason: str) -> None:
    """Run a later deadline, for one unit or for all."""
    from bot.model.commands import Extend

    last, why = instant(setup, until), reason_given(reason)
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        unit = units_named(acting, slug, [unit_code])[0] if unit_code is not None else None
        outcome = run_acts(acting, [Extend(unit, last, why)])
    click.echo(outcome.text)


@click.command("enter", help=say("cli.help.enter"))
@click.argument("slug")
@click.option("--unit", "code", required=True, help=say("cli.unit"))
@click.option("--source", default="", help=say("cli.source"))
@click.option("--send", is_flag=True, help=say("cli.enter_send"))
@click.argument("text", required=False, default="")
@json_option
@common
def enter(
    setup: Bootstrap, slug: str, code: str, source: str, send: bool, text: str, as_json: bool
) -> None:
    """Enter a report, or rows of it, on a unit's behalf; what is not certain is listed. With
    --send and no text, what was entered before is sent."""
    from bot.model.commands import EnterFor

    if not text.strip() and not send:
        raise UsageError(say("cli.need_text"))
    if text.strip() and not source.strip():
        raise UsageError(say("board_page.need_source"))
    with setup.store.transaction() as tx:
        acting = acting_as_coordinator(setup, tx, slug)
        (unit,) = units_named(acting, slug, [code])
        asked = EnterFor(unit, text.strip(), source.strip(), send=send)
        entry, said = _entered(acting, asked)
        (view,) = tx.views.board(acting.seat.campaign_id, [unit])
    plain = {"unit_code": code, **_as_plain(entry), "state": view.status.value}
    show_result(plain, [said], as_json=as_json)


def _entered(acting: Acting, asked: EnterFor) -> tuple[EntryOnBehalf, str]:
    """Return what was read, and what was done with it. Words of which nothing is certain store nothing,
    and are no error: their questions are the answer."""
    from bot.conversation import effects, on_behalf
    from bot.model.commands import SendFor

    desk = sure(effects.desk_of(acting.board([asked]), asked.unit_id))
    entry = on_behalf.EntryOnBehalf((), "")
    if asked.text:
        entry = on_behalf.read_entry(desk, asked)
        if entry.pairs or desk.form is None:
            return entry, run_acts(acting, [asked]).text
    sent = run_acts(acting, [SendFor(asked.unit_id)]).text if asked.send else ""
    return entry, f"{entry.text}\n{sent}".strip()


def _as_plain(entry: EntryOnBehalf) -> dict[str, Any]:
    stored = {
        code: {
            "state": answer.state.value,
            "count": answer.count,
            "people": answer.people,
            "cells": dict(answer.cells),
            "text": answer.text or None,
            "note": answer.note or None,
            "source": answer.source,
        }
        for code, answer in entry.pairs
    }
    asked = [{"code": code, "question": question} for code, question in entry.asked]
    return {"stored": stored, "asked": asked, "unused": list(entry.unused)}
