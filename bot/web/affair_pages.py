"""Pages of the board for what is no report: papers that leave, the consultation, duties, announcements.

Each asks for the seat of who coordinates all of the campaign; what sends messages is looked at first.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlencode

from itsdangerous import BadData
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import OperatorError
from bot.locale.dates import written_day
from bot.locale.say import say
from bot.model.export_kinds import media_type
from bot.model.opinion_ledger import Step
from bot.model.optional import first, optional
from bot.model.paper import PaperEvent
from bot.model.row_id import row_id
from bot.use_cases.board import affairs, roster_page, standing_ledger
from bot.use_cases.board.coordinator_api import CoordinatorApi
from bot.use_cases.papers import consultations, letters_out, opinion_paper, outgoing, signed_papers
from bot.use_cases.papers.consultations import EnteredOpinion
from bot.use_cases.papers.duty_paper import write_duty_paper
from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import announce
from bot.web.board_pages import BoardPages, inside
from bot.web.downloads import as_download
from bot.web.security import PageRefused
from bot.web.uploads import files_of, tidy_name
from bot.web.visit_forms import form_of_visit, form_with_file, words
from bot.web.visits import BoardVisit
from bot.web.web_tokens import mark_maker

LONGEST = 4_000  # characters of an opinion or a duty's words
LONGEST_NOTE = 500  # characters of what was done, in an address
ENTERED = (Step.AGREED, Step.COMMENTED, Step.REACHED, Step.HANDLED)
LETTERS = {
    "invitation": letters_out.make_invitation,
    "reminder": letters_out.make_reminder,
}


class AffairPages:
    """The routes beside those of the board."""

    def __init__(self, boards: CoordinatorApi, secret_key: str, board: BoardPages) -> None:
        self.boards = boards
        self.visits = board.visits
        self.once = board.once
        self.pages = board.pages
        self._notes = mark_maker(secret_key, b"what was done")

    def routes(self) -> list[Route]:
        """Return the five pages, what is posted on them, and the files they give."""
        here = "/board/of/{campaign:int}"
        return [
            Route(f"{here}/papers", self.papers, methods=["GET"]),
            Route(f"{here}/papers", self.change_papers, methods=["POST"]),
            Route(f"{here}/papers/register", self.register, methods=["GET"]),
            Route(f"{here}/papers/signed", self.signed, methods=["POST"]),
            Route(f"{here}/papers/{{code}}", self.paper, methods=["GET"]),
            Route(f"{here}/consultation", self.consultation, methods=["GET"]),
            Route(f"{here}/consultation", self.change_consultation, methods=["POST"]),
            Route(f"{here}/consultation/paper", self.opinions, methods=["GET"]),
            Route(f"{here}/duties", self.duties, methods=["GET"]),
            Route(f"{here}/duties", self.change_duty, methods=["POST"]),
            Route(f"{here}/duties/paper", self.duty_paper, methods=["GET"]),
            Route(f"{here}/duties/book", self.duty_book, methods=["GET"]),
            Route(f"{here}/units", self.units, methods=["GET"]),
            Route(f"{here}/announce", self.announcing, methods=["GET"]),
            Route(f"{here}/announce", self.announce, methods=["POST"]),
        ]

    # Papers

    @inside
    async def papers(self, request: Request, visit: BoardVisit) -> Response:
        return await self._show(request, visit, "papers")

    @inside
    async def change_papers(self, request: Request, visit: BoardVisit) -> Response:
        """Make papers, type in number, date and signer, or note that one was sent."""
        form = await form_of_visit(request, visit)
        acts = {"make": self._make, "describe": self._describe, "sent": self._sent}
        return await self._done(request, visit, "papers", acts, form)

    async def _make(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        """Make a letter, reports from one total, or letters that correct one; in a thread, so that nobody
        waits for a document."""
        slug = await self.boards.look(visit.person_id, campaign, lambda _, about: about.slug)
        given = self.boards.store, self.boards.office(), slug
        kind = words(form, "kind")
        letter, number = LETTERS.get(kind), row_id(words(form, "snapshot"))
        if letter is not None:
            made = [await asyncio.to_thread(letter, *given)]
        elif number is not None:
            made = await asyncio.to_thread(outgoing.make_corrections, *given, number)
        elif kind != "report":
            raise PageRefused(400, say("page.bad_request"))
        else:
            author = self.boards.author(visit.person_id)
            made = await asyncio.to_thread(outgoing.make_reports, *given, (), author)
        return say("affairs.made", codes=", ".join(each.paper.code for each in made))

    async def _describe(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        code = words(form, "code", 40)
        number, signer = words(form, "number", 60), words(form, "signer", 100)
        issued = _day(words(form, "issued"))

        def work(tx: Any, about: Any, _: Any) -> str:
            paper = affairs.paper_of(tx, about, code)
            if (number, issued, signer) == (paper.number, paper.issued, paper.signer):
                raise OperatorError(say("affairs.set_what"))
            tx.papers.describe(paper.id, number, optional(date.isoformat, issued) or "", signer)
            return say("paper.set", code=paper.code)

        return await self.boards.change(visit.person_id, campaign, work)

    async def _sent(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        code, whom, how = (words(form, name, 200) for name in ("code", "whom", "how"))

        def work(tx: Any, about: Any, author: Any) -> str:
            paper = affairs.paper_of(tx, about, code)
            to = whom or paper.addressee
            if not to:
                raise OperatorError(say("affairs.sent_whom"))
            text = f"{to} ({how})" if how else to
            tx.papers.note(paper.id, PaperEvent("sent", author.now, text))
            return say("paper.sent", code=paper.code, to=text)

        return await self.boards.change(visit.person_id, campaign, work)

    @inside
    async def signed(self, request: Request, visit: BoardVisit) -> Response:
        """Bind a signed copy to the paper whose code it carries."""
        campaign = request.path_params["campaign"]
        await self.boards.look(visit.person_id, campaign, lambda *_: None)
        async with form_with_file(request, visit) as form:
            code = words(form, "code", 40)
            for file in files_of(form):
                name, body = tidy_name(file.filename), file.file.read()
                bind = partial(self._bind, visit, campaign, name, body, code)
                return await self._done(request, visit, "papers", {"": bind}, form)
        return await self._show(request, visit, "papers", say("mail.no_files"), 400)

    async def _bind(
        self, visit: BoardVisit, campaign: int, name: str, body: bytes, code: str, *_: Any
    ) -> str:
        office = self.boards.office()
        arriving = self.boards.incoming_folder
        arriving.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=arriving) as folder:
            path = Path(folder) / (name or f"scan{PurePath(name).suffix}")
            path.write_bytes(body)
            found = await asyncio.to_thread(outgoing.code_of, path, code)
            return await self.boards.change(
                visit.person_id,
                campaign,
                lambda tx, about, author: signed_papers.bind_signed(
                    tx, office, path, found, author, about
                ),
            )

    @inside
    async def paper(self, request: Request, visit: BoardVisit) -> Response:
        """Return a paper as it was made."""
        code = request.path_params["code"]
        try:
            paper = await self.boards.look(
                visit.person_id, request.path_params["campaign"],
                lambda tx, about: affairs.paper_of(tx, about, code),
            )  # fmt: skip
        except OperatorError:
            raise PageRefused(404, say("page.not_found")) from None
        path = self.boards.office().folder / paper.path
        if not path.is_file():
            raise PageRefused(404, say("page.not_found"))
        name = f"{paper.kind}-{paper.code}.docx"
        return FileResponse(path, media_type=media_type(name), filename=name)

    @inside
    async def register(self, request: Request, visit: BoardVisit) -> Response:
        office = self.boards.office()
        return await self._file(
            request, visit, lambda tx, about: letters_out.register_paper(tx, office, about.slug),
            "so-van-ban-di.docx",
        )  # fmt: skip

    # Consultation

    @inside
    async def consultation(self, request: Request, visit: BoardVisit) -> Response:
        return await self._show(request, visit, "consultation")

    @inside
    async def change_consultation(self, request: Request, visit: BoardVisit) -> Response:
        """Send the draft, or enter what came on paper."""
        form = await form_of_visit(request, visit)
        acts = {"send": self._send_draft, "enter": self._enter_opinion}
        return await self._done(request, visit, "consultation", acts, form)

    async def _send_draft(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        """Send what was looked at, and nothing else."""
        seen = words(form, "seen", 20)

        def work(tx: Any, about: Any, author: Any) -> list[str]:
            if consultations.plan_sending(tx, about, author.now).mark != seen:
                raise OperatorError(say("affairs.sending_changed"))
            return consultations.send_draft(tx, about, author)

        told = await self.boards.change(visit.person_id, campaign, work)
        return say("opinion.sent_to", count=len(told), names=", ".join(told) or "–")

    async def _enter_opinion(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        step, text = words(form, "step"), words(form, "text", LONGEST)
        known = {each.value: each for each in ENTERED}
        codes = tuple(map(str, form.getlist("recipient")))
        if step not in known or not codes:
            raise OperatorError(say("affairs.opinion_what"))
        if known[step] in (Step.COMMENTED, Step.HANDLED) and not text:
            raise OperatorError(say("affairs.opinion_text"))
        source = words(form, "source", 200)
        if known[step] is not Step.HANDLED and not source:
            raise OperatorError(say("board_page.need_source"))
        entered = EnteredOpinion(known[step], codes, text, source)
        found = await self.boards.change(
            visit.person_id,
            campaign,
            lambda tx, about, author: consultations.enter_opinions(
                tx, about, entered, author.now, author
            ),
        )
        names = ", ".join(recipient.name for recipient in found)
        return say("opinion.entered", step=say(f"opinion.step.{step}"), names=names)

    @inside
    async def opinions(self, request: Request, visit: BoardVisit) -> Response:
        office = self.boards.office()
        return await self._file(
            request, visit,
            lambda tx, about: opinion_paper.write_opinion_paper(
                tx, office, about.slug, None, ("", None)
            ),
            "tong-hop-gop-y.docx",
        )  # fmt: skip

    # Duties and lists

    @inside
    async def duties(self, request: Request, visit: BoardVisit) -> Response:
        return await self._show(request, visit, "duties")

    @inside
    async def change_duty(self, request: Request, visit: BoardVisit) -> Response:
        """Enter on behalf what a unit has done, or lines of its list."""
        form = await form_of_visit(request, visit)
        return await self._done(request, visit, "duties", {"enter": self._enter_duty}, form)

    async def _enter_duty(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        place = (words(form, "code", 60), words(form, "key", 60))
        text = str(form.get("text") or "").replace("\r\n", "\n").strip()[:LONGEST]
        source = words(form, "source", 200)
        if not text or not source:
            raise OperatorError(say("affairs.duty_what"))
        office = self.boards.office()
        return await self.boards.change(
            visit.person_id,
            campaign,
            lambda tx, about, author: standing_ledger.enter_item(
                tx, office, about.slug, place, (text, source), author
            ),
        )

    @inside
    async def duty_paper(self, request: Request, visit: BoardVisit) -> Response:
        return await self._duties_as(request, visit, ".docx")

    @inside
    async def duty_book(self, request: Request, visit: BoardVisit) -> Response:
        return await self._duties_as(request, visit, ".xlsx")

    async def _duties_as(self, request: Request, visit: BoardVisit, ending: str) -> Response:
        office = self.boards.office()
        return await self._file(
            request, visit,
            lambda tx, about: write_duty_paper(tx, office, about.slug, "", ending),
            f"nhiem-vu-danh-sach{ending}",
        )  # fmt: skip

    # Announcements

    @inside
    async def announcing(self, request: Request, visit: BoardVisit) -> Response:
        return await self._show(request, visit, "announce")

    @inside
    async def announce(self, request: Request, visit: BoardVisit) -> Response:
        """Tell the units what was looked at."""
        form = await form_of_visit(request, visit)
        return await self._done(request, visit, "announce", {"send": self._announce}, form)

    async def _announce(self, visit: BoardVisit, campaign: int, form: FormData) -> str:
        what = _announcement(words(form, "what"))
        if what is None:
            raise OperatorError(say("affairs.announce_what"))
        office, seen = self.boards.office(), words(form, "seen")

        def work(tx: Any, about: Any, _: Any) -> int:
            if affairs.announcement_page(tx, office, about, what).mark != seen:
                raise OperatorError(say("affairs.announce_changed"))
            return announce(tx, office, about.slug, what)

        count = await self.boards.change(visit.person_id, campaign, work)
        return say("announce.told", count=count)

    # The list of units

    @inside
    async def units(self, request: Request, visit: BoardVisit) -> Response:
        """Show which units may come into the campaign, and which were taken out of it."""
        return await self._show(request, visit, "units")

    # What all of them share

    async def _show(
        self, request: Request, visit: BoardVisit, name: str, note: str = "", status: int = 200
    ) -> Response:
        """Show one of the pages; a note stands above it."""
        campaign = request.path_params["campaign"]
        office = self.boards.office()
        readers: dict[str, Callable[[Any, Any], Any]] = {
            "papers": lambda tx, about: affairs.papers_page(tx, office, about),
            "consultation": lambda tx, about: affairs.consultation_page(
                tx, office, about, looks="send" in request.query_params
            ),
            "duties": lambda tx, about: affairs.duties_page(tx, office, about),
            "units": lambda tx, about: roster_page.roster_page(
                tx, office, about, request.query_params.get("find", "")[:200]
            ),
            "announce": lambda tx, about: affairs.announcement_page(
                tx, office, about, _announcement(request.query_params.get("what", ""))
            ),
        }
        page = await self.boards.look(visit.person_id, campaign, readers[name])
        if page is None:
            raise PageRefused(404, say("page.not_found"))
        return self.pages.show(
            f"board_{name}.html", status, page=page, is_bad=status >= 400, on=name,
            note=note or self._noted(request, visit),
            here=f"/board/of/{campaign}", token=visit.token, now=self.boards.now(),
            announcements=list(Announcement), steps=ENTERED, tabs=affairs.pages_of(page.campaign),
        )  # fmt: skip

    async def _done(
        self, request: Request, visit: BoardVisit, name: str, acts: dict[str, Any], form: FormData
    ) -> Response:
        """Do what was posted, and go to the page that says so: to load that anew does nothing a second time.
        What refuses it is said on the page."""
        act = words(form, "act")
        if act not in acts:
            raise PageRefused(400, say("page.bad_request"))
        work = partial(self._told, request, visit, name, acts[act], form)
        return await self.once.answer(visit, form, work)

    async def _told(
        self, request: Request, visit: BoardVisit, name: str, act: Any, form: FormData
    ) -> Response:
        campaign = request.path_params["campaign"]
        try:
            said = await act(visit, campaign, form)
        except OperatorError as error:
            return await self._show(request, visit, name, str(error), 409)
        note = self._notes.dumps([visit.token, said[:LONGEST_NOTE]])
        return RedirectResponse(f"/board/of/{campaign}/{name}?{urlencode({'note': note})}", 303)

    def _noted(self, request: Request, visit: BoardVisit) -> str:
        """Return what was done right before, as this visit's own address says; "" without."""
        try:
            token, said = self._notes.loads(request.query_params.get("note", ""))
        except BadData:
            return ""
        return str(said) if token == visit.token else ""

    async def _file(
        self, request: Request, visit: BoardVisit, work: Callable[[Any, Any], bytes], name: str
    ) -> Response:
        try:
            body = await self.boards.look(visit.person_id, request.path_params["campaign"], work)
        except OperatorError as error:
            raise PageRefused(409, str(error)) from None
        return as_download(body, name)


def _announcement(text: str) -> Announcement | None:
    return first(lambda each: each.value == text, Announcement)


def _day(text: str) -> date | None:
    """Return a day that a form gave; OperatorError for words that are none."""
    found = written_day(text)
    if text and found is None:
        raise OperatorError(say("day_field.unread", text=text))
    return found
