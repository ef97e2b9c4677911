"""Look a sentence up by key and fill its named places.

The language is a setting of the whole installation, chosen once at start-up by `use_language`.
"""

from __future__ import annotations

from bot.locale import channel_words
from bot.locale.en import board_page as en_board_page
from bot.locale.en import command as en_command
from bot.locale.en import coordinator as en_coordinator
from bot.locale.en import doubt as en_doubt
from bot.locale.en import filled as en_filled
from bot.locale.en import frugal as en_frugal
from bot.locale.en import no_form as en_no_form
from bot.locale.en import operator as en_operator
from bot.locale.en import page as en_page
from bot.locale.en import reminder as en_reminder
from bot.locale.en import respondent as en_respondent
from bot.locale.en import safekeeping as en_safekeeping
from bot.locale.en import snapshot as en_snapshot
from bot.locale.en import talk as en_talk
from bot.locale.vi import board_page as vi_board_page
from bot.locale.vi import command as vi_command
from bot.locale.vi import coordinator as vi_coordinator
from bot.locale.vi import doubt as vi_doubt
from bot.locale.vi import filled as vi_filled
from bot.locale.vi import frugal as vi_frugal
from bot.locale.vi import no_form as vi_no_form
from bot.locale.vi import operator as vi_operator
from bot.locale.vi import page as vi_page
from bot.locale.vi import reminder as vi_reminder
from bot.locale.vi import respondent as vi_respondent
from bot.locale.vi import safekeeping as vi_safekeeping
from bot.locale.vi import snapshot as vi_snapshot
from bot.locale.vi import talk as vi_talk

CATALOGUES: dict[str, dict[str, str]] = {
    "vi": {
        **vi_respondent.SENTENCES,
        **vi_doubt.SENTENCES,
        **vi_filled.SENTENCES,
        **vi_frugal.SENTENCES,
        **vi_coordinator.SENTENCES,
        **vi_reminder.SENTENCES,
        **vi_no_form.SENTENCES,
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
        **en_no_form.SENTENCES,
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
    channel_words.use_language(language)


def language() -> str:
    """The language that was chosen."""
    return next(name for name, catalogue in CATALOGUES.items() if catalogue is _chosen)


def say(key: str, /, **details: object) -> str:
    """The sentence for `key` with its places filled; a missing key is a programming error."""
    return _chosen[key].format(**details)
