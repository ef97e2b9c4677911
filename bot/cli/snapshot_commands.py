"""`baocao campaign snapshots`."""

from __future__ import annotations

from datetime import tzinfo
from typing import TYPE_CHECKING, Any

import click

from bot.bootstrap import Bootstrap
from bot.cli.options import common, json_option, show_json
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.model.snapshot import SnapshotDifference


@click.command("snapshots", help=say("cli.help.campaign_snapshots"))
@click.argument("slug")
@json_option
@common
def snapshots(setup: Bootstrap, slug: str, as_json: bool) -> None:
    """List a campaign's issued totals, the latest first, each with what has changed since."""
    from bot.locale.snapshot_words import difference_text, list_text
    from bot.snapshots.snapshot_status import differences, snapshot_statuses
    from bot.use_cases.campaigns.campaign_setup import find_campaign

    office = setup.office
    with setup.store.reading() as tx:
        campaign = find_campaign(tx, slug)
        found = differences(tx, office, campaign, snapshot_statuses(tx, office, campaign.id))
    if as_json:
        show_json([_plain(each, office.tz) for each in found])
    elif not found:
        click.echo(list_text((), office.tz))
    for each in found if not as_json else ():
        click.echo(difference_text(each, office.tz))


def _plain(difference: SnapshotDifference, tz: tzinfo) -> dict[str, Any]:
    standing = difference.standing
    return {
        "number": standing.snapshot.number,
        "made_at": standing.snapshot.made_at.astimezone(tz).isoformat(),
        "made_by": standing.snapshot.who,
        "kind": standing.snapshot.kind,
        "stale": standing.is_stale,
        "form_changed": standing.form_changed,
        "units": [
            {
                "unit_code": change.unit_code,
                "unit_name": change.unit_name,
                "what": change.what.value,
                "version": change.version,
            }
            for change in standing.changes
        ],
        "cells": [
            {
                "form": cell.form,
                "row": cell.code,
                "cell": cell.cell,
                "before": cell.before,
                "after": cell.after,
            }
            for cell in difference.cells
        ],
    }
