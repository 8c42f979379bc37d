"""ElevenLabs: streaming speech synthesis. The SDK is imported without its type catalogue and command lines."""

from providers.sparse_imports import defer_packages, left_out

with left_out("httpx._main"):
    import httpx as _httpx  # noqa: F401  # pyright: ignore[reportUnusedImport]

defer_packages("elevenlabs", "elevenlabs.types")
