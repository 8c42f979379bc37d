"""Figures in Italian."""

from domain.spoken.grammar import Currency, Grammar, Half
from domain.spoken.number_words import cardinal, in_words

MONTHS = (
    "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
    "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
)  # fmt: skip
_NO_NOUN = frozenset("a al alle con da dal dalle di e ed è fino il in le o per sono su".split())
_MASCULINE_IN_A = frozenset("problema programma".split())


def _words(number: int) -> str:
    return cardinal(number, "it")


def _count(number: int, noun: str) -> str:
    if number != 1 or not noun or noun in _NO_NOUN:
        return _words(number)
    return "una" if noun.endswith("a") and noun not in _MASCULINE_IN_A else "un"


def _ordinal(number: int, before: str) -> str:
    feminine = before.rstrip().casefold().endswith((" la", " una", " alla", " della"))
    return in_words(number, "it", f"spellout-ordinal-{'feminine' if feminine else 'masculine'}")


def _date(day: int, month: int, year: int | None, before: str) -> str:
    said = f"{'primo' if day == 1 else _words(day)} {MONTHS[month - 1]}"
    return f"{said} {_words(year)}" if year else said


def _clock(hour: int, minute: int, half: Half, before: str) -> str:
    name = "una" if hour == 1 else _words(hour)
    return f"{name} e {_words(minute)}" if minute else name


def _money(whole: int, hundredths: int, currency: Currency) -> str:
    said = f"{_count(whole, currency.one)} {currency.one if whole == 1 else currency.many}"
    if not hundredths:
        return said
    rest = f"{_count(hundredths, currency.hundredth)} {currency.hundredth if hundredths == 1 else currency.hundredths}"
    return f"{said} e {_words(hundredths)}" if whole else rest


_EURO = Currency("euro", "euro", "centesimo", "centesimi")
_STERLINA = Currency("sterlina", "sterline", "penny", "pence")
_DOLLAR = Currency("dollaro", "dollari", "centesimo", "centesimi")

ITALIAN = Grammar(
    language="it",
    thousands=".",
    decimal="virgola",
    months=MONTHS,
    abbreviated_months={month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sett": 9},
    weekdays={
        "lun": "lunedì", "mar": "martedì", "mer": "mercoledì", "gio": "giovedì", "ven": "venerdì", "sab": "sabato",
        "dom": "domenica",
    },
    signs={
        "&": "e", "@": "chiocciola", ".": "punto", "-": "trattino", "_": "trattino basso", "+": "più", "%": "per cento",
        "=": "uguale a", "~": "circa", "#": "numero", "/": "o", "°": "gradi", "to": "a", "per": "a",
    },
    currencies={
        "$": _DOLLAR, "USD": _DOLLAR, "AUD": _DOLLAR, "€": _EURO, "EUR": _EURO,
        "£": _STERLINA, "GBP": _STERLINA,
        "CHF": Currency("franco", "franchi", "centesimo", "centesimi"), "¥": Currency("yen", "yen", "sen", "sen"),
    },
    units={
        "min": ("minuto", "minuti"), "h": ("ora", "ore"), "sec": ("secondo", "secondi"),
        "km": ("chilometro", "chilometri"), "m": ("metro", "metri"), "cm": ("centimetro", "centimetri"),
        "mm": ("millimetro", "millimetri"), "kg": ("chilo", "chili"), "g": ("grammo", "grammi"),
        "ml": ("millilitro", "millilitri"), "l": ("litro", "litri"), "°C": ("grado", "gradi"), "x": ("volta", "volte"),
    },
    magnitudes={"milione": "milione di", "milioni": "milioni di", "mila": "mila"},
    count=_count,
    ordinal=_ordinal,
    date=_date,
    clock=_clock,
    money=_money,
)  # fmt: skip
