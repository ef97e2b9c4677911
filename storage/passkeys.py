"""Passkeys: the public halves of keys that people's devices keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select, update

from bot.model.optional import optional
from storage.codec import read_as
from storage.connection import InTransaction
from storage.office_tables import PASSKEY


@dataclass(frozen=True, slots=True)
class KeptPasskey:
    """`credential` and `public_key` are base64url; `sign_count` is what the device last said."""

    id: int
    person_id: int
    credential: str
    public_key: str
    sign_count: int
    device: str
    made_at: datetime


class Passkeys(InTransaction):
    def add(
        self,
        person_id: int,
        credential: str,
        public_key: str,
        sign_count: int,
        device: str,
        now: datetime,
    ) -> None:
        """Keep a fresh passkey of a person."""
        self.connection.execute(
            PASSKEY.insert().values(
                person_id=person_id,
                credential=credential,
                public_key=public_key,
                sign_count=sign_count,
                device=device,
                made_at=now,
            )
        )

    def find(self, credential: str) -> KeptPasskey | None:
        """Return a passkey by its browser's name; None for an unknown or a removed one."""
        row = self.connection.execute(
            select(PASSKEY).where(
                PASSKEY.c.credential == credential, PASSKEY.c.removed_at.is_(None)
            )
        ).one_or_none()
        return optional(partial(read_as, KeptPasskey), row)

    def is_new(self, credential: str) -> bool:
        """Tell whether nobody has, or had, a passkey of this name."""
        known = select(PASSKEY.c.id).where(PASSKEY.c.credential == credential)
        return self.connection.execute(known).first() is None

    def of_person(self, person_id: int) -> list[KeptPasskey]:
        """Return a person's passkeys, in the order in which they were made."""
        rows = self.connection.execute(
            select(PASSKEY)
            .where(PASSKEY.c.person_id == person_id, PASSKEY.c.removed_at.is_(None))
            .order_by(PASSKEY.c.id)
        )
        return [read_as(KeptPasskey, row) for row in rows]

    def note_use(self, passkey: KeptPasskey, sign_count: int, now: datetime) -> bool:
        """Remember what the device counts now; False where another use was noted meanwhile."""
        done = self.connection.execute(
            update(PASSKEY)
            .where(
                PASSKEY.c.id == passkey.id,
                PASSKEY.c.sign_count == passkey.sign_count,
                PASSKEY.c.removed_at.is_(None),
            )
            .values(sign_count=sign_count, used_at=now)
        )
        return done.rowcount == 1

    def remove(self, person_id: int, passkey_id: int | None, now: datetime) -> int:
        """Remove one passkey of a person, or all of them; returns how many."""
        mine = PASSKEY.c.person_id == person_id
        which = mine if passkey_id is None else mine & (PASSKEY.c.id == passkey_id)
        done = self.connection.execute(
            update(PASSKEY).where(which, PASSKEY.c.removed_at.is_(None)).values(removed_at=now)
        )
        return int(done.rowcount)
