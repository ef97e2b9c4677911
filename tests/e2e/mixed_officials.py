"""Officials of one campaign on all doors: each knows a table, and sends the whole of it in its own way.

They wait for an answer, write again where none comes, say "đúng" to what is asked back, and "nộp" until
the receipt is there. What was stored they do not check: that is judged from outside, by what is exported.
"""

from __future__ import annotations

import html
import io
import re
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import openpyxl

from tests.e2e.chats import Chat, Page
from tests.e2e.figures import CODES, KINDS, PRINTED, SECTIONS, Answer, Figure, Table
from tests.e2e.mixed_figures import lines, pair
from tests.e2e.officials import TYPE_YES
from tests.e2e.platform_gateway import ByAccount
from tests.e2e.sheets import first_row

LINK = re.compile(r"https?://[^/\s]+/chat/\w+")
GIVEN = re.compile(r"Mã biên nhận: (\w+)")  # the receipt itself
RECEIPT = re.compile(r"[Mm]ã biên nhận:? (\w+)")
REMINDS = re.compile(r"^\W*Nhắc báo cáo|^\W*Nhắc \d+ báo cáo")
THINKS = 0.25  # seconds between two messages
LONGEST = 240.0  # seconds that somebody waits for a reminder
PARTS = (("1",), ("2", "3", "4"), ("5", "6"), ("7", "8", "9"), ("10", "11"))


@dataclass
class Official:
    """One person of one unit; `photo` sends a picture by the platform."""

    table: Table
    chat: Chat
    door: str
    photo: Callable[[bytes], object] | None = None
    pictures: list[bytes] = field(default_factory=list)  # that were sent
    account: ByAccount | None = None  # where they are on the account
    page: Page | None = None  # where they are on the web

    def joins(self, start: str) -> None:
        self.chat.tell(start, "Đồng ý")
        self.chat.tell("Đồng ý", "Đang nhập cho")

    def gives(self, codes: tuple[str, ...] = CODES) -> None:
        """Send rows in one message until they are read back, and confirm what is asked back. Anything else
        may be the answer to what was written twice before."""
        self.chat.tell(lines(self.table, codes), self.echo_of(codes[0]))
        self.confirms()

    def echo_of(self, code: str) -> str:
        """How a row is read back: by itself, or with its section where nothing happened."""
        said = self.table.answers[code].plainly.split()[0]
        row = rf"(?<![\d.]){re.escape(code)}"
        if said == "không":
            return rf"(?:{row}(?![\d.])|Mục {code.partition('.')[0]}\b)[^\n]*không"
        return rf"{row}: {re.escape(said)}"

    def confirms(self) -> None:
        for _ in range(len(CODES)):
            answers = [text for text in self.chat.inbox() if not REMINDS.search(text)]
            if TYPE_YES not in answers[-1]:  # a reminder may have come behind it
                return
            self.chat.tell("đúng", ".")

    def shows(self, picture: bytes) -> None:
        """Send a photo until it was acknowledged."""
        assert self.photo is not None
        send = self.photo
        self.chat.does(lambda: send(picture), "[Ảả]nh")
        self.pictures.append(picture)

    def sends(self) -> None:
        """Say "nộp" until a new receipt comes: what is odd is named before."""
        known = len(set(self.receipts()))
        for _ in range(12):
            self.chat.tell("nộp", "nộp|biên nhận|đúng")
            if len(set(self.receipts())) > known:
                return
            self.confirms()
        raise AssertionError(f"{self.door}: {self.chat.inbox()[-3:]}")

    def receipts(self) -> list[str]:
        return [code for text in self.chat.inbox() for code in RECEIPT.findall(text)]

    def given_receipts(self) -> list[str]:
        return [code for text in self.chat.inbox() for code in GIVEN.findall(text)]

    def waits_for(
        self, wanted: re.Pattern[str], in_vain: Callable[[], bool] = lambda: False
    ) -> None:
        """Wait until a message has what is wanted; it may be known that it never comes."""
        end = time.monotonic() + LONGEST
        while not any(wanted.search(text) for text in self.chat.inbox()) and not in_vain():
            assert time.monotonic() < end, f"{self.door} waited for {wanted.pattern}"
            time.sleep(0.1)

    def corrects(self, code: str, people: int) -> None:
        """Put a row right that was sent back, and send the report again."""
        self.waits_for(re.compile("[Tt]rả lại"))
        answer = pair(code, 3, people)
        self.table = replace(self.table, answers={**self.table.answers, code: answer})
        self.chat.tell(f"{code}: {answer.plainly}", re.escape(code))
        self.confirms()
        self.sends()


# Ways to give the whole report


def whole(me: Official) -> None:
    me.gives()


def by_parts(me: Official) -> None:
    for part in PARTS:
        me.gives(rows_of(part))


def row_by_row(me: Official) -> None:
    for code in CODES:
        me.gives((code,))


def rows_of(gates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for gate in gates for code in SECTIONS.get(gate, (gate,)))


def as_workbook(book: Path) -> Callable[[Official], bytes]:
    """Fill the unit's own form, as it was exported empty; the bytes that are sent back."""

    def fill(me: Official) -> bytes:
        filled = openpyxl.load_workbook(book)
        sheet = filled.worksheets[0]
        first = first_row(sheet)
        for place, code in enumerate(PRINTED):
            if code in me.table.answers and fits_a_form(me.table.answers[code], code):
                figure = me.table.figure(code)
                for column, number in ((4, figure.count), (5, figure.people)):
                    if number is not None:
                        sheet.cell(first + place, column).value = number
        body = io.BytesIO()
        filled.save(body)
        return body.getvalue()

    return fill


def fits_a_form(answer: Answer, code: str) -> bool:
    """Whether a row is figures alone; the others are told in words."""
    return answer.figure.state == "value" and KINDS[code] not in ("text", "yes_no")


def as_table(me: Official, page: Page) -> None:
    """Type every cell into the living table; a doubt is answered by its button."""
    table = TablePage(page)
    for code, answer in me.table.answers.items():
        table.fills(code, answer.figure)


class TablePage:
    """The table of a chat's page, without its script; a post that fails is posted again."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.base = page.base.removesuffix("/chat")

    def fills(self, code: str, figure: Figure) -> None:
        """Fill one row, until the page shows it as it was meant."""
        for _ in range(20):
            shown = self._row(code)
            if f'data-state="{figure.state}"' in shown and self._holds(shown, code, figure):
                return
            confirm = re.search(rf'value="(confirm:{re.escape(code)}:\w*)"(?! hidden)', shown)
            if figure.state == "nil":
                (act,) = re.findall(rf'value="(nil:{re.escape(code)}:\w*)"', shown)
                self._posts([], [act])
            elif confirm is not None and self._holds(shown, code, figure):
                self._posts([], [confirm[1]])
            else:
                self._posts(self._cells(shown, code, figure), [])
        raise AssertionError(f"{code} was not stored: {shown}")

    def _row(self, code: str) -> str:
        page = self.page.keeps_trying(lambda: self.page.http.get(f"{self.base}/table"))
        found = re.search(rf'<tr data-row="{re.escape(code)}".*?</tr>', page.text, re.DOTALL)
        assert found is not None, code
        return html.unescape(found[0])

    def _holds(self, shown: str, code: str, figure: Figure) -> bool:
        """Whether a row's cells have what was typed."""
        typed = dict(_typed(code, figure))
        return all(
            re.sub(r"[.\s]", "", _value(shown, name)) == re.sub(r"[.\s]", "", text)
            for name, text in typed.items()
        )

    def _cells(self, shown: str, code: str, figure: Figure) -> list[dict[str, str]]:
        return [
            {"name": name, "text": text, "version": _value(shown, f"version:{name}")}
            for name, text in _typed(code, figure)
        ]

    def _posts(self, cells: list[dict[str, str]], acts: list[str]) -> None:
        given = {"x-page-token": self.page.token}
        body = {"cells": cells, "acts": acts}
        self.page.keeps_trying(
            lambda: self.page.http.post(f"{self.base}/table/save", json=body, headers=given),
            (200, 409),
        )


def _typed(code: str, figure: Figure) -> Iterator[tuple[str, str]]:
    """What is typed into the cells that a row has."""
    if KINDS[code] == "yes_no":
        yield f"{code}:count", "1"
        return
    known = {"count": figure.count, "people": figure.people, "text": figure.text or None}
    for cell, value in known.items():
        if value is not None:
            yield f"{code}:{cell}", str(value)


def _value(shown: str, name: str) -> str:
    escaped = re.escape(name)
    found = re.search(rf'name="{escaped}"[^>]*? value="([^"]*)"', shown) or re.search(
        rf'<textarea[^>]*name="{escaped}"[^>]*>([^<]*)<', shown
    )
    return found[1] if found else ""


def upload(page: Page, picture: bytes) -> None:
    """Put a photo on the page; its key is the picture's, so that it may be posted again."""
    fields = {"key": secrets.token_hex(16), "caption": ""}
    given = {"x-page-token": page.token}

    def post() -> httpx.Response:
        files = {"file": ("anh.jpg", picture)}
        return page.http.post(f"{page.base}/upload", data=fields, files=files, headers=given)

    page.keeps_trying(post)
