"""What other programs read: a campaign's units and figures, for whoever has a token of its body."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.exports.json_file import campaign_body
from bot.figures.rollup import UnitReport
from bot.model.answer import UNANSWERED
from bot.model.campaign import Campaign, CampaignState
from bot.model.optional import sure
from bot.use_cases.app_context import AppContext
from bot.use_cases.papers import campaign_export
from storage import Store, Transaction

Result = TypeVar("Result")
Reports = dict[str, UnitReport]
OF_UNIT = ("unit_code", "unit_name", "state", "version")


class NoSuchFeed(Exception):
    """The token opens no campaign of this name."""


@dataclass(frozen=True)
class FeedApi:
    """Each question is one consistent read; whose campaign it is, is asked every time."""

    store: Store
    office: Callable[[], AppContext]

    async def body_of(self, token: str) -> str | None:
        """Return the body whose reports a token opens; None for one that opens nothing."""
        return await self.store.look(lambda tx: tx.outward.body_of_token(token))

    async def campaigns(self, body: str) -> list[dict[str, Any]]:
        """Return the campaigns of a body."""
        found = await self.store.look(
            lambda tx: [each for each in tx.campaigns.all() if _is_told(each, body)]
        )
        return [
            {"slug": each.slug, "title": each.title, "state": each.state.value} for each in found
        ]

    async def units(self, body: str, slug: str) -> list[dict[str, Any]]:
        """Return a campaign's board, one object a unit."""
        return await self.store.look(lambda tx: self._units(tx, body, slug))

    async def whole(self, body: str, slug: str) -> dict[str, Any]:
        """Return a campaign as its export has it."""
        found, _ = await self.store.look(lambda tx: self._whole(tx, body, slug))
        return found

    async def figures(self, body: str, slug: str) -> list[dict[str, Any]]:
        """Return one object for each row of each unit's version that counts. `counted` tells those that the
        total adds up: of a total that was handed up and the reports below it, the total alone."""
        found, reports = await self.store.look(lambda tx: self._whole(tx, body, slug))
        rows = []
        for unit in filter(_says_anything, found["units"]):
            for code, row in unit["rows"].items():
                own = {name: unit[name] for name in OF_UNIT}
                rows.append(
                    {
                        "id": f"{unit['unit_code']}/{code}",
                        **own,
                        "counted": reports[unit["unit_code"]].is_counted,
                        "kind": reports[unit["unit_code"]].kind,
                        "submitted_at": unit["submitted_at"],
                        "row": code,
                        "row_state": row["state"],
                        "count": row["count"],
                        "people": row["people"],
                        "note": row["note"] or row["text"] or "",
                    }
                )
        return rows

    def _units(self, tx: Transaction, body: str, slug: str) -> list[dict[str, Any]]:
        self._check(tx, body, slug)
        left_out = ("contacts", "items")  # names of people are nobody else's
        return [
            {name: value for name, value in row.items() if name not in left_out}
            for row in campaign_export.progress_rows(tx, self.office(), slug)
        ]

    def _whole(self, tx: Transaction, body: str, slug: str) -> tuple[dict[str, Any], Reports]:
        """Return a campaign as its export has it, and its units' reports by their codes."""
        self._check(tx, body, slug)
        campaign = sure(tx.campaigns.by_slug(slug))
        sheet = campaign_export.campaign_sheet(tx, self.office(), campaign)
        return campaign_body(sheet), {unit.unit_code: unit for unit in sheet.all_units}

    def _check(self, tx: Transaction, body: str, slug: str) -> None:
        campaign = tx.campaigns.by_slug(slug)
        if campaign is None or not _is_told(campaign, body):
            raise NoSuchFeed


def _is_told(campaign: Campaign, body: str) -> bool:
    """Tell whether a campaign is a body's, was opened, and is no trial: of a trial nothing counts."""
    is_real = campaign.state is not CampaignState.DRAFT and not campaign.trial_of
    return is_real and campaign.body == body


def _says_anything(unit: dict[str, Any]) -> bool:
    """Tell whether a version of a unit counts, or stands below a total that does."""
    return any(row["state"] != UNANSWERED for row in unit["rows"].values())
