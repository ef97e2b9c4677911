"""Forms, units, campaigns and invites: everything a coordinator sets up."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.deadlines.parse import read_deadline
from bot.errors import OperatorError, UsageError
from bot.forms.form_loader import builtin_slugs, load_builtin, parse_form
from bot.forms.form_writer import form_to_toml
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.deadline import Deadline
from bot.model.form import Form
from bot.model.form_change import compare
from bot.model.unit import Unit
from bot.toml_files import read_toml
from bot.use_cases import reminder_schedule
from bot.use_cases.app_context import AppContext
from bot.use_cases.form_files import keep_template
from bot.use_cases.opening import tell_opened
from bot.use_cases.unit_registry import (
    BadList,
    ListedUnits,
    body_named,
    keep_listed,
    units_of,
)
from storage import Transaction

NO_DEADLINE = "không ấn định"
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
KEYS = {
    "slug",
    "title",
    "form",
    "period",
    "deadline",
    "deadline_inclusive",
    "issuer",
    "receiver",
    "units",
    "photos_min",
    "report_file",
    "upward",
    "body",
    "previous",
}


@dataclass(frozen=True)
class Upward:
    """The coordinator's own deadline and the bodies that the report goes to."""

    deadline: Deadline
    receivers: tuple[str, ...]


@dataclass(frozen=True)
class CampaignFile:
    """A campaign file, checked: the campaign, its forms by slug, its units, its deadline."""

    campaign: Campaign
    forms: tuple[tuple[str, Form], ...]
    units: tuple[Unit, ...]
    deadline: Deadline
    source: str
    upward: Upward | None = None
    unit_notes: tuple[str, ...] = ()  # what looks odd in the list of units
    form_files: tuple[tuple[str, Path], ...] = ()  # where each form that is not built in was read


def read_campaign(path: Path, office: AppContext) -> CampaignFile:
    """Read and check a campaign file; raises UsageError naming the key at fault."""
    body, source = read_toml(path)
    return _checked(path, body, source, office)


def _checked(path: Path, body: dict[str, Any], source: str, office: AppContext) -> CampaignFile:
    unknown = sorted(set(body) - KEYS)
    if unknown:
        raise _fault(path, unknown[0], "campaign.unknown_key")
    slug = _text(path, body, "slug", needed=True)
    if not SLUG.fullmatch(slug):
        raise _fault(path, "slug", "campaign.bad_slug")
    start, end = _period(path, body.get("period"))
    phrase = _phrase(path, body.get("deadline"))
    deadline = read_deadline(
        "" if phrase == NO_DEADLINE else phrase,
        year=end.year,
        period_end=end,
        today=office.now().astimezone(office.tz).date(),
        hours=office.hours,
        inclusive=bool(body.get("deadline_inclusive", False)),
        calendar=office.calendar,
        tz=office.tz,
    )
    if phrase != NO_DEADLINE and deadline.last_instant is None:
        raise _fault(path, "deadline", "campaign.no_deadline")
    forms = _forms(path, body.get("form"))
    campaign = Campaign(
        0,
        slug,
        _text(path, body, "title", needed=True),
        CampaignState.DRAFT,
        start,
        end,
        phrase,
        deadline.last_instant,
        _text(path, body, "issuer"),
        _text(path, body, "receiver"),
        tuple((kind, form.slug) for kind, form in forms),
        _count(path, body, "photos_min"),
        _report_file(path, body.get("report_file", "")),
        _text(path, body, "body") or _text(path, body, "issuer"),
        _text(path, body, "previous"),
    )
    units = _campaign_units(path, body.get("units"))
    upward = _upward(path, body.get("upward"), end, office)
    known = tuple((form.slug, form) for _, form in forms)
    files = _form_files(path, body.get("form"), forms)
    return CampaignFile(
        campaign, known, tuple(units.units), deadline, source, upward, units.notes, files
    )


def _upward(path: Path, found: Any, end: date, office: AppContext) -> Upward | None:
    """Return the next tier: `upward = { deadline = "trước ngày 30/10/2023", receivers = ["Sở …",
    "UBND …"] }`; a single one may stand under `receiver`. A phrase without a day ("theo quy
    định") is kept."""
    if found is None:
        return None
    if not isinstance(found, dict) or not isinstance(found.get("deadline"), str):
        raise _fault(path, "upward", "campaign.need_upward")
    deadline = read_deadline(
        found["deadline"],
        year=end.year,
        period_end=end,
        calendar=office.calendar,
        tz=office.tz,
        hours=office.hours,
    )
    names_a_date = any(letter.isdigit() for letter in found["deadline"])
    if deadline.last_instant is None and (names_a_date or not found["deadline"].strip()):
        raise _fault(path, "upward", "campaign.need_upward")
    return Upward(deadline, _receivers(path, found))


def _receivers(path: Path, upward: dict[str, Any]) -> tuple[str, ...]:
    several = upward.get("receivers", [upward.get("receiver", "")])
    if not isinstance(several, list) or not all(isinstance(each, str) for each in several):
        raise _fault(path, "upward", "campaign.need_upward")
    return tuple(dict.fromkeys(each.strip() for each in several if each.strip()))


def _fault(path: Path, key: str, sentence: str, **details: object) -> UsageError:
    return UsageError(say(sentence, file=path, key=key, **details))


def _text(path: Path, body: dict[str, Any], key: str, *, needed: bool = False) -> str:
    found = body.get(key, "")
    if not isinstance(found, str) or (needed and not found.strip()):
        raise _fault(path, key, "campaign.need_text")
    return found.strip()


def _count(path: Path, body: dict[str, Any], key: str) -> int:
    found = body.get(key, 0)
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise _fault(path, key, "campaign.need_count")
    return found


def _report_file(path: Path, found: Any) -> str:
    if found not in ("", "optional", "required"):
        raise _fault(path, "report_file", "campaign.bad_report_file")
    return str(found)


def _period(path: Path, found: Any) -> tuple[date, date]:
    if not isinstance(found, dict):
        raise _fault(path, "period", "campaign.need_period")
    start, end = found.get("start"), found.get("end")
    if type(start) is not date or type(end) is not date:
        raise _fault(path, "period", "campaign.need_period")
    if end < start:
        raise _fault(path, "period", "campaign.period_backwards")
    return start, end


def _phrase(path: Path, found: Any) -> str:
    if type(found) is date:
        return found.isoformat()
    if not isinstance(found, str) or not found.strip():
        raise _fault(path, "deadline", "campaign.no_deadline")
    plain = found.strip()
    return NO_DEADLINE if plain.casefold() == NO_DEADLINE else plain


def _forms(path: Path, found: Any) -> list[tuple[str, Form]]:
    """Return (kind of unit, form); the form may be missing altogether."""
    if found is None or found == "":
        return []
    table = found if isinstance(found, dict) else {"": found}
    forms = [(str(kind), load_form(path, str(name))) for kind, name in table.items()]
    by_slug: dict[str, Form] = {}
    for _, form in forms:
        if by_slug.setdefault(form.slug, form) != form:
            raise UsageError(say("form_change.slug_taken", file=path, slug=form.slug))
    return forms


def _form_files(
    path: Path, found: Any, forms: list[tuple[str, Form]]
) -> tuple[tuple[str, Path], ...]:
    """Return slug and file of each form that was read from one."""
    names = found.values() if isinstance(found, dict) else [found]
    return tuple(
        (form.slug, path.parent / str(name))
        for (_, form), name in zip(forms, names, strict=False)
        if name not in builtin_slugs()
    )


def form_named(name: str) -> tuple[Form, Path | None]:
    """Return a built-in form by slug, or a form file with its path."""
    if name in builtin_slugs():
        return load_builtin(name), None
    if not Path(name).is_file():
        raise UsageError(say("file.missing", file=name))
    return load_form(Path(name), Path(name).name), Path(name)


def load_form(beside: Path, name: str) -> Form:
    """Return a built-in form by slug, or a form file by its path (relative to the campaign file)."""
    if name in builtin_slugs():
        return load_builtin(name)
    file = beside.parent / name
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise _fault(
            beside, "form", "campaign.no_form", name=name, known=", ".join(builtin_slugs())
        ) from None
    form, faults = parse_form(text, str(file))
    if form is None or faults:
        raise UsageError("\n".join(fault.text for fault in faults))
    return form


def _campaign_units(path: Path, found: Any) -> ListedUnits:
    if not isinstance(found, str) or not found:
        raise _fault(path, "units", "campaign.need_units")
    try:
        return units_of(path.parent / found)
    except BadList as bad:
        raise UsageError(str(bad)) from None


def create_campaign(
    tx: Transaction, office: AppContext, file: CampaignFile, accept_changes: bool = False
) -> Campaign:
    """Keep a campaign with its forms and units as a draft; OperatorError when the slug is taken, or
    when its list calls a known unit otherwise and nobody has accepted that."""
    now = office.now()
    if tx.campaigns.by_slug(file.campaign.slug) is not None:
        raise OperatorError(say("campaign.exists", slug=file.campaign.slug))
    if file.campaign.previous and tx.campaigns.by_slug(file.campaign.previous) is None:
        raise OperatorError(say("campaign.no_previous", slug=file.campaign.previous))
    for slug, form in file.forms:
        _keep_form(tx, office, file, slug, form)
    body = body_named(tx, file.campaign.body)
    keep_listed(tx, file.units, body, accept_changes, file.campaign.period_start)
    codes = {unit.code: unit.id for unit in tx.campaigns.units(body)}
    kept = replace(file.campaign, body=body)
    campaign_id = tx.campaigns.create(kept, file.source, now)
    tx.submissions.open_all(campaign_id, [codes[unit.code] for unit in file.units])
    if file.upward is not None:
        until, phrase = file.upward.deadline.last_instant, file.upward.deadline.phrase
        tx.campaigns.set_upward(campaign_id, phrase, until, file.upward.receivers)
    return replace(kept, id=campaign_id)


def _keep_form(
    tx: Transaction, office: AppContext, file: CampaignFile, slug: str, form: Form
) -> None:
    """Keep a form with its template. A form of the same name with other rows would change the
    campaigns that use that name."""
    known = office.shelf.get(tx, slug)
    differs = known is not None and not compare(known, form).is_nothing
    if differs and any(slug in dict(other.forms).values() for other in tx.campaigns.all()):
        where = dict(file.form_files).get(slug, slug)
        raise OperatorError(say("form_change.slug_taken", file=where, slug=slug))
    tx.campaigns.keep_form(slug, form_to_toml(form), office.now())
    source = dict(file.form_files).get(slug)
    if source is not None:
        keep_template(office.folder, slug, source)


def find_campaign(tx: Transaction, slug: str) -> Campaign:
    """Return the campaign of a slug; OperatorError names the known ones."""
    found = tx.campaigns.by_slug(slug)
    if found is None:
        known = ", ".join(campaign.slug for campaign in tx.campaigns.all()) or "–"
        raise OperatorError(say("campaign.unknown", slug=slug, known=known))
    return found


def open_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Return people may join and answer from now on; reminders are planned."""
    campaign = find_campaign(tx, slug)
    if campaign.state is not CampaignState.OPEN:
        tx.campaigns.set_state(campaign.id, CampaignState.OPEN, office.now())
        if campaign.state is CampaignState.DRAFT:
            tell_opened(tx, office, campaign)
        campaign = replace(campaign, state=CampaignState.OPEN)
        reminder_schedule.plan_campaign(tx, office, campaign)
    return campaign


def close_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Return no more answers and no more reminders; everything stays readable."""
    campaign = find_campaign(tx, slug)
    tx.campaigns.set_state(campaign.id, CampaignState.CLOSED, office.now())
    tx.reminders.cancel(campaign.id, None, office.now())
    return replace(campaign, state=CampaignState.CLOSED)


def finish_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Return nobody is reminded any more; reports stay readable, the coordinator can still correct them."""
    campaign = find_campaign(tx, slug)
    if campaign.state is CampaignState.DRAFT:
        raise OperatorError(say("finish.never_opened", slug=slug))
    if campaign.state is CampaignState.CLOSED:
        raise OperatorError(say("finish.closed", slug=slug))
    tx.campaigns.set_state(campaign.id, CampaignState.FINISHED, office.now())
    tx.reminders.cancel(campaign.id, None, office.now())
    return replace(campaign, state=CampaignState.FINISHED)


def reopen_campaign(tx: Transaction, office: AppContext, slug: str) -> Campaign:
    """Take a finished (or closed) campaign up again; steps that are still to come are planned."""
    if find_campaign(tx, slug).state is CampaignState.DRAFT:
        raise OperatorError(say("finish.never_opened", slug=slug))
    return open_campaign(tx, office, slug)


def find_unit(tx: Transaction, campaign: Campaign, code: str) -> Unit:
    """Return a unit of the campaign by its code."""
    found = next((unit for unit in tx.campaigns.members(campaign.id) if unit.code == code), None)
    if found is None:
        raise OperatorError(say("unit.unknown", code=code, slug=campaign.slug))
    return found
