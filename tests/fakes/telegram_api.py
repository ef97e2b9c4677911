"""The Bot API's side of the fake: its state, its methods, its refusals. No sockets.

Texts of the refusals follow the Bot API server (Bot API 10, platform manual). All state is guarded by one
lock; `changed` tells waiting tests that something arrived.
"""

from __future__ import annotations

import itertools
import json
import re
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.http_server import Form
from tests.fakes.telegram_entities import EntityError, marked, read_html, utf16_length
from tests.fakes.telegram_limits import Limits, RateGate

Json = dict[str, Any]
USUAL_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
MB = 1024 * 1024


class ApiError(Exception):
    """An `ok: false` answer."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: {why}")


@dataclass(frozen=True)
class Button:
    label: str
    data: str


@dataclass
class Received:
    """A message as the person sees it: markup resolved, buttons, document. Edits change it."""

    message_id: int
    text: str
    bold: tuple[str, ...] = ()
    rows: tuple[tuple[Button, ...], ...] = ()
    document: bytes | None = None
    file_name: str = ""
    at: float = 0.0
    raw: Json = field(default_factory=dict)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.rows for button in row)


@dataclass
class Chat:
    """A private chat as Telegram knows it; a group where its id is below 0."""

    user: Json
    has_written: bool = False
    has_blocked: bool = False
    inbox: list[Received] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.user["id"])

    def as_json(self) -> Json:
        about = {
            key: self.user[key] for key in ("id", "first_name", "username") if key in self.user
        }
        return {**about, "type": "private" if self.id > 0 else "supergroup"}


@dataclass(frozen=True)
class StoredFile:
    content: bytes
    path: str


class TelegramApi:
    """One bot's server side: call `call(method, form)`; `ApiError` is an `ok: false` answer."""

    def __init__(self, token: str, limits: Limits) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.token = token
        self.me = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Thu thập báo cáo",
            "username": "baocao_fake_bot", "can_join_groups": False,
            "can_read_all_group_messages": False, "supports_inline_queries": False,
        }  # fmt: skip
        self.chats: dict[int, Chat] = {}
        self.pending: deque[Json] = deque()
        self.repeated: list[Json] = []
        self.all_updates: dict[int, Json] = {}
        self.files: dict[str, StoredFile] = {}
        self.callbacks: dict[str, float] = {}  # not answered yet -> when they were made
        self.too_old: set[str] = set()
        self.commands: list[Json] = []
        self.menus: dict[int, list[str]] = {}  # commands by chat
        self.actions: list[str] = []
        self.allowed: tuple[str, ...] = USUAL_UPDATES
        self.webhook: Json = {"url": "", "has_custom_certificate": False}
        self.webhook_secret = ""
        self.gate = RateGate(limits)
        self.wake: Callable[[], None] = lambda: None  # set by the server: updates are waiting
        self._ids = itertools.count(1)
        self._update_ids = itertools.count(731_204_001)
        self._methods = {
            name.lower(): getattr(self, f"_{name}")
            for name in (
                "getMe", "setWebhook", "deleteWebhook", "getWebhookInfo", "sendMessage",
                "sendDocument", "sendPhoto", "editMessageText", "answerCallbackQuery", "getFile",
                "sendChatAction", "setMyCommands", "getMyCommands", "deleteMyCommands",
            )
        }  # fmt: skip

    def call(self, method: str, form: Form) -> Any:
        """The `result` of a method other than getUpdates."""
        with self.changed:
            found = self._methods.get(method.lower())
            if found is None:
                raise ApiError(404, "Not Found: method not found")
            result = found(form)
            self.changed.notify_all()
            return result

    def next_id(self) -> int:
        return next(self._ids)

    # Updates

    def add_update(self, kind: str, content: Json) -> int | None:
        """Queue an update for the bot; None when it did not ask for this kind."""
        with self.changed:
            if kind not in self.allowed:
                return None
            update_id = next(self._update_ids)
            self.all_updates[update_id] = {"update_id": update_id, kind: content}
            self.pending.append(self.all_updates[update_id])
            self.changed.notify_all()
        self.wake()
        return update_id

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, though it was confirmed."""
        with self.lock:
            self.repeated.append(self.all_updates[update_id])
        self.wake()

    def take_repeated(self) -> list[Json]:
        """The duplicates to deliver now, whatever the offset says."""
        with self.lock:
            taken, self.repeated = self.repeated, []
            return taken

    def confirm_below(self, offset: int) -> None:
        with self.changed:
            if offset < 0:
                self.pending = deque(list(self.pending)[offset:])
            else:
                while self.pending and self.pending[0]["update_id"] < offset:
                    self.pending.popleft()
            self.changed.notify_all()

    def confirm(self, update_id: int) -> None:
        """One update was taken by the webhook."""
        with self.changed:
            again = [each for each in self.repeated if each["update_id"] == update_id]
            if again:
                self.repeated.remove(again[0])
                return
            self.pending = deque(each for each in self.pending if each["update_id"] != update_id)
            self.changed.notify_all()

    def allow(self, form: Form) -> None:
        """`allowed_updates` stays as it was when it is not given."""
        if "allowed_updates" in form.values:
            kinds = _read_json(form, "allowed_updates", list)
            self.allowed = tuple(kinds) or USUAL_UPDATES

    # Methods

    def _getMe(self, form: Form) -> Json:  # noqa: N802
        return self.me

    def _setWebhook(self, form: Form) -> bool:  # noqa: N802
        url, secret = form.values.get("url", ""), form.values.get("secret_token", "")
        if url and not re.match(r"https?://", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self.allow(form)
        self.webhook = {"url": url, "has_custom_certificate": False}
        self.webhook_secret = secret
        self._drop_pending(form)
        self.wake()
        return True

    def _deleteWebhook(self, form: Form) -> bool:  # noqa: N802
        self.webhook = {"url": "", "has_custom_certificate": False}
        self.webhook_secret = ""
        self._drop_pending(form)
        return True

    def _drop_pending(self, form: Form) -> None:
        if form.values.get("drop_pending_updates", "").lower() == "true":
            self.pending.clear()

    def _getWebhookInfo(self, form: Form) -> Json:  # noqa: N802
        return {**self.webhook, "pending_update_count": len(self.pending)}

    def _sendMessage(self, form: Form) -> Json:  # noqa: N802
        if "link_preview_options" in form.values:
            _read_json(form, "link_preview_options", dict)
        words = _read_text(form, "text", 4096, "message is too long")
        if not words["text"]:
            raise bad_request("message text is empty")
        return self._deliver(form, words)

    def _sendDocument(self, form: Form) -> Json:  # noqa: N802
        return self._send_file(form, "document", 50 * MB)

    def _sendPhoto(self, form: Form) -> Json:  # noqa: N802
        return self._send_file(form, "photo", 10 * MB)

    def _send_file(self, form: Form, kind: str, limit: int) -> Json:
        upload = form.uploads.get(kind)
        given = form.values.get(kind, "")
        if given.startswith("attach://"):
            upload = form.uploads.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad_request(f"there is no {kind} in the request")
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > limit:
            raise ApiError(413, "Request Entity Too Large")
        words = _read_text(form, "caption", 1024, "message caption is too long")
        file = self.store_file(upload.content, upload.name)
        about = {**file, "file_name": upload.name, "mime_type": upload.mime}
        shown = about if kind == "document" else [{**file, "width": 1280, "height": 720}]
        return self._deliver(form, words, upload.content, upload.name, {kind: shown})

    def _editMessageText(self, form: Form) -> Json:  # noqa: N802
        chat = self._chat(form)
        number = form.values.get("message_id", "")
        found = next((each for each in chat.inbox if str(each.message_id) == number), None)
        if found is None:
            raise bad_request("message to edit not found")
        words = _read_text(form, "text", 4096, "MESSAGE_TOO_LONG")
        if not words["text"]:
            raise bad_request("message text is empty")
        rows = _read_rows(form)
        if (words["text"], rows) == (found.text, found.rows):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        self._pass_gate(chat)
        found.text, found.rows = words["text"], rows
        found.bold = marked(words["text"], words["entities"], "bold")
        found.raw = {**found.raw, **words, "edit_date": int(time.time()), **_markup(form)}
        return found.raw

    def _answerCallbackQuery(self, form: Form) -> bool:  # noqa: N802
        query = form.values.get("callback_query_id", "")
        if query in self.too_old or query not in self.callbacks:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if utf16_length(form.values.get("text", "")) > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        del self.callbacks[query]
        return True

    def _getFile(self, form: Form) -> Json:  # noqa: N802
        file = self.files.get(form.values.get("file_id", ""))
        if file is None:
            raise bad_request("invalid file_id")
        if len(file.content) > 20 * MB:
            raise bad_request("file is too big")
        file_id = form.values["file_id"]
        return {**_file_json(file_id, file.content), "file_path": file.path}

    def _sendChatAction(self, form: Form) -> bool:  # noqa: N802
        self._chat(form)
        if form.values.get("action") not in ("typing", "upload_photo", "upload_document"):
            raise bad_request("wrong parameter action in request")
        self.actions.append(form.values["action"])
        return True

    def _setMyCommands(self, form: Form) -> bool:  # noqa: N802
        commands = _read_json(form, "commands", list)
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        scope = json.loads(form.values.get("scope", '{"type": "default"}'))
        if scope["type"] == "chat":
            self.menus[int(scope["chat_id"])] = [command["command"] for command in commands]
        else:
            self.commands = commands
        return True

    def _getMyCommands(self, form: Form) -> list[Json]:  # noqa: N802
        return self.commands

    def _deleteMyCommands(self, form: Form) -> bool:  # noqa: N802
        self.commands = []
        return True

    # Delivering

    def _chat(self, form: Form) -> Chat:
        given = form.values.get("chat_id", "")
        if not given:
            raise bad_request("chat_id is empty")
        chat = self.chats.get(int(given)) if re.fullmatch(r"-?\d+", given) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.has_blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not chat.has_written:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _pass_gate(self, chat: Chat) -> None:
        wait = self.gate.refuse_for(chat.id)
        if wait:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _deliver(
        self,
        form: Form,
        words: Json,
        document: bytes | None = None,
        file_name: str = "",
        extra: Json | None = None,
    ) -> Json:
        rows = _read_rows(form)
        chat = self._chat(form)
        self._pass_gate(chat)
        sender = {key: self.me[key] for key in ("id", "is_bot", "first_name", "username")}
        kind = "caption" if document is not None else "text"
        named = {kind: words["text"]} if words["text"] else {}
        if words["entities"]:
            named["entities" if kind == "text" else "caption_entities"] = words["entities"]
        message: Json = {
            "message_id": self.next_id(), "from": sender, "chat": chat.as_json(),
            "date": int(time.time()), **named, **(extra or {}), **_markup(form),
        }  # fmt: skip
        bold = marked(words["text"], words["entities"], "bold")
        received = Received(message["message_id"], words["text"], bold, rows, document, file_name)
        received.at, received.raw = time.monotonic(), message
        chat.inbox.append(received)
        return message

    def store_file(self, content: bytes, name: str) -> Json:
        """Keep bytes as Telegram would; the file's JSON."""
        number = self.next_id()
        file_id = f"AgACAgUAAxkBAAI{number:06d}"
        safe = re.sub(r"[^A-Za-z0-9.]", "_", name)
        self.files[file_id] = StoredFile(content, f"files/file_{number}_{safe}")
        return _file_json(file_id, content)


def _file_json(file_id: str, content: bytes) -> Json:
    return {"file_id": file_id, "file_unique_id": f"U{file_id[-6:]}", "file_size": len(content)}


def _read_json(form: Form, name: str, kind: type) -> Any:
    try:
        found = json.loads(form.values.get(name, ""))
    except ValueError:
        found = None
    if not isinstance(found, kind):
        raise bad_request(f"can't parse {name} JSON object")
    return found


def _read_text(form: Form, name: str, limit: int, too_long: str) -> Json:
    """Text without markup and its entities; the limit counts after the markup was read."""
    source, mode = form.values.get(name, ""), form.values.get("parse_mode", "")
    if mode.lower() not in ("", "html"):  # this fake reads no other
        raise bad_request("unsupported parse_mode")
    try:
        text, entities = read_html(source) if mode else (source, [])
    except EntityError as error:
        raise bad_request(f"can't parse entities: {error}") from None
    dropped = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    if utf16_length(text) > limit:
        raise bad_request(too_long)
    moved = [{**entity, "offset": max(entity["offset"] - dropped, 0)} for entity in entities]
    return {"text": text, "entities": moved}


def _markup(form: Form) -> Json:
    if not form.values.get("reply_markup"):
        return {}
    return {"reply_markup": _read_json(form, "reply_markup", dict)}


def _read_rows(form: Form) -> tuple[tuple[Button, ...], ...]:
    """The inline keyboard, checked as strictly as Telegram does."""
    rows = _markup(form).get("reply_markup", {}).get("inline_keyboard", [])
    read = tuple(tuple(_read_button(button) for button in row) for row in rows)
    if sum(len(row) for row in read) > 100 or any(len(row) > 8 for row in read):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return read


def _read_button(button: Json) -> Button:
    if not button.get("text"):
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be non-empty')
    page = button.get("web_app", {}).get("url")
    if page is not None and not page.startswith("https://"):
        raise bad_request(
            "inline keyboard button Web App URL is invalid: Only HTTPS links are allowed"
        )
    data, url = button.get("callback_data"), button.get("url") or page
    if data is None and url is None:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    return Button(button["text"], data or url or "")
