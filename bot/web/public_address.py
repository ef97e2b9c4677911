"""The address that people open, as the settings name it. What a request says of its own address is
not believed: it would lead links, cookies and the check of forms wherever somebody likes."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from starlette.requests import Request
from starlette.responses import Response


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """`url` is `public_url` of the settings; "" where people open the machine's own address."""

    url: str = ""

    @property
    def is_https(self) -> bool:
        return self.url.lower().startswith("https://")

    def cookie_name(self, name: str) -> str:
        """Return a cookie's name; over https browsers let no other host or path set it."""
        return f"__Host-{name}" if self.is_https else name

    def is_origin(self, origin: str, host: str) -> bool:
        """Return whether a page of this origin is ours: the address of the settings, or what the
        request went to where that is this machine or (without `public_url`) a number. A name may
        be anybody's."""
        if self.url and _origin(origin) == _origin(self.url):
            return True
        said = _parts(origin)
        name = said.hostname or ""
        may_be = _is_this_machine(name) or (not self.url and _is_number(name))
        return may_be and said.netloc == host

    def link_base(self, host: str) -> str:
        """Return what links begin with. Without `public_url` only a number, or this machine, is
        taken from where the request went; "" where people came by some name."""
        if self.url:
            return self.url.rstrip("/")
        name = _parts(f"//{host}").hostname or ""
        return f"http://{host}" if _is_this_machine(name) or _is_number(name) else ""


def address_of_site(request: Request) -> PublicAddress:
    """Return the site's address, as the application was made with."""
    found: PublicAddress = request.app.state.address
    return found


def passkey_origin(request: Request) -> str:
    """Return the origin of pages that can use passkeys: the public one over https, or localhost."""
    site = address_of_site(request)
    if site.is_https:
        parts = urlsplit(site.url)
        return f"{parts.scheme}://{parts.netloc}"
    host = request.headers.get("host", "")
    return f"http://{host}" if _parts(f"//{host}").hostname == "localhost" else ""


def set_cookie(
    response: Response,
    request: Request,
    name: str,
    value: str,
    *,
    seconds: int,
    framed: bool = False,
) -> None:
    """Give a cookie that scripts cannot read and that other sites' requests do not carry, but for a page
    shown in a frame of another site (`framed`), which browsers allow over https alone."""
    site = address_of_site(request)
    response.set_cookie(
        site.cookie_name(name),
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="none" if framed and site.is_https else "lax",
        secure=site.is_https,
    )


def cookie_in(request: Request, name: str) -> str:
    """Return a cookie; "" for none. Over https a plain name is no cookie of ours: a neighbour's page, or
    whoever answers for one without https, may have put it there."""
    return request.cookies.get(address_of_site(request).cookie_name(name), "")


def forget_cookie(response: Response, request: Request, name: str) -> None:
    """Take a cookie back, under both of its names."""
    site = address_of_site(request)
    for known in dict.fromkeys((site.cookie_name(name), name)):
        response.delete_cookie(
            known, path="/", httponly=True, samesite="lax", secure=site.is_https
        )


def _parts(url: str) -> SplitResult:
    """Return an address in its parts; empty ones where it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = _parts(url)
    ports = {"https": 443, "http": 80}
    try:
        port = parts.port or ports.get(parts.scheme)
    except ValueError:
        port = None
    return parts.scheme, (parts.hostname or "").rstrip("."), port


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _is_this_machine(name: str) -> bool:
    return name == "localhost" or (_is_number(name) and ip_address(name).is_loopback)
