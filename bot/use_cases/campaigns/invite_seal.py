"""Invite codes kept so that they can be printed again, under a key outside the database.

The database, and with it every backup, holds a code's digest and this sealed form: neither opens
a report. The key lies beside it in the data folder, for the owner alone, and in no backup; where a
backup is restored elsewhere the codes go on working and can no longer be printed.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from functools import cached_property
from pathlib import Path

from bot.use_cases.keeping.owner_files import kept_key

KEY_FILE = "invite.key"
KEY_BYTES = 32
TAG_BYTES = 16
LONGEST = 32  # bytes of a code: one output of the keyed hash


class InviteSeal:
    """Seals codes with the key of a data folder, which is made at the first use.

    The tag is a keyed hash of the code and tells whether the key fits; a second keyed hash, of the
    tag, covers the code (the construction of RFC 5297, with HMAC-SHA256 for one short block).
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / KEY_FILE

    def seal(self, code: str) -> str:
        """Return what may be stored of a code."""
        plain = code.encode()
        if len(plain) > LONGEST:
            raise ValueError("a code is a short word")
        tag = self._hash(b"tag", plain)[:TAG_BYTES]
        return base64.urlsafe_b64encode(tag + self._covered(tag, plain)).decode()

    def open(self, sealed: str) -> str | None:
        """Return the code; None where it was sealed under another key, or never."""
        body = base64.urlsafe_b64decode(sealed)
        tag, covered = body[:TAG_BYTES], body[TAG_BYTES:]
        plain = self._covered(tag, covered)
        fits = bool(covered) and hmac.compare_digest(tag, self._hash(b"tag", plain)[:TAG_BYTES])
        return plain.decode() if fits else None

    def keyed(self, words: str) -> str:
        """Return a keyed hash of words that are too few to be hidden by a plain one."""
        return self._hash(b"words", words.encode()).hex()

    def _covered(self, tag: bytes, text: bytes) -> bytes:
        return bytes(a ^ b for a, b in zip(text, self._hash(b"cover", tag), strict=False))

    def _hash(self, use: bytes, text: bytes) -> bytes:
        return hmac.digest(self._key, use + b"\0" + text, "sha256")

    @cached_property
    def _key(self) -> bytes:
        return kept_key(self.file, secrets.token_bytes(KEY_BYTES))
