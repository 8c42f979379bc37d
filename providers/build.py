"""Makes each vendor's provider from settings.

The vendor's package is imported inside its function: a process pays only for the vendors it uses.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from domain.errors import ConfigError
from providers.settings import CalendarSettings, StripeSettings, VendorSettings

if TYPE_CHECKING:
    from providers.calendars import Calendars
    from providers.deepgram.speech_to_text import DeepgramSpeechToText
    from providers.elevenlabs.text_to_speech import ElevenLabsTextToSpeech
    from providers.openai.language_model import OpenAILanguageModel
    from providers.pings import Pings
    from providers.stripe.payments import StripePayments
    from providers.stripe.publishing import StripeCatalogue
    from providers.twilio.callbacks import CallbackUrls
    from providers.twilio.numbers import TwilioCalls, TwilioNumbers
    from providers.twilio.recordings import TwilioRecordings
    from providers.twilio.rest import TwilioCarrier
    from providers.twilio.session import TwilioSession

NUMBERS_TIMEOUT_S = 15.0
"""A purchase takes Twilio seconds, and no caller waits for it."""


def build_speech_to_text(settings: VendorSettings) -> "DeepgramSpeechToText":
    """Deepgram's recogniser. Raises ConfigError without a key."""
    from providers.deepgram.speech_to_text import DeepgramSpeechToText

    return DeepgramSpeechToText(
        _required("DEEPGRAM_API_KEY", settings.deepgram_api_key),
        settings.deepgram_base_url,
        flux_model=settings.deepgram_flux_model,
        nova_model=settings.deepgram_nova_model,
        eot_threshold=settings.deepgram_eot_threshold,
        eager_eot_threshold=settings.deepgram_eager_eot_threshold,
        eot_timeout_ms=settings.deepgram_eot_timeout_ms,
        connect_timeout_s=settings.deepgram_connect_timeout_s,
    )


def build_language_model(settings: VendorSettings) -> "OpenAILanguageModel":
    """OpenAI's chat completions. Raises ConfigError without a key."""
    from providers.openai.language_model import OpenAILanguageModel

    return OpenAILanguageModel(
        _required("OPENAI_API_KEY", settings.openai_api_key),
        settings.openai_base_url,
        model=settings.openai_model,
        max_tokens=settings.openai_max_tokens,
        first_chunk_timeout_s=settings.openai_first_chunk_timeout_s,
        chunk_timeout_s=settings.openai_chunk_timeout_s,
    )


def build_fallback_language_model(settings: VendorSettings) -> "OpenAILanguageModel | None":
    """The second model; None where it is the first one, or has no name. Raises ConfigError without a key."""
    if settings.openai_fallback_model in ("", settings.openai_model):
        return None
    return build_language_model(replace(settings, openai_model=settings.openai_fallback_model))


def build_text_to_speech(settings: VendorSettings) -> "ElevenLabsTextToSpeech":
    """ElevenLabs' voices. Raises ConfigError without a key."""
    from providers.elevenlabs.text_to_speech import ElevenLabsTextToSpeech

    return ElevenLabsTextToSpeech(
        _required("ELEVENLABS_API_KEY", settings.elevenlabs_api_key),
        settings.elevenlabs_base_url,
        model_id=settings.elevenlabs_model_id,
        first_chunk_timeout_s=settings.elevenlabs_first_chunk_timeout_s,
        chunk_timeout_s=settings.elevenlabs_chunk_timeout_s,
    )


def build_recordings(settings: VendorSettings) -> "TwilioRecordings":
    """Recordings the carrier keeps. Raises ConfigError without credentials."""
    from providers.twilio.recordings import TwilioRecordings

    return TwilioRecordings(
        _required("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
        _required("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        settings.twilio_base_url,
    )


def build_carrier(settings: VendorSettings, callbacks: "CallbackUrls") -> "TwilioCarrier":
    """Twilio's REST API; redirected calls ask at `callbacks`. Raises ConfigError without credentials."""
    from providers.twilio.rest import TwilioCarrier

    return TwilioCarrier(
        _required("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
        _required("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        callbacks,
        settings.twilio_base_url,
        timeout_s=settings.twilio_timeout_s,
    )


def build_numbers(settings: VendorSettings) -> "TwilioNumbers":
    """Telephone numbers at Twilio. Raises ConfigError without credentials."""
    from providers.twilio.numbers import TwilioNumbers

    return TwilioNumbers(_twilio_session(settings))


def build_calls(settings: VendorSettings) -> "TwilioCalls":
    """Calls of our own by Twilio. Raises ConfigError without credentials."""
    from providers.twilio.numbers import TwilioCalls

    return TwilioCalls(_twilio_session(settings))


def _twilio_session(settings: VendorSettings) -> "TwilioSession":
    from providers.twilio.session import TwilioSession

    return TwilioSession(
        _required("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
        _required("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
        settings.twilio_base_url,
        timeout_s=NUMBERS_TIMEOUT_S,
    )


def build_payments(settings: StripeSettings, meter: str) -> "StripePayments":
    """Stripe, counting usage on the meter of this event name. Raises ConfigError without a key."""
    from providers.stripe.payments import StripePayments

    return StripePayments(
        _required("STRIPE_SECRET_KEY", settings.api_key),
        settings.base_url,
        webhook_secrets=settings.webhook_secrets,
        meter=meter,
    )


def build_calendars(settings: CalendarSettings) -> "dict[str, Calendars]":
    """The vendors of calendars that are set up here, by kind; each is looked for only where it is."""
    found: dict[str, Calendars] = {}
    if settings.google_client_id and settings.google_client_secret:
        from providers.google.calendar import GoogleCalendars

        google = GoogleCalendars(
            settings.google_client_id, settings.google_client_secret, settings.google_base_url
        )
        found[google.kind] = google
    if settings.square_application_id and settings.square_application_secret:
        from providers.square.bookings import SquareBookings

        square = SquareBookings(
            settings.square_application_id, settings.square_application_secret, settings.square_base_url
        )
        found[square.kind] = square
    return found


def build_stripe_catalogue(settings: StripeSettings) -> "StripeCatalogue":
    """What puts plans on sale. Raises ConfigError without a key."""
    from providers.stripe.publishing import StripeCatalogue

    return StripeCatalogue(_required("STRIPE_SECRET_KEY", settings.api_key), settings.base_url)


def build_pings(settings: VendorSettings) -> "Pings":
    """A question to every vendor of a live call, without their packages. Raises ConfigError without a key."""
    from providers import pings

    return pings.Pings(
        [
            pings.twilio_question(
                _required("TWILIO_ACCOUNT_SID", settings.twilio_account_sid),
                _required("TWILIO_AUTH_TOKEN", settings.twilio_auth_token),
                settings.twilio_base_url,
            ),
            pings.deepgram_question(
                _required("DEEPGRAM_API_KEY", settings.deepgram_api_key), settings.deepgram_base_url
            ),
            pings.openai_question(
                _required("OPENAI_API_KEY", settings.openai_api_key),
                settings.openai_base_url,
                settings.openai_model,
            ),
            pings.elevenlabs_question(
                _required("ELEVENLABS_API_KEY", settings.elevenlabs_api_key), settings.elevenlabs_base_url
            ),
        ]
    )


def _required(name: str, value: str) -> str:
    if not value:
        raise ConfigError(f"{name} is not set")
    return value
