"""What Spanish customers speak of, and what takes a report of danger back. Folded as in `spanish`."""

from collections.abc import Mapping

from domain.dialogue.danger.reports import Kind

WORDS: Mapping[Kind, str] = {
    Kind.WISH: """
        cita citas turno reserv* anular cancelar aplazar hueco disponib* cuanto precio* horario* abren cierran regalo
        descuento retraso quisiera quisieramos gustaria queria queriamos factura queja reclam* devol* pedido
        presupuesto abogad* divorci* demanda demandar multa recurrir seguro indemniz* desahuci* desalojo contrato
        despid* testamento herencia notari* denunci* custodia pension fisio* sesion* receta rehabilitacion reparar
        reparacion* arreglar arreglen instalar instalacion mantenimiento confirmar pregunta* informacion busco buscamos
        curso cursos vacante* certificado justificante juicio audiencia impugnar aconseja atasco sancion quejarme
        terapia ustedes vosotros vuestra vuestro vuestros vuestras avisar quejar quejarse recomienda veterinari*
        """,
    Kind.TOPIC: """
        tinte mechas balayage peinado abiert* tarjeta masaje* tratamiento* manicura pedicura depilacion pestanas cejas
        maquillaje flequillo raices consulta champu envio permanente alisado barba rizos recogido despacho bufete
        casero osteopat* ferula* corona* empaste* implante* ortodonc* muela* limpieza caries brackets revision cambiar
        desatascar gotera grifo goteo menu vegan* gluten celiac* cumpleanos tintoreria curriculum perito licenciad*
        paraguas extensiones envian reparten domicilio fregadero sifon cisterna mecanico llave cerradura carnet
        licencia vestido lavado fumadores pensionista historial tatuaje henna tenirse tenir pastel pizza tos
        vitroceramica dentadura acceso fiesta celebrar celebrarlo gafas cortan pelo cabello diente dientes encias
        dental dentista bracket repetir escoger normal promo promocion oferta sitio web correo direccion garantia
        repuesto pieza lavadora lavaplatos nevera persiana taller llantas itv poliza siniestro humedad plomero plomeria
        tuberias tuberia inodoro vater retrete acompana bebida cerveza postre vegetariano* brunch banquete mesas
        catering frenos freno comadrona matrona canina cartera bolso pinchar agujeros endodoncia lavavajillas codo
        tenis volante trafico estanteria aparato bici tecnico renunciar piojos ecologica tarda ninera parpadeaba
        tenirme esguince ladra duda impresora tinta iluminado cerrado cerrada marcapasos drenaje calienta encamada
        friegaplatos anuncio cremallera rapan cheque caduco vale funeral ocupacional arranca bandeja vacunar vacuna
        funciona plomos termostato hotel habitacion boda casamos despacio bajito fianza caspa daltonico torticolis
        tronas curry comunion cerrajero rechazo dermatitis parrillada otorrino presion pelvico libreta banco cera
        terreno cantina canas ronca papas fritas natacion suavecito peluqueria corte lluvia taladro rodilla estomago
        reformando correa planos sordo codigo musica bautizo azulejo escalon tarta pescado diferencial parpadea afilan
        """,
    Kind.PAST: """
        ayer anteayer antier pasado pasada pasados semanas semana meses mes antiguamente falleci* funeral entierro
        infancia oper* proximo proxima vacaciones cronic* habitualmente tenian eran solia fuimos quedamos
        """,
    Kind.IF: """
        veces riesgo* evitar prevenir prevencion podria fobia imagin* supong* podrian seria siempre
        """,
    Kind.FICTION: """
        pelicula* serie netflix novela libro videojuego juego teatro halloween carnaval disfraz* zombi* escape podcast
        comedia cancion broma simulacro* sueno sone articulo periodico noticias expresion risa rei locos imaginate
        metaforic* figurado jaja escena escenas rodamos actor* escritor*
        """,
    Kind.TURN: "pero ahora ahorita repente sino",
    Kind.JOINT: "y e o entonces luego porque que pues",
    Kind.NOT: "no nunca jamas ningun ninguna sin ni nadie casi tampoco",
}

PHRASES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WISH: (
        r"(?:tienen|teneis|tendrian|tendran|hacen|haceis|aceptan|venden|abren|abris|dan|cobran|ofrecen|reparten"
        r"|podrian|atienden) (?!una emergencia)|(?:puedo|podemos|podria|pueden|puede) (?:\w+ )?(?:ir|pasar|pedir"
        r"|venir|tener|pagar|cambiar|reservar|darme|hacer|arreglar|dar|adelantar|mover|comer|llevar)(?! rapido)"
        r"|(?:necesito|necesitamos|necesita) (?:cambiar|un abogado|una cita|un notario|un fontanero|factura|reservar"
        r"|anular|saber)|es para|llamo para|llamaba para|era para|en el trafico|llego (?:\w+ ){0,3}tarde|llegar\w* "
        r"tarde|cuando (?:pueden|podrian|abren|seria|tienen)|no (?:iremos|vamos a ir|podemos ir|puedo ir|voy a "
        r"poder)",
        r"es normal|quiero (?:un|una|poner|recurrir|impugnar|cambiar|cancelar|saber|pedir|anular|divorciarme"
        r"|reservar|hacerme|tenirme)|queremos (?:reservar|celebrar\w*|una|cambiar|un)|desde que edad|a que hora|en "
        r"la carretera|puedo (?:ir|llevar\w*)|me (?:ayuda|puede|podria) a|que (?:me|le) (?:cuesta|recomienda)",
        r"tubo de escape|se me rompio (?:la|una|el) (?:llave|una|ferula|bracket|gafas?|diente|corona)|(?:perdio"
        r"|perdi|perdido) (?:\w+ ){0,2}(?:tarjeta|cartera|bolso|gafas|movil|llaves|celular)|en el atasco|mi abogado"
        r"|hablo bajito",
        r"mesa (?:para|de|en|reserv\w*)|se llama|no (?:calienta|arranca|funciona|enciende)|agua caliente|se puede "
        r"(?:entrar|tapar|hacer|fumar|pagar)|(?:esta|estan) (?:cerrado|abierto|dormido por|al lado)|prefiere un "
        r"profesional|me duele (?:el|la) (?:codo|rodilla|espalda|muela|hombro|cuello) (?:al|desde|cuando|hace)"
        r"|haciendo deporte|jugando al|acaba de romper con|quiero (?:cambiar|recurrir)|quejarse|esguince|llego "
        r"(?:cinco|diez|quince)",
        r"se cayo un vaso|con ese precio|del cielo|terapia ocupacional|mi abogado|es grave|en la peluqueria",
        r"(?:deje|olvide|recibi) (?:mis|mi|un|una|el|la|nuestro)|cuando (?:puedo|pueden|empieza|tienen)|de un dia "
        r"para otro|no (?:traga|se apaga)|hace falta (?:un )?(?:abogado|cita)|me (?:mata|matan)(?= \.|$)|en las "
        r"escaleras(?= \.|$)|se admiten",
        r"sangre al ver|oye mal|mi movil|se me (?:muere|ha muerto|murio) el|en (?:su|la) puerta(?= \.|$)|perdone "
        r"decia|llegar\w+ (?:\w+ )?(?:minutos|tarde)|se (?:va a caer|cae) de la silla",
        r"no tiene pila\w*|sin pilas?|pila (?:\w+ )?(?:gastada|agotada)|en el atasco|mi casero|a echarme|con echarme"
        r"|el aparato|ultima extraccion",
        r"una cita|hay alguna?|puedo (?:entrar|hacer|usar|comer)|agujeros en las orejas",
        r"en su entrada|necesita un corte|hasta las \w+",
        r"del bano filtra|filtra(?= \.|$)",
        r"necesitamos (?:un )?fontanero|ardor de estomago|perdi el (?:tren|autobus)|perdio las llaves|me tira (?:la"
        r"|el)|no viene nadie|queda alguien|darnos prisa|con correa|pies planos|de quicio",
        r"a mis (?:cartas|correos|llamadas|mensajes)|en el deporte|haciendo deporte",
    ),
    Kind.TOPIC: (r"(?:viene|espera|llega) (?:en|a|el|con|abajo en|manana|tambien|hoy)|pone la tele",),
    Kind.PAST: (
        r"hace (?:\w+ )?(?:\w+ )?(?:dias?|semanas?|mes|meses|anos?|tiempo|mucho)|desde hace (?:\w+ )?(?:\w+ "
        r")?(?:dias?|semanas?|mes|meses|anos?|tiempo)|la ultima vez|la otra vez|el otro dia|cuando (?:era|eramos"
        r"|tenia)|despues de (?:la|mi|su|un|una) (?:operacion|accidente|ictus|infarto|cirugia)|desde (?:la operacion"
        r"|el (?:accidente|parto|infarto|ictus)|mi (?:operacion|accidente|ictus|infarto)|que (?:tuve|me|era))|por "
        r"culpa de|a causa de|en (?:verano|invierno|vacaciones)|el fin de semana",
        r"cuando (?:era|tenia|estaba)|tenia|habia una vez|era (?:nino|nina|pequen\w)",
        r"(?:en|desde) (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)",
    ),
    Kind.IF: (
        r"en caso de|por si|que (?:hacen|pasa) si|miedo a|de (?:risa|hambre|sed|verguenza|sueno|calor|frio"
        r"|aburrimiento|envidia|ganas)|cada vez que|va a matar si|como si nada|al dentista|de los que|de esos que",
        r"cuando (?:uno|alguien|llego|veo|vengo|ustedes) |miedo (?:a|al|las|los)|panico (?:al|a)|me dan miedo",
        r"(?<!como )si (?!mi |mis |por favor|esta |senor|se (?:ha|esta|cayo|me))\w+",
        r"suel[oe] (?!y|esta|se|de|con)\w+(?:ar|er|ir)",
    ),
    Kind.OVER: (
        r"(?:ya |todos |todo )?(?:esta|estan|estamos|estoy|va) (?:\w+ )?(?:bien|mejor|a salvo|recuperad\w*)(?= \.|$"
        r"| (?:gracias|ahora|pero|ya))(?<!no esta bien)",
        r"falsa alarma|nadie (?:esta |ha |resulto |salio )?(?:\w+ )?herid\w*|no (?:fue|paso|es) nada(?: grave)?|ya "
        r"(?:paso|se fue)(?= \.|$)",
    ),
}
