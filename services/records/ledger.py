"""A call's entry in the ledger: what its record knows of minutes, words and tokens, written with it, once.

What of it is to be paid, and what it cost, the worker works out (`services.billing.rating`): the call's own process
knows no prices.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.call.ending import outcome_of
from domain.call.state import AgentTurn, CallerTurn, CallState
from storage.postgres import call_ledger, outbox
from storage.postgres.tenant import TenantScope

CALL_ENTERED = "billing.call"
"""Outbox kind: rate the call of this id; the key is the same."""


async def enter_call(
    scope: TenantScope, call_id: UUID, state: CallState, outcome: str, came_at: datetime, ended_at: datetime
) -> None:
    """Enters a call an agent served; once for each call, in the transaction that closes it.

    Args:
        outcome: as the row has it. A transfer that is only begun is none there yet, and has been the agent's work.
        came_at: when the call reached us.
        ended_at: when the agent's part was over.
    """
    if outcome_of(state) == "transferred":
        outcome = "transferred"
    began_at = _instant(state.first_audio_at_ms)
    listened_from = _instant(state.answered_at_ms)
    spoken, cached = _characters(state)
    spent = state.spent
    entry: dict[str, Any] = {
        "call_id": call_id,
        "began_at": began_at,
        "ended_at": ended_at,
        "outcome": outcome,
        "caller_spoke": any(isinstance(turn, CallerTurn) for turn in state.turns),
        "carrier_s": _seconds(came_at, ended_at),
        "listened_s": 0 if listened_from is None else _seconds(listened_from, ended_at),
        "prompt_tokens": spent.prompt,
        "cached_prompt_tokens": spent.cached,
        "completion_tokens": spent.completion,
        "wasted_prompt_tokens": spent.wasted_prompt,
        "wasted_completion_tokens": spent.wasted_completion,
        "characters": spoken,
        "cached_characters": cached,
    }
    await _entered(scope, entry)


LONGER_BY_S = 10
"""The carrier's word on a call's length is taken when it is so much longer than ours: the caller talked to a person."""


async def carrier_done(
    scope: TenantScope, call_id: UUID, outcome: str, came_at: datetime, ended_at: datetime
) -> None:
    """The carrier says that the call is over: one no agent served is entered now, for it costs the carrier's time and
    is free; of one that went on with a person the cost is worked out anew."""
    entry: dict[str, Any] = {
        "call_id": call_id,
        "ended_at": ended_at,
        "outcome": outcome,
        "caller_spoke": False,
        "carrier_s": _seconds(came_at, ended_at),
    }
    if await _entered(scope, entry):
        return
    if await call_ledger.lasted(scope, call_id, _seconds(came_at, ended_at), at_least_by=LONGER_BY_S):
        await outbox.enqueue(scope, CALL_ENTERED, f"{call_id}:longer", {"call_id": str(call_id)})


async def _entered(scope: TenantScope, entry: dict[str, Any]) -> bool:
    """Writes it down and has it rated; False where it is there already."""
    if not await call_ledger.record(scope, entry):
        return False
    call_id = str(entry["call_id"])
    await outbox.enqueue(scope, CALL_ENTERED, call_id, {"call_id": call_id})
    return True


def _characters(state: CallState) -> tuple[int, int]:
    """What the voice was asked to say, and what came from our own store: fixed wording, after its first time."""
    spoken = cached = 0
    for turn in state.turns:
        if isinstance(turn, AgentTurn):
            for sentence in turn.sentences:
                if sentence.canned:
                    cached += len(sentence.text)
                elif sentence.asked_at_ms or sentence.begun:
                    spoken += len(sentence.text)
    return spoken, cached


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, round((end - start).total_seconds()))


def _instant(at_ms: float | None) -> datetime | None:
    return None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC)
