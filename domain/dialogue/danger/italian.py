"""Danger in Italian. The patterns match folded words: no accents, a blank for an apostrophe (`l ambulanza`)."""

from domain.dialogue.danger.italian_harmless import HARMLESS
from domain.dialogue.danger.italian_reports import REPORT_WORDS
from domain.dialogue.danger.italian_signs import CERTAIN, CRISIS, LIKELY, PEOPLE
from domain.dialogue.danger.lexicon import Lexicon

ITALIAN = Lexicon(
    people=PEOPLE,
    spellings={
        r"(l|d|un|all|dell|nell)((?:inalator|ambulanz|incend|infart|emorrag|alzheimer|impalcat|inquilin|aria|allerg|ictus|auto"
        r"|acqua|occhi|arteri|overdose|ospedal"
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
        r"se(?= (?:\w+[aiu]t|fatt|rott|mess|chius|aper|pers|pres|mors)[aoie])": "s'e",
        r"nonna (?=(?:mia)\b)": "nonna ",
    },
    harmless=HARMLESS,
    certain=CERTAIN,
    likely=LIKELY,
    hints=(),
    reported=(),
    asked=(),
    crisis=CRISIS,
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
    report_words=REPORT_WORDS,
)
