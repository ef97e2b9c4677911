"""Examples of what to type, made from the form in use: nobody is told of a row that they lack."""

from __future__ import annotations

from bot.locale.say import say
from bot.model.form import Form, Indicator, Section
from bot.row_types import row_type, takes_words

PLACES = ("eg_row", "eg_said", "eg_rows", "eg_sections", "eg_section", "eg_caption")
NAMED = 3  # sections in an example


def say_for(
    form: Form | None, key: str, /, section: Section | None = None, **details: object
) -> str:
    """Return the sentence for `key` with its examples taken from a form (from one section)."""
    return say(key, **examples(form, section), **details)


def examples(form: Form | None, section: Section | None = None) -> dict[str, str]:
    """Return the PLACES that a sentence may have: a row with an answer to it, two rows with theirs,
    some sections, one section, a caption. Without a form they are blanks."""
    rows = _figures(section.questions if section else form.questions) if form is not None else ()
    if form is None or not rows:
        return dict.fromkeys(PLACES, "…")
    row, other = rows[0], rows[len(rows) // 2]
    both = (row, other) if other is not row else (row,)
    return {
        "eg_row": row.code,
        "eg_said": answer_to(row),
        "eg_rows": "; ".join(f"{each.code}: {answer_to(each)}" for each in both),
        "eg_sections": _sections(form),
        "eg_section": form.sections[-1].code,
        "eg_caption": f"{other.code} {other.name}",
    }


def _figures(questions: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
    """Return the rows that take figures; those of words where there are no others."""
    return tuple(row for row in questions if not takes_words(row)) or questions


def answer_to(row: Indicator) -> str:
    """Return an answer that the row would take."""
    if example := row.example or row_type(row).example or next(iter(row.choices), ""):
        return example
    return row_type(row).sample(row)


def _sections(form: Form) -> str:
    """Return some sections as a person lists them: "mục 1, 2 và 5"."""
    codes = [section.code for section in form.sections]
    some = [*codes[: NAMED - 1], *codes[NAMED - 1 : NAMED + 2][-1:]]
    *first, last = some
    return f"mục {', '.join(first)} và {last}" if first else f"mục {last}"
