"""Danger in German. Umlauts are written without their dots, `ß` as `ss`: the patterns match folded words."""

from domain.dialogue.danger.german_harmless import HARMLESS
from domain.dialogue.danger.german_reports import REPORT_WORDS
from domain.dialogue.danger.german_signs import CERTAIN, CRISIS, LIKELY, PEOPLE
from domain.dialogue.danger.lexicon import Lexicon

GERMAN = Lexicon(
    people=PEOPLE,
    spellings={
        r"ah+m*|eh+m*|hm+|ahm|halt|mal|eigentlich|also|ja(?= (?:mein|meine|er|sie|hier|bitte|hallo))|irgendwie"
        r"|wirklich|total|echt|einfach|so(?= (?:ein|eine|viel|stark))|leider|sozusagen|glaub(?:e)? ich"
        r"|ich glaube?(?: dass)?|ich denke?|ich furchte|anscheinend|scheinbar|wahrscheinlich|vermutlich|offenbar"
        r"|wohl|vielleicht(?= (?:ein|einen|hat|ist))|sieht aus als (?:ob|hatte|wurde)|arme[rn]?": " ",
        r"(?:oh )?(?:mein gott|um gottes willen|ach du (?:schreck|lieber|scheisse)|oh gott|o gott|gott(?: gott)*"
        r"|scheisse)": "oh gott",
        r"is(?= (?:bewusstlos|umgekippt|gesturzt|nicht|zusammengebrochen))": "ist",
        r"(?:das ist )?(?:kein|keine) (?:witz|spass|scherz|ubung)": " ",
        r"ne": "eine",
        r"nen": "einen",
        r"nich|net|nit": "nicht",
        r"hab": "habe",
        r"krieg": "kriege",
        r"gehts": "geht es",
        r"gibts": "gibt es",
        r"ists": "ist es",
    },
    harmless=HARMLESS,
    certain=CERTAIN,
    likely=LIKELY,
    hints=(),
    reported=(),
    asked=(),
    crisis=CRISIS,
    urgent=(
        r"hilfe|schnell|sofort|dringend|oh gott|jetzt|gerade|plotzlich|auf einmal|notfall|krankenwagen"
        r"|was soll ich (?:tun|machen)|beeil\w+|bitte kommen sie",
    ),
    not_so=(
        r"(?:nicht|kein|keine|keinen|keinem|keiner|nie|niemals|niemand|ohne|weder|nix|nichts)(?: (?:ein|eine|einen"
        r"|einem|den|der|die|das|im|in|mit|zu|von|am|hat|ist|wurde|wird|habe|bitte|mehr|extra|gleich|hier|uns))*",
        r"(?:fast|beinahe|bald|quasi|praktisch|halb|so gut wie)(?: (?:ein|eine|einen|habe|hatte|ware|war|schon|zu"
        r"|mein|meine|meinen|der|die|vom|mich|ich))*",
    ),
    only_told=(
        r"gelacht|lachen|lachte|immer|vor lachen",
        r"wenn(?! (?:ich|sie|er) (?:es )?ihnen sage)|falls|ob|was (?:machen|tun) sie|sollte|ware|wurde|wurden"
        r"|konnte(?! nicht)|kann (?:das|die|der|man|davon|dadurch|es)|angenommen|haben sie (?:einen|eine|ein|hier)"
        r"|gibt es (?:bei|einen|eine|ein)(?! feuer)|bieten sie|verkaufen|kurs|ausbildung|lern\w*|ubung|training"
        r"|versicher\w*|(?:gefahr|risiko) (?:von|eines|einer|fur)|vorbeug\w*|verhinder\w*|vermeid\w*"
        r"|wie (?:verhindert|oft)",
        r"nach (?:meinem|seinem|ihrem|dem|einem|meiner|seiner|ihrer|der|einer)|seit (?:meinem|seinem|ihrem|dem|einem"
        r"|meiner|seiner|ihrer|der)|wegen|trotz|erholt|reha|uberstanden|uberlebt|damals|fruher|war mal|spende\w*"
        r"|artikel|gelesen|gesehen|schaue|traum\w*|getraumt|geschichte|erzahlt|als ob|wie (?:ein|eine|vom)|als ware"
        r"|als hatte|angst vor|phobie|witz|scherz|theater|jedes ?mal|immer wenn|manchmal|arbeite|arbeitet|beruf",
    ),
    long_ago=(
        r"am wochenende",
        r"letzte[nsrm]? (?:jahr|woche|monat|nacht|mal|sommer|winter|montag|dienstag|mittwoch|donnerstag|freitag"
        r"|samstag|sonntag|wochenende|termin)|gestern|vorgestern|vor (?:\w+ )?(?:\w+ )?(?:tag|tage|tagen|woche"
        r"|wochen|monat|monaten|jahr|jahren|langerer zeit|langem|kurzem)|im (?:jahr|januar|februar|marz|april|mai"
        r"|juni|juli|august|september|oktober|november|dezember|sommer|winter|urlaub)|(?:19|20)\d\d|als (?:kind"
        r"|ich klein|ich jung|jugendlicher?|ich (?:ein|noch|den|die|das|in|sah|gehort|gesehen)|er klein|sie klein)"
        r"|damals|fruher|neulich|einmal|schon mal|(?:beim|bei der|bei meinem|im) letzten \w+|hatte(?! (?:ich gern"
        r"|gern))|hatten|war mal"
        r"|verstorben|beerdigung|vergangene\w*"
        r"|nachste[nsrm]? \w+|morgen(?! frah)|ubermorgen|bei (?:dem|diesem|ihrem|euren|ihren|den|diesen) (?:preis\w*"
        r"|rechnung)|wegen (?:dem|des|der) (?:preis\w*|rechnung)|vor lachen|fur (?:fasching|halloween|karneval"
        r"|eine party|den film)|termin ist|geburtstermin",
    ),
    at_present=(
        r"jetzt|gerade|eben|immer noch|noch immer|seit (?:heute|gestern|einer stunde|ein paar minuten"
        r"|letzter nacht)|minuten|sekunden|heute|nicht mehr|im moment|plotzlich|wieder",
    ),
    turns=(r"aber|jetzt|nun|weil|plotzlich|und (?:jetzt|dann|nun)|heute",),
    made_up=(
        r"tierarzt\w*|film|filme|serie|netflix|krimi|roman|buch|videospiel|spiel(?! \w+ kind)|theater\w*"
        r"|schulauffuhrung"
        r"|halloween|fasching|karneval|kostum\w*|verkleid\w*|kunstblut|mottoparty|zombie\w*|escape room|geisterbahn"
        r"|podcast|tatort|musical|lied|song|redewendung|bildlich gesprochen|im ubertragenen|spruch",
        r"(?:geht es|geht) (?:ihm|ihr|mir|ihnen|uns|allen) (?:\w+ )?(?:wieder )?(?:gut|besser|bestens)|(?:alles|alle"
        r"|ist|sind) (?:\w+ )?(?:wieder )?(?:gut|in ordnung|ok|okay|wohlauf|gesund|fit|geloscht)(?= |$)(?! hilfe)"
        r"|fehlalarm|falscher alarm|(?:nur|bloss) (?:eine |ein )?(?:ubung|probe|witz|spass|scherz|probealarm)"
        r"|niemand (?:ist |wurde )?(?:verletzt|was passiert)|nichts passiert|(?:feuerwehr|polizei|krankenwagen"
        r"|rettungswagen) (?:war|ist schon|ist wieder|waren|hat) (?:\w+ )?(?:da|weg|gesperrt|gestern|schon|geparkt"
        r"|die)",
    ),
    errand=(
        r"stau",
        r"termine?|haarschnitt|schneiden lassen|schnitt(?! wunde)|farben lassen|farbe|blond\w*|strahnchen|strahnen"
        r"|fohnen|reservier\w*|buch(?:en|e|ung\w*)|absag\w*|verschieb\w*|verleg\w*|umbuch\w*|storn\w*|frei (?:am|um"
        r"|fur|haben)|haben sie (?:\w+ ){0,4}(?:frei|zeit|offen|auf)|was kostet|wie viel|preis\w*|offnungszeiten"
        r"|geoffnet|wann (?:haben|machen|sind)|gutschein\w*|rabatt|massage|kosmetik|manikure|pedikure|waxing"
        r"|behandlung\w*|beratung|parken|parkplatz\w*|spater kommen|verspate\w*|spat dran|friseur\w*|salon|shampoo"
        r"|produkt\w*|ich (?:hatte|mochte|wollte|wurde) gern\w*|ich mochte (?:einen|eine|bitte|mich|meinen)"
        r"|kann ich (?:\w+ )?(?:kommen|haben|vorbei)|pony|nagel|wimpern|augenbrauen|ansatz|rechnung|reklam\w*"
        r"|umtausch\w*|tisch|abholen|liefern|lieferung|tonung|locken|frisur|dauerwelle|make ?up|bart",
    ),
    affirmed=(
        r"(?:(?:oh gott|gott|hilfe|bitte|hm|doch) )*(?:ja|jo|jawohl|doch|genau|leider|ja doch|stimmt|natürlich"
        r"|naturlich|klar|sicher|er ist|sie ist|ich bin|mein \w+|meine \w+|hilfe|schnell|jemand|ich|er|sie|beide|alle"
        r"|und wie|ich glaube schon|denke schon|schwer)\b",
    ),
    denied=(
        r"nein|nee|no|nope|quatsch|niemand|keiner|nicht (?:doch|wirklich|verletzt|dass ich)|alles (?:gut|ok|okay"
        r"|in ordnung|bestens)|allen geht es gut|uns geht es gut|mir geht es gut|war nur (?:ein|so)|nur (?:ein|eine"
        r"|so eine?) (?:spruch|redewendung|scherz|witz|spass)|redensart|gott bewahre|keinesfalls|uberhaupt nicht"
        r"|gar nicht|kopfhaut|(?:meine|die) (?:haare|farbe|haut)|spass|scherz|fehlalarm|um himmels willen nein",
    ),
    not_understood=(
        r"(?:(?:wie|was|bitte|entschuldigung|verzeihung|ah|oh|moment|hallo) ?)*(?:wie bitte|was|bitte|wie|hallo|wer"
        r"|warum|wieso|nochmal|(?:konnen|konnten) sie das (?:bitte )?(?:nochmal|noch|wiederholen)(?: \w+)*"
        r"|was haben sie gesagt|was meinen sie|verstehe nicht|nicht verstanden|habe sie nicht verstanden"
        r"|verletzt)(?: bitte| \.)*",
    ),
    report_words=REPORT_WORDS,
)
