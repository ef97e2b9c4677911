"""What must not stand in any file of the project."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache

import pytest

from tests.architecture.tree import ROOT, docstrings, files, sources

HERE = "tests/architecture/test_texts.py"

# Why -> what would show it. Whole words, as they would be written.
UNWANTED = {
    "unfinished work": r"\b(TODO|FIXME|XXX|HACK|WIP)\b",
    "a path of one machine": r"(?<![\w.])/(work|root|home/\w+|Users/\w+|tmp/v)/",
    "an address of a package registry": r"\b(files\.pythonhosted|pypi|registry\.npmjs)\.org\b",
    "a private package index": r"(--(extra-)?index-url|index-url\s*=|trusted-host)",
    "a private network": r"\b(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|\w+\.internal)\b(?!/)",
    "how it is being made": r"\b(acceptance checks?|LAB|JUDGED|Claude|ChatGPT|Copilot|LLM)\b"
    r"|\bissue #?\d|\bshared/|\b(design|contract|domain|platforms)\.md\b",
}
EMAIL = re.compile(r"[\w.+-]+@([\w-]+\.)+[a-z]{2,}\b")
PHONE = re.compile(r"(?<![\w.,-])(\+84|0)[35789]\d{2}[ .]?\d{3}[ .]?\d{3}(?![\w.,])")
MADE_UP = ("0912345678", "0123456789")  # for the tests that must not take them for figures
EXAMPLES = ("example.vn", "example.com", "example.org", "example.invalid")


@cache
def texts() -> dict[str, str]:
    found = {}
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if name == HERE:
            continue
        try:
            found[name] = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
    return found


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for name, text in texts().items()
        for match in pattern.finditer(text)
    ]


@pytest.mark.parametrize("why", UNWANTED)
def test_no_file_contains(why: str) -> None:
    assert found(re.compile(UNWANTED[why])) == []


def test_nobodys_address_or_number_stands_anywhere() -> None:
    addresses = [hit for hit in found(EMAIL) if not hit.endswith(EXAMPLES)]
    numbers = [hit for hit in found(PHONE) if not re.sub("[ .]", "", hit).endswith(MADE_UP)]
    assert (addresses, numbers) == ([], [])


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (UNWANTED["unfinished work"], "# TODO: later"),
        (UNWANTED["a path of one machine"], "see /home/an/baocao"),
        (UNWANTED["a private network"], "http://192.168.1.7:8080"),
        (UNWANTED["how it is being made"], "as issue #3 says"),
        (EMAIL.pattern, "an@xa.gov.vn"),
        (PHONE.pattern, "gọi 0912 345 678"),
    ],
)
def test_the_patterns_would_notice(pattern: str, bad: str) -> None:
    assert re.search(pattern, bad)


VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE
)
# Lexicons and quoted forms are data of the language, not sentences to people.
MAY_SPEAK = (
    "bot/locale/",
    "bot/vietnamese/",
    "bot/row_types/",
    "bot/reading/",
    "bot/model/",
    "bot/forms/",
    "bot/imports/",
    "bot/plans/",
)
WORDS = 4  # from so many words on it is a sentence


def test_vietnamese_sentences_stand_in_the_catalogue_only() -> None:
    spoken = []
    for name, tree in sources().items():
        if name.startswith(MAY_SPEAK):
            continue
        comments = docstrings(tree)
        spoken += [
            f"{name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in comments
            and VIETNAMESE.search(node.value)
            and len(node.value.split()) >= WORDS
        ]
    assert spoken == []


def test_ruff_has_nothing_to_say() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "."],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
