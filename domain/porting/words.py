"""What a business is told of its request, in its language."""

from domain.languages import spoken_language
from domain.porting.requests import Phase

_WORDS: dict[str, dict[Phase, str]] = {
    "en": {
        Phase.HANDED_IN: "has been handed in",
        Phase.NEEDS: "needs something from you",
        Phase.IN_REVIEW: "is with the carriers",
        Phase.SCHEDULED: "has a day",
        Phase.DONE: "is done: the number is here",
        Phase.REJECTED: "was rejected",
        Phase.WITHDRAWN: "was withdrawn",
    },
    "de": {
        Phase.HANDED_IN: "ist eingereicht",
        Phase.NEEDS: "braucht noch etwas von Ihnen",
        Phase.IN_REVIEW: "liegt bei den Anbietern",
        Phase.SCHEDULED: "hat einen Termin",
        Phase.DONE: "ist abgeschlossen: die Nummer ist hier",
        Phase.REJECTED: "wurde abgelehnt",
        Phase.WITHDRAWN: "wurde zurückgezogen",
    },
    "fr": {
        Phase.HANDED_IN: "est déposée",
        Phase.NEEDS: "attend quelque chose de vous",
        Phase.IN_REVIEW: "est chez les opérateurs",
        Phase.SCHEDULED: "a une date",
        Phase.DONE: "est terminée : le numéro est ici",
        Phase.REJECTED: "a été refusée",
        Phase.WITHDRAWN: "a été retirée",
    },
    "es": {
        Phase.HANDED_IN: "está presentada",
        Phase.NEEDS: "necesita algo de usted",
        Phase.IN_REVIEW: "está en manos de los operadores",
        Phase.SCHEDULED: "tiene fecha",
        Phase.DONE: "ha terminado: el número ya está aquí",
        Phase.REJECTED: "ha sido rechazada",
        Phase.WITHDRAWN: "se ha retirado",
    },
    "it": {
        Phase.HANDED_IN: "è stata presentata",
        Phase.NEEDS: "ha bisogno di qualcosa da Lei",
        Phase.IN_REVIEW: "è presso gli operatori",
        Phase.SCHEDULED: "ha una data",
        Phase.DONE: "è conclusa: il numero è qui",
        Phase.REJECTED: "è stata respinta",
        Phase.WITHDRAWN: "è stata ritirata",
    },
}


def state_in(language: str, phase: Phase) -> str:
    """Behind "the transfer of your number ..."; empty for a draft."""
    return _WORDS[spoken_language(language)].get(phase, "")
