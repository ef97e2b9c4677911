"""Many rows at once: echoed as a table, corrected line by line, stored after one "đúng"."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversation import navigation, prompts, report_card, rest_words, untaken
from bot.conversation.context import ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.period_days import period_in_words, unreported_day
from bot.conversation.phrase_forms import spoken
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import unseen_numbers
from bot.conversation.unusual_figures import is_far_from_last_year
from bot.locale.clarifications import ask_plainly, lost, unused_sentence
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState, value_of
from bot.model.form import Form, Indicator
from bot.model.message import Choice, Reply
from bot.reading import Ambiguous, Doubt, Reading, Understood, read_answer
from bot.reading.one_answer import is_one_answer
from bot.reading.prose import named_before_figures, rows_named
from bot.reading.report import ManyRows, RowRead, read_many
from bot.row_types import echo_nothing, takes_words
from bot.row_types.base import is_above_ceiling
from bot.vietnamese.normalise import is_plain, unaccented
from bot.vietnamese.tokens import tokenise

Pairs = tuple[tuple[str, Answer], ...]
ONE_IS_ASKED = (Stage.ASKING, Stage.PROPOSAL, Stage.TOTAL)
OFFERED = (Doubt.PARTS, Doubt.TAIL)  # "12 triệu 5": shown in full, it is seen whether it is meant
_NAMES_A_ROW = re.compile(r"[0-9]\.[0-9]|\b(?:muc|cau|phan|dong) ?[0-9]")
FIXES = 6  # rows that a button each may put right


def propose_rows(
    desk: ReportContext,
    state: State,
    pairs: Pairs,
    doubts: Sequence[str] = (),
    head: str = "",
    unused: Sequence[str] = (),
) -> Turn:
    """Show what would be stored, what is not understood, and wait for "đúng"."""
    pairs = in_form_order(desk.the_form, pairs)
    seen = marks(desk, pairs)
    state = state.at(Stage.BATCH, row="", section="", proposal=pairs, seen=seen)
    lines = table(desk, pairs)
    if unused:
        lines += ["", unused_sentence(unused)]
    if doubts:
        lines += ["", say("batch.doubts"), *(f"– {doubt}" for doubt in doubts)]
    lines += ["", say_for(desk.form, "batch.correct"), say("confirm.type_yes")]
    choices = (prompts.button(desk, state, "yes"), prompts.button(desk, state, "no"))
    title = head or say("batch.head", count=len(pairs))
    card = Reply("\n".join(lines), title, choices=choices, card=report_card.BATCH)
    return Turn(state, (), (card,))


def ask_which_is_wrong(desk: ReportContext, state: State) -> Turn:
    """Answer "sai" to several rows: nothing is dropped, the wrong one is asked for."""
    told = _told(state)
    state = state.at(Stage.BATCH, row="", section="")
    mending = fixes(desk, state)
    drop = prompts.button(desk, state, "drop_all")
    text = say_for(desk.form, "batch.which_wrong", count=len(state.proposal))
    if len(told) <= FIXES:
        text = "\n".join([text, *table(desk, state.proposal)])
    asked = Reply(f"{text}\n{say('confirm.type_yes')}", choices=(*mending, drop))
    return Turn(state, (), (asked,))


def _told(state: State) -> list[str]:
    """Return the rows that wait with a figure or a remark."""
    return [code for code, found in state.proposal if not _is_quiet(found)]


def marks(desk: ReportContext, pairs: Pairs) -> tuple[str, ...]:
    """Return what is stored now for each proposed row, in short."""
    stored = desk.submission.answers
    return tuple(
        f"{code}={zlib.crc32(repr(stored[code]).encode()):08x}"
        for code, _ in pairs
        if code in stored
    )


def changed_meanwhile(desk: ReportContext, state: State) -> tuple[str, ...]:
    """Return the proposed rows that somebody stored since they were shown."""
    return tuple(
        mark.partition("=")[0] for mark in marks(desk, state.proposal) if mark not in state.seen
    )


def in_form_order(form: Form, pairs: Pairs) -> Pairs:
    """Return each row once, the later word counts, sorted as printed."""
    order = {row.code: place for place, row in enumerate(form.rows)}
    return tuple(sorted(dict(pairs).items(), key=lambda pair: order[pair[0]]))


def table(desk: ReportContext, pairs: Pairs) -> list[str]:
    """Return a line for each figure; rows of a section that did not happen share one."""
    lines: list[str] = []
    kept = dict(pairs)
    for section in desk.the_form.sections:
        if not section.head.is_leaf and section.code in kept:
            lines.append(_line(desk, section.head, kept[section.code]))
        rows = [row for row in section.questions if row.code in kept]
        quiet = [row for row in rows if _is_quiet(kept[row.code]) and not _was_told(desk, row)]
        lines += [_line(desk, row, kept[row.code]) for row in rows if row not in quiet]
        if len(quiet) > 1 and len(quiet) == len(section.questions):
            lines.append(
                say(
                    "batch.section_nil",
                    code=section.code,
                    title=section.head.name,
                    nothing=echo_nothing(quiet),
                )
            )
        elif quiet:
            lines.append(
                say(
                    "batch.rows_nil",
                    codes=", ".join(row.code for row in quiet),
                    nothing=echo_nothing(quiet),
                )
            )
    return lines


def _is_quiet(answer: Answer) -> bool:
    return answer.state is AnswerState.NIL and not answer.note


def _was_told(desk: ReportContext, row: Indicator) -> bool:
    """Tell whether a row has figures or words that a "không" would take away."""
    return value_of(desk.submission.answers.get(row.code)) is not None


def _line(desk: ReportContext, row: Indicator, answer: Answer) -> str:
    line = prompts.echo(row, answer)
    before = desk.submission.answers.get(row.code)
    if before is not None and not before.same_figures(answer):
        line += say("batch.before", figures=prompts.figures(row, before))
    last = desk.last_year.get(row.code)
    if last is not None and is_far_from_last_year(desk, row, answer):
        line += say("batch.last_year", figures=prompts.figures(row, last))
    day = unreported_day(desk, answer.note)
    line += say("batch.outside", word=day) if day else ""
    return line + say("batch.check") if is_above_ceiling(row, answer) else line


@dataclass(frozen=True, slots=True)
class BulkReply:
    """What a message says of several rows; `is_certain` when it may be stored without asking."""

    pairs: Pairs
    doubts: tuple[str, ...]
    is_certain: bool
    doubted: frozenset[str] = frozenset()  # rows that were named but not understood
    unclear: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()  # numbers that no row used
    totals: tuple[str, ...] = ()  # rows whose total was stated, and needs no question
    spoken_of: frozenset[str] = frozenset()  # rows that are named beside others, and were not read
    agreed: tuple[str, ...] = ()  # sentences about totals that their rows come to
    doubtful: RowRead | None = None  # the only row that is named, where it must be asked about

    def remembered(self, state: State) -> State:
        """Return the state in which a later "còn lại" leaves the rows that this message left open."""
        told = {code for code, _ in self.pairs}
        left = {*state.spoken_of, *self.spoken_of, *self.doubted} - told
        return replace(state, spoken_of=tuple(sorted(left)))


def read(desk: ReportContext, state: State, text: str) -> BulkReply | None:
    """Return a message that holds several rows, or one that is not being asked; None for anything else."""
    if state.stage in ONE_IS_ASKED and is_one_answer(desk.the_form, text):
        return None
    text = rest_words.with_code_asked(desk, state, text)
    asked = rest_words.meant_by_rest(desk, state, text)
    waiting = dict(state.proposal)
    known = frozenset((*desk.submission.answers, *waiting, *state.spoken_of))
    unsure = state.stage is Stage.BATCH and bool(state.unclear)
    many = read_many(desk.the_form, text, known, asked=asked, unsure=unsure, places=desk.places)
    if not _is_many(state, many, text):
        return None
    stored = {**desk.submission.answers, **waiting}
    pairs, doubts = _understood(stored, desk, many)
    doubts += rest_words.still_unclear(desk, state, pairs)
    doubts += rest_words.still_spoken_of(state, {**stored, **dict(pairs)}, many)
    if many.rest and state.untaken:
        doubts += untaken.still_untaken(state, {**stored, **dict(pairs)})
    again = waiting.keys() & dict(pairs) or (waiting and desk.medium.is_frugal)
    certain = not doubts and bool(pairs) and not again and _is_certain(desk, many)
    doubted = frozenset(row_read.row.code for row_read in many.rows) - dict(pairs).keys()
    unclear = many.not_understood if many.unsure else ()
    totals = tuple(total.row.code for total in many.totals)
    return BulkReply(
        pairs, tuple(doubts), certain, doubted, unclear, _untold(many), totals, many.spoken_of,
        _agreed(stored, desk, many.totals), None if pairs else _doubtful(state, many),
    )  # fmt: skip


def _doubtful(state: State, many: ManyRows) -> RowRead | None:
    """Return the row of a message that speaks of one row alone, by its code ("1.3 khoảng 20 người"), or by
    its words where there is something to offer ("văn nghệ 1 đêm, bà con đến đông khoảng 300")."""
    alone = (len(many.rows), many.named) == (1, 1)
    if not alone or any((many.totals, many.not_understood, many.rest)):
        return None
    only = many.rows[0]
    if only.row.code in dict(state.proposal) and state.stage is Stage.BATCH:
        return None  # what waits for it is shown without
    offers = isinstance(only.reading, Ambiguous) and only.reading.says_something
    return only if any((many.coded, offers)) and not takes_words(only.row) else None


def elsewhere(
    desk: ReportContext, row: Indicator, text: str, reading: Reading
) -> BulkReply | None:
    """Return the one other row that a message certainly names and answers, where its words are no answer
    to the row that is asked ("6 tin bài"), for which they read so; None else."""
    named = None
    if isinstance(reading, Ambiguous) and reading.reason is Doubt.OTHER_ROWS_NAME:
        is_one = len(named_before_figures(desk.the_form, text)) < 2  # else whose figures are they?
        named = _of_named_row(desk, dict(reading.details)["named"], text) if is_one else None
    settled = isinstance(reading, Understood) or (
        isinstance(reading, Ambiguous) and reading.candidates
    )
    if named is not None or settled:
        return named
    many = read_many(desk.the_form, text, places=desk.places)
    if len(many.rows) != 1 or many.totals or many.rows[0].row is row:
        return None
    if many.not_understood and isinstance(reading, Ambiguous) and reading.proposed:
        return None
    found = many.rows[0]
    if not isinstance(found.reading, Understood) or found.reading.check or takes_words(found.row):
        return None
    doubts = tuple(lost(desk.the_form, piece) for piece in many.not_understood)
    pairs = ((found.row.code, found.reading.answer),)
    return BulkReply(pairs, doubts, False, unused=_untold(many))


def only_named(desk: ReportContext, text: str) -> BulkReply | None:
    """Return a message as the answer to the only row that its words name, where none is asked."""
    named = set(rows_named(desk.the_form, tokenise(text), plain=is_plain(text)))
    code = named.pop() if len(named) == 1 else ""
    is_asked = code != "" and desk.the_form.by_code[code].is_asked
    return _of_named_row(desk, code, text) if is_asked else None


def _of_named_row(desk: ReportContext, code: str, text: str) -> BulkReply | None:
    """Return a message as the answer to the row that its words name; what is doubtful there is asked."""
    row = desk.the_form.by_code[code]
    reading = read_answer(row, text)
    if isinstance(reading, Ambiguous) and reading.candidates:
        return BulkReply((), (), False, doubtful=RowRead(row, text, reading))
    if not isinstance(reading, Understood) or reading.check:
        return None
    return BulkReply(((code, reading.answer),), (), False, unused=reading.unused)


def _untold(many: ManyRows) -> tuple[str, ...]:
    """Return what no row used and no question about a row names."""
    asked = (
        row_read.reading.unused
        for row_read in many.rows
        if not isinstance(row_read.reading, Understood)
    )
    named = {text for texts in asked for text in texts}
    return tuple(text for text in many.unused if text not in named)


def _offered(reading: Reading, known: Answer | None) -> Answer | None:
    """Return what may stand in the table: what is certain, the sum of named shares, a sum of money that
    ends in a lone digit, and one new figure beside the other one that is known."""
    if isinstance(reading, Understood):
        return reading.answer
    if not isinstance(reading, Ambiguous):
        return None
    return reading.candidates[0] if reading.reason in OFFERED else reading.completed(known)


def _is_certain(desk: ReportContext, many: ManyRows) -> bool:
    """Tell whether no "đúng" is needed: each row is named by its code and read without a doubt. Where
    messages cost nothing this holds for a line of one row; several are shown first."""
    readings = [row_read.reading for row_read in (*many.rows, *many.totals)]
    plain = all(isinstance(reading, Understood) and not reading.check for reading in readings)
    if not desk.medium.is_frugal and not _is_one_line(desk, many):
        return False
    if any((many.worded, many.unsure, not plain)):
        return False
    return not any(
        is_above_ceiling(row_read.row, row_read.reading.answer)
        or to_confirm(desk, row_read.row, row_read.reading.answer, row_read.reading.unused)
        for row_read in many.rows
        if isinstance(row_read.reading, Understood)
    )


def _is_one_line(desk: ReportContext, many: ManyRows) -> bool:
    """Tell whether a message is one row with its figures ("10.1: 12 triệu"), which it may store."""
    if (len(many.rows), many.named) != (1, 1) or many.totals:
        return False
    row = many.rows[0].row
    return not takes_words(row) or row.code not in desk.submission.answers


def to_confirm(
    desk: ReportContext, row: Indicator, found: Answer, unused: Sequence[str] = ()
) -> str:
    """Return why figures that were read for certain are confirmed first: they are far from last year's,
    or their remark names a day that is not reported; "" for others."""
    if row.code in desk.last_year and is_far_from_last_year(desk, row, found):
        last = prompts.figures(row, desk.last_year[row.code])
        return say("confirm.tenfold", line=prompts.echo(row, found), last=last)
    if not (found.note or unused):
        return ""
    day = unreported_day(desk, "; ".join((found.note, *unused)))
    line, period = prompts.echo(row, found), period_in_words(desk)
    return say("confirm.outside", line=line, word=day, period=period) if day else ""


def show(desk: ReportContext, state: State, several: BulkReply) -> Turn:
    """Show what a message says and wait for "đúng"."""
    # a later message adds to what waits or corrects it
    kept = (pair for pair in state.proposal if pair[0] not in several.doubted)
    pairs = (*kept, *several.pairs)
    state = several.remembered(state)
    state = replace(state, unclear=several.unclear, shown=(*state.shown, *several.totals))
    if not pairs:
        state = state.without(dict(state.proposal))
        told = several.agreed or (say("batch.nothing"),)
        told = (*told, *several.doubts, unused_sentence(several.unused))
        return navigation.again(desk, state, "\n".join(filter(None, told)))
    changed = _in_place_of(desk, state.proposal, several.pairs) if state.proposal else ""
    head = ". ".join(filter(None, (say("batch.head", count=len(dict(pairs))), changed)))
    return propose_rows(desk, state, pairs, several.doubts, head, several.unused)


def _in_place_of(desk: ReportContext, waiting: Pairs, fresh: Pairs) -> str:
    """Return which figures that waited are other ones now."""
    form, new = desk.the_form, dict(fresh)
    changed = [
        say("batch.in_place_of", code=code, figures=prompts.figures(form.by_code[code], found))
        for code, found in waiting
        if not found.same_figures(new.get(code, found))
    ]
    return " ".join(changed)


def _is_many(state: State, many: ManyRows, text: str) -> bool:
    if state.stage in (Stage.BATCH, Stage.LIST):
        return many.named > 0
    codes = {row_read.row.code for row_read in (*many.rows, *many.totals)}
    if codes <= {state.row}:
        return False
    if state.stage is Stage.COLLECTING:  # words of a narrative may look like rows
        several = many.named > 1 and len(codes) > 1
        return several or _is_line_beside(many) or _is_none(many, text)
    of_one_row = len(codes) == 1 and not many.coded  # "khen: 0" is of several
    return many.named > (1 if of_one_row and state.stage in ONE_IS_ASKED else 0)


def is_line_of_a_row(desk: ReportContext, text: str) -> bool:
    """Tell whether words are nothing but one row's code and its figures."""
    return _is_line_beside(read_many(desk.the_form, text, places=desk.places))


def _is_line_beside(many: ManyRows) -> bool:
    """Tell whether a message is one line of figures ("1.1: 57 lớp, 57 người") of another row than the one
    whose words are being written: its code, and nothing beside its figures."""
    if (many.named, len(many.rows)) != (1, 1) or not _is_of_codes(many):
        return False
    row, reading = many.rows[0].row, many.rows[0].reading
    if takes_words(row) or not isinstance(reading, Understood):
        is_asked_about = isinstance(reading, Ambiguous) and reading.candidates != ()
        return is_asked_about and not takes_words(row)
    return reading.answer.state is AnswerState.VALUE and not reading.answer.note


def _is_none(many: ManyRows, text: str) -> bool:
    """Tell whether a message says nothing but that rows have no figures ("mục 4: không", "còn lại không");
    "2. Không phát sinh" may be a line of a narrative."""
    names = many.rest or _NAMES_A_ROW.search(unaccented(text))
    return bool(names and _is_of_codes(many)) and all(
        isinstance(row_read.reading, Understood)
        and row_read.reading.answer.state is not AnswerState.VALUE
        for row_read in many.rows
    )


def _is_of_codes(many: ManyRows) -> bool:
    """Tell whether a message names its rows by their codes, and all of it was read."""
    left = (many.totals, many.not_understood, many.unused, many.worded)
    return many.coded and not any(left)


def _understood(
    known: Mapping[str, Answer], desk: ReportContext, many: ManyRows
) -> tuple[Pairs, list[str]]:
    pairs: list[tuple[str, Answer]] = []
    doubts: list[str] = []
    for row_read in many.rows:
        found = _offered(row_read.reading, known.get(row_read.row.code))
        if found is not None:
            pairs.append((row_read.row.code, found))
        else:
            doubts.append(_doubt(row_read))
    for row_read in many.totals:
        pairs, doubts = stated_total({**known, **dict(pairs)}, desk, row_read, pairs, doubts)
    if many.rest_held:
        doubts.append(say("batch.rest_held"))
    doubts += [lost(desk.the_form, piece) for piece in rest_words.without_the_rest(desk, many)]
    return tuple(pairs), doubts


def _doubt(row_read: RowRead) -> str:
    question = f"{row_read.row.code}: {ask_plainly(row_read.row, row_read.reading)}"
    unseen = unused_sentence(unseen_numbers(row_read.text, question))
    return f"{question} {unseen}" if unseen else question


def stated_total(
    known: Mapping[str, Answer],
    desk: ReportContext,
    row_read: RowRead,
    pairs: list[tuple[str, Answer]],
    doubts: list[str],
) -> tuple[list[tuple[str, Answer]], list[str]]:
    """Return a stated total: equal to its rows it says nothing new; row 5 may be larger."""
    if not isinstance(row_read.reading, Understood):
        return pairs, [*doubts, _doubt(row_read)]
    below = [known.get(row.code) for row in desk.the_form.children(row_read.row.code)]
    stated = row_read.reading.answer
    sums = (
        sum(answer.counted for answer in below if answer),
        sum(answer.people or 0 for answer in below if answer),
    )
    same = stated.count in (None, sums[0]) and stated.people in (None, sums[1])
    if same:
        return pairs, doubts
    if not row_read.row.complete and stated.counted > sums[0]:
        return [*pairs, (row_read.row.code, replace(stated, source="total"))], doubts
    figures = prompts.figures(row_read.row, stated)
    sentence = say(
        "batch.total_differs",
        code=row_read.row.code,
        figures=figures,
        count=sums[0],
        people=sums[1],
    )
    return pairs, [*doubts, sentence]


def _agreed(
    known: Mapping[str, Answer], desk: ReportContext, totals: Sequence[RowRead]
) -> tuple[str, ...]:
    """Return a sentence about each total that was stated and that its rows come to: it says nothing new."""
    same = (total for total in totals if stated_total(known, desk, total, [], []) == ([], []))
    return tuple(say("batch.total_agrees", line=_stated(total)) for total in same)


def _stated(total: RowRead) -> str:
    assert isinstance(total.reading, Understood)
    return prompts.echo(total.row, total.reading.answer)


def correct(desk: ReportContext, state: State, code: str, text: str) -> Turn:
    """Answer "sửa 1.6 thành …" while the echo waits: one line of it changes, nothing is stored. A
    row that is only said to be wrong is asked for."""
    if not spoken(text):
        return navigation.jump(desk, state, code)
    row = desk.the_form.by_code[code]
    reading = read_answer(row, text)
    found = _offered(reading, dict(state.proposal).get(code))
    if found is not None:
        return propose_rows(desk, state, (*state.proposal, (code, found)))
    kept = tuple(pair for pair in state.proposal if pair[0] != code)  # it was said to be wrong
    doubt = _doubt(RowRead(row, text, reading))
    if not kept:
        fresh = state.without(dict(state.proposal))
        return navigation.again(desk, fresh, "\n".join([say("batch.nothing"), doubt]))
    return propose_rows(desk, state, kept, (doubt,))


def fixes(desk: ReportContext, state: State) -> tuple[Choice, ...]:
    """Return a button for each of the first rows that wait, to put it right."""
    return tuple(
        prompts.button(desk, state, f"fix_{code}", label="button.fix", code=code)
        for code in _told(state)[:FIXES]
    )
