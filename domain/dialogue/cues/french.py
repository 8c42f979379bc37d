"""French cues."""

from domain.dialogue.cues.table import Cues

_TIME = (
    r"(?:juste |encore )?(?:un|une|deux|quelques|un tout) (?:petite? )?"
    r"(?:instants?|moment|minutes?|secondes?|petit peu|peu)"
)
_WHOSE = r"(?:mon|ma|mes|notre|nos|le|la|les|un|une|de quoi|l')"
_THING = (
    r"(?:agenda|calendrier|planning|carte|carte bancaire|carte vitale|téléphone|portable|stylo|crayon|papier|lunettes"
    r"|sac|portefeuille|clés|notes|carnet|dossier|numéro|lettre|mail|ordinateur|porte|chien|bébé|enfants|femme|mari"
    r"|conjoint|fille|fils|mère|père|patron|collègue|ordonnance|écrire|emploi du temps)"
)
_LOOKING = r"(?:regarder?|vérifier?|voir|réfléchir|réfléchis|chercher?|consulter?|noter|note)"
_TAKING = r"(?:prendre|prends|demander?|trouver?|attraper?|ouvrir|ouvre|appeler?)"

FRENCH = Cues(
    backchannels=(
        "mm", "mmh", "mhm", "hm", "hmm", "euh", "ah", "ah oui", "ah bon", "oh", "ok", "okay", "d'accord", "bien",
        "très bien", "bon", "ouais", "parfait", "super", "voilà", "je vois", "je comprends", "compris", "entendu",
        "exactement", "tout à fait", "c'est ça", "bien sûr", "évidemment", "génial", "ça marche", "d'acc", "bah oui",
        "hein", "ben oui", "pas de souci", "pas de problème", "c'est bon", "c'est noté", "noté", "je note", "exact",
        "effectivement", "impeccable", "nickel", "ça roule", "tant mieux", "formidable", "c'est correct",
        "c'est beau", "aucun problème", "ça joue", "oki",
    ),
    hesitations=("euh", "heu", "hm", "hmm", "ben", "bah", "ah"),
    assents=(
        "oui", "oui merci", "oui s'il vous plaît", "ouais", "si", "d'accord", "ok", "okay", "parfait", "exactement",
        "tout à fait", "c'est ça", "c'est exact", "c'est bien ça", "c'est bon", "bien sûr", "volontiers",
        "avec plaisir", "ça me va", "ça marche", "ça me convient", "très bien", "allez y", "réservez", "entendu",
        "absolument", "effectivement", "certainement", "correct", "c'est correct", "exact", "affirmatif", "voilà",
        "parfaitement", "pourquoi pas", "je veux bien", "ça roule", "nickel", "ça joue", "impeccable", "c'est noté",
        "je confirme", "je le prends", "je prends celui là", "allons y", "bien entendu", "ça va", "c'est parfait",
        "mais oui", "ben oui", "super",
    ),
    denials=(
        "non", "non merci", "pas vraiment", "ce n'est pas ça", "c'est faux", "ah non", "nan", "pas du tout",
        "absolument pas", "surtout pas", "plutôt pas", "c'est pas ça", "ce n'est pas exact", "c'est pas bon",
        "ce n'est pas bon", "ça ne va pas", "ça va pas", "ça ne me va pas", "pas possible", "c'est pas correct",
        "mais non",
    ),
    farewells=(
        "au revoir", "aurevoir", "à bientôt", "à plus", "à plus tard", "à tout à l'heure", "salut", "bonne journée",
        "bonne soirée", "bonne nuit", "bonne fin de journée", "bon week end", "bon weekend", "à demain", "adieu",
        "bonne continuation", "bon après midi", "bonne après midi", "ciao", "à la prochaine", "bye", "bye bye",
        "à tantôt", "tchao", "tchô", "bonne fin de semaine", "bon dimanche", "à la semaine prochaine",
        "à tout de suite", "portez vous bien", "au plaisir", "on se rappelle", "bonnes fêtes", "bonnes vacances",
        "bon courage", "belle journée", "belle soirée", "à lundi", "à mardi", "à mercredi", "à jeudi", "à vendredi",
        "à samedi",
    ),
    thanks=(
        "merci", "merci beaucoup", "merci bien", "je vous remercie", "merci à vous", "mille mercis", "c'est tout",
        "ce sera tout", "ça sera tout", "rien d'autre", "vous aussi", "à vous aussi", "de même", "pareillement",
        "c'est gentil", "pour votre aide", "également", "c'est parfait", "merci infiniment", "un grand merci",
        "grand merci", "merci pour tout", "ça ira", "rien de plus", "pour tout", "vous de même",
        "je vous en remercie",
    ),
    courtesies=(
        "s'il vous plaît", "s'il te plaît", "pardon", "désolé", "désolée", "excusez moi", "alors", "et", "puis",
        "bon",
        "bien", "oui", "non", "ah", "oh", "euh", "ok", "d'accord", "donc", "voilà", "merci", "allô", "bonjour",
        "madame",
        "monsieur", "je suis désolé", "je suis désolée", "juste", "là", "je vous prie", "je",
    ),
    openers=(
        "attendez", "attends", "mais", "quoi", "quand", "où", "comment", "qui", "pourquoi", "quel", "quelle", "quels",
        "quelles", "combien", "pouvez", "peux", "puis", "est", "sont", "avez", "question", "avant", "oublié",
        "oubliais",
        "besoin", "voudrais", "voulais", "veux", "changer", "annuler", "déplacer", "pas", "plutôt", "aussi", "stop",
        "encore", "aide",
    ),
    pauses=(
        _TIME,
        r"(?:minute|seconde|instant)(?: s'il vous plaît)?",
        r"je (?:prends|cherche|vais chercher) de quoi (?:noter|écrire)",
        rf"(?:attendez|attends|patientez|patience)(?: (?:voir|s'il vous plaît|juste|un peu))*(?: {_TIME})?",
        rf"(?:pouvez vous|pourriez vous|vous pouvez|vous pourriez)(?: juste| s'il vous plaît)* (?:attendre|patienter"
        rf"|rester en ligne)(?: {_TIME})?",
        r"(?:ne )?(?:quittez|raccrochez|coupez|bougez|partez) pas",
        r"restez en ligne",
        rf"(?:donnez moi|laissez moi|accordez moi|je vous demande|il me faut|j'ai besoin d'|j'en ai pour) ?{_TIME}",
        rf"(?:laissez moi|laisse moi|je vais|je dois|il faut que je|je|que je)(?: juste| vite| d'abord)* {_LOOKING}"
        rf"(?: (?:dans |avec |à |sur )?(?:{_WHOSE} ?{_THING}|ça))?(?: (?:si|quand|ce que)(?: [\w']+){{0,8}})?",
        rf"(?:laissez moi|laisse moi|je vais|je dois|il faut que je|je|que je)(?: juste| vite| d'abord)* {_TAKING}"
        rf" (?:à )?{_WHOSE} ?{_THING}",
        rf"je suis en train de (?:{_LOOKING}|{_TAKING})(?: (?:dans |sur )?{_WHOSE} ?{_THING})?",
        r"(?:je reviens|je suis à vous|j'arrive)(?: tout de suite| dans)?",
        r"(?:on|quelqu'un) (?:sonne|frappe)(?: à la porte)?",
        r"(?:il y a )?quelqu'un (?:est )?à la porte",
        rf"où (?:est|sont|ai je mis|j'ai mis) {_WHOSE} ?{_THING}",
        r"je (?:vais )?(?:juste )?(?:me gare|me garer|m'arrête|m'arrêter|sors|sortir|vais dehors|aller dehors"
        r"|vous mets|vous"
        r" mettre|baisse|baisser|coupe|couper)(?: (?:dehors|(?:sur|en) (?:le )?haut parleur|la radio|la télé"
        r"|la musique|le son"
        r"|la voiture|dans un endroit (?:plus )?calme))?",
        r"(?:mon|ma|mes|le|la|les) (?:bébé|fils|fille|enfants?|petite?|chien|téléphone|portable) (?:pleure|pleurent"
        r"|aboie"
        r"|sonne)",
        r"(?:j'ai|il y a) un (?:autre|double|deuxième) appel(?: qui arrive)?",
        r"voyons(?: voir)?",
    ),
)  # fmt: skip
