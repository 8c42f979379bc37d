"""Which vendors a system on this machine speaks to: the vendor itself, a given address, or the stand-in."""

from dataclasses import dataclass

from config.settings import Settings
from sandbox.local.running import VendorUse
from sandbox.options import Credentials

VENDORS = ("twilio", "deepgram", "openai", "elevenlabs")


@dataclass(frozen=True, slots=True)
class VendorPlan:
    """Where each vendor is spoken to, and the settings that make it so."""

    uses: list[VendorUse]
    environment: dict[str, str]

    @property
    def needs_stand_ins(self) -> bool:
        return any(use.kind == "sandbox" for use in self.uses)


def plan_vendors(given: Settings, stand_ins_url: str) -> VendorPlan:
    """An address that is given is used, a key without one means the vendor itself, neither means the stand-in.

    A key that is missing for a given address is the stand-in's: whoever gives an address runs one.
    """
    credentials = Credentials()
    keys = {
        "twilio": {
            "TWILIO_ACCOUNT_SID": credentials.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": credentials.twilio_auth_token,
        },
        "deepgram": {"DEEPGRAM_API_KEY": credentials.deepgram_api_key},
        "openai": {"OPENAI_API_KEY": credentials.openai_api_key},
        "elevenlabs": {"ELEVENLABS_API_KEY": credentials.elevenlabs_api_key},
    }
    uses: list[VendorUse] = []
    environment: dict[str, str] = {}
    for name in VENDORS:
        address = getattr(given, f"{name}_base_url")
        has_keys = all(getattr(given, key.lower()) is not None for key in keys[name])
        if address is not None:
            uses.append(VendorUse(name, "address", address))
        elif has_keys:
            uses.append(VendorUse(name, "real", "the vendor's own"))
        else:
            address = stand_ins_url + ("/openai/v1" if name == "openai" else f"/{name}")
            environment[f"{name.upper()}_BASE_URL"] = address
            uses.append(VendorUse(name, "sandbox", address))
        if not has_keys:
            environment |= keys[name]
    return VendorPlan(uses, environment)


def plan_mail(given: Settings, stand_ins_url: str) -> dict[str, str]:
    """The settings that send mail by the stand-in, unless a key or an address is given; no vendor of a live call."""
    if given.sendgrid_api_key is not None or given.sendgrid_base_url is not None:
        return {}
    from sandbox.mail_events_key import public_key

    return {
        "SENDGRID_API_KEY": Credentials().sendgrid_api_key,
        "SENDGRID_BASE_URL": f"{stand_ins_url}/sendgrid",
        "SENDGRID_FROM_EMAIL": given.sendgrid_from_email or "receptionist@example.com",
        "SENDGRID_EVENTS_KEY": public_key(),
    }


def plan_calendars(given: Settings, stand_ins_url: str) -> dict[str, str]:
    """The settings that connect calendars of the stand-ins, unless a vendor's client or address is given."""
    credentials = Credentials()
    google = {
        "GOOGLE_CLIENT_ID": credentials.google_client_id,
        "GOOGLE_CLIENT_SECRET": credentials.google_client_secret,
        "GOOGLE_BASE_URL": f"{stand_ins_url}/google",
    }
    square = {
        "SQUARE_APPLICATION_ID": credentials.square_application_id,
        "SQUARE_APPLICATION_SECRET": credentials.square_application_secret,
        "SQUARE_BASE_URL": f"{stand_ins_url}/square",
    }
    found: dict[str, str] = {}
    if given.google_client_id is None and given.google_base_url is None:
        found |= google
    if given.square_application_id is None and given.square_base_url is None:
        found |= square
    return found


def without_vendors() -> dict[str, None]:
    """Settings that make every vendor a stand-in whatever the environment holds."""
    optional = [name for name, field in Settings.model_fields.items() if field.default is None]
    theirs = (*VENDORS, "sendgrid", "stripe", "google", "square")
    return dict.fromkeys([*(name for name in optional if name.partition("_")[0] in theirs), "public_url"])
