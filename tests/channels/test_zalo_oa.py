"""An Official Account over real HTTP against a strict imitation."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.base import Page
from bot.channels.zalo_oa import SIGNATURE, ZaloOaChannel, signature_of
from bot.channels.zalo_oa_spec import TOKENS, ZaloOaSettings, ZaloOaSpec, connection
from bot.channels.zalo_oa_tokens import TokenFile, TokenPair
from bot.errors import Blocked, DeliveryError, Disconnected, QuotaExceeded, Rejected, RetryLater
from bot.model.message import Choice, FileRef, Incoming, IncomingKind
from tests.fakes.zalo_oa_server import (
    APP_ID,
    APP_SECRET,
    OA_ID,
    OA_SECRET,
    OaPerson,
    ZaloOaServer,
)  # fmt: skip

NOW = datetime(2022, 10, 10, 2, tzinfo=UTC)


def settings_for(api: str, **more: Any) -> ZaloOaSettings:
    keys = {"oa_id": OA_ID, "app_id": APP_ID, "app_secret": APP_SECRET, "oa_secret": OA_SECRET}
    return ZaloOaSettings(**keys, api_base=api, oauth_base=api, **more)


@pytest.fixture
def server() -> Iterator[ZaloOaServer]:
    with ZaloOaServer() as running:
        yield running


@pytest.fixture
def person(server: ZaloOaServer) -> OaPerson:
    """Somebody who wrote just now, so that answers may be sent."""
    made = server.person()
    made.wrote = 0.0
    return made


class Account:
    """A channel on tokens in a folder, a loop for each call; `taken` are its messages."""

    def __init__(self, server: ZaloOaServer, folder: Path, site: str = "", **more: Any) -> None:
        self.site = site
        self.settings = settings_for(server.api_base, **more)
        self.folder = folder
        self.taken: list[Incoming] = []
        self.is_started = True
        TokenFile(folder / TOKENS).write(TokenPair("access-0", "refresh-0", NOW.isoformat()))

    def use(self, work: Callable[[ZaloOaChannel], Coroutine[Any, Any, Any]]) -> Any:
        async def inside() -> Any:
            from bot.channels.channel_spec import Surroundings
            from bot.channels.web_chat import Waiters

            around = Surroundings(lambda: NOW, Waiters(), self.folder, self.site)
            (channel,) = ZaloOaSpec().make(self.settings, around)
            assert isinstance(channel, ZaloOaChannel)
            if self.is_started:
                await channel.start(self._take)
            try:
                return await work(channel)
            finally:
                await channel.stop()

        return asyncio.run(inside())

    async def _take(self, incomings: Sequence[Incoming]) -> None:
        self.taken += incomings

    def send(self, person: OaPerson, page: Page | str) -> Any:
        page = Page(page) if isinstance(page, str) else page
        return self.use(lambda channel: channel.send(person.number, page))

    def hears(self, raw: dict[str, Any], secret: str = OA_SECRET) -> int:
        body = json.dumps(raw).encode()
        headers = {
            SIGNATURE: "mac=" + signature_of(APP_ID, body, str(raw.get("timestamp", "")), secret)
        }
        return int(self.use(lambda channel: channel.webhook(headers, body)))


@pytest.fixture
def account(server: ZaloOaServer, tmp_path: Path) -> Account:
    return Account(server, tmp_path)


def event(name: str = "user_send_text", **message: Any) -> dict[str, Any]:
    return {
        "app_id": APP_ID, "event_name": name, "timestamp": "1665000000001", "sender": {"id": "550001"},
        "recipient": {"id": OA_ID}, "message": {"msg_id": "m1", **message},
    }  # fmt: skip


def refusal(
    account: Account, person: OaPerson, page: Page | str = "Chào anh/chị"
) -> DeliveryError:
    with pytest.raises(DeliveryError) as raised:
        account.send(person, page)
    return raised.value


def test_a_signed_event_is_stored_before_it_is_confirmed(account: Account) -> None:
    assert account.hears(event(text="1.1: 3 lớp")) == 200
    assert [(one.kind, one.text) for one in account.taken] == [(IncomingKind.TEXT, "1.1: 3 lớp")]


def test_an_event_before_the_channel_is_up_comes_again(account: Account) -> None:
    account.is_started = False
    assert account.hears(event(text="1.1: 3 lớp")) == 503


def test_an_event_with_a_wrong_signature_is_refused(account: Account) -> None:
    assert account.hears(event(text="nộp"), secret="guessed") == 403
    assert account.taken == []


def test_until_the_secret_is_proved_a_wrong_signature_may_only_be_logged(
    server: ZaloOaServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    account = Account(server, tmp_path, signature="log")
    assert account.hears(event(text="nộp"), secret="guessed") == 200
    assert "wrong signature" in caplog.text
    assert "required" not in caplog.text
    account.hears(event(text="nộp"))
    assert 'set signature = "required"' in caplog.text


def test_doctor_says_that_wrong_signatures_are_let_in(server: ZaloOaServer) -> None:
    told = [
        [check.text for check in ZaloOaSpec().checks(settings_for(server.api_base, signature=how))]
        for how in ("required", "log")
    ]
    assert ["“log”" in "".join(lines) for lines in told] == [False, True]


@pytest.mark.parametrize("body", [b"", b"[]", b"[" * 100_000, b"\xff"])
def test_a_body_that_is_no_event_is_a_bad_request(account: Account, body: bytes) -> None:
    assert account.use(lambda channel: channel.webhook({SIGNATURE: "mac=x"}, body)) == 400


def test_a_button_comes_back_as_its_key(account: Account, person: OaPerson) -> None:
    account.send(
        person, Page("Đúng chưa?", choices=(Choice("yes:7", "Đúng"), Choice("no:7", "Sai")))
    )
    (button, _) = person.inbox[-1]["attachment"]["payload"]["buttons"]
    account.hears(event(text=button["payload"]))
    assert [(one.kind, one.choice) for one in account.taken] == [(IncomingKind.CHOICE, "yes:7")]


def test_more_choices_than_there_is_room_for_are_words_to_type(
    account: Account, person: OaPerson
) -> None:
    choices = tuple(Choice(str(number), f"Mục {number}") for number in range(1, 7))
    account.send(person, Page("Chọn mục", choices=choices))
    assert "attachment" not in person.inbox[-1]
    assert '"Mục 6"' in person.inbox[-1]["text"]


def opened(
    account: Account, person: OaPerson, text: str, *choices: Choice
) -> list[tuple[str, str]]:
    """The buttons under a text that open a page: title and address."""
    account.send(person, Page(text, choices=choices))
    payload = person.inbox[-1].get("attachment", {}).get("payload", {})
    pages = [each for each in payload.get("buttons", []) if each["type"] == "oa.open.url"]
    return [(each["title"], each["payload"]["url"]) for each in pages]


@pytest.mark.parametrize(
    ("path", "title"),
    [("chat/AB12cd", "Mở trang nhập liệu"), ("board/XY12", "Mở bảng tổng hợp"), ("file/9.ab-c_d", "Tải tệp")],
)  # fmt: skip
def test_our_own_pages_are_opened_by_a_button(
    server: ZaloOaServer, tmp_path: Path, person: OaPerson, path: str, title: str
) -> None:
    account = Account(server, tmp_path, site="https://bc.example")
    said = f"Xem tại https://bc.example/{path}."
    assert opened(account, person, said) == [(title, f"https://bc.example/{path}")]
    assert person.inbox[-1]["text"] == said


def test_what_others_wrote_opens_nothing(
    server: ZaloOaServer, tmp_path: Path, person: OaPerson
) -> None:
    account = Account(server, tmp_path, site="https://bc.example")
    assert opened(account, person, "https://bc.example.evil.vn/chat/a http://x.vn/file/b") == []


def test_choices_come_before_pages_where_there_is_no_room_for_both(
    server: ZaloOaServer, tmp_path: Path, person: OaPerson
) -> None:
    account = Account(server, tmp_path, site="https://bc.example")
    choices = [Choice(str(number), f"Mục {number}") for number in range(5)]
    assert opened(account, person, "https://bc.example/chat/AB", *choices) == []
    assert opened(account, person, "https://bc.example/chat/AB", *choices[1:]) != []


def test_a_package_without_the_feature_is_a_plan_that_is_used_up(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.state.has_package = False
    assert type(refusal(account, person)) is QuotaExceeded


def test_who_follows_is_welcomed_and_who_leaves_says_nothing(account: Account) -> None:
    for name in (
        "follow",
        "unfollow",
        "user_seen_message",
        "oa_send_text",
        "user_send_group_text",
    ):
        raw = {**event(name), "follower": {"id": "550001"}}
        assert account.hears(raw) == 200
    assert [one.kind for one in account.taken] == [IncomingKind.START]


def test_an_event_that_comes_twice_has_the_same_key(account: Account) -> None:
    account.hears(event(text="một"))
    account.hears(event(text="một"))
    assert len({one.key for one in account.taken}) == 1


def test_a_picture_is_brought_home(server: ZaloOaServer, account: Account, tmp_path: Path) -> None:
    server.files["a.jpg"] = b"bytes of a picture"
    file = FileRef(f"{server.api_base}/files/a.jpg")
    account.use(lambda channel: channel.fetch(file, tmp_path / "a"))
    assert (tmp_path / "a").read_bytes() == b"bytes of a picture"


def test_a_token_that_ran_out_is_refreshed_once_and_the_message_sent(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.expire()
    account.send(person, "một")
    account.send(person, "hai")
    assert ([one["text"] for one in person.inbox], server.state.refreshes) == (["một", "hai"], 1)


def test_many_messages_at_once_refresh_once(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.expire()

    async def all_at_once(channel: ZaloOaChannel) -> None:
        await asyncio.gather(*(channel.send(person.number, Page(str(n))) for n in range(6)))

    account.use(all_at_once)
    assert (len(person.inbox), server.state.refreshes) == (6, 1)


def refresh_in_a_process(api: str, folder: str) -> None:
    """What another `run` does when its token is refused."""
    http, client, tokens = connection(settings_for(api), Path(folder), lambda: NOW)

    async def work() -> None:
        async with http:
            await tokens.refreshed("access-0", client.exchange, NOW)

    asyncio.run(work())


def test_two_processes_use_a_refresh_token_once(server: ZaloOaServer, account: Account) -> None:
    server.expire()
    context = multiprocessing.get_context("spawn")
    arguments = (server.api_base, str(account.folder))
    both = [context.Process(target=refresh_in_a_process, args=arguments) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    assert ([process.exitcode for process in both], server.state.refreshes) == ([0, 0], 1)
    kept = TokenFile(account.folder / TOKENS).read()
    assert kept is not None
    assert kept.access == server.state.access


def test_a_refresh_token_that_was_used_elsewhere_is_told_and_nothing_is_lost(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.expire()
    server.state.used.add("refresh-0")
    assert isinstance(refusal(account, person), Disconnected)
    assert isinstance(refusal(account, person), Disconnected)
    asked = [call for call in server.calls if call.method == "access_token"]
    assert len(asked) == 1  # not again so soon
    assert "10/10/2022" in cares(account, 0)


def test_connecting_again_ends_the_trouble(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.expire()
    server.state.used.add("refresh-0")
    refusal(account, person)
    assert account.use(trouble) != ""
    server.state.access = "access-7"
    tokens = TokenFile(account.folder / TOKENS)
    asyncio.run(tokens.connected(TokenPair("access-7", "refresh-7", NOW.isoformat())))
    account.send(person, "lần hai")
    assert (account.use(trouble), cares(account, 0)) == ("", "")


def test_tokens_are_for_the_owner_alone_and_never_in_an_error(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    file = account.folder / TOKENS
    assert file.stat().st_mode & 0o077 == 0
    server.expire()
    server.state.used.add("refresh-0")
    told = str(refusal(account, person))
    assert [secret for secret in ("access-0", "refresh-0", APP_SECRET) if secret in told] == []


def test_somebody_who_was_silent_too_long_is_reached_another_way(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.state.days = 8.0
    assert type(refusal(account, person)) is Blocked


def test_nine_answers_need_the_quota(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.state.quota = 0
    for number in range(8):
        account.send(person, str(number))
    assert type(refusal(account, person)) is QuotaExceeded


def test_what_is_too_long_is_rejected_and_pages_are_not(
    account: Account, person: OaPerson
) -> None:
    assert type(refusal(account, person, "x" * 2001)) is Rejected
    account.send(person, "x" * ZaloOaChannel.capabilities.max_text)


def test_an_account_that_was_never_connected_keeps_its_messages(
    account: Account, person: OaPerson
) -> None:
    (account.folder / TOKENS).unlink()
    assert type(refusal(account, person)) is Disconnected


def test_a_gateway_in_the_way_is_tried_again(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.fail("502", "cs")
    assert type(refusal(account, person)) is RetryLater
    account.send(person, "lần hai")
    assert [one["text"] for one in person.inbox] == ["lần hai"]


def test_doctor_learns_the_accounts_name(account: Account) -> None:
    assert account.use(lambda channel: channel.check()) == "Phòng Giáo dục và Đào tạo"


@pytest.mark.parametrize(("how", "without"), [("required", False), ("log", True)])
def test_the_webhook_needs_its_signatures_header(
    server: ZaloOaServer, tmp_path: Path, how: str, without: bool
) -> None:
    async def ask(channel: ZaloOaChannel) -> tuple[bool, bool]:
        assert channel.hook is not None
        return channel.hook.admits({}), channel.hook.admits(
            httpx.Headers({"X-ZEvent-Signature": "x"})
        )

    assert Account(server, tmp_path, signature=how).use(ask) == (without, True)


def file_page(tmp_path: Path, name: str, *choices: Choice) -> Page:
    (tmp_path / name).write_bytes(b"bytes of it")
    return Page("", file=tmp_path / name, file_name=name, choices=choices)


@pytest.mark.parametrize("name", ["bao-cao.docx", "tien-do.png"])
def test_a_paper_or_a_picture_is_sent_itself(
    account: Account, person: OaPerson, tmp_path: Path, name: str
) -> None:
    account.send(person, file_page(tmp_path, name))
    assert person.files == [(name, b"bytes of it")]


def test_a_file_that_is_gone_is_refused(
    account: Account, person: OaPerson, tmp_path: Path
) -> None:
    page = file_page(tmp_path, "bao-cao.pdf")
    (tmp_path / "bao-cao.pdf").unlink()
    with pytest.raises(Rejected, match="cannot be read"):
        account.send(person, page)


def test_choices_follow_a_file_that_they_cannot_stand_under(
    account: Account, person: OaPerson, tmp_path: Path
) -> None:
    account.send(person, file_page(tmp_path, "bao-cao.pdf", Choice("yes:1", "Nộp")))
    assert person.inbox[-1]["attachment"]["payload"]["buttons"][0]["title"] == "Nộp"


def test_workbooks_and_what_is_too_large_are_not_carried() -> None:
    abilities = ZaloOaChannel.capabilities
    carried = [
        abilities.carries(*each)
        for each in (("a.xlsx", 1), ("a.docx", 6_000_000), ("a.PNG", 2_000_000), ("A.DOCX", 9))
    ]
    assert carried == [False, False, False, True]


def test_a_transaction_message_has_a_header_and_fits_its_template(
    server: ZaloOaServer, tmp_path: Path, person: OaPerson
) -> None:
    account = Account(server, tmp_path, transaction="transaction_reminder")
    account.send(person, Page("chữ " * 400, head="Nhắc báo cáo", as_transaction=True))
    (message,) = person.inbox
    assert (message["text"].startswith("Nhắc báo cáo"), message["transaction"]) == (True, True)


def cares(account: Account, days: float) -> str:
    """What the account says when it looks after itself so many days after it was connected."""
    return str(account.use(lambda channel: channel.take_care(NOW + timedelta(days=days))))


async def trouble(channel: ZaloOaChannel) -> str:
    return channel.trouble


def test_tokens_are_renewed_each_day_also_where_nothing_is_sent(
    server: ZaloOaServer, account: Account
) -> None:
    assert [cares(account, 0.5), server.state.refreshes] == ["", 0]
    assert [cares(account, 1), server.state.refreshes] == ["", 1]


def test_a_lost_refresh_token_is_told_the_next_day_while_messages_still_leave(
    server: ZaloOaServer, account: Account, person: OaPerson
) -> None:
    server.state.used.add("refresh-0")
    assert "11/10/2022" in cares(account, 1)
    account.send(person, "vẫn gửi được")


def test_an_account_that_was_never_connected_is_told(account: Account) -> None:
    (account.folder / TOKENS).unlink()
    assert "chưa được kết nối" in cares(account, 0)


def test_a_platform_that_is_away_is_told_only_when_it_matters(
    server: ZaloOaServer, account: Account
) -> None:
    server.fail("502", "access_token", times=2)
    assert (cares(account, 31), "08/01/2023" in cares(account, 80)) == ("", True)
