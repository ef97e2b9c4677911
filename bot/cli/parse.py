"""`baocao read` and `baocao deadline`: see how a text is understood before it is trusted.

Nothing is stored and no settings file is needed.
"""

from __future__ import annotations

import csv
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, date_of, json_option, show_json, show_result
from bot.errors import OperatorError, UsageError
from bot.locale.say import say
from bot.model.form import Form
from bot.model.optional import optional

DEFAULT_FORM = "phu-luc-ii-2022"


def _form(slug: str) -> Form:
    from bot.forms.form_loader import builtin_slugs, load_builtin
    from bot.use_cases.campaigns.campaign_file import load_form

    if slug in builtin_slugs():
        return load_builtin(slug)
    return load_form(Path.cwd() / "_", slug)


@click.command("read", help=say("cli.help.read"))
@click.argument("text", required=False)
@click.option("--code", help=say("cli.read_code"))
@click.option("--form", "slug", default=DEFAULT_FORM, help=say("cli.read_form"))
@click.option("--file", "file", type=click.Path(path_type=Path), help=say("cli.read_file"))
@click.option("--report", "many", help=say("cli.read_report"))
@click.option("--why", is_flag=True, help=say("cli.read_why"))
@json_option
@common
def read(
    _setup: Bootstrap,
    text: str | None,
    code: str | None,
    slug: str,
    file: Path | None,
    many: str | None,
    why: bool,
    as_json: bool,
) -> None:
    """How the bot would read a phrase as the answer to a row."""
    form = _form(slug)
    if file is not None:
        _read_file(form, file, why=why)
    elif many is not None:
        _read_report(form, many, as_json, why=why)
    elif code is not None and text is not None:
        _show(_phrase(form, code, text, why=why), as_json)
    else:
        raise UsageError(say("cli.read_what"))


def _phrase(form: Form, code: str, text: str, *, why: bool = False) -> dict[str, object]:
    from bot.use_cases.turns.read_phrase import read_phrase, why_phrase

    row = form.find(code)
    if row is None:
        raise UsageError(say("jump.unknown", code=code))
    found = read_phrase(form, row.code, text)
    return {**found, "why": why_phrase(form, row.code, text)} if why else found


def _read_file(form: Form, file: Path, *, why: bool) -> None:
    """Print one JSON object a line, in the order of the file; a fault names its line."""
    csv.field_size_limit(10_000_000)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, restval="")
            if not {"code", "text"} <= set(reader.fieldnames or ()):
                raise OperatorError(say("cli.read_columns", file=file))
            for line in reader:
                code, at = line["code"], reader.line_num
                if form.find(code) is None:
                    raise OperatorError(say("cli.read_unknown", file=file, line=at, code=code))
                read_line = _phrase(form, code, line["text"], why=why)
                sys.stdout.write(json.dumps(read_line, ensure_ascii=False) + "\n")
    except csv.Error:
        raise OperatorError(say("cli.read_broken", file=file, line=reader.line_num + 1)) from None
    except FileNotFoundError:
        raise UsageError(say("file.missing", file=file)) from None
    except UnicodeDecodeError:
        raise OperatorError(say("file.not_utf8", file=file)) from None


def _read_report(form: Form, text: str, as_json: bool, *, why: bool) -> None:
    from bot.use_cases.turns.read_phrase import read_report

    found = read_report(form, text, why=why)
    if as_json:
        show_json(found)
        return
    for row in found["rows"]:
        _show(row, as_json=False)
    for left in found["not_understood"]:
        click.echo(say("cli.not_understood", text=left))
    told = {*found["not_understood"], *(said for row in found["rows"] for said in row["unused"])}
    if left_over := [said for said in found["unused"] if said not in told]:
        click.echo(say("doubt.unused", said=", ".join(left_over)))


def _show(found: dict[str, Any], as_json: bool) -> None:
    if as_json:
        show_json(found)
        return
    head = (f"{found['code']}: {found['outcome']}", _figures(found), found.get("amount_in_words"))
    click.echo("  ".join(filter(None, head)))
    said = [found.get("note"), found.get("question"), _unused(found)]
    for text in filter(None, said):
        click.echo(f"  {text}")
    if "why" in found:
        _show_why(found["why"])


def _figures(found: dict[str, Any]) -> str:
    """Return `count=2, people=40` of a reading; "" where it has none."""
    known = {name: found.get(name) for name in ("count", "people")} | (found.get("cells") or {})
    return ", ".join(f"{name}={number}" for name, number in known.items() if number is not None)


def _unused(found: dict[str, Any]) -> str:
    """Return what was said and not used, in a sentence; "" where the question tells it already."""
    told = found.get("question") or ""
    unused = [text for text in found.get("unused") or () if text not in told]
    return say("doubt.unused", said=", ".join(unused)) if unused else ""


def _show_why(why: dict[str, Any]) -> None:
    """Print the steps of a reading, one a line."""
    click.echo(f"  {say('why.tokens')}: {' · '.join(why['tokens'])}")
    for number in why["numbers"]:
        noun = _beside(" ({})", number["noun"])
        part = f", {say('why.part')}" if number["part"] else ""
        rule = _beside(f", {say('why.rule')}: {{}}", number["rule"])
        explained = say(f"why.{number['explained_by']}")
        click.echo(f"  {say('why.number')}: “{number['text']}” – {explained}{noun}{part}{rule}")
    for doubt, words in why["doubts"]:
        click.echo(f"  {say('why.doubt')}: {doubt}{_beside(' (“{}”)', words)}")
    if why["rule"]:
        click.echo(f"  {say('why.rule')}: {why['rule']}")
    decided = [f"{name}={why[name]}" for name in ("count", "people", "doubt") if why[name]]
    click.echo(f"  {say('why.decision')}: {', '.join(decided) or '–'}")


def _beside(shape: str, words: str) -> str:
    """Return words as they stand behind something; "" for none."""
    return shape.format(words) if words else ""


@click.command("deadline", help=say("cli.help.deadline"))
@click.argument("phrase")
@click.option("--year", type=int, help=say("cli.deadline_year"))
@click.option("--period-end", help=say("cli.deadline_period"))
@json_option
@common
def deadline(
    setup: Bootstrap, phrase: str, year: int | None, period_end: str | None, as_json: bool
) -> None:
    """Show what a deadline phrase means."""
    from bot import clock
    from bot.use_cases.reminding.deadline_report import deadline_report

    end = optional(date_of, period_end)
    now = (
        clock.make(setup.clock_option).now() if setup.clock_option else datetime.now().astimezone()
    )
    found = deadline_report(phrase, year=year, period_end=end, today=now.date())
    warnings = (f"– {warning['text']}" for warning in found["warnings"])
    show_result(found, [found["in_words"] or say("deadline.none"), *warnings], as_json=as_json)
