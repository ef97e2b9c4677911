"""What a coordinator asks or wishes in words of their own: how the units stand, or one of them, what a row
comes to so far, whom to telephone, when the report to the level above is due, a file, the board.

The words are data (`coordinator_topics.toml`). Acts on a unit become the same commands as their own words do,
which are shown and confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import filterfalse
from operator import attrgetter

from bot.conversation import unit_rankings
from bot.conversation.audience import BUT
from bot.conversation.command_words import Command, Word
from bot.conversation.context import CampaignContext, TurnContext, UnitProgress
from bot.conversation.coordinator_figures import (
    OF_COORDINATORS,
    Asked,
    desks_of,
    last_year,
    most,
    row_value,
    view,
)
from bot.conversation.intents import hear, heard_in_passing
from bot.conversation.nearest import of_coordinators
from bot.conversation.opening_card import days_left, tasks_left
from bot.conversation.phrase_forms import PhraseTable, spoken
from bot.conversation.questions import answer_in_words, plan_in_words, rows_spoken_of
from bot.conversation.unit_names import names_in, units_mentioned
from bot.deadlines.deadline_words import until_in_words
from bot.locale.board_text import board_state_words
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.export_kinds import Export, campaign_exports
from bot.model.submission import Status
from bot.model.unit import Unit
from bot.vietnamese.normalise import unaccented

NAMED = 20  # units named in one answer
SHORTEST_ASKED = 2  # words
SHORTEST_REASON = 4
RECENT = 5  # of those who sent last
_UNIT = attrgetter("unit")
EVERYBODY = "tất cả"
_TOLD_BY = re.compile(  # without accents
    r"\b(?P<source>goi dien|dien thoai|goi zalo|nhan zalo|zalo|nhan tin)\b[^0-9\n]{0,30}?"
    r"\b(?:bao|doc)(?: (?:lai|so|la|rang)){0,3}[ :]{1,3}(?P<words>[^0-9]{0,60}[0-9].*)",
    re.DOTALL,
)
_FIGURES = re.compile(r"[0-9]{1,2}\.[0-9]{1,2}[a-z]?.*[0-9].*")
_BECOMES = re.compile(r"(?<!\s)\s++(?:thành|là|lên|xuống|còn|thanh|la)\s++")
_IN_THEIR_PLACE = re.compile(  # no remark of the row
    r"(?<![\s,.;])[\s,.;]*+(?:(?:nhờ|em|chị|anh)\s+){0,3}\b(?:ghi|nhập|điền|sửa|vào|gõ)(?:\s+số)?\s+(?:hộ|giúp|dùm|giùm|thay)"
    r"(?:\s+(?:cho|em|chị|anh|họ|xã|với|nhé|nha|ạ|đi|luôn))*+[\s.!]*+$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"\b(?:dau moi|danh ba|danh sach|cac xa|cac don vi|tung xa)\b")
_BACK = re.compile(r"\A(?:(?:về|lại|giúp|đi|nhé|em|anh|chị|cho|để)\b[\s,:]*)*", re.IGNORECASE)
_ACT_AT_END = re.compile(  # "thiếu chữ ký, trả lại giúp", "thiếu chữ ký, em trả về"
    r"(?<![\s,.;])[\s,.;]++(?:(?<=[,.;]\s)(?:em|chị|anh|mình)\s)?(?:trả(?:\slại|\svề)?|tra\s(?:lai|ve))"
    r"(?:\s(?:giúp|hộ|đi|nhé|em|chị|anh|cho|luôn))*+\W*+\Z",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\b(?:so dien thoai|sdt|so may|goi|dien thoai)\b")
_NUMBER_OF = re.compile(r"\b(?:so dien thoai|sdt|so may)\b")
_LACKS = re.compile(r"\b(?:thieu|sot|trong|chua nhap|chua lam)\b")
_YESTERDAY = re.compile(r"\b(?:hom qua|bua qua|ngay hom qua)\b")
_WHO_SENT = re.compile(r"\b(?:(?:nop|gui) (?:bao cao )?roi|da (?:nop|gui)(?! anh))\b")
_REASON = re.compile(r"\b(?:vì|do|lý do|lí do)\b[\s:]*+", re.IGNORECASE)
_MORE_TIME = re.compile(r"\b(?:thêm|lùi(?=\s+[0-9])|đến|tới|sang)\b", re.IGNORECASE)
_WHOLE = (
    EVERYBODY,
    "cả đợt",
    "đợt này",
    "toàn đợt",
    "cả huyện",
    "toàn huyện",
    "cả tỉnh",
    "toàn tỉnh",
    "các xã",
    "các đơn vị",
    "mọi người",
    "toàn bộ",
    "mọi đơn vị",
)
_ALL = re.compile(rf"\b(?:{'|'.join(_WHOLE)}|cả [0-9]+ \w+)\b", re.IGNORECASE)
_ALL_AT_END = re.compile(
    r"\b(?:hết|het|tất|tat)(?:\s+(?:đi|di|luôn|luon|nhé|nhe|em|ạ|cho|giúp|chị|anh|cả))*\W*$",
    re.IGNORECASE,
)
BEGUN = (Status.IN_PROGRESS, Status.RETURNED, Status.AWAITING_APPROVAL)
OF_ALL = (Word.PROGRESS,)  # topics that are of no named unit, and those that need one
OF_UNITS = (
    Word.SENT_STATUS,
    Word.ACCEPT,
    Word.SEND_BACK,
    Word.TELL,
    Word.VIEW,
    Word.ENTER_FOR,
    Word.TAKE_OUT,
)
_SOCIAL = {Word.THANKS, Word.GREETING, Word.WHO_ARE_YOU, Word.UPSET, Word.HELP, Word.MEANING}


def answer(situation: TurnContext, board: CampaignContext, text: str) -> Command | str | None:
    """Return the command that a message amounts to, or the answer to it; None where nothing is known."""
    units = board.units
    named = units_mentioned(units, text)
    lines = tuple(board.lines_of(named))
    asked = Asked(situation, board, text, tuple(names_in(units, text)), lines)
    word = _about(asked)
    if word is not None and word in _ANSWERS:
        meant = of_coordinators().instead_of(word, asked.besides)
        return _ANSWERS[word](asked) if meant is word else by_example(asked, meant)
    return by_example(asked, of_coordinators().meant(asked.besides))


def about(situation: TurnContext, board: CampaignContext, word: Word) -> Command | str | None:
    """Return what is told or asked back of one of the things that were offered."""
    return by_example(Asked(situation, board, "", (), ()), word)


def by_example(asked: Asked, word: Word | None) -> Command | str | None:
    """Return what is told of one thing that a message is about by examples: of an act how it is said; None
    for nothing."""
    if word in _ACTS_EXPLAINED and not (word in _SHOWN_FIRST and len(asked.names) == 1):
        return Command(word)
    reader = _ANSWERS.get(word)
    return reader(asked) if reader is not None else None


def _about(asked: Asked) -> Word | None:
    """Return what a message is about, the names of units aside."""
    form = asked.board.form
    apart: tuple[Word, ...] = OF_ALL if asked.names else OF_UNITS
    if says_all(asked.text):
        apart = tuple(word for word in apart if word is not Word.ACCEPT)
    word = OF_COORDINATORS.about(_without_reason(asked.besides), but=apart)
    of_rows = form is not None and rows_spoken_of(form, asked.besides)
    if of_rows and (word in (Word.PROGRESS, Word.SENT_STATUS) or (asked.names and word is None)):
        return Word.ROW_VALUE  # "mục 1.1 cả huyện được bao nhiêu", "1.1 của Xã A"
    return word or _social(asked.text)


def _without_reason(text: str) -> str:
    """Return what is asked, without the reason that is given for it: free words may be about anything."""
    before = _REASON.split(text, maxsplit=1)[0]
    return before if len(before.split()) > SHORTEST_ASKED else text


def accepts_all(text: str) -> bool:
    """Tell whether words that say yes ask for all reports to be accepted: "duyệt tất cả"."""
    return says_all(text) and OF_COORDINATORS.about(text) is Word.ACCEPT


def says_all(text: str) -> bool:
    """Tell whether all units are meant: "duyệt tất cả", "nhận hết", not "đến hết ngày 20"."""
    return _ALL.search(text) is not None or _ALL_AT_END.search(text) is not None


def _social(text: str) -> Word | None:
    """Return thanks, a greeting or a cry for help, as reporters say them too."""
    heard = next(iter(hear(text)), None) or heard_in_passing(text)
    return heard.word if heard is not None and heard.word in _SOCIAL else None


def thanks_in(text: str) -> str:
    """Return the answer to thanks, also beside a yes ("ok cảm ơn"); "" where there are none."""
    is_thanks = OF_COORDINATORS.about(text) is Word.THANKS
    return say("coordinator.thanks") if is_thanks else ""


# -- the units -------------------------------------------------------------------------------------


def _progress(asked: Asked) -> Command | str:
    """Return how the named units stand, or else all of them."""
    if not asked.lines:
        return Command(Word.PROGRESS)
    return _standings(asked)


def standings(situation: TurnContext, board: CampaignContext, units: Sequence[Unit]) -> str:
    """Return how some units stand."""
    return _standings(Asked(situation, board, "", (), tuple(board.lines_of(units))))


def _standings(asked: Asked) -> str:
    told = [_standing(asked, line) for line in asked.lines[:NAMED]]
    if _LACKS.search(unaccented(asked.besides)):  # "Xã A còn thiếu gì"
        command = Command(Word.MISSING)
        told += [answer_in_words(asked.situation, desk, command) for _, desk in desks_of(asked)]
    return "\n".join(told)


def _standing(asked: Asked, line: UnitProgress) -> str:
    parts = [board_state_words(line)]
    if line.lacks and line.standing in BEGUN:
        parts.append(say("board.lacks", parts=", ".join(line.lacks)))
    if line.asked:
        parts.append(say("board.asked"))
    if line.standing is Status.RETURNED:
        parts.append(say("coordinator.returned_for", reason=line.submission.returned_reason))
    sent = line.submission.submitted_at
    if sent is not None and line.is_sent:
        at, number = moment(sent.astimezone(asked.situation.tz)), line.submission.version
        parts.append(say("coordinator.sent_at", at=at, version=number))
    told = say("coordinator.standing", unit=line.unit.called, state="; ".join(parts))
    return " ".join(filter(None, (told, _own_deadline(asked, line), _people(line))))


def _own_deadline(asked: Asked, line: UnitProgress) -> str:
    """Return until when a unit has time; of one that has tasks and no report, the days of these."""
    if line.tasks_alone:
        desk = asked.board.report_of(line.unit.id) if asked.board.report_of is not None else None
        return " ".join(tasks_left(asked.situation, desk, "coordinator.tasks")) if desk else ""
    if line.deadline is None or line.is_sent:
        return ""
    return say("coordinator.until", until=until_in_words(line.deadline, asked.situation.tz))


def _people(line: UnitProgress) -> str:
    if not line.contacts:
        return say("coordinator.nobody", unit=line.unit.called)
    return say("coordinator.people", names=", ".join(line.contacts))


def _deadline(asked: Asked) -> str:
    if asked.lines:
        return _standings(asked)
    words, last = asked.board.deadline_words, asked.board.campaign.last_instant
    left = f". {days_left(asked.situation, last)}" if last is not None else ""
    return say("deadline.line", deadline=words) + left if words else say("answer.no_deadline")


def _contact(asked: Asked) -> str:
    """Return how the named units stand, or else which ones have nobody who can be told anything."""
    if asked.lines:
        no_phones = say("coordinator.no_phones") * bool(_PHONE.search(unaccented(asked.text)))
        return f"{_standings(asked)} {no_phones}".strip()
    waiting = [line for line in asked.board.lines if not line.is_sent]
    absent = [line.unit for line in waiting if not line.contacts]
    unreached = [line.unit for line in waiting if line.unreached]
    told = _counted("coordinator.absent", absent) + _counted("coordinator.unreached", unreached)
    plain = unaccented(asked.text)
    wants_number = _NUMBER_OF.search(plain) is not None
    listed = _everybody(asked.board) * (wants_number or bool(_LISTED.search(plain)))
    phones = say("coordinator.no_phones") * wants_number
    return f"{phones}\n{told.strip() or say('coordinator.all_reached')}\n{listed}".strip()


def _everybody(board: CampaignContext) -> str:
    """Return the people of the units that somebody has joined for; "" where there are none."""
    joined = [line for line in board.lines if line.contacts]
    told = [
        say("coordinator.people_of", unit=line.unit.called, names=", ".join(line.contacts))
        for line in joined[:NAMED]
    ]
    return say("coordinator.everybody", people="; ".join(told)) if told else ""


def reminders(situation: TurnContext, board: CampaignContext) -> str:
    """Return which units were reminded today, and when the next ones will be."""
    return _reminders(Asked(situation, board, "", (), ()))


def _reminders(asked: Asked) -> str:
    """Return which units were reminded today (or yesterday, where that is asked), when the next ones will be,
    and how it goes."""
    board, tz = asked.board, asked.situation.tz
    days_ago = len(_YESTERDAY.findall(unaccented(asked.text))[:1])
    reminded, following = board.reminded(days_ago)
    names = [unit.called for unit in board.units if unit.id in reminded]
    told_of = (
        f"coordinator.reminded_{days_ago}" if names else f"coordinator.nobody_reminded_{days_ago}"
    )
    told = [
        say(told_of, units=", ".join(names)),
        say("coordinator.reminders"),
    ]
    if following is not None:
        told.append(say("coordinator.next_reminder", at=moment(following.astimezone(tz))))
    return "\n".join(told)


def _recent(asked: Asked) -> str:
    """Return which units sent last, with the time of each."""
    sent = [
        (line.submission.submitted_at, line.unit.called)
        for line in asked.board.lines
        if line.submission.submitted_at is not None
    ]
    last = sorted(sent, reverse=True)[:RECENT]
    told = "; ".join(
        say("coordinator.sent_when", unit=unit, at=moment(at.astimezone(asked.situation.tz)))
        for at, unit in last
    )
    return say("coordinator.recent", units=told) if told else say("coordinator.none_sent")


def _photos(asked: Asked) -> str:
    """Return how many photos came from the named units, or else from whom some came and from whom none."""
    if asked.lines:
        told = [
            say("coordinator.photos_of", unit=line.unit.called, count=line.photos)
            for line in asked.lines[:NAMED]
        ]
        return "\n".join([*told, say("coordinator.photos_where")])
    has_photos = attrgetter("photos")
    lines: Iterable[UnitProgress] = asked.board.lines
    if _WHO_SENT.search(unaccented(asked.text)):  # "xã nào nộp rồi mà chưa có ảnh"
        lines = list(filter(attrgetter("is_sent"), lines))
    some = map(_UNIT, filter(has_photos, lines))
    none = map(_UNIT, filterfalse(has_photos, lines))
    counted = _counted("coordinator.with_photos", [*some])
    total = say("coordinator.photos_total", count=sum(map(has_photos, asked.board.lines)))
    counted += _counted("coordinator.no_photos", [*none])
    return counted + total + say("coordinator.photos_where")


def _counted(key: str, units: Sequence[Unit]) -> str:
    """Return a line with the number and the names of some units; "" for none."""
    names = [unit.called for unit in units[:NAMED]] + ["…"] * (len(units) > NAMED)
    return say(key, count=len(units), units=", ".join(names)) + "\n" if units else ""


def _open_questions(asked: Asked) -> str:
    """Return what units ask that waits for an answer: the named ones, or else all."""
    waiting = [line for line in asked.lines or asked.board.lines if line.question]
    told = (
        say("coordinator.unit_asks", unit=line.unit.called, question=line.question)
        for line in waiting[:NAMED]
    )
    if not waiting:
        return say("coordinator.nobody_asks")
    return "\n".join([*told, say("coordinator.how_to_answer", unit=waiting[0].unit.called)])


# -- papers --------------------------------------------------------------------------------------


def _above(asked: Asked) -> str:
    told = asked.board.upward() if asked.board.upward is not None else ""
    return told or say("coordinator.no_upward")


def _export(asked: Asked) -> Command:
    """Return the kind of file that is named, or the first."""
    return Command(Word.EXPORT, (exports_named(asked.text) or campaign_exports())[0].words[0])


def exports_named(text: str) -> Sequence[Export]:
    """Return the kinds of files that words name."""
    pieces = OF_COORDINATORS.pieces(text)
    return [each for each in campaign_exports() if PhraseTable(each.words).places(pieces)]


def _plan(asked: Asked) -> str:
    return plan_in_words(asked.board.campaign)[0]


# -- acts, shown before they are done --------------------------------------------------------------


def _accept(asked: Asked) -> Command:
    """Return the named units, or all that sent; those behind "trừ" are left out."""
    names, but = ", ".join(asked.names), BUT.search(asked.text)[0]  # type: ignore[index]
    return Command(Word.ACCEPT, f"{EVERYBODY} {but}{names}" if but else names or EVERYBODY)


def _send_back(asked: Asked) -> Command:
    """Return the one named unit with the reason: what stands behind "vì" or behind the name, or else all that
    was said."""
    return _of_one(Word.SEND_BACK, asked, _reason(asked))


def _take_out(asked: Asked) -> Command:
    return _of_one(Word.TAKE_OUT, asked, _reason(asked))


def _reason(asked: Asked) -> str:
    reason = _REASON.search(asked.text)
    behind = _BACK.sub("", _words_behind(asked))
    spoken_behind = behind if len(behind.split()) >= SHORTEST_REASON else asked.text
    said = asked.text[reason.end() :] if reason is not None else spoken_behind
    return _ACT_AT_END.sub("", said)


def _extend(asked: Asked) -> Command:
    """Return the one named unit, or everybody, with the words from the day on."""
    begins = _MORE_TIME.search(asked.text)
    words = asked.text[begins.start() :] if begins is not None else ""
    if asked.names:
        return _of_one(Word.EXTEND, asked, words)
    everybody = EVERYBODY if _ALL.search(asked.text) is not None else ""
    return Command(Word.EXTEND, f"{everybody} {words}".strip())


def _enter_for(asked: Asked) -> Command | str:
    """Return the figures that one unit told on another way, shown before they are entered; else how they are
    entered."""
    found = _TOLD_BY.search(unaccented(asked.text))
    if len(asked.names) != 1:
        return Command(Word.ENTER_FOR)
    if found is None:
        return _enter_how(asked)
    source = asked.text[slice(*found.span("source"))]
    words = _IN_THEIR_PLACE.sub("", asked.text[slice(*found.span("words"))])
    return Command(Word.ENTER_FOR, f"{asked.names[0]} theo {source}: {words}")


def _enter_how(asked: Asked) -> Command | str:
    """Return the command that enters what was typed ("sửa giúp Xã A mục 1.1 …"), its source to be named."""
    figures = _FIGURES.search(_IN_THEIR_PLACE.sub("", asked.besides))
    if figures is None:
        return Command(Word.ENTER_FOR, asked.names[0])
    words = _BECOMES.sub(": ", figures.group(), count=1)
    return say("coordinator.enter_how", unit=asked.lines[0].unit.called, words=words)


def _tell(asked: Asked) -> Command:
    """Return the one named unit with the words behind its name; with all of them where figures or rows stand
    before it: "số 1.6 của Xã A thấp, hỏi lại giúp"."""
    before, _, behind = asked.text.partition(asked.names[-1])
    words = asked.text if any(map(str.isdigit, before)) else behind
    return _of_one(Word.TELL, asked, words.lstrip(" :,"))


def _of_one(word: Word, asked: Asked, words: str) -> Command:
    """Return an act on the one unit that is named; how it is asked for where several are."""
    return Command(word, f"{asked.names[0]}: {words}" if len(asked.names) == 1 else "")


# -- the rest --------------------------------------------------------------------------------------


def _remind(asked: Asked) -> Command:
    """Return the named units with the words behind them: "gọi nhắc Xã A chiều nay nộp"."""
    return Command(Word.REMIND, f"{_codes(asked)}: {_words_behind(asked)}".strip(": "))


def _invite(asked: Asked) -> Command:
    return Command(Word.INVITE, _codes(asked))


def _codes(asked: Asked) -> str:
    return ", ".join(line.unit.code for line in asked.lines)


def _words_behind(asked: Asked) -> str:
    """Return what stands behind the name of the last unit and says something; "" for nothing."""
    last = max(
        (asked.text.find(name) + len(name) for name in asked.names), default=len(asked.text)
    )
    return spoken(asked.text[last:].lstrip(" :,"))


def _who_are_you(asked: Asked) -> str:
    campaign = asked.board.campaign
    return say(
        "answer.who_am_i", issuer=campaign.issuer or campaign.title, campaign=campaign.title
    )


_ACTS_EXPLAINED = (
    Word.SEND_BACK,
    Word.ACCEPT,
    Word.EXTEND,
    Word.TELL,
    Word.INVITE,
    Word.ENTER_FOR,
)
"""Acts that a guess never does: how they are said is told."""

_SHOWN_FIRST = (Word.SEND_BACK, Word.ACCEPT, Word.EXTEND, Word.INVITE)
"""Those of them that are shown for the one unit that is named, and done after a yes."""

_SAID = {
    Word.ON_BOARD: "coordinator.on_board",
    Word.OFFICE: "coordinator.office",
    Word.INVITATIONS: "coordinator.invitations",
    Word.UNIT_LIST: "coordinator.unit_list",
    Word.AFTER_CLOSE: "coordinator.after_close",
    Word.LEAVING: "coordinator.leaving",
    Word.TAKE_BACK: "coordinator.take_back",
    Word.UNDO: "coordinator.take_back",
    Word.HELP: "coordinator.help",
    Word.MEANING: "coordinator.help",
    Word.THANKS: "coordinator.thanks",
    Word.UPSET: "coordinator.sorry",
}
"""What is answered with one sentence."""


def _saying(key: str) -> Callable[[Asked], str]:
    """Return a reader that says one sentence."""
    return lambda _asked: say(key)


_ANSWERS: dict[Word | None, Callable[[Asked], Command | str]] = {
    Word.PROGRESS: _progress,
    Word.SENT_STATUS: _progress,
    Word.DEADLINE: _deadline,
    Word.OPEN_QUESTIONS: _open_questions,
    Word.CONTACT: _contact,
    Word.RECENT: _recent,
    Word.LATE: lambda asked: unit_rankings.late(asked.board, asked.situation.now),
    Word.MOST: most,
    Word.SHOW_PHOTOS: _photos,
    Word.ROW_VALUE: row_value,
    Word.LAST_YEAR: last_year,
    Word.RECEIVER: _above,
    Word.EXPORT: _export,
    Word.VIEW: view,
    Word.ACCEPT: _accept,
    Word.SEND_BACK: _send_back,
    Word.TAKE_OUT: _take_out,
    Word.EXTEND: _extend,
    Word.TELL: _tell,
    Word.ENTER_FOR: _enter_for,
    Word.PLAN: _plan,
    Word.BOARD: lambda _: Command(Word.BOARD),
    Word.PICTURE: lambda _: Command(Word.PICTURE),
    Word.REMIND: _remind,
    Word.INVITE: _invite,
    Word.GREETING: lambda asked: say("coordinator.greeting", campaign=asked.board.campaign.title),
    Word.WHO_ARE_YOU: _who_are_you,
    Word.REMINDERS: _reminders,
    **dict(zip(_SAID, map(_saying, _SAID.values()), strict=True)),
}
