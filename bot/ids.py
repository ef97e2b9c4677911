"""The only maker of fresh ids and codes, and of the key that pages are signed with."""

from __future__ import annotations

import secrets

# Crockford's base 32: no I, L, O, U, so a code read aloud or typed is not mistaken.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
OF_A_BYTE = ALPHABET * 8  # each sign for as many of the 256 bytes


def fresh_code() -> str:
    """Return ten letters and digits (50 bits): an invite, a receipt. At least one is a digit, and one
    a letter."""
    while True:
        code = "".join(map(OF_A_BYTE.__getitem__, secrets.token_bytes(10)))
        if not code.isalpha() and not code.isdigit():
            return code


def fresh_digits() -> str:
    """Return six digits that are read off one screen and typed at another (20 bits)."""
    return f"{secrets.randbelow(10**6):06}"


def fresh_key() -> str:
    """Return a secret for signing (256 bits)."""
    return secrets.token_urlsafe(32)


def fresh_chat() -> str:
    """Return an unguessable id of a web chat."""
    return secrets.token_urlsafe(18)
