"""Words for a figure that another report holds."""

from __future__ import annotations

from bot.locale.dates import day
from bot.locale.say import say
from bot.model.given_figure import GivenFigure


def given_line(given: GivenFigure, figures: str) -> str:
    """Return a figure of another report with that report's name and day, and the words that take it."""
    source = given_source(given)
    return say("ask.given", source=source, figures=figures)


def given_source(given: GivenFigure) -> str:
    """Return `Theo báo cáo “…” đã gửi ngày 05/10/2026`."""
    return say("given.source", report=given.campaign_title, day=day(given.sent_on))
