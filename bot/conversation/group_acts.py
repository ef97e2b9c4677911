"""Group chats that follow a campaign, and the picture of its progress that is shown to many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.conversation.command_words import Word
from bot.conversation.context import CampaignContext, Turn, TurnContext
from bot.conversation.state import Stage, State
from bot.locale.dates import moment
from bot.locale.say import say
from bot.model.documents import picture_of
from bot.model.events import GroupCodeMade, GroupsLeft, GroupsNamed
from bot.model.message import Reply

CODE_HOLDS = timedelta(days=1)
_ON_ALL: dict[Word, tuple[Callable[[int], GroupsLeft | GroupsNamed], str]] = {
    Word.DROP_GROUP: (GroupsLeft, "group.all_left"),
    Word.NAMES_IN_GROUPS: (partial(GroupsNamed, names=True), "group.all_named"),
    Word.NO_NAMES_IN_GROUPS: (partial(GroupsNamed, names=False), "group.none_named"),
}
ON_GROUPS = (Word.GROUP, *_ON_ALL)


def group_act(
    word: Word, situation: TurnContext, board: CampaignContext, state: State, _rest: str
) -> Turn:
    """Return the code that makes a group chat follow the campaign, or change all that follow it."""
    if board.is_branch or situation.person is None:
        return _refused(state, "group.whole_campaign")
    if word in _ON_ALL:
        changed, words = _ON_ALL[word]
        told = say(words, campaign=board.campaign.title)
        return Turn(state, (changed(board.campaign.id),), (Reply(told),))
    code, until = situation.fresh[-1], situation.now + CODE_HOLDS
    fact = GroupCodeMade(situation.person.id, board.campaign.id, code, until)
    shown = {"campaign": board.campaign.title, "until": moment(until.astimezone(situation.tz))}
    return Turn(state, (fact,), (Reply(say("group.how", code=code, **shown)),))


def picture(board: CampaignContext, state: State) -> Turn:
    """Return the board as a picture without names, for a group."""
    if board.is_branch:
        return _refused(state, "branch.not_this_file")
    document = picture_of(board.campaign)
    text = say("picture.ready", campaign=board.campaign.title)
    return Turn(state, (), (Reply(text, document=document),))


def _refused(state: State, sentence: str) -> Turn:
    return Turn(state.at(Stage.IDLE), (), (Reply(say(sentence)),))
