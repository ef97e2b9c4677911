"""The fake is as strict as Zalo's documents, and as unkind as what people report of it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.zalo_api import Plan
from tests.fakes.zalo_people import ZaloPerson
from tests.fakes.zalo_server import ZaloServer

ROOT = Path(__file__).parents[2]
SECRET = "seven-and-1"


@pytest.fixture
def server() -> Iterator[ZaloServer]:
    with ZaloServer() as running:
        yield running


@pytest.fixture
def person(server: ZaloServer) -> ZaloPerson:
    return server.person("Lò Văn Mẫu", started=True)


def ask(server: ZaloServer, method: str, **values: object) -> dict[str, Any]:
    """A bare call; refusals come with HTTP 200 like everything else."""
    url = f"{server.api_base}/bot{server.token}/{method}"
    answer = httpx.post(url, json=values, trust_env=False, timeout=20)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def code(answer: dict[str, Any]) -> int:
    assert sorted(answer) == ["description", "error_code", "ok"]
    assert answer["ok"] is False
    return int(answer["error_code"])


@pytest.mark.parametrize("how", ["GET", "form", "JSON", "multipart"])
def test_parameters_come_in_every_documented_way(
    server: ZaloServer, person: ZaloPerson, how: str
) -> None:
    url = f"{server.api_base}/bot{server.token}/sendMessage"
    values = {"chat_id": person.chat_id, "text": "Đợt báo cáo"}
    with httpx.Client(trust_env=False, timeout=60) as client:
        if how == "GET":
            answer = client.get(url, params=values)
        elif how == "form":
            answer = client.post(url, data=values)
        elif how == "JSON":
            answer = client.post(url, json=values)
        else:
            answer = client.post(url, files={name: (None, v) for name, v in values.items()})
    assert answer.json()["result"]["message_id"] == person.last.message_id
    assert person.last.text == "Đợt báo cáo"


def test_a_wrong_token_is_refused_in_http_200(server: ZaloServer) -> None:
    answer = httpx.get(f"{server.api_base}/bot1:x/getMe", trust_env=False, timeout=60)
    assert (answer.status_code, code(answer.json())) == (200, 401)


@pytest.mark.parametrize("method", ["getme", "sendDocument", "editMessageText", "getFile"])
def test_methods_zalo_does_not_have_are_refused(server: ZaloServer, method: str) -> None:
    assert code(ask(server, method)) == 400


def test_a_poll_gives_one_update_and_forgets_it(server: ZaloServer) -> None:
    person = server.person("Lò Văn Mẫu")
    numbers = [person.says("một"), person.says("hai")]
    found = [ask(server, "getUpdates", timeout="1")["result"] for _ in numbers]
    assert [each["message"]["message_id"] for each in found] == numbers
    assert found[0]["message"]["chat"] == {"id": person.chat_id, "chat_type": "PRIVATE"}
    assert code(ask(server, "getUpdates", timeout="0")) == 408


def test_an_empty_poll_waits_for_its_timeout(server: ZaloServer) -> None:
    began = time.monotonic()
    assert ask(server, "getUpdates", timeout=1) == {
        "ok": False, "description": "Request timeout", "error_code": 408,
    }  # fmt: skip
    assert time.monotonic() - began >= 1.0


def test_a_newer_poll_ends_an_older_one(server: ZaloServer) -> None:
    older: list[int] = []
    asking = threading.Thread(target=lambda: older.append(code(ask(server, "getUpdates"))))
    asking.start()
    server.wait_until(lambda: server.listening)
    assert code(ask(server, "getUpdates", timeout="0")) == 408
    asking.join()
    assert older == [408]


def test_polling_and_a_webhook_exclude_each_other(server: ZaloServer) -> None:
    hook = {"url": "http://127.0.0.1:9/x", "secret_token": SECRET}
    assert ask(server, "setWebhook", **hook)["result"]["url"] == hook["url"]
    assert code(ask(server, "getUpdates")) == 400
    assert ask(server, "getWebhookInfo")["result"]["url"] == hook["url"]
    assert ask(server, "deleteWebhook")["result"]["url"] == ""
    assert code(ask(server, "deleteWebhook")) == 400
    assert code(ask(server, "getWebhookInfo")) == 404
    assert code(ask(server, "getUpdates", timeout="0")) == 408


@pytest.mark.parametrize(
    ("url", "secret"),
    [("", SECRET), ("https://x.example", ""), ("https://x.example", "seven77"),
     ("https://x.example", "x" * 257), ("http://x.example", SECRET),
     ("https://localhost/x", SECRET), ("https://192.168.1.5/x", SECRET)],
)  # fmt: skip
def test_a_webhook_needs_a_public_address_and_a_secret(url: str, secret: str) -> None:
    with ZaloServer(public_webhooks_only=True) as server:
        assert code(ask(server, "setWebhook", url=url, secret_token=secret)) == 400
        good = {"url": "https://baocao.example.vn/zalo/webhook", "secret_token": SECRET}
        assert ask(server, "setWebhook", **good)["ok"] is True


@pytest.mark.parametrize("text", ["", "x" * 2001, "👍" * 1001])
def test_a_text_has_1_to_2000_utf16_units(
    server: ZaloServer, person: ZaloPerson, text: str
) -> None:
    assert code(ask(server, "sendMessage", chat_id=person.chat_id, text=text)) == 400
    assert ask(server, "sendMessage", chat_id=person.chat_id, text="👍" * 1000)["ok"] is True


def test_nobody_can_be_written_to_first(server: ZaloServer) -> None:
    stranger = server.person("Lạ")
    assert code(ask(server, "sendMessage", chat_id=stranger.chat_id, text="a")) == 400
    stranger.says("Xin chào")
    assert ask(server, "sendMessage", chat_id=stranger.chat_id, text="a")["ok"] is True


def test_the_quota_is_that_of_a_calendar_month(server: ZaloServer, person: ZaloPerson) -> None:
    server.api.plan = Plan(messages=2)
    server.api.now = lambda: datetime(2026, 10, 31, tzinfo=UTC)
    sends = [ask(server, "sendMessage", chat_id=person.chat_id, text="a") for _ in range(3)]
    assert [send["ok"] for send in sends] == [True, True, False]
    assert code(sends[2]) == 429
    server.api.now = lambda: datetime(2026, 11, 1, tzinfo=UTC)
    assert ask(server, "sendMessage", chat_id=person.chat_id, text="a")["ok"] is True


def test_messages_that_come_in_may_count_as_well(server: ZaloServer, person: ZaloPerson) -> None:
    server.api.plan = Plan(messages=2, counts_incoming=True)
    person.says("một")
    person.says("hai")
    assert code(ask(server, "sendMessage", chat_id=person.chat_id, text="a")) == 429


def test_a_plan_serves_so_many_people_and_no_more(server: ZaloServer) -> None:
    server.api.plan = Plan(users=2)
    people = [server.person(f"Người {n}") for n in range(3)]
    for each in people:
        each.says("Xin chào")
    people[0].says("tôi đây")
    assert (server.waiting, server.api.unserved) == (3, 1)
    assert code(ask(server, "sendMessage", chat_id=people[2].chat_id, text="a")) == 400


def test_the_plan_is_the_free_one_unless_told_otherwise(server: ZaloServer) -> None:
    assert (server.api.plan.users, server.api.plan.messages) == (50, 3000)


def test_files_and_protected_people_are_only_heard_of(
    server: ZaloServer, person: ZaloPerson
) -> None:
    person.sends_file(b"%PDF-1.7", "Báo cáo.pdf", "application/pdf")
    server.person("Em", protected=True).says("bí mật")
    server.api.bare_unsupported = True
    person.sends_file(b"%PDF-1.7", "Báo cáo.pdf", "application/pdf")
    found = [ask(server, "getUpdates", timeout="0")["result"] for _ in range(3)]
    assert {each["event_name"] for each in found} == {"message.unsupported.received"}
    assert [sorted(each.get("message", {})) for each in found] == [
        ["chat", "date", "from", "message_id"], ["chat", "date", "from", "message_id"], [],
    ]  # fmt: skip


def test_a_push_nobody_takes_is_lost(server: ZaloServer) -> None:
    ask(server, "setWebhook", url="http://127.0.0.1:9/gone", secret_token=SECRET)
    server.person("Lò Văn Mẫu").says("3 lớp")
    server.wait_until(lambda: len(server.api.lost) == 1)
    assert server.pushes == [0]


def test_a_person_is_only_offered_words_that_were_written(
    server: ZaloServer, person: ZaloPerson
) -> None:
    ask(server, "sendMessage", chat_id=person.chat_id, text='Gõ: "Đồng ý"')
    person.taps("Đồng ý")
    with pytest.raises(AssertionError, match="is not offered"):
        person.taps("Từ chối")


def test_it_runs_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "tests.fakes.zalo_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        where = json.loads(process.stdout.readline())

        def control(action: str, **asked: object) -> Any:
            url = f"{where['api_base']}/control/{action}"
            return httpx.post(url, json=asked, trust_env=False, timeout=60).json()

        chat = control("people", count=2, started=False)[0]
        control("plan", messages=1)
        control("set", photo_field="photo_url", wraps=False)
        control("fail", kind="403", method="getMe")
        control("says", chat=chat, text="Xin chào")
        with httpx.Client(
            base_url=f"{where['api_base']}/bot{where['token']}/", timeout=60
        ) as client:
            answers = [
                client.get("getMe").json(),
                client.get("sendMessage", params={"chat_id": chat, "text": "một"}).json(),
                client.get("sendMessage", params={"chat_id": chat, "text": "hai"}).json(),
            ]
        assert [each.get("error_code") for each in answers] == [403, None, 429]
        assert [text for _, text in control("inbox", chat=chat)] == ["một"]
        stats = control("stats")
        assert (stats["used"], stats["users"], stats["waiting"]) == (1, 1, 1)
        process.terminate()
