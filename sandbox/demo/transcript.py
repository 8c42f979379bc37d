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


class CompleteTurns:
    """A call's turns, each once and only when it is complete; `new_in` takes snapshots in order."""

    def __init__(self) -> None:
        self._told = 0

    def new_in(self, snapshot: dict[str, Any]) -> list[dict[str, Any]]:
        turns = [turn for turn in snapshot["turns"] if not turn.get("partial")]
        if (
            turns
            and snapshot["phase"] != "ended"
            and turns[-1]["speaker"] == "agent"
            and not turns[-1]["settled"]
        ):
            turns.pop()
        new, self._told = turns[self._told :], max(self._told, len(turns))
        return new


def spoken(turn: dict[str, Any]) -> str:
    """What of a turn was heard."""
    return turn["heard_text"] if turn.get("interrupted") else turn["text"]


class TranscriptView:
    """Prints each turn once it is complete; `show` takes snapshots in order."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._turns = CompleteTurns()
        self._began_at_ms: float | None = None

    def show(self, snapshot: dict[str, Any]) -> None:
        self._began_at_ms = self._began_at_ms or snapshot.get("answered_at_ms")
        for turn in self._turns.new_in(snapshot):
            self._print(turn)

    def _print(self, turn: dict[str, Any]) -> None:
        at_s = (turn["at_ms"] - (self._began_at_ms or turn["at_ms"])) / 1000
        line = Text(f"{at_s:6.1f}s  ", style="dim")
        if turn["speaker"] == "agent":
            line.append("agent   ", style="bold cyan")
            line.append(spoken(turn))
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


async def follow_call(
    live: LiveCalls, business_id: UUID, caller: str, show: Callable[[dict[str, Any]], None]
) -> None:
    """Hands on every snapshot of the next call from this number, until cancelled."""
    before: set[UUID] = set(await live.list(business_id))
    ours: UUID | None = None
    async with aclosing(live.watch(business_id)) as changes:
        async for change in changes:
            if change.snapshot is None or change.call_id in before:
                continue
            if ours is None and change.snapshot["from"] in (caller, None):  # None: withheld
                ours = change.call_id
            if change.call_id == ours:
                show(change.snapshot)


async def follow(live: LiveCalls, business_id: UUID, show: Callable[[dict[str, Any]], None]) -> None:
    """Hands on every snapshot of the business's calls until cancelled."""
    async with aclosing(live.watch(business_id)) as changes:
        async for change in changes:
            if change.snapshot is not None:
                show(change.snapshot)
