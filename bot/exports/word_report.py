"""The draft of the report "Kết quả tổ chức Tuần lễ …" in words, as a Word document.

Layout after Nghị định 30/2020/NĐ-CP, Phụ lục I. The text follows the form's outline and names no
row itself; each number stands in a cell of the annex too. What no cell knows (number and date,
the plan, assessments, who signs) is left open, so that nobody signs what a program made up.
"""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import Any, BinaryIO

from bot.exports import official_letter, report_annex
from bot.exports.custom_properties import saved_with
from bot.exports.decree_layout import body, draw_title, heading, like
from bot.exports.export_progress import followed, stage
from bot.exports.file_metadata import campaign_properties
from bot.exports.issuer import Issuer, issuer_of
from bot.exports.report_outline import (
    ReportOutline,
    ReportSection,
    SectionNumbers,
    cells_of,
    is_known,
    joined_parts,
    lines,
    outline_of,
    sentence,
)
from bot.exports.sheet_data import CampaignSheet
from bot.exports.sheet_layout import snapshot_words
from bot.figures.rollup import RollUp, UnitReport, roll_up
from bot.locale.dates import day, moment
from bot.locale.plan_sentences import opening_in_words
from bot.locale.say import say
from bot.model.form import Form
from bot.model.grouping import grouped_by
from bot.model.plan import Plan
from bot.row_types import row_type, takes_words
from bot.vietnamese.spell import padded


def write_campaign(sheet: CampaignSheet, target: BinaryIO) -> None:
    """Write the report with its annexes."""
    at = sheet.generated_at.astimezone(sheet.tz)
    foot = ". ".join(filter(None, (snapshot_words(sheet), say("word.foot", at=moment(at)))))
    issuer = issuer_of(sheet)
    document = official_letter.begin(issuer, at, foot, number="word.number")
    grand = sheet.grand
    total = roll_up(grand.form, grand.units)
    outline = outline_of(grand.form, _added_rows(sheet), sheet.outline)
    with stage(0.2):
        _beginning(document, sheet, issuer)
        _direction(document, sheet, total)
        _results(document, grand, total, outline)
    with stage(0.8):
        gathered = _gathered(grand.form, total, outline)
        _assessment(document, [*gathered, *_written(sheet)])
    _end(document, sheet, issuer)
    report_annex.draw(document, sheet, issuer.name, issuer.symbol)
    target.write(saved_with(document, campaign_properties(sheet)))


def _added_rows(sheet: CampaignSheet) -> tuple[str, ...]:
    """Return rows that the usual form does not ask: those of other forms and of its earlier version."""
    return tuple(
        row.code
        for row in sheet.grand.form.rows
        if row.retired or sheet.form.find(row.code) is None
    )


# -- beginning and end ----------------------------------------------------------------------------


def _beginning(document: Any, sheet: CampaignSheet, issuer: Issuer) -> None:
    draw_title(document, say("word.kind"), say("word.subject", title=sheet.title))
    official_letter.address(document, sheet.addressees or (issuer.superior,))
    plan_of = sheet.issuer or say("decree.dots")
    named = {"issuer": plan_of, "title": sheet.title, "body": issuer.name}
    body(document, say("word.basis", **named, **plan_number_and_date(sheet.plan)))


def plan_number_and_date(plan: Plan) -> dict[str, str]:
    """Return a plan's number and day as papers write them: dots for what is not known."""
    day_open, number_open = say("word.plan_day_open"), say("word.plan_number_open")
    if plan.date is None:
        return {"number": plan.number or number_open, "date": day_open}
    when = {"day": f"{plan.date:%d}", "month": month_in_papers(plan.date), "year": plan.date.year}
    return {"number": plan.number or number_open, "date": say("word.plan_day", **when)}


def month_in_papers(when: date) -> str:
    """Return the number of a month, January and February with a nought (Nghị định 30/2020/NĐ-CP)."""
    return f"{when.month:02d}" if when.month < 3 else str(when.month)


def _end(document: Any, sheet: CampaignSheet, issuer: Issuer) -> None:
    closing = body(document, say("word.closing", title=sheet.title))
    closing.paragraph_format.keep_with_next = True  # no page with signatures alone
    official_letter.sign(document, issuer)


# -- I: how it went -------------------------------------------------------------------------------


def _direction(document: Any, sheet: CampaignSheet, total: RollUp) -> None:
    heading(document, say("word.part.1"))
    body(document, say("word.direction"), italic=True)
    if sheet.period:
        start, end = sheet.period
        body(document, say("word.period", start=day(start), end=day(end)))
    if sheet.plan.theme:
        body(document, say("plan_record.theme", theme=sheet.plan.theme) + ".")
    for opening in sheet.plan.openings:
        body(document, say("plan_record.opening", opening=opening_in_words(opening)) + ".")
    if sheet.deadline_words:
        body(document, say("word.deadline", deadline=sheet.deadline_words))
    body(document, _standing(sheet))
    for text in (_late(sheet), _missing(sheet, total)):
        if text:
            body(document, text)


def _standing(sheet: CampaignSheet) -> str:
    units = sheet.reporting
    return say(
        "word.standing",
        at=moment(sheet.generated_at.astimezone(sheet.tz)),
        counted=sum(unit.is_in for unit in units),
        all=len(units),
        kinds=_by_kind(units),
    )


def _by_kind(units: tuple[UnitReport, ...]) -> str:
    """Return how many of each kind, where there are several."""
    kinds = grouped_by(attrgetter("kind"), units)
    if len(kinds) < 2:
        return ""
    each = (
        say(
            "word.one_kind",
            kind=kind or say("word.no_kind"),
            counted=sum(unit.is_in for unit in mine),
            all=len(mine),
        )
        for kind, mine in kinds.items()
    )
    return say("word.by_kind", kinds="; ".join(each))


def _late(sheet: CampaignSheet) -> str:
    late = [unit for unit in sheet.all_units if unit.late_days > 0 and unit.has_sent]
    names = [
        say("word.late_unit", unit=unit.unit_name, days=padded(unit.late_days)) for unit in late
    ]
    return say("word.late", units=padded(len(late)), names="; ".join(names)) if late else ""


def _missing(sheet: CampaignSheet, total: RollUp) -> str:
    """Name whose figures are not in the total: who sent nothing, and who stands below a total without
    an accepted report."""
    missing = [unit.unit_name for unit in (*total.missing, *sheet.not_in_totals)]
    if not missing:
        return say("word.all_sent")
    sentence = "word.missing_below" if sheet.not_in_totals else "word.missing"
    return say(sentence, units=padded(len(missing)), names="; ".join(missing))


# -- II: the figures ------------------------------------------------------------------------------


def _results(document: Any, sheet: CampaignSheet, total: RollUp, outline: ReportOutline) -> None:
    heading(document, say("word.part.2"))
    body(document, say("word.figures_for"))
    if before := sheet.before:
        names = "; ".join(before.units)
        body(document, say("word.compared", year=before.year, names=names), italic=True)
    figures = {code: each.figures for code, each in total.totals.items()}
    numbers = SectionNumbers(sheet.form, figures)
    for number, passage in enumerate(outline.passages, start=1):
        heading(document, say("word.passage", number=number, title=passage.title))
        _passage(document, sheet, passage, numbers, _is_open(passage, numbers, total))


def _is_open(passage: ReportSection, numbers: SectionNumbers, total: RollUp) -> bool:
    """Tell whether a unit that sent its report left one of the passage's rows without a figure."""
    rows = {code for code, _ in cells_of(passage, numbers)}
    rows |= {below.code for code in rows for below in numbers.form.children(code)}
    found = [code for code in rows if code in total.totals]
    return any(total.left_open(code) or total.totals[code].units_pending for code in found)


def _passage(
    document: Any,
    part: CampaignSheet,
    passage: ReportSection,
    numbers: SectionNumbers,
    is_open: bool,
) -> None:
    told = sentence(passage, numbers)
    listed = lines(passage, numbers)
    if told:
        body(document, told)
    elif not listed:
        nothing = "word.nothing_so_far" if is_open else "word.nothing"
        body(document, say(nothing if is_known(passage, numbers) else "word.unknown"))
    for line in listed:
        body(document, line)
    if before := part.before:
        text = joined_parts(passage, SectionNumbers(part.form, before.figures))
        now = joined_parts(passage, SectionNumbers(part.form, before.now))
        if text:
            words = {"year": before.year, "units": padded(len(before.units)), "text": text}
            body(document, say("word.before", **words, now=now or say("word.none")), italic=True)


# -- III: words -----------------------------------------------------------------------------------


def _assessment(document: Any, gathered: list[str]) -> None:
    heading(document, say("word.part.3"))
    titled = (
        ("word.review_title", [say("word.review")], True),
        ("word.gathered", gathered, False),
        ("word.proposals_title", [say("word.proposals")], True),
    )
    number = 0
    for key, texts, is_open in titled:
        if not texts:
            continue
        number += 1
        heading(document, say("word.passage", number=number, title=say(key)))
        paragraph = body(document, texts[0], italic=is_open)
        for text in followed(texts[1:]):
            paragraph = like(paragraph, text)


def _gathered(form: Form, total: RollUp, outline: ReportOutline) -> list[str]:
    """Return the units' own words and what is no figure, a paragraph each, under their names."""
    texts = []
    for row in (form.by_code[code] for code in outline.gathered):
        for unit in total.counted:
            answer = unit.answers.get(row.code)
            words = row_type(row).said(row, answer).strip() if answer is not None else ""
            if words:
                first, *rest = words.splitlines()
                told = first if takes_words(row) else f"{row.name}: {first}"
                texts.append(say("word.unit_text", unit=unit.unit_name, text=told))
                texts.extend(line for line in rest if line.strip())
    return texts


def _written(sheet: CampaignSheet) -> list[str]:
    """Return the parts in words beside the form, each under its title and its unit's name."""
    texts = []
    for row in sheet.written:
        for unit in sheet.all_units:
            answer = unit.answers.get(row.code) if unit.is_told else None
            if answer is not None and answer.text.strip():
                first, *rest = answer.text.strip().splitlines()
                told = f"{row.name}: {first}"
                texts.append(say("word.unit_text", unit=unit.unit_name, text=told))
                texts.extend(line for line in rest if line.strip())
    return texts
