"""Rows called by their names, or by their place in a list that waits, in what is said of figures that are
there: "văn nghệ sửa lại 250 người", "bỏ cái thể thao đi", "dòng cuối là 5 lớp".

The row's code is put in the place of its name, and the words are heard once more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import filterfalse
from operator import itemgetter

from bot.conversation import answering, bulk_confirm, corrections, navigation
from bot.conversation.command_words import Command, Word
from bot.conversation.context import ReportContext, Turn
from bot.conversation.intents import asks, understand
from bot.conversation.phrase_forms import WORDS, spoken
from bot.conversation.state import Stage, State
from bot.conversation.turn_notices import lead_with
from bot.locale.say import say
from bot.model.answer import AnswerState, value_of
from bot.model.form import Indicator
from bot.reading import Ambiguous, Doubt, Understood, read_answer
from bot.reading.label_match import section_named
from bot.reading.prose import names_in
from bot.reading.row_code import coded
from bot.vietnamese.normalise import clean, is_plain, unaccented
from bot.vietnamese.tokens import tokenise

OF_A_ROW = {Word.CLEAR, Word.EDIT, Word.ADD, Word.LESS, Word.ALL_BUT, Word.ONLY}
ROW = "mục"
LISTENS = (Stage.BATCH, Stage.COLLECTING)  # whatever is said
LONGEST_BEFORE = 20  # letters of the word for a row before its name
MOST_BESIDE = 10  # words of a message that may be no part of what is being written
_SAID = WORDS["by_name"]
_PLACES: dict[str, int] = _SAID["places"]  # in a list, the last ones counted from its end
_OF_TWO: dict[str, int] = _PLACES | _SAID["places_of_two"]
_OF_THREE: dict[str, int] = _PLACES | _SAID["places_of_three"]


def _any(name: str) -> str:
    """Return a pattern for the words of a list, without accents."""
    return "|".join(sorted({*map(unaccented, _SAID[name])}, key=len, reverse=True))


ABOUT = re.compile(rf"\b(?:{_any('about')}|{'|'.join(_SAID['about'])})\b", re.IGNORECASE)
_SLIP = re.compile(  # "nhầm rồi em", "1.6 nhầm", "sai, 2 cuộc"
    rf"\A(?:[0-9.]++ )?(?:{_any('slips')})\b[\s,.:]*+(?:(?:roi|{_any('leading')})\b[\s,.:]*+)*+(?:\Z|[0-9])"
)
_ONLY_WRONG = re.compile(rf"(?=[^0-9]*+\Z)[^\n]*?\b(?:{_any('slips')})\b")
_OTHER_WORDS = re.compile(  # of no figure, or of another row, too
    rf"\A(?:[^0-9]++\Z|[^\n]*?\b{ROW} [0-9])"
)
_WRONG = re.compile(rf"\A(?:{'|'.join(_SAID['slips'])})\b(?: rồi)?[\s,.:]*+")  # "sai, 150 em thôi"
_BEFORE = re.compile(rf"(?:\b(?:{_any('rows')}) )?\Z")
_BEHIND = re.compile(rf"(?: (?:{_any('behind')})\b)?")
_FIGURE = re.compile("[0-9]")
_LED_IN = re.compile(rf"(?:(?:{_any('leading')})\b[\s,.!:]*+)*+")
_CODE = re.compile(rf"{ROW} ([0-9.]++[a-z]?)")
_CLAUSE = re.compile(r"[,;!] *+|\. ++")
_AGREES = re.compile(
    rf"(?<!mới )(?<!moi )\b(?:{_any('agrees')}|{'|'.join(_SAID['agrees'])})\b[^0-9]*+\Z",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    rf"\b{ROW} [0-9.]++[a-z]? (?:{_any('agrees')}|{'|'.join(_SAID['agrees'])})\b[^0-9,;]*+(?:[,;] *+|\Z)"
)
_ALL_PLACES = "|".join(map(_any, ("places", "places_of_two", "places_of_three")))
_PLACED = re.compile(rf"(?<![0-9] )\b(?:{_any('listed')}) (?P<place>{_ALL_PLACES})\b")
_COUNTED = re.compile(
    rf"\A(?:(?:{_any('figures_after')}|{'|'.join(_SAID['figures_after'])}) )*+"
    rf"[0-9]++(?!/| ?(?:{'|'.join(_SAID['times'])})\b)",
    re.IGNORECASE,
)
_BEFORE_A_ROW = re.compile(rf"\A[^0-9]*?(?={ROW})")  # "đổi lại: mục 6.1 …": no figure is in it


def hear(
    desk: ReportContext, state: State, text: str, obey: Callable[[Command, str], Turn | None]
) -> Turn | None:
    """Return what words that are `ABOUT` figures say of rows that are called by their names; None for
    anything else."""
    text = clean(text)
    plain = unaccented(text)
    if len(plain) != len(text) or asks(text):
        return None
    placed = _placed(state, plain)
    named = names_in(desk.the_form, tokenise(text), plain=is_plain(text))
    said = _with_codes(text, plain, [*named, *placed])
    turn = _told(desk, state, said, obey) if said != text else None
    if turn is None and state.stage is Stage.COLLECTING:
        return _beside_words(desk, state, text, said)
    telling = _telling(said)
    says_a_row = any((placed, telling != said, _ONLY_WRONG.match(plain)))
    is_row = all((state.stage is Stage.BATCH, says_a_row))
    return turn or (_in_list(desk, state, telling) if is_row else None)


def _with_codes(text: str, plain: str, named: Sequence[tuple[str, int, int]]) -> str:
    """Return a text with the codes of rows in the place of their names."""
    for code, begin, end in sorted(named, key=itemgetter(1), reverse=True):
        near = max(0, begin - LONGEST_BEFORE)
        begin = _BEFORE.search(plain, near, begin).start()  # type: ignore[union-attr]
        end = _BEHIND.match(plain, end).end()  # type: ignore[union-attr]
        text = f"{text[:begin]}{ROW} {code}{text[end:]}"
    return text


def _placed(state: State, plain: str) -> list[tuple[str, int, int]]:
    """Return the rows of the list that waits which are meant by their places in it."""
    codes = [code for code, found in state.proposal if found.state is AnswerState.VALUE]
    by_place = dict(enumerate(codes)) | dict(enumerate(codes, start=-len(codes)))
    places = {0: {}, 1: {}, 2: _OF_TWO, 3: _OF_THREE}.get(len(codes), _PLACES)
    meant = [
        (by_place.get(places.get(found["place"], len(codes)), ""), *found.span())
        for found in _PLACED.finditer(plain)
    ]
    return [*filter(itemgetter(0), meant)]


def _told(
    desk: ReportContext, state: State, said: str, obey: Callable[[Command, str], Turn | None]
) -> Turn | None:
    """Return the wish or the correction that is said with codes, as a whole or in the one clause that says
    more than yes."""
    if state.stage is not Stage.BATCH and len(set(_CODE.findall(said))) > 1:
        return _of_several(desk, state, said)
    telling = _telling(said)
    for words in dict.fromkeys((said, telling)):
        command = understand(words, desk.form)
        if command is not None and command.word in OF_A_ROW:
            return None if _is_none(desk, state, command) else obey(command, words)
    waits = state.stage is Stage.BATCH  # there names are known as well as codes
    return None if waits else corrections.read_correction(desk, state, telling)


def _is_none(desk: ReportContext, state: State, command: Command) -> bool:
    """Tell whether a wish to clear answers the row that is asked, of which nothing is stored: "bỏ tham quan,
    không đi"."""
    wish = (command.word, command.rest, state.stage)
    return (
        wish == (Word.CLEAR, state.row, Stage.ASKING) and state.row not in desk.submission.answers
    )


def _telling(said: str) -> str:
    """Return the one clause that says more than yes; everything where there are several."""
    figures = filter(_FIGURE.search, _CLAUSE.split(said))
    more = [*filterfalse(_AGREES.search, figures)]
    return more[0] if len(more) == 1 else said


def _of_several(desk: ReportContext, state: State, said: str) -> Turn | None:
    """Return the figures of several rows ("đổi lại: thể thao 200, văn nghệ 150"), shown; None without any."""
    several = bulk_confirm.read(desk, state, _BEFORE_A_ROW.sub("", said, count=1))
    return bulk_confirm.show(desk, state, several) if several and several.pairs else None


def _row_coded(desk: ReportContext, text: str) -> tuple[Indicator | None, str]:
    """Return the row whose code words begin with, and what is said of it."""
    named = coded(desk.the_form, text)
    return (named.row, named.said) if named is not None else (None, "")


def _in_list(desk: ReportContext, state: State, words: str) -> Turn | None:
    """Return new figures of rows of the list that waits: "dòng cuối là 5 lớp"; what is said of several is
    shown as far as it is read."""
    several = bulk_confirm.read(desk, state, _RIGHT.sub("", _BEFORE_A_ROW.sub("", words, count=1)))
    if several and len({*several.doubts, *dict(several.pairs)}) > 1:
        return bulk_confirm.show(desk, state, several)
    row, figures = _row_coded(desk, words[words.find(ROW) :])
    if row is None or _OTHER_WORDS.match(spoken(figures)):
        return None
    return bulk_confirm.correct(desk, state, row.code, _WRONG.sub("", figures, count=1))


def _beside_words(desk: ReportContext, state: State, typed: str, said: str) -> Turn | None:
    """Return figures of another row than the one whose words are being written: shown or asked about, never
    taken for its words; None for words, and for a code that was typed as such."""
    text = said[_LED_IN.match(unaccented(said)).end() :]  # type: ignore[union-attr]
    row, figures = _row_coded(desk, text)
    head, counted, _ = section_named(desk.the_form, text) or (desk.the_form.rows[0], "", False)
    turn = None
    if coded(desk.the_form, typed) or len(said.split()) > MOST_BESIDE:
        return None
    if row is not None and row.cells:
        turn = _of_figures(desk, state, row, figures)
    elif _COUNTED.match(counted):
        row, turn = head, navigation.place(desk, state, head.code)
    told = say("collect.other_row", code=(row or head).code, asked=state.row)
    return turn and lead_with(turn, told)


def _of_figures(desk: ReportContext, state: State, row: Indicator, said: str) -> Turn | None:
    """Return nothing but figures as far as they are read, or a row that is wrong; None for other words."""
    if _SLIP.match(unaccented(said)):
        return navigation.place(desk, state, row.code)
    reading = read_answer(row, said)
    match reading:
        case Understood(says_more=False, answer=found) if value_of(found) is not None:
            return answering.propose(desk, state, row, found)
        case Ambiguous(reason=Doubt.NEGATION):
            return None
        case Ambiguous(unused=(), left=(), proposed=(_, *_)):
            joined = answering.completed_answer(desk, state, row, reading)
            settle = partial(answering.settle_reading, desk, state, row, reading, stay=True)
            return answering.propose(desk, state, row, joined) if joined else settle()
    return None
