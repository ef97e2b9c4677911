"""`baocao zalo-oa notify`: the last day's template message to people who never joined."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import click

from bot.bootstrap import Bootstrap
from bot.channels.zalo_oa_client import OaClient
from bot.channels.zalo_oa_notices import Template, send, template
from bot.channels.zalo_oa_spec import ZaloOaSettings, connection
from bot.errors import DeliveryError, OperatorError, Unknown, UsageError
from bot.imports.safe_zip import FileRefused
from bot.imports.unit_file import read_lines
from bot.locale.say import say
from bot.use_cases.campaigns.campaign_setup import find_campaign
from bot.use_cases.reminding import template_notices
from bot.use_cases.reminding.template_notices import NoticePlan, Wanted
from bot.use_cases.sending.quota import month_of

CHANNEL, WAY = "zalo_oa", "zns"


def notify(setup: Bootstrap, settings: ZaloOaSettings, slug: str, file: Path, *, go: bool) -> None:
    """Show what would be sent; with `go` send it. Raise OperatorError where that cannot be."""
    if not settings.zns_template:
        raise UsageError(say("notices.off"))
    asyncio.run(_Notices(setup, settings).run(slug, file, go=go))


class _Notices:
    """One use of the command, on one connection."""

    def __init__(self, setup: Bootstrap, settings: ZaloOaSettings) -> None:
        self.setup, self.settings, self.office = setup, settings, setup.office
        there = settings.model_copy(update={"api_base": settings.zns_base})
        self.http, client, _ = connection(there, setup.config.data_dir, setup.clock.now)
        self.client: OaClient = client

    async def run(self, slug: str, file: Path, *, go: bool) -> None:
        async with self.http:
            planned = self._planned(slug, file, await self._template())
            for line in shown(planned):
                click.echo(line)
            if go and planned.wanted:
                await self._send(planned)

    async def _template(self) -> Template:
        try:
            return await template(self.client, self.settings.zns_template, self.settings.zns_price)
        except DeliveryError as error:
            raise OperatorError(say("notices.no_template", reason=error)) from None

    def _planned(self, slug: str, file: Path, found: Template) -> NoticePlan:
        try:
            lines = [cells for _, cells in read_lines(file).lines]
        except (OSError, ValueError, KeyError, FileRefused) as error:
            raise OperatorError(say("notices.unreadable", file=file, reason=error)) from None
        with self.setup.store.reading() as tx:
            campaign = find_campaign(tx, slug)
            listed = template_notices.read_list(lines)
            fields = self.settings.zns_fields
            return template_notices.plan(tx, self.office, campaign, found, fields, listed)

    async def _send(self, planned: NoticePlan) -> None:
        """Send all of it, each noted before it leaves: rather missed than twice."""
        first, end = self.settings.zns_hours
        if not template_notices.in_hours(self.office, (first, end), self.office.now()):
            raise OperatorError(say("notices.night", first=first, last=end - 1))
        if not planned.template.is_approved or not planned.template.price:
            raise OperatorError(say("notices.not_ready"))
        for wanted in planned.wanted:
            click.echo(f"  {wanted.unit} {wanted.masked}: {await self._one(planned, wanted)}")

    async def _one(self, planned: NoticePlan, wanted: Wanted) -> str:
        """Send one; return what became of it, in words."""
        store = self.setup.store
        with store.transaction() as tx:
            number = template_notices.begin(tx, self.office, planned, wanted)
        if number is None:
            return say("notices.sent_today")
        state, failure = "sent", ""
        try:
            await send(
                self.client, wanted.number, planned.template, wanted.texts, f"baocao-{number}"
            )
        except DeliveryError as error:
            state = "unknown" if isinstance(error, Unknown) else "failed"
            failure = str(error)
        with store.transaction() as tx:
            tx.template_notices.settle(number, state, failure)
            if state != "failed":
                month = month_of(self.office, self.office.now())
                tx.message_ways.count(CHANNEL, self.settings.oa_id, month, WAY)
        return say(f"notices.{state}", reason=failure)


def shown(planned: NoticePlan) -> Iterator[str]:
    """Return template, price and count, each number masked, and who is left out and why."""
    used = planned.template
    ready = say("notices.approved" if used.is_approved else "notices.not_approved")
    yield say("notices.template", name=used.name, number=used.number, state=ready)
    if used.preview:
        yield say("notices.preview", address=used.preview)
    price = f"{used.price:,}".replace(",", ".") if used.price else say("notices.unknown_price")
    cost = f"{planned.cost:,}".replace(",", ".")
    yield say("notices.count", count=len(planned.wanted), price=price, cost=cost)
    for wanted in planned.wanted:
        texts = "; ".join(f"{name} = {text}" for name, text in wanted.texts.items())
        yield f"  {wanted.unit} {wanted.masked}: {texts}"
    for line, why in planned.left_out:
        told = say("notices.left_out", code=line.code, why=say(f"notices.why.{why.value}"))
        yield f"  {told}"
