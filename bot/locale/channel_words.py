"""The few words a channel itself puts around a message: page marks and choices to type.

Imports nothing, so that channels may use it without meeting the rest of the wording. The language
is chosen together with the catalogue's, by `bot.locale.say.use_language`.
"""

from __future__ import annotations

SENTENCES: dict[str, dict[str, str]] = {
    "vi": {
        "menu.page": "({page}/{pages})",
        "menu.type_one": "Gõ một trong các từ: {words}",
        "menu.type_this": "Gõ: {words}",
    },
    "en": {
        "menu.page": "({page}/{pages})",
        "menu.type_one": "Type one of these: {words}",
        "menu.type_this": "Type: {words}",
    },
}

_chosen = SENTENCES["vi"]


def use_language(language: str) -> None:
    """Choose the words for the whole program ("vi" or "en")."""
    global _chosen  # noqa: PLW0603  one installation speaks one language
    _chosen = SENTENCES[language]


def page_mark(page: int, pages: int) -> str:
    """Which part of a long message this is, e.g. "(1/2)"."""
    return _chosen["menu.page"].format(page=page, pages=pages)


def words_to_type(labels: tuple[str, ...]) -> str:
    """The choices of a message, for a channel that has no buttons; "" without choices."""
    if not labels:
        return ""
    key = "menu.type_this" if len(labels) == 1 else "menu.type_one"
    return _chosen[key].format(words=", ".join(f'"{label}"' for label in labels))
