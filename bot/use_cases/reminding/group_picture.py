"""The day's one picture of progress for groups that follow a campaign: counts, and names only where a
coordinator wants them."""

from __future__ import annotations

from datetime import datetime

from bot.item_types.ledger import asks_anything
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.calendar import is_office_moment
from bot.model.campaign import CampaignState
from bot.model.documents import picture_of
from bot.model.message import Reply, Urgency
from bot.use_cases.app_context import AppContext
from storage import GroupChat, Queued, Transaction

KEY = "group:"  # group:<binding>:<day>, the key of a day's picture
SHOWN = 40  # names; the rest is a number


def group_tick(tx: Transaction, office: AppContext, now: datetime) -> int:
    """Queue the day's pictures once the hour of the digest has come; return how many."""
    local = now.astimezone(office.tz)
    begins = office.hours.on(local.date(), office.digest_time, office.tz)
    if local < begins or not is_office_moment(now, office.calendar, office.hours, office.tz):
        return 0
    day = local.date().isoformat()
    waiting = [
        group
        for campaign in tx.campaigns.all()
        if campaign.state is CampaignState.OPEN
        for group in tx.groups.of_campaign(campaign.id)
        if tx.groups.begin_day(group, day)
    ]
    for group in waiting:
        picture = (_picture(tx, office, group),)
        tx.messages.put(
            group.address_id, group.channel, picture, now, key=f"{KEY}{group.id}:{day}"
        )
    return len(waiting)


def _picture(tx: Transaction, office: AppContext, group: GroupChat) -> Reply:
    """Return the picture with the words that stand under it now."""
    picture = picture_of(tx.campaigns.by_id(group.campaign_id))
    return Reply(standing(tx, office, group), document=picture, urgency=Urgency.NOTICE)


def standing(tx: Transaction, office: AppContext, group: GroupChat) -> str:
    """Return how many units have sent their report, and who has not where names are wanted."""
    campaign = tx.campaigns.by_id(group.campaign_id)
    views = [view for view in tx.views.board(campaign.id) if asks_anything(campaign, view.unit)]
    missing = [view.unit.called for view in views if not view.is_sent]
    at = moment(office.now().astimezone(office.tz))
    sent = len(views) - len(missing)
    words = say("group.standing", campaign=campaign.title, sent=sent, all=len(views), at=at)
    if not group.names or not missing:
        return words
    names = ", ".join(missing[:SHOWN])
    more = say("group.more", count=len(missing) - SHOWN) if len(missing) > SHOWN else ""
    return f"{words}\n{say('group.missing', names=names)}{more}"


def lost_lines(tx: Transaction, campaign_id: int) -> tuple[str, ...]:
    """Return that groups of a campaign get nothing any more, for its coordinator; nothing while all do."""
    lost = tx.groups.lost(campaign_id)
    return (say("group.lost", count=lost),) if lost else ()


def recheck(tx: Transaction, office: AppContext, queued: Queued, now: datetime) -> Queued | None:
    """Return a day's picture as it is to be sent now; None once its day or its group is over."""
    group = tx.groups.at(queued.address_id)
    if group is None or not _is_wanted(tx, office, queued, group, now):
        tx.messages.finish(queued.id, "cancelled", now)
        return None
    reply = _picture(tx, office, group)
    tx.messages.replace_body(queued.id, reply)
    return queued.with_reply(reply)


def _is_wanted(
    tx: Transaction, office: AppContext, queued: Queued, group: GroupChat, now: datetime
) -> bool:
    today = f"{KEY}{group.id}:{office.day_of(now).isoformat()}/"
    is_open = tx.campaigns.by_id(group.campaign_id).state is CampaignState.OPEN
    in_hours = is_office_moment(now, office.calendar, office.hours, office.tz)
    return queued.key.startswith(today) and is_open and in_hours
