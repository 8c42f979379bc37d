"""French."""

from domain.notifications.kinds import Kind
from domain.notifications.templates import Template
from domain.notifications.wording.words import Words

WORDS = Words(
    templates={
        Kind.BOOKING_CONFIRMED: Template(
            "{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}[, {staff}]) est confirmé :"
            " {when}.[ {address}.][ {manage_link}]",
            "Votre rendez-vous : {offering}, {when}",
            "Bonjour {customer_name},\n\nvotre rendez-vous ({offering}[, {staff}]) est confirmé : {when}.\n\n"
            "[Adresse : {address}]\n\n[Pour le déplacer ou l'annuler : {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_MOVED: Template(
            "{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}[, {staff}]) est déplacé :"
            " {when}.[ {address}.][ {manage_link}]",
            "Votre rendez-vous est déplacé : {offering}, {when}",
            "Bonjour {customer_name},\n\nvotre rendez-vous ({offering}[, {staff}]) est déplacé : {when}.\n\n"
            "[Adresse : {address}]\n\n[Pour le déplacer ou l'annuler : {manage_link}]\n\n{business_name}",
        ),
        Kind.BOOKING_CANCELLED: Template(
            "{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}) {when} est annulé.",
            "Votre rendez-vous est annulé : {offering}, {when}",
            "Bonjour {customer_name},\n\nvotre rendez-vous ({offering}) {when} est annulé.\n\n{business_name}",
        ),
        Kind.BOOKING_REMINDER: Template(
            "{business_name} : bonjour {customer_name}, votre rendez-vous ({offering}[, {staff}]) : {when}."
            " Répondez C pour confirmer, X si vous ne venez pas.",
            "Rappel : {offering}, {when}",
            "Bonjour {customer_name},\n\nvotre rendez-vous ({offering}[, {staff}]) : {when}.\n\n"
            "[Adresse : {address}]\n\n[Pour le déplacer ou l'annuler : {manage_link}]\n\n{business_name}",
        ),
        Kind.MISSED_CALL: Template(
            "{business_name} : désolés, nous avons manqué votre appel. Répondez à ce message, nous vous recontactons."
            "[ Ou réservez ici : {booking_link}]",
            "Nous avons manqué votre appel",
            "Désolés, nous avons manqué votre appel. Répondez à ce message, nous vous recontactons.\n\n"
            "[Ou réservez ici : {booking_link}]\n\n{business_name}",
        ),
        Kind.DETAILS: Template(
            "{business_name}[ : {address}][ Réserver : {booking_link}]",
            "{business_name}",
            "[Adresse : {address}]\n\n[Réserver : {booking_link}]\n\n{business_name}",
        ),
        Kind.STAFF_MESSAGE: Template(
            "[{urgent} : ]Message de {caller_name}[ ({callback_number})] : {message}[ {link}]",
            "[{urgent} : ]Message de {caller_name}",
            "[{urgent}]\n\nMessage de {caller_name}, {when} :\n\n{message}\n\n[Rappeler : {callback_number}]\n\n"
            "[{recording}]\n\n[{link}]\n\n{business_name}",
        ),
        Kind.DAILY_DIGEST: Template(
            "{business_name}, {date} : {calls} appels, {bookings} rendez-vous, {messages} messages, {missed} manqués.",
            "{date} : {calls} appels, {bookings} rendez-vous",
            "{business_name}, {date}\n\nAppels : {calls}\nPris : {answered}\nManqués : {missed}\n"
            "Rendez-vous : {bookings}\nMessages : {messages}\nMinutes : {minutes}\n\n[{link}]",
        ),
        Kind.NUMBER_PORT: Template(
            "La portabilité du {number} {state}[, le {date}].[ {note}][ {link}]",
            "La portabilité du {number} {state}",
            "La portabilité du {number} vers {business_name} {state}[, le {date}].\n\n[{note}]\n\n[{link}]",
        ),
        Kind.SPENDING_WARNING: Template(
            "{business_name} : {percent} de votre plafond de dépenses est atteint[ ({spent} sur {cap})].[ {link}]",
            "{percent} de votre plafond de dépenses est atteint",
            "{percent} du plafond de {business_name} est atteint[ : {spent} sur {cap}].\n\n"
            "Une fois atteint, les appels vous sont transférés ou un message est pris.\n\n[{link}]",
        ),
        Kind.CALENDAR_DISPUTE: Template(
            "{business_name} : à décider pour {customer_name}, {when}, dans {calendar} : {reason}[ {link}]",
            "À décider : {customer_name}, {when}",
            "{customer_name} a réservé {offering} le {when}. Dans {calendar}, un changement n'a pas pu être "
            "suivi ici : {reason}.\n\nRien n'a été changé ici. Gardez notre heure, prenez l'autre ou "
            "annulez.\n\n[{link}]",
        ),
    },
    when="{day} à {time}",
    somebody="quelqu'un",
    urgent="URGENT",
    recording="Il y en a un enregistrement.",
    corrected="Corrigé",
    confirmed="{business_name} : merci, à bientôt : {when}.",
    cancelled="{business_name} : votre rendez-vous {when} est annulé. Appelez-nous pour un autre horaire.",
    nothing_to_answer="{business_name} : vous n'avez pas de rendez-vous en attente. Votre message est transmis.",
    too_late="{business_name} : il est trop tard pour annuler par SMS. Merci de nous appeler.",
    stopped="{business_name} : vous ne recevrez plus nos SMS. Répondez START pour les recevoir à nouveau.",
    started="{business_name} : vous recevrez à nouveau nos SMS. Répondez STOP pour ne plus en recevoir.",
    helped="{business_name} : appelez ce numéro pour nous joindre. Répondez STOP pour ne plus recevoir de SMS.",
    undeliverable="{address} est injoignable ({detail}) : plus rien n'y est envoyé. Merci d'appeler.",
)
