"""A second factor from its enrolment to its end."""

import time
from typing import Any

import pyotp

from tests.support.api import PASSWORD, Api, SignedUp


async def enrolled(served: Api, owner: SignedUp) -> tuple[pyotp.TOTP, list[str]]:
    path = "/api/v1/users/me/second-factor"
    answer = await served.client.post(path, json={"password": PASSWORD}, headers=owner.bearer)
    assert answer.status_code == 201, answer.text
    assert answer.json()["address"].startswith("otpauth://totp/")
    app = pyotp.TOTP(answer.json()["secret"])
    # A code of the step before, so that the present one has not been used.
    code = app.at(int(time.time()) - 30)
    confirmed = await served.client.post(f"{path}/confirm", json={"code": code}, headers=owner.bearer)
    assert confirmed.status_code == 200, confirmed.text
    return app, confirmed.json()["recovery_codes"]


async def signing_in(served: Api, owner: SignedUp, code: str | None = None) -> Any:
    body = {"email": owner.email, "password": PASSWORD} | ({"code": code} if code else {})
    return await served.client.post("/api/v1/sessions", json=body)


async def test_with_a_second_factor_the_password_is_not_enough(served: Api) -> None:
    owner = await served.signed_up()
    app, _ = await enrolled(served, owner)
    answer = await signing_in(served, owner)
    assert (answer.status_code, answer.json()["type"]) == (401, "/problems/second-factor-needed")
    assert (await signing_in(served, owner, app.now())).status_code == 201


async def test_a_code_is_good_for_once(served: Api) -> None:
    owner = await served.signed_up()
    app, _ = await enrolled(served, owner)
    code = app.now()
    assert (await signing_in(served, owner, code)).status_code == 201
    assert (await signing_in(served, owner, code)).status_code == 401


async def test_a_recovery_code_stands_in_once(served: Api) -> None:
    owner = await served.signed_up()
    _, recovery = await enrolled(served, owner)
    assert len(set(recovery)) == 10
    assert (await signing_in(served, owner, f" {recovery[3].upper()} ")).status_code == 201
    assert (await signing_in(served, owner, recovery[3])).status_code == 401
    assert (await signing_in(served, owner, recovery[4])).status_code == 201


async def test_wrong_codes_are_counted_as_wrong_passwords_are(served: Api) -> None:
    owner = await served.signed_up()
    await enrolled(served, owner)
    answers = [(await signing_in(served, owner, "000000")).status_code for _ in range(12)]
    assert answers == [401] * 10 + [429] * 2


async def test_a_secret_that_was_not_confirmed_asks_nobody(served: Api) -> None:
    owner = await served.signed_up()
    await served.client.post(
        "/api/v1/users/me/second-factor", json={"password": PASSWORD}, headers=owner.bearer
    )
    wrong = await served.client.post(
        "/api/v1/users/me/second-factor/confirm", json={"code": "000000"}, headers=owner.bearer
    )
    assert wrong.status_code == 403
    assert (await signing_in(served, owner)).status_code == 201


async def test_it_is_removed_with_password_and_code_only(served: Api) -> None:
    owner = await served.signed_up()
    app, recovery = await enrolled(served, owner)
    path = "/api/v1/users/me/second-factor/remove"
    for body in ({"password": "wrong wrong", "code": app.now()}, {"password": PASSWORD, "code": "000000"}):
        assert (await served.client.post(path, json=body, headers=owner.bearer)).status_code == 403
    body = {"password": PASSWORD, "code": recovery[0]}
    assert (await served.client.post(path, json=body, headers=owner.bearer)).status_code == 204
    assert (await signing_in(served, owner)).status_code == 201
