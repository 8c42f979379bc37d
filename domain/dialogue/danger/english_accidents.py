"""What English-speaking callers say of roads, water, heights and poison."""

from domain.dialogue.danger.english_people import ANYBODY, CHILD, HUMAN, VEHICLE, WHOM
from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import one_of

_POISON = one_of(
    """
    bleach poison acid detergent antifreeze petrol ammonia batter(?:y|ies) magnets? cleaner cleaning_\\w+
    disinfectant dishwasher_\\w+ laundry_\\w+ pods? weed_?killer rat_\\w+ pesticide mushrooms? turpentine thinners?
    white_spirit acetone nail_polish_remover peroxide developer hair_dye perfume methanol drain_\\w+ oven_\\w+
    chemicals? fentanyl heroin cocaine vape_\\w+ nicotine shampoo sanitiser sanitizer lighter_fluid fuel
    """
)
_PILLS = (
    r"(?:pills?|tablets?|sleeping (?:pills|tablets)|medication|medicine|meds|paracetamol|painkillers?"
    r"|antidepressants?|aspirins?|ibuprofen|valium|xanax|tylenol|panadol|drugs|insulin|opioids?|sleepers|capsules"
    r"|iron tablets|pain pills)"
)
_TOO_MUCH = (
    r"(?:too (?:many|much)|(?:a |the )?(?:whole|entire|full) (?:bottle|packet|box|pack|lot|jar|strip|tub"
    r"|bunch)(?: of)?|all (?:of )?(?:her|his|my|the|their|those|these)|(?:a )?(?:load|loads|lots?|bunch|handful"
    r"|bottle|heap|ton|heaps) of|(?:a )?(?:bottle|packet|box)|everything|some of (?:grandma|gran|nan|her|his|my|the)"
    r"|so many)"
)

POISONING = (
    r"overdos(?:e|ed|ing)(?! (?:it|on (?:\w+ )?(?:shampoo|conditioner|tan|fake|sun|sugar|chocolate|coffee|caffeine"
    r"|colou?r|toner|hairspray|perfume|tv|netflix|botox|product|glitter|makeup|gel|cute|cuteness|christmas|cake"
    r"|serum)))|(?:has |is |he |she )od ?d|od ing",
    r"(?:swallow\w*|drank|drunk|drinking|drinks|ate|eaten|eating|ingest\w*|inhal\w*|licked|chewed|got into|taken"
    rf"|took) {gap(4)}{_POISON}(?! (?:cups?|shots?|soup|risotto|pizza|omelette|toast|burgers?|free))",
    r"(?:swallow\w*|took|taken|taking|take|had|eaten|ate|popped|necked|downed|injected|gulped"
    rf"|given) {gap(2)}{_TOO_MUCH} {gap(3)}{_PILLS}",
    rf"{_PILLS} (?:all )?(?:gone|empty) and|empty (?:pill|tablet|medicine) (?:bottle|packet|box)|(?:bottle"
    rf"|packet) of {_PILLS} is empty",
    r"(?:wrong|too much) (?:medication|medicine|meds|insulin|dose)",
    rf"(?:he|she|they|{HUMAN}|someone|i|been) {BE}(?:poisoned|gassed)|(?:has|have|with|is"
    rf"|am) {gap(1)}(?:carbon monoxide|alcohol) poisoning",
    rf"(?:baby|toddler|child|kid|son|daughter|boy|girl|he|she|infant) {BE}swallowed (?!(?:her|his) (?:pride|words))",
    rf"{CHILD} {gap(3)}got (?:hold of|into|hands on|at) .{{0,30}}(?:pills|tablets|medicine|meds|bleach|cleaner"
    rf"|medication)",
    rf"(?:swallow\w*|drank|drunk|eaten|ate|necked|taken|took|downed) {gap(5)}(?:button batter\w+|antifreeze|bleach"
    rf"|cleaner"
    r"|pods?|dishwasher tablets?|washing tablets?|rat poison|weed ?killer|petrol|white spirit|caustic)",
    rf"(?:taken|took|given|had|has taken) (?:double|twice|triple|three times|ten times|too much of) {gap(2)}(?:dose"
    rf"|pills"
    r"|tablets|meds|medication|insulin|warfarin|morphine)|(?:needle|syringe|empty (?:bottle|packet"
    r"|blister)\w*) (?:next to"
    r"|beside|in|by) (?:him|her|them|his|her)",
)

ACCIDENTS = (
    r"cut off by the (?:\w+ )?(?:tide|water|floods?|sea|fire|flames|snow)",
    rf"{CHILD} {BE}{gap(2)}(?:in|on) the (?:road|motorway|railway|tracks|street|roof|ledge)(?! (?:map|show))",
    rf"the heads? (?:is )?out|(?:{HUMAN}|someone|he|she) {BE}on (?:the|a) (?:railway|train|tram|motorway|tube"
    rf"|rail) ?(?:line|tracks?|lines)?",
    rf"(?:cars?|vans?|lorries|bikes|trucks|buses) {BE}(?:smashed|crashed|ploughed|collided|run|driven"
    rf"|gone)(?: straight)? (?:into|with)"
    r" (?:each other|one another|a (?:bus|crowd|tree|wall|lamp\w*))|(?:cars|vans|trucks|lorries) have collided",
    rf"(?:dogs?|pitbull|alsatian|rottweiler|xl bully|snake|swan|horse|bull) .{{0,14}}(?:got hold of|has hold of"
    rf"|on top of|attacking|mauling"
    rf"|dragging|biting|savaging|trampled) {WHOM}",
    rf"(?:pram|buggy|pushchair|car|van|{HUMAN}|he|she|someone) {BE}(?:fell |fallen |rolled |slid |gone |went "
    rf"|blown )+(?:in|into|through)"
    r" the (?:river|canal|pond|lake|sea|water|ice|harbour|dock|sewer|well)",
    rf"(?:swimmer|surfer|kayaker|{HUMAN}|someone) {BE}(?:in trouble|in difficulty|struggling|drifting"
    rf"|swept) {gap(4)}(?:out|water|sea"
    r"|rocks|river|pool|beach|lake|waves)",
    r"(?:kids?|children|baby|someone|somebody|people|he|she|man|woman) (?:is |are |still |trapped "
    r"|stuck )*in(?:side)? (?:it|there)"
    r"$|(?:found|finding) (?:my|our|the|him|her) .{0,14}(?:hanging|dead|unconscious|cold|collapsed|on the floor)",
    rf"(?:went|gone|going|fell|fallen|tipped|tumbled|thrown|pushed|toppled) (?:over|off|through|down) (?:the|a|our"
    rf"|your)"
    rf" {gap(1)}(?:banisters?|railings?|balcony|edge|cliff|bannister|wall|roof|skylight|ladder|stairs|scaffold\w*"
    rf"|gantry|pier)",
    rf"{VEHICLE} {BE}(?:mounted|jumped|left|hit) {gap(3)}(?:pavement|kerb|people|crowd|road)|(?:car|van"
    rf"|boat) is going under"
    r"|(?:a|an) (?:\w+ )?(?:crash|smash|collision|pile up|wreck|explosion|stabbing|shooting) (?:right )?(?:outside"
    r"|here|in front)",
    r"fork in (?:the|a) (?:socket|plug|toaster)|(?:upside down|trapped|stuck) in (?:a|the) (?:ditch|river|car|hole"
    r"|well|wreck)"
    rf"|(?:stuck|trapped|fallen|fell) {gap(2)}(?:down|in) (?:a|the) (?:\w+ )?(?:hole|well|drain|shaft|pit|silo|mine"
    rf"|cave|quarry)",
    rf"{VEHICLE} {BE}{gap(1)}(?:rolled|overturned|flipped|tipped|upside|turned) (?:over|upside|on|onto|down)"
    r"(?! a new)|(?:car|van|lorry|truck|bus) (?:is |has )?(?:overturned|flipped)",
    rf"{VEHICLE} {BE}{gap(1)}(?:gone|went|ploughed|plowed|crashed|smashed|driven|drove|come|came|ran|careered"
    rf"|mounted)"
    rf" (?:straight |right )?(?:into|through|off|over|onto|in) {gap(3)}(?:people|crowd|window|house|shop|stop|queue"
    rf"|river"
    r"|canal|front|bridge|pavement|building|lake|pedestrians?|cyclists?|salon|entrance|doors?|them|him|her)",
    rf"{ANYBODY} {BE}(?:hit|knocked|mown|run) (?:outside|down|over|off|in the (?:road|street)|at the (?:lights"
    rf"|crossing"
    r"|junction)|by (?:a|the|some))(?! (?:with|milestone|bill|my price))",
    rf"(?:i|we|he|she|they|someone|driver_) {BE}(?:hit|ran over|run over|knocked down|knocked over) (?:a |an |the "
    rf"|some )?"
    rf"{gap(1)}(?:pedestrian|cyclist|child|kid|man|woman|lady|person|boy|girl|motorcyclist|biker|people|jogger)",
    rf"{HUMAN} {BE}(?:stuck|trapped|pinned|wedged|caught|jammed) (?:inside|in (?:it|there|the (?:car|van|lorry"
    rf"|wreck))"
    r"|under|between|against)|(?:people|folk_|folks_|someone|somebody|kids_|man_|driver_|they) (?:are |is )?(?:still "
    r"|all )?(?:trapped|inside|under (?:it|the|there))(?! (?:the (?:table|impression|tree|same)))",
    r"pile ?up (?:outside|and|on the|here)|(?:been|am|are|is|have had|just had) (?:in )?(?:a|an) (?:\w+ )?(?:smash"
    r"|crash"
    r"|wreck|collision|accident) and",
    rf"{CHILD}_? {BE}(?:locked|trapped|stuck|shut|left) (?:\w+ )?in (?:the|a|my|our) (?:\w+ )?(?:car|van|lift"
    rf"|lorry|freezer"
    r"|cupboard|boot|trunk|well|tank)",
    r"(?:stuck|trapped|locked) in (?:the|a|your|this) (?:\w+ )?(?:lift|elevator|freezer|cold ?room|cellar|fridge"
    r"|tank|lock"
    r"|sauna) and",
    rf"gone under {gap(6)}(?:not come|never come|has not|have not)|not come (?:back )?up",
)
