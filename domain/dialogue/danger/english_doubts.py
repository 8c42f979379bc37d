"""What may be danger in English, and is asked about."""

from domain.dialogue.danger.english_illness import ILL
from domain.dialogue.danger.english_people import (
    ANYBODY,
    BODY,
    CHILD,
    DET,
    HUMAN,
    SOMEONE_ELSE,
    VEHICLE,
    WHOM,
    WHOSE,
)
from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import PERSON

HINTS = (
    r"hurry|he is going|hissing|exploded|shut it off|turn it off|palpitations|hypo|lightning|shocking|strange man"
    r"|on (?:his|her) own"
    r"|wandering|alzheimers|dementia|fever|seeing double|berries|plastic bag|drunk|attacking|chisel|drill|palm"
    r"|went off in",
    r"headaches?|got hold of|got into|swimmer|past the rocks|wrong side|goodbye|lined up|balaclava|stalker|reversed"
    r"|lawn ?mower|saw|blender|thigh|not come home|slid off|clammy|dribbling|staring|holding (?:his|her) \w+"
    r"|wardrobe|ice"
    r"|bath|shallow|kicked|trampled|vodka|meds|heart pills|blood pressure pills|headache|worst|drowsy|sleepy|unsteady"
    r"|crawling|hiding|begging|bruis\w+|knocked|bumped|spilled|sunk|sinking|snake|spider|wasp|bee|stung|jellyfish",
    r"lying|laying|motionless|banister|silo|ditch|upside down|underneath|no(?:t| one) (?:answering"
    r"|with it|got up|crying)|sniffed|inhaled|fork|socket|wires?|electri\w+|petrol|letterbox|smashing|gang|grabbed by"
    r"|chopped|sliced|sawn|ripped|thumb|fingers?|toes?|hanging|on the roof|on the ledge|way out|caught light|alight"
    r"|whoosh"
    r"|burnt|spilled|spilt|scald\w*|down a (?:hole|well|drain)|can not reach|can not get (?:him|her|it|them|out|my)"
    r"|mounted"
    r"|ploughed|pavement|funny angle|went stiff|gone stiff|droopy|dropped|keeled|toppled|sick|vomit\w*|rash|swollen"
    r"|choke|wheez\w*|gasp\w*|panting|rigid|eyes|foam\w*|froth\w*|tied|tied up|hostage|raped|followed|masked"
    r"|crowbar|axe|acid"
    r"|bat|razor|blade|bleach|glass|nail gun|chainsaw|angle grinder|hammer|pouring|gushing|spurting|opened up|pumping"
    r"|labou?r|head is|cord|premature|miscarr\w+|overboard|capsized|in the water|river|canal|pond|tide|current"
    r"|level crossing|tracks|platform|cliff|avalanche|flood\w*|rubble|crane|scaffold\w*|machine|conveyor|lorry"
    r"|tractor"
    r"|missing|vanished|disappeared|wandered|snatched|driven off|taken my|taken our",
    r"numb|droop\w*|swell\w*|swollen|swole|gag\w+|retch\w*|windpipe|throat|tongue|purple|blue|pale|clammy|sweating"
    r"|sweaty|dizzy|faint\w*|limp|floppy|freezing cold|feels cold|stiff|jerking|shaking|twitch\w*|trembl\w*|moan\w*"
    r"|groan\w*|gurgl\w*|(?:weird|strange|funny|horrible) (?:noises?|sounds?)|stopped|dropped|slumped"
    r"|on the (?:floor|ground)|to the (?:floor|ground)|slipped|fell|fallen|trapped|crushed|buried|landed|broken"
    r"|snapped|hip|skull|spine|chest|bitten|stung|blood\w*|bleed\w*|wound\w*|gash\w*|deep|burn\w*|scald\w*"
    r"|coming off|acid|bleach|poison\w*|pills|tablets|overdos\w*|inhaler|epi ?pen|allergic|peanuts?|nuts|insulin"
    r"|diabetic|sugar|smoke|flames|fire|gas|explo\w+|spark\w*|burglar\w*|intruder\w*|robb\w+|gun|knife|machete"
    r"|weapon|stab\w*|shot|attack\w*|beating|beaten|hitting|punch\w*|kick\w*|scream\w*|fight\w*|smash\w*|downstairs"
    r"|alone|hiding|hidden|threat\w*|kill\w*|murder\w*|rope|noose|jump\w*|ledge|hang\w*|dead|die|died|dying|drown\w*"
    r"|under ?water|unconscious|pulse|breath\w*|heart|stroke|seizure|pregnant|contractions|(?:can"
    r"|could) not (?:speak|talk|move|stand|walk|see|feel|get up|swallow|hear me|sit up|get out|focus|remember)"
    r"|not (?:moving|waking|responding|talking|making sense|answering me|himself|herself|with it|reacting)|stuck"
    r"|accident|crash\w*|unresponsive|collaps\w*|passed out|hospital|pain|agony|asthma|mouth|lips|face|head|neck"
    r"|eyes?|arms?|legs?|od d|vomit\w*|throwing up|confus\w*|delirious|fever|pulled|grabbed|chas\w+|follow\w* me"
    r"|scared|terrified|afraid|goodbye|miss me|be over|worthless|hopeless|give up|hurt|injur\w*|suddenly|gone under"
    r"|not come up|ambulance|police|emergency|danger\w*|help|choke\w*|choking|suffocat\w*|unwell|weak|paraly\w+"
    r"|slur\w*|black(?:ed|ing)? out|eyes (?:rolled|closed|are closed)|swallowed|drank|ate (?:some|a)|has eaten|fumes"
    r"|leak\w*|alarm",
)

REPORTED = (
    rf"(?:he|she|they|someone|somebody|everyone|nobody|{PERSON}) (?:s |(?:in|at|on|by|of|next to"
    rf"|outside) (?:\w+ ){{1,3}})?(?:is|are"
    r"|has|have|keeps?|can not|will not|went|fell|put|took|got|dropped|just|was|says|said|had)",
    rf"there is (?:a |an |some |my )?(?:\w+ ){{0,2}}{PERSON}|(?:found|see|seen|hear|heard"
    rf"|lost) (?:\w+ ){{0,2}}{PERSON}",
    r"i can not",
)
ASKED = (
    r"(?:can|could|do|does|did|would|will|are|is|have|has|may|should|shall) (?:i|we|you|your|my|it|the|this|that"
    r"|there|he"
    r"|she|they|someone) (?!not\b)\w+|(?:what|how|when|where|which|why|whether)(?! do (?:i|we) do| is he| is she)"
    r"|want\w*"
    r"|need (?:a|my|the|to|it|an|new|some)|(?:would|i d|we d|look|looks|feels?) like|wondering|calling (?:about|to"
    r"|from)|ringing (?:about|to|from)|about"
    r" (?:my|the|a|an)|from the|so (?:i|we|he|she|they|please|take|no|is)|because|please (?:tell|take|do)|thank\w*"
    r"|cheers",
)

LIKELY = (
    r"(?:gone|went|going) down like (?:a|an)|not looking (?:\w+ ){0,2}(?:clever|good|well|right|great)(?! (?:on|in"
    r"|with|for))",
    r"(?:tearing|ripping|crushing|searing|blinding|unbearable|agonising|agonizing|excruciating) (?:pain|headache"
    r"|chest)",
    r"(?:poured|spilt|spilled|tipped|dropped|knocked|splashed) (?:\w+ ){1,5}(?:down|over|on|all over"
    r"|onto) (?:myself|himself|herself)",
    r"hanging (?:off|from|on to|onto|out of) (?:the|a|our|your|my) (?:\w+ )?(?:gutters?|roof|ladder|balcony|ledge"
    r"|scaffold\w*|window"
    r"|cliff|bridge|edge|side)(?! (?:box|basket|lights))",
    r"(?:nobody|no one|none of us) (?:is|are) (?:leaving|getting out|going anywhere|going home)|not letting"
    r" (?:anyone|us|anybody) (?:leave|out)",
    r"(?:dementias?|alzheimers) (?:\w+ ){0,3}(?:walked|wandered|gone|run|went) (?:off|out|missing|from)",
    r"(?:i|we) have had a (?:bad |nasty |terrible |big )?(?:fall|tumble)",
    r"(?:running|walking|lying|sitting|standing|wandering|crawling) (?:\w+ )?(?:through|in|into|across"
    r"|between) (?:the )?(?:traffic|motorway"
    r"|middle of the road|oncoming)|(?:sofa|mattress|carpet|bin|bed|plug|socket|battery|charger|wood|roof"
    r"|thatch) (?:is |s )?smoulder\w*",
    r"(?:fistula|aneurysm|appendix|cyst|stoma|stitches|wound|eardrum|vein|graft|catheter) (?:is |has |s"
    r" )*(?:burst|ruptured|popped|split)"
    r"|(?:eye|eyes|vision|sight|everything) (?:is |has )?(?:suddenly )?(?:went|gone|going|turned) (?:\w+ )?(?:black"
    r"|dark|blurry|blank|white)",
    r"not been seen (?:for|in|since)|flies (?:at|all over|on) the|terrible smell and",
    rf"(?:threw|flung|hurled|tossed|bucked|knocked) {WHOM} and|(?:and|now) (?:he|she|they) (?:is|are) out(?=$| cold"
    rf"| of it)",
    rf"{SOMEONE_ELSE} {gap(3)}(?:swinging|waving|brandishing|wielding) (?:a|an|his|the|two)",
    rf"{CHILD} {gap(4)}(?:meant|supposed|due|should have been|was going) (?:to be |to have been )?{gap(3)}(?:home"
    rf"|back|here) .{{0,30}}"
    r"(?:phone|not|gone|missing)",
    r"can not (?:undo|unbuckle|get|open|unlock|release|free) (?:my|the|his|her) (?:seat ?belt|belt|door|harness|leg"
    r"|foot|arm)",
    r"(?:curtains?|sofa|bed|bin|duvet|tree|shed|caravan|pan|grill|fryer|roof) (?:s |is |has |have )+(?:gone )?up(?=$"
    r"| in)"
    r"|(?:gone|went|go) (?:\w+ )?bang",
    r"(?:in|out in|outside in) the (?:snow|cold|frost|rain|heat|sun)(?: all (?:night|day)| for (?:hours|ages))",
    r"(?:ferret|fox|dog|rat|snake|pig|monkey|cat|seagull|bird|python|swan) (?:is |has )?(?:got|grabbed|taken|bitten"
    r"|had)"
    r" (?:hold of )?(?:the|my|our|a|his|her) (?:baby|kid|child|little|toddler|boy|girl|son|daughter|arm|leg|face"
    r"|hand)",
    r"(?:come|came|fell|fallen|slipped|dropped) off (?:the|a|his|her|my) (?:\w+ )?(?:ladder|scaffold\w*|horse"
    r"|motorbike|bike|balcony)",
    r"(?:orange|red|flickering) glow|glow\w* behind",
    rf"(?:walked in|come home|came home|got home|came in|come in|got back|come back|come down|came down|gone in"
    rf"|went in|got in)"
    rf" (?:\w+ )?(?:and|to find|to|on) {DET} {gap(1)}{HUMAN} {BE}(?:not|cold|on|in|lying|blue|gr[ea]y|white|stiff"
    rf"|slumped|gone"
    r"|unconscious|hanging|hurt|covered)",
    r"(?:everyone|everybody|whole \w+|we all|all of us|both of us|all the \w+|half the \w+"
    r"|kids) (?:\w+ ){0,3}(?:headaches?"
    r"|dizzy|sick|drowsy|ill|faint|coughing|passing out|unwell|sleepy|collapsing)(?! of)",
    rf"(?:my|his|her|their|the) {gap(3)}{BODY} (?:will|can|does|is) not (?:mov\w*|work\w*|lift\w*|respond\w*"
    rf"|bend\w*)",
    rf"{SOMEONE_ELSE} {gap(2)}can not (?:say|remember|tell me|spell|recall) (?:my|his|her|their|where|who|what|how)",
    r"(?:and|but) (?:will|can|does) not (?:\w+ )?(?:wake|rouse|be woken|respond|come round|stay awake|feed|settle)",
    rf"(?:burnt|burned|scalded|stung|cut|injured|hurt|poisoned|gassed|crushed|trapped) {WHOM}(?! (?:own|hair))",
    r"blister\w* (?:\w+ )?(?:all over|everywhere|on|across|coming)|so much of it|(?:it|they) will not stop coming",
    rf"(?:put|pushed|shoved|threw|dragged|pulled|held) {WHOM} (?:down|into|against|through|out|up|over|by|under)",
    rf"{SOMEONE_ELSE} {gap(3)}(?:will|does|did|would) not (?:go away|leave (?:me|us|her|him) alone"
    r"|leave(?=$| (?:and|now|please))"
    r"|stop (?:following|hitting|staring|banging|shouting|touching)|let go)",
    rf"{SOMEONE_ELSE} {BE}(?:right |just |walking |driving |been )*behind (?:me|us|her)"
    r"(?! in the queue| on the list| on)",
    rf"{SOMEONE_ELSE} {BE}taken something (?:and|but)|{SOMEONE_ELSE} {BE}(?:so|too) sleepy",
    r"(?:said|says|threatened) (?:he|she|they) (?:would|d|will|is going to|are going to) (?:kill|hurt|stab|shoot"
    r"|murder|burn|beat)",
    r"(?:inhaler|puffer|epi ?pen|nebuliser|oxygen|pacemaker) (?:is |does |has )?(?:\w+ )?(?:not work\w*|empty"
    r"|run out|broken|gone)",
    rf"{SOMEONE_ELSE} {BE}(?:not been right|not right|seeing things|hallucinating|hearing voices)",
    rf"{CHILD} {gap(2)}not (?:come|came|been|got|arrived|turned up|back) ?(?:home|back|seen)?(?! (?:in|to (?:the"
    rf"|your)))",
    rf"(?:can not|do not|can no longer) (?:find|see) (?:my|our|the) {gap(3)}{CHILD}",
    rf"(?:lost|losing) (?:my|our|the) {gap(1)}{CHILD}(?! (?:appointment|s\b|to|last))",
    rf"{HUMAN} {BE}{gap(5)}(?:vanished|disappeared|missing|wandered off|run off|run away|ran off"
    rf"|gone off)(?! (?:with"
    r"|(?:his|her|a|the|our|your) (?:hair|appointment)))|(?:he|she) is (?:vanished|missing|disappeared|wandered off)",
    r"(?:will|going to|gonna) (?:kill|murder|hurt|stab|shoot|beat) (?:us|him|me|her|them|someone)(?! (?:if|when|for"
    r"|because|unless|with|over|hair))",
    rf"pains? {gap(3)}(?:up|down|into|through) (?:to |in |into )?(?:my|his|her|the|both|one) (?:left )?(?:jaw|arms?"
    rf"|side|shoulder|neck)",
    rf"{SOMEONE_ELSE} {BE}(?:in a (?:bad|terrible) way|really bad|gone down|keeling over|swaying|delirious"
    rf"|wheezing)",
    rf"{VEHICLE} {BE}{gap(1)}(?:gone|went|crashed|smashed|driven|drove) (?:straight |right )?(?:into|through"
    rf"|off) (?:the|a|your|my)",
    r"(?:arm|face|side) feels? (?:dead|numb|heavy|weak)|crushing (?:feeling|pain|weight)|we all feel (?:sick|dizzy"
    r"|ill)",
    r"(?:cut|sliced|slashed) (?:my|his|her)(?:self)? .{0,30}(?:spurting|deep|gushing|do not care)",
    rf"(?:tongue|lips?|throat|face|eyes?) {BE}{gap(1)}(?:fat|thick|huge|puffy|itchy and)",
    rf"{SOMEONE_ELSE} {gap(2)}(?:will|can|could|does) not (?:talk|speak|say anything"
    r"|answer)(?: to me)?(?! (?:to you|english|right now|on the phone|about))",
    rf"{SOMEONE_ELSE} {BE}(?:all |completely )?(?:gr[ea]y|white|pale) (?:and|in the face|as)|(?:is"
    r"|gone) (?:turning )?(?:gr[ea]y|white) and",
    r"(?:burning up|very high fever|temperature) and|sinking|going under|washed away|swept away",
    rf"{SOMEONE_ELSE} {gap(2)}(?:does|can) not (?:remember|recognise|recognize|know) (?:who|me|my|where|his|her)",
    r"(?:not|stopped) (?:responding|breathing|waking up|moving)(?! (?:to (?:my|your|our)|house|away|on|forward"
    r"|in\b))",
    rf"{ANYBODY} {BE}(?:going|gone|turning|turned|went|goes) (?:all |completely |bright )?(?:blue|purple"
    r"|white as a sheet)",
    rf"{SOMEONE_ELSE} {BE}(?:swallowed|swallowing) (?:a|an|something|some|the|his|her)",
    rf"{ANYBODY} {BE}(?:swallowed|swallowing) (?:a|an|something|some|the)",
    rf"(?:had|having) (?:a|an|another) {gap(1)}{ILL}(?! (?:when|at the (?:price|bill|cost)|over|about|from))",
    r"(?:heart attack|seizure|stroke(?! of)|asthma attack|panic attack)(?=$| \.| please| help| now)",
    rf"{ANYBODY} {BE}(?:dizzy|faint|bleeding|shaking|convulsed|sweating and|confused and|very ill|in agony"
    r"|in (?:so much|terrible|severe) pain|injured|hurt|wounded)(?! (?:my|his|her|their) (?:feelings)| by| hair)",
    rf"{ANYBODY} {BE}(?:fell|fallen|had a fall|tripped|slipped|scalded|burned|burnt|cut)(?: over"
    rf"| down)? (?:{WHOSE} (?:hand|arm|leg|finger|foot|face|thumb|knee|ankle|wrist)|himself|herself|myself|over"
    r"|down|off|badly|on the|in the|from|out of)(?! (?:love|pregnant|the hair|my hair|her hair|his hair|hair"
    r"|the back|by|to|with|grid))",
    r"(?:broke|broken|snapped|fractured|dislocated) (?:his|her|my|their) (?:leg|arm|wrist|ankle|collar ?bone|nose"
    r"|ribs?|jaw|knee|shoulder|foot|hand)",
    r"(?:been|was|were|had|in|an|car|bike) (?:in )?(?:an? )?(?:\w+ )?(?:accident|crash|collision)(?! (?:with"
    r"|to) (?:my|the) (?:hair|colou?r|fringe|clippers|bleach|box dye|nails|brows?))",
    rf"(?:eyes?|face|lips?|mouth|neck) (?:is |are |has |have )?{gap(1)}(?:swelling|swollen|swelled|puff\w+ up"
    r"|blowing up|ballooning)",
    r"having (?:a|an|some) (?:\w+ )*(?:reaction|attack|episode)(?! to (?:the price|your))",
    r"(?:is|my|her|his) (?:waters|water) (?:broke|broken)|baby is coming",
    rf"{SOMEONE_ELSE} {BE}(?:dying|not well at all|unwell|not right|out of it|not himself|not herself|in trouble"
    r"|in danger)(?! (?:to|for|of (?:laughter|boredom|embarrassment)|her|his|their|my))",
    r"i am (?:dying|in danger|not safe|scared for my life|afraid for my life|in trouble|hurt)(?! (?:to|for|of|my|her"
    r"|his|over|at|laughing|inside|with (?:my|the|your|him|her)|here laughing))",
    r"^(?:(?:hello|hi|please|oh|god|somebody|someone|anybody|anyone) )*help(?: help| me| us| please| now| somebody"
    r"| someone)*$",
    r"(?:need|call|get|fetch|is there) (?:a|the) doctor(?=$| \.| now| quick\w*| here| please| urgently| right"
    r"| immediately)",
    r"(?:fire|smoke) alarms? (?:is |are |has |have )?(?:going|gone|went|ringing)|smell(?:s"
    r"|ing)? (?:of )?(?:something )?burning|something (?:is )?burning|(?:can )?smell (?:of )?smoke(?! (?:in|on"
    r"|out of) my)|burning smell|smell burning",
    rf"(?:someone|somebody|man|men|stranger) {BE}(?:fighting|screaming|yelling|lurking|watching (?:me|us|the house)"
    r"|drunk and|acting (?:strange|weird|aggressive))|(?:screaming|fighting) (?:outside|next door|upstairs)",
    r"i (?:do not|am not) feel(?:ing)? safe|(?:is|gets|getting|being|been|got) (?:violent|aggressive)"
    r"|we (?:are being|got|were|have been|are) (?:being )?robbed",
    r"(?:son|daughter|child|kid|toddler|grandson|granddaughter|mum|dad|grandmother|nan|baby|wife|little girl"
    r"|little boy) (?:is |has |have |gone )+(?:missing|disappeared|lost)(?! (?:her|his|a|their|weight|interest|hair"
    r"|teeth))|can not find my (?:son|daughter|child|kid|toddler|baby|little \w+)",
    r"(?:got |has |splashed |in )(?:in )?(?:my|his|her) eyes? (?:and )?(?:it |is )*(?:burn\w*|sting\w*)"
    rf"|can not see anything|(?:burning|burns) {gap(1)}(?:skin|face|eyes?)",
    rf"(?:took|taken|swallowed) {gap(3)}(?:pills|tablets)(?! (?:this morning|for (?:my|his|her)|every|daily|as))",
    rf"{SOMEONE_ELSE} {BE}(?:in (?:the )?hospital now|at the bottom of|on the (?:floor|ground|tracks|roof|ledge"
    r"|bridge)|under (?:the )?(?:water|car|train))(?! (?:playing|crawling|sweeping|cleaning|floor))",
    rf"{SOMEONE_ELSE} {BE}(?:drunk|drugged|high|stoned|vomiting|throwing up) and|spiked",
    r"(?:blood|bleeding)(?= (?:and|please|help|now)|$| \.)(?! (?:and bone|and sand))",
)
