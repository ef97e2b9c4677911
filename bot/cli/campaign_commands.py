"""`baocao campaign …`, `invite`, `progress`, `export`."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, export_for, json_option, show_json, show_result
from bot.cli.outline_command import outline
from bot.cli.progress_bar import progress_bar
from bot.cli.roster_commands import add_unit, mend_unit, take_out
from bot.cli.snapshot_commands import snapshots
from bot.cli.trial_command import trial
from bot.errors import UsageError
from bot.locale.board_text import state_in_words
from bot.locale.dates import day, moment, written_day
from bot.locale.plan_sentences import plan_lines
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState, Upward
from bot.model.campaign_item import CampaignItem
from bot.model.commands import CampaignCommand
from bot.model.export_kinds import export_named, report_exports
from bot.model.listed_unit import LeftReport
from bot.model.submission import Status
from bot.model.unit import Unit


@click.group(help=say("cli.help.campaign"))
def campaign() -> None:
    """Campaigns."""


campaign.add_command(add_unit)
campaign.add_command(mend_unit)
campaign.add_command(outline)
campaign.add_command(snapshots)
campaign.add_command(take_out)
campaign.add_command(trial)


@campaign.command("create", help=say("cli.help.campaign_create"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--accept-changes", is_flag=True, help=say("cli.accept_changes"))
@common
def create(setup: Bootstrap, file: Path, accept_changes: bool) -> None:
    """Keep a campaign as a draft, with what looks odd about its dates."""
    from bot.use_cases.campaigns import campaign_setup
    from bot.use_cases.campaigns.check_plan import plan_warnings
    from bot.use_cases.papers.consultations import opening_preview

    read = campaign_setup.read_campaign(file, setup.office)
    with setup.store.transaction() as tx:
        made = campaign_setup.create_campaign(tx, setup.office, read, accept_changes)
        draft, _ = opening_preview(tx, made, setup.office.now())
    click.echo(say("campaign.created", slug=made.slug, units=len(read.units)))
    _deadline_line(setup, made)
    if draft:
        click.echo(draft)
    for sentence in plan_warnings(read):
        click.echo(f"– {sentence}")


def _upward_line(setup: Bootstrap, upward: Upward) -> None:
    """Say until when and to whom the total goes."""
    until = upward.until
    at = moment(until.astimezone(setup.office.tz)) if until is not None else say("campaign.no_day")
    receivers = "; ".join(upward.receivers) or "–"
    click.echo(say("campaign.upward_line", until=at, receivers=receivers))


def _deadline_line(setup: Bootstrap, made: Campaign) -> None:
    from bot.use_cases.campaigns.campaign_days import deadlines_in_words

    words = deadlines_in_words(setup.office, made)
    click.echo(say("deadline.line", deadline=words) if words else say("deadline.none"))


@campaign.command("list", help=say("cli.help.campaign_list"))
@json_option
@common
def list_(setup: Bootstrap, as_json: bool) -> None:
    """All campaigns with their state."""
    with setup.store.reading() as tx:
        known = tx.campaigns.all()
    if as_json:
        show_json([_plain(setup, campaign) for campaign in known])
        return
    if not known:
        click.echo(say("campaign.none_yet"), err=True)
    for campaign in known:
        click.echo(
            f"{campaign.slug}\t{say(f'campaign.state.{campaign.state.value}')}\t{campaign.title}"
        )


def _plain(setup: Bootstrap, campaign: Campaign) -> dict[str, Any]:
    last = campaign.last_instant
    return {
        "slug": campaign.slug,
        "title": campaign.title,
        "state": campaign.state.value,
        "period_start": campaign.period_start.isoformat(),
        "period_end": campaign.period_end.isoformat(),
        "deadline": campaign.deadline_phrase,
        "last_instant": last.astimezone(setup.office.tz).isoformat() if last else None,
        "issuer": campaign.issuer,
        "receiver": campaign.receiver,
        "body": campaign.body,
        "previous": campaign.previous or None,
        "forms": dict(campaign.forms),
        "photos_min": campaign.photos_min,
    }


@campaign.command("show", help=say("cli.help.campaign_show"))
@click.argument("slug")
@json_option
@common
def show(setup: Bootstrap, slug: str, as_json: bool) -> None:
    """One campaign with its units."""
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.campaigns.plan_record import file_keys

    with setup.store.reading() as tx:
        campaign = find_campaign(tx, slug)
        consultation = tx.campaigns.consultation(campaign.id)
        views = tx.views.board(campaign.id)
        left = tx.members.left(campaign.id)
        upward = tx.campaigns.upward(campaign.id)
        tried = tx.trials.of(slug)
    if as_json:
        units = list(map(attrgetter("unit"), views))
        listed = [{"code": unit.code, "name": unit.name, "kind": unit.kind} for unit in units]
        keys = file_keys(campaign, upward, consultation)
        gone = [_left_plain(setup, unit, report) for unit, report in left]
        show_json({**_plain(setup, campaign), **keys, "units": listed, "taken_out": gone})
        return
    click.echo(f"{campaign.title} ({say(f'campaign.state.{campaign.state.value}')})")
    click.echo(
        say("campaign.period", start=day(campaign.period_start), end=day(campaign.period_end))
    )
    _deadline_line(setup, campaign)
    if upward is not None:
        _upward_line(setup, upward)
    if tried is not None:
        click.echo(say("trial.running", slug=tried.slug))
    for line in plan_lines(campaign.plan):
        click.echo(line)
    for asked in campaign.asked_items:
        if not asked.is_usual_total:
            click.echo(_item_line(asked))
    for view in views:
        more = ""
        if view.extended_until is not None:
            until = moment(view.extended_until.astimezone(setup.office.tz))
            more = say("campaign.unit_extended", until=until)
        click.echo(f"  {view.unit.code}  {view.unit.called}  {more}".rstrip())
    for unit, report in left:
        told = {"day": day(setup.office.day_of(report.at)), "reason": report.reason}
        click.echo(f"  {unit.code}  {unit.called}  {say('campaign.unit_left', **told)}")


def _item_line(asked: CampaignItem) -> str:
    """Return what units owe besides the form, which of them, and by when where it has a day of its own."""
    from bot.item_types import item_type

    whom = ", ".join((*asked.kinds, *asked.units)) or say("campaign.item_all")
    due = f"; {asked.phrase}" if asked.phrase else ""
    return say("campaign.item", title=item_type(asked).title(asked), whom=f"{whom}{due}")


def _left_plain(setup: Bootstrap, unit: Unit, report: LeftReport) -> dict[str, Any]:
    """Return a unit that was taken out, for machines."""
    at = report.at.astimezone(setup.office.tz).isoformat()
    return {
        "code": unit.code,
        "name": unit.name,
        "at": at,
        "reason": report.reason,
        "state": report.status.value,
        "version": report.version,
    }


@campaign.command("open", help=say("cli.help.campaign_open"))
@click.argument("slug")
@common
def open_(setup: Bootstrap, slug: str) -> None:
    """People may answer from now on."""
    from bot.model.commands import OpenCampaign
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import opening_preview
    from bot.use_cases.turns.run_command import run_on_campaign

    with setup.store.transaction() as tx:
        draft, _ = opening_preview(tx, find_campaign(tx, slug), setup.office.now())
        campaign = run_on_campaign(tx, setup.office, slug, OpenCampaign())
    click.echo("\n".join(filter(None, [say("campaign.opened", title=campaign.title), draft])))


@campaign.command("close", help=say("cli.help.campaign_close"))
@click.argument("slug")
@common
def close(setup: Bootstrap, slug: str) -> None:
    """No more answers and no more reminders."""
    from bot.model.commands import CloseCampaign

    _move(setup, slug, CloseCampaign(), "campaign.is_closed")


def _move(setup: Bootstrap, slug: str, command: CampaignCommand, sentence: str) -> None:
    """Run a command on a campaign, and say what it is now."""
    from bot.use_cases.turns.run_command import run_on_campaign

    with setup.store.transaction() as tx:
        moved = run_on_campaign(tx, setup.office, slug, command)
    click.echo(say(sentence, title=moved.title, slug=slug))


@campaign.command("drop", help=say("cli.help.campaign_drop"))
@click.argument("slug")
@click.option("--yes", "sure", is_flag=True, help=say("cli.drop_yes"))
@common
def drop(setup: Bootstrap, slug: str, sure: bool) -> None:
    """Let a campaign that was never opened be gone; without --yes only say what would end."""
    from bot.model.commands import DropCampaign
    from bot.use_cases.campaigns.campaign_setup import find_campaign

    with setup.store.reading() as tx:
        about = find_campaign(tx, slug)
        people = len(tx.people.seats_of_campaign(about.id))
    if not sure and about.state is CampaignState.DRAFT:
        raise UsageError(say("drop.sure", slug=slug, title=about.title, people=people))
    _move(setup, slug, DropCampaign(), "campaign.is_dropped")


@campaign.command("finish", help=say("cli.help.campaign_finish"))
@click.argument("slug")
@common
def finish(setup: Bootstrap, slug: str) -> None:
    """No more reminders; everything stays readable, and correctable through the coordinator."""
    from bot.model.commands import FinishCampaign

    _move(setup, slug, FinishCampaign(), "campaign.is_finished")


@campaign.command("reopen", help=say("cli.help.campaign_reopen"))
@click.argument("slug")
@common
def reopen(setup: Bootstrap, slug: str) -> None:
    """Take up a finished campaign again."""
    from bot.model.commands import ReopenCampaign

    _move(setup, slug, ReopenCampaign(), "campaign.opened")


@campaign.command("clone", help=say("cli.help.campaign_clone"))
@click.argument("old")
@click.argument("new")
@click.option("--period", required=True, help=say("cli.clone_period"))
@click.option("--deadline", required=True, help=say("cli.clone_deadline"))
@click.option("--title", default="", help=say("cli.clone_title"))
@common
def clone(setup: Bootstrap, old: str, new: str, period: str, deadline: str, title: str) -> None:
    """Make this year's campaign from last year's, people and seats included; nothing is sent."""
    from bot.use_cases.campaigns.clone_campaign import CloneRequest, clone_campaign
    from bot.use_cases.campaigns.clone_words import clone_lines

    start, end = _days(period)
    with setup.store.transaction() as tx:
        made = clone_campaign(
            tx, setup.office, old, CloneRequest(new, start, end, deadline, title)
        )
    click.echo(say("clone.made", slug=new, title=made.campaign.title))
    _deadline_line(setup, made.campaign)
    if made.upward is not None:
        until = made.upward.deadline.last_instant
        _upward_line(setup, Upward(until, made.upward.receivers))
    for line in clone_lines(made):
        click.echo(line)


@campaign.command("next", help=say("cli.help.campaign_next"))
@click.argument("slug")
@common
def next_(setup: Bootstrap, slug: str) -> None:
    """Make the next round of a series as a draft."""
    from bot.use_cases.campaigns.clone_words import clone_lines
    from bot.use_cases.campaigns.next_round import make_next

    with setup.store.transaction() as tx:
        made = make_next(tx, setup.office, slug)
    click.echo(say("clone.made", slug=made.campaign.slug, title=made.campaign.title))
    _deadline_line(setup, made.campaign)
    for line in clone_lines(made):
        click.echo(line)


def _days(period: str) -> tuple[date, date]:
    """Return the first and the last day of `01/10/2026..07/10/2026`."""
    match list(map(written_day, period.split(".."))):
        case [date() as start, date() as end]:
            return start, end
    from bot.use_cases.campaigns.clone_campaign import PERIOD_EXAMPLE

    raise UsageError(say("clone.bad_period", text=period, example=PERIOD_EXAMPLE))


@campaign.command("extend", help=say("cli.help.campaign_extend"))
@click.argument("slug")
@click.option("--unit", "unit_code", help=say("cli.unit"))
@click.option("--until", required=True, help=say("cli.until"))
@click.option("--reason", required=True, help=say("cli.reason"))
@common
def extend(setup: Bootstrap, slug: str, unit_code: str | None, until: str, reason: str) -> None:
    """Give one unit or all a later deadline."""
    from bot.cli import acts

    acts.extend(setup, slug, unit_code, until, reason)


@campaign.command("form", help=say("cli.help.campaign_form"))
@click.argument("slug")
@click.argument("form")
@click.option("--kind", default="", help=say("cli.unit_kind"))
@json_option
@common
def form_(setup: Bootstrap, slug: str, form: str, kind: str, as_json: bool) -> None:
    """Give a campaign a form, or a new version of the one it has."""
    from bot.use_cases.campaigns import change_form, form_files
    from bot.use_cases.campaigns.campaign_file import form_named

    found, file = form_named(form)
    with setup.store.transaction() as tx:
        done = change_form.change_form(tx, setup.office, slug, found, kind, say("cli.author"))
        form_files.keep_template(setup.office.folder, done.form.slug, file)
    show_result(
        change_form.as_plain(slug, done), change_form.in_words(slug, done), as_json=as_json
    )


@click.command("progress", help=say("cli.help.progress"))
@click.argument("slug")
@json_option
@click.option("--branch", default="", help=say("cli.branch"))
@click.option("--picture", type=click.Path(path_type=Path), help=say("cli.picture"))
@common
def progress(
    setup: Bootstrap, slug: str, as_json: bool, branch: str, picture: Path | None
) -> None:
    """Show the board."""
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.campaign_export import progress_rows

    if picture is not None:
        _write_picture(setup, slug, picture)
        return
    with setup.store.reading() as tx:
        rows = progress_rows(tx, setup.office, slug, branch)
        members = tx.campaigns.members(find_campaign(tx, slug).id)
        called = {unit.code: unit.called for unit in members}
    lines = (_progress_line(row, called[row["unit_code"]]) for row in rows)
    show_result(rows, lines, as_json=as_json)


def _progress_line(row: dict[str, Any], called: str) -> str:
    status = Status(row["state"])
    state = state_in_words(status, row["answered"], row["total"], row["lacks"])
    late = f" ({say('board.late', days=row['late_days'])})" if row["late_days"] else ""
    return f"{row['unit_code']}\t{called}\t{state}{late}"


ENDINGS = (
    export.suffix if export.module else f"{export.suffix} (--unit)" for export in report_exports()
)
OUT_HELP = say("cli.out", known=" ".join(ENDINGS))


@click.command("export", help=say("cli.help.export"))
@click.argument("slug")
@click.option("--unit", "unit_code", help=say("cli.unit"))
@click.option("--out", required=True, type=click.Path(path_type=Path), help=OUT_HELP)
@click.option("--to", "addressee", help=say("cli.to"))
@common
def export(
    setup: Bootstrap, slug: str, unit_code: str | None, out: Path, addressee: str | None
) -> None:
    """Write the campaign or one unit, by the file's ending."""
    from bot.snapshots.issue_snapshot import export_file

    kind = export_for(out, [each for each in report_exports() if each.module or unit_code])
    if addressee and not (kind.names_addressee and unit_code is None):
        raise UsageError(say("export.to_docx_only"))
    with progress_bar(out.name):
        words = export_file(setup.store, setup.office, slug, unit_code, out, addressee)
    click.echo(say("export.written", file=out))
    if words:
        click.echo(words)


def _write_picture(setup: Bootstrap, slug: str, file: Path) -> None:
    from bot.use_cases.board.progress_counts import progress_sheet
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.campaign_export import write_file

    kind = export_for(file, [export_named("png")])
    with setup.store.reading() as tx:
        sheet = progress_sheet(tx, setup.office, find_campaign(tx, slug))
    write_file(kind, sheet, None, file)
    click.echo(say("export.written", file=file))
