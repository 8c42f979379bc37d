"""Where a business may have its events sent."""

import pytest

from domain.errors import InvalidInput
from domain.webhooks.address import LONGEST, endpoint_url


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/hooks",
        "https://hooks.example.com:8443/a?b=c",
        "https://xn--bcher-kva.example/",
        "https://93.184.216.34/",
        "https://[2606:4700::1111]/x",
    ],
)
def test_https_to_the_internet_is_taken_as_it_is(url: str) -> None:
    assert endpoint_url(f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/hooks",
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https:///path",
        "https://user@example.com/",
        "https://user:password@example.com/",
        "https://example.com/#here",
        "https://example.com:99999/",
        "https://example.com:0/",
        "https://example.com/a b",
        "https://example.com/\nHost: inside",
        "https://example.com\\@inside/",
        "https://bücher.example/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://db.internal/",
        "https://printer.local/",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[fd00::1]/",
        "http://127.0.0.1:9000/",
        "https://[::1/",
        "https://example.com/" + "a" * LONGEST,
    ],
)
def test_anything_else_is_refused_and_says_why(url: str) -> None:
    with pytest.raises(InvalidInput, match=r"^url: "):
        endpoint_url(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/x", "http://localhost:9000/", "https://[::1]:1/"])
def test_a_developers_own_machine_may_be_named_where_that_is_allowed(url: str) -> None:
    assert endpoint_url(url, loopback_allowed=True) == url
    for other in ("http://10.0.0.1/", "http://example.com/", "https://192.168.0.1/"):
        with pytest.raises(InvalidInput):
            endpoint_url(other, loopback_allowed=True)
