"""Phones that ring for nodes, in memory: what `storage.redis.rings` keeps in Redis, without its times to live."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence

from storage.redis.capacity import CallSlots
from storage.redis.rings import Answer, Asked, Ring


class FakeRings:
    def __init__(self) -> None:
        self.slots: dict[str, CallSlots] = {}
        self.ready: dict[str, int] = {}
        self._lists = defaultdict[str, asyncio.Queue[Ring]](asyncio.Queue)
        self._asked: dict[str, str] = {}
        self._answers: dict[str, Answer] = {}

    async def ask(self, stream: str, *, reserve: int, but: Collection[str] = ()) -> tuple[Asked, str] | None:
        answer = self._answers.get(stream)
        if answer is not None and answer.has_actor:
            return Asked.KNOWN, answer.node_id
        if answer is None and self._asked.get(stream, "") not in {"", *but}:
            return Asked.ASKED, self._asked[stream]
        listed = {node: self._lists[node].qsize() for node in self.slots}
        with_room = [
            node
            for node, (free, total) in self.slots.items()
            if node not in but and free - listed[node] > min(reserve, total - 1)
        ]
        if not with_room:
            return None
        best = max(
            with_room,
            key=lambda node: (self.ready[node] - listed[node], self.slots[node].free - listed[node]),
        )
        self._answers.pop(stream, None)
        self._asked[stream] = best
        self._lists[best].put_nowait(Ring(stream))
        return Asked.ASKED, best

    async def answers(self, streams: Sequence[str]) -> dict[str, Answer]:
        return {stream: self._answers[stream] for stream in streams if stream in self._answers}

    async def stop(self, node_id: str, stream: str) -> None:
        self._asked.pop(stream, None)
        self._lists[node_id].put_nowait(Ring(stream, stopped=True))

    async def tell(self, node_id: str, slots: CallSlots, ready: int, ttl_s: float) -> None:
        self.slots[node_id], self.ready[node_id] = slots, ready

    async def answer(self, stream: str, answer: Answer, slots: CallSlots, ready: int, ttl_s: float) -> None:
        self._answers[stream] = answer
        await self.tell(answer.node_id, slots, ready, ttl_s)

    async def next(self, node_id: str, wait_s: float) -> list[Ring]:
        rings = self._lists[node_id]
        try:
            async with asyncio.timeout(wait_s):
                found = [await rings.get()]
        except TimeoutError:
            return []
        while not rings.empty():
            found.append(rings.get_nowait())
        return found

    async def put_back(self, node_id: str, stream: str) -> None:
        self._lists[node_id].put_nowait(Ring(stream))

    async def holder(self, stream: str) -> str | None:
        answer = self._answers.get(stream)
        return answer.node_id if answer is not None and answer.has_actor else None
