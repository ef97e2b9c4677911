"""When a plan's week is held, and its openings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.plans.plan_dates import HOUR, dates_in, hour_in, spans_in
from bot.plans.plan_text import Sentence, fold, without_numbering

_NOT_THE_PERIOD = re.compile(
    r"giai doan|buoi,|khoang thoi gian|nop|gui|gop y|dang ky|bao cao|nhiem ky"
)
_WEEK = re.compile(r"(?<![a-z])(?:tuan le|thang khuyen hoc|ngay hoi|thang)(?![a-z])")
_HELD = re.compile(r"thoi gian|to chuc|dien ra|duoc thuc hien|trien khai|bat dau")
_TIME_HEADING = re.compile(r"thoi gian(?: (?:to chuc|thuc hien|dien ra|tien hanh).*|,? .{0,20})?$")
_TIME_OF_ALL = re.compile(
    r"^(?:[-–+•*]|[0-9ivx]{1,4}[.)])*\s*thoi gian(?: (?:to chuc|dien ra|thuc hien))?\s*:"
)
NEAR = 12  # letters between the word for an opening and its days
_OPENING = re.compile(
    r"khai mac|le phat dong|phat dong tuan le|(?<!tuan )le huong ung|le ra quan|mit tinh"
)
_TIME_FIRST = re.compile(
    r"[-–+• ]*(?:(?:o )?cap [a-z, ]{2,30}:\s*(?:tu )?(?:ngay\s)?(?=[0-9])|thoi gian"
    r"|[0-9]{1,2}\s?(?:h|gio|g)|(?:vao|luc) )"
)
_PLACE = re.compile(
    r"(?<![a-z])tai\s*:?\s+(?P<place>[^;]+?)(?=\s*(?:;|$|\.\s|,?\s+(?:vao|voi|luc|tu)\s|\.$"
    r"|,? dia chi))"
)
_PLACE_LINE = re.compile(r"^[-–+•]?\s*dia diem[^:]*:\s*(?:tai\s+)?(?P<place>.+?)[.;]?$")
_PLACE_TEXT = re.compile(r"^[-–+•]?\s*dia diem to chuc[^:]*tai\s+(?P<place>.+?)[.;]?$")
_MODE_LINE = re.compile(r"^[-–+•]?\s*hinh thuc(?: to chuc)?\s*:\s*(?P<mode>.+?)[.;]?$")
_MODE = re.compile(
    r"truc tuyen ket hop(?: voi)? truc tiep|truc tiep ket hop(?: voi)? truc tuyen"
    r"|truc tuyen|truc tiep"
)
_TIME_LINE = re.compile(r"^[-–+•]?\s*thoi gian[^:]*:\s*(?P<time>[^,;.]+)")
_PART = re.compile(r"(?:buoi\s+)?(?P<part>sang|chieu|toi)(?:\s+thu\s+\S+)?,?\s+(?:ngay\s+)?$")
_DURATION = re.compile(r"khong qua [0-9]+ (?:phut|gio)")
_HABIT = re.compile(
    r"tiet chao co(?:\s+(?:sang\s+)?thu (?:hai|ba|tu|nam|sau|bay|[2-7]))?"
    r"|gio chao co(?: dau tuan)?"
)
_LEVEL = re.compile(
    r"cap (?P<level>thanh pho|tinh|huyen|xa|phuong|quan|truong|thi xa|thi tran|so)(?![a-z])"
)
_GROUP = re.compile(
    r"(?:[a-z]\)|[-–+•*]|[0-9](?:\.[0-9])*[.)]?)?\s*(?:o |to chuc )?cap (?P<level>[a-z]{2,8}(?: [a-z]{2,5})?"
    r"(?:, [a-z]{2,8}(?: [a-z]{2,5})?)*)\s*[:.]?"
)
_NEXT_LEVEL = re.compile(
    r"(?:[,;]|(?<![a-z])va)\s+(?=(?:o |tai |rieng |con |cac |ubnd )*"
    r"(?:cap (?:thanh pho|tinh|huyen|xa|phuong|quan|truong|thi xa|thi tran|co so)"
    r"|(?:huyen|xa|phuong|thi tran|truong|co so giao duc)(?:, [a-z ]{2,20})?"
    r" (?:to chuc|khai mac|phat dong))(?![a-z]))"
)
"""Where the opening of another level begins in a sentence."""
_BELOW = re.compile(
    r"(?P<level>(?:(?:xa|phuong|thi tran)(?:, (?:va )?|\s+va\s+)?){1,3})(?=\s|,|$)"
    r"|(?P<school>co so giao duc|cac truong|truong hoc|nha truong)"
)  # fmt: skip

_CLOSING = re.compile(r"be mac|ket thuc|tong ket")
_OWN_WORK = re.compile(r"be mac|tong ket|to chuc (?!le|khai mac|phat dong|vao|luc|ngay|tu |[0-9])")
_BELOW_AT_HEAD = re.compile(
    r"(?:[a-z ]{0,20}: )?(?P<who>(?:ubnd )?cac [a-z, ]{2,40}?) (?:to chuc|khai mac|phat dong)"
)


@dataclass(frozen=True)
class Period:
    """The days of the week with their sentence."""

    start: date
    end: date
    sentence: Sentence

    @property
    def days(self) -> tuple[date, ...]:
        """The printed days."""
        return self.start, self.end


@dataclass(frozen=True)
class Opening:
    """One opening. `date` is None where it is a span (`first` to `last`) or left open."""

    day: date | None
    time: str | None
    level: str | None
    place: str | None
    mode: str | None
    kind: str
    sentence: Sentence
    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The printed days."""
        return tuple(filter(None, (self.day, self.first, self.last)))


def periods(all_sentences: Sequence[Sentence], year: int | None) -> list[Period]:
    """Return the spans that a sentence says the week is held in, the surest first; where none says so, the
    span of a line "Thời gian: …", if it is the only one."""
    found: list[tuple[int, int, Period]] = []
    lines: list[Period] = []
    for number, sentence in enumerate(all_sentences):
        for start, end, place, _ in spans_in(sentence.plain, year):
            before = sentence.plain[:place]
            around = f"{sentence.above} {before}"
            if _is_of_something_else(around, sentence):
                continue
            period = Period(start, end, sentence)
            score = _sureness(sentence, before, around)
            if score > 1:
                found.append((-score, number, period))
            elif _TIME_OF_ALL.match(sentence.plain):
                lines.append(period)
    if not found and len({line.days for line in lines}) == 1:
        return lines[:1]
    return [period for _, _, period in sorted(found, key=lambda each: each[:2])]


def _sureness(sentence: Sentence, before: str, around: str) -> int:
    """Return how many signs there are that a span is the week's."""
    heads = "\n".join(map(fold, (without_numbering(sentence.section), sentence.actor)))
    signs = (
        _WEEK.search(before[-120:]),
        _WEEK.search(before[-120:]),
        "tuan le" in before[-120:],
        _HELD.search(around),
        "thoi gian" in heads,
        any(map(_TIME_HEADING.match, heads.split("\n"))),
    )
    return sum(map(bool, signs))


def _is_of_something_else(around: str, sentence: Sentence) -> bool:
    opens = _OPENING.search(around)
    in_front = opens is not None and "tuan le" not in around[: opens.start()]
    return bool(
        in_front or _NOT_THE_PERIOD.search(around) or re.match(r"[-+ ]*can cu", sentence.plain)
    )


def openings(all_sentences: Sequence[Sentence], year: int | None, level: str) -> list[Opening]:
    """Return every opening that has a day or a span of days; each day and level once."""
    found: list[Opening] = []
    for number, sentence in enumerate(all_sentences):
        if sentence.block.is_row or re.match(r"[-+ ]*can cu", sentence.plain):
            continue
        for clause in _clauses(sentence):
            made = _opening(all_sentences, number, clause, year, level)
            if made is not None and not _is_known(made, found):
                found.append(replace(made, sentence=sentence))
    return [_with_hour_elsewhere(made, all_sentences) for made in found]


def _clauses(sentence: Sentence) -> list[Sentence]:
    """Return a sentence's openings as sentences of their own, each beginning with the word for one; the
    whole where it has no more than one level with a day."""
    opens = _OPENING.search(sentence.plain)
    if opens is None:
        return [sentence]
    texts = _dated_pieces(sentence, opens.end())
    word = sentence.text[opens.start() : opens.end()]
    return [
        replace(sentence, text=text if _OPENING.search(fold(text)) else f"{word}: {text}")
        for text in texts
        if _OPENING.search(fold(text)) or not _OWN_WORK.search(fold(text))
    ]


def _dated_pieces(sentence: Sentence, place: int) -> list[str]:
    """Return a sentence cut where another level begins, from `place` on, each piece with a day."""
    texts, start = [""], 0
    for end in (*(cut.end() for cut in _NEXT_LEVEL.finditer(sentence.plain, place)), None):
        texts[-1] += sentence.text[start:end]
        start = end or 0
        if any(dates_in(fold(texts[-1]))):
            texts.append("")
    return [*filter(None, (text.rstrip(" ,;") for text in texts))]


def _is_known(made: Opening, found: Sequence[Opening]) -> bool:
    return any(
        (made.day, made.first) == (other.day, other.first)
        and (made.level == other.level or made.time is None)
        for other in found
    )


def _opening(
    all_sentences: Sequence[Sentence],
    number: int,
    sentence: Sentence,
    year: int | None,
    level: str,
) -> Opening | None:
    plain, heading = sentence.plain, _under_an_opening(sentence)
    opens = _OPENING.search(plain)
    if opens is None and (heading is None or _TIME_FIRST.match(plain) is None):
        return None
    start = opens.start() if opens is not None else 0
    day = next((day for day in dates_in(plain) if day.start >= start), None)
    if day is None or day.on(year) is None:
        return None
    span = _span_of_opening(plain, start, year, is_headed=heading is not None)
    if span is None and not _belongs(plain, start, day.start):
        return None
    context = _beside(all_sentences, number)
    place = _place(sentence, start if span else day.end, context)
    first, last = span or (None, None)
    return Opening(
        None if span else day.on(year),
        _time(plain, start, day.start, span is not None),
        _level_of_group(all_sentences, number) or _level_of(sentence, heading, place, level),
        place,
        _mode(plain[start:], context),
        _kind(plain if opens is not None else heading or ""),
        sentence,
        first,
        last,
    )


def _span_of_opening(
    plain: str, start: int, year: int | None, *, is_headed: bool
) -> tuple[date, date] | None:
    """Return the days that an opening may be held on: under a heading for openings, or right behind the
    word for one."""
    for first, last, place, end in spans_in(plain, year):
        if place >= start and not _CLOSING.search(plain, place, end):
            is_near = len(_OPENING.sub("", plain[start:place])) < NEAR
            return (first, last) if is_headed or is_near else None
    return None


def _level_of_group(all_sentences: Sequence[Sentence], number: int) -> str:
    """Return the level that the entry above a line names; "" where there is none."""
    group = _group_of(all_sentences, number)
    return _accented(group.group("level")) if group is not None else ""


def _group_of(all_sentences: Sequence[Sentence], number: int) -> re.Match[str] | None:
    """Return the entry "a) Cấp xã, phường" that a line of the same list stands under."""
    own = all_sentences[number]
    for sentence in reversed(all_sentences[:number]):
        if (sentence.section, sentence.actor) != (own.section, own.actor):
            return None
        if (found := _GROUP.fullmatch(sentence.plain)) is not None:
            return found
    return None


def _belongs(plain: str, start: int, place: int) -> bool:
    """Tell whether a date after the word for an opening is the opening's: nothing else comes between."""
    between = plain[start:place]
    other = re.search(
        r"trong do|bao cao|truoc|ngay khuyen hoc|chao mung|ke hoach so|tu ngay|gui ve"
        r"|so [0-9]+/|theo ",
        between,
    )
    return other is None and len(between) < 200


def _under_an_opening(sentence: Sentence) -> str | None:
    """Return the folded heading or list entry that the sentence belongs to, where that is an opening's."""
    for above in (
        sentence.above,
        fold(sentence.actor),
        fold(sentence.section),
    ):
        if _OPENING.search(above):
            return above
    return None


def _kind(plain: str) -> str:
    return (
        "khai mạc"
        if "khai mac" in plain
        else "phát động"
        if "phat dong" in plain
        else "lễ hưởng ứng"
    )


def _time(plain: str, start: int, place: int, is_span: bool) -> str | None:
    near = plain[max(start, place - 80) : place]
    hour = hour_in(near)
    if hour is None and re.match(r"[^;.]{0,14}\s*(?:luc|,|\()\s*" + f"(?:{HOUR})", plain[place:]):
        hour = hour_in(plain[place:])
    if hour is not None:
        return hour
    line = _TIME_LINE.match(plain) if is_span else None
    if line is not None and "buoi" in line.group("time"):
        return line.group("time").strip().replace("buoi", "buổi")
    return None


def _with_hour_elsewhere(made: Opening, all_sentences: Sequence[Sentence]) -> Opening:
    """Return the part of the day and the length that another sentence names beside the same day."""
    if made.time is not None or made.day is None:
        return made
    for sentence in (made.sentence, *all_sentences):
        for day in dates_in(sentence.plain):
            if day.on(made.day.year) != made.day:
                continue
            said = _said_of_time(sentence, day.start)
            if said is not None:
                return Opening(
                    made.day, said, made.level, made.place, made.mode, made.kind, made.sentence
                )
    return made


def _said_of_time(sentence: Sentence, place: int) -> str | None:
    habit = _HABIT.search(sentence.plain[:place])
    if habit is not None:
        return sentence.text[habit.start() : habit.end()]
    part = _PART.search(sentence.plain[:place])
    if part is None:
        return None
    words = f"buổi {sentence.text[part.start('part') : part.end('part')].lower()}"
    length = _DURATION.search(sentence.plain, place)
    return f"{words}, {sentence.text[length.start() : length.end()]}" if length else words


def _beside(all_sentences: Sequence[Sentence], number: int) -> list[Sentence]:
    """Return the entries of the same list right before and after: place and manner stand there."""
    own = all_sentences[number]
    groups = [
        place for place, sentence in enumerate(all_sentences) if _GROUP.fullmatch(sentence.plain)
    ]
    first = max([place for place in groups if place <= number], default=0)
    last = min([place for place in groups if place > number], default=len(all_sentences))
    near = all_sentences[max(first, number - 2) : min(last, number + 5)]
    return [
        sentence
        for sentence in near
        if sentence.section == own.section
        and sentence.actor == own.actor
        and (sentence.parent is own.parent)
    ]


def _place(sentence: Sentence, after: int, beside: Sequence[Sentence]) -> str | None:
    found = _PLACE.search(sentence.plain, after) or _PLACE.search(sentence.plain)
    if (
        found is not None
        and found.start() >= 0
        and _OPENING.search(sentence.plain + fold(sentence.actor + sentence.section))
    ):
        return _without_time(sentence.text[found.start("place") : found.end("place")])
    for other in beside:
        line = _PLACE_LINE.match(other.plain) or _PLACE_TEXT.match(other.plain)
        if line is not None and (
            sentence.parent
            or _OPENING.search(other.plain)
            or "khai mac" in fold(sentence.actor + sentence.section)
        ):
            return _without_time(other.text[line.start("place") : line.end("place")])
    return None


def _without_time(place: str) -> str:
    """Return a place without the hour and day that follow it."""
    time = re.search(rf",\s*(?:(?:luc|vao)\s+)?(?:{HOUR}|ngay\s+[0-9])", fold(place))
    return place[: time.start() if time is not None else None].strip(" .,;")


def _mode(after: str, beside: Sequence[Sentence]) -> str | None:
    names = {"truc tuyen": "trực tuyến", "truc tiep": "trực tiếp"}
    for text in (after, *(other.plain for other in beside if _MODE_LINE.match(other.plain))):
        found = _MODE.search(text)
        if found is not None:
            return names.get(found.group(), "trực tiếp kết hợp trực tuyến")
    return None


def _level_of(
    sentence: Sentence, heading: str | None, place: str | None, level: str
) -> str | None:
    """Return who holds the opening: as printed, by the heading, by the place; else the issuer."""
    own = _LEVEL.search(f"{sentence.plain[: _clause_end(sentence.plain)]} {heading or ''}")
    if own is not None:
        return _accented(own.group("level"))
    if "dong loat" in sentence.plain:
        return None  # held everywhere at once: by no level in particular
    for text in _heads_of(sentence):
        found = _BELOW.search(text)
        if found is not None and not _OPENING.match(text):
            return "cơ sở giáo dục" if found.group("school") else _accented(found.group("level"))
    arranged = re.search(
        r"(?:do|cac) (?:ubnd )?[^,]*?(?P<level>phuong|xa)(?![a-z])", fold(place or "")
    )
    return (
        _accented(arranged.group("level"))
        if arranged
        else level.removesuffix(" thuộc tỉnh") or None
    )


def _heads_of(sentence: Sentence) -> list[str]:
    """Return what may name who holds an opening: its own subject, then the entries above it."""
    own = _BELOW_AT_HEAD.match(sentence.plain)
    subject = [own.group("who")] if own is not None else []
    return [*subject, sentence.above, fold(sentence.actor)]


def _clause_end(plain: str) -> int:
    """Return where the clause of the first opening ends: what follows tells of another one."""
    opens = _OPENING.search(plain)
    end = plain.find(";", opens.end()) if opens is not None else -1
    other = end >= 0 and _OPENING.search(plain, end) is not None
    return end if other else len(plain)


def _accented(plain: str) -> str:
    words = {
        "thanh pho": "thành phố", "tinh": "tỉnh", "huyen": "huyện", "xa": "xã", "phuong": "phường",
        "quan": "quận", "truong": "trường", "thi xa": "thị xã", "thi tran": "thị trấn", "so": "sở",
    }  # fmt: skip
    return ", ".join(
        words.get(part.strip(), part.strip())
        for part in re.split(r",|\sva\s", plain)
        if part.strip()
    )
