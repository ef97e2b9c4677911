"""Signing in with a passkey: the challenge, and what the browser answers to it, checked by `webauthn`."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.use_cases.office.sign_in import SignIn, has_pages
from storage import LeadsTo, Transaction

SITE_NAME = "baocao"
CHALLENGE_HOLDS = timedelta(minutes=5)
CREDENTIAL = re.compile(r"[A-Za-z0-9_-]{1,1400}")  # 1,023 bytes at most, as base64url


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The site as browsers know it: its name without port, and the origin of its pages."""

    id: str
    origin: str


class NoPasskey(Exception):
    """What the browser sent is no answer to the challenge, or of no passkey that is kept."""


class PasskeyApi:
    """The passkeys of an installation, beside the visits that they begin."""

    def __init__(self, sign_in: SignIn) -> None:
        self.sign_in = sign_in

    async def may_make(self, person_id: int) -> bool:
        """Return whether a person has pages that a passkey opens."""
        return await self.sign_in.store.look(lambda tx: has_pages(tx, person_id))

    async def remove(self, person_id: int, passkey_id: int) -> None:
        """Remove one passkey of a person; it signs nobody in any more."""
        now = self.sign_in.now()
        await self.sign_in.store.hand_in(lambda tx: tx.passkeys.remove(person_id, passkey_id, now))

    async def creation(self, person_id: int, site: RelyingParty) -> tuple[dict[str, Any], bytes]:
        """Return what a browser needs to make a passkey, and the challenge in it."""
        from webauthn import generate_registration_options, options_to_json
        from webauthn.helpers.structs import (
            AuthenticatorSelectionCriteria,
            PublicKeyCredentialDescriptor,
            ResidentKeyRequirement,
            UserVerificationRequirement,
        )

        name = await self.sign_in.store.look(lambda tx: tx.people.name(person_id))
        options = generate_registration_options(
            rp_id=site.id,
            rp_name=SITE_NAME,
            user_name=name or SITE_NAME,
            user_id=str(person_id).encode(),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[
                PublicKeyCredentialDescriptor(_bytes(each.credential))
                for each in await self.sign_in.passkeys(person_id)
            ],
        )
        return json.loads(options_to_json(options)), options.challenge

    async def keep(
        self, person_id: int, answer: dict[str, Any], challenge: bytes, site: RelyingParty,
        device: str, *, only_first: bool = False,
    ) -> None:  # fmt: skip
        """Keep the passkey that a browser made, `only_first` where its person has none; raises NoPasskey.
        All is asked in the transaction that keeps it, and a challenge is answered once."""
        from webauthn import verify_registration_response

        made = await _checked(
            verify_registration_response,
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        now = self.sign_in.now()
        credential, key = _text(made.credential_id), _text(made.credential_public_key)

        def work(tx: Transaction) -> bool:
            is_first = not (only_first and tx.passkeys.of_person(person_id))
            may_be = is_first and has_pages(tx, person_id) and tx.passkeys.is_new(credential)
            if not (may_be and self._spend(tx, challenge)):
                return False
            tx.passkeys.add(person_id, credential, key, made.sign_count, device, now)
            return True

        if not await self.sign_in.store.hand_in(work):
            raise NoPasskey

    def _spend(self, tx: Transaction, challenge: bytes) -> bool:
        """Return whether a challenge is answered for the first time; it is used up by that. Keys that are
        the same on several devices do not count, so their answers could be sent again otherwise."""
        now = self.sign_in.now()
        return tx.one_time_links.spend(
            LeadsTo.PASSKEY, challenge.hex(), now, now + CHALLENGE_HOLDS
        )

    def request(self, site: RelyingParty) -> tuple[dict[str, Any], bytes]:
        """Return what a browser needs to sign somebody in, and the challenge in it."""
        from webauthn import generate_authentication_options, options_to_json
        from webauthn.helpers.structs import UserVerificationRequirement

        options = generate_authentication_options(
            rp_id=site.id, user_verification=UserVerificationRequirement.REQUIRED
        )
        return json.loads(options_to_json(options)), options.challenge

    async def person(self, answer: dict[str, Any], challenge: bytes, site: RelyingParty) -> int:
        """Return whose passkey answered the challenge; raises NoPasskey."""
        from webauthn import verify_authentication_response

        credential = str(answer.get("id", ""))
        if not CREDENTIAL.fullmatch(credential):
            raise NoPasskey
        kept = await self.sign_in.store.look(lambda tx: tx.passkeys.find(credential))
        if kept is None:
            raise NoPasskey
        used = await _checked(
            verify_authentication_response,
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=_bytes(kept.public_key),
            credential_current_sign_count=kept.sign_count,
            require_user_verification=True,
        )
        now = self.sign_in.now()
        noted = await self.sign_in.store.hand_in(
            lambda tx: (
                tx.passkeys.note_use(kept, used.new_sign_count, now) and self._spend(tx, challenge)
            )
        )
        if not noted:
            raise NoPasskey
        return kept.person_id


async def _checked(check: Any, **given: Any) -> Any:
    """Return what the library finds; raises NoPasskey for what it refuses."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return await asyncio.to_thread(check, **given)
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise NoPasskey from error


def _text(value: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(value)


def _bytes(text: str) -> bytes:
    from webauthn import base64url_to_bytes

    return base64url_to_bytes(text)
