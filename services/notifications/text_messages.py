"""The words of text messages, in the language of the business."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.errors import InvalidInput
from domain.languages import spoken_language

LONGEST_CHARS = 1000
"""Twilio takes 1600 and cuts a text into parts of 153; ours have two or three.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""


@dataclass(frozen=True, slots=True)
class Texts:
    """Our text messages in one language.

    Templates name fields of the outbox row's payload, and `when`. `clock` is a format of `strftime`, where `{hour}`
    is the hour on a twelve-hour clock; `day` has `{weekday}`, `{day}` and `{month}`.
    """

    booking_confirmed: str
    booking_refused: str
    booking_unfinished: str
    waiting_list_offer: str
    booking_moved: str
    booking_not_moved: str
    booking_cancelled: str
    caller_code: str
    when: str
    day: str
    clock: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]


ENGLISH = Texts(
    booking_confirmed="{business_name}: Hi {customer_name}, your {offering} with {staff} is booked for {when}.",
    booking_refused="{business_name}: Hi {customer_name}, sorry, your {offering} on {when} could not be booked."
    " Please call us again to find another time.",
    booking_unfinished="{business_name}: Sorry, your call ended before an appointment was booked, so nothing is"
    " booked yet."
    " Please call us again.",
    waiting_list_offer="{business_name}: Hi {customer_name}, a time has become free: {offering}, {when}. It is kept"
    " for you until {until}. Call us to take it.",
    booking_moved="{business_name}: Hi {customer_name}, your {offering} with {staff} has been moved to {when}.",
    booking_not_moved="{business_name}: Hi {customer_name}, sorry, your {offering} could not be moved. It stays on"
    " {when}. Please call us again to find another time.",
    booking_cancelled="{business_name}: Hi {customer_name}, your {offering} on {when} has been cancelled.",
    caller_code="{business_name}: Your code is {code}. Read it out on the phone, or type it. Nobody of us will ever ask"
    " for it in any other way.",
    when="{day} at {time}",
    day="{weekday} {day} {month}",
    clock="{hour}:%M {half}",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
)  # fmt: skip

GERMAN = Texts(
    booking_confirmed="{business_name}: Hallo {customer_name}, Ihr Termin ({offering}, {staff}) ist gebucht: {when}.",
    booking_refused="{business_name}: Hallo {customer_name}, leider konnten wir Ihren Termin ({offering}) {when} nicht"
    " buchen. Bitte rufen Sie uns noch einmal an, dann finden wir eine andere Zeit.",
    booking_unfinished="{business_name}: Ihr Anruf endete leider, bevor ein Termin gebucht war. Es ist noch"
    " nichts gebucht."
    " Bitte rufen Sie uns noch einmal an.",
    waiting_list_offer="{business_name}: Hallo {customer_name}, ein Termin ist frei geworden: {offering}, {when}. Er"
    " ist bis {until} für Sie reserviert. Rufen Sie uns an, wenn Sie ihn möchten.",
    booking_moved="{business_name}: Hallo {customer_name}, Ihr Termin ({offering}, {staff}) ist verschoben auf {when}.",
    booking_not_moved="{business_name}: Hallo {customer_name}, leider konnten wir Ihren Termin ({offering}) nicht"
    " verschieben. Es bleibt bei {when}. Bitte rufen Sie uns noch einmal an, dann finden wir eine andere Zeit.",
    booking_cancelled="{business_name}: Hallo {customer_name}, Ihr Termin ({offering}) {when} ist abgesagt.",
    caller_code="{business_name}: Ihr Code ist {code}. Bitte sagen Sie ihn am Telefon oder tippen Sie ihn ein. Niemand"
    " von uns fragt auf andere Weise danach.",
    when="{day} um {time} Uhr",
    day="{weekday}, {day}. {month}",
    clock="%H:%M",
    weekdays=("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    months=(
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
)  # fmt: skip

FRENCH = Texts(
    booking_confirmed="{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}, {staff}) est"
    " confirmé : {when}.",
    booking_refused="{business_name} : bonjour {customer_name}, désolés, votre rendez-vous ({offering}) {when} n'a pas"
    " pu être pris. Merci de nous rappeler pour trouver un autre horaire.",
    booking_unfinished="{business_name} : désolés, votre appel s'est terminé avant la prise du rendez-vous :"
    " rien n'est réservé."
    " Merci de nous rappeler.",
    waiting_list_offer="{business_name} : bonjour {customer_name}, un horaire s'est libéré : {offering}, {when}. Il"
    " vous est réservé jusqu'à {until}. Appelez-nous pour le prendre.",
    booking_moved="{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}, {staff}) est déplacé :"
    " {when}.",
    booking_not_moved="{business_name} : bonjour {customer_name}, désolés, votre rendez-vous ({offering}) n'a pas pu"
    " être déplacé. Il reste fixé : {when}. Merci de nous rappeler pour trouver un autre horaire.",
    booking_cancelled="{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}) {when} est annulé.",
    caller_code="{business_name} : votre code est {code}. Dites-le au téléphone ou tapez-le. Personne chez nous ne vous"
    " le demandera autrement.",
    when="{day} à {time}",
    day="{weekday} {day} {month}",
    clock="%H:%M",
    weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    months=(
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
)  # fmt: skip

SPANISH = Texts(
    booking_confirmed="{business_name}: Hola, {customer_name}. Su cita ({offering}, {staff}) está confirmada: {when}.",
    booking_refused="{business_name}: Hola, {customer_name}. Lo sentimos, no hemos podido reservar su cita"
    " ({offering}): {when}. Por favor, llámenos de nuevo para buscar otra hora.",
    booking_unfinished="{business_name}: Lo sentimos, su llamada terminó antes de reservar la cita, así que aún"
    " no hay nada reservado."
    " Por favor, llámenos de nuevo.",
    waiting_list_offer="{business_name}: Hola, {customer_name}. Ha quedado libre una hora: {offering}, {when}. Se la"
    " guardamos hasta las {until}. Llámenos si la quiere.",
    booking_moved="{business_name}: Hola, {customer_name}. Su cita ({offering}, {staff}) se ha cambiado: {when}.",
    booking_not_moved="{business_name}: Hola, {customer_name}. Lo sentimos, no hemos podido cambiar su cita"
    " ({offering}). Se mantiene: {when}. Por favor, llámenos de nuevo para buscar otra hora.",
    booking_cancelled="{business_name}: Hola, {customer_name}. Su cita ({offering}) se ha cancelado: {when}.",
    caller_code="{business_name}: Su código es {code}. Dígalo por teléfono o márquelo. Nadie de nosotros se lo pedirá"
    " de otra manera.",
    when="{day} a las {time}",
    day="{weekday} {day} de {month}",
    clock="%H:%M",
    weekdays=("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio",
        "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
    ),
)  # fmt: skip

ITALIAN = Texts(
    booking_confirmed="{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}, {staff}) è"
    " confermato: {when}.",
    booking_refused="{business_name}: Buongiorno {customer_name}, purtroppo non è stato possibile prenotare il suo"
    " appuntamento ({offering}): {when}. La preghiamo di richiamarci per trovare un altro orario.",
    booking_unfinished="{business_name}: ci dispiace, la chiamata è terminata prima di prenotare"
    " l'appuntamento: nulla è prenotato."
    " La preghiamo di richiamarci.",
    waiting_list_offer="{business_name}: Buongiorno {customer_name}, si è liberato un orario: {offering}, {when}. È"
    " riservato a lei fino alle {until}. Ci chiami per prenderlo.",
    booking_moved="{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}, {staff}) è stato"
    " spostato: {when}.",
    booking_not_moved="{business_name}: Buongiorno {customer_name}, purtroppo non è stato possibile spostare il suo"
    " appuntamento ({offering}). Resta fissato: {when}. La preghiamo di richiamarci per trovare un altro orario.",
    booking_cancelled="{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}) è stato annullato:"
    " {when}.",
    caller_code="{business_name}: il suo codice è {code}. Lo dica al telefono o lo digiti. Nessuno di noi glielo"
    " chiederà in altro modo.",
    when="{day} alle {time}",
    day="{weekday} {day} {month}",
    clock="%H:%M",
    weekdays=("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    months=(
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno",
        "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
    ),
)  # fmt: skip

TEXTS: Mapping[str, Texts] = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN}
"""One for each of `domain.languages.OFFERED`."""


def booking_confirmed(payload: Mapping[str, Any]) -> str:
    """That the appointment stands, with where it is and a link to change it.

    Raises:
        InvalidInput: the payload says too little.
    """
    texts = texts_for(payload)
    address, link = str(payload.get("address") or ""), str(payload.get("manage_url") or "")
    template = (
        texts.booking_confirmed + (" {address}." if address else "") + (" {manage_url}" if link else "")
    )
    return _written(template, texts, payload)


def booking_refused(payload: Mapping[str, Any]) -> str:
    """That an appointment asked for in a call could not be made. Raises InvalidInput as `booking_confirmed`."""
    texts = texts_for(payload)
    return _written(texts.booking_refused, texts, payload)


def booking_unfinished(payload: Mapping[str, Any]) -> str:
    """That a call ended before anything was booked. Raises InvalidInput as `booking_confirmed`."""
    return _without_time(texts_for(payload).booking_unfinished, payload)


def booking_moved(payload: Mapping[str, Any]) -> str:
    """The new time, with where it is. Raises InvalidInput as `booking_confirmed`."""
    texts = texts_for(payload)
    address = str(payload.get("address") or "")
    return _written(texts.booking_moved + (" {address}." if address else ""), texts, payload)


def booking_not_moved(payload: Mapping[str, Any]) -> str:
    """That it stays where it is. Raises InvalidInput as `booking_confirmed`."""
    texts = texts_for(payload)
    return _written(texts.booking_not_moved, texts, payload)


def booking_cancelled(payload: Mapping[str, Any]) -> str:
    """That it is cancelled. Raises InvalidInput as `booking_confirmed`."""
    texts = texts_for(payload)
    return _written(texts.booking_cancelled, texts, payload)


def caller_code(payload: Mapping[str, Any]) -> str:
    """A code to read out. Raises InvalidInput as `booking_confirmed`."""
    return _without_time(texts_for(payload).caller_code, payload)


def waiting_list_offer(payload: Mapping[str, Any]) -> str:
    """That a time has become free, and how long it is kept. Raises InvalidInput as `booking_confirmed`."""
    texts = texts_for(payload)
    try:
        until = _clock(texts, datetime.fromisoformat(payload["until_local"]))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"a text message cannot be written from this: {type(error).__name__}") from None
    return _written(texts.waiting_list_offer, texts, {**payload, "until": until})


def texts_for(payload: Mapping[str, Any]) -> Texts:
    """The texts in the payload's language, else English."""
    return TEXTS[spoken_language(str(payload.get("language") or ""))]


def spoken_when(texts: Texts, local: datetime) -> str:
    """The day and the time as people of that language write them, without the year."""
    return texts.when.format(day=_day(texts, local.date()), time=_clock(texts, local))


def _clock(texts: Texts, local: datetime) -> str:
    half = "am" if local.hour < 12 else "pm"
    return local.strftime(texts.clock.format(hour=(local.hour + 11) % 12 + 1, half=half))


def _day(texts: Texts, day: date) -> str:
    return texts.day.format(
        weekday=texts.weekdays[day.weekday()], day=day.day, month=texts.months[day.month - 1]
    )


def _without_time(template: str, payload: Mapping[str, Any]) -> str:
    try:
        text = template.format_map(dict(payload))
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"a text message cannot be written from this: {type(error).__name__}") from None
    return " ".join(text.split())[:LONGEST_CHARS]


def _written(template: str, texts: Texts, payload: Mapping[str, Any]) -> str:
    try:
        when = spoken_when(texts, datetime.fromisoformat(payload["starts_at_local"]))
        text = template.format_map({**payload, "when": when})
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInput(f"a text message cannot be written from this: {type(error).__name__}") from None
    return " ".join(text.split())[:LONGEST_CHARS]
