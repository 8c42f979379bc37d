"""Settings of a business that no call can do without: refused where they are set, replaced where they are missing."""

from collections.abc import Mapping
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from domain.errors import InvalidInput
from domain.languages import spoken_language

_ZONES: Mapping[str, str] = MappingProxyType(
    {
        "AU": "Australia/Sydney",
        "NZ": "Pacific/Auckland",
        "GB": "Europe/London",
        "IE": "Europe/Dublin",
        "US": "America/New_York",
        "CA": "America/Toronto",
        "DE": "Europe/Berlin",
        "AT": "Europe/Vienna",
        "CH": "Europe/Zurich",
        "FR": "Europe/Paris",
        "ES": "Europe/Madrid",
        "IT": "Europe/Rome",
    }
)
"""Where most people of a country live: of the countries whose languages are offered."""

_GREETINGS: Mapping[str, str] = MappingProxyType(
    {
        "en": "Hello, this is {business}. How can I help you?",
        "de": "Guten Tag, hier ist {business}. Wie kann ich Ihnen helfen?",
        "fr": "Bonjour, ici {business}. Comment puis-je vous aider ?",
        "es": "Hola, le atiende {business}. ¿En qué puedo ayudarle?",
        "it": "Buongiorno, qui {business}. Come posso aiutarla?",
    }
)


def is_timezone(name: str) -> bool:
    """Whether this is the name of an IANA zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def known_timezone(name: str) -> str:
    """The zone's name as it is kept. Raises InvalidInput, with a sentence, for one that does not exist."""
    if not is_timezone(name.strip()):
        raise InvalidInput(f"There is no time zone {name[:40]!r}. {ZONE_HINT}")
    return name.strip()


ZONE_HINT = "Choose one by its IANA name, such as Australia/Sydney."
NO_GREETING = "A business needs a greeting: it is the first thing callers hear."


def spoken_greeting(text: str) -> str:
    """The greeting as it is kept. Raises InvalidInput, with a sentence, for one that says nothing."""
    if not text.strip():
        raise InvalidInput(NO_GREETING)
    return text


def served_timezone(name: str, country: str) -> str:
    """The zone in which a business is served whose own may not exist: that of its country, or UTC."""
    return name.strip() if is_timezone(name.strip()) else _ZONES.get(country.strip().upper(), "UTC")


def served_greeting(text: str, business_name: str, language: str) -> str:
    """What callers of a business hear first whose own greeting may be blank."""
    return text if text.strip() else _GREETINGS[spoken_language(language)].format(business=business_name)
