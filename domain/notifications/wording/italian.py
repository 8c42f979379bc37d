"""Italian."""

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording.words import Words

WORDS = Words(
    templates={
        Kind.BOOKING_CONFIRMED: Template(
            "{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}[, {staff}]) è confermato:"
            " {when}.[ {address}.][ {manage_link}]",
            "Il suo appuntamento: {offering}, {when}",
            "Buongiorno {customer_name},\n\nil suo appuntamento ({offering}[, {staff}]) è confermato: {when}.\n\n"
            "[Indirizzo: {address}]\n\n[Per spostarlo o annullarlo: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_MOVED: Template(
            "{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}[, {staff}]) è stato"
            " spostato: {when}.[ {address}.][ {manage_link}]",
            "Il suo appuntamento è stato spostato: {offering}, {when}",
            "Buongiorno {customer_name},\n\nil suo appuntamento ({offering}[, {staff}]) è stato spostato: {when}.\n\n"
            "[Indirizzo: {address}]\n\n[Per spostarlo o annullarlo: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_CANCELLED: Template(
            "{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}) è stato annullato: {when}.",
            "Il suo appuntamento è stato annullato: {offering}, {when}",
            "Buongiorno {customer_name},\n\nil suo appuntamento ({offering}) è stato annullato: {when}.\n\n"
            "{business_name}",
        ),
        Kind.BOOKING_REMINDER: Template(
            "{business_name}: Buongiorno {customer_name}, il suo appuntamento ({offering}[, {staff}]): {when}."
            " Risponda C per confermare, X se non può venire.",
            "Promemoria: {offering}, {when}",
            "Buongiorno {customer_name},\n\nil suo appuntamento ({offering}[, {staff}]): {when}.\n\n"
            "[Indirizzo: {address}]\n\n[Per spostarlo o annullarlo: {manage_link}]\n\n{business_name}",
        ),
        Kind.MISSED_CALL: Template(
            "{business_name}: ci dispiace di aver perso la sua chiamata. Risponda qui e la ricontatteremo."
            "[ Oppure prenoti: {booking_link}]",
            "Abbiamo perso la sua chiamata",
            "Ci dispiace di aver perso la sua chiamata. Risponda a questo messaggio e la ricontatteremo.\n\n"
            "[Oppure prenoti: {booking_link}]\n\n{business_name}",
        ),
        Kind.DETAILS: Template(
            "{business_name}[: {address}][ Prenotare: {booking_link}]",
            "{business_name}",
            "[Indirizzo: {address}]\n\n[Prenotare: {booking_link}]\n\n{business_name}",
        ),
        Kind.STAFF_MESSAGE: Template(
            "[{urgent}: ]Messaggio da {caller_name}[ ({callback_number})]: {message}[ {link}]",
            "[{urgent}: ]Messaggio da {caller_name}",
            "[{urgent}]\n\nMessaggio da {caller_name}, {when}:\n\n{message}\n\n[Richiamare: {callback_number}]\n\n"
            "[{recording}]\n\n[{link}]\n\n{business_name}",
        ),
        Kind.DAILY_DIGEST: Template(
            "{business_name}, {date}: {calls} chiamate, {bookings} appuntamenti, {messages} messaggi, {missed} perse.",
            "{date}: {calls} chiamate, {bookings} appuntamenti",
            "{business_name}, {date}\n\nChiamate: {calls}\nRisposte: {answered}\nPerse: {missed}\n"
            "Appuntamenti: {bookings}\nMessaggi: {messages}\nMinuti: {minutes}\n\n[{link}]",
        ),
        Kind.NUMBER_PORT: Template(
            "La portabilità di {number} {state}[, il {date}].[ {note}][ {link}]",
            "La portabilità di {number} {state}",
            "La portabilità di {number} verso {business_name} {state}[, il {date}].\n\n[{note}]\n\n[{link}]",
        ),
        Kind.SPENDING_WARNING: Template(
            "{business_name}: ha usato il {percent} del limite di spesa[ ({spent} su {cap})].[ {link}]",
            "Ha usato il {percent} del limite di spesa",
            "È stato usato il {percent} del limite di {business_name}[: {spent} su {cap}].\n\n"
            "Raggiunto il limite, le chiamate le vengono passate o si prende un messaggio.\n\n[{link}]",
        ),
        Kind.CALENDAR_DISPUTE: Template(
            "{business_name}: decida per {customer_name}, {when}, in {calendar}: {reason}[ {link}]",
            "Da decidere: {customer_name}, {when}",
            "{customer_name} ha prenotato {offering} per {when}. In {calendar} è stato cambiato in un modo che "
            "qui non si è potuto seguire: {reason}.\n\nQui non è cambiato nulla. Tenga la nostra ora, prenda "
            "l'altra o annulli.\n\n[{link}]",
        ),
    },
    when="{day} alle {time}",
    somebody="qualcuno",
    urgent="URGENTE",
    recording="C'è una registrazione.",
    corrected="Corretto",
    confirmed="{business_name}: Grazie, a presto: {when}.",
    cancelled="{business_name}: Il suo appuntamento ({when}) è annullato. Ci chiami per un altro orario.",
    nothing_to_answer="{business_name}: Non ha appuntamenti in attesa. Abbiamo inoltrato il suo messaggio.",
    too_late="{business_name}: Non si può più annullare via SMS. La preghiamo di chiamarci.",
    stopped="{business_name}: Non riceverà più SMS da noi. Risponda START per riceverli di nuovo.",
    started="{business_name}: Riceverà di nuovo i nostri SMS. Risponda STOP per non riceverne.",
    helped="{business_name}: Chiami questo numero. Risponda STOP per non ricevere più SMS.",
    undeliverable="{address} non è raggiungibile ({detail}): non si invia più nulla. Si prega di chiamare.",
)
