"""Signing up, in and out, as a program meets it."""

import asyncio
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import update

from services.accounts.guesses import PER_ACCOUNT
from services.accounts.secrets import digest_of
from storage.postgres import businesses
from storage.postgres.account_tables import RefreshTokenRow
from tests.support.api import PASSWORD, Api, sign_up_body


def fresh_address() -> str:
    return f"{uuid4().hex}@example.com"


async def test_somebody_signs_up_confirms_their_address_and_owns_their_business(served: Api) -> None:
    owner = await served.signed_up()
    assert owner.me["email"] == owner.email
    assert [(one["name"], one["role"]) for one in owner.me["businesses"]] == [("Mia's Hair", "owner")]


async def test_without_a_confirmed_address_nobody_gets_in(served: Api) -> None:
    email = fresh_address()
    await served.client.post("/api/v1/users", json=sign_up_body(email))
    answer = await served.client.post("/api/v1/sessions", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 403
    assert "not verified" in answer.json()["detail"]


async def test_an_address_is_the_same_in_any_case_and_with_blanks_around_it(served: Api) -> None:
    owner = await served.signed_up(fresh_address())
    again = await served.signed_in(f"  {owner.email.upper()} ")
    assert again.me["id"] == owner.me["id"]


async def test_signing_up_twice_is_answered_alike_and_the_owner_is_written_to(served: Api) -> None:
    owner = await served.signed_up()
    answer = await served.client.post(
        "/api/v1/users", json=sign_up_body(owner.email, password="another phrase here")
    )
    fresh = await served.client.post("/api/v1/users", json=sign_up_body(fresh_address()))
    assert (answer.status_code, answer.json()) == (fresh.status_code, fresh.json())
    assert [mail["kind"] for mail in await served.mails(owner.email)][-1] == "mail.already_signed_up"
    again = await served.signed_in(owner.email)
    assert len(again.me["businesses"]) == 1, "nothing was made"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "not an address"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "aaaaaaaaaaaaaa"}, "password"),
        ({"password": "x" * 300}, "password"),
        ({"name": "   "}, "name"),
        ({"name": "Mia\x00Wong"}, "name"),
        ({"business_name": "x" * 200}, "business_name"),
        ({"timezone": "Mars/Phobos"}, "Mars/Phobos"),
        ({"language": "xx"}, "xx"),
        ({"country": "australia"}, "country"),
        ({"admin": True}, "admin"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_a_field_that_cannot_be_taken_is_named(
    served: Api, changes: dict[str, object], field: str
) -> None:
    answer = await served.client.post("/api/v1/users", json=sign_up_body(fresh_address()) | changes)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert field in answer.json()["detail"]


@pytest.mark.parametrize(
    "content", [b'{"email":"x"', b"", b"\xff\xfe", b"[" * 5000, b"null", b'{"email": 1e999}']
)
async def test_what_is_no_json_or_no_form_is_refused_with_a_sentence(served: Api, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await served.client.post("/api/v1/users", content=content, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert not answer.json()["detail"][0].isdigit()


async def test_a_refresh_token_that_comes_back_later_ends_its_sign_in(served: Api) -> None:
    owner = await served.signed_up()
    await served.client.post("/api/v1/sessions/refresh", json={"refresh_token": owner.refresh})
    async with served.database.identity() as session:
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        digest = digest_of(owner.refresh)
        await session.execute(
            update(RefreshTokenRow).where(RefreshTokenRow.digest == digest).values(exchanged_at=long_ago)
        )
    again = await served.client.post("/api/v1/sessions/refresh", json={"refresh_token": owner.refresh})
    assert again.status_code == 401
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).status_code == 401


async def test_a_wrong_password_and_an_unknown_address_are_answered_alike(served: Api) -> None:
    owner = await served.signed_up()
    wrong = await served.client.post(
        "/api/v1/sessions", json={"email": owner.email, "password": "wrong wrong"}
    )
    unknown = await served.client.post(
        "/api/v1/sessions", json={"email": fresh_address(), "password": PASSWORD}
    )
    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"] == "Bearer"


async def test_guesses_made_at_once_are_all_counted_and_the_right_password_waits_too(served: Api) -> None:
    owner = await served.signed_up()
    guess = {"email": owner.email, "password": "wrong wrong wrong"}
    answers = await asyncio.gather(
        *(served.client.post("/api/v1/sessions", json=guess) for _ in range(PER_ACCOUNT + 5))
    )
    assert sorted(answer.status_code for answer in answers) == [401] * PER_ACCOUNT + [429] * 5
    right = await served.client.post("/api/v1/sessions", json={"email": owner.email, "password": PASSWORD})
    assert right.status_code == 429
    assert right.headers["retry-after"]


async def test_a_refresh_token_is_exchanged_once(served: Api) -> None:
    owner = await served.signed_up()
    first = await served.client.post("/api/v1/sessions/refresh", json={"refresh_token": owner.refresh})
    assert first.status_code == 200
    second = await served.client.post(
        "/api/v1/sessions/refresh", json={"refresh_token": first.json()["refresh_token"]}
    )
    assert second.status_code == 200


async def test_of_two_that_exchange_one_token_at_once_one_gets_the_next_and_none_is_signed_out(
    served: Api,
) -> None:
    owner = await served.signed_up()
    answers = await asyncio.gather(
        *(
            served.client.post("/api/v1/sessions/refresh", json={"refresh_token": owner.refresh})
            for _ in range(5)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401, 401]
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).status_code == 200


async def test_signing_out_ends_the_access_token_at_once(served: Api) -> None:
    owner = await served.signed_up()
    assert (await served.client.delete("/api/v1/sessions/current", headers=owner.bearer)).status_code == 204
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).status_code == 401
    refreshed = await served.client.post("/api/v1/sessions/refresh", json={"refresh_token": owner.refresh})
    assert refreshed.status_code == 401


async def test_devices_are_listed_and_one_can_be_ended_from_another(served: Api) -> None:
    laptop = await served.signed_up()
    phone = await served.signed_in(laptop.email)
    listed = (await served.client.get("/api/v1/sessions", headers=laptop.bearer)).json()["items"]
    assert sorted(one["current"] for one in listed) == [False, True]
    other = next(one["id"] for one in listed if not one["current"])
    assert (await served.client.delete(f"/api/v1/sessions/{other}", headers=laptop.bearer)).status_code == 204
    assert (await served.client.get("/api/v1/users/me", headers=phone.bearer)).status_code == 401
    assert (await served.client.get("/api/v1/users/me", headers=laptop.bearer)).status_code == 200


async def test_nobody_ends_somebody_elses_device(served: Api) -> None:
    mia, noor = await served.signed_up(), await served.signed_up()
    [theirs] = (await served.client.get("/api/v1/sessions", headers=noor.bearer)).json()["items"]
    answer = await served.client.delete(f"/api/v1/sessions/{theirs['id']}", headers=mia.bearer)
    assert answer.status_code == 404
    assert (await served.client.get("/api/v1/users/me", headers=noor.bearer)).status_code == 200


async def test_signing_out_everywhere_ends_every_device(served: Api) -> None:
    laptop = await served.signed_up()
    phone = await served.signed_in(laptop.email)
    answer = await served.client.delete("/api/v1/sessions", headers=laptop.bearer)
    assert answer.json() == {"ended": 2}
    assert (await served.client.get("/api/v1/users/me", headers=phone.bearer)).status_code == 401


async def test_a_forgotten_password_is_set_anew_once_and_every_device_signs_in_again(served: Api) -> None:
    owner = await served.signed_up()
    await served.client.post("/api/v1/users/password-mail", json={"email": owner.email})
    body = {"token": await served.token(owner.email), "password": "an entirely new phrase"}
    refused = await served.client.post("/api/v1/users/password", json=body | {"password": "short"})
    assert refused.status_code == 422
    assert (await served.client.post("/api/v1/users/password", json=body)).status_code == 204
    assert (await served.client.post("/api/v1/users/password", json=body)).status_code == 403
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).status_code == 401
    await served.signed_in(owner.email, "an entirely new phrase")
    assert (await served.mails(owner.email))[-1]["kind"] == "mail.password_changed"


async def test_only_the_newest_mail_sets_a_password(served: Api) -> None:
    owner = await served.signed_up()
    await served.client.post("/api/v1/users/password-mail", json={"email": owner.email})
    first = await served.token(owner.email)
    await served.client.post("/api/v1/users/password-mail", json={"email": owner.email})
    body = {"token": first, "password": "an entirely new phrase"}
    assert (await served.client.post("/api/v1/users/password", json=body)).status_code == 403


async def test_whether_an_address_has_an_account_cannot_be_asked(served: Api) -> None:
    owner = await served.signed_up()
    for path in ("password-mail", "verification-mail"):
        known = await served.client.post(f"/api/v1/users/{path}", json={"email": owner.email})
        unknown = await served.client.post(f"/api/v1/users/{path}", json={"email": fresh_address()})
        nonsense = await served.client.post(f"/api/v1/users/{path}", json={"email": "nonsense"})
        assert known.status_code == unknown.status_code == nonsense.status_code == 202
        assert known.json() == unknown.json() == nonsense.json()


async def test_changing_the_password_keeps_this_device_and_signs_out_the_others(served: Api) -> None:
    laptop = await served.signed_up()
    phone = await served.signed_in(laptop.email)
    body = {"current": PASSWORD, "password": "an entirely new phrase"}
    wrong = await served.client.put(
        "/api/v1/users/me/password", json=body | {"current": "wrong wrong"}, headers=laptop.bearer
    )
    assert wrong.status_code == 403
    answer = await served.client.put("/api/v1/users/me/password", json=body, headers=laptop.bearer)
    assert answer.status_code == 204
    assert (await served.client.get("/api/v1/users/me", headers=laptop.bearer)).status_code == 200
    assert (await served.client.get("/api/v1/users/me", headers=phone.bearer)).status_code == 401


async def test_an_account_moves_to_an_address_once_its_mail_was_followed(served: Api) -> None:
    owner, target = await served.signed_up(), fresh_address()
    body = {"email": target, "password": PASSWORD}
    assert (
        await served.client.post("/api/v1/users/me/email", json=body, headers=owner.bearer)
    ).status_code == 202
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()["email"] == owner.email
    await served.client.post("/api/v1/users/email", json={"token": await served.token(target)})
    assert (await served.client.get("/api/v1/users/me", headers=owner.bearer)).json()["email"] == target


@pytest.mark.parametrize("bearer", ["", "nonsense", "rk_000000000000_unknown", "ey.ey.ey", "\u00e9"])
async def test_credentials_that_do_not_hold_are_told_apart_by_nothing(served: Api, bearer: str) -> None:
    headers = {"Authorization": f"Bearer {bearer}".encode()} if bearer else {}
    answer = await served.client.get("/api/v1/users/me", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/not-signed-in"


async def test_tokens_of_another_key_or_without_a_signature_are_refused(served: Api) -> None:
    owner = await served.signed_up()
    head, claims, signature = owner.bearer["Authorization"].split(" ")[1].split(".")
    unsigned = "eyJhbGciOiJub25lIn0"
    for forged in (f"{unsigned}.{claims}.", f"{head}.{claims}.{signature[:-4]}AAAA", f"{head}.{claims}."):
        answer = await served.client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {forged}"})
        assert answer.status_code == 401


async def test_businesses_of_one_name_have_addresses_of_their_own_for_web_booking(served: Api) -> None:
    name = f"Élan {uuid4().hex[:8]}"
    owners = [fresh_address() for _ in range(3)]
    await asyncio.gather(*(served.signed_up(each, business_name=name) for each in owners))
    slug = name.lower().replace("é", "e").replace(" ", "-")
    found = [await businesses.id_of_slug(served.database, one) for one in (slug, f"{slug}-2", f"{slug}-3")]
    assert None not in found
    assert len(set(found)) == 3
    assert await businesses.id_of_slug(served.database, "") is None
    assert await businesses.id_of_slug(served.database, f"{slug}-4") is None


@pytest.mark.parametrize(
    "changes", [{"country": "XX"}, {"currency": "ABC"}], ids=lambda changes: next(iter(changes))
)
async def test_a_country_or_currency_that_does_not_exist_is_refused(
    served: Api, changes: dict[str, str]
) -> None:
    answer = await served.client.post("/api/v1/users", json=sign_up_body(fresh_address(), **changes))
    assert answer.status_code == 422
    assert next(iter(changes)) in answer.json()["detail"]
