"""Where the carrier is to send what concerns a number, and what differs there from that."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NumberWebhooks:
    """Absolute addresses; all are posted to."""

    voice: str
    voice_status: str
    sms: str

    def settings(self) -> dict[str, str]:
        """As the carrier calls them. What would take calls or texts away from these addresses is empty.

        Source: https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource: an application, or for
        calls a trunk, goes before the addresses.
        """
        return {
            "voice_url": self.voice,
            "voice_method": "POST",
            "status_callback": self.voice_status,
            "status_callback_method": "POST",
            "sms_url": self.sms,
            "sms_method": "POST",
            "voice_application_sid": "",
            "sms_application_sid": "",
            "trunk_sid": "",
        }

    def drift(self, found: Mapping[str, str | None]) -> tuple[str, ...]:
        """The settings that are not as they are to be."""
        return tuple(name for name, value in self.settings().items() if (found.get(name) or "") != value)
