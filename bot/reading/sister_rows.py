"""The row beside another that alone can count a figure: "khai mạc: xã có, 3 trường".

Nothing but the figure may be said: in "3 trường tham gia" the schools came, they did not open the week.
"""

from __future__ import annotations

from bot.model.form import Form, Indicator
from bot.reading.answer_reading import Explained, explain
from bot.reading.label_match import share_of_source
from bot.reading.lexicon import lexicon_of
from bot.reading.outcome import Understood
from bot.reading.row_code import FIGURE
from bot.vietnamese.tokens import Sort
from bot.vietnamese.words import table

HELD = table("held")


def sister_counting(form: Form, row: Indicator, bit: str) -> Indicator | None:
    """Return the only row of a row's section that can count the figure of a bit; None where it is that row
    itself, or where more is said."""
    if not FIGURE.search(bit):
        return None
    rows = form.section_of(row.code).questions
    if lexicon_of(row).sources:
        paid = share_of_source(form, row, bit)
        return paid[0][0] if paid and paid[0][0] is not row else None
    fits = [other for other in rows if _is_figure_alone(explain(other, bit))]
    return fits[0] if len(fits) == 1 and fits[0] is not row else None


def _is_figure_alone(explained: Explained) -> bool:
    """Return whether a text is one certain figure with a noun of the row, and nothing else but that they did
    it: "3 trường làm"."""
    evidence, reading = explained.evidence, explained.reading
    if evidence is None or not isinstance(reading, Understood) or reading.unused:
        return False
    if len(evidence.claims) != 1 or evidence.claims[0].cell is None:
        return False
    claim = evidence.claims[0]
    words = [at for at, token in enumerate(evidence.tokens) if token.sort is not Sort.MARK]
    done = HELD.end(evidence.tokens, claim.end, plain=evidence.plain)
    return words[0] >= claim.start and words[-1] < done
