"""What is handed in by when, to whom: the deadlines of a plan."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.model.deadline import Deadline
from bot.plans.plan_dates import (
    AGAIN,
    COUNTED,
    CUT_OFF,
    EVERY_YEAR,
    IN_A_MONTH,
    LIMITED,
    ON_A_DAY,
    PLAIN_DAY,
    PrintedDate,
    dates_in,
)
from bot.plans.plan_header import Paper, addressed
from bot.plans.plan_offices import (
    are_reporters,
    is_behind_offices,
    offices_at,
    reporters_in,
    via_in,
)
from bot.plans.plan_reporters import HANDING_IN, Part, who_hands_in
from bot.plans.plan_tables import CELLS, AssignedRow, assigned_rows
from bot.plans.plan_text import Sentence, fold

ReadDeadline = Callable[[str], Deadline]

_GIVING = re.compile(r"(?<![a-z])(?:gui|nop|trinh|chuyen)\s+")
_SUMMED = re.compile(r"tong hop|ket qua|so lieu|thong ke")
COMMENTS = re.compile(
    r"gop y|y kien (?:dong gop|tham gia|doi voi)|tham gia y kien|dong gop y kien|cho y kien"
)
_NO_REPORT = re.compile(
    r"nop bai|bai (?:du )?thi|tac pham|du toan"
    r"|quyet toan|thanh toan|vuong mac|kho khan|phat sinh|phan anh|de duoc huong dan|bao cao vien"
    rf"|{COMMENTS.pattern}|^[-–+ ]*(?:can cu|thuc hien (?:ke hoach|cong van|quyet dinh))"
)
_DRAFTING = re.compile(r"tham muu[^.;]{0,80}bao cao|xay dung bao cao cua|du thao bao cao")
_PURPOSE = re.compile(r"(?<=\S\s)(?:để|nhằm|làm cơ sở|làm căn cứ|phục vụ)(?!\w).*$")
_TO = re.compile(
    r"(?<![a-z])(?:gui ve|bao cao ve|bao cao gui|bao cao cho|nop ve|nop cho|gui bao cao ve"
    r"|gui bao cao cho|gui cho|trinh|gui|nop|ve|cho|den|toi"
    r"|bao cao)\s+(?:\(?[a-z]+\)?\s+){0,0}"
)
_SIGNED_BY = re.compile(r"trinh [^.;]{3,80}? (?:ky|duyet),? (?:de )?(?=gui )")
_ASIDE = re.compile(r"\([^()]*\)")
_RESULT = re.compile(
    r"(?:ket qua|ke hoach|danh sach|so lieu|bien ban|hinh anh|san pham|ho so"
    r"|dang ky)(?: (?:thuc hien|trien khai|to chuc|hoat dong|tham gia|tong hop))*"
)
_PHOTO = (
    r"(?:hinh anh|(?<![a-z])anh (?:minh hoa|tieu bieu|chup|hoat dong)|video|clip"
    r"|(?:(?<![0-9a-z])[0-9]{1,2}(?: buc| tam)?|kem(?: theo)?(?: cac| mot so)?|so lieu va)"
    r" anh(?! (?:chi|em|hung|huong|hoa)(?![a-z]))(?![a-z]))"
)
_PHOTOS = re.compile(_PHOTO)
_WITH_PHOTOS = re.compile(rf"(?<![a-z])(?:bao cao(?! vien)|(?=kem))[^.;]{{0,80}}?{_PHOTO}")
_ATTACHED = re.compile(
    r"(?:theo |kem (?:theo )?|gui kem(?: theo)? |bang )?(?P<what>(?:phu luc|mau|bieu mau"
    r"|bieu)(?![a-z])[^,;()]*?(?=\s+va\s|,|;|\)|$|\s+gui\s|\s+ve\s|\s+truoc\s)"
    r"|thong ke so lieu[^,;()]*|(?:mot so |cac "
    r"|it nhat [0-9]+ )?hinh anh[^;(),]*(?:,[^;()]*?(?=\)))?)"
)


@dataclass(frozen=True)
class ReportDeadline:
    """One thing to hand in: `day` is the printed day, `rule` "before", "by" or "on"; both are None
    where no date is printed. `deadline` is what the deadline engine makes of the phrase."""

    day: date | None
    rule: str | None
    phrase: str | None
    deadline: Deadline | None
    who: tuple[str, ...]
    to: tuple[str, ...]
    via: str | None
    what: str | None
    sentence: Sentence

    @property
    def days(self) -> tuple[date, ...]:
        """The printed day, or nothing."""
        return tuple(filter(None, (self.day,)))


def report_deadlines(paper: Paper, read: ReadDeadline) -> list[ReportDeadline]:
    """Return everything that is to be handed in with a date, and reports to a named receiver without;
    what a letter asks of nobody by name is asked of whom it is addressed to."""
    all_sentences = paper.sentences
    found = _from_tables(all_sentences, read)
    found += [
        due
        for due in _from_sentences(all_sentences, read)
        if not any(_same(due, other) for other in found)
    ]
    to_whom = () if paper.is_plan else tuple(addressed(paper))
    return [due if due.who else replace(due, who=to_whom) for due in found]


def _from_tables(all_sentences: Sequence[Sentence], read: ReadDeadline) -> list[ReportDeadline]:
    """Return the reports of the rows that say who does what by when."""
    made = (_due_of_row(row, read) for row in assigned_rows(all_sentences))
    return [due for due in made if due is not None]


def _hands_in(row: AssignedRow) -> bool:
    """Tell whether a row's work is a report, or a paper for a receiver of its own column."""
    what = fold(row.what)
    if _NO_REPORT.search(what) or _DRAFTING.search(what):
        return False
    is_paper = bool(row.to) and _RESULT.search(what) is not None
    return is_paper or HANDING_IN.search(what) is not None


def _due_of_row(row: AssignedRow, read: ReadDeadline) -> ReportDeadline | None:
    if not _hands_in(row):
        return None
    phrase = row.phrase
    day, rule, deadline = day_of(phrase, row.sentence, read)
    to = receivers_in(row.what) or offices_at(row.to, 0) or [*filter(None, [row.to])]
    if deadline is None and not to:
        return None
    return ReportDeadline(
        day, rule, phrase or None, deadline, tuple(reporters_in(row.who)), tuple(to),
        via_in(row.what) or via_in(row.to), _what(row.what), row.sentence,
    )  # fmt: skip


def _from_sentences(all_sentences: Sequence[Sentence], read: ReadDeadline) -> list[ReportDeadline]:
    found: list[ReportDeadline] = []
    for earlier, sentence in zip((None, *all_sentences), all_sentences, strict=False):
        if _is_about_something_else(sentence):
            continue
        found += [
            due
            for due in _of_sentence(sentence, earlier, read)
            if not any(_same(due, other) for other in found)
        ]
    return found


def _of_sentence(
    sentence: Sentence, earlier: Sentence | None, read: ReadDeadline
) -> list[ReportDeadline]:
    """Return the reports of one sentence; a later one shares reporters and receiver with the first where
    it names none, and no deadline of other work becomes one."""
    found: list[ReportDeadline] = []
    for part in _parts(sentence):
        if not (found or _is_handing_in(part) or _is_line_of_reports(sentence, part)):
            continue
        due = _due(sentence, part, earlier, read, found[0].who if found else ())
        if due is not None:
            found.append(_with_receiver_of(found[0], due) if found else due)
    return found


def _with_receiver_of(first: ReportDeadline, due: ReportDeadline) -> ReportDeadline:
    """Return a report with the receiver of the sentence's first one where it names none."""
    if due.to or not first.to:
        return due
    return replace(due, to=first.to, via=first.via, what=due.what or first.what)


def _is_handing_in(part: Part) -> bool:
    """Tell whether a clause hands something in: by its verb, or results given to a named office."""
    text = _without_purpose(part.text)
    plain = fold(text)
    if HANDING_IN.search(plain):
        return True
    given = (offices_at(text, found.end()) for found in _GIVING.finditer(plain))
    return _SUMMED.search(plain) is not None and any(given)


def _is_line_of_reports(sentence: Sentence, part: Part) -> bool:
    """Tell whether a line "who: by when" stands under a heading about reports."""
    heads = fold(f"{sentence.actor} {sentence.section}")
    before = part.text[: part.text.find(part.phrase)].rstrip() if part.phrase else ""
    return "bao cao" in heads and before.endswith(":") and are_reporters(before)


def _is_about_something_else(sentence: Sentence) -> bool:
    return sentence.block.is_row or _NO_REPORT.search(sentence.plain) is not None


def _same(due: ReportDeadline, other: ReportDeadline) -> bool:
    """Tell whether two sentences say the same duty twice."""
    return due.day == other.day and set(map(fold, due.who)) == set(map(fold, other.who))


def _parts(sentence: Sentence) -> list[Part]:
    """Return the sentence in clauses of at most one deadline each; without any, the whole of it."""
    plain = sentence.plain
    limits = [
        found for found in LIMITED.finditer(plain) if not CUT_OFF.search(plain[: found.start()])
    ]
    ends = list(map(re.Match.end, limits))
    limits += [found for found in COUNTED.finditer(plain) if found.end() not in ends]
    limits.sort(key=lambda found: found.start())
    limits = limits or _plain_days(sentence)
    if not limits:
        return [Part(sentence.text, "", 0)]
    saids = [(AGAIN.match(plain, found.end()) or found).end() for found in limits]
    starts, ends = [0, *saids[:-1]], [*saids[:-1], len(plain)]
    return [
        Part(sentence.text[start:end].strip(" ;,"), sentence.text[found.start() : said], start)
        for found, said, start, end in zip(limits, saids, starts, ends, strict=True)
    ]


def _plain_days(sentence: Sentence) -> list[re.Match[str]]:
    """Return the days and months without any word of a limit that a report is for."""
    plain = sentence.plain
    found = [
        day
        for pattern in (ON_A_DAY, IN_A_MONTH)
        for day in pattern.finditer(plain)
        if HANDING_IN.search(plain[: day.start()])
    ]
    return found or [
        day for day in PLAIN_DAY.finditer(plain) if _is_behind_a_receiver(sentence, day.start())
    ]


def _is_behind_a_receiver(sentence: Sentence, place: int) -> bool:
    return any(
        is_behind_offices(sentence.text, found.end(), place)
        for found in _TO.finditer(sentence.plain, 0, place)
    )


def _due(
    sentence: Sentence,
    part: Part,
    earlier: Sentence | None,
    read: ReadDeadline,
    before: Sequence[str],
) -> ReportDeadline | None:
    around = _clause_of(part)
    to = receivers_in(around) or receivers_in(part.text)
    if not part.phrase and not _is_undated_report(sentence, fold(part.text), to):
        return None
    day, rule, deadline = day_of(part.phrase, sentence, read)
    if part.phrase and deadline is None:
        return None
    return ReportDeadline(
        day,
        rule,
        part.phrase or None,
        deadline,
        tuple(who_hands_in(sentence, part, earlier, before)),
        tuple(to),
        via_in(around),
        _what(around),
        sentence,
    )


def _clause_of(part: Part) -> str:
    """Return what stands between the semicolons around a deadline, where that says what to hand in."""
    place = part.text.find(part.phrase) if part.phrase else -1
    if place < 0:
        return part.text
    outside = _ASIDE.sub(lambda found: "_" * len(found.group()), part.text)
    start = outside.rfind(";", 0, place) + 1
    end = outside.find(";", place + len(part.phrase))
    clause = part.text[start : end if end >= 0 else None]
    return clause if HANDING_IN.search(fold(clause)) else part.text


def _without_purpose(text: str) -> str:
    """Return the clause without what its receiver wants the reports for: "để tổng hợp báo cáo …"."""
    return _PURPOSE.sub("", text)


def _is_undated_report(sentence: Sentence, plain: str, to: Sequence[str]) -> bool:
    """Return a report that is owed to somebody without a date; drafting one for others is a duty."""
    if not to or _DRAFTING.search(plain):
        return False
    heads = fold(sentence.section)
    in_charge = re.search(r"^$|to chuc thuc hien|bao cao|trach nhiem|phan cong|thuc hien", heads)
    summing = re.search(r"tong hop|ket qua|theo quy dinh", plain)
    return in_charge is not None and summing is not None


def day_of(
    phrase: str, sentence: Sentence, read: ReadDeadline
) -> tuple[date | None, str | None, Deadline | None]:
    """Return the printed day and its rule; nothing where the phrase names no day that exists."""
    if not phrase:
        return None, None, None
    deadline, plain = read(phrase), fold(phrase)
    printed = list(dates_in(plain))
    if _is_of_every_year(plain, sentence, printed) or ("/" in plain and not printed):
        return None, None, Deadline(phrase)  # or a day that is still to be filled in
    if not printed:
        return None, "by" if deadline.is_stated else None, deadline
    if deadline.last_day is None:
        return None, None, deadline if _is_left_open(deadline, printed) else None
    return deadline.printed_day or deadline.last_day, _rule_of(plain), deadline


def _is_left_open(deadline: Deadline, printed: Sequence[PrintedDate]) -> bool:
    """Tell whether a deadline without a last day names one that exists, or one without its year."""
    return deadline.printed_day is not None or all(day.year is None for day in printed)


def _is_of_every_year(plain: str, sentence: Sentence, printed: Sequence[PrintedDate]) -> bool:
    """Return whether a deadline comes again, by its own words or by those that its sentence begins with:
    no year is made up for it."""
    if AGAIN.search(plain):
        return True
    has_year = any(day.year is not None for day in printed)
    return not has_year and EVERY_YEAR.search(sentence.plain) is not None


def _rule_of(plain: str) -> str:
    """Return whether a deadline excludes its day ("before"), is that day ("on"), or includes it ("by")."""
    if re.match(r"truoc|trc\b|[^0-9]*\btruoc (?:ngay|[0-9])", plain):
        return "before"
    return "on" if re.match(r"(?:vao|trong|ngay)\b", plain) else "by"


def receivers_in(text: str) -> list[str]:
    """Return whom the clause hands in to: the offices after "về", "gửi", "báo cáo"."""
    kept = _without_purpose(text)
    plain = fold(kept)
    signed = _SIGNED_BY.search(plain)
    for found in _TO.finditer(plain, signed.end() if signed else 0):
        names = offices_at(kept, found.end())
        if names and not _is_report_of(plain, found):
            return names
    return []


def _is_report_of(plain: str, found: re.Match[str]) -> bool:
    """Tell whether the office is rather a subject: "cho UBND" after "tham mưu"."""
    return (
        re.search(r"tham muu\s*$|bao cao ket qua cua\s*$|giao\s*$", plain[: found.start()])
        is not None
    )


def _what(text: str) -> str | None:
    plain = fold(text)
    if "bao cao" in plain:
        return "báo cáo kết quả" if "ket qua" in plain else "báo cáo"
    found = _RESULT.search(plain)
    return text[found.start() : found.end()] if found is not None else None


def attachments(dues: Sequence[ReportDeadline]) -> list[str]:
    """Return what goes with the reports: the form, statistics, pictures."""
    found: list[str] = []
    for due in dues:
        text = due.sentence.text.replace(CELLS, ";")
        for match in _ATTACHED.finditer(fold(_without_purpose(text))):
            words = text[match.start("what") : match.end("what")].strip(" ,.;")
            if words not in found:
                found.append(words)
    return found


def photos_required(dues: Sequence[ReportDeadline], said: Sequence[Sentence]) -> bool:
    """Tell whether a report asks for pictures: in the sentence of its deadline, or in one of its own
    ("Báo cáo gửi kèm tối thiểu 3 hình ảnh", "kèm 5 ảnh")."""
    asked = (sentence.plain for sentence in said if _WITH_PHOTOS.search(sentence.plain))
    return any(_PHOTOS.search(due.sentence.plain) for due in dues) or not all(
        map(_NO_REPORT.search, asked)
    )
