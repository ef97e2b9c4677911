"""A plan read as a proposal: every value with its sentence, and None or nothing for "not stated"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo
from operator import attrgetter

from bot.deadlines.deadline_phrase import read_deadline
from bot.model.calendar import WorkingCalendar
from bot.model.deadline import Deadline
from bot.plans.plan_checks import Contradiction, Facts, contradictions, has_form
from bot.plans.plan_consultation import Consultation, consultation
from bot.plans.plan_dates import dates_in
from bot.plans.plan_duties import Duty, contacts, duties, tiers
from bot.plans.plan_header import (
    Cited,
    Paper,
    basis,
    dateline,
    issuer,
    papers,
    plan_number,
    plan_year,
    theme,
)
from bot.plans.plan_reports import (
    ReportDeadline,
    attachments,
    photos_required,
    report_deadlines,
)
from bot.plans.plan_schedule import Opening, Period, openings, periods
from bot.plans.plan_text import Block, Sentence, fold

EVERY_SCHOOL = ("cơ sở giáo dục", "trường")  # levels that hold for every kind of school
LOWER_TIERS = "deadline (lower tiers: the district sets it)"
_CALLED_OFF = re.compile(r"khong to chuc[^.;]{0,20}khai mac")
_DISTRICTS = ("huyen", "quan", "thi xa")


@dataclass
class Proposal:
    """What a plan says. `sources` names the sentence of each value by its path in the JSON."""

    plan_number: str | None = None
    issuer: str | None = None
    issuer_level: str | None = None
    place: str | None = None
    issued: date | None = None
    year: int | None = None
    theme: str | None = None
    period: Period | None = None
    openings: list[Opening] = field(default_factory=list)
    dues: list[ReportDeadline] = field(default_factory=list)
    consultation: Consultation | None = None
    tiers: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    photos_required: bool = False
    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    basis: list[Cited] = field(default_factory=list)
    duties: list[Duty] = field(default_factory=list)
    has_form: bool = False
    contradictions: list[Contradiction] = field(default_factory=list)
    must_ask: list[str] = field(default_factory=list)
    sources: dict[str, Sentence] = field(default_factory=dict)


def read_plan(blocks: Sequence[Block], *, calendar: WorkingCalendar, tz: tzinfo) -> Proposal:
    """Read a document's blocks; never fails, and states nothing that is not printed."""
    if not blocks:
        return Proposal(must_ask=must_ask(Proposal()))
    plan, others = papers(blocks)
    made = Proposal()
    made.sources = _read_head(made, plan)
    said = plan.sentences
    held = periods(said, made.year)
    made.period = held[0] if held else None
    made.openings = openings(said, made.year, made.issuer_level or "")

    def read(phrase: str) -> Deadline:
        end = made.period.end if made.period else None
        found = read_deadline(phrase, calendar=calendar, tz=tz, year=made.year, period_end=end)
        return Deadline(phrase) if _is_guessed(phrase, found, made) else found

    told = report_deadlines(plan, read)
    dues = _without_the_past(told, made)
    made.dues = sorted(dues, key=lambda due: (_is_upward(due, dues), due.day or date.max))
    made.consultation = consultation(plan, others, read)
    made.attachments = attachments(made.dues)
    made.photos_required = photos_required(made.dues, said)
    made.emails, made.phones, contact_line = contacts(said)
    made.basis = basis(plan, others)
    made.duties = duties(said, made.dues)
    made.has_form = has_form(plan)
    made.tiers = tiers(said, made.issuer_level or "", made.basis, made.dues)
    made.contradictions = contradictions(
        Facts(plan, others, made.year, made.issued, made.period, held, made.openings, told)
    )
    made.must_ask = must_ask(made, " ".join(map(attrgetter("plain"), plan.blocks)))
    made.sources |= _sources_of_lists(made)
    single = {"contacts": contact_line, "period": made.period and made.period.sentence}
    made.sources |= {path: sentence for path, sentence in single.items() if sentence}
    return made


def _is_guessed(phrase: str, found: Deadline, made: Proposal) -> bool:
    """Tell whether a deadline's year would be a guess: none is printed, and the plan has none, or in that
    year the day was over when the plan was signed."""
    printed = list(dates_in(fold(phrase)))
    if not printed or any(day.year is not None for day in printed):
        return False
    signed = made.issued or date.min
    return made.year is None or (found.last_day is not None and found.last_day < signed)


def _without_the_past(told: Sequence[ReportDeadline], made: Proposal) -> list[ReportDeadline]:
    """Return the deadlines without those in a year before the plan's: what it tells of last year's reports,
    or a misprint, which is among the contradictions."""
    year = min(made.year or 0, (made.issued or date.max).year)
    return [due for due in told if due.day is None or due.day.year >= year]


def _read_head(made: Proposal, plan: Paper) -> dict[str, Sentence]:
    """Fill in what stands above the first section; return the sentence of each value."""
    line = dateline(plan)
    made.plan_number, number_line = plan_number(plan)
    made.year, year_line = plan_year(plan, line)
    made.theme, theme_line = theme(plan)
    found = {"plan_number": number_line, "year": year_line, "theme": theme_line}
    if line is not None:
        made.place, made.issued = line.place or None, line.issued
        found |= {"issued": line.sentence, "place": line.sentence}
    issuing = issuer(plan, line)
    if issuing is not None:
        made.issuer, made.issuer_level = issuing.name, issuing.level or None
        found["issuer"] = issuing.sentence
    return {path: sentence for path, sentence in found.items() if sentence is not None}


def _sources_of_lists(made: Proposal) -> dict[str, Sentence]:
    lists: dict[str, Sequence[Period | Opening | ReportDeadline | Cited | Duty]] = {
        "opening": made.openings,
        "report_deadlines": made.dues,
        "basis": made.basis,
        "duties": made.duties,
    }
    found = {
        f"{name}[{place}]": each.sentence
        for name, listed in lists.items()
        for place, each in enumerate(listed)
    }
    if made.consultation is not None:
        found["consultation_deadline"] = made.consultation.due.sentence
    return found


def must_ask(made: Proposal, whole: str = "") -> list[str]:
    """Return what the coordinator has to say because the plan does not."""
    lower = [due for due in made.dues if not _is_upward(due, made.dues)]
    upper = [due for due in made.dues if _is_upward(due, made.dues)]
    dated = any(due.deadline is not None and due.deadline.is_stated for due in lower)
    missing = {
        "plan number": made.plan_number is None,
        "day of issue": made.issued is None,
        "theme": made.theme is None,
        "period": made.period is None,
        "opening": not made.openings and "khai mac" in whole and not _CALLED_OFF.search(whole),
        "deadline": not dated,
        "reporters": not all(map(attrgetter("who"), made.dues)),
        "receiver": not all(map(attrgetter("to"), made.dues)),
        LOWER_TIERS: dated and _reporters_are_districts(lower),
        "upward deadline": dated and _owes_upward_without_a_day(upper, whole),
        "form": not made.has_form,
    }
    return [name for name, is_missing in missing.items() if is_missing]


def _is_upward(due: ReportDeadline, dues: Sequence[ReportDeadline]) -> bool:
    """Tell whether it is the report of the desk that sums up: of whom the others report to or through."""
    desks = {office_key(via) for other in dues if other is not due for via in _desks(other)}
    return any(office_key(who) in desks for who in due.who)


def _desks(due: ReportDeadline) -> list[str]:
    return [*due.to, *([due.via] if due.via else [])]


def office_key(name: str) -> str:
    """Return an office's name for comparison: "phòng Giáo dục và đào tạo thành phố" is Phòng GDĐT."""
    plain = (
        fold(name).replace("&", "").replace("giao duc va dao tao", "gddt").replace("gd-dt", "gddt")
    )
    return " ".join(plain.replace("email ", "").split()[:2])


def _reporters_are_districts(lower: Sequence[ReportDeadline]) -> bool:
    return any(
        f"cac {level}" in fold(who) for due in lower for who in due.who for level in _DISTRICTS
    )


def _owes_upward_without_a_day(upper: Sequence[ReportDeadline], whole: str) -> bool:
    """Tell whether somebody reports further up and the plan does not say by when."""
    if upper:
        return not any(due.deadline is not None and due.deadline.is_stated for due in upper)
    onward = (
        "bao cao ubnd tinh",
        "gui uy ban nhan dan tinh",
        "bao cao so ",
        "bao cao bo ",
        "gui so ",
    )
    return any(words in whole for words in onward)
