"""Connect the program with an Official Account, once: OAuth v4 with PKCE.

Somebody who may agree for the account opens an address of the platform's; the browser is sent back with a
code, for which the platform gives the first pair of tokens. Only the program that made the address can use
the code: it keeps a secret for it meanwhile, which lies in the data folder.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from bot.channels.channel_spec import Surroundings
from bot.channels.zalo_oa_spec import TOKENS, ZaloOaSettings, connection
from bot.errors import DeliveryError, OperatorError
from bot.locale.say import say

if TYPE_CHECKING:
    from bot.channels.zalo_oa_tokens import TokenPair

VERIFIER = "zalo_oa.verifier"  # in the data folder, between the two steps
LONGEST = 2000  # characters of a code, or of the address that carries it


class OaConnecting:
    """One account's way in."""

    label = "Zalo OA"

    def __init__(self, settings: ZaloOaSettings, around: Surroundings) -> None:
        self._settings = settings
        self._around = around
        self._file: Path = around.folder / VERIFIER

    def until(self) -> datetime | None:
        """Return until when the account is connected where nothing is sent; None where it is not."""
        from bot.channels.zalo_oa_tokens import TokenFile

        pair = TokenFile(self._around.folder / TOKENS).read()
        return None if pair is None else pair.runs_out()

    def fault(self) -> str:
        """Return what a person has to do for the account to go on; "" where nothing is needed."""
        from bot.channels.zalo_oa_tokens import TokenFile, what_to_do

        pair = TokenFile(self._around.folder / TOKENS).read()
        return what_to_do(pair, self._around.now(), timedelta(days=self._settings.warn_days))

    def address(self) -> str:
        """Return where somebody agrees for the account; the address before it works no more. Raise
        OperatorError where Zalo would not know whereto it leads back."""
        if not self._settings.callback_url:
            raise OperatorError(say("zalo_oa.no_callback"))
        verifier = secrets.token_urlsafe(48)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(
            os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w"
        ) as file:
            file.write(verifier)
        digest = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "app_id": self._settings.app_id,
            "redirect_uri": self._settings.callback_url,
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        }
        return f"{self._settings.oauth_base.rstrip('/')}/v4/oa/permission?{urlencode(asked)}"

    async def finish(self, answer: str) -> datetime:
        """Take the code that the address led to (or the whole address that it stands in) and keep the
        tokens; return until when they hold. Raise OperatorError where that cannot be."""
        if not self._file.exists():
            raise OperatorError(say("zalo_oa.no_link"))
        http, client, tokens = connection(self._settings, self._around.folder, self._around.now)
        try:
            async with http:
                pair: TokenPair = await client.connect(
                    code_of(answer), self._file.read_text("ascii")
                )
                account = await client.account_of(pair)
        except DeliveryError as error:
            raise OperatorError(say("zalo_oa.not_given", reason=error)) from None
        if account not in ("", self._settings.oa_id):  # whoever agreed has another account
            raise OperatorError(say("zalo_oa.other_account", wanted=self._settings.oa_id))
        await tokens.connected(pair)
        self._file.unlink(missing_ok=True)
        return pair.runs_out()


def code_of(answer: str) -> str:
    """Return the code in what somebody copied: the code itself, or the address that it stands in."""
    text = answer.strip()[:LONGEST]
    if "code=" not in text:
        return text
    asked = parse_qs(urlsplit(text).query or text)
    return asked.get("code", [text])[0]
