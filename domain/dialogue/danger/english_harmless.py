"""English idioms and words of trades that hold a word of danger: what `Lexicon.harmless` takes out."""

from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import one_of

_THINGS_THAT_BLEED = one_of(
    """
    colou?r red black dye ink tint toner hair tattoo lipstick eyeliner liner print brown blue pink purple lashes
    brows roots blonde highlights foils fabric shirt towel pigment marker wallpaper paint pen shade brakes?
    radiators? radiator gums? tip nail_polish copper henna jeans dress it_all page pool_colou?r purple_shampoo
    vivids?
    """
)

HARMLESS = (
    r"anaphyla\w+ (?:risks?|plans?|training|kits?|policy|course)|(?:head|nose) (?:is )?(?:always )?(?:stuck"
    r"|buried) in (?:his|her|a|the)"
    r" (?:phone|book|books|ipad|tablet|laptop|game|screen|paperwork)|heart pills need|a bit droopy",
    r"(?:your |their |the |our )?(?:prices?|costs?|bills?|rents?|stress|sales|premiums?|expectations"
    r"|bookings) (?:\w+ ){0,3}through the roof"
    r"|(?:can|could) not wake up (?:without|before|till|until|early|in time)|jumped up to \w+|gone to sleep"
    r" (?:sitting|on|from)"
    r"|cut (?:myself|himself|herself) shaving|(?:tendon|knee|hip|heart|back|brain) surgery",
    r"(?:had|have|having|after|since|about) (?:a|the|our|an attempted) break in",
    r"(?:dogs?|cats?|puppy|kitten|horse|hamster|rabbit|budgie|parrot|goldfish|pony|guinea pig|tortoise|pet) (?:is "
    r"|has |s |was )*not"
    r" (?:eating|moving|drinking|breathing|well|himself|herself|right|walking|waking|responding)",
    r"(?:pipe|pipes|main|tank|boiler|radiator|hose) (?:has |is |just )*(?:burst|bursting)",
    r"(?:a bit|slightly|a tad|a touch|mildly|somewhat|a little bit|still a bit) (?:of (?:a )?)?(?:swollen|swelling"
    r"|sore\w*|red|redness"
    r"|puffy|tender|itchy|stiff|achy|bruised|bruising|numb|tingly)",
    r"killer (?:barber|stylist|hairdresser|chef|menu|view|playlist|deal|recipe)|(?:hit|knock) me (?:with|up)",
    r"from sleeping (?:\w+ ){0,2}\w+|frozen shoulders?|(?:cast|sling|plaster|stitches|boot) (?:came|comes|is"
    r" coming) off",
    r"(?:collapsed|crashed|passed out|died|conked out|flopped) (?:on|onto) the (?:sofa|couch|settee|bed) (?:after"
    r"|in front|with a)",
    r"(?:drains?|sink|toilet|bathroom|shower|dishwasher|fridge|loo|plughole|septic tank|bins?|water) (?:\w+ ){0,2}"
    r"(?:smells?|stinks?|reeks?|smelling|stinking)(?: really| so| a bit| bad\w*)*(?: (?:of|like) (?:rotten )?\w+)?",
    r"can (?:\w+ ){0,3}(?:cause|give you|lead to|bring on|trigger) (?:a |an )?(?:\w+ )?\w+",
    r"(?:hair|fringe|colou?r|roots|look) (?:is )?(?:a |an )?(?:absolute )?(?:car|train) (?:crash|wreck)",
    r"(?:hair ?cuts?|hair|fringe|bangs|beard|ends|layers|cake|cut) (?:\w+ )?with (?:a|the|your|his)"
    r" (?:\w+ )?(?:knife|blade)",
    r"(?:old|former|previous|last|favourite|usual) (?:hairdresser|stylist|barber|therapist|salon|dog"
    r"|cat) (?:has |just )?(?:died|passed|is dead|retired)",
    r"(?:smoke|sparks?|burning smell) (?:\w+ )?(?:coming )?(?:from|out of) my (?:hair ?dryer|hairdryer"
    r"|straightener|clipper|clippers|curling iron|old \w+)|battery (?:\w+ )?exploded in my (?:\w+ )?(?:clipper"
    r"|clippers|trimmer|shaver|dryer)",
    r"(?:snores?|sleeps?|laughs?|sings?|eats?|coughs?|moans?|sounds?|acts?|drinks?|looks?) (?:like )?(?:he|she"
    r"|they|i|it|someone) (?:is |are |am |was |has |have |had )?(?:dying|drowning|choking|dead|been shot"
    r"|been stabbed|collapsed)",
    r"(?:dogs?|cats?|puppy|possums?|fox|foxes|mouse|mice|raccoons?|birds?|squirrels?|rats?) (?:is |has |have "
    r"|are |keeps? )?(?:broke|broken|breaking|got(?! hold)|climbed|trapped|stuck|killed|hiding"
    r"|hid)(?: in(?:to)?)?(?: (?:the|my|a|our))?",
    r"(?:matter of )?life (?:and|or) death (?:for|of) (?:my|the) (?:hair|fringe|roots|nails|look|brows|date)"
    r"|help getting|help (?:to )?(?:get|getting|carry|walk|lift) (?:in|into|up|the|her|him|my|out)",
    r"(?:stabbing|shooting|burning|crushing) (?:pains?|sensation) in (?:my|his|her|the) (?:\w+ )?(?:knees?|back"
    r"|hips?|legs?"
    r"|foot|feet|heels?|shoulders?|elbow|tooth|teeth|ankles?|wrists?|thighs?)",
    r"who (?:has )?(?:died|passed away)(?! (?:in|on|at|here|right))",
    r"chok(?:ing|ed|e) on (?:\w+ ){0,2}(?:prices?|bills?|costs?|quotes?|totals?|fees|rent)",
    r"(?:smoke|fire) alarms? (?:keeps? |is |are )?(?:beeping|chirping|bleeping)",
    r"time to kill|going to scream|murder mystery",
    r"labou?r (?:ward|suite|room)(?! (?:now|quick))",
    r"(?:dogs?|cats?|puppy|kitten|horse|hamster|rabbit|budgie|parrot|goldfish|pony|guinea pig|pet) (?:is |has "
    r"|s |was )*"
    r"(?:had a |having a |been )?(?:seizures?|fits?|stroke|heart attack|breathing \w+|dead|died|bleeding"
    r"|collapsed|limping"
    r"|choking|hit by a car|run over|knocked down|poisoned|sick|swallowed (?:a|some) \w+|eaten (?:a|some) \w+)",
    r"(?:start|starts|lights|battery|engine|ignition) (?:\w+ ){0,8}dead",
    r"(?:eyebrows?|brows|hair|nails?|roots|lashes|fringe|lawn|hedge) looks?(?: like)? (?:they|it|i|someone"
    r"|somebody) (?:\w+ ){1,5}\w+",
    r"drown (?:me|us|him|her) in \w+|sore throats?",
    r"(?:on|over) my (?:keyboard|laptop|phone|shirt|dress|carpet|trousers|sofa|coat|suit|jacket)",
    r"hips? (?:is )?playing up|a dead (?:man|woman) if",
    r"matter of life (?:and|or) death i need (?:my|a)",
    r"dead (?:fussy|easy|good|nice|busy|posh|cheap|slow|quick|handy|proud|happy|lovely|funny|cool|right"
    r"|interested|simple)",
    r"drowned (?:my|his|her|the|our) (?:phone|laptop|tablet|plants?|keys|watch|car)|hit by (?:the|a) (?:storm"
    r"|bill|recession|parking|price)",
    r"(?:burglar|fire|smoke|intruder) alarms? (?:needs?|wants?|is due) (?:\w+ )*?servic\w+",
    r"pain in the (?:neck|arse|backside|bum|butt)|head like a \w+|choked (?:that |because )?i|he was in the fire",
    r"bleeding (?:tooth|gums?|heart|edge)",
    # trades
    r"(?:glue|spray|tattoo|nail|piercing|massage|nerf|water|heat|staple|radar|tan|tanning|temperature|ear|squirt"
    r"|top|big|young|toy|laser) gun",
    r"(?:palette|butter|kitchen|bread|pocket|pallet|steak|letter) knife|knife (?:cut|cutting|sharpen\w+|block"
    r"|set|skills|edge|party)|knife (?:for|to) (?:cut|cutting|trimming|carving|slicing|the cake)\w*",
    r"fires? ?(?:place|sale|pit|drill|door|escape|exit|station|works?|alarm (?:test|check|tested|practice"
    r"|engineer|inspection|certificate|installation)|safety|extinguisher|inspection|certificate|opal|red"
    r"|engine red|truck red|hydrant|pan|side|fly|ball|cracker|warden|marshal|regulations|practice"
    r"|brigade (?:charity|calendar|open|ball|fundraiser)|service (?:charity|calendar|open)|twirl\w*|dancer"
    r"|performer|stick|insurance|cider|lighter|test|training|evacuation|proof|retardant|wood|power|colou?r|hair"
    r"|themed?|(?:man|fighter)s? (?:sam|costume|calendar|party|discount|uniform))",
    r"(?:fire|smoke|burglar|intruder|gas|car|carbon monoxide) (?:alarm|detector)s? (?:test\w*|check\w*"
    r"|service\w*|install\w*|certificate|inspection|fitted|company|sales|battery)",
    r"(?:test\w*|check\w*|servic\w*|install\w*|fit|fix\w*|sell|selling) (?:the |our |your |a |my "
    r"|all the )?(?:fire|smoke|burglar|gas|carbon monoxide) (?:alarm|detector)s?",
    r"(?:police|ambulance|fire|emergency|paramedic|medical) (?:check|checks|officers?|driver|clearance|academy"
    r"|report|vetting|record|ball|uniform|costume|discount|verification|appointments?|contact|exit|lighting"
    r"|call ?out|plumber|locksmith|dentist|slot|number on file|kit|repair|cover|fund|haircut|hair|colou?r|wax"
    r"|fix|nail|department nurse|nurse|doctor|services? discount|services? (?:personnel|worker|staff)"
    r"|room (?:nurse|doctor)|stash|stop button|rate|fee|surcharge|visit|booking|session|tickets?|crew discount"
    r"|student|museum|charity|calendar|escort to the ball|stations?(?! is on fire| please| now))",
    r"(?:i am|he is|she is|work as|works as|is|as|being|become|was) (?:a|an|the) (?:\w+ )?(?:police|policeman"
    r"|policewoman|paramedic|fireman|firefighter|firewoman|ambo|nurse|doctor|cop|ambulance \w+|lifeguard"
    r"|stunt\w*)(?:man|woman|officer)?",
    r"(?:hair|brow|nail|beauty|makeup|lash|fashion|style|wardrobe|styling|colou?r|fringe|skin|bridal|wedding"
    r"|beard|grooming|tan|bad hair) (?:\w+ )?(?:emergency|emergencies|disaster|crisis|crash|accident|911|sos)"
    r"|emergency (?:root|toner|touch)\w*",
    r"(?:"
    rf"{_THINGS_THAT_BLEED}"
    rf") {BE}{gap(1)}(?:bleeding|bled|bleeds|bleed|running)",
    r"bleed(?:s|ing)? (?:the |my |a )?(?:radiators?|brakes?|into|onto|through|out of the colou?r|edge|between"
    r"|money|cash|us dry|me dry|gums?|heart|on my (?:pillow|towel|collar|shirt|white)|over my (?:pillow|towel"
    r"|collar|shirt|white|hair|blonde))",
    r"(?:scalp|head|feet|foot|legs?|muscles?|thighs?|skin|calves|back|shoulders?|mouth|tongue|ears?|business"
    r"|career|sales|team|hair|diary|salon today|market|you guys|you|you lot|we|that look|look|colou?r"
    r"|new colou?r) (?:\w+ ){0,2}on fire(?! (?:help|call|literally|someone|the flames))",
    r"i am on fire (?:today|this|with|at|lately|right now with)|(?:he|she|they) (?:is|are) on fire (?:today|this"
    r"|with|at|lately|tonight)",
    r"(?:hair|ends|nails?|fringe|battery|phone|car|laptop|plant|plants|grass|lawn|line|tablet|computer|engine"
    rf"|tyre|tire|printer|app|wifi|roots|curls|extensions|lashes) {BE}{gap(1)}(?:dead|died|dying|dies|limp"
    r"|choking|burnt|burned|fried|damaged|broken|collapsed|crashed|frozen|unresponsive|not responding|lifeless"
    r"|shot)",
    r"(?:dead|limp|lifeless|collapsed|burnt|burned|fried|flat|floppy) (?:ends?|hair|skin|curls?|veins?|arch\w*"
    r"|roots|battery|line|tired|keen|set|serious|jealous|sea|volume|fringe|sure)",
    r"chest (?:wax\w*|hair|of drawers|piece|tattoo|press|freezer|laser|day|muscles|infection last|rub)|(?:wax"
    r"|waxing|shave|shaving|tattoo|laser|trim|hair) (?:\w+ )?(?:on |of )?(?:my |his |the )?chest",
    r"(?:brush|back|breast|paint|broad|key|swim|sun|heat) ?strokes?|strokes? of (?:luck|genius|midnight|colou?r"
    r"|paint|the|a|brilliance|good|bad)|do you do strokes|different strokes|stroke survivors?",
    r"(?:flu|vitamin|b ?12|covid|tetanus|head|long|hot|botox|tequila|espresso|vodka|ginger|rabies|allergy|mug"
    r"|big|money|up|snap|over|travel|parting|cheap|jello|coffee|photo|screen) ?shots?|shots? (?:of|glass|list"
    r"|in the dark|at (?:it|this|that|a)|for (?:it|a)|the (?:video|film|photos?|wedding|breeze))|(?:get|had|got"
    r"|have|take|took|getting|need) (?:my|a|his|her|the|another) shots?|photo ?shoot\w*|shoot(?:ing)? (?:a|an"
    r"|the|some|our|my) (?:\w+ )?(?:video|film|movie|wedding|ad|commercial|campaign|scene|photos?|music video"
    r"|hoops|content|reel)|(?:video|photo|film|wedding|fashion) shoot\w*|trouble ?shoot\w*",
    r"blood (?:tests?|work|oranges?|red|donors?|donation|bank|group|type|pressure|moon|drive|thinners?"
    r"|sugar monitor|sugar test|relatives?|line|brothers|stain\w*|results|royal)|(?:give|gave|giving|donate"
    r"|donated|donating|fake|stage|theatrical|royal|new|young|bad|true) blood|bloody mary|blood sweat",
    r"labou?r (?:day|costs?|party|government|laws?|charge|rates?|intensive|market|of love|for|and parts|only"
    r"|is (?:included|extra))|hard labou?r|(?:parts and|cost of|price of|manual|cheap|day) labou?r"
    r"|in labou?r costs",
    r"gas (?:station|bill|fitter|company|(?:heater|cooker|stove|hob|bottle)(?! (?:(?:is|has|s) )?(?:exploded"
    r"|hissing|leak\w*|on fire|gone up|blown|blew|caught))|engineer|safety|certificate|money|lift"
    r"|meter|mask|light\w*|tank|permeable|grill|barbecue|bbq|fire|service|plumber|supplier)|laughing gas"
    r"|step on the gas|gassed up",
    r"smoke (?:gr[ea]y|bomb|machine|show|free|damage|break|breaks|outside|area|shop|signal|and mirrors|eye|blue"
    r"|screen|test|here|cigarettes)|smoky (?:eye|grey|blonde)\w*|second ?hand smoke|smok(?:e|ing) (?:inside"
    r"|allowed|permitted|area)",
    r"(?:bath|sex|cherry|photo|jager|stink|seed|glitter|f|bleach) ?bombs?|bomb ?shell|bombs? (?:for the bath"
    r"|fizz)|(?:the|da) bomb$",
    r"killer (?:heels?|look|cut|blow ?dry|outfit|deal|hair ?(?:cut|do)?|app|whale|instinct|body|workout|boots"
    r"|colou?r|dress|smile|queue)|lady ?killer|pain ?killers?|killers? (?:concert|gig|tickets?"
    r"|album|song)|serial killer|buzz ?kill|over ?kill",
    r"(?:nail|heat|sun|freezer|carpet|razor|rope|road|tongue) burns?|burn (?:calories|out|the candle|fat|off"
    r"|book|rubber)|burn(?:ed|t) (?:out|orange|umber|copper|toast|caramel|sienna|sugar|my (?:toast|dinner"
    r"|tongue))|burning (?:question|man|calories|desire|through|the candle|a hole|up the)|sun ?burn\w*|slow burn"
    r"|(?:side|heart) ?burns?|razor burn",
    r"drown(?:ing|ed)? (?:in|out|my|our|his|her) (?:\w+ )?(?:work|paperwork|emails?|debt|washing|laundry"
    r"|bookings?|orders?|admin|sorrows?|homework|stuff|tears|the noise|product|marking|invoices|deadlines|boxes"
    r"|choices|messages|nappies|meetings|to do)",
    r"chok(?:er|ers)|choke (?:hold|chain|point)|chok(?:ed|ing) (?:up|back)|(?:dogs?|chain|dog is|cats"
    r"|puppys?) (?:is )?choking collar|choking (?:collar|on (?:the|my|that|your|his|her|this) (?:price|bill|cost"
    r"|quote|total))",
    r"poison (?:ivy|oak)|(?:food|lead|blood) poisoning (?:on|at|from|last|and|so|again|over)?|name your poison"
    r"|pick (?:your|my) poison|your poison",
    r"crash (?:course|diet|mat|pad|test|helmet|landing|out|out early|at (?:my|your|a) \w+)|(?:website|site|app"
    r"|system|computer|market|server|page|booking system|laptop|sugar|stock) (?:\w+ )?(?:crash\w*)"
    r"|gate ?crash\w*|crash(?:ed|ing) (?:on (?:the|my|a) (?:couch|sofa)|out|the party|a wedding|the wedding)",
    r"(?:stab|shoot|stabbed) (?:in the (?:dark|back)|at (?:it|this|that|a)|me a (?:text|message|email))|(?:take"
    r"|have|had|took) a stab|(?:shoot|shot|shooting) (?:me|you|us|him|her|them|off|over) (?:an? "
    r"|over )?(?:quick )?(?:an? )?(?:email|text|message|line)",
    r"(?:knocked|knock|knocking) (?:my|his|her|their|your|our) socks? off|knock(?:ed)? (?:it out"
    r"|off (?:the price|ten|twenty|early|a few|some)|\w+ (?:dollars|percent|pounds) off|on the door|em dead)"
    r"|knock ?(?:out|off) (?:deal|price|look|colou?r|brand|bag|handbag|designer)|(?:is|a|total|such a"
    r"|absolute) knockout",
    r"(?:kill|killing|killed) (?:the (?:lights?|buzz|vibe|mood|engine|music|time|grass|lawn|weeds)|two birds"
    r"|time|an hour|a few|it|for a|that look|my (?:feet|back|diet|vibe|lawn|plants?|appetite|curls|hair)|off"
    r"|switch|the look|some time|this look|the game|me softly)|kill(?:ed|ing|s)? (?:my|the) (?:lawn|plants?"
    r"|grass|weeds|houseplants?)|(?:feet|back|shoes|heels|neck|shoulders?|legs?|knees?|extensions|head|hangover"
    r"|curiosity|suspense|wait|roots|boots|price|prices|humidity|heat|hair|it|regrowth|job|kids|stairs|gym"
    r"|fringe|this|that|they) (?:is |are |was |were |\w+ )?killing (?:me|us|him|her)|dressed to kill|(?:i"
    r"|we) (?:could|would) (?:kill|murder) (?:for|a|an|him|her|them|my|you)|(?:could|would|will|going to"
    r"|gonna) (?:kill|murder) (?:me|you|him|her|us) (?:if(?! (?:i|we|she) (?:left|leave|go|went|tell|told|call"
    r"|called|scream|ring|phone|talk|try|move))|when|for|because|unless|over)|(?:kill|murder) me (?:if(?! (?:i"
    r"|we|she) (?:left|leave|go|went|tell|told|call|ring|talk|try|move))"
    r"|when|for|unless|because)|(?:laugh|killed|kill|laughing) (?:themselves|herself|himself|myself) laughing",
    r"to die for|die for (?:that|a|your|this|it|the|one)|dying inside|dying (?:to|for)(?! breath)|die (?:of|from"
    r"|laughing|with) (?:embarrassment|laughter|laughing|shame|boredom|curiosity|happiness|heat|thirst|hunger"
    r"|excitement)|(?:nearly|almost|practically|i) (?:\w+ )?died (?:laughing|when|of (?:embarrassment|laughter"
    r"|shame|happiness|laughing)|from laughing|at the|a little|inside)?|dying (?:of|from|here"
    r"|inside) (?:embarrassment|laughter|laughing|thirst|hunger|curiosity|boredom|heat|the heat|shame)|die hard"
    r"|die ?(?:cut|cast)|diamonds? or die|do or die|(?:to|wanted to|want to|going to|you) die (?:it|my|her|his"
    r"|the|them|red|blonde|black|hair)|old habits die|never say die|died and went|died and gone|dead (?:ringer"
    r"|heat|on|to the world|line|lift\w*|pan|pool|weight)|drop dead (?:gorgeous|fred)|over my dead"
    r"|wouldnt be (?:caught|seen) dead|(?:caught|seen) dead|(?:dead|died) (?:laughing|of laughter|at that"
    r"|when i saw|inside)|i am dead (?:at|tired|serious|on my feet|laughing)",
    r"\w+ (?:a |an )?(?:mini )?heart attack (?:when|at|over|from|seeing|opening|looking)|(?:g[ia]v(?:e|es|ing"
    r"|en)|scared) (?:me|him|her|us|them|you|my \w+) (?:\w+ )?(?:a |into a )?(?:mini |near |small |total "
    r"|full blown )?(?:heart attack|stroke|seizure|fright)|heart attack (?:burger|grill|cafe|on a plate|waiting)"
    r"|(?:heart|anxiety|panic|asthma) attacks? (?:over|about|choosing|because of the|at the thought)",
    r"(?:having|had|have|throw|throwing|threw) a (?:\w+ )?(?:fit|meltdown|cow|stroke|seizure|heart attack"
    r"|breakdown|aneurysm) (?:about|over|because|when|at the|if|trying to choose)|(?:perfect|good|great|better"
    r"|snug|right|loose|tight) fit|fit of (?:giggles|laughter|rage|pique|the)|in fits|fit (?:me|us|him|her|you"
    r"|in|into|for)",
    r"fitting (?:me|us|you|him|her|in|room|rooms|appointment|out|end|kitchens?)|(?:dress|suit|wig|bra|first"
    r"|second|bridal|wedding|shoe|kitchen|hat|ring|gown|final|dress and|tux|bridesmaid\w*|carpet|tyre"
    r"|light) fittings?|gas fitting|form fitting",
    r"breath (?:of fresh air|mints?|test|work|taking)|breath ?(?:taking\w*|work|less)|breathing (?:space|room"
    r"|exercises?|classes|techniques|down my neck|fire|easy)|(?:take|takes|took|taking) (?:my|your|his"
    r"|her) breath away|hold(?:ing)? (?:my|your|his) breath|let (?:my|the) (?:skin|nails?|hair|scalp|pores|wine"
    r"|it) breathe|(?:skin|nails?|scalp|hair|wine|pores|fabric|it|dress|lashes|shoes) (?:can not|not|does not"
    r"|do not|needs to|can|to) (?:be )?breath\w+|room to breathe|under my breath|out of breath from|catch (?:my"
    r"|your|his) breath (?:between|after|this week|today)",
    r"(?:can not|barely|hardly) (?:\w+ )?breathe (?:in|with|for|through|until|because i am (?:so )?(?:laughing"
    r"|excited)) (?:this|these|that|those|it|the (?:dress|corset|jeans|wax|queue)|my (?:nose|dress|jeans|corset"
    r"|schedule|wedding \w+)|work|excitement|laughing|laughter|all this work|so many)",
    r"(?:panic|emergency|shutter|snooze) button|help (?:desk|line|yourself|wanted|centre|center|page)|(?:can"
    r"|could|would|will|able|hoping|hope|want|here|happy|love|wondering if) (?:you|someone|anyone|somebody"
    r"|your \w+)? ?(?:please |possibly |maybe |able |to )*help (?:me|us|my \w+|him|her|with|out)?|(?:to|please"
    r"|you|for|can|need|some|need your|your|need some|need a bit of|bit of|any|a little|the|much|more"
    r"|of) help (?:me |us |him |her )?(?:with|choos\w+|find|book|pick|decide|out|figure|understand|moving"
    r"|cancel\w*|get (?:a|an|in|my|the|onto)|for (?:that|your)|today|last time|last week|you gave"
    r"|fix(?:ing)? (?:my|this|the))|help(?:ed|s|ing|ful)\b|thanks? (?:for|so much for) (?:\w+ )?help",
    r"(?:suicide|career suicide|social suicide) (?:squad|blonde|doors?|girls?|prevention|awareness)|(?:career"
    r"|social|fashion|hair|style|commercial|business|financial) suicide|suicide squad|suicide (?:drink|burger"
    r"|wings)",
    r"hang(?:ing)? (?:me|him|it|out|up|on|around|about|the|a|in there|over)(?: (?:some|a) (?:picture|poster"
    r"|curtain)s?)?(?! with| from| tonight| myself| by)",
    r"(?:hit|hits|hitting) (?:the (?:road|town|gym|shops?|beach|spot|books|roof|nail on|sack|hay|snooze|big"
    r"|jackpot|brakes|shower|slopes|sales|ceiling over|dance floor|showers)|me up|rock bottom|you up|on (?:me"
    r"|him|her)|and miss|(?:a|my) (?:milestone|deadline|goal|big|birthday|wall)|home|play|record|song|single"
    r"|forty|thirty|fifty|it off|me like a)|(?:big|huge|massive|smash|number one|greatest|chart|a real|direct"
    r"|total) hits?",
    r"break(?:ing|s)? in(?:to)? (?:my|the|these|new|those|her|his) (?:new )?(?:shoes?|boots?|heels?|sandals?"
    r"|trainers?|industry|modelling|market|business)|(?:break|breaking|broke|broken) (?:in|into) (?:tears"
    r"|a sweat|song|hives|two|pieces|the bank|laughter|the industry)|break(?:ing)? (?:the bank|a leg|even"
    r"|my (?:heart|diet)|a nail|out|up with|news|bad|dancing|dance|fast)|broke (?:my|a|the|her|his) (?:nails?"
    r"|heart|tooth|glasses|phone|heel|diet|screen|hairdryer|straightener|zip|record|news|promise|mirror|chair"
    r"|necklace|clip)|broken (?:nails?|heart\w*|tooth|glasses|phone|heel|screen|english|hair|zip|capillaries"
    r"|record|promise|mirror|link|website)",
    r"rob(?:bed|bing)? (?:me|us|you|the|him|her)? ?(?:blind|bank)|daylight robbery|highway robbery|(?:been|was"
    r"|got|feel|felt) robbed (?:by (?:your|the|those) (?:price|prices|bill)|at the|of (?:my|a|the))"
    r"|robbery at those|your prices|steal(?:ing)? (?:my|his|her|the) (?:look|show|heart|spotlight|thunder|style"
    r"|fringe)",
    r"attack(?:ed|ing|s)? (?:my|the|her|his|your|this|that|those|these) (?:own )?(?:hair|fringe|roots|split"
    r"|brows?|eyebrows?|beard|problem|regrowth|ends|bangs|mess|greys?|knots?|tangles?|to do|back (?:hair|wax)"
    r"|dandruff|pile)|(?:been|was|got|being|is|am) attacked by (?:the )?(?:clippers|scissors|moths?|mozzies"
    r"|mosquitoes|midges|a (?:curling|pair|hairbrush)|frizz|nits|lice)|(?:snack|art|big mac|sneeze) attack",
    r"(?:fire|fired|firing|sack|sacked) (?:my|the|your|our|his|her|that|one of (?:my|the"
    r"|your)) (?:\w+ )?(?:hairdresser|stylist|barber|boss|staff|manager|receptionist|employee|trainer|cleaner"
    r"|nanny|agent|therapist|girl|guy)|(?:fired|sacked) (?:him|her|me|them|from|last|by)|please (?:fire"
    r"|sack) (?:him|her|them|someone|whoever)|got fired|(?:was|been|be|being) (?:fired|sacked)",
    r"(?:hold|holding|held) (?:you|me|us|him|her|them|someone) (?:up(?! at the (?:till|counter|register)| with)"
    r"|a|an|my|the|back|to|for|your|accountable"
    r"|on)|hold(?:ing)? (?:a|my|the) (?:spot|place|slot|appointment|line|booking|table)|hold (?:on|the line)"
    r"|hostage to|hold my hand",
    r"(?:alarm|alarms) (?:went|goes|going|did not|does not|has not|clock|is set|is for|on my)|(?:slept"
    r"|sleep) through my alarm|alarm clock",
    r"(?:overdos\w+|od ?d|od ing) (?:it )?on (?:\w+ )?(?:the )?(?:shampoo|conditioner|tan|tanning|sun|sugar"
    r"|chocolate|coffee|caffeine|colou?r|toner|hair ?spray|perfume|tv|netflix|botox|product|glitter|makeup|gel"
    r"|cute\w*|cake|serum|fake tan|dry shampoo|purple shampoo|self tan|moisturi\w+|protein|carbs|filler"
    r"|lip filler|perm)",
    r"(?:blew|blow|blowing|blown) (?:up )?(?:my|your|his|her|the|me|us|our) (?:phone|mind|budget|away|socks"
    r"|inbox|top|cover|nose|candles|balloons)|blow ?(?:dry|out|dryer|wave|ups?)\w*|blown away|mind ?blow\w*"
    r"|phone (?:is |has been )?blowing up|explosion of (?:colou?r|flavou?r)|glitter explosion|colou?r explosion",
    r"(?:go|went|goes|going|gone|turn|turned|turning|turns|be|dye|dyed|from|to|want|wants|look|looks|is|was|came"
    r"|come|comes|came out) (?:\w+ )?(?:blue|purple|gr[ea]y|green|pink|orange|brassy|platinum"
    r"|violet)(?: (?:black|ombre|tips?|ends?|highlights?|hair|this time|next|for|on (?:the|my)|at the|with"
    r"|after (?:the|my)|shampoo|toner|and|again|too fast|naturally|or|in the))?(?= (?:hair|ombre|tips?|ends?"
    r"|highlights?|this time|next|for (?:her|his|my|the|summer|halloween|pride|winter)|black|naturally|toner"
    r"|shampoo))|(?:hair|fringe|ends|tips|roots|colou?r|toner|highlights|blonde|nails?|polish|beard|temples"
    r"|brows?) (?:\w+ )*?(?:blue|purple|gr[ea]y|green)|going gr[ea]y",
    r"(?:i|he|she|we|they|you) (?:\w+ )?(?:fell|fall|fallen|falling) (?:in love|asleep|pregnant|for|behind|short"
    r"|out with|off the wagon|off the radar|apart|on (?:a|my|the|your) (?:\w+ )?(?:monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|birthday|day|same)|to pieces|ill|into (?:a|the habit)|in with|back on"
    r"|head over heels|out of (?:love|the habit|bed late))|head over heels|(?:lash|lashes|nail|nails|extension"
    r"|extensions|hair|fringe|it|appointment|date|birthday|filling|polish|gel|price|prices|wig|heel"
    r"|button) (?:\w+ )?(?:fell|fallen|falling|falls|dropped) (?:\w+ )?(?:off|out|down|on|through)",
    r"(?:i|he|she|my \w+) (?:slipped|slip) (?:my mind|up|a disc|through|out|in|into)|slipped (?:my|his|her) mind"
    r"|slipped dis[ck]|(?:trip|tripped) (?:advisor|over my words|up)",
    r"(?:mask|masks?|shield|patch|wax|waxing|cream|lash|tint|glasses|makeup|drops) (?:on |for |around |over "
    r"|in )(?:my|the|your) eyes?",
    r"(?:take|took|taken|taking|had|swallow|swallowed) (?:my|her|his|the|their|a|two|one|some|any) (?:usual "
    r"|normal |daily |morning |vitamin |biotin |water |hair )?(?:vitamins?|pill|tablet|tablets|pills|medication"
    r"|medicine|supplements?|iron tablets|painkillers?|panadol|biotin)(?= (?:this|for|before|every|with|so|at"
    r"|daily|each|to))|chill pill|bitter pill|hard pill|(?:swallow|swallowed|swallowing) (?:my|his|her"
    r"|your) (?:pride|words|tongue|dinner)|swallow(?:ed)? the (?:cost|price)",
    r"no (?:pain|blood|fire|smoke|gas|injur\w+|chest pain|ambulance|emergency|fever|one|body|need|stroke"
    r"|bleeding|symptoms|flames|intruder|casualties|police|rush|reaction|allergic reaction|harm|weapons?|knife"
    r"|gun)(?: (?:no gain|was|is|needed|required))?",
    r"(?:not|no longer) (?:exactly )?(?:a matter of life|life or death|an emergency|a medical emergency"
    r"|a real emergency|much of an emergency)",
    r"emergency (?:vet|room drama|show|dentist|department|ward|services? (?:day|discount))|in an emergency"
    r"|in case of (?:an )?emergency|emergency only",
    r"(?:my|her|his|the|last|first|sur|middle|maiden|family) ?(?:last |first |middle )?name is \w+",
    r"(?:killed|stabbed|shot|hanged|attacked|poisoned|robbed|drowned) (?:in|on|at) (?:the|that|this|a) (?:show"
    r"|movie|film|series|episode|game|book|play|finale|season|second act|first act)",
    r"(?:i|he|she|we|they) (?:is |am |are |was |were |have |has )?(?:had |been )?(?:stuck|trapped|caught|held up"
    r"|jammed) (?:in|at|on|behind|up in|with) (?:\w+ )?(?:traffic|work|a meeting|meetings|meeting|the rain"
    r"|a queue|a jam|school|the office|bed|a rut|between (?:two|jobs)|home|the middle)|trapped (?:wind|nerve)"
    r"|(?:brush|comb|curler|zip|nail|ring) (?:is |got |has |was )?(?:\w+ )?(?:stuck|trapped|caught) (?:in|on)",
    r"heart (?:skipped|melted|is set|sank|broken|stopped when|set on|rate|shaped?|of gold|racing with)"
    r"|heart(?:s)? (?:and soul|to heart|felt)|by heart|broke my heart|heartburn|(?:\w+ )?heart breaking",
    r"blind (?:date|fitting|spot|s)|black ?out (?:blinds?|curtains?|tattoo|dates)|(?:power|black) ?(?:cut|out"
    r"|outage)s?|out like a light|out cold (?:by|on the couch)",
    r"(?:scream|screaming|screams|screamed) (?:summer|style|with (?:laughter|delight|joy)|deal|class)|(?:shaking"
    r"|shook|shake) (?:my|her|his|with (?:laughter|excitement|cold)|hands?|it|things|up|the bottle)|milk ?shake",
    r"(?:bug|tick|flea|mosquito|mozzie|midge|insect) bites?|bite (?:to eat|the bullet|my nails|size|my tongue)"
    r"|bites? (?:my|her|his|their) nails?|bit (?:of|my nails|too|more|late|early|longer|shorter|lip)|once bitten"
    r"|bitten nails",
    r"dog (?:is |was )?(?:chasing|attacked|attacking|bit) (?:my|the|his|her|a) (?:shoes?|tail|toys?|hair ?brush"
    r"|sofa|slippers?|ball|cat toy)|(?:kids|son|daughter|toddler|cat|dog|puppy) (?:is |was |has "
    r"|are )?(?:attacked|attacking|cut|chopped|hacked) (?:off )?(?:her|his|their|my|some of) (?:own )?(?:hair"
    r"|fringe|bangs|curls|ponytail|plait|braid|doll\w*|lashes|brows?|eyebrows?)",
    r"cut(?:ting|s)? (?:his|her|my|their|your|our|the|off|all|it|a|some|me) ?(?:own |of |off )*(?:hair|fringe"
    r"|bangs|layers|beard|nails|losses|ponytail|plait|cord|grass|lawn|cake|length|sides|back and sides|price"
    r"|prices|time|short|corners|ties|inches|bit|long hair|split ends|dead ends|appointment)|cut (?:and"
    r"|&) (?:colou?r|blow|finish|style|dry)|cut off (?:my |her |his |the )?(?:time|date|point|jeans|shorts|last"
    r"|before|while|mid|on the phone|the call|from|again|ponytail|dead|hair|all)|(?:we|i|got|was|were|been"
    r"|call) (?:got |was |were |been )?cut off(?! by)|(?:paper|hair|pay|price|pixie|buzz|crew|short|clean|bob|trendy"
    r"|first|wet|dry|men\w*|kids?|girls?|boys?|power|fresh|taper|layer\w*|bowl|my last|pay|upper|deep|new|bad"
    r"|nasty|terrible|awful|choppy|blunt|serious|horrible) ?(?:hair)? ?(?:cuts?|cutting)(?! on| to the bone"
    r"| in (?:his|her|my)| across| from)",
)
