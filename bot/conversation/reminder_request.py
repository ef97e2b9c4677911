"""A coordinator's own reminder: which reports it is about, the text as people would get it, then
"đúng".

`nhắc` is for every unit that has not sent, and for the approvers of reports that wait for them;
`nhắc chưa gửi, đang nhập: mai họp giao ban` only for those states, with words of one's own after the
colon; `nhắc Xã Bum Nưa, Xã Thu Lũm: …` for those units. Where a unit is named but not for certain,
nothing is prepared: nobody else may be reminded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.audience import (
    BUT,
    FILE,
    is_of_kind,
    kinds_in,
    past_asides,
    read_audience,
    text_from,
)
from bot.conversation.context import CampaignContext, TurnContext, UnitProgress
from bot.conversation.coordinator_questions import says_all
from bot.conversation.phrase_forms import PhraseTable, load_words, pieces_of, spoken
from bot.conversation.unit_names import (
    leads_with_kind,
    looks_like_a_unit,
    match_unit,
    mentions_unit,
)
from bot.item_types.ledger import asks_anything
from bot.locale.board_text import board_state_words
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.commands import ASKED_TO_ACT, Remind
from bot.model.events import ReminderRequested
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented

MOST_NAMES = 40
_TOLD = PhraseTable(load_words(FILE)["told"])
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")  # 14:00 is a time
_SAYING = re.compile(
    r"\A(?:(?:nói|ghi|nhắn|báo)\s(?:rõ|là)|kèm|nội\sdung)(?:\slà)?\b[\s:,]*+", re.IGNORECASE
)
_ALONE = re.compile(  # "nhắc riêng Xã A", no "nhắc mỗi xã chưa nộp"
    r"\A\s*+(?:(?:chỉ|chi)\s++)?(?:riêng|rieng|mỗi|chỉ|chi)\s++(?!(?:xã|xa|đơn vị|don vi|trường|truong)"
    r"(?:\s++(?:chưa|chua|còn|con|đang|dang|nào|nao|một|mot|phải|phai)\b|\W*+\Z))",
    re.IGNORECASE,
)
_ONLY_THESE = re.compile(r"(?<!\s)\s++(?:thôi|thoi)(?:\s++(?:nhé|nhe|nha|em|ạ|a|anh|chị))*+\W*+\Z")
_ONCE_MORE = re.compile(  # "nhắc lại lần nữa đi em": whom, as ever, and no words to be told
    r"(?:(?:lai|lan nua|nua|ngay|luon|nhe|nha|em|a|di|giup|voi|chi|anh)\b\s?)++"
)
_ONLY_WHEN = re.compile(  # "nhắc lúc 15h", "nhắc lần nữa chiều nay 3h": it cannot be planned
    r"(?:(?:lai|lan nua|nua|luc|vao|khoang|tam|sang|trua|chieu|toi|mai|mot|nay|hom|ngay|thu|tuan|sau|gio"
    r"|phut|nhe|em|a|di|giup|chi|anh|cho|[0-9]{1,2}(?:[:/h][0-9]{0,2})*)\b\s?)++"
)
_CLOSE_COMMA = re.compile(r"[,;](?=[^\W\d])")
STATES: dict[str, tuple[Status, ...]] = {
    "chua gui": (Status.NOT_STARTED,),
    "chua nhap": (Status.NOT_STARTED,),
    "chua bat dau": (Status.NOT_STARTED,),
    "dang nhap": (Status.IN_PROGRESS,),
    "tra lai": (Status.RETURNED,),
    "cho duyet": (Status.AWAITING_APPROVAL,),
    "tat ca": ASKED_TO_ACT,
}


@dataclass(frozen=True, slots=True)
class RequestedUnits:
    """One of the names fits several units; `asked` is the rest of the request."""

    asked: Remind
    fits: tuple[Unit, ...]

    @property
    def words(self) -> str:
        """The words that are to be told."""
        return self.asked.words


def lines_of(board: CampaignContext, asked: Remind) -> list[UnitProgress]:
    """Return the lines of the board that are meant, as they stand now."""
    return [
        line
        for line in board.lines_meant(asked.unit_ids)
        if is_in_state(line, asked.states)
        and is_of_kind(line.unit, asked.kinds)
        and asks_anything(board.campaign, line.unit)
    ]


def nobody(asked: Remind) -> str:
    """Return that nobody is to be reminded: of all units, or of the kind that was named."""
    return say("remind.none_of_kind" if asked.kinds else "remind.nobody")


def is_in_state(line: UnitProgress, states: tuple[Status, ...]) -> bool:
    """Return whether a report is in one of some states; a report that was sent and lacks a part waits for
    its unit like one that was not, unless single states were named."""
    if line.standing in states:
        return True
    return line.lacks_part and states == ASKED_TO_ACT


def read_request(board: CampaignContext, text: str) -> Remind | RequestedUnits | None:
    """Return what stands behind `nhắc`: states or units, then the words; None where it names units but not
    so that they can be told from the words. A "thôi" at the end is of the units only where there are no
    words of one's own."""
    text = _ALONE.sub("", text)
    only = _requested(board, _ONLY_THESE.sub("", text))
    return only if only is not None and not only.words else _requested(board, text)


def _requested(board: CampaignContext, text: str) -> Remind | RequestedUnits | None:
    units = board.units
    plain = "" if mentions_unit(units, text) else unaccented(text)  # "nhắc Vôi" is no "nhắc với"
    if _ONCE_MORE.fullmatch(plain):
        return Remind("")
    if _ONLY_WHEN.fullmatch(plain):
        return None
    colon = _COLON.search(text.split("\n", 1)[0])
    if colon is not None:
        return _addressed(units, text[: colon.start()].strip(), text[colon.end() :].strip())
    begin, end = BUT.search(text).span()  # type: ignore[union-attr]
    groups, rest = units_at_front(units, text[end:])
    if groups:
        return None if spoken(rest) else _all_but(board, text[:begin].strip(" ,"), groups)
    states, kinds, rest = _states(units, text)
    if rest and states == ASKED_TO_ACT and not _TOLD.longest(pieces_of(rest), 0):
        return None  # "các xã vùng cao": some of them, and nobody knows which
    if not states:
        groups, rest = units_at_front(units, text)
        if groups:
            return None if mentions_unit(units, rest) else _for_units(groups, rest)
    if (
        mentions_unit(units, rest)
        or leads_with_kind(units, rest)
        or looks_like_a_unit(units, rest)
    ):
        return None
    return Remind(_SAYING.sub("", rest.strip()), states or ASKED_TO_ACT, kinds=kinds)


def _all_but(
    board: CampaignContext, everybody: str, spared: list[tuple[Unit, ...]]
) -> Remind | None:
    """Answer "hết, trừ Xã A": all units that owe something but these; None where some of them, or who else,
    are not certain."""
    asked = Remind("") if says_all(everybody) else read_request(board, everybody)
    left_out = {unit.id for group in spared for unit in group}
    if not isinstance(asked, Remind) or asked.words or len(left_out) > len(spared):
        return None
    units = tuple(line.unit.id for line in lines_of(board, asked) if line.unit.id not in left_out)
    return replace(asked, unit_ids=units) if units else None


def _addressed(units: Sequence[Unit], before: str, words: str) -> Remind | RequestedUnits | None:
    """Before a colon stands nothing, states or units; nothing else is an address."""
    if not before:
        return Remind(words)
    states, kinds, rest = _states(units, before)
    if states:
        return Remind(words, states, kinds=kinds) if not rest else None
    groups, rest = units_at_front(units, before)
    return _for_units(groups, words) if groups and not rest else None


def _for_units(groups: list[tuple[Unit, ...]], words: str) -> Remind | RequestedUnits | None:
    certain = tuple(dict.fromkeys(group[0].id for group in groups if len(group) == 1))
    several = [group for group in groups if len(group) > 1]
    asked = Remind(spoken(words), ASKED_TO_ACT, certain)
    if not several:
        return asked
    return RequestedUnits(asked, several[0]) if len(several) == 1 else None


def units_at_front(units: Sequence[Unit], text: str) -> tuple[list[tuple[Unit, ...]], str]:
    """Return the units named at the beginning, between commas or "và", and what follows them."""
    groups: list[tuple[Unit, ...]] = []
    rest = _CLOSE_COMMA.sub(lambda found: f"{found[0]} ", text)
    while rest:
        fits, left = match_unit(units, rest)
        if not fits:
            break
        groups.append(fits)
        taken = rest.split()[: len(rest.split()) - len(left.split())]
        follows, _, after = left.partition(" ")
        is_and = unaccented(follows) in ("va", "voi", "cung")
        rest = after if is_and else left
        if not is_and and not taken[-1].endswith((",", ";")):
            break
    return groups, rest


def _states(units: Sequence[Unit], text: str) -> tuple[tuple[Status, ...], tuple[str, ...], str]:
    """Return the states named at the beginning, of which kinds of units where that is said, and what
    follows; all states for "các xã chưa nộp"."""
    pieces = pieces_of(text)
    begin = past_asides(pieces, 0)
    meant, end = read_audience(pieces, begin)
    if end > begin and meant in ((), ASKED_TO_ACT):
        kinds = kinds_in(units, pieces[begin:end])
        return ASKED_TO_ACT, kinds, spoken(text_from(text, pieces, end))
    found: list[Status] = []
    words = text.replace(",", " ").split()
    while words:
        if found and unaccented(words[0]) == "va":
            words = words[1:]
        for many in (3, 2):
            states = STATES.get(unaccented(" ".join(words[:many])))
            if states is not None:
                break
        else:
            break
        found += [state for state in states if state not in found]
        words = words[many:]
    return tuple(found), (), " ".join(words)


def preview(situation: TurnContext, board: CampaignContext, asked: Remind) -> str:
    """Return who would be reminded, and the text of one such message; "" where nobody can be."""
    lines = [line for line in lines_of(board, asked) if line.audience]
    if not lines:
        return ""
    told = [
        say("remind.preview", count=len(lines), names=names_listed(lines)),
        absent(board, asked),
        settled(board, asked),
    ]
    if asked.words:
        told.append(say("remind.words", words=asked.words))
    if board.preview is not None:
        sample = lines[0]
        text, at = board.preview(board.campaign, sample, asked.words)
        if at > situation.now:
            told.append(say("remind.when", at=moment(at.astimezone(situation.tz))))
        told.append(say("remind.sample", unit=sample.unit.called, text=text))
    return "\n".join(filter(None, told))


def absent(board: CampaignContext, asked: Remind) -> str:
    """Return the units nobody has joined for, whom no message reaches; "" where there are none."""
    lines = [line for line in lines_of(board, asked) if not line.audience]
    return say("remind.absent", names=names_listed(lines)) if lines else ""


def settled(board: CampaignContext, asked: Remind) -> str:
    """Return the units that are named and owe nothing now, each with its state; "" for none."""
    still = lines_of(board, asked)
    named = [unit for unit in board.units if unit.id in asked.unit_ids]
    names = ", ".join(
        say("remind.settled_one", unit=line.unit.called, state=board_state_words(line))
        for line in board.lines_of(named)
        if line not in still
    )
    return say("remind.settled", names=names) if names else ""


def request(board: CampaignContext, asked: Remind) -> ReminderRequested:
    """Return the fact, for the reports that are still meant."""
    units = tuple(line.unit.id for line in lines_of(board, asked) if line.audience)
    return ReminderRequested(board.campaign.id, units, asked.words)


def names_listed(lines: list[UnitProgress]) -> str:
    names = ", ".join(line.unit.called for line in lines[:MOST_NAMES])
    if len(lines) > MOST_NAMES:
        return say("reminder.digest.and_more", names=names, count=len(lines) - MOST_NAMES)
    return names
