"""Figures in French."""

from domain.spoken.grammar import Currency, Grammar, Half
from domain.spoken.number_words import cardinal, in_words

MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_FEMININE = frozenset(
    "heure heures minute minutes seconde secondes semaine semaines personne personnes fois séance séances place places"
    " coupe coupes couleur couleurs année années journée journées nuit nuits visite visites ligne lignes livre livres"
    " coloration colorations consultation consultations".split()
)


def _words(number: int) -> str:
    return cardinal(number, "fr")


def _count(number: int, noun: str) -> str:
    return (
        in_words(number, "fr", "spellout-cardinal-feminine")
        if noun.casefold() in _FEMININE
        else _words(number)
    )


def _ordinal(number: int, before: str) -> str:
    feminine = before.rstrip().casefold().endswith((" la", " une", " cette", " ma", " votre"))
    return in_words(number, "fr", f"spellout-ordinal-{'feminine' if feminine else 'masculine'}")


def _date(day: int, month: int, year: int | None, before: str) -> str:
    said = f"{'premier' if day == 1 else _words(day)} {MONTHS[month - 1]}"
    return f"{said} {_words(year)}" if year else said


def _clock(hour: int, minute: int, half: Half, before: str) -> str:
    if minute == 0 and hour in (0, 12, 24):
        return "midi" if hour == 12 else "minuit"
    said = f"{_count(hour, 'heures')} {'heure' if hour in (0, 1) else 'heures'}"
    return f"{said} {_words(minute)}" if minute else said


def _money(whole: int, hundredths: int, currency: Currency) -> str:
    said = f"{_count(whole, currency.many)} {currency.one if whole <= 1 else currency.many}"
    if not hundredths:
        return said
    unit = currency.hundredth if hundredths == 1 else currency.hundredths
    return f"{said} {_words(hundredths)}" if whole else f"{_words(hundredths)} {unit}"


_EURO = Currency("euro", "euros", "centime", "centimes")
_DOLLAR = Currency("dollar", "dollars", "cent", "cents")

FRENCH = Grammar(
    language="fr",
    thousands=" ",
    decimal="virgule",
    months=MONTHS,
    abbreviated_months={
        "janv": 1, "jan": 1, "févr": 2, "fév": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11, "déc": 12,
    },
    weekdays={
        "lun": "lundi", "mar": "mardi", "mer": "mercredi", "jeu": "jeudi", "ven": "vendredi", "sam": "samedi",
        "dim": "dimanche",
    },
    signs={
        "&": "et", "@": "arobase", ".": "point", "-": "tiret", "_": "tiret bas", "+": "plus", "%": "pour cent",
        "=": "égale", "~": "environ", "#": "numéro", "/": "ou", "°": "degrés", "to": "à", "per": "par",
    },
    currencies={
        "$": _DOLLAR, "CAD": _DOLLAR, "USD": _DOLLAR, "AUD": _DOLLAR, "€": _EURO, "EUR": _EURO,
        "£": Currency("livre", "livres", "penny", "pence"), "GBP": Currency("livre", "livres", "penny", "pence"),
        "CHF": Currency("franc", "francs", "centime", "centimes"), "¥": Currency("yen", "yens", "sen", "sen"),
    },
    units={
        "min": ("minute", "minutes"), "mn": ("minute", "minutes"), "sec": ("seconde", "secondes"),
        "km": ("kilomètre", "kilomètres"), "m": ("mètre", "mètres"), "cm": ("centimètre", "centimètres"),
        "mm": ("millimètre", "millimètres"), "kg": ("kilo", "kilos"), "g": ("gramme", "grammes"),
        "ml": ("millilitre", "millilitres"), "l": ("litre", "litres"), "°C": ("degré", "degrés"), "x": ("fois", "fois"),
    },
    magnitudes={"million": "million", "millions": "millions", "milliards": "milliards"},
    count=_count,
    ordinal=_ordinal,
    date=_date,
    clock=_clock,
    money=_money,
    hour_word="heures?",
)  # fmt: skip
