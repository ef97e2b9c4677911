"""On the board: questions that wait and their answers, units that must answer again, the right unit
found by name, the picture of progress."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from bot.cli.main import main
from bot.model.form import Form
from bot.model.unit import Unit
from bot.use_cases.campaigns import campaign_setup
from bot.use_cases.campaigns.change_form import change_form
from bot.web.web_tokens import WebKeys
from tests.office import Installation, Person, rename
from tests.storage.peek import OUTBOX
from tests.web.board_scenes import fill, send
from tests.web.board_site import SECRET, BoardSite, BoardVisitor

TWINS = ("03445", "03448", "03451")


def line_of(page: str, name: str) -> str:
    """A unit's line of the board, as text."""
    rows = [row for row in page.split("<tr>") if f">{name}</a>" in row]
    assert len(rows) == 1, name
    return unescape(re.sub(r"<[^>]+>", " ", rows[0]))


def choices(page: str) -> list[str]:
    """The units offered as the right one."""
    found = re.findall(r'type="radio" name="to".*?<span>(.*?)<small>(.*?)</small>', page)
    return [f"{name.strip()}|{unescape(about)}" for name, about in found]


def renamed(desk: Installation, *codes: str) -> None:
    """Units of one name, as they happen in different districts, and one former name."""
    for code in codes:
        rename(desk.store, code, name="Xã Tân Lập")
    rename(desk.store, "03436", aliases='["Xã Tấn Lập"]')


def new_version(form: Form) -> Form:
    rows = tuple(
        replace(row, label="Bồi dưỡng kỹ năng số") if row.code == "1.2" else row
        for row in form.rows
    )
    return replace(form, rows=rows)


def test_a_question_waits_on_the_board_until_it_is_answered_in_its_thread(
    board_site: BoardSite, hoa: Person
) -> None:
    person = board_site.desk.joined()
    person.says("1.6")
    person.says("hỏi lớp qua mạng <b>có tính</b> không ạ?")
    visitor = board_site.visitor(hoa)
    assert "Có câu hỏi chờ trả lời" in line_of(visitor.board("?state=asked"), "Xã Bum Nưa")
    thread = visitor.unit().split('id="talk"')[1].split("</section>")[0]
    assert "<b>1.6</b> · lớp qua mạng &lt;b&gt;có tính&lt;/b&gt; không ạ?" in thread
    assert 'name="act" value="tell"' in thread
    visitor.acts("tell", words="có tính")
    assert "có tính" in person.listen()[-1].text
    assert "có tính" in visitor.unit().split('id="talk"')[1]
    assert "chờ trả lời" not in line_of(visitor.board(), "Xã Bum Nưa")


def test_a_button_that_is_pressed_twice_tells_a_unit_once(
    board_site: BoardSite, hoa: Person
) -> None:
    person, visitor = board_site.desk.joined(), board_site.visitor(hoa)
    person.listen()
    shown = visitor.offered("tell", words="nhớ gửi ảnh")
    with ThreadPoolExecutor() as both:
        told = [each.text for each in both.map(visitor.posts, [shown] * 3)]
    told.append(visitor.posts(shown).text)
    assert (len(set(told)), "Đã" in told[0]) == (1, True)
    assert len([said for said in person.listen() if "nhớ gửi ảnh" in said.text]) == 1
    visitor.acts("tell", words="nhớ gửi ảnh")  # looked at again: it is meant
    assert len([said for said in person.listen() if "nhớ gửi ảnh" in said.text]) == 1


def test_a_later_question_waits_again(board_site: BoardSite, hoa: Person) -> None:
    person, visitor = board_site.desk.joined(), board_site.visitor(hoa)
    for words, waits in (("hỏi một", True), ("", False), ("hỏi hai", True)):
        if words:
            person.says(words)
        else:
            visitor.acts("tell", words="vâng")
        assert ("chờ trả lời" in line_of(visitor.board(), "Xã Bum Nưa")) is waits


def test_units_that_must_answer_again_after_a_change_of_the_form_are_marked(
    board_site: BoardSite, hoa: Person
) -> None:
    desk = board_site.desk
    fill(desk, "03466", 34)
    send(desk, "03466")
    fill(desk, "03433", 3)
    visitor = board_site.visitor(hoa)
    assert "phải trả lời lại" not in visitor.board()
    desk.later(hours=1)
    with desk.store.transaction() as tx:
        change_form(tx, desk.office, desk.campaign.slug, new_version(desk.form), "", "x")
    board = visitor.board("?state=reopened")
    assert "biểu mẫu đổi, phải trả lời lại" in line_of(board, "Xã Bum Nưa")
    assert board.count("biểu mẫu đổi, phải trả lời lại") == 1
    assert "biểu mẫu đổi, phải trả lời lại" in visitor.unit("03466")
    assert "biểu mẫu đổi, phải trả lời lại" not in visitor.unit("03433")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("mường tè", ["Thị trấn Mường Tè", "Xã Mường Tè"]),
        ("muong te", ["Thị trấn Mường Tè", "Xã Mường Tè"]),
        ("TT Mường", ["Thị trấn Mường Tè"]),
        ("Pa Vệ Sử", ["Xã Pa Vệ Sủ"]),
        ("kan ho", ["Xã Can Hồ"]),
        ("03439", ["Xã Ka Lăng"]),
        ("bum", ["Xã Bum Tở"]),
        ("không có xã này", []),
    ],
)
def test_the_right_unit_is_found_by_name_former_name_or_code(
    board_site: BoardSite, hoa: Person, words: str, found: list[str]
) -> None:
    page = opened(board_site.visitor(hoa), words)
    assert [choice.split("|")[0] for choice in choices(page)] == found
    assert ("Không có đơn vị nào phù hợp" in page) is not found


def opened(visitor: BoardVisitor, words: str, unit: str = "03466") -> str:
    number = visitor.site.unit(unit)
    answer = visitor.http.get(f"{visitor.site.here}/unit/{number}", params={"find": words})
    return answer.text


def test_units_of_one_name_are_told_apart_and_accents_decide(
    board_site: BoardSite, hoa: Person
) -> None:
    renamed(board_site.desk, *TWINS)
    visitor = board_site.visitor(hoa)
    assert choices(opened(visitor, "Tân Lập")) == [
        f"Xã Tân Lập|{code} · xã" + (" · Xã Pa Vệ Sử" if code == "03448" else "") for code in TWINS
    ]
    assert len(choices(opened(visitor, "tan lap"))) == 4
    (old,) = choices(opened(visitor, "tấn lập"))
    assert old == "Xã Thu Lũm|03436 · xã · Xã Tấn Lập"


def test_a_found_unit_can_be_moved_to_without_script(board_site: BoardSite, hoa: Person) -> None:
    desk = board_site.desk
    fill(desk, "03466", 3)
    visitor = board_site.visitor(hoa)
    page = opened(visitor, "bum tở")
    (target,) = re.findall(r'type="radio" name="to" value="(\d+)"', page)
    visitor.acts("move", "03466", to=target, reason="nhầm đơn vị")
    assert len(desk.submission("03454").answers) == 3


def test_a_large_campaign_shows_no_list_before_a_search(
    board_site: BoardSite, hoa: Person
) -> None:
    desk = board_site.desk
    more = [
        Unit(0, f"9{number:04d}", f"Trường Tiểu học số {number}", "trường") for number in range(60)
    ]
    with desk.store.transaction() as tx:
        tx.campaigns.keep_units(more, desk.campaign.body)
        units = [unit.id for unit in tx.campaigns.units() if unit.code.startswith("9")]
        tx.submissions.open_all(desk.campaign.id, units)
    visitor = board_site.visitor(hoa)
    assert choices(opened(visitor, "")) == []
    page = opened(visitor, "tiểu học")
    assert len(choices(page)) == 20
    assert "Còn 40 đơn vị khác phù hợp" in page


def test_the_picture_is_shown_and_fetched_on_the_board(board_site: BoardSite, hoa: Person) -> None:
    visitor = board_site.visitor(hoa)
    address = f"{board_site.here}/file/png"
    assert f'<img src="{address}"' in visitor.board()
    answer = visitor.opens(address)
    assert answer.headers["content-type"] == "image/png"
    assert f"{board_site.desk.campaign.slug}-tien-do.png" in answer.headers["content-disposition"]
    assert Image.open(BytesIO(answer.content)).width == 1200


def test_the_command_line_writes_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    made = Installation(tmp_path)
    slug = made.campaign.slug
    made.close()
    Path("config.toml").write_text(f'[database]\nurl = "sqlite:///{tmp_path}/baocao.db"\n')
    for name, status in (("tien-do.png", 0), ("tien-do.jpg", 2), ("none/tien-do.png", 2)):
        with pytest.raises(SystemExit) as stopped:
            main(["progress", slug, "--picture", name])
        assert (name, stopped.value.code or 0) == (name, status)
    assert Image.open("tien-do.png").width == 1200
    assert "các đuôi dùng được: .png" in capsys.readouterr().err


def test_a_campaign_without_a_form_has_a_picture(tmp_path: Path) -> None:
    from bot.use_cases.board.progress_counts import progress_sheet

    made = Installation(tmp_path)
    read = campaign_setup.read_campaign(tmp_path / "campaign.toml", made.office)
    read = replace(read, campaign=replace(read.campaign, slug="bare", forms=()), forms=())
    with made.store.transaction() as tx:
        campaign = campaign_setup.create_campaign(tx, made.office, read)
        assert progress_sheet(tx, made.office, campaign).all == 14
    made.close()


def test_a_channel_without_files_gets_the_picture_by_its_link(board_site: BoardSite) -> None:
    desk = board_site.desk
    person = desk.coordinator("Anh Nam", "zalo")
    person.says("hình")
    with desk.store.reading() as tx:
        address = tx.messages.known_address(person.address)
        assert address is not None
        mine = select(func.max(OUTBOX.c.id)).where(OUTBOX.c.address_id == address)
        last = tx.connection.execute(mine).scalar_one()
    keys = WebKeys(SECRET)
    token = keys.offer_of(address, last, desk.now + timedelta(days=2))
    answer = board_site.visitor().opens(f"/file/{token}")
    assert answer.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).width == 1200
    other = keys.offer_of(address + 1, last, desk.now + timedelta(days=2))
    assert board_site.visitor().opens(f"/file/{other}").status_code == 404


def test_a_picture_and_a_button_have_words_in_the_log_of_messages(
    board_site: BoardSite, hoa: Person
) -> None:
    person = board_site.desk.joined()
    person.sends_photo(path=f"files/{'5' * 40}.jpg")
    person.says("tiếp")
    person.taps("Có")
    log = board_site.visitor(hoa).unit().split('id="messages"')[1]
    assert "<p>(ảnh)</p>" in log and "<p>(bấm nút)</p>" in log
    assert "5555" not in log and "|" not in re.sub(r"<[^>]+>", "", log.split("</details>")[0])
