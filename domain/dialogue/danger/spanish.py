"""Danger in Spanish. The patterns match folded words: no accents, `n` for `ñ`. A subject may be missing."""

from domain.dialogue.danger.lexicon import Lexicon
from domain.dialogue.danger.spanish_harmless import HARMLESS
from domain.dialogue.danger.spanish_reports import REPORT_WORDS
from domain.dialogue.danger.spanish_signs import CERTAIN, CRISIS, LIKELY, PEOPLE

SPANISH = Lexicon(
    people=PEOPLE,
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
    harmless=HARMLESS,
    certain=CERTAIN,
    likely=LIKELY,
    hints=(),
    reported=(),
    asked=(),
    crisis=CRISIS,
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
    report_words=REPORT_WORDS,
)
