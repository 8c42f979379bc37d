"""English cues."""

from domain.dialogue.cues.table import Cues

_TIME = (
    r"(?:for )?(?:just )?(?:a|one|two|another|half a|a few|couple of|a couple of) (?:little |quick |wee |short "
    r"|brief |more )?"
    r"(?:moments?|seconds?|secs?|minutes?|mins?|mo|ticks?|bit|while|jiffy|sec)"
)
_QUICKLY = r"(?:(?:just|quickly|go|go and|quick|first|have to|need to|real quick) )*"
_JUST = r"(?:(?:just|really|quickly|first) )*"
_WHOSE = r"(?:my|our|the|a|an|some|his|her|their|your)"
_THING = (
    r"(?:appointment |business |credit |debit |bank |reading |mobile |cell |work |family |other )*"
    r"(?:diary|calendar|agenda|planner|schedule|roster|cards?|phone|mobile|pen|pencil|paper|glasses|wallet|purse"
    r"|bag|handbag|keys?|notes?|notebook|book|details|number|reference|letter|emails?|insurance|licen[cs]e|id"
    r"|passport|paperwork|papers|folder|file|computer|laptop|tablet|screen|door|oven|stove|kettle|dog|cat|baby|kids"
    r"|children|car|wife|husband|partner|son|daughter|mum|mom|mother|dad|father|boss|colleague|flatmate|roommate"
    r"|friend|sister|brother)(?: app)?"
)
_CALM = (
    r"(?:somewhere|a) (?:more |bit |little )*(?:quiet|quieter|private)(?: place| spot| room)?|outside|to (?:my|the) "
    r"(?:desk|car|computer|kitchen|office|other room)"
)
_SET = r"(?:radio|tv|telly|television|music|volume|speaker|kettle|tap|oven|fan)"
_TAIL = (
    r"(?: (?:out|from|in|on|off|to|for|and|with|here|now|quickly|ready|up|first|over|upstairs|down|back|about|if"
    r"|whether|what|when)(?: [\w']+){0,8})?"
)
_CHECKING = r"(?:check|look|see|think|find out|have a look|have a think|take a look|double check|work it out)"

_DAYS = (
    "tomorrow", "next week", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "on monday", "on tuesday", "on wednesday", "on thursday", "on friday", "on saturday", "on sunday",
)  # fmt: skip

ENGLISH = Cues(
    backchannels=(
        "uh", "uhh", "huh", "mhm", "mm", "mmhmm", "hmm", "hm", "ah", "ahh", "aha", "oh", "ohh", "ooh", "um", "umm",
        "er",
        "erm", "okay", "ok", "okey", "okey dokey", "kay", "right", "yeah", "yep", "yup", "ya", "alright", "all right",
        "cool", "nice", "great", "good", "perfect", "lovely", "wow", "true", "exactly", "totally", "absolutely",
        "gotcha", "fine", "sweet", "brilliant", "wonderful", "excellent", "awesome", "i see", "i know", "got it",
        "of course", "makes sense", "that makes sense", "go on", "go ahead", "no worries", "no problem",
        "not a problem", "i understand",
        "understood", "fair enough", "sounds good", "that's fine", "that's good", "that's great", "i'm listening",
    ),
    hesitations=("uh", "uhh", "um", "umm", "er", "erm", "hm", "hmm", "ah", "ahh"),
    assents=(
        "yes", "yes please", "yeah", "yep", "yup", "ya", "sure", "okay", "ok", "correct", "that's right",
        "that's correct", "right", "exactly", "definitely", "absolutely", "of course", "please do", "go ahead",
        "book it", "do it", "do that", "sounds good", "that works", "that works for me", "that's fine", "perfect",
        "great", "lovely", "fine", "good", "yes it is", "yes i do", "i do", "yes that's right",
    ),
    denials=("no", "nope", "nah", "no thanks", "no thank you", "not really", "that's wrong", "that's not right"),
    farewells=(
        *(f"{verb} {day}" for verb in ("talk to you", "speak to you", "see you") for day in _DAYS),
        "bye", "bye bye", "byebye", "goodbye", "good bye", "good night", "goodnight", "cheerio", "see you", "see ya",
        "see you then", "see you later", "see you soon", "talk to you later", "talk soon", "speak soon", "take care",
        "have a good day", "have a nice day", "have a great day", "have a lovely day", "have a good one",
        "have a good evening", "have a nice evening", "have a good night", "have a good weekend",
        "have a nice weekend", "have a good afternoon", "until then", "catch you later",
    ),
    thanks=(
        "thank you", "thanks", "thank you very much", "thanks very much", "thank you so much", "thanks so much",
        "thanks a lot", "many thanks", "cheers", "ta", "much appreciated", "i appreciate it", "that's all",
        "that is all", "that's it", "that's everything", "nothing else", "you too", "same to you", "likewise",
        "and you", "all good", "i'm good", "i'm all set", "for your help", "for that", "for all your help",
        "you've been very helpful", "that's very kind", "very kind", "will do",
    ),
    courtesies=(
        "please", "sorry", "well", "so", "and", "then", "now", "just", "there", "very", "much", "really", "yes",
        "yeah", "no", "sure", "oh", "okay", "ok", "right", "alright", "um", "uh", "er", "hello", "hi", "excuse me",
        "if you don't mind", "if that's okay", "thank you", "thanks", "a bit", "again", "actually", "great", "love",
        "dear", "mate", "sir", "madam", "ma'am", "for me", "one thing", "i'm sorry", "would you", "you know",
    ),
    openers=(
        "wait", "but", "also", "what", "what's", "when", "where", "how", "who", "why", "which", "can", "could", "do",
        "does", "did", "is", "are", "will", "would", "should", "hold", "hang", "question", "before", "forgot",
        "forget", "need", "want", "change", "cancel", "move", "book", "instead", "not", "don't", "quick", "thing",
        "actually", "sorry", "stop", "i'd", "let", "help", "make",
    ),
    pauses=(
        rf"(?:(?:can|could|would|will) you |if you could |do you mind |would you mind |i'll ask you to )(?:just "
        rf"|please )*(?:hold|hang|wait"
        rf"|stay|holding|hanging|waiting|bear|give)(?: (?:on|there|the line|up|with me|me))*(?: {_TIME})?",
        rf"(?:just )?(?:hold|hang)(?: (?:on|the line|please|there))+(?: {_TIME})?",
        rf"(?:while|whilst|so|so that) i (?:can |just |quickly )*(?:{_CHECKING}|get|grab|fetch|find|open|look for"
        rf"|ask|pull over)"
        rf"(?: (?:with |in |on |at )?(?:{_WHOSE} {_THING}|it|that){_TAIL})?",
        r"(?:hold|hang) (?:on )?(?:to )?that thought",
        rf"(?:just )?wait(?: (?:up|here|there|please|on))*(?: {_TIME})?",
        rf"bear with me(?: here)?(?: {_TIME})?",
        rf"(?:just )?give me {_TIME}",
        rf"(?:i (?:just )?|i'll (?:just |only )?|i'm going to |i might )(?:need|want|be|take) {_TIME}",
        rf"(?:i'll|i will|i shall)? ?(?:just )?be (?:right |straight )?(?:back|with you)(?: in)?(?: {_TIME})?",
        rf"(?:back in|with you in) {_TIME}",
        r"(?:please )?(?:don't|do not) (?:go away|hang up|go anywhere|go)",
        r"stay (?:there|on the line|with me|on)",
        rf"(?:it'll|this'll|it will|this will) (?:only |just )?(?:take|be) {_TIME}",
        _TIME,
        rf"(?:let me|lemme|i'll|i will|i'm going to|i'm gonna|i {_JUST}(?:need to|have to|must)|i've {_JUST}got to"
        rf"|i'd better|allow me to) {_QUICKLY}"
        rf"{_CHECKING}(?: (?:that|it|this|for you))?"
        rf"(?: (?:(?:at|in|on|with|up|through|over) )?{_WHOSE} {_THING}{_TAIL}| (?:if|whether|what|when|where|which"
        rf"|who|about)(?: [\w']+){{0,10}})?",
        rf"(?:let me|lemme|i'll|i will|i'm going to|i'm gonna|i {_JUST}(?:need to|have to|must)"
        rf"|i've {_JUST}got to) {_QUICKLY}(?:check with|ask|get"
        rf"|grab|fetch|find|open|pull up|bring up|dig out|look for|look in|look at|look up|go get|answer|put on"
        rf"|see to|move|turn off|call)"
        rf" (?:(?:{_WHOSE} )?{_THING}|it|that|them|him|her){_TAIL}",
        rf"(?:let me|lemme|i'll|i {_JUST}(?:need to|have to)) {_QUICKLY}(?:write|note|jot) (?:that|it|this) down",
        rf"(?:i'm|i am|we're) (?:just |still |only |quickly )*(?:getting|grabbing|fetching|finding|looking(?: (?:for"
        rf"|at|in|up"
        rf"|through))?|checking(?: with)?|opening|pulling up|bringing up|searching(?: for)?|reaching for"
        rf"|trying to find|asking"
        rf"|digging out|going to get|putting on|waiting for|logging into)"
        rf" (?:(?:for|at|in|up|through) )?(?:{_WHOSE} {_THING}|it|that|them){_TAIL}",
        r"(?:i'm |i am )?(?:just |still )*(?:thinking|checking|looking|having a look|having a think)(?: about it)?",
        rf"(?:just )?(?:getting|grabbing|fetching|finding|looking for|checking|opening) {_WHOSE} {_THING}{_TAIL}",
        r"(?:someone|somebody|there's someone|there's somebody|the postman|a delivery)(?:'s| is)? ?(?:just )?(?:here"
        r"|at the door|at my door)",
        r"(?:the |my |our )?(?:doorbell|door ?bell|other phone|other line|phone|mobile|alarm|baby|toddler"
        r"|little one|kids?"
        r"|son|daughter|children|dog)(?:'s| is| are| just)* (?:ringing|rang|crying|barking|beeping|gone off|going off)",
        r"(?:i've |i have |i'm |there's )?(?:just |got |getting |have )*(?:another|a second) call(?: (?:coming in"
        r"|waiting"
        r"|coming through|on the other line))?",
        r"(?:someone|somebody)(?:'s| is) (?:calling|ringing)(?: me)? on (?:my|the) other (?:phone|line)",
        rf"(?:let me|lemme|i'll|i will|i'm going to|i'm gonna|i {_JUST}(?:need to|have to|must)|i've {_JUST}got to)"
        rf" {_QUICKLY}(?:pull over|park(?: the car)?|(?:go|step|move|walk|get) (?:{_CALM})|find (?:{_CALM})"
        rf"|put you on (?:speaker|speakerphone|loudspeaker|hold)|take you off (?:speaker|speakerphone|loudspeaker)"
        rf"|(?:turn|switch) (?:the {_SET} (?:off|down)|(?:off|down) the {_SET})|close the (?:door|window)|sit down"
        rf"|plug (?:my|the) phone in)",
        rf"(?:i'm |i am )?{_JUST}(?:pulling over|parking(?: the car)?|(?:going|stepping|moving|walking"
        rf"|getting) (?:{_CALM})"
        rf"|putting you on (?:speaker|speakerphone|loudspeaker|hold)|turning (?:the {_SET} (?:off|down)|(?:off"
        rf"|down) the"
        rf" {_SET})|closing the (?:door|window))",
        rf"where (?:did i put|have i put|is|are) (?:my|the) {_THING}",
        r"where did i put it",
        r"i (?:just )?(?:need|want|have) to (?:think|check|look)(?: about (?:it|that))?",
        r"let's see",
    ),
)  # fmt: skip
