"""The last day's word to the telephones of people who never joined: planned, shown, then sent.

Nothing of it goes out by itself. The office names the numbers in a list, says there that each person
agreed, sees template, price and count, and sends. Numbers are not kept; what was sent is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.channels.zalo_oa_notices import Template, masked, mobile
from bot.errors import OperatorError
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.optional import sure
from bot.model.submission import REMINDED
from bot.use_cases.app_context import AppContext
from bot.use_cases.reminding.reminder_content import deadline_of
from bot.vietnamese.normalise import unaccented
from storage import TemplateNotice, Transaction, UnitRecord

COLUMNS = {
    "code": ("ma", "code"),
    "phone": ("dien thoai", "phone"),
    "consent": ("dong y", "consent"),
}
AGREED = ("x", "co", "roi", "yes", "dong y")


class LeftOut(Enum):
    """Why a line of the list is not sent to; the value ends the key of the sentence."""

    NO_UNIT = "no_unit"
    NO_NUMBER = "no_number"
    NO_CONSENT = "no_consent"
    JOINED = "joined"
    HANDED_IN = "handed_in"
    NOT_LAST_DAY = "not_last_day"
    TRIED_TODAY = "tried_today"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the office's list, as it stands there."""

    code: str
    phone: str
    consent: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A message that would leave: `texts` fill the template."""

    unit_id: int
    unit: str
    number: str
    texts: Mapping[str, str]

    @property
    def masked(self) -> str:
        return masked(self.number)


@dataclass(frozen=True, slots=True)
class NoticePlan:
    """What would be sent, and the lines that are left out with the reason."""

    campaign: Campaign
    template: Template
    wanted: tuple[Wanted, ...]
    left_out: tuple[tuple[Listed, LeftOut], ...]

    @property
    def cost(self) -> int:
        """Đồng for all of it."""
        return len(self.wanted) * self.template.price


def read_list(lines: Iterable[list[str]]) -> list[Listed]:
    """Return the lines below a table's heading, whatever stands above it; raise OperatorError where no
    line names all columns."""
    rows = iter(lines)
    places = next((found for cells in rows if -1 not in (found := _places(cells))), None)
    if places is None:
        raise OperatorError(say("notices.columns"))
    width = max(places) + 1
    full = ((*cells, *[""] * width) for cells in rows if any(cells))
    return [Listed(*(str(cells[at]) for at in places)) for cells in full]


def _places(heading: list[str]) -> tuple[int, ...]:
    """Return where each column stands in a heading; -1 for one that it does not have."""
    cells = list(map(unaccented, heading))
    return tuple(
        next((at for at, cell in enumerate(cells) if any(word in cell for word in called)), -1)
        for called in COLUMNS.values()
    )


def plan(
    tx: Transaction,
    office: AppContext,
    campaign: Campaign,
    template: Template,
    fields: Mapping[str, str],
    listed: Iterable[Listed],
) -> NoticePlan:
    """Return what would be sent now. `fields` says what stands in each place of the template."""
    if campaign.state is not CampaignState.OPEN:
        raise OperatorError(say("notices.not_open", campaign=campaign.title))
    missing = [each.name for each in template.fields if each.is_needed and each.name not in fields]
    if missing:
        raise OperatorError(say("notices.fields_missing", names=", ".join(missing)))
    views = {view.unit.code: view for view in tx.views.board(campaign.id)}
    tried = tx.template_notices.tried(campaign.id, _today(office))
    wanted, left_out = {}, []
    for line in listed:
        view = _unit_of(views, line.code.strip())
        why = _why_not(office, campaign, view, line)
        if why is not None or view is None:
            left_out.append((line, why or LeftOut.NO_UNIT))
            continue
        number = mobile(line.phone)
        if (view.unit.id, masked(number)) in tried:
            left_out.append((line, LeftOut.TRIED_TODAY))
            continue
        texts = _texts(office, campaign, view, template, fields)
        wanted[view.unit.id, number] = Wanted(view.unit.id, view.unit.called, number, texts)
    return NoticePlan(campaign, template, tuple(wanted.values()), tuple(left_out))


def _unit_of(views: Mapping[str, UnitRecord], code: str) -> UnitRecord | None:
    """Return the unit of a code, also where a workbook dropped its zeros in front; None where none or
    several could be meant."""
    alike = [view for each, view in views.items() if each.lstrip("0") == code]
    return views.get(code) or (alike[0] if len(alike) == 1 else None)


def _why_not(
    office: AppContext, campaign: Campaign, view: UnitRecord | None, line: Listed
) -> LeftOut | None:
    """Return the first reason against a line."""
    if view is None:
        return LeftOut.NO_UNIT
    until = deadline_of(campaign, view)
    now = office.now().astimezone(office.tz)
    checks = (
        (bool(mobile(line.phone)), LeftOut.NO_NUMBER),
        (unaccented(line.consent).strip(" .") in AGREED, LeftOut.NO_CONSENT),
        (not view.has_reporter, LeftOut.JOINED),
        (view.standing in REMINDED, LeftOut.HANDED_IN),
        (
            until is not None and office.day_of(until) == now.date(),
            LeftOut.NOT_LAST_DAY,
        ),
    )
    return next((why for holds, why in checks if not holds), None)


def _texts(
    office: AppContext,
    campaign: Campaign,
    view: UnitRecord,
    template: Template,
    fields: Mapping[str, str],
) -> dict[str, str]:
    """Return what stands in each place, cut to its room."""
    until = sure(deadline_of(campaign, view))
    known = {
        "unit": view.unit.called,
        "title": campaign.title,
        "deadline": moment(until.astimezone(office.tz)),
        "issuer": campaign.issuer,
    }
    room = {each.name: each.most for each in template.fields}
    return {
        name: known.get(what, what)[: room[name] or None]
        for name, what in fields.items()
        if name in room
    }


def begin(tx: Transaction, office: AppContext, planned: NoticePlan, wanted: Wanted) -> int | None:
    """Note a message before it leaves; None where that number was sent one today."""
    notice = TemplateNotice(
        planned.campaign.id,
        wanted.unit_id,
        wanted.masked,
        _today(office),
        planned.template.number,
        planned.template.price,
    )
    return tx.template_notices.begin(notice, office.now())


def _today(office: AppContext) -> str:
    return office.today().isoformat()


def in_hours(office: AppContext, hours: tuple[int, int], now: datetime) -> bool:
    """Tell whether the platform lets such messages through at this hour."""
    first, end = hours
    return first <= now.astimezone(office.tz).hour < end
