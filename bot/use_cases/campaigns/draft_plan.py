"""What the plan reader found, as the steps of a new campaign show it: values to look at and confirm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Any

from bot.locale.say import say
from bot.model.form import is_of_kind
from bot.plans.plan_proposal import EVERY_SCHOOL, office_key

ORGANISED = re.compile(r"^(?:tổ chức|v/v|về việc)\s+", re.IGNORECASE)
LONGEST_TITLE = 160
REPORTS = ("báo cáo", "kết quả", "số liệu")  # what is handed in; plans and lists are none
RANKS = (
    ("tỉnh", "sở"),
    ("huyện", "quận", "thị xã", "thành phố"),
    ("xã", "phường", "thị trấn", "đặc khu"),
    ("trường",),
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value that a plan states, with its sentence and place."""

    value: str
    sentence: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class OpeningSaid:
    """A ceremony that a plan states: days are ISO dates; `level` is who holds it ("" for the issuing
    body itself)."""

    level: str
    day: str
    until: str = ""
    time: str = ""
    place: str = ""
    sentence: str = ""

    def kinds(self, known: Sequence[str]) -> list[str] | None:
        """Return the kinds of units that hold it; none for a level above all of them, which is the
        issuing body's; None for one below."""
        levels = ("trường",) if self.level in EVERY_SCHOOL else tuple(self.level.split(", "))
        own = [kind for kind in known if self.level and is_of_kind(kind, levels)]
        above_all = all(_rank(level) < _rank(kind) for level in levels for kind in known)
        return own or ([] if above_all else None)


def _rank(kind: str) -> int:
    """Return how far below the province a kind of unit stands; offices and the like below all."""
    found = (rank for rank, kinds in enumerate(RANKS) if is_of_kind(kind, kinds))
    return next(found, len(RANKS)) if kind else -1


@dataclass(frozen=True, slots=True)
class PlanSaid:
    """What was read from a plan: the values by fact's name, what does not fit, what it leaves open."""

    file: str
    facts: Mapping[str, Said] = field(default_factory=dict)
    contradictions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    gaps: tuple[str, ...] = ()
    has_form: bool = False
    wants_photos: bool = False
    openings: tuple[OpeningSaid, ...] = ()

    def plain(self) -> dict[str, Any]:
        """Return it as plain values for JSON."""
        return {
            "file": self.file,
            "facts": {
                name: [said.value, said.sentence, said.place] for name, said in self.facts.items()
            },
            "contradictions": [[text, list(quotes)] for text, quotes in self.contradictions],
            "gaps": list(self.gaps),
            "has_form": self.has_form,
            "wants_photos": self.wants_photos,
            "openings": [list(astuple(opening)) for opening in self.openings],
        }


def plan_from_plain(kept: Mapping[str, Any]) -> PlanSaid:
    """Return what `plain` gave."""
    return PlanSaid(
        kept["file"],
        {name: Said(*said) for name, said in kept["facts"].items()},
        tuple((text, tuple(quotes)) for text, quotes in kept["contradictions"]),
        tuple(kept["gaps"]),
        kept["has_form"],
        kept["wants_photos"],
        tuple(OpeningSaid(*opening) for opening in kept.get("openings", ())),
    )


def plan_said(proposal: Mapping[str, Any], file: str) -> PlanSaid:
    """Return what the plan reader's JSON says of the facts; what it does not state is left out."""
    return PlanSaid(
        file,
        {name: said for name, said in _facts(proposal) if said.value},
        tuple((each["text"], tuple(each["quotes"])) for each in proposal["contradictions"]),
        tuple(proposal["must_ask_coordinator"]),
        "form" not in proposal["must_ask_coordinator"],
        proposal["photos_required"],
        tuple(_openings(proposal)),
    )


def _facts(proposal: Mapping[str, Any]) -> Iterator[tuple[str, Said]]:
    sources = proposal["sources"]
    contacts, period = proposal["contacts"] or {}, proposal["period"] or {}
    title = sources.get("year", "")
    values = (
        ("title", ORGANISED.sub("", title) if len(title) < LONGEST_TITLE else "", "year"),
        ("number", proposal["plan_number"], "plan_number"),
        ("issued", proposal["issued"], "issued"),
        ("theme", proposal["theme"], "theme"),
        ("basis", "; ".join(proposal["basis"]), "basis[0]"),
        ("emails", "; ".join(contacts.get("emails", ())), "contacts"),
        ("phones", "; ".join(contacts.get("phones", ())), "contacts"),
        ("start", period.get("start"), "period"),
        ("end", period.get("end"), "period"),
        *_deadlines(proposal["report_deadlines"]),
    )
    for name, value, path in values:
        yield name, Said(value or "", _sentence_of(proposal, path))


def _sentence_of(proposal: Mapping[str, Any], paths: str) -> str:
    """Return the sentence of a value, with a warning behind it where it was read from a picture, and those of
    what else it might be."""
    path, *others = paths.split(" ")
    sentence: str = proposal["sources"].get(path, "")
    if path in proposal["from_picture"]:
        sentence = f"{sentence} ({say('plan.from_picture')})"
    told = dict.fromkeys(proposal["sources"].get(other, "") for other in others)
    more = "; ".join(f"“{each}”" for each in told if each and each != sentence)
    return f"{sentence} {say('plan.says_also', sentences=more)}" if more else sentence


def _deadlines(dues: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Give the units' deadline, with the sentences of others that may hold for some of them, and the report
    upward; plans and lists to be handed in are neither."""
    reports = [
        (place, due)
        for place, due in enumerate(dues)
        if (due["what"] or "báo cáo").lower().startswith(REPORTS)
    ]
    if not reports:
        return
    upward = reports[-1:] if _is_upward(reports) else []
    paths = [f"report_deadlines[{place}]" for place, _ in reports[: len(reports) - len(upward)]]
    for _, due in reports[:1]:
        yield "deadline", due["phrase"], " ".join(paths)
        yield "receiver", due["via"] or "; ".join(_texts(due["to"])), paths[0]
    for place, due in upward:
        path = f"report_deadlines[{place}]"
        yield "upward_receivers", "; ".join(_texts(due["to"])), path
        yield "upward_deadline", due["phrase"], path


def _is_upward(reports: Sequence[tuple[int, Mapping[str, Any]]]) -> bool:
    """Tell whether the last report is that of the desk that the first one goes to or through."""
    (_, first), (_, last) = reports[0], reports[-1]
    desks = {office_key(name) for name in (*_texts(first["to"]), first["via"] or "") if name}
    return first is not last and any(office_key(who) in desks for who in last["who"])


def _texts(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or ())


def _openings(proposal: Mapping[str, Any]) -> Iterator[OpeningSaid]:
    for place, opening in enumerate(proposal["opening"]):
        day = opening["date"] or opening.get("from")
        if day:
            yield OpeningSaid(
                _below(opening["level"] or "", proposal["issuer_level"] or ""),
                day, opening.get("to") or "", _hour(opening["time"] or ""), opening["place"] or "",
                _sentence_of(proposal, f"opening[{place}]"),
            )  # fmt: skip


def _below(level: str, issuer: str) -> str:
    """Return the level of a ceremony, "" for that of the issuer itself."""
    return "" if level == issuer.removesuffix(" thuộc tỉnh") else level


def _hour(said: str) -> str:
    """Return an hour that is a clock's, "" for words ("buổi sáng")."""
    return said if said[:1].isdigit() and ":" in said else ""
