"""The words that work anywhere, with or without accents, in any case, and as slash commands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.model.form import Form
from bot.vietnamese.normalise import Folded, fold, marks_within, unaccented


class Word(StrEnum):
    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    VIEW = "view"
    SUBMIT = "submit"
    PHOTO = "photo"
    WRITE = "write"  # a part in words
    UNDO = "undo"
    HELP = "help"
    PAUSE = "pause"
    MY_DATA = "my_data"
    FORGET = "forget"
    RENAME = "rename"
    YES = "yes"
    NO = "no"
    DONE = "done"
    THAT_IS_ALL = "that_is_all"
    AGREE = "agree"
    SWITCH = "switch"
    HAND_OVER = "hand_over"
    WEB = "web"
    OTHER_DEVICE = "other_device"
    FORM = "form"
    FORM_WORD = "form_word"
    FORM_PDF = "form_pdf"
    EDIT = "edit"
    NOTE = "note"
    DROP_NOTE = "drop_note"
    JUMP = "jump"
    APPROVE = "approve"
    PROGRESS = "progress"
    REMIND = "remind"
    EXPORT = "export"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    EXTEND = "extend"
    INVITE = "invite"
    INVITE_DEPUTY = "invite_deputy"
    BOARD = "board"
    TELL = "tell"
    UNACCEPT = "unaccept"
    ENTER_FOR = "enter_for"
    SEND_FOR = "send_for"
    PICTURE = "picture"
    GROUP = "group"  # a chat of many, to follow the campaign
    DROP_GROUP = "drop_group"
    NAMES_IN_GROUPS = "names_in_groups"  # of the units that have not sent
    NO_NAMES_IN_GROUPS = "no_names_in_groups"
    SNAPSHOTS = "snapshots"
    TOTAL = "total"  # of a unit and those below it
    SUBMIT_TOTAL = "submit_total"
    QUESTION_UP = "question_up"  # to the level above
    ADD_UNIT = "add_unit"  # to the campaign
    TAKE_OUT = "take_out"
    MEND_KIND = "mend_kind"  # of a unit in the campaign
    MEND_PARENT = "mend_parent"
    PASS_ON = "pass_on"  # noqa: S105 - a word, not a secret
    BARE_YES = "bare_yes"  # "có": a yes where something waits, else an answer
    BARE_NO = "bare_no"  # "không"
    DEADLINE = "deadline"  # questions
    HOW_FAR = "how_far"
    MISSING = "missing"
    MEANING = "meaning"
    LAST_YEAR = "last_year"
    CONTACT = "contact"
    WHEN_LATE = "when_late"
    WHAT_FILES = "what_files"
    PLAN = "plan"
    RECEIVER = "receiver"  # who the report goes to
    PERIOD = "period"  # which days are reported
    SENT_STATUS = "sent_status"  # whether it was sent, and what became of it
    WHO_ARE_YOU = "who_are_you"
    ROW_VALUE = "row_value"  # what a row says now
    SHOW_PHOTOS = "show_photos"
    CLEAR = "clear"  # wishes
    ADD = "add"
    LESS = "less"  # "ghi dư 5 người"
    SAME = "same"
    SAME_SECTION = "same_section"
    SAME_ALL = "same_all"
    SAME_AS = "same_as"  # the figures of another row
    SWAP = "swap"  # the figures of two rows
    PASS_OVER = "pass_over"  # noqa: S105 - some rows, on to another
    TAKE_GIVEN = "take_given"  # the figure of another report
    RESTART = "restart"
    DROP_PHOTO = "drop_photo"
    ASK_EXTENSION = "ask_extension"
    THANKS = "thanks"
    GREETING = "greeting"
    AGREE_FIGURES = "agree_figures"  # those of a colleague, in the place of one's own
    WRONG_PERSON = "wrong_person"  # "tôi không phụ trách"
    UPSET = "upset"
    REPEAT = "repeat"  # the question once more
    WHY_MANY = "why_many"  # questions, and whether there is a shorter way
    HOW_WRITTEN = "how_written"  # figures, money, and that there is nothing
    RECEIPT = "receipt"  # what its code is
    KEPT = "kept"  # whether what was entered is safe
    HOW_TO_SEND = "how_to_send"
    TOGETHER = "together"  # whether several people may fill in one report
    EDIT_LAST = "edit_last"  # what was stored last
    LOST_CODE = "lost_code"
    WRONG_UNIT = "wrong_unit"  # the chat is not for the person's own
    REMINDERS = "reminders"  # when the program reminds, and how it stops
    SIGNED = "signed"  # whether paper with a signature is wanted
    HOW_TO_EDIT = "how_to_edit"
    MORE_TIME = "more_time"  # how it is asked for
    WHO_SEES = "who_sees"
    NO_FIGURES = "no_figures"  # nothing happened at all
    HOW_EXACT = "how_exact"
    HALF_KNOWN = "half_known"  # one of a row's two figures
    NOT_SENT_YET = "not_sent_yet"  # "khoan, đừng gửi vội"
    ALL_BUT = "all_but"  # what waits is right but for one row
    ONLY = "only"  # one row of what waits is right, the others are not meant
    CHANNELS = "channels"  # which ways a report takes
    NOT_TAKEN = "not_taken"  # "sao nó không nhận"
    LEAVING = "leaving"  # somebody else does the work, for days or for good
    TAKE_BACK = "take_back"  # of coordinators: which acts can be undone
    ON_BOARD = "on_board"  # of coordinators: what the pages show
    UNIT_LIST = "unit_list"  # which units a campaign has
    OPEN_QUESTIONS = "open_questions"  # of units, that wait for an answer
    OFFICE = "office"  # what is done on the pages of the office
    AFTER_CLOSE = "after_close"  # of a campaign
    RECENT = "recent"  # which units sent last
    WAIT = "wait"  # neither yes nor no to what waits: "khoan đã", "chắc vậy"
    SORRY = "sorry"
    REMARKS = "remarks"  # where difficulties, proposals and notes are written
    WHAT_WRONG = "what_wrong"  # "sai chỗ nào"
    LATE = "late"  # of coordinators: which units sent late, or owe past their day
    MOST = "most"  # of coordinators: which units have the most, or the least, of something
    BEGIN = "begin"  # where filling in begins
    WHERE = "where"  # a row is in the form
    INVITATIONS = "invitations"  # of coordinators: to print, for all units
    REACTION = "reaction"  # a picture that says neither yes nor no


@dataclass(frozen=True, slots=True)
class Command:
    """A recognised word with what follows it (a row's code, a unit, a reason)."""

    word: Word
    rest: str = ""


def word_of(command: Command | None) -> Word | None:
    """Return the word of a command; None where nothing was recognised."""
    return command.word if command is not None else None


# Whole messages only: many of these words also mean something inside an answer.
WHOLE: dict[str, Word] = {
    "tiep": Word.NEXT,
    "tiep tuc": Word.NEXT,
    "giu nguyen": Word.NEXT,  # labels of buttons are typed where a channel has none
    "hoi lan luot": Word.NEXT,
    "lay so nay": Word.TAKE_GIVEN,
    "lay so da gui o bao cao khac": Word.TAKE_GIVEN,
    "lui": Word.BACK,
    "lui lai": Word.BACK,
    "quay lai": Word.BACK,
    "bo qua": Word.SKIP,
    "xem": Word.VIEW,
    "xem lai": Word.VIEW,
    "nop": Word.SUBMIT,
    "nop bao cao": Word.SUBMIT,
    "tong hop": Word.TOTAL,
    "nop tong hop": Word.SUBMIT_TOTAL,
    "anh": Word.PHOTO,
    "gui anh": Word.PHOTO,
    "viet": Word.WRITE,
    "viet loi": Word.WRITE,
    "hoan tac": Word.UNDO,
    "tro giup": Word.HELP,
    "giup": Word.HELP,
    "help": Word.HELP,
    "tam dung": Word.PAUSE,
    "du lieu cua toi": Word.MY_DATA,
    "xoa du lieu cua toi": Word.FORGET,
    "dung": Word.YES,
    "dung roi": Word.YES,
    "sai": Word.NO,
    "sai roi": Word.NO,
    "xong": Word.DONE,
    "dong y": Word.AGREE,
    "toi dong y": Word.AGREE,
    "doi don vi": Word.SWITCH,
    "ban giao": Word.HAND_OVER,
    "moi nguoi pho": Word.INVITE_DEPUTY,
    "trang web": Word.WEB,
    "web": Word.WEB,
    "tai bieu": Word.FORM,
    "bieu mau": Word.FORM,
    "bieu mau word": Word.FORM_WORD,
    "tai bieu word": Word.FORM_WORD,
    "sua": Word.EDIT,
    "duyet": Word.APPROVE,
    "tien do": Word.PROGRESS,
    "bang": Word.BOARD,
    "han": Word.DEADLINE,
    "bang theo doi": Word.BOARD,
    "mo bang": Word.BOARD,
    "bang so lieu": Word.BOARD,
    "nhac": Word.REMIND,
    "xuat": Word.EXPORT,
}

SLASH: dict[str, Word] = {
    "tiep": Word.NEXT,
    "lui": Word.BACK,
    "boqua": Word.SKIP,
    "xem": Word.VIEW,
    "sua": Word.EDIT,
    "ghichu": Word.NOTE,
    "nop": Word.SUBMIT,
    "tonghop": Word.TOTAL,
    "noptonghop": Word.SUBMIT_TOTAL,
    "anh": Word.PHOTO,
    "viet": Word.WRITE,
    "hoantac": Word.UNDO,
    "trogiup": Word.HELP,
    "help": Word.HELP,
    "tamdung": Word.PAUSE,
    "dulieu": Word.MY_DATA,
    "doidonvi": Word.SWITCH,
    "bangiao": Word.HAND_OVER,
    "bieumau": Word.FORM,
    "duyet": Word.APPROVE,
    "tiendo": Word.PROGRESS,
    "nhac": Word.REMIND,
    "xuat": Word.EXPORT,
    "nhan": Word.ACCEPT,
    "tralai": Word.SEND_BACK,
    "giahan": Word.EXTEND,
    "moi": Word.INVITE,
    "bang": Word.BOARD,
    "traloi": Word.TELL,
    "hinh": Word.PICTURE,
    "nhom": Word.GROUP,
    "trangweb": Word.WEB,
    "bantonghop": Word.SNAPSHOTS,
}

# Whole messages of a coordinator, whom no row is asked.
COORDINATOR_WHOLE: dict[str, Word] = {
    "hinh": Word.PICTURE,
    "hinh anh": Word.PICTURE,
    "anh tien do": Word.PICTURE,
    "hinh tien do": Word.PICTURE,
    "nhom": Word.GROUP,
    "gan nhom": Word.GROUP,
    "bo nhom": Word.DROP_GROUP,
    "kem ten": Word.NAMES_IN_GROUPS,
    "nhom kem ten": Word.NAMES_IN_GROUPS,
    "khong kem ten": Word.NO_NAMES_IN_GROUPS,
    "nhom khong kem ten": Word.NO_NAMES_IN_GROUPS,
    "ban tong hop": Word.SNAPSHOTS,
}

# With words after them, which may have their accents, some of them or none, but no others: "sữa" is no
# "sửa", and "nhắn" no "nhận".
LEADING: tuple[tuple[str, Word], ...] = (
    ("tên tôi là", Word.RENAME),
    ("đổi đơn vị", Word.SWITCH),
    ("ghi chú", Word.NOTE),
    ("bỏ ghi chú", Word.DROP_NOTE),
    ("viết", Word.WRITE),
    ("sửa", Word.EDIT),
)
COORDINATOR_LEADING: tuple[tuple[str, Word], ...] = (
    ("trả lại", Word.SEND_BACK),
    ("trả lời", Word.TELL),
    ("gia hạn", Word.EXTEND),
    ("nhắc lại", Word.REMIND),
    ("nhắc", Word.REMIND),
    ("nhận nhầm", Word.UNACCEPT),
    ("duyệt nhầm", Word.UNACCEPT),
    ("nhận", Word.ACCEPT),
    ("bỏ nhận", Word.UNACCEPT),
    ("hủy nhận", Word.UNACCEPT),
    ("bỏ duyệt", Word.UNACCEPT),
    ("hủy duyệt", Word.UNACCEPT),
    ("nhập hộ", Word.ENTER_FOR),
    ("nộp hộ", Word.SEND_FOR),
    ("nộp tổng hợp", Word.SUBMIT_TOTAL),
    ("tổng hợp", Word.TOTAL),
    ("chuyển xuống", Word.PASS_ON),
    ("chuyển lên", Word.QUESTION_UP),
    ("mời người phó", Word.INVITE_DEPUTY),  # "mời phó …" may be a ward called Phố …
    ("mời", Word.INVITE),
    ("thêm đơn vị", Word.ADD_UNIT),
    ("đưa ra", Word.TAKE_OUT),
    ("đổi loại", Word.MEND_KIND),
    ("đổi cấp trên", Word.MEND_PARENT),
    ("xuất", Word.EXPORT),
    ("bản tổng hợp", Word.SNAPSHOTS),
)

_DOTTED = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}[a-z]?")
_ANY_CODE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?")
_EDIT_TARGET = re.compile(
    r"(?:mục|muc|dòng|dong|chỉ tiêu|chi tieu|câu|cau)?\s*([0-9]{1,3}(?:\.[0-9]{1,3})?[a-z]?)"
    r"(?=[\s:;,.\-–=]|$)[\s:;,.\-–=]*(?:(?:thành|thanh|là|la)\s+)?",
    re.IGNORECASE,
)


def bare_words(text: str) -> str:
    """Return a typed word or label without accents, double spaces, and marks at its ends."""
    return " ".join(unaccented(text).split()).strip(" .!,")


def read_command(text: str, form: Form | None, *, coordinator: bool = False) -> Command | None:
    """Return the command a message is, or None when it is an answer (or anything else)."""
    plain, whole, led = _without_form(text, coordinator)
    return whole or _jump(plain, form) or led


@lru_cache(maxsize=2048)
def _without_form(text: str, coordinator: bool) -> tuple[str, Command | None, Command | None]:
    """Return a message without accents, the command that it is as a whole, and the one that its first
    words give. A turn asks for them in many places."""
    plain = " ".join(unaccented(text).split()).strip(" .!,;")
    if plain.startswith("/"):
        return "", _slash(plain, text), None
    word = WHOLE.get(plain) or (COORDINATOR_WHOLE.get(plain) if coordinator else None)
    return plain, Command(word) if word is not None else None, _led(plain, text, coordinator)


def _led(plain: str, text: str, coordinator: bool) -> Command | None:
    for lead in _LEADS_OF_COORDINATORS if coordinator else _LEADS:
        if plain.startswith(lead.plain) and lead.is_said(text):
            return Command(lead.word, _after(text, len(lead.words)))
    return None


@dataclass(frozen=True, slots=True)
class _Lead:
    """The first words of a command: without accents and with a space behind, and each with its accents."""

    plain: str
    words: tuple[Folded, ...]
    word: Word

    def is_said(self, text: str) -> bool:
        """Tell whether the first words of a message have no accents that these have not."""
        said = map(fold, text.split(maxsplit=len(self.words))[: len(self.words)])
        return all(
            marks_within(typed.marks, known.marks)
            for typed, known in zip(said, self.words, strict=True)
        )


def _leads(known: tuple[tuple[str, Word], ...]) -> tuple[_Lead, ...]:
    return tuple(
        _Lead(f"{unaccented(lead)} ", tuple(map(fold, lead.split())), word) for lead, word in known
    )


_LEADS = _leads((*LEADING, ("trả lại", Word.SEND_BACK)))
_LEADS_OF_COORDINATORS = _leads((*LEADING, *COORDINATOR_LEADING))


def _slash(plain: str, text: str) -> Command | None:
    name = plain[1:].split(" ", 1)[0].split("@", 1)[0]
    word = SLASH.get(name)
    return None if word is None else Command(word, _after(text, 1))


_AROUND_A_ROW = re.compile(r"\Adong (?=[0-9])| (?:nhe|nha|em|do)\Z")  # "dòng 1.8 nhé"
_APART = re.compile(r"(?<![0-9])\s+|\s+(?![0-9])")  # "1. 4 a", but not "1 2 4"


def _jump(plain: str, form: Form | None) -> Command | None:
    if form is None:
        return None
    plain = _AROUND_A_ROW.sub("", plain)
    if plain.startswith("muc "):
        code = _APART.sub("", plain[4:].strip())
        if _ANY_CODE.fullmatch(code):
            return Command(Word.JUMP, code)
    if _DOTTED.fullmatch(plain) and (form.find(plain) is not None or plain in form.left_out):
        return Command(Word.JUMP, plain)  # of a row that is not asked that is said
    return None


def _after(text: str, words: int) -> str:
    """Return what follows the first `words` words, as it was typed."""
    parts = text.split(maxsplit=words)
    return parts[words].strip() if len(parts) > words else ""


_NAMED = re.compile(
    r"(?:muc|dong|cau|chi tieu)\s+[0-9]|[0-9]{1,2}\.[0-9]|[0-9]{1,2}[a-z]?\s*(?:$|[:=]|(?:thanh|la)\b)"
)


def names_a_row(rest: str) -> bool:
    """Tell whether what follows "sửa" can only be a row of the form: "1.6 …", "mục 8 …", "8 thành …"."""
    return _NAMED.match(unaccented(rest).strip()) is not None


def split_target(rest: str, form: Form, *, verbatim: bool = False) -> tuple[str, str] | None:
    """Return ("1.6", "5 lớp 150 người") from "1.6 thành 5 lớp 150 người"; None without a known code.
    `verbatim` keeps every sign of the words behind it but a colon."""
    found = _EDIT_TARGET.match(rest)
    row = None if found is None else form.find(found.group(1))
    if found is None or row is None:
        return None
    said = rest[found.end(1) :].lstrip(" :\t\n") if verbatim else rest[found.end() :]
    return row.code, said
