"""Danger in English."""

from domain.dialogue.danger.english_accidents import ACCIDENTS, POISONING
from domain.dialogue.danger.english_crisis import CRISIS
from domain.dialogue.danger.english_doubts import ASKED, HINTS, LIKELY, REPORTED
from domain.dialogue.danger.english_fire import FIRE
from domain.dialogue.danger.english_harmless import HARMLESS
from domain.dialogue.danger.english_illness import BIRTH, BREATH, CONSCIOUSNESS, SUDDEN_ILLNESS
from domain.dialogue.danger.english_injury import BLOOD, INJURY
from domain.dialogue.danger.english_net import ENGLISH_NET
from domain.dialogue.danger.english_people import PEOPLE
from domain.dialogue.danger.english_requests import REQUESTS
from domain.dialogue.danger.english_violence import VIOLENCE
from domain.dialogue.danger.lexicon import Lexicon

ENGLISH = Lexicon(
    people=PEOPLE,
    spellings={
        r"([a-z]+)n t": r"\1n't",
        r"(i|we|you|they|he|she|it|that|there|who|what|someone|somebody|everyone|everything) (m|s|re|ve|ll)(?= )": r""
        r"\1'\2",
        r"ca ?n'?t|cannot|can ?nt": "can not",
        r"wo n'?t|won'?t|wont": "will not",
        r"ain'?t": "is not",
        r"(is|are|was|were|do|does|did|has|have|had|could|would|should|must|need)n'?t": r"\1 not",
        r"im|i'm|i am": "i am",
        r"ive|i've": "i have",
        r"(we|you|they)'?ve": r"\1 have",
        r"(they|you)'?re|we're": r"\1 are",
        r"hes|he's": "he is",
        r"shes|she's": "she is",
        r"(it|that|there|what|where|someone|somebody|everyone|everybody|everything|something)'?s": r"\1 is",
        r"(?:little|wee|tiny|youngest|eldest|young) ones?": "child",
        r"(\w{2,})(?:'s| s) (?=(?:not|just|been|got|having|going|turning|stopped|collapsed|fainted|fallen|passed|on"
        r"|in|choking|bleeding|unconscious|had|having|taken|swallowed|cut|hit|lost|barely|dying|drowning|burning"
        r"|trying|breaking|chasing|hurt|trapped|stuck|a|still|coming|lying|slumped|gone|shaking|fitting|overdosed"
        r"|no longer|really|so|very|exploded|hissing|leaking|outside|inside|back|after|at|out|caught|thrown|grabbed"
        r"|opened|slipped|chopped"
        r"|tied|bent"
        r"|swelled|swollen|vanished|disappeared|fell|locked|come|crashed|jammed"
        r"|hanging|foaming"
        r"|frothing|slurring|jerking|drooping|sliding|gushing|spurting|wheezing|gasping|pinned|burnt|burned"
        r"|suddenly|all|now"
        r"|out cold|under|off|down|full|pouring|leaking|ripped|torn|split|closing|swelling|blue|purple|grey|numb"
        r"|threatening"
        r"|waving|holding|punching|hitting|attacking|kicking|screaming|banging|beating|floppy|limp|dead|died"
        r"|missing|half"
        r"|rolled|overturned|flipped|completely|started|keeled|twisted|broken)\b)": r""
        r"\1 is ",
        r"(mum|mom|dad|husband|wife|baby|son|daughter|partner|friend|neighbour|brother|sister|man|woman|grandma"
        r"|grandad|nan|grandpa|customer|client|kid|child|boy|girl|lady|guy|house|kitchen|shop|ambulance|boyfriend"
        r"|girlfriend)s (?=(?:not|just|been|got|having|going|turning|stopped|collapsed|fainted|fallen|passed|on fire"
        r"|choking|bleeding|unconscious|had|taken|swallowed|cut his|cut her|barely|dying|drowning|burning|trapped"
        r"|gone|lying|slumped|shaking|fitting|in labou?r)\b)": r""
        r"\1 is ",
        r"(nan|gran|grandad|granddad|mate|flatmate|neighbour|cyclist|driver|passenger|mechanic|waiter|chef|bloke"
        r"|fella|lad"
        r"|nephew|niece|cousin|uncle|aunt|auntie|boss|colleague|newborn|toddler|twin|sibling|missus|hubby|throat"
        r"|face|tongue"
        r"|leg|arm|hand|head|chest|mouth|nose|neck|finger|foot|skin|car|van|lorry|truck|motorbike|bike|dryer|roof"
        r"|intruder"
        r"|burglar|monoxide|baby|son|daughter|brother|sister|mum|dad|wife|husband|friend|somebody|someone|boyfriend"
        r"|child"
        r"|girlfriend|customer|client|patient|grandma|grandpa|man|woman|boy|girl|kid|guy|lady)s (?=(?:just|been"
        r"|bent|gone"
        r"|got|closing|swelling|swelled|swollen|coming|come|broken|turned|turning|caught|stuck|trapped|on the floor"
        r"|on fire"
        r"|fallen|fitting|jerking|shaking|having|had|hit|cut|taken|swallowed|rolled|overturned|crashed|numb"
        r"|drooping|hanging"
        r"|dead|not|out cold|unconscious|going|trying|attacking|hitting|threatening|locked|stopped|vanished|missing"
        r"|wandered|collapsed|slumped|suddenly|really|all|started|smoking|ripped)\b)": r"\1 is ",
        r"(\w{2,})(?:'s| s) (?=(?!(?:wed|red|bed|open|book|train|even|morn|build|ceil|cloth|heat|spr|str|th|r|w|k"
        r"|br|speed|weed|feed"
        r"|seed|need|wedd|bedd|fitt|sitt|meet|park|hear|house|hous|danc|sw|shopp|find|land|rat|earr|feel)(?:ing"
        r"|ed)?s?\b)"
        r"\w+(?:ing|ed)\b|cold\b|quiet\b|silent\b|stiff\b|unwell\b|weird\b|blind\b|stuck\b)": r"\1 is ",
        r"(i|we|you|they|he|she|it|that|there)'?ll": r"\1 will",
        r"((?:my|the|his|her|our|your|this|that|a|an) \w{2,}[^s ])s (?=(?:just|been|caught|gone|started|smashing"
        r"|outside"
        r"|going|hanging|after (?:me|him|her|us)|come|fallen|collapsed|bleeding|drowning|choking|trapped|stuck"
        r"|leaking|on fire|on the"
        r"|attacking|hitting|beating|screaming|got (?:the|my|hold)|come in|up$|up(?= in)|gone|coming|really bad"
        r"|thick|cold|blue|tight|run out|empty|closing|numb|not"
        r" (?:moving|breathing|working|waking|responding|right)|taken"
        r"|overturned)\b)": r"\1 is ",
        r"((?:my|the|his|her|our|a|an|your|some|another) (?:\w+ )?\w{2,}[^s ]|smoke|flame|oxygen|acid)s (?=(?:gone up"
        r"|come in|come at"
        r"|inside$|trapped|unconscious|tearing|drifting|pulled|tipped|rock hard|dripped|blocked|burst|doing|run out"
        r"|got (?:a|the|my)"
        r"|coming|exposing"
        r"|pouring|swinging"
        r"|waving|filling|burning"
        r"|smoking|sparking|collapsing|attacking|threatening|lying|sitting|standing|slurring"
        r"|struggling)\b)": r"\1 is ",
        r"nobody'?s": "nobody is",
        r"wan ?na": "want to",
        r"(everybody|everyone|they|people|we)'?d be": r"\1 would be",
        r"(?:that |which )?(?:you|they|we|your \w+|your (?:lad|man|guy)s?) (?:fitted|installed|sold|put in|gave|did"
        r"|made|used|fixed"
        r"|serviced|repaired|put on|delivered)(?: (?:me|us|here|in|for us|for me))* (?:last \w+|yesterday|on \w+day"
        r"|(?:a|two|three|\w+) (?:days?|weeks?|months?) ago) (?=(?:is|has|have|are|keeps?)\b)": "",
        r"gon ?na": "going to",
        r"got ?ta": "have to",
        r"do n'?t|don'?t|dont|dunno": "do not",
        r"\w+ (?:not|are not) (?:joking|kidding|a joke|a prank|a drill)|(?:this|it) is not (?:a joke|a prank"
        r"|a drill)|no joke|(?:this|it) is no (?:joke|drill)": " ",
        r"u+m+|u+h+|e+r+m?|a+h+|h+m+|you know|i mean|kind of|kinda|sort of|sorta|just|really|very|actually|basically"
        r"|literally|completely|totally|absolutely|quite|pretty|bloody|fucking|freaking|fuckin|like(?= (?:he|she"
        r"|they|my|i|there|someone|the)\b)|well|okay|ok|look|listen|sorry|poor|little|only|honestly|alright": ""
        " ",
        r"oh (?:my god|my gosh|god|no|lord|dear god|jesus|shit|fuck)|omg|jesus(?: christ)?|holy shit"
        r"|no no(?: no)*": "oh god",
        r"(?:i|we) (?:think|believe|guess|reckon|am afraid|am pretty sure|am sure|am worried"
        r"|fear)(?: that)? (?=(?!so\b)\w+)": " ",
        r"(?:it |he |she )?(?:looks|seems|appears)(?: to me)?(?: like| as if| as though| that)? (?=(?:he|she|they|my"
        r"|someone|i|the|there|it)\b)": " ",
        r"(?:seems|appears|seem|appear) to (?:be|have)": "is",
        r"(?:might|may|could|must) (?:have|of) (?:been )?": "has ",
        r"(?:might|may|must) be": "is",
        r"(he|she|they|i) could be": r"\1 is",
        r"(?:have|has) got": "has",
        r"all of a sudden|out of nowhere|out of the blue": "suddenly",
        r"any more": "anymore",
        r"aint": "is not",
    },
    harmless=HARMLESS,
    certain=(
        *BREATH,
        *CONSCIOUSNESS,
        *SUDDEN_ILLNESS,
        *BLOOD,
        *INJURY,
        *ACCIDENTS,
        *POISONING,
        *BIRTH,
        *FIRE,
        *VIOLENCE,
        *REQUESTS,
    ),
    likely=LIKELY,
    hints=HINTS,
    reported=REPORTED,
    asked=ASKED,
    crisis=CRISIS,
    urgent=(
        r"help(?! (?:with|you|my (?:hair|skin|nails)))",
        r"hurry|right now|immediately|straight away|suddenly|oh god|urgent(?:ly)?|come quick\w*|what (?:do|should"
        r"|can) (?:i|we) do|emergency|as fast as|there is (?:so much |a lot of )?blood|ambulance|hospital now"
        r"|not moving|scared|terrified|this second|tell me what to do|she is not|he is not",
    ),
    not_so=(
        r"(?:after|since|following|before) (?:(?:my|his|her|their|the|a|an|your|our|having|i|he|she|we|had|has|have)"
        r"(?: \w+)? ?){1,3}",
        r"like (?:a|an|i have been|i had been|something)",
        r"(?:not|never|nobody|no one|none of \w+|without|hardly anyone|neither|nothing|nor)(?: (?:a|an|any|the|in"
        r"|having|have|had|has|got|been|being|going|to|even|need|want|because|about|is|was|are|were|of|us|them|ever"
        r"|here|exactly|due|call|calling))*",
        r"(?:nearly|almost|practically|pretended|pretending|virtually|basically)(?: (?:had|have|having|a|an|got|been"
        r"|gave|to|be|me|him|her|\w+ing))*",
    ),
    only_told=(
        r"laughed|laughing|giggl\w+",
        r"if|in case|what if|suppose|imagine|unless|whether|risk of|chance of|prone to|prevent\w*|avoid\w*|training"
        r"|trained|learn\w*|how long|course|policy|insurance|when(?:ever)? (?:someone|somebody|people|you|a (?:client"
        r"|customer|person))|do you (?:have|know|sell|offer|get|treat|take|do|guys|ever|think i would|stock|need"
        r"|cover)|how do you|how would|what (?:do|would) you (?:guys )?do|what happens|would (?:i|you|he|she|it|that"
        r"|my)|could (?:i|it|that|this) (?:ever|cause|give|have)|can (?:it|that|this|you|the \w+) (?:cause|give|make"
        r"|still|be|do)|does (?:it|that|the \w+|this|a \w+) (?:\w+ )*(?:cause|give|make|hurt)?|will (?:it|the \w+"
        r"|that) (?:\w+ )?(?:cause|give|make|hurt)",
        r"recover\w*|survivor|survived|rehab|(?:before|during|despite|because of|due to) (?:my|his|her|their|the|a"
        r"|an|your"
        r"|having|i had|he had|she had)|history of|anniversary|memory|in memory of"
        r"|raising money|fundrais\w*|charity|awareness|article|news|reading|read|watch\w*"
        r"|saw (?:a|an|the|your|it|that|this) (?:\w+ )?(?:film|movie|video|show|programme|documentary|post|ad"
        r"|advert|clip|on)|dream\w*|story"
        r"|story about|talking about|told me about|heard about|as (?:if|though)|felt like|feel(?:s"
        r"|ing)? like i (?:have been|had been)|looked like|looks like (?:a|an|i)|used to|scared (?:of|that|i will)"
        r"|afraid (?:of|that i)|fear of|phobia|joke|joking"
        r"|practi[cs]\w+|pretend\w*|sounds? like|costume|rumou?r|apparently your|every time i|whenever i|always"
        r"|usually|sometimes|tend to|tends to|never|would rather|worked? (?:as|in|at|for)|you guys|your (?:price"
        r"|prices|website|app) ",
    ),
    long_ago=(
        r"(?:in|over|during) the (?:spring|summer|autumn|winter)|at the weekend|(?:at|in|during|after|since"
        r"|from) (?:the|my|your"
        r"|our|his|her) last \w+|sometimes (?:when|if|after|at|but"
        r"|in)"
        r"|last (?:year|week|month|night|time|summer|winter|spring|autumn|fall|christmas|january|february|march|april"
        r"|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday"
        r"|saturday|sunday|weekend|appointment|visit|few)|yesterday|(?:days?|weeks?|months?|years?|decades?|ages"
        r"|a while|fortnight) (?:ago|back|earlier|before|now|on)|long ago|in (?:19|20)\d\d|(?:in|back in|since|on"
        r"|this past) (?:january|february|march|april|may|june|july|august|september|october|november|december|monday"
        r"|tuesday|wednesday|thursday|friday|saturday|sunday|the (?:eighties|nineties|sixties|seventies|war|past))"
        r"|when (?:i|he|she|we) (?:was|were) (?:one|two|three|four|five|six|a|an|young\w*|in|at|on|\d+|seven|eight"
        r"|nine|ten|eleven|twelve|kids?"
        r"|pregnant|small|little|born|last)|when (?:i|she|he|we|my \w+) (?:saw|heard|got|opened|read|looked|found"
        r"|went to pay|walked|tried)|as a (?:child|kid|teenager|teen|baby)|back then|back in|once|used to|previously"
        r"|in the past|the other (?:day|week|night|month)|recently|a (?:few|couple of) (?:days|weeks|months|years)"
        r"|(?:earlier|late) (?:this|last) (?:year|month|week)|earlier this|over (?:christmas|easter|the (?:weekend"
        r"|holidays|summer|bill|price|cost))|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|thirty"
        r"|\d+) (?:days|weeks|months|years) (?:ago|back)|before (?:covid|christmas|i was born)|that time|passed away"
        r"|the funeral|next (?:year|week|month|january|february|march|april|may|june|july|august|september|october"
        r"|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|summer|spring|winter|time)"
        r"|tomorrow|due (?:in|on|date|next)|in (?:\w+ )(?:weeks|months|years)( time)?|laughing|of laughter|(?:at"
        r"|about|over|from|with) (?:the|your|that|those|how much|how) (?:price|prices|bill|cost|quote|total|wait"
        r"|waiting)|for (?:halloween|a party|fun|my character)",
    ),
    at_present=(
        r"wake up tomorrow|after my \w+ i will not be here tomorrow",
        r"now|still|right now|at the moment|again|since (?:last night|yesterday|this morning)|minutes? ago"
        r"|seconds? ago|an hour ago|currently|today|keeps|as we speak|tonight|(?:is|are|has) not (?:breathing|waking"
        r"|moving|responding)",
    ),
    turns=(
        r"but|now|and|because|except|until|(?:and|then|so) (?:now|then|today|suddenly)|this morning|and (?:he|she"
        r"|they|someone) (?:is|has|had|will|can)|he is not|she is not|defibrillator",
    ),
    made_up=(
        r"dead asleep",
        r"(?:movies?|films?|tv show|tv series|the series|netflix|episode|novel|crime novel|video ?game|board game"
        r"|(?<!in the )(?<!in a )(?<!at the )(?<!movie )theat(?:re|er)|stage play|school play|halloween|costume"
        r"|cosplay|fake|prank|murder mystery|true crime"
        r"|podcast|playstation|xbox|escape room|haunted house|drama class|fancy dress|zombie|re ?enactment"
        r"|song called|song|band called|musical|lyrics|nickname|punchline|crossword)",
        r"(?:he|she|they|it|everyone|i|we|mum|dad|all|everything) (?:is|are|am|was|were) (?:all )?(?:(?:fine|ok"
        r"|okay)(?! (?:and|but|now)? ?(?:then|until|now he|now she|a (?:minute|second"
        r"|moment)|suddenly|just now|before|earlier|this morning))"
        r"|all right|good|better|recovered|home|back home|doing (?:well|fine|better|good|ok|great)|much better"
        r"|over it|alive and well|on the mend) ?(?:now|again|today|thank\w*|though|but|and|so|$|\.)|(?:turned out"
        r"|turns out)(?: to be)? (?:fine|ok|nothing|to be nothing|it was)|false alarm|made a full recovery"
        r"|nobody (?:was|got|is) (?:hurt|injured)|no one (?:was|got|is) (?:hurt|injured)|it is out now|fire (?:is"
        r"|was) out|(?:was|got) put out|they (?:put it|have put it) out|(?:police|ambulance|paramedics|fire brigade"
        r"|firemen) (?:has |have )?(?:already )?(?:came|left|been and gone|come and gone|sorted|took (?:him|her))"
        r"|(?:just|only) (?:a )?(?:drill|exercise|joke)|figure of speech|so to speak|metaphor\w*|not literally"
        r"|excuse the",
    ),
    errand=(
        r"(?<!through )(?<!into )traffic(?! accident)|physio\w*|osteopath|check ?up|jabs|(?:checked|looked at"
        r"|serviced|seen to|an mot"
        r"|next (?:week|month))",
        r"appointments?|book(?:ed|ing|ings)?|hair ?cuts?|haircut|blow ?dr\w+|reschedul\w*|rebook|cancel\w*"
        r"|move (?:my|it|the|our)|push (?:my|it) back|fit (?:me|us|him|her) in|slots?|available|availability"
        r"|how much|price\w*|what (?:time|are your|days)|when (?:do|are) you|opening hours|your hours|do you (?:do"
        r"|sell|have|offer|take|guys|stock|know)|are you open|refund|discount|voucher|gift card|massage|facial"
        r"|manicure|pedicure|wax(?:ing)?|colou?r|highlights|roots|trim|fringe|nails|lashes|brows?|consultation"
        r"|make it (?:eleven|ten|nine|later|earlier|another)|(?<!is )(?<!has )come in|drop (?:by|in)|running late"
        r"|be late|late for"
        r"|later (?:today|appointment|time|slot)|park(?:ing)?|treatment|treatments|stylist|barber|salon treatment"
        r"|shampoo|products?|opening|can i (?:get|come|have|see|bring|speak|talk)|could i|i would like|i want (?:to"
        r"|a|my)|looking (?:to|for)|your website|complain\w*|complaint|invoice|quote|pick up|deliver\w*|table for",
    ),
    affirmed=(
        r"(?:(?:oh|god|please|uh|well|help|i think|think|um) )*(?:yes|yeah|yep|yup|yea|aye|he is|she is|they are"
        r"|i am|there is|someone is|somebody is|we are|it is (?:my|me|a|him|her)|my \w+|he has|she has|i have"
        r"|i think so|think so|definitely|of course|sure|correct|affirmative|i do|help|quick|hurry|he|she|someone"
        r"|somebody|a lot|badly|both|everyone|everybody|exactly|right|uh huh)\b",
    ),
    denied=(
        r"(?:no|nope|nah|negative|nobody|no one|none|not (?:at all|hurt|right now|really|anymore|that i|here|me"
        r"|an emergency|seriously|physically|like that|that bad)|not$|everyone is (?:fine|ok|safe)"
        r"|everybody is (?:fine|ok)|(?:all|we are|i am|he is|she is|they are|it is|that is) (?:all )?(?:fine|ok|good"
        r"|safe|alright)|joking|kidding|figure of speech|expression|metaphor|of course not|do not (?:be silly|worry"
        r"|think so)|false alarm|never mind|what no|god no|oh god (?:nobody|not|i)|my (?:hair|scalp|colou?r)"
        r"|the (?:hair|colou?r|dye)|goodness|heavens no|just (?:the|my) (?:hair|colou?r)|(?:fine|ok|okay)$|ha ?ha)",
    ),
    not_understood=(
        r"(?:(?:oh|i am|hm|hang on|excuse me|beg|your|i|beg your) ?)*(?:what|pardon|excuse me|huh|come again"
        r"|say (?:that )?again|what did you say|what do you mean|why|what was that|(?:i )?(?:did|do) not (?:hear"
        r"|understand|catch)(?: (?:you|that|it))?|can you (?:say|repeat) that(?: again)?|repeat that|who"
        r"|why do you ask|hello|hurt|is anybody hurt|what do you mean hurt|who is hurt"
        r"|(?:beg )?(?:your )?pardon)(?: please| \.)*",
    ),
    borne_out=(
        r"(?:because|cos|and|as|since) (?:\w+ )?(?:my \w+_?|he|she|they|\w+_|i|we|one|someone|somebody)"
        r" (?:is|am|are|has|have|did|does|can not|will not)$|(?:is|it is|that is) (?:happening|what is happening)",
    ),
    net=ENGLISH_NET,
)
