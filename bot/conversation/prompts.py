"""What is asked and shown: builds replies from the catalogue; decides nothing about answers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import planned_openings
from bot.conversation.context import ReportContext
from bot.conversation.state import Stage, State
from bot.locale.given_words import given_line
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.changing import replace
from bot.model.form import Indicator, Section
from bot.model.given_figure import GivenFigure, offered_given
from bot.model.message import LASTING, Choice, Reply, button_key, lasting_key
from bot.reading import echo_answer
from bot.row_types import row_type, takes_words

WAITING_IN_FULL = 3  # figures that wait are named with their numbers
WAITING_NAMED = 12  # of more, so many codes
ENDS = ("to_send", "go_on")  # buttons below a summary


def key(desk: ReportContext, state: State, action: str) -> str:
    """Return a button's key: which report, which row, which prompt, and what it does."""
    row = state.row or state.section or LASTING
    return button_key(desk.submission.id, row, state.prompt, action)


def button(
    desk: ReportContext, state: State, action: str, label: str = "", **details: object
) -> Choice:
    """Return the button of an action; its label is the sentence of the same name unless given."""
    row = state.row or state.section or LASTING
    own = button_key(desk.submission.id, row, state.prompt, action)
    return Choice(own, say(label or f"button.{action}", **details))


def lasting(desk: ReportContext, action: str, label: str = "", **details: object) -> Choice:
    """Return the button of an action that works whatever is asked meanwhile."""
    return Choice(
        lasting_key(desk.submission.id, action), say(label or f"button.{action}", **details)
    )


def echo(row: Indicator, answer: Answer) -> str:
    """Return `1.1: 3 lớp, 45 người`, with the remark where there is one."""
    figures = echo_answer(row, answer)
    line = f"{row.code}: {figures}"
    if answer.parts:
        line += say("echo.parts", parts=_short(row_type(row).shares(row, answer), 200))
    if answer.note and not takes_words(row):
        line += say("echo.note", note=_short(answer.note, 80))
    return line


def figures(row: Indicator, answer: Answer) -> str:
    """Return the figures alone, cut to a length that fits beside others."""
    return _short(echo_answer(row, answer), 120)


def _short(text: str, most: int) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def ask(desk: ReportContext, state: State, row: Indicator) -> Reply:
    """Return the question of one row, with its place and what is stored so far."""
    stored = desk.submission.answers.get(row.code)
    given = offered_given(desk.elsewhere, row.code, stored) if desk.elsewhere else None
    kind = row_type(row)
    asked = [say(key, **places) for key, places in kind.ask(row)]
    lines = [row.question, *asked, *_known(desk, row, stored, given)]
    offered = kind.buttons(row, has_answer=stored is not None)
    if given is not None:
        offered.insert(0, "take_given")
    if desk.the_form.places[row.code] > 1:
        offered.append("back")
    choices = tuple(button(desk, state, action) for action in offered)
    return Reply("\n".join(lines), head(desk, row), choices=choices)


def _known(
    desk: ReportContext, row: Indicator, stored: Answer | None, given: GivenFigure | None
) -> list[str]:
    """Return what is known beside a question: what the plan says, the year before, what was given
    elsewhere, what is stored, and why it was sent back."""
    lines: list[str] = []
    openings = desk.campaign.plan.openings
    if openings:
        lines += planned_openings.period_line(desk, row)
    last_year = desk.last_year.get(row.code)
    if last_year is not None:
        lines.append(last_year_line(desk, echo_answer(row, last_year)))
    if given is not None:
        lines.append(given_line(given, echo_answer(row, given.answer)))
    if stored is not None:
        lines.append(say("ask.stored", figures=_short(echo_answer(row, stored), 200)))
    returned = desk.submission.returned_reason
    if returned and _is_returned(desk, row):
        lines.append(say("ask.returned", reason=returned))
    if openings:
        lines += planned_openings.planned_lines(desk, row)
    return lines


def last_year_line(desk: ReportContext, told: str) -> str:
    """Return figures of the year before, with what they are of where several units were merged."""
    if not desk.merged_last_year:
        return say("ask.last_year", figures=told)
    names = ", ".join(desk.merged_last_year)
    return say("ask.last_year_merged", figures=told, units=_short(names, 120))


def _is_returned(desk: ReportContext, row: Indicator) -> bool:
    """Return whether the report was sent back for a row, or for the head of several with it."""
    named = desk.submission.returned_rows
    return any(row in desk.the_form.questions_of(code) for code in named)


def head(desk: ReportContext, row: Indicator) -> str:
    """Return `Mục 5.1 · Câu 19/34`; a total outside the questions has no place."""
    places = desk.the_form.places
    if row.code not in places:
        return say("total.head", code=row.code)
    return say("ask.head", code=row.code, place=places[row.code], total=len(places))


def ask_gate(desk: ReportContext, state: State, section: Section) -> Reply:
    """Return a section's yes/no question; it has no place among the 34."""
    names = "; ".join(f"{row.code} {row.name}" for row in section.questions)
    text = say("gate.text", question=section.head.gate, rows=_short(names, 700))
    is_first = desk.the_form.places[section.questions[0].code] == 1
    actions = ("gate_yes", "gate_no") if is_first else ("gate_yes", "gate_no", "back")
    choices = tuple(button(desk, state, action) for action in actions)
    return Reply(
        text, say("gate.head", code=section.code, title=section.head.name), choices=choices
    )


def ask_proposal(desk: ReportContext, state: State, sentence: str) -> Reply:
    """Return a reading that waits for a yes; the closing words are fixed."""
    drop = () if desk.medium.buttons else (say("confirm.type_no"),)
    text = "\n".join([sentence, *drop, say("confirm.type_yes")])
    return Reply(text, choices=(button(desk, state, "yes"), button(desk, state, "no")))


def waiting(desk: ReportContext, pairs: Sequence[tuple[str, Answer]]) -> str:
    """Return in one sentence which figures still wait for "đúng"."""
    if len(pairs) > WAITING_IN_FULL:
        codes = [code for code, _ in pairs]
        more = "" if len(codes) <= WAITING_NAMED else "…"
        named = ", ".join(codes[:WAITING_NAMED]) + more
        return say("confirm.waits_many", count=len(pairs), codes=named)
    lines = "; ".join(
        _short(echo(desk.the_form.by_code[code], found), 120) for code, found in pairs
    )
    return say("confirm.waits", lines=lines)


def ask_waiting(desk: ReportContext, state: State, sentence: str = "") -> Reply:
    """Return the figures that wait, asked about once more behind a sentence about something else."""
    told = waiting(desk, state.proposal)
    asked = ask_proposal(desk, state, f"{sentence}\n{told}".strip())
    row = desk.the_form.find(state.row) if desk.form is not None else None
    return replace(asked, head=head(desk, row)) if row is not None else asked


def stored_lead(row: Indicator, answer: Answer, before: Answer | None) -> str:
    """Return what was just stored, the undo word behind it."""
    line = echo(row, answer)
    if before is not None and not before.same_figures(answer):
        line += say("echo.before", figures=figures(row, before))
        if before.note and not answer.note and not takes_words(row):
            line += say("echo.note_gone", note=_short(before.note, 80), code=row.code)
    return say("echo.stored", line=line)


def with_lead(reply: Reply, lead: str) -> Reply:
    return replace(reply, lead=lead) if lead else reply


def open_rows(desk: ReportContext) -> tuple[Indicator, ...]:
    """Return questions without an answer, or whose figures are not there yet, in form order."""
    answers = desk.submission.answers
    return tuple(
        row
        for row in desk.the_form.questions
        if row.code not in answers or answers[row.code].state is AnswerState.PENDING
    )


def stage_of(row: Indicator) -> Stage:
    """Return text rows collect several messages, the others take one answer."""
    return Stage.COLLECTING if takes_words(row) else Stage.ASKING
