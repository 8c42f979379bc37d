"""What the parts of an English sign of danger may have between them."""

from domain.dialogue.danger.lexicon import between


def gap(most: int) -> str:
    """Words between two parts of a sign that do not turn it around."""
    return between(most, never=r"not|never|if|nearly|almost|would|no longer")


_WHERE = (
    r"(?:in|at|on|by|near|beside|behind|outside|inside|opposite|next to|in front of)"
    r" (?:(?:the|your|our|my|this|that) (?:\w+ ){1,2}?|me |us |(?:table|bay|chair|seat|room|number) \w+ )"
)
BE = (
    rf"(?:{_WHERE}|(?:is|are|am|has|have|had|was|were|been|being|be|gone|got|getting|still|now|again|already|keeps?"
    rf"|starts?"
    r"|started|starting|begun|beginning|going|to|and|then|suddenly|barely|fully|there|here|who|that|laying|lying"
    r"|sitting|standing|stood|sat|half|all) )*"
)
"""What may stand between who and what."""

ONLY = (
    r"(?:a|an|the|is|this|hello|hi|help|me|please|now|quick|quickly|emergency|oh|god|my|it|there|are|you|right|ok|us"
    r"|hurry)"
)
"""What may stand beside the one word of somebody who only cries it."""
