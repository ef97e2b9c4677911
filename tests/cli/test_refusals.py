"""What the command line refuses, word by word: no English of its libraries comes through."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

CAMPAIGN = """\
slug = "thang-muoi"
title = "Tuần lễ học tập suốt đời"
form = { "xã" = "phu-luc-ii-2022" }
period = { start = 2026-10-01, end = 2026-10-07 }
deadline = "trước ngày 14/10/2026"
units = "units.csv"
"""
UNITS = "code,name,kind,parent,aliases\n01,Xã Một,xã,,\n02,Trường Hai,trường,,\n"
Command = Callable[..., tuple[int, str, str]]


def written(name: str, text: str) -> None:
    Path(name).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            "invite x --role king",
            (
                "baocao invite: giá trị của --role không dùng được"
                " (chọn một trong: reporter, deputy, approver, viewer, coordinator)."
            ),
        ),
        ("run --speed fast", "baocao run: giá trị của --speed không dùng được (cần một số)."),
        ("demo --port http", "baocao demo: giá trị của --port không dùng được (cần số nguyên)."),
        ("demo --port", "baocao: --port cần kèm một giá trị; xem baocao --help."),
        (
            "units import a.csv b.csv",
            "baocao units import: thừa “b.csv”; xem baocao units import --help.",
        ),
    ],
)
def test_a_wrong_command_is_answered_in_vietnamese(
    baocao: Command, arguments: str, sentence: str
) -> None:
    assert baocao(*arguments.split()) == (2, "", f"{sentence}\n")


def test_help_pages_are_in_vietnamese(baocao: Command) -> None:
    for words in (["--help"], ["campaign", "--help"], ["campaign", "show", "--help"]):
        _, page, _ = baocao(*words)
        assert [
            english for english in ("Usage", "Options", "Commands", "Show this") if english in page
        ] == []


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ('[web]\nport = "x"', "mục cài đặt “web.port” không dùng được (cần số nguyên)"),
        ("[web]\nport = 70000", "mục cài đặt “web.port” không dùng được (nhiều nhất là 65535)"),
        (
            '[web]\nenabled = "x"',
            "mục cài đặt “web.enabled” không dùng được (cần true hoặc false)",
        ),
        (
            "[app]\nretention_days = -1",
            "mục cài đặt “app.retention_days” không dùng được (ít nhất là 0)",
        ),
        (
            "[app]\ndata_dir = 3",
            "mục cài đặt “app.data_dir” không dùng được (cần chữ trong dấu ngoặc kép)",
        ),
        ("app = 3", "mục cài đặt “app” không dùng được (cần một nhóm [tên])"),
        (
            "[reminders]\nladder = 3",
            "mục cài đặt “reminders.ladder” không dùng được (cần danh sách trong ngoặc vuông)",
        ),
        (
            '[zalo]\nmode = "x"',
            "mục cài đặt “zalo.mode” không dùng được (chọn một trong: 'polling', 'webhook')",
        ),
    ],
)
def test_a_wrong_setting_is_explained_in_vietnamese(
    baocao: Command, settings: str, reason: str
) -> None:
    written("config.toml", settings)
    refused = baocao("units", "list")
    assert refused == (2, "", f"config.toml: {reason}. Xem config.example.toml.\n")


def test_a_wrong_variable_is_named_and_not_the_file(
    baocao: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("config.toml", "")
    monkeypatch.setenv("BAOCAO_WEB__PORT", "70000")
    assert baocao("units", "list")[2] == (
        "Biến môi trường: mục cài đặt “BAOCAO_WEB__PORT” không dùng được (nhiều nhất là 65535)."
        " Xem config.example.toml.\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("OFFICE_HOURS", "7:30-6:30", "cần dạng 7:30-11:30, 13:30-17:00"),
        ("DIGEST_TIME", "25:00", "cần giờ dạng 7:45"),
        ("LADDER", "deadline*3", "cần các bậc dạng deadline-3, xem docs/reminders.md"),
        ("QUIET_DAYS", '["10/2026"]', "mỗi ngày dạng 2026-10-10"),
    ],
)
def test_a_setting_of_the_reminders_is_refused_by_its_name(
    baocao: Command, monkeypatch: pytest.MonkeyPatch, name: str, value: str, wanted: str
) -> None:
    written("config.toml", "")
    monkeypatch.setenv(f"BAOCAO_REMINDERS__{name}", value)
    code, _, reason = baocao("doctor")
    assert (code, f"“reminders.{name.lower()}” không dùng được ({wanted})" in reason) == (2, True)


@pytest.mark.parametrize("days", ["2026-10-08, 9/10/2026", '["2026-10-08", "9/10/2026"]'])
def test_a_list_may_be_given_with_commas_or_as_json(
    baocao: Command, monkeypatch: pytest.MonkeyPatch, days: str
) -> None:
    written("config.toml", "[web]\nenabled = false\n")
    monkeypatch.setenv("BAOCAO_REMINDERS__QUIET_DAYS", days)
    assert baocao("doctor")[0] == 0


def test_an_unknown_variable_is_named(baocao: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    written("config.toml", "")
    monkeypatch.setenv("BAOCAO_FOO__BAR", "1")
    assert "Biến môi trường: không có mục cài đặt “BAOCAO_FOO__BAR”" in baocao("doctor")[2]


def test_a_broken_file_is_answered_with_the_place(baocao: Command) -> None:
    written("config.toml", "[web]\nport = = 3\n")
    assert baocao("units", "list")[2] == "config.toml chưa đúng cú pháp TOML ở dòng 2, cột 8.\n"


@pytest.mark.parametrize("slug", ["thang muoi", "tháng-mười", "a/b", "../x", "-x"])
def test_a_campaigns_name_is_one_word(baocao: Command, slug: str) -> None:
    written("config.toml", "")
    written("campaign.toml", CAMPAIGN.replace("thang-muoi", slug))
    written("units.csv", UNITS)
    code, _, reason = baocao("campaign", "create", "campaign.toml")
    assert (code, "“slug” chỉ gồm" in reason) == (2, True)


def test_a_new_user_is_led_from_the_first_command_on(baocao: Command) -> None:
    baocao("init")
    assert "Nhập bằng: baocao units import" in baocao("units", "list")[2]
    assert "Tạo bằng: baocao campaign create" in baocao("campaign", "list")[2]
    written("campaign.toml", CAMPAIGN)
    written("units.csv", UNITS)
    created = baocao("campaign", "create", "campaign.toml")[1]
    assert "Loại “trường” chưa có biểu mẫu: 1 đơn vị sẽ chưa bị hỏi gì." in created
    early = ("--clock", "2026-10-01T08:00:00+07:00")
    baocao(*early, "campaign", "open", "thang-muoi")
    _, coming, _ = baocao(*early, "remind", "thang-muoi")
    assert coming.splitlines()[1] == (
        "08:00 ngày 12/10/2026: chưa có ai để nhắc (1 ngày làm việc trước hạn),"
        " người tổng hợp được báo buổi sáng: 01"
    )
    reason = ("--reason", "mất điện")
    baocao(
        *early,
        "campaign",
        "extend",
        "thang-muoi",
        "--unit",
        "01",
        "--until",
        "2026-10-20",
        *reason,
    )
    shown = baocao("campaign", "show", "thang-muoi")[1]
    assert shown.splitlines()[-2:] == [
        "  01  Xã Một  (gia hạn đến 23:59 ngày 20/10/2026)", "  02  Trường Hai"
    ]  # fmt: skip
    baocao("campaign", "close", "thang-muoi")
    late = baocao(*early, "campaign", "extend", "thang-muoi", "--until", "2026-10-20", *reason)
    assert (late[0], "đã khóa sổ nên không thực hiện được việc này" in late[2]) == (1, True)
    assert baocao("remind", "thang-muoi")[2] == "Từ lúc này không còn lời nhắc nào.\n"
    assert json.loads(baocao("remind", "thang-muoi", "--send", "--json")[1]) == {"sent": 0}


def test_no_deadline_is_not_asked_for_again(baocao: Command) -> None:
    baocao("init")
    written("campaign.toml", CAMPAIGN.replace("trước ngày 14/10/2026", "không ấn định"))
    written("units.csv", UNITS.replace("trường", "xã"))
    _, created, _ = baocao("campaign", "create", "campaign.toml")
    assert created.splitlines()[1:] == [
        "Không ấn định hạn nộp.",
        "– Không ấn định hạn nộp: chỉ nhắc theo ngày kết thúc kỳ.",
    ]


@pytest.mark.parametrize(
    ("until", "words", "shown"),
    [
        ("20/10/2026", "hết ngày 20/10/2026", "23:59 ngày 20/10/2026"),
        ("20.10.2026", "hết ngày 20/10/2026", "23:59 ngày 20/10/2026"),
        ("17:00 20/10/2026", "17 giờ 00 thứ Ba 20/10/2026", "17:00 ngày 20/10/2026"),
        ("2026-10-20T10:00:00Z", "17 giờ 00 thứ Ba 20/10/2026", "17:00 ngày 20/10/2026"),
    ],
)
def test_an_extension_ends_when_its_sentence_says(
    baocao: Command, until: str, words: str, shown: str
) -> None:
    baocao("init")
    written("campaign.toml", CAMPAIGN.replace('{ "xã" = "phu-luc-ii-2022" }', '"phu-luc-ii-2022"'))
    written("units.csv", UNITS)
    baocao("campaign", "create", "campaign.toml")
    early = ("--clock", "2026-10-09T09:00:00+07:00")
    baocao(*early, "campaign", "open", "thang-muoi")
    asked = ("--unit", "01", "--until", until, "--reason", "mất điện")
    _, told, _ = baocao(*early, "campaign", "extend", "thang-muoi", *asked)
    assert told == f"Đã gia hạn cho Xã Một đến {words}.\n"
    assert f"(gia hạn đến {shown})" in baocao("campaign", "show", "thang-muoi")[1]


def test_a_second_place_that_is_away_hides_no_other_finding(baocao: Command) -> None:
    written("config.toml", '[web]\nenabled = false\n[backup]\nsecond = "away"\n')
    _, found, _ = baocao("doctor")
    assert "✗ Nơi sao lưu thứ hai" in found
    assert "Bản sao lưu ban đêm: chưa có" in found


def test_phrases_of_a_file_are_read_with_their_steps_up_to_a_fault_with_its_line(
    baocao: Command,
) -> None:
    written("phrases.csv", 'code,text\n1.1,"3 lớp\n45 người"\n99,2 lớp\n')
    code, out, said = baocao("read", "--file", "phrases.csv", "--why")
    assert (code, said) == (
        1, "phrases.csv, dòng 4: biểu mẫu không có mục “99”; xin sửa cột code.\n",
    )  # fmt: skip
    assert ["why" in json.loads(line) for line in out.splitlines()] == [True]


def test_a_file_that_is_no_csv_names_the_line(baocao: Command) -> None:
    written("phrases.csv", f"code,text\n1.1,{'x' * 10_000_001}\n")
    said = "phrases.csv, dòng 2: không đọc được dạng CSV; xin lưu lại tệp.\n"
    assert baocao("read", "--file", "phrases.csv") == (1, "", said)
