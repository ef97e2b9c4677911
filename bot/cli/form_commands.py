"""`baocao form …`: forms as data; needs no settings file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, need_folder, show_json, show_result
from bot.errors import OperatorError, UsageError
from bot.forms.form_loader import builtin_slugs, load_builtin, parse_form
from bot.locale.say import say
from bot.model.form import Form, Indicator
from bot.model.optional import optional

if TYPE_CHECKING:
    from bot.use_cases.campaigns.form_files import WrittenForm


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
def check(_setup: Bootstrap, file: Path) -> None:
    """Every fault of a form file with its line; exit 1 when there is one."""
    found, faults = parse_form(_read(file), str(file))
    if faults or found is None:
        raise OperatorError("\n".join(fault.text for fault in faults))
    click.echo(say("form.sound", rows=len(found.rows), questions=len(found.questions)))


@form.command("list", help=say("cli.help.form_list"))
@json_option
@common
def list_(_setup: Bootstrap, as_json: bool) -> None:
    """List the built-in forms."""
    known = list(map(load_builtin, builtin_slugs()))
    counts = [{"rows": len(form.rows), "questions": len(form.questions)} for form in known]
    listed = list(zip(known, counts, strict=True))
    plain = [{**_head_as_json(form), **count} for form, count in listed]
    lines = (f"{form.slug}\t{say('form.sound', **count)}" for form, count in listed)
    show_result(plain, lines, as_json=as_json)


@form.command("show", help=say("cli.help.form_show"))
@click.argument("slug")
@json_option
@common
def show(_setup: Bootstrap, slug: str, as_json: bool) -> None:
    """Show a form's rows as a tree."""
    if slug not in builtin_slugs():
        raise OperatorError(say("form.unknown", slug=slug, known=", ".join(builtin_slugs())))
    found = load_builtin(slug)
    lines = (_row_line(row, found.places.get(row.code)) for row in found.rows)
    show_result(_as_json(found), lines, as_json=as_json)


def _row_line(row: Indicator, place: int | None) -> str:
    depth = "  " if row.parent else ""
    return f"{place or '':>3} {depth}{row.code:5} {row.label} [{row.measure_label}]"


def _head_as_json(found: Form) -> dict[str, object]:
    title = found.title_for(found.year)
    return {"slug": found.slug, "title": title, "version": found.version}


def _as_json(found: Form) -> dict[str, object]:
    return {
        **_head_as_json(found),
        "columns": [
            {
                "key": column.key,
                "head": list(column.head),
                "role": column.role,
                "word": column.measure.word,
                "part_of": column.part_of,
            }
            for column in found.quantities
        ],
        "rows": [
            {
                "code": row.code,
                "printed": row.printed,
                "parent": row.parent,
                "kind": row.kind,
                "label": row.label,
                "measure": row.measure_label,
                "official": row.official,
                "cells": list(row.cells),
                "question": row.question,
            }
            for row in found.rows
        ],
    }


@form.command("import", help=say("cli.help.form_import"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help=say("cli.form_out"))
@click.option("--slug", help=say("cli.form_slug"))
@click.option("--sheet", default="", help=say("cli.form_sheet"))
@click.option("--table", type=click.IntRange(1), help=say("cli.form_table"))
@click.option("--yes", is_flag=True, help=say("cli.overwrite"))
@json_option
@common
def import_(
    _setup: Bootstrap,
    file: Path,
    out: Path,
    slug: str | None,
    sheet: str,
    table: int | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Read the table of an official annex into a form file, with everything that is in doubt."""
    from bot.imports.statistics_form import TableChoice
    from bot.use_cases.campaigns import form_files

    _may_write(out, slug, yes=yes)
    choice = TableChoice(sheet, table or 0)
    imported = form_files.read_annex(file, slug or form_files.slug_for(out), choice)
    written = form_files.write_form(file, imported, out)
    if as_json:
        doubts = [
            {"code": doubt.row, "reason": doubt.reason, "text": form_files.doubt_words(doubt)}
            for doubt in imported.doubts
        ]
        template = optional(str, written.template)
        show_json(
            {**_as_json(imported.form), "file": str(out), "template": template, "doubts": doubts}
        )
        return
    _show_imported(written, file.name)


def _may_write(out: Path, slug: str | None, *, yes: bool) -> None:
    """Check whether a form file may be made here; nothing is ever overwritten without --yes."""
    if out.suffix.lower() != ".toml":
        raise UsageError(say("form_import.bad_ending", file=out))
    need_folder(out)
    if slug in builtin_slugs():
        raise UsageError(say("form_import.slug_taken", slug=slug))
    from bot.use_cases.campaigns.form_files import template_beside

    for existing in (out, template_beside(out)):
        if existing.exists() and not yes:
            raise UsageError(say("form_import.exists", file=existing))


def _show_imported(written: WrittenForm, source: str) -> None:
    """Show the tree first, then what wants a look."""
    from bot.use_cases.campaigns.form_files import doubt_words, tree_lines

    found, doubts = written.imported.form, written.imported.doubts
    click.echo(" ".join(filter(None, (found.annex, found.title_for(found.year)))))
    for line in tree_lines(found):
        click.echo(line)
    click.echo(say("form_import.done", source=source, rows=len(found.rows),
                   questions=len(found.questions), file=written.file))  # fmt: skip
    if doubts:
        click.echo(say("form_import.doubts", count=len(doubts), file=written.file))
    else:
        click.echo(say("form_import.no_doubts"))
    for doubt in doubts:
        row = doubt.row or say("form_import.whole")
        click.echo(say("form_import.doubt_line", row=row, words=doubt_words(doubt)))
    click.echo(say("form_import.proofread"))
    if written.template is not None:
        click.echo(say("form_import.template", file=written.template))
    else:
        click.echo(say("form_import.no_template"))
