"""Figures far from what is usual: those of a unit's peers, its own of last year. Each is asked about, and the
remark beside it is the reason that is kept."""

from __future__ import annotations

from bot.conversation import prompts
from bot.conversation.context import ReportContext
from bot.figures.outliers import Usual
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.form import Indicator


def without_reason(desk: ReportContext) -> dict[str, str]:
    """Return row code to what is asked about a figure far from what is usual; one that has a remark, or was
    sent before, is asked about no more."""
    usual = desk.usual() if desk.usual is not None else {}
    sent = desk.sent() if desk.sent is not None and (usual or desk.last_year) else {}
    return {
        row.code: asked
        for row in desk.the_form.questions
        if (answer := desk.submission.answers.get(row.code)) is not None
        and not answer.note
        and not answer.same_figures(sent.get(row.code))
        and (asked := _asked(desk, row, answer, usual))
    }


def is_far_from_last_year(desk: ReportContext, row: Indicator, found: Answer) -> bool:
    """Return whether a figure is far from last year's: perhaps a zero too many or too few."""
    last_year = desk.last_year.get(row.code)
    if last_year is None:
        return False
    unusual, before = desk.campaign.unusual, last_year.figures
    return any(
        unusual.is_far_from_last_year(number, before.get(cell, 0))
        for cell, number in found.figures.items()
    )


def _asked(desk: ReportContext, row: Indicator, answer: Answer, usual: Usual) -> str:
    """Return what is asked about a row: how far it is from its peers, else from last year; "" for nothing."""
    figures = prompts.figures(row, answer)
    times = _times_usual(desk, row, answer, usual)
    if times:
        return say("unusual.peers", figures=figures, times=times)
    if is_far_from_last_year(desk, row, answer):
        last = prompts.figures(row, desk.last_year[row.code])
        return say("unusual.last_year", figures=figures, last=last)
    return ""


def _times_usual(desk: ReportContext, row: Indicator, answer: Answer, usual: Usual) -> int:
    """Return how many times the median a figure is, 0 where that is nothing to ask about."""
    above = [
        int(number / median)
        for cell, number in answer.figures.items()
        if (median := usual.get((row.code, cell)))
        and desk.campaign.unusual.is_far_from_peers(number, median)
    ]
    return max(above, default=0)
