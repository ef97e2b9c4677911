"""A small program behind the pages, in memory: it asks three questions and repeats what it hears."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from bot.channels.web_chat import ChatHistory, ChatLine, Waiters, own_line
from bot.model.message import Address, Choice, Incoming, IncomingKind
from bot.use_cases.turns.budgets import Budget, file_bytes

HANOI = timezone(timedelta(hours=7))
QUESTIONS = (
    ("Mục 1.1 · Câu 1/34", "Lớp chuyên đề về chuyển đổi số: đã mở mấy lớp, bao nhiêu người học?"),
    ("Mục 1.2 · Câu 2/34", "Lớp xóa mù chữ: đã mở mấy lớp, bao nhiêu người học?"),
    ("Mục 1.3 · Câu 3/34", "Lớp bồi dưỡng kiến thức pháp luật: mấy lớp, bao nhiêu người?"),
)
NOTICE = (
    "Anh/chị được mời làm người nộp báo cáo trong đợt báo cáo mẫu.\n\n"
    "Về dữ liệu cá nhân: chỉ lưu tên hiển thị, vai trò và nội dung báo cáo.\n\n"
    "Nếu đúng đơn vị và đồng ý, anh/chị gõ “Đồng ý” hoặc bấm nút bên dưới."
)


@dataclass
class EchoBackend:
    """Everything it was given stands in `received`, in order; `history` is what a page shows."""

    incoming_folder: Path
    received: list[Incoming] = field(default_factory=list)
    history: dict[str, list[ChatLine]] = field(default_factory=dict)
    waiters: Waiters = field(default_factory=Waiters)
    asked: dict[str, int] = field(default_factory=dict)
    files: dict[tuple[str, str], Path] = field(default_factory=dict)
    trouble: Callable[[Sequence[Incoming]], None] = lambda _: None
    count: int = 0
    strangers: set[str] = field(default_factory=set)
    budget: Budget = field(default_factory=lambda: file_bytes(lambda: datetime.now(UTC)))

    async def receive(self, incomings: Sequence[Incoming]) -> None:
        self.trouble(incomings)
        known = {incoming.key for incoming in self.received}
        for incoming in incomings:
            if incoming.key not in known:
                self.received.append(incoming)
                self._hear(incoming)
                self.waiters.wake(incoming.address.chat)

    async def has_seat(self, address: Address) -> bool:
        return address.chat not in self.strangers

    async def may_send(self, address: Address, size: int) -> bool:
        return self.budget.spend(address, size)

    async def lines(
        self, address: Address, after: int = 0, seen: int | None = None
    ) -> ChatHistory:
        said = self.history.get(address.chat, [])
        ids = [line.id for line in said if line.who == "bot"]
        known = sum(number <= after for number in ids)
        whole = after == 0 or (seen is not None and seen != known)
        new = said if whole else [line for line in said if line.who == "bot" and line.id > after]
        return ChatHistory(tuple(new), max([after, *ids]), len(ids))

    async def wait(self, address: Address, after: int, seen: int | None, timeout: float) -> None:
        with self.waiters.listening(address.chat) as woken:
            if (await self.lines(address, after, seen)).has_news:
                return
            try:
                await asyncio.wait_for(woken.wait(), timeout)
            except TimeoutError:
                return

    async def document(self, address: Address, token: str) -> tuple[Path, str, str] | None:
        path = self.files.get((address.chat, token))
        return (path, "Biểu mẫu xã.txt", "text/plain") if path is not None else None

    async def offered(self, address_id: int, outbox_id: int) -> tuple[Path, str, str] | None:
        path = self.files.get((str(address_id), str(outbox_id)))
        return (path, "Biểu mẫu xã.txt", "text/plain") if path is not None else None

    def now(self) -> datetime:
        return datetime(2022, 10, 11, 7, 25, tzinfo=HANOI) + timedelta(minutes=min(self.count, 20))

    def say(self, chat: str, text: str, head: str = "", lead: str = "",
            choices: tuple[Choice, ...] = (), document: str | None = None) -> None:  # fmt: skip
        """A line of the bot."""
        self.count += 1
        name = "Biểu mẫu xã.txt" if document else ""
        self.history.setdefault(chat, []).append(
            ChatLine(self.count, "bot", text, self.now(), head, lead, choices, document, name)
        )
        self.waiters.wake(chat)

    def reserve(self) -> int:
        """The id of a line that is held back."""
        self.count += 1
        return self.count

    def say_late(self, chat: str, number: int, text: str) -> None:
        """A line that was held back: its id is lower than those of lines that were seen before."""
        self.history[chat].append(ChatLine(number, "bot", text, self.now()))
        self.waiters.wake(chat)

    def _hear(self, incoming: Incoming) -> None:
        chat = incoming.address.chat
        said = self.history.setdefault(chat, [])
        labels = {choice.key: choice.label for line in said for choice in line.choices}
        own = own_line(incoming, self.now(), labels)
        if own is not None:
            said.append(own)
        self._reply(chat, incoming)

    def _reply(self, chat: str, incoming: Incoming) -> None:
        match incoming.kind:
            case IncomingKind.START:
                agree = (Choice("0|1|0|agree", "Đồng ý"),)
                self.say(chat, NOTICE, head="Đơn vị: Xã Bum Nưa", choices=agree)
            case IncomingKind.CHOICE if incoming.choice.endswith("agree"):
                self._ask(chat, "Đang nhập cho: Xã Bum Nưa\nĐợt báo cáo: mẫu")
            case IncomingKind.CHOICE:
                self._ask(chat, "Đã ghi 1.1: không tổ chức. Sai thì gõ “hoàn tác”.")
            case IncomingKind.PHOTO | IncomingKind.FILE:
                self.say(chat, f"Đã nhận ảnh – {incoming.text}. Gửi hết thì gõ “xong”.")
            case _ if incoming.text == "biểu mẫu":
                self.files[(chat, "tok")] = self.incoming_folder / "form.txt"
                self.say(chat, "Biểu mẫu với số liệu hiện có:", document="tok")
            case _:
                self._ask(chat, f"Đã ghi {incoming.text}. Sai thì gõ “hoàn tác”.")

    def _ask(self, chat: str, lead: str) -> None:
        place = self.asked.get(chat, 0)
        self.asked[chat] = place + 1
        head, text = QUESTIONS[place % len(QUESTIONS)]
        choices = tuple(
            Choice(f"7|1.{place}|{place}|{key}", label)
            for key, label in (("none", "Không tổ chức"), ("skip", "Bỏ qua"), ("back", "Lùi"))
        )
        self.say(chat, f"{text}\nVí dụ: 3 lớp 45 người", head, lead, choices)
