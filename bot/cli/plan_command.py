"""`baocao plan read`: what a plan says, each value beside its sentence. Nothing is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_json
from bot.locale.say import say
from bot.plans.plan_json import proposal_json
from bot.plans.plan_proposal import Proposal
from bot.plans.plan_reports import ReportDeadline
from bot.plans.plan_schedule import Opening
from bot.plans.plan_words import ask_words, contradiction_words


@click.group("plan", help=say("cli.help.plan"))
def plan() -> None:
    """Plans of the issuing offices."""


@plan.command("read", help=say("cli.help.plan_read"))
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@common
def read(_setup: Bootstrap, file: Path, as_json: bool) -> None:
    """Show what a plan says and what it leaves open."""
    from bot.use_cases.campaigns.plan_reading import read_plan_file

    made = read_plan_file(file)
    if as_json:
        show_json(proposal_json(made))
        return
    for path, words in _values(made):
        name = say(f"plan.value.{path.partition('[')[0]}")
        click.echo(f"{name}: {words or say('plan.not_stated')}")
        sentence = made.sources.get(path)
        if sentence is not None:
            click.echo(f"    “{sentence.text}” ({sentence.place})")
            if sentence.block.from_picture:
                click.echo(f"    {say('plan.from_picture')}")
    _list(say("plan.contradictions"), [*map(contradiction_words, made.contradictions)])
    _list(say("plan.must_ask"), [*map(ask_words, made.must_ask)])


def _list(title: str, lines: list[str]) -> None:
    if lines:
        click.echo("\n– ".join((f"\n{title}", *lines)))


def _values(made: Proposal) -> list[tuple[str, str | None]]:
    """Return path and words of every value, in the order of a plan."""
    period = made.period
    held = f"{_day(period.start)} – {_day(period.end)}" if period else ""
    shown: list[tuple[str, str | None]] = [
        ("plan_number", made.plan_number),
        ("issuer", made.issuer),
        ("issued", _day(made.issued)),
        ("theme", made.theme),
        ("period", held),
    ]
    shown += [(f"opening[{at}]", _opening(each)) for at, each in enumerate(made.openings)]
    shown += [(f"report_deadlines[{at}]", _due(each)) for at, each in enumerate(made.dues)]
    if made.consultation is not None:
        shown.append(("consultation_deadline", _due(made.consultation.due)))
    shown.append(("contacts", ", ".join((*made.emails, *made.phones))))
    shown += [(f"basis[{at}]", each.name) for at, each in enumerate(made.basis)]
    return shown


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _opening(opening: Opening) -> str:
    when = _day(opening.day) or f"{_day(opening.first)} – {_day(opening.last)}"
    parts = (opening.kind, opening.level, opening.time, when, opening.place, opening.mode)
    return ", ".join(filter(None, parts))


def _due(due: ReportDeadline) -> str:
    when = due.phrase or say("plan.no_day")
    last = due.deadline.last_day if due.deadline else None
    to = ", ".join(due.to) or say("plan.not_stated")
    said = say(
        "plan.due",
        who="; ".join(due.who) or say("plan.not_stated"),
        what=due.what or say("plan.not_stated"),
        to=to,
        when=when,
    )
    via = f" ({say('plan.via', desk=due.via)})" if due.via else ""
    return said + via + (f" [{say('plan.last_day', day=_day(last))}]" if last else "")
