"""Somebody signs up with the running system, as a page would have them do."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import httpx

from sandbox.local.running import Running

PASSWORD = "salt and pepper shakers"


@dataclass(frozen=True, slots=True)
class Owner:
    """Signed in, with a business of their own."""

    client: httpx.AsyncClient
    business_id: str
    bearer: dict[str, str]

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's JSON, None without any; `path` is from the business on. Fails for anything but 2xx."""
        answer = await self.client.request(
            method, f"/api/v1/businesses/{self.business_id}{path}", json=body, headers=self.bearer | headers
        )
        assert answer.is_success, (method, path, answer.status_code, answer.text)
        return answer.json() if answer.content else None


async def mail_to(client: httpx.AsyncClient, running: Running, email: str) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while True:
            answer = await client.get(
                f"{running.stand_ins_url}/sendgrid/_sandbox/mails", params={"to": email}
            )
            if mails := answer.json()["mails"]:
                return mails[0]
            await asyncio.sleep(0.1)


async def sign_up(client: httpx.AsyncClient, running: Running, email: str, business: str) -> Owner:
    """Signs up, follows the link of the mail, and signs in."""
    body = {
        "email": email,
        "password": PASSWORD,
        "name": "Mia Wong",
        "business_name": business,
        "timezone": "Australia/Sydney",
    }
    answer = await client.post("/api/v1/users", json=body)
    assert answer.status_code == 202, answer.text
    mail = await mail_to(client, running, email)
    link = re.search(r"https?://\S+/verify#(\S+)", mail["plain"])
    assert link is not None, mail["plain"]
    confirmation = {"token": link[1], "password": PASSWORD}
    assert (await client.post("/api/v1/users/verify", json=confirmation)).status_code == 204
    signed_in = await client.post("/api/v1/sessions", json={"email": email, "password": PASSWORD})
    assert signed_in.status_code == 201, signed_in.text
    bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
    me = (await client.get("/api/v1/users/me", headers=bearer)).json()
    return Owner(client, me["businesses"][0]["id"], bearer)
