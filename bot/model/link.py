"""Which addresses can be opened on somebody else's device."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit


def opens_elsewhere(address: str) -> bool:
    """Return whether an address leads here from another device too: no loopback, and no "all
    interfaces", which is no address to go to."""
    try:
        host = (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return False
    if not host or host == "localhost" or host.endswith(".localhost"):
        return False
    try:
        number = ip_address(host)
    except ValueError:
        return True  # a name
    return not (number.is_loopback or number.is_unspecified or number.is_link_local)


def front_of(link: str) -> str:
    """Return the address that a link with {code} in it leads to, without the code."""
    return link.partition("{code}")[0].removesuffix("?start=").rstrip("/")
