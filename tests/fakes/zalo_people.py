"""Scripted people on Zalo: the verbs of `people.Person`, with what Zalo makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.fakes.people import Person
from tests.fakes.zalo_api import ZaloApi, ZaloChat, ZaloReceived


class ZaloPerson(Person):
    """One person's chat with the bot on Zalo. Message ids are text."""

    def __init__(self, api: ZaloApi, chat: ZaloChat, name: str) -> None:
        super().__init__(api, chat, name)  # type: ignore[arg-type]
        self._zalo = api
        self._zalo_chat = chat

    @property
    def chat_id(self) -> str:  # type: ignore[override]
        return self._zalo_chat.id

    @property
    def inbox(self) -> list[ZaloReceived]:  # type: ignore[override]
        with self._zalo.lock:
            return list(self._zalo_chat.inbox)

    def says(self, text: str) -> str:  # type: ignore[override]
        return self._zalo.arrives(self._zalo_chat, "text", {"text": text})

    def starts(self, code: str = "") -> str:  # type: ignore[override]
        """Open the bot by its link or QR picture; no code travels in it, so it is typed."""
        return self.says(f"LIENKET {code}" if code else "Xin chào")

    def taps(self, wanted: str, message_id: int | None = None) -> str:
        """There are no buttons: type the word that the last message offers."""
        shown = self.inbox[-1].text if self.inbox else ""
        assert wanted.casefold() in shown.casefold(), f"{self.name} is not offered {wanted!r}"
        return self.says(wanted)

    def sends_photo(  # type: ignore[override]
        self, content: bytes, caption: str = "", album: str = ""
    ) -> str:
        address = self._zalo.keep_photo(content)
        shown: dict[str, Any] = {self._zalo.photo_field: address, "message_type": "CHAT_PHOTO"}
        if caption:
            shown["caption"] = caption
        return self._zalo.arrives(self._zalo_chat, "image", shown)

    def sends_album(  # type: ignore[override]
        self, contents: Sequence[bytes], caption: str = ""
    ) -> list[str]:
        """Several pictures are so many messages; nothing ties them together."""
        captions = [caption, *("" for _ in contents[1:])]
        return [
            self.sends_photo(each, words) for each, words in zip(contents, captions, strict=True)
        ]

    def sends_file(  # type: ignore[override]
        self, content: bytes, name: str, mime: str, caption: str = "", album: str = ""
    ) -> str:
        """A document does not reach the bot, only that there was something."""
        return self._zalo.arrives(self._zalo_chat, "unsupported", {})

    def sends_sticker(self) -> str:  # type: ignore[override]
        about = {"sticker": "0e078a2fb66a5f34067b", "url": "https://stickers.example/1.png"}
        return self._zalo.arrives(self._zalo_chat, "sticker", about)

    def sends_voice(self) -> str:  # type: ignore[override]
        about = {"voice_url": "https://voice.example/1.aac"}
        return self._zalo.arrives(self._zalo_chat, "voice", about)

    def edits(self, message_id: int, text: str) -> None:
        raise AssertionError("nobody can edit a message to a bot on Zalo")

    def blocks_bot(self) -> None:
        raise AssertionError("what a bot sees of being blocked on Zalo is not known")

    unblocks_bot = blocks_bot
