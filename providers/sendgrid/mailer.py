"""SendGrid's Mail Send API as the system's mailer.

Source: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
"""

from dataclasses import dataclass

import httpx

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s
from providers.tls import tls_context

PROVIDER = "sendgrid"
BASE_URL = "https://api.sendgrid.com"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one address. `reference` and `business` are ours: they come back in SendGrid's events."""

    to: str
    subject: str
    text: str
    html: str
    reference: str
    business: str = ""


class NotReached(ProviderError):
    """The request never left: nothing was taken."""


class SendGridMailer:
    """Sends mail from one verified sender.

    Args:
        base_url: None for SendGrid's own.
        timeout_s: for each request as a whole.
    """

    def __init__(
        self,
        api_key: str,
        from_email: str,
        from_name: str,
        base_url: str | None = None,
        *,
        timeout_s: float = 5.0,
    ) -> None:
        self._from = {"email": from_email, "name": from_name}
        self._client = httpx.AsyncClient(
            base_url=base_url or BASE_URL,
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=timeout_s,
            verify=tls_context(),
            trust_env=False,
        )

    async def send(self, mail: Mail) -> str:
        """Hands the mail over; gives SendGrid's id of it.
        Raises:
            NotReached: it was not. ProviderError: without a status it may have been taken all the same.
        """
        body = {
            "personalizations": [{"to": [{"email": mail.to}]}],
            "from": self._from,
            "subject": mail.subject,
            "content": [
                {"type": "text/plain", "value": mail.text},
                {"type": "text/html", "value": mail.html},
            ],
            "custom_args": {
                "reference": mail.reference,
                **({"business": mail.business} if mail.business else {}),
            },
            # Links hold one-time tokens: no redirect through somebody else's server, no pixel.
            "tracking_settings": {
                "click_tracking": {"enable": False, "enable_text": False},
                "open_tracking": {"enable": False},
            },
        }
        try:
            answer = await self._client.post("/v3/mail/send", json=body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotReached(PROVIDER, "mail.send", type(error).__name__, retryable=True) from error
        except httpx.HTTPError as error:
            raise ProviderError(PROVIDER, "mail.send", type(error).__name__, retryable=True) from error
        if answer.status_code != 202:
            raise ProviderError(
                PROVIDER,
                "mail.send",
                _reasons(answer),
                retryable=may_succeed_later(answer.status_code),
                status=answer.status_code,
                retry_after_s=retry_after_s(answer.headers),
            )
        return answer.headers.get("X-Message-Id", "")

    async def aclose(self) -> None:
        await self._client.aclose()


def _reasons(answer: httpx.Response) -> str:
    """The fields SendGrid complains of; its messages may hold the address."""
    try:
        fields = sorted({str(error.get("field")) for error in answer.json()["errors"]})
    except (ValueError, KeyError, TypeError, AttributeError):
        return "refused"
    return f"refused: {', '.join(fields)}"[:200]
