"""`baocao consultation`: who was asked about a draft, who answered what, and the papers that come of it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, instant, json_option, show_json
from bot.errors import OperatorError, UsageError
from bot.locale.dates import DAYS
from bot.locale.say import say
from bot.model.campaign import CampaignState
from bot.model.optional import optional

if TYPE_CHECKING:
    from bot.model.opinion_ledger import OpinionLine

STEPS = ("sent", "reached", "opened", "agree", "comment", "handled")


@click.command("consultation", help=say("cli.help.consultation"))
@click.argument("slug")
@click.option("--out", type=click.Path(path_type=Path), help=say("cli.opinion_out"))
@click.option("--final", type=click.Path(path_type=Path), help=say("cli.opinion_final"))
@click.option("--number", default="", help=say("cli.opinion_number"))
@click.option("--issued", type=click.DateTime(DAYS), help=say("cli.opinion_issued"))
@click.option("--send", is_flag=True, help=say("cli.opinion_send"))
@click.option("--yes", "sure", is_flag=True, help=say("cli.opinion_yes"))
@click.option("--log", "step", type=click.Choice(STEPS), help=say("cli.opinion_log"))
@click.option("--recipient", "names", multiple=True, help=say("cli.opinion_recipient"))
@click.option("--text", default="", help=say("cli.opinion_text"))
@click.option("--source", default="", help=say("cli.source"))
@click.option("--at", default=None, help=say("cli.opinion_at"))
@json_option
@common
def consultation(
    setup: Bootstrap,
    slug: str,
    out: Path | None,
    final: Path | None,
    number: str,
    issued: datetime | None,
    send: bool,
    sure: bool,
    step: str | None,
    names: tuple[str, ...],
    text: str,
    source: str,
    at: str | None,
    as_json: bool,
) -> None:
    """Show the ledger of a draft; send the draft, enter answers on behalf, or write the paper."""
    when = instant(setup, at) if at else setup.office.now()
    done = (_sent if sure else _would_send)(setup, slug) if send else []
    if step is not None:
        done += _entered(setup, slug, (step, names, text.strip(), source.strip()), when)
    if out is not None:
        day = optional(datetime.date, issued)
        done.append(_written(setup, slug, out, final, (number, day)))
    if as_json:
        show_json(list(map(as_plain, _ledger(setup, slug))))
        return
    for sentence in done or _in_words(setup, slug):
        click.echo(sentence)


def _ledger(setup: Bootstrap, slug: str) -> tuple[OpinionLine, ...]:
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import ledger_of

    with setup.store.reading() as tx:
        office = setup.office
        return ledger_of(tx, find_campaign(tx, slug), office.now().astimezone(office.tz))


def as_plain(line: OpinionLine) -> dict[str, Any]:
    """Return a line of the ledger as plain values for JSON."""
    return {
        "recipient": line.recipient.name,
        "code": line.recipient.code,
        "sent_at": _iso(line.sent_at),
        "reached_at": _iso(line.reached_at),
        "opened_at": _iso(line.opened_at),
        "answered_at": _iso(line.answered_at),
        "answer": line.outcome.value,
        "text": line.text or None,
        "handling": line.handling or None,
        "late": line.late,
        "signed": line.name,
        "source": line.source or None,
    }


def _iso(at: datetime | None) -> str | None:
    return optional(datetime.isoformat, at)


def _would_send(setup: Bootstrap, slug: str) -> list[str]:
    """Return who would get what by which channel."""
    from bot.channels import CHANNELS
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import plan_sending

    with setup.store.reading() as tx:
        campaign = find_campaign(tx, slug)
        planned = plan_sending(tx, campaign, setup.office.now())
    lines = [planned.text, say("affairs.sending_file", name=planned.file)]
    for name, people in planned.to:
        told = ", ".join(f"{person} ({CHANNELS[channel].label})" for person, channel in people)
        lines.append(f"– {name}: {told or say('affairs.nobody_sits')}")
    waits = campaign.state is CampaignState.DRAFT
    return [*lines, say("opinion.opening_hint", slug=slug) if waits else say("opinion.type_yes")]


def _sent(setup: Bootstrap, slug: str) -> list[str]:
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import send_draft

    with setup.store.transaction() as tx:
        author = setup.office.command_author()
        told = send_draft(tx, find_campaign(tx, slug), author)
    return [say("opinion.sent_to", count=len(told), names=", ".join(told) or "–")]


def _entered(
    setup: Bootstrap, slug: str, said: tuple[str, tuple[str, ...], str, str], at: datetime
) -> list[str]:
    """Store what happened with recipients; what an answer says, or where it came from, is needed."""
    from bot.model.opinion_ledger import Step
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import EnteredOpinion, consultation_of, enter_opinions

    step, names, text, source = said
    if step in ("comment", "handled") and not text:
        raise UsageError(say("opinion.need_text"))
    if step in ("agree", "comment") and not source:
        raise UsageError(say("board_page.need_source"))
    with setup.store.transaction() as tx:
        campaign = find_campaign(tx, slug)
        known = [each.code for each in consultation_of(tx, campaign).recipients]
        if not names and step not in ("sent", "reached"):
            raise UsageError(say("opinion.need_recipient"))
        entered = EnteredOpinion(Step(step), names or tuple(known), text, source)
        author = setup.office.command_author()
        told = enter_opinions(tx, campaign, entered, at, author)
    listed = ", ".join(recipient.name for recipient in told)
    return [say("opinion.entered", step=say(f"opinion.step.{step}"), names=listed)]


def _written(
    setup: Bootstrap, slug: str, out: Path, final: Path | None, letter: tuple[str, date | None]
) -> str:
    from bot.imports.safe_zip import FileRefused
    from bot.use_cases.papers.opinion_paper import write_opinion_paper

    if out.suffix.lower() != ".docx" or not out.resolve().parent.is_dir():
        raise UsageError(say("export.bad_ending", file=out, known=".docx"))
    if final is not None and not final.is_file():
        raise UsageError(say("file.missing", file=final))
    try:
        with setup.store.reading() as tx:
            body = write_opinion_paper(tx, setup.office, slug, final, letter)
    except FileRefused as refused:
        raise OperatorError(say(f"file.{refused.reason}")) from None
    out.write_bytes(body)
    return say("export.written", file=out)


def _in_words(setup: Bootstrap, slug: str) -> list[str]:
    """Return the ledger as lines, and why silence is not counted where it is not."""
    from bot.locale.opinion_words import answer_words, silence_words
    from bot.use_cases.campaigns.campaign_setup import find_campaign
    from bot.use_cases.papers.consultations import consultation_of, facts_of, why_silent

    lines = [
        say("opinion.line", name=line.name, answer=answer_words(line))
        for line in _ledger(setup, slug)
    ]
    with setup.store.reading() as tx:
        campaign = find_campaign(tx, slug)
        facts = facts_of(tx, campaign.id)
        why = silence_words(why_silent(consultation_of(tx, campaign), facts))
    return [*lines, *filter(None, [why])]
