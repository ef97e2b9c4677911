"""A coordinator's words about a unit as a command: "trả lại Xã Bum Nưa 1.6 chưa khớp" …

One of three parsers (the board's forms and the command line are the others). What is missing is named;
nothing is guessed: a date in a reason is no day, the "2" of "2 lớp" is no row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import filterfalse

from bot.conversation.audience import (
    BUT,
    is_of_kind,
    kinds_in,
    past_asides,
    read_audience,
    text_from,
)
from bot.conversation.command_words import Word
from bot.conversation.context import CampaignContext, TurnContext, UnitProgress
from bot.conversation.day_words import DayFault, read_day
from bot.conversation.examples import say_for
from bot.conversation.phrase_forms import behind_courtesies, pieces_of, spoken
from bot.conversation.question_relay import read_answer_for
from bot.conversation.state import Waiting
from bot.conversation.unit_names import match_unit, names_in, nearly_named, units_mentioned
from bot.locale.dates import day
from bot.locale.say import say
from bot.model.calendar import end_of_day
from bot.model.campaign import Campaign
from bot.model.commands import (
    ASKED_TO_ACT,
    Accept,
    EnterFor,
    Extend,
    HandUpTotal,
    Invite,
    MendUnit,
    PassOn,
    PassUp,
    SendBack,
    SendFor,
    TakeOut,
    Unaccept,
    UnitCommand,
)
from bot.model.form import Form
from bot.model.optional import optional
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented
from bot.vietnamese.tokens import DIGITS

NAMES = {
    Word.ACCEPT: "accept",
    Word.UNACCEPT: "unaccept",
    Word.SEND_BACK: "send_back",
    Word.EXTEND: "extend",
    Word.INVITE: "invite",
    Word.INVITE_DEPUTY: "invite_deputy",
    Word.TELL: "tell",
    Word.QUESTION_UP: "pass_up",
    Word.ENTER_FOR: "enter",
    Word.SEND_FOR: "send_for",
    Word.SUBMIT_TOTAL: "hand_up",
    Word.TOTAL: "total",
    Word.TAKE_OUT: "take_out",
    Word.MEND_KIND: "mend_kind",
    Word.MEND_PARENT: "mend_parent",
}
NAME_SAYS_ALL: dict[
    Word, Callable[[int], UnitCommand]
] = {  # what follows the unit's name is nothing
    Word.ACCEPT: Accept,
    Word.INVITE: Invite,
    Word.INVITE_DEPUTY: partial(Invite, is_for_deputy=True),
    Word.SEND_FOR: SendFor,
    Word.QUESTION_UP: PassUp,
}
EVERYBODY = ("tat ca", "ca dot", "toan dot", "moi don vi", "tat ca cac don vi", "tat ca don vi")
_CODE = r"[0-9]{1,3}(?:\.[0-9]{1,3}[a-z]?|[a-z])"
_ROWS = re.compile(
    rf"(?:(?:mục|muc|dòng|dong|chỉ tiêu|chi tieu|câu|cau)\s+(?P<named>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})?[a-z]?)"
    rf"|(?P<dotted>{_CODE})|(?P<headed>[0-9]{{1,3}})(?=\s*:))(?=[\s:;,\-–]|$)[\s:;,\-–]*(?:và\s+|va\s+)?",
    re.IGNORECASE,
)
_LEADS_REASON = ("với lý do", "với lí do", "lý do", "lí do", "ly do", "vì", "do")
_REASON_BEGINS = re.compile(rf"\b(?:{'|'.join(_LEADS_REASON)})\b", re.IGNORECASE)
_BECAUSE = re.compile(
    rf"[\s,.:;–-]*(?:(?:{'|'.join(_LEADS_REASON)})(?=[\s:])[\s:]*)?", re.IGNORECASE
)
_SENT_ONES = (
    "cac", "nhung", "may", "moi", "xa", "phuong", "don vi", "truong", "bao cao", "da nop", "da gui",
    "cua", "di", "nhe", "luon", "het",
)  # fmt: skip
_ALL_OF_THEM = re.compile(
    rf"\s*(?:het|(?:{'|'.join(EVERYBODY)}|ca)(?: (?:ca|cac|[0-9]+))*)(?: (?:{'|'.join(_SENT_ONES)}))*\s*"
)  # "nhận hết", "nhận cả 3 báo cáo đã gửi"; without accents
_FOR = re.compile(
    r"\A\s{0,9}(?:(?:báo cáo|bao cao)\s{1,9})?(?:(?:cho|của|cua)\s{1,9})?", re.IGNORECASE
)  # "gia hạn cho Xã A …", "nhận báo cáo của Xã A"
_LATER = re.compile(r"\A\s*(?:xin\s+)?lùi\s+(?:lại\s+|thêm\s+)?(?=[0-9])", re.IGNORECASE)
_MORE = re.compile(r"\A\s*+thêm\s++(?=(?:đến|tới|sang|hết)\b)", re.IGNORECASE)
_DAYS = re.compile(r"\b([0-9]{1,2})\s*(?:hôm|bữa|hom|bua)\b", re.IGNORECASE)
_OUT_OF = re.compile(r"khỏi\s{1,9}đợt\s{1,9}", re.IGNORECASE)  # "đưa ra khỏi đợt Xã A …"
_INTO = re.compile(r"(?:thành|thanh|là|la|sang)\s+", re.IGNORECASE)
_NOBODY = ("khong", "khong co", "bo trong")  # no unit above
_NO_REASON = re.compile(  # behind "nhận nhầm Xã A"
    r"\A(?:rồi|roi|r|mất|mat)\b[\s,.]*(?:(?:hủy|huy|bỏ|bo|thôi|thoi|lại|lai|đi|di|giúp|giup|cho|em|chị|anh|nhé)"
    r"\b[\s,.]*)*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\s{0,20}[,;]\s{0,20}|\s{1,20}(?:và|va|với|voi|cùng|cung)\s{1,20}", re.IGNORECASE
)
_ENDS_NAMES = re.compile(  # "trừ Xã A chưa đủ ảnh", "trừ Xã A (thiếu ảnh)"
    rf"\(|{_REASON_BEGINS.pattern}|\b(?:chưa|chua|thiếu|thieu)\b", re.IGNORECASE
)
_NOT_ALL = re.compile(  # "nhận tất cả nhưng không nhận Xã A", without accents
    rf"\s{{0,9}}(?:het|ca|{'|'.join(EVERYBODY)})\b[^\n]*?\b(?:khong|ko|dung|khoan|chua)\b"
)
_AT_END = re.compile(r"(?<!\s)\s++(?:ra|thôi|thoi)\W*+\Z", re.IGNORECASE)  # "trừ Xã A ra"
_WHETHER = re.compile(  # behind the name: "trả lại Xã A chưa", what was done is asked
    r"(?:roi |duoc )?chua(?: (?:nhi|em|a|vay|the|ha|anh|chi|ta|co))*+\W*+"
)
_BEFORE = re.compile(r"\s{0,3}truoc(?:\s{1,3}ngay)?\s{1,3}")
_FROM = re.compile(r"[\s,(]*(?:theo|nguồn|nguon)(?=[\s:])[\s:]*", re.IGNORECASE)
_ENDS_SOURCE = re.compile(r":(?![0-9])|\n")


def unit_named(units: Sequence[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """Return the units that fit and what follows; a colon ends a name for certain."""
    text = _FOR.sub("", text, count=1)
    text = _OUT_OF.sub("", text, count=1) if _OUT_OF.match(text) else text
    before, colon, after = text.partition(":")
    if colon:
        fits, left = match_unit(units, before)
        if fits and not left:
            return fits, after.strip()
    return match_unit(units, text)


def unit_within(units: Sequence[Unit], text: str) -> tuple[tuple[Unit, ...], str]:
    """Return the units of the one name that stands before the reason, and the text without it."""
    lead = _REASON_BEGINS.split(text, maxsplit=1)[0]
    names = names_in(units, lead)
    if len(names) != 1:
        return (), text
    fits, _ = match_unit(units, names[0])
    return fits, re.sub(rf"(?:\b(?:cho|của)\s)?{re.escape(names[0])}", "", text, count=1)


def everybody_named(units: Sequence[Unit], text: str) -> str | None:
    """Return what follows "tất cả", "cho các xã" …; None where the words begin otherwise, or where some of
    the units are of another kind."""
    pieces = pieces_of(text)
    begin = past_asides(pieces, 0)
    meant, end = read_audience(pieces, begin)
    is_all = end > begin and meant in ((), ASKED_TO_ACT)
    if is_all and kinds_in(units, pieces[begin:end]):
        return None
    return text_from(text, pieces, end) if is_all else None


def _anchor(situation: TurnContext, campaign: Campaign) -> datetime:
    """Return the instant by which a day without its month or year is meant: the campaign's end, else now."""
    return campaign.last_instant or situation.now


def pass_on_asked(
    situation: TurnContext, campaign: Campaign, unit_id: int | None, text: str
) -> PassOn | str:
    """Return what passes a request on to the units below one, or the sentence that says how to ask."""
    before = _BEFORE.match(unaccented(text))
    anchor = _anchor(situation, campaign)
    today = situation.day_of(situation.now)
    found = read_day(
        text[before.end() :] if before is not None else text,
        today,
        None,
        anchor.astimezone(situation.tz).year,
    )
    if found.day is None or unit_id is None:
        return say("pass_on.how")
    last = found.day - timedelta(days=1) if before is not None else found.day
    until = end_of_day(last, situation.tz)
    return PassOn(unit_id, until, found.rest.strip(" ,.:;"))


def several_to_accept(board: CampaignContext, text: str) -> tuple[Accept, ...]:
    """Return what "nhận tất cả", "nhận hết trừ Xã A" or "nhận Xã A, Xã B" asks for; () for one unit, and
    where a name is not certain."""
    begin, end = BUT.search(text).span()  # type: ignore[union-attr]
    of_all, spared = text[:begin], set[int]()
    if end > begin:
        spared = _spared(board, text[end:])
        if not spared:
            return ()
    units = _each_named(board, text)
    if _ALL_OF_THEM.fullmatch(unaccented(of_all)):
        units = _sent(board, of_all)
    elif len(units) == 1:
        return ()
    return tuple(map(Accept, filterfalse(spared.__contains__, dict.fromkeys(units))))


def _spared(board: CampaignContext, text: str) -> set[int]:
    """Return the units behind "trừ": those before a reason, each for certain, and whoever is named, or
    misspelt by little, anywhere behind; none where it is not certain who is meant."""
    names = BUT.sub(", ", _ENDS_NAMES.split(text, maxsplit=1)[0])
    certain = _each_named(board, _AT_END.sub("", names))
    return {*certain, *_nearly_mentioned(board.units, text)} if certain else set()


def _nearly_mentioned(units: Sequence[Unit], text: str) -> Iterator[int]:
    """Yield the units that words name anywhere, or in one of their parts nearly."""
    for part in _BETWEEN.split(text):
        for unit in (*units_mentioned(units, part), *nearly_named(units, part)[0]):
            yield unit.id


def asks_whether(rest: str) -> bool:
    """Tell whether what stands behind a unit's name asks if something was done."""
    return _WHETHER.fullmatch(unaccented(rest)) is not None


def named_to_act(units: Sequence[Unit], text: str) -> tuple[Unit, ...]:
    """Return the units that words name anywhere, but those behind "trừ"; () for "all, but not …"."""
    if _NOT_ALL.match(unaccented(text)):
        return ()
    return units_mentioned(units, BUT.split(text, maxsplit=1)[0])


def _sent(board: CampaignContext, text: str) -> list[int]:
    """Return the units whose report was sent, of the kind that is named where one is."""
    kinds = kinds_in(board.units, pieces_of(text))
    return [
        line.unit.id
        for line in board.lines
        if line.standing is Status.SUBMITTED and is_of_kind(line.unit, kinds)
    ]


def _each_named(board: CampaignContext, text: str) -> list[int]:
    """Return the units of an enumeration; [] where a name is not certain."""
    units = board.units
    found = [match_unit(units, name) for name in _BETWEEN.split(text) if name.strip()]
    certain = [fits[0].id for fits, rest in found if len(fits) == 1 and not spoken(rest)]
    return certain if len(certain) == len(found) else []


def read_command_for(
    situation: TurnContext,
    board: CampaignContext,
    word: Word,
    line: UnitProgress | None,
    rest: str,
) -> UnitCommand | str:
    """Return what is asked for a unit (None: for all of them), or the sentence that says what is
    missing."""
    rest = rest.strip()
    if word is Word.EXTEND:
        return _extension(situation, board, line, rest)
    if line is None:
        return how_to_say(situation, board, word)
    unit_id = line.unit.id
    if word in NAME_SAYS_ALL:
        return NAME_SAYS_ALL[word](unit_id)
    if word in SOURCED:
        return SOURCED[word](unit_id, rest) or how_to_say(situation, board, word, line)
    if not rest:
        return how_to_say(situation, board, word, line)
    match word:
        case Word.UNACCEPT:
            reason = _BECAUSE.sub("", rest, count=1)
            return Unaccept(unit_id, _NO_REASON.sub(say("act.unaccept.mistaken"), reason))
        case Word.SEND_BACK:
            rows, reason = rows_named(rest, board.form)
            return (
                SendBack(unit_id, reason, rows)
                if reason
                else how_to_say(situation, board, word, line)
            )
        case Word.TAKE_OUT:
            reason = _BECAUSE.sub("", rest, count=1)
            return TakeOut(unit_id, reason) if reason else how_to_say(situation, board, word, line)
        case Word.MEND_KIND | Word.MEND_PARENT:
            return _mending(board, word, unit_id, rest) or how_to_say(situation, board, word, line)
        case Word.TELL:
            return read_answer_for(unit_id, rest)
    raise AssertionError(word)


def _mending(board: CampaignContext, word: Word, unit_id: int, text: str) -> MendUnit | None:
    """Return what a unit is to be mended to: a kind, or a unit above it ("không" for none); None where no
    unit is certain."""
    text = _INTO.sub("", text, count=1) if _INTO.match(text) else text
    if word is Word.MEND_KIND:
        return MendUnit(unit_id, kind=text.strip(" ."))
    if unaccented(text).strip(" .") in _NOBODY:
        return MendUnit(unit_id, parent="")
    fits, rest = match_unit(board.units, text)
    return MendUnit(unit_id, parent=fits[0].code) if len(fits) == 1 and not rest else None


def rows_named(text: str, form: Form | None) -> tuple[tuple[str, ...], str]:
    """Return the rows named at the beginning, and the reason. A bare number is no row: "2 lớp này" …"""
    rows: list[str] = []
    text = _BECAUSE.sub("", text, count=1)
    place = 0
    while form is not None and (found := _ROWS.match(text, place)) is not None:
        code = found["named"] or found["dotted"] or found["headed"]
        row = form.find(code)
        if row is None:
            break
        rows.append(row.code)
        place = found.end()
    reason = _BECAUSE.sub("", text[place:], count=1) if rows else text
    return tuple(dict.fromkeys(rows)), reason.strip()


def how_to_say(
    situation: TurnContext, board: CampaignContext, word: Word, line: UnitProgress | None = None
) -> str:
    """Return how a command is typed, with the named unit (else the campaign's first ones) and a day
    after the deadline as examples."""
    names = [unit.called for unit in board.units[:2]] or ["…"]
    unit = line.unit.called if line is not None else names[0]
    last = max(situation.now, _anchor(situation, board.campaign))
    later = day(situation.day_of(last + timedelta(days=2)))
    key = "act.remind.how" if word is Word.REMIND else f"act.{NAMES[word]}.how"
    units = ", ".join(names)
    return say_for(board.form, key, eg_unit=unit, eg_units=units, eg_day=later)


def _entry(unit_id: int, rest: str) -> EnterFor | None:
    source, text = source_and_words(rest)
    return EnterFor(unit_id, text, source) if source and text else None


def source_and_words(rest: str) -> tuple[str, str]:
    """Return what "theo e-mail ngày 12/10: 1.1: 2 lớp" names as its source, and the words after it;
    the source ends with a colon or with its line. Both are "" where none is named."""
    begin, end = _FROM.match(rest), _ENDS_SOURCE.search(rest)
    if begin is None or end is None or end.start() < begin.end():
        return "", ""
    return rest[begin.end() : end.start()].strip(" ,.)"), rest[end.end() :].strip()


def typed_total(unit_id: int, words: str) -> HandUpTotal:
    """Return the act that hands a total up with figures that words name instead of the sum; without a figure
    in them, the sum."""
    if not any(letter in DIGITS for letter in words):
        return HandUpTotal(unit_id)
    source, text = source_and_words(words)
    return HandUpTotal(unit_id, text or words.strip(), source)


SOURCED: dict[Word, Callable[[int, str], UnitCommand | None]] = {
    Word.ENTER_FOR: _entry,
    Word.SUBMIT_TOTAL: typed_total,
}  # what follows the unit's name are figures and where they come from


def day_instead(
    situation: TurnContext, board: CampaignContext, waits: Waiting | None, text: str
) -> Extend | None:
    """Return the extension that waits with another day ("21/10 đi"); None where a message is no day alone."""
    asked = waits.command if waits is not None else None
    if not isinstance(asked, Extend):
        return None
    year = _anchor(situation, board.campaign).astimezone(situation.tz).year
    found = read_day(behind_courtesies(text), situation.day_of(situation.now), None, year)
    if found.day is None or spoken(found.rest):
        return None
    return replace(asked, until=end_of_day(found.day, situation.tz))


def _extension(
    situation: TurnContext, board: CampaignContext, line: UnitProgress | None, rest: str
) -> Extend | str:
    """Return the extension that words ask for: the day first, then the reason; what is missing is named."""
    name = line.unit.called if line is not None else say("act.extend.everybody")
    anchor = _anchor(situation, board.campaign)
    own = line.deadline if line is not None else board.campaign.last_instant
    today = situation.day_of(situation.now)
    last = optional(situation.day_of, own)
    rest = _DAYS.sub(r"\1 ngày", _MORE.sub("", _LATER.sub("thêm ", rest, count=1), count=1))
    found = read_day(rest, today, last, anchor.astimezone(situation.tz).year)
    if found.day is None:
        if found.fault is not DayFault.MISSING:
            return say(f"act.extend.{found.fault.value}", words=found.words)
        return how_to_say(situation, board, Word.EXTEND, line)
    reason = spoken(_BECAUSE.sub("", found.rest, count=1).strip(" ,.:;"))
    if not reason:
        return say("act.extend.need_reason", unit=name, day=day(found.day))
    until = end_of_day(found.day, situation.tz)
    return Extend(line.unit.id if line is not None else None, until, reason)
