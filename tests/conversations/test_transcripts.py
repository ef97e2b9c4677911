"""Whole conversations as text files: what the official writes is given, what the bot says is kept.

Lines that begin with "› " are the official's ("› [Đồng ý]" presses a button, "› (tệp bieu.xlsx:
1.6 = 4 | 160)" sends the downloaded form with cells filled); everything else is the bot, "(thẻ)"
where an earlier message of its is changed. Run with BAOCAO_UPDATE=1 to write the bot's side anew, then read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from tests.imports.filled_files import (
    body,
    document,
    fill,
    fill_document,
    sheet_of,
    workbook,
)
from tests.office import Installation, Person, said

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.txt"))


def play(desk: Installation, script: list[str]) -> str:
    people: dict[str, Person] = {}
    channel = "zalo" if any(line == "# Kênh: zalo" for line in script) else "telegram"
    speaker = "Cán bộ"
    lines: list[str] = []
    for line in script:
        if line.startswith("# Tin đến"):
            continue
        if line.startswith("#"):
            lines.append(line)
            continue
        if not line.startswith("› "):
            continue
        lines += ["", line]
        words = line[2:]
        if words.startswith("@"):
            speaker, words = words[1:].split(": ", 1)
        person = people.setdefault(speaker, desk.person(speaker, channel))
        _act(desk, person, words.replace("\\n", "\n").replace("\\t", "\t"))
        for name, other in people.items():
            for reply in [*pending(person, other)]:
                mark = "" if other is person else f"(→ {name}) "
                mark += "(thẻ) " if reply.replaces else ""
                told = (mark + said(reply)).split("\n")
                shortened = reply.replaces and len(told) > 20
                lines += ["", *([*told[:3], "…"] if shortened else told)]
                if reply.choices:
                    lines.append("  " + " ".join(f"[{choice.label}]" for choice in reply.choices))
                if reply.document is not None:
                    lines.append(f"  📎 {reply.document.name}")
    if any(line.startswith("# Đếm tin") for line in script):
        lines += ["", _counted(people, lines)]
    return "\n".join(lines).strip() + "\n"


def _counted(people: dict[str, Person], lines: list[str]) -> str:
    """Return how many messages went to and fro, cards that changed in place aside."""
    came = sum(line.startswith("› ") for line in lines)
    went = sum(not reply.replaces for person in people.values() for reply in person.heard)
    return f"# Tin đến: {came}, tin đi: {went}"


def pending(person: Person, other: Person) -> list:
    fresh = other.fresh if other is person else other.listen()
    other.fresh = []
    return fresh


def _act(desk: Installation, person: Person, words: str) -> None:
    if words.startswith("[") and words.endswith("]"):
        person.fresh = person.taps(words[1:-1])
    elif words.startswith("/start "):
        unit = words.removeprefix("/start ")
        role = {"điều phối": "coordinator"}.get(unit)
        from bot.model.person import Role

        code = desk.code(None, Role.COORDINATOR) if role else desk.code(*_unit(unit))
        person.fresh = person.starts(code)
    elif words == "(mã mới nhất)":
        codes = re.findall(r"T[0-9]{4}CODEX", "\n".join(said(reply) for reply in desk.said))
        person.fresh = person.starts(codes[-1])
    elif words.startswith("(ảnh"):
        person.fresh = person.sends_photo(words[4:].strip(" )"))
    elif words.startswith("(tệp "):
        person.fresh = person.sends_file(*_form(desk, words[5:].strip(" )")))
    elif words.startswith("(sau "):
        desk.later(days=int(words[5:].split()[0]))
        person.fresh = []
    else:
        person.fresh = person.says(words)


def _form(desk: Installation, words: str) -> tuple[bytes, str]:
    """The downloaded form with some cells filled: "bieu.xlsx: 1.6 = 4 | 160; 2 = 6 tin"."""
    name, _, cells = words.partition(": ")
    rows = (piece.partition(" = ") for piece in cells.split("; ") if piece)
    changes = {code.strip(): tuple(map(_cell, text.split("|"))) for code, _, text in rows}
    made = sheet_of(desk)
    if name.endswith(".docx"):
        return body(fill_document(document(made), changes)), name
    return body(fill(workbook(made), changes)), name


def _cell(text: str) -> int | str | None:
    text = text.strip()
    return int(text) if text.isdigit() else text or None


def _unit(text: str) -> tuple:
    from bot.model.person import Role

    code, _, role = text.partition(" ")
    return code, Role(role) if role else Role.REPORTER


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_a_conversation_reads_as_it_is_kept(desk: Installation, file: Path) -> None:
    kept = file.read_text(encoding="utf-8")
    played = play(desk, kept.splitlines())
    if os.environ.get("BAOCAO_UPDATE"):
        file.write_text(played, encoding="utf-8")
        kept = played
    assert played == kept
