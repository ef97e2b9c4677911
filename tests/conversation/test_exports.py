"""What "xuất …" gives: the kind of file that is named, and never another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.model.export_kinds import EXPORTS, Export, campaign_exports
from bot.model.person import Role
from bot.use_cases.campaigns import invites
from tests.office import Installation, Person


@pytest.fixture(scope="module")
def coordinator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    folder: Path = tmp_path_factory.mktemp("office")
    desk = Installation(folder)
    person = desk.person("Nguyễn Thị Hoa")
    with desk.store.transaction() as tx:
        slug = desk.campaign.slug
        made = invites.hand_out(tx, desk.office, slug, None, Role.COORDINATOR, {})
    person.starts(made[0].code)
    person.says("Đồng ý")
    yield person
    desk.close()


def given(coordinator: Person, words: str) -> Export:
    (reply,) = coordinator.says(f"xuất {words}")
    assert reply.document is not None
    assert reply.document.request is not None
    return reply.document.request.export


@pytest.mark.parametrize("export", campaign_exports(), ids=lambda export: export.key)
def test_every_word_of_a_kind_gives_that_kind(coordinator: Person, export: Export) -> None:
    assert {given(coordinator, word) for word in (*export.words, export.key)} == {export}


def test_the_word_alone_gives_the_first_kind(coordinator: Person) -> None:
    assert given(coordinator, "") == EXPORTS[0]


@pytest.mark.parametrize("word", ["xml", "pdf", ".ods", "bảng"])
def test_an_unknown_kind_is_refused_with_those_that_exist(coordinator: Person, word: str) -> None:
    (reply,) = coordinator.says(f"xuất {word}")
    assert reply.document is None
    assert f"“{word}”" in reply.text
    assert [each.words[0] for each in campaign_exports() if each.words[0] not in reply.text] == []


def test_no_two_kinds_share_a_word_or_a_key() -> None:
    words = [word for export in EXPORTS for word in {*export.words, export.key}]
    assert len(set(words)) == len(words)
