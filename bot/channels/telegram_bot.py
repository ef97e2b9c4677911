"""Telegram, through python-telegram-bot as API client only.

Its Updater tells Telegram "received" before anything was stored, so the polling loop is our own:
an update is confirmed (by the offset of the next getUpdates, or by HTTP 200 to the webhook) only
after `receive` has returned, that is after the commit. Whatever happens in between, Telegram sends
it again, and its key makes the repetition harmless.

The token stands in every address of the Bot API: library loggers that print addresses are
silenced, and no library exception leaves this file. What arrives is read in `telegram_message.py`.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Coroutine, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Unpack

import httpx
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    WebAppInfo,
)
from telegram.constants import ChatAction, FileSizeLimit, ParseMode
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.base import Page, Receive, bot_of, bytes_to_send
from bot.channels.platform_bot import BotOptions, PlatformBot
from bot.channels.rate_limit import Pace
from bot.channels.redaction import without_token
from bot.channels.retry import RetryDecision, retry_forever
from bot.channels.telegram_message import NAME, read_update
from bot.channels.telegram_text import as_html, button_rows
from bot.channels.webhook import read_object
from bot.errors import (
    Blocked,
    DeliveryError,
    Disconnected,
    Rejected,
    RetryLater,
    TooLarge,
    Unknown,
)
from bot.model.message import Capabilities, Choice, FileRef, Incoming, opens_table

os.environ.setdefault("PTB_TIMEDELTA", "true")  # the library's next way to state durations
log = logging.getLogger(__name__)

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105  only its name
ALLOWED_UPDATES = ["message", "edited_message", "callback_query"]
PLAIN = {"link_preview_options": LinkPreviewOptions(is_disabled=True)}
LONG_POLL = 25  # seconds getUpdates waits at Telegram's side
SERVER_FAULT_PAUSE = 3.0  # seconds after a 5xx or a connection that could not be made
BAD_TOKEN_PAUSE = 60.0  # seconds
QUICK_IDLE_PAUSE = 2.0  # seconds, where a server answers "nothing new" at once
BAD_TOKEN = "telegram: the token is refused; check telegram.token"  # noqa: S105


class _Request(HTTPXRequest):
    """The library's transport; a fault of the server is a NetworkError without a cause, whatever
    its body, and bodies are never logged."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if code >= 500 or (code == 429 and b"retry_after" not in payload):
            raise NetworkError(f"HTTP {code}")
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            return read_object(payload)
        except ValueError:
            raise TelegramError("the answer is not a JSON object") from None


class _Client(Bot):
    """The library's client, with updates as raw JSON: one it cannot read must not hide others."""

    async def raw_updates(self, offset: int | None) -> list[dict[str, Any]]:
        """Return one long poll; `offset` confirms all updates below it."""
        asked = {"offset": offset, "timeout": LONG_POLL, "allowed_updates": ALLOWED_UPDATES}
        found: Any = await self._post("getUpdates", asked, read_timeout=LONG_POLL + 10)
        return list(found)


class TelegramChannel(PlatformBot):
    """One bot on Telegram.

    `token` and `api_base` as in the settings. `commands` are the menus by role: (command,
    description) pairs, those of "" for everybody else; `table_page` is the https address that the table's
    button opens inside Telegram, "" where it answers with a link; `timeout` is the longest silence of a
    call in seconds.
    """

    name = NAME
    pace = Pace(overall=30, per_chat=1.0, chat_burst=3)
    capabilities = Capabilities(
        max_text=4096, buttons=True, files_in=True, files_out=True, edits=True
    )
    secret_header = SECRET_HEADER

    def __init__(
        self,
        token: str,
        *,
        api_base: str = "https://api.telegram.org",
        commands: Mapping[str, Sequence[tuple[str, str]]] | None = None,
        table_page: str = "",
        timeout: float = 20.0,
        **options: Unpack[BotOptions],
    ) -> None:
        super().__init__(bot_of(token, NAME), **options)
        self._token = token
        self._commands = dict(commands or {})
        self._table_page = table_page
        self._requests = (
            _Request(read_timeout=timeout, write_timeout=timeout, pool_timeout=timeout),
            _Request(connection_pool_size=1),
        )
        self._client = _Client(
            token,
            base_url=f"{api_base.rstrip('/')}/bot",
            base_file_url=f"{api_base.rstrip('/')}/file/bot",
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self.trouble = ""
        self._name = ""  # as people call it in groups, once the platform has told it
        self._committing = asyncio.Lock()
        self._working: set[asyncio.Task[None]] = set()

    async def start(self, receive: Receive) -> None:
        """Begin polling, or register the webhook; network trouble is met in the background."""
        self._receive = receive
        for request in self._requests:
            await request.initialize()
        if self.mode == "polling":
            self._begin(self._poll())
            self._begin(retry_forever(self._delete_webhook, self._judge_setting, self._sleep))
        else:
            self._begin(retry_forever(self._set_webhook, self._judge, self._sleep))
        if self._commands:
            self._begin(retry_forever(self._set_menu, self._judge_setting, self._sleep))

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Let work go on in the background until the channel stops."""
        task = asyncio.create_task(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)

    async def stop(self) -> None:
        """Let the commit of a poll that has begun end, then stop; what was not stored is not confirmed."""
        async with self._committing:
            tasks = list(self._working)
            for task in tasks:
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for request in self._requests:
            await request.shutdown()

    async def _set_webhook(self) -> None:
        await self._client.set_webhook(
            self._webhook_url,
            secret_token=self._webhook_secret,
            allowed_updates=ALLOWED_UPDATES,
        )

    async def _delete_webhook(self) -> None:
        """Remove a webhook left over; while there is one, polls are refused and tried again."""
        await self._client.delete_webhook(drop_pending_updates=False)

    async def _set_menu(self) -> None:
        """Set the menu of commands where it is not the one that is shown already."""
        wanted = [BotCommand(*pair) for pair in self._commands[""]]
        try:
            if list(await self._client.get_my_commands()) != wanted:
                await self._client.set_my_commands(wanted)
        except BadRequest as error:
            log.error("telegram: the menu of commands was refused: %s", self._plain(error))

    async def show_menu(self, chat: str, role: str) -> None:
        """Set the menu of commands of one chat; it holds up nobody, and goes without where refused."""
        wanted = [BotCommand(*pair) for pair in self._commands.get(role, ())]
        if not wanted:
            return
        try:
            await self._client.set_my_commands(wanted, BotCommandScopeChat(int(chat)))
        except TelegramError as error:
            log.warning("telegram: a chat's menu was refused: %s", self._plain(error))

    async def show_typing(self, chat: str) -> None:
        """Show for some seconds that an answer is being made; it goes without where refused."""
        try:
            await self._client.send_chat_action(chat, ChatAction.TYPING)
        except TelegramError as error:
            log.debug("telegram: typing was not shown: %s", self._plain(error))

    async def _poll(self) -> None:
        """Poll for ever: ask, store, and only then ask for what comes after."""
        offset: int | None = None
        while True:
            if not self.may_poll():
                offset = None
                await self._sleep(QUICK_IDLE_PAUSE)
                continue
            began, before = self._monotonic(), offset
            offset = await retry_forever(
                partial(self._poll_once, offset), self._judge_poll, self._sleep
            )
            if offset == before and self._monotonic() - began < LONG_POLL / 2:
                await self._sleep(QUICK_IDLE_PAUSE)

    async def _poll_once(self, offset: int | None) -> int | None:
        """Poll once and store what came; return the offset that confirms it."""
        found = await self._client.raw_updates(offset)
        self.trouble = ""
        if not found:
            return offset
        async with self._committing:
            await self._store(found)
        return int(found[-1]["update_id"]) + 1

    async def _store(self, updates: Sequence[Mapping[str, Any]]) -> None:
        """Hand updates over, and stop the buttons' spinners once that is committed. Those of several
        requests are handed over in the order in which they came, and committed together."""
        incomings = [incoming for incoming in map(self._read, updates) if incoming is not None]
        if incomings:
            await self._receive(incomings)
        for query in (update.get("callback_query") for update in updates):
            if query:
                self._begin(self._answer(str(query.get("id"))))

    def _read(self, raw: Mapping[str, Any]) -> Incoming | None:
        """Return one update as our message; what the library cannot read, or comes from no chat there can
        be, is logged and passed over, since Telegram would send it again for ever."""
        try:
            incoming = read_update(raw, self.bot, self._name)
            if incoming is not None:
                int(incoming.address.chat)
            return incoming
        except Exception as error:
            log.error("telegram: an update cannot be read (%s)", type(error).__name__)
            return None

    async def _answer(self, query: str) -> None:
        """End a button's spinner; after a restart the query is often too old, which is no harm."""
        try:
            await self._client.answer_callback_query(query)
        except TelegramError as error:
            log.debug("telegram: a tap was not answered: %s", self._plain(error))

    def _judge_poll(self, error: Exception) -> RetryDecision:
        """Do the same as for anything else, remembered until a poll works again."""
        decision = self._judge(error)
        self.trouble = decision.text
        return decision

    def _judge(self, error: Exception) -> RetryDecision:
        """Return what to do after a failed poll or registration."""
        if isinstance(error, RetryAfter):
            return RetryDecision(
                "telegram: asked to wait before polling again", after=_seconds(error)
            )
        if isinstance(error, InvalidToken):
            return RetryDecision(BAD_TOKEN, logging.ERROR, after=BAD_TOKEN_PAUSE)
        if isinstance(error, Conflict):
            return RetryDecision("telegram: another program polls this bot, or a webhook is set")
        if isinstance(error, TelegramError):
            return RetryDecision(f"telegram: cannot reach the Bot API: {self._plain(error)}")
        kind = type(error).__name__
        return RetryDecision(f"telegram: what arrived could not be stored ({kind})", logging.ERROR)

    def _judge_setting(self, error: Exception) -> RetryDecision:
        """Return what to do after a failed change of the bot's settings, which hold up nobody."""
        if isinstance(error, RetryAfter):
            after = _seconds(error)
            return RetryDecision(
                "telegram: asked to wait before changing the bot's menu", after=after
            )
        if isinstance(error, InvalidToken):  # polling says so
            return RetryDecision(BAD_TOKEN, logging.DEBUG, after=BAD_TOKEN_PAUSE)
        return self._judge(error)

    async def _take(self, raw: dict[str, Any]) -> int:
        if not isinstance(raw.get("update_id"), int):
            return 400
        await self._store([raw])
        return 200

    async def send(self, chat: str, page: Page) -> str:
        """Send one page; errors are those of `bot.errors`, made from the library's."""
        try:
            if page.file is not None:
                seen_at_once = page.file_name.endswith(".png")  # drawn by the program
                post: Any = self._client.send_photo if seen_at_once else self._client.send_document
                upload = await _upload(page.file, page.file_name)
                sent = await post(chat, upload, caption=as_html(page) or None, **self._look(page))
            else:
                sent = await self._client.send_message(
                    chat, as_html(page), **self._look(page, **PLAIN)
                )
        except TelegramError as error:
            raise self._delivery_error(error) from None
        return str(sent.message_id)

    def _look(self, page: Page, **more: Any) -> Any:
        buttons = keyboard(page.choices, self._table_page)
        return {"parse_mode": ParseMode.HTML, "reply_markup": buttons, **more}

    async def edit(self, chat: str, remote: str, page: Page) -> None:
        """Change the words of a message; that they are the same already is no error."""
        try:
            words = self._look(page, **PLAIN)
            await self._client.edit_message_text(as_html(page), chat, int(remote), **words)
        except TelegramError as error:
            if "not modified" not in str(error):
                raise self._delivery_error(error) from None

    async def fetch(self, file: FileRef, into: Path) -> None:
        """Download a received file (Telegram gives out at most 20 MB) to `into`, whole or not."""
        if file.size > FileSizeLimit.FILESIZE_DOWNLOAD:
            raise TooLarge(f"{file.size} bytes are more than Telegram gives out")
        part = into.with_name(into.name + ".part")
        try:
            remote = await self._client.get_file(file.remote)
            await remote.download_to_drive(part)
        except InvalidToken:  # also the answer where a file's address has just expired
            raise RetryLater(SERVER_FAULT_PAUSE, "the file was not there") from None
        except TelegramError as error:
            made = self._delivery_error(error)
            if isinstance(error, BadRequest) and "too big" in str(error).casefold():
                raise TooLarge(str(made)) from None
            if isinstance(made, Unknown):  # fetching twice does no harm
                raise RetryLater(SERVER_FAULT_PAUSE, str(made)) from None
            raise made from None
        part.replace(into)

    async def check(self) -> str:
        """Return the bot's name, "@name"; Rejected where the token is refused."""
        try:
            me = await self._client.get_me()
        except InvalidToken:
            raise Rejected("the token is refused (401)") from None
        except TelegramError as error:
            raise self._delivery_error(error) from None
        self._name = me.username or ""
        return f"@{self._name}"

    def _delivery_error(self, error: TelegramError) -> DeliveryError:
        made = delivery_error(error)
        made.args = (self._plain(error),)
        if isinstance(error, InvalidToken):
            log.error(BAD_TOKEN)
        return made

    def _plain(self, error: BaseException) -> str:
        return without_token(str(error), self._token)


async def _upload(path: Path, name: str) -> InputFile:
    """Return a file's bytes under the name people see; a file that is gone or too big is refused."""
    content = await bytes_to_send(path)
    if not 0 < len(content) <= FileSizeLimit.FILESIZE_UPLOAD:
        raise Rejected(f"Telegram takes no file of {len(content)} bytes")
    return InputFile(content, filename=name or path.name)


def _seconds(error: RetryAfter) -> float:
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def delivery_error(error: TelegramError) -> DeliveryError:
    """Return what a library error means for the message that was being sent.

    Only a request that certainly did not reach Telegram, or that Telegram answered, may be
    repeated blindly; a connection lost after sending leaves it unknown.
    """
    if isinstance(error, RetryAfter):
        return RetryLater(_seconds(error))
    if isinstance(error, Forbidden):
        return Blocked()
    if isinstance(error, InvalidToken):
        return Disconnected(BAD_TOKEN_PAUSE)  # the message is good, the settings are not
    if isinstance(error, BadRequest):
        return Rejected()
    never_left = httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout
    refused = isinstance(error, NetworkError | Conflict) and error.__cause__ is None
    if refused or isinstance(error.__cause__, never_left):
        return RetryLater(SERVER_FAULT_PAUSE)
    return Unknown()


def keyboard(choices: Sequence[Choice], table_page: str = "") -> InlineKeyboardMarkup | None:
    """Return choices as buttons below the message, None without any; the table's opens its page inside
    Telegram where there is an address for that."""
    rows = [[_button(choice, table_page) for choice in row] for row in button_rows(choices)]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice, table_page: str) -> InlineKeyboardButton:
    if table_page and opens_table(choice.key):
        return InlineKeyboardButton(choice.label, web_app=WebAppInfo(table_page))
    return InlineKeyboardButton(choice.label, callback_data=choice.key)
