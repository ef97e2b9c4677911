"""`take_turn`: the one entrance. Routes a message to the part of the dialogue it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.conversation import (
    answering,
    approver,
    beside_lock,
    branch_talk,
    bulk_confirm,
    consulted,
    coordinator,
    corrections,
    device_code,
    edited_message,
    forwarded,
    grouped_question,
    helpdesk,
    import_diff,
    insisting,
    join,
    kept_figures,
    my_data,
    navigation,
    opening_round,
    other_unit,
    pages_link,
    part_talk,
    photo_talk,
    printed_codes,
    questions,
    report_card,
    report_standing,
    reporter_words,
    row_guesses,
    rows_by_name,
    scan_reading,
    seating,
    section_picker,
    signed_copy,
    standing_items,
    taps,
    total_file,
    untaken,
    waiting_number,
    waiting_seat,
    waiting_together,
    wishes,
    without_form,
)
from bot.conversation.command_words import Command, Word, names_a_row, read_command, word_of
from bot.conversation.context import ReportContext, Turn, TurnContext
from bot.conversation.examples import say_for
from bot.conversation.intents import asks, heard_in_passing, settled_in_a_clause, understand
from bot.conversation.nearest import COULD_ASK, of_reporters, only_figures
from bot.conversation.state import WRITING, Stage, State
from bot.conversation.turn_notices import (
    cut_digit_runs,
    keep_origins,
    lead_with,
    mark_trial,
    notice_cut_runs,
    notice_reopened,
    tell_unseen_numbers,
    tell_what_waits,
)
from bot.locale.clarifications import no_row
from bot.locale.say import say
from bot.model.changing import replace
from bot.model.message import Incoming, IncomingKind, Reply
from bot.model.optional import first
from bot.model.person import Role
from bot.model.submission import Status
from bot.reading.unmatched_codes import missing_code

ON_WHAT_WAITS = (Word.YES, Word.NO, Word.BARE_NO)
_ADDRESSES = re.compile(r"\s*(?:(?:https?://|www\.)\S+\s*)+")  # and nothing else
_FEWEST_WORDS = 4  # of a sentence that may be beside the question
_NO_FIGURE = re.compile(r"[^0-9]*")
ELSEWHERE = (Word.WEB, Word.OTHER_DEVICE)  # another screen is asked for
BEFORE_CONSENT = (
    Word.WHO_ARE_YOU,
    Word.WHO_SEES,
    Word.CONTACT,
    Word.DEADLINE,
    Word.PLAN,
    Word.RECEIVER,
)
TAPPED = {"yes": Word.YES, "no": Word.NO}


def take_turn(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    """Return what a message leads to; pure, and never raises for anything a person sends."""
    incoming, runs = cut_digit_runs(incoming)
    turn = _routed(situation, state, incoming)
    turn = notice_cut_runs(turn, runs) if runs else turn
    if turn.state.scan:
        turn = scan_reading.go_on(situation.desk, turn, skips=_word_of(incoming) is Word.SKIP)
    turn = kept_figures.go_on(situation.desk, turn) if turn.state.kept else turn
    if any((state.forgets, state.clears, state.unplaced, state.listed_open)):
        turn = _lapsed(state, turn, incoming.text)
    if state.waits is not None:
        turn = waiting_together.tell(situation, state.waits, turn)
    turn = tell_what_waits(
        situation.desk, state, turn, refused=_word_of(incoming) in ON_WHAT_WAITS
    )
    turn = report_card.keep_up(situation.desk, state, turn)
    here = situation.desk or situation.board
    if here is not None and here.campaign.trial_of:
        turn = mark_trial(turn)
    return keep_origins(state, turn, situation.message)


def _lapsed(before: State, turn: Turn, text: str) -> Turn:
    """Return the turn without what only the next message could settle: a question of before (to delete the
    person, to clear rows) that it left as it was, and a message that no row was found for."""
    after = turn.state
    asked_anew = after.prompt != before.prompt
    forgets, clears = (after.forgets, after.clears) if asked_anew else (False, ())
    unplaced = "" if after.unplaced == before.unplaced != text else after.unplaced
    listed_open = after.listed_open and not before.listed_open
    told = {"forgets": forgets, "clears": clears, "unplaced": unplaced, "listed_open": listed_open}
    return replace(turn, state=replace(after, **told))


def _routed(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    turn = _outside_the_seats(situation, state, incoming)
    if turn is not None:
        return turn
    chosen = seating.seat_for(situation, state, incoming)
    if isinstance(chosen, Turn):
        return chosen
    state = chosen
    own = my_data.answer_about_my_data(situation, state, incoming)
    if own is not None:
        return own
    if (word := _word_of(incoming)) in ELSEWHERE:
        return device_code.way_elsewhere(situation, state, word)
    role = next(seat.role for seat in situation.seats if seat.id == state.seat)
    if role is Role.COORDINATOR:
        return coordinator.coordinator_turn(situation, state, incoming)
    if situation.desk is None:
        return Turn(state, (), (Reply(say("join.need_code")),))
    tiers = branch_talk.of_tiers(situation, situation.desk, state, incoming, word)
    if tiers is None and incoming.kind is IncomingKind.FILE:
        tiers = total_file.hear(situation, situation.desk, state, incoming)
    if tiers is not None:
        return tiers
    if role is Role.VIEWER:
        return approver.viewer_turn(situation, situation.desk, state, incoming)
    speak = approver.approver_turn if role is Role.APPROVER else _report
    go_on = partial(speak, situation, situation.desk)
    asked = helpdesk.answer_question_talk(situation, situation.desk, state, incoming, go_on)
    return asked if asked is not None else go_on(state, incoming)


def _outside_the_seats(situation: TurnContext, state: State, incoming: Incoming) -> Turn | None:
    """Return the answer to a code, to a consent, to the opening of a campaign, and to whoever has no seat in
    an open one; None for a message from a seat."""
    code = join.presented_code(incoming, bool(situation.seats or situation.waiting))
    if code is not None:
        return join.offer_seat(situation, state, code)
    if state.stage is Stage.CONSENT:
        return _consent(situation, state, incoming)
    opening = None
    if situation.to_open:
        opening = opening_round.hear(situation, state, incoming)
    if opening is not None or situation.seats:
        return opening
    if situation.waiting:
        return _before_the_opening(situation, state, incoming)
    return Turn(state, (), (Reply(say("join.need_code")),))


def _before_the_opening(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    """Return the answer to somebody whose campaigns are all still to be opened."""
    seated, held = waiting_seat.as_seated(situation, state)
    own = my_data.answer_about_my_data(seated, held, incoming)
    if own is not None:
        return own
    if _word_of(incoming) is Word.WEB:
        return device_code.way_elsewhere(situation, state, Word.WEB)
    led = first(lambda seat: seat.role is Role.COORDINATOR, situation.waiting)
    if led is not None and _word_of(incoming) is Word.BOARD:
        return pages_link.way_to_pages(situation, led.campaign_id, state)
    return waiting_seat.say_not_open(situation, state)


def _word_of(incoming: Incoming) -> Word | None:
    """Return what a message wants, whatever the form: its word, or that of its button."""
    if incoming.kind is IncomingKind.CHOICE:
        return TAPPED.get(incoming.choice.rpartition("|")[2])
    if incoming.kind is not IncomingKind.TEXT:
        return None
    command = understand(incoming.text, None)
    if command is None and _NO_FIGURE.fullmatch(incoming.text):
        command = settled_in_a_clause(incoming.text)
    return word_of(command)


def _consent(situation: TurnContext, state: State, incoming: Incoming) -> Turn:
    tapped = incoming.choice.endswith(f"|{state.prompt}|agree")
    if tapped or _word_of(incoming) in (Word.AGREE, Word.YES):
        taken = consulted.show_draft_once(situation, join.accept_seat(situation, state))
        return my_data.ask_after_consent(situation, taken)
    buttons = situation.medium.buttons
    told = _told_before_consent(situation, incoming.text)
    if not told and not _NO_FIGURE.fullmatch(only_figures(incoming.text)):
        told = say("join.not_kept")
    agree = say("join.agree_first" if buttons else "join.agree_only")
    return Turn(state, (), (Reply(agree, lead=told),))


def _told_before_consent(situation: TurnContext, text: str) -> str:
    """Return the answer to a question of somebody who has not agreed yet, about what everybody may know:
    who asks, who is in charge, when it is due; "" for anything else."""
    desk = situation.offer.desk if situation.offer is not None else None
    about = word_of(understand(text, None)) or of_reporters().meant(text)
    if about not in BEFORE_CONSENT and (asks(text) or of_reporters().asks(text)):
        about = Word.WHO_ARE_YOU
    if desk is None or about not in BEFORE_CONSENT:
        return ""
    return questions.answer_in_words(situation, desk, Command(about))


def _report(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Answer a reporter's message. Of a voice message or video its caption is read."""
    if incoming.kind is IncomingKind.UNSUPPORTED and incoming.text.strip():
        read = _report(situation, desk, state, replace(incoming, kind=IncomingKind.TEXT))
        return lead_with(read, say("kind.caption_only"))
    if incoming.kind is IncomingKind.FILE:
        words = import_diff.own_words(situation, desk, state, incoming)
        if words is not None:
            return _report(situation, desk, state, words)
    form = desk.form
    if incoming.kind is IncomingKind.TEXT and form is not None and form.counts_anew:
        desk, text = printed_codes.in_section(desk, state, incoming.text)
        unclear = printed_codes.which_section(desk, text)
        if unclear and not desk.is_over and state.stage not in WRITING:
            return Turn(state, (), (Reply(unclear),))
        incoming = replace(incoming, text=text)
    if situation.consulted is None:
        return _own_report(situation, desk, state, incoming)
    said = None if desk.is_over else consulted.answer_draft(situation, desk, state, incoming)
    said = said or _own_report(situation, desk, state, incoming)
    return consulted.show_draft_once(situation, said)


def _own_report(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn:
    """Return a message about the report itself, or about the duties and lists beside it."""
    hear = partial(_heard, situation, desk)
    if desk.is_over:
        beside = beside_lock.hear(situation, desk, state, incoming)
        return beside or notice_reopened(desk, hear(state, incoming))
    if desk.campaign.asked_items:
        listed = standing_items.hear_items(situation, desk, state, incoming)
        go_on = partial(_own_report, situation)
        told = listed or part_talk.hear_titled(desk, state, incoming, go_on)
        if told is not None:
            return told
    state = replace(state, listing="")
    turn = other_unit.hold_or_settle(situation, desk, state, incoming, hear)
    return notice_reopened(desk, turn or hear(state, incoming))


def _heard(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    if desk.is_over:
        return _closed(desk, state, incoming)
    if incoming.kind in _FILES:
        return _FILES[incoming.kind](situation, desk, state, incoming)
    if desk.form is None:
        return without_form.hear(situation, desk, state, incoming)
    return _WITH_FORM.get(incoming.kind, _words)(situation, desk, state, incoming)


def _words(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Return what words lead to: a command, a question, or figures."""
    if state.stage is Stage.TELLING:
        told = _words_of_a_part(desk, state, incoming.text)
        if told is not None:
            return told
        state = state.at(Stage.IDLE, row="")
    text = incoming.text
    command = understand(text, desk.form)
    if word_of(command) is Word.WAIT and not state.proposal:
        command = None
    obey = partial(_obey, situation, desk, state)
    listens = (state.stage in rows_by_name.LISTENS, rows_by_name.ABOUT.search(text))
    is_named = all((command is None, any(listens)))
    if is_named and (named := rows_by_name.hear(desk, state, text, obey)):
        return named
    if command is None and state.stage not in WRITING and _NO_FIGURE.fullmatch(text):
        command, text = _said_in_part(desk, state, text), insisting.said_again(text)
    done = command and obey(command, incoming.text)
    return done or _no_command(situation, desk, state, incoming.text, text)


def _words_of_a_part(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return the turn that writes words into a part of the report; None where they are figures of a row."""
    figures = bulk_confirm.is_line_of_a_row(desk, text)
    return None if figures else part_talk.hear(desk, state, text)


def _no_command(
    situation: TurnContext, desk: ReportContext, state: State, words: str, text: str
) -> Turn:
    """Return what words lead to that are no command: a question, or figures; `text` is without what only
    insists."""
    is_writing = state.stage in WRITING
    if not is_writing and _ADDRESSES.fullmatch(text):
        return navigation.again(desk, state, say("kind.address"))
    may_ask = asks(words)
    if not may_ask and not is_writing and COULD_ASK.match(text):
        may_ask = questions.may_ask(words)
    if may_ask and not questions.holds_an_answer(desk, state, words):
        return _asked(situation, desk, state, words)
    if not may_ask and _NO_FIGURE.fullmatch(text) and _is_beside_it(desk, state, text):
        return questions.unknown(situation, desk, state, text)
    return _said(desk, state, text)


def _is_beside_it(desk: ReportContext, state: State, text: str) -> bool:
    """Tell whether words without a figure answer nothing, and are near something that is asked or told."""
    is_long = state.stage in questions.ON_A_ROW and len(text.split()) >= _FEWEST_WORDS
    takes = is_long and questions.takes_it(desk, state, text)
    return is_long and not takes and bool(of_reporters().offered(text))


def _asked(situation: TurnContext, desk: ReportContext, state: State, text: str) -> Turn:
    """Return the answer to words that hold no figure for the report, and name the numbers in them."""
    about = None
    if state.stage not in WRITING:
        about = questions.topic_or_guess(desk.the_form, text)
    answered = _obey(situation, desk, state, about, text) if about is not None else None
    answered = answered or questions.unforeseen(situation, desk, state, text)
    figures = only_figures(text)
    told = text if any(map(str.isdigit, figures)) else figures  # all of it, "3/10" not by half
    return tell_unseen_numbers(desk.the_form, state, answered, told)


def _said_in_part(desk: ReportContext, state: State, text: str) -> Command | None:
    """Return what part of a sentence asks, settles or wishes, or else what the whole is about; None where
    the sentence answers something."""
    settles = settled_in_a_clause(text) if state.proposal else None
    command = settles or questions.topic_or_guess(desk.the_form, text, heard_in_passing(text))
    if command is None or questions.holds_an_answer(desk, state, text):
        return None
    return command


def _pictured(
    situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming
) -> Turn:
    """Return the answer to a photo: a signed form, one to be read, or kept with the report."""
    if copy := signed_copy.receive(situation, desk, state, incoming):
        return copy
    if situation.filled is not None:
        return scan_reading.receive(desk, state, situation.filled)
    return photo_talk.keep_photo(desk, state, incoming)


def _closed(desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    """Refuse what is written; what was given can still be read."""
    over = report_standing.over_text(desk)
    command = (
        read_command(incoming.text, desk.form) if incoming.kind is IncomingKind.TEXT else None
    )
    if command is not None and command.word is Word.VIEW:
        return approver.show_report(desk, state, over)
    return Turn(state, (), (Reply(over),))


def _unsupported(desk: ReportContext) -> str:
    """Return what the chat can read, and where the rest can be sent."""
    if desk.medium.files_in:
        return say("kind.unsupported")
    link = desk.web_link
    elsewhere = say("web.offer", link=link) if link else say("web.none")
    return f"{say('kind.words_and_photos')} {elsewhere}"


def _obey(
    situation: TurnContext, desk: ReportContext, state: State, command: Command, words: str
) -> Turn | None:
    """Do what a command word says (`words` is the message); None when here it is an answer after all."""
    if state.clears and command.word in (Word.YES, Word.NO, Word.BARE_NO):
        return wishes.settle_clearing(desk, state, agreed=command.word is Word.YES)
    if command.word is Word.APPROVE and state.proposal:
        command = replace(command, word=Word.YES)  # "duyệt" of somebody who approves no report
    state = replace(state, clears=())
    if state.stage is Stage.BATCH and state.proposal and command.word is Word.BACK:
        return navigation.again(desk, state)
    if command.word is Word.EDIT and state.stage in WRITING and not names_a_row(command.rest):
        return None  # "Sửa 8 phòng học" is something that was done
    told = questions.answer_question(situation, desk, state, command, words)
    return told or reporter_words.obey(reporter_words.Said(situation, desk, state, command, words))


def _said(desk: ReportContext, state: State, text: str) -> Turn:
    """Return words that are no command: a whole report, or an answer to whatever was asked."""
    corrected = corrections.corrected_yes(desk, state, text) if state.proposal else None
    corrected = corrected or corrections.read_correction(desk, state, text)
    if corrected is not None:
        return corrected
    chosen = None
    if state.proposal or state.stage in section_picker.LISTENS:
        chosen = section_picker.chosen_in_words(desk, state, text)
    if chosen is not None:  # "mục 1, 2, 5" lists sections here, and is no total of section 1
        return chosen
    turn = _figures_said(desk, state, text)
    if state.stage in kept_figures.NO_ROW_ASKED:
        turn = kept_figures.keep(desk, state, turn, text)
    seen = turn if turn.changes else untaken.remembered(desk, state, turn, text)
    told = tell_unseen_numbers(desk.the_form, state, seen, text)
    return told if seen is turn else row_guesses.tell(desk, told)


def _figures_said(desk: ReportContext, state: State, text: str) -> Turn:
    """Return figures of several rows or of the one that is asked, and words that are neither."""
    if state.stage is Stage.BATCH and (code := text.strip()) in dict(state.proposal):
        return navigation.jump(desk, state, code)  # the wrong row was named, as its button does
    several = bulk_confirm.read(desk, state, text)
    if several is not None:
        return _told_several(desk, state, several)
    if state.stage is Stage.BATCH:
        return waiting_number.hear(desk, state, text)
    if state.stage is Stage.OVERVIEW or (state.stage is Stage.PROPOSAL and not state.row):
        done = section_picker.pick_sections(desk, state, text)
        return done or _of_a_named_row(desk, state, text) or navigation.again(desk, state)
    match state.stage:
        case Stage.ASKING | Stage.COLLECTING | Stage.PROPOSAL:
            return answering.answer(desk, state, text)
        case Stage.NOTING:
            return answering.note(desk, state, state.row, text)
        case Stage.LIST:
            return _listed(desk, state, text)
        case Stage.GATE:
            done = answering.gate(desk, state, text) or _of_a_named_row(desk, state, text)
            return done or _gate_again(desk, state, text)
        case Stage.TOTAL:
            return answering.total(desk, state, text)
    return _of_a_named_row(desk, state, text) or _said_beside(desk, state)


def _of_a_named_row(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return figures of the only row that words name, where sections are asked about."""
    other = bulk_confirm.only_named(desk, text) if any(map(str.isdigit, text)) else None
    return None if other is None else answering.show_other(desk, state, other)


def _gate_again(desk: ReportContext, state: State, text: str) -> Turn:
    """Ask a gate again; neither yes nor no: how to answer, with a row of this very section."""
    if code := missing_code(desk.the_form, text):
        return navigation.again(desk, state, no_row(desk.the_form, code))
    section = desk.the_form.section_of(state.section)
    return navigation.again(desk, state, say_for(desk.form, "gate.again", section=section))


def _said_beside(desk: ReportContext, state: State) -> Turn:
    """Return words where nothing was asked: nothing is stored, and that is said."""
    if state.stage is Stage.PAUSED:
        return navigation.resume(desk, state, lead=say("pause.not_stored"))
    if desk.submission.status is Status.AWAITING_APPROVAL:
        return Turn(state, (), (Reply(say("sent.awaiting")),))
    if state.stage in (Stage.REVIEW, Stage.WARNED):
        return Turn(state, (), (Reply(say_for(desk.form, "review.hint")),))
    return navigation.resume(desk, state, lead=say("said.not_stored"))


def _told_several(desk: ReportContext, state: State, several: bulk_confirm.BulkReply) -> Turn:
    """Return what is certain is stored where every message counts; everything else waits for "đúng"."""
    if several.is_certain:
        state = several.remembered(state)
        return answering.store_several(desk, state, several.pairs, several.unused)
    doubtful = several.doubtful
    if doubtful is not None and state.stage is not Stage.LIST:
        return answering.settle_reading(desk, state, doubtful.row, doubtful.reading, stay=True)
    return bulk_confirm.show(desk, state, several)


def _listed(desk: ReportContext, state: State, text: str) -> Turn:
    """Return words without a code where several rows were asked for: "không" speaks for all of them."""
    if grouped_question.says_none(text):
        return answering.none_of_these(desk, state)
    return navigation.again(desk, state, say_for(desk.form, "list.again"))


def _filed(situation: TurnContext, desk: ReportContext, state: State, incoming: Incoming) -> Turn:
    copy = signed_copy.receive(situation, desk, state, incoming)
    return copy or import_diff.receive(situation, desk, state, incoming)


_Hear = Callable[[TurnContext, ReportContext, State, Incoming], Turn]
_FILES: dict[IncomingKind, _Hear] = {IncomingKind.PHOTO: _pictured, IncomingKind.FILE: _filed}
_WITH_FORM: dict[IncomingKind, _Hear] = {
    IncomingKind.FORWARDED: lambda _, desk, state, incoming: forwarded.hear(
        desk, state, incoming, write=_said
    ),
    IncomingKind.START: lambda situation, _desk, state, _incoming: join.enter(situation, state),
    IncomingKind.UNSUPPORTED: lambda _, desk, state, _incoming: navigation.again(
        desk, state, _unsupported(desk)
    ),
    IncomingKind.EDITED: edited_message.hear,
    IncomingKind.CHOICE: lambda situation, desk, state, incoming: taps.press(
        situation, desk, state, incoming.choice
    ),
}
"""What is no words, by its kind, where there is a form."""
