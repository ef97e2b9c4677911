"""Scripted people: what they do on their telephones, and what they see."""

from __future__ import annotations

import io
import itertools
import time
from collections.abc import Callable, Sequence
from typing import Any

from PIL import Image, UnidentifiedImageError

from tests.fakes.telegram_api import Chat, Received, TelegramApi

Wanted = str | Callable[[Received], bool]
LONGEST = 4096


class Person:
    """One person with a private chat with the bot. Their words become updates; `inbox` is what
    reached them. `wait_for` reads on from where the last wait ended."""

    def __init__(self, api: TelegramApi, chat: Chat, name: str) -> None:
        self.name = name
        self._api = api
        self._chat = chat
        self._read = 0  # how far `wait_for` has read
        self._albums = itertools.count(1)

    @property
    def chat_id(self) -> int:
        return self._chat.id

    @property
    def inbox(self) -> list[Received]:
        with self._api.lock:
            return list(self._chat.inbox)

    @property
    def last(self) -> Received:
        return self.inbox[-1]

    # Writing

    def says(self, text: str) -> int:
        """Write a message; the app cuts long ones. Returns the (last) message id."""
        number = 0
        for start in range(0, max(len(text), 1), LONGEST):
            marks = _entities(text) if start == 0 else {}
            number = self._writes({"text": text[start : start + LONGEST], **marks})
        return number

    def starts(self, code: str = "") -> int:
        """Open the bot, by an invitation's link or without."""
        return self.says(f"/start {code}".strip())

    def edits(self, message_id: int, text: str) -> None:
        """Change an own earlier message."""
        message = {
            **self._message({"text": text}), "message_id": message_id, "edit_date": _now(),
        }  # fmt: skip
        self._api.add_update("edited_message", message)

    def sends_photo(self, content: bytes, caption: str = "", album: str = "") -> int:
        """Send a picture the usual way: several sizes, the largest last."""
        width, height = _size(content)
        small = self._api.store_file(b"thumbnail", "thumb.jpg")
        full = self._api.store_file(content, "photo.jpg")
        sizes = [
            {**small, "width": 90, "height": 51}, {**full, "width": width, "height": height},
        ]  # fmt: skip
        return self._writes({"photo": sizes, **_caption(caption), **_album(album)})

    def sends_album(self, contents: Sequence[bytes], caption: str = "") -> list[int]:
        """Send several pictures at once; the caption stands on the first, as in the app."""
        album = f"{self.chat_id}{next(self._albums):04d}"
        captions = [caption, *("" for _ in contents[1:])]
        return [
            self.sends_photo(each, words, album)
            for each, words in zip(contents, captions, strict=True)
        ]

    def sends_file(
        self, content: bytes, name: str, mime: str, caption: str = "", album: str = ""
    ) -> int:
        """Send a document (also a picture in original quality)."""
        file = self._api.store_file(content, name)
        document = {**file, "file_name": name, "mime_type": mime}
        return self._writes({"document": document, **_caption(caption), **_album(album)})

    def sends_sticker(self) -> int:
        file = self._api.store_file(b"sticker", "sticker.webp")
        kind = {"type": "regular", "is_animated": False, "is_video": False}
        return self._writes({"sticker": {**file, "width": 512, "height": 512, **kind}})

    def sends_voice(self) -> int:
        file = self._api.store_file(b"voice", "voice.ogg")
        return self._writes({"voice": {**file, "duration": 3, "mime_type": "audio/ogg"}})

    def taps(self, wanted: str, message_id: int | None = None) -> str:
        """Tap a button by its label or data: on the newest message that has it, or on a given
        (perhaps old) one. Returns the callback query's id."""
        with self._api.lock:
            message, data = self._find_button(wanted, message_id)
            query = f"{self.chat_id}{self._api.next_id():08d}"
            self._api.callbacks[query] = time.monotonic()
        content = {
            "id": query, "from": self._chat.user, "message": message.raw,
            "chat_instance": str(-self.chat_id), "data": data,
        }  # fmt: skip
        self._api.add_update("callback_query", content)
        return query

    def _find_button(self, wanted: str, message_id: int | None) -> tuple[Received, str]:
        for message in reversed(self._chat.inbox):
            if message_id in (None, message.message_id):
                for button in message.buttons:
                    if wanted in (button.label, button.data):
                        return message, button.data
        seen = (
            [button.label for button in self._chat.inbox[-1].buttons] if self._chat.inbox else []
        )
        raise AssertionError(f"{self.name} sees no button {wanted!r}; the last message has {seen}")

    def blocks_bot(self) -> None:
        self._changes_membership(True, "kicked")

    def unblocks_bot(self) -> None:
        self._changes_membership(False, "member")

    def _changes_membership(self, blocked: bool, status: str) -> None:
        with self._api.lock:
            self._chat.has_blocked = blocked
        member: dict[str, Any] = {"user": self._api.me, "status": status}
        if blocked:
            member["until_date"] = 0
        old = {"user": self._api.me, "status": "member"}
        self._api.add_update(
            "my_chat_member",
            {"chat": self._chat.as_json(), "from": self._chat.user, "date": _now(),
             "old_chat_member": old, "new_chat_member": member},
        )  # fmt: skip

    def _writes(self, content: dict[str, Any]) -> int:
        with self._api.lock:
            assert not self._chat.has_blocked, f"{self.name} has blocked the bot"
            self._chat.has_written = True
            message = self._message(content)
        self._api.add_update("message", message)
        return int(message["message_id"])

    def _message(self, content: dict[str, Any]) -> dict[str, Any]:
        return {
            "message_id": self._api.next_id(), "from": self._chat.user,
            "chat": self._chat.as_json(), "date": _now(), **content,
        }  # fmt: skip

    # Reading

    def wait_for(self, wanted: Wanted, timeout: float = 30.0) -> Received:
        """The next message that contains `wanted` (or satisfies it), read on from the last one
        that was waited for; AssertionError with what came instead."""
        fits = (lambda each: wanted in each.text) if isinstance(wanted, str) else wanted
        end = time.monotonic() + timeout
        with self._api.changed:
            look = self._read
            while True:
                inbox = self._chat.inbox
                while look < len(inbox):
                    look += 1
                    if fits(inbox[look - 1]):
                        self._read = look
                        return inbox[look - 1]
                if not self._api.changed.wait(max(end - time.monotonic(), 0.0)):
                    break
        came = "\n---\n".join(each.text for each in self.inbox[self._read :][-3:])
        raise AssertionError(f"{self.name} waited for {wanted!r}; what came:\n{came or 'nothing'}")

    def reads_all(self) -> None:
        """Go on waiting after what is in the inbox now."""
        with self._api.lock:
            self._read = len(self._chat.inbox)


def _now() -> int:
    return int(time.time())


def _caption(caption: str) -> dict[str, str]:
    return {"caption": caption} if caption else {}


def _album(album: str) -> dict[str, str]:
    return {"media_group_id": album} if album else {}


def _entities(text: str) -> dict[str, Any]:
    if not text.startswith("/"):
        return {}
    return {"entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]}


def _size(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except UnidentifiedImageError:
        return 1280, 720
