"""The card that a report begins with: who asks, until when, and three doors into it."""

from __future__ import annotations

from datetime import datetime

from bot.conversation import prompts
from bot.conversation.context import ReportContext, TurnContext
from bot.conversation.state import State
from bot.item_types import item_type, ledger
from bot.locale.dates import day
from bot.locale.person_names import is_unnamed
from bot.locale.plan_sentences import contact_lines
from bot.locale.say import say
from bot.model.campaign_item import CampaignItem
from bot.model.message import Choice
from bot.model.plan import Plan

MOST_NAMED = 3
AFTER_CONSENT = "after consent"  # in `State.naming`


def opening_words(
    situation: TurnContext, desk: ReportContext, state: State, *, first: bool
) -> str:
    """Return for whom figures are entered, who asks for them until when, and how to answer."""
    campaign = desk.campaign
    key = "desk.entering_for" if campaign.issuer else "desk.entering"
    lines = [say(key, unit=desk.unit.called, campaign=campaign.title, issuer=campaign.issuer)]
    if first:
        lines += _who_asks(situation, campaign.plan)
    if desk.owes_tasks_alone:
        lines += tasks_left(situation, desk)
    elif desk.deadline_words:
        line = say("deadline.line", deadline=desk.deadline_words)
        left = f". {days_left(situation, desk.deadline)}" if desk.deadline is not None else ""
        lines.append(f"{line}{left}")
    if first and desk.form is not None:
        lines += [say("desk.how", total=len(desk.form.questions)), *tasks_left(situation, desk)]
    person = situation.person
    if state.naming == AFTER_CONSENT and person is not None and is_unnamed(person.name):
        lines.append(say("person.ask_name"))
    return "\n".join(lines)


def tasks_left(
    situation: TurnContext, desk: ReportContext, words: str = "desk.besides"
) -> list[str]:
    """Return the duties and lists that a unit owes still besides its form, with their days, in a line."""
    asked = ledger.asked_of(desk.campaign, desk.unit)
    open_still = [
        each
        for each in asked
        if each.type in ledger.GIVEN_APART and each.answer_code not in desk.submission.answers
    ]
    if not open_still:
        return []
    named = ", ".join(_with_day(situation, desk, each) for each in open_still[:MOST_NAMED])
    more = "…" if open_still[MOST_NAMED:] else ""
    return [say(words, count=len(open_still), names=named + more)]


def _with_day(situation: TurnContext, desk: ReportContext, asked: CampaignItem) -> str:
    title = say("desk.besides_one", title=item_type(asked).title(asked))
    last = ledger.due_of(desk.campaign, desk.unit, asked, desk.deadline)
    if asked.due is None or last is None:
        return title
    return title + say("standing.due", day=day(situation.day_of(last)))


def _who_asks(situation: TurnContext, plan: Plan) -> list[str]:
    """Return the plan by its number, and who is in charge and by which telephone, as far as known."""
    lines = []
    if plan.number and plan.date is not None:
        lines.append(say("desk.by_plan_of", number=plan.number, date=day(plan.date)))
    elif plan.number:
        lines.append(say("desk.by_plan", number=plan.number))
    if names := coordinator_names(situation):
        lines.append(say("desk.in_charge", names=names))
    return [*lines, *contact_lines(plan)]


def coordinator_names(situation: TurnContext) -> str:
    """Return the names of those who coordinate the campaign, as far as they are known."""
    names = situation.coordinators() if situation.coordinators is not None else ()
    return ", ".join(name for name in names if not is_unnamed(name))


def days_left(situation: TurnContext, deadline: datetime) -> str:
    """Return how many days are left to the last one, in a sentence."""
    last = situation.day_of(deadline)
    left = (last - situation.day_of(situation.now)).days
    if situation.now > deadline:
        return say("answer.days_over", days=max(-left, 1))
    return say("answer.days_left", days=left) if left else say("answer.last_day")


def doors(situation: TurnContext, desk: ReportContext) -> tuple[Choice, ...]:
    """Return the ways in beside answering row by row, where the channel has buttons."""
    if not desk.medium.buttons:
        return ()
    ways = [prompts.lasting(desk, "same_all")] if desk.last_year else []
    if desk.elsewhere:
        ways.append(prompts.lasting(desk, "given"))
    if situation.table_link or situation.has_page:
        ways.append(prompts.lasting(desk, "table"))
    return (*ways, prompts.lasting(desk, "whole"))


def way_to_table(situation: TurnContext) -> str:
    """Return the way to the table of one's report: at once in the web chat, else by the web chat."""
    if situation.table_link:
        return say("table.here", link=situation.table_link)
    link = situation.web_link
    return say("table.by_link", link=link) if link else say("web.not_here")
