"""How the stand-ins behave: which credentials they accept, whether they follow a script, which faults are due."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox.faults import FaultBoard


@dataclass(frozen=True, slots=True)
class ScriptedTimings:
    """Fixed vendor times for load and chaos tests; recognition and speech do no real work then.

    Attributes:
        marked: speech is `sandbox.speech.marked`: the recogniser hears the words that reach it, the voice says its text
            so that every frame can be told, and the model is the rule-based receptionist. Otherwise one
            fixed sentence answers every utterance.
        ms_per_character: how fast marked speech is spoken.
        speech_end_ms: from the caller's last voiced frame to the recogniser's end of turn.
        model_first_ms: from the model's request to its first sentence (sent as one delta).
        speech_first_ms: from the speech request to its first audio.
        sentence_audio_ms: how long the spoken sentence sounds.
    """

    speech_end_ms: int = 200
    model_first_ms: int = 180
    speech_first_ms: int = 100
    sentence_audio_ms: int = 2000
    marked: bool = False
    ms_per_character: int = 62

    @property
    def voice_to_voice_ms(self) -> int:
        """The vendors' share of the time from the caller's last sound to the agent's first."""
        return self.speech_end_ms + self.model_first_ms + self.speech_first_ms


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the stand-ins accept; anything else is refused as the vendor would."""

    twilio_account_sid: str = "AC" + "0" * 31 + "1"
    twilio_auth_token: str = "sandbox-twilio-token"  # noqa: S105
    deepgram_api_key: str = "sandbox-deepgram-key"
    openai_api_key: str = "sandbox-openai-key"
    elevenlabs_api_key: str = "sandbox-elevenlabs-key"
    sendgrid_api_key: str = "sandbox-sendgrid-key"
    stripe_secret_key: str = "sk_test_sandbox"  # noqa: S105
    stripe_webhook_secret: str = "whsec_sandbox"  # noqa: S105
    square_application_id: str = "sq0idp-sandbox"
    square_application_secret: str = "sandbox-square-secret"  # noqa: S105
    google_client_id: str = "sandbox.apps.googleusercontent.com"
    google_client_secret: str = "sandbox-google-secret"  # noqa: S105


@dataclass(frozen=True, slots=True)
class StandInOptions:
    """Attributes:
    message_s: how long Twilio and SendGrid take to answer for a message; half of it after they have taken it.
    mail_events_url: where SendGrid posts what becomes of mails; None for nowhere.
    """

    credentials: Credentials = field(default_factory=Credentials)
    scripted: ScriptedTimings | None = None
    faults: FaultBoard = field(default_factory=FaultBoard)
    message_s: float = 0.0
    mail_events_url: str | None = None

    @asynccontextmanager
    async def taking_a_message(self) -> AsyncGenerator[None]:
        """Around what takes it."""
        await asyncio.sleep(self.message_s / 2)
        yield
        await asyncio.sleep(self.message_s / 2)
