"""Commands speak the language of the settings from their first word on, faults included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import campaign_commands, parse
from bot.cli.cli_language import system_language, wanted_language
from bot.cli.main import main
from bot.locale.say import use_language

# The help of a command is written in the language of its first import: here before any test.
FIRST_IMPORTED = (campaign_commands, parse)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    for name in ("BAOCAO_APP__LANGUAGE", "BAOCAO_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    yield
    use_language("vi")


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    return int(stopped.value.code or 0)


def written(name: str, text: str) -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_settings_it_is_vietnamese() -> None:
    assert wanted_language(["progress", "x"], {}) == "vi"


def test_the_environment_comes_before_the_file() -> None:
    written("config.toml", '[app]\nlanguage = "vi"\n')
    assert wanted_language([], {"BAOCAO_APP__LANGUAGE": "en"}) == "en"


@pytest.mark.parametrize(
    "arguments", [["--config", "a.toml", "list"], ["list", "--config=a.toml"]]
)
def test_the_named_file_decides(arguments: list[str]) -> None:
    written("a.toml", '[app]\nlanguage = "en"\n')
    written("config.toml", '[app]\nlanguage = "vi"\n')
    assert wanted_language(arguments, {"BAOCAO_CONFIG": "config.toml"}) == "en"


def test_the_file_of_the_environment_is_used_where_none_is_here() -> None:
    written("a.toml", '[app]\nlanguage = "en"\n')
    assert wanted_language([], {"BAOCAO_CONFIG": "a.toml"}) == "en"
    written("config.toml", "")
    assert wanted_language([], {"BAOCAO_CONFIG": "a.toml"}) == "vi"


@pytest.mark.parametrize(
    "text", ["[app", "app = 3\n", '[app]\nlanguage = "fr"\n', "[app]\nlanguage = 3\n"]
)
def test_a_faulty_file_is_reported_later_in_vietnamese(text: str) -> None:
    written("config.toml", text)
    assert wanted_language([], {}) == "vi"


def test_a_missing_settings_file_is_reported_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_APP__LANGUAGE", "en")
    assert run("campaign", "list") == 2
    assert capsys.readouterr().err == (
        "There is no settings file config.toml; run “baocao init” or use --config.\n"
    )


def test_help_and_wrong_options_are_english(capsys: pytest.CaptureFixture[str]) -> None:
    written("config.toml", '[app]\nlanguage = "en"\n')
    assert run("--help") == 0
    assert "  Collects the units' reports in chat" in capsys.readouterr().out
    assert run("--wrong") == 2
    assert capsys.readouterr().err == "baocao: there is no option --wrong; see baocao --help.\n"


def test_a_deadline_is_explained_in_english(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_APP__LANGUAGE", "en")
    assert run("deadline", "trước ngày 14/10/2099") == 0
    assert capsys.readouterr().out == "deadline: the end of Tuesday 13/10/2099\n"


@pytest.mark.parametrize(
    ("environment", "spoken"),
    [
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "C.UTF-8"}, "vi"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({}, "vi"),
    ],
)
def test_a_sample_speaks_as_the_system_does(environment: dict[str, str], spoken: str) -> None:
    assert system_language(environment) == spoken
    assert wanted_language([], {"BAOCAO_APP__LANGUAGE": "vi"}, spoken) == "vi"
