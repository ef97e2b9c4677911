"""The way of a person to another device: a link for a picture, and six digits to type there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.events import DeviceCodeShown, PersonalLinkMade
from bot.use_cases.app_context import AppContext
from bot.use_cases.turns import device_codes
from storage import Author, LeadsTo, Transaction


@dataclass(frozen=True, slots=True)
class OtherDevice:
    """The code of a link, and digits; both work once, for some minutes."""

    code: str
    digits: str


def lead_there(tx: Transaction, office: AppContext, person_id: int) -> OtherDevice:
    """Make a person's way to another device; the digits of an earlier one are void."""
    code, now = office.fresh_code(), office.now()
    author = Author(now, person_id)
    until = now + device_codes.HOLDS
    tx.one_time_links.make(LeadsTo.CHAT, code, now, until, person_id=person_id)
    tx.audit.write([PersonalLinkMade(person_id, until)], author, None)
    digits = device_codes.fresh(tx, office, now)
    device_codes.keep(tx, office, DeviceCodeShown(person_id, digits), author)
    return OtherDevice(code, digits)
