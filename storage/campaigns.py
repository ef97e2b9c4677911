"""Units, form versions and campaigns."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update

from bot.model.campaign import Campaign, CampaignState, Upward
from bot.model.campaign_item import CampaignItem
from bot.model.consultation import Consultation
from bot.model.form_change import FormChange
from bot.model.optional import first, optional, sure
from bot.model.unit import CONSULTED, Unit
from storage.belonging import in_campaign
from storage.codec import (
    campaign_columns,
    campaign_from,
    dumps,
    new_id,
    unit_columns,
    unit_from,
)
from storage.connection import InTransaction, Prepared, remembered
from storage.namesakes import tell_apart
from storage.plan_codec import (
    consultation_from_json,
    consultation_to_json,
    deadlines_to_json,
    items_to_json,
)
from storage.tables import (
    CAMPAIGN,
    FORM,
    SETTING,
    SUBMISSION,
    UNIT,
)

IS_MEMBER = UNIT.c.kind != CONSULTED
UNIT_LISTS = "unit_lists"  # a setting: the present mark of all lists
FORM_CHANGES = "form_changes:"  # and the campaign's id: a setting

# Statements of every turn, built once: building one takes longer than running it.
CAMPAIGN_BY_ID = Prepared(select(CAMPAIGN).where(CAMPAIGN.c.id == bindparam("campaign_id")))
MEMBERS = Prepared(
    select(UNIT)
    .join(SUBMISSION, SUBMISSION.c.unit_id == UNIT.c.id)
    .where(in_campaign(bindparam("campaign_id")), IS_MEMBER)
    .order_by(SUBMISSION.c.id)
)
SETTING_OF = Prepared(select(SETTING.c.value).where(SETTING.c.key == bindparam("key")))
UNIT_AFTER = Prepared(
    select(SUBMISSION.c.id)
    .where(in_campaign(bindparam("of_campaign")))
    .limit(1)
    .offset(bindparam("skipped", type_=SUBMISSION.c.id.type))
)
ANY_BELOW = Prepared(
    select(SUBMISSION.c.id)
    .join(UNIT, UNIT.c.id == SUBMISSION.c.unit_id)
    .where(
        UNIT.c.body == bindparam("of_body"),
        UNIT.c.parent == bindparam("above"),
        in_campaign(bindparam("of_campaign")),
    )
    .limit(1)
)
FORM_VERSION = Prepared(select(func.max(FORM.c.version)).where(FORM.c.slug == bindparam("slug")))
CHANGE_SETTING = Prepared(
    update(SETTING).where(SETTING.c.key == bindparam("changed")),
    touches=lambda setting: [("setting", setting["changed"])],
)
ADD_SETTING = Prepared(SETTING.insert(), touches=lambda setting: [("setting", setting["key"])])


def _beside() -> Any:
    """Return the statement of `Campaigns.beside`."""
    column = CAMPAIGN.c
    is_named = bindparam("named", type_=column.slug.type) != ""
    opened = (column.body == bindparam("own_body")) & (column.state != CampaignState.DRAFT.value)
    before = opened & (column.period_end < bindparam("first_day"))
    same_days = (column.period_start == bindparam("first_day")) & (
        column.period_end == bindparam("last_day")
    )
    earlier = (is_named & (column.slug == bindparam("named"))) | (~is_named & before)
    return (
        select(CAMPAIGN, earlier.label("is_earlier"))
        .where(earlier | (opened & same_days))
        .where(column.id != bindparam("own_id"), column.trial_of == "")
        .order_by(column.period_end.desc(), column.id.desc())
    )


BESIDE = Prepared(_beside())


@dataclass(frozen=True, slots=True)
class CampaignsBeside:
    """`earlier` may be compared with a campaign, the latest first; `alongside` are about its very days."""

    earlier: tuple[Campaign, ...] = ()
    alongside: tuple[Campaign, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of units did."""

    added: int
    changed: int
    same: int


def form_changes_from(kept: str | None) -> tuple[FormChange, ...]:
    """Return the changes of a campaign's forms as they are kept; none where nothing is."""
    return tuple(
        FormChange(
            datetime.fromisoformat(change["at"]),
            tuple(change["asked"]),
            tuple(change["dropped"]),
            tuple((old, new) for old, new in change["moved"]),
            change["kind"],
            tuple(change["besides"]),
            tuple(change.get("removed", ())),
            tuple(change.get("before", ("", 0))),
            tuple(change.get("units", ())),
            optional(datetime.fromisoformat, change.get("since")),
            optional(datetime.fromisoformat, change.get("mended_at")),
            change.get("before_kind", ""),
        )
        for change in json.loads(kept or "[]")
    )


class Campaigns(InTransaction):
    # Units

    def units(self, body: str | None = None) -> list[Unit]:
        """Return the units of a body (of all bodies) as they are called now, in the order of their lists."""
        statement = select(UNIT).order_by(UNIT.c.id)
        if body is not None:
            statement = statement.where(UNIT.c.body == body)
        present: dict[tuple[str, str], Any] = {}
        for row in self.connection.execute(statement):
            found = present.setdefault((row.body, row.code), row)
            if row.entry > found.entry:
                present[row.body, row.code] = row
        return list(map(unit_from, present.values()))

    def bodies(self) -> list[str]:
        """Return the bodies that own units or campaigns, in the order in which they came."""
        owners = self.connection.execute(
            select(UNIT.c.body, func.min(UNIT.c.id).label("first_id")).group_by(UNIT.c.body)
        ).all()
        issuers = self.connection.execute(
            select(CAMPAIGN.c.body).order_by(CAMPAIGN.c.id)
        ).scalars()
        in_order = [row.body for row in sorted(owners, key=lambda row: row.first_id)]
        return list(filter(None, dict.fromkeys([*in_order, *issuers])))

    def keep_units(self, units: Sequence[Unit], body: str = "") -> Imported:
        """Add a body's new units by code and renew known ones; nothing is ever removed. A name, kind,
        parent or predecessors that differ become a new entry: campaigns so far keep what they had."""
        known = {unit.code: unit for unit in self.units(body)}
        fresh = [
            unit_columns(replace(unit, body=body)) for unit in units if unit.code not in known
        ]
        changed = _renewed(known, units)
        for old, new in changed:
            self._renew(old, new)
        self.insert(UNIT, fresh)
        if fresh or changed:
            self.lists_changed()
            tell_apart(self.connection, self.units(body))
        return Imported(len(fresh), len(changed), len(units) - len(fresh) - len(changed))

    def _renew(self, old: Unit, new: Unit) -> None:
        columns = unit_columns(new)
        is_made_anew = set(new.predecessors) != set(old.predecessors)
        if new.is_called_as(old) and not is_made_anew:  # else campaigns so far keep the old one
            self.set_columns(UNIT, old.id, **columns)
            return
        entry = self.connection.execute(
            select(UNIT.c.entry).where(UNIT.c.id == old.id)
        ).scalar_one()
        self.connection.execute(UNIT.insert().values(**columns, entry=entry + 1))

    def adopt_units(self, body: str) -> None:
        """Give a body the units that were listed before any body was named and that no campaign
        uses, unless it has units already."""
        if not body or self.units(body):
            return
        used = select(SUBMISSION.c.unit_id)
        self.connection.execute(
            update(UNIT).where(UNIT.c.body == "", UNIT.c.id.not_in(used)).values(body=body)
        )
        self.lists_changed()

    def lists_changed(self) -> None:
        """Note that units were listed, renamed or moved, or came into a campaign or left it, for whoever
        keeps what was made of such a list (`lists_mark`). A mark is drawn by chance: one that was undone
        never comes again for another list."""
        self.set_setting(UNIT_LISTS, secrets.token_hex(8))

    def lists_mark(self) -> str:
        """Return what changes with every list of units, whichever process changed it."""
        return self.setting(UNIT_LISTS) or ""

    # Forms

    @remembered("form")
    def form_version(self, slug: str) -> int | None:
        """Return the latest kept version of a form, None for an unknown one; its text is not read."""
        return self.connection.execute(FORM_VERSION, {"slug": slug}).scalar()

    def form_body(self, slug: str) -> tuple[int, str] | None:
        """Return (version, TOML) of the latest kept version of a form."""
        row = self.connection.execute(
            select(FORM.c.version, FORM.c.body)
            .where(FORM.c.slug == slug)
            .order_by(FORM.c.version.desc())
            .limit(1)
        ).one_or_none()
        return optional(attrgetter("version", "body"), row)

    def form_text(self, slug: str, version: int) -> str | None:
        """Return the TOML of one kept version of a form."""
        return self.connection.execute(
            select(FORM.c.body).where(FORM.c.slug == slug, FORM.c.version == version)
        ).scalar()

    def keep_form(self, slug: str, body: str, now: datetime) -> int:
        """Keep a form text; an equal one is kept once, a different one becomes a new version."""
        last = self.form_body(slug)
        if last is not None and last[1] == body:
            return last[0]
        version = 1 if last is None else last[0] + 1
        self.connection.execute(
            FORM.insert().values(slug=slug, version=version, body=body, added_at=now)
        )
        return version

    # Campaigns

    def create(self, campaign: Campaign, source: str, now: datetime) -> int:
        made = self.connection.execute(
            CAMPAIGN.insert().values(
                **campaign_columns(campaign),
                source=source,
                upward="{}",
                consultation="",
                created_at=now,
            )
        )
        return new_id(made)

    def by_slug(self, slug: str) -> Campaign | None:
        row = self.connection.execute(
            select(CAMPAIGN).where(CAMPAIGN.c.slug == slug)
        ).one_or_none()
        return optional(campaign_from, row)

    def by_id(self, campaign_id: int) -> Campaign:
        row = self.connection.execute(CAMPAIGN_BY_ID, {"campaign_id": campaign_id}).one()
        return campaign_from(row)

    def all(self) -> list[Campaign]:
        """Return every campaign that counts; one that is only tried is found by `Trials`."""
        counts = select(CAMPAIGN).where(CAMPAIGN.c.trial_of == "")
        rows = self.connection.execute(counts.order_by(CAMPAIGN.c.id))
        return list(map(campaign_from, rows))

    @remembered("beside")
    def beside(self, campaign: Campaign) -> CampaignsBeside:
        """Return what a campaign stands beside: the one before that it names, else those of its body that
        were opened and ended before it, and those that were opened for the very same days."""
        rows = self.connection.execute(
            BESIDE,
            {
                "own_id": campaign.id,
                "own_body": campaign.body,
                "first_day": campaign.period_start,
                "last_day": campaign.period_end,
                "named": campaign.previous,
            },
        ).all()
        return CampaignsBeside(
            tuple(campaign_from(row) for row in rows if row.is_earlier),
            tuple(campaign_from(row) for row in rows if not row.is_earlier),
        )

    def opened_after(self, now: datetime) -> list[Campaign]:
        """Open campaigns that were opened later than now: the clock was set back since."""
        rows = self.connection.execute(
            select(CAMPAIGN).where(
                CAMPAIGN.c.state == CampaignState.OPEN.value, CAMPAIGN.c.opened_at > now
            )
        )
        return list(map(campaign_from, rows))

    def set_state(self, campaign_id: int, state: CampaignState, now: datetime) -> None:
        moment: dict[str, Any] = {}
        if state is CampaignState.OPEN:
            moment = {"opened_at": now, "closed_at": None}
        elif state.is_over:
            moment = {"closed_at": now}
        self.set_columns(CAMPAIGN, campaign_id, state=state.value, **moment)

    def extend(self, campaign: Campaign, until: datetime) -> None:
        """Store a later deadline for everybody, with what moves with it."""
        moved = campaign.extended_to(until)
        self.set_columns(
            CAMPAIGN,
            campaign.id,
            last_instant=moved.last_instant,
            deadlines=deadlines_to_json(moved.deadlines),
            asked_items=items_to_json(moved.asked_items),
        )

    def set_items(self, campaign_id: int, asked: Sequence[CampaignItem]) -> None:
        """Store what is asked besides the form."""
        self.set_columns(CAMPAIGN, campaign_id, asked_items=items_to_json(asked))

    def set_upward(
        self, campaign_id: int, phrase: str, until: datetime | None, receivers: Sequence[str]
    ) -> None:
        """Store the coordinator's own deadline, to the level above; `until` is None without a day."""
        body = {
            "phrase": phrase,
            "until": optional(datetime.isoformat, until),
            "receivers": list(receivers),
        }
        self.set_columns(CAMPAIGN, campaign_id, upward=dumps(body))

    def upward(self, campaign_id: int) -> Upward | None:
        """Return the report to the level above; None where none is set."""
        kept = self.connection.execute(
            select(CAMPAIGN.c.upward).where(CAMPAIGN.c.id == campaign_id)
        ).scalar()
        body = json.loads(kept or "{}")
        if not body:
            return None
        receivers = body.get("receivers", [body.get("receiver", "")])  # older ones have one
        until = body["until"]
        instant = optional(datetime.fromisoformat, until)
        named = tuple(filter(None, receivers))
        return Upward(instant, named, body["phrase"])

    def set_consultation(self, campaign_id: int, asked: Consultation) -> None:
        """Store the draft on which opinions are asked."""
        self.set_columns(CAMPAIGN, campaign_id, consultation=consultation_to_json(asked))

    def consultation(self, campaign_id: int) -> Consultation | None:
        """Return the draft on which opinions are asked, None where there is none."""
        kept = self.connection.execute(
            select(CAMPAIGN.c.consultation).where(CAMPAIGN.c.id == campaign_id)
        ).scalar()
        return consultation_from_json(kept or "")

    def set_forms(self, campaign_id: int, forms: Sequence[tuple[str, str]]) -> None:
        """Store the form of each kind of unit from now on: (kind, slug), "" for all others."""
        self.set_columns(CAMPAIGN, campaign_id, forms=dumps(dict(forms)))

    def form_changes(self, campaign_id: int) -> tuple[FormChange, ...]:
        """Return how a campaign's forms were changed while it ran, oldest first."""
        return form_changes_from(self.setting(f"{FORM_CHANGES}{campaign_id}"))

    def add_form_change(self, campaign_id: int, change: FormChange) -> None:
        """Remember that what was sent before a moment answers an older form."""
        self.set_form_changes(campaign_id, [*self.form_changes(campaign_id), change])

    def set_form_changes(self, campaign_id: int, changes: Sequence[FormChange]) -> None:
        """Remember how a campaign's forms were changed, in the place of what was remembered so far."""
        self.set_setting(f"{FORM_CHANGES}{campaign_id}", dumps([*map(_change_as_plain, changes)]))
        self.connection.forget(("sent in", campaign_id))

    def members(self, campaign_id: int) -> list[Unit]:
        """Return the units of a campaign, in the order of its list; offices that are only asked about
        a draft are none of them."""
        return list(map(unit_from, self.connection.execute(MEMBERS, {"campaign_id": campaign_id})))

    def member(self, campaign_id: int, unit_id: int) -> Unit:
        """Return a unit that is one of a campaign's for certain."""
        return sure(first(lambda unit: unit.id == unit_id, self.members(campaign_id)))

    @remembered("made_from")
    def made_from(self, campaign_id: int, codes: tuple[str, ...]) -> list[Unit]:
        """Return the units of a campaign that bear one of some codes, or were made from a unit of one."""
        made = (UNIT.c.predecessors.contains(dumps(code), autoescape=True) for code in codes)
        return self._units_where(campaign_id, IS_MEMBER, or_(UNIT.c.code.in_(codes), *made))

    @remembered("coded")
    def coded(self, campaign_id: int, codes: tuple[str, ...]) -> list[Unit]:
        """Return the units of a campaign that bear one of some codes."""
        return self._units_where(campaign_id, IS_MEMBER, UNIT.c.code.in_(codes))

    def has_more_units(self, campaign_id: int, than: int) -> bool:
        """Tell whether a campaign has more units than so many; reads no more of them than that."""
        named = {"of_campaign": campaign_id, "skipped": than}
        return self.connection.execute(UNIT_AFTER, named).scalar() is not None

    def has_below(self, campaign_id: int, unit: Unit) -> bool:
        """Tell whether any unit of a campaign stands right below one; reads no more of them than one."""
        named = {"of_campaign": campaign_id, "of_body": unit.body, "above": unit.code}
        return self.connection.execute(ANY_BELOW, named).scalar() is not None

    def everybody(self, campaign_id: int) -> list[Unit]:
        """Return the units of a campaign, and the offices that are only asked about its draft."""
        return self._units_where(campaign_id)

    def asked(self, campaign_id: int, code: str) -> Unit | None:
        """Return the unit of a campaign, or the office that is only asked about its draft, with a code."""
        return next(iter(self._units_where(campaign_id, UNIT.c.code == code)), None)

    def _units_where(self, campaign_id: int, *conditions: ColumnElement[bool]) -> list[Unit]:
        rows = self.connection.execute(
            select(UNIT)
            .join(SUBMISSION, SUBMISSION.c.unit_id == UNIT.c.id)
            .where(in_campaign(campaign_id), *conditions)
            .order_by(SUBMISSION.c.id)
        )
        return list(map(unit_from, rows))

    # Settings of the installation

    @remembered("setting")
    def setting(self, key: str) -> str | None:
        return self.connection.execute(SETTING_OF, {"key": key}).scalar()

    def set_setting(self, key: str, value: str) -> None:
        done = self.connection.execute(CHANGE_SETTING, {"changed": key, "value": value})
        if done.rowcount == 0:
            self.connection.execute(ADD_SETTING, {"key": key, "value": value})

    def erase_setting(self, key: str) -> None:
        """Take a secret out of the database, also out of the pages that it leaves free."""
        overwrites = self.connection.dialect.name == "sqlite"
        if overwrites:
            self.connection.exec_driver_sql("PRAGMA secure_delete=ON")
        self.connection.execute(SETTING.delete().where(SETTING.c.key == key))
        if overwrites:
            self.connection.exec_driver_sql("PRAGMA secure_delete=OFF")


def _change_as_plain(change: FormChange) -> dict[str, Any]:
    moments = ("at", "since", "mended_at")
    said = {name: optional(datetime.isoformat, getattr(change, name)) for name in moments}
    return {**asdict(change), **said}


def _renewed(known: Mapping[str, Unit], units: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Return the known units that a list tells otherwise, each as it was and as it is now."""
    told = [(known[unit.code], unit) for unit in units if unit.code in known]
    renewed = [(old, old.renewed_by(unit)) for old, unit in told]
    return [(old, new) for old, new in renewed if new != old]
