"""Other programs are told at public addresses; into the own network only where that was allowed."""

from __future__ import annotations

import asyncio

import pytest

from bot.use_cases.feeds.private_hosts import PrivateAddress, is_private, refuse_private


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.9", "172.16.0.1", "169.254.169.254", "::1",
     "fd00::1", "0.0.0.0"],
)  # fmt: skip
def test_a_private_address_is_known_as_it_is_written(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["8.8.8.8", "bao-cao.example.vn", "2606:4700::1111"])
def test_others_are_not(host: str) -> None:
    assert not is_private(host)


def test_a_name_that_leads_into_the_own_network_is_refused() -> None:
    with pytest.raises(PrivateAddress):
        asyncio.run(refuse_private("LOCALHOST"))


def test_an_address_that_was_allowed_is_told() -> None:
    asyncio.run(refuse_private("127.0.0.1"))
