"""Small turns of phrase and measures that the board's templates use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from bot.channels import CHANNELS
from bot.locale.dates import day
from bot.locale.plan_sentences import opening_in_words
from bot.locale.say import say
from bot.locale.snapshot_words import change_words, column_words, figure_words, standing_words
from bot.model.joint_activity import JointProposal
from bot.model.optional import optional
from bot.model.plan import Opening
from bot.model.submission import Status
from bot.plans.plan_words import ask_words
from bot.use_cases.board.board_query import Tally
from bot.use_cases.board.progress_counts import left_in_words
from bot.use_cases.campaigns.campaign_draft import fact_name
from bot.use_cases.campaigns.draft_plan import OpeningSaid
from bot.vietnamese.spell import grouped
from bot.web.page_templates import PageTemplates

PACE = ("beside", "by_then", "slow", "so_far", "then")  # sentences that name the campaign before


def add_words(pages: PageTemplates) -> None:
    """Make these known to every template."""
    pages.know(at=at, day_of=day_of, left_in_words=left_in_words, bars=bars, via=via)
    pages.know(change_words=change_words, column_words=column_words, figure_words=figure_words)
    pages.know(standing_words=standing_words)
    pages.know(event_words=event_words, act_words=act_words, row_state=row_state_word)
    pages.know(way_words=way_words, day=day, typed_day=typed_day, hint_words=hint_words)
    pages.know(status_words=status_words, item_name=item_name, grouped=grouped)
    pages.know(wordless=wordless, beside_words=beside_words)
    pages.know(round_name=round_name)
    pages.know(fact_name=fact_name, step_name=step_name, act_name=act_name)
    pages.know(role_name=role_name, role_words=role_words, row_kind_name=row_kind_name)
    pages.know(campaign_state=campaign_state, gap_words=ask_words, opening_line=opening_line)
    pages.know(page_name=page_name, duty_state=duty_state, message_name=message_name)
    pages.know(opinion_step=opinion_step, paper_kind=paper_kind, paper_event=paper_event)


def role_name(role: str) -> str:
    """Return what a column of a form counts, in words."""
    return say(f"wizard.role.{role}")


def role_words(role: str) -> str:
    """Return what a person is for a unit."""
    return say(f"role.{role}")


def row_kind_name(kind: str) -> str:
    """Return what a row of a form holds, in words."""
    return say(f"wizard.kind.{kind}")


def opening_line(said: OpeningSaid) -> str:
    """Return a ceremony that a plan states: who holds it, when and where."""
    until = optional(date.fromisoformat, said.until)
    kinds = (said.level,) if said.level else ()
    first = date.fromisoformat(said.day)
    return opening_in_words(Opening(kinds, first, until, said.time, said.place))


def beside_words(what: str, since: str, **named: int) -> str:
    """Return a sentence of the pace that names the campaign before: last year's, or an earlier round."""
    if what not in PACE:
        raise KeyError(what)
    return say(f"totals.{what}_{since or 'year'}", **named)


def page_name(page: str) -> str:
    """Return what a page for other affairs than reports is called."""
    return say(f"affairs.{page}")


def duty_state(state: str) -> str:
    """Return how a duty stands."""
    return say(f"affairs.item.{state}")


def message_name(what: str) -> str:
    """Return what a message to all units is called."""
    return say(f"affairs.message.{what}")


def opinion_step(step: str) -> str:
    """Return what may be entered about a recipient of a draft."""
    return say(f"opinion.step.{step}")


def paper_kind(kind: str) -> str:
    """Return what a kind of paper is called, as a title."""
    words = say(f"paper.kind.{kind}")
    return f"{words[:1].upper()}{words[1:]}"


def paper_event(what: str, text: str, when: str) -> str:
    """Return what became of a paper, with to whom or by which file, and when."""
    return say(f"register.{what}", text=text, at=when)


def at(value: datetime, now: datetime) -> str:
    """Return `08:20` today, `08:20 09/10` this year, else `08:20 09/10/2022`; in the zone of `now`."""
    local = value.astimezone(now.tzinfo)
    time = f"{local:%H:%M}"
    if local.date() == now.date():
        return say("board_page.today", time=time)
    return f"{time} {local:%d/%m}" if local.year == now.year else f"{time} {day(local.date())}"


def day_of(value: datetime, now: datetime) -> str:
    """Return the day in the zone of `now`."""
    return day(value.astimezone(now.tzinfo).date())


def typed_day(text: str | None) -> str:
    """Return the day that a draft keeps as it stands in its field; "" for none."""
    return day(date.fromisoformat(text)) if text else ""


def bars(states: Sequence[Tally], whole: int) -> list[tuple[str, float, float]]:
    """Return (state, where its bar begins, how wide it is), in hundredths of the whole."""
    found, begin = [], 0.0
    for state in states:
        width = 100.0 * state.count / whole if whole else 0.0
        found.append((state.key, round(begin, 3), round(width, 3)))
        begin += width
    return found


def via(channel: str) -> str:
    """Return a channel as people call it; what did not come by chat came from a page or a command."""
    spec = CHANNELS.get(channel)
    return (spec.label if spec else channel) or say("board_page.on_page")


def event_words(what: str) -> str:
    """Return what happened to a report."""
    return say(f"board_page.event.{what}")


def act_words(act: str) -> str:
    """Return an act, as the button that does it says."""
    return say(f"board_page.act.{act}")


def hint_words(proposal: JointProposal) -> str:
    """Return why an activity may be a joint one."""
    return say(f"joint.hint.{proposal.hint.value}", words=proposal.words)


def way_words(way: str) -> str:
    """Return how somebody signed in."""
    return say(f"visits.way.{way}")


def status_words(status: Status) -> str:
    """Return the state of a report."""
    return say(f"board.{status.value}")


def item_name(kind: str) -> str:
    """Return what a kind of item is called."""
    return say(f"item.{kind}.title")


def round_name(every: str) -> str:
    """Return how often a campaign comes again."""
    return say(f"series.{every}")


def step_name(step: str) -> str:
    """Return what a step of setting a campaign up is called."""
    return say(f"wizard.step.{step}")


def act_name(act: str) -> str:
    """Return what is done with a whole campaign, as its button says."""
    return say(f"office.act.{act}")


def campaign_state(state: str) -> str:
    """Return the state of a campaign."""
    return say(f"campaign.state.{state}")


def row_state_word(state: str) -> str:
    """Return the state of a row that is no figure."""
    return say(f"board_page.row.{state}")


def wordless(kind: str) -> str:
    """Return what stands for a message without words: what it was, or that its words were deleted."""
    known = kind in ("photo", "choice", "file", "unsupported")
    return say(f"board_page.wordless.{kind}" if known else "board_page.words_deleted")
