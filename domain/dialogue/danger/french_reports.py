"""The words French, Belgian, Swiss and Quebec callers report danger in, by kind. Folded as in `french`."""

from domain.dialogue.danger.french_talk import PHRASES, WORDS
from domain.dialogue.danger.reports import Kind, ReportWords

REPORT_WORDS = ReportWords(
    negated_by_next=True,
    elisions="l d s n m j qu",
    words={
        Kind.GRAVE: """
            inconscient* evanoui* inanime* effondre* etouffe* asphyxi* suffoqu* convuls* epilep* avc anaphyla* quincke
            hypoglyc* surdose* empoisonn* intoxiqu* intoxication* noyade* noye noyee noyer electrocut* electrise*
            hemorrag* saigne saignent saignement* ensanglant* sang poignard* transperc* amput* arrache arrachee
            sectionne* tranche tranchee brule brulee brulent brulure* ebouillante* incendi* explos* ecrase ecrasee
            ecrases renverse renversee percute* fauche* ensevel* coince coincee coinces coincees braque braquer
            braquage* cambriol* fusillade* fusil menace* otage* enleve enlevee sequestr* viol violee violer violent
            violente frappe frappee frapper frappent tabasse* cogne battre battu battue bat suicid* pendu pendue mourir
            meurt mort morte crever reanim* defibrillateur agonie coma comateu* contractions gele gelee hypotherm*
            fracass* degouline gicle tue tuer attaque attaquee attaquent bombe morts cadavre* accouch* blackout
            assassin* tuerie massacre attentat* terrorist* kalachnikov carabine balle balles assommee egorg* etrangl*
            ligote* baillonne* mutil* scarifi* veines pendaison tentative avalanche* inondation* eboul* seisme
            secousse* deraille* deflag* embras* s'embrase calcin* carbonis* suffoc* meningite septicemie phlebite
            embolie* paralysie paralyse* tetanie tetanise crise crises malaise* syncope* arythmi* infarct* cardiaque
            fibrillation hemipleg* aphasi* hematemese hemoptys* perfor* empal* decapit* scalpe* cyanose cyanotique
            droguee overdos* ghb soumission kidnap* ravisseur* cagoule* armee violence* agress* lynch* rouer* meurtr*
            blesse* grave gravement mourant* agonis* ecroul* affaiss* saccage* alzheimer demence appendicite cirrhose
            inerte immobile* meurs braques braquees braquee
            """,
        Kind.HARM: """
            tombe tombee tombes tomber chute chuter glisse glissee trebuche* degringol* deboule blessure* accident*
            collision carambol* casse cassee fracture* coupe coupee entaille* mordu mordue mord pique piquee piqure*
            avale avalee avaler ingere* ingurgit* bu inhale* decharge* electris* gifle* jete jetee cognee heurte*
            assomm* disparu disparue disparus perdu perdue enferme enfermee enfermes bloque bloquee bloques defonce
            defoncer defonces force forcer crie crient hurle hurlent hurlements bagarre* bataille* rixe* eclate eclatee
            pendre saute sauter jeter poursuit suivi suivie traque* harcele* crache vomit vomi vomir ronfle delire
            tremble pince ebouillant* echappe* fugue* recu recue claque ecorche eborgne derape* percut* retourne fonce
            foncee plante plantee dechire dechiree ecorchee decroche devale verse versee cogner tapent tape tapes
            pietine pietinee tordre retournee devie chavir* sombre coulent mange mangee gobe gobee sniffe inject* suit
            suivait poursuivi cerne cernes encercle encercles rode rodent cachee cache caches planque planquee enfui
            enfuie errer erre errent egare egaree introuvable* claquement bang boum detonation* fracas vitres brise
            brisee brises cassent casser cris pleurs siffle sifflement vacarme mordent arrachent lacher fuite fuites
            flambe flambent gronde pete petee crame cramer secoue secouee lance lancent jette jettent sonnee noie
            coupure* morsure* ouverte deboite* luxe luxation* dilate renverses pogne pognee planter hachoir aspergee
            asperge happe tapee titube chancelle vacille tangue affale affalee affaler flotte derive emporte emportee
            entraine entrainee traverse traverses lache lachee rompu rompue cede craque craquent glisser gemit traine
            trainee trainer trainent fume fument tousse toussent roule emboite* encastre* eclat crampe crampes coulee
            coulait noyait devore griffe griffee lacere frappait cingle bouscule bousculee plaquee bascul* poursuivent
            rattrape assaut defenestre foudroye perce percee percer inonde inondee inondes plie devisse taillade
            tailladee enroule allergie tressaute eclair foudre agrippe accroche
            """,
        Kind.STATE: """
            bleu bleue bleus violet violette violace* pale blanc blanche livide grise gris engourdi* paralys* gonfle
            gonfler gonflent gonflee enfle* mou molle raide* froid froide glace glacee transpire* sueurs sueur mousse
            bave vertige* etourdi* faible confus confuse desoriente* bizarre bizarrement travers tordue gemit
            gemissements rale rales tourne palpitations douleur* serre oppress* brulant brulante fievre plaques
            urticaire fumee etincelles odeur vaseux somnolent* somnole pleure livides titube tremblements grelotte
            hagard* choque flou floue trouble double pateuse pateux ailleurs absent absente fixe fixes revulse* spasme*
            tics grelottant* violettes rouges taches tache points deshydrate* essouffle* haletant* nausee* fievreux
            fievreuse bouillant bouillante elephant etau fourmis fourmillements demangeaison* plaque gonflement*
            affreux affreuse atroce atroces horrible insupportable battements emballe palpite irregulier jaune eteinte
            endolori gemissant cloques ampoules bulles pupilles froids froides rougeur voix noeud coton cotonneux
            flageolant asthmatique diabetique saoul soul ivre etoiles panique vomissant ecarlate courbe* pliee plie
            recroquevill* grimace irregulierement gargouill*
            """,
        Kind.BODY: """
            tete crane visage figure joue cou gorge nuque bras main mains poignet* doigt doigts pouce jambe jambes pied
            pieds oeil yeux oreille bouche levres langue poitrine thorax torse ventre dos hanche genou cheville colonne
            epaule cotes peau front cuisse coeur poumon* trachee artere* veine* corps os paupiere gueule sternum cote
            parole paupieres machoire clavicule bassin mollet pubis abdomen intestin tempe oreilles narine cervicales
            nez sein seins aine cervelle
            """,
        Kind.DANGER: """
            hache haches machette* scie scies tronconneuse* disqueuse* meuleuse* perceuse* sabre epee cutter lame lames
            rasoir tessons javel ammoniac ammoniaque chlore acide acides soude deboucheur* antigel petrole essence
            raticide* poison* pile piles bille billes aimant aimants comprimes cachets somniferes medocs medicaments
            pilules morphine heroine cocaine fentanyl drogue drogues champignons champignon bonbonne* butane propane
            gaz monoxyde transfo friteuse* huile bouillante bouillant ebouillant* guepe* frelon* abeilles essaim
            vipere* serpent* scorpion* pitbull* taureau* rails falaise* ravin* precipice* torrent* riviere glace corde
            cordes lacrymo grenade* bombe* fusil* pistolet* revolver* arme armes arachides cacahuetes crustaces noix
            anesthesie anesthesique piqure epipen presse laminoir broyeur* moissonneuse* nacelle* grue* echafaudage*
            clou clous barre barres batte battes marteau* fourche* fleche* harpon* feu couteau* flingue solvant* fumee
            lacrymogene* baton batons petard petards poutre poutres cutters seringue* arbalete brique briques pierre
            pierres tuile tuiles abeille dissolvant lighter flamme flammes goudron aiguille pelleteuse* barreaux
            """,
        Kind.THING: """
            echelle escalier escaliers marches toit balcon fenetre piscine lac baignoire etang rue route trottoir
            voiture auto char camion bus train metro tramway moto scooter tracteur machine verre vitre tesson casserole
            prise fil cable courant chauffe chaudiere deboucher detergent lessive produit nettoyant decapant
            medicament* cachet* comprime* pilule* somnifere* boite insuline alcool piece arachide* cacahuete* cheval
            ascenseur plafond mur plancher sol terre neige avalanche tranchee trou puits champignon* ventoline
            inhalateur pont vide chariot elevateur gazon terrasse vitrine dehors froid soleil trente chaleur eau cave
            grenier chantier tableau poteau arbre velo trottinette quad motoneige skidoo patinoire autobus autoroute
            chemin champ foret bois escalator porte placard armoire toilettes douche bain soupe marmite barbecue
            trampoline balancoire manege chien chiens silo canal telepherique telesiege branche abribus petrin tapis
            bougie rideau sapin cric rebord quai port bateau barque ponton sauna piste montagne crevasse cloture egout
            congelateur four mixeur hachoir* pupilles chemise pyjama pluie brouillard coffre tondeuse ferme etable
            fumier hangar parking bordure canape chaise lit berceau taxi jardin grange divan portiere fauteuil tente
            camping cabane chalet remise trappe couloir
            """,
        Kind.WHO: """
            il elle ils elles quelqu mari femme mere pere maman papa parents fils fille enfant enfants bebe bebes
            nourrisson gamin* garcon* petit petite fiston frere soeur oncle tante cousin* neveu niece mamie mami mamy
            papi papy grand-mere belle-mere beau-pere meme pepe copain copine ami amie chum blonde conjoint* compagn*
            fiance* ex voisin* collegue* patron* employe* client* dame monsieur homme femmes hommes type mec gars jeune
            vieux vieille patient* passager* conducteur* cycliste* pieton* coiffeu* apprenti* coloc* ado inconnu*
            ouvrier* electricien* plombier* jumeau* serveu* vendeu* caissi* ivrogne* livreu* personne personnes
            passant* motard* stagiaire* cuisini* chef commis locataire* squatteur* cambrioleur* enceinte tonton tata
            gosse mome beauf bonhomme madame pepere memere grand'maman pote potes copines bande jeunes vieillard* agent
            policier* gendre bru filleul* mecs individu individus cagoules adolescente ados ecolier* eleve* etudiant*
            randonneur* skieur* nageur* baigneu* automobiliste* occupants quelqu'une bambin* poupon* loulou fillette
            fillettes puce soeurette tatie taties parrain marraine boucher bouchere jardinier* grand'mere chauffeur*
            pappy couvreur* macon* peintre* docteur docteure medecin infirmier* nounou* gardienne gardien gardiens
            vigile camarade monde technicien
            """,
        Kind.SELF: "je j me m moi nous mon ma notre mes nos on",
        Kind.NOW: """
            maintenant soudain soudainement instant minutes secondes immediatement aujourd tantot derriere dedans
            actuellement presentement vivement
            """,
        Kind.PLEA: """
            vite aidez depechez urgence urgent* dieu pitie vites tabarnak calisse crisse seigneur jesus supplie implore
            panique paniquons grouillez pressez sos mayday ambulance* samu pompiers secours gendarmes police
            """,
        **WORDS,
    },
    phrases={
        Kind.GRAVE: (
            r"(?:fait|fais|a fait|ai fait|faire) (?:un|une) (?:malaise|crise|avc|infarctus|arret|attaque|chute"
            r"|overdose|hemorragie|allergie|reaction)|crise (?:cardiaque|d epilepsie|d asthme|de convulsions)|arret "
            r"(?:cardiaque|respiratoire)|coeur (?:\w+ ){0,3}(?:arrete|bat plus|s arrete|lache)|(?:douleur|mal"
            r"|pression|poids|serre|point|barre|brule|etau) (?:\w+ ){0,3}(?:poitrine|coeur|thorax|bras gauche)|mal "
            r"(?:a la|au) (?:poitrine|coeur) et|bouche (?:\w+ ){0,2}(?:travers|tordue|pend|tombe|affaissee)"
            r"|(?:visage|cote|moitie) (?:\w+ ){0,3}(?:paralys\w*|tombe|affaisse\w*|engourdi\w*)|(?:odeur|sent|senti"
            r"|fuite|sens) (?:\w+ ){0,3}(?:gaz|brule|fumee|roussi)|plein de (?:sang|fumee)|(?:beaucoup|plein|partout"
            r"|perd|perds|crache|vomit|pisse|flaque|tousse) (?:\w+ ){0,3}sang|sang (?:partout|coule|gicle|qui)"
            r"|(?:fumee|flammes|feu) (?:\w+ ){0,4}(?:sort|sortent|partout|noire|envahi\w*|chez|pris|dans|cuisine)"
            r"|(?:de la|une|des) fumee|pris feu|prend feu|en feu|y a le feu|par terre|au sol|allonge\w* (?:\w+ "
            r"){0,3}(?:sol|rue|trottoir|neige|terre|route)|couche\w* (?:\w+ ){0,2}(?:sur|dans) (?:le|la) (?:trottoir"
            r"|sol|neige|rue|plancher|route)|sous (?:un|une|le|la|l) (?:voiture|camion|train|bus|chariot|machine"
            r"|armoire|decombres|eau|avalanche|tracteur)|(?:toute la|la|une|des|trop de|plein de|tous ses|tous les"
            r"|les|tout le|tout un) (?:boite |plaquette |flacon |tas |tube )?(?:de |d )?(?:\w+ )?(?:cachets"
            r"|comprimes|medicaments|pilules|somniferes|pilules)|trop (?:bu|pris|de)|(?:pris|avale|bu|ingere"
            r"|avalee) (?:\w+ ){0,4}(?:javel|produit|deboucheur|lessive|pile|bille|piece|cachets|medicaments"
            r"|somniferes|pilules|comprimes|essence|poison|acide|boite|champignons|aimant\w*)|(?:il|elle|qui|on"
            r"|quelqu un|homme|gars|type|mec|ex|mari) (?:\w+ )?(?:me|nous|lui|l|la|le) (?:\w+ )?(?:frappe|bat|menace"
            r"|tape|etrangle|attaque|suit|poursuit|agresse|tue|cogne|tient)|tire\w* (?:dessus|sur)|coups? de (?:feu"
            r"|couteau|poing|hache)|(?:arme|armes) (?:a feu|blanche)?|avec (?:un|une) (?:couteau|arme|fusil|pistolet"
            r"|hache|batte|marteau|machette)|(?:defonce|defoncer|forcer|force|casse|casser|enfoncer|essaie d ouvrir"
            r"|fracture) (?:\w+ ){0,2}(?:porte|fenetre|vitre|serrure)|quelqu un (?:\w+ ){0,4}(?:chez moi|dans la "
            r"maison|dans l appartement|chez nous|dans le jardin|entre)|(?:entre|entres|entrer|rentre|rentres) "
            r"(?:\w+ ){0,2}par (?:effraction|la fenetre)|par effraction|(?:sauter|saute|jeter|jete|jette|tombe"
            r"|tombee|chute|passe|passee) (?:\w+ ){0,2}(?:du|de la|de l|par|par la|dans le|des|d un|d une|sous) "
            r"(?:\w+ ){0,2}(?:balcon|toit|fenetre|echelle|escalier\w*|pont|etage|vide|train|echafaudage|arbre|cheval"
            r"|piscine|eau|metro|marches|velo|moto|puits)|me (?:tuer|suicider|pendre|foutre en l air)|en finir|plus "
            r"(?:vivre|envie de vivre)|veut (?:mourir|sauter|se tuer|en finir)|veux mourir|s ouvrir les veines"
            r"|ouvert les veines|perd\w* les eaux|bebe (?:arrive|sort|est en train)|tete (?:qui )?sort|(?:ca|elle) "
            r"pousse|decharge electrique|pris (?:le|du) courant|du courant|main (?:prise|coincee|dans la machine)"
            r"|doigt (?:\w+ )?(?:coupe|arrache|sectionne|coince)|(?:lui|s est|me suis) (?:\w+ ){0,2}(?:ouvert|coupe"
            r"|tranche|arrache|sectionne|crame|brule) (?:le|la|les|un|une)|dans (?:la|le) (?:gorge|trachee)"
            r"|coince\w* (?:\w+ ){0,2}gorge|(?:gorge|langue|visage|levres|cou) (?:\w+ ){0,3}(?:gonfl\w+|enfl\w+"
            r"|serre|ferme)|(?:devenu\w*|tout|toute|devient|vire) (?:\w+ )?(?:bleu\w*|violet\w*|gris\w*|pale"
            r"|blanc\w*|mou|molle|froid\w*|raide)|(?:dans|dans les|plein les) (?:les )?yeux(?! noirs)|(?:ca|gorge"
            r"|visage) (?:gonfle|enfle)|voile noir|(?:vois|voit) (?:\w+ ){0,2}(?:noir|double|trouble)|vais tomber"
            r"|tourne de l oeil|coups et blessures",
            r"(?:met|mis|prend|pris|passe|coince|laisse) (?:\w+ ){0,2}(?:la|sa|le|les|ses) (?:main|doigts?|bras|pied"
            r"|tete|cheveux) (?:dans|sous)|(?:fonce|foncee|rentre|rentree|encastre\w*|percute) (?:\w+ )?(?:dans|sur"
            r"|contre)|pas (?:ete )?vue? depuis \w+ \w+|ca (?:pue|sent (?:mauvais|le cadavre|fort))|a coups de|se "
            r"battent|(?:clou|couteau|ciseaux|lame|verre|barre|piquet) (?:\w+ ){0,2}(?:dans|a travers)|(?:veut"
            r"|veulent|peut) (?:pas|plus) (?:le |la |me |nous )?lacher",
            r"tout casser|(?:fuite|odeur|nuage|bonbonne|bouteille) (?:d |de )?(?:ammoniac|gaz|chlore|essence"
            r"|produit\w*|monoxyde)|faire une (?:betise|connerie)|foutre en l air|plus envie de|dormir pour toujours"
            r"|(?:dans|a travers) l oeil|parle plus|regarde dans le vide|tombe a l eau|on (?:le|la) (?:voit|voyait"
            r"|trouve|retrouve) plus|(?:se|s est) (?:perdu|perdue|egare|egaree)|y a un mort|massage cardiaque|fait "
            r"le massage|(?:arrive|est|rentre) (?:\w+ )?(?:derriere la porte|chez moi|dans la maison|avec une arme)",
            r"par a coups|respire (?:\w+ )?par",
            r"oeuf pourri|remonte (?:pas|plus)|de force dans|l oeil (?:droit|gauche)|voix qui part|tombe\w* raide"
            r"|(?:donne|mis|pris) un coup de|il a (?:les|mes) enfants|froide? quand|(?:suis|est) tomb\w+ (?:raide"
            r"|inconscient\w*)",
            r"appelle (?:a l aide|au secours)|(?:crie|crient) (?:a l aide|au secours)|(?:faire|fait|font) du mal"
            r"|pas (?:rentree?|revenue?) (?:de|du|a|depuis)|s en prend a|(?:vois|voit) des etoiles|(?:a|est|en) "
            r"(?:\w+ )?sueurs?|poussette (?:\w+ ){0,3}(?:route|eau|escalier\w*)|de force",
            r"poussette (?:\w+ ){0,4}(?:route|rue|eau|escaliers)",
            r"cherche (?:ses|les) mots|d un seul cote|passee? (?:sous|a travers|par-dessus|par dessus)|ca tire(?! "
            r"(?:dans|un peu|a|quand|sur))|(?:jumeau|bebe|tete|enfant) sort|m attend (?:en bas|dehors|devant)|sort "
            r"pas",
            r"devant ma (?:fenetre|porte)|tient quelque chose|je meurs(?= \.|$| (?:aidez|vite))|articule (?:plus|pas"
            r"|mal)|(?:autos|voitures) (?:\w+ )?(?:emboitees|encastrees|emmelees)|fait (?:que|plus que) dormir|ses "
            r"adieux|perdue? (?:au|dans|a la) (?:centre|parc|foule|magasin|foret|plage|gare)|suis (?:en train de "
            r"mourir|mourant\w*)|(?:a|ai) (?:recu|pris) (?:\w+ )?(?:eclat|coup|balle|pierre|brique|poutre)",
            r"assez de (?:cachets|pilules|comprimes|medicaments)|tuyau de gaz|sous (?:la|le|l|un|une) (?:pelleteuse"
            r"|bus|camion|train|tracteur|voiture|arbre|meuble|armoire)|maison est inondee|fait dessus|sait plus "
            r"(?:quel|ou|qui)|hemophile",
            r"(?:et )?que c ?est pour aujourd ?hui",
            r"(?:lettre|mot) d ?adieu",
            r"(?:doigts?|main|bras|pied|jambe|cheveux) (?:\w+ )?(?:dans|sous) (?:la|le|une|un|l) (?:tondeuse|machine"
            r"|scie|porte|presse|mixeur|\w+euse)|(?:morceau|bout|eclat|lame|clou|fleche|couteau|verre) (?:\w+ "
            r"){0,3}dans (?:le|la|l|mon|ma) (?:ventre|jambe|bras|main|pied|gorge|dos|cuisse|oeil|tete|cou)"
            r"|disparaitre du monde|(?:je )?supporte plus(?= \.|$| je)|accroche au cable|tout le monde (?:tombe|s "
            r"evanouit|s ecroule|suffoque|vomit)|est dans l herbe|y a eu un eclair|c est un braquage",
        ),
        Kind.LOSS: (
            r"(?:ne |n )?(?:respire|repond|reagit|bouge|parle|voit|entend|mange|boit|tient|tete|ouvre|pleure|sent"
            r"|sens|vois|tiens|marche|peut|peux|arrive|arrivons|arrivent|reveille|releve|avale|mange|trouve|trouvons"
            r"|retrouve|retrouvons) (?:\w+ )?(?:plus|pas|presque plus|a peine|mal|guere)(?: (?:a |de )?(?:\w+ "
            r")?(?:respirer|parler|bouger|marcher|se lever|se relever|se reveiller|avaler|l eteindre|eteindre|sortir"
            r"|ouvrir|reveiller|relever|debout|du tout|les yeux|debloquer))?",
            r"(?:plus|pas|manque|manquons|court|besoin) (?:d )?(?:air|souffle|pouls)|reprendre (?:mon|son|sa) "
            r"(?:souffle|respiration)|arrive (?:plus|pas) a \w+|cherche (?:son|de l) (?:air|souffle)|(?:du|de la) "
            r"(?:mal|difficulte\w*|peine) a (?:respirer|parler|avaler|bouger|marcher)|difficultes? (?:a respirer"
            r"|respiratoires?)|respire (?:\w+ ){0,2}(?:mal|bizarre\w*|fort|vite|difficilement|par a coups|tres mal"
            r"|en sifflant)|(?:ne |n )?(?:se|s|me) (?:reveille|releve|leve|reveillent) (?:\w+ )?(?:pas|plus)"
            r"|(?:impossible de|peux pas|peut pas|arrive pas a|arrive plus a|reussis pas a) (?:le |la |l |les |me "
            r"|se )?(?:reveiller|relever|sortir|degager|detacher|ouvrir|calmer|bouger|arreter|eteindre|respirer"
            r"|parler|avaler)|parle (?:\w+ )?(?:bizarre\w*|mal|de travers|n importe|drole\w*)|dit (?:des choses|n "
            r"importe)|(?:dit|disent|raconte) (?:\w+ ){0,3}(?:sens|n importe quoi|incoherent\w*)|sans "
            r"(?:connaissance|vie|pouls|reaction)|perd\w* (?:\w+ )?(?:connaissance|conscience)|tombe\w* dans les "
            r"pommes|(?:a|ai|avons|ont) (?:\w+ )?(?:disparu|perdu de vue)|les yeux (?:\w+ ){0,2}(?:ouverts|revulses"
            r"|blancs|fixes|qui)",
            r"(?:me |nous |la |le )?(?:reconnait|reconnaissent) (?:plus|pas)|(?:dit|raconte) n ?importe quoi",
        ),
        Kind.WHO: (r"(?:a|de) (?:\w+ )?mois et|enceinte de \w+ mois",),
        Kind.NOW: (
            r"(?:vient|viens|viennent|venons) (?:juste )?(?:de|d)\b|en train d\w*|d un coup|tout a coup|en ce moment"
            r"|il y a (?:\w+ )?(?:\w+ )?(?:minutes?|secondes?|instant\w*)|y a (?:\w+ )?(?:\w+ )?(?:minutes?"
            r"|secondes?)|depuis (?:\w+ )?(?:\w+ )?(?:minutes?|heures?|heure|ce matin|tout a l heure|hier|cette "
            r"nuit)|a l instant|tout a l heure|aujourd hui",
            r"d ?hier",
        ),
        Kind.PLEA: (
            r"au secours|a l aide|aidez moi|aidez nous|oh dieu|faites vite|venez vite|depechez vous|tout de suite"
            r"|qu est ce que je (?:fais|dois faire)|que dois je faire|je (?:ne )?sais (?:pas|plus) quoi faire|on "
            r"fait quoi|je fais quoi|s il vous plait vite",
            r"excusez moi de vous deranger|s il vous plait|je vous en (?:prie|supplie)|(?:devant|a cote de|pres de"
            r"|chez) chez vous|devant chez vous|derriere chez vous|chez vous|pres de vous|depechez vous|envoyez vous",
        ),
        **PHRASES,
    },
)
