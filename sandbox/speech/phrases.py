"""What callers of a small business say, as templates; the recogniser's language model is trained on their expansions.

`(a|b)` is a choice, an empty branch an option, `{name}` another template of `PARTS`.
"""

PARTS: dict[str, str] = {
    "hour": "(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)",
    "minute": "(oh five|ten|fifteen|twenty|twenty five|thirty|thirty five|forty|forty five|fifty|fifty five)",
    "past": "(five|ten|quarter|quarter|a quarter|twenty|half|half|half) past",
    "to": "(five|ten|quarter|quarter|quarter|a quarter|twenty) to",
    "half_day": "(am|pm|in the morning|in the afternoon|in the evening)",
    "clock": "({hour} o'clock|{hour} o'clock|{hour} thirty|{hour} thirty|{hour} fifteen|{hour} forty five|{hour} {minute}"
    "|{past} {hour}|{past} {hour}|{to} {hour}|{hour}|noon|midday)",
    "time": "({clock}|{clock}|{clock} {half_day}|{hour} {half_day}|{hour} o'clock {half_day}|{hour} thirty {half_day})",
    "weekday": "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)",
    "month": "(january|february|march|april|may|june|july|august|september|october|november|december)",
    "ordinal": "(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty first|twenty second"
    "|twenty third|twenty fourth|twenty fifth|twenty sixth|twenty seventh|twenty eighth|twenty ninth|thirtieth"
    "|thirty first)",
    "date": "(the {ordinal} of {month}|{month} the {ordinal}|the {ordinal}|{weekday} the {ordinal}"
    "|{weekday} the {ordinal} of {month})",
    "day": "({weekday}|{weekday}|next {weekday}|next {weekday}|this {weekday}|this coming {weekday}|tomorrow|tomorrow"
    "|today|the day after tomorrow|{weekday} next week|next week|this week|{date})",
    "part": "(morning|afternoon|evening|lunch time)",
    "when": "({day} at {time}|{day} at {time}|{day} at {time}|{day} at {clock}|{day} at {clock} in the {part}|at {time} on {weekday}"
    "|on {weekday} at {time}|{weekday} {part}|on {weekday} {part}|next {weekday} {part}|{day} in the {part}|{day}"
    "|on {weekday}|on {date}|tomorrow {part}|tomorrow at {time}|{time} on {weekday}|{time} {day}|{day} around {time}"
    "|{day} after {clock}|{day} before {clock}|the {part} of {date})",
    "offering": "(haircut|haircut|beard trim|beard trim|trim|cut|colour|colour|hair colour|cut and colour"
    "|blow dry|shave|appointment|appointment|booking|consultation|check up|massage|cleaning)",
    "hi": "(hi|hello|hey|hi there|hello there|good morning|good afternoon|good evening|yes hi|oh hi|um hi)",
    "please": "(please||)",
    "want": "(i'd like to|i would like to|i want to|i need to|can i|could i|can you|could you|can i please|may i"
    "|i was hoping to|i'm calling to|i'm hoping to|i'd love to)",
    "book": "(book|make|get|schedule|arrange|book in for|have)",
    "a": "(a|a|an|the|my)",
    "digit": "(zero|oh|one|two|three|four|five|six|seven|eight|nine|double {hour})",
    "digits": "{digit} {digit} {digit} {digit}",
    "someone": "(someone|somebody|a person|a human|a real person|the manager|the owner|the boss|reception|mia|staff"
    "|a member of staff|someone else)",
    "sorry": "(sorry|actually|actually sorry|sorry actually|no sorry|oh sorry|wait|hang on|no wait|wait no|no|oh|um"
    "|actually no|hmm|oh wait)",
    "bye": "(goodbye|bye|bye bye|see you then|see you|have a nice day|have a good day|talk to you later)",
    "thanks": "(thanks|thank you|thank you very much|thanks very much|thanks a lot|thank you so much|cheers"
    "|many thanks|great thanks|great thank you|perfect thanks|perfect thank you|lovely thank you|okay thanks)",
    "yes": "(yes|yeah|yep|yes please|yes that's right|yes that's correct|that's right|that's correct|correct|sure"
    "|okay|ok|sounds good|that sounds good|perfect|great|that works|that's fine|that would be great|that's perfect"
    "|absolutely|of course|please do|yes that works|yes that's fine|yes that sounds good|right|exactly|fine|lovely)",
    "no": "(no|nope|no thanks|no thank you|no that's wrong|no that's not right|that's not right|that's wrong|not really"
    "|no not that one|no that doesn't work|no i can't|neither|none of those|no that's all|no that's it|no that's everything)",
    "emergency": "(emergency|ambulance|fire|heart attack|stroke|doctor|police)",
}

TEMPLATES: tuple[tuple[str, int], ...] = (
    # (template, how many expansions are drawn)
    ("{hi}", 60),
    ("{yes}", 300),
    ("{no}", 150),
    ("{thanks}", 60),
    ("{bye}", 60),
    ("yes", 60),
    ("yes please", 100),
    ("yes that's right", 100),
    ("yes (that's|that is) (right|correct|fine|perfect|great|good)", 40),
    ("(yes|yeah|okay) {thanks}", 40),
    ("(yes|yeah|no) i (do|am|would|did|don't|can|can't|will)", 30),
    ("no thank you that's all (goodbye|bye|thanks|)", 100),
    ("(no|no thanks|no thank you|nope) (that's|that is|that'll be) (all|it|everything) ({thanks}|) ({bye}|)", 200),
    ("(that's|that is|that will be) (all|it|everything) ({thanks}|) ({bye}|)", 120),
    ("{thanks} ({bye}|for your help|for your help {bye}|so much)", 120),
    ("(okay|ok|alright|great|perfect) ({thanks}|) {bye}", 80),
    ("({hi}|) {want} {book} {a} {offering} {please}", 900),
    ("{hi} (i'd like to|i want to|can i|could i|i would like to) book (a|an) {offering} {please}", 600),
    ("({hi}|) {want} {book} {a} {offering} (for|on|) {when} {please}", 900),
    ("({hi}|) {want} {book} {a} {offering} with mia ({when}|) {please}", 200),
    ("({hi}|) (i'm|i am) (calling|ringing|phoning) (to book|to make|about) {a} {offering}", 120),
    ("(a|an|just a|just the|the) {offering} {please}", 150),
    ("(do you have|have you got|is there|are there|do you have got) (anything|any time|a slot|any slots"
    "|an appointment|any appointments|something|any availability) ({when}|available|free|earlier|later|else) ({please}|)", 500),
    ("(how about|what about|could we do|can we do|let's do|let's say|maybe|could it be|make it|i can do|i could do"
    "|i'd prefer|i prefer|the|is|could you do|can you do) ({when}|{time}|{day}) {please}", 900),
    ("{when} {please}", 1600),
    ("{when} (would be|is|works) (good|great|fine|best|perfect|better|ok)", 300),
    ("(at|around|about|after|before|maybe|the|) {time} {please}", 900),
    ("(the|) (first one|second one|last one|earlier one|later one|first|earliest|next one) {please}", 60),
    ("(the|at|) {time} (one|slot|works|is good|is fine|is great|would be good|would be great) {please}", 200),
    ("({sorry}|) (can you|could you|can we|could we|please|let's) (make it|change it to|make that|change that to"
    "|move it to|do) ({time}|{day}|{when}) (instead|please|instead please|) (if possible|if you can|)", 1500),
    ("actually sorry can you make it {time} instead", 300),
    ("({sorry}|) make it ({time}|{day}|{when}) (instead|please|)", 700),
    ("{sorry} (i meant|i said|it's|not {time}|not {day}|i mean) ({time}|{day}|{when})", 400),
    ("{sorry} ({time}|{day}|{when}) (instead|please|)", 300),
    ("(any time|any day|whenever|as soon as possible|the earliest you have|anything is fine|i don't mind"
    "|i'm easy|what times do you have|what do you have|what's available|when are you free|what else do you have)", 100),
    ("(i'd like to|i need to|i want to|can i|could i|can you) (cancel|move|change|reschedule|check|confirm) (my|the)"
    " (appointment|booking|haircut) (to {when}|on {day}|for {when}|) {please}", 500),
    ("({hi}|) (how much is|what's the price of|how much do you charge for|how much does|what does|what do you charge for)"
    " (a|an|the) {offering} (cost|)", 300),
    ("how much (is it|does it cost|would that be|will that be|is that)", 40),
    ("(is there|do you have|have you got|where can i find|what about|where is the|how about) (parking|any parking"
    "|a car park|car parking|street parking|parking nearby|somewhere to park|free parking)"
    " (nearby|there|near you|near by|available|for customers|at the shop|around there|)", 200),
    ("where can i park (my car|) (nearby|)", 30),
    ("(what are|what's|can you tell me|tell me|could you tell me) your (opening hours|hours|address|opening times|prices"
    "|price list|phone number|email address)", 120),
    ("(what time|when) (do you|are you) (open|close|closing|finish|start) (today|tomorrow|on {weekday}|) ", 120),
    ("are you open (today|tomorrow|now|on {weekday}|on the weekend|on weekends|late|on public holidays"
    "|this {weekday}) (morning|afternoon|)", 120),
    ("(do you|can i) (take|accept|pay by|pay with|use) (cards|card|credit cards|credit card|cash|eftpos|visa)", 100),
    ("where are you (located|based|) (exactly|)", 30),
    ("(what's|what is) the address", 20),
    ("how long does (it|a {offering}|the {offering}) take", 80),
    ("(who|which|what) (is|are) (this|you|your staff|available)", 30),
    ("(am i|are you|is this) (talking to|speaking to|speaking with|) (a robot|a machine|a real person|a computer"
    "|a human|an ai|harbour street hair)", 60),
    ("(can i|could i|i'd like to|i want to|can you|please|i need to|let me) (speak|talk) (to|with) {someone} {please}", 400),
    ("(can you|could you|please) (put me through|transfer me|connect me) (to|to {someone}) {please}", 300),
    ("(can you|could you|please) (put me through|transfer me) {please}", 40),
    ("(is|can i speak to) mia (there|available|in today|please|)", 40),
    ("(can i|could i|i'd like to|can you|please|i want to) (leave|take|pass on) a message (for {someone}|) {please}", 200),
    ("(please|can you|could you) (tell|ask) (her|him|them|mia|{someone}) (to call me back|to ring me|i called|i rang"
    "|that i'm running late|i'll be late|i'm sick|to call me|that i called) {please}", 200),
    ("(please|can you|could you|can someone) (call|ring|phone) me (back|) ({when}|on this number|as soon as possible) {please}", 150),
    ("(i'm|i am|i'll be|i'm going to be) (running|) (late|a bit late|ten minutes late|five minutes late"
    "|fifteen minutes late|twenty minutes late) (for my appointment|for my haircut|)", 80),
    ("(i|we) (left|forgot|lost) my (jacket|phone|umbrella|keys|wallet|bag|glasses|hat|coat) (there|at the shop|yesterday|)", 60),
    ("my (phone|) number is {digits} {digits} ({digit} {digit}|)", 300),
    ("(it's|it is|) {digits} {digits} ({digit} {digit}|)", 300),
    ("(yes|no|) (this number|this one|the number i'm calling from|same number|this number is fine) (is fine|is good|)", 50),
    ("(call|get|send|i need|we need|please call|please send|can you call|someone call) an (ambulance|emergency)", 80),
    ("(call|get|i need|please call|can you call) (the police|a doctor|the fire brigade|an ambulance|triple zero|nine one one)", 60),
    ("(i think|) (i'm|he's|she's|my husband is|my wife is|someone is|my mother is) having (a heart attack|a stroke"
    "|chest pains|trouble breathing)", 120),
    ("(there's|there is) (a fire|an emergency|a fire in the building|a fire in the kitchen)", 50),
    ("(it's|this is|it is|help it's) an emergency", 40),
    ("(he's|she's|i'm) (not breathing|unconscious|bleeding|choking|hurt)", 40),
    ("(help|help me|help help|fire|please help|please help me)", 30),
    ("(sorry|pardon|excuse me|) (can|could) you (repeat|say) that (again|) {please}", 60),
    ("(sorry|pardon|what|excuse me) (what did you say|i didn't hear that|i didn't catch that|say that again|)", 60),
    ("(hello|hello hello|are you there|is anyone there|can you hear me|hello are you there|hello can you hear me)", 60),
    ("(one|just a|just one|wait a|hold on a|give me a) (moment|second|minute|sec) {please}", 50),
    ("(hold on|hang on|wait|stop|never mind|forget it|don't worry|let me think|let me check|i'm not sure"
    "|i don't know|not sure|um|uh|mm hmm|uh huh|right|i see|got it|of course|no worries|no problem|all good)", 150),
    ("(can i|do i|should i) (need to|) (bring|pay) (anything|a deposit|in advance|now|cash)", 30),
    ("(is|was|it's) (that|it) (for|with) (today|tomorrow|me|my son|my daughter|my wife|my husband|two people|one person)", 50),
    ("it's for (me|my son|my daughter|my wife|my husband|my mother|my father|my friend|two people|one person|a child)", 40),
    ("i have (a question|an appointment|a booking|another question) (at {time}|on {day}|{when}|about my booking|)", 80),
    ("(that's|that is) (too late|too early|too expensive|not good|no good|a bit late|a bit early|fine|great)", 40),
    ("i (can't|can not|cannot) (make it|do that|do {day}|do {time}|come {day}) (today|anymore|)", 80),
)

NAME_PHRASES: tuple[str, ...] = (
    "{first} {last}",
    "my name is {first} {last}",
    "it's {first} {last}",
    "(this is|my name's|i'm|the name is|the name's|name is|yes it's|yes my name is|sure it's|it is|under) {first} {last}",
)
"""Every pair of a first name and a surname is said in one of these."""

FIRST_NAME_PHRASES: tuple[str, ...] = ("{first}", "my name is {first}", "it's {first}", "this is {first}")

SURNAME_PHRASES: tuple[str, ...] = ("(mister|missus|miss|doctor) {last}", "my (last name|surname) is {last}", "{last}")
