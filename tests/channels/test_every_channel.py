"""What holds for every entry of CHANNELS; a new channel gets its cases by adding payload files."""

from __future__ import annotations

import inspect
import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels import CHANNELS
from bot.channels.base import Channel, is_called
from bot.channels.channel_spec import SettingsPart, Surroundings
from bot.channels.web_chat import Waiters
from bot.model.message import Capabilities
from tests.architecture.tree import ROOT
from tests.channels.adapters import PAYLOADS, as_plain, read_recorded

RECORDED = sorted(PAYLOADS.glob("*/*.json"))
NOW = datetime(2022, 10, 10, tzinfo=UTC)


def switched_on(name: str) -> SettingsPart:
    section = CHANNELS[name].section
    if name == "zalo_oa":
        return section(oa_id="2600", app_id="1", app_secret="x", oa_secret="y")
    return section(token="123456:of-a-bot") if "token" in section.model_fields else section()


def made(name: str) -> Channel:
    (channel,) = CHANNELS[name].make(switched_on(name), Surroundings(lambda: NOW, Waiters()))
    return channel


OFFERED = ("start", "stop", "send", "fetch", "check")


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_has_recorded_payloads(name: str) -> None:
    assert [one for one in RECORDED if one.parent.name == name] != []


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_offers_what_the_program_asks_of_it(name: str) -> None:
    channel = made(name)
    assert channel.name == name
    assert channel.bot in CHANNELS[name].bots(switched_on(name))
    assert isinstance(channel.capabilities, Capabilities)
    assert [one for one in OFFERED if not inspect.iscoroutinefunction(getattr(channel, one))] == []


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_is_off_until_it_is_set_up(name: str) -> None:
    off = CHANNELS[name].section(**({} if name != "web" else {"enabled": False}))
    assert CHANNELS[name].bots(off) == ()
    (check,) = CHANNELS[name].checks(off)
    assert check.well
    named = re.findall(rf"\b{name}\.(\w+)", check.text)  # what switches it on
    assert set(named) <= set(CHANNELS[name].section.model_fields)


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_a_recorded_payload_is_read_as_written_beside_it(recorded: Path) -> None:
    assert as_plain(read_recorded(recorded)) == json.loads(recorded.read_text())["incoming"]


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_reading_the_same_payload_again_gives_the_same_key(recorded: Path) -> None:
    assert read_recorded(recorded) == read_recorded(recorded)


@pytest.mark.parametrize("name", CHANNELS)
def test_keys_differ_and_all_words_are_composed(name: str) -> None:
    incomings = [
        one for one in (read_recorded(r) for r in RECORDED if r.parent.name == name) if one
    ]
    assert len({one.key for one in incomings}) == len(incomings)
    assert [one.text for one in incomings] == [
        unicodedata.normalize("NFC", one.text) for one in incomings
    ]
    assert {one.address.channel for one in incomings} == {name}


def test_the_official_account_is_named_in_its_own_files_and_where_it_is_registered() -> None:
    own = {*Path("bot/channels").glob("zalo_oa*.py"), Path("bot/cli/zalo_oa_command.py")}
    own |= {Path("bot/cli/template_notices_command.py")}
    own |= {Path("bot/use_cases/reminding/template_notices.py")}
    named = {"bot/channels/__init__.py", "bot/cli/main.py", "bot/sample/config.example.toml"}
    named |= {"bot/locale/en.po", "bot/locale/vi.po"}
    found = {
        path.relative_to(ROOT)
        for folder in ("bot", "storage")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".po", ".toml", ".html", ".js")
        and re.search("zalo_oa|zalo-oa", path.read_text("utf-8"))
    }
    assert found - own == {Path(name) for name in named}


@pytest.mark.parametrize(
    ("text", "name", "is_ours"),
    [
        ("@bao_cao_bot tiến độ", "bao_cao_bot", True),
        ("xin hỏi @Bao_Cao_Bot: tiến độ?", "bao_cao_bot", True),
        ("@bao_cao_bot2 tiến độ", "bao_cao_bot", False),
        ("@bao_cao_bot_thu tiến độ", "bao_cao_bot", False),
        ("bao_cao_bot tiến độ", "bao_cao_bot", False),
        ("@Phòng GDĐT tiến độ", "phòng gdđt", True),
        ("@ tiến độ", "", False),
    ],
)
def test_a_group_calls_an_account_by_its_whole_name(text: str, name: str, is_ours: bool) -> None:
    assert is_called(text, name) is is_ours
