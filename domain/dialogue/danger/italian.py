"""Danger in Italian. The patterns match folded words: no accents, a blank for an apostrophe (`l ambulanza`)."""

from domain.dialogue.danger.lexicon import PERSON, Lexicon, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"non|mai|ne|quasi|se|nessun\w*|senza|nemmeno|neanche")


_PEOPLE = """
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

ITALIAN = Lexicon(
    people=_PEOPLE,
    spellings={
        r"(l|d|un|all|dell|nell)((?:inalator|ambulanz|incend|infart|ictus|auto|acqua|occhi|arteri|overdose|ospedal"
        r"|uomo)\w*)": r""
        r"\1'\2",
        r"ehm+|eh+|mah|beh|be(?=')|allora|insomma|cioe|cioè|praticamente|davvero|veramente|proprio|completamente"
        r"|totalmente|molto|tanto|credo che|penso che|mi sa che|mi pare che|sembra che|pare che|ho paura che"
        r"|temo che|sono sicur[ao] che|povero|povera|letteralmente|senta|ascolti|guardi|dai": " ",
        r"credo (?=(?:abbia|sia|stia|di)\b)|forse(?= (?:ha|e|sta))|secondo me": " ",
        r"abbia": "ha",
        r"stia": "sta",
        r"sia(?= (?:svenut|cadut|incoscient|mort|in))": "e",
        r"non (?:e uno scherzo|sto scherzando|scherzo)|senza scherzi": " ",
        r"(?:oh |o )?(?:mio dio|dio mio|dio|madonna|mamma mia|oh no|oddio|cazzo|cavolo)": "oh dio",
        r"(?:ce|c'e)": "c'e",
        r"lambulanza|l ambulanza": "l'ambulanza",
        r"unambulanza|un ambulanza": "un'ambulanza",
        r"po'": "po",
        r"nonna (?=(?:mia)\b)": "nonna ",
    },
    harmless=(
        r"(?:guida|guido|guidare) (?:un |l )?ambulanza",
        r"(?:colore|tinta|rosso|tono|nero|henne|inchiostro|tatuaggio|gengive|tessuto|maglietta|pigmento|blu"
        r"|jeans) (?:\w+ ){0,4}(?:sanguina\w*|scolor\w+|stinge\w*|sting\w+|cola\w*|sanguinando|sbava\w*|macchia\w*)"
        r"|gengive (?:\w+ )?sanguin\w+|mi (?:sanguina|piange) il cuore",
        r"(?:esame|esami|prelievo|donare|donazione|donatore|donatori|pressione|gruppo|arance|arancia|analisi|banca"
        r"|dono|prelievi|test) (?:di |del |il |d )?sangue|arancia sanguigna|arance rosse|sangue (?:finto|artificiale"
        r"|freddo|blu|nuovo|giovane|reale)|a sangue freddo|fa(?:tto|re)? (?:gli )?esami|cavato sangue"
        r"|non corre buon sangue",
        r"(?:cuoio capelluto|cuoio|cute|pelle|piedi|occhi|gambe|cosce|muscoli|guance|zona|ascelle|orecchie|testa"
        r"|lingua|polpacci) (?:\w+ ){0,4}(?:brucia\w*|bruciano|bruciava\w*|in fiamme|a fuoco|prude\w*|pizzica\w*"
        r"|fuoco)|(?:bruci\w+|in fiamme|a fuoco) (?:\w+ ){0,3}(?:cuoio capelluto|cute|piedi|occhi|gambe|pelle|testa"
        r"|cuoio)|(?:capelli|punte|meches|lunghezze|frangia|ricci|extension|radici"
        r"|chioma) (?:\w+ ){0,4}(?:bruciat\w*|mort\w*|spezzat\w*|rovinat\w*|strinat\w*|spent\w*|morendo|elettric\w*"
        r"|flosc\w*)|(?:punte|capelli) (?:mort\w+|bruciat\w+)|bruciat\w* (?:la lingua|l arrosto|la cena|il semaforo"
        r"|al sole|dal sole|i capelli|le punte|le tappe|le calorie)|bruciare (?:calorie|grassi|le tappe)"
        r"|brucia (?:calorie|grassi)|scottat\w* (?:al sole|dal sole|solare)|scottature? solar\w+|colpo di (?:sole"
        r"|fulmine|telefono|testa|fortuna|scena|spazzola|forbici|stato|genio|grazia|mano|coda|spugna)"
        r"|colpi di (?:sole|luce|testa|forbice)|bruciore di stomaco",
        r"rosso (?:fuoco|pompiere|sangue|ferrari)|(?:fuochi d artificio|fuoco (?:lento|amico|incrociato|di paglia)"
        r"|a fuoco lento|giocare col fuoco|mettere a fuoco|messa a fuoco|messo a fuoco|prova del fuoco"
        r"|mano sul fuoco|arma da fuoco giocattolo)|(?:prova|esercitazione|simulazione|uscita|scala|porta|estintore"
        r"|allarme|assicurazione|certificato|corso|piano|impianto|sicurezza|addetto|prove|squadra) (?:di |d |anti ?"
        r"|contro l |contro gli |per l )?(?:incendi\w*|evacuazione|emergenz\w+|antincendio|fuoco)|antincendio|(?:ha"
        r"|avete|hai) da accendere|svendita per incendio|rilevator\w+ (?:di |del )?(?:fumo"
        r"|gas)(?! (?:\w+ )?(?:suona|suonando|sta|scattat\w*))|(?:install\w+|controll\w+|cambi\w+"
        r"|vend\w+) (?:\w+ ){0,3}rilevator\w*(?: di \w+)?",
        r"(?:calendario|camion|caserma|festa|divisa|uniforme|costume|gala|stazione|corsa|sconto|raduno) (?:dei |di "
        r"|da |per i |per |della )?(?:pompieri?|polizi\w+|ambulanza|vigili del fuoco|carabinieri)|(?:e|sono|fa il"
        r"|fa la|faccio il|faccio la|fanno i|lavora (?:in|come|nella|nei|con|per)|lavoro (?:in|come|nella|nei|con)"
        r"|era|diventato|diventare|vuole fare) (?:un |una |il |la |i |le )?(?:pompieri?|vigile del fuoco"
        r"|vigili del fuoco|polizi\w+|carabinier\w+|infermier\w+|paramedico|soccorritor\w+|ambulanza|medico|medici"
        r"|bagnino|pronto soccorso|118)|poliziott\w+|commissariato|questura|casellario|certificato penale"
        r"|(?:controllo|macchina|concorso|accademia|divisa|posto) (?:di |della |in )?polizia|(?:la polizia"
        r"|i carabinieri) (?:ha |hanno |sta |stanno )?(?:bloccato|bloccando|chiuso|di fronte|multato|fermato"
        r"|facendo)|autista_? (?:di|dell) ambulanz\w+",
        r"(?:emergenza|urgenza|dramma|disastro|catastrofe|incidente|crisi) (?:\w+ )?(?:capelli|capell\w+"
        r"|di (?:capelli|stile|moda|bellezza|colore)|tricolog\w+|moda|stile|unghie|frangia|ricrescita|dentale"
        r"|veterinari\w+|estetic\w+|beauty)|(?:appuntamento|posto|contatto|numero|uscita|luci|kit|idraulico|fabbro"
        r"|tariffa|piano|seduta|ritocco|visita|scala|cassetta) (?:di |d |in caso di |per |con )?(?:\w+ )?(?:urgenza"
        r"|emergenza|emergenze|urgente|sicurezza|soccorso)|(?:non e|nessuna|non c e|niente di|nulla di) (?:un |una "
        r"|nessuna |di )?(?:urgen\w+|emergenza)|in caso di (?:emergenza|urgenza)|(?:corso|cassetta|kit|formazione"
        r"|addetto|manuale) (?:di |del |al )?(?:primo |pronto )?soccorso|primo soccorso|ruota di scorta",
        r"(?:quasi|per poco|a momenti|ci mancava poco che|un altro po) (?:\w+ ){0,5}(?:infarto|attacco|ictus|muoio"
        r"|morire|morivo|svenivo|svengo|soffocavo|strozzavo|cadevo|morta|morto|ammazzo|colpo|coccolone|sincope"
        r"|svenuta|svenuto)|(?:infarto|attacco|ictus|coccolone|colpo|sincope) (?:\w+ ){0,3}(?:quando ho visto"
        r"|a vedere|vedendo|con il conto|col conto|per il prezzo|dallo spavento|per lo spavento|leggendo|aprendo"
        r"|al vedere|a sentire|davanti al)|(?:con|per|a) (?:questi|quei|i vostri) prezzi (?:\w+ ){0,6}(?:infarto"
        r"|attacco|coccolone|colpo|ictus)|(?:fa|fatto|fate|fanno|far|prende|preso|viene|venire|venuto|verra|veniva"
        r"|venendo|fara) (?:\w+ ){0,2}(?:un |l )?(?:infarto|attacco|coccolone|colpo|ictus)(?= (?:se|quando|con|a|al"
        r"|col|per|dal|davanti|ogni|dallo))|da infarto|prezz\w+ da infarto",
        r"(?:muoio|morire|muore|morta|morto|mori|morivo|morirei|morendo|morti|morte|moriamo|muoiono|crepo|crepare"
        r"|morivamo|muori) (?:\w+ )?(?:di|dal|dalla|dalle|dai|per) (?:\w+ )?(?:ridere|risate|fame|sete|vergogna"
        r"|voglia|freddo|caldo|noia|curiosita|invidia|sonno|paura|imbarazzo|amore|stanchezza|provare|questo|quel"
        r"|quella|un|una|avere|vederlo|vederla|vedere|conoscer\w+|impazienza|gusto|sapere|gioia)|(?:da|bello da"
        r"|bella da) morire|(?:batteria|telefono|cellulare|linea|pianta|piante|computer"
        r"|portatile) (?:\w+ ){0,3}(?:mort\w*|morendo|muore|morire|mori)|(?:punto|tempo|natura|angolo|cellule|peso"
        r"|pelle|binario|stagione) mort[oaei]|cellule morte|mortale|mortali|stanca morta|stanco morto|morti viventi"
        r"|giorno dei morti|(?:morendo|muore|morto) (?:\w+ )?(?:il |la )(?:telefono|cellulare|batteria|pianta"
        r"|computer)|mortadella|ponte dei morti",
        r"(?:scarpe|tacchi|piedi|schiena|stivali|collo|caldo|attesa|prezzi|stress|umidita|frangia|radici|ginocchia"
        r"|spalle|bambini_?|testa|curiosita|cervicale|suspense|lavoro|ricrescita) (?:\w+ ){0,3}(?:uccid\w+|ammazz\w+"
        r"|distrugg\w+|ammazzando|uccidendo)|(?:uccid\w+|ammazz\w+) (?:\w+ ){0,2}(?:i piedi|la schiena|il caldo"
        r"|i tacchi|il collo|la curiosita|l umidita)|(?:mi|lo|la|ti|ci|li) (?:\w+ )?(?:uccide|ammazza|ammazzo"
        r"|uccidera|ammazzera|uccido|strangola|strozza|strozzo|fa fuori|ammazzano|uccidono|ammazzerebbe"
        r"|ucciderebbe) (?:\w+ )?(?:se|quando|perche|dalle risate|di lavoro)|(?:ucciderei|ammazzerei) per"
        r"|ammazza(?:re|to)? (?:il tempo|la noia|l attesa|due)|ingannare il tempo|prendere due piccioni|ammazza che"
        r"|ammazzacaffe",
        r"(?:cade|cadere|cadono|cadeva|caduto|caduta|cadra|cadde|casca|cascato) (?:\w+ )?(?:di (?:lunedi|martedi"
        r"|mercoledi|giovedi|venerdi|sabato|domenica)|a (?:fagiolo|pennello|proposito|pezzi)|dalle nuvole"
        r"|in (?:tentazione|disgrazia|disuso|letargo|depressione)|bene|male il vestito|la (?:linea|chiamata"
        r"|connessione)|un (?:lunedi|martedi|mercoledi|giovedi|venerdi|sabato)|addormentat\w*|nel dimenticatoio"
        r"|dal sonno|nella trappola|il discorso)|(?:capelli|ciglia|ciglio|unghia|unghie|extension|otturazione"
        r"|bottone|data|compleanno|matrimonio|appuntamento|chiamata|sistema|rete|linea|prezzo|prezzi|tacco|parrucca"
        r"|frangia|gel|smalto|sopracciglia|strass|pioggia|neve|dente|sito|orecchino) (?:\w+ ){0,4}(?:cad\w+"
        r"|cascat\w+|casc\w+|saltat\w*)|(?:mi|ti|le|gli) (?:\w+ )?(?:cade|cadono|caduta|caduto|cadute|stanno cadendo"
        r"|sta cadendo|sono cadute|sono caduti|e caduta|e caduto|cascano) (?:\w+ )?(?:i capelli|le ciglia|un unghia"
        r"|l unghia|una ciglia|l otturazione|le braccia|una extension|l extension|capelli|il cellulare|le extension"
        r"|il telefono|i ricci|le unghie)|caduta (?:dei|di) (?:capelli|prezzi|stile|linea|tensione)|(?:lascia"
        r"|lasciamo|lasciare) cadere|(?:mi sono|si e|sono|sono) innamorat\w+|innamor\w+",
        r"(?:annega\w*|sommers\w*|affog\w+|sepolt\w*|soffoc\w+|affond\w+) (?:\w+ )?(?:nel|di|da|dal|dalle|dai|nei"
        r"|nelle|sotto|in) (?:\w+ )?(?:lavoro|scartoffie|mail|email|ordini|fatture|bollette|tasse|rate|spese"
        r"|chiamate|messaggi|debiti|carte"
        r"|pratiche|impegni|bucato|bicchier\w+|stress|prenotazioni|appuntamenti|richieste|caldo|cose da fare"
        r"|dispiaceri)|(?:pelle|capelli|pori|cute|tessuto|unghie|vino) (?:\w+ ){0,4}respir\w+|lascia(?:re|r"
        r"|te)? (?:\w+ ){0,3}respirare|(?:esercizi|corso|tecniche|corsi) di respirazione|(?:toglie|mozza|mozzafiato"
        r"|tolto|trattenere|trattengo|senza) (?:\w+ )?(?:il |l )?(?:fiato|respiro)(?= (?:con|di|a|tu|suo|il|questo"
        r"|quando|per|da|dalla|quel)|$)(?! e)|mozzafiato|(?:con|in|dentro) (?:questo|questa|quel|quella|il|la|sto"
        r"|sta|questi) (?:vestito|abito|corsetto|pantalone|pantaloni|jeans|cintura|busto|camicia|collo"
        r"|colletto) (?:\w+ ){0,5}(?:respir\w+|soffoc\w+|aria|fiato)|(?:vestito|abito|corsetto|pantaloni|jeans"
        r"|cintura|busto|camicia|colletto) (?:\w+ ){0,5}(?:respir\w+|soffoc\w+|strozz\w+|fiato|stringe\w*)"
        r"|respirare (?:in|con|dentro) (?:\w+ )?(?:questo|questa|quel|il|sto) (?:vestito|abito|corsetto|pantalone"
        r"|busto)|respir(?:a|are|i) (?:a fondo|profondamente|con il naso|bene l aria)|respirare (?:\w+ )?(?:con"
        r"|dal) (?:il )?naso|prendere (?:una boccata d )?aria|aria (?:condizionata|fresca)|all aria aperta",
        r"coltell\w+ (?:da (?:cucina|burro|pane|bistecca|chef)|per (?:tagliare|il pane|la torta|il prosciutto"
        r"|sbucciare)|svizzero|a serramanico da collezione)|(?:affil\w+|arrot\w+) (?:\w+ ){0,3}(?:coltell\w+|forbici"
        r"|rasoi\w*)|(?:taglio|tagliare|tagliate|taglia|tagliano|rasatura|sfumatura|barba|sfoltire"
        r"|rifinitura) (?:\w+ ){0,3}(?:a|con il|al|col) (?:rasoio|coltello|lametta)|(?:rasoio|lametta) (?:da barba"
        r"|elettrico|per)|pistol\w+ (?:per (?:le orecchie|i buchi|forare|orecchini|i lobi|la colla|massagg\w+"
        r"|piercing)|a (?:spruzzo|acqua|caldo|colla)|sparachiodi|massaggiante|termica|giocattolo|da (?:massaggio"
        r"|giocattolo))|(?:buchi|forare|orecchini|lobi|piercing|orecchie) (?:\w+ ){0,4}pistola|arma (?:segreta"
        r"|di seduzione|vincente)|(?:servizio|shooting|set|sessione) (?:fotografic\w+|foto)|shooting\w*|(?:sparare"
        r"|sparato|spara|sparo) (?:\w+ )?(?:una foto|cazzate|prezzi|cifre|una cifra|un prezzo|a zero)"
        r"|prezz\w+ (?:\w+ )?sparat\w*|tiro (?:con l arco|al volo|mancino|alla fune)|armi (?:del mestiere|e bagagli)"
        r"|capelli sparati",
        r"bomb\w+ (?:da bagno|effervescent\w+|alla crema|sexy|di gusto|di colore|di calorie)|(?:e|sei|sono|sta|una"
        r"|come una|era|sara) (?:\w+ )?(?:una |la )?(?:vera |autentica )?bomba(?= |$)(?! (?:in|nel|che))|bombolon\w+"
        r"|(?:esplosione|esplode|esplos\w+) (?:di )?(?:colore|sapore|gioia|il telefono|il mio telefono|i social"
        r"|colori)|(?:telefono|cellulare|social|agenda) (?:\w+ )?(?:esplod\w+|esplos\w+|scopp\w+)"
        r"|scoppi\w+ (?:di (?:salute|gioia|caldo)|a (?:ridere|piangere)|dal caldo)|(?:attacc\w+"
        r"|aggred\w+) (?:\w+ )?(?:i |il |la |le |l |mio |miei |alla |ai )?(?:capelli|frangia|punte|radici"
        r"|capelli bianchi|unghie|crespo|pelle|sopracciglia|lavoro|frigo|torta|bottone|discorso|telefono"
        r"|doppie punte)|attacco d (?:arte|ansia per)|attacco di (?:risate|tosse|gelosia|nervi|fame|starnuti"
        r"|shopping|panico|ridarella|riso)(?! (?:aiuto|adesso|ora))",
        r"(?:segue|seguono|seguendo|seguo|seguirmi|seguire|seguit\w+|seguimi"
        r"|seguite) (?:\w+ ){0,4}(?:su )?(?:instagram|insta|facebook|tiktok|youtube|social)|(?:a|con|per|sono"
        r"|e) (?:\w+ )?(?:questi|quei|vostri|suoi|i|un|questo) (?:prezzi?|furto)(?: \w+){0,3}(?: furto| rapina)?"
        r"|(?:e|sono|che|questo e|vero) (?:un |una )?(?:furto|rapina|truffa)(?= |$)(?! a mano| in (?:corso|negozio"
        r"|casa))|rub(?:are|o|ato|a|arti|arle|arvi|arle) (?:\w+ )?(?:la scena|il cuore|un (?:minuto|attimo|momento"
        r"|secondo)|tempo|l idea|un bacio|cinque minuti|due minuti|l occhio)|(?:gatto|cane|topo|volpe|uccello"
        r"|gattino|cagnolino|cucciolo|piccione) (?:\w+ ){0,5}(?:entrat\w*|entra|rub\w+|attacc\w+|aggred\w+"
        r"|incastrat\w*|nascost\w*|intrufol\w*|rott\w*|mang\w+)",
        r"(?:bolletta|contatore|lettura|fornelli|bombola(?! (?:del|di) gas (?:\w+ )?(?:fischia|fischiando|perde"
        r"|esplos\w*|scoppiat\w*|brucia))|caldaia|riscaldamento|compagnia|contratto|tecnico|stufa"
        r"|revisione|prezzo|fornitore|piano cottura|allaccio|utenza|impianto|acqua) (?:del|di|a|dal|il)? ?gas"
        r"|gas (?:metano|naturale|esilarante|e luce)|(?:a|con) tutto gas|dare gas|acqua gassata|(?:grigio|occhi"
        r"|trucco|effetto|vetro|sguardo|salmone|biondo) (?:fume|affumicat\w+|smoky)|fumo (?:di sigaretta|di londra"
        r"|grigio|passivo)|grigio fumo|macchina del fumo|fumare (?:fuori|dentro|qui|una)|(?:odore|odora|odorano"
        r"|puzza|puzzano|sa|sanno|capelli) (?:\w+ ){0,3}(?:di )?(?:fumo di|sigaretta|fritto|grigliata|profumo)"
        r"|(?:capelli|vestiti|giacca) (?:\w+ ){0,4}(?:di fumo|fumo)|andato in fumo",
        r"(?:puo|potrebbe|puoi|potresti|potete|potreste|mi|ci|riesce a|riuscite a) (?:\w+ )?aiut(?:are|armi|arci|a"
        r"|ate|arla|o|i) (?:\w+ )?(?:a |con |per |per favore a )(?:\w+ )?(?:scegliere|trovare|prenotare|prendere"
        r"|capire|decidere|spostare|cancellare|disdire|un|il|la|mia|mio|una|fissare|cercare|fare|sistemare|sapere)"
        r"|(?:puo|potrebbe|puoi|potresti|potete|potreste|qualcuno puo|qualcuno potrebbe) (?:\w+ )?(?:aiutarmi"
        r"|aiutare|aiutarci)|aiut(?:o|ino) (?:con|per(?! favore)|a|nella|domestico|nel|cuoco|regista)|(?:bisogno"
        r"|vorrei|un po"
        r"|grazie per|grazie dell|del suo|col vostro|vostro|suo|tuo|molto|qualche|un|d|di) (?:di "
        r"|d )?(?:un )?aiuto(?= (?:con|per|a|nella|nel|dal|da)|$)(?<!bisogno di aiuto)(?<!bisogno d aiuto)(?= con"
        r"| per| a | nella| nel)|grazie (?:per |dell |del )?(?:il |l )?(?:suo |tuo |vostro )?aiuto|che aiuto",
        r"(?:append\w+|impicc\w+|appes\w+) (?:\w+ )?(?:il (?:cappotto|quadro|telefono)|un quadro|quadri|la giacca"
        r"|le tende|al telefono|un chiodo)|impicciat\w*|salt(?:are|o|ato|ata|iamo) (?:\w+ )?(?:l appuntamento"
        r"|il pranzo|la seduta|la fila|un (?:turno|giro)|una seduta|di gioia|la corda|alla conclusione|fuori|la cena"
        r"|la corrente|all occhio)|ponte (?:del|di|dell) (?:primo maggio|natale|\w+ aprile|\w+ novembre|immacolata"
        r"|\w+ giugno|pasqua)|fare (?:il )?ponte|(?:finire|farla finita|finirla|basta) (?:\w+ )?con (?:questi|questo"
        r"|i|il|la|le|sta|questa|ste|i miei) (?:\w+ )?(?:capelli|ricrescita|crespo|punte|frangia|doppie punte"
        r"|forfora|peli|sopracciglia|baffi|colore|tinta)|non (?:ne posso|ce la faccio|ne voglio"
        r"|sopporto) piu (?:\w+ )?(?:di |con |dei |della |del |dell )?(?:questi|questo|questa|dei|della|del|miei|mia"
        r"|i|il|la|caldo)? ?(?:\w+ )?(?:capelli|frangia|ricrescita|colore|caldo|crespo|sopracciglia|barba|unghie"
        r"|tinta|ricci|attesa|umidita)",
        r"(?:corso|corsi|data|borsa|preparazione|piano) (?:pre ?parto|al parto|del parto|per il parto"
        r"|prevista del parto|preparto)|(?:bambino_?|bambina_?|bimbo_?|bimba_?|parto|bebe_?) (?:\w+ )?(?:nasce"
        r"|nascera|arriva|arrivera|e previst\w|e per|dovrebbe nascere|viene|verra) (?:\w+ )?(?:a (?:gennaio|febbraio"
        r"|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|fine|natale|meta)"
        r"|in (?:estate|inverno|primavera|autunno)|tra|fra|con (?:me|noi)|per|il \w+ (?:mese|prossimo)|presto"
        r"|d estate)|contrazioni muscolari|contrattura\w*|mano d opera|doglie letterarie",
        r"(?:computer|pagina|sito|applicazione|app|programma|sistema|server|internet|cellulare|telefono|schermo"
        r"|macchina|ascensore|auto|pos|cassa|portatile) (?:\w+ ){0,4}(?:bloccat\w*|crashat\w*|piantat\w*"
        r"|non risponde|non funziona|non va|rott\w*|impallat\w*|caduto|mort\w*|fermo|ferma|guast\w*|in panne|andato)"
        r"|(?:bloccat\w*|intrappolat\w*|ferm\w*|incastrat\w*) (?:\w+ )?(?:nel|in|al|sul|dal) (?:\w+ )?(?:traffico"
        r"|lavoro|riunione|treno|metro|coda|ufficio|pioggia|ingorgo|imbottigliamento|tangenziale|autostrada)"
        r"|(?:cerniera|zip|pettine|spazzola|anello|bigodino|elastico) (?:\w+ ){0,4}(?:incastrat\w*|bloccat\w*"
        r"|impigliat\w*)|nervo (?:\w+ )?(?:accavallat\w*|schiacciat\w*|infiammat\w*)|(?:incidente|coda|ingorgo"
        r"|lavori) (?:\w+ )?(?:in|sull|sulla|sul) (?:autostrada|tangenziale|raccordo|superstrada|strada statale"
        r"|a \w+|statale|provinciale)",
        r"(?:unghia|unghie|tacco|dente|occhiali|telefono|cellulare|cuore|specchio|pettine|spazzola|piastra|record"
        r"|voce|phon|cerniera|collana|bracciale|cuffie|bicchiere) (?:\w+ ){0,3}(?:rott[oaie]|rompe\w*|spezzat\w*"
        r"|scheggiat\w*|romp\w+|spacc\w+)|(?:rotto|rompere|rotta|spezzato|romp\w+|spezzata"
        r"|spaccata) (?:\w+ )?(?:un unghia|l unghia|il tacco|gli occhiali|il cuore|il ghiaccio|il record|un dente"
        r"|il pettine|il cellulare|le unghie|un tacco|il phon|le scatole|la routine|le acque\w{3,})|tagli(?:are|ato"
        r"|o|a|ano|ate|arli|arsi|armi|arla|amo|ati|ata|ando|erei|arle|argli) (?:\w+ )?(?:i |le |la |il |l |un po "
        r"|miei |mie |suoi |corti |via )?(?:capelli|punte|frangia|barba|chioma|unghie|erba|prato|corto|corti"
        r"|due dita|tre dita|lunghezze|cuticole|torta|costi|siepe|etichetta|la testa al toro|la corda|ciuffo|basette"
        r"|corde|qualche centimetro|centimetri)|(?:mi|si|ci) (?:\w+ )?(?:taglia|tagliata|e tagliata"
        r"|tagliato) (?:la linea|la chiamata|fuori)|taglio (?:di (?:capelli|luce|costi)|e (?:piega|colore|barba)|bob"
        r"|pixie|pari|corto|uomo|donna|scalato)|(?:perdere|perso|persa) la testa (?:per)|testa (?:fra le nuvole"
        r"|calda|di)|(?:massaggio|trattamento|lavaggio|maschera) (?:\w+ )?(?:alla |della |per la |al )?(?:testa|cute"
        r"|viso|schiena|petto)|(?:depil\w+|ceretta|laser|tatuaggio|peli) (?:\w+ ){0,3}(?:petto|schiena|labbro"
        r"|braccia|gambe|ascelle|viso|pancia|baffetti)",
    ),
    certain=(
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
        rf"|rovente) {gap(4)}(?:addosso|su|sul|sulla|rovesci\w+|cadut\w*|versat\w*)?|(?:ustion\w+|(?:si e|si sta"
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
    ),
    likely=(
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
    ),
    hints=(
        r"intorpidit\w*|addormentat\w*|paralizz\w*|gonfi\w*|gola|lingua|blu|viola|pallid\w*|suda\w*|sudore"
        r"|gira la testa|trem\w*|bava|gem\w+|rumor\w+ stran\w+|fermat\w*|per terra|a terra|cadut\w*|scivolat\w*"
        r"|incastrat\w*|schiacciat\w*|rott[oae]|femore|cranio|petto|mors\w+|punt[oa]|sangue|sanguin\w*|ferita"
        r"|profond\w*|bruci\w*|acido|candeggina"
        r"|veleno|pastiglie|pillole|compresse|asma|inalatore|allergi\w*|arachidi|noci|insulina|diabetic\w*|zuccheri"
        r"|fumo|fiamme|fuoco|gas|esplo\w*|scintille|ladr\w*|pistola|coltello|arma\w*|aggred\w*|picchi\w*|grid\w*"
        r"|url\w*|di sotto|sol[oa]|nascost\w*|minacc\w*|uccid\w*|ammazz\w*|corda|buttar\w*|tetto|ponte|mort[oa]"
        r"|muore|morire|morendo|anneg\w*|affog\w*"
        r"|acqua|coscien\w*|polso|respir\w*|aria|cuore|attacco|incinta|contrazioni|doglie|non (?:riesce"
        r"|riesco) (?:piu )?a (?:parlare|muover\w*|camminare|vedere|alzar\w*|deglutire)|non (?:risponde|reagisce"
        r"|si muove)|incidente|testa|viso|faccia|bocca|labbra|braccio|braccia|gambe?|occhi|ospedale|dolor\w*|male"
        r"|vomit\w*|confus\w*|febbre|paura|addio|speranza|aiut\w*|emergenza|urgente|ambulanza|polizia|pompieri"
        r"|pericolo|presto|all improvviso|di colpo"
        r"|ingoiat\w*|bevuto|stran[oa]|ferit\w*|chius\w* dentro|allarme|intrus\w*|grave|pers[oa]|colpit\w*|schiuma"
        r"|convuls\w*|soffoc\w*",
    ),
    reported=(
        rf"(?:qualcuno|{PERSON}) (?:\w+ ){{0,3}}(?:e|ha|sta|si|non|sono|hanno|va)|c e (?:\w+ ){{0,2}}{PERSON}|(?:si"
        rf"|gli|le) (?:e|sta|ha)",
    ),
    asked=(
        r"(?:puo|potete|posso|avete|fate|vendete|avrei) \w+|non (?:veniamo|vengo|possiamo venire)|frangia|solo il"
        r"|si chiama|vorrei|voglio|volevo|serve|servono|bisogno|quanto|come|quando|dove|perche|quindi|per (?:mi[oa]"
        r"|il|la|una?)|grazie|se",
    ),
    crisis=(
        r"suicid\w+(?! squad| commerciale| politico)|(?:mi|si) (?:\w+ )?(?:voglio |vuole |sto per "
        r"|vorrei )?(?:ammazz(?:o|are|a)|uccid(?:o|ere|e)|impicc(?:o|are|a)|butto (?:giu|dal|sotto|nel)"
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
    ),
    urgent=(
        r"presto|subito|immediatamente|aiuto(?! (?:con|per))|aiutatemi|urgent\w*|oh dio|all improvviso|di colpo"
        r"|improvvisamente|cosa (?:faccio|devo fare|facciamo)|non so cosa fare|in fretta|correte|ambulanza|emergenza"
        r"|adesso|vi prego",
    ),
    not_so=(
        r"(?:non|mai|nessun|nessuna|nessuno|senza|ne|neanche|nemmeno|niente|nulla)(?: (?:di|del|un|una|il|la|lo|gli"
        r"|le|i|l|ha|ho|c|e|ci|sono|stato|stata|abbiamo|mi|si|avuto|in|serve|bisogno|che|chiami|chiamare|chiamate|a"
        r"|per|suo|mio|sia|stato|voglio|fa|alcun|alcuna|d))*",
        r"(?:quasi|per poco|praticamente|a momenti)(?: (?:mi|si|gli|le|ti|un|una|viene|veniva|prende|prendeva|di|il"
        r"|la|non|l|mi veniva|facevo|faccio|avevo))*",
    ),
    only_told=(
        r"riso|ridere|ridendo|risate|ridevo",
        r"se(?! (?:stess\w+|ne sta))|in caso di|nel caso|cosa (?:fate|fanno|succede)|che succede|che cosa (?:fate"
        r"|succede)|immagin\w+|supponi\w*|rischi\w*|pericolo di (?:un|una|che)|evitare|prevenire|prevenzione"
        r"|formazione|formati|impar\w+|corso|corsi|esercitazione|simulazione|assicurazione|avete|ha (?:un|una"
        r"|qualche)(?= (?:rampa|cassetta|defibrillatore|kit))|vendete|offrite|fate|quando (?:qualcuno|un cliente"
        r"|una cliente|uno|si)|potrebbe|puo (?:il|la|un|una|causare|provocare|dare|far|essere)|sarebbe"
        r"|come (?:evitare|prevenire|si evita)|copre",
        r"dopo (?:il|la|l|un|una|mio|mia|suo|sua|lo|aver)|dal (?:mio|suo|giorno)|dall (?:infarto|ictus|incidente"
        r"|operazione)|da quando|a causa (?:di|del|della|dell)|per colpa|nonostante|ripres[oa]|riabilitazione"
        r"|sopravvissut\w+|prima (?:di|dell|del)|beneficenza|raccolta fondi|articolo|letto (?:un|di|che|su)"
        r"|visto (?:un|una)|guard\w+|sogn\w+|storia|racconta\w*|come se|come (?:un|una)|paura (?:degli|dei|delle|del"
        r"|di (?!morire))|fobia|battuta|scherzo|teatro|ogni volta|sempre quando|a volte|di solito|lavor\w+ (?:come"
        r"|in|da)|mestiere",
    ),
    long_ago=(
        r"(?:nel|questo) (?:fine settimana|weekend)",
        r"sempre (?:con|quando|alla|agli|ai|davanti|in)",
        r"ieri|l altro ieri|(?:anno|mese|settimana|estate|inverno|autunno|primavera|notte|volta|lunedi|martedi"
        r"|mercoledi|giovedi|venerdi|sabato|domenica|secolo) scors[oa]|(?:scors[oa]|passat[oa]) (?:anno|mese"
        r"|settimana|estate|inverno|notte|volta|lunedi|martedi|sabato|domenica)|l (?:anno|estate|inverno|autunno"
        r"|ultima volta|altra volta|altro giorno|altra settimana)(?: scors[oa]| passat[oa])?|(?:giorn[oi]"
        r"|settiman[ae]|mes[ei]|ann[oi]|tempo|un po) fa|nel (?:19|20)\d\d|(?:a|in|lo scorso) (?:gennaio|febbraio"
        r"|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)|quando (?:ero|era|avevo"
        r"|aveva|eravamo|ho visto|vedo|ho letto|ho aperto|ho saputo|mi ha detto|mi hanno detto|sono andat\w+"
        r"|ho sentito)|da (?:piccol[oa]|bambin[oa]|ragazzin[oa]|giovane)|nell infanzia|un tempo|una volta|tempo fa"
        r"|(?:all|al|alla|durante l|nell|dell) ?ultim[oa] \w+"
        r"|in passato|recentemente|di recente|aveva avuto|e mancat\w+|funerale|defunt\w+|(?:la settimana|il mese"
        r"|l anno) prossim[oa]|prossim[oa]|domani|vedendo (?:il|la|i)|(?:con|per|davanti a|al|dal) (?:\w+ )?(?:conto"
        r"|prezz\w+|fattura|scontrino)|dal ridere|dalle risate|per (?:halloween|carnevale|il film|una festa"
        r"|lo spettacolo)|(?:tra|fra) (?:\w+ )?(?:settimane|mesi|giorni)",
    ),
    at_present=(
        r"adesso|ora|in questo momento|ancora|minuti|secondi|oggi|da (?:ieri|stamattina|un ora|stanotte)"
        r"|appena|all improvviso|di colpo|sta \w+ndo|non (?:respira|reagisce|si sveglia|si muove)",
    ),
    turns=(r"ma|adesso|ora|e (?:ora|adesso|poi)|all improvviso|perche|oggi",),
    made_up=(
        r"veterinari\w+|film|serie|netflix|romanzo|libro|videogioco|gioco|teatro|spettacolo|recita|halloween"
        r"|carnevale|costume"
        r"|travestiment\w+|sangue finto|cena con delitto|delitto|zombie|zombi|escape room|casa degli orrori|podcast"
        r"|commedia|canzone|gruppo musicale|scherzo|modo di dire|per modo di dire|espressione|in senso figurato"
        r"|falso allarme|riprese",
        r"(?:ora |adesso |gia )?(?:sta|stanno|sto|stiamo|e|sono) (?:\w+ )?(?:bene|meglio|guarit\w*|in salvo"
        r"|fuori pericolo|benone)(?= |$)(?<!non sta bene)|tutto (?:bene|a posto|ok)|(?:solo|soltanto"
        r"|era) (?:\w+ )?(?:una |un )?(?:esercitazione|scherzo|prova|spavento|simulazione)|nessuno (?:si )?(?:e "
        r"|sta )?(?:\w+ )?(?:ferit\w*|fatto male|male)|niente di grave|non e (?:successo|stato) niente|(?:fuoco"
        r"|incendio) (?:\w+ )?(?:spento|domato)|(?:pompieri|polizia|ambulanza|carabinieri) (?:gia )?(?:se ne |e "
        r"|sono |ha |hanno )?(?:\w+ )?(?:andat\w*|venut\w*|passat\w*|bloccat\w*|chius\w*|parcheggiat\w*)",
    ),
    errand=(
        r"traffico|ingorgo|cosa posso mangiare|senza (?:glutine|noci|lattosio)",
        r"appuntament\w+|taglio(?! (?:profondo|alla))|piega|tinta|colore|meches|colpi di sole|balayage|prenot\w+"
        r"|annullare|disdire|cancellare|spostare|rimandare|posticipare|posto libero|disponib\w+|avete (?:posto|un"
        r"|una|libero|orari)|quanto (?:costa|viene|fate|costano)|prezz\w+|orari\w*|aprite|apert[oi]|chiudete"
        r"|buono regalo|sconto|massaggio|trattamento|manicure|pedicure|ceretta|unghie|ciglia|sopracciglia|trucco"
        r"|frangia|ricrescita|consulenza|parchegg\w+|ritardo|tardi|parrucchier\w+|salone|shampoo|prodott\w+ (?:per"
        r"|dei)|vorrei(?! (?:morire|ammazz|farla))|mi piacerebbe|posso (?:venire|passare|avere|prendere|fare)"
        r"|fattura|reclam\w+|rimbors\w+|tavolo per|ordine|consegna|permanente|stiratura|barba|ricci|acconciatura"
        r"|preventivo|radici",
    ),
    affirmed=(
        r"(?:(?:oh dio|ah|eh|presto|per favore|credo di|purtroppo) )*(?:si|certo|esatto|purtroppo|certamente"
        r"|e (?:mio|mia|lui|lei|ferit\w+)|mio \w+|mia \w+|sono io|sono|ho|qualcuno|lui|lei|credo di si|aiuto|presto"
        r"|tanto|tutti|gravemente|sta male|ovvio|davvero si|temo di si)\b",
    ),
    denied=(
        r"no|nessuno|macche|per niente|figuriamoci|tutto bene|tutti bene|stiamo bene|sto bene|sta bene"
        r"|e un (?:modo di dire|espressione)|modo di dire|espressione|scherz\w+|i miei capelli|il colore|la tinta"
        r"|il cuoio capelluto|la cute|falso allarme|tranquill\w+|assolutamente no|per fortuna|niente di grave|ma va"
        r"|ci mancherebbe|non si preoccupi",
    ),
    not_understood=(
        r"(?:(?:ah|oh|eh|scusi|mi scusi|pronto|come) ?)*(?:scusi|come|cosa|che|pronto|chi|perche|prego"
        r"|puo ripetere|mi puo ripetere|come ha detto|cosa ha detto|che ha detto|cosa intende|non ho (?:capito"
        r"|sentito)"
        r"|non capisco|ferito)(?: per favore| \.)*",
    ),
)
