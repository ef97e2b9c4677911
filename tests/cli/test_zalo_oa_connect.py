"""`baocao zalo-oa link` and `connect`: OAuth with PKCE against a strict platform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.channels.zalo_oa_connect import VERIFIER
from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, ZaloOaServer

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def server() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


@pytest.fixture
def office(baocao: Command, server: ZaloOaServer) -> Command:
    assert baocao("init", ".")[0] == 0
    section = {
        "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
        "oauth_base": server.api_base, "api_base": server.api_base, "callback_url": "https://bc.example/setup/connect",
    }  # fmt: skip
    lines = [f"{name} = {json.dumps(text)}" for name, text in section.items()]
    Path("config.toml").write_text("[zalo_oa]\n" + "\n".join(lines), "utf-8")
    return baocao


def agreed(office: Command, server: ZaloOaServer) -> str:
    """Where the browser is sent back to, once the administrator agreed."""
    code, shown, _ = office("zalo-oa", "link")
    assert code == 0
    assert Path("data", VERIFIER).stat().st_mode & 0o077 == 0
    return server.agrees(next(word for word in shown.split() if word.startswith("http")))


@pytest.mark.parametrize("is_whole", [True, False])
def test_an_account_is_connected_by_the_code_or_the_address_that_came_back(
    office: Command, server: ZaloOaServer, is_whole: bool
) -> None:
    back = agreed(office, server)
    code = back if is_whole else back.partition("code=")[2].partition("&")[0]
    assert office("zalo-oa", "connect", code)[0] == 0
    kept = TokenFile(Path("data", TOKENS)).read()
    assert kept is not None
    assert (kept.access, kept.refresh) == (server.state.access, server.state.refresh)
    assert not Path("data", VERIFIER).exists()


def test_a_code_of_an_address_before_is_refused(office: Command, server: ZaloOaServer) -> None:
    old = agreed(office, server)
    agreed(office, server)
    code, _, told = office("zalo-oa", "connect", old)
    assert (code, "đường dẫn mới" in told) == (1, True)
    assert not Path("data", TOKENS).exists()


def test_no_address_is_given_while_zalo_would_not_know_whereto_it_leads_back(
    office: Command,
) -> None:
    config = Path("config.toml")
    kept = [line for line in config.read_text("utf-8").splitlines() if "callback_url" not in line]
    config.write_text("\n".join(kept), "utf-8")
    code, shown, told = office("zalo-oa", "link")
    assert (code, shown, "callback_url" in told) == (1, "", True)
    assert not Path("data", VERIFIER).exists()


def test_a_code_without_an_address_is_refused(office: Command) -> None:
    code, _, told = office("zalo-oa", "connect", "made-up")
    assert (code, "Chưa có đường dẫn" in told) == (1, True)
