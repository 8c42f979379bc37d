"""Serve's decorators with the types that Serve's own lack."""

from collections.abc import Callable
from typing import Any, TypeVar

from ray import serve
from ray.serve import Deployment

T = TypeVar("T")

NEVER_FULL = 2000
"""`max_ongoing_requests` of what answers people: more than ever come.

Once a replica has been full, Serve hands out what waits at four a second, idle as the replica may be: a routing task
whose turn went to an older request keeps its pause of half a second for the next one (Ray 2.60,
`PowerOfTwoChoicesRequestRouter`; measured: 500 requests waited two minutes before an idle replica). How much is worked
on at once is the application's decision.
"""

_serve: Any = serve


def deployment(**options: Any) -> Callable[[type[Any]], Deployment]:
    """`serve.deployment`: makes a class one that Serve replicates.

    Source: https://docs.ray.io/en/latest/serve/api/doc/ray.serve.deployment_decorator.html
    """
    return _serve.deployment(**options)


def ingress(application: Any) -> Callable[[type[T]], type[T]]:
    """`serve.ingress`: has an ASGI application, or what builds one, answer the replica's HTTP requests."""
    return _serve.ingress(application)
