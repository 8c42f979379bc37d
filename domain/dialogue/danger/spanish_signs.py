"""The signs of danger in Spanish. Folded as in `spanish`."""

from domain.dialogue.danger.lexicon import PERSON, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"no|nunca|jamas|ni|casi|si|ningun\w*|sin|nadie|tampoco")


PEOPLE = """
    marido mujer esposo esposa madre padre mama papa padres hijo hija hijos nino nina ninos bebe bebes chico chica
    chicos chaval nieto nieta hermano hermana tio tia primo prima sobrino sobrina abuelo abuela abuelita abuelito
    suegra suegro novio novia amigo amiga vecino vecina vecinos companero companera jefe jefa empleado empleada
    cliente clienta clientes senor senora hombre hombres mujeres persona personas gente tipo tipos joven anciano
    anciana paciente conductor ciclista peaton peluquero peluquera aprendiz pareja ex exnovio exmarido adolescente
    desconocido extrano obrero electricista gemelo gemela visitante inquilino muchacho muchacha mami papi abue
    nene nena camarera camarero dependienta cajera cajero borracho turista pasajero pasajera trabajador criatura
    """
_WHO = rf"(?:el|ella|ellos|ellas|alguien|uno|ladron|intruso|{PERSON})"
_THE = r"(?:el|la|los|las|un|una|unos|su|sus|mi|mis|nuestra|nuestro)"
_ILL = (
    r"(?:infarto|infartos|ataque (?:al corazon|cardiaco|epileptico|de epilepsia|de asma|cerebral|al corazon)"
    r"|paro (?:cardiaco|cardiorrespiratorio|respiratorio)|ictus|derrame(?: cerebral)?|embolia|convulsion\w*"
    r"|crisis (?:epileptica|de asma|convulsiva|hipoglucemica)"
    r"|shock anafilactico|choque anafilactico|anafila\w+|reaccion alergica|hipoglucemia|aneurisma|aborto espontaneo"
    r"|golpe de calor|hemorragia\w*|coma (?:diabetico|etilico))"
)
_BODY = one_of(
    """
    cabeza cara cuello garganta nuca brazos? manos? munecas? dedos? pulgar piernas? pies? pie ojos? oreja nariz
    boca labios? lengua pecho barriga estomago espalda cadera rodilla tobillo craneo columna hombro costillas piel
    lado frente muslo mejilla mitad
    """
)
_PLACE = one_of(
    """
    casa cocina piso apartamento edificio tienda local salon oficina coche carro auto garaje tejado techo
    habitacion dormitorio bano sotano restaurante cama sofa cortinas? horno secadora lavadora maquina motor
    autobus escuela escalera pasillo balcon enchufe bateria cable sarten cubo taller almacen granero camion bosque
    caldera vestido manga hotel peluqueria portal
    """
)
_POISON = one_of(
    """
    lejia detergente cloro pila pilas desatascador acido veneno gasolina setas matarratas disolvente quitaesmalte
    amoniaco sosa anticongelante aguarras agua_oxigenada lavavajillas desinfectante insecticida iman imanes moneda
    decolorante tinte perfume limpiador producto productos? suavizante capsula friegasuelos raticida pesticida
    drogas? alcohol_de_quemar botella_de_lejia salfuman
    """
)
_PILLS = (
    r"(?:pastillas?|medicamentos?|comprimidos?|somniferos?|pildoras?|antidepresivos?|paracetamol|ibuprofeno"
    r"|aspirinas?|ansioliticos?|insulina|capsulas|medicinas?|medicacion)"
)
_CALL = (
    r"(?:llamen|llame|llama|llamar|llamad|necesito|necesita|necesitamos|necesitan|envien|envie|manden|mande"
    r"|mandad|avisen|avise|avisa|avisar|quiero|pidan|pida|pide|pedir|marque|marcar|venga|vengan|traigan|contacten"
    r"|hace falta)"
)
_SERVICES = (
    r"(?:ambulancia|ambulancias|bomberos|policia|guardia civil|samur|sanitarios|paramedicos|emergencias|urgencias"
    r"|socorro|112|911|061|091|uno uno dos|nueve uno uno|medico (?:urgente|ya|rapido)|patrulla)"
    r"(?! (?:local para|nacional para|calendario|de juguete|dental\w*|veterinarias?|esta enfrente|de al lado"
    r"|voluntari\w+|uniforme|disfraz|examen|oposicion\w*|municipal para|infantil|abierta))"
)

CERTAIN = (
    rf"{_WHO} {gap(2)}(?:metido|llevado|arrastrado|subido) a {gap(2)}{PERSON} {gap(2)}(?:coche|furgoneta"
    rf"|camion)(?! (?:al|para))|a la fuerza",
    rf"{_WHO} {gap(2)}(?:esta|estan) (?:pegando|golpeando|agrediendo|estrangulando|apunalando"
    rf"|atacando) a {gap(1)}(?:\w+)",
    r"(?:bombona|tuberia|tubo|llave) (?:de|del) gas (?:\w+ )?(?:silba|silbando|pierde|explot\w*|rota|arde)",
    r"(?:como un trapo|flacid[oa]|desmadejad[oa]|lacio como)",
    rf"(?:intentando|tratando de|quiere|quieren|intenta|intentan) {gap(1)}(?:tirar|echar|derribar|forzar|romper"
    rf"|reventar) {gap(2)}(?:puerta|ventana|cerradura)",
    r"(?:la|lo|me|nos|los|las) (?:va|van) a (?:matar|apunalar|disparar)(?! (?:si|mi mujer|de risa|cuando))"
    r"|(?:va|van) a matar(?:la|lo|nos|los|las)",
    rf"(?:salen|sale|hay|veo|vemos) {gap(2)}(?:llamas|humo negro|fuego|chispas)(?! (?:artificial\w*))",
    rf"(?:suena|pita|sonando|pitando|salta|saltado) {gap(3)}(?:monoxido|detector de gas|alarma de gas)"
    rf"|monoxido(?! de carbono y)",
    rf"(?:coche|camion|autobus|furgoneta|tractor|carro|moto|auto) {gap(2)}(?:volcad[oa]|vuelto|volco"
    rf"|dado (?:una )?vuelta\w*|dado la vuelta)",
    rf"{_WHO} {gap(2)}(?:esta|estan|sigue|quedado|quedo) {gap(1)}(?:atrapad|pillad|aplastad"
    rf"|enganchad)\w+(?! en (?:un atasco|el trafico))",
    r"ya no (?:llora|dice nada|habla|grita|contesta|respira|late|reacciona|se queja)|(?:bebe_|nino_|nina_|hijo_"
    r"|hija_) (?:\w+ )?(?:esta )?(?:floj[oa]|flacid[oa])",
    rf"(?:desconocido_|extrano_|alguien|hombre_|tipo_) {gap(3)}en (?:mi|nuestra|nuestro) (?:salon|casa"
    r"|habitacion|cocina|jardin|piso|sotano|garaje|cuarto|dormitorio|tienda|bano)",
    r"no (?:\w+ ){0,2}(?:respira\w*|puede respirar|puedo respirar|pueden respirar|consigue respirar"
    r"|le entra aire|me entra (?:el )?aire|coge aire|toma aire)(?! (?:\w+ )?por la nariz| de (?:la )?risa"
    r"| de tanto)|(?:puede|puedo|logra|consigue) (?:casi no |apenas )(?:respirar|coger aire)|(?:apenas|casi no"
    r"|con dificultad|mal) (?:\w+ )?(?:respir\w+|puede respirar|puedo respirar)|respir\w+ (?:\w+ )?(?:mal"
    r"|con dificultad|raro|fatal|a duras)|(?:deja|dejado|dejo|paro|parado) de respirar|(?:dificultad"
    r"|dificultades|problemas|cuesta|le cuesta|me cuesta|costando|trabajo) (?:\w+ )?(?:para |al |en "
    r"|a )?(?:\w+ )?respirar|(?:falta|faltando|quedando sin|queda sin|quedo sin"
    r"|sin) (?:\w+ )?(?:el )?aire(?! acondicionado| en (?:la|las) rueda\w*)|(?:se|me|nos) (?:\w+ )?(?:esta "
    r"|estoy |estan )?(?:ahog\w+|asfixi\w+|atragant\w+)(?! (?:en un vaso|de calor|con los precios))"
    r"|(?:ahogando(?:se|me)|atragantad\w*|atragantando(?:se|me)?|asfixiando(?:se|me)?"
    r"|ahogandose)(?! en un vaso)|ahogad\w*(?! (?:en|de) (?:trabajo|un vaso|deudas))",
    r"(?:se|esta|esta poniendo|ha puesto|puso|poniendo|poniendose|puesto|quedado|pone|labios|cara|todo"
    r"|toda) (?:\w+ )?(?:todo |toda )?(?:azul|azules|morad[oa]s?|amoratad\w*|violeta)(?=$| y | no | el | la "
    rf"| ayuda| por | alrededor| de labios| rapido)(?<!pelo azul)|labios (?:\w+ ){{0,2}}(?:azul\w*|morad\w*"
    rf"|hinchad\w*)|(?:garganta|lengua|traquea|glotis) {gap(4)}(?:hincha\w*|cierra\w*|cerrando\w*|inflama\w*"
    r"|bloquea\w*|tapa\w*|cerrad\w*)|(?:cierra|cerrando|hincha|hinchando|inflama\w*) (?:\w+ )?(?:la garganta"
    r"|la lengua)|(?:atascad\w*|atorad\w*|atravesad\w*|trabad\w*|algo|clavad\w*|metid\w*|tiene"
    rf"|quedado) {gap(4)}(?:en la|en su|en mi) garganta",
    r"inconsciente\w*|sin (?:conocimiento|sentido|pulso)|(?:perdi\w*|pierde|perdido|recobra"
    r"|recupera) (?:\w+ )?(?:el )?(?:conocimiento|consciencia|conciencia|sentido)|desmay\w+(?! (?:de"
    r"|por) (?:ganas|gusto))|(?:se|ha|acaba de) (?:\w+ )?(?:desplom\w+|desvanec\w+|derrumb\w+ (?:en|al|de)"
    rf"|colaps\w+)|desplomad\w*|(?:cayo|caido|cae|tirad\w*) (?:\w+ ){{0,2}}(?:redond\w*|al suelo|en el suelo"
    r"|desplomad\w*|fulminad\w*)|no (?:\w+ )?(?:\w+ )?(?:despiert\w+|despertar\w*|reaccion\w+|respond\w+"
    r"|se mueve\w*|mueve\w*|abre los ojos|contesta\w*|habla|vuelve en si|consigo despertar\w*|se despierta"
    r"|recupera)(?! (?:a mis (?:mensajes|correos|llamadas)|temprano|por las mananas|al telefono|espanol|antes"
    r"|las|el telefono|mucho espanol))|(?:no|sin) (?:\w+ )?(?:tiene |le encuentro |encuentro "
    rf"|hay )?(?:el )?pulso|corazon (?:\w+ )?(?:se |le )?{gap(1)}(?:paro|parado|no late|detuvo|detenido)"
    r"|ojos (?:\w+ )?en blanco",
    rf"(?:tirad\w*|tumbad\w*|tendid\w*|inmovil|boca abajo|yace) {gap(3)}(?:en|sobre|al) (?:el |la )?(?:suelo"
    r"|calle|carretera|acera|bano|agua|piscina|asfalto)|en el suelo (?:y|no|sin|sangr\w+)|inmovil"
    rf"|{_WHO} {gap(2)}(?:esta |ha )?(?:muert[oa]|muriendo|murio)(?=$| ayuda| por favor| no| y | creo| rapido)"
    r"|se (?:esta |me esta |nos esta )?(?:muriendo|muere)(?=$| ayuda| por| no| rapido| mi)|(?:encontr\w+"
    rf"|hall\w+) {gap(5)}(?:en el suelo|inconsciente|sin (?:vida|respirar)|flotando|en la banera|en el bano)",
    r"(?:esta|estoy|dando|dado|da|tiene|tenido|teniendo|un|una|sufriendo|sufre|tuvo|ha|sufrido|es|de"
    rf"|le) (?:\w+ ){{0,2}}{_ILL}(?! (?:al ver|cuando vi|del susto|al oir))|^(?:(?:rapido|ayuda|por favor|hola"
    rf"|oh dios|socorro) )*{_ILL}(?: (?:rapido|ayuda|por favor|socorro))*$|convulsion\w*|anafila\w+"
    r"|shock alergico",
    rf"(?:dolor\w*|presion|opresion|punzada\w*|pinchazo\w*|molestia\w*) {gap(4)}(?:en (?:el|mi|su)|de|del"
    rf"|al) (?:pecho|corazon|brazo izquierdo|torax)|(?:duele|doliendo|oprime|aprieta) {gap(3)}(?:el pecho"
    rf"|el corazon|el brazo izquierdo)(?! (?:de verlo|de ver))|pecho {gap(2)}(?:duele|oprimid\w*|aprieta"
    rf"|apretad\w*)|(?:agarr\w+|llev\w+ la mano|toca\w*|sujet\w+) {gap(3)}(?:el pecho|al pecho|el corazon"
    rf"|la garganta)|brazo izquierdo {gap(2)}(?:dormid\w*|entumecid\w*|duele|paralizad\w*)",
    rf"(?:boca|cara|mejilla|labio|lado|mitad|parpado) {gap(5)}(?:torcid\w*|caid\w*|dormid\w*|paraliz\w*"
    r"|descolgad\w*|entumecid\w*|desviad\w*)|(?:torcid\w*|torcio|torcido|cayendo|paralizado"
    r"|se le (?:ha )?(?:cae|caido|tuerce)) (?:\w+ )?(?:la boca|la cara|media cara|un lado|el lado)"
    r"|paraliz\w+(?! (?:por el trafico|la obra))|no (?:puede|consigue|logra|sabe|puedo|siente|siento|mueve"
    r"|muevo) (?:\w+ )?(?:hablar|mover\w*|levantar\w*|ver|tragar|caminar|andar|sentir|ponerse|el brazo"
    r"|la pierna|el lado|las piernas|los brazos|los pies|la cara|nada del lado|medio cuerpo)(?! (?:espanol"
    r"|bien espanol|ahora|mucho|contigo|la cita|el coche))|habla (?:\w+ )?(?:raro|mal|arrastrando|sin sentido"
    r"|incoherencias|enredado)|(?:arrastra las palabras|no se le entiende|balbucea)"
    rf"|{_BODY} {gap(1)}(?:dormid\w*|entumecid\w*|paralizad\w*|adormecid\w*)|no (?:veo|ve) (?:nada|de un|por un)",
    r"(?:esta |se )?(?:convulsion\w+|temblando (?:entero|entera|todo|de arriba|en el suelo|y)|sacudiendo\w*)"
    rf"|(?:espuma|babeando|babas) {gap(3)}(?:boca)|echa espuma",
    rf"(?:sangr(?:a|ando|o|an|aba)) (?:\w+ ){{0,2}}(?:mucho|muchisimo|por|de la|del|abundante\w*|a chorros|sin"
    r"|demasiado|un monton|bastante|y)|(?:esta|estoy|estan|sigue) (?:\w+ )?sangrando|(?:para|deja|parar|detener"
    r"|detiene|corta|para la) (?:\w+ )?(?:de )?(?:sangrar|la hemorragia|el sangrado)|hemorragia\w*|desangr\w+"
    rf"|(?:sangre|sangrado) {gap(3)}(?:por (?:todas|todos|todo|el suelo|todos lados|la)|en el suelo|a chorros"
    r"|sale|saliendo|brota\w*|chorre\w*|por todas)|(?:mucha|lleno|llena|charco|charcos|cubiert\w*|tanta"
    r"|demasiada|pierde|perdiendo|perdido|vomit\w+|escup\w+|tos\w+|tosiendo|empapad\w*|banad\w*|sale|saliendo"
    r"|hay) (?:\w+ )?(?:de |en )?(?:\w+ )?sangre(?! fria)|ensangrentad\w*",
    r"(?:cort\w+|amput\w+|arranc\w+|seccion\w+|rebana\w+|aplast\w+|raja\w+|abierto|abrio|tritur\w+|segad\w*"
    rf"|pillado) (?:\w+ )?{_THE} (?:\w+ )?(?:dedo|dedos|mano|pulgar|brazo|pierna|pie|munecas?|venas?|cuello"
    r"|garganta|arteria|oreja|ceja|cabeza|yema|frente)(?! de(?:l)? pelo)|(?:se|me) (?:ha |he )?(?:cortado|corto"
    r"|corte) (?:\w+ )?(?:mucho|profundo|fuerte|las venas|con (?:la|una|el|un) (?:sierra|cuchillo|cristal"
    r"|cutter|vidrio|motosierra|radial|machete|amoladora))|apunal\w+|acuchill\w+|punalada\w*|navajazo\w*"
    r"|balazo\w*|(?:han|le|me|ha) (?:\w+ )?(?:disparad\w*|pegado un tiro|dado un tiro|disparo)"
    r"|herid\w* (?:de (?:bala|arma)|grave\w*|en la cabeza|muy)|(?:corte|herida|brecha|quemadura"
    rf"|quemaduras) (?:\w+ )?(?:profund\w*|abiert\w*|grave\w*|enorme|fea|muy)|{_WHO} {gap(3)}(?:gravemente"
    r"|malherid\w*|mal herid\w*) ?(?:herid\w*)?",
    rf"(?:cai\w+|cay\w+|caido|caida|cae|precipit\w+|rod\w+|resbal\w+|tropez\w+|tir\w+|salt\w+) {gap(3)}(?:de"
    rf"|desde|por|del|en|a|al) {gap(2)}(?:escaleras?|escalera|andamio|tejado|techo|balcon|ventana|caballo|bici"
    r"|bicicleta|moto|arbol|cama|silla|muro|cambiador|puente|piso|escenario|patinete|agua|piscina|rio|mar|lago"
    r"|pozo|via|vias|barranco|trona|ducha|banera|altura|cabeza|tercero|segundo|hueco)(?! (?:de (?:lluvia|nieve)"
    r"|que viene))|(?:se|acaba de|ha) (?:\w+ )?(?:caido|cayo|caer\w*) (?:y|no|mal|encima)|(?:golpe\w*|golpeo"
    rf"|dio|dado|abierto|abrio|pego|roto|partido|partio|abri\w*|choc\w+) {gap(4)}(?:en la |la |contra la |su "
    r"|de la |con la |de )(?:cabeza|nuca|craneo|cabeza contra)|golpe (?:\w+ )?en la cabeza"
    rf"|cabeza {gap(2)}(?:abierta|golpe\w*|sangr\w+|partida|rota)|no (?:se )?(?:puede|consigue"
    r"|logra) (?:levantar\w*|ponerse de pie|poner de pie|moverse)|no me puedo (?:levantar|mover)|traumatismo"
    r"|conmocion",
    r"(?:atropell\w+|arroll\w+|embest\w+|electrocut\w+|fulmin\w+|sepultad\w*|aplastad\w*)"
    r"|accidente (?:\w+ )?(?:de (?:coche|trafico|moto|carro|auto|tren|trabajo|bici|autobus)|grave|terrible"
    r"|horrible|muy|aqui|delante|frente|en la puerta|en la calle)|(?:acaba de haber"
    r"|tenido) un (?:\w+ )?accidente(?! (?:con (?:el|mi) (?:tinte|pelo|flequillo|color)|de (?:color|tinte"
    r"|peluqueria)))|(?:atrapad\w*|aprisionad\w*|encerrad\w*) (?:debajo|bajo|entre|en (?:el coche|un incendio"
    r"|el incendio|la maquina|el ascensor con|las llamas|los escombros|casa con))|(?:coche|camion|autobus|moto"
    rf"|carro) {gap(3)}(?:golpe\w*|choc\w+) (?:a|contra) (?:un|una|mi|el|la) (?:{PERSON}|persona_|ciclista_"
    r"|peaton_)|descarga electrica|calambrazo (?:fuerte|y|enorme)|(?:le ha dado|le dio|recibio"
    r"|me ha dado) (?:\w+ )?(?:la corriente|una descarga|corriente)|fractura abierta|hueso (?:\w+ )?(?:fuera"
    rf"|salido|se le ve|sale|asoma\w*)|se le ve el hueso|(?:roto|partido|rompio|fractur\w+) {gap(2)}(?:cadera"
    r"|cuello|columna|craneo|espalda)",
    r"(?:agua|aceite|te|cafe|sopa|cera|leche|grasa) (?:\w+ )?(?:hirviendo|ardiendo|hirviente"
    rf"|caliente) {gap(4)}(?:encima|por|sobre|en (?:la|el|su)|cay\w+|quem\w+)|(?:escald\w+|se (?:ha "
    r"|esta )?(?:quemado|quemo|quemando|abrasado))(?! (?:el pelo|las puntas|la lengua|con el sol|la cena"
    r"|el arroz|la comida|al sol|en la playa|el flequillo))|quemad\w* (?:\w+ )?(?:grave\w*|grados?|entero"
    r"|entera|todo)|quemaduras? (?:\w+ )?(?:grave\w*|de (?:segundo|tercer)|en (?:la|el|todo))|(?:lejia|acido"
    r"|producto|quimico|decolorante|oxigenada|tinte|amoniaco|sosa|pegamento|spray|gas pimienta|detergente"
    rf"|limpiador|salfuman|desatascador|cloro) {gap(4)}(?:en|a) (?:los|el|sus|mis|ambos|un) ojos?|se (?:esta "
    r"|ha |estan )?(?:ahogando|ahogado|ahoga)(?! en un vaso)|(?:bajo|debajo del|fondo de la|fondo del"
    rf"|flotando en) (?:el |la )?(?:agua|piscina)|(?:bebe_|nino_|nina_|hijo_|hija_) {gap(4)}(?:encerrad\w*"
    r"|atrapad\w*) (?:\w+ )?en (?:el|un|mi|su) (?:coche|carro|auto)",
    r"(?:trag\w+|beb\w+|bebio|bebido|ingiri\w+|ingeri\w+|comi\w+|comio|comido|inhal\w+|chup\w+|tomo"
    rf"|tomado) {gap(4)}{_POISON}(?! de su bolsillo| al ajillo)|(?:tom\w+|trag\w+|ingeri\w+"
    rf"|comi\w+) {gap(2)}(?:demasiad\w*|tod[oa]s?|much\w*|monton|caja|bote|frasco|blister|punado|sobredosis"
    rf"|un monton|enter\w*|veinte|treinta|cantidad) {gap(5)}{_PILLS}|(?:caja|bote|frasco|blister"
    rf"|punado) (?:\w+ )?(?:enter\w*|vaci\w*|complet\w*)? ?de {_PILLS}|sobredosis(?! de (?:champu|laca|purpurina"
    r"|autobronceador|chocolate|color|azucar|cafe|trabajo|ternura))|intoxic\w+(?! alimentaria (?:la|el|ayer))"
    r"|envenen\w+|monoxido",
    r"(?:roto|rompio|rompieron|rompido|romper) (?:\w+ )?(?:aguas|la fuente|la bolsa)|rompe aguas|(?:tiene|tengo"
    r"|con|las|fuertes|teniendo|empezado|empezaron|siento) (?:\w+ )?contracciones(?! musculares)"
    r"|contracciones (?:cada|muy|fuertes|seguidas)|(?:de|en) parto(?=$| y| ya| ahora| mi| ayuda| la"
    r"| por)(?<!clases de parto)|(?:esta|estoy|va a|voy a|empieza a|empezado a) (?:\w+ )?(?:pariendo|parir"
    r"|dar a luz|dando a luz)(?! en)|(?:bebe_|nino_|nina_|hijo_) (?:\w+ )?(?:ya )?(?:viene|nace|sale"
    r"|esta saliendo|esta naciendo|esta llegando|va a nacer)(?=$| ya| ahora| aqui| y | en el (?:coche|taxi"
    r"|bano)| ayuda| de camino)|(?:ve|veo|asoma|sale|saliendo|salido"
    r"|siento) (?:\w+ )?(?:ya )?la cabeza(?: del bebe_)?(?=$| del| ya| y)|ya viene(?: el bebe_)?$",
    r"(?:fuego|incendio)(?= (?:en|aqui|por|dentro|ayuda|socorro|y|se|fuego)|$)(?! (?:en el (?:cuerpo|corazon"
    r"|pelo)))|(?:en|entre) llamas|(?:prend\w+|incendi\w+) (?:\w+ )?(?:fuego|la|el|las|mi)?(?! (?:las redes))"
    rf"|(?:pegar|pegado|prendido|prender) fuego|{_PLACE} {gap(3)}(?:ardiendo|arde|quemandose|quema|quemando"
    r"|incendi\w+|explot\w+|derrumb\w+|echando humo|llamas)|(?:se|esta) (?:\w+ )?(?:quema|quemando|quemandose"
    rf"|arde|ardiendo) (?:\w+ ){{0,2}}{_PLACE}|llamas (?:\w+ )?(?:en|sal\w+|por|de)|humo {gap(3)}(?:sale"
    r"|saliendo|por|en|entra\w*|negro|denso|debajo)|(?:mucho|lleno|llena|tanto|sale|saliendo|entra|entrando"
    rf"|hay) (?:\w+ )?(?:de )?humo|(?:huele|olor|oliendo|fuga|escape|apesta|escapa|fugas) (?:\w+ ){{0,2}}(?:a "
    r"|de )?gas(?! natural bien)|(?:ha habido|hubo|una|gran|oido una) explosion|(?:exploto|explotado"
    rf"|ha explotado|reventado) {gap(3)}(?:{_PLACE}|bombona|gas|algo|bateria)|(?:bombona|bateria|horno|caldera"
    r"|coche|freidora) (?:\w+ )?(?:ha )?(?:explot\w+)",
    r"ladron(?:es)?(?! de (?:corazones|guante))|intrusos?|(?:alguien|hombre_|tipo_|tipos_|hombres_|persona_|un"
    rf"|unos|desconocido_|extrano_) {gap(4)}(?:entr\w+|col\w+|metid\w*|meter\w*|forz\w+|romp\w+|tirar abajo"
    rf"|derrib\w+|trep\w+|revent\w+) {gap(4)}(?:en (?:mi|la|nuestra|el|casa)|casa|puerta|ventana|cerradura|piso"
    r"|tienda|local|apartamento)|(?:forzando|rompiendo|tirando|golpeando|aporreando|reventando|derribando"
    rf"|forzar|romper) {gap(2)}(?:la|mi|nuestra) (?:puerta|ventana|cerradura)|(?:hay|tengo|escucho"
    rf"|oigo) (?:\w+ )?(?:alguien|un {PERSON}|gente_) {gap(2)}(?:en (?:mi|la|casa|el)|dentro|abajo|en casa"
    r"|en el jardin|en la ventana)(?! (?:esperando|para|en la cola|que pregunta))|(?:entrando|entrado|entraron"
    r"|metido) (?:\w+ )?(?:a|en|para) (?:robar|mi casa|casa|el piso)|(?:estan|esta|nos estan"
    r"|me estan) (?:\w+ )?(?:robando|atracando|asaltando)(?! con (?:estos|los|esos))|atraco(?! de precios)"
    r"|atracador\w*|asalto",
    r"(?:me|nos|la|le|lo|les|a mi \w+|a una \w+) (?:\w+ )?(?:esta |estan |han |ha |acaban de |sigue |quiere "
    r"|va a |van a |intenta |amenaza con |amenazado con |acaba de )?(?:agred\w+|atac\w+|atrac\w+|viol(?:ar|ando"
    r"|ado|aron|o)|peg(?:a|ando|ado|aron|o|an|ar)|golpe\w+|estrangul\w+|apunal\w+|secuestr\w+|amenaz\w+"
    r"|persig\w+|persegui\w+|asalt\w+|paliza|dispar\w+|rob(?:ando|aron(?! (?:el|la|las|los|mi|un|una)))|matar"
    r"|hacer dano|encerr\w+|ahorc\w+"
    r"|ahog\w+ con|maltrat\w+|muerd\w+|mord\w+)(?! (?:si|cuando|de risa|con los precios|en instagram|el pelo"
    r"|las puntas|el flequillo|la vista|un susto|el sol))|(?:me|nos) (?:\w+ )?(?:sigue|siguen|siguiendo"
    r"|estan siguiendo)(?! (?:en|por) (?:insta\w*|facebook|redes|tiktok)| (?:gustando|pareciendo|debiendo"
    r"|interesando|picando|saliendo|doliendo el pelo))|(?:con|lleva|tiene|saca|sacado|saco|empuna|apunta\w*"
    rf"|apuntando|lleva|llevan|van) (?:\w+ ){{0,2}}(?:un |una |el |la )?(?:cuchillo|pistola|arma|navaja|escopeta"
    r"|machete|hacha|rifle|fusil|bate)(?! (?:para|de (?:cocina|silicona|agua|afeitar|juguete)|que (?:corta"
    r"|quiere|hay)|barbera))|(?:arma de fuego|a mano armada|armad[oa]s?(?= |$)(?! de paciencia))|rehenes?"
    r"|secuestr\w+|tiroteo|disparos|disparando|amenaza de bomba|bomba (?:en|dentro|que)|(?:no me|no nos"
    r"|no la) deja(?:n)? (?:\w+ )?(?:salir|ir|marchar\w*|irme)|(?:estoy|estamos|me he"
    r"|me estoy) (?:\w+ )?(?:escondid\w*|escondiendo\w*|encerrad\w*|escondi\w+) (?:en|debajo|detras"
    r"|dentro)(?! (?:el atasco|la oficina por))|(?:se han|ha|han|se ha|acaban de) (?:llevado|llevar|secuestrado"
    rf"|raptado|quitado) (?:a )?(?:mi|un|una|el|la|al) (?:{PERSON}|hijo_|bebe_|nino_|nina_)(?! al? )"
    r"|violencia (?:domestica|de genero)|(?:peleando|pelea|pelean\w*) (?:\w+ )?(?:fuera|con (?:navajas?"
    r"|cuchillos?)|en la calle)|(?:va|voy|quiere|dice que va) a (?:matar|matarme|matarnos|matarla)(?:me|nos|la"
    r"|lo|se)?(?=$| ayuda| por favor| esta| y | a mi| a todos)",
    rf"{_CALL} {gap(5)}{_SERVICES}|^(?:(?:rapido|hola|por favor|ayuda|oh dios|una|la|los|el|socorro"
    r"|a) )*(?:ambulancia|policia|bomberos|socorro|emergencia|emergencias|auxilio)(?: (?:rapido|por favor|ya"
    r"|ahora|ayuda))*$|socorro|auxilio(?! de)|(?:es|tengo|tenemos|hay"
    r"|esto es) (?:\w+ )?una (?:\w+ )?(?:emergencia|urgencia)(?! (?:capilar|de|con mi|para mi|con el|dental"
    r"|veterinaria))|(?:emergencia|urgencia) (?:medica|vital)|(?:cuestion|cosa"
    r"|asunto) de vida o muerte(?! para mi)|vida o muerte$|peligro de muerte|(?:masaje cardiaco|reanim\w+"
    r"|boca a boca|desfibrilador|rcp)(?! (?:curso|formacion|taller))|(?:necesit\w+|hace falta"
    rf"|quiero) (?:\w+ ){{0,2}}(?:medico|doctor|ayuda|hospital) (?:\w+ )?(?:ya|urgente\w*|rapido|ahora mismo"
    r"|inmediata\w*|de inmediato|ahora)|(?:ayuden|ayuda|ayude|ayudad)(?:me|nos)? (?:por favor )?(?:mi|a mi|se"
    r"|esta|no|hay|que se|rapido mi|me estan|el|ella|nos)(?! (?:para|con|a elegir))|(?:envien|manden"
    r"|mande) (?:\w+ )?(?:ayuda|a alguien)(?! para)",
    rf"(?:vibora|serpiente|culebra|perro|alacran|escorpion) {gap(3)}(?:mord\w+|mordio|pico|picado|atac\w+"
    rf"|muerd\w+)|(?:mordid\w+|mordio|picadura|picado|pico) {gap(5)}(?:hinch\w+|respir\w+|serpiente|vibora"
    r"|garganta|cara)|(?:se le|se me|le|me) (?:\w+ )?(?:esta |ha |estan )?hinch\w+ (?:\w+ )?(?:la cara"
    rf"|la lengua|la garganta|los ojos|los labios|toda la cara)|{_BODY} {gap(2)}(?:hinchand\w*|destroz\w+"
    r"|aplastad\w*|amputad\w*|arrancad\w*)",
)

LIKELY = (
    rf"{_WHO} {gap(5)}(?:desaparecid[oa]|perdid[oa] y no|escapad[oa])(?! (?:la|el|mi|del?)\b)",
    r"(?:ha habido|hubo|hay|he tenido|ha tenido|tuve|tuvo) un (?:\w+ )?accidente",
    r"(?:se|me) (?:\w+ )?(?:cai\w*|cayo|caido|cae|trag\w+|hirio|herido|perdido|quemo|golpeo|golpeado"
    rf"|lesion\w+)(?! (?:el|la|los|las|en (?:martes|lunes)|de sueno|bien|mal el))|{_WHO} {gap(2)}(?:esta "
    r"|estan )?(?:herid\w+|perdid\w+|desaparecid\w+|muy mal|fatal|en peligro|palid\w+|temblando|delirando"
    r"|mareadisim\w+|gritando|vomitando|fuera de si)",
    r"^(?:(?:oh dios|hola|por favor|rapido) )*(?:ayuda|ayudame|ayudenme|ayudeme|ayudenos"
    r"|ayudadme)(?: (?:por favor|rapido|ayuda|ya))*$|(?:alarma|detector) (?:\w+ ){0,4}(?:suena|sonando|pita"
    r"|pitando|saltado|salto|disparado)|(?:huele|olor) (?:\w+ )?a (?:quemado|humo|chamusquina)"
    r"|no encuentro a mi (?:hijo_|hija_|nino_|nina_|bebe_)|(?:hijo_|hija_|nino_"
    r"|nina_) (?:\w+ )?(?:ha )?desaparecid\w*",
    rf"(?:cara|labios?|ojos?|boca|parpado) {gap(3)}hinch\w+|(?:roto|rompio|partido|fractur\w+) {gap(1)}(?:el|la"
    r"|un|una) (?:brazo|pierna|muneca|tobillo|nariz|costilla|hombro|clavicula|pie)|(?:brazo|pierna|muneca"
    rf"|tobillo) (?:\w+ )?rot[oa]|(?:tomado|tomo|tragado) {gap(3)}{_PILLS}|(?:tenido|tuve"
    r"|tuvo) un (?:pequeno )?accidente|(?:miedo por mi vida|no me siento segur\w+|en peligro|se pone violento"
    r"|esta violento|agresivo)|mareos? y|me (?:siento|encuentro) (?:muy )?mal|me muero$|(?:hay"
    r"|esta habiendo) una pelea|(?:alguien|hombre_) (?:\w+ )?(?:merodeando|rondando)|ataque de (?:panico"
    rf"|ansiedad) (?:ayuda|ahora)|{_WHO} {gap(2)}sangra",
)

CRISIS = (
    r"suicid\w+(?! squad| comercial| politico)|(?:me|se) (?:\w+ )?(?:quiero |quiere |voy a |va a |pienso "
    r"|quitar |quitarme |he de |queria )?(?:matar|quitar la vida|ahorcar|colgar|tirar (?:por la ventana|del"
    r"|desde|de un|al tren|al metro|a las vias)|cortar las venas|pegar un tiro|quitarme de en medio"
    r"|ahorque)(?! (?:si|a trabajar|trabajando|de risa|el telefono|la llamada|en el gimnasio|por conseguir"
    r"|a polvos))|(?:matarme|suicidarme|ahorcarme|colgarme|quitarme la vida|quitarme de en medio|pegarme un tiro"
    r"|cortarme las venas|matarse|quitarse la vida|hacerme dano|autolesion\w+|hacerse dano)(?! (?:a trabajar"
    r"|entrenando|de risa|por una cita|trabajando))|(?:tirarme|tirarse|lanzarme|lanzarse|saltar"
    r"|arrojarme) (?:\w+ )?(?:del|desde|de un|por|al|de) (?:\w+ )?(?:el |la |un |una )?(?:puente|balcon|tejado"
    r"|ventana|azotea|vacio|tren|metro|edificio|vias|acantilado)",
    r"(?:quiero|quiere|quisiera|deseo|prefiero|preferiria|ganas de|gustaria|queria|querria) (?:\w+ )?(?:morir\w*"
    r"|morirme|estar muert\w*|desaparecer|acabar con todo|dejar de existir|no despertar\w*|no existir"
    r"|acabar con mi vida|terminar con todo|dejar de vivir|no estar)(?! (?:de|por|del|del mapa unos))"
    r"|no (?:\w+ )?(?:quiero|quiere|tengo ganas|tiene ganas|deseo|merece la pena"
    r"|vale la pena) (?:de )?(?:seguir )?(?:vivir|viviendo|vivo|viva|seguir|seguir adelante|estar aqui|existir"
    r"|despertar\w*|la vida|con vida)(?! (?:con este|con esta|la cita|en este piso|esperando"
    r"|con el tratamiento))|(?:acabar|terminar|acabo) con (?:todo|mi vida|su vida|esto de una vez)|(?:mejor"
    r"|bien) (?:\w+ )?sin mi(?= |$)(?! abrigo)|sin mi (?:\w+ ){0,3}mejor|no (?:\w+ )?(?:hay|tengo|veo|tiene"
    r"|le veo|encuentro) (?:\w+ )?(?:razon\w*|motivos?|sentido|ganas) (?:para |de |a )?(?:seguir |la )?(?:vivir"
    r"|vida|viviendo|seguir|nada)|(?:vida|nada) (?:\w+ )?(?:no )?(?:tiene|merece|vale) (?:ya |mas )?(?:sentido"
    r"|la pena)(?! (?:venir|cortar))|no (?:\w+ )?(?:puedo|aguanto|soporto) mas(?:$| quiero| con (?:mi vida"
    r"|la vida|esta vida|todo)| de vivir| necesito acabar| y)|(?:estoy|esta|subid\w*) (?:\w+ )?(?:en|al borde de"
    r"|sobre) (?:el|la|un|una|lo alto de) (?:\w+ ){0,2}(?:puente|azotea|tejado|cornisa|borde|vias|barandilla"
    r"|precipicio)(?! (?:tomando|arreglando|del|trabajando))|carta de despedida|(?:pastillas|cuerda"
    r"|cuchilla) (?:\w+ ){0,3}(?:delante|en la mano|preparad\w*|listas?|aqui)(?! para)"
    r"|nadie (?:me )?(?:va a )?(?:echara|echaria|echar|extranara|extranaria|extranar|notaria|notara)",
)
