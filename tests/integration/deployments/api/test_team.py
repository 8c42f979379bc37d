"""Inviting, joining, changing and leaving, and what the audit log says of it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.accounts.roles import Role
from storage.postgres import memberships
from tests.support.api import Api, SignedUp


async def invited(served: Api, by: SignedUp, email: str, role: str) -> Any:
    return await served.client.post(
        f"/api/v1/businesses/{by.business_id}/invitations",
        json={"email": email, "role": role},
        headers=by.bearer,
    )


async def joined(served: Api, owner: SignedUp, role: str) -> SignedUp:
    somebody = await served.signed_up()
    assert (await invited(served, owner, somebody.email, role)).status_code == 202
    token = await served.token(somebody.email)
    answer = await served.client.post(
        "/api/v1/invitations/accept", json={"token": token}, headers=somebody.bearer
    )
    assert answer.json() == {"business_id": owner.business_id}, answer.text
    return somebody


async def members(served: Api, owner: SignedUp) -> dict[str, str]:
    answer = await served.client.get(f"/api/v1/businesses/{owner.business_id}/members", headers=owner.bearer)
    return {one["email"]: one["role"] for one in answer.json()["items"]}


async def test_somebody_who_is_invited_joins_and_works_in_both_businesses(served: Api) -> None:
    owner = await served.signed_up()
    noor = await joined(served, owner, "staff")
    assert await members(served, owner) == {owner.email: "owner", noor.email: "staff"}
    me = (await served.client.get("/api/v1/users/me", headers=noor.bearer)).json()
    assert {one["role"] for one in me["businesses"]} == {"owner", "staff"}


async def test_an_invitation_is_for_its_address_and_for_once(served: Api) -> None:
    owner, other = await served.signed_up(), await served.signed_up()
    noor = await served.signed_up()
    await invited(served, owner, noor.email, "staff")
    token = {"token": await served.token(noor.email)}
    stolen = await served.client.post("/api/v1/invitations/accept", json=token, headers=other.bearer)
    assert stolen.status_code == 403
    assert (
        await served.client.post("/api/v1/invitations/accept", json=token, headers=noor.bearer)
    ).is_success
    again = await served.client.post("/api/v1/invitations/accept", json=token, headers=noor.bearer)
    assert again.status_code == 403


async def test_a_revoked_invitation_and_an_older_one_open_nothing(served: Api) -> None:
    owner, noor = await served.signed_up(), await served.signed_up()
    await invited(served, owner, noor.email, "manager")
    older = await served.token(noor.email)
    newer = (await invited(served, owner, noor.email, "viewer")).json()["id"]
    answer = await served.client.post(
        "/api/v1/invitations/accept", json={"token": older}, headers=noor.bearer
    )
    assert answer.status_code == 403
    path = f"/api/v1/businesses/{owner.business_id}/invitations"
    assert (await served.client.delete(f"{path}/{newer}", headers=owner.bearer)).status_code == 204
    token = await served.token(noor.email)
    answer = await served.client.post(
        "/api/v1/invitations/accept", json={"token": token}, headers=noor.bearer
    )
    assert answer.status_code == 403
    assert (await served.client.get(path, headers=owner.bearer)).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("role", ["manager", "staff", "viewer"])
async def test_nobody_makes_themselves_or_others_more_than_they_are(served: Api, role: str) -> None:
    owner = await served.signed_up()
    somebody = await joined(served, owner, role)
    business = f"/api/v1/businesses/{owner.business_id}"
    refused = [
        await served.client.put(
            f"{business}/members/{somebody.me['id']}", json={"role": "owner"}, headers=somebody.bearer
        ),
        await served.client.put(
            f"{business}/members/{owner.me['id']}", json={"role": "viewer"}, headers=somebody.bearer
        ),
        await served.client.delete(f"{business}/members/{owner.me['id']}", headers=somebody.bearer),
        await served.client.post(
            f"{business}/invitations",
            json={"email": f"{uuid4().hex}@example.com", "role": "owner"},
            headers=somebody.bearer,
        ),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    assert (await members(served, owner))[owner.email] == "owner"


async def test_the_last_owner_stays_also_when_two_leave_at_once(served: Api) -> None:
    owner = await served.signed_up()
    second = await joined(served, owner, "owner")
    business = f"/api/v1/businesses/{owner.business_id}"
    answers = await asyncio.gather(
        served.client.delete(f"{business}/members/{owner.me['id']}", headers=owner.bearer),
        served.client.delete(f"{business}/members/{second.me['id']}", headers=second.bearer),
    )
    assert sorted(answer.status_code for answer in answers) == [204, 403]


async def test_who_is_taken_out_is_out_at_once(served: Api) -> None:
    owner = await served.signed_up()
    noor = await joined(served, owner, "manager")
    business = f"/api/v1/businesses/{owner.business_id}"
    assert (await served.client.get(f"{business}/members", headers=noor.bearer)).status_code == 200
    await served.client.delete(f"{business}/members/{noor.me['id']}", headers=owner.bearer)
    assert (await served.client.get(f"{business}/members", headers=noor.bearer)).status_code == 404


async def test_the_audit_log_says_who_changed_what_page_by_page(served: Api) -> None:
    owner = await served.signed_up()
    noor = await joined(served, owner, "staff")
    business = f"/api/v1/businesses/{owner.business_id}"
    await served.client.put(
        f"{business}/members/{noor.me['id']}", json={"role": "manager"}, headers=owner.bearer
    )
    seen: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = (await served.client.get(f"{business}/audit-log", params=query, headers=owner.bearer)).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert [entry["action"] for entry in seen] == [
        "member.role_changed",
        "member.joined",
        "member.invited",
        "business.founded",
    ]
    assert (seen[0]["before"], seen[0]["after"]) == ({"role": "staff"}, {"role": "manager"})
    assert seen[0]["actor"] == f"user:{owner.me['id']}"


async def test_a_user_founds_a_further_business_which_is_a_tenant_of_its_own(served: Api) -> None:
    owner = await served.signed_up()
    body = {"name": "Second Salon", "timezone": "Europe/Berlin", "language": "de-DE", "country": "DE"}
    made = await served.client.post("/api/v1/businesses", json=body, headers=owner.bearer)
    assert made.status_code == 201, made.text
    me = (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()
    assert {one["name"]: one["role"] for one in me["businesses"]} == {
        "Mia's Hair": "owner",
        "Second Salon": "owner",
    }
    log = await served.client.get(f"/api/v1/businesses/{made.json()['id']}/audit-log", headers=owner.bearer)
    assert [entry["action"] for entry in log.json()["items"]] == ["business.founded"]
    for wrong in ({"timezone": "Mars/Olympus"}, {"name": ""}, {"language": "tlh"}, {"more": 1}):
        answer = await served.client.post("/api/v1/businesses", json=body | wrong, headers=owner.bearer)
        assert answer.status_code == 422, wrong
    assert (await served.client.post("/api/v1/businesses", json=body)).status_code == 401


@pytest.mark.parametrize("how", ["removed", "leaves", "demoted"])
async def test_with_a_member_end_the_invitations_they_sent_and_the_keys_they_made(
    served: Api, how: str
) -> None:
    owner, guest = await served.signed_up(), await served.signed_up()
    manager = await joined(served, owner, "manager")
    business = f"/api/v1/businesses/{owner.business_id}"
    scopes = ["settings:write"]
    key = await served.client.post(
        f"{business}/keys", json={"name": "Website", "scopes": scopes}, headers=manager.bearer
    )
    assert key.status_code == 201, key.text
    assert (await invited(served, owner, "kept@example.com", "staff")).status_code == 202
    path = f"{business}/invitations"
    body = {"email": guest.email, "role": "manager"}
    assert (await served.client.post(path, json=body, headers=manager.bearer)).status_code == 202
    token = {"token": await served.token(guest.email)}

    member = f"{business}/members/{manager.me['id']}"
    if how == "demoted":
        done = await served.client.put(member, json={"role": "staff"}, headers=owner.bearer)
    else:
        done = await served.client.delete(member, headers=(owner if how == "removed" else manager).bearer)
    assert done.status_code == 204, done.text

    accepted = await served.client.post("/api/v1/invitations/accept", json=token, headers=guest.bearer)
    assert accepted.status_code == 403
    bearer = {"Authorization": f"Bearer {key.json()['key']}"}
    assert (await served.client.get(f"{business}/keys", headers=bearer)).status_code == 401
    open_still = (await served.client.get(path, headers=owner.bearer)).json()["items"]
    assert [one["email"] for one in open_still] == ["kept@example.com"]
    log = (await served.client.get(f"{business}/audit-log", headers=owner.bearer)).json()["items"]
    ended = {(one["action"], one["subject"]) for one in log[:2]}
    assert ("key.revoked", f"key:{key.json()['id']}") in ended
    assert {action for action, _ in ended} == {"key.revoked", "invitation.revoked"}


async def test_an_invitation_is_good_only_while_its_sender_may_grant_its_role(served: Api) -> None:
    owner, guest = await served.signed_up(), await served.signed_up()
    second = await joined(served, owner, "owner")
    body = {"email": guest.email, "role": "owner"}
    path = f"/api/v1/businesses/{owner.business_id}/invitations"
    await served.client.post(path, json=body, headers=second.bearer)
    async with served.database.tenant(UUID(owner.business_id)) as scope:
        await memberships.change(scope, UUID(second.me["id"]), Role.MANAGER)  # by other means
    token = {"token": await served.token(guest.email)}
    answer = await served.client.post("/api/v1/invitations/accept", json=token, headers=guest.bearer)
    assert answer.status_code == 403
