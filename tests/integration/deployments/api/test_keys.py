"""Keys of programs: what they may, where they hold, and how they end."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.api import Api, SignedUp


async def made(served: Api, owner: SignedUp, **changes: Any) -> dict[str, Any]:
    body = {"name": "Website", "scopes": ["bookings:read"]} | changes
    answer = await served.client.post(
        f"/api/v1/businesses/{owner.business_id}/keys", json=body, headers=owner.bearer
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_key_is_told_once_and_listed_by_its_prefix(served: Api) -> None:
    owner = await served.signed_up()
    key = await made(served, owner)
    assert key["key"].startswith(key["prefix"])
    listed = await served.client.get(f"/api/v1/businesses/{owner.business_id}/keys", headers=owner.bearer)
    assert [one["prefix"] for one in listed.json()["items"]] == [key["prefix"]]
    assert key["key"] not in listed.text


async def test_a_key_can_make_no_keys_and_is_no_user(served: Api) -> None:
    owner = await served.signed_up()
    bearer = {"Authorization": f"Bearer {(await made(served, owner))['key']}"}
    keys = f"/api/v1/businesses/{owner.business_id}/keys"
    assert (await served.client.get(keys, headers=bearer)).status_code == 403
    assert (await served.client.get("/api/v1/users/me", headers=bearer)).status_code == 401


async def test_scopes_that_keys_cannot_have_are_refused(served: Api) -> None:
    owner = await served.signed_up()
    for scope in ("keys:write", "team:write", "business:close", "everything"):
        answer = await served.client.post(
            f"/api/v1/businesses/{owner.business_id}/keys",
            json={"name": "Website", "scopes": [scope]},
            headers=owner.bearer,
        )
        assert answer.status_code == 422, scope


async def test_a_revoked_key_and_one_that_is_over_open_nothing(served: Api) -> None:
    owner = await served.signed_up()
    key = await made(served, owner)
    keys = f"/api/v1/businesses/{owner.business_id}/keys"
    assert (await served.client.delete(f"{keys}/{key['id']}", headers=owner.bearer)).status_code == 204
    assert (await served.client.delete(f"{keys}/{key['id']}", headers=owner.bearer)).status_code == 404
    bearer = {"Authorization": f"Bearer {key['key']}"}
    assert (await served.client.get(keys, headers=bearer)).status_code == 401
    past = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    refused = await served.client.post(
        keys, json={"name": "Late", "scopes": ["bookings:read"], "expires_at": past}, headers=owner.bearer
    )
    assert refused.status_code == 422


async def test_another_business_is_not_there_for_users_and_keys(served: Api) -> None:
    mia, noor = await served.signed_up(), await served.signed_up()
    key = await made(served, mia)
    theirs = f"/api/v1/businesses/{noor.business_id}/keys"
    for bearer in (mia.bearer, {"Authorization": f"Bearer {key['key']}"}):
        answer = await served.client.get(theirs, headers=bearer)
        assert (answer.status_code, answer.json()["detail"]) == (404, "no such business")
    own = f"/api/v1/businesses/{mia.business_id}/keys"
    stolen = await served.client.delete(f"{own}/{key['id']}", headers=noor.bearer)
    assert stolen.status_code == 404
