"""Who opens a page inside Telegram: what Telegram says about it, signed with the bot's token. Pure.

After "Validating data received via the Mini App" of Telegram's documentation.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl

FRESH = timedelta(minutes=10)
AHEAD = timedelta(minutes=2)  # of our clock, as far as clocks differ
LONGEST = 8192  # characters
SIGNATURE = "hash"


def user_in(shown: str, token: str, now: datetime) -> str | None:
    """Return the id of the user who opened the page, which is that of the private chat with the bot;
    None where the bot of this token did not sign it, or it is no longer fresh."""
    if len(shown) > LONGEST:
        return None
    try:
        fields = dict(parse_qsl(shown, keep_blank_values=True, strict_parsing=True))
        opened = datetime.fromtimestamp(int(fields.get("auth_date", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    signed = fields.pop(SIGNATURE, "")
    if not hmac.compare_digest(signature_of(fields, token).encode(), signed.encode()):
        return None
    return _id_in(fields.get("user", "")) if -AHEAD <= now - opened <= FRESH else None


def signature_of(fields: dict[str, str], token: str) -> str:
    """Return what Telegram signs fields with for the bot of this token."""
    told = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()


def _id_in(user: str) -> str | None:
    try:
        found = json.loads(user)["id"]
    except (ValueError, KeyError, TypeError):
        return None
    return str(found) if isinstance(found, int) and not isinstance(found, bool) else None
