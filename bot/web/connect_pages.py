"""The office's page on which a channel is connected with its platform's account.

The platform sends the browser back to this page with a code (`callback_url` of the channel's settings); it
is used only when somebody who is signed in presses the button.
"""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.channels.channel_spec import Connecting
from bot.errors import OperatorError
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.optional import first
from bot.use_cases.office.office_api import OfficeApi
from bot.use_cases.office.office_entry import NotOfOffice
from bot.web.office_pages import in_office
from bot.web.page_templates import PageTemplates
from bot.web.security import PageRefused
from bot.web.visit_forms import form_of_visit, words
from bot.web.visits import BoardVisit, Visits

LONGEST_ANSWER = 2000  # characters


class ConnectPages:
    """The routes under /setup/connect."""

    def __init__(self, office: OfficeApi, secret_key: str, pages: PageTemplates) -> None:
        self.office = office
        self.visits = Visits(office.sign_in, secret_key)
        self.pages = pages

    def routes(self) -> list[Route]:
        return [
            Route("/setup/connect", self.page, methods=["GET"]),
            Route("/setup/connect", self.act, methods=["POST"]),
        ]

    @in_office
    async def page(self, request: Request, visit: BoardVisit) -> Response:
        """Show what can be connected; a code that the platform sent along waits for the button."""
        code = request.query_params.get("code", "")[:LONGEST_ANSWER]
        note = say("connect.came_back") if code else ""
        return await self._shown(visit, code=code, note=note)

    @in_office
    async def act(self, request: Request, visit: BoardVisit) -> Response:
        """Begin (an address to open), or take the code that the platform gave."""
        form = await form_of_visit(request, visit)
        await self._let_in(visit)
        which, answer = words(form, "which"), words(form, "code", LONGEST_ANSWER)
        connecting = first(lambda way: way.label == which, self.office.connecting())
        if connecting is None:
            raise PageRefused(400, say("page.bad_request"))
        try:
            if words(form, "act") == "link":
                return await self._shown(visit, address=connecting.address())
            return await self._shown(visit, note=await self._finished(connecting, answer))
        except OperatorError as error:
            return await self._shown(visit, 422, fault=str(error))

    async def _finished(self, connecting: Connecting, answer: str) -> str:
        """Keep what the platform gives for a code; return until when it holds, in words."""
        until = self._moment(await connecting.finish(answer))
        return say("connect.done", label=connecting.label, until=until)

    async def _let_in(self, visit: BoardVisit) -> None:
        if not await self.office.bodies(visit.person_id):
            raise NotOfOffice

    async def _shown(self, visit: BoardVisit, status: int = 200, **more: str) -> Response:
        await self._let_in(visit)
        told = {"code": "", "address": "", "note": "", "fault": "", **more}
        ways = [(way.label, *self._state(way)) for way in self.office.connecting()]
        return self.pages.show("office_connect.html", status, ways=ways, token=visit.token, **told)

    def _state(self, connecting: Connecting) -> tuple[str, bool]:
        """Return in words whether a channel is connected, and whether a person has to do something."""
        until, fault = connecting.until(), connecting.fault()
        if until is None:
            return say("connect.not_yet"), True
        return fault or say("connect.until", until=self._moment(until)), bool(fault)

    def _moment(self, until: datetime) -> str:
        return moment(until.astimezone(self.office.office().tz))
