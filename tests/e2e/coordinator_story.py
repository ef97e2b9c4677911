"""A coordinator's whole campaign, played: 14 communes and 3 offices, over HTTP."""

from __future__ import annotations

import html
import json
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import docx
import httpx
import openpyxl

from tests.e2e.chats import Chat
from tests.e2e.figures import CODES, SECTIONS, Answer, Figure, Table, make_table, make_tables
from tests.e2e.installed import SAMPLE, SLUG, Installation, Running
from tests.fakes.telegram_server import TelegramServer

SATURDAY = "2022-10-08T08:00:00+07:00"  # nobody is reminded
LATE = "2022-10-14T09:00:00+07:00"
OFFICES = {
    "PGD": ("Phòng Giáo dục và Đào tạo", "ban ngành"),
    "PVH": ("Phòng Văn hóa và Thông tin", "ban ngành"),
    "TTGDTX": ("Trung tâm GDNN-GDTX", "trường"),
}
RECEIPT = re.compile(r"[Mm]ã biên nhận:? (\w+)")

SENT_BACK = ("03433", "03436")  # Thị trấn Mường Tè, Xã Thu Lũm
EXTENDED, HANDED_OVER, BY_PHONE = "03439", "03440", "03442"
WRONG, RIGHT = "03445", "03448"  # the people of one reported the figures of the other
LATE_UNIT, CORRECTED = "03451", "03454"


def tables() -> dict[str, Table]:
    """What every unit has to report, the offices included."""
    chance = random.Random(17)
    made = [*make_tables(), *(make_table(unit, 20 + n, chance) for n, unit in enumerate(OFFICES))]
    return {each.unit: replace(each, answers=_in_one_message(each), stated=None) for each in made}


def _asked_of(unit: str, answers: dict[str, Answer]) -> dict[str, Answer]:
    """An office is not asked what communes and schools answer; a school says whether it opened."""
    if unit not in OFFICES:
        return answers
    kept = {code: answer for code, answer in answers.items() if code not in SECTIONS["7"]}
    if OFFICES[unit][1] == "trường":
        kept["7.2"] = Answer(Figure("value", 1), ("có",), "có")
    return kept


def _in_one_message(table: Table) -> dict[str, Answer]:
    """Every row in plain words; the free text without marks that part a message."""
    said = f"Đơn vị {table.unit} đề nghị cấp thêm sách cho thư viện"
    told = Answer(Figure("value", text=said), (said,), said)
    answers = {code: told if code == "11" else each for code, each in table.answers.items()}
    return _asked_of(table.unit, answers)


def message(table: Table) -> str:
    return "\n".join(f"{code}: {answer.plainly}" for code, answer in table.answers.items())


def changed(table: Table, code: str, figure: Figure) -> Table:
    answer = replace(table.answers[code], figure=figure)
    return replace(table, answers={**table.answers, code: answer})


@dataclass
class Told:
    """What people read at the moments that matter."""

    returned: list[str]
    returned_row: list[str]
    cut_off: str
    late_receipt: str
    extended_receipt: str
    moved: str
    snapshot: str
    stale: list[dict[str, Any]]


@dataclass
class Played:
    tables: dict[str, Table]
    told: Told
    board: dict[str, dict[str, Any]]
    export: dict[str, Any]
    first: dict[str, Any]  # the JSON at the time of the first total
    book: openpyxl.Workbook
    word: Any
    page: str
    log: str


class Desk:
    """The coordinator's board on the web: one signed visit, real forms."""

    def __init__(self, link: str) -> None:
        self.http = httpx.Client(timeout=30, trust_env=False, follow_redirects=True)
        self.base = link.split("/board/")[0]
        shown = self._checked(self.http.get(link))
        action = re.search(r'<form[^>]*action="([^"]+)"', shown.text)
        self.board = self._checked(self.http.post(self.base + (action.group(1) if action else "")))
        self.here = str(self.board.url)

    def page(self, unit: str) -> str:
        return self._checked(self.http.get(self._unit(unit))).text

    def acts(self, act: str, unit: str, **fields: str) -> str:
        """Look at what would be done, then do it."""
        address = self._unit(unit)
        number = address.rpartition("/")[2]
        token = re.search(r'name="token" value="([^"]+)"', self.page(unit)).group(1)  # type: ignore[union-attr]
        body = {"token": token, "unit": number, "act": act, **fields}
        shown = self._checked(self.http.post(f"{self.here}/act", data=body)).text
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown)
        sure = {name: html.unescape(value) for name, value in hidden}
        return self._checked(self.http.post(f"{self.here}/act", data=sure)).text

    def number(self, unit: str) -> str:
        return self._unit(unit).rpartition("/")[2]

    def _unit(self, unit: str) -> str:
        listed = self._checked(self.http.get(f"{self.here}?q={unit}")).text
        return self.base + re.search(r'href="(/board/of/\d+/unit/\d+)"', listed).group(1)  # type: ignore[union-attr]

    @staticmethod
    def _checked(response: httpx.Response) -> httpx.Response:
        assert response.status_code == 200, response.text
        return response


class Play:
    """The campaign, step by step."""

    def __init__(self, baocao: Installation, server: TelegramServer) -> None:
        self.baocao = baocao
        self.server = server
        self.tables = tables()
        self.settings = {"BAOCAO_WEB__PUBLIC_URL": f"http://127.0.0.1:{baocao.port}"}
        self.people: dict[str, Chat] = {}
        self.running: Running

    def whole(self) -> Played:
        self._opens()
        self._runs(SATURDAY)
        boss = self._joins("Nguyễn Thị Hoa", self._code("--role", "coordinator"), "người tổng hợp")
        silent = {EXTENDED, BY_PHONE, LATE_UNIT, RIGHT, WRONG, HANDED_OVER}
        with ThreadPoolExecutor(6) as pool:
            list(pool.map(self._reports, [each for each in self.tables if each not in silent]))
        cut_off = self._hands_over()
        moved = self._reports_for_the_wrong_unit(boss)
        returned, rows = self._sends_back(boss)
        self._extends(boss)
        self._enters_on_behalf(boss)
        self.running.stop()
        self._runs(LATE)
        late_receipt = self._reports(LATE_UNIT)
        extended_receipt = self._reports(EXTENDED)
        first, shown = self._issues_the_total("first.json")
        self._corrects_afterwards(CORRECTED)
        stale = self.baocao.json("campaign", "snapshots", SLUG)
        told = Told(returned, rows, cut_off, late_receipt, extended_receipt, moved, shown, stale)
        return self._ended(boss, told, first)

    # Setting up

    def _opens(self) -> None:
        files = self.baocao.folder / "campaign"
        files.mkdir()
        text = (SAMPLE / "campaign.toml").read_text(encoding="utf-8")
        (files / "campaign.toml").write_text(
            text.replace("photos_min = 1", "photos_min = 0"), encoding="utf-8"
        )
        lines = "".join(f"{code},{name},{kind},,\n" for code, (name, kind) in OFFICES.items())
        units = (SAMPLE / "units.csv").read_text(encoding="utf-8").rstrip("\n")
        (files / "units.csv").write_text(f"{units}\n{lines}", encoding="utf-8")
        clock = ("--clock", SATURDAY)
        self.baocao.does("campaign", "create", str(files / "campaign.toml"), *clock)
        self.baocao.does("campaign", "open", SLUG, *clock)
        self.invites = {
            each["unit_code"]: each["code"] for each in self.baocao.json("invite", SLUG)
        }

    def _runs(self, clock: str) -> None:
        self.running = self.baocao.starts("run", "--clock", clock, "--speed", "1", **self.settings)
        self.running.wait_for("running:")

    def _code(self, *words: str) -> str:
        [invite] = self.baocao.json("invite", SLUG, *words)
        return str(invite["code"])

    # People

    def _joins(self, name: str, code: str, wanted: str = "Đang nhập cho") -> Chat:
        person = self.server.person(name)
        chat = Chat(person.says, lambda: [each.text for each in person.inbox], pause=0.05)
        chat.tell(f"/start {code}", "Đồng ý")
        chat.tell("Đồng ý", wanted)
        return chat

    def _reports(self, unit: str, table: Table | None = None) -> str:
        """Join and send the whole report in one message; the receipt."""
        chat = self.people.get(unit) or self._joins(f"Người {unit}", self.invites[unit])
        self.people[unit] = chat
        chat.tell(message(table or self.tables[unit]), 'Gõ "đúng" để ghi')
        chat.tell("đúng", "Đã trả lời|nộp|Ngoài ra còn cuộc nào")
        return self._sends(chat)

    def _sends(self, chat: Chat) -> str:
        """ "nộp" until the receipt comes: what is odd is named once before."""
        for _ in range(4):
            text = chat.tell("nộp", "nộp|biên nhận")
            if RECEIPT.search(text):
                return text
        raise AssertionError(chat.inbox()[-1])

    def _hands_over(self) -> str:
        """Two messages: the old person is cut off, the draft stays."""
        table = self.tables[HANDED_OVER]
        old = self._joins("Người cũ", self.invites[HANDED_OVER])
        old.tell(f"1.1: {table.answers['1.1'].plainly}", "1.1")
        code = re.search(r"Mã bàn giao[^:]*: (\w+)", old.tell("bàn giao", "Mã bàn giao")).group(1)  # type: ignore[union-attr]
        self.people[HANDED_OVER] = self._joins("Người mới", code)
        cut_off = old.tell("1.1: 9 lớp 999 người", ".")
        self._reports(HANDED_OVER)
        return cut_off

    def _reports_for_the_wrong_unit(self, boss: Chat) -> str:
        """The people of one unit send the figures of another; then their own."""
        self._reports(WRONG, self.tables[RIGHT])
        desk = self._desk(boss)
        done = desk.acts("move", WRONG, to=desk.number(RIGHT), reason="gửi nhầm đơn vị")
        self._reports(WRONG)
        return done

    def _sends_back(self, boss: Chat) -> tuple[list[str], list[str]]:
        """Each opens exactly its row; the figure is put right and sent again."""
        texts, rows = [], []
        for unit, figure in zip(SENT_BACK, ((3, 66), (4, 77)), strict=True):
            chat = self.people[unit]
            before = len(chat.inbox())
            boss.tell(f"trả lại {unit} 1.1 số người chưa khớp", "đúng")
            boss.tell("đúng", "Đã trả lại")
            rows.append(chat.tell("tiếp", "Mục 1.1"))
            texts.append(chat.inbox()[before])
            count, people = figure
            chat.tell(f"{count} lớp {people} người", "1.1")
            self._sends(chat)
            new = Figure("value", count, people)
            self.tables[unit] = changed(self.tables[unit], "1.1", new)
        return texts, rows

    def _extends(self, boss: Chat) -> None:
        boss.tell(f"gia hạn {EXTENDED} 17/10 mất điện nhiều ngày", "đúng")
        boss.tell("đúng", "Đã gia hạn")

    def _enters_on_behalf(self, boss: Chat) -> None:
        """Row by row from an e-mail, on the board; then handed in for the unit."""
        desk = self._desk(boss)
        for code in CODES:
            words = self.tables[BY_PHONE].answers[code].plainly
            desk.acts("enter", BY_PHONE, row=code, words=words, source="e-mail ngày 07/10")
        desk.acts("send_for", BY_PHONE)

    def _issues_the_total(self, name: str) -> tuple[dict[str, Any], str]:
        book = self.baocao.folder / "first.xlsx"
        self.baocao.does("export", SLUG, "--out", str(book))
        return self._json(name), _everything(openpyxl.load_workbook(book))

    def _corrects_afterwards(self, unit: str) -> None:
        chat = self.people[unit]
        chat.tell("sửa 1.6 thành 11 lớp 333 người", "1.6: 11 lớp")
        self._sends(chat)
        figure = Figure("value", 11, 333)
        self.tables[unit] = changed(self.tables[unit], "1.6", figure)

    # Ending

    def _desk(self, boss: Chat) -> Desk:
        text = boss.tell("bảng", r"/board/\w+")
        return Desk(re.search(r"http://\S+/board/\w+", text).group(0))  # type: ignore[union-attr]

    def _ended(self, boss: Chat, told: Told, first: dict[str, Any]) -> Played:
        page = self._desk(boss).page(BY_PHONE)
        self.running.stop()
        book, word = self.baocao.folder / "out.xlsx", self.baocao.folder / "out.docx"
        self.baocao.does("export", SLUG, "--out", str(book))
        self.baocao.does("export", SLUG, "--out", str(word))
        return Played(
            self.tables,
            told,
            {each["unit_code"]: each for each in self.baocao.json("progress", SLUG)},
            self._json("out.json"),
            first,
            openpyxl.load_workbook(book, data_only=True),
            docx.Document(str(word)),
            page,
            (self.baocao.folder / "run.log").read_text(encoding="utf-8"),
        )

    def _json(self, name: str) -> dict[str, Any]:
        out = self.baocao.folder / name
        self.baocao.does("export", SLUG, "--out", str(out))
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return found


def _everything(book: openpyxl.Workbook) -> str:
    return "\n".join(
        str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line
        if cell is not None
    )  # fmt: skip
