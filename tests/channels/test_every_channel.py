"""What holds for every entry of CHANNELS; a new channel gets its cases by adding payload files."""

from __future__ import annotations

import inspect
import json
import unicodedata
from pathlib import Path

import pytest

from bot.channels import CHANNELS, channel_class
from bot.model.message import Capabilities, Incoming
from tests.channels.adapters import PAYLOADS, READERS, as_plain

RECORDED = sorted(PAYLOADS.glob("*/*.json"))
OFFERED = ("start", "stop", "send", "fetch", "check")


def read(recorded: Path) -> Incoming | None:
    return READERS[recorded.parent.name](json.loads(recorded.read_text())["raw"])


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_has_a_reader_and_recorded_payloads(name: str) -> None:
    assert name in READERS
    assert [one for one in RECORDED if one.parent.name == name] != []


@pytest.mark.parametrize("name", CHANNELS)
def test_a_channel_offers_what_the_program_asks_of_it(name: str) -> None:
    kind = channel_class(name)
    assert kind.name == name
    assert isinstance(kind.capabilities, Capabilities)
    assert [one for one in OFFERED if not inspect.iscoroutinefunction(getattr(kind, one))] == []


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_a_recorded_payload_is_read_as_written_beside_it(recorded: Path) -> None:
    assert as_plain(read(recorded)) == json.loads(recorded.read_text())["incoming"]


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda one: f"{one.parent.name}/{one.stem}")
def test_reading_the_same_payload_again_gives_the_same_key(recorded: Path) -> None:
    assert read(recorded) == read(recorded)


@pytest.mark.parametrize("name", CHANNELS)
def test_keys_differ_and_all_words_are_composed(name: str) -> None:
    incomings = [one for one in (read(r) for r in RECORDED if r.parent.name == name) if one]
    assert len({one.key for one in incomings}) == len(incomings)
    assert [one.text for one in incomings] == [
        unicodedata.normalize("NFC", one.text) for one in incomings
    ]
    assert {one.address.channel for one in incomings} == {name}
