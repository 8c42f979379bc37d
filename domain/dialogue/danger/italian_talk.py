"""What Italian customers speak of, and what takes a report of danger back. Folded as in `italian`."""

from collections.abc import Mapping

from domain.dialogue.danger.reports import Kind

WORDS: Mapping[Kind, str] = {
    Kind.WISH: """
        appuntament* prenot* annullare disdire cancellare spostare rimandare posticipare disponib* quanto prezz* orari*
        aprite chiudete regalo sconto ritardo vorrei vorremmo piacerebbe volevo volevamo fattura reclam* rimbors*
        ordine consegn* preventivo avvocat* separar* divorzi* causa multa ricorso assicurazione risarciment* sfratto
        licenziat* testamento eredita notaio denunci* querela perizia tribunale udienza procura fisioterap* fisio
        seduta sedute prescritt* ricetta riabilitazione ripar* aggiustare installare manutenzione confermare domanda
        informazion* cerco cerchiamo corso corsi certificato licenziamento impugnare consiglia traffico opposizione
        sanzione lamentarmi terapia voi vostro vostra vostri vostre avvisare lamentarsi veterinari*
        """,
    Kind.TOPIC: """
        piega tinta meches balayage apert* massagg* trattament* manicure pedicure ceretta unghi* ciglia sopracciglia
        trucco frangia ricrescita consulenz* shampoo permanente stiratura barba ricci acconciatura affitto contratto
        osteopat* bite corona otturazione impianto apparecchio molare pulizia carie controllo idraulico cambiare
        intasat* rubinetto termosifone menu piatt* vegan* glutine celiac* compleanno lavanderia curriculum perito
        ombrello extension asporto pasquetta lavandino sifone sciacquone revisione meccanico chiave serratura portare
        patente bolletta lavaggio tessera fumatori mantenimento carrozzina carrozzine tatuaggio henne torta pizza tosse
        dentiera accesso festa maturita festeggiare occhiali cellulare telefono capelli tagliate dentale dentista
        gengive ripetere scegliere normale molestava promo promozione offerta sito pagina web email mail indirizzo
        garanzia ricambio lavatrice lavastoviglie frigo tapparella officina tagliando gomme pneumatici polizza
        infiltrazion* umidita tubi tubature water bibite vino birra vegetarian* brunch comunione caparra acconto
        disdetta preavviso sfrattat* colloquio assumete assunzioni freni freno marmitta toelettatura portafoglio
        forbici prelievo borsa devitalizzazione raccolto tennis impegnativa scaffale tecnico licenziarmi pidocchi
        biologica babysitter applicate prurito analcolico lampeggiava tingermi distorsione abbaia dubbio stampante
        inchiostro illuminato chiuso chiusa pacemaker drenaggio scalda vertigini domicilio allettata annuncio
        lavapiatti cerniera rasate assegno scaduto buono catering funerale occupazionale avvisarvi vaccino funziona
        ostetrica sposa matrimonio hotel plico blocco cacciavite analisi lamentarti profumo cauzione forfora daltonico
        torcicollo seggioloni curry fabbro rifiuto dermatite grigliata otorino pressione pelvico libretto banca cera
        zucchero terreno mensa doccia box addormentato pavimento patatine parquet passo carrabile nuoto pioggia trapano
        bici ginocchio stomaco terrazza guinzaglio sordo codice musica battesimo piastrella gradino pesce tubo
        salvavita lampeggia affilate rifacendo contratta riscaldamento
        """,
    Kind.PAST: """
        ieri scorso scorsa scorsi passato passata settimane settimana mesi mese anno tempo infanzia funerale mancato
        mancata defunt* operat* operazione intervento prossimo prossima domani vacanza vacanze cronic* successe
        passammo guarita guarito
        """,
    Kind.IF: """
        volte solito spesso rischi* evitare prevenire prevenzione potrebbe sarebbe fobia immagin* ipotesi sempre
        """,
    Kind.FICTION: """
        film serie netflix romanzo libro videogioco gioco teatro spettacolo recita halloween carnevale costum*
        travestit* zombie zombi escape podcast commedia canzone scherzo esercitazione sogno sognat* articolo giornale
        telegiornale espressione ridere riso risate figurat* metafora immaginati haha scena scene giriamo attore
        attrice scrittore
        """,
    Kind.TURN: "ma adesso ora improvviso pero",
    Kind.JOINT: "e ed o poi perche che quindi",
    Kind.NOT: "non mai nessun nessuna nessuno senza ne neanche nemmeno quasi",
}

PHRASES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WISH: (
        r"(?:avete|fate|accettate|vendete|aprite|siete|date|offrite|consegnate|prendete|avreste) (?!chiamato)"
        r"|(?:posso|possiamo|potrei|potete|puo|potreste) (?:\w+ )?(?:venire|passare|pagare|avere|prendere|fare"
        r"|cambiare|prenotare|spostare|sistemare|dare|mangiare|portare)(?! (?:presto|subito|qualcosa))|(?:devo"
        r"|dobbiamo) (?:disdire|spostare|annullare|cambiare|cancellare)|(?:ci|mi) serve (?:un|una) (?:avvocato"
        r"|notaio|appuntamento|idraulico|fattura|certificato)|e per (?:un|una|ritirare|il|la|prenotare)|nel traffico"
        r"|in ritardo|arrivo (?:\w+ ){0,3}(?:dopo|tardi)|quando (?:potete|aprite|siete)|non (?:veniamo|vengo"
        r"|possiamo venire|riesco a venire)",
        r"e normale|voglio (?:un|una|fare|impugnare|denunciare|separarmi|cambiare|disdire|prenotare|sapere)"
        r"|vogliamo (?:festeggiare|prenotare|un|una)|da che eta|a che ora|posso (?:venire|portar\w*)|lo posso "
        r"portare|mi (?:aiuta|puo aiutare) a|me ne serve|da voi",
        r"mi si e rott[oa] (?:il|la|l|un|una) (?:bite|unghia|chiave|occhiale|dente|corona|otturazione|apparecchio)"
        r"|(?:ha )?perso (?:\w+ ){0,2}(?:tessera|borsa|portafoglio|occhiali|chiavi|cellulare|ombrello)|presa (?:\w+ "
        r"){0,3}non (?:va|funziona)|mio avvocato|in strada (?:e |ed )?(?:arriv|faccio|far)\w*",
        r"tavolo (?:per|vicino|in|da|prenot\w*)|si chiama|non (?:scalda|parte|funziona|si accende)|acqua calda|si "
        r"puo (?:entrare|coprire|fare|fumare|pagare)|da voi|buono regalo|mi fa male (?:il|la|un) (?:gomito|ginocchio"
        r"|schiena|molare|spalla|collo) (?:quando|da)|preferisce un|andata in blocco|appena rotto con|lamentars?i"
        r"|(?:un|il) dente|i denti|arrivo (?:cinque|dieci|quindici)|doveva venire",
        r"e caduto un bicchiere|rotto col|mio avvocato|terapia occupazionale|e un problema|e grave",
        r"(?:ho )?(?:lasciato|dimenticato|ricevuto) (?:gli|il|la|l|un|una)|quando (?:posso|potete|inizia|avete)|da "
        r"un giorno all altro|non (?:scarica|si spegne)|serve (?:l avvocato|un)|mi ammazza(?= \.|$)|sulle scale(?= "
        r"\.|$)|avete (?:posto|qualcosa)",
        r"sangue a vedere|sente (?:poco|male)|mi scusi diceva|fate morire|davanti alla porta(?= \.|$)|in strada "
        r"arriv\w+|un albero sul",
        r"(?:scarica|scariche) (?:la|le) pil[ae]|pil[ae] (?:\w+ )?scaric\w|nel traffico|padrone di casa|toelettatura",
        r"buchi alle orecchie|posso (?:fare|entrare|usare|mangiare)",
        r"gli (?:servirebbe|serve)|fino alle \w+|le (?:servirebbe|serve)",
        r"ci serve (?:l |un )?idraulico|bruciore di stomaco|perso (?:il|l) (?:treno|autobus)|perso le chiavi|mi "
        r"tira (?:la|il)|non viene nessuno|c e ancora qualcuno(?= \.|$)|fare in fretta|al guinzaglio|mi fa impazzire"
        r"|arriva in",
        r"cerco la (?:vostra )?via|del caffe perde|cosi contratta",
        r"mi sono persa? per strada",
        r"alle mie (?:lettere|mail|chiamate)|giocando|facendo sport",
    ),
    Kind.TOPIC: (r"(?:viene|arriva|aspetta) (?:in|a|il|con|giu|domani|anche|oggi|con)|tiene la tele",),
    Kind.PAST: (
        r"(?:giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|tempo) fa|da (?:\w+ )?(?:\w+ )?(?:giorni|settimane|mesi|anni"
        r"|tempo|sempre)|l ultima volta|l altra volta|l altro giorno|quando (?:ero|era|avevo)|dopo (?:l operazione"
        r"|il parto|l incidente|l intervento|l infarto|l ictus)|a causa d\w+|(?:in|l) (?:estate|inverno|vacanza)"
        r"|nel (?:fine settimana|weekend)",
        r"quando (?:ero|era|avevo|eravamo)|c era una volta|(?:era|ero) (?:piccol\w|bambin\w)",
        r"(?:a|in|da) (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre"
        r"|dicembre)",
    ),
    Kind.IF: (
        r"in caso di|nel caso|che succede se|paura (?:di|del|dei)|(?:di|dal|dalla) (?:ridere|fame|sete|vergogna"
        r"|sonno|caldo|freddo|noia|invidia|voglia|risate|paura)|ogni volta|mi ammazza se|terrore del|di quell[ei] "
        r"che",
        r"quando (?:uno|qualcuno|vedo|vengo|vieni|arrivo|venite|voi) |paura (?:del|di|degli|dei|dell)|terrore del",
        r"(?<!come )se(?! l[ao] (?:tocco|chiamo|scuoto|prend\w+)| ne\b)",
        r"si e addormentato il (?:piede|braccio)",
    ),
    Kind.OVER: (
        r"(?:ora |adesso |tutto |tutti )?(?:sta|stanno|sto|stiamo|va) (?:\w+ )?(?:bene|meglio)(?= \.|$| (?:grazie"
        r"|adesso|ora|ma))(?<!non sta bene)",
        r"falso allarme|nessuno (?:si )?(?:e )?(?:\w+ )?(?:ferit\w*|fatto male)|niente di grave|non e (?:successo"
        r"|stato) niente",
    ),
}
