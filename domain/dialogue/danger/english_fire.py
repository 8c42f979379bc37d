"""What English-speaking callers say of fire, smoke and gas."""

from domain.dialogue.danger.english_people import HUMAN, PLACE_TO_BE
from domain.dialogue.danger.english_words import BE, ONLY, gap

FIRE = (
    r"fill(?:ing|ed|s) (?:up )?(?:\w+ ){0,4}with (?:\w+ )?(?:fumes|smoke|gas|steam)",
    r"there (?:is|has been|was) (?:a |an |another )?(?:\w+ ){0,2}(?:fires?|flames)(?! (?:place|sale|pit|door|escape"
    r"|exit|station|works|drill|alarm|test))",
    r"(?:we|i) (?:have|have got|got) (?:a |an |another )?(?:\w+ )?fire (?:in|at|here|on|out|next|and)",
    rf"{PLACE_TO_BE} {BE}{gap(1)}(?:on fire|(?:caught|catching|catch) (?:on )?fire|in flames|alight|ablaze"
    r"|burning(?! (?:calories|hot deals|smell))|up in flames|burning down|smoking and|full of smoke|exploded"
    r"|exploding|sparking|collapsed|collapsing)(?! sale| with (?:deals|colou?r))",
    rf"(?:someone|somebody|man|woman|he|she|they|his|her|clothes|{HUMAN}) {gap(2)}(?:caught|catching"
    r"|catch) (?:on )?fire|hair (?:has |is |just )*(?:caught|catching|gone up|went up) (?:on |in )?(?:fire|flames)"
    rf"|(?:set|setting) (?:\w+ ){{1,3}}(?:on fire|alight|fire to)|set fire to|caught (?:on )?fire",
    rf"smoke (?:is |are )?{gap(2)}(?:coming|pouring|filling|everywhere|billowing|in the|all over|out of|through"
    r"|under|from (?:the|my|our|next|your|under))",
    r"(?:full of|fill\w* (?:up )?with|lots of|so much|thick|black|see|seeing|smelling"
    r"|a lot of) (?:\w+ )?smoke(?! (?:damage|grey|gray|eye|show))",
    rf"flames (?:are |is )?{gap(1)}(?:coming|everywhere|in|from|shooting|out|up|rising)|(?:fire|flames) (?:is "
    rf"|are )?{gap(1)}(?:spreading|getting (?:bigger|worse)|out of control|coming)|(?:see|seeing) flames|house ?fire"
    r"|kitchen fire|electrical fire|bush ?fire (?:is|coming|near)|trapped by (?:the )?fire",
    rf"^(?:{ONLY} )*fire(?: fire| {ONLY})*$|(?:there has been|was|heard) an? (?:\w+ )?explosion"
    r"|(?:just )?blew up (?:and|in)",
    r"(?:gas|petrol|fumes) (?:is |are )?(?:leak(?:ing|s)?|smell(?: is| in| every\w+| really)|escaping|hissing"
    r"|everywhere|filling)|gas leak|(?:smell\w*|stinks?|reeks?|leaking|whiff|hear|odou?r) (?:\w+ ){0,2}(?:gas"
    r"|rotten eggs)(?! (?:station|bill|heater or))|leaking (?:\w+ )?gas",
    rf"(?:carbon monoxide|co2?|gas) (?:alarm|detector|monitor) {BE}{gap(1)}(?:going|beep\w*|sound\w*|gone|went|off"
    r"|ring\w*|screaming|blaring)|carbon monoxide leak",
    rf"(?:smoke|fire) (?:alarm|detector)s? {BE}(?:going|gone|went|sound\w*|ringing|blaring|screaming)(?: off)? and",
    rf"(?:ceiling|roof|wall|building|scaffold\w*|crane|tree) {BE}(?:collapsed|fallen|falling|fell|come down"
    rf"|coming down|caved) {gap(1)}(?:on|in|down)",
    r"(?:live|power|electric(?:al)?) (?:wire|line|cable)s? (?:is |are |has |have )?(?:down|exposed|sparking|fallen"
    r"|on the)|wires? (?:are |is )?sparking",
    r"(?:building|house|shop|place|flat|car|unit|factory|apartment|school|hotel|kitchen|home|room"
    rf"|roof) {gap(4)}(?:is|are) (?:now |still )?(?:on fire|in flames|burning down)",
    rf"{PLACE_TO_BE} {gap(3)}(?:is|are) (?:on fire|in flames|burning(?: down)?)(?! (?:with|deals|calories))",
    rf"(?:gas|water|fuel) (?:pipe|main|line)s? {BE}(?:hit|burst|cut|ruptured|severed|gone)|(?:insides|guts"
    rf"|intestines|organs) (?:is |are )?"
    r"(?:showing|hanging|out|coming)|(?:stitches|wound|scar) (?:has |have |is )?(?:burst|split|come open|ripped)",
    r"(?:cooker|hob|boiler|gas \w+|oven|stove|fryer|battery|canister|cylinder|scooter|charger|firework"
    r"|tank) (?:is |has )?"
    r"(?:exploded|blown up|blew up|exploding|hissing|gone off|went off|gone up)",
    r"(?:gas|petrol|fuel|chemical) (?:bottle|canister|pipe|main|cylinder|tap|hose|tank) (?:is |has )?(?:hissing"
    r"|leaking|burst|split)",
    r"(?:fryer|pan|grill|oven|toaster|curtains?|bin|cooker|tea towel|oil) (?:is |has )?(?:caught|catching) (?:light"
    r"|alight)",
    r"smoke (?:is )?(?:\w+ )?(?:pouring|billowing|belching|pumping)|(?:bonnet|hood|van|lorry|grill|fryer|chip pans?"
    r"|pans?|toaster|dryer|boiler|bin|engine|your roof|wires?|plug) (?:is |has )?(?:\w+ )?(?:on fire|alight|ablaze"
    r"|in flames"
    r"|caught fire|up in flames|burning)",
    r"(?:carbon monoxide|co2?|gas) (?:thing|sensor|meter|box|thingy|alert) (?:is |has |keeps )?(?:going|beep\w*"
    r"|gone|went"
    r"|sound\w*|off|scream\w*)",
    r"(?:smells?|stinks?|reeks?|smelling) (?:\w+ ){0,2}of (?:\w+ )?gas",
)
