"""What Telegram says about who opens a page is believed only as long as the bot's token proves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from bot.channels.telegram_app import signature_of, user_in

TOKEN = "4242:made-up-for-tests"
NOW = datetime(2026, 10, 12, 8, 0, tzinfo=UTC)
USER = '{"id":777,"first_name":"Lò Văn Ân","language_code":"vi"}'


def shown(at: datetime = NOW, user: str = USER, token: str = TOKEN, **changed: str) -> str:
    """What the app shows, as it is signed; `changed` afterwards."""
    fields = {"query_id": "AAH", "user": user, "auth_date": str(int(at.timestamp()))}
    signed = {**fields, "hash": signature_of(fields, token)}
    return urlencode({**signed, **changed})


def test_the_user_of_a_signed_page_is_told() -> None:
    assert user_in(shown(), TOKEN, NOW) == "777"


def test_a_signature_follows_the_documented_recipe() -> None:
    """HMAC-SHA256 of the sorted lines, under HMAC-SHA256 of the token with the key WebAppData."""
    fields = {"user": "{}", "auth_date": "1"}
    wanted = "4b6449b69b2251ac6102874b0783c9f66143e1d995b2f64e058b9b59e4d064e7"
    assert signature_of(fields, "1:a") == wanted


@pytest.mark.parametrize(
    "told",
    [
        shown(user='{"id":778}', hash=signature_of({}, TOKEN)),
        shown(user=USER, auth_date="1796000000"),
        shown(token="4243:another"),
        shown(at=NOW - timedelta(minutes=11)),
        shown(at=NOW + timedelta(minutes=3)),
        shown(user='{"name":"x"}'),
        shown(user='{"id":true}'),
        shown(user="[]"),
        shown(hash=""),
        shown(hash="é"),
        shown(auth_date="9" * 30),
        "",
        "rubbish",
        "x=" + "9" * 9000,
    ],
)  # fmt: skip
def test_anything_else_is_nobodys(told: str) -> None:
    assert user_in(told, TOKEN, NOW) is None
