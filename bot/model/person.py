"""People and the seats they hold: rights belong to the unit, persons are replaceable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.optional import sure


class Role(StrEnum):
    """Named by the act expected."""

    REPORTER = "reporter"
    DEPUTY = "deputy"  # reports in a reporter's place, and is reminded after the reporters only
    APPROVER = "approver"
    VIEWER = "viewer"
    COORDINATOR = "coordinator"

    @property
    def acts_as(self) -> Role:
        """Return the role whose rights it has: a deputy may do what a reporter may."""
        return Role.REPORTER if self is Role.DEPUTY else self


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    consented_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One role of one person in one campaign; a coordinator's `unit_id` is None."""

    id: int
    role: Role
    campaign_id: int
    campaign_title: str
    unit_id: int | None = None
    unit_code: str = ""
    unit_name: str = ""
    opens: date | None = None  # when the campaign is to be opened, while it is not

    @property
    def place(self) -> str:
        """Return what the seat is for: the unit's name, a coordinator's campaign."""
        return self.unit_name or self.campaign_title

    @property
    def the_unit_id(self) -> int:
        """Return the seat's unit; only for a seat that belongs to one."""
        return sure(self.unit_id)

    @property
    def reports(self) -> bool:
        """Return whether its holder fills in the unit's report."""
        return self.role.acts_as is Role.REPORTER


class InviteState(StrEnum):
    VALID = "valid"
    USED = "used"
    EXPIRED = "expired"
    VOID = "void"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Invite:
    """A single-use code, bound to a campaign, a role and (but for coordinators) a unit."""

    id: int
    state: InviteState
    role: Role
    campaign_id: int
    campaign_title: str
    unit_id: int | None = None
    unit_code: str = ""
    unit_name: str = ""
    used_by: int | None = None
    is_open: bool = True  # the campaign has been opened
    opens: date | None = None  # when it is to be
