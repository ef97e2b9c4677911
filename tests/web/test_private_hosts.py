"""Other programs are told at public addresses; into the own network only where that was allowed."""

from __future__ import annotations

import asyncio
from ipaddress import ip_network

import pytest

from bot.use_cases.feeds.private_hosts import PrivateAddress, is_private, refuse_private

PRIVATE = ["10.0.0.0/8", "192.168.0.0/16", "172.16.0.0/12", "169.254.0.0/16", "fd00::/8"]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "::1", "0.0.0.0", *(str(ip_network(net)[9]) for net in PRIVATE)],
)
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
