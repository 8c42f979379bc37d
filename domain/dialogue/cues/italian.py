"""Italian cues."""

from domain.dialogue.cues.table import Cues

_TIME = (
    r"(?:solo |ancora )?(?:un|uno|una|due|qualche) (?:attimo|attimino|momento|momentino|secondo|secondino|secondi"
    r"|minuto"
    r"|minutino|minuti|istante)"
)
_WHOSE = r"(?:il mio|la mia|i miei|le mie|mio|mia|il|la|lo|gli|i|le|l'|un|una|qualcosa per)"
_THING = (
    r"(?:agenda|calendario|carta|carta di credito|tessera|tessera sanitaria|telefono|cellulare|penna|matita|foglio"
    r"|occhiali|borsa|portafoglio|chiavi|appunti|quaderno|numero|lettera|mail|computer|porta|cane|bambino|bambini"
    r"|moglie|marito|compagno|compagna|figlia|figlio|madre|padre|capo|collega|documento|documenti|scrivere|orario)"
)
_LOOKING = (
    r"(?:guardo|guardare|guardi|controllo|controllare|vedo|vedere|penso|pensare|pensarci|cerco|cercare|verifico"
    r"|verificare"
    r"|consulto|consultare|segno|segnare|scrivo|scrivere)"
)
_TAKING = r"(?:prendo|prendere|chiedo|chiedere|trovo|trovare|apro|aprire|chiamo|chiamare)"

ITALIAN = Cues(
    backchannels=(
        "mm", "mhm", "hm", "hmm", "eh", "ehm", "ah", "oh", "ok", "okay", "va bene", "bene", "benissimo", "certo",
        "certamente", "capisco", "ho capito", "capito", "perfetto", "esatto", "esattamente", "giusto", "d'accordo",
        "ottimo", "già", "ecco", "chiaro", "naturalmente", "ah ok", "ah ecco", "infatti", "nessun problema", "bello",
        "va benissimo", "tutto chiaro", "eh già", "ci mancherebbe", "si figuri", "figurati", "non c'è problema",
        "senz'altro", "chiarissimo", "fantastico", "meglio così", "benone",
    ),
    hesitations=("eh", "ehm", "em", "hm", "hmm", "mah", "ah", "allora"),
    assents=(
        "sì", "si", "sì grazie", "sì per favore", "certo", "certamente", "va bene", "d'accordo", "esatto", "giusto",
        "corretto", "perfetto", "ok", "okay", "benissimo", "volentieri", "mi va bene", "prenoti", "faccia pure",
        "proceda", "confermo", "naturalmente", "sicuro", "assolutamente sì", "certo che sì", "come no", "ovvio",
        "ovviamente", "perfettamente", "affermativo", "eh sì", "va benissimo", "proprio così", "è corretto",
        "è giusto", "ci sta", "esattamente", "senz'altro", "mi sta bene", "lo prendo", "la prendo", "lo confermo",
        "è perfetto", "ottimo", "bene così", "quello lì", "quella lì", "magari sì",
    ),
    denials=(
        "no", "no grazie", "non è giusto", "è sbagliato", "non proprio", "per niente", "assolutamente no",
        "non va bene", "sbagliato", "non è corretto", "macché", "per carità", "direi di no", "meglio di no",
        "non mi va bene", "non esatto", "non direi", "purtroppo no",
    ),
    farewells=(
        "arrivederci", "arrivederla", "ciao", "ciao ciao", "a presto", "a dopo", "a domani", "buona giornata",
        "buona serata", "buonanotte", "buona notte", "buon fine settimana", "buon weekend", "ci vediamo", "addio",
        "ci sentiamo", "alla prossima", "buon pomeriggio", "salve", "buona domenica", "buone feste", "buon lavoro",
        "buona settimana", "buon proseguimento", "a risentirci", "ci risentiamo", "saluti", "la saluto", "stia bene",
        "buon pranzo", "buone vacanze", "a lunedì", "a martedì", "a mercoledì", "a giovedì", "a venerdì", "a sabato",
        "a più tardi",
    ),
    thanks=(
        "grazie", "grazie mille", "molte grazie", "grazie tante", "la ringrazio", "ti ringrazio", "è tutto",
        "tutto qui", "nient'altro", "niente altro", "altrettanto", "anche a lei", "anche a voi", "grazie a lei",
        "molto gentile", "gentilissima", "gentilissimo", "per l'aiuto", "basta così", "a posto così", "a lei",
        "grazie infinite", "sono a posto", "sono a posto così", "gentilissimi", "per la disponibilità", "di tutto",
        "per tutto", "niente di più", "grazie ancora",
    ),
    courtesies=(
        "per favore", "per cortesia", "scusi", "scusa", "mi scusi", "mi dispiace", "prego", "allora", "e", "poi",
        "adesso",
        "ora", "sì", "no", "ah", "oh", "eh", "ok", "bene", "beh", "grazie", "pronto", "buongiorno", "signora",
        "signore",
        "solo", "che", "molto", "un po", "io", "ecco",
    ),
    openers=(
        "aspetti", "aspetta", "ma", "però", "cosa", "quando", "dove", "come", "chi", "perché", "quale", "quanto",
        "quanti", "può", "posso", "potrebbe", "è", "sono", "avete", "ha", "domanda", "prima", "dimenticavo",
        "dimenticato", "vorrei", "volevo", "voglio", "cambiare", "cancellare", "annullare", "spostare", "anche",
        "invece", "non", "aiuto", "ancora", "bisogno",
    ),
    pauses=(
        _TIME,
        r"(?:attimo|momento|secondo|attimino|momentino|secondino)(?: solo| per favore)?",
        r"prendo (?:carta e penna|qualcosa per scrivere)",
        rf"(?:aspetti|aspetta|attenda|pazienti)(?: (?:un po|lì|in linea|per favore))*(?: {_TIME})?",
        rf"(?:può|potrebbe|puoi|le dispiace) (?:aspettare|attendere|aspettarmi|restare)(?: in linea)?(?: {_TIME})?",
        r"(?:resti|rimanga|stia|resta) (?:in linea|lì)",
        r"non (?:riattacchi|chiuda|attacchi|vada via|riagganci|butti giù)",
        rf"(?:mi dia|mi conceda|dammi|mi serve|ho bisogno di|abbia pazienza) ?(?:{_TIME})?",
        rf"(?:mi lasci|lasciami|mi faccia|fammi|devo|vado a|sto per|che)? ?(?:un attimo |solo )?{_LOOKING}"
        rf"(?: (?:in |nell' ?|nel |nella |sul |sulla |a |con )?(?:{_WHOSE} ?)?{_THING}| un attimo)?(?: (?:se|quando"
        rf"|cosa)(?: [\w']+){{0,8}})?",
        rf"(?:mi lasci|lasciami|mi faccia|fammi|devo|vado a|sto per|che)? ?(?:un attimo |solo )?{_TAKING}"
        rf" (?:a )?(?:{_WHOSE} ?){_THING}",
        rf"sto (?:cercando|guardando|prendendo|controllando|pensando|verificando|consultando)(?: (?:nell' ?|nel "
        rf"|nella )?(?:{_WHOSE} ?)?{_THING})?",
        r"(?:torno|arrivo|sono) (?:subito|da lei)(?: subito)?",
        r"(?:hanno suonato|suonano|c'è qualcuno|bussano) (?:alla|al) (?:porta|campanello)",
        r"(?:mi lasci |mi faccia |devo |vado a )?(?:accosto|accostare|parcheggio|parcheggiare|mi fermo|fermarmi"
        r"|esco|uscire)"
        r"(?: (?:fuori|la macchina|un attimo|un momento|in un posto più tranquillo))?",
        r"la metto (?:in (?:vivavoce|viva voce|attesa))",
        r"(?:abbasso|abbassare|spengo|spegnere) (?:la radio|la tv|la televisione|la musica|il volume)",
        r"(?:il mio |la mia |mio |mia |il |la |i )(?:bambino|bambina|bambini|figlio|figlia|cane|telefono"
        r"|cellulare) (?:sta |stanno"
        r" )?(?:piange|piangono|piangendo|abbaia|abbaiando|squilla|squillando|suona|suonando)",
        r"(?:ho|mi arriva|c'è) un'altra (?:chiamata|telefonata)",
        r"vediamo(?: un po| un attimo)?",
        rf"dove (?:è|sono|ho messo) (?:{_WHOSE} ?)?{_THING}",
    ),
)  # fmt: skip
