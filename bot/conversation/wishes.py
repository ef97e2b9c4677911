"""Wishes beyond the plain command words: clear a row, add to it, the same as last year, begin anew,
drop a photo, an extension, thanks and greetings."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from bot.conversation import answering, bulk_confirm, helpdesk, navigation, prompts
from bot.conversation.command_words import Command, Word, split_target
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.state import State, Undo
from bot.conversation.swapped_rows import is_alike
from bot.conversation.turn_notices import lead_with
from bot.locale.given_words import given_source
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.events import AnswerCleared, Change, PhotoDropped
from bot.model.form import Cell, Indicator
from bot.model.given_figure import GivenFigure
from bot.reading import Ambiguous, Understood, read_answer
from bot.row_types import takes_words

_COUNTED = re.compile(r"[0-9]+ [^\W\d]{2}")  # figures without a row: "câu vừa rồi ghi thiếu 1 lớp"


def answer_courtesy(desk: ReportContext, state: State, word: Word) -> Turn:
    """Return the answer to thanks or a greeting, and what is still asked in one line."""
    lead = courtesy(desk, word)
    return Turn(state, (), (helpdesk.remind_what_is_asked(desk, state, lead),))


def restart(desk: ReportContext, state: State) -> Turn:
    """Ask before the whole draft is cleared."""
    return _ask_to_clear(desk, state, tuple(desk.submission.answers))


def courtesy(desk: ReportContext, word: Word) -> str:
    """Return the answer to thanks, or to a greeting."""
    if word is Word.GREETING:
        return say("greeting.reply", unit=desk.unit.called)
    if word is Word.SORRY:
        return say("sorry.reply")
    done = desk.submission.is_given
    return say("thanks.sent" if done else "thanks.reply")


# -- clearing -------------------------------------------------------------------------------------


def clear(desk: ReportContext, state: State, code: str) -> Turn:
    """Return a row's answer (one that waits, too) is taken away; a whole section is asked about first."""
    form = desk.the_form
    row = form.by_code[code]
    if row.code in dict(state.proposal):
        fresh = state.without([row.code])
        return navigation.again(desk, fresh, say("clear.dropped", code=row.code))
    if not row.is_asked and row.code not in desk.submission.answers:
        kept = [each.code for each in form.section_of(row.code).questions]
        return _ask_to_clear(desk, state, tuple(c for c in kept if c in desk.submission.answers))
    before = desk.submission.answers.get(row.code)
    if before is None:
        return navigation.again(desk, state, say("clear.nothing", code=row.code))
    return _cleared(desk, state, (row.code,))


def all_but(desk: ReportContext, state: State, code: str) -> Turn:
    """Answer "đúng hết trừ 1.1": the row no longer waits; one that is stored is shown, to be put right."""
    waits = code in dict(state.proposal)
    return clear(desk, state, code) if waits else navigation.jump(desk, state, code)


def only(desk: ReportContext, state: State, code: str) -> Turn:
    """Answer "chỉ ghi 1.1 thôi": that row is stored, the others no longer wait."""
    waiting = dict(state.proposal).keys()
    if code not in waiting:
        return navigation.jump(desk, state, code)
    return answering.confirm(desk, state.without(waiting - {code}))


def _ask_to_clear(desk: ReportContext, state: State, codes: tuple[str, ...]) -> Turn:
    """Ask before several rows are cleared at once."""
    if not codes:
        return navigation.again(desk, state, say("clear.empty"))
    state = state.at(state.stage, clears=codes)  # the buttons are of this question alone
    asked = prompts.ask_proposal(
        desk, state, say("clear.ask", count=len(codes), unit=desk.unit.called)
    )
    text = asked.text.replace(say("confirm.type_yes"), say("clear.type_yes"))
    return Turn(state, (), (replace(asked, text=text),))


def settle_clearing(desk: ReportContext, state: State, *, agreed: bool) -> Turn:
    """Return the word on rows that were to be cleared."""
    codes = state.clears
    state = replace(state, clears=())
    if not agreed:
        return navigation.again(desk, state, say("clear.kept"))
    return _cleared(desk, state, tuple(code for code in codes if code in desk.submission.answers))


def _cleared(desk: ReportContext, state: State, codes: tuple[str, ...]) -> Turn:
    form = desk.the_form
    answers = desk.submission.answers
    facts: tuple[Change, ...] = tuple(
        AnswerCleared(desk.submission.id, code, answers[code]) for code in codes
    )
    steps = tuple(Undo(code, answers[code], None) for code in codes)
    if len(codes) == 1:
        told = say("clear.done", line=prompts.echo(form.by_code[codes[0]], answers[codes[0]]))
    else:
        told = say("clear.done_many", count=len(codes))
    state = state.recorded(steps)
    lead = f"{told}{say('echo.undo')}"
    return navigation.again(navigation.after(desk, facts), state, lead).after(facts)


# -- adding ---------------------------------------------------------------------------------------


def add(desk: ReportContext, state: State, rest: str, sign: int = 1) -> Turn | None:
    """Answer "5.1 thêm 1 cuộc nữa": what is stored and what is added, shown with their sum. A `sign` of -1
    takes off: "1.1 ghi dư 5 người"."""
    form = desk.the_form
    is_of_last = _COUNTED.match(rest) is not None and len(state.undo) == 1
    named = f"{state.undo[0].code} {rest}" if is_of_last else rest
    target = split_target(named, form)
    row = form.by_code[target[0]] if target is not None else None
    if target is None or row is None or takes_words(row) or not row.is_asked:
        return None
    reading = read_answer(row, target[1].replace("nữa", "").strip())
    stored = dict(state.proposal).get(row.code) or desk.submission.answers.get(row.code)
    more = _amount(reading.answer if isinstance(reading, Understood) else None, reading)
    if stored is None or stored.state is not AnswerState.VALUE or not more:
        if sign < 0:  # nothing is there to take off from
            return navigation.jump(desk, state, row.code)
        return answering.settle_reading(desk, state, row, reading, stay=True)
    known = stored.figures
    sums = known | {cell: known.get(cell, 0) + sign * number for cell, number in more.items()}
    if min(sums.values()) < 0:
        return navigation.jump(desk, state, row.code)
    whole = replace(stored, parts=()).with_figures(sums)
    key = "add.ask" if sign > 0 else "less.ask"
    sentence = say(key, old=prompts.figures(row, stored), line=prompts.echo(row, whole))
    return answering.propose(desk, state, row, whole, sentence)


def _amount(answer: Answer | None, reading: object) -> dict[Cell, int]:
    if answer is not None:
        return answer.figures if answer.state is AnswerState.VALUE else {}
    return dict(reading.proposed) if isinstance(reading, Ambiguous) else {}


# -- last year ------------------------------------------------------------------------------------


def same_as_last_year(desk: ReportContext, state: State, wish: Command) -> Turn:
    """Store a row's figure of last year; those of a section or of the whole report are shown first."""
    form = desk.the_form
    if not desk.last_year:
        return navigation.again(desk, state, say("answer.no_last_year"))
    row = form.find(wish.rest or state.row or state.section)
    if wish.word is Word.SAME_ALL or row is None:
        return _propose_last_year(desk, state, form.questions)
    if wish.word is Word.SAME_SECTION or not row.is_asked:
        return _propose_last_year(desk, state, form.section_of(row.code).questions)
    last = desk.last_year.get(row.code)
    if last is None:
        return navigation.again(desk, state, say("answer.no_last_year_row", code=row.code))
    if takes_words(row):
        return answering.propose(desk, state, row, _anew(last))
    return answering.take(desk, state, row, _anew(last))


def _propose_last_year(desk: ReportContext, state: State, rows: tuple[Indicator, ...]) -> Turn:
    """Return the rows that are still open, as they were last year; free words are asked for anew."""
    pairs = tuple(
        (row.code, _anew(desk.last_year[row.code]))
        for row in prompts.open_rows(desk)
        if row in rows and row.code in desk.last_year and not takes_words(row)
    )
    if not pairs:
        return navigation.again(desk, state, say("same.nothing_open"))
    head = say("same.head", count=len(pairs))
    return bulk_confirm.propose_rows(desk, state, (*state.proposal, *pairs), head=head)


def _anew(last: Answer) -> Answer:
    """Return last year's figures; its remarks and schools stay with last year."""
    return replace(last, note="", parts=(), source="last_year")


def same_as_row(desk: ReportContext, state: State, rest: str) -> Turn | None:
    """Propose for a row the figures that another one has ("1.5 giống 1.1"), or the one above ("giống câu
    trên"); None where these are no two rows of figures."""
    *named, source = rest.split() or [_above(desk, state.row)]
    row, other = map(desk.the_form.find, (*(named or [state.row]), source))
    if row is None or other is None or row is other or not row.is_asked or takes_words(row):
        return None
    known = dict(state.proposal).get(other.code) or desk.submission.answers.get(other.code)
    if known is None:
        return navigation.again(desk, state, say("same.row_open", code=other.code))
    if not is_alike(row, other):
        told = say("same.row_unlike", code=row.code, other=other.code)
        return navigation.again(desk, state, told)
    found = replace(known, note="", parts=(), source="chat")
    sentence = say("same.row_ask", line=prompts.echo(row, found), other=other.code)
    return answering.propose(desk, state, row, found, sentence)


def _above(desk: ReportContext, code: str) -> str:
    """Return the code of the question in front of one; its own where there is none."""
    codes = [row.code for row in desk.the_form.questions]
    return dict(pairwise(reversed(codes))).get(code, code)


# -- other reports ---------------------------------------------------------------------------------


def take_given(desk: ReportContext, state: State, code: str = "") -> Turn:
    """Store the figure of another report for the row that is asked; where none is asked, those of all open
    rows are shown first."""
    row = desk.the_form.find_question(code or state.row)
    if row is None:
        return take_all_given(desk, state)
    given = desk.elsewhere.get(row.code)
    if given is None:
        return navigation.again(desk, state, say("given.none", code=row.code))
    return answering.take(desk, state, row, as_given(given))


def take_all_given(desk: ReportContext, state: State) -> Turn:
    """Return the open rows that other reports answer, shown first."""
    pairs = tuple(
        (row.code, as_given(desk.elsewhere[row.code]))
        for row in prompts.open_rows(desk)
        if row.code in desk.elsewhere
    )
    if not pairs:
        return navigation.again(desk, state, say("given.nothing_open"))
    sources = dict.fromkeys(answer.source for _, answer in pairs)
    head = say("given.head", count=len(pairs), sources="; ".join(sources))
    return bulk_confirm.propose_rows(desk, state, (*state.proposal, *pairs), head=head)


def as_given(given: GivenFigure) -> Answer:
    """Return a figure of another report as an answer here: its source says where it comes from."""
    return replace(given.answer, source=given_source(given))


# -- photos, the deadline ------------------------------------------------------------------------


def drop_photo(desk: ReportContext, state: State, number: str) -> Turn:
    photos = desk.submission.photos
    if not photos:
        return navigation.again(desk, state, say("photo.none_yet"))
    place = int(number) if number else len(photos)
    if not 1 <= place <= len(photos):
        return navigation.again(desk, state, say("photo.no_such", place=place, count=len(photos)))
    gone = photos[place - 1]
    fact = PhotoDropped(desk.submission.id, gone.id, gone.path)
    told = say("photo.dropped", place=place, count=len(photos) - 1)
    if gone.caption:
        told = say("photo.dropped_named", place=place, caption=gone.caption, count=len(photos) - 1)
    return Turn(state, (fact,), (helpdesk.remind_what_is_asked(desk, state, told),))


def ask_extension(situation: TurnContext, desk: ReportContext, state: State, words: str) -> Turn:
    """Pass a request for more time to the coordinators; the deadline stays until one of them extends it."""
    turn = helpdesk.pass_on(situation, desk, state, words)
    if not turn.changes or desk.deadline is None:
        return turn
    return lead_with(turn, say("extension.until_then", deadline=desk.deadline_words))
