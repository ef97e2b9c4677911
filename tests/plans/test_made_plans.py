"""Plans written in the manners of other offices: tables of who does what, letters, two deadlines, days
left blank, days that come every year. `made/expected.toml` is what a person reads in each."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from bot.plans.plan_json import proposal_json
from bot.use_cases.campaigns.plan_reading import read_plan_file

FOLDER = Path(__file__).parent / "made"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
PLANS = pytest.mark.parametrize("name", sorted(EXPECTED))
TABLE = "phuong-2025-bang-phan-cong"


@cache
def read(name: str) -> dict[str, Any]:
    return proposal_json(read_plan_file(FOLDER / f"{name}.txt"))


def listed(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def report_line(due: dict[str, Any]) -> str:
    """One report as `expected.toml` writes it."""
    day = due["date"] or "none"
    rule = f" {due['rule']}" if due["rule"] else ""
    counted = f" {due['last_day']}" if due["last_day"] and not due["date"] else ""
    via = f" ({due['via']})" if due["via"] else ""
    to = listed(due["to"])
    return f"{day}{rule}{counted}, {listed(due['who'])} -> {to}{via if to else via.strip()}"


def opening_line(opening: dict[str, Any]) -> str:
    day = opening["date"] or f"{opening['from']}..{opening['to']}"
    return " ".join(filter(None, (day, opening["time"], opening["level"])))


@PLANS
def test_every_report_is_found_with_its_day_and_no_other(name: str) -> None:
    found = [report_line(due) for due in read(name)["report_deadlines"]]
    assert found == EXPECTED[name]["reports"]


@PLANS
def test_the_period_is_the_printed_one(name: str) -> None:
    period = read(name)["period"]
    found = f"{period['start']}..{period['end']}" if period else ""
    assert found == EXPECTED[name]["period"]


@PLANS
def test_every_opening_has_its_own_level(name: str) -> None:
    found = [opening_line(opening) for opening in read(name)["opening"]]
    assert found == EXPECTED[name].get("openings", [])


PRINTED = sorted(name for name in EXPECTED if "issuer" in EXPECTED[name])


@pytest.mark.parametrize("name", PRINTED)
def test_issuer_and_phones_are_those_that_are_printed(name: str) -> None:
    found = read(name)
    assert (found["issuer"] or "") == EXPECTED[name]["issuer"]
    assert (found["contacts"] or {"phones": []})["phones"] == EXPECTED[name].get("phones", [])


@PLANS
def test_what_does_not_fit_is_listed_and_nothing_else(name: str) -> None:
    texts = [each["text"] for each in read(name)["contradictions"]]
    wanted = EXPECTED[name].get("contradictions", [])
    assert len(texts) == len(wanted)
    assert all(any(words in text for text in texts) for words in wanted)


def test_a_theme_left_to_others_is_no_theme() -> None:
    assert read("du-thao-2024-bo-trong")["theme"] is None
    assert "theme" in read("du-thao-2024-bo-trong")["must_ask_coordinator"]


def test_an_opening_that_is_called_off_is_not_asked_for() -> None:
    assert "opening" not in read("huyen-2021-sau-khi-ket-thuc")["must_ask_coordinator"]


def test_tracked_changes_are_read_as_they_will_be_printed(tmp_path: Path) -> None:
    document = Document()
    for line in (FOLDER / "thi-xa-2022-hai-cap.txt").read_text("utf-8").splitlines():
        before, day, after = line.partition("13/10/2022")
        paragraph = document.add_paragraph(before)
        if day:
            paragraph._p.append(tracked("del", "delText", day))
            paragraph._p.append(tracked("ins", "t", "14/10/2022"))
            paragraph.add_run(after)
    document.save(str(tmp_path / "plan.docx"))
    found = proposal_json(read_plan_file(tmp_path / "plan.docx"))
    assert found["report_deadlines"][0]["date"] == "2022-10-14"


def tracked(change: str, kind: str, text: str) -> Any:
    """A run that somebody took out or put in."""
    made = OxmlElement(f"w:{change}")
    made.set(qn("w:id"), "1")
    made.append(parse_xml(f"<w:r {nsdecls('w')}><w:{kind}>{text}</w:{kind}></w:r>"))
    return made


def in_word(folder: Path) -> Path:
    """The plan with its table as a Word document."""
    document = Document()
    lines = (FOLDER / f"{TABLE}.txt").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith("|"):
            document.add_paragraph(line)
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    table = document.add_table(0, len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text.strip()
    document.save(str(folder / "plan.docx"))
    return folder / "plan.docx"


def test_a_table_of_who_does_what_is_read_in_word(tmp_path: Path) -> None:
    found = proposal_json(read_plan_file(in_word(tmp_path)))["report_deadlines"]
    assert [report_line(due) for due in found] == EXPECTED[TABLE]["reports"]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_same_table_is_read_in_a_pdf(tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    made = str(in_word(tmp_path))
    subprocess.run([*command, made], check=True, capture_output=True, timeout=300)
    found = proposal_json(read_plan_file(tmp_path / "plan.pdf"))
    assert [report_line(due) for due in found["report_deadlines"]] == EXPECTED[TABLE]["reports"]
    assert found["issuer"] == "UBND phường Hòa Cường"
