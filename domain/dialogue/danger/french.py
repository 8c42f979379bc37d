"""Danger in French. The patterns match folded words: no accents, a blank for an apostrophe (`j ai`)."""

from domain.dialogue.danger.lexicon import PERSON, Lexicon, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"pas|jamais|ni|failli|presque|si|aucun\w*|sans|personne|plutot")


_PEOPLE = """
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
    r"|le quinze|le dix huit|le dix sept|le cent douze|urgentiste|premiers secours|defibrillateur)"
    r"(?! (?:municipale?|volontaires?|calendrier|calendriers|judiciaire|bal|scientifique|a (?:un|le)|est (?:en face"
    r"|a cote|juste)|dentaires?|formation|d assurance|veterinaires?|heures?|h\b|rue|avenue|euros|minutes))"
)

FRENCH = Lexicon(
    people=_PEOPLE,
    spellings={
        r"([lsmnd])((?:evanou|etrangl|etouff|effondr|ecroul|huile|urgence|ambulance|escalier|echelle|hopital|oeil"
        r"|eau|immeuble"
        r"|appartement|attaqu|agress|arret|arrive)\w*)": r"\1'\2",
        r"dun coup": "d'un coup",
        r"mest": "m'est",
        r"grand mere|grand'mere": "mamie",
        r"grand pere|grand'pere": "papi",
        r"belle (?:mere|soeur|fille)": "belle-mere",
        r"beau (?:pere|frere|fils)": "beau-pere",
        r"petit (?=(?:fils|garcon|frere|ami)\b)|petite (?=(?:fille|soeur|amie)\b)|jeune (?=(?:homme|femme"
        r"|fille)\b)": " ",
        r"jai": "j'ai",
        r"jarrive": "j'arrive",
        r"cest|ses(?= (?:urgent|grave|une urgence))|s'est(?= (?:urgent|grave|une urgence))": "c'est",
        r"narrive": "n'arrive",
        r"sest": "s'est",
        r"quil": "qu'il",
        r"quelle(?= (?:a|est|ne|respire|va))": "qu'elle",
        r"nest": "n'est",
        r"na": "n'a",
        r"sevanouit": "s'evanouit",
        r"setouffe": "s'etouffe",
        r"metouffe": "m'etouffe",
        r"quelquun": "quelqu'un",
        r"lambulance": "l'ambulance",
        r"dambulance": "d'ambulance",
        r"lescalier": "l'escalier",
        r"lechelle": "l'echelle",
        r"lhopital": "l'hopital",
        r"y'a|ya|il ya": "y a",
        r"il y a": "y a",
        r"euh+|heu+|hum+|bah|ben|bon|alors|enfin|voila|genre|du coup|vraiment|completement|totalement|tellement"
        r"|carrement|juste|tres|en fait|je crois(?: bien)? qu(?:e|')|je pense qu(?:e|')|j'ai l'impression qu(?:e|')"
        r"|on dirait qu(?:e|')|je suis sure? qu(?:e|')|j'ai peur qu(?:e|')|pauvre": " ",
        r"(?:ce|c')(?: n)?'?e?s?t? ?pas une (?:blague|plaisanterie|farce)|je (?:ne )?(?:plaisante|rigole) pas"
        r"|sans blague": " ",
        r"(?:oh |ah )?mon dieu|oh la la|oh non|putain|merde": "oh dieu",
        r"t(?=')": "t",
    },
    harmless=(
        r"(?:conduit|conduis|conduire) (?:une |l )?ambulance",
        r"(?:couleur|rouge|teinture|coloration|noir|henne|encre|tatouage|pigments?|bleu|vernis|gencives?|tissu"
        r"|jean) (?:\w+ ){0,4}(?:saigne|saignent|degorge\w*|bave|baver|coule|coulent|deteint)"
        r"|gencives? (?:\w+ )?saign\w*|coeur (?:\w+ )?saigne|saigne(?:r)? (?:\w+ )?a blanc",
        r"(?:prise|don|donneurs?|bilan|analyse|test|groupe|pression|faux|bon|pur|examen|tests) (?:de |du "
        r"|en )?sang(?:uin\w*)?|orange sanguine|sang froid|bon sang|faux sang|donne(?:r)? (?:mon |du )?sang"
        r"|sang neuf|pur sang",
        r"(?:cuir chevelu|cuir|crane|peau|pieds|yeux|jambes|cuisses|muscles|joues?|zone|aisselles|oreilles|tete"
        r"|pommettes) (?:\w+ ){0,4}(?:brule|brulent|brulait|en feu|chauffe|pique\w*|feu)|(?:brule|brulait|brulent"
        r"|feu) (?:\w+ ){0,3}(?:cuir chevelu|pieds|cheveux|pointes)|(?:cheveux|pointes|meches?|longueurs"
        r"|racines) (?:\w+ ){0,4}(?:brule\w*|mort\w*|cram\w*|casse\w*|mourir|meurent|noye\w*|etouff\w*|feu"
        r"|electri\w+)|(?:coup|coups) de (?:soleil|foudre|main|fil|peigne|ciseaux|coeur|telephone|pouce|jeune|chance"
        r"|fer|pinceau|blues|barre|tete|gueule|pub|balai|feu (?:de midi|en cuisine|au restaurant|ce midi))"
        r"|brule (?:d envie|d impatience|les etapes|la politesse|pas le feu)|brule les calories|brule le feu rouge"
        r"|burn ?out|brulant\w* (?:d|envie)|creme brulee|cramee? au soleil",
        r"rouge (?:feu|pompier|sang|incendie)|(?:feu|feux) (?:rouges?|verts?|d artifice|de joie|tricolores?"
        r"|de cheminee|de camp|vif)|(?:exercice|simulation|alarme|essai|porte|plan|assurance|securite|formation"
        r"|issue|certificat|test|entrainement) ?(?:d |de |contre l |anti |a l |contre )?(?:incendie|evacuation|feu"
        r"|alerte)|vente incendie|pas le feu|cheveux de feu|tout feu|(?:avez vous|t as|vous avez) du feu"
        r"|cracheu\w+ de feu|feu aux (?:poudres|joues)|detecteurs? (?:de |d )?(?:fumee|incendie|gaz"
        r"|monoxyde)(?: (?:a (?:changer|installer|verifier|remplacer)|installe|verifie))?(?! (?:sonne|bipe|hurle"
        r"|s est|se))|(?:installer|verifier|changer|poser|tester|vendez\w*|controler?) (?:\w+ ){0,3}detecteurs?",
        r"(?:calendrier|bal|camion|caserne|gala|uniforme|costume|deguisement|journee|fete|loto|photo|mari|concours"
        r"|anniversaire) (?:\w+ )?(?:des |de |du |est )?(?:sapeurs )?pompiers?|(?:est|suis|etait|devient|comme"
        r"|travaille (?:chez|avec|pour|a)|sont|es) (?:les |la |le |l |aux? )?(?:pompiers?|policiere?|gendarme"
        r"|ambulanciere?|infirmiere?|secouriste|medecin urgentiste|urgentiste|medecin|flic|dans la police|police"
        r"|aux urgences|gendarmerie)(?: volontaire)?|ambulancier\w*|policier\w*|commissariat|casier judiciaire"
        r"|(?:station|poste|carte|camion|voiture|controle|uniforme|reduction|ecole|brigade) (?:de |des "
        r"|pour )?(?:la )?(?:police|pompiers|gendarmerie)|la police (?:a |est |bloque |fait )(?:\w+ )?(?:ferme"
        r"|bloque|en face|a cote|barre|controle)|sapeurs?|pompiers? (?:volontaires?|ont bloque)",
        r"(?:urgence|urgences|drame|catastrophe|accident|desastre) (?:capillaires?|coiffure|mode|beaute|cheveux"
        r"|manucure|de coiffure|de coloration|couleur|ongles?|coiffure|maquillage|dentaire|veterinaire|esthetique)"
        r"|(?:rendez vous|creneau|consultation|rdv|depannage|seance|place|numero|contact|personne a contacter|sortie"
        r"|issue|eclairage|trousse|plombier|serrurier|tarif|couleur|coupe) (?:d |en |de "
        r"|a contacter en cas d )(?:\w+ )?urgence|(?:pas|aucune|rien d) (?:une |d |une vraie |si )?urgen\w+"
        r"|en cas d urgence|en urgence (?:pour|demain|cette|ce|avant|parce)|sortie de secours|roue de secours"
        r"|issue de secours|escalier de secours|(?:formation|brevet|trousse|cours|diplome) (?:de |aux "
        r"|aux premiers )?(?:premiers )?secours|gestes de premiers secours|(?:pansement|numero) d urgence",
        r"(?:failli|manque|presque|quasi|faillit) (?:de )?(?:\w+ ){0,4}(?:crise cardiaque|infarctus|avc|attaque"
        r"|mourir|evanouir|etouffer|tomber|m evanouir|m etouffer|crever|malaise|mort\w*|etrangler|m etrangler)"
        r"|(?:crise cardiaque|infarctus|avc|attaque|arret cardiaque) (?:\w+ ){0,3}(?:en voyant|quand j ai vu"
        r"|quand je|en recevant|a cause du prix|devant|au prix|en lisant|en ouvrant|avec vos prix)|(?:donne|donner"
        r"|filer|file|donnerait) (?:\w+ )?(?:une crise cardiaque|un infarctus|une attaque)",
        r"(?:meurs|mourir|mourait|meurt|mort|morte|mourrais|creve|crever|mourante|mourant|morts|mortes|mourais"
        r"|meure) (?:\w+ )?(?:de|d|pour) (?:\w+ )?(?:rire|faim|soif|honte|envie|froid|chaud|chaleur|ennui|curiosite"
        r"|impatience|trac|peur|fatigue|jalousie|cette|ce|sommeil|trouille)|(?:rire|faim|soif|honte|envie|froid"
        r"|chaud|ennui) a en (?:mourir|crever)|(?:a|belle a|beau a|belle comme a) (?:en )?mourir|mort(?:e|es"
        r"|s)? (?:de|d) \w+|(?:morte|mort|mortes) (?:saison|nature)|nature morte|point mort|peaux? mortes?"
        r"|temps mort|angle mort|cellules mortes|cheveux morts|pointes mortes|(?:batterie|telephone|portable|ligne"
        r"|plante|plantes|ordinateur|pile) (?:\w+ ){0,3}(?:mort|morte|mourir|meurt|mourant|rend l ame|lache)"
        r"|mortel(?:le|lement)?|pas la mort|ivre mort|tuerie|une tuerie|crevant",
        r"(?:chaussures|talons|pieds|dos|bottes|nuque|chaleur|attente|prix|stress|suspense|escarpins|enfants|genoux"
        r"|epaules|tete|bruit|humidite|frange|racines|repousse|jambes) (?:\w+ ){0,2}(?:me |m |nous )?(?:tue|tuent"
        r"|acheve\w*|assassin\w*)|(?:tuer|tue|tuera|etrangler|assassiner|etriper|trucider) (?:si|quand|pour|parce"
        r"|le temps|l ambiance|dans l oeuf|la poule|moi si)|(?:va|vont|allait|pourrait|pourrais|aurait|aurais pu"
        r"|vais) (?:\w+ )?(?:me |m |le |la |l |les |nous )?(?:tuer|etrangler|etriper|assassiner|trucider)(?= si"
        r"| quand| pour| parce| de rire)|tue le temps|tuer le temps|a tue tete|tueur\w*|tueuse|je (?:pourrais"
        r"|serais capable de) tuer pour|tuerais pour|tuant",
        r"(?:tombe|tomber|tombee|tombes|tombent|tombait|tombera|tombera) (?:\w+ )?(?:amoureu\w+|enceinte|malade|bien"
        r"|mal|en panne|pile|a pic|un (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|le \w+|sur (?:votre"
        r"|vos|(?:un|une|ce|cette|ma|le)"
        r" (?:site|annonce|page|article|salon|photo|repondeur|messagerie|samedi|dimanche|jour))|d accord|en amour"
        r"|sous le charme|juste|en rade|a plat|des nues|de sommeil"
        r"|endormi\w*|en disgrace|dans l oubli|en poussiere|dans le panneau|les (?:cours|prix|bras|ventes))"
        r"|(?:cils?|ongles?"
        r"|faux ongles?|cheveux|extensions?|bouton|plombage|couronne|rendez vous|anniversaire|mariage|nuit|prix"
        r"|perruque|talon|strass|vernis|sourcils|meches?|ca|date|fetes?|neige|pluie) (?:\w+ ){0,4}tomb\w+|(?:laisse"
        r"|laisser) tomber|chute (?:de cheveux|des prix|libre|de tension de)|perte de cheveux|haut de chute",
        r"(?:noye|noyee|noyes|noyons|croule|submerge\w*|etouffe|etouffons|enseveli\w*) (?:\w+ )?(?:sous"
        r"|dans) (?:\w+ )?(?:les |la |le |l )?(?:travail|boulot|paperasse|mails|papiers|commandes|factures|appels"
        r"|demandes|dossiers|linge|messages|rendez vous|stress|ennui)|(?:peau|cheveux|cuir chevelu|tissu|ongles"
        r"|pores|vin|matiere) (?:\w+ ){0,3}respir\w+|laisse(?:r|z)? (?:\w+ ){0,3}respirer|(?:exercices?|cours"
        r"|techniques?|methode) de respiration|couper le souffle|coupe le souffle|souffle coupe|a bout de souffle"
        r"|retenir (?:mon|son|votre) souffle|souffle court apres|respire(?:r)? (?:un (?:bon )?coup|mieux|le luxe"
        r"|a fond|la joie|par le nez)|(?:dans|avec) (?:cette|ce|ces|cet|ma) (?:robe|corset|pantalon|jean|costume|col"
        r"|ceinture) (?:\w+ ){0,5}(?:respirer|etouff\w+)|(?:robe|corset|pantalon|jean|col|gaine"
        r"|ceinture) (?:\w+ ){0,5}(?:respirer|etouff\w+|etrangl\w+)|(?:on|j"
        r"|je) (?:\w+ )?etouff\w* (?:\w+ )?(?:de chaleur|ici avec|dans ce|dans cette|de rire)",
        r"couteau(?:x)? (?:suisse|a (?:beurre|pain|aiguiser|affuter|huitres|affiler)|de cuisine|pour (?:couper"
        r"|le gateau|la|les cheveux)|a aiguiser)|(?:aiguis\w+|affut\w+|affil\w+|coupe au|coupes? au|repassage de"
        r"|affutage de) (?:\w+ )?couteau(?:x)?|(?:couper|coupez|coupe) (?:\w+ ){0,3}au couteau|au couteau"
        r"|pistolet (?:a |pour |de )(?:colle|percer|peinture|massage|eau|clous|oreilles|bronzage|les oreilles)"
        r"|(?:percage|percer|perce) (?:\w+ ){0,3}pistolet|arme secrete|arme fatale|alarme (?:de voiture"
        r"|incendie)?(?: test)?|tournage|(?:tirer|tire|tires|tirez) (?:\w+ )?(?:les cartes|au sort|un trait"
        r"|les cheveux|la langue|le portrait|sur les (?:cheveux|pointes|racines)|en arriere|partie|mon epingle"
        r"|a l arc)|(?:cheveux|chignon|queue de cheval|traits|rideaux) (?:\w+ )?(?:tires?|tirees?)|tir (?:a l arc"
        r"|au but)|seances? (?:de )?(?:photos?|tir|shooting)|shooting\w*",
        r"bombe (?:de bain|a (?:cheveux|laque|raser)|de laque|sexuelle|latine|atomique dans|effervescente|glacee)"
        r"|(?:est|c est|etes|cette|une|de la|vraie|sacree) (?:\w+ )?bombe(?= |$)(?! (?:dans|a explose|au|posee))"
        r"|(?:canon|explosion) (?:de couleurs?|de saveurs?|de joie)|explos(?:e|er|ent) (?:de joie|de rire|le budget"
        r"|mon budget|les prix|l addition|les ventes)|(?:prix|ventes|telephone|facture|standard) (?:\w+ )?explos\w+"
        r"|(?:attaque|attaquer|attaqu\w+|agresse\w*) (?:\w+ )?(?:la |le |les |mes |ma |mon |vos )?(?:frange|cheveux"
        r"|racines|pointes|cuir chevelu|peau|ongles|fibre|travail|cote|montagne|vaisselle|journee|chantier)"
        r"|(?:cheveux|peau|ongles|cuir chevelu|fibre) (?:\w+ ){0,3}(?:attaque\w*|agresse\w*|abime\w*)",
        r"(?:suit|suis|suivi\w*|suivent|suivez|suivre) (?:\w+ ){0,4}(?:sur )?(?:instagram|insta|facebook|tiktok"
        r"|youtube|reseaux)|(?:a|pour|vu|avec) (?:ce|vos|ces|le|les) (?:prix|tarifs?) (?:\w+ ){0,4}(?:vol|braquage"
        r"|racket|arnaque|hold ?up)|(?:c est|vrai|pur) (?:du |un |de l )?(?:vol|braquage|racket|hold ?up"
        r"|arnaque)(?= |$)(?! a main armee| en cours)|(?:vol|vols) (?:de \w+ )?(?:pour|retarde|annule|est a"
        r"|a destination|direct)|je (?:me )?(?:suis |me )?fait (?:voler|braquer) (?:par|sur|avec) (?:le|vos"
        r"|ces) prix|(?:chat|chien|souris|renard|fouine|oiseau|chaton|chiot) (?:\w+ ){0,5}(?:entre|rentre|casse|vole"
        r"|attaque|coince|cache)|(?:vole|voler|vola) la vedette",
        r"(?:facture|compteur|releve|chauffage|cuisiniere|bouteille(?! de gaz (?:siffle|fuit|explose|brule"
        r"|a explose))|chaudiere|fournisseur|contrat|plaque|poele"
        r"|installateur|technicien|station|prix|tarif) (?:de |du |a |d )?gaz|gaz (?:hilarant|naturel|de ville"
        r"|et electricite)|(?:mettre|met) les gaz|(?:gris|yeux|verre|saumon|maquillage|effet|regard) fumee?s?"
        r"|fumee?s? (?:de cigarette|gris|grise|sans)|smoky\w*|machine a fumee|fumer (?:dehors|a l interieur|ici"
        r"|dedans|une)|sent(?:ent|ir)? (?:\w+ )?(?:la fumee|la cigarette|le tabac)|rideau de fumee|part en fumee",
        r"(?:aid(?:er|ez|e)|aidee?) (?:\w+ )?(?:a (?:choisir|trouver|prendre|reserver|me decider|comprendre|deplacer"
        r"|annuler)|pour (?:un|une|mon|ma|le|la|choisir|reserver)|avec|a prendre)|(?:pouvez vous|pourriez vous"
        r"|peux tu|pourrais tu|vous pouvez|vous pourriez|peut il|quelqu un peut|quelqu un pourrait) (?:\w+ )?(?:m "
        r"|nous |l |me )?(?:aider|renseigner)|(?:merci|besoin|votre|avec l|de l|l|une|un peu d|avec votre"
        r"|grace a votre|aides?) (?:pour )?(?:de )?(?:votre |l |d |une )?aide(?= (?:pour|a|de|precieuse|avec"
        r"|financiere|et|merci|sociale|menagere|soignante))|aide soignant\w*|aide(?:s)? (?:menagere|sociale)s?",
        r"(?:pendre|pendu|pendre la|pend) (?:la )?cremaillere|(?:boucles? d oreilles?|rideaux"
        r"|lustre) (?:\w+ )?pend\w*|sauter (?:\w+ )?(?:le pas|de joie|sur l occasion|une (?:seance|ligne|classe"
        r"|semaine)|un (?:repas|rendez vous|rdv))|(?:saute|sauter|sauté) (?:sur l occasion|le repas|un tour"
        r"|les plombs)|au bout du (?:pont|rouleau)|faire le pont|pont (?:du|de) (?:mai|l ascension|\w+)|(?:en finir"
        r"|finir|fini|terminer) (?:\w+ )?avec (?:mes|ma|mon|ces|cette|ce|les|la|le|l|cet)(?! vie)|(?:j |je "
        r"|n )?(?:n )?en (?:peux|peut|pouvais) plus (?:de|d|du|des) (?:\w+ ){0,3}(?:cheveux|frange|racines|couleur"
        r"|repousse|boucles|coiffure|barbe|sourcils|cette chaleur|attendre|ce temps|ongles|blond|travail|boulot)",
        r"(?:preparation|cours|date|sac|chambre) (?:a |de |d |pour )(?:l )?accouch\w*|accouche (?:en|au|le|dans"
        r"|bientot|la semaine)|(?:bebe|enfant) (?:\w+ )?(?:arrive|nait|est prevu|prevu|doit arriver|va naitre) (?:en"
        r"|dans (?:\w+ )?(?:semaines?|mois|jours?)|le|au|pour|bientot|avec|cet|debut|fin)|contractions? musculaires?"
        r"|(?:travail|travaux) (?:a commence|commence) (?:a|le|lundi|a \w+ heures)",
        r"(?:ordinateur|site|application|appli|logiciel|systeme|serveur|internet|programme|telephone|portable|ecran"
        r"|voiture|ascenseur|page|caisse) (?:\w+ ){0,4}(?:plante\w*|repond plus|repond pas|bloque\w*|panne|coince\w*"
        r"|bug\w*|lache|mort\w*|bouge pas|marche pas|eteint|reagit\w*|crash\w*|arrete)|(?:coince\w*"
        r"|bloque\w*) (?:\w+ )?(?:dans les (?:bouchons|embouteillages)|au travail|en reunion|dans le (?:metro|train)"
        r"|chez|au bureau|au telephone|derriere)|(?:un|une|des) nerf\w* coince\w*|fermeture (?:\w+ )?coince\w*"
        r"|(?:brosse|peigne|bigoudi|bague) (?:\w+ ){0,3}coince\w*",
        r"accident sur (?:l autoroute|la route|le periph\w*|la rocade|l a \w+)|bouchons? (?:\w+ )?accident",
        r"(?:ongle|talon|dent|verre|lunettes|telephone|coeur|bracelet|miroir|peigne|brosse|fer|record|voix|vernis"
        r"|branche) (?:\w+ ){0,2}(?:casse|cassee|brise|brisee|fendu|coupe)|cass(?:e|er|ee) (?:\w+ )?(?:un ongle"
        r"|mon talon|mes lunettes|la tete|une dent|la croute|les pieds|les oreilles|la voix|la baraque|la routine"
        r"|le rythme)|casse pieds|casse tete|(?:coupe|couper|coupez|couperait|coupes|coupee?) (?:\w+ )?(?:les |la "
        r"|le |mes |ma |ses |sa |son |mon |vos |tes )(?:cheveux|pointes|frange|barbe|longueurs|ongles|route|parole"
        r"|cheveux de|sel|chignon|poils|franges|gateau|etiquette|son|ligne|queue)|(?:coupe|ligne"
        r"|appel) (?:\w+ )?(?:courte|carree?|homme|femme|enfant|degrade\w*|au carre|couleur|brushing|du|de cheveux)"
        r"|ca (?:a |s est )?coupe|on a ete coupes?",
        r"(?:se |s |me |m )?(?:tape|cogne|prend|pris|prise|casse) la tete (?:pour|a|sur|avec)|prise de tete"
        r"|tete (?:dans les nuages|en l air|de lit|a claques|qui tourne apres|au carre)|(?:massage|soin"
        r"|shampoing) (?:\w+ )?(?:de |du )?(?:la )?(?:tete|crane|visage|dos)|(?:epilation|cire|epiler|massage"
        r"|tatouage|poils?) (?:\w+ ){0,3}(?:poitrine|torse|bras|jambes|dos|levres?|levre superieure|ventre)",
    ),
    certain=(
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
        rf"|dessus|renverse\w*)?|(?:renvers\w+|verse\w*|recu) {gap(4)}(?:bouillant\w*|brulant\w*)|ebouillant\w+"
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
        rf"(?:vipere|serpent|chien) {gap(3)}(?:mordu\w*|mord|attaque\w*)|morsure de|(?:piqu\w+"
        rf"|mordu\w*) {gap(5)}(?:gonfle\w*|enfle\w*|respire\w*|serpent|vipere|visage|gorge)|(?:visage|langue|gorge"
        rf"|yeux|levres) {gap(2)}(?:gonfl\w+|enfl\w+) (?:et|d un coup|tout|tres)",
    ),
    likely=(
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
    ),
    hints=(
        r"engourdi\w*|paralys\w*|gonfle\w*|enfle\w*|gorge|langue|bleu\w*|violet\w*|pale|blanc|transpire|sueurs?"
        r"|vertiges?|tremble\w*|bave|gemit|bruits? (?:bizarres?|etranges?)|arrete|par terre|au sol|tombe\w*|glisse"
        r"|coince\w*|ecrase\w*|casse\w*|hanche|crane|poitrine|mordu\w*|pique\w*|sang|saign\w*|plaie|profond\w*"
        r"|brul\w*|acide|javel"
        r"|poison|medicaments|cachets|comprimes|asthme|ventoline|inhalateur|allergi\w*|arachides?|cacahuetes?|noix"
        r"|insuline|diabetique|sucre|fumee|flammes|feu|gaz|explos\w*|etincelles|cambriol\w*|pistolet|couteau|arme\w*"
        r"|attaqu\w*|frapp\w*|crie\w*|hurle\w*|en bas|seule?|cache\w*|menac\w*|tuer|corde|sauter|toit|pont|mort\w*"
        r"|meurt|mourir|noy\w*"
        r"|sous l eau|conscien\w*|pouls|respir\w*|air|coeur|crise|enceinte|contractions|(?:plus|pas) (?:parler"
        r"|bouger|marcher|voir|se lever|avaler|repond\w*)|bouge plus|repond (?:plus|pas)|reagit|accident|tete|visage"
        r"|bouche|levres|bras|jambes?|yeux|hopital|douleurs?|vomi\w*|confus\w*|delire|fievre|peur|adieu|espoir|vide"
        r"|aide\w*|urgence|ambulance|police|pompiers|danger|vite|soudain|d un coup"
        r"|avale\w*|bu|bizarre|blesse\w*|enferme\w*|alarme|attend|pique|intrus|grave\w*|perdu|chute|mousse"
        r"|convuls\w*|etouff\w*",
    ),
    reported=(
        rf"(?:il|elle|on|quelqu un|{PERSON}) (?:\w+ ){{0,3}}(?:est|a|va|ne|n|sont|ont|vient|fait|arrive|peut)"
        rf"|y a (?:\w+ ){{0,2}}{PERSON}",
    ),
    asked=(
        r"(?:vous|est ce|je|on) (?:pouvez|avez|faites|vendez|peux|peut|voudrais|veux|que)|il (?:me|nous|lui) faut"
        r"|combien|comment|quand|ou est|pourquoi|parce que|donc|voudrai\w+|voulai\w+|frange|on (?:ne )?vien\w+"
        r"|nous (?:ne )?vien\w+|finit a|s appelle|allergique|besoin|pour (?:mon|ma|le|la)|merci|si",
    ),
    crisis=(
        r"(?:me|se|m|s) (?:\w+ )?(?:suicider|suicide|suicidee?|tuer|pendre|tirer une balle|jeter (?:sous|du|par"
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
    ),
    urgent=(
        r"vite|tout de suite|maintenant|immediatement|au secours|a l aide|urgen\w*|depechez|oh dieu|d un coup"
        r"|soudain\w*|en ce moment|qu est ce que je (?:fais|dois)|que dois je faire|je (?:ne )?sais pas quoi faire"
        r"|ambulance",
    ),
    not_so=(
        r"(?:pas|jamais|aucun|aucune|sans|ni|personne|nul|rien)(?: (?:de|d|du|un|une|le|la|l|les|fait|eu|encore"
        r"|appele|appeler|ete|n|a|est|ne|besoin|en|qui|se|dans|cette|ce|fois))*",
        r"(?:failli|presque|quasi|manque|quasiment|pratiquement|faillit)(?: (?:de|d|un|une|me|m|faire|avoir|se|s|la"
        r"|le|eu|fait))*",
    ),
    only_told=(
        r"a chaque fois|toujours (?:des|quand)",
        r"ri|rire|rigole|riais|riait|fou rire",
        r"si(?! (?:mal|fort|vite))|s il (?!vous)|au cas ou|en cas d|que (?:faites|feriez) vous"
        r"|qu est ce que vous faites|que se passe t il|est ce que (?:le|la|les|ca|vos|cette|ce|vous)|imagin\w+"
        r"|suppos\w+|risque\w*|danger (?:d|de|si)|eviter|evite|preven\w+|formation|forme|apprend\w*|cours|exercice"
        r"|assurance|avez vous|vendez vous|proposez vous|quand (?:quelqu un|un client|une cliente|on)|peut (?:on|il"
        r"|elle|ca)|pourrait|pourrais|serait|aurait|comment (?:eviter|faire)",
        r"apres (?:mon|son|sa|ma|un|une|l|le|avoir|cet)|depuis (?:mon|son|sa|ma|l|le|cet)|suite a|a cause de (?:mon"
        r"|son|sa|ma|l)|malgre|remis\w*|reeducation|survec\w+|survivant\w*|souvenir|autrefois|avant (?:mon|son|sa|l)"
        r"|collecte|association|article|lu|vu (?:un|une|a la)|regard\w+|reve\w*|histoire|raconte\w*|comme si"
        r"|comme (?:un|une)|peur (?:des?|d|du) (?!mourir)|phobie|blague|theatre|a chaque fois|chaque fois"
        r"|toujours quand|des que|parfois|d habitude|travaille (?:comme|a|au|aux|chez)|metier",
    ),
    long_ago=(
        r"ce week end",
        r"toujours (?:pendant|quand|aux?|avec|devant|a la vue|lors)|a chaque",
        r"hier|avant hier|(?:an|annee|mois|semaine|ete|hiver|automne|printemps|nuit|fois|lundi|mardi|mercredi|jeudi"
        r"|vendredi|samedi|dimanche|siecle) (?:dernier|derniere|passe|passee)|(?:derniere|autre) fois|(?:a|lors de"
        r"|pendant|durant) (?:la|ma|mon|le|sa) derni\w+"
        r"|il y a (?:\w+ )?(?:\w+ )?(?:jours?|semaines?|mois|ans?|annees?|longtemps)|y a (?:\w+ )?(?:\w+ )?(?:jours?"
        r"|semaines?|mois|ans?|annees?|longtemps)|en (?:19|20)\d\d|en (?:janvier|fevrier|mars|avril|mai|juin|juillet"
        r"|aout|septembre|octobre|novembre|decembre)|quand (?:j|il|elle|je|nous) (?:\w+ )?(?:etait|etais|avais|avait"
        r"|petit\w*|ai vu|ai recu|ai lu|ai ouvert|enfant|vois|verra)|dans (?:mon|son) enfance|autrefois|jadis"
        r"|a l epoque|une fois|deja eu|l autre jour|recemment|dans le temps|enterrement|obseques|decede\w* (?:l|en"
        r"|y)|(?:la semaine|le mois|l annee) (?:prochaine?)|prochain\w*|demain|en voyant (?:le|la|l|vos)|(?:devant"
        r"|a cause d\w*|avec|vu) (?:le|la|vos|ce|ces|les) (?:prix|facture|tarifs?|addition|note)|de rire"
        r"|pour (?:halloween|carnaval|le film|une soiree|le spectacle)|dans (?:\w+ )?(?:semaines|mois)",
    ),
    at_present=(
        r"maintenant|en ce moment|toujours|encore|tout a l heure|minutes|secondes|aujourd hui|depuis (?:hier"
        r"|ce matin|une heure|cette nuit)|vient de|viens de|en train|plus (?:respirer|bouger|parler)|d un coup"
        r"|soudain",
    ),
    turns=(r"mais|maintenant|et (?:maintenant|la|puis)|soudain|parce que|aujourd hui",),
    made_up=(
        r"veto|veterinaire|films?|serie|netflix|roman|livre|polar|jeu video|theatre|piece de|spectacle|halloween"
        r"|carnaval|costumes?"
        r"|deguis\w+|faux sang|soiree enquete|zombies?|escape game|maison hantee|podcast|comedie|chanson|groupe de"
        r"|blague|expression|facon de parler|au sens figure|fausse alerte|tournage",
        r"(?:va|vont|vais|sent|allons) (?:\w+ )?(?:beaucoup )?(?:mieux|bien) ?(?:maintenant|aujourd hui|merci"
        r"|depuis)?(?= |$)(?! mal)(?<!pas bien)|(?:tout|tout le monde) va bien|plus de peur que de mal|(?:juste"
        r"|seulement|simplement|qu) (?:un|une) (?:exercice|blague|simulation|plaisanterie)|personne (?:n )?(?:est"
        r"|a ete|n a) (?:\w+ )?(?:blesse\w*)|rien de grave|(?:feu|incendie) (?:est |a ete )?(?:eteint|maitrise)"
        r"|(?:pompiers|police|ambulance|samu) (?:est |sont |a |ont )?(?:deja )?(?:passes?|repartis?|venus?|repartie"
        r"|parti\w*|ferme|bloque\w*)",
    ),
    errand=(
        r"bouchons?|embouteillages?",
        r"rendez vous|rdv|coupe(?! (?:le|la) (?:doigt|main|veines|gorge))|couleur|coloration|meches|balayage"
        r"|brushing|reserver|reservation|annuler|deplacer|decaler|reporter|repousser|creneau|disponib\w+"
        r"|avez vous (?:de la place|un|une|des)|de la place|c est combien|combien (?:coute|ca|pour)|prix|tarifs?"
        r"|horaires?|ouvert\w* (?:le|demain|aujourd|jusqu|dimanche)|etes vous ouvert\w*|bon cadeau|remise|reduction"
        r"|massage|soin|manucure|pedicure|epilation|onglerie|cils|sourcils|maquillage|frange|racines|consultation"
        r"|garer|parking|retard|coiffeu\w+|salon|shampoing|produits? (?:pour|de|coiffant)|je voudrais|j aimerais"
        r"|je souhaite\w*|est ce que je peux|je peux (?:venir|passer|avoir)|facture|reclamation|rembours\w+"
        r"|table pour|livr\w+|commande|permanente|lissage|barbe|boucles|chignon|coiffure|vernis|ongles|devis|pose",
    ),
    affirmed=(
        r"(?:(?:oh dieu|ah|euh|ben|vite|s il vous plait|je crois|mais) )*(?:oui|ouais|si|exactement"
        r"|tout a fait|bien sur|evidemment|helas|il est|elle est|c est (?:mon|ma|moi|lui|elle)|mon \w+|ma \w+|je suis"
        r"|j ai|quelqu un|il|elle|je crois que oui|je crois|absolument|a l aide|au secours|vite|gravement|tous)\b",
    ),
    denied=(
        r"non|nan|personne|pas du tout|tout va bien|tout le monde va bien|(?:ca|je|on) va(?:is)? bien"
        r"|rien de grave|c est une (?:expression|blague|facon de parler)|expression|facon de parler|blague"
        r"|plaisante\w*"
        r"|rigole|mes cheveux|ma couleur|le cuir chevelu|mon cuir chevelu|jamais de la vie|fausse alerte|pas vraiment"
        r"|heureusement|ne vous inquietez pas|aucunement",
    ),
    not_understood=(
        r"(?:(?:ah|oh|euh|excusez moi|desolee?|pardon|allo|comment) ?)*(?:pardon|comment|quoi|hein|allo"
        r"|qui|pourquoi|vous pouvez repeter|pouvez vous repeter|vous avez dit quoi|qu est ce que vous (?:dites"
        r"|avez dit)"
        r"|comment ca|je n ai pas (?:compris|entendu)|j ai pas (?:compris|entendu)|je (?:ne )?comprends pas"
        r"|blesse)(?: s il vous plait| \.)*",
    ),
)
