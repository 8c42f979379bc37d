"""The words of notifications where a business has none of its own: one set for each language offered."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.languages import spoken_language
from domain.notifications.wording import english, french, german, italian, spanish
from domain.notifications.wording.words import Words

WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "en": english.WORDS,
        "de": german.WORDS,
        "fr": french.WORDS,
        "es": spanish.WORDS,
        "it": italian.WORDS,
    }
)
"""One for each of `domain.languages.OFFERED`."""


def words_for(language: str) -> Words:
    """In the language of this BCP 47 tag, else English."""
    return WORDS[spoken_language(language)]
