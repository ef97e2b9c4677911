"""The fake is as strict as Telegram: what it lets pass here would pass there."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.people import Person
from tests.fakes.telegram_limits import Limits
from tests.fakes.telegram_server import TelegramServer

ROOT = Path(__file__).parents[2]


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as running:
        yield running


@pytest.fixture
def person(server: TelegramServer) -> Person:
    return server.person("Lò Văn Mẫu", started=True)


def ask(server: TelegramServer, method: str, **values: object) -> dict[str, Any]:
    """A bare call, without any bot library."""
    form = {name: v if isinstance(v, str) else json.dumps(v) for name, v in values.items()}
    url = f"{server.api_base}/bot{server.token}/{method}"
    answer: dict[str, Any] = httpx.post(url, data=form, trust_env=False, timeout=20).json()
    return answer


def refusal(answer: dict[str, Any]) -> tuple[int, str]:
    assert answer["ok"] is False
    return answer["error_code"], answer["description"]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "👍" * 2049}, "message is too long"),
        ({"text": "x", "parse_mode": "markup"}, "unsupported parse_mode"),
        (
            {"text": "3 < 4", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "" at byte offset 2',
        ),
        (
            {"text": "ổ <br>", "parse_mode": "HTML"},
            'can\'t parse entities: Unsupported start tag "br" at byte offset 4',
        ),
        (
            {"text": "<b>x", "parse_mode": "HTML"},
            "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        (
            {"text": "<b><i>x</b></i>", "parse_mode": "HTML"},
            'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        (
            {"text": "x</b>", "parse_mode": "HTML"},
            "can't parse entities: Unexpected end tag at byte offset 1",
        ),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
    ],
)
def test_a_text_telegram_would_refuse_is_refused(
    server: TelegramServer, person: Person, values: dict[str, str], why: str
) -> None:
    answer = ask(server, "sendMessage", chat_id=person.chat_id, **values)
    assert refusal(answer) == (400, f"Bad Request: {why}")
    assert person.inbox == []


def test_lengths_count_after_the_markup_was_read(server: TelegramServer, person: Person) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    assert ask(server, "sendMessage", chat_id=person.chat_id, text=text, parse_mode="HTML")["ok"]
    assert person.last.text == "<" * 4096


def test_entities_count_in_utf_16(server: TelegramServer, person: Person) -> None:
    ask(
        server,
        "sendMessage",
        chat_id=person.chat_id,
        text=" 👍 <b>ổ&amp;👍</b>.",
        parse_mode="HTML",
    )
    assert (person.last.text, person.last.bold) == ("👍 ổ&👍.", ("ổ&👍",))
    assert person.last.raw["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


@pytest.mark.parametrize("data", ["", "k" * 65, "ổ" * 22])
def test_button_data_is_1_to_64_bytes(server: TelegramServer, person: Person, data: str) -> None:
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": data}]]}
    answer = ask(server, "sendMessage", chat_id=person.chat_id, text="?", reply_markup=markup)
    assert refusal(answer) == (400, "Bad Request: BUTTON_DATA_INVALID")


def test_only_people_who_wrote_can_be_written_to(server: TelegramServer) -> None:
    stranger = server.person("Lạ")
    answers = [
        ask(server, "sendMessage", chat_id=chat, text="x") for chat in (stranger.chat_id, 7, "@x")
    ]
    assert [refusal(each) for each in answers] == [
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: chat not found"),
    ]


def test_a_caption_has_1024_signs(server: TelegramServer, person: Person) -> None:
    url = f"{server.api_base}/bot{server.token}/sendDocument"
    for signs, status in ((1024, 200), (1025, 400)):
        form = {"chat_id": str(person.chat_id), "caption": "x" * signs}
        answer = httpx.post(
            url,
            data=form,
            files={"document": ("a.txt", b"\r\nx\r\n")},
            trust_env=False,
            timeout=60,
        )
        assert answer.status_code == status
    assert [each.document for each in person.inbox] == [b"\r\nx\r\n"]


def test_wrong_tokens_and_methods_are_refused(server: TelegramServer) -> None:
    assert refusal(ask(server, "sendTelegram")) == (404, "Not Found: method not found")
    wrong = httpx.get(f"{server.api_base}/bot1:x/getMe", trust_env=False, timeout=60)
    assert refusal(wrong.json()) == (401, "Unauthorized")


def test_updates_come_again_until_a_higher_offset_confirms_them(
    server: TelegramServer, person: Person
) -> None:
    person.says("một")
    person.says("hai")
    first = ask(server, "getUpdates")["result"]
    assert ask(server, "getUpdates")["result"] == first
    later = ask(server, "getUpdates", offset=first[0]["update_id"] + 1)["result"]
    assert [each["message"]["text"] for each in later] == ["hai"]
    assert ask(server, "getUpdates", limit=1)["result"] == later
    assert ask(server, "getUpdates", offset=first[1]["update_id"] + 1)["result"] == []


def test_a_long_poll_ends_as_soon_as_somebody_writes(
    server: TelegramServer, person: Person
) -> None:
    threading.Timer(0.1, person.says, ["xin chào"]).start()
    assert len(ask(server, "getUpdates", timeout=15)["result"]) == 1


def test_a_newer_poll_ends_an_older_one(server: TelegramServer) -> None:
    answers: list[dict[str, Any]] = []
    older = threading.Thread(target=lambda: answers.append(ask(server, "getUpdates", timeout=15)))
    older.start()
    while server._poll < 1:
        time.sleep(0.005)
    assert ask(server, "getUpdates")["result"] == []
    older.join()
    assert refusal(answers[0])[0] == 409


def test_kinds_that_were_not_asked_for_do_not_come(server: TelegramServer, person: Person) -> None:
    ask(server, "getUpdates", allowed_updates=["callback_query"])
    person.says("một")
    assert ask(server, "getUpdates")["result"] == []


def test_a_person_taps_only_what_they_see(server: TelegramServer, person: Person) -> None:
    with pytest.raises(AssertionError, match="sees no button"):
        person.taps("Có")
    markup = {"inline_keyboard": [[{"text": "Có", "callback_data": "y"}]]}
    ask(server, "sendMessage", chat_id=person.chat_id, text="?", reply_markup=markup)
    query = person.taps("Có")
    assert server.unanswered_callbacks == [query]
    assert ask(server, "answerCallbackQuery", callback_query_id=query)["ok"]
    assert server.unanswered_callbacks == []
    assert refusal(ask(server, "answerCallbackQuery", callback_query_id=query))[0] == 400


def test_an_edited_message_changes_in_the_inbox(server: TelegramServer, person: Person) -> None:
    sent = ask(server, "sendMessage", chat_id=person.chat_id, text="cũ")["result"]
    about = {"chat_id": person.chat_id, "message_id": sent["message_id"]}
    assert "not modified" in refusal(ask(server, "editMessageText", **about, text="cũ"))[1]
    assert ask(server, "editMessageText", **about, text="mới")["ok"]
    assert [each.text for each in person.inbox] == ["mới"]
    missing = ask(server, "editMessageText", chat_id=person.chat_id, message_id=999, text="x")
    assert refusal(missing) == (400, "Bad Request: message to edit not found")


def test_waiting_reads_on_from_the_last_message_waited_for(
    server: TelegramServer, person: Person
) -> None:
    for text in ("Câu 1", "Câu 2", "Câu 1 nữa"):
        ask(server, "sendMessage", chat_id=person.chat_id, text=text)
    assert person.wait_for("Câu 1").text == "Câu 1"
    assert person.wait_for("Câu 1").text == "Câu 1 nữa"
    with pytest.raises(AssertionError, match="nothing"):
        person.wait_for("Câu", timeout=0.01)


def test_a_chat_gets_its_burst_and_then_refusals(server: TelegramServer) -> None:
    with TelegramServer(limits=Limits(per_chat=1.0, chat_burst=2, penalty=5)) as strict:
        person = strict.person("Lò Văn Mẫu", started=True)
        answers = [ask(strict, "sendMessage", chat_id=person.chat_id, text="x") for _ in range(3)]
        assert [each["ok"] for each in answers] == [True, True, False]
        assert answers[2]["parameters"] == {"retry_after": 5}
        other = strict.person("Lò Thị Mẫu", started=True)
        assert ask(strict, "sendMessage", chat_id=other.chat_id, text="x")["ok"]


def test_a_bot_gets_its_messages_a_second_and_then_refusals(server: TelegramServer) -> None:
    with TelegramServer(limits=Limits(per_second=3, penalty=60)) as strict:
        people = [strict.person(f"Người {n}", started=True) for n in range(5)]
        answers = [ask(strict, "sendMessage", chat_id=each.chat_id, text="x") for each in people]
        assert [each["ok"] for each in answers] == [True, True, True, False, False]
        assert strict.refusals == 2


def test_the_fake_serves_from_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fakes.telegram_server", "--real-limits"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            about = json.loads(process.stdout.readline())
            client = httpx.Client(base_url=about["api_base"], trust_env=False, timeout=60)
            (chat,) = client.post("/control/people", json={"count": 1}).json()
            send = f"/bot{about['token']}/sendMessage"
            assert client.post(send, data={"chat_id": chat, "text": "xin chào"}).is_success
            assert client.post("/control/says", json={"chat": chat, "text": "chào"}).is_success
            assert client.post("/control/inbox", json={"chat": chat}).json()[0][1] == "xin chào"
            stats = client.post("/control/stats").json()
            assert (stats["delivered"], stats["refusals"], stats["unconfirmed"]) == (1, 0, 1)
        finally:
            process.kill()
