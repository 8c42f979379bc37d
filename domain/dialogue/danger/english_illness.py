"""What English-speaking callers say of sudden illness: breath, consciousness, heart, stroke, seizure, birth."""

from domain.dialogue.danger.english_people import ANYBODY, BODY, DET, HUMAN, SOMEONE_ELSE, WHOSE
from domain.dialogue.danger.english_words import BE, gap
from domain.dialogue.danger.lexicon import one_of

_NO_MORE = r"(?:not|no longer|never|barely|hardly|stopped|stops)"
ILL = (
    r"(?:heart attack|stroke(?! of)|seizure|convulsions?|aneurysm|cardiac arrest|asthma attack|allergic reaction"
    r"|anaphyla\w+|hypo|miscarriage|embolism|epileptic fit|febrile fit|brain bleed|diabetic (?:attack|emergency)"
    r"|cardiac)"
)
_LIMB = r"(?:arms?|legs?|hands?|side|face|body|toes|feet|foot|neck|fingers|mouth|tongue|leg or arm)"

BREATH = (
    rf"(?:can|could|will) (?:not|barely|hardly) {gap(1)}(?:breathe?|get (?:a|his|her|my|their|any|enough) (?:breath"
    r"|air)|get"
    r" any air|catch (?:a|his|her|my|their) breath)(?! in (?:this|these|that|those|my|it)| through (?:my|his"
    r"|her) nose| for laughing| from laughing| because of (?:laughing|excitement)| i am (?:laughing|excited)"
    r"| without you)",
    rf"(?:{_NO_MORE}|unable to|not able to|struggl\w+ to|struggl\w+ for|trying to|fighting (?:to|for)"
    r"|fights for) (?:be )?(?:breathing|breathe|breath|air)(?! properly since| easy)",
    r"(?:trouble|difficulty|difficulties|problems?|struggl\w+|hard time) (?:with |in |to )?(?:his |her |my |their "
    r"|the )?breath(?:e|ing)",
    rf"{WHOSE} breathing (?:is |has |got |sounds? )?{gap(1)}(?:stopped|shallow|weird|strange|funny|bad|worse"
    r"|difficult|wrong|slow|weak|rattl\w+|fast|noisy|laboured)",
    rf"{ANYBODY} {BE}(?:gasping|wheezing|suffocating|asphyxiat\w+|short of breath|out of breath and"
    r"|fighting for (?:air|breath|life))",
    rf"(?:lips?|face|{WHOSE} skin|tongue|nails are|fingertips) {BE}{gap(1)}(?:blue|purple|gr[ea]y)(?! (?:lipstick"
    r"|gloss|shade|eyeshadow|paint))",
    rf"{ANYBODY} {BE}chok(?:ing|ed)(?! up| back| on (?:the|my|his|her|that|your|this) (?:price|bill|cost|quote"
    r"|total|words|laughter|fumes of)| with laughter| (?:collar|point|hold))",
    r"choking on (?:a|his|her|some|something|food|an|\w+ and)",
    r"(?:stuck|lodged|caught|jammed|something|trapped) (?:deep )?(?:down |in )(?:his|her|my|their|the \w+) (?:throat"
    r"|windpipe|airway|gullet)",
    rf"(?:throat|tongue|airways?) {BE}{gap(1)}(?:clos(?:ing|ed)|swelling|swollen|swelled|swole|puff\w+|blowing up"
    r"|huge|tightening|constrict\w+|block\w+)",
    r"(?:swelling|swollen|swelled) (?:up )?(?:in |of )?(?:his|her|my|their|the) (?:throat|tongue|airway)",
)

CONSCIOUSNESS = (
    r"(?:has |is |just )?(?:carked|karked|snuffed) it|(?:is|he|she) (?:a goner|croaked)|popped (?:his|her) clogs",
    r"unconscious(?! (?:of|bias|mind|decision|habit|choice|uncoupling))|(?:lost|losing|loses|regained) consciousness",
    rf"{SOMEONE_ELSE} {BE}(?:un|non ?)responsive|not (?:fully )?conscious",
    rf"{SOMEONE_ELSE} {BE}not {gap(1)}(?:respond\w*|responsive|wak(?:e|ing)|mov(?:e|ing)|react\w*"
    r"|answer(?:ing)? me when|talking|get(?:ting)? up|opening|coming (?:round|to|around)|breath\w+)(?! (?:house"
    r"|away|out|to (?:my|your) (?:messages?|emails?|texts?|calls)))",
    rf"{SOMEONE_ELSE} {gap(2)}(?:will|does|do|can|could|did) not {gap(1)}(?:wake|waking|be woken|open (?:\w+ )?eyes"
    r"|respond(?! to (?:my|your|our) (?:messages?|emails?|texts?|calls?))|come (?:to|round"
    rf"|around)\b(?! {one_of('the my your our a')})|react|move|get up|stay awake|be roused|squeeze)",
    r"(?:can|could) not (?:seem to )?(?:wake|rouse|revive|get a response|get (?:him|her|them"
    rf"|{DET} {gap(1)}{HUMAN}) to (?:wake"
    rf"|respond|open|breathe|move))(?! (?:up )?(?:early|before|in the morning|at|that early|with my alarm))",
    rf"(?:try|trying|tried) to (?:wake|rouse|revive|resuscitate) (?:up )?(?:him|her|them|{DET})",
    rf"{ANYBODY} {BE}(?:passed out|fainted|blacked out|collapsed|keeled over|passing out|collapsing|blacking out"
    r"|fainting"
    r"|faint(?! (?:at|when|around|if|easily|with|from|during|a lot|sometimes))"
    r"|gone (?:limp|floppy|unconscious|down and)|went (?:limp|floppy|unconscious)|goes limp|limp"
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
    rf"{SOMEONE_ELSE} {BE}(?:dead|died(?! (?:her|his|my|it|their|the)\b))(?! (?:tired|set|keen|serious|against"
    r"|sure|to me|inside|line|ends?|beat|on time|excited|jealous|at the thought|laughing|of (?:embarrassment"
    r"|laughter|shame|boredom)))",
    rf"(?:someone|somebody|he|she|they|baby|people) {BE}dying(?! (?:to|for|of (?:laughter|embarrassment|boredom"
    r"|curiosity|thirst|hunger|heat)|her|his|their|my|hair|it))",
    rf"{ANYBODY} {BE}(?:slurring|delirious)|slurr(?:ing|ed|y)",
)

SUDDEN_ILLNESS = (
    rf"(?:is|am|are|be|he|she|mum|mom|dad|{HUMAN}|i|was|started|been|it is|this is|about to|going to) (?:having"
    r"|has had|is had|just had|have had|have|has|in|had) (?:a|an|another|some (?:sort|kind) of|some"
    r"|what looks like a|one of (?:his|her)|what"
    rf" i think is a|her|his) {gap(2)}{ILL}(?! (?:when|at the (?:price|bill|cost)|over|about|from the (?:price|bill"
    r"|shock)|if|survivor|scare|coming (?:if|when)))",
    rf"(?:having|has had|is had|am had) (?:a |an |another )?{gap(2)}(?:{ILL}|fit(?! (?:about|over|because|when|at"
    r"|of|if)))(?! (?:when|at the|over|about|from the (?:price|bill|shock)|survivor))",
    r"(?:think|thinks|it is|this is|looks like|be|sure) (?:it is |it was |this is |he is |she is )?(?:a "
    rf"|an )?{gap(1)}{ILL}(?! (?:when|at the|over|about|survivor|practice|clinic|waiting|from the))",
    r"cardiac arrest|anaphylactic shock|anaphylaxis|(?:going|gone|went|goes) into (?:shock|cardiac|arrest"
    r"|anaphyla\w+|a seizure|a coma)",
    rf"{SOMEONE_ELSE} {BE}(?:seizing|convulsing|fitting(?! (?:you|me|us|him|her|the|a|in|room|kitchens|tyres"
    r"|carpets)))",
    r"convulsing|convulsions",
    rf"foam\w* (?:is )?{gap(2)}(?:at|from|out of|around) (?:the|his|her|their) mouth|frothing",
    rf"{SOMEONE_ELSE} {BE}(?:shaking|jerking|twitching|trembling) (?:uncontrollably|violently|all over"
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
    rf"(?:{SOMEONE_ELSE} {gap(1)}(?:can|could) not (?:suddenly )?|suddenly can not )(?:lift|raise|move|feel"
    r"|use) (?:his|her|my|the"
    rf"|their|one|both|one of \w+|either)? ?{gap(1)}{_LIMB}|can not (?:feel|move) (?:my|his|her|their"
    rf"|our) {gap(1)}{_LIMB}",
    rf"(?:speech|words|talking|voice) (?:is |are |has |have )?{gap(2)}(?:slurr\w*|garbled|jumbled|gibberish"
    r"|mumbl\w+)|talking (?:gibberish|nonsense|rubbish and)|words (?:are )?(?:not making sense|coming out (?:wrong"
    r"|weird|funny|all))|face has gone",
    rf"{SOMEONE_ELSE} {gap(1)}(?:can|could) not {gap(1)}(?:speak|talk|see|walk|stand|swallow)(?! (?:english|to you"
    r"|with|now|right|very well|well|any english|\w+ish|about|the|a|you|on the phone|for long|without (?:her"
    r"|his) (?:glasses|stick|frame|walker)))|suddenly can not (?:see|speak|talk|walk)",
    rf"(?:sugar|sugars|blood sugar|glucose) (?:is |has |have )?{gap(2)}(?:low|crash\w*|dropped|dangerously|high and)"
    r"|diabetic (?:coma|shock|hypo|emergency)",
    r"(?:allergic|bad|severe) reaction and|(?:need|needs|used|use|get|got|find|given|gave|where is|has) (?:his|her"
    r"|my|an|the|a) (?:epi ?pen|adrenaline)|epi ?pen (?:is|does|did)",
    rf"{SOMEONE_ELSE} {BE}(?:stopped|not) (?:breathing|crying and)|(?:sepsis|septic|meningitis)(?! (?:as|vaccin\w*"
    rf"|jab|when|years|last)) ",
    rf"(?:stung|bitten|bit|sting|bite) {gap(4)}(?:swelling|swollen|swell\w*|can not|struggling|throat)",
    rf"(?:bitten|bit) (?:by|on|me|him|her) {gap(2)}(?:snake|spider|adder|dog badly)|snake (?:has )?bit\w*"
    rf"|snake ?bite",
    r"(?:can|could|will) not (?:get|catch|draw|take) (?:any |enough |a |his |her |my )?(?:air|breath)|having (?:fits"
    r"|seizures|convulsions)|having (?:a|the|her|my) baby_? (?:on|in|at|right|now|here"
    r"|outside)(?! (?:\\w+ )?(?:weeks|months|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer))",
    rf"{SOMEONE_ELSE} {BE}{gap(2)}stopped (?:moving|responding|breathing|talking|answering|crying and|screaming)",
    r"(?:sitting|standing|pressing|weight|heavy) on (?:his|her|my) chest|(?:has|have|he|she|they|friend) od ?d"
    rf"|{BODY} (?:is |has |are )?(?:turning |gone |going )?(?:blue|purple)",
    rf"(?:he|she|{HUMAN}) {BE}breathing (?:funny|weird\w*|strange\w*|odd|fast|slow\w*|heavily|badly)",
    rf"(?:lips?|face|skin|fingers) {BE}(?:a |an )?(?:funny|weird|strange|odd|horrible) colou?r",
    r"(?:had|having) (?:\w+ )?(?:two|three|four|five|several|another|more|multiple) (?:seizures?|fits)",
    r"(?:not|stopped) feeding and|hard to wake|(?:can|could) (?:barely|hardly|not) (?:be )?(?:wake|woken|rouse)",
    rf"{SOMEONE_ELSE} {BE}(?:taken|had|having|took) a (?:bad |funny |terrible )?turn(?! (?:at|on|in))",
    r"worst headache (?:ever|of (?:my|his|her) life|i have)|(?:alarm|detector) .{0,30}carbon monoxide"
    r"|thunderclap headache",
    rf"{SOMEONE_ELSE} {BE}(?:gr[ea]y|white) (?:and|then|in the face) {gap(3)}(?:slid|fell|slumped|dropped"
    rf"|collapsed|went|sweat\w*"
    r"|clammy|cold|shak\w*)",
    rf"(?:{HUMAN}|he|she) (?:who \w+ (?:\w+ ){{0,3}})?(?:is |has )?(?:went|gone) (?:stiff|rigid|floppy|limp|grey"
    rf"|blue)",
    rf"(?:he|she|{HUMAN}) {BE}(?:blue|stone cold|cold and stiff|swinging|hanging (?:from|in|by|there))(?! (?:hair"
    rf"|with))",
    rf"{SOMEONE_ELSE} {BE}(?:a |an )?(?:funny|strange|weird|odd|horrible|awful|terrible|nasty) colou?r",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:shaking|jerking|twitching|fitting|convulsing) (?:for|and (?:it|he|she)|since"
    r"|like mad|on and off|badly)",
    r"(?:no|not (?:\w+ ){0,4}(?:a|any)) (?:pulse|heart ?beat)|numb (?:all )?(?:down|on|in) (?:one|his|her|my|the)"
    r" (?:left |right |whole )?(?:hand )?side",
    rf"{SOMEONE_ELSE} {BE}{gap(1)}(?:swelled|swollen|swelling|blown|puffed|come|came|broken) (?:up"
    rf"|out) {gap(5)}(?:breath\w*|wheez\w*"
    r"|throat|swallow|gasp\w*)",
    r"will not (?:\w+ )?wake up(?! (?:early|before|in time|at|for|on|to (?:my|his|her|the) alarm))",
    rf"(?:side|half) (?:of )?(?:\w+ ){{0,3}}(?:face|mouth|body) (?:it )?{BE}{gap(1)}(?:slid\w*|sagg\w+|melt\w+"
    rf"|droop\w*|dropp\w+"
    r"|hang\w*|numb|fall\w*|slipp\w+|gone)",
    rf"{SOMEONE_ELSE} {BE}(?:frothing|foaming|bleeding out|blue in the face|burning alive)",
    r"not breathing|under (?:a|the) (?:van|car|lorry|truck|bus|tractor|train|forklift) and",
)

BIRTH = (
    r"cord (?:is |has )?(?:come|coming|hanging|round|around|out)(?! of (?:the|my) (?:wall|socket|phone))"
    r"|(?:foot|feet|legs?|bottom|bum) (?:is |has |are )?(?:come |coming |came )?(?:out )?first",
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
    r"(?:in labou?r|contractions|waters) .{0,30}(?:now|will not make it|coming)|(?:he|she|it"
    r"|baby_) is coming (?:now|out)"
    r" .{0,20}(?:make it|hospital|help)|see the head",
)
