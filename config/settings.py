"""Every setting, read from the environment (and `.env`) once at start.

A setting that is missing or malformed stops the start with one message that lists all of them by name. Keys are
`SecretStr`: they never appear in a repr, a log line or an error.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.errors import ConfigError
from providers.settings import VendorSettings


def _with_scheme(*schemes: str) -> AfterValidator:
    def check(value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            raise ValueError(f"must be a URL beginning with {' or '.join(f'{s}://' for s in schemes)}")
        return value.rstrip("/")

    return AfterValidator(check)


HttpUrl = Annotated[str, _with_scheme("http", "https")]
PostgresUrl = Annotated[str, _with_scheme("postgresql", "postgres", "postgresql+asyncpg")]
RedisUrl = Annotated[str, _with_scheme("redis", "rediss")]
ObjectsUrl = Annotated[str, _with_scheme("file", "s3", "gs", "az", "memory")]
E164 = Annotated[str, Field(pattern=r"^\+[1-9]\d{6,14}$")]

LIVE_CALL_NEEDS = (
    "DATABASE_URL",
    "REDIS_URL",
    "PUBLIC_URL",
    "TWILIO_ACCOUNT_SID",
    "TWILIO_AUTH_TOKEN",
    "DEEPGRAM_API_KEY",
    "OPENAI_API_KEY",
    "ELEVENLABS_API_KEY",
)
"""Without these no call can be answered outside development."""


class Settings(BaseSettings):
    """The settings under their environment names, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    app_env: Literal["development", "test", "staging", "production"] = "development"
    app_name: str = "AI Receptionist"
    api_base_url: HttpUrl = "http://127.0.0.1:8000"
    frontend_url: HttpUrl = "http://127.0.0.1:8000"
    public_url: HttpUrl | None = None
    """Where the carrier reaches us; `api_base_url` unless set."""

    database_url: PostgresUrl | None = None
    read_database_url: PostgresUrl | None = None
    migration_database_url: PostgresUrl | None = None
    """The owner's connection, for migrations; the running system uses the weaker `database_url`."""
    database_pool_size: Annotated[int, Field(ge=1, le=200)] = 5
    database_max_overflow: Annotated[int, Field(ge=0, le=200)] = 10
    redis_url: RedisUrl | None = None

    supabase_url: HttpUrl | None = None
    supabase_anon_key: SecretStr | None = None
    supabase_service_key: SecretStr | None = None

    openai_api_key: SecretStr | None = None
    openai_model: str = "gpt-4.1-mini"
    openai_max_tokens: Annotated[int, Field(ge=16, le=4096)] = 400
    openai_base_url: HttpUrl | None = None
    deepgram_api_key: SecretStr | None = None
    deepgram_base_url: HttpUrl | None = None
    elevenlabs_api_key: SecretStr | None = None
    elevenlabs_model: str = "eleven_flash_v2_5"
    elevenlabs_base_url: HttpUrl | None = None
    twilio_account_sid: Annotated[str, Field(pattern=r"^AC[0-9a-fA-F]{32}$")] | None = None
    twilio_auth_token: SecretStr | None = None
    twilio_phone_number: E164 | None = None
    twilio_base_url: HttpUrl | None = None
    sendgrid_api_key: SecretStr | None = None
    sendgrid_from_email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    sendgrid_base_url: HttpUrl | None = None
    stripe_secret_key: SecretStr | None = None
    stripe_publishable_key: str | None = None
    stripe_webhook_secret: SecretStr | None = None
    stripe_base_url: HttpUrl | None = None
    fresha_base_url: HttpUrl | None = None

    sentry_dsn: SecretStr | None = None
    sentry_environment: str | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["json", "console"] = "json"

    media_host: str = "0.0.0.0"  # noqa: S104 - the balancer reaches it from another machine
    media_port: Annotated[int, Field(ge=0, le=65535)] = 8765
    calls_per_actor: Annotated[int, Field(ge=1, le=200)] = 1
    call_slots: Annotated[int, Field(ge=1, le=2000)] = 20
    """Calls one node serves at once."""
    warm_call_actors: Annotated[int, Field(ge=0, le=200)] = 3
    """Started actors a node keeps waiting for the next call."""
    calls_before_actor_retires: Annotated[int, Field(ge=1, le=100_000)] = 50
    objects_url: ObjectsUrl = "file://./.receptionist/objects"
    """Recordings and journals of ended calls."""
    run_dir: Path = Path(gettempdir()) / "receptionist"
    """Sockets between gateway and actors, recordings under way. Short: a socket's path has 107 characters."""

    @model_validator(mode="after")
    def _live_calls_can_be_served(self) -> Self:
        if self.app_env in ("staging", "production"):
            missing = [name for name in LIVE_CALL_NEEDS if getattr(self, name.lower()) is None]
            if missing:
                raise ValueError(f"needed when APP_ENV is {self.app_env}: {', '.join(missing)}")
            if self.public_url is not None and not self.public_url.startswith("https://"):
                raise ValueError(
                    f"PUBLIC_URL must begin with https:// when APP_ENV is {self.app_env}:"
                    " the carrier streams only over TLS"
                )
        return self

    @property
    def carrier_url(self) -> str:
        """The address the carrier posts to, without a trailing slash."""
        return self.public_url or self.api_base_url

    @property
    def media_url(self) -> str:
        """Where the carrier opens media streams: `wss://` unless the public address is plain http."""
        scheme, _, rest = self.carrier_url.partition("://")
        return f"{'wss' if scheme == 'https' else 'ws'}://{rest}"

    def required(self, name: str) -> str:
        """A setting that this part of the system cannot do without. Raises ConfigError, naming it."""
        value = getattr(self, name)
        if value is None:
            raise ConfigError(f"These settings need attention:\n  {name.upper()}: is not set")
        return str(value)

    def vendors(self) -> VendorSettings:
        """The part the providers need, as plain values."""
        return VendorSettings(
            deepgram_api_key=_reveal(self.deepgram_api_key),
            deepgram_base_url=self.deepgram_base_url,
            openai_api_key=_reveal(self.openai_api_key),
            openai_base_url=self.openai_base_url,
            openai_model=self.openai_model,
            openai_max_tokens=self.openai_max_tokens,
            elevenlabs_api_key=_reveal(self.elevenlabs_api_key),
            elevenlabs_base_url=self.elevenlabs_base_url,
            elevenlabs_model_id=self.elevenlabs_model,
            twilio_account_sid=self.twilio_account_sid or "",
            twilio_auth_token=_reveal(self.twilio_auth_token),
            twilio_base_url=self.twilio_base_url,
        )


def load_settings(overrides: Mapping[str, object] | None = None) -> Settings:
    """The settings of this process.

    Args:
        overrides: by lower-case name; they win over the environment.

    Raises:
        ConfigError: lists every setting that is missing or malformed, by name, never with its value.
    """
    try:
        return Settings(**dict(overrides or {}))  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        problems = "\n".join(
            f"  {'.'.join(map(str, problem['loc'])).upper() or 'SETTINGS'}: {_plain(problem['msg'])}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise ConfigError(f"These settings need attention:\n{problems}") from None


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def _reveal(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret is not None else ""
