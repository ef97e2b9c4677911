"""Every command as a person starts it: a process on one data folder, most of them beside `run`."""

from __future__ import annotations

import json
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.e2e.installed import SAMPLE, SLUG, Installation, Program, Result, Running
from tests.fakes.people import Person
from tests.fakes.telegram_server import TelegramServer

CLOCK = "2022-10-10T08:30:00+07:00"
UNIT = "03466"
COMMANDS = (
    "demo", "init", "doctor", "run", "units import", "units list", "form check", "form import", "form list",
    "form show", "campaign create", "campaign list", "campaign show", "campaign open",
    "campaign close", "campaign extend", "campaign add-unit", "campaign take-out", "campaign mend-unit", "campaign snapshots", "campaign finish", "campaign reopen",
    "invite", "progress", "enter", "accept", "unaccept", "return", "export", "remind", "read",
    "deadline", "trace", "backup", "restore", "clock show", "clock confirm",
)  # fmt: skip
INVITE = {
    "unit_code",
    "unit_name",
    "role",
    "code",
    "telegram_link",
    "zalo_link",
    "web_link",
    "expires_at",
}
PROGRESS = {"unit_code", "unit_name", "state", "answered", "total", "version", "draft", "submitted_at",
            "late_days", "photos", "contacts", "items", "lacks", "parent", "kind"}  # fmt: skip
REMINDER = {"unit_code", "person", "channel", "kind", "due_at", "text"}
READ = {
    "code",
    "text",
    "outcome",
    "count",
    "people",
    "amount_in_words",
    "note",
    "question",
    "proposal",
    "unused",
    "parts",
}
DEADLINE = {"phrase", "last_instant", "last_day", "last_working_day", "in_words", "warnings"}
EXPORT = {
    "campaign", "form", "generated_at", "units", "totals", "by_kind", "by_branch", "joint",
    "missing_units", "plan", "obligations",
}  # fmt: skip
UNIT_KEYS = {"unit_code", "unit_name", "state", "version", "submitted_at", "late_days", "rows"}
ROW = {"state", "count", "people", "cells", "text", "note", "source", "parts"}
TOTAL = {"count", "people", "units_value", "units_nil", "units_missing"}


class Shop:
    """One installation with `run` up, the sample campaign open, and one official at work."""

    def __init__(self, baocao: Installation, server: TelegramServer) -> None:
        self.baocao = baocao
        self.server = server
        baocao.opens_campaign(CLOCK)
        self.running = baocao.starts("run", "--clock", CLOCK)
        self.running.wait_for("running:")
        self.official = join(baocao, server, "Lò Văn Ân")
        self.official.says("1.1")
        self.official.wait_for("Mục 1.1 ")
        self.official.says("3 lớp 45 người")
        self.official.wait_for("1.1: 3 lớp, 45 người")


def join(baocao: Installation, server: TelegramServer, name: str, unit: str = UNIT) -> Person:
    """An official who has come by their link and agreed."""
    link = baocao.json("invite", SLUG, "--unit", unit)[0]["telegram_link"]
    person = server.person(name)
    person.starts(link.partition("?start=")[2])
    person.wait_for("Đồng ý")
    person.says("Đồng ý")
    person.wait_for("Đang nhập cho: ")
    return person


@pytest.fixture(scope="module")
def shop(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with TelegramServer() as server:
        folder = tmp_path_factory.mktemp("shop")
        baocao = Installation(program, folder, telegram=(server.token, server.api_base))
        try:
            made = Shop(baocao, server)
            yield made
            assert made.running.is_up, made.running.text
            assert "Traceback" not in made.running.text
        finally:
            baocao.close()


def together(baocao: Installation, calls: list[tuple[str, ...]]) -> list[Result]:
    """Several commands, two at a time, as impatient people do."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda words: baocao.run(*words), calls))


def faults(results: list[Result], code: int) -> list[str]:
    """What is not as the contract has it: the exit status, and one sentence on standard error."""
    return [
        str(each)
        for each in results
        if each.code != code
        or each.out
        or "Traceback" in each.err
        or len(each.err.strip().splitlines()) != 1
    ]


# --- help, arguments, settings, failures ---------------------------------------------------------


def test_every_command_explains_itself_without_settings(baocao: Installation) -> None:
    baocao.config.unlink()
    baocao.program = replace(baocao.program, is_warm=False)  # each loads what it needs
    results = together(baocao, [(*words.split(), "--help") for words in ("", *COMMANDS)])
    assert [each for each in results if each.code or not each.out or each.err] == []
    assert "tin nhắn" in results[0].out


def test_bad_arguments_end_with_2_and_one_sentence(shop: Shop) -> None:
    files = shop.baocao.folder / "bad"
    files.mkdir()
    (files / "unknown.toml").write_text('slug = "x"\ncolour = "red"\n', encoding="utf-8")
    (files / "broken.toml").write_text("slug = ", encoding="utf-8")
    (files / "config.toml").write_text("[web]\nporrt = 1\n", encoding="utf-8")
    results = together(
        shop.baocao,
        [
            ("nonsense",),
            ("campaign", "create"),
            ("campaign", "create", str(files / "nowhere.toml")),
            ("campaign", "create", str(files / "unknown.toml")),
            ("campaign", "create", str(files / "broken.toml")),
            ("campaign", "extend", SLUG, "--until", "31/2", "--reason", "mưa"),
            ("invite", SLUG, "--role", "king"),
            ("invite", SLUG, "--out", "hand-out.pdf"),
            ("export", SLUG, "--out", "x.pdf"),
            ("export", SLUG, "--out", "no/such/folder/x.json"),
            ("progress", SLUG, "--xml"),
            ("deadline",),
            ("read",),
            ("units", "import", "nowhere.csv"),
            ("form", "import", "nowhere.docx", "--out", "form.toml"),
            ("restore", "nowhere.db"),
            ("run", "--speed", "0"),
            ("run", "--clock", "tomorrow"),
            ("run", "--clock", "2022-10-10T08:30:00"),
            ("progress", SLUG, "--config", "nowhere.toml"),
            ("progress", SLUG, "--config", str(files / "config.toml")),
        ],
    )
    assert faults(results, 2) == []
    assert "colour" in results[3].err
    assert "porrt" in results[-1].err


def test_other_failures_end_with_1_and_one_sentence(shop: Shop) -> None:
    files = shop.baocao.folder / "failing"
    files.mkdir()
    (files / "units.csv").write_text("code,name\n01,Xã Một\n,Xã Hai\n", encoding="utf-8")
    (files / "not.db").write_bytes(b"this is no database at all")
    (files / "form.toml").write_text('slug = "x"\n', encoding="utf-8")
    calls = [(word, "no-such-campaign") for word in ("progress", "invite", "remind")]
    calls += [("campaign", act, "no-such-campaign") for act in ("show", "open", "close")]
    results = together(
        shop.baocao,
        [
            *calls,
            ("export", "no-such-campaign", "--out", "x.json"),
            ("export", SLUG, "--unit", "99999", "--out", "x.json"),
            ("invite", SLUG, "--unit", "99999"),
            ("campaign", "create", str(shop.baocao.folder / "campaign" / "campaign.toml")),
            ("form", "show", "no-such-form"),
            ("units", "import", str(files / "units.csv")),
            ("restore", str(files / "not.db")),
        ],
    )  # fmt: skip
    assert faults(results, 1) == []
    assert SLUG in results[0].err
    assert "3" in results[-2].err  # the line
    checked = shop.baocao.run("form", "check", str(files / "form.toml"))
    assert (checked.code, "Traceback" in checked.err) == (1, False)
    assert not {unit["name"] for unit in shop.baocao.json("units", "list")} & {"Xã Một", "Xã Hai"}


def test_errors_speak_english_where_the_installation_does(shop: Shop) -> None:
    result = shop.baocao.run("progress", "nowhere", BAOCAO_APP__LANGUAGE="en")
    assert result.code == 1
    assert "campaign" in result.err
    assert len(result.err.strip().splitlines()) == 1


def test_debug_shows_where_it_failed(shop: Shop) -> None:
    result = shop.baocao.run("progress", "nowhere", "--debug")
    assert result.code == 1
    assert "Traceback" in result.err


# --- what commands print --------------------------------------------------------------------------


def test_lists_have_exactly_the_keys_of_the_contract(shop: Shop) -> None:
    baocao = shop.baocao
    assert {frozenset(row) for row in baocao.json("invite", SLUG, "--unit", "03433")} == {
        frozenset(INVITE)
    }
    assert {frozenset(row) for row in baocao.json("progress", SLUG)} == {frozenset(PROGRESS)}
    assert {frozenset(row) for row in baocao.json("remind", SLUG)} == {frozenset(REMINDER)}
    units = baocao.json("units", "list")
    assert [unit["code"] for unit in units][:2] == ["03433", "03436"]
    assert [each["slug"] for each in baocao.json("campaign", "list")] == [SLUG]
    shown = baocao.json("campaign", "show", SLUG)
    assert (shown["state"], len(shown["units"])) == ("open", 14)


def test_the_board_shows_what_was_stored(shop: Shop) -> None:
    rows = {row["unit_code"]: row for row in shop.baocao.json("progress", SLUG)}
    items = {item["item"]: item["state"] for item in rows[UNIT]["items"]}
    assert items == {"figures": "part", "photos": "open"}
    assert rows[UNIT].items() >= {
        "unit_code": UNIT, "unit_name": "Xã Bum Nưa", "state": "in_progress", "answered": 1, "total": 34,
        "version": 0, "draft": False, "submitted_at": None, "late_days": 0, "photos": 0,
        "contacts": ["Lò Văn Ân"],
    }.items()  # fmt: skip
    assert {row["state"] for code, row in rows.items() if code != UNIT} == {"not_started"}


def test_codes_are_given_for_every_unit_and_for_a_coordinator(shop: Shop) -> None:
    baocao = shop.baocao
    everybody = baocao.json("invite", SLUG, "--role", "viewer")
    assert (
        len({each["code"] for each in everybody})
        == len({each["unit_code"] for each in everybody})
        == 14
    )
    (boss,) = baocao.json("invite", SLUG, "--role", "coordinator")
    assert (boss["unit_code"], boss["role"], boss["zalo_link"]) == (None, "coordinator", None)
    assert boss["telegram_link"] == f"https://t.me/{shop.server.username}?start={boss['code']}"
    assert boss["web_link"].endswith(f"/chat/{boss['code']}")
    out = baocao.folder / "hand-out.xlsx"
    baocao.does("invite", SLUG, "--role", "approver", "--out", str(out))
    assert out.read_bytes()[:2] == b"PK"


def test_a_new_code_voids_an_unused_older_one(shop: Shop) -> None:
    old, new = (
        shop.baocao.json("invite", SLUG, "--unit", "03436", *more)[0]["code"]
        for more in ((), ("--new",))
    )
    person = shop.server.person("Pờ Thị Bình")
    person.starts(old)
    assert "Đồng ý" not in [button.label for button in person.wait_for("mã").buttons]
    person.starts(new)
    assert "Xã Thu Lũm" in person.wait_for("Đồng ý").text


def test_reading_and_deadlines_need_no_settings(baocao: Installation) -> None:
    baocao.config.unlink()
    read = baocao.json("read", "--code", "1.1", "3 lớp 45 người")
    assert set(read) == READ
    assert (read["outcome"], read["count"], read["people"]) == ("ok", 3, 45)
    report = baocao.json("read", "--report", "1.1: 3 lớp 45 người")
    assert set(report) == {"rows", "not_understood", "unused"}
    found = baocao.json("deadline", "trước ngày 14/10/2022")
    assert set(found) == DEADLINE
    assert (found["last_day"], found["last_instant"]) == (
        "2022-10-13",
        "2022-10-13T23:59:59+07:00",
    )
    nothing = baocao.json("deadline", "sớm nhất có thể")
    assert (nothing["last_instant"], nothing["last_day"]) == (None, None)
    assert baocao.does("form", "list").out.startswith("phu-luc-ii-2022")
    assert "1.4a" in baocao.does("form", "show", "phu-luc-ii-2022").out
    phrases = baocao.folder / "phrases.csv"
    phrases.write_text('code,text\n1.1,không\n10.1,"12,5 triệu"\n', encoding="utf-8")
    lines = [
        json.loads(line) for line in baocao.does("read", "--file", str(phrases)).out.splitlines()
    ]
    assert [(each["code"], each["outcome"], each["count"]) for each in lines] == [
        ("1.1", "nil", 0), ("10.1", "ok", 12_500_000),
    ]  # fmt: skip


def test_every_export_is_written_while_run_is_on(shop: Shop) -> None:
    baocao = shop.baocao
    outs = [
        baocao.folder / f"out{ending}" for ending in (".xlsx", ".docx", ".csv", ".json", ".zip")
    ]
    own = [out.with_stem("own") for out in outs]
    results = together(
        baocao,
        [
            *(("export", SLUG, "--out", str(out)) for out in outs),
            *(("export", SLUG, "--unit", UNIT, "--out", str(out)) for out in own),
        ],
    )
    assert [str(each) for each in results if each.code] == []
    heads = [out.read_bytes()[:3] for out in outs]
    assert heads == [b"PK\x03", b"PK\x03", b"\xef\xbb\xbf", b"{\n ", b"PK\x03"]
    body = json.loads(outs[3].read_text(encoding="utf-8"))
    assert set(body) == EXPORT
    assert {frozenset(unit) for unit in body["units"]} == {frozenset(UNIT_KEYS)}
    assert {frozenset(row) for unit in body["units"] for row in unit["rows"].values()} == {
        frozenset(ROW)
    }
    assert all(set(total) >= TOTAL for total in body["totals"].values())
    assert len(body["missing_units"]) == 14  # nobody has sent, a draft never counts
    assert body["totals"]["1.1"]["count"] is None


# --- run, its clock, its end ----------------------------------------------------------------------


def test_other_commands_see_the_clock_of_run(shop: Shop) -> None:
    (made,) = shop.baocao.json("invite", SLUG, "--role", "coordinator")
    expires = datetime.fromisoformat(made["expires_at"])
    began = datetime.fromisoformat(CLOCK)
    assert timedelta(days=1) < expires - began < timedelta(days=400)
    due = [row["due_at"] for row in shop.baocao.json("remind", SLUG)]
    assert min(due) > CLOCK
    later = shop.baocao.does(
        "remind", SLUG, "--json", BAOCAO_CLOCK="2022-10-12T09:00:00+07:00"
    ).json
    assert min(row["due_at"] for row in later) >= "2022-10-12T09:00:00+07:00"


def test_without_run_the_real_clock_counts_again(baocao: Installation) -> None:
    baocao.opens_campaign(CLOCK)
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    assert running.stop()[0] == 0
    (made,) = baocao.json("invite", SLUG, "--role", "coordinator")
    expires = datetime.fromisoformat(made["expires_at"])
    assert expires > datetime.now().astimezone()


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_run_stops_within_ten_seconds_and_keeps_everything(
    baocao: Installation, telegram: TelegramServer, sign: signal.Signals
) -> None:
    baocao.opens_campaign(CLOCK)
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    official = join(baocao, telegram, "Lò Văn Ân")
    official.says("1.1")
    official.wait_for("Mục 1.1 ")
    official.says("3 lớp 45 người")  # the end comes while this is on its way
    began = time.monotonic()
    running.process.send_signal(sign)
    assert running.process.wait(15) == 0, running.text
    assert time.monotonic() - began < 10
    assert "Traceback" not in running.text
    baocao.starts("run", "--clock", CLOCK).wait_for("running:")
    assert "Mục 1.2 · Câu 2/34" in official.wait_for("1.1: 3 lớp, 45 người").text
    official.says("hoàn tác")
    official.wait_for("Mục 1.1 · Câu 1/34")


def test_run_can_be_stopped_while_it_starts(baocao: Installation) -> None:
    for pause in (0.4, 0.8, 1.2):
        running = baocao.starts("run", "--clock", CLOCK)
        time.sleep(pause)
        code, seconds = running.stop()
        assert code in (0, -signal.SIGTERM), running.text  # Python itself may still be starting
        assert seconds < 10
        assert "Traceback" not in running.text


def test_run_says_that_its_port_is_taken(shop: Shop) -> None:
    elsewhere = str(shop.baocao.folder / "elsewhere")
    result = shop.baocao.run("run", BAOCAO_TELEGRAM__TOKEN="", BAOCAO_APP__DATA_DIR=elsewhere)
    assert result.code == 1
    assert str(shop.baocao.port) in result.err
    assert "Traceback" not in result.err


def test_demo_prints_three_links_and_keeps_running(baocao: Installation) -> None:
    data = baocao.folder / "demo"
    baocao.config.unlink()
    words = (
        "demo",
        "--port",
        str(baocao.port),
        "--data",
        str(data),
        "--clock",
        CLOCK,
        "--speed",
        "60",
    )
    demo = baocao.starts(*words, log="demo.log")
    links = _links(demo)
    assert len(set(links)) == 3
    with httpx.Client(trust_env=False, follow_redirects=True, timeout=60) as browser:
        for link in links * 2:  # opening a link never uses it up
            answer = browser.get(link)
            assert (answer.status_code, answer.headers["content-type"][:9]) == (200, "text/html")
    time.sleep(1)
    assert demo.is_up
    code, seconds = demo.stop()
    assert (code, seconds < 10, "Traceback" in demo.text) == (0, True, False)
    again = baocao.starts(*words, log="demo.log")
    assert len(set(_links(again))) == 3
    assert again.stop()[0] == 0


def _links(demo: Running) -> list[str]:
    end = time.monotonic() + 60
    while len(found := re.findall(r"http://\S+/chat/\w+", demo.text)) < 3:
        assert demo.is_up, demo.text
        assert time.monotonic() < end, demo.text
        time.sleep(0.05)
    return found


# --- the installation -----------------------------------------------------------------------------


def test_init_writes_settings_once_and_never_over_others(baocao: Installation) -> None:
    folder = baocao.folder / "new" / "office"
    baocao.does("init", str(folder))
    config = folder / "config.toml"
    example = (SAMPLE / "config.example.toml").read_text(encoding="utf-8")
    assert config.read_text(encoding="utf-8") == example
    assert (folder / "data" / "baocao.db").exists()
    config.write_text('[app]\nlanguage = "vi"\n# mine\n', encoding="utf-8")
    baocao.does("init", str(folder))
    assert config.read_text(encoding="utf-8") == '[app]\nlanguage = "vi"\n# mine\n'


def test_commands_make_their_data_folder_on_first_use(baocao: Installation) -> None:
    """They say so: somebody may have deleted the folder."""
    assert not baocao.data.exists()
    first, second = (baocao.does("campaign", "list", "--json") for _ in range(2))
    assert (first.json, second.json) == ([], [])
    assert (baocao.data / "baocao.db").exists()
    assert "Chưa có thư mục dữ liệu" in first.err
    assert "baocao restore" in first.err
    assert "thư mục dữ liệu" not in second.err


def test_units_are_imported_twice_without_harm(baocao: Installation) -> None:
    file = SAMPLE / "units.csv"
    assert baocao.json("units", "import", str(file)) == {"added": 14, "changed": 0, "same": 0}
    assert baocao.json("units", "import", str(file)) == {"added": 0, "changed": 0, "same": 14}


def test_doctor_finds_a_refused_token(shop: Shop) -> None:
    well = shop.baocao.run("doctor")
    assert (well.code, f"@{shop.server.username}" in well.out) == (0, True), str(well)
    token = "7104420011:AAWrongTokenThatTheServerDoesNotKnow-000"
    bad = shop.baocao.run("doctor", BAOCAO_TELEGRAM__TOKEN=token)
    assert bad.code == 1
    assert len([line for line in bad.out.splitlines() if line.startswith("✗")]) == 1
    assert token not in bad.out + bad.err
    assert shop.server.token not in well.out + well.err


def test_a_campaign_is_closed_opened_and_extended(shop: Shop) -> None:
    baocao = shop.baocao
    until = ("--until", "2022-10-17", "--reason", "mưa lũ")
    baocao.does("campaign", "extend", SLUG, "--unit", "03451", *until)
    baocao.does("campaign", "close", SLUG)
    shop.official.says("xem")
    shop.official.wait_for("khóa sổ")
    baocao.does("campaign", "open", SLUG)
    shop.official.says("mục 1.1")
    shop.official.wait_for("Mục 1.1 · Câu 1/34")


def test_a_backup_of_a_running_program_can_be_restored(
    baocao: Installation, telegram: TelegramServer
) -> None:
    baocao.opens_campaign(CLOCK)
    running = baocao.starts("run", "--clock", CLOCK)
    running.wait_for("running:")
    official = join(baocao, telegram, "Lò Văn Ân")
    copy = baocao.folder / "copy.db"
    baocao.does("backup", str(copy))
    official.says("1.1")
    official.wait_for("Mục 1.1 ")
    official.says("3 lớp 45 người")
    official.wait_for("1.1: 3 lớp, 45 người")
    assert running.stop()[0] == 0
    refused = baocao.run("restore", str(copy))
    assert faults([refused], 1) == []
    assert "--yes" in refused.err
    assert _answered(baocao) == 1
    baocao.does("restore", str(copy), "--yes")
    assert _answered(baocao) == 0
    baocao.starts("run", "--clock", CLOCK).wait_for("running:")
    official.says("1.1")
    official.wait_for("Mục 1.1 · Câu 1/34")


def _answered(baocao: Installation) -> int:
    rows = {row["unit_code"]: row["answered"] for row in baocao.json("progress", SLUG)}
    return int(rows[UNIT])


def test_a_hand_made_data_folder_is_named_when_it_cannot_be_used(baocao: Installation) -> None:
    (baocao.folder / "data").write_text("a file where the folder should be", encoding="utf-8")
    result = baocao.run("campaign", "list")
    assert faults([result], 1) == []
    assert Path("data").name in result.err
