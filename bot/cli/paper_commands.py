"""`baocao papers`: the outgoing register."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, instant, json_option, need_file, show_json, show_result
from bot.errors import UsageError
from bot.locale.dates import DAYS
from bot.locale.say import say
from bot.model.optional import optional

if TYPE_CHECKING:
    from bot.model.paper import Paper
    from bot.use_cases.papers.outgoing import MadePaper

LETTERS = ("invitation", "reminder")


@click.group("papers", help=say("cli.help.papers"))
def papers() -> None:
    """Keep the outgoing register."""


@papers.command("make", help=say("cli.papers_make"))
@click.argument("slug")
@click.option("--to", "addressees", multiple=True, help=say("cli.papers_to"))
@click.option("--correct", "snapshot", type=int, default=None, help=say("cli.papers_correct"))
@click.option("--kind", type=click.Choice(LETTERS), help=say("cli.papers_kind"))
@click.option("--out", type=click.Path(path_type=Path), required=True, help=say("cli.papers_out"))
@common
def make(
    setup: Bootstrap,
    slug: str,
    addressees: tuple[str, ...],
    snapshot: int | None,
    kind: str | None,
    out: Path,
) -> None:
    """Make a report for each addressee from one total, letters that correct one, or a letter to units."""
    from bot.use_cases.papers.outgoing import check_out, make_corrections, make_reports

    check_out(out)
    if kind is not None:
        made = [_letter(setup, slug, kind)]
    elif snapshot is not None:
        made = make_corrections(setup.store, setup.office, slug, snapshot)
    else:
        made = make_reports(setup.store, setup.office, slug, addressees)
    for each in made:
        file = out / f"{slug}-{each.paper.kind}-{each.paper.code}.docx"
        file.write_bytes(each.body)
        to = each.paper.addressee or "–"
        click.echo(say("paper.made", code=each.paper.code, addressee=to, file=file))


def _letter(setup: Bootstrap, slug: str, kind: str) -> MadePaper:
    from bot.use_cases.papers.letters_out import make_invitation, make_reminder

    made = make_invitation if kind == "invitation" else make_reminder
    return made(setup.store, setup.office, slug)


@papers.command("register", help=say("cli.papers_register"))
@click.argument("slug")
@click.option("--out", type=click.Path(path_type=Path), required=True, help=say("cli.papers_file"))
@common
def register(setup: Bootstrap, slug: str, out: Path) -> None:
    """Write the outgoing register as a Word document."""
    from bot.use_cases.papers.letters_out import register_paper

    with setup.store.reading() as tx:
        body = register_paper(tx, setup.office, slug)
    out.write_bytes(body)
    click.echo(say("export.written", file=out))


@papers.command("list", help=say("cli.papers_list"))
@click.argument("slug")
@json_option
@common
def list_papers(setup: Bootstrap, slug: str, as_json: bool) -> None:
    """Show what left, to whom, under which number."""
    from bot.exports.register_docx import what_became
    from bot.use_cases.campaigns.campaign_setup import find_campaign

    with setup.store.reading() as tx:
        known = tx.papers.of_campaign(find_campaign(tx, slug).id)
    if as_json:
        show_json([_as_plain(setup, each) for each in known])
        return
    for each in known:
        number = each.number or say("decree.dots")
        kind = say(f"paper.kind.{each.kind}")
        to = each.addressee or "–"
        click.echo(say("paper.line", code=each.code, kind=kind, number=number, addressee=to))
        for line in what_became(each, setup.office.tz) or [say("paper.not_sent")]:
            click.echo(f"  {line}")


def _as_plain(setup: Bootstrap, paper: Paper) -> dict[str, Any]:
    tz = setup.office.tz
    return {
        "code": paper.code,
        "kind": paper.kind.value,
        "title": paper.title,
        "addressee": paper.addressee or None,
        "snapshot": paper.snapshot,
        "number": paper.number or None,
        "issued": optional(date.isoformat, paper.issued),
        "signer": paper.signer or None,
        "made_at": paper.made_at.astimezone(tz).isoformat(),
        "events": [
            {"what": event.what, "at": event.at.astimezone(tz).isoformat(), "text": event.text}
            for event in paper.events
        ],
    }


@papers.command("set", help=say("cli.papers_set"))
@click.argument("code")
@click.option("--number", default="", help=say("cli.papers_number"))
@click.option("--date", "issued", type=click.DateTime(DAYS), help=say("cli.papers_date"))
@click.option("--signer", default="", help=say("cli.papers_signer"))
@common
def describe(
    setup: Bootstrap, code: str, number: str, issued: datetime | None, signer: str
) -> None:
    """Type in what the office gave a paper: number, date, signer."""
    from bot.use_cases.papers.outgoing import paper_with

    if not (number or issued or signer):
        raise UsageError(say("paper.set_what"))
    with setup.store.transaction() as tx:
        paper = paper_with(tx, code)
        day = issued.date().isoformat() if issued else None
        tx.papers.describe(paper.id, number.strip() or None, day, signer.strip() or None)
    click.echo(say("paper.set", code=paper.code))


@papers.command("sent", help=say("cli.papers_sent"))
@click.argument("code")
@click.option("--to", "whom", required=True, help=say("cli.papers_whom"))
@click.option("--how", default="", help=say("cli.papers_how"))
@click.option("--at", default=None, help=say("cli.opinion_at"))
@common
def sent(setup: Bootstrap, code: str, whom: str, how: str, at: str | None) -> None:
    """Note to whom a paper was sent, when and how."""
    from bot.model.paper import PaperEvent
    from bot.use_cases.papers.outgoing import paper_with

    when = instant(setup, at) if at else setup.office.now()
    text = f"{whom.strip()} ({how.strip()})" if how.strip() else whom.strip()
    with setup.store.transaction() as tx:
        paper = paper_with(tx, code)
        tx.papers.note(paper.id, PaperEvent("sent", when, text))
    click.echo(say("paper.sent", code=paper.code, to=text))


@papers.command("signed", help=say("cli.papers_signed"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--code", default="", help=say("cli.papers_code"))
@common
def signed(setup: Bootstrap, file: Path, code: str) -> None:
    """Bind a signed copy to the paper whose code it carries."""
    from bot.use_cases.papers.outgoing import code_of
    from bot.use_cases.papers.signed_papers import bind_signed

    need_file(file)
    found = code_of(file, code.strip())
    author = setup.office.command_author()
    with setup.store.transaction() as tx:
        told = bind_signed(tx, setup.office, file, found, author)
    click.echo(told)


@papers.command("check", help=say("cli.papers_check"))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@common
def check(setup: Bootstrap, file: Path, as_json: bool) -> None:
    """Name the numbers that were typed over in a paper that came back."""
    from bot.use_cases.papers.outgoing import typed_over

    need_file(file)
    with setup.store.reading() as tx:
        found = typed_over(tx, setup.office, file)
    head = say("paper.typed_over", count=len(found)) if found else say("paper.as_made")
    show_result(found, [head, *(f"– {passage}" for passage in found)], as_json=as_json)
