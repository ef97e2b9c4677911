"""Look a sentence up by key and fill its named places.

The sentences stand in `vi.po` and `en.po` (gettext catalogues: key in msgid, sentence in msgstr); building
the package compiles them (`hatch_build.py`). The language is a setting of the whole
installation, chosen once at start-up by `use_language`.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files

LANGUAGES = ("vi", "en")  # the first is chosen until `use_language` says otherwise


@cache
def _catalogue(language: str) -> GNUTranslations:
    """Open the compiled catalogue of a language; raise KeyError where we speak none such."""
    if language not in LANGUAGES:
        raise KeyError(language)
    compiled = files("bot.locale") / f"{language}.mo"
    if not compiled.is_file():
        raise ImportError(f"{compiled} is missing: install the package, or run hatch_build.py")
    with compiled.open("rb") as stream:
        return GNUTranslations(stream)


_chosen = LANGUAGES[0]
_sentences = _catalogue(_chosen)


def use_language(language: str) -> None:
    """Choose the catalogue for the whole program ("vi" or "en")."""
    global _chosen, _sentences  # noqa: PLW0603  one installation speaks one language
    _sentences = _catalogue(language)
    _chosen = language


def language() -> str:
    """Return the language that was chosen."""
    return _chosen


def say(key: str, /, **details: object) -> str:
    """Return the sentence for `key` with its places filled; raise KeyError where there is none."""
    sentence = _sentences.gettext(key)
    if sentence is key:
        raise KeyError(key)
    return sentence.format(**details)


def in_every_language(key: str) -> frozenset[str]:
    """Return the sentence for `key`, which has no places, in every language that we speak."""
    return frozenset(_catalogue(language).gettext(key) for language in LANGUAGES)
