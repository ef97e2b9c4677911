"""A device with a passkey, without a browser: it answers challenges as W3C's Web Authentication says."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, WITH_KEY = (
    0x01,
    0x04,
    0x40,
)  # flags: somebody touched it, unlocked it; a key follows


class Authenticator:
    """One passkey. `count` stays 0 where the key is the same on several devices of its person."""

    def __init__(self, origin: str, site: str = "localhost", credential: bytes = b"") -> None:
        self.origin = origin
        self.site = site
        self.id = credential or os.urandom(32)
        self.count = 0
        self._key = ec.generate_private_key(ec.SECP256R1())

    def makes(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        """The answer to what a page says for a new passkey."""
        point = self._key.public_key().public_numbers()
        x, y = (each.to_bytes(32, "big") for each in (point.x, point.y))
        key = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        length = struct.pack(">H", len(self.id))
        data = self._data(flags | WITH_KEY) + bytes(16) + length + self.id + key
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        said = self._said("webauthn.create", options)
        return self._answer(clientDataJSON=said, attestationObject=made)

    def signs(self, options: dict[str, Any], flags: int = PRESENT | VERIFIED) -> dict[str, Any]:
        """The answer to what a page says for signing in."""
        said, data = self._said("webauthn.get", options), self._data(flags)
        signed = data + hashlib.sha256(said).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + struct.pack(">I", self.count)

    def _said(self, act: str, options: dict[str, Any]) -> bytes:
        told = {"type": act, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(told).encode()

    def _answer(self, **response: bytes) -> dict[str, Any]:
        name = text(self.id)
        shown = {field: text(value) for field, value in response.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": shown}


def text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
