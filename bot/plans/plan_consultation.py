"""Until when whom may comment on a draft, and whether silence counts as consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.plans.plan_dates import LIMITED
from bot.plans.plan_header import Paper, addressed, dateline, plan_number
from bot.plans.plan_offices import via_in
from bot.plans.plan_reporters import Part, who_hands_in
from bot.plans.plan_reports import COMMENTS, ReadDeadline, ReportDeadline, day_of, receivers_in
from bot.plans.silence_rule import states_silence


@dataclass(frozen=True)
class Consultation:
    """Until when whom may comment on a draft."""

    due: ReportDeadline
    silence_rule_stated: bool


def consultation(plan: Paper, others: Sequence[Paper], read: ReadDeadline) -> Consultation | None:
    """Return the first request for comments on a draft that names a day."""
    for paper in (*others, plan):
        for sentence in paper.sentences:
            limit = LIMITED.search(sentence.plain)
            if limit is None or not COMMENTS.search(sentence.plain):
                continue
            phrase = sentence.text[limit.start() : limit.end()]
            day, rule, deadline = day_of(phrase, sentence, read)
            if deadline is None:
                continue
            to = receivers_in(sentence.text[: limit.start()])
            who = addressed(paper) or who_hands_in(sentence, Part(sentence.text, phrase, 0), None)
            due = ReportDeadline(
                day, rule, phrase, deadline, tuple(who), tuple(to), via_in(sentence.text),
                _commented(paper, plan), sentence,
            )  # fmt: skip
            return Consultation(due, any(states_silence(each.text) for each in paper.sentences))
    return None


def _commented(paper: Paper, plan: Paper) -> str:
    if paper is plan:
        return "góp ý dự thảo"
    number, _ = plan_number(paper)
    line = dateline(paper)
    day = (
        f" ngày {line.issued.day:02d}/{line.issued.month}/{line.issued.year}"
        if line and line.issued
        else ""
    )
    return (
        f"góp ý dự thảo kế hoạch (công văn {number}{day})" if number else "góp ý dự thảo kế hoạch"
    )
