"""What a coordinator's pages show besides reports: papers, the consultation, duties, announcements."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import OperatorError
from bot.locale.opinion_words import answer_times, answer_words, silence_words
from bot.locale.say import say
from bot.model.campaign import Campaign, CampaignState
from bot.model.opinion_ledger import OpinionLine
from bot.model.optional import optional
from bot.model.paper import Paper
from bot.snapshots import snapshot_status
from bot.use_cases.app_context import AppContext
from bot.use_cases.board.standing_ledger import SHOWN, standing_in_words
from bot.use_cases.papers import consultations
from bot.use_cases.papers.consultations import DraftSending, plan_sending
from bot.use_cases.reminding.announcement_keys import Announcement
from bot.use_cases.reminding.announcements import Announced, announcements
from storage import Transaction


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The outgoing register; `stale` are totals that were reported and fit no more."""

    campaign: Campaign
    papers: tuple[Paper, ...]
    stale: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One recipient in words."""

    code: str
    name: str
    answer: str
    times: str
    text: str
    handling: str


@dataclass(frozen=True, slots=True)
class ConsultationPage:
    """The ledger of a draft; `why_silent` says why silence does not count, `sending` is what would go out
    to whom, where that was asked for."""

    campaign: Campaign
    text: str
    until: str
    rows: tuple[OpinionRow, ...]
    unsent: int
    why_silent: str
    may_send: bool
    sending: DraftSending | None = None


@dataclass(frozen=True, slots=True)
class DutiesPage:
    campaign: Campaign
    owed: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    """What units would be told, each with its text; () before a message was chosen."""

    campaign: Campaign
    what: Announcement | None
    told: tuple[Announced, ...]
    why_not: str = ""

    @property
    def mark(self) -> str:
        """Return what tells these texts from those that were looked at before; nothing of how many have sent
        half-way, which moves while somebody reads."""
        if self.what is Announcement.HALF_WAY:
            return ""
        texts = "\n".join(f"{each.unit_id} {each.text}" for each in self.told)
        return f"{zlib.crc32(texts.encode()):08x}"


def pages_of(campaign: Campaign) -> tuple[str, ...]:
    """Return the pages that have anything to show: papers and messages always, the draft and the duties
    where the campaign has them."""
    kinds = {owed.type for owed in campaign.asked_items}
    consulting = ("consultation",) if consultations.OPINION in kinds else ()
    duties = ("duties",) if kinds & set(SHOWN) else ()
    return ("papers", *consulting, *duties, "announce", "units")


def papers_page(tx: Transaction, office: AppContext, campaign: Campaign) -> PapersPage:
    """Return the register as it stands."""
    papers = tx.papers.of_campaign(campaign.id)
    reported = {paper.snapshot for paper in papers}
    known = snapshot_status.snapshot_statuses(tx, office, campaign.id)
    stale = [each.snapshot.number for each in known if each.is_stale]
    return PapersPage(
        campaign,
        tuple(reversed(papers)),
        tuple(number for number in stale if number in reported),
    )


def paper_of(tx: Transaction, campaign: Campaign, code: str) -> Paper:
    """Return a paper of this very campaign; OperatorError for any other."""
    found = tx.papers.with_code(code.strip())
    if found is None or found.campaign_id != campaign.id:
        raise OperatorError(say("paper.unknown", code=code))
    return found


def consultation_page(
    tx: Transaction, office: AppContext, campaign: Campaign, *, looks: bool = False
) -> ConsultationPage | None:
    """Return the ledger, with the sending that is looked at (`looks`); None in a campaign without a
    draft."""
    asked = tx.campaigns.consultation(campaign.id)
    if asked is None:
        return None
    now = office.now().astimezone(office.tz)
    lines = consultations.ledger_of(tx, campaign, now)
    facts = consultations.facts_of(tx, campaign.id)
    is_open = campaign.state is CampaignState.OPEN
    return ConsultationPage(
        campaign,
        asked.text,
        asked.phrase,
        tuple(map(_opinion_row, lines)),
        sum(line.sent_at is None for line in lines),
        silence_words(consultations.why_silent(asked, facts)),
        is_open,
        plan_sending(tx, campaign, now) if looks and is_open else None,
    )


def _opinion_row(line: OpinionLine) -> OpinionRow:
    times = "; ".join(answer_times(line))
    text = "\n".join([line.text, *(file.name for file in line.files)]).strip()
    return OpinionRow(
        line.recipient.code, line.name, answer_words(line), times, text, line.handling
    )


def duties_page(tx: Transaction, office: AppContext, campaign: Campaign) -> DutiesPage:
    """Return every duty and list with what has come of it, the open ones first."""
    found = standing_in_words(tx, office, campaign.slug)
    order = ("late", "open", "done")
    for each in found:
        each["due"] = optional(datetime.fromisoformat, each["due"])
    return DutiesPage(campaign, tuple(sorted(found, key=lambda each: order.index(each["state"]))))


def announcement_page(
    tx: Transaction, office: AppContext, campaign: Campaign, what: Announcement | None
) -> AnnouncementPage:
    """Return what units would be told."""
    if what is None:
        return AnnouncementPage(campaign, None, ())
    told: Sequence[Announced] = ()
    why_not = ""
    try:
        told = announcements(tx, office, campaign.slug, what)
    except OperatorError as error:
        why_not = str(error)
    return AnnouncementPage(campaign, what, tuple(told), why_not)
