"""Keys of the caller's phone: gathered until `#` or two seconds without another, then they are one turn.

Zero alone calls for a person, as every phone menu has taught callers; within a number it is a digit.
"""

from domain.call import dictated, floor
from domain.call.caller_turns import take_turn
from domain.call.draft import Draft
from domain.call.effects import NextStepKind
from domain.call.events import KeyPressed
from domain.call.keys import OPERATOR_KEY, Keys, typed
from domain.call.state import CallerTurn, Phase, Recall
from domain.spoken.digits import spoken_digits

END_KEY = "#"
GATHERED = "0123456789*"

READ_BACK_FROM = 4
"""So many digits are a number somebody may have mistyped, not a choice."""


def key_pressed(draft: Draft, event: KeyPressed) -> None:
    """One key, from `Edition.PATIENT` on: it stops the agent, and waits for those that belong to it."""
    if not _hears_keys(draft):
        return
    keys = draft.state.keys
    if event.digit == END_KEY:
        if keys is not None:
            take_keys(draft)
        return
    if event.digit not in GATHERED:
        return
    draft.set_keys((keys or Keys("", draft.now_ms)).pressed(event.digit, draft.now_ms))
    match draft.state.phase:
        case Phase.SPEAKING:
            floor.interrupt(draft)
        case Phase.CLOSING:
            floor.take_farewell_back(draft)
        case Phase.THINKING:
            floor.cancel_model(draft)
            draft.enter(Phase.LISTENING)
        case _:
            pass
    floor.wait_for_caller(draft)


def take_keys(draft: Draft) -> None:
    """What was typed is complete: it calls for a person, or is the caller's turn. Numbers are read back."""
    keys = draft.state.keys
    draft.set_keys(None)
    if keys is None or not keys.digits:
        floor.wait_for_caller(draft)
        return
    draft.set_patience(draft.state.patience.turn_came(draft.now_ms, sensible=True).got_on(draft.now_ms))
    if keys.digits == OPERATOR_KEY and draft.brief.can_transfer:
        floor.cancel_model(draft)
        floor.say_farewell(draft, draft.lines.transferring, NextStepKind.TRANSFER, Recall.WORDS)
        return
    take_turn(draft, CallerTurn(typed(keys.digits), keys.last_at_ms, draft.now_ms, 0.0), read_back=False)
    if len(keys.digits) >= READ_BACK_FROM and not dictated.awaits_code(draft.state):
        # Not canned: the cache of fixed wording would keep a caller's number for days.
        draft.say(f"{spoken_digits(keys.digits, draft.brief.language)}.", canned=False)


def _hears_keys(draft: Draft) -> bool:
    farewell = draft.state.farewell
    if draft.state.phase is Phase.CLOSING:
        return farewell is not None and farewell.recall is not Recall.NEVER
    return draft.state.phase in (Phase.LISTENING, Phase.THINKING, Phase.SPEAKING)
