"""The duties and lists of a campaign, or of one unit, as a file that is printed or added up further."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

from bot.errors import OperatorError
from bot.exports.duty_tables import DutySheet, DutyTable, duty_table, list_table
from bot.exports.issuer import Issuer, collecting_office
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.reading.entry_lines import read_entries
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.standing_ledger import standing_in_words
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from bot.use_cases.papers.made_bytes import bytes_of
from storage import Transaction

MODULES: Mapping[str, str] = {
    ".docx": "bot.exports.duties_docx",
    ".xlsx": "bot.exports.duties_xlsx",
}


def write_duty_paper(
    tx: Transaction, office: AppContext, slug: str, code: str, ending: str
) -> bytes:
    """Return the duties and lists of all units, or of the one with a code under its own head, as a file.
    Raises OperatorError where there are none."""
    campaign = find_campaign(tx, slug)
    found = standing_in_words(tx, office, slug)
    issuer = collecting_office(campaign.issuer, campaign.receiver)
    if code:
        issuer = _of_unit(campaign, find_unit(tx, campaign, code).called)
        found = [each for each in found if each["unit_code"] == code]
    if not found:
        raise OperatorError(say("affairs.no_duties"))
    duties = [each for each in found if each["item"] == "duty"]
    lists = [each for each in found if each["item"] != "duty"]
    tables = [duty_table(duties, office.tz)] if duties else []
    sheet = DutySheet(
        campaign.title,
        say(_kind(bool(duties), bool(lists))),
        issuer,
        (*tables, *map(_listed, lists)),
        office.now().astimezone(office.tz),
    )
    return bytes_of(import_module(MODULES[ending]).write_duties, sheet)


def _kind(has_duties: bool, has_lists: bool) -> str:
    if has_duties and has_lists:
        return "duties.title"
    return "duties.title_of_duties" if has_duties else "duties.title_of_lists"


def _of_unit(campaign: Campaign, name: str) -> Issuer:
    """Return a unit as the body whose paper it is, below the campaign's; a people's committee alone."""
    alone = Issuer(name, "")
    return alone if alone.is_committee else Issuer(name, campaign.issuer)


def _listed(found: Mapping[str, Any]) -> DutyTable:
    return list_table(found["title"], found["unit_name"], read_entries(found["text"] or ""))
