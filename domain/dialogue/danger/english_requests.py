"""How English-speaking callers ask for an ambulance, the police or help."""

from domain.dialogue.danger.english_words import ONLY

_ASKS = (
    r"(?:call|calling|dial|ring|phone|get|need|needs|want|wants|send|contact|fetch|calls) (?:(?!\d|zero|oh"
    r"|(?:not|see|visit|watch|meet|thank|book|ask|join|be) )\w+ ){0,3}"
)
_NUMBERS = (
    r"(?:triple (?:zero|o|oh|nine|one)|zero zero zero|oh oh oh|nine nine nine|nine one one|one one one|one one two"
    r"|911|999|000|112|111|9 1 1|9 9 9|0 0 0|1 1 2|1 1 1)"
)
_MORE_DIGITS = (
    r"(?! (?:\d+|zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple|slot|appointment|opening|time"
    r"|street|road|avenue|dollars|oclock|am|pm)\b)"
)

REQUESTS = (
    rf"{_ASKS}(?:ambulances?|paramedics?|ambos)\b(?! (?:driver|officer|station|service|victoria|costume|hill|uniform"
    r"|colleague|chasers?|in (?:my|the) (?:name|address)))",
    rf"^(?:{ONLY} )*(?:ambulance|ambos?|paramedics?)(?: {ONLY})*$",
    rf"{_ASKS}(?:fire (?:brigade|department|engine|service|truck|fighters?)|firemen|firefighters|police|cops"
    r"|coast ?guard)\b(?! (?:check|officers?|station|clearance|report|charity|uniform|calendar|costume|academy"
    r"|record|ball|party|discount|verification|certificate|vetting|number plate|museum|show|fundraiser|open day"
    r"|toys?))",
    rf"{_ASKS}(?:the )?(?:emergency services?|emergency (?:number|line)|emergency (?:people|team|help)"
    rf"|emergency now)",
    rf"{_ASKS}{_NUMBERS}{_MORE_DIGITS}",
    rf"^(?:{ONLY} )*{_NUMBERS}(?: {ONLY})*$",
    r"(?:medical|life threatening|real|genuine) emergency(?! (?:practice|clinic|room|centre|center|fund|cover))"
    r"|matter of life(?! and death (?:for|of) my hair)|life or death(?! for my)",
    rf"^(?:{ONLY} )*(?:it is|this is|there is|we have got|we have|i have|i have got|got) an emergency(?: {ONLY})*$",
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
