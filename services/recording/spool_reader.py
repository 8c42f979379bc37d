"""What the spool of a live call tells the process that takes the call over.

The dead process wrote every frame it took from the caller and every piece it handed to the carrier. So its successor
knows which words of the caller may not have been recognised, how much of each sentence was sent, and what of it the
caller has heard by now.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from domain.audio import duration_ms
from domain.call.heard import PlayoutLedger
from domain.line.played_audio import PlayedAudio
from services.recording.spool_format import Kind, read_records, unpack_sentence


@dataclass(frozen=True, slots=True)
class KeptAudio:
    """Instants are milliseconds since the epoch.

    Attributes:
        caller: the caller's audio since the asked instant, as (at_ms, µ-law).
        ledger: the carrier's play-out buffer as it is now.
        played: the agent's audio as it sounds at the caller's end, of the last seconds.
        sent_bytes: how much of each sentence of the agent was handed to the carrier, by (turn, sentence).
    """

    caller: tuple[tuple[float, bytes], ...] = ()
    ledger: PlayoutLedger = field(default_factory=PlayoutLedger)
    sent_bytes: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    played: PlayedAudio = field(default_factory=PlayedAudio)


def read_kept_audio(
    path: Path, began_at_ms: float, caller_since_ms: float, acknowledged: Iterable[tuple[float, int, int]]
) -> KeptAudio:
    """Reads a spool that another process wrote; an empty answer when there is none. 40 ms for ten minutes of call.

    Args:
        began_at_ms: where the spool's time line begins.
        caller_since_ms: from when on the caller's audio is wanted.
        acknowledged: sentences the carrier said have sounded, as (at_ms, turn, sentence), in order.
    """
    try:
        data = path.read_bytes()
    except OSError:
        return KeptAudio()
    kept = KeptAudio()
    caller: list[tuple[float, bytes]] = []
    marks = list(acknowledged)[::-1]
    current = (0, 0)
    for kind, place_ms, payload in read_records(data):
        at_ms = began_at_ms + place_ms
        while marks and marks[-1][0] <= at_ms:
            _acknowledge(kept.ledger, marks.pop())
        if kind is Kind.CALLER:
            if at_ms >= caller_since_ms:
                caller.append((at_ms, payload))
        elif kind is Kind.SENTENCE:
            current = unpack_sentence(payload)
        elif kind is Kind.AGENT:
            kept.sent_bytes[current] = kept.sent_bytes.get(current, 0) + len(payload)
            kept.ledger.sent(*current, duration_ms(len(payload)), at_ms)
            kept.played.sent(payload, at_ms)
        elif kind is Kind.CUT:
            kept.ledger.stopped(at_ms)
            kept.played.cut(at_ms)
    while marks:
        _acknowledge(kept.ledger, marks.pop())
    return KeptAudio(tuple(caller), kept.ledger, kept.sent_bytes, kept.played)


def _acknowledge(ledger: PlayoutLedger, mark: tuple[float, int, int]) -> None:
    at_ms, turn_id, sentence = mark
    ledger.acknowledged(turn_id, sentence, at_ms)
