"""The agent's fixed wording, in every language offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.languages import spoken_language


@dataclass(frozen=True, slots=True)
class Lines:
    """The agent's own sentences in one language. None promises anything that has not been done."""

    fillers: tuple[str, ...]
    still_there: tuple[str, ...]
    model_failed_transfer: str
    model_failed_goodbye: str
    transferring: str
    goodbye: str
    silence_goodbye: str
    time_is_up: str
    unknown_number: str
    given_up_number: str
    please_hold: str
    voicemail_when_busy: str
    voicemail_when_failed: str
    voicemail_when_away: str
    voicemail_goodbye: str
    call_again: str
    cut_off: str
    cut_off_say_again: str
    take_your_time: str
    no_rush: str
    welcome: str
    """Said within the greeting to a caller who is known; has `{name}`."""

    def filler(self, count: int) -> str:
        """The filler for the `count`-th wait (from 0) of a call: neighbours differ."""
        return self.fillers[count % len(self.fillers)]

    def still_there_line(self, count: int) -> str:
        """What is said to the `count`-th silence in a row."""
        return self.still_there[min(count, len(self.still_there) - 1)]


ENGLISH = Lines(
    fillers=("One moment.", "Let me see.", "Just a second.", "Bear with me."),
    still_there=("Are you still there?", "Sorry, I can't hear you. Are you still there?"),
    model_failed_transfer="I'm sorry, I'm having trouble right now. Let me put you through to someone.",
    model_failed_goodbye="I'm sorry, I can't help you right now. Please call again later. Goodbye.",
    transferring="I'll put you through now. One moment, please.",
    goodbye="Thank you for calling. Goodbye.",
    silence_goodbye="I can't hear anyone, so I'll hang up. Please call again any time. Goodbye.",
    time_is_up="I'm sorry, I have to end the call here. Please call again any time. Goodbye.",
    unknown_number="I'm sorry, this number is not in use. Please check it and dial again. Goodbye.",
    given_up_number="I'm sorry, nobody takes calls on this number any more. Goodbye.",
    please_hold="All our lines are busy right now. Please hold the line.",
    voicemail_when_busy="I'm sorry, all our lines are busy. Please leave your name and a message after the tone.",
    voicemail_when_failed="I'm sorry, I can't help you right now. Please leave your name and a message after the tone.",
    voicemail_when_away="I'm sorry, nobody can take your call right now. Please leave a message after the tone.",
    voicemail_goodbye="Thank you for calling. Goodbye.",
    call_again="I'm sorry, nobody can take your call right now. Please call again later. Goodbye.",
    cut_off="Sorry, we were cut off for a moment.",
    cut_off_say_again="Sorry, we were cut off for a moment. Could you say that again, please?",
    take_your_time="Of course, take your time.",
    no_rush="No rush, I'm still here.",
    welcome="Hello {name}.",
)

GERMAN = Lines(
    fillers=("Einen Moment.", "Ich schaue kurz nach.", "Einen Augenblick, bitte.", "Moment, bitte."),
    still_there=("Sind Sie noch da?", "Entschuldigung, ich kann Sie nicht hören. Sind Sie noch da?"),
    model_failed_transfer="Entschuldigung, ich habe gerade ein Problem. Ich verbinde Sie mit jemandem.",
    model_failed_goodbye="Ich kann Ihnen gerade leider nicht helfen. Bitte rufen Sie später wieder an."
    " Auf Wiederhören.",
    transferring="Ich verbinde Sie jetzt. Einen Moment, bitte.",
    goodbye="Vielen Dank für Ihren Anruf. Auf Wiederhören.",
    silence_goodbye="Ich kann niemanden hören und lege deshalb auf. Rufen Sie gern wieder an. Auf Wiederhören.",
    time_is_up="Leider muss ich das Gespräch hier beenden. Rufen Sie gern wieder an. Auf Wiederhören.",
    unknown_number="Diese Nummer ist leider nicht vergeben. Bitte prüfen Sie sie und wählen Sie neu. Auf Wiederhören.",
    given_up_number="Unter dieser Nummer nimmt leider niemand mehr Anrufe entgegen. Auf Wiederhören.",
    please_hold="Alle Leitungen sind gerade belegt. Bitte bleiben Sie am Apparat.",
    voicemail_when_busy="Leider sind alle Leitungen belegt. Bitte hinterlassen Sie nach dem Signalton Ihren Namen und"
    " eine Nachricht.",
    voicemail_when_failed="Leider kann ich Ihnen gerade nicht helfen. Bitte hinterlassen Sie nach dem Signalton Ihren"
    " Namen und eine Nachricht.",
    voicemail_when_away="Leider kann gerade niemand Ihren Anruf annehmen. Bitte hinterlassen Sie nach dem Signalton"
    " eine Nachricht.",
    voicemail_goodbye="Vielen Dank für Ihren Anruf. Auf Wiederhören.",
    call_again="Leider kann gerade niemand Ihren Anruf annehmen. Bitte rufen Sie später noch einmal an."
    " Auf Wiederhören.",
    cut_off="Entschuldigung, die Verbindung war kurz unterbrochen.",
    cut_off_say_again="Entschuldigung, die Verbindung war kurz unterbrochen. Können Sie das bitte noch einmal sagen?",
    take_your_time="Natürlich, lassen Sie sich Zeit.",
    no_rush="Nur keine Eile, ich bin noch dran.",
    welcome="Guten Tag, {name}.",
)

FRENCH = Lines(
    fillers=("Un instant.", "Je regarde.", "Une petite seconde.", "Un moment, s'il vous plaît."),
    still_there=("Vous êtes toujours là ?", "Pardon, je ne vous entends pas. Vous êtes toujours là ?"),
    model_failed_transfer="Je suis désolée, j'ai un problème en ce moment. Je vous passe quelqu'un.",
    model_failed_goodbye="Je suis désolée, je ne peux pas vous aider pour le moment. Merci de rappeler plus tard."
    " Au revoir.",
    transferring="Je vous passe quelqu'un. Un instant, s'il vous plaît.",
    goodbye="Merci de votre appel. Au revoir.",
    silence_goodbye="Je n'entends personne, je vais donc raccrocher. N'hésitez pas à rappeler. Au revoir.",
    time_is_up="Je suis désolée, je dois terminer l'appel ici. N'hésitez pas à rappeler. Au revoir.",
    unknown_number="Ce numéro n'est pas attribué. Merci de le vérifier et de le recomposer. Au revoir.",
    given_up_number="Désolés, plus personne ne répond à ce numéro. Au revoir.",
    please_hold="Toutes nos lignes sont occupées pour le moment. Merci de patienter.",
    voicemail_when_busy="Désolés, toutes nos lignes sont occupées. Merci de laisser votre nom et un message après le"
    " bip.",
    voicemail_when_failed="Je suis désolée, je ne peux pas vous aider pour le moment. Merci de laisser votre nom et un"
    " message après le bip.",
    voicemail_when_away="Désolés, personne ne peut prendre votre appel pour le moment. Merci de laisser un message"
    " après le bip.",
    voicemail_goodbye="Merci de votre appel. Au revoir.",
    call_again="Désolés, personne ne peut prendre votre appel pour le moment. Merci de rappeler plus tard. Au revoir.",
    cut_off="Excusez-moi, nous avons été coupés un instant.",
    cut_off_say_again="Excusez-moi, nous avons été coupés un instant. Vous pouvez répéter, s'il vous plaît ?",
    take_your_time="Bien sûr, prenez votre temps.",
    no_rush="Prenez votre temps, je suis toujours là.",
    welcome="Bonjour {name}.",
)

SPANISH = Lines(
    fillers=("Un momento.", "Déjeme ver.", "Un segundo.", "Un momentito, por favor."),
    still_there=("¿Sigue ahí?", "Perdone, no le oigo. ¿Sigue ahí?"),
    model_failed_transfer="Lo siento, tengo un problema en este momento. Le paso con alguien.",
    model_failed_goodbye="Lo siento, ahora mismo no puedo ayudarle. Por favor, llame más tarde. Adiós.",
    transferring="Le paso ahora mismo. Un momento, por favor.",
    goodbye="Gracias por llamar. Adiós.",
    silence_goodbye="No oigo a nadie, así que voy a colgar. Vuelva a llamar cuando quiera. Adiós.",
    time_is_up="Lo siento, tengo que terminar la llamada aquí. Vuelva a llamar cuando quiera. Adiós.",
    unknown_number="Lo siento, este número no existe. Por favor, compruébelo y marque de nuevo. Adiós.",
    given_up_number="Lo siento, ya nadie atiende llamadas en este número. Adiós.",
    please_hold="Todas nuestras líneas están ocupadas en este momento. Por favor, no cuelgue.",
    voicemail_when_busy="Lo siento, todas nuestras líneas están ocupadas. Por favor, deje su nombre y un mensaje"
    " después de la señal.",
    voicemail_when_failed="Lo siento, ahora mismo no puedo ayudarle. Por favor, deje su nombre y un mensaje"
    " después de la señal.",
    voicemail_when_away="Lo siento, ahora mismo nadie puede atender su llamada. Por favor, deje un mensaje después"
    " de la señal.",
    voicemail_goodbye="Gracias por llamar. Adiós.",
    call_again="Lo siento, ahora mismo nadie puede atender su llamada. Por favor, llame más tarde. Adiós.",
    cut_off="Perdone, se ha cortado un momento.",
    cut_off_say_again="Perdone, se ha cortado un momento. ¿Puede repetirlo, por favor?",
    take_your_time="Claro, tómese su tiempo.",
    no_rush="No hay prisa, sigo aquí.",
    welcome="Hola, {name}.",
)

ITALIAN = Lines(
    fillers=("Un momento.", "Controllo subito.", "Un attimo.", "Un attimo, per favore."),
    still_there=("È ancora in linea?", "Mi scusi, non la sento. È ancora in linea?"),
    model_failed_transfer="Mi dispiace, in questo momento ho un problema. Le passo qualcuno.",
    model_failed_goodbye="Mi dispiace, in questo momento non posso aiutarla. Richiami più tardi, per favore."
    " Arrivederci.",
    transferring="Le passo subito qualcuno. Un momento, per favore.",
    goodbye="Grazie per aver chiamato. Arrivederci.",
    silence_goodbye="Non sento nessuno, quindi riaggancio. Richiami pure quando vuole. Arrivederci.",
    time_is_up="Mi dispiace, devo concludere qui la chiamata. Richiami pure quando vuole. Arrivederci.",
    unknown_number="Mi dispiace, questo numero non è attivo. Lo controlli e riprovi, per favore. Arrivederci.",
    given_up_number="Mi dispiace, a questo numero non risponde più nessuno. Arrivederci.",
    please_hold="In questo momento tutte le linee sono occupate. Resti in linea, per favore.",
    voicemail_when_busy="Mi dispiace, tutte le linee sono occupate. Lasci il suo nome e un messaggio dopo il segnale"
    " acustico, per favore.",
    voicemail_when_failed="Mi dispiace, in questo momento non posso aiutarla. Lasci il suo nome e un messaggio dopo il"
    " segnale acustico, per favore.",
    voicemail_when_away="Mi dispiace, in questo momento nessuno può rispondere. Lasci un messaggio dopo il segnale"
    " acustico, per favore.",
    voicemail_goodbye="Grazie per aver chiamato. Arrivederci.",
    call_again="Mi dispiace, in questo momento nessuno può rispondere. Richiami più tardi. Arrivederci.",
    cut_off="Mi scusi, è caduta la linea per un attimo.",
    cut_off_say_again="Mi scusi, è caduta la linea per un attimo. Può ripetere, per favore?",
    take_your_time="Certo, faccia con calma.",
    no_rush="Faccia con calma, sono ancora in linea.",
    welcome="Buongiorno {name}.",
)

LINES: Mapping[str, Lines] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN}
)
"""One for each of `domain.languages.OFFERED`."""


def lines_for(language: str) -> Lines:
    """The sentences for a BCP 47 tag; English for a language that is not offered."""
    return LINES[spoken_language(language)]
