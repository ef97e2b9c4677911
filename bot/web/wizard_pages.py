"""A new campaign in five steps, each a page that can be left and continued: the plan, what was read,
the units, the form, and everything that will be sent. Nothing is sent before "Mở đợt"."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.errors import OperatorError
from bot.forms.form_loader import builtin_slugs
from bot.imports.safe_zip import LARGEST
from bot.item_types import ITEM_TYPES
from bot.locale.dates import written_day
from bot.locale.say import say
from bot.model.form import Form
from bot.model.optional import optional
from bot.model.row_id import row_id
from bot.model.series import Every
from bot.row_types.column_roles import ROLES
from bot.use_cases.campaigns.campaign_draft import (
    FACTS,
    ChosenForm,
    Draft,
    add_units,
    gaps,
    remove_units,
    typed_units,
    with_plan,
)
from bot.use_cases.campaigns.form_correction import (
    KINDS,
    correct_form,
    form_in,
    may_change_kind,
)
from bot.use_cases.office.office_api import DraftMoved, OfficeApi
from bot.use_cases.office.office_entry import NotOfOffice
from bot.web.office_pages import in_office
from bot.web.page_templates import PageTemplates
from bot.web.security import PageRefused
from bot.web.uploads import files_of, tidy_name
from bot.web.visit_forms import form_of_visit, form_with_file, words
from bot.web.visits import BoardVisit, Visits
from bot.web.wizard_choices import corrections, with_forms, with_item
from bot.web.wizard_units import chosen_units, is_before_reform, registry_of
from storage import KeptDraft

STEPS = ("plan", "facts", "units", "forms", "check")
PLAN_ENDINGS = (".docx", ".pdf", ".txt", ".md")
LIST_ENDINGS = (".xlsx", ".xls", ".csv")
ANNEX_ENDINGS = (".xlsx", ".xls", ".docx")
MOST_UNITS = 5000


class WizardPages:
    """The routes under /setup/draft."""

    def __init__(self, office: OfficeApi, secret_key: str, pages: PageTemplates) -> None:
        self.office = office
        self.visits = Visits(office.sign_in, secret_key)
        self.pages = pages

    def routes(self) -> list[Route]:
        draft = "/setup/draft/{draft:int}"
        return [
            Route(f"{draft}/{{step}}", self.show, methods=["GET"]),
            Route(f"{draft}/{{step}}", self.post, methods=["POST"]),
        ]

    @in_office
    async def show(self, request: Request, visit: BoardVisit) -> Response:
        return await self._step(request, visit)

    async def _step(
        self, request: Request, visit: BoardVisit, fault: str = "", **more: Any
    ) -> Response:
        """Return one step's page, with what went wrong above it."""
        step = request.path_params["step"]
        if step not in STEPS:
            raise NotOfOffice
        kept, draft = await self.office.draft(visit.person_id, request.path_params["draft"])
        if kept.campaign_id is not None:
            return RedirectResponse(f"/setup/campaign/{kept.campaign_id}", 303)
        details = await self._details(step, request, visit, kept, draft)
        return self.pages.show(
            f"wizard_{step}.html",
            422 if fault else 200,
            kept=kept,
            draft=draft,
            step=step,
            steps=STEPS,
            here=f"/setup/draft/{kept.id}",
            token=visit.token,
            fault=fault,
            missing=gaps(draft),
            **{**details, **more},
        )

    async def _details(
        self, step: str, request: Request, visit: BoardVisit, kept: KeptDraft, draft: Draft
    ) -> dict[str, Any]:
        """Return what a step's page shows besides the draft."""
        match step:
            case "facts":
                said = draft.facts
                meant = self.office.deadline_words(said.get("deadline", ""), said.get("end", ""))
                shown = {"kinds": FACTS, "deadline_words": meant, "rounds": tuple(Every)}
                return {**shown, "unread": {}}
            case "units":
                asked = dict(request.query_params)
                body = "" if draft.units else kept.body
                return {
                    "registry": registry_of(draft.facts, asked, body),
                    "chosen": asked.get("province", ""),
                    "is_before": is_before_reform(draft.facts),
                    "have": {unit.code for unit in draft.units},
                    "previous": await self.office.previous(visit.person_id, kept.body),
                }
            case "forms":
                return {
                    "known": await self.office.kept_forms(visit.person_id, kept.body),
                    "builtin": builtin_slugs(),
                    "item_types": tuple(ITEM_TYPES),
                    "read": None,
                    "corrected": self._annex_forms(kept, draft),
                    "roles": tuple(ROLES),
                    "row_kinds": KINDS,
                    "may_change": may_change_kind,
                }
            case "check":
                preview = await self.office.preview(visit.person_id, kept.id)
                return {"preview": preview, "now": self.office.now()}
            case _:
                return {}

    @in_office
    async def post(self, request: Request, visit: BoardVisit) -> Response:
        """Take a step's form in; what is wrong is said on the same page and loses nothing."""
        step = request.path_params["step"]
        acts: dict[str, Callable[[Request, BoardVisit], Any]] = {
            "plan": self._plan,
            "facts": self._facts,
            "units": self._units,
            "forms": self._forms,
            "check": self._check,
            "drop": self._drop,
        }
        if step not in acts:
            raise NotOfOffice
        try:
            response: Response = await acts[step](request, visit)
        except DraftMoved:
            raise PageRefused(409, say("wizard.moved")) from None
        except OperatorError as error:
            return await self._step(request, visit, str(error))
        return response

    async def _read(
        self, request: Request, visit: BoardVisit, form: FormData
    ) -> tuple[KeptDraft, Draft]:
        """Return the draft that a form was made from; raises DraftMoved where it is another now."""
        kept, draft = await self.office.draft(visit.person_id, request.path_params["draft"])
        if form.get("version") != str(kept.version) or kept.campaign_id is not None:
            raise DraftMoved
        return kept, draft

    async def _save(self, visit: BoardVisit, kept: KeptDraft, draft: Draft, step: str) -> Response:
        await self.office.save(visit.person_id, kept, draft)
        return RedirectResponse(f"/setup/draft/{kept.id}/{step}", 303)

    # 1 The plan

    async def _plan(self, request: Request, visit: BoardVisit) -> Response:
        async with form_with_file(request, visit) as form:
            kept, draft = await self._read(request, visit, form)
            file, name = await self._kept_file(kept, form, "plan", PLAN_ENDINGS)
        if file is None:
            return RedirectResponse(f"/setup/draft/{kept.id}/facts", 303)
        plan = await self.office.read_plan(file, name)
        return await self._save(visit, kept, with_plan(draft, plan), "facts")

    async def _kept_file(
        self, kept: KeptDraft, form: FormData, stem: str, endings: Sequence[str]
    ) -> tuple[Path | None, str]:
        """Return an uploaded file in the draft's own folder, with its name; None without one. Raises
        OperatorError for a kind of file that cannot be read here."""
        files = files_of(form)
        if not files:
            return None, ""
        name = tidy_name(files[0].filename)
        ending = Path(name).suffix.lower()
        if ending not in endings:
            known = ", ".join(endings)
            raise OperatorError(say("wizard.bad_ending", file=name, known=known))
        target = self.office.folder_of(kept.id) / f"{stem}{ending}"
        await asyncio.to_thread(_copy, files[0], target, name)
        return target, name

    # 2 What was read

    async def _facts(self, request: Request, visit: BoardVisit) -> Response:
        form = await form_of_visit(request, visit)
        kept, draft = await self._read(request, visit, form)
        facts = {kind.name: words(form, kind.name, 500) for kind in FACTS}
        days = {kind.name: facts[kind.name] for kind in FACTS if kind.is_date}
        days["series_until"] = words(form, "series_until")
        kept_days = {**draft.facts, "series_until": draft.series_until}
        read, unread = _read_days(days, kept_days)
        confirmed = frozenset(map(str, form.getlist("confirmed")))
        every = words(form, "series")
        fresh = replace(
            draft,
            facts={**facts, **{name: read[name] for name in days if name in facts}},
            confirmed=confirmed,
            series=every if every in tuple(Every) else "",
            series_until=read["series_until"],
        )
        if unread:
            await self.office.save(visit.person_id, kept, fresh)
            fault = say("day_field.unread", text=", ".join(unread.values()))
            return await self._step(request, visit, fault, unread=unread)
        step = "units" if words(form, "act") == "next" else "facts"
        return await self._save(visit, kept, fresh, step)

    # 3 Units

    async def _unit_file(self, request: Request, visit: BoardVisit) -> Response:
        """Add the units of a dropped list."""
        async with form_with_file(request, visit) as form:
            kept, draft = await self._read(request, visit, form)
            file, name = await self._kept_file(kept, form, "list", LIST_ENDINGS)
        if file is None:
            raise OperatorError(say("wizard.no_file"))
        units = await self.office.read_units(file, name)
        return await self._save(visit, kept, _full(add_units(draft, units)), "units")

    async def _units(self, request: Request, visit: BoardVisit) -> Response:
        if _has_file(request):
            return await self._unit_file(request, visit)
        form = await form_of_visit(request, visit)
        kept, draft = await self._read(request, visit, form)
        match words(form, "act"):
            case "next":
                return RedirectResponse(f"/setup/draft/{kept.id}/forms", 303)
            case "registry":
                draft = add_units(draft, chosen_units(form))
            case "previous":
                draft = await self._from_previous(visit, draft, words(form, "campaign"))
            case "typed":
                names = str(form.get("names") or "")[:20_000]
                kind, parent = words(form, "kind", 60), words(form, "parent", 60)
                known = await self.office.known_units(visit.person_id, kept.body)
                draft = add_units(draft, typed_units(draft, names, kind, parent, known))
            case "remove":
                draft = remove_units(draft, list(map(str, form.getlist("remove"))))
            case _:
                raise PageRefused(400, say("page.bad_request"))
        return await self._save(visit, kept, _full(draft), "units")

    async def _from_previous(self, visit: BoardVisit, draft: Draft, number: str) -> Draft:
        """Return the draft with the units of an earlier campaign, as they are in the new period."""
        earlier = row_id(number)
        if earlier is None:
            raise PageRefused(400, say("page.bad_request"))
        start = draft.facts.get("start", "")
        on = optional(date.fromisoformat, start)
        units = await self.office.units_of(visit.person_id, earlier, on)
        about = await self.office.campaign(visit.person_id, earlier)
        return replace(add_units(draft, units), previous=about.campaign.slug)

    # 4 The form

    async def _forms(self, request: Request, visit: BoardVisit) -> Response:
        if _has_file(request):
            return await self._annex(request, visit)
        form = await form_of_visit(request, visit)
        kept, draft = await self._read(request, visit, form)
        match words(form, "act"):
            case "correct":
                return await self._correct(visit, kept, draft, form)
            case "item":
                return await self._save(visit, kept, with_item(draft, form), "forms")
            case act:
                kept_forms = await self.office.kept_forms(visit.person_id, kept.body)
                known = {*(slug for slug, _ in kept_forms), *builtin_slugs()}
                step = "check" if act == "next" else "forms"
                return await self._save(visit, kept, with_forms(draft, form, known), step)

    def _annex_forms(self, kept: KeptDraft, draft: Draft) -> list[tuple[str, Form]]:
        """Return the forms that were read in a draft, by slug, as they stand by now."""
        folder = self.office.folder_of(kept.id)
        files = {read.slug: folder / read.file for read in draft.annexes}
        return [(slug, form_in(file)) for slug, file in files.items() if file.exists()]

    async def _correct(
        self, visit: BoardVisit, kept: KeptDraft, draft: Draft, form: FormData
    ) -> Response:
        """Write a read annex anew with other words, roles and kinds."""
        slug = words(form, "slug", 200)
        if slug not in {read.slug for read in draft.annexes}:
            raise PageRefused(400, say("page.bad_request"))
        file = self.office.folder_of(kept.id) / f"{slug}.toml"
        await asyncio.to_thread(correct_form, file, corrections(form))
        return await self._save(visit, kept, draft, "forms")

    async def _annex(self, request: Request, visit: BoardVisit) -> Response:
        """Read a form from a dropped annex, or from the plan's own file, and show its rows."""
        async with form_with_file(request, visit) as form:
            kept, draft = await self._read(request, visit, form)
            number = len(draft.annexes) + 1
            stem = f"bieu-{kept.id}-{number}"
            if words(form, "act") == "from_plan":
                name = draft.plan.file if draft.plan else ""
                file = self._plan_file(kept, name)
            else:
                file, name = await self._kept_file(kept, form, stem, ANNEX_ENDINGS)
            kind = words(form, "kind", 60)
        if file is None:
            raise OperatorError(say("wizard.no_file"))
        read = await self.office.read_form(file, stem, name)
        others = tuple(chosen for chosen in draft.forms if chosen.kind != kind)
        chosen = ChosenForm(kind, read.slug, read.file)
        fresh = replace(
            draft, forms=(*others, chosen), annexes=(*draft.annexes, chosen), form_chosen=True
        )
        await self.office.save(visit.person_id, kept, fresh)
        return await self._step(request, visit, read=read)

    def _plan_file(self, kept: KeptDraft, name: str) -> Path | None:
        """Return where the plan's own file lies; None where it is gone."""
        file = self.office.folder_of(kept.id) / f"plan{PurePath(name).suffix.lower()}"
        return file if file.is_file() else None

    # 5 Everything that will be sent

    async def _check(self, request: Request, visit: BoardVisit) -> Response:
        form = await form_of_visit(request, visit)
        kept, _ = await self._read(request, visit, form)
        open_it = words(form, "act") == "open"
        made = await self.office.make(visit.person_id, kept.id, open_it=open_it)
        return RedirectResponse(f"/setup/campaign/{made.id}", 303)

    async def _drop(self, request: Request, visit: BoardVisit) -> Response:
        form = await form_of_visit(request, visit)
        await self._read(request, visit, form)
        await self.office.drop(visit.person_id, request.path_params["draft"])
        return RedirectResponse("/setup", 303)


def _has_file(request: Request) -> bool:
    """Return whether a step's form may carry a file."""
    return request.headers.get("content-type", "").startswith("multipart/form-data")


def _copy(file: UploadFile, target: Path, name: str) -> None:
    """Write an upload where it is read; raises OperatorError for one that is too large."""
    size = file.size or 0
    if size > LARGEST:
        raise OperatorError(say("plan.refused.too_large", file=name))
    with target.open("wb") as kept:
        shutil.copyfileobj(file.file, kept)


def _read_days(
    typed: Mapping[str, str], kept: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the days of some fields as a draft keeps them ("" for none), and the words that are no day:
    there the day that is kept stays."""
    found = {name: written_day(text) for name, text in typed.items()}
    unread = {name: text for name, text in typed.items() if text and found[name] is None}
    days = {name: day.isoformat() if day else "" for name, day in found.items()}
    return days | {name: kept.get(name, "") for name in unread}, unread


def _full(draft: Draft) -> Draft:
    """Return the draft; raises OperatorError where it has more units than a campaign can have."""
    if len(draft.units) > MOST_UNITS:
        raise OperatorError(say("wizard.too_many", most=MOST_UNITS))
    return draft
