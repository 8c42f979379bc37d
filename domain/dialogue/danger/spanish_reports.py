"""The words Spanish and Latin American callers report danger in, by kind. Folded as in `spanish`."""

from domain.dialogue.danger.reports import Kind, ReportWords

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
            alzheimer demencia apendicitis peritonitis pujar pujando pujos descompuso descompuesta
            """,
        Kind.HARM: """
            cayo caido caida cai cae caer caen caigo cayeron resbal* tropezo despen* descalabr* herid* lesion*
            accidente* choque colision estrello rompio roto rota fractur* corto cortado cortada cortandose mordi*
            muerde pico picado picada picadura* trago tragado tragaste trague ingiri* inhalo golpe golpeo golpeado
            empuj* patad* punetaz* quemo quemaron perdido perdida desaparec* encerrad* encierr* escap* forzando forzar
            forzaron tumbando entraron meterse metido meti gritando gritos grita pelea peleando rina bronca acosa
            acosando vomita vomitando vomito escupe delira delirando tiembla temblando arranco arrancado prendio
            prendido encendio tir* machuco machucado prenso prensado pinch* salpic* derramo jalo metio metieron clavo
            clavado clavada clavarse ensarto incrusto raspo desgarr* reventaron estamp* empotr* chocaron embistio
            embest* arrollo rodo rodaron rodando derrapo hund* tambale* desplaz* avento aventaron lanzo lanzaron
            arroj* soltar suelta solto jalando tomo tome tomaron inyecto aspiro beb* sigue siguio siguiendo siguen
            persig* acorral* rodean rodearon escondida escondido escondidos merode* husme* entro entrando entra
            metiendo irrumpi* destroz* rompiendo rompieron quebr* patead* patean pateando pateo jalone* tumbo tumbaron
            perdio extravi* deambul* desorientad* fugo huyo huye balacear estrujo pisote* quemarse escald* picaron
            volo mocho mochado trozo truena trono estruendo crujio cristales silba silbando chilla chillando alaridos
            golpes golpazo cortaron robando robaron cegado hachazo* clavaron eche rocio rocie trastabill* flota
            flotando arrastrado arrastro cruje crujiendo cedio zafo zafado cuelga colgando doblado doblada doblandose
            boquea boqueando reventada reventado tragandose zarandea meterme forcejea arrastrando arrastran jalan dano
            """,
        Kind.STATE: """
            morad* azul azulado azulada amoratad* palid* blanco blanca gris amarill* entumecid* dormido dormida
            paraliz* hinch* rigid* tieso tiesa flojo flojito flojita floja blandit* fri* helad* sudando suda sudor
            espuma babea mareo mareos mareada mareado mareadisim* debil confus* desorientad* torcid* chueca chueco
            raro rara raros gime quejando quejidos ronca dolor* duele presion ardor fiebre ronchas sarpullido humo
            chispas olor nubla borroso doble palpitaciones agotad* tembloros* perdid* ida ido atontad* aturdid* llora
            llorando mala malo malit* fatal borrosa nublada desbocad* acelerad* manchas mancha sacudidas sacudida
            espasmos tics gelido sofocad* jadeando jadea agitad* idos vacio trabada trabado enredada arrastra
            arrastrando adormil* somnolient* debilucho verdoso nausea* ardiendo insoportable horrible atroz elefante
            punzad* hormigueo cosquilleo palpitando descontrolad* pesado presionado descompuest* desencajad* gimiendo
            ampollas burbujas pupilas voz trapo gelatina asmatica asmatico diabetica silba pitido arde roja sofoco
            estrellitas
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
            barras martillo* fuego bomba disolvente* brasero*
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
            camisa pijama lluvia niebla maletero podadora establo granja rampa silla sillon cama litera
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
            nenes pequeno pequena novios todos
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
        Kind.WISH: """
            cita citas turno reserv* anular cancelar aplazar hueco disponib* cuanto precio* horario* abren cierran
            regalo descuento retraso quisiera quisieramos gustaria queria queriamos factura queja reclam* devol*
            pedido presupuesto abogad* divorci* demanda demandar multa recurrir seguro indemniz* desahuci* desalojo
            contrato despid* testamento herencia notari* denunci* custodia pension fisio* sesion* receta
            rehabilitacion reparar reparacion* arreglar arreglen instalar instalacion mantenimiento confirmar
            pregunta* informacion busco buscamos curso cursos vacante* certificado justificante juicio audiencia
            impugnar aconseja atasco sancion quejarme terapia ustedes vosotros vuestra vuestro vuestros vuestras
            avisar quejar quejarse recomienda veterinari*
            """,
        Kind.TOPIC: """
            tinte mechas balayage peinado abiert* tarjeta masaje* tratamiento* manicura pedicura depilacion pestanas
            cejas maquillaje flequillo raices consulta champu envio permanente alisado barba rizos recogido despacho
            bufete casero osteopat* ferula* corona* empaste* implante* ortodonc* muela* limpieza caries brackets
            revision cambiar desatascar gotera grifo goteo menu vegan* gluten celiac* cumpleanos tintoreria curriculum
            perito licenciad* paraguas extensiones envian reparten domicilio fregadero sifon cisterna mecanico llave
            cerradura carnet licencia vestido lavado fumadores pensionista historial tatuaje henna tenirse tenir
            pastel pizza tos vitroceramica dentadura acceso fiesta celebrar celebrarlo gafas cortan pelo cabello
            diente dientes encias dental dentista bracket repetir escoger normal promo promocion oferta sitio web
            correo direccion garantia repuesto pieza lavadora lavaplatos nevera persiana taller llantas itv poliza
            siniestro humedad plomero plomeria tuberias tuberia inodoro vater retrete acompana bebida cerveza postre
            vegetariano* brunch banquete mesas catering frenos freno comadrona matrona canina cartera bolso pinchar
            agujeros endodoncia lavavajillas codo tenis volante trafico estanteria aparato bici tecnico renunciar
            piojos ecologica tarda ninera parpadeaba tenirme esguince ladra duda impresora tinta iluminado cerrado
            cerrada marcapasos drenaje calienta encamada friegaplatos anuncio cremallera rapan cheque caduco vale
            funeral ocupacional arranca bandeja vacunar vacuna funciona plomos termostato hotel habitacion boda
            casamos despacio bajito fianza caspa daltonico torticolis tronas curry comunion cerrajero rechazo
            dermatitis parrillada otorrino presion pelvico libreta banco cera terreno cantina canas
            """,
        Kind.PAST: """
            ayer anteayer antier pasado pasada pasados semanas semana meses mes anos antiguamente falleci* funeral
            entierro infancia oper* proximo proxima vacaciones cronic* habitualmente tenian eran solia fuimos quedamos
            """,
        Kind.IF: """
            veces suelo suele riesgo* evitar prevenir prevencion podria fobia imagin* supong* podrian seria siempre
            """,
        Kind.FICTION: """
            pelicula* serie netflix novela libro videojuego juego teatro halloween carnaval disfraz* zombi* escape
            podcast comedia cancion broma simulacro* sueno sone articulo periodico noticias expresion risa rei locos
            imaginate metaforic* figurado jaja escena escenas rodamos actor* escritor*
            """,
        Kind.TURN: "pero ahora ahorita repente sino",
        Kind.JOINT: "y e o entonces luego porque que pues",
        Kind.NOT: "no nunca jamas ningun ninguna sin ni nadie casi tampoco",
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
        ),
        Kind.LOSS: (
            r"no (?:le |me |se |lo |la |nos |les )?(?:\w+ )?(?:respira|responde|reacciona|contesta|despierta|mueve"
            r"|habla|camina|ve|oye|come|abre|puede|puedo|podemos|pueden|siente|siento|levanta|para|paran|reconoce"
            r"|late|encuentro|encontramos|aparece|aguanta|atiende|entra|sale|llega|deja|dejan|llora)(?: (?:de "
            r")?(?:\w+ )?(?:respirar|hablar|mover\w*|caminar|ver|levantar\w*|tragar|andar|despertar\w*|salir|sangrar"
            r"|vomitar|temblar|apagar\w*|abrir\w*|aire|sacar\w*|soltar\w*|respirando|bien|los ojos|nada))?",
            r"(?:apenas|casi no|mal|a duras penas|a tirones|con dificultad|muy rapido|raro) (?:puede )?(?:respira\w*"
            r"|habla\w*|mueve)|respira (?:\w+ )?(?:mal|raro|apenas|con|a tirones|rapido|fatal|agitad\w*|como)|le "
            r"cuesta (?:\w+ )?(?:respirar|hablar|tragar|mover\w*)|me cuesta (?:\w+ )?respirar|(?:falta|faltando|sin"
            r"|quedo sin|quedando sin) (?:\w+ )?(?:el )?(?:aire|oxigeno|pulso|conocimiento|sentido|vida)|perdi\w* "
            r"(?:\w+ )?(?:el |la )?(?:conocimiento|conciencia|consciencia|sentido)|habla (?:\w+ )?(?:raro|rara"
            r"|enredad\w*|incoherenc\w*|cosas|mal|como borracho)|(?:dice|diciendo) (?:\w+ )?(?:cosas|incoherencias"
            r"|disparates|tonterias)|ojos (?:\w+ )?(?:abiertos|en blanco|volteados|fijos|idos)",
            r"no (?:\w+ )?traga(?! y el agua)",
        ),
        Kind.NOW: (
            r"acab\w+ de|de repente|de golpe|de pronto|en este momento|ahora mismo|hace (?:\w+ )?(?:\w+ "
            r")?(?:minutos?|segundos?|rato|ratito|instantes?)|desde hace (?:\w+ )?(?:\w+ )?(?:minutos?|horas?|hora"
            r"|rato)|est(?:a|an|oy|amos)(?= \w+(?:ando|endo|iendo))|todavia",
        ),
        Kind.PLEA: (
            r"oh dios|por favor (?:rapido|vengan|ayuda\w*|corran)|que (?:hago|hacemos)|no se que hacer|ya mismo"
            r"|ahora mismo|ayuda(?:me|nos|nme)?(?! (?:con|para|a elegir))|vengan (?:ya|rapido|pronto)",
        ),
        Kind.WISH: (
            r"(?:tienen|teneis|tendrian|tendran|hacen|haceis|aceptan|venden|abren|abris|dan|cobran|ofrecen|reparten"
            r"|podrian|atienden) (?!una emergencia)|(?:puedo|podemos|podria|pueden|puede) (?:\w+ )?(?:ir|pasar|pedir"
            r"|venir|tener|pagar|cambiar|reservar|darme|hacer|arreglar|dar|adelantar|mover|comer|llevar)(?! rapido)"
            r"|(?:necesito|necesitamos|necesita) (?:cambiar|un abogado|una cita|un notario|un fontanero|factura"
            r"|reservar|anular|saber)|es para|llamo para|llamaba para|era para|en el trafico|llego (?:\w+ "
            r"){0,3}tarde|llegar\w* tarde|cuando (?:pueden|podrian|abren|seria|tienen)|no (?:iremos|vamos a ir"
            r"|podemos ir|puedo ir|voy a poder)",
            r"es normal|quiero (?:un|una|poner|recurrir|impugnar|cambiar|cancelar|saber|pedir|anular|divorciarme"
            r"|reservar|hacerme|tenirme)|queremos (?:reservar|celebrar\w*|una|cambiar|un)|desde que edad|a que hora"
            r"|en la carretera|puedo (?:ir|llevar\w*)|me (?:ayuda|puede|podria) a|que (?:me|le) (?:cuesta"
            r"|recomienda)",
            r"tubo de escape|se me rompio (?:la|una|el) (?:llave|una|ferula|bracket|gafas?|diente|corona)|(?:perdio"
            r"|perdi|perdido) (?:\w+ ){0,2}(?:tarjeta|cartera|bolso|gafas|movil|llaves|celular)|en el atasco|mi "
            r"abogado|hablo bajito",
            r"mesa (?:para|de|en|reserv\w*)|se llama|no (?:calienta|arranca|funciona|enciende)|agua caliente|se "
            r"puede (?:entrar|tapar|hacer|fumar|pagar)|(?:esta|estan) (?:cerrado|abierto|dormido por|al lado)"
            r"|prefiere un profesional|me duele (?:el|la) (?:codo|rodilla|espalda|muela|hombro|cuello) (?:al|desde"
            r"|cuando|hace)|haciendo deporte|jugando al|acaba de romper con|quiero (?:cambiar|recurrir)|quejarse"
            r"|esguince|llego (?:cinco|diez|quince)",
            r"se cayo un vaso|con ese precio|del cielo|terapia ocupacional|mi abogado|es grave|en la peluqueria",
            r"(?:deje|olvide|recibi) (?:mis|mi|un|una|el|la|nuestro)|cuando (?:puedo|pueden|empieza|tienen)|de un "
            r"dia para otro|no (?:traga|se apaga)|hace falta (?:un )?(?:abogado|cita)|me (?:mata|matan)(?= \.|$)|en "
            r"las escaleras(?= \.|$)|se admiten",
            r"sangre al ver|oye mal|mi movil|se me (?:muere|ha muerto|murio) el|en (?:su|la) puerta(?= \.|$)"
            r"|perdone decia|llegar\w+ (?:\w+ )?(?:minutos|tarde)|se (?:va a caer|cae) de la silla",
            r"no tiene pila\w*|sin pilas?|pila (?:\w+ )?(?:gastada|agotada)|en el atasco|mi casero|a echarme|con "
            r"echarme|el aparato|ultima extraccion",
        ),
        Kind.PAST: (
            r"hace (?:\w+ )?(?:\w+ )?(?:dias?|semanas?|mes|meses|anos?|tiempo|mucho)|desde hace (?:\w+ )?(?:\w+ "
            r")?(?:dias?|semanas?|mes|meses|anos?|tiempo)|la ultima vez|la otra vez|el otro dia|cuando (?:era|eramos"
            r"|tenia)|despues de (?:la|mi|su|un|una)|desde (?:la operacion|el (?:accidente|parto|infarto|ictus)|mi "
            r"(?:operacion|accidente|ictus|infarto)|que (?:tuve|me|era))|por culpa de|a causa de|en (?:verano"
            r"|invierno|vacaciones)|el fin de semana",
            r"cuando (?:era|tenia|estaba)|tenia|habia una vez|era (?:nino|nina|pequen\w)",
        ),
        Kind.IF: (
            r"en caso de|por si|que (?:hacen|pasa) si|miedo a|de (?:risa|hambre|sed|verguenza|sueno|calor|frio"
            r"|aburrimiento|envidia|ganas)|cada vez que|va a matar si|como si nada|al dentista|de los que|de esos "
            r"que",
            r"cuando (?:uno|alguien|llego|veo|vengo|ustedes) |miedo (?:a|al|las|los)|panico (?:al|a)|me dan miedo",
            r"(?<!como )si (?!mi |mis |por favor|esta |senor|se (?:ha|esta|cayo|me))\w+",
        ),
        Kind.OVER: (
            r"(?:ya |todos |todo )?(?:esta|estan|estamos|estoy|va) (?:\w+ )?(?:bien|mejor|a salvo|recuperad\w*)(?= "
            r"\.|$| (?:gracias|ahora|pero|ya))(?<!no esta bien)",
            r"falsa alarma|nadie (?:esta |ha |resulto |salio )?(?:\w+ )?herid\w*|no (?:fue|paso|es) nada(?: grave)?"
            r"|ya (?:paso|se fue)(?= \.|$)",
        ),
    },
)
