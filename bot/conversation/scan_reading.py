"""Figures that were read in a photo of the paper form: each is shown beside the cut-out of its cells
and stored only by the person's yes, row by row."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import answering, navigation, prompts
from bot.conversation.context import ReportContext, Turn
from bot.conversation.state import Stage, State
from bot.locale.clarifications import doubt_sentence
from bot.locale.say import say
from bot.model.answer import Answer
from bot.model.documents import Document
from bot.model.events import AnswerRecorded, Submitted
from bot.model.filled_form import SOURCE, FilledForm, SeenRow
from bot.model.form import Indicator
from bot.model.message import Reply
from bot.reading import Ambiguous, Understood, read_answer
from bot.row_types import row_type

CUT_OUT = "hinh-cat-"  # the pages of the web chat show pictures of this name beside the words
WAITING = (Stage.PROPOSAL, Stage.BATCH)


def receive(desk: ReportContext, state: State, filled: FilledForm) -> Turn:
    """Take up what was read in a photo: the first row is shown, the others wait their turn."""
    if filled.refusal or desk.form is None:
        told = say(f"scan.{filled.refusal}" if filled.refusal else "form.none")
        way = say("scan.by_table", link=desk.web_link) if desk.web_link else ""
        return Turn(state, (), (Reply(f"{told} {way}".strip()),))
    seen = [(row.code, _words(desk, row), row.picture) for row in filled.seen]
    fresh = tuple(each for each in seen if not _is_stored(desk, each[0], each[1]))
    lead = say("scan.begin", rows=len(seen), left=len(fresh))
    if state.proposal or state.scan:  # another page while rows wait
        return Turn(replace(state, scan=(*state.scan, *fresh)), (), (Reply(lead),))
    if not fresh:
        return navigation.again(desk, state, lead)
    return _next(desk, replace(state, scan=fresh), lead)


def go_on(desk: ReportContext | None, turn: Turn, *, skips: bool) -> Turn:
    """Return a turn with the next row of the photo shown in place of the question that it ends with,
    once the row before was stored or skipped. A skipped one waits no more: the photo shows it still, and
    nobody wrote it."""
    state = _without_seen(turn.state) if skips else turn.state
    if any(isinstance(fact, Submitted) for fact in turn.changes):
        return replace(turn, state=replace(state, scan=()))
    is_done = skips or any(isinstance(fact, AnswerRecorded) for fact in turn.changes)
    is_busy = bool(state.proposal) or state.stage in WAITING  # each row has a yes of its own
    if desk is None or not is_done or not state.scan or is_busy:
        return replace(turn, state=state)
    lead = next((reply.lead for reply in turn.replies if reply.lead), "")
    shown = _next(navigation.after(desk, turn.changes), state, lead)
    return replace(shown, changes=(*turn.changes, *shown.changes))


def _without_seen(state: State) -> State:
    """Return the state without the one row that a photo showed last, where more of it are to come; rows of a
    workbook wait together and stay."""
    if not state.scan or len(state.proposal) != 1:
        return state
    return state.without(code for code, found in state.proposal if found.source == SOURCE)


def _next(desk: ReportContext, state: State, lead: str) -> Turn:
    """Return the next row of the photo: proposed where it was read, asked where it was not."""
    (code, said, picture), *rest = state.scan
    state = replace(state, scan=tuple(rest))
    row = desk.the_form.by_code[code]
    turn = _shown(desk, state, row, said)
    document = Document(f"{CUT_OUT}{code}.png", path=picture)
    first, *others = turn.replies
    first = replace(first, lead=lead, document=document)
    return replace(turn, replies=(first, *others))


def _shown(desk: ReportContext, state: State, row: Indicator, said: str) -> Turn:
    reading = read_answer(row, said) if said else None
    left = say("scan.left", rows=len(state.scan)) if state.scan else ""
    match reading:
        case Understood(answer=answer):
            return _proposed(desk, state, row, answer, left)
        case Ambiguous(candidates=(first, *_)):
            return _proposed(desk, state, row, first, f"{doubt_sentence(row, reading)} {left}")
        case _:
            asked = navigation.jump(desk, state, row.code)
            question, *others = asked.replies
            text = f"{say('scan.not_read')} {question.text}"
            return replace(asked, replies=(replace(question, text=text), *others))


def _proposed(desk: ReportContext, state: State, row: Indicator, found: Answer, more: str) -> Turn:
    found = replace(found, source=SOURCE)
    line = prompts.echo(row, found)
    sentence = say("scan.row", name=row.name, line=line)
    stored = desk.submission.answers.get(row.code)
    if stored is not None:
        sentence += " " + say("ask.stored", figures=prompts.figures(row, stored))
    return answering.propose(desk, state, row, found, f"{sentence} {more}".strip())


def _words(desk: ReportContext, seen: SeenRow) -> str:
    """Return the figures of a row as one answer; "" where one of its cells was not read."""
    row = desk.the_form.by_code[seen.code]
    figures = dict(seen.figures)
    texts = [figures.get(cell, "") for cell in row.cells]
    return row_type(row).from_cells(row, texts) if all(texts) else ""


def _is_stored(desk: ReportContext, code: str, said: str) -> bool:
    """Return whether the report says already what was read."""
    row = desk.the_form.by_code[code]
    reading = read_answer(row, said) if said else None
    stored = desk.submission.answers.get(code)
    if stored is None or not isinstance(reading, Understood):
        return False
    return reading.answer.figures == stored.figures
