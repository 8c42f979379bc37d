"""What callers are told about the recording, in every language offered."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.languages import spoken_language

_NOTICES: Mapping[str, str] = MappingProxyType(
    {
        "en": "This call is recorded.",
        "de": "Dieses Gespräch wird aufgezeichnet.",
        "fr": "Cet appel est enregistré.",
        "es": "Esta llamada se graba.",
        "it": "Questa chiamata viene registrata.",
    }
)


def recording_notice(language: str) -> str:
    """The sentence for a BCP 47 tag."""
    return _NOTICES[spoken_language(language)]
