"""The coordinator's morning message: who sent since yesterday, who has not, by name, and the
countdown to the coordinator's own report to the level above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from bot.locale.dates import moment
from bot.locale.person_names import is_unnamed
from bot.locale.say import say
from bot.model.calendar import WorkingCalendar
from bot.model.campaign import Upward
from bot.model.message import Reply, Urgency
from bot.reminders.countdown import inside_a_sentence, time_left_in_full

MOST_NAMES = 40  # of one state; the board holds the rest


@dataclass(frozen=True, slots=True)
class CampaignDay:
    """One campaign as a coordinator meets it in the morning. Names are units' names; those of
    `in_progress` may carry a mark of their own ("Xã Tá Bạ 12/34"). `sent` and `total` count units.
    `call_list` are the late ones to be telephoned today, `lacking` those that sent their report and owe
    a part of it still; `upward` is the coordinator's own report. `to_finish` is the slug of one that is
    long over."""

    campaign_title: str
    deadline: datetime | None
    sent: int
    total: int
    sent_since: tuple[str, ...] = ()
    started_since: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    awaiting_approval: tuple[str, ...] = ()
    in_progress: tuple[str, ...] = ()
    not_started: tuple[str, ...] = ()
    not_joined: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    call_list: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    upward: Upward | None = None
    to_finish: str = ""

    @property
    def is_quiet(self) -> bool:
        """Nothing is open, nothing has changed and nothing is left for the level above."""
        return (
            self.sent == self.total
            and not self.sent_since
            and not self.lacking
            and self.upward is None
        )


def compose_digest(
    person_name: str,
    days: Sequence[CampaignDay],
    now: datetime,
    tz: tzinfo,
    calendar: WorkingCalendar,
) -> Reply | None:
    """Return one message for all of a coordinator's campaigns; None when there is nothing to say."""
    told = [day for day in days if not day.is_quiet]
    if not told:
        return None
    known = not is_unnamed(person_name)
    lines = [say("reminder.digest.greeting", name=person_name) if known else ""]
    for day in told:
        lines += _campaign(day, len(told) > 1, now, tz, calendar)
    lines.append(say("reminder.digest.how"))
    head = say("reminder.digest.head_many", count=len(told))
    if len(told) == 1:
        head = say("reminder.digest.head", campaign=told[0].campaign_title)
    return Reply("\n".join(filter(None, lines)), head, urgency=Urgency.NOTICE)


def _campaign(
    day: CampaignDay, several: bool, now: datetime, tz: tzinfo, calendar: WorkingCalendar
) -> list[str]:
    lines = [day.campaign_title] if several else []
    lines.append(say("reminder.digest.sent", sent=day.sent, total=day.total))
    if day.sent < day.total:
        lines.append(time_left_in_full(day.deadline, now, tz, calendar))
    for name in (
        "call_list", "sent_since", "lacking", "started_since", "returned", "awaiting_approval",
        "in_progress", "not_started", "not_joined", "unreached",
    ):  # fmt: skip
        units = getattr(day, name)
        if units:
            lines.append(say(f"reminder.digest.{name}", count=len(units), names=_names(units)))
    if day.upward is not None and not day.upward.is_sent:
        lines.append(upward_line(day.upward, now, tz, calendar))
    if day.to_finish:
        lines.append(say("reminder.digest.finish", slug=day.to_finish))
    return lines


def upward_line(upward: Upward, now: datetime, tz: tzinfo, calendar: WorkingCalendar) -> str:
    """Return the sentence about the report to the level above: what was sent to whom, and for the others
    how long is left, or that its day is not known yet."""
    names = upward.receivers or ("",)
    left = [name for name in names if not _is_sent_to(upward, name)]
    told = [_sent_to(upward, name, tz) for name in names if name not in left]
    if left:
        told.append(_still_to_send(upward, list(filter(None, left)), now, tz, calendar))
    return "\n".join([*told, *_made(upward, left)])


def _made(upward: Upward, left: Sequence[str]) -> list[str]:
    """Return that the report was made for some of those it was not sent to yet."""
    made = [name or say("reminder.digest.above") for name in left if upward.made_for(name)]
    return [say("reminder.digest.upward_made", receivers="; ".join(made))] if made else []


def _is_sent_to(upward: Upward, receiver: str) -> bool:
    made = upward.made_for(receiver)
    return made is not None and made.sent_at is not None


def _sent_to(upward: Upward, receiver: str, tz: tzinfo) -> str:
    """Return that a receiver was sent the report, with number and time; "" for not yet."""
    made = upward.made_for(receiver)
    if made is None or made.sent_at is None:
        return ""
    named = {
        "receiver": receiver or made.addressee or say("reminder.digest.above"),
        "at": moment(made.sent_at.astimezone(tz)),
        "number": made.number or say("decree.dots"),
    }
    return say("reminder.digest.upward_sent", **named)


def _still_to_send(
    upward: Upward, receivers: Sequence[str], now: datetime, tz: tzinfo, calendar: WorkingCalendar
) -> str:
    receiver = "; ".join(receivers) or say("reminder.digest.above")
    if upward.until is None:
        return say("reminder.digest.next_open", receiver=receiver)
    left = inside_a_sentence(time_left_in_full(upward.until, now, tz, calendar))
    return say("reminder.digest.next", receiver=receiver, left=left)


def _names(units: Sequence[str]) -> str:
    shown = ", ".join(units[:MOST_NAMES])
    if len(units) > MOST_NAMES:
        return say("reminder.digest.and_more", names=shown, count=len(units) - MOST_NAMES)
    return shown
