"""What a new version of a form asks anew, and which of the answers so far it still understands.

A row is the same while its printed words, its unit and its cells are the same; only rows that are
new or another than before are asked. A row that only got another number takes its answer along.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.model.answer import Answer
from bot.model.form import Form, Indicator, is_of_kind


@dataclass(frozen=True, slots=True)
class FormDifference:
    """Codes by what became of their rows: `added` and `changed` are codes of the new form that are
    asked, `removed` codes of the old one; `moved` goes from the old code to the new one, `dropped`
    are old codes whose answers no row understands any more."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[str, ...]:
        """Rows to be answered (again)."""
        return (*self.added, *self.changed)

    @property
    def is_nothing(self) -> bool:
        """Whether every answer stays where it is and nothing new is asked."""
        return not (self.added or self.changed or self.removed or self.moved or self.dropped)


@dataclass(frozen=True, slots=True)
class FormChange:
    """A campaign's form was changed at a moment: for units of `kind`, or for all but `besides`
    where the kind is empty. `removed` are rows of the form `before` (slug and version; unknown for
    older records) that the new one has no more: what was sent of them stays in the exports.

    Where the kind of single `units` (codes) was mended, at `mended_at`, it is theirs alone: it leads from the
    form `before`, as units of `before_kind` were asked it and as they sent it from `since` on until `at`, to
    the one that they have now."""

    at: datetime
    asked: tuple[str, ...]
    dropped: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    kind: str = ""
    besides: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    before: tuple[str, int] = ("", 0)
    units: tuple[str, ...] = ()
    since: datetime | None = None
    mended_at: datetime | None = None
    before_kind: str = ""

    def covers(self, sent_at: datetime) -> bool:
        """Tell whether a report was sent between its two moments."""
        return (self.since is None or self.since <= sent_at) and sent_at < self.at

    def concerns(self, unit_kind: str, sent_at: datetime | None) -> bool:
        """Tell whether a report of such a unit was sent on the form before it changed for the kind."""
        own = not self.kind or is_of_kind(unit_kind, (self.kind,))
        own = own and not self.units and not is_of_kind(unit_kind, self.besides)
        return own and sent_at is not None and sent_at < self.at


def changes_since(
    changes: Sequence[FormChange], unit_kind: str, code: str, sent_at: datetime | None
) -> list[FormChange]:
    """Return what became of its form, in order, since a unit sent a version. What its kind was mended from
    counts up to that moment; changes of its present kind's form count from then on."""
    if sent_at is None:
        return []
    own = [change for change in changes if code in change.units]
    counts_from = max([sent_at, *(each.mended_at for each in own if each.mended_at is not None)])
    covering = [change for change in own if change.covers(sent_at)]
    later = [each for each in changes if each.concerns(unit_kind, sent_at)]
    return [*covering, *(each for each in later if each.at > counts_from)]


def compare(old: Form, new: Form) -> FormDifference:
    """Return what a new form changes for those who answered the old one."""
    before, after = _by_code(old), _by_code(new)
    same = {code for code, words in before.items() if after.get(code) == words}
    moved = _moved(old, new, same)
    asked = _besides({*same, *dict(moved).values()}, (row.code for row in new.questions))
    dropped = _besides({*same, *dict(moved)}, before)
    added = _besides(before, asked)
    gone = [row.code for row in old.questions if row.code in dropped]
    return FormDifference(
        added=added,
        changed=_besides(added, asked),
        removed=_besides(after, gone),
        moved=moved,
        dropped=dropped,
    )


def _by_code(form: Form) -> dict[str, tuple[object, ...]]:
    """Return what each row that can be answered says, by its code."""
    return {row.code: _words(row) for row in form.answerable}


def _besides(codes: Container[str], given: Iterable[str]) -> tuple[str, ...]:
    """Return the given codes without some, in their order."""
    return tuple(code for code in given if code not in codes)


def _words(row: Indicator) -> tuple[object, ...]:
    label = " ".join(row.label.split())
    return (label, " ".join(row.measure_label.split()), row.kind, row.cells, row.choices)


def _moved(old: Form, new: Form, same: set[str]) -> tuple[tuple[str, str], ...]:
    """Return rows that stand under another number, where there is no doubt which they are."""
    before = _by_words(old, same)
    after = _by_words(new, same)
    return tuple(
        (codes[0], after[words][0])
        for words, codes in before.items()
        if len(codes) == 1 and len(after.get(words, ())) == 1
    )


def _by_words(form: Form, besides: set[str]) -> dict[tuple[object, ...], list[str]]:
    """Return codes by the row's words and those of all headers above it."""
    found: dict[tuple[object, ...], list[str]] = {}
    for row in form.answerable:
        if row.code in besides:
            continue
        above: list[object] = []
        parent = row.parent
        while parent is not None:
            above.append(" ".join(form.by_code[parent].label.split()))
            parent = form.by_code[parent].parent
        found.setdefault((_words(row), *above), []).append(row.code)
    return found


def carried(
    answers: Mapping[str, Answer], dropped: tuple[str, ...], moved: tuple[tuple[str, str], ...]
) -> dict[str, Answer]:
    """Return the answers that the new form understands, each under its code there."""
    places = dict(moved)
    return {
        places.get(code, code): answer for code, answer in answers.items() if code not in dropped
    }
