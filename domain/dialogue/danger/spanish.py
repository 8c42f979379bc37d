"""Danger in Spanish. The patterns match folded words: no accents, `n` for `ñ`. A subject may be missing."""

from domain.dialogue.danger.lexicon import PERSON, Lexicon, between, one_of


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"no|nunca|jamas|ni|casi|si|ningun\w*|sin|nadie|tampoco")


_PEOPLE = """
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

SPANISH = Lexicon(
    people=_PEOPLE,
    spellings={
        r"eh+|em+|este(?= (?:mi|el|la)\b)|pues|bueno|o sea|la verdad|de verdad|realmente|totalmente|completamente"
        r"|tan(?= )|muy|creo que|me parece que|pienso que|parece que|yo creo que|seguro que"
        r"|estoy segur[ao] (?:de )?que|me temo que|pobre|literalmente|oiga|oye|mire|mira|por lo visto": " ",
        r"no es (?:una )?broma|no estoy bromeando|no bromeo|sin bromas|va en serio": " ",
        r"(?:ay |oh )?(?:dios mio|dios|madre mia|ay no|por dios|virgen santa|mierda|joder)": "oh dios",
        r"pa": "para",
        r"toy": "estoy",
        r"ta(?= )": "esta",
    },
    harmless=(
        r"(?:conduce|conduzco|conducir) (?:una |la )?ambulancia",
        r"(?:color|tinte|rojo|tono|negro|henna|tinta|tatuaje|encias?|tela|camiseta|pigmento|azul"
        r"|vaquero) (?:\w+ ){0,4}(?:sangra\w*|destine\w*|desti\w+|sangrando|corre\w*|suelta\w*)"
        r"|encias? (?:\w+ )?sangr\w+|me sangra el (?:corazon|alma|bolsillo)",
        r"(?:analisis|prueba|donar|donacion|donante|presion|tipo|grupo|naranja|extraccion|banco|muestra|dona"
        r"|done) (?:de |una de )?sangre|sangre (?:falsa|artificial|de mentira|fria|azul|nueva|joven|de pega)|sangria"
        r"|naranja sanguina|sacar(?:me|se)? sangre|sacado sangre",
        r"(?:cuero cabelludo|cuero|piel|pies|ojos|piernas|muslos|musculos|mejillas|zona|axilas|orejas|cabeza"
        r"|lengua) (?:\w+ ){0,4}(?:arde\w*|quema\w*|quemaba\w*|pica\w*|ardiendo|en llamas|fuego)|(?:arden?|ardia\w*"
        r"|queman?|quemaba\w*|ardiendo) (?:\w+ ){0,3}(?:cuero cabelludo|cuero|pies|ojos|piernas|piel|cabeza)|(?:pelo"
        r"|puntas|mechas|cabello|melena|raices|flequillo|extensiones) (?:\w+ ){0,4}(?:quemad\w*|muert\w*"
        r"|chamuscad\w*|roto\w*|achicharrad\w*|ahogad\w*|muriendo|electri\w+|inerte)|puntas (?:muertas|quemadas"
        r"|abiertas)|quemad\w* (?:el pelo|las puntas|por el sol|del sol|la lengua|el arroz|la cena|la comida"
        r"|las calorias|en el trabajo)|quemar (?:calorias|grasa|etapas|cartuchos|la cena)|quema calorias"
        r"|quemaduras? (?:de sol|solares?)|estoy quemad\w* (?:del|de|con) (?:trabajo|tanto)",
        r"rojo (?:fuego|bombero|sangre|infierno)|(?:fuegos artificiales|fuego (?:lento|cruzado|amigo|de artificio"
        r"|en el cuerpo)|a fuego lento|alto el fuego|jugar con fuego|tirador al fuego|pelo de fuego)|(?:simulacro"
        r"|ensayo|salida|escalera|puerta|extintor|alarma|seguro|certificado|formacion|prueba|curso|plan"
        r"|simulacros) (?:de |contra |anti ?|por )?(?:incendios?|fuego|evacuacion|emergencias?|bomberos)|(?:mechero"
        r"|tiene|tienes|tienen) fuego|liquidacion por incendio|detector(?:es)? de (?:humos?|gas"
        r"|incendios)(?! (?:\w+ )?(?:suena|pita|sonando|pitando|salt\w+))|(?:instal\w+|revis\w+|cambi\w+"
        r"|vend\w+) (?:\w+ ){0,3}detector\w*(?: de \w+)?",
        r"ahog\w+ (?:las|los|estas|estos) (?:facturas|deudas|precios|recibos|impuestos)"
        r"|tubo de escape (?:\w+ ){0,4}humo",
        r"(?:calendario|camion|parque|fiesta|uniforme|disfraz|gala|estacion|carrera|descuento|novio) (?:de |para "
        r"|es |a )?(?:los |la )?(?:bomberos?|policias?|ambulancia)|(?:es|soy|era|como|trabaja (?:de|en|para|como)"
        r"|trabajo (?:de|en|como)|son|hijo|eres|ser) (?:la |el |los |las |una? )?(?:bomberos?|bombera|policia"
        r"|guardia civil|enfermer[ao]|paramedic[ao]|socorrista|ambulancier[ao]|medic[ao] de urgencias|medic[ao]"
        r"|urgencias)|comisaria|antecedentes penales|certificado de (?:policia|penales|antecedentes)|(?:control"
        r"|coche|oposiciones|academia|carnet|informe|perro|examen) (?:de |a |de la )?(?:policia\w*|policial)"
        r"|la policia (?:ha |esta |tiene )?(?:cortado|cortando|en la esquina|enfrente|al lado|multado|controlando"
        r"|cerrado)|conductor_? de ambulancia",
        r"(?:emergencia|urgencia|drama|desastre|catastrofe|accidente|crisis) (?:\w+ )?(?:capilar\w*|de (?:pelo"
        r"|peluqueria|moda|belleza|estilo|unas|color|tinte|flequillo|maquillaje|estilismo|raices)|dental|veterinaria"
        r"|estetica)|(?:cita|hueco|contacto|numero|telefono|salida|luces?|kit|fontanero|cerrajero|tarifa|plan|sesion"
        r"|retoque|consulta|botiquin) (?:de |en caso de |para |con )?(?:\w+ )?(?:urgencias?|emergencias?|urgente)"
        r"|(?:no es|ninguna|no hay|nada|tampoco es) (?:una |ninguna |de )?(?:urgencia|emergencia|urgente)"
        r"|en caso de (?:emergencia|urgencia)|(?:curso|botiquin|kit|formacion|taller) (?:de )?primeros auxilios"
        r"|primeros auxilios (?:curso|botiquin)|maestro de ceremonias",
        r"(?:casi|por poco|a punto de|un poco mas y) (?:\w+ ){0,4}(?:infarto|ataque|ictus|muero|morir|murio|desmayo"
        r"|desmayo|desmayar|ahogo|atraganto|caigo|mato|muerta|muerto|mata|algo|patatus|sincope|derrame|soponcio)"
        r"|(?:infarto|ataque|ictus|derrame|patatus|soponcio) (?:\w+ ){0,3}(?:al ver|cuando vi|cuando veo"
        r"|con la factura|con el precio|al oir|de la impresion|del susto|por el precio|viendo|al leer|al abrir)"
        r"|(?:da|dio|dar|dara|diera|daria) (?:\w+ )?(?:un )?(?:infarto|ataque|patatus|algo|ictus"
        r"|soponcio) (?:\w+ ){0,2}(?:si|cuando|con|al|de risa|como)|de infarto|precio(?:s)? de infarto",
        r"(?:muero|morir|muere|muerta|muerto|murio|morirme|moria|moriria|morimos|muriendo|muertos|muertas|mori"
        r"|moriamos|mueren|muerte|mueres) (?:\w+ )?(?:de|por|del) (?:\w+ )?(?:risa|hambre|sed|verguenza|ganas|frio"
        r"|calor|aburrimiento|curiosidad|envidia|sueno|miedo|pena|amor|cansancio|asco|probar|este|ese|esa|esta|un"
        r"|una|tener|verlo|verla|ir|conocer|impaciencia|gusto)|(?:es|estan|esta|era|son) (?:\w+ )?(?:de|para"
        r"|como para) morirse|de muerte(?! natural)|(?:bateria|telefono|movil|linea|planta|plantas|ordenador|celular"
        r"|laptop|coche) (?:\w+ ){0,3}(?:muert\w*|muriendo|muere|morir\w*|murio)|(?:punto|tiempo|horas|naturaleza"
        r"|angulo|celulas|peso|piel) muert[oa]s?|celulas muertas|muertecit\w*|muerto viviente|mar muerto"
        r"|mortal(?:es)?|muerta de \w+|muerto de \w+|dia de (?:los )?muertos|matador\w*",
        r"(?:zapatos|tacones|pies|espalda|botas|cuello|calor|espera|precios?|estres|nervios|humedad|flequillo|raices"
        r"|rodillas|lumbares|hombros|ninos_?|vida|cabeza|curiosidad|intriga|duda|trabajo) (?:\w+ ){0,3}(?:matan?"
        r"|matando|mato|asesina\w*)|(?:mata|matan|matando) (?:\w+ ){0,2}(?:los pies|la espalda|el calor|los tacones"
        r"|el cuello|los nervios|la curiosidad|esta humedad|las cervicales)|(?:me|lo|la|te|nos|le) (?:va a |van a "
        r"|voy a |iba a |quiere |podria |mata |matara |mato |mataria )(?:matar|ahorcar|estrangular"
        r"|asesinar)?(?= ?(?:si|cuando|como|por llegar|porque|de risa))|(?:mataria|matar) por|matar (?:el tiempo"
        r"|dos pajaros|el gusanillo|el hambre|las horas)|mato el tiempo|llev\w+ a matar|mata el aburrimiento"
        r"|podria matar(?:lo|la)? por",
        r"(?:cae|caer|caen|caia|caido|cayo|cayeron|caera|caemos|cai) (?:\w+ )?(?:en (?:martes|lunes|miercoles|jueves"
        r"|viernes|sabado|domingo|la cuenta|gracia|la tentacion|fin de semana|desuso|desgracia|la trampa)|bien|mal"
        r"|un (?:martes|lunes|miercoles|jueves|viernes|sabado|domingo)|genial|simpatic\w+|enferm\w+|rendid\w+"
        r"|de sueno|dormid\w+|la noche|fatal|de maravilla)|(?:pelo|cabello|pestanas?|unas?|extension(?:es)?|empaste"
        r"|boton|fecha|cumpleanos|boda|cita|llamada|sistema|red|linea|luz|pagina|web|precio|precios|tacon|peluca"
        r"|flequillo|gel|esmalte|mechas?|pestana|ceja|cejas|implante|pendiente|diente) (?:\w+ ){0,4}(?:cae|caen"
        r"|caido|cayo|caida|cayeron|caigo|cayendo|caer)|(?:se me|me) (?:\w+ )?(?:cae|caen|caido|cayo|cayeron"
        r"|esta cayendo|estan cayendo|ha caido|han caido) (?:\w+ )?(?:el pelo|mucho|las pestanas|una una|la una"
        r"|una pestana|el cabello|pelo|un empaste|la extension|una extension|la cara de verguenza|el alma|la baba"
        r"|las unas|el movil)|caida (?:del? (?:pelo|cabello|capilar|precios)|capilar|libre)|(?:deja|dejar) caer",
        r"(?:ahog\w+|hundid\w*|enterrad\w*|asfixiad\w*|saturad\w*) (?:\w+ )?(?:en|de|con|por"
        r"|bajo) (?:\w+ )?(?:trabajo|papeleo|correos|mails|pedidos|facturas|llamadas|mensajes|deudas|papeles"
        r"|encargos|tareas|lavadoras|un vaso|estres|reservas|citas|calor)|(?:piel|pelo|cabello|poros|tela|unas"
        r"|tejido|vino) (?:\w+ ){0,4}respir\w+|dejar (?:\w+ )?respirar|(?:ejercicios|clases?|tecnicas?"
        r"|curso) de respiracion|(?:quita|corta|quito|corto|quitan|sin) (?:\w+ )?(?:el |la )?(?:aliento"
        r"|respiracion)(?= (?:de|con|al|tu|su|el|este|cuando|lo)|$)(?! y)|aliento (?:fresco|de ajo)|(?:con|en"
        r"|dentro de) (?:este|esta|ese|esa|el|la|mi) (?:vestido|corse|pantalon|traje|faja|cinturon|vaquero|camisa"
        r"|cuello) (?:\w+ ){0,5}(?:respir\w+|ahog\w+|aire)|(?:vestido|corse|pantalon|traje|faja|cinturon|vaquero"
        r"|camisa|cuello) (?:\w+ ){0,5}(?:respir\w+|ahog\w+|sin aire|aprieta\w*)|respirar (?:en|con"
        r"|dentro de) (?:\w+ )?(?:este|esta|ese|el|mi) (?:vestido|corse|pantalon|traje|faja)|respira(?:r)? (?:hondo"
        r"|profundo|tranquil\w+)|tomar (?:el )?aire|al aire libre|aire (?:acondicionado|fresco)"
        r"|respirar (?:\w+ )?por la nariz",
        r"cuchill\w+ (?:de (?:cocina|afeitar|mantequilla|pan|untar|sierra)|para (?:cortar|pelar|la tarta|el pan"
        r"|el jamon)|jamonero)|(?:afil\w+|vaciar|amolar) (?:\w+ ){0,3}(?:cuchillos?|tijeras|navajas?)|(?:corte"
        r"|cortar|corta|cortan|cortais|afeitado|afeitar|perfilado|barba|degradado) (?:\w+ ){0,3}(?:a"
        r"|con) (?:la )?(?:navaja|cuchillo|cuchilla)|navaja (?:barbera|suiza|de afeitar|de barbero)"
        r"|pistola (?:de (?:silicona|pegamento|clavos|masaje|agua|calor|pintura|bronceado|juguete|aire|pulverizar"
        r"|grapas)|para (?:los pendientes|pendientes|las orejas|perforar|agujeros|pistola))|(?:agujeros?|perforar"
        r"|pendientes|orejas) (?:\w+ ){0,4}pistola|arma (?:secreta|de seduccion|letal)|sesion(?:es)? de (?:fotos"
        r"|tiro)|rodaje|(?:disparar|dispar\w+|tirar) (?:\w+ )?(?:fotos|los precios|una foto|de la lengua|la toalla"
        r"|cartas|a la basura|el pelo)|precios (?:\w+ )?dispar\w+|tiro (?:al aire|al arco|con arco|de gracia)"
        r"|(?:pega|pegado|dado|da|peg\w+) (?:un |el )?tiro(?: en el pie)?(?= al precio)|ni a tiros|(?:sienta"
        r"|queda) como un tiro|(?:vacuna|inyeccion) de",
        r"bomba(?:s)? (?:de (?:bano|crema|agua|calor|relojeria|humo de color|sabor)|sexual|latina|efervescente\w*)"
        r"|(?:es|son|estas|esta|era|vas|sera|quedo|quedar|queda|fue) (?:\w+ )?(?:la|una|como una) (?:\w+ )?bomba(?= "
        r"|$)(?! en| que)|pasarlo bomba|(?:explosion|exploto|explota\w*) (?:de )?(?:color|sabor|alegria|risa"
        r"|el telefono|mi telefono|las redes)|(?:telefono|movil|redes|agenda) (?:\w+ )?(?:explota\w*|explot\w+"
        r"|echa humo|echando humo)|(?:atac\w+|ataque\w*) (?:\w+ )?(?:el |la |los |las |mi |mis |a )?(?:pelo"
        r"|flequillo|puntas|raices|canas|unas|encrespamiento|frizz|piel|cejas|trabajo|nevera|tarta|al flequillo|risa"
        r"|de risa|tos|ansiedad por|de nervios)|ataque de (?:risa|tos|celos|nervios|hambre|estornudos|ansiedad"
        r"|panico|amor|compras|pelos)(?! (?:ayuda|ahora))",
        r"(?:sigue|siguen|siguiendo|sigo|seguirme|seguir|sigueme|seguis|seguidor\w*) (?:\w+ ){0,4}(?:instagram|insta"
        r"|facebook|tiktok|youtube|redes)|(?:a|con|por|son|es|vaya) (?:\w+ )?(?:estos|esos|sus|los|ese|un|este|el"
        r"|vuestros) (?:precios?|robo)(?: \w+){0,3}(?: robo| atraco| robando)?|(?:es|son|vaya|menudo"
        r"|esto es) (?:un )?(?:robo|atraco|estafa|timo)(?= |$)(?! a mano| en (?:la|mi|el))|robar(?:me|le|te"
        r"|os)? (?:\w+ )?(?:protagonismo|el corazon|un (?:minuto|momento|segundo)|un beso|tiempo|la idea|escena)"
        r"|rob\w+ (?:\w+ )?(?:el corazon|el protagonismo|un minuto|un momento|las miradas)|(?:gato|perro|raton|zorro"
        r"|pajaro|rata|perrito|gatito|mapache) (?:\w+ ){0,5}(?:entr\w+|met\w+|rob\w+|atac\w+|atrap\w+|escond\w+"
        r"|col\w+)",
        r"(?:factura|contador|recibo|cocina|bombona(?! de gas (?:\w+ )?(?:silba|pierde|fuga|explot\w*|arde"
        r"|silbando))|caldera|calefaccion|compania|contrato|instalador|tecnico|estufa"
        r"|revision|precio|tarifa|agua con|tubo|revisor) (?:de(?:l)? |a |con )?(?:el )?gas|gas (?:natural|butano"
        r"|de la risa|ciudad|y luz)|gasolinera|agua (?:con|sin) gas|(?:a|con) todo gas|(?:gris|ojos|maquillaje"
        r"|efecto|cristal|mirada|salmon|rubio) ahumad\w*|ahumad\w+|humo (?:de (?:tabaco|cigarro|colores)|blanco"
        r"|de color)|maquina de humo|fumar (?:fuera|dentro|aqui|un)|(?:huele|oler|olor|olia"
        r"|pelo) (?:\w+ ){0,3}(?:a )?(?:tabaco|humo de|barbacoa|perfume)|(?:se|todo) (?:hizo|vendio) humo"
        r"|vender humo",
        r"(?:puede|podria|puedes|podrias|pueden|podrian|me|nos) (?:\w+ )?ayud(?:ar|arme|arnos|ame|a|e|en"
        r"|enme) (?:\w+ )?(?:a |con |por favor a |para )(?:\w+ )?(?:elegir|encontrar|reservar|pedir|cita|escoger"
        r"|decidir|cambiar|cancelar|el|la|mi|un|una|los|las|entender|mover|buscar|hacer|saber)|(?:puede|podria"
        r"|puedes|podrias|pueden|podrian|alguien puede) (?:\w+ )?(?:ayudarme|ayudar|ayudarnos|atenderme)|(?:ayuda"
        r"|ayudita) (?:con|para|a|de|domestica|economica|humanitaria)|(?:necesito|quiero|un poco de"
        r"|gracias por (?:su|la|tu)|con su|su|tu|mucha|necesitaria|pedir|alguna|una) ayuda(?= (?:con|para|de|a|en|al"
        r"|del)|$)(?<!socorro)(?= con| para| de| a | en )|gracias por (?:su |la |tu |vuestra )?ayuda",
        r"(?:colgar|colgad\w+|cuelg\w+|cuelgo) (?:\w+ )?(?:el (?:telefono|abrigo|cuadro)|la (?:llamada|ropa)"
        r"|un cuadro|cortinas|abrigo|en (?:la linea|el telefono|instagram)|cuadros|pendientes)|saltar(?:me|se"
        r"|nos)? (?:\w+ )?(?:la (?:cita|clase|comida|dieta|cola)|el (?:turno|desayuno)|una (?:sesion|cita|clase)"
        r"|de alegria|a la comba|en la cama elastica)|puente (?:de (?:mayo|diciembre|la constitucion|\w+)|festivo"
        r"|largo)|hacer puente|(?:acabar|terminar|acabar ya|acabe) (?:\w+ )?con (?:estas?|mis|este|el|la|las|los|mi"
        r"|estos) (?:\w+ )?(?:canas|raices|encrespamiento|puntas|flequillo|frizz|caspa|pelos?|cejas|bigote|acne)"
        r"|(?:no )?(?:puedo|aguanto|soporto) mas (?:con |de )?(?:este|esta|estas|estos|mis|mi|el|la|las"
        r"|las) (?:\w+ )?(?:pelo|pelos|flequillo|raices|canas|color|calor|melena|encrespamiento|cejas|barba|unas"
        r"|tinte)",
        r"(?:preparacion|clases?|curso|fecha|plan|bolsa|foto) (?:al|del?|para el|prevista de) parto|(?:bebe|nino"
        r"|nina|parto) (?:\w+ )?(?:viene|nace|llega|nacera|llegara|esta previst\w|es|sera"
        r"|para) (?:\w+ )?(?:en (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
        r"|diciembre|\w+ semanas|\w+ meses|verano|otono|invierno|primavera|navidad)|conmigo|para|dentro|a finales"
        r"|a principios|el \w+ que|con nosotros|pronto)|salgo de cuentas (?:en|el|dentro)|contracciones musculares"
        r"|mano de obra|parte(?:s)? de trabajo",
        r"(?:ordenador|pagina|web|aplicacion|app|programa|sistema|servidor|internet|computadora|movil|telefono"
        r"|pantalla|coche|ascensor|carro|datafono|caja|celular) (?:\w+ ){0,4}(?:colgad\w*|caid\w*|bloque\w*|averi\w*"
        r"|no responde|no funciona|no va|estrope\w*|roto|estrell\w*|se cayo|muert\w*|atascad\w*|parado)"
        r"|(?:atrapad\w*|atascad\w*|pillad\w*|parad\w*|metid\w*) (?:\w+ )?(?:en|por) (?:un |el |la |una )?(?:atasco"
        r"|trafico|trabajo|reunion|tren|metro|caravana|oficina|lluvia|cola|embotellamiento)|(?:cremallera|peine"
        r"|cepillo|anillo|rulo|bigudi|goma) (?:\w+ ){0,4}(?:atascad\w*|atrapad\w*|enganchad\w*)"
        r"|nervio (?:\w+ )?(?:pinzad\w*|atrapad\w*)|(?:accidente|atasco|caravana|obras"
        r"|retencion\w*) (?:\w+ )?en la (?:autopista|autovia|carretera|m treinta|ronda|a \w+|m \w+|nacional|entrada"
        r"|circunvalacion)",
        r"(?:una|unas|tacon|diente|gafas|telefono|movil|corazon|espejo|peine|cepillo|plancha|record|voz|secador"
        r"|cremallera|uña|collar|pulsera|cascos|vaso) (?:\w+ ){0,3}(?:rot[oa]s?|rompio|rompi|partid\w*|partio"
        r"|quebr\w*)|(?:roto|rompio|rompido|partido|romper|rompi|rompe) (?:\w+ )?(?:una una|la una|el tacon"
        r"|las gafas|el corazon|el hielo|el record|un diente|el peine|el movil|la racha|la rutina|las unas|un tacon"
        r"|el secador)|cort(?:ar|e|ado|aron|an|o|as|ais|en|arme|arse|amos|ando|a|aste|arnos|arle) (?:\w+ )?(?:el "
        r"|la |las |los |mi |su |un poco |mis |sus )?(?:pelo|puntas|flequillo|barba|melena|cabello|unas|cesped"
        r"|llamada|rollo|largo|capas|hilos|rubia|leche|etiqueta|cuticulas|tarta|luz|agua|comunicacion|calle|trafico"
        r"|cinta|cordon|patillas|dos dedos|tres dedos|centimetros)|(?:se|me|nos) (?:\w+ )?(?:corto|ha cortado"
        r"|cortaba|esta cortando|habia cortado|cortan) (?:la llamada|la comunicacion|el telefono|la linea|$)"
        r"|corte (?:de (?:pelo|mangas|luz|digestion|cabello|caballero|senora)|y (?:color|peinado|barba)|bob|pixie"
        r"|recto)|(?:cabeza|come) (?:\w+ )?(?:en las nubes|de turco|de chorlito|fria)|(?:comer|romper|calentar"
        r"|quebrar)(?:me|se)? la cabeza (?:con|para|por)|(?:masaje|tratamiento|lavado|exfoliacion) (?:\w+ )?(?:de "
        r"|en )?(?:la )?(?:cabeza|craneal|espalda|facial|cara|pecho)|(?:depil\w+|cera|laser|tatuaje|pelos?"
        r"|vello) (?:\w+ ){0,3}(?:pecho|espalda|labio|brazos|piernas|axilas|cara|barriga)",
    ),
    certain=(
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
        rf"|caliente) {gap(4)}(?:encima|por|sobre|en (?:la|el|su)|cay\w+|quem\w+)?|(?:escald\w+|se (?:ha "
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
        r"|persig\w+|persegui\w+|asalt\w+|paliza|dispar\w+|rob(?:ando|aron)|matar|hacer dano|encerr\w+|ahorc\w+"
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
    ),
    likely=(
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
    ),
    hints=(
        r"entumecid\w*|dormid\w*|paraliz\w*|hinch\w*|garganta|lengua|azul\w*|morad\w*|palid\w*|suda\w*|sudor\w*"
        r"|mare\w*|tembl\w*|babea\w*|gim\w+|ruidos? (?:raros?|extranos?)|parado|suelo|cayo|caido|caida|resbal\w*"
        r"|atrapad\w*|aplast\w*|rot[oa]|cadera|craneo|pecho|mord\w+|pic(?:o|ado|adura)|sangr\w*|herida|profund\w*"
        r"|quem\w*|acido|lejia"
        r"|veneno|pastillas|comprimidos|asma|inhalador|alergi\w*|cacahuetes?|nueces|frutos secos|insulina"
        r"|diabetic\w*|azucar|humo|llamas|fuego|gas|explo\w*|chispas|ladron\w*|pistola|cuchillo|navaja|arma\w*"
        r"|atac\w*|peg(?:a|ando|ado)|golpe\w*|grit\w*|abajo|sol[oa]|escond\w*|amenaz\w*|matar|cuerda|saltar|tejado"
        r"|puente|muert\w*|muere|morir|muriendo|ahog\w*"
        r"|agua|conscien\w*|pulso|respir\w*|aire|corazon|ataque|embarazada|contracciones|no (?:puede"
        r"|puedo) (?:hablar|mover\w*|caminar|ver|levantar\w*|tragar|andar)|no (?:responde|reacciona|contesta"
        r"|se mueve)|accidente|cabeza|cara|boca|labios|brazos?|piernas?|ojos?|hospital|dolor\w*|duele|vomit\w*"
        r"|confus\w*|fiebre|miedo|adios|esperanza|ayuda\w*|emergencia|urgente|ambulancia|policia|bomberos|peligro"
        r"|rapido|de repente|de golpe"
        r"|trag\w*|bebido|rar[oa]|herid\w*|encerrad\w*|alarma|intruso|grave|perdido|golpead\w*|espuma|convuls\w*"
        r"|asfixi\w*",
    ),
    reported=(
        rf"(?:alguien|{PERSON}) (?:\w+ ){{0,3}}(?:esta|ha|tiene|se|va|no|le|han|estan)|hay (?:\w+ ){{0,2}}{PERSON}"
        rf"|(?:se|le) (?:ha|esta|han)",
    ),
    asked=(
        r"(?:puede|pueden|podeis|puedo|tienen|teneis|tiene|hacen|haceis|venden|vendeis) (?:\w+)|no (?:iremos|vamos"
        r"|voy a ir|podemos ir)|dormid[oa] por|se llama|quier\w+|queria|quisiera|necesit\w+|cuanto|como (?:puedo|se"
        r"|hago|es|lo)|cuando|donde|por que|porque|asi que|para (?:mi|el|la|una?)|gracias|si",
    ),
    crisis=(
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
    ),
    urgent=(
        r"rapido|ya mismo|ahora mismo|inmediata\w*|socorro|auxilio|ayuda(?! (?:con|para))|urgente\w*|oh dios"
        r"|de repente|de golpe|de pronto|que hago|que hacemos|no se que hacer|deprisa|corran|corra|ambulancia"
        r"|emergencia"
        r"|ahora",
    ),
    not_so=(
        r"(?:no|nunca|jamas|ningun|ninguna|sin|ni|nadie|tampoco|nada)(?: (?:de|del|un|una|el|la|los|las|ha|he|hay"
        r"|habia|es|esta|tengo|tiene|tuve|tuvo|me|se|le|lo|habido|en|necesito|hace|falta|que|llame|llamar|llamen|a"
        r"|por|su|mi|haya|quiero|necesita))*",
        r"(?:casi|por poco|practicamente|a punto de)(?: (?:me|se|le|te|un|una|da|dio|de|el|la|tengo|tiene|tener"
        r"|me da))*",
    ),
    only_told=(
        r"rei|reimos|reia|risas?|riendo|reirme|siempre",
        r"si(?! (?:por favor|senor))|en caso de|por si|que (?:hacen|haceis|hace) (?:ustedes |vosotros )?(?:si"
        r"|cuando)|que pasa|suponga\w*|imagin\w+|riesgo\w*|peligro de (?:un|una|que)|evitar|prevenir|prevencion"
        r"|formacion|formados?|aprend(?:er|o|emos|iendo|iste)|curso|clases?|simulacro|entrenamiento|seguro|tienen"
        r"|teneis"
        r"|tiene(?:n)? (?:ustedes|un botiquin|algun|alguna)|venden|ofrecen|cuando (?:alguien|un cliente|una clienta"
        r"|uno|se)|podria|puede (?:el|la|un|una|que|causar|provocar|dar|haber)|seria|como (?:evitar|prevenir)|cubre",
        r"despues de (?:mi|su|un|una|el|la|lo)|desde (?:mi|su|el|la|que|aquel)|tras (?:mi|su|un|una|el|la)|debido a"
        r"|por culpa de|a causa de|a pesar de|recuper\w+|rehabilitacion|supervivient\w+|sobrevivi\w+|antes de (?:mi"
        r"|su|el)|recaud\w+|benefic\w+|articulo|lei|leido|vi (?:un|una)|ver|viendo|sone|sonado|sueno|historia"
        r"|contaron|conto|como si|como (?:un|una)|miedo a|fobia|chiste|broma|teatro|cada vez que|siempre que|a veces"
        r"|suelo|suele|trabaj\w+ (?:de|como|en)|profesion",
    ),
    long_ago=(
        r"(?:este|el) fin de semana",
        r"ayer|anteayer|(?:ano|mes|semana|verano|invierno|otono|primavera|noche|vez|lunes|martes|miercoles|jueves"
        r"|viernes|sabado|domingo|siglo) pasad[oa]s?|(?:la|el) pasad[oa]|(?:en|durante|con) (?:la|el|mi"
        r"|su) ultim[oa] \w+|la (?:ultima|otra) vez"
        r"|hace (?:\w+ )?(?:\w+ )?(?:dias?|semanas?|mes|meses|anos?|tiempo|mucho)|en (?:19|20)\d\d|en (?:enero"
        r"|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)|cuando (?:era|tenia"
        r"|estaba|vi|veo|abri|lei|me dijo|me dijeron|recibi|fui|eramos|yo era|supe|vea)|de (?:pequen[oa]|nin[oa]"
        r"|joven)|en mi (?:infancia|juventud)|antes|antiguamente|en su dia|una vez|ya tuve|el otro dia|recientemente"
        r"|fallecid\w*|fallecio|funeral|entierro|(?:la semana|el mes|el ano) que viene|proxim[oa]"
        r"|(?<!esta )manana(?! por la noche no)|al ver (?:el|la|los)|con (?:la|el|los|estos|esos|vuestros"
        r"|sus) (?:factura"
        r"|precios?|cuenta)|(?:por|de|del) (?:el )?precio|de (?:la )?risa|para (?:halloween|carnaval|la pelicula"
        r"|una fiesta|el teatro)|dentro de (?:\w+ )?(?:semanas|meses|dias)",
    ),
    at_present=(
        r"ahora|ahora mismo|en este momento|todavia|aun|sigue|minutos|segundos|hoy|desde (?:ayer|esta manana"
        r"|hace (?:una hora|un rato|minutos))|acaba de|de repente|de golpe|esta \w+ndo|no (?:respira|reacciona"
        r"|despierta"
        r"|se mueve)",
    ),
    turns=(r"pero|ahora|y (?:ahora|luego)|de repente|porque|hoy",),
    made_up=(
        r"veterinari\w+|pelicula|peliculas|serie|netflix|novela|libro|videojuego|juego|teatro|obra de|funcion"
        r"|halloween|carnaval"
        r"|disfraz|disfraces|sangre falsa|fiesta tematica|misterio|zombis?|zombies?|escape room|pasaje del terror"
        r"|podcast|comedia|cancion|grupo de musica|broma|expresion|forma de hablar|es un decir|en sentido figurado"
        r"|falsa alarma|rodaje",
        r"(?:ya )?(?:esta|estan|estoy|estamos|encuentra|va) (?:\w+ )?(?:bien|mejor|recuperad\w*|a salvo"
        r"|estupendamente|fuera de peligro)(?= |$)(?! de la cabeza)(?<!no esta bien)|todo (?:bien|el mundo esta bien"
        r"|va bien)|(?:solo|es|era|un|fue) (?:\w+ )?(?:un |una )?(?:simulacro|broma|ensayo|susto)|nadie (?:esta |ha "
        r"|resulto |salio )?(?:\w+ )?(?:herid\w*|lesion\w*|dano)|no fue nada|no paso nada|(?:fuego"
        r"|incendio) (?:\w+ )?(?:apagado|extinguido|controlado)|(?:bomberos|policia|ambulancia) (?:ya )?(?:se |ha "
        r"|han |esta |estan |vino |vinieron )?(?:\w+ )?(?:fue|fueron|ido|estuvo|estuvieron|venido|vino|vinieron"
        r"|cortad\w*|cortando|aparcad\w*)",
    ),
    errand=(
        r"atasco|trafico|que puedo comer|sin (?:gluten|nueces|lactosa)",
        r"citas?|corte(?! (?:profundo|en))|tinte|color|mechas|balayage|peinado|reserv\w+|anular|cancelar"
        r"|cambiar (?:la|mi) (?:cita|hora)|aplazar|retrasar|hueco|disponib\w+|tienen (?:hora|sitio|hueco|libre)"
        r"|cuanto (?:cuesta|vale|es|cobran)|precio\w*|horario\w*|abren|abiert\w+|cierran|tarjeta regalo|descuento"
        r"|rebaja|masaje|tratamiento|manicura|pedicura|depilacion|unas|pestanas|cejas|maquillaje|flequillo|raices"
        r"|consulta|aparcar|aparcamiento|parking|llego tarde|llegar tarde|llegare tarde|voy tarde|retraso"
        r"|peluquer\w+|salon|champu|producto(?:s)?(?! quimico)|quisiera|me gustaria|queria(?! (?:morir|matar))"
        r"|puedo (?:ir|pasar|pedir|venir|tener)|factura|queja|reclam\w+|devol\w+|mesa para|pedido|envio|permanente"
        r"|alisado|barba|rizos|recogido|presupuesto|turno",
    ),
    affirmed=(
        r"(?:(?:oh dios|ay|eh|rapido|por favor|creo que|pues) )*(?:si|claro|exacto|por supuesto"
        r"|desgraciadamente|esta|es (?:mi|yo|el|ella)|mi \w+|estoy|tengo|alguien|el|ella|creo que si|asi es|correcto"
        r"|ayuda|socorro|rapido|mucho|todos|efectivamente|afirmativo)\b",
    ),
    denied=(
        r"no|nadie|que va|para nada|todo bien|todos bien|estamos bien|estoy bien|esta bien|es una (?:expresion"
        r"|broma|forma de hablar)|es un decir|expresion|broma|bromeando|mi pelo|mi cabello|el tinte"
        r"|el cuero cabelludo"
        r"|mi cuero cabelludo|falsa alarma|tranquil\w+|en absoluto|por suerte|nada grave|ningun\w*|ni hablar",
    ),
    not_understood=(
        r"(?:(?:ay|oh|eh|perdone?|disculpe|lo siento|hola|como) ?)*(?:perdon|perdone|como|que|hola"
        r"|digame|quien|por que|puede repetir(?:lo)?|me lo puede repetir|que ha dicho|que dice|que dijo|no (?:le |lo "
        r"|te )?(?:he )?(?:entend\w+|entiendo|oido|escuchado)|herido)(?: por favor| \.)*",
    ),
)
