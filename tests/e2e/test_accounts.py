"""Somebody signs up with the running system: their mail arrives, and its link lets them in."""

import httpx

from sandbox.local.running import Running
from tests.e2e.signing_up import sign_up


async def test_somebody_signs_up_confirms_their_address_and_signs_in(running: Running) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=running.url) as client:
        owner = await sign_up(client, running, "mia@salon.example.com", "Mia's Hair")
        me = (await client.get("/api/v1/users/me", headers=owner.bearer)).json()
        assert [(one["name"], one["role"]) for one in me["businesses"]] == [("Mia's Hair", "owner")]
        listed = (await client.get("/api/v1/sessions", headers=owner.bearer)).json()
        assert [one["current"] for one in listed["items"]] == [True]
