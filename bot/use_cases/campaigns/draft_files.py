"""Files that are dropped into a draft, read in a process of its own: a plan, a list of units, an annex."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.errors import OperatorError
from bot.imports.annex import Doubt
from bot.locale.say import say
from bot.model.unit import Unit
from bot.plans.plan_json import proposal_json
from bot.use_cases.campaigns.campaign_draft import known_form
from bot.use_cases.campaigns.draft_plan import PlanSaid, plan_said
from bot.use_cases.campaigns.form_files import doubt_words, read_annex, tree_lines, write_form
from bot.use_cases.campaigns.plan_reading import read_plan_file
from bot.use_cases.campaigns.unit_registry import units_of
from storage import Transaction


@dataclass(frozen=True, slots=True)
class FormRead:
    """An annex as a form: the name of its file in the draft's folder, its rows, what is doubtful."""

    slug: str
    file: str
    title: str
    rows: tuple[str, ...]
    doubts: tuple[str, ...]


def read_plan_json(file: str, name: str) -> PlanSaid:
    """Return what a plan says."""
    with _as_named(file, name):
        return plan_said(proposal_json(read_plan_file(Path(file))), name)


def read_unit_file(file: str, name: str) -> list[Unit]:
    """Return the units of a list."""
    with _as_named(file, name):
        return units_of(Path(file)).units


def read_form_file(file: str, slug: str, name: str) -> FormRead:
    """Return the form of an annex, written beside it."""
    source = Path(file)
    with _as_named(file, name):
        imported = read_annex(source, slug)
        written = write_form(source, imported, source.with_name(f"{slug}.toml"))
    return FormRead(
        slug,
        written.file.name,
        imported.form.title,
        tuple(tree_lines(imported.form)),
        tuple(map(_on_the_page, imported.doubts)),
    )


def _on_the_page(doubt: Doubt) -> str:
    """Return what wants a look as a page says it: columns are corrected there, not in a file."""
    if doubt.reason == "columns":
        return say("wizard.columns_read", **doubt.details)
    return doubt_words(doubt)


class _as_named:  # noqa: N801  reads as what it does
    """Errors name a file as its owner calls it, not as it is kept."""

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OperatorError):
            raise OperatorError(str(error).replace(self.file, self.name)) from None


def write_kept_form(tx: Transaction, slug: str, folder: Path) -> str:
    """Return the name of a form's file, written out as it is kept; "" for a built-in form."""
    kept = None if known_form(slug) else tx.campaigns.form_body(slug)
    if kept is None:
        return ""
    (folder / f"{slug}.toml").write_text(kept[1], encoding="utf-8")
    return f"{slug}.toml"
