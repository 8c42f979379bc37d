"""What the ElevenLabs stand-in says about itself: its voices, models and user."""

from typing import Any

VOICES: dict[str, str] = {
    "21m00Tcm4TlvDq8ikWAM": "Rachel",
    "EXAVITQu4vr4xnSDxMaL": "Sarah",
    "JBFqnCBsd6RMkjVDRZzb": "George",
}
"""Names of the listed voices; every other id is spoken for, too, as a custom voice would be."""

UNKNOWN_VOICE = "voice-that-does-not-exist"
"""The one id that is refused."""

_MODELS = {
    "eleven_flash_v2_5": "Eleven Flash v2.5",
    "eleven_turbo_v2_5": "Eleven Turbo v2.5",
    "eleven_multilingual_v2": "Eleven Multilingual v2",
    "eleven_flash_v2": "Eleven Flash v2",
}
MODEL_IDS = frozenset(_MODELS) | {"eleven_turbo_v2", "eleven_v3"}
DEFAULT_MODEL = "eleven_multilingual_v2"


def voice(voice_id: str) -> dict[str, Any]:
    return {
        "voice_id": voice_id,
        "name": VOICES.get(voice_id, "Custom voice"),
        "category": "premade",
        "labels": {"accent": "british", "use_case": "conversational"},
        "available_for_tiers": [],
        "high_quality_base_model_ids": list(_MODELS),
    }


def voices() -> dict[str, Any]:
    return {"voices": [voice(voice_id) for voice_id in VOICES]}


def voices_page() -> dict[str, Any]:
    return {**voices(), "has_more": False, "total_count": len(VOICES), "next_page_token": None}


def models() -> list[dict[str, Any]]:
    return [
        {
            "model_id": model_id,
            "name": name,
            "description": "A stand-in.",
            "can_be_finetuned": False,
            "can_do_text_to_speech": True,
            "can_do_voice_conversion": False,
            "can_use_style": False,
            "can_use_speaker_boost": False,
            "serves_pro_voices": False,
            "token_cost_factor": 0.5,
            "requires_alpha_access": False,
            "max_characters_request_free_user": 2500,
            "max_characters_request_subscribed_user": 10000,
            "maximum_text_length_per_request": 40000,
            "languages": [{"language_id": "en", "name": "English"}],
            "model_rates": {"character_cost_multiplier": 0.5},
            "concurrency_group": "turbo",
        }
        for model_id, name in _MODELS.items()
    ]


def subscription() -> dict[str, Any]:
    return {
        "tier": "creator",
        "character_count": 0,
        "character_limit": 100000,
        "max_character_limit_extension": None,
        "max_credit_limit_extension": 0,
        "can_extend_character_limit": False,
        "allowed_to_extend_character_limit": False,
        "next_character_count_reset_unix": None,
        "voice_slots_used": 0,
        "professional_voice_slots_used": 0,
        "professional_voice_slots_used_in_workspace": 0,
        "voice_limit": 10,
        "voice_add_edit_counter": 0,
        "professional_voice_limit": 0,
        "can_extend_voice_limit": False,
        "can_use_instant_voice_cloning": True,
        "can_use_professional_voice_cloning": False,
        "current_overage": {"amount": "0", "currency": "usd"},
        "status": "active",
    }


def extended_subscription() -> dict[str, Any]:
    return {
        **subscription(),
        "next_invoice": None,
        "open_invoices": [],
        "has_open_invoices": False,
    }


def user() -> dict[str, Any]:
    return {
        "user_id": "sandbox-user",
        "subscription": subscription(),
        "is_new_user": False,
        "can_use_delayed_payment_methods": False,
        "is_onboarding_completed": True,
        "is_onboarding_checklist_completed": True,
        "first_name": "Sandbox",
        "created_at": 1767225600,
        "seat_type": "workspace_admin",
    }
