"""Whoever asks for the plan or its guides gets the files that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.use_cases.campaigns import campaign_setup
from tests.office import Installation

CAMPAIGN = """
slug = "ba-dinh-2020"
title = "Tuần lễ hưởng ứng học tập suốt đời năm 2020"
form = {{ {form} }}
period = {{ start = 2020-10-02, end = 2020-10-07 }}
deadline = "không ấn định"
issuer = "Ban chỉ đạo quận"
units = "units.csv"
[plan]
references = ["khau-hieu.docx"]
"""


def office(folder: Path, form: str) -> Installation:
    import docx

    place = folder / "town"
    place.mkdir()
    (place / "units.csv").write_text("code,name,kind,parent\n01,Phường Một,phường,\n", "utf-8")
    docx.Document().save(str(place / "khau-hieu.docx"))
    (place / "campaign.toml").write_text(CAMPAIGN.format(form=form), "utf-8")
    made = Installation(folder)
    read = campaign_setup.read_campaign(place / "campaign.toml", made.office)
    with made.store.transaction() as tx:
        campaign_setup.create_campaign(tx, made.office, read)
        made.campaign = campaign_setup.open_campaign(tx, made.office, read.campaign.slug)
    return made


@pytest.fixture(params=['"phường" = "phu-luc-ii-2022"', ""])
def desk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    made = office(tmp_path, request.param)
    yield made
    made.close()


@pytest.mark.parametrize(
    "words",
    [
        "kế hoạch", "cho xin kế hoạch", "hướng dẫn", "kế hoạch của quận đâu ạ?",
        "cho em xin khẩu hiệu", "cho xin file hướng dẫn", "có tài liệu hướng dẫn không?",
        "xin mẫu khẩu hiệu tuyên truyền", "gửi em danh sách hoạt động với ạ", "có kế hoạch chưa ạ",
        "cho em xin slogan", "xin nội dung tuyên truyền", "cho xin tài liệu tập huấn",
    ],
)  # fmt: skip
def test_the_files_of_the_plan_are_sent(desk: Installation, words: str) -> None:
    ward = desk.joined("01")
    files = [reply.document for reply in ward.says(words) if reply.document is not None]
    assert [file.name for file in files] == ["khau-hieu.docx"]
    assert (desk.folder / files[0].path).is_file()
    assert desk.submission("01").answers == {}


@pytest.mark.parametrize(
    "words",
    [
        "xin cái hướng dẫn điền biểu với ạ", "em xin bản hướng dẫn cách điền", "hướng dẫn điền",
        "hướng dẫn ghi biểu đâu ạ", "cho em hướng dẫn",
    ],
)  # fmt: skip
def test_whoever_asks_how_to_fill_in_gets_the_guides_too(tmp_path: Path, words: str) -> None:
    made = office(tmp_path, '"phường" = "phu-luc-ii-2022"')
    heard = made.joined("01").says(words)
    assert [reply.document.name for reply in heard if reply.document] == ["khau-hieu.docx"]
    assert made.submission("01").answers == {}
    made.close()


def test_slogans_that_are_reported_are_no_wish_for_them(desk: Installation) -> None:
    ward = desk.joined("01")
    for words in ("treo 10 khẩu hiệu", "có khẩu hiệu", "3: 05 băng rôn, 10 khẩu hiệu"):
        assert all(reply.document is None for reply in ward.says(words))


def test_words_that_ask_something_are_kept_and_the_way_of_a_question_is_told(
    tmp_path: Path,
) -> None:
    desk = office(tmp_path, "")
    ward = desk.joined("01")
    (told,) = ward.says("trường tư có phải báo cáo không ạ?")
    assert "gõ “hoàn tác”, rồi gõ “hỏi”" in told.lead
    assert (
        "Nếu đây là câu hỏi" not in ward.says("Phường đã treo khẩu hiệu ở nhà văn hóa.")[-1].lead
    )
    desk.close()
