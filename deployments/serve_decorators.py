"""Serve's decorators with the types that Serve's own lack."""

from collections.abc import Callable
from typing import Any, TypeVar

from ray import serve
from ray.serve import Deployment

T = TypeVar("T")

_serve: Any = serve


def deployment(**options: Any) -> Callable[[type[Any]], Deployment]:
    """`serve.deployment`: makes a class one that Serve replicates.

    Source: https://docs.ray.io/en/latest/serve/api/doc/ray.serve.deployment_decorator.html
    """
    return _serve.deployment(**options)


def ingress(application: Any) -> Callable[[type[T]], type[T]]:
    """`serve.ingress`: has an ASGI application, or what builds one, answer the replica's HTTP requests."""
    return _serve.ingress(application)
