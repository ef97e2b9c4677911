"""Bringing home a picture whose temporary address stood in a message.

The address comes from outside, so it may lead only to a public https host (or to the very server
that the settings name), whatever redirections say, and no more than a limit is read. Whether the
bytes are a picture is decided later, by looking at them.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

from bot.errors import Rejected, RetryLater, TooLarge

LARGEST = 20 * 1024 * 1024  # bytes, as for every channel; Zalo itself gives out less
MOST_REDIRECTIONS = 3
MOST_SECONDS = 120.0
AGAIN_AFTER = 3.0  # seconds
LATER = (408, 425, 429)
PUBLIC_HOST = re.compile(r"(?:[a-z0-9_-]+\.)+(?:[a-z]{2,}|xn--[a-z0-9-]+)")
PRIVATE_ENDINGS = (".local", ".localhost", ".internal", ".lan", ".home.arpa")


async def download(http: httpx.AsyncClient, address: str, into: Path, *, home: str) -> None:
    """Write the picture at `address` to `into`, whole or not at all; `home` is the address of the
    server in the settings. Raises Rejected where it will never work (an address that is not
    allowed or has expired, too many bytes), RetryLater otherwise."""
    part = into.with_name(into.name + ".part")
    try:
        async with asyncio.timeout(MOST_SECONDS):
            await _follow(http, address, part, home)
    except (httpx.HTTPError, TimeoutError) as error:
        raise RetryLater(AGAIN_AFTER, f"the picture: {type(error).__name__}") from None
    except (httpx.InvalidURL, ValueError):
        raise Rejected("the picture's address cannot be read") from None
    else:
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)


async def _follow(http: httpx.AsyncClient, address: str, part: Path, home: str) -> None:
    for _ in range(MOST_REDIRECTIONS + 1):
        if not is_allowed(address, home):
            raise Rejected("the picture's address is not a public https one")
        async with http.stream("GET", address, follow_redirects=False) as response:
            if not response.has_redirect_location:
                _refuse(response)
                await _copy(response, part)
                return
            address = urljoin(address, response.headers["location"])
    raise Rejected("the picture's address leads from one to the next")


def is_allowed(address: str, home: str) -> bool:
    """Tell whether a picture may be fetched from here."""
    parts = urlsplit(address)
    if (parts.scheme, parts.netloc) == tuple(urlsplit(home))[:2]:
        return True
    host = (parts.hostname or "").lower()
    return (
        parts.scheme == "https"
        and parts.port in (None, 443)
        and parts.username is None
        and PUBLIC_HOST.fullmatch(host) is not None
        and not host.endswith(PRIVATE_ENDINGS)
    )


def _refuse(response: httpx.Response) -> None:
    status, size = response.status_code, response.headers.get("content-length", "")
    if status >= 500 or status in LATER:
        raise RetryLater(AGAIN_AFTER, f"the picture: HTTP {status}")
    if not response.is_success:
        raise Rejected(f"the picture is no longer there (HTTP {status})")
    if size.isdigit() and int(size) > LARGEST:
        raise TooLarge(f"a picture of {size} bytes is too large")


async def _copy(response: httpx.Response, part: Path) -> None:
    written = 0
    with part.open("wb") as target:
        async for chunk in response.aiter_bytes():
            written += len(chunk)
            if written > LARGEST:
                raise TooLarge(f"a picture of more than {LARGEST} bytes is too large")
            target.write(chunk)
