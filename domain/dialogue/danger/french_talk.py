"""What French customers speak of, and what takes a report of danger back. Folded as in `french`."""

from collections.abc import Mapping

from domain.dialogue.danger.reports import Kind

WORDS: Mapping[Kind, str] = {
    Kind.WISH: """
        rdv reserver reservation* annuler deplacer decaler reporter repousser creneau* disponib* combien coute prix
        tarif* horaire* ouvrez fermez cadeau remise reduction* retard voudrais voudrait voudrions aimerais aimerait
        souhaite* souhaitons facture* reclam* rembours* livr* commande* devis avocat* divorc* contester amende*
        assurance* expulse* bail plainte notaire* testament succession* heritage prud* licenci* indemn* kine* physio*
        ordonnance* seance* reeducation osteo* prescrit prescription certificat attestation* reparer reparation*
        installer confirmer rappelle rappeler* question* renseignement* cherche cherchons cours formation* stage
        embauch* recrut* expertise* tribunal audience* procuration plaindre bouchons embouteillages embouteillage vous
        votre vos contravention opposition ergotherapie conseillez effacez couper veterinaire* veto
        """,
    Kind.TOPIC: """
        couleur coloration meches balayage brushing ouvert* massage* soin soins manucure pedicure epilation ongle* cils
        sourcils maquillage frange racines consultation* garer shampo* permanente lissage barbe boucles chignon
        coiffure vernis pose cabinet proprietaire* contrat couronne* plombage* implant* appareil* detartrage gouttiere*
        carie* orthodont* sagesse chauffage entretien* depann* changer remplacer debouche menu plat plats vegetarien*
        allergene* gluten brunch anniversaire* information* patienter decalage pressing parapluie tatouage expert
        permis salee fuit siphon evier lavabo robinet chasse cuvette tuyau tuyaux radiateur* visite fumeurs suspendu
        cle serrure dent dents dentier dentaire gencives cheveux cuir chevelu extensions henne teindre teinture robe
        nettoyage gateau pizza lunettes portable telephone veste dossier pension alimentaire conteste garagiste
        recherche rentree bac fete feter soiree roulant accessible choisir repeter disiez empeche annulation grippe
        rhume toux malade covid gastro valable mutuelle secu acompte emporter menus formule terrassement* degat degats
        plomberie serrurier vitrier vidange pneu pneus revision garage fidelite promo promotion soldes feries ferie
        numero adresse internet mail courriel newsletter avis freins frein echappement portefeuille sac toilettage
        dentiste vignette devitalisation etagere bricolant technicien demissionner poux viande bio poses gratte
        clignotait rompre tapage mandat imprimante encre eclaire boutique ferme pacemaker drainage renvoi domicile
        alitee tache annonce plongeur fermeture rasez cheque perime traiteur funerailles mecano gardienne babysitter
        mariage marie mariee hotel chambre tennis entorse scolaire noisettes fonctionne demarre moteur compteur plombs
        disjoncteur vaccin vaccine chuchote doucement travaille chiffre demission caution pellicules daltonien
        torticolis hautes oreille curry provisoire communion bridge eczema barbecue orl pression livret banque cire
        sucre livraison terrain cantine normal stationner segreteria vin oreilles percer parking molaire etanche frites
        parquet croisement pluie perceuse velo genou estomac terrasse gele aspirateur laisse sourd code musique
        pellicule bapteme carreau marche poisson tailler nuque epais
        """,
    Kind.PAST: """
        hier dernier derniere semaines mois annees annee autrefois jadis longtemps enterrement obseques enfance opere
        operee operation guerison prochain prochaine demain vacances chronique* regulierement souvenir guerie
        """,
    Kind.IF: """
        parfois souvent risque* eviter prevenir prevention phobie pourrait pourrais serait aurait imagin* suppos*
        theorie si chaque
        """,
    Kind.FICTION: """
        film films serie netflix roman livre polar jeu theatre spectacle halloween carnaval costume* deguis* zombie*
        escape podcast comedie chanson blague exercice* simulation* reve cauchemar reporter article journal infos
        expression rire rigole mdr imagine metaphore marre marrer blagues enfer scene scenes tournons tournage acteur*
        ecrivain*
        """,
    Kind.TURN: "mais maintenant soudain soudainement",
    Kind.JOINT: "et ou puis alors parce car donc qui que",
    Kind.NOT: "pas jamais aucun aucune sans ni presque failli faillit quasi rien",
}

PHRASES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WISH: (
        r"rendez vous|(?:avez|faites|prenez|acceptez|vendez|pouvez|etes|auriez|proposez|livrez) vous(?! (?:vite"
        r"|venir|appeler|envoyer|m aider|nous aider))|vous (?:avez|faites|prenez|acceptez|vendez|etes|auriez"
        r"|proposez|livrez|pouvez passer)|est ce (?:que|qu)(?! (?:vous pouvez (?:appeler|envoyer|venir|m aider)|je "
        r"vais mourir))|(?:je|j|on) (?:\w+ )?(?:peux|peut|dois|doit|vais|pourrais) (?:\w+ )?(?:annuler|venir|passer"
        r"|payer|avoir|changer|reserver|decaler|prendre)|c est (?:pour|a quel|combien|possible)|il (?:me|nous|lui) "
        r"(?:faut|faudrait)(?! (?:une ambulance|de l aide|du secours|un medecin))|en retard|ne (?:viendr\w+"
        r"|pourr\w+)|on a besoin d un (?:notaire|avocat|plombier|kine\w*)|en garde a vue",
        r"c est normal|c est pour (?:la|le|un|une|mon|ma|de)|au volant|je dois (?:reporter|annuler|decaler)|il m en "
        r"faut|vous (?:coupez|faites|avez|disiez|prenez|livrez)|a partir de quel|de chez vous",
        r"sage femme|eau (?:est )?coupee|(?:ne|n) (?:marche|chauffe|s allume|fonctionne) (?:plus|pas)|(?:prise|lampe"
        r"|sonnette|four|plaque|radiateur|chauffage|lumiere|douche|machine) (?:\w+ ){0,5}marche (?:plus|pas)"
        r"|chauffe (?:plus|pas)|a perdu (?:sa|son|ses|mon|ma|le|la) (?:carte|sac|portefeuille|bague|telephone"
        r"|lunettes|cles|veste)|pour se plaindre",
        r"table (?:pour|pres|en|de|reserv\w*)|(?:je|on) (?:travaille|veut faire opposition|sera|arrive (?:dans|vers"
        r"|a \w+ heures))|s appelle|on (?:a|est) (?:plus )?d eau chaude|en securite|des poux|qu on|(?:ne "
        r")?(?:demarre|fonctionne) (?:pas|plus)|elle est morte(?= \.|$)|(?:besoin|prefere) (?:d )?(?:un|une) (?:pro"
        r"|pile|plombier|devis)",
        r"mon (?:appareil|renvoi|imprimante)|un verre est tombe|(?:c est|est ce) (?:pas )?grave|ergotherapie|ne "
        r"(?:marche|demarre|chauffe) plus|dans la salle de bain ne",
        r"rendu l ame|chauffe eau (?:fuit|est)",
        r"j ai (?:laisse|oublie) (?:mes|ma|mon|un|une|notre)|quand (?:est ce que|commence|auriez|pouvez)|il me faut"
        r"|mis a la porte|ne s (?:ecoule|eteint|ouvre) plus|du jour au lendemain|dans les escaliers",
        r"entend mal|parlez (?:fort|plus fort)|m a laissee?|bouge tout le temps|la coupe|mon sang n a fait|mourir "
        r"de (?:honte|rire|faim|soif)",
        r"pile (?:\w+ )?(?:vide|morte|faible)|premiers secours|(?:ai|a|avons) perdu (?:mon|ma|mes|son|sa|ses) "
        r"(?:portefeuille|sac|cles|lunettes|echarpe|telephone|carte)|a tomber|besoin d un notaire|il lui faut de",
        r"percer les oreilles|je peux (?:aller|faire|manger|boire)|(?:parking|stationnement) est",
        r"un peu au froid|n est plus etanche|jusqu a (?:\w+) heures",
        r"elle entend mal|on a besoin d un plombier|(?:ma|mon) \w+ (?:vient|arrive) (?:en|a)|brulures? d estomac"
        r"|rate (?:mon|le) (?:train|bus)|personne (?:ne )?vient|perdu (?:les|ses|mes) cles|y a (?:encore )?quelqu "
        r"un(?= \.|$)|se depecher",
        r"porte (?:du \w+ )?coince",
        r"(?:dent|molaire|genou|epaule) me lance|a (?:mes|vos) (?:lettres|mails|appels|courriers|messages)|s est "
        r"blesse au sport|rentrer mon velo",
    ),
    Kind.TOPIC: (r"(?:vient|attend) (?:en|a|au|dans|demain|aussi|avec|avant)|la tele (?:a|trop)",),
    Kind.PAST: (
        r"(?:il )?y a (?:\w+ )?(?:\w+ )?(?:jours?|semaines?|mois|ans?|annees?|longtemps)|depuis (?:\w+ )?(?:\w+ "
        r")?(?:jours?|semaines?|mois|ans?|annees?|longtemps|toujours|mon|l operation|ma)|la derniere fois|l autre "
        r"(?:jour|fois)|la semaine (?:passee|derniere)|le mois (?:passe|dernier)|l an dernier|quand j etais|apres "
        r"(?:mon|son|ma|l) (?:operation|accident|infarctus|avc|accouchement)|suite a|ce week end|pendant (?:les"
        r"|mes) vacances",
        r"quand j etais|j avais|il etait une fois|etait (?:mort|tombe)\w*",
        r"petite? je|depuis mon (?:avc|accident|infarctus)",
        r"bien suivie?",
        r"(?:en|depuis|fin|debut) (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
        r"|decembre)",
    ),
    Kind.IF: (
        r"si jamais|au cas ou|en cas d\w*|s il (?!vous)|que faites vous|qu est ce que vous faites|a chaque fois"
        r"|chaque fois|peur (?:du|des|de)|de (?:rire|faim|soif|honte|froid|chaud|peur|fatigue|rire)|a mourir|va me "
        r"tuer si|va me tuer quand|vont me tuer",
        r"peur (?:du|des|de la|d une) (?:dentiste|piqures?|aiguilles?|\w+)|si (?:je|j|on|vous|ca|il|elle|c) |quand "
        r"(?:on|vous|j ai vu)",
        r"toujours (?:quand|pendant|accompagnee?)",
    ),
    Kind.OVER: (
        r"(?:ca |il |elle |tout |je |tout le monde )?(?:va|vais|vont) (?:\w+ )?(?:beaucoup )?(?:mieux|bien)(?= \.|$"
        r"| (?:maintenant|merci|depuis|aujourd|mais))(?<!pas bien)",
        r"rien de grave|fausse alerte|plus de peur que de mal|personne n (?:est|a ete) blesse\w*|c est (?:fini"
        r"|passe)(?= \.|$)",
        r"(?:le feu|l incendie) est (?:\w+ )?(?:eteint|maitrise)",
    ),
}
