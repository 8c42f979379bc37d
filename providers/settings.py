"""Settings of the providers, as plain values; start-up fills them from the environment."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """A base URL of None is Stripe's own; one secret for each endpoint that points at us."""

    api_key: str = field(repr=False)
    base_url: str | None = None
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class CalendarSettings:
    """Our client at each vendor of calendars; empty where there is none. A base URL of None is the vendor's own."""

    google_client_id: str = ""
    google_client_secret: str = field(default="", repr=False)
    google_base_url: str | None = None
    square_application_id: str = ""
    square_application_secret: str = field(default="", repr=False)
    square_base_url: str | None = None


@dataclass(frozen=True, slots=True)
class VendorSettings:
    """Addresses, keys, models and timeouts of the live call's vendors.

    A base URL of None is the vendor's own. Keys are kept out of `repr`.
    """

    deepgram_api_key: str = field(default="", repr=False)
    deepgram_base_url: str | None = None
    deepgram_flux_model: str = "flux-general-en"
    deepgram_nova_model: str = "nova-3"
    deepgram_eot_threshold: float = 0.7
    deepgram_eager_eot_threshold: float | None = None
    deepgram_eot_timeout_ms: int = 5000
    deepgram_connect_timeout_s: float = 3.0

    openai_api_key: str = field(default="", repr=False)
    openai_base_url: str | None = None
    openai_model: str = "gpt-4.1-mini"
    openai_fallback_model: str = "gpt-4o-mini"
    openai_max_tokens: int = 400
    openai_first_chunk_timeout_s: float = 6.0
    openai_chunk_timeout_s: float = 4.0

    elevenlabs_api_key: str = field(default="", repr=False)
    elevenlabs_base_url: str | None = None
    elevenlabs_model_id: str = "eleven_flash_v2_5"
    elevenlabs_fallback_voice_id: str = "21m00Tcm4TlvDq8ikWAM"
    elevenlabs_first_chunk_timeout_s: float = 4.0
    elevenlabs_chunk_timeout_s: float = 3.0

    twilio_account_sid: str = ""
    twilio_auth_token: str = field(default="", repr=False)
    twilio_base_url: str | None = None
    twilio_timeout_s: float = 5.0
