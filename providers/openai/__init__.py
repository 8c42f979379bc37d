"""OpenAI: chat completions. The SDK is imported without its type catalogue, command line and aiohttp transport."""

from providers.sparse_imports import defer_packages, left_out

defer_packages("openai", "openai.types", "openai.types.responses")

with left_out("openai._vendor.httpx_aiohttp", "httpx2._main"):
    import openai._base_client as _base_client  # noqa: F401  # pyright: ignore[reportUnusedImport]
