"""What keeps an account its owner's: guesses while signed in, old links, mail in bulk, addresses of others."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from httpx import ASGITransport, AsyncClient
from redis.asyncio import Redis
from sqlalchemy import func, select, update
from starlette.types import Message, Receive, Scope, Send

from domain.errors import NotFound
from domain.ids import new_id
from services.accounts.erasing import UNCONFIRMED_FOR, UnconfirmedSignUps
from services.accounts.founding import BusinessForm, found
from services.accounts.guesses import PER_ACCOUNT
from services.accounts.mail_limits import PER_ADDRESS
from storage.postgres import businesses, closures, users
from storage.postgres.account_tables import User
from storage.postgres.database import Database
from storage.postgres.tables import Business
from tests.support.api import PASSWORD, Api, application, sign_up_body
from tests.support.statements import statements

ANOTHER = "an entirely new phrase"


def told(statement: str) -> str:
    """A statement without what differs from one execution to the next."""
    return re.sub(r"\s+", " ", statement)


def fresh_address() -> str:
    return f"{uuid4().hex}@example.com"


@pytest.mark.parametrize(
    ("method", "path", "wrong", "right"),
    [
        (
            "PUT",
            "password",
            {"current": "wrong wrong", "password": ANOTHER},
            {"current": PASSWORD, "password": ANOTHER},
        ),
        (
            "POST",
            "email",
            {"email": "mia@elsewhere.example.com", "password": "wrong wrong"},
            {"email": "mia@elsewhere.example.com", "password": PASSWORD},
        ),
        ("POST", "second-factor", {"password": "wrong wrong"}, {"password": PASSWORD}),
        ("POST", "second-factor/confirm", {"code": "000000"}, None),
        ("POST", "second-factor/remove", {"password": PASSWORD, "code": "000000"}, None),
    ],
    ids=["password", "email", "enrol", "confirm", "remove"],
)
async def test_guesses_of_somebody_who_is_signed_in_are_counted(
    served: Api, method: str, path: str, wrong: dict[str, Any], right: dict[str, Any] | None
) -> None:
    owner = await served.signed_up()

    async def asked(body: dict[str, Any]) -> int:
        path_of_user = f"/api/v1/users/me/{path}"
        return (
            await served.client.request(method, path_of_user, json=body, headers=owner.bearer)
        ).status_code

    answers = [await asked(wrong) for _ in range(PER_ACCOUNT + 1)]
    assert answers == [403] * PER_ACCOUNT + [429]
    if right is not None:
        assert await asked(right) == 429, "the right one waits too"
    await served.signed_in(owner.email)


async def test_who_knows_the_password_does_not_clear_the_wrong_codes_with_it(served: Api) -> None:
    owner = await served.signed_up()
    codes = "/api/v1/users/me/second-factor/confirm"
    for _ in range(PER_ACCOUNT):
        await served.client.post(codes, json={"code": "000000"}, headers=owner.bearer)
        enrolled = await served.client.post(
            "/api/v1/users/me/second-factor", json={"password": PASSWORD}, headers=owner.bearer
        )
        assert enrolled.status_code == 201
    answer = await served.client.post(codes, json={"code": "000000"}, headers=owner.bearer)
    assert answer.status_code == 429


@pytest.mark.parametrize("how", ["reset", "password", "email"])
async def test_after_password_or_address_changed_no_older_link_is_good(served: Api, how: str) -> None:
    owner = await served.signed_up()
    mine, theirs = fresh_address(), fresh_address()
    me = "/api/v1/users/me"

    async def asked_to_move(to: str) -> str:
        body = {"email": to, "password": PASSWORD}
        assert (await served.client.post(f"{me}/email", json=body, headers=owner.bearer)).is_success
        return await served.token(to)

    await served.client.post("/api/v1/users/password-mail", json={"email": owner.email})
    reset, move = await served.token(owner.email), await asked_to_move(theirs)
    if how == "reset":
        body = {"token": reset, "password": ANOTHER}
        done = await served.client.post("/api/v1/users/password", json=body)
    elif how == "password":
        body = {"current": PASSWORD, "password": ANOTHER}
        done = await served.client.put(f"{me}/password", json=body, headers=owner.bearer)
    else:
        done = await served.client.post("/api/v1/users/email", json={"token": await asked_to_move(mine)})
    assert done.status_code == 204, done.text
    late = [
        await served.client.post("/api/v1/users/email", json={"token": move}),
        await served.client.post("/api/v1/users/password", json={"token": reset, "password": ANOTHER}),
    ]
    assert [answer.status_code for answer in late] == [403, 403]
    await served.signed_in(mine if how == "email" else owner.email, PASSWORD if how == "email" else ANOTHER)


@pytest.mark.parametrize("path", ["password-mail", "verification-mail"])
async def test_one_address_gets_so_much_mail_and_the_answer_stays_the_same(served: Api, path: str) -> None:
    if path == "password-mail":
        email = (await served.signed_up()).email
    else:
        email = fresh_address()
        await served.client.post("/api/v1/users", json=sign_up_body(email))
    before = await served.mails(email)
    answers = [
        await served.client.post(f"/api/v1/users/{path}", json={"email": email})
        for _ in range(PER_ADDRESS.limit + 3)
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(202, '{"status":"accepted"}')}
    mails = await served.mails(email)
    assert len(mails) == PER_ADDRESS.limit + (len(before) if path == "password-mail" else 0)
    body = {"token": mails[-1]["token"], "password": ANOTHER}
    good = await served.client.post(
        "/api/v1/users/password" if path == "password-mail" else "/api/v1/users/verify", json=body
    )
    assert good.status_code == 204, "the newest mail that was sent holds"


async def test_invitations_and_moves_to_one_address_are_bounded_whoever_asks(served: Api) -> None:
    owner, target = await served.signed_up(), fresh_address()
    for _ in range(PER_ADDRESS.limit + 2):
        invited = await served.client.post(
            f"/api/v1/businesses/{owner.business_id}/invitations",
            json={"email": target, "role": "staff"},
            headers=owner.bearer,
        )
        moved = await served.client.post(
            "/api/v1/users/me/email", json={"email": target, "password": PASSWORD}, headers=owner.bearer
        )
        assert (invited.status_code, moved.status_code) == (202, 202)
    kinds = sorted(mail["kind"] for mail in await served.mails(target))
    assert kinds == ["mail.change_address"] * PER_ADDRESS.limit + ["mail.invited"] * PER_ADDRESS.limit


async def test_sign_ups_with_one_address_send_it_so_much_mail(served: Api) -> None:
    owner, fresh = await served.signed_up(), fresh_address()
    for _ in range(PER_ADDRESS.limit + 2):
        for email in (owner.email, fresh):
            answer = await served.client.post("/api/v1/users", json=sign_up_body(email))
            assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    assert len(await served.mails(owner.email)) == PER_ADDRESS.limit
    assert len(await served.mails(fresh)) == PER_ADDRESS.limit


@pytest.mark.parametrize("path", ["password-mail", "verification-mail"])
async def test_the_answer_goes_out_before_what_only_an_account_makes_necessary(
    database: Database, redis: Redis, served: Api, path: str
) -> None:
    email = fresh_address()
    await served.client.post("/api/v1/users", json=sign_up_body(email))
    known_before = len(await served.mails(email))
    at_answer: list[int] = []
    app = application(database, redis)

    async def watched(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.body":
                at_answer.append(len(await served.mails(email)))
            await send(message)

        await app(scope, receive, sent)

    async with AsyncClient(transport=ASGITransport(watched), base_url="http://api") as client:
        answer = await client.post(f"/api/v1/users/{path}", json={"email": email})
    assert answer.status_code == 202
    assert at_answer == [known_before], "nothing is promised yet"
    assert len(await served.mails(email)) == known_before + 1


async def test_a_later_sign_up_takes_the_place_of_one_that_was_never_confirmed(served: Api) -> None:
    email = fresh_address()
    await served.client.post("/api/v1/users", json=sign_up_body(email, password="what a thief chose"))
    first = await served.token(email)
    await served.client.post("/api/v1/users", json=sign_up_body(email, business_name="Mine"))
    body = {"token": first, "password": PASSWORD}
    assert (await served.client.post("/api/v1/users/verify", json=body)).status_code == 403
    body = {"token": await served.token(email), "password": PASSWORD}
    assert (await served.client.post("/api/v1/users/verify", json=body)).status_code == 204
    thief = {"email": email, "password": "what a thief chose"}
    assert (await served.client.post("/api/v1/sessions", json=thief)).status_code == 401
    owner = await served.signed_in(email)
    assert [one["name"] for one in owner.me["businesses"]] == ["Mine"]


async def test_who_confirms_an_address_sets_the_password_and_what_was_chosen_before_opens_nothing(
    served: Api,
) -> None:
    email = fresh_address()
    await served.client.post("/api/v1/users", json=sign_up_body(email, password="what a thief chose"))
    body = {"token": await served.token(email), "password": "short"}
    assert (await served.client.post("/api/v1/users/verify", json=body)).status_code == 422
    without = await served.client.post("/api/v1/users/verify", json={"token": body["token"]})
    assert (without.status_code, "password" in without.json()["detail"]) == (422, True)
    assert (
        await served.client.post("/api/v1/users/verify", json=body | {"password": ANOTHER})
    ).status_code == 204
    thief = {"email": email, "password": "what a thief chose"}
    assert (await served.client.post("/api/v1/sessions", json=thief)).status_code == 401
    await served.signed_in(email, ANOTHER)


async def test_signing_up_asks_the_database_the_same_whether_the_address_is_known(served: Api) -> None:
    owner, unconfirmed = await served.signed_up(), fresh_address()
    await served.client.post("/api/v1/users", json=sign_up_body(unconfirmed))
    asked: list[list[str]] = []
    for email in (owner.email, unconfirmed, fresh_address()):
        with statements() as seen:
            answer = await served.client.post("/api/v1/users", json=sign_up_body(email))
        assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
        asked.append([told(one) for one in seen])
    assert asked[0] == asked[1] == asked[2]
    assert len(asked[0]) == 5


async def test_a_business_is_founded_when_the_address_is_confirmed_and_once(
    served: Api, database: Database
) -> None:
    async def businesses_there_are() -> int:
        async with database.operator() as session:
            return await session.scalar(select(func.count()).select_from(Business)) or 0

    email, before = fresh_address(), await businesses_there_are()
    for name in ("Mine", "Mine again", "Mine at last"):
        await served.client.post("/api/v1/users", json=sign_up_body(email, business_name=name))
    assert await businesses_there_are() == before
    await served.client.post("/api/v1/users/password-mail", json={"email": email})
    reset = {"token": await served.token(email), "password": ANOTHER}
    assert (await served.client.post("/api/v1/users/password", json=reset)).status_code == 204
    owner = await served.signed_in(email, ANOTHER)
    assert [(one["name"], one["role"]) for one in owner.me["businesses"]] == [("Mine at last", "owner")]
    await served.client.post("/api/v1/users/password-mail", json={"email": email})
    reset = {"token": await served.token(email), "password": PASSWORD}
    assert (await served.client.post("/api/v1/users/password", json=reset)).status_code == 204
    assert await businesses_there_are() == before + 1


async def test_a_sign_up_nobody_confirmed_goes_with_what_an_older_release_founded_for_it(
    served: Api, database: Database
) -> None:
    now, owner = datetime.now(UTC), await served.signed_up()
    fresh, old = fresh_address(), fresh_address()
    for email in (fresh, old):
        await served.client.post("/api/v1/users", json=sign_up_body(email))
    founded = new_id()
    async with database.founding(founded) as scope:
        user = await users.by_email(scope.session, old)
        assert user is not None
        form = BusinessForm("Never seen", "Australia/Sydney", "en-AU", "AU", "AUD")
        await found(scope, form, user.id)
        long_ago = now - UNCONFIRMED_FOR - timedelta(minutes=1)
        await scope.session.execute(
            update(User).where(User.email.in_((old, owner.email))).values(created_at=long_ago)
        )
    await UnconfirmedSignUps(database).sweep(now)
    async with database.identity() as session:
        left = [await users.by_email(session, email) for email in (fresh, old, owner.email)]
    assert [one is not None for one in left] == [True, False, True]
    async with database.tenant(founded) as scope:
        assert await closures.closure(scope) is None
        with pytest.raises(NotFound):
            await businesses.name(scope)
