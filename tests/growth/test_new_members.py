"""README's "Where to add things" is true: a channel and a kind of file are added in a copy of the tree
as it says, and whatever people do with those that exist works with the new ones."""

from __future__ import annotations

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from hatch_build import compile_catalogues
from tests.e2e.installed import CHECKOUT, SLUG, Installation, Program, Running
from tests.fakes.http_server import HttpServer, Request, Response, Upload, json_response, read_form

TABLE = {  # to add -> what README names to write, and where to register it
    "a channel": ("`bot/channels/<name>_spec.py`", "`CHANNELS` (`bot/channels/__init__.py`)"),
    "an export": ("`bot/exports/<name>.py`", "`EXPORTS` (`bot/model/export_kinds.py`)"),
}
MEMBERS = Path(__file__).parent / "members"
TOKEN, SECRET = "7001:a-token-of-viber", "a-secret-of-viber"
CLOCK = "2022-10-10T08:00:00+07:00"


def grown(folder: Path) -> Path:
    """A copy of the program with one channel and one kind of file more."""
    for part in ("bot", "storage"):
        shutil.copytree(
            CHECKOUT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(MEMBERS / "viber_spec.py", folder / "bot/channels")
    shutil.copy(MEMBERS / "xml_file.py", folder / "bot/exports")
    registered(
        folder / "bot/channels/__init__.py",
        ("from bot.channels.web_spec", "from bot.channels.viber_spec import ViberSpec\n"),
        ("        WebSpec(),", "        ViberSpec(),\n"),
    )
    made = 'Export("xml", "xml", "application/xml", ("xml",), "bot.exports.xml_file")'
    registered(folder / "bot/model/export_kinds.py", ('    Export("csv"', f"    {made},\n"))
    for language in ("vi", "en"):
        with (folder / f"bot/locale/{language}.po").open("a", encoding="utf-8") as catalogue:
            catalogue.write('\nmsgid "export.label.xml"\nmsgstr "XML"\n')
    compile_catalogues(folder / "bot/locale")
    return folder


def registered(file: Path, *lines: tuple[str, str]) -> None:
    """Put each line before the place that is named."""
    text = file.read_text("utf-8")
    for place, line in lines:
        assert text.count(place) == 1, (file, place)
        text = text.replace(place, line + place)
    file.write_text(text, "utf-8")


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


class ViberServer(HttpServer):
    """The platform: tells the bot's name and keeps what is sent."""

    def __init__(self) -> None:
        super().__init__(self._answer)
        self.texts: list[str] = []
        self.files: list[Upload] = []

    async def _answer(self, request: Request) -> Response:
        if request.path == f"/{TOKEN}/me":
            return json_response({"name": "bao_cao"})
        if request.path != f"/{TOKEN}/send":
            return Response(404)
        form = read_form(request)
        self.texts.append(form.values["text"])
        self.files += form.uploads.values()
        return json_response({"id": len(self.texts)})


@dataclass
class Grown:
    """The grown program running, and somebody who writes to it over the new channel."""

    baocao: Installation
    viber: ViberServer
    running: Running

    def says(self, text: str, event: str = "said") -> str:
        """Send a message by the webhook; the answer that comes to the platform."""
        before = len(self.viber.texts)
        sent = {"id": f"m{before}", "chat": "hoa", "event": event, "text": text}
        address = f"http://127.0.0.1:{self.baocao.port}/viber/webhook"
        answer = httpx.post(
            address, json=sent, headers={"x-viber-secret": SECRET}, trust_env=False, timeout=60
        )
        assert answer.status_code == 200
        wait_until(lambda: len(self.viber.texts) > before)
        return self.viber.texts[-1]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, ViberServer]]:
    copy = grown(tmp_path_factory.mktemp("tree"))
    viber = ViberServer()
    viber.start()
    program = Program((sys.executable, "-P", "-m", "bot"), str(copy))
    settings = f'[viber]\ntoken = "{TOKEN}"\napi_base = "{viber.url}"\nmode = "webhook"\n'
    settings += f'webhook_url = "https://example.vn/viber/webhook"\nwebhook_secret = "{SECRET}"\n'
    baocao = Installation(program, tmp_path_factory.mktemp("office"), more=settings)
    baocao.opens_campaign(CLOCK)
    yield baocao, viber
    baocao.close()
    viber.stop()


@pytest.fixture(scope="module")
def hoa(office: tuple[Installation, ViberServer]) -> Iterator[Grown]:
    """A coordinator who has joined over the new channel."""
    baocao, viber = office
    (invite,) = baocao.json("invite", SLUG, "--role", "coordinator")
    assert invite["viber_link"] == f"https://viber.example.invalid/bao_cao?code={invite['code']}"
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    made = Grown(baocao, viber, running)
    made.says(invite["code"], event="opened")
    made.says("Đồng ý")
    yield made
    running.stop()


@pytest.mark.parametrize("family", TABLE)
def test_the_table_names_the_places_that_are_touched_here(family: str) -> None:
    (row,) = re.findall(rf"^\| {family} \|.*$", (CHECKOUT / "README.md").read_text(), re.MULTILINE)
    _, _, written, registered_in, _ = row.split("|")
    assert TABLE[family][0] in written
    assert TABLE[family][1] in registered_in


def test_doctor_knows_the_new_channel(office: tuple[Installation, ViberServer]) -> None:
    told = office[0].run("doctor").out
    assert "Viber: bao_cao, bot 7001" in told
    assert "Webhook Viber: https://example.vn/viber/webhook" in told


def test_a_wrong_section_of_it_is_refused_by_its_name(
    office: tuple[Installation, ViberServer],
) -> None:
    told = office[0].run("doctor", BAOCAO_VIBER__MODE="x")
    assert (told.code, "BAOCAO_VIBER__MODE" in told.err) == (2, True)


def test_the_new_channel_takes_in_and_answers(hoa: Grown) -> None:
    assert "14" in hoa.says("tiến độ")


def test_the_chat_gives_the_new_kind_of_file(hoa: Grown) -> None:
    hoa.says("xuất xml")
    wait_until(lambda: bool(hoa.viber.files))
    assert hoa.viber.files[-1].name == f"{SLUG}.xml"
    assert len(ElementTree.fromstring(hoa.viber.files[-1].content)) == 14
    assert "xml" in hoa.says("xuất pdf")


def test_the_board_gives_the_new_kind_of_file(hoa: Grown) -> None:
    (link,) = re.findall(r"http://\S+/board/\S+", hoa.says("bảng"))
    with httpx.Client(follow_redirects=True, trust_env=False, timeout=60) as browser:
        board = browser.post(link)
        (address,) = re.findall(r'href="(/board/of/\d+/file/xml)">XML<', board.text)
        file = browser.get(str(board.url.join(address)))
    assert file.headers["content-type"] == "application/xml"
    assert len(ElementTree.fromstring(file.content)) == 14


def test_the_command_line_gives_the_new_kind_of_file(
    office: tuple[Installation, ViberServer],
) -> None:
    baocao = office[0]
    baocao.does("export", SLUG, "--out", str(baocao.folder / "all.xml"))
    assert len(ElementTree.parse(baocao.folder / "all.xml").getroot()) == 14
    refused = baocao.run("export", SLUG, "--out", "all.ods")
    assert (refused.code, ".xml" in refused.err) == (2, True)
