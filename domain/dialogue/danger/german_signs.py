"""The signs of danger in German. Folded as in `german`."""

from domain.dialogue.danger.lexicon import PERSON, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(
        most,
        never=r"immer|oft|manchmal|nicht|kein\w*|nie|niemand|fast|beinahe|wenn|falls|ob|damit"
        r"|konnte|sollte",
    )


PEOPLE = """
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

CERTAIN = (
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
)

LIKELY = (
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
)

CRISIS = (
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
)
