"""A strict imitation of the Official Account's API over real HTTP on loopback: errors inside 200,
access tokens that run out, refresh tokens that work once, windows and quotas.

    with ZaloOaServer() as server:
        server.hook = f"{program}/zalo_oa/webhook"
        official = server.person()
        official.says("LIENKET ABCDE12345")
        official.wait_for("Đồng ý")
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from bot.channels.zalo_oa import signature_of
from tests.fakes.faults import Fault, Faults
from tests.fakes.http_server import Form, Request, Response, json_response, read_form
from tests.fakes.platform_server import GATEWAY_PAGE, PlatformServer

APP_ID, APP_SECRET, OA_ID, OA_SECRET = "1042", "app-secret-of-tests", "2600", "oa-secret-of-tests"
LONGEST = 2000
LARGEST = {"file": 5_000_000, "image": 1_000_000}  # bytes
FREE = 8  # replies within 48 hours of the last message of a person
WINDOW_DAYS = 7
TEMPLATE: dict[str, Any] = {
    "templateId": "312345",
    "templateName": "Nhắc báo cáo ngày cuối",
    "status": "ENABLE",
    "listParams": [
        {"name": "don_vi", "require": True, "type": "STRING", "maxLength": 30},
        {"name": "han", "require": True, "type": "STRING", "maxLength": 30},
    ],
    "previewUrl": "https://account.zalo.cloud/preview/312345",
}


@dataclass
class State:
    """What the platform keeps: the valid tokens, what was sent, and how late it is there."""

    access: str = "access-0"
    refresh: str = "refresh-0"
    used: set[str] = field(default_factory=set)
    codes: dict[str, str] = field(
        default_factory=dict
    )  # given when somebody agreed: its challenge
    quota: int = 1000  # messages beyond the free ones
    has_package: bool = True  # one that includes the API
    free: int = 0  # messages that cost nothing
    days: float = 0.0  # the platform's clock
    refreshes: int = 0
    hour: int = 9
    transactions: int = 0
    price: str = "300"  # đồng, of a template


class Refusal(Exception):
    """An `error` in the body of an answer with HTTP 200."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


class OaPerson:
    """Somebody who writes to the account; `inbox` holds what came, as the messages' JSON."""

    def __init__(self, server: ZaloOaServer, number: str) -> None:
        self.server = server
        self.number = number
        self.inbox: list[dict[str, Any]] = []
        self.wrote: float | None = None
        self.answered = 0  # since this person last wrote
        self.most_answered = 0  # and the most of any time
        self.files: list[tuple[str, bytes]] = []

    def says(self, text: str) -> httpx.Response:
        return self.event("user_send_text", {"text": text})

    def taps(self, label: str) -> httpx.Response:
        """Press a button of the latest message; its payload comes as a text."""
        buttons = self.inbox[-1]["attachment"]["payload"]["buttons"]
        (payload,) = (each["payload"] for each in buttons if each["title"] == label)
        return self.says(payload)

    def sends(self, sort: str, name: str, content: bytes) -> httpx.Response:
        """Send a picture ("image") or a document ("file")."""
        self.server.files[name] = content
        payload = {"url": f"{self.server.api_base}/files/{name}", "name": name}
        attachments = [{"type": sort, "payload": payload}]
        return self.event(f"user_send_{sort}", {"attachments": attachments})

    def event(self, name: str, message: dict[str, Any], **more: Any) -> httpx.Response:
        """Let the platform push an event of this person."""
        return self.server.push(self.raw(name, message, **more))

    def raw(self, name: str, message: dict[str, Any], **more: Any) -> dict[str, Any]:
        """An event of this person, to be pushed as often as somebody likes."""
        self.wrote, self.answered = self.server.state.days, 0
        number = f"m{next(self.server.numbers)}"
        return {
            "app_id": APP_ID, "event_name": name, "timestamp": f"{1_665_000_000_000 + int(number[1:])}",
            "sender": {"id": self.number}, "recipient": {"id": OA_ID},
            "message": {"msg_id": number, **message}, **more,
        }  # fmt: skip

    def wait_for(self, words: str) -> str:
        """Wait until a message with these words is there; its text."""
        self.server.wait_until(lambda: any(words in each["text"] for each in self.inbox), 30)
        return next(each["text"] for each in self.inbox if words in each["text"])


class ZaloOaServer(PlatformServer):
    """The fake; kinds of faults in `faults.FAULTS`."""

    def __init__(self, port: int = 0) -> None:
        self.people: dict[str, OaPerson] = {}
        self.files: dict[str, bytes] = {}
        self.notified: list[tuple[str, dict[str, str]]] = []  # templates that arrived
        self.unknown_phones: set[str] = set()
        self.groups: dict[str, list[dict[str, Any]]] = {}  # what came, by the group's id
        self.uploads: dict[str, tuple[str, bytes]] = {}
        self.state = State()
        self.refused: Counter[int] = Counter()  # the errors that were answered
        self.numbers = itertools.count(1)
        self.hook = ""
        self.oa_id = OA_ID  # the account that whoever agrees chooses
        self._http_out = httpx.Client(timeout=30, trust_env=False)
        super().__init__(_Lock(), Faults(), port)

    def person(self) -> OaPerson:
        number = f"55{next(self.numbers):04d}"
        self.people[number] = OaPerson(self, number)
        return self.people[number]

    def push(self, raw: dict[str, Any], secret: str = OA_SECRET) -> httpx.Response:
        """Call the program's webhook, signed as the platform signs."""
        body = json.dumps(raw, ensure_ascii=False).encode()
        signature = signature_of(APP_ID, body, raw["timestamp"], secret)
        headers = {"X-ZEvent-Signature": f"mac={signature}", "Content-Type": "application/json"}
        return self._http_out.post(self.hook, content=body, headers=headers)

    def expire(self) -> None:
        """Let the access token run out."""
        self.state.access = ""

    def agrees(self, address: str) -> str:
        """Agree as the account's administrator at the address that the program gave (OAuth v4, PKCE);
        the address that the browser is sent back to."""
        parts = urlsplit(address)
        asked = {name: texts[0] for name, texts in parse_qs(parts.query).items()}
        assert parts.path == "/v4/oa/permission"
        assert asked["app_id"] == APP_ID
        assert re.fullmatch(r"[A-Za-z0-9_-]{43}", asked["code_challenge"])
        code = f"code-{next(self.numbers)}"
        self.state.codes[code] = asked["code_challenge"]
        back = {"oa_id": OA_ID, "code": code}
        if "state" in asked:
            back["state"] = asked["state"]
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    async def _push(self) -> None:
        return None

    def _has_updates(self) -> bool:
        return False

    async def _serve(self, request: Request) -> Response:
        if request.path.startswith("/files/"):
            content = self.files.get(request.path.removeprefix("/files/"))
            return Response(404) if content is None else Response(200, content, "image/jpeg")
        form = read_form(request)
        form.values["#path"] = request.path
        form.values["#token"] = request.headers.get("access_token", "")
        form.values["#secret"] = request.headers.get("secret_key", "")
        form.values["#body"] = request.body.decode("utf-8", "replace")
        return await self._with_faults(request.path.rsplit("/", 1)[1], form)

    async def _result(self, method: str, form: Form) -> Any:
        if form.values["#path"] == "/v4/oa/access_token":
            return self._grant(form.values)
        if form.values["#token"] != self.state.access:
            raise Refusal(-216, "Access token is invalid")
        if method == "getoa":
            return {"error": 0, "data": {"oa_id": self.oa_id, "name": "Phòng Giáo dục và Đào tạo"}}
        if form.values["#path"] == "/template/info/v2":
            return {"error": 0, "data": {**TEMPLATE, "price_sdt": self.state.price}}
        if form.values["#path"].startswith("/v2.0/oa/upload/"):
            return self._uploaded(method, form)
        asked = json.loads(form.values["#body"])
        if form.values["#path"] == "/v3.0/oa/message/transaction":
            return self._transaction(asked)
        if form.values["#path"] == "/message/template":
            return self._notify(asked)
        if form.values["#path"] == "/v3.0/oa/group/message":
            return self._to_group(asked)
        assert form.values["#path"] == "/v3.0/oa/message/cs", form.values["#path"]
        return self._sent(asked)

    def _uploaded(self, kind: str, form: Form) -> dict[str, Any]:
        upload = form.uploads["file"]
        endings = {"file": (".pdf", ".doc", ".docx"), "image": (".png", ".jpg", ".jpeg")}[kind]
        if not upload.name.endswith(endings) or len(upload.content) > LARGEST[kind]:
            raise Refusal(-210, "File type is not supported")
        key = f"upload-{next(self.numbers)}"
        self.uploads[key] = (upload.name, upload.content)
        return {"error": 0, "data": {"token" if kind == "file" else "attachment_id": key}}

    def _transaction(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A year after the last message, by a template, from 6:00 to 21:59."""
        person = self.people[asked["recipient"]["user_id"]]
        payload = asked["message"]["attachment"]["payload"]
        assert payload["template_type"].startswith("transaction_")
        for element, most in zip(payload["elements"], (100, 250), strict=True):
            assert 0 < len(element["content"]) <= most
        if person.wrote is None or self.state.days - person.wrote > 365:
            raise Refusal(-230, "User has not interacted in the past year")
        if not 6 <= self.state.hour < 22:
            raise Refusal(-240, "Transaction messages are sent from 6:00 to 21:59")
        self.state.transactions += 1
        text = "\n".join(element["content"] for element in payload["elements"])
        person.inbox.append({"text": text, "transaction": True})
        return {"error": 0, "data": {"message_id": f"o{next(self.numbers)}"}}

    def _notify(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A template to a telephone number, from 6:00 to 21:59."""
        if asked["template_id"] != TEMPLATE["templateId"]:
            raise Refusal(-112, "Template not existed")
        if not re.fullmatch(r"84[35789][0-9]{8}", asked["phone"]):
            raise Refusal(-108, "Phone number invalid")
        for place in TEMPLATE["listParams"]:
            text = asked["template_data"].get(place["name"], "")
            if not 0 < len(text) <= place["maxLength"]:
                raise Refusal(-114, "Template data invalid")
        if not 6 <= self.state.hour < 22:
            raise Refusal(-133, "Not allowed at night")
        if asked["phone"] in self.unknown_phones:
            raise Refusal(-118, "Zalo account not existed")
        self.notified.append((asked["phone"], asked["template_data"]))
        return {"error": 0, "message": "Success", "data": {"msg_id": f"z{next(self.numbers)}"}}

    def _to_group(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Words and pictures, without buttons, into a group of the account."""
        inbox = self.groups.get(asked["recipient"]["group_id"])
        if inbox is None:
            raise Refusal(-213, "Group not found")
        message = asked["message"]
        payload = message.get("attachment", {}).get("payload", {})
        assert "buttons" not in payload
        carried = [self.uploads[each["attachment_id"]] for each in payload.get("elements", [])]
        if not 0 < len(message.get("text", "")) + len(carried) <= LONGEST:
            raise Refusal(-210, "Parameter exceeds limit")
        inbox.append({**message, "files": carried})
        return {"error": 0, "data": {"message_id": f"o{next(self.numbers)}"}}

    def _grant(self, asked: dict[str, str]) -> dict[str, Any]:
        state = self.state
        if asked["#secret"] != APP_SECRET or asked["app_id"] != APP_ID:
            return {"error": -14002, "error_name": "Invalid app"}
        if asked["grant_type"] == "authorization_code":
            if state.codes.pop(asked["code"], "") != _challenge(asked["code_verifier"]):
                return {"error": -14010, "error_name": "Invalid code"}
        elif asked["refresh_token"] in state.used or asked["refresh_token"] != state.refresh:
            return {"error": -14020, "error_name": "Invalid refresh token"}
        state.used.add(state.refresh)
        state.refreshes += 1
        number = next(self.numbers)
        state.access, state.refresh = f"access-{number}", f"refresh-{number}"
        return {
            "access_token": state.access,
            "refresh_token": state.refresh,
            "expires_in": "90000",
        }

    def _sent(self, asked: dict[str, Any]) -> dict[str, Any]:
        message = asked["message"]
        person = self.people.get(asked["recipient"]["user_id"])
        if person is None or person.wrote is None:
            raise Refusal(-213, "User has not followed")
        if not self.state.has_package:
            raise Refusal(-224, "The account's package does not include this feature")
        if self.state.days - person.wrote > WINDOW_DAYS:
            raise Refusal(-230, "User has not interacted in the past 7 days")
        message.setdefault("text", "")
        attachment = message.get("attachment", {}).get("payload", {})
        keys = [attachment.get("token")] + [
            e["attachment_id"] for e in attachment.get("elements", [])
        ]
        carried = [self.uploads[key] for key in keys if key]
        if not 0 < len(message["text"]) + len(carried) <= LONGEST:
            raise Refusal(-210, "Parameter exceeds limit")
        person.files += carried
        buttons = attachment.get("buttons", [])
        assert len(buttons) <= 5 and all(map(_is_button, buttons))
        if person.answered < FREE and self.state.days - person.wrote <= 2:
            self.state.free += 1
        elif self.state.quota > 0:
            self.state.quota -= 1
        else:
            raise Refusal(-211, "Out of quota")
        person.answered += 1
        person.most_answered = max(person.most_answered, person.answered)
        person.inbox.append(message)
        return {"error": 0, "message": "Success", "data": {"message_id": f"o{next(self.numbers)}"}}

    def _refused(self, error: Exception) -> Response | None:
        if not isinstance(error, Refusal):
            return None
        self.refused[error.code] += 1
        return json_response({"error": error.code, "message": str(error)})

    async def _before(self, fault: Fault | None) -> Response | None:
        if fault is None or fault.kind in ("drop_after", "hang_after"):
            return None
        return Response(502, GATEWAY_PAGE, "text/html")


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _is_button(button: dict[str, Any]) -> bool:
    """Whether the platform takes a button: a page to open, or words that come back."""
    if not 0 < len(button["title"]) <= 100:
        return False
    if button["type"] == "oa.open.url":
        return re.fullmatch(r"https?://\S{1,1000}", button["payload"]["url"]) is not None
    return button["type"] == "oa.query.hide" and 0 < len(button["payload"]) <= 1000


class _Lock:
    """What `PlatformServer` asks of an API: a lock, and somebody to tell of changes."""

    def __init__(self) -> None:
        import threading

        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.wake = time.time
