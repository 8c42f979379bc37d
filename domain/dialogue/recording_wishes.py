"""What callers say of being recorded, in every language offered: that they do not want it, and whether they allow it.

A refusal is read broadly: who is taken for refusing by mistake is not recorded, which harms nobody.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from domain.dialogue.cues.reading import says_yes, words_of
from domain.languages import spoken_language

_EN_BETWEEN = (
    "want|wanna|wish|like|agree|consent|allow|permit|approve|okay|ok|fine|happy|comfortable|cool|alright|need|rather|you"
    "|to|for|with|of|about|have|having|has|me|this|that|it|the|call|calls|conversation|my|our|us|voice|be|being|get"
    "|getting|anyone|anybody|please|really|even|going|actually|give|permission|is|are|am"
    "|was|were|been|on|i|we|if|start|keep"
)
_DE_RECORDING = r"\w*(?:auf(?:ge|zu)?(?:zeichn|nehm|nahm|nomm)|mit(?:ge)?schn)\w*"
_REFUSALS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "en": re.compile(
            rf"\b(?:not|never|\w+n't|dont|cannot|cant|wont|against|object|decline|refuse)(?: (?:{_EN_BETWEEN}))*"
            r" (?:record|recording|recordings|recorded|tape|taped|taping)\b(?! (?:of|for|in|number))"
            r"|\b(?:no|without)(?: (?:any|more|the|this|being))? (?:recording|recordings|taping|recorded)\b"
            r"|\b(?:stop|end|pause|delete|erase|kill|quit|cancel|switch off|turn off|opt out of)(?: \w+){0,3}"
            r" (?:recording|recordings|taping)\b"
            r"|\brecording (?:off|stopped|deleted)\b"
        ),
        "de": re.compile(
            rf"\b(?:nicht|kein|keine|keinen|keiner|nie|niemals|ohne|gegen)(?: \w+){{0,5}} {_DE_RECORDING}"
            r"|\b(?:zeichnen|zeichne|nehmen|nimm|schneiden)(?: \w+){0,5} nicht(?: \w+){0,2} (?:auf|mit)\b"
            rf"|\b(?:stopp|stoppen|beenden|beende|löschen|lösche|ausschalten)(?: \w+){{0,3}} {_DE_RECORDING}"
            r"|\b(?:aufzeichnung|aufnahme)(?: \w+){0,3} (?:aus|ab|stoppen|beenden|löschen|ausschalten|abschalten)\b"
        ),
        "fr": re.compile(
            r"\b(?:pas|sans|jamais|contre|refuse|refusons|arrêtez|arrêter|stoppez|coupez|supprimez|effacez)"
            r"(?: [\w']+){0,6}? (?:[ldns]')?enregistr\w*"
            r"|\bn'enregistr\w*|\bm'enregistr\w* pas\b"
        ),
        "es": re.compile(
            r"\b(?:no|sin|nunca|detenga|detengan|pare|paren|apague|apaguen|borre|borren|contra)(?: \w+){0,6}? grab\w*"
        ),
        "it": re.compile(
            r"\b(?:non|senza|mai|fermi|fermate|smetta|interrompa|spenga|cancelli|contro)(?: [\w']+){0,6}?"
            r" (?:[ldms]')?registr\w*"
        ),
    }
)


@lru_cache(maxsize=256)
def refuses_recording(text: str, language: str) -> bool:
    """Whether the caller does not want to be recorded, or not any more."""
    return _REFUSALS[spoken_language(language)].search(" ".join(words_of(text))) is not None


@lru_cache(maxsize=256)
def allows_recording(text: str, language: str) -> bool:
    """Whether this says yes to the question that was just asked."""
    return says_yes(text, language) and not refuses_recording(text, language)
