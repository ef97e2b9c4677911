"""The one reminder a person gets a day, written from what is true when it is sent.

It says what is missing and how long that takes, and fits one message of every channel: the text is
composed with less and less detail until it does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.locale.dates import day
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.calendar import WorkingCalendar
from bot.model.message import Reply, Urgency
from bot.reminders.combine import CombinedItems, merge
from bot.reminders.countdown import inside_a_sentence, time_left, time_left_in_full
from bot.reminders.reminder_item import HowTo, ReminderItem
from bot.reminders.schedule import Audience, is_for

LONGEST = 1900  # UTF-16 code units, head and text together: below every channel's limit
NAME = 60
LONGEST_LINK = 200
LACKING = ("not_started", "in_progress", "returned", "submitted", "accepted")


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much is told: open rows named, lengths of reasons, names and titles, duties listed."""

    rows: int
    reason: int
    name: int
    title: int
    duties: int = 100
    full: bool = True


_DETAILS = (
    _Detail(12, 300, 120, 160),
    _Detail(6, 160, 80, 120),
    _Detail(3, 100, 60, 80),
    _Detail(0, 60, 60, 60),
    _Detail(0, 30, 40, 40, full=False),
    _Detail(0, 0, 40, 40, duties=10, full=False),
)


@dataclass(frozen=True, slots=True)
class _Moment:
    """When and where the message is read."""

    now: datetime
    tz: tzinfo
    calendar: WorkingCalendar


def compose_reminder(
    person_name: str,
    duties: Sequence[ReminderItem],
    now: datetime,
    tz: tzinfo,
    calendar: WorkingCalendar,
) -> Reply:
    """Return one message for all of a person's duties, at most 1,900 UTF-16 units long.

    `duties` must not be empty. Their states decide the words, `now` the time that is left.
    """
    groups = merge(duties)
    moment = _Moment(now, tz, calendar)
    reply = Reply("")
    for detail in _DETAILS:
        reply = _compose(person_name, groups, moment, detail)
        if _length(reply) <= LONGEST:
            break
    return reply


def _length(reply: Reply) -> int:
    return len(f"{reply.head}\n{reply.text}".encode("utf-16-le", "surrogatepass")) // 2


def _compose(
    person_name: str, groups: Sequence[CombinedItems], moment: _Moment, detail: _Detail
) -> Reply:
    duties = [duty for group in groups for duty in group.duties]
    lines = [_greeting(person_name, len(duties))]
    room = detail.duties
    for group in groups:
        shown = group.duties[:room]
        if shown:
            lines += _group_lines(group, shown, len(groups) > 1, moment, detail)
        room -= len(shown)
    if len(duties) > detail.duties:
        lines.append(say("reminder.more", count=len(duties) - detail.duties))
    lines += _foot(duties, moment)
    head = say("reminder.head_many", count=len(duties))
    if len(groups) == 1:
        head = say("reminder.head", campaign=_short(groups[0].campaign_title, detail.title))
    return Reply("\n".join(lines), head, urgency=Urgency.REMINDER)


def _greeting(person_name: str, count: int) -> str:
    name = "" if is_unnamed(person_name) else _short(person_name, NAME)
    known = "reminder.greeting" if name else "reminder.greeting_nameless"
    key = known if count == 1 else f"{known}_many"
    return say(key, name=name)


def _group_lines(
    group: CombinedItems,
    shown: Sequence[ReminderItem],
    several: bool,
    moment: _Moment,
    detail: _Detail,
) -> list[str]:
    """Return the duties of a campaign and the time that is left for them."""
    words = time_left_in_full if detail.full else time_left
    left = words(group.deadline, moment.now, moment.tz, moment.calendar)
    told = [duty_in_words(duty, detail.rows, detail.reason, detail.name) for duty in shown]
    if several:
        title = _short(group.campaign_title, detail.title)
        first = say("reminder.group", campaign=title, left=inside_a_sentence(left))
        return [first if left else title, *(say("reminder.item", duty=text) for text in told)]
    if left and any(duty.has_other_days for duty in shown):
        left = say("reminder.of_report", left=inside_a_sentence(left))
    key = "reminder.alone" if len(told) == 1 else "reminder.item"
    return [*(say(key, duty=text) for text in told), *filter(None, [left])]


def duty_in_words(duty: ReminderItem, rows: int = 12, reason: int = 300, name: int = 120) -> str:
    """Return one duty in words: `Xã Bum Nưa: đã nhập 12/34 câu, còn mục 5.1, 5.2, 10.1 …`."""
    text = say(
        f"reminder.duty.{duty.kind.word}",
        unit=_short(duty.unit_name, name),
        answered=duty.answered,
        total=duty.total,
        minutes=duty.minutes,
    )
    if duty.state == "returned" and duty.returned_reason and reason:
        text += say("reminder.reason", reason=_short(duty.returned_reason, reason))
    if rows and duty.missing and duty.state in ("in_progress", "returned"):
        text += _rows(duty.missing, rows)
    if duty.lacks and duty.state in LACKING:
        text += say("reminder.lacks", parts=", ".join(duty.lacks))
    return text


def _rows(missing: Sequence[str], most: int) -> str:
    names = ", ".join(_short(name, NAME) for name in missing[:most])
    if len(missing) > most:
        return say("reminder.rows_and_more", rows=names, count=len(missing) - most)
    return say("reminder.rows", rows=names)


def _foot(duties: Sequence[ReminderItem], moment: _Moment) -> list[str]:
    """Say that late reports are welcome, the coordinator's own words, what to type and where."""
    return [
        *_about_time(duties, moment),
        *_to_deputies(duties),
        *(say("reminder.words", words=_short(words, 300)) for words in _first_words(duties)),
        *_how_to(duties),
        *(link for link in _first_link(duties) if len(link) <= LONGEST_LINK),
    ]


def _about_time(duties: Sequence[ReminderItem], moment: _Moment) -> Iterator[str]:
    """Say that late is better than never, and until when figures may grow."""
    if any(duty.is_overdue(moment.now) for duty in duties):
        yield say("reminder.late_is_fine")
    today = moment.now.astimezone(moment.tz).date()
    ends = [duty.period_end for duty in duties if duty.is_within_period(today)]
    latest = max(filter(None, ends), default=None)
    if latest is not None:
        yield say("reminder.as_it_goes", day=day(latest))


def _to_deputies(duties: Sequence[ReminderItem]) -> Iterator[str]:
    """Say why somebody is told whom the reports usually do not wait for."""
    if any(is_for(duty.step, Audience.DEPUTY) for duty in duties):
        yield say("reminder.to_deputies")


def _first_words(duties: Sequence[ReminderItem]) -> list[str]:
    return [duty.words for duty in duties if duty.words][:1]


def _first_link(duties: Sequence[ReminderItem]) -> list[str]:
    return [duty.link_hint for duty in duties if duty.link_hint][:1]


def _how_to(duties: Sequence[ReminderItem]) -> Iterator[str]:
    """Say what to type for all these duties, each way once."""
    wanted = frozenset[HowTo]().union(*(duty.hints for duty in duties))
    for how in HowTo:
        if how in wanted:
            many = how is HowTo.FILL_IN and len(duties) > 1
            yield say(f"reminder.{how}_many" if many else f"reminder.{how}")


def _short(text: str, most: int) -> str:
    """Return text on one line, cut at a word with "…" where it is too long."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[most // 2 :] else cut).rstrip(" ,.;:") + "…"
