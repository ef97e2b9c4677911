"""The official workbook that a form was read from, kept in the data folder to be filled in."""

from __future__ import annotations

import logging
from pathlib import Path

from bot.model.form import Form
from bot.model.template import Template
from bot.use_cases.campaigns.form_files import TEMPLATES

log = logging.getLogger(__name__)


def has_templates(folder: Path) -> bool:
    """Tell whether any form was read from a workbook that is kept."""
    return next((folder / TEMPLATES).glob("*.xlsx"), None) is not None


def load_template(folder: Path, form: Form) -> Template | None:
    """Return the template of a form with its places; None where none is kept or it shows another form, in
    which case the program draws the table itself."""
    path = folder / TEMPLATES / f"{form.slug}.xlsx"
    if not path.is_file():
        return None
    from bot.imports.template_places import find_places

    places = find_places(path, form)
    if places is None:
        log.warning("template %s does not show the form %s", path.name, form.slug)
        return None
    for problem in places.problems:
        log.warning("template %s, line %s: %s", path.name, problem.place, problem.reason)
    return Template(path.read_bytes(), places)
