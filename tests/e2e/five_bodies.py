"""Five plans of five bodies in one installation, played over HTTP from the schools to the addressees.

    python -m tests.e2e.five_bodies FOLDER

Each body has a tree of three tiers under the same codes, two communes of one name and two schools of one
name in different branches. Units answer on the web chat, on Telegram and by the command line, their
reports are accepted, communes and districts hand their totals up, and a paper is made for each addressee.
What everybody should have got is added up here a second time.
"""

from __future__ import annotations

import re
import shutil
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from tests.e2e.chats import Chat, Page
from tests.e2e.coordinator_story import Desk
from tests.e2e.installed import CHECKOUT, Installation, find_program
from tests.fakes.telegram_server import TelegramServer

PLANS = CHECKOUT / "tests" / "use_cases" / "five_plans"
LINK = re.compile(r"https?://\S+/board/\w+")
RECEIPT = re.compile(r"[Mm]ã biên nhận:? (\w+)")
Figures = dict[tuple[str, str], int]  # (row, column) to a number
Line = tuple[str, str, str, str]  # code, name, kind, parent


@dataclass(frozen=True)
class Story:
    """One plan: the morning on which it is played, and its units, in the order of the list."""

    slug: str
    clock: str
    units: tuple[Line, ...]
    silent: str  # the code of a unit that sends nothing


def tree(
    upper: tuple[str, str], lower: str, twin: str, school: str, office: Line
) -> tuple[Line, ...]:
    """Return two branches, in each a `twin` with a school of one name; below the first another unit."""
    kinds = [re.split(r" (?=[A-ZĐ])", name)[0].casefold() for name in (*upper, lower, twin)]
    return (
        ("01", upper[0], kinds[0], ""),
        ("0101", twin, kinds[3], "01"),
        ("010101", school, "trường", "0101"),
        ("0102", lower, kinds[2], "01"),
        ("02", upper[1], kinds[1], ""),
        ("0201", twin, kinds[3], "02"),
        ("020101", school, "trường", "0201"),
        office,
    )


STORIES = (
    Story(
        "ba-dinh-2020",
        "2020-10-08T08:00:00+07:00",
        (
            ("01", "Phường Cống Vị", "phường", ""),
            ("0101", "Trường THCS Thăng Long", "trường", "01"),
            ("02", "Phường Giảng Võ", "phường", ""),
            ("0201", "Trường THCS Thăng Long", "trường", "02"),
            ("03", "Trung tâm GDNN-GDTX Ba Đình", "trung tâm", ""),
            ("04", "Trường THPT Phạm Hồng Thái", "trường", ""),
        ),
        "04",
    ),
    Story(
        "thu-dau-mot-2021",
        "2021-10-08T08:00:00+07:00",
        tree(
            ("Phường Phú Cường", "Phường Hiệp Thành"),
            "Trung tâm Tin học Phú Cường",
            "Trung tâm Học tập cộng đồng",
            "Trường TH Lê Hồng Phong",
            ("03", "Đài truyền thanh Thủ Dầu Một", "đài", ""),
        ),
        "0102",
    ),
    Story(
        "muong-te-tuan-le-2022",
        "2022-10-11T08:00:00+07:00",
        (
            ("01", "Thị trấn Mường Tè", "thị trấn", ""),
            ("0101", "Trường TH Kim Đồng", "trường", "01"),
            ("02", "Xã Mường Tè", "xã", ""),
            ("0201", "Trường TH Kim Đồng", "trường", "02"),
            ("03", "Hội Khuyến học huyện Mường Tè", "hội", ""),
            ("04", "Xã Thu Lũm", "xã", ""),
        ),
        "04",
    ),
    Story(
        "quang-nam-2023",
        "2023-10-19T08:00:00+07:00",
        tree(
            ("Huyện Phú Ninh", "Thành phố Hội An"),
            "Xã Tam Lãnh",
            "Xã Tân Hiệp",
            "Trường TH Nguyễn Du",
            ("03", "Hội Khuyến học tỉnh Quảng Nam", "hội", ""),
        ),
        "0102",
    ),
    Story(
        "bac-kan-2024",
        "2024-10-08T08:00:00+07:00",
        (
            ("01", "Phường Phùng Chí Kiên", "phường", ""),
            ("0101", "Trường MN Sông Cầu", "trường", "01"),
            ("02", "Xã Nông Thượng", "xã", ""),
            ("0201", "Trường MN Sông Cầu", "trường", "02"),
            ("03", "Phòng Nội vụ Bắc Kạn", "phòng", ""),
            ("04", "Xã Dương Quang", "xã", ""),
        ),
        "04",
    ),
)


def report(place: int, number: int) -> Figures:
    """Return what a unit gives: people and money that nobody else has."""
    return {
        ("1.1", "count"): 2 + number,
        ("1.1", "people"): 2011 + 1310 * place + 41 * number,
        ("1.6", "count"): 3 + place,
        ("1.6", "people"): 20_017 + 3170 * place + 163 * number,
        ("10.1", "count"): 7_000_019 + 1_300_000 * place + 57_000 * number,
    }


def in_words(figures: Figures) -> str:
    at = figures.get
    return (
        f"1.1: {at(('1.1', 'count'))} lớp {at(('1.1', 'people'))} người\n"
        f"1.6: {at(('1.6', 'count'))} lớp {at(('1.6', 'people'))} người\n"
        f"10.1: {at(('10.1', 'count'))} đồng"
    )


def summed(several: list[Figures]) -> Figures:
    total: Figures = {}
    for figures in several:
        for cell, number in figures.items():
            total[cell] = total.get(cell, 0) + number
    return total


@dataclass
class Body:
    """A body whose campaign was played: what each unit gave, what everybody read, what may be read."""

    story: Story
    names: tuple[str, ...]
    given: dict[str, Figures]
    receivers: tuple[str, ...]
    chats: dict[str, Chat] = field(default_factory=dict)
    desk: Desk | None = None  # the coordinator's board

    @property
    def slug(self) -> str:
        return self.story.slug

    def below(self, code: str) -> list[str]:
        return [unit for unit, _, _, parent in self.story.units if parent == code]

    def total(self, code: str) -> Figures:
        """Return what a unit and all below it gave."""
        return summed([self.given.get(code, {}), *map(self.total, self.below(code))])

    @property
    def whole(self) -> Figures:
        return summed([self.total(code) for code, _, _, up in self.story.units if not up])

    @property
    def numbers(self) -> set[int]:
        """Return the large figures of this body: those of each unit, and of all that stand below one."""
        totals = [self.total(code) for code, *_ in self.story.units]
        every = [*self.given.values(), *totals, self.whole]
        return {number for each in every for number in each.values() if number > 1000}


class Play:
    """All stories in one installation, one after the other, as the years went by."""

    def __init__(self, folder: Path, telegram: TelegramServer) -> None:
        self.telegram = telegram
        self.office = Installation(
            find_program(), folder, telegram=(telegram.token, telegram.api_base)
        )
        text = self.office.config.read_text("utf-8")
        here = f'[web]\npublic_url = "http://127.0.0.1:{self.office.port}"'
        self.office.config.write_text(text.replace("[web]", here), "utf-8")

    def whole(self, papers: Path, played: Sequence[Story] = STORIES) -> list[Body]:
        """Make all five campaigns in one database, and play these of them."""
        (self.office.folder / "plans").mkdir()
        for story in STORIES:
            self._creates(story)
        return [self._plays(place, story, papers) for place, story in enumerate(played)]

    def _creates(self, story: Story) -> None:
        """All five are made before the first is played: each as its own body."""
        plans = self.office.folder / "plans"
        shutil.copy(PLANS / f"{story.slug}.toml", plans)
        lines = [",".join(line) for line in story.units]
        (plans / f"{story.slug}.csv").write_text("\n".join(["code,name,kind,parent", *lines]))
        self.office.does(
            "campaign", "create", str(plans / f"{story.slug}.toml"), "--clock", STORIES[0].clock
        )

    def _plays(self, place: int, story: Story, papers: Path) -> Body:
        self.clock = ("--clock", story.clock)
        self.office.does("campaign", "open", story.slug, *self.clock)
        plan = tomllib.loads((PLANS / f"{story.slug}.toml").read_text("utf-8"))
        given = {
            code: report(place, number)
            for number, (code, *_) in enumerate(story.units)
            if code != story.silent
        }
        names = (plan["issuer"], plan["receiver"], *(name for _, name, _, _ in story.units))
        body = Body(story, names, given, tuple(plan["upward"]["receivers"]))
        running = self.office.starts("run", *self.clock, "--speed", "1")
        running.wait_for("running:", 300)
        self._joins(body)
        for length in (6, 4, 2):  # from the schools upward
            tier = [code for code in given if len(code) == length]
            for code in tier:
                self._reports(body, code)
            self._accepts(body, tier)
            tops = [code for code in tier if body.below(code)]
            for code in tops:
                self._hands_up(body, code)
            self._accepts(body, tops)
        link = body.chats[""].tell("bảng", LINK.pattern)
        body.desk = Desk(LINK.search(link)[0])  # type: ignore[index]
        self.papers(body, papers / body.slug)
        running.stop(90)
        return body

    def _joins(self, body: Body) -> None:
        """The coordinator on Telegram, the units' people in turn on the web and on Telegram."""
        [invite] = self.office.json("invite", body.slug, "--role", "coordinator", *self.clock)
        body.chats[""] = self._on_telegram(
            f"Tổng hợp {body.slug}", invite["code"], "người tổng hợp"
        )
        doors = cycle(("web", "telegram", "command"))
        invites = self.office.json("invite", body.slug, *self.clock)
        for door, invite in zip(doors, invites, strict=False):
            code = invite["unit_code"]
            if door == "web":
                body.chats[code] = self._on_web(invite["web_link"])
            elif door == "telegram" or body.below(code):
                name = f"Cán bộ {body.slug} {code}"
                body.chats[code] = self._on_telegram(name, invite["code"], "Đang nhập cho")

    def _on_telegram(self, name: str, code: str, wanted: str) -> Chat:
        person = self.telegram.person(name)
        chat = Chat(person.says, lambda: [each.text for each in person.inbox], pause=0.02)
        chat.tell(f"/start {code}", "Đồng ý")
        chat.tell("Đồng ý", wanted)
        return chat

    def _on_web(self, link: str) -> Chat:
        page = Page(link)
        chat = Chat(page.says, page.inbox, pause=0.02)
        chat.tell(page.code, "Đồng ý")
        chat.tell("Đồng ý", "Đang nhập cho")
        return chat

    def _reports(self, body: Body, code: str) -> None:
        """A unit sends its figures; whoever has no chat does it by letter."""
        words = in_words(body.given[code])
        chat = body.chats.get(code)
        if chat is None:
            unit = (body.slug, "--unit", code)
            self.office.does("enter", *unit, "--source", "thư", "--send", words, *self.clock)
            return
        chat.tell(words, "1.1: ")
        self._says_yes(chat)
        self._sends(chat, "nộp")

    def _hands_up(self, body: Body, code: str) -> None:
        chat = body.chats[code]
        assert "1.1: " in chat.tell("tổng hợp", "nộp tổng hợp")
        self._sends(chat, "nộp tổng hợp")

    def _accepts(self, body: Body, codes: list[str]) -> None:
        """The coordinator takes everything that was sent, at once."""
        if codes:
            body.chats[""].tell("nhận tất cả", "đúng")
            body.chats[""].tell("đúng", "[Đđ]ã nhận")

    def _says_yes(self, chat: Chat) -> None:
        for _ in range(6):
            if 'Gõ "đúng" để ghi' not in chat.inbox()[-1]:
                return
            chat.tell("đúng", ".")

    def _sends(self, chat: Chat, words: str) -> None:
        """Say it until the receipt comes: what is missing or odd is named before."""
        known = len(RECEIPT.findall("\n".join(chat.inbox())))
        for _ in range(5):
            chat.tell(words, ".")
            end = time.monotonic() + 1.0
            while time.monotonic() < end:
                if len(RECEIPT.findall("\n".join(chat.inbox()))) > known:
                    return
                time.sleep(0.05)
            self._says_yes(chat)
        raise AssertionError(f"{words}: {chat.inbox()[-3:]}")

    def papers(self, body: Body, folder: Path) -> None:
        """Write everything that leaves the office for a body into a folder, and the pages it sees."""
        folder.mkdir(parents=True, exist_ok=True)
        desk = body.desk
        assert desk is not None
        for ending in ("xlsx", "docx", "csv", "json", "zip"):
            (folder / f"dot.{ending}").write_bytes(
                desk.http.get(f"{desk.here}/file/{ending}").content
            )
        board = desk.http.get(desk.here).text
        (folder / "bang.html").write_text(board, "utf-8")
        (folder / "tong.html").write_text(desk.http.get(f"{desk.here}/totals").text, "utf-8")
        for number in sorted(set(re.findall(r"/unit/(\d+)", board))):
            unit = f"{desk.here}/unit/{number}"
            (folder / f"don-vi-{number}.html").write_text(desk.http.get(unit).text, "utf-8")
            made = desk.http.get(f"{unit}/file/xlsx")
            (folder / f"don-vi-{number}.xlsx").write_bytes(made.content)
        clock = ("--clock", body.story.clock)
        (folder / "gui").mkdir()
        self.office.does("papers", "make", body.slug, "--out", str(folder / "gui"), *clock)
        self.office.does("invite", body.slug, "--out", str(folder / "ma-moi.xlsx"), *clock)
        for name in ("progress", "remind"):
            shown = self.office.does(name, body.slug, "--json", *clock).out
            (folder / f"{name}.json").write_text(shown, "utf-8")
        said = {code: chat.inbox() for code, chat in body.chats.items()}
        parts = (f"##### {code or 'tổng hợp'}\n" + "\n---\n".join(said[code]) for code in said)
        (folder / "chats.txt").write_text("\n\n".join(parts), "utf-8")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    with TelegramServer() as telegram:
        play = Play(folder, telegram)
        try:
            play.whole(folder / "papers")
        finally:
            play.office.close()


if __name__ == "__main__":
    main()
