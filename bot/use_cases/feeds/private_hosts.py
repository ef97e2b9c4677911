"""Which addresses of other programs lie inside an office's own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket


class PrivateAddress(OSError):
    """A name of the outside leads into the own network."""


def is_private(host: str) -> bool:
    """Return whether a host is written as an address of a private network or of this machine."""
    if host == "localhost":
        return True
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


async def refuse_private(host: str) -> None:
    """Raise PrivateAddress where a name leads to a private address. A private address that is written out
    was allowed when it was registered."""
    if is_private(host):
        return
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    if any(is_private(str(place[0])) for *_, place in found):
        raise PrivateAddress(host)
