"""What English-speaking callers say of wounds, blows, burns and falls."""

from domain.dialogue.danger.english_people import ANYBODY, BODY, DET, HUMAN, SOMEONE_ELSE, WHOSE
from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import one_of

_HARMED = one_of(
    """
    numb paralysed paralyzed broken crushed bleeding swollen swelling burning burnt burned drooping hanging crooked
    blue purple trapped stuck severed mangled smashed split open cracked torn cut twisted dislocated gushing impaled
    scalded blistered blistering limp floppy
    """
)

BLOOD = (
    r"(?:bled|bleeding|soaked|gone|going|been) through (?:\w+ ){0,4}(?:towels?|pads?|bandages?|gauze|dressings?"
    r"|swabs?|tissues"
    r"|plasters|sheets|mattress|cloths?|t ?shirts?)",
    rf"(?:he|she|they|someone|somebody|{DET} {HUMAN}|{HUMAN}|i|we|head|forehead|skull|arm|leg|hand|wrists?|neck"
    r"|ear|ears|mouth"
    rf"|eye|face|wound|cut|gash|thigh|stomach|artery|scalp wound|it|everything) {BE}(?:badly |heavily "
    r"|all )?(?:bleeding|bled)(?! (?:money|cash|me dry|us dry|into|onto|through|out of the|love|edge|edges|colou?r"
    r"|over my (?:hair|blonde)|between|gums?|heart))",
    r"bleeding (?:so |really |very |pretty )?(?:badly|heavily|a lot|to death|out|profusely|like crazy|from (?:his"
    r"|her|the|my|their|a)|non ?stop|internally|and (?:it )?(?:will|can|does) not)|(?:will|does|can|would"
    r"|is) not stop(?:ping)? (?:the )?bleeding|can not (?:get the bleeding to )?stop the (?:bleeding|blood)"
    r"|bleeding (?:will|does|is) not stop\w*",
    r"(?:losing|lost) (?:a lot of|lots of|so much|too much|loads of|a ton of|pints of|some|tons of) blood"
    r"|losing blood",
    rf"(?:there is |it is )?blood (?:is |are )?{gap(2)}(?:everywhere|all over|pouring|gushing|spurting|squirting"
    r"|pumping|running|streaming|dripping|coming|on the (?:floor|wall|bed|ground|tiles|carpet)|pooling|pissing"
    r"|shooting|spraying)(?! (?:my|the) (?:costume|tshirt|dress for))",
    r"(?:a lot|lots|loads|so much|too much|a pool|pools|puddle|puddles|covered|soaked|tons|buckets|drenched) (?:of "
    r"|in |with )?(?:his |her |my |their |all this )?blood(?! (?:tests?|work|oranges?|sugar|donors?|red))",
    rf"(?:cough\w*|vomit\w*|throw\w*|spit\w*|puk\w*|bring\w*|pass\w*|pee\w*|poo\w*) (?:up "
    rf"|out )?(?:of )?{gap(2)}blood",
    r"ha?emorrhag\w+|tourniquet",
    r"(?:cut|sliced|chopped|severed|sawn|sawed|ripped|torn|blown|bitten|taken|lost|took|caught|hacked) (?:off "
    rf"|clean )?{gap(2)}(?:fingers?|thumb|hand|arm|leg|toes?|foot|fingertip|finger tip|part of (?:his|her"
    r"|my) \w+)(?: clean| right| nearly)* off\b",
    rf"(?:cut|slit|slashed|sliced|cutting|slitting|severed|hit) (?:open )?(?:through )?{WHOSE} (?:own )?(?:wrists?"
    r"|throat|artery|neck|veins|jugular)",
    rf"severed {gap(3)}\w+|amputated|(?:finger|thumb|hand|arm|leg|foot|toe) (?:is |has |has been "
    rf"|got )?{gap(2)}(?:cut|chopped|sliced|come|ripped|hanging|been cut|been taken|off) ?(?:clean )?off\b",
    rf"{ANYBODY} {BE}(?:stabbed|shot(?! (?:list|glass|of|for|at a|a (?:film|video|movie|wedding|music|commercial))"
    r"|s?\b at the (?:doctor|clinic))|knifed|impaled|gashed|lacerated|mauled)(?! in the (?:back by|dark))"
    r"|gun ?shot wound|stab wound",
    r"(?:deep|bad|nasty|huge|massive|terrible|serious|gaping|open|severe|head) (?:\w+ )?(?:cut(?! and)|gash|wound"
    r"|laceration|burns?|injur(?:y|ies)|bleed(?:ing)?)|(?:cut|wound|gash|burn) (?:is |looks |to the )?(?:deep|bad"
    r"|bone|wide|open|gaping)",
    rf"{ANYBODY} {BE}{gap(2)}(?:badly|seriously|severely|critically|gravely|mortally) (?:hurt|injured|burn\w*|cut"
    r"|wounded|bleeding|ill|beaten|mangled|scalded)(?! by (?:your|the) (?:bleach|service))",
    rf"{ANYBODY} {BE}{gap(2)}(?:hurt|injured|burn\w*|cut|wounded|scalded) {gap(2)}(?:badly|seriously|severely"
    r"|terribly|real bad|pretty bad|bad)",
)

INJURY = (
    r"hanging (?:on |off )?by (?:a|the) (?:\w+ ){0,3}(?:skin|thread|tendon|flap)|hanging (?:on|off) by a"
    r" #? ?(?:skin|thread)",
    rf"{BODY} {BE}(?:went |gone |got |go |pulled |dragged |sucked |drawn |caught )+(?:in|into|through|under|inside)"
    rf" (?:the|a|an|my|one of the) {gap(2)}(?:mincer|slicer|mixer|blender|grinder|lathe|press|saw|\w*saw|mower"
    r"|lawn ?mower"
    r"|shredder|fan|belt|conveyor|rollers? of|machine\w*|mangle|chain|gears?|door|car door|blades?|food processor"
    r"|planer|chipper|baler|auger|propeller|wheel|spokes|escalator|drill|fryer|hinge)(?! (?:frame|handle))",
    rf"{ANYBODY} {BE}(?:had |taken |took |having )a (?:\w+ )?(?:tumble|fall|spill|knock|bang|blow|trip|crash)"
    r"(?: .{0,20})? (?:and|now) .{0,20}(?:not|bleed\w*|hurt\w*|head|hip|stuck|floor)",
    r"can not get (?:up )?(?:off|up from|out of) the (?:floor|ground|bath|shower|toilet|stairs|pavement)",
    r"(?:hit|hits|banged|smash\w*|crack\w*|split|knock\w*|smack\w*|struck|whack\w*|bash\w*|slamm\w*|gash\w*"
    r"|landed on|busted|cut|hurt|injured) (?:open )?(?:his|her|their|my|the back of (?:his|her|my|their)"
    r"|the side of (?:his"
    rf"|her)) {gap(1)}(?:head|skull|forehead|temple)(?:s)?(?! (?:and (?:it is fine|i am ok)|of hair|massage))",
    r"(?:hit|struck) (?:on|in|across) the head|head injury|concussi\w+|head (?:is |has )?(?:\w+ )?(?:split|cracked"
    r"|smashed)(?: open)?",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:fell|fallen|falling|falls|tumbled|jumped|slipped|thrown|dropped|plunged"
    r"|toppled|pushed|tripped"
    rf"|come|came) {gap(1)}(?:down|off|from|out of|out|over|through|into|on) (?:the |a |an |his |her |our |some "
    rf"|of )*{gap(2)}(?:stairs?|staircase|steps|stairwell|ladder|roof|balcony|window|bike|bicycle|motorbike|horse"
    r"|scaffold\w*|cliff|wall|tree|chair|bed|bridge|floor|ground|river|pool|pond|lake|water|well|tracks?|platform"
    r"|escalator|table|cot|pram|highchair|high chair|scooter|skateboard|bath|shower|hole|train|car|bus|tram"
    r"|forklift|loft|shelf|stool)(?! (?:and (?:she|he) is (?:fine|ok)))",
    rf"{SOMEONE_ELSE} {BE}(?:fell|fallen|has fallen|is fallen|had a fall|a fall|slipped|tripped|down)(?: over"
    rf"| down)? and {gap(4)}(?:can|could|will|does|is|not|hit|broke|broken|hurt|banged|bleeding|lying|unconscious"
    r"|landed|cut|head|hip)",
    rf"{ANYBODY} {BE}(?:fell|fallen|had a (?:bad )?fall|had a bad fall)(?: over| down)? {gap(3)}can not (?:get"
    r"|stand|move|walk)",
    rf"{ANYBODY} {BE}(?:electrocuted|struck by lightning|crushed|trampled|run over|knocked (?:down|over) by"
    r"|hit by (?:a|the|an|some)"
    rf" {gap(1)}(?:car|bus|truck|van|lorry|train|tram|bike|cyclist|motorbike|taxi|vehicle|ute|scooter|forklift"
    r"|driver)|mangled)",
    r"(?:car|bus|truck|van|lorry|motorbike|train|driver) (?:has |is |just )*(?:hit|ran over|run over|knocked down"
    r"|struck|run into|crashed into|drove into|ploughed into|mown down) (?:a|an|my|the|him|her|me|us|someone"
    r"|somebody|people|them|his)(?! car)",
    r"electric(?:al)? shock|got a (?:bad |massive |huge )?shock from|electrocuted",
    r"bones? (?:is |are )?(?:\w+ )?(?:sticking|poking|coming|showing) ?(?:out|through)?|(?:can|could) see (?:the|his"
    r"|her|my) bone",
    rf"{ANYBODY} {BE}(?:trapped|pinned|crushed|stuck|caught) (?:under|beneath|between|in (?:the|a|my) (?:car wreck"
    r"|wreck|machine|machinery|conveyor|mixer|lathe|fire|rubble|burning|door of))|(?:arm|hand|leg|hair|fingers?"
    r"|finger) (?:is )?(?:stuck|caught|trapped) in (?:the|a) (?:machine|mixer|mincer|blender|escalator|grinder"
    r"|press|lathe|conveyor)",
    rf"(?:serious|bad|terrible|horrible|horrific|major|fatal|awful|nasty) {gap(1)}(?:accident|crash|collision|smash"
    r"|pile ?up|fall|injury)|(?:there is|there has|there was|has been|have been|we have had|i am in) (?:been )?(?:a"
    r"|an) (?:\w+ )?(?:car |bike |road |motorbike |traffic )(?:accident|crash|collision|smash|pile ?up)",
    rf"(?:boiling|hot|scalding) (?:water|oil|fat|tea|coffee|wax|soup) {gap(3)}(?:on|over|down|onto) (?:him|her|me"
    r"|them|his|her|my|the (?:baby|child|kid|boy|girl)|himself|herself|myself|your)",
    rf"{SOMEONE_ELSE} {BE}(?:scalded|on fire(?! (?:today|this|lately|with|at)))",
    rf"(?:back|neck|spine|skull) {BE}(?:broken|snapped|fractured)|(?:broke|broken|snapped|fractured) (?:his|her|my"
    r"|their) (?:neck|back|skull|spine|hip)",
    r"(?:bleach|acid|chemicals?|developer|peroxide|dye|cleaner|ammonia|caustic \w+|glue|paint|solvent|relaxer"
    r"|drain \w+|pepper spray|tint|perm \w+) (?:got |has |have |is |splashed |went |gone |just |all |sprayed "
    r"|squirted )*(?:in|into|in both) (?:of )?(?:his|her|my|their|the|both|her little|someones?) (?:\w+ )?eyes?",
    r"(?:drowning|drowned|near drowning)|face down in|(?:pulled|dragged|found) (?:him|her|them"
    rf"|{DET} {HUMAN}) (?:out )?(?:of|from|in|at|on) the (?:bottom|water|pool|bath|river|sea|pond|floor|ground"
    r"|bathroom)|(?:fallen|fell) in(?:to|side)? the (?:pool|pond|river|lake|water|canal|sea|harbour)",
    rf"(?:baby|child|toddler|kid|infant|son|daughter|grandson|granddaughter|boy|girl) {gap(3)}(?:locked|trapped"
    r"|stuck|shut) (?:\w+ )?in (?:the|a|my|our|his|her) (?:\w+ )?car",
    rf"heat ?stroke|hypotherm\w+|(?:baby|child|toddler|son|daughter) {BE}(?:overheating|burning up and"
    r"|boiling hot and)",
    rf"{SOMEONE_ELSE} {BE}(?:hurt|injured|wounded)$|(?:someone|somebody|people|he|she|they) {BE}(?:hurt|injured"
    r"|wounded)(?! (?:my|his|her|their) (?:feelings|back last)| feelings)",
    rf"{SOMEONE_ELSE} {BE}(?:knocked (?:down|over|off)|hit and run|mown down|run over|run down)",
    r"stuck in (?:the|my|a) car (?:and|underwater|in the water|with)|(?:car|boat|van) is (?:sinking|filling"
    r"|in the water)",
    rf"(?:his|her|their|the) {gap(1)}{BODY} {BE}{gap(1)}{_HARMED}(?! (?:hair|ends|nails?))",
    rf"my (?:left |right |whole )?{BODY} {BE}{gap(1)}(?:numb|paraly[sz]ed|crushed|bleeding (?!a)|trapped|severed"
    r"|mangled|drooping)",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:dropped|dropping|went|gone|goes|crashed|crumpled|fell|fallen|knocked|thrown"
    r"|down) (?:down )?(?:to|on|onto|in)(?:to)? the (?:ground|floor|pavement|road|concrete|tiles|street|pool|river"
    r"|water|lake|tracks|rails)",
    rf"(?:bleed|bleeding|blood|bled) {gap(7)}(?:will|does|can|could|would|did|is) not (?:stop|slow|be stopped)",
    rf"(?:acid|bleach|chemicals?|petrol|oil|chemical|lye|caustic soda|boiling \w+|hot \w+) {gap(4)}(?:on|over|in"
    rf"|into|down|onto|to) (?:his|her|my|their|both) {gap(1)}{BODY}",
    rf"(?:bitten|bit|mauled|attacked|biting|mauling) (?:by|my|him|her|me|a|the) {gap(3)}(?:face|neck|throat|snake"
    r"|shark|leg|hand|arm|badly|dog|son|daughter)",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:gagging|choking|suffocating|drowning|convulsing|trapped|unresponsive"
    r"|not breathing)(?! (?:in|on) (?:traffic|paperwork))",
    r"(?:went|gone|going|goes|been|is|still|pulled|dragged|sucked|fell|stuck) under (?:the )?(?:water|surface|ice"
    r"|waves|car|truck|bus|train|tractor|rubble)",
    rf"(?:{BODY}) {BE}(?:gone |went |been |put )+through (?:the|a|my) (?:\w+ )?(?:window|door|glass|pane|screen)"
    rf"|(?:he|she|{HUMAN}) .{{0,30}}been hit$",
    rf"(?:kettle|pan|pot|soup|tea|coffee|oil|fat) {BE}{gap(1)}(?:gone |went |spilled |spilt |tipped |fell "
    rf"|fallen )*(?:all )?over {DET}"
    rf" {gap(1)}{HUMAN}",
    rf"(?:put|stuck|got|run|shoved|driven|drove|stabbed|rammed|shot|went|gone|go) (?:a |an |the "
    rf"|off )*{gap(2)}(?:through|into|in) (?:his|her"
    rf"|my|their) {gap(1)}(?:{BODY})(?! (?:to|and (?:it|he|she) (?:was|is) fine))",
    rf"(?:rolled|sat|stamped|trampled|stood|kneeling|standing|sitting) on {DET} {gap(1)}{HUMAN}",
    r"(?:going|gone|go) hypo|(?:hit|struck) by lightning|pacemaker (?:keeps|is) shocking|delivering in the"
    r"|bone is through",
    rf"(?:{HUMAN}|builders?|he|she|someone|one of the \w+) {BE}(?:come|came|fallen|fell|rolled|slid|slipped"
    rf"|dropped) off (?:the|a|his|her)"
    rf" (?:changing |kitchen )?(?:roof|ladder|bike|table|bed|motorbike|horse|scaffold\w*|wall|sofa|balcony|couch"
    rf"|platform)",
    rf"(?:reversed|driven|drove|rolled|ran|run|gone|went|backed) over (?:my|his|her|their|{DET} {gap(1)}{HUMAN}"
    rf"|me|him|them)"
    rf" ?(?:{BODY}|{HUMAN}|$)",
    rf"(?:hand|arm|foot|leg|fingers?|hair) in(?:to)? (?:the|a) (?:lawn ?mower|blender|mixer|mincer|saw|shredder"
    rf"|grinder|machine|blades?"
    rf"|fan|press|slicer)|(?:saw|grinder|mower|blade|chainsaw|knife) (?:\w+ ){{0,4}}(?:opened|cut|sliced|ripped"
    rf"|into|through) {gap(1)}"
    rf"(?:his|her|my|their) {gap(1)}{BODY}",
    rf"(?:chopped|cut|sliced|sawn|sawed|taken|ripped|torn|bitten|blown) {gap(1)}(?:top|tip"
    rf"|end) of {gap(1)}{BODY} off"
    rf"|(?:chopped|cut|sliced|sawn) {gap(3)}{BODY} off",
    r"(?:grabbed|grabbing|touched|touching|holding|hit|drilled (?:into|through)|cut through) (?:a |the |an )?(?:live"
    r"|electric\w*|power|mains) (?:wire|cable|line|rail|socket)s?|can not let go of the",
    rf"{ANYBODY} {BE}{gap(1)}(?:electrocuted|(?:a )?(?:bad |massive |nasty |big )?(?:electric )?shock (?:off"
    rf"|from))",
    r"thrown across the (?:room|kitchen|workshop|garage|floor)",
    rf"(?:came|come|comes|fell|fallen|dropped|collapsed|landed|toppled|tipped|slipped|crashed)(?: down| over"
    rf"| off(?: the"
    rf" \w+)?)* on(?:to)?(?: top of)? (?:one of (?:the|my|our|your) )?(?:him|her|them|{HUMAN}|{DET} {gap(1)}{HUMAN}"
    rf"|(?:his|her"
    rf"|their) {gap(1)}{BODY}"
    r"|my (?:legs?|foot|feet|chest|arm|back|head))(?! (?:hair|face mask))",
    rf"{SOMEONE_ELSE} {BE}(?:pinned|buried|crushed|squashed)(?=$| \.| and| under| by| down| against| alive"
    rf"| beneath)",
    rf"(?:arm|hand|leg|hair|fingers?|foot|sleeve|scarf) (?:is |has )?{gap(2)}(?:stuck|caught|trapped|jammed|sucked"
    r"|dragged|pulled) (?:\w+ )?in(?:to|side)? (?:the|a|this|that) (?!(?:rollers?|clip|brush|zip|extensions?)\b)\w+",
    rf"(?:finger|thumb|hand|arm|leg|foot|toe|ear)s? {BE}(?:come|came|hanging|clean|nearly|half) ?off|(?:leg|arm"
    rf"|ankle|knee"
    rf"|foot|wrist) {BE}(?:bent|twisted|facing|pointing|sticking) (?:the wrong|backwards|at a|out|at an)",
    rf"(?:through|into|in) (?:his|her|their|my) {gap(1)}(?:chest|neck|skull|lung|thigh|stomach|belly|heart"
    rf"|eye)(?= and"
    r"| help|$| \.)(?<=.{8})",
    rf"(?:nail|rod|pole|bar|spike|glass|knife|screwdriver|nail gun|branch|fence|needle) {BE}{gap(2)}(?:through"
    rf"|into|in) (?:his|her|their|my"
    rf"|{DET}) {gap(1)}(?:{BODY}|{HUMAN})",
    rf"(?:it|wound|cut|artery|hand|finger|leg|arm|wrist|neck|nose|head|he|she) {BE}(?:spurting|gushing|squirting"
    r"|pumping out|pouring (?:with )?blood)|(?:gushing|pissing|spurting|pouring|squirting) (?:with )?blood"
    r"|blood (?:will|does) not clot|stuff (?:is )?coming out of (?:his|her|my) (?:ears?|nose|head)",
    rf"(?:boiling|scalding|hot|burning) (?:\w+ ){{1,4}}(?:on|over|down|onto|all over) (?:him|her|me|them|himself"
    rf"|herself"
    rf"|myself|{DET} {gap(1)}{HUMAN}|(?:his|her|their|my) {gap(1)}{BODY}|(?:his|her|my) front)(?! (?:hair"
    rf"|bikini))",
)
