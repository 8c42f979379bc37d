"""The next state of a node's pool and its actions, while one event is being worked out."""

from dataclasses import dataclass, field, replace

from actors.pool.events import Action
from actors.pool.state import SHARE_AFTER_DEATH_S, SHARE_AFTER_S, STAGES, Actor, Call, Pool, Stage, Waiting

RING_WAIT_S = 4.0
"""A phone rings so long for an actor, two rings in most countries; then another node is asked, or the overflow."""

PLACE_WAIT_S = 3.0
"""A caller hears nothing meanwhile. Forked actors start in 0.2 s, imported ones in 1 to 2 s."""

RESUME_WAIT_S = 8.0
"""For a call that has lost its actor: ending its connection would bring it back here, or nowhere."""


@dataclass(slots=True)
class Draft:
    """`pool` is what has become of it so far, `actions` what is to be done, in order."""

    pool: Pool
    now_s: float
    actions: list[Action] = field(default_factory=list[Action])

    def do(self, *actions: Action) -> None:
        self.actions.extend(actions)

    def put_actor(self, actor: Actor) -> None:
        self.pool = replace(self.pool, actors={**self.pool.actors, actor.actor_id: actor})

    def drop_actor(self, actor_id: str) -> None:
        actors = {name: actor for name, actor in self.pool.actors.items() if name != actor_id}
        self.pool = replace(self.pool, actors=actors)

    def put_call(self, call: Call) -> None:
        self.pool = replace(self.pool, calls={**self.pool.calls, call.key: call})

    def drop_call(self, key: str) -> None:
        calls = {name: call for name, call in self.pool.calls.items() if name != key}
        waiting = tuple(each for each in self.pool.waiting if each.key != key)
        self.pool = replace(self.pool, calls=calls, waiting=waiting, given_up=self.pool.given_up - {key})
        self.free_slot(key)

    def free_slot(self, key: str) -> None:
        """A no-op unless an actor has a slot for this call."""
        for actor in self.pool.actors.values():
            if key in actor.expected:
                self.put_actor(replace(actor, expected=tuple(each for each in actor.expected if each != key)))
                return

    def come_to(self, key: str, stage: Stage) -> None:
        self.put_call(replace(self.pool.calls[key], stage=stage))

    def wait(self, key: str) -> None:
        """Puts the call into the queue, once: behind those that have come as far as it, ahead of the others."""
        call = self.pool.calls[key]
        if any(each.key == key for each in self.pool.waiting):
            return
        queue = list(self.pool.waiting)
        match call.stage:
            case Stage.RINGING:
                waiting = Waiting(key, self.now_s + RING_WAIT_S, self.now_s + SHARE_AFTER_S)
            case Stage.EXPECTED:
                waiting = Waiting(key, call.expected_until_s)
            case Stage.ARRIVED:
                waiting = Waiting(key, self.now_s + PLACE_WAIT_S)
            case Stage.UNDER_WAY:
                patience_s = SHARE_AFTER_DEATH_S if call.deaths else 0.0
                waiting = Waiting(key, self.now_s + RESUME_WAIT_S, self.now_s + patience_s)
        rank = _rank(call)
        place = sum(1 for each in queue if _rank(self.pool.calls[each.key]) >= rank)
        self.pool = replace(self.pool, waiting=(*queue[:place], waiting, *queue[place:]))


def _rank(call: Call) -> int:
    """The higher goes first; nobody waits for a call that is over."""
    return -1 if call.over else STAGES.index(call.stage)
