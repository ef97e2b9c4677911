"""A whole campaign on all doors at once, judged from outside while everything goes wrong.

    python -m tests.e2e.mixed_campaign [--seconds 900] [--kills 12] [--seed 1]

People of fourteen communes report all 34 rows by a Zalo Official Account, a Zalo bot, Telegram, the web
chat, the living table, the filled workbook and the command line; some units have two people on two
platforms, some wait until they are reminded, some are sent back and correct a row, all are accepted, and
the workbook is exported. The program is killed at random moments; the platforms lose, repeat, delay and
reorder. Campaigns are played one after another until the seconds are over; one line of JSON sums them up.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import openpyxl

from bot.channels.zalo_oa_spec import TOKENS
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from tests.e2e import mixed_officials as ways
from tests.e2e.chats import Chat, Page
from tests.e2e.database import Database
from tests.e2e.figures import CODES
from tests.e2e.installed import SLUG, Installation, Result, Running, find_program
from tests.e2e.mixed_figures import make_reports
from tests.e2e.mixed_judge import Found, judge_board, judge_figures, judge_people
from tests.e2e.mixed_officials import REMINDS, THINKS, Official, rows_of
from tests.e2e.pictures import kept_photos, phone_photo
from tests.e2e.platform_gateway import ByAccount, Gateway
from tests.e2e.sudden_ends import Killer
from tests.fakes.platform_server import PlatformServer
from tests.fakes.telegram_server import TelegramServer
from tests.fakes.zalo_oa_server import APP_ID, APP_SECRET, OA_ID, OA_SECRET, ZaloOaServer
from tests.fakes.zalo_server import ZaloServer

START = datetime.fromisoformat("2022-10-12T07:58:00+07:00")  # the morning before the last day
SPEED = 20  # those who wait are reminded at eight: in six seconds
SMALL = (
    0,
    2,
    3,
    4,
    5,
    6,
    7,
    9,
)  # places of a small campaign: every door, one who waits, two sent back
SENT_BACK = {0: 8001, 3: 8002, 4: 8003, 12: 8004}  # place -> the people that the corrected row has
BY_CHAT = (3, 4, 9)  # places that the coordinator sends back and accepts in the chat
WAITS = (8, 9)  # places whose people begin when they are reminded
NO_PHOTO = (6,)
PACKAGE = 60  # messages a month that the account may send beside the free ones
FAULTS = ("502", "502", "drop_after")


class MixedCampaign:
    """One campaign: `play` gives what was found."""

    def __init__(
        self, folder: Path, telegram: TelegramServer, account: ZaloOaServer, zalo: ZaloServer,
        seed: int, places: tuple[int, ...],
    ) -> None:  # fmt: skip
        self.telegram, self.account, self.zalo = telegram, account, zalo
        self.servers: tuple[PlatformServer, ...] = (telegram, account, zalo)
        self.seed, self.places = seed, places
        self.found = Found(campaigns=1)
        bot = (telegram.token, telegram.api_base)
        self.office = Installation(
            find_program(), folder, telegram=bot, more=_settings(account, zalo)
        )
        text = self.office.config.read_text("utf-8")
        here = f"http://127.0.0.1:{self.office.port}"
        self.office.config.write_text(
            text.replace("[web]", f'[web]\npublic_url = "{here}"'), "utf-8"
        )
        account.hook = f"{here}/zalo_oa/webhook"
        account.state.quota = PACKAGE
        self.gateway = Gateway(account, seed)
        self.began = time.monotonic()
        self.officials: list[Official] = []
        self._ended = threading.Event()
        self._turn = threading.Lock()  # of those who ask the coordinator for something

    # The program and its weather

    def now(self) -> datetime:
        return START + timedelta(seconds=(time.monotonic() - self.began) * SPEED)

    def starts(self) -> Running:
        return self.office.starts("run", "--clock", self.now().isoformat(), "--speed", str(SPEED))

    def does(self, *words: str) -> Result:
        """One command, by the campaign's clock also while no program is up."""
        return self.office.does(*words, "--clock", self.now().isoformat())

    def something_fails(self, chance: random.Random) -> None:
        """A platform's gateway answers in its place, or an answer is lost, or a token runs out."""
        method = {"telegram": "sendMessage", "zalo": "sendMessage", "account": "cs"}
        name = chance.choice(tuple(method))
        getattr(self, name).fail(chance.choice(FAULTS), method[name], times=chance.randint(1, 2))
        if chance.random() < 0.2:
            self.account.expire()
        if self.telegram.last_update_id and chance.random() < 0.5:
            self.telegram.repeats(self.telegram.last_update_id)

    def was_killed(self) -> None:
        self.found.kills += 1

    def _mends_account(self) -> None:
        """Do what the administrator does, told that the platform refused the tokens: a refresh was granted
        to a program that died of it."""
        pair = TokenFile(self.office.data / TOKENS).read()
        if pair is None or not pair.refused_at:
            return
        shown = self.office.does("zalo-oa", "link").out
        address = next(word for word in shown.split() if word.startswith("http"))
        code = self.account.agrees(address).partition("code=")[2].partition("&")[0]
        self.office.does("zalo-oa", "connect", code)
        self.found.reconnected += 1

    def _keeps_account(self) -> None:
        """The account's platform lives by the same clock, and its administrator reads what the program says."""
        while not self._ended.wait(0.05):
            self._mends_account()
            passed = self.now() - START
            self.account.state.days = passed / timedelta(days=1)
            self.account.state.hour = self.now().hour

    # The story

    def play(self, kills: int) -> Found:
        self.office.opens_campaign(START.isoformat(), **{"photos_min = 1": "photos_min = 0"})
        TokenFile(self.office.data / TOKENS).write(
            TokenPair("access-0", "refresh-0", START.isoformat())
        )
        invites = self.office.json("invite", SLUG)
        self.codes = {place: invites[place] for place in self.places}
        reports = make_reports([invite["unit_code"] for invite in invites], self.seed)
        self.reports = {place: reports[place] for place in self.places}
        boss_code = self.office.json("invite", SLUG, "--role", "coordinator")[0]["code"]
        self.gateway.start()
        calm = self.office.starts("run", "--clock", START.isoformat())
        calm.wait_for("running:", 300)
        self.waiting = {place: self._joined(place) for place in WAITS if place in self.places}
        self.boss = self._boss(boss_code)
        calm.kill()
        self.began = time.monotonic()
        killer = Killer(self, kills, random.Random(self.seed))
        threading.Thread(target=self._keeps_account, daemon=True).start()
        killer.start()
        try:
            _all_at_once([partial(self._unit, place) for place in self.places], killer)
            running = killer.end()
            self._quiet()
            assert running.stop(120)[0] == 0
        except BaseException as error:
            error.add_note(self._standing())
            raise
        finally:
            self._ended.set()
            self.gateway.end()
        self._judge()
        self.office.close()
        return self.found

    def _quiet(self) -> None:
        """Until nothing was sent for a while: what is late or comes again has arrived."""
        end = time.monotonic() + 90
        while time.monotonic() < end:
            known = self._sent()
            time.sleep(6)
            if known == self._sent():
                return

    def _standing(self) -> str:
        """Return what may tell why the story stopped: what is not sent, and the end of the log."""
        unsent = Database(self.office.data / "baocao.db").unsent()
        log = (self.office.folder / "run.log").read_text("utf-8", "replace")
        return f"not sent: {unsent}\nthe log: {log[-3000:]}"

    def _sent(self) -> int:
        """How many messages the program sent."""
        calls = (call.method.lower() for server in self.servers for call in list(server.calls))
        return sum(method in ("sendmessage", "cs") for method in calls)

    def _boss(self, code: str) -> Chat:
        """The coordinator, on Telegram."""
        person = self.telegram.person("Nguyễn Thị Hoa")
        chat = Chat(person.says, lambda: [one.text for one in person.inbox], THINKS)
        chat.tell(f"/start {code}", "Đồng ý")
        chat.tell("Đồng ý", "người tổng hợp")
        return chat

    def _unit(self, place: int) -> None:
        """One unit from its invitation until its report is accepted."""
        me = self._reports(place)
        unit = me.table.unit
        if place in SENT_BACK:
            self._sends_back(place, unit)
            me.corrects("1.1", SENT_BACK[place])
            self.reports[place] = me.table
        if place in BY_CHAT:
            self._says(f"nhận {unit}", "[Đđ]ã nhận")
        else:
            self.does("accept", SLUG, "--unit", unit)

    def _sends_back(self, place: int, unit: str) -> None:
        reason = "số người chưa khớp danh sách"
        if place in BY_CHAT:
            self._says(f"trả lại {unit} 1.1 {reason}", "Đã trả lại")
        else:
            self.does("return", SLUG, "--unit", unit, "--row", "1.1", "--reason", reason)

    def _says(self, words: str, wanted: str) -> None:
        """One act of the coordinator at a time, confirmed."""
        with self._turn:
            heard = self.boss.tell(words, f"đúng|{wanted}")
            if "đúng" in heard:  # other news may have come since
                self.boss.tell("đúng", wanted)

    def _reports(self, place: int) -> Official:
        """Give the whole report in this place's way; the person who sent it."""
        chance = random.Random(self.seed * 100 + place)
        me = self.waiting.get(place) or self._joined(place)
        if place in WAITS:
            me.waits_for(REMINDS, in_vain=lambda: self._missed() > 0)
        if place not in NO_PHOTO and chance.random() < 0.7:
            me.shows(phone_photo(self.seed * 1000 + place))
        WAYS[place](self, place, me)
        if me.door != "enter":
            me.sends()
        return me

    def _missed(self) -> int:
        """Return how many reminders a kill caught on their way: those are not sent again."""
        return Database(self.office.data / "baocao.db").missed_reminders()

    def _joined(self, place: int) -> Official:
        """The first person of a unit, joined by this place's door."""
        door = DOORS[place]
        code = self.codes[place]["code"]
        made: Official = getattr(self, f"on_{door}")(place)
        self.officials.append(made)
        self.found.doors[door] = self.found.doors.get(door, 0) + 1
        if door != "enter":
            made.joins({"web": code, "telegram": f"/start {code}"}.get(door, f"LIENKET {code}"))
        return made

    def on_account(self, place: int) -> Official:
        by = ByAccount(self.account.person(), self.gateway)
        name = f"anh-{self.seed}-{place}.jpg"
        photo = lambda picture: by.sends("image", name, picture)  # noqa: E731
        made = Official(self.reports[place], Chat(by.says, by.inbox, THINKS), "account", photo)
        made.account = by
        return made

    def on_zalo(self, place: int) -> Official:
        person = self.zalo.person(f"Người số {place}")
        chance = random.Random(place)

        def says(text: str) -> None:
            number = person.says(text)
            if chance.random() < 0.1:
                self.zalo.repeats(number)

        chat = Chat(says, lambda: [one.text for one in person.inbox], THINKS)
        return Official(self.reports[place], chat, "zalo", person.sends_photo)

    def on_telegram(self, place: int) -> Official:
        person = self.telegram.person(f"Người số {place}")
        chat = Chat(person.says, lambda: [one.text for one in person.inbox], THINKS)
        return Official(self.reports[place], chat, "telegram", person.sends_photo)

    def on_web(self, place: int) -> Official:
        return self.at_page(place, Page(self.codes[place]["web_link"]))

    def at_page(self, place: int, page: Page) -> Official:
        chat = Chat(page.says, page.inbox, THINKS)
        made = Official(
            self.reports[place], chat, "web", lambda picture: ways.upload(page, picture)
        )
        made.page = page
        return made

    def on_enter(self, place: int) -> Official:
        return Official(self.reports[place], Chat(lambda _: None, list, THINKS), "enter")

    # Ways of the places

    def enters(self, _: int, me: Official) -> None:
        words = ("--unit", me.table.unit, "--source", "điện thoại", "--send", ways.lines(me.table))
        self.does("enter", SLUG, *words)

    def fills_the_table(self, _: int, me: Official) -> None:
        assert me.page is not None
        ways.as_table(me, me.page)

    def goes_on_at_a_page(self, place: int, me: Official) -> None:
        """Half of it in the chat, then by the link to the table that the chat gives."""
        me.gives(rows_of(("1", "2", "3")))
        link = ways.LINK.search(me.chat.tell("trang web", ways.LINK.pattern))
        assert link is not None
        page = Page(link[0])
        page.says(page.code)
        other = self.at_page(place, page)
        other.chat.does(lambda: page.says("Đồng ý"), ".")
        ways.as_table(me, page)

    def shares_with_a_colleague(self, place: int, me: Official) -> None:
        """Two people on two platforms, one draft."""
        me.gives(rows_of(("1", "2", "3", "4")))
        invite = self.does("invite", SLUG, "--unit", me.table.unit, "--json").json[0]
        self.codes[place] = invite
        other = self.on_web(place)
        self.officials.append(other)
        other.joins(invite["code"])
        other.gives(rows_of(("5", "6", "7", "8")))
        me.gives(rows_of(("9", "10", "11")))

    def sends_the_workbook(self, place: int, me: Official) -> None:
        """The unit's own form, filled and sent as a file; what is no figure is told."""
        book = self.office.folder / f"mau-{place}.xlsx"
        self.does("export", SLUG, "--unit", me.table.unit, "--out", str(book))
        body = ways.as_workbook(book)(me)
        by = me.account
        assert by is not None
        me.chat.does(lambda: by.sends("file", f"bieu-{self.seed}-{place}.xlsx", body), "1.1|đúng")
        me.confirms()
        me.gives(tuple(c for c in CODES if not ways.fits_a_form(me.table.answers[c], c)))

    # Judging

    def _judge(self) -> None:
        found, book = self.found, self.office.folder / "out.xlsx"
        self.office.does("export", SLUG, "--out", str(book))
        sheet = openpyxl.load_workbook(book, data_only=True)["Theo đơn vị"]
        judge_figures(found, self.reports.values(), sheet)
        judge_people(found, self.officials, Database(self.office.data / "baocao.db"))
        board = self.office.json("progress", SLUG)
        judge_board(found, self.officials, board, kept_photos(self.office.data / "files"))
        log = (self.office.folder / "run.log").read_bytes()
        found.raised = log.count(b"Traceback (most")
        secrets = (self.telegram.token, self.zalo.token, APP_SECRET, OA_SECRET, "refresh-")
        found.told = sum(secret.encode() in log for secret in secrets)
        found.missed = self._missed()
        self._judge_platforms()

    def _judge_platforms(self) -> None:
        found, account = self.found, self.account
        found.over_quota = account.refused[-211] + self.zalo.refused[429]
        found.most_in_reply = max(each.most_answered for each in account.people.values())
        found.refreshes, found.carried = account.state.refreshes, dict(self.gateway.did)


def _all_at_once(works: list[Callable[[], None]], killer: Killer) -> None:
    """Do all of it at once; raise what went wrong first without waiting for the rest."""
    wrong: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:  # shown by whoever waits
            wrong.append(error)

    threads = [threading.Thread(target=guarded, args=(work,), daemon=True) for work in works]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        time.sleep(0.1)
        for error in (*wrong, killer.trouble):
            if error is not None:
                raise error
    for error in wrong:
        raise error


def _settings(account: ZaloOaServer, zalo: ZaloServer) -> str:
    section = {
        "oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET,
        "api_base": account.api_base, "oauth_base": account.api_base,
        "callback_url": "https://baocao.example.vn/setup",
    }  # fmt: skip
    lines = ["[zalo_oa]", *(f'{key} = "{value}"' for key, value in section.items())]
    lines += [f"monthly_messages = {PACKAGE}", "[zalo]"]
    lines += [f'token = "{zalo.token}"', f'api_base = "{zalo.api_base}"']
    return "\n".join(lines)


DOORS = (
    "account", "account", "zalo", "telegram", "web", "web", "enter",
    "account", "zalo", "account", "telegram", "account", "account", "zalo",
)  # fmt: skip
WAYS: tuple[Callable[[MixedCampaign, int, Official], None], ...] = (
    lambda _, __, me: ways.by_parts(me), lambda _, __, me: ways.whole(me),
    lambda _, __, me: ways.whole(me), lambda _, __, me: ways.by_parts(me),
    lambda _, __, me: ways.whole(me), MixedCampaign.fills_the_table, MixedCampaign.enters,
    MixedCampaign.shares_with_a_colleague, lambda _, __, me: ways.by_parts(me),
    lambda _, __, me: ways.whole(me), lambda _, __, me: ways.row_by_row(me),
    MixedCampaign.sends_the_workbook, MixedCampaign.goes_on_at_a_page,
    lambda _, __, me: ways.by_parts(me),
)  # fmt: skip


def play(folder: Path, seed: int, kills: int, places: tuple[int, ...]) -> Found:
    """Play one campaign on platforms of its own."""
    with ExitStack() as stack:
        telegram = stack.enter_context(TelegramServer())
        account = stack.enter_context(ZaloOaServer())
        zalo = stack.enter_context(ZaloServer())
        return MixedCampaign(folder, telegram, account, zalo, seed, places).play(kills)


def main() -> None:
    """Play campaigns until the time is over and print what became of them as JSON."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("--seconds", type=float, default=900)
    words.add_argument("--kills", type=int, default=12)
    words.add_argument("--seed", type=int, default=1)
    given = words.parse_args()
    found, end, seed = Found(), time.monotonic() + given.seconds, given.seed
    while not found.campaigns or time.monotonic() < end:
        with tempfile.TemporaryDirectory() as folder:
            found.add(play(Path(folder) / "office", seed, given.kills, tuple(range(len(DOORS)))))
        seed += 1
    print(json.dumps(asdict(found)))
    sys.exit(not found.is_well)


if __name__ == "__main__":
    main()
