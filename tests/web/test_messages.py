"""Messages of the page's script: stored once, whoever repeats them, and only from our own page."""

from __future__ import annotations

import errno
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from itsdangerous import Signer

from bot.locale.say import say
from bot.model.message import Incoming, IncomingKind
from bot.web.web_tokens import COOKIE, WebKeys
from tests.web.site import Site, Visitor

KEY = "0123456789abcdef"


def test_opening_a_link_writes_nothing_and_a_gateway_may_open_it_often(site: Site) -> None:
    for _ in range(3):
        assert httpx.get(f"{site.address}/chat/ABCDE12345", timeout=60).status_code == 200
        assert httpx.head(f"{site.address}/chat/ABCDE12345").status_code == 200
    assert (site.backend.received, site.backend.history) == ([], {})
    assert not site.backend.incoming_folder.exists()


def test_the_cookie_cannot_be_read_by_scripts_and_stays_with_our_site(visitor: Visitor) -> None:
    cookie = visitor.open().headers["set-cookie"]
    assert [part for part in ("HttpOnly", "SameSite=lax", "Path=/") if part not in cookie] == []
    assert "Secure" not in cookie


def test_with_a_public_https_address_the_cookie_is_secure_and_of_this_host(tmp_path: Path) -> None:
    site = Site(tmp_path, public_url="https://baocao.example.vn")
    response = httpx.get(f"{site.address}/chat", timeout=60)
    site.close()
    given = response.headers["set-cookie"]
    assert given.startswith("__Host-baocao_chat=")
    assert ["Secure" in given, "Path=/" in given, "Domain" in given] == [True, True, False]


def test_what_a_request_says_of_its_own_address_is_not_believed(site: Site) -> None:
    forged = {"x-forwarded-proto": "https", "host": "evil.example.com"}
    response = httpx.get(f"{site.address}/chat/", headers=forged, timeout=60)
    assert "evil" not in str(response.headers)
    assert (
        "Secure"
        not in httpx.get(f"{site.address}/chat", headers=forged, timeout=60).headers["set-cookie"]
    )


def test_a_second_link_in_the_same_browser_is_the_same_person(visitor: Visitor) -> None:
    before = visitor.chat
    visitor.open("/chat/OTHER12345")
    assert visitor.chat == before


def test_a_text_arrives_with_the_key_of_the_page(site: Site, visitor: Visitor) -> None:
    assert visitor.write("3 lớp 45 người", KEY).status_code == 200
    (one,) = site.backend.received
    assert (one.address.channel, one.address.bot, one.address.chat) == ("web", "web", visitor.chat)
    assert (one.key, one.kind, one.text) == (f"w{KEY}", IncomingKind.TEXT, "3 lớp 45 người")


def test_buttons_and_codes_arrive_as_such(site: Site, visitor: Visitor) -> None:
    visitor.send({"key": KEY + "1", "kind": "start", "text": "ABCDE12345"})
    visitor.send({"key": KEY + "2", "kind": "choice", "choice": "7|1.1|0|none"})
    assert [(one.kind, one.text, one.choice) for one in site.backend.received] == [
        (IncomingKind.START, "ABCDE12345", ""),
        (IncomingKind.CHOICE, "", "7|1.1|0|none"),
    ]


def test_sending_the_same_message_again_changes_nothing(site: Site, visitor: Visitor) -> None:
    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(lambda _: visitor.write("5", KEY).status_code, range(24)))
    assert answers == [200] * 24
    assert site.texts() == ["5"]


def test_a_full_disk_is_said_as_such_and_is_no_fault_of_the_program(
    site: Site, visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    def is_full(_: Sequence[Incoming]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    site.backend.trouble = is_full
    refused = visitor.write("5", KEY)
    assert (refused.status_code, refused.json()["error"]) == (503, say("page.away"))
    assert "Traceback" not in caplog.text


def test_a_message_that_could_not_be_stored_is_not_confirmed(site: Site, visitor: Visitor) -> None:
    def fail(_: Sequence[Incoming]) -> None:
        raise OSError("the disk is full")

    site.backend.trouble = fail
    refused = visitor.write("5", KEY)
    assert refused.status_code == 500
    assert "thử lại" in refused.json()["error"]
    site.backend.trouble = lambda _: None
    assert visitor.write("5", KEY).status_code == 200
    assert site.texts() == ["5"]


def test_words_are_composed_and_cleaned_before_they_are_stored(
    site: Site, visitor: Visitor
) -> None:
    decomposed = unicodedata.normalize("NFD", "lớp xoá mù")
    visitor.http.post(
        "/chat/send",
        content=f'{{"key":"{KEY}","kind":"text","text":"{decomposed}\\u0000\\ud800!"}}'.encode(),
        headers={"x-page-token": visitor.token},
    )
    assert site.texts() == ["lớp xoá mù\ufffd!"]


UNREADABLE: list[object] = [
    [],
    "text",
    {},
    {"kind": "text", "text": "no key"},
    {"key": "short", "kind": "text", "text": "5"},
    {"key": "with spaces and more", "kind": "text", "text": "5"},
    {"key": KEY, "kind": "text", "text": "  \n "},
    {"key": KEY, "kind": "text", "text": 5},
    {"key": KEY, "kind": "photo", "text": "5"},
    {"key": KEY, "kind": "edited", "text": "5"},
    {"key": KEY, "kind": "choice", "choice": ""},
    {"key": KEY, "kind": "choice", "choice": "x" * 65},
    {"key": KEY, "kind": "start", "text": "x" * 65},
]


@pytest.mark.parametrize("posted", UNREADABLE, ids=repr)
def test_what_is_no_message_is_refused_politely(
    site: Site, visitor: Visitor, posted: object
) -> None:
    refused = visitor.send(posted)
    assert (refused.status_code, site.texts()) == (400, [])
    assert "chưa được ghi" in refused.json()["error"]


def test_what_is_no_json_is_refused(site: Site, visitor: Visitor) -> None:
    headers = {"x-page-token": visitor.token}
    for body in (b"", b"{", b"\xff", b"[" * 50_000):
        assert visitor.http.post("/chat/send", content=body, headers=headers).status_code == 400
    assert site.texts() == []


def test_a_text_that_is_too_long_is_refused_with_the_limit(site: Site, visitor: Visitor) -> None:
    refused = visitor.write("x" * 20_001)
    assert (refused.status_code, site.texts()) == (413, [])
    assert "20000" in refused.json()["error"]
    assert visitor.write("x" * 20_000).status_code == 200


def test_a_body_that_is_too_long_is_not_read(site: Site, visitor: Visitor) -> None:
    assert visitor.write("x" * 400_000).status_code == 413
    assert site.texts() == []


# Who may post


def forged(kind: str, chat: str) -> str:
    match kind:
        case "unsigned":
            return chat
        case "signed with another key":
            return WebKeys("another secret").cookie_of(chat)
        case "signed for another purpose":
            return Signer("a secret for tests").sign(chat).decode()
        case "signature of another chat":
            return f"{chat}.{WebKeys('a secret for tests').cookie_of('x' * 24).split('.')[1]}"
    return f"{chat}.ký"


@pytest.mark.parametrize(
    "kind",
    ["unsigned", "signed with another key", "signed for another purpose",
     "signature of another chat", "not ASCII"],
)  # fmt: skip
def test_a_forged_cookie_is_nobody(site: Site, visitor: Visitor, kind: str) -> None:
    headers = {
        "cookie": f"{COOKIE}={forged(kind, visitor.chat)}".encode(),
        "x-page-token": visitor.token,
    }
    with httpx.Client(base_url=site.address, timeout=60) as stranger:
        posted = {"key": KEY, "kind": "text", "text": "5"}
        assert stranger.post("/chat/send", json=posted, headers=headers).status_code == 403
        assert stranger.get("/chat/lines", headers=headers).status_code == 403
        page = stranger.get("/chat", headers=headers)
        assert WebKeys("a secret for tests").chat_of(page.cookies[COOKIE]) != visitor.chat
    assert site.texts() == []


def test_without_the_page_token_nothing_is_taken(site: Site, visitor: Visitor) -> None:
    other = Visitor(site)
    other.open()
    for token in ("", "x", other.token):
        assert (
            visitor.send(
                {"key": KEY, "kind": "text", "text": "5"}, **{"x-page-token": token}
            ).status_code
            == 403
        )
    assert site.texts() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_requests_of_other_sites_are_refused(
    site: Site, visitor: Visitor, headers: dict[str, str]
) -> None:
    posted = {"key": KEY, "kind": "text", "text": "5"}
    assert visitor.send(posted, **headers).status_code == 403
    form = {"token": visitor.token, "key": KEY, "text": "5"}
    assert visitor.http.post("/chat/form", data=form, headers=headers).status_code == 403
    assert site.texts() == []


def test_requests_of_our_own_page_are_taken(site: Site, visitor: Visitor) -> None:
    own = {"origin": site.address, "sec-fetch-site": "same-origin"}
    assert visitor.send({"key": KEY, "kind": "text", "text": "5"}, **own).status_code == 200
    assert site.texts() == ["5"]
