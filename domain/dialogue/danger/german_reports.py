"""The words German, Austrian and Swiss callers report danger in, by kind. Folded as in `german`."""

from domain.dialogue.danger.german_talk import PHRASES, WORDS
from domain.dialogue.danger.reports import Kind, ReportWords

REPORT_WORDS = ReportWords(
    negated_by_next=True,
    words={
        Kind.GRAVE: """
            bewusstlos* ohnmacht* bewusstsein* umgefallen zusammengebrochen zusammengesackt zusammengesunken kollabier*
            weggetreten weggesackt weggekippt abgeklappt regungslos* reglos* leblos* erstick* verschluckt wurgt rochel*
            japst keucht blutet bluten verblut* blutuberstromt* blutlache blutverschmiert* blutig* blutung*
            sturzblutung* krampft krampf*anfall krampfanfall* krampfe zuckt zuckungen infarkt* herzinfarkt* herzanfall*
            herzstillstand* herzattacke* schlaganfall* schlagerl hirnblutung* anaphyla* unterzucker* uberzucker*
            zuckerschock* uberdosi* vergift* reanim* wiederbeleb* herzdruckmassage beatmen beatmet puls pulslos*
            ertrunken ertrink* ertrank untergegangen verbruh* verbrenn* verbrannt veratz* brennt brennen lichterloh
            flammen feuer brand* *brand qualm* rauchschwaden rauchvergiftung gasgeruch gasleck* gasaustritt explod*
            explosion* detonier* eingeklemmt begraben angefahren zusammengefahren uberrollt uberschlagen erfasst
            einbrecher* eingebrochen raububerfall* uberfall* ausgeraubt schuss* geschossen erschoss* schiesst
            angeschossen niedergestochen erstochen verprugel* verdrisch* zusammengeschlagen niedergeschlagen gewurgt
            erdrossel* vergewaltig* entfuhr* gekidnappt geisel* selbstmord* suizid* umbringen umgebracht pulsadern*
            aufgehangt erhangt aufgehenkt aufghangt stromschlag* gestromt amputier* abgetrennt abgerissen aufgeschlitzt
            notfall* lebensgefahr* erfroren unterkuhl* kohlenmonoxid* fruchtblase presswehen wehen erwurg* ermord*
            misshandel* dreschen drischt stirbt sterben gestorben verreck* tot todlich* leiche* wasserleiche
            sturzgeburt* kammerflimmern herzrasen* thrombose* embolie* hitzschlag* fieberkrampf* abgesoffen
            umgeschmissen schockzustand schnappatmung atemstillstand atemnot luftnot blutsturz erbrich* rotlauf
            blutspuckt blutverlust* geblutet blutend* strangul* abstech* niedergeschossen erschlagen gasexplosion*
            gasvergiftung* lawine* leichnam* toten tote toter verstorbene sterbe stirb notoperation* lebensmude
            krepier* verschlagt kreislaufkollaps* kollaps gsturzt zsammgebrochen zammgebrochen zusammengfallen
            umgfallen umgeflogen umgekippt* zusammengeklappt* entbindung* fruhgeburt* nachgeburt* plazenta
            hirnhautentzundung* meningitis* sepsis blutvergiftung* hirnschlag* herzversagen* nierenversagen*
            lungenodem* erfrier* vermummt* maskiert* bewaffnet* platzwunde* schnittwunde* bisswunde* fleischwunde*
            schadelbruch* genickbruch* kopfverletzung* querschnitt* quetschung* verschutt* selbstverletz* ritzt
            aufgeritzt antun antue angetan zugefugt mord morden attentat* anschlag* terror* massenpanik* amok*
            schiesserei* randale hilfeschrei* schlagerei* massenschlagerei* missbrauch* belastigt gestalkt stalkt
            uberfahren* zugerichtet abgefackelt verqualmt lodert glimmt verkohlt verpufft verpuffung uberschwemm*
            hochwasser* sturzflut* erdrutsch* erdbeben einsturzgefahr* entgleist umgesturzt demenz* alzheimer* blind
            blinddarm* bluetet bluetig bluet hemophil* bluter* epileptiker* inkontinent* eingenasst ausgebrannt
            """,
        Kind.HARM: """
            gesturzt sturzt sturz hingefallen gefallen runtergefallen heruntergefallen runtergeflogen geflogen
            hinuntergefallen abgesturzt hineingefallen reingefallen gerutscht ausgerutscht runtergesturzt
            hinuntergesturzt gekracht zusammengekracht gecrasht verungluckt unfall verkehrsunfall* arbeitsunfall*
            autounfall* zusammenstoss verletzt verletzte* verletzung* schwerverletzt* gebrochen gequetscht gestossen
            angestossen geschnitten aufgeschnitten abgeschnitten gschnittn gesagt abgehackt zerquetscht aufgeplatzt
            geplatzt gerissen gebissen beisst angefallen gestochen geschluckt getrunken ausgetrunken eingenommen
            eingeatmet genippt aufgegessen inhaliert geschlagen schlagt haut getreten tritt prugelt prugeln prugelei
            geprugelt attackiert angegriffen greift bedroh* droht drohte verfolg* eingesperrt eingeschlossen
            festgehalten verschwunden weggelaufen vermisst abgehauen gepackt zugestochen losgegangen randalier*
            gasflasche* schnappt gewalt* kocht verliert spritzt sprudelt eingesturzt einsturz* zusammengesturzt
            geschleudert gerammt gebrannt gebrochene* angezundet angesteckt brechstange geschubst hineingesprungen
            reingesprungen gesprungen springen springt umgeknickt aufgebrochen eingetreten einschlagt bricht entzundet
            rausgezogen ubergeschwappt ubergossen leckt ausgetreten stromt austritt gfallen gflogen gstolpert stolpert
            gestolpert geknallt gedonnert geprallt aufgeprallt aufgeschlagen angeschlagen gekippt gepurzelt kugelt
            runtergekugelt abgerutscht abgestoppt ausgeglitten verhoben verrenkt ausgekugelt gebrochn brochen brach
            gschnitten gsagt zersagt durchtrennt verbissen biss gekratzt gerammelt erwischt gepfahlt aufgespiesst
            gespiesst gebohrt durchgebrannt zugeschlagen zuschlagt hineingefahren reingefahren reingerast gerast
            gerannt ubergekocht uberschuttet begossen runtergeschluckt verschluckte* gschluckt gesoffen besoffen
            betrunken zugedrohnt gespritzt runtergewurgt verzehrt irrt herumirrt umherirrt verirrt verlaufen abgangig
            entlaufen abgehaut entwischt fehlt klirrt klirren splittert zersplittert bruchte rumst gerumst riesenknall*
            knall versteckt versteck verstecke nachgegangen lauert auflauert aufgelauert zertrummert demoliert
            zusammengetreten bespuckt umklammert festgebunden gefesselt geknebelt eingeschlossn festsitz*
            steckengeblieben feststeckt stecken versunken sinkt umringt umzingelt gedroht zwingt gezwungen kentert
            gekentert abgetrieben treibt runtergesprungen gesprungn verletztn verwundet* wund geschadigt hammert
            poltert blitzschlag* gworfen geworfen wirft warf gestampft zerren gezerrt zerrt gezogen zupackt umgheit
            umkeit gheit keit gehackt hackt gehauen durchgebrochen durchbrochen abgebrochene weggerissen mitgerissen
            taumelt torkelt schwankt sackt gelandet rutscht rutschen schlage tritte weggezerrt weggeschleppt schleppt
            verschleppt weh wehgetan heimgekommen kumt quetscht uberrannt eingestiegen einsteigt reingerollt gerollt
            verschollen ausgeloffen geritzt hineingeraten reingekommen zerdruckt ausgerastet durchgedreht tobt wutet
            bruellt brullt jagt schossen geschuttelt schuttelt eingesogen reingezogen hineingezogen abgebissen
            ausgekippt hingeknallt hingehaut umgerannt umgestossen umgefahren festgeklemmt klemmt verbrannte* verkeilt
            erschlagt ausgelaufen aufgerissen zerrissen zerfetzt zerquetschte* angezapft verblasst umkreist umstellt
            anzunden anzuzunden anzundet angegriffene* abgesturzte* eingeknickt knickt angebohrt durchgebohrt
            eingekracht umgeknallt verdreht abgeknickt verheddert gewickelt umwickelt eingegraben
            """,
        Kind.LOSS: "kauderwelsch",
        Kind.STATE: """
            blau blaulich* bleich* blass* kreidebleich* kaseweiss kalkweiss grau aschfahl* lila taub taubheit* gelahmt
            lahm lahmung* schief* geschwollen anschwillt schwillt schwellen zugeschwollen angeschwollen dick dicker
            steif* zittert zittern schlottert schwitzt kaltschweissig* schweissausbruch* schaum speichel* sabbert
            schwindlig* schwindelig* schwummrig schwarz benommen* verwirrt* desorientiert apathisch* lallt schlapp*
            schlaff* stohnt wimmert jammert schreit schreien brullt gebrull geschrei schreie weint erbrochen kotzt
            spuckt ubergibt brechen ausschlag* quaddeln fieber* uberhitzt eiskalt heiss hangt hangen verdreht starr*
            bohrend* stechend* engegefuhl druck schmerz* *schmerzen kreislauf* doppelt teilnahmslos* kraftlos* komisch*
            seltsam* quillt dampft raucht rauch rauchig knallt geknallt piept pfeift zischt zischen blutrot* verfarbt
            verfarben gelb fahl geschwolln anschwellen zuschwillt dickes wackelig zittrig zittere zitternd krampfartig*
            jault rasselnd* rasselt pfeifend* schnappt roten flecken fleck punkte nesselsucht heiser rauschen
            sehstorung* doppelbilder* ubel speiubel ubelkeit unwohl schlecht elend todschlecht mulmig schummrig
            schwummerig ungut glasig* stiert stumm wirr* orientierungslos* unansprechbar abwesend weggedriftet
            schlafrig ausgetrocknet dehydriert unruhig panik panisch barfuss nackt schneeweiss eingekotet
            nassgeschwitzt gluht gluhend gluhheiss rast flattert aussetzer unregelmassig zuckerkrank* diabetiker* gummi
            brockelt stohnen stohnend ruhrt kalt eisig blasen apathie krumm gekrummt verkrampft* verkrummt
            zusammengekrummt zusammengekauert rotes kribbelt kribbeln krampf verschwommen unscharf ausgelaugt
            schuttelfrost atemlos japsend winselt zusammengerollt
            """,
        Kind.BODY: """
            kopf hinterkopf gesicht hals nacken arm arme armen bein beine handgelenk* hand hande finger daumen fuss
            fusse auge augen ohr mund mundwinkel lippe lippen zunge rachen kehle kehlkopf brust brustkorb bauch
            unterleib rucken hufte knochen schadel wirbelsaule schulter rippen herz* lunge* niere* korper*
            gesichtshalfte luftrohre speiserohre haut unterarm oberschenkel unterschenkel wade leiste genick kiefer
            schlafe arterie* ader* bauchdecke schlagader* pulsader* oberarm ellbogen ellenbogen handflache zeh
            schienbein becken steiss brustbein schulterblatt halsschlagader* nabelschnur* nabel hoden unterkiefer
            oberkorper kreuz gsicht birne schadeldecke stirn augapfel augenlid lid waden knie
            """,
        Kind.DANGER: """
            *batterie axt beil machete schwert kettensage* kreissage* flex winkelschleifer* saure* *saure lauge*
            ammoniak* chlor* *benzin spiritus terpentin* frostschutz* rattengift* gift* *gift entkalker* rohrreiniger*
            abflussreiniger* bleichmittel* *reiniger putzmittel* knopfzelle* magnet* murmel* insulin schlaftabletten*
            *tabletten *tablette pillen pilze knollenblatter* beeren heroin kokain fentanyl drogen* wespe* hornisse*
            biene* kreuzotter* schlange* skorpion* kampfhund* stier *gleis gleise schienen bahngleis* bahnubergang*
            abgrund klippe* lawinen* eisflache* strick klinge* rasierklinge* skalpell* kanister* gasflasche* gasherd*
            gashahn* gasleitung* gasboiler* propan* gas erdgas starkstrom* hochspannung* stromkabel* oberleitung*
            hebebuhne* gabelstapler* stapler walze mahdrescher* hacksler* presse fraser* bohrmaschine* bolzenschuss*
            frittierfett fritteuse* kochend* siedend* heisses brennspiritus* knarre* pistole* gewehr* granate* bombe*
            sprengsatz* handgranate feuerwerkskorper* boller* fischgrate* grate knochensplitter schierling narkose*
            betaubung* spritze* erdnuss* nusse meeresfruchte* allergen* atzend* brandbeschleuniger* co
            erstickungsgefahr* autobahn* strudel brandung* messer* schusswaffe* waffe waffen sage motorsage* bandsage*
            stichsage* handsage* tischsage* handkreissage* splitter teppichmesser* cutter* petarde* rakete*
            silvesterrakete* schnaps zecken* schlagstock* gaspistole* armbrust* pfeil* schwefel* salmiak* domestos
            balken* dachlawine* dachziegel* ziegel* teer gasrohr* holzspalter* heizlufter* sense* scherbe scherben
            rasenmaher*
            """,
        Kind.THING: """
            stiegen* treppenhaus gerust* balkon* fenster* pool see fluss bach schwimmbad* badewanne strasse gleis*
            schiene* auto wagen lkw bus zug traktor bagger stapler* maschine* glasscherbe* fett ol kochwasser
            steckdose* strom kabel leitung tabletten* pillen* medikament* alkohol* wodka bleich* reiniger*
            reinigungsmittel* spulmittel* batterie* munze nuss* hund hunde pferd kuh boden asphalt gehsteig*
            burgersteig* trottoir* aufzug lift schacht* grube keller silo lawine* eis pilz* grill herd epipen
            notfallset asthma* spray inhalator* defi defibrillator seil brucke kinderwagen gitterbett wickeltisch
            hammer eisenstange baseballschlager* fausten faust rohr bord wasser schnee kalte hitze hang gletscher
            spielplatz schaufenster terrasse bahnsteig fahrbahn zebrastreifen kreuzung unterfuhrung leitplanke motorrad
            moped fahrrad velo roller hochhaus baustelle baugrube kran heizung kamin feuerstelle teekanne tee suppe
            pfanne topf dusche bad nachttisch bettgitter schaukel klettergerust* trampolin rutsche baum klettern
            flughafen bahnhof scheibe glas glastur* brunnen gondel seilbahn ast jauchegrube* stall misthaufen kanal
            hafen* haltestelle* strassenbahn* knetmaschine* waschkuche klo treppenabsatz heim hemd nachthemd pyjama
            regen nebel gipfel berg* wand felsen* spalte gletscherspalte* ufer steg boot kahn sauna whirlpool teppich
            kerze adventskranz* christbaum* gardine* vorhang* bordstein* gehweg einfahrt hof wagenheber* klettersteig
            wanderweg piste skilift sessellift turm mauer zaun loch kanaldeckel kuhltruhe kuhlraum mixer fleischwolf
            hacker* losungsmittel* nagellackentferner* pupillen windel bettlaken badezimmer *tur *leiter *treppe *dach
            *balkon *maschine *kessel *ofen taxi rollstuhl* *garage *garten schuppen scheune* carport wohnwagen
            campingbus* zelt hutte* almhutte *schacht *graben *teich *becken kinderzimmer* schlafzimmer* brennend*
            feuerzeug* parkhaus* parkplatz* wiese feld weg* rampe *stiege hochsitz*
            """,
        Kind.WHO: """
            er sie ihn ihm jemand jemanden einer einem einen wer leute menschen mensch mann frau mutter mama mami mutti
            vater papa vati eltern sohn tochter kind kinder kindern baby babys saugling* kleinkind* neugeborene*
            fruhchen junge jungen bub buab bua madchen madel madl madli bruder schwester onkel tante cousin* neffe
            nichte oma opa grossmutter grossvater omi opi enkel* freund freundin nachbar* kollege kollegin kollegen
            arbeitskolleg* chef chefin mitarbeiter* kunde kundin kunden azubi lehrling* lehrbub* dame herr person*
            patient* typ kerl schwiegermutter schwiegervater partner* mitbewohner* ehemann ehefrau verlobte* exfreund
            exmann ex fahrer* radfahrer* velofahrer* fussganger* kleine kleiner kleinen handwerker* installateur*
            monteur* elektriker* gast gaste koch kochin kellner* wirt wirtin friseur* fremder unbekannter passant*
            rentner* schuler* lehrer* bauarbeiter* motorradfahrer* mopedfahrer* zwillinge lebensgefahrt* pensionist*
            ungeborenes schwangere hochschwanger* schwanger bewohner* betreuer* pfleger* dealer einbrecher* mauser
            besoffener betrunkener tater stalker zahnarzt arztin doktor herrn pensionar* bekannter bekannte zwerg
            knirps stift radler* arbeiter* alte alter alten passagier* insasse* beifahrer* kumpel mitschuler*
            kinderwagenkind spaziergang* obdachlose* hausmeister* schwiegertochter schwiegersohn schwager schwagerin
            pate patin stiefsohn stieftochter stiefvater omama opapa grosi nonno bueb maitli meitli bursche burschen
            mannern manner herrschaft soldat* dieb* verbrecher* gruppe jugendliche* frauli oide oida beide gattin gatte
            schatz mannschaft leut mieterin untermieter* pflegekraft tagesmutter* mo mei gartner* metzger* fleischer*
            kassierer* lehrbuab* fahrgast fahrgaste weib typen vatti
            """,
        Kind.SELF: "ich i mir mich wir uns ma mia",
        Kind.NOW: """
            jetzt gerade eben grad grade soeben plotzlich momentan sekunden minuten heute vorhin schlagartig sofort
            gerad aktuell sekunde minute bereits mittlerweile inzwischen gleich wieder
            """,
        Kind.PLEA: """
            hilfe helft helfen schnell sofort beeil* dringend gotteswillen notfall gschwind rasch hilf eil* herrgott
            jesus mayday sos bittebitte flehe asap rettet notarzt* sanitater* rettung rettungswagen* krankenwagen*
            ambulanz* notruf* feuerwehr* polizei sanka sani wen
            """,
        **WORDS,
    },
    phrases={
        Kind.GRAVE: (
            r"(?:kriegt|kriege|krieg|bekommt|bekomme) (?:\w+ ){0,2}(?:keine?|ka|koa|kaum|schwer|schlecht|zu wenig"
            r"|nimmer) luft",
            r"(?:ist|is|war|sind|liegt) (?:\w+ )?(?:ab|durch)(?= (?:komplett|und|\.)|$)|(?:finger|daumen|hand|arm"
            r"|bein|zehe) (?:ist |is )?(?:\w+ )?(?:ab|weg|abgerissen|abgetrennt|abgeschnitten|zerquetscht"
            r"|gequetscht)",
            r"(?:riecht|stinkt|geruch|schmeckt|stinkts|riechts) (?:\w+ ){0,3}(?:nach )?(?:gas|verbrannt\w*|rauch"
            r"|faulen eiern|chemie|benzin)|(?:gas|rauch|qualm) (?:\w+ ){0,2}(?:stromt|tritt|kommt|dringt|zieht)"
            r"|(?:kommt|dringt|zieht|steigt) (?:\w+ ){0,4}(?:rauch|qualm|gas|dampf)|schwarzer (?:rauch|qualm)|rauch "
            r"(?:im|in|aus)|alles voller? (?:rauch|qualm|blut)|voller blut|viel blut|(?:hustet|spuckt|kotzt|erbricht"
            r"|speit|verliert|scheisst|pinkelt) (?:\w+ ){0,3}blut|blut (?:spuckt|uberall|lauft|spritzt|aus|am|im"
            r"|auf)|(?:lauft|spritzt|schiesst|rinnt|tropft) (?:\w+ ){0,3}(?:das )?blut|(?:aufhor\w*|hort) (?:\w+ "
            r"){0,2}(?:nicht )?(?:auf )?(?:zu )?bluten|am boden|auf dem boden (?:liegt|gefunden)|liegt (?:\w+ "
            r"){0,5}(?:am boden|auf dem boden|auf der strasse|da und|im bad|auf dem gehsteig|da)|da liegt|am strom"
            r"|unter strom|in (?:brand|flammen)|feuer gefangen|unters? (?:auto|lkw|bus|zug|tram\w*|rader)|vor (?:den"
            r"|die|ein) (?:zug|bahn|auto|u bahn)|(?:auf|in) der (?:fahrbahn|autobahn)|schwarz vor (?:\w+ )?augen"
            r"|die haut (?:geht|lost|pellt)|(?:verdreht|verdrehn|verdrehen) (?:\w+ )?augen|augen (?:\w+ "
            r"){0,3}(?:verdreht|nach hinten|nach oben)|(?:mund|mundwinkel|gesicht|auge|lid) (?:\w+ )?(?:hangt|schief"
            r"|runter)|hangt (?:\w+ ){0,3}(?:mundwinkel|gesicht|runter)|in der luftrohre|im hals stecken|steckt "
            r"(?:\w+ ){0,3}(?:hals|rachen|fest)|blau (?:an|im gesicht|angelaufen)|lauft (?:\w+ ){0,2}(?:blau|rot"
            r"|violett|lila)|(?:lippen|gesicht|finger) (?:\w+ )?(?:blau|ganz blau|schwillt|schwellen)|(?:bedroht"
            r"|geht|ging|los) (?:\w+ ){0,4}mit (?:einem|dem|der|einer) (?:\w+ )?(?:messer|pistole|waffe|axt|schere"
            r"|hammer|flasche|schlager|beil)|mit (?:einem|einer|der|dem) (?:messer|schere|axt|waffe|pistole) (?:\w+ "
            r"){0,3}(?:gestochen|verletzt|bedroht|da|vor|rein|steht|herein)|(?:will|wollte|wird|mochte|droht) "
            r"(?:\w+ ){0,4}(?:umbringen|toten|umzubringen|abstechen|erschiessen|abknallen|springen|runterspringen"
            r"|absticht)|nicht mehr leben|nimmer leben|leben nehmen|vom (?:dach|balkon|hochhaus|geruest|gerust|baum"
            r"|pferd|fahrrad|moped|motorrad)(?= .*(?:gefallen|gesturzt|geflogen|springen))|aus dem (?:fenster"
            r"|zweiten|dritten|ersten|vierten)|(?:ganze|volle|halbe|alle|lauter|zu viele?|zuviele?|handvoll|hand "
            r"voll) (?:\w+ )?(?:packung|tabletten|pillen|schachtel|schlaftabletten|medikamente)|tabletten (?:\w+ "
            r"){0,3}(?:geschluckt|genommen|intus|gegessen|geschluckt|erwischt)|zu viel (?:\w+ )?(?:tabletten"
            r"|medikamente|insulin|gespritzt|getrunken)|herz (?:\w+ ){0,4}(?:steht still|schlagt nicht|stehen "
            r"geblieben|stillgestanden|aufgehort|rast|stolpert)|(?:stiche?|druck|schmerzen|enge|ziehen|brennen"
            r"|schmerz|stechen) (?:\w+ ){0,3}(?:in der|auf der|im) (?:\w+ )?(?:brust|herz\w*|brustkorb)|(?:brust"
            r"|herz) (?:\w+ ){0,3}(?:tut|druckt|schmerzt|sticht|brennt|eng|weh)|baby kommt|kopfchen|kopf schaut raus"
            r"|(?:kind|baby) kommt (?:jetzt|schon|gerade|raus)|(?:tur|fenster|scheibe) (?:\w+ ){0,3}(?:eingetreten"
            r"|eingeschlagen|aufgebrochen|aufbrechen|einzuschlagen)|(?:bricht|brechen|steigt|tritt) (?:\w+ "
            r"){0,3}(?:ein|tur ein|auf|fenster ein)(?= \.|$)|jemand (?:\w+ ){0,4}(?:im haus|in der wohnung|im keller"
            r"|in meiner wohnung)|(?:steht|stehen|ist) (?:\w+ ){0,4}vor der tur und (?:schreit|droht|will|tritt"
            r"|schlagt)|ist weg(?= (?:ich|wir|seit|und))|im (?:auto|wagen|lift|aufzug|keller) (?:\w+ "
            r")?(?:eingesperrt|eingeschlossen|gefangen|stecken)|wehen (?:alle|kommen|haben)",
            r"wasser (?:\w+ )?(?:steigt|kommt rein|lauft rein|dringt)|uber bord|(?:auf|neben|an) den (?:schienen"
            r"|gleisen)|ohne vorwarnung|bringt (?:mich|uns|sie|ihn) (?:\w+ )?um|(?:kind|junge|madchen|mutter|frau"
            r"|mann|sohn|tochter|opa|oma|bub) (?:\w+ )?(?:ist )?(?:verschwunden|vermisst|weg|abgangig)",
            r"(?:seh|sehe|sieht|hor|hore|hort|spur|spure|spurt|fuhl|fuhle|fuhlt) (?:\w+ ){0,2}(?:nichts|nix|nicht) "
            r"mehr|ins? (?:auge|augen|gesicht|hals) (?:bekommen|gekriegt|gespritzt|gegangen|gelaufen|geschuttet)"
            r"|auge (?:bekommen|gekriegt|gespritzt)|(?:wird|wirds|werd) (?:\w+ ){0,2}(?:grau|blau|weiss|blass|ganz "
            r"anders|schwarz|schlecht|komisch|kalt|schummrig|schwindlig)",
            r"(?:was|etwas) (?:ins|in den) (?:glas|getrank|drink)|k o tropfen|steht (?:\w+ ){0,4}(?:mit (?:einem|dem"
            r"|der|einer)|vor der tur|im flur|im garten|vor mir|hinter mir)|(?:ubers|uber das|auf das|am|auf dem) "
            r"(?:gelander|dach|brucke)|(?:geht|ging) (?:\w+ ){0,2}auf (?:mich|uns|ihn|sie|die|meine|meinen|den) "
            r"(?:\w+ )?los|gehen (?:\w+ )?aufeinander los",
            r"(?:hand|finger|arm|bein|fuss|daumen|haare|armel) (?:\w+ )?(?:in|im|in der|in die|unter|zwischen) "
            r"(?:\w+ )*(?:\w*sage|maschine|presse|tur|walze|mixer|hacksler|fleischwolf|messer|rolltreppe)|hangt "
            r"(?:\w+ ){0,3}(?:dran|am seil|am strick|in der luft|fest|herunter)|nur (?:noch )?(?:an|am) (?:\w+ "
            r")?(?:faden|haut)|(?:hat|haben) (?:\w+ )?(?:ihn|sie|den|die|einen|eine) (?:\w+ )?(?:erwischt|uberfahren"
            r"|gerammt|umgefahren|mitgeschleift)",
            r"(?:wahnsinnige?|irre|schlimmste|hollische|furchtbare|fürchterliche|brutale|unertragliche|rasende"
            r"|extreme|plotzlich\w*|starke|arge) (?:kopfschmerzen|kopfweh|schmerzen|bauchschmerzen|bauchweh"
            r"|brustschmerzen)|lauft (?:\w+ ){0,2}rot an|kriegt (?:nix|nichts) (?:mehr )?runter",
            r"nicht mehr richtig da|(?:gehauen|gehackt|gesagt|gestochen) (?:\w+ )?in (?:die|den|das)|in die (?:hand"
            r"|finger|brust|seite) (?:gehackt|gestochen|gesagt|geschnitten)|(?:isst|trinkt) (?:nichts|nix|nicht)"
            r"|ins auto (?:zerren|gezerrt|ziehen)|hat (?:die|meine) (?:kinder|kleine|tochter)|vor schmerz\w*"
            r"|geworfen (?:und|vor)|vor (?:den|die|das) (?:zug|strassenbahn|u bahn|auto|bus|tram)",
            r"(?:riecht|stinkt|riechts|stinkts) (?:\w+ )?(?:komisch|streng|susslich|seltsam|ubel|furchtbar"
            r"|bestialisch|verwest)",
            r"tut (?:der|dem|meiner|meinem|ihr|ihm|uns|mir|den) (?:\w+ )?(?:mama|papa|mutter|schwester|bruder|baby"
            r"|kind|kindern|weh)(?: was| etwas| weh)|nicht (?:heimgekommen|nach hause gekommen|zuruckgekommen)"
            r"|(?:spurt|spure|fuhlt) (?:\w+ ){0,3}nicht mehr|klagt uber",
            r"nur halb|seit (?:\w+ )?(?:\w+ )?(?:mittag|morgen|fruh|abend|stunden?) (?:weg|verschwunden|nicht mehr "
            r"da|abgangig)|kommt raus|in (?:meine|unsere|die) wohnung|(?:sich|mich) (?:\w+ )?umbring\w+|ganz tief"
            r"|brennenden? \w+|ins wasser",
            r"verloren gegangen|meldet sich (?:\w+ )?nicht(?! wegen)|abschied genommen|jetzt schlaft|(?:autos"
            r"|wagen) (?:\w+ )?ineinander|ineinander (?:gekracht|gefahren|verkeilt)|was in der hand|hat was vor"
            r"|liegt (?:\w+ )?auf (?:dem|der) (?:fahrbahn|wiese|kuchenboden|treppe)|(?:hangt|baumelt) (?:\w+ )?(?:am"
            r"|an einem|an der)|ich sterbe(?! vor)",
            r"blut (?:gehustet|gespuckt|erbrochen|gekotzt|im stuhl|im urin)|unter (?:den|das|die|dem|der|einen|einem"
            r"|einer) (?:bagger|traktor|zug|lkw|laster|auto|walze|maschine|lawine|steinen|trummern|baum|ast|regal"
            r"|schrank)|(?:heisser|heissen|heisses) (?:teer|wachs|ol|fett|dampf|asphalt|kaffee|tee)|sagt (?:\w+ "
            r")?nichts mehr|gasrohr|gasleitung",
            r"(?:finger|hand|arm|bein|fuss|daumen|haare) (?:\w+ )?(?:im|in der|in einem|in einer|in die|in den) "
            r"(?:\w*sage|\w+mahe?r|\w*maschine|tur|\w*presse|ture|turspalt|hacksler|mixer)|(?:steckt|stecken) "
            r"(?:\w+ )?(?:im|in der|in einem) \w+|(?:leute|wer|jemand|kinder|einer) (?:noch )?drin|(?:halte?"
            r"|ertrage) (?:\w+ )?nicht mehr aus|weg von der welt|wunde (?:\w+ )?(?:platzt|geht) auf|und es spritzt"
            r"|(?:kippen|fallen) (?:\w+ )?(?:alle|reihenweise|um)",
            r"(?:ruft|rufen|schreit|schreien|bettelt|fleht|klopft) (?:\w+ ){0,2}(?:um )?hilfe",
        ),
        Kind.HARM: (
            r"(?<!schmerzen )(?<!ziehen )(?<!kribbeln )(?:im|in der) (?:bauch|brust|hals|auge|kopf|bein|fuss|hand"
            r"|oberschenkel)(?= \.|$)",
        ),
        Kind.LOSS: (
            r"(?:kann|kanns|konnen|konnt|konnte|kriegt|kriege|kriegn|krieg|bekommt|bekomme|holt|hat|habe|geht"
            r"|spricht|redet|atmet|antwortet|reagiert|reagier\w*|bewegt|ruhrt|ruhrn|schnauft|wacht|steht|sieht|hort"
            r"|spurt|spure|spur|trinkt|isst|schluckt|macht|gibt|lasst) (?:\w+ ){0,4}?(?:nicht mehr|nimmer\w*|nicht"
            r"|kaum(?: noch)?|nur (?:noch )?schwer|nix mehr|nichts mehr|keinen?) (?:\w+ ){0,2}?(?:luft|atmen"
            r"|schnaufen|sprechen|reden|bewegen|gehen|stehen|aufstehen|schlucken|sehen|spuren|fuhlen|laufen|auf"
            r"|antwort\w*|mucks|ton|ansprechbar|wach|bewusstsein|atem|puls|wachkriegen|wecken|an|mehr|auf die "
            r"beine)(?= \.|$| (?:und|er|sie|aber|ich|es|die|der|auf|mehr|hilfe|bitte|seit|jetzt|was|mein\w*|ihr"
            r"|sein\w*)\b)",
            r"(?:luft|atem) (?:\w+ ){0,2}?(?:kriegt|bekommt|kriege|bekomme|holt) (?:\w+ )?(?:nicht mehr|nimmer\w*"
            r"|nicht|kaum(?: noch)?|nur (?:noch )?schwer|nix mehr|nichts mehr|keinen?)",
            r"(?:schwer|kaum|keine?|schlecht|wenig|zu wenig|nimmer|ka|koa) luft|nach luft|luft (?:wird|bleibt) "
            r"(?:\w+ )?(?:knapp|weg)|nicht (?:mehr |richtig |gescheit |gut )?atmen|atmet (?:\w+ ){0,3}(?:nicht"
            r"|nimmer|kaum|schwer|komisch|flach|schnell|nur|seltsam)|schnauft (?:\w+ ){0,2}(?:nicht|nimmer|kaum"
            r"|schwer|so)|nicht mehr (?:ansprechbar|aufgewacht|wach\w*|bei sich|bei bewusstsein|auf|am leben"
            r"|aufstehen|bewegen|sprechen|spuren|sehen|zu sich)|nicht (?:wach|aufwecken|ansprechbar|aufwachen|bei "
            r"bewusstsein|zu sich|wachzukriegen|zu wecken|stillen|wecken)|(?:bewegt|ruhrt|regt) (?:er |sie |es "
            r")?sich (?:\w+ )?(?:nicht|nimmer|kaum)|(?:ruhrt|bewegt|regt) (?:\w+ )?sich nicht|wacht (?:\w+ "
            r"){0,3}(?:nicht|nimmer)|reagiert (?:\w+ ){0,3}(?:nicht|nimmer|kaum|uberhaupt nicht)|antwortet (?:\w+ "
            r"){0,2}(?:nicht|nimmer)|gibt (?:\w+ ){0,3}(?:keine?n?|keinen) (?:antwort|mucks|ton|lebenszeichen)|kein "
            r"lebenszeichen|steht (?:\w+ ){0,3}(?:nicht|nimmer) (?:mehr )?auf|kommt (?:\w+ ){0,3}nicht (?:mehr "
            r")?(?:hoch|zu sich|los|raus|auf|runter)|komme nicht (?:mehr )?(?:hoch|raus|los|hier)|(?:kommen|kommt"
            r"|komme) nicht (?:mehr )?(?:raus|heraus|hinaus|frei)|(?:bringe?|kriege?|krieg|kriegen|bekomme) (?:\w+ "
            r"){1,3}nicht (?:mehr )?(?:wach|auf|munter|hoch|los|raus|frei)|macht (?:\w+ )?(?:die )?augen nicht "
            r"(?:mehr )?auf|(?:redet|spricht|lallt) (?:\w+ ){0,3}(?:wirr\w*|komisch\w*|kauderwelsch"
            r"|unverstandlich\w*|undeutlich\w*|verwaschen\w*|unsinn|wirres zeug)|nicht (?:mehr )?aufgemacht|macht "
            r"(?:\w+ )?nicht (?:mehr )?auf|hort (?:\w+ ){0,2}nicht auf|(?:finde|finden|findn) (?:\w+ ){1,3}(?:nicht"
            r"|nirgends|nimmer)|antwortet keiner",
            r"(?:gehorcht|folgt|hilft) (?:mir|ihm|ihr) nicht|worte? nicht|(?:findet|bringt|kriegt) (?:\w+ "
            r"){0,3}(?:worte?|silbe|ton|wort) (?:\w+ )?(?:nicht|heraus|raus)|keinen? (?:ton|laut|satz|puls"
            r"|herzschlag|reaktion|atmung)|weiss (?:\w+ )?nicht (?:mehr )?(?:wo|wer|welcher)|(?:kann|konnen) (?:\w+ "
            r"){0,2}(?:kaum|nicht mehr|nimmer|nicht) (?:\w+ )?(?:stehen|gehen|laufen|atmen|schlucken|reden|sprechen"
            r"|sehen|sitzen|bewegen|aufstehen|hinaus|raus)|kommen nicht (?:mehr )?(?:runter|raus|hinaus|weg|rein)"
            r"|trau(?:e|t|en)? (?:mich|sich|uns) nicht (?:\w+ )?(?:raus|heim|nach hause|rein)|nicht los|lasst "
            r"(?:\w+ )?nicht (?:mehr )?los|sitz(?:e|en|t)? (?:\w+ ){0,4}fest|steck(?:e|en|t)? (?:\w+ ){0,4}(?:fest"
            r"|drin|unter)",
            r"(?:koan|koa|keinen|kein) (?:laut|ton|mucks|puls)|nicht mehr (?:heim|nach hause|aufmachen|gerade|los"
            r"|rauf|herauf|hoch)|kommt (?:\w+ )?nicht (?:wieder|mehr|rauf|herauf|zuruck)",
            r"(?:findet|find) (?:\w+ ){0,3}(?:worter|worte) nicht|nicht (?:mehr )?(?:aufgewacht|aufgestanden"
            r"|aufgetaucht|aufgekommen|hochgekommen|zuruckgekommen)|geht nicht (?:mehr )?(?:raus|auf|weg)|(?:wacht"
            r"|kommt|steht|taucht) (?:\w+ ){0,4}nicht (?:mehr )?(?:auf|zu sich|hoch|raus)",
        ),
        Kind.WHO: (r"im \w+ monat",),
        Kind.NOW: (
            r"vor (?:\w+ )?(?:\w+ )?(?:minuten?|sekunden?|augenblick\w*|moment\w*)|auf einmal|immer noch|noch immer"
            r"|seit (?:\w+ )?(?:\w+ )?(?:minuten?|stunden?|heute|gestern)|mitten (?:im|in)|aus heiterem himmel|von "
            r"jetzt auf",
            r"(?:von|der|die|das) (?:gestern|vorhin|letztens) (?:steht|sitzt|ist|wartet|schreit)|von gestern",
        ),
        Kind.PLEA: (
            r"was (?:soll|muss|mach|mache|kann) (?:ich|ma|i|wir)(?: denn| jetzt| nur| tun| machen)*(?= \.|$| (?:er"
            r"|sie|mein|meine|tun|machen))",
            r"kommen sie (?:bitte |ganz )?(?:schnell|sofort|her|gleich)|komm(?:t|en)? schnell|(?:um )?gottes willen"
            r"|oh gott|weiss nicht was (?:ich )?(?:tun|machen)|bitte kommen|so schnell (?:es geht|wie moglich|ihr "
            r"konnt)",
        ),
        **PHRASES,
    },
)
