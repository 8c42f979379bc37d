"""What keeps an account its owner's: guesses while signed in, old links, mail in bulk, addresses of others."""

from typing import Any
from uuid import uuid4

import pytest

from services.accounts.guesses import PER_ACCOUNT
from tests.support.api import PASSWORD, Api

ANOTHER = "an entirely new phrase"


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
