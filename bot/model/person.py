"""People and the seats they hold: rights belong to the unit, persons are replaceable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """Named by the act expected."""

    REPORTER = "reporter"
    APPROVER = "approver"
    VIEWER = "viewer"
    COORDINATOR = "coordinator"


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
