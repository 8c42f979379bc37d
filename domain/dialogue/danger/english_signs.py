"""What callers say in English when somebody is in danger: who, what state they are in and what does the harm."""

from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import PERSON, one_of

# --- who ----------------------------------------------------------------------------------------------------------


PEOPLE = """
    mother father mum mom dad mummy mommy daddy parent parents son daughter child children kid kids boy boys girl
    girls grandmother grandfather stepmother stepfather stepson stepdaughter godmother godfather grandson
    granddaughter grandchild husband wife partner boyfriend girlfriend fiance fiancee baby babies toddler toddlers
    infant newborn brother sister uncle aunt auntie aunty cousin nephew niece nan nana nanna gran granny grandad
    granddad grandpa grandma nonna nonno mate mates friend friends flatmate roommate housemate neighbour neighbor
    neighbours neighbors colleague colleagues coworker workmate boss manager employee apprentice hairdresser stylist
    barber receptionist customer customers client clients lady ladies woman women man men guy guys bloke person
    people patient passenger driver gentleman teenager teen teenagers tenant twin twins student students teacher
    worker workers builder guest visitor stranger cyclist pedestrian carer nanny cleaner fella dude bystander
    workman electrician plumber roofer painter jogger wifes mums husbands toddlers old-timer pensioner lodger
    landlord waiter waitress chef cook cashier lad lads lass missus pal pals buddy hubby folk folks chap mechanic
    nurse technician biker motorcyclist rider fellow lodgers shopper diner regular trucker workmates kiddo
    schoolboy schoolgirl mother-in-law dads nans ex grandparents
    parent assistant trainee mothers fathers stepdad stepmum stepmom
    """
_SOMEONE_ELSE = rf"(?:he|she|they|someone|somebody|everyone|everybody|intruder|burglar|robber|{PERSON})"
_ANYBODY = rf"(?:i|we|he|she|they|someone|somebody|everyone|everybody|{PERSON})"
_HUMAN = PERSON
_DET = r"(?:my|the|a|an|our|your|his|her|their|this|that|another|some)"
_WHOSE = r"(?:my|his|her|their|the|our|your|its|a|an|one|both|left|right|some)"
_WHOM = rf"(?:me|him|her|us|them|people|someone|somebody|everyone|{_DET} {gap(1)}{_HUMAN})"
_PLACE_TO_BE = one_of(
    """
    house home kitchen building shop salon store office car flat apartment garage roof bin room bedroom bathroom
    restaurant basement place shed van truck bus block toilet ward school garden yard street lift elevator hallway
    corridor stairwell balcony cellar attic laundry unit oven stove cooker dryer machine engine curtains? mattress
    sofa couch bed boiler heater building wall ceiling socket outlet cable charger battery clothes shirt sleeve
    dress jacket pan microwave kettle fuse_?box bench counter shelf towels? car_?park workshop warehouse factory
    motel hotel
    """
)

# --- what state -----------------------------------------------------------------------------------------------------
_NO_MORE = r"(?:not|no longer|never|barely|hardly|stopped|stops)"
_ILL = (
    r"(?:heart attack|stroke(?! of)|seizure|convulsions?|aneurysm|cardiac arrest|asthma attack|allergic reaction"
    r"|anaphyla\w+|hypo|miscarriage|embolism|epileptic fit|febrile fit|brain bleed|diabetic (?:attack|emergency)"
    r"|cardiac)"
)
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
_WEAPON = (
    r"(?:gun|knife|weapon|machete|axe|crowbar|pistol|rifle|hammer|baseball bat|shotgun|handgun|firearm|blade"
    r"|screwdriver)"
)
_ASKS = (
    r"(?:call|calling|dial|ring|phone|get|need|needs|want|wants|send|contact|fetch|calls) (?:(?!\d|zero|oh"
    r"|not )\w+ ){0,3}"
)
_NUMBERS = (
    r"(?:triple (?:zero|o|oh|nine|one)|zero zero zero|oh oh oh|nine nine nine|nine one one|one one one|one one two"
    r"|911|999|000|112|111|9 1 1|9 9 9|0 0 0|1 1 2|1 1 1)"
)
_MORE_DIGITS = (
    r"(?! (?:\d+|zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple|slot|appointment|opening|time"
    r"|street|road|avenue|dollars|oclock|am|pm)\b)"
)
_VEHICLE = one_of(
    """
    cars? van lorry truck bus coach taxi tractor motorbike bike scooter quad jeep suv forklift digger minibus tram
    train vehicle caravan
    """
)
_CHILD = one_of(
    """
    baby toddler child kid kids boy girl son daughter grandson granddaughter nephew niece twins? brother sister
    children infant
    """
)
_ONLY = (
    r"(?:a|an|the|is|this|hello|hi|help|me|please|now|quick|quickly|emergency|oh|god|my|it|there|are|you|right|ok|us"
    r"|hurry)"
)
_LIMB = r"(?:arms?|legs?|hands?|side|face|body|toes|feet|foot|neck|fingers|mouth|tongue|leg or arm)"

_BREATH = (
    rf"(?:can|could|will) (?:not|barely|hardly) {gap(1)}(?:breathe?|get (?:a|his|her|my|their|any|enough) (?:breath"
    r"|air)|get"
    r" any air|catch (?:a|his|her|my|their) breath)(?! in (?:this|these|that|those|my|it)| through (?:my|his"
    r"|her) nose| for laughing| from laughing| because of (?:laughing|excitement)| i am (?:laughing|excited)"
    r"| without you)",
    rf"(?:{_NO_MORE}|unable to|not able to|struggl\w+ to|struggl\w+ for|trying to|fighting (?:to|for)"
    r"|fights for) (?:be )?(?:breathing|breathe|breath|air)(?! properly since| easy)",
    r"(?:trouble|difficulty|difficulties|problems?|struggl\w+|hard time) (?:with |in |to )?(?:his |her |my |their "
    r"|the )?breath(?:e|ing)",
    rf"{_WHOSE} breathing (?:is |has |got |sounds? )?{gap(1)}(?:stopped|shallow|weird|strange|funny|bad|worse"
    r"|difficult|wrong|slow|weak|rattl\w+|fast|noisy|laboured)",
    rf"{_ANYBODY} {BE}(?:gasping|wheezing|suffocating|asphyxiat\w+|short of breath|out of breath and"
    r"|fighting for (?:air|breath|life))",
    rf"(?:lips?|face|{_WHOSE} skin|tongue|nails are|fingertips) {BE}{gap(1)}(?:blue|purple|gr[ea]y)(?! (?:lipstick"
    r"|gloss|shade|eyeshadow|paint))",
    rf"{_ANYBODY} {BE}chok(?:ing|ed)(?! up| back| on (?:the|my|his|her|that|your|this) (?:price|bill|cost|quote"
    r"|total|words|laughter|fumes of)| with laughter| (?:collar|point|hold))",
    r"choking on (?:a|his|her|some|something|food|an|\w+ and)",
    r"(?:stuck|lodged|caught|jammed|something|trapped) (?:deep )?(?:down |in )(?:his|her|my|their|the \w+) (?:throat"
    r"|windpipe|airway|gullet)",
    rf"(?:throat|tongue|airways?) {BE}{gap(1)}(?:clos(?:ing|ed)|swelling|swollen|swelled|swole|puff\w+|blowing up"
    r"|huge|tightening|constrict\w+|block\w+)",
    r"(?:swelling|swollen|swelled) (?:up )?(?:in |of )?(?:his|her|my|their|the) (?:throat|tongue|airway)",
)
_CONSCIOUSNESS = (
    r"unconscious(?! (?:of|bias|mind|decision|habit|choice|uncoupling))|(?:lost|losing|loses|regained) consciousness",
    rf"{_SOMEONE_ELSE} {BE}(?:un|non ?)responsive|not (?:fully )?conscious",
    rf"{_SOMEONE_ELSE} {BE}not {gap(1)}(?:respond\w*|responsive|wak(?:e|ing)|mov(?:e|ing)|react\w*"
    r"|answer(?:ing)? me when|talking|get(?:ting)? up|opening|coming (?:round|to|around)|breath\w+)(?! (?:house"
    r"|away|out|to (?:my|your) (?:messages?|emails?|texts?|calls)))",
    rf"{_SOMEONE_ELSE} {gap(2)}(?:will|does|do|can|could|did) not {gap(1)}(?:wake|waking|be woken|open (?:\w+ )?eyes"
    r"|respond(?! to (?:my|your|our) (?:messages?|emails?|texts?|calls?))|come (?:to|round"
    rf"|around)\b(?! {one_of('the my your our a')})|react|move|get up|stay awake|be roused|squeeze)",
    r"(?:can|could) not (?:seem to )?(?:wake|rouse|revive|get a response|get (?:him|her|them"
    rf"|{_DET} {gap(1)}{_HUMAN}) to (?:wake"
    rf"|respond|open|breathe|move))(?! (?:up )?(?:early|before|in the morning|at|that early|with my alarm))",
    rf"(?:try|trying|tried) to (?:wake|rouse|revive|resuscitate) (?:up )?(?:him|her|them|{_DET})",
    rf"{_ANYBODY} {BE}(?:passed out|fainted|blacked out|collapsed|keeled over|passing out|collapsing|blacking out"
    r"|faint(?:ing)?|gone (?:limp|floppy|unconscious|down and)|went (?:limp|floppy|unconscious)|goes limp|limp"
    rf"|floppy|slumped|out cold|knocked out|motionless|lifeless|comatose|in a coma)(?! (?:\w+ ){{0,3}}(?:flyers?"
    r"|leaflets?|cards?|samples?|vouchers?|brochures?|invit\w+|menus?|hair|veins?|arch\w*|curls?|catalogues?"
    r"|pamphlets?|coupons?|programs?|sweets|treats|tickets|hearted)| (?:asleep|at the thought|from the academy"
    r"|with (?:laughter|excitement|joy|shock at)|on the couch|on the sofa|in front of)| of (?:the )?(?:academy"
    r"|school)| line)",
    rf"(?:collapsed|slumped|unconscious|lying|laying|laid out|face down|crumpled|sprawled) {gap(2)}(?:floor|ground"
    r"|road|street|pavement|stairs|footpath|carpark|driveway|steering wheel|pool|water|bath|tiles|kerb)",
    r"(?:can not|could not) (?:find|feel|get|detect) (?:a|his|her|any|the|their) (?:pulse|heart ?beat)",
    r"(?:no|not got a|without a|weak|lost (?:his|her|the)) pulse",
    r"(?:his|her|my|their|mums|dads|the) heart (?:has |is |just )*(?:stopped|not beating|giving out"
    r"|racing and)(?! when i s| at the| for a (?:second|moment))",
    rf"eyes? {BE}(?:roll\w*|turn\w*) (?:back|up|into|white)",
    rf"{_SOMEONE_ELSE} {BE}(?:dead|died(?! (?:her|his|my|it|their|the)\b))(?! (?:tired|set|keen|serious|against"
    r"|sure|to me|inside|line|ends?|beat|on time|excited|jealous|at the thought|laughing|of (?:embarrassment"
    r"|laughter|shame|boredom)))",
    rf"(?:someone|somebody|he|she|they|baby|people) {BE}dying(?! (?:to|for|of (?:laughter|embarrassment|boredom"
    r"|curiosity|thirst|hunger|heat)|her|his|their|my|hair|it))",
    rf"{_ANYBODY} {BE}(?:slurring|delirious)|slurr(?:ing|ed|y)",
)
_SUDDEN_ILLNESS = (
    rf"(?:is|am|are|be|he|she|mum|mom|dad|{_HUMAN}|i|was|started|been|it is|this is|about to|going to) (?:having"
    r"|has had|is had|just had|have had|have|has|in|had) (?:a|an|another|some (?:sort|kind) of|some"
    r"|what looks like a|one of (?:his|her)|what"
    rf" i think is a|her|his) {gap(2)}{_ILL}(?! (?:when|at the (?:price|bill|cost)|over|about|from the (?:price|bill"
    r"|shock)|if|survivor|scare|coming (?:if|when)))",
    rf"(?:having|has had|is had|am had) (?:a |an |another )?{gap(2)}(?:{_ILL}|fit(?! (?:about|over|because|when|at"
    r"|of|if)))(?! (?:when|at the|over|about|from the (?:price|bill|shock)|survivor))",
    r"(?:think|thinks|it is|this is|looks like|be|sure) (?:it is |it was |this is |he is |she is )?(?:a "
    rf"|an )?{gap(1)}{_ILL}(?! (?:when|at the|over|about|survivor|practice|clinic|waiting|from the))",
    r"cardiac arrest|anaphylactic shock|anaphylaxis|(?:going|gone|went|goes) into (?:shock|cardiac|arrest"
    r"|anaphyla\w+|a seizure|a coma)",
    rf"{_SOMEONE_ELSE} {BE}(?:seizing|convulsing|fitting(?! (?:you|me|us|him|her|the|a|in|room|kitchens|tyres"
    r"|carpets)))",
    r"convulsing|convulsions",
    rf"foam\w* (?:is )?{gap(2)}(?:at|from|out of|around) (?:the|his|her|their) mouth|frothing",
    rf"{_SOMEONE_ELSE} {BE}(?:shaking|jerking|twitching|trembling) (?:uncontrollably|violently|all over"
    r"|on the (?:floor|ground)|and (?:can|will|does|not)|like crazy on)|body is (?:jerking|shaking|convulsing)",
    r"(?:chest|heart) (?:is |has |feels? |are )?(?:\w+ ){0,2}(?:pains?|hurts?|hurting|tight|tightness|tightening"
    r"|crush\w+|squeez\w+|pressure|heavy|burning and)|chest pains?",
    rf"(?:pains?|pressure|tightness|tight feeling|heaviness|squeezing|ache|weight) {gap(2)}(?:in|on|across"
    r"|around) (?:his|her|my|the|their) (?:chest|heart)|(?:clutch|grabb?|hold|gripp?)ing (?:at |onto )?(?:his|her"
    r"|my|their|the) (?:\w+ )?(?:chest|heart|throat)|elephant (?:is )?(?:sitting |standing )?on my chest",
    rf"(?:pains?|tingl\w+|numbness|ache|numb) {gap(4)}(?:down|in|up|through) (?:his|her|my|their|the) left arm"
    rf"|left arm {BE}"
    rf"{gap(1)}(?:numb|hurt\w*|tingl\w+|pain\w*|dead|weak)",
    r"(?:face|mouth|smile|cheek|(?:side|half) of (?:his|her|my|their|the) (?:face|mouth|body)|one side|left side"
    r"|right side)"
    rf" {BE}{gap(3)}(?:droop\w*|hang\w*|dropp?\w*|fallen|falling|crooked|lopsided|numb|slipped|slid|slipping|limp"
    r"|paraly\w+|weak|dead|slack|sagging down)",
    rf"(?:{_SOMEONE_ELSE} {gap(1)}(?:can|could) not (?:suddenly )?|suddenly can not )(?:lift|raise|move|feel"
    r"|use) (?:his|her|my|the"
    rf"|their|one|both|one of \w+|either)? ?{gap(1)}{_LIMB}|can not (?:feel|move) (?:my|his|her|their"
    rf"|our) {gap(1)}{_LIMB}",
    rf"(?:speech|words|talking|voice) (?:is |are |has |have )?{gap(2)}(?:slurr\w*|garbled|jumbled|gibberish"
    r"|mumbl\w+)|talking (?:gibberish|nonsense|rubbish and)|words (?:are )?(?:not making sense|coming out (?:wrong"
    r"|weird|funny|all))|face has gone",
    rf"{_SOMEONE_ELSE} {gap(1)}(?:can|could) not {gap(1)}(?:speak|talk|see|walk|stand|swallow)(?! (?:english|to you"
    r"|with|now|right|very well|well|any english|\w+ish|about|the|a|you|on the phone|for long|without (?:her"
    r"|his) (?:glasses|stick|frame|walker)))|suddenly can not (?:see|speak|talk|walk)",
    rf"(?:sugar|sugars|blood sugar|glucose) (?:is |has |have )?{gap(2)}(?:low|crash\w*|dropped|dangerously|high and)"
    r"|diabetic (?:coma|shock|hypo|emergency)",
    r"(?:allergic|bad|severe) reaction and|(?:need|needs|used|use|get|got|find|given|gave|where is|has) (?:his|her"
    r"|my|an|the|a) (?:epi ?pen|adrenaline)|epi ?pen (?:is|does|did)",
    rf"{_SOMEONE_ELSE} {BE}(?:stopped|not) (?:breathing|crying and)|(?:sepsis|septic|meningitis) ",
    rf"(?:stung|bitten|bit|sting|bite) {gap(4)}(?:swelling|swollen|swell\w*|can not|struggling|throat)",
    rf"(?:bitten|bit) (?:by|on|me|him|her) {gap(2)}(?:snake|spider|adder|dog badly)|snake (?:has )?bit\w*"
    rf"|snake ?bite",
)
_BLOOD = (
    rf"(?:he|she|they|someone|somebody|{_DET} {_HUMAN}|{_HUMAN}|i|we|head|forehead|skull|arm|leg|hand|wrists?|neck"
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
    rf"(?:cut|slit|slashed|sliced|cutting|slitting|severed|hit) (?:open )?(?:through )?{_WHOSE} (?:own )?(?:wrists?"
    r"|throat|artery|neck|veins|jugular)",
    rf"severed {gap(3)}\w+|amputated|(?:finger|thumb|hand|arm|leg|foot|toe) (?:is |has |has been "
    rf"|got )?{gap(2)}(?:cut|chopped|sliced|come|ripped|hanging|been cut|been taken|off) ?(?:clean )?off\b",
    rf"{_ANYBODY} {BE}(?:stabbed|shot(?! (?:list|glass|of|for|at a|a (?:film|video|movie|wedding|music|commercial))"
    r"|s?\b at the (?:doctor|clinic))|knifed|impaled|gashed|lacerated|mauled)(?! in the (?:back by|dark))"
    r"|gun ?shot wound|stab wound",
    r"(?:deep|bad|nasty|huge|massive|terrible|serious|gaping|open|severe|head) (?:\w+ )?(?:cut(?! and)|gash|wound"
    r"|laceration|burns?|injur(?:y|ies)|bleed(?:ing)?)|(?:cut|wound|gash|burn) (?:is |looks |to the )?(?:deep|bad"
    r"|bone|wide|open|gaping)",
    rf"{_ANYBODY} {BE}{gap(2)}(?:badly|seriously|severely|critically|gravely|mortally) (?:hurt|injured|burn\w*|cut"
    r"|wounded|bleeding|ill|beaten|mangled|scalded)(?! by (?:your|the) (?:bleach|service))",
    rf"{_ANYBODY} {BE}{gap(2)}(?:hurt|injured|burn\w*|cut|wounded|scalded) {gap(2)}(?:badly|seriously|severely"
    r"|terribly|real bad|pretty bad|bad)",
)
_INJURY = (
    r"(?:hit|hits|banged|smash\w*|crack\w*|split|knock\w*|smack\w*|struck|whack\w*|bash\w*|slamm\w*|gash\w*"
    r"|landed on|busted|cut|hurt|injured) (?:open )?(?:his|her|their|my|the back of (?:his|her|my|their)"
    r"|the side of (?:his"
    rf"|her)) {gap(1)}(?:head|skull|forehead|temple)(?:s)?(?! (?:and (?:it is fine|i am ok)|of hair|massage))",
    r"(?:hit|struck) (?:on|in|across) the head|head injury|concussi\w+|head (?:is |has )?(?:\w+ )?(?:split|cracked"
    r"|smashed)(?: open)?",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:fell|fallen|falling|falls|tumbled|jumped|slipped|thrown|dropped|plunged"
    r"|toppled|pushed|tripped"
    rf"|come|came) {gap(1)}(?:down|off|from|out of|out|over|through|into|on) (?:the |a |an |his |her |our |some "
    rf"|of )*{gap(2)}(?:stairs?|staircase|steps|stairwell|ladder|roof|balcony|window|bike|bicycle|motorbike|horse"
    r"|scaffold\w*|cliff|wall|tree|chair|bed|bridge|floor|ground|river|pool|pond|lake|water|well|tracks?|platform"
    r"|escalator|table|cot|pram|highchair|high chair|scooter|skateboard|bath|shower|hole|train|car|bus|tram"
    r"|forklift|loft|shelf|stool)(?! (?:and (?:she|he) is (?:fine|ok)))",
    rf"{_SOMEONE_ELSE} {BE}(?:fell|fallen|has fallen|is fallen|had a fall|a fall|slipped|tripped|down)(?: over"
    rf"| down)? and {gap(4)}(?:can|could|will|does|is|not|hit|broke|broken|hurt|banged|bleeding|lying|unconscious"
    r"|landed|cut|head|hip)",
    rf"{_ANYBODY} {BE}(?:fell|fallen|had a (?:bad )?fall|had a bad fall)(?: over| down)? {gap(3)}can not (?:get"
    r"|stand|move|walk)",
    rf"{_ANYBODY} {BE}(?:electrocuted|struck by lightning|crushed|trampled|run over|knocked (?:down|over) by"
    r"|hit by (?:a|the|an|some)"
    rf" {gap(1)}(?:car|bus|truck|van|lorry|train|tram|bike|cyclist|motorbike|taxi|vehicle|ute|scooter|forklift"
    r"|driver)|mangled)",
    r"(?:car|bus|truck|van|lorry|motorbike|train|driver) (?:has |is |just )*(?:hit|ran over|run over|knocked down"
    r"|struck|run into|crashed into|drove into|ploughed into|mown down) (?:a|an|my|the|him|her|me|us|someone"
    r"|somebody|people|them|his)(?! car)",
    r"electric(?:al)? shock|got a (?:bad |massive |huge )?shock from|electrocuted",
    r"bones? (?:is |are )?(?:\w+ )?(?:sticking|poking|coming|showing) ?(?:out|through)?|(?:can|could) see (?:the|his"
    r"|her|my) bone",
    rf"{_ANYBODY} {BE}(?:trapped|pinned|crushed|stuck|caught) (?:under|beneath|between|in (?:the|a|my) (?:car wreck"
    r"|wreck|machine|machinery|conveyor|mixer|lathe|fire|rubble|burning|door of))|(?:arm|hand|leg|hair|fingers?"
    r"|finger) (?:is )?(?:stuck|caught|trapped) in (?:the|a) (?:machine|mixer|mincer|blender|escalator|grinder"
    r"|press|lathe|conveyor)",
    rf"(?:serious|bad|terrible|horrible|horrific|major|fatal|awful|nasty) {gap(1)}(?:accident|crash|collision|smash"
    r"|pile ?up|fall|injury)|(?:there is|there has|there was|has been|have been|we have had|i am in) (?:been )?(?:a"
    r"|an) (?:\w+ )?(?:car |bike |road |motorbike |traffic )(?:accident|crash|collision|smash|pile ?up)",
    rf"(?:boiling|hot|scalding) (?:water|oil|fat|tea|coffee|wax|soup) {gap(3)}(?:on|over|down|onto) (?:him|her|me"
    r"|them|his|her|my|the (?:baby|child|kid|boy|girl)|himself|herself|myself|your)",
    rf"{_SOMEONE_ELSE} {BE}(?:scalded|on fire(?! (?:today|this|lately|with|at)))",
    rf"(?:back|neck|spine|skull) {BE}(?:broken|snapped|fractured)|(?:broke|broken|snapped|fractured) (?:his|her|my"
    r"|their) (?:neck|back|skull|spine|hip)",
    r"(?:bleach|acid|chemicals?|developer|peroxide|dye|cleaner|ammonia|caustic \w+|glue|paint|solvent|relaxer"
    r"|drain \w+|pepper spray|tint|perm \w+) (?:got |has |have |is |splashed |went |gone |just |all |sprayed "
    r"|squirted )*(?:in|into|in both) (?:of )?(?:his|her|my|their|the|both|her little|someones?) (?:\w+ )?eyes?",
    r"(?:drowning|drowned|near drowning)|face down in|(?:pulled|dragged|found) (?:him|her|them"
    rf"|{_DET} {_HUMAN}) (?:out )?(?:of|from|in|at|on) the (?:bottom|water|pool|bath|river|sea|pond|floor|ground"
    r"|bathroom)|(?:fallen|fell) in(?:to|side)? the (?:pool|pond|river|lake|water|canal|sea|harbour)",
    rf"(?:baby|child|toddler|kid|infant|son|daughter|grandson|granddaughter|boy|girl) {gap(3)}(?:locked|trapped"
    r"|stuck|shut) (?:\w+ )?in (?:the|a|my|our|his|her) (?:\w+ )?car",
    rf"heat ?stroke|hypotherm\w+|(?:baby|child|toddler|son|daughter) {BE}(?:overheating|burning up and"
    r"|boiling hot and)",
    rf"{_SOMEONE_ELSE} {BE}(?:hurt|injured|wounded)$|(?:someone|somebody|people|he|she|they) {BE}(?:hurt|injured"
    r"|wounded)(?! (?:my|his|her|their) (?:feelings|back last)| feelings)",
)
_POISONING = (
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
    rf"(?:he|she|they|{_HUMAN}|someone|i|been) {BE}(?:poisoned|gassed)|(?:has|have|with|is"
    rf"|am) {gap(1)}(?:carbon monoxide|alcohol) poisoning",
    rf"(?:baby|toddler|child|kid|son|daughter|boy|girl|he|she|infant) {BE}swallowed (?!(?:her|his) (?:pride|words))",
)
_BIRTH = (
    r"(?:in|into) labou?r(?! (?:government|party|ward|costs?))(?=$| (?!(?:costs?|with))\w+| \.)",
    rf"(?:my|her|wifes|daughters|sisters|the) waters? {BE}(?:broke|broken|breaking|gone|went)",
    rf"(?:having|has|got|getting|with|her|my|the|started|strong) {gap(1)}contractions(?! class)|contractions (?:are"
    r"|every|have|is|started|\w+ minutes)",
    r"(?:giving birth|crowning|see the (?:babys )?head|head is (?:coming|out|showing|there)|delivering (?:the|a|her"
    r"|my) baby)",
    r"baby is (?:coming(?! (?:with|along|too|to|in|next|on|at|home|this (?:month|year|week|summer|autumn|winter"
    r"|spring)|with))|coming (?:now|right|out|early|fast|any)|being born|on (?:its|the|his|her) way|half out)",
    r"(?:having|has|have) (?:the|her|a|my|this) baby (?:now|right now|here|in the (?:car|bathroom|shop|salon|toilet"
    r"|lift|hall\w*|back|kitchen|taxi))|pregnant and (?:\w+ )?(?:bleeding|having|in)|placenta",
)
_FIRE = (
    r"there (?:is|has been|was) (?:a |an |another )?(?:\w+ ){0,2}(?:fires?|flames)(?! (?:place|sale|pit|door|escape"
    r"|exit|station|works|drill|alarm|test))",
    r"(?:we|i) (?:have|have got|got) (?:a |an |another )?(?:\w+ )?fire (?:in|at|here|on|out|next|and)",
    rf"{_PLACE_TO_BE} {BE}{gap(1)}(?:on fire|(?:caught|catching|catch) (?:on )?fire|in flames|alight|ablaze"
    r"|burning(?! (?:calories|hot deals|smell))|up in flames|burning down|smoking and|full of smoke|exploded"
    r"|exploding|sparking|collapsed|collapsing)(?! sale| with (?:deals|colou?r))",
    rf"(?:someone|somebody|man|woman|he|she|they|his|her|clothes|{_HUMAN}) {gap(2)}(?:caught|catching"
    r"|catch) (?:on )?fire|hair (?:has |is |just )*(?:caught|catching|gone up|went up) (?:on |in )?(?:fire|flames)"
    rf"|(?:set|setting) (?:\w+ ){{1,3}}(?:on fire|alight|fire to)|set fire to|caught (?:on )?fire",
    rf"smoke (?:is |are )?{gap(2)}(?:coming|pouring|filling|everywhere|billowing|in the|all over|out of|through"
    r"|under|from (?:the|my|our|next|your|under))",
    r"(?:full of|fill\w* (?:up )?with|lots of|so much|thick|black|see|seeing|smelling"
    r"|a lot of) (?:\w+ )?smoke(?! (?:damage|grey|gray|eye|show))",
    rf"flames (?:are |is )?{gap(1)}(?:coming|everywhere|in|from|shooting|out|up|rising)|(?:fire|flames) (?:is "
    rf"|are )?{gap(1)}(?:spreading|getting (?:bigger|worse)|out of control|coming)|(?:see|seeing) flames|house ?fire"
    r"|kitchen fire|electrical fire|bush ?fire (?:is|coming|near)|trapped by (?:the )?fire",
    rf"^(?:{_ONLY} )*fire(?: fire| {_ONLY})*$|(?:there has been|was|heard) an? (?:\w+ )?explosion"
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
)
_VIOLENCE = (
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
    rf"(?:someone|somebody|{_SOMEONE_ELSE}|dog) {BE}{gap(1)}(?:attack(?:ing|ed|s)?|beat(?:ing|en)?|punch(?:ing|ed)"
    r"|strangl(?:ing|ed)|stabb(?:ing|ed)|rob(?:bing|bed)|rap(?:ing|ed)|assault(?:ing|ed)?|threaten(?:ing|ed|s)?"
    r"|chok(?:ing|ed)|grabb(?:ing|ed)|chas(?:ing|ed)|mugg(?:ing|ed)|hold(?:ing)?|kick(?:ing|ed)|hitt?(?:ing)"
    r"|hurting|smash(?:ing|ed)|dragg(?:ing|ed)|abus(?:ing|ed)|shoot(?:ing)?|touching) "
    rf"(?:up )?{_WHOM}(?! (?:up|at (?:chess|tennis|golf|squash|darts|scrabble|cards|fifa|poker|pool)|on (?:instagram"
    r"|insta|facebook|tiktok|twitter|social|my appointment|the phone|that offer)|to (?:it|a|get|change|do|buy)"
    r"|with (?:a lawsuit|legal|reviews?|laughter)|in (?:stitches|place)|hair|attention|a space|an appointment"
    r"|hand while))",
    rf"(?:being|getting|been|is|was|got|getting) {gap(1)}(?:attacked|robbed|assaulted|mugged|raped|beaten up|beaten"
    r"|strangled|held (?:hostage|against|at|captive|prisoner)|kidnapped|abducted|stalked|jumped|carjacked"
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
)
_REQUESTS = (
    rf"{_ASKS}(?:ambulances?|paramedics?|ambos)\b(?! (?:driver|officer|station|service|victoria|costume|hill|uniform"
    r"|colleague|chasers?|in (?:my|the) (?:name|address)))",
    rf"^(?:{_ONLY} )*ambulance(?: {_ONLY})*$",
    rf"{_ASKS}(?:fire (?:brigade|department|engine|service|truck|fighters?)|firemen|firefighters|police|cops"
    r"|coast ?guard)\b(?! (?:check|officers?|station|clearance|report|charity|uniform|calendar|costume|academy"
    r"|record|ball|party|discount|verification|certificate|vetting|number plate|museum|show|fundraiser|open day"
    r"|toys?))",
    rf"{_ASKS}(?:the )?(?:emergency services?|emergency (?:number|line)|emergency (?:people|team|help)"
    rf"|emergency now)",
    rf"{_ASKS}{_NUMBERS}{_MORE_DIGITS}",
    rf"^(?:{_ONLY} )*{_NUMBERS}(?: {_ONLY})*$",
    r"(?:medical|life threatening|real|genuine) emergency(?! (?:practice|clinic|room|centre|center|fund|cover))"
    r"|matter of life(?! and death (?:for|of) my hair)|life or death(?! for my)",
    rf"^(?:{_ONLY} )*(?:it is|this is|there is|we have got|we have|i have|i have got|got) an emergency(?: {_ONLY})*$",
    r"(?:needs?|giving|give|doing|do|started?|starting|performing|tell me how to do|how do i do) (?:him |her |them "
    r"|some )?(?:cpr|mouth to mouth|resuscitation|chest compressions|the heimlich)(?! (?:course|training|certif\w+"
    r"|class|refresher))",
    r"(?:needs?|need) (?:urgent |immediate |emergency |to (?:go|get) to |a |the |some )*(?:medical (?:help|attention"
    r"|assistance)|hospital now|hospital right|hospital quick\w*|resus\w*)",
    r"(?:send|need|get|get me|get us) (?:some |urgent |immediate )*help (?:now|urgently|immediately|quick\w*"
    r"|right now|fast|please hurry|as soon)|send (?:some |somebody |someone )?help|(?:someone|somebody"
    r"|please) (?:help|save) (?:him|her|them|my (?:baby|son|daughter|husband|wife|mum|dad|child)|us)(?! (?:with"
    r"|choose|find|book|decide|pick|out|get (?:a|an|in)|look|feel))",
)

_BODY = one_of(
    """
    head neck face arms? legs? hands? wrists? fingers? thumb foot feet toes? eyes? ears? nose mouth lips? tongue
    throat chest stomach belly back hip knees? ankles? skull spine shoulders? ribs? skin side groin jaw elbow
    forehead thighs? calf shin scalp cheek chin palm
    """
)
_HARMED = one_of(
    """
    numb paralysed paralyzed broken crushed bleeding swollen swelling burning burnt burned drooping hanging crooked
    blue purple trapped stuck severed mangled smashed split open cracked torn cut twisted dislocated gushing impaled
    scalded blistered blistering limp floppy
    """
)
_GENERAL = (
    r"(?:can|could|will) not (?:get|catch|draw|take) (?:any |enough |a |his |her |my )?(?:air|breath)|having (?:fits"
    r"|seizures|convulsions)|having (?:a|the|her|my) baby_? (?:on|in|at|right|now|here"
    r"|outside)(?! (?:\\w+ )?(?:weeks|months|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer))",
    r"(?:building|house|shop|place|flat|car|unit|factory|apartment|school|hotel|kitchen|home|room"
    rf"|roof) {gap(4)}(?:is|are) (?:now |still )?(?:on fire|in flames|burning down)",
    rf"{_SOMEONE_ELSE} {BE}(?:knocked (?:down|over|off)|hit and run|mown down|run over|run down)",
    r"stuck in (?:the|my|a) car (?:and|underwater|in the water|with)|(?:car|boat|van) is (?:sinking|filling"
    r"|in the water)",
    rf"(?:his|her|their|the) {gap(1)}{_BODY} {BE}{gap(1)}{_HARMED}(?! (?:hair|ends|nails?))",
    rf"my (?:left |right |whole )?{_BODY} {BE}{gap(1)}(?:numb|paraly[sz]ed|crushed|bleeding (?!a)|trapped|severed"
    r"|mangled|drooping)",
    rf"{_SOMEONE_ELSE} {BE}{gap(2)}stopped (?:moving|responding|breathing|talking|answering|crying and|screaming)",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:dropped|dropping|went|gone|goes|crashed|crumpled|fell|fallen|knocked|thrown"
    r"|down) (?:down )?(?:to|on|onto|in)(?:to)? the (?:ground|floor|pavement|road|concrete|tiles|street|pool|river"
    r"|water|lake|tracks|rails)",
    rf"(?:bleed|bleeding|blood|bled) {gap(7)}(?:will|does|can|could|would|did|is) not (?:stop|slow|be stopped)",
    rf"(?:hear|heard|hearing|see|seeing|there is|there are) {gap(1)}(?:{_SOMEONE_ELSE}|people|footsteps"
    rf"|noises) {gap(1)}(?:downstairs|upstairs|in my (?:house|home|room|garden|flat)|breaking|smashing|screaming"
    r"|at (?:my|the) window|trying to get in|in the (?:house|attic|cellar|basement|hall))",
    rf"(?:acid|bleach|chemicals?|petrol|oil|chemical|lye|caustic soda|boiling \w+|hot \w+) {gap(4)}(?:on|over|in"
    rf"|into|down|onto|to) (?:his|her|my|their|both) {gap(1)}{_BODY}",
    rf"(?:bitten|bit|mauled|attacked|biting|mauling) (?:by|my|him|her|me|a|the) {gap(3)}(?:face|neck|throat|snake"
    r"|shark|leg|hand|arm|badly|dog|son|daughter)",
    r"(?:robbing|holding up|burgling|shooting up|looting|vandalising|torching) (?:the|my|our|your|a|this|that"
    r"|everyone|people|us)",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:gagging|choking|suffocating|drowning|convulsing|trapped|unresponsive"
    r"|not breathing)(?! (?:in|on) (?:traffic|paperwork))",
    r"(?:sitting|standing|pressing|weight|heavy) on (?:his|her|my) chest|(?:has|have|he|she|they|friend) od ?d"
    rf"|{_BODY} (?:is |has |are )?(?:turning |gone |going )?(?:blue|purple)",
    rf"{_PLACE_TO_BE} {gap(3)}(?:is|are) (?:on fire|in flames|burning(?: down)?)(?! (?:with|deals|calories))",
    r"(?:went|gone|going|goes|been|is|still|pulled|dragged|sucked|fell|stuck) under (?:the )?(?:water|surface|ice"
    r"|waves|car|truck|bus|train|tractor|rubble)",
)

_SUDDENLY_THERE = (
    rf"(?:he|she|{_HUMAN}) {BE}breathing (?:funny|weird\w*|strange\w*|odd|fast|slow\w*|heavily|badly)",
    rf"(?:lips?|face|skin|fingers) {BE}(?:a |an )?(?:funny|weird|strange|odd|horrible) colou?r",
    r"(?:had|having) (?:\w+ )?(?:two|three|four|five|several|another|more|multiple) (?:seizures?|fits)",
    rf"(?:{_BODY}) {BE}(?:gone |went |been |put )+through (?:the|a|my) (?:\w+ )?(?:window|door|glass|pane|screen)"
    rf"|(?:he|she|{_HUMAN}) .{{0,30}}been hit$",
    r"there is (?:been |just )*(?:a |an )?(?:hit and run|stabbing|shooting|explosion|robbery"
    r"|mugging)(?! (?:in the (?:film|movie|book)|last|on))",
    r"(?:not|stopped) feeding and|hard to wake|(?:can|could) (?:barely|hardly|not) (?:be )?(?:wake|woken|rouse)",
    rf"{_SOMEONE_ELSE} {BE}(?:taken|had|having|took) a (?:bad |funny |terrible )?turn(?! (?:at|on|in))",
    rf"(?:gas|water|fuel) (?:pipe|main|line)s? {BE}(?:hit|burst|cut|ruptured|severed|gone)|(?:insides|guts"
    rf"|intestines|organs) (?:is |are )?"
    r"(?:showing|hanging|out|coming)|(?:stitches|wound|scar) (?:has |have |is )?(?:burst|split|come open|ripped)",
    rf"(?:kettle|pan|pot|soup|tea|coffee|oil|fat) {BE}{gap(1)}(?:gone |went |spilled |spilt |tipped |fell "
    rf"|fallen )*(?:all )?over {_DET}"
    rf" {gap(1)}{_HUMAN}",
    r"thrown (?:a|an|some) (?:brick|bottle|rock|stone|petrol bomb|firework)s? (?:through|at|in)|(?:they are|he is"
    r"|someone is) coming in",
    rf"(?:put|stuck|got|run|shoved|driven|drove|stabbed|rammed|shot|went|gone|go) (?:a |an |the "
    rf"|off )*{gap(2)}(?:through|into|in) (?:his|her"
    rf"|my|their) {gap(1)}(?:{_BODY})(?! (?:to|and (?:it|he|she) (?:was|is) fine))",
    rf"(?:attacking|strangling|trying to strangle|stabbing|beating up|assaulting|punching|mauling|throttling"
    rf"|glassing) {_WHOM}"
    r"(?! (?:on (?:social|facebook|instagram)|hair|beard|fringe))",
    r"(?:cooker|hob|boiler|gas \w+|oven|stove|fryer|battery|canister|cylinder|scooter|charger|firework"
    r"|tank) (?:is |has )?"
    r"(?:exploded|blown up|blew up|exploding|hissing|gone off|went off|gone up)",
    r"(?:gas|petrol|fuel|chemical) (?:bottle|canister|pipe|main|cylinder|tap|hose|tank) (?:is |has )?(?:hissing"
    r"|leaking|burst|split)",
    rf"(?:rolled|sat|stamped|trampled|stood|kneeling|standing|sitting) on {_DET} {gap(1)}{_HUMAN}",
    rf"{_CHILD} {BE}(?:gone|went|going|taken|left|driven) off (?:with|by) (?:a|some) {gap(1)}(?:man|stranger|woman"
    rf"|guy|bloke)",
    rf"{_CHILD} {BE}{gap(2)}(?:in|on) the (?:road|motorway|railway|tracks|street|roof|ledge)(?! (?:map|show))",
    r"(?:going|gone|go) hypo|(?:hit|struck) by lightning|pacemaker (?:keeps|is) shocking|delivering in the"
    r"|bone is through",
    r"plastic bag (?:over|on) (?:his|her|my) head",
    rf"(?:{_HUMAN}|builders?|he|she|someone|one of the \w+) {BE}(?:come|came|fallen|fell|rolled|slid|slipped"
    rf"|dropped) off (?:the|a|his|her)"
    rf" (?:changing |kitchen )?(?:roof|ladder|bike|table|bed|motorbike|horse|scaffold\w*|wall|sofa|balcony|couch"
    rf"|platform)",
    rf"(?:after|chasing|came at|coming at|going for|gone for|went for|lunged at) (?:me|him|her|us|them"
    rf"|{_HUMAN}) with (?:a|an|the|his)",
    r"(?:after|chasing|coming for) (?:her|me|us|him) with",
    rf"the heads? (?:is )?out|(?:{_HUMAN}|someone|he|she) {BE}on (?:the|a) (?:railway|train|tram|motorway|tube"
    rf"|rail) ?(?:line|tracks?|lines)?",
    rf"(?:cars?|vans?|lorries|bikes|trucks|buses) {BE}(?:smashed|crashed|ploughed|collided|run|driven"
    rf"|gone)(?: straight)? (?:into|with)"
    r" (?:each other|one another|a (?:bus|crowd|tree|wall|lamp\w*))|(?:cars|vans|trucks|lorries) have collided",
    rf"(?:someone|somebody|man|men|burglars?|they|he) {BE}(?:got|get|getting|come|came|climbed"
    rf"|climbing) in (?:through|via|by) (?:the|my|our|a)",
    r"(?:wearing|got|have|has|with|in) (?:\w+ )?balaclavas?",
    rf"(?:got|has|have|keeps?|keeping) (?:me|us|her|him|them) {gap(1)}(?:locked|trapped|tied|held|hostage|prisoner)",
    rf"(?:dogs?|pitbull|alsatian|rottweiler|xl bully|snake|swan|horse|bull) .{{0,14}}(?:got hold of|has hold of"
    rf"|on top of|attacking|mauling"
    rf"|dragging|biting|savaging|trampled) {_WHOM}",
    rf"(?:reversed|driven|drove|rolled|ran|run|gone|went|backed) over (?:my|his|her|their|{_DET} {gap(1)}{_HUMAN}"
    rf"|me|him|them)"
    rf" ?(?:{_BODY}|{_HUMAN}|$)",
    rf"(?:pram|buggy|pushchair|car|van|{_HUMAN}|he|she|someone) {BE}(?:fell |fallen |rolled |slid |gone |went "
    rf"|blown )+(?:in|into|through)"
    r" the (?:river|canal|pond|lake|sea|water|ice|harbour|dock|sewer|well)",
    r"(?:man|men|bloke|guy|people|someone|lads?) (?:\w+ )?(?:in|with|wearing) (?:a |an )?(?:balaclavas?|masks? and"
    r"|ski mask)"
    r"|stalker (?:is )?(?:outside|here|back|following|at)|(?:hear|heard) (?:\w+ )?shots(?! (?:of|were))",
    rf"(?:swimmer|surfer|kayaker|{_HUMAN}|someone) {BE}(?:in trouble|in difficulty|struggling|drifting"
    rf"|swept) {gap(4)}(?:out|water|sea"
    r"|rocks|river|pool|beach|lake|waves)",
    r"worst headache (?:ever|of (?:my|his|her) life|i have)|(?:alarm|detector) .{0,30}carbon monoxide"
    r"|thunderclap headache",
    rf"{_SOMEONE_ELSE} {BE}(?:gr[ea]y|white) (?:and|then|in the face) {gap(3)}(?:slid|fell|slumped|dropped"
    rf"|collapsed|went|sweat\w*"
    r"|clammy|cold|shak\w*)",
    rf"(?:hand|arm|foot|leg|fingers?|hair) in(?:to)? (?:the|a) (?:lawn ?mower|blender|mixer|mincer|saw|shredder"
    rf"|grinder|machine|blades?"
    rf"|fan|press|slicer)|(?:saw|grinder|mower|blade|chainsaw|knife) (?:\w+ ){{0,4}}(?:opened|cut|sliced|ripped"
    rf"|into|through) {gap(1)}"
    rf"(?:his|her|my|their) {gap(1)}{_BODY}",
    rf"{_CHILD} {gap(3)}got (?:hold of|into|hands on|at) .{{0,30}}(?:pills|tablets|medicine|meds|bleach|cleaner"
    rf"|medication)",
    rf"(?:{_HUMAN}|he|she) (?:who \w+ (?:\w+ ){{0,3}})?(?:is |has )?(?:went|gone) (?:stiff|rigid|floppy|limp|grey"
    rf"|blue)",
    r"(?:fryer|pan|grill|oven|toaster|curtains?|bin|cooker|tea towel|oil) (?:is |has )?(?:caught|catching) (?:light"
    r"|alight)",
    rf"(?:he|she|{_HUMAN}) {BE}(?:blue|stone cold|cold and stiff|swinging|hanging (?:from|in|by|there))(?! (?:hair"
    rf"|with))",
    r"not breathing|under (?:a|the) (?:van|car|lorry|truck|bus|tractor|train|forklift) and",
    rf"(?:threw|thrown|throwing|chucked|poured|pouring|squirted|sprayed) {gap(2)}(?:acid|bleach|petrol|ammonia"
    rf"|boiling)"
    rf" {gap(2)}(?:at|on|over|through|in) {gap(1)}(?:me|him|her|us|them|letterbox|door|face|{_HUMAN})",
    rf"(?:chopped|cut|sliced|sawn|sawed|taken|ripped|torn|bitten|blown) {gap(1)}(?:top|tip"
    rf"|end) of {gap(1)}{_BODY} off"
    rf"|(?:chopped|cut|sliced|sawn) {gap(3)}{_BODY} off",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:beating|kicking|smashing|trashing|wrecking|robbing|attacking"
    rf"|stamping on) {gap(4)}(?:up|in"
    r"|place|head|door|windows?)(?! (?:down|goals))",
    r"(?:kids?|children|baby|someone|somebody|people|he|she|man|woman) (?:is |are |still |trapped "
    r"|stuck )*in(?:side)? (?:it|there)"
    r"$|(?:found|finding) (?:my|our|the|him|her) .{0,14}(?:hanging|dead|unconscious|cold|collapsed|on the floor)",
    rf"(?:went|gone|going|fell|fallen|tipped|tumbled|thrown|pushed|toppled) (?:over|off|through|down) (?:the|a|our"
    rf"|your)"
    rf" {gap(1)}(?:banisters?|railings?|balcony|edge|cliff|bannister|wall|roof|skylight|ladder|stairs|scaffold\w*"
    rf"|gantry|pier)",
    rf"{_VEHICLE} {BE}(?:mounted|jumped|left|hit) {gap(3)}(?:pavement|kerb|people|crowd|road)|(?:car|van"
    rf"|boat) is going under"
    r"|(?:a|an) (?:\w+ )?(?:crash|smash|collision|pile up|wreck|explosion|stabbing|shooting) (?:right )?(?:outside"
    r"|here|in front)",
    r"fork in (?:the|a) (?:socket|plug|toaster)|(?:upside down|trapped|stuck) in (?:a|the) (?:ditch|river|car|hole"
    r"|well|wreck)"
    rf"|(?:stuck|trapped|fallen|fell) {gap(2)}(?:down|in) (?:a|the) (?:\w+ )?(?:hole|well|drain|shaft|pit|silo|mine"
    rf"|cave|quarry)",
    # what somebody looks like, or does, that is no errand
    rf"{_SOMEONE_ELSE} {BE}(?:a |an )?(?:funny|strange|weird|odd|horrible|awful|terrible|nasty) colou?r",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:shaking|jerking|twitching|fitting|convulsing) (?:for|and (?:it|he|she)|since"
    r"|like mad|on and off|badly)",
    r"(?:no|not (?:\w+ ){0,4}(?:a|any)) (?:pulse|heart ?beat)|numb (?:all )?(?:down|on|in) (?:one|his|her|my|the)"
    r" (?:left |right |whole )?(?:hand )?side",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:swelled|swollen|swelling|blown|puffed|come|came|broken) (?:up"
    rf"|out) {gap(5)}(?:breath\w*|wheez\w*"
    r"|throat|swallow|gasp\w*)",
    r"will not (?:\w+ )?wake up(?! (?:early|before|in time|at|for|on|to (?:my|his|her|the) alarm))",
    rf"(?:side|half) (?:of )?(?:\w+ ){{0,3}}(?:face|mouth|body) (?:it )?{BE}{gap(1)}(?:slid\w*|sagg\w+|melt\w+"
    rf"|droop\w*|dropp\w+"
    r"|hang\w*|numb|fall\w*|slipp\w+|gone)",
    rf"{_SOMEONE_ELSE} {BE}(?:frothing|foaming|bleeding out|blue in the face|burning alive)",
    # electricity
    r"(?:grabbed|grabbing|touched|touching|holding|hit|drilled (?:into|through)|cut through) (?:a |the |an )?(?:live"
    r"|electric\w*|power|mains) (?:wire|cable|line|rail|socket)s?|can not let go of the",
    rf"{_ANYBODY} {BE}{gap(1)}(?:electrocuted|(?:a )?(?:bad |massive |nasty |big )?(?:electric )?shock (?:off"
    rf"|from))",
    r"thrown across the (?:room|kitchen|workshop|garage|floor)",
    # violence
    r"(?:hands?|arm|belt|cord|rope|scarf|wire) (?:a)?round (?:his|her|my|their) (?:neck|throat)",
    rf"{_SOMEONE_ELSE} {BE}{gap(1)}(?:batter|headbutt|glass|thump|punch|slapp?|stabb?|kick|shoot|stamp|knife)(?:ed"
    rf"|ing|d)"
    rf" (?:on )?{_WHOM}(?! (?:up|on the (?:back|shoulder)|with (?:a|the) (?:bill|quote|price)))",
    rf"{_SOMEONE_ELSE} {BE}(?:shot|strangled|raped|beat up|beaten up) {_WHOM}(?! (?:a|an|down|over)\b)",
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
    # roads
    rf"{_VEHICLE} {BE}{gap(1)}(?:rolled|overturned|flipped|tipped|upside|turned) (?:over|upside|on|onto|down)"
    r"(?! a new)|(?:car|van|lorry|truck|bus) (?:is |has )?(?:overturned|flipped)",
    rf"{_VEHICLE} {BE}{gap(1)}(?:gone|went|ploughed|plowed|crashed|smashed|driven|drove|come|came|ran|careered"
    rf"|mounted)"
    rf" (?:straight |right )?(?:into|through|off|over|onto|in) {gap(3)}(?:people|crowd|window|house|shop|stop|queue"
    rf"|river"
    r"|canal|front|bridge|pavement|building|lake|pedestrians?|cyclists?|salon|entrance|doors?|them|him|her)",
    rf"{_ANYBODY} {BE}(?:hit|knocked|mown|run) (?:outside|down|over|off|in the (?:road|street)|at the (?:lights"
    rf"|crossing"
    r"|junction)|by (?:a|the|some))(?! (?:with|milestone|bill|my price))",
    rf"(?:i|we|he|she|they|someone|driver_) {BE}(?:hit|ran over|run over|knocked down|knocked over) (?:a |an |the "
    rf"|some )?"
    rf"{gap(1)}(?:pedestrian|cyclist|child|kid|man|woman|lady|person|boy|girl|motorcyclist|biker|people|jogger)",
    rf"{_HUMAN} {BE}(?:stuck|trapped|pinned|wedged|caught|jammed) (?:inside|in (?:it|there|the (?:car|van|lorry"
    rf"|wreck))"
    r"|under|between|against)|(?:people|folk_|folks_|someone|somebody|kids_|man_|driver_|they) (?:are |is )?(?:still "
    r"|all )?(?:trapped|inside|under (?:it|the|there))(?! (?:the (?:table|impression|tree|same)))",
    r"pile ?up (?:outside|and|on the|here)|(?:been|am|are|is|have had|just had) (?:in )?(?:a|an) (?:\w+ )?(?:smash"
    r"|crash"
    r"|wreck|collision|accident) and",
    # weight and machines
    rf"(?:came|come|comes|fell|fallen|dropped|collapsed|landed|toppled|tipped|slipped|crashed)(?: down| over"
    rf"| off(?: the"
    rf" \w+)?)* on(?:to)?(?: top of)? (?:him|her|them|{_HUMAN}|{_DET} {gap(1)}{_HUMAN}|(?:his|her"
    rf"|their) {gap(1)}{_BODY}"
    r"|my (?:legs?|foot|feet|chest|arm|back|head))(?! (?:hair|face mask))",
    rf"{_SOMEONE_ELSE} {BE}(?:pinned|buried|crushed|squashed)(?=$| \.| and| under| by| down| against| alive"
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
    rf"|{_DET}) {gap(1)}(?:{_BODY}|{_HUMAN})",
    # blood
    rf"(?:it|wound|cut|artery|hand|finger|leg|arm|wrist|neck|nose|head|he|she) {BE}(?:spurting|gushing|squirting"
    r"|pumping out|pouring (?:with )?blood)|(?:gushing|pissing|spurting|pouring|squirting) (?:with )?blood"
    r"|blood (?:will|does) not clot|stuff (?:is )?coming out of (?:his|her|my) (?:ears?|nose|head)",
    # burns
    rf"(?:boiling|scalding|hot|burning) (?:\w+ ){{1,4}}(?:on|over|down|onto|all over) (?:him|her|me|them|himself"
    rf"|herself"
    rf"|myself|{_DET} {gap(1)}{_HUMAN}|(?:his|her|their|my) {gap(1)}{_BODY}|(?:his|her|my) front)(?! (?:hair"
    rf"|bikini))",
    # fire and air
    r"smoke (?:is )?(?:\w+ )?(?:pouring|billowing|belching|pumping)|(?:bonnet|hood|van|lorry|grill|fryer|chip pans?"
    r"|pans?|toaster|dryer|boiler|bin|engine|your roof|wires?|plug) (?:is |has )?(?:\w+ )?(?:on fire|alight|ablaze"
    r"|in flames"
    r"|caught fire|up in flames|burning)",
    r"(?:carbon monoxide|co2?|gas) (?:thing|sensor|meter|box|thingy|alert) (?:is |has |keeps )?(?:going|beep\w*"
    r"|gone|went"
    r"|sound\w*|off|scream\w*)",
    r"(?:smells?|stinks?|reeks?|smelling) (?:\w+ ){0,2}of (?:\w+ )?gas",
    # heat, locked in
    rf"{_CHILD}_? {BE}(?:locked|trapped|stuck|shut|left) (?:\w+ )?in (?:the|a|my|our) (?:\w+ )?(?:car|van|lift"
    rf"|lorry|freezer"
    r"|cupboard|boot|trunk|well|tank)",
    r"(?:stuck|trapped|locked) in (?:the|a|your|this) (?:\w+ )?(?:lift|elevator|freezer|cold ?room|cellar|fridge"
    r"|tank|lock"
    r"|sauna) and",
    # birth
    r"(?:in labou?r|contractions|waters?) .{0,30}(?:now|will not make it|coming)|(?:he|she|it"
    r"|baby_) is coming (?:now|out)"
    r" .{0,20}(?:make it|hospital|help)|see the head",
    # taken in
    rf"(?:swallow\w*|drank|drunk|eaten|ate|necked|taken|took|downed) {gap(5)}(?:button batter\w+|antifreeze|bleach"
    rf"|cleaner"
    r"|pods?|dishwasher tablets?|washing tablets?|rat poison|weed ?killer|petrol|white spirit|caustic)",
    rf"(?:taken|took|given|had|has taken) (?:double|twice|triple|three times|ten times|too much of) {gap(2)}(?:dose"
    rf"|pills"
    r"|tablets|meds|medication|insulin|warfarin|morphine)|(?:needle|syringe|empty (?:bottle|packet"
    r"|blister)\w*) (?:next to"
    r"|beside|in|by) (?:him|her|them|his|her)",
    rf"gone under {gap(6)}(?:not come|never come|has not|have not)|not come (?:back )?up",
)
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
    rf"{_SOMEONE_ELSE} {BE}taken something (?:and|but)|{_SOMEONE_ELSE} {BE}(?:so|too) sleepy",
    r"(?:said|says|threatened) (?:he|she|they) (?:would|d|will|is going to|are going to) (?:kill|hurt|stab|shoot"
    r"|murder|burn|beat)",
    r"(?:inhaler|puffer|epi ?pen|nebuliser|oxygen|pacemaker) (?:is |does |has )?(?:\w+ )?(?:not work\w*|empty"
    r"|run out|broken|gone)",
    rf"{_SOMEONE_ELSE} {BE}(?:not been right|not right|seeing things|hallucinating|hearing voices)",
    rf"{_CHILD} {gap(2)}not (?:come|came|been|got|arrived|turned up|back) ?(?:home|back|seen)?(?! (?:in|to (?:the"
    rf"|your)))",
    rf"(?:can not|do not|can no longer) (?:find|see) (?:my|our|the) {gap(3)}{_CHILD}",
    rf"(?:lost|losing) (?:my|our|the) {gap(1)}{_CHILD}(?! (?:appointment|s\b|to|last))",
    rf"{_HUMAN} {BE}{gap(5)}(?:vanished|disappeared|missing|wandered off|run off|run away|ran off"
    rf"|gone off)(?! (?:with"
    r"|(?:his|her|a|the|our|your) (?:hair|appointment)))|(?:he|she) is (?:vanished|missing|disappeared|wandered off)",
    r"(?:will|going to|gonna) (?:kill|murder|hurt|stab|shoot|beat) (?:us|him|me|her|them|someone)(?! (?:if|when|for"
    r"|because|unless|with|over|hair))",
    rf"pains? {gap(3)}(?:up|down|into|through) (?:to |in |into )?(?:my|his|her|the|both|one) (?:left )?(?:jaw|arms?"
    rf"|side|shoulder|neck)",
    rf"{_SOMEONE_ELSE} {BE}(?:in a (?:bad|terrible) way|really bad|gone down|keeling over|swaying|delirious"
    rf"|wheezing)",
    rf"{_VEHICLE} {BE}{gap(1)}(?:gone|went|crashed|smashed|driven|drove) (?:straight |right )?(?:into|through"
    rf"|off) (?:the|a|your|my)",
    r"(?:arm|face|side) feels? (?:dead|numb|heavy|weak)|crushing (?:feeling|pain|weight)|we all feel (?:sick|dizzy"
    r"|ill)",
    r"(?:cut|sliced|slashed) (?:my|his|her)(?:self)? .{0,30}(?:spurting|deep|gushing|do not care)",
    rf"(?:tongue|lips?|throat|face|eyes?) {BE}{gap(1)}(?:fat|thick|huge|puffy|itchy and)",
    rf"{_SOMEONE_ELSE} {gap(2)}(?:will|can|could|does) not (?:talk|speak|say anything"
    r"|answer)(?: to me)?(?! (?:to you|english|right now|on the phone|about))",
    rf"{_SOMEONE_ELSE} {BE}(?:all |completely )?(?:gr[ea]y|white|pale) (?:and|in the face|as)|(?:is"
    r"|gone) (?:turning )?(?:gr[ea]y|white) and",
    r"(?:burning up|very high fever|temperature) and|sinking|going under|washed away|swept away",
    rf"{_SOMEONE_ELSE} {gap(2)}(?:does|can) not (?:remember|recognise|recognize|know) (?:who|me|my|where|his|her)",
    r"(?:not|stopped) (?:responding|breathing|waking up|moving)(?! (?:to (?:my|your|our)|house|away|on|forward"
    r"|in\b))",
    rf"{_ANYBODY} {BE}(?:going|gone|turning|turned|went|goes) (?:all |completely |bright )?(?:blue|purple"
    r"|white as a sheet)",
    rf"{_SOMEONE_ELSE} {BE}(?:swallowed|swallowing) (?:a|an|something|some|the|his|her)",
    rf"{_ANYBODY} {BE}(?:swallowed|swallowing) (?:a|an|something|some|the)",
    rf"(?:had|having) (?:a|an|another) {gap(1)}{_ILL}(?! (?:when|at the (?:price|bill|cost)|over|about|from))",
    r"(?:heart attack|seizure|stroke(?! of)|asthma attack|panic attack)(?=$| \.| please| help| now)",
    rf"{_ANYBODY} {BE}(?:dizzy|faint|bleeding|shaking|convulsed|sweating and|confused and|very ill|in agony"
    r"|in (?:so much|terrible|severe) pain|injured|hurt|wounded)(?! (?:my|his|her|their) (?:feelings)| by| hair)",
    rf"{_ANYBODY} {BE}(?:fell|fallen|had a fall|tripped|slipped|scalded|burned|burnt|cut)(?: over"
    rf"| down)? (?:{_WHOSE} (?:hand|arm|leg|finger|foot|face|thumb|knee|ankle|wrist)|himself|herself|myself|over"
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
    rf"{_SOMEONE_ELSE} {BE}(?:dying|not well at all|unwell|not right|out of it|not himself|not herself|in trouble"
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
    rf"{_SOMEONE_ELSE} {BE}(?:in (?:the )?hospital now|at the bottom of|on the (?:floor|ground|tracks|roof|ledge"
    r"|bridge)|under (?:the )?(?:water|car|train))(?! (?:playing|crawling|sweeping|cleaning|floor))",
    rf"{_SOMEONE_ELSE} {BE}(?:drunk|drugged|high|stoned|vomiting|throwing up) and|spiked",
    r"(?:blood|bleeding)(?= (?:and|please|help|now)|$| \.)(?! (?:and bone|and sand))",
)

_SELF = r"(?:myself|himself|herself|themselves|themself)"
CRISIS = (
    r"(?:here|sitting|sat|standing) with (?:a |my |all |the )*(?:bottle|box|packet|handful|load"
    r"|pile)s? of (?:my )?(?:pills|tablets|meds)",
    r"had enough of (?:living|life|being alive|everything)|(?:saying|said) (?:\w+ )?(?:sorry and goodbye|goodbye"
    r"|he loves us|she loves us)"
    r"(?: and)?(?! to (?:my (?:hair|roots)|grey))",
    r"(?:do|does|can|could) not see (?:the|a|any) (?:point|reason|future|way out|way forward)(?! (?:in|of"
    r"|to) (?:booking|paying|coming))",
    r"wrong side of the (?:railings?|barrier|bridge|fence)|(?:do it|end it|goes? through with it) tonight"
    r"|said (?:his |her |their )?goodbyes?(?: to (?:everyone|us|me|the kids|all))|(?:pills|meds"
    r"|tablets) (?:all )?lined up",
    r"(?:do|does) not want to wake up (?:tomorrow|again|ever|anymore)",
    r"(?:no one|nobody) (?:would|will) (?:even )?(?:miss|care|notice) (?:me|him|her|if (?:i|he|she) (?:was|were|am"
    r"|is|died|disappeared|killed))",
    r"suicid(?:e|al)(?! (?:squad|blonde|prevention|girls?|awareness|watch party|doors?|charity|hotline (?:fundraiser"
    r"|poster)|slide|wings?))",
    r"(?:kill|killing|hang|hanging|harm|harming|hurt|hurting|shoot|shooting|cut|cutting|drown|drowning|starve"
    rf"|poison|stab) {_SELF}(?! (?:laughing|shaving|cooking|when|while|at|on|by accident|accidentally|in the kitchen"
    r"|a |some|for forgetting|with laughter|working|over|to (?:get|look|fit)|trying|with (?:the|a) (?:razor"
    r"|clippers|scissors|exercise)|opening|doing|gardening|badly|from|out|loose))",
    r"(?:end|ending|take|taking|took|ended) (?:my|his|her|their) (?:own )?li(?:fe|ves)(?! (?:a step|in hand|back"
    r"|seriously|story|into))",
    r"(?:do not|does not|did not|no longer|not|never) (?:even )?(?:want|wants|wanting|wish|care"
    r"|feel like) (?:to )?(?:live|living|be alive|be here|exist|existing|going on|go on|carry on|wake up|carrying on"
    r"|be around|being alive|being here)(?: anymore| any more| any longer|$| \.| and| tomorrow| i)(?! (?:holiday"
    r"|that diet|with the (?:colou?r|treatment)|late))",
    r"do not want to (?:live|be alive|go on|carry on|exist|wake up)(?=$| \.| anymore| any more| any longer"
    r"| like this)",
    r"(?:i|he|she|they|really|still|says he|says she|and|that) (?:want|wants|wanted|wish|wishing|wishes|deserves?"
    r"|going|am going|ready|is ready|would rather|rather|need) (?:i could |to )?(?:die|be dead|end it"
    r"|disappear forever)(?= and| now| today| please| i|$| \.| tonight| already| all| right| so)(?! (?:my|her|his"
    r"|it) )",
    r"(?:wish|wished) (?:i|he|she) (?:was|were|had) (?:dead|never (?:been )?born|not alive|gone|not here)",
    r"better off (?:dead|without (?:me|him))(?! (?:as a|on the))|(?:world|everyone|they|family|kids"
    r"|everybody) (?:would|will) be (?:\w+ )?(?:better|happier) (?:off )?without me",
    r"self ?harm\w*|end (?:it all|things tonight|it tonight|everything|it now|my life|my suffering)|ending it all"
    r"|(?:going|about|want|wants|threatening|ready|thinking (?:of|about)) (?:to )?(?:jump|jumping)(?: off| from"
    r"| in front| under| out of|$| \.)(?! (?:the queue|in with|to|at|on the trend))",
    r"no (?:point|reason) (?:in |to |of )?(?:living|live|going on|go on|being alive|being here|carrying on|life"
    r"|anything any ?more|in life|anymore|left to live)|(?:nothing|not (?:anything|much)) (?:left )?to live for"
    r"|life (?:is )?not worth|not worth living|(?:see|seeing) (?:the|a|any|no) point (?:in (?:\w+ )?(?:anything"
    r"|living|life|going|being)|anymore|any more|to (?:life|anything|living)|of (?:life|living|going))",
    r"(?:can|could) not (?:go on|take it|do this|cope|keep going|carry on|face (?:another day|life|it)"
    r"|live like this|live anymore|live any ?more|handle (?:it|life|this)) ?(?:like this |with (?:life|it all"
    r"|everything|living) )?(?:any ?more|any longer|anymore)(?! with (?:this|my|the) (?:hair|fringe|colou?r|regrowth"
    r"|beard))|can not live (?:like this|any ?more|without)(?! (?:my|your|coffee|a)\b)",
    r"(?:have|got|has|holding|bought|saved up) (?:the|my|a|all the|enough) (?:pills|rope|razor|noose|tablets"
    r"|blade) (?:in my hand|ready|here|right here|in front|next to|to (?:do|end))",
    r"(?:bridge|roof|cliff|ledge|edge|platform|tracks) and (?:i am |he is |she is )?(?:going to|about to|want to"
    r"|wants to)"
    r" (?:\w+ )?(?:go over|jump|step|let go|fall|throw|die|end)|(?:knife|blade|razor) to (?:my|his|her) wrists?"
    r"|(?:got|have|has|with) the (?:rope|noose|pills|blade) (?:here|ready|tied|round)",
    r"(?:standing|sitting|stood|sat|i am|is|up) (?:here )?on (?:a|the|top of a|the edge of (?:a"
    r"|the)) (?:\w+ )?(?:bridge|ledge"
    r"|train tracks|railway tracks|edge)|this is (?:my )?goodbye(?! (?:to my|to the (?:long|blonde)))|(?:written"
    r"|left|wrote|leaving|writing|found) (?:a|my|his|her) (?:suicide |goodbye )?(?:note|letter) (?:goodbye|and (?:he"
    r"|she|i)|saying (?:goodbye|sorry))|slit my wrists",
)

CERTAIN = (
    *_GENERAL,
    *_SUDDENLY_THERE,
    *_BREATH,
    *_CONSCIOUSNESS,
    *_SUDDEN_ILLNESS,
    *_BLOOD,
    *_INJURY,
    *_POISONING,
    *_BIRTH,
    *_FIRE,
    *_VIOLENCE,
    *_REQUESTS,
)
