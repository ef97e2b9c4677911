"""The sentence of a finding: what is odd and why, as a question to the person."""

from __future__ import annotations

from bot.locale.say import say
from bot.model.finding import Finding
from bot.vietnamese.spell import grouped


def finding_sentence(finding: Finding) -> str:
    """Return `1.6: có 160 người nhưng 0 lớp …`, numbers grouped the Vietnamese way."""
    details = {
        name: grouped(kept) if isinstance(kept, int) else kept for name, kept in finding.details
    }
    return say(f"finding.{finding.rule}", code=finding.code, **details)
