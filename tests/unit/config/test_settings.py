"""Every setting is documented, checked at once, and never shown when it is a secret."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from config.settings import ENV_FILE, LIVE_CALL_NEEDS, Settings, load_settings
from domain.errors import ConfigError

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = ROOT / ".env.example"
NAMES = {name.upper() for name in Settings.model_fields}

SECRETS = {
    "database_url": "postgresql://app:Pa55Postgres@db.internal/receptionist",
    "read_database_url": "postgresql://app:Pa55Replica@db.internal/receptionist",
    "migration_database_url": "postgresql://owner:Pa55Owner@db.internal/receptionist",
    "redis_url": "rediss://:Pa55Redis@redis.internal:6379/0",
    "supabase_anon_key": "Pa55Anon",
    "supabase_service_key": "Pa55Service",
    "twilio_auth_token": "Pa55Twilio",
    "deepgram_api_key": "Pa55Deepgram",
    "openai_api_key": "Pa55OpenAI",
    "elevenlabs_api_key": "Pa55ElevenLabs",
    "sendgrid_api_key": "Pa55SendGrid",
    "stripe_secret_key": "Pa55Stripe",
    "stripe_webhook_secret": "Pa55StripeHook",
    "sentry_dsn": "https://Pa55Sentry@sentry.example.com/1",
}
PRODUCTION = {
    **SECRETS,
    "app_env": "production",
    "public_url": "https://voice.example.com",
    "twilio_account_sid": "AC" + "0" * 32,
}


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the shell's settings nor a developer's `.env` reach these tests."""
    for name in (*NAMES, ENV_FILE):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)


def problems(settings: dict[str, Any]) -> dict[str, str]:
    """What `load_settings` has to say, by name."""
    with pytest.raises(ConfigError) as refused:
        load_settings(settings)
    first, *lines = str(refused.value).splitlines()
    assert first == "These settings need attention:"
    told = [re.fullmatch(r"  ([A-Z_]+): (.+)", line) for line in lines]
    assert all(told), str(refused.value)
    names = [match[1] for match in told if match]
    assert len(names) == len(set(names)), "each setting is told once"
    return {match[1]: match[2] for match in told if match}


# --- .env.example -----------------------------------------------------------------------------------------------
def test_the_example_names_every_setting_once_and_no_other() -> None:
    named = re.findall(r"^([A-Z][A-Z0-9_]*)=", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(named) == sorted(NAMES)


def test_the_example_is_a_file_of_settings_that_are_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text())
    assert load_settings() == Settings(_env_file=None)  # pyright: ignore[reportCallIssue]


def test_the_example_marks_what_live_calls_need() -> None:
    marked = re.findall(r"^([A-Z_]+)=.*#\s*\(\*\)", EXAMPLE.read_text(), re.MULTILINE)
    assert sorted(marked) == sorted(LIVE_CALL_NEEDS)


def test_a_filled_in_example_keeps_values_apart_from_comments(tmp_path: Path) -> None:
    filled = EXAMPLE.read_text()
    for name, value in {
        "PUBLIC_URL": "https://voice.example.com",
        "DATABASE_URL": "postgresql://app:a#b@db/receptionist",
        "TWILIO_AUTH_TOKEN": "token#with-hash",
        "CALL_SLOTS": "7",
    }.items():
        filled, times = re.subn(rf"^{name}=\S*", f"{name}={value}", filled, flags=re.MULTILINE)
        assert times == 1
    (tmp_path / ".env").write_text(filled)
    settings = load_settings()
    assert settings.public_url == "https://voice.example.com"
    assert settings.database_url == "postgresql://app:a#b@db/receptionist"
    assert settings.vendors().twilio_auth_token == "token#with-hash"
    assert settings.call_slots == 7
    assert settings.app_name == "AI Receptionist"


# --- where settings come from -----------------------------------------------------------------------------------
def test_overrides_win_over_the_environment_and_it_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("CALL_SLOTS=5\nAPP_NAME=file\nLOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("CALL_SLOTS", "6")
    monkeypatch.setenv("APP_NAME", "environment")
    settings = load_settings({"call_slots": 7})
    assert (settings.call_slots, settings.app_name, settings.log_level) == (7, "environment", "DEBUG")


def test_a_process_that_works_elsewhere_is_told_where_the_file_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    users, elsewhere = tmp_path / "users", tmp_path / "elsewhere"
    for directory, slots in ((users, 5), (elsewhere, 6)):
        directory.mkdir()
        (directory / ".env").write_text(f"CALL_SLOTS={slots}\n")
    monkeypatch.chdir(elsewhere)
    assert load_settings().call_slots == 6
    monkeypatch.setenv(ENV_FILE, str(users / ".env"))
    assert load_settings().call_slots == 5


def test_empty_means_not_set_and_other_peoples_variables_are_left_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SOMETHING_ELSE", "x")
    assert load_settings() == Settings(_env_file=None)  # pyright: ignore[reportCallIssue]


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        load_settings().call_slots = 3  # pyright: ignore[reportAttributeAccessIssue]


# --- what is refused --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("app_env", "prod"),
        ("log_level", "LOUD"),
        ("log_format", "xml"),
        ("public_url", "voice.example.com"),
        ("public_url", "https:/voice.example.com"),
        ("public_url", "https://"),
        ("public_url", "https:///path"),
        ("public_url", "https://voice.example.com?x=1"),
        ("public_url", "https://voice.example.com#x"),
        ("public_url", "https://voice.example.com:port"),
        ("public_url", "http://voice.example.com"),
        ("api_base_url", "http://192.0.2.1:8000"),
        ("database_url", "mysql://app@db/receptionist"),
        ("database_url", "postgresql:receptionist"),
        ("redis_url", "http://redis:6379"),
        ("objects_url", "ftp://host/objects"),
        ("objects_url", "file://objects"),
        ("database_pool_size", "0"),
        ("database_pool_size", "many"),
        ("call_slots", "-1"),
        ("calls_per_actor", "0"),
        ("rush_calls_per_actor", "0"),
        ("isolated_calls", "-1"),
        ("isolated_calls", "5"),  # every call has an actor of its own already
        ("media_port", "65536"),
        ("openai_max_tokens", "1"),
        ("twilio_account_sid", "SK" + "0" * 32),
        ("twilio_phone_number", "0280001234"),
        ("sendgrid_from_email", "nobody"),
    ],
)
def test_a_malformed_setting_is_named_and_its_value_is_not_shown(name: str, value: str) -> None:
    told = problems({name: value})
    assert list(told) == [name.upper()]
    if len(value) > 8:
        assert value not in told[name.upper()]


@pytest.mark.parametrize("name", sorted(SECRETS))
@pytest.mark.parametrize("value", ["Pa55word", {"key": "Pa55word"}, ["Pa55word"]])
def test_an_error_never_shows_a_secret(name: str, value: object) -> None:
    try:
        load_settings({name: value, "log_level": "LOUD"})
    except ConfigError as refused:
        assert "Pa55word" not in str(refused)  # noqa: PT017
        assert "Pa55word" not in repr(refused)  # noqa: PT017
        assert refused.__suppress_context__  # noqa: PT017 - a traceback would print the cause
        assert "LOG_LEVEL" in str(refused)  # noqa: PT017


def test_one_error_lists_every_problem_by_name() -> None:
    told = problems(
        {
            "app_env": "production",
            "log_level": "LOUD",
            "public_url": "http://voice.example.com",
            "redis_url": "redis.internal:6379",
            "twilio_account_sid": "not-a-sid",
            "call_slots": "zero",
        }
    )
    missing = {
        "DATABASE_URL",
        "TWILIO_AUTH_TOKEN",
        "DEEPGRAM_API_KEY",
        "OPENAI_API_KEY",
        "ELEVENLABS_API_KEY",
    }
    malformed = {"LOG_LEVEL", "PUBLIC_URL", "REDIS_URL", "TWILIO_ACCOUNT_SID", "CALL_SLOTS"}
    assert set(told) == missing | malformed
    assert all("APP_ENV" in told[name] for name in missing)


# --- production -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("app_env", ["staging", "production"])
def test_live_calls_need_their_settings(app_env: str) -> None:
    assert set(problems({"app_env": app_env})) == set(LIVE_CALL_NEEDS)
    assert load_settings({**PRODUCTION, "app_env": app_env}).app_env == app_env


@pytest.mark.parametrize("name", LIVE_CALL_NEEDS)
def test_each_of_them_is_needed(name: str) -> None:
    assert name in problems({**PRODUCTION, name.lower(): None})


@pytest.mark.parametrize("public_url", ["http://voice.example.com", "http://127.0.0.1:8000"])
def test_live_calls_need_tls(public_url: str) -> None:
    assert "https://" in problems({**PRODUCTION, "public_url": public_url})["PUBLIC_URL"]


@pytest.mark.parametrize("app_env", ["development", "test"])
def test_nothing_is_needed_while_developing(app_env: str) -> None:
    assert load_settings({"app_env": app_env}).app_env == app_env


# --- secrets ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "show",
    [
        repr,
        str,
        lambda settings: settings.model_dump_json(),
        lambda settings: repr(settings.model_dump()),
        lambda settings: json.dumps(settings.model_dump(mode="json")),
        lambda settings: repr(settings.vendors()),
        lambda settings: f"{settings}",
    ],
)
def test_secrets_are_never_shown(show: Callable[[Settings], str]) -> None:
    shown = show(load_settings(PRODUCTION))
    assert [name for name, value in SECRETS.items() if value in shown] == []
    assert "Pa55" not in shown


def test_every_key_token_and_dsn_is_a_secret() -> None:
    for name, field in Settings.model_fields.items():
        if re.search(r"key|token|secret|dsn|password", name) and name not in (
            "stripe_publishable_key",
            "sendgrid_events_key",
            "openai_max_tokens",
        ):
            assert field.annotation == SecretStr | None, name


def test_those_who_need_the_secrets_get_them() -> None:
    settings = load_settings(PRODUCTION)
    vendors = settings.vendors()
    assert settings.stores().database_url == SECRETS["database_url"]
    assert settings.stores().redis_url == SECRETS["redis_url"]
    assert vendors.twilio_auth_token == SECRETS["twilio_auth_token"]
    assert vendors.deepgram_api_key == SECRETS["deepgram_api_key"]
    assert vendors.openai_api_key == SECRETS["openai_api_key"]
    assert vendors.elevenlabs_api_key == SECRETS["elevenlabs_api_key"]


# --- derived addresses ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "carrier_url", "media_url"),
    [
        ({}, "http://127.0.0.1:8000", "ws://127.0.0.1:8000"),
        ({"public_url": "https://v.example.com/"}, "https://v.example.com", "wss://v.example.com"),
        (
            {"public_url": "https://v.example.com:8443"},
            "https://v.example.com:8443",
            "wss://v.example.com:8443",
        ),
        ({"public_url": "https://example.com/v"}, "https://example.com/v", "wss://example.com/v"),
        ({"api_base_url": "https://api.example.com"}, "https://api.example.com", "wss://api.example.com"),
        (
            {"api_base_url": "http://api.internal", "public_url": "https://v.example.com"},
            "https://v.example.com",
            "wss://v.example.com",
        ),
        ({"public_url": "http://localhost:9000"}, "http://localhost:9000", "ws://localhost:9000"),
    ],
)
def test_the_carrier_is_sent_to_the_public_address(
    given: dict[str, str], carrier_url: str, media_url: str
) -> None:
    settings = load_settings(given)
    assert (settings.carrier_url, settings.media_url) == (carrier_url, media_url)


def test_a_missing_setting_is_named_when_it_is_needed() -> None:
    with pytest.raises(ConfigError, match="REDIS_URL"):
        load_settings().required("redis_url")
    with pytest.raises(ConfigError, match="REDIS_URL"):
        load_settings({"database_url": "postgresql://app@127.0.0.1/receptionist"}).stores()
    with pytest.raises(ConfigError, match="DATABASE_URL"):
        load_settings({"redis_url": "redis://127.0.0.1"}).stores()


def test_addresses_of_stores_do_not_show_their_passwords() -> None:
    shown = repr(load_settings(PRODUCTION).stores())
    assert [secret for secret in SECRETS.values() if secret in shown] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, "{cwd}/.receptionist/objects"),
        ({"objects_url": "file://./here"}, "{cwd}/here"),
        ({"objects_url": "file:///srv/objects/"}, "/srv/objects"),
    ],
)
def test_objects_in_a_relative_directory_are_below_the_working_directory(
    tmp_path: Path, given: dict[str, str], kept: str
) -> None:
    assert load_settings(given).objects_url == "file://" + kept.format(cwd=tmp_path)


@pytest.mark.parametrize("url", ["s3://bucket/prefix", "gs://bucket", "az://container/prefix"])
def test_buckets_are_kept_as_they_are(url: str) -> None:
    assert load_settings({"objects_url": url}).objects_url == url


@pytest.mark.parametrize(
    ("given", "most", "isolated"),
    [
        ({}, 4, 20),
        ({"call_slots": 7, "rush_calls_per_actor": 2}, 2, 7),
        ({"rush_calls_per_actor": 1}, 1, 0),
        ({"calls_per_actor": 8}, 8, 0),
        ({"calls_per_actor": 8, "isolated_calls": 10}, 8, 10),
    ],
    ids=["a rush shares", "with its own figure", "never shared", "dense", "isolated, then dense"],
)
def test_how_calls_share_actors(given: dict[str, object], most: int, isolated: int) -> None:
    assert load_settings(given).actor_sharing == (most, isolated)


def test_more_isolated_calls_than_a_node_serves_are_refused() -> None:
    told = problems({"calls_per_actor": 4, "call_slots": 10, "isolated_calls": 11})
    assert told == {"ISOLATED_CALLS": "is more than CALL_SLOTS"}


@pytest.mark.parametrize("name", ["api_base_url", "frontend_url"])
def test_people_sign_in_over_https_only_where_calls_are_live(name: str) -> None:
    keys = {"access_token_keys": "{}", "seal_keys": "key"}
    addresses = {"api_base_url": "https://voice.example.com", "frontend_url": "https://app.example.com"}
    load_settings(PRODUCTION | keys | addresses)
    with pytest.raises(ConfigError, match=name.upper()):
        load_settings(PRODUCTION | keys | addresses | {name: "http://voice.example.com"})
