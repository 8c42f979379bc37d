"""How English-speaking callers speak of taking their own life, or somebody else's wish to."""

_SELF = r"(?:myself|himself|herself|themselves|themself)"
CRISIS = (
    r"(?:in|got) (?:the|my|his|her) (?:car|garage|van) with (?:a|the) (?:hose|hosepipe|pipe)|can not do it any"
    r" ?more(?= (?:i am|and i))"
    r"(?! (?:i am (?:moving|busy|on holiday)|and i (?:need|want|would)))",
    r"(?:after|take care of|feed) (?:my|the) \w+ (?:as |because )?i (?:will|am) not (?:going to )?be (?:here"
    r"|around|alive)"
    r"(?! (?:on|next|until|till))",
    r"(?:is not|no|is no|not see|can not see) (?:any |a )?(?:other )?way out(?: for (?:me|him|her|us))?(?! of the"
    r" (?:contract|car park|deal))"
    r"|(?:look after|take care of|feed) my (?:\w+ )?(?:i|because i) (?:will|am) not (?:going to )?be (?:here|around"
    r"|alive)",
    r"(?:message|messaged|texted|text|rang|sent|said|saying|wrote) (?:\w+ ){0,8}(?:love you|goodbye"
    r"|sorry) (?:\w+ ){0,3}and (?:\w+ ){0,2}"
    r"(?:turned|switched) (?:\w+ ){0,2}phone off|(?:sitting|sat|locked|is) (?:\w+ )?in (?:the|his|her|my) (?:garage"
    r"|car) with the"
    r" (?:engine|motor) (?:running|on)|not coming (?:home|back) (?:ever|this time|again)|got it all planned(?: out)?"
    r"|(?:nothing|none of it) matters any ?more|how many (?:\w+ ){0,5}(?:would|will|does it take to) kill (?:me|you"
    r"|someone|him|her)"
    r"|(?:would|will|does) it hurt (?:if|when) (?:i|you) (?:jump|jumped|hang|drown)\w*|(?:quickest|easiest|fastest"
    r"|least painful)"
    r" way to (?:die|kill|end|go$)|(?:driving|crash\w*|steering|walking|stepping|running|jumping|throwing"
    r" myself) (?:\w+ ){0,3}"
    r"(?:into|in front of|under|off) (?:a|the) (?:\w+ ){0,2}(?:on purpose|deliberately|and end)",
    r"(?:world|everyone|everybody|they|family|kids|people|you|\w+_) (?:would|will|d) (?:all )?be (?:\w+ )?(?:better"
    r"|happier|easier|glad)"
    r" (?:off )?(?:without me|if i (?:was|were|am) (?:not|gone|dead|never))|(?:do|does) not trust (?:myself|himself"
    r"|herself)"
    r"(?! (?:to (?:cut|do|dye|colou?r|pick|choose|drive|parallel)|with (?:scissors|clippers|diy|a (?:drill|razor))))",
    r"(?:want|need|wish|make) (?:it|everything|the pain|this)(?: all)? (?:to )?(?:stop|end|be over|go"
    r" away)(?: (?:tonight|now"
    r"|forever|for good|so much))(?! (?:leaking|beeping|dripping|ringing))",
    r"tell (?:my|the) \w+ (?:that )?(?:i|we) (?:\w+ )?(?:loved?|am sorry|are sorry)|no light at the end(?= of it|$)",
    r"(?:go|going|fall|falling) to sleep (?:\w+ ){0,2}(?:and|so) (?:\w+ ){0,3}(?:not|never) (?:\w+ )?"
    r"(?:wake|have to wake|waking)",
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
    r"|(?:got|have|has|with) the (?:rope|noose|pills|blade) (?:here|ready|tied|round|up\b)",
    r"(?:standing|sitting|stood|sat|i am|he is|she is|they are|\w+_ is|up) (?:here )?on (?:a|the|top of a|the edge"
    r" of (?:a"
    r"|the)) (?:\w+ )?(?:bridge|ledge"
    r"|train tracks|railway tracks|edge)|this is (?:my )?goodbye(?! (?:to my|to the (?:long|blonde)))|(?:written"
    r"|left|wrote|leaving|writing|found) (?:a|my|his|her) (?:suicide |goodbye )?(?:note|letter) (?:goodbye|and (?:he"
    r"|she|i)|saying (?:goodbye|sorry))|slit my wrists",
)
