"""Which date of a phrase is the deadline, and the last valid instant it stands for.

Whatever reads in two ways gives a code instead of an instant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo

from bot.deadlines.candidates import Force, Mention
from bot.deadlines.lexer import DatePiece, PieceKind
from bot.model.calendar import ONE_DAY, OfficeHours, WorkingCalendar, end_of_day

ONE_SECOND, HALF_DAY = timedelta(seconds=1), timedelta(hours=12)
YEARS = range(1900, 2200)  # outside, a year is a misprint
YEAR_END, YEAR_START = 11, 2  # a period in November or later may have its deadline up to February


@dataclass(frozen=True, slots=True)
class Context:
    """What a phrase is read against."""

    year: int | None
    period_end: date | None
    today: date | None
    inclusive: bool
    calendar: WorkingCalendar
    tz: tzinfo
    hours: OfficeHours


@dataclass(frozen=True, slots=True)
class Reading:
    """One mention resolved: its instant, or none with the reason among the warnings."""

    instant: datetime | None
    warnings: tuple[str, ...] = ()
    printed: date | None = None
    weekday: int | None = None


def choose_date(
    pieces: Sequence[DatePiece], mentions: Sequence[Mention], context: Context
) -> Reading:
    """Return the one deadline of a phrase, or why there is none."""
    strong = [mention for mention in mentions if mention.force is Force.STRONG]
    alone = [mention for mention in mentions if _is_date_alone(mention, pieces)]
    if strong:
        return _agreed(strong, mentions, pieces, context)
    others = any(mention.force is Force.NOT for mention in mentions)
    sorts = {piece.sort for piece in pieces}
    if not alone or PieceKind.DAYS in sorts:
        return _without_a_date(pieces, others, context)
    if others or PieceKind.RANGE in sorts:
        return Reading(None, ("several_dates",))
    return _agreed(alone, mentions, pieces, context)


def _agreed(
    chosen: Sequence[Mention],
    mentions: Sequence[Mention],
    pieces: Sequence[DatePiece],
    context: Context,
) -> Reading:
    """Return the one instant that all chosen dates stand for, or why there is none. A date without a
    year has that of the same day elsewhere in the phrase."""
    years = {
        (each.date.day, each.date.month): each.date.year for each in mentions if each.date.year
    }
    readings = [_resolve(mention, years, context) for mention in chosen]
    unresolved = [reading for reading in readings if reading.instant is None]
    if unresolved:
        return unresolved[0]
    if len({reading.instant for reading in readings}) > 1:
        return Reading(None, ("several_dates",))
    return _with_stray_hours(readings[0], chosen, pieces)


def _is_date_alone(mention: Mention, pieces: Sequence[DatePiece]) -> bool:
    """Tell whether digits without a deadline word are a date: "12.5 triệu" and "3/45" are none."""
    if mention.force is not Force.WEAK:
        return False
    if mention.is_named or len(pieces) == 1:
        return True
    if mention.date.is_dotted:
        return False
    return mention.date.year is not None or mention.date.month <= 12


def _with_stray_hours(
    reading: Reading, chosen: Sequence[Mention], pieces: Sequence[DatePiece]
) -> Reading:
    """Return the reading, with a question where an hour elsewhere may belong to the deadline."""
    hours = sum(piece.sort is PieceKind.TIME for piece in pieces)
    taken = any(mention.time is not None for mention in chosen)
    if hours and not taken and "hour_unclear" not in reading.warnings:
        return replace(reading, warnings=(*reading.warnings, "hour_unclear"))
    return reading


_DATE_LIKE = {PieceKind.NUMBER, PieceKind.WEEKDAY, PieceKind.TIME}


def _without_a_date(pieces: Sequence[DatePiece], others: bool, context: Context) -> Reading:
    """Return a number of days after the period, or nothing that could be a deadline."""
    sorts = {piece.sort for piece in pieces}
    ranges = PieceKind.RANGE in sorts
    if PieceKind.DAYS in sorts:
        instant = None if others or ranges else _counted(pieces, context)
        return Reading(instant, ("relative",) if instant is None else ("counted",))
    if ranges:
        return Reading(None, ("several_dates",))
    if others or sorts & _DATE_LIKE:
        return Reading(None, ("unclear_date",))
    return Reading(None, ("not_stated",))


def _counted(pieces: Sequence[DatePiece], context: Context) -> datetime | None:
    """For "trong vòng 5 ngày sau khi kết thúc Tuần lễ": calendar days unless it says working days.

    Only from the end of the period; "3 ngày trước …" and days after anything else give nothing.
    """
    counted = _days_after_period(pieces)
    if counted is None or context.period_end is None:
        return None
    if counted.working:
        last = context.calendar.add_working_days(context.period_end, counted.count)
    else:
        last = context.period_end + timedelta(days=counted.count)
    return end_of_day(last, context.tz)


def _days_after_period(pieces: Sequence[DatePiece]) -> DatePiece | None:
    """Return the one number of days that counts from the end of the period."""
    places = [at for at, piece in enumerate(pieces) if piece.sort is PieceKind.DAYS]
    words = [piece.text for piece in pieces if piece.sort is PieceKind.WORD]
    follows_the_end = "ket thuc" in " ".join(words) and not {"sau", "tu"}.isdisjoint(words)
    if len(places) != 1 or not follows_the_end:
        return None
    beside = pieces[max(0, places[0] - 1) : places[0] + 2]
    counts_back = any(piece.text == "truoc" for piece in beside)
    return None if counts_back else pieces[places[0]]


def _resolve(
    mention: Mention, borrowed: Mapping[tuple[int, int], int | None], context: Context
) -> Reading:
    """Return a mention's last valid instant."""
    if mention.unsure:
        return Reading(None, ("unclear_date",))
    printed = mention.date
    year = printed.year or borrowed.get((printed.day, printed.month))
    warnings: list[str] = []
    if year is None:
        year, warnings = _year_from_context(printed.month, context)
        if year is None:
            possible = _date(2000, printed.month, printed.day) is not None
            return Reading(None, ("missing_year",) if possible else ("impossible_date",))
    day = _date(year, printed.month, printed.day)
    if day is None:
        return Reading(None, ("impossible_date",))
    if mention.weekday is not None and mention.weekday != day.weekday():
        warnings.append("weekday_mismatch")
    at, clear = _hour(mention, context.hours)
    if not clear:
        warnings.append("hour_unclear")
    instant = _last_instant(day, at, mention.is_before and not context.inclusive, context.tz)
    return Reading(instant, tuple(warnings), day, mention.weekday)


def _date(year: int, month: int, day: int) -> date | None:
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_from_context(month: int, context: Context) -> tuple[int | None, list[str]]:
    anchor = context.period_end or context.today
    year = context.year
    if year is None and anchor is not None:
        year = anchor.year
    if year is None:
        return None, ["missing_year"]
    if anchor is not None and year == anchor.year:
        year += int(anchor.month >= YEAR_END and month <= YEAR_START)
    known = context.year is not None or context.period_end is not None
    return year, [] if known else ["missing_year"]


_AFTER_NOON = {  # the hours that a part of the day moves into its second half
    "chieu": range(12), "toi": range(12), "trua": range(3), "dem": range(6, 13),
}  # fmt: skip


def _hour(mention: Mention, hours: OfficeHours) -> tuple[timedelta | None, bool]:
    """Return the clock time of a mention (None for the end of its day), and whether that is certain.

    A part of the day alone ("chiều ngày 14/10") sets no hour.
    """
    if mention.time is None:
        if mention.part == "gio":
            return timedelta(hours=hours.closing.hour, minutes=hours.closing.minute), True
        return None, not mention.part
    hour = mention.time.hour
    if (hour, mention.time.minute) == (23, 59):  # as people write the end of a day
        return ONE_DAY, True
    read = timedelta(hours=hour, minutes=mention.time.minute, seconds=mention.time.second)
    if hour in _AFTER_NOON.get(mention.part, ()):
        read += HALF_DAY
    return (read, True) if read <= ONE_DAY else (None, False)


def _last_instant(day: date, at: timedelta | None, is_before: bool, tz: tzinfo) -> datetime:
    """Return the instant; 24h00 is the end of the printed day, with and without "trước"."""
    midnight = datetime.combine(day, time(0), tz)
    if at is None:
        return midnight - ONE_SECOND if is_before else midnight + ONE_DAY - ONE_SECOND
    return midnight + at - (ONE_SECOND if is_before or at == ONE_DAY else timedelta(0))
