"""Files that were damaged on the way: never an error of ours, never another figure, never stored."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.imports.filled_files import (
    FORM,
    body,
    document,
    facts,
    fill,
    fill_document,
    open_filled,
    sheet,
    workbook,
)
from tests.office import Installation, Person

CHANGES = {"1.1": (3, 45), "1.6": ("4 lớp/160 em",), "10.1": ("12,5 triệu",), "11": ("Trao quà",)}
ENDINGS = st.sampled_from(["xlsx", "docx"])
FLIPS = st.lists(st.tuples(st.integers(0, 2**20), st.integers(1, 255)), min_size=1, max_size=4)
CUT = st.none() | st.integers(0, 2**20)
QUICK = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@cache
def whole(ending: str) -> bytes:
    if ending == "docx":
        return body(fill_document(document(sheet()), CHANGES))
    return body(fill(workbook(sheet()), CHANGES))


@cache
def expected(ending: str) -> dict:
    return {code: row[0] for code, row in facts(opened(whole(ending))).items()}


def opened(source: bytes):
    with tempfile.NamedTemporaryFile() as file:
        file.write(source)
        file.flush()
        return open_filled(Path(file.name), FORM)


def damaged(source: bytes, flips: list[tuple[int, int]], cut: int | None) -> bytes:
    """Some bytes changed, and the end cut off where one is given."""
    changed = bytearray(source)
    for place, mask in flips:
        changed[place % len(changed)] ^= mask
    return bytes(changed if cut is None else changed[: cut % len(changed)])


@QUICK
@given(ENDINGS, FLIPS, CUT)
def test_a_damaged_file_is_refused_or_says_the_same(
    ending: str, flips: list[tuple[int, int]], cut: int | None
) -> None:
    found = opened(damaged(whole(ending), flips, cut))
    if not found.refusal:
        read = {row.code: row.answer for row in found.rows}
        assert read == expected(ending)


@QUICK
@given(ENDINGS, st.integers(0, 50), FLIPS, CUT)
def test_parts_that_were_damaged_before_packing_never_raise(
    ending: str, part: int, flips: list[tuple[int, int]], cut: int | None
) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole(ending))) as old, zipfile.ZipFile(target, "w") as new:
        names = old.namelist()
        for name in names:
            inside = old.read(name)
            is_chosen = name == names[part % len(names)]
            new.writestr(name, damaged(inside, flips, cut) if is_chosen and inside else inside)
    found = opened(target.getvalue())
    assert found.refusal or found.rows or found.problems


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    desk = Installation(tmp_path_factory.mktemp("desk"))
    joined = desk.joined()
    joined.says("sửa 1.1 thành 2 lớp 30 người")
    yield joined
    desk.close()


@settings(QUICK, max_examples=30)
@given(ENDINGS, FLIPS, CUT)
def test_a_damaged_file_in_chat_is_answered_and_stores_nothing(
    person: Person, ending: str, flips: list[tuple[int, int]], cut: int | None
) -> None:
    before = dict(person.desk.submission().answers)
    assert person.sends_file(damaged(whole(ending), flips, cut), f"bieu.{ending}")
    assert dict(person.desk.submission().answers) == before
    person.says("sai")
    assert dict(person.desk.submission().answers) == before


@settings(QUICK, max_examples=60)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
)
def test_any_bytes_are_refused(tail: bytes, head: bytes) -> None:
    assert opened(head + tail).refusal
