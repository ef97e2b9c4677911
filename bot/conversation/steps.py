"""Steps through a report that words and buttons share: on, back, past a row, to the end."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter

from bot.conversation import (
    answering,
    bulk_confirm,
    my_data,
    navigation,
    prompts,
    review,
    section_picker,
    swapped_rows,
)
from bot.conversation.command_words import Command, Word
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.phrase_forms import PhraseTable, pieces_of
from bot.conversation.questions import how_far, rows_coded
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say

_ENOUGH = PhraseTable(("thế thôi", "vậy thôi"))  # no "no", but that nothing follows
_SENDS = PhraseTable(("gửi", "nộp", "chốt"))  # a yes that names it: "ok gửi đi"
NOTHING, REST = "không", "còn lại không"  # as the reader hears them, in every language
OPEN = (Stage.ASKING, Stage.GATE, Stage.OVERVIEW, Stage.LIST)
SKIPPED = (Stage.ASKING, Stage.LIST, Stage.COLLECTING, Stage.PROPOSAL)


def move(desk: ReportContext, state: State, command: Command) -> Turn:
    """Go to another question."""
    match command.word:
        case Word.BACK:
            return navigation.back(desk, state)
        case Word.JUMP:
            return navigation.place(desk, state, command.rest)
        case Word.SKIP if state.stage in (*SKIPPED, Stage.GATE):
            return answering.skip(desk, state)
    return go_on(desk, state)


def pass_over(desk: ReportContext, state: State, rest: str, words: str) -> Turn:
    """Answer "bỏ câu 1.4 với 1.5, qua 1.6": the row that is gone on to, and what became of the others."""
    code = rest.split()[0]
    passed = {*map(attrgetter("code"), rows_coded(desk.the_form, words))} - {code}
    left = sorted(passed - desk.submission.answers.keys())
    turn = swapped_rows.tell_kept(desk, navigation.jump(desk, state, code), passed)
    return lead_with(turn, say("skip.done", code=", ".join(left))) if left else turn


def sends(state: State, words: str) -> bool:
    """Tell whether a yes to the review says that it is to be sent; figures that wait come first."""
    at_the_end = state.stage in (Stage.REVIEW, Stage.WARNED) and not state.proposal
    return at_the_end and bool(_SENDS.places(pieces_of(words)))


def submit(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Answer "nộp", and the person's name where it is still missing."""
    return my_data.ask_before_sending(situation, state, _sent(situation, desk, state))


def _sent(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """Answer "nộp": figures that wait for "đúng" come first, or they would be left behind."""
    return _first_the_yes(desk, state) or review.submit(situation, desk, state)


def _first_the_yes(desk: ReportContext, state: State) -> Turn | None:
    """Ask for the yes to figures that wait, whatever is asked; None where none wait."""
    if len(state.proposal) == 1:
        code, found = state.proposal[0]
        line = prompts.echo(desk.the_form.by_code[code], found)
        state = state.at(Stage.PROPOSAL, row=code, section="")
        waiting = prompts.ask_proposal(desk, state, say("confirm.first", line=line))
        return Turn(state, (), (waiting,))
    if state.proposal:
        state = state.at(Stage.BATCH, row="", section="")
        return Turn(state, (), (prompts.ask_waiting(desk, state),))  # its table was shown
    return None


def to_send(situation: TurnContext, desk: ReportContext, state: State) -> Turn:
    """ "Nộp báo cáo" of a card: what is missing or odd is never passed by pressing twice."""
    if state.stage is Stage.WARNED:
        state = replace(state, stage=Stage.REVIEW)
    return submit(situation, desk, state)


def done(desk: ReportContext, state: State) -> Turn:
    """Answer "xong": a collection ends and the next open question follows; figures that wait come first."""
    if state.stage in (Stage.COLLECTING, Stage.LIST):
        return answering.skip_quietly(desk, state)
    if state.stage is Stage.OVERVIEW and state.ticked:
        return section_picker.choose_sections(desk, state, state.ticked)
    if state.stage in (Stage.PHOTOS, Stage.NOTING, Stage.REVIEW, Stage.WARNED):
        return navigation.resume(desk, replace(state, row="", section=""))
    return _first_the_yes(desk, state) or navigation.again(desk, state, how_far(desk))


def says_enough(state: State, words: str) -> bool:
    """Tell whether a no says only that nothing follows what was stored: "thế thôi ạ"."""
    return bool(state.undo) and not state.proposal and bool(_ENOUGH.places(pieces_of(words)))


def that_is_all(desk: ReportContext, state: State) -> Turn:
    """Answer "hết rồi", "chỉ có vậy thôi": what is still open is offered as nothing, and waits for a yes."""
    if state.stage is Stage.TOTAL:
        return answering.total(desk, state, NOTHING)
    if state.stage is Stage.COLLECTING:
        return answering.answer(desk, state, NOTHING)
    if state.proposal or state.stage not in OPEN or not desk.submission.answers:
        return done(desk, state)
    rest = bulk_confirm.read(desk, state, REST)
    return done(desk, state) if rest is None else bulk_confirm.show(desk, state, rest)


def go_on(desk: ReportContext, state: State) -> Turn:
    """Answer "tiếp": past the current question; from anywhere else to the first open one."""
    if state.stage in SKIPPED:
        return answering.skip_quietly(desk, state)
    if state.stage is Stage.GATE:
        return answering.open_section(desk, state)
    if state.stage is Stage.TOTAL:
        return answering.total(desk, state, NOTHING)
    if state.stage in (Stage.REVIEW, Stage.WARNED):
        state = replace(state, shown=(*state.shown, navigation.FILLING))
    return navigation.resume(desk, replace(state, row="", section=""))
