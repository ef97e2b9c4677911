"""Files behind signed links: as long as the link holds, for the message it was made for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.web.web_tokens import WebKeys
from tests.web.site import SECRET, Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    file = tmp_path / "form.txt"
    file.write_text("biểu", encoding="utf-8")
    made.backend.files[("7", "12")] = file
    yield made
    made.close()


def fetch(site: Site, token: str) -> httpx.Response:
    return httpx.get(f"{site.address}/file/{token}", trust_env=False, timeout=60)


def token(site: Site, address: int = 7, message: int = 12, *, secret: str = SECRET) -> str:
    until = site.backend.now() + timedelta(hours=1)
    return WebKeys(secret).offer_of(address, message, until)


def test_a_signed_link_gives_the_file_again_and_again(site: Site) -> None:
    """Gateways fetch links before people do; neither takes it from the other."""
    for _ in range(2):
        answer = fetch(site, token(site))
        assert (answer.status_code, answer.text) == (200, "biểu")
        assert "no-store" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "bad", ["7-12-99999999999", "7-12-99999999999.sign", "", "..%2f..%2fetc"], ids=str
)
def test_a_link_that_was_not_signed_by_us_gives_nothing(site: Site, bad: str) -> None:
    assert fetch(site, bad).status_code == 404


def test_a_link_of_another_installation_gives_nothing(site: Site) -> None:
    assert fetch(site, token(site, secret="another")).status_code == 404


def test_a_changed_link_gives_nothing(site: Site) -> None:
    assert fetch(site, token(site).replace("7-12", "7-13")).status_code == 404


def test_a_link_runs_out(site: Site) -> None:
    past = WebKeys(SECRET).offer_of(7, 12, site.backend.now() - timedelta(seconds=1))
    assert fetch(site, past).status_code == 404
