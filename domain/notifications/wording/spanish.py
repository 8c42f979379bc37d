"""Spanish."""

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording.words import Words

WORDS = Words(
    templates={
        Kind.BOOKING_CONFIRMED: Template(
            "{business_name}: Hola, {customer_name}. Su cita ({offering}[, {staff}]) está confirmada: {when}."
            "[ {address}.][ {manage_link}]",
            "Su cita: {offering}, {when}",
            "Hola, {customer_name}:\n\nSu cita ({offering}[, {staff}]) está confirmada: {when}.\n\n"
            "[Dirección: {address}]\n\n[Para cambiarla o anularla: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_MOVED: Template(
            "{business_name}: Hola, {customer_name}. Su cita ({offering}[, {staff}]) se ha cambiado: {when}."
            "[ {address}.][ {manage_link}]",
            "Su cita se ha cambiado: {offering}, {when}",
            "Hola, {customer_name}:\n\nSu cita ({offering}[, {staff}]) se ha cambiado: {when}.\n\n"
            "[Dirección: {address}]\n\n[Para cambiarla o anularla: {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_CANCELLED: Template(
            "{business_name}: Hola, {customer_name}. Su cita ({offering}) se ha cancelado: {when}.",
            "Su cita se ha cancelado: {offering}, {when}",
            "Hola, {customer_name}:\n\nSu cita ({offering}) se ha cancelado: {when}.\n\n{business_name}",
        ),
        Kind.BOOKING_REMINDER: Template(
            "{business_name}: Hola, {customer_name}. Su cita ({offering}[, {staff}]): {when}. Responda C para"
            " confirmar, X si no puede venir.",
            "Recordatorio: {offering}, {when}",
            "Hola, {customer_name}:\n\nSu cita ({offering}[, {staff}]): {when}.\n\n[Dirección: {address}]\n\n"
            "[Para cambiarla o anularla: {manage_link}]\n\n{business_name}",
        ),
        Kind.MISSED_CALL: Template(
            "{business_name}: Sentimos no haber atendido su llamada. Responda a este mensaje y le contactaremos."
            "[ O reserve aquí: {booking_link}]",
            "No pudimos atender su llamada",
            "Sentimos no haber atendido su llamada. Responda a este mensaje y le contactaremos.\n\n"
            "[O reserve aquí: {booking_link}]\n\n{business_name}",
        ),
        Kind.DETAILS: Template(
            "{business_name}[: {address}][ Reservar: {booking_link}]",
            "{business_name}",
            "[Dirección: {address}]\n\n[Reservar: {booking_link}]\n\n{business_name}",
        ),
        Kind.STAFF_MESSAGE: Template(
            "[{urgent}: ]Mensaje de {caller_name}[ ({callback_number})]: {message}[ {link}]",
            "[{urgent}: ]Mensaje de {caller_name}",
            "[{urgent}]\n\nMensaje de {caller_name}, {when}:\n\n{message}\n\n[Llamar a: {callback_number}]\n\n"
            "[{recording}]\n\n[{link}]\n\n{business_name}",
        ),
        Kind.DAILY_DIGEST: Template(
            "{business_name}, {date}: {calls} llamadas, {bookings} citas, {messages} mensajes, {missed} perdidas.",
            "{date}: {calls} llamadas, {bookings} citas",
            "{business_name}, {date}\n\nLlamadas: {calls}\nAtendidas: {answered}\nPerdidas: {missed}\n"
            "Citas: {bookings}\nMensajes: {messages}\nMinutos: {minutes}\n\n[{link}]",
        ),
        Kind.NUMBER_PORT: Template(
            "La portabilidad de {number} {state}[, el {date}].[ {note}][ {link}]",
            "La portabilidad de {number} {state}",
            "La portabilidad de {number} a {business_name} {state}[, el {date}].\n\n[{note}]\n\n[{link}]",
        ),
        Kind.SPENDING_WARNING: Template(
            "{business_name}: ha usado el {percent} de su límite de gasto[ ({spent} de {cap})].[ {link}]",
            "Ha usado el {percent} de su límite de gasto",
            "Se ha usado el {percent} del límite de {business_name}[: {spent} de {cap}].\n\n"
            "Cuando se alcance, las llamadas se le pasarán o se tomará un mensaje.\n\n[{link}]",
        ),
        Kind.CALENDAR_DISPUTE: Template(
            "{business_name}: decida sobre {customer_name}, {when}, en {calendar}: {reason}[ {link}]",
            "Por favor, decida: {customer_name}, {when}",
            "{customer_name} tiene reserva de {offering} el {when}. En {calendar} se cambió de un modo que "
            "aquí no se pudo seguir: {reason}.\n\nAquí no se cambió nada. Conserve nuestra hora, acepte la "
            "otra o cancele.\n\n[{link}]",
        ),
    },
    when="{day} a las {time}",
    somebody="alguien",
    urgent="URGENTE",
    recording="Hay una grabación.",
    corrected="Corregido",
    confirmed="{business_name}: Gracias, le esperamos: {when}.",
    cancelled="{business_name}: Su cita ({when}) se ha cancelado. Llámenos para buscar otra hora.",
    nothing_to_answer="{business_name}: No tiene ninguna cita pendiente. Hemos pasado su mensaje.",
    too_late="{business_name}: Ya no se puede anular por SMS. Por favor, llámenos.",
    stopped="{business_name}: No recibirá más mensajes. Responda START para recibirlos de nuevo.",
    started="{business_name}: Volverá a recibir nuestros mensajes. Responda STOP para no recibirlos.",
    helped="{business_name}: Llame a este número. Responda STOP para no recibir más mensajes.",
    undeliverable="No se puede llegar a {address} ({detail}): no se envía nada más. Llame, por favor.",
)
