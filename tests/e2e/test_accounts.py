"""Somebody signs up with the running system: their mail arrives, and its link lets them in."""

import asyncio
import re
from typing import Any

import httpx

from sandbox.local.running import Running

EMAIL = "mia@salon.example.com"
PASSWORD = "salt and pepper shakers"


async def mail_to(client: httpx.AsyncClient, running: Running) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while True:
            answer = await client.get(
                f"{running.stand_ins_url}/sendgrid/_sandbox/mails", params={"to": EMAIL}
            )
            if mails := answer.json()["mails"]:
                return mails[0]
            await asyncio.sleep(0.1)


async def test_somebody_signs_up_confirms_their_address_and_signs_in(running: Running) -> None:
    async with httpx.AsyncClient(trust_env=False, base_url=running.url) as client:
        body = {
            "email": EMAIL,
            "password": PASSWORD,
            "name": "Mia Wong",
            "business_name": "Mia's Hair",
            "timezone": "Australia/Sydney",
        }
        answer = await client.post("/api/v1/users", json=body)
        assert answer.status_code == 202, answer.text
        mail = await mail_to(client, running)
        link = re.search(r"https?://\S+/verify#(\S+)", mail["plain"])
        assert link is not None, mail["plain"]
        assert (await client.post("/api/v1/users/verify", json={"token": link[1]})).status_code == 204
        signed_in = await client.post("/api/v1/sessions", json={"email": EMAIL, "password": PASSWORD})
        assert signed_in.status_code == 201, signed_in.text
        bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
        me = (await client.get("/api/v1/users/me", headers=bearer)).json()
        assert [(one["name"], one["role"]) for one in me["businesses"]] == [("Mia's Hair", "owner")]
        listed = (await client.get("/api/v1/sessions", headers=bearer)).json()["items"]
        assert [one["current"] for one in listed] == [True]
