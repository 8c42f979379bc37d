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


_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "en": "May we record this call?",
        "de": "Dürfen wir dieses Gespräch aufzeichnen?",
        "fr": "Pouvons-nous enregistrer cet appel ?",
        "es": "¿Podemos grabar esta llamada?",
        "it": "Possiamo registrare questa chiamata?",
    }
)


def recording_notice(language: str, *, asks: bool = False) -> str:
    """The sentence for a BCP 47 tag; with `asks` the question."""
    return (_QUESTIONS if asks else _NOTICES)[spoken_language(language)]
