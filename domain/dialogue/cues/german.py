"""German cues."""

from domain.dialogue.cues.table import Cues

_BIT = r"(?: (?:nur|mal|kurz|eben|schnell|gerade|grad|noch|bitte|einmal|da|erst|erstmal|jetzt|ich))*"
_TIME = (
    r"(?:nur |noch )?(?:einen|ein|eine|nen|ne|zwei|paar|ein paar) (?:ganz )?(?:kleinen |kurzen |kleine |kurze )?"
    r"(?:moment|augenblick|sekunden?|minuten?|minütchen|sekündchen|momentchen)"
)
_WHOSE = r"(?:mein(?:e[nmr]?)?|unser(?:e[nmr]?)?|der|die|das|den|dem|ein(?:e[nmr]?)?|was zum)"
_THING = (
    r"(?:kalender|terminkalender|terminplaner|planer|karte|kreditkarte|versichertenkarte|krankenkassenkarte|handy"
    r"|telefon|stift|kuli|zettel|papier|brille|tasche|geldbeutel|portemonnaie|schlüssel|notizen|unterlagen|nummer"
    r"|brief|mail|e mail|computer|laptop|rechner|tür|hund|baby|kinder|frau|mann|partnerin|partner|tochter|sohn|mutter"
    r"|vater|chef|chefin|kollegin|kollegen|schreiben)"
)

GERMAN = Cues(
    backchannels=(
        "mhm", "mm", "hm", "hmm", "hmhm", "äh", "ähm", "öh", "ah", "aha", "ach", "ach so", "achso", "oh", "okay",
        "ok", "oki", "genau", "gut", "sehr gut", "alles klar", "klar", "super", "prima", "schön", "toll", "perfekt",
        "stimmt", "verstehe", "ich verstehe", "verstanden", "in ordnung", "richtig", "natürlich", "so so", "joa",
        "na klar", "eben", "passt", "jaja", "ja ja", "kein problem", "wunderbar", "na gut", "gerne", "ach ja",
        "ach okay", "sehr schön", "ist gut", "na dann", "passt schon", "tipptopp", "top", "hervorragend",
        "freut mich", "klar doch", "eh klar", "gell", "mhmh",
    ),
    hesitations=("äh", "ähm", "öh", "hm", "hmm", "ah", "em"),
    assents=(
        "ja", "ja bitte", "ja gerne", "gerne", "jawohl", "jo", "jep", "genau", "richtig", "stimmt", "das stimmt",
        "das ist richtig", "passt", "das passt", "okay", "ok", "in ordnung", "einverstanden", "natürlich", "klar",
        "sicher", "auf jeden fall", "machen sie das", "buchen sie das", "perfekt", "gut", "super", "alles klar",
        "ja klar", "freilich", "selbstverständlich", "klaro", "unbedingt", "korrekt", "exakt", "so ist es",
        "geht klar", "machen wir so", "machen wir", "stimmt so", "jup", "yep", "joa", "ja doch", "sehr gerne", "gern",
        "das ist korrekt", "so machen wir's", "das wäre super", "das klingt gut", "klingt gut", "von mir aus",
        "eh klar", "den nehme ich", "die nehme ich", "das nehme ich",
    ),
    denials=(
        "nein", "nee", "ne", "nein danke", "nö", "das stimmt nicht", "das ist falsch", "leider nicht",
        "auf keinen fall", "lieber nicht", "stimmt nicht", "nicht ganz", "nope", "keinesfalls", "doch nicht",
        "eher nicht", "bitte nicht", "das passt nicht", "falsch", "naa", "das ist nicht richtig",
    ),
    farewells=(
        "tschüss", "tschüs", "tschö", "ciao", "servus", "auf wiederhören", "wiederhören", "auf wiedersehen",
        "wiedersehen", "bis dann", "bis bald", "bis später", "bis morgen", "ade", "pfiat di", "baba", "schönen tag",
        "schönen tag noch", "einen schönen tag", "einen schönen tag noch", "schönen abend", "schönen abend noch",
        "schönes wochenende", "machen sie's gut", "mach's gut", "gute nacht", "adieu", "tschau", "tschüssi",
        "tschüssle", "auf wiederschauen", "wiederschauen", "uf widerluege", "widerluege", "pfiat ihnen", "pfiat eich",
        "habe die ehre", "bis gleich", "bis nächste woche", "bis nachher", "wir hören uns", "wir sehen uns",
        "man sieht sich", "schönen feierabend", "schönen nachmittag", "einen schönen nachmittag", "schöne woche",
        "schönen sonntag", "schöne feiertage", "einen schönen abend", "einen schönen abend noch",
        "ein schönes wochenende", "machen sie es gut", "machts gut", "alles gute", "bleiben sie gesund",
    ),
    thanks=(
        "danke", "danke schön", "dankeschön", "vielen dank", "danke sehr", "besten dank", "herzlichen dank",
        "das war's", "das wars", "das war alles", "das ist alles", "nichts mehr", "sonst nichts", "ihnen auch",
        "ebenfalls", "gleichfalls", "danke ihnen", "sehr nett", "merci", "für ihre hilfe", "für die hilfe",
        "dir auch", "ihnen ebenso", "das wäre alles", "das wär's", "dank schön", "tausend dank", "danke vielmals",
        "merci vielmal", "merci vielmals", "das wär alles", "mehr nicht", "ich danke ihnen", "wünsche ich ihnen auch",
        "mehr brauche ich nicht", "das reicht", "das wäre es", "vergelt's gott", "ich bedanke mich",
    ),
    courtesies=(
        "bitte", "entschuldigung", "entschuldigen sie", "sorry", "tut mir leid", "also", "und", "dann", "jetzt",
        "mal",
        "kurz", "ja", "nein", "ach", "oh", "okay", "ok", "gut", "so", "na", "noch", "danke", "hallo", "äh", "ähm",
        "da", "nur", "schon", "denn", "ich", "gern", "gerne", "eben", "doch",
    ),
    openers=(
        "aber", "warte", "warten", "moment", "halt", "stopp", "was", "wann", "wo", "wie", "wer", "warum", "welche",
        "welcher", "kann", "können", "könnte", "könnten", "haben", "hätte", "ist", "sind", "wird", "soll", "frage",
        "bevor", "vergessen", "brauche", "möchte", "will", "wollte", "ändern", "absagen", "verschieben", "nicht",
        "stattdessen", "ausserdem", "hilfe", "doch",
    ),
    pauses=(
        rf"(?:{_TIME}|(?:kleinen |kurzen )?(?:moment|momenterl|momentchen|augenblick)|sekunde|sekunderl|minute"
        r")(?: mal| bitte)*",
        rf"gedulden sie sich{_BIT}(?: {_TIME})?",
        rf"(?:kann|darf) ich{_BIT} {_WHOSE} {_THING}{_BIT} (?:fragen|holen|suchen)",
        rf"ich lege? (?:sie|das telefon|den hörer){_BIT} (?:zur seite|weg|hin)",
        r"(?:da |es )?(?:klingelt|läutet)(?: es)?(?: gerade| grad| kurz)*(?: an der tür)?",
        rf"(?:können|könnten|würden) sie{_BIT}(?: {_TIME})? (?:warten|dranbleiben|dran bleiben)",
        rf"warten sie{_BIT}(?: {_TIME})?",
        rf"warte?{_BIT}(?: {_TIME})?",
        rf"bleiben sie{_BIT} (?:dran|am apparat|am telefon)",
        r"(?:ich )?bin (?:gleich|sofort) (?:wieder )?(?:da|zurück|so weit|soweit|bei ihnen)",
        r"legen sie(?: bitte)? nicht auf",
        r"nicht auflegen",
        rf"haben sie{_BIT}(?: {_TIME})? geduld",
        rf"geben sie mir{_BIT} {_TIME}",
        rf"ich (?:brauche|bräuchte){_BIT} {_TIME}",
        rf"(?:da |ich )?(?:muss|müsste|möchte|will){_BIT}(?:(?: in| an| auf| mit)? {_WHOSE} {_THING})?{_BIT}"
        rf" (?:nachsehen|nachschauen|schauen|gucken|überlegen|nachdenken|nachfragen|fragen|nachgucken)",
        rf"(?:da |ich )?(?:muss|müsste|möchte|will){_BIT}(?: in| an| auf| mit| zu)? {_WHOSE} {_THING}{_BIT}"
        rf" (?:holen|suchen|finden|sprechen|gehen|raussuchen|aufmachen)",
        rf"(?:lassen sie mich|lass mich){_BIT}(?:(?: in| an| auf)? {_WHOSE} {_THING})?{_BIT}"
        rf" (?:nachsehen|nachschauen|schauen|überlegen|nachdenken|sehen|gucken)",
        rf"(?:lassen sie mich|lass mich){_BIT} {_WHOSE} {_THING}{_BIT} (?:holen|suchen|fragen)",
        rf"(?:da )?(?:ich )?(?:schaue|schau|gucke|guck|sehe|seh|überlege|überleg){_BIT}(?: nach|(?: in| an"
        rf"| auf) {_WHOSE} {_THING}"
        rf"(?:{_BIT} nach)?)",
        rf"(?:ich )?(?:schaue|schau|gucke|guck|überlege|überleg){_BIT}",
        rf"(?:ich )?(?:hole|hol|suche|such|frage|frag){_BIT} {_WHOSE} {_THING}(?: raus| her| heraus)?",
        r"(?:es hat )?(?:gerade )?(?:an der tür )?(?:geklingelt|es klingelt)(?: an der tür)?",
        r"(?:da )?ist (?:gerade )?jemand an der tür",
        rf"wo (?:hab ich|habe ich|ist|sind)(?: denn)? {_WHOSE} {_THING}",
        rf"ich (?:fahre?|muss|halte?|parke?){_BIT} (?:rechts )?(?:ran|ranfahren|an|anhalten|parken|ein|einparken)",
        rf"ich (?:stelle?|mache?|nehme?) sie{_BIT} (?:auf|vom) (?:laut|lautsprecher|freisprecher)",
        rf"ich (?:gehe?|laufe?){_BIT} (?:raus|nach draußen|nach nebenan|in einen anderen raum|wo es leiser ist"
        rf"|irgendwo hin wo es leiser ist)",
        rf"ich (?:mache?|stelle?|drehe?){_BIT} (?:das radio|den fernseher|die musik){_BIT} (?:leiser|aus|ab)",
        rf"(?:{_WHOSE} )?(?:handy|telefon|anderes telefon|baby|kind|kinder|kleine|kleiner|sohn|tochter|hund){_BIT}"
        rf" (?:klingelt|weint|weinen|schreit|bellt){_BIT}",
        rf"(?:da )?(?:ruft{_BIT}(?: noch)? jemand an|kommt{_BIT}(?: noch)? ein (?:anderer|zweiter) anruf)(?: rein)?",
        r"mal (?:sehen|schauen|gucken)",
        r"gleich",
    ),
)  # fmt: skip
