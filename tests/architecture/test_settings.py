"""config.example.toml shows every setting with its default, and goes with the program."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot.config import Config, Database, load
from tests.architecture.tree import ROOT

EXAMPLE = ROOT / "config.example.toml"
SECTIONS = [name for name, field in Config.model_fields.items() if not field.exclude]


def shown() -> dict[str, dict[str, Any]]:
    """The example with its lines switched on."""
    text = EXAMPLE.read_text("utf-8")
    return tomllib.loads(re.sub(r"(?m)^# (?=[a-z_]+ = )", "", text))


def defaults(section: str) -> dict[str, Any]:
    part: BaseModel = getattr(Config(), section)
    return {
        key: kept.get_secret_value() if isinstance(kept, SecretStr) else kept for key, kept in part
    }


def test_the_example_has_every_section_and_no_other() -> None:
    assert sorted(shown()) == sorted(SECTIONS)


@pytest.mark.parametrize("section", [name for name in SECTIONS if name != "database"])
def test_the_example_shows_every_key_with_its_default(section: str) -> None:
    assert shown()[section] == defaults(section)


def test_the_database_shown_is_the_one_that_is_used_without_setting() -> None:
    assert set(shown()["database"]) == set(defaults("database"))
    written_out = Config(database=Database(url=shown()["database"]["url"]))
    assert written_out.database_url == Config().database_url


def test_the_example_as_it_stands_changes_nothing() -> None:
    kept = load(EXAMPLE, {}).model_dump(exclude={"folder"})
    assert kept == Config().model_dump(exclude={"folder"})


def test_every_key_is_explained_or_plain() -> None:
    """Each line fits a terminal."""
    assert [line for line in EXAMPLE.read_text("utf-8").splitlines() if len(line) > 110] == []


def test_the_copy_that_goes_with_the_program_is_the_same_to_the_byte() -> None:
    assert (ROOT / "bot/sample/config.example.toml").read_bytes() == EXAMPLE.read_bytes()
