"""The platform's operators: named by a command, let in with a second factor, and seen by those they look at."""

from datetime import UTC, datetime

from pyotp.totp import TOTP

from domain.ids import new_id
from services.platform.operators import NO_OPERATOR, NO_SECOND_FACTOR, Operators
from storage.postgres import businesses
from storage.postgres.calls import NewCall, create, finish
from tests.support.api import PASSWORD, Api, SignedUp

PLATFORM = "/api/v1/platform"


async def an_operator(served: Api) -> SignedUp:
    """Somebody who was named and has signed in with their second factor."""
    user = await served.signed_up()
    client, bearer = served.client, user.bearer
    refused = await client.get(f"{PLATFORM}/businesses", headers=bearer)
    assert (refused.status_code, refused.json()["detail"]) == (403, NO_OPERATOR)
    await Operators(served.database).name(user.email.upper(), operator=True)
    refused = await client.get(f"{PLATFORM}/businesses", headers=bearer)
    assert (refused.status_code, refused.json()["detail"]) == (403, NO_SECOND_FACTOR)
    factor = "/api/v1/users/me/second-factor"
    secret = (await client.post(factor, headers=bearer, json={"password": PASSWORD})).json()["secret"]
    code = TOTP(secret).at(datetime.now(UTC))
    codes = (await client.post(f"{factor}/confirm", headers=bearer, json={"code": code})).json()
    refused = await client.get(f"{PLATFORM}/businesses", headers=bearer)
    assert refused.json()["detail"] == NO_SECOND_FACTOR, "this sign-in was opened without it"
    body = {"email": user.email, "password": PASSWORD, "code": codes["recovery_codes"][0]}
    token = (await client.post("/api/v1/sessions", json=body)).json()["access_token"]
    return SignedUp(user.email, "", {"Authorization": f"Bearer {token}"}, user.me)


async def audit_of(served: Api, owner: SignedUp) -> list[tuple[str, str]]:
    answer = await served.client.get(
        f"/api/v1/businesses/{owner.business_id}/audit-log", headers=owner.bearer
    )
    return [(entry["action"], entry["actor"].partition(":")[0]) for entry in answer.json()["items"]]


async def test_an_operator_sees_counts_and_each_business_sees_that_they_looked(served: Api) -> None:
    owner, operator = await served.signed_up(), await an_operator(served)
    now = datetime.now(UTC)
    async with served.database.tenant(owner.me["businesses"][0]["id"]) as scope:
        for outcome in ("booked", "missed", "failed"):
            call_id = new_id()
            await create(scope, NewCall(call_id, f"CA{call_id.hex}", "+61400000001", "+61280001234", now))
            await finish(scope, call_id, outcome=outcome, ended_at=now)

    seen: list[dict[str, object]] = []
    cursor: str | None = None
    while not any(one["id"] == owner.business_id for one in seen):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        answer = await served.client.get(f"{PLATFORM}/businesses", headers=operator.bearer, params=query)
        assert answer.status_code == 200, answer.text
        assert "+61400000001" not in answer.text
        seen += answer.json()["items"]
        cursor = answer.json()["next_cursor"]
    shown = next(one for one in seen if one["id"] == owner.business_id)
    counts = {name: shown[name] for name in ("members", "calls", "missed_calls", "failed_calls", "bookings")}
    assert counts == {"members": 1, "calls": 3, "missed_calls": 1, "failed_calls": 1, "bookings": 0}
    assert shown["last_call_at"] is not None
    assert (await audit_of(served, owner))[0] == ("operator.looked", "operator")

    vendors = await served.client.get(f"{PLATFORM}/vendors", headers=operator.bearer)
    assert vendors.json() == {"vendors": []}, "the API of this test asks no vendor"


async def test_in_a_suspended_business_nobody_changes_anything_and_no_line_is_free(served: Api) -> None:
    owner, operator = await served.signed_up(), await an_operator(served)
    of_business, invitation = (
        f"/api/v1/businesses/{owner.business_id}",
        {"email": "a@example.com", "role": "staff"},
    )
    suspension = f"{PLATFORM}/businesses/{owner.business_id}/suspension"

    async def invite() -> int:
        answer = await served.client.post(f"{of_business}/invitations", headers=owner.bearer, json=invitation)
        return answer.status_code

    async def lines() -> int:
        async with served.database.tenant(owner.me["businesses"][0]["id"]) as scope:
            return await businesses.max_concurrent_calls(scope)

    made = await served.client.post(
        f"{of_business}/keys",
        headers=owner.bearer,
        json={"name": "Site", "scopes": ["bookings:write", "audit:read"]},
    )
    key = {"Authorization": f"Bearer {made.json()['key']}"}
    lines_before = await lines()
    blank = await served.client.post(suspension, headers=operator.bearer, json={"reason": "  "})
    assert blank.status_code == 422
    done = await served.client.post(suspension, headers=operator.bearer, json={"reason": "Card refused"})
    assert done.status_code == 204, done.text
    again = await served.client.post(suspension, headers=operator.bearer, json={"reason": "Card refused"})
    assert again.status_code == 404
    assert (await invite(), await lines()) == (403, 0)
    assert (await served.client.get(f"{of_business}/members", headers=owner.bearer)).status_code == 200
    assert (await served.client.get(f"{of_business}/audit-log", headers=key)).status_code == 200
    assert (await audit_of(served, owner))[0] == ("business.suspended", "operator")

    assert (await served.client.delete(suspension, headers=operator.bearer)).status_code == 204
    assert (await served.client.delete(suspension, headers=operator.bearer)).status_code == 404
    assert (await invite(), await lines()) == (202, lines_before)
    assert ("business.resumed", "operator") in await audit_of(served, owner)


async def test_who_is_named_no_longer_is_out_at_once(served: Api) -> None:
    operator = await an_operator(served)
    operators = Operators(served.database)
    assert (operator.email, True) in await operators.named()
    await operators.name(operator.email, operator=False)
    refused = await served.client.get(f"{PLATFORM}/vendors", headers=operator.bearer)
    assert (refused.status_code, refused.json()["detail"]) == (403, NO_OPERATOR)
