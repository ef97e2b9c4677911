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


async def place_of(host: str) -> str:
    """Return the number that a name leads to now, which alone is to be called: asked again, the name may
    lead elsewhere. Raises PrivateAddress where that is a private one; one that is written out was
    allowed when it was registered."""
    if is_private(host):
        return host
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    places = [str(place[0]) for *_, place in found]
    if any(map(is_private, places)):
        raise PrivateAddress(host)
    return places[0]
