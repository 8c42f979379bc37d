"""Writes about users with an `Idempotency-Key`: carried out once, answered alike, and nobody's but whose they are."""

import asyncio
from uuid import uuid4

from sqlalchemy import func, select

from services.accounts.second_factor import Seal
from storage.postgres.account_tables import UserIdempotencyKey
from storage.postgres.database import Database
from tests.support.api import PASSWORD, SEAL, Api, SignedUp, sign_up_body

SHOP = {
    "name": "Mia's Nails",
    "timezone": "Australia/Sydney",
    "language": "en-AU",
    "country": "AU",
    "currency": "AUD",
}
ANOTHER = "an entirely new phrase"


def keyed(key: str | None = None) -> dict[str, str]:
    return {"Idempotency-Key": key or str(uuid4())}


async def businesses_of(served: Api, user: SignedUp) -> list[str]:
    me = (await served.client.get("/api/v1/users/me", headers=user.bearer)).json()
    return [one["name"] for one in me["businesses"]]


async def test_a_business_is_founded_once_however_often_it_is_sent(served: Api) -> None:
    owner, key = await served.signed_up(), keyed()

    async def found(**changes: str):
        headers = owner.bearer | key
        return await served.client.post("/api/v1/businesses", headers=headers, json=SHOP | changes)

    answers = await asyncio.gather(*(found() for _ in range(4)))
    assert {(answer.status_code, answer.text) for answer in answers} == {(201, answers[0].text)}
    assert sum("idempotent-replayed" in answer.headers for answer in answers) == 3
    assert sorted(await businesses_of(served, owner)) == ["Mia's Hair", "Mia's Nails"]
    assert (await found(name="Mia's Feet")).status_code == 409
    other = await served.signed_up()
    theirs = await served.client.post("/api/v1/businesses", headers=other.bearer | key, json=SHOP)
    assert (theirs.status_code, theirs.text != answers[0].text) == (201, True), (
        "nobody is told another's answer"
    )


async def test_what_is_refused_leaves_nothing_and_the_key_free(served: Api) -> None:
    owner, key = await served.signed_up(), keyed()
    wrong = await served.client.post(
        "/api/v1/businesses", headers=owner.bearer | key, json=SHOP | {"timezone": "Mars/Phobos"}
    )
    assert wrong.status_code == 422
    right = await served.client.post("/api/v1/businesses", headers=owner.bearer | key, json=SHOP)
    assert (right.status_code, "idempotent-replayed" in right.headers) == (201, False)
    bad = await served.client.post(
        "/api/v1/businesses", headers=owner.bearer | {"Idempotency-Key": "two words"}, json=SHOP
    )
    assert bad.status_code == 400


async def test_a_password_is_changed_once_and_no_copy_of_the_table_tells_it(
    served: Api, database: Database
) -> None:
    owner, key = await served.signed_up(), keyed()
    body = {"current": PASSWORD, "password": ANOTHER}
    for _ in range(2):
        answer = await served.client.put("/api/v1/users/me/password", headers=owner.bearer | key, json=body)
        assert answer.status_code == 204, answer.text
    assert answer.headers["idempotent-replayed"] == "true"
    assert [mail["kind"] for mail in await served.mails(owner.email)].count("mail.password_changed") == 1
    async with database.identity() as session:
        stored = await session.scalar(
            select(UserIdempotencyKey).where(UserIdempotencyKey.actor == f"user:{owner.me['id']}")
        )
    assert stored is not None
    assert isinstance(SEAL, Seal)
    assert len(SEAL.open_bytes(stored.fingerprint)) == 32
    await served.signed_in(owner.email, ANOTHER)


async def test_whoever_signs_up_and_follows_a_link_may_send_it_again(served: Api) -> None:
    email, key = f"{uuid4().hex}@example.com", keyed("same-for-two")
    for _ in range(2):
        answer = await served.client.post("/api/v1/users", headers=key, json=sign_up_body(email))
        assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert len(await served.mails(email)) == 1
    other = f"{uuid4().hex}@example.com"
    theirs = await served.client.post("/api/v1/users", headers=key, json=sign_up_body(other))
    assert (theirs.status_code, len(await served.mails(other))) == (202, 1), "they do not meet"

    body = {"token": await served.token(email), "password": ANOTHER}
    for _ in range(2):
        answer = await served.client.post("/api/v1/users/verify", headers=key, json=body)
        assert answer.status_code == 204, answer.text
    without = await served.client.post("/api/v1/users/verify", json=body)
    assert without.status_code == 403
    owner = await served.signed_in(email, ANOTHER)
    assert await businesses_of(served, owner) == ["Mia's Hair"]

    await served.client.post("/api/v1/users/password-mail", json={"email": email})
    reset = {"token": await served.token(email), "password": PASSWORD}
    for _ in range(2):
        answer = await served.client.post("/api/v1/users/password", headers=key, json=reset)
        assert answer.status_code == 204, answer.text


async def test_an_invitation_is_accepted_once_and_an_account_deleted_in_one_piece(
    served: Api, database: Database
) -> None:
    owner, noor = await served.signed_up(), await served.signed_up()
    path = f"/api/v1/businesses/{owner.business_id}/invitations"
    await served.client.post(path, headers=owner.bearer, json={"email": noor.email, "role": "owner"})
    body, key = {"token": await served.token(noor.email)}, keyed()
    for _ in range(2):
        answer = await served.client.post("/api/v1/invitations/accept", headers=noor.bearer | key, json=body)
        assert answer.json() == {"business_id": owner.business_id}, answer.text
    refused = await served.client.post(
        "/api/v1/users/me/deletion", headers=noor.bearer | keyed(), json={"password": PASSWORD}
    )
    assert refused.status_code == 409
    assert len(await businesses_of(served, noor)) == 2, "nothing was left half done"
    closure = f"/api/v1/businesses/{noor.business_id}/closure"
    for headers in (noor.bearer | keyed("close"), noor.bearer | keyed("close")):
        closed = await served.client.post(closure, headers=headers, json={"password": PASSWORD})
        assert closed.status_code == 200, closed.text
    gone = await served.client.post(
        "/api/v1/users/me/deletion", headers=noor.bearer | keyed(), json={"password": PASSWORD}
    )
    assert gone.status_code == 204, gone.text
    async with database.identity() as session:
        count = select(func.count()).select_from(UserIdempotencyKey)
        assert await session.scalar(count.where(UserIdempotencyKey.actor == f"user:{noor.me['id']}")) == 3
