"""What a person who is rung hears before the caller is put through to them: from where, why, and to press a key.

A mailbox presses no key, so the caller is not left talking to one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from domain.languages import spoken_language

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "en": ("A call for {business}.", "Press any key to take it."),
        "de": ("Ein Anruf für {business}.", "Drücken Sie eine beliebige Taste, um ihn anzunehmen."),
        "fr": ("Un appel pour {business}.", "Appuyez sur une touche pour le prendre."),
        "es": ("Una llamada para {business}.", "Pulse cualquier tecla para atenderla."),
        "it": ("Una chiamata per {business}.", "Prema un tasto qualsiasi per rispondere."),
    }
)


def whisper(business_name: str, reason: str, language: str) -> str:
    """The sentences, in the language of a business; `reason` is the agent's own, empty when it gave none."""
    call, press = _WORDS[spoken_language(language)]
    said = " ".join(reason.split())
    if said and said[-1] not in ".!?":
        said += "."
    return " ".join(part for part in (call.format(business=business_name), said, press) if part)
