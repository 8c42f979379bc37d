"""Spanish cues."""

from domain.dialogue.cues.table import Cues

_TIME = (
    r"(?:solo |sólo )?(?:un|una|dos|unos|otro) (?:momento|momentito|segundo|segundito|segundos|minuto|minutito"
    r"|minutos"
    r"|instante|ratito|rato|poco)"
)
_WHOSE = r"(?:mi|mis|nuestra|nuestro|el|la|los|las|un|una|algo para)"
_THING = (
    r"(?:agenda|calendario|tarjeta|tarjeta sanitaria|teléfono|móvil|celular|bolígrafo|boli|lápiz|papel|gafas|lentes"
    r"|bolso|cartera|billetera|llaves|notas|libreta|número|carta|correo|ordenador|computadora|puerta|perro|bebé|niños"
    r"|mujer|esposa|marido|esposo|pareja|hija|hijo|madre|padre|jefe|jefa|compañero|compañera|documento|apuntar"
    r"|escribir|horario)"
)
_LOOKING = (
    r"(?:miro|mirar|veo|ver|compruebo|comprobar|reviso|revisar|pienso|pensar|pensarlo|busco|buscar|busque|mire|vea|revise|consulto|consultar"
    r"|apunto|apuntar|mirarlo|verlo|buscarlo)"
)
_TAKING = r"(?:cojo|coger|agarro|agarrar|tomo|tomar|pregunto|preguntar|preguntarle|saco|sacar|abro|abrir|traigo|traer)"

SPANISH = Cues(
    backchannels=(
        "mm", "mhm", "hm", "hmm", "ajá", "aja", "eh", "ah", "oh", "ok", "okay", "okey", "vale", "bueno", "bien",
        "muy bien", "claro", "ya", "ya veo", "entiendo", "entendido", "de acuerdo", "perfecto", "genial", "exacto",
        "eso es", "por supuesto", "estupendo", "desde luego", "comprendo", "ah vale", "órale", "dale", "listo",
        "así es", "sin problema", "no hay problema", "ah ya", "sale", "va", "venga", "ándale", "exactamente",
        "qué bien", "mjm", "ajam", "buenísimo", "fenomenal", "cómo no", "fantástico", "qué bueno",
        "bárbaro", "chévere",
    ),
    hesitations=("eh", "este", "em", "hm", "hmm", "pues", "ah"),
    assents=(
        "sí", "si", "sí por favor", "claro", "claro que sí", "vale", "de acuerdo", "correcto", "exacto", "eso es",
        "así es", "perfecto", "está bien", "por supuesto", "me va bien", "me parece bien", "adelante", "resérvelo",
        "okay", "ok", "bueno", "desde luego", "cómo no", "sí gracias", "dale", "efectivamente", "sale", "órale",
        "ándale", "va", "venga", "okey", "afirmativo", "me sirve", "listo", "de una", "con gusto", "hágale",
        "exactamente", "está perfecto", "me queda bien", "por supuesto que sí", "así mismo", "lo confirmo",
        "confirmo", "me lo quedo", "ese mismo", "esa misma", "genial", "estupendo", "muy bien", "bárbaro",
        "buenísimo",
    ),
    denials=(
        "no", "no gracias", "qué va", "no es correcto", "no está bien", "tampoco", "para nada", "en absoluto",
        "mejor no", "no es así", "negativo", "incorrecto", "está mal", "no me sirve", "no me va bien", "claro que no",
        "no es eso", "no me queda bien",
    ),
    farewells=(
        "adiós", "adios", "hasta luego", "hasta pronto", "hasta mañana", "hasta la vista", "nos vemos", "chao",
        "chau", "buenas noches", "buen día", "que tenga buen día", "que tenga un buen día", "que pase buen día",
        "que pase un buen día", "buenas tardes", "buen fin de semana", "hasta entonces", "cuídese", "bye",
        "hasta otra", "que le vaya bien", "que esté bien", "que estén bien", "buena tarde", "linda tarde",
        "que tenga linda tarde", "que tenga buena tarde", "que tenga buen fin de semana", "bendiciones",
        "hasta el lunes", "hasta el martes", "hasta el miércoles", "hasta el jueves", "hasta el viernes",
        "hasta el sábado", "chaíto", "chaito", "nos hablamos", "hasta lueguito", "hasta la próxima", "un saludo",
        "saludos", "feliz día", "feliz tarde", "feliz noche",
    ),
    thanks=(
        "gracias", "muchas gracias", "mil gracias", "muchísimas gracias", "eso es todo", "nada más", "es todo",
        "igualmente", "a usted", "usted también", "muy amable", "gracias a usted", "por su ayuda", "por todo",
        "se lo agradezco", "se agradece", "ya está", "con eso tengo", "eso sería todo", "sería todo", "le agradezco",
        "le agradezco mucho", "muy amables", "con eso es todo", "eso era todo", "lo mismo digo",
    ),
    courtesies=(
        "por favor", "perdón", "perdone", "disculpe", "lo siento", "pues", "y", "entonces", "ahora", "bueno", "sí",
        "no", "ah", "oh", "eh", "ok", "vale", "gracias", "hola", "señora", "señor", "es que", "a", "que", "ya", "muy",
        "solo", "yo", "tan", "amable",
    ),
    openers=(
        "espere", "espera", "pero", "qué", "cuándo", "dónde", "cómo", "quién", "cuál", "cuánto", "cuánta", "cuántos",
        "puede", "puedo", "podría", "es", "son", "tiene", "tienen", "pregunta", "antes", "olvidé", "olvidaba",
        "necesito", "quiero", "quería", "quisiera", "cambiar", "cancelar", "mover", "también", "además", "otra",
        "otro",
        "mejor", "ayuda", "una",
    ),
    pauses=(
        rf"{_TIME}",
        r"(?:momento|momentito|momentico|segundo|segundito|minuto|minutito|tantito"
        r"|ahorita(?! (?:vuelvo|regreso|vengo|estoy)))(?: por favor)?",
        rf"(?:espere|espera|aguarde|aguarda|espéreme|espérame|aguárdeme|aguánteme"
        rf"|aguante)(?: (?:por favor|ahí|aquí|tantito|poquito|un poquito))*(?: {_TIME})?",
        rf"(?:(?:puede|podría|puedes|me puede|me podría)(?: usted)? (?:esperar|aguardar|esperarme)|me espera"
        rf"|me aguarda)(?: {_TIME})?",
        r"no (?:cuelgue|cuelgues|se vaya|corte|se retire|me cuelgue)",
        rf"(?:deme|déme|dame|permítame|necesito|concédame|me da|regáleme|me regala) {_TIME}",
        rf"(?:permítame|permíteme|déjeme|déjame|deje que|voy a|tengo que|necesito|debo|ahora|a ver si"
        rf"|es que)? ?(?:lo |la |le )?{_LOOKING}"
        rf"(?: (?:en |a |con )?(?:{_WHOSE} {_THING}|eso))?(?: (?:si|cuándo|qué)(?: \w+){{0,8}})?",
        rf"(?:permítame|permíteme|déjeme|déjame|deje que|voy a|tengo que|necesito|debo|ahora)? ?(?:le )?{_TAKING}"
        rf" (?:a )?{_WHOSE} {_THING}",
        rf"estoy (?:buscando|mirando|cogiendo|sacando|revisando|consultando|pensando|comprobando)(?:lo)?(?:"
        rf" (?:en )?{_WHOSE} {_THING})?",
        r"(?:ahora|ahorita|enseguida|ya) (?:vuelvo|regreso|vengo|estoy con usted)",
        r"(?:vuelvo|regreso) (?:enseguida|ahora|ahora mismo)",
        r"(?:están (?:llamando|tocando)|llaman|tocan|hay alguien)(?: (?:a|en))? la puerta",
        r"a ver",
        rf"(?:voy|vamos) (?:a )?por {_WHOSE} {_THING}",
        r"(?:voy a |déjeme |tengo que |ahora )?(?:aparco|aparcar|estaciono|estacionar|me orillo|orillarme|paro"
        r"|parar|salgo"
        r"|salir)(?: (?:el coche|el carro|fuera|afuera|un segundo|a un sitio más tranquilo))?",
        r"(?:voy a |déjeme )?(?:le pongo|ponerle|la pongo|lo pongo) en (?:altavoz|manos libres|espera)",
        r"(?:voy a |déjeme )?(?:bajo|bajar|apago|apagar) (?:la radio|la tele|la música|el volumen)",
        r"(?:mi|mis|el|la|los) (?:bebé|hijo|hija|niño|niña|niños|perro|teléfono|móvil|celular) (?:está "
        r"|están )?(?:llorando"
        r"|llora|lloran|ladrando|ladra|sonando|suena)",
        r"(?:tengo|me entra|me está entrando) (?:otra|una segunda) llamada",
        rf"dónde (?:está|están|he puesto|puse) {_WHOSE} {_THING}",
    ),
)  # fmt: skip
