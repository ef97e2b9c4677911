"""What a plan's deadline phrase means: one last valid instant, kept beside the phrase itself.

"Trước ngày 14/10" is read strictly: 13/10 is the last valid day. The coordinator may choose the
reading that includes the printed day. Whatever cannot be read for certain gives no date and
a warning, never a guess; a wrong deadline reminds everybody wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.domain.date_pieces import Piece, Sort, cut, plain_words
from bot.domain.deadline_mention import Force, Mention, find_mentions
from bot.domain.plan_check import day_warnings
from bot.domain.working_calendar import OfficeHours, WorkingCalendar

LAST_SECOND = time(23, 59, 59)
ONE_SECOND, HALF_DAY, ONE_DAY = timedelta(seconds=1), timedelta(hours=12), timedelta(days=1)
YEARS = range(1900, 2200)  # outside, a year is a misprint
YEAR_END, YEAR_START = 11, 2  # a period in November or later may have its deadline up to February
_NONE = re.compile(
    r"khong\s+(?:an dinh|quy dinh|gioi han|co han|co thoi han|thoi han)"
    r"(?:\s+(?:thoi han|han|ngay|nop|bao cao|cu the))*[.\s]*"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_instant` is the last moment at which a report is on time, `last_day` its day,
    `last_working_day` the last working day on or before that day; all None where the phrase names
    no date. `warnings` are stable codes. `stated_weekday` is what the phrase prints (Monday is 0),
    `printed_day` the date it prints. `is_open_ended`: the phrase says that there is no deadline."""

    phrase: str
    last_instant: datetime | None = None
    last_day: date | None = None
    last_working_day: date | None = None
    warnings: tuple[str, ...] = ()
    printed_day: date | None = None
    stated_weekday: int | None = None
    is_open_ended: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether there is a date."""
        return self.last_instant is not None


@dataclass(frozen=True, slots=True)
class _Context:
    """What a phrase is read against."""

    year: int | None
    period_end: date | None
    today: date | None
    inclusive: bool
    calendar: WorkingCalendar
    tz: tzinfo
    hours: OfficeHours


@dataclass(frozen=True, slots=True)
class _Reading:
    """One mention resolved: its instant, or none with the reason among the warnings."""

    instant: datetime | None
    warnings: tuple[str, ...] = ()
    printed: date | None = None
    weekday: int | None = None


def read_deadline(
    phrase: str,
    *,
    calendar: WorkingCalendar,
    tz: tzinfo,
    year: int | None = None,
    period_end: date | None = None,
    today: date | None = None,
    inclusive: bool = False,
    hours: OfficeHours | None = None,
) -> Deadline:
    """Read a deadline phrase; never fails, whatever it says.

    A year that is not printed is `year`, else that of `period_end`, else that of `today` with the
    warning "missing_year"; after a period in November or December, January and February belong to
    the next year. `inclusive` reads "trước ngày" as including the printed day and "trước 17h00" as
    including 17:00:00; otherwise the last valid instants are 23:59:59 of the day before, and
    16:59:59. An hour without "trước" includes that very second. `hours` say when "hết giờ làm việc"
    is.
    """
    context = _Context(year, period_end, today, inclusive, calendar, tz, hours or OfficeHours())
    words = plain_words(phrase)
    if _NONE.fullmatch(words):
        return Deadline(phrase, is_open_ended=True)
    exact = _iso_instant(phrase, tz)
    pieces = cut(phrase)
    reading = _Reading(exact) if exact is not None else _choose(pieces, context)
    return _deadline(phrase, reading, context)


def at_instant(phrase: str, instant: datetime, *, calendar: WorkingCalendar, tz: tzinfo) -> Deadline:
    """The deadline whose last instant is known already, as a campaign or an extension keeps it."""
    day = instant.astimezone(tz).date()
    return Deadline(phrase, instant.astimezone(tz), day, calendar.previous_working_day(day))


def late_days(deadline_instant: datetime, submitted_at: datetime, tz: tzinfo) -> int:
    """Calendar days after the deadline: 0 on time, 1 on the first day after.

    Whole seconds count. A report that misses an hour on the last day itself is one day late.
    """
    handed_in = submitted_at.replace(microsecond=0)
    if handed_in <= deadline_instant:
        return 0
    days = handed_in.astimezone(tz).date() - deadline_instant.astimezone(tz).date()
    return max(1, days.days)


def _iso_instant(phrase: str, tz: tzinfo) -> datetime | None:
    """"2022-10-14T17:00:00+07:00", as other programs write; a date alone is not an instant."""
    text = phrase.strip()
    if ":" not in text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    if read.year not in YEARS:
        return None
    return read.replace(tzinfo=tz) if read.tzinfo is None else read.astimezone(tz)


def _deadline(phrase: str, reading: _Reading, context: _Context) -> Deadline:
    if reading.instant is None:
        return Deadline(
            phrase,
            warnings=reading.warnings,
            printed_day=reading.printed,
            stated_weekday=reading.weekday,
        )
    made = at_instant(phrase, reading.instant, calendar=context.calendar, tz=context.tz)
    assert made.last_day is not None
    dates = day_warnings(made.last_day, context.calendar, context.period_end, context.today)
    return replace(
        made,
        warnings=(*reading.warnings, *dates),
        printed_day=reading.printed,
        stated_weekday=reading.weekday,
    )


def _choose(pieces: Sequence[Piece], context: _Context) -> _Reading:
    """The one deadline of a phrase, or why there is none."""
    mentions = find_mentions(pieces)
    strong = [mention for mention in mentions if mention.force is Force.STRONG]
    weak = [mention for mention in mentions if _is_date_alone(mention, pieces)]
    others = any(mention.force is Force.NOT for mention in mentions)
    ranges = any(piece.sort is Sort.RANGE for piece in pieces)
    if not strong and not (weak and not _days(pieces)):
        return _without_a_date(pieces, others, ranges, context)
    if not strong and (others or ranges):
        return _Reading(None, ("several_dates",))
    borrowed = {(m.date.day, m.date.month): m.date.year for m in mentions if m.date.year}
    readings = [_resolve(mention, borrowed, context) for mention in strong or weak]
    bad = next((reading for reading in readings if reading.instant is None), None)
    if bad is not None:
        return bad
    if len({reading.instant for reading in readings}) > 1:
        return _Reading(None, ("several_dates",))
    return _with_stray_hours(readings[0], strong or weak, pieces)


def _is_date_alone(mention: Mention, pieces: Sequence[Piece]) -> bool:
    """Whether digits without a deadline word are meant as a date: "12.5 triệu" and "3/45" are not."""
    if mention.force is not Force.WEAK:
        return False
    if mention.is_named or len(pieces) == 1:
        return True
    if mention.date.is_dotted:
        return False
    return mention.date.year is not None or mention.date.month <= 12


def _with_stray_hours(
    reading: _Reading, chosen: Sequence[Mention], pieces: Sequence[Piece]
) -> _Reading:
    """An hour elsewhere in the phrase may belong to the deadline: the coordinator is asked."""
    hours = sum(piece.sort is Sort.TIME for piece in pieces)
    taken = any(mention.time is not None for mention in chosen)
    if hours and not taken and "hour_unclear" not in reading.warnings:
        return replace(reading, warnings=(*reading.warnings, "hour_unclear"))
    return reading


def _days(pieces: Sequence[Piece]) -> Piece | None:
    return next((piece for piece in pieces if piece.sort is Sort.DAYS), None)


def _without_a_date(
    pieces: Sequence[Piece], others: bool, ranges: bool, context: _Context
) -> _Reading:
    """A number of days after the period, or nothing that could be a deadline."""
    counted = _days(pieces)
    if counted is not None:
        instant = None if others or ranges else _counted(pieces, counted, context)
        return _Reading(instant, ("relative",) if instant is None else ("counted",))
    if ranges:
        return _Reading(None, ("several_dates",))
    if others or any(piece.sort in (Sort.NUMBER, Sort.WEEKDAY, Sort.TIME) for piece in pieces):
        return _Reading(None, ("unclear_date",))
    return _Reading(None, ("not_stated",))


def _counted(
    pieces: Sequence[Piece], counted: Piece, context: _Context
) -> datetime | None:
    """"Trong vòng 5 ngày sau khi kết thúc Tuần lễ": calendar days unless working days are named.

    Only from the end of the period; "3 ngày trước …" and days after anything else give nothing.
    """
    place = pieces.index(counted)
    words = " ".join(piece.text for piece in pieces if piece.sort is Sort.WORD)
    beside = [piece.text for piece in pieces[max(0, place - 1) : place + 2] if piece is not counted]
    after_the_period = "ket thuc" in words and ("sau" in words.split() or "tu" in words.split())
    several = sum(piece.sort is Sort.DAYS for piece in pieces) > 1
    if not after_the_period or several or "truoc" in beside or context.period_end is None:
        return None
    if counted.working:
        last = context.calendar.add_working_days(context.period_end, counted.count)
    else:
        last = context.period_end + timedelta(days=counted.count)
    return datetime.combine(last, LAST_SECOND, context.tz)


def _resolve(
    mention: Mention, borrowed: dict[tuple[int, int], int | None], context: _Context
) -> _Reading:
    """A mention's last valid instant."""
    if mention.unsure:
        return _Reading(None, ("unclear_date",))
    printed = mention.date
    year = printed.year or borrowed.get((printed.day, printed.month))
    warnings: list[str] = []
    if year is None:
        year, warnings = _year_from_context(printed.month, context)
        if year is None:
            possible = _date(2000, printed.month, printed.day) is not None
            return _Reading(None, ("missing_year",) if possible else ("impossible_date",))
    day = _date(year, printed.month, printed.day)
    if day is None:
        return _Reading(None, ("impossible_date",))
    if mention.weekday is not None and mention.weekday != day.weekday():
        warnings.append("weekday_mismatch")
    at, clear = _hour(mention, context.hours)
    if not clear:
        warnings.append("hour_unclear")
    instant = _last_instant(day, at, mention.is_before and not context.inclusive, context.tz)
    return _Reading(instant, tuple(warnings), day, mention.weekday)


def _date(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_from_context(month: int, context: _Context) -> tuple[int | None, list[str]]:
    anchor = context.period_end or context.today
    year = context.year if context.year is not None else anchor and anchor.year
    if year is None:
        return None, ["missing_year"]
    if anchor is not None and year == anchor.year:
        year += anchor.month >= YEAR_END and month <= YEAR_START
    known = context.year is not None or context.period_end is not None
    return year, [] if known else ["missing_year"]


def _hour(mention: Mention, hours: OfficeHours) -> tuple[timedelta | None, bool]:
    """The clock time of a mention (None for the end of its day), and whether that is certain.

    A part of the day alone ("chiều ngày 14/10") sets no hour.
    """
    if mention.time is None:
        if mention.part == "gio":
            return timedelta(hours=hours.closing.hour, minutes=hours.closing.minute), True
        return None, not mention.part
    hour = mention.time.hour
    read = timedelta(hours=hour, minutes=mention.time.minute, seconds=mention.time.second)
    if (mention.part in ("chieu", "toi") and hour < 12) or (mention.part == "trua" and hour < 3):
        read += HALF_DAY
    if mention.part == "dem" and 6 <= hour <= 12:
        read += HALF_DAY
    return (read, True) if read <= ONE_DAY else (None, False)


def _last_instant(day: date, at: timedelta | None, is_before: bool, tz: tzinfo) -> datetime:
    """The instant; 24h00 is the end of the printed day, with and without "trước"."""
    midnight = datetime.combine(day, time(0), tz)
    if at is None:
        return midnight - ONE_SECOND if is_before else midnight + ONE_DAY - ONE_SECOND
    return midnight + at - (ONE_SECOND if is_before or at == ONE_DAY else timedelta(0))
