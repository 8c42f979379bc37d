"""A live call as it scrolls over a terminal: from the same snapshots the dashboard reads."""

from collections.abc import Callable
from contextlib import aclosing
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.text import Text

from storage.redis.live_view import LiveCalls

SHOWN_LATENCIES = (
    ("end_of_turn_ms", "end of turn"),
    ("model_first_token_ms", "model"),
    ("first_sentence_ms", "sentence"),
    ("first_audio_ms", "speech"),
    ("voice_to_voice_ms", "voice to voice"),
)


class TranscriptView:
    """Prints each turn once it is complete; `show` takes snapshots in order."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._printed = 0
        self._began_at_ms: float | None = None

    def show(self, snapshot: dict[str, Any]) -> None:
        self._began_at_ms = self._began_at_ms or snapshot.get("answered_at_ms")
        turns = [turn for turn in snapshot["turns"] if not turn.get("partial")]
        ended = snapshot["phase"] == "ended"
        while self._printed < len(turns):
            turn = turns[self._printed]
            is_last = self._printed == len(turns) - 1
            if is_last and not ended and turn["speaker"] == "agent" and not turn["settled"]:
                return
            self._print(turn)
            self._printed += 1

    def _print(self, turn: dict[str, Any]) -> None:
        at_s = (turn["at_ms"] - (self._began_at_ms or turn["at_ms"])) / 1000
        line = Text(f"{at_s:6.1f}s  ", style="dim")
        if turn["speaker"] == "agent":
            line.append("agent   ", style="bold cyan")
            line.append(turn["heard_text"] if turn["interrupted"] else turn["text"])
            if turn["interrupted"]:
                line.append(" …(interrupted)", style="yellow")
        else:
            line.append("caller  ", style="bold green")
            line.append(turn["text"])
        self._console.print(line, soft_wrap=True)
        latency_ms = turn.get("latency_ms") or {}
        parts = [f"{label} {latency_ms[name]:.0f}" for name, label in SHOWN_LATENCIES if name in latency_ms]
        if len(parts) > 1:
            self._console.print(Text(f"{'':17}{' · '.join(parts)} ms", style="dim"), soft_wrap=True)


async def follow(live: LiveCalls, business_id: UUID, show: Callable[[dict[str, Any]], None]) -> None:
    """Hands on every snapshot of the business's calls until cancelled."""
    async with aclosing(live.watch(business_id)) as changes:
        async for change in changes:
            if change.snapshot is not None:
                show(change.snapshot)
