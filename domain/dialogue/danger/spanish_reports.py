"""The words Spanish and Latin American callers report danger in, by kind. Folded as in `spanish`."""

from domain.dialogue.danger.reports import Kind, ReportWords
from domain.dialogue.danger.spanish_talk import PHRASES, WORDS

REPORT_WORDS = ReportWords(
    words={
        Kind.GRAVE: """
            inconscient* desmay* desvanec* desplom* infart* ictus derrame convuls* epilep* anafila* hipogluc*
            sobredosis intoxic* envenen* ahog* atragant* asfixi* electrocut* calambrazo hemorragi* sangra sangrando
            sangre desangr* apunal* acuchill* amput* rebano rebanado quemando quemandose llamas incendi* explot*
            explosion reviento aplastad* aplasto atropell* arrollad* volco choco sepultad* atrapad* asalt* atraco
            atracando secuestr* rehen* disparos disparo balazo* balacera tiroteo tiros pistola rifle escopeta navajazo
            armado armada amenaz* viola violando violaron violacion pegando pega golpeando golpea apalean agredi*
            agrede agresion ataca atacando atacaron ataco estrangul* ahorc* suicid* matar mataron mato matarse matarlo
            muere muriendo morir muerto muerta murio moribund* reanim* rcp desfibrilador coma monoxido congelad*
            hipotermi* parto contracciones ladron* intruso* degoll* chorro* petatea petateo patatus soponcio muertos
            cadaver* colgado colgada amordazad* amarrad* bala balas bombazo granada atentado* terrorist* encapuchad*
            enmascarad* sicario* narco* rapt* levantaron matan asesin* linch* navajazos ensangrent* mutil* empal*
            atraves* decapit* quemad* calcinad* carboniz* derrumb* sismo terremoto deslave alud avalancha inundacion*
            inundando descarril* volcad* volcaron estall* explosiones fuga fugas meningitis sepsis embolia trombosis
            paralisis paralizad* ataque ataques shock colaps* sincope agoniz* agonia pariendo alumbramiento aborto
            abortando desprendimiento cianotic* cardiac* arritmia taquicardia* drogad* drogaron metralleta* fusil*
            violad* abus* vejad* golpiza* paliza* tunda grave graves gravisim* herido heridos herida heridas autolesi*
            alzheimer demencia apendicitis peritonitis pujar pujando pujos descompuso descompuesta desaparecio arden
            arde ardiendo ardio prendieron hemofilic* inundada
            """,
        Kind.HARM: """
            cayo caido caida cai cae caer caen caigo cayeron resbal* tropezo despen* descalabr* herid* lesion*
            accidente* choque colision estrello rompio roto rota fractur* corto cortado cortada cortandose mordi*
            muerde pico picado picada picadura* trago tragado tragaste trague ingiri* inhalo golpe golpeo golpeado
            empuj* patad* punetaz* quemo quemaron perdido perdida desaparec* encerrad* encierr* escap* forzando forzar
            forzaron tumbando entraron meterse metido meti gritando gritos grita pelea peleando rina bronca acosa
            acosando vomita vomitando vomito escupe delira delirando tiembla temblando arranco arrancado prendio
            prendido encendio tir* machuco machucado prenso prensado pinch* salpic* derramo jalo metio metieron clavo
            clavado clavada clavarse ensarto incrusto raspo desgarr* reventaron estamp* empotr* chocaron embest*
            arrollo rodo rodaron rodando derrapo hund* tambale* desplaz* avento aventaron lanzo lanzaron arroj* soltar
            suelta solto jalando tomo tome tomaron inyecto aspiro beb* sigue siguio siguiendo siguen persig* acorral*
            rodean rodearon escondida escondido escondidos merode* husme* entro entrando entra metiendo irrumpi*
            destroz* rompiendo rompieron quebr* patead* patean pateando pateo jalone* tumbo tumbaron perdio extravi*
            deambul* desorientad* fugo huyo huye balacear estrujo pisote* quemarse escald* picaron volo mocho mochado
            trozo truena trono estruendo crujio cristales silba silbando chilla chillando alaridos golpes golpazo
            cortaron robando robaron cegado hachazo* clavaron eche rocio rocie trastabill* flota flotando arrastrado
            arrastro cruje crujiendo cedio zafo zafado cuelga colgando doblado doblada doblandose boquea boqueando
            reventada reventado tragandose meterme forcejea arrastrando arrastran jalan dano atoro atorado atorada
            atascad* saltaron salto esquirla* sacudi sacudio sacudido zarande* cinturonazos cinturon correa correazos
            abrio abri arano aranado astill* despedaz* destripo revento embisti* envisti* descarga engancho enganchado
            engullo engulli* perdimos doblo perforaron perforo perforado inundad* enredo enredado orino rajo golpearon
            apalearon sacudidas hirieron mataban atracan accidentar
            """,
        Kind.STATE: """
            morad* azul azulado azulada amoratad* palid* blanco blanca amarill* entumecid* dormido dormida paraliz*
            hinch* rigid* tieso tiesa flojo flojito flojita floja blandit* helad* sudando suda sudor espuma babea mareo
            mareos mareada mareado mareadisim* debil confus* desorientad* torcid* chueca chueco raro rara raros gime
            quejando quejidos ronca dolor* duele presion ardor fiebre ronchas sarpullido humo chispas olor nubla
            borroso doble palpitaciones agotad* tembloros* perdid* ida ido atontad* aturdid* llora llorando mala malo
            malit* fatal borrosa nublada desbocad* acelerad* manchas mancha sacudidas sacudida espasmos tics gelido
            sofocad* jadeando jadea agitad* idos vacio trabada trabado enredada arrastra arrastrando adormil*
            somnolient* debilucho verdoso nausea* insoportable horrible atroz elefante punzad* hormigueo cosquilleo
            palpitando descontrolad* pesado presionado descompuest* desencajad* gimiendo ampollas burbujas pupilas voz
            trapo gelatina asmatica asmatico diabetica silba pitido roja sofoco estrellitas frio fria frios frias lila
            lilas arcadas tumefact* tiritando tirita escalofrios jadeo encogido encogida doblad* agarrandose crispad*
            gris* calambre calambres
            """,
        Kind.BODY: """
            cabeza cara cuello garganta nuca brazo brazos mano manos muneca* dedo dedos pulgar pierna piernas pie pies
            ojo ojos oreja nariz boca labios lengua pecho barriga vientre estomago espalda cadera rodilla tobillo
            craneo columna hombro costillas piel frente muslo corazon pulmon* traquea arteria* vena* cuerpo hueso
            mejilla quijada panza lado mandibula clavicula pelvis ingle pantorrilla talon sien paladar oidos narices
            senos seno abdomen tripa cogote pescuezo cervicales palabras cachete
            """,
        Kind.DANGER: """
            cuchillo* navaja* machete* hacha* sierra* motosierra* amoladora* taladro* cutter cuchilla* lejia cloro
            amoniaco acido* sosa desatascador* anticongelante* gasolina petroleo aguarras matarratas raticida* veneno*
            pila pilas canica* iman imanes moneda pastillas pastilla medicamentos somniferos comprimidos fentanilo
            heroina cocaina droga drogas hongos setas tanque tanques butano propano gas bombona* cilindro corriente
            transformador cables freidora* aceite hirviendo hirviente avispa* abejas abejorro enjambre alacran*
            escorpion* serpiente* vibora* culebra* pitbull toro toros rieles vias barranco* precipicio* acantilado*
            hielo soga* pistola* rifle* escopeta* arma armas camarones mariscos cacahuate* cacahuete* mani nueces
            anestesia epinefrina prensa trituradora* grua* andamio* clavo clavos varilla* tubos fierros palos bates
            barras martillo* fuego bomba disolvente* brasero* cuter cuteres petardo* cohete* viga vigas cascote* teja
            tejas ladrillo* piedra piedras jeringa* ballesta alambre aguardiente brasas botellazo arpon alquitran
            llamarada aguja agujas excavadora* barrotes calefactor flecha flechas
            """,
        Kind.THING: """
            escalera escaleras tejado techo balcon ventana azotea alberca piscina pileta rio lago banera tina calle
            carretera acera banqueta pista coche carro auto camion camioneta bus autobus tren metro moto bici tractor
            montacargas maquina radial vidrio* cristal* olla enchufe cable calentador caldera calefon detergente
            limpiador producto medicament* insulina alcohol droga* nuez abeja* caballo elevador ascensor suelo piso
            tierra nieve pozo inhalador cuerda puente vacio bate inyeccion puerta columpio terraza obra tablero poste
            arbol bicicleta patineta patines mar ola olas sotano closet armario bano toilet ducha tinas sopa parrilla
            calor frio sol autopista autovia tunel cruce zanja barrio salida entrada oficina porton reja cuna perro
            perros silo canal teleferico telesilla rama tranvia parada amasadora alfombra vela cortina bordillo muelle
            puerto barco lancha sauna montana grieta muro cerca hoyo alcantarilla congelador horno batidora pupilas
            camisa pijama lluvia niebla maletero podadora establo granja rampa silla sillon cama litera taxi galpon
            jardin carpa cabana cobertizo contenedor* alfeizar estanque estanteria juegos tobogan semaforo hall
            ascensores calzada fogata hoguera estufa
            """,
        Kind.WHO: """
            alguien ella ellos marido mujer esposo esposa madre padre mama papa padres hijo hija hijos nino nina ninos
            bebe bebes nene nena chico chica chicos chaval* muchach* nieto nieta hermano hermana tio tia primo prima
            sobrin* abuelo abuela abuelit* suegra suegro novio novia amigo amiga vecin* companer* jefe jefa emplead*
            client* senor senora hombre hombres mujeres persona personas gente tipo tipos joven ancian* paciente*
            conductor* ciclista* peaton* peluquer* aprendiz* pareja ex adolescente* desconocid* obrero* albanil*
            electricista* fontanero* gemel* camarer* mesero* mesera* cocinero* cajer* borrach* turista* pasajer*
            trabajador* criatura recien motociclista repartidor* viejit* huesped inquilin* embarazada chavo chamaco
            chamaca guagua wawa pibe piba hijito hijita bebito colega cuate cuates compa compas carnal wey guey parce
            pana panas marico chamo chama vieja viejo senores chavos jovenes patron patrona sujeto sujetos individuo*
            encapuchados ladrones cunado cunada yerno nuera ahijad* madrina padrino suegros tios huerco botija pibes
            camionero* taxista* madrecita esposito colegas carnicero carnicera jardinero chofer compadre comadre compi
            nenes pequeno pequena novios todos techador* pintor* doctor doctora enfermer* ninera* medico vigilante
            vigilantes guardia guardias tecnico
            """,
        Kind.SELF: "me nos mi mis nuestro nuestra nosotros yo todos",
        Kind.NOW: """
            ahora ahorita acaba acaban acabo minutos segundos hoy repente pronto instante recien llevan lleva llevo
            ahorititita actualmente recientito
            """,
        Kind.PLEA: """
            ayuda ayudenme ayudeme ayudame ayudennos rapido urgente* deprisa corran vengan apurense dios ayudenos
            socorran corra apurate pronto jesus virgen suplico ruego panico sos mayday ambulancia* bomberos policia
            emergencia* socorro auxilio
            """,
        **WORDS,
    },
    phrases={
        Kind.GRAVE: (
            r"(?:le|me|nos|se le|se me) (?:\w+ )?(?:dio|da|esta dando|ha dado|dado|dando|acaba de dar) (?:\w+ "
            r")?(?:un |una |algo)(?:\w*)|ataque (?:al corazon|cardiaco|epileptico|de asma|de epilepsia)|paro "
            r"(?:cardiaco|respiratorio)|(?:se le|se me) (?:\w+ )?(?:paro|para|detuvo|parado) (?:\w+ )?corazon"
            r"|corazon (?:\w+ )?(?:parado|paro|no late)|(?:dolor|presion|opresion|punzada|peso|duele|aprieta"
            r"|apreton) (?:\w+ ){0,3}(?:pecho|corazon|brazo izquierdo)|(?:boca|cara|lado) (?:\w+ ){0,2}(?:torcid\w*"
            r"|chuec\w*|caid\w*|paraliz\w*|dormid\w*|ladead\w*)|(?:huele|olor|fuga|escape) (?:\w+ ){0,4}(?:gas"
            r"|quemado|humo|chamuscado)|(?:humo|llamas|fuego|lumbre) (?:\w+ ){0,4}(?:sale|saliendo|entra|entrando"
            r"|negro|en|por)|(?:sale|saliendo|entra|lleno|llena|hay) (?:\w+ ){0,3}(?:humo|llamas|fuego|lumbre"
            r"|sangre)|(?:mucha|perdiendo|pierde|vomit\w+|escup\w+|charco de|lleno de|llena de|sale|tose|tosiendo"
            r"|cubierto de|orina) (?:\w+ ){0,2}sangre|sangre (?:por|a|en|no)|sangra mucho|(?:se (?:esta )?|ha "
            r")?(?:prendio|prendiendo|prendido|quema|quemando|arde|ardiendo|incendia) (?:\w+ ){0,2}(?:cocina|casa"
            r"|local|piso|coche|freidora|aceite|cortina\w*|todo|sarten|carro|fuego|departamento|horno)|en llamas"
            r"|(?:casa|cocina|local|piso|coche|edificio|todo) (?:\w+ )?(?:ardiendo|arde|quemando\w*)|(?:tirad|tendid"
            r"|tumbad)[oa] (?:\w+ )?(?:en|sobre) (?:el|la) (?:\w+)|en el (?:suelo|piso)|debajo (?:de|del)|bajo (?:el"
            r"|la|un|una|los) (?:agua|coche|tren|carro|camion|escombros|montacargas)|(?:tom|trag|beb|meti|ingir"
            r"|comi)\w+ (?:\w+ ){0,4}(?:pastillas|pastilla|lejia|cloro|veneno|frasco|bote|somniferos|pila|moneda"
            r"|canica|setas|hongos|producto|detergente|acido|caja|comprimidos|medicamentos|raticida|iman\w*"
            r"|gasolina)|se paso con|demasiad\w+ (?:pastillas|insulina|alcohol|drogas?)|pas\w+ con las (?:pastillas"
            r"|drogas)|(?:me|nos|la|lo|le|les|esta|estan) (?:\w+ )?(?:pegando|pega|golpeando|golpea|amenaz\w+"
            r"|persigu\w+|siguiendo|apunta\w*|atac\w+|ahorcando|estrangul\w+|robando|asalt\w+)|con (?:un|una) "
            r"(?:cuchillo|pistola|arma|navaja|machete|hacha|palo|bate|martillo|tijeras)|(?:tirar|tirando|tumbar"
            r"|tumbando|romper|rompiendo|forzar|forzando|patear|pateando|echar|reventar|reventando|abrir) (?:\w+ "
            r"){0,2}(?:puerta|ventana|cerradura|reja)|(?:entro|entrado|entrando|metio|metido|hay) (?:\w+ ){0,3}(?:en"
            r"|a) (?:la|mi|nuestra) casa|alguien (?:\w+ ){0,4}(?:casa|adentro|dentro|patio|jardin)|(?:tir|salt|lanz"
            r"|arroj|cay|ca)\w* (?:\w+ ){0,2}(?:del|de la|de un|de una|desde|por|por la|por el|al|a la|a las|en la"
            r"|al) (?:\w+ ){0,2}(?:balcon|tejado|techo|ventana|escaler\w+|puente|andamio|piscina|alberca|azotea|pozo"
            r"|vias|tren|metro|arbol|caballo|moto|piso|barranco|rio|pileta|cama|litera|cambiador)|quit\w+ la vida"
            r"|no quier\w+ (?:seguir )?(?:viv\w+|seguir)|quier\w+ (?:morir\w*|matar\w*|tirar\w* por|saltar)|cort\w+ "
            r"las venas|rompi\w* (?:la )?(?:bolsa|fuente|aguas)|romp\w+ aguas|viene (?:ya )?el bebe|ya viene|esta "
            r"pujando|cabecita|(?:lejia|acido|desatascador|producto|aceite|cloro) (?:\w+ ){0,3}(?:ojo\w*|cara"
            r"|brazos?|manos?)|en los ojos|dedo (?:\w+ )?(?:cortad\w*|arrancad\w*|colgando)|(?:mano|dedo|brazo|pie"
            r"|pierna) (?:\w+ )?atrapad\w*|(?:se le|se me) (?:\w+ )?(?:cierra|cerrando|cerro|hincha|hinchando) "
            r"(?:\w+ )?(?:garganta|cara|lengua)?|(?:garganta|lengua|cara|cuello|labios) (?:\w+ ){0,3}(?:hinch\w+"
            r"|cerr\w+|cierra)|(?:pone|puso|puesto|poniendo|quedando|quedo|esta) (?:\w+ )?(?:morad[oa]|azul"
            r"|palid[oa]|blanc[oa]|ties[oa]|rigid[oa]|flojit[oa]|malit[oa])|se (?:ha puesto|puso|siente|sintio) "
            r"(?:\w+ )?(?:mala|mal|malita)|en la garganta|se (?:me|nos) muere|nubla la vista|se esta yendo"
            r"|encerrad\w+ (?:\w+ ){0,2}(?:coche|carro|auto|ascensor|elevador|bano)|corriente electrica|pas\w+ la "
            r"corriente|agarro la corriente",
            r"(?:meti|metio|atrapo|prenso|machuco|agarro|pillo)\w* (?:\w+ ){0,2}(?:la|el|los) (?:mano|dedos?|brazo"
            r"|pie|cabeza|pelo) (?:en|con|bajo)|(?:coche|carro|camion|auto|camioneta|moto) (?:se )?(?:metio|estrello"
            r"|empotro|subio|vino|entro) (?:\w+ )?(?:en|contra|a|encima)|no l[ao] ven (?:desde|hace) \w+ \w+|no "
            r"(?:la|lo) (?:vemos|hemos visto) (?:desde|hace)|huele (?:\w+ )?(?:feo|mal|a muerto|raro|horrible)"
            r"|(?:dando|dan|agarran|agarrando|pegando|cayendo) (?:\w+ )?(?:de |a )(?:golpes|palos|patadas|fierrazos"
            r"|batazos)",
            r"dej\w+ de (?:hablar|respirar|moverse|responder|latir)|mira al vacio|sin (?:respirar|pulso|conocimiento"
            r"|sentido|vida|aire)|dando a luz|por dar a luz|no (?:me |lo |la |nos )?suelt\w+|(?:hacer|cometer) una "
            r"(?:locura|tonteria|estupidez|barbaridad)|dormirme para siempre|no despertar|se volo (?:\w+ )?(?:dedo"
            r"|mano|brazo)|destrozando todo|fuga de (?:\w+)|(?:esta|esta detras|escondid\w) (?:\w+ )?(?:detras de "
            r"la puerta|closet|armario|debajo de la cama)|me siguio|me siguen|me viene siguiendo|se perdio|masaje "
            r"cardiaco|haciendo el masaje|ya no (?:lo|la) vemos|(?:hay|encontr\w+) (?:\w+ ){0,2}(?:muerto|muerta"
            r"|cadaver|herid\w+)",
            r"corazon (?:\w+ )?(?:desbocado|acelerado|a mil)|(?:sienta|sentara|aplasta|aprieta) (?:\w+ ){0,2}(?:en "
            r"el|el) pecho|veo (?:\w+ )?(?:borroso|doble|negro|nublado|mal)|vino abajo|debajo(?= \.|$)",
            r"huevo podrido|no (?:sube|vuelve|baja|sale)|a la fuerza|(?:dio|dieron) un (?:hachazo|golpe|navajazo"
            r"|machetazo|tajo)|clav\w+ (?:algo|un|una)|en mi casa y tiene a|tiene a (?:los ninos|mis hijos|mi hija"
            r"|mi hijo)|se le va la voz|como un pez|de trapo|se me va la cabeza|(?:tendid|tirad|doblad"
            r"|desplomad)[oa] en",
            r"(?:haciendo|hace|hacer|hacen) (?:\w+ )?dano|no (?:volvio|ha vuelto|regreso|llego) (?:del|de|a)|se "
            r"(?:le )?ve el hueso|veo estrell\w+|agua hasta|sudando frio|cochecito (?:\w+ ){0,4}(?:calle|agua"
            r"|escaleras)|sangro|pie abierto|a golpes|boca abajo",
            r"desaparecio (?!la)|ya sale|sale el|me espera (?:abajo|afuera|fuera)|en si(?= |$)",
            r"(?:abri|abrio|corto|corte) (?:la|las) (?:muneca|munecas|venas)|dando (?:al|a la|a mi) (?:\w+ )?(?:con"
            r"|de)|en mi ventana|en la mano|ahora solo duerme|se despidio|se perdio|coches empotrad\w+|(?:fuego"
            r"|lumbre) va hacia|con el cinturon|con una correa",
            r"tubo de gas|de siete meses y sangra|se orino encima|debajo de la excavadora|me corte (?:el|la|los|las"
            r"|y)|se prendio|no para(?= \.|$)|no se le pasa|no sabe (?:que|donde|quien)|pone los ojos en blanco",
            r"(?:dedos?|mano|brazo|pie|pierna|pelo) (?:\w+ )?(?:en|dentro de|bajo) (?:la|el|una|un) (?:cortadora"
            r"|maquina|sierra|puerta|prensa|licuadora|batidora|\w+dora)|(?:flecha|cristal|clavo|cuchillo|vidrio"
            r"|hierro) (?:\w+ ){0,2}en (?:la|el|mi|su) (?:pierna|barriga|brazo|pecho|pie|mano|cuello|espalda|ojo"
            r"|muslo)|desaparecer del mundo|ya no aguanto(?! el (?:dolor de espalda|pelo))|pegado al cable|da "
            r"sacudidas|es un atraco|tal?adro la mano|se (?:taladro|agujereo|perforo) (?:la|el)|muy dormido",
        ),
        Kind.LOSS: (
            r"no (?:le |me |se |lo |la |nos |les )?(?:\w+ )?(?:respira|responde|reacciona|contesta|despierta|mueve"
            r"|habla|camina|ve|oye|come|toma|bebe|mama|abre|puede|puedo|podemos|pueden|siente|siento|levanta|para"
            r"|paran|reconoce|late|encuentro|encontramos|aparece|aguanta|atiende|entra|sale|llega|deja|dejan"
            r"|llora)(?: (?:de )?(?:\w+ )?(?:respirar|hablar|mover\w*|caminar|ver|levantar\w*|tragar|andar"
            r"|despertar\w*|salir|sangrar|vomitar|temblar|apagar\w*|abrir\w*|aire|sacar\w*|soltar\w*|respirando|bien"
            r"|los ojos|nada))?",
            r"(?:apenas|casi no|mal|a duras penas|a tirones|con dificultad|muy rapido|raro) (?:puede )?(?:respira\w*"
            r"|habla\w*|mueve)|respira (?:\w+ )?(?:mal|raro|apenas|con|a tirones|rapido|fatal|agitad\w*|como)|le "
            r"cuesta (?:\w+ )?(?:respirar|hablar|tragar|mover\w*)|me cuesta (?:\w+ )?respirar|(?:falta|faltando|sin"
            r"|quedo sin|quedando sin) (?:\w+ )?(?:el )?(?:aire|oxigeno|pulso|conocimiento|sentido|vida)|perdi\w* "
            r"(?:\w+ )?(?:el |la )?(?:conocimiento|conciencia|consciencia|sentido)|habla (?:\w+ )?(?:raro|rara"
            r"|enredad\w*|incoherenc\w*|cosas|mal|como borracho)|(?:dice|diciendo) (?:\w+ )?(?:cosas|incoherencias"
            r"|disparates|tonterias)|ojos (?:\w+ )?(?:abiertos|en blanco|volteados|fijos|idos)",
            r"no (?:\w+ )?traga(?! y el agua)",
        ),
        Kind.WHO: (r"de \w+ meses(?= y)",),
        Kind.NOW: (
            r"acab\w+ de|de repente|de golpe|de pronto|en este momento|ahora mismo|hace (?:\w+ )?(?:\w+ "
            r")?(?:minutos?|segundos?|rato|ratito|instantes?)|desde hace (?:\w+ )?(?:\w+ )?(?:minutos?|horas?|hora"
            r"|rato)|est(?:a|an|oy|amos)(?= \w+(?:ando|endo|iendo))|todavia",
            r"de ayer|otra vez",
        ),
        Kind.PLEA: (
            r"oh dios|por favor (?:rapido|vengan|ayuda\w*|corran)|que (?:hago|hacemos)|no se que hacer|ya mismo"
            r"|ahora mismo|ayuda(?:me|nos|nme)?(?! (?:con|para|a elegir))|vengan (?:ya|rapido|pronto)",
        ),
        **PHRASES,
    },
)
