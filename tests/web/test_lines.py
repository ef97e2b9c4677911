"""What a page shows: the history, new lines as they come, and files that were offered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.web.site import HTML, Site, Visitor


def texts(response: object) -> list[str]:
    return [line["text"] for line in response.json()["lines"]]  # type: ignore[attr-defined]


def test_the_history_holds_both_sides_and_later_lines_only_the_bots(
    site: Site, visitor: Visitor
) -> None:
    visitor.write("một", "11111111")
    visitor.write("hai", "22222222")
    whole = visitor.http.get("/chat/lines").json()["lines"]
    assert [(line["who"], line["key"]) for line in whole] == [
        ("me", "w11111111"), ("bot", ""), ("me", "w22222222"), ("bot", ""),
    ]  # fmt: skip
    later = visitor.http.get("/chat/lines", params={"after": whole[1]["id"]}).json()["lines"]
    assert [line["lead"] for line in later] == ["Đã ghi hai. Sai thì gõ “hoàn tác”."]


def test_a_line_carries_everything_the_page_shows(site: Site, visitor: Visitor) -> None:
    visitor.send({"key": "s" * 16, "kind": "start", "text": "ABCDE12345"})
    (line,) = visitor.http.get("/chat/lines").json()["lines"]
    assert (line["head"], line["time"], line["day"]) == (
        "Đơn vị: Xã Bum Nưa", "07:26", "11/10/2022",
    )  # fmt: skip
    agree = {"key": "0|1|0|agree", "label": "Đồng ý", "prompt": "0", "quiet": ""}
    assert line["choices"] == [agree]


def test_a_waiting_request_is_answered_as_soon_as_the_bot_speaks(
    site: Site, visitor: Visitor
) -> None:
    visitor.write("một")
    last = visitor.http.get("/chat/lines").json()["lines"][-1]["id"]
    with ThreadPoolExecutor(2) as waiting:
        polls = [
            waiting.submit(visitor.http.get, "/chat/lines", params={"after": last})
            for _ in range(2)
        ]
        while len(site.call(lambda: site.backend.waiters._waiting.get(visitor.chat, ()))) < 2:
            pass
        site.say(visitor.chat, "Còn 3 ngày nữa đến hạn.")
        assert [texts(poll.result()) for poll in polls] == [["Còn 3 ngày nữa đến hạn."]] * 2
    assert site.call(lambda: dict(site.backend.waiters._waiting)) == {}


def test_a_line_that_was_held_back_is_given_to_a_page_that_knows_later_ones(
    site: Site, visitor: Visitor
) -> None:
    held_back = site.call(site.backend.reserve)
    visitor.write("một")
    page = visitor.http.get("/chat/lines").json()
    known = {"after": page["after"], "seen": page["seen"]}
    with ThreadPoolExecutor(1) as waiting:
        poll = waiting.submit(visitor.http.get, "/chat/lines", params=known)
        while not site.call(lambda: site.backend.waiters._waiting.get(visitor.chat)):
            pass
        site.call(lambda: site.backend.say_late(visitor.chat, held_back, "Còn 3 ngày nữa."))
        assert "Còn 3 ngày nữa." in texts(poll.result())
    assert poll.result().json()["seen"] == page["seen"] + 1


def test_a_line_of_one_chat_is_not_seen_in_another(site: Site, visitor: Visitor) -> None:
    site.say(visitor.chat, "riêng")
    other = Visitor(site)
    other.open()
    site.say(other.chat, "của người khác")
    assert texts(other.http.get("/chat/lines")) == ["của người khác"]
    assert "riêng" not in other.open().text


def test_asking_for_lines_needs_a_chat_and_a_number(site: Site, visitor: Visitor) -> None:
    for after in ("x", "-1", "", "1" * 19, "²"):
        asked = visitor.http.get("/chat/lines", params={"after": after})
        assert asked.status_code == 400
    stranger = Visitor(site)
    assert stranger.http.get("/chat/lines").status_code == 403


def test_a_file_is_given_to_whom_it_was_offered_and_to_nobody_else(
    site: Site, visitor: Visitor
) -> None:
    site.backend.incoming_folder.mkdir()
    (site.backend.incoming_folder / "form.txt").write_text("đã điền", encoding="utf-8")
    visitor.write("biểu mẫu")
    address = visitor.http.get("/chat/lines").json()["lines"][-1]["document"]
    mine = visitor.http.get(address)
    assert mine.text == "đã điền"
    assert mine.headers["cache-control"] == "no-store"
    assert mine.headers["content-disposition"] == (
        "attachment; filename*=utf-8''Bi%E1%BB%83u%20m%E1%BA%ABu%20x%C3%A3.txt"
    )
    other = Visitor(site)
    assert other.http.get(address).status_code == 404
    other.open()
    assert other.http.get(address).status_code == 404
    assert visitor.http.get("/chat/file/unknown").status_code == 404


def test_a_file_that_is_gone_is_a_polite_page(site: Site, visitor: Visitor) -> None:
    visitor.write("biểu mẫu")  # its file was never written
    gone = visitor.http.get("/chat/file/tok", headers=HTML)
    assert gone.status_code == 404
    assert "Xin lỗi anh/chị" in gone.text
