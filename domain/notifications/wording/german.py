"""German."""

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording.words import Words

WORDS = Words(
    templates={
        Kind.BOOKING_CONFIRMED: Template(
            "{business_name}: Hallo {customer_name}, Ihr Termin ({offering}[, {staff}]) ist gebucht: {when}."
            "[ {address}.][ {manage_link}]",
            "Ihr Termin: {offering}, {when}",
            "Hallo {customer_name},\n\nIhr Termin ({offering}[, {staff}]) ist gebucht: {when}.\n\n[Ort: {address}]\n\n"
            "[Verschieben oder absagen: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_MOVED: Template(
            "{business_name}: Hallo {customer_name}, Ihr Termin ({offering}[, {staff}]) ist verschoben auf {when}."
            "[ {address}.][ {manage_link}]",
            "Ihr Termin ist verschoben: {offering}, {when}",
            "Hallo {customer_name},\n\nIhr Termin ({offering}[, {staff}]) ist verschoben auf {when}.\n\n"
            "[Ort: {address}]\n\n[Verschieben oder absagen: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_CANCELLED: Template(
            "{business_name}: Hallo {customer_name}, Ihr Termin ({offering}) {when} ist abgesagt.",
            "Ihr Termin ist abgesagt: {offering}, {when}",
            "Hallo {customer_name},\n\nIhr Termin ({offering}) {when} ist abgesagt.\n\n{business_name}",
        ),
        Kind.BOOKING_REMINDER: Template(
            "{business_name}: Hallo {customer_name}, Ihr Termin ({offering}[, {staff}]) ist {when}. Antworten Sie C,"
            " wenn Sie kommen, X, wenn nicht.",
            "Erinnerung: {offering}, {when}",
            "Hallo {customer_name},\n\nIhr Termin ({offering}[, {staff}]) ist {when}.\n\n[Ort: {address}]\n\n"
            "[Verschieben oder absagen: {manage_link}]\n\n{business_name}",
        ),
        Kind.MISSED_CALL: Template(
            "{business_name}: Leider haben wir Ihren Anruf verpasst. Antworten Sie hier, wir melden uns."
            "[ Oder buchen Sie: {booking_link}]",
            "Wir haben Ihren Anruf verpasst",
            "Leider haben wir Ihren Anruf verpasst. Antworten Sie auf diese Nachricht, wir melden uns.\n\n"
            "[Oder buchen Sie hier: {booking_link}]\n\n{business_name}",
        ),
        Kind.DETAILS: Template(
            "{business_name}[: {address}][ Buchen: {booking_link}]",
            "{business_name}",
            "[Ort: {address}]\n\n[Buchen: {booking_link}]\n\n{business_name}",
        ),
        Kind.STAFF_MESSAGE: Template(
            "[{urgent}: ]Nachricht von {caller_name}[ ({callback_number})]: {message}[ {link}]",
            "[{urgent}: ]Nachricht von {caller_name}",
            "[{urgent}]\n\nNachricht von {caller_name}, {when}:\n\n{message}\n\n[Rückruf: {callback_number}]\n\n"
            "[{recording}]\n\n[{link}]\n\n{business_name}",
        ),
        Kind.DAILY_DIGEST: Template(
            "{business_name}, {date}: {calls} Anrufe, {bookings} Termine, {messages} Nachrichten, {missed} verpasst.",
            "{date}: {calls} Anrufe, {bookings} Termine",
            "{business_name}, {date}\n\nAnrufe: {calls}\nAngenommen: {answered}\nVerpasst: {missed}\n"
            "Termine: {bookings}\nNachrichten: {messages}\nMinuten: {minutes}\n\n[{link}]",
        ),
        Kind.NUMBER_PORT: Template(
            "Die Mitnahme von {number} {state}[, am {date}].[ {note}][ {link}]",
            "Die Mitnahme von {number} {state}",
            "Die Mitnahme von {number} zu {business_name} {state}[, am {date}].\n\n[{note}]\n\n[{link}]",
        ),
        Kind.SPENDING_WARNING: Template(
            "{business_name}: {percent} Ihrer Ausgabengrenze sind erreicht[ ({spent} von {cap})].[ {link}]",
            "{percent} Ihrer Ausgabengrenze sind erreicht",
            "{percent} der Grenze für {business_name} sind verbraucht[: {spent} von {cap}].\n\n"
            "Ist sie erreicht, werden Anrufer zu Ihnen durchgestellt oder hinterlassen eine Nachricht.\n\n[{link}]",
        ),
        Kind.CALENDAR_DISPUTE: Template(
            "{business_name}: bitte entscheiden: {customer_name}, {when}, in {calendar}: {reason}[ {link}]",
            "Bitte entscheiden: {customer_name}, {when}",
            "{customer_name} hat {offering} am {when} gebucht. In {calendar} wurde das so geändert, dass wir "
            "nicht folgen konnten: {reason}.\n\nHier ist nichts geändert. Behalten Sie unsere Zeit, nehmen Sie "
            "die andere oder sagen Sie ab.\n\n[{link}]",
        ),
    },
    when="{day} um {time} Uhr",
    somebody="unbekannt",
    urgent="DRINGEND",
    recording="Es gibt eine Aufnahme davon.",
    corrected="Berichtigt",
    confirmed="{business_name}: Danke, bis {when}.",
    cancelled="{business_name}: Ihr Termin {when} ist abgesagt. Rufen Sie uns für eine andere Zeit an.",
    nothing_to_answer="{business_name}: Sie haben keinen offenen Termin. Wir haben Ihre Nachricht weitergegeben.",
    too_late="{business_name}: Für eine Absage per SMS ist es zu spät. Bitte rufen Sie uns an.",
    stopped="{business_name}: Sie bekommen keine SMS mehr von uns. Antworten Sie START, um sie wieder zu bekommen.",
    started="{business_name}: Sie bekommen wieder SMS von uns. Antworten Sie STOP, um keine zu bekommen.",
    helped="{business_name}: Rufen Sie diese Nummer an. Antworten Sie STOP, um keine SMS mehr zu bekommen.",
    undeliverable="{address} ist nicht erreichbar ({detail}): Dorthin wird nichts mehr gesendet. Bitte rufen Sie an.",
)
