"""Danger in French. The patterns match folded words: no accents, a blank for an apostrophe (`j ai`)."""

from domain.dialogue.danger.french_harmless import HARMLESS
from domain.dialogue.danger.french_reports import REPORT_WORDS
from domain.dialogue.danger.french_signs import CERTAIN, CRISIS, LIKELY, PEOPLE
from domain.dialogue.danger.lexicon import Lexicon

FRENCH = Lexicon(
    people=PEOPLE,
    spellings={
        r"([lsmnd])((?:evanou|etrangl|etouff|effondr|ecroul|huile|urgence|ambulance|escalier|echelle|hopital|oeil|anesthes|echafaud|alzheim|asthm|air"
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
        r"|carrement|juste|tres|en fait|je crois(?: bien)? qu(?:e|'| )|je pense qu(?:e|'| )"
        r"|j'ai l'impression qu(?:e|'| )"
        r"|on dirait qu(?:e|'| )|je suis sure? qu(?:e|'| )|j'ai peur qu(?:e|'| )|pauvre": " ",
        r"(?:ce|c')(?: n)?'?e?s?t? ?pas une (?:blague|plaisanterie|farce)|je (?:ne )?(?:plaisante|rigole) pas"
        r"|sans blague": " ",
        r"(?:oh |ah )?mon dieu|oh la la|oh non|putain|merde": "oh dieu",
        r"t(?=')": "t",
    },
    harmless=HARMLESS,
    certain=CERTAIN,
    likely=LIKELY,
    hints=(),
    reported=(),
    asked=(),
    crisis=CRISIS,
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
    report_words=REPORT_WORDS,
)
