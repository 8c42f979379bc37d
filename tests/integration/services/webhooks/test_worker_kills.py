"""Workers that are killed lose no message: each reaches its endpoint at least once, under one id."""

import asyncio
import os
import signal
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from providers.public_web.connection import PublicWeb
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow
from tests.integration.services.webhooks.posted import KEY, open_post
from tests.support.receiver import receiver

KILLS = 3
MESSAGES = 60
WORKER = """
import asyncio, sys
from providers.public_web.connection import PublicWeb
from services.accounts.second_factor import Seal
from services.subscriptions.fan_out import FanOut
from services.webhooks.drain import WebhookDrain
from storage.postgres.database import Database

async def main():
    database = Database(sys.argv[1])
    fan_out = FanOut(database)
    drain = WebhookDrain(database, PublicWeb(loopback_allowed=True), Seal(sys.argv[2]))
    while True:
        await fan_out.drain()
        await drain.drain()
        await asyncio.sleep(0.05)

asyncio.run(main())
"""


async def start_worker(url: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(sys.executable, "-c", WORKER, url, KEY, cwd=os.getcwd())


async def end_leases(database: Database) -> None:
    """As a minute later: what a dead worker had claimed falls due."""
    async with database.worker() as session:
        await session.execute(
            update(OutboxRow)
            .where(OutboxRow.status == "pending")
            .values(due_at=datetime.now(UTC) - timedelta(seconds=1))
        )


@pytest.mark.timeout(120)
async def test_every_message_arrives_though_its_workers_are_killed_between_claim_and_mark(
    database: Database, postgres_url: str
) -> None:
    web = PublicWeb(loopback_allowed=True)
    post = await open_post(database, web)
    async with receiver() as server:
        endpoint, _ = await post.endpoint(server.url)
        await post.tell(MESSAGES)  # told to subscribers by the workers, too
        for kill in range(1, KILLS + 1):
            server.answers.clear()  # what it has sent is not answered: the worker dies before it can mark it
            worker = await start_worker(postgres_url)
            await server.has(len(server.got) + 1)
            if kill % 2:
                server.answers.set()
                await server.has(len(server.got) + 5)
            worker.send_signal(signal.SIGKILL)
            await worker.wait()
            server.answers.set()
            await end_leases(database)
        worker = await start_worker(postgres_url)
        try:
            async with asyncio.timeout(60):
                while len({got.headers["webhook-id"] for got in server.got}) < MESSAGES:
                    await server.has(len(server.got) + 1)
        finally:
            worker.send_signal(signal.SIGKILL)
            await worker.wait()
        await end_leases(database)
        await post.another_drain().drain()
        kept = await post.deliveries(endpoint)
        counts = Counter(got.headers["webhook-id"] for got in server.got)
    assert len(kept) == MESSAGES, "each event is one message, however often it was told"
    assert {each.status for each in kept} == {"delivered"}
    assert set(counts) == {f"msg_{each.event_id.hex}" for each in kept}
    assert max(counts.values()) > 1, "a worker died between sending and the mark"
    await web.close()
