"""Runs of digits that no figure has are cut before they are read, and named."""

from __future__ import annotations

import pytest

from tests.office import Installation, said


@pytest.mark.parametrize("run", ["9" * 4000, "0" * 4000, "９" * 300, "9\u200b" * 300])
def test_a_run_of_digits_is_named_and_stores_nothing(desk: Installation, run: str) -> None:
    person = desk.joined()
    person.says("4.3")
    (reply,) = person.says(run)
    assert f"có {len(run.replace(chr(0x200B), ''))} chữ số viết liền" in said(reply)
    assert desk.submission().answers == {}


def test_what_stands_beside_a_run_is_read(desk: Installation) -> None:
    person = desk.joined()
    person.says("4.3")
    reply = person.says("1.6: 4 lớp 160 em\nSTK 123456789012345678901234")[-1]
    assert "“123456789012345678901234” có 24 chữ số" in said(reply)
    assert "160" in said(reply)


def test_an_account_number_is_no_such_run(desk: Installation) -> None:
    person = desk.joined()
    (reply,) = person.says("hỏi: số tài khoản 12345678901234567890 có đúng không?")
    assert "chữ số viết liền" not in said(reply)
