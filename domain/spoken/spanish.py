"""Figures in Spanish."""

from domain.spoken.grammar import Currency, Grammar, Half
from domain.spoken.number_words import cardinal, in_words

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_MASCULINE_IN_A = frozenset("día días problema problemas programa programas mapa mapas".split())
_FEMININE_ENDINGS = ("a", "as", "ción", "ciones", "dad", "dades", "tarde", "noche", "veces")
_NO_NOUN = frozenset("a al con de del en es está hasta las los o para pero por que son u y".split())


def _words(number: int) -> str:
    return cardinal(number, "es")


def _count(number: int, noun: str) -> str:
    if not noun or noun in _NO_NOUN:
        return _words(number)
    feminine = noun.endswith(_FEMININE_ENDINGS) and noun not in _MASCULINE_IN_A
    return in_words(number, "es", f"spellout-cardinal-{'feminine' if feminine else 'masculine'}")


def _ordinal(number: int, before: str) -> str:
    feminine = before.rstrip().casefold().endswith((" la", " una", " primera"))
    return in_words(number, "es", f"spellout-ordinal-{'feminine' if feminine else 'masculine'}")


def _date(day: int, month: int, year: int | None, before: str) -> str:
    said = f"{_words(day)} de {MONTHS[month - 1]}"
    return f"{said} de {_words(year)}" if year else said


def _clock(hour: int, minute: int, half: Half, before: str) -> str:
    if half is not None:
        name = "una" if hour % 12 == 1 else _words(hour % 12 or 12)
        past = {0: "", 15: " y cuarto", 30: " y media"}.get(minute, f" y {_words(minute)}")
        part = "la mañana" if half == "am" else "la tarde" if hour % 12 < 8 else "la noche"
        return f"{name}{past} de {part}"
    name = in_words(hour, "es", "spellout-cardinal-feminine")
    if not minute:
        return name
    return f"{name} cero {_words(minute)}" if minute < 10 else f"{name} {_words(minute)}"


def _money(whole: int, hundredths: int, currency: Currency) -> str:
    said = f"{_count(whole, currency.many)} {currency.one if whole == 1 else currency.many}"
    if not hundredths:
        return said
    return f"{said} con {_words(hundredths)}" if whole else f"{_count(hundredths, 'm')} {currency.hundredths}"


_EURO = Currency("euro", "euros", "céntimo", "céntimos")
_PESO = Currency("peso", "pesos", "centavo", "centavos")
_LIBRA = Currency("libra", "libras", "penique", "peniques")
_DOLLAR = Currency("dólar", "dólares", "centavo", "centavos")

SPANISH = Grammar(
    language="es",
    thousands=".",
    decimal="coma",
    months=MONTHS,
    abbreviated_months={month[:3]: number for number, month in enumerate(MONTHS, 1)} | {"sept": 9},
    weekdays={
        "lun": "lunes", "mar": "martes", "mié": "miércoles", "mie": "miércoles", "jue": "jueves", "vie": "viernes",
        "sáb": "sábado", "sab": "sábado", "dom": "domingo",
    },
    signs={
        "&": "y", "@": "arroba", ".": "punto", "-": "guion", "_": "guion bajo", "+": "más", "%": "por ciento",
        "=": "igual a", "~": "unos", "#": "número", "/": "o", "°": "grados", "to": "a", "per": "por",
    },
    currencies={
        "$": _DOLLAR, "USD": _DOLLAR, "AUD": _DOLLAR, "€": _EURO, "EUR": _EURO,
        "MXN": _PESO, "ARS": _PESO,
        "£": _LIBRA, "GBP": _LIBRA,
        "CHF": Currency("franco", "francos", "céntimo", "céntimos"), "¥": Currency("yen", "yenes", "sen", "sen"),
    },
    units={
        "min": ("minuto", "minutos"), "h": ("hora", "horas"), "hs": ("hora", "horas"), "seg": ("segundo", "segundos"),
        "km": ("kilómetro", "kilómetros"), "m": ("metro", "metros"), "cm": ("centímetro", "centímetros"),
        "mm": ("milímetro", "milímetros"), "kg": ("kilo", "kilos"), "g": ("gramo", "gramos"),
        "ml": ("mililitro", "mililitros"), "l": ("litro", "litros"), "°C": ("grado", "grados"), "x": ("vez", "veces"),
    },
    magnitudes={"millón": "millón de", "millones": "millones de", "mil": "mil"},
    count=_count,
    ordinal=_ordinal,
    date=_date,
    clock=_clock,
    money=_money,
    hour_word="h(?:oras|s)?",
)  # fmt: skip
