"""A caller on a handset of virtual time, and an agent whose sound a test lays down."""

import asyncio
from typing import Literal

from domain.audio import FRAME_BYTES, FRAME_MS
from sandbox.phone.handset import Handset
from sandbox.speech.marked import MarkScanner, marked_speech

TICK_S = FRAME_MS / 1000


def frames_of(text: str, first: int = 0, last: int | None = None) -> list[bytes]:
    """A sentence's frames, or some of them; `last` is included."""
    speech = marked_speech(text)
    found = [speech[start : start + FRAME_BYTES] for start in range(0, len(speech), FRAME_BYTES)]
    return found[first : None if last is None else last + 1]


class StagedPhone:
    """A phone: `sounds` holds what the agent will sound, one entry per tick, None for silence."""

    def __init__(self) -> None:
        self.handset = Handset()
        self.sounds: list[bytes | None] = []
        self.hung_up = False
        self._scanner = MarkScanner()
        self.said: list[str] = []

    def report(self, kind: Literal["caller.said", "caller.gave_up"], text: str) -> None:
        self.said.append(text)

    def press(self, digit: str) -> None:
        """Nobody listens for keys."""

    def hang_up(self) -> None:
        self.hung_up = True

    def agent_says(self, *texts: str) -> None:
        for text in texts:
            self.sounds += frames_of(text)

    async def pass_time(self, seconds: float) -> None:
        """Exchanges frames for so long, letting the caller act in between."""
        for _ in range(round(seconds / TICK_S)):
            self.handset.exchange(self.handset.now + TICK_S, self.sounds.pop(0) if self.sounds else None)
            for _ in range(3):
                await asyncio.sleep(0)


async def until_said(phone: StagedPhone, count: int, within_s: float = 60.0) -> str:
    """Passes time until the caller has said so many things, to their end; gives the last."""
    for _ in range(round(within_s)):
        if len(phone.said) >= count and not phone.handset.speaking_ms:
            return phone.said[-1]
        await phone.pass_time(1.0)
    raise AssertionError(f"only {len(phone.said)} utterances within {within_s:g} s: {phone.said}")
