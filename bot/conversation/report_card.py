"""The report as one card: sections with their totals, what did not happen in a line, rows two taps away.

Where a channel can change what was sent, the card changes with every figure instead of being sent
again: the echo of a figure is then all that is said.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from bot.conversation import prompts, written_parts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.figures.rollup import derived_totals
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.events import (
    AnswerCleared,
    AnswerRecorded,
    PhotoDropped,
    PhotoKept,
    SentForApproval,
    Submitted,
)
from bot.model.form import Indicator, Section
from bot.model.message import Choice, Placing, Reply
from bot.model.optional import first
from bot.model.submission import apply
from bot.row_types import echo_nothing
from bot.row_types.base import Figures

ECHOED = 6  # rows of a batch that are echoed in full where the batch stands above
FOLDED_FROM = 3  # rows of a section without figures that share a line
BATCH = "batch"  # the card of rows that wait for one yes
SHOWN = "reviewed"  # in `State.shown`: the card stands in this chat
CHANGES_IT = (AnswerRecorded, AnswerCleared, PhotoKept, PhotoDropped)
CLOSES_IT = (Submitted, SentForApproval)


def card_name(desk: ReportContext) -> str:
    """Return what the card of a report is called among those of a chat."""
    return f"report {desk.submission.id}"


def with_card(state: State) -> State:
    """Return the state of a chat in which the card is shown."""
    return state if SHOWN in state.shown else replace(state, shown=(*state.shown, SHOWN))


def review(desk: ReportContext) -> Reply:
    """Return the summary with what comes next, as the card."""
    text = f"{summary(desk)}\n\n{_foot(desk)}\n{_next_step(desk)}"
    head = say("review.head", unit=desk.unit.called)
    return Reply(text, head, choices=_buttons(desk), card=card_name(desk))


def _next_step(desk: ReportContext) -> str:
    return say_for(desk.form, "review.send_again" if desk.submission.version else "review.send")


def _foot(desk: ReportContext) -> str:
    """Say how far the report is, and what beside figures is still missing."""
    submission = desk.submission
    foot = say(
        "review.foot",
        answered=submission.answered,
        total=len(desk.the_form.questions),
        photos=len(submission.photos),
    )
    return " ".join([foot, *desk.wanted])


def _buttons(desk: ReportContext) -> tuple[Choice, ...]:
    """Return the buttons to send, to go on, and a section each to open."""
    ends = tuple(prompts.lasting(desk, action) for action in prompts.ENDS)
    if not desk.medium.edits:
        return ends
    sections = tuple(
        prompts.lasting(desk, f"open_{section.code}", label="overview.tap", code=section.code)
        for section in desk.the_form.sections
        if section.questions
    )
    return (*ends, *sections)


# -- what it says ---------------------------------------------------------------------------------


def summary(desk: ReportContext) -> str:
    """Return every row in form order, sections as headings; a section that is wholly open, or did
    not happen at all, takes one line, and so do the rows of a section that did not happen."""
    totals = derived_totals(desk.the_form, desk.submission.answers)
    lines: list[str] = []
    for section in desk.the_form.sections:
        whole = _whole_section(desk, section)
        title = say("summary.section", code=section.code, title=section.head.name)
        if whole:
            lines.append(f"{title}: {whole}")
            continue
        if len(section.questions) > 1:
            lines.append(title + _sum(section, totals.get(section.code)))
        lines += _rows(desk, section)
    return "\n".join([*lines, *written_parts.lines(desk)]).strip()


def _sum(section: Section, total: Figures | None) -> str:
    """Return what a section adds up to; "" where its head carries no total."""
    if total is None or not any(total.values()):
        return ""
    added = Answer(AnswerState.VALUE).with_figures(total)
    return say("summary.sum", figures=prompts.figures(section.head, added))


def section_line(desk: ReportContext, section: Section) -> str:
    """Return a section's name with what its rows add up to so far."""
    totals = derived_totals(desk.the_form, desk.submission.answers)
    title = say("summary.section", code=section.code, title=section.head.name)
    return (title + _sum(section, totals.get(section.code))).strip()


def totals_line(desk: ReportContext) -> str:
    """Return what the sections add up to, on a line of its own; "" where none has a total."""
    if desk.form is None:
        return ""
    totals = derived_totals(desk.form, desk.submission.answers)
    told = [
        say("receipt.total", code=section.code) + _sum(section, totals.get(section.code))
        for section in desk.form.sections
        if any(totals.get(section.code, {}).values())
    ]
    return say("receipt.totals", totals="; ".join(told)) + "\n" if told else ""


def _rows(desk: ReportContext, section: Section) -> list[str]:
    """Return a section's rows, a line each; many that say nothing share one."""
    stated = desk.submission.answers.get(section.code)
    lines = []
    if stated is not None and not section.head.is_leaf:
        lines.append(say("summary.total", line=prompts.echo(section.head, stated)))
    folded = _folded(desk, section)
    hidden = set(chain(*folded.values()))
    lines += [row_line(desk, row) for row in section.questions if row.code not in hidden]
    nothing = echo_nothing(section.questions)
    return lines + [
        say(word, codes=", ".join(codes), nothing=nothing) for word, codes in folded.items()
    ]


def _folded(desk: ReportContext, section: Section) -> dict[str, list[str]]:
    """Return the rows that share a line, by its sentence: nothing happened, or nothing is said yet."""
    kept = desk.submission.answers
    alike = {
        "batch.rows_nil": [row.code for row in section.questions if _is_quiet(kept.get(row.code))],
        "summary.rows_open": [row.code for row in section.questions if row.code not in kept],
    }
    return {word: codes for word, codes in alike.items() if len(codes) >= FOLDED_FROM}


def _is_quiet(answer: Answer | None) -> bool:
    return answer is not None and answer.state is AnswerState.NIL and not answer.note


def _whole_section(desk: ReportContext, section: Section) -> str:
    """Return what a section of several rows comes to, where all its rows say the same nothing."""
    kept = [desk.submission.answers.get(row.code) for row in section.questions]
    if len(kept) == 1:
        return ""
    if all(answer is None for answer in kept):
        return say("summary.all_open", count=len(kept))
    if all(map(_is_quiet, kept)):
        return say("summary.all_nil", count=len(kept), nothing=echo_nothing(section.questions))
    return ""


def row_line(desk: ReportContext, row: Indicator) -> str:
    answer = desk.submission.answers.get(row.code)
    if answer is None:
        return say("summary.open", code=row.code, name=row.name)
    if answer.state is AnswerState.PENDING:
        return say("summary.pending", code=row.code, name=row.name)
    return f"{prompts.echo(row, answer)} – {row.name}"


# -- how it changes -------------------------------------------------------------------------------


def unfold(desk: ReportContext, state: State, code: str) -> Turn:
    """Show one section's rows in the card, a button each."""
    section = first(lambda each: each.code == code, desk.the_form.sections)
    if section is None:
        return fold(desk, state)
    rows = tuple(
        prompts.lasting(desk, f"fix_{row.code}", label="button.row", code=row.code)
        for row in section.questions
    )
    lines = "\n".join(row_line(desk, row) for row in section.questions)
    title = say("gate.head", code=section.code, title=section.head.name)
    text = f"{lines}\n\n{say('review.tap_row')}"
    choices = (*rows, prompts.lasting(desk, "fold"))
    card = Reply(text, title, choices=choices, card=card_name(desk), placing=Placing.IN_CARD)
    return Turn(state, (), (card,))


def to_change(desk: ReportContext, state: State) -> Turn:
    """Offer the rows of a report that was sent, section by section, in a card of their own."""
    sections = _buttons(desk)[len(prompts.ENDS) :]
    card = Reply(say_for(desk.form, "edit.how"), choices=sections, card=card_name(desk))
    return Turn(state, (), (card,))


def fold(desk: ReportContext, state: State) -> Turn:
    """Show the whole report in the card again."""
    return Turn(state, (), (replace(review(desk), placing=Placing.IN_CARD),))


def in_brief(desk: ReportContext, lead: str) -> Reply:
    """Return what follows the last figure where the card stands in this chat and shows it."""
    text = f"{_foot(desk)} {say('review.card_above')}\n{_next_step(desk)}"
    choices = (prompts.lasting(desk, "to_send"), prompts.lasting(desk, "view"))
    return Reply(text, lead=lead, choices=choices)


def stands(desk: ReportContext, state: State) -> bool:
    """Return whether the card is shown in this chat and changes with every figure."""
    return desk.medium.edits and SHOWN in state.shown


def keep_up(desk: ReportContext | None, before: State, turn: Turn) -> Turn:
    """Return the turn with the card as it stands afterwards, where one is shown."""
    if desk is None or desk.form is None or not stands(desk, before):
        return turn
    changed = [fact for fact in turn.changes if isinstance(fact, (*CLOSES_IT, *CHANGES_IT))]
    if not changed or any(reply.card == card_name(desk) for reply in turn.replies):
        return turn
    submission = desk.submission
    for fact in turn.changes:
        submission = apply(submission, fact)
    desk = replace(desk, submission=submission)
    card = replace(review(desk), placing=Placing.ONLY_IN_CARD)
    if any(isinstance(fact, CLOSES_IT) for fact in changed):
        card = replace(card, text=f"{summary(desk)}\n\n{_foot(desk)}", choices=())
    return replace(turn, replies=(card, *turn.replies))


def settle_in_card(state: State, turn: Turn, *, tapped: bool) -> Turn:
    """Return the turn of a yes or no to several rows that waited, with what came of them in their
    card and what is asked next below it. An answer to words says below what was stored, in full
    unless that is long and stands above. `state` is the one before."""
    if state.stage is not Stage.BATCH or not turn.replies or not turn.replies[0].lead:
        return turn
    stored = [fact for fact in turn.changes if isinstance(fact, AnswerRecorded)]
    first, *others = turn.replies
    told = Reply(first.lead, card=BATCH, placing=Placing.IN_CARD)
    if tapped:
        return replace(turn, replies=(told, replace(first, lead=""), *others))
    if len(stored) <= ECHOED:
        return turn
    brief = say("batch.stored_above", count=len(stored)) + say("echo.undo")
    told = replace(told, placing=Placing.ONLY_IN_CARD)
    return replace(turn, replies=(told, replace(first, lead=brief), *others))
