"""Passkeys: made by whoever is signed in, and a way to sign in. Browsers offer them over https and on
localhost only; the pages go without where they are not there."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlsplit

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.locale.say import say
from bot.model.row_id import row_id
from bot.use_cases.office.office_api import OfficeApi
from bot.use_cases.office.passkey_api import (
    CHALLENGE_HOLDS,
    NoPasskey,
    PasskeyApi,
    RelyingParty,
)
from bot.use_cases.office.sign_in import PASSKEY
from bot.web.device_words import device_in_words
from bot.web.office_pages import in_office
from bot.web.public_address import (
    cookie_in,
    forget_cookie,
    passkey_origin,
    set_cookie,
)
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import read_json
from bot.web.visit_forms import form_of_visit, words
from bot.web.visits import BoardVisit, Visits, is_token_of

COOKIE = "baocao_challenge"
HOLDS = int(CHALLENGE_HOLDS.total_seconds())
LARGEST_ANSWER = 64 * 1024  # bytes


class PasskeyPages:
    """The routes under /setup/passkey."""

    def __init__(self, office: OfficeApi, secret_key: str) -> None:
        self.passkeys = PasskeyApi(office.sign_in)
        self.office = office
        self.visits = Visits(office.sign_in, secret_key)
        self._marks = URLSafeTimedSerializer(
            secret_key.encode(),
            b"passkey challenge",
            signer_kwargs={"digest_method": hashlib.sha256},
        )

    def routes(self) -> list[Route]:
        return [
            Route("/setup/passkey/new", self.options, methods=["POST"]),
            Route("/setup/passkey/keep", self.keep, methods=["POST"]),
            Route("/setup/passkey/remove", self.remove, methods=["POST"]),
            Route("/setup/passkey/ask", self.ask, methods=["POST"]),
            Route("/setup/passkey/enter", self.enter, methods=["POST"]),
        ]

    async def options(self, request: Request) -> Response:
        """Return what the browser needs to make a passkey."""
        visit = await self._maker(request)
        _of_page(request, visit)
        if not await self.passkeys.may_make(visit.person_id):
            raise PageRefused(404, say("page.not_found"))
        options, challenge = await self.passkeys.creation(visit.person_id, site_of(request))
        return self._with_challenge(request, options, challenge, f"new {visit.id}")

    async def keep(self, request: Request) -> Response:
        """Keep the passkey that the browser made; where a second step is asked for, it was one."""
        visit = await self._maker(request)
        _of_page(request, visit)
        challenge = self._challenge(request, f"new {visit.id}")
        answer = await read_json(request, LARGEST_ANSWER)
        device = device_in_words(request.headers.get("user-agent", ""))
        is_half = await self.visits.of(request) is None
        try:
            await self.passkeys.keep(
                visit.person_id, answer, challenge, site_of(request), device, only_first=is_half
            )
        except NoPasskey:
            raise PageRefused(400, say("passkey.not_made")) from None
        response = _done(request, {"next": await self._home(visit.person_id)})
        if is_half:
            await self.visits.begin(response, request, visit.person_id, None, PASSKEY)
        return response

    async def _maker(self, request: Request) -> BoardVisit:
        """Return the visit of whoever may make a passkey: who is signed in, and who came by a link and has
        none yet. Whoever has one confirms with it first, so that a link alone makes no other."""
        visit = await self.visits.of(request)
        if visit is not None:
            return visit
        half = await self.visits.first_step(request)
        if half is None:
            raise PageRefused(403, say("office.sign_in_first"))
        if await self.visits.sign_in.passkeys(half.person_id):
            raise PageRefused(403, say("passkey.second_known"))
        return half

    @in_office
    async def remove(self, request: Request, visit: BoardVisit) -> Response:
        """Remove one of one's own passkeys."""
        form = await form_of_visit(request, visit)
        number = row_id(words(form, "passkey"))
        if number is None:
            raise PageRefused(400, say("page.bad_request"))
        await self.passkeys.remove(visit.person_id, number)
        of_office = await self.visits.sign_in.is_of_office(visit.person_id)
        return RedirectResponse("/setup" if of_office else "/board/visits", 303)

    async def _home(self, person_id: int) -> str:
        """Return the address where a person goes on once they are in."""
        return "/setup" if await self.visits.sign_in.is_of_office(person_id) else "/board"

    async def ask(self, request: Request) -> Response:
        """Return a challenge for whoever wants to sign in."""
        refuse_other_sites(request)
        options, challenge = self.passkeys.request(site_of(request))
        return self._with_challenge(request, options, challenge, "enter")

    async def enter(self, request: Request) -> Response:
        """Sign in whoever's passkey answered the challenge."""
        refuse_other_sites(request)
        challenge = self._challenge(request, "enter")
        answer = await read_json(request, LARGEST_ANSWER)
        try:
            person = await self.passkeys.person(answer, challenge, site_of(request))
        except NoPasskey:
            raise PageRefused(403, say("passkey.unknown")) from None
        response = _done(request, {"next": await self._home(person)})
        await self.visits.begin(response, request, person, None, PASSKEY)
        return response

    def _with_challenge(
        self, request: Request, options: dict[str, Any], challenge: bytes, use: str
    ) -> Response:
        response = JSONResponse(options)
        mark = self._marks.dumps([use, challenge.hex()])
        set_cookie(response, request, COOKIE, mark, seconds=HOLDS)
        return response

    def _challenge(self, request: Request, use: str) -> bytes:
        """Return the challenge that this browser was given for a use; refuse any other."""
        try:
            meant, kept = self._marks.loads(cookie_in(request, COOKIE), max_age=HOLDS)
        except BadData:
            raise PageRefused(403, say("passkey.too_late")) from None
        if meant != use:
            raise PageRefused(403, say("passkey.too_late"))
        return bytes.fromhex(kept)


def site_of(request: Request) -> RelyingParty:
    """Return the site as browsers know it; refuse where they offer no passkeys."""
    url = passkey_origin(request)
    if not url:
        raise PageRefused(409, say("passkey.not_here"))
    return RelyingParty(urlsplit(url).hostname or "", url)


def _of_page(request: Request, visit: BoardVisit) -> None:
    refuse_other_sites(request)
    if not is_token_of(visit, request.headers.get("x-page-token", "")):
        raise PageRefused(403, say("page.not_taken"))


def _done(request: Request, body: dict[str, Any]) -> Response:
    """Return an answer after which the challenge is used up."""
    response = JSONResponse(body)
    forget_cookie(response, request, COOKIE)
    return response
