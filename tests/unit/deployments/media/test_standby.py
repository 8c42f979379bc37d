"""The node's standby is looked after for as long as the gateway lives."""

import asyncio

from deployments.media.standby import ENSURE_EVERY_S, keep_standby


async def test_a_standby_is_looked_for_again_and_again_whatever_comes_of_one_look() -> None:
    looks: list[tuple[str, str, float]] = []

    async def ensure(node_id: str, release: str) -> None:
        looks.append((node_id, release, asyncio.get_running_loop().time()))
        if len(looks) == 2:
            raise KeyError("Ray's control store has lost its mind")

    began_s = asyncio.get_running_loop().time()
    keeping = asyncio.get_running_loop().create_task(keep_standby("node", "r1", ensure=ensure))
    await asyncio.sleep(3.5 * ENSURE_EVERY_S)
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)
    assert looks == [("node", "r1", began_s + number * ENSURE_EVERY_S) for number in range(4)]
