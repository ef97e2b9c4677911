"""Signing in to the coordinators' pages: visits begin, are found at each request, and end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from bot.model.person import Role
from bot.use_cases.app_context import AppContext
from storage import KeptPasskey, KeptVisit, Store, Transaction, is_to_be_noted

PASSKEY = "passkey"  # the way of a visit that a passkey began

Result = TypeVar("Result")


class SignIn:
    """The visits of an installation; every question is a transaction."""

    def __init__(self, store: Store, office: Callable[[], AppContext]) -> None:
        self.store = store
        self.office = office

    def now(self) -> datetime:
        return self.office().now()

    async def begin(
        self, token: str, person_id: int, campaign_id: int | None, way: str, device: str
    ) -> None:
        """Keep a visit whose cookie carries `token`."""
        await self.store.hand_in(
            lambda tx: tx.visits.begin(token, person_id, campaign_id, way, device, self.now())
        )

    async def find(self, token: str) -> KeptVisit | None:
        """Return the visit of a cookie; None where it is unknown, ended or too old."""
        now = self.now()
        found = await self.store.look(lambda tx: tx.visits.find(token, now))
        if found is not None and is_to_be_noted(found, now):
            await self.store.hand_in(lambda tx: tx.visits.note(found, now))
        return found

    def lacks_passkey(self, visit: KeptVisit) -> bool:
        """Return whether a visit that a link began waits for its person's passkey."""
        return self.office().second_factor and visit.way != PASSKEY

    async def passkeys(self, person_id: int) -> list[KeptPasskey]:
        """Return the passkeys by which a person signs in."""
        return await self.store.look(lambda tx: tx.passkeys.of_person(person_id))

    async def is_of_office(self, person_id: int) -> bool:
        """Return whether a person has pages under /setup; who coordinates a branch has the board alone."""
        return bool(await self.store.look(lambda tx: tx.office_people.bodies(person_id)))

    async def visits(self, person_id: int) -> list[KeptVisit]:
        """Return where a person is signed in, the latest first."""
        return await self.store.look(lambda tx: tx.visits.of_person(person_id, self.now()))

    async def end(self, person_id: int, visit_id: int | None = None) -> int:
        """End one visit of a person, or all of them; return how many ended."""
        return await self.store.hand_in(lambda tx: tx.visits.end(person_id, visit_id, self.now()))


def has_pages(tx: Transaction, person_id: int) -> bool:
    """Return whether a person has any of the coordinators' pages: an office's, or those of a campaign or a
    branch that they coordinate."""
    seats = (*tx.people.seats(person_id), *tx.people.waiting_seats(person_id))
    coordinates = any(seat.role is Role.COORDINATOR for seat in seats)
    return coordinates or bool(tx.office_people.bodies(person_id))
