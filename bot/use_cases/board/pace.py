"""How fast reports come in: by day, by kind, beside the campaign before; and who was late then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.figures.rollup import UnitReport
from bot.locale.say import say
from bot.model.campaign import Campaign
from bot.model.optional import optional
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_days import latest_instant

DAYS = 31  # of the chart at the most
FEWEST_DAYS = 14
YEAR = 300  # days between two campaigns from which on the earlier one is last year's
APART = 31  # days by which deadlines may lie otherwise than the weeks that are reported


@dataclass(frozen=True, slots=True)
class DayCount:
    """How many reports came on a day, how many were in by then (None: a day to come), and in the campaign
    before at the same distance from the deadline (None: unknown)."""

    day: date
    came: int
    so_far: int | None
    before: int | None


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many units of a kind have sent, and in the campaign before by this day (None: unknown)."""

    kind: str
    sent: int
    all: int
    before: int | None


@dataclass(frozen=True, slots=True)
class SlowUnit:
    """A unit that has not sent, and how it was the time before, in a few words."""

    unit_id: int
    name: str
    why: str


@dataclass(frozen=True)
class Pace:
    """`days` end today; `curve` goes on to the deadline. `since` tells whether the campaign before is last
    year's ("year") or an earlier round ("round"); "" without one."""

    days: tuple[DayCount, ...]
    curve: tuple[DayCount, ...]
    kinds: tuple[KindCount, ...]
    came: tuple[tuple[int, str], ...]  # id and name of the units whose reports came on the day
    slow: tuple[SlowUnit, ...]
    last_day: date | None
    all: int
    since: str

    @property
    def most(self) -> int:
        """Return the height of the chart: the most reports of a day."""
        return max((each.came for each in self.days), default=0)

    @property
    def today(self) -> DayCount:
        """Return how things stand on the last day that is shown."""
        return self.days[-1]


@dataclass(frozen=True)
class Compared:
    """A campaign beside the one before (None without one) and what became of it by the codes of today's
    units."""

    campaign: Campaign
    last: Campaign | None
    before: Mapping[str, UnitReport]

    def before_of(self, units: Iterable[UnitReport]) -> list[UnitReport]:
        """Return what became of some units the time before, as far as they were there."""
        return [self.before[unit.unit_code] for unit in units if unit.unit_code in self.before]


def pace_of(
    office: AppContext,
    compared: Compared,
    everybody: Sequence[UnitReport],
    kind: str,
    chosen: str,
    members: Mapping[str, int],
) -> Pace:
    """Return how fast units report, those of a kind where one is named; `chosen` is the day whose reports are
    told by name, `members` leads codes to numbers."""
    units = [unit for unit in everybody if kind in ("", unit.kind)]
    today = office.today()
    then = _by_day(office, compared.before_of(units))
    back = days_between(office, compared) if then else None
    curve = _curve(office, compared.campaign, units, then, back)
    days = tuple(each for each in curve if each.so_far is not None)
    until = min(today, days[-1].day) - back if back is not None else None
    return Pace(
        days,
        curve,
        _by_kind(office, everybody, compared.before, until),
        _came(office, units, chosen, members),
        _slow(units, compared.before, members),
        _last_day(office, compared.campaign),
        len(units),
        _since(back),
    )


def _curve(
    office: AppContext,
    campaign: Campaign,
    units: Sequence[UnitReport],
    then: Counter[date],
    back: timedelta | None,
) -> tuple[DayCount, ...]:
    """Return the days from the first report (or the week's end) until today, a month at the most, and on to
    the deadline, with what the same units had sent by then the time before."""
    came = _by_day(office, units)
    today = office.today()
    if campaign.state.is_over:
        today = min(today, max(came, default=today))
    first = min([*came, campaign.period_end, today - timedelta(days=FEWEST_DAYS - 1)])
    first = max(first, today - timedelta(days=DAYS - 1))
    end = max(today, _last_day(office, campaign) or today)
    end = min(end, today + timedelta(days=DAYS))
    return tuple(
        DayCount(
            day,
            came[day],
            _until(came, day) if day <= today else None,
            _until(then, day - back) if back is not None else None,
        )
        for day in _days_from(first, end)
    )


def _since(back: timedelta | None) -> str:
    if back is None:
        return ""
    return "year" if back.days >= YEAR else "round"


def days_between(office: AppContext, compared: Compared) -> timedelta | None:
    """Return how far the campaign before lies back: between the two deadlines, so that days at the same
    distance from them are compared; between the periods where the deadlines lie quite otherwise."""
    if compared.last is None:
        return None
    between = compared.campaign.period_end - compared.last.period_end
    last_days = [_last_day(office, each) for each in (compared.last, compared.campaign)]
    if last_days[0] is None or last_days[1] is None:
        return between
    until = last_days[1] - last_days[0]
    return until if abs((until - between).days) <= APART else between


def _last_day(office: AppContext, campaign: Campaign) -> date | None:
    """Return the last day on which any unit is on time."""
    until = latest_instant(campaign)
    return optional(office.day_of, until)


def _days_from(first: date, end: date) -> list[date]:
    return [first + timedelta(days=each) for each in range((end - first).days + 1)]


def _sent_on(office: AppContext, unit: UnitReport) -> date | None:
    if unit.submitted_at is None or not unit.has_sent:
        return None
    return office.day_of(unit.submitted_at)


def _by_day(office: AppContext, units: Iterable[UnitReport]) -> Counter[date]:
    """Return how many reports came on each day."""
    days = (_sent_on(office, unit) for unit in units)
    return Counter(day for day in days if day is not None)


def _until(came: Counter[date], day: date) -> int:
    """Return how many had come by the end of a day."""
    return sum(many for each, many in came.items() if each <= day)


def _by_kind(
    office: AppContext,
    units: Sequence[UnitReport],
    before: Mapping[str, UnitReport],
    until: date | None,
) -> tuple[KindCount, ...]:
    """Return for each kind how many have sent, and how many of the same units had by a day of the campaign
    before (None: nobody knows)."""
    everybody = Counter(unit.kind for unit in units)
    sent = Counter(unit.kind for unit in units if unit.has_sent)
    then: Counter[str] = Counter()
    for unit in units:
        day = _sent_on(office, before[unit.unit_code]) if unit.unit_code in before else None
        then[unit.kind] += day is not None and until is not None and day <= until
    return tuple(
        KindCount(kind, sent[kind], many, then[kind] if until is not None else None)
        for kind, many in everybody.items()
    )


def _came(
    office: AppContext, units: Sequence[UnitReport], day: str, members: Mapping[str, int]
) -> tuple[tuple[int, str], ...]:
    return tuple(
        (members[unit.unit_code], unit.unit_name)
        for unit in units
        if (sent := _sent_on(office, unit)) is not None and sent.isoformat() == day
    )


def _slow(
    units: Sequence[UnitReport], before: Mapping[str, UnitReport], members: Mapping[str, int]
) -> tuple[SlowUnit, ...]:
    """Return the units that have not sent and were late the time before, or sent nothing then."""
    waiting = [unit for unit in units if not unit.has_sent and unit.unit_code in before]
    return tuple(
        SlowUnit(members[unit.unit_code], unit.unit_name, why)
        for unit in waiting
        if (why := _why_slow(before[unit.unit_code]))
    )


def _why_slow(last: UnitReport) -> str:
    """Return how a unit was late, "" where it was not."""
    if not last.has_sent:
        return say("totals.slow_silent")
    return say("totals.slow_late", days=last.late_days) if last.late_days > 0 else ""
