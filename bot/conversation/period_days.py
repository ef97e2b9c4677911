"""Days that a remark names, and whether they lie in the time that is reported."""

from __future__ import annotations

import re
from datetime import date

from bot.conversation.context import ReportContext
from bot.locale import dates
from bot.vietnamese.normalise import clean, unaccented

DAY = re.compile(r"(?<![0-9/.])([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{4}))?(?![0-9/])")
LEADS = re.compile(r"\b(?:ngay|tu|den|hom|sang|chieu|toi|vao|luc|va)\s*$")
PAPERS = re.compile(r"\b(?:ke hoach|cong van|quyet dinh|van ban|giay moi|kh|cv|qd|so)\b")
BEFORE = 60  # characters in front of a day in which a paper is named whose day it is


def day_outside(note: str, start: date, end: date) -> str:
    """Return the first day of a remark that lies outside the period, as it was written; "" where
    there is none. The day of a paper that the remark refers to is none of the report's."""
    text = clean(note)
    plain = unaccented(text)
    for found in DAY.finditer(plain):
        before = plain[max(0, found.start() - BEFORE) : found.start()]
        if not (found[3] or LEADS.search(before)) or PAPERS.search(before):
            continue
        days = _days(found, start, end)
        if days and not any(start <= each <= end for each in days):
            return found[0]
    return ""


def unreported_day(desk: ReportContext, note: str) -> str:
    """Return the first day of a remark that lies outside the campaign's period, "" where none does."""
    return day_outside(note, desk.campaign.period_start, desk.campaign.period_end)


def period_in_words(desk: ReportContext) -> str:
    """Return the two ends of the period: "01/10/2022 – 07/10/2022"."""
    begin, end = desk.campaign.period_start, desk.campaign.period_end
    return f"{dates.day(begin)} – {dates.day(end)}"


def _days(found: re.Match[str], start: date, end: date) -> list[date]:
    """Return what the figures may mean; without a year it is one of the period's."""
    years = {int(found[3])} if found[3] else {start.year, end.year}
    days = []
    for year in years:
        try:
            days.append(date(year, int(found[2]), int(found[1])))
        except ValueError:
            continue
    return days
