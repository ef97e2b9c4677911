"""The coordinators' pages. GET shows and never changes a report (a total that is fetched is kept
under its number); acts are forms that are confirmed on a page of their own before they are done."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, replace
from functools import partial, wraps
from typing import Protocol, TypeVar
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import OperatorError
from bot.locale.say import say
from bot.model.commands import SettleJoint
from bot.model.export_kinds import Export, campaign_exports, unit_exports
from bot.model.row_id import row_id
from bot.use_cases.board.board_query import BoardFilter
from bot.use_cases.board.board_totals import TotalsFilter
from bot.use_cases.board.coordinator_api import BoardPicture, CoordinatorApi, NotYours
from bot.use_cases.turns.run_command import Outcome
from bot.web.attachments import Attachments, take_attachment
from bot.web.board_forms import ACTS, FIELDS, ON_LIST, Form, Incomplete, commands_of
from bot.web.page_templates import PageTemplates
from bot.web.posted_once import PostedOnce
from bot.web.public_address import passkey_origin
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import files_of
from bot.web.visit_forms import form_of_visit, form_with_file
from bot.web.visits import BoardVisit, Visits


class HasVisits(Protocol):
    """Pages that are shown to people who came in."""

    visits: Visits


Pages = TypeVar("Pages", bound=HasVisits)

PICTURES = ("image/jpeg", "image/png", "image/webp")  # that a browser shows, and that were checked


def inside(
    show: Callable[[Pages, Request, BoardVisit], Awaitable[Response]],
) -> Callable[[Pages, Request], Awaitable[Response]]:
    """Return a page for people who came in by a link and still hold their seat; others get one sentence."""

    @wraps(show)
    async def guarded(self: Pages, request: Request) -> Response:
        visit = await self.visits.of(request)
        if visit is None and await self.visits.first_step(request) is not None:
            return RedirectResponse("/setup", 303)
        if visit is None:
            raise PageRefused(403, say("board_page.no_visit"))
        try:
            return await show(self, request, visit)
        except NotYours:
            raise PageRefused(404, say("page.not_found")) from None

    return guarded


class BoardPages:
    """The routes under /board."""

    def __init__(
        self,
        boards: CoordinatorApi,
        secret_key: str,
        pages: PageTemplates,
    ) -> None:
        self.boards = boards
        self.visits = Visits(boards.sign_in, secret_key)
        self.once = PostedOnce(boards.now)
        self.attachments = Attachments(secret_key)
        self.pages = pages

    def routes(self) -> list[Route]:
        campaign = "/board/of/{campaign:int}"
        unit = f"{campaign}/unit/{{unit:int}}"
        return [
            Route("/board", self.home),
            Route("/board/leave", self.leave, methods=["POST"]),
            Route("/board/visits", self.visits_page, methods=["GET"]),
            Route("/board/visits", self.end_visits, methods=["POST"]),
            Route(campaign, self.board),
            Route(f"{campaign}/act", self.act, methods=["POST"]),
            Route(f"{campaign}/totals", self.totals),
            Route(f"{campaign}/joint", self.joint, methods=["POST"]),
            Route(f"{campaign}/file/{{ending}}", self.document),
            Route(f"{campaign}/snapshot/{{number:int}}", self.snapshot),
            Route(f"{campaign}/picture/{{file:int}}", self.picture),
            Route(f"{campaign}/kept/{{file:int}}", self.kept),
            Route(unit, self.unit),
            Route(f"{unit}/file/{{ending}}", self.document),
            Route("/board/{code}", self.link, methods=["GET"]),
            Route("/board/{code}", self.enter, methods=["POST"]),
        ]

    # The way in and out

    async def link(self, request: Request) -> Response:
        """Show a button, for gateways that fetch links in messages must not use them up."""
        code = request.path_params["code"]
        found = await self.boards.link(code)
        if found is None:
            raise PageRefused(403, say("board_page.bad_link"))
        if not found.is_open:
            raise PageRefused(410, say("board_page.bad_link"))
        return self.pages.show("board_link.html", code=code)

    async def enter(self, request: Request) -> Response:
        refuse_other_sites(request)
        found = await self.boards.enter(request.path_params["code"])
        if found is None:
            raise PageRefused(410, say("board_page.bad_link"))
        opened = [seat.campaign_id for seat in await self.boards.campaigns(found.person_id)]
        place = "/board/of" if found.campaign_id in opened else "/setup/campaign"
        response = RedirectResponse(f"{place}/{found.campaign_id}", 303)
        await self.visits.begin(response, request, found.person_id, found.campaign_id)
        return response

    @inside
    async def home(self, request: Request, visit: BoardVisit) -> Response:  # noqa: ARG002
        seats = [seat.campaign_id for seat in await self.boards.campaigns(visit.person_id)]
        if visit.campaign_id in seats or not seats:
            return RedirectResponse(f"/board/of/{visit.campaign_id or 0}", 303)
        return RedirectResponse(f"/board/of/{seats[-1]}", 303)

    @inside
    async def leave(self, request: Request, visit: BoardVisit) -> Response:
        await form_of_visit(request, visit)
        response = self.pages.show("board_left.html")
        await self.visits.end(response, request, visit)
        return response

    @inside
    async def visits_page(self, request: Request, visit: BoardVisit) -> Response:
        """Show where the person is signed in, each with a button that ends it."""
        return self.pages.show(
            "board_visits.html",
            visits=await self.visits.sign_in.visits(visit.person_id),
            kept_passkeys=await self.visits.sign_in.passkeys(visit.person_id),
            passkeys=passkey_origin(request),
            here=visit.id,
            token=visit.token,
            now=self.boards.now(),
        )

    @inside
    async def end_visits(self, request: Request, visit: BoardVisit) -> Response:
        """End one visit of the person, or all of them."""
        form = await form_of_visit(request, visit)
        which = str(form.get("visit", ""))
        chosen = row_id(which)
        if chosen is None and which != "all":
            raise PageRefused(400, say("page.bad_request"))
        await self.visits.sign_in.end(visit.person_id, chosen)
        if chosen is None or chosen == visit.id:
            response: Response = self.pages.show("board_left.html")
            await self.visits.end(response, request, visit)
            return response
        return RedirectResponse("/board/visits", 303)

    # Looking

    @inside
    async def board(self, request: Request, visit: BoardVisit) -> Response:
        campaign = request.path_params["campaign"]
        page = await self.boards.board(visit.person_id, campaign, _wanted(request))
        seats = await self.boards.campaigns(visit.person_id)
        return self.pages.show(
            "board.html",
            page=page,
            here=f"/board/of/{campaign}",
            token=visit.token,
            downloads=_downloads(campaign_exports()),
            others=[seat for seat in seats if seat.campaign_id != campaign],
            snapshots=await self.boards.snapshots(visit.person_id, campaign),
            query=_query(page.wanted),
            now=self.boards.now(),
        )

    @inside
    async def unit(self, request: Request, visit: BoardVisit) -> Response:
        campaign, unit = request.path_params["campaign"], request.path_params["unit"]
        page = await self.boards.unit(visit.person_id, campaign, unit)
        if page.unit.id != unit:  # it was mended since somebody kept this address
            return RedirectResponse(f"/board/of/{campaign}/unit/{page.unit.id}", 303)
        find = request.query_params.get("find", "")[:200]
        others, more = await self.boards.others(visit.person_id, campaign, unit, find)
        return self.pages.show(
            "board_unit.html",
            page=page,
            here=f"/board/of/{campaign}",
            token=visit.token,
            others=others,
            more=more,
            find=find,
            downloads=_downloads(unit_exports()),
            row=request.query_params.get("row", ""),
            now=self.boards.now(),
        )

    @inside
    async def totals(self, request: Request, visit: BoardVisit) -> Response:
        """Return what the reports add up to, down to each unit."""
        campaign = request.path_params["campaign"]
        wanted = _wanted_totals(request)
        page = await self.boards.totals(visit.person_id, campaign, wanted)
        return self.pages.show(
            "board_totals.html",
            page=page,
            here=f"/board/of/{campaign}",
            token=visit.token,
            query=partial(_totals_query, page.wanted),
            now=self.boards.now(),
        )

    @inside
    async def joint(self, request: Request, visit: BoardVisit) -> Response:
        """Count an activity of several units once, or apart."""
        campaign = request.path_params["campaign"]
        form = await form_of_visit(request, visit)
        units = tuple(map(str, form.getlist("unit")))
        asked = SettleJoint(
            str(form.get("row", "")),
            units,
            str(form.get("counted_in", "")),
            is_one=form.get("one") == "1",
        )
        try:
            await self.boards.settle_joint(visit.person_id, campaign, asked)
        except OperatorError as error:
            raise PageRefused(409, str(error)) from None
        return RedirectResponse(f"/board/of/{campaign}/totals#joint", 303)

    @inside
    async def snapshot(self, request: Request, visit: BoardVisit) -> Response:
        """Return what a total that left as a document said, and what is said now."""
        campaign, number = request.path_params["campaign"], request.path_params["number"]
        about, difference = await self.boards.snapshot(visit.person_id, campaign, number)
        return self.pages.show(
            "board_snapshot.html",
            campaign=about,
            difference=difference,
            here=f"/board/of/{campaign}",
            token=visit.token,
            now=self.boards.now(),
        )

    @inside
    async def picture(self, request: Request, visit: BoardVisit) -> Response:
        """Return a photo, small; only photos are shown in the page."""
        kept = await self._file(request, visit, small=True)
        return Response(
            kept.body, media_type="image/jpeg", headers={"Cache-Control": "private, max-age=600"}
        )

    @inside
    async def kept(self, request: Request, visit: BoardVisit) -> Response:
        """Return a photo as it was sent, to be looked at, or a document, to be saved."""
        found = await self._file(request, visit, small=False)
        name = found.kept.name or found.path.name
        is_shown = found.kept.kind == "photo" and found.kept.mime in PICTURES
        return FileResponse(
            found.path, media_type=found.kept.mime, filename=name,
            content_disposition_type="inline" if is_shown else "attachment",
        )  # fmt: skip

    async def _file(self, request: Request, visit: BoardVisit, *, small: bool) -> BoardPicture:
        campaign, number = request.path_params["campaign"], request.path_params["file"]
        return await self.boards.file(visit.person_id, campaign, number, small=small)

    @inside
    async def document(self, request: Request, visit: BoardVisit) -> Response:
        """Return a workbook, a table or an archive, made now in a process of its own."""
        parts = request.path_params
        try:
            path, name, mime = await self.boards.document(
                visit.person_id, parts["campaign"], parts.get("unit"), parts["ending"]
            )
        except OperatorError as error:
            raise PageRefused(409, str(error)) from None
        return FileResponse(path, media_type=mime, filename=name)

    # Acting

    @inside
    async def act(self, request: Request, visit: BoardVisit) -> Response:
        """Show first what would be done, with a button; then, with it pressed, do it and show what came."""
        campaign = request.path_params["campaign"]
        if request.headers.get("content-type", "").startswith("multipart/form-data"):
            form = await self._form_with_file(request, visit)
        else:
            form = await form_of_visit(request, visit)
        asked = self._with_file(_asked(form), visit)
        work = partial(self._acted, visit, campaign, asked, sure=bool(form.get("sure")))
        return await self.once.answer(visit, form, work)

    async def _acted(
        self, visit: BoardVisit, campaign: int, asked: Form, *, sure: bool
    ) -> Response:
        outcome = await self._outcome(visit, campaign, asked, sure=sure)
        status = 200 if outcome.may and not outcome.changed else 409
        page = "board_done.html" if sure and not outcome.changed else "board_sure.html"
        shown = replace(asked, fields={**asked.fields, "seen": outcome.seen})
        return self.pages.show(
            page, status, asked=shown, outcome=outcome, back=_back(campaign, asked),
            here=f"/board/of/{campaign}", token=visit.token,
        )  # fmt: skip

    async def _outcome(
        self, visit: BoardVisit, campaign: int, asked: Form, *, sure: bool
    ) -> Outcome:
        try:
            commands = commands_of(asked, self.boards.office().tz)
        except Incomplete as missing:
            await self.boards.may_act(visit.person_id, campaign)
            return Outcome(False, str(missing))
        if sure:
            seen = asked.said("seen")
            return await self.boards.execute(visit.person_id, campaign, commands, seen)
        return await self.boards.preview(visit.person_id, campaign, commands)

    async def _form_with_file(self, request: Request, visit: BoardVisit) -> FormData:
        """Return the same with a file, which is kept; the form then carries its mark."""
        await self.boards.may_act(visit.person_id, request.path_params["campaign"])
        async with form_with_file(request, visit) as form:
            fields: list[tuple[str, str | UploadFile]] = [
                (key, text) for key, text in form.multi_items() if isinstance(text, str)
            ]
            for file in files_of(form):
                folder = self.boards.incoming_folder
                kept = await asyncio.to_thread(take_attachment, file, folder)
                mark = self.attachments.mark(visit, str(form.get("unit", "")), kept)
                fields.append(("attached", mark))
        return FormData(fields)

    def _with_file(self, asked: Form, visit: BoardVisit) -> Form:
        """Return the act with the file that its mark names."""
        mark = asked.fields["attached"]
        if not mark:
            return asked
        unit = str(asked.unit_ids[0]) if asked.unit_ids else ""
        file = self.attachments.file_of(visit, unit, mark)
        if file is None:
            raise PageRefused(400, say("board_page.attached_lost"))
        return replace(asked, file=file)


def _asked(form: FormData) -> Form:
    act = str(form.get("act", ""))
    units = [row_id(str(number)) for number in form.getlist("unit")]
    numbers = tuple(dict.fromkeys(number for number in units if number is not None))
    if act not in ACTS or None in units:
        raise PageRefused(400, say("page.bad_request"))
    return Form(act, numbers, {name: str(form.get(name) or "") for name in FIELDS})


def _back(campaign: int, asked: Form) -> str:
    if asked.act in ON_LIST:
        return f"/board/of/{campaign}/units"
    only = asked.unit_ids[0] if len(asked.unit_ids) == 1 else None
    return f"/board/of/{campaign}" + (f"/unit/{only}" if only is not None else "")


def _wanted(request: Request) -> BoardFilter:
    given = request.query_params
    page = given.get("page", "1")
    number = int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1
    return BoardFilter(
        given.get("state", "")[:40], given.get("kind", "")[:100], given.get("q", "")[:200], number
    )


def _wanted_totals(request: Request) -> TotalsFilter:
    given = request.query_params
    return TotalsFilter(
        given.get("kind", "")[:100],
        given.get("branch", "")[:100],
        given.get("row", "")[:40],
        given.get("day", "")[:10],
    )


def _totals_query(wanted: TotalsFilter, **changes: str) -> str:
    """Return the present filter with some of it changed, as the end of an address."""
    changed = replace(wanted, **changes)
    parts = asdict(changed)
    return "&".join(f"{name}={quote(value)}" for name, value in parts.items() if value)


def _downloads(exports: Sequence[Export]) -> list[tuple[str, str]]:
    """Return the end of each file's address with what its link says."""
    return [(export.key, say(f"export.label.{export.key}")) for export in exports]


def _query(wanted: BoardFilter) -> str:
    """Return the present filter as the beginning of an address; a page's number follows."""
    parts = {"state": wanted.state, "kind": wanted.kind, "q": wanted.words}
    return "&".join(f"{name}={quote(value)}" for name, value in parts.items() if value)
