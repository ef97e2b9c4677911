"""`baocao form …`: forms as data; needs no settings file."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.options import common, show_json
from bot.domain.form import Form
from bot.errors import OperatorError, UsageError
from bot.forms.loader import builtin_slugs, load_builtin, parse_form
from bot.setup import Setup
from bot.wording.say import say


@click.group(help=say("cli.help.form"))
def form() -> None:
    """Forms."""


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError:
        raise UsageError(say("file.missing", file=file)) from None
    except UnicodeDecodeError:
        raise OperatorError(say("file.not_utf8", file=file)) from None


@form.command("check", help=say("cli.help.form_check"))
@click.argument("file", type=click.Path(path_type=Path))
@common
def check(_setup: Setup, file: Path) -> None:
    """Every fault of a form file with its line; exit 1 when there is one."""
    found, faults = parse_form(_read(file), str(file))
    if faults:
        raise OperatorError("\n".join(fault.text for fault in faults))
    assert found is not None
    click.echo(say("form.sound", rows=len(found.rows), questions=len(found.questions)))


@form.command("list", help=say("cli.help.form_list"))
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@common
def list_(_setup: Setup, as_json: bool) -> None:
    """The built-in forms."""
    known = [load_builtin(slug) for slug in builtin_slugs()]
    if as_json:
        show_json(
            [
                {"slug": one.slug, "title": one.title_for(one.year), "version": one.version,
                 "rows": len(one.rows), "questions": len(one.questions)}
                for one in known
            ]
        )
        return
    for one in known:
        click.echo(f"{one.slug}\t{say('form.sound', rows=len(one.rows), questions=len(one.questions))}")


@form.command("show", help=say("cli.help.form_show"))
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help=say("cli.json"))
@common
def show(_setup: Setup, slug: str, as_json: bool) -> None:
    """A form's rows as a tree."""
    if slug not in builtin_slugs():
        raise OperatorError(say("form.unknown", slug=slug, known=", ".join(builtin_slugs())))
    found = load_builtin(slug)
    if as_json:
        show_json(_as_json(found))
        return
    for row in found.rows:
        depth = "  " if row.parent else ""
        mark = found.places.get(row.code, "")
        click.echo(f"{mark!s:>3} {depth}{row.code:5} {row.label} [{row.measure_label}]")


def _as_json(found: Form) -> dict[str, object]:
    return {
        "slug": found.slug,
        "title": found.title_for(found.year),
        "version": found.version,
        "rows": [
            {"code": row.code, "printed": row.printed, "parent": row.parent, "kind": row.kind.value,
             "label": row.label, "measure": row.measure_label,
             "cells": [cell.value for cell in row.cells], "question": row.question}
            for row in found.rows
        ],
    }
