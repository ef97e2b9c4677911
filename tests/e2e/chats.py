"""Officials who keep trying: on a telephone, where a message may be lost, and on the web chat's page."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

import httpx

PATIENCE = 6.0  # seconds after which an official writes once more, as people do
PAUSE = 1.2  # seconds an official thinks, so that the kills fall between the first and the last
LONGEST = 120.0


class Chat:
    """An official who waits for an answer, and writes again when none comes: on Zalo a message may
    be lost for good while the program is down."""

    def __init__(
        self,
        says: Callable[[str], object],
        inbox: Callable[[], list[str]],
        pause: float = PAUSE,
    ) -> None:
        self.says = says
        self.inbox = inbox
        self.pause = pause
        self.sent = 0

    def tell(self, words: str, wanted: str) -> str:
        """Write until the answer has what is wanted."""
        return self.does(lambda: self.says(words), wanted, words)

    def does(self, act: Callable[[], object], wanted: str, words: str = "a file") -> str:
        """Do something until the answer has what is wanted: a late answer to the first time counts
        too, though it comes between two tries."""
        time.sleep(self.pause)
        end = time.monotonic() + LONGEST
        before = len(self.inbox())
        while time.monotonic() < end:
            act()
            self.sent += 1
            again = time.monotonic() + PATIENCE
            while time.monotonic() < again:
                for text in self.inbox()[before:]:
                    if re.search(wanted, text):
                        return text
                time.sleep(0.05)
        raise AssertionError(f"no answer to {words!r}; since then: {self.inbox()[before:][:4]}")


class Page:
    """The web chat, from a browser that keeps trying; a message has one key however often."""

    def __init__(self, link: str) -> None:
        self.http = httpx.Client(timeout=5, trust_env=False)
        page = self.keeps_trying(lambda: self.http.get(link))
        self.token = re.search(r'data-token="([^"]+)"', page.text).group(1)  # type: ignore[union-attr]
        self.base, _, self.code = link.rpartition("/")
        self.texts: list[str] = []
        self.after = 0

    def says(self, words: str) -> None:
        kind = "start" if words == self.code else "text"
        posted = {"key": secrets.token_hex(8), "kind": kind, "text": words}
        self.keeps_trying(lambda: self.http.post(
            f"{self.base}/send", json=posted, headers={"x-page-token": self.token}
        ))  # fmt: skip

    def inbox(self) -> list[str]:
        try:
            found = self.http.get(f"{self.base}/lines", params={"after": self.after}, timeout=0.4)
        except httpx.HTTPError:
            return self.texts
        for line in found.json()["lines"]:
            self.after = max(self.after, line["id"])
            self.texts.append(f"{line['lead']}\n{line['head']}\n{line['text']}")
        return self.texts

    def keeps_trying(
        self, ask: Callable[[], httpx.Response], well: tuple[int, ...] = (200,)
    ) -> httpx.Response:
        end = time.monotonic() + LONGEST
        while True:
            try:
                response = ask()
            except httpx.HTTPError:
                assert time.monotonic() < end
                time.sleep(0.2)
                continue
            assert response.status_code in well, response.text
            return response
