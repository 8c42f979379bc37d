"""What English-speaking callers say of violence, weapons and break-ins."""

from domain.dialogue.danger.english_people import CHILD, HUMAN, SOMEONE_ELSE, WHOM
from domain.dialogue.danger.english_words import BE, gap

_WEAPON = (
    r"(?:gun|knife|weapon|machete|axe|crowbar|pistol|rifle|hammer|baseball bat|shotgun|handgun|firearm|blade"
    r"|screwdriver)"
)

VIOLENCE = (
    rf"(?:i am|we are|{SOMEONE_ELSE} is) (?:locked |trapped |shut |tied up )?in (?:the|a) (?:boot|trunk) of",
    rf"{SOMEONE_ELSE} (?:have |has |is |are )(?:got )?(?:guns|knives|machetes|bats|weapons|crowbars)(?! (?:for|to"
    rf" sell|sharpened))"
    r"|told (?:us|me|everyone|him|her) to (?:lie|get|kneel) (?:down|on)",
    r"(?:says|said|saying|threatening|swears|swore|told me|reckons) (?:\w+ ){0,2}if (?:\w+ ){1,6}(?:he|she"
    r"|they) (?:will|is"
    r" going to|are going to|would) (?:kill|shoot|stab|hurt|burn|murder|beat|find|take|cut)",
    r"(?:has|got|have|had|holding|holds|dragging|dragged|pulling|pulled|grabbed) (?:me|her|him|us) (?:\w+ )?by (?:the"
    r"|my|his|her) (?:hair|throat|neck|arms?|wrists?|collar|legs?|scruff)",
    r"(?:breaking|broken|broke|break|breaks|forcing|forced|smashed|smashing|climb\w+|burst|sneak\w*) (?:his way "
    r"|their way )?(?:in|into)(?: the| my| our| through| to|$| \.| now| right| and| next| while| as"
    r"| downstairs)(?! (?:routine|industry|market|shoes?|business|tears|new shoes|laughter|two|blonde|a sweat))",
    rf"(?:someone|somebody|man|men|intruder|stranger|guy|people|he|they|ex|she|burglar) {BE}{gap(1)}(?:trying|tried"
    rf"|attempting) to (?:get|break|come|force|smash|kick) {gap(3)}(?:in|into|door|window)(?! (?:touch|for"
    r"|with an appointment|on))",
    r"(?:intruder|burglars?|robbers?|prowler|gunman|gunmen|active shooter|home invasion|burglary)(?! (?:alarm|proof"
    r"|sensor|system|movie|s? alarm))",
    r"(?:someone|somebody|stranger|strange man|a man|a guy|people|person i do not know"
    rf"|man i do not know) {BE}{gap(2)}(?:in|inside|downstairs|outside|upstairs|under|at) (?:my|the|our"
    rf"|in my) {gap(1)}(?:house|home|flat|apartment|bedroom|garden|backyard|kitchen|attic|window|wardrobe"
    r"|bed)(?! (?:cleaning|fixing|painting|doing|waiting for|to fix|who))",
    r"(?:kicking|banging|bashing|smashing|pounding|battering|breaking|hammering) (?:on |down |in |at )?(?:the|my"
    r"|our) (?:\w+ )?(?:doors?|windows?)(?! down with| with work)",
    r"(?:has|have|got|with|holding|carrying|waving|pulled|pointing|pulling|swinging|brandishing|wielding"
    rf"|pulls) (?:out |around )?(?:a|an|his|the) {gap(1)}{_WEAPON}(?! (?:for|that|which|to (?:cut|sharpen|sell|be)"
    r"|show|collection|licen\w+|sharpen\w*|block|set|cut|skills?|to be sharpened))",
    r"(?:gun|knife|pistol|weapon|blade) (?:is )?(?:to|at|against|in|on|pointed) (?:his|her|my|their|at|someones?"
    r"|the (?:staff|cashier|girl|receptionist)) ?",
    rf"(?:someone|somebody|{SOMEONE_ELSE}|dog) {BE}{gap(1)}(?:attack(?:ing|ed|s)?|beat(?:ing|en)?|punch(?:ing|ed)"
    r"|strangl(?:ing|ed)|stabb(?:ing|ed)|rob(?:bing|bed)|rap(?:ing|ed)|assault(?:ing|ed)?|threaten(?:ing|ed|s)?"
    r"|chok(?:ing|ed)|grabb(?:ing|ed)|chas(?:ing|ed)|mugg(?:ing|ed)|hold(?:ing)?|kick(?:ing|ed)|hitt?(?:ing)"
    r"|hurting|smash(?:ing|ed)|dragg(?:ing|ed)|abus(?:ing|ed)|shoot(?:ing)?|touching) "
    rf"(?:up )?{WHOM}(?! (?:up|at (?:chess|tennis|golf|squash|darts|scrabble|cards|fifa|poker|pool)|on (?:instagram"
    r"|insta|facebook|tiktok|twitter|social|my appointment|the phone|that offer)|to (?:it|a|get|change|do|buy)"
    r"|with (?:a lawsuit|legal|reviews?|laughter)|in (?:stitches|place)|hair|attention|a space|an appointment"
    r"|hand while))",
    rf"(?:being|getting|been|is|was|got|getting) {gap(1)}(?:attacked|robbed|assaulted|mugged|raped|beaten up|beaten"
    r"|strangled|held (?:hostage|against|at|captive|prisoner)|kidnapped|abducted|stalked(?! (?:online|on|by my ex"
    r" years))|jumped(?! (?:up|at|the|in|into|to|through)\b)|carjacked"
    r"|threatened with|burgled right|followed (?:home|by))(?! (?:by (?:the|your) prices?|by my (?:own )?hair|into))"
    r"|hostages?(?! (?:negotiat\w+|training|film|to))",
    rf"(?:someone|somebody|man|men|he|guy|car|ex|stranger|they) {BE}{gap(1)}(?:following|stalking|chasing) (?:me|us"
    r"|her|my)(?! (?:on|back|account|page|instagram))",
    r"(?:going|trying|threatening|wants|threatens|threatened|says he will|said he will|will|says he is going"
    r"|said he is going) to (?:kill|stab|shoot|murder|strangle|drown|burn|hurt) (?:me|us|him|her|them|everyone|the"
    r"|my|someone|himself|herself|somebody|people)(?! (?:hair|if|when|for (?:being|this)|laughing|appetite|feelings"
    r"|curls|buzz|grass|lawn|weeds|mood|party|in))|(?:will|going to|gonna|is) (?:kill|murder) (?:me|us|her"
    r"|him) (?:please|help|he|she|i am (?:hiding|scared)|tonight|right)",
    r"(?:will not|refuses to|not going to) let (?:me|us|her|him|them) (?:go|leave|out)|locked (?:me|us|her) (?:in"
    r"|up)(?! (?:a|to) (?:contract|price|rate))|hiding (?:\w+ )?(?:in|under|behind|upstairs|from) (?:the|my|a|our"
    r"|him|them|here)(?! (?:grays?|greys?|roots|regrowth|grey hairs?))",
    r"(?:kidnapp\w+|abduct\w+|taken|took|snatched|grabbed) (?:my|the|a|our|her|his|someones) (?:baby|son|daughter"
    r"|child|kid|kids|girl|boy|little \w+)(?! (?:to|for|out|in for|home|shopping))",
    r"gun ?shots?(?! wound| sound)|gun ?fire|shots (?:fired|being)|shooting (?:at|people|outside|going|in the)|(?:he"
    r"|they|someone|man) (?:is |are )?(?:armed|shooting|firing)|armed (?:man|men|robber\w*|with)",
    rf"there is (?:a|an) {gap(1)}bomb(?! (?:in the bath|cocktail))|bomb threat|found a bomb|(?:stabbing"
    r"|shooting) (?:going on|in progress|outside|happening)|being held",
    r"domestic violence (?:right|now|happening)|(?:hit|hits|punched|beat|beats|strangled|choked|bashed|bashes|raped"
    r"|slapped) (?:me|us)(?: again| up| last|$| \.| and| in the face| so| with| because)(?! (?:in the (?:feels"
    r"|car park of life)|to|right in the|with (?:a|the|your) (?:price|bill|quote|discount)))",
    rf"(?:hear|heard|hearing|see|seeing|there is|there are) {gap(1)}(?:{SOMEONE_ELSE}|people|footsteps"
    rf"|noises) {gap(1)}(?:downstairs|upstairs|in my (?:house|home|room|garden|flat)|breaking|smashing|screaming"
    r"|at (?:my|the) window|trying to get in|in the (?:house|attic|cellar|basement|hall))",
    r"(?:robbing|holding up|burgling|shooting up|looting|vandalising|torching) (?:the|my|our|your|a|this|that"
    r"|everyone|people|us)",
    r"there is (?:been |just )*(?:a |an )?(?:hit and run|stabbing|shooting|explosion|robbery"
    r"|mugging)(?! (?:in the (?:film|movie|book)|last|on))",
    r"thrown (?:a|an|some) (?:brick|bottle|rock|stone|petrol bomb|firework)s? (?:through|at|in)|(?:they are|he is"
    r"|someone is) coming in",
    rf"(?:attacking|strangling|trying to strangle|stabbing|beating up|assaulting|punching|mauling|throttling"
    rf"|glassing) {WHOM}"
    r"(?! (?:on (?:social|facebook|instagram)|hair|beard|fringe))",
    rf"{CHILD} {BE}(?:gone|went|going|taken|left|driven) off (?:with|by) (?:a|some) {gap(1)}(?:man|stranger|woman"
    rf"|guy|bloke)",
    r"plastic bag (?:over|on) (?:his|her|my) head",
    rf"(?:after|chasing|came at|coming at|going for|gone for|went for|lunged at) (?:me|him|her|us|them"
    rf"|{HUMAN}) with (?:a|an|the|his)",
    r"(?:after|chasing|coming for) (?:her|me|us|him) with",
    rf"(?:someone|somebody|man|men|burglars?|they|he) {BE}(?:got|get|getting|come|came|climbed"
    rf"|climbing) in (?:through|via|by) (?:the|my|our|a)",
    r"(?:wearing|got|have|has|with|in) (?:\w+ )?balaclavas?",
    rf"(?:got|has|have|keeps?|keeping) (?:me|us|her|him|them) {gap(1)}(?:locked|trapped|tied|held|hostage|prisoner)",
    r"(?:man|men|bloke|guy|people|someone|lads?) (?:\w+ )?(?:in|with|wearing) (?:a |an )?(?:balaclavas?|masks? and"
    r"|ski mask)"
    r"|stalker (?:is )?(?:outside|here|back|following|at)|(?:hear|heard) (?:\w+ )?shots(?! (?:of|were))",
    rf"(?:threw|thrown|throwing|chucked|poured|pouring|squirted|sprayed) {gap(2)}(?:acid|bleach|petrol|ammonia"
    rf"|boiling)"
    rf" {gap(2)}(?:at|on|over|through|in) {gap(1)}(?:me|him|her|us|them|letterbox|door|face|{HUMAN})",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:beating|kicking|smashing|trashing|wrecking|robbing|attacking"
    rf"|stamping on) {gap(4)}(?:up|in"
    r"|place|head|door|windows?)(?! (?:down|goals))",
    r"(?:hands?|arm|belt|cord|rope|scarf|wire) (?:a)?round (?:his|her|my|their) (?:neck|throat)",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:batter|headbutt|glass|thump|punch|slapp?|stabb?|kick|shoot|stamp|knife)(?:ed"
    rf"|ing|d)"
    rf" (?:on )?{WHOM}(?! (?:up|on the (?:back|shoulder)|with (?:a|the) (?:bill|quote|price)))",
    rf"{SOMEONE_ELSE} {BE}(?:shot|strangled|raped|beat up|beaten up) {WHOM}(?! (?:a|an|down|over)\b)",
    r"(?:will|going to|gonna|wants to|about to|trying to) (?:kill|murder|stab|shoot) (?:us all|everyone|everybody"
    r"|us both|her|them|(?:his|her|my) \w+_)(?! (?:if|when|for|because|unless|with|hair|over|vibe|mood|battery))",
    r"hold(?:ing|s)? (?:us|me|them|the \w+) up (?:at the (?:till|counter|register|desk)|with (?:a|an) )",
    rf"(?:has |have |had |with |waving |holding |got )(?:a |an |some )?{gap(1)}(?:machete|sword|gun|pistol|shotgun"
    rf"|axe)$",
    r"(?:someone|somebody|lad|man|guy|bloke|ex|he|they|one is) (?:\w+ )?(?:has|got|with|carrying|waving|holding) (?:a"
    rf"|an) {gap(1)}(?:blade|knife|machete|gun|bat)(?! (?:set|for|to))",
    rf"threaten\w* {gap(3)}with (?:a |an |the )?(?:\w+ )?(?:scissors|knife|bat|gun|bottle|blade|hammer|razor"
    rf"|screwdriver"
    r"|axe|acid|weapon|crowbar)",
    rf"(?:banging|bashing|smashing|hammering|kicking) {gap(2)}(?:window|door)s? (?:in|down|with a (?:bat|hammer|brick"
    r"|crowbar|bar))|(?:kick|smash|break|bash|bust|boot) (?:my|the|our) (?:\w+ )?(?:door|window)s? (?:in|down)"
    r"|(?:followed|followed me) (?:me|us|her) (?:in|home|into)|will not let (?:me|us|her|him|them) (?:leave|out|go)",
)
