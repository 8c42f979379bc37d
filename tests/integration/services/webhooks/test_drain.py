"""Messages reach every endpoint that wants them, however the others behave, and are tried for three days."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.accounts.roles import Role
from domain.ids import new_id
from domain.webhooks.messages import message_id
from domain.webhooks.schedule import DISABLED_AFTER, PAUSES
from domain.webhooks.signature import signatures
from providers.public_web.connection import PublicWeb
from services.webhooks.drain import FAILING, GONE, PER_ENDPOINT
from services.webhooks.endpoints import EndpointForm
from storage.postgres import memberships, users, webhooks
from storage.postgres.database import Database
from storage.postgres.webhook_tables import WebhookEndpoint
from tests.integration.services.webhooks.posted import Post, open_post
from tests.support.receiver import Got, Receiver, receiver

SECOND = timedelta(seconds=1)


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    web = PublicWeb(loopback_allowed=True)
    yield await open_post(database, web)
    await web.close()


@pytest.fixture
async def server() -> AsyncIterator[Receiver]:
    async with receiver() as it:
        yield it


def signed(got: Got, *secrets: str) -> bool:
    timestamp = int(got.headers["webhook-timestamp"])
    expected = signatures(secrets, got.headers["webhook-id"], timestamp, got.body)
    return got.headers["webhook-signature"] == expected


async def test_an_event_is_sent_signed_to_who_wants_it_and_noted(post: Post, server: Receiver) -> None:
    endpoint, secret = await post.endpoint(server.url, "customer.changed")
    await post.endpoint(server.url + "/other", "booking.created")
    server.status, server.body = "200 OK", "taken, thänks\x00".encode()
    await post.happen()
    assert await post.drain.drain() == 1
    assert await post.drain.drain() == 0
    (got,) = server.got
    (kept,) = await post.deliveries(endpoint)
    assert got.body.decode() == kept.body
    assert json.loads(kept.body)["type"] == "customer.changed"
    assert got.headers["webhook-id"] == message_id(kept.event_id)
    assert got.headers["content-type"] == "application/json"
    assert signed(got, secret)
    assert (kept.status, kept.attempts, kept.next_attempt_at) == ("delivered", 1, None)
    (attempt,) = kept.attempt_log
    assert (attempt["status"], attempt["error"], attempt["response"]) == (200, "", "taken, thänks")
    assert attempt["request_id"] == got.headers["x-request-id"]
    assert attempt["duration_ms"] >= 0


async def test_a_failed_message_is_tried_ten_times_under_one_id_and_can_be_replayed(
    post: Post, server: Receiver
) -> None:
    endpoint, secret = await post.endpoint(server.url)
    server.status, server.body = "500 Oops", b"x" * 5000
    began = post.now()
    await post.happen()
    for pause in (*PAUSES, None):
        assert await post.drain.drain() == 1
        (kept,) = await post.deliveries(endpoint)
        if pause is not None:
            assert kept.status == "pending"
            assert kept.next_attempt_at is not None
            assert abs(kept.next_attempt_at - post.now() - pause) < 60 * SECOND
            post.late += pause - SECOND
            assert await post.drain.drain() == 0, "not before its time"
            post.late += 2 * SECOND
    assert (kept.status, kept.attempts, len(kept.attempt_log)) == ("failed", 10, 10)
    assert kept.attempt_log[-1]["error"] == "answered 500"
    assert len(kept.attempt_log[-1]["response"]) == 1000
    assert await post.drain.drain() == 0
    assert len({got.headers["webhook-id"] for got in server.got}) == 1
    assert len({got.headers["webhook-timestamp"] for got in server.got}) == 10
    assert len({got.headers["x-request-id"] for got in server.got}) == 10
    assert all(signed(got, secret) for got in server.got)

    server.status = "200 OK"
    assert await post.webhooks.replay_failed(post.owner, endpoint.id, post.now()) == 0
    assert await post.webhooks.replay_failed(post.owner, endpoint.id, began - SECOND) == 1
    assert await post.webhooks.replay_failed(post.owner, endpoint.id, began - SECOND) == 0, "under way"
    assert await post.drain.drain() == 1
    (kept,) = await post.deliveries(endpoint)
    assert (kept.status, kept.round, kept.attempts, len(kept.attempt_log)) == ("delivered", 1, 1, 11)
    assert {got.headers["webhook-id"] for got in server.got} == {message_id(kept.event_id)}
    assert (await post.state(endpoint)).failing_since is None


@pytest.mark.parametrize("status", ["301 Moved", "307 Temporary", "404 Not Found", "199 What"])
async def test_a_redirect_or_refusal_is_a_failure(post: Post, server: Receiver, status: str) -> None:
    endpoint, _ = await post.endpoint(server.url)
    server.status, server.headers = status, {"Location": server.url + "/elsewhere"}
    await post.happen()
    await post.drain.drain()
    (kept,) = await post.deliveries(endpoint)
    assert kept.status == "pending"
    assert {got.path for got in server.got} == {"/hooks"}
    assert (await post.state(endpoint)).failing_since is not None


async def test_a_busy_endpoint_is_let_be_and_then_gets_everything(post: Post, server: Receiver) -> None:
    endpoint, _ = await post.endpoint(server.url)
    server.status, server.headers = "429 Slow Down", {"Retry-After": "120"}
    await post.happen()
    await post.drain.drain()
    await post.happen(3)
    assert await post.drain.drain() == 0, "it asked for two minutes"
    assert len(server.got) == 1
    server.status, server.headers = "200 OK", {}
    post.late += timedelta(seconds=121)
    assert await post.drain.drain() == 4
    assert {each.status for each in await post.deliveries(endpoint)} == {"delivered"}
    assert (await post.state(endpoint)).resting_until is None


async def owners(post: Post) -> set[str]:
    """Two owners and a manager work there."""
    emails: set[str] = set()
    async with post.database.founding(post.business_id) as scope:
        for role in (Role.OWNER, Role.OWNER, Role.MANAGER):
            user_id: UUID = new_id()
            email = f"{user_id}@example.com"
            await users.insert_user(scope.session, user_id, email=email, name="Mia", password_hash=None)
            await memberships.add(scope, user_id, role)
            emails |= {email} if role is Role.OWNER else set()
    return emails


async def test_an_endpoint_that_is_gone_is_disabled_at_once_and_its_owners_told(
    post: Post, server: Receiver
) -> None:
    told = await owners(post)
    endpoint, _ = await post.endpoint(server.url)
    server.status = "410 Gone"
    await post.happen(3)
    await post.drain.drain()
    state = await post.state(endpoint)
    assert (state.disabled_because, state.disabled_at is not None) == (GONE, True)
    mails = await post.mails()
    assert {mail["to"] for mail in mails} == told
    assert len(mails) == 2
    assert {mail["url"] for mail in mails} == {server.url}
    assert {each.status for each in await post.deliveries(endpoint)} == {"failed"}
    await post.happen()
    assert len(await post.deliveries(endpoint)) == 3, "what happens while it is disabled is not sent"

    await post.webhooks.change(post.owner, endpoint.id, EndpointForm(enabled=True))
    server.status = "200 OK"
    since = post.now() - timedelta(hours=1)
    assert await post.webhooks.replay_failed(post.owner, endpoint.id, since) == 3
    assert await post.drain.drain() == 3
    assert {each.status for each in await post.deliveries(endpoint)} == {"delivered"}


async def test_an_endpoint_that_takes_nothing_for_days_is_disabled_and_its_owners_told_once(
    post: Post, server: Receiver
) -> None:
    told = await owners(post)
    endpoint, _ = await post.endpoint(server.url)
    server.status = "500 Oops"
    for days in (0, 2, 4):
        post.late = timedelta(days=days)
        await post.happen()
        await post.drain.drain()
        assert (await post.state(endpoint)).disabled_at is None
    post.late = DISABLED_AFTER + timedelta(minutes=1)
    await post.happen(2)
    await post.drain.drain()
    state = await post.state(endpoint)
    assert state.disabled_because == FAILING
    assert {mail["to"] for mail in await post.mails()} == told
    assert len(await post.mails()) == 2


async def test_one_message_that_is_taken_ends_the_count_of_days(post: Post, server: Receiver) -> None:
    endpoint, _ = await post.endpoint(server.url)
    server.status = "500 Oops"
    await post.happen()
    await post.drain.drain()
    server.status = "204 Fine"
    post.late = timedelta(days=3)
    await post.drain.drain()
    server.status = "500 Oops"
    post.late = DISABLED_AFTER + timedelta(days=1)
    await post.happen()
    await post.drain.drain()
    assert (await post.state(endpoint)).disabled_at is None


async def test_a_slow_endpoint_holds_no_other(post: Post, server: Receiver) -> None:
    async with receiver() as slow:
        slow.answers.clear()
        stuck, _ = await post.endpoint(slow.url)
        fast, _ = await post.endpoint(server.url)
        await post.happen(60)
        draining = asyncio.create_task(post.drain.drain())
        await server.has(60)
        assert len(slow.got) == PER_ENDPOINT, "and no more than these are under way there"
        assert server.most_open <= PER_ENDPOINT
        slow.answers.set()
        assert await draining == 120
        assert slow.most_open <= PER_ENDPOINT
        for endpoint in (stuck, fast):
            assert {each.status for each in await post.deliveries(endpoint)} == {"delivered"}


async def test_a_worker_that_stops_finishes_what_it_has_begun(post: Post, server: Receiver) -> None:
    endpoint, _ = await post.endpoint(server.url)
    await post.happen(30)
    assert await post.drain.drain(lambda: len(server.got) > 0) < 30
    done = [each for each in await post.deliveries(endpoint) if each.status == "delivered"]
    assert len(done) == len(server.got)
    await post.another_drain().drain()
    assert len(server.got) == 30


async def test_while_a_secret_is_changed_messages_are_signed_with_both(post: Post, server: Receiver) -> None:
    endpoint, old = await post.endpoint(server.url)
    _, new = await post.webhooks.rotate(post.owner, endpoint.id, timedelta(hours=1))
    await post.happen()
    await post.drain.drain()
    post.late = timedelta(hours=1, seconds=1)
    await post.happen()
    await post.drain.drain()
    _, newest = await post.webhooks.rotate(post.owner, endpoint.id, timedelta())
    await post.happen()
    await post.drain.drain()
    both, one, at_once = server.got
    assert signed(both, new, old)
    assert signed(one, new)
    assert signed(at_once, newest)


async def test_an_address_that_leads_inside_meanwhile_is_not_asked(post: Post, server: Receiver) -> None:
    """It was kept when it was allowed, or its name leads elsewhere by now."""
    endpoint, _ = await post.endpoint(server.url)
    await post.happen()
    strict = PublicWeb()
    post.web = strict
    await post.another_drain().drain()
    (kept,) = await post.deliveries(endpoint)
    assert server.connections == 0
    assert kept.attempt_log[0]["error"] == "the address is not of the public internet"
    assert kept.attempt_log[0]["status"] is None
    await strict.close()


async def test_what_is_deleted_or_disabled_by_hand_is_not_sent(post: Post, server: Receiver) -> None:
    deleted, _ = await post.endpoint(server.url)
    disabled, _ = await post.endpoint(server.url)
    await post.happen(2)
    await post.webhooks.remove(post.owner, deleted.id)
    await post.webhooks.change(post.owner, disabled.id, EndpointForm(enabled=False))
    assert await post.drain.drain() == 0
    assert server.got == []
    assert {each.status for each in await post.deliveries(disabled)} == {"failed"}
    assert await post.mails() == []


async def test_several_workers_send_each_message_once(post: Post, server: Receiver) -> None:
    endpoint, _ = await post.endpoint(server.url)
    await post.happen(80)
    drains = [post.another_drain() for _ in range(3)]
    counts = await asyncio.gather(*(each.drain() for each in drains))
    assert sum(counts) == 80
    assert len({got.headers["webhook-id"] for got in server.got}) == len(server.got) == 80
    assert {each.status for each in await post.deliveries(endpoint)} == {"delivered"}


async def test_an_answer_that_could_not_be_kept_is_asked_for_again(
    post: Post, server: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint, _ = await post.endpoint(server.url)
    await post.happen()

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    with monkeypatch.context() as patched:
        patched.setattr(webhooks, "note_attempt", broken)
        await post.drain.drain()
    post.late += timedelta(seconds=61)  # its lease
    await post.drain.drain()
    assert [got.headers["webhook-id"] for got in server.got] == [server.got[0].headers["webhook-id"]] * 2
    (kept,) = await post.deliveries(endpoint)
    assert (kept.status, kept.attempts) == ("delivered", 1)


async def test_the_secret_is_sealed_in_the_database(post: Post, server: Receiver) -> None:
    _, secret = await post.endpoint(server.url)
    async with post.database.tenant(post.business_id) as scope:
        row = (await scope.session.scalars(select(WebhookEndpoint))).one()
    assert secret.encode() not in row.secret
    assert secret.removeprefix("whsec_").encode() not in row.secret
