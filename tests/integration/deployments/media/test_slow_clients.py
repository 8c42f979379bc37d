"""Clients of the media gateway that take their time, in real time: the kernel holds tiny segments back."""

import asyncio

from tests.integration.deployments.media.listening_gateway import listening_gateway, upgrade
from tests.support.waiting import eventually


async def test_a_client_that_writes_byte_by_byte_gets_in():
    async with listening_gateway() as here:
        request = upgrade()
        client = await here.knock()
        for byte in request:
            await asyncio.get_running_loop().sock_sendall(client, bytes([byte]))
            await asyncio.sleep(0)
        await eventually(lambda: here.pool.placed)
        assert here.pool.placed[0][1].recv(10_000) == request
