"""Every registered kind of what units owe walks from the campaign file to its evidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.item_types import ITEM_TYPES
from tests.item_types.owed_walk import TITLE, walk

IN_A_CHAT = [kind for kind in ITEM_TYPES if kind != "opinion"]  # that is asked by a consultation
BESIDE = ("narrative", "file", "photos", "duty", "entries")  # named in reminders by their titles


@pytest.mark.parametrize("kind", IN_A_CHAT)
def test_every_kind_walks_from_the_file_to_its_evidence(kind: str, tmp_path: Path) -> None:
    walked = walk(kind, tmp_path)
    assert walked.states == ["open", "done", "done"]
    assert walked.evidence
    assert walked.reminded
    assert any(TITLE in text for text in walked.reminded) or kind not in BESIDE
