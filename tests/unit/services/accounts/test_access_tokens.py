"""Access tokens are checked once, hold for their time and no longer, and are nobody else's."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.accounts.credentials import ACCESS_FOR
from domain.errors import NotSignedIn
from services.accounts import access_tokens
from services.accounts.access_tokens import LEEWAY_S, AccessToken, AccessTokens, new_signing_key

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
MIA = AccessToken(UUID(int=1), UUID(int=2))


@pytest.fixture
def tokens() -> AccessTokens:
    return AccessTokens([new_signing_key()], "https://voice.example.com")


def test_one_that_is_shown_again_says_the_same(tokens: AccessTokens) -> None:
    text = tokens.issue(MIA.user_id, MIA.sign_in_id, NOW)
    assert tokens.read(text, NOW) == tokens.read(text, NOW + timedelta(minutes=9)) == MIA


def test_one_that_is_known_ends_with_its_time(tokens: AccessTokens) -> None:
    text = tokens.issue(MIA.user_id, MIA.sign_in_id, NOW)
    tokens.read(text, NOW)
    with pytest.raises(NotSignedIn):
        tokens.read(text, NOW + ACCESS_FOR + timedelta(seconds=LEEWAY_S + 1))


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(
            lambda text: text[:-4] + ("AAAA" if not text.endswith("AAAA") else "BBBB"), id="signature"
        ),
        pytest.param(lambda text: ".".join([text.split(".")[0], "e30", text.split(".")[2]]), id="claims"),
        pytest.param(lambda text: text + "\udc80", id="half a character"),
        pytest.param(lambda _: "", id="empty"),
    ],
)
def test_one_like_a_known_one_is_refused_each_time(tokens: AccessTokens, forge) -> None:
    text = tokens.issue(MIA.user_id, MIA.sign_in_id, NOW)
    tokens.read(text, NOW)
    for _ in range(2):
        with pytest.raises(NotSignedIn):
            tokens.read(forge(text), NOW)
    assert tokens.read(text, NOW) == MIA


def test_one_of_another_key_is_refused_whoever_knows_it(tokens: AccessTokens) -> None:
    others = AccessTokens([new_signing_key()], "https://voice.example.com")
    text = others.issue(MIA.user_id, MIA.sign_in_id, NOW)
    assert others.read(text, NOW) == MIA
    with pytest.raises(NotSignedIn):
        tokens.read(text, NOW)


def test_so_many_are_remembered_and_no_more(tokens: AccessTokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_tokens, "MOST_KNOWN", 2)
    texts = [tokens.issue(UUID(int=number), UUID(int=number), NOW) for number in range(5)]
    for number, text in enumerate(texts * 2):
        assert tokens.read(text, NOW).user_id == UUID(int=number % 5)
