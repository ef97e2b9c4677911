"""Around the conversation: headers, escaping, polite refusals, webhooks, static files."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.channels.webhook import Hook
from bot.model.message import Choice
from bot.web.page_templates import STATIC
from tests.web.site import HTML, Site, Visitor

EVIL = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"
TEMPLATES = STATIC.parent / "templates"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/chat", 200), ("/chat/ABCDE12345", 200), ("/static/chat.js", 200), ("/health", 200),
     ("/nowhere", 404), ("/chat/lines", 403), ("/chat/send", 405), ("/static/../server.py", 404)],
)  # fmt: skip
def test_every_answer_carries_the_security_headers(site: Site, path: str, status: int) -> None:
    answer = Visitor(site).http.get(path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "server" not in answer.headers


@pytest.mark.parametrize("accept", ["*/*", "text/html", ""])
def test_an_address_that_is_not_there_is_answered_with_a_page(site: Site, accept: str) -> None:
    answer = Visitor(site).http.get("/nowhere", headers={"accept": accept})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")


def test_the_chat_page_holds_no_element_without_what_it_needs(visitor: Visitor) -> None:
    visitor.submit(text="5")
    page = visitor.http.get("/chat", headers=HTML).text
    for tag, needed in (("img", "src"), ("a", "href")):
        assert [
            each for each in re.findall(rf"<{tag}\b[^>]*>", page) if f"{needed}=" not in each
        ] == []
    assert re.findall(r"<time[^>]*>\s*</time>", page) == []


def test_a_failure_nobody_expected_is_a_polite_page(site: Site, visitor: Visitor) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    site.backend.trouble = fail
    answer = visitor.submit(text="5")
    assert answer.status_code == 500
    assert "Chương trình gặp trục trặc" in answer.text
    assert "ZeroDivision" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_failure_is_logged_without_the_invite_code(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async def fail(*_: object) -> None:
        raise OSError("disk")

    visitor = Visitor(site)
    visitor.open()
    site.backend.lines = fail  # type: ignore[assignment, method-assign]
    assert visitor.open("/chat/SECRETCODE9").status_code == 500
    assert "a request of /chat/… failed" in caplog.text
    assert "SECRETCODE9" not in caplog.text


def test_nothing_is_logged_for_ordinary_requests(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"), caplog.at_level("INFO", logger="httpx"):
        Visitor(site).open("/chat/SECRETCODE9")
    assert [record.name for record in caplog.records if "SECRETCODE9" in record.getMessage()] == [
        "httpx"
    ]


def test_what_people_and_forms_wrote_appears_as_text(site: Site, visitor: Visitor) -> None:
    visitor.write(EVIL)
    site.say(
        visitor.chat, EVIL, head=EVIL, lead=EVIL, choices=(Choice('"><b>', EVIL),), document=EVIL
    )
    page = visitor.open("/chat/%22%3E%3Cscript%3Ealert(2)").text
    assert "alert" in page
    assert re.findall(r"<img[^>]*onerror|<script>|<b>", page) == []


def test_without_a_code_the_page_says_how_to_begin(site: Site) -> None:
    assert "mở đường dẫn mời" in Visitor(site).open().text


def test_a_page_that_is_not_there_is_polite_and_scripts_get_json(site: Site) -> None:
    visitor = Visitor(site)
    assert "Xin lỗi anh/chị" in visitor.open("/nowhere").text
    asked = {"accept": "application/json"}
    assert list(visitor.http.get("/nowhere", headers=asked).json()) == ["error"]


def test_the_home_address_leads_to_the_chat(site: Site) -> None:
    answer = Visitor(site).http.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/chat#end")


def test_static_files_are_kept_for_good_only_with_their_version(visitor: Visitor) -> None:
    versioned = re.findall(r'(?:href|src)="(/static/[^"]+)"', visitor.page)
    assert len(versioned) >= 4
    for address in versioned:
        assert "immutable" in visitor.http.get(address).headers["cache-control"]
        assert visitor.http.get(address.split("?")[0]).headers["cache-control"] == "no-cache"


def test_pages_are_not_kept_by_browsers(visitor: Visitor) -> None:
    assert visitor.open().headers["cache-control"] == "no-store"


def test_the_pages_load_nothing_from_elsewhere_and_hold_no_inline_script() -> None:
    names = re.compile(r"http://www\.w3\.org/2000/svg|(?<=, )\"https://web\.telegram\.org\"\);")
    for path in [*TEMPLATES.iterdir(), *STATIC.iterdir()]:
        body = names.sub(
            "", path.read_text(encoding="utf-8")
        )  # of a vocabulary, of who may listen
        assert re.findall(r"https?://|innerHTML|insertAdjacent|document\.write", body) == []
        if path.suffix == ".html":
            assert re.findall(r"<script(?! src=)|<style| style=| on\w+=", body) == []


# Webhooks


@pytest.fixture
def hooked(tmp_path: Path) -> Iterator[tuple[Site, list[tuple[str, bytes]]]]:
    taken: list[tuple[str, bytes]] = []

    async def webhook(headers: Mapping[str, str], body: bytes) -> int:
        taken.append((headers.get("x-secret", ""), body))
        return 200

    hook = Hook(lambda headers: headers.get("x-secret") == "s", webhook)
    site = Site(tmp_path, {"telegram": hook, "zalo/7": hook})
    yield site, taken
    site.close()


def test_a_webhook_is_handed_to_its_channel_which_decides(
    hooked: tuple[Site, list[tuple[str, bytes]]],
) -> None:
    site, taken = hooked
    http = Visitor(site).http
    good = http.post("/telegram/webhook", content=b'{"update_id":1}', headers={"x-secret": "s"})
    assert (good.status_code, taken) == (200, [("s", b'{"update_id":1}')])
    assert http.post("/telegram/webhook", content=b"{}").status_code == 403
    assert http.post("/zalo/webhook", content=b"{}").status_code == 404
    assert http.get("/telegram/webhook", headers=HTML).status_code == 405
    secret, large = {"x-secret": "s"}, bytes(1024 * 1024 + 1)
    assert http.post("/telegram/webhook", content=large, headers=secret).status_code == 413
    assert http.post("/zalo/webhook/7", content=b"{}", headers=secret).status_code == 200
    assert len(taken) == 2


def test_a_webhooks_secret_is_asked_for_before_its_body_is_read(
    hooked: tuple[Site, list[tuple[str, bytes]]],
) -> None:
    """A body that never ends keeps nobody busy who has not shown the secret."""
    site, taken = hooked
    with socket.create_connection(("127.0.0.1", site.port), 10) as raw:
        raw.sendall(
            b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n{"
        )
        assert raw.recv(64).startswith(b"HTTP/1.1 403")
    assert taken == []
