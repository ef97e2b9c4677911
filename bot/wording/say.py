"""Look a sentence up by key and fill its named places.

The language is a setting of the whole installation, chosen once at start-up by `use_language`.
"""

from __future__ import annotations

from bot.wording import menu
from bot.wording.en import board_page as en_board_page
from bot.wording.en import command as en_command
from bot.wording.en import coordinator as en_coordinator
from bot.wording.en import doubt as en_doubt
from bot.wording.en import filled as en_filled
from bot.wording.en import frugal as en_frugal
from bot.wording.en import operator as en_operator
from bot.wording.en import page as en_page
from bot.wording.en import reminder as en_reminder
from bot.wording.en import respondent as en_respondent
from bot.wording.en import safekeeping as en_safekeeping
from bot.wording.en import snapshot as en_snapshot
from bot.wording.en import talk as en_talk
from bot.wording.vi import board_page as vi_board_page
from bot.wording.vi import command as vi_command
from bot.wording.vi import coordinator as vi_coordinator
from bot.wording.vi import doubt as vi_doubt
from bot.wording.vi import filled as vi_filled
from bot.wording.vi import frugal as vi_frugal
from bot.wording.vi import operator as vi_operator
from bot.wording.vi import page as vi_page
from bot.wording.vi import reminder as vi_reminder
from bot.wording.vi import respondent as vi_respondent
from bot.wording.vi import safekeeping as vi_safekeeping
from bot.wording.vi import snapshot as vi_snapshot
from bot.wording.vi import talk as vi_talk

CATALOGUES: dict[str, dict[str, str]] = {
    "vi": {
        **vi_respondent.SENTENCES,
        **vi_doubt.SENTENCES,
        **vi_filled.SENTENCES,
        **vi_frugal.SENTENCES,
        **vi_coordinator.SENTENCES,
        **vi_reminder.SENTENCES,
        **vi_operator.SENTENCES,
        **vi_command.SENTENCES,
        **vi_page.SENTENCES,
        **vi_board_page.SENTENCES,
        **vi_snapshot.SENTENCES,
        **vi_safekeeping.SENTENCES,
        **vi_talk.SENTENCES,
    },
    "en": {
        **en_respondent.SENTENCES,
        **en_doubt.SENTENCES,
        **en_filled.SENTENCES,
        **en_frugal.SENTENCES,
        **en_coordinator.SENTENCES,
        **en_reminder.SENTENCES,
        **en_operator.SENTENCES,
        **en_command.SENTENCES,
        **en_page.SENTENCES,
        **en_board_page.SENTENCES,
        **en_snapshot.SENTENCES,
        **en_safekeeping.SENTENCES,
        **en_talk.SENTENCES,
    },
}

_chosen = CATALOGUES["vi"]


def use_language(language: str) -> None:
    """Choose the catalogue for the whole program ("vi" or "en")."""
    global _chosen  # noqa: PLW0603  one installation speaks one language
    _chosen = CATALOGUES[language]
    menu.use_language(language)


def language() -> str:
    """The language that was chosen."""
    return next(name for name, catalogue in CATALOGUES.items() if catalogue is _chosen)


def say(key: str, /, **details: object) -> str:
    """The sentence for `key` with its places filled; a missing key is a programming error."""
    return _chosen[key].format(**details)
