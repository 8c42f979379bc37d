"""Loads what the providers of a call load at their first use, for all processes forked from this one."""

from providers.build import build_language_model, build_speech_to_text, build_text_to_speech
from providers.settings import VendorSettings

_NO_KEY = "none"


def preload() -> None:
    """Nothing stays open: no connection, no event loop, no key of a vendor."""
    settings = VendorSettings(openai_api_key=_NO_KEY, deepgram_api_key=_NO_KEY, elevenlabs_api_key=_NO_KEY)
    for build in (build_speech_to_text, build_language_model, build_text_to_speech):
        build(settings).warm_up()
