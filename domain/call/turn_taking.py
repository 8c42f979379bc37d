"""Barge-in: when the caller takes the floor from an agent who is speaking.

Two witnesses: the recogniser's words, certain but some 250 ms late, and the local voice detector (VAD), immediate but
deaf to meaning. A word that is no backchannel stops the agent at once; voice alone must last long enough that it is no
cough and no "mm-hm".
"""

from domain.dialogue.policy import is_backchannel

VOICE_ALONE_MS = 480
"""Longer than a spoken "mm-hm" (250-400 ms)."""

VOICE_OVER_BACKCHANNEL_MS = 900
"""Somebody who began with "okay" and is still going wants the floor."""

VOICE_THRESHOLDS_MS = (VOICE_ALONE_MS, VOICE_OVER_BACKCHANNEL_MS)
"""The stretches of unbroken voice that become a `CallerVoiced` event."""


def takes_the_floor(words: str, voiced_ms: int) -> bool:
    """Whether the caller, heard so far, stops an agent who is speaking."""
    if not words.strip():
        return voiced_ms >= VOICE_ALONE_MS
    return voiced_ms >= VOICE_OVER_BACKCHANNEL_MS if is_backchannel(words) else True
