"""A campaign file, read and checked: the campaign with its plan and items, forms, units, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from operator import attrgetter
from pathlib import Path

from bot.deadlines.deadline_phrase import read_deadline
from bot.errors import UsageError
from bot.forms.form_loader import builtin_slugs, load_builtin, parse_form
from bot.item_types import ITEM_TYPES
from bot.item_types.ledger import is_report
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState, OwnDeadline
from bot.model.campaign_item import CampaignItem
from bot.model.consultation import Consultation, Recipient
from bot.model.deadline import Deadline
from bot.model.form import Form, is_of_kind
from bot.model.plan import Contacts, Opening, Plan, Reference
from bot.model.series import Every, Series
from bot.model.unit import Unit
from bot.model.unusual import Unusual
from bot.use_cases.app_context import AppContext
from bot.use_cases.campaigns.campaign_tables import (
    CampaignKeys,
    ConsultationKeys,
    ItemKeys,
    PlanKeys,
    UpwardKeys,
    fault,
    read_keys,
)
from bot.use_cases.campaigns.unit_registry import BadList, ListedUnits, units_of

NO_DEADLINE = "không ấn định"


NO_DAY = Deadline("")  # of an item that names none


def _last_of(found: Deadline) -> datetime:
    """Return a deadline's last instant; one without any comes last."""
    return found.last_instant or datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class UpwardRead:
    """The coordinator's own deadline as it was read, and the bodies that the report goes to."""

    deadline: Deadline
    receivers: tuple[str, ...]
    is_too_close: bool = False  # less than one working day behind the units' deadline


@dataclass(frozen=True)
class CampaignFile:
    """A campaign file, checked. `beside` are the files that it names, by the name it gives them: they
    are kept when the campaign is made."""

    campaign: Campaign
    forms: tuple[tuple[str, Form], ...]
    units: tuple[Unit, ...]
    deadlines: tuple[Deadline, ...]  # of reports, each once
    source: str
    upward: UpwardRead | None = None
    unit_notes: tuple[str, ...] = ()  # what looks odd in the list of units
    form_files: tuple[tuple[str, Path], ...] = ()  # where each form that is not built in was read
    consultation: Consultation | None = None
    beside: tuple[tuple[str, Path], ...] = ()


def read_campaign(path: Path, office: AppContext) -> CampaignFile:
    """Read and check a campaign file; raises UsageError naming line and key at fault."""
    keys, source = read_keys(path)
    return _Reader(path, keys, source, office).read()


@dataclass
class _Reader:
    """One file being read."""

    path: Path
    keys: CampaignKeys
    source: str
    office: AppContext

    def read(self) -> CampaignFile:
        keys = self.keys
        if keys.period.end < keys.period.start:
            raise self.fault(("period",), "campaign.period_backwards")
        forms = self._forms()
        units = self._units()
        asked, item_deadlines = self._items(units.units)
        usual, own = self._deadlines(units.units)
        deadlines = [*own, *item_deadlines]
        campaign = Campaign(
            0,
            keys.slug,
            keys.title,
            CampaignState.DRAFT,
            keys.period.start,
            keys.period.end,
            usual.phrase,
            usual.last_instant,
            keys.issuer,
            keys.receiver,
            tuple((kind, form.slug) for kind, form in forms),
            keys.photos_min,
            keys.report_file,
            keys.body or keys.issuer,
            keys.previous,
            self._plan(keys.plan),
            asked,
            tuple(owned for owned, _ in deadlines),
            Series(Every(keys.series.every), keys.series.until) if keys.series else None,
            keys.opens,
            unusual=Unusual(**keys.outliers.model_dump()),
        )
        consultation, files = self._consultation(units.units)
        references = [self._file(("plan", "references"), name) for name in keys.plan.references]
        return CampaignFile(
            campaign,
            tuple((form.slug, form) for _, form in forms),
            tuple(units.units),
            tuple(dict.fromkeys([usual, *(read for _, read in deadlines)])),
            self.source,
            self._upward(keys.upward, usual),
            units.notes,
            self._form_files(forms),
            consultation,
            (*references, *files),
        )

    def fault(self, place: Sequence[int | str], sentence: str, **details: object) -> UsageError:
        return fault(self.path, self.source, place, sentence, **details)

    # Deadlines

    def _day(self, place: Sequence[int | str], phrase: date | str) -> Deadline:
        """Return a deadline that names a day, or says that there is none."""
        found = self._phrase(phrase)
        if found.last_instant is None and found.phrase != NO_DEADLINE:
            raise self.fault(place, "campaign.no_deadline")
        return found

    def _phrase(self, phrase: date | str) -> Deadline:
        words = phrase if isinstance(phrase, str) else phrase.isoformat()
        if words.casefold() == NO_DEADLINE:
            words = NO_DEADLINE
        end = self.keys.period.end
        found = read_deadline(
            "" if words == NO_DEADLINE else words,
            year=end.year,
            period_end=end,
            today=self.office.today(),
            hours=self.office.hours,
            inclusive=self.keys.deadline_inclusive,
            calendar=self.office.calendar,
            tz=self.office.tz,
        )
        return replace(found, phrase=words)

    def _deadlines(
        self, units: Iterable[Unit]
    ) -> tuple[Deadline, list[tuple[OwnDeadline, Deadline]]]:
        """Return the usual deadline and those by kind. Where the table has no usual one, every unit's kind
        must be in it, and the latest is shown as the campaign's."""
        stated = self.keys.deadline
        if not isinstance(stated, dict):
            return self._day(("deadline",), stated), []
        by_kind = {kind: self._day(("deadline", kind), phrase) for kind, phrase in stated.items()}
        if not by_kind:
            raise self.fault(("deadline",), "campaign.no_deadline")
        without = [unit.kind for unit in units if not is_of_kind(unit.kind, by_kind)]
        if "" not in by_kind and without:
            first = min(by_kind, key=lambda kind: _last_of(by_kind[kind]))
            like = {"other": first, "phrase": by_kind[first].phrase}
            raise self.fault(("deadline",), "campaign.need_deadline", kind=without[0], **like)
        usual = by_kind.pop("", None) or max(by_kind.values(), key=_last_of)
        return usual, [
            (OwnDeadline(found.phrase, found.last_instant, (kind,)), found)
            for kind, found in by_kind.items()
        ]

    # Items

    def _items(
        self, units: Sequence[Unit]
    ) -> tuple[tuple[CampaignItem, ...], list[tuple[OwnDeadline, Deadline]]]:
        """Return what is asked besides the form. An item that is the report itself gives its day to the
        report of the units that owe it."""
        asked: list[CampaignItem] = []
        deadlines = []
        for place, keys in enumerate(self.keys.asked):
            found = self._item(place, keys, units, list(map(attrgetter("key"), asked)))
            if found.phrase and is_report(found):
                read = self._day(("items", place, "deadline"), found.phrase)
                own = OwnDeadline(found.phrase, found.due, found.kinds, found.units)
                deadlines.append((own, read))
            asked.append(found)
        return tuple(asked), deadlines

    def _item(
        self, place: int, keys: ItemKeys, units: Sequence[Unit], taken: Sequence[str]
    ) -> CampaignItem:
        at = ("items", place)
        unknown = dict.fromkeys(keys.units).keys() - {unit.code for unit in units}
        for code in sorted(unknown)[:1]:
            raise self.fault((*at, "units"), "campaign.item_unit", code=code)
        if keys.minimum is not None and not ITEM_TYPES[keys.type].has_minimum:
            raise self.fault((*at, "minimum"), "campaign.no_minimum", type=keys.type)
        due = self._day((*at, "deadline"), keys.deadline) if keys.deadline else NO_DAY
        number = sum(name.partition("-")[0] == keys.type for name in taken) + 1
        return CampaignItem(
            keys.type if number == 1 else f"{keys.type}-{number}",
            keys.type,
            keys.title,
            tuple(keys.kinds),
            tuple(keys.units),
            keys.minimum or 0,
            keys.row,
            due.phrase,
            due.last_instant,
            tuple(keys.receivers),
        )

    # The plan and what goes upward

    def _plan(self, keys: PlanKeys) -> Plan:
        return Plan(
            keys.number,
            keys.date,
            keys.signer,
            keys.post,
            tuple(keys.basis),
            keys.theme,
            Contacts(tuple(keys.contacts.emails), tuple(keys.contacts.phones)),
            tuple(
                Opening(
                    tuple(each.kinds), each.date, each.until, each.time, each.place, each.length
                )
                for each in keys.openings
            ),
            tuple(Reference(Path(name).name, name) for name in keys.references),
        )

    def _upward(self, keys: UpwardKeys | None, below: Deadline) -> UpwardRead | None:
        """Return the next tier. A phrase without a day ("theo quy định") is kept."""
        if keys is None:
            return None
        deadline = self._phrase(keys.deadline)
        names_a_date = any(map(str.isdigit, deadline.phrase))
        if deadline.last_instant is None and (names_a_date or not deadline.phrase):
            raise self.fault(("upward", "deadline"), "campaign.need_upward")
        named = [*keys.receivers, keys.receiver]
        receivers = tuple(dict.fromkeys(filter(None, named)))
        return UpwardRead(deadline, receivers, self._is_too_close(below, deadline))

    def _is_too_close(self, below: Deadline, above: Deadline) -> bool:
        """Return whether there is less than one working day between two tiers' deadlines (Nghị định
        09/2019/NĐ-CP, Điều 8 khoản 5)."""
        first, last = below.last_day, above.last_day
        if first is None or last is None or last <= first:
            return False  # that they are in the wrong order is said already
        return self.office.calendar.working_days_between(first, last) < 1

    def _consultation(
        self, units: Sequence[Unit]
    ) -> tuple[Consultation | None, list[tuple[str, Path]]]:
        """Return what is asked about the draft, with the draft's file to be kept."""
        keys = self.keys.consultation
        if keys is None:
            return None, []
        deadline = self._day(("consultation", "deadline"), keys.deadline)
        draft = self._file(("consultation", "draft"), keys.draft)
        asked = Consultation(
            Reference(Path(keys.draft).name, keys.draft),
            keys.text,
            deadline.phrase,
            deadline.last_instant,
            keys.silence,
            self._recipients(keys, units),
        )
        return asked, [draft]

    def _recipients(self, keys: ConsultationKeys, units: Sequence[Unit]) -> tuple[Recipient, ...]:
        _, file = self._file(("consultation", "recipients"), keys.recipients)
        try:
            listed = units_of(file, units).units
        except BadList as bad:
            raise UsageError(str(bad)) from None
        return tuple(Recipient(unit.code, unit.name, unit.kind) for unit in listed)

    # Files beside it

    def _file(self, place: Sequence[str], name: str) -> tuple[str, Path]:
        file = self.path.parent / name
        if not file.is_file():
            raise self.fault(place, "campaign.no_file", name=name)
        return name, file

    def _units(self) -> ListedUnits:
        try:
            return units_of(self.path.parent / self.keys.units)
        except BadList as bad:
            raise UsageError(str(bad)) from None

    def _forms(self) -> list[tuple[str, Form]]:
        """(kind of unit, form); the form may be missing altogether."""
        stated = self.keys.form
        table = stated if isinstance(stated, dict) else {"": stated}
        forms = [
            (kind, load_form(self.path, name, self.source)) for kind, name in table.items() if name
        ]
        by_slug: dict[str, Form] = {}
        for _, form in forms:
            if by_slug.setdefault(form.slug, form) != form:
                raise UsageError(say("form_change.slug_taken", file=self.path, slug=form.slug))
        return forms

    def _form_files(self, forms: Sequence[tuple[str, Form]]) -> tuple[tuple[str, Path], ...]:
        """Slug and file of each form that was read from one."""
        stated = self.keys.form
        names = stated.values() if isinstance(stated, dict) else [stated]
        read = list(filter(None, names))
        return tuple(
            (form.slug, self.path.parent / name)
            for (_, form), name in zip(forms, read, strict=True)
            if name not in builtin_slugs()
        )


def form_named(name: str) -> tuple[Form, Path | None]:
    """Return a built-in form by slug, or a form file with its path."""
    if name in builtin_slugs():
        return load_builtin(name), None
    if not Path(name).is_file():
        raise UsageError(say("file.missing", file=name))
    return load_form(Path(name), Path(name).name), Path(name)


def load_form(beside: Path, name: str, source: str = "") -> Form:
    """Return a built-in form by slug, or a form file by its path beside the campaign file."""
    if name in builtin_slugs():
        return load_builtin(name)
    file = beside.parent / name
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(builtin_slugs())
        raise fault(
            beside, source, ("form",), "campaign.no_form", name=name, known=known
        ) from None
    form, faults = parse_form(text, str(file))
    if form is None or faults:
        raise UsageError("\n".join(fault.text for fault in faults))
    return form
