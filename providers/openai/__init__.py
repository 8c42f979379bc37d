"""OpenAI: chat completions. The SDK is imported without its type catalogue, command line and aiohttp transport."""

import importlib

from providers.sparse_imports import defer_packages, left_out

defer_packages("openai", "openai.types", "openai.types.responses")

with left_out("openai._vendor.httpx_aiohttp", "httpx2._main"):
    importlib.import_module("openai._base_client")
