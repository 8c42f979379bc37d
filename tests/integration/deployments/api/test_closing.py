"""A business its owner closes and has back, and an account that is deleted."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, update

from domain.business import GivenUp
from domain.ids import new_id
from services.platform.operators import Operators
from services.profiles import Profiles
from storage.postgres import businesses
from storage.postgres.account_tables import SignIn
from storage.postgres.database import Database
from storage.postgres.tables import Business, PhoneNumber
from tests.integration.deployments.api.test_cookies import Page
from tests.integration.deployments.api.test_second_factor import enrolled
from tests.integration.deployments.api.test_supabase import Outside, outside  # noqa: F401 - a fixture
from tests.integration.deployments.api.test_team import joined
from tests.support.api import PASSWORD, Api, SignedUp, sign_up_body

SHOWN = {"password": PASSWORD}


def path(owner: SignedUp, what: str = "") -> str:
    return f"/api/v1/businesses/{owner.business_id}{what}"


async def close(served: Api, owner: SignedUp, **more: Any) -> httpx.Response:
    return await served.client.post(path(owner, "/closure"), headers=owner.bearer, json=SHOWN | more)


async def reopen(served: Api, owner: SignedUp) -> httpx.Response:
    return await served.client.post(path(owner, "/reopening"), headers=owner.bearer, json=SHOWN)


async def delete(served: Api, user: SignedUp, **more: Any) -> httpx.Response:
    return await served.client.post("/api/v1/users/me/deletion", headers=user.bearer, json=SHOWN | more)


async def key_of(served: Api, owner: SignedUp) -> dict[str, str]:
    body = {"name": "Site", "scopes": ["bookings:read", "audit:read"]}
    answer = await served.client.post(path(owner, "/keys"), headers=owner.bearer, json=body)
    return {"Authorization": f"Bearer {answer.json()['key']}"}


async def audit_of(served: Api, owner: SignedUp) -> list[dict[str, Any]]:
    answer = await served.client.get(path(owner, "/audit-log"), headers=owner.bearer)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_a_closed_business_answers_nobody_and_its_owner_has_it_back(
    served: Api, database: Database, redis: Redis
) -> None:
    owner = await served.signed_up()
    manager, key = await joined(served, owner, "manager"), await key_of(served, owner)
    await served.client.post(
        path(owner, "/invitations"), headers=owner.bearer, json={"email": "new@example.com", "role": "staff"}
    )
    business_id, profiles = UUID(owner.business_id), Profiles(database, redis)
    assert (await profiles.get(business_id)).given_up is None
    async with database.tenant(business_id) as scope:
        slug = await scope.session.scalar(select(Business.slug).where(Business.id == business_id))
    assert slug is not None
    asked = await served.client.get(path(owner, "/closure"), headers=owner.bearer)
    assert (asked.json()["state"], asked.json()["kept_for_days"]) == ("open", 30)

    done = await close(served, owner, forward_to="+61280001234")
    assert done.status_code == 200, done.text
    told = done.json()
    assert (told["state"], told["forward_to"], told["bookings_to_come"]) == ("closed", "+61280001234", 0)
    closed_at = datetime.fromisoformat(told["closed_at"])
    assert datetime.fromisoformat(told["erased_after"]) - closed_at == timedelta(days=30)

    assert (await profiles.get(business_id)).given_up == GivenUp("+61280001234")
    assert await businesses.id_of_slug(database, slug) is None
    assert (await served.client.get(path(owner, "/members"), headers=key)).status_code == 401
    shut_out = await served.client.get(path(owner, "/members"), headers=manager.bearer)
    assert (shut_out.status_code, "closed" in shut_out.json()["detail"]) == (403, True)
    theirs = (await served.client.get("/api/v1/users/me", headers=manager.bearer)).json()["businesses"]
    assert owner.business_id not in [one["id"] for one in theirs]
    [mine] = (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()["businesses"]
    assert mine["erased_after"] == told["erased_after"]
    renamed = await served.client.patch(path(owner), headers=owner.bearer, json={"name": "Other"})
    assert (renamed.status_code, "reopen" in renamed.json()["detail"]) == (403, True)
    assert (await served.mails(owner.email))[-1]["kind"] == "mail.business_closed"
    actions = [entry["action"] for entry in await audit_of(served, owner)]
    assert {"business.closed", "key.revoked", "invitation.revoked"} <= set(actions)
    assert (await close(served, owner)).status_code == 409

    back = await reopen(served, owner)
    assert (back.status_code, back.json()["state"]) == (200, "open")
    assert (await profiles.get(business_id)).given_up is None
    assert await businesses.id_of_slug(database, slug) == business_id
    assert (await served.client.get(path(owner, "/members"), headers=manager.bearer)).status_code == 200
    assert (await served.client.get(path(owner, "/members"), headers=key)).status_code == 401
    open_ones = await served.client.get(path(owner, "/invitations"), headers=owner.bearer)
    assert open_ones.json()["items"] == []
    assert (await audit_of(served, owner))[0]["action"] == "business.reopened"
    assert (await reopen(served, owner)).status_code == 409


async def test_closing_takes_the_owner_their_password_and_their_second_factor(served: Api) -> None:
    owner = await served.signed_up()
    manager = await joined(served, owner, "manager")
    refused = await served.client.post(path(owner, "/closure"), headers=manager.bearer, json=SHOWN)
    assert refused.status_code == 403
    assert (await close(served, owner, password="wrong wrong wrong")).status_code == 403
    _, codes = await enrolled(served, owner)
    without = await close(served, owner)
    assert (without.status_code, without.json()["type"]) == (401, "/problems/second-factor-needed")
    assert (await close(served, owner, code="000000")).status_code == 403
    assert (await close(served, owner, code=codes[0])).status_code == 200
    again = await served.client.post(
        path(owner, "/reopening"), headers=owner.bearer, json=SHOWN | {"code": codes[0]}
    )
    assert again.status_code == 403, "a code is good for once"


@pytest.mark.parametrize("number", ["0280001234", "+61", "sip:mia@example.com", "+266696687"])
async def test_callers_are_put_through_to_a_number_that_can_exist(served: Api, number: str) -> None:
    owner = await served.signed_up()
    answer = await close(served, owner, forward_to=number)
    assert (answer.status_code, "forward_to" in answer.json()["detail"]) == (422, True)


async def test_callers_are_not_put_through_to_the_number_they_dialled(
    served: Api, database: Database
) -> None:
    owner, own = await served.signed_up(), "+61280007654"
    async with database.tenant(UUID(owner.business_id)) as scope:
        scope.session.add(PhoneNumber(e164=own, business_id=scope.business_id))
        await scope.session.flush()
    answer = await close(served, owner, forward_to=own)
    assert (answer.status_code, "itself" in answer.json()["detail"]) == (422, True)


async def test_of_two_that_close_at_once_one_does_and_a_suspended_business_is_not_closed(served: Api) -> None:
    owner = await served.signed_up()
    answers = await asyncio.gather(close(served, owner), close(served, owner))
    assert sorted(answer.status_code for answer in answers) in ([200, 403], [200, 409])
    other = await served.signed_up()
    operators = Operators(served.database)
    await operators.suspend(uuid4(), UUID(other.business_id), "Card refused", datetime.now(UTC))
    assert (await close(served, other)).status_code == 403


async def test_a_business_whose_time_is_over_is_nobodys(served: Api, database: Database) -> None:
    owner = await served.signed_up()
    await close(served, owner)
    async with database.tenant(UUID(owner.business_id)) as scope:
        await scope.session.execute(
            update(Business)
            .where(Business.id == scope.business_id)
            .values(erased_after=func.now() - timedelta(seconds=1))
        )
    assert (await served.client.get(path(owner, "/members"), headers=owner.bearer)).status_code == 404
    assert (await reopen(served, owner)).status_code == 404
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()["businesses"] == []


async def test_a_deleted_account_leaves_its_id_in_audit_logs_and_nothing_else(
    served: Api, database: Database
) -> None:
    owner = await served.signed_up()
    manager = await joined(served, owner, "manager")
    manager_key = await served.client.post(
        path(owner, "/keys"),
        headers=manager.bearer,
        json={"name": "Own", "scopes": ["bookings:read", "audit:read"]},
    )
    key = {"Authorization": f"Bearer {manager_key.json()['key']}"}
    await served.client.post(
        path(owner, "/invitations"), headers=manager.bearer, json={"email": "x@example.com", "role": "staff"}
    )
    assert manager.email in str(await audit_of(served, owner))
    await close(served, manager)  # their own business: they may go, and it is erased in time
    gone = await delete(served, manager)
    assert gone.status_code == 204, gone.text

    assert (await served.client.get("/api/v1/users/me", headers=manager.bearer)).status_code == 401
    assert (await served.client.get(path(owner, "/members"), headers=manager.bearer)).status_code == 401
    body = {"email": manager.email, "password": PASSWORD}
    assert (await served.client.post("/api/v1/sessions", json=body)).status_code == 401
    refresh = {"refresh_token": manager.refresh}
    assert (await served.client.post("/api/v1/sessions/refresh", json=refresh)).status_code == 401
    assert (await served.client.get(path(owner, "/audit-log"), headers=key)).status_code == 401
    members = (await served.client.get(path(owner, "/members"), headers=owner.bearer)).json()["items"]
    assert [one["email"] for one in members] == [owner.email]
    entries = await audit_of(served, owner)
    assert [entry for entry in entries if entry["actor"] == f"user:{manager.me['id']}"]
    assert manager.email not in str(entries)
    assert {"key.revoked", "invitation.revoked", "member.removed"} <= {entry["action"] for entry in entries}
    async with database.identity() as session:
        sign_ins = select(func.count()).select_from(SignIn).where(SignIn.user_id == UUID(manager.me["id"]))
        assert await session.scalar(sign_ins) == 0
    assert (await served.mails(manager.email))[-1]["kind"] == "mail.account_deleted"

    again = await served.signed_up(manager.email)
    assert again.me["id"] != manager.me["id"], "the address is free"


async def test_the_only_owner_of_an_open_business_stays_and_is_told_what_to_do(served: Api) -> None:
    owner = await served.signed_up()
    second = sign_up_body("")  # a second business
    body = {"name": "Mia's Nails", "timezone": second["timezone"], "language": "en-AU"}
    body |= {"country": "AU", "currency": "AUD"}
    await served.client.post("/api/v1/businesses", headers=owner.bearer, json=body)
    refused = await delete(served, owner)
    assert refused.status_code == 409
    detail = refused.json()["detail"]
    assert "Mia's Hair" in detail
    assert "Mia's Nails" in detail
    assert "close it" in detail
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()["businesses"] == (
        await served.signed_in(owner.email)
    ).me["businesses"], "nothing was left half done"


async def test_of_two_owners_who_go_at_once_one_stays(served: Api) -> None:
    owner = await served.signed_up()
    other = await joined(served, owner, "owner")
    await close(served, other)
    answers = await asyncio.gather(delete(served, owner), delete(served, other))
    assert sorted(answer.status_code for answer in answers) == [204, 409]


async def test_an_account_is_not_deleted_without_password_and_second_factor(served: Api) -> None:
    owner = await served.signed_up()
    await close(served, owner)
    assert (await delete(served, owner, password="wrong wrong wrong")).status_code == 403
    _, codes = await enrolled(served, owner)
    assert (await delete(served, owner)).status_code == 401
    assert (await delete(served, owner, code=codes[0])).status_code == 204


async def test_a_page_whose_user_is_gone_loses_its_cookie(served: Api) -> None:
    owner = await served.signed_up()
    await close(served, owner)
    page = Page(served)
    assert (await page.sign_in(owner)).status_code == 201
    assert (await page.ask("POST", "/users/me/deletion", token="", json=SHOWN)).status_code == 403
    assert (await page.ask("POST", "/users/me/deletion", json=SHOWN)).status_code == 204
    assert page.cookie == ""
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).status_code == 401


async def test_a_token_of_supabase_does_not_bring_a_deleted_account_back(outside: Outside) -> None:  # noqa: F811
    client = outside.served.client
    claims = outside.claims()
    bearer = {"Authorization": f"Bearer {outside.project.token(claims)}"}
    me = (await client.get("/api/v1/users/me", headers=bearer)).json()
    refused = await client.post("/api/v1/users/me/deletion", headers=bearer, json=SHOWN)
    assert (refused.status_code, "no password" in refused.json()["detail"]) == (403, True)
    await client.post("/api/v1/users/password-mail", json={"email": me["email"]})
    body = {"token": await outside.served.token(me["email"]), "password": PASSWORD}
    assert (await client.post("/api/v1/users/password", json=body)).status_code == 204
    fresh = claims | {"session_id": str(new_id())}
    bearer = {"Authorization": f"Bearer {outside.project.token(fresh)}"}
    done = await client.post("/api/v1/users/me/deletion", headers=bearer, json=SHOWN)
    assert done.status_code == 204, done.text
    assert (await client.get("/api/v1/users/me", headers=bearer)).status_code == 401
    anew = {"Authorization": f"Bearer {outside.project.token(claims | {'session_id': str(new_id())})}"}
    assert (await client.get("/api/v1/users/me", headers=anew)).json()["id"] != me["id"]
