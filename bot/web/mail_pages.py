"""The mail-in desk on the board: files are dropped, listed with their units, and entered after one
look. What was looked at travels as signed marks, so that nothing has to be sent twice."""

from __future__ import annotations

import asyncio
import os
import tempfile
from dataclasses import asdict
from pathlib import Path, PurePath

from itsdangerous import BadData
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.imports.mail_message import DOCUMENTS
from bot.imports.mailed_pack import PACKED
from bot.locale.say import say
from bot.model.message import FileRef
from bot.model.row_id import row_id
from bot.use_cases.board.coordinator_api import CoordinatorApi
from bot.use_cases.mail import mail_desk
from bot.use_cases.mail.mail_desk import MailedFile
from bot.web.affair_pages import AffairPages
from bot.web.board_pages import BoardPages, inside
from bot.web.page_templates import PageTemplates
from bot.web.security import PageRefused, refuse_other_sites
from bot.web.uploads import Counted, files_of, posted_form, tidy_name
from bot.web.visit_forms import refuse_foreign
from bot.web.visits import BoardVisit
from bot.web.web_tokens import mark_maker

MOST_AT_ONCE = 20
MOST_DOCUMENTS = 100  # in all that was dropped: a packed folder holds many
FIELDS_OF_ONE = 3  # its mark, its unit, and the unit that was shown
LARGEST_MARK = 2_000_000  # bytes: what was read of a document, with its file
KNOWN = (*DOCUMENTS, mail_desk.MESSAGE, PACKED)


class MailPages:
    """The routes of the desk, beside those of the board."""

    def __init__(self, boards: CoordinatorApi, secret_key: str, board: BoardPages) -> None:
        self.boards = boards
        self.visits = board.visits
        self.pages = board.pages
        self._marks = mark_maker(secret_key, b"mail desk")

    def routes(self) -> list[Route]:
        """Return where files arrive and where they are entered."""
        here = "/board/of/{campaign:int}/mail"
        return [
            Route(here, self.arrive, methods=["POST"]),
            Route(f"{here}/store", self.store, methods=["POST"]),
        ]

    @inside
    async def arrive(self, request: Request, visit: BoardVisit) -> Response:
        """Keep the files and show what they say; nothing is entered yet."""
        refuse_other_sites(request)
        campaign = request.path_params["campaign"]
        await self.boards.look(visit.person_id, campaign, lambda *_: None)
        async with posted_form(request, files=MOST_AT_ONCE) as form:
            refuse_foreign(form, visit)
            source = str(form.get("source", "")).strip()[: mail_desk.LONGEST_SOURCE]
            mailed: list[MailedFile] = []
            for file in files_of(form):
                mailed += await asyncio.to_thread(self._taken, file, source)
        if not mailed:
            raise PageRefused(400, say("mail.no_files"))
        if len(mailed) > MOST_DOCUMENTS:
            raise PageRefused(400, say("mail.too_many", count=len(mailed), most=MOST_DOCUMENTS))
        return await self._list(request, visit, mailed, [None] * len(mailed))

    @inside
    async def store(self, request: Request, visit: BoardVisit) -> Response:
        """Enter what is certain; a list whose units were changed, or whose reports were, is shown again."""
        refuse_other_sites(request)
        campaign = request.path_params["campaign"]
        counted = Counted(request, MOST_AT_ONCE * LARGEST_MARK)
        form = await counted.form(
            max_fields=2 + FIELDS_OF_ONE * MOST_DOCUMENTS, max_part_size=LARGEST_MARK
        )
        refuse_foreign(form, visit)
        mailed = [self._marked(visit, str(mark)) for mark in form.getlist("file")]
        chosen = [_number(form, place) for place in range(len(mailed))]
        shown = [_number(form, place, "shown") for place in range(len(mailed))]
        if chosen != shown:
            return await self._list(request, visit, mailed, chosen)
        seen = str(form.get("seen", ""))
        done = await self.boards.store_mail(visit.person_id, campaign, mailed, chosen, seen)
        if done is None:
            return await self._list(request, visit, mailed, chosen, changed=True)
        here = f"/board/of/{campaign}"
        about, _, _ = await self.boards.read_mail(visit.person_id, campaign, [], [])
        return self.pages.show(
            "board_mailed.html", campaign=about, done=done, here=here, token=visit.token
        )

    async def _list(
        self,
        request: Request,
        visit: BoardVisit,
        mailed: list[MailedFile],
        chosen: list[int | None],
        *,
        changed: bool = False,
    ) -> Response:
        campaign = request.path_params["campaign"]
        about, units, readings = await self.boards.read_mail(
            visit.person_id, campaign, mailed, chosen
        )
        return self.pages.show(
            "board_mail.html",
            campaign=about,
            units=units,
            readings=readings,
            seen=mail_desk.looked_at(readings),
            changed=changed,
            marks=[self._marks.dumps([visit.token, asdict(each)]) for each in mailed],
            here=f"/board/of/{campaign}",
            token=visit.token,
        )

    def _taken(self, file: UploadFile, source: str) -> list[MailedFile]:
        """Return the documents in an upload, kept."""
        name = tidy_name(file.filename)
        ending = PurePath(name).suffix.lower()
        folder = self.boards.incoming_folder
        folder.mkdir(parents=True, exist_ok=True)
        number, path = tempfile.mkstemp(
            ".part" if ending not in KNOWN else ending, "mail-", folder
        )
        try:
            with os.fdopen(number, "wb") as target:
                target.write(file.file.read())
            office = self.boards.office()
            return mail_desk.take_in(Path(path), name, office.folder, office.tz, source)
        finally:
            Path(path).unlink(missing_ok=True)

    def _marked(self, visit: BoardVisit, mark: str) -> MailedFile:
        """Return the document that a mark names; 400 for one that was not made for this visit."""
        try:
            token, kept = self._marks.loads(mark)
        except BadData:
            token, kept = "", {}
        if token != visit.token:
            raise PageRefused(400, say("board_page.attached_lost"))
        file = FileRef(**kept.pop("file"))
        said, left = tuple(kept.pop("said")), tuple(kept.pop("left"))
        return MailedFile(**kept, file=file, said=said, left=left)


def _number(form: FormData, place: int, name: str = "unit") -> int | None:
    """Return the unit that was chosen for a document; None for none."""
    given = str(form.get(f"{name}{place}", ""))
    return row_id(given)


def board_routes(boards: CoordinatorApi, secret_key: str, pages: PageTemplates) -> list[Route]:
    """Return all routes under /board."""
    board = BoardPages(boards, secret_key, pages)
    mail, affairs = MailPages(boards, secret_key, board), AffairPages(boards, secret_key, board)
    return [*mail.routes(), *affairs.routes(), *board.routes()]
