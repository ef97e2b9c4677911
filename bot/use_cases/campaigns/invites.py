"""Invitations: the codes that exist are printed again; fresh ones are made where none is left.

A hand-out is planned first and kept when the file that carries it stands: what cannot be written
voids nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels import CHANNELS
from bot.channels.channel_spec import ChannelSpec
from bot.locale.say import say
from bot.model.calendar import end_of_day_in
from bot.model.campaign import Campaign
from bot.model.link import opens_elsewhere
from bot.model.person import Role
from bot.model.unit import Unit
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_setup import find_campaign, find_unit
from storage import FreshCode, KeptInvite, Transaction

DAYS = 30  # a code holds

Link = str | Callable[[], str | None] | None
"""An address with {code} in it, or what gives one for each person, or nothing."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """One code with the links that carry it (None where the channel is not there)."""

    unit_code: str | None
    unit_name: str | None
    role: str
    code: str
    channel_links: Mapping[str, str | None]  # by channel
    expires_at: datetime
    listed_name: str | None = None  # without what tells it from another unit of its name

    def as_json(self) -> dict[str, str | None]:
        """Return it as `invite --json` prints it: a key for each channel that is always listed, null
        where it is not set up, and for each other one that is."""
        links = {
            f"{name}_link": self.channel_links.get(name)
            for name, spec in CHANNELS.items()
            if spec.always_listed or self.channel_links.get(name)
        }
        return {
            "unit_code": self.unit_code,
            "unit_name": self.listed_name,
            "role": self.role,
            "code": self.code,
            **links,
            "expires_at": self.expires_at.isoformat(),
        }

    @property
    def picture_link(self) -> str | None:
        """Return the one link for a QR picture: somebody else's phone can open it, and where it
        can the code travels in it."""
        return next((link for _, link in self._openable()), None)

    @property
    def links(self) -> tuple[str, ...]:
        """Return every link that can be opened on another device, the best first; one in which no
        code travels says what to send."""
        return tuple(
            link if spec.code_travels else say("invite.send_code", link=link, code=self.code)
            for spec, link in self._openable()
        )

    def _openable(self) -> list[tuple[ChannelSpec, str]]:
        best_first = sorted(
            CHANNELS.values(), key=lambda spec: (spec.needs_app, not spec.code_travels)
        )
        given = ((spec, self.channel_links.get(spec.name)) for spec in best_first)
        return [(spec, link) for spec, link in given if link and opens_elsewhere(link)]


@dataclass(frozen=True)
class HandOut:
    """Invitations of a campaign in one role. `fresh` are the unit and the code of those that are
    still to be kept, `unprintable` the codes in force that nobody can print any more."""

    campaign: Campaign
    role: Role
    invitations: tuple[Invitation, ...]
    fresh: tuple[tuple[int | None, str], ...]
    expires_at: datetime
    unprintable: int = 0
    replaces: tuple[int | None, ...] = ()  # units whose unused codes end


def plan(
    tx: Transaction,
    office: AppContext,
    slug: str,
    unit_code: str | None,
    role: Role,
    links: Mapping[str, Link],
    *,
    new: bool = False,
) -> HandOut:
    """Return the codes to hand out, one a unit (or one unit's), or one for a coordinator: those
    that can be used now, else fresh ones; with `new` only fresh ones. Nothing is stored yet."""
    campaign = find_campaign(tx, slug)
    units = _units(tx, campaign, unit_code, role)
    expires = end_of_day_in(DAYS, office.now(), office.tz)
    in_force = {} if new else tx.invites.in_force(campaign.id, role, office.now())
    made, fresh, unprintable = [], [], 0
    for unit in units:
        place = unit.id if unit else None
        kept = in_force.get(place, [])
        code, until = _printable(office, kept)
        if code is None and kept:
            unprintable += 1
            continue
        if code is None:
            code, until = office.fresh_code(), expires
            fresh.append((place, code))
        made.append(_invitation(unit, role, code, links, until.astimezone(office.tz)))
    replaced = tuple(unit.id if unit else None for unit in units) if new else ()
    return HandOut(campaign, role, tuple(made), tuple(fresh), expires, unprintable, replaced)


def keep(tx: Transaction, office: AppContext, planned: HandOut) -> int:
    """Store the fresh codes of a hand-out; returns how many unused ones ended for them."""
    campaign_id, role, now = planned.campaign.id, planned.role, office.now()
    ended = tx.invites.void(campaign_id, planned.replaces, role, now)
    fresh = [FreshCode(code, place, office.seal.seal(code)) for place, code in planned.fresh]
    tx.invites.add(fresh, campaign_id, role, now, planned.expires_at)
    return ended


def hand_out(
    tx: Transaction,
    office: AppContext,
    slug: str,
    unit_code: str | None,
    role: Role,
    links: Mapping[str, Link],
    *,
    new: bool = False,
) -> tuple[Invitation, ...]:
    """Plan and keep at once."""
    planned = plan(tx, office, slug, unit_code, role, links, new=new)
    keep(tx, office, planned)
    return planned.invitations


def _units(
    tx: Transaction, campaign: Campaign, unit_code: str | None, role: Role
) -> Sequence[Unit | None]:
    if role is Role.COORDINATOR and unit_code is None:
        return [None]
    if unit_code is not None:
        return [find_unit(tx, campaign, unit_code)]
    return tx.campaigns.members(campaign.id)


def _printable(office: AppContext, kept: Sequence[KeptInvite]) -> tuple[str | None, datetime]:
    """Return the newest code that opens under this installation's key, with its end."""
    for invite in reversed(kept):
        code = office.seal.open(invite.sealed)
        if code is not None:
            return code, invite.expires_at
    return None, office.now()


def _invitation(
    unit: Unit | None, role: Role, code: str, links: Mapping[str, Link], until: datetime
) -> Invitation:
    addresses = {name: _address(link, code) for name, link in links.items()}
    if unit is None:
        return Invitation(None, None, role.value, code, addresses, until, None)
    return Invitation(unit.code, unit.called, role.value, code, addresses, until, unit.name)


def _address(link: Link, code: str) -> str | None:
    found = link() if callable(link) else link
    return found.format(code=code) if found else None
