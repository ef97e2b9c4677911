"""The office in the browser: the way in, its people, its campaigns with their invitations, and what
`doctor` says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import quote

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import OperatorError
from bot.locale.dates import written_day
from bot.locale.say import say
from bot.model.campaign import CampaignState
from bot.model.commands import (
    BeginTrial,
    CampaignCommand,
    CloseCampaign,
    DropCampaign,
    EndTrial,
    FinishCampaign,
    OpenCampaign,
    ReopenCampaign,
)
from bot.model.person import Role
from bot.model.row_id import row_id
from bot.use_cases.campaigns.clone_campaign import CloneRequest
from bot.use_cases.campaigns.clone_words import clone_lines
from bot.use_cases.office.office_api import OfficeApi
from bot.use_cases.office.office_entry import LONGEST_NAME, NotOfOffice
from bot.web.downloads import as_download
from bot.web.page_templates import PageTemplates
from bot.web.public_address import address_of_site, passkey_origin
from bot.web.security import PageRefused
from bot.web.visit_forms import form_of_visit, plain_form, words
from bot.web.visits import BoardVisit, Visits
from storage import KeptPasskey, OneTimeLink

COMMANDS: Mapping[str, CampaignCommand] = {
    "open": OpenCampaign(),
    "drop": DropCampaign(),
    "finish": FinishCampaign(),
    "reopen": ReopenCampaign(),
    "close": CloseCampaign(),
}
INVITED = {role.value: role for role in (Role.REPORTER, Role.DEPUTY, Role.COORDINATOR)}
TRIAL: Mapping[str, CampaignCommand] = {"begin": BeginTrial(), "end": EndTrial()}
MAY: Mapping[CampaignState, tuple[str, ...]] = {
    CampaignState.DRAFT: ("open", "drop"),
    CampaignState.OPEN: ("finish", "close"),
    CampaignState.FINISHED: ("reopen", "close"),
    CampaignState.CLOSED: ("reopen",),
}
Shown = Callable[[Any, Request, BoardVisit], Awaitable[Response]]


def in_office(show: Shown) -> Callable[[Any, Request], Awaitable[Response]]:
    """Return a page for people who are signed in and belong to the office it is about."""

    @wraps(show)
    async def guarded(self: Any, request: Request) -> Response:
        visit = await self.visits.of(request)
        if visit is None:
            raise PageRefused(403, say("office.sign_in_first"))
        try:
            return await show(self, request, visit)
        except NotOfOffice:
            raise PageRefused(404, say("page.not_found")) from None

    return guarded


class OfficePages:
    """The routes under /setup but those of the drafts."""

    def __init__(self, office: OfficeApi, secret_key: str, pages: PageTemplates) -> None:
        self.office = office
        self.visits = Visits(office.sign_in, secret_key)
        self.pages = pages

    def routes(self) -> list[Route]:
        campaign = "/setup/campaign/{campaign:int}"
        return [
            Route("/setup", self.home),
            Route("/setup/people", self.people, methods=["POST"]),
            Route("/setup/doctor", self.doctor),
            Route("/setup/new", self.begin, methods=["POST"]),
            Route(campaign, self.campaign, methods=["GET"]),
            Route(campaign, self.act, methods=["POST"]),
            Route(f"{campaign}/invitations", self.invitations, methods=["POST"]),
            Route(f"{campaign}/next", self.next_round, methods=["POST"]),
            Route(f"{campaign}/trial", self.trial, methods=["POST"]),
            Route(f"{campaign}/clone", self.clone_form, methods=["GET"]),
            Route(f"{campaign}/clone", self.clone, methods=["POST"]),
            Route("/setup/{code}", self.link, methods=["GET"]),
            Route("/setup/{code}", self.enter, methods=["POST"]),
        ]

    # The way in

    async def link(self, request: Request) -> Response:
        """Show what the link is for; opening it never uses it up."""
        found = await self._invited(request)
        return await self._entry(request, found.body, await self._known(request))

    async def _invited(self, request: Request) -> OneTimeLink:
        """Return what the code of the address is for; 410 where it is for nothing any more."""
        found = await self.office.code(request.path_params["code"])
        if found is None:
            raise PageRefused(410, say("office.bad_link"))
        return found

    async def _entry(
        self,
        request: Request,
        body: str,
        known: str,
        fault: str = "",
        typed: Mapping[str, str] | None = None,
    ) -> Response:
        return self.pages.show(
            "office_enter.html",
            422 if fault else 200,
            code=request.path_params["code"],
            body=body,
            known=known,
            fault=fault,
            typed=typed or {},
            bodies=await self.office.known_bodies(),
        )

    async def _known(self, request: Request) -> str:
        """Return the name of whoever is signed in in this browser; "" for nobody."""
        visit = await self.visits.of(request)
        return await self.office.name(visit.person_id) if visit is not None else ""

    async def enter(self, request: Request) -> Response:
        form = await plain_form(request)
        found = await self._invited(request)
        name, body = words(form, "name", LONGEST_NAME), words(form, "body", LONGEST_NAME)
        visit = await self.visits.of(request) if form.get("known") else None
        known = await self._known(request) if visit is not None else ""
        missing = _missing(name or known, found.body or body, form)
        if missing:
            return await self._entry(
                request, found.body, known, missing, {"name": name, "body": body}
            )
        who = visit.person_id if visit is not None else None
        entry = await self.office.enter(request.path_params["code"], name, body, who)
        if entry is None:
            raise PageRefused(410, say("office.bad_link"))
        response = RedirectResponse(f"/setup?body={quote(entry.body)}", 303)
        await self.visits.begin(response, request, entry.person_id, None, "setup")
        return response

    # The office

    async def home(self, request: Request) -> Response:
        """Show the office; to whoever is not signed in, how to come in."""
        visit = await self.visits.of(request)
        if visit is None:
            return await self._signed_out(request)
        bodies = await self.office.bodies(visit.person_id)
        if not bodies:
            return self._sign_in(request, None, ())
        wanted = request.query_params.get("body", "")
        body = wanted if wanted in bodies else bodies[0]
        return await self._home(request, visit, body, bodies)

    async def _signed_out(self, request: Request) -> Response:
        """Show how to come in; to whoever came by a link, the passkey that is still to be asked for."""
        half = await self.visits.first_step(request)
        kept = await self.office.sign_in.passkeys(half.person_id) if half is not None else ()
        return self._sign_in(request, half, kept)

    def _sign_in(
        self, request: Request, half: BoardVisit | None, kept: Sequence[KeptPasskey]
    ) -> Response:
        """Show how to come in; `half` is the visit that still wants its passkey, `kept` the passkeys that
        its person has."""
        return self.pages.show(
            "office_sign_in.html", 403, passkeys=passkey_origin(request), second=half, kept=kept
        )

    async def _home(
        self, request: Request, visit: BoardVisit, body: str, bodies: list[str], **more: Any
    ) -> Response:
        home = await self.office.home(visit.person_id, body)
        base = address_of_site(request).link_base(request.headers.get("host", ""))
        details = {"chats": (), "note": "", "connects": self.office.connecting(), **more}
        return self.pages.show(
            "office_home.html", home=home, bodies=bodies, token=visit.token, base=base,
            now=self.office.now(), me=visit.person_id, passkeys=passkey_origin(request),
            kept_passkeys=await self.office.sign_in.passkeys(visit.person_id), **details,
        )  # fmt: skip

    @in_office
    async def people(self, request: Request, visit: BoardVisit) -> Response:
        """Invite somebody into the office, end a membership, or bind a chat of one's own."""
        form = await form_of_visit(request, visit)
        body, act = words(form, "body"), words(form, "act")
        bodies = await self.office.bodies(visit.person_id)
        more: dict[str, Any] = {}
        if act == "invite":
            await self.office.invite_member(visit.person_id, body)
        elif act == "chat":
            _, more["chats"] = await self.office.chat_links(visit.person_id)
        elif act == "remove":
            who = row_id(words(form, "who"))
            if who is None:
                raise PageRefused(400, say("page.bad_request"))
            ended = await self.office.remove_member(visit.person_id, body, who)
            more["note"] = _removed(ended)
            if ended is not None and who == visit.person_id:
                return self.pages.show("board_left.html")
        return await self._home(request, visit, body, bodies, **more)

    @in_office
    async def doctor(self, request: Request, visit: BoardVisit) -> Response:  # noqa: ARG002
        """Show what `baocao doctor` says, each line with what to do."""
        if not await self.office.bodies(visit.person_id):
            raise NotOfOffice
        checks = await self.office.doctor()
        return self.pages.show("office_doctor.html", checks=checks, token=visit.token)

    @in_office
    async def begin(self, request: Request, visit: BoardVisit) -> Response:
        """Begin a new campaign."""
        form = await form_of_visit(request, visit)
        draft = await self.office.begin_draft(visit.person_id, words(form, "body"))
        return RedirectResponse(f"/setup/draft/{draft}/plan", 303)

    # A campaign

    @in_office
    async def campaign(self, request: Request, visit: BoardVisit) -> Response:
        return await self._campaign(request, visit)

    async def _campaign(
        self, request: Request, visit: BoardVisit, note: str = "", status: int = 200
    ) -> Response:
        about = await self.office.campaign(visit.person_id, request.path_params["campaign"])
        return self.pages.show(
            "office_campaign.html",
            status,
            about=about,
            may=MAY[about.campaign.state],
            note=note,
            token=visit.token,
        )

    @in_office
    async def act(self, request: Request, visit: BoardVisit) -> Response:
        """Open, finish, reopen or close, once it was confirmed."""
        form = await form_of_visit(request, visit)
        act = words(form, "act")
        about = await self.office.campaign(visit.person_id, request.path_params["campaign"])
        if act not in MAY[about.campaign.state]:
            return await self._campaign(request, visit, say("office.moved_on"), 409)
        if not form.get("sure"):
            return self.pages.show(
                "office_sure.html", about=about, act=act, token=visit.token,
                text=command_words(act, about.joined),
            )  # fmt: skip
        try:
            await self.office.run(visit.person_id, about.campaign.id, COMMANDS[act])
        except OperatorError as error:
            return await self._campaign(request, visit, str(error), 409)
        here = "/setup" if act == "drop" else f"/setup/campaign/{about.campaign.id}"
        return RedirectResponse(here, 303)

    @in_office
    async def invitations(self, request: Request, visit: BoardVisit) -> Response:
        """Show the codes that are there, give them as a workbook, or (once confirmed) make new ones."""
        form = await form_of_visit(request, visit)
        number = request.path_params["campaign"]
        role = INVITED.get(words(form, "role"), Role.REPORTER)
        act = words(form, "act")
        if act == "workbook":
            return await self._workbook(visit, number, role)
        if act == "new" and not form.get("sure"):
            about = await self.office.campaign(visit.person_id, number)
            return self.pages.show(
                "office_new_codes.html", about=about, role=role.value, token=visit.token
            )
        planned, ended = await self.office.hand_out(
            visit.person_id, number, role, new=act == "new"
        )
        return self.pages.show(
            "office_invitations.html", planned=planned, role=role.value, token=visit.token,
            note=say("invite.voided", count=ended) if act == "new" else "",
            openable=any(each.links for each in planned.invitations),
        )  # fmt: skip

    async def _workbook(self, visit: BoardVisit, number: int, role: Role) -> Response:
        body = await self.office.workbook(visit.person_id, number, role)
        about = await self.office.campaign(visit.person_id, number)
        return as_download(body, f"thu-moi-{about.campaign.slug}.xlsx")

    @in_office
    async def next_round(self, request: Request, visit: BoardVisit) -> Response:
        """Make the next round of a series; it is looked at and opened on its own page."""
        await form_of_visit(request, visit)
        try:
            made = await self.office.next_round(visit.person_id, request.path_params["campaign"])
        except OperatorError as error:
            return await self._campaign(request, visit, str(error), 409)
        return RedirectResponse(f"/setup/campaign/{made.campaign.id}", 303)

    @in_office
    async def trial(self, request: Request, visit: BoardVisit) -> Response:
        """Begin or end a trial of a campaign that is not open yet."""
        form = await form_of_visit(request, visit)
        number, act = request.path_params["campaign"], TRIAL.get(words(form, "act"))
        if act is None:
            raise PageRefused(400, say("page.bad_request"))
        try:
            await self.office.run(visit.person_id, number, act)
        except OperatorError as error:
            return await self._campaign(request, visit, str(error), 409)
        return RedirectResponse(f"/setup/campaign/{number}", 303)

    @in_office
    async def clone_form(self, request: Request, visit: BoardVisit) -> Response:
        return await self._clone(request, visit)

    async def _clone(
        self, request: Request, visit: BoardVisit, fault: str = "", **more: object
    ) -> Response:
        about = await self.office.campaign(visit.person_id, request.path_params["campaign"])
        shown = {"typed": {}, "made": None, "lines": (), **more}
        return self.pages.show(
            "office_clone.html", 422 if fault else 200, about=about, token=visit.token,
            fault=fault, **shown,
        )  # fmt: skip

    @in_office
    async def clone(self, request: Request, visit: BoardVisit) -> Response:
        """Make the next campaign after this one; what cannot be read is said beside what was typed."""
        form = await form_of_visit(request, visit)
        number = request.path_params["campaign"]
        names = ("slug", "start", "end", "deadline", "title")
        typed = {name: words(form, name, 300) for name in names}
        try:
            made = await self.office.clone(visit.person_id, number, _clone_request(typed))
        except OperatorError as error:
            return await self._clone(request, visit, str(error), typed=typed)
        return await self._clone(request, visit, made=made, lines=list(clone_lines(made))[:-1])


def _missing(name: str, body: str, form: FormData) -> str:
    """Return what has to be filled in before somebody can come in."""
    if not name:
        return say("office.need_name")
    if not body:
        return say("office.need_body")
    return "" if form.get("agree") else say("office.need_consent")


def _clone_request(typed: Mapping[str, str]) -> CloneRequest:
    start, end = written_day(typed["start"]), written_day(typed["end"])
    if start is None or end is None:
        raise OperatorError(say("day_field.unread", text=f"{typed['start']} – {typed['end']}"))
    return CloneRequest(typed["slug"], start, end, typed["deadline"], typed["title"])


def _removed(ended: int | None) -> str:
    """Return what removing a member did; `ended` invitations ended by it, None where it was the last."""
    if ended is None:
        return say("office.last_member")
    return say("office.invitations_ended", count=ended) if ended else ""


def command_words(act: str, joined: int) -> str:
    """Return what an act on a whole campaign does."""
    return say(f"office.sure.{act}", units=joined)
