"""A campaign that is being set up: what stands in it so far, what is missing, and the campaign file
that it becomes. The file is the one that `baocao campaign create` reads."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.forms.form_loader import builtin_slugs
from bot.locale.say import say
from bot.model.grouping import grouped_by
from bot.model.optional import optional
from bot.model.unit import Unit
from bot.registry.campaign_units import COLUMNS
from bot.use_cases.campaigns.draft_plan import OpeningSaid, PlanSaid, plan_from_plain
from bot.vietnamese.normalise import clean, unaccented

LONGEST_SLUG = 60
NAMED = 3  # of the facts that nobody has looked at
CAMPAIGN_FILE, UNIT_FILE = "campaign.toml", "units.csv"


@dataclass(frozen=True, slots=True)
class FactKind:
    """One thing that is asked at the second step. A plan's value is looked at and confirmed."""

    name: str
    needed: bool = False
    is_date: bool = False


FACTS = (
    FactKind("title", needed=True),
    FactKind("number"),
    FactKind("issued", is_date=True),
    FactKind("theme"),
    FactKind("start", needed=True, is_date=True),
    FactKind("end", needed=True, is_date=True),
    FactKind("deadline", needed=True),
    FactKind("receiver", needed=True),
    FactKind("upward_receivers"),
    FactKind("upward_deadline"),
    FactKind("opens", is_date=True),
    FactKind("signer"),
    FactKind("basis"),
    FactKind("emails"),
    FactKind("phones"),
)
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class ChosenForm:
    """A form for the units of a kind ("": all others): a known one by slug, or a file of the draft's
    own folder."""

    kind: str
    slug: str
    file: str = ""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """Something that is asked besides the form, of the units of a kind ("": of all)."""

    type: str
    kind: str = ""
    title: str = ""
    minimum: int = 0
    deadline: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in a draft. `facts` are texts as they were typed; `confirmed` names those of the plan
    that somebody has looked at. `previous` is the slug of the campaign before."""

    facts: Mapping[str, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    plan: PlanSaid | None = None
    units: tuple[Unit, ...] = ()
    forms: tuple[ChosenForm, ...] = ()
    annexes: tuple[ChosenForm, ...] = ()  # forms that were read, chosen or not
    form_chosen: bool = False
    asked_items: tuple[AskedItem, ...] = ()
    photos_min: int = 0
    report_file: str = ""
    previous: str = ""
    series: str = ""  # how often it comes again: "month" …
    series_until: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of its units, in the order of the list."""
        return tuple(dict.fromkeys(unit.kind for unit in self.units))

    def unconfirmed(self) -> tuple[str, ...]:
        """Return the facts that a plan states and nobody has looked at."""
        stated = self.plan.facts if self.plan is not None else {}
        return tuple(
            kind.name for kind in FACTS if kind.name in stated and kind.name not in self.confirmed
        )


# -- kept and taken out again ----------------------------------------------------------------------


def to_content(draft: Draft) -> dict[str, Any]:
    """Return a draft as plain values for JSON."""
    plan = draft.plan
    return {
        "facts": dict(draft.facts),
        "confirmed": sorted(draft.confirmed),
        "plan": None if plan is None else plan.plain(),
        "units": [*map(_unit_line, draft.units)],
        "forms": [[form.kind, form.slug, form.file] for form in draft.forms],
        "annexes": [[form.kind, form.slug, form.file] for form in draft.annexes],
        "items": [list(astuple(asked)) for asked in draft.asked_items],
        "form_chosen": draft.form_chosen,
        "photos_min": draft.photos_min,
        "report_file": draft.report_file,
        "previous": draft.previous,
        "series": [draft.series, draft.series_until],
    }


def from_content(content: Mapping[str, Any]) -> Draft:
    """Return the draft that `to_content` made plain."""
    kept = content.get("plan")
    return Draft(
        content.get("facts", {}),
        frozenset(content.get("confirmed", ())),
        optional(plan_from_plain, kept),
        tuple(map(_unit_of, content.get("units", ()))),
        tuple(ChosenForm(*form) for form in content.get("forms", ())),
        tuple(ChosenForm(*form) for form in content.get("annexes", ())),
        content.get("form_chosen", False),
        tuple(AskedItem(*asked) for asked in content.get("items", ())),
        content.get("photos_min", 0),
        content.get("report_file", ""),
        content.get("previous", ""),
        *content.get("series", ("", "")),
    )


def _unit_line(unit: Unit) -> dict[str, str]:
    return {
        "code": unit.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent": unit.parent,
        "aliases": ";".join(unit.aliases),
        "valid_from": unit.valid_from.isoformat() if unit.valid_from else "",
        "predecessors": ";".join(unit.predecessors),
        "commune_code": unit.commune_code,
    }


def _unit_of(line: Mapping[str, str]) -> Unit:
    return Unit(
        0,
        line["code"],
        line["name"],
        line["kind"],
        line["parent"],
        tuple(filter(None, line["aliases"].split(";"))),
        valid_from=optional(date.fromisoformat, line["valid_from"]),
        predecessors=tuple(filter(None, line["predecessors"].split(";"))),
        commune_code=line["commune_code"],
    )


# -- the plan --------------------------------------------------------------------------------------


def with_plan(draft: Draft, plan: PlanSaid) -> Draft:
    """Return the draft with a plan's values where nothing was typed so far; none is confirmed yet."""
    before = draft.plan.facts if draft.plan is not None else {}
    typed = {
        name: text
        for name, text in draft.facts.items()
        if text and text != (before[name].value if name in before else None)
    }
    stated = {name: said.value for name, said in plan.facts.items()}
    return replace(
        draft,
        facts={**stated, **typed},
        confirmed=frozenset(),
        plan=plan,
        photos_min=draft.photos_min or int(plan.wants_photos),
    )


# -- units -----------------------------------------------------------------------------------------


def add_units(draft: Draft, units: Iterable[Unit]) -> Draft:
    """Return the draft with more units; one whose code is there already is taken anew."""
    known = {unit.code: unit for unit in draft.units}
    known |= {unit.code: unit for unit in units}
    return replace(draft, units=tuple(known.values()))


def remove_units(draft: Draft, codes: Sequence[str]) -> Draft:
    """Return the draft without some units; what stood below one of them stands below none."""
    left = [unit for unit in draft.units if unit.code not in codes]
    freed = (replace(unit, parent="") if unit.parent in codes else unit for unit in left)
    return replace(draft, units=tuple(freed))


def typed_units(
    draft: Draft, names: str, kind: str, parent: str, known: Sequence[Unit]
) -> Iterator[Unit]:
    """Give a unit for each line that was typed. One that the body knows by this name alone keeps its code;
    any other gets one made of its kind that was never anybody's: figures go by it from year to year."""
    taken = {unit.code for unit in (*draft.units, *known)}
    called = {unit.name.casefold() for unit in draft.units}
    namesakes = grouped_by(lambda unit: unit.name.casefold(), known)
    stem = "".join(word[0] for word in unaccented(clean(kind)).split() if word).upper() or "DV"
    number = 0
    for line in names.splitlines():
        name = " ".join(line.split())[:200]
        if not name or name.casefold() in called:
            continue
        called.add(name.casefold())
        before = namesakes.get(name.casefold(), [])
        if len(before) == 1 and before[0].code not in {unit.code for unit in draft.units}:
            yield replace(before[0], id=0, kind=kind or before[0].kind, parent=parent)
            continue
        while (code := f"{stem}-{(number := number + 1):02d}") in taken:
            pass
        taken.add(code)
        yield Unit(0, code, name, kind, parent)


# -- what is missing, and the file -----------------------------------------------------------------


def gaps(draft: Draft) -> list[tuple[str, str]]:
    """Return what is missing before a campaign can be made of it: the step to go to, in words."""
    found = []
    empty = [
        fact_name(kind.name)
        for kind in FACTS
        if kind.needed and not draft.facts.get(kind.name, "").strip()
    ]
    if empty:
        found.append(("facts", say("wizard.gap.fact", fact=", ".join(empty))))
    if unseen := draft.unconfirmed():
        names = ", ".join(map(fact_name, unseen[:NAMED]))
        more = say("wizard.gap.more", count=len(unseen) - NAMED) if len(unseen) > NAMED else ""
        found.append(("facts", say("wizard.gap.unconfirmed", facts=names + more)))
    if not draft.units:
        found.append(("units", say("wizard.gap.units")))
    if not draft.form_chosen:
        found.append(("forms", say("wizard.gap.form")))
    return found


def fact_name(name: str) -> str:
    """Return what a fact is called on the page."""
    return say(f"wizard.fact.{name}")


def slug_for_title(title: str, taken: Sequence[str]) -> str:
    """Return a campaign's slug made of its title, one that no other has."""
    plain = re.sub(r"[^a-z0-9]+", "-", unaccented(clean(title))).strip("-") or "dot"
    stem = plain[-LONGEST_SLUG:].strip("-")
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def write_campaign(draft: Draft, body: str, slug: str, folder: Path) -> Path:
    """Write the campaign file and the list of units into a folder; returns the campaign file."""
    file = folder / CAMPAIGN_FILE
    file.write_text(_toml(draft, body, slug), encoding="utf-8")
    listed = io.StringIO()
    writer = csv.DictWriter(listed, COLUMNS)
    writer.writeheader()
    writer.writerows(map(_unit_line, draft.units))
    (folder / UNIT_FILE).write_text(listed.getvalue(), encoding="utf-8")
    return file


def _by_kind(draft: Draft) -> str:
    """Return the form of each kind of units as a table, "" while there is none."""
    named = ", ".join(
        f"{_quoted(form.kind)} = {_quoted(form.file or form.slug)}" for form in draft.forms
    )
    return f"{{ {named} }}" if named else ""


def _upward_table(said: Mapping[str, str]) -> str:
    """Return the report to the level above as a table, "" where nothing is said of it."""
    if not said.keys() & {"upward_receivers", "upward_deadline"}:
        return ""
    phrase = said.get("upward_deadline", say("campaign.upward_phrase"))
    receivers = _listed(said.get("upward_receivers", ""))
    return f"{{ receivers = {receivers}, deadline = {_quoted(phrase)} }}"


def _series_table(draft: Draft) -> str:
    """Return how a campaign is repeated as a table, "" where it is not."""
    if not (draft.series and draft.series_until):
        return ""
    return f'{{ every = "{draft.series}", until = {draft.series_until} }}'


def _toml(draft: Draft, body: str, slug: str) -> str:
    said = {name: text.strip() for name, text in draft.facts.items() if text.strip()}
    lines = [
        f"slug = {_quoted(slug)}",
        f"title = {_quoted(said['title'])}",
        f"body = {_quoted(body)}",
        f"issuer = {_quoted(body)}",
        f"receiver = {_quoted(said['receiver'])}",
        f"period = {{ start = {said['start']}, end = {said['end']} }}",
        f"deadline = {_quoted(said['deadline'])}",
        f"units = {_quoted(UNIT_FILE)}",
        f"photos_min = {draft.photos_min}",
    ]
    optional = {
        "form": _by_kind(draft),
        "report_file": draft.report_file and _quoted(draft.report_file),
        "previous": draft.previous and _quoted(draft.previous),
        "upward": _upward_table(said),
        "opens": said.get("opens", ""),
        "series": _series_table(draft),
    }
    lines += [f"{key} = {value}" for key, value in optional.items() if value]
    lines += ["[plan]", *_plan_lines(said), *_opening_lines(draft)]
    for asked in draft.asked_items:
        lines += ["[[items]]", *_item_lines(asked)]
    return "\n".join(lines) + "\n"


def _plan_lines(said: Mapping[str, str]) -> Iterator[str]:
    """Give what the signed plan says; what is not known is left out."""
    for name in ("number", "signer", "theme"):
        if name in said:
            yield f"{name} = {_quoted(said[name])}"
    if "issued" in said:
        yield f"date = {said['issued']}"
    if "basis" in said:
        yield f"basis = {_listed(said['basis'])}"
    contacts = [f"{name} = {_listed(said[name])}" for name in ("emails", "phones") if name in said]
    if contacts:
        yield f"contacts = {{ {', '.join(contacts)} }}"


def _opening_lines(draft: Draft) -> Iterator[str]:
    """Give the ceremonies that were confirmed and that units of this campaign (or its body) hold."""
    stated = draft.plan.openings if draft.plan is not None else ()
    tables = [
        _opening_table(opening, kinds)
        for place, opening in enumerate(stated)
        if opening_name(place) in draft.confirmed
        and (kinds := opening.kinds(draft.kinds)) is not None
    ]
    if tables:
        yield f"openings = [{', '.join(tables)}]"


def _opening_table(opening: OpeningSaid, kinds: Sequence[str]) -> str:
    keys = [f"kinds = [{', '.join(map(_quoted, kinds))}]", f"date = {opening.day}"]
    if opening.until:
        keys.append(f"until = {opening.until}")
    texts = (("time", opening.time), ("place", opening.place))
    keys += [f"{name} = {_quoted(text)}" for name, text in texts if text]
    return f"{{ {', '.join(keys)} }}"


def opening_name(place: int) -> str:
    """Return under which name a plan's ceremony is confirmed."""
    return f"opening-{place}"


def _item_lines(asked: AskedItem) -> Iterator[str]:
    yield f"type = {_quoted(asked.type)}"
    if asked.kind:
        yield f"kinds = [{_quoted(asked.kind)}]"
    if asked.title:
        yield f"title = {_quoted(asked.title)}"
    if asked.minimum:
        yield f"minimum = {asked.minimum}"
    if asked.deadline:
        yield f"deadline = {_quoted(asked.deadline)}"


def _listed(text: str) -> str:
    """Return a text's parts, separated by semicolons, as a list of TOML."""
    return f"[{', '.join(_quoted(part.strip()) for part in text.split(';') if part.strip())}]"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it; JSON's strings are TOML's."""
    return json.dumps(text.replace("\x7f", ""), ensure_ascii=False)


def known_form(slug: str) -> bool:
    """Return whether a form is built in."""
    return slug in builtin_slugs()
