"""What the agent says and asks in an emergency: fixed wording, ahead of the language model, for every language offered.

Whether there is one, `domain.dialogue.danger.assessment` decides.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.dialogue.danger.assessment import Danger, assess
from domain.languages import language_of

DEFAULT_NUMBER = "112"
"""Every mobile phone takes it for an emergency number (3GPP TS 22.101), so does the whole of the EU and EEA (Directive
(EU) 2018/1972, article 109), and so does India (Ministry of Home Affairs, ERSS)."""

_NUMBER_BY_COUNTRY: Mapping[str, str] = MappingProxyType(
    {
        # The North American Numbering Plan: FCC 47 CFR 9.4; CRTC; for the Philippines Executive Order 56 of 2018; for
        # Mexico the national homologation of 2017.
        **dict.fromkeys(("US", "PR", "VI", "GU", "CA", "MX", "PH"), "911"),
        # Ofcom, General Conditions A3; OFCA; MCMC. 112 is connected there too.
        **dict.fromkeys(("GB", "HK", "MY"), "999"),
        # ACMA, Emergency Call Service Determination.
        "AU": "000",
        # Spark's emergency call service under the Telecommunications Act.
        "NZ": "111",
        # Ambulance and fire; the police have another number. SCDF; FDMA; the fire agencies of Korea and Taiwan.
        "SG": "995",
        **dict.fromkeys(("JP", "KR", "TW"), "119"),
    }
)
"""Where `DEFAULT_NUMBER` is not the number people know, by who defines it. ISO 3166 alpha-2.

Only numbers whose authority is named stand here; every other country is told `DEFAULT_NUMBER`.
"""


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one language. `{number}` is the emergency number, `{line}` a crisis line with its number.

    Attributes:
        leave_and_call: somebody is in danger.
        crisis: the caller speaks of taking a life; `crisis_line` or `crisis_nobody` follows.
        anybody_hurt: asks whether there is an emergency.
        digits: the ten digits as they are said, from 0.
        numbers: emergency numbers that are not said digit by digit.
    """

    leave_and_call: str
    crisis: str
    crisis_line: str
    crisis_nobody: str
    anybody_hurt: str
    digits: tuple[str, ...]
    numbers: Mapping[str, str]


ENGLISH = Wording(
    leave_and_call="If this is an emergency, please hang up and call {number} right now."
    " I'm a virtual assistant and I can't send help.",
    crisis="I'm really sorry you're feeling this way, and I'm glad you said it."
    " If you are in danger right now, please hang up and call {number}.",
    crisis_line="You can also talk to {line}.",
    crisis_nobody="Please also talk to someone you trust.",
    anybody_hurt="Is anybody hurt right now, or in danger?",
    digits=("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    numbers={"000": "triple zero"},
)
GERMAN = Wording(
    leave_and_call="Wenn das ein Notfall ist, legen Sie bitte auf und rufen Sie sofort die {number} an."
    " Ich bin eine virtuelle Assistentin und kann keine Hilfe schicken.",
    crisis="Es tut mir sehr leid, dass es Ihnen so geht, und es ist gut, dass Sie es sagen."
    " Wenn Sie gerade in Gefahr sind, legen Sie bitte auf und rufen Sie die {number} an.",
    crisis_line="Sie können auch mit {line} sprechen.",
    crisis_nobody="Bitte sprechen Sie auch mit jemandem, dem Sie vertrauen.",
    anybody_hurt="Ist gerade jemand verletzt oder in Gefahr?",
    digits=("null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"),
    numbers={},
)
FRENCH = Wording(
    leave_and_call="Si c'est une urgence, raccrochez et appelez tout de suite le {number}."
    " Je suis une assistante virtuelle et je ne peux pas envoyer de secours.",
    crisis="Je suis vraiment désolée que vous vous sentiez ainsi, et vous avez bien fait de le dire."
    " Si vous êtes en danger en ce moment, raccrochez et appelez le {number}.",
    crisis_line="Vous pouvez aussi parler à {line}.",
    crisis_nobody="Parlez-en aussi à quelqu'un en qui vous avez confiance.",
    anybody_hurt="Est-ce que quelqu'un est blessé ou en danger en ce moment ?",
    digits=("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"),
    numbers={"112": "cent douze"},
)
SPANISH = Wording(
    leave_and_call="Si es una emergencia, cuelgue y llame ahora mismo al {number}."
    " Soy una asistente virtual y no puedo enviar ayuda.",
    crisis="Siento mucho que se sienta así, y ha hecho bien en decirlo."
    " Si está en peligro ahora mismo, cuelgue y llame al {number}.",
    crisis_line="También puede hablar con {line}.",
    crisis_nobody="Hable también con alguien de confianza.",
    anybody_hurt="¿Hay alguien herido o en peligro ahora mismo?",
    digits=("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    numbers={},
)
ITALIAN = Wording(
    leave_and_call="Se è un'emergenza, riagganci e chiami subito il {number}."
    " Sono un'assistente virtuale e non posso mandare soccorsi.",
    crisis="Mi dispiace molto che si senta così, e ha fatto bene a dirlo."
    " Se è in pericolo in questo momento, riagganci e chiami il {number}.",
    crisis_line="Può parlare anche con {line}.",
    crisis_nobody="Ne parli anche con una persona di cui si fida.",
    anybody_hurt="C'è qualcuno ferito o in pericolo in questo momento?",
    digits=("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"),
    numbers={},
)

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN}
)
"""By ISO 639-1 code; other languages are spoken to in English."""

_CRISIS_LINES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "AU": {"en": "Lifeline any time on thirteen, eleven, fourteen"},
        "NZ": {"en": "someone any time by calling or texting one seven three seven"},
        "GB": {"en": "the Samaritans any time on one one six, one two three"},
        "IE": {"en": "the Samaritans any time on one one six, one two three"},
        "US": {
            "en": "the crisis lifeline any time on nine eight eight",
            "es": "la línea de prevención del suicidio a cualquier hora en el nueve ocho ocho",
        },
        "CA": {
            "en": "the crisis helpline any time on nine eight eight",
            "fr": "la ligne d'aide en cas de crise, à toute heure, au neuf huit huit",
        },
        "DE": {
            "de": "der Telefonseelsorge, jederzeit unter null acht null null, eins eins eins, null eins eins eins",
            "en": "the Telefonseelsorge any time on zero eight zero zero, one one one, zero one one one",
        },
        "AT": {"de": "der Telefonseelsorge, jederzeit unter eins vier zwei"},
        "CH": {
            "de": "der Dargebotenen Hand, jederzeit unter eins vier drei",
            "fr": "la Main Tendue, à toute heure, au un quatre trois",
            "it": "il Telefono Amico, a qualsiasi ora, all'uno quattro tre",
        },
        "FR": {
            "fr": "le numéro national de prévention du suicide, à toute heure, au trois mille cent quatorze",
            "en": "the national suicide prevention line any time on three one one four",
        },
        "ES": {
            "es": "la línea de atención a la conducta suicida, a cualquier hora, en el cero dos cuatro",
            "en": "the suicide prevention line any time on zero two four",
        },
        "IT": {"it": "Telefono Amico, allo zero due, due tre due sette, due tre due sette"},
    }
)
"""By country and language, as they are said. Every other country is told the emergency number alone.

AU: Lifeline, 13 11 14. NZ: 1737 (Ministry of Health). GB, IE: Samaritans, 116 123 (reserved by Decision 2007/116/EC).
US: 988 (FCC 20-100). CA: 988 (CRTC 2022-234). DE: TelefonSeelsorge, 0800 1110111. AT: 142 (RTR). CH: 143 (BAKOM).
FR: 3114 (ministère de la Santé). ES: 024 (Ministerio de Sanidad). IT: Telefono Amico Italia, 02 2327 2327.
"""


def reply(danger: Danger, country: str, language: str) -> str:
    """What the agent says to a danger that is certain, or to a caller in a crisis.

    Args:
        country: where the business is, ISO 3166 alpha-2; names the number to call.
        language: BCP 47 tag of the call.
    """
    wording = _wording(language)
    number = spoken_number(country, language)
    if danger is not Danger.CRISIS:
        return wording.leave_and_call.format(number=number)
    line = _CRISIS_LINES.get(country.upper(), {}).get(language_of(language))
    someone = wording.crisis_line.format(line=line) if line else wording.crisis_nobody
    return f"{wording.crisis.format(number=number)} {someone}"


def question(language: str) -> str:
    """Asks whether anybody is hurt, in the language of a BCP 47 tag."""
    return _wording(language).anybody_hurt


def match(text: str, country: str, language: str = "en") -> str | None:
    """What the agent says when these words surely tell of an emergency; None when they do not, or may not."""
    danger = assess(text, language)
    return reply(danger, country, language) if danger in (Danger.CERTAIN, Danger.CRISIS) else None


def spoken_number(country: str, language: str = "en") -> str:
    """The emergency number of a country (ISO 3166 alpha-2), as it is said in a language (BCP 47 tag)."""
    number = _NUMBER_BY_COUNTRY.get(country.upper(), DEFAULT_NUMBER)
    wording = _wording(language)
    return wording.numbers.get(number) or " ".join(wording.digits[int(digit)] for digit in number)


def _wording(language: str) -> Wording:
    return WORDINGS.get(language_of(language), ENGLISH)
