"""The words Italian callers report danger in, by kind. Folded as in `italian`."""

from domain.dialogue.danger.italian_talk import PHRASES, WORDS
from domain.dialogue.danger.reports import Kind, ReportWords

REPORT_WORDS = ReportWords(
    elisions="l d un all dell nell sull dall",
    words={
        Kind.GRAVE: """
            incoscient* svenut* svenire svenendo sviene collass* accasciat* accascia crollat* infart* ictus convuls*
            epiless* epilett* anafila* ipoglic* overdose avvelen* intossic* anneg* affogat* affogando affoga soffoc*
            strozz* strangol* asfissi* fulminat* folgorat* emorragi* sanguina sanguinando sangue insanguin* dissanguan*
            accoltell* pugnal* amput* maciullat* ustion* bruciat* fiamme incendi* esplos* scoppiat* scoppio schiacciat*
            investit* travolt* ribaltat* cappottat* sepolt* incastrat* intrappolat* rapin* scippat* sequestr* ostaggi*
            rapit* spari sparo sparat* spara sparano armat* minacci* violent* stupr* violenza picchi* pesta pestando
            pestat* aggred* aggression* impicc* suicid* ammazz* uccid* ucciso muore morendo morire morto morta
            moribond* rianim* defibrillat* coma congelat* assiderat* ipotermi* travaglio doglie contrazioni ladr*
            intrus* sgozz* precipitat* elettrocut* stramazz* esanime overdosi agonizz* decedut* esanimi zampilla
            schizza morti cadaver* salma legata legati imbavagliat* proiettil* granata attentato* terrorist*
            incappucciat* mascherat* linciat* assassin* mutilat* impalat* trafitt* decapitat* bruciando brucia
            carbonizzat* crollo crolla terremoto frana franat* valanga alluvione allagando inondazione deragliat*
            meningite sepsi setticemia embolia trombosi paralisi paralizzat* attacco attacchi shock sincope agonia
            parto partorendo partorir* nascere aborto cianosi cardiaco aritmia tachicardi* drogat* mitra fucilate
            abusat* botte pestaggio rissa mazzate ferito feriti ferita ferite gravissim* autolesion* vene sprangat*
            perdita fuga alzheimer demenza appendicite peritonite bruciano crisi emofiliac* allagata
            """,
        Kind.HARM: """
            cadut* cade cadendo cascat* scivolat* inciampat* ruzzolat* ferit* lesion* incident* scontr* schiant* rotto
            rotta rotti rotte frattur* tagliat* morso morsa morde azzannat* punto punta puntur* ingoiat* inghiottit*
            ingerit* bevuto inalat* colpit* colpo spint* calci pugni scottat* pers* scompars* sparit* chius* sfondando
            sfondare forzando forzare entrat* gridando urla urlando urlano grida litigan* insegu* seguend* segue
            stalker vomita vomitando vomitat* sputa delira delirando trema tremando staccat* strappat* preso presa
            acceso cadde buttat* volat* rovesciat* spruzz* schizzat* mangiat* scossa trascinat* perde perdendo
            crollando tirato tira esagerato sbattut* battuto piombat* piantat* conficcat* lacerat* tamponat* rotolat*
            rotola ribalta scivola slittat* sbandat* affonda affondat* affondando barcoll* lanciat* gettat*
            scaraventat* molla mollare tirando bevuta sniffat* iniettat* respirat* seguita seguito seguono accerchiat*
            circondat* nascosta nascosto nascosti aggira aggirano frugando entrando irruzione spaccando spaccano
            spaccat* rompendo rompono sfasciando distruggendo calciando sberle schiaff* strattona smarrit* vaga vagando
            girovaga fuggit* scappat* scotta mozzat* tranciat* botto boato vetri fischia fischiando strilla strillando
            urli pianto afflosciat* precipita mannaia cosparso galleggia trascina scricchiola ceduto penzola penzolando
            boccheggia boccheggiando sfondata sfondato scivolando ingoiando dimena contorce contorcendo traverso
            trascinando trascinano attaccando scosso cinghiat* scheggia* spappolat* ardono mischiat* infilz* squarci*
            morsicat* graffi* calpestat* sbranat* dilaniat* impigliat* agganciat* inghiottendo affogava rovesciando
            pugno morsi saltano crepato bucat* allagat* arrotolat* piegat* perforat* capovolt* cadono scosse
            """,
        Kind.STATE: """
            blu viola bluastr* cianotic* pallid* bianco bianca grigi* intorpidit* addormentat* paralizz* gonfi* rigid*
            duro dura molle flosci* freddo fredda gelid* gelato gelata sudando suda sudato sudata sudore bava schiuma
            giramento capogir* debole confus* disorientat* stort* stran* geme gemendo lament* russa rantol* dolor*
            fitta fitte febbre macchie bolle fumo scintille puzza annebbi* offusc* doppio palpitazioni stordit* piange
            piangendo male malore gira barcoll* sfocato sfocata sfuocat* impazzito accelerato macchia chiazze scatti
            scatto scosse spasmi tic affannat* ansima ansimando affanno assente vuoto fissa fisso biascica farfuglia
            impastata strascica insonnolit* sonnolent* debolissim* giallo verdognol* nausea bollente scotta
            insopportabile atroce terribile elefante formicolio informicolit* irregolare pesante scompost* sfatt*
            molliccio sudori freddi sudorazione vesciche pupille voce gomma gelatina asmatica asmatico diabetica
            fischia fischio freddissim* conati crampo crampi rannicchiat* piegat* contratt* sfiancat* brividi ansimante
            """,
        Kind.BODY: """
            testa faccia viso collo gola nuca braccio braccia mano mani polso polsi dito dita pollice gamba gambe piede
            piedi occhio occhi orecchio naso bocca labbra lingua petto torace pancia ventre stomaco schiena anca femore
            ginocchio caviglia cranio colonna spalla costole pelle fronte coscia cuore polmon* trachea arteria vena
            vene corpo guancia ossa osso tempia mascella lato mandibola clavicola bacino inguine polpaccio tallone
            orecchie narice seno addome capo cervice parole ciglio sopracciglio zigomo
            """,
        Kind.DANGER: """
            coltello coltelli ascia accetta machete sega motosega* flessibile smerigliatrice* trapano* taglierino
            cutter lametta* lame candeggina varechina ammoniaca acido acidi soda sgorgante* antigelo benzina petrolio
            acquaragia topicida* veleno* veleni pila pile biglia calamita calamite moneta pastiglie pillole farmaci
            sonniferi medicine compresse eroina cocaina fentanyl droga droghe funghi bombola* bombole gpl metano gas
            butano traliccio fili friggitrice* olio bollente vespa* vespe calabrone* calabroni api sciame scorpione*
            serpente* serpenti vipera* pitbull toro binari burrone* precipizio* dirupo* scogliera* corrente ghiaccio
            corda pistola* fucile* arma armi gamberi crostacei arachidi noci anestesia adrenalina pressa trituratore*
            gru impalcatura* ponteggio* chiodo chiodi spranga* spranghe mazza mazze bastoni martello* monossido fuoco
            cloro coltellaccio bomba solvente* braciere* fucili petardo petardi razzo trave travi tegola tegole mattone
            mattoni pietra pietre cinghia bottigliata siringa balestra grappa acetone ape catrame ago aghi ruspa*
            sbarre fiammata freccia frecce
            """,
        Kind.THING: """
            scala scale tetto balcone finestra piscina lago fiume vasca strada marciapiede asfalto macchina auto camion
            furgone autobus treno metro moto motorino bici trattore muletto macchinario mola vetro vetri pentola presa
            cavo caldaia scaldabagno boiler stufa detersivo detergente prodotto pastigli* pillol* medicin* farmac*
            insulina alcol alcool arachid* nocciol* cavallo ascensore soffitto pavimento terra neve valanga pozzo spray
            inalatore rasoio ponte vuoto iniezione porta cancello altalena tubo dehors cantiere quadro palo albero
            bicicletta monopattino palaghiaccio mare onde cantina armadio bagno doccia minestra griglia caldo freddo
            sole autostrada galleria incrocio fosso androne uscita ufficio culla passeggino tavolo cane cani silo
            canale funivia seggiovia ramo tram pensilina impastatrice tappeto candela tenda cric bordo molo porto barca
            gommone sauna pista montagna crepaccio muro recinto buca tombino congelatore forno frullatore mannaia
            pupille camicia pigiama pioggia nebbia bagagliaio tosaerba stalla fattoria sedia poltrona letto sedile taxi
            capanno giardino baita rimessa portiera divano stagno cassonetti cortile davanzale scaffale carreggiata
            semaforo pullman scivolo motore ascensori falo brace
            """,
        Kind.WHO: """
            lui lei loro qualcuno marito moglie madre padre mamma papa babbo genitori figlio figlia figli bambin* bimb*
            neonat* ragazz* nonn* fratello sorella zio zia cugin* nipot* suocer* fidanzat* amic* vicin* colleg* capo
            dipendent* client* signor* uomo uomini donna donne person* gente tipo tizio tizi giovane anzian* vecchi*
            pazient* autista ciclista pedone parrucchier* apprendista compagn* coinquilin* ex adolescent* sconosciut*
            operai* elettricista idraulico gemell* passant* motociclist* inquilin* passegger* creatura piccol* ubriac*
            camerier* commess* cuoco pizzaiolo muratore tecnico dottore incinta titolare turista cognat* principale
            giovani manovali individuo* genero nuora figlioccio madrina padrino zii cicciobello turisti camionista*
            tassista* fratellino sorellina mi' er pupo pupa picciriddo guaglione criatura papi mami amore bebe
            condomino* badante* ladri rapinatore bandit* macellaio giardiniere cassiera guidatore compare comare tesoro
            cucciolo fratelli imbianchino dottoressa infermier* tata medico guardia guardie
            """,
        Kind.SELF: "mi ci mio mia miei mie nostro nostra noi io",
        Kind.NOW: """
            adesso ora appena minuti secondi oggi improvviso subito stamattina intanto attualmente stamane stanotte
            """,
        Kind.PLEA: """
            aiuto aiutatemi aiutateci aiutami aiutate presto subito urgent* correte sbrigatevi venite veloce prego
            soccorretemi soccorrete aiutatelo aiutatela muovetevi gesu madonna supplico imploro scongiuro panico sos
            mayday ambulanz* pompieri polizia carabinieri soccorso soccorsi oddio
            """,
        **WORDS,
    },
    phrases={
        Kind.GRAVE: (
            r"(?:attacco|attacchi) (?:di cuore|cardiaco|epilettico|d asma|di asma)|arresto (?:cardiaco|respiratorio)"
            r"|(?:gli|le|mi) si e fermato il cuore|cuore (?:\w+ )?(?:fermo|fermato|non batte)|(?:dolor\w*|peso"
            r"|oppressione|fitta|fitte|male|pressione|morsa|stretta) (?:\w+ ){0,3}(?:petto|cuore|torace|braccio "
            r"sinistro)|(?:bocca|faccia|viso|lato) (?:\w+ ){0,2}(?:stort\w*|cadut\w*|paralizz\w*|addormentat\w*"
            r"|penzola)|(?:puzza|odore|fuga|perdita|sento) (?:\w+ ){0,3}(?:gas|bruciato|fumo)|(?:esce|entra|uscendo"
            r"|entrando|pieno|piena|c e|viene) (?:\w+ ){0,3}(?:fumo|fiamme|fuoco|sangue)|fumo (?:nero|denso"
            r"|dappertutto|che)|(?:tanto|molto|perde|perdendo|vomita|sputa|tossisce|pieno di|piena di|pozza di"
            r"|litri di|un sacco di|un mare di) (?:\w+ )?sangue|sangue (?:dappertutto|schizza|ovunque|che|dalla|dal"
            r"|a)|(?:ha |e |sta )?(?:pres\w+|prendendo|andat\w*|va) (?:\w+ ){0,2}(?:fuoco|fiamme)|(?:casa|cucina"
            r"|locale|tutto|macchina|tenda|tetto) (?:\w+ ){0,2}(?:brucia|bruciando|in fiamme|a fuoco)|sta bruciando"
            r"|va a fuoco|in fiamme|(?:stes[oa]|distes[oa]|sdraiat[oa]|rivers[oa]|finit[oa]|cadut[oa]|trovat[oa]) "
            r"(?:\w+ ){0,4}(?:pavimento|terra|strada|neve|marciapiede|asfalto|scale|bagno)|(?:a|per) terra(?! dal "
            r"ridere)|sul pavimento|sotto (?:il|la|un|una|le|l|i) (?:\w+ )?(?:treno|macchina|auto|camion|muletto"
            r"|macerie|acqua|autobus|trattore|metro)|(?:pres|ingoi|bevut|mangi|inghiott|mand)\w* (?:\w+ "
            r"){0,4}(?:pastiglie|pillole|candeggina|scatola|veleno|sonniferi|pila|moneta|biglia|funghi|detersivo"
            r"|acido|flacone|farmaci|compresse|topicida|calamit\w+|benzina|varechina|medicine|prodotto|sgorgante)"
            r"|esagerato con (?:le|l|i)|tropp\w+ (?:pastiglie|pillole|insulina|alcol|droga|medicine|gocce)|(?:mi|ci"
            r"|lo|la|gli|le) (?:\w+ )?(?:sta |hanno |ha )?(?:picchi\w+|minacci\w+|insegu\w+|seguendo|segue|punta"
            r"|attacc\w+|strangol\w+|rapin\w+|derub\w+|aggred\w+|mena|menando|menato)|con (?:un|una) (?:coltello"
            r"|pistola|arma|machete|ascia|mazza|spranga|bastone|martello|forbici)|(?:sfond|forz|butt|romp|spacc"
            r"|scassin)\w+ (?:\w+ ){0,2}(?:porta|finestra|serratura|vetrina|vetro|cancello)|(?:entrat\w|entrando|c e"
            r"|ce) (?:\w+ ){0,4}(?:in|dentro|dalla) (?:casa|finestra)|qualcuno (?:\w+ ){0,4}(?:casa|dentro|giardino"
            r"|cantina|scale)|(?:butt|salt|lanci|gett|cad|vol|cascat|precipit)\w* (?:\w+ ){0,3}(?:dal|dalla|dalle"
            r"|dall|giu|da un|nel|nella|in|sotto|sui) (?:\w+ ){0,2}(?:balcone|tetto|finestra|scale|scala|ponte"
            r"|impalcatura|piscina|pozzo|binari|treno|metro|albero|cavallo|moto|motorino|piano|lago|fiume|fasciatoio"
            r"|lettino|ponteggio|burrone)|togli\w* la vita|non (?:\w+ )?vogli\w* (?:piu )?vivere|vuole (?:morire"
            r"|ammazzar\w*|buttar\w*|uccider\w*|farla finita)|voglio morire|farla finita|tagliat\w* le vene|rott\w* "
            r"le acque|acque (?:\w+ )?rotte|sta nascendo|nasce (?:adesso|ora)|esce la testa|(?:candeggina|acido"
            r"|sgorgante|prodotto|olio|soda) (?:\w+ ){0,3}(?:occhi|occhio|faccia|braccia|mani|viso)|negli occhi"
            r"|nell occhio|dito (?:\w+ )?(?:staccato|tagliato|mozzato|penzola)|(?:mano|dito|braccio|piede|gamba) "
            r"(?:\w+ ){0,2}(?:incastrat\w*|nella macchina|nel macchinario|sotto)|(?:si sta |si e |sta )(?:\w+ "
            r")?(?:gonfi\w+|chiud\w+|soffoc\w+|strozz\w+)|(?:gola|lingua|faccia|collo|labbra|viso) (?:\w+ "
            r"){0,3}(?:gonfi\w+|chius\w+|chiude)|(?:diventa|diventando|diventat[oa]|e|tutto|tutta) (?:\w+ )?(?:blu"
            r"|viola|cianotic[oa]|pallid[oa]|bianc[oa]|rigid[oa]|molle|gelid[oa])|si (?:e )?sent(?:e|it[oa]) male"
            r"|in gola|sta male|annebbi\w+ la vista|sto per svenire|sta per (?:svenire|morire|cedere|cadere)"
            r"|pres\w+ la scossa|chius[oa] (?:\w+ ){0,2}(?:in macchina|in auto|in ascensore|in bagno|dentro)"
            r"|bloccat[ioae] (?:\w+ )?in ascensore|sta(?:nno)? annegando|mi sta morendo",
            r"(?:mess|incastrat|pres|schiacciat|chius)\w (?:\w+ ){0,2}(?:la|il|le|i|un) (?:mano|dit[oa]|braccio"
            r"|piede|testa|capelli) (?:in|nell\w*|sotto|tra)|(?:macchina|auto|camion|furgone|moto) (?:e |si e |ci e "
            r")?(?:\w+ )?(?:piombat|entrat|schiantat|finit|volat)\w (?:\w+ )?(?:nel|nella|contro|dentro|addosso|sul)"
            r"|non si vede da \w+ \w+|non (?:la|lo) (?:vediamo|vedono|sentiamo) da|(?:cattivo|brutto|strano) odore"
            r"|odore (?:cattivo|strano|tremendo|di morto)|(?:prendendo|prendono|presi|preso|pres[ao]) (?:\w+ )?a "
            r"(?:sprangate|botte|pugni|calci|bastonate|mazzate|coltellate)|tagliar\w* (?:le vene|i polsi)",
            r"smesso di (?:parlare|respirare|muoversi|rispondere)|fissa il vuoto|(?:uomo|tizio|tipo|qualcuno) "
            r"(?:\w+ ){0,3}(?:segui\w+|insegu\w+|aspetta|aggira)|dietro (?:la|alla) porta|(?:mi|la|lo|ci) "
            r"(?:strangola|picchia|mena|minaccia|ammazza|uccide|accoltella)|seduto sul petto|sul petto|mozzat\w "
            r"(?:\w+ )?dit\w|spaccando tutto|perdita di (?:ammoniaca|gas|cloro|benzina|acido|monossido)|(?:faccio"
            r"|fare|fara) una (?:pazzia|sciocchezza|stupidaggine|cazzata)|dormire per sempre|non svegliar\w+"
            r"|(?:trovat\w|c e) (?:\w+ ){0,2}(?:morto|morta|cadavere|ferit\w)|si e pers[oa]|massaggio cardiaco"
            r"|facendo il massaggio|non (?:lo|la) vediamo piu|cuore (?:\w+ )?(?:impazzit\w|a mille|che scoppia"
            r"|accelerat\w)|vedo (?:\w+ )?(?:sfocato|doppio|nero|annebbiato|male)|ce l ha con me",
            r"reazione alle?",
            r"uova marce|non (?:torna|risale|sale) (?:piu )?(?:su)?|con la forza|(?:dato|dati) (?:un|una) (?:colpo"
            r"|coltellata|martellata) (?:di|alla|al|in)|ha (?:i|le) (?:bambini|bambine)|le va via la voce|gli va "
            r"via la voce|come un pesce|come gomma|gira tutto|di traverso|ancora dentro|addosso (?:al|alla|a)"
            r"|strangolar\w*",
            r"non (?:e )?tornat\w (?:da|a|dal)|a pugni|a calci|aperto il polso|vedo le stell\w+|acqua fino|sudat\w "
            r"fredd\w|faccia in giu|testa in giu|passeggino (?:\w+ ){0,4}(?:strada|acqua|scale)|(?:facendo|fa|fare) "
            r"(?:\w+ )?male (?:a|alla|al)|sta(?:nno)? (?:attaccando|trascinando|picchiando)|chiede aiuto|chiedono "
            r"aiuto",
            r"(?:sta )?uscendo (?:il|la)|sta nascendo|mi aspetta (?:sotto|fuori|giu)|chius\w (?:in|nel|nella|dentro"
            r"|nello) (?:\w+ ){0,2}(?:col|con)|si riprende|col fucile|con il fucile",
            r"alla mia finestra|in mano|dorme e basta|ha salutato tutti|fa fumo|si e pers[ao] (?:al|nel|in|allo)"
            r"|prendendo a \w+ate|il fuoco va|fuoco va verso|nello stagno",
            r"tubo del gas|fatt[ao] (?:la pipi|i bisogni) addosso|sotto (?:la|il|una|un) (?:ruspa|trattore|camion"
            r"|treno|albero|armadio|bus)|fischia quando respira|non (?:gli|le) passa|non sa (?:che|dove|chi)|non si "
            r"ferma",
            r"(?:lettera|biglietto) d ?addio",
            r"(?:dit[oa]|mano|braccio|piede|gamba|capelli) (?:nel|nella|sotto|dentro|nell) (?:\w*tagliaerba|tosaerba"
            r"|macchina|sega|porta|pressa|frullatore|impastatrice|\w+trice)|(?:freccia|vetro|chiodo|coltello|ferro"
            r"|scheggia) (?:\w+ ){0,2}(?:nella|nel|nell|in) (?:gamba|pancia|braccio|petto|piede|mano|collo|schiena"
            r"|occhio|coscia)|sparire dal mondo|non ce la faccio piu(?! con i capelli)|attaccato al cavo|ha le "
            r"scosse|e una rapina|cadono (?:tutti|come)|sempre addormentato|una bomba",
        ),
        Kind.LOSS: (
            r"non (?:mi |si |gli |le |lo |la |ci |li )?(?:\w+ )?(?:respira|risponde|reagisce|sveglia|muove|parla"
            r"|cammina|vede|sente|mangia|apre|riesce|riesco|riusciamo|riescono|alza|smette|smettono|riconosce|batte"
            r"|trovo|troviamo|resiste|deglutisce|ferma|entra|esce|passa|piange|sento|vedo|molla)(?: (?:piu )?(?:a "
            r"|di )?(?:\w+ )?(?:respirare|parlare|muover\w*|camminare|vedere|alzar\w*|deglutire|svegliar\w*|uscire"
            r"|sanguinare|vomitare|tremare|spegner\w*|aprir\w*|aria|tirar\w*|liberar\w*|bene|gli occhi|niente"
            r"|nulla))?",
            r"(?:respira|respirando) (?:\w+ )?(?:male|a scatti|appena|a fatica|strano|affannos\w*|veloce|poco|piano"
            r"|con)|(?:fa|faccio|facendo) (?:\w+ )?fatica a (?:respirare|parlare|muover\w*|deglutire)|(?:manca"
            r"|mancando|senza|finendo) (?:\w+ )?(?:l )?(?:aria|respiro|ossigeno|polso|battito|conoscenza|sensi"
            r"|fiato)|pers\w* (?:i )?(?:conoscenza|coscienza|sensi)|parla (?:\w+ )?(?:strano|male|a fatica|confuso"
            r"|biascicando|storto)|dice (?:\w+ )?(?:cose|frasi)|straparla|sragiona|occhi (?:\w+ )?(?:aperti|sbarrati"
            r"|all indietro|girati|fissi|rovesciati)|priv[oa] di (?:sensi|conoscenza)",
            r"fischia (?:quando|mentre) respira",
        ),
        Kind.WHO: (r"al \w+ mese",),
        Kind.NOW: (
            r"all improvviso|di colpo|in questo momento|(?:un|due|tre|pochi|cinque|dieci|qualche) (?:minut\w+"
            r"|second\w+|attim\w+) fa|da (?:\w+ )?(?:\w+ )?(?:minuti|un ora|ore|stamattina|stanotte)|poco fa|st(?:a"
            r"|o|anno|iamo)(?= \w+(?:ando|endo))|si (?:e|sono) appena|ha appena|hanno appena",
            r"d(?:i )?ieri|di nuovo",
        ),
        Kind.PLEA: (
            r"oh dio|cosa (?:faccio|devo fare|facciamo)|che (?:faccio|devo fare|facciamo)|non so (?:piu )?(?:cosa"
            r"|che) fare|vi prego|in fretta|fate presto|venite (?:subito|presto)",
        ),
        **PHRASES,
    },
)
