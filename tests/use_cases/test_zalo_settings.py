"""Zalo's bots as the settings give them: webhooks, several bots, links to one with room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bootstrap import Bootstrap, make_channels
from bot.channels.base import Channel
from bot.channels.channel_spec import Surroundings
from bot.channels.web_chat import Waiters
from bot.cli.doctor import run_checks
from bot.errors import UsageError
from bot.invite_links import invite_links, keep_bot_name, known_links
from bot.model.message import Address, Incoming, IncomingKind
from bot.model.person import Role
from bot.use_cases.campaigns import campaign_setup, invites
from tests.fakes.zalo_server import ZaloServer
from tests.office import Installation

FIRST, SECOND = "111111111:first-token-of-a-bot", "222222222:second-token-of-a-bot"
NOW = datetime(2022, 10, 10, 8, tzinfo=UTC)


def install(folder: Path, zalo: str, web: str = "") -> Bootstrap:
    file = folder / "config.toml"
    file.write_text(f"[zalo]\n{zalo}\n[web]\n{web}\n", encoding="utf-8")
    return Bootstrap(str(file), None)


def two_bots(folder: Path, more: str = "") -> Bootstrap:
    return install(folder, f'token = "{FIRST}"\ntokens = ["{SECOND}"]\n{more}')


def zalo_channels(setup: Bootstrap) -> list[Channel]:
    made = make_channels(setup.config, Surroundings(setup.clock.now, Waiters()))
    return [channel for channel in made if channel.name == "zalo"]


def test_each_token_is_a_channel_of_its_own(tmp_path: Path) -> None:
    setup = two_bots(tmp_path)
    assert [each.bot for each in zalo_channels(setup)] == [
        "111111111",
        "222222222",
    ]


def test_several_tokens_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAOCAO_ZALO__TOKENS", f"{FIRST}, {SECOND}")
    assert install(tmp_path, "").config.zalo.all_tokens == (FIRST, SECOND)


def test_settings_never_print_a_token(tmp_path: Path) -> None:
    printed = repr(two_bots(tmp_path).config)
    assert "token-of-a-bot" not in printed


@pytest.mark.parametrize(
    "webhook",
    ['webhook_secret = "long-enough"', 'webhook_url = "https://x.example/zalo/webhook"'],
)
def test_a_webhook_without_what_it_needs_is_one_clear_sentence(
    tmp_path: Path, webhook: str
) -> None:
    setup = install(tmp_path, f'token = "{FIRST}"\nmode = "webhook"\n{webhook}')
    with pytest.raises(UsageError, match=r"zalo\.webhook_url"):
        zalo_channels(setup)


def test_invitations_lead_to_a_bot_with_room(tmp_path: Path) -> None:
    setup = two_bots(tmp_path, "max_users = 2")
    with setup.store.transaction() as tx:
        keep_bot_name(tx, "zalo", "111111111", "bot.first")
        keep_bot_name(tx, "zalo", "222222222", "bot.second")
        tx.messages.keep(
            Incoming(Address("zalo", "111111111", "an"), "k", IncomingKind.TEXT, "Xin chào"), NOW
        )
    next_place = invite_links(setup)["zalo"]
    assert callable(next_place)
    assert [next_place() for _ in range(4)] == [
        "https://zalo.me/bot.first",
        "https://zalo.me/bot.second",
        "https://zalo.me/bot.second",
        None,
    ]
    assert ("Zalo", "https://zalo.me/bot.first") in known_links(setup)
    setup.store.close()


def test_each_unit_gets_the_link_of_its_own_place(desk: Installation) -> None:
    places = iter(["https://zalo.me/bot.first", "https://zalo.me/bot.second"])
    with desk.store.transaction() as tx:
        links: dict[str, invites.Link] = {"zalo": lambda: next(places, None), "web": None}
        made = invites.hand_out(
            tx, desk.office, desk.campaign.slug, None, Role.REPORTER, links, new=True
        )
    assert [each.channel_links["zalo"] for each in made][:3] == [
        "https://zalo.me/bot.first",
        "https://zalo.me/bot.second",
        None,
    ]


def test_doctor_asks_each_bot_its_name_and_learns_its_link(tmp_path: Path) -> None:
    with ZaloServer() as server:
        setup = install(tmp_path, f'token = "{server.token}"\napi_base = "{server.api_base}"')
        told = [check.text for check in run_checks(setup)]
        bot = server.token.partition(":")[0]
        assert f"Zalo: {server.account_name}, bot {bot} (0/50 người)" in told
        assert ("Zalo", f"https://zalo.me/{server.account_name}") in known_links(setup)
        setup.store.close()


def test_doctor_fails_where_the_token_is_refused(tmp_path: Path) -> None:
    with ZaloServer() as server:
        setup = install(tmp_path, f'token = "{FIRST}"\napi_base = "{server.api_base}"')
        [bad] = [check for check in run_checks(setup) if not check.well]
        setup.store.close()
    assert "zalo.token" in bad.text
    assert "first-token" not in bad.text


@pytest.mark.parametrize(("quota", "holds"), [(3000, True), (300, False)])
def test_doctor_predicts_whether_the_plan_holds(tmp_path: Path, quota: int, holds: bool) -> None:
    with ZaloServer() as server:
        own = f'token = "{server.token}"\napi_base = "{server.api_base}"\nmonthly_quota = {quota}'
        setup = install(tmp_path, own)
        folder = tmp_path / "campaign"
        folder.mkdir()
        desk = Installation(folder)
        read = campaign_setup.read_campaign(folder / "campaign.toml", setup.office)
        with setup.store.transaction() as tx:
            campaign_setup.create_campaign(tx, setup.office, read)
            campaign_setup.open_campaign(tx, setup.office, read.campaign.slug)
        [line] = [check for check in run_checks(setup) if "14 đơn vị × 24 tin" in check.text]
        desk.close()
        setup.store.close()
    assert line.well is holds
    assert f"336/{quota:,}".replace(",", ".") in line.text
