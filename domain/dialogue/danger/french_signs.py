"""The signs of danger in French. Folded as in `french`."""

from domain.dialogue.danger.lexicon import PERSON, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"pas|jamais|ni|failli|presque|si|aucun\w*|sans|personne|plutot")


PEOPLE = """
    mari femme mere pere maman papa parents fils fille enfant enfants bebe bebes nourrisson gamin gamine garcon
    garcons petit petite frere soeur oncle tante cousin cousine neveu niece grand-mere mamie papi mami papy mamy
    belle-mere beau-pere copain copine ami amie voisin voisine voisins collegue collegues patron patronne employe
    employee client cliente clients dame monsieur homme femmes hommes type mec gars gens jeune vieux vieille
    patient patiente passager conducteur cycliste pieton coiffeur coiffeuse apprenti apprentie conjoint conjointe
    compagnon compagne fiance fiancee ex colocataire coloc ado adolescent inconnu etranger ouvrier electricien
    jumeau jumelle serveur serveuse vendeur vendeuse caissier caissiere ivrogne visiteur locataire proprietaire passant
    """
_WHO = rf"(?:il|elle|ils|elles|on|quelqu un|personne qui|cambrioleur|{PERSON})"
_I_OR_WHO = rf"(?:je|j|m|me|nous|il|elle|ils|elles|on|quelqu un|{PERSON})"
_THE = r"(?:le|la|l|les|un|une|du|de|des|d|mon|ma|mes|son|sa|ses|notre|votre|leur|nos|au|aux)"
_ILL = (
    r"(?:crise cardiaque|crises? d epilepsie|crise d asthme|crise de convulsions?|infarctus|arret (?:cardiaque"
    r"|respiratoire)|avc|a v c|accident vasculaire\w*(?: cerebral)?|attaque (?:cerebrale|cardiaque)"
    r"|choc anaphylactique|choc allergique"
    r"|reaction allergique|oedeme de quincke|hypoglycemie|embolie|hemorragie\w*|fausse couche|coma|convulsions?"
    r"|rupture d anevrisme|coup de chaleur)"
)
_BODY = one_of(
    """
    tete visage cou gorge nuque bras main mains poignet poignets doigt doigts pouce jambe jambes pied pieds oeil
    yeux oreille nez bouche levre levres langue poitrine ventre dos hanche genou cheville crane colonne epaule
    cotes peau cote front cuisse joue moitie
    """
)
_PLACE = one_of(
    """
    maison cuisine appartement immeuble magasin boutique salon bureau voiture garage toit chambre salle cave
    restaurant lit canape rideaux? four cuisiniere seche_linge machine moteur bus ecole escalier cage_d_escalier
    couloir balcon prise batterie cable poele poubelle atelier entrepot grange camion foret voisin_ d_a_cote hotel
    robe manche veste
    """
)
_POISON = one_of(
    """
    javel detergent lessive pile piles pile_bouton deboucheur acide poison essence champignons? mort_aux_rats
    decapant dissolvant nettoyant produits?(?:_\\w+)? ammoniaque soude antigel white_spirit eau_oxygenee
    liquide_vaisselle desinfectant insecticide aimants? piece decolorant teinture parfum gel_hydroalcoolique baies
    drogue capsule_de_lessive petrole
    """
)
_PILLS = (
    r"(?:medicaments?|comprimes?|cachets?|somniferes?|pilules?|antidepresseurs?|doliprane|paracetamol"
    r"|aspirine|anxiolytiques?|xanax|insuline|gelules?)"
)
_CALL = (
    r"(?:appelez|appeler|appelle|appelle|besoin|envoyez|envoyer|envoie|venir|prevenez|prevenir|veux|voudrais"
    r"|faut|contactez|contacter|demande|demander|vite|composez|composer|faites|telephonez|urgent)"
)
_SERVICES = (
    r"(?:ambulance|ambulances|samu|pompiers|secours|police|gendarmes|gendarmerie|urgences|smur|15|17|18|112"
    r"|le quinze|le dix huit|le dix sept|le cent douze|urgentiste|defibrillateur)"
    r"(?! (?:municipale?|volontaires?|calendrier|calendriers|judiciaire|bal|scientifique|a (?:un|le)|est (?:en face"
    r"|a cote|juste)|dentaires?|formation|d assurance|veterinaires?|heures?|h\b|rue|avenue|euros|minutes))"
)

CERTAIN = (
    rf"(?:tombe|tomber|tombee) dans les (?:pommes|vapes)|coup de (?:sabot|pied|couteau|poing"
    rf"|batte) {gap(6)}(?:tete|visage|ventre|gorge)",
    r"(?:plein|pleine|remplie?|envahie?) de (?:fumee|gaz|flammes)|(?:bouteille|conduite|tuyau"
    r"|bonbonne) de gaz (?:siffle|fuit|explose)",
    rf"(?:embarque|enleve|emmene|arrache|kidnappe) {gap(1)}(?:mon|ma|notre|un|une|le|la) {PERSON}(?! (?:au|a l"
    rf"|chez|en vacances))",
    rf"(?:tape|frappe|cogne|tabasse|s acharne|etrangle|agresse) (?:sur )?(?:mon|ma|votre|notre|le|la|un|une"
    rf"|l) {PERSON}",
    rf"{_WHO} parle {gap(1)}(?:bizarre\w*|mal|charabia)|(?:on|je) (?:ne )?compren\w+ (?:plus )?rien a ce qu",
    rf"vien(?:t|s|nent) de {gap(2)}(?:frapper|battre|gifler|agresser|poignarder|tabasser|cogner|mordre|tirer"
    rf"|braquer)",
    rf"(?:voiture|camion|bus|tracteur|camionnette|moto|car|fourgon) {gap(2)}(?:retourne\w*|renverse\w*"
    rf"|bascule\w*|verse\w*|fait des? tonneaux?)",
    rf"(?:est|sont|suis|reste\w*|toujours) {gap(1)}(?:coince|bloque|incarcere|piege|ecrase)\w* (?:dedans"
    rf"|dessous|a l interieur|sous|dans (?:la|le|une|un) (?:voiture|camion|ascenseur|carcasse|machine|feu))"
    rf"|conducteur_ {gap(2)}coince|conducteur_ {gap(2)}(?:bloque|inconscient)",
    rf"(?:vient de|s est|a ete) {gap(2)}(?:faire )?(?:renverser|renverse\w*|percuter|percute\w*|ecraser"
    rf"|ecrase\w*|faucher|fauche\w*)(?! (?:du|un|le|mon) (?:cafe|verre|vin|pot))",
    rf"{_WHO} {gap(3)}(?:dit|pleure|crie|gemit) (?:\w+ )?(?:plus|plus rien)|(?:ne )?(?:pleure|crie"
    rf"|dit) plus(?: rien)?(?= |$)(?! que)|{_WHO} {gap(2)}(?:tout mou|toute molle|flasque)",
    rf"(?:inconnu_|etranger_|quelqu un|homme_|type_|mec_) {gap(3)}dans (?:mon|ma|notre) (?:salon|chambre|maison"
    r"|appartement|cuisine|jardin|cave|couloir|garage|boutique|magasin|salle)",
    r"braqu\w+ (?:la|le|ma|mon|une|un|les) (?:boutique|magasin|banque|caisse|caissiere|salon|bijouterie|tabac"
    r"|vendeuse|clients_)|ca tire(?= (?:dans|dehors|de|partout)|$)",
    rf"(?:respire|respirer|respirent|respirait|respirez) {gap(3)}(?:plus|pas|mal|difficilement|a peine"
    r"|bizarrement|avec difficulte|presque plus|fort et)|(?:n |ne )?(?:arrive|arrivent|arrives|peut|peux"
    r"|peuvent|parvient|arrivons) (?:plus|pas|a peine|difficilement) (?:\w+ )?(?:a )?(?:\w+ )?(?:respirer"
    r"|reprendre (?:son|mon) souffle|avaler)(?! par le nez| de rire| tellement je ris| dans (?:cette|ce"
    r"|mon) (?:robe|corset|pantalon|jean))|(?:du mal|difficultes?|peine|probleme|problemes|gene|galere) (?:a "
    rf"|pour |de )?(?:respirer|respiratoires?|respiration)|{_I_OR_WHO} {gap(2)}(?:etouffe|s etouffe|m etouffe"
    r"|etouffent|suffoque|asphyxie|s etrangle)(?! de (?:chaleur|rire))|etouff(?:e|er|ement|ee)(?! (?:sous|de))"
    r"|manqu\w* d air|cherche son (?:air|souffle)|arrete de respirer|plus d air|rale",
    r"(?:devient|devenu|devenue|devenir|est|tout|toute|levres|visage|sont|vire) (?:\w+ )?(?:tout "
    r"|toute )?(?:bleu|bleue|bleus|bleues|violet|violette|violettes|violace\w*)(?= (?:il|elle|il|et|au|mon|ma"
    rf"|vite|autour)|$)(?<!\w cheveux)|levres (?:\w+ ){{0,2}}(?:bleu\w*|violet\w*|gonfl\w*)|(?:gorge|langue"
    rf"|trachee|luette) {gap(3)}(?:gonfl\w+|se ferme|ferme|enfl\w+|serre\w*|bloque\w*|coince\w*|retrecit)"
    r"|(?:coince|coincee|bloque|bloquee|reste|restee|quelque chose|avale|os|arete|bonbon"
    rf"|piece) {gap(5)}(?:dans la|dans sa|dans ma|en travers de la) (?:gorge|trachee)|avale de travers|(?:s est"
    r"|a) avale (?:\w+ )?sa langue",
    r"inconscient(?:e|es|s)?(?! de)|evanoui\w*(?! toujours)|(?:perd|perdu|perdre|reprend pas|repris pas"
    r"|perdait) (?:\w+ )?connaissance|sans connaissance|(?:s est|s|vient de s|a) (?:effondre\w*|ecroule\w*"
    r"|affaisse\w*)|tombe\w* (?:dans les pommes|raide|dans le coma|inconscient\w*|par terre|au sol|d un coup)"
    r"|(?:fait|faire|fais|faisait|a eu|eu) (?:\w+ )?(?:un )?malaise(?! l an| le mois)|malaise (?:cardiaque"
    rf"|vagal)|{_WHO} {gap(4)}(?:se reveille|reveille|reagit|repond|bouge|parle|ouvre (?:\w+ )?yeux|respire"
    r"|reprend) (?:\w+ )?(?:plus|pas|rien)(?! (?:a mes (?:mails|messages|appels)|au telephone|francais|le matin"
    r"|avant|bien francais))|(?:arrive|arrivons|peux|peut) (?:pas|plus) (?:a )?(?:le|la) (?:reveiller|ranimer"
    r"|faire reagir)|(?:pas|plus|aucun) de pouls|(?:pas|plus|aucun|sans|pouls) (?:de )?pouls|coeur (?:ne "
    rf"|s est |s )?{gap(1)}(?:bat plus|arrete|lache)|yeux (?:\w+ )?revulse\w*|(?:tout|toute) (?:mou|molle|raide"
    r"|flasque)",
    rf"{_WHO} {gap(4)}(?:gise?\w*|allonge\w* (?:par terre|au sol|sur la route|dans la rue|sur le sol)"
    r"|par terre et|etendu\w* (?:par terre|au sol|dans)|au sol (?:et|inanime\w*|ne))|inanime\w*|(?:il|elle"
    rf"|quelqu un|{PERSON}) (?:est |va )?(?:en train de )?(?:mourir|mort|morte|decede\w*)(?=$| aidez| vite"
    rf"| au secours| il| elle| et| je)|en train de mourir|(?:retrouve|trouve) {gap(5)}(?:par terre"
    r"|inconscient\w*|au sol|au fond|inanime\w*|dans le bain|dans la baignoire)",
    rf"(?:fait|fais|faire|faisait|a|ai|eu|est|une|un|d une|d un|en|suis) (?:\w+ ){{0,2}}{_ILL}(?! (?:en voyant"
    r"|quand j ai|devant|au prix))|^(?:(?:vite|allo|aidez moi|oh dieu|s il vous plait"
    rf"|au secours) )*{_ILL}(?: (?:vite|au secours|s il vous plait|aidez moi))*$|convuls\w+|anaphyla\w+",
    rf"(?:mal|douleurs?|serre\w*|oppression|pression|point|pincement|brulure|poids|etau) {gap(4)}(?:a la|dans la"
    rf"|sur la|au|dans le|a|la) (?:poitrine|thorax|coeur|bras gauche)(?! au coeur)|poitrine {gap(3)}(?:serre\w*"
    rf"|mal|brule|douloureuse|ecrase)|(?:se tient|tient|agrippe|porte la main a) {gap(2)}(?:la poitrine|le coeur"
    rf"|la gorge)|bras gauche {gap(2)}(?:engourdi|mal|paralyse|lourd|douloureux)|douleur\w* (?:\w+ )?(?:dans le"
    r"|au) bras gauche",
    rf"(?:bouche|visage|joue|sourire|levre|cote|moitie) {gap(5)}(?:de travers|tordu\w*|tombe|tombent|affaisse\w*"
    r"|pend|paralyse\w*|deforme\w*|engourdi\w*|insensible|bouge (?:plus|pas))|paralys\w+"
    rf"|{_WHO} {gap(2)}(?:arrive|peut|parvient|sait|peux) (?:plus|pas) (?:a |du tout a )?(?:\w+ )?(?:parler"
    r"|marcher|bouger|lever|se lever|se relever|avaler|voir|tenir debout|articuler)|(?:arrive|peux|sens"
    rf"|sent) (?:plus|pas) (?:a )?(?:\w+ )?(?:bouger|lever|sentir|sens)? ?(?:\w+ )?{_THE} (?:\w+ )?{_BODY}"
    r"|parle (?:\w+ )?(?:bizarrement|n importe comment|de travers|plus correctement|mal d un coup)"
    rf"|dit n importe quoi (?:et|d un coup|soudain)|{_BODY} {gap(2)}(?:engourdi\w*|paralyse\w*|insensible\w*)"
    r"|vois? (?:plus|rien) (?:rien|d un|de l)",
    rf"{_WHO} {gap(2)}(?:convulse|tremble (?:de partout|de tout|par terre|et (?:bave|ne))|bave et|secoue de)"
    rf"|(?:mousse|ecume|bave) {gap(3)}(?:bouche|levres)|crise (?:d epilepsie|de convulsion)",
    rf"{_I_OR_WHO} {gap(3)}(?:saigne|saignent|saignait)(?! (?:des gencives|un peu du nez quand|facilement))"
    rf"|(?:saign\w+) (?:\w+ ){{0,2}}(?:beaucoup|enormement|abondamment|de partout|du nez et|de la|du|partout"
    r"|fort|pas|et ca|toujours|tout|ne s|sans)|(?:arrete|s arrete) (?:pas|plus) de saigner|hemorragie\w*|(?:du "
    r"|de |le |son |plein de |beaucoup de |couvert\w* de |mare de |flaque de |trop de "
    rf"|en )sang (?:\w+ ){{0,3}}(?:partout|coule|gicle|par terre|sur le sol|sort|pisse|qui|dans|plein|par la|du"
    r"|de la)|(?:plein|beaucoup|couvert\w*|mare|flaque|perd\w*|perdu|trop|crache\w*|vomi\w*|tousse\w*|baigne\w*"
    r"|pisse\w*|recouvert\w*) (?:\w+ )?(?:de|du|dans|le|son|en) (?:\w+ )?sang|en sang$|ensanglante\w*",
    r"(?:coupe|coupee|tranche|tranchee|sectionne\w*|arrache\w*|ouvert|ouverte|taillade\w*|entaille\w*|ampute\w*"
    rf"|broye\w*|ecrase\w*) (?:\w+ )?{_THE} (?:\w+ )?(?:doigt|doigts|main|pouce|bras|jambe|pied|poignets?"
    rf"|veines?|gorge|artere|orteil|oreille|arcade|crane|phalange)|{_BODY} {gap(2)}(?:sectionne\w*|arrache\w*"
    r"|tranche\w*|ampute\w*|broye\w*|ecrase\w*)|(?:doigt|main|pouce|bras) (?:est )?coupe(?: net)?|poignard\w*"
    r"|coups? de (?:couteau|feu|hache|machette|barre|poing)(?! de midi)|(?:recu|pris|prend) (?:une )?balle"
    rf"|blesse\w* (?:par balle|gravement|grave|par|a la tete|au)|{_I_OR_WHO} {gap(3)}(?:gravement|grievement"
    r"|serieusement) (?:blesse\w*|brule\w*|touche\w*)|(?:plaie|coupure|blessure|entaille"
    r"|brulure)s? (?:\w+ )?(?:profondes?|ouvertes?|beante|grave|importante)|blesse grave",
    rf"tombe\w* {gap(3)}(?:dans|de|du|d|des|par|a|en|sur) {gap(2)}(?:escaliers?|echelle|echafaudage|toit|balcon"
    r"|fenetre|cheval|velo|moto|scooter|arbre|lit|chaise|mur|table a langer|pont|marches|etage|scene"
    r"|trottinette|falaise|tabouret|l eau|eau|piscine|riviere|lac|canal|rails|voie|sa hauteur|tete|la tete"
    rf"|dos)(?! du lit en riant)|{_WHO} {gap(3)}(?:tombe\w*|chute|fait une chute|glisse) (?:et|elle|il|mal"
    r"|de haut)|(?:chute|chuter|chute) (?:de|d|dans|du|grave|mortelle)|(?:cogne\w*|tape\w*|heurt\w+|ouvert\w*"
    rf"|frapp\w+|fracass\w+|blesse\w*|choc|coup|fendu) (?:\w+ ){{0,2}}(?:la|a la|sur la|contre la|le|au) (?:tete"
    rf"|crane|nuque|tempe)|tete {gap(2)}(?:contre|cogne\w*|heurte\w*|ouverte|en sang|la premiere)|(?:peut|arrive"
    r"|peux) (?:plus|pas) (?:a )?(?:se|me) (?:relever|lever|mettre debout)|traumatisme|commotion",
    rf"{_I_OR_WHO} {gap(3)}(?:renverse\w*|fauche\w*|percute\w*|ecrase\w*|heurte\w*|electrocute\w*|foudroye\w*"
    r"|enseveli\w*|happe\w*)(?! (?:par le travail|mon cafe|son cafe|le cafe|du cafe|du vernis))"
    r"|accident (?:de (?:la route|voiture|moto|velo|scooter|train|travail|bus)|grave|terrible|devant|en bas"
    r"|juste)|(?:y a eu|vient d y avoir) un (?:\w+ )?accident(?! de (?:coloration|couleur|brushing"
    r"|coiffure))|(?:coince\w*|bloque\w*|pris\w*|ecrase\w*) (?:sous|entre|dans (?:la machine|les decombres"
    r"|la voiture accidentee|l incendie|les flammes))|decharge electrique|(?:pris|recu) (?:\w+ )?(?:le "
    r"|du )?(?:jus|courant|electrocution)|fracture ouverte|os (?:\w+ )?(?:sort|visible|depasse)|carambolage"
    r"|(?:doigt|main|bras|cheveux) (?:\w+ )?coince\w* dans (?:la|une) machine",
    rf"(?:eau|huile|the|cafe|graisse|soupe|cire|lait) (?:\w+ )?(?:bouillante?|brulante?|chaude?) {gap(3)}(?:sur"
    rf"|dessus|renverse\w*)|(?:renvers\w+|verse\w*|recu) {gap(4)}(?:bouillant\w*|brulant\w*)|ebouillant\w+"
    rf"|{_WHO} {gap(3)}(?:brule|brulee|brules)(?! (?:mes|les|ses|la|mon) (?:cheveux|pointes|frange|gateau|repas"
    r"|etapes|cuir))|brul(?:e|ee|ure|ures) (?:\w+ )?(?:grave\w*|au (?:deuxieme|troisieme)|gravement|severe\w*"
    r"|partout|au visage)|(?:javel|acide|produit|eau de javel|decolorant|oxydant|peroxyde|soude|teinture|colle"
    rf"|ammoniaque|lave vitre|detergent|lacrymo|deboucheur|produits?) {gap(4)}(?:dans|a) (?:les|l|ses|mes|son"
    r"|mon|le) (?:yeux|oeil|visage)|(?:se|s est|est en train de se|en train de se) (?:noie|noyer|noye\w*|noyee)"
    r"|noyade|au fond de (?:la piscine|l eau|la baignoire)|sous l eau|(?:bebe_|enfant_|petit_|petite_|fils_"
    rf"|fille_) {gap(4)}(?:enferme\w*|coince\w*|bloque\w*) (?:\w+ )?dans (?:la|ma|une|sa) voiture",
    r"(?:avale\w*|bu|boit|mange\w*|ingere\w*|bois|avaler|respire|inhale\w*"
    rf"|suce) {gap(4)}{_POISON}(?! de sa poche)|(?:pris|prend|prends|prise|avale\w*|prendre"
    rf"|ingere\w*) {gap(2)}(?:trop|tout|toute|tous|toutes|plein|beaucoup|boite|plaquette|flacon|tas|poignee"
    rf"|surdose|une dizaine|une vingtaine|entier|entiere) {gap(5)}{_PILLS}|(?:boite|plaquette|flacon"
    rf"|tube) (?:\w+ )?(?:entiere?|complete?|vide)? ?de {_PILLS}|{_PILLS} (?:\w+ )?(?:d un coup|vide|vides)"
    r"|(?:overdose|surdose|over dose)(?! de (?:shampoing|laque|paillettes|autobronzant|chocolat|couleur|travail"
    r"|cafe))|intoxi\w+(?! alimentaire (?:la|le|hier))|empoisonn\w+|monoxyde",
    r"perd(?:u|s)? les eaux|(?:poche|rupture) (?:des|de la poche des) eaux|(?:a|ai|des|ses|les|fortes?"
    r"|premieres) contractions(?! musculaires)|contractions toutes|(?:en train d |va |vient d "
    r"|commence a )accoucher|accouche (?:maintenant|la|ici|dans|tout de suite|au|sur|$)|(?:bebe_"
    r"|enfant_) (?:\w+ )?(?:arrive|sort|est en train de (?:sortir|naitre|arriver)|va sortir)(?=$| maintenant"
    r"| tout de suite| la| trop| vite| et| dans la voiture| au secours| c est)|(?:voit|vois|sent"
    r"|sens) (?:deja )?(?:la |sa )tete(?: du bebe_)?|la tete sort|travail a commence(?=$| et| elle| pour ma)"
    r"|en travail$|accouche$",
    r"au feu(?! rouge| vert)|(?:y a le|y a du|y a un|il y a le) (?:feu|debut de feu|debut d incendie"
    r"|incendie)(?! d artifice| rouge)|(?:prend|pris|prendre|prennent|mis|met|mettre) (?:le )?feu|en (?:feu"
    r"|flammes)(?! (?:avec|de joie))|incendie(?! l annee)|(?:feu|flammes) (?:\w+ )?(?:dans|a la|au|chez|partout"
    rf"|sort\w*|se propage|sur)(?! artifice)|{_PLACE} {gap(3)}(?:brule|brulent|en train de bruler|flambe|explose"
    r"|s est effondre\w*|effondre\w*)|ca (?:brule|flambe)(?: (?:ici|partout|chez|dans|au|la maison))?$|(?:fumee"
    rf"|fumees) {gap(3)}(?:partout|sort|sortent|dans (?:le|la|l|tout)|noire|epaisse|envahi\w*|entre|sous|monte)"
    r"|(?:plein|beaucoup|rempli\w*|envahi\w*|epaisse|grosse|enorme) (?:de |d une )?fumee|(?:odeur|sent|sens"
    r"|senteur|pue|fuite|fuit|sentir|ca sent) (?:\w+ )?(?:le |de |du )?gaz|fuite de gaz"
    r"|gaz (?:\w+ )?(?:s echappe|fuit)|(?:une|grosse|y a eu une|entendu une) explosion|(?:gaziniere"
    r"|bouteille de gaz|chaudiere|bonbonne|batterie|four|immeuble|voiture) (?:\w+ )?explose\w*",
    rf"cambriol(?:eurs?|age en cours|e en ce|er|es en)|(?:quelqu un|{PERSON}|on|il|ils|des \w+|intrus|inconnus?"
    rf"|individus?) {gap(4)}(?:entre|entres|rentre|rentrer|entrer|penetre\w*|introdui\w*|force\w*|defonce\w*"
    rf"|casse\w*|fracture\w*|escalade\w*) {gap(4)}(?:chez (?:moi|nous)|porte|fenetre|maison|appartement|serrure"
    rf"|vitre|magasin|boutique)|intrus|(?:quelqu un|inconnu_|{PERSON}) {gap(3)}(?:dans (?:ma|la|mon"
    r"|notre) (?:maison|appartement|chambre|jardin|cuisine|cave)|chez moi|en bas de l escalier)(?! (?:qui fait"
    r"|pour|invite))|cambriol\w* (?:en ce moment|maintenant|la)|effraction",
    r"(?:m |nous |l |se fait |s est fait |me fait |me fais |est en train de |se font |suis |etre "
    r"|en train d )(?:agress\w+|attaqu\w+|braqu\w+|viol(?:e|ee|er|ent)|frapp\w+|tabass\w+|etrangl\w+"
    r"|poignard\w+|kidnapp\w+|sequestr\w+|racket\w+|poursui\w+|menac\w+|tirer dessus|voler mon|battre"
    r"|tuer)(?! (?:par le prix|par vos prix|si|de rire))|(?:me|nous|la|le|sa_? femme_?|ma \w+|les) (?:menace"
    r"|menacent|frappe|frappent|bat|tape dessus|etrangle|agresse|poursuit|poursuivent|suit|suivent|viole|braque"
    r"|attaque|tabasse|poignarde|cogne|gifle|sequestre)(?! (?:sur (?:insta|facebook|les reseaux)|par|du regard"
    r"|dans l))|braquage(?! sur les prix)|braqueurs?|hold up|(?:menace|avec|a|sort|sorti|tient|brandit|pointe"
    r"|ont|agite) (?:\w+ ){0,2}(?:couteau|pistolet|arme|fusil|hache|machette|revolver|kalachnikov|batte"
    r"|barre de fer)(?! (?:pour|qui coupe|a |de cuisine))|(?:arme a feu|armes?|arme) (?:a la main|braquee|sur)"
    r"|main armee|homme_? arme|otages?|prise d otage|coups de feu|fusillade|(?:on|il|ils|quelqu un) (?:nous "
    r"|me |lui )?(?:tire|tirent) (?:dessus|sur|dans)|tirs (?:dehors|dans)|alerte a la bombe|bombe (?:dans|au"
    r"|posee)",
    r"(?:veut|va|menace de|essaie de|essaye de|vouloir|voulait|jure de|dit qu il va|est en train de) (?:me|nous"
    r"|la|le|l|les|tous nous) (?:tuer|frapper|etrangler|bruler|poignarder|violer|egorger|faire du mal"
    r"|buter)(?! si| de rire)|(?:me|nous) laisse (?:pas|plus) (?:sortir|partir|tranquille et)|(?:m a|nous a"
    r"|suis|a) (?:enferme\w*|sequestre\w*|attache\w*)(?! dehors par| (?:mes|les|ses|ma) cheveux)|(?:me|suis"
    r"|suis) cache\w* (?:dans|sous|derriere)|je me cache(?! les)|(?:a|ont|vient d) (?:enleve\w*"
    r"|kidnapp\w*) (?:ma|mon|notre|un|une|le|la|sa|son)(?! (?:vernis|gel|manteau|couleur|frange))|(?:bagarre"
    r"|bastonnade) (?:\w+ )?(?:dehors|devant|au|couteau)|viol(?:ence|ences) conjugales?"
    r"|viole[er]?(?:e)?(?: par)$",
    rf"{_CALL} {gap(5)}{_SERVICES}|^(?:(?:vite|allo|s il vous plait|aidez moi|oh dieu|une|un|les|la|le|l|des"
    r"|au secours) )*(?:ambulance|samu|pompiers|police|secours|urgence|gendarmes)(?: (?:vite|s il vous plait"
    r"|tout de suite))*$|au secours|a l assassin|(?:c est|y a|est"
    r"|j ai) (?:\w+ )?une (?:\w+ )?urgence(?! (?:capillaire|coiffure|pour|de coiffure))|urgence (?:vitale"
    r"|medicale|absolue)|(?:question|cas) de vie ou de mort|danger de mort|(?:massage cardiaque|bouche a bouche"
    r"|reanim\w+|defibrillateur|gestes de premiers)(?! (?:formation|cours))|(?:faut|besoin"
    rf"|veux) (?:\w+ ){{0,2}}(?:medecin|docteur|hopital|aide) (?:vite|tout de suite|immediatement|d urgence"
    r"|urgent|en urgence)|aidez (?:le|la|mon|ma|nous|les)(?! (?:a|pour))|aidez moi (?:vite|mon|ma|il|elle"
    rf"|s il vous plait (?:mon|ma|il|elle))|(?:envoyez|faites venir) (?:\w+ ){{0,2}}(?:aide|de l aide|quelqu un"
    r"|du secours)(?: vite)?(?! pour)",
    rf"(?:vipere|serpent|chien) {gap(3)}(?:mordu\w*|mord(?! pas)|attaque\w*)|morsure de|(?:piqu\w+"
    rf"|mordu\w*) {gap(5)}(?:gonfle\w*|enfle\w*|respire\w*|serpent|vipere|visage|gorge)|(?:visage|langue|gorge"
    rf"|yeux|levres) {gap(2)}(?:gonfl\w+|enfl\w+) (?:et|d un coup|tout|tres)",
)

LIKELY = (
    r"(?:va|vont|veut) (?:me|la|le|nous|les|l) (?:tuer|frapper|poignarder|battre)",
    r"(?:y a|y a eu|j ai eu|il a eu|elle a eu) un (?:\w+ )?accident",
    rf"{_I_OR_WHO} {gap(4)}(?:avale|tombe|tombee|blesse|blessee|brule|brulee|disparu|disparue"
    r"|perdu de vue)(?! (?:la|le|les|amoureu\w+|enceinte|bien|mal|d accord|malade|en panne|un|sur|mon|ma|mes|du"
    rf"|dans le))|{_WHO} {gap(2)}(?:tombe\w*|avale\w*) (?:quelque chose|un|une|dans|de|du|d)",
    rf"{_WHO} {gap(3)}(?:va (?:vraiment )?(?:tres )?mal|pas bien du tout|se sent (?:tres )?mal|tremble|delire"
    r"|en danger|tout pale|toute pale|blanc comme un linge|hurle|vomit)|^(?:(?:oh dieu|allo|s il vous plait"
    r"|vite) )*(?:a l aide|aidez moi|aidez nous|aide)(?: (?:vite|s il vous plait|a l aide))*$",
    r"(?:alarme|detecteur) (?:\w+ ){0,4}(?:sonne|bipe|hurle|s est declenche\w*|retentit)|(?:odeur|sent"
    r"|sens) (?:\w+ ){0,2}(?:le |de )?(?:brule|fumee|cramé|crame|roussi)|(?:trouve|retrouve|vois) (?:plus"
    r"|pas) (?:mon|ma) (?:fils_|fille_|enfant_|bebe_)|(?:fils_|fille_|enfant_) (?:\w+ )?disparu\w*",
    rf"(?:visage|levres?|yeux|oeil|bouche|paupiere) {gap(3)}(?:gonfl\w+|enfl\w+)|(?:bras|jambe|poignet|cheville"
    rf"|nez|cote|epaule) {gap(1)}(?:casse|cassee|fracture\w*)(?! la)|(?:casse|cassee|fracture) (?:le|la|une"
    rf"|un) (?:bras|jambe|poignet|cheville|nez|cote|epaule|hanche)|(?:pris|avale) {gap(3)}{_PILLS}|(?:eu"
    r"|avoir) un (?:petit )?accident|(?:peur de|peur pour) (?:lui|mourir|ma vie)|pas en securite|en danger"
    r"|vertiges? et|me sens (?:tres )?mal|bagarre|devient violent|je (?:vais|me sens) (?:mourir|partir)$"
    r"|crise (?:de panique|d angoisse)|quelqu un (?:\w+ )?(?:blesse|devant chez moi|rode)|rodeur",
)

CRISIS = (
    r"(?:me|se|m|s) (?:\w+ )?(?:suicider|suicide|suicidee?|(?<!va me )(?<!vont me )(?<!veut me )tuer|pendre"
    r"|tirer une balle|jeter (?:sous|du|par"
    r"|dans le vide)|foutre en l air|donner la mort|ouvrir les veines|taillader|noyer|flinguer|faire du mal"
    r"|buter|mutiler|supprimer|empoisonner|foutre par la fenetre)(?! (?:si|de travail|au travail|a la tache"
    r"|sur instagram|a (?:me|te|vous)))|suicid\w+(?! squad| commerciale?)|(?:veux|veut|envie de|voudrais"
    r"|souhaite|vais|prefere|prefererais|veulent|va) (?:\w+ )?(?:mourir|crever|en finir|disparaitre"
    r"|etre morte?)(?! (?:de|d|pour|avec (?:mes|cette|ce|ma) (?:cheveux|couleur|frange)|vos))|(?:veux|veut|envie"
    r"|envie de|ai) (?:plus|pas) (?:\w+ )?(?:de |envie de |d )?(?:vivre|etre (?:la|en vie|ici)|continuer|exister"
    r"|me reveiller|avancer|rester en vie)|plus envie de (?:vivre|rien|continuer|me battre)",
    r"(?:mettre|met|mets|mis) (?:\w+ )?fin a (?:mes|ses|ma|sa|mes propres) (?:jours|vie)|en finir(?:$"
    r"| avec (?:la|ma|sa) vie| une bonne| maintenant| ce soir| pour)|(?:plus|aucune|pas) (?:de |d )?(?:raison"
    r"|sens|gout|interet) (?:de |a |d )?(?:vivre|la vie|continuer|ma vie)|(?:vie|rien) (?:ne |n )?(?:vaut|a"
    r"|sert) (?:plus |pas )?(?:la peine|le coup|plus de sens|a rien)(?= |$)(?! de (?:venir|couper))|(?:mieux"
    r"|tranquilles?|heureux|soulages?|bien) (?:\w+ )?sans moi(?! a la)|sans moi (?:\w+ ){0,3}mieux"
    r"|(?:n )?en peux plus (?:de (?:la vie|vivre|cette vie)|je (?:veux|vais)|la vie)|(?:n )?en peux plus$"
    r"|veux plus (?:vivre|etre)|(?:suis|est|debout|assis\w*) (?:\w+ )?(?:sur|au bord) (?:le|du|un|d un|la"
    r"|de la) (?:\w+ )?(?:pont|toit|vide|falaise|rebord|voie|balcon)(?! pour| en train de bronzer)|sauter (?:du"
    r"|d un|par|de la|dans le vide|sous)|lettre d adieu|(?:la|les|devant moi|corde|cachets|comprimes"
    r"|medicaments) (?:sont |est )?(?:pret\w*|devant moi|a la main)(?= |$)(?! (?:pour (?:la|le) (?:pose|soin)))"
    r"|personne (?:ne )?(?:me )?(?:regrettera\w*|manquerai|manquera\w*|remarquera\w*)",
)
