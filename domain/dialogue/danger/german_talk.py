"""What German customers speak of, and what takes a report of danger back. Folded as in `german`."""

from collections.abc import Mapping

from domain.dialogue.danger.reports import Kind

WORDS: Mapping[Kind, str] = {
    Kind.WISH: """
        termin* haarschnitt* reservier* reservation* absag* verschieb* verleg* umbuch* storn* kostet kosten preis*
        offnungszeit* geoffnet gutschein* rabatt* beratung* verspat* mochte mochten brauchte brauchten suche suchen
        anwalt* rechtsanwalt* kanzlei* versicherung* gutachten* kundigung* scheidung* scheiden anzeige* klage*
        erbrecht* testament* notar* strafrecht* arbeitsrecht* verordnung* rezept* physio* krankengymnastik*
        lymphdrainage* kostenvoranschlag* angebot* wartung* reparatur* reparieren austausch* liefer* abholen abholung
        bestell* rechnung* beschwer* reklam* umtausch* kurs kurse praktikum bewerb* fragen frage wieviel wann anmelden
        vereinbaren ausmachen verhandlung* schmerzensgeld* schadenersatz* schadensersatz* vorladung* vollmacht*
        bescheinigung* attest* vorsorge* empfohlen nachfragen kindergeburtstag* bussgeld* bezahlen zahlen lehrstelle*
        verhindert empfehlen stau bescheid ergotherapie einspruch heiratet kundigen kundige ratenzahlung euch euer eure
        eurem euren verkaufen verkauft fotoshooting buchung* krankschreib* tierarzt*
        """,
    Kind.TOPIC: """
        strahn* buch* massage* kosmetik* manikure* pedikure* waxing behandlung* parken friseurtermin* shampoo* produkt*
        reha prothese* krone* fullung* implantat* zahnspange* weisheitszahn* zahnreinigung* wurzelbehandlung*
        installieren montieren tisch* speise* glutenfrei* vegan* ausbildung* ponyfransen pony wimpern* augenbrauen*
        ansatz* tonung* locken* frisur* dauerwelle* makeup bart klimaanlage* vertreten krankmeldung* krankenschein*
        kontroll* schlussel* regenschirm* kurzhaarschnitt* hochsteck* gesichtsbehandlung* hautpflege geburtstag* feier
        feiern junggesell* jga siphon spule spulmaschine therme gastherme* boiler durchlauferhitzer* schornsteinfeger*
        installateurtermin abfluss* verstopf* klo toilette undicht tropft wasserschaden* rohrbruch* schimmel miete
        mietminderung* vermieter* mieterhohung* fuhrerschein* verteidiger* aussage widerruf* gericht* prozess* vertrag*
        erbe erben unterhalt sorgerecht* abfindung* abmahnung* urteil kartenzahlung uberweis* praktikumsplatz job
        schnitzel pizza bier wein menu uberraschungsmenu* laktose* vegetarisch* kinderstuhl* wickelraum* terrassenplatz
        extensions tattoo tatowier* laser scheitel spitzen haare haar haarfarbe farben farbung kopfhaut milchzahn*
        zahnfleisch* zahn zahne bohrer zahnarzttermin praxis ordination krankenkasse* kassenpatient privatpatient
        wartezeit* schnarchen gibts schauts haltet bietet feuerbeschau schleifen scharfen feuerwehrfest handynummer
        telefonnummer adresse adressen ruckruf* zuruckrufen erreichbar auskunft* info* newsletter homepage webseite
        website online gutschrift treuepunkte aktion inspektion olwechsel reifen* werkstatttermin bremse* tuv
        heizungsbauer* heizkorper* warmwasser* thermostat* auspuff* geldbeutel* portemonnaie handy schirm jacke
        fusspflege* scheren schere brille kontaktlinsen parkhaus hebamme ibrauchte jucken lause abstellplatz*
        mittagstisch* regal profi heimwerken bellt ruhestorung* patientenverfugung* drucker reissverschluss* undercut
        bargeld einheiten caterer trauerfeier spulhilfe hausbesuche feuermal rollstuhl barrierefrei wurzelspitz*
        hochzeit* fristlos biofleisch bio geklaut gestohlen alkoholfrei flackert wartezimmer bandeinriss banderriss
        notdienst trennung getrennt veranderung umstylen beleuchtet spinnt herzschrittmacher* hohenangst spulung
        spulkasten ihnen heisst friseur hundefriseur hundesalon impfen geimpft sicherung* bleaching farbe gefarbt
        rechner waschbecken kaution wasserdruck lichtschalter hochstuhl* fernsehempfang kommunion sparbuch grund
        haarausfall provisorium curry schlosser schloss wachs zuckerpaste gastgarten ruckbildung wochenbett farbenblind
        neurodermitis hautcreme* zappelphilipp daten versalzen schuppt geldborse kauen hintergrund entschuldigen
        waschmaschine rauchmelder* marder waschbar* *massage heizung heizt pommes brot duschvorhang wartet nervt
        renoviert fliese* regen bohrmaschine staubsaug* eingefroren plattfusse schwerhorig sodbrennen kopfschuppen
        schmeckt geschmeckt beeilen code musik gestutzt mobilisiert angeleint leine erschreckt radfahren taufe
        ausgezogen kuchen fisch kaffeemaschine* klemmt auflegen tennis
        """,
    Kind.PAST: """
        gestern vorgestern damals fruher neulich letzte letzten letzter letztes letztens vorige vorigen voriges
        vergangene* seinerzeit wochen monaten jahren jahr tagen monat woche beerdigung* verstorben* uberstanden
        kindheit chronisch* regelmassig* jahrelang urlaub krankenhausaufenthalt ubermorgen operiert operation nachste
        nachsten nachstes friher bandscheibenvorfall* seither seitdem ehemals letztlich ewig gewesen warn war waren
        ostern weihnachten fruheren verheilt auskuriert eingestellt
        """,
    Kind.IF: """
        falls ob sollte sollten ware konnte konnten angenommen phobie risiko* manchmal gelegentlich ofters oft jedesmal
        meistens vorbeug* vermeiden verhindern damit beispielsweise theoretisch
        """,
    Kind.FICTION: """
        film* serie* netflix krimi* roman* videospiel* theater* halloween* fasching* fasnacht* karneval* kostum*
        verkleid* kunstblut zombie* geisterbahn podcast tatort musical ubung* probealarm* schulung* training* witz
        scherz traum getraumt traumt spruch redensart artikel zeitung nachrichten gelesen gelacht lachen hamster*
        wellensittich* haha hihi spass lustig naja spinnt metaphorisch bildlich gemalt szene* drehen drehs dreharbeiten
        schauspiel* schreibe autor* morder*
        """,
    Kind.OVER: "fehlalarm* geloscht entwarnung",
    Kind.TURN: "aber jetzt plotzlich nun sondern doch",
    Kind.JOINT: "und oder dann weil denn dass wobei obwohl deshalb deswegen sodass",
    Kind.NOT: """
        nicht kein keine keinen keinem keiner nie niemals niemand ohne fast beinahe weder nix nichts bald halb
        """,
}

PHRASES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WISH: (
        r"(?:haben|hatten|habt|kann|konnen|konnt|konnten|durfen|darf|machen|macht|gibt|bieten|nehmen|nehmt) (?:sie"
        r"|ihr|ich|wir|es|man|du)(?! (?:bitte )?(?:schnell|sofort|nicht|kommen|einen (?:kranken|rettungs|not)|die "
        r"(?:rettung|polizei|feuer)|nimmer|kaum|mir helfen|helfen|jemanden schicken|was tun|nix|euch beeilen))",
        r"(?:hatte|hatten) (?:ich |wir )?gerne?|wollte (?:ich )?(?:nur )?(?:fragen|wissen|mal)|wie (?:lange|viel"
        r"|teuer|oft)|spat dran|komme (?:\w+ )?(?:spater|zu spat)|(?:schneiden|machen|farben) lassen|(?:komme|kommen"
        r"|kann|konnen) (?:\w+ ){0,2}nicht (?:kommen|zum)|nicht kommen|muss (?:leider )?(?:den|meinen)|im stau|stau",
        r"ist das normal|bin ich (?:da |hier )?richtig|geht das|was kann man|noch (?:was|etwas|einen platz) frei"
        r"|das (?:macht|kostet)|lieg (?:ich )?(?:mit|im bett)|mit corona|im bett|nicht wirklich",
        r"wurden? (?:\w+ )?gerne?",
        r"tisch (?:fur|am|reserv\w*|frei|um)|bei (?:ihnen|euch|eich)|(?:braucht|habt|macht|kommt|nehmt|schneidet"
        r"|wollt|seid) ihr|kommt man|(?:schneiden|machen|nehmen|haben|arbeiten|liefern|bieten|suchen|wollen) sie "
        r"(?!sich|nicht|bitte schnell)|ich wollte? (?:nur )?|gut eingestellt|(?:spater|nicht) (?:kommen|da)|(?:wird"
        r"|werden|springt) (?:\w+ ){0,3}(?:nicht )?(?:warm|heiss|an)|(?:komme|kommen) (?:\w+ ){0,3}(?:spater|nicht"
        r"|zu (?:funft|viert|dritt|zweit))|(?:noch )?nicht da|meine? (?:frau|mann|sohn|tochter) heisst|geht s um|es "
        r"geht um",
        r"ist das schlimm|macht das (?:was|etwas)|komme zu spat|drucker",
        r"was (?:empfehlen|kann man)|haben sie (?:heute|noch|auch)|brauch(?:e)? ich|wann kann|ich bin die "
        r"(?:schwester|mutter|tochter) von|(?:wann|wo|wie|was|welche\w*) (?:ist|sind|kann|konnen|haben|hatten|machen"
        r"|geht|kostet|gibt)",
        r"(?:hort|sieht) (?:\w+ )?schlecht|am boden zerstort|(?:ist|war) ein zappel\w+|bei der hitze|laut sprechen"
        r"|arbeiten sie trotzdem",
        r"batterie (?:\w+ )?(?:leer|alle|schwach)|neue batterie|im stau|(?:komme|komm) (?:\w+ )?zu spat",
        r"vor (?:ihrer|eurer|der) tur(?= \.|$)|muss (?:\w+ ){0,3}weg|steht das wasser",
        r"kinderwagen dabei|heizt nicht|bis (?:vier|funf|drei|zwei|eins|sechs)(?= \.|$)",
        r"hort (?:\w+ )?nicht gut|ruf(?:e)? (?:\w+ ){0,3}an(?= \.|$)|(?:den zug|den bus) verpasst|wir brauchen einen"
        r"|noch wer da|kommt mit dem",
        r"vom tennis|tur (?:\w+ )?(?:klemmt|quietscht)|muss auflegen",
        r"auf meine (?:briefe|mails|anrufe)|beim sport (?:verletzt|gefallen)",
    ),
    Kind.TOPIC: (r"kommt (?:mit|um|am|heute|morgen|erst|gleich|spater|auch)",),
    Kind.PAST: (
        r"vor (?:\w+ )?(?:\w+ )?(?:tag|tagen?|wochen?|monat\w*|jahr\w*|langerer zeit|langem|kurzem)|letztes mal"
        r"|schon (?:mal|einmal)|seit (?:\w+ )?(?:\w+ )?(?:tagen|wochen?|monat\w*|jahr\w*|langem|langerer zeit|der "
        r"(?:op|geburt|operation))|nach (?:der|einer|meiner|seiner|ihrer|dem|meinem) (?:op|operation|unfall|infarkt"
        r"|schlaganfall|gips)|als (?:kind|er klein|sie klein|ich klein)|am wochenende|im (?:sommer|winter|urlaub"
        r"|fruhling|herbst)|beim letzten|vom letzten|(?:gestorben|verstorben) und",
        r"seither|seit (?:dem|meinem|der) (?:letzten|vorigen|unfall|sturz)",
        r"(?:im|seit|letzten) (?:janner|januar|feber|februar|marz|april|mai|juni|juli|august|september|oktober"
        r"|november|dezember|herbst|fruhjahr|sommer|winter)",
    ),
    Kind.IF: (
        r"was (?:machen|tun) sie|was passiert|im (?:falle|fall)|fur den fall|als ob|angst (?:vor|vorm)|kann (?:das"
        r"|man) |gefahr von|kommt es vor|bringt mich um|vor (?:lachen|hunger|langeweile|neugier|scham|freude|lauter)",
        r"immer wenn|fast immer|immer mal|nimmt immer",
        r"wenn(?! ich (?:sie|ihn|es|ihm|ihr)\b)",
    ),
    Kind.OVER: (
        r"(?:geht|geht s|geht es|gehts) (?:ihm|ihr|mir|ihnen|uns|allen|schon|wieder|jetzt)(?: \w+){0,2} (?:gut"
        r"|besser|bestens)",
        r"(?:alles|alle|ist|sind) (?:\w+ )?(?:wieder )?(?:gut|in ordnung|ok|okay|wohlauf)(?= \.|$| und| aber)",
        r"(?:nichts|nix) (?:schlimmes |ernstes )?passiert|war nur (?:ein|eine) (?:probe|ubung|test|scherz)|niemand "
        r"(?:ist |wurde )?verletzt|nichts schlimmes|nix schlimmes",
        r"nicht wirklich|naja also",
    ),
}
