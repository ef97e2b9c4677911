"""Pictures: an album has one answer, and the same picture counts once."""

from __future__ import annotations

from tests.office import Installation, said


def test_an_album_is_answered_once(desk: Installation) -> None:
    person = desk.joined()
    replies = [*person.sends_photo("5.4 Thi kể chuyện", album="a")]
    for _ in range(2):
        replies += person.sends_photo(album="a")
    assert [bool(reply.replaces) for reply in replies] == [False, True, True]
    assert "ảnh 1–3 cho mục 5.4" in said(replies[-1])
    assert len(desk.submission().photos) == 3


def test_two_albums_have_an_answer_each(desk: Installation) -> None:
    person = desk.joined()
    for album in ("a", "b"):
        assert not person.sends_photo(album=album)[0].replaces


def test_the_same_picture_counts_once(desk: Installation) -> None:
    person = desk.joined()
    person.sends_photo("5.4 Thi", path="files/a.jpg")
    (answer,) = person.sends_photo(path="files/a.jpg")
    assert "Ảnh này đã nhận rồi (ảnh 1)" in said(answer)
    assert len(desk.submission().photos) == 1


def test_the_words_beside_a_video_are_read(desk: Installation) -> None:
    person = desk.joined()
    (answer,) = person.sends_video("1.1: 2 lớp 40 người")
    assert "chỉ đọc phần chữ" in said(answer)
    assert desk.submission().answers["1.1"].people == 40
