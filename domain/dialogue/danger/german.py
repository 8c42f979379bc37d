"""Danger in German. Umlauts are written without their dots, `ß` as `ss`: the patterns match folded words."""

from domain.dialogue.danger.lexicon import PERSON, Lexicon, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(
        most,
        never=r"immer|oft|manchmal|nicht|kein\w*|nie|niemand|fast|beinahe|wenn|falls|ob|damit"
        r"|konnte|sollte",
    )


_PEOPLE = """
    mann frau mutter vater mama papa mutti vati eltern sohn tochter kind kinder baby babys kleinkind saugling
    junge jungen madchen bruder schwester onkel tante cousin cousine neffe nichte oma opa grossmutter grossvater
    omi opi enkel enkelin freund freundin nachbar nachbarin nachbarn kollege kollegin kollegen chef chefin
    mitarbeiter mitarbeiterin kunde kundin kunden azubi dame herr mensch person personen leute patient patientin
    typ kerl schwiegermutter schwiegervater partner partnerin mitbewohner mitbewohnerin verlobter verlobte ehemann
    ehefrau lebensgefahrte exfreund exmann ex fahrer radfahrer fussganger bub kleine kleiner handwerker elektriker
    gast gaste lehrling friseurin friseur junger fremder unbekannter passant rentner schuler schulerin lehrer
    lehrerin bauarbeiter zwilling stiefvater stiefmutter mieter
    """
_WHO = rf"(?:er|sie|ihn|ihm|ihr|jemand|jemanden|einer|wer|alle|es|einbrecher|{PERSON})"
_I_OR_WHO = rf"(?:ich|wir|mich|mir|uns|er|sie|ihn|ihm|ihr|jemand|jemanden|einer|wer|alle|{PERSON})"
_MY = (
    r"(?:mein|meine|meinen|meinem|meiner|der|die|das|den|dem|sein|seine|seinen|seinem|seiner|ihr|ihre|ihren"
    r"|ihrem|ihrer|unser|unsere|unserem|ein|eine|einen|einem|einer)"
)
_WHOSE = (
    r"(?:mein|meine|meinen|meinem|meiner|der|die|das|den|dem|sein|seine|seinen|seinem|seiner|ihr|ihre|ihren"
    r"|ihrem|ihrer|unser|unsere|unserem|unserer)"
)
_ILL = (
    r"(?:herz ?infarkt|herz ?anfall|herz ?attacke|schlag ?anfall|schlagerl|hirn ?blutung|krampf ?anfall"
    r"|epileptische[rn]? anfall|epi anfall|asthma ?anfall|allergische[rn]? schock"
    r"|anaphyla\w+(?: schock)?|zucker ?schock|unterzucker\w*|herz ?stillstand|kreislauf ?stillstand|fieber ?krampf"
    r"|allergische[rn]? reaktion|lungen ?embolie|hitz?schlag|sturzgeburt|fehlgeburt)"
)
_BODY = one_of(
    """
    kopf gesicht hals nacken arm arme bein beine hand hande handgelenk finger daumen fuss fusse zehen auge augen
    ohr nase mund lippe lippen zunge rachen kehle brust bauch rucken hufte knie knochel schadel wirbelsaule
    schulter rippen haut seite gesichtshalfte mundwinkel stirn oberschenkel
    """
)
_PLACE = one_of(
    """
    haus kuche wohnung gebaude laden geschaft salon buro auto garage dach zimmer schlafzimmer bad keller
    restaurant bett sofa vorhang vorhange vorhange ofen herd trockner waschmaschine motor bus schule treppenhaus
    flur balkon steckdose akku kabel pfanne mulleimer werkstatt lager dachstuhl wald scheune nachbarhaus heizung
    lkw transporter kleid jacke armel hose hotel
    """
)
_POISON = one_of(
    """
    bleichmittel \\w*reiniger spulmittel batterie knopfzelle chlor saure gift abflussreiniger putzmittel
    blondierung waschmittel pilz pilze beeren frostschutz\\w* benzin terpentin aceton nagellackentferner
    wasserstoffperoxid entkalker rattengift spulmaschinen\\w+ desinfektionsmittel magnet magnete munze lauge
    haarfarbe farbe parfum verdunnung verdunner lampenol drogen heroin
    """
)
_PILLS = (
    r"(?:tabletten|pillen|schlaftabletten|medikamente|schmerzmittel|schmerztabletten|paracetamol|ibuprofen"
    r"|antidepressiva|insulin|herztabletten|kapseln)"
)
_CALL = (
    r"(?:rufen?|ruft|ruf|holen?|holt|hol|brauche?|brauchen|braucht|schicken?|schickt|schick|verstandigen?"
    r"|alarmieren?|verstandigt|wahlen?|anrufen|kommt|bestellen sie)"
)
_SERVICES = (
    r"(?:krankenwagen|rettungswagen|notarzt|rettungsdienst|ambulanz|sanitater|sanitaterin|feuerwehr|polizei"
    r"|die rettung|rettungshubschrauber|notruf|112|110|eins eins zwei|eins eins null|144|arzt (?:sofort|schnell"
    r"|jetzt))"
    r"(?! (?:fest|ball|kalender|beamt\w+|wache|station|kontrolle|auto zum spielen|uniform|rabatt|kostum|museum"
    r"|tag der|revier|nachweis|praktikum))"
)

GERMAN = Lexicon(
    people=_PEOPLE,
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
    harmless=(
        r"(?:fahrt|fahre|fahren) (?:\w+ )?(?:krankenwagen|rettungswagen)",
        r"(?:farbe|rot|rote|rote farbe|schwarz|ton|tonung|haarfarbe|henna|stoff|tinte|tattoo|pigmente?|t ?shirt"
        r"|jeans|zahnfleisch|blau|farbung) (?:\w+ ){0,3}(?:blutet|ausblutet|blutet aus|ausgeblutet|bluten)"
        r"|blutet (?:\w+ ){0,2}(?:aus|ab|in das blond|ins blond)|mir blutet das herz|herz blutet",
        r"blut (?:orange\w*|test|abnahme|druck|spende|bild|werte|gruppe|rot\w*|probe|verdunner|zucker messen)"
        r"|blut(?:orange|test|abnahme|druck|spende|spenden|bild|werte|gruppe|rot|rote|probe|verdunner|jung|wurst"
        r"|mond)\w*|kunst ?blut\w*|theater ?blut|blutjung\w*|blut spenden|blut abgenommen|blut geleckt|ruhig blut",
        r"(?:kopfhaut|haut|fusse|fussen|augen|ohren|muskeln|oberschenkel|beine|waden|nagel|gesicht|achseln|stelle"
        r"|wunde stellen|zunge) (?:\w+ ){0,4}(?:brennt|brennen|brannte|gebrannt|feuer)|brenn(?:t"
        r"|en) (?:\w+ ){0,3}(?:kopfhaut|haut|fusse|augen|waden|sonne|licht|lampe|auf den nageln|darauf)|(?:licht"
        r"|lampe|kerzen?|kerze|sonne|schild) (?:\w+ ){0,2}brenn(?:t|en)|brennt (?:noch )?licht|brenne darauf"
        r"|brennend (?:interess\w+|heiss)|sonnen ?brand|ausgebrannt|brand ?(?:neu\w*|aktuell\w*|schutz\w*"
        r"|melder(?:prufung|test)?|sohle)|brandheiss",
        r"feuer ?(?:rot\w*|werk\w*|wehr(?:fest|ball|mann|frau|kalender|leute|haus|auto|uniform|ubung|verein|fete"
        r"|kapelle|dienst|helm)\w*|zeug|probe|loscher|treppe|alarm(?:ubung|probe)|taufe|ubung\w*|schutz|stelle"
        r"|tanz\w*|show|kopf|opal|und flamme)|feuer und flamme|haben sie feuer|feuer (?:unterm|unter dem|machen"
        r"|gefangen fur)|probe ?alarm\w*|brand ?schutz ?ubung|raumungs ?ubung|offenes feuer|(?:feuer|rauch|gas"
        r"|brand)(?:melder|alarm) ?(?:test|prufung|wartung|warten|prufen|installier\w+|einbauen|tauschen|kaufen"
        r"|montier\w+)?(?= (?:test|warten|prufen|installier|einbau|montier|tausch|gewartet|gepruft|wird|werden"
        r"|kaufen|verkauf|muss))",
        r"polizei(?:liche?s?)? ?(?:fuhrungszeugnis|wache|station|revier|beamt\w+|kontrolle|auto|check|ausbildung"
        r"|schule|uniform|prufung|rabatt|dienst)|polizist(?:in|en)?|fuhrungszeugnis|(?:bei|von|zu|in) der (?:polizei"
        r"|feuerwehr|rettung|ambulanz|freiwilligen feuerwehr|berufsfeuerwehr)(?! (?:anrufen|bescheid|melden))|(?:ist"
        r"|bin|arbeite als|arbeitet als|als|werde|wird) (?:\w+ )?(?:sanitater|sanitaterin|notarzt|notarztin"
        r"|feuerwehrmann|rettungssanitater\w*|krankenschwester|polizist\w*|ersthelfer\w*)|(?:sanitater|feuerwehrmann"
        r"|rettungswagen|krankenwagen) ?(?:fahrer\w*|uniform|kostum|parkt|steht vor)|krankenwagen ?fahrer\w*"
        r"|die polizei (?:hat|sperrt|kontrolliert) (?:\w+ ){0,3}(?:strasse|gesperrt|kontrolliert)",
        r"notfall ?(?:termin|kontakt|nummer|koffer|praxis|dienst|plan|set|apotheke|kit|farbe|haarschnitt|tropfen"
        r"|ubung|medizin|schnitt|reparatur)\w*|(?:haar|frisuren|farb|mode|beauty|styling|nagel|bart|pony"
        r"|frisur) ?(?:notfall|katastrophe|unfall|krise|desaster|unglucke?)\w*|not(?:aus ?gang|ausgange|lage|nagel"
        r"|dienst|beleuchtung)|im notfall|fur (?:den|alle) notf\w+|notfalls|kein (?:\w+ )?notfall",
        r"(?:fast|beinahe|bald|halb) (?:\w+ ){0,4}(?:herz ?infarkt|schlag ?anfall|herzkasper|gestorben|umgefallen"
        r"|umgekippt|erstickt|ohnmachtig|in ohnmacht|totgelacht|tot|verblutet|ausgerutscht|verschluckt"
        r"|vom stuhl gefallen|umgehauen)|(?:herz ?infarkt|schlag ?anfall) (?:\w+ ){0,3}(?:als ich|wenn ich"
        r"|bei dem preis|beim preis|bei der rechnung|wegen|von der rechnung|vom preis)|herz ?infarkt ?(?:burger"
        r"|gruppe|patient\w*)|schlag ?anfall ?patient\w*",
        r"(?:sterbe|stirbt|sterben|gestorben|starb|tot|sterb) (?:\w+ ){0,2}(?:vor|vor lauter|fur) (?:\w+ )?(?:lachen"
        r"|hunger|durst|langeweile|neugier|hitze|scham|peinlichkeit|ungeduld|freude|aufregung|dieses?|diesen|deine"
        r"|ihre|ein|eine|einen|kaffee)|(?:vor|fur) (?:\w+ )?(?:lachen|hunger|durst|langeweile|neugier|hitze|scham"
        r"|lauter \w+|freude|aufregung|einen kaffee|kaffee|diesen \w+|diese \w+) (?:\w+ ){0,2}(?:sterben|sterbe"
        r"|gestorben|erstickt?|umgekippt)|zum sterben (?:schon|langweilig)|tot ?(?:gelacht|lachen|mude\w*|schick\w*"
        r"|geweiht|ernst|al\w*|gefarbt\w*|peinlich)|tod(?:es)?(?:schick\w*|mude\w*|langweilig|sicher|ernst"
        r"|angst vor der|anzeige)|(?:haare|spitzen|akku|leitung|handy|batterie|telefon|pflanzen|ansatze?|locken|haut"
        r"|hose) (?:\w+ ){0,3}(?:tot|stirbt|sterben|gestorben|kaputt|verbrannt|abgestorben|leblos|bewusstlos"
        r"|abgebrochen|abgesturzt|tote?)|(?:tote|abgestorbene|verbrannte|leblose|kaputte|tot ?gefarbte) (?:haare"
        r"|spitzen|haut|hautzellen|frisur|locken)|akku (?:\w+ ){0,2}(?:stirbt|leer|tot)",
        r"(?:bringt|bringen|brachte) (?:mich|uns|ihn|sie|mir|meinen \w+) (?:\w+ ){0,3}um(?= wenn|$| der| die| meine"
        r"| diese)?(?= wenn| falls| deswegen)|(?:fusse|schuhe|rucken|absatze|hitze|stress|preise?|nacken"
        r"|kopfschmerzen|stiefel|locken|haare|neugier) (?:bringt|bringen|brachten) (?:mich|uns) (?:\w+ ){0,2}um"
        r"|(?:fusse|schuhe|rucken|absatze|hitze|preise?|stiefel|warten) (?:\w+ )?(?:bringt"
        r"|bringen) mich (?:noch )?um|konnte (?:ihn|sie|mich|meinen \w+|den \w+) (?:\w+ )?(?:umbringen|erwurgen"
        r"|erschlagen)|morde fur|mord(?:s)?(?: ?spass| ?hunger| ?krimi| ?gaudi| ?massig)|(?:krimi|tatort) ?(?:dinner"
        r"|abend)?|(?:zeit|tag) tot ?schlagen|zwei fliegen",
        r"bomben? ?(?:stimmung|wetter|frisur|figur|form|preis|idee|outfit|erfolg)|badebomben?|sexbombe"
        r"|bombe aus(?:sehen)?|(?:ist|war|sieht) (?:\w+ ){0,3}bombe|bombig\w*|killer ?(?:heels|frisur|look|locken"
        r"|absatze|blick|instinkt)\w*|umwerfend\w*|atemberaubend\w*|atem ?(?:ubung\w*|kurs|technik\w*|maske|pause"
        r"|los(?: schon)?|geruch)|den atem (?:geraubt|verschlagen|anhalten)|atmungsaktiv\w*|(?:haut|haare|kopfhaut"
        r"|nagel|poren|stoff|leder) (?:\w+ ){0,4}(?:atmen|atmet)|luft (?:anhalten|holen|schnappen gehen|ballons?"
        r"|feucht\w*|post|fracht|schnappen)|dicke luft|luft nach oben|an die frische luft|frische luft"
        r"|keine luft (?:nach|mehr im reifen|im reifen|in (?:diesem|dem) (?:kleid|korsett))|(?:kleid|korsett|hose"
        r"|jeans|gurtel|kragen|anzug) (?:\w+ ){0,6}(?:luft|atmen)|in (?:dem|diesem|der|dieser|meinem) (?:kleid"
        r"|korsett|hose|jeans|anzug) (?:\w+ ){0,4}(?:luft|atmen)",
        r"ersticke?n? (?:\w+ )?(?:in|an|unter|vor) (?:\w+ )?(?:arbeit|papierkram|papier|mails|e ?mails|terminen"
        r"|auftragen|wasche|anfragen|bergen|unterlagen|rechnungen|buchungen|stress|bestellungen)|(?:in"
        r"|unter) (?:\w+ )?(?:arbeit|papierkram|mails|e ?mails|terminen|auftragen|wasche|anfragen|unterlagen"
        r"|rechnungen) (?:\w+ ){0,2}(?:erstick\w*|ertrink\w*|untergeh\w*|begrab\w*|versink\w*)"
        r"|ertrink\w* (?:\w+ )?(?:in|vor) (?:\w+ )?(?:arbeit|papierkram|mails|terminen|auftragen|wasche)",
        r"(?:in|ins|vor) (?:ohnmacht|koma) (?:fallen )?(?:wegen|bei|vor|wenn) (?:\w+ )?(?:preis\w*|nadeln|gluck"
        r"|freude)|ohnmacht gegenuber|(?:haar|blond|farb|locken|bart|augenbrauen|wimpern) ?(?:verlangerung|farbung"
        r"|schlag)|schlag ?(?:sahne|zeug\w*|wort|fertig\w*|anfallig|loch|er|rahm)|auf einen schlag|mit einem schlag"
        r"|(?:schlagen?|schlagt) (?:sie |ihr |mir |du )?(?:\w+ )?(?:vor|einen termin|eine uhrzeit|etwas|was)"
        r"|schlagt (?:\w+ )?(?:vor|sich gut)|(?:uhr|herz|stunde) schlagt|vorschlag\w*|vorgeschlagen|nachgeschlagen"
        r"|zugeschlagen|schlag(?:t|en)? zu",
        r"(?:kostum|perucke|maske|foto|video|film|werbe|mode|hochzeits) ?(?:shooting\w*|schuss|dreh|aufnahmen?)"
        r"|shooting\w*|schnapp ?schuss|start ?schuss|schuss (?:rum|espresso|milch|sahne|ol|ins|wodka)|(?:ein"
        r"|einen) schuss (?:\w+ )?(?:rot|farbe|glanz|gold|espresso|pfeffer)|schiesst (?:mir"
        r"|es mir) (?:\w+ ){0,3}(?:kopf|fotos)|(?:fotos?|bilder|tor|selfie|vogel) (?:\w+ ){0,2}(?:schiessen|schiesst"
        r"|geschossen|abgeschossen)|preise? (?:\w+ ){0,2}(?:schiessen|schiesst)|(?:grippe|tetanus|corona"
        r"|schutz) ?(?:impfung|spritze)",
        r"messer ?(?:schnitt\w*|block|set|scharf\w*|schleif\w*|schmied\w*|griff)|schneiden (?:\w+ ){0,3}mit (?:dem"
        r"|einem) messer|messer (?:zum|fur|schleifen|scharfen|schneidet|und gabel|geschliffen|geschenkt)|(?:haare?"
        r"|spitzen|pony) (?:\w+ ){0,3}mit (?:dem|einem|der) (?:\w+ )?(?:rasier)?messer|mit (?:dem"
        r"|einem) (?:rasier)?messer (?:schneiden|geschnitten|ausdunnen|rasier\w*)|rasier ?messer|taschenmesser"
        r"|(?:schleif|scharf)\w* (?:sie )?(?:auch )?messer|scheren? (?:und|oder) messer|(?:spritz|heissluft|spruh"
        r"|massage|klebe|heissklebe|tacker|wasser|ohrloch|piercing|spielzeug|bolzen|fohn|tattoo) ?pistolen?"
        r"|pistole (?:fur|zum) (?:\w+ )?(?:ohr\w*|kleben|massage|ohrlocher)|waffen ?(?:schein|laden|stillstand)"
        r"|reise ?messer",
        r"(?:in die|die|wie) wehen (?:des|der haare)|wehen ?(?:kurs|cocktail)|wehendes? haar|haare wehen|(?:im"
        r"|bei) wind\w* wehen|geburt(?:s)?(?:tag\w*|termin|datum|urkunde|sort|s ?vorbereitung\w*|stag\w*|anzeige)"
        r"|(?:baby|kind) (?:kommt|soll|wird) (?:\w+ ){0,2}(?:mit|im|in|zum|nachste\w*|erst|auch|diese\w*|am)"
        r"|(?:hochschwanger|schwanger)(?: und)?(?= (?:darf|kann|ist|mochte|vertrag))",
        r"(?:uber|vom|von den|an der|an den) (?:\w+ )?(?:preis\w*|rechnung|kosten) (?:gestolpert|gesturzt"
        r"|verschluckt|erschlagen|erstickt|geschockt|umgehauen)|(?:am|an dem) preis (?:\w+ )?verschluckt|(?:termin"
        r"|es|sache|feiertag|geburtstag|hochzeit|datum|unterricht|wahl|entscheidung|name|groschen"
        r"|das) (?:\w+ ){0,3}(?:ausgefallen|gefallen|fallt|eingefallen|weggefallen|durchgefallen)|(?:gut|sehr"
        r"|besonders|mir|ihnen|nicht|so|hat|haben|uns) (?:\w+ )?gefallen|ausgefallene?\w*"
        r"|haare (?:\w+ ){0,4}(?:aus(?:fallen|gefallen)|ausfallen|gefallen|fallen)|(?:wimpern?|nagel|strass"
        r"|extension|extensions|knopf|plombe|absatz|ohrring|tip|tips|lack) (?:\w+ ){0,3}(?:ab|runter|raus"
        r"|her)?(?:gefallen|gebrochen|gerissen|gegangen|abgefallen|abgebrochen|gekracht|eingerissen|ab)|(?:nagel"
        r"|fingernagel|absatz|zahn|brille|handy|glas|herz|haar|haare|spiegel|rekord|kamm|stuhl|burste|locken ?stab"
        r"|reissverschluss|bugel) (?:\w+ ){0,3}(?:gebrochen|abgebrochen|zerbrochen|bricht|brechen|geknackt)|(?:in"
        r"|im) (?:\w+ )?(?:trend|liebe|schlaf|ungnade) (?:gefallen|gesturzt)|in schale geworfen",
        r"(?:auto|wagen|zug|rechner|computer|system|seite|website|webseite|app|handy|programm|server|internet|laptop"
        r"|buchungs ?system) (?:\w+ ){0,4}(?:abgesturzt|zusammengebrochen|liegen geblieben|streikt|tot"
        r"|reagiert nicht|hangt|abgeschmiert|kaputt|ausgefallen|spinnt|nicht)|crash ?(?:kurs|diat)|(?:netz|strom"
        r"|verkehr|leitung|verbindung) (?:\w+ ){0,3}(?:zusammengebrochen|abgebrochen|ausgefallen)|zusammenbruch der"
        r"|(?:im|in einem|wegen|steh\w*|stecke?n?) (?:\w+ )?stau|strom ?ausfall",
        r"(?:in der|eine|die|beim|ihre|deine|meine) (?:\w+ )?(?:gas|strom|heiz) ?(?:rechnung|anbieter|zahler|therme"
        r"|herd|flasche(?! (?:\w+ )?(?:zischt|leckt|undicht|explodiert|brennt))|installateur|heizung|ableser"
        r"|vertrag)|gas ?(?:rechnung|herd|therme|flasche(?! (?:\w+ )?(?:zischt|leckt|undicht|explodiert|brennt))"
        r"|grill"
        r"|installateur|heizung|zahler|anbieter|ableser|preis\w*|tankstelle|geben|pedal|kartusche)|gib gas|vollgas"
        r"|lachgas|rauch ?(?:grau\w*|blau|frei|pause|verbot|er\w*|fleisch|lachs|zeichen|melder ?(?:prufung|test))"
        r"|rauch(?:en|t|e|st) (?:\w+ ){0,3}(?:drin\w*|erlaubt|draussen|vor|verboten|eine|zigaretten|hier)"
        r"|rauchige?\w*|smokey? ?eyes|nach rauch (?:in|aus) (?:den|meinen) haaren|(?:haare|mantel|jacke"
        r"|kleidung) (?:\w+ ){0,3}nach (?:rauch|qualm|zigaretten)",
        r"uberfall\w* (?:mich )?(?:mit|sie mit)|uberfallig\w*|(?:mit der tur|tur) ins haus (?:fallen|falle)"
        r"|einbruch (?:der dunkelheit|beim umsatz|der kurse)|bei einbruch|eingebrochen (?:ist der umsatz|sind die)"
        r"|(?:waschbar|marder|hund|katze|maus|fuchs|vogel|mader) (?:\w+ ){0,4}(?:eingebrochen|einbricht|bricht ein)"
        r"|(?:schuhe|neue \w+) (?:einlaufen|einbrechen)|alarm ?anlage\w*|einbruch ?schutz|einbrecher ?alarm"
        r"|raub ?(?:kopie|bau|katze|tier)\w*|beraubt sich|halsabschneider|wegelagerei|ausgeraubt bei (?:den|diesen"
        r"|euren|ihren) preisen|(?:preise?) (?:sind|ist) (?:\w+ ){0,3}(?:uberfall|raub|mord|wucher)|diebstahl",
        r"(?:verfolgt|folgt|verfolge|folge) (?:mir|mich|uns|ihnen|euch|sie) (?:\w+ ){0,3}(?:auf )?(?:instagram|insta"
        r"|facebook|tiktok|social media|youtube)|auf (?:instagram|insta|facebook|tiktok) (?:\w+ ){0,3}(?:folgt"
        r"|verfolgt|gefolgt)|pech verfolgt|trend (?:verfolgt|angegriffen)|angriff auf (?:meine|die|den)|(?:greift"
        r"|griff|angegriffen|angreift) (?:\w+ ){0,3}(?:haar|haare|kopfhaut|haut|haarstruktur|spitzen|nagel)|(?:haare"
        r"|haar|haarstruktur|kopfhaut|nagel|spitzen|haut) (?:\w+ ){0,3}(?:angegriffen|angreift|angreifen|geschadigt"
        r"|strapaziert)",
        r"(?:habe?|hat|hatte|leidet|leide|wegen|bei|gegen) (?:\w+ )?(?:flug|hohen|platz|spinnen|zahnarzt|termin"
        r"|schul) ?angst|angst (?:vor|dass)|hilf(?:e|reich\w*)? (?:bei|beim|mit|fur|zum|von|in der|zur|und beratung"
        r"|ware|wunderbar)|(?:konnen|konnten|kannst|konntest|wollen|mochten|wurden) (?:sie|du"
        r"|ihr) (?:\w+ ){0,3}(?:helfen|weiterhelfen|behilflich)|(?:ihre|deine|eure|etwas|ein bisschen|mit|um|fur die"
        r"|brauche|brauchte|zu|kleine|eine|keine|danke fur die|schnelle) hilfe(?! (?:bitte|schnell|sofort|jetzt|mein"
        r"|meine|er|sie|hier))|aushilfe|hilfskraft|erste ?hilfe ?(?:kurs|kasten|koffer|schein|ausbildung|training)"
        r"|mit hilfe",
        r"(?:spring\w*|sprung\w*) (?:\w+ )?(?:ein|ins kalte|unter die dusche|fur)|einspringen"
        r"|von der brucke (?:links|rechts|bis|aus|nach)|uber die brucke|hang(?:e|t|en) (?:\w+ ){0,3}(?:am telefon"
        r"|an meinen|ab|fest|im stau|in der warteschleife|rum|mich an|von|bilder|schief|locken|haare|ponys?)|(?:pony"
        r"|haare|spitzen|locken|strahnen|extensions|wimpern|bild|vorhang) (?:\w+ ){0,3}(?:hangt|hangen|schief)"
        r"|abhangig|auf ?hanger",
        r"wieder lebendig|lebendig (?:aussehen|wirken)|leblos(?:e|es|en|er)? (?:haare?|spitzen|locken|haut|farbe)"
        r"|schlapp(?:e|es)? (?:haare?|locken)|(?:dead|tote) (?:line|hose)|deadline|mehr leben in"
        r"|leben in die (?:haare|bude)",
    ),
    certain=(
        rf"(?:in|durch|auf) (?:den|die|das|seinen|ihren|meinen|seine|ihre|meine) {_BODY} {gap(1)}(?:gesagt|gebohrt"
        rf"|gestochen|geschnitten"
        r"|gehackt|geschossen|gerammt|getreten)|(?:ins|in den|in das) (?:gesicht|kopf|bauch) (?:getreten|geschossen"
        r"|gestochen)",
        rf"{_WHO} {gap(5)}(?:weggesackt|zusammengesunken|weggekippt|niedergesunken|weggetreten"
        rf"|eingeschlafen und wacht)",
        r"(?:gasflasche|gasleitung|gashahn|kartusche) (?:zischt|undicht|leckt|explodiert|ist undicht)",
        rf"{_WHO} {gap(5)}(?:ins auto|in einen wagen|mitgenommen) (?:gezerrt|gestossen|gezogen)",
        rf"(?:{_WHO}|kinderwagen|auto|wagen|bus) {gap(2)}(?:ins eis|in den fluss|in den see|in den kanal"
        rf"|in den teich|ins wasser|in den brunnen"
        r"|in den schacht) (?:\w+ )?(?:eingebrochen|gerollt|gefallen|gesturzt|gerutscht|gefahren)",
        rf"(?:spricht|redet) {gap(2)}(?:wirr|undeutlich|verwaschen|unverstandlich|kauderwelsch|wirres zeug)",
        rf"schaum (?:vorm|vor dem|am) mund|(?:hangt|klebt|gefasst|beruhrt|angefasst) {gap(2)}(?:am|an|ans|das"
        rf"|ein) (?:strom\w*|kabel|leitung|starkstrom\w*)|kommt nicht (?:mehr )?los",
        rf"(?:versucht|will|wollen|dabei) {gap(4)}(?:tur|fenster|scheibe) {gap(1)}(?:ein\w*|auf\w*)|(?:tritt"
        rf"|treten) {gap(3)}tur ein",
        rf"(?:aus|unter) (?:der|dem|meiner|ihrem) (?:\w+ )?(?:motorhaube|motor|fenster|dach|herd|trockner|steckdose"
        rf"|wand) {gap(2)}(?:flammen|rauch|qualm|funken)|flammen (?:schlagen|kommen|aus)",
        rf"(?:auto|wagen|lkw|laster|bus|traktor|bagger|transporter|lieferwagen) {gap(2)}(?:sich )?(?:uberschlagen"
        rf"|umgekippt|umgesturzt|in (?:den graben|den fluss|das schaufenster|die menge|die haltestelle))",
        rf"{_I_OR_WHO} {gap(2)}(?:klemmt|steckt|hangt) {gap(2)}(?:fest|drin|ein|unter|zwischen)(?! (?:im stau"
        rf"|in der leitung))",
        rf"(?:angefahren|uberfahren|umgefahren|uberrollt)(?: worden)?$|(?:wurde|worden|hat) {gap(4)}(?:angefahren"
        rf"|uberfahren|umgefahren|uberrollt)(?! (?:katze|hund))",
        rf"(?:kochend\w*|heiss\w*|siedend\w*) (?:wasser|ol|fett|tee|kaffee|suppe|milch) {gap(2)}(?:ubergeschuttet"
        rf"|ubergossen|ubergekippt|verschuttet uber|uber)",
        rf"(?:auf|uber) (?:seine|ihre|meine) {gap(1)}{_BODY} {gap(1)}(?:gefallen|gekippt|gerollt|gefahren|gesturzt)",
        rf"{_WHO} {gap(3)}(?:schlaff|schreit nicht mehr|weint nicht mehr|sagt nichts mehr|gibt keinen laut)",
        rf"(?:steckt|stecken|feststecken|fest|eingeklemmt) {gap(2)}in (?:der|einer) maschine|(?:raubt"
        rf"|rauben) {gap(6)}aus(?! dem kalender)",
        rf"(?:fremder_?|unbekannter_?|fremde|jemand|einer|mann_|typ_) {gap(3)}in (?:meinem|meiner|unserem"
        r"|unserer) (?:wohnzimmer|zimmer|kuche|wohnung|haus|bad|schlafzimmer|kinderzimmer|keller|garten|flur|garage"
        r"|laden|geschaft)",
        rf"(?:atmet|atmen|atme) {gap(3)}(?:nicht|kaum|schwer|nichts|komisch|schlecht|rochelnd|schwach|unregelmassig"
        r"|flach|schnell und)(?! mehr vor lachen| durch die nase)|(?:nicht|kaum|nimmer|schlecht"
        rf"|schwer) (?:mehr )?(?:richtig )?atmen(?! durch)|atmung (?:hat |ist |setzt )?{gap(2)}(?:aus\w*|weg|flach"
        rf"|schwach|aufgehort)|(?:hort|horte|aufgehort|gehort) {gap(2)}(?:auf )?zu atmen|{_WHO} rochelt"
        r"|schnappt nach luft|ringt (?:\w+ )?nach (?:luft|atem)",
        rf"(?:kriegt|bekommt|bekomme|kriege|kriegen|bekommen|hat|habe) {gap(4)}(?:keine|kaum|kaum noch|zu wenig"
        r"|schlecht|schwer|nicht genug|fast keine) (?:\w+ )?luft|keine luft(?: mehr)?$|keine luft (?:mehr|bitte"
        r"|hilfe|und|er|sie|ich)|atemnot|atemstillstand|erstickt|erstick(?:e|en)(?! vor)|erstickungs\w+|luft weg",
        rf"(?:lauft|laufen|lief|wird|werden|ist|sind|ganz|schon) {gap(3)}(?:blau an|blau angelaufen|blaue lippen)"
        rf"|blau angelaufen|blaue lippen|(?:lippen|gesicht|mund|baby_) {gap(3)}(?:blau|lila|grau)|blau um den mund",
        rf"(?:hals|zunge|rachen|kehle|luftrohre|atemwege) {gap(3)}(?:schwillt|schwellen|geschwollen|zugeschwollen"
        rf"|zu$|geht zu|macht zu|zu und|anschwillt|dick)|schwillt {gap(2)}(?:der hals|die zunge|der rachen|zu)"
        rf"|(?:steckt|stecken|feststeckt|sitzt|hangt|was|etwas) {gap(5)}(?:im hals|in der luftrohre|im rachen"
        r"|in der kehle|im hals fest)",
        rf"bewusstlos\w*|{_I_OR_WHO} {gap(4)}(?:ohnmachtig|umgekippt|zusammengebrochen|zusammengesackt"
        r"|zusammengeklappt|kollabiert|umgefallen|weggekippt|weggetreten|in ohnmacht)|(?:bewusstsein"
        r"|besinnung) (?:\w+ )?(?:verloren|verliert|weg)|(?:nicht|kaum|nimmer|ohne) (?:mehr )?(?:ansprechbar"
        rf"|bei bewusstsein|bei sich|bewusstsein)|bricht {gap(3)}zusammen(?! mit preis)|kippt {gap(3)}um",
        rf"(?:wacht|wachen|wacht er|wacht sie) {gap(4)}(?:nicht|nimmer) (?:mehr )?auf|(?:nicht|kaum"
        r"|nimmer) (?:mehr )?(?:aufwecken|wecken|wach (?:zu )?(?:kriegen|bekommen|wird|rutteln)|wachbekommen"
        rf"|wachkriegen|aufwacht|wach)|{_WHO} {gap(3)}(?:reagiert|antwortet|ruhrt|bewegt|regt"
        rf"|spricht) {gap(4)}(?:nicht|nimmer|gar nicht)(?! (?:auf (?:meine|unsere) (?:mails?|e ?mails?|nachrichten?"
        r"|anrufe|sms)|mit mir|deutsch|gut deutsch))|(?:reagiert|ruhrt|bewegt|regt) (?:er|sie"
        rf"|sich) {gap(3)}(?:nicht|nimmer|kaum)(?! auf (?:meine|unsere) (?:mails?|e ?mails?|nachrichten?|anrufe))"
        rf"|{_WHO} {gap(2)}(?:macht die augen nicht|offnet die augen nicht)|augen {gap(2)}(?:verdreht|verdrehen"
        r"|nach hinten)",
        rf"{_WHO} {gap(4)}(?:leblos|regungslos|reglos|bewegungslos|liegt {gap(4)}(?:boden|strasse|treppe|gehweg|bad"
        rf"|dusche|flur|blut|gehsteig|badezimmer|kuche))|(?:liegt|lag|liegen|gefunden) {gap(4)}(?:am|auf dem|auf der"
        r"|im) (?:boden|strasse|gehweg|blut|badezimmer\w*|kuchen\w*)|(?:kein|keinen|schwacher|ohne) puls"
        r"|herz (?:\w+ )?(?:schlagt|schlagt es) (?:\w+ )?nicht|herz (?:ist |hat )?(?:stehen ?geblieben|aufgehort)"
        rf"|{_WHO} {gap(2)}(?:ist|sind|liegt) (?:\w+ )?tot$|{_WHO} {gap(2)}(?:stirbt|liegt im sterben|verblutet)",
        r"(?:hat|habe|haben|kriegt|bekommt|bekomme|kriege|kriegen|erleidet|ist|war|nach|gerade|einen|ein|eine|jetzt"
        rf"|wie|mit|verdacht auf) (?:\w+ ){{0,3}}{_ILL}|^(?:(?:hilfe|bitte|schnell|hallo"
        rf"|oh gott) )*{_ILL}(?: (?:hilfe|bitte|schnell|hallo))*$|herz ?infarkt$|schlag ?anfall$",
        rf"(?:schmerzen|schmerz|stechen|druck|enge|stiche|ziehen|brennen|schmerzt) (?:\w+ ){{0,3}}(?:in|auf|an"
        r"|im) (?:der|meiner|seiner|ihrer|die|meine|seine) (?:brust|herz\w*|linken arm)|brust ?(?:schmerz\w*"
        rf"|stechen|druck)|herz ?schmerzen|(?:brust|herz) {gap(2)}(?:tut|schmerzt|sticht|druckt|krampft|zieht)"
        rf"|tut (?:\w+ ){{0,3}}die brust weh|(?:fasst|greift|halt|packt) sich {gap(3)}(?:an die brust|an den hals"
        r"|ans herz|die brust|das herz|den hals)|im linken arm|linke[rn]? (?:arm|seite|korperhalfte"
        rf"|gesichtshalfte) {gap(2)}(?:taub|schmerzt|gelahmt|tut|kribbelt|schwach)",
        rf"(?:mundwinkel|gesicht|mund|gesichtshalfte|augenlid|wange) {gap(4)}(?:hangt|hangen|herunter|runter|schief"
        rf"|taub|gelahmt|verzogen)|hangt {gap(2)}(?:der mundwinkel|das gesicht|der mund|eine gesichtshalfte)"
        r"|halbseitig|gelahmt|lahmung\w*|lallt|(?:spricht|redet) (?:\w+ )?(?:wirr|undeutlich|verwaschen|komisch"
        rf"|unverstandlich|nur noch)|verwaschene? sprache|{_WHO} {gap(2)}(?:kann|konnen) {gap(4)}(?:nicht|nicht mehr"
        r"|nimmer|kaum) (?:mehr )?(?:richtig )?(?:sprechen|reden|laufen|gehen|aufstehen|bewegen|sehen|schlucken"
        rf"|stehen|spuren)|kann {gap(5)}(?:nicht|nimmer|kaum) (?:mehr )?(?:richtig )?(?:bewegen|spuren|heben|fuhlen)"
        rf"|(?:{_BODY}) (?:ist |sind |wird |werden |fuhlt sich )?{gap(1)}(?:ganz )?taub",
        rf"{_WHO} {gap(2)}(?:krampft|zuckt|krampfte|zittert am ganzen)|schaum vor dem mund|(?:hat|bekommt"
        rf"|kriegt) {gap(2)}(?:krampfe|einen anfall|krampf)|krampfanfall|krampft|zuckt am ganzen",
        rf"{_I_OR_WHO} {gap(3)}(?:blute|blutet|bluten)(?! aus(?! (?:dem|der|den|seinem|ihrem|nase|mund|ohr|kopf)))"
        rf"|blutet {gap(3)}(?:stark|sehr|heftig|wie|uberall|viel|unaufhorlich|aus (?:dem|der|den)|am|nicht auf"
        r"|die ganze|schlimm|richtig)|(?:stark|heftig|sehr|schlimm) (?:\w+ )?(?:blutet|blutende?\w*)"
        r"|(?:zu )?bluten (?:\w+ )?(?:auf|hort nicht)|nicht auf(?:horen)? (?:\w+ )?zu bluten|(?:hort"
        rf"|horen) {gap(4)}nicht (?:mehr )?auf zu bluten|blutung\w*(?! (?:der farbe|zwischen))|verblut\w+",
        rf"blut {gap(3)}(?:uberall|spritzt|lauft|stromt|schiesst|boden|kommt|tropft|rinnt|im gesicht|aus (?:dem|der"
        r"|seinem|ihrem))|(?:viel|voller|uberall|voll|so viel|lauter|spuckt|hustet|erbricht|kotzt|verliert|verloren"
        rf"|im urin|mengen|mit) (?:\w+ )?blut(?! abgenommen)|spritzt {gap(2)}blut|blut ?(?:lache|uberstromt"
        rf"|verschmiert|uberlaufen)\w*|{_BODY} {gap(3)}(?:abgeschnitten|abgehackt|abgetrennt|abgesagt|abgerissen"
        rf"|aufgeschnitten|aufgeschlitzt|abgequetscht|zerquetscht|gequetscht|durchtrennt|abgehackt)|{_BODY} (?:ist "
        r"|war )?(?:fast |komplett )?ab(?:$| und| hilfe)|pulsadern?|schlagader|(?:stich|schuss|schnitt|platz|kopf"
        r"|fleisch|biss|brand) ?(?:wunde|verletzung)\w*|tiefe[rn]? (?:wunde|schnitt\w*|schnittwunde)"
        r"|tief (?:in (?:den|die) (?:finger|hand|arm)|geschnitten)",
        rf"{_I_OR_WHO} {gap(4)}(?:niedergestochen|angeschossen|erstochen|abgestochen|erschossen|gestochen worden"
        r"|schwer verletzt|schwerverletzt|lebensgefahrlich|verprugelt|zusammengeschlagen|uberfahren|angefahren"
        r"|verbruht|niedergeschlagen)|(?:schwer|stark|schlimm|lebensgefahrlich|bose) (?:verletzt|verbrannt|verbruht"
        r"|gesturzt|verletzte|verunglückt)\w*(?! haare)|schwerverletzt\w*|messerstich\w*|messerstecher\w*"
        r"|messer ?attacke",
        r"(?:treppe|leiter|dach|balkon|fenster|gerust|pferd|fahrrad|rad|mauer|baum|wickeltisch|bett|stuhl|hochbett"
        rf"|roller|motorrad|rollstuhl|brucke) {gap(3)}(?:hinunter|herunter|runter|hinab|aus|um)?(?:gefallen|gesturzt"
        r"|runtergefallen|heruntergefallen|hinuntergefallen|runtergesturzt|heruntergesturzt|hinuntergesturzt"
        rf"|geflogen|gesprungen|abgesturzt|gestolpert|gekippt|gerutscht)|{_WHO} {gap(4)}(?:gesturzt|hingefallen"
        r"|gefallen|ausgerutscht|runtergefallen|abgesturzt|verungluckt|gestolpert) (?:und|kann|sie|er|jetzt|auf|hat"
        rf"|blutet|liegt)|(?:auf den|mit dem|am|den|der) (?:hinter)?kopf {gap(3)}(?:gefallen|gestossen|geschlagen"
        r"|aufgeschlagen|angeschlagen|geknallt|gestossen|verletzt|gekracht|aufgekommen|aufgeplatzt|angestossen"
        rf"|blutet)|kopf {gap(2)}(?:gestossen|angeschlagen|aufgeschlagen|aufgeplatzt|angehauen|verletzt)"
        rf"|sturzt {gap(4)}(?:treppe|leiter|dach|balkon)|kopfverletzung\w*|gehirnerschutterung|nicht mehr (?:hoch"
        r"|aufstehen)|steht nicht mehr auf",
        rf"{_I_OR_WHO} {gap(4)}(?:vom|von einem|vom|von nem) (?:auto|bus|lkw|zug|laster|lastwagen|motorrad"
        rf"|radfahrer_?|tram|strassenbahn) {gap(2)}(?:erfasst|angefahren|uberfahren|getroffen|gerammt|mitgeschleift)"
        r"|(?:auto|verkehrs|fahrrad|motorrad|arbeits) ?unfall(?! (?:versicherung|letzte\w*|gehabt vor))|(?:schwerer"
        r"|schlimmer|schrecklicher|grosser|hier (?:ist|war|gab es) ein|ist ein|gab einen|passierte? ein) unfall"
        rf"|{_I_OR_WHO} {gap(4)}(?:eingeklemmt|verschuttet|begraben|eingequetscht)|eingeklemmt {gap(2)}(?:in|unter"
        r"|zwischen)|unter (?:dem|einem) (?:auto|bus|lkw|zug|regal)|stromschlag|(?:einen |am )?strom (?:bekommen"
        rf"|gekriegt|gefasst)|offener bruch|knochen {gap(2)}(?:raus|schaut|guckt|sichtbar|steht)|(?:genick"
        rf"|wirbelsaule|schadel|hufte) {gap(2)}(?:gebrochen|bruch)",
        rf"(?:kochend\w*|heiss\w*|heisses) (?:wasser|ol|fett|tee|kaffee|suppe|wachs) {gap(4)}(?:uber|auf|ubergossen"
        rf"|geschuttet|gekippt)|(?:verbruht|verbruhung|verbrennung)\w*|{_WHO} {gap(2)}(?:brennt|steht in flammen)"
        r"|(?:chlor\w*|saure|lauge|bleich\w*|blondierung|wasserstoff\w*|farbe|reiniger|chemikalien?|putzmittel"
        rf"|entwickler|kleber|pfefferspray|\w+reiniger) {gap(4)}(?:ins|in die|in den|im|in den beiden"
        r"|in beide) auge?n?",
        rf"{_I_OR_WHO} {gap(4)}(?:ertrinkt|ertrunken|ertrinke|untergegangen)|ertrinkt|(?:treibt|liegt|schwimmt"
        rf"|gefallen|gesturzt) {gap(3)}(?:im|ins|in den) (?:wasser|pool|see|fluss|teich|becken|schwimmbecken"
        rf"|kanal)(?! und hatte)|unter wasser|(?:baby_|kind_|kleinkind_) {gap(4)}(?:im|in dem) (?:heissen "
        r"|geschlossenen )?auto (?:ein\w*|eingeschlossen|gefangen)|hitzschlag",
        r"(?:zu viele|zu viel|ganze (?:packung|schachtel|flasche)|alle (?:seine|ihre|meine)?|alle|eine packung"
        rf"|packung|schachtel|flasche|handvoll|hand voll|jede menge|lauter|viele) {gap(2)}{_PILLS}|uberdosis"
        rf"|uberdosier\w*|{_POISON} {gap(3)}(?:getrunken|verschluckt|geschluckt|gegessen|runtergeschluckt|eingeatmet"
        rf"|genascht|gefressen)|(?:trinkt|schluckt|isst|trank|schluckte) {gap(2)}{_POISON}"
        rf"|{_WHO} {gap(3)}(?:vergiftet)|vergiftung(?! \w+ letzte)|vergiftet(?! (?:die|das) (?:stimmung|klima"
        r"|gewasser))",
        r"fruchtblase|(?:hat|habe|starke|die|in den|bekommt|setzen|seit\w*|alle \w+ minuten) (?:die |schon |starke "
        r"|jetzt )?wehen|wehen (?:alle|haben|setzen|sind|kommen|im|und|seit)|presswehen|(?:baby_"
        r"|kind_) (?:\w+ )?(?:kommt|kommt raus) (?:jetzt|gerade|schon|raus|gleich|sofort)|(?:baby_|kind_) kommt$"
        r"|kopf(?:chen)? (?:ist |schaut |guckt )?(?:schon )?(?:zu sehen|raus|da|sichtbar)|(?:bekommt|kriegt|kriege"
        r"|bekomme) (?:\w+ )?(?:ihr|das|mein|unser|ein) (?:baby_|kind_)(?: (?:hier|jetzt|im|gerade|auf))?"
        r"|geburt (?:geht los|hat begonnen|setzt ein)|entbindet",
        r"^(?:(?:hilfe|bitte|schnell|hallo|oh gott|hier|im) )*(?:es )?brennt(?: (?:hier|hilfe|bitte|bei uns|schnell"
        r"|es))*$|es brennt (?:bei|in|im|hier|auf dem|auf der|an)(?! (?:der kopfhaut|den augen|meiner|fuss|nageln))"
        rf"|{_PLACE} {gap(3)}(?:brennt|brennen|in flammen|feuer gefangen|abgebrannt|explodiert|verraucht"
        rf"|voller rauch|qualmt|raucht|unter rauch|eingesturzt)|brennt {gap(3)}(?:{_PLACE})|in flammen|feuer (?:im"
        r"|in|bei|ausgebrochen|hier|auf|gefangen)|(?:ein|ist|das|gibt|haben) (?:\w+ )?feuer(?= |$)|^(?:feuer"
        r"|hilfe)(?: feuer| hilfe)*$|brand (?:ausgebrochen|in|im|bei)|(?:es ist|hausbrand|kuchenbrand|wohnungsbrand"
        r"|zimmerbrand|dachstuhlbrand|waldbrand)(?: ausgebrochen)?(?= brand| feuer|$)|(?:kuchen|wohnungs|haus"
        r"|zimmer|dachstuhl|wald|keller) ?brand|angezundet|brandstift\w+",
        r"(?:dichter|schwarzer|uberall|viel|voller|voll|alles) (?:\w+ )?(?:rauch|qualm)|(?:rauch"
        r"|qualm) (?:\w+ )?(?:kommt|dringt|uberall|im|aus|quillt|zieht|steigt|unter)|verraucht|gas ?(?:geruch|leck"
        r"|austritt|explosion)|(?:riecht|stinkt|rieche|riechen) (?:\w+ ){0,4}(?:nach )?gas(?! geben)"
        r"|gas (?:\w+ )?(?:stromt|tritt|ausgetreten|aus|ausstromt)|explosion|explodiert|kohlenmonoxid\w*"
        r"|co ?(?:melder|warner|alarm)\w*|rauchvergiftung",
        rf"einbrecher\w*(?! alarm)|{_WHO} {gap(4)}(?:bricht|brechen|einbrechen|eingebrochen|eingestiegen"
        rf"|steigt) {gap(4)}(?:ein|eingebrochen|in)|(?:bricht|brechen|steigt) {gap(5)}ein(?:$| und| hilfe| bei"
        rf"| jetzt| gerade)|{_WHO} {gap(4)}(?:versucht|will|wollen) {gap(4)}(?:einzubrechen|einbrechen|reinzukommen"
        r"|einzudringen|aufzubrechen|die tur aufzu\w+|einzuschlagen|eintreten)|(?:fenster|tur"
        rf"|scheibe) {gap(3)}(?:eingeschlagen|einzuschlagen|eingetreten|aufgebrochen|aufzubrechen|einschlagt"
        rf"|eintritt)|schlagt {gap(3)}(?:scheibe|fenster|tur)(?: \w+)? ein|(?:jemand|fremder_|unbekannter_|mann_"
        rf"|fremde) {gap(3)}(?:in (?:meiner|der|unserer) (?:wohnung|kuche)|im (?:haus|garten|keller|treppenhaus"
        r"|schlafzimmer|laden|flur)|in (?:meinem|unserem) (?:haus|garten|zimmer|schlafzimmer|laden)|unten im"
        r"|vor meinem fenster)(?! (?:der|um|putzt|repariert|zu gast|und putzt))",
        r"uberfall(?! auf den kuhl)|uberfallen|ausgeraubt|raububerfall|uberfallt|geiselnahme|geiseln?|amok\w*"
        r"|(?:bedroht|bedrohen|bedrohte) (?:\w+ )?(?:mich|uns|ihn|sie|die|den|mit|alle|meine)|(?:mich|uns|sie|ihn"
        rf"|werde|werden) {gap(3)}(?:bedroht|verfolgt|angegriffen|attackiert|gewurgt|verprugelt|zusammengeschlagen"
        r"|uberfallen|ausgeraubt|entfuhrt|vergewaltigt|festgehalten|eingesperrt|gestalkt|belastigt)|(?:greift"
        rf"|greifen) {gap(3)}(?:mich|uns|ihn|sie|leute_|{PERSON}) (?:\w+ )?an|greift {gap(4)}an(?:$| hilfe)"
        r"|(?:verfolgt|verfolgen) (?:mich|uns|sie)|(?:mit|hat|haben|zieht|gezogen|halt|zuckt|zielt|bedroht"
        r"|richtet) (?:\w+ )?(?:eine[rnm]?|die|ein|das|seine|dem|der) (?:\w+ )?(?:pistole|waffe|messer|gewehr|axt"
        r"|machete|schusswaffe|schlagstock|baseballschlager|hammer)(?! (?:zum|fur|schneiden|die haare|geschnitten"
        r"|zu schleifen|gekauft|schleifen))|bewaffnet\w*|messer (?:in der hand|am hals|gezogen)"
        r"|pistole (?:in der hand|am kopf|auf)",
        r"(?:schlagt|schlagen|verprugelt|wurgt|tritt|ersticht|schlug|pruegelt|prugelt|erwurgt|sticht"
        r"|misshandelt) (?:\w+ )?(?:mich|uns|ihn|sie|seine|ihre|auf|meine|meinen|die|den|das|jemanden|einen"
        r"|eine)(?! (?:vor|termin|preis|trommel|an uns zu|saiten))|(?:will|mochte|wollte|droht"
        rf"|wird) {gap(4)}(?:mich|uns|sie|ihn|meine \w+|seine \w+) {gap(2)}(?:umbringen|toten|umzubringen|zu toten"
        r"|erschiessen|abstechen|erstechen|erwurgen|erschlagen)|bringt (?:mich|uns|sie|ihn) (?:\w+ )?um(?:$| hilfe)"
        r"|entfuhr\w+(?! in)|vergewaltig\w+|(?:schusse|geschossen|schiesst|schiesserei|schiessen"
        rf"|ballert)(?! (?:auf preise|fotos))|lasst (?:mich|uns|sie) {gap(3)}nicht (?:raus|gehen|weg|los|aus)"
        rf"|verstecke? mich|(?:halt|halten|hat|haben) (?:mich|uns|sie|meine \w+) {gap(2)}(?:fest$|gefangen"
        r"|eingesperrt|als geisel\w*|eingeschlossen)|bombe (?:im|in|gefunden|hoch|gelegt)|bombendrohung"
        rf"|{_WHO} {gap(4)}(?:mein|unser|das|meine|meinen) (?:kind_|baby_|sohn_|tochter_) {gap(2)}(?:mitgenommen"
        r"|entfuhrt|weggenommen|geschnappt)",
        rf"{_CALL} {gap(5)}{_SERVICES}|{_SERVICES} {gap(2)}(?:rufen|holen|schicken|verstandigen|bitte|schnell|sofort"
        r"|anrufen|her|kommen|alarmieren|rufst)|^(?:(?:hilfe|bitte|schnell|hallo|eine|einen|den|die|ein|ich"
        r"|oh gott) )*(?:krankenwagen|notarzt|polizei|feuerwehr|rettungswagen|ambulanz|notruf|notfall)(?: (?:bitte"
        r"|schnell|hilfe|sofort))*$",
        r"(?:medizinische[rn]?|echte[rn]?|lebensbedrohliche[rn]?|akute[rn]?) notfall|(?:das|es|hier) ist (?:ein"
        r"|eine) notfall(?! (?:mit|fur|meine|bei) (?:meine|meinen|der|den|haar\w*|frisur|farbe))|notfall (?:hier"
        r"|bitte|hilfe|schnell)|lebensgefahr|lebensbedrohlich|(?:um|auf) leben und tod|(?:braucht|brauchen|brauche"
        r"|brauchen wir) (?:\w+ ){0,2}(?:sofort|dringend|schnell) (?:\w+ )?(?:hilfe|arzt|einen arzt|notarzt"
        r"|krankenhaus)|(?:herzdruckmassage|wiederbeleb\w+|reanimier\w+|reanimation|mund zu mund)(?! kurs)"
        r"|schicken sie (?:\w+ ){0,2}hilfe|holen sie (?:\w+ ){0,2}hilfe|hilfe (?:mein|meine|er|sie|hier|schnell"
        r"|jemand|ich|bitte schnell|wir)",
        rf"{_MY} {gap(1)}{_BODY} (?:ist |sind |hat |wird )?{gap(2)}(?:gebrochen und|zertrummert|gequetscht"
        r"|eingeklemmt|blutet|bluten|abgetrennt|aufgeplatzt|verbruht|zerfetzt)|(?:hund|schlange|kreuzotter"
        rf"|hai) {gap(3)}(?:gebissen|beisst|angefallen|angegriffen)|(?:gebissen|gestochen) {gap(4)}(?:schwillt"
        rf"|geschwollen|luft|schlange|atmen)|schlangenbiss|ins gesicht gebissen|{_WHO} {gap(4)}(?:gewurgt"
        r"|stranguliert|erdrosselt)",
    ),
    likely=(
        rf"{_WHO} {gap(6)}(?:verschwunden|weggelaufen|abgehauen|vermisst)",
        r"(?:finde|finden|sehe|sehen) (?:meine?n?|unsere?n?|die|den|das) (?:\w+ ){0,2}(?:sohn|tochter|kind"
        r"|kleine|kleinen|kleiner|enkel|enkelin|junge|jungen|madchen|bub) (?:\w+ )?nicht",
        r"(?:wird|will) (?:mich|sie|ihn|uns|meine \w+) (?:\w+ )?(?:umbringen|toten|schlagen)",
        rf"{_I_OR_WHO} {gap(4)}(?:verschluckt|gesturzt|hingefallen|ausgerutscht|verletzt|verungluckt|verbrannt"
        r"|geschlagen|verschwunden|vermisst)(?! (?:am preis|an den preisen|haare|die haare))",
        rf"{_WHO} {gap(3)}(?:stirbt|zittert|krampfe|nicht gut|schlecht beieinander|benommen|verwirrt|in gefahr"
        r"|apathisch|kreidebleich|ganz blass|nicht bei sich|bei sich)",
        r"^(?:(?:bitte|oh gott|hallo|schnell|jemand) )*hilfe(?: hilfe| bitte| schnell| hallo)*$|(?:rauchmelder"
        r"|feueralarm|feuermelder|brandmelder|rauchmelder) (?:\w+ ){0,3}(?:piept|geht|schlagt|losgegangen|an|los"
        r"|alarm|ausgelost)|(?:riecht|stinkt) (?:\w+ ){0,3}(?:verbrannt|verschmort|angebrannt|brand|nach rauch"
        r"|rauch)|kind_ (?:\w+ )?(?:ist )?(?:weg|verschwunden)|finde (?:meinen|meine|mein) (?:sohn_|tochter_"
        r"|kind_) nicht",
        rf"(?:gesicht|lippen|augen|mund|auge|lippe) {gap(3)}(?:geschwollen|schwillt|schwellen|zugeschwollen"
        rf"|angeschwollen|dick angeschwollen)|schwindelig|schwindlig und|{_PILLS} (?:genommen|geschluckt"
        rf"|eingenommen)|(?:arm|bein|nase|handgelenk|knochel|fuss|rippe|schulter) {gap(2)}gebrochen"
        r"|fuhle mich (?:\w+ )?(?:nicht sicher|bedroht)|(?:ich )?habe (?:solche|grosse) angst|(?:streit|schlagerei"
        rf"|geschrei|schreie) (?:\w+ )?(?:im|bei|nebenan|draussen|vor)|schlagerei|{_WHO} {gap(2)}schreit|in gefahr",
        r"(?:finger|daumen|hand|arm|bein) (?:\w+ ){0,3}(?:geschnitten|verletzt|verbrannt)|unfall (?:gehabt|hier"
        r"|passiert)|arzt$|brauche (?:\w+ )?einen arzt",
    ),
    hints=(
        r"taub|gelahmt|schwillt|geschwollen|wurgt|rochelt|luftrohre|hals|zunge|blau|blass|bleich|schwitzt|schweiss"
        r"|schwindlig|schwindelig|schlapp|steif|zittert|zuckt|stohnt|wimmert|komische gerausche|aufgehort|boden"
        r"|strasse|gesturzt|gefallen|ausgerutscht|eingeklemmt"
        r"|gebrochen|hufte|schadel|wirbelsaule|brust|gebissen|gestochen|blut\w*|wunde\w*|tief\w*|verbrannt|verbruht"
        r"|saure|gift\w*|tabletten|pillen|inhalator|asthma|epipen|allergisch\w*|nusse?|erdnuss\w*|insulin"
        r"|diabetiker\w*|zucker|rauch|qualm|flammen|feuer|brand|brennt|gas|explo\w+|funken"
        r"|einbrecher|pistole|messer|waffe|angegriffen|schlagt|schreit|schreie|unten|allein|versteck\w*|droht"
        r"|bedroht|umbringen|strick|springen|dach|tot|stirbt|sterben|ertrink\w*|wasser|bewusst\w*|puls|atm\w*|luft"
        r"|herz|anfall|schwanger|wehen|(?:nicht|nichts) mehr (?:sprechen|reden|bewegen|sehen|laufen|spuren|aufstehen"
        r"|stehen)"
        r"|reagiert|ansprechbar|unfall|kopf|gesicht|mund|lippen|arme?|beine?|augen?|krankenhaus|schmerzen|weh"
        r"|erbricht|kotzt|verwirrt|benommen|fieber|angst|abschied|hoffnungslos|wertlos|vermissen|hilfe|notfall"
        r"|krankenwagen|polizei|feuerwehr|gefahr|dringend|plotzlich|verschluckt|getrunken|seltsam|komisch|verletzt"
        r"|festgehalten|eingesperrt|alarm|warten|steckt",
    ),
    reported=(
        rf"(?:er|sie|jemand|einer|{PERSON}) (?:\w+ ){{0,4}}(?:ist|hat|wird|kann|liegt|sitzt|steht|geht|sind|haben)"
        rf"|(?:ist|hat|liegt|da|hier|plotzlich|jetzt) (?:\w+ ){{0,2}}(?:{PERSON}|er|jemand)",
    ),
    asked=(
        r"(?:kann|konnen|konnten|haben|hatten|darf|durfen|machen|gibt|verkaufen|bieten) (?:ich|sie|wir|man|es"
        r"|mein\w*)|wie|was|wann|wo|ob|wenn|(?:wir|ich) komme\w*|kann \w+ nicht|mochte|will|wollte|brauch\w*"
        r"|hatte gern\w*|wegen|deshalb|weil|bitte nur|danke|fur meine",
    ),
    crisis=(
        r"(?:sich|mir) (?:\w+ )?(?:was|etwas) (?:an ?tun|an ?zu ?tun)",
        r"(?:mich|sich) (?:\w+ ){0,3}(?:umbringen|umzubringen|erhangen|aufhangen|erschiessen|ertranken|toten"
        r"|das leben nehmen|vergiften|vor den zug|vorn zug|ritzen|aufzuhangen|zu toten|zu erhangen"
        r"|umgebracht)(?! (?:wenn|lassen|vor lachen))|bringe? (?:mich|sich) (?:\w+ )?um|bringt sich (?:\w+ )?um"
        r"|selbst ?mord\w*(?! (?:kommando|squad))|suizid\w*|(?:mir|sich|dir) (?:\w+ ){0,3}(?:das|mein|sein"
        r"|ihr) leben (?:zu )?nehmen|nimmt sich das leben|nehme mir das leben",
        r"(?:will|mochte|wollte|mag|kann|wunsche mir) (?:\w+ ){0,4}(?:nicht mehr|nimmer) (?:\w+ )?(?:leben"
        r"|weiterleben|weiter leben|da sein|aufwachen|hier sein|existieren|am leben)|nicht mehr leben|(?:will|mochte"
        r"|wollte) (?:\w+ ){0,3}sterben(?! (?:fur|vor))|sterben (?:will|mochte)|(?:ware|war) (?:ich|er"
        r"|sie) (?:\w+ ){0,2}tot|(?:ich|am liebsten) (?:\w+ ){0,2}tot ware|lieber tot|keinen sinn (?:mehr )?(?:im|in"
        r"|am|zu|weiter)|(?:alles|leben|hat|macht) (?:\w+ ){0,3}keinen sinn mehr(?! diese| die haare)|lebensmude"
        r"|nicht (?:mehr )?lebenswert",
        r"(?:halte?|ertrage?|schaffe?|packe?) (?:\w+ ){0,4}(?:nicht mehr|nimmer)(?: aus)?(?: \w+)?$|(?:halte"
        r"|halt) (?:es|das)? ?(?:\w+ ){0,3}(?:nicht mehr|nimmer) (?:langer )?aus|(?:ich )?kann (?:einfach "
        r"|so )?nicht mehr(?:$| weiter| ich| und| so)|(?:ohne mich) (?:\w+ ){0,3}besser"
        r"|besser (?:\w+ ){0,2}ohne mich|(?:von der|von einer|auf der|auf einer|vom) (?:brucke|dach"
        r"|hochhaus) (?:\w+ ){0,3}(?:springen|springe|stehe|stehen|sturzen|springt)|(?:stehe|steht"
        r"|sitze) (?:\w+ ){0,3}(?:auf der|auf einer|auf dem) (?:brucke|dach|gleis\w*|gelander)|allem ein ende"
        r"|(?:ein )?ende (?:setzen|machen|bereiten)(?! mit)|schluss machen mit (?:dem|meinem) leben|abschiedsbrief"
        r"|(?:tabletten|strick|rasierklinge) (?:\w+ ){0,3}(?:vor mir|in der hand|bereit|hier liegen)"
        r"|keiner wurde mich vermissen|niemand (?:wurde|wird) mich vermissen|vor den zug|will nicht mehr(?:$| hier)",
    ),
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
)
