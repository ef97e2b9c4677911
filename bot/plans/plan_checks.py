"""What a plan leaves open, and where it contradicts itself; nothing is chosen or mended here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter

from bot.model.grouping import grouped_by
from bot.plans.plan_dates import dates_in, weekday_beside
from bot.plans.plan_header import Cited, Paper, citations, dateline, plan_number
from bot.plans.plan_reports import ReportDeadline
from bot.plans.plan_schedule import Opening, Period
from bot.plans.plan_tables import assigned_rows
from bot.plans.plan_text import Sentence, fold

_WEEK_OF_A_YEAR = re.compile(
    r"(?:tuan le|suot doi)[^.;:(]{0,60}?(?<!giai doan )nam\s+(?P<year>20[0-9]{2})(?!\s*[-–])"
)
_ANNEX = re.compile(r"(?<![a-z])phu luc\s+(?:so\s+)?(?P<number>[ivx]+|[0-9]{1,2})(?![a-z0-9/])")
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}
_NUMBERS = {**_ROMAN, **{str(number): number for number in range(1, 100)}}
_STAMP_DAY = re.compile(
    r"^ngay\s*:\s*(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{2,4})"
)
_FORM_NAMED = re.compile(
    r"theo (?:bieu )?mau|(?:bieu )?mau (?:dinh )?kem|phu luc (?:dinh |gui )?kem|bieu mau kem"
)
_PERIOD_CITED = re.compile(r"giai doan (?P<first>(?:19|20)[0-9]{2}) ?[-–] ?(?P<last>20[0-9]{2})")
_NEXT_CITED = re.compile(r"\bso [0-9]{1,5} ?/")
MOST_PLAIN_ROWS = 3
LONGEST_ANNEX_HEAD = 90  # letters


class Trouble(StrEnum):
    """Kinds of contradictions; the wording has a sentence for each."""

    OTHER_YEAR = "other_year"
    TWO_DATES = "two_dates"
    ANNEX_MISSING = "annex_missing"
    FORM_MISSING = "form_missing"
    BEFORE_THE_END = "before_the_end"
    ORDER_OF_TIERS = "order_of_tiers"
    WRONG_WEEKDAY = "wrong_weekday"
    STAMP = "stamp"
    TWO_PERIODS = "two_periods"
    END_BEFORE_START = "end_before_start"
    OPENING_TOO_EARLY = "opening_too_early"
    NO_SUCH_DAY = "no_such_day"


@dataclass(frozen=True)
class Contradiction:
    """One thing that does not fit, with what is printed (`said`, `other`) and the sentences."""

    trouble: Trouble
    said: str
    other: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Facts:
    """What was read, to be held against each other."""

    plan: Paper
    others: Sequence[Paper]
    year: int | None
    issued: date | None
    period: Period | None
    periods: Sequence[Period]
    openings: Sequence[Opening]
    dues: Sequence[ReportDeadline]


def has_form(paper: Paper) -> bool:
    """Tell whether a table of the plan is a form to be filled."""
    rows = [block for block in paper.blocks if block.is_row]
    shared_out = [*assigned_rows(paper.sentences)]
    return len(rows) - len(shared_out) > MOST_PLAIN_ROWS


def contradictions(facts: Facts) -> list[Contradiction]:
    """Return all contradictions, in the order of the checks, each once."""
    found: dict[tuple[str, str, str], Contradiction] = {}
    for check in _CHECKS:
        for made in check(facts):
            found.setdefault((made.trouble, made.said, made.other), made)
    return list(found.values())


def _other_years(facts: Facts) -> Iterator[Contradiction]:
    if facts.year is None:
        return
    for sentence in _own_sentences(facts.plan):
        for found in _WEEK_OF_A_YEAR.finditer(sentence.plain):
            if int(found.group("year")) != facts.year:
                yield _trouble(Trouble.OTHER_YEAR, found.group("year"), str(facts.year), sentence)
    told: tuple[Period | Opening | ReportDeadline, ...] = (
        *facts.periods[:1],
        *facts.openings,
        *facts.dues,
    )
    for dated in told:
        for day in dated.days:
            if day.year not in (facts.year, facts.year + 1):
                other = str(day.year), str(facts.year)
                yield _trouble(Trouble.OTHER_YEAR, *other, dated.sentence)


def _own_sentences(paper: Paper) -> list[Sentence]:
    """Return sentences that speak of the plan's own week, not of what other documents were about."""
    return [
        s
        for s in paper.sentences
        if not re.search(r"can cu|tiep noi|ket qua[^.]{0,30}nam truoc", s.plain)
    ]


def _two_dates(facts: Facts) -> Iterator[Contradiction]:
    """Return one document cited with two days."""
    dated = (each for each in citations(_all_sentences(facts)) if each.on is not None)
    cited = grouped_by(lambda each: (each.number, fold(each.symbol)), dated)
    for (number, _), named in cited.items():
        first = named[0]
        for other in named[1:]:
            if other.on != first.on:
                periods = {_period_cited(first), _period_cited(other)}
                tails = ("", "") if len(periods - {""}) < 2 else map(_period_cited, (first, other))
                said, again = map(str.__add__, (first.day, other.day), tails)
                said = f"{number}/{first.symbol}: {said}"
                yield _trouble(Trouble.TWO_DATES, said, again, first.sentence, other.sentence)


def _period_cited(cited: Cited) -> str:
    """Return " (giai đoạn 2012-2020)" as it stands behind the document's name, before the next one;
    "" for none."""
    _, _, behind = cited.sentence.plain.partition(fold(f"{cited.number}/{cited.symbol}"))
    found = _PERIOD_CITED.search(_NEXT_CITED.split(behind, maxsplit=1)[0])
    return f" (giai đoạn {found['first']}-{found['last']})" if found is not None else ""


def _own_date(facts: Facts) -> Iterator[Contradiction]:
    """Return an annex that gives the plan it comes with another day than the plan itself."""
    number, line = plan_number(facts.plan)
    if number is None or facts.issued is None or line is None:
        return
    for cited in citations([s for s in facts.plan.sentences if "kem theo" in s.plain]):
        same = fold(f"{cited.number}/{cited.symbol}") == fold(number)
        if same and cited.on not in (None, facts.issued):
            said = f"{number}: {_printed(facts.issued)}"
            yield _trouble(Trouble.TWO_DATES, said, cited.day, line, cited.sentence)


def _annexes(facts: Facts) -> Iterator[Contradiction]:
    """Return an annex that is named, or must come before one that is there, and is not attached."""
    attached: dict[int, Sentence] = {}
    named: dict[int, Sentence] = {}
    for sentence in facts.plan.sentences:
        for found in _ANNEX.finditer(sentence.plain):
            number = _NUMBERS.get(found.group("number"), 0)
            heads = found.start() == 0 and len(sentence.text) < LONGEST_ANNEX_HEAD
            (attached if heads else named).setdefault(number, sentence)
    last = max(attached, default=0)
    for number in sorted({*named, *range(1, last)} - {*attached}):
        sentence = named.get(number) or attached[last]
        yield _trouble(Trouble.ANNEX_MISSING, str(number), str(last or ""), sentence)


def _form_named(facts: Facts) -> Iterator[Contradiction]:
    if has_form(facts.plan):
        return
    for sentence in facts.plan.sentences:
        found = _FORM_NAMED.search(sentence.plain)
        if found is not None and "bao cao" in sentence.plain:
            said = sentence.text[found.start() : found.end()]
            yield _trouble(Trouble.FORM_MISSING, said, "", sentence)


def _deadlines(facts: Facts) -> Iterator[Contradiction]:
    """Return a report that is due before its period ends."""
    for due in facts.dues:
        if facts.period is None or due.deadline is None or due.deadline.last_day is None:
            continue
        if due.deadline.last_day < facts.period.end and (due.what or "").startswith("báo cáo"):
            yield _trouble(
                Trouble.BEFORE_THE_END, due.phrase or "", _printed(facts.period.end),
                due.sentence, facts.period.sentence,
            )  # fmt: skip


def _order_of_tiers(facts: Facts) -> Iterator[Contradiction]:
    """Whoever sums up the others' reports must hand in after them."""
    for lower in facts.dues:
        desks = fold(" ".join((*lower.to, lower.via or "")))
        for upper in facts.dues:
            summing = any(fold(who) in desks for who in upper.who)
            if summing and upper.days < lower.days and upper.days:
                yield _trouble(
                    Trouble.ORDER_OF_TIERS,
                    upper.phrase or "",
                    lower.phrase or "",
                    upper.sentence,
                    lower.sentence,
                )


def _days_of_the_calendar(facts: Facts) -> Iterator[Contradiction]:
    """Return days that do not exist, and weekdays that do not fit their day."""
    for sentence in _all_sentences(facts):
        for printed in dates_in(sentence.plain):
            day = printed.on(facts.year)
            weekday = weekday_beside(sentence.plain, printed.start, printed.end)
            if day is None and printed.year is not None:
                said = sentence.text[printed.start : printed.end]
                yield _trouble(Trouble.NO_SUCH_DAY, said, "", sentence)
            elif day is not None and weekday not in (None, day.weekday()):
                yield _trouble(Trouble.WRONG_WEEKDAY, _printed(day), str(weekday), sentence)


def _all_sentences(facts: Facts) -> list[Sentence]:
    """Return those of the plan and of the letters bound with it."""
    return sum(map(attrgetter("sentences"), facts.others), facts.plan.sentences)


def _stamps(facts: Facts) -> Iterator[Contradiction]:
    """Return an incoming stamp that is older than the letter it stands on."""
    for paper in (facts.plan, *facts.others):
        line = dateline(paper)
        for block in paper.blocks:
            found = _STAMP_DAY.match(block.plain)
            if found is None or line is None or line.issued is None:
                continue
            year = int(found.group("year"))
            stamped = date(
                year + 2000 * (year < 100), int(found.group("month")), int(found.group("day"))
            )
            if stamped < line.issued:
                yield _trouble(
                    Trouble.STAMP, _printed(stamped), _printed(line.issued),
                    paper.sentence(block), line.sentence,
                )  # fmt: skip


def _periods(facts: Facts) -> Iterator[Contradiction]:
    first = facts.period
    if first is None:
        return
    if first.end < first.start:
        yield _trouble(
            Trouble.END_BEFORE_START, _printed(first.start), _printed(first.end), first.sentence
        )
    for other in facts.periods:
        if "tuan le" in other.sentence.plain and (other.start, other.end) != (
            first.start,
            first.end,
        ):
            yield _trouble(
                Trouble.TWO_PERIODS, f"{_printed(first.start)} – {_printed(first.end)}",
                f"{_printed(other.start)} – {_printed(other.end)}", first.sentence, other.sentence,
            )  # fmt: skip


def _openings(facts: Facts) -> Iterator[Contradiction]:
    issued = facts.issued or date.min
    for opening in facts.openings:
        for day in opening.days[:1]:
            if day < issued:
                said = _printed(day), _printed(issued)
                yield _trouble(Trouble.OPENING_TOO_EARLY, *said, opening.sentence)


_CHECKS = (
    _other_years, _two_dates, _own_date, _annexes, _form_named, _deadlines, _order_of_tiers,
    _days_of_the_calendar, _stamps, _periods, _openings,
)  # fmt: skip


def _trouble(trouble: Trouble, said: str, other: str, *sentences: Sentence) -> Contradiction:
    return Contradiction(trouble, said, other, sentences)


def _printed(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
