"""Reading an answer to the current row, gates, corrections, remarks, undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation import bulk_confirm, half_answers, navigation, prompts, undoing, untaken
from bot.conversation.command_words import Word, bare_words
from bot.conversation.context import ReportContext, Turn
from bot.conversation.intents import hear
from bot.conversation.other_row_named import other_row_said
from bot.conversation.state import Stage, State, Undo
from bot.conversation.yes_or_no import GATE_NO, GATE_YES
from bot.locale.clarifications import doubt_sentence, unused_sentence
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, nil
from bot.model.events import AnswerRecorded, Change
from bot.model.form import Indicator
from bot.model.message import Reply
from bot.reading import Ambiguous, Doubt, Reading, Unclear, Understood, read_answer, read_asked
from bot.reading.outcome import words_for_no_figure
from bot.reading.prepare import without_code
from bot.reading.row_code import undecorated
from bot.row_types import row_type, takes_words
from bot.vietnamese.normalise import unaccented

MOST_NOTES = 4  # buttons
MOST_TEXT = 30_000  # characters of one row's words; a cell of Excel holds 32,767


def record_answer(
    desk: ReportContext, state: State, pairs: tuple[tuple[Indicator, Answer], ...], odd: str = ""
) -> tuple[State, tuple[Change, ...], str]:
    """Return facts for some rows, the state that can undo them, and the echo that leads the next reply,
    with what is odd about the figure. Figures of other rows go on waiting."""
    before = desk.submission.answers
    facts = tuple(
        AnswerRecorded(desk.submission.id, row.code, answer, before.get(row.code))
        for row, answer in pairs
    )
    undo = tuple(Undo(row.code, before.get(row.code), answer) for row, answer in pairs)
    between = " " if len(pairs) == 1 else "\n"
    lead = between.join(filter(None, (_lead(desk, pairs), odd, say("echo.undo").strip())))
    codes = {row.code for row, _ in pairs}
    unread = tuple(sorted({*state.spoken_of} - codes))
    state = replace(state.recorded(undo), half=(), spoken_of=unread).without(codes)
    return state, facts, lead


def _lead(desk: ReportContext, pairs: tuple[tuple[Indicator, Answer], ...]) -> str:
    """Return every stored row on its line; sections that did not happen share one."""
    if len(pairs) == 1:
        row, found = pairs[0]
        before = desk.submission.answers.get(row.code)
        told = prompts.stored_lead(row, found, before)
        if before is None or desk.other_writer is None or before.same_figures(found):
            return told
        other = desk.other_writer(row.code)
        return f"{told} {say('echo.by_other', name=other)}" if other else told
    if _closes_sections(desk, pairs):
        codes = dict.fromkeys(desk.the_form.section_of(row.code).code for row, _ in pairs)
        return say("gate.closed", codes=", ".join(codes), count=len(pairs))
    kept = tuple((row.code, found) for row, found in pairs)
    lines = bulk_confirm.table(desk, kept)
    return "\n".join([say("batch.stored", count=len(pairs)), *lines])


def _closes_sections(desk: ReportContext, pairs: tuple[tuple[Indicator, Answer], ...]) -> bool:
    """Tell whether nothing happened in whole sections: then their numbers say all."""
    quiet = all(
        found.source == "gate" and found.state is AnswerState.NIL and not found.note
        for _, found in pairs
    )
    stored = desk.submission.answers.items()
    nil_codes = {code for code, found in stored if found.state is AnswerState.NIL}
    nil_codes |= {row.code for row, _ in pairs}
    return quiet and all(
        other.code in nil_codes
        for row, _ in pairs
        for other in desk.the_form.section_of(row.code).questions
    )


def answer(desk: ReportContext, state: State, text: str) -> Turn:
    """Read a message as the answer to the current row, or to the one other row that it certainly names."""
    row = desk.the_form.by_code[state.row]
    if not row.is_asked:  # the total of a section
        return total(desk, state, text)
    if takes_words(row):
        return collect(desk, state, row, text)
    text = undecorated(text)
    reading = read_asked(desk.the_form, row, text)
    other = bulk_confirm.elsewhere(desk, row, text, reading)
    if other is not None:
        return show_other(desk, state, other)
    is_all_read = isinstance(reading, Understood) and not reading.unused
    wrong_code = "" if is_all_read else other_row_said(desk.the_form, row, text)
    if wrong_code:
        return _ask_again(desk, state, row, wrong_code)
    foreign = isinstance(reading, Ambiguous) and reading.reason is Doubt.UNKNOWN_UNIT
    before = foreign and _of_last_row(desk, state, row, text)
    if before:
        return before
    joined = None
    if state.half and isinstance(reading, Ambiguous):
        reading, joined = half_answers.with_other_half(state, row, text, reading)
    joined = joined or completed_answer(desk, state, row, reading)
    if joined is not None:
        sentence = say("confirm.joined", line=prompts.echo(row, joined))
        return _propose(desk, state, row, joined, sentence)
    return settle_reading(desk, state, row, reading, stay=False)


def _of_last_row(desk: ReportContext, state: State, row: Indicator, text: str) -> Turn | None:
    """Return figures that only the row that was stored last counts ("tổng 65 quyển" behind "45 quyển") as
    its new ones, to be confirmed; None for others."""
    last = desk.the_form.find(state.undo[0].code) if len(state.undo) == 1 else None
    if last is None or last is row or takes_words(last):
        return None
    reading = read_answer(last, text)
    if isinstance(reading, Understood) and not reading.check:
        return propose(desk, state, last, reading.answer)
    if isinstance(reading, Ambiguous) and reading.candidates:
        return settle_reading(desk, state, last, reading, stay=True)
    return None


def show_other(desk: ReportContext, state: State, other: bulk_confirm.BulkReply) -> Turn:
    """Show the figures of another row than the one that is asked, or ask about them."""
    doubtful = other.doubtful
    if doubtful is None:
        return bulk_confirm.show(desk, state, other)
    return settle_reading(desk, state, doubtful.row, doubtful.reading, stay=True)


def completed_answer(
    desk: ReportContext, state: State, row: Indicator, reading: Reading
) -> Answer | None:
    """Complete "22 người" while "1 lớp, 20 người" of this row waits or is stored: one figure is new."""
    known = {**desk.submission.answers, **dict(state.proposal)}.get(row.code)
    return reading.completed(known) if isinstance(reading, Ambiguous) else None


def settle_reading(
    desk: ReportContext, state: State, row: Indicator, reading: Reading, *, stay: bool
) -> Turn:
    """Store what is certain, ask about the rest. `stay` keeps the current question (a correction
    of another row)."""
    match reading:
        case Understood(answer=found) if state.proposal and state.keeps_its_figure(
            row.code, found
        ):
            waiting = prompts.echo(row, dict(state.proposal)[row.code])
            sentence = say("confirm.instead", line=prompts.echo(row, found), waiting=waiting)
            return _propose(desk, state, row, found, sentence)
        case Understood(answer=found, check=check):
            sentence = bulk_confirm.to_confirm(desk, row, found, reading.unused)
            if sentence:
                return _propose(desk, state, row, found, sentence)
            odd = say(f"echo.check_{check}") if check in ("range", "year") else ""
            told = " ".join(filter(None, (odd, unused_sentence(reading.unused))))
            return store(desk, state, row, found, stay=stay, odd=told)
        case Ambiguous(candidates=(first, *_)) if state.keeps_its_figure(row.code, first):
            plain = replace(reading, candidates=(), proposed=())
            return _ask_again(desk, state, row, doubt_sentence(row, plain))
        case Ambiguous(candidates=candidates) if candidates:
            waits = dict(state.proposal).get(row.code)
            offered, sentence = half_answers.offered_beside(desk, row, reading, waits)
            if waits is not None and not waits.same_figures(offered):
                sentence += say("confirm.in_place_of", figures=prompts.figures(row, waits))
            return _propose(desk, state, row, offered, sentence)
        case Ambiguous() | Unclear():
            half: tuple[tuple[str, int], ...] = ()
            if isinstance(reading, Ambiguous) and reading.is_half:
                half = reading.proposed
            state = replace(state, half=half)
            return _ask_again(desk, state, row, doubt_sentence(row, reading))


def store(
    desk: ReportContext, state: State, row: Indicator, found: Answer, *, stay: bool, odd: str = ""
) -> Turn:
    state, facts, lead = record_answer(desk, state, ((row, found),), odd)
    if stay:
        turn = navigation.again(navigation.after(desk, facts), state, lead).after(facts)
    else:
        turn = navigation.go_on(desk, replace(state, row=row.code), facts, lead)
    return with_note_buttons(desk, turn, ((row, found),)) if found.note else turn


def with_note_buttons(
    desk: ReportContext, turn: Turn, pairs: Sequence[tuple[Indicator, Answer]]
) -> Turn:
    """Return the turn with buttons that drop the remarks of figures which were just stored; of a report
    with many remarks only the first have one."""
    noted = [row.code for row, found in pairs if found.note and not takes_words(row)]
    if not noted or not turn.replies or not desk.medium.buttons:
        return turn
    first, *others = turn.replies
    drops = [
        prompts.lasting(desk, f"unnote_{code}", label="button.unnote", code=code)
        for code in noted[:MOST_NOTES]
    ]
    return replace(turn, replies=(replace(first, choices=(*first.choices, *drops)), *others))


def drop_note(desk: ReportContext, state: State, code: str) -> Turn:
    """Take the remark from a stored figure; the question that is asked stays."""
    row, kept = desk.the_form.find(code), desk.submission.answers.get(code)
    if row is None or kept is None or not kept.note:
        return navigation.again(desk, state)
    return store(desk, state, row, replace(kept, note=""), stay=True)


def _propose(
    desk: ReportContext, state: State, row: Indicator, found: Answer, sentence: str
) -> Turn:
    others = tuple(pair for pair in state.proposal if pair[0] != row.code)
    pairs = (*others, (row.code, found))
    if others:
        return bulk_confirm.propose_rows(desk, state, pairs, head=sentence)
    seen = bulk_confirm.marks(desk, pairs)
    state = state.at(Stage.PROPOSAL, proposal=pairs, seen=seen, row=row.code, section="")
    asked = replace(prompts.ask_proposal(desk, state, sentence), head=prompts.head(desk, row))
    return Turn(state, (), (asked,))


def take(desk: ReportContext, state: State, row: Indicator, found: Answer) -> Turn:
    """Return an answer that needs no yes; the question goes on where it was this row's."""
    return store(desk, state, row, found, stay=row.code != state.row)


def propose(
    desk: ReportContext, state: State, row: Indicator, found: Answer, sentence: str = ""
) -> Turn:
    """Return a corrected answer, shown before it replaces what is stored, with that beside it."""
    sentence = sentence or _corrected(desk, row, found)
    return _propose(desk, state, row, found, sentence)


def _corrected(desk: ReportContext, row: Indicator, found: Answer) -> str:
    """Return what is asked of a corrected figure: the new one, and the one that is stored."""
    stored = desk.submission.answers.get(row.code)
    told = say("correct.propose", line=prompts.echo(row, found))
    return told + (say("correct.now", figures=prompts.figures(row, stored)) if stored else "")


def _ask_again(desk: ReportContext, state: State, row: Indicator, sentence: str) -> Turn:
    """Store nothing: say one sentence and leave the same question open."""
    if row.code in dict(state.proposal):
        state = state.at(Stage.PROPOSAL, row=row.code, section="")
        return Turn(state, (), (prompts.ask_waiting(desk, state, sentence),))
    state = state.at(prompts.stage_of(row), row=row.code, section="", half=state.half)
    actions = row_type(row).buttons(row, has_answer=False)
    if desk.the_form.places.get(row.code, 1) > 1:
        actions.append("back")
    choices = tuple(prompts.button(desk, state, action) for action in actions)
    return Turn(state, (), (Reply(sentence, prompts.head(desk, row), choices=choices),))


def confirm(desk: ReportContext, state: State) -> Turn:
    """Answer "đúng" to a proposal."""
    state = state.without(_given_way(desk, state))
    if not state.proposal:
        return navigation.again(desk, state, say("confirm.nothing"))
    changed = bulk_confirm.changed_meanwhile(desk, state)
    if changed:
        return _propose_again(desk, state, changed)
    pairs = tuple((desk.the_form.by_code[code], found) for code, found in state.proposal)
    return with_note_buttons(desk, _confirmed(desk, state, pairs), pairs)


def _confirmed(
    desk: ReportContext, state: State, pairs: tuple[tuple[Indicator, Answer], ...]
) -> Turn:
    """Store what was agreed to; go on with what is open."""
    fresh, facts, lead = record_answer(desk, state, pairs)
    if state.stage is Stage.BATCH:
        lead = "\n".join([lead, *untaken.still_unread(desk, fresh)])
    last = pairs[-1][0]
    if state.stage not in (Stage.PROPOSAL, Stage.BATCH) and state.row not in dict(state.proposal):
        return navigation.again(navigation.after(desk, facts), fresh, lead).after(facts)
    if len(pairs) > 1 or state.stage is Stage.BATCH:  # on with the first that is still open
        return navigation.resume(desk, fresh, facts, lead)
    if last.code not in desk.the_form.places:  # an open total: back to the review
        return navigation.finish(navigation.after(desk, facts), fresh, facts, lead)
    return navigation.go_on(desk, replace(fresh, row=last.code), facts, lead)


def _given_way(desk: ReportContext, state: State) -> list[str]:
    """Return the rows of a "còn lại không" that were answered since it was said."""
    shown = {mark.partition("=")[0] for mark in state.seen}
    answers = desk.submission.answers
    return [
        code
        for code, found in state.proposal
        if found.source == "gate" and code in answers and code not in shown
    ]


def _propose_again(desk: ReportContext, state: State, changed: tuple[str, ...]) -> Turn:
    """Propose again: somebody stored one of the rows since they were shown."""
    if state.stage is Stage.BATCH or len(state.proposal) > 1:
        told = say("batch.changed", codes=", ".join(changed))
        return bulk_confirm.propose_rows(desk, state, state.proposal, (told,))
    code, found = state.proposal[-1]
    row = desk.the_form.by_code[code]
    now = prompts.echo(row, desk.submission.answers[code])
    return _propose(
        desk, state, row, found, say("confirm.changed", now=now, line=prompts.echo(row, found))
    )


def store_several(
    desk: ReportContext, state: State, pairs: bulk_confirm.Pairs, unused: Sequence[str] = ()
) -> Turn:
    """Return rows that need no "đúng", echoed in front of what is asked next; `unused` are numbers of the
    message that no row used."""
    form = desk.the_form
    told = unused_sentence(unused)
    if len(pairs) == 1 and not desk.medium.is_frugal:
        code, found = pairs[0]
        return store(desk, state, form.by_code[code], found, stay=True, odd=told)
    rows = tuple(
        (form.by_code[code], found) for code, found in bulk_confirm.in_form_order(form, pairs)
    )
    goes_on = state.stage in (Stage.LIST, Stage.ASKING)
    fresh, facts, lead = record_answer(desk, state, rows, told)
    step = navigation.go_on if goes_on else navigation.resume
    turn = with_note_buttons(desk, step(desk, fresh, facts, lead), rows)
    known = any(row.code in desk.submission.answers for row, _ in rows)
    if (
        turn.state.stage in (Stage.REVIEW, Stage.WARNED)
        and len(rows) > undoing.NAMED
        and not known
    ):
        below = say("batch.stored_below", count=len(rows))  # the summary shows every one of them
        below = " ".join(filter(None, (below, told)))
        return step(desk, fresh, facts, f"{below}{say('echo.undo')}")
    return turn


def none_of_these(desk: ReportContext, state: State) -> Turn:
    """Answer "không" to a question of several rows: none of those that are open happened."""
    rows = (desk.the_form.by_code[code] for code in state.asked)
    open_rows = [row for row in rows if row.code not in desk.submission.answers]
    return store_several(
        desk, state, tuple((row.code, nil(row, source="gate")) for row in open_rows)
    )


def drop(desk: ReportContext, state: State) -> Turn:
    """ "sai" to a proposal: nothing was stored, the question is asked again."""
    fresh = replace(state, half=()).without(dict(state.proposal))
    return navigation.again(desk, fresh, say("confirm.dropped"))


def none_here(desk: ReportContext, state: State) -> Turn:
    """Return the button "Không tổ chức" of a row."""
    row = desk.the_form.by_code[state.row]
    return store(desk, state, row, nil(row), stay=False)


def skip(desk: ReportContext, state: State) -> Turn:
    """Leave the row (or the whole section) open and go on."""
    lead = say("skip.done", code=skipped(state))
    return navigation.go_on(desk, _past(desk, state), (), lead)


def _past(desk: ReportContext, state: State) -> State:
    """Return the state behind the current question: behind its last row for a section's gate or total."""
    row = state.section if state.stage is Stage.GATE else state.row
    if row and row not in desk.the_form.places:
        row = desk.the_form.section_of(row).questions[-1].code
    return replace(state, row=row, section="", stage=Stage.ASKING)


def skipped(state: State) -> str:
    """Return what a question was about: a row, a section, the first and last of several rows."""
    if state.stage is Stage.LIST and state.asked:
        return f"{state.asked[0]}–{state.asked[-1]}"
    return state.row or state.section


def skip_quietly(desk: ReportContext, state: State) -> Turn:
    """Go past the current row without a word about it."""
    return navigation.go_on(desk, _past(desk, state))


def gate(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return a section's yes or no; None when the message is neither."""
    plain = bare_words(text)
    if plain in GATE_YES:
        return open_section(desk, state)
    if plain in GATE_NO or _says_no(text):
        return close_section(desk, state)
    return None


def _says_no(text: str) -> bool:
    """Return whether a message is a bare no, courtesies aside: "dạ không ạ"."""
    return any(heard.word is Word.BARE_NO for heard in hear(text))


def open_section(desk: ReportContext, state: State) -> Turn:
    """Ask the rows of a section in which something happened, one by one."""
    section = desk.the_form.section_of(state.section)
    opened = (*state.opened, section.code)
    return navigation.show(desk, replace(state, opened=opened), section.questions[0])


def close_section(desk: ReportContext, state: State) -> Turn:
    """Return one act records every open row of the section as "không tổ chức"."""
    section = desk.the_form.section_of(state.section)
    rows = [row for row in section.questions if row.code not in desk.submission.answers]
    pairs = tuple((row, nil(row, source="gate")) for row in rows)
    state, facts, lead = record_answer(desk, state, pairs)
    return navigation.go_on(desk, state, facts, lead)


def edit(desk: ReportContext, state: State, code: str, text: str) -> Turn:
    """Answer "sửa 1.6 thành …": read it for that row; without figures the row is shown."""
    row = desk.the_form.by_code[code]
    if row.is_open_total and text:
        return total(desk, replace(state, row=code), text)
    why = any(heard.word is Word.NO for heard in hear(text))  # "sửa 1.1 với, nhầm"
    if why or not row.is_asked or not text:
        return navigation.place(desk, state, code)
    if takes_words(row):
        found = Answer(AnswerState.VALUE, text=text)
        return store(desk, state, row, found, stay=True)
    reading = read_asked(desk.the_form, row, text)
    if isinstance(reading, Ambiguous):  # "sửa 1.3 thành 55 người": the other figure stays
        corrected = reading.completed(desk.submission.answers.get(code))
        if corrected is not None:
            return propose(desk, state, row, corrected)
    return settle_reading(desk, state, row, reading, stay=True)


def collect(desk: ReportContext, state: State, row: Indicator, text: str) -> Turn:
    """Return a text row: every message is stored and acknowledged at once, "xong" goes on."""
    before = desk.submission.answers.get(row.code)
    reading = read_answer(row, text)
    no_words = words_for_no_figure(reading)
    so_far = before.text if before is not None else ""
    piece = without_code(row, text)
    is_end = state.stage is Stage.COLLECTING and piece == text
    if so_far and no_words is not None and is_end:  # "không có gì thêm": what is written stays
        lead = say("collect.stays", code=row.code)
        return navigation.go_on(desk, replace(state, row=row.code), (), lead)
    if no_words is not None:
        return store(desk, state, row, no_words, stay=False)
    if not text.strip():
        return navigation.again(desk, state)
    whole = f"{so_far}\n{piece}" if so_far else piece
    return _written(desk, state, row, Answer(AnswerState.VALUE, text=whole), Stage.COLLECTING)


def _written(
    desk: ReportContext, state: State, row: Indicator, found: Answer, stage: Stage
) -> Turn:
    """Store a row's words as far as they go, and wait for more."""
    if len(found.text) + len(found.note) > MOST_TEXT:
        return Turn(state, (), (Reply(say("collect.full", most=MOST_TEXT)),))
    state, facts, _ = record_answer(desk, state, ((row, found),))
    state = state.at(stage, row=row.code, section="")
    done = prompts.button(desk, state, "done")
    reply = Reply(say("collect.more", line=prompts.echo(row, found)), choices=(done,))
    return Turn(state, facts, (reply,))


def note(desk: ReportContext, state: State, code: str, text: str) -> Turn:
    """Return words for the Ghi chú column of a row that has an answer."""
    row = desk.the_form.by_code[code]
    waiting = dict(state.proposal).get(code)
    if waiting is not None and text:
        noted = replace(waiting, note=f"{waiting.note}; {text}" if waiting.note else text)
        return bulk_confirm.propose_rows(desk, state, (*state.proposal, (code, noted)))
    before = desk.submission.answers.get(code)
    if before is None:
        return navigation.again(desk, state, say("note.no_answer", code=code))
    if not text:
        state = state.at(Stage.NOTING, row=code, section="")
        choices = (prompts.button(desk, state, "done"),)
        return Turn(
            state, (), (Reply(say("note.ask", code=code, name=row.name), choices=choices),)
        )
    kept = f"{before.note}; {text}" if before.note else text
    return _written(desk, state, row, replace(before, note=kept), Stage.NOTING)


def total(desk: ReportContext, state: State, text: str) -> Turn:
    """Return an open total: "không" keeps the sum, a larger number is kept beside it."""
    row = desk.the_form.by_code[state.row]
    plain = unaccented(text).strip(" .!")
    if plain in GATE_NO or _says_no(text):
        return navigation.finish(desk, replace(state, shown=(*state.shown, row.code)))
    reading = read_answer(_as_question(row), text)
    if not isinstance(reading, Understood) or reading.answer.state is not AnswerState.VALUE:
        return Turn(
            state, (), (Reply(say("total.again", sum=navigation.children_sum(desk, row))),)
        )
    least = navigation.children_sum(desk, row)
    stated = reading.answer.counted
    if stated < least:
        return Turn(state, (), (Reply(say("total.too_small", stated=stated, sum=least)),))
    found = replace(reading.answer, source="total")
    if stated == least:
        return navigation.finish(desk, replace(state, shown=(*state.shown, row.code)))
    state, facts, lead = record_answer(desk, state, ((row, found),))
    return navigation.finish(navigation.after(desk, facts), state, facts, lead)


def _as_question(row: Indicator) -> Indicator:
    """Return a total's row as a single count: an open total is read like one."""
    return replace(row, kind="count", cells=row.cells[:1])
