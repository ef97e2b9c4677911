"""Free corrections: "à nhầm, 45 chứ không phải 54", "nhầm, 1.6 là 5 lớp 150 người", an edited message.

The corrected figures are proposed, never stored at once: which figure was meant is a guess. Words
that announce a correction are never read as the answer to the next question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.conversation import (
    answering,
    bulk_confirm,
    navigation,
    prompts,
    swapped_rows,
)
from bot.conversation.command_words import Word, read_command
from bot.conversation.context import EditedMessage, ReportContext, Turn
from bot.conversation.examples import say_for
from bot.conversation.state import Stage, State
from bot.conversation.yes_or_no import repeats_figures, split_yes_or_no
from bot.locale.say import say
from bot.model.answer import Answer, AnswerState
from bot.model.form import Indicator
from bot.reading import Ambiguous, Understood, read_answer, read_asked
from bot.reading.prepare import without_code
from bot.reading.report import ManyRows, read_many
from bot.reading.row_code import coded
from bot.row_types import takes_words
from bot.vietnamese.normalise import clean, unaccented

_CRIES = (
    r"(?:(?:a|ah|o|u|oi|ui|da|the|hic|hix|huhu|troi|xin loi|so ry|sorry|em|toi|minh|chet|khoan|thoi)"
    r"[\s,.!]+)*+"
)
_OPENING = re.compile(
    _CRIES
    + r"(?:(?:cau|so|muc|dong|cai)\s+(?:(?:hoi|luc|ban|khi|vua) nay|vua roi|truoc|tren)\s+)?"
    r"(?:(?:em|e|toi|minh|chi|anh|co|chu|viet|ghi|go|nhap|bam|doc|bao cao)\s+)*"
    r"(?P<word>nham|lon|sai so|sai(?= roi\b))(?:\s+(?:roi|mat|lieu|ti|chut|a|so|muc|dong))*\b[\s,.:!]*"
)
_ROW_BEFORE = re.compile(  # "câu trước là 1 lớp 25 người": of what was stored last, not of what is asked
    r"(?:(?:a|ah|o|u|da|em|thoi|khoan|quen|chet)[\s,.!]+)*+(?:cau|so|muc|dong|cai)\s+"
    r"(?:(?:hoi|luc|ban|khi|vua) nay|vua roi|vua xong|truoc|tren)\s+(?:(?:phai|thi|moi|dung)\s+)*la\s+(?=\S)"
)
_PUT_RIGHT = re.compile(
    r"(?:(?:a|ah|u|oi|da|em|toi|minh|chet|thoi)[\s,.!]+)*+(?:khong|ko|k)(?: phai)?[\s,.!]+"
    r"(?P<said>[^\n]{1,120}?)\s+moi (?:dung|phai)[\s.!a]*+"
)
_AGAIN = re.compile(
    r"(?:(?:cau tiep theo|cau sau|tiep theo|con|lai|"
    r"thanh|la|thi|cho|em|e|giup|dung|phai|y|toi|tuc)\b[\s,:]*)*"
)
_ROW_BEHIND = re.compile(  # "3 lớp 45 người là của 1.3"
    r"\b(?:(?:phai|moi) )?(?:la )?cua (?:(?:muc|cau|dong) )?(?P<code>[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?)"
    r"(?: (?:a|nhe|em|oi|moi|dung|co|chu))*+[\s.!]*+\Z"
)
_NUMBER = r"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,15})(?![0-9])"
_NEW_OLD = re.compile(  # "3 buổi thôi chứ không phải 5"
    rf"{_NUMBER}\s*+(?:(?!(?:khong|ko|k|hong|chu|ma)\b)[^\W\d]++[\s,]*+){{0,2}}(?:(?:chu|cho|ma)\s*+)?"
    rf"(?:khong|ko|k|hong) phai(?: la)? {_NUMBER}(?![0-9.])"
)
_OLD_NEW = re.compile(
    rf"(?:khong|ko|k|hong) phai(?: la)? {_NUMBER}\s*[^\W\d]*[\s,]*(?:ma )?(?:la )?{_NUMBER}(?![0-9.])"
)
_LED_IN = (
    r"(?:(?:a|em|e|anh|chi|toi|minh|da|nop|gui|bao cao|xong|roi|ma|nhung|moi|lai|gio|vua|phat hien|thay"
    r"|nho ra|xem lai|kiem tra lai|hinh nhu|thi|so|so lieu|hom qua|hom truoc|luc nay|o|cua)[\s,.!]+)*+"
)
_SAID_WRONG = re.compile(  # "nộp rồi mà 1.1 sai, 4 lớp mới đúng", "1.1 chỉ có 2 lớp thôi, nhầm"
    rf"{_CRIES}{_LED_IN}"
    r"(?P<back>(?:quay|tro|lui) (?:lai|ve) |ve lai |(?:nham|sai|lon) (?:so |so lieu |o |cua )*+)?"
    r"(?:(?:muc|cau|dong) )?"
    r"(?P<code>(?:(?<=muc )|(?<=cau )|(?<=dong ))[0-9]{1,2}(?![0-9.])"
    r"|[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?|[a-z]))[\s,:]+"
    r"(?:(?:em|e|anh|chi|toi|minh|giup|da|bi|co|ghi|nhap|khai|bao|bao cao|so lieu|so)[\s,]+)*+"
    r"(?:(?P<slip>(?:sai|nham|lon)(?: (?:so|mat|roi|ti|chut|het))*+)\b[\s,.:;]*"
    r"|(?P<put>(?:moi )?(?:phai la|dung la|dung ra la|thuc ra la|thuc te la|that ra la)) )?"
    r"(?:(?:chi co|chi|la|phai la|thuc ra|thuc ra la|dung ra la|sua lai|sua thanh|sua la|thanh)\s+)*+"
    r"(?P<said>[^\n]{1,120}?)"
    r"(?P<tail>\s+moi (?:dung|phai|la dung)"
    r"|\s+(?:thoi|co|chu)?[\s,]+(?:em |e )?(?:ghi |nhap |go )?(?:nham|sai|lon)(?: mat)?)?"
    r"(?: (?:roi|a|nhe|nha|em|chi|anh|oi|thoi|co|chu|moi|day|do))*+[\s.!]*+"
)
_CODES = re.compile(  # of the rows that a message names anywhere, without accents
    r"(?:(?<=muc )|(?<=cau )|(?<=dong ))[0-9]{1,3}(?![0-9.])|^[0-9]{1,3}(?=:)"
    r"|(?<![0-9.])[0-9]{1,2}(?:\.[0-9]{1,2}[a-z]?|[a-z])(?![\w.])"
)
_CODE_ALONE = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}[a-z]?")
_EXTRA_ZERO = re.compile(  # "22 thôi, gõ dư số 0"
    r"(?P<before>[^\n]{1,60}?)[\s,.]*\b(?:(?:em|e|vi|do) )*(?:ghi|go|danh|nhap|bam)?\s*"
    r"(?P<how>du|thua|thieu) (?:mat )?(?:mot |1 )?(?:so|con so|con) (?:0|khong)\b[^0-9\n]*"
)
_SAID = re.compile(
    r"\b(?:nham|lon|sai|phai|moi|truoc|tren|nay|vua|lai|nhung|rieng|la|thua|thieu|dung"
    r"|cua(?= (?:muc |cau |dong )?[0-9])|du (?:so|con|mot))\b"
)  # one of these is in each correction
_LARGE = "lớn"  # "lớn" (large) and "lộn" (mixed up) are the same without accents


def read_correction(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Return a correction of what was last stored or waits for "đúng"; None when the words are none."""
    text = clean(text)
    plain = unaccented(text)
    if len(plain) != len(text) or not _SAID.search(plain):
        return None
    ways = (
        _exchanged,
        _of_zeros,
        _of_row_behind,
        _said_wrong,
        _of_row_before,
        _put_right,
        _announced,
        _agreed,
    )
    for way in ways:
        turn = way(desk, state, text)
        if turn is not None:
            return turn
    return None


def behind_opening(text: str) -> str:
    """Return a text without the words that announce a correction: "à nhầm"."""
    opening = _opening(text)
    return text if opening is None else text[opening.end() :]


def _opening(text: str) -> re.Match[str] | None:
    """Return the words that announce a correction at the beginning of a text."""
    found = _OPENING.match(unaccented(text))
    if found is None or text[slice(*found.span("word"))].lower() == _LARGE:
        return None
    return found


def _exchanged(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "45 chứ không phải 54"."""
    swap = _swap(unaccented(text))
    return _exchange(desk, state, swap, text) if swap is not None else None


def _of_zeros(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "22 thôi, gõ dư số 0": the one figure that is ten times the number, or a tenth of it."""
    found = _EXTRA_ZERO.fullmatch(unaccented(text))
    numbers = re.findall(r"[0-9]+", found["before"]) if found is not None else []
    if found is None or len(numbers) != 1:
        return None
    new = int(numbers[0])
    old = new // 10 if found["how"] == "thieu" else new * 10
    return _exchange(desk, state, (old, new), text)


def _said_wrong(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "nộp rồi mà 1.1 sai, 4 lớp mới đúng": the row is named, and that it says something wrong."""
    found = _SAID_WRONG.fullmatch(unaccented(text))
    if found is None or not any(map(found.group, ("slip", "put", "tail", "back"))):
        return None
    said = text[slice(*found.span("said"))]
    if _CODE_ALONE.fullmatch(said):  # "1.1 sai, 1.2 mới đúng"
        return swapped_rows.swap(desk, state, f"{found['code']} {said}")
    if not any(map(str.isdigit, said)):
        return None
    return of_last(desk, state, f"{found['code']} {said}")


def _put_right(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "không phải, 45 người mới đúng"."""
    found = _PUT_RIGHT.fullmatch(unaccented(text))
    if found is None or not re.search("[0-9]", found["said"]) or _opening(text) is not None:
        return None
    return of_last(desk, state, text[slice(*found.span("said"))])


def _announced(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "à nhầm, 45 người"."""
    opening = _opening(text)
    if opening is None or not text[opening.end() :]:
        return None
    return of_last(desk, state, text[opening.end() :])


def _agreed(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "ừ ghi đi nhưng 5.1 là 3" while several rows wait, and "đúng rồi, 1.3 thì 1 lớp 18 người" while
    one does: the row that is named is shown with what waits."""
    said = split_yes_or_no(text) if state.proposal else None
    words = _behind_again(said[1]) if said is not None else ""
    if not words or (state.stage is not Stage.BATCH and coded(desk.the_form, words) is None):
        return None
    return of_last(desk, state, words)


def _of_row_behind(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "nhập nhầm dòng rồi, 3 lớp 45 người là của 1.3": the row is named behind its figures."""
    found = _ROW_BEHIND.search(unaccented(text))
    if found is None:
        return None
    row = desk.the_form.find_question(found["code"])
    if row is None:
        return None
    said = text[: found.start()]
    if state.unplaced and not said:  # all that was said
        return navigation.place(desk, state, row.code)
    opening = _opening(said)
    turn = _read(desk, state, row, said[opening.end() :] if opening is not None else said)
    return swapped_rows.tell_holder(desk, state, turn, row) if turn is not None else None


def _of_row_before(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Answer "câu trước là 1 lớp 25 người": never the row that is asked."""
    found = _ROW_BEFORE.match(unaccented(text))
    if found is None or not re.search("[0-9]", text):
        return None
    turn = of_last(desk, state, text[found.end() :])
    return turn or navigation.again(desk, state, say_for(desk.form, "edit.how"))


def of_last(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Take new words for the row they name, or else for the row that was stored last."""
    text = _behind_again(clean(text))
    piece = coded(desk.the_form, text)
    if piece is not None and piece.row is not None and piece.row.is_asked and piece.said:
        return _of_named(desk, state, piece.row, _behind_again(piece.said))
    if state.stage is Stage.BATCH or len(state.undo) != 1 or state.undo[0].after is None:
        return None
    row = desk.the_form.by_code[state.undo[0].code]
    return _read(desk, state, row, text) if row.is_asked else None


def _of_named(desk: ReportContext, state: State, row: Indicator, words: str) -> Turn | None:
    """Take new words for a row: in the list that waits for a yes, where one does."""
    if state.stage is Stage.BATCH and state.proposal:
        return bulk_confirm.correct(desk, state, row.code, words)
    return _read(desk, state, row, words)


def _behind_again(text: str) -> str:
    """Return what stands behind words that only lead to it: "lại là 3 lớp"."""
    return text[_AGAIN.match(unaccented(text)).end() :]  # type: ignore[union-attr]


def _swap(plain: str) -> tuple[int, int] | None:
    """Return (old, new) of "45 chứ không phải 54" or "không phải 54 mà là 45"."""
    new_old = _NEW_OLD.search(plain)
    if new_old is not None:
        return _whole(new_old.group(2)), _whole(new_old.group(1))
    old_new = _OLD_NEW.search(plain)
    return (_whole(old_new.group(1)), _whole(old_new.group(2))) if old_new is not None else None


def _whole(digits: str) -> int:
    return int(digits.replace(".", ""))


def _exchange(desk: ReportContext, state: State, swap: tuple[int, int], text: str) -> Turn | None:
    """Return one figure of the rows in question exchanged, where exactly one row has it."""
    codes = list(filter(desk.the_form.find, _CODES.findall(unaccented(text))))  # no "45e"
    known = swapped_rows.known_answers(desk, state)
    named = {code: known[code] for code in known.keys() & set(codes)}
    pool = named if codes else _in_question(desk, state)
    fits = {code: found for code, kept in pool.items() if (found := _swapped(kept, swap))}
    if len(fits) != 1:
        return None
    code, found = next(iter(fits.items()))
    if state.stage is Stage.BATCH:
        return bulk_confirm.propose_rows(desk, state, (*state.proposal, (code, found)))
    return answering.propose(desk, state, desk.the_form.by_code[code], found)


def _in_question(desk: ReportContext, state: State) -> Mapping[str, Answer]:
    """Return what waits for "đúng", or else what was stored last."""
    if state.proposal:
        return dict(state.proposal)
    answers = desk.submission.answers
    return {step.code: answers[step.code] for step in state.undo if step.code in answers}


def _offers(row: Indicator, words: str, waiting: Answer | None) -> bool:
    """Tell whether these words are what a figure that waits was read from."""
    reading = read_answer(row, words)
    return isinstance(reading, Ambiguous) and waiting in reading.candidates


def _swapped(stored: Answer, swap: tuple[int, int]) -> Answer | None:
    """Return an answer with one figure exchanged; None unless exactly one is the old one."""
    old, new = swap
    fits = [cell for cell, number in stored.figures.items() if number == old]
    if stored.state is not AnswerState.VALUE or len(fits) != 1:
        return None
    return stored.with_figures(stored.figures | {fits[0]: new})


def _read(desk: ReportContext, state: State, row: Indicator, text: str) -> Turn | None:
    """Return what the words say of a row: proposed, or asked about at that row."""
    if takes_words(row):
        return None
    reading = read_answer(row, text)
    if isinstance(reading, Understood):
        return _correct(desk, state, row, reading.answer)
    if isinstance(reading, Ambiguous):
        corrected = reading.completed(desk.submission.answers.get(row.code))
        if corrected is not None:
            return _correct(desk, state, row, corrected)
    if any(map(str.isdigit, text)):
        return answering.settle_reading(desk, state, row, reading, stay=False)
    return None


def _correct(desk: ReportContext, state: State, row: Indicator, found: Answer) -> Turn:
    """Return a corrected answer, proposed; where nothing would change, that is said."""
    if found.same_figures(desk.submission.answers.get(row.code)):
        return navigation.again(desk, state, say("correct.same", line=prompts.echo(row, found)))
    return answering.propose(desk, state, row, found)


def corrected_yes(desk: ReportContext, state: State, text: str) -> Turn | None:
    """Take "đúng, nhưng 25 người", "sai, 25 người" while one figure waits: the new figure is shown, never
    stored at once. None for any other message."""
    said = split_yes_or_no(text) if len(state.proposal) == 1 else None
    row = desk.the_form.find(state.proposal[0][0]) if said is not None and desk.form else None
    if said is None or row is None or takes_words(row):
        return None
    reading = read_asked(desk.the_form, row, said[1])
    found = (
        reading.answer
        if isinstance(reading, Understood)
        else answering.completed_answer(desk, state, row, reading)
    )
    waits = state.proposal[0][1]
    again = found == waits or (found is None and repeats_figures(said[1], waits.figures.values()))
    if again and said[0] is Word.YES:
        return answering.confirm(desk, state)
    return None if found is None else answering.propose(desk, state, row, found)


def edited(desk: ReportContext, state: State, old: EditedMessage, text: str) -> Turn | None:
    """Take a changed message as a correction. A text that speaks of several rows corrects only where it
    differs in exactly one from what is stored; a row that was written again since is proposed."""
    if not old.code:
        again = _waiting_again(desk, state, old.words, text) if state.proposal else None
        return again or _one_difference(desk, state, _rows_of(desk, text))
    row = desk.the_form.by_code[old.code]
    if takes_words(row):
        return exchange_words(desk, state, row, old.words, text)
    if old.overtaken:
        return _read(desk, state, row, text)
    many = _rows_of(desk, text)
    others = {row_read.row.code for row_read in many.rows} - {old.code}
    if others or (many.rows and many.not_understood):
        return _one_difference(desk, state, many)
    return answering.edit(desk, state, old.code, text)


def _rows_of(desk: ReportContext, text: str) -> ManyRows:
    return read_many(desk.the_form, text, places=desk.places)


def _one_difference(desk: ReportContext, state: State, many: ManyRows) -> Turn | None:
    """Return the one row of a clear message that says something else than is stored, proposed."""
    if many.not_understood or many.totals:
        return None
    stored = desk.submission.answers
    fresh = []
    for row_read in many.rows:
        if not isinstance(row_read.reading, Understood):
            return None
        kept, found = stored.get(row_read.row.code), row_read.reading.answer
        if kept is not None and not found.same_figures(kept):
            fresh.append((row_read.row, found))
    return answering.propose(desk, state, *fresh[0]) if len(fresh) == 1 else None


def _waiting_again(desk: ReportContext, state: State, old: str, new: str) -> Turn | None:
    """Return a message whose rows wait for "đúng" was changed: what it said before no longer counts. None
    for a message that has nothing to do with them."""
    waiting = dict(state.proposal)
    row = desk.the_form.find(state.row) if state.stage is Stage.PROPOSAL else None
    if row is not None and _offers(row, old, waiting.get(row.code)):
        return answering.answer(desk, state, new)
    known = frozenset(desk.submission.answers)
    gone = {
        row_read.row.code
        for row_read in read_many(desk.the_form, old, known, places=desk.places).rows
    }
    if not gone & set(waiting):
        return None
    left = state.without(gone)
    several = bulk_confirm.read(desk, left, new)
    return bulk_confirm.show(desk, left, several) if several is not None else None


def exchange_words(
    desk: ReportContext, state: State, row: Indicator, old: str, new: str
) -> Turn | None:
    """Return one of the messages that make up a text row was changed: its words are exchanged, the others
    stay. None where they are not found exactly once."""
    before = desk.submission.answers.get(row.code)
    old, new = without_code(row, old), without_code(row, new)
    reading = read_answer(row, new)
    if not isinstance(reading, Understood) or reading.answer.state is not AnswerState.VALUE:
        return None
    if read_command(new, desk.form) is not None:
        return None
    kept = f"\n{before.text}\n" if before is not None and before.text else ""
    if not old.strip() or not new.strip() or kept.count(f"\n{old}\n") != 1:
        return None
    whole = kept.replace(f"\n{old}\n", f"\n{new}\n")[1:-1]
    return answering.store(desk, state, row, Answer(AnswerState.VALUE, text=whole), stay=True)
