"""Webhook requests behind a load balancer: either of two programs takes them, and one may die."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.databases import create, drop
from tests.e2e.installed import SLUG, Installation, Program, free_port
from tests.e2e.storm import CLOCK
from tests.fakes.http_server import HttpServer, Request, Response
from tests.fakes.people import Person
from tests.fakes.postgres_server import PostgresServer
from tests.fakes.telegram_server import TelegramServer

pytestmark = pytest.mark.postgresql
SECRET = "loopback-secret_1"


class Balancer:
    """Hands requests to programs in turn; what one does not take is refused."""

    def __init__(self, ports: list[int]) -> None:
        self.taken = dict.fromkeys(ports, 0)
        self._next = itertools.cycle(ports)
        self.http = HttpServer(self._serve)

    async def _serve(self, request: Request) -> Response:
        port = next(self._next)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            try:
                answer = await client.post(
                    f"http://127.0.0.1:{port}{request.path}",
                    content=request.body, headers=forwarded(request),
                )  # fmt: skip
            except httpx.TransportError:
                return Response(502)
        self.taken[port] += answer.status_code == 200
        return Response(answer.status_code)


def forwarded(request: Request) -> dict[str, str]:
    return {
        name: value
        for name, value in request.headers.items()
        if name not in ("host", "content-length", "connection", "transfer-encoding")
    }


@contextmanager
def office(
    program: Program, folder: Path, url: str, telegram: TelegramServer
) -> Iterator[Installation]:
    made = Installation(
        program, folder, telegram=(telegram.token, telegram.api_base),
        more=f'[database]\nurl = "{url}"',
    )  # fmt: skip
    made.opens_campaign(CLOCK[1])
    yield made
    made.close()


def starts(made: Installation, balancer: Balancer, port: int) -> None:
    made.starts(
        "run", "--clock", CLOCK[1], log=f"run-{port}.log",
        BAOCAO_WEB__PORT=str(port), BAOCAO_TELEGRAM__MODE="webhook",
        BAOCAO_TELEGRAM__WEBHOOK_URL=f"{balancer.http.url}/telegram/webhook",
        BAOCAO_TELEGRAM__WEBHOOK_SECRET=SECRET,
    ).wait_for("running:", 120)  # fmt: skip


def says(person: Person, words: str, answer: str) -> None:
    person.says(words)
    person.wait_for(answer, 60)


def test_either_of_two_programs_takes_a_request_and_one_goes_on_alone(
    program: Program, tmp_path: Path, postgres: PostgresServer, telegram: TelegramServer
) -> None:
    url, ports = create(postgres, "balanced", "template0"), [free_port(), free_port()]
    balancer = Balancer(ports)
    balancer.http.start()
    with office(program, tmp_path, url, telegram) as made:
        for port in ports:
            starts(made, balancer, port)
        person = telegram.person("Lò Văn Mẫu")
        invite = made.json("invite", SLUG)[0]
        person.starts(invite["telegram_link"].partition("?start=")[2])
        says(person, "Đồng ý", "UBND")
        for number in range(2, 8):
            says(
                person, f"1.1: {number} lớp {number}0 người", f"1.1: {number} lớp, {number}0 người"
            )
        assert min(balancer.taken.values()) > 1
        made._up[0].kill()
        for number in range(8, 11):
            says(
                person, f"1.1: {number} lớp {number}0 người", f"1.1: {number} lớp, {number}0 người"
            )
        answered = [got.text for got in person.inbox if "1.1: 5 lớp" in got.text]
    balancer.http.stop()
    drop(postgres, "balanced")
    assert len(answered) == 1
