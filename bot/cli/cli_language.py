"""Which language a command speaks before its settings are read: help and faults come first."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

LANGUAGES = ("vi", "en")


def wanted_language(
    arguments: Sequence[str], environment: Mapping[str, str], otherwise: str = LANGUAGES[0]
) -> str:
    """Return `language` of the environment, else of the settings file that will be read, else "vi"
    (or what is wanted `otherwise`).

    Nothing is refused here: a settings file with faults is reported where it is read.
    """
    named = environment.get("BAOCAO_APP__LANGUAGE") or _in_file(_settings(arguments, environment))
    return named if named in LANGUAGES else otherwise


def system_language(environment: Mapping[str, str]) -> str:
    """Return "en" where the system speaks English ("en_US.UTF-8"), else "vi"; "C" speaks nothing."""
    spoken = map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, spoken), "")
    return "en" if first.startswith("en") else LANGUAGES[0]


def _settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Path:
    for place, word in enumerate(arguments):
        if word == "--config" and place + 1 < len(arguments):
            return Path(arguments[place + 1])
        if word.startswith("--config="):
            return Path(word.removeprefix("--config="))
    here = Path("config.toml")
    return here if here.exists() else Path(environment.get("BAOCAO_CONFIG") or here)


def _in_file(path: Path) -> str:
    try:
        app = tomllib.loads(path.read_text(encoding="utf-8-sig")).get("app")
    except (OSError, ValueError):
        return ""
    return str(app.get("language", "")) if isinstance(app, dict) else ""
