"""The signs of danger in Italian. Folded as in `italian`."""

from domain.dialogue.danger.lexicon import PERSON, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"non|mai|ne|quasi|se|nessun\w*|senza|nemmeno|neanche")


PEOPLE = """
    marito moglie madre padre mamma papa genitori figlio figlia figli bambino bambina bambini bimbo bimba bimbi
    neonato neonata ragazzo ragazza ragazzi nonno nonna nonni fratello sorella zio zia cugino cugina nipote
    nipotino nipotina cameriera cameriere commessa commesso cassiera ubriaco suocera suocero
    fidanzato fidanzata amico amica amici vicino vicina vicini collega colleghi
    colleghe capo dipendente impiegato cliente clienti signora signore uomo uomini donna donne persona persone
    gente tipo tizio tizi giovane anziano anziana vecchio vecchia paziente autista ciclista pedone parrucchiere
    parrucchiera apprendista compagno compagna coinquilino coinquilina ex adolescente sconosciuto sconosciuti
    estraneo operaio elettricista gemello gemella passante motociclista inquilino passeggero bebe creatura
    moto-ciclista
    """
_WHO = rf"(?:lui|lei|loro|qualcuno|uno|ladro|intruso|{PERSON})"
_THE = r"(?:il|lo|la|l|i|gli|le|un|una|uno|mio|mia|suo|sua|sul|sulla|al|alla|un po)"
_ILL = (
    r"(?:infarto|attacco (?:di cuore|cardiaco|epilettico|d asma|di asma|ischemico)|arresto (?:cardiaco|respiratorio"
    r"|cardiocircolatorio)|ictus|emorragia\w*(?: cerebrale)?|embolia|convulsion\w*|crisi (?:epilettica|d asma"
    r"|di asma|convulsiva|respiratoria|ipoglicemica)"
    r"|shock anafilattico|choc anafilattico|anafila\w+|reazione allergica|ipoglicemia|aneurisma|aborto spontaneo"
    r"|colpo di calore|coma (?:diabetico|etilico)|ischemia)"
)
_BODY = one_of(
    """
    testa viso faccia collo gola nuca braccio braccia mano mani polso polsi dito dita pollice gamba gambe piede
    piedi occhio occhi orecchio naso bocca labbro labbra lingua petto pancia stomaco schiena anca femore ginocchio
    caviglia cranio colonna spalla costole pelle lato fronte coscia guancia meta
    """
)
_PLACE = one_of(
    """
    casa cucina appartamento palazzo negozio locale salone ufficio macchina auto garage tetto stanza camera bagno
    cantina ristorante letto divano tende tenda forno asciugatrice lavatrice macchinario motore autobus scuola
    scale corridoio balcone presa batteria cavo padella cestino officina magazzino fienile camion bosco caldaia
    vestito manica hotel condominio
    """
)
_POISON = one_of(
    """
    candeggina varechina detersivo detergente cloro pila pile batteria acido veleno benzina funghi topicida
    solvente acetone ammoniaca soda_caustica antigelo acqua_ragia trielina acqua_ossigenata disinfettante
    insetticida calamita calamite moneta decolorante tinta profumo sgorgante disgorgante ammorbidente anticalcare
    prodotto prodotti capsula brillantante droga droghe alcol_denaturato sapone_dei_piatti
    """
)
_PILLS = (
    r"(?:pastiglie|pastiglia|pillole|pillola|medicine|medicinali|farmaci|compresse|sonniferi|antidepressivi"
    r"|tachipirina|paracetamolo|aspirine?|ansiolitici|insulina|capsule|gocce|barbiturici|tranquillanti)"
)
_CALL = (
    r"(?:chiami|chiamate|chiama|chiamare|chiamatemi|bisogno|serve|servono|mandate|mandi|manda|mandare"
    r"|avvisate|avvisi|avvisare|voglio|vorrei|venga|venite|fate venire|componga|contattate|contatti|occorre|ci vuole"
    r"|fate)"
)
_SERVICES = (
    r"(?:ambulanza|ambulanze|pompieri|vigili del fuoco|polizia|carabinieri|soccorsi|soccorso|pronto soccorso"
    r"|guardia medica|118|112|113|115|uno uno due|uno uno otto|paramedici|medico (?:subito|urgente)"
    r"|forze dell ordine|elisoccorso|aiuto subito)"
    r"(?! (?:municipale per|calendario|veterinari\w+|e (?:di fronte|accanto|vicino)|stradale (?:ha|per|mi)"
    r"|volontari\w*|giocattolo|stanno (?:facendo|bloccando)|penal\w*|in congedo))"
)

CERTAIN = (
    rf"{_WHO} {gap(1)}(?:trascinat|caricat|portat|preso)\w* {gap(2)}{PERSON} {gap(1)}(?:in|nel|sul) (?:macchina"
    rf"|furgone|auto)",
    rf"(?:sta|stanno) (?:picchiando|aggredendo|strangolando|accoltellando|attaccando|prendendo a (?:calci"
    rf"|pugni)) {gap(1)}\w+",
    r"(?:bombola|tubo|rubinetto) (?:del|di) gas (?:\w+ )?(?:fischia|fischiando|perde|esplos\w*|scoppiat\w*"
    r"|rotto|brucia)",
    rf"(?:appena|improvvisamente) (?:crollat|svenut|cadut|stramazzat)[oa]|{_WHO} (?:\w+ ){{0,4}}(?:crollat"
    rf"|stramazzat|accasciat|afflosciat)[oa](?! (?:dal sonno|dal ridere|sul divano))",
    r"^(?:la|lo|mi|ci|li) (?:ammazza|uccide|accoltella)|(?:la|lo|ci|li) sta (?:per )?(?:ammazz|uccid|accoltell"
    r"|picchi)\w+|vuole (?:ammazzar|uccider|accoltellar)\w+",
    rf"(?:suona|squilla|suonando|scattato) {gap(3)}(?:monossido|gas)|monossido",
    rf"(?:macchina|auto|camion|autobus|furgone|trattore|moto|pullman) {gap(2)}(?:ribaltat[oa]|capovolt[oa]"
    rf"|rovesciat[oa]|cappottat[oa])",
    rf"{_WHO} {gap(2)}(?:e|sono|rimast[oa]) {gap(1)}(?:incastrat|intrappolat|schiacciat|bloccat[oa] (?:dentro"
    rf"|sotto))\w*(?! nel traffico)",
    rf"(?:rovesciat|versat)[oa] {gap(2)}(?:addosso )?{gap(2)}(?:acqua|olio|te|caffe|brodo|latte) (?:bollente"
    rf"|caldo|calda|bollito)|(?:acqua|olio|brodo|caffe) bollente {gap(2)}(?:addosso|sul|sulla|sulle|in)",
    r"crollat\w* (?:di colpo|all improvviso|davanti|in)|non (?:\w+ )?(?:dice|parla|piange|urla|si lamenta"
    r"|risponde) (?:\w+ )?piu|(?:bambin[oa]_|neonat[oa]_|bimb[oa]_|figli[oa]_|bebe_) (?:\w+ )?(?:e )?(?:tutto "
    r"|tutta )?(?:molle|floscio|floscia)",
    rf"(?:sconosciuto_|estraneo_|qualcuno|uomo_|tizio_|tipo_) {gap(3)}(?:nel mio|nella mia|in|nel nostro"
    r"|nella nostra) (?:salotto|soggiorno|casa|camera|cucina|giardino|cantina|garage|bagno|negozio|stanza"
    r"|corridoio|appartamento)",
    r"non (?:\w+ ){0,2}(?:respira\w*|riesce a respirare|riesco a respirare|riescono a respirare"
    r"|gli arriva aria|prende aria|prendo aria)(?! (?:\w+ )?(?:con il|dal) naso| dal ridere| dalle risate"
    r"| in questo vestito)|(?:fatica|fa fatica|faccio fatica|difficolta|fatico) (?:\w+ )?(?:a |nel "
    r"|di )?(?:\w+ )?respir\w+|respir\w+ (?:\w+ )?(?:male|a fatica|a stento|piu|con difficolta|strano)"
    r"|(?:smesso|smette) di respirare|(?:manca|mancando|mancare|mi manca|le manca|gli manca"
    r"|senza) (?:\w+ )?(?:il respiro|l aria|il fiato|aria)(?! condizionata)|(?:sta |mi |si |sto "
    r"|stanno )?(?:soffoc(?:a|ando|o|ano|ato)|strozz(?:a|ando|ato|o)(?!zo)|asfissi\w+)(?! (?:dal caldo|di caldo"
    r"|con il conto|di lavoro))|rantol\w+|boccheggi\w+",
    r"(?:e|sta|diventat\w*|diventa|diventando|diventato|tutto|tutta|labbra|viso|faccia|sono) (?:\w+ )?(?:tutto "
    r"|tutta |diventando )?(?:blu|viola|cianotic\w*|bluastr\w*)(?=$| e | non | il | la | aiuto| per| intorno"
    rf"| presto| attorno)|cianotic\w*|labbra (?:\w+ ){{0,2}}(?:blu|viola|gonfi\w*)|(?:gola|lingua|trachea"
    rf"|glottide) {gap(4)}(?:gonfi\w*|chiude\w*|chiudendo\w*|infiamm\w*|blocc\w*|stringe\w*)|(?:chiude|chiudendo"
    r"|gonfia|gonfiando) (?:\w+ )?(?:la gola|la lingua)|(?:incastrat\w*|bloccat\w*|conficcat\w*|qualcosa"
    rf"|rimast\w*|attraverso|piantat\w*) {gap(4)}(?:in gola|nella gola|nella trachea)|andat\w* di traverso"
    r"|di traverso (?:e|qualcosa)",
    r"incosciente\w*|privo di (?:sensi|conoscenza)|priva di (?:sensi|conoscenza)|senza (?:sensi|conoscenza"
    r"|polso|battito)|(?:pers\w+|perde|perdendo|ripreso|riprende) (?:\w+ )?(?:i sensi|conoscenza|coscienza)"
    r"|sven(?:ut\w*|endo|ire|uto|uta|go|iva)(?! (?:per i prezzi|dal caldo in coda|dall emozione|alla vista))"
    r"|(?:si e|e|si|sono) (?:\w+ )?(?:accasciat\w*|afflosciat\w*|crollat\w* (?:a|per|al)|collassat\w*)"
    rf"|collassat\w*|(?:cadut\w*|crollat\w*|stes\w*|accasciat\w*|finit\w*|sdraiat\w*) (?:\w+ ){{0,2}}(?:a terra"
    r"|per terra|al suolo|sul pavimento|in terra)|non (?:\w+ )?(?:\w+ )?(?:si sveglia\w*|svegli\w+|reagi\w+"
    r"|rispond\w+|si muove\w*|muove\w*|apre gli occhi|parla|si riprende|riesco a svegliar\w*"
    r"|riusciamo a svegliar\w*|da segni|cosciente|si alza)(?! (?:ai miei (?:messaggi|mail)|alle mie (?:mail"
    r"|chiamate)|presto|la mattina|al telefono|italiano|prima|la macchina|bene italiano))|(?:non"
    r"|senza) (?:\w+ )?(?:ha |sento |c e |trovo |sente )?(?:il |piu )?(?:polso|battito)|cuore (?:\w+ )?(?:si "
    rf"|gli |le )?{gap(1)}(?:fermat\w*|smesso|non batte)|cuore non batte|occhi (?:\w+ )?(?:all indietro"
    r"|rovesciat\w*|girati)",
    rf"(?:a terra|per terra) (?:e|non|sanguin\w+|immobile)|immobile|esanime|{_WHO} {gap(2)}(?:sta |e "
    r"|sono )?(?:mort[oa]|morendo)(?=$| aiuto| per favore| non| e | credo| presto| venite)"
    rf"|sta(?:nno)? morendo(?! (?:di|dalla|dal))|(?:trovat\w+) {gap(5)}(?:a terra|per terra|incosciente"
    r"|senza (?:sensi|vita)|nella vasca|svenut\w*|in bagno che)",
    r"(?:ha|sta|ho|avuto|avendo|avere|un|una|fatto|venuto|viene|prendendo|preso|e|l|gli|le|di|in"
    rf"|colpit\w+ da) (?:\w+ ){{0,2}}{_ILL}(?! (?:quando ho visto|vedendo|per il prezzo))|^(?:(?:presto|aiuto"
    rf"|per favore|pronto|oh dio|vi prego) )*{_ILL}(?: (?:presto|aiuto|per favore|subito))*$|convulsion\w*"
    r"|anafila\w+|shock allergico|infarto$|ictus$",
    rf"(?:dolor\w*|pressione|oppressione|fitt[ae]|peso|bruciore|male) {gap(4)}(?:al|nel|sul"
    r"|del) (?:\w+ )?(?:petto|cuore|torace|braccio sinistro)|(?:fa|fanno) (?:\w+ )?male (?:\w+ )?(?:il petto"
    rf"|il cuore|al petto|il braccio sinistro)|petto {gap(2)}(?:fa male|stringe\w*|oppress\w*|brucia e|stretto)"
    rf"|(?:tiene|stringe|portat\w* la mano|tocca|afferrat\w*) {gap(3)}(?:il petto|al petto|il cuore|la gola"
    rf"|al cuore)|braccio sinistro {gap(2)}(?:intorpidit\w*|addormentat\w*|fa male|paralizzat\w*|formicol\w*)",
    rf"(?:bocca|faccia|viso|guancia|labbro|lato|meta|palpebra) {gap(5)}(?:stort\w*|cadente|cadut\w*"
    r"|paralizzat\w*|pende|penzol\w*|intorpidit\w*|deviat\w*|storcendo)|(?:storta|stort[oa]"
    rf"|paralizz\w+) {gap(2)}(?:la bocca|il viso|mezza faccia|la faccia|meta)|paralizzat\w*(?! (?:dal traffico"
    r"|dallo sciopero))|paralisi|non (?:riesce|riesco|sa|sente|sento|muove|muovo) (?:\w+ )?(?:piu )?(?:a "
    r"|piu a )?(?:\w+ )?(?:parlare|muover\w*|alzar\w*|vedere|deglutire|camminare|sentire|stare in piedi"
    r"|il braccio|la gamba|le gambe|le braccia|i piedi|il lato|mezzo corpo|muovere)(?! (?:italiano"
    r"|bene italiano|adesso con|l appuntamento))|parla (?:\w+ )?(?:strano|male|a fatica|biascicando|senza senso"
    rf"|in modo strano|confuso|strascicat\w*)|biascica|farfuglia|{_BODY} {gap(1)}(?:intorpidit\w*|addormentat\w*"
    r"|paralizzat\w*|insensibil\w*)|non (?:vedo|vede) (?:piu|niente|da un)|straparla",
    r"(?:sta |si )?(?:convulsion\w+|trem(?:a|ando) (?:tutto|tutta|a terra|e|come))|(?:schiuma"
    rf"|bava) {gap(3)}(?:bocca)|crisi epilettica",
    rf"sanguin(?:a|ando|o|ano|ato) (?:\w+ ){{0,2}}(?:molto|tanto|tantissimo|dalla|dal|dallo|dall|abbondant\w*"
    r"|a fiotti|senza|troppo|parecchio|un sacco|e|dappertutto)|(?:sta|sto|stanno"
    r"|continua a) (?:\w+ )?sanguin(?:ando|are)|(?:si ferma|smette|fermare|fermar\w*"
    r"|ferma) (?:\w+ )?(?:di )?(?:sanguinare|l emorragia|il sangue|sanguinamento)|emorragia\w*|dissangu\w+"
    rf"|sangue {gap(3)}(?:dappertutto|ovunque|per terra|sul pavimento|a fiotti|esce|uscendo|sgorga\w*|schizza\w*"
    r"|cola\w*|che|dalla|dalle)|(?:tanto|pieno|piena|pozza|pozze|copert\w*|troppo|perde|perdendo|perso|vomit\w+"
    r"|sput\w+|toss\w+|tossendo|zuppo|esce|uscendo|c e|molto|lago) (?:\w+ )?(?:di |del "
    r"|in )?(?:\w+ )?sangue(?! freddo)|insanguinat\w*",
    r"(?:tagliat\w*|amputat\w*|staccat\w*|mozzat\w*|recis\w*|squarciat\w*|schiacciat\w*|apert\w*|spaccat\w*"
    rf"|maciullat\w*|tranciat\w*|segat\w*) (?:\w+ )?{_THE} (?:\w+ )?(?:dito|dita|mano|pollice|braccio|gamba"
    r"|piede|polsi?|vene|gola|arteria|orecchio|sopracciglio|testa|falange|fronte|femorale)(?! dei capelli)"
    r"|(?:si e|mi sono) tagliat\w* (?:\w+ )?(?:profondamente|tanto|le vene|con (?:la|una|il|un) (?:sega"
    r"|coltello|vetro|taglierino|motosega|flessibile|lama|mannaia|affettatrice))|accoltell\w+|pugnalat\w*"
    r"|coltellat\w*|(?:sparato|sparano|sparando|sparat\w+|hanno sparato|pallottola|proiettile)(?! (?:una foto"
    r"|un prezzo|prezzi|cifre|una cifra))|colpi? (?:di pistola|d arma|di arma|di fucile)|ferit\w* (?:da (?:arma"
    r"|colpo|taglio)|grav\w*|alla testa|molto)|(?:taglio|ferita|ustione|ustioni) (?:\w+ )?(?:profond\w*"
    rf"|apert\w*|grav\w*|enorme|brutt\w*|molto)|{_WHO} {gap(3)}(?:gravemente) ?(?:ferit\w*|ustionat\w*)?",
    r"(?:cadut\w+|cade|cascat\w+|precipitat\w*|scivolat\w*|ruzzolat\w*|inciampat\w*|volat\w*|buttat\w*"
    rf"|saltat\w*|finit\w*) {gap(3)}(?:dalle|dalla|dal|dall|da|giu|nella|nel|in|a|per|di|sulle|sui"
    rf"|sul) {gap(2)}(?:scale|scala|impalcatura|tetto|balcone|finestra|cavallo|bici|bicicletta|moto|albero|letto"
    r"|sedia|muro|fasciatoio|ponte|piano|palco|monopattino|acqua|piscina|fiume|mare|lago|pozzo|binari|dirupo"
    r"|seggiolone|doccia|vasca|altezza|testa|gradini|motorino|scooter|sgabello)|(?:e|si e"
    r"|appena) (?:\w+ )?(?:cadut\w*|scivolat\w*|inciampat\w*) (?:e|non|male|battendo|sbattendo|addosso)"
    r"|(?:battut\w*|sbattut\w*|picchiat\w*|colpit\w*|preso|dat\w*|spaccat\w*|apert\w*|botta|rott\w*|sbattendo"
    rf"|battendo|ferit\w*) {gap(3)}(?:la testa|in testa|alla testa|la nuca|il capo|di testa|il cranio)"
    rf"|testa {gap(2)}(?:apert\w*|rott\w*|sanguin\w+|spaccat\w*)|non (?:si |mi )?(?:riesce"
    r"|riesco) (?:piu )?(?:a |ad )?(?:alzar\w*|rialzar\w*|muover\w*|tirar\w* su)|trauma cranico|commozione",
    r"(?:investit\w+|travolt\w*|arrotat\w*|folgorat\w*|fulminat\w*|sepolt\w* (?:sotto|vi)"
    r"|schiacciat\w*)(?! (?:dal lavoro|dai prezzi|i capelli|in (?:borsa|azioni)|molto|tanto|soldi|mille))"
    r"|incidente (?:\w+ )?(?:d auto|in macchina|stradale|in moto|grave|terribile|brutto|qui|davanti|sul lavoro"
    r"|d auto|fuori|proprio)|(?:c e stato|e successo|successo|fatto|avuto"
    r"|appena avuto) un (?:\w+ )?incidente(?! (?:con (?:la|il) (?:tinta|colore|frangia)|di (?:colore|tinta)"
    r"|in autostrada))|(?:intrappolat\w*|incastrat\w*|bloccat\w*|chius\w*|rimast\w*) (?:\w+ )?(?:sotto|tra|fra"
    r"|nell incendio|nella macchina (?:dopo|in|che)|nel macchinario|tra le fiamme|sotto le macerie|dentro e)"
    r"|(?:preso|presa|beccato|avuto) (?:\w+ )?(?:la |una )?(?:scossa|corrente)(?! elettrostatica)"
    r"|scossa elettrica|scarica elettrica|frattura (?:esposta|scomposta)|osso (?:\w+ )?(?:fuori|esposto|esce"
    rf"|spunta)|si vede l osso|(?:rott\w*|spezzat\w*|fratturat\w*) {gap(2)}(?:femore|anca|collo|schiena|cranio"
    r"|bacino|colonna)",
    r"(?:acqua|olio|te|caffe|minestra|cera|latte|brodo) (?:\w+ )?(?:bollente|caldissim\w*"
    rf"|rovente) {gap(4)}(?:addosso|su|sul|sulla|rovesci\w+|cadut\w*|versat\w*)|(?:ustion\w+|(?:si e|si sta"
    r"|mi sono) (?:\w+ )?(?:ustionat\w*|bruciat\w*|scottat\w*))(?! (?:i capelli|le punte|la lingua|al sole"
    r"|la cena|la frangia|con il sole))|bruciat\w* (?:\w+ )?(?:gravemente|di (?:secondo|terzo)|tutto|tutta)"
    r"|(?:candeggina|acido|prodotto|decolorante|ossigeno|acqua ossigenata|tinta|ammoniaca|soda|colla|spray"
    rf"|detersivo|detergente|anticalcare|chimico|chimica|varechina|sgorgante) {gap(4)}(?:negli|nell|dentro gli"
    r"|in un|agli|nei) occh\w+|(?:sta |stanno )?(?:annegando|affogando|annegat\w*|affogat\w*)(?! (?:nel|nei"
    r"|nelle|di|in un bicchiere))|(?:sott acqua|sotto l acqua|fondo alla piscina|sul fondo"
    r"|fondo della (?:piscina|vasca)|galleggia)|(?:bambin[oa]_|bimb[oa]_|neonat[oa]_"
    rf"|figli[oa]_) {gap(4)}(?:chius\w*|bloccat\w*|intrappolat\w*) (?:\w+ )?(?:in|nella) (?:macchina|auto)",
    r"(?:ingoiat\w*|bevut\w*|bevuto|beve|ingerit\w*|mangiat\w*|inalat\w*|succhiat\w*|inghiottit\w*|ingoia"
    rf"|assunto) {gap(4)}{_POISON}(?! trifolati)|(?:pres\w+|ingoiat\w*|ingerit\w*|mandat\w* giu|assunt\w*"
    rf"|inghiottit\w*) {gap(2)}(?:tropp\w*|tutt[eoi]|tant\w*|un sacco|scatola|flacone|blister|manciata|overdose"
    rf"|un intero|un intera|inter\w*|venti|trenta|molte) {gap(5)}{_PILLS}|(?:scatola|flacone|blister|manciata"
    rf"|confezione|boccetta) (?:\w+ )?(?:inter\w*|vuot\w*)? ?di {_PILLS}|overdose(?! di (?:shampoo|lacca|glitter"
    r"|autoabbronzante|cioccolato|colore|zucchero|caffe|lavoro|dolcezza))|sovradosaggio"
    r"|intossic\w+(?! alimentare (?:la|il|ieri|l))|avvelen\w+|monossido",
    r"(?:rott\w*|rompono|rotte) (?:\w+ )?(?:le )?acque|acque (?:\w+ )?rotte|(?:ha|ho|con|le|forti|avendo"
    r"|iniziate|cominciate|sono iniziate) (?:\w+ )?(?:le |delle )?(?:contrazioni|doglie)(?! muscolari)"
    r"|(?:contrazioni|doglie) (?:ogni|molto|forti|ravvicinate|sono)|in travaglio|(?:sta|sto|va a"
    r"|comincia a) (?:\w+ )?(?:partorendo|partorire|nascendo)|(?:bambin[oa]_|bimb[oa]_|bebe_"
    r"|figli[oa]_) (?:\w+ )?(?:sta |ormai )?(?:nascendo|uscendo|arrivando|nasce|esce|arriva)(?=$| adesso| qui"
    r"| ora| subito| e | in macchina| aiuto| gia| presto)|(?:vede|vedo|esce|uscendo|uscita|sento"
    r"|si vede) (?:\w+ )?(?:gia )?la testa(?: del bimbo_| del bambino_)?(?=$| del| gia| e)",
    r"(?:incendio|al fuoco)(?! (?:dell anno|doloso in tv))|fuoco (?:in|qui|alla|al|nella|nel|dappertutto|aiuto"
    r"|ovunque)(?! (?:lento|testa))|(?:in|tra le|fra le|ci sono|vedo) fiamme|(?:preso|prende|prendendo|dat\w*"
    r"|appiccat\w*|va|andat\w*|andando|sta andando) (?:\w+ )?(?:a )?fuoco(?! ai social)"
    rf"|{_PLACE} {gap(3)}(?:brucia|bruciando|in fiamme|incendi\w+|esplos\w+|crollat\w*|a fuoco|prendendo fuoco"
    rf"|fumo)|(?:brucia|bruciando|sta bruciando) (?:\w+ ){{0,2}}{_PLACE}|fiamme (?:\w+ )?(?:in|esc\w+|dalla|dal"
    rf"|alte)|fumo {gap(3)}(?:esce|uscendo|nero|denso|dappertutto|dal|dalla|in|sotto|entra\w*|ovunque|per)"
    r"|(?:tanto|pieno|piena|molto|esce|uscendo|entra|entrando|c e|invas\w+) (?:\w+ )?(?:del |di |dal "
    r"|dal )?fumo|(?:puzza|odore|sento|sente|fuga|perdita|perdite|puzza|puzzo|uscendo"
    rf"|fughe) (?:\w+ ){{0,2}}(?:di |del |il )?gas|(?:c e stata|una|grande|sentito una|grossa) esplosione"
    rf"|(?:esplos\w+|scoppiat\w*) {gap(3)}(?:{_PLACE}|bombola|gas|qualcosa|batteria)|(?:bombola|batteria|forno"
    r"|caldaia|auto|macchina) (?:\w+ )?(?:e )?(?:esplos\w+|scoppiat\w*)",
    r"ladr[oi](?! di (?:cuori|biciclette))|intrus[oi]|(?:qualcuno|uomo_|tizio_|tipo_|uomini_|persona_|un|uno"
    rf"|dei|sconosciut[oi]_|estraneo_) {gap(4)}(?:entrat\w*|entrare|intrufol\w*|forz\w+|sfond\w+|scassin\w+"
    rf"|arrampic\w+|rompere|rompendo|entrando) {gap(4)}(?:in (?:casa|negozio)|nella|nel|casa|porta|finestra"
    r"|serratura|appartamento)|(?:forzando|sfondando|buttando giu|prendendo a calci|scassinando|rompendo"
    rf"|forzare|sfondare) {gap(2)}(?:la|mia|nostra) (?:\w+ )?(?:porta|finestra|serratura)|(?:c e|ci sono|sento"
    rf"|sentito) (?:\w+ )?(?:qualcuno|un {PERSON}|gente_) {gap(2)}(?:in casa|dentro|di sotto|nel|nella"
    r"|in giardino|alla finestra|giu)(?! (?:che aspetta|in coda|per|libero))|(?:stanno|ci stanno|mi stanno"
    r"|hanno appena) (?:\w+ )?(?:rapinando|derubando|svaligiando|rubando)(?! con)|rapina (?:in|a mano|alla"
    r"|adesso)|rapinator\w+|aggression\w+|irruzione",
    r"(?:mi|ci|la|lo|li|gli|le|il|mia|mio) (?:\w+ )?(?:sta |stanno |hanno |ha |continua a |vuole |sta per "
    r"|cercando di |vogliono |ha appena |appena )?(?:aggredi\w+|aggred\w+|rapin\w+|violent(?:a|ato|ata|ando"
    r"|are)|stupr\w+|picchi(?:a|ando|ato|ata|are|ano)|pestando|pestat\w*|colpend\w+|colpit\w+|strangol\w+"
    r"|accoltell\w+|sequestr\w+|minacci\w+|insegu\w+|assal\w+|pestano|menando|mena|uccidere|ammazzare|far(?:e"
    r"|mi|ci)? del male|rinchius\w+|strozzando|maltratt\w+|mord\w+|mors\w+|prende a (?:pugni|calci|botte)"
    r"|rapit\w*)(?! (?:se|quando|dalle risate|su instagram|i capelli|le punte|la frangia|positivamente"
    r"|il colore|favorevolmente|molto il|tanto il))|(?:mi|ci) (?:\w+ )?(?:segue|sta seguendo|seguono"
    r"|stanno seguendo|pedina)(?! (?:su|sui) (?:insta\w*|facebook|social|tiktok))|(?:con|ha|tira fuori"
    r"|tirato fuori|impugna|punta|puntando|puntato|hanno|brandisce) (?:\w+ ){0,2}(?:un |una |il "
    r"|la )?(?:coltello|pistola|arma|fucile|machete|ascia|mazza|spranga|lama)(?! (?:per|da (?:cucina|pane)"
    r"|che (?:taglia|vuole)|a (?:spruzzo|colla)|giocattolo))|(?:armat[oi]|a mano armata|arma da fuoco"
    r"|armi da fuoco)|ostagg\w+|sequestrat\w*|rapit\w*|sparatoria|allarme bomba|(?:c e )?una bomba (?:in|nel"
    r"|nella|sotto)|non (?:mi|ci|la) (?:lascia|fa|lasciano|fanno) (?:\w+ )?(?:uscire|andare|andar via|scappare)"
    r"|(?:sono|siamo|mi sono|ci siamo|mi sto) (?:\w+ )?(?:nascost\w*|nascondendo|chius\w*) (?:in|nel|sotto"
    r"|dietro|dentro)(?! (?:traffico|ufficio per))|(?:hanno|ha|si e|appena) (?:\w+ )?(?:portato via|preso"
    r"|rapito|portato) (?:mio|mia|un|una|il|la) (?:figli[oa]_|bambin[oa]_|bimb[oa]_|neonat[oa]_)(?! (?:a|al|dal"
    r"|per))|violenza domestica|(?:rissa|litigando|picchiando|menando) (?:\w+ )?(?:fuori|con (?:i )?coltelli"
    r"|per strada|in strada)|(?:vuole|sta per|minaccia di|dice che vuole|vogliono) (?:uccider\w*|ammazzar\w*"
    r"|far\w* del male)",
    rf"{_CALL} {gap(5)}{_SERVICES}|^(?:(?:presto|pronto|per favore|aiuto|oh dio|un|una|la|i|il|l|vi prego"
    r"|subito) )*(?:ambulanza|polizia|pompieri|soccorso|emergenza|carabinieri)(?: (?:presto|per favore|subito"
    r"|aiuto))*$|(?:e|ho|abbiamo|c e|questa e) (?:\w+ )?un (?:\w+ )?(?:emergenza|urgenza)(?! (?:capelli|di"
    r"|con i|per i|con la|dentale|veterinari\w+|per la))|(?:emergenza|urgenza) medica|(?:questione"
    r"|caso) di vita o di morte(?! per i)|pericolo di (?:vita|morte)|(?:massaggio cardiaco|rianim\w+"
    r"|respirazione bocca|bocca a bocca|defibrillatore subito)(?! (?:corso))|(?:bisogno|serve|ci vuole"
    rf"|voglio) (?:\w+ ){{0,2}}(?:medico|dottore|aiuto|ospedale) (?:\w+ )?(?:subito|urgente\w*|presto|adesso"
    r"|immediatament\w*|in fretta|ora)|(?:aiut(?:o|atemi|ateci|ami|atelo|atela|atemi vi prego)) (?:per favore "
    r"|vi prego )?(?:mio|mia|c e|non|sta|ha|si e|ci|mi|e (?:cadut|sven)\w*|il mio|la mia)(?! (?:per|con"
    r"|a scegliere))|(?:mandate|mandi) (?:\w+ )?(?:aiuto|qualcuno|soccorsi)(?! per)",
    rf"(?:vipera|serpente|cane|scorpione|vespa|calabrone) {gap(3)}(?:mors\w+|punt\w+|azzannat\w*|morde|mordendo"
    rf"|attacc\w+)|(?:mors\w+|punt\w+|puntura) {gap(5)}(?:gonfi\w+|respir\w+|serpente|vipera|gola|viso)"
    r"|(?:si (?:e|sta)|gli si|le si|mi si) (?:\w+ )?(?:sta |e )?gonfi\w+ (?:\w+ )?(?:la faccia|la lingua"
    rf"|la gola|gli occhi|le labbra|il viso|tutto il viso|tutta la faccia)|{_BODY} {gap(2)}(?:gonfiando\w*"
    r"|distrutt\w*|schiacciat\w*|amputat\w*|staccat\w*|maciullat\w*)",
)

LIKELY = (
    rf"{_WHO} {gap(5)}(?:scompars|sparit|scappat)[oa]",
    r"non (?:trovo|troviamo|vedo|vediamo) piu (?:mi[oa] |il mio |la mia |i miei |mi[oa])?(?:figli[oa]"
    r"|bambin[oa]|bimb[oa]|nipotin[oa]|nipote|piccol[oa]|nonn[oa]|figli[oa]_|bambin[oa]_)",
    rf"non (?:trovo|troviamo|vedo) (?:piu )?(?:il |la |mio |mia )*{PERSON}",
    r"(?:c e stato|c e|e successo|ho avuto|ha avuto|ho fatto|ha fatto) un (?:\w+ )?incidente",
    r"(?:e|si e|mi sono|sono|ha) (?:\w+ )?(?:cadut\w*|ingoiat\w*|inghiottit\w*|ferit\w*|pers[oa]|bruciat\w*"
    r"|fatto male)(?! (?:il|la|i|le|di (?:lunedi|martedi)|bene|dal sonno|per (?:terra|sempre)))"
    rf"|{_WHO} {gap(2)}(?:e |sta |sono )?(?:ferit\w+|pers[oa]|scompars\w+|molto male|malissimo|in pericolo"
    r"|pallid\w+|tremando|delirando|urlando|vomitando|fuori di se|male)(?! (?:con i|per i))|(?:ha"
    r"|si e) (?:\w+ )?ingoiat\w*",
    r"^(?:(?:oh dio|pronto|per favore|presto|vi prego) )*(?:aiuto|aiutatemi|aiutateci|aiutami"
    r"|mi aiuti)(?: (?:per favore|presto|aiuto|vi prego))*$|(?:allarme|rilevatore) (?:\w+ ){0,4}(?:suona"
    r"|suonando|scattat\w*)|(?:puzza|odore) (?:\w+ )?di (?:bruciato|fumo)|non trovo (?:piu )?(?:mio"
    r"|mia) (?:figli[oa]_|bambin[oa]_|bimb[oa]_)|(?:figli[oa]_|bambin[oa]_) (?:\w+ )?(?:e )?scompars\w*",
    rf"(?:viso|faccia|labbra|occhi|occhio|bocca|palpebra) {gap(3)}gonfi\w*|(?:rott\w*|spezzat\w*"
    rf"|fratturat\w*) {gap(1)}(?:il|la|un|una) (?:braccio|gamba|polso|caviglia|naso|costola|spalla|clavicola"
    rf"|piede)|(?:braccio|gamba|polso|caviglia) (?:\w+ )?rott[oa]|(?:pres\w+|ingoiat\w*) {gap(3)}{_PILLS}"
    r"|(?:avuto|fatto) un (?:piccolo )?incidente|(?:paura per la (?:mia|sua) vita|non mi sento (?:al )?sicur\w+"
    r"|in pericolo|diventa violento|e violento|aggressivo)|(?:gira|giramento) (?:\w+ )?(?:di |la )?testa e"
    r"|mi sento (?:\w+ )?male|sto (?:\w+ )?male|sto morendo$|c e una rissa|(?:qualcuno"
    r"|uomo_) (?:\w+ )?(?:si aggira|che si aggira)|attacco di panico (?:aiuto|adesso|ora)"
    rf"|{_WHO} {gap(2)}sanguina",
)

CRISIS = (
    r"suicid\w+(?! squad| commerciale| politico)|(?:mi|si) (?:\w+ )?(?:voglio |vuole |sto per "
    r"|vorrei )?(?:ammazz(?:o|are)|uccid(?:o|ere)|(?<=si )(?:ammazza|uccide)|impicc(?:o|are|a)|butto (?:giu|dal"
    r"|sotto|nel)"
    r"|taglio le vene|sparo)(?! (?:se|di lavoro|dalle risate|di fatica|una foto|in palestra|di risate|il tempo))"
    r"|(?:ammazzarmi|uccidermi|impiccarmi|suicidarmi|togliermi la vita|spararmi|tagliarmi le vene|ammazzarsi"
    r"|uccidersi|togliersi la vita|farmi del male|farsi del male|autolesion\w+"
    r"|tagliarmi i polsi)(?! (?:di lavoro|dalle risate|per un appuntamento|in palestra))|(?:buttarmi|buttarsi"
    r"|lanciarmi|gettarmi|saltare|buttar\w* giu|mi butto) (?:\w+ )?(?:dal|giu|da un|da|sotto|dalla"
    r"|nel) (?:\w+ )?(?:il |la |un |un |al )?(?:ponte|balcone|tetto|finestra|terrazzo|vuoto|treno|metro|palazzo"
    r"|binari|cavalcavia)",
    r"(?:voglio|vuole|vorrei|desidero|preferirei|preferisco|voglia di|meglio|volevo) (?:\w+ )?(?:morire"
    r"|essere mort\w*|sparire per sempre|farla finita|finirla|smettere di vivere|non svegliarmi|non esistere"
    r"|scomparire per sempre)(?! (?:di|da|dal|dalla|con (?:questi|i|la)))|non (?:\w+ )?(?:voglio|vuole"
    r"|ho voglia di|ha voglia di|desidero|vale la pena di|vale la pena) (?:\w+ )?(?:piu )?(?:vivere|continuare"
    r"|andare avanti|esserci|esistere|svegliarmi|essere qui|stare al mondo)(?! (?:con (?:questi|questo|sto)"
    r"|il trattamento|l appuntamento|in questo appartamento))|(?:farla finita|finirla con (?:la|tutto)"
    r"|porre fine|mettere fine) (?:\w+ )?(?:alla |a |con )?(?:mia |sua |la |tutto)?(?:vita"
    r"|tutto)?(?! con (?:questi|la ricrescita))|(?:meglio|bene) (?:\w+ )?senza di me(?= |$)"
    r"|senza di me (?:\w+ ){0,4}meglio|non (?:\w+ )?(?:ho|vedo|ha|trovo|c e) (?:\w+ )?(?:piu )?(?:motiv\w+"
    r"|ragion\w+|senso|voglia|alcun motivo) (?:per |di |a |nel |in )?(?:\w+ )?(?:vivere|andare avanti|vita"
    r"|continuare|niente)|(?:vita|niente|nulla) (?:\w+ )?(?:non )?(?:ha|vale) (?:piu )?(?:senso|la pena"
    r"|nessun senso)(?! (?:venire|tagliare))|non (?:ce la faccio|ne posso|reggo|resisto|sopporto) (?:piu)(?:$"
    r"| voglio| di vivere| la vita| con la vita| a vivere| questa vita| e| a andare avanti| ad andare avanti)"
    r"|(?:sono|e|sto) (?:\w+ )?(?:su|sul|sull|in cima a|in piedi su) (?:un |orlo di un "
    r"|orlo del )?(?:\w+ )?(?:ponte|tetto|cornicione|balcone|binari|parapetto|cavalcavia|orlo)(?! (?:a prendere"
    r"|per sistemare|che))|lettera d addio|(?:pastiglie|corda|lametta|pillole) (?:\w+ ){0,3}(?:davanti|in mano"
    r"|pront\w*|qui)(?! per)|nessuno (?:\w+ )?(?:sentira|sentirebbe|accorgerebbe|mancherei|noterebbe"
    r"|mi rimpiangera|si accorgera)",
)
